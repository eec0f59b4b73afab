/*
 * What the engine does with odd layouts; what families look like is tried by the profiles' own
 * examples (normalize_profile.c).
 */
#include "normalize/engine.h"

#include "tests/unit/profiled.h"

#define DOCUMENT "{\"type\":\"document\",\"schema\":\"spunta-layout/1\",\"name\":\"a\"}\n"
#define END      "{\"type\":\"end\"}\n"

static char *records(const char *profile, const char *middle)
{
	char *layout = g_strconcat(DOCUMENT, middle, END, NULL);
	char *out = sp_profile_test_records(&ctx, set, profile, layout);
	assert_non_null(out);
	g_free(layout);
	return out;
}

#define assert_holds(text, part)                                                                                       \
	do {                                                                                                           \
		if (!strstr(text, part))                                                                               \
			fail_msg("no %s in\n%s", part, text);                                                          \
	} while (0)

static void several_headings_in_one_text(void **state)
{
	(void)state;
	char *out = records(
	    "public-value-status",
	    "{\"type\":\"text\",\"page\":2,\"text\":\"LINEA DI MANDATO Città che cura OBIETTIVO DI VALORE PUBBLICO 01 "
	    "Servizi "
	    "vicini\",\"lines\":[{\"text\":\"LINEA DI MANDATO\",\"bbox\":[1,2,3,4]},{\"text\":\"Città che cura\"},"
	    "{\"text\":\"OBIETTIVO DI VALORE PUBBLICO 01\",\"bbox\":[1,8,3,9]},{\"text\":\"Servizi "
	    "vicini\",\"bbox\":[1,10,5,12]}],"
	    "\"size\":12,\"bold\":true,\"role\":\"heading\"}\n");
	assert_holds(out, "\"code\":\"01\",\"title\":\"Servizi vicini\",\"mandate_line\":\"Città che cura\"");
	assert_holds(out, "\"source\":{\"page\":2,\"bbox\":[1,8,");
	g_free(out);
}

static void hyphens_were_resolved_before(void **state)
{
	(void)state;
	char *out = records(
	    "dup", "{\"type\":\"text\",\"page\":1,\"text\":\"Obiettivo operativo 1.2 - Manutenzione delle scuole "
		   "Assessore: Monti\","
		   "\"lines\":[{\"text\":\"Obiettivo operativo 1.2 - Manu-\"},{\"text\":\"tenzione delle scuole\"},"
		   "{\"text\":\"Assessore: Monti\"}],\"role\":\"body\"}\n");
	assert_holds(out, "\"title\":\"Manutenzione delle scuole\"");
	assert_holds(out, "\"political_lead\":\"Monti\"");
	g_free(out);
}

static void running_heads_are_passed_over(void **state)
{
	(void)state;
	char *out = records(
	    "dup", "{\"type\":\"text\",\"page\":1,\"text\":\"Comune di Roccaspina - 12,5%\",\"role\":\"header\"}\n"
		   "{\"type\":\"text\",\"page\":1,\"text\":\"Pag. 3 di 60\",\"role\":\"footer\"}\n"
		   "{\"type\":\"page\",\"page\":1}\n");
	assert_holds(out, "{\"type\":\"end\",\"records\":{}}");
	g_free(out);
}

static void others_go_through_untouched(void **state)
{
	(void)state;
	char *out = records("dup", "{\"type\":\"problem\",\"page\":3,\"code\":\"no-text-layer\",\"x\":1.50}\n{\"type\":"
				   "\"novelty\",\"a\":[]}\n");
	assert_holds(out, "\n{\"type\":\"problem\",\"page\":3,\"code\":\"no-text-layer\",\"x\":1.50}\n{\"type\":"
			  "\"novelty\",\"a\":[]}\n");
	assert_holds(out, "\"records\":{\"novelty\":1,\"problem\":1}");
	g_free(out);
}

#define CELL(row, col, text) "{\"row\":" #row ",\"col\":" #col ",\"text\":\"" text "\"}"

/* Totals below a table by their place under a column, whatever their order. */
static void totals_stand_under_their_column(void **state)
{
	(void)state;
	char *out = records(
	    "performance-plan",
	    "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":2,\"n_cols\":4,\"header_rows\":1,\"cells\":"
	    "[" CELL(0, 0, "N.") "," CELL(0, 1, "Progetto") "," CELL(0, 2, "risorse proprie") "," CELL(
		0, 3, "risorse di terzi") "," CELL(1, 0,
						   "1") "," CELL(1, 1,
								 "Biblioteca") ","
									       "{\"row\":1,\"col\":2,\"text\":\"10,"
									       "00\",\"bbox\":[100,10,150,20]},"
									       "{\"row\":1,\"col\":3,\"text\":\"10,"
									       "00\",\"bbox\":[150,10,200,20]}]}\n"
									       "{\"type\":\"text\",\"page\":1,\"text\":"
									       "\"11,00\",\"bbox\":[160,25,190,35]}\n"
									       "{\"type\":\"text\",\"page\":1,\"text\":"
									       "\"10,00\",\"bbox\":[110,25,140,35]}\n");
	assert_holds(out, "\"of\":\"project.third_party_funds\",\"scope\":null,\"raw\":\"11,00\"");
	assert_holds(out, "\"of\":\"project.own_funds\",\"scope\":null,\"raw\":\"10,00\"");
	g_free(out);
}

#define PROJECTS                                                                                                       \
	"{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"bbox\":[50,50,500,90],\"n_rows\":2,\"n_cols\":3,"                      \
	"\"header_rows\":1,\"cells\":[" CELL(0, 0, "N.") "," CELL(0, 1, "Progetto") "," CELL(                               \
	    0, 2, "risorse proprie") "," CELL(1, 0, "1") "," CELL(1, 1, "Biblioteca") "," CELL(1, 2, "10,00") "]}\n"
#define NEXT_PAGE(box)                                                                                                 \
	"{\"type\":\"table\",\"id\":\"p2t1\",\"page\":2,\"bbox\":" box ",\"n_rows\":1,\"n_cols\":3,"                            \
	"\"header_rows\":0,\"cells\":[" CELL(0, 0, "2") "," CELL(0, 1, "Scuola") "," CELL(0, 2, "20,00") "]}\n"

/* The layout did not see that the table goes on over the page. */
static void a_table_goes_on_unsaid(void **state)
{
	(void)state;
	char *out = records("performance-plan", PROJECTS NEXT_PAGE("[52,50,498,60]"));
	assert_holds(out, "\"title\":\"Scuola\"");
	assert_holds(out, "\"records\":{\"project\":2}");
	g_free(out);
	out = records("performance-plan", PROJECTS NEXT_PAGE("[150,50,400,60]"));
	assert_holds(out, "\"records\":{\"project\":1,");
	g_free(out);
	out = records("performance-plan", PROJECTS
		      "{\"type\":\"text\",\"page\":2,\"text\":\"Altre voci del piano\",\"role\":\"body\"}\n" NEXT_PAGE(
			  "[52,50,498,60]"));
	assert_holds(out, "\"records\":{\"project\":1,");
	g_free(out);
}

/* "Missione" in the first cell is a label of sheets, too; here it heads a column. */
static void a_header_is_one_though_the_layout_does_not_say_so(void **state)
{
	(void)state;
	char *out = records("piao", "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":2,\"n_cols\":3,\"header_rows\":0,\"cells\":["
	                    CELL(0, 0, "MISSIONE") "," CELL(0, 1, "PROGRAMMA") "," CELL(0, 2, "OBIETTIVI DI PERFORMANCE") ","
	                    CELL(1, 0, "01 SERVIZI ISTITUZIONALI") "," CELL(1, 1, "02 - Segreteria Generale") ","
	                    CELL(1, 2, "Tempestività dei pagamenti") "]}\n");
	assert_holds(out, "\"type\":\"objective\"");
	assert_holds(out, "\"title\":\"Tempestività dei pagamenti\"");
	g_free(out);
}

static void spans_and_two_header_rows(void **state)
{
	(void)state;
	char *out = records(
	    "performance-plan",
	    "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":4,\"n_cols\":5,\"header_rows\":2,\"cells\":"
	    "[" CELL(0, 0, "n.") "," CELL(0, 1, "Progetto") "," CELL(
		0, 2,
		"Settore") ","
			   "{\"row\":0,\"col\":3,\"colspan\":2,\"text\":\"Risorse\"}," CELL(1, 3, "proprie") "," CELL(
			       1, 4,
			       "di terzi") "," CELL(2, 0,
						    "1") "," CELL(2, 1,
								  "Uno") ",{\"row\":2,\"col\":2,\"rowspan\":2,\"text\":"
									 "\"Cultura\"}"
									 "," CELL(2, 3, "5,00") "," CELL(
									     3, 0,
									     "2") "," CELL(3, 1,
											   "Due") "," CELL(3, 4,
													   "6,00") "]}"
														   "\n");
	assert_holds(out, "\"number\":\"2\",\"scope\":null,\"sector\":\"Cultura\",\"title\":\"Due\"");
	assert_holds(out, "\"third_party_funds\":{\"raw\":\"6,00\",\"value\":6.00,\"unit\":\"EUR\"");
	g_free(out);
}

static void a_cut_row_is_one_record(void **state)
{
	(void)state;
	char *out = records(
	    "dup-status",
	    "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":2,\"n_cols\":3,\"header_rows\":1,\"cells\":"
	    "[" CELL(0, 0, "Indicatore") "," CELL(0, 1, "Target") "," CELL(0, 2, "Note") "," CELL(
		1, 0,
		"Percentuale appalti") "," CELL(1, 1,
						"70,00") "," CELL(1, 2,
								  "Target al") "]}\n"
									       "{\"type\":\"text\",\"page\":2,\"text\":"
									       "\"Comune di "
									       "Roccaspina\",\"role\":\"header\"}\n"
									       "{\"type\":\"table\",\"id\":\"p2t1\","
									       "\"page\":2,\"n_rows\":1,\"n_cols\":3,"
									       "\"header_rows\":0,\"continues\":"
									       "\"p1t1\","
									       "\"continues_row\":true,\"cells\":"
									       "[" CELL(0, 0, "con offerta") "," CELL(
										   0, 2, "31/12/2024: 5") "]}\n");
	assert_holds(out, "\"name\":\"Percentuale appalti con offerta\"");
	assert_holds(out, "\"notes\":\"Target al 31/12/2024: 5\"");
	assert_holds(out, "\"records\":{\"indicator\":1}");
	g_free(out);
}

/* The page cuts a sheet within a row: its label goes on in the first column, its value in the second. */
static void a_cut_sheet_row_is_one_section(void **state)
{
	(void)state;
	char *out = records(
	    "dup-status",
	    "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":2,\"n_cols\":2,\"header_rows\":0,\"cells\":"
	    "[" CELL(0, 0, "Obiettivo Operativo DUP") "," CELL(0, 1, "C01 - TITOLO") "," CELL(
		1, 0,
		"Azioni Correttive") "," CELL(1, 1,
					      "Nessuna nel") "]}\n"
							     "{\"type\":\"table\",\"id\":\"p2t1\",\"page\":2,\"n_"
							     "rows\":1,\"n_cols\":2,\"header_rows\":0,"
							     "\"continues\":\"p1t1\",\"continues_row\":true,\"cells\":"
							     "[" CELL(0, 0, "Infrannuale 2024") "," CELL(
								 0, 1, "semestre") "]}\n");
	assert_holds(out, "\"sections\":{\"Azioni Correttive Infrannuale 2024\":\"Nessuna nel semestre\"}");
	g_free(out);
}

static void nothing_is_lost(void **state)
{
	(void)state;
	char *out = records("dup", "{\"type\":\"text\",\"page\":1,\"text\":\"La spesa ammonta a € 1.000,00.\"}\n"
				   "{\"type\":\"text\",\"page\":1,\"text\":\"C45 - Piano del verde\"}\n"
				   "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":2,\"n_cols\":2,\"header_"
				   "rows\":1,\"cells\":[" CELL(0, 0, "Capitolo") "," CELL(0, 1, "Importo") "," CELL(
				       1, 0, "Sociale") "," CELL(1, 1, "12,50") "]}\n");
	assert_holds(out, "\"text\":\"La spesa ammonta a € 1.000,00.\",\"reason\":\"a figure in running text\"");
	assert_holds(out, "\"text\":\"C45 - Piano del verde\",\"reason\":\"a line with a code that no rule takes\"");
	assert_holds(out, "{\"label\":\"Sociale\",\"level\":0,\"cells\":[{\"raw\":\"Sociale\"},{\"raw\":\"12,50\","
			  "\"value\":12.50,\"unit\":null,\"label\":\"Sociale\"}]");
	g_free(out);
}

/* A form of a budget: other measures of an item stand below it, letters name amounts, the next page has no header. */
static void a_table_that_no_profile_knows_is_kept(void **state)
{
	(void)state;
	char *out = records(
	    "budget",
	    "{\"type\":\"text\",\"page\":1,\"text\":\"Entrate per tipologie\"}\n"
	    "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":4,\"n_cols\":4,\"header_rows\":2,\"cells\":["
	    "{\"row\":0,\"col\":0,\"rowspan\":2,\"text\":\"Tipologia\"},{\"row\":0,\"col\":1,\"rowspan\":2,\"text\":"
	    "\"\"},"
	    "{\"row\":0,\"col\":2,\"colspan\":2,\"text\":\"Previsioni\"}," CELL(1, 2, "2025 in €") "," CELL(1, 3, "2026") "," CELL(2, 0, "101") "," CELL(2, 1, "competenza") "," CELL(
		2,
		2, "1.200,00") "," CELL(2, 3,
					"(350,10)") "," CELL(3, 1,
							     "cassa") "," CELL(3, 2,
									       "RS 12") "," CELL(3, 3,
												 "-") "]}\n"
												      "{\"type\":"
												      "\"table\","
												      "\"id\":\"p2t1\","
												      "\"page\":2,"
												      "\"continues\":"
												      "\"p1t1\",\"n_"
												      "rows\":1,\"n_"
												      "cols\":4,"
												      "\"header_rows\":"
												      "0,\"cells\":"
												      "[" CELL(0, 1, "residui") "," CELL(
													  0, 2,
													  "7,00") "]}"
														  "\n");
	assert_holds(out, "\"id\":\"table:p1t1\",\"caption\":\"Entrate per tipologie\",\"columns\":["
			  "{\"header\":\"Tipologia\",\"unit\":null},{\"header\":\"\",\"unit\":null},"
			  "{\"header\":\"Previsioni / 2025 in €\",\"unit\":\"EUR\",\"year\":2025},"
			  "{\"header\":\"Previsioni / 2026\",\"unit\":null,\"year\":2026}]");
	assert_holds(out, "{\"label\":\"101 competenza\",\"level\":0,\"cells\":[{\"raw\":\"101\"");
	assert_holds(out, "{\"raw\":\"1.200,00\",\"value\":1200.00,\"unit\":\"EUR\",\"year\":2025,\"measure\":\"accrual\","
			  "\"label\":\"competenza\"}");
	assert_holds(out, "{\"raw\":\"7,00\",\"value\":7.00,\"unit\":\"EUR\",\"year\":2025,\"measure\":\"residuals\","
			  "\"label\":\"residui\"}");
	assert_holds(out, "{\"label\":\"cassa\",\"under\":\"101\",\"level\":1,");
	assert_holds(out, "\"records\":{\"table\":1}");
	assert_holds(out, "{\"label\":\"residui\",\"under\":\"101\",\"level\":1,");
	g_free(out);
}

static void hostile_tables_do_no_harm(void **state)
{
	(void)state;
	char *out = records(
	    "dup",
	    "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":1,\"n_cols\":1,\"header_rows\":9,\"cells\":"
	    "[" CELL(7, 7, "fuori 12") ",{\"row\":0,\"col\":0,\"rowspan\":99999,\"colspan\":99999,\"text\":\"12\"},"
				       "{\"row\":-1,\"col\":0,\"text\":\"13\"},{\"text\":null}]}\n"
				       "{\"type\":\"table\"}\n{\"type\":\"text\"}\n{\"type\":\"text\",\"text\":\"**\","
				       "\"lines\":[{\"text\":\"\"},{}]}\n");
	assert_holds(out, "\"text\":\"12\"");
	assert_holds(out, "fuori 12");
	g_free(out);
	/* header rows with nothing printed at their left */
	out = records("dup", "{\"type\":\"table\",\"id\":\"p1t1\",\"page\":1,\"n_rows\":3,\"n_cols\":3,\"header_rows\":"
			     "2,\"cells\":[" CELL(1, 2, "Target") "," CELL(2, 0, "14") "]}\n");
	assert_holds(out, "\"raw\":\"14\",\"value\":14");
	g_free(out);
	struct voice v;
	voice_init(&v);
	char *layout = g_strconcat(
	    DOCUMENT, "{\"type\":\"table\",\"id\":\"p1t1\",\"n_rows\":2000000000,\"n_cols\":2000000000,\"cells\":[]}\n",
	    END, NULL);
	assert_null(sp_profile_test_records(&v.ctx, set, "dup", layout));
	assert_said(&v, "cells are the limit");
	g_free(layout);
	voice_clear(&v);
}

static void a_second_formula_is_kept(void **state)
{
	(void)state;
	char *out = records("dup", "{\"type\":\"text\",\"page\":1,\"text\":\"Obiettivo operativo C01 - Titolo\"}\n"
				   "{\"type\":\"text\",\"page\":1,\"text\":\"Formula: "
				   "a/b\"}\n{\"type\":\"text\",\"page\":1,\"text\":\"Formula: c/d\"}\n");
	assert_holds(out, "\"sections\":{\"Formula\":\"a/b\\nc/d\"}");
	g_free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_headings_in_one_text),
		cmocka_unit_test(hyphens_were_resolved_before),
		cmocka_unit_test(running_heads_are_passed_over),
		cmocka_unit_test(others_go_through_untouched),
		cmocka_unit_test(totals_stand_under_their_column),
		cmocka_unit_test(a_table_goes_on_unsaid),
		cmocka_unit_test(a_header_is_one_though_the_layout_does_not_say_so),
		cmocka_unit_test(spans_and_two_header_rows),
		cmocka_unit_test(a_cut_row_is_one_record),
		cmocka_unit_test(a_cut_sheet_row_is_one_section),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(a_table_that_no_profile_knows_is_kept),
		cmocka_unit_test(hostile_tables_do_no_harm),
		cmocka_unit_test(a_second_formula_is_kept),
	};
	return RUN_PROFILED(tests);
}
