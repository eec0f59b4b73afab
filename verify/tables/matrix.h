/*
 * matrix — a table that no profile knows, as a matrix of exact whole numbers.
 *
 *     struct sp_matrix *m = sp_matrix_new();
 *     sp_matrix_add(m, record);                 // a `table` record; then those that continue it
 *     sp_matrix_close(m);
 *     m->cells[r * m->n_cols + c].state == SP_CELL_FIGURE … .units
 *     sp_matrix_free(m);
 *
 * All figures of a table have one scale (`decimals`), so that sums are sums of integers. A table whose figures do not
 * fit (more than 4 decimals, more than 15 digits) is closed without rows. The records are borrowed and must outlive it.
 */
#ifndef SPUNTA_VERIFY_TABLES_MATRIX_H
#define SPUNTA_VERIFY_TABLES_MATRIX_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/json.h"

#define SP_MATRIX_ROWS 4000 /* rows behind them are not looked at */
#define SP_MATRIX_COLS 60

enum sp_cell_state {
	SP_CELL_EMPTY,
	SP_CELL_FIGURE,
	SP_CELL_TEXT,   /* words, codes, dates, years */
	SP_CELL_UNREAD, /* it holds figures that could not be told apart */
};

struct sp_matrix_cell {
	enum sp_cell_state state;
	int64_t units;
	const struct sp_json *json;
};

struct sp_matrix_row {
	const struct sp_json *json;
	const char *label; /* "" for none */
	const char *table; /* id of the record that it stands in */
	bool total;        /* the label says so */
	bool part;         /* "di cui": a part of the row above, not a further one */
	bool doubtful;     /* an amount stands among its words: some cell may lack its figure */
	int series; /* lines of one item, "competenza" and "cassa", are series of their own; 0 where there are none */
};

struct sp_matrix {
	const char *id; /* of the first record */
	GArray *rows;   /* of struct sp_matrix_row */
	size_t n_rows, n_cols;
	struct sp_matrix_cell *cells;
	const char **headers; /* "" for none */
	bool *amounts;        /* columns of figures that may be added up: no numbers of rows, no percentages */
	bool *percent;
	int decimals;
	int n_series; /* at least 1 */
	bool torn;    /* the first record continues another: the beginning is missing */
};

struct sp_matrix *sp_matrix_new(void);
void sp_matrix_free(struct sp_matrix *m); /* NULL is allowed */

/* False when it has other columns than the records before. */
bool sp_matrix_add(struct sp_matrix *m, const struct sp_json *record);
void sp_matrix_close(struct sp_matrix *m);

static inline const struct sp_matrix_cell *sp_matrix_at(const struct sp_matrix *m, size_t row, size_t col)
{
	return &m->cells[row * m->n_cols + col];
}

#endif
