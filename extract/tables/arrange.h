/*
 * arrange — which of a page's tables, as drawn and as read, explain its words best: each word is explained once.
 *
 * A drawn grid (lattice.h) is exact where all of its rows and columns are drawn, and a frame or half a grid where they are
 * not. A reading (reading.h) knows the rows and columns that no line shows. Where both have a table, the one that parts the
 * words more finely is taken, of equal ones the drawn one.
 */
#ifndef SPUNTA_EXTRACT_TABLES_ARRANGE_H
#define SPUNTA_EXTRACT_TABLES_ARRANGE_H

#include "extract/tables/reading.h"
#include "extract/tables/table.h"

struct sp_recurring;

/*
 * `tables` (struct sp_table *, owned by the array) holds the drawn ones and comes back with those that are taken; texts
 * are not set. `words` (const struct sp_word *) are all that are no furniture. What was read (struct sp_reading *) is
 * the caller's; it borrows `page` and `rulings`. (transfer full, g_ptr_array_unref)
 */
GPtrArray *sp_tables_arrange(const struct sp_table_model *model, const struct sp_recurring *recurring, const struct sp_page *page,
                             const struct sp_rulings *rulings, const GPtrArray *words, GPtrArray *tables);

/*
 * A page may hold so little of a table without rules that its columns do not show. Builds `table`, the first of its
 * page, anew with the columns that `edges` (n + 1) are, if it has others, and these part none of its words. NULL otherwise.
 * (transfer full; texts are not set)
 */
struct sp_table *sp_tables_lend_columns(const GPtrArray *readings, const struct sp_table *table, const double *edges, int n);

#endif
