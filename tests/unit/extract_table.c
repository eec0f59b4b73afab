/* extract/tables/table: cells keep their places. */
#include "sheet.h"

static struct sp_table *three_by_two(void)
{
	const double xs[] = { 50, 150, 350 }, ys[] = { 100, 120, 150, 160 };
	struct sp_table *t = sp_table_new(SP_RULED, 3, 2);
	t->xs = g_memdup2(xs, sizeof xs);
	t->ys = g_memdup2(ys, sizeof ys);
	t->box = (struct sp_box){ 50, 100, 350, 160 };
	return t;
}

static void add(struct sp_table *t, int row, int col, int rowspan, int colspan, const char *text)
{
	sp_table_add(t, row, col, rowspan, colspan)->text = g_strdup(text);
}

static void a_cell_s_box_is_what_its_edges_give(void **state)
{
	(void)state;
	struct sp_table *t = three_by_two();
	const struct sp_cell *c = sp_table_add(t, 1, 0, 2, 2);
	assert_near(c->box.x0, 50);
	assert_near(c->box.y0, 120);
	assert_near(c->box.x1, 350);
	assert_near(c->box.y1, 160);
	sp_table_free(t);
}

static void without_edges_there_is_no_box(void **state)
{
	(void)state;
	struct sp_table *t = sp_table_new(SP_MARKUP, 1, 1);
	const struct sp_cell *c = sp_table_add(t, 0, 0, 1, 1);
	assert_near(c->box.x1, 0);
	assert_near(c->confidence, 1);
	sp_table_free(t);
}

static void a_cell_covers_all_its_positions(void **state)
{
	(void)state;
	struct sp_table *t = three_by_two();
	add(t, 1, 0, 2, 1, "A1");
	add(t, 0, 0, 1, 2, "Titolo");
	sp_table_sort(t);
	assert_string_equal(sp_table_cell(t, 0)->text, "Titolo");
	assert_string_equal(sp_table_at(t, 0, 1)->text, "Titolo");
	assert_string_equal(sp_table_at(t, 2, 0)->text, "A1");
	assert_null(sp_table_at(t, 2, 1));
	sp_table_free(t);
}

/* A cell that reaches below the rows taken away loses what it had in them. */
static void rows_are_dropped_from_the_top(void **state)
{
	(void)state;
	struct sp_table *t = three_by_two();
	add(t, 0, 0, 2, 1, "Codice");
	add(t, 0, 1, 1, 1, "Titolo");
	add(t, 1, 1, 1, 1, "Strade");
	add(t, 2, 0, 1, 2, "Totale");
	sp_table_drop_rows(t, 1);
	assert_int_equal(t->n_rows, 2);
	assert_table(t, "Codice | Strade\nTotale<1×2>");
	assert_near(t->box.y0, 120);
	assert_near(t->ys[0], 120);
	assert_near(t->ys[2], 160);
	sp_table_free(t);
}

static void nothing_can_be_freed(void **state)
{
	(void)state;
	sp_table_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_s_box_is_what_its_edges_give),
		cmocka_unit_test(without_edges_there_is_no_box),
		cmocka_unit_test(a_cell_covers_all_its_positions),
		cmocka_unit_test(rows_are_dropped_from_the_top),
		cmocka_unit_test(nothing_can_be_freed),
	};
	return RUN(tests);
}
