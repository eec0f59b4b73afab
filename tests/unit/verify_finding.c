#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/findings/finding.h"

/* numerator / denominator against a published figure */
static enum sp_finding_status held(const char *published, long num, unsigned long den, enum sp_compare how)
{
	struct sp_dec d;
	mpq_t q;
	sp_dec_init(&d);
	mpq_init(q);
	assert_int_equal(sp_dec_parse(&d, published, strlen(published)), SP_OK);
	mpq_set_si(q, num, den);
	mpq_canonicalize(q);
	enum sp_finding_status s = sp_verdict(&d, q, how, NULL);
	mpq_clear(q);
	sp_dec_clear(&d);
	return s;
}

static void zeros_at_the_end_are_padding(void **state)
{
	(void)state;
	assert_int_equal(held("59.00", 5893741, 100000, SP_COMPARE_SIGNIFICANT), SP_MATCH);
	assert_int_equal(held("59.00", 5893741, 100000, SP_COMPARE_PRINTED), SP_MISMATCH);
	assert_int_equal(held("33.30", 333402, 10000, SP_COMPARE_SIGNIFICANT), SP_MATCH);
	assert_int_equal(held("0.46", 300, 653, SP_COMPARE_SIGNIFICANT), SP_MATCH);
	assert_int_equal(held("100", 100, 1, SP_COMPARE_SIGNIFICANT), SP_MATCH);
	assert_int_equal(held("7000", 6999993, 1000, SP_COMPARE_PRINTED), SP_MATCH);
}

static void half_goes_away_from_zero_and_cutting_is_told_apart(void **state)
{
	(void)state;
	assert_int_equal(held("9.38", 9375, 1000, SP_COMPARE_SIGNIFICANT), SP_MATCH);
	assert_int_equal(held("9.37", 9375, 1000, SP_COMPARE_SIGNIFICANT), SP_TRUNCATED);
	assert_int_equal(held("-9.38", -9375, 1000, SP_COMPARE_SIGNIFICANT), SP_MATCH);
	assert_int_equal(held("-9.37", -9375, 1000, SP_COMPARE_SIGNIFICANT), SP_TRUNCATED);
	assert_int_equal(held("77.00", 3500, 45, SP_COMPARE_SIGNIFICANT), SP_TRUNCATED);
	assert_int_equal(held("80.00", 16000, 202, SP_COMPARE_SIGNIFICANT), SP_MISMATCH);
}

static void exact_means_exact(void **state)
{
	(void)state;
	assert_int_equal(held("99", 99, 1, SP_COMPARE_EXACT), SP_MATCH);
	assert_int_equal(held("99.00", 99, 1, SP_COMPARE_EXACT), SP_MATCH);
	assert_int_equal(held("99", 991, 10, SP_COMPARE_EXACT), SP_MISMATCH);
}

static void a_tolerance_is_a_match(void **state)
{
	(void)state;
	struct sp_dec d;
	mpq_t q, tolerance;
	sp_dec_init(&d);
	mpq_inits(q, tolerance, NULL);
	sp_dec_set_int(&d, 100);
	mpq_set_si(q, 9999, 100);
	mpq_canonicalize(q);
	mpq_set_si(tolerance, 1, 100);
	assert_int_equal(sp_verdict(&d, q, SP_COMPARE_EXACT, tolerance), SP_MATCH);
	mpq_set_si(tolerance, 1, 101);
	assert_int_equal(sp_verdict(&d, q, SP_COMPARE_EXACT, tolerance), SP_MISMATCH);
	mpq_clears(q, tolerance, NULL);
	sp_dec_clear(&d);
}

static void exact_digits_stop_at_ten(void **state)
{
	(void)state;
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, 7000000, 1323);
	mpq_canonicalize(q);
	char *digits = sp_exact_digits(q);
	assert_string_equal(digits, "5291.0052910053");
	g_free(digits);
	mpq_set_si(q, 4800, 1000);
	mpq_canonicalize(q);
	digits = sp_exact_digits(q);
	assert_string_equal(digits, "4.8");
	g_free(digits);
	mpq_clear(q);
}

static void a_finding_is_one_object_with_keys_in_order(void **state)
{
	(void)state;
	struct sp_finding *f = sp_finding_new("weighted-share", "contribution:02.01", "weighted");
	f->status = SP_MISMATCH;
	f->published = sp_figure_new("weighted");
	f->published->raw = g_strdup("10%");
	f->published->value = g_strdup("10");
	f->published->unit = g_strdup("%");
	f->recomputed = g_strdup("9");
	f->difference = g_strdup("1");
	f->expression = g_strdup("20 * 45 / 100");
	struct sp_figure *input = sp_figure_new("weight");
	input->raw = g_strdup("20");
	input->value = g_strdup("20");
	input->source = g_strdup("{\"page\":1,\"row\":2}");
	g_ptr_array_add(f->inputs, input);
	f->message[SP_IT] = g_strdup("sbagliato");
	f->message[SP_EN] = g_strdup("wrong");
	f->source = g_strdup("{\"page\":1}");
	struct sp_jw w;
	sp_jw_init(&w);
	sp_finding_write(f, &w);
	assert_string_equal(w.out->str,
	                    "{\"type\":\"finding\",\"id\":\"finding:weighted-share:02.01\",\"rule\":\"weighted-share\","
	                    "\"subject\":\"contribution:02.01\",\"field\":\"weighted\",\"year\":null,"
	                    "\"status\":\"mismatch\",\"published\":{\"raw\":\"10%\",\"value\":10,\"unit\":\"%\"},"
	                    "\"recomputed\":\"9\",\"difference\":\"1\",\"inputs\":[{\"label\":\"weight\",\"raw\":\"20\","
	                    "\"value\":20,\"source\":{\"page\":1,\"row\":2}}],\"expression\":\"20 * 45 / 100\","
	                    "\"confidence\":\"certain\",\"message\":{\"it\":\"sbagliato\",\"en\":\"wrong\"},"
	                    "\"severity\":\"error\",\"source\":{\"page\":1}}");
	assert_true(sp_finding_is_fault(f));
	f->severity = SP_RULE_INFO;
	assert_false(sp_finding_is_fault(f));
	sp_jw_clear(&w);
	sp_finding_free(f);
}

static void words_are_read_back(void **state)
{
	(void)state;
	enum sp_finding_status s;
	for (int i = SP_MATCH; i <= SP_NOT_COMPUTABLE; i++) {
		assert_true(sp_finding_status_read(sp_finding_status_word((enum sp_finding_status)i), &s));
		assert_int_equal(s, i);
	}
	assert_false(sp_finding_status_read("matched", &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeros_at_the_end_are_padding),
		cmocka_unit_test(half_goes_away_from_zero_and_cutting_is_told_apart),
		cmocka_unit_test(exact_means_exact),
		cmocka_unit_test(a_tolerance_is_a_match),
		cmocka_unit_test(exact_digits_stop_at_ten),
		cmocka_unit_test(a_finding_is_one_object_with_keys_in_order),
		cmocka_unit_test(words_are_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
