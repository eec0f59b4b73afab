/*
 * stream — reading JSON Lines between the filters, and knowing that all of it came.
 *
 * A stream is one document line, records, one end line with counts. The reader checks exactly that
 * frame: first line of type "document" (with the schema the filter expects), an "end" last, whose
 * counts agree with what was read, nothing after it; ids that no two records share, and in a layout
 * pages that ascend. A stream that stops early is SP_FAIL with SP_D_TRUNCATED. What the records hold is the schema's business (spunta-validate).
 *
 *     struct sp_stream *in = sp_stream_open(ctx, path, "spunta-layout/1");   // NULL after a diagnosis
 *     struct sp_line line;
 *     enum sp_status s;
 *     while ((s = sp_stream_next(in, &line)) == SP_OK)
 *             …line.type, line.json, or line.text to pass it on untouched…
 *     sp_stream_close(in);                 // s is SP_END: all there; SP_FAIL: reported
 *
 * A line is borrowed until the next call. ctx->file and ctx->line say where we are while reading.
 * One line may be SP_STREAM_LINE bytes at most; memory is one line, and the ids.
 */
#ifndef SPUNTA_BASE_STREAM_H
#define SPUNTA_BASE_STREAM_H

#include "base/json.h"

#define SP_STREAM_LINE (32 * 1024 * 1024)

struct sp_stream;

struct sp_line {
	const char *text; /* as read, without the newline */
	size_t n;
	int64_t number; /* 1-based */
	const char *type;
	const struct sp_json *json;
};

/*
 * `path` NULL or "-" is standard input. `schema` is the document line's schema that is expected, or
 * NULL for any ("spunta-layout/1", "spunta-records/1").
 */
struct sp_stream *sp_stream_open(struct sp_ctx *ctx, const char *path, const char *schema);

/*
 * Any JSON Lines. The frame is checked only where the first line is a document; else lines are just
 * values, line->type is NULL where they have none, and SP_END comes after the last.
 */
struct sp_stream *sp_stream_open_lines(struct sp_ctx *ctx, const char *path);

/* As sp_stream_open, from a descriptor that is open, and is closed at the end; `name` is said in messages. */
struct sp_stream *sp_stream_open_fd(struct sp_ctx *ctx, int fd, const char *name, const char *schema);

/* What the next call of sp_stream_next will give, and say, without taking it. */
enum sp_status sp_stream_peek(struct sp_stream *in, struct sp_line *line);

/* SP_OK a record, the first a document, the last an end; SP_END after it; SP_FAIL reported. */
enum sp_status sp_stream_next(struct sp_stream *in, struct sp_line *line);

/*
 * After an end record: does another document follow, as where streams were put one behind the other? Then the next
 * call gives its document record. Who does not ask is told of a line after the end record as of an error.
 */
bool sp_stream_another(struct sp_stream *in);

/* Frees; resets ctx->file and ctx->line. NULL is allowed. */
void sp_stream_close(struct sp_stream *in);

/* Writes a line as it was read; nothing once `to` has failed, so that no stream goes on behind a gap. */
void sp_line_pass(const struct sp_line *line, FILE *to);

#endif
