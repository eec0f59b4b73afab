/* extract/page/painted, glyphs, askew: words are what a person sees, by what the page paints and in which order. */
#include "small_pdf.h"

/* A picture of one dark dot, stretched over the box. */
#define PICTURE(x, y, w, h) "q " #w " 0 0 " #h " " #x " " #y " cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x20 EI Q\n"

static void assert_words_of(const struct sp_page *page, const GArray *words, const char *expected)
{
	GString *all = g_string_new(NULL);
	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? "|" : "", g_array_index(words, struct sp_word, i).text);
	assert_string_equal(all->str, expected);
	assert_non_null(page);
	g_string_free(all, TRUE);
}

static void assert_seen(const char *content, const char *expected, size_t hidden)
{
	struct sp_page *page = small_page(A4, content);
	assert_words_of(page, page->words, expected);
	assert_int_equal(page->hidden, hidden);
	sp_page_free(page);
}

static void assert_watermark(const char *content, const char *words, const char *watermarks)
{
	struct sp_page *page = small_page(A4, content);
	assert_words_of(page, page->words, words);
	assert_words_of(page, page->watermarks, watermarks);
	sp_page_free(page);
}

/* --- blanks ----------------------------------------------------------------------------------------------- */

static void glyphs_of_one_string_are_one_word(void **state)
{
	(void)state;
	assert_seen("BT /F1 10 Tf 4 Tc 1 0 0 1 50 700 Tm (1.234,50) Tj ET", "1.234,50", 0);
	assert_seen("BT /F1 10 Tf 3 Tc 1 0 0 1 50 700 Tm (Totale spese) Tj ET", "Totale|spese", 0);
	/* pieces that abut, as kerning leaves them */
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm [(1) 40 (.1) -30 (11) 20 (,0) -60 (0)] TJ ET", "1.111,00", 0);
}

static void what_is_placed_apart_is_apart(void **state)
{
	(void)state;
	/* 2 pt between the digits of two columns: 5.56 pt is a digit */
	assert_seen(AT(50, 700, 10, "12") AT(63.2, 700, 10, "34"), "12|34", 0);
	assert_seen(AT(50, 700, 10, "12") AT(61.2, 700, 10, "34"), "1234", 0);
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm [(12) -250 (34)] TJ ET", "12|34", 0);
}

static void a_drawn_blank_parts(void **state)
{
	(void)state;
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm (3 - 4) Tj ET", "3|-|4", 0);
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm (2019 2020) Tj ET", "2019|2020", 0);
	/* a full cell and the next: "893,50 " ends at 86.1, "734,21" stands over the blank */
	assert_seen(AT(50, 700, 10, "893,50 ") AT(81, 700, 10, "734,21"), "893,50|734,21", 0);
}

static void text_that_reads_upwards_keeps_its_order(void **state)
{
	(void)state;
	assert_seen("BT /F1 10 Tf 0 1 -1 0 50 300 Tm (Previsione 2026) Tj ET", "Previsione|2026", 0);
	assert_seen("BT /F1 10 Tf 0 -1 1 0 50 700 Tm (Previsione 2026) Tj ET", "Previsione|2026", 0);
}

/* --- contrast --------------------------------------------------------------------------------------------- */

static void the_palest_grey_that_is_seen(void **state)
{
	(void)state;
	assert_seen("0.96 g " AT(50, 700, 10, "1.250,00"), "1.250,00", 0);
	assert_seen("0.97 g " AT(50, 700, 10, "1.250,00"), "", 8);
}

/* --- signs ------------------------------------------------------------------------------------------------- */

static void a_soft_hyphen_that_is_printed_is_a_sign(void **state)
{
	(void)state;
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm (\\25512,50) Tj ET", "-12,50", 0);
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm (\\255) Tj ET", "-", 0);
	assert_seen("BT /F1 10 Tf 1 0 0 1 50 700 Tm (socio\\255sanitario) Tj ET", "socio-sanitario", 0);
}

static void raised_marks_are_marks(void **state)
{
	(void)state;
	const char *figure = AT(50, 700, 10, "20,50");
	char *letter = g_strconcat(figure, AT(75.2, 704, 6, "a"), NULL), *number = g_strconcat(figure, AT(75.2, 704, 6, "(2)"), NULL);
	char *closed = g_strconcat(figure, AT(75.2, 704, 6, "b\\)"), NULL), *unit = g_strconcat(figure, AT(75.2, 704, 6, "mq"), NULL);
	assert_seen(letter, "20,50|ᵃ", 0);
	assert_seen(number, "20,50|⁽²⁾", 0);
	assert_seen(closed, "20,50|ᵇ⁾", 0);
	assert_seen(unit, "20,50|mq", 0);
	g_free(closed);
	g_free(unit);
	g_free(letter);
	g_free(number);
}

/* --- sight -------------------------------------------------------------------------------------------------- */

static void what_is_painted_over_is_not_there(void **state)
{
	(void)state;
	assert_seen(AT(50, 700, 10, "38.000,00") "1 1 1 rg 45 695 80 15 re f 0 g " AT(50, 700, 10, "40.115,75"), "40.115,75", 9);
	/* under a frame, or a veil, it is */
	assert_seen(AT(50, 700, 10, "38.000,00") "0.9 g 40 690 100 30 re 45 695 90 20 re f*", "38.000,00", 0);
}

static void what_has_its_grounds_colour_is_not_there(void **state)
{
	(void)state;
	assert_seen("1 g " AT(50, 700, 10, "nota"), "", 4);
	assert_seen("0 0 0.5 rg 45 695 80 15 re f 1 g " AT(50, 700, 10, "Totale"), "Totale", 0);
	assert_seen("0 0 0.5 rg 45 695 80 15 re f " AT(50, 700, 10, "Totale"), "", 6);
	/* nobody knows what a picture shows */
	assert_seen(PICTURE(40, 690, 100, 30) "1 g " AT(50, 700, 10, "Totale"), "Totale", 0);
}

static void what_the_clip_cuts_off_is_not_there(void **state)
{
	(void)state;
	/* a word is read whole or not at all */
	assert_seen("q 45 690 50 20 re W n " AT(50, 700, 10, "Servizi territoriali locali") " Q", "Servizi|territoriali", 6);
	/* nobody reads through a slit */
	assert_seen("q 45 690 3 20 re W n " AT(46, 700, 10, "ili") " Q", "", 3);
}

static void a_recognised_text_counts_once(void **state)
{
	(void)state;
	const char *layer = PICTURE(0, 0, 595, 842) "BT /F1 10 Tf 3 Tr 1 0 0 1 50 700 Tm (Totale 120,50) Tj ET ";
	struct sp_page *page = small_page(A4, layer);
	assert_words_of(page, page->words, "Totale|120,50");
	assert_true(g_array_index(page->words, struct sp_word, 0).layer);
	sp_page_free(page);
	char *twice = g_strconcat(layer, "BT /F1 10 Tf 3 Tr 1 0 0 1 52 699 Tm (Totale 12O,5O) Tj ET", NULL);
	assert_seen(twice, "Totale|120,50", 12);
	g_free(twice);
	char *stale = g_strconcat(layer, "BT 0 Tr /F4 10 Tf 1 0 0 1 50 700 Tm (Somma 130,00) Tj ET", NULL);
	assert_seen(stale, "Somma|130,00", 12);
	g_free(stale);
	/* without a picture nobody sees it, if its font is seen elsewhere */
	assert_seen(AT(50, 500, 10, "Voce") "BT /F1 10 Tf 3 Tr 1 0 0 1 50 700 Tm (Totale) Tj ET", "Voce", 6);
}

/* --- askew --------------------------------------------------------------------------------------------------- */

#define LINES AT(60, 700, 10, "Scuola e nidi 18.500,00") AT(60, 686, 10, "Ambiente e verde 9.800,00") AT(60, 672, 10, "Polizia locale 21.000,00")

static void stamps_and_watermarks_are_texts_of_their_own(void **state)
{
	(void)state;
	const char *words = "Scuola|e|nidi|18.500,00|Ambiente|e|verde|9.800,00|Polizia|locale|21.000,00";
	assert_watermark(LINES "0.8 g BT /F1 36 Tf 0.866 0.5 -0.5 0.866 50 600 Tm (COPIA CONFORME) Tj ET", words, "COPIA CONFORME");
	assert_watermark("0.9 g BT /F1 60 Tf 1 0 0 1 40 670 Tm (BOZZA) Tj ET 0 g " LINES, words, "BOZZA");
	/* a watermark goes on over a gap of less than two em */
	assert_watermark(LINES "0.8 g BT /F1 36 Tf 0.866 0.5 -0.5 0.866 50 600 Tm [(COPIA) -1900 (CONFORME)] TJ ET",
			 words, "COPIA CONFORME");
	assert_watermark(LINES "0.8 g BT /F1 36 Tf 0.866 0.5 -0.5 0.866 50 600 Tm [(COPIA) -2100 (CONFORME)] TJ ET",
			 words, "COPIA|CONFORME");
	/* a title is large, and no other text stands in it */
	assert_watermark("BT /F1 30 Tf 1 0 0 1 40 750 Tm (Titolo) Tj ET " LINES, "Titolo|Scuola|e|nidi|18.500,00|Ambiente|e|verde|9.800,00|Polizia|locale|21.000,00", "");
}

static void slanted_heads_are_words_on_their_columns(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, LINES "BT /F1 10 Tf 0.707 0.707 -0.707 0.707 120 720 Tm (Mense scolastiche) Tj ET");
	assert_int_equal(page->watermarks->len, 0);
	const struct sp_word *w = &g_array_index(page->words, struct sp_word, 0);
	for (guint i = 1; i < page->words->len && strcmp(w->text, "Mense") != 0; i++)
		w++;
	assert_string_equal(w->text, "Mense");
	assert_true(w->box.x0 < 122 && w->box.x1 < 135);
	sp_page_free(page);
}

static void letters_below_each_other_are_a_word(void **state)
{
	(void)state;
	assert_seen(AT(100, 700, 9, "T") AT(100, 690.5, 9, "O") AT(100, 681, 9, "T") AT(100.2, 671.5, 9, "A") AT(100.4, 662, 9, "L") AT(100.2, 652.5, 9, "E")
		    AT(200, 677, 9, "Settore"), "TOTALE|Settore", 0);
	/* marks in the rows of a column, an alphabet, and the same letter again */
	assert_seen(AT(50, 700, 9, "Uno") AT(100, 700, 9, "A") AT(50, 690, 9, "Due") AT(100, 690, 9, "M") AT(50, 680, 9, "Tre") AT(100, 680, 9, "B")
		    AT(50, 670, 9, "Sei") AT(100, 670, 9, "A"), "Uno|Due|Tre|Sei|A|M|B|A", 0);
	assert_seen(AT(100, 700, 9, "A") AT(100, 690, 9, "B") AT(100, 680, 9, "C") AT(100, 670, 9, "D"), "A|B|C|D", 0);
}

static void initials_belong_to_their_line(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, AT(50, 676, 40, "L") AT(72.5, 697, 10, "a Giunta ha") AT(72.5, 686, 10, "approvato il"));
	const struct sp_word *initial = NULL, *next = NULL;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		initial = strcmp(w->text, "L") == 0 ? w : initial;
		next = strcmp(w->text, "a") == 0 ? w : next;
	}
	assert_non_null(initial);
	assert_near(initial->box.y1, next->box.y1, 0.1);
	assert_near(initial->size, 10, 0.1);
	assert_near(initial->box.x1, next->box.x0, 0.01); /* one word, whatever padding parts them */
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glyphs_of_one_string_are_one_word),
		cmocka_unit_test(what_is_placed_apart_is_apart),
		cmocka_unit_test(a_drawn_blank_parts),
		cmocka_unit_test(text_that_reads_upwards_keeps_its_order),
		cmocka_unit_test(a_soft_hyphen_that_is_printed_is_a_sign),
		cmocka_unit_test(the_palest_grey_that_is_seen),
		cmocka_unit_test(raised_marks_are_marks),
		cmocka_unit_test(what_is_painted_over_is_not_there),
		cmocka_unit_test(what_has_its_grounds_colour_is_not_there),
		cmocka_unit_test(what_the_clip_cuts_off_is_not_there),
		cmocka_unit_test(a_recognised_text_counts_once),
		cmocka_unit_test(stamps_and_watermarks_are_texts_of_their_own),
		cmocka_unit_test(slanted_heads_are_words_on_their_columns),
		cmocka_unit_test(letters_below_each_other_are_a_word),
		cmocka_unit_test(initials_belong_to_their_line),
	};
	return RUN(tests);
}
