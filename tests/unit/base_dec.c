#include "base/dec.h"

#include "tests/unit/unit.h"

static struct sp_dec dec(const char *text)
{
	struct sp_dec d;
	sp_dec_init(&d);
	assert_int_equal(sp_dec_parse(&d, text, strlen(text)), SP_OK);
	return d;
}

static void prints_what_it_parsed(void **state)
{
	(void)state;
	static const char *const texts[] = { "0", "7", "-7", "1234.50", "-0.05", "0.000", "99999999999999.99",
		                             "123456789012345678901234567890.123456789012345678901234567890" };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct sp_dec d = dec(texts[i]);
		assert_text(texts[i], sp_dec_text(&d));
		sp_dec_clear(&d);
	}
}

/* parse∘print is the identity for every dec: here for 20,000 of every length and scale */
static void identity(void **state)
{
	(void)state;
	GRand *random = g_rand_new_with_seed(20260701);
	for (int i = 0; i < 20000; i++) {
		struct sp_dec a, b;
		sp_dec_init(&a);
		sp_dec_init(&b);
		int words = g_rand_int_range(random, 1, 6);
		for (int w = 0; w < words; w++) {
			mpz_mul_2exp(a.units, a.units, 32);
			mpz_add_ui(a.units, a.units, g_rand_int(random));
		}
		if (g_rand_boolean(random))
			mpz_neg(a.units, a.units);
		a.scale = g_rand_int_range(random, 0, 60);
		char *text = sp_dec_text(&a);
		assert_true(sp_dec_valid(text, strlen(text)));
		assert_int_equal(sp_dec_parse(&b, text, strlen(text)), SP_OK);
		assert_int_equal(mpz_cmp(a.units, b.units), 0);
		assert_int_equal(a.scale, b.scale);
		g_free(text);
		sp_dec_clear(&a);
		sp_dec_clear(&b);
	}
	g_rand_free(random);
}

static void reads_exponents(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = { { "1e3", "1000" },       { "1.5E2", "150" },  { "1.25e1", "12.5" },
		      { "1e-3", "0.001" },     { "-2.50e0", "-2.50" }, { "0e5", "0" },
		      { "12e+2", "1200" } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_dec d = dec(cases[i].in);
		assert_text(cases[i].out, sp_dec_text(&d));
		sp_dec_clear(&d);
	}
}

static void minus_zero_is_zero(void **state)
{
	(void)state;
	struct sp_dec d = dec("-0.00");
	assert_text("0.00", sp_dec_text(&d));
	assert_int_equal(sp_dec_sign(&d), 0);
	sp_dec_clear(&d);
}

static void refuses_and_leaves_untouched(void **state)
{
	(void)state;
	static const char *const texts[] = { "",    "-",   "+1",  "01",   "-01", ".5",    "5.",     "1,5", "1e",    "1e+",
		                             "1 ",  " 1",  "0x1", "1e1000", "1e-1000", "NaN", "1.2.3", "--1", "1e99999999999" };
	struct sp_dec d = dec("42.5");
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (sp_dec_valid(texts[i], strlen(texts[i])) || sp_dec_parse(&d, texts[i], strlen(texts[i])) != SP_FAIL)
			fail_msg("\"%s\" was taken for a number", texts[i]);
		assert_text("42.5", sp_dec_text(&d));
	}
	/* the length counts, not the NUL */
	assert_int_equal(sp_dec_parse(&d, "12x", 2), SP_OK);
	assert_text("12", sp_dec_text(&d));
	sp_dec_clear(&d);
}

static void limits_digits(void **state)
{
	(void)state;
	struct sp_dec d;
	sp_dec_init(&d);
	char *most = g_strnfill(SP_DEC_DIGITS, '9'), *more = g_strnfill(SP_DEC_DIGITS + 1, '9');
	assert_int_equal(sp_dec_parse(&d, most, strlen(most)), SP_OK);
	assert_text(most, sp_dec_text(&d));
	assert_int_equal(sp_dec_parse(&d, more, strlen(more)), SP_FAIL);
	assert_true(sp_dec_valid(most, strlen(most)));
	assert_false(sp_dec_valid(more, strlen(more)));
	g_free(most);
	g_free(more);
	sp_dec_clear(&d);
}

static void strips_zeros_of_the_fraction_only(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = { { "59.00", "59" }, { "33.30", "33.3" }, { "100", "100" }, { "0.00", "0" }, { "-1.010", "-1.01" } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_dec d = dec(cases[i].in);
		sp_dec_strip(&d);
		assert_text(cases[i].out, sp_dec_text(&d));
		sp_dec_clear(&d);
	}
}

static void compares_by_value(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		int order;
	} cases[] = { { "1.50", "1.5", 0 },  { "1.5", "1.51", -1 }, { "-2", "-1.999", -1 },
		      { "0.00", "0", 0 },    { "1000000000000000000000.01", "1000000000000000000000", 1 } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_dec a = dec(cases[i].a), b = dec(cases[i].b);
		assert_int_equal(sp_dec_cmp(&a, &b), cases[i].order);
		assert_int_equal(sp_dec_cmp(&b, &a), -cases[i].order);
		sp_dec_clear(&a);
		sp_dec_clear(&b);
	}
}

static void rounds_rationals_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *num, *den;
		int places;
		const char *half_up, *cut;
	} cases[] = {
		{ "1", "8", 2, "0.13", "0.12" },     { "-1", "8", 2, "-0.13", "-0.12" },
		{ "5", "2", 0, "3", "2" },           { "-5", "2", 0, "-3", "-2" },
		{ "2", "3", 4, "0.6667", "0.6666" }, { "1", "3", 0, "0", "0" },
		{ "-1", "200", 2, "-0.01", "0.00" }, { "7", "1", 2, "7.00", "7.00" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		mpq_t q;
		mpq_init(q);
		mpz_set_str(mpq_numref(q), cases[i].num, 10);
		mpz_set_str(mpq_denref(q), cases[i].den, 10);
		mpq_canonicalize(q);
		struct sp_dec d;
		sp_dec_init(&d);
		sp_dec_from_rat(&d, q, cases[i].places, SP_HALF_UP);
		assert_text(cases[i].half_up, sp_dec_text(&d));
		sp_dec_from_rat(&d, q, cases[i].places, SP_CUT);
		assert_text(cases[i].cut, sp_dec_text(&d));
		sp_dec_clear(&d);
		mpq_clear(q);
	}
}

static void rationals_are_exact(void **state)
{
	(void)state;
	/* 0.1 + 0.2 == 0.3, which no double says */
	struct sp_dec a = dec("0.1"), b = dec("0.2"), c = dec("0.3");
	mpq_t qa, qb, qc;
	mpq_inits(qa, qb, qc, NULL);
	sp_dec_to_rat(qa, &a);
	sp_dec_to_rat(qb, &b);
	sp_dec_to_rat(qc, &c);
	mpq_add(qa, qa, qb);
	assert_true(mpq_equal(qa, qc));
	mpq_clears(qa, qb, qc, NULL);
	sp_dec_clear(&a);
	sp_dec_clear(&b);
	sp_dec_clear(&c);
}

static void sets(void **state)
{
	(void)state;
	struct sp_dec a = dec("3.14"), b;
	sp_dec_init(&b);
	assert_text("0", sp_dec_text(&b));
	sp_dec_set(&b, &a);
	sp_dec_set_int(&a, -12);
	assert_text("3.14", sp_dec_text(&b));
	assert_text("-12", sp_dec_text(&a));
	assert_int_equal(sp_dec_sign(&a), -1);
	assert_int_equal(sp_dec_sign(&b), 1);
	sp_dec_clear(&a);
	sp_dec_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_what_it_parsed),
		cmocka_unit_test(identity),
		cmocka_unit_test(reads_exponents),
		cmocka_unit_test(minus_zero_is_zero),
		cmocka_unit_test(refuses_and_leaves_untouched),
		cmocka_unit_test(limits_digits),
		cmocka_unit_test(strips_zeros_of_the_fraction_only),
		cmocka_unit_test(compares_by_value),
		cmocka_unit_test(rounds_rationals_by_name),
		cmocka_unit_test(rationals_are_exact),
		cmocka_unit_test(sets),
	};
	return RUN(tests);
}
