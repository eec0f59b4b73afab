/* The columns of an aligned table; see aligned.c for the method. */
#include "extract/aligned-internal.h"

#include <math.h>

static const double STEP = 0.5;   /* pt: raster of the projection */
static const double NARROW = 2.0; /* pt: the narrowest gap between columns, in tables of many lines */

static guint body_lines(const struct sp_builder *b)
{
	guint n = 0;
	for (guint i = 0; i < b->n_lines; i++)
		n += b->lines[i].body;
	return n;
}

/*
 * Short texts that begin their lines, in line with each other: a first column of few entries, such as the numbers of
 * rows that go on for many lines. It must not pass for white because most lines leave it empty.
 */
static bool begins_row(const struct sp_builder *b, guint line)
{
	enum { FEW = 2 };                              /* others */
	const double shortest = 3 * b->em, same = 1.5; /* pt */
	const struct sp_chunk *c = b->lines[line].chunks;
	guint others = 0;
	for (guint i = 0; i < b->n_lines; i++) {
		const struct sp_chunk *o = b->lines[i].chunks;
		others += i != line && b->lines[i].body && o->x1 - o->x0 <= shortest &&
			  (fabs(o->x0 - c->x0) < same || fabs(o->x1 - c->x1) < same);
	}
	return b->lines[line].body && c->x1 - c->x0 <= shortest && others >= FEW;
}

/* How many lines cover each step of the x axis; `many` where a column of short texts stands. */
static guint *project(const struct sp_builder *b, guint many, size_t *n_steps)
{
	size_t n = (size_t)(sp_box_width(&b->box) / STEP) + 2;
	guint *cover = g_new0(guint, n);
	for (guint i = 0; i < b->n_lines; i++) {
		const struct sp_chunked_line *l = &b->lines[i];
		/* a line of one piece shows where a column ends, unless it is a title over several */
		bool narrow = l->n_chunks == 1 && l->chunks[0].x1 - l->chunks[0].x0 < 0.6 * sp_box_width(&b->box);
		for (guint k = 0; (l->body || narrow) && k < l->n_chunks; k++) {
			double from = MAX((l->chunks[k].x0 - b->box.x0) / STEP, 0);
			double to = MIN((l->chunks[k].x1 - b->box.x0) / STEP, (double)n - 1);
			guint weight = k == 0 && begins_row(b, i) ? many : 1;
			for (size_t s = (size_t)from; s <= (size_t)to && s < n; s++)
				cover[s] += weight;
		}
	}
	*n_steps = n;
	return cover;
}

static void insert_gap(struct sp_builder *b, int at, double from, double to)
{
	int n = b->n_cols - 1;
	if (n >= SP_MOST_COLUMNS)
		return;
	memmove(b->gaps_from + at + 1, b->gaps_from + at, (size_t)(n - at) * sizeof *b->gaps_from);
	memmove(b->gaps_to + at + 1, b->gaps_to + at, (size_t)(n - at) * sizeof *b->gaps_to);
	b->gaps_from[at] = from;
	b->gaps_to[at] = to;
	b->n_cols++;
}

static void add_gap(struct sp_builder *b, double from, double to)
{
	insert_gap(b, b->n_cols - 1, from, to);
}

/* Lines that have text on both sides of a strip, and how many of them leave it free. */
static bool is_gap(const struct sp_builder *b, double from, double to)
{
	guint both = 0, free_lines = 0, left = 0, right = 0;
	double middle = (from + to) / 2;
	for (guint i = 0; i < b->n_lines; i++) {
		const struct sp_chunked_line *l = &b->lines[i];
		bool before = false, behind = false, across = false;
		for (guint k = 0; k < l->n_chunks; k++) {
			before = before || l->chunks[k].x1 <= middle;
			behind = behind || l->chunks[k].x0 >= middle;
			across = across || (l->chunks[k].x0 < middle && l->chunks[k].x1 > middle);
		}
		left += before;
		right += behind;
		both += (before && behind) || across;
		free_lines += before && behind && !across;
	}
	return left >= 2 && right >= 2 && free_lines * 2 >= both;
}

/* The few lines that were let cross a strip may also start or end in it: then it ends there. */
static void shrink(const struct sp_builder *b, double *from, double *to)
{
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct sp_chunk *c = &b->lines[i].chunks[k];
			bool starts = c->x0 > *from + 1 && c->x0<*to - 1, ends = c->x1> * from + 1 && c->x1 < *to - 1;
			if (starts && !ends)
				*to = c->x0;
			else if (ends && !starts)
				*from = c->x1;
		}
}

void sp_aligned_find_columns(struct sp_builder *b)
{
	guint body = body_lines(b);
	guint most = body >= 8 ? body * 15 / 100 : body >= SP_FEW_LINES ? 1 : 0;
	double narrowest = body >= SP_FEW_LINES || b->n_lines >= 3 * SP_FEW_LINES ? NARROW : 0.9 * b->em;
	size_t n, start = 0;
	guint *cover = project(b, most + 1, &n);
	bool inside = false, seen = false;
	for (size_t s = 0; s < n; s++) {
		bool white = cover[s] <= most;
		if (white && !inside)
			start = s;
		if (!white && inside && seen) {
			double from = b->box.x0 + (double)start * STEP, to = b->box.x0 + (double)s * STEP;
			if (to - from >= narrowest) {
				shrink(b, &from, &to);
				if (is_gap(b, from, to))
					add_gap(b, from, to);
			}
		}
		inside = white;
		seen = seen || !white;
	}
	g_free(cover);
}

static bool text_between(const struct sp_builder *b, double from, double to)
{
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++)
			if (b->lines[i].chunks[k].x0 > from - 1 && b->lines[i].chunks[k].x1 < to + 1)
				return true;
	return false;
}

/* Columns whose edges are drawn. One without any text is a spacer: the gap between its neighbours. */
void sp_aligned_take_columns(struct sp_builder *b, const double *xs, int n_xs)
{
	for (int i = 0; i < n_xs; i++) {
		if (xs[i] <= b->box.x0 + 3 || xs[i] >= b->box.x1 - 3)
			continue;
		int end = i;
		while (end + 1 < n_xs && !text_between(b, xs[i], xs[end + 1]))
			end++;
		add_gap(b, xs[i], xs[end]);
		i = end;
	}
}

/* Drawn edges that part no text yet part columns as well: a frame may leave out some inner lines. */
void sp_aligned_add_drawn(struct sp_builder *b, const double *xs, int n_xs)
{
	for (int i = 0; i < n_xs; i++) {
		bool known = xs[i] < b->box.x0 + 3 || xs[i] > b->box.x1 - 3;
		for (int g = 0; g < b->n_cols - 1 && !known; g++)
			known = !text_between(b, MIN(xs[i], b->gaps_from[g]), MAX(xs[i], b->gaps_to[g]));
		if (known || b->n_cols > SP_MOST_COLUMNS)
			continue;
		int at = 0;
		while (at < b->n_cols - 1 && b->gaps_from[at] < xs[i])
			at++;
		insert_gap(b, at, xs[i], xs[i]);
	}
}

/* Do other headings of the line stand over the columns on both sides of a gap? */
static bool neighbours_are_named(const struct sp_chunked_line *l, guint k, int g)
{
	bool before = false, behind = false;
	for (guint i = 0; i < l->n_chunks; i++) {
		before = before || (i < k && l->chunks[i].col == g && l->chunks[i].span == 1);
		behind = behind || (i > k && l->chunks[i].col == g + 1 && l->chunks[i].span == 1);
	}
	return before && behind;
}

static void add_heading_column(struct sp_builder *b, const struct sp_chunked_line *l, guint k, bool lowest)
{
	const struct sp_chunk *c = &l->chunks[k];
	for (int g = 0; g < b->n_cols - 1; g++) {
		if (c->x0 < b->gaps_from[g] + 1 || c->x1 > b->gaps_to[g] - 1 ||
		    !(lowest || neighbours_are_named(l, k, g)))
			continue;
		double end = b->gaps_to[g];
		b->gaps_to[g] = c->x0;
		insert_gap(b, g + 1, c->x1, end);
		sp_aligned_place_chunks(b);
		return;
	}
}

/*
 * A column may have nothing but its heading on this page. A chunk of the lowest header line that stands free in a gap
 * makes a column of its own; so does one further up between the headings of both its neighbours, where one that spans
 * these would stand alone.
 */
void sp_aligned_add_heading_columns(struct sp_builder *b)
{
	if (b->header_lines >= (int)b->n_lines)
		return;
	for (int i = b->header_lines - 1; i >= 0; i--)
		for (guint k = 0; k < b->lines[i].n_chunks; k++)
			add_heading_column(b, &b->lines[i], k, i == b->header_lines - 1);
}

/* The column that holds a chunk, and how many it covers. Half of each gap belongs to either side. */
static void place_chunk(const struct sp_builder *b, struct sp_chunk *c)
{
	int first = 0, last = 0;
	for (int g = 0; g < b->n_cols - 1; g++) {
		double middle = (b->gaps_from[g] + b->gaps_to[g]) / 2;
		/* it may stick into the gap by more than half without reaching the next column */
		if (c->x0 >= b->gaps_to[g] - 1 || (c->x0 + c->x1) / 2 > middle)
			first = c->x0 >= b->gaps_from[g] - 1 ? g + 1 : first;
		if (c->x1 > b->gaps_to[g] + 1)
			last = g + 1;
	}
	if (last < first)
		last = first;
	c->col = first;
	c->span = last - first + 1;
}

/*
 * A chunk of words that reaches over a gap may be two neighbours that stand close: it is cut where one
 * of its blanks lies in the gap, unless a rule under it says that it spans.
 */
static void split_chunk(struct sp_builder *b, struct sp_chunked_line *l, guint k)
{
	for (int g = 0; g < b->n_cols - 1; g++) {
		struct sp_chunk *c = &l->chunks[k];
		int first, last;
		if (c->x0 >= b->gaps_from[g] || c->x1 <= b->gaps_to[g] ||
		    sp_aligned_ruled_below(b, l, c, &first, &last))
			continue;
		for (guint i = c->first + 1; i < c->first + c->n; i++) {
			const struct sp_word *a = sp_aligned_word_at(l->text, i - 1),
					     *w = sp_aligned_word_at(l->text, i);
			double gap = w->box.x0 - a->box.x1;
			bool in_gap = sp_overlap(a->box.x1, w->box.x0, b->gaps_from[g] - 1, b->gaps_to[g] + 1) > 0;
			bool figures = sp_aligned_is_figure(a->text) || sp_aligned_is_figure(w->text);
			if (!in_gap || gap < (figures ? 0.2 : 0.4) * b->em)
				continue;
			memmove(l->chunks + k + 2, l->chunks + k + 1, (l->n_chunks - k - 1) * sizeof *l->chunks);
			l->n_chunks++;
			guint end = c->first + c->n;
			l->chunks[k + 1] = *c;
			l->chunks[k + 1].first = i;
			l->chunks[k + 1].n = end - i;
			l->chunks[k + 1].x0 = w->box.x0;
			c->n = i - c->first;
			c->x1 = a->box.x1;
			c->figure = sp_aligned_chunk_is_figure(l->text, c);
			l->chunks[k + 1].figure = sp_aligned_chunk_is_figure(l->text, &l->chunks[k + 1]);
			k++;
			break;
		}
	}
}

void sp_aligned_place_chunks(struct sp_builder *b)
{
	for (guint i = 0; i < b->n_lines; i++) {
		struct sp_chunked_line *l = &b->lines[i];
		for (guint k = 0; k < l->n_chunks; k++)
			split_chunk(b, l, k);
		for (guint k = 0; k < l->n_chunks; k++)
			place_chunk(b, &l->chunks[k]);
	}
	/* leaders belong to the column that they lead from */
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct sp_chunk *c = &b->lines[i].chunks[k];
			int g = c->col + c->span - 1;
			if (g < b->n_cols - 1 && c->lead > b->gaps_from[g] && c->lead < b->gaps_to[g] + 1)
				b->gaps_from[g] = MIN(c->lead, b->gaps_to[g]);
		}
}
