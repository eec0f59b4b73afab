#include "extract/tables/lattice.h"

#include <math.h>
#include <stdlib.h>

#include "extract/page/drawing.h"

static const double TOUCH = 3.6;    /* pt: edges nearer than this meet, also those of double lines */
static const double SAME = 3.6;     /* pt: positions nearer than this are one grid line */
static const double PRESENT = 0.55; /* share of a cell's side that must be drawn */
static const double OPEN = 8.0;     /* pt: edges that stick out this far have an open side */
enum { MOST_LINES = 400 };          /* grid lines a direction: more is a drawing */

/* --- components ---------------------------------------------------------------------------------- */

struct component {
	GArray *across, *down; /* struct sp_edge */
};

static guint find_root(guint *parent, guint i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

static bool meet(const struct sp_edge *h, const struct sp_edge *v)
{
	return v->at >= h->from - TOUCH && v->at <= h->to + TOUCH && h->at >= v->from - TOUCH && h->at <= v->to + TOUCH;
}

static void component_free(void *p)
{
	struct component *c = p;
	g_array_free(c->across, TRUE);
	g_array_free(c->down, TRUE);
	g_free(c);
}

static GPtrArray *components(const struct sp_rulings *r)
{
	guint nh = r->across->len, nv = r->down->len;
	guint *parent = g_new(guint, nh + nv + 1);
	for (guint i = 0; i < nh + nv; i++)
		parent[i] = i;
	for (guint i = 0; i < nh; i++)
		for (guint j = 0; j < nv; j++)
			if (meet(sp_edge_at(r->across, i), sp_edge_at(r->down, j)))
				parent[find_root(parent, i)] = find_root(parent, nh + j);

	GPtrArray *list = g_ptr_array_new_with_free_func(component_free);
	struct component **of = g_new0(struct component *, nh + nv + 1);
	for (guint i = 0; i < nh + nv; i++) {
		guint root = find_root(parent, i);
		if (!of[root]) {
			of[root] = g_new(struct component, 1);
			of[root]->across = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
			of[root]->down = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
			g_ptr_array_add(list, of[root]);
		}
		const struct sp_edge *e = i < nh ? sp_edge_at(r->across, i) : sp_edge_at(r->down, i - nh);
		g_array_append_val(i < nh ? of[root]->across : of[root]->down, *e);
	}
	g_free(of);
	g_free(parent);
	return list;
}

/* --- the grid --------------------------------------------------------------------------------------- */

/* Grid lines of one direction: positions of the edges, clustered, and the ends of the crossing ones
 * where these stick out past the last line (a table without its outer border). */
static GArray *grid_lines(const GArray *edges, const GArray *crossing)
{
	GArray *at = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < edges->len; i++)
		g_array_append_val(at, sp_edge_at(edges, i)->at);
	g_array_sort(at, sp_ascending);

	GArray *lines = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < at->len;) {
		double first = g_array_index(at, double, i), sum = 0;
		guint n = 0;
		for (; i < at->len && g_array_index(at, double, i) - first <= SAME; i++, n++)
			sum += g_array_index(at, double, i);
		double mean = sum / n;
		g_array_append_val(lines, mean);
	}
	g_array_free(at, TRUE);

	double least = G_MAXDOUBLE, most = -G_MAXDOUBLE;
	for (guint i = 0; i < crossing->len; i++) {
		least = MIN(least, sp_edge_at(crossing, i)->from);
		most = MAX(most, sp_edge_at(crossing, i)->to);
	}
	if (lines->len > 0 && least < g_array_index(lines, double, 0) - OPEN)
		g_array_prepend_val(lines, least);
	if (lines->len > 0 && most > g_array_index(lines, double, lines->len - 1) + OPEN)
		g_array_append_val(lines, most);
	return lines;
}

/* The grid of a component: is the side between two positions drawn? */
struct grid {
	const struct component *edges;
	double *xs, *ys;
	int rows, cols;
	guint *parent; /* union of positions, row-major */
};

static bool side_below(const struct grid *g, int row, int col)
{
	return sp_edges_cover(g->edges->across, g->ys[row + 1], SAME, g->xs[col] + 1, g->xs[col + 1] - 1) >= PRESENT;
}

static bool side_right(const struct grid *g, int row, int col)
{
	return sp_edges_cover(g->edges->down, g->xs[col + 1], SAME, g->ys[row] + 1, g->ys[row + 1] - 1) >= PRESENT;
}

static void merge_open_sides(struct grid *g)
{
	for (int r = 0; r < g->rows; r++)
		for (int c = 0; c < g->cols; c++) {
			guint here = (guint)(r * g->cols + c);
			if (c + 1 < g->cols && !side_right(g, r, c))
				g->parent[find_root(g->parent, here + 1)] = find_root(g->parent, here);
			if (r + 1 < g->rows && !side_below(g, r, c))
				g->parent[find_root(g->parent, here + (guint)g->cols)] = find_root(g->parent, here);
		}
}

static guint root_at(const struct grid *g, int row, int col)
{
	return find_root(g->parent, (guint)(row * g->cols + col));
}

/*
 * Positions that run together make a cell when they are a rectangle. What is L-shaped or worse
 * (a border missing on part of a side) is cut into the widest rectangles from the top left.
 */
static void add_cells(const struct grid *g, struct sp_table *t)
{
	bool *done = g_new0(bool, (size_t)g->rows *(size_t)g->cols);
	for (int r = 0; r < g->rows; r++)
		for (int c = 0; c < g->cols; c++) {
			if (done[r * g->cols + c])
				continue;
			guint root = root_at(g, r, c);
			int c1 = c + 1, r1 = r + 1;
			while (c1 < g->cols && !done[r * g->cols + c1] && root_at(g, r, c1) == root)
				c1++;
			for (; r1 < g->rows; r1++) {
				bool whole = true;
				for (int k = c; k < c1 && whole; k++)
					whole = !done[r1 * g->cols + k] && root_at(g, r1, k) == root;
				if (!whole)
					break;
			}
			for (int i = r; i < r1; i++)
				for (int k = c; k < c1; k++)
					done[i * g->cols + k] = true;
			sp_table_add(t, r, c, r1 - r, c1 - c);
		}
	g_free(done);
}

static bool is_open_below(const struct grid *g)
{
	const GArray *down = g->edges->down, *across = g->edges->across;
	double top = g->ys[0], bottom = g->ys[g->rows], left = g->xs[0], right = g->xs[g->cols];
	return sp_edges_cover(down, left, SAME, top, bottom) > 0.9 &&
	       sp_edges_cover(down, right, SAME, top, bottom) > 0.9 &&
	       sp_edges_cover(across, bottom, SAME, left, right) < 0.1;
}

/* How much of the edges' length is lines, not sides of boxes. */
static double drawn_share(const GArray *edges)
{
	double drawn = 0, all = 0;
	for (guint i = 0; i < edges->len; i++) {
		const struct sp_edge *e = sp_edge_at(edges, i);
		all += e->to - e->from;
		drawn += e->drawn ? e->to - e->from : 0;
	}
	return all > 0 ? drawn / all : 0;
}

static struct sp_table *build(const struct component *edges)
{
	if (edges->across->len == 0 || edges->down->len == 0)
		return NULL;
	GArray *xs = grid_lines(edges->down, edges->across);
	GArray *ys = grid_lines(edges->across, edges->down);
	struct sp_table *t = NULL;
	if (xs->len >= 2 && ys->len >= 2 && xs->len <= MOST_LINES && ys->len <= MOST_LINES) {
		int cols = (int)xs->len - 1, rows = (int)ys->len - 1;
		struct grid g = { edges, (double *)(void *)xs->data, (double *)(void *)ys->data, rows, cols, NULL };
		g.parent = g_new(guint, (size_t)rows * (size_t)cols);
		for (guint i = 0; i < (guint)(rows * cols); i++)
			g.parent[i] = i;
		merge_open_sides(&g);
		t = sp_table_new(SP_RULED, rows, cols);
		t->xs = g_memdup2(g.xs, sizeof(double) * (size_t)(cols + 1));
		t->ys = g_memdup2(g.ys, sizeof(double) * (size_t)(rows + 1));
		t->box = (struct sp_box){ t->xs[0], t->ys[0], t->xs[cols], t->ys[rows] };
		add_cells(&g, t);
		t->open_bottom = is_open_below(&g);
		t->drawn = drawn_share(edges->across) > 0.5 || drawn_share(edges->down) > 0.5;
		g_free(g.parent);
	}
	g_array_free(xs, TRUE);
	g_array_free(ys, TRUE);
	return t;
}

/*
 * A row that fills a whole page, cut above and below, shows its vertical rules alone: at least three
 * of them, from the same height to the same height.
 */
static struct sp_table *build_open_row(const GArray *down, guint n)
{
	struct sp_table *t = sp_table_new(SP_RULED, 1, (int)n - 1);
	t->xs = g_new(double, n);
	t->ys = g_new(double, 2);
	for (guint i = 0; i < n; i++)
		t->xs[i] = sp_edge_at(down, i)->at;
	t->ys[0] = sp_edge_at(down, 0)->from;
	t->ys[1] = sp_edge_at(down, 0)->to;
	t->box = (struct sp_box){ t->xs[0], t->ys[0], t->xs[n - 1], t->ys[1] };
	t->open_bottom = true;
	t->drawn = true;
	for (int c = 0; c < t->n_cols; c++)
		sp_table_add(t, 0, c, 1, 1);
	return t;
}

/* --- is it a table? ---------------------------------------------------------------------------------- */

/* The rest of a row that the page break cut: nothing but one of its cells may have text left. */
static bool may_be_cut_row(const struct sp_page *page, const struct sp_table *t)
{
	return t->n_rows == 1 && t->n_cols >= 2 && t->box.y0 < 0.2 * page->height;
}

/* What the cells of a grid hold. */
struct census {
	guint cells, filled, merged;
	double slack; /* pt, on average, between the width of a filled cell and of its words */
};

static struct census take_census(const struct sp_table *t, const GPtrArray *words)
{
	struct census c = { .cells = t->cells->len };
	struct sp_box *texts = g_new0(struct sp_box, (gsize)c.cells + 1);
	struct sp_places *places = sp_places_new(t);
	for (guint k = 0; k < words->len; k++) {
		const struct sp_word *w = g_ptr_array_index(words, k);
		guint i = sp_box_holds_middle(&t->box, &w->box) ? sp_places_cell(places, &w->box) : c.cells;
		if (i < c.cells)
			sp_box_extend(&texts[i], &w->box);
	}
	for (guint i = 0; i < c.cells; i++) {
		const struct sp_cell *cell = sp_table_cell(t, i);
		c.merged += cell->rowspan > 1 || cell->colspan > 1;
		if (sp_box_width(&texts[i]) > 0) {
			c.filled++;
			c.slack += sp_box_width(&cell->box) - sp_box_width(&texts[i]);
		}
	}
	c.slack /= MAX(c.filled, 1);
	sp_places_free(places);
	g_free(texts);
	return c;
}

/*
 * Edges that nobody drew, only the sides of coloured boxes: cells of a table if they lie in rows and
 * columns, else the bars of a chart or the marks of a highlighter.
 */
static bool is_regular(const struct sp_table *t, const struct census *c)
{
	return t->n_rows >= 2 && t->n_cols >= 2 && c->filled * 2 >= c->cells;
}

/* A coloured page: no table reaches from one side of the paper to the other. */
static bool bleeds(const struct sp_page *page, const struct sp_table *t)
{
	const double margin = 6; /* pt */
	return t->box.x0 < margin && t->box.x1 > page->width - margin;
}

static bool is_table(const struct sp_page *page, const struct sp_rulings *rulings, const struct sp_table *t,
		     const GPtrArray *words)
{
	struct census c = take_census(t, words);
	bool chart = c.merged * 2 > c.cells && c.filled * 3 < c.cells * 2;
	/* a grid of few words is that of a chart or drawing */
	bool sparse = c.filled * 6 < c.cells;
	/* boxes that just hold a word are underlined or framed words */
	bool underlined = t->n_rows == 1 && c.slack < 4;
	/* a chart's axes and grid; a picture in a cell of a table covers less */
	chart = chart || sp_drawings_cover(rulings->drawings, &t->box) > 0.4;
	if (bleeds(page, t) || chart || sparse || underlined || (!t->drawn && !is_regular(t, &c)))
		return false;
	return c.filled >= 2 || (c.filled == 1 && may_be_cut_row(page, t));
}

static void find_open_row(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
			  GPtrArray *tables)
{
	const GArray *down = rulings->down;
	guint n = 1;
	while (n < down->len && fabs(sp_edge_at(down, n)->from - sp_edge_at(down, 0)->from) < SAME &&
	       fabs(sp_edge_at(down, n)->to - sp_edge_at(down, 0)->to) < SAME)
		n++;
	if (n < 3 || n != down->len)
		return;
	struct sp_table *t = build_open_row(down, n);
	if (may_be_cut_row(page, t) && is_table(page, rulings, t, words))
		g_ptr_array_add(tables, t);
	else
		sp_table_free(t);
}

static int by_place(const void *a, const void *b)
{
	const struct sp_table *ta = *(struct sp_table *const *)a, *tb = *(struct sp_table *const *)b;
	if (ta->box.y0 != tb->box.y0)
		return ta->box.y0 < tb->box.y0 ? -1 : 1;
	return (ta->box.x0 > tb->box.x0) - (ta->box.x0 < tb->box.x0);
}

/* A frame around a table, or around the whole page, is no table: what it holds is. */
static void drop_frames(GPtrArray *tables)
{
	for (guint i = tables->len; i-- > 0;) {
		const struct sp_table *outer = g_ptr_array_index(tables, i);
		bool frame = false;
		for (guint k = 0; k < tables->len && !frame; k++) {
			const struct sp_table *inner = g_ptr_array_index(tables, k);
			frame = inner != outer && inner->cells->len >= outer->cells->len / 2 &&
				inner->box.x0 >= outer->box.x0 - 1 && inner->box.y0 >= outer->box.y0 - 1 &&
				inner->box.x1 <= outer->box.x1 + 1 && inner->box.y1 <= outer->box.y1 + 1;
		}
		if (frame)
			g_ptr_array_remove_index(tables, i);
	}
}

void sp_lattice_find(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
		     GPtrArray *tables)
{
	GPtrArray *list = components(rulings);
	for (guint i = 0; i < list->len; i++) {
		struct sp_table *t = build(g_ptr_array_index(list, i));
		if (t && is_table(page, rulings, t, words))
			g_ptr_array_add(tables, t);
		else
			sp_table_free(t);
	}
	g_ptr_array_unref(list);
	if (tables->len == 0 && rulings->down->len > 0)
		find_open_row(page, rulings, words, tables);
	drop_frames(tables);
	g_ptr_array_sort(tables, by_place);
}
