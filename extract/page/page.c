#include "extract/page/page.h"

struct sp_page *sp_page_new(int number, double width, double height)
{
	struct sp_page *page = g_new0(struct sp_page, 1);
	page->number = number;
	page->width = width;
	page->height = height;
	page->words = g_array_new(FALSE, TRUE, sizeof(struct sp_word));
	page->watermarks = g_array_new(FALSE, TRUE, sizeof(struct sp_word));
	page->rules = g_array_new(FALSE, TRUE, sizeof(struct sp_rule));
	page->fills = g_array_new(FALSE, TRUE, sizeof(struct sp_fill));
	page->bends = g_array_new(FALSE, TRUE, sizeof(struct sp_bend));
	page->images = g_array_new(FALSE, TRUE, sizeof(struct sp_box));
	page->shapes = g_array_new(FALSE, FALSE, sizeof(struct sp_shape));
	page->points = g_array_new(FALSE, FALSE, sizeof(struct sp_point));
	page->pictures = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	page->pictured = g_array_new(FALSE, FALSE, sizeof(struct sp_writing));
	page->unread = g_array_new(FALSE, FALSE, sizeof(struct sp_unread));
	page->ticks = g_array_new(FALSE, FALSE, sizeof(struct sp_tick));
	page->strings = g_string_chunk_new(4096);
	return page;
}

void sp_page_free(struct sp_page *page)
{
	if (!page)
		return;
	g_array_free(page->words, TRUE);
	g_array_free(page->watermarks, TRUE);
	g_array_free(page->rules, TRUE);
	g_array_free(page->fills, TRUE);
	g_array_free(page->bends, TRUE);
	g_array_free(page->images, TRUE);
	g_array_free(page->shapes, TRUE);
	g_array_free(page->points, TRUE);
	g_array_free(page->pictures, TRUE);
	g_array_free(page->pictured, TRUE);
	g_array_free(page->unread, TRUE);
	g_array_free(page->ticks, TRUE);
	g_string_chunk_free(page->strings);
	g_free(page);
}

GPtrArray *sp_page_words(const struct sp_page *page)
{
	GPtrArray *words = g_ptr_array_sized_new(page->words->len);
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	return words;
}

/* --- turning -------------------------------------------------------------------------------------- */

struct sp_box sp_word_upright(const struct sp_word *w)
{
	const struct sp_box *b = &w->box;
	switch (w->turn) {
	case 1:
		return (struct sp_box){ b->y0, -b->x1, b->y1, -b->x0 };
	case 2:
		return (struct sp_box){ -b->x1, -b->y1, -b->x0, -b->y0 };
	case 3:
		return (struct sp_box){ -b->y1, b->x0, -b->y0, b->x1 };
	default:
		return *b;
	}
}

/* A box of a page of this size after the page is turned counterclockwise by quarters. */
static struct sp_box turn_box(const struct sp_box *b, unsigned quarters, double width, double height)
{
	switch (quarters % 4) {
	case 1:
		return (struct sp_box){ b->y0, width - b->x1, b->y1, width - b->x0 };
	case 2:
		return (struct sp_box){ width - b->x1, height - b->y1, width - b->x0, height - b->y0 };
	case 3:
		return (struct sp_box){ height - b->y1, b->x0, height - b->y0, b->x1 };
	default:
		return *b;
	}
}

static void turn_rule(struct sp_rule *r, unsigned quarters, double width, double height)
{
	bool across = r->axis == SP_HORIZONTAL;
	struct sp_box b = across ? (struct sp_box){ r->from, r->at, r->to, r->at }
	                         : (struct sp_box){ r->at, r->from, r->at, r->to };
	b = turn_box(&b, quarters, width, height);
	across = across == (quarters % 2 == 0);
	r->axis = across ? SP_HORIZONTAL : SP_VERTICAL;
	r->at = across ? b.y0 : b.x0;
	r->from = across ? b.x0 : b.y0;
	r->to = across ? b.x1 : b.y1;
}

static void turn_words(GArray *words, unsigned quarters, double width, double height)
{
	for (guint i = 0; i < words->len; i++) {
		struct sp_word *word = &g_array_index(words, struct sp_word, i);
		word->box = turn_box(&word->box, quarters, width, height);
		word->turn = (word->turn + 4 - quarters) % 4;
	}
}

static void turn_page(struct sp_page *page, unsigned quarters)
{
	double w = page->width, h = page->height;
	turn_words(page->words, quarters, w, h);
	turn_words(page->watermarks, quarters, w, h);
	for (guint i = 0; i < page->rules->len; i++)
		turn_rule(&g_array_index(page->rules, struct sp_rule, i), quarters, w, h);
	for (guint i = 0; i < page->fills->len; i++) {
		struct sp_fill *fill = &g_array_index(page->fills, struct sp_fill, i);
		fill->box = turn_box(&fill->box, quarters, w, h);
	}
	for (guint i = 0; i < page->bends->len; i++) {
		struct sp_bend *bend = &g_array_index(page->bends, struct sp_bend, i);
		bend->box = turn_box(&bend->box, quarters, w, h);
	}
	for (guint i = 0; i < page->images->len; i++) {
		struct sp_box *image = &g_array_index(page->images, struct sp_box, i);
		*image = turn_box(image, quarters, w, h);
	}
	for (guint i = 0; i < page->shapes->len; i++) {
		struct sp_shape *shape = &g_array_index(page->shapes, struct sp_shape, i);
		shape->box = turn_box(&shape->box, quarters, w, h);
	}
	for (guint i = 0; i < page->points->len; i++) {
		struct sp_point *p = &g_array_index(page->points, struct sp_point, i);
		struct sp_box b = turn_box(&(struct sp_box){ p->x, p->y, p->x, p->y }, quarters, w, h);
		*p = (struct sp_point){ b.x0, b.y0 };
	}
	for (guint i = 0; i < page->pictures->len; i++) {
		struct sp_box *picture = &g_array_index(page->pictures, struct sp_box, i);
		*picture = turn_box(picture, quarters, w, h);
	}
	for (guint i = 0; i < page->pictured->len; i++) {
		struct sp_writing *line = &g_array_index(page->pictured, struct sp_writing, i);
		line->box = turn_box(&line->box, quarters, w, h);
	}
	for (guint i = 0; i < page->ticks->len; i++) {
		struct sp_tick *tick = &g_array_index(page->ticks, struct sp_tick, i);
		tick->box = turn_box(&tick->box, quarters, w, h);
	}
	page->turned = quarters;
	if (quarters % 2 == 1) {
		page->width = h;
		page->height = w;
	}
}

void sp_page_turn_upright(struct sp_page *page)
{
	enum { LITTLE = 12 }; /* bytes: a label beside a drawing says nothing about the page */
	size_t bytes[4] = { 0 };
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *word = &g_array_index(page->words, struct sp_word, i);
		bytes[word->turn] += strlen(word->text);
	}
	size_t all = bytes[0] + bytes[1] + bytes[2] + bytes[3];
	for (unsigned turn = 1; turn < 4; turn++)
		if (bytes[turn] >= LITTLE && bytes[turn] * 2 > all)
			turn_page(page, turn);
}

struct sp_box sp_page_box_turned(const struct sp_page *page, const struct sp_box *box, unsigned quarters)
{
	return turn_box(box, quarters, page->width, page->height);
}

struct sp_box sp_page_box_as_displayed(const struct sp_page *page, const struct sp_box *box)
{
	return sp_page_box_turned(page, box, 4 - page->turned);
}

/* --- boxes ---------------------------------------------------------------------------------------- */

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

/* --- filled areas --------------------------------------------------------------------------------- */

bool sp_fill_shades(const struct sp_page *page, const struct sp_fill *fill)
{
	const double smallest = 4; /* pt: smaller boxes are bullets and ticks */
	double w = sp_box_width(&fill->box), h = sp_box_height(&fill->box);
	return !sp_fill_is_white(fill) && w >= smallest && h >= smallest && w * h < 0.75 * page->width * page->height;
}
