#include "normalize/classification.h"

#include "tests/unit/unit.h"

static void titles_by_year(void **state)
{
	(void)state;
	struct sp_classification *c = sp_classification_new();
	struct sp_classified got;
	assert_true(sp_classification_find(c, "01.10", 2024, &got));
	assert_string_equal(got.title, "Risorse umane");
	assert_true(got.in_force && !got.region);
	assert_true(sp_classification_find(c, "12.01", 2025, &got));
	assert_string_equal(got.title, "Interventi per l'infanzia e i minori e per asili nido");
	assert_true(sp_classification_find(c, "12.01", 2026, &got));
	assert_string_equal(got.title, "Interventi per l'infanzia e i minori");
	assert_true(sp_classification_find(c, "12.11", 2025, &got));
	assert_false(got.in_force);
	assert_true(sp_classification_find(c, "12.11", 0, &got));
	assert_true(got.in_force);
	assert_true(sp_classification_find(c, "04.03", 2024, &got));
	assert_true(got.region);
	assert_true(sp_classification_find(c, "99", 0, &got));
	assert_false(sp_classification_find(c, "01.13", 0, &got));
	assert_false(sp_classification_find(c, "21", 0, &got));
	sp_classification_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(titles_by_year) };
	return RUN(tests);
}
