/*
 * expr — arithmetic expressions: read, printed, computed exactly.
 *
 * One kind of tree serves the rules files (names are fields of records), the formulas that documents
 * declare (names are noun phrases, written [Costo totale progetti finanziati]) and what is left of
 * both when figures have taken the place of the names. Numbers are decimals as printed; computing
 * is in rationals, so 1 / 3 * 3 == 1.
 *
 *     struct sp_expr_error error;
 *     struct sp_expr *e = sp_expr_parse("weight * achievement / 100", n, &error);   // NULL: see error
 *     char *text = sp_expr_text(e, SP_EXPR_PLAIN);                                  // g_free
 *     if (sp_expr_compute(e, q) == SP_EXPR_DONE) …                                  // q initialised by the caller
 *     sp_expr_free(e);
 *
 * Grammar (docs/rules.md says it for users)
 *     expr    = and { "or" and }            and   = not { "and" not }         not = [ "not" ] compare
 *     compare = sum [ ( == != < <= > >= in ) sum ]
 *     sum     = product { ( + - ) product } product = factor { ( * / ) factor } factor = [ - ] primary
 *     primary = number | "text" | true | false | name | [phrase] | name ( [expr {, expr}] [where expr] ) | ( expr )
 *     name    = word { . word }             word  = letter or _, then letters, digits or _
 *
 * Invariant: printing with SP_EXPR_PLAIN and reading again gives a tree that prints the same.
 * Trees own their children; functions that take a tree as operand take it over.
 */
#ifndef SPUNTA_VERIFY_FINDINGS_EXPR_H
#define SPUNTA_VERIFY_FINDINGS_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>
#include <gmp.h>

#include "base/dec.h"

enum sp_expr_op {
	SP_E_NUMBER,
	SP_E_TEXT,
	SP_E_TRUTH,
	SP_E_NAME, /* a field, a parameter, a noun phrase: to be replaced before computing */
	SP_E_CALL,
	SP_E_SUM, /* two or more terms; made when a column is added up, read back as a chain of SP_E_ADD */
	SP_E_OR,
	SP_E_AND,
	SP_E_NOT,
	SP_E_EQ,
	SP_E_NE,
	SP_E_LT,
	SP_E_LE,
	SP_E_GT,
	SP_E_GE,
	SP_E_IN,
	SP_E_ADD,
	SP_E_SUB,
	SP_E_MUL,
	SP_E_DIV,
	SP_E_NEG,
};

struct sp_expr {
	enum sp_expr_op op;
	struct sp_dec number;  /* NUMBER; initialised in every node */
	char *text;            /* TEXT, NAME, CALL: the words; NULL for the rest */
	bool phrase;           /* NAME: a noun phrase, printed in brackets */
	bool truth;            /* TRUTH */
	GPtrArray *args;       /* operands, in order; NULL for leaves */
	struct sp_expr *where; /* CALL: which rows count, or NULL */
	int input;             /* NUMBER, NAME: which figure (or gap) of the caller's list it stands for; -1 none */
};

struct sp_expr_error {
	size_t at;        /* byte where reading stopped */
	const char *what; /* what is wrong there, for people; static */
};

enum sp_expr_style {
	SP_EXPR_PLAIN, /* as the grammar reads it: 1234.5 * 2 / 3 */
	SP_EXPR_IT,    /* for Italian readers: 1.234,5 × 2 / 3 */
	SP_EXPR_EN,    /* for English readers: 1,234.5 × 2 / 3 */
};

enum sp_expr_result {
	SP_EXPR_DONE,
	SP_EXPR_OPEN,    /* a name is left that has no figure */
	SP_EXPR_BY_ZERO, /* a division by zero */
	SP_EXPR_NUMBERS, /* text or truth where only numbers can stand */
};

/* NULL with `error` set when the text is no expression. (transfer full) */
struct sp_expr *sp_expr_parse(const char *text, size_t n, struct sp_expr_error *error);
void sp_expr_free(void *expr); /* NULL is allowed */

struct sp_expr *sp_expr_number(const struct sp_dec *number, int input);
struct sp_expr *sp_expr_integer(long number);
struct sp_expr *sp_expr_words(enum sp_expr_op op, const char *text); /* TEXT, NAME or CALL */
struct sp_expr *sp_expr_phrase(const char *text, size_t n);          /* a NAME in brackets */
struct sp_expr *sp_expr_truth(bool truth);
/* An operator over its operands, which are taken over; `b` is NULL for NEG and NOT. */
struct sp_expr *sp_expr_join(enum sp_expr_op op, struct sp_expr *a, struct sp_expr *b);
void sp_expr_add(struct sp_expr *e, struct sp_expr *operand); /* a further operand of a SUM or CALL */
struct sp_expr *sp_expr_copy(const struct sp_expr *e);

/* A copy in which `leaf` may put another tree (taken over) in place of a leaf; NULL copies the leaf. */
struct sp_expr *sp_expr_map(const struct sp_expr *e, struct sp_expr *(*leaf)(const struct sp_expr *, void *),
			    void *data);

const struct sp_expr *sp_expr_arg(const struct sp_expr *e, size_t i); /* borrowed; NULL past the last */
size_t sp_expr_count(const struct sp_expr *e);

char *sp_expr_text(const struct sp_expr *e, enum sp_expr_style style); /* (transfer full) */
/* A number alone in that style: 1.234,50. (transfer full) */
char *sp_expr_digits(const struct sp_dec *number, enum sp_expr_style style);

/* Has it an operator at all, or is it a bare figure? */
bool sp_expr_is_bare(const struct sp_expr *e);

/*
 * The value of a tree of numbers, + - * / and the functions abs(x), min(a, b…), max(a, b…),
 * round(x, places) and cut(x, places). `q` is untouched unless SP_EXPR_DONE.
 */
enum sp_expr_result sp_expr_compute(const struct sp_expr *e, mpq_t q);

/* Calls `visit` for every node, operands before their operator. */
void sp_expr_walk(const struct sp_expr *e, void (*visit)(const struct sp_expr *, void *), void *data);
/* How many operators or operands of that kind it holds, at any depth; none in NULL. */
size_t sp_expr_holds(const struct sp_expr *e, enum sp_expr_op op);

#endif
