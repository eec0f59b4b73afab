/* Spanning headings and the levels of a header; see aligned.c for the method. */
#include "extract/aligned-internal.h"

/* Another chunk of the line stands over the same rule: then it spans neither. */
static bool shares(const struct sp_chunked_line *l, const struct sp_chunk *c, const struct sp_edge *e)
{
	for (guint k = 0; k < l->n_chunks; k++)
		if (&l->chunks[k] != c && l->chunks[k].x1 > e->from + 1 && l->chunks[k].x0 < e->to - 1)
			return true;
	return false;
}

/* The columns between the vertical rules to the left and right of a chunk. */
static bool fenced(const struct sp_builder *b, const struct sp_chunked_line *l, const struct sp_chunk *c, int *first,
		   int *last)
{
	double left = b->box.x0, right = b->box.x1, y = (c->y0 + c->y1) / 2;
	bool any = false;
	for (guint i = 0; i < b->rulings->down->len; i++) {
		const struct sp_edge *e = sp_edge_at(b->rulings->down, i);
		if (e->from > y || e->to < y || e->at < b->box.x0 || e->at > b->box.x1)
			continue;
		any = true;
		if (e->at <= c->x0 + 1)
			left = MAX(left, e->at);
		if (e->at >= c->x1 - 1)
			right = MIN(right, e->at);
	}
	/* another heading between the same rules: they are a frame around both */
	for (guint k = 0; k < l->n_chunks; k++)
		if (&l->chunks[k] != c && l->chunks[k].x0 > left && l->chunks[k].x1 < right)
			return false;
	*first = *last = -1;
	for (int col = 0; any && col < b->n_cols; col++) {
		double from = col == 0 ? b->box.x0 : (b->gaps_from[col - 1] + b->gaps_to[col - 1]) / 2;
		double to = col == b->n_cols - 1 ? b->box.x1 : (b->gaps_from[col] + b->gaps_to[col]) / 2;
		if ((from + to) / 2 > left && (from + to) / 2 < right) {
			*first = *first < 0 ? col : *first;
			*last = col;
		}
	}
	return *last > *first && *first >= 0;
}

/* A short rule right below a chunk, and the columns that it reaches over. */
bool sp_aligned_ruled_below(const struct sp_builder *b, const struct sp_chunked_line *l, const struct sp_chunk *c,
			    int *first, int *last)
{
	const GArray *across = b->rulings->across;
	for (guint i = 0; i < across->len; i++) {
		const struct sp_edge *e = sp_edge_at(across, i);
		double width = e->to - e->from;
		if (e->at < c->y1 - 0.4 * b->em || e->at > c->y1 + 0.9 * b->em || e->from > c->x0 + 2 ||
		    e->to < c->x1 - 2 || width > 0.92 * sp_box_width(&b->box) || shares(l, c, e))
			continue;
		*first = *last = -1;
		for (int col = 0; col < b->n_cols; col++) {
			double from = col == 0 ? b->box.x0 : b->gaps_to[col - 1];
			double to = col == b->n_cols - 1 ? b->box.x1 : b->gaps_from[col];
			if (sp_overlap(e->from, e->to, from, to) > 0.5 * MIN(to - from, width)) {
				*first = *first < 0 ? col : *first;
				*last = col;
			}
		}
		return *last > *first && *first >= 0;
	}
	return false;
}

static int by_span_then_height(const void *a, const void *b)
{
	const struct sp_heading *ha = a, *hb = b;
	if (ha->y0 != hb->y0)
		return ha->y0 < hb->y0 ? -1 : 1;
	return ha->col - hb->col;
}

/* Chunks of the header, those over the same columns and close together joined. */
GArray *sp_aligned_headings(const struct sp_builder *b)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct sp_heading));
	for (int i = 0; i < b->header_lines; i++) {
		const struct sp_chunked_line *l = &b->lines[i];
		for (guint k = 0; k < l->n_chunks; k++) {
			const struct sp_chunk *c = &l->chunks[k];
			struct sp_heading h = { c->col, c->span, c->y0, c->y1 };
			int first, last;
			if (sp_aligned_ruled_below(b, l, c, &first, &last) || fenced(b, l, c, &first, &last)) {
				h.col = first;
				h.span = last - first + 1;
			}
			bool joined = false;
			for (guint m = 0; m < list->len && !joined; m++) {
				struct sp_heading *o = &g_array_index(list, struct sp_heading, m);
				if (o->col == h.col && o->span == h.span && h.y0 - o->y1 < 0.9 * b->em) {
					o->y1 = MAX(o->y1, h.y1);
					o->y0 = MIN(o->y0, h.y0);
					joined = true;
				}
			}
			if (!joined)
				g_array_append_val(list, h);
		}
	}
	g_array_sort(list, by_span_then_height);
	return list;
}

static bool covers(const struct sp_heading *h, int col)
{
	return col >= h->col && col < h->col + h->span;
}

/* The height at which the levels of a header part, from top to bottom: below its spanning headings. */
GArray *sp_aligned_header_levels(const struct sp_builder *b, const GArray *list)
{
	GArray *levels = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < list->len; i++) {
		const struct sp_heading *h = &g_array_index(list, struct sp_heading, i);
		bool something_below = false;
		for (guint k = 0; k < list->len; k++) {
			const struct sp_heading *o = &g_array_index(list, struct sp_heading, k);
			something_below = something_below || (o->y0 >= h->y1 - 0.3 * b->em && covers(h, o->col));
		}
		if (h->span < 2 || !something_below)
			continue;
		double y = h->y1;
		guint last = levels->len;
		if (last > 0 && y - g_array_index(levels, double, last - 1) < 0.5 * b->em)
			g_array_index(levels, double, last - 1) = MAX(y, g_array_index(levels, double, last - 1));
		else
			g_array_append_val(levels, y);
	}
	g_array_sort(levels, sp_aligned_by_value);
	return levels;
}
