#include "extract/markup/typed.h"

#include "base/text.h"

static void line_clear(void *line)
{
	g_free(((struct sp_typed_line *)line)->at);
}

GArray *sp_typed_lines_new(void)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct sp_typed_line));
	g_array_set_clear_func(lines, line_clear);
	return lines;
}

struct sp_typed_line sp_typed_line_at(const char *from, const char *end)
{
	const char *to = from;
	while (to < end && *to != '\n' && *to != '\f')
		to++;
	struct sp_typed_line l = { .from = from, .next = to < end ? to + 1 : end };
	glong n = 0;
	l.at = g_utf8_to_ucs4_fast(from, to - from, &n);
	for (glong i = 0; i < n; i++)
		if (g_unichar_isspace(l.at[i]))
			l.at[i] = ' ';
	while (n > 0 && l.at[n - 1] == ' ')
		n--;
	l.n = (int)MIN(n, G_MAXINT);
	return l;
}

static void cell_clear(void *cell)
{
	g_string_free(((struct sp_typed_cell *)cell)->lines, TRUE);
}

struct sp_typed *sp_typed_new(int n_rows, int n_cols, const char *behind)
{
	struct sp_typed *t = g_new0(struct sp_typed, 1);
	*t = (struct sp_typed){ .n_rows = n_rows, .n_cols = n_cols, .behind = behind };
	t->cells = g_array_new(FALSE, FALSE, sizeof(struct sp_typed_cell));
	g_array_set_clear_func(t->cells, cell_clear);
	return t;
}

void sp_typed_free(struct sp_typed *t)
{
	if (!t)
		return;
	g_array_free(t->cells, TRUE);
	g_free(t->caption);
	g_free(t);
}

struct sp_typed_cell *sp_typed_add(struct sp_typed *t, int row, int col, int rowspan, int colspan)
{
	struct sp_typed_cell c = { row, col, rowspan, colspan, g_string_new(NULL) };
	g_array_append_val(t->cells, c);
	return &g_array_index(t->cells, struct sp_typed_cell, t->cells->len - 1);
}

void sp_typed_put(struct sp_typed_cell *c, const struct sp_typed_line *l, int x0, int x1)
{
	x0 = MAX(x0, 0);
	x1 = MIN(x1, l->n);
	while (x0 < x1 && l->at[x0] == ' ')
		x0++;
	while (x0 < x1 && l->at[x1 - 1] == ' ')
		x1--;
	if (x0 >= x1)
		return;
	if (c->lines->len > 0)
		g_string_append_c(c->lines, '\n');
	for (int x = x0; x < x1; x++)
		g_string_append_unichar(c->lines, l->at[x]);
}
