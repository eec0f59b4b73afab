/*
 * formula-cell — texts that a spreadsheet program would run.
 *
 * A cell of a CSV file that begins with one of = + - @, a tab or a carriage return is a formula to spreadsheet
 * programs, whoever wrote it into the document. An apostrophe before it makes it a text again.
 */
#ifndef SPUNTA_EXPORT_FORMULA_CELL_H
#define SPUNTA_EXPORT_FORMULA_CELL_H

#include <stdbool.h>

#define SP_FORMULA_GUARD "'"

/* Figures with a sign ("-0,6%", "+10") and a bare sign are none. */
bool sp_is_formula_cell(const char *text);

#endif
