/* extract/pdf/paths: what Poppler paints is heard as rules, fills and images. Fails if Poppler's calls pass us by. */
#include "small_pdf.h"

static const struct sp_rule *rule_at(const struct sp_page *page, guint i)
{
	assert_true(i < page->rules->len);
	return &g_array_index(page->rules, struct sp_rule, i);
}

static void assert_rule(const struct sp_rule *r, enum sp_axis axis, double at, double from, double to, double width)
{
	assert_int_equal(r->axis, axis);
	assert_near(r->at, at, 0.1);
	assert_near(r->from, from, 0.1);
	assert_near(r->to, to, 0.1);
	assert_near(r->width, width, 0.1);
}

static void strokes_are_rules(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "1 w 50 700 m 300 700 l S 2 w 100 650 m 100 750 l S");
	assert_int_equal(page->rules->len, 2);
	assert_rule(rule_at(page, 0), SP_HORIZONTAL, 142, 50, 300, 1);
	assert_rule(rule_at(page, 1), SP_VERTICAL, 100, 92, 192, 2);
	sp_page_free(page);
}

static void a_frame_is_four_rules(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "1 w 50 600 200 100 re S");
	assert_int_equal(page->rules->len, 4);
	sp_page_free(page);
}

static void thin_boxes_are_rules_and_others_are_fills(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "50 700 250 0.5 re f 1 0 0 rg 50 600 100 20 re f");
	assert_int_equal(page->rules->len, 1);
	assert_rule(rule_at(page, 0), SP_HORIZONTAL, 141.75, 50, 300, 0.5);
	assert_near((double)rule_at(page, 0)->light, 0, 0.01);
	assert_int_equal(page->fills->len, 1);
	const struct sp_fill *fill = &g_array_index(page->fills, struct sp_fill, 0);
	assert_near(fill->box.y0, 222, 0.1);
	assert_near((double)fill->r, 1, 0.01);
	assert_near((double)fill->g, 0, 0.01);
	sp_page_free(page);
}

/* Browsers draw the border `1px dotted` so: a side, the next, and so on. A few squares are marks. */
static void squares_in_a_row_are_a_dotted_rule(void **state)
{
	(void)state;
	GString *path = g_string_new(NULL);
	for (int i = 0; i < 20; i++)
		g_string_append_printf(path, "%g 700 1 1 re f ", 50 + 2.0 * i);
	for (int i = 0; i < 10; i++)
		g_string_append_printf(path, "90 %g 1 1 re f ", 690 - 2.0 * i);
	for (int i = 0; i < 2; i++)
		g_string_append_printf(path, "%g 600 1 1 re f ", 50 + 2.0 * i);
	struct sp_page *page = small_page(A4, path->str);
	assert_int_equal(page->rules->len, 2);
	assert_rule(rule_at(page, 0), SP_HORIZONTAL, 141.5, 50, 89, 1);
	assert_rule(rule_at(page, 1), SP_VERTICAL, 90.5, 151, 170, 1);
	assert_int_equal(page->fills->len, 0);
	g_string_free(path, TRUE);
	sp_page_free(page);
}

static void a_wide_stroke_is_a_bar(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "20 w 50 700 m 300 700 l S");
	assert_int_equal(page->rules->len, 0);
	assert_int_equal(page->fills->len, 1);
	assert_near(sp_box_height(&g_array_index(page->fills, struct sp_fill, 0).box), 20, 0.1);
	sp_page_free(page);
}

static void curves_and_slants_are_drawings(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "1 w 50 700 m 300 600 l S 50 500 m 60 550 90 550 100 500 c S "
	                                      "200 500 m 250 500 l 225 550 l f");
	assert_int_equal(page->rules->len, 0);
	assert_int_equal(page->fills->len, 0);
	assert_int_equal(page->bends->len, 3);
	const struct sp_bend *slant = &g_array_index(page->bends, struct sp_bend, 0);
	assert_near(slant->box.x0, 50, 0.1);
	assert_near(slant->box.y0, 142, 0.1);
	assert_near(slant->box.x1, 300, 0.1);
	assert_near(slant->box.y1, 242, 0.1);
	assert_int_equal(slant->pieces, 1);
	sp_page_free(page);
}

static void a_line_of_many_pieces_is_one_bend(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "1 w 50 500 m 60 520 l 70 510 l 80 540 l 90 515 l S");
	assert_int_equal(page->bends->len, 1);
	assert_int_equal(g_array_index(page->bends, struct sp_bend, 0).pieces, 4);
	sp_page_free(page);
}

/* A frame with rounded corners is a frame: what it holds may be a table. */
static void rounded_corners_are_no_drawing(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "1 w 54 500 m 296 500 l 298 500 300 502 300 504 c 300 596 l 300 598 298 600 296 600 c "
	                                      "54 600 l 52 600 50 598 50 596 c 50 504 l 50 502 52 500 54 500 c S");
	assert_int_equal(page->bends->len, 0);
	assert_int_equal(page->rules->len, 4);
	sp_page_free(page);
}

/* 100 x 12 pt with corners of 4 pt, and the same 1 pt further in. */
#define ROUND "54 600 m 146 600 l 148 600 150 602 150 604 c 150 608 l 150 610 148 612 146 612 c 54 612 l 52 612 50 610 50 608 c 50 604 l 50 602 52 600 54 600 c h "
#define INNER "54 601 m 146 601 l 148 601 149 602 149 604 c 149 608 l 149 610 148 611 146 611 c 54 611 l 52 611 51 610 51 608 c 51 604 l 51 602 52 601 54 601 c h "

static void a_box_with_rounded_corners_is_a_fill(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "0.8 g " ROUND "f");
	assert_int_equal(page->rules->len, 0);
	assert_int_equal(page->fills->len, 1);
	const struct sp_box *b = &g_array_index(page->fills, struct sp_fill, 0).box;
	assert_near(b->x0, 50, 0.1);
	assert_near(b->x1, 150, 0.1);
	assert_near(sp_box_height(b), 12, 0.1);
	sp_page_free(page);
}

static void a_box_in_a_box_is_a_frame(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, ROUND INNER "f*");
	assert_int_equal(page->fills->len, 0);
	assert_int_equal(page->rules->len, 4);
	sp_page_free(page);
	page = small_page(A4, "50 600 100 12 re 51 601 98 10 re f*");
	assert_int_equal(page->fills->len, 0);
	assert_int_equal(page->rules->len, 4);
	sp_page_free(page);
	page = small_page(A4, "50 600 100 12 re 60 603 80 6 re f*"); /* too thick for a frame */
	assert_int_equal(page->fills->len, 2);
	sp_page_free(page);
}

/* Three sides are three rules, and a disc or an L is no box. */
static void what_is_not_closed_is_no_box(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "1 w 50 600 m 50 700 l 150 700 l 150 600 l S");
	assert_int_equal(page->rules->len, 3);
	sp_page_free(page);
	page = small_page(A4, "50 600 m 150 600 l 150 640 l 90 640 l 90 700 l 50 700 l h f");
	assert_int_equal(page->fills->len, 0);
	sp_page_free(page);
	page = small_page(A4, "50 650 m 50 678 72 700 100 700 c 128 700 150 678 150 650 c 150 622 128 600 100 600 c 72 600 50 622 50 650 c f");
	assert_int_equal(page->fills->len, 0);
	sp_page_free(page);
}

/* Bold of the poor: the letters are filled and their outlines drawn. */
static void outlines_of_letters_are_no_rules(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "0.3 w 2 Tr " AT(50, 700, 24, "TITEL OF"));
	assert_int_equal(page->rules->len, 0);
	assert_int_equal(page->bends->len, 0);
	assert_int_equal(page->words->len, 2);
	sp_page_free(page);
}

/* A viewer draws them, the page does not. */
static void frames_of_links_are_no_rules(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4 " /Annots [ << /Type /Annot /Subtype /Link /Rect [50 690 200 710] /Border [0 0 1]"
	                                     " /A << /S /URI /URI (https://roccaspina.example) >> >> ]",
	                                  "1 w 50 600 200 100 re S");
	assert_int_equal(page->rules->len, 4);
	sp_page_free(page);
}

static void what_is_clipped_is_not_seen(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "q 100 690 50 20 re W n 1 w 50 700 m 300 700 l S 50 500 m 300 500 l S Q");
	assert_int_equal(page->rules->len, 1);
	assert_rule(rule_at(page, 0), SP_HORIZONTAL, 142, 100, 150, 1);
	sp_page_free(page);
}

static void pictures_are_boxes(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "q 100 0 0 50 60 700 cm BI /W 2 /H 2 /CS /G /BPC 8 ID abcd EI Q");
	assert_int_equal(page->images->len, 1);
	const struct sp_box *box = &g_array_index(page->images, struct sp_box, 0);
	assert_near(box->x0, 60, 1);
	assert_near(box->y0, 92, 1);
	assert_near(box->x1, 160, 1);
	assert_near(box->y1, 142, 1);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strokes_are_rules),
		cmocka_unit_test(a_frame_is_four_rules),
		cmocka_unit_test(thin_boxes_are_rules_and_others_are_fills),
		cmocka_unit_test(squares_in_a_row_are_a_dotted_rule),
		cmocka_unit_test(a_wide_stroke_is_a_bar),
		cmocka_unit_test(curves_and_slants_are_drawings),
		cmocka_unit_test(a_line_of_many_pieces_is_one_bend),
		cmocka_unit_test(rounded_corners_are_no_drawing),
		cmocka_unit_test(a_box_with_rounded_corners_is_a_fill),
		cmocka_unit_test(a_box_in_a_box_is_a_frame),
		cmocka_unit_test(what_is_not_closed_is_no_box),
		cmocka_unit_test(outlines_of_letters_are_no_rules),
		cmocka_unit_test(frames_of_links_are_no_rules),
		cmocka_unit_test(what_is_clipped_is_not_seen),
		cmocka_unit_test(pictures_are_boxes),
	};
	return RUN(tests);
}
