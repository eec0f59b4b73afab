/*
 * dec — exact decimal numbers as printed in a document.
 *
 * A dec is an integer and a scale: 1234.50 is {123450, 2}. The scale is information ("1234.5" was
 * printed with one decimal) and survives parsing and printing. Nothing here goes through binary
 * floating point; intermediate results of formulas are rationals (GMP's mpq_t) and come back to a
 * dec with the number of places and the rounding said by name.
 *
 *     struct sp_dec a;
 *     sp_dec_init(&a);
 *     if (sp_dec_parse(&a, "1234.50", 7) == SP_OK)
 *             text = sp_dec_text(&a);                  // "1234.50", g_free
 *     sp_dec_clear(&a);
 *
 * Every function leaves its result untouched when it fails. Numbers of more than SP_DEC_DIGITS
 * digits are refused (a limit against hostile input, far above any amount).
 */
#ifndef SPUNTA_BASE_DEC_H
#define SPUNTA_BASE_DEC_H

#include <stdbool.h>
#include <stddef.h>

#include <gmp.h>

#include "base/status.h"

#define SP_DEC_DIGITS 1000

struct sp_dec {
	mpz_t units; /* the digits, with sign, without the point */
	int scale;   /* digits after the point, >= 0 */
};

enum sp_rounding {
	SP_HALF_UP, /* half away from zero, as Italian accounts round */
	SP_CUT,     /* towards zero */
};

void sp_dec_init(struct sp_dec *d); /* 0 */
void sp_dec_clear(struct sp_dec *d);
void sp_dec_set(struct sp_dec *d, const struct sp_dec *from);
void sp_dec_set_int(struct sp_dec *d, long value);

/* JSON's number syntax (RFC 8259 §6) of exactly `n` bytes; exponents up to ±999. SP_FAIL if not. */
enum sp_status sp_dec_parse(struct sp_dec *d, const char *s, size_t n);
bool sp_dec_valid(const char *s, size_t n); /* would sp_dec_parse take it? */

/* Plain digits with all `scale` decimals, no exponent, "-0.00" as "0.00". (transfer full, g_free) */
char *sp_dec_text(const struct sp_dec *d);

/* Drops zeros at the end of the fraction: 59.00 → 59, 33.30 → 33.3. */
void sp_dec_strip(struct sp_dec *d);

int sp_dec_cmp(const struct sp_dec *a, const struct sp_dec *b); /* by value: 1.50 equals 1.5 */
int sp_dec_sign(const struct sp_dec *d);

void sp_dec_to_rat(mpq_t q, const struct sp_dec *d);
void sp_dec_from_rat(struct sp_dec *d, const mpq_t q, int places, enum sp_rounding how);

#endif
