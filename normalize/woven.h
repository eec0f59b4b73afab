/*
 * woven — rows into which the layout put several printed lines, taken apart:
 *
 *     Titolo 1 | 4.759.301,53 | previsione di competenza previsione di cassa | 4.455.872,00 7.665.804,43 | 4.606.975,77
 *
 * Cells with as many amounts each say how many lines there are; what names them is known from rows above that hold one
 * line each, and so is which of them has an amount in a column where only one is printed.
 *
 *     struct sp_woven *w = sp_woven_new();
 *     if (sp_woven_part(w, &grid, body, &parted))       // some row held several lines
 *             … sp_grid_clear(&parted);
 *     sp_woven_free(w);
 *
 * Names of lines are remembered over the document: a summary at its end may hold none but woven rows.
 */
#ifndef SPUNTA_NORMALIZE_WOVEN_H
#define SPUNTA_NORMALIZE_WOVEN_H

#include "normalize/grid.h"

struct sp_woven;

struct sp_woven *sp_woven_new(void);
void sp_woven_free(struct sp_woven *w); /* NULL is allowed */

/* Then `parted` borrows the cells of `g`, and is to be cleared. */
bool sp_woven_part(struct sp_woven *w, const struct sp_grid *g, size_t body, struct sp_grid *parted);

#endif
