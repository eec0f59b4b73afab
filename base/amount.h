/*
 * amount — figures as Italian documents print them.
 *
 *     "1.997.574,61"  "€ 1.000"  "120.000 ,00 €"  "euro 4.110,00="  "98,89%"  "- 34 %"  "≥ 80%"
 *     "circa 79.000"  "2.190 (valore in migliaia di euro)"  "n. 4"  "5M€"  "600.00"
 *
 *     "(1.234,50)"  "1.250,00-"  "1'234,50"  "1 234,50"  "20.999,20ᵃ"  "12.500,00 (2)"
 *
 * Point and comma are told apart by this order: a comma followed by digits is the decimal one and
 * points before it must group by three; points that all group by three are thousands; one point
 * with any other number of digits after it is decimal; a last group of two digits after groups of
 * three ("1.769.639.00") is decimal. Apostrophes and no-break, figure and thin blanks part thousands
 * as points do, plain blanks only in a cell whose figure has cents. What fits no rule has no value,
 * and neither has what fits two: "1.250300" may be a decimal, or thousands that touch the next figure.
 *
 * A minus may be any dash, before or behind the figure, and brackets around an amount say the same;
 * they say nothing around a bare count or a percentage ("(2)", "(2025)", "(5%)"). ",-" and ".-" close
 * an amount as "=" does.
 *
 * The value keeps the printed scale: "40%" is 40 with unit "%"; "4,8%" is 4.8. A multiplier that
 * is printed ("migliaia", "mln", "M€") is kept apart in `multiplier`, never multiplied in.
 *
 * `note` (a stable English word, or NULL) says what was odd:
 *     "decimal-point"     a decimal point where the language has a comma ("3.8%", "600.00")
 *     "blank-inside"      a blank within the figure ("120.000 ,00")
 *     "no-thousands"      five or more integer digits without points ("12941,53")
 *     "mixed-separators"  a decimal point after thousands points ("1.769.639.00")
 *     "other-thousands"   thousands parted by apostrophes or typographic blanks ("1'234,50")
 *     "letter-behind"     a letter touches the decimals, by its place a mark ("20.999,20a")
 */
#ifndef SPUNTA_BASE_AMOUNT_H
#define SPUNTA_BASE_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dec.h"
#include "base/text.h"

enum sp_amount_op { SP_OP_NONE, SP_OP_EQ, SP_OP_GE, SP_OP_GT, SP_OP_LE, SP_OP_LT };

struct sp_amount {
	struct sp_dec value;
	const char *unit;       /* "%", "EUR", or NULL when none is printed at the figure */
	enum sp_amount_op op;   /* "≥ 80%", "almeno 3", "= 45.000" */
	long multiplier;        /* 1, 1000 ("migliaia"), 1000000 ("mln", "milioni"), … */
	bool approx;            /* "circa 79.000" */
	const char *note;       /* static word as above, or NULL */
};

void sp_amount_init(struct sp_amount *a);
void sp_amount_clear(struct sp_amount *a);

/*
 * Reads a whole cell: SP_OK when it holds exactly one figure and what belongs to it (currency,
 * per cent, operator, "n.", closing "=", a footnote mark), SP_END when it holds none ("n.d.", "-",
 * "", words) or more than can be read for sure. `a` must be initialised; it is set only on SP_OK.
 */
enum sp_status sp_amount_parse(struct sp_amount *a, const char *text, size_t n);

/* Does the cell hold one figure alone, with a decimal comma? Amounts of money have one; codes, years and ordinals have none. */
bool sp_amount_with_cents(const char *text);
/* A figure with a decimal comma somewhere among words: "previsione di cassa 1.166.874,77". */
bool sp_amount_cents_in(const char *text);

/*
 * Why sp_amount_parse reads no figure in a text that holds digits; NULL when it does, or there are no digits. A static
 * word:
 *     "point-unclear"     a point that is neither thousands' nor decimals' for sure ("1.250300")
 *     "sign-unclear"      brackets around, or a dash behind, what need not be an amount ("(2)", "10-")
 *     "several-figures"   "1.250 1.380", "da 10 a 20", "3/4"
 *     "not-alone"         one figure, and something that does not belong to it
 *     "no-figure"         codes, dates, two figures that touch ("98.300,0097.150,00")
 */
const char *sp_amount_doubt(const char *text, size_t n);

/*
 * Finds the first figure at or after byte `from`, with its own currency or per cent sign. On SP_OK
 * `where` views exactly the figure's bytes in `text`. Digits inside a word or a code ("C06",
 * "01-08", "25.29.3.1.12", dates) are passed over. SP_END when there is none.
 */
enum sp_status sp_amount_find(struct sp_amount *a, const char *text, size_t n, size_t from, struct sp_str *where);

#endif
