/* extract/layout: a page's tables and texts in reading order, their roles, and the records they are written as. */
#include "sheet.h"

#include <time.h>

#include "extract/layout.h"
#include "extract/page/unread.h"
#include "extract/svg.h"

/* Of a document of which this page is all that was seen. */
static struct sp_layout *layout_of(struct sp_page *page, struct sp_document **document)
{
	*document = sp_document_learn(&page, 1);
	return sp_layout_new(page, *document);
}

static void finish(struct sp_layout *l, struct sp_document *document, struct sp_page *page)
{
	sp_layout_free(l);
	sp_document_free(document);
	sp_page_free(page);
}

/* The records of the page, one a line, as `what` makes of each; frees nothing. */
static GPtrArray *records_of(const struct sp_layout *l, struct sp_counts *counts)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	sp_layout_write(l, to, counts);
	fclose(to);
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "unit");
	GPtrArray *records = g_ptr_array_new();
	char **lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; **line; line++) {
		struct sp_json *json = sp_json_parse(&ctx, *line, strlen(*line));
		assert_non_null(json);
		g_ptr_array_add(records, json);
	}
	g_strfreev(lines);
	free(text);
	return records;
}

static void free_records(GPtrArray *records)
{
	for (guint i = 0; i < records->len; i++)
		sp_json_free(g_ptr_array_index(records, i));
	g_ptr_array_unref(records);
}

static const char *string_at(const struct sp_json *record, const char *key)
{
	return sp_json_str(sp_json_get(record, key));
}

/* "page", "problem no-text-layer", "table p1t1", "text heading Titolo", one a line. */
static void assert_records(const struct sp_layout *l, const char *expected)
{
	struct sp_counts counts = { 0 };
	GPtrArray *records = records_of(l, &counts);
	GString *all = g_string_new(NULL);
	int64_t texts = 0, tables = 0;
	for (guint i = 0; i < records->len; i++) {
		const struct sp_json *r = g_ptr_array_index(records, i);
		const char *type = string_at(r, "type");
		g_string_append_printf(all, "%s%s", i > 0 ? "\n" : "", type);
		if (strcmp(type, "text") == 0)
			g_string_append_printf(all, " %s %s", string_at(r, "role"), string_at(r, "text"));
		else if (strcmp(type, "table") == 0)
			g_string_append_printf(all, " %s", string_at(r, "id"));
		else if (strcmp(type, "problem") == 0)
			g_string_append_printf(all, " %s", string_at(r, "code"));
		texts += strcmp(type, "text") == 0;
		tables += strcmp(type, "table") == 0;
	}
	assert_string_equal(all->str, expected);
	assert_int_equal(counts.pages, 1);
	assert_int_equal(counts.texts, texts);
	assert_int_equal(counts.tables, tables);
	g_string_free(all, TRUE);
	free_records(records);
}

static const double XS[] = { 50, 150, 350 };

/* Two rows below a heading and before a paragraph. */
static struct sp_page *page_with_table(void)
{
	static const double ys[] = { 100, 120, 140 };
	struct sp_page *page = sheet_new();
	sheet_bold(page, 50, 60, "Obiettivi del settore");
	sheet_grid(page, XS, 3, ys, 3);
	sheet_bold(page, 54, 104, "Codice");
	sheet_bold(page, 154, 104, "Titolo");
	sheet_text(page, 54, 124, "A1");
	sheet_text(page, 154, 124, "Manutenzione delle strade");
	sheet_text(page, 50, 170, "Il settore cura la manutenzione delle strade comunali e");
	sheet_text(page, 50, 182, "dei marciapiedi, con le risorse del bilancio.");
	page->chars = 100;
	return page;
}

static void texts_and_tables_come_in_reading_order(void **state)
{
	(void)state;
	struct sp_page *page = page_with_table();
	struct sp_document *document;
	struct sp_layout *l = layout_of(page, &document);
	assert_records(l, "page\ntext heading Obiettivi del settore\ntable p1t1\n"
			  "text body Il settore cura la manutenzione delle strade comunali e dei marciapiedi, con le "
			  "risorse del bilancio.");
	finish(l, document, page);
}

/* A table by rules, and under (above) it one without; each has its first cell for a name. */
static void ruled_at(struct sp_page *page, double y, const char *name)
{
	const double ys[] = { y, y + 20, y + 40, y + 60 };
	sheet_grid(page, XS, 3, ys, 4);
	for (int i = 0; i < 3; i++) {
		sheet_text(page, 54, y + 4 + 20 * i, i == 0 ? name : "A1");
		sheet_text(page, 154, y + 4 + 20 * i, "Manutenzione");
	}
}

static void plain_at(struct sp_page *page, double y, const char *name)
{
	static const char *const figures[] = { "1.250,00", "2.300,50", "980,10", "12.400,00", "77,25" };
	for (int i = 0; i < 5; i++) {
		sheet_text(page, 54, y + 14 * i, i == 0 ? name : "Spese");
		sheet_figure(page, 300, y + 14 * i, figures[i]);
		sheet_figure(page, 400, y + 14 * i, figures[4 - i]);
	}
}

/* The first cells of the page's tables in their order, " > " between them; takes the page. */
static void assert_order(struct sp_page *page, const char *expected)
{
	struct sp_document *document;
	page->chars = 100;
	struct sp_layout *l = layout_of(page, &document);
	GString *names = g_string_new(NULL);
	for (guint i = 0; i < l->tables->len; i++) {
		const struct sp_table *t = g_ptr_array_index(l->tables, i);
		char *id = g_strdup_printf("p1t%u", i + 1);
		assert_string_equal(t->id, id);
		g_free(id);
		g_string_append_printf(names, "%s%s", i > 0 ? " > " : "", sp_table_cell(t, 0)->text);
	}
	assert_string_equal(names->str, expected);
	g_string_free(names, TRUE);
	finish(l, document, page);
}

/* Ruled tables are found before others, and nothing stands between them that would tell. */
static void tables_of_either_kind_come_in_reading_order(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	plain_at(page, 100, "Uno");
	ruled_at(page, 220, "Due");
	plain_at(page, 330, "Tre");
	assert_order(page, "Uno > Due > Tre");

	page = sheet_new();
	plain_at(page, 100, "Uno");
	ruled_at(page, 186, "Due"); /* a line below the last one */
	assert_order(page, "Uno > Due");
}

/* Boxes that touch, or overlap a little, have no white between them. */
static void what_touches_is_read_from_above(void **state)
{
	(void)state;
	static const struct {
		struct sp_box boxes[3];
		const char *order;
	} cases[] = {
		{ { { 50, 300, 400, 400 }, { 80, 100, 400, 200 }, { 60, 200, 400, 300 } }, "201" },
		{ { { 50, 300, 400, 400 }, { 80, 100, 400, 202 }, { 60, 199, 400, 302 } }, "201" },
		{ { { 50, 190, 400, 400 }, { 80, 100, 300, 215 }, { 20, 395, 100, 500 } }, "102" },
		{ { { 300, 300, 400, 400 }, { 300, 100, 400, 290 }, { 50, 100, 290, 400 } }, "210" },
		{ { { 200, 100, 300, 200 }, { 300, 100, 400, 200 }, { 100, 100, 200, 200 } }, "120" },
	};
	GPtrArray *none = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_turn turns[3];
		GPtrArray *blocks = sp_blocks_new(none, cases[i].boxes, 3, turns);
		char order[] = { (char)('0' + turns[0].obstacles), (char)('0' + turns[1].obstacles),
				 (char)('0' + turns[2].obstacles), '\0' };
		if (strcmp(order, cases[i].order) != 0)
			fail_msg("case %zu: %s, not %s", i, order, cases[i].order);
		g_ptr_array_unref(blocks);
	}
	g_ptr_array_unref(none);
}

/* Seconds that a page of so many rows and columns takes; the least of some tries. */
static double seconds_for(int rows, int cols, bool drawn)
{
	double least = G_MAXDOUBLE;
	for (int try = 0; try < 3; try++) {
		struct sp_page *page = sp_page_new(1, 60 * cols + 100, 16 * rows + 100);
		for (int r = 0; r <= rows && drawn; r++)
			sheet_across(page, 50 + 16 * r, 50, 50 + 60 * cols);
		for (int c = 0; c <= cols && drawn; c++)
			sheet_down(page, 50 + 60 * c, 50, 50 + 16 * rows);
		for (int r = 0; r < rows; r++)
			for (int c = 0; c < cols; c++) {
				sheet_text(page, 54 + 60 * c, 52 + 16 * r, c == 0 ? "Spese" : "1.250,00");
				if (drawn && r % 2)
					sheet_fill(page, 50 + 60 * c, 50 + 16 * r, 110 + 60 * c, 66 + 16 * r, 0.9F);
			}
		page->chars = 100;
		struct sp_document *document;
		clock_t start = clock();
		struct sp_layout *l = layout_of(page, &document);
		least = MIN(least, (double)(clock() - start) / CLOCKS_PER_SEC);
		assert_int_equal(l->tables->len, 1);
		assert_int_equal(((struct sp_table *)g_ptr_array_index(l->tables, 0))->cells->len, rows * cols);
		finish(l, document, page);
	}
	return least;
}

/* Ten times the cells, and not much more than ten times the time: what is quadratic would take a hundred. */
static void many_cells_cost_no_more_each(void **state)
{
	(void)state;
	for (int drawn = 0; drawn < 2; drawn++) {
		double few = seconds_for(65, 20, drawn), many = seconds_for(325, 40, drawn);
		if (many > 25 * few)
			fail_msg("%s: 13,000 cells take %.3f s, 1,300 take %.3f s", drawn ? "ruled" : "plain", many, few);
	}
}

static void a_table_is_written_with_its_cells(void **state)
{
	(void)state;
	struct sp_page *page = page_with_table();
	struct sp_document *document;
	struct sp_layout *l = layout_of(page, &document);
	struct sp_counts counts = { 0 };
	GPtrArray *records = records_of(l, &counts);
	const struct sp_json *table = g_ptr_array_index(records, 2);
	assert_string_equal(string_at(table, "method"), "ruled");
	const struct sp_json *cells = sp_json_get(table, "cells");
	assert_int_equal(sp_json_count(cells), 4);
	assert_string_equal(string_at(sp_json_at(cells, 3), "text"), "Manutenzione delle strade");
	assert_true(sp_json_bool(sp_json_get(sp_json_at(cells, 0), "bold"), false));
	assert_false(sp_json_bool(sp_json_get(sp_json_at(cells, 3), "bold"), true));
	free_records(records);
	finish(l, document, page);
}

/* Smaller type with a mark, low on the page; or a mark as footnotes have it. */
static void footnotes_are_told_by_their_marks(void **state)
{
	(void)state;
	struct sp_page *page = page_with_table();
	sheet_text(page, 50, 220, "(*) Dato provvisorio");
	struct sp_document *document;
	struct sp_layout *l = layout_of(page, &document);
	assert_int_equal(((struct sp_block *)g_ptr_array_index(l->blocks, l->blocks->len - 1))->role, SP_FOOTNOTE);
	finish(l, document, page);
}

/* A footnote below the last table, or a line of text, does not end it for the next page; a paragraph does. */
static void the_last_table_may_go_on(void **state)
{
	(void)state;
	struct sp_page *page = page_with_table();
	for (int i = 0; i < 4; i++)
		sheet_text(page, 50, 220 + 14 * i, "Il Comune pubblica i dati del servizio nei tempi di legge");
	struct sp_document *document;
	struct sp_layout *l = layout_of(page, &document);
	assert_null(l->next);
	finish(l, document, page);

	static const double ys[] = { 700, 720, 740 };
	page = sheet_new();
	sheet_grid(page, XS, 3, ys, 3);
	sheet_bold(page, 54, 704, "Codice");
	sheet_bold(page, 154, 704, "Titolo");
	sheet_text(page, 54, 724, "A1");
	sheet_text(page, 154, 724, "Strade");
	sheet_text(page, 50, 745, "(*) Dato provvisorio");
	l = layout_of(page, &document);
	assert_non_null(l->next);
	finish(l, document, page);
}

static void pages_without_text_and_signs_without_letters_are_problems(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_box whole = { 0, 0, 595, 842 };
	g_array_append_val(page->images, whole);
	struct sp_letters *letters = sp_letters_new();
	sp_unread_find(page, letters);
	struct sp_document *document;
	struct sp_layout *l = layout_of(page, &document);
	assert_records(l, "page\nproblem no-text-layer");
	finish(l, document, page);

	page = sheet_new();
	sheet_text(page, 50, 60, "Spese \uFFFD");
	page->chars = 6;
	page->unmapped = 1;
	sp_unread_find(page, letters);
	sp_letters_free(letters);
	l = layout_of(page, &document);
	assert_records(l, "page\nproblem unmapped-glyphs\ntext body Spese \uFFFD");
	finish(l, document, page);
}

static void a_drawing_tells_what_was_found(void **state)
{
	(void)state;
	struct sp_page *page = page_with_table();
	struct sp_document *document;
	struct sp_layout *l = layout_of(page, &document);
	char *drawing = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&drawing, &size);
	sp_svg_draw(l, to);
	fclose(to);
	assert_non_null(strstr(drawing, "p1t1 ruled 2\u00d72, confidence 100%"));
	assert_non_null(strstr(drawing, "Manutenzione"));
	free(drawing);
	finish(l, document, page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_and_tables_come_in_reading_order),
		cmocka_unit_test(tables_of_either_kind_come_in_reading_order),
		cmocka_unit_test(what_touches_is_read_from_above),
		cmocka_unit_test(many_cells_cost_no_more_each),
		cmocka_unit_test(a_table_is_written_with_its_cells),
		cmocka_unit_test(footnotes_are_told_by_their_marks),
		cmocka_unit_test(the_last_table_may_go_on),
		cmocka_unit_test(pages_without_text_and_signs_without_letters_are_problems),
		cmocka_unit_test(a_drawing_tells_what_was_found),
	};
	return RUN(tests);
}
