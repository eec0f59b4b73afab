/*
 * Method. Rows are what the reading says; between two of them the grid runs midway through the white. A line is cut
 * into runs where its gaps are wide; a run that has a word across a separator spans the columns it stands in, one that
 * has none is cut at the separators it stands over. A heading over several columns stands over their middle, or begins
 * with the first, and the rows of the head below it say how many they are; a heading beside it that has nothing below
 * belongs to all rows of the head.
 */
#include "extract/tables/grid.h"

#include <math.h>

static const double INTO = 1.0;      /* pt: a word that reaches so far over a separator stands across it */
static const double PADDING = 1.0;   /* pt */
static const double SUREST = 0.99;   /* of what is not drawn: of tables that are likelier, 95 % are right cell by cell */
static const double CENTRED = 0.12;  /* of the width: how far from the middle a centred heading may stand */

/* What of a row stands over columns first … last. */
struct span {
	int row, first, last;
	double x0, x1;
};

struct grid {
	const struct sp_reading *reading;
	const struct sp_table_part *part;
	int n_rows, n_cols, head;
	guint *row_of;     /* of each line of the part */
	GArray *spans;     /* struct span */
};

static const struct sp_cue_line *line_at(const struct grid *g, guint i)
{
	return &g->reading->cues->lines[g->part->from + i];
}

static guint lines_of(const struct grid *g)
{
	return g->part->to - g->part->from + 1;
}

static double separator(const struct grid *g, int k)
{
	return sp_separator_at(g->part->separators, (guint)k)->at;
}

static int column_of(const struct grid *g, double x)
{
	int c = 0;
	while (c < g->n_cols - 1 && separator(g, c) <= x)
		c++;
	return c;
}

static const struct sp_box *word_box(const struct sp_cue_line *l, guint i)
{
	return &sp_cue_word(l, i)->box;
}

static bool stands_across(const struct grid *g, const struct sp_box *b)
{
	return column_of(g, b->x0 + INTO) != column_of(g, b->x1 - INTO);
}

static void add_span(struct grid *g, int row, int first, int last, double x0, double x1)
{
	struct span s = { row, first, MAX(first, last), x0, x1 };
	g_array_append_val(g->spans, s);
}

/*
 * Does a usual blank before word k stand over a separator where the columns' white is wider? Then it parts nothing. In the
 * upper rows of a head the white is that of the columns below.
 */
static bool is_blank(const struct grid *g, const struct sp_cue_line *l, int row, guint k)
{
	const double narrower = 0.5;
	double x0 = word_box(l, k - 1)->x1, x1 = word_box(l, k)->x0, gap = (x1 - x0) / l->em;
	for (guint s = 0; s < g->part->separators->len; s++) {
		const struct sp_separator *p = sp_separator_at(g->part->separators, s);
		if (p->at > x0 - INTO && p->at < x1 + INTO && (row + 1 < g->head || gap < narrower * p->gap))
			return true;
	}
	return false;
}

/* The words from … end of a line, which no wide gap parts. */
static void take_run(struct grid *g, const struct sp_cue_line *l, int row, guint from, guint end)
{
	bool across = false;
	for (guint k = from; k < end; k++)
		across |= stands_across(g, word_box(l, k)) || (k > from && is_blank(g, l, row, k));
	if (across) {
		double x0 = word_box(l, from)->x0, x1 = word_box(l, end - 1)->x1;
		add_span(g, row, column_of(g, x0 + INTO), column_of(g, x1 - INTO), x0, x1);
		return;
	}
	for (guint k = from; k < end; k++) {
		const struct sp_box *b = word_box(l, k);
		int column = column_of(g, (b->x0 + b->x1) / 2);
		add_span(g, row, column, column, b->x0, b->x1);
	}
}

static void take_line(struct grid *g, guint i)
{
	const struct sp_cue_line *l = line_at(g, i);
	guint from = 0, n = l->text->words->len;
	for (guint k = 1; k <= n; k++)
		if (k == n || word_box(l, k)->x0 - word_box(l, k - 1)->x1 > SP_RUN_GAP * l->em) {
			take_run(g, l, (int)g->row_of[i], from, k);
			from = k;
		}
}

static void find_rows(struct grid *g)
{
	for (guint i = 0; i < lines_of(g); i++) {
		const struct sp_decoded *d = &g->reading->decoded[g->part->from + i];
		g->n_rows += i == 0 || sp_begins_row(d->step);
		g->row_of[i] = (guint)g->n_rows - 1;
		if (d->role == SP_IS_HEAD)
			g->head = g->n_rows;
	}
}

/* --- what stands in each place ---------------------------------------------------------------------------- */

/* owner[row * n_cols + col]: the first column of the cell that stands there; filled: is anything written in it? */
struct places {
	int *owner;
	bool *filled;
	double *x0, *x1; /* of what is written in the cell that begins here */
};

static bool is_free(const struct grid *g, const struct places *p, int row, int column)
{
	int at = row * g->n_cols + column;
	return !p->filled[at] && p->owner[at] == column;
}

static void own(const struct grid *g, struct places *p, int row, int first, int last)
{
	for (int c = first; c <= last; c++)
		p->owner[row * g->n_cols + c] = first;
}

static void write_at(const struct grid *g, struct places *p, const struct span *s, int column)
{
	int at = s->row * g->n_cols + column;
	p->x0[at] = p->filled[at] ? MIN(p->x0[at], s->x0) : s->x0;
	p->x1[at] = p->filled[at] ? MAX(p->x1[at], s->x1) : s->x1;
	p->filled[at] = true;
}

static void place_spans(const struct grid *g, struct places *p)
{
	for (guint i = 0; i < g->spans->len; i++) {
		const struct span *s = &g_array_index(g->spans, struct span, i);
		write_at(g, p, s, s->first);
	}
	/* what stands across is one cell as far as nothing else is written there */
	for (guint i = 0; i < g->spans->len; i++) {
		const struct span *s = &g_array_index(g->spans, struct span, i);
		int last = s->first;
		while (last < s->last && is_free(g, p, s->row, last + 1))
			last++;
		if (last > s->first && p->owner[s->row * g->n_cols + s->first] == s->first)
			own(g, p, s->row, s->first, last);
	}
}

static int last_of(const struct grid *g, const struct places *p, int row, int first)
{
	int last = first;
	while (last + 1 < g->n_cols && p->owner[row * g->n_cols + last + 1] == first)
		last++;
	return last;
}

/* In how many rows of the head below is anything written in the column? */
static guint written_below(const struct grid *g, const struct places *p, int row, int column)
{
	guint n = 0;
	for (int r = row + 1; r < g->head; r++)
		n += p->filled[r * g->n_cols + p->owner[r * g->n_cols + column]];
	return n;
}

/* Where the headings below, of columns a to b, start and end. */
static void reach_below(const struct grid *g, const struct places *p, int row, int a, int b, double *x0, double *x1)
{
	*x0 = 1e9;
	*x1 = -1e9;
	for (int r = row + 1; r < g->head; r++)
		for (int c = a; c <= b; c++) {
			int at = r * g->n_cols + p->owner[r * g->n_cols + c];
			if (p->filled[at]) {
				*x0 = MIN(*x0, p->x0[at]);
				*x1 = MAX(*x1, p->x1[at]);
			}
		}
}

/* A heading of an upper row takes the columns beside it that have headings below and none of their own. */
static void spread_heading(const struct grid *g, struct places *p, int row, int first)
{
	int last = last_of(g, p, row, first), low = first, high = last;
	if (!written_below(g, p, row, first))
		return;
	while (low > 0 && is_free(g, p, row, low - 1) && written_below(g, p, row, low - 1))
		low--;
	while (high + 1 < g->n_cols && is_free(g, p, row, high + 1) && written_below(g, p, row, high + 1))
		high++;
	int at = row * g->n_cols + first;
	double middle = (p->x0[at] + p->x1[at]) / 2, best = G_MAXDOUBLE;
	int best_low = first, best_high = last;
	for (int a = low; a <= first; a++)
		for (int b = last; b <= high; b++) {
			double x0, x1;
			reach_below(g, p, row, a, b, &x0, &x1);
			double off = fabs(middle - (x0 + x1) / 2) / (x1 - x0);
			double score = off - 0.02 * (b - a); /* of two that suit as well, the wider */
			if (off < CENTRED && score < best) {
				best = score;
				best_low = a;
				best_high = b;
			}
		}
	if (best == G_MAXDOUBLE)
		best_high = high; /* set flush left */
	if (best_low < first) {
		p->filled[row * g->n_cols + best_low] = true;
		p->filled[at] = false;
		p->x0[row * g->n_cols + best_low] = p->x0[at];
		p->x1[row * g->n_cols + best_low] = p->x1[at];
	}
	own(g, p, row, best_low, best_high);
}

static void spread_headings(const struct grid *g, struct places *p)
{
	for (int r = 0; r + 1 < g->head; r++)
		for (int c = 0; c < g->n_cols; c++)
			if (p->filled[r * g->n_cols + c])
				spread_heading(g, p, r, c);
}

static bool starts_in_line(const struct grid *g, const struct places *p, int row, int column)
{
	const double same = 3; /* pt */
	for (int r = g->head; r < g->n_rows; r++)
		if (r != row && p->filled[r * g->n_cols + column] &&
		    fabs(p->x0[r * g->n_cols + column] - p->x0[row * g->n_cols + column]) < same)
			return true;
	return false;
}

/*
 * The label of a total may stand in the middle, or at the right, of the columns before the figures: a bold row that leaves
 * the first column empty, which other rows do not, and whose text does not start in line with its column, begins there.
 */
static void widen_totals(const struct grid *g, struct places *p)
{
	int keyed = 0, body = g->n_rows - g->head;
	bool *bold = g_new(bool, (gsize)g->n_rows);
	for (int r = 0; r < g->n_rows; r++)
		bold[r] = true;
	for (guint i = 0; i < lines_of(g); i++)
		bold[g->row_of[i]] = bold[g->row_of[i]] && line_at(g, i)->text->bold;
	for (int r = g->head; r < g->n_rows; r++)
		keyed += p->filled[r * g->n_cols];
	for (int r = g->head; r < g->n_rows; r++) {
		int first = 0, at = r * g->n_cols;
		while (first < g->n_cols && !p->filled[at + first])
			first++;
		if (first == 0 || first + 1 >= g->n_cols || !bold[r] || keyed * 4 < body * 3 || starts_in_line(g, p, r, first))
			continue;
		int last = last_of(g, p, r, first);
		p->filled[at] = true;
		p->filled[at + first] = false;
		own(g, p, r, 0, last);
	}
	g_free(bold);
}

/* --- cells ------------------------------------------------------------------------------------------------ */

static bool has_spans(const struct grid *g, const struct places *p, int row)
{
	for (int c = 1; c < g->n_cols; c++)
		if (p->owner[row * g->n_cols + c] != c)
			return true;
	return false;
}

/* A column of a head of several rows that no heading above spans has one cell, whichever rows its lines stand in. */
static bool is_one_heading(const struct grid *g, const struct places *p, int column)
{
	bool spans = false;
	for (int r = 0; r < g->head; r++) {
		spans |= has_spans(g, p, r);
		if (p->owner[r * g->n_cols + column] != column || last_of(g, p, r, column) != column)
			return false;
	}
	guint texts = p->filled[column] + written_below(g, p, 0, column);
	return g->head > 1 && texts > 0 && (spans || texts == 1);
}

static void add_cells(const struct grid *g, const struct places *p, struct sp_table *t)
{
	for (int r = 0; r < g->n_rows; r++)
		for (int c = 0; c < g->n_cols; c++) {
			if (p->owner[r * g->n_cols + c] != c)
				continue;
			bool one = r < g->head && is_one_heading(g, p, c);
			if (!one)
				sp_table_add(t, r, c, 1, last_of(g, p, r, c) - c + 1);
			else if (r == 0)
				sp_table_add(t, 0, c, g->head, 1);
		}
}

static void set_edges(const struct grid *g, struct sp_table *t)
{
	double *low = g_new(double, (gsize)g->n_rows), *high = g_new(double, (gsize)g->n_rows);
	for (int r = 0; r < g->n_rows; r++) {
		low[r] = -G_MAXDOUBLE;
		high[r] = G_MAXDOUBLE;
	}
	double x0 = G_MAXDOUBLE, x1 = -G_MAXDOUBLE;
	for (guint i = 0; i < lines_of(g); i++) {
		const struct sp_cue_line *l = line_at(g, i);
		guint r = g->row_of[i];
		low[r] = MAX(low[r], l->base);
		high[r] = MIN(high[r], l->base - 0.55 * l->em);
		x0 = MIN(x0, l->text->box.x0);
		x1 = MAX(x1, l->text->box.x1);
	}
	const struct sp_cue_line *first = line_at(g, 0), *last = line_at(g, lines_of(g) - 1);
	t->ys[0] = first->text->box.y0 - PADDING;
	t->ys[g->n_rows] = last->text->box.y1 + PADDING;
	for (int r = 1; r < g->n_rows; r++)
		t->ys[r] = (low[r - 1] + high[r]) / 2;
	t->xs[0] = x0 - PADDING;
	t->xs[g->n_cols] = x1 + PADDING;
	for (int c = 1; c < g->n_cols; c++)
		t->xs[c] = separator(g, c - 1);
	t->box = (struct sp_box){ t->xs[0], t->ys[0], t->xs[g->n_cols], t->ys[g->n_rows] };
	g_free(low);
	g_free(high);
}

struct sp_table *sp_grid_new(const struct sp_reading *reading, const struct sp_table_part *part)
{
	struct grid g = { .reading = reading, .part = part, .n_cols = (int)part->separators->len + 1,
		          .row_of = g_new0(guint, part->to - part->from + 1), .spans = g_array_new(FALSE, FALSE, sizeof(struct span)) };
	find_rows(&g);
	for (guint i = 0; i < lines_of(&g); i++)
		take_line(&g, i);
	struct sp_table *t = NULL;
	if (g.n_rows * g.n_cols > 1 && g.n_cols > 1) {
		gsize n = (gsize)g.n_rows * (gsize)g.n_cols;
		struct places p = { g_new(int, n), g_new0(bool, n), g_new0(double, n), g_new0(double, n) };
		for (gsize k = 0; k < n; k++)
			p.owner[k] = (int)(k % (gsize)g.n_cols);
		place_spans(&g, &p);
		spread_headings(&g, &p);
		widen_totals(&g, &p);
		t = sp_table_new(SP_ALIGNED, g.n_rows, g.n_cols);
		t->xs = g_new(double, (gsize)g.n_cols + 1);
		t->ys = g_new(double, (gsize)g.n_rows + 1);
		set_edges(&g, t);
		add_cells(&g, &p, t);
		t->header_rows = g.head < g.n_rows ? g.head : 0;
		t->confidence = MIN(part->chance, SUREST);
		g_free(p.owner);
		g_free(p.filled);
		g_free(p.x0);
		g_free(p.x1);
	}
	g_free(g.row_of);
	g_array_free(g.spans, TRUE);
	return t;
}

static bool parts_words(const struct sp_reading *r, const struct sp_table_part *p, const double *edges, int n)
{
	for (guint i = p->from; i <= p->to; i++)
		for (guint k = 0; r->decoded[i].role != SP_IS_HEAD && k < r->cues->lines[i].text->words->len; k++) {
			const struct sp_box *b = word_box(&r->cues->lines[i], k);
			for (int c = 0; c <= n; c++)
				if (b->x0 < edges[c] - INTO && b->x1 > edges[c] + INTO)
					return true;
		}
	return false;
}

struct sp_table *sp_grid_with_columns(const struct sp_reading *reading, const struct sp_table_part *part, const double *edges, int n)
{
	if (parts_words(reading, part, edges, n))
		return NULL;
	struct sp_table_part other = *part;
	other.separators = g_array_new(FALSE, TRUE, sizeof(struct sp_separator));
	for (int c = 1; c < n; c++) {
		struct sp_separator s = { .at = edges[c], .x0 = edges[c], .x1 = edges[c] };
		g_array_append_val(other.separators, s);
	}
	struct sp_table *t = sp_grid_new(reading, &other);
	g_array_unref(other.separators);
	return t;
}
