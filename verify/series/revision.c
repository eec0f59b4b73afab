#include "verify/series/revision.h"

#include <string.h>

struct figure {
	struct sp_dec value; /* with its multiplier */
	const char *unit, *op;
	bool approx;
};

static bool read_figure(const struct sp_json *json, struct figure *f)
{
	int64_t multiplier = 1;
	*f = (struct figure){ .unit = sp_json_str(sp_json_get(json, "unit")),
			      .op = sp_json_str(sp_json_get(json, "op")),
			      .approx = sp_json_bool(sp_json_get(json, "approx"), false) };
	sp_dec_init(&f->value);
	if (!sp_json_dec(sp_json_get(json, "value"), &f->value))
		return false;
	if (sp_json_int(sp_json_get(json, "multiplier"), &multiplier) && multiplier > 0)
		mpz_mul_si(f->value.units, f->value.units, (long)multiplier);
	return true;
}

/* Decimals of the figure as printed: what the value keeps, or what the raw text shows where the value was stripped. */
static int printed_scale(const struct sp_json *json, const struct sp_dec *value)
{
	const char *raw = sp_json_str(sp_json_get(json, "raw"));
	const char *comma = raw ? strrchr(raw, ',') : NULL;
	int digits = comma ? (int)strspn(comma + 1, "0123456789") : 0;
	return MAX(digits, value->scale);
}

/* Is `finer` the other one, when written with `places` decimals? */
static bool equal_at(const struct sp_dec *coarser, const struct sp_dec *finer, int places)
{
	static const enum sp_rounding ways[] = { SP_HALF_UP, SP_CUT };
	bool equal = false;
	struct sp_dec a, b;
	mpq_t q;
	mpq_init(q);
	sp_dec_init(&a);
	sp_dec_init(&b);
	for (size_t i = 0; i < G_N_ELEMENTS(ways) && !equal; i++) {
		sp_dec_to_rat(q, coarser);
		sp_dec_from_rat(&a, q, places, ways[i]);
		sp_dec_to_rat(q, finer);
		sp_dec_from_rat(&b, q, places, ways[i]);
		equal = sp_dec_cmp(&a, &b) == 0;
	}
	sp_dec_clear(&b);
	sp_dec_clear(&a);
	mpq_clear(q);
	return equal;
}

static int stripped_scale(const struct sp_dec *d)
{
	struct sp_dec own;
	sp_dec_init(&own);
	sp_dec_set(&own, d);
	sp_dec_strip(&own);
	int scale = own.scale;
	sp_dec_clear(&own);
	return scale;
}

/* 59 and 0.59, 2190 and 2190000: one is the other times a hundred, a thousand or a million. */
static bool differ_in_scale(const struct sp_dec *a, const struct sp_dec *b)
{
	static const unsigned long scales[] = { 100, 1000, 1000000 };
	mpq_t x, y, product;
	mpq_init(x);
	mpq_init(y);
	mpq_init(product);
	sp_dec_to_rat(x, a);
	sp_dec_to_rat(y, b);
	bool found = false;
	for (size_t i = 0; i < G_N_ELEMENTS(scales) && !found; i++) {
		mpq_set_ui(product, scales[i], 1);
		mpq_mul(product, product, x);
		found = mpq_equal(product, y);
		mpq_set_ui(product, scales[i], 1);
		mpq_mul(product, product, y);
		found = found || mpq_equal(product, x);
	}
	mpq_clear(product);
	mpq_clear(y);
	mpq_clear(x);
	return found && mpz_sgn(a->units) != 0;
}

static bool differ_in_sign(const struct sp_dec *a, const struct sp_dec *b)
{
	struct sp_dec minus;
	sp_dec_init(&minus);
	sp_dec_set(&minus, b);
	mpz_neg(minus.units, minus.units);
	bool opposite = sp_dec_cmp(a, &minus) == 0;
	sp_dec_clear(&minus);
	return opposite;
}

static enum sp_revision compare(const struct figure *a, const struct figure *b, int places, const char **why)
{
	bool other_unit = a->unit && b->unit && strcmp(a->unit, b->unit) != 0, other_op = g_strcmp0(a->op, b->op) != 0;
	int fewest = MIN(stripped_scale(&a->value), stripped_scale(&b->value));
	if (!other_unit && !other_op && equal_at(&a->value, &b->value, places))
		return SP_REVISION_SAME;
	*why = other_unit                               ? "other-unit"
	       : other_op                               ? "bound"
	       : a->approx || b->approx                 ? "approximate"
	       : differ_in_sign(&a->value, &b->value)   ? "sign-missing"
	       : differ_in_scale(&a->value, &b->value)  ? "other-scale"
	       : equal_at(&a->value, &b->value, fewest) ? "rounding"
							: NULL;
	return *why ? SP_REVISION_UNCLEAR : SP_REVISION_OTHER;
}

enum sp_revision sp_revision(const struct sp_json *earlier, const struct sp_json *later, const char **why)
{
	struct figure a, b;
	bool there = read_figure(earlier, &a);
	there = read_figure(later, &b) && there;
	enum sp_revision r = SP_REVISION_NOTHING;
	if (there)
		r = compare(&a, &b, MIN(printed_scale(earlier, &a.value), printed_scale(later, &b.value)), why);
	sp_dec_clear(&a.value);
	sp_dec_clear(&b.value);
	return r;
}

char *sp_revision_difference(const struct sp_json *earlier, const struct sp_json *later)
{
	struct figure a, b;
	mpq_t x, y;
	mpq_init(x);
	mpq_init(y);
	read_figure(earlier, &a);
	read_figure(later, &b);
	sp_dec_to_rat(x, &a.value);
	sp_dec_to_rat(y, &b.value);
	mpq_sub(y, y, x);
	char *digits = sp_exact_digits(y);
	sp_dec_clear(&a.value);
	sp_dec_clear(&b.value);
	mpq_clear(x);
	mpq_clear(y);
	return digits;
}
