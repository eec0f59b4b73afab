#include "extract/tables/table.h"

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

static bool covers(const struct sp_cell *c, int row, int col)
{
	return row >= c->row && row < c->row + c->rowspan && col >= c->col && col < c->col + c->colspan;
}

struct sp_cell *sp_table_at(const struct sp_table *t, int row, int col)
{
	/* nearly always one begins there, and they are in order */
	guint from = 0, to = t->cells->len;
	while (from < to) {
		guint middle = from + (to - from) / 2;
		const struct sp_cell *c = sp_table_cell(t, middle);
		if (c->row < row || (c->row == row && c->col < col))
			from = middle + 1;
		else
			to = middle;
	}
	if (from < t->cells->len && covers(sp_table_cell(t, from), row, col))
		return sp_table_cell(t, from);
	for (guint i = 0; i < t->cells->len; i++)
		if (covers(sp_table_cell(t, i), row, col))
			return sp_table_cell(t, i);
	return NULL;
}

/* --- places ------------------------------------------------------------------------------------------- */

/* The cells that begin in a row, and the strip of the page that they reach over. */
struct row {
	double top, bottom;
	guint first, n; /* in `order` */
};

struct sp_places {
	const struct sp_table *table;
	struct row *rows;
	guint *order; /* indices of cells, row by row, as they stand in the table */
};

struct sp_places *sp_places_new(const struct sp_table *t)
{
	struct sp_places *p = g_new(struct sp_places, 1);
	guint n = t->cells->len, at = 0;
	*p = (struct sp_places){ t, g_new0(struct row, (gsize)t->n_rows + 1), g_new(guint, (gsize)n + 1) };
	for (guint i = 0; i < n; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		struct row *r = &p->rows[c->row];
		r->top = r->n > 0 ? MIN(r->top, c->box.y0) : c->box.y0;
		r->bottom = r->n > 0 ? MAX(r->bottom, c->box.y1) : c->box.y1;
		r->n++;
	}
	for (int k = 0; k < t->n_rows; at += p->rows[k++].n)
		p->rows[k].first = at;
	for (int k = 0; k < t->n_rows; k++)
		p->rows[k].n = 0;
	for (guint i = 0; i < n; i++) {
		struct row *r = &p->rows[sp_table_cell(t, i)->row];
		p->order[r->first + r->n++] = i;
	}
	return p;
}

void sp_places_free(struct sp_places *p)
{
	g_free(p->rows);
	g_free(p->order);
	g_free(p);
}

guint sp_places_cell(const struct sp_places *p, const struct sp_box *box)
{
	double y = (box->y0 + box->y1) / 2;
	guint found = p->table->cells->len;
	for (int k = 0; k < p->table->n_rows; k++) {
		const struct row *r = &p->rows[k];
		for (guint i = 0; i < r->n && y >= r->top && y <= r->bottom; i++) {
			guint index = p->order[r->first + i];
			if (sp_box_holds_middle(&sp_table_cell(p->table, index)->box, box)) {
				found = MIN(found, index);
				break;
			}
		}
	}
	return found;
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
