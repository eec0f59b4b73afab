/*
 * glued — cells that hold a figure and something of their neighbours, taken apart:
 *
 *     Gestione dei beni | patrimoniali 993.643,16 | …      the end of the words before it
 *     Rifiuti | 449.872,02 previsione di competenza | …    what names the line, of a column that the layout did not see
 *
 *     if (sp_glued_part(woven, &grid, body, &parted))      // some cell was
 *             … sp_grid_clear(&parted);
 *
 * Words go back only where the column holds amounts otherwise; a column is made only of names that name lines elsewhere
 * in the document (woven.h).
 */
#ifndef SPUNTA_NORMALIZE_GLUED_H
#define SPUNTA_NORMALIZE_GLUED_H

#include "normalize/woven.h"

/* Then `parted` borrows the cells of `g`, and is to be cleared. */
bool sp_glued_part(const struct sp_woven *names, const struct sp_grid *g, size_t body, struct sp_grid *parted);

#endif
