/*
 * album — pictures of places in one document (snapshot.h), drawn by a process inside the sandbox.
 *
 *     struct sp_album album = { &source, password, places, SP_SANDBOX_ON };
 *     sp_album_write(ctx, &album, stdout);
 *
 * One line for each place, in their order: {"page":1,"width":…,"height":…,"at":…,"png":"…"}, in base64, or with null
 * for a png where nothing could be drawn. This process never parses the PDF; one that dies of a page costs that
 * picture, and a fresh one goes on behind it. How many places have no picture is said once.
 */
#ifndef SPUNTA_EXTRACT_ALBUM_H
#define SPUNTA_EXTRACT_ALBUM_H

#include "extract/pdf/sandbox.h"
#include "extract/pdf/snapshot.h"
#include "extract/source.h"

struct sp_album_place {
	int page;
	GArray *frames; /* struct sp_box, one or more, the figure's first */
};

struct sp_album {
	const struct sp_source *source; /* a PDF */
	const char *password;           /* or NULL */
	const GPtrArray *places;        /* struct sp_album_place * */
	enum sp_sandbox sandbox;
};

/* NULL when the request, {"page":1,"frames":[[x0,y0,x1,y1],…]}, is none. (transfer full) */
struct sp_album_place *sp_place_new(const struct sp_json *request);
void sp_place_free(struct sp_album_place *p);

/* SP_FAIL after a diagnosis: the document cannot be opened, or what is written goes nowhere. */
enum sp_status sp_album_write(struct sp_ctx *ctx, const struct sp_album *album, FILE *to);

#endif
