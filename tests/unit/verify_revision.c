#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/series/revision.h"

static struct sp_json *parse(const char *text)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "test");
	struct sp_json *v = sp_json_parse(&ctx, text, strlen(text));
	assert_non_null(v);
	return v;
}

static void check(const char *earlier, const char *later, enum sp_revision wanted, const char *reason)
{
	struct sp_json *a = parse(earlier), *b = parse(later);
	const char *why = NULL;
	enum sp_revision got = sp_revision(a, b, &why);
	if (got != wanted || g_strcmp0(why, reason) != 0)
		fail_msg("%s then %s: %d, %s", earlier, later, (int)got, why ? why : "no reason");
	sp_json_free(a);
	sp_json_free(b);
}

static void equal_values_are_the_same(void **state)
{
	(void)state;
	check("{\"raw\":\"7,00\",\"value\":7.00}", "{\"raw\":\"7\",\"value\":7}", SP_REVISION_SAME, NULL);
	check("{\"raw\":\"91\",\"value\":91,\"unit\":null}", "{\"raw\":\"91%\",\"value\":91,\"unit\":\"%\"}",
	      SP_REVISION_SAME, NULL);
	check("{\"raw\":\"2 mila\",\"value\":2,\"multiplier\":1000}", "{\"raw\":\"2.000\",\"value\":2000}",
	      SP_REVISION_SAME, NULL);
}

static void fewer_decimals_are_the_same(void **state)
{
	(void)state;
	check("{\"raw\":\"24,97\",\"value\":24.97}", "{\"raw\":\"25,0\",\"value\":25.0}", SP_REVISION_SAME, NULL);
	check("{\"raw\":\"24,97\",\"value\":24.97}", "{\"raw\":\"24,9\",\"value\":24.9}", SP_REVISION_SAME, NULL);
	check("{\"raw\":\"25\",\"value\":25}", "{\"raw\":\"24,97\",\"value\":24.97}", SP_REVISION_SAME, NULL);
	check("{\"raw\":\"24,97\",\"value\":24.97}", "{\"raw\":\"24,8\",\"value\":24.8}", SP_REVISION_OTHER, NULL);
}

static void another_value_is_another(void **state)
{
	(void)state;
	check("{\"raw\":\"35,20\",\"value\":35.20}", "{\"raw\":\"30,20\",\"value\":30.20}", SP_REVISION_OTHER, NULL);
	struct sp_json *a = parse("{\"value\":35.20}"), *b = parse("{\"value\":30.10}");
	char *difference = sp_revision_difference(a, b);
	assert_string_equal(difference, "-5.1");
	g_free(difference);
	sp_json_free(a);
	sp_json_free(b);
}

static void what_may_be_explained_is_unclear(void **state)
{
	(void)state;
	check("{\"raw\":\"59,27\",\"value\":59.27}", "{\"raw\":\"59,00\",\"value\":59.00}", SP_REVISION_UNCLEAR,
	      "rounding");
	check("{\"raw\":\"0,591\",\"value\":0.591}", "{\"raw\":\"59,1\",\"value\":59.1}", SP_REVISION_UNCLEAR,
	      "other-scale");
	check("{\"raw\":\"-10,00\",\"value\":-10.00}", "{\"raw\":\"10,00\",\"value\":10.00}", SP_REVISION_UNCLEAR, "sign-missing");
	check("{\"raw\":\"-10\",\"value\":-10}", "{\"raw\":\"10,00\",\"value\":10.00}", SP_REVISION_UNCLEAR, "sign-missing");
	check("{\"raw\":\"5%\",\"value\":5,\"unit\":\"%\"}", "{\"raw\":\"€ 9\",\"value\":9,\"unit\":\"EUR\"}",
	      SP_REVISION_UNCLEAR, "other-unit");
	check("{\"raw\":\"circa 50\",\"value\":50,\"approx\":true}", "{\"raw\":\"47\",\"value\":47}",
	      SP_REVISION_UNCLEAR, "approximate");
	check("{\"raw\":\"≥ 80\",\"value\":80,\"op\":\">=\"}", "{\"raw\":\"85\",\"value\":85}", SP_REVISION_UNCLEAR,
	      "bound");
}

static void without_a_value_there_is_nothing_to_say(void **state)
{
	(void)state;
	check("{\"raw\":\"n.d.\",\"value\":null}", "{\"raw\":\"47\",\"value\":47}", SP_REVISION_NOTHING, NULL);
	check("{\"raw\":\"47\",\"value\":47}", "{\"raw\":\"\"}", SP_REVISION_NOTHING, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_values_are_the_same),
		cmocka_unit_test(fewer_decimals_are_the_same),
		cmocka_unit_test(another_value_is_another),
		cmocka_unit_test(what_may_be_explained_is_unclear),
		cmocka_unit_test(without_a_value_there_is_nothing_to_say),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
