/*
 * cells — what the cells of a table say.
 */
#ifndef SPUNTA_EXTRACT_TABLES_CELLS_H
#define SPUNTA_EXTRACT_TABLES_CELLS_H

#include "extract/page/seams.h"
#include "extract/tables/table.h"

/*
 * Gives each word whose middle lies in the table to the cell that holds it, and sets text, bold,
 * shaded, turn and lines of every cell. Words that were taken are removed from `words`. Grid lines that
 * part nothing (empty rows or columns that a border's corner made) are taken away.
 */
void sp_cells_fill(const struct sp_page *page, GPtrArray *words, struct sp_table *t, const struct sp_seams *seams);

#endif
