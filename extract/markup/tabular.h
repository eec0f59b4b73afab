/*
 * tabular — a table as LaTeX writes it: tabular, tabularx, longtable.
 *
 *     unsigned unended = 0;                                        // for the whole text
 *     struct sp_typed *t = sp_tabular_read(p, end, &unended);      // p at "\begin{"; NULL: no table begins here
 *
 * Cells keep the commands of their texts (latex.h reads those); rules, colours and sizes are taken out. What is printed
 * again on each page of a longtable is left out.
 */
#ifndef SPUNTA_EXTRACT_MARKUP_TABULAR_H
#define SPUNTA_EXTRACT_MARKUP_TABULAR_H

#include "extract/markup/typed.h"

/* (transfer full). *unended keeps the kinds of tables that have no end, which is not looked for again. */
struct sp_typed *sp_tabular_read(const char *from, const char *end, unsigned *unended);

#endif
