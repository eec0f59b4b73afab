/*
 * indicator — the published figures of an indicator against the evidence of its formula and notes.
 *
 *     struct sp_indicator *x = sp_indicator_new(record, &around);
 *     for (i < x->claims->len) … one struct sp_claim each: what a rule may turn into a finding …
 *     sp_indicator_free(x);
 *
 * For each cell (a year, or the target) the evidence that speaks of it is computed and compared. One
 * reading that agrees is a match. None that agrees is a mismatch only when the evidence is strong: an
 * expression of the formula's own shape, figures named by the formula's words. Two strong readings
 * with different values accuse nobody: the claim is not-computable and lists them.
 */
#ifndef SPUNTA_VERIFY_INDICATORS_INDICATOR_H
#define SPUNTA_VERIFY_INDICATORS_INDICATOR_H

#include <glib.h>
#include <gmp.h>

#include "base/json.h"
#include "verify/findings/expr.h"
#include "verify/findings/finding.h"

/* What a claim is about; rules say it in "evidence: ratio" and so on. */
enum sp_claim_kind {
	SP_CLAIM_RATIO,         /* a year's figure against a share */
	SP_CLAIM_VARIATION,     /* … against a change from one year to the next */
	SP_CLAIM_SUM,           /* … against items */
	SP_CLAIM_VALUE,         /* … against the same value in the notes */
	SP_CLAIM_STATED,        /* an expression in the text against the result that it states */
	SP_CLAIM_TARGET,        /* the target against figures that justify it */
	SP_CLAIM_MISSING,       /* a year without a figure, for which the notes have one */
	SP_CLAIM_CONTRADICTION, /* one thing with two values */
	SP_CLAIM_KINDS
};

struct sp_claim {
	enum sp_claim_kind kind;
	const char *field; /* "actuals", "target", "notes"… */
	int year;
	enum sp_finding_status status;
	struct sp_figure *published; /* NULL: nothing is printed */
	struct sp_expr *expr;        /* numbers with input: index into inputs; NULL when there is none */
	mpq_t value;                 /* of expr; meaningful unless SP_NOT_COMPUTABLE */
	GPtrArray *inputs;           /* of struct sp_figure * */
	GPtrArray *readings;         /* of struct sp_expr *: equations "expr == value", or NULL */
	const char *reason;          /* SP_NOT_COMPUTABLE: why, a key of message.h; static */
	GPtrArray *lacking;          /* of char *: the operands that no figure answers, or NULL */
	bool likely;
	bool sign;                   /* equal but for the sign: a reduction printed as a positive number */
};

struct sp_indicator {
	GPtrArray *claims; /* of struct sp_claim *, in the order of the cells */
};

/* What the rest of the document says. */
struct sp_around {
	const int *years; /* of year columns seen so far, ascending */
	size_t n_years;
	int reference_year; /* the document's own date; 0 none */
};

struct sp_indicator *sp_indicator_new(const struct sp_json *record, const struct sp_around *around);
void sp_indicator_free(struct sp_indicator *x);

/* "ratio", "variation", … ; false when there is no such word */
bool sp_claim_kind_read(const char *word, enum sp_claim_kind *kind);

#endif
