/* extract/pdf/damage: what leads to a PDF's objects is judged before it is opened, and no page hangs on those before it. */
#include "small_pdf.h"

enum { PAGES = 4 };

static const char *const contents[] = { AT(50, 700, 10, "prima 1.250,00"), AT(50, 700, 10, "seconda 2.250,00"),
					AT(50, 700, 10, "terza 3.250,00"), AT(50, 700, 10, "quarta 4.250,00"), NULL };

/* --- documents ---------------------------------------------------------------------------------------- */

/* The objects of a small PDF, header included; `boxes` go into each page. (transfer full) */
static GString *objects(const char *boxes)
{
	GBytes *pdf = small_pdf(boxes, contents);
	GString *body = g_string_new_len(g_bytes_get_data(pdf, NULL), (gssize)g_bytes_get_size(pdf));
	g_string_truncate(body, (gsize)(g_strstr_len(body->str, -1, "xref\n") - body->str));
	g_bytes_unref(pdf);
	return body;
}

/* A table that leads to the first object of each number, and a trailer. */
static void finish_with(GString *body, unsigned size, const char *trailer)
{
	gsize start = body->len;
	GString *table = g_string_new("0000000000 65535 f \n");
	unsigned n = 1;
	for (;; n++) {
		char *head = g_strdup_printf("\n%u 0 obj", n);
		const char *at = g_strstr_len(body->str, -1, head);
		g_free(head);
		if (!at)
			break;
		g_string_append_printf(table, "%010td 00000 n \n", at + 1 - body->str);
	}
	g_string_append_printf(body, "xref\n0 %u\n%strailer\n<< /Size %u /Root 1 0 R %s>>\nstartxref\n%zu\n%%%%EOF\n",
			       n, table->str, MAX(n, size), trailer, start);
	g_string_free(table, TRUE);
}

static void finish(GString *body)
{
	finish_with(body, 0, "");
}

/* An update with an object whose number leaves a gap behind those before it. */
static void update(GString *pdf)
{
	const char *before = g_strrstr(pdf->str, "startxref\n") + strlen("startxref\n");
	guint64 former = g_ascii_strtoull(before, NULL, 10);
	gsize object = pdf->len;
	g_string_append(pdf, "30 0 obj\n<< /Aggiunto true >>\nendobj\n");
	gsize start = pdf->len;
	g_string_append_printf(pdf,
			       "xref\n30 1\n%010zu 00000 n \ntrailer\n<< /Size 31 /Root 1 0 R /Prev %" G_GUINT64_FORMAT
			       " >>\nstartxref\n%zu\n%%%%EOF\n",
			       object, former, start);
}

static GString *whole(void)
{
	GString *pdf = objects(A4);
	finish(pdf);
	return pdf;
}

static void replace(GString *pdf, const char *what, const char *by)
{
	assert_true(g_string_replace(pdf, what, by, 0) > 0);
}

/* Cuts off what stands from the last `word` on, and `more` bytes of the word stay. */
static void cut_at(GString *pdf, const char *word, gsize more)
{
	g_string_truncate(pdf, (gsize)(g_strrstr(pdf->str, word) - pdf->str) + more);
}

/* --- judging ------------------------------------------------------------------------------------------ */

static bool says(struct sp_pdf *pdf, struct voice *v, int number, const char *word)
{
	struct sp_page *page = sp_pdf_page(&v->ctx, pdf, number);
	bool found = false;
	for (guint i = 0; page && i < page->words->len; i++)
		found = found || strcmp(g_array_index(page->words, struct sp_word, i).text, word) == 0;
	sp_page_free(page);
	return found;
}

/* Takes the document; `pages` of it are read. */
static void assert_damage_at(GString *pdf, enum sp_damage expected, int pages, int line)
{
	static const char *const words[] = { "prima", "seconda", "terza", "quarta" };
	struct voice v;
	voice_init(&v);
	GBytes *bytes = g_string_free_to_bytes(pdf), *repaired;
	enum sp_damage damage = sp_damage_find(bytes, -1, &repaired);
	if (damage != expected)
		fail_msg("line %d: damage %d, not %d", line, damage, expected);
	g_clear_pointer(&repaired, g_bytes_unref);
	struct sp_pdf *opened = sp_pdf_open(&v.ctx, bytes, -1, NULL);
	int read = 0;
	for (int i = 1; opened && i <= PAGES; i++)
		read += says(opened, &v, i, words[i - 1]);
	if (read != pages)
		fail_msg("line %d: %d pages are read, not %d", line, read, pages);
	if (opened)
		assert_int_equal(sp_pdf_damage(opened), expected);
	sp_pdf_close(opened);
	g_bytes_unref(bytes);
	voice_clear(&v);
}

#define assert_damage(pdf, expected, pages) assert_damage_at(pdf, expected, pages, __LINE__)

static void what_leads_to_its_objects_is_whole(void **state)
{
	(void)state;
	assert_damage(whole(), SP_DAMAGE_NONE, PAGES);

	GString *pdf = whole();
	cut_at(pdf, "%%EOF", 0);
	assert_damage(pdf, SP_DAMAGE_NONE, PAGES);

	pdf = whole();
	for (int i = 0; i < 200; i++)
		g_string_append(pdf, "<!-- obj -->\n");
	assert_damage(pdf, SP_DAMAGE_NONE, PAGES);

	pdf = whole();
	g_string_prepend(pdf, "Content-Type: application/pdf\r\n\r\n");
	assert_damage(pdf, SP_DAMAGE_NONE, PAGES);

	pdf = objects(A4);
	replace(pdf, "\nendobj\n", "\n");
	finish(pdf);
	assert_damage(pdf, SP_DAMAGE_NONE, PAGES);

	pdf = objects(A4);
	finish_with(pdf, 400, "");
	assert_damage(pdf, SP_DAMAGE_NONE, PAGES);
}

static void what_is_there_is_found(void **state)
{
	(void)state;
	GString *pdf = whole();
	replace(pdf, "startxref\n", "\n");
	assert_damage(pdf, SP_DAMAGE_MISLED, PAGES);

	pdf = whole();
	replace(pdf, "startxref\n", "startxref\n1");
	assert_damage(pdf, SP_DAMAGE_MISLED, PAGES);

	/* all that stands behind the header is moved */
	pdf = whole();
	replace(pdf, "%PDF-1.4\n", "%PDF-1.4\n% spostato\n");
	assert_damage(pdf, SP_DAMAGE_MISLED, PAGES);

	/* one object is */
	pdf = whole();
	replace(pdf, "(terza 3.250,00)", "(per la terza 3.250,00)");
	assert_damage(pdf, SP_DAMAGE_MISLED, PAGES);

	/* the end is missing, from a place on where no object was any more */
	static const struct {
		const char *word;
		gsize more;
	} cuts[] = { { "startxref", 4 }, { "trailer", 0 },    { "trailer", 14 },
		     { "xref\n0 ", 90 }, { "xref\n0 ", 103 }, { "xref\n0 ", 5 } };
	for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
		pdf = whole();
		cut_at(pdf, cuts[i].word, cuts[i].more);
		assert_damage(pdf, SP_DAMAGE_MISLED, PAGES);
	}

	pdf = objects(A4);
	finish_with(pdf, 0, "/Prev 77 ");
	assert_damage(pdf, SP_DAMAGE_MISLED, PAGES);
}

static void what_is_cut_is_told(void **state)
{
	(void)state;
	GString *pdf = objects(A4); /* right behind an object: others may have followed */
	assert_damage(pdf, SP_DAMAGE_CUT, PAGES);

	pdf = objects(A4); /* in the page before the last */
	g_string_truncate(pdf, (gsize)(g_strstr_len(pdf->str, -1, "(terza") - pdf->str));
	assert_damage(pdf, SP_DAMAGE_CUT, 2);

	pdf = objects(A4); /* between the pages */
	g_string_truncate(pdf, (gsize)(g_strstr_len(pdf->str, -1, "7 0 obj") - pdf->str));
	assert_damage(pdf, SP_DAMAGE_CUT, 2);

	pdf = objects(A4); /* nothing is left but the header */
	g_string_truncate(pdf, 9);
	assert_damage(pdf, SP_DAMAGE_CUT, 0);

	/* of an update: the state before it is read */
	pdf = whole();
	g_string_append(pdf, "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n4 0 obj\n<< /Le");
	assert_damage(pdf, SP_DAMAGE_CUT, PAGES);

	/* its own length is told */
	pdf = objects(A4);
	replace(pdf, "%PDF-1.4\n", "%PDF-1.4\n50 0 obj\n<< /Linearized 1 /L 99999 >>\nendobj\n");
	finish(pdf);
	assert_damage(pdf, SP_DAMAGE_CUT, PAGES);
}

/* --- order -------------------------------------------------------------------------------------------- */

/* Takes the document. Every page says the same in any order of reading, with and without a look at its tags. */
static void assert_no_order(GString *pdf, const char *const *words)
{
	static const int orders[][PAGES] = { { 1, 2, 3, 4 }, { 4, 3, 2, 1 }, { 3, 1, 4, 2 }, { 2, 2, 1, 3 } };
	struct voice v;
	voice_init(&v);
	GBytes *bytes = g_string_free_to_bytes(pdf);
	for (gsize i = 0; i < 2 * G_N_ELEMENTS(orders); i++) {
		struct sp_pdf *opened = sp_pdf_open(&v.ctx, bytes, -1, NULL);
		assert_non_null(opened);
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_object(&w, NULL);
		sp_pdf_describe(opened, i % 2, &w);
		sp_jw_clear(&w);
		for (int k = 0; k < PAGES; k++) {
			int number = orders[i / 2][k];
			if (!says(opened, &v, number, words[number - 1]))
				fail_msg("order %zu: page %d does not say \"%s\"", i, number, words[number - 1]);
		}
		sp_pdf_close(opened);
	}
	g_bytes_unref(bytes);
	voice_clear(&v);
}

/* A document joined of several: dead objects of the same numbers behind the living ones. */
static GString *joined(const char *boxes)
{
	GString *pdf = objects(boxes);
	for (unsigned i = 0; i < PAGES; i++)
		g_string_append_printf(pdf, "%u 0 obj\n<< /Length 60 >>\nstream\n%-60s\nendstream\nendobj\n", 4 + 2 * i,
				       AT(50, 700, 10, "superata"));
	return pdf;
}

static void no_page_hangs_on_those_before_it(void **state)
{
	(void)state;
	static const char *const words[] = { "prima", "seconda", "terza", "quarta" };
	/* what is missing has a number beyond the table, in a gap of it, or of an entry that is free */
	static const char *const pages[] = { A4 " /Annots [90 0 R]", A4 " /Annots [0 0 R 19 0 R]",
					     A4 " /Metadata 90 0 R" };
	for (gsize i = 0; i < 2 * G_N_ELEMENTS(pages); i++) {
		GString *pdf = joined(pages[i / 2]);
		finish_with(pdf, i % 2 ? 200 : 0, "");
		assert_no_order(pdf, words);
	}
	GString *pdf = joined(A4 " /Annots [19 0 R]");
	finish(pdf);
	update(pdf);
	assert_no_order(pdf, words);
	/* in the tree of tags, which only one process looks at */
	pdf = joined(A4);
	replace(pdf, "/Type /Catalog",
		"/Type /Catalog /MarkInfo << /Marked true >> /StructTreeRoot << /Type /StructTreeRoot "
		"/K [91 0 R << /S /P /K 92 0 R >>] /ParentTree 93 0 R >>");
	finish(pdf);
	assert_no_order(pdf, words);
}

/* Where the table does not lead to the objects the file is searched, for the first page as for the last. */
static void what_is_searched_is_searched_for_all_pages(void **state)
{
	(void)state;
	static const char *const words[] = { "superata", "superata", "superata", "superata" };
	GString *pdf = joined(A4);
	finish(pdf);
	replace(pdf, "(terza 3.250,00)", "(per la terza 3.250,00)");
	assert_no_order(pdf, words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads_to_its_objects_is_whole),
		cmocka_unit_test(what_is_there_is_found),
		cmocka_unit_test(what_is_cut_is_told),
		cmocka_unit_test(no_page_hangs_on_those_before_it),
		cmocka_unit_test(what_is_searched_is_searched_for_all_pages),
	};
	return RUN(tests);
}
