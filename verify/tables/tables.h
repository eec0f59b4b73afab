/*
 * tables — the sums and rates of every table that no profile knows, as findings.
 *
 *     struct sp_tables *t = sp_tables_new(ctx, receive, data);
 *     sp_tables_take(t, record);      // each `table` record; those that continue one wait for its end
 *     sp_tables_close(t);
 *     sp_tables_free(t);
 *
 * Findings have the rule "table-sum", or "table-difference" where something is subtracted, "table-share" and
 * "table-variation" for percentages (docs/rules.md); they belong to the receiver.
 */
#ifndef SPUNTA_VERIFY_TABLES_TABLES_H
#define SPUNTA_VERIFY_TABLES_TABLES_H

#include "base/ctx.h"
#include "base/json.h"
#include "verify/findings/finding.h"

typedef void (*sp_tables_receive)(struct sp_finding *finding, void *data); /* (transfer full) */

struct sp_tables;

struct sp_tables *sp_tables_new(struct sp_ctx *ctx, sp_tables_receive receive, void *data);
void sp_tables_free(struct sp_tables *t);

void sp_tables_take(struct sp_tables *t, const struct sp_json *record);
void sp_tables_close(struct sp_tables *t);

#endif
