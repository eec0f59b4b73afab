/*
 * engine — the second reading of a layout stream: records, by the profile that the classifier chose.
 *
 * The engine sees paragraphs and tables in reading order and keeps what is in force: the records
 * under which others stand (mission … objective), values that headings set (contexts), fields held
 * for the next record of a type (a formula printed above its table), the label whose value is still
 * being collected, the table row that the next page may continue.
 *
 *     struct sp_engine *e = sp_engine_new(ctx, profile, classifier, stdout, explain);
 *     while (…) sp_engine_line(e, &line);
 *     sp_engine_end(e);                  // writes the end line
 *     sp_engine_free(e);
 *
 * Nothing is lost: a table row with a digit, a line that starts with a code and a paragraph with a
 * figure that no rule takes become `unparsed` with their text and the reason.
 *
 * The document line is written by the caller, before.
 */
#ifndef SPUNTA_NORMALIZE_ENGINE_H
#define SPUNTA_NORMALIZE_ENGINE_H

#include <stdio.h>

#include "normalize/classifier.h"

struct sp_engine;

/* `classifier` and `profile` are borrowed; `explain` says on ctx->err which header fed which field. */
struct sp_engine *sp_engine_new(struct sp_ctx *ctx, const struct sp_profile *profile, struct sp_classifier *classifier,
				FILE *to, bool explain);
void sp_engine_free(struct sp_engine *e); /* NULL is allowed */

/* One record of the layout stream; document and end are not for it. SP_FAIL after a diagnosis. */
enum sp_status sp_engine_line(struct sp_engine *e, const struct sp_line *line);
void sp_engine_end(struct sp_engine *e);

#endif
