/*
 * page — a page as it was recorded (notation.h), not through Poppler: analysed as one of a document of two such
 * pages; every record is JSON and counted.
 */
#include "extract/layout.h"
#include "fuzz/fuzz.h"
#include "fuzz/notation.h"

static struct sp_link *write_page(struct sp_ctx *ctx, const struct sp_page *page, const struct sp_document *document,
				  const struct sp_link *before)
{
	char *out = NULL;
	size_t n = 0;
	struct sp_counts counts = { 0 };
	FILE *to = open_memstream(&out, &n);
	struct sp_layout *l = sp_layout_new(page, document);
	sp_layout_link(l, before);
	sp_layout_write(l, to, &counts);
	struct sp_link *next = g_steal_pointer(&l->next);
	sp_layout_free(l);
	fclose(to);
	g_assert_cmpint(fuzz_lines(ctx, out), ==, counts.pages + counts.texts + counts.tables + counts.problems);
	free(out);
	return next;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	char *text = fuzz_text(data, size);
	struct sp_page *pages[2] = { notation_read(text, 1), notation_read(text, 2) };
	struct sp_document *document = sp_document_learn(pages, size % 2 ? 1 : 2);
	struct sp_link *link = write_page(&ctx, pages[0], document, NULL);
	struct sp_link *last = write_page(&ctx, pages[1], document, link);
	sp_link_free(link);
	sp_link_free(last);
	sp_document_free(document);
	sp_page_free(pages[0]);
	sp_page_free(pages[1]);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
