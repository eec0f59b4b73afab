/*
 * Method.
 *
 * Columns. Each line is cut into chunks at gaps wider than a blank of its type (BLANK; two figures
 * side by side are parted by less, FIGURE_GAP). The chunks of lines that have several are projected
 * on the x axis; a strip that they leave white, but for a few crossing lines (spanning headers), is a
 * gap between columns.
 *
 * Rows. Lines whose boxes overlap vertically are one band. Rules and edges of shading that cross most
 * of the table part rows for certain. Elsewhere leading decides: if there are close and wide steps
 * between bands, and joining the close ones never puts two figures into one cell, close bands are
 * lines of one row. With even leading a band joins the row above only when its first column is empty
 * and it holds no figure.
 *
 * Header. The rows above the first full rule, else above the first row with figures. Within it, a
 * chunk over several columns (by its extent, or by a short rule under it) spans them; what stands
 * under it is a level of its own, and columns without a spanning chunk are one cell of all levels.
 */
#include "extract/aligned.h"

#include <math.h>
#include <stdlib.h>

#include "extract/line.h"

static const double BLANK = 0.62;      /* em: wider gaps part chunks */
static const double FIGURE_GAP = 0.28; /* em: between two figures */
static const double STEP = 0.5;        /* pt: raster of the projection */
static const double NARROW = 2.0;      /* pt: the narrowest gap between columns, in tables of many lines */
static const double OVERLAP = -0.25;   /* em: lines that overlap by more are cells centred in one row */
static const double FULL_RULE = 0.6;   /* share of the table's width that a rule between rows crosses */
enum { FEW_LINES = 4, MOST_COLUMNS = 64 };

struct chunk {
	double x0, x1, y0, y1;
	double lead;    /* where dot leaders behind the text end; 0 without */
	guint first, n; /* words of the line */
	bool figure;
	int col, span;  /* once columns are known */
};

struct line {
	const struct sp_text_line *text;
	struct chunk *chunks;
	guint n_chunks;
	bool body; /* several chunks: counts for the columns */
};

struct builder {
	const struct sp_page *page;
	const struct sp_rulings *rulings;
	struct sp_box box;
	GPtrArray *texts; /* struct sp_text_line * */
	struct line *lines;
	guint n_lines;
	double em;
	double *gaps_from, *gaps_to; /* white between columns, n_cols - 1 of them */
	int n_cols;
	guint *row_of;  /* of each line */
	int n_rows;
	bool all_columns; /* the columns are drawn */
	int header_lines; /* lines that belong to the header */
};

/* --- chunks ------------------------------------------------------------------------------------------ */

static bool is_leader(const char *s)
{
	size_t dots = 0;
	for (const char *p = s; *p; p++)
		dots += *p == '.';
	return dots > 0 && dots == strlen(s);
}

/* A figure as columns of figures hold them: digits with signs, or what stands for "none". */
static bool is_figure(const char *s)
{
	unsigned digits = 0, letters = 0;
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		digits += g_unichar_isdigit(c) ? 1 : 0;
		letters += g_unichar_isalpha(c) ? 1 : 0;
	}
	return digits > 0 && letters <= 1;
}

static bool is_dash(const char *s)
{
	return strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "—") == 0 || strcmp(s, "…") == 0 ||
	       strcmp(s, "n.d.") == 0 || strcmp(s, "(X)") == 0 || strcmp(s, "*") == 0;
}

static const struct sp_word *word_at(const struct sp_text_line *line, guint i)
{
	return g_ptr_array_index(line->words, i);
}

static bool parts(const struct sp_word *a, const struct sp_word *b)
{
	double gap = b->box.x0 - a->box.x1, em = MIN(a->size, b->size);
	bool figures = (is_figure(a->text) || is_dash(a->text)) && (is_figure(b->text) || is_dash(b->text));
	/* a second figure in brackets explains the first: "5.291,00 (7.000 lordi)" */
	if (b->text[0] == '(' && is_figure(a->text))
		figures = false;
	return gap > em * (figures ? FIGURE_GAP : BLANK);
}

static bool chunk_is_figure(const struct sp_text_line *line, const struct chunk *c)
{
	unsigned figures = 0, others = 0;
	for (guint i = c->first; i < c->first + c->n; i++) {
		const char *s = word_at(line, i)->text;
		if (is_figure(s) || is_dash(s))
			figures++;
		else if (strcmp(s, "%") != 0 && strcmp(s, "€") != 0 && strcmp(s, "$") != 0)
			others++;
	}
	return figures > 0 && others == 0;
}

static void cut_line(struct line *l)
{
	const struct sp_text_line *text = l->text;
	l->chunks = g_new0(struct chunk, text->words->len);
	const struct sp_word *last = NULL;
	bool after_leader = false;
	for (guint i = 0; i < text->words->len; i++) {
		const struct sp_word *w = word_at(text, i);
		bool leader = is_leader(w->text);
		struct chunk *c = l->n_chunks > 0 ? &l->chunks[l->n_chunks - 1] : NULL;
		/* leaders lead from the text before them to the figure behind them */
		if (!c || (after_leader && !leader) || (!leader && parts(last, w))) {
			c = &l->chunks[l->n_chunks++];
			*c = (struct chunk){ .x0 = w->box.x0, .y0 = w->box.y0, .y1 = w->box.y1, .first = i };
		}
		if (!leader || c->n == 0)
			c->x1 = MAX(c->x1, w->box.x1);
		else
			c->lead = MAX(c->lead, w->box.x1);
		c->y0 = MIN(c->y0, w->box.y0);
		c->y1 = MAX(c->y1, w->box.y1);
		c->n++;
		after_leader = leader;
		last = w;
	}
	for (guint i = 0; i < l->n_chunks; i++)
		l->chunks[i].figure = chunk_is_figure(text, &l->chunks[i]);
	l->body = l->n_chunks >= 2;
}

static int by_value(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;
	return (da > db) - (da < db);
}

static double median(double *values, guint n)
{
	if (n == 0)
		return 0;
	qsort(values, n, sizeof *values, by_value);
	return values[n / 2];
}

static void cut_lines(struct builder *b, const GPtrArray *words)
{
	b->texts = sp_lines_new(words);
	b->n_lines = b->texts->len;
	b->lines = g_new0(struct line, b->n_lines + 1);
	double *sizes = g_new(double, b->n_lines + 1);
	for (guint i = 0; i < b->n_lines; i++) {
		b->lines[i].text = g_ptr_array_index(b->texts, i);
		cut_line(&b->lines[i]);
		sizes[i] = b->lines[i].text->size;
	}
	b->em = MAX(median(sizes, b->n_lines), 3);
	g_free(sizes);
}

/* --- columns ----------------------------------------------------------------------------------------- */

static guint body_lines(const struct builder *b)
{
	guint n = 0;
	for (guint i = 0; i < b->n_lines; i++)
		n += b->lines[i].body;
	return n;
}

/* How many lines cover each step of the x axis. */
static guint *project(const struct builder *b, size_t *n_steps)
{
	size_t n = (size_t)(sp_box_width(&b->box) / STEP) + 2;
	guint *cover = g_new0(guint, n);
	for (guint i = 0; i < b->n_lines; i++) {
		const struct line *l = &b->lines[i];
		/* a line of one piece shows where a column ends, unless it is a title over several */
		bool narrow = l->n_chunks == 1 && l->chunks[0].x1 - l->chunks[0].x0 < 0.6 * sp_box_width(&b->box);
		for (guint k = 0; (l->body || narrow) && k < l->n_chunks; k++) {
			double from = MAX((l->chunks[k].x0 - b->box.x0) / STEP, 0);
			double to = MIN((l->chunks[k].x1 - b->box.x0) / STEP, (double)n - 1);
			for (size_t s = (size_t)from; s <= (size_t)to && s < n; s++)
				cover[s]++;
		}
	}
	*n_steps = n;
	return cover;
}

static void insert_gap(struct builder *b, int at, double from, double to)
{
	int n = b->n_cols - 1;
	if (n >= MOST_COLUMNS)
		return;
	memmove(b->gaps_from + at + 1, b->gaps_from + at, (size_t)(n - at) * sizeof *b->gaps_from);
	memmove(b->gaps_to + at + 1, b->gaps_to + at, (size_t)(n - at) * sizeof *b->gaps_to);
	b->gaps_from[at] = from;
	b->gaps_to[at] = to;
	b->n_cols++;
}

static void add_gap(struct builder *b, double from, double to)
{
	insert_gap(b, b->n_cols - 1, from, to);
}

/* Lines that have text on both sides of a strip, and how many of them leave it free. */
static bool is_gap(const struct builder *b, double from, double to)
{
	guint both = 0, free_lines = 0, left = 0, right = 0;
	double middle = (from + to) / 2;
	for (guint i = 0; i < b->n_lines; i++) {
		const struct line *l = &b->lines[i];
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
static void shrink(const struct builder *b, double *from, double *to)
{
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct chunk *c = &b->lines[i].chunks[k];
			bool starts = c->x0 > *from + 1 && c->x0 < *to - 1, ends = c->x1 > *from + 1 && c->x1 < *to - 1;
			if (starts && !ends)
				*to = c->x0;
			else if (ends && !starts)
				*from = c->x1;
		}
}

static void find_columns(struct builder *b)
{
	guint body = body_lines(b);
	guint most = body >= 8 ? body * 15 / 100 : body >= FEW_LINES ? 1 : 0;
	double narrowest = body >= FEW_LINES || b->n_lines >= 3 * FEW_LINES ? NARROW : 0.9 * b->em;
	size_t n, start = 0;
	guint *cover = project(b, &n);
	bool inside = false, seen = false;
	for (size_t s = 0; s < n; s++) {
		bool white = cover[s] <= most;
		if (white && !inside)
			start = s;
		if (!white && inside && seen) {
			double from = b->box.x0 + (double)start * STEP, to = b->box.x0 + (double)s * STEP;
			if (to - from >= narrowest && is_gap(b, from, to)) {
				shrink(b, &from, &to);
				add_gap(b, from, to);
			}
		}
		inside = white;
		seen = seen || !white;
	}
	g_free(cover);
}

static bool text_between(const struct builder *b, double from, double to)
{
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++)
			if (b->lines[i].chunks[k].x0 > from - 1 && b->lines[i].chunks[k].x1 < to + 1)
				return true;
	return false;
}

/* Columns whose edges are drawn. One without any text is a spacer: the gap between its neighbours. */
static void take_columns(struct builder *b, const double *xs, int n_xs)
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
static void add_drawn(struct builder *b, const double *xs, int n_xs)
{
	for (int i = 0; i < n_xs; i++) {
		bool known = xs[i] < b->box.x0 + 3 || xs[i] > b->box.x1 - 3;
		for (int g = 0; g < b->n_cols - 1 && !known; g++)
			known = !text_between(b, MIN(xs[i], b->gaps_from[g]), MAX(xs[i], b->gaps_to[g]));
		if (known || b->n_cols > MOST_COLUMNS)
			continue;
		int at = 0;
		while (at < b->n_cols - 1 && b->gaps_from[at] < xs[i])
			at++;
		insert_gap(b, at, xs[i], xs[i]);
	}
}

/*
 * A column may have nothing but its heading on this page. A chunk of the lowest header line that
 * stands free in a gap makes a column of its own.
 */
static void add_heading_columns(struct builder *b)
{
	if (b->header_lines == 0 || b->header_lines >= (int)b->n_lines)
		return;
	const struct line *l = &b->lines[b->header_lines - 1];
	for (guint k = 0; k < l->n_chunks; k++) {
		const struct chunk *c = &l->chunks[k];
		for (int g = 0; g < b->n_cols - 1; g++) {
			if (c->x0 < b->gaps_from[g] + 1 || c->x1 > b->gaps_to[g] - 1)
				continue;
			double end = b->gaps_to[g];
			b->gaps_to[g] = c->x0;
			insert_gap(b, g + 1, c->x1, end);
			break;
		}
	}
}

/* The column that holds a chunk, and how many it covers. Half of each gap belongs to either side. */
static void place_chunk(const struct builder *b, struct chunk *c)
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
static bool ruled_below(const struct builder *b, const struct line *l, const struct chunk *c, int *first, int *last);

static void split_chunk(struct builder *b, struct line *l, guint k)
{
	for (int g = 0; g < b->n_cols - 1; g++) {
		struct chunk *c = &l->chunks[k];
		int first, last;
		if (c->x0 >= b->gaps_from[g] || c->x1 <= b->gaps_to[g] || ruled_below(b, l, c, &first, &last))
			continue;
		for (guint i = c->first + 1; i < c->first + c->n; i++) {
			const struct sp_word *a = word_at(l->text, i - 1), *w = word_at(l->text, i);
			double gap = w->box.x0 - a->box.x1;
			bool in_gap = sp_overlap(a->box.x1, w->box.x0, b->gaps_from[g] - 1, b->gaps_to[g] + 1) > 0;
			bool figures = is_figure(a->text) || is_figure(w->text);
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
			c->figure = chunk_is_figure(l->text, c);
			l->chunks[k + 1].figure = chunk_is_figure(l->text, &l->chunks[k + 1]);
			k++;
			break;
		}
	}
}

static void place_chunks(struct builder *b)
{
	for (guint i = 0; i < b->n_lines; i++) {
		struct line *l = &b->lines[i];
		for (guint k = 0; k < l->n_chunks; k++)
			split_chunk(b, l, k);
		for (guint k = 0; k < l->n_chunks; k++)
			place_chunk(b, &l->chunks[k]);
	}
	/* leaders belong to the column that they lead from */
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct chunk *c = &b->lines[i].chunks[k];
			int g = c->col + c->span - 1;
			if (g < b->n_cols - 1 && c->lead > b->gaps_from[g] && c->lead < b->gaps_to[g] + 1)
				b->gaps_from[g] = MIN(c->lead, b->gaps_to[g]);
		}
}

/* --- rows ----------------------------------------------------------------------------------------------- */

/* Is there a rule or an edge of shading between two heights that crosses most of the table? */
static bool edge_between(const struct builder *b, double y0, double y1, double share)
{
	const GArray *across = b->rulings->across;
	for (guint i = 0; i < across->len; i++) {
		const struct sp_edge *e = sp_edge_at(across, i);
		if (e->at >= y0 && e->at <= y1 &&
		    sp_edges_cover(across, e->at, 1.5, b->box.x0, b->box.x1) >= share)
			return true;
	}
	return false;
}

static double middle_of(const struct line *l)
{
	return (l->text->box.y0 + l->text->box.y1) / 2;
}

/* Lines i and i + 1 have a figure in the same column, or the second starts a first column anew. */
static bool clash(const struct builder *b, guint i, guint k)
{
	const struct line *a = &b->lines[i], *c = &b->lines[k];
	for (guint m = 0; m < a->n_chunks; m++)
		for (guint n = 0; n < c->n_chunks; n++)
			if (a->chunks[m].col == c->chunks[n].col && a->chunks[m].figure && c->chunks[n].figure)
				return true;
	return false;
}

static bool has_figure(const struct line *l)
{
	for (guint k = 0; k < l->n_chunks; k++)
		if (l->chunks[k].figure)
			return true;
	return false;
}

static bool fills_first(const struct line *l)
{
	return l->n_chunks > 0 && l->chunks[0].col == 0;
}

/* Steps between lines: white between their boxes, in em. Negative where they overlap. */
static double step_to(const struct builder *b, guint i)
{
	return (b->lines[i + 1].text->box.y0 - b->lines[i].text->box.y1) / b->em;
}

/*
 * The step above which a new row begins, when leading tells lines of a row from rows; 0 when it does
 * not. The steps are parted at their widest jump; joining what lies below it must not clash.
 */
static double row_step(const struct builder *b, const bool *edge)
{
	double *steps = g_new(double, b->n_lines + 1);
	guint n = 0;
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++)
		if (!edge[i])
			steps[n++] = step_to(b, i);
	qsort(steps, n, sizeof *steps, by_value);
	double limit = 0, widest = 0.18; /* em: less is the noise of baselines */
	for (guint i = 0; i + 1 < n; i++)
		if (steps[i + 1] - steps[i] > widest && steps[i] < 0.6) {
			widest = steps[i + 1] - steps[i];
			limit = (steps[i + 1] + steps[i]) / 2;
		}
	g_free(steps);
	if (limit <= 0 && widest <= 0.18)
		return 0;
	guint joined = 0, clashes = 0, whole = 0;
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++) {
		if (edge[i] || step_to(b, i) >= limit)
			continue;
		joined++;
		clashes += clash(b, i, i + 1);
		whole += fills_first(&b->lines[i]) && fills_first(&b->lines[i + 1]) && has_figure(&b->lines[i]) &&
		         has_figure(&b->lines[i + 1]);
	}
	return clashes * 10 > joined || whole * 4 > joined ? 0 : limit;
}

/* With even leading: a line without a figure that leaves the first column empty goes on the row above. */
static bool goes_on(const struct builder *b, guint i)
{
	const struct line *before = &b->lines[i], *l = &b->lines[i + 1];
	if (fills_first(l) || has_figure(l) || l->n_chunks == 0)
		return false;
	for (guint k = 0; k < l->n_chunks; k++) {
		bool under = false;
		for (guint m = 0; m < before->n_chunks; m++)
			under = under || before->chunks[m].col == l->chunks[k].col;
		if (!under || l->chunks[k].span > 1)
			return false;
	}
	return step_to(b, i) < 0.8;
}

/* A rule between all rows: then a line without one above it never begins a row. */
static bool rows_are_ruled(const struct builder *b, const bool *edge)
{
	guint edges = 0, lines = 0, clashes = 0;
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++) {
		lines++;
		edges += edge[i];
		clashes += !edge[i] && clash(b, i, i + 1);
	}
	return edges >= 2 && clashes * 10 <= lines && edges * 12 >= lines;
}

static void find_header(struct builder *b)
{
	b->header_lines = 0;
	guint first_figures = b->n_lines;
	for (guint i = 0; i < b->n_lines && first_figures == b->n_lines; i++)
		if (has_figure(&b->lines[i]) && b->lines[i].n_chunks >= 2 && fills_first(&b->lines[i]))
			first_figures = i;
	/* the first full rule with text above and below, not deeper than a third of the table */
	for (guint i = 0; i + 1 < b->n_lines && i < MAX(b->n_lines / 2, 6); i++) {
		double y0 = b->lines[i].text->box.y1 - 0.35 * b->em, y1 = b->lines[i + 1].text->box.y0 + 0.35 * b->em;
		if (edge_between(b, y0, y1, 0.85)) {
			b->header_lines = (int)i + 1;
			return;
		}
	}
	if (first_figures < b->n_lines && first_figures <= 6)
		b->header_lines = (int)first_figures;
}

static void find_rows(struct builder *b)
{
	b->row_of = g_new0(guint, b->n_lines + 1);
	bool *edge = g_new0(bool, b->n_lines + 1);
	for (guint i = 0; i + 1 < b->n_lines; i++) {
		double y0 = b->lines[i].text->box.y1 - 0.35 * b->em, y1 = b->lines[i + 1].text->box.y0 + 0.35 * b->em;
		edge[i] = edge_between(b, MIN(y0, middle_of(&b->lines[i + 1])), MAX(y1, middle_of(&b->lines[i])), FULL_RULE);
	}
	bool ruled = rows_are_ruled(b, edge);
	double limit = ruled ? 0 : row_step(b, edge);
	guint row = 0;
	for (guint i = 0; i + 1 < b->n_lines; i++) {
		bool joins;
		if (edge[i] || (int)i + 1 == b->header_lines)
			joins = false;
		else if ((int)i + 1 < b->header_lines)
			joins = false; /* levels of a header are found by column */
		else if (step_to(b, i) < OVERLAP)
			joins = !clash(b, i, i + 1); /* overlapping bands: centred cells */
		else if (ruled)
			joins = true;
		else if (limit != 0)
			joins = step_to(b, i) < limit && !clash(b, i, i + 1);
		else
			joins = goes_on(b, i);
		row += !joins;
		b->row_of[i + 1] = row;
	}
	b->n_rows = (int)row + 1;
	g_free(edge);
}

/* --- header levels --------------------------------------------------------------------------------------- */

/* Another chunk of the line stands over the same rule: then it spans neither. */
static bool shares(const struct line *l, const struct chunk *c, const struct sp_edge *e)
{
	for (guint k = 0; k < l->n_chunks; k++)
		if (&l->chunks[k] != c && l->chunks[k].x1 > e->from + 1 && l->chunks[k].x0 < e->to - 1)
			return true;
	return false;
}

/* The columns between the vertical rules to the left and right of a chunk. */
static bool fenced(const struct builder *b, const struct chunk *c, int *first, int *last)
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
static bool ruled_below(const struct builder *b, const struct line *l, const struct chunk *c, int *first, int *last)
{
	const GArray *across = b->rulings->across;
	for (guint i = 0; i < across->len; i++) {
		const struct sp_edge *e = sp_edge_at(across, i);
		double width = e->to - e->from;
		if (e->at < c->y1 - 0.4 * b->em || e->at > c->y1 + 0.9 * b->em || e->from > c->x0 + 2 || e->to < c->x1 - 2 ||
		    width > 0.92 * sp_box_width(&b->box) || shares(l, c, e))
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

/* What of a header stands over one range of columns. */
struct heading {
	int col, span;
	double y0, y1;
};

static int by_span_then_height(const void *a, const void *b)
{
	const struct heading *ha = a, *hb = b;
	if (ha->y0 != hb->y0)
		return ha->y0 < hb->y0 ? -1 : 1;
	return ha->col - hb->col;
}

/* Chunks of the header, those over the same columns and close together joined. */
static GArray *headings(const struct builder *b)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct heading));
	for (int i = 0; i < b->header_lines; i++) {
		const struct line *l = &b->lines[i];
		for (guint k = 0; k < l->n_chunks; k++) {
			const struct chunk *c = &l->chunks[k];
			struct heading h = { c->col, c->span, c->y0, c->y1 };
			int first, last;
			if (ruled_below(b, l, c, &first, &last) || fenced(b, c, &first, &last)) {
				h.col = first;
				h.span = last - first + 1;
			}
			bool joined = false;
			for (guint m = 0; m < list->len && !joined; m++) {
				struct heading *o = &g_array_index(list, struct heading, m);
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

static bool covers(const struct heading *h, int col)
{
	return col >= h->col && col < h->col + h->span;
}

/* The height at which the levels of a header part, from top to bottom: below its spanning headings. */
static GArray *header_levels(const struct builder *b, const GArray *list)
{
	GArray *levels = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < list->len; i++) {
		const struct heading *h = &g_array_index(list, struct heading, i);
		bool something_below = false;
		for (guint k = 0; k < list->len; k++) {
			const struct heading *o = &g_array_index(list, struct heading, k);
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
	g_array_sort(levels, by_value);
	return levels;
}

/* --- the table --------------------------------------------------------------------------------------------- */

static double column_edge(const struct builder *b, int i)
{
	if (i == 0)
		return b->box.x0;
	return i == b->n_cols ? b->box.x1 : (b->gaps_from[i - 1] + b->gaps_to[i - 1]) / 2;
}

static void set_edges(const struct builder *b, struct sp_table *t, const GArray *levels, int body_row)
{
	t->xs = g_new(double, t->n_cols + 1);
	for (int c = 0; c <= t->n_cols; c++)
		t->xs[c] = column_edge(b, c);
	t->ys = g_new(double, t->n_rows + 1);
	t->ys[0] = b->box.y0;
	t->ys[t->n_rows] = b->box.y1;
	for (guint i = 0; i < levels->len; i++)
		t->ys[i + 1] = g_array_index(levels, double, i);
	for (guint i = (guint)b->header_lines; i < b->n_lines; i++) {
		if (i == 0 || b->row_of[i] == b->row_of[i - 1])
			continue;
		int row = (int)(b->row_of[i] - b->row_of[b->header_lines]) + body_row;
		double above = 0, below = G_MAXDOUBLE;
		for (guint k = 0; k < i; k++)
			if (b->row_of[k] + 1 >= b->row_of[i])
				above = MAX(above, b->lines[k].text->box.y1);
		for (guint k = i; k < b->n_lines; k++)
			if (b->row_of[k] == b->row_of[i])
				below = MIN(below, b->lines[k].text->box.y0);
		if (row > 0)
			t->ys[row] = (above + below) / 2;
	}
	for (int r = 1; r <= t->n_rows; r++)
		t->ys[r] = MAX(t->ys[r], t->ys[r - 1]);
	t->box = b->box;
}

static void add_header_cells(const struct builder *b, struct sp_table *t, const GArray *list, int n_levels)
{
	bool *done = g_new0(bool, (size_t)n_levels * (size_t)t->n_cols);
	/* spanning headings at their level */
	for (guint i = 0; i < list->len; i++) {
		const struct heading *h = &g_array_index(list, struct heading, i);
		int level = 0;
		while (level + 1 < n_levels && (h->y0 + h->y1) / 2 > t->ys[level + 1])
			level++;
		if (h->span < 2)
			continue;
		bool is_free = true;
		for (int c = h->col; c < h->col + h->span; c++)
			is_free = is_free && !done[level * t->n_cols + c];
		if (!is_free)
			continue;
		sp_table_add(t, level, h->col, 1, h->span);
		for (int c = h->col; c < h->col + h->span; c++)
			done[level * t->n_cols + c] = true;
	}
	/* what is left of each column is one cell, or one between two spanning ones */
	for (int c = 0; c < t->n_cols; c++)
		for (int r = 0; r < n_levels; r++) {
			if (done[r * t->n_cols + c])
				continue;
			int end = r + 1;
			while (end < n_levels && !done[end * t->n_cols + c])
				end++;
			sp_table_add(t, r, c, end - r, 1);
			r = end - 1;
		}
	g_free(done);
	(void)b;
}

/* Cells shaded one by one, of which one reaches over a column's edge at this height: a merged cell. */
static bool merged_at(const struct builder *b, double y, double x)
{
	const struct sp_fill *over = NULL;
	for (guint i = 0; i < b->page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(b->page->fills, struct sp_fill, i);
		if (sp_box_holds(&f->box, x, y) && f->box.x0 < x - 2 && f->box.x1 > x + 2)
			over = f;
	}
	for (guint i = 0; over && i < b->page->fills->len; i++) {
		const struct sp_box *o = &g_array_index(b->page->fills, struct sp_fill, i).box;
		if (fabs(o->y0 - over->box.y0) < 1 && fabs(o->y1 - over->box.y1) < 1 &&
		    (fabs(o->x0 - over->box.x1) < 1 || fabs(o->x1 - over->box.x0) < 1))
			return true;
	}
	return false;
}

static void widen_merged(const struct builder *b, const struct sp_table *t, int row, int *span)
{
	double y = (t->ys[row] + t->ys[row + 1]) / 2;
	for (int c = t->n_cols - 1; c > 0; c--)
		if (span[c] == 0 || span[c - 1] == 0) {
			if (!merged_at(b, y, t->xs[c]))
				continue;
			span[c - 1] = MAX(span[c], 1) + 1;
			span[c] = 0;
		}
}

static void add_body_cells(const struct builder *b, struct sp_table *t, int body_row)
{
	for (int r = body_row; r < t->n_rows; r++) {
		int *span = g_new0(int, t->n_cols + 1);
		for (guint i = (guint)b->header_lines; i < b->n_lines; i++) {
			if ((int)(b->row_of[i] - b->row_of[b->header_lines]) + body_row != r)
				continue;
			for (guint k = 0; k < b->lines[i].n_chunks; k++) {
				const struct chunk *c = &b->lines[i].chunks[k];
				span[c->col] = MAX(span[c->col], c->span);
			}
		}
		if (b->all_columns)
			widen_merged(b, t, r, span);
		for (int c = 0; c < t->n_cols;) {
			int width = MAX(span[c], 1);
			/* never over a column with text of its own */
			for (int k = 1; k < width; k++)
				if (span[c + k] > 0)
					width = k;
			sp_table_add(t, r, c, 1, width);
			c += width;
		}
		g_free(span);
	}
}

static struct sp_table *make_table(const struct builder *b)
{
	GArray *list = headings(b), *levels = header_levels(b, list);
	int n_levels = b->header_lines > 0 ? (int)levels->len + 1 : 0;
	int body = b->header_lines < (int)b->n_lines ? b->n_rows - (int)b->row_of[b->header_lines] : 0;
	struct sp_table *t = sp_table_new(SP_ALIGNED, n_levels + body, b->n_cols);
	set_edges(b, t, levels, n_levels);
	if (n_levels > 0)
		add_header_cells(b, t, list, n_levels);
	add_body_cells(b, t, n_levels);
	sp_table_sort(t);
	t->header_rows = body > 0 ? n_levels : MAX(n_levels - 1, 0);
	g_array_free(list, TRUE);
	g_array_free(levels, TRUE);
	return t;
}

/* --- texture ------------------------------------------------------------------------------------------------ */

static bool is_list_mark(const struct sp_text_line *line, const struct chunk *c)
{
	const char *s = word_at(line, c->first)->text;
	size_t n = strlen(s);
	if (c->n > 1 || n > 6)
		return false;
	return strcmp(s, "•") == 0 || strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "▪") == 0 || strcmp(s, "◦") == 0 ||
	       strcmp(s, "o") == 0 || strcmp(s, "■") == 0 || strcmp(s, "➢") == 0 || s[n - 1] == ')' || s[n - 1] == '.';
}

/* A column reads as prose when its lines are full and have many words. */
static bool is_prose(const struct builder *b, int col)
{
	double from = col == 0 ? b->box.x0 : b->gaps_to[col - 1];
	double to = col == b->n_cols - 1 ? b->box.x1 : b->gaps_from[col];
	guint lines = 0, full = 0, words = 0;
	for (guint i = (guint)b->header_lines; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct chunk *c = &b->lines[i].chunks[k];
			if (c->col != col)
				continue;
			lines++;
			words += c->n;
			full += c->x1 - c->x0 > 0.8 * (to - from);
		}
	return lines >= 3 && words >= 4 * lines && full * 10 >= lines * 6;
}

static void describe(const struct builder *b, struct sp_texture *x)
{
	guint figures = 0, others = 0, words = 0, chunks = 0, marks = 0, firsts = 0, leaders = 0;
	for (guint i = 0; i < b->n_lines; i++) {
		const struct line *l = &b->lines[i];
		for (guint k = 0; k < l->text->words->len; k++)
			leaders += is_leader(word_at(l->text, k)->text) && strlen(word_at(l->text, k)->text) > 2;
		for (guint k = 0; k < l->n_chunks; k++) {
			const struct chunk *c = &l->chunks[k];
			chunks++;
			words += c->n;
			if (c->col == 0) {
				firsts++;
				marks += is_list_mark(l->text, c);
			} else if ((int)i >= b->header_lines) {
				figures += c->figure;
				others += !c->figure;
			}
		}
	}
	int prose = 0;
	for (int c = 0; c < b->n_cols; c++)
		prose += is_prose(b, c);
	x->cols = b->n_cols;
	x->rows = b->n_rows;
	x->figures = figures + others > 0 ? (double)figures / (figures + others) : 0;
	x->filled = b->n_rows > 0 ? MIN(1, (double)chunks / (b->n_rows * b->n_cols)) : 0;
	x->prose = (double)prose / b->n_cols;
	x->words = chunks > 0 ? (double)words / chunks : 0;
	x->list = firsts > 0 && marks * 2 > firsts;
	x->leaders = leaders * 2 > b->n_lines && b->n_cols == 2;
}

struct sp_table *sp_aligned_build(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                                  const struct sp_box *box, enum sp_edges edges, const double *xs, int n_xs,
                                  struct sp_texture *texture)
{
	struct builder b = { .page = page, .rulings = rulings, .box = *box };
	struct sp_table *t = NULL;
	*texture = (struct sp_texture){ 0 };
	cut_lines(&b, words);
	if (b.n_lines >= 2) {
		b.gaps_from = g_new(double, MOST_COLUMNS);
		b.gaps_to = g_new(double, MOST_COLUMNS);
		b.n_cols = 1;
		if (edges == SP_ALL_COLUMNS) {
			b.all_columns = true;
			take_columns(&b, xs, n_xs);
			find_header(&b);
		} else {
			find_columns(&b);
			add_drawn(&b, xs, n_xs);
			place_chunks(&b);
			find_header(&b);
			add_heading_columns(&b);
		}
		place_chunks(&b);
		find_rows(&b);
		describe(&b, texture);
		if (b.n_cols >= 2)
			t = make_table(&b);
		if (t && t->n_rows < 2) {
			sp_table_free(t);
			t = NULL;
		}
	}
	for (guint i = 0; i < b.n_lines; i++)
		g_free(b.lines[i].chunks);
	g_free(b.lines);
	g_free(b.gaps_from);
	g_free(b.gaps_to);
	g_free(b.row_of);
	g_ptr_array_unref(b.texts);
	return t;
}
