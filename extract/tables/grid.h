/*
 * grid — a part of a reading as a table: cells on rows and columns, with what they span.
 *
 *     struct sp_table *t = sp_grid_new(reading, part);   // (transfer full); texts are not set (cells.h does)
 */
#ifndef SPUNTA_EXTRACT_TABLES_GRID_H
#define SPUNTA_EXTRACT_TABLES_GRID_H

#include "extract/tables/reading.h"
#include "extract/tables/table.h"

/* The same with other columns than the reading found: n of them between n + 1 edges, ascending. */
struct sp_table *sp_grid_with_columns(const struct sp_reading *reading, const struct sp_table_part *part, const double *edges, int n);

/* NULL where the part has not two cells with text in it. */
struct sp_table *sp_grid_new(const struct sp_reading *reading, const struct sp_table_part *part);

#endif
