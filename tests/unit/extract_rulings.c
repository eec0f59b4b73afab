/* extract/page/rulings: however a line was drawn, a reader sees one edge. */
#include "sheet.h"

static int setup(void **state)
{
	*state = sheet_new();
	return 0;
}

static int teardown(void **state)
{
	sp_page_free(*state);
	return 0;
}

static void assert_edge(const GArray *edges, guint i, double at, double from, double to, bool drawn)
{
	assert_true(i < edges->len);
	const struct sp_edge *e = sp_edge_at(edges, i);
	assert_near(e->at, at);
	assert_near(e->from, from);
	assert_near(e->to, to);
	assert_int_equal(e->drawn, drawn);
}

/* Word processors draw a border cell by cell; in some files the pieces do not quite meet. */
static void pieces_are_one_edge(void **state)
{
	struct sp_page *page = *state;
	sheet_across(page, 100, 50, 150);
	sheet_across(page, 100.4, 152, 250);
	sheet_across(page, 99.8, 250, 300);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->across->len, 1);
	assert_near(sp_edge_at(rulings->across, 0)->from, 50);
	assert_near(sp_edge_at(rulings->across, 0)->to, 300);
	assert_int_equal(rulings->down->len, 0);
	sp_rulings_free(rulings);
}

static void dashes_are_one_edge(void **state)
{
	struct sp_page *page = *state;
	for (int i = 0; i < 40; i++)
		sheet_down(page, 80, 100 + 5 * i, 103 + 5 * i);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->down->len, 1);
	assert_edge(rulings->down, 0, 80, 100, 298, true);
	sp_rulings_free(rulings);
}

/* A double line is one border; rows are never so near. */
static void double_lines_are_one_edge(void **state)
{
	struct sp_page *page = *state;
	sheet_across(page, 100, 50, 300);
	sheet_across(page, 101.8, 50, 300)->width = 1.5;
	sheet_across(page, 108, 50, 300);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->across->len, 2);
	assert_near(sp_edge_at(rulings->across, 0)->width, 1.5);
	assert_edge(rulings->across, 1, 108, 50, 300, true);
	sp_rulings_free(rulings);
}

/* Two tables side by side: their rules stand at one height and are two. */
static void a_gap_parts_edges(void **state)
{
	struct sp_page *page = *state;
	sheet_across(page, 100, 50, 200);
	sheet_across(page, 100, 230, 400);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->across->len, 2);
	assert_edge(rulings->across, 0, 100, 50, 200, true);
	assert_edge(rulings->across, 1, 100, 230, 400, true);
	sp_rulings_free(rulings);
}

/* Edges come sorted, whatever the order of drawing: by position, then by start. */
static void edges_are_sorted(void **state)
{
	struct sp_page *page = *state;
	sheet_across(page, 300, 50, 200);
	sheet_across(page, 100, 230, 400);
	sheet_across(page, 100, 50, 200);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_edge(rulings->across, 0, 100, 50, 200, true);
	assert_edge(rulings->across, 1, 100, 230, 400, true);
	assert_edge(rulings->across, 2, 300, 50, 200, true);
	sp_rulings_free(rulings);
}

/* White on paper: nobody sees it. On a shaded header it is what parts the cells. */
static void white_is_seen_on_shading_only(void **state)
{
	struct sp_page *page = *state;
	sheet_across(page, 100, 50, 300)->light = 1;
	sheet_fill(page, 50, 200, 300, 260, 0.3f);
	sheet_down(page, 150, 202, 258)->light = 1;
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->across->len, 2); /* the sides of the box: 200 and 260 */
	assert_edge(rulings->across, 0, 200, 50, 300, false);
	assert_int_equal(rulings->down->len, 3);
	assert_edge(rulings->down, 1, 150, 202, 258, true);
	sp_rulings_free(rulings);
}

/* Cells of different shades show a border between them, cells of one shade do not. */
static void shades_have_sides(void **state)
{
	struct sp_page *page = *state;
	sheet_fill(page, 50, 100, 150, 120, 0.8f);
	sheet_fill(page, 150, 100, 250, 120, 0.8f);
	sheet_fill(page, 250, 100, 350, 120, 0.5f);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->down->len, 3);
	assert_edge(rulings->down, 0, 50, 100, 120, false);
	assert_edge(rulings->down, 1, 250, 100, 120, false);
	assert_edge(rulings->down, 2, 350, 100, 120, false);
	assert_int_equal(rulings->across->len, 2);
	assert_edge(rulings->across, 0, 100, 50, 350, false);
	sp_rulings_free(rulings);
}

/* Where a line runs along the side of a box, the line is what counts. */
static void a_line_outweighs_the_side_of_a_box(void **state)
{
	struct sp_page *page = *state;
	sheet_fill(page, 50, 100, 300, 120, 0.8f);
	sheet_across(page, 101, 60, 290);
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_edge(rulings->across, 0, 101, 50, 300, true);
	sp_rulings_free(rulings);
}

/* Backgrounds, bullets and white boxes are no shading. */
static void what_shades(void **state)
{
	struct sp_page *page = *state;
	const struct sp_fill cell = { { 50, 100, 150, 120 }, 0.9f, 0.9f, 1 };
	const struct sp_fill white = { { 50, 100, 150, 120 }, 1, 0.99f, 1 };
	const struct sp_fill bullet = { { 50, 100, 53, 103 }, 0, 0, 0 };
	const struct sp_fill background = { { 0, 0, 595, 842 }, 0.9f, 0.9f, 0.8f };
	assert_true(sp_fill_shades(page, &cell));
	assert_false(sp_fill_shades(page, &white));
	assert_false(sp_fill_shades(page, &bullet));
	assert_false(sp_fill_shades(page, &background));
}

/* The share of a side that is drawn: overlapping pieces count once, other heights not at all. */
static void cover_counts_what_is_drawn_once(void **state)
{
	struct sp_page *page = *state;
	sheet_across(page, 100, 50, 100);
	sheet_across(page, 102.5, 80, 150);
	sheet_across(page, 120, 0, 500);
	struct sp_rulings *rulings = sp_rulings_new(page);
	const GArray *across = rulings->across;
	assert_near(sp_edges_cover(across, 101, 3, 50, 250), 0.5);
	assert_near(sp_edges_cover(across, 101, 3, 60, 90), 1);
	assert_near(sp_edges_cover(across, 110, 3, 50, 250), 0);
	assert_near(sp_edges_cover(across, 101, 3, 90, 90), 0);
	sp_rulings_free(rulings);
}

static void an_empty_page_has_none(void **state)
{
	struct sp_page *page = *state;
	struct sp_rulings *rulings = sp_rulings_new(page);
	assert_int_equal(rulings->across->len, 0);
	assert_int_equal(rulings->down->len, 0);
	sp_rulings_free(rulings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pieces_are_one_edge, setup, teardown),
		cmocka_unit_test_setup_teardown(dashes_are_one_edge, setup, teardown),
		cmocka_unit_test_setup_teardown(double_lines_are_one_edge, setup, teardown),
		cmocka_unit_test_setup_teardown(a_gap_parts_edges, setup, teardown),
		cmocka_unit_test_setup_teardown(edges_are_sorted, setup, teardown),
		cmocka_unit_test_setup_teardown(white_is_seen_on_shading_only, setup, teardown),
		cmocka_unit_test_setup_teardown(shades_have_sides, setup, teardown),
		cmocka_unit_test_setup_teardown(a_line_outweighs_the_side_of_a_box, setup, teardown),
		cmocka_unit_test_setup_teardown(what_shades, setup, teardown),
		cmocka_unit_test_setup_teardown(cover_counts_what_is_drawn_once, setup, teardown),
		cmocka_unit_test_setup_teardown(an_empty_page_has_none, setup, teardown),
	};
	return RUN(tests);
}
