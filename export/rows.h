/*
 * rows — from the records of a stream to the rows of the model's tables.
 *
 *     struct sp_export_rows *rows = sp_export_rows_new(ctx, model, write_row, writer);
 *     while ((s = sp_stream_next(in, &line)) == SP_OK)
 *             if (sp_export_rows_add(rows, &line) != SP_OK) …      // what write_row returned, or SP_FAIL reported
 *     sp_export_rows_free(rows);
 *
 * Each record gives, in this order: its row of `records`, its row of its own table, its child rows.
 * What a row refers to has come before it.
 *
 * Nothing is lost: keys that have no column, and values that do not fit theirs (a word where an
 * integer belongs), stand in the row's `extra` under their path ("period.from"); a record type
 * without a table is a row of `other_records`. A reference to a record that has not come is moved to
 * `extra` with a warning, so that foreign keys always hold. Two records of one id are SP_FAIL.
 *
 * Cells are text in the form that the column's kind says (model.h), NULL where there is nothing; an
 * empty text stays empty. A row and its cells are borrowed during the call.
 *
 * Memory: one record, and the ids of all.
 */
#ifndef SPUNTA_EXPORT_ROWS_H
#define SPUNTA_EXPORT_ROWS_H

#include "base/stream.h"
#include "export/model.h"

struct sp_row {
	const struct sp_export_table *table;
	const char *const *cells; /* table->n_columns of them */
};

typedef enum sp_status (*sp_row_fn)(void *to, const struct sp_row *row);

struct sp_export_rows;

/* The model is borrowed. */
struct sp_export_rows *sp_export_rows_new(struct sp_ctx *ctx, const struct sp_model *model, sp_row_fn fn, void *to);
enum sp_status sp_export_rows_add(struct sp_export_rows *rows, const struct sp_line *line); /* the end line gives no row */
void sp_export_rows_free(struct sp_export_rows *rows);                                      /* NULL is allowed */

/*
 * The year that a document is of, and whose targets it states where they name none: that of the date as of which it tells
 * how things stand, else its period's if that is one year. NULL where it is of several. (transfer full)
 */
char *sp_document_year(const struct sp_json *document);

#endif
