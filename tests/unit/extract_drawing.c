/* extract/page/drawing: charts, diagrams and maps are told from tables by what is drawn, not by their words. */
#include "sheet.h"

#include "extract/page/drawing.h"
#include "extract/tables/lattice.h"

static void assert_drawings(struct sp_page *page, guint expected)
{
	GArray *drawings = sp_drawings_new(page);
	guint n = drawings->len;
	g_array_free(drawings, TRUE);
	sp_page_free(page);
	assert_int_equal(n, expected);
}

static void curves_near_each_other_are_one_drawing(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_bend(page, 100, 100, 150, 150, 3);
	sheet_bend(page, 150, 100, 200, 150, 3);
	sheet_bend(page, 100, 150, 200, 200, 3);
	sheet_bend(page, 400, 600, 460, 640, 9);
	GArray *drawings = sp_drawings_new(page);
	assert_int_equal(drawings->len, 2);
	assert_near(sp_drawings_cover(drawings, &(struct sp_box){ 100, 100, 200, 200 }), 1);
	assert_near(sp_drawings_cover(drawings, &(struct sp_box){ 100, 100, 300, 300 }), 0.25);
	assert_true(sp_drawings_touch(drawings, &(struct sp_box){ 450, 630, 500, 700 }));
	assert_false(sp_drawings_touch(drawings, &(struct sp_box){ 250, 250, 390, 590 }));
	g_array_free(drawings, TRUE);
	sp_page_free(page);
}

/* An empty cell struck through, round boxes to tick, a waved line, a page with a curved background. */
static void single_strokes_and_icons_draw_nothing(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_bend(page, 100, 100, 180, 130, 1);
	for (int i = 0; i < 20; i++)
		sheet_bend(page, 300, 100 + 14 * i, 308, 108 + 14 * i, 4);
	sheet_bend(page, 50, 600, 500, 602, 90);
	sheet_bend(page, 0, 0, 595, 800, 12);
	assert_drawings(page, 0);
}

static void bars(struct sp_page *page)
{
	static const double lengths[] = { 80, 120, 60, 200, 150 };
	for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
		sheet_fill(page, 120, 100 + 30 * (double)i, 120 + lengths[i], 118 + 30 * (double)i, 0.6f);
}

static void boxes_of_many_lengths_on_one_line_are_bars(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	bars(page);
	for (int i = 0; i < 4; i++)
		sheet_fill(page, 100 + 40 * i, 500 - 20 * i, 120 + 40 * i, 600, 0.6f);
	assert_drawings(page, 2);
}

/* Every second one stands so far off the line of the others. */
static void assert_bars_off(double off, guint drawings)
{
	static const double lengths[] = { 80, 120, 60, 200, 150 };
	struct sp_page *page = sheet_new();
	for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
		sheet_fill(page, 120 + off * (double)(i % 2), 100 + 30 * (double)i, 120 + lengths[i],
			   118 + 30 * (double)i, 0.6f);
	assert_drawings(page, drawings);
}

static void bars_stand_on_one_line(void **state)
{
	(void)state;
	assert_bars_off(0.9, 1);
	assert_bars_off(1.1, 0);
}

static void what_is_stacked_on_a_bar_belongs_to_it(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 4; i++) {
		sheet_fill(page, 100 + 40 * i, 500 - 20 * i, 120 + 40 * i, 600, 0.6f);
		sheet_fill(page, 100 + 40 * i, 400, 120 + 40 * i, 500 - 20 * i, 0.3f);
	}
	GArray *drawings = sp_drawings_new(page);
	assert_int_equal(drawings->len, 1);
	assert_near(g_array_index(drawings, struct sp_box, 0).y0, 400);
	assert_near(g_array_index(drawings, struct sp_box, 0).y1, 600);
	g_array_free(drawings, TRUE);
	sp_page_free(page);
}

static void shaded_cells_are_no_bars(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 10; i++) /* zebra stripes, and a merged cell */
		sheet_fill(page, 50, 100 + 24 * i, i == 5 ? 300 : 500, 112 + 24 * i, 0.9f);
	for (int i = 0; i < 6; i++) /* headings over columns of all widths */
		sheet_fill(page, 50 + 10 * i * i, 400, 48 + 10 * (i + 1) * (i + 1), 420, 0.8f);
	assert_drawings(page, 0);
}

/* Rows shaded cell by cell in tables one below the other: the second column is wider in each. */
static void shaded_rows_of_small_tables_are_no_bars(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int i = 0; i < 5; i++) {
		sheet_fill(page, 50, 100 + 90 * i, 100, 124 + 90 * i, 0.9f);
		sheet_fill(page, 100, 100 + 90 * i, 300 + 10 * i, 124 + 90 * i, 0.9f);
		sheet_fill(page, 300 + 10 * i, 100 + 90 * i, 500, 124 + 90 * i, 0.9f);
	}
	assert_drawings(page, 0);
}

static void marked_words_are_no_bars(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	static const char *const lines[] = { "La Giunta", "ha approvato il progetto", "con deliberazione",
					     "numero quattro" };
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		double y = 100 + 14 * (double)i;
		sheet_text(page, 50, y, lines[i]);
		sheet_fill(page, 50, y, 50 + sheet_width(lines[i]), y + 12, 0.9f);
	}
	assert_drawings(page, 0);
}

/* The labels of a chart: figures in rows and columns. */
static void labels(struct sp_page *page)
{
	static const char *const names[] = { "Nord", "Centro", "Sud", "Isole", "Estero" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		double y = 102 + 30 * (double)i;
		sheet_text(page, 50, y, names[i]);
		sheet_figure(page, 160, y, "12,5");
		sheet_figure(page, 360, y, "31,0");
	}
}

static void bars_with_labels_are_a_drawing(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	labels(page);
	assert_drawings(page, 0);
	page = sheet_new();
	labels(page);
	bars(page);
	assert_drawings(page, 1);
}

static void axes_and_grid_of_a_chart_are_no_table(void **state)
{
	(void)state;
	static const double xs[] = { 100, 200, 300, 400 }, ys[] = { 100, 130, 160, 190 };
	for (int curve = 0; curve < 2; curve++) {
		struct sp_page *page = sheet_new();
		sheet_grid(page, xs, 4, ys, 4);
		for (int i = 0; i < 9; i++)
			sheet_text(page, 110 + 100 * (i % 3), 110 + 30 * (i / 3), "10");
		if (curve)
			sheet_bend(page, 110, 105, 390, 180, 12);
		else /* a picture in one cell is another thing */
			sheet_bend(page, 110, 105, 150, 128, 12);
		assert_finds(sp_lattice_find, page, curve ? "" : "10 | 10 | 10\n10 | 10 | 10\n10 | 10 | 10");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(curves_near_each_other_are_one_drawing),
		cmocka_unit_test(single_strokes_and_icons_draw_nothing),
		cmocka_unit_test(boxes_of_many_lengths_on_one_line_are_bars),
		cmocka_unit_test(bars_stand_on_one_line),
		cmocka_unit_test(what_is_stacked_on_a_bar_belongs_to_it),
		cmocka_unit_test(shaded_cells_are_no_bars),
		cmocka_unit_test(shaded_rows_of_small_tables_are_no_bars),
		cmocka_unit_test(marked_words_are_no_bars),
		cmocka_unit_test(bars_with_labels_are_a_drawing),
		cmocka_unit_test(axes_and_grid_of_a_chart_are_no_table),
	};
	return RUN(tests);
}
