/*
 * token — what Italian planning texts are made of: words, figures, years, dates, signs.
 *
 * Formulas and notes are read from the same tokens. A figure is told from what only looks like one: years
 * ("nel 2017"), periods ("2017/2019"), dates, codes, acts. What belongs to a figure is taken with it:
 * "n.", "€", "euro", "%", "milioni", "circa", the "=" that closes an amount. "t-1" is the year before.
 *
 *     struct sp_tokens *t = sp_tokens_new("n.2.489 di cui n.604 = 24%", n);
 *     t->at[0].kind == SP_T_FIGURE, t->at[0].counted, sp_dec_text(&t->at[0].amount.value) is "2489"
 *     sp_tokens_free(t);
 *
 * Words are kept as stems (words.h), so that "assegnate" and "assegnati" are one word. Views point into the text, which
 * must outlive the tokens.
 */
#ifndef SPUNTA_BASE_ITALIAN_TOKEN_H
#define SPUNTA_BASE_ITALIAN_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/amount.h"
#include "base/text.h"

enum sp_token_kind {
	SP_T_WORD,
	SP_T_FIGURE,
	SP_T_YEAR,   /* 1990–2099, standing alone */
	SP_T_PERIOD, /* "2017/2019", "2019-2018": year and to */
	SP_T_DATE,
	SP_T_SIGN, /* + - * / : = ( ) % Δ as `sign`; Δ is 'D' */
	SP_T_STOP, /* the end of a sentence or paragraph: . ; or a line; `sign` is '.' or ';' */
	SP_T_COMMA,
};

struct sp_token {
	enum sp_token_kind kind;
	struct sp_str text;
	char *stem;              /* WORD */
	bool small;              /* WORD: carries no meaning of its own (articles, prepositions, "numero") */
	bool capital;            /* WORD: starts with a capital letter */
	char sign;               /* SIGN, STOP */
	int year, to;            /* YEAR, DATE: year; PERIOD: both */
	int month;               /* DATE: as printed, perhaps none of the calendar */
	struct sp_amount amount; /* FIGURE */
	bool counted;            /* FIGURE: "n. 5" */
	bool currency;           /* FIGURE: "€ 5": a currency sign stands before it */
	bool measure;            /* FIGURE: "entro 30 giorni": it says how something was done, not how many there are */
	bool glued;              /* no blank before it */
};

struct sp_tokens {
	struct sp_token *at;
	size_t n;
};

struct sp_tokens *sp_tokens_new(const char *text, size_t n);
void sp_tokens_free(struct sp_tokens *t);

/* Is it a word whose stem is in the list (words.h); is it that sign? NULL is neither. */
bool sp_token_has(const struct sp_token *t, const char *const *stems);
bool sp_token_is_sign(const struct sp_token *t, char sign);

/* What may stand among the words about a figure: words, years, dates, measures ("entro 30 giorni"). NULL may not. */
bool sp_token_is_wordy(const struct sp_token *t);

/* The stems that carry meaning among tokens [from, to), each once. "anno precedente" says when, not what: "precedent"
 * is none. (transfer full: g_ptr_array_unref) */
GPtrArray *sp_tokens_stems(const struct sp_tokens *t, size_t from, size_t to);
bool sp_stems_have(const GPtrArray *stems, const char *stem);
bool sp_stems_same(const GPtrArray *a, const GPtrArray *b); /* in whatever order */

/* A figure's value with its multiplier; `minus` if a sign stands before it. */
void sp_token_value(const struct sp_token *figure, bool minus, struct sp_dec *value);

#endif
