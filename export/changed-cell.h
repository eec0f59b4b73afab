/*
 * changed-cell — texts that a spreadsheet program makes something else of when it opens a CSV file.
 *
 * "10/12" becomes a date, "00123" loses its zeros, "8123456E12" is a number of nineteen digits, "1.234,50" is no longer what
 * was printed, "gen-24" is the first of January. Written as a formula that says the text, ="10/12", they stay, in Excel and
 * in LibreOffice.
 */
#ifndef SPUNTA_EXPORT_CHANGED_CELL_H
#define SPUNTA_EXPORT_CHANGED_CELL_H

#include <stdbool.h>

/* Whole numbers that come back digit by digit ("2025") are none. */
bool sp_is_changed_cell(const char *text);

#endif
