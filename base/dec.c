#include "base/dec.h"

#include <glib.h>

void sp_dec_init(struct sp_dec *d)
{
	mpz_init(d->units);
	d->scale = 0;
}

void sp_dec_clear(struct sp_dec *d)
{
	mpz_clear(d->units);
}

void sp_dec_set(struct sp_dec *d, const struct sp_dec *from)
{
	mpz_set(d->units, from->units);
	d->scale = from->scale;
}

void sp_dec_set_int(struct sp_dec *d, long value)
{
	mpz_set_si(d->units, value);
	d->scale = 0;
}

/* The parts of a number as JSON writes it. */
struct parts {
	size_t whole, n_whole, fraction, n_fraction;
	long exponent;
};

static size_t digits_at(const char *s, size_t n, size_t i)
{
	size_t from = i;
	while (i < n && g_ascii_isdigit(s[i]))
		i++;
	return i - from;
}

/* [eE] [+-]? [0-9]+ from `i` to the end; false when it is anything else */
static bool read_exponent(const char *s, size_t n, size_t i, long *exponent)
{
	if (s[i] != 'e' && s[i] != 'E')
		return false;
	i++;
	bool minus = i < n && s[i] == '-';
	i += i < n && (s[i] == '-' || s[i] == '+');
	size_t digits = digits_at(s, n, i);
	if (digits == 0 || digits > 9 || i + digits != n)
		return false;
	for (; i < n; i++)
		*exponent = *exponent * 10 + (s[i] - '0');
	if (minus)
		*exponent = -*exponent;
	return *exponent >= -999 && *exponent <= 999;
}

/* JSON: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? */
static bool split(const char *s, size_t n, struct parts *p)
{
	size_t i = n > 0 && s[0] == '-';
	*p = (struct parts){ .whole = i, .n_whole = digits_at(s, n, i) };
	if (p->n_whole == 0 || (p->n_whole > 1 && s[i] == '0'))
		return false;
	i += p->n_whole;
	p->fraction = i;
	if (i < n && s[i] == '.') {
		p->fraction = i + 1;
		p->n_fraction = digits_at(s, n, i + 1);
		if (p->n_fraction == 0)
			return false;
		i = p->fraction + p->n_fraction;
	}
	return (i == n || read_exponent(s, n, i, &p->exponent)) && p->n_whole + p->n_fraction <= SP_DEC_DIGITS;
}

bool sp_dec_valid(const char *s, size_t n)
{
	struct parts p;
	return split(s, n, &p);
}

enum sp_status sp_dec_parse(struct sp_dec *d, const char *s, size_t n)
{
	struct parts p;
	if (!split(s, n, &p))
		return SP_FAIL;
	char digits[SP_DEC_DIGITS + 2];
	bool minus = s[0] == '-';
	digits[0] = '-';
	memcpy(digits + minus, s + p.whole, p.n_whole);
	memcpy(digits + minus + p.n_whole, s + p.fraction, p.n_fraction);
	digits[minus + p.n_whole + p.n_fraction] = '\0';
	mpz_set_str(d->units, digits, 10);
	long scale = (long)p.n_fraction - p.exponent;
	if (scale < 0) {
		mpz_t power;
		mpz_init(power);
		mpz_ui_pow_ui(power, 10, (unsigned long)-scale);
		mpz_mul(d->units, d->units, power);
		mpz_clear(power);
		scale = 0;
	}
	d->scale = (int)scale;
	return SP_OK;
}

char *sp_dec_text(const struct sp_dec *d)
{
	char *digits = g_malloc(mpz_sizeinbase(d->units, 10) + 2);
	mpz_get_str(digits, 10, d->units);
	const char *p = digits;
	GString *out = g_string_new(NULL);
	if (*p == '-') {
		g_string_append_c(out, '-');
		p++;
	}
	size_t n = strlen(p), scale = (size_t)d->scale;
	for (size_t pad = n; pad <= scale; pad++)
		g_string_append_c(out, '0');
	g_string_append(out, p);
	g_free(digits);
	if (scale > 0)
		g_string_insert_c(out, (gssize)(out->len - scale), '.');
	return g_string_free(out, FALSE);
}

void sp_dec_strip(struct sp_dec *d)
{
	while (d->scale > 0 && mpz_divisible_ui_p(d->units, 10)) {
		mpz_divexact_ui(d->units, d->units, 10);
		d->scale--;
	}
}

int sp_dec_cmp(const struct sp_dec *a, const struct sp_dec *b)
{
	mpq_t qa, qb;
	mpq_inits(qa, qb, NULL);
	sp_dec_to_rat(qa, a);
	sp_dec_to_rat(qb, b);
	int order = mpq_cmp(qa, qb);
	mpq_clears(qa, qb, NULL);
	return order < 0 ? -1 : order > 0;
}

int sp_dec_sign(const struct sp_dec *d)
{
	return mpz_sgn(d->units);
}

void sp_dec_to_rat(mpq_t q, const struct sp_dec *d)
{
	mpz_set(mpq_numref(q), d->units);
	mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)d->scale);
	mpq_canonicalize(q);
}

void sp_dec_from_rat(struct sp_dec *d, const mpq_t q, int places, enum sp_rounding how)
{
	mpz_t n, half;
	mpz_inits(n, half, NULL);
	mpz_ui_pow_ui(n, 10, (unsigned long)places);
	mpz_mul(n, n, mpq_numref(q));
	if (how == SP_HALF_UP) {
		/* |n/den| + 1/2, cut: 2n ± den over 2den */
		mpz_mul_2exp(n, n, 1);
		if (mpz_sgn(n) >= 0)
			mpz_add(n, n, mpq_denref(q));
		else
			mpz_sub(n, n, mpq_denref(q));
		mpz_mul_2exp(half, mpq_denref(q), 1);
		mpz_tdiv_q(d->units, n, half);
	} else {
		mpz_tdiv_q(d->units, n, mpq_denref(q));
	}
	d->scale = places;
	mpz_clears(n, half, NULL);
}
