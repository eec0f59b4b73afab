/*
 * scope — what the names in a rule's expression stand for, around one record.
 *
 * A scope knows the subject (the record a rule speaks about), the rows that belong to it, the document
 * line and the rules' parameters. Closing an expression puts figures in the place of names, spreads
 * sums over the rows and answers conditions; what is left is plain arithmetic (expr.h) that can be
 * printed, shown and computed. On the way every figure that was used is noted in `inputs`, and every
 * name without a figure in `gaps`.
 *
 *     struct sp_scope scope;
 *     sp_scope_init(&scope, ctx, rules, subject, rows, document);
 *     if (sp_scope_answer(&scope, rule->when) == SP_YES) {
 *             struct sp_expr *closed = sp_scope_close(&scope, rule->value);    // 12 * 40 / 100
 *             …
 *     }
 *     sp_scope_clear(&scope);
 *
 * A name outside sum(…) and the like is a field of the subject, inside one a field of the row; this.f is
 * always the subject's, document.f the document's. Where a rule speaks of each item of a list, plain names are
 * the item's. A field is followed by dots: third_party_funds.gross.
 * All records are borrowed and must outlive the scope.
 */
#ifndef SPUNTA_VERIFY_RULES_SCOPE_H
#define SPUNTA_VERIFY_RULES_SCOPE_H

#include <glib.h>

#include "base/ctx.h"
#include "base/json.h"
#include "verify/findings/expr.h"
#include "verify/findings/finding.h"
#include "verify/rules/rules.h"

enum sp_truth { SP_NO, SP_YES, SP_UNKNOWN };

/* A name that has no figure: where it was looked for, and what is printed there instead. */
struct sp_gap {
	char *label;  /* the path; NULL: there was no row at all */
	char *record; /* id of the record, or NULL */
	char *raw;    /* "n.d.", or NULL when nothing is printed */
};

struct sp_scope {
	struct sp_ctx *ctx;
	const struct sp_ruleset *rules;
	const struct sp_json *subject;
	const struct sp_json *item;    /* of a list of the subject, when the rule speaks of each; else NULL */
	const GPtrArray *rows; /* of const struct sp_json *; NULL: none */
	const struct sp_json *document;
	GPtrArray *inputs; /* of struct sp_figure *, owned */
	GPtrArray *gaps;   /* of struct sp_gap *, owned */
	GHashTable *seen;  /* record and path → index of the input + 1 */
	unsigned aside;    /* > 0: conditions are being answered, nothing is noted */
};

void sp_scope_init(struct sp_scope *s, struct sp_ctx *ctx, const struct sp_ruleset *rules,
                   const struct sp_json *subject, const GPtrArray *rows, const struct sp_json *document);
void sp_scope_clear(struct sp_scope *s);

/* Never NULL: what could not be closed is left in it as a name. (transfer full) */
struct sp_expr *sp_scope_close(struct sp_scope *s, const struct sp_expr *e);
/* The same without noting inputs and gaps: for tolerances and messages. (transfer full) */
struct sp_expr *sp_scope_close_aside(struct sp_scope *s, const struct sp_expr *e);
/* A condition; NULL is SP_YES. Notes nothing. */
enum sp_truth sp_scope_answer(struct sp_scope *s, const struct sp_expr *e);

/* The record's id; "document" for the document line, which has none; NULL for other records without one. */
const char *sp_scope_id(const struct sp_scope *s);

/* The published figure at a path of the subject; NULL when the field is absent or empty. A figure whose
 * `value` is NULL is printed but not a number. (transfer full) */
struct sp_figure *sp_scope_figure(const struct sp_json *record, const char *path);

#endif
