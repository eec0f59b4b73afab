#include "base/amount.h"

#include "tests/unit/unit.h"

static void reads_cells(void **state)
{
	(void)state;
	static const struct {
		const char *text, *value, *unit;
		enum sp_amount_op op;
		long multiplier;
		bool approx;
		const char *note;
	} cases[] = {
		{ "1.997.574,61", "1997574.61", NULL, SP_OP_NONE, 1, false, NULL },
		{ "€ 1.000", "1000", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "120.000 ,00 €", "120000.00", "EUR", SP_OP_NONE, 1, false, "blank-inside" },
		{ "euro 4.110,00=", "4110.00", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "98,89%", "98.89", "%", SP_OP_NONE, 1, false, NULL },
		{ "- 34 %", "-34", "%", SP_OP_NONE, 1, false, NULL },
		{ "≥ 80%", "80", "%", SP_OP_GE, 1, false, NULL },
		{ "almeno 3", "3", NULL, SP_OP_GE, 1, false, NULL },
		{ "= 45.000", "45000", NULL, SP_OP_EQ, 1, false, NULL },
		{ "circa 79.000", "79000", NULL, SP_OP_NONE, 1, true, NULL },
		{ "2.190 (valore in migliaia di euro)", "2190", "EUR", SP_OP_NONE, 1000, false, NULL },
		{ "n. 4", "4", NULL, SP_OP_NONE, 1, false, NULL },
		{ "5M€", "5", "EUR", SP_OP_NONE, 1000000, false, NULL },
		{ "3 mln", "3", NULL, SP_OP_NONE, 1000000, false, NULL },
		{ "600.00", "600.00", NULL, SP_OP_NONE, 1, false, "decimal-point" },
		{ "3.8%", "3.8", "%", SP_OP_NONE, 1, false, "decimal-point" },
		{ "12941,53", "12941.53", NULL, SP_OP_NONE, 1, false, "no-thousands" },
		{ "1.769.639.00", "1769639.00", NULL, SP_OP_NONE, 1, false, "mixed-separators" },
		{ "59,00", "59.00", NULL, SP_OP_NONE, 1, false, NULL },
		{ "0", "0", NULL, SP_OP_NONE, 1, false, NULL },
		{ "0,00", "0.00", NULL, SP_OP_NONE, 1, false, NULL },
		{ "\u00a012 %\u00a0", "12", "%", SP_OP_NONE, 1, false, NULL },
		{ "100% (*)", "100", "%", SP_OP_NONE, 1, false, NULL },
		{ "1.000", "1000", NULL, SP_OP_NONE, 1, false, NULL },
		{ "4.5", "4.5", NULL, SP_OP_NONE, 1, false, "decimal-point" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_amount a;
		sp_amount_init(&a);
		if (sp_amount_parse(&a, cases[i].text, strlen(cases[i].text)) != SP_OK)
			fail_msg("\"%s\" was not read", cases[i].text);
		char *value = sp_dec_text(&a.value);
		if (strcmp(value, cases[i].value) != 0 || g_strcmp0(a.unit, cases[i].unit) != 0 || a.op != cases[i].op ||
		    a.multiplier != cases[i].multiplier || a.approx != cases[i].approx ||
		    g_strcmp0(a.note, cases[i].note) != 0)
			fail_msg("\"%s\" was read as %s %s, op %d, times %ld, approx %d, note %s", cases[i].text, value,
			         a.unit ? a.unit : "-", a.op, a.multiplier, a.approx, a.note ? a.note : "-");
		g_free(value);
		sp_amount_clear(&a);
	}
}

static void refuses_what_is_not_one_figure(void **state)
{
	(void)state;
	static const char *const texts[] = { "",      "-",     "n.d.",         "C06",   "10 su 40",  "25.29.3.1.12", "3/4",
		                             "12 13", "sei",   "27/02/2024",   "€",     "1.2.3,4",   "10a",          "1,2,3",
		                             "%",     "01-08", "12.34.567,00", "circa", "1.00.000" };
	struct sp_amount a;
	sp_amount_init(&a);
	assert_int_equal(sp_amount_parse(&a, "7 %", 3), SP_OK);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (sp_amount_parse(&a, texts[i], strlen(texts[i])) != SP_END) {
			char *value = sp_dec_text(&a.value);
			fail_msg("\"%s\" was read as %s", texts[i], value);
		}
		assert_text("7", sp_dec_text(&a.value)); /* untouched */
		assert_string_equal(a.unit, "%");
	}
	sp_amount_clear(&a);
}

static void finds_in_texts(void **state)
{
	(void)state;
	static const struct {
		const char *text, *found; /* figures in order, each "value@bytes", parted by blanks */
	} cases[] = {
		{ "16 progetti finanziati su 40 presentati", "16@16 40@40" },
		{ "5.467.147,12/12.744.696,61 x 100 = 43%", "5467147.12@5.467.147,12 12744696.61@12.744.696,61 100@100 43@43" },
		{ "n. 2.489 di cui n. 604", "2489@2.489 604@604" },
		{ "Target al 31/12/2017: 80%", "80@80" },
		{ "codice C06, obiettivo 01-08 e 25.29.3.1.12", "" },
		{ "spesa di 1.000,00, poi 2.", "1000.00@1.000,00 2@2" },
		{ "nessuna", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *text = cases[i].text;
		GString *found = g_string_new(NULL);
		struct sp_amount a;
		struct sp_str where = { text, 0 };
		sp_amount_init(&a);
		while (sp_amount_find(&a, text, strlen(text), (size_t)(where.s + where.n - text), &where) == SP_OK) {
			char *value = sp_dec_text(&a.value);
			g_string_append_printf(found, "%s%s@" SP_STR_FMT, found->len ? " " : "", value, SP_STR_ARG(where));
			g_free(value);
		}
		assert_string_equal(found->str, cases[i].found);
		sp_amount_clear(&a);
		g_string_free(found, TRUE);
	}
}

static void finds_units(void **state)
{
	(void)state;
	struct sp_amount a;
	struct sp_str where;
	sp_amount_init(&a);
	const char *text = "è il 43% di 2 mln di euro";
	assert_int_equal(sp_amount_find(&a, text, strlen(text), 0, &where), SP_OK);
	assert_string_equal(a.unit, "%");
	assert_int_equal(sp_amount_find(&a, text, strlen(text), (size_t)(where.s + where.n - text), &where), SP_OK);
	assert_string_equal(a.unit, "EUR");
	assert_int_equal(a.multiplier, 1000000);
	/* the millions of a bracket with figures of its own are theirs */
	text = "totale) * 100 (4 milioni/5,7 milioni)";
	assert_int_equal(sp_amount_find(&a, text, strlen(text), 0, &where), SP_OK);
	assert_int_equal(a.multiplier, 1);
	sp_amount_clear(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_cells),
		cmocka_unit_test(refuses_what_is_not_one_figure),
		cmocka_unit_test(finds_in_texts),
		cmocka_unit_test(finds_units),
	};
	return RUN(tests);
}
