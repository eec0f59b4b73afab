/* extract/page/glyphs: glyphs become words, each once, with the gaps that a reader sees. */
#include "unit.h"

#include "extract/page/glyphs.h"

static const char FONT[] = "Testo";

/*
 * Type of 10 pt: a letter or digit is 5 wide, "i", "l" and signs 3. " " is a gap of 3 with a blank of its own.
 */
static double print(GArray *glyphs, double x, double y, const char *text)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		double width = c == ' ' || strchr("il.,-", (int)c) ? 3 : 5;
		struct sp_glyph g = { c, { x, y, x + width, y + 12 }, 10, FONT, false, false, NULL, false };
		g_array_append_val(glyphs, g);
		x += width;
	}
	return x;
}

static void print_blank(GArray *glyphs)
{
	struct sp_glyph g = { .c = '\n', .size = 10, .font = FONT };
	g_array_append_val(glyphs, g);
}

static GArray *glyphs_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct sp_glyph));
}

/* Frees the glyphs. */
static void assert_words(GArray *glyphs, const char *expected)
{
	struct sp_page *page = sp_page_new(1, 595, 842);
	sp_glyphs_gather(glyphs, NULL, page);
	GString *words = g_string_new(NULL);
	for (guint i = 0; i < page->words->len; i++)
		g_string_append_printf(words, "%s%s", i > 0 ? "|" : "",
				       g_array_index(page->words, struct sp_word, i).text);
	assert_string_equal(words->str, expected);
	g_string_free(words, TRUE);
	sp_page_free(page);
	g_array_free(glyphs, TRUE);
}

static void assert_prints(const char *text, const char *expected)
{
	GArray *glyphs = glyphs_new();
	print(glyphs, 50, 100, text);
	print_blank(glyphs);
	assert_words(glyphs, expected);
}

static void blanks_part_words(void **state)
{
	(void)state;
	assert_prints("Spese correnti 1.234,50", "Spese|correnti|1.234,50");
}

static void a_shadow_is_dropped(void **state)
{
	(void)state;
	/* a quarter of an em to the right, as far as an "i" is wide */
	GArray *glyphs = glyphs_new();
	print(glyphs, 50, 100, "Utili 2019");
	print_blank(glyphs);
	print(glyphs, 53, 101, "Utili 2019");
	print_blank(glyphs);
	assert_words(glyphs, "Utili|2019");
	/* word by word, as they come when both prints are one line to the library */
	glyphs = glyphs_new();
	double x = print(glyphs, 50, 100, "Utili");
	print(glyphs, 53, 101, "Utili");
	print_blank(glyphs);
	print(glyphs, x + 3, 100, "netti");
	print(glyphs, x + 6, 101, "netti");
	print_blank(glyphs);
	assert_words(glyphs, "Utili|netti");
}

/* The same word above the other, or beside it, was meant. */
static void repetitions_stay(void **state)
{
	(void)state;
	GArray *glyphs = glyphs_new();
	print(glyphs, 50, 100, "il il");
	print_blank(glyphs);
	print(glyphs, 50, 108, "il il");
	print_blank(glyphs);
	assert_words(glyphs, "il|il|il|il");
	assert_prints("2222 illi 1111,11", "2222|illi|1111,11");
}

static void what_cannot_be_read_is_counted(void **state)
{
	(void)state;
	struct sp_page *page = sp_page_new(1, 595, 842);
	GArray *glyphs = glyphs_new();
	print(glyphs, 50, 100, "a\uE123b \uF0B7");
	sp_glyphs_gather(glyphs, NULL, page);
	assert_int_equal(page->unmapped, 1);
	assert_int_equal(page->chars, 4);
	assert_string_equal(g_array_index(page->words, struct sp_word, 0).text, "a\uFFFDb");
	assert_string_equal(g_array_index(page->words, struct sp_word, 1).text, "\u2022");
	g_array_free(glyphs, TRUE);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_part_words),
		cmocka_unit_test(a_shadow_is_dropped),
		cmocka_unit_test(repetitions_stay),
		cmocka_unit_test(what_cannot_be_read_is_counted),
	};
	return RUN(tests);
}
