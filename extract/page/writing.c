/*
 * Method. Letters stand beside each other, nearer than they are high, on one line, and most end at its foot; they
 * differ in width and height. So each blot is joined with the next one to its right that stands as high as it
 * does, and a chain of them is a line of writing when most of its blots share a foot. Chains that stand near each other
 * are an area, and count only together: in a texture or on a map few blots are in chains, and the marks of a chart or of
 * a hatching are all of one shape.
 *
 * What it does wrong: slanted writing, and single words between many drawings, are not seen.
 */
#include "extract/page/writing.h"

#include <math.h>
#include <stdlib.h>

static const double LEAST = 2.4, MOST = 40; /* pt: the height of a letter; the x of type of 5 pt has 2.4 */
static const double NEAR = 0.9;	            /* of the higher one's height: the room between letters, blanks too */
static const double LIKE = 2.3;	            /* times as high as another letter of the line: a capital and an x */
static const double BESIDE = 0.6;           /* of the lower one's height: what both share */
static const double FOOT = 0.12;            /* of the height: how exactly letters end at one foot */
static const double LETTER = 0.6;           /* of the height: the width of a letter */
static const double LONGEST = 16;           /* times as wide as high: letters that touch */
static const double BAND = 4;               /* pt: in which blots are looked up by their foot */

struct blot {
	struct sp_box box;
	guint next; /* place + 1 of its neighbour on the right */
	bool has_left;
};

static struct blot *blot_at(const GArray *blots, guint i)
{
	return &g_array_index(blots, struct blot, i);
}

static int by_foot_then_left(const void *a, const void *b)
{
	const struct blot *p = a, *q = b;
	double pb = floor(p->box.y1 / BAND), qb = floor(q->box.y1 / BAND);
	if (pb != qb)
		return pb < qb ? -1 : 1;
	return p->box.x0 != q->box.x0 ? (p->box.x0 < q->box.x0 ? -1 : 1) : (p->box.y0 > q->box.y0) - (p->box.y0 < q->box.y0);
}

static bool stands_beside(const struct sp_box *a, const struct sp_box *b)
{
	double ha = sp_box_height(a), hb = sp_box_height(b), gap = b->x0 - a->x1;
	return gap < NEAR * MAX(ha, hb) && gap > -0.35 * MIN(ha, hb) && b->x0 > a->x0 && MAX(ha, hb) < LIKE * MIN(ha, hb) &&
	       sp_overlap(a->y0, a->y1, b->y0, b->y1) > BESIDE * MIN(ha, hb);
}

/* The first blot of a band that starts at x or behind. */
static guint first_from(const GArray *blots, guint from, guint to, double x)
{
	while (from < to) {
		guint middle = from + (to - from) / 2;
		if (blot_at(blots, middle)->box.x0 < x)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Joins every blot to its nearest neighbour on the right. `bands` has the place of each band's first blot. */
static void join(GArray *blots, const GArray *bands)
{
	int n_bands = (int)bands->len - 1;
	for (guint i = 0; i < blots->len; i++) {
		struct blot *b = blot_at(blots, i);
		double h = sp_box_height(&b->box), nearest = INFINITY;
		int first = (int)(floor((b->box.y1 - h) / BAND)), last = (int)floor((b->box.y1 + h) / BAND);
		int own = (int)floor(b->box.y1 / BAND), reach = (int)ceil(0.6 * h / BAND);
		first = MAX(MAX(first, own - reach), 0);
		last = MIN(MIN(last, own + reach), n_bands - 1);
		guint best = 0;
		for (int band = first; band <= last; band++) {
			guint to = g_array_index(bands, guint, band + 1);
			guint k = first_from(blots, g_array_index(bands, guint, band), to, b->box.x0);
			for (; k < to && blot_at(blots, k)->box.x0 < b->box.x1 + LIKE * NEAR * h; k++) {
				const struct blot *c = blot_at(blots, k);
				if (k != i && c->box.x0 < nearest && stands_beside(&b->box, &c->box)) {
					nearest = c->box.x0;
					best = k + 1;
				}
			}
		}
		/* two that reach for one are a texture, or the strokes of a letter: the first keeps it */
		if (best > 0 && !blot_at(blots, best - 1)->has_left) {
			b->next = best;
			blot_at(blots, best - 1)->has_left = true;
		}
	}
}

static GArray *bands_of(const GArray *blots)
{
	GArray *bands = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i <= blots->len; i++) {
		guint band = i < blots->len ? (guint)floor(blot_at(blots, i)->box.y1 / BAND) : bands->len;
		while (bands->len <= band)
			g_array_append_val(bands, i);
	}
	return bands;
}

static double median(GArray *values)
{
	g_array_sort(values, sp_ascending);
	return g_array_index(values, double, values->len / 2);
}

/* The chain that begins with a blot, as a line; false when it is none. */
static bool line_from(const GArray *blots, guint first, struct sp_writing *line)
{
	enum { FEW = 3 };
	GArray *feet = g_array_new(FALSE, FALSE, sizeof(double)), *heights = g_array_new(FALSE, FALSE, sizeof(double));
	*line = (struct sp_writing){ .letters = 0 };
	for (guint i = first + 1; i > 0; i = blot_at(blots, i - 1)->next) {
		const struct sp_box *b = &blot_at(blots, i - 1)->box;
		double h = sp_box_height(b);
		g_array_append_val(feet, b->y1);
		g_array_append_val(heights, h);
		sp_box_extend(&line->box, b);
	}
	guint n = feet->len, at_foot = 0;
	double foot = median(feet), size = median(heights);
	for (guint i = 0; i < n; i++)
		at_foot += fabs(g_array_index(feet, double, i) - foot) < MAX(FOOT * size, 0.4);
	line->size = size;
	line->box.y1 = foot;
	for (guint i = first + 1; i > 0; i = blot_at(blots, i - 1)->next)
		line->letters += (unsigned)MAX(lround(sp_box_width(&blot_at(blots, i - 1)->box) / size / LETTER), 1);
	g_array_free(feet, TRUE);
	g_array_free(heights, TRUE);
	return line->letters >= FEW && at_foot * 5 >= n * 3;
}

/* --- areas ------------------------------------------------------------------------------------------ */

static struct sp_writing *line_at(const GArray *lines, guint i)
{
	return &g_array_index(lines, struct sp_writing, i);
}

static unsigned root(const GArray *lines, unsigned i)
{
	while (line_at(lines, i)->area != i)
		i = line_at(lines, i)->area;
	return i;
}

/* Lines of a paragraph, and cells of a table: further apart across than down. */
static bool are_near(const struct sp_writing *a, const struct sp_writing *b)
{
	const double across = 24, down = 3; /* times the letters' height */
	double size = MAX(a->size, b->size);
	return sp_overlap(a->box.x0, a->box.x1, b->box.x0, b->box.x1) > -across * size &&
	       sp_overlap(a->box.y0, a->box.y1, b->box.y0, b->box.y1) > -down * size;
}

/* Gives the lines of an area the number of its first line. */
static void gather_areas(GArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		line_at(lines, i)->area = i;
		for (guint k = 0; k < i; k++)
			if (are_near(line_at(lines, i), line_at(lines, k))) {
				unsigned a = root(lines, i), b = root(lines, k);
				line_at(lines, MAX(a, b))->area = MIN(a, b);
			}
	}
	for (guint i = 0; i < lines->len; i++)
		line_at(lines, i)->area = root(lines, i);
}

/* What the writing of one area is like as a whole. */
struct writing_tally {
	struct sp_box box;
	guint all, in_lines; /* blots */
	GHashTable *shapes;  /* class of width and height → how many blots of lines are of it */
	guint most;          /* of one class */
};

static void tally_clear(void *tally)
{
	struct writing_tally *t = tally;
	if (t->shapes)
		g_hash_table_destroy(t->shapes);
}

static void count_shape(struct writing_tally *t, const struct sp_box *b, double size)
{
	int w = (int)lround(sp_box_width(b) / size * 8), h = (int)lround(sp_box_height(b) / size * 8);
	gpointer class = GINT_TO_POINTER(MIN(w, 999) * 1000 + MIN(h, 999) + 1);
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(t->shapes, class)) + 1;
	g_hash_table_insert(t->shapes, class, GUINT_TO_POINTER(n));
	t->most = MAX(t->most, n);
	t->in_lines++;
}

/* One for each line; that of an area's first line speaks for the area. `firsts` are the lines' first blots. */
static GArray *tallies_of(const GArray *lines, const GArray *firsts, const GArray *blots)
{
	GArray *tallies = g_array_new(FALSE, TRUE, sizeof(struct writing_tally));
	g_array_set_clear_func(tallies, tally_clear);
	g_array_set_size(tallies, lines->len);
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_writing *line = line_at(lines, i);
		struct writing_tally *t = &g_array_index(tallies, struct writing_tally, line->area);
		if (!t->shapes)
			t->shapes = g_hash_table_new(NULL, NULL);
		sp_box_extend(&t->box, &line->box);
		for (guint k = g_array_index(firsts, guint, i) + 1; k > 0; k = blot_at(blots, k - 1)->next)
			count_shape(t, &blot_at(blots, k - 1)->box, line->size);
	}
	for (guint a = 0; a < lines->len; a++) {
		struct writing_tally *t = &g_array_index(tallies, struct writing_tally, a);
		for (guint i = 0; i < blots->len && t->shapes; i++)
			t->all += sp_box_holds_middle(&t->box, &blot_at(blots, i)->box);
	}
	return tallies;
}

static bool is_written(const struct writing_tally *t)
{
	enum { SHAPES = 6 };
	return t->in_lines * 2 >= t->all && g_hash_table_size(t->shapes) >= SHAPES && t->most * 3 <= t->in_lines * 2;
}

/* --- public ----------------------------------------------------------------------------------------- */

static GArray *blots_of(const GArray *boxes)
{
	GArray *blots = g_array_sized_new(FALSE, FALSE, sizeof(struct blot), boxes->len);
	for (guint i = 0; i < boxes->len; i++) {
		struct blot b = { .box = g_array_index(boxes, struct sp_box, i) };
		double w = sp_box_width(&b.box), h = sp_box_height(&b.box);
		if (h >= LEAST && h <= MOST && w > 0 && w <= LONGEST * h && b.box.y1 >= 0)
			g_array_append_val(blots, b);
	}
	g_array_sort(blots, by_foot_then_left);
	return blots;
}

GArray *sp_writing_find(const GArray *boxes)
{
	enum { MOST_LINES = 4000 }; /* a page of the smallest type has 300; more is a texture */
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct sp_writing)), *blots = blots_of(boxes);
	GArray *firsts = g_array_new(FALSE, FALSE, sizeof(guint)), *bands = bands_of(blots);
	join(blots, bands);
	for (guint i = 0; i < blots->len && lines->len < MOST_LINES; i++) {
		struct sp_writing line;
		if (!blot_at(blots, i)->has_left && line_from(blots, i, &line)) {
			g_array_append_val(lines, line);
			g_array_append_val(firsts, i);
		}
	}
	gather_areas(lines);
	GArray *tallies = tallies_of(lines, firsts, blots);
	guint kept = 0;
	for (guint i = 0; i < lines->len; i++)
		if (is_written(&g_array_index(tallies, struct writing_tally, line_at(lines, i)->area)))
			*line_at(lines, kept++) = *line_at(lines, i);
	g_array_set_size(lines, kept);
	g_array_free(tallies, TRUE);
	g_array_free(bands, TRUE);
	g_array_free(firsts, TRUE);
	g_array_free(blots, TRUE);
	return lines;
}
