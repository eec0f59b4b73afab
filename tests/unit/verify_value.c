#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/schema/pointer.h"
#include "verify/schema/value.h"

static struct sp_json *parse(const char *text)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "test");
	struct sp_json *v = sp_json_parse(&ctx, text, strlen(text));
	assert_non_null(v);
	return v;
}

static void check_same(const char *a, const char *b, bool same)
{
	struct sp_json *x = parse(a), *y = parse(b);
	if (sp_value_same(x, y) != same || sp_value_same(y, x) != same)
		fail_msg("%s and %s", a, b);
	if (same)
		assert_true(sp_value_hash(x) == sp_value_hash(y));
	sp_json_free(x);
	sp_json_free(y);
}

static void test_same(void **state)
{
	(void)state;
	static const char *const same[][2] = {
		{ "1", "1.0" },
		{ "1e3", "1000" },
		{ "0.10", "0.1" },
		{ "-0", "0" },
		{ "-0.0", "0" },
		{ "[1,2.0]", "[1.0,2]" },
		{ "{\"a\":1,\"b\":[]}", "{\"b\":[],\"a\":1.00}" },
		{ "\"\\u00e0\"", "\"\xc3\xa0\"" },
		{ "null", "null" },
		{ "true", "true" },
		{ "{}", "{}" },
	};
	static const char *const different[][2] = {
		{ "1", "\"1\"" },
		{ "1", "true" },
		{ "0", "false" },
		{ "null", "false" },
		{ "[]", "{}" },
		{ "[1]", "[1,1]" },
		{ "[1,2]", "[2,1]" },
		{ "{\"a\":1}", "{\"a\":2}" },
		{ "{\"a\":1}", "{\"b\":1}" },
		{ "{\"a\":null}", "{}" },
		{ "true", "false" },
		{ "\"a\"", "\"A\"" },
		{ "9007199254740993", "9007199254740992" }, /* the same as doubles */
		{ "0.1", "0.10000000000000000001" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		check_same(same[i][0], same[i][1], true);
	for (size_t i = 0; i < G_N_ELEMENTS(different); i++)
		check_same(different[i][0], different[i][1], false);
}

static void test_large_objects(void **state)
{
	(void)state;
	GString *a = g_string_new("{"), *b = g_string_new("{");
	for (int i = 0; i < 50000; i++) {
		g_string_append_printf(a, "%s\"k%d\":%d", i ? "," : "", i, i);
		g_string_append_printf(b, "%s\"k%d\":%d", i ? "," : "", 49999 - i, 49999 - i);
	}
	g_string_append_c(a, '}');
	g_string_append_c(b, '}');
	check_same(a->str, b->str, true);
	g_string_free(a, TRUE);
	g_string_free(b, TRUE);
}

static void check_repeats(const char *text, bool repeats, size_t first, size_t again)
{
	struct sp_json *v = parse(text);
	size_t x, y;
	assert_int_equal(sp_value_repeats(v, &x, &y), repeats);
	if (repeats) {
		assert_int_equal(x, first);
		assert_int_equal(y, again);
	}
	sp_json_free(v);
}

static void test_repeats(void **state)
{
	(void)state;
	check_repeats("[]", false, 0, 0);
	check_repeats("[1,true,\"1\",[1],{\"a\":1},null,0,false,[0]]", false, 0, 0);
	check_repeats("[1,2,1.0]", true, 0, 2);
	check_repeats("[3,2,2,3]", true, 1, 2);
	check_repeats("[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]", true, 0, 1);
}

static void test_whole(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool whole;
	} cases[] = { { "12", true },    { "1.0", true },
		      { "1e3", true },   { "-0.00", true },
		      { "1.5", false },  { "1e-1", false },
		      { "10e-1", true }, { "12345678910111213141516171819202122", true } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_json *v = parse(cases[i].text);
		if (sp_value_is_whole(v) != cases[i].whole)
			fail_msg("%s", cases[i].text);
		sp_json_free(v);
	}
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *value, *other;
		int order;
		bool multiple;
	} cases[] = {
		{ "4.35", "0.01", 1, true },
		{ "4.355", "0.01", 1, false },
		{ "0.3", "0.1", 1, true },
		{ "0", "7", -1, true },
		{ "-21", "7", -1, true },
		{ "1e400", "3", 1, false },
		{ "1e-300", "1e-301", 1, true },
		{ "5", "5.0", 0, true },
		{ "972783798187987123879878123.188781371", "972783798187987123879878123.18878137", 1, false },
		{ "99999999999999999999", "3", 1, true },
		{ "9007199254740993", "9007199254740992", 1, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_json *v = parse(cases[i].value), *o = parse(cases[i].other);
		struct sp_dec d;
		sp_dec_init(&d);
		assert_true(sp_json_dec(o, &d));
		if (sp_value_compare(v, &d) != cases[i].order || sp_value_is_multiple(v, &d) != cases[i].multiple)
			fail_msg("%s against %s", cases[i].value, cases[i].other);
		sp_dec_clear(&d);
		sp_json_free(v);
		sp_json_free(o);
	}
}

static void test_pointers(void **state)
{
	(void)state;
	/* the examples of RFC 6901 §5 */
	struct sp_json *v = parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
				  "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
	static const struct {
		const char *pointer, *wanted; /* NULL: nothing there */
	} cases[] = {
		{ "/foo/0", "\"bar\"" }, { "/", "0" },         { "/a~1b", "1" },   { "/c%d", "2" },
		{ "/e^f", "3" },         { "/g|h", "4" },      { "/i\\j", "5" },   { "/k\"l", "6" },
		{ "/ ", "7" },           { "/m~0n", "8" },     { "/foo/2", NULL }, { "/foo/01", NULL },
		{ "/foo/-", NULL },      { "/foo/0/x", NULL }, { "/nil", NULL },   { "foo", NULL },
		{ "/m~n", NULL },        { "/foo/-1", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct sp_json *there = sp_pointer_get(v, cases[i].pointer);
		char *text = there ? sp_json_text(there) : NULL;
		if (g_strcmp0(text, cases[i].wanted) != 0)
			fail_msg("%s gives %s", cases[i].pointer, text ? text : "nothing");
		g_free(text);
	}
	assert_ptr_equal(sp_pointer_get(v, ""), v);
	sp_json_free(v);

	GString *built = g_string_new(NULL);
	sp_pointer_add(built, "a/b");
	sp_pointer_add(built, "m~n");
	sp_pointer_add(built, "");
	sp_pointer_add_index(built, 3);
	assert_string_equal(built->str, "/a~1b/m~0n//3");
	g_string_free(built, TRUE);

	char *text = sp_pointer_from_fragment("/c%25d");
	assert_string_equal(text, "/c%d");
	g_free(text);
	assert_null(sp_pointer_from_fragment("/%ff"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),  cmocka_unit_test(test_large_objects), cmocka_unit_test(test_repeats),
		cmocka_unit_test(test_whole), cmocka_unit_test(test_numbers),       cmocka_unit_test(test_pointers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
