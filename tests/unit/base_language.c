#include "base/language.h"

#include "base/catalogue.h"

#include "tests/unit/unit.h"

static void said_in_both(void **state)
{
	(void)state;
	assert_string_equal(sp_say(SP_LANG_IT, "Table"), "Tabella");
	assert_string_equal(sp_say(SP_LANG_EN, "Table"), "Table");
	assert_string_equal(sp_say(SP_LANG_IT, "nobody says this"), "nobody says this");
	assert_string_equal(sp_say(SP_LANG_IT, "likely|many"), "probabili");
	assert_string_equal(sp_say(SP_LANG_EN, "likely|many"), "likely");
}

static void assert_retold(const char *english, const char *italian)
{
	char *said = sp_retell(SP_LANG_IT, english);
	assert_string_equal(said, italian);
	g_free(said);
}

static void said_again(void **state)
{
	(void)state;
	assert_retold("a figure in running text", "una cifra nel testo corrente");
	assert_retold("about 12 letters are drawn as curves; recognise them with --ocr",
		      "circa 12 lettere sono disegnate come curve: si leggono con --ocr");
	assert_retold("a picture on 40 % of the page holds writing that no text tells; recognise it with --ocr",
		      "un'immagine sul 40 % della pagina contiene scritte che nessun testo dice: si leggono con --ocr");
	/* as short as a sentence may be that is told by its letters, and one of four places */
	assert_retold("cannot open a.pdf: it is locked", "non si può aprire a.pdf: it is locked");
	assert_retold("\n\n7 documents: 2 with figures to look at, 4 without, 1 not read",
		      "\n\n7 documenti: 2 con cifre da guardare, 4 senza, 1 non letti");
	assert_retold("something that nobody has said", "something that nobody has said");
	char *english = sp_retell(SP_LANG_EN, "a figure in running text");
	assert_string_equal(english, "a figure in running text");
	g_free(english);
}

/* Looking up halves the catalogue: its order is the bytes'. */
static void sorted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sp_catalogue_size; i++) {
		assert_ptr_equal(sp_say(SP_LANG_IT, sp_catalogue[i].english), sp_catalogue[i].italian);
		assert_true(i == 0 || strcmp(sp_catalogue[i - 1].english, sp_catalogue[i].english) < 0);
	}
}

static void around(void **state)
{
	(void)state;
	static const char *const names[] = { "SPUNTA_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_unsetenv(names[i]);
	assert_int_equal(sp_lang_around(SP_LANG_IT), SP_LANG_IT);
	g_setenv("LANG", "en_GB.UTF-8", TRUE);
	assert_int_equal(sp_lang_around(SP_LANG_IT), SP_LANG_EN);
	g_setenv("LC_MESSAGES", "it_IT", TRUE);
	assert_int_equal(sp_lang_around(SP_LANG_EN), SP_LANG_IT);
	g_setenv("LC_ALL", "C", TRUE);
	assert_int_equal(sp_lang_around(SP_LANG_EN), SP_LANG_EN);
	g_setenv("SPUNTA_LANG", "it", TRUE);
	assert_int_equal(sp_lang_around(SP_LANG_EN), SP_LANG_IT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(said_in_both), cmocka_unit_test(said_again), cmocka_unit_test(sorted), cmocka_unit_test(around) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
