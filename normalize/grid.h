/*
 * grid — the cells of one table of the layout stream, by row and column.
 *
 * A cell that spans stands at every place that it covers; its text counts as printed at its own, its top left place.
 *
 *     struct sp_grid g;
 *     if (sp_grid_read(e, line, &g) == SP_OK)
 *             … sp_grid_text(&g, row, col) …
 *     sp_grid_clear(&g);
 */
#ifndef SPUNTA_NORMALIZE_GRID_H
#define SPUNTA_NORMALIZE_GRID_H

#include "normalize/engine-internal.h"

struct sp_grid_cell {
	const struct sp_json *json; /* NULL: nothing printed there */
	const char *text;           /* never NULL */
	size_t row, col;            /* its own top left place */
};

/* Its rows are read from `header_rows` on; `number` counts the document's tables from 1. */
struct sp_grid {
	size_t rows, cols;
	struct sp_grid_cell *cells; /* rows × cols; a spanning cell stands at every place it covers */
	size_t header_rows;
	const struct sp_json *json;
	struct sp_place place;
	bool continues, continues_row;
	unsigned number;
	/* of a grid whose cells stand in other rows and columns than on the page; NULL otherwise */
	const char **names; /* by column: what its amounts are called */
	GStringChunk *texts;
};

/* Borrows from `line`. A cell that says it stands outside becomes `unparsed`. SP_FAIL after a diagnosis. */
enum sp_status sp_grid_read(struct sp_engine *e, const struct sp_line *line, struct sp_grid *g);
void sp_grid_clear(struct sp_grid *g);

struct sp_grid_cell *sp_grid_at(const struct sp_grid *g, size_t row, size_t col);
bool sp_grid_own(const struct sp_grid *g, size_t row, size_t col);
/* Text printed at this very place, "" for the rest of a span. */
const char *sp_grid_text(const struct sp_grid *g, size_t row, size_t col);
struct sp_place sp_grid_cell_place(const struct sp_grid *g, size_t row, size_t col);
struct sp_place sp_grid_row_place(const struct sp_grid *g, size_t row);
/* The row's own cells, " | " between. (transfer full) */
char *sp_grid_row_text(const struct sp_grid *g, size_t row);
/* How many of its cells have text; `first` is set to the first of them. */
size_t sp_grid_filled(const struct sp_grid *g, size_t row, size_t *first);

#endif
