/* The letter model tells words from parts of words, and language from what is none. */
#include "tests/unit/unit.h"

#include "extract/page/letters.h"

static int set_up(void **state)
{
	*state = sp_letters_new();
	return 0;
}

static int tear_down(void **state)
{
	sp_letters_free(*state);
	return 0;
}

static long cost(void **state, const char *word)
{
	return sp_letters_word(*state, word, strlen(word));
}

static void words_cost_less_than_their_parts(void **state)
{
	static const char *const cut[][3] = {
		{ "raggiungimen", "to", "raggiungimento" }, { "OBIETTIV", "O", "OBIETTIVO" },
		{ "PROGRAM", "MA", "PROGRAMMA" },           { "mobili", "tà", "mobilità" },
		{ "finanzia", "mento", "finanziamento" },   { "dell'ammini", "strazione", "dell'amministrazione" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cut); i++)
		assert_true(cost(state, cut[i][0]) + cost(state, cut[i][1]) > cost(state, cut[i][2]) + 300);
}

static void two_words_cost_less_than_what_is_none(void **state)
{
	static const char *const two[][3] = {
		{ "della", "scuola", "dellascuola" },
		{ "servizi", "sociali", "servizisociali" },
		{ "e", "delle", "edelle" },
		{ "opere", "pubbliche", "operepubbliche" },
		{ "entro", "giugno", "entrogiugno" },
		{ "per", "il", "peril" },
		{ "bilancio", "comunale", "bilanciocomunale" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(two); i++)
		assert_true(cost(state, two[i][0]) + cost(state, two[i][1]) + 300 < cost(state, two[i][2]));
}

static void capitals_and_foreign_accents_change_nothing(void **state)
{
	assert_int_equal(cost(state, "Città"), cost(state, "CITTÀ"));
	assert_int_equal(cost(state, "città"), cost(state, "città"));
	assert_int_equal(cost(state, "dell’"), cost(state, "dell'"));
	assert_int_equal(cost(state, "cañone"), cost(state, "canone"));
	assert_true(cost(state, "жур") > 3000);
}

static void text_is_language(void **state)
{
	static const char *const italian[] = {
		"Il Comune di Valdora approva il bilancio di previsione per il triennio e ne dà conto ai cittadini.",
		"MISSIONE 12 - DIRITTI SOCIALI, POLITICHE SOCIALI E FAMIGLIA; spesa corrente 1.250.300,00 euro",
		"L'Amministrazione intende riqualificare l'illuminazione pubblica e gli impianti sportivi",
	};
	static const char *const none[] = {
		"Lo Frpxqh gl Ydogruud dssuryd lo elodqflr gl suhylvlrqh shu lo wulhqqlr h qh gd frqwr", /* by three */
		"\uE049\uE04C \uE043\uE04F\uE04D\uE055\uE04E\uE045",                                     /* private */
		"qzjxw kvbpt rrtnm dfghj xzzqv wkkjt ppqlm",
	};
	unsigned letters;
	for (size_t i = 0; i < G_N_ELEMENTS(italian); i++)
		assert_in_range(sp_letters_bits(*state, italian[i], &letters), 150, 360);
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
		assert_true(sp_letters_bits(*state, none[i], &letters) > 550);
	assert_int_equal(sp_letters_bits(*state, "12.500,00 – 3/4", &letters), 0);
	assert_int_equal(letters, 0);
	sp_letters_bits(*state, "n. 12 dell'atto", &letters);
	assert_int_equal(letters, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_cost_less_than_their_parts),
		cmocka_unit_test(two_words_cost_less_than_what_is_none),
		cmocka_unit_test(capitals_and_foreign_accents_change_nothing),
		cmocka_unit_test(text_is_language),
	};
	return cmocka_run_group_tests_name("letters", tests, set_up, tear_down);
}
