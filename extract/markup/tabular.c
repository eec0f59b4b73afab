/*
 * The body is walked once: a cell ends at "&", a row at "\\", both outside of braces. Commands that draw or name parts
 * of the table are taken out on the way; \multicolumn and \multirow give spans. A header is what stands above \midrule,
 * or \endhead, or between the first two \hline where rows below have none between.
 */
#include "extract/markup/tabular.h"

#include "base/text.h"

enum { COLUMNS_MOST = 200 };

static const char *const environments[] = { "tabular", "tabular*", "tabularx", "longtable", "longtabu", "tabulary" };

struct tabular {
	const char *end;
	struct sp_typed *t;
	GString *cell;
	int row, col;
	int colspan, rowspan;
	bool any;                           /* the row has a cell that is not empty, or an "&" */
	int *taken;                         /* for how many rows, from this one, a column is taken */
	int first_rule, second_rule, rules; /* \hline: above which rows, how many */
	int head;                           /* \midrule or \endhead: rows above */
};

/* --- commands ------------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	return p;
}

/* What stands in the brackets at *p, which moves behind them; SP_STR_NONE if there are none. */
static struct sp_str group(const char **p, const char *end, char open, char close)
{
	const char *from = skip_blanks(*p, end);
	int depth = 0;
	if (from >= end || *from != open)
		return SP_STR_NONE;
	for (const char *q = from; q < end; q++) {
		if (*q == '\\') {
			q++;
		} else if (*q == open) {
			depth++;
		} else if (*q == close && --depth == 0) {
			*p = q + 1;
			return (struct sp_str){ from + 1, (size_t)(q - from - 1) };
		}
	}
	return SP_STR_NONE;
}

static int number_in(struct sp_str s)
{
	int n = 0;
	for (size_t i = 0; i < s.n && n < COLUMNS_MOST; i++)
		if (g_ascii_isdigit(s.s[i]))
			n = n * 10 + (s.s[i] - '0');
	return CLAMP(n, 1, COLUMNS_MOST);
}

/* The place in a list, or -1. */
static int place_in(struct sp_str name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sp_str_eq(name, list[i]))
			return (int)i;
	return -1;
}

static bool is_named(struct sp_str name, const char *const *list, size_t n)
{
	return place_in(name, list, n) >= 0;
}

static void note_rule(struct tabular *r)
{
	r->rules++;
	if (r->rules == 1)
		r->first_rule = r->row;
	else if (r->rules == 2)
		r->second_rule = r->row;
}

static void forget_rows(struct tabular *r, int from)
{
	GArray *cells = r->t->cells;
	while (cells->len > 0 && g_array_index(cells, struct sp_typed_cell, cells->len - 1).row >= from)
		g_array_set_size(cells, cells->len - 1);
	r->row = from;
	memset(r->taken, 0, sizeof *r->taken * COLUMNS_MOST);
}

/* A command of the table at `name`, behind which *p stands; false for what belongs to the text. */
static bool take_command(struct tabular *r, struct sp_str name, const char **p)
{
	static const char *const bare[] = { "tabularnewline", "centering", "raggedright",  "raggedleft",
					    "arraybackslash", "small",     "footnotesize", "scriptsize",
					    "normalsize",     "bfseries" };
	static const char *const drawn[] = { "toprule", "bottomrule", "addlinespace", "specialrule", "noalign",
					     "cline",   "cmidrule",   "rowcolor",     "cellcolor",   "label" };
	if (sp_str_eq(name, "caption")) {
		struct sp_str text = group(p, r->end, '{', '}');
		if (text.s && !r->t->caption)
			r->t->caption = sp_str_dup(text);
	} else if (sp_str_eq(name, "begin") || sp_str_eq(name, "end")) {
		struct sp_str inner = group(p, r->end, '{', '}');
		while (inner.s && sp_str_eq(name, "begin") &&
		       (group(p, r->end, '[', ']').s || group(p, r->end, '{', '}').s))
			;
	} else if (sp_str_eq(name, "hline")) {
		note_rule(r);
	} else if (sp_str_eq(name, "midrule") || sp_str_eq(name, "endfirsthead")) {
		r->head = r->head < 0 ? r->row : r->head;
	} else if (sp_str_eq(name, "endhead")) {
		/* with a first head of its own, this one is its repetition */
		if (r->head >= 0 && r->head < r->row)
			forget_rows(r, r->head);
		r->head = r->row;
	} else if (sp_str_eq(name, "endfoot")) {
		forget_rows(r, MAX(r->head, 0));
	} else if (!is_named(name, bare, G_N_ELEMENTS(bare)) && !is_named(name, drawn, G_N_ELEMENTS(drawn)) &&
		   !sp_str_eq(name, "endlastfoot")) {
		return false;
	}
	if (is_named(name, drawn, G_N_ELEMENTS(drawn)) || sp_str_eq(name, "midrule"))
		while (group(p, r->end, '[', ']').s || group(p, r->end, '(', ')').s || group(p, r->end, '{', '}').s)
			;
	return true;
}

/* --- cells ------------------------------------------------------------------------------------------------ */

static void end_cell(struct tabular *r)
{
	int width = 0;
	while (width < r->colspan && r->col + width < COLUMNS_MOST && (width == 0 || r->taken[r->col + width] == 0))
		width++;
	struct sp_str text = sp_str_trim((struct sp_str){ r->cell->str, r->cell->len });
	/* below a cell that spans rows, the source has an empty one */
	if (width > 0 && r->taken[r->col] == 0) {
		struct sp_typed_cell *c = sp_typed_add(r->t, r->row, r->col, r->rowspan, width);
		g_string_append_len(c->lines, text.s, (gssize)text.n);
		for (int k = r->col; k < r->col + width; k++)
			r->taken[k] = r->rowspan;
	}
	r->any = r->any || text.n > 0;
	r->col += width;
	r->t->n_cols = MAX(r->t->n_cols, r->col);
	r->colspan = r->rowspan = 1;
	g_string_truncate(r->cell, 0);
}

static void end_row(struct tabular *r)
{
	end_cell(r);
	if (!r->any) {
		GArray *cells = r->t->cells;
		while (cells->len > 0 && g_array_index(cells, struct sp_typed_cell, cells->len - 1).row >= r->row)
			g_array_set_size(cells, cells->len - 1);
		for (int k = 0; k < r->col; k++)
			r->taken[k] = MIN(r->taken[k], 0);
	} else {
		for (int k = 0; k < COLUMNS_MOST; k++)
			r->taken[k] -= r->taken[k] > 0;
		r->row++;
	}
	r->col = 0;
	r->any = false;
}

static void walk(struct tabular *r, const char *p, const char *end, bool inner);

/* \multicolumn{2}{c}{text}, \multirow{2}{*}{text} */
static bool take_span(struct tabular *r, struct sp_str name, const char **p)
{
	bool columns = sp_str_eq(name, "multicolumn"), rows = sp_str_eq(name, "multirow");
	const char *q = *p;
	if (!columns && !rows)
		return false;
	if (rows)
		group(&q, r->end, '[', ']');
	struct sp_str n = group(&q, r->end, '{', '}');
	if (rows)
		group(&q, r->end, '[', ']');
	struct sp_str width = group(&q, r->end, '{', '}');
	if (rows)
		group(&q, r->end, '[', ']');
	struct sp_str text = group(&q, r->end, '{', '}');
	if (!n.s || !width.s || !text.s)
		return false;
	*(columns ? &r->colspan : &r->rowspan) = number_in(n);
	const char *outer = r->end;
	r->end = text.s + text.n;
	walk(r, text.s, text.s + text.n, true);
	r->end = outer;
	*p = q;
	return true;
}

static void walk_command(struct tabular *r, const char **p)
{
	const char *q = *p + 1;
	while (q < r->end && g_ascii_isalpha(*q))
		q++;
	struct sp_str name = { *p + 1, (size_t)(q - *p - 1) };
	if (name.n == 0) {
		/* a sign: the text's own */
		q = MIN(q + 1, r->end);
		g_string_append_len(r->cell, *p, q - *p);
	} else if (!take_span(r, name, &q) && !take_command(r, name, &q)) {
		g_string_append_len(r->cell, *p, q - *p);
	}
	*p = q;
}

/* Rows and cells end in the body, not in the argument of a command, which is `inner`. */
static void walk(struct tabular *r, const char *p, const char *end, bool inner)
{
	int depth = inner;
	while (p < end) {
		if (*p == '\\' && p + 1 < end && p[1] == '\\' && depth == 0) {
			p += 2;
			if (p < end && *p == '*')
				p++;
			group(&p, end, '[', ']');
			end_row(r);
		} else if (*p == '\\') {
			walk_command(r, &p);
		} else if (*p == '&' && depth == 0) {
			end_cell(r);
			p++;
		} else if (*p == '%') {
			const char *line = memchr(p, '\n', (size_t)(end - p));
			p = line ? line + 1 : end;
		} else if (*p == '-' && p + 1 < end && p[1] == '-') {
			bool em = p + 2 < end && p[2] == '-';
			g_string_append(r->cell, em ? "—" : "–");
			p += em ? 3 : 2;
		} else {
			depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
			bool blank = *p == '~' || g_ascii_isspace(*p);
			if (!blank || r->cell->len > 0)
				g_string_append_c(r->cell, blank ? ' ' : *p);
			p++;
		}
	}
}

/* --- the table ------------------------------------------------------------------------------------------------ */

static int header_of(const struct tabular *r)
{
	if (r->head > 0 && r->head < r->row)
		return r->head;
	/* \hline above and below the first rows, and none between those that follow but the last */
	bool framed = r->rules > 1 && r->rules <= 3 && r->first_rule == 0 && r->second_rule > 0 &&
		      r->second_rule < r->row;
	return framed && r->row - r->second_rule > 1 ? r->second_rule : 0;
}

struct sp_typed *sp_tabular_read(const char *from, const char *end, unsigned *unended)
{
	const char *p = from + strlen("\\begin");
	if ((size_t)(end - from) < strlen("\\begin{") || memcmp(from, "\\begin{", 7) != 0)
		return NULL;
	struct sp_str name = group(&p, end, '{', '}');
	int kind = name.s ? place_in(name, environments, G_N_ELEMENTS(environments)) : -1;
	if (kind < 0 || *unended & 1u << kind)
		return NULL;
	char *closing = g_strdup_printf("\\end{" SP_STR_FMT "}", SP_STR_ARG(name));
	size_t n = strlen(closing);
	const char *close = memmem(p, (size_t)(end - p), closing, n);
	g_free(closing);
	if (!close) {
		*unended |= 1u << kind;
		return NULL;
	}
	group(&p, close, '[', ']');
	bool wide = sp_str_eq(name, "tabular*") || sp_str_eq(name, "tabularx") || sp_str_eq(name, "tabulary");
	if (wide)
		group(&p, close, '{', '}');
	group(&p, close, '{', '}');
	struct tabular r = { .end = close, .t = sp_typed_new(0, 0, close + n), .cell = g_string_new(NULL), .head = -1 };
	r.colspan = r.rowspan = 1;
	r.taken = g_new0(int, COLUMNS_MOST);
	walk(&r, p, close, false);
	end_row(&r);
	r.t->n_rows = r.row;
	r.t->header_rows = header_of(&r);
	r.t->header_declared = r.t->header_rows > 0;
	for (guint i = 0; i < r.t->cells->len; i++) {
		struct sp_typed_cell *c = &g_array_index(r.t->cells, struct sp_typed_cell, i);
		c->rowspan = MIN(c->rowspan, r.row - c->row);
	}
	g_string_free(r.cell, TRUE);
	g_free(r.taken);
	if (r.t->n_rows > 0 && r.t->n_cols > 0)
		return r.t;
	sp_typed_free(r.t);
	return NULL;
}
