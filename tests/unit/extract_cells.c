/* extract/tables/cells: what cells say, and which rows are header. */
#include "sheet.h"

/* A drawn table with a cell at every position. */
static struct sp_table *ruled(const double *xs, int n_xs, const double *ys, int n_ys)
{
	struct sp_table *t = sp_table_new(SP_RULED, n_ys - 1, n_xs - 1);
	t->xs = g_memdup2(xs, sizeof *xs * (size_t)n_xs);
	t->ys = g_memdup2(ys, sizeof *ys * (size_t)n_ys);
	t->box = (struct sp_box){ xs[0], ys[0], xs[n_xs - 1], ys[n_ys - 1] };
	for (int r = 0; r < t->n_rows; r++)
		for (int c = 0; c < t->n_cols; c++)
			sp_table_add(t, r, c, 1, 1);
	return t;
}

/* Fills; how many words were left over. */
static guint fill(const struct sp_page *page, struct sp_table *t)
{
	GPtrArray *words = sheet_words(page);
	struct sp_seams *seams = sp_seams_learn(NULL, 0);
	sp_cells_fill(page, words, t, seams);
	guint left = words->len;
	sp_seams_free(seams);
	g_ptr_array_unref(words);
	return left;
}

static void finish(struct sp_page *page, struct sp_table *t)
{
	sp_table_free(t);
	sp_page_free(page);
}

static const double XS[] = { 50, 150, 350 };
static const double YS[] = { 100, 120, 160 };

/* The middle of a word decides: it may stick out of its cell. Words outside stay in the text. */
static void words_go_where_their_middle_is(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(XS, 3, YS, 3);
	sheet_text(page, 54, 104, "Codice");
	sheet_text(page, 120, 104, "quindicina"); /* 120 … 170: its middle is left of 150 */
	sheet_text(page, 160, 104, "Titolo");
	sheet_text(page, 54, 124, "A1");
	sheet_text(page, 154, 124, "Strade");
	sheet_text(page, 54, 80, "Tavola 1");
	assert_int_equal(fill(page, t), 2);
	assert_table(t, "Codice quindicina | Titolo\nA1 | Strade");
	finish(page, t);
}

static void lines_are_joined_by_a_blank(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(XS, 3, YS, 3);
	sheet_text(page, 154, 124, "Manutenzione delle strade");
	sheet_text(page, 154, 138, "comunali");
	fill(page, t);
	assert_table(t, "· | ·\n· | Manutenzione delle strade comunali");
	const struct sp_cell *c = sp_table_at(t, 1, 1);
	assert_int_equal(c->lines, 2);
	assert_near(c->bottom, 150);
	assert_near(c->size, 10);
	finish(page, t);
}

/* A word that fills its narrow cell was broken by the cell's edge, without a hyphen. */
static void broken_words_are_joined(void **state)
{
	(void)state;
	const double xs[] = { 50, 100, 200 }, ys[] = { 100, 140, 180 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 3, ys, 3);
	sheet_text(page, 52, 104, "Consuntiv");
	sheet_text(page, 52, 116, "o 2017");
	sheet_text(page, 102, 104, "Importo");
	fill(page, t);
	assert_string_equal(sp_table_at(t, 0, 0)->text, "Consuntivo 2017");
	finish(page, t);
}

/* Figures are broken between digits. */
static void broken_figures_are_joined(void **state)
{
	(void)state;
	const double xs[] = { 50, 100, 200 }, ys[] = { 100, 140 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 3, ys, 2);
	sheet_text(page, 52, 104, "12.234.56");
	sheet_text(page, 52, 116, "7,90");
	sheet_text(page, 102, 104, "Importo");
	fill(page, t);
	assert_string_equal(sp_table_at(t, 0, 0)->text, "12.234.567,90");
	finish(page, t);
}

/* What goes on with a capital, or left room for a letter, is another word. */
static void whole_words_stay_apart(void **state)
{
	(void)state;
	const double xs[] = { 50, 100, 200 }, ys[] = { 100, 140, 180 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 3, ys, 3);
	sheet_text(page, 52, 104, "Indicator");
	sheet_text(page, 52, 116, "Anno");
	sheet_text(page, 102, 104, "Importo");
	sheet_text(page, 52, 144, "Spese");
	sheet_text(page, 52, 156, "correnti");
	fill(page, t);
	assert_string_equal(sp_table_at(t, 0, 0)->text, "Indicator Anno");
	assert_string_equal(sp_table_at(t, 1, 0)->text, "Spese correnti");
	finish(page, t);
}

/* Items of a list in one cell are told apart; the lines of one text are not. */
static void paragraphs_of_a_cell(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(XS, 3, YS, 3);
	sheet_text(page, 154, 124, "- apertura");
	sheet_text(page, 154, 138, "- collaudo");
	sheet_text(page, 52, 124, "Manutenzione straordina");
	sheet_text(page, 52, 136, "ria delle strade");
	fill(page, t);
	char *const *paragraphs = sp_table_at(t, 1, 1)->paragraphs;
	assert_non_null(paragraphs);
	assert_string_equal(paragraphs[0], "- apertura");
	assert_string_equal(paragraphs[1], "- collaudo");
	assert_null(paragraphs[2]);
	assert_null(sp_table_at(t, 1, 0)->paragraphs);
	finish(page, t);
}

/* Where all lines of a text have the same step, a hair more begins a paragraph, even after a full line. */
static void a_larger_step_begins_a_paragraph(void **state)
{
	(void)state;
	const double xs[] = { 50, 150, 350 }, ys[] = { 100, 120, 220 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 3, ys, 3);
	sheet_text(page, 154, 124.0, "Rilancio del museo e delle altre collez");
	sheet_text(page, 154, 136.0, "anche con la rete delle scuole comunali");
	sheet_text(page, 154, 148.0, "e con le istituzioni musicali cittadine");
	sheet_text(page, 154, 160.5, "Sostegno alla rete delle associazioni d");
	sheet_text(page, 154, 172.5, "e con la provincia: formazione comune.");
	fill(page, t);
	char *const *paragraphs = sp_table_at(t, 1, 1)->paragraphs;
	assert_non_null(paragraphs);
	assert_true(g_str_has_prefix(paragraphs[0], "Rilancio del museo"));
	assert_true(g_str_has_prefix(paragraphs[1], "Sostegno alla rete"));
	assert_null(paragraphs[2]);
	finish(page, t);
}

/* Word processors draw the blank that they break a line at, unless it stands beyond the edge. */
static void a_line_without_its_blank_ends_a_paragraph(void **state)
{
	(void)state;
	const double xs[] = { 50, 150, 350 }, ys[] = { 100, 120, 220 };
	static const char *const lines[] = { "Accessi al portale comunale dei", "servizi con identit\u00e0 digitale",
					     "Raccolta differenziata superiore", "a quella dell'anno" };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 3, ys, 3);
	sheet_text(page, 52, 104, "Voce");
	for (int i = 0; i < 4; i++) {
		sheet_text(page, 154, 124 + 12 * i, lines[i]);
		g_array_index(page->words, struct sp_word, page->words->len - 1).blank_after = i == 0 || i == 2;
	}
	fill(page, t);
	const struct sp_cell *c = sp_table_at(t, 1, 1);
	assert_non_null(c->paragraphs);
	assert_string_equal(c->paragraphs[0], "Accessi al portale comunale dei servizi con identit\u00e0 digitale");
	assert_string_equal(c->paragraphs[1], "Raccolta differenziata superiore a quella dell'anno");
	assert_null(c->paragraphs[2]);
	assert_false(c->open);
	finish(page, t);
}

/* Where paragraphs are set apart, a line that leaves room for the next word is only ragged. */
static void ragged_lines_end_no_spaced_paragraph(void **state)
{
	(void)state;
	const double xs[] = { 50, 150, 350 }, ys[] = { 100, 120, 300 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 3, ys, 3);
	double y = 124;
	for (int i = 0; i < 4; i++) {
		sheet_text(page, 154, y, "Piano delle piazze, del cinema.");
		sheet_text(page, 154, y += 12, "I luoghi della rigenerazione della");
		sheet_text(page, 154, y += 12, "periferia.");
		y += 13;
	}
	fill(page, t);
	char *const *paragraphs = sp_table_at(t, 1, 1)->paragraphs;
	assert_non_null(paragraphs);
	assert_int_equal(g_strv_length((char **)paragraphs), 4);
	assert_string_equal(paragraphs[0],
			    "Piano delle piazze, del cinema. I luoghi della rigenerazione della periferia.");
	finish(page, t);
}

static void type_and_shade_are_noted(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(XS, 3, YS, 3);
	sheet_fill(page, 50, 100, 150, 120, 0.8f);
	sheet_fill(page, 150, 100, 350, 120, 0.8f);
	sheet_fill(page, 150, 100, 350, 120, 1); /* painted white again */
	sheet_bold(page, 54, 104, "Codice");
	sheet_bold(page, 154, 104, "Titolo");
	sheet_text(page, 200, 104, "breve");
	sheet_text(page, 54, 124, "A1")->turn = 3;
	sheet_text(page, 154, 124, "Strade")->confidence = 0.5f;
	fill(page, t);
	assert_true(sp_table_at(t, 0, 0)->bold);
	assert_false(sp_table_at(t, 0, 1)->bold); /* not every word */
	assert_true(sp_table_at(t, 0, 0)->shaded);
	assert_false(sp_table_at(t, 0, 1)->shaded);
	assert_int_equal(sp_table_at(t, 1, 0)->turn, 3);
	assert_near(sp_table_at(t, 1, 1)->confidence, 0.5);
	assert_false(sp_table_at(t, 1, 1)->bold);
	finish(page, t);
}

/* Corners of thick borders leave grid lines between which no line of type fits. */
static void slivers_are_taken_away(void **state)
{
	(void)state;
	const double xs[] = { 50, 53.5, 150, 350 }, ys[] = { 100, 120, 124, 160 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 4, ys, 4);
	sheet_text(page, 56, 104, "Codice");
	sheet_text(page, 154, 104, "Titolo");
	sheet_text(page, 56, 128, "A1");
	sheet_text(page, 154, 128, "Strade");
	fill(page, t);
	assert_table(t, "Codice | Titolo\nA1 | Strade");
	assert_int_equal(t->n_rows, 2);
	assert_int_equal(t->n_cols, 2);
	assert_near(t->xs[0], 50);
	assert_near(t->xs[1], 150);
	assert_near(t->ys[2], 160);
	finish(page, t);
}

/* An empty column of usual width is a column: the form has not been filled in. */
static void empty_columns_stay(void **state)
{
	(void)state;
	const double xs[] = { 50, 150, 250, 350 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = ruled(xs, 4, YS, 3);
	sheet_text(page, 54, 104, "Codice");
	sheet_text(page, 254, 104, "Note");
	sheet_text(page, 54, 124, "A1");
	fill(page, t);
	assert_table(t, "Codice | · | Note\nA1 | · | ·");
	finish(page, t);
}

/* A grid line at which no cell starts parts nothing. */
static void lines_that_part_nothing_are_taken_away(void **state)
{
	(void)state;
	const double xs[] = { 50, 150, 350 }, ys[] = { 100, 120, 140, 160 };
	struct sp_page *page = sheet_new();
	struct sp_table *t = sp_table_new(SP_RULED, 3, 2);
	t->xs = g_memdup2(xs, sizeof xs);
	t->ys = g_memdup2(ys, sizeof ys);
	t->box = (struct sp_box){ 50, 100, 350, 160 };
	for (int c = 0; c < 2; c++) {
		sp_table_add(t, 0, c, 1, 1);
		sp_table_add(t, 1, c, 2, 1);
	}
	sp_table_sort(t);
	sheet_text(page, 54, 104, "Codice");
	sheet_text(page, 54, 134, "A1");
	fill(page, t);
	assert_int_equal(t->n_rows, 2);
	assert_table(t, "Codice | ·\nA1 | ·");
	assert_near(t->ys[1], 120);
	assert_near(t->ys[2], 160);
	finish(page, t);
}

/* --- header rows ------------------------------------------------------------------------------------- */

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_go_where_their_middle_is),
		cmocka_unit_test(lines_are_joined_by_a_blank),
		cmocka_unit_test(broken_words_are_joined),
		cmocka_unit_test(broken_figures_are_joined),
		cmocka_unit_test(whole_words_stay_apart),
		cmocka_unit_test(paragraphs_of_a_cell),
		cmocka_unit_test(a_larger_step_begins_a_paragraph),
		cmocka_unit_test(a_line_without_its_blank_ends_a_paragraph),
		cmocka_unit_test(ragged_lines_end_no_spaced_paragraph),
		cmocka_unit_test(type_and_shade_are_noted),
		cmocka_unit_test(slivers_are_taken_away),
		cmocka_unit_test(empty_columns_stay),
		cmocka_unit_test(lines_that_part_nothing_are_taken_away),
	};
	return RUN(tests);
}
