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
		/* the minus in all its forms */
		{ "\u20101.234,50", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "\u20111.234,50", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "\u20125", "-5", NULL, SP_OP_NONE, 1, false, NULL },
		{ "\u20131.234,50", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "\u20141.234,50", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "\u22121.234,50 €", "-1234.50", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "\u00ad5,2%", "-5.2", "%", SP_OP_NONE, 1, false, NULL },
		{ "1.250,00-", "-1250.00", NULL, SP_OP_NONE, 1, false, NULL },
		{ "1.234,50 \u2212", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "1.250,00- €", "-1250.00", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "0,00 -", "0.00", NULL, SP_OP_NONE, 1, false, NULL },
		{ "(1.234,50)", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "€ (1.234)", "-1234", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "(€ 300)", "-300", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "(0,5)", "-0.5", NULL, SP_OP_NONE, 1, false, NULL },
		{ "( 1.234,50 ) (1)", "-1234.50", NULL, SP_OP_NONE, 1, false, NULL },
		{ "(-5)", "-5", NULL, SP_OP_NONE, 1, false, NULL },
		/* what closes an amount is no minus */
		{ "1.250,-", "1250", NULL, SP_OP_NONE, 1, false, NULL },
		{ "1.250,00.-", "1250.00", NULL, SP_OP_NONE, 1, false, NULL },
		/* other thousands */
		{ "1'234,50", "1234.50", NULL, SP_OP_NONE, 1, false, "other-thousands" },
		{ "1’234’567", "1234567", NULL, SP_OP_NONE, 1, false, "other-thousands" },
		{ "1'234.50", "1234.50", NULL, SP_OP_NONE, 1, false, "decimal-point" },
		{ "12\u00a0345,00", "12345.00", NULL, SP_OP_NONE, 1, false, "other-thousands" },
		{ "12\u2009345\u2009678", "12345678", NULL, SP_OP_NONE, 1, false, "other-thousands" },
		{ "12\u2007345", "12345", NULL, SP_OP_NONE, 1, false, "other-thousands" },
		{ "€\u202f10\u202f240,00", "10240.00", "EUR", SP_OP_NONE, 1, false, "other-thousands" },
		{ "1 234 567,50", "1234567.50", NULL, SP_OP_NONE, 1, false, "blank-inside" },
		/* operators and plus */
		{ "=45.000", "45000", NULL, SP_OP_EQ, 1, false, NULL },
		{ ">= 90%", "90", "%", SP_OP_GE, 1, false, NULL },
		{ "+10%", "10", "%", SP_OP_NONE, 1, false, NULL },
		/* marks of notes */
		{ "20.999,20ᵃ", "20999.20", NULL, SP_OP_NONE, 1, false, NULL },
		{ "20.999,20 (2)", "20999.20", NULL, SP_OP_NONE, 1, false, NULL },
		{ "20.999,20¹⁰", "20999.20", NULL, SP_OP_NONE, 1, false, NULL },
		{ "12.500,00 ⁽²⁾", "12500.00", NULL, SP_OP_NONE, 1, false, NULL },
		{ "1.045,30ᵇ⁾", "1045.30", NULL, SP_OP_NONE, 1, false, NULL },
		{ "12.500,00 € (b)", "12500.00", "EUR", SP_OP_NONE, 1, false, NULL },
		{ "12.500,00 [a]", "12500.00", NULL, SP_OP_NONE, 1, false, NULL },
		{ "20.999,20ª", "20999.20", NULL, SP_OP_NONE, 1, false, NULL },
		{ "20.999,20a", "20999.20", NULL, SP_OP_NONE, 1, false, "letter-behind" },
		/* four decimals are decimals where thousands cannot be meant */
		{ "0.1234", "0.1234", NULL, SP_OP_NONE, 1, false, "decimal-point" },
		{ "1.2503 %", "1.2503", "%", SP_OP_NONE, 1, false, "decimal-point" },
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
	static const char *const texts[] = { "",
					     "-",
					     "n.d.",
					     "C06",
					     "10 su 40",
					     "25.29.3.1.12",
					     "3/4",
					     "12 13",
					     "sei",
					     "27/02/2024",
					     "€",
					     "1.2.3,4",
					     "10a",
					     "1,2,3",
					     "%",
					     "01-08",
					     "12.34.567,00",
					     "circa",
					     "1.00.000",
					     "1.250300",
					     "1.2503",
					     "98.300,0097.150,00",
					     "(2)",
					     "(2025)",
					     "(5%)",
					     "(+5,0)",
					     "10-",
					     "-5-",
					     "(1.234,50",
					     "1.234,50)",
					     "10 240",
					     "10'24",
					     "1234'567",
					     "1'234’567",
					     "1.234'567",
					     "0 123,00",
					     "100 (50)",
					     "10ª",
					     "10 a",
					     "12 345 6,00",
					     "1.250 380,00" };
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

static void says_why_there_is_no_value(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "1.250300", "point-unclear" },
		{ "(2)", "sign-unclear" },
		{ "1.250-", NULL },
		{ "125-", "sign-unclear" },
		{ "1.250 1.380", "several-figures" },
		{ "da 10 a 20", "several-figures" },
		{ "3/4", "several-figures" },
		{ "12,5%%", "not-alone" },
		{ "entro il 31/12/2025", "no-figure" },
		{ "98.300,0097.150,00", "no-figure" },
		{ "C06", "no-figure" },
		{ "n.d.", NULL },
		{ "-", NULL },
		{ "", NULL },
		{ "40%", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *why = sp_amount_doubt(cases[i][0], strlen(cases[i][0]));
		if (g_strcmp0(why, cases[i][1]) != 0)
			fail_msg("\"%s\": %s", cases[i][0], why ? why : "no reason");
	}
}

static void finds_in_texts(void **state)
{
	(void)state;
	static const struct {
		const char *text, *found; /* figures in order, each "value@bytes", parted by blanks */
	} cases[] = {
		{ "16 progetti finanziati su 40 presentati", "16@16 40@40" },
		{ "5.467.147,12/12.744.696,61 x 100 = 43%",
		  "5467147.12@5.467.147,12 12744696.61@12.744.696,61 100@100 43@43" },
		{ "n. 2.489 di cui n. 604", "2489@2.489 604@604" },
		{ "Target al 31/12/2017: 80%", "80@80" },
		{ "codice C06, obiettivo 01-08 e 25.29.3.1.12", "" },
		{ "spesa di 1.000,00, poi 2.", "1000.00@1.000,00 2@2" },
		{ "nessuna", "" },
		{ "da 1'234,50 a 10\u202f000 euro", "1234.50@1'234,50 10000@10\u202f000" },
		{ "sono 10 240 e 12 345,00", "10@10 240@240 12@12 345.00@345,00" },
		{ "1.250300 e 98.300,0097.150,00", "" },
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

static void tells_cents(void **state)
{
	(void)state;
	assert_true(sp_amount_with_cents("1.997.574,61"));
	assert_true(sp_amount_with_cents("-0,00"));
	assert_false(sp_amount_with_cents("1.01"));
	assert_false(sp_amount_with_cents("350,00 120,00"));
	assert_false(sp_amount_with_cents("Rifiuti, acqua"));
	assert_true(sp_amount_cents_in("previsione di cassa 1.166.874,77"));
	assert_true(sp_amount_cents_in("350,00 120,00"));
	assert_false(sp_amount_cents_in("uno, 2, tre"));
	assert_false(sp_amount_cents_in(",5"));
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
		cmocka_unit_test(says_why_there_is_no_value),
		cmocka_unit_test(finds_in_texts),
		cmocka_unit_test(tells_cents),
		cmocka_unit_test(finds_units),
	};
	return RUN(tests);
}
