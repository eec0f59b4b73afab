#include "export/changed-cell.h"

#include "tests/unit/unit.h"

static void changed(void **state)
{
	(void)state;
	static const char *const texts[] = { "10/12",    "00123",  "8123456E12", "1.234,50",   "40%",       "3-4",      "12:30",
					     "gen-24",   "1 gen",  "marzo 2024", "12 marzo 2024", "123456789012", "€ 1.000", "01.02" };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!sp_is_changed_cell(texts[i]))
			fail_msg("\"%s\" is one", texts[i]);
}

static void left_alone(void **state)
{
	(void)state;
	static const char *const texts[] = { "",      "2025",     "0",       "Strade 12",     "p1t1",      "n.d.", "-",
					     "mar",   "mare 12",  "1 di 3",  "C06",           "12345678901", "1e02d1c7c7fcd710",
					     "il 12 marzo 2024", "%" };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (sp_is_changed_cell(texts[i]))
			fail_msg("\"%s\" is none", texts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(changed), cmocka_unit_test(left_alone) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
