#include "base/italian/words.h"

#include "tests/unit/unit.h"

/* A stem with an ending of its own is met in no text: "risparmi" in a list would wait for ever, as tokens say
 * "risparm". */
static void stems_are_their_own(void **state)
{
	(void)state;
	size_t lists = 0;
	for (const struct sp_word_list *list = sp_word_lists; list->name; list++) {
		if (!g_str_has_suffix(list->name, "_stems"))
			continue;
		lists++;
		for (const char *const *word = list->words; *word; word++) {
			char *stem = sp_stem(*word, strlen(*word));
			if (strcmp(stem, *word) != 0)
				fail_msg("%s: the stem of \"%s\" is \"%s\"", list->name, *word, stem);
			g_free(stem);
		}
	}
	assert_true(lists > 50);
}

static void stems(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{ "assegnate", "assegnat" },
		{ "assegnati", "assegnat" },
		{ "Banche", "banc" },
		{ "risparmi", "risparm" },
		{ "Città", "citt" },
		{ "dei", "dei" },
		{ "più", "piu" },
		{ "", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char *stem = sp_stem(pairs[i][0], strlen(pairs[i][0]));
		assert_string_equal(stem, pairs[i][1]);
		g_free(stem);
	}
}

static void has(void **state)
{
	(void)state;
	assert_true(sp_words_have(sp_over_stems, "sull"));
	assert_false(sp_words_have(sp_over_stems, "sulla"));
	assert_false(sp_words_have(sp_over_stems, NULL));
}

static void starts(void **state)
{
	(void)state;
	static const struct {
		const char *const *list;
		const char *text;
		size_t width;
	} cases[] = {
		{ sp_million_words, "mln. di euro", 4 },
		{ sp_million_words, "Mln", 3 },
		{ sp_million_words, "milionesimo", 0 },
		{ sp_reach_words, "non meno di 3", strlen("non meno di") },
		{ sp_currency_words, "eur 3", 3 },
		{ sp_currency_words, "europeo", 0 },
		{ sp_currency_words, "", 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(sp_words_start(cases[i].list, cases[i].text, strlen(cases[i].text)), cases[i].width);
	/* the text's end is where the caller says */
	assert_int_equal(sp_words_start(sp_currency_words, "euro", 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stems_are_their_own),
		cmocka_unit_test(stems),
		cmocka_unit_test(has),
		cmocka_unit_test(starts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
