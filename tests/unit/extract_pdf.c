/* extract/pdf/pdf: what is printed on a page comes out as words, each once, where a reader sees it. */
#include "small_pdf.h"

static const struct sp_word *word_at(const struct sp_page *page, guint i)
{
	return &g_array_index(page->words, struct sp_word, i);
}

static void assert_words(const char *content, const char *expected)
{
	struct sp_page *page = small_page(A4, content);
	GString *words = g_string_new(NULL);
	for (guint i = 0; i < page->words->len; i++)
		g_string_append_printf(words, "%s%s", i > 0 ? "|" : "", word_at(page, i)->text);
	assert_string_equal(words->str, expected);
	g_string_free(words, TRUE);
	sp_page_free(page);
}

static void words_stand_where_they_are_displayed(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, AT(50, 700, 10, "Comune") BOLD(120, 700, 12, "Totale"));
	assert_int_equal(page->words->len, 2);
	const struct sp_word *comune = word_at(page, 0), *totale = word_at(page, 1);
	assert_string_equal(comune->text, "Comune");
	assert_near(comune->box.x0, 50, 0.1);
	assert_near(comune->box.x1, 50 + 10 * 3.779, 0.1); /* 722 556 833 556 556 556 of 1000 */
	assert_true(comune->box.y0 < 842 - 700 && comune->box.y1 > 842 - 700);
	assert_false(comune->bold);
	assert_true(totale->bold);
	assert_near(totale->size, 12, 0.01);
	assert_int_equal(page->chars, 12);
	sp_page_free(page);
}

static void a_second_print_is_dropped(void **state)
{
	(void)state;
	/* word after word */
	assert_words(AT(50, 700, 12, "Piano 2018 e 22") AT(50.3, 700, 12, "Piano 2018 e 22"), "Piano|2018|e|22");
	/* in other pieces than the first */
	assert_words(AT(50, 700, 12, "Piano della performance") AT(50.3, 700, 12, "Pia") AT(67.95, 700, 12, "no de"),
	             "Piano|della|performance");
}

static void pairs_of_the_same_glyph_stay(void **state)
{
	(void)state;
	assert_words(AT(50, 700, 12, "22 2018 1.100,00 llama aattee"), "22|2018|1.100,00|llama|aattee");
	assert_words("BT /F1 12 Tf -0.5 Tc 1 0 0 1 50 700 Tm (bollette 1111) Tj ET", "bollette|1111");
}

static void what_is_outside_the_page_is_not_there(void **state)
{
	(void)state;
	static const char content[] = AT(50, 700, 10, "dentro") AT(50, 900, 10, "sopra") AT(700, 700, 10, "destra")
		AT(50, 30, 10, "ritagliato") "1 w 40 690 m 300 690 l S 40 20 m 300 20 l S\n";
	struct sp_page *page = small_page(A4 " /CropBox [40 60 500 800]", content);
	assert_near(page->width, 460, 0);
	assert_near(page->height, 740, 0);
	assert_int_equal(page->words->len, 1);
	assert_string_equal(word_at(page, 0)->text, "dentro");
	assert_near(word_at(page, 0)->box.x0, 10, 0.1);
	assert_int_equal(page->rules->len, 1);
	const struct sp_rule *rule = &g_array_index(page->rules, struct sp_rule, 0);
	assert_near(rule->at, 110, 0.1);
	assert_near(rule->from, 0, 0.1);
	sp_page_free(page);
}

static void aids_of_viewers_are_not_of_the_page(void **state)
{
	(void)state;
	static const char aids[] = " /Annots [<< /Type /Annot /Subtype /Text /Rect [100 690 120 710] /Contents (nota) /Name /Note /C [1 1 0] >>"
				   " << /Type /Annot /Subtype /Link /Rect [40 640 300 660] /Border [0 0 1] >>"
				   " << /Type /Annot /Subtype /Square /Rect [40 540 300 560] /C [0 0 0] >>]";
	char *with_aids = g_strconcat(A4, aids, NULL);
	struct sp_page *page = small_page(with_aids, AT(88, 695, 10, "42.300,00") AT(42, 645, 10, "Indice"));
	assert_int_equal(page->words->len, 2);
	assert_string_equal(word_at(page, 0)->text, "42.300,00");
	assert_string_equal(word_at(page, 1)->text, "Indice");
	assert_int_equal(page->rules->len, 4); /* the square's, which is drawn on the page */
	sp_page_free(page);
	g_free(with_aids);
}

/* A font of which nothing is painted may be one that is not there: what it says is not thrown away. */
static void text_that_is_not_painted_is_text(void **state)
{
	(void)state;
	assert_words("BT 3 Tr /F1 10 Tf 1 0 0 1 50 700 Tm (riconosciuto) Tj ET", "riconosciuto");
}

/* The text of the library does not tell a blank at the end of a line. */
static void blanks_behind_words_are_known(void **state)
{
	(void)state;
	for (int turned = 0; turned < 2; turned++) {
		struct sp_page *page = small_page(turned ? A4 " /Rotate 90" : A4,
		                                  "BT /F4 10 Tf 1 0 0 1 50 700 Tm 12 TL (la citt\\340- ) Tj T* (raggiungimen) Tj "
		                                  "T* (to) Tj ET");
		assert_int_equal(page->words->len, 4);
		assert_true(word_at(page, 0)->blank_after);
		assert_true(word_at(page, 1)->blank_after);
		assert_false(word_at(page, 2)->blank_after);
		assert_false(word_at(page, 3)->blank_after);
		sp_page_free(page);
	}
}

static void symbols_and_signs(void **state)
{
	(void)state;
	assert_words("BT /F3 10 Tf 1 0 0 1 50 700 Tm (\\267) Tj ET " AT(60, 700, 10, "voce \\253citt\\340\\273"),
	             "\u2022|voce|\u00abcitt\u00e0\u00bb");
}

/* Drawn sideways, without /Rotate. */
static void a_sideways_page_is_read_upright(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, "BT /F1 10 Tf 0 1 -1 0 100 60 Tm (Relazione sullo stato, a) Tj ET "
	                                      "BT /F1 10 Tf 0 1 -1 0 120 60 Tm (n) Tj ET 1 w 130 50 m 130 400 l S");
	assert_int_equal(page->turned, 3);
	assert_near(page->width, 842, 0);
	const struct sp_word *first = NULL;
	for (guint i = 0; i < page->words->len; i++) {
		assert_int_equal(word_at(page, i)->turn, 0); /* a lone glyph lies as the others do */
		if (strcmp(word_at(page, i)->text, "Relazione") == 0)
			first = word_at(page, i);
	}
	assert_non_null(first);
	assert_near(first->box.x0, 60, 0.1);
	assert_true(first->box.y0 < 100 && first->box.y1 > 100);
	const struct sp_rule *rule = &g_array_index(page->rules, struct sp_rule, 0);
	assert_int_equal(rule->axis, SP_HORIZONTAL);
	assert_near(rule->at, 130, 0.1);
	sp_page_free(page);
}

static void rotate_gives_the_page_as_displayed(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4 " /Rotate 90",
	                                  "BT /F1 10 Tf 0 1 -1 0 100 60 Tm (Relazione sullo stato) Tj ET");
	assert_int_equal(page->turned, 0);
	assert_int_equal(page->rotation, 90);
	assert_near(page->width, 842, 0);
	assert_int_equal(word_at(page, 0)->turn, 0);
	assert_near(word_at(page, 0)->box.x0, 60, 0.1);
	sp_page_free(page);
	for (int rotation = 0; rotation < 360; rotation += 90) {
		char *boxes = g_strdup_printf(A4 " /CropBox [10 10 500 600] /Rotate %d", rotation);
		page = small_page(boxes, "q 0 1 -1 0 300 300 cm " AT(10, 10, 10, "girato dal contenuto") "Q");
		assert_int_equal(page->rotation, rotation);
		sp_page_free(page);
		g_free(boxes);
	}
}

/* Appends an update that writes one object anew. */
static void update(GString *pdf, unsigned number, const char *object)
{
	const char *last = g_strrstr_len(pdf->str, (gssize)pdf->len, "startxref");
	gsize place = pdf->len;
	char *before = g_strndup(last + strlen("startxref\n"), strcspn(last + strlen("startxref\n"), "\n"));
	g_string_append_printf(pdf, "%u 0 obj\n%s\nendobj\n", number, object);
	gsize start = pdf->len;
	g_string_append_printf(pdf, "xref\n%u 1\n%010zu 00000 n \ntrailer\n<< /Size 20 /Root 1 0 R /Prev %s >>\n", number,
			       place, before);
	g_string_append_printf(pdf, "startxref\n%zu\n%%%%EOF\n", start);
	g_free(before);
}

static void assert_tagged(const GString *pdf, const char *expected)
{
	struct voice v;
	voice_init(&v);
	GBytes *bytes = g_bytes_new(pdf->str, pdf->len);
	struct sp_pdf *opened = sp_pdf_open(&v.ctx, bytes, -1, NULL);
	assert_non_null(opened);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_pdf_describe(opened, true, &w);
	sp_jw_close(&w);
	assert_non_null(strstr(w.out->str, expected));
	sp_jw_clear(&w);
	sp_pdf_close(opened);
	g_bytes_unref(bytes);
	voice_clear(&v);
}

static void tags_are_those_of_the_last_catalogue(void **state)
{
	(void)state;
	GBytes *plain = small_pdf(A4, (const char *[]){ AT(50, 700, 10, "Totale"), NULL });
	GString *pdf = g_string_new_len(g_bytes_get_data(plain, NULL), (gssize)g_bytes_get_size(plain));
	assert_tagged(pdf, "\"tagged\":false");
	update(pdf, 11, "<< /Type /StructTreeRoot /K [] >>");
	assert_tagged(pdf, "\"tagged\":false");
	update(pdf, 1, "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 11 0 R >>");
	assert_tagged(pdf, "\"tagged\":true");
	update(pdf, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	assert_tagged(pdf, "\"tagged\":false");
	g_string_free(pdf, TRUE);
	g_bytes_unref(plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_stand_where_they_are_displayed),
		cmocka_unit_test(a_second_print_is_dropped),
		cmocka_unit_test(pairs_of_the_same_glyph_stay),
		cmocka_unit_test(what_is_outside_the_page_is_not_there),
		cmocka_unit_test(aids_of_viewers_are_not_of_the_page),
		cmocka_unit_test(text_that_is_not_painted_is_text),
		cmocka_unit_test(blanks_behind_words_are_known),
		cmocka_unit_test(symbols_and_signs),
		cmocka_unit_test(a_sideways_page_is_read_upright),
		cmocka_unit_test(rotate_gives_the_page_as_displayed),
		cmocka_unit_test(tags_are_those_of_the_last_catalogue),
	};
	return RUN(tests);
}
