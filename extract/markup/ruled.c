/*
 * Two kinds. Where bars part the cells, the corners of the rules give the columns and the rules the rows; a cell spans
 * where the rule or the bar beside it is missing. Where only rules of = or - stand above the columns, their runs are
 * the columns, and a line whose first column is empty goes on with the row before.
 *
 * What it does wrong: a band of several lines without "=" rules is taken for one row unless each of its lines fills its
 * first and its last cell, as MySQL prints; cells with wide letters (two columns on a terminal) are cut beside the bar
 * unless their line has as many bars as the table.
 */
#include "extract/markup/typed.h"

enum { LINES_MOST = 100000, COLUMNS_MOST = 200 }; /* of one table: what it costs grows with the square of its columns */

/* --- rules and bars ----------------------------------------------------------------------------------------- */

/* Box drawing as the signs that typists use. */
static void plain_signs(struct sp_typed_line *l)
{
	for (int x = 0; x < l->n; x++) {
		gunichar c = l->at[x];
		if (c < 0x2500 || c > 0x257F)
			continue;
		if (c == 0x2500 || c == 0x2501)
			l->at[x] = '-';
		else if (c == 0x2550)
			l->at[x] = '=';
		else
			l->at[x] = c == 0x2502 || c == 0x2503 || c == 0x2551 ? '|' : '+';
	}
}

static int indent_of(const struct sp_typed_line *l)
{
	int x = 0;
	while (x < l->n && l->at[x] == ' ')
		x++;
	return x;
}

static bool draws(gunichar c)
{
	return c == '-' || c == '=' || c == '+';
}

/* "+---+===+", whole. */
static bool is_full_rule(const struct sp_typed_line *l)
{
	int from = indent_of(l), drawn = 0;
	for (int x = from; x < l->n; x++) {
		if (!draws(l->at[x]))
			return false;
		drawn += l->at[x] != '+';
	}
	return l->n - from >= 3 && drawn > 0 && l->at[from] == '+' && l->at[l->n - 1] == '+';
}

/* "|     +----+": a rule beside a cell that spans it. */
static bool is_part_rule(const struct sp_typed_line *l)
{
	bool corner = false;
	for (int x = 0; x + 2 < l->n; x++)
		corner = corner || (l->at[x] == '+' && draws(l->at[x + 1]) && draws(l->at[x + 2])) ||
			 (draws(l->at[x]) && draws(l->at[x + 1]) && l->at[x + 2] == '+');
	return corner;
}

struct typed_grid {
	GArray *lines;   /* struct sp_typed_line */
	GArray *edges;   /* int, places of corners, ascending */
	GArray *rules;   /* int, lines that are rules, and the one behind the last */
	int header_rule; /* the first with "=" that has rows above, or -1 */
	int n_cols;
};

static int int_at(const GArray *a, int i)
{
	return g_array_index(a, int, (guint)i);
}

static int by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void find_edges(struct typed_grid *g)
{
	g->edges = g_array_new(FALSE, FALSE, sizeof(int));
	int widest = 0;
	for (guint k = 0; k < g->rules->len; k++)
		widest = MAX(widest, sp_typed_line(g->lines, int_at(g->rules, (int)k))->n);
	bool *seen = g_new0(bool, (gsize)widest + 1);
	for (guint k = 0; k < g->rules->len; k++) {
		const struct sp_typed_line *l = sp_typed_line(g->lines, int_at(g->rules, (int)k));
		for (int x = 0; x < l->n; x++)
			if (l->at[x] == '+' && !seen[x] &&
			    (draws(sp_typed_at(l, x - 1)) || draws(sp_typed_at(l, x + 1)))) {
				seen[x] = true;
				g_array_append_val(g->edges, x);
			}
	}
	g_free(seen);
	g_array_sort(g->edges, by_value);
	g->n_cols = (int)g->edges->len - 1;
}

/* Where a line is cut: at its own bars if it has one for each edge, else where the edges are. (transfer full) */
static int *cuts_of(const struct typed_grid *g, const struct sp_typed_line *l)
{
	int *cuts = g_new(int, g->edges->len);
	guint bars = 0;
	for (int x = 0; x < l->n; x++)
		if (l->at[x] == '|') {
			if (bars < g->edges->len)
				cuts[bars] = x;
			bars++;
		}
	if (bars != g->edges->len)
		for (guint k = 0; k < g->edges->len; k++)
			cuts[k] = int_at(g->edges, (int)k);
	return cuts;
}

static bool is_blank_between(const struct sp_typed_line *l, int x0, int x1)
{
	for (int x = x0; x < x1; x++)
		if (sp_typed_at(l, x) != ' ')
			return false;
	return true;
}

/* Does every line of a band fill its first and its last cell? */
static bool fills_ends(const struct typed_grid *g, int from, int to)
{
	for (int i = from; i < to; i++) {
		const struct sp_typed_line *l = sp_typed_line(g->lines, i);
		int *cuts = cuts_of(g, l);
		bool filled = !is_blank_between(l, cuts[0] + 1, cuts[1]) &&
			      !is_blank_between(l, cuts[g->n_cols - 1] + 1, cuts[g->n_cols]);
		g_free(cuts);
		if (!filled)
			return false;
	}
	return true;
}

/* --- tables with bars ----------------------------------------------------------------------------------------- */

struct band {
	int from, to; /* lines */
	int rule;     /* the line below that parts it from the next; -1: it is parted all along */
};

/* Where lines are rows, a band of one above a band of several is the header: rows have no rules between. */
static GArray *bands_of(struct typed_grid *g)
{
	GArray *bands = g_array_new(FALSE, FALSE, sizeof(struct band));
	bool split = g->header_rule < 0;
	for (guint k = 0; k + 1 < g->rules->len && split; k++) {
		int from = int_at(g->rules, (int)k), to = int_at(g->rules, (int)k + 1);
		split = is_full_rule(sp_typed_line(g->lines, from)) && (to - from <= 2 || fills_ends(g, from + 1, to));
	}
	bool headed = split && g->rules->len > 2 && int_at(g->rules, 2) - int_at(g->rules, 1) > 2;
	if (headed)
		g->header_rule = int_at(g->rules, 1);
	for (guint k = 0; k + 1 < g->rules->len; k++) {
		struct band b = { int_at(g->rules, (int)k) + 1, int_at(g->rules, (int)k + 1),
				  int_at(g->rules, (int)k + 1) };
		if (b.from >= b.to)
			continue;
		for (int i = b.from; split && i < b.to; i++) {
			struct band line = { i, i + 1, -1 };
			g_array_append_val(bands, line);
		}
		if (!split)
			g_array_append_val(bands, b);
	}
	return bands;
}

static bool parted_below(const struct typed_grid *g, const struct band *b, int col)
{
	if (b->rule < 0 || b->rule >= (int)g->lines->len)
		return true;
	const struct sp_typed_line *l = sp_typed_line(g->lines, b->rule);
	for (int x = int_at(g->edges, col) + 1; x < int_at(g->edges, col + 1); x++)
		if (!draws(sp_typed_at(l, x)))
			return false;
	return true;
}

static bool parted_right(const struct typed_grid *g, const struct band *b, int col)
{
	for (int i = b->from; i < b->to; i++) {
		const struct sp_typed_line *l = sp_typed_line(g->lines, i);
		int *cuts = cuts_of(g, l);
		gunichar c = sp_typed_at(l, cuts[col + 1]);
		g_free(cuts);
		if (c != '|' && c != '+')
			return false;
	}
	return true;
}

static void put_rectangle(struct sp_typed_cell *c, const struct typed_grid *g, int from, int to)
{
	for (int i = from; i < to; i++) {
		const struct sp_typed_line *l = sp_typed_line(g->lines, i);
		int *cuts = cuts_of(g, l);
		sp_typed_put(c, l, cuts[c->col] + 1, cuts[c->col + c->colspan]);
		g_free(cuts);
	}
}

static struct sp_typed *fill_grid(struct typed_grid *g, const char *behind)
{
	GArray *bands = bands_of(g);
	int n_rows = (int)bands->len;
	struct sp_typed *t = sp_typed_new(n_rows, g->n_cols, behind);
	bool *taken = g_new0(bool, (gsize)n_rows *(gsize)g->n_cols + 1);
	for (int row = 0; row < n_rows; row++) {
		const struct band *b = &g_array_index(bands, struct band, (guint)row);
		if (g->header_rule >= 0 && b->to <= g->header_rule)
			t->header_rows = row + 1;
		for (int col = 0; col < g->n_cols; col++) {
			if (taken[row * g->n_cols + col])
				continue;
			int width = 1, height = 1;
			while (col + width < g->n_cols && !taken[row * g->n_cols + col + width] &&
			       !parted_right(g, b, col + width - 1))
				width++;
			const struct band *last = b;
			while (row + height < n_rows && !parted_below(g, last, col))
				last = &g_array_index(bands, struct band, (guint)(row + height++));
			for (int i = 0; i < height * width; i++)
				taken[(row + i / width) * g->n_cols + col + i % width] = true;
			put_rectangle(sp_typed_add(t, row, col, height, width), g, b->from, last->to);
		}
	}
	t->header_declared = t->header_rows > 0;
	g_free(taken);
	g_array_free(bands, TRUE);
	return t;
}

static void read_grid_lines(struct typed_grid *g, const char *from, const char *end)
{
	for (int i = 0; from < end && i < LINES_MOST; i++) {
		struct sp_typed_line l = sp_typed_line_at(from, end);
		plain_signs(&l);
		gunichar first = sp_typed_at(&l, indent_of(&l));
		bool rule = first == '+' ? is_full_rule(&l) : first == '|' && is_part_rule(&l);
		if (!rule && first != '|') {
			g_free(l.at);
			return;
		}
		if (rule) {
			bool double_rule = false;
			for (int x = 0; x < l.n; x++)
				double_rule = double_rule || l.at[x] == '=';
			if (double_rule && g->rules->len > 0 && g->header_rule < 0)
				g->header_rule = i;
			g_array_append_val(g->rules, i);
		}
		g_array_append_val(g->lines, l);
		from = l.next;
	}
}

static struct sp_typed *read_grid(const char *from, const char *end)
{
	struct sp_typed_line first = sp_typed_line_at(from, end);
	plain_signs(&first);
	bool begins = is_full_rule(&first);
	g_free(first.at);
	if (!begins)
		return NULL;
	struct typed_grid g = { .lines = sp_typed_lines_new(), .header_rule = -1 };
	g.rules = g_array_new(FALSE, FALSE, sizeof(int));
	read_grid_lines(&g, from, end);
	find_edges(&g);
	int behind = (int)g.lines->len;
	if (int_at(g.rules, (int)g.rules->len - 1) != behind - 1)
		g_array_append_val(g.rules, behind);
	struct sp_typed *t = NULL;
	if (g.n_cols > 1 && g.n_cols <= COLUMNS_MOST && g.rules->len > 1)
		t = fill_grid(&g, sp_typed_line(g.lines, behind - 1)->next);
	if (t && t->n_rows == 0) {
		sp_typed_free(t);
		t = NULL;
	}
	g_array_free(g.edges, TRUE);
	g_array_free(g.rules, TRUE);
	g_array_free(g.lines, TRUE);
	return t;
}

/* --- rules over columns ------------------------------------------------------------------------------------------- */

/* "=====  ===": the places where its runs begin, two or more; NULL for any other line. (transfer full) */
static GArray *runs_of(const struct sp_typed_line *l)
{
	gunichar sign = sp_typed_at(l, indent_of(l));
	if (sign != '=' && sign != '-')
		return NULL;
	GArray *starts = g_array_new(FALSE, FALSE, sizeof(int));
	int width = 0;
	bool fits = true;
	for (int x = 0; x <= l->n && fits; x++) {
		bool drawn = sp_typed_at(l, x) == sign;
		fits = drawn || sp_typed_at(l, x) == ' ';
		if (drawn && width++ == 0)
			g_array_append_val(starts, x);
		if (!drawn && width > 0) {
			fits = fits && width > 1;
			width = 0;
		}
	}
	if (fits && starts->len > 1 && starts->len <= COLUMNS_MOST)
		return starts;
	g_array_free(starts, TRUE);
	return NULL;
}

struct columns {
	GArray *lines;
	GArray *starts; /* int: where the columns begin */
	int head, last; /* the line of the rule below the header (-1: no header), and the line that ends the table */
	bool strict;    /* "=": an empty first column means that the row goes on */
};

static bool is_single_rule(const struct sp_typed_line *l)
{
	gunichar sign = sp_typed_at(l, indent_of(l));
	if (l->n < 3 || (sign != '=' && sign != '-' && sign != '_'))
		return false;
	for (int x = indent_of(l); x < l->n; x++)
		if (l->at[x] != sign)
			return false;
	return true;
}

static bool is_any_rule(const struct sp_typed_line *l)
{
	GArray *runs = runs_of(l);
	if (runs)
		g_array_free(runs, TRUE);
	return runs || is_single_rule(l);
}

static const struct sp_typed_line *add_line(GArray *lines, const char *from, const char *end)
{
	struct sp_typed_line l = sp_typed_line_at(from, end);
	g_array_append_val(lines, l);
	return sp_typed_line(lines, (int)lines->len - 1);
}

/* A rule above all: the table goes to the last rule that a blank line follows, or without one to the first blank line.
 */
static void find_closed(struct columns *c, const char *from, const char *end)
{
	int rules = 1, second = -1, first_blank = -1;
	bool rule_before = true, blank_before = false, closed = false;
	for (int i = 1; from < end && i < LINES_MOST && !closed; i++) {
		const struct sp_typed_line *l = add_line(c->lines, from, end);
		bool blank = l->n == 0, rule = !blank && is_any_rule(l);
		rule = rule && (!c->strict || sp_typed_at(l, indent_of(l)) == '=');
		closed = blank && rule_before && rules > 1;
		if ((blank && blank_before) || (rule && rule_before))
			break;
		if (rule && ++rules == 2)
			second = i;
		if (rule)
			c->last = i;
		if (blank && first_blank < 0)
			first_blank = i;
		blank_before = blank;
		rule_before = rule;
		from = l->next;
	}
	closed = closed || (rule_before && rules > 1);
	if (rules > 2 || !closed)
		c->head = second;
	if (!closed)
		c->last = first_blank > second ? first_blank : (int)c->lines->len;
}

/* A header of a few lines in columns, a rule, and rows up to a blank line or another rule before one. */
static bool find_headed(struct columns *c, const char *from, const char *end)
{
	enum { HEADER = 3 };
	const struct sp_typed_line *l = sp_typed_line(c->lines, 0);
	while (!c->starts && l->n > 0 && (int)c->lines->len <= HEADER && from < end) {
		l = add_line(c->lines, from, end);
		from = l->next;
		c->starts = runs_of(l);
		c->head = (int)c->lines->len - 1;
	}
	while (c->starts && from < end && (int)c->lines->len < LINES_MOST) {
		l = add_line(c->lines, from, end);
		from = l->next;
		if (l->n == 0)
			break;
	}
	c->last = (int)c->lines->len - (l->n == 0);
	return c->starts != NULL;
}

static bool find_columns(struct columns *c, const char *from, const char *end)
{
	const struct sp_typed_line *l = add_line(c->lines, from, end);
	c->head = c->last = -1;
	c->starts = runs_of(l);
	if (!c->starts)
		return find_headed(c, l->next, end);
	c->strict = sp_typed_at(l, indent_of(l)) == '=';
	find_closed(c, l->next, end);
	return true;
}

/* Does a run of the line below, which shows what spans, begin at x? Without such a line every column begins. */
static bool begins(const GArray *spans, int x)
{
	bool found = !spans;
	for (guint i = 0; !found && i < spans->len; i++)
		found = int_at(spans, (int)i) == x;
	return found;
}

/* The runs of the line of "-" that underlines a row in a table of "=", or NULL. (transfer full) */
static GArray *spans_below(const struct columns *c, int i)
{
	while (c->strict && ++i < c->last && sp_typed_line(c->lines, i)->n > 0) {
		const struct sp_typed_line *l = sp_typed_line(c->lines, i);
		if (is_any_rule(l))
			return sp_typed_at(l, indent_of(l)) == '-' ? runs_of(l) : NULL;
	}
	return NULL;
}

/* Puts a line into the row `number`, whose cells are `row`, by column and counted from 1. What crosses the edge of a
 * column spans the next. */
static void put_line(struct sp_typed *t, const struct columns *c, const struct sp_typed_line *l, const GArray *spans,
		     int number, guint *row)
{
	int n = (int)c->starts->len;
	for (int col = 0, next; col < n; col = next) {
		next = col + 1;
		while (next < n && (!begins(spans, int_at(c->starts, next)) ||
				    (sp_typed_at(l, int_at(c->starts, next) - 1) != ' ' &&
				     sp_typed_at(l, int_at(c->starts, next)) != ' ')))
			next++;
		int x0 = col == 0 ? 0 : int_at(c->starts, col), x1 = next < n ? int_at(c->starts, next) : l->n;
		bool escaped = sp_typed_at(l, x0) == '\\' && is_blank_between(l, x0 + 1, MIN(x1, l->n));
		if (escaped || is_blank_between(l, x0, MIN(x1, l->n)))
			continue;
		if (row[col] == 0) {
			sp_typed_add(t, number, col, 1, next - col);
			for (int k = col; k < next; k++)
				row[k] = t->cells->len;
		}
		sp_typed_put(&g_array_index(t->cells, struct sp_typed_cell, row[col] - 1), l, x0, x1);
	}
}

static bool holds_figure(const struct sp_typed_line *l)
{
	for (int x = 0; x < l->n; x++)
		if (g_unichar_isdigit(l->at[x]))
			return true;
	return false;
}

static struct sp_typed *fill_columns(const struct columns *c)
{
	int number = -1;
	const struct sp_typed_line *end = sp_typed_line(c->lines, MIN(c->last, (int)c->lines->len - 1));
	struct sp_typed *t = sp_typed_new(0, (int)c->starts->len, end->next);
	guint *row = g_new0(guint, c->starts->len);
	bool parted = true;
	for (int i = 0; i < c->last; i++) {
		const struct sp_typed_line *l = sp_typed_line(c->lines, i);
		if (i == c->head)
			t->header_rows = number + 1;
		if (l->n == 0 || is_any_rule(l)) {
			parted = parted || !c->strict || l->n > 0;
			continue;
		}
		bool first_empty = is_blank_between(l, 0, int_at(c->starts, 1) - 1);
		bool goes_on = i < c->head || (first_empty && (c->strict || !holds_figure(l)));
		if (parted || !goes_on) {
			number++;
			memset(row, 0, sizeof *row * c->starts->len);
		}
		GArray *spans = spans_below(c, i);
		put_line(t, c, l, spans, number, row);
		if (spans)
			g_array_free(spans, TRUE);
		parted = false;
	}
	g_free(row);
	t->n_rows = number + 1;
	t->header_declared = t->header_rows > 0;
	return t;
}

static struct sp_typed *read_columns(const char *from, const char *end)
{
	struct columns c = { .lines = sp_typed_lines_new() };
	struct sp_typed *t = find_columns(&c, from, end) ? fill_columns(&c) : NULL;
	if (t && (t->n_rows < 2 || t->header_rows >= t->n_rows)) {
		sp_typed_free(t);
		t = NULL;
	}
	if (c.starts)
		g_array_free(c.starts, TRUE);
	g_array_free(c.lines, TRUE);
	return t;
}

struct sp_typed *sp_ruled_read(const char *from, const char *end)
{
	struct sp_typed *t = read_grid(from, end);
	return t ? t : read_columns(from, end);
}
