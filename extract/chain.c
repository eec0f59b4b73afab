/*
 * Method. Two tables are one when their columns agree in number and place (SAME_EDGE; for aligned
 * tables, whose edges are where the text happens to end, in number and header) and either the header
 * is repeated or the second has none of its own.
 *
 * A row was cut by the break when the first row of the new page has no text in its leading cells
 * (the code, the number) where rows of this table have some, or when its text goes on in the middle
 * of a sentence in every cell it has.
 */
#include "extract/chain.h"

#include <math.h>

#include "base/text.h"

static const double SAME_EDGE = 4.0; /* pt */

struct sp_link {
	char *id;
	int n_cols, header_rows, n_rows;
	enum sp_method method;
	double *xs;
	GPtrArray *header; /* char *: text of row r, column c at r * n_cols + c; NULL where none */
	GPtrArray *last;   /* the last row's texts, in the same way */
};

static char *text_at(const struct sp_table *t, int row, int col)
{
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		if (c->row == row && c->col == col)
			return g_strdup(c->text);
	}
	return g_strdup("");
}

static GPtrArray *texts_of_rows(const struct sp_table *t, int from, int to)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	for (int r = from; r < to; r++)
		for (int c = 0; c < t->n_cols; c++)
			g_ptr_array_add(texts, text_at(t, r, c));
	return texts;
}

struct sp_link *sp_link_new(const struct sp_table *t)
{
	if (!t)
		return NULL;
	struct sp_link *link = g_new0(struct sp_link, 1);
	link->id = g_strdup(t->id);
	link->n_cols = t->n_cols;
	link->n_rows = t->n_rows;
	link->header_rows = t->header_rows;
	link->method = t->method;
	link->xs = g_memdup2(t->xs, sizeof *t->xs * (size_t)(t->n_cols + 1));
	link->header = texts_of_rows(t, 0, t->header_rows);
	link->last = texts_of_rows(t, t->n_rows - 1, t->n_rows);
	return link;
}

void sp_link_free(struct sp_link *link)
{
	if (!link)
		return;
	g_ptr_array_unref(link->header);
	g_ptr_array_unref(link->last);
	g_free(link->xs);
	g_free(link->id);
	g_free(link);
}

static bool same_columns(const struct sp_link *link, const struct sp_table *t)
{
	if (link->n_cols != t->n_cols || link->method != t->method || !link->xs || !t->xs)
		return false;
	for (int c = 0; c <= t->n_cols && t->method == SP_RULED; c++)
		if (fabs(link->xs[c] - t->xs[c]) > SAME_EDGE)
			return false;
	return true;
}

/* Does the table start with the linked one's header, cell by cell? */
static bool repeats_header(const struct sp_link *link, const struct sp_table *t)
{
	if (link->header_rows == 0 || t->n_rows < link->header_rows)
		return false;
	GPtrArray *texts = texts_of_rows(t, 0, link->header_rows);
	bool same = true;
	for (guint i = 0; i < texts->len && same; i++)
		same = sp_text_same(g_ptr_array_index(texts, i), g_ptr_array_index(link->header, i));
	g_ptr_array_unref(texts);
	return same;
}

static bool ends_open(const char *s)
{
	gunichar last = *s ? g_utf8_get_char(g_utf8_find_prev_char(s, s + strlen(s))) : 0;
	return last && last != '.' && last != ';' && last != ':' && last != '!' && last != '?' && last != ')';
}

static bool starts_inside(const char *s)
{
	return g_unichar_islower(g_utf8_get_char(s));
}

static bool cuts_row(const struct sp_link *link, const struct sp_table *t)
{
	GPtrArray *row = texts_of_rows(t, 0, 1);
	unsigned filled = 0, on = 0, fresh = 0;
	for (int c = 0; c < t->n_cols; c++) {
		const char *before = g_ptr_array_index(link->last, (guint)c), *after = g_ptr_array_index(row, (guint)c);
		if (!*after)
			continue;
		filled++;
		if (*before && starts_inside(after) && ends_open(before))
			on++;
		else if (!*before)
			fresh++;
	}
	bool leading_empty = !*(char *)g_ptr_array_index(row, 0) && *(char *)g_ptr_array_index(link->last, 0);
	g_ptr_array_unref(row);
	if (filled == 0)
		return false;
	return (leading_empty && fresh == 0) || (on > 0 && fresh == 0 && on * 2 >= filled);
}

void sp_link_follow(const struct sp_link *link, struct sp_table *t)
{
	if (!link || !same_columns(link, t))
		return;
	bool repeated = repeats_header(link, t);
	if (!repeated && t->header_rows > 0)
		return;
	t->continues = g_strdup(link->id);
	if (repeated) {
		t->repeated_header_rows = link->header_rows;
		sp_table_drop_rows(t, link->header_rows);
	}
	t->header_rows = 0;
	t->continues_row = t->n_rows > 0 && link->n_rows > link->header_rows && cuts_row(link, t);
}
