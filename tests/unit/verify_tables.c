#include "unit.h"

#include <string.h>

#include "base/ctx.h"
#include "verify/tables/tables.h"

struct run {
	struct sp_ctx ctx;
	struct sp_tables *tables;
	GString *said;
};

static void receive(struct sp_finding *f, void *data)
{
	struct run *r = data;
	if (f->status != SP_MATCH)
		g_string_append_printf(r->said, "%s %s %s; ", f->likely ? "likely" : "certain", f->published->raw,
				       f->expression);
	else
		g_string_append_printf(r->said, "%s = %s; ", f->published->raw, f->expression);
	sp_finding_free(f);
}

/* "·" is a blank within a head. */
static char *blanks(char *head)
{
	char *at;
	while ((at = strstr(head, "·"))) {
		*at = ' ';
		memmove(at + 1, at + strlen("·"), strlen(at + strlen("·")) + 1);
	}
	return head;
}

/* Rows are parted by "/", cells by blanks; the first is the label, "." an empty cell, "?" one with several figures, "!"
 * one with a figure among words. */
static void take(struct run *r, const char *id, const char *continues, const char *headers, const char *rows)
{
	GString *json = g_string_new(NULL);
	g_string_append_printf(json, "{\"type\":\"table\",\"id\":\"%s\",", id);
	if (continues)
		g_string_append_printf(json, "\"continues\":\"%s\",", continues);
	g_string_append(json, "\"columns\":[");
	char **heads = g_strsplit(headers, " ", -1), **lines = g_strsplit(rows, "/", -1);
	for (size_t i = 0; heads[i]; i++)
		g_string_append_printf(json, "%s{\"header\":\"%s\"%s}", i ? "," : "", blanks(heads[i]),
				       strchr(heads[i], '%') ? ",\"unit\":\"%\"" : "");
	g_string_append(json, "],\"rows\":[");
	for (size_t l = 0; lines[l]; l++) {
		char **cells = g_strsplit(lines[l], " ", -1);
		blanks(cells[0]);
		g_string_append_printf(json, "%s{\"label\":\"%s\",\"cells\":[{\"raw\":\"%s\"}", l ? "," : "", cells[0],
				       cells[0]);
		for (size_t c = 1; cells[c]; c++) {
			char *digits = g_strdelimit(g_strdup(cells[c]), ",", '.');
			if (*cells[c] == '.')
				g_string_append(json, ",null");
			else if (*cells[c] == '?')
				g_string_append(json, ",{\"raw\":\"1 2\",\"note\":\"several-figures\"}");
			else if (*cells[c] == '!')
				g_string_append(json, ",{\"raw\":\"illeciti 60.000,00\",\"note\":\"not-alone\"}");
			else
				g_string_append_printf(json, ",{\"raw\":\"%s\",\"value\":%s}", cells[c], digits);
			g_free(digits);
		}
		g_string_append(json, "],\"source\":{\"page\":1,\"row\":1}}");
		g_strfreev(cells);
	}
	g_string_append(json, "]}");
	struct sp_json *record = sp_json_parse(&r->ctx, json->str, json->len);
	assert_non_null(record);
	sp_tables_take(r->tables, record);
	sp_json_free(record);
	g_strfreev(heads);
	g_strfreev(lines);
	g_string_free(json, TRUE);
}

static int set_up(void **state)
{
	struct run *r = g_new0(struct run, 1);
	sp_ctx_init(&r->ctx, "test");
	r->said = g_string_new(NULL);
	r->tables = sp_tables_new(&r->ctx, receive, r);
	*state = r;
	return 0;
}

static int tear_down(void **state)
{
	struct run *r = *state;
	sp_tables_free(r->tables);
	g_string_free(r->said, TRUE);
	g_free(r);
	return 0;
}

static void assert_says(struct run *r, const char *headers, const char *rows, const char *expected)
{
	g_string_truncate(r->said, 0);
	take(r, "table:p1t1", NULL, headers, rows);
	sp_tables_close(r->tables);
	assert_string_equal(r->said->str, expected);
}

static void totals_add_up_rows(void **state)
{
	assert_says(*state, "Voce 2026 2027", "a 1,50 2,00/b 2,25 3,00/Totale 3,75 5,00",
		    "3,75 = 1.50 + 2.25; 5,00 = 2.00 + 3.00; ");
}

static void totals_add_up_totals(void **state)
{
	assert_says(*state, "Voce 2026", "a 1,50/b 2,25/Totale 3,75/c 4,50/d 1,25/Totale 5,75/Totale 9,50",
		    "3,75 = 1.50 + 2.25; 5,75 = 4.50 + 1.25; 9,50 = 3.75 + 5.75; ");
}

static void a_wrong_total_is_told(void **state)
{
	assert_says(*state, "Voce 2026 2027 2028", "a 1,50 2,00 7,10/b 2,25 3,00 1,10/Totale 3,75 5,50 8,20",
		    "3,75 = 1.50 + 2.25; certain 5,50 2.00 + 3.00; 8,20 = 7.10 + 1.10; ");
	assert_says(*state, "Voce Importo", "a 11,50/b 12,25/c 10,00/Totale 34,75",
		    "likely 34,75 11.50 + 12.25 + 10.00; ");
}

/* Nothing says "total", but everything holds except the corner, which both its column and its row contradict. */
static void a_wrong_corner_is_told(void **state)
{
	assert_says(*state, "Ente Inizio Variazione Fine", "A 447,62 287,17 734,79/B 0,00 41,70 41,70/. 447,62 328,87 776,48",
		    "likely 776,48 734.79 + 41.70; ");
	/* a figure that was not read, or another that does not fit, and nobody is accused */
	assert_says(*state, "Ente Inizio Variazione Fine", "A 447,62 287,17 734,79/B 0,00 ? 41,70/. 447,62 328,87 776,48", "");
	assert_says(*state, "Ente Inizio Variazione Fine", "A 447,62 287,17 734,79/B 0,00 41,70 41,71/. 447,62 328,87 776,48", "");
	/* whole euros were rounded one by one */
	assert_says(*state, "Ente Inizio Variazione Fine", "A 447 287 734/B 0 41 41/. 447 328 776",
		    "447 = 447 + 0; 328 = 287 + 41; ");
}

/* "3,665" beside "855" is three thousand and more: it was not read, and accuses nobody. */
static void commas_between_thousands_accuse_nobody(void **state)
{
	assert_says(*state, "State Halts Tested", "Delhi 8 1,000/Gujarat 6 1,453/Kerala 9 855/Total 23 3,308",
		    "23 = 8 + 6 + 9; ");
	assert_says(*state, "Item Income Costs", "a 950 3,665/b 1,200 2,409/c 1,300 12/Total 3,450 6,086", "");
	assert_says(*state, "Item 2009 2010 Both", "a 1,200 -340 860/b 2,400 1,100 3,500/c 75 25 100/Total 3,675 785 4,460", "");
	/* coefficients, and tonnes with three decimals each, are read as they stand */
	assert_says(*state, "Voce 2026 2027", "a 1,250 0,125/b 2,500 1/c 3,125 2,500/Totale 6,876 3,625",
		    "likely 6,876 1.250 + 2.500 + 3.125; 3,625 = 0.125 + 1 + 2.500; ");
}

static void what_was_not_read_accuses_nobody(void **state)
{
	assert_says(*state, "Voce 2026 2027 2028", "a 1,50 ? 7,10/b 2,25 3,00 1,10/Totale 3,75 5,50 8,20",
		    "3,75 = 1.50 + 2.25; 8,20 = 7.10 + 1.10; ");
	assert_says(*state, "Voce 2026 2027 2028", "a 1,50 ! 7,10/b 2,25 3,00 1,10/Totale 3,75 5,50 8,20",
		    "3,75 = 1.50 + 2.25; 8,20 = 7.10 + 1.10; ");
	assert_says(*state, "Voce Importo", "a 305180,00/b !/c 350,00/d 1110576,56/Totale 1476106,56", "");
}

static void balances_and_parts_are_no_wrong_sums(void **state)
{
	assert_says(*state, "Voce Importo", "entrate 100,00/spese 40,00/Totale 60,00", "");
	assert_says(*state, "Voce Importo", "a 11,50/di_cui 1,00/b 12,25/Totale 23,75", "23,75 = 11.50 + 12.25; ");
}

static void percentages_have_totals_that_are_no_sums(void **state)
{
	assert_says(*state, "Voce 2026 2027 Capacità", "a 1,50 2,00 90,00/b 2,25 3,00 80,00/Totale 3,75 5,00 84,00",
		    "3,75 = 1.50 + 2.25; 5,00 = 2.00 + 3.00; ");
}

static void whole_euros_were_rounded(void **state)
{
	assert_says(*state, "Voce Primo Secondo Terzo Totale",
		    "a 10 20 30 60/b 15 21 37 73/c 12 29 32 73/d 43 23 34 100/e 14 25 35 75",
		    "60 = 10 + 20 + 30; 73 = 15 + 21 + 37; 73 = 12 + 29 + 32; 100 = 43 + 23 + 34; ");
	assert_says(*state, "Voce 2026 2027", "a 1500 2000/b 2250 3000/Totale 3751 5000", "5000 = 2000 + 3000; ");
}

/* The first row has no figure in the column that adds up without it, and the other column was rounded. */
static void the_reading_that_fails_least_is_taken(void **state)
{
	assert_says(*state, "Voce Iniziale Variazioni",
		    "z 1 2/Totale 1 2/a . 149170/b 81095 110464/c 55570 61449/Totale 136665 321084",
		    "1 = 1; 2 = 2; 136665 = 81095 + 55570; ");
}

static void codes_are_no_amounts(void **state)
{
	assert_says(*state, "Cod 2026 2027 Voce", "a 1,50 2,00 101/b 2,25 3,00 102/Totale 3,75 5,00 100",
		    "3,75 = 1.50 + 2.25; 5,00 = 2.00 + 3.00; ");
	/* among amounts it may be one: nothing is said of its column */
	assert_says(*state, "Voce 2026 2027", "a 8490,00 6956,00/b 0,00 108/c 1,50 2,00/Totale 8491,50 7066,00",
		    "8491,50 = 8490.00 + 0.00 + 1.50; ");
}

static void columns_add_up_and_differ(void **state)
{
	assert_says(*state, "Voce Accertato Riscosso Residuo", "a 10,50 1,25 9,25/b 20,00 2,50 17,50/c 5,00 1,00 4,00",
		    "10,50 = 1.25 + 9.25; 20,00 = 2.50 + 17.50; 5,00 = 1.00 + 4.00; "
		    "9,25 = 10.50 - 1.25; 17,50 = 20.00 - 2.50; 4,00 = 5.00 - 1.00; ");
	assert_says(*state, "Voce Iniziale Variazioni Assestato",
		    "a 10,50 1,25 11,75/b 20,00 2,50 22,50/c 5,00 1,00 6,00/d 3,00 4,00 7,00",
		    "11,75 = 10.50 + 1.25; 22,50 = 20.00 + 2.50; 6,00 = 5.00 + 1.00; 7,00 = 3.00 + 4.00; ");
}

/* "Of these new" stands among the columns that are added up, and is nought nearly everywhere. */
static void a_column_that_is_not_added_up_accuses_nobody(void **state)
{
	assert_says(*state, "Regione Ricoverati Intensiva Ingressi Domicilio Totale",
		    "A 182 12 0 216 410/B 230 11 0 597 838/C 154 17 0 787 958/D 329 16 0 524 869/E 198 15 0 313 526/F 98 23 0 918 1039/"
		    "G 122 16 0 582 720/H 151 15 0 171 337/I 41 21 0 191 253/L 103 22 0 401 526/M 77 33 0 341 451/N 91 14 50 622 727",
		    "410 = 182 + 12 + 0 + 216; 838 = 230 + 11 + 0 + 597; 958 = 154 + 17 + 0 + 787; 869 = 329 + 16 + 0 + 524; "
		    "526 = 198 + 15 + 0 + 313; 1039 = 98 + 23 + 0 + 918; 720 = 122 + 16 + 0 + 582; 337 = 151 + 15 + 0 + 171; "
		    "253 = 41 + 21 + 0 + 191; 526 = 103 + 22 + 0 + 401; 451 = 77 + 33 + 0 + 341; ");
}

static void a_torn_table_accuses_nobody(void **state)
{
	struct run *r = *state;
	assert_says(r, "  ", "a 11,50/b 12,25/c 10,00/Totale 34,75", "");
	take(r, "table:p2t1", "table:p1t1", "Voce Importo", "b 12,25/c 11,00/Totale 34,75");
	sp_tables_close(r->tables);
	assert_string_equal(r->said->str, "");
}

static void heads_declare_sums(void **state)
{
	assert_says(*state, "Voce Residui·(RS) Pagati·(PR) Riaccertati·(R) Da·riportare·(EP·=·RS·-·PR·+·R)",
		    "a 10,50 1,25 -1,00 8,25/b 20,00 2,50 0,00 17,50/c 5,00 1,00 0,00 4,00",
		    "8,25 = 10.50 - 1.25 + -1.00; 17,50 = 20.00 - 2.50 + 0.00; 4,00 = 5.00 - 1.00 + 0.00; ");
	assert_says(*state, "Voce a b c=a+b", "x 1,50 2,00 3,50/y 1,00 4,00 5,00/z 6,00 1,00 7,00/w 2,50 2,50 6,00",
		    "3,50 = 1.50 + 2.00; 5,00 = 1.00 + 4.00; 7,00 = 6.00 + 1.00; ");
	/* a letter that two columns have, and one that none has */
	assert_says(*state, "Voce (a) (a) (b=a+c)", "x 1,50 2,00 1,00/y 1,00 4,00 2,00/z 6,00 1,00 3,00", "");
}

/* The label holds a figure that belongs into some cell. */
static void an_amount_among_words_accuses_nobody(void **state)
{
	assert_says(*state, "Voce 2026 2027 2028", "a 1,50 2,00 7,10/b 2,25 3,00 1,10/Totale·5,00 3,75 5,50 8,20",
		    "3,75 = 1.50 + 2.25; 8,20 = 7.10 + 1.10; ");
}

/* Ten rows bear it out, and one does not. */
static void a_declared_sum_that_fails_is_told(void **state)
{
	GString *rows = g_string_new("w 2,50 2,50 6,00"), *expected = g_string_new("likely 6,00 2.50 + 2.50; ");
	for (int i = 0; i < 10; i++) {
		g_string_append(rows, "/x 1,50 2,00 3,50");
		g_string_append(expected, "3,50 = 1.50 + 2.00; ");
	}
	assert_says(*state, "Voce a b c=a+b", rows->str, expected->str);
	g_string_free(rows, TRUE);
	g_string_free(expected, TRUE);
}

static void percentages_follow_from_their_columns(void **state)
{
	assert_says(*state, "Voce 2025 2026 Variazione%",
		    "a 200,00 150,00 -25,00/b 300,00 310,00 3,33/c 50,00 75,00 50,00",
		    "-25,00 = (150.00 - 200.00) / 200.00 * 100; 3,33 = (310.00 - 300.00) / 300.00 * 100; "
		    "50,00 = (75.00 - 50.00) / 50.00 * 100; ");
	assert_says(*state, "Voce Accertato Incassato %",
		    "a 200,00 150,00 75,00/b 300,00 150,00 50,00/c 50,00 20,00 40,00",
		    "75,00 = 150.00 / 200.00 * 100; 50,00 = 150.00 / 300.00 * 100; 40,00 = 20.00 / 50.00 * 100; ");
	/* the same percentage everywhere; one that holds in two rows of three */
	assert_says(*state, "Voce Base Quota %", "a 200,00 201,00 100/b 300,00 301,00 100/c 500,00 501,00 100", "");
	assert_says(*state, "Voce Accertato Incassato %",
		    "a 200,00 150,00 75,00/b 300,00 150,00 50,00/c 50,00 20,00 41,00", "");
}

/* Borne out by six rows, it is likely to be wrong in the seventh. */
static void a_wrong_percentage_is_told(void **state)
{
	GString *rows = g_string_new("w 200,00 150,00 76,00"),
		*expected = g_string_new("likely 76,00 150.00 / 200.00 * 100; ");
	for (int i = 1; i <= 10; i++) {
		g_string_append_printf(rows, "/x 500,00 %d5,00 %d,00", i, 2 * i + 1);
		g_string_append_printf(expected, "%d,00 = %d5.00 / 500.00 * 100; ", 2 * i + 1, i);
	}
	assert_says(*state, "Voce Accertato Incassato %", rows->str, expected->str);
	g_string_free(rows, TRUE);
	g_string_free(expected, TRUE);
}

static void a_total_of_one_item_is_confirmed(void **state)
{
	assert_says(*state, "Voce 2026 2027", "a 1,50 2,00/Totale 1,50 2,00", "1,50 = 1.50; 2,00 = 2.00; ");
	assert_says(*state, "Voce 2026 2027", "a 1,50 2,00/b 0,00 0,00/Totale 1,50 2,00",
		    "1,50 = 1.50 + 0.00; 2,00 = 2.00 + 0.00; ");
}

/* The same heads on the next page, and nobody said that the table goes on. */
static void tables_confirm_each_other(void **state)
{
	struct run *r = *state;
	take(r, "table:p1t1", NULL, "Voce 2026 2027", "a 1,50 2,00");
	take(r, "table:p2t1", NULL, "Voce 2026 2027", "b 2,25 3,00/Totale 3,75 5,00");
	sp_tables_close(r->tables);
	assert_string_equal(r->said->str, "3,75 = 1.50 + 2.25; 5,00 = 2.00 + 3.00; ");
	g_string_truncate(r->said, 0);
	take(r, "table:p1t1", NULL, "Voce 2026 2027", "a 1,50 2,00");
	take(r, "table:p2t1", NULL, "Voce 2026 2027", "b 2,25 3,00/Totale 3,75 5,10");
	sp_tables_close(r->tables);
	assert_string_equal(r->said->str, "3,75 = 1.50 + 2.25; ");
}

static void a_table_goes_on_over_pages(void **state)
{
	struct run *r = *state;
	take(r, "table:p1t1", NULL, "Voce 2026 2027", "a 1,50 2,00");
	take(r, "table:p2t1", "table:p1t1", "Voce 2026 2027", "b 2,25 3,00/Totale 3,75 5,00");
	sp_tables_close(r->tables);
	assert_string_equal(r->said->str, "3,75 = 1.50 + 2.25; 5,00 = 2.00 + 3.00; ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(totals_add_up_rows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(totals_add_up_totals, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_total_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_corner_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(commas_between_thousands_accuse_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_not_read_accuses_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(balances_and_parts_are_no_wrong_sums, set_up, tear_down),
		cmocka_unit_test_setup_teardown(percentages_have_totals_that_are_no_sums, set_up, tear_down),
		cmocka_unit_test_setup_teardown(whole_euros_were_rounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_reading_that_fails_least_is_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(codes_are_no_amounts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(columns_add_up_and_differ, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_column_that_is_not_added_up_accuses_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_torn_table_accuses_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_amount_among_words_accuses_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(heads_declare_sums, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_declared_sum_that_fails_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(percentages_follow_from_their_columns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_percentage_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_total_of_one_item_is_confirmed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tables_confirm_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_table_goes_on_over_pages, set_up, tear_down),
	};
	return RUN(tests);
}
