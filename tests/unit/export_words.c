#include "export/words.h"

#include "tests/unit/unit.h"

static void numbers_are_the_readers(void **state)
{
	(void)state;
	assert_text("1.234.567,50", sp_words_number("1234567.50", SP_LANG_IT));
	assert_text("1,234,567.50", sp_words_number("1234567.50", SP_LANG_EN));
	assert_text("−0,4", sp_words_number("-0.4", SP_LANG_IT));
	assert_text("100", sp_words_number("100", SP_LANG_IT));
}

static void results_are_rounded_for_reading(void **state)
{
	(void)state;
	assert_text("9,375", sp_words_result("9.375", SP_LANG_IT));
	assert_text("≈ 41,3842", sp_words_result("41.384180791", SP_LANG_IT));
	assert_text("≈ −10,0699", sp_words_result("-10.0699300699", SP_LANG_IT));
}

static void expressions_are_readable(void **state)
{
	(void)state;
	assert_text("(2.734 - 3.271) / 2.734 × 100", sp_words_expression("(2734 - 3271) / 2734 * 100", SP_LANG_IT));
	assert_text("sum(9,375; 36)", sp_words_expression("sum(9.375, 36)", SP_LANG_IT));
	assert_text("sum(9.375, 1,000)", sp_words_expression("sum(9.375, 1000)", SP_LANG_EN));
	assert_text("round2(1.000)", sp_words_expression("round2(1000)", SP_LANG_IT));
}

static struct sp_json *json(struct voice *v, const char *text)
{
	struct sp_json *j = sp_json_parse(&v->ctx, text, strlen(text));
	assert_non_null(j);
	return j;
}

static void places_say_what_differs(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_json *a = json(&v, "{\"page\":2,\"table\":\"p2t1\",\"row\":3,\"col\":4}");
	struct sp_json *b = json(&v, "{\"page\":2,\"table\":\"p2t1\",\"row\":5}");
	struct sp_json *c = json(&v, "{\"page\":2,\"table\":\"p2t2\",\"row\":5}");
	struct sp_json *d = json(&v, "{\"page\":7}");
	assert_text("p. 2, tabella 1, riga 4", sp_words_place(a, NULL, SP_LANG_IT));
	assert_text("p. 2, table 1, row 4", sp_words_place(a, NULL, SP_LANG_EN));
	assert_text("riga 6", sp_words_place(b, a, SP_LANG_IT));
	assert_text("", sp_words_place(a, a, SP_LANG_IT));
	assert_text("tabella 2, riga 6", sp_words_place(c, b, SP_LANG_IT));
	assert_text("p. 7", sp_words_place(d, a, SP_LANG_IT));
	assert_text("", sp_words_place(NULL, a, SP_LANG_IT));
	sp_json_free(a);
	sp_json_free(b);
	sp_json_free(c);
	sp_json_free(d);
	voice_clear(&v);
}

static void what_has_no_word_stays(void **state)
{
	(void)state;
	assert_string_equal(sp_words_kind("bilancio", SP_LANG_IT), "bilancio");
	assert_string_equal(sp_words_kind(NULL, SP_LANG_EN), "Document of a kind that is not known");
	assert_string_equal(sp_words_type("project", 2, SP_LANG_IT), "progetti");
	assert_null(sp_words_type("novelty", 1, SP_LANG_IT));
	assert_null(sp_words_field("colour", SP_LANG_IT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_the_readers),  cmocka_unit_test(results_are_rounded_for_reading),
		cmocka_unit_test(expressions_are_readable), cmocka_unit_test(places_say_what_differs),
		cmocka_unit_test(what_has_no_word_stays),
	};
	return RUN(tests);
}
