/* extract/page/page: a page that is displayed sideways or upside down is read upright, and its boxes come back. */
#include "small_pdf.h"

static struct sp_page *page_with(unsigned turn, struct sp_box box)
{
	struct sp_page *page = sp_page_new(1, 600, 800);
	struct sp_word word = { .box = box, .text = "Roccaspina e dintorni", .size = 10, .turn = turn };
	g_array_append_val(page->words, word);
	return page;
}

static void assert_box(struct sp_box a, struct sp_box b)
{
	assert_near(a.x0, b.x0, 1e-9);
	assert_near(a.y0, b.y0, 1e-9);
	assert_near(a.x1, b.x1, 1e-9);
	assert_near(a.y1, b.y1, 1e-9);
}

static void text_becomes_upright(void **state)
{
	(void)state;
	/* a word at the start of the first line, of a page held upright, turned clockwise by 0 … 3 quarters */
	const struct sp_box displayed[] = {
		{ 50, 40, 150, 52 }, { 548, 50, 560, 150 }, { 450, 748, 550, 760 }, { 40, 650, 52, 750 }
	};
	for (unsigned turn = 0; turn < 4; turn++) {
		struct sp_page *page = page_with(turn, displayed[turn]);
		sp_page_turn_upright(page);
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, 0);
		assert_int_equal(page->turned, turn);
		assert_int_equal(w->turn, 0);
		assert_near(page->width, turn % 2 ? 800 : 600, 0);
		assert_near(page->height, turn % 2 ? 600 : 800, 0);
		assert_box(w->box, (struct sp_box){ 50, 40, 150, 52 });
		assert_box(sp_page_box_as_displayed(page, &w->box), displayed[turn]);
		sp_page_free(page);
	}
}

static void rules_fills_and_images_turn_with_it(void **state)
{
	(void)state;
	struct sp_page *page = page_with(1, (struct sp_box){ 548, 50, 560, 150 });
	struct sp_rule down = { .axis = SP_VERTICAL, .at = 540, .from = 50, .to = 750, .width = 1 };
	struct sp_rule across = { .axis = SP_HORIZONTAL, .at = 50, .from = 100, .to = 540, .width = 1 };
	struct sp_fill fill = { .box = { 500, 50, 540, 750 } };
	struct sp_box image = { 0, 700, 100, 800 };
	struct sp_bend bend = { image, 4 };
	g_array_append_val(page->rules, down);
	g_array_append_val(page->rules, across);
	g_array_append_val(page->fills, fill);
	g_array_append_val(page->images, image);
	g_array_append_val(page->bends, bend);
	sp_page_turn_upright(page);
	const struct sp_rule *top = &g_array_index(page->rules, struct sp_rule, 0), *left = top + 1;
	assert_int_equal(top->axis, SP_HORIZONTAL);
	assert_box((struct sp_box){ top->from, top->at, top->to, top->at }, (struct sp_box){ 50, 60, 750, 60 });
	assert_int_equal(left->axis, SP_VERTICAL);
	assert_box((struct sp_box){ left->at, left->from, left->at, left->to }, (struct sp_box){ 50, 60, 50, 500 });
	assert_box(g_array_index(page->fills, struct sp_fill, 0).box, (struct sp_box){ 50, 60, 750, 100 });
	assert_box(g_array_index(page->images, struct sp_box, 0), (struct sp_box){ 700, 500, 800, 600 });
	assert_box(g_array_index(page->bends, struct sp_bend, 0).box, (struct sp_box){ 700, 500, 800, 600 });
	sp_page_free(page);
}

static void a_label_beside_a_drawing_turns_nothing(void **state)
{
	(void)state;
	struct sp_page *page = page_with(1, (struct sp_box){ 548, 50, 560, 150 });
	g_array_index(page->words, struct sp_word, 0).text = "Fig. 1";
	sp_page_turn_upright(page);
	assert_int_equal(page->turned, 0);
	sp_page_free(page);
}

static void the_larger_part_decides(void **state)
{
	(void)state;
	struct sp_page *page = page_with(3, (struct sp_box){ 40, 650, 52, 750 });
	struct sp_word upright = { .text = "molte parole che stanno diritte", .size = 10 };
	g_array_append_val(page->words, upright);
	sp_page_turn_upright(page);
	assert_int_equal(page->turned, 0);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_becomes_upright),
		cmocka_unit_test(rules_fills_and_images_turn_with_it),
		cmocka_unit_test(a_label_beside_a_drawing_turns_nothing),
		cmocka_unit_test(the_larger_part_decides),
	};
	return RUN(tests);
}
