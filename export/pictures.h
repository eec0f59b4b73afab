/*
 * pictures — what the findings' places look like, drawn by spunta-snapshot, a program of its own.
 *
 *     GString *places = g_string_new(NULL);
 *     sp_pictures_ask(places, finding);                        // in the order in which they will be shown
 *     struct sp_pictures *p = sp_pictures_open(ctx, "a.pdf", NULL, sha256, places->str);   // NULL after a diagnosis
 *     struct sp_shot shot;
 *     if (sp_pictures_wanted(finding) && sp_pictures_next(p, &shot) == SP_OK && shot.png) …
 *     sp_pictures_close(p);                                    // SP_FAIL after a diagnosis
 *
 * This program never opens the PDF but to see that it is the document that was read. One picture is held at a time.
 */
#ifndef SPUNTA_EXPORT_PICTURES_H
#define SPUNTA_EXPORT_PICTURES_H

#include "base/json.h"

struct sp_pictures;

struct sp_shot {
	const char *png;            /* in base64, borrowed until the next call; NULL: there is none */
	const char *width, *height; /* pixels, in digits */
	const char *at;             /* how far from the left the figure stands, in hundredths of the width */
};

/* Does the finding stand at a place that can be drawn? */
bool sp_pictures_wanted(const struct sp_json *finding);
/* Appends the request for such a finding; nothing for others. */
void sp_pictures_ask(GString *places, const struct sp_json *finding);

struct sp_pictures *sp_pictures_open(struct sp_ctx *ctx, const char *pdf, const char *password, const char *sha256,
				     const char *places);
enum sp_status sp_pictures_next(struct sp_pictures *p, struct sp_shot *out);
enum sp_status sp_pictures_close(struct sp_pictures *p); /* NULL is allowed: SP_OK */

#endif
