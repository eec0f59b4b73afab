/*
 * lattice — tables whose cells are drawn.
 *
 * Edges that cross or touch make a component; its vertical and horizontal positions make a grid;
 * neighbours without an edge between them are one merged cell. A component is a table when it has at
 * least two cells with words in them and is not a frame around something else, a form's box or a chart.
 */
#ifndef SPUNTA_EXTRACT_TABLES_LATTICE_H
#define SPUNTA_EXTRACT_TABLES_LATTICE_H

#include "extract/page/rulings.h"
#include "extract/tables/table.h"

/*
 * Adds the tables to `tables` (struct sp_table *, top to bottom). `words` are those that may belong
 * to tables (const struct sp_word *); texts are not set yet (cells.h).
 */
void sp_lattice_find(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                     GPtrArray *tables);

#endif
