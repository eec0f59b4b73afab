#include "normalize/grid.h"

enum { MOST_CELLS = 4 * 1000 * 1000 };

static size_t whole(const struct sp_json *object, const char *key, size_t otherwise)
{
	int64_t n;
	const struct sp_json *v = sp_json_get(object, key);
	return v && sp_json_int(v, &n) && n >= 0 && n < G_MAXINT ? (size_t)n : otherwise;
}

struct sp_grid_cell *sp_grid_at(const struct sp_grid *g, size_t row, size_t col)
{
	return &g->cells[row * g->cols + col];
}

bool sp_grid_own(const struct sp_grid *g, size_t row, size_t col)
{
	const struct sp_grid_cell *c = sp_grid_at(g, row, col);
	return c->json && c->row == row && c->col == col;
}

/* Text printed at this very place, "" for the rest of a span. */
const char *sp_grid_text(const struct sp_grid *g, size_t row, size_t col)
{
	return sp_grid_own(g, row, col) ? sp_grid_at(g, row, col)->text : "";
}

/* False when the cell says that it stands outside its table. */
static bool put(struct sp_grid *g, const struct sp_json *json)
{
	struct sp_grid_cell c = { json, sp_json_str(sp_json_get(json, "text")), whole(json, "row", G_MAXSIZE),
			     whole(json, "col", G_MAXSIZE) };
	if (!c.text)
		c.text = "";
	size_t rows = MAX(whole(json, "rowspan", 1), 1), cols = MAX(whole(json, "colspan", 1), 1);
	for (size_t r = c.row; r < g->rows && r - c.row < rows; r++)
		for (size_t k = c.col; k < g->cols && k - c.col < cols; k++)
			if (!sp_grid_at(g, r, k)->json || (r == c.row && k == c.col))
				*sp_grid_at(g, r, k) = c;
	return c.row < g->rows && c.col < g->cols;
}

enum sp_status sp_grid_read(struct sp_engine *e, const struct sp_line *line, struct sp_grid *g)
{
	*g = (struct sp_grid){ .json = line->json, .number = ++e->tables };
	g->rows = whole(line->json, "n_rows", 0);
	g->cols = whole(line->json, "n_cols", 0);
	g->header_rows = MIN(whole(line->json, "header_rows", 0), g->rows);
	g->continues = sp_json_str(sp_json_get(line->json, "continues")) != NULL;
	g->continues_row = sp_json_bool(sp_json_get(line->json, "continues_row"), false);
	sp_place_init(&g->place);
	sp_place_read(&g->place, line->json, 0);
	const char *id = sp_json_str(sp_json_get(line->json, "id"));
	g_strlcpy(g->place.table, id ? id : "", sizeof g->place.table);
	if (g->rows > 0 && g->cols > MOST_CELLS / g->rows)
		return sp_report(e->ctx, SP_D_LIMIT, "table %s has %zu rows and %zu columns; %d cells are the limit",
				 g->place.table, g->rows, g->cols, MOST_CELLS);
	g->cells = g_new0(struct sp_grid_cell, g->rows * g->cols + 1);
	for (size_t i = 0; i < g->rows * g->cols; i++)
		g->cells[i].text = "";
	for (const struct sp_json *c = sp_json_first(sp_json_get(line->json, "cells")); c; c = sp_json_next(c))
		if (!put(g, c) && sp_json_str(sp_json_get(c, "text")))
			sp_engine_unparsed(e, sp_json_str(sp_json_get(c, "text")), "a cell outside its table",
					   &g->place);
	return SP_OK;
}

struct sp_place sp_grid_cell_place(const struct sp_grid *g, size_t row, size_t col)
{
	struct sp_place p = g->place;
	if (sp_grid_at(g, row, col)->json)
		sp_place_read(&p, sp_grid_at(g, row, col)->json, g->place.page);
	p.row = (int)whole(sp_grid_at(g, row, col)->json, "row", row);
	p.col = (int)whole(sp_grid_at(g, row, col)->json, "col", col);
	return p;
}

struct sp_place sp_grid_row_place(const struct sp_grid *g, size_t row)
{
	struct sp_place p;
	sp_place_init(&p);
	int printed = (int)row;
	for (size_t c = 0; c < g->cols; c++)
		if (sp_grid_own(g, row, c)) {
			struct sp_place cell = sp_grid_cell_place(g, row, c);
			printed = p.page == 0 || cell.row < printed ? cell.row : printed;
			sp_place_join(&p, &cell);
		}
	if (p.page == 0 && !p.boxed)
		p = g->place;
	g_strlcpy(p.table, g->place.table, sizeof p.table);
	p.row = printed;
	p.col = -1;
	return p;
}

/* The row's own cells, " | " between. (transfer full) */
char *sp_grid_row_text(const struct sp_grid *g, size_t row)
{
	GString *out = g_string_new(NULL);
	for (size_t c = 0; c < g->cols; c++)
		if (*sp_grid_text(g, row, c))
			g_string_append_printf(out, "%s%s", out->len > 0 ? " | " : "", sp_grid_text(g, row, c));
	return g_string_free(out, FALSE);
}

size_t sp_grid_filled(const struct sp_grid *g, size_t row, size_t *first)
{
	size_t n = 0;
	for (size_t c = g->cols; c-- > 0;)
		if (*sp_grid_text(g, row, c)) {
			n++;
			*first = c;
		}
	return n;
}

void sp_grid_clear(struct sp_grid *g)
{
	g_free(g->cells);
	g->cells = NULL;
	if (g->texts)
		g_string_chunk_free(g->texts);
	g_free(g->names);
	g->names = NULL;
	g->texts = NULL;
}
