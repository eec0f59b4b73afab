/*
 * region — where on a page tables without a drawn grid stand.
 *
 * Looks at what the lattice left: text between horizontal rules of one width, in frames whose rows or
 * columns are not drawn, and runs of lines that are cut into columns by white space. Each candidate is
 * built (aligned.h) and judged by its texture; prose in columns, lists, tables of contents and captions
 * are left to the text.
 */
#ifndef SPUNTA_EXTRACT_REGION_H
#define SPUNTA_EXTRACT_REGION_H

#include "extract/rulings.h"
#include "extract/table.h"

/*
 * Replaces tables of the lattice in which rows or columns are not drawn by aligned ones. Before the
 * texts are set.
 */
void sp_region_refine(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                      GPtrArray *tables);

/* Removes the tables of the lattice in which rows or columns are not drawn. */
void sp_region_keep_closed(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                           GPtrArray *tables);

/* Adds the tables found among `words` (const struct sp_word *; none of them in `tables`). */
void sp_region_find(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                    GPtrArray *tables);

#endif
