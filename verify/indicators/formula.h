/*
 * formula — what a document declares an indicator to be: "(N. progetti finanziati / N. progetti presentati) * 100".
 *
 * The declared text is read by a grammar (docs/formulas.md) into an expression whose operands are noun
 * phrases, with what the words say about years. What the grammar does not take is left: figures under the
 * formula ("5/10", "(Previsione …: 79.000)") justify the target, and `rest` says where they start.
 *
 *     struct sp_formula *f = sp_formula_new(raw);
 *     f->kind == SP_F_RATIO_PERCENT
 *     sp_expr_text(f->expr, SP_EXPR_PLAIN)   // [N. progetti finanziati] / [N. progetti presentati] * 100
 *     f->operands[0].stems                   // progett, finanziat
 *     sp_formula_free(f);
 *
 * Nothing is guessed: a text that is no formula is SP_F_TEXT without an expression, and `stopped` is the
 * byte where reading ended and `why` the reason.
 */
#ifndef SPUNTA_VERIFY_INDICATORS_FORMULA_H
#define SPUNTA_VERIFY_INDICATORS_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "verify/findings/expr.h"
#include "base/italian/token.h"

enum sp_formula_kind {
	SP_F_NONE,              /* nothing is declared */
	SP_F_RATIO,             /* a / b */
	SP_F_RATIO_PERCENT,     /* a / b * 100 */
	SP_F_VARIATION_PERCENT, /* (new - old) / old, with or without * 100 */
	SP_F_COUNT,             /* a number of things */
	SP_F_SUM,               /* "Somma", a sum of operands, the difference of one thing in two years */
	SP_F_FLAG,              /* 0 and 1, yes and no */
	SP_F_TEXT,              /* words, or a product or difference of two things */
};

enum sp_operand_year {
	SP_YEAR_ANY,    /* nothing is said */
	SP_YEAR_SAME,   /* "anno": the year that is measured */
	SP_YEAR_BEFORE, /* "anno precedente" */
	SP_YEAR_NAMED,  /* "2017": see `year` */
};

struct sp_operand {
	const struct sp_expr *phrase; /* in the tree */
	GPtrArray *stems;             /* of char *: the words that carry meaning, each once */
	const char *const *role;      /* of a plain share: the words for numerator or denominator; or NULL */
	enum sp_operand_year when;
	int year;
};

#define SP_FORMULA_OPERANDS 8

struct sp_formula {
	enum sp_formula_kind kind;
	struct sp_expr *expr;                            /* NULL when there is none */
	bool percent;                                    /* "* 100", or a percent sign in its place, is part of it */
	bool worded;                                     /* it divides in words ("su", "rispetto a"), not in signs */
	struct sp_operand operands[SP_FORMULA_OPERANDS]; /* distinct phrases, in order */
	size_t n_operands;
	size_t stopped;  /* byte of the text where the formula ends; 0 for a text without one */
	const char *why; /* static: what stopped it; NULL when all was read */
};

struct sp_formula *sp_formula_new(const char *text);
void sp_formula_free(struct sp_formula *f); /* NULL is allowed */

const char *sp_formula_kind_word(enum sp_formula_kind kind); /* "ratio-percent"… as in the records */

/* The expression without its "* 100"; NULL when there is none. */
const struct sp_expr *sp_formula_body(const struct sp_formula *f);

/* Is it the difference of one thing in two years: "avviati al 2019 - avviati al 2016"? */
bool sp_formula_is_difference(const struct sp_formula *f);

/* Is the stem one of the operand's words? */
bool sp_operand_says(const struct sp_operand *o, const char *stem);

/* Which operand a phrase of the tree stands for; a phrase that is repeated is one operand. n_operands for what is none. */
size_t sp_formula_operand(const struct sp_formula *f, const struct sp_expr *phrase);

#endif
