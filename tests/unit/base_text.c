#include "base/text.h"

#include "tests/unit/unit.h"

static void views(void **state)
{
	(void)state;
	assert_null(sp_str(NULL).s);
	assert_true(sp_str_eq(sp_str("abc"), "abc"));
	assert_false(sp_str_eq(sp_str("abc"), "ab"));
	assert_false(sp_str_eq(SP_STR_NONE, ""));
	assert_true(sp_str_eq(sp_str(""), ""));
	assert_null(sp_str_dup(SP_STR_NONE));
	assert_text("", sp_str_dup(sp_str("")));
	assert_text("ab", sp_str_dup((struct sp_str){ "abc", 2 }));
}

static void trims(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = { { "  a b \t\n", "a b" }, { "\u00a0\u202fa\u2009", "a" }, { " \u00a0 ", "" }, { "", "" }, { "è", "è" } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_text(cases[i].out, sp_str_dup(sp_str_trim(sp_str(cases[i].in))));
}

static void cleans(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "e\u0300 citta\u0300", "è città" },              /* NFC */
		{ "o\ufb03cina \ufb01scale", "officina fiscale" }, /* ligatures */
		{ "ammini\u00adstrazione", "amministrazione" },    /* soft hyphen */
		{ "\u200b\ufeffa\u200d", "a" },
		{ "  a \u00a0\n\tb  ", "a b" },
		{ "m\u00b2 e \u00bd", "m² e ½" }, /* NFKC would lose these */
		{ "a\x01\x1b"
		  "b",
		  "a b" },
		{ "10 €", "10 €" },
		{ "", "" },
		{ "10\u202f240,00 e 1\u00a0234\u00a0567", "10\u202f240,00 e 1\u00a0234\u00a0567" },
		{ "n.\u00a012 del\u00a02024\u00a02025 5\u20091234", "n. 12 del 2024 2025 5 1234" },
		{ "\u00ad1.234,50 (\u00ad5) com\u00adune 20\u00ad25", "-1.234,50 (-5) comune 2025" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_text(cases[i].out, sp_text_clean(cases[i].in, strlen(cases[i].in)));
}

static void folds(void **state)
{
	(void)state;
	assert_text("citta", sp_text_fold("CITTA'", 6));
	assert_text("citta", sp_text_fold("Città", strlen("Città")));
	assert_text("n progetti 2024", sp_text_fold("  N. progetti: (2024)", 21));
	assert_true(sp_text_same("Qualità dell’aria", "QUALITA' DELL'ARIA"));
	assert_true(sp_text_same("", "--"));
	assert_false(sp_text_same("peso", "pesi"));
}

static void joins(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool hyphenated;
		const char *out;
	} cases[] = {
		{ "ammini-", "strazione", true, "amministrazione" },
		{ "economico-", "patrimoniale", false, "economico-patrimoniale" },
		{ "ammini\u00ad", "strazione", false, "amministrazione" },
		{ "la spesa", "corrente", true, "la spesa corrente" },
		{ "Rossi-", "Bianchi", true, "Rossi-Bianchi" },
		{ "Settore/", "Ufficio", false, "Settore/Ufficio" },
		{ "voce -", "altra", false, "voce - altra" },
		{ "", "prima", false, "prima" },
		{ "ultima", "", false, "ultima" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *text = g_string_new(cases[i].a);
		sp_text_join(text, cases[i].b, cases[i].hyphenated);
		assert_string_equal(text->str, cases[i].out);
		g_string_free(text, TRUE);
	}
}

static void shows_safely(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "plain è €", "plain è €" },
		{ "\x1b[31mred\a", "\\x1b[31mred\\x07" },
		{ "a\nb", "a\\x0ab" },
		{ "\xc2\x9b" "31m", "\\x9b31m" },
		{ "a\u202e" "b\u2066", "a\\u{202e}b\\u{2066}" },
		{ "a\xff\xc3", "a\\xff\\xc3" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *out = g_string_new(NULL);
		sp_text_append_safe(out, cases[i].in, strlen(cases[i].in));
		assert_string_equal(out->str, cases[i].out);
		g_string_free(out, TRUE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views), cmocka_unit_test(trims), cmocka_unit_test(cleans),
		cmocka_unit_test(folds), cmocka_unit_test(joins), cmocka_unit_test(shows_safely),
	};
	return RUN(tests);
}
