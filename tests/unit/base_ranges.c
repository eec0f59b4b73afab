#include "base/ranges.h"

#include "tests/unit/unit.h"

static void told_in_order(void **state)
{
	(void)state;
	static const int want[] = { 1, 2, 3, 7 };
	int last = 0;
	GArray *r = sp_ranges_parse("7,1-3,2", &last);
	assert_non_null(r);
	assert_int_equal(r->len, G_N_ELEMENTS(want));
	for (guint i = 0; i < r->len; i++)
		assert_int_equal(g_array_index(r, int, i), want[i]);
	assert_int_equal(last, 7);
	assert_true(sp_ranges_have(r, 7));
	assert_false(sp_ranges_have(r, 4));
	assert_true(sp_ranges_have(NULL, 4));
	g_array_free(r, TRUE);
}

static void refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "0", "3-1", "1-", "-2", "a", "1,,2", "1-2-3", "100001", "1 2" };
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		assert_null(sp_ranges_parse(wrong[i], NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(told_in_order), cmocka_unit_test(refused) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
