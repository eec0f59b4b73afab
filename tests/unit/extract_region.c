/* extract/region: where tables without a drawn grid stand, and what only looks like one. */
#include "sheet.h"

#include "extract/lattice.h"
#include "extract/region.h"

/* A label and figures that end at 300 and 400. */
static void row(struct sp_page *page, double y, const char *label, const char *first, const char *second)
{
	sheet_text(page, 50, y, label);
	if (*first)
		sheet_figure(page, 300, y, first);
	if (*second)
		sheet_figure(page, 400, y, second);
}

static void prose(struct sp_page *page, double y, int lines)
{
	for (int i = 0; i < lines; i++)
		sheet_text(page, 50, y + 14 * i,
			   "il comune provvede alla cura dei parchi e dei giardini con le somme del bilancio");
}

/* --- between rules ----------------------------------------------------------------------------------- */

/* Rules above and below the header and below the last row, as in books. Captions and notes stay out. */
static void rules_bound_a_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 80, "Tavola 1 Entrate per titolo");
	sheet_across(page, 100, 48, 402);
	row(page, 103, "Titolo", "2026", "2027");
	sheet_across(page, 118, 48, 402);
	row(page, 121, "Tributi", "10,00", "11,00");
	row(page, 139, "Prestiti", "20,00", "21,00");
	row(page, 157, "Fondi", "30,00", "31,00");
	sheet_across(page, 172, 48, 402);
	sheet_text(page, 50, 176, "Fonte: bilancio di previsione");
	assert_finds(sp_region_find, page,
		     "Titolo | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\nFondi | 30,00 | 31,00");
}

/* The header may stand above the first rule. */
static void a_header_may_stand_above_the_first_rule(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 103, "Titolo", "2026", "2027");
	sheet_across(page, 118, 48, 402);
	row(page, 121, "Tributi", "10,00", "11,00");
	sheet_across(page, 136, 48, 402);
	row(page, 139, "Prestiti", "20,00", "21,00");
	sheet_across(page, 154, 48, 402);
	assert_finds(sp_region_find, page, "Titolo | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00");
}

/* The rule under a page header and the one above a footnote bound text. */
static void rules_around_prose_are_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 60, 48, 548);
	prose(page, 80, 20);
	sheet_across(page, 700, 48, 548);
	assert_finds(sp_region_find, page, "");
}

/* Rules of two widths belong to two tables. */
static void rules_of_other_widths_bound_others(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 100, 48, 402);
	row(page, 103, "Tributi", "10,00", "11,00");
	row(page, 121, "Prestiti", "20,00", "21,00");
	sheet_across(page, 136, 48, 402);
	sheet_across(page, 300, 48, 302);
	row(page, 303, "Anno", "Residenti", "");
	row(page, 321, "2025", "7.104", "");
	row(page, 339, "2026", "7.098", "");
	sheet_across(page, 354, 48, 302);
	assert_finds(
	    sp_region_find, page,
	    "Tributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\n\nAnno | Residenti\n2025 | 7.104\n2026 | 7.098");
}

/* Rules drawn cell by cell show the columns by their joints, also where a column is empty. */
static void joints_show_columns(void **state)
{
	(void)state;
	const double xs[] = { 48, 200, 302, 340, 402 };
	struct sp_page *page = sheet_new();
	for (int r = 0; r < 4; r++)
		for (int c = 0; c < 4; c++)
			sheet_across(page, 100 + 18 * r, xs[c], xs[c + 1]);
	sheet_text(page, 50, 103, "Voce");
	sheet_text(page, 205, 103, "Importo");
	sheet_text(page, 304, 103, "Nota");
	sheet_text(page, 345, 103, "Esito");
	sheet_text(page, 50, 121, "Tributi");
	sheet_figure(page, 300, 121, "10,00");
	sheet_text(page, 345, 121, "fatto");
	sheet_text(page, 50, 139, "Prestiti");
	sheet_figure(page, 300, 139, "20,00");
	sheet_text(page, 345, 139, "fatto");
	assert_finds(sp_region_find, page,
		     "Voce | Importo | Nota | Esito\nTributi | 10,00 | · | fatto\nPrestiti | 20,00 | · | fatto");
}

/* Headings that stand closer to each other than columns do, as in tables set narrow. */
static void a_tight_header_belongs_to_its_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 3; i++)
		sheet_across(page, (double[]){ 100, 118, 172 }[i], 50, 200);
	sheet_text(page, 52, 103, "Comando");
	sheet_text(page, 95, 103, "Un numero");
	sheet_text(page, 150, 103, "Commento");
	for (int i = 0; i < 3; i++) {
		sheet_text(page, 55, 121 + 16 * i, "uno");
		sheet_text(page, 105, 121 + 16 * i, "100");
		sheet_text(page, 160, 121 + 16 * i, "breve");
	}
	assert_finds(sp_region_find, page,
		     "Comando | Un numero | Commento\nuno | 100 | breve\nuno | 100 | breve\nuno | 100 | breve");
}

/* Two tables of one width: the caption between their rules, in the middle, parts them. */
static void a_caption_parts_two_tables(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int k = 0; k < 2; k++) {
		double top = 100 + 100 * k;
		for (int i = 0; i < 3; i++)
			sheet_across(page, top + (double[]){ 0, 20, 56 }[i], 50, 400);
		row(page, top + 4, k ? "Uscite" : "Entrate", "2026", "2027");
		row(page, top + 22, "Tributi", "10,00", "11,00");
		row(page, top + 40, "Prestiti", "20,00", "21,00");
		sheet_text(page, 150, top + 70, "Tabella 1: le somme in euro");
	}
	assert_finds(sp_region_find, page,
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\n\n"
		     "Uscite | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00");
}

/* The caption's words leave the one edge of the columns below free, by chance: it is still no header. */
static void a_caption_over_a_sheet_of_labels_is_no_header(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 100, 50, 105);
	sheet_across(page, 100, 105, 400);
	sheet_text(page, 50, 115, "Tabella due del documento");
	static const char *const rows[][2] = { { "Obiettivo", "Casa" },
					       { "Formula", "rapporto" },
					       { "Gap", "nessuno" } };
	for (int i = 0; i < 3; i++) {
		sheet_text(page, 50, 139 + 19 * i, rows[i][0]);
		sheet_text(page, 110, 139 + 19 * i, rows[i][1]);
		sheet_across(page, 155 + 19 * i, 50, 105);
		sheet_across(page, 155 + 19 * i, 105, 400);
	}
	assert_finds(sp_region_find, page, "Obiettivo | Casa\nFormula | rapporto\nGap | nessuno");
}

/* Rows of which one cell alone is filled, between rules whose joints agree. */
static void joints_show_rows_of_one_text(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++) {
		sheet_across(page, 116 + 30 * i, 50, 125);
		sheet_across(page, 116 + 30 * i, 125, 400);
	}
	sheet_text(page, 50, 102, "Stato al 2025");
	sheet_text(page, 130, 102, "Concluso nel 2024");
	sheet_text(page, 50, 119, "Azioni da");
	sheet_text(page, 50, 131, "correggere");
	sheet_text(page, 50, 149, "Note del");
	sheet_text(page, 50, 161, "settore");
	sheet_text(page, 50, 179, "Esito");
	assert_finds(sp_region_find, page,
		     "Stato al 2025 | Concluso nel 2024\nAzioni da correggere | ·\nNote del settore | ·\nEsito | ·");
}

/* A hairline under each row, none above the header; between two tables a line of text. */
static void tables_with_a_rule_under_each_row(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int k = 0; k < 2; k++) {
		double top = 100 + 130 * k;
		sheet_text(page, 50, top - 24, "La tabella riporta le somme");
		row(page, top, "Entrate", "2026", "2027");
		row(page, top + 18, "Tributi", "10,00", "11,00");
		row(page, top + 36, "Prestiti", "", "");
		row(page, top + 54, "Fondi", "30,00", "31,00");
		for (int i = 0; i < 4; i++)
			sheet_across(page, top + 15 + 18 * i, 48, 402);
	}
	assert_finds(sp_region_find, page,
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | · | ·\nFondi | 30,00 | 31,00\n\n"
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | · | ·\nFondi | 30,00 | 31,00");
}

/* Labels and values with a rule under each pair, texts of several lines; no header. */
static void a_sheet_of_labels_has_no_header(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "Obiettivo");
	sheet_text(page, 50, 112, "strategico");
	sheet_text(page, 150, 100, "Mense sane per tutte le scuole del comune");
	sheet_across(page, 126, 48, 402);
	sheet_text(page, 50, 129, "Portatori");
	sheet_across(page, 143, 48, 402);
	sheet_text(page, 50, 146, "Stato");
	sheet_text(page, 50, 158, "nel 2025");
	sheet_text(page, 150, 146, "Sono state rifatte due cucine");
	sheet_text(page, 150, 158, "e una terza si rifà");
	sheet_across(page, 172, 48, 402);
	GPtrArray *tables = sheet_find(sp_region_find, page);
	assert_int_equal(tables->len, 1);
	const struct sp_table *t = g_ptr_array_index(tables, 0);
	assert_table(t, "Obiettivo strategico | Mense sane per tutte le scuole del comune\nPortatori | ·\n"
			"Stato nel 2025 | Sono state rifatte due cucine e una terza si rifà");
	assert_int_equal(t->header_rows, 0);
	g_ptr_array_unref(tables);
	sp_page_free(page);
}

/* The first lines of the page over the first rule, the last ones under the last: rows that the pages cut. */
static void rows_cut_by_the_page_belong_to_their_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 150, 60, "e la terza si rifà");
	for (int i = 0; i < 3; i++) {
		sheet_across(page, 74 + 18 * i, 48, 402);
		sheet_text(page, 50, 77 + 18 * i, i < 2 ? "Stato" : "Cucine");
		sheet_text(page, 150, 77 + 18 * i, "quasi tutte le scuole");
	}
	assert_finds(sp_region_find, page,
		     "· | e la terza si rifà\nStato | quasi tutte le scuole\nStato | quasi tutte le scuole\n"
		     "Cucine | quasi tutte le scuole");
}

/* A row between two rules that has its figures on the first line, while its texts go on. */
static void texts_of_a_ruled_row_go_on(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Indicatore", "2026", "2027");
	sheet_across(page, 115, 48, 402);
	row(page, 118, "Famiglie", "10,00", "11,00");
	sheet_text(page, 50, 130, "servite");
	sheet_text(page, 50, 142, "a casa");
	sheet_across(page, 157, 48, 402);
	assert_finds(sp_region_find, page, "Indicatore | 2026 | 2027\nFamiglie servite a casa | 10,00 | 11,00");
}

/* "Nome: ________": what is written on the lines of a form stands in columns, but the lines begin at its labels. */
static void blanks_of_a_form_are_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++) {
		double y = 100 + 30 * i;
		sheet_text(page, 50, y, "Cognome:");
		sheet_across(page, y + 12, 94, 300);
		sheet_text(page, 120, y, "Bianchi");
		sheet_text(page, 220, y, "12");
	}
	GPtrArray *tables = sheet_find(sp_region_find, page);
	for (guint i = 0; i < tables->len; i++)
		assert_true(((struct sp_table *)g_ptr_array_index(tables, i))->box.x0 < 60);
	g_ptr_array_unref(tables);
	sp_page_free(page);
}

/* --- runs of lines ------------------------------------------------------------------------------------- */

/* Without any rule: lines with wide gaps, one below the other. */
static void lines_with_gaps_are_a_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	prose(page, 60, 4);
	row(page, 180, "Entrate", "2026", "2027");
	row(page, 198, "Tributi", "10,00", "11,00");
	row(page, 216, "Prestiti", "20,00", "21,00");
	row(page, 234, "Fondi", "30,00", "31,00");
	prose(page, 300, 4);
	assert_finds(sp_region_find, page,
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\nFondi | 30,00 | 31,00");
}

/* A total still to come: a row of one text, under the second column. A note at the left is none. */
static void the_last_row_may_be_one_text(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 3; i++) {
		char *code = g_strdup_printf("01.0%d", i + 1);
		sheet_text(page, 50, 100 + 20 * i, code);
		sheet_text(page, 100, 100 + 20 * i, "Bilancio partecipativo");
		sheet_figure(page, 300, 100 + 20 * i, "100");
		g_free(code);
	}
	sheet_text(page, 100, 160, "Totale");
	sheet_text(page, 50, 190, "Nota: in migliaia");
	assert_finds(sp_region_find, page,
		     "01.01 | Bilancio partecipativo | 100\n01.02 | Bilancio partecipativo | 100\n"
		     "01.03 | Bilancio partecipativo | 100\n· | Totale | ·");
}

/* A sheet without rules: its labels are bold, and the values go on as far as they like. The same in one type is a text. */
static void values_beside_bold_labels_are_a_table(void **state)
{
	(void)state;
	for (int bold = 1; bold >= 0; bold--) {
		static const char *const labels[] = { "Programma", "Finalita", "Motivazione" };
		struct sp_page *page = sheet_new();
		for (int i = 0; i < 3; i++) {
			(bold ? sheet_bold(page, 50, 100 + 44 * i, labels[i])
			      : (void)sheet_text(page, 50, 100 + 44 * i, labels[i]));
			sheet_text(page, 150, 100 + 44 * i, "si ampliano i servizi per le famiglie e per i");
			sheet_text(page, 150, 113 + 44 * i, "giovani della zona con le risorse che lo stato");
		}
		assert_finds(sp_region_find, page,
			     bold ? "Programma | si ampliano i servizi per le famiglie e per i giovani della zona con "
				    "le risorse che lo stato\n"
				    "Finalita | si ampliano i servizi per le famiglie e per i giovani della zona con "
				    "le risorse che lo stato\n"
				    "Motivazione | si ampliano i servizi per le famiglie e per i giovani della zona con "
				    "le risorse che lo stato"
				  : "");
	}
}

/* Columns of texts without rules: bold headings name them. The first has one entry a row, the texts go on. */
static void texts_under_bold_headings_are_a_table(void **state)
{
	(void)state;
	static const char *const texts[] = { "cura dei parchi e", "dei giardini con", "le somme date" };
	struct sp_page *page = sheet_new();
	sheet_bold(page, 350, 88, "Uffici");
	sheet_bold(page, 50, 100, "N.");
	sheet_bold(page, 100, 100, "Obiettivo");
	sheet_bold(page, 220, 100, "Azioni");
	sheet_bold(page, 350, 100, "coinvolti");
	for (int r = 0; r < 3; r++) {
		double y = 118 + 46 * r;
		sheet_text(page, 50, y, (const char *[]){ "1", "2", "3" }[r]);
		for (int i = 0; i < 3; i++)
			for (int c = 0; c < 3; c++)
				sheet_text(page, (double[]){ 100, 220, 350 }[c], y + 12 * i, texts[i]);
	}
	sheet_text(page, 48, 290, "Il testo che segue non è della tabella e ne è lontano");
	const char *row = "cura dei parchi e dei giardini con le somme date";
	char *expected = g_strdup_printf("N. | Obiettivo | Azioni | Uffici coinvolti\n1 | %s | %s | %s\n2 | %s | %s | %s\n"
					 "3 | %s | %s | %s", row, row, row, row, row, row, row, row, row);
	assert_finds(sp_region_find, page, expected);
	g_free(expected);
}

/* Prose in two columns has a wide gap in every line. */
static void prose_in_columns_is_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 30; i++) {
		sheet_text(page, 50, 100 + 14 * i, "il comune provvede alla cura dei parchi e dei");
		sheet_text(page, 300, 100 + 14 * i, "giardini con le somme che il consiglio ha dato");
	}
	assert_finds(sp_region_find, page, "");
}

static void a_table_of_contents_is_none(void **state)
{
	(void)state;
	static const char *const titles[] = { "Premessa", "Contesto esterno", "Popolazione", "Indirizzi", "Bilancio" };
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 5; i++) {
		char number[12];
		g_snprintf(number, sizeof number, "%d", 3 + 7 * i);
		sheet_text(page, 50, 100 + 18 * i, titles[i]);
		sheet_text(page, 200, 100 + 18 * i, "..............................");
		sheet_figure(page, 400, 100 + 18 * i, number);
	}
	assert_finds(sp_region_find, page, "");
}

/* Leaders are dots with blanks between, chapters are numbered, a second column follows the first. */
static void contents_in_two_columns_are_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 12; i++)
		for (int column = 0; column < 2; column++) {
			char *number = g_strdup_printf("%d.", 12 * column + i + 1), *at = g_strdup_printf("%d", 3 + 20 * column + i);
			double x = 50 + 260 * column, y = 100 + 18 * i;
			sheet_text(page, x, y, number);
			sheet_text(page, x + 20, y, "Indirizzi");
			if (i % 3 != 0)
				sheet_text(page, x + 90, y, ". . . . . . . . . .");
			sheet_figure(page, x + 220, y, at);
			g_free(number);
			g_free(at);
		}
	assert_finds(sp_region_find, page, "");
}

/* Leaders lead to figures in tables, too; those go up and down. */
static void leaders_to_figures_are_a_table(void **state)
{
	(void)state;
	static const char *const labels[] = { "Tributi", "Prestiti", "Fondi" }, *const figures[] = { "210", "35", "120" };
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 3; i++) {
		sheet_text(page, 50, 100 + 18 * i, labels[i]);
		sheet_text(page, 120, 100 + 18 * i, "....................");
		sheet_figure(page, 400, 100 + 18 * i, figures[i]);
	}
	assert_finds(sp_region_find, page, "Tributi .................... | 210\nPrestiti .................... | 35\n"
					   "Fondi .................... | 120");
}

static void an_index_is_none(void **state)
{
	(void)state;
	static const char *const words[] = { "acqua", "bilancio", "canone", "delibera", "ente" };
	static const char *const pages[] = { "12, 40, 41", "7", "22, 23", "3, 9", "31" };
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 5; i++)
		for (int column = 0; column < 2; column++) {
			double x = 50 + 260 * column, y = 100 + 18 * i;
			sheet_text(page, x, y, words[i]);
			sheet_text(page, x + 60, y, "..............");
			sheet_figure(page, x + 220, y, pages[(i + 2 * column) % 5]);
		}
	assert_finds(sp_region_find, page, "");
}

/* Lines of three pieces each, as formulas and programs have them, that stand in no line with each other. */
static void ragged_pieces_are_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 8; i++) {
		sheet_text(page, 50 + (7 * i) % 20, 100 + 18 * i, "sin 3");
		sheet_text(page, 150 + (13 * i) % 30, 100 + 18 * i, "12");
		sheet_text(page, 250 + (11 * i) % 40, 100 + 18 * i, "45");
	}
	assert_finds(sp_region_find, page, "");
}

/* A numbered heading has a gap, prose stands between it and the table. */
static void prose_above_a_table_stays_out(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "2");
	sheet_text(page, 75, 100, "Entrate");
	prose(page, 116, 2);
	row(page, 150, "Tributi", "10,00", "11,00");
	row(page, 168, "Prestiti", "20,00", "21,00");
	row(page, 186, "Fondi", "30,00", "31,00");
	assert_finds(sp_region_find, page, "Tributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\nFondi | 30,00 | 31,00");
}

static void lists_are_none(void **state)
{
	(void)state;
	static const char *const marks[] = { "•", "-", "a)", "1." };
	for (int k = 0; k < 4; k++) {
		struct sp_page *page = sheet_new();
		for (int i = 0; i < 6; i++) {
			sheet_text(page, 50, 100 + 18 * i, marks[k]);
			sheet_text(page, 80, 100 + 18 * i, "cura dei parchi e dei giardini");
		}
		assert_finds(sp_region_find, page, "");
	}
}

/* Date and place, signatures: two lines with a gap say nothing yet. */
static void a_pair_of_lines_is_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 700, "Il segretario");
	sheet_text(page, 350, 700, "Il sindaco");
	sheet_text(page, 50, 720, "Anna Bianchi");
	sheet_text(page, 350, 720, "Ugo Verdi");
	assert_finds(sp_region_find, page, "");
}

static void prose_is_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	prose(page, 100, 30);
	assert_finds(sp_region_find, page, "");
}

/* What the lattice took is out of play. */
static void found_tables_are_left_alone(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 180, "Entrate", "2026", "2027");
	row(page, 198, "Tributi", "10,00", "11,00");
	row(page, 216, "Prestiti", "20,00", "21,00");
	row(page, 234, "Fondi", "30,00", "31,00");
	GPtrArray *tables = g_ptr_array_new_with_free_func(sheet_table_free), *words = sheet_words(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	struct sp_table *taken = sp_table_new(SP_RULED, 1, 1);
	taken->box = (struct sp_box){ 40, 170, 410, 250 };
	g_ptr_array_add(tables, taken);
	sp_region_find(page, rulings, words, tables);
	assert_int_equal(tables->len, 1);
	sp_rulings_free(rulings);
	g_ptr_array_unref(words);
	g_ptr_array_unref(tables);
	sp_page_free(page);
}

/* Turned words are nobody's rows: they come from the margin. */
static void turned_words_are_left_out(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 5; i++) {
		sheet_text(page, 50, 180 + 18 * i, "Voce")->turn = 3;
		sheet_text(page, 300, 180 + 18 * i, "10,00")->turn = 3;
		sheet_text(page, 400, 180 + 18 * i, "11,00")->turn = 3;
	}
	assert_finds(sp_region_find, page, "");
}

/* --- frames whose inside is not drawn --------------------------------------------------------------------- */

/* The lattice's tables made better. */
static void refine(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
		   GPtrArray *tables)
{
	sp_lattice_find(page, rulings, words, tables);
	sp_region_refine(page, rulings, words, tables);
}

/* A frame with columns, but no lines between rows: figures one below the other are rows. */
static void rows_nobody_drew_are_found(void **state)
{
	(void)state;
	const double xs[] = { 48, 220, 310, 402 }, ys[] = { 100, 118, 200 };
	struct sp_page *page = sheet_new();
	sheet_grid(page, xs, 4, ys, 3);
	row(page, 103, "Entrate", "2026", "2027");
	row(page, 121, "Tributi", "10,00", "11,00");
	row(page, 141, "Prestiti", "20,00", "21,00");
	row(page, 161, "Fondi", "30,00", "31,00");
	row(page, 181, "Altro", "40,00", "41,00");
	assert_finds(refine, page,
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\nFondi | 30,00 | "
		     "31,00\nAltro | 40,00 | 41,00");
}

/* A frame with rows, but no lines between columns. */
static void columns_nobody_drew_are_found(void **state)
{
	(void)state;
	const double xs[] = { 48, 402 }, ys[] = { 100, 118, 138, 158, 178 };
	struct sp_page *page = sheet_new();
	sheet_grid(page, xs, 2, ys, 5);
	row(page, 103, "Entrate", "2026", "2027");
	row(page, 122, "Tributi", "10,00", "11,00");
	row(page, 142, "Prestiti", "20,00", "21,00");
	row(page, 162, "Fondi", "30,00", "31,00");
	assert_finds(refine, page,
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\nFondi | 30,00 | 31,00");
}

/* A first column without lines between its rows, one line of text in each: its cells were not merged. */
static void a_column_without_lines_is_not_merged(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 100, 48, 402);
	for (int i = 1; i < 4; i++)
		sheet_across(page, 100 + 20 * i, 220, 402);
	sheet_across(page, 180, 48, 402);
	sheet_down(page, 48, 100, 180);
	sheet_down(page, 220, 100, 180);
	sheet_down(page, 310, 100, 180);
	sheet_down(page, 402, 100, 180);
	row(page, 104, "Entrate", "2026", "2027");
	row(page, 124, "Tributi", "10,00", "11,00");
	row(page, 144, "Prestiti", "20,00", "21,00");
	row(page, 164, "Fondi", "30,00", "31,00");
	assert_finds(refine, page,
		     "Entrate | 2026 | 2027\nTributi | 10,00 | 11,00\nPrestiti | 20,00 | 21,00\nFondi | 30,00 | 31,00");
}

/* Cells of several lines of text in a drawn grid stay whole. */
static void drawn_cells_stay_whole(void **state)
{
	(void)state;
	const double xs[] = { 48, 220, 402 }, ys[] = { 100, 118, 160 };
	struct sp_page *page = sheet_new();
	sheet_grid(page, xs, 3, ys, 3);
	sheet_text(page, 52, 103, "Codice");
	sheet_text(page, 224, 103, "Titolo");
	sheet_text(page, 52, 122, "A1");
	sheet_text(page, 224, 122, "Manutenzione delle strade");
	sheet_text(page, 224, 136, "comunali e vicinali");
	assert_finds(refine, page, "Codice | Titolo\nA1 | Manutenzione delle strade comunali e vicinali");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_bound_a_table),
		cmocka_unit_test(a_header_may_stand_above_the_first_rule),
		cmocka_unit_test(rules_around_prose_are_none),
		cmocka_unit_test(rules_of_other_widths_bound_others),
		cmocka_unit_test(joints_show_columns),
		cmocka_unit_test(lines_with_gaps_are_a_table),
		cmocka_unit_test(prose_in_columns_is_none),
		cmocka_unit_test(a_table_of_contents_is_none),
		cmocka_unit_test(a_tight_header_belongs_to_its_table),
		cmocka_unit_test(a_caption_parts_two_tables),
		cmocka_unit_test(a_caption_over_a_sheet_of_labels_is_no_header),
		cmocka_unit_test(joints_show_rows_of_one_text),
		cmocka_unit_test(tables_with_a_rule_under_each_row),
		cmocka_unit_test(a_sheet_of_labels_has_no_header),
		cmocka_unit_test(rows_cut_by_the_page_belong_to_their_table),
		cmocka_unit_test(texts_of_a_ruled_row_go_on),
		cmocka_unit_test(blanks_of_a_form_are_none),
		cmocka_unit_test(contents_in_two_columns_are_none),
		cmocka_unit_test(leaders_to_figures_are_a_table),
		cmocka_unit_test(an_index_is_none),
		cmocka_unit_test(ragged_pieces_are_none),
		cmocka_unit_test(prose_above_a_table_stays_out),
		cmocka_unit_test(the_last_row_may_be_one_text),
		cmocka_unit_test(values_beside_bold_labels_are_a_table),
		cmocka_unit_test(texts_under_bold_headings_are_a_table),
		cmocka_unit_test(lists_are_none),
		cmocka_unit_test(a_pair_of_lines_is_none),
		cmocka_unit_test(prose_is_none),
		cmocka_unit_test(found_tables_are_left_alone),
		cmocka_unit_test(turned_words_are_left_out),
		cmocka_unit_test(rows_nobody_drew_are_found),
		cmocka_unit_test(columns_nobody_drew_are_found),
		cmocka_unit_test(a_column_without_lines_is_not_merged),
		cmocka_unit_test(drawn_cells_stay_whole),
	};
	return RUN(tests);
}
