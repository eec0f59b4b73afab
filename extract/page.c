#include "extract/page.h"

struct sp_page *sp_page_new(int number, double width, double height)
{
	struct sp_page *page = g_new0(struct sp_page, 1);
	page->number = number;
	page->width = width;
	page->height = height;
	page->words = g_array_new(FALSE, TRUE, sizeof(struct sp_word));
	page->rules = g_array_new(FALSE, TRUE, sizeof(struct sp_rule));
	page->fills = g_array_new(FALSE, TRUE, sizeof(struct sp_fill));
	page->images = g_array_new(FALSE, TRUE, sizeof(struct sp_box));
	page->strings = g_string_chunk_new(4096);
	return page;
}

void sp_page_free(struct sp_page *page)
{
	if (!page)
		return;
	g_array_free(page->words, TRUE);
	g_array_free(page->rules, TRUE);
	g_array_free(page->fills, TRUE);
	g_array_free(page->images, TRUE);
	g_string_chunk_free(page->strings);
	g_free(page);
}

void sp_box_extend(struct sp_box *b, const struct sp_box *by)
{
	if (b->x0 == 0 && b->y0 == 0 && b->x1 == 0 && b->y1 == 0) {
		*b = *by;
		return;
	}
	b->x0 = MIN(b->x0, by->x0);
	b->y0 = MIN(b->y0, by->y0);
	b->x1 = MAX(b->x1, by->x1);
	b->y1 = MAX(b->y1, by->y1);
}
