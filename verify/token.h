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
 * Words are kept as stems: folded (base/text.h), without the last vowel, so that "assegnate" and "assegnati"
 * are one word. Views point into the text, which must outlive the tokens.
 */
#ifndef SPUNTA_VERIFY_TOKEN_H
#define SPUNTA_VERIFY_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

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

/* The stem of one word. (transfer full) */
char *sp_token_stem(const char *word, size_t n);

/* Is the stem one of a list of stems parted by blanks? */
bool sp_stem_in(const char *stem, const char *list);

/* "su", "sul", "sui" …: the word that stands for a division ("16 su 40"). NULL is none. */
bool sp_token_is_over(const struct sp_token *t);

/* A figure's value with its multiplier; `minus` if a sign stands before it. */
void sp_token_value(const struct sp_token *figure, bool minus, struct sp_dec *value);

#endif
