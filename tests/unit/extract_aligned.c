/* extract/aligned: columns from white space, rows from lines and leading, headers that span. */
#include "sheet.h"

#include "extract/aligned.h"

/* What the words of the page make within this box, with their texts; NULL when no table. (transfer full) */
static struct sp_table *build_in(const struct sp_page *page, struct sp_box box, enum sp_edges edges, const double *xs,
				 int n_xs, struct sp_texture *texture)
{
	GPtrArray *words = sheet_words(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	struct sp_table *t = sp_aligned_build(page, rulings, words, &box, edges, xs, n_xs, texture);
	if (t)
		sp_cells_fill(page, words, t, NULL);
	sp_rulings_free(rulings);
	g_ptr_array_unref(words);
	return t;
}

/* The same around all words of the page. */
static struct sp_table *build(const struct sp_page *page, struct sp_texture *texture)
{
	struct sp_box box = { 0, 0, 0, 0 };
	for (guint i = 0; i < page->words->len; i++)
		sp_box_extend(&box, &g_array_index(page->words, struct sp_word, i).box);
	box = (struct sp_box){ box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1 };
	return build_in(page, box, SP_SOME_COLUMNS, NULL, 0, texture);
}

#define assert_builds(page, expected, headers)                                                                         \
	do {                                                                                                           \
		struct sp_texture texture_;                                                                            \
		struct sp_table *built_ = build(page, &texture_);                                                      \
		assert_non_null(built_);                                                                               \
		assert_table(built_, expected);                                                                        \
		assert_int_equal(built_->method, SP_ALIGNED);                                                          \
		assert_int_equal(built_->header_rows, headers);                                                        \
		sp_table_free(built_);                                                                                 \
		sp_page_free(page);                                                                                    \
	} while (0)

/* A label and figures that end at 300 and 400. */
static void row(struct sp_page *page, double y, const char *label, const char *first, const char *second)
{
	if (*label)
		sheet_text(page, 50, y, label);
	if (*first)
		sheet_figure(page, 300, y, first);
	if (*second)
		sheet_figure(page, 400, y, second);
}

static void white_space_makes_columns(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "Ufficio");
	sheet_text(page, 200, 100, "Sede");
	sheet_text(page, 330, 100, "Orario");
	sheet_text(page, 50, 120, "Anagrafe e stato civile");
	sheet_text(page, 200, 120, "Piazza Grande");
	sheet_text(page, 330, 120, "9-12");
	sheet_text(page, 50, 140, "Tributi");
	sheet_text(page, 200, 140, "Via del Mulino");
	sheet_text(page, 330, 140, "9-13");
	assert_builds(page,
		      "Ufficio | Sede | Orario\n"
		      "Anagrafe e stato civile | Piazza Grande | 9-12\n"
		      "Tributi | Via del Mulino | 9-13",
		      1);
}

/* Figures end together, their headings do not begin with them; short and long figures are one column. */
static void figures_align_at_the_right(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Entrate", "2026", "2027");
	row(page, 120, "Tributi", "1.234.567,89", "9,00");
	row(page, 140, "Trasferimenti", "12,50", "1.100.000,00");
	row(page, 160, "Prestiti", "–", "3.500,00");
	assert_builds(page,
		      "Entrate | 2026 | 2027\n"
		      "Tributi | 1.234.567,89 | 9,00\n"
		      "Trasferimenti | 12,50 | 1.100.000,00\n"
		      "Prestiti | – | 3.500,00",
		      0);
}

/* A column that is empty on some rows is a column; the cell is there and says nothing. */
static void columns_may_be_empty_on_some_rows(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Voce", "Importo", "Note");
	row(page, 120, "Tributi", "10,00", "");
	row(page, 140, "Prestiti", "", "5,00");
	row(page, 160, "Altro", "7,00", "1,00");
	row(page, 180, "Fondi", "8,00", "2,00");
	assert_builds(page,
		      "Voce | Importo | Note\n"
		      "Tributi | 10,00 | ·\n"
		      "Prestiti | · | 5,00\n"
		      "Altro | 7,00 | 1,00\n"
		      "Fondi | 8,00 | 2,00",
		      1);
}

/* Close lines are one row, wide steps begin the next. */
static void leading_makes_rows(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Voce", "2026", "2027");
	row(page, 130, "Manutenzione ordinaria", "10,00", "11,00");
	row(page, 143, "delle strade", "", "");
	row(page, 170, "Acquisto di arredi", "20,00", "21,00");
	row(page, 183, "per le scuole", "", "");
	row(page, 210, "Parchi", "30,00", "31,00");
	row(page, 240, "Biblioteca", "40,00", "41,00");
	assert_builds(page,
		      "Voce | 2026 | 2027\n"
		      "Manutenzione ordinaria delle strade | 10,00 | 11,00\n"
		      "Acquisto di arredi per le scuole | 20,00 | 21,00\n"
		      "Parchi | 30,00 | 31,00\n"
		      "Biblioteca | 40,00 | 41,00",
		      0);
}

/* However close: two figures one below the other are two rows. */
/* One row: no wide step parts it from another, but one parts the header from it. */
static void the_step_under_a_bold_header_makes_rows(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_bold(page, 50, 100, "Indicatore");
	sheet_bold(page, 200, 100, "Valore");
	sheet_bold(page, 300, 100, "Note");
	sheet_text(page, 50, 122, "Grado di");
	sheet_figure(page, 240, 122, "50,00");
	sheet_text(page, 300, 122, "rilevato a");
	sheet_text(page, 50, 135, "copertura");
	sheet_text(page, 300, 135, "fine anno");
	sheet_text(page, 50, 148, "dei costi");
	assert_builds(page,
		      "Indicatore | Valore | Note\n"
		      "Grado di copertura dei costi | 50,00 | rilevato a fine anno",
		      1);

	/* lines that fill all columns are rows, how far ever the header stands off */
	page = sheet_new();
	sheet_bold(page, 50, 100, "Ufficio");
	sheet_bold(page, 200, 100, "Sede");
	sheet_text(page, 50, 122, "Anagrafe");
	sheet_text(page, 200, 122, "Centro");
	sheet_text(page, 50, 135, "Tributi");
	sheet_text(page, 200, 135, "Borgo");
	assert_builds(page,
		      "Ufficio | Sede\n"
		      "Anagrafe | Centro\n"
		      "Tributi | Borgo",
		      1);
}

/* The headings begin at one height; the empty column's is not in the lowest line. */
static void a_column_may_have_a_heading_only(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_bold(page, 50, 100, "Obiettivi");
	sheet_bold(page, 160, 100, "risorse");
	sheet_bold(page, 240, 100, "risorse");
	sheet_bold(page, 320, 100, "Esito");
	sheet_bold(page, 50, 113, "definiti");
	sheet_bold(page, 160, 113, "proprie");
	sheet_bold(page, 240, 113, "altrui");
	sheet_bold(page, 50, 126, "nei piani");
	const char *const labels[] = { "Piazza", "Ponte", "Parco" };
	for (int i = 0; i < 3; i++) {
		sheet_text(page, 50, 150 + 24 * i, labels[i]);
		sheet_text(page, 160, 150 + 24 * i, "15.000");
		sheet_text(page, 320, 150 + 24 * i, "fatto");
	}
	assert_builds(page,
		      "Obiettivi definiti nei piani | risorse proprie | risorse altrui | Esito\n"
		      "Piazza | 15.000 | · | fatto\n"
		      "Ponte | 15.000 | · | fatto\n"
		      "Parco | 15.000 | · | fatto",
		      1);
}

static void figures_part_rows(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Voce", "Importo", "Quota");
	row(page, 113, "Strade", "10,00", "1");
	row(page, 126, "Scuole", "20,00", "2");
	row(page, 139, "Parchi", "30,00", "3");
	row(page, 160, "Totale", "60,00", "6");
	assert_builds(page,
		      "Voce | Importo | Quota\n"
		      "Strade | 10,00 | 1\n"
		      "Scuole | 20,00 | 2\n"
		      "Parchi | 30,00 | 3\n"
		      "Totale | 60,00 | 6",
		      1);
}

/* With even leading, a line that leaves the first column empty and has no figure goes on with the row above. */
static void a_line_without_a_label_goes_on(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 120, 128, "comunali e vicinali");
	for (int i = 0; i < 4; i++) {
		const char *const codes[] = { "A1", "A2", "A3", "A4" };
		double y = 100 + 14 * i + (i > 1 ? 14 : 0);
		sheet_text(page, 50, y, codes[i]);
		sheet_text(page, 120, y, "Manutenzione delle strade");
		sheet_figure(page, 400, y, "10,00");
	}
	assert_builds(page,
		      "A1 | Manutenzione delle strade | 10,00\n"
		      "A2 | Manutenzione delle strade comunali e vicinali | 10,00\n"
		      "A3 | Manutenzione delle strade | 10,00\n"
		      "A4 | Manutenzione delle strade | 10,00",
		      0);
}

/* Rules between all rows leave nothing to leading. */
static void rules_make_rows(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double ys[] = { 98, 116, 146, 176, 194 };
	for (int i = 0; i < 5; i++)
		sheet_across(page, ys[i], 48, 402);
	row(page, 100, "Voce", "Importo", "Note");
	row(page, 118, "Manutenzione", "10,00", "urgente,");
	row(page, 131, "delle strade", "", "da finire");
	row(page, 148, "Acquisto", "20,00", "rinviato");
	row(page, 161, "di arredi", "", "");
	row(page, 178, "Parchi", "30,00", "fatto");
	assert_builds(page,
		      "Voce | Importo | Note\n"
		      "Manutenzione delle strade | 10,00 | urgente, da finire\n"
		      "Acquisto di arredi | 20,00 | rinviato\n"
		      "Parchi | 30,00 | fatto",
		      1);
}

/* A heading with a short rule below it stands over the columns that the rule reaches over. The others are one cell of
 * all levels. */
static void a_short_rule_makes_a_spanning_header(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 275, 100, "Previsioni");
	sheet_across(page, 114, 250, 402);
	row(page, 118, "Voce", "2026", "2027");
	sheet_across(page, 133, 48, 402);
	row(page, 138, "Tributi", "1.000,00", "1.100,00");
	row(page, 156, "Prestiti", "2.000,00", "2.100,00");
	row(page, 174, "Fondi", "3.000,00", "3.100,00");
	assert_builds(page,
		      "Voce<2×1> | Previsioni<1×2>\n"
		      "2026 | 2027\n"
		      "Tributi | 1.000,00 | 1.100,00\n"
		      "Prestiti | 2.000,00 | 2.100,00\n"
		      "Fondi | 3.000,00 | 3.100,00",
		      2);
}

/* A heading that itself reaches over the gap between columns spans them, with or without a rule. */
static void a_wide_heading_spans(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 262, 100, "Previsioni del triennio futuro");
	row(page, 118, "Voce", "2026", "2027");
	sheet_across(page, 133, 48, 402);
	row(page, 138, "Tributi", "1.000.000,00", "1.100.000,00");
	row(page, 156, "Prestiti", "2.000.000,00", "2.100.000,00");
	row(page, 174, "Fondi", "3.000.000,00", "3.100.000,00");
	row(page, 192, "Altro", "4.000.000,00", "4.100.000,00");
	assert_builds(page,
		      "Voce<2×1> | Previsioni del triennio futuro<1×2>\n"
		      "2026 | 2027\n"
		      "Tributi | 1.000.000,00 | 1.100.000,00\n"
		      "Prestiti | 2.000.000,00 | 2.100.000,00\n"
		      "Fondi | 3.000.000,00 | 3.100.000,00\n"
		      "Altro | 4.000.000,00 | 4.100.000,00",
		      2);
}

/* Headings of several lines are one cell each. */
static void a_header_of_several_lines_is_one_row(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "", "Spesa", "Spesa");
	row(page, 112, "Voce", "prevista", "impegnata");
	sheet_across(page, 126, 48, 402);
	row(page, 130, "Tributi", "1.000,00", "1.100,00");
	row(page, 150, "Prestiti", "2.000,00", "2.100,00");
	row(page, 170, "Fondi", "3.000,00", "3.100,00");
	assert_builds(page,
		      "Voce | Spesa prevista | Spesa impegnata\n"
		      "Tributi | 1.000,00 | 1.100,00\n"
		      "Prestiti | 2.000,00 | 2.100,00\n"
		      "Fondi | 3.000,00 | 3.100,00",
		      1);
}

/* Where all column edges are drawn, one without any text is a spacer and no column. */
static void spacer_columns_are_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Voce", "2026", "2027");
	row(page, 120, "Tributi", "1.000,00", "1.100,00");
	row(page, 140, "Prestiti", "2.000,00", "2.100,00");
	const double edges[] = { 200, 302, 340 };
	struct sp_texture texture;
	struct sp_table *t = build_in(page, (struct sp_box){ 48, 98, 402, 154 }, SP_ALL_COLUMNS, edges, 3, &texture);
	assert_non_null(t);
	assert_table(t, "Voce | 2026 | 2027\nTributi | 1.000,00 | 1.100,00\nPrestiti | 2.000,00 | 2.100,00");
	assert_near(t->xs[1], 200);
	assert_near(t->xs[2], 321); /* the spacer's middle */
	sp_table_free(t);
	sp_page_free(page);
}

/* A total's label in the middle of three columns, of which it reaches over two. */
static void what_stands_in_the_middle_spans(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 3; i++) {
		sheet_text(page, 50, 100 + 20 * i, "1");
		sheet_text(page, 100, 100 + 20 * i, "Scuole dei monti");
		sheet_text(page, 200, 100 + 20 * i, "Regione");
		sheet_figure(page, 400, 100 + 20 * i, "10,00");
	}
	sheet_text(page, 122.5, 160, "Totale dei progetti finanziati"); /* 142.5 pt wide, from 122.5 to 265 */
	sheet_figure(page, 400, 160, "30,00");
	const double edges[] = { 98, 190, 340 };
	struct sp_texture texture;
	struct sp_table *t = build_in(page, (struct sp_box){ 47.5, 98, 402, 176 }, SP_ALL_COLUMNS, edges, 3, &texture);
	assert_non_null(t);
	const struct sp_cell *total = sp_table_at(t, 3, 0);
	assert_string_equal(total->text, "Totale dei progetti finanziati");
	assert_int_equal(total->colspan, 3);
	sp_table_free(t);
	sp_page_free(page);
}

/* Edges that were drawn part columns even where the white between texts would not show one. */
static void drawn_edges_make_columns(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++) {
		sheet_text(page, 50, 100 + 20 * i, "aaaa bbbb");
		sheet_text(page, 101, 100 + 20 * i, "cccc dddd");
		sheet_figure(page, 400, 100 + 20 * i, "10,00");
	}
	const double edges[] = { 48, 99, 250, 402 };
	struct sp_texture texture;
	struct sp_table *t = build_in(page, (struct sp_box){ 48, 98, 402, 174 }, SP_SOME_COLUMNS, edges, 4, &texture);
	assert_non_null(t);
	assert_int_equal(t->n_cols, 3);
	assert_string_equal(sp_table_at(t, 1, 0)->text, "aaaa bbbb");
	assert_string_equal(sp_table_at(t, 1, 1)->text, "cccc dddd");
	sp_table_free(t);
	sp_page_free(page);
}

/* Dot leaders lead from a label to its figure: they are white space. */
static void leaders_are_white(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++) {
		const char *const labels[] = { "Tributi", "Prestiti", "Fondi", "Trasferimenti" };
		sheet_text(page, 50, 100 + 20 * i, labels[i]);
		sheet_text(page, 130, 100 + 20 * i, "....................");
		sheet_figure(page, 300, 100 + 20 * i, "10,00");
	}
	struct sp_texture texture;
	struct sp_table *t = build(page, &texture);
	assert_non_null(t);
	assert_int_equal(t->n_cols, 2);
	assert_false(texture.contents);
	sp_table_free(t);
	sp_page_free(page);
}

/* --- texture ------------------------------------------------------------------------------------------ */

static void figures_are_counted(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Voce", "Importo", "Note");
	row(page, 120, "Tributi", "10,00", "sospeso");
	row(page, 140, "Prestiti", "20,00", "7,00");
	struct sp_texture x;
	struct sp_table *t = build(page, &x);
	assert_non_null(t);
	assert_int_equal(x.cols, 3);
	assert_int_equal(x.rows, 3);
	assert_near(x.figures, 0.75);
	assert_near(x.filled, 1);
	assert_near(x.words, 1);
	assert_near(x.prose, 0);
	assert_false(x.list);
	assert_false(x.contents);
	sp_table_free(t);
	sp_page_free(page);
}

/* Two columns of running text: lines that are full and have many words. */
static void prose_is_seen(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 8; i++) {
		sheet_text(page, 50, 100 + 13 * i, "il comune provvede alla cura dei parchi e dei");
		sheet_text(page, 300, 100 + 13 * i, "giardini con le somme che il consiglio ha dato");
	}
	struct sp_texture x;
	sp_table_free(build(page, &x));
	assert_near(x.prose, 1);
	sp_page_free(page);
}

static void lists_are_seen(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 5; i++) {
		sheet_text(page, 50, 100 + 20 * i, "•");
		sheet_text(page, 70, 100 + 20 * i, "cura dei parchi");
	}
	struct sp_texture x;
	sp_table_free(build(page, &x));
	assert_true(x.list);
	sp_page_free(page);
}

/* --- no table -------------------------------------------------------------------------------------------- */

static void one_line_is_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	row(page, 100, "Tributi", "10,00", "20,00");
	struct sp_texture x;
	assert_null(build(page, &x));
	sp_page_free(page);
}

static void one_column_is_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "Tributi");
	sheet_text(page, 50, 120, "Prestiti");
	sheet_text(page, 50, 140, "Fondi");
	struct sp_texture x;
	assert_null(build(page, &x));
	assert_int_equal(x.cols, 1);
	sp_page_free(page);
}

static void nothing_is_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_texture x;
	assert_null(build(page, &x));
	assert_int_equal(x.rows, 0);
	sp_page_free(page);
}

/* More columns than any table has: what is past the limit is left together, nothing breaks. */
static void too_many_columns_are_bounded(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int r = 0; r < 3; r++)
		for (int c = 0; c < 100; c++)
			sheet_text(page, 20 + 5.5 * c, 100 + 20 * r, "1")->box.x1 -= 2.5;
	struct sp_texture x;
	struct sp_table *t = build(page, &x);
	assert_true(!t || t->n_cols <= 65);
	sp_table_free(t);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_makes_columns),
		cmocka_unit_test(figures_align_at_the_right),
		cmocka_unit_test(columns_may_be_empty_on_some_rows),
		cmocka_unit_test(leading_makes_rows),
		cmocka_unit_test(the_step_under_a_bold_header_makes_rows),
		cmocka_unit_test(a_column_may_have_a_heading_only),
		cmocka_unit_test(figures_part_rows),
		cmocka_unit_test(a_line_without_a_label_goes_on),
		cmocka_unit_test(rules_make_rows),
		cmocka_unit_test(a_short_rule_makes_a_spanning_header),
		cmocka_unit_test(a_wide_heading_spans),
		cmocka_unit_test(a_header_of_several_lines_is_one_row),
		cmocka_unit_test(spacer_columns_are_none),
		cmocka_unit_test(what_stands_in_the_middle_spans),
		cmocka_unit_test(drawn_edges_make_columns),
		cmocka_unit_test(leaders_are_white),
		cmocka_unit_test(figures_are_counted),
		cmocka_unit_test(prose_is_seen),
		cmocka_unit_test(lists_are_seen),
		cmocka_unit_test(one_line_is_no_table),
		cmocka_unit_test(one_column_is_no_table),
		cmocka_unit_test(nothing_is_no_table),
		cmocka_unit_test(too_many_columns_are_bounded),
	};
	return RUN(tests);
}
