#include "normalize/woven.h"

#include <string.h>

#include "base/amount.h"
#include "normalize/cell.h"

enum {
	NAME_TIMES = 3, /* that a text stands beside amounts, to name a line */
	NAMES_MOST = 64,
	LINES_MOST = 4,
	CELLS_LEAST = 3, /* cells of several amounts that tell lines which nothing names */
};

/* What names a line of an item: "previsione di cassa". */
struct name {
	char *text;
	GHashTable *columns;   /* set of those in which it had an amount, counted from the last */
	unsigned times, first; /* rows that it stands in; those of them that say what the item is */
};

struct sp_woven {
	GPtrArray *names; /* struct name * */
};

static void free_name(gpointer p)
{
	struct name *x = p;
	g_free(x->text);
	g_hash_table_destroy(x->columns);
	g_free(x);
}

struct sp_woven *sp_woven_new(void)
{
	struct sp_woven *w = g_new(struct sp_woven, 1);
	w->names = g_ptr_array_new_with_free_func(free_name);
	return w;
}

void sp_woven_free(struct sp_woven *w)
{
	if (!w)
		return;
	g_ptr_array_unref(w->names);
	g_free(w);
}

/* How many amounts a cell consists of; 0 where anything else stands in it. */
static unsigned amounts_in(const char *text)
{
	unsigned n = 0;
	char **words = g_strsplit(text, " ", -1);
	for (char **word = words; *word; word++)
		n = sp_amount_with_cents(*word) ? n + 1 : G_MAXINT / 2;
	g_strfreev(words);
	return n <= LINES_MOST ? n : 0;
}

/* --- names ------------------------------------------------------------------------------------------------ */

static struct name *find(const struct sp_woven *w, const char *text)
{
	for (guint i = 0; i < w->names->len; i++) {
		struct name *x = g_ptr_array_index(w->names, i);
		if (strcmp(x->text, text) == 0)
			return x;
	}
	return NULL;
}

static struct name *remember(struct sp_woven *w, const char *text)
{
	struct name *x = find(w, text);
	if (x || w->names->len >= NAMES_MOST)
		return x;
	x = g_new(struct name, 1);
	*x = (struct name){ g_strdup(text), g_hash_table_new(NULL, NULL), 0, 0 };
	g_ptr_array_add(w->names, x);
	return x;
}

/* The text right before the row's first amount in that column or behind. */
static bool is_beside_amounts(const struct sp_grid *g, size_t row, size_t col)
{
	for (size_t c = col + 1; c < g->cols; c++)
		if (*sp_grid_text(g, row, c))
			return sp_amount_with_cents(sp_grid_text(g, row, c));
	return false;
}

/* Do words stand before the column? */
static bool is_labelled(const struct sp_grid *g, size_t row, size_t col)
{
	for (size_t c = 0; c < col; c++)
		if (sp_cell_has_letters(sp_grid_text(g, row, c)))
			return true;
	return false;
}

static bool holds_lines(const struct sp_grid *g, size_t row)
{
	for (size_t c = 0; c < g->cols; c++)
		if (amounts_in(sp_grid_text(g, row, c)) >= 2)
			return true;
	return false;
}

/* A text beside amounts in a row of one line; NULL where there is none. */
static const char *name_at(const struct sp_grid *g, size_t row, size_t col)
{
	const char *text = sp_grid_text(g, row, col);
	return sp_cell_has_letters(text) && is_beside_amounts(g, row, col) && !holds_lines(g, row) ? text : NULL;
}

/* What repeats in the column. */
static void learn_column(struct sp_woven *w, const struct sp_grid *g, size_t body, size_t col)
{
	GHashTable *times = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t row = body; row < g->rows; row++) {
		const char *text = name_at(g, row, col);
		int n = text ? GPOINTER_TO_INT(g_hash_table_lookup(times, text)) + 1 : 0;
		if (text)
			g_hash_table_insert(times, (gpointer)text, GINT_TO_POINTER(n));
		if (n == NAME_TIMES)
			remember(w, text);
	}
	g_hash_table_destroy(times);
	for (size_t row = body; row < g->rows; row++) {
		const char *text = name_at(g, row, col);
		struct name *x = text ? find(w, text) : NULL;
		if (!x)
			continue;
		x->times++;
		x->first += is_labelled(g, row, col);
		for (size_t c = col + 1; c < g->cols; c++)
			if (sp_amount_with_cents(sp_grid_text(g, row, c)))
				g_hash_table_add(x->columns, GSIZE_TO_POINTER(g->cols - c));
	}
}

/* The names that the text consists of, 0 where it consists of others; longer names first. */
static unsigned split_names(const struct sp_woven *w, const char *text, const struct name *names[LINES_MOST])
{
	unsigned n = 0;
	while (*text && n < LINES_MOST) {
		const struct name *best = NULL;
		for (guint i = 0; i < w->names->len; i++) {
			const struct name *x = g_ptr_array_index(w->names, i);
			size_t len = strlen(x->text);
			if (g_str_has_prefix(text, x->text) && (!text[len] || text[len] == ' ') &&
			    (!best || len > strlen(best->text)))
				best = x;
		}
		if (!best)
			return 0;
		names[n++] = best;
		text += strlen(best->text);
		text += *text == ' ';
	}
	return *text ? 0 : n;
}

/* --- rows -------------------------------------------------------------------------------------------------- */

struct weave {
	unsigned lines; /* 1: a row like any other */
	size_t named;   /* the column that names them; cols for none */
	const struct name *names[LINES_MOST];
};

static struct weave weave_of(const struct sp_woven *w, const struct sp_grid *g, size_t row)
{
	struct weave x = { 1, g->cols, { NULL } };
	unsigned cells = 0, single = 0;
	for (size_t c = 0; c < g->cols; c++) {
		unsigned n = amounts_in(sp_grid_text(g, row, c));
		if (n >= 2 && cells > 0 && n != x.lines)
			return (struct weave){ 1, g->cols, { NULL } };
		x.lines = n >= 2 ? n : x.lines;
		cells += n >= 2;
		single += n == 1;
	}
	for (size_t c = 0; c < g->cols && cells > 0; c++)
		if (split_names(w, sp_grid_text(g, row, c), x.names) == x.lines)
			x.named = c;
	bool told = x.named < g->cols || (cells >= CELLS_LEAST && single == 0);
	x.lines = told ? x.lines : 1;
	return x;
}

/* Which line has the one amount of a cell: the only one that usually has one there, or else the first. */
static unsigned line_of(const struct weave *x, const struct sp_grid *g, size_t col)
{
	unsigned line = 0, usual = 0;
	for (unsigned i = x->lines; i-- > 0 && x->named < g->cols;)
		if (g_hash_table_contains(x->names[i]->columns, GSIZE_TO_POINTER(g->cols - col))) {
			line = i;
			usual++;
		}
	return usual == 1 ? line : 0;
}

struct rows {
	const struct sp_grid *g;
	struct sp_grid *out;
	size_t row; /* of `out`, to be filled next */
};

static void put(struct rows *r, size_t line, size_t col, const struct sp_grid_cell *printed, const char *text)
{
	*sp_grid_at(r->out, r->row + line, col) = (struct sp_grid_cell){ printed->json, text, r->row + line, col };
}

/* A part of the cell's text in each line. */
static void put_parts(struct rows *r, size_t row, size_t col, const struct weave *x)
{
	const struct sp_grid_cell *cell = sp_grid_at(r->g, row, col);
	const char *at = cell->text;
	for (unsigned i = 0; i < x->lines; i++) {
		size_t n = col == x->named ? strlen(x->names[i]->text) : strcspn(at, " ");
		put(r, i, col, cell, g_string_chunk_insert_len(r->out->texts, at, (gssize)n));
		at += n;
		at += *at == ' ';
	}
}

static void part_row(struct rows *r, size_t row, const struct weave *x)
{
	for (size_t c = 0; c < r->g->cols; c++) {
		if (!sp_grid_own(r->g, row, c))
			continue;
		unsigned n = amounts_in(sp_grid_text(r->g, row, c));
		if (c == x->named || n == x->lines)
			put_parts(r, row, c, x);
		else
			put(r, n == 1 ? line_of(x, r->g, c) : 0, c, sp_grid_at(r->g, row, c),
			    sp_grid_text(r->g, row, c));
	}
	r->row += x->lines;
}

/* A row as it is; what spans goes on to span. */
static void copy_row(struct rows *r, size_t row)
{
	for (size_t c = 0; c < r->g->cols; c++) {
		struct sp_grid_cell cell = *sp_grid_at(r->g, row, c);
		cell.row = r->row - MIN(row - MIN(cell.row, row), r->row);
		*sp_grid_at(r->out, r->row, c) = cell;
	}
	r->row++;
}

/* Names the first line of items? */
static bool begins_items(const struct name *x)
{
	return x && x->first * 2 > x->times;
}

/* The words before the column go to the row above, into the first of its empty places that can take them. */
static void raise_label(struct sp_grid *g, size_t row, size_t col)
{
	size_t to = 0;
	GString *words = g_string_new(NULL);
	while (to < col && *sp_grid_text(g, row - 1, to))
		to++;
	for (size_t c = 0; c < col && to < col; c++) {
		struct sp_grid_cell *cell = sp_grid_at(g, row, c);
		if (!sp_cell_has_letters(sp_grid_text(g, row, c)))
			continue;
		g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", cell->text);
		*sp_grid_at(g, row - 1, to) = (struct sp_grid_cell){ cell->json,
								     g_string_chunk_insert(g->texts, words->str),
								     row - 1, to };
		*cell = (struct sp_grid_cell){ .text = "" };
	}
	g_string_free(words, TRUE);
}

/* The first line of an item without a label, above its second. */
static bool is_above_label(const struct sp_woven *w, const struct sp_grid *g, size_t row, size_t col)
{
	const struct name *x = find(w, sp_grid_text(g, row, col)), *next = find(w, sp_grid_text(g, row + 1, col));
	return begins_items(x) && !is_labelled(g, row, col) && next && !begins_items(next);
}

/* What an item is may be printed in the middle of its lines: it belongs to the first of them. */
static void raise_labels(const struct sp_woven *w, struct sp_grid *g, size_t body, size_t col)
{
	for (size_t row = body; row + 1 < g->rows; row++)
		if (is_above_label(w, g, row, col))
			raise_label(g, row + 1, col);
}

/* Does some item's first line stand above its label? */
static bool has_low_labels(const struct sp_woven *w, const struct sp_grid *g, size_t body)
{
	for (size_t row = body; row + 1 < g->rows; row++)
		for (size_t c = 0; c < g->cols; c++)
			if (is_above_label(w, g, row, c) && is_labelled(g, row + 1, c))
				return true;
	return false;
}

bool sp_woven_part(struct sp_woven *w, const struct sp_grid *g, size_t body, struct sp_grid *parted)
{
	size_t rows = g->rows;
	for (size_t c = 0; c < g->cols; c++)
		learn_column(w, g, body, c);
	for (size_t row = body; row < g->rows; row++)
		rows += weave_of(w, g, row).lines - 1;
	if (rows == g->rows && !has_low_labels(w, g, body))
		return false;
	*parted = *g;
	parted->rows = rows;
	parted->texts = g_string_chunk_new(1024);
	parted->cells = g_new0(struct sp_grid_cell, rows * g->cols + 1);
	for (size_t i = 0; i < rows * g->cols; i++)
		parted->cells[i].text = "";
	struct rows r = { g, parted, 0 };
	for (size_t row = 0; row < g->rows; row++) {
		struct weave x = weave_of(w, g, row);
		if (row >= body && x.lines > 1)
			part_row(&r, row, &x);
		else
			copy_row(&r, row);
	}
	for (size_t c = 0; c < g->cols; c++)
		raise_labels(w, parted, body, c);
	return true;
}
