#include "extract/table.h"

static void cell_clear(void *cell)
{
	struct sp_cell *c = cell;
	g_free(c->text);
	g_strfreev(c->paragraphs);
}

struct sp_table *sp_table_new(enum sp_method method, int n_rows, int n_cols)
{
	struct sp_table *t = g_new0(struct sp_table, 1);
	t->method = method;
	t->confidence = 1;
	t->n_rows = n_rows;
	t->n_cols = n_cols;
	t->cells = g_array_new(FALSE, TRUE, sizeof(struct sp_cell));
	g_array_set_clear_func(t->cells, cell_clear);
	return t;
}

void sp_table_free(struct sp_table *t)
{
	if (!t)
		return;
	g_array_free(t->cells, TRUE);
	g_free(t->xs);
	g_free(t->ys);
	g_free(t->id);
	g_free(t->continues);
	g_free(t);
}

struct sp_cell *sp_table_add(struct sp_table *t, int row, int col, int rowspan, int colspan)
{
	struct sp_cell cell = { .row = row, .col = col, .rowspan = rowspan, .colspan = colspan, .fill = SP_WHITE, .confidence = 1 };
	if (t->xs && t->ys)
		cell.box = (struct sp_box){ t->xs[col], t->ys[row], t->xs[col + colspan], t->ys[row + rowspan] };
	g_array_append_val(t->cells, cell);
	return sp_table_cell(t, t->cells->len - 1);
}

static int by_row_then_col(const void *a, const void *b)
{
	const struct sp_cell *ca = a, *cb = b;
	return ca->row != cb->row ? ca->row - cb->row : ca->col - cb->col;
}

void sp_table_sort(struct sp_table *t)
{
	g_array_sort(t->cells, by_row_then_col);
}

struct sp_cell *sp_table_at(const struct sp_table *t, int row, int col)
{
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_cell *c = sp_table_cell(t, i);
		if (row >= c->row && row < c->row + c->rowspan && col >= c->col && col < c->col + c->colspan)
			return c;
	}
	return NULL;
}

void sp_table_drop_rows(struct sp_table *t, int n)
{
	for (guint i = t->cells->len; i-- > 0;) {
		struct sp_cell *c = sp_table_cell(t, i);
		if (c->row + c->rowspan <= n) {
			g_array_remove_index(t->cells, i);
		} else if (c->row < n) {
			c->rowspan -= n - c->row;
			c->row = 0;
		} else {
			c->row -= n;
		}
	}
	t->n_rows -= n;
	if (t->ys) {
		memmove(t->ys, t->ys + n, (size_t)(t->n_rows + 1) * sizeof *t->ys);
		t->box.y0 = t->ys[0];
	}
}

void sp_table_describe(const struct sp_table *t, struct sp_jw *w)
{
	static const char *const methods[] = { "ruled", "aligned", "tagged", "ocr", "markup" };
	sp_jw_str(w, "method", methods[t->method]);
	sp_jw_pt(w, "confidence", t->confidence);
	sp_jw_int(w, "n_rows", t->n_rows);
	sp_jw_int(w, "n_cols", t->n_cols);
	sp_jw_int(w, "header_rows", t->header_rows);
	sp_jw_str(w, "continues", t->continues);
	if (t->continues) {
		sp_jw_bool(w, "continues_row", t->continues_row);
		sp_jw_int(w, "repeated_header_rows", t->repeated_header_rows);
	}
}
