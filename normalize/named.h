/*
 * named — forms in which every amount has its name printed before it, on several lines an item:
 *
 *     Titolo 1   Spese correnti   RS   24.907,56   PR   13.243,73   R   -5.863,83   EP   5.800,00
 *                                 CP  220.306,74   PC  209.884,06   I  217.884,57   EC   8.000,51
 *
 * Where the names say what an amount is, the columns need not; so a row is read whole, whatever cells the layout made
 * of it, even where it put two printed lines into one row. What comes out is a grid of one row an item and one column a
 * name.
 *
 *     struct sp_named *n = sp_named_new();
 *     sp_named_hear(n, cell's text);                    // "TOTALE PAGAMENTI (TP = PR+PC)": what the name TP stands for
 *     if (sp_named_read(n, &grid, body, &form))         // `form` has one header row
 *             … sp_grid_clear(&form);
 *     sp_named_free(n);
 *
 * Which names there are is learned: capital letters that stand right before amounts, again and again. Which of them
 * begins an item is learned from what follows headings, over the whole document.
 */
#ifndef SPUNTA_NORMALIZE_NAMED_H
#define SPUNTA_NORMALIZE_NAMED_H

#include "normalize/grid.h"

struct sp_named;

struct sp_named *sp_named_new(void);
void sp_named_free(struct sp_named *n); /* NULL is allowed */

void sp_named_hear(struct sp_named *n, const char *text);

/* Is it such a form from row `body` on? Then `form` borrows the cells of `g`, and is to be cleared. */
bool sp_named_read(struct sp_named *n, const struct sp_grid *g, size_t body, struct sp_grid *form);

#endif
