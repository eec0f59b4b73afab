#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/italian/title.h"

static void check(const char *a, const char *b, int wanted)
{
	struct sp_title *x = sp_title_new(a), *y = sp_title_new(b);
	int got = sp_title_likeness(x, y);
	if (got != wanted || sp_title_likeness(y, x) != wanted)
		fail_msg("\"%s\" and \"%s\": %d, wanted %d", a, b, got, wanted);
	sp_title_free(x);
	sp_title_free(y);
}

static void the_same_words_are_the_same_title(void **state)
{
	(void)state;
	check("Città più verde", "CITTA' PIU' VERDE", 100);
	check("Riduzione dei solleciti", "Riduzione sollecito", 100);
	check("Pratiche concluse nel 2022", "Pratiche concluse nel 2023", 100);
	check("Numero prestiti", "Prestiti", 100);
}

static void some_words_in_common(void **state)
{
	(void)state;
	check("Domande presentate in linea", "Domande accolte in linea", 66);
	check("Contribuenti irregolari", "Contribuenti irregolari TARI", 80);
	check("Rete comunale veloce", "Biblioteca di quartiere", 0);
}

static void figures_and_letters_tell_apart(void **state)
{
	(void)state;
	check("Posti nella fascia 0-3", "Posti nella fascia 3-6", 0);
	check("Manutenzione della zona B", "Manutenzione della zona C", 0);
	check("Assistenza a domicilio", "ASSISTENZA A DOMICILIO", 100);
	check("Posti per 30 bambini", "Posti per 30 bambini residenti", 80);
}

static void nothing_is_like_nothing(void **state)
{
	(void)state;
	assert_null(sp_title_new(NULL));
	assert_null(sp_title_new("  – "));
	check(NULL, NULL, 0);
	check("Rete", NULL, 0);
	assert_int_equal(sp_title_words(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_words_are_the_same_title),
		cmocka_unit_test(some_words_in_common),
		cmocka_unit_test(figures_and_letters_tell_apart),
		cmocka_unit_test(nothing_is_like_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
