#include "base/date.h"

#include "tests/unit/unit.h"

static void finds(void **state)
{
	(void)state;
	static const struct {
		const char *text, *where, *iso;
		enum sp_status status;
	} cases[] = {
		{ "del 27/02/2024, n. 8", "27/02/2024", "2024-02-27", SP_OK },
		{ "20.12.2026", "20.12.2026", "2026-12-20", SP_OK },
		{ "04-07-2024", "04-07-2024", "2024-07-04", SP_OK },
		{ "al 30 giugno 2019.", "30 giugno 2019", "2019-06-30", SP_OK },
		{ "dal 1° gennaio 2026", "1° gennaio 2026", "2026-01-01", SP_OK },
		{ "2024-07-04", "2024-07-04", "2024-07-04", SP_OK },
		{ "luglio 2024", "luglio 2024", "2024-07", SP_OK },
		{ "entro Dicembre 2025", "Dicembre 2025", "2025-12", SP_OK },
		{ "29/02/2024", "29/02/2024", "2024-02-29", SP_OK },
		{ "1/1/24", "1/1/24", "2024-01-01", SP_OK },
		/* printed as dates, not in the calendar */
		{ "il 31/2/2018", "31/2/2018", NULL, SP_SKIP },
		{ "29/02/2023", "29/02/2023", NULL, SP_SKIP },
		{ "30 giugno 20120", "30 giugno 20120", NULL, SP_SKIP },
		{ "00/05/2020", "00/05/2020", NULL, SP_SKIP },
		/* no dates */
		{ "25.29.3.1.12", NULL, NULL, SP_END },
		{ "1.769.639,00", NULL, NULL, SP_END },
		{ "triennio 2018-2020", NULL, NULL, SP_END },
		{ "marzotto 2020", NULL, NULL, SP_END },
		{ "D.Lgs. 118/2011", NULL, NULL, SP_END },
		{ "", NULL, NULL, SP_END },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_date d = { 0 };
		struct sp_str where = SP_STR_NONE;
		enum sp_status s = sp_date_find(&d, cases[i].text, strlen(cases[i].text), 0, &where);
		if (s != cases[i].status)
			fail_msg("\"%s\": status %d, not %d", cases[i].text, s, cases[i].status);
		if (cases[i].where)
			assert_text(cases[i].where, sp_str_dup(where));
		char iso[SP_DATE_TEXT];
		if (cases[i].iso)
			assert_string_equal(sp_date_iso(&d, iso), cases[i].iso);
	}
}

static void goes_on_from_a_byte(void **state)
{
	(void)state;
	const char *text = "dal 01/01/2024 al 31/12/2024";
	struct sp_date first, second;
	struct sp_str where;
	size_t n = strlen(text);
	assert_int_equal(sp_date_find(&first, text, n, 0, &where), SP_OK);
	size_t from = (size_t)(where.s + where.n - text);
	assert_int_equal(sp_date_find(&second, text, n, from, &where), SP_OK);
	assert_int_equal(sp_date_cmp(&first, &second), -1);
	assert_int_equal(sp_date_cmp(&second, &first), 1);
	assert_int_equal(sp_date_cmp(&first, &first), 0);
	from = (size_t)(where.s + where.n - text);
	assert_int_equal(sp_date_find(&second, text, n, from, &where), SP_END);
	/* the view's end is the end, whatever stands behind it */
	assert_int_equal(sp_date_find(&second, text, 13, 0, &where), SP_END);
}

static void knows_the_calendar(void **state)
{
	(void)state;
	assert_true(sp_date_valid(&(struct sp_date){ 2000, 2, 29 }));
	assert_false(sp_date_valid(&(struct sp_date){ 1900, 2, 29 }));
	assert_true(sp_date_valid(&(struct sp_date){ 2024, 7, 0 }));
	assert_false(sp_date_valid(&(struct sp_date){ 2024, 13, 1 }));
	assert_false(sp_date_valid(&(struct sp_date){ 2024, 0, 1 }));
	assert_false(sp_date_valid(&(struct sp_date){ 1799, 12, 31 }));
	assert_false(sp_date_valid(&(struct sp_date){ 2200, 1, 1 }));
	assert_false(sp_date_valid(&(struct sp_date){ 2024, 4, 31 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(goes_on_from_a_byte),
		cmocka_unit_test(knows_the_calendar),
	};
	return RUN(tests);
}
