/*
 * Method. Bends (curves and slanted lines) that lie near each other are one drawing: they are marked on
 * a coarse raster and its connected parts are taken, which costs the same for a pie of four slices and
 * for a map of fifty thousand lines. A part counts when it has several pieces and is larger than an
 * icon: one slanted line through an empty cell, a tick or a rounded corner draws nothing.
 *
 * Bars are filled boxes of one thickness that start at one line and have several lengths. Cells do not
 * look like that: those of a column have one width, those of a row one height, and shading that hugs
 * the words upon it is a marker's. What is stacked upon a bar belongs to it.
 */
#include "extract/page/drawing.h"

#include <math.h>
#include <stdlib.h>

static const double STEP = 8.0;   /* pt: of the raster; pieces nearer than this are neighbours */
static const double ICON = 24.0;  /* pt: smaller drawings are icons, marks and check boxes */
static const double FLAT = 4.0;   /* pt: flatter ones are lines, waved or not quite straight */
static const double SAME = 1.0;   /* pt: bars stand on one line and have one thickness */
static const double LONGER = 1.5; /* pt: bars differ in length by more */
enum { FEW_PIECES = 4, FEW_BARS = 4, FEW_LENGTHS = 3 };

/* --- bends ---------------------------------------------------------------------------------------- */

struct raster {
	int width, height;
	int *part; /* -1: white; 0: marked; else the number of the connected part */
};

static int raster_at(double pt, int limit)
{
	return CLAMP((int)(pt / STEP), 0, limit - 1);
}

static void mark_box(struct raster *r, const struct sp_box *b)
{
	int x1 = raster_at(b->x1, r->width), y1 = raster_at(b->y1, r->height);
	for (int y = raster_at(b->y0, r->height); y <= y1; y++)
		for (int x = raster_at(b->x0, r->width); x <= x1; x++)
			r->part[y * r->width + x] = 0;
}

/* Gives a number to all squares that hang together with this one, corners included. */
static void number_part(struct raster *r, int start, int number, GArray *todo)
{
	g_array_append_val(todo, start);
	r->part[start] = number;
	while (todo->len > 0) {
		int at = g_array_index(todo, int, todo->len - 1);
		g_array_set_size(todo, todo->len - 1);
		int x = at % r->width, y = at / r->width;
		for (int v = MAX(y - 1, 0); v <= MIN(y + 1, r->height - 1); v++)
			for (int u = MAX(x - 1, 0); u <= MIN(x + 1, r->width - 1); u++) {
				int next = v * r->width + u;
				if (r->part[next] != 0)
					continue;
				r->part[next] = number;
				g_array_append_val(todo, next);
			}
	}
}

static int number_parts(struct raster *r)
{
	GArray *todo = g_array_new(FALSE, FALSE, sizeof(int));
	int parts = 0;
	for (int i = 0; i < r->width * r->height; i++)
		if (r->part[i] == 0)
			number_part(r, i, ++parts, todo);
	g_array_free(todo, TRUE);
	return parts;
}

/* A background that curves over most of the page draws nothing on it. */
static bool is_background(const struct sp_page *page, const struct sp_box *b)
{
	return sp_box_width(b) * sp_box_height(b) > 0.6 * page->width * page->height;
}

static void find_bent(const struct sp_page *page, GArray *drawings)
{
	struct raster r = { (int)(page->width / STEP) + 1, (int)(page->height / STEP) + 1, NULL };
	r.part = g_new(int, (size_t)r.width *(size_t)r.height);
	for (int i = 0; i < r.width * r.height; i++)
		r.part[i] = -1;
	for (guint i = 0; i < page->bends->len; i++) {
		const struct sp_bend *bend = &g_array_index(page->bends, struct sp_bend, i);
		if (!is_background(page, &bend->box))
			mark_box(&r, &bend->box);
	}
	size_t n = (size_t)number_parts(&r) + 1;
	struct sp_bend *whole = g_new0(struct sp_bend, n);
	double *largest = g_new0(double, n);
	for (guint i = 0; i < page->bends->len; i++) {
		const struct sp_bend *bend = &g_array_index(page->bends, struct sp_bend, i);
		if (is_background(page, &bend->box))
			continue;
		int part = r.part[raster_at(bend->box.y0, r.height) * r.width + raster_at(bend->box.x0, r.width)];
		sp_box_extend(&whole[part].box, &bend->box);
		whole[part].pieces += bend->pieces;
		largest[part] = MAX(largest[part], MAX(sp_box_width(&bend->box), sp_box_height(&bend->box)));
	}
	for (size_t i = 1; i < n; i++) {
		double w = sp_box_width(&whole[i].box), h = sp_box_height(&whole[i].box);
		/* a column of round boxes to tick is no drawing, however long it is */
		if (whole[i].pieces >= FEW_PIECES && MAX(w, h) >= ICON && MIN(w, h) >= FLAT &&
		    largest[i] >= ICON * 2 / 3)
			g_array_append_val(drawings, whole[i].box);
	}
	g_free(largest);
	g_free(whole);
	g_free(r.part);
}

/* --- bars ----------------------------------------------------------------------------------------- */

/* A box seen along an axis: where it starts and ends on it, and across it. */
struct bar {
	double start, end, from, to;
	struct sp_box box;
	float r, g, b;
};

static struct bar bar_of(const struct sp_fill *f, enum sp_axis axis)
{
	const struct sp_box *b = &f->box;
	/* upright bars stand on their lower side */
	return axis == SP_HORIZONTAL ? (struct bar){ b->x0, b->x1, b->y0, b->y1, *b, f->r, f->g, f->b }
				     : (struct bar){ -b->y1, -b->y0, b->x0, b->x1, *b, f->r, f->g, f->b };
}

/* Shading that hugs the words upon it is a marker's, not a bar's. */
static bool hugs_words(const struct sp_page *page, const struct sp_box *box)
{
	double covered = 0;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		if (sp_box_holds_middle(box, &w->box))
			covered += sp_box_width(&w->box) * sp_box_height(&w->box);
	}
	return covered > 0.6 * sp_box_width(box) * sp_box_height(box);
}

static int by_start(const void *a, const void *b)
{
	const struct bar *ba = a, *bb = b;
	return (ba->start > bb->start) - (ba->start < bb->start);
}

static int by_thickness(const void *a, const void *b)
{
	double ta = ((const struct bar *)a)->to - ((const struct bar *)a)->from;
	double tb = ((const struct bar *)b)->to - ((const struct bar *)b)->from;
	return (ta > tb) - (ta < tb);
}

static int by_end(const void *a, const void *b)
{
	const struct bar *ba = a, *bb = b;
	return (ba->end > bb->end) - (ba->end < bb->end);
}

static guint distinct_lengths(const struct bar *bars, size_t n)
{
	guint lengths = 1;
	double last = bars[0].end;
	for (size_t i = 1; i < n; i++)
		if (bars[i].end - last > LONGER) {
			lengths++;
			last = bars[i].end;
		}
	return lengths;
}

/* Does b go on where a ends, as thick as it? */
static bool goes_on(const struct bar *a, const struct bar *b, double gap)
{
	return fabs(b->start - a->end) < gap && fabs(b->from - a->from) < SAME && fabs(b->to - a->to) < SAME;
}

/* Of bars by their start: the first that may go on where another ends. */
static size_t first_behind(const struct bar *all, size_t n, double end, double gap)
{
	size_t low = 0;
	for (size_t high = n; low < high;) {
		size_t middle = (low + high) / 2;
		if (all[middle].start - end <= -gap)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Boxes of one colour that touch are seen as one. So the shaded rows of small tables, which have columns of several
 * widths from one left edge, are as long as each other, and no bars. `all` are sorted by their start.
 */
static void join_shades(struct bar *all, size_t n)
{
	for (size_t i = n; i-- > 0;)
		for (size_t k = MAX(i + 1, first_behind(all, n, all[i].end, SAME));
		     k < n && all[k].start < all[i].end + SAME; k++)
			if (goes_on(&all[i], &all[k], SAME) &&
			    fabsf(all[i].r - all[k].r) + fabsf(all[i].g - all[k].g) + fabsf(all[i].b - all[k].b) <
				0.02f) {
				all[i].end = all[k].end;
				sp_box_extend(&all[i].box, &all[k].box);
				break;
			}
}

/* The box of a bar and all that is stacked upon it: boxes as thick as it that begin where the one before ends. */
static struct sp_box stack_box(const struct bar *bar, const struct bar *all, size_t n)
{
	struct sp_box box = bar->box;
	double end = bar->end;
	for (size_t i = first_behind(all, n, end, 2 * SAME); i < n && all[i].start < end + 2 * SAME; i++)
		if (goes_on(&(struct bar){ .end = end, .from = bar->from, .to = bar->to }, &all[i], 2 * SAME)) {
			sp_box_extend(&box, &all[i].box);
			end = MAX(end, all[i].end);
		}
	return box;
}

/* `bars` have one base and one thickness, `all` are those of the page by their start. */
static void add_chart(const struct sp_page *page, struct bar *bars, size_t n, const struct bar *all, size_t n_all,
		      GArray *drawings)
{
	qsort(bars, n, sizeof *bars, by_end);
	if (n < FEW_BARS || distinct_lengths(bars, n) < FEW_LENGTHS)
		return;
	guint hugging = 0;
	struct sp_box chart = { 0, 0, 0, 0 };
	for (size_t i = 0; i < n; i++) {
		struct sp_box stack = stack_box(&bars[i], all, n_all);
		hugging += hugs_words(page, &bars[i].box);
		sp_box_extend(&chart, &stack);
	}
	if (hugging * 2 < n)
		g_array_append_val(drawings, chart);
}

static void find_bars(const struct sp_page *page, enum sp_axis axis, GArray *drawings)
{
	size_t n = 0;
	struct bar *all = g_new(struct bar, page->fills->len + 1), *some = g_new(struct bar, page->fills->len + 1);
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		if (sp_fill_shades(page, f))
			all[n++] = bar_of(f, axis);
	}
	qsort(all, n, sizeof *all, by_start);
	join_shades(all, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && all[end].start - all[i].start < SAME; end++)
			some[end] = all[end];
		qsort(some + i, end - i, sizeof *some, by_thickness);
		for (size_t k = i, last; k < end; k = last) {
			double thickness = some[k].to - some[k].from;
			for (last = k; last < end && some[last].to - some[last].from - thickness < SAME; last++)
				;
			add_chart(page, some + k, last - k, all, n, drawings);
		}
	}
	g_free(all);
	g_free(some);
}

/* --- all ------------------------------------------------------------------------------------------ */

GArray *sp_drawings_new(const struct sp_page *page)
{
	enum { MOST_FILLS = 3000 }; /* more are the strips of a shaded picture */
	GArray *drawings = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	if (page->bends->len > 0)
		find_bent(page, drawings);
	if (page->fills->len >= FEW_BARS && page->fills->len <= MOST_FILLS) {
		find_bars(page, SP_HORIZONTAL, drawings);
		find_bars(page, SP_VERTICAL, drawings);
	}
	return drawings;
}

bool sp_drawings_touch(const GArray *drawings, const struct sp_box *box)
{
	for (guint i = 0; i < drawings->len; i++) {
		const struct sp_box *d = &g_array_index(drawings, struct sp_box, i);
		if (sp_overlap(d->x0, d->x1, box->x0, box->x1) > 2 && sp_overlap(d->y0, d->y1, box->y0, box->y1) > 2)
			return true;
	}
	return false;
}

double sp_drawings_cover(const GArray *drawings, const struct sp_box *box)
{
	double covered = 0, area = sp_box_width(box) * sp_box_height(box);
	for (guint i = 0; i < drawings->len; i++) {
		const struct sp_box *d = &g_array_index(drawings, struct sp_box, i);
		double w = sp_overlap(d->x0, d->x1, box->x0, box->x1), h = sp_overlap(d->y0, d->y1, box->y0, box->y1);
		covered += w > 0 && h > 0 ? w * h : 0;
	}
	return area > 0 ? MIN(covered / area, 1) : 0;
}
