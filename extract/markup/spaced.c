/*
 * What stands together, with at most one empty line between and no line of prose, is looked at as a whole. A line's
 * pieces are parted by two blanks or more; where (nearly) no line of several pieces has a letter, over two places or
 * more, is the gap between two columns. A column whose pieces are mostly figures is one of figures. A line with a
 * figure in such a column, or without any such column one that fills the first, is the anchor of a row; other lines go
 * to an anchor's row. What comes before the first anchor is the header.
 *
 * It is a table if it has figures in a column, or short labels beside texts, or three columns of short texts; two
 * columns of prose, lists and contents have none of these.
 *
 * What it does wrong: two tables of other columns with less than two empty lines between are one or none; a cell that
 * is centred between the lines of its row's text, with no empty lines between rows, takes the lines below and leaves
 * those above to the row before.
 */
#include "base/amount.h"
#include "base/text.h"
#include "extract/markup/typed.h"

enum {
	ZONE_MOST = 1000, /* lines that are looked at together */
	PROSE = 60,       /* places: a line of one piece that is as wide is a text's */
	CROSSING = 10,    /* of so many lines one may cross a gap, as headers over several columns do */
};

struct piece {
	int from, to; /* places, `to` behind the last */
	int col, cols;
	bool figure;
};

struct row_line {
	guint first, n; /* its pieces */
};

struct zone {
	GArray *lines;         /* struct sp_typed_line */
	GArray *pieces;        /* struct piece, of all lines */
	GArray *by_line;       /* struct row_line */
	GArray *gaps;          /* struct gap, ascending */
	int *figures, *filled; /* by column */
	int n_cols;
};

static const struct row_line *line_at(const struct zone *z, int i)
{
	return &g_array_index(z->by_line, struct row_line, (guint)i);
}

static struct piece *piece_at(const struct zone *z, const struct row_line *l, guint k)
{
	return &g_array_index(z->pieces, struct piece, l->first + k);
}

static guint width_of(const struct piece *p)
{
	return (guint)(p->to - p->from);
}

/* --- what stands together ------------------------------------------------------------------------------------- */

static char *piece_text(const struct sp_typed_line *l, const struct piece *p)
{
	return g_ucs4_to_utf8(l->at + p->from, p->to - p->from, NULL, NULL, NULL);
}

/* A figure and no year, or what stands in a figure's place. */
static bool is_figure(const struct sp_typed_line *l, const struct piece *p)
{
	enum { WIDEST = 40 };
	if (width_of(p) > WIDEST)
		return false;
	char *text = piece_text(l, p);
	struct sp_amount a;
	sp_amount_init(&a);
	bool year = strlen(text) == 4 && (g_str_has_prefix(text, "19") || g_str_has_prefix(text, "20"));
	bool figure = (!year && sp_amount_parse(&a, text, strlen(text)) == SP_OK) || strcmp(text, "-") == 0;
	sp_amount_clear(&a);
	g_free(text);
	return figure;
}

/* "-----", "===", "___": drawn, it has no pieces. */
static bool is_drawn(const struct sp_typed_line *l)
{
	int drawn = 0;
	for (int x = 0; x < l->n; x++) {
		gunichar c = l->at[x];
		if (c != '-' && c != '=' && c != '_' && c != ' ' && (c < 0x2500 || c > 0x257F))
			return false;
		drawn += c != ' ';
	}
	return drawn > 2;
}

static void cut_line(struct zone *z, const struct sp_typed_line *l)
{
	struct row_line line = { z->pieces->len, 0 };
	for (int x = is_drawn(l) ? l->n : 0; x < l->n;) {
		while (x < l->n && l->at[x] == ' ')
			x++;
		struct piece p = { .from = x, .cols = 1 };
		while (x < l->n && (l->at[x] != ' ' || sp_typed_at(l, x + 1) != ' '))
			x++;
		p.to = x;
		if (p.to > p.from) {
			p.figure = is_figure(l, &p);
			g_array_append_val(z->pieces, p);
			line.n++;
		}
	}
	g_array_append_val(z->by_line, line);
}

static bool ends_page(const struct sp_typed_line *l)
{
	return l->next > l->from && l->next[-1] == '\f';
}

static void drop_last(struct zone *z)
{
	g_array_set_size(z->lines, z->lines->len - 1);
	g_array_set_size(z->pieces, line_at(z, (int)z->by_line->len - 1)->first);
	g_array_set_size(z->by_line, z->by_line->len - 1);
}

static int several_in(const struct zone *z, int from, int to)
{
	int several = 0;
	for (int i = from; i < to; i++)
		several += line_at(z, i)->n > 1;
	return several;
}

static bool has_figure(const struct zone *z, int from, int to)
{
	for (int i = from; i < to; i++)
		for (guint k = 0; k < line_at(z, i)->n; k++)
			if (piece_at(z, line_at(z, i), k)->figure)
				return true;
	return false;
}

struct gap {
	int from, to; /* places */
};

/*
 * The gaps that the lines from `from` up to before `to` share. One of a single place counts only where many lines have
 * it, no line has a letter there, and a third of them has two blanks: behind a code or before a sign there is always
 * one.
 */
static GArray *gaps_in(const struct zone *z, int from, int to)
{
	enum { MANY = 8, SEEN = 3 };
	int widest = 0, several = several_in(z, from, to), crossing = several / CROSSING;
	GArray *gaps = g_array_new(FALSE, FALSE, sizeof(struct gap));
	for (int i = from; i < to; i++)
		widest = MAX(widest, sp_typed_line(z->lines, i)->n);
	int *pieces = g_new0(int, (gsize)widest + 1); /* how many begin, less how many end, at a place */
	int *letters = g_new0(int, (gsize)widest + 1);
	for (int i = from; i < to; i++) {
		const struct row_line *l = line_at(z, i);
		const struct sp_typed_line *line = sp_typed_line(z->lines, i);
		for (guint k = 0; l->n > 1 && k < l->n; k++) {
			const struct piece *p = piece_at(z, l, k);
			pieces[p->from]++;
			pieces[p->to]--;
			for (int x = p->from; x < p->to; x++)
				letters[x] += line->at[x] != ' ';
		}
	}
	int here = 0;
	struct gap wide = { -1, 0 };
	bool left = false, single = false;
	for (int x = 0; x < widest; x++) {
		here += pieces[x];
		bool narrow = several >= MANY && letters[x] == 0 && here * SEEN <= several * (SEEN - 1);
		if (here <= crossing || narrow) {
			single = (wide.from < 0 || single) && narrow;
			wide.from = wide.from < 0 ? x : wide.from;
			continue;
		}
		wide.to = x;
		if (left && wide.from >= 0 && (wide.to - wide.from >= 2 || single))
			g_array_append_val(gaps, wide);
		left = true;
		wide.from = -1;
	}
	g_free(letters);
	g_free(pieces);
	return gaps;
}

static guint count_gaps(const struct zone *z, int from, int to)
{
	GArray *gaps = gaps_in(z, from, to);
	guint n = gaps->len;
	g_array_free(gaps, TRUE);
	return n;
}

/*
 * Do the lines from `next` on, behind an empty one, go on with those before? They do if no gap of either is lost; what
 * has few lines may lose some that it had by chance, and a header (two lines, no figure) all that it crosses.
 */
static bool goes_on(const struct zone *z, int next)
{
	enum { FEW = 4, HEADER = 2 };
	int n = (int)z->lines->len, above = several_in(z, 0, next), below = several_in(z, next, n);
	if (below == 0 || (above <= HEADER && !has_figure(z, 0, next)))
		return true;
	guint a = count_gaps(z, 0, next), b = count_gaps(z, next, n), both = count_gaps(z, 0, n);
	return both > 0 && both >= (above < FEW ? MIN(a, b) : a) && (below < FEW || both >= b);
}

/* A wide line of one piece, unless it stands below the second column of others. */
static bool is_prose(const struct zone *z, const struct row_line *l, int second)
{
	return l->n == 1 && width_of(piece_at(z, l, 0)) >= PROSE && piece_at(z, l, 0)->from < second - 1;
}

/* The lines from here that may be a table; behind the last one of several pieces only what touches it. */
static void gather(struct zone *z, const char *from, const char *end)
{
	int empty = 0, part = 0, second = G_MAXINT; /* where the part behind the last empty line begins */
	guint keep = 0;
	while (from < end && z->lines->len < ZONE_MOST && empty < 2) {
		struct sp_typed_line l = sp_typed_line_at(from, end);
		bool tabbed = memchr(l.from, '\t', (size_t)(l.next - l.from)) != NULL;
		g_array_append_val(z->lines, l);
		cut_line(z, &l);
		const struct row_line *cut = line_at(z, (int)z->by_line->len - 1);
		if (tabbed || is_prose(z, cut, second)) {
			drop_last(z);
			break;
		}
		if (cut->n > 1)
			second = MIN(second, piece_at(z, cut, 1)->from);
		if (cut->n > 1 || (cut->n == 1 && keep == z->lines->len - 1))
			keep = z->lines->len;
		empty = l.n == 0 ? empty + 1 : 0;
		if (empty == 1) {
			if (part > 0 && !goes_on(z, part))
				break;
			part = (int)z->lines->len;
		}
		if (ends_page(&l))
			break;
		from = l.next;
	}
	if (part > 0 && part < (int)z->lines->len && !goes_on(z, part))
		keep = MIN(keep, (guint)part);
	while (z->lines->len > keep)
		drop_last(z);
	while (z->lines->len > 0 && line_at(z, (int)z->lines->len - 1)->n == 0)
		drop_last(z);
}

/* --- columns ----------------------------------------------------------------------------------------------------- */

/* The header may cross gaps: with figures, what counts begins with them. */
static void find_gaps(struct zone *z)
{
	int n = (int)z->lines->len, from = 0;
	while (from < n && !(line_at(z, from)->n > 1 && has_figure(z, from, from + 1)))
		from++;
	if (several_in(z, from, n) < 2)
		from = 0;
	z->gaps = gaps_in(z, from, n);
	z->n_cols = (int)z->gaps->len + 1;
}

/* A piece that has its only blank in a gap of one place is two. */
static void cut_pieces(struct zone *z)
{
	GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	for (guint i = 0; i < z->by_line->len; i++) {
		struct row_line *line = &g_array_index(z->by_line, struct row_line, i);
		const struct sp_typed_line *l = sp_typed_line(z->lines, (int)i);
		struct row_line made = { pieces->len, 0 };
		for (guint k = 0; k < line->n; k++) {
			struct piece p = *piece_at(z, line, k);
			for (guint g = 0; g < z->gaps->len; g++) {
				const struct gap *gap = &g_array_index(z->gaps, struct gap, g);
				if (gap->to - gap->from > 1 || p.from >= gap->from || p.to <= gap->to ||
				    l->at[gap->from] != ' ')
					continue;
				struct piece head = { .from = p.from, .to = gap->from, .cols = 1 };
				head.figure = is_figure(l, &head);
				g_array_append_val(pieces, head);
				made.n++;
				p.from = gap->to;
				p.figure = is_figure(l, &p);
			}
			g_array_append_val(pieces, p);
			made.n++;
		}
		*line = made;
	}
	g_array_free(z->pieces, TRUE);
	z->pieces = pieces;
}

static int column_of(const struct zone *z, int x)
{
	int col = 0;
	while (col < (int)z->gaps->len && x * 2 >= g_array_index(z->gaps, struct gap, (guint)col).from +
						       g_array_index(z->gaps, struct gap, (guint)col).to)
		col++;
	return col;
}

static void place_pieces(struct zone *z)
{
	z->figures = g_new0(int, (gsize)z->n_cols);
	z->filled = g_new0(int, (gsize)z->n_cols);
	for (guint i = 0; i < z->pieces->len; i++) {
		struct piece *p = &g_array_index(z->pieces, struct piece, i);
		p->col = column_of(z, p->from);
		p->cols = column_of(z, p->to - 1) - p->col + 1;
		if (p->cols == 1) {
			z->filled[p->col]++;
			z->figures[p->col] += p->figure;
		}
	}
}

static bool holds_figures(const struct zone *z, int col)
{
	return z->figures[col] > 0 && z->figures[col] * 2 >= z->filled[col];
}

/* --- is it a table? ------------------------------------------------------------------------------------------------
 */

static int words_in(const struct sp_typed_line *l, const struct piece *p)
{
	int words = 1;
	for (int x = p->from; x < p->to; x++)
		words += l->at[x] == ' ';
	return words;
}

struct column_shape {
	int lines, words, wide; /* of a column: lines that fill it, words, places */
	int marks;              /* pieces without a word: "-", "1.", "a)" */
};

static bool is_mark(const struct sp_typed_line *l, const struct piece *p)
{
	enum { MARK = 3 };
	return width_of(p) <= MARK && !(width_of(p) > 1 && g_unichar_isalpha(l->at[p->to - 1]));
}

static struct column_shape shape_of(const struct zone *z, int col)
{
	struct column_shape s = { 0 };
	for (guint i = 0; i < z->lines->len; i++) {
		const struct row_line *line = line_at(z, (int)i);
		const struct sp_typed_line *l = sp_typed_line(z->lines, (int)i);
		for (guint k = 0; k < line->n; k++) {
			const struct piece *p = piece_at(z, line, k);
			if (p->col != col || p->cols > 1)
				continue;
			s.lines++;
			s.words += words_in(l, p);
			s.wide += (int)width_of(p);
			s.marks += is_mark(l, p);
		}
	}
	return s;
}

/* "Titolo ........ 12": a table of contents. */
static bool has_leaders(const struct zone *z)
{
	int leaders = 0;
	for (guint i = 0; i < z->lines->len; i++) {
		const struct sp_typed_line *l = sp_typed_line(z->lines, (int)i);
		int dots = 0, most = 0;
		for (int x = 0; x < l->n; x++) {
			dots = l->at[x] == '.' || l->at[x] == 0x2026 ? dots + 1 : l->at[x] == ' ' ? dots : 0;
			most = MAX(most, dots);
		}
		leaders += most > 3;
	}
	return leaders * 3 > (int)z->lines->len;
}

static bool is_table(const struct zone *z)
{
	enum { FEW_WORDS = 4, NARROW = 30 };
	int several = several_in(z, 0, (int)z->lines->len), figures = 0, short_columns = 0, columns_of_figures = 0;
	for (int col = 0; col < z->n_cols; col++) {
		struct column_shape s = shape_of(z, col);
		if (holds_figures(z, col)) {
			figures += z->figures[col];
			columns_of_figures++;
		}
		short_columns += s.lines > 0 && s.words <= FEW_WORDS * s.lines;
	}
	if (z->n_cols < 2 || several < 2 || has_leaders(z))
		return false;
	struct column_shape first = shape_of(z, 0), second = shape_of(z, 1);
	if (columns_of_figures > 0 && figures > 2)
		return z->n_cols > 2 || (!holds_figures(z, 0) && z->figures[1] > 2);
	if (several < 3)
		return false;
	if (z->n_cols > 2)
		return short_columns * 2 > z->n_cols;
	/* labels beside texts: narrow, and with lines of the text that have no label, or much shorter than the text */
	return first.marks * 2 < first.lines && first.wide <= NARROW * first.lines &&
	       (first.lines * 10 < second.lines * 8 || first.wide * 2 < second.wide);
}

/* --- rows ------------------------------------------------------------------------------------------------------------
 */

static bool is_anchor(const struct zone *z, int i, bool figures)
{
	const struct row_line *l = line_at(z, i);
	for (guint k = 0; k < l->n; k++) {
		const struct piece *p = piece_at(z, l, k);
		if (figures ? p->figure && p->cols == 1 && holds_figures(z, p->col) : p->col == 0)
			return true;
	}
	return false;
}

static bool begins_small(const struct zone *z, int i)
{
	const struct row_line *l = line_at(z, i);
	const struct piece *p = piece_at(z, l, 0);
	return !g_unichar_isupper(sp_typed_line(z->lines, i)->at[p->from]) &&
	       !g_unichar_isdigit(sp_typed_line(z->lines, i)->at[p->from]);
}

static bool spans_columns(const struct zone *z, int i)
{
	const struct row_line *l = line_at(z, i);
	for (guint k = 0; k < l->n; k++)
		if (piece_at(z, l, k)->cols > 1)
			return true;
	return false;
}

/* For each line its row, -1 for empty ones. (transfer full) */
static int *rows_of(const struct zone *z, int *n_rows, int *header)
{
	int n = (int)z->lines->len, row = -1;
	int *rows = g_new(int, (gsize)n + 1);
	bool figures = false, anchored = false;
	for (int col = 0; col < z->n_cols; col++)
		figures = figures || holds_figures(z, col);
	*header = 0;
	for (int from = 0, to; from < n; from = to) {
		if (line_at(z, from)->n == 0) {
			rows[from] = -1;
			to = from + 1;
			continue;
		}
		int anchors = 0, first = -1;
		for (to = from; to < n && line_at(z, to)->n > 0; to++)
			if (is_anchor(z, to, figures)) {
				first = anchors++ == 0 ? to : first;
			}
		/* the lines before the first anchor of all are the header, else they belong to it */
		bool own = !anchored && first > from && figures;
		row++;
		bool seen = false;
		for (int i = from; i < to; i++) {
			bool anchor = is_anchor(z, i, figures);
			const struct piece *p = piece_at(z, line_at(z, i), 0);
			bool begins = anchor ? seen || (own && i == first)
					     : anchors > 1 && seen && p->col == 0 && !begins_small(z, i);
			/* in a header, a line over several columns is a level of its own */
			begins = begins || (own && i > from && i < first && spans_columns(z, i - 1));
			row += begins;
			seen = (seen && !begins) || anchor || begins;
			rows[i] = row;
			if (own && i == first)
				*header = row;
		}
		if (!anchored && anchors > 0 && *header == 0 && figures)
			*header = rows[from];
		anchored = anchored || anchors > 0;
	}
	*n_rows = row + 1;
	return rows;
}

static struct sp_typed *fill(const struct zone *z)
{
	int n_rows, header;
	int *rows = rows_of(z, &n_rows, &header);
	const struct sp_typed_line *last = sp_typed_line(z->lines, (int)z->lines->len - 1);
	struct sp_typed *t = sp_typed_new(n_rows, z->n_cols, last->next);
	guint *cells = g_new0(guint, (gsize)z->n_cols); /* of the row, counted from 1 */
	for (guint i = 0; i < z->lines->len; i++) {
		const struct row_line *l = line_at(z, (int)i);
		if (rows[i] >= 0 && (i == 0 || rows[i] > rows[i - 1]))
			memset(cells, 0, sizeof *cells * (size_t)z->n_cols);
		for (guint k = 0; k < l->n; k++) {
			const struct piece *p = piece_at(z, l, k);
			if (cells[p->col] == 0) {
				int cols = 1;
				while (cols < p->cols && cells[p->col + cols] == 0)
					cols++;
				sp_typed_add(t, rows[i], p->col, 1, cols);
				for (int c = 0; c < cols; c++)
					cells[p->col + c] = t->cells->len;
			}
			sp_typed_put(&g_array_index(t->cells, struct sp_typed_cell, cells[p->col] - 1),
				     sp_typed_line(z->lines, (int)i), p->from, p->to);
		}
	}
	t->header_rows = header < n_rows ? header : 0;
	t->header_declared = t->header_rows > 0;
	g_free(cells);
	g_free(rows);
	return t;
}

struct sp_typed *sp_spaced_read(const char *from, const char *end, const char **behind)
{
	struct zone z = {
		.lines = sp_typed_lines_new(),
		.pieces = g_array_new(FALSE, FALSE, sizeof(struct piece)),
		.by_line = g_array_new(FALSE, FALSE, sizeof(struct row_line)),
	};
	struct sp_typed *t = NULL;
	gather(&z, from, end);
	*behind = z.lines->len > 0 ? sp_typed_line(z.lines, (int)z.lines->len - 1)->next : from;
	if (z.lines->len > 1) {
		find_gaps(&z);
		cut_pieces(&z);
		place_pieces(&z);
		t = is_table(&z) ? fill(&z) : NULL;
	}
	if (t && t->n_rows < 2) {
		sp_typed_free(t);
		t = NULL;
	}
	g_free(z.figures);
	g_free(z.filled);
	if (z.gaps)
		g_array_free(z.gaps, TRUE);
	g_array_free(z.by_line, TRUE);
	g_array_free(z.pieces, TRUE);
	g_array_free(z.lines, TRUE);
	return t;
}
