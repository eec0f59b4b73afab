/* extract/page/line: which words stand on one line, where blanks are, and where a line falls apart. */
#include "sheet.h"

#include "extract/page/line.h"

/* The texts of the page's lines, one below another, are these. */
static void assert_lines(const struct sp_page *page, const char *expected)
{
	GPtrArray *words = sheet_words(page), *lines = sp_lines_new(words);
	GString *all = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++) {
		char *text = sp_text_line_text(g_ptr_array_index(lines, i));
		g_string_append_printf(all, "%s%s", i > 0 ? "\n" : "", text);
		g_free(text);
	}
	assert_string_equal(all->str, expected);
	g_string_free(all, TRUE);
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
}

/* Type is 10 pt: lines part at 4 pt between baselines. */
static void words_of_one_baseline_are_a_line(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 200, 100, "correnti");
	sheet_text(page, 50, 103.9, "Spese");
	sheet_text(page, 50, 204.1, "di");
	sheet_text(page, 200, 200, "Entrate");
	assert_lines(page, "Spese correnti\nEntrate\ndi");
	sp_page_free(page);
}

/* Where it is known, the baseline is what counts; else it is taken to be 2.2 pt above the foot. */
static void a_known_baseline_counts(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "Spese");
	sheet_text(page, 200, 105, "correnti")->drop = 3.3;
	sheet_text(page, 50, 200, "Entrate");
	sheet_text(page, 200, 205, "tributarie")->drop = 2.9;
	assert_lines(page, "Spese correnti\nEntrate\ntributarie");
	sp_page_free(page);
}

/* A mark belongs to the line that half of it stands in. */
static void a_mark_is_of_the_line_that_it_overlaps(void **state)
{
	(void)state;
	const double tops[] = { 97.4, 96.8 };
	const char *const lines[] = { "Spese a", "a\nSpese" };
	for (size_t i = 0; i < G_N_ELEMENTS(tops); i++) {
		struct sp_page *page = sheet_new();
		sheet_text(page, 50, 100, "Spese");
		struct sp_word *mark = sheet_text(page, 80, 100, "a");
		mark->mark = true;
		mark->size = 6;
		mark->box = (struct sp_box){ 80, tops[i], 83, tops[i] + 6 };
		assert_lines(page, lines[i]);
		sp_page_free(page);
	}
}

static void a_gap_is_a_blank(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "socio");
	sheet_text(page, 76.4, 100, "economico")->blank_before = false;
	sheet_text(page, 50, 200, "socio");
	sheet_text(page, 76.6, 200, "economico")->blank_before = false;
	assert_lines(page, "socioeconomico\nsocio economico");
	sp_page_free(page);
}

static void a_wide_gap_parts_a_line(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	sheet_text(page, 50, 100, "Comune"); /* ends at 80 */
	sheet_text(page, 95, 100, "di");     /* ends at 105 */
	sheet_text(page, 122, 100, "14");
	GPtrArray *words = sheet_words(page), *lines = sp_lines_new(words);
	assert_int_equal(lines->len, 1);
	GPtrArray *pieces = sp_text_line_pieces(page, g_ptr_array_index(lines, 0));
	assert_int_equal(pieces->len, 2);
	char *first = sp_text_line_text(g_ptr_array_index(pieces, 0));
	assert_string_equal(first, "Comune di");
	g_free(first);
	g_ptr_array_unref(pieces);
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_one_baseline_are_a_line),
		cmocka_unit_test(a_known_baseline_counts),
		cmocka_unit_test(a_mark_is_of_the_line_that_it_overlaps),
		cmocka_unit_test(a_gap_is_a_blank),
		cmocka_unit_test(a_wide_gap_parts_a_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
