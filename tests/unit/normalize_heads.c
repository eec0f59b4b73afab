/*
 * What the columns of kept tables are called: heads that the layout tells by half or not at all, heads that stand over
 * more than one table, years that are not printed.
 */
#include <string.h>

#include "normalize/engine.h"
#include "tests/unit/profiled.h"

/* Rows are parted by "/", cells by "|"; `sides` are where columns begin and the last one ends. */
struct table {
	int header_rows;
	const char *sides, *rows;
	bool continues;
	const char *text; /* printed above it; or NULL */
};

static void add_cells(GString *out, const struct table *t, size_t *rows, size_t *cols)
{
	char **sides = g_strsplit(t->sides, " ", -1), **lines = g_strsplit(t->rows, "/", -1);
	*cols = g_strv_length(sides) - 1;
	for (*rows = 0; lines[*rows]; (*rows)++) {
		char **row = g_strsplit(lines[*rows], "|", -1);
		for (size_t c = 0; row[c]; c++)
			g_string_append_printf(out,
					       "%s{\"row\":%zu,\"col\":%zu,\"bbox\":[%s,%zu,%s,%zu],\"text\":\"%s\"}",
					       out->len > 0 ? "," : "", *rows, c, sides[c], 10 * *rows, sides[c + 1],
					       10 * *rows + 9, g_strstrip(row[c]));
		g_strfreev(row);
	}
	g_strfreev(lines);
	g_strfreev(sides);
}

static void add_table(GString *layout, int number, const struct table *t)
{
	GString *cells = g_string_new(NULL);
	size_t rows, cols;
	add_cells(cells, t, &rows, &cols);
	if (t->text)
		g_string_append_printf(layout, "{\"type\":\"text\",\"page\":1,\"text\":\"%s\"}\n", t->text);
	g_string_append_printf(layout,
			       "{\"type\":\"table\",\"id\":\"p1t%d\",\"page\":1,\"bbox\":[0,0,500,100],\"n_rows\":%zu,"
			       "\"n_cols\":%zu,\"header_rows\":%d,%s\"cells\":[%s]}\n",
			       number, rows, cols, t->header_rows, t->continues ? "\"continues\":\"p1t1\"," : "",
			       cells->str);
	g_string_free(cells, TRUE);
}

/* "head 2026; head\n", then the labels of its rows. */
static void tell_heads(GString *out, const struct sp_json *record)
{
	const struct sp_json *columns = sp_json_get(record, "columns");
	for (const struct sp_json *v = sp_json_first(columns); v; v = sp_json_next(v)) {
		const char *year = sp_json_digits(sp_json_get(v, "year"));
		g_string_append_printf(out, "%s%s%s; ", sp_json_str(sp_json_get(v, "header")), year ? " @" : "",
				       year ? year : "");
	}
	const struct sp_json *r = sp_json_first(sp_json_get(record, "rows"));
	for (; r; r = sp_json_next(r))
		g_string_append_printf(out, "[%s]", sp_json_str(sp_json_get(r, "label")));
	g_string_append(out, columns ? "\n" : "");
}

static char *heads(const char *profile, const struct table *tables, size_t n)
{
	GString *layout = g_string_new(
	    "{\"type\":\"document\",\"schema\":\"spunta-layout/1\",\"name\":\"a\"}\n"
	    "{\"type\":\"text\",\"page\":1,\"text\":\"BILANCIO DI PREVISIONE 2026-2028\"}\n");
	for (size_t i = 0; i < n; i++)
		add_table(layout, (int)i + 1, &tables[i]);
	g_string_append(layout, "{\"type\":\"end\"}\n");
	char *out = records_told(profile, layout->str, tell_heads);
	g_string_free(layout, TRUE);
	return out;
}

#define assert_heads(expected, ...)                                                                                    \
	do {                                                                                                           \
		const struct table tables[] = { __VA_ARGS__ };                                                         \
		char *got = heads("budget", tables, G_N_ELEMENTS(tables));                                             \
		assert_string_equal(got, expected);                                                                    \
		g_free(got);                                                                                           \
	} while (0)

#define SIDES "0 200 300 400 500"
#define TABLE(heads, sides, rows)                                                                                      \
	{                                                                                                              \
		heads, sides, rows, false, NULL                                                                        \
	}

static void the_layout_is_completed(void **state)
{
	(void)state;
	/* the second line of a heading */
	assert_heads(
	    "Voce; Residui / al 2025 @2025; Previsioni / 2026 @2026; Previsioni / 2027 @2027; [Alfa][Beta]\n",
	    TABLE(1, SIDES,
		  "Voce|Residui|Previsioni|Previsioni/|al 2025|2026|2027/Alfa|1,00|2,00|3,00/Beta|4,00|5,00|6,00"));
	/* years are no figures, where figures stand below */
	assert_heads("Conto; 2025 @2025; 2024 @2024; Rif.; [Alfa][Beta]\n",
		     TABLE(0, SIDES, "Conto|2025|2024|Rif./Alfa|1,00|2,00|A5/Beta|4,00|5,00|"));
	/* what a row says of an item is no heading */
	assert_heads("Ente; Residui; Incassi; Note; [Alfa][Beta]\n",
		     TABLE(1, SIDES, "Ente|Residui|Incassi|Note/Alfa|n.d.|n.d.|/Beta|4,00|5,00|"));
	/* the heading of a section stands over a code */
	assert_heads(
	    "; ; ; ; [Titolo 2:][20101 Enti][20103 Imprese]\n",
	    TABLE(0, "0 50 200 300 400", "Titolo 2:|Trasferimenti||/20101|Enti|1,00|2,00/20103|Imprese|3,00|4,00"));
}

static void a_head_is_printed_again(void **state)
{
	(void)state;
	assert_heads("Voce; 2025 @2025; 2026 @2026; 2027 @2027; [Alfa][Beta]\n"
		     "Voce; Prev. 2025 @2025; Prev. 2026 @2026; Prev. 2027 @2027; [Gamma]\n",
		     TABLE(1, SIDES, "Voce|2025|2026|2027/Alfa|1,00|2,00|3,00/Beta|4,00|5,00|6,00"),
		     { 0, SIDES, "Voce|Prev. 2025|Prev. 2026|Prev. 2027/Gamma|1,00|2,00|3,00", false, NULL });
	assert_heads("Voce; 2025 @2025; Note; [Alfa][Beta]\n"
		     "Voce; Prev. 2025 @2025; Prev. 2026 @2026; Prev. 2027 @2027; [Gamma]\n",
		     TABLE(1, "0 200 300 400", "Voce|2025|Note/Alfa|1,00|a/Beta|4,00|b"),
		     { 0, SIDES, "Voce|Prev. 2025|Prev. 2026|Prev. 2027/Gamma|1,00|2,00|3,00", true, NULL });
}

static void a_head_stands_over_the_next_table(void **state)
{
	(void)state;
	/* taken for a table of its own */
	assert_heads("Voce; Accertamenti; Riscossioni; Residui; [Alfa][Beta]\n",
		     TABLE(0, SIDES, "Voce|Accertamenti|Riscossioni|Residui"),
		     TABLE(0, SIDES, "Alfa|1,00|2,00|3,00/Beta|4,00|5,00|6,00"));
	/* by where columns stand, not by their number */
	assert_heads("Voce; Nota; 2026 @2026; 2027 @2027; [Alfa x][Beta y]\n"
		     "Voce; 2026 @2026; 2027 @2027; [Gamma][Delta]\n",
		     TABLE(1, SIDES, "Voce|Nota|2026|2027/Alfa|x|2,00|3,00/Beta|y|5,00|6,00"),
		     TABLE(0, "5 250 395 490", "Gamma|2,00|3,00/Delta|5,00|6,00"));
	/* a text between ends it, and so do other columns */
	assert_heads("Voce; Nota; 2026 @2026; 2027 @2027; [Alfa x][Beta y]\n; ; ; [Gamma][Delta]\n",
		     TABLE(1, SIDES, "Voce|Nota|2026|2027/Alfa|x|2,00|3,00/Beta|y|5,00|6,00"),
		     { 0, "5 250 395 490", "Gamma|2,00|3,00/Delta|5,00|6,00", false, "Altre voci" });
	assert_heads("Voce; Nota; 2026 @2026; 2027 @2027; [Alfa x][Beta y]\n; ; ; [Gamma][Delta]\n",
		     TABLE(1, SIDES, "Voce|Nota|2026|2027/Alfa|x|2,00|3,00/Beta|y|5,00|6,00"),
		     TABLE(0, "0 100 505 600", "Gamma|2,00|3,00/Delta|5,00|6,00"));
}

static void years_that_are_meant(void **state)
{
	(void)state;
	assert_heads(
	    "Voce; Previsioni definitive dell'anno precedente @2025; Previsione dell'anno a cui si riferisce il "
	    "bilancio @2026; "
	    "Previsioni dell'anno N+1 @2027; [Alfa]\n",
	    TABLE(1, SIDES,
		  "Voce|Previsioni definitive dell'anno precedente|Previsione dell'anno a cui si riferisce il bilancio|"
		  "Previsioni dell'anno N+1/Alfa|1,00|2,00|3,00"));
	assert_heads("Voce; Previsioni 2025 @2025; Previsioni 2026 @2026; Variazione % @2026; [Alfa]\n",
		     TABLE(1, SIDES, "Voce|Previsioni 2025|Previsioni 2026|Variazione %/Alfa|1,00|2,00|100,00"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_layout_is_completed),
		cmocka_unit_test(a_head_is_printed_again),
		cmocka_unit_test(a_head_stands_over_the_next_table),
		cmocka_unit_test(years_that_are_meant),
	};
	return RUN_PROFILED(tests);
}
