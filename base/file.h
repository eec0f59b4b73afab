/*
 * file — whole files in, whole files out.
 *
 * Output files are written beside their target and renamed when complete, so that nobody ever sees
 * half a file, and a failure leaves the old one as it was:
 *
 *     struct sp_file *f = sp_file_create(ctx, "out/records.csv");     // NULL after a diagnosis
 *     fputs("…", sp_file_stream(f));
 *     if (sp_file_commit(ctx, f) != SP_OK) …                          // flushed, synced, renamed; or removed
 *     // or sp_file_abandon(f): the temporary file goes
 *
 * It goes as well when a signal ends the program (temporary.h).
 */
#ifndef SPUNTA_BASE_FILE_H
#define SPUNTA_BASE_FILE_H

#include <stdio.h>

#include <glib.h>

#include "base/ctx.h"

/* Reads all of `path` ("-" or NULL: standard input), at most `limit` bytes. NULL after a diagnosis
 * (a directory, unreadable, too large). (transfer full) */
GBytes *sp_file_read(struct sp_ctx *ctx, const char *path, size_t limit);

struct sp_file;
struct sp_file *sp_file_create(struct sp_ctx *ctx, const char *path);
FILE *sp_file_stream(struct sp_file *f);          /* borrowed until commit or abandon */
const char *sp_file_temporary(const struct sp_file *f); /* path being written, for libraries that open it themselves */
/* All of it is on the disk, only the rename is left: what makes several files appear together. SP_FAIL after a
 * diagnosis; commit or abandon still follows. */
enum sp_status sp_file_settle(struct sp_ctx *ctx, struct sp_file *f);
enum sp_status sp_file_commit(struct sp_ctx *ctx, struct sp_file *f);
void sp_file_abandon(struct sp_file *f); /* NULL is allowed */

#endif
