/*
 * grammar — what must hold between the records of one stream.
 *
 * base/stream.h has checked the frame: a document first, an end last whose counts agree. A schema
 * judges each record alone. Here is the rest:
 *     - an id is there once;
 *     - a reference leads to a record of the kind it should (an indicator's objective is an objective);
 *       in a stream of findings alone references may lead outside it;
 *     - a table continues one that came before it;
 *     - texts and tables stand on pages that are in the stream, pages come in order;
 *     - the cells of a table lie within its rows and columns, and not on each other.
 *
 *     struct sp_grammar *g = sp_grammar_new();
 *     for each line:  sp_grammar_record(ctx, g, record)         // reports; ctx->line is the record's
 *     sp_grammar_end(ctx, g);                                   // reports references that lead nowhere
 *     sp_grammar_free(g);
 *
 * Faults are reported as SP_D_INVALID, with the place and the rule ("unique-id", "reference",
 * "page-order", "cell-place"). Memory: the ids of the stream, and the references that wait for theirs.
 * Shapes are the schema's business: what is not as the schema wants it is passed over here.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_GRAMMAR_H
#define SPUNTA_VERIFY_SCHEMA_GRAMMAR_H

#include "base/json.h"

struct sp_grammar;

struct sp_grammar *sp_grammar_new(void);
void sp_grammar_free(struct sp_grammar *g); /* NULL is allowed */

/* SP_OK, or SP_SKIP after a diagnosis for each fault. */
enum sp_status sp_grammar_record(struct sp_ctx *ctx, struct sp_grammar *g, const struct sp_json *record);
enum sp_status sp_grammar_end(struct sp_ctx *ctx, struct sp_grammar *g);

#endif
