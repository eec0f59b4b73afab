/*
 * beside — cells that hold an amount and the words of the column beside it, taken apart:
 *
 *     Titolo 1 | Spese correnti | 19.816,34 previsione di competenza | 220.306,74     →     … | 19.816,34 | previsione
 * di … |                | previsione di cassa                | 245.214,30           … |           | previsione di …
 *
 * Words that stand behind amounts, or between words and amounts, again and again name lines of a form; only such are
 * parted from an amount. They are remembered over the document.
 *
 *     struct sp_beside *b = sp_beside_new();
 *     if (sp_beside_part(b, &grid, body, &parted))
 *             … sp_grid_clear(&parted);
 *     sp_beside_free(b);
 */
#ifndef SPUNTA_NORMALIZE_BESIDE_H
#define SPUNTA_NORMALIZE_BESIDE_H

#include "normalize/grid.h"

struct sp_beside;

struct sp_beside *sp_beside_new(void);
void sp_beside_free(struct sp_beside *b); /* NULL is allowed */

/* Did a cell from row `body` on hold both? Then `parted` borrows the cells of `g`, and is to be cleared. */
bool sp_beside_part(struct sp_beside *b, const struct sp_grid *g, size_t body, struct sp_grid *parted);

#endif
