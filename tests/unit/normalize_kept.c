/*
 * How tables that no profile knows are kept: forms whose amounts are named one by one, rows of several lines, cells
 * that hold what belongs to their neighbours.
 */
#include <string.h>

#include "normalize/engine.h"
#include "tests/unit/profiled.h"

/* Rows are parted by "/", cells by "|"; the first is the head. */
static void add_table(GString *layout, int page, const char *text)
{
	char **rows = g_strsplit(text, "/", -1);
	GString *cells = g_string_new(NULL);
	size_t cols = 0, n = g_strv_length(rows);
	for (size_t r = 0; r < n; r++) {
		char **row = g_strsplit(rows[r], "|", -1);
		for (size_t c = 0; row[c]; c++) {
			cols = MAX(cols, c + 1);
			if (*g_strstrip(row[c]))
				g_string_append_printf(cells, "%s{\"row\":%zu,\"col\":%zu,\"text\":\"%s\"}",
						       cells->len ? "," : "", r, c, row[c]);
		}
		g_strfreev(row);
	}
	g_string_append_printf(layout,
			       "{\"type\":\"table\",\"id\":\"p%dt1\",\"page\":%d,\"n_rows\":%zu,\"n_cols\":%zu,"
			       "\"header_rows\":1,\"cells\":[%s]}\n",
			       page, page, n, cols, cells->str);
	g_string_free(cells, TRUE);
	g_strfreev(rows);
}

/* "head; head\nlabel: figure name, figure" of a kept table. */
static void tell_rows(GString *out, const struct sp_json *record)
{
	const struct sp_json *rows = sp_json_get(record, "rows");
	for (const struct sp_json *v = sp_json_first(sp_json_get(record, "columns")); v; v = sp_json_next(v))
		g_string_append_printf(out, "%s; ", sp_json_str(sp_json_get(v, "header")));
	for (const struct sp_json *r = sp_json_first(rows); r; r = sp_json_next(r)) {
		g_string_append_printf(out, "\n%s:", sp_json_str(sp_json_get(r, "label")));
		for (const struct sp_json *v = sp_json_first(sp_json_get(r, "cells")); v; v = sp_json_next(v))
			if (sp_json_get(v, "value"))
				g_string_append_printf(out, " %s", sp_json_str(sp_json_get(v, "raw")));
			else if (sp_json_type(v) == SP_JSON_NULL)
				g_string_append(out, " .");
	}
	g_string_append(out, rows ? "\n" : "");
}

static char *kept(const char *const tables[])
{
	GString *layout = g_string_new("{\"type\":\"document\",\"schema\":\"spunta-layout/1\",\"name\":\"a\"}\n");
	for (int i = 0; tables[i]; i++)
		add_table(layout, i + 1, tables[i]);
	g_string_append(layout, "{\"type\":\"end\"}\n");
	char *out = records_told("unknown", layout->str, tell_rows);
	g_string_free(layout, TRUE);
	return out;
}

#define assert_kept(expected, ...)                                                                                     \
	do {                                                                                                           \
		const char *const tables[] = { __VA_ARGS__, NULL };                                                    \
		char *got = kept(tables);                                                                              \
		assert_string_equal(got, expected);                                                                    \
		g_free(got);                                                                                           \
	} while (0)

#define FORM                                                                                                           \
	"Voce|RESIDUI INIZIALI (RS)|PAGAMENTI (PR)/Capo 01|Organi/"                                                    \
	"Voce 1|Spese correnti|RS|10,00|PR|4,00/||CP|20,00|PC|8,00/"                                                   \
	"Voce 2|Spese in conto capitale|RS|1,00|PR|0,50/||CP|2,00|PC|0,25/"

static void names_make_columns(void **state)
{
	(void)state;
	assert_kept("; RESIDUI INIZIALI (RS); PAGAMENTI (PR); CP; PC; \n"
		    "Capo 01 Organi: . . . .\n"
		    "Voce 1 Spese correnti: 10,00 4,00 20,00 8,00\n"
		    "Voce 2 Spese in conto capitale: 1,00 0,50 2,00 0,25\n"
		    "Totale Capo 01: 11,00 4,50 22,00 8,25\n",
		    FORM "Totale|Capo 01|RS|11,00|PR|4,50/||CP|22,00|PC|8,25");
}

static void whatever_cells_the_layout_made(void **state)
{
	(void)state;
	assert_kept("; RESIDUI INIZIALI (RS); PAGAMENTI (PR); CP; PC; \n"
		    "Capo 01 Organi: . . . .\n"
		    "Voce 1 Spese correnti: 10,00 4,00 20,00 8,00\n"
		    "Voce 2 Spese in conto capitale: 1,00 0,50 2,00 0,25\n"
		    "Totale Capo 01: 11,00 4,50 22,00 8,25\n"
		    "Voce 1: 3,00 1,00 4,00 2,00\n",
		    FORM "Totale|Capo 01|RS CP|11,00 22,00|PR PC|4,50 8,25/Voce 1|RS 3,00 PR|1,00/|CP|4,00 PC 2,00");
	assert_kept("; RESIDUI INIZIALI (RS); PAGAMENTI (PR); CP; PC; \n"
		    "Capo 01 Organi: . . . .\n"
		    "Voce 1 Spese correnti: 10,00 4,00 20,00 8,00\n"
		    "Voce 2 Spese in conto capitale: 1,00 0,50 2,00 0,25\n"
		    "Altro: 6,00 5,00 . 1,00\n"
		    "Totale Capo 01: 11,00 4,50 22,00 8,25\n",
		    FORM "Altro||RS|6,00|PR|5,00|PC|1,00/Totale|Capo 01|RS 11,00 PR CP 22,00 PC|4,50 8,25");
}

/* An item whose first lines are missing takes nothing from the next. */
static void items_end_where_they_begin_again(void **state)
{
	(void)state;
	assert_kept("; RESIDUI INIZIALI (RS); PAGAMENTI (PR); CP; PC; \n"
		    "Capo 01 Organi: . . . .\n"
		    "Voce 1 Spese correnti: 10,00 4,00 20,00 8,00\n"
		    "Voce 2 Spese in conto capitale: 1,00 0,50 2,00 0,25\n"
		    "Disavanzo: . . 7,00 .\n"
		    "Altro: . . 6,00 1,00\n"
		    "Voce 3: 5,00 3,00 . .\n",
		    FORM "Disavanzo||CP|7,00/Altro||CP|6,00|PC|1,00/Voce 3||RS|5,00|PR|3,00");
}

#define LINES                                                                                                          \
	"Voce|Residui|Tipo|2025|2026|2027/"                                                                            \
	"a|1,00|competenza|10,00|11,00|12,00/||cassa|20,00|21,00|/"                                                    \
	"b|2,00|competenza|30,00|31,00|32,00/||cassa|40,00|41,00|/"                                                    \
	"c|3,00|competenza|50,00|51,00|52,00/||cassa|60,00|61,00|/"

static void woven_rows_are_parted(void **state)
{
	(void)state;
	assert_kept("Voce; Residui; Tipo; 2025; 2026; 2027; \n"
		    "a: 1,00 10,00 11,00 12,00\ncassa: . . 20,00 21,00 .\n"
		    "b: 2,00 30,00 31,00 32,00\ncassa: . . 40,00 41,00 .\n"
		    "c: 3,00 50,00 51,00 52,00\ncassa: . . 60,00 61,00 .\n"
		    "Totale: 6,00 90,00 93,00 96,00\ncassa: . . 120,00 123,00 .\n",
		    LINES "Totale|6,00|competenza cassa|90,00 120,00|93,00 123,00|96,00");
}

static void labels_belong_to_the_first_line(void **state)
{
	(void)state;
	assert_kept("Voce; Residui; Tipo; 2025; 2026; 2027; \n"
		    "a: 1,00 10,00 11,00 12,00\ncassa: . . 20,00 21,00 .\n"
		    "b: 2,00 30,00 31,00 32,00\ncassa: . . 40,00 41,00 .\n"
		    "c: 3,00 50,00 51,00 52,00\ncassa: . . 60,00 61,00 .\n"
		    "Voce; Residui; Tipo; 2025; 2026; 2027; \n"
		    "d: 4,00 6,00 7,00 8,00\ncassa: . . 16,00 17,00 .\n"
		    "e: 5,00 6,50 7,50 8,50\ncassa: . . 16,50 17,50 .\n",
		    LINES "|||||",
		    "Voce|Residui|Tipo|2025|2026|2027/d|4,00|competenza cassa|6,00 16,00|7,00 17,00|8,00/"
		    "|5,00|competenza|6,50|7,50|8,50/e||cassa|16,50|17,50|");
}

static void amounts_and_names_in_one_cell(void **state)
{
	(void)state;
	assert_kept("Voce; Residui Tipo; Residui Tipo; 2026; 2027; \n"
		    "a: 1,00 10,00 11,00\ncassa: . . 20,00 .\n"
		    "b: 2,00 30,00 31,00\ncassa: . . 40,00 .\n"
		    "c: 3,00 50,00 51,00\ncassa: . . 60,00 .\n"
		    "d: 4,00 circa . 60,00 61,00\n",
		    "Voce|Residui Tipo|2026|2027/a|1,00 competenza|10,00|11,00/|cassa|20,00|/"
		    "b|2,00 competenza|30,00|31,00/|cassa|40,00|/c|3,00 competenza|50,00|51,00/|cassa|60,00|/"
		    "d|4,00 circa|60,00|61,00");
}

/* Nothing else in the table is woven. */
static void low_labels_are_raised_alone(void **state)
{
	(void)state;
	assert_kept("Voce; Residui; Tipo; 2025; 2026; 2027; \n"
		    "a: 1,00 10,00 11,00 12,00\ncassa: . . 20,00 21,00 .\n"
		    "b: 2,00 30,00 31,00 32,00\ncassa: . . 40,00 41,00 .\n"
		    "c: 3,00 50,00 51,00 52,00\ncassa: . . 60,00 61,00 .\n"
		    "e: 5,00 6,50 7,50 8,50\ncassa: . . 16,50 17,50 .\n",
		    LINES "|5,00|competenza|6,50|7,50|8,50/e||cassa|16,50|17,50|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_make_columns),
		cmocka_unit_test(whatever_cells_the_layout_made),
		cmocka_unit_test(items_end_where_they_begin_again),
		cmocka_unit_test(woven_rows_are_parted),
		cmocka_unit_test(labels_belong_to_the_first_line),
		cmocka_unit_test(amounts_and_names_in_one_cell),
		cmocka_unit_test(low_labels_are_raised_alone),
	};
	return RUN_PROFILED(tests);
}
