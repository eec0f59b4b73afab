/* extract/page/words: letter-spaced type, marks, lone glyphs. */
#include "extract/page/line.h"
#include "small_pdf.h"

/* The lines of the page, top to bottom, as a reader would copy them. */
static void assert_reads(const char *content, const char *expected)
{
	struct sp_page *page = small_page(A4, content);
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	GPtrArray *lines = sp_lines_new(words);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++) {
		char *line = sp_text_line_text(g_ptr_array_index(lines, i));
		g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", line);
		g_free(line);
	}
	assert_string_equal(text->str, expected);
	g_string_free(text, TRUE);
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
	sp_page_free(page);
}

static void letter_spaced_words_are_joined(void **state)
{
	(void)state;
	assert_reads(AT(50, 700, 12, "O r g a n i s m o"), "Organismo");
	assert_reads(AT(50, 700, 12, "O r g a n i s m o   d i   v a l u t a z i o n e"), "Organismo di valutazione");
	assert_reads("BT /F1 12 Tf 6 Tc 1 0 0 1 50 700 Tm (ALLEGATO A al piano) Tj ET", "ALLEGATO A al piano");
	assert_reads("BT /F1 12 Tf 2.5 Tc 1 0 0 1 50 700 Tm (PIANO DI RIPARTO) Tj ET", "PIANO DI RIPARTO");
	assert_reads(AT(50, 700, 12, "S P E S E   2 0 2 4"), "SPESE 2024");
	assert_reads(AT(50, 700, 10, "Atto:") BOLD(120, 700, 10, "P I A N O   D I   R I P A R T O") AT(340, 700, 10, "si"),
	             "Atto: PIANO DI RIPARTO si");
}

static void figures_are_never_joined(void **state)
{
	(void)state;
	assert_reads(AT(50, 700, 10, "100 100"), "100 100");
	assert_reads(AT(50, 700, 10, "3 - 4"), "3 - 4");
	assert_reads(AT(50, 700, 10, "1 0 0 2 3"), "1 0 0 2 3");
	assert_reads(AT(50, 700, 10, "voce A 1 2 3 4"), "voce A 1 2 3 4");
}

static void words_of_one_letter_stay_apart(void **state)
{
	(void)state;
	assert_reads(AT(50, 700, 10, "Lotti A B C D E e altri"), "Lotti A B C D E e altri");
	assert_reads(AT(50, 700, 10, "A B C D E"), "A B C D E");
	assert_reads(AT(50, 700, 10, "X X X X X"), "X X X X X");
	assert_reads(AT(50, 700, 10, "si va da a o e i"), "si va da a o e i");
}

static void letters_in_columns_stay_apart(void **state)
{
	(void)state;
	assert_reads(AT(50, 700, 10, "G") AT(63, 700, 10, "F") AT(76, 700, 10, "M") AT(89, 700, 10, "A")
	                     AT(102, 700, 10, "M") AT(115, 700, 10, "G"),
	             "G F M A M G");
}

static void raised_figures_are_marks(void **state)
{
	(void)state;
	/* Tm of the mark: where Helvetica's widths end */
	assert_reads(AT(50, 700, 10, "12,5") AT(69.5, 703.5, 6, "2") AT(80, 700, 10, "euro"), "12,5\u00b2 euro");
	assert_reads(AT(50, 700, 10, "40 m") AT(72.2, 703.5, 6, "2") AT(80, 700, 10, "di"), "40 m\u00b2 di");
	assert_reads("BT /F1 10 Tf 1 0 0 1 50 700 Tm (valore) Tj /F1 6 Tf 4 Ts (\\(12\\)) Tj /F1 10 Tf 0 Ts ( del piano) Tj ET",
	             "valore(12) del piano");
	assert_reads(AT(50, 700, 10, "dato \\(") AT(76.3, 702.5, 6, "4") AT(79.6, 700, 10, "\\)"), "dato (4)");
	/* as printed on the line */
	assert_reads(AT(50, 700, 10, "titolo \\(*\\)"), "titolo (*)");
	/* before its note */
	assert_reads(AT(50, 103, 5, "14") AT(56, 100, 8, "Dato provvisorio"), "\u00b9\u2074 Dato provvisorio");
}

#define TWICE(x1, x2, glyph) AT(x1, 700, 12, glyph) AT(x2, 700, 12, glyph)

/* Poppler sees blanks between prints that overlap; there is no room for one. */
static void bold_by_printing_each_glyph_twice(void **state)
{
	(void)state;
	assert_reads(TWICE(50, 51.5, "P") TWICE(58.004, 59.504, "i") TWICE(60.668, 62.168, "a") TWICE(67.34, 68.84, "n")
	                     TWICE(74.012, 75.512, "o") TWICE(84.02, 85.52, "2") TWICE(90.692, 92.192, "2"),
	             "Piano 22");
}

static void marks_are_known_as_such(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, AT(50, 700, 10, "CO") AT(65, 697.5, 6, "2") AT(70, 700, 10, "emessa")
	                                              AT(150, 700, 6, "piccolo"));
	const struct sp_word *w = (const struct sp_word *)page->words->data;
	assert_int_equal(page->words->len, 4);
	assert_string_equal(w[1].text, "2"); /* lowered: a figure, not an exponent */
	assert_true(w[1].mark);
	assert_false(w[0].mark || w[2].mark || w[3].mark);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letter_spaced_words_are_joined),
		cmocka_unit_test(figures_are_never_joined),
		cmocka_unit_test(words_of_one_letter_stay_apart),
		cmocka_unit_test(letters_in_columns_stay_apart),
		cmocka_unit_test(raised_figures_are_marks),
		cmocka_unit_test(bold_by_printing_each_glyph_twice),
		cmocka_unit_test(marks_are_known_as_such),
	};
	return RUN(tests);
}
