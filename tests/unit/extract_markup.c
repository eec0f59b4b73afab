/* extract/markup/markup: text conversions as layout records; with runs, html and latex on which it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/json.h"
#include "extract/markup/latex.h"
#include "extract/markup/markup.h"
#include "extract/markup/runs.h"

/* --- latex ------------------------------------------------------------------------------------------- */

static void formulas_are_printed_on_a_line(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "$(N. \\text{ progetti} / 12) * 100$", "(N.  progetti / 12) * 100" },
		{ "$$\\frac{\\text{n. scuole rese sicure}}{\\text{n. totale scuole}} * 100$$",
		  "n. scuole rese sicure / n. totale scuole * 100" },
		{ "\\frac{a - b}{b}", "(a - b) / b" },
		{ "$\\frac{2019-2018}{2018}$", "(2019-2018) / 2018" },
		{ "$\\frac{-3}{4}$", "-3 / 4" },
		{ "$\\frac{\\frac{1}{2}}{3}$", "(1 / 2) / 3" },
		{ "$c / \\frac{a}{b}$", "c / (a / b)" },
		{ "$\\frac12$", "1 / 2" },
		{ "\\frac{\\text{entrate extra-tributarie}}{9}", "entrate extra-tributarie / 9" },
		{ "40 $\\times$ 100", "40 × 100" },
		{ "= 19\\%", "= 19%" },
		{ "$0,8\\%$", "0,8%" },
		{ "\\geq € 100.000,00", "≥ € 100.000,00" },
		{ "$\\Delta \\text{ricavi } 2019-2018$", "Δ ricavi  2019-2018" },
		{ "n^{\\circ} 12", "n° 12" },
		{ "$n^\\circ$ 12", "n° 12" },
		{ "m^{2} e $km^2$", "m² e km²" },
		{ "$CO_2$", "CO₂" },
		{ "scuole$^{(1)}$", "scuole(1)" },
		{ "$\\left( a \\right) \\cdot 2$", "( a ) · 2" },
		{ "\\(a \\le b\\)", "a ≤ b" },
		/* no formula, and nothing lost */
		{ "US$ 5.000 e US$ 6.000", "US$ 5.000 e US$ 6.000" },
		{ "da $5 a $10", "da $5 a $10" },
		{ "C:\\documenti\\bilancio", "C:\\documenti\\bilancio" },
		{ "\\frac{a", "\\frac{a" },
		{ "\\text", "\\text" },
		{ "{a} b_c ^ d", "{a} b_c ^ d" },
		{ "$", "$" },
		{ "$$", "$$" },
		{ "\\", "\\" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *plain = sp_latex_plain(cases[i][0], strlen(cases[i][0]));
		assert_string_equal(plain->str, cases[i][1]);
		g_string_free(plain, TRUE);
	}
}

/* --- runs --------------------------------------------------------------------------------------------- */

/* "[bold]" for bold runs, "|" where a word boundary was lost, "¶" between paragraphs, "#" headings. */
static char *show(const char *s, enum sp_runs_of of)
{
	GString *out = g_string_new(NULL);
	unsigned left_out = 0;
	GPtrArray *paragraphs = sp_runs_new(s, strlen(s), of, &left_out);
	for (guint i = 0; i < paragraphs->len; i++) {
		const struct sp_paragraph *p = g_ptr_array_index(paragraphs, i);
		g_string_append(out, i > 0 ? "¶" : "");
		g_string_append(out, p->heading ? "#" : "");
		for (guint k = 0; k < p->runs->len; k++) {
			const struct sp_run *run = sp_run_at(p, k);
			g_string_append(out, run->lost_edge ? "|" : k == 0 || run->glued ? "" : " ");
			g_string_append_printf(out, run->bold ? "[%s]" : "%s", run->text);
		}
	}
	g_ptr_array_unref(paragraphs);
	return g_string_free(out, FALSE);
}

static void assert_runs(const char *s, enum sp_runs_of of, const char *expected)
{
	char *shown = show(s, of);
	assert_string_equal(shown, expected);
	g_free(shown);
}

static void emphasis_becomes_weight(void **state)
{
	(void)state;
	assert_runs("**Prof. Anna Bianchi**", SP_RUNS_LINE, "[Prof. Anna Bianchi]");
	assert_runs("Gap**Stakeholder**", SP_RUNS_LINE, "Gap|[Stakeholder]");
	assert_runs("Strategico**B04 - Rete****Operativo****C02 - UNO**", SP_RUNS_LINE,
		    "Strategico|[B04 - Rete]|[Operativo]|[C02 - UNO]");
	assert_runs("Obiettivo **B09 - Competenze**", SP_RUNS_LINE, "Obiettivo [B09 - Competenze]");
	assert_runs("l'**obiettivo**, poi", SP_RUNS_LINE, "l'[obiettivo], poi");
	assert_runs("**S**indaco", SP_RUNS_LINE, "[S]indaco");
	assert_runs("<b>NUOVO</b> e <strong>altro</strong>", SP_RUNS_CELL, "[NUOVO] e [altro]");
	assert_runs("*Giunta*", SP_RUNS_LINE, "Giunta");
	assert_runs("“*Indirizzi alla società.*”", SP_RUNS_LINE, "“Indirizzi alla società.”");
}

static void asterisks_that_are_no_emphasis_stay(void **state)
{
	(void)state;
	static const char *const same[] = { "(a/b)*100",
					    "(3271-2734)*100 / 2734*100",
					    "(*) sospeso (*)",
					    "(**) nota",
					    "a * b * c",
					    "** due",
					    "5 gare*100 (x)",
					    "(a/b) *100*2",
					    "progetto (*) e altro (*)" };
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		assert_runs(same[i], SP_RUNS_LINE, same[i]);
	assert_runs("2 \\* 3 \\* 4", SP_RUNS_LINE, "2 * 3 * 4");
}

static void tags_part_paragraphs(void **state)
{
	(void)state;
	assert_runs("<p>Uno.</p> <p>Due.</p>", SP_RUNS_CELL, "Uno.¶Due.");
	assert_runs("<p>Uno:</p><ul><li>- a</li><li>- b</li></ul>", SP_RUNS_CELL, "Uno:¶- a¶- b");
	assert_runs("Prima.<br>Seconda<br/>che segue<br>- voce", SP_RUNS_CELL, "Prima.¶Seconda che segue¶- voce");
	assert_runs("economico-<br>finanziario", SP_RUNS_CELL, "economico-finanziario");
	assert_runs("Uno.  Due.", SP_RUNS_CELL, "Uno.¶Due.");
	assert_runs("Uno.  Due.", SP_RUNS_LINE, "Uno. Due.");
	assert_runs("Uno <i>detto</i>.  Due.", SP_RUNS_CELL, "Uno detto.¶Due.");
	assert_runs("<h2>Titolo</h2>testo", SP_RUNS_LINE, "#Titolo¶testo");
	assert_runs("<ul> voce <p>altro</p>", SP_RUNS_CELL, "voce¶altro");
}

static void what_is_no_tag_stays(void **state)
{
	(void)state;
	assert_runs("x < 3 e y<30% e <20", SP_RUNS_CELL, "x < 3 e y<30% e <20");
	assert_runs("<Rossi> & C., R&D &ndash; citt&agrave; &#8364; 5", SP_RUNS_CELL, "<Rossi> & C., R&D – città € 5");
	assert_runs("a<!-- pagina 3 -->b", SP_RUNS_CELL, "ab");
	assert_runs("a<!-- mai chiuso", SP_RUNS_CELL, "a<!-- mai chiuso");
	assert_runs("m<sup>2</sup>, n<sup>o</sup> 3, CO<sub>2</sub>, voce<sup>(1)</sup>", SP_RUNS_CELL,
		    "m², n° 3, CO₂, voce(1)");
	assert_runs("<b>mai chiuso", SP_RUNS_CELL, "[mai chiuso]");
	assert_runs("\001\002x\003", SP_RUNS_CELL, "x");
}

/* --- records -------------------------------------------------------------------------------------------- */

struct records {
	struct sp_ctx ctx;
	struct sp_markup_counts counts;
	GPtrArray *lines; /* struct sp_json *, the page record first */
};

static void json_free(void *v)
{
	sp_json_free(v);
}

static void read_markup(struct records *r, const char *text, size_t n)
{
	char *out = NULL;
	size_t n_out = 0;
	FILE *f = open_memstream(&out, &n_out);
	sp_ctx_init(&r->ctx, "test");
	r->counts = (struct sp_markup_counts){ 0, 0, 0, 0 };
	assert_int_equal(sp_markup_write(&r->ctx, text, n, f, &r->counts), SP_OK);
	fclose(f);
	r->lines = g_ptr_array_new_with_free_func(json_free);
	for (char *p = out, *end; p < out + n_out; p = end + 1) {
		end = memchr(p, '\n', (size_t)(out + n_out - p));
		struct sp_json *v = sp_json_parse(&r->ctx, p, (size_t)(end - p));
		assert_non_null(v);
		g_ptr_array_add(r->lines, v);
	}
	free(out);
}

static void read_string(struct records *r, const char *text)
{
	read_markup(r, text, strlen(text));
}

static void records_clear(struct records *r)
{
	g_ptr_array_unref(r->lines);
}

static const struct sp_json *field(const struct records *r, guint line, const char *key)
{
	assert_true(line < r->lines->len);
	return sp_json_get(g_ptr_array_index(r->lines, line), key);
}

static void assert_text(const struct records *r, guint line, const char *role, const char *text)
{
	assert_string_equal(sp_json_str(field(r, line, "type")), "text");
	assert_string_equal(sp_json_str(field(r, line, "text")), text);
	assert_string_equal(sp_json_str(field(r, line, "role")), role);
}

static int64_t number(const struct records *r, guint line, const char *key)
{
	int64_t n = -1;
	sp_json_int(field(r, line, key), &n);
	return n;
}

static void assert_table(const struct records *r, guint line, const char *id, int rows, int cols, int header)
{
	assert_string_equal(sp_json_str(field(r, line, "type")), "table");
	assert_string_equal(sp_json_str(field(r, line, "id")), id);
	assert_string_equal(sp_json_str(field(r, line, "method")), "markup");
	assert_int_equal(number(r, line, "n_rows"), rows);
	assert_int_equal(number(r, line, "n_cols"), cols);
	assert_int_equal(number(r, line, "header_rows"), header);
}

static void assert_continues(const struct records *r, guint line, const char *id, bool row, int dropped)
{
	assert_string_equal(sp_json_str(field(r, line, "continues")), id);
	assert_int_equal(sp_json_bool(field(r, line, "continues_row"), !row), row);
	assert_int_equal(number(r, line, "repeated_header_rows"), dropped);
}

static const struct sp_json *cell(const struct records *r, guint line, int row, int col)
{
	const struct sp_json *c = sp_json_first(field(r, line, "cells"));
	for (; c; c = sp_json_next(c)) {
		int64_t at_row = -1, at_col = -1;
		sp_json_int(sp_json_get(c, "row"), &at_row);
		sp_json_int(sp_json_get(c, "col"), &at_col);
		if (at_row == row && at_col == col)
			return c;
	}
	return NULL;
}

static const char *cell_text(const struct records *r, guint line, int row, int col)
{
	return sp_json_str(sp_json_get(cell(r, line, row, col), "text"));
}

static void lines_become_texts(void **state)
{
	(void)state;
	struct records r;
	read_string(
	    &r, "\n# Linee di mandato\r\n\nSezione 2:\nValore pubblico\nCOMUNE DI ROCCASPINA\n- voce uno\n- voce due\n"
		"che segue\nTarget atteso: 3\nFinalità: altro\n\n---\n**Giunta**\nil Sindaco\n");
	assert_int_equal(r.counts.pages, 1);
	assert_int_equal(r.counts.tables, 0);
	assert_text(&r, 1, "heading", "Linee di mandato");
	assert_text(&r, 2, "body", "Sezione 2: Valore pubblico");
	assert_int_equal(sp_json_count(field(&r, 2, "lines")), 2);
	assert_text(&r, 3, "body", "COMUNE DI ROCCASPINA");
	assert_text(&r, 4, "body", "- voce uno");
	assert_text(&r, 5, "body", "- voce due che segue");
	assert_text(&r, 6, "body", "Target atteso: 3");
	assert_text(&r, 7, "body", "Finalità: altro");
	assert_text(&r, 8, "body", "Giunta");
	assert_true(sp_json_bool(field(&r, 8, "bold"), false));
	assert_text(&r, 9, "body", "il Sindaco");
	assert_int_equal(r.counts.texts, 9);
	records_clear(&r);
}

static void the_page_counts_what_is_printed(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "**Città**\n\na\tb\n");
	assert_int_equal(number(&r, 0, "chars"), 7);
	assert_int_equal(sp_json_type(field(&r, 0, "width")), SP_JSON_NULL);
	assert_true(sp_json_bool(field(&r, 0, "text_layer"), false));
	records_clear(&r);
	read_string(&r, "");
	assert_int_equal(r.lines->len, 1);
	assert_int_equal(number(&r, 0, "chars"), 0);
	records_clear(&r);
}

static void glued_labels_are_texts_of_their_own(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "Gap**Stakeholder**\n\nObiettivo strategico **B04 - Rete**\n");
	assert_text(&r, 1, "body", "Gap");
	assert_false(sp_json_bool(field(&r, 1, "bold"), true));
	assert_text(&r, 2, "body", "Stakeholder");
	assert_true(sp_json_bool(field(&r, 2, "bold"), false));
	assert_text(&r, 3, "body", "Obiettivo strategico B04 - Rete");
	records_clear(&r);
}

static void rows_become_tables(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "prima\nCod.\tobiettivo\tpeso\n01.01\t<b>Bilancio</b> partecipato\t40%\n"
			"01.02\t<p>Reti.</p> <p>Scuole.</p>\t60%\n\tTotale\ndopo\n");
	assert_text(&r, 1, "body", "prima");
	assert_table(&r, 2, "p1t1", 4, 3, 1);
	assert_string_equal(cell_text(&r, 2, 1, 1), "Bilancio partecipato");
	assert_string_equal(cell_text(&r, 2, 2, 1), "Reti. Scuole.");
	assert_int_equal(sp_json_count(sp_json_get(cell(&r, 2, 2, 1), "paragraphs")), 2);
	assert_null(sp_json_get(cell(&r, 2, 1, 1), "paragraphs"));
	assert_string_equal(cell_text(&r, 2, 3, 1), "Totale");
	assert_string_equal(cell_text(&r, 2, 3, 2), "");
	assert_int_equal(sp_json_type(field(&r, 2, "continues")), SP_JSON_NULL);
	assert_text(&r, 3, "body", "dopo");
	records_clear(&r);
}

static void sheets_of_labels_have_no_header(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "Responsabile\tRossi Anna\nPeso\t50\nTarget\t80\n");
	assert_table(&r, 1, "p1t1", 3, 2, 0);
	records_clear(&r);
	read_string(&r, "**Indicatore**\t**Target**\nCopertura\t80\n");
	assert_table(&r, 1, "p1t1", 2, 2, 1);
	records_clear(&r);
}

static void a_header_of_two_rows(void **state)
{
	(void)state;
	struct records r;
	read_string(&r,
		    "Obiettivo\tRisorse\t\tEsito\n\tproprie\tdi terzi\t\nUno\t1.000,00\t20,00\tsì\nDue\t5,00\t\tno\n");
	assert_table(&r, 1, "p1t1", 4, 4, 2);
	records_clear(&r);
}

static void years_may_name_columns(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "Indicatore\t2017\t2018\nCopertura\t59,00\t91,00\n");
	assert_table(&r, 1, "p1t1", 2, 3, 1);
	records_clear(&r);
}

static void other_forms_of_tables(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "| Voce | Importo |\n|:--|--:|\n| Scuole | 5 |\n");
	assert_table(&r, 1, "p1t1", 2, 2, 1);
	assert_string_equal(cell_text(&r, 1, 1, 1), "5");
	records_clear(&r);
	read_string(
	    &r,
	    "prima <table><tr><th>Voce</th><th colspan=2>Importo</th></tr>\n"
	    "<tr><td rowspan='2'>Scuole</td><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr></table> dopo\n");
	assert_text(&r, 1, "body", "prima");
	assert_table(&r, 2, "p1t1", 3, 3, 1);
	assert_string_equal(cell_text(&r, 2, 2, 1), "3");
	int64_t span = 0;
	assert_true(sp_json_int(sp_json_get(cell(&r, 2, 0, 1), "colspan"), &span));
	assert_int_equal(span, 2);
	assert_true(sp_json_int(sp_json_get(cell(&r, 2, 1, 0), "rowspan"), &span));
	assert_int_equal(span, 2);
	assert_text(&r, 3, "body", "dopo");
	records_clear(&r);
	read_string(&r, "-\tuna voce\n\taltra\n");
	assert_int_equal(r.counts.tables, 0);
	assert_text(&r, 1, "body", "- una voce altra");
	records_clear(&r);
}

/* A table as "a|b/c|d": its own cells only, those that span others with their spans behind: "a*1x2". */
static char *shown_table(const struct records *r, guint line)
{
	GString *out = g_string_new(NULL);
	int64_t row_before = -1;
	assert_string_equal(sp_json_str(field(r, line, "type")), "table");
	for (const struct sp_json *c = sp_json_first(field(r, line, "cells")); c; c = sp_json_next(c)) {
		int64_t row = 0, rowspan = 0, colspan = 0;
		sp_json_int(sp_json_get(c, "row"), &row);
		sp_json_int(sp_json_get(c, "rowspan"), &rowspan);
		sp_json_int(sp_json_get(c, "colspan"), &colspan);
		if (row_before >= 0)
			g_string_append_c(out, row > row_before ? '/' : '|');
		g_string_append(out, sp_json_str(sp_json_get(c, "text")));
		if (rowspan > 1 || colspan > 1)
			g_string_append_printf(out, "*%dx%d", (int)rowspan, (int)colspan);
		row_before = row;
	}
	return g_string_free(out, FALSE);
}

static void assert_shown(const char *text, const char *table, int header)
{
	struct records r;
	read_string(&r, text);
	char *shown = shown_table(&r, 1);
	assert_string_equal(shown, table);
	assert_int_equal(number(&r, 1, "header_rows"), header);
	assert_int_equal(r.counts.tables, 1);
	assert_int_equal(r.counts.texts, 0);
	g_free(shown);
	records_clear(&r);
}

static void grids_of_signs(void **state)
{
	(void)state;
	assert_shown("+------------+-----------+-----------+\n"
		     "| Voce       | Importo   | Note      |\n"
		     "+============+===========+===========+\n"
		     "| Scuole     | 1.234,50  | una nota  |\n"
		     "| e nidi     |           | lunga     |\n"
		     "+------------+-----------+-----------+\n"
		     "| Strade     | città     | x         |\n"
		     "|            +-----------+-----------+\n"
		     "|            | 3,00      | a|b       |\n"
		     "+------------+-----------+-----------+\n"
		     "| Totale complessivo     | z         |\n"
		     "+------------------------+-----------+\n",
		     "Voce|Importo|Note/Scuole e nidi|1.234,50|una nota lunga/Strade*2x1|città|x/3,00|a|b/"
		     "Totale complessivo*1x2|z",
		     1);
	/* as MySQL prints: lines are rows */
	assert_shown("  +----------+---------+\n  | Capitolo | Importo |\n  +----------+---------+\n"
		     "  | 101      | 5,00    |\n  | 102      | 6,00    |\n  +----------+---------+\n",
		     "Capitolo|Importo/101|5,00/102|6,00", 1);
	/* box drawing, and a bar that stands elsewhere than in the rule */
	assert_shown(
	    "┌────────┬───────┐\n│ Comune │ Abit. │\n├────────┼───────┤\n│ Roccaspina │ 4 │\n└────────┴───────┘\n",
	    "Comune|Abit./Roccaspina|4", 0);
	/* without its last rule */
	assert_shown("+---+----+\n| a | 1  |\n+---+----+\n| b | 2  |\n", "a|1/b|2", 0);
}

static void rules_over_columns(void **state)
{
	(void)state;
	assert_shown("=====  ======  =======\nVoce   Anno    Importo\n=====  ======  =======\nAsili  2024    1,00\n"
		     "       e poi\nAltro  2025    2,00\n\nTerzo insieme  3,00\n=====  ======  =======\n",
		     "Voce|Anno|Importo/Asili|2024 e poi|1,00/Altro|2025|2,00/Terzo insieme*1x2|3,00", 1);
	assert_shown("========  =========  ========\n    Spese correnti   Note\n-------------------  --------\n"
		     "Voce      Importo\n========  =========  ========\nNidi      (200,00)   \\\n"
		     "========  =========  ========\n",
		     "Spese correnti*1x2|Note/Voce|Importo|/Nidi|(200,00)|", 2);
	assert_shown("Capitolo     Previsione   Consuntivo\n----------  -----------  -----------\n"
		     "Entrate        1.000,00     1.100,00\n               2.000,00\n",
		     "Capitolo|Previsione|Consuntivo/Entrate|1.000,00|1.100,00/|2.000,00|", 1);
}

static void rows_of_pipes(void **state)
{
	(void)state;
	assert_shown("| Voce | Importo |\n|---|---|\n| Scuole\ne nidi | 1,00 |\n| Strade | 2,00 (una\nnota) |\n",
		     "Voce|Importo/Scuole e nidi|1,00/Strade|2,00 (una nota)", 1);
	assert_shown("Voce | Importo\n--- | ---:\nScuole | 1,00\n", "Voce|Importo/Scuole|1,00", 1);
	assert_shown(" nome | importo\n------+--------\n a    | 1\n", "nome|importo/a|1", 1);
	assert_shown("Voce | Importo | Note\n---|---|---\nNidi | 2,00 |\n", "Voce|Importo|Note/Nidi|2,00|", 1);
	assert_shown("Voce | Importo | Note |\nScuole | 1,00 | x |\n", "Voce|Importo|Note/Scuole|1,00|x", 1);
	struct records r;
	read_string(&r, "Tel. 0123 | www.roccaspina.example\n\n|NOME|\n\n| un verso\n| e l'altro\n");
	assert_int_equal(r.counts.tables, 0);
	assert_text(&r, 2, "body", "|NOME|");
	records_clear(&r);
}

static void tables_of_latex(void **state)
{
	(void)state;
	assert_shown("\\begin{tabular}{l r@{\\,}r c}\n\\toprule\nMissione & \\multicolumn{2}{c}{Importi} & Note \\\\\n"
		     "\\cmidrule(lr){2-3}\n & 2025 & 2026 & \\\\ \\midrule\n"
		     "\\multirow{2}{*}{Scuole \\& nidi} & 1.234,50 & 10\\,240,00 & \\textbf{a} \\\\ % mai\n"
		     " & 3,00 & --4,00 & $\\geq 90\\%$ \\\\[2pt]\nTotale & 5 & 6 & \\makecell{due\\\\righe}\\\\\n"
		     "\\bottomrule\n\\end{tabular}\n",
		     "Missione|Importi*1x2|Note/|2025|2026|/Scuole & nidi*2x1|1.234,50|10\u2009240,00|a/"
		     "3,00|–4,00|≥ 90%/Totale|5|6|due righe",
		     2);
	assert_shown(
	    "\\begin{tabularx}{\\textwidth}{|X|r|}\\hline\nVoce & Importo \\\\\\hline\nA & 1 \\\\\nB & 2 \\\\\\hline\n"
	    "\\end{tabularx}\n",
	    "Voce|Importo/A|1/B|2", 1);
	assert_shown(
	    "\\begin{longtable}{ll}\nVoce & Anno \\\\ \\endfirsthead\nmai & mai \\\\ \\endhead\nmai \\\\ \\endfoot\n"
	    "\\endlastfoot\nC & 1 \\\\\nD & 2\n\\end{longtable}\n",
	    "Voce|Anno/C|1/D|2", 1);
	struct records r;
	read_string(&r, "\\begin{longtable}{ll}\\caption{Obiettivi}\\\\A & "
			"\\begin{minipage}{3cm}B\\end{minipage}\\end{longtable}\n");
	assert_text(&r, 1, "body", "Obiettivi");
	assert_string_equal(cell_text(&r, 2, 0, 1), "B");
	records_clear(&r);
	read_string(&r, "\\begin{tabular}{ll}\nA & B\n\nfine\n");
	assert_int_equal(r.counts.tables, 0);
	assert_text(&r, 3, "body", "fine");
	records_clear(&r);
}

static void columns_of_blanks(void **state)
{
	(void)state;
	assert_shown("                              Previsioni iniziali\n"
		     "   Missione                  Anno 2025     Anno 2026    Note\n"
		     "   01 Servizi istituzionali   1.234,50      2.000,00    una nota\n"
		     "   generali e di gestione                               lunga\n"
		     "   04 Istruzione                900,00        (12,00)\n"
		     "\n"
		     "   Totale                     2.134,50      1.988,00\n",
		     "|Previsioni iniziali*1x2|/Missione|Anno 2025|Anno 2026|Note/"
		     "01 Servizi istituzionali generali e di gestione|1.234,50|2.000,00|una nota lunga/"
		     "04 Istruzione|900,00|(12,00)|/Totale|2.134,50|1.988,00|",
		     2);
	assert_shown(
	    "Responsabile             Anna Bianchi\n"
	    "Descrizione sintetica    Il servizio cura la raccolta delle schede di rilevazione e ne\n"
	    "                         dà conto nella relazione.\n"
	    "Finalità                 Migliorare\n",
	    "Responsabile|Anna Bianchi/Descrizione sintetica|Il servizio cura la raccolta delle schede di rilevazione "
	    "e ne dà conto nella relazione./Finalità|Migliorare",
	    0);
}

static void blanks_that_part_no_columns(void **state)
{
	(void)state;
	static const char *const texts[] = {
		/* two columns of prose */
		"La raccolta delle schede di rilevazione     I lavori della scuola media sono stati\n"
		"è stata completata nel mese di giugno,      affidati nel mese di marzo e conclusi\n"
		"con il supporto di 12 volontari e degli     prima che riprendessero le lezioni, con\n"
		"uffici che ne danno conto ogni anno.        una spesa minore di quella prevista.\n",
		/* a list, signatures, contents, indented and justified prose */
		"-   la prima voce dell'elenco\n-   la seconda voce\n-   la terza\n1.  altra voce\n",
		"IL SINDACO                      IL SEGRETARIO\nAnna Bianchi                    Mario Rossi\n",
		"Premessa ..................   3\nBilancio ..................  12\nAllegati ..................  40\n",
		"     Il responsabile  del procedimento ha verificato\n  le domande pervenute  entro il termine del "
		"mese\n"
		"  e ne dà conto nella  relazione annuale.\n",
		"Comune di Roccaspina                                     Anno 2025\n",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct records r;
		read_string(&r, texts[i]);
		if (r.counts.tables > 0)
			fail_msg("a table: %s", texts[i]);
		records_clear(&r);
	}
}

static void what_html_hides(void **state)
{
	(void)state;
	struct records r;
	read_string(
	    &r, "<table><thead><tr><th>Voce<th>Importo<th style='width:3em; DISPLAY : none'>x</tr></thead>\n"
		"<tfoot><tr><td>Totale<td>3,00</tr></tfoot>\n"
		"<tbody><tr><td>Scuole<td>1,00</tr><tr hidden><td>mai<td>9</tr>\n"
		"<tr style=\"visibility:collapse\"><td>mai<td>9</tr>\n"
		"<tr><td>Strade <span style='display:none'>mai</span><td><del>9,00</del> 2,00</tr></tbody></table>\n"
		"Testo <s>mai</s> letto, <b style='x-display:none'>questo</b> sì\n");
	assert_table(&r, 1, "p1t1", 4, 2, 1);
	assert_string_equal(cell_text(&r, 1, 1, 0), "Scuole");
	assert_string_equal(cell_text(&r, 1, 2, 0), "Strade");
	assert_string_equal(cell_text(&r, 1, 2, 1), "2,00");
	assert_string_equal(cell_text(&r, 1, 3, 0), "Totale");
	assert_text(&r, 2, "body", "Testo letto, questo sì");
	assert_string_equal(sp_json_str(field(&r, 3, "type")), "problem");
	assert_string_equal(sp_json_str(field(&r, 3, "code")), "hidden-text");
	assert_int_equal(r.counts.problems, 1);
	assert_non_null(strstr(sp_json_str(field(&r, 3, "message")), "6 pieces"));
	records_clear(&r);
}

static void tables_in_cells_and_tables_without_end(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, "<table><tr><td>mai chiusa\n\n<table><tr><td>a<td><table><tr><td>b<td>c</tr></table><td>d</tr>"
			"</table> dopo\n");
	assert_text(&r, 1, "body", "mai chiusa");
	assert_table(&r, 2, "p1t1", 1, 3, 0);
	assert_string_equal(cell_text(&r, 2, 0, 2), "d");
	assert_text(&r, 3, "body", "dopo");
	records_clear(&r);
}

#define HEADER "Indicatore\tTarget\tNote\n"

static void a_repeated_header_continues(void **state)
{
	(void)state;
	struct records r;
	read_string(
	    &r, HEADER
	    "Copertura\t50,00\tprevisione al\n\n<b>Indicatore</b>\tTarget\tNote\n\t\t2019\nAltro\t1\tx\n\n" HEADER
	    "Terzo\t3\ty\n\ntesto\n\n" HEADER "Quarto\t4\tz\n");
	assert_table(&r, 1, "p1t1", 2, 3, 1);
	assert_table(&r, 2, "p1t2", 2, 3, 0);
	assert_table(&r, 3, "p1t3", 1, 3, 0);
	assert_continues(&r, 3, "p1t2", false, 1);
	assert_text(&r, 4, "body", "testo");
	assert_table(&r, 5, "p1t4", 2, 3, 1);
	assert_int_equal(sp_json_type(field(&r, 5, "continues")), SP_JSON_NULL);
	records_clear(&r);
}

static void rows_that_go_on(void **state)
{
	(void)state;
	static const struct {
		const char *last, *next;
		bool goes_on;
	} cases[] = {
		{ "Copertura\t50\tdi cui", "\t\tuna parte a Roccaspina", true },
		{ "Copertura\t50\tdi cui", "\t\tUna parte", true },
		{ "Appalti di\t50\t(non", "servizi\t\tinferiore)", true },
		{ "Copertura\t50\t", "\t\tuna parte", false }, /* nothing above to go on with */
		{ "Copertura\t50\tdi cui", "\t\t40", false },  /* figures do not go on */
		{ "Copertura\t50\tdi cui", "Altro\t1\tx", false },
		{ "Copertura\t50\tdi cui", "\tTotale\t100", false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct records r;
		char *text = g_strconcat(HEADER, cases[i].last, "\n\n", HEADER, cases[i].next, "\n", NULL);
		read_string(&r, text);
		assert_continues(&r, 2, "p1t1", cases[i].goes_on, 1);
		records_clear(&r);
		g_free(text);
	}
}

static void what_may_stand_between(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, HEADER "Copertura\t50\tsospeso (*)\n\n(*) sospeso dal 4 luglio\n\n- 12 -\n\n" HEADER
			       "Altro\t5\tx\n");
	assert_text(&r, 2, "footnote", "(*) sospeso dal 4 luglio");
	assert_text(&r, 3, "footer", "- 12 -");
	assert_continues(&r, 4, "p1t1", false, 1);
	records_clear(&r);
	read_string(&r, HEADER "Copertura\t50\tx\n\n(*) non c'è nella tabella\n\n12\n");
	assert_text(&r, 2, "body", "(*) non c'è nella tabella");
	assert_text(&r, 3, "body", "12");
	records_clear(&r);
}

static void a_header_alone_is_no_loss(void **state)
{
	(void)state;
	struct records r;
	read_string(&r, HEADER "Copertura\t50\tx\n\n" HEADER "\nFinalità\n\n" HEADER "---\t---\t---\n\n" HEADER
			       "Altro\t1\ty\n");
	assert_table(&r, 2, "p1t2", 0, 3, 0);
	assert_continues(&r, 2, "p1t1", false, 1);
	assert_table(&r, 4, "p1t3", 1, 3, 1);
	assert_table(&r, 5, "p1t4", 1, 3, 0);
	assert_continues(&r, 5, "p1t3", false, 1);
	records_clear(&r);
}

/* Inputs that would take quadratic time or endless nesting if something were done twice a letter. */
static void hostile_text_ends_soon(void **state)
{
	(void)state;
	static const char *const pieces[] = { "**a ", "*a ",     "$a ",   "$$",          "\\text{", "\\frac{1}{",
					      "{",    "<b>",     "<p>",   "<!--",        "<table>", "<table",
					      "\t",   "|",       "a\t\n", "\\(",         "(*) x\n", "^{",
					      "&amp", "<sup>",   HEADER,  "\n\t\t\tx\n", "# ",      "<div><b>",
					      "</b>", "_{a}^{b}" };
	/* tests/valgrind says so where everything takes fifty times as long */
	gint64 limit = (g_getenv("SPUNTA_TEST_SLOWLY") ? 600 : 20) * G_USEC_PER_SEC;
	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *text = g_string_new(NULL);
		while (text->len < 200000)
			g_string_append(text, pieces[i]);
		struct records r;
		gint64 start = g_get_monotonic_time();
		read_string(&r, text->str);
		if (g_get_monotonic_time() - start > limit)
			fail_msg("%s: slow", pieces[i]);
		records_clear(&r);
		g_string_free(text, TRUE);
	}
}

static double cpu_of(const char *head, const char *piece, size_t n)
{
	GString *text = g_string_new(head);
	while (text->len < n)
		g_string_append(text, piece);
	struct records r;
	char *out = NULL;
	size_t n_out = 0;
	FILE *f = open_memstream(&out, &n_out);
	sp_ctx_init(&r.ctx, "test");
	clock_t start = clock();
	assert_int_equal(sp_markup_write(&r.ctx, text->str, text->len, f, &r.counts), SP_OK);
	clock_t end = clock();
	fclose(f);
	free(out);
	g_string_free(text, TRUE);
	return (double)(end - start) / CLOCKS_PER_SEC;
}

/* Eight times the text may take three times eight as long, where memory grows or a sanitizer looks; quadratic is 64. */
static void time_grows_with_the_text(void **state)
{
	(void)state;
	enum { SMALL = 40000, TIMES = 8, MOST = 24 };
	static const char *const texts[][2] = {
		{ "", "<table>\n" },
		{ "", "<table><tr><td>x\n" },
		{ "", "<table\n" },
		{ "<table>", "<tr><td>Scuole<td>1.234,50\n" },
		{ "<table>\n", "parole\n" },
		{ "", "Scuole\t1.234,50\n" },
		{ "", "</table>\n" },
		{ "", "== ==\n" },
		{ "", "== ==\n\n" },
		{ "== ==\n", "a  b\n\n" },
		{ "", "+--+--+\n\n" },
		{ "+--+--+\n", "| a|  |\n" },
		{ "", "|a\n" },
		{ "", "a|b\n-|-\n\n" },
		{ "", "a  b\n" },
		{ "", "a  b\n\nccc    ddd\n\n" },
		{ "", "a  b  1\n\n" },
		{ "", "a  b  c  d  e  f  g  h  i  l\n\n" },
		{ "", "\\begin{tabular}{l}\n" },
		{ "\\begin{tabular}{l}", "a & b \\\\\n" },
		{ "", "\\begin{tabular}{l}a\\end{tabular}\n" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		double small = cpu_of(texts[i][0], texts[i][1], SMALL);
		double large = cpu_of(texts[i][0], texts[i][1], SMALL * TIMES);
		if (large > MOST * MAX(small, 0.01))
			fail_msg("%s%s: %.2f s, eight times as much %.2f s", texts[i][0], texts[i][1], small, large);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formulas_are_printed_on_a_line),
		cmocka_unit_test(emphasis_becomes_weight),
		cmocka_unit_test(asterisks_that_are_no_emphasis_stay),
		cmocka_unit_test(tags_part_paragraphs),
		cmocka_unit_test(what_is_no_tag_stays),
		cmocka_unit_test(lines_become_texts),
		cmocka_unit_test(the_page_counts_what_is_printed),
		cmocka_unit_test(glued_labels_are_texts_of_their_own),
		cmocka_unit_test(rows_become_tables),
		cmocka_unit_test(sheets_of_labels_have_no_header),
		cmocka_unit_test(a_header_of_two_rows),
		cmocka_unit_test(years_may_name_columns),
		cmocka_unit_test(other_forms_of_tables),
		cmocka_unit_test(grids_of_signs),
		cmocka_unit_test(rules_over_columns),
		cmocka_unit_test(rows_of_pipes),
		cmocka_unit_test(tables_of_latex),
		cmocka_unit_test(columns_of_blanks),
		cmocka_unit_test(blanks_that_part_no_columns),
		cmocka_unit_test(what_html_hides),
		cmocka_unit_test(tables_in_cells_and_tables_without_end),
		cmocka_unit_test(a_repeated_header_continues),
		cmocka_unit_test(rows_that_go_on),
		cmocka_unit_test(what_may_stand_between),
		cmocka_unit_test(a_header_alone_is_no_loss),
		cmocka_unit_test(hostile_text_ends_soon),
		cmocka_unit_test(time_grows_with_the_text),
	};
	return cmocka_run_group_tests_name("extract/markup/markup", tests, NULL, NULL);
}
