/* extract/tables/lattice: what drawn lines make a table, and of which cells. */
#include "sheet.h"

#include "extract/tables/lattice.h"

/* Three columns and rows of 20 pt from y on. */
static const double XS[] = { 50, 150, 350, 450 };

static void two_rows(struct sp_page *page, double y)
{
	sheet_text(page, 54, y + 4, "Codice");
	sheet_text(page, 154, y + 4, "Titolo");
	sheet_text(page, 354, y + 4, "Peso");
	sheet_text(page, 54, y + 24, "A1");
	sheet_text(page, 154, y + 24, "Strade sicure");
	sheet_text(page, 354, y + 24, "40%");
}

static void a_grid_is_a_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double ys[] = { 100, 120, 140 };
	sheet_grid(page, XS, 4, ys, 3);
	two_rows(page, 100);
	assert_finds(sp_lattice_find, page, "Codice | Titolo | Peso\nA1 | Strade sicure | 40%");
}

static void its_box_and_edges_are_the_drawn_ones(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double ys[] = { 100, 120, 140 };
	sheet_grid(page, XS, 4, ys, 3);
	two_rows(page, 100);
	GPtrArray *tables = sheet_find(sp_lattice_find, page);
	assert_int_equal(tables->len, 1);
	const struct sp_table *t = g_ptr_array_index(tables, 0);
	assert_int_equal(t->method, SP_RULED);
	assert_true(t->drawn);
	assert_false(t->open_bottom);
	assert_near(t->box.x0, 50);
	assert_near(t->box.y1, 140);
	for (int i = 0; i < 4; i++)
		assert_near(t->xs[i], XS[i]);
	const struct sp_cell *c = sp_table_at(t, 1, 2);
	assert_near(c->box.x0, 350);
	assert_near(c->box.y0, 120);
	g_ptr_array_unref(tables);
	sp_page_free(page);
}

/* Neighbours without a line between them are one cell. */
static void missing_lines_merge_cells(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 100, 50, 450);
	sheet_across(page, 120, 150, 450);
	sheet_across(page, 140, 50, 450);
	sheet_across(page, 160, 50, 450);
	sheet_down(page, 50, 100, 160);
	sheet_down(page, 150, 100, 160);
	sheet_down(page, 350, 120, 160);
	sheet_down(page, 450, 100, 160);
	sheet_text(page, 54, 114, "Missione");
	sheet_text(page, 154, 104, "Previsioni");
	sheet_text(page, 154, 124, "2026");
	sheet_text(page, 354, 124, "2027");
	sheet_text(page, 54, 144, "01");
	sheet_text(page, 154, 144, "100,00");
	sheet_text(page, 354, 144, "200,00");
	assert_finds(sp_lattice_find, page, "Missione<2×1> | Previsioni<1×2>\n2026 | 2027\n01 | 100,00 | 200,00");
}

/* A table without its outer border is as wide and as high as its lines reach. */
static void outer_sides_may_be_missing(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 120, 50, 450);
	sheet_down(page, 150, 100, 140);
	sheet_down(page, 350, 100, 140);
	two_rows(page, 100);
	assert_finds(sp_lattice_find, page, "Codice | Titolo | Peso\nA1 | Strade sicure | 40%");
}

/* Browsers leave the frame of a row that the page cuts open below. */
static void an_open_bottom_is_noted(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_across(page, 100, 50, 450);
	sheet_across(page, 120, 50, 450);
	for (int i = 0; i < 4; i++)
		sheet_down(page, XS[i], 100, 160);
	two_rows(page, 100);
	GPtrArray *tables = sheet_find(sp_lattice_find, page);
	assert_int_equal(tables->len, 1);
	const struct sp_table *t = g_ptr_array_index(tables, 0);
	assert_true(t->open_bottom);
	assert_table(t, "Codice | Titolo | Peso\nA1 | Strade sicure | 40%");
	g_ptr_array_unref(tables);
	sp_page_free(page);
}

/* Two tables that do not touch are two, from top to bottom whatever the order of drawing. */
static void tables_are_told_apart(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double below[] = { 400, 420, 440 }, above[] = { 100, 120, 140 };
	sheet_grid(page, XS, 4, below, 3);
	two_rows(page, 400);
	sheet_grid(page, XS, 3, above, 3);
	sheet_text(page, 54, 104, "Anno");
	sheet_text(page, 154, 104, "Spesa");
	sheet_text(page, 54, 124, "2026");
	sheet_text(page, 154, 124, "7,5");
	assert_finds(sp_lattice_find, page,
		     "Anno | Spesa\n2026 | 7,5\n\nCodice | Titolo | Peso\nA1 | Strade sicure | 40%");
}

/* Side by side: the rules stand at one height, but do not touch. */
static void tables_stand_side_by_side(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double ys[] = { 100, 120, 140 }, left[] = { 50, 120, 200 }, right[] = { 300, 370, 450 };
	sheet_grid(page, left, 3, ys, 3);
	sheet_grid(page, right, 3, ys, 3);
	for (int k = 0; k < 2; k++) {
		const double *xs = k == 0 ? left : right;
		sheet_text(page, xs[0] + 4, 104, "Anno");
		sheet_text(page, xs[1] + 4, 104, "Spesa");
		sheet_text(page, xs[0] + 4, 124, k == 0 ? "2026" : "2027");
		sheet_text(page, xs[1] + 4, 124, "1,0");
	}
	assert_finds(sp_lattice_find, page, "Anno | Spesa\n2026 | 1,0\n\nAnno | Spesa\n2027 | 1,0");
}

/* A frame around a table that does not touch it is an ornament of the page. */
static void a_frame_around_a_table_is_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double ys[] = { 100, 120, 140 }, frame_xs[] = { 30, 480 }, frame_ys[] = { 60, 400 };
	sheet_grid(page, XS, 4, ys, 3);
	sheet_grid(page, frame_xs, 2, frame_ys, 2);
	two_rows(page, 100);
	sheet_text(page, 60, 300, "Fonte: elaborazione propria");
	assert_finds(sp_lattice_find, page, "Codice | Titolo | Peso\nA1 | Strade sicure | 40%");
}

/* A box around one text is a remark. */
static void a_box_is_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double xs[] = { 50, 450 }, ys[] = { 300, 340 };
	sheet_grid(page, xs, 2, ys, 2);
	sheet_text(page, 60, 310, "Il parere favorevole");
	assert_finds(sp_lattice_find, page, "");
}

/* The grid behind a chart has many places and few words. */
static void a_chart_is_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	double xs[9], ys[9];
	for (int i = 0; i < 9; i++) {
		xs[i] = 100 + 40 * i;
		ys[i] = 300 + 30 * i;
	}
	sheet_grid(page, xs, 9, ys, 9);
	sheet_text(page, 110, 310, "12%");
	sheet_text(page, 230, 400, "38%");
	assert_finds(sp_lattice_find, page, "");
}

/* Bars of a chart: coloured boxes in no rows and columns. */
static void bars_are_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++) {
		sheet_fill(page, 100 + 50 * i, 400 - 40 * i, 150 + 50 * i, 600, 0.3f + 0.1f * (float)i);
		sheet_text(page, 104 + 50 * i, 580, "202");
	}
	assert_finds(sp_lattice_find, page, "");
}

/* Cells may be shown by their shading alone. */
static void shaded_cells_are_a_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int r = 0; r < 2; r++)
		for (int c = 0; c < 3; c++)
			sheet_fill(page, XS[c] + 1.5, 101.5 + 22 * r, XS[c + 1] - 1.5, 120.5 + 22 * r,
				   r == 0 ? 0.6f : 0.9f);
	two_rows(page, 100);
	assert_finds(sp_lattice_find, page, "Codice | Titolo | Peso\nA1 | Strade sicure | 40%");
}

/* A coloured band from one side of the paper to the other is the page's dress. */
static void what_bleeds_is_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double xs[] = { 0, 300, 595 }, ys[] = { 0, 40, 80 };
	sheet_grid(page, xs, 3, ys, 3);
	sheet_text(page, 20, 10, "Comune di Roccaspina");
	sheet_text(page, 320, 10, "Documento unico");
	sheet_text(page, 20, 50, "Provincia");
	sheet_text(page, 320, 50, "2026");
	assert_finds(sp_lattice_find, page, "");
}

/* Words in boxes that just hold them are framed or underlined words. */
static void framed_words_are_no_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double xs[] = { 50, 88, 126 }, ys[] = { 299, 313 };
	sheet_grid(page, xs, 3, ys, 2);
	sheet_text(page, 51.5, 300, "sezione");
	sheet_text(page, 89.5, 300, "seconda");
	assert_finds(sp_lattice_find, page, "");
}

/* One ruled row is a table when its cells hold text. */
static void a_table_may_have_one_row(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	const double ys[] = { 300, 330 };
	sheet_grid(page, XS, 4, ys, 2);
	sheet_text(page, 54, 304, "Totale");
	sheet_text(page, 154, 304, "di cui");
	sheet_text(page, 354, 304, "10,00");
	assert_finds(sp_lattice_find, page, "Totale | di cui | 10,00");
}

/* The rest of a row that the page break cut stands at the top of its page, with one cell that still says something. */
static void the_rest_of_a_cut_row_is_a_table_at_the_top(void **state)
{
	(void)state;
	const double at_top[] = { 60, 90 }, in_the_middle[] = { 400, 430 };
	struct sp_page *page = sheet_new();
	sheet_grid(page, XS, 4, at_top, 2);
	sheet_text(page, 154, 64, "e delle periferie");
	assert_finds(sp_lattice_find, page, "· | e delle periferie | ·");

	page = sheet_new();
	sheet_grid(page, XS, 4, in_the_middle, 2);
	sheet_text(page, 154, 404, "e delle periferie");
	assert_finds(sp_lattice_find, page, "");
}

/* A row that fills the page, cut above and below, shows its vertical rules alone. */
static void a_row_cut_above_and_below(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++)
		sheet_down(page, XS[i], 60, 780);
	sheet_text(page, 154, 70, "e delle periferie");
	sheet_text(page, 354, 70, "idem");
	assert_finds(sp_lattice_find, page, "· | e delle periferie | idem");
}

/* A drawing may have thousands of lines: it is left alone, and quickly. */
static void a_drawing_is_left_alone(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 500; i++)
		sheet_across(page, 20 + 1.6 * i, 50 + (i % 7) * 9, 500);
	sheet_down(page, 300, 20, 820);
	sheet_text(page, 100, 400, "Planimetria generale");
	assert_finds(sp_lattice_find, page, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_grid_is_a_table),
		cmocka_unit_test(its_box_and_edges_are_the_drawn_ones),
		cmocka_unit_test(missing_lines_merge_cells),
		cmocka_unit_test(outer_sides_may_be_missing),
		cmocka_unit_test(an_open_bottom_is_noted),
		cmocka_unit_test(tables_are_told_apart),
		cmocka_unit_test(tables_stand_side_by_side),
		cmocka_unit_test(a_frame_around_a_table_is_none),
		cmocka_unit_test(a_box_is_no_table),
		cmocka_unit_test(a_chart_is_no_table),
		cmocka_unit_test(bars_are_no_table),
		cmocka_unit_test(shaded_cells_are_a_table),
		cmocka_unit_test(what_bleeds_is_no_table),
		cmocka_unit_test(framed_words_are_no_table),
		cmocka_unit_test(a_table_may_have_one_row),
		cmocka_unit_test(the_rest_of_a_cut_row_is_a_table_at_the_top),
		cmocka_unit_test(a_row_cut_above_and_below),
		cmocka_unit_test(a_drawing_is_left_alone),
	};
	return RUN(tests);
}
