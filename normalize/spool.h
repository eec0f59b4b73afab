/*
 * spool — a stream that is read twice.
 *
 * The document line of the records says what the document is, and only its end can tell (the body
 * named most, the evidence for a family, the note that explains a mark on the last page). So the
 * layout stream is kept in a temporary file without a name while it is surveyed, and read again from
 * there: memory stays one line, whatever the document's size.
 */
#ifndef SPUNTA_NORMALIZE_SPOOL_H
#define SPUNTA_NORMALIZE_SPOOL_H

#include "base/stream.h"

struct sp_spool;

/* NULL after a diagnosis. */
struct sp_spool *sp_spool_new(struct sp_ctx *ctx);
void sp_spool_free(struct sp_spool *s); /* NULL is allowed */

enum sp_status sp_spool_keep(struct sp_spool *s, const struct sp_line *line);
/* From the first line again; then SP_OK with a line borrowed until the next call, SP_END, SP_FAIL. */
enum sp_status sp_spool_rewind(struct sp_spool *s);
enum sp_status sp_spool_next(struct sp_spool *s, struct sp_line *line);

#endif
