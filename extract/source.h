/*
 * source — an input as it was given: what it is, its bytes, its fingerprint.
 *
 *     struct sp_source in;
 *     if (sp_source_open(ctx, path, &in) == SP_OK) {
 *             …in.kind, in.bytes…
 *             sp_source_close(&in);
 *     }
 *
 * What an input is, its bytes say, never its name. The name only says what the user expects: a text
 * called .pdf is not a conversion of a document but a mistake (an error page saved in its place, a
 * download cut off), and is refused. Signed envelopes (p7m.h) are opened; what stands in them is the
 * input, while size and fingerprint stay those of the file as given.
 *
 * A PDF that is a file stays where it is: `fd` is the file, and `bytes` are the same, mapped, for who wants to look at
 * a few of them (each page of the file that is looked at takes memory). Other inputs (pipes, envelopes, texts) are held
 * whole.
 *
 * The messages do not name the file: ctx->file does.
 */
#ifndef SPUNTA_EXTRACT_SOURCE_H
#define SPUNTA_EXTRACT_SOURCE_H

#include <stdbool.h>
#include <time.h>

#include "base/file.h"

enum sp_source_kind {
	SP_SOURCE_PDF,
	SP_SOURCE_TEXT, /* UTF-8 without NUL, checked; a byte order mark is taken off */
};

struct sp_source {
	enum sp_source_kind kind;
	GBytes *bytes;           /* the document itself, out of its envelope */
	bool is_signed;          /* it came in an envelope; nobody judged the signature */
	char sha256[65];         /* of the file as given, lower-case hexadecimal */
	size_t size;             /* of the file as given, in bytes */
	char *name;              /* as given, without its folder, what is not UTF-8 as U+FFFD; "-" for standard input */
	int fd;                  /* the document as a file, or -1 */
	struct timespec written; /* when the file was, as it was opened */
};

/* Reads all of `path` (NULL or "-": standard input), 2 GiB at most. SP_FAIL after a diagnosis, and
 * `out` is then nothing to close. */
enum sp_status sp_source_open(struct sp_ctx *ctx, const char *path, struct sp_source *out);
void sp_source_close(struct sp_source *s);

/* The password of a PDF: where `file` is not NULL, its first line replaces *password (owned by the caller, g_free). On a
 * command line everybody on the machine reads it. False after a diagnosis. */
bool sp_source_password(struct sp_ctx *ctx, const char *file, char **password);

/* The file is still what it was when it was opened. SP_FAIL after a diagnosis. */
enum sp_status sp_source_is_unchanged(struct sp_ctx *ctx, const struct sp_source *s);

#endif
