/* extract/page/disguise: other letters and figures, each of its kind. */
#include "sheet.h"

#include "extract/page/disguise.h"

static char *disguised(const char *text)
{
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 50, text);
	struct sp_disguise *d = sp_disguise_new(page);
	char *out = sp_disguise_text(d, text);
	sp_disguise_free(d);
	sp_page_free(page);
	return out;
}

/* "Aa0": what kind each sign is. (transfer full) */
static char *kinds(const char *text)
{
	GString *out = g_string_new(NULL);
	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		gunichar kind = g_unichar_isupper(c)   ? 'A'
				: g_unichar_isalpha(c) ? 'a'
				: g_unichar_isdigit(c) ? '0'
						       : c;
		g_string_append_unichar(out, kind);
	}
	return g_string_free(out, FALSE);
}

static void test_each_sign_is_another_of_its_kind(void **state)
{
	(void)state;
	static const char *const texts[] = { "Totale", "1.250,00", "-12,5%", "Città", "31/12/2024", "a",
					     "È",      "0",        "7",      "(€)",   "C0135/b",    "" };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		char *out = disguised(texts[i]), *a = kinds(texts[i]), *b = kinds(out);
		assert_string_equal(a, b);
		for (const char *s = texts[i], *t = out; *s; s = g_utf8_next_char(s), t = g_utf8_next_char(t))
			if (g_unichar_isalnum(g_utf8_get_char(s)))
				assert_int_not_equal(g_unichar_tolower(g_utf8_get_char(s)),
						     g_unichar_tolower(g_utf8_get_char(t)));
		g_free(out);
		g_free(a);
		g_free(b);
	}
}

static void test_the_same_page_in_the_same_way_the_same_word_never(void **state)
{
	(void)state;
	char *one = disguised("Bilancio Bilancio"), *two = disguised("Bilancio Bilancio"),
	     *other = disguised("Bilancio Bilancia");
	assert_string_equal(one, two);
	assert_int_not_equal(strncmp(one, other, 8), 0);
	assert_int_not_equal(strncmp(one, one + 9, 8), 0);
	g_free(one);
	g_free(two);
	g_free(other);
}

/* Nearly all numbers of three digits: what is left is found, and never one of the page. */
static void test_no_figure_of_the_page_comes_out(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	char text[8];
	for (int i = 100; i < 990; i++) {
		g_snprintf(text, sizeof text, "%d", i);
		sheet_text(page, 50, 50, text);
	}
	struct sp_disguise *d = sp_disguise_new(page);
	for (int i = 100; i < 900; i++) {
		g_snprintf(text, sizeof text, "%d", i);
		char *out = sp_disguise_text(d, text);
		long n = strtol(out, NULL, 10);
		assert_true(n >= 990 || n == 0);
		g_free(out);
	}
	sp_disguise_free(d);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_sign_is_another_of_its_kind),
		cmocka_unit_test(test_the_same_page_in_the_same_way_the_same_word_never),
		cmocka_unit_test(test_no_figure_of_the_page_comes_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
