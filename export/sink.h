/*
 * sink — where a format of one file writes: standard output, or a file that appears when complete.
 *
 *     struct sp_sink *k = sp_sink_open(ctx, path);          // NULL or "-": standard output
 *     sp_sink_put(k, text, n);                              // SP_FAIL after a diagnosis: the disk is full
 *     sp_sink_close(k, complete);                           // published, or nothing left behind; freed
 */
#ifndef SPUNTA_EXPORT_SINK_H
#define SPUNTA_EXPORT_SINK_H

#include "base/file.h"

struct sp_sink;

struct sp_sink *sp_sink_open(struct sp_ctx *ctx, const char *path); /* NULL after a diagnosis */
FILE *sp_sink_stream(struct sp_sink *k);
const char *sp_sink_path(const struct sp_sink *k); /* of the file being written; NULL for standard output */
enum sp_status sp_sink_put(struct sp_sink *k, const char *text, size_t n);
/* What is held back goes out, so that what is put next goes out with all that follows or not at all, if it is short. */
enum sp_status sp_sink_flush(struct sp_sink *k);
enum sp_status sp_sink_close(struct sp_sink *k, bool complete);

#endif
