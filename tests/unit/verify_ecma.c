#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/schema/ecma.h"

static enum sp_status search(const char *expression, const char *text)
{
	char *why = NULL;
	struct sp_ecma *e = sp_ecma_new(expression, &why);
	if (!e)
		fail_msg("%s: %s", expression, why);
	enum sp_status found = sp_ecma_search(e, text, strlen(text));
	sp_ecma_free(e);
	return found;
}

static void test_matches(void **state)
{
	(void)state;
	static const struct {
		const char *expression, *text;
		bool matches;
	} cases[] = {
		{ "b", "abc", true }, /* anywhere */
		{ "^abc$", "abc", true },
		{ "^abc$", "abc\n", false }, /* $ is the very end */
		{ "a.c", "a\nc", false },
		{ "a.c",
		  "a\xe2\x80\xa8"
		  "c",
		  false },                           /* U+2028 ends a line */
		{ "^.$", "\xf0\x9f\x98\x80", true }, /* one code point */
		{ "\\d", "\xd9\xa1", false },        /* ARABIC-INDIC DIGIT ONE is no \d */
		{ "\\w", "\xc3\xa0", false },
		{ "\\bx", "\xc3\xa0x", true }, /* an accented letter is no \w */
		{ "^\\s$", "\xc2\xa0", true }, /* no-break space */
		{ "^\\s$", "\xef\xbb\xbf", true },
		{ "^\\S$", "\xc2\xa0", false },
		{ "^[\\S]$", "\xc2\xa0", false },
		{ "^[^\\s]$", "x", true },
		{ "[]", "", false },
		{ "^[^]$", "\n", true },
		{ "^[[:alpha:]]$", ":]", true }, /* a class of [ : a l p h, then ] */
		{ "^[a-]$", "-", true },
		{ "^[\\w-z]+$", "a-z", true },
		{ "^[\\b]$", "\b", true },
		{ "\\cJ", "\n", true },
		{ "^\\x41\\u0042\\u{43}$", "ABC", true },
		{ "^\\uD83D\\uDE00$", "\xf0\x9f\x98\x80", true },
		{ "^(?:(a)|b)\\1$", "b", true }, /* a group that took no part is empty */
		{ "^(?<y>\\d{4})-\\k<y>$", "2024-2024", true },
		{ "^a{2}$", "aa", true },
		{ "^a{,2}$", "a{,2}", true }, /* no quantifier of ECMA's: literals */
		{ "^a{1,}?b$", "aab", true },
		{ "(?<=\\$)\\d+", "$42", true },
		{ "(?<!\\$)\\b\\d+", "$42", false },
		{ "^(?!.*x)", "abx", false },
		{ "^\\p{Lu}\\P{Lu}$",
		  "\xc3\x80"
		  "b",
		  true },
		{ "^\\p{Script=Greek}$", "\xce\xb1", true },
		{ "a#b c", "a#b c", true },
		{ "^\\-\\@\\/$", "-@/", true },
		{ "]}", "]}", true },
		{ "", "", true },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if ((search(cases[i].expression, cases[i].text) == SP_OK) != cases[i].matches)
			fail_msg("%s on \"%s\"", cases[i].expression, cases[i].text);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"(",           ")",
		"a(b",         "[a",
		"*a",          "a**",
		"a{2}{3}",     "a++",
		"a?+",         "^*",
		"\\b+",        "(?i)a",
		"(?>a)",       "(?#c)",
		"\\Z",         "\\A",
		"\\a",         "\\1",
		"\\x4",        "\\u12",
		"\\u{}",       "\\uD83D",
		"\\u{110000}", "[z-a]",
		"\\k<no>",     "(?<a>x)(?<a>y)",
		"(?<1a>x)",    "\\p{Nonsense}",
		"\\p",         "a\\",
		"[\\Z]",       "(?P<n>x)",
		"\\07",        "(?<=a)*",
		"{2}",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char *why = NULL;
		struct sp_ecma *e = sp_ecma_new(bad[i], &why);
		if (e || !why)
			fail_msg("%s is not refused", bad[i]);
		g_free(why);
	}
}

static void test_bounded(void **state)
{
	(void)state;
	assert_int_equal(search("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), SP_FAIL);
	char *deep = g_strnfill(300, '(');
	char *why = NULL;
	assert_null(sp_ecma_new(deep, &why));
	assert_non_null(strstr(why, "nest too deeply"));
	g_free(why);
	g_free(deep);
}

static void test_the_place_is_told(void **state)
{
	(void)state;
	char *why = NULL;
	assert_null(sp_ecma_translate("\xc3\xa0[z-a]", &why));
	assert_string_equal(why, "a range that runs backwards at its character 6");
	g_free(why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_the_place_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
