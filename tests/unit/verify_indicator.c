#include "tests/unit/unit.h"

#include "verify/indicators/indicator.h"

static const int years[] = { 2021, 2022 };

/* "kind year status value" of every claim but "not-computable" */
static char *claims_of(const char *name, const char *formula, const char *cells, const char *notes)
{
	struct voice v;
	voice_init(&v);
	char *text = g_strdup_printf(
	    "{\"type\":\"indicator\",\"id\":\"indicator:C1:1\",\"name\":\"%s\",\"formula\":{\"raw\":\"%s\"},%s,"
	    "\"notes\":\"%s\"}",
	    name, formula, cells, notes);
	struct sp_json *record = sp_json_parse(&v.ctx, text, strlen(text));
	assert_non_null(record);
	const struct sp_around around = { years, G_N_ELEMENTS(years), 2023 };
	struct sp_indicator *x = sp_indicator_new(record, &around);
	static const char *const kinds[] = { "ratio",  "variation", "sum",     "value",
					     "stated", "target",    "missing", "contradiction" };
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < x->claims->len; i++) {
		const struct sp_claim *c = g_ptr_array_index(x->claims, i);
		if (c->status == SP_NOT_COMPUTABLE && !c->readings)
			continue;
		char *value = c->status == SP_NOT_COMPUTABLE ? g_strdup("-") : sp_exact_digits(c->value);
		g_string_append_printf(out, "%s%s %d %s %s%s", out->len ? "; " : "", kinds[c->kind], c->year,
				       sp_finding_status_word(c->status), value, c->likely ? " likely" : "");
		g_free(value);
	}
	sp_indicator_free(x);
	sp_json_free(record);
	g_free(text);
	voice_clear(&v);
	return g_string_free(out, FALSE);
}

static void assert_claims(const char *name, const char *formula, const char *cells, const char *notes,
			  const char *expected)
{
	char *got = claims_of(name, formula, cells, notes);
	assert_string_equal(got, expected);
	g_free(got);
}

#define ACTUAL(value) "\"actuals\":[{\"year\":2022,\"raw\":\"" value "\",\"value\":" value "}]"
#define CONTROLS      "controlli fatti / controlli programmati * 100"
#define CHANGE        "(controlli anno - controlli anno precedente) / controlli anno precedente * 100"

static void each_year_is_held_against_its_own_figures(void **state)
{
	(void)state;
	assert_claims("Controlli", CONTROLS,
		      "\"actuals\":[{\"year\":2021,\"raw\":\"40,00\",\"value\":40.00},{\"year\":2022,\"raw\":\"70,00\","
		      "\"value\":70.00}]",
		      "Al 31/12/2021: 16/40 Al 31/12/2022: 30/40", "ratio 2021 match 40; ratio 2022 mismatch 75");
	assert_claims("Controlli", CONTROLS, ACTUAL("79.00"), "Al 31/12/2022: 159/200", "ratio 2022 truncated 79.5");
}

static void the_scale_is_the_document_s(void **state)
{
	(void)state;
	assert_claims("Media", "somma dei voti / questionari", ACTUAL("8.20"), "Al 31/12/2022: 820/100",
		      "ratio 2022 match 8.2");
	assert_claims("Quota", "atti con errore / atti", ACTUAL("24.00"), "Al 31/12/2022: 604/2.489",
		      "ratio 2022 match 24.2667738047");
	assert_claims("Quota", CONTROLS, ACTUAL("0.97"), "Al 31/12/2022: 970/1000", "ratio 2022 match 0.97");
}

static void a_reduction_may_lack_its_sign(void **state)
{
	(void)state;
	static const char change[] = "(casi anno - casi anno prec) / casi anno prec * 100";
	assert_claims("Riduzione dei casi", change, ACTUAL("5.00"), "Casi 2021: 200; Casi 2022: 190",
		      "variation 2022 match -5 likely");
	assert_claims("Casi", change, ACTUAL("5.00"), "Casi 2021: 200; Casi 2022: 190", "variation 2022 mismatch -5");
}

/* Where no year agrees, what stands within one sentence is still evidence; figures of two sentences are none. */
static void sentences_of_which_none_agrees(void **state)
{
	(void)state;
	static const char change[] = "(corsi anno - corsi anno prec) / corsi anno prec * 100";
#define BOTH(a, b) "\"actuals\":[{\"year\":2021,\"raw\":\"\",\"value\":" a "},{\"year\":2022,\"raw\":\"\",\"value\":" b "}]"
	assert_claims("Corsi", change, BOTH("-72.4", "40.7"),
		      "Da 8.000 nel 2020 a 1.600 nel 2021 (-72,4%) Da 1.600 nel 2021 a 2.400 nel 2022 (40,7%)",
		      "variation 2021 mismatch -80; variation 2022 mismatch 50; stated 2021 mismatch -80; "
		      "stated 2022 mismatch 50");
	assert_claims("Corsi", "N. corsi", BOTH("12", "34"), "Al 31/12/2021: 15 Al 31/12/2022: 31",
		      "value 2021 mismatch 15 likely; value 2022 mismatch 31 likely");
	/* one year agrees, and says which way round the others are read */
	assert_claims("Controlli", CONTROLS, BOTH("75", "1138.1"),
		      "Al 31/12/2021: 30 controlli fatti (su 40) Al 31/12/2022: 63 controlli fatti (su 717)",
		      "ratio 2021 match 75; ratio 2022 mismatch 8.7866108787 likely");
	/* the formula is lost; a mean times its number gives the days back, nearly */
	assert_claims("Tempo medio", "", BOTH("40.4", "0.08"),
		      "2021: 8.405 giorni su 208 atti: media 40,41 2022: 54 giorni su 643 atti: media 0,08",
		      "stated 2021 match 8405.28; ratio 2021 match 40.4086538462; ratio 2022 match 0.0839813375");
#undef BOTH
}

/* "a * b" and "a - b" are declared, and the note has words for the sign. */
static void signs_in_words(void **state)
{
	(void)state;
	assert_claims("Costo", "N. pasti * costo unitario", ACTUAL("97.00"), "Al 31/12/2022: 12 pasti per 4,50 euro ciascuno",
		      "sum 2022 mismatch 54");
	assert_claims("Saldo", "entrate - spese", ACTUAL("640.00"), "Al 31/12/2022: 674 entrate meno 30 spese",
		      "sum 2022 mismatch 644");
	assert_claims("Saldo", "entrate - spese", ACTUAL("640.00"), "Al 31/12/2022: 674 spese meno 30 entrate", "");
	/* a dash in a title is no sign */
	assert_claims("Pasti", "Servizio mensa - pasti", ACTUAL("640.00"), "Al 31/12/2022: 674 pasti per 30 alunni", "");
}

static void empty_cells_are_told_apart(void **state)
{
	(void)state;
	assert_claims("Controlli", CONTROLS, "\"actuals\":[{\"year\":2021,\"raw\":\"40,00\",\"value\":40.00}]",
		      "Al 31/12/2021: 16/40 Al 31/12/2022: 30/40", "ratio 2021 match 40; missing 2022 missing 75");
	/* a half-year's figures say nothing about the year */
	assert_claims("Controlli", CONTROLS, "\"actuals\":[{\"year\":2021,\"raw\":\"40,00\",\"value\":40.00}]",
		      "Al 31/12/2021: 16/40 Al 30/06/2022: 12/40", "ratio 2021 match 40");
	/* nor does a year before the table's first */
	assert_claims("Controlli", CONTROLS, ACTUAL("75.00"), "Al 31/12/2021: 16/40 Al 31/12/2022: 30/40",
		      "ratio 2022 match 75");
}

static void nobody_is_accused_on_weak_evidence(void **state)
{
	(void)state;
	/* two expressions, neither agrees */
	assert_claims("Controlli", CONTROLS, ACTUAL("70.00"), "Al 31/12/2022: 16/40 e 30/40",
		      "ratio 2022 not-computable -");
	/* another thing's share */
	assert_claims("Controlli", CONTROLS, ACTUAL("70.00"), "Al 31/12/2022: 3 vigili su 12 strade", "");
	assert_claims("Controlli", CONTROLS, ACTUAL("70.00"), "Al 31/12/2022: programmati n. 40 di cui n. 3 rinviati",
		      "");
	/* the cell holds the count */
	assert_claims("Controlli", CONTROLS, ACTUAL("30.00"), "Al 31/12/2022: 30/40", "");
	/* another unit */
	assert_claims("Controlli", CONTROLS, ACTUAL("160000.00"), "Al 31/12/2022: 30/40", "");
	/* a list may be incomplete */
	assert_claims("Spesa", "Somma", ACTUAL("1500.00"), "Al 31/12/2022: corso = € 500,00, aula = € 700,00", "");
	assert_claims("Spesa", "Somma", ACTUAL("1000.00"), "Al 31/12/2022: corso = € 500,00, aula = € 700,00",
		      "sum 2022 mismatch 1200");
	/* what is expected is not what was reached */
	assert_claims("Controlli", CONTROLS, ACTUAL("70.00"),
		      "Nel 2022 si ipotizza di fare 30 controlli su 40 programmati", "");
}

static void figures_under_the_formula_are_the_target_s(void **state)
{
	(void)state;
	assert_claims("Controlli", CONTROLS " 5/10", "\"target\":{\"raw\":\"90,00\",\"value\":90.00},\"actuals\":[]",
		      "Target previsione al 2024", "target 2024 mismatch 50");
	assert_claims("Controlli", CONTROLS " (controlli fatti: 45; controlli programmati: 50)",
		      "\"target\":{\"raw\":\"90,00\",\"value\":90.00},\"actuals\":[]", "", "target 0 match 90");
}

static void results_in_the_text_are_checked(void **state)
{
	(void)state;
	assert_claims("Controlli", CONTROLS, "\"actuals\":[]", "Al 31/12/2022: 5/620*100 = 0,9%",
		      "stated 2022 mismatch 0.8064516129");
	assert_claims("Controlli", CONTROLS, "\"actuals\":[]", "Al 31/12/2022: 5/620*100 = %",
		      "stated 2022 missing 0.8064516129");
	assert_claims("Controlli", CONTROLS, "\"actuals\":[]", "Al 31/12/2021: 2/40*100 = 5 Al 31/12/2022: 5/620*100 =",
		      "stated 2021 match 5");
	assert_claims("Controlli", CONTROLS, ACTUAL("98.00"), "206/210 x100=98%",
		      "ratio 2022 match 98.0952380952 likely; stated 2022 match 98.0952380952");
}

/* A total that is stated wrongly among its items is none of them. */
static void a_wrong_total_is_no_item(void **state)
{
	(void)state;
	static const char sum[] = "Somma corsi tenuti, eventi organizzati, visite guidate";
	assert_claims("Iniziative", sum, ACTUAL("1390.00"),
		      "Al 31/12/2022: 1.391 (di cui 275 corsi tenuti, 629 eventi organizzati e 486 visite)",
		      "sum 2022 match 1390; stated 2022 mismatch 1390 likely");
	assert_claims("Iniziative", sum, ACTUAL("1390.00"),
		      "Al 31/12/2022: 1.391, di cui 275 corsi tenuti, 629 eventi organizzati e 486 visite", "");
	assert_claims("Spesa", "Somma", ACTUAL("2781.00"),
		      "Al 31/12/2022: € 2.782,00 corsi = € 550,00, eventi = € 1.258,00, visite = € 973,00", "");
	/* nor where the cell is wrong as well, or alone */
	assert_claims("Spesa", "Somma", ACTUAL("2783.00"),
		      "Al 31/12/2022: corsi = € 550,00, eventi = € 1.258,00, visite = € 973,00, € 2.782,00 in tutto",
		      "");
	assert_claims("Spesa", "Somma", ACTUAL("2790.00"),
		      "Al 31/12/2022: € 2.781,00 corsi = € 550,00, eventi = € 1.258,00, visite = € 973,00", "");
	/* one that is too many is no total of the others */
	assert_claims("Spesa", "Somma", ACTUAL("3800.00"),
		      "Al 31/12/2022: corso = € 2.600,00, laboratorio = € 1.200,00, materiali = € 350,00",
		      "sum 2022 mismatch 4150");
}

/* A minus may stand apart from its figure, before a blank or a line's end; a dash may be none. */
static void signs_apart(void **state)
{
	(void)state;
	assert_claims("Controlli", CHANGE, "\"actuals\":[]", "Al 31/12/2022: (20-754)/754*100 = - 97,35%",
		      "stated 2022 match -97.3474801061");
	assert_claims("Controlli", CHANGE, "\"actuals\":[]", "Al 31/12/2022: (20-754)/754*100 = - 98,35%",
		      "stated 2022 mismatch -97.3474801061");
	assert_claims("Controlli", CHANGE, "\"actuals\":[]", "controlli 2022: 20; controlli 2021: 754; variazione - 97,35%",
		      "stated 2022 match -97.3474801061");
	assert_claims("Controlli", CHANGE, "\"actuals\":[]",
		      "controlli 2022: 20; controlli 2021: 754; variazione pari al - 97,35%",
		      "stated 2022 match -97.3474801061");
	assert_claims("Controlli", CHANGE, "\"actuals\":[]", "controlli 2022: 20; controlli 2021: 754; esito: - 97,35%", "");
	assert_claims("Controlli", "controlli fatti - controlli respinti", "\"actuals\":[]",
		      "2021: 8.536 - 24 = 8.512 2022: 26 - 348 = - 322", "stated 2021 match 8512; stated 2022 match -322");
}

static void values_that_are_repeated(void **state)
{
	(void)state;
	assert_claims("Settori", "N. settori", ACTUAL("9.00"), "Al 31/12/2022: 9", "value 2022 match 9");
	assert_claims("Settori", "N. settori", ACTUAL("9.00"), "Al 31/12/2022: 8",
		      "value 2022 mismatch 8 likely");
	assert_claims("Settori", "N. settori", ACTUAL("9.00"), "Al 31/12/2022: n. 8 settori",
		      "value 2022 mismatch 8 likely");
	assert_claims("Settori", "N. settori", ACTUAL("9.00"), "Al 31/12/2022: 8 uffici", "");
	assert_claims("Settori", "N. settori", ACTUAL("9.00"), "Al 31/12/2022: 8 settori e 3 uffici", "");
	/* with the word, the figure may be the target after all */
	assert_claims("Settori", "N. settori", "\"target\":{\"raw\":\"8,00\",\"value\":8.00}," ACTUAL("9.00"),
		      "Target al 31/12/2022: 8", "");
	assert_claims("Settori", "N. settori", "\"target\":{\"raw\":\"8,00\",\"value\":8.00}," ACTUAL("9.00"),
		      "Al 31/12/2022: 8", "value 2022 mismatch 8 likely");
	assert_claims("Spesa", "importo", ACTUAL("24280057.00"), "La spesa del 2022 è stata di 24.280.057,00",
		      "value 2022 match 24280057");
}

static void relations_in_words(void **state)
{
	(void)state;
	assert_claims("Spesa", "importo speso",
		      "\"target\":{\"raw\":\"25000000,00\",\"value\":25000000.00}," ACTUAL("24280057.00"),
		      "Nel 2022 la spesa è pari al 97,12 % della preventivata", "stated 2022 match 97.120228");
	assert_claims("Automezzi", "SPESA 2022 = 30% DELLA SPESA 2011 di € 43.138,43", ACTUAL("15089.49"),
		      "€ 12.941,53 limite € 2.147,96 eccedenza", "stated 0 match 12941.529; stated 2022 match 2147.96");
}

/* A table in place of a note, and formulas without end: nothing is claimed, and it takes no time. */
static void hostile_texts_are_passed_over(void **state)
{
	(void)state;
	static const char *const pieces[] = { "12/34 ", "5 ", "1) ", "Al 31/12/2022: 5 ", "(", "12 (nel 2021 " };
	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *long_one = g_string_new(NULL);
		while (long_one->len < 100000)
			g_string_append(long_one, pieces[i]);
		assert_claims("Controlli", CONTROLS, ACTUAL("40.00"), long_one->str, "");
		assert_claims("Controlli", long_one->str, ACTUAL("40.00"), "Al 31/12/2022: 16/40",
			      "ratio 2022 match 40");
		g_string_free(long_one, TRUE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_texts_are_passed_over),
		cmocka_unit_test(each_year_is_held_against_its_own_figures),
		cmocka_unit_test(the_scale_is_the_document_s),
		cmocka_unit_test(a_reduction_may_lack_its_sign),
		cmocka_unit_test(sentences_of_which_none_agrees),
		cmocka_unit_test(signs_in_words),
		cmocka_unit_test(empty_cells_are_told_apart),
		cmocka_unit_test(nobody_is_accused_on_weak_evidence),
		cmocka_unit_test(figures_under_the_formula_are_the_target_s),
		cmocka_unit_test(results_in_the_text_are_checked),
		cmocka_unit_test(a_wrong_total_is_no_item),
		cmocka_unit_test(signs_apart),
		cmocka_unit_test(values_that_are_repeated),
		cmocka_unit_test(relations_in_words),
	};
	return RUN(tests);
}
