#include "normalize/heads.h"

#include <string.h>

#include "normalize/cell.h"
#include "normalize/header.h"

enum {
	MOST_ROWS = 4,
	AMOUNTS_LEAST = 2, /* in a row that is no head; columns of amounts that a head stands over */
	UNDER_SHARE = 2,   /* of its width, at least one in so many stands under the column whose head it takes */
	HEADED_SHARE = 2,  /* of the columns, one in so many has to find a head for a table to go on without one */
};

struct head {
	char *text;
	int year;
	const struct sp_measure_rule *measure; /* or NULL */
	bool boxed;
	double x0, x1;
};

struct sp_heads {
	struct sp_ctx *ctx;
	const GPtrArray *rules; /* struct sp_year_rule */
	int base;
	const GPtrArray *measures; /* struct sp_measure_rule */
	GArray *columns;           /* struct head */
};

static void head_clear(gpointer p)
{
	struct head *h = p;
	g_free(h->text);
}

static GArray *columns_new(void)
{
	GArray *columns = g_array_new(FALSE, TRUE, sizeof(struct head));
	g_array_set_clear_func(columns, head_clear);
	return columns;
}

struct sp_heads *sp_heads_new(struct sp_ctx *ctx, const GPtrArray *rules, int base, const GPtrArray *measures)
{
	struct sp_heads *h = g_new(struct sp_heads, 1);
	*h = (struct sp_heads){ ctx, rules, base, measures, columns_new() };
	return h;
}

void sp_heads_free(struct sp_heads *h)
{
	if (!h)
		return;
	g_array_unref(h->columns);
	g_free(h);
}

void sp_heads_forget(struct sp_heads *h)
{
	g_array_set_size(h->columns, 0);
}

static const struct head *head_at(const struct sp_heads *h, size_t col)
{
	return &g_array_index(h->columns, struct head, col);
}

size_t sp_heads_count(const struct sp_heads *h)
{
	return h->columns->len;
}

const char *sp_heads_text(const struct sp_heads *h, size_t col)
{
	return head_at(h, col)->text;
}

int sp_heads_year(const struct sp_heads *h, size_t col)
{
	return head_at(h, col)->year;
}

const char *sp_heads_measure(const struct sp_heads *h, size_t col, const char *line)
{
	const struct sp_measure_rule *rule = head_at(h, col)->measure;
	return rule && !(rule->spare && line) ? rule->measure : line;
}

/* --- which rows name columns --------------------------------------------------------------------------------- */

static bool is_year(const char *text)
{
	return strlen(text) == 4 && strspn(text, "0123456789") == 4 &&
	       (g_str_has_prefix(text, "19") || g_str_has_prefix(text, "20"));
}

static size_t amounts_in(const struct sp_grid *g, size_t row)
{
	size_t n = 0;
	for (size_t c = 0; c < g->cols; c++)
		n += sp_cell_is_amount(sp_grid_text(g, row, c));
	return n;
}

/* Words and years. */
static bool may_name(const struct sp_grid *g, size_t row)
{
	bool any = false;
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (sp_cell_is_figure(text) && !is_year(text))
			return false;
		any = any || *text;
	}
	return any;
}

/* Is most of what the column holds from that row on an amount? */
static bool is_of_amounts(const struct sp_grid *g, size_t col, size_t from)
{
	size_t amounts = 0, printed = 0;
	for (size_t row = from; row < g->rows; row++) {
		const char *text = sp_grid_text(g, row, col);
		printed += *text != '\0';
		amounts += sp_cell_is_amount(text);
	}
	return 2 * amounts > printed;
}

static bool stands_under_words(const struct sp_grid *g, size_t row, size_t col)
{
	for (size_t r = 0; r < row; r++)
		if (*sp_grid_at(g, r, col)->text)
			return true;
	return false;
}

/* The column in which rows begin with words. */
static size_t leading(const struct sp_grid *g, size_t from)
{
	size_t col = g->cols;
	for (size_t row = from; row < g->rows; row++)
		for (size_t c = 0; c < col; c++)
			if (sp_cell_has_letters(sp_grid_text(g, row, c)))
				col = c;
	return col;
}

/*
 * Words over columns of amounts, that say nothing more of what rows begin with, where that has its head: the second
 * line of a heading that the layout took for the first row, or a head printed again on the next page.
 */
static bool names_amounts(const struct sp_grid *g, size_t row)
{
	size_t over = 0, lead = leading(g, row + 1);
	if (!may_name(g, row) || lead == g->cols || (*sp_grid_text(g, row, lead) && stands_under_words(g, row, lead)))
		return false;
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		over += (sp_cell_has_letters(text) || is_year(text)) && is_of_amounts(g, c, row + 1);
	}
	return over >= AMOUNTS_LEAST;
}

/* Headings of sections stand over the first columns alone: are there words over half of the row's figures? */
static bool stands_over_figures(const struct sp_grid *g, size_t row)
{
	size_t figures = 0, headed = 0;
	for (size_t c = 0; c < g->cols; c++) {
		bool figure = sp_cell_is_figure(sp_grid_text(g, row, c));
		figures += figure;
		headed += figure && stands_under_words(g, row, c);
	}
	return headed > 0 && 2 * headed >= figures;
}

static size_t text_bytes(const struct sp_grid *g, size_t row)
{
	size_t n = 0;
	for (size_t c = 0; c < g->cols; c++)
		n += strlen(sp_grid_text(g, row, c));
	return n;
}

/*
 * In a table of texts alone a header names every column, without digits, in words that are shorter than what stands
 * below them.
 */
static bool names_texts(const struct sp_grid *g)
{
	size_t first, below = 0;
	for (size_t c = 0; c < g->cols; c++)
		if (strpbrk(sp_grid_text(g, 0, c), "0123456789"))
			return false;
	for (size_t row = 1; row < g->rows; row++)
		below += text_bytes(g, row);
	return sp_grid_filled(g, 0, &first) == g->cols && text_bytes(g, 0) * (g->rows - 1) < below;
}

/* The rows of words and years at the top, where the layout tells no head. */
static size_t rows_untold(const struct sp_grid *g)
{
	size_t row = 0;
	while (row < g->rows && may_name(g, row))
		row++;
	if (row == g->rows)
		return names_texts(g) ? 1 : 0;
	return row <= MOST_ROWS && stands_over_figures(g, row) ? row : 0;
}

size_t sp_heads_rows(const struct sp_grid *g)
{
	size_t row = 0;
	if (g->header_rows == 0 && !g->continues)
		return rows_untold(g);
	while (row < g->header_rows && amounts_in(g, row) < AMOUNTS_LEAST)
		row++;
	while (row >= g->header_rows && row < MOST_ROWS && row < g->rows && names_amounts(g, row))
		row++;
	return row;
}

bool sp_heads_alone(const struct sp_grid *g)
{
	size_t first;
	for (size_t row = 0; row < g->rows; row++)
		if (!may_name(g, row))
			return false;
	return g->rows > 0 && g->rows <= MOST_ROWS && sp_grid_filled(g, g->rows - 1, &first) >= AMOUNTS_LEAST;
}

/* --- what they say ----------------------------------------------------------------------------------------------- */

/* What stands above a column, outer first, " / " between. (transfer full) */
static char *head_of(const struct sp_grid *g, size_t col, size_t rows)
{
	GString *out = g_string_new(NULL);
	const struct sp_json *last = NULL;
	for (size_t r = 0; r < rows; r++) {
		const struct sp_grid_cell *cell = sp_grid_at(g, r, col);
		if (*cell->text && cell->json != last)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " / " : "", cell->text);
		last = cell->json;
	}
	return g_string_free(out, FALSE);
}

/* The year that is printed, or that the words mean. */
static enum sp_status read_year(struct sp_heads *h, struct head *head)
{
	g_free(sp_header_tight(head->text, &head->year));
	enum sp_status s = SP_END;
	for (guint i = 0; i < h->rules->len && h->base > 0 && head->year == 0 && s == SP_END; i++) {
		const struct sp_year_rule *rule = h->rules->pdata[i];
		s = sp_pattern_search(h->ctx, rule->pattern, head->text, strlen(head->text), 0, NULL);
		head->year = s == SP_OK ? h->base + rule->offset : 0;
	}
	return s == SP_FAIL ? SP_FAIL : SP_OK;
}

/* The first rule whose pattern is in the text: of heads, or of lines' names. */
static enum sp_status find_measure(const struct sp_heads *h, const char *text, bool line,
				   const struct sp_measure_rule **found)
{
	enum sp_status s = SP_END;
	*found = NULL;
	for (guint i = 0; i < h->measures->len && s == SP_END; i++) {
		const struct sp_measure_rule *rule = h->measures->pdata[i];
		const struct sp_pattern *pattern = line ? rule->line : rule->head;
		s = pattern ? sp_pattern_search(h->ctx, pattern, text, strlen(text), 0, NULL) : SP_END;
		*found = s == SP_OK ? rule : NULL;
	}
	return s == SP_FAIL ? SP_FAIL : SP_OK;
}

enum sp_status sp_heads_line(const struct sp_heads *h, const char *name, const char **measure)
{
	const struct sp_measure_rule *rule;
	enum sp_status s = find_measure(h, name, true, &rule);
	*measure = rule ? rule->measure : NULL;
	return s;
}

/* Shares and changes behind a year's figures are of that year. */
static void share_years(GArray *columns)
{
	for (guint c = 1; c < columns->len; c++) {
		struct head *head = &g_array_index(columns, struct head, c);
		if (head->year == 0 && g_strcmp0(sp_header_unit(head->text), "%") == 0)
			head->year = g_array_index(columns, struct head, c - 1).year;
	}
}

/* Where the column stands, by the cells that are its own. */
static void measure(const struct sp_grid *g, size_t col, struct head *head)
{
	struct sp_place sides = { 0 };
	for (size_t row = 0; row < g->rows; row++) {
		bool spans = (col > 0 && sp_grid_at(g, row, col - 1)->json == sp_grid_at(g, row, col)->json) ||
			     (col + 1 < g->cols && sp_grid_at(g, row, col + 1)->json == sp_grid_at(g, row, col)->json);
		if (!sp_grid_own(g, row, col) || spans)
			continue;
		struct sp_place cell = sp_grid_cell_place(g, row, col);
		sp_place_join(&sides, &cell);
	}
	head->boxed = sides.boxed;
	head->x0 = sides.box[0];
	head->x1 = sides.box[2];
}

static double shared(const struct head *a, const struct head *b)
{
	return MIN(a->x1, b->x1) - MAX(a->x0, b->x0);
}

/* The head under which the column stands; NULL for none. */
static const struct head *head_above(const struct sp_heads *h, const struct head *column)
{
	const struct head *best = NULL;
	for (guint i = 0; i < h->columns->len && column->boxed; i++) {
		const struct head *x = head_at(h, i);
		double under = x->boxed ? shared(x, column) : 0;
		if (UNDER_SHARE * under >= column->x1 - column->x0 && (!best || under > shared(best, column)))
			best = x;
	}
	return best;
}

/* The columns of the grid under the heads that are known. (transfer full) */
static GArray *headed(const struct sp_heads *h, const struct sp_grid *g)
{
	GArray *columns = columns_new();
	size_t found = 0;
	for (size_t c = 0; c < g->cols; c++) {
		struct head head = { 0 };
		measure(g, c, &head);
		const struct head *above = head_above(h, &head);
		head.text = g_strdup(above ? above->text : "");
		head.year = above ? above->year : 0;
		head.measure = above ? above->measure : NULL;
		found += *head.text != '\0';
		g_array_append_val(columns, head);
	}
	for (size_t c = 0; c < g->cols && HEADED_SHARE * found < g->cols; c++) {
		struct head *head = &g_array_index(columns, struct head, c);
		*head->text = '\0';
		head->year = 0;
		head->measure = NULL;
	}
	return columns;
}

enum sp_status sp_heads_read(struct sp_heads *h, const struct sp_grid *g, size_t rows, bool follows)
{
	bool same = g->continues || (follows && !g->place.boxed);
	if (rows == 0 && same && h->columns->len == g->cols)
		return SP_OK;
	GArray *columns = rows == 0 && (g->continues || follows) ? headed(h, g) : columns_new();
	g_array_unref(h->columns);
	h->columns = columns;
	for (size_t c = columns->len; c < g->cols; c++) {
		struct head head = { .text = head_of(g, c, rows) };
		measure(g, c, &head);
		g_array_append_val(columns, head);
		struct head *kept = &g_array_index(columns, struct head, c);
		if (read_year(h, kept) != SP_OK || find_measure(h, kept->text, false, &kept->measure) != SP_OK)
			return SP_FAIL;
	}
	share_years(columns);
	return SP_OK;
}
