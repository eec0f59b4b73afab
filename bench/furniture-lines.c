/*
 * furniture-lines FILE.pdf — the outermost lines of each page and what speaks for and against furniture (furniture.h),
 * a JSON object an end of a page, after one with all words of the page: what tools/learn-furniture learns from. Lines are as a page's layout sees them: without what
 * stands in drawn tables. Each page comes twice: as the document shows it, and as if it were the only one (alone).
 */
#include <stdio.h>

#include "base/ctx.h"
#include "base/file.h"
#include "base/json.h"
#include "extract/document.h"
#include "extract/pdf/pdf.h"
#include "extract/tables/lattice.h"
#include "extract/tables/table.h"

static void write_end(const struct sp_furniture_line *of, guint n, const struct sp_page *page, enum sp_furniture_end end,
                      bool alone)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_int(&w, "page", page->number);
	sp_jw_str(&w, "end", end == SP_FURNITURE_TOP ? "top" : "bottom");
	sp_jw_bool(&w, "alone", alone);
	sp_jw_array(&w, "lines");
	for (guint k = 0; k < n; k++) {
		char *text = sp_text_line_text(of[k].line);
		sp_jw_object(&w, NULL);
		sp_jw_str(&w, "text", text);
		for (int cut = 0; cut < 2; cut++) {
			sp_jw_array(&w, cut ? "cut" : "looks");
			for (unsigned e = 0; sp_furniture_evidence(e); e++)
				if ((cut ? of[k].cut : of[k].looks) >> e & 1)
					sp_jw_str(&w, NULL, sp_furniture_evidence(e));
			sp_jw_close(&w);
		}
		sp_jw_close(&w);
		g_free(text);
	}
	sp_jw_close(&w);
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);
	sp_jw_clear(&w);
}

static void free_table(void *t)
{
	sp_table_free(t);
}

/* As sp_layout_new does it. */
static GPtrArray *words_outside_drawn_tables(const struct sp_page *page)
{
	GPtrArray *words = g_ptr_array_new(), *tables = g_ptr_array_new_with_free_func(free_table);
	struct sp_rulings *rulings = sp_rulings_new(page);
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	sp_lattice_find(page, rulings, words, tables);
	for (guint i = words->len; i-- > 0;)
		for (guint k = 0; k < tables->len; k++)
			if (sp_box_holds_middle(&((const struct sp_table *)g_ptr_array_index(tables, k))->box,
			                        &((const struct sp_word *)g_ptr_array_index(words, i))->box)) {
				g_ptr_array_remove_index(words, i);
				break;
			}
	sp_rulings_free(rulings);
	g_ptr_array_unref(tables);
	return words;
}

/* All words of the page: which of them are furniture shows in their number, against the gold's. */
static void write_words(const struct sp_page *page)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < page->words->len; i++)
		g_string_append_printf(text, "%s ", g_array_index(page->words, struct sp_word, i).text);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_int(&w, "page", page->number);
	sp_jw_str(&w, "words", text->str);
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);
	sp_jw_clear(&w);
	g_string_free(text, TRUE);
}

static void write_page(const struct sp_page *page, const struct sp_document *d, bool alone)
{
	GPtrArray *words = words_outside_drawn_tables(page), *lines = sp_lines_new(words);
	for (guint from = 0, end; from < lines->len; from = end) {
		unsigned turn = ((const struct sp_text_line *)g_ptr_array_index(lines, from))->turn;
		for (end = from; end < lines->len && ((const struct sp_text_line *)g_ptr_array_index(lines, end))->turn == turn;)
			end++;
		for (enum sp_furniture_end at = SP_FURNITURE_TOP; at < SP_FURNITURE_ENDS; at++) {
			struct sp_furniture_line of[SP_FURNITURE_LINES];
			guint n = sp_furniture_lines(d->recurring, page, lines, from, end, at, of);
			if (n > 0)
				write_end(of, n, page, at, alone);
		}
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "furniture-lines");
	GBytes *bytes = argc == 2 ? sp_file_read(&ctx, argv[1], (size_t)1 << 30) : NULL;
	struct sp_pdf *pdf = bytes ? sp_pdf_open(&ctx, bytes, -1, NULL) : NULL;
	if (!pdf)
		return 1;
	int numbers[SP_DOCUMENT_SAMPLES], n = sp_document_sample(sp_pdf_pages(pdf), numbers);
	struct sp_page *pages[SP_DOCUMENT_SAMPLES];
	for (int k = 0; k < n; k++)
		pages[k] = sp_pdf_page(&ctx, pdf, numbers[k]);
	struct sp_document *d = sp_document_learn(pages, n);
	for (int i = 1; i <= sp_pdf_pages(pdf); i++) {
		struct sp_page *page = sp_pdf_page(&ctx, pdf, i);
		struct sp_document *own = sp_document_learn(&page, 1);
		if (page) {
			write_words(page);
			write_page(page, d, false);
			write_page(page, own, true);
		}
		sp_document_free(own);
		sp_page_free(page);
	}
	for (int k = 0; k < n; k++)
		sp_page_free(pages[k]);
	sp_document_free(d);
	sp_pdf_close(pdf);
	g_bytes_unref(bytes);
	return 0;
}
