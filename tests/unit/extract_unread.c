/* extract/page/unread and ticks: what is drawn and no text is said, or becomes a word. */
#include "extract/page/ticks.h"
#include "extract/page/unread.h"
#include "small_pdf.h"

static struct sp_page *looked_at(const char *content)
{
	struct sp_letters *letters = sp_letters_new();
	struct sp_page *page = small_page(A4, content);
	sp_unread_find(page, letters);
	sp_ticks_find(page);
	sp_letters_free(letters);
	return page;
}

/*
 * Rows of figures that have the sizes and places of letters: a stem with a slant, wider and narrower ones. From the piece
 * `high` on all are as high as figures of a type are beside its small letters.
 */
static char *drawn_letters(int rows, int pieces, int high)
{
	GString *s = g_string_new(NULL);
	for (int row = 0; row < rows; row++)
		for (int piece = 0; piece < pieces; piece++)
			for (int i = 0; i < 7; i++) {
				int x = 60 + 110 * piece + 6 * i, y = 700 - 16 * row, w = 2 + (i * 3 + row) % 4;
				int h = piece >= high ? 7 : i % 3 == 0 ? 7 : 5;
				g_string_append_printf(s, "%d %d m %d %d l %d %d l %d %d l h f\n", x, y, x + w, y, x + w - 1,
						       y + h, x, y + h - 1);
			}
	return g_string_free(s, FALSE);
}

static void outlined_letters_are_said(void **state)
{
	(void)state;
	char *letters = drawn_letters(6, 4, 4), *all = g_strconcat(letters, AT(50, 780, 10, "Spese per settore"), NULL);
	struct sp_page *page = looked_at(all);
	assert_int_equal(page->unread->len, 1);
	const struct sp_unread *u = &g_array_index(page->unread, struct sp_unread, 0);
	assert_int_equal(u->kind, SP_UNREAD_OUTLINES);
	assert_true(u->amount > 100 && u->amount < 220);
	assert_true(u->share > 0.02 && u->share < 0.2);
	sp_page_free(page);
	g_free(all);
	g_free(letters);
}

static void small_letters_and_figures_are_of_one_type(void **state)
{
	(void)state;
	char *letters = drawn_letters(6, 4, 2), *all = g_strconcat(letters, AT(50, 780, 10, "Spese per settore"), NULL);
	struct sp_page *page = looked_at(all);
	assert_int_equal(page->unread->len, 1);
	sp_page_free(page);
	g_free(all);
	g_free(letters);
}

static void a_name_in_a_logo_is_not(void **state)
{
	(void)state;
	char *letters = drawn_letters(2, 1, 1), *all = g_strconcat(letters, AT(50, 780, 10, "Spese per settore"), NULL);
	struct sp_page *page = looked_at(all);
	assert_int_equal(page->unread->len, 0);
	sp_page_free(page);
	g_free(all);
	g_free(letters);
}

static void markers_of_one_shape_are_no_letters(void **state)
{
	(void)state;
	GString *s = g_string_new(AT(50, 780, 10, "Spese per settore"));
	for (int i = 0; i < 200; i++)
		g_string_append_printf(s, "%d %d m %d %d l %d %d l h f\n", 60 + i % 20 * 8, 700 - i / 20 * 16, 65 + i % 20 * 8,
				       700 - i / 20 * 16, 62 + i % 20 * 8, 705 - i / 20 * 16);
	struct sp_page *page = looked_at(s->str);
	assert_int_equal(page->unread->len, 0);
	sp_page_free(page);
	g_string_free(s, TRUE);
}

static const char *last_word(const struct sp_page *page)
{
	return page->words->len > 0 ? g_array_index(page->words, struct sp_word, page->words->len - 1).text : "";
}

static void assert_drawn(const char *content, const char *word)
{
	char *all = g_strconcat(AT(50, 780, 10, "Spese"), content, NULL);
	struct sp_page *page = looked_at(all);
	assert_string_equal(last_word(page), word);
	sp_page_free(page);
	g_free(all);
}

static void drawn_marks_are_words(void **state)
{
	(void)state;
	assert_drawn("1 w 100 603 m 103 600 l 109 608 l S", "✓");
	assert_drawn("100 604 m 103 600 l 109 608 l 108 609 l 103 602 l 101 605 l h f", "✓");
	assert_drawn("1 w 100 600 m 108 608 l S 100 608 m 108 600 l S", "✘");
	assert_drawn("1 w 100 600 m 108 608 l 100 608 m 108 600 l S", "✘");
}

static void other_figures_are_none(void **state)
{
	(void)state;
	assert_drawn("1 w 100 608 m 104 600 l 108 608 l S", "Spese");             /* a V */
	assert_drawn("1 w 100 600 m 108 608 l S", "Spese");                       /* a slash */
	assert_drawn("1 w 100 600 m 104 608 l 108 600 l S", "Spese");             /* a roof */
	assert_drawn("1 w 100 603 m 103 600 l 109 608 l S 110 600 m 113 608 l S", "Spese"); /* not alone */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outlined_letters_are_said),
		cmocka_unit_test(small_letters_and_figures_are_of_one_type),
		cmocka_unit_test(a_name_in_a_logo_is_not),
		cmocka_unit_test(markers_of_one_shape_are_no_letters),
		cmocka_unit_test(drawn_marks_are_words),
		cmocka_unit_test(other_figures_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
