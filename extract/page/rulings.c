/*
 * Method. Every rule, and each side of every shaded box, is a segment. Segments of one direction are
 * sorted by position and merged when they lie within SAME_LINE of each other and overlap or leave
 * less than GAP between their ends: that makes one edge of dashes, of pieces drawn cell by cell, of
 * double lines and of two shaded cells side by side.
 *
 * Sides of boxes count only when the box could be a cell, a row or a header: boxes larger than
 * most of the page are backgrounds.
 */
#include "extract/page/rulings.h"

#include <math.h>
#include <stdlib.h>

#include "extract/page/drawing.h"

static const double SAME_LINE = 2.2; /* pt: double lines are 1.5 to 2 apart, rows at least 6 */
static const double GAP = 3.5;       /* pt: dashes and the corner between two cells */

static bool on_shading(const struct sp_page *page, const struct sp_rule *rule)
{
	double middle = (rule->from + rule->to) / 2;
	double x = rule->axis == SP_HORIZONTAL ? middle : rule->at;
	double y = rule->axis == SP_HORIZONTAL ? rule->at : middle;
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		struct sp_box wide = { f->box.x0 - 2, f->box.y0 - 2, f->box.x1 + 2, f->box.y1 + 2 };
		if (!sp_fill_is_white(f) && sp_box_holds(&wide, x, y))
			return true;
	}
	return false;
}

static void add(GArray *edges, double at, double from, double to, double width, bool drawn)
{
	struct sp_edge e = { at, from, to, width, drawn };
	g_array_append_val(edges, e);
}

static int by_position(const void *a, const void *b)
{
	const struct sp_edge *ea = a, *eb = b;
	if (ea->at != eb->at)
		return ea->at < eb->at ? -1 : 1;
	return (ea->from > eb->from) - (ea->from < eb->from);
}

static int by_start(const void *a, const void *b)
{
	const struct sp_edge *ea = a, *eb = b;
	if (ea->from != eb->from)
		return ea->from < eb->from ? -1 : 1;
	return (ea->at > eb->at) - (ea->at < eb->at);
}

/* Merges runs of a band of segments that lie within SAME_LINE of their neighbours. */
static void merge_band(struct sp_edge *band, size_t n, GArray *into)
{
	qsort(band, n, sizeof *band, by_start);
	struct sp_edge now = band[0];
	/* the longest piece says where the line is; drawn lines outweigh sides of boxes */
	double weight = now.to - now.from;
	for (size_t i = 1; i < n; i++) {
		const struct sp_edge *e = &band[i];
		if (e->from > now.to + GAP) {
			g_array_append_val(into, now);
			now = *e;
			weight = now.to - now.from;
			continue;
		}
		double length = e->to - e->from;
		if ((e->drawn && !now.drawn) || (e->drawn == now.drawn && length > weight)) {
			now.at = e->at;
			weight = length;
		}
		now.drawn |= e->drawn;
		now.to = MAX(now.to, e->to);
		now.width = MAX(now.width, e->width);
	}
	g_array_append_val(into, now);
}

static GArray *merge(GArray *segments)
{
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	struct sp_edge *s = (struct sp_edge *)(void *)segments->data;
	g_array_sort(segments, by_position);
	for (size_t i = 0, n = segments->len; i < n;) {
		size_t end = i + 1;
		while (end < n && s[end].at - s[end - 1].at <= SAME_LINE && s[end].at - s[i].at <= 2 * SAME_LINE)
			end++;
		merge_band(s + i, end - i, edges);
		i = end;
	}
	g_array_sort(edges, by_position);
	g_array_free(segments, TRUE);
	return edges;
}

/* Two shaded cells of one colour that touch show no line between them. */
static bool goes_on(const struct sp_page *page, const struct sp_fill *f, double x, double y)
{
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *o = &g_array_index(page->fills, struct sp_fill, i);
		if (sp_box_holds(&o->box, x, y) && o != f &&
		    fabsf(o->r - f->r) + fabsf(o->g - f->g) + fabsf(o->b - f->b) < 0.02f)
			return true;
	}
	return false;
}

enum { AREAS_MOST = 4000 }; /* a page with more is a picture; each is held against all others */

static void add_sides(const struct sp_page *page, const struct sp_fill *f, GArray *across, GArray *down)
{
	const double beyond = 0.4; /* pt: a gap of 0.75 pt, a pixel of a browser, is seen */
	const struct sp_box *b = &f->box;
	double x = (b->x0 + b->x1) / 2, y = (b->y0 + b->y1) / 2;
	if (!goes_on(page, f, x, b->y0 - beyond))
		add(across, b->y0, b->x0, b->x1, 0, false);
	if (!goes_on(page, f, x, b->y1 + beyond))
		add(across, b->y1, b->x0, b->x1, 0, false);
	if (!goes_on(page, f, b->x0 - beyond, y))
		add(down, b->x0, b->y0, b->y1, 0, false);
	if (!goes_on(page, f, b->x1 + beyond, y))
		add(down, b->x1, b->y0, b->y1, 0, false);
}

struct sp_rulings *sp_rulings_new(const struct sp_page *page)
{
	GArray *across = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	GArray *down = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(page->rules, struct sp_rule, i);
		if (r->light > 0.97f && !on_shading(page, r))
			continue;
		add(r->axis == SP_HORIZONTAL ? across : down, r->at, r->from, r->to, r->width, true);
	}
	guint areas = page->fills->len <= AREAS_MOST ? page->fills->len : 0;
	for (guint i = 0; i < areas; i++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		if (sp_fill_shades(page, f))
			add_sides(page, f, across, down);
	}
	struct sp_rulings *r = g_new(struct sp_rulings, 1);
	*r = (struct sp_rulings){ merge(across), merge(down), sp_drawings_new(page) };
	return r;
}

void sp_rulings_free(struct sp_rulings *r)
{
	g_array_free(r->across, TRUE);
	g_array_free(r->down, TRUE);
	g_array_free(r->drawings, TRUE);
	g_free(r);
}

double sp_edges_cover(const GArray *edges, double at, double tolerance, double from, double to)
{
	double covered = 0, done = from;
	/* edges of one line come in order of their start only within equal `at`: measure by steps */
	if (to <= from)
		return 0;
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	for (guint i = 0; i < edges->len; i++) {
		const struct sp_edge *e = sp_edge_at(edges, i);
		if (e->at > at + tolerance)
			break;
		if (e->at >= at - tolerance && e->to > from && e->from < to)
			g_array_append_val(parts, *e);
	}
	g_array_sort(parts, by_start);
	for (guint i = 0; i < parts->len; i++) {
		const struct sp_edge *e = sp_edge_at(parts, i);
		double a = MAX(e->from, done), b = MIN(e->to, to);
		if (b > a) {
			covered += b - a;
			done = b;
		}
	}
	g_array_free(parts, TRUE);
	return covered / (to - from);
}
