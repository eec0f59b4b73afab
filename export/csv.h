/*
 * csv — rows of the model's tables as CSV files, one for each table, in a folder.
 *
 * Used by the format csv and, with column names as headers, by datapackage.
 *
 *     struct sp_csv *c = sp_csv_new(folder, options, SP_CSV_LABELS);
 *     sp_csv_row(c, row);
 *     sp_csv_free(c);
 *
 * RFC 4180: CRLF at line ends, quotes where a comma, quote, line end or outer blank is; a missing value
 * is an empty field, an empty text is "". UTF-8. The dialect excel-it puts semicolons and decimal
 * commas; with labels as headers, so for people, a byte-order mark as well. There, and wherever safe_cells asks for
 * it, an apostrophe stands before a text that a spreadsheet program would run as a formula (formula-cell.h).
 */
#ifndef SPUNTA_EXPORT_CSV_H
#define SPUNTA_EXPORT_CSV_H

#include "export/export.h"
#include "export/folder.h"

enum sp_csv_header { SP_CSV_LABELS, SP_CSV_NAMES };

struct sp_csv;

/* The folder is borrowed, the options are during the call. */
struct sp_csv *sp_csv_new(struct sp_folder *folder, const struct sp_export_options *options, enum sp_csv_header header);
enum sp_status sp_csv_row(struct sp_csv *c, const struct sp_row *row);
/*
 * At the end: the findings' file is there though there may be none (then nothing was checked), and the files of
 * tables that this document has no rows of, from an earlier export, are to go.
 */
enum sp_status sp_csv_complete(struct sp_csv *c, const struct sp_model *model);
void sp_csv_free(struct sp_csv *c);

char *sp_csv_file_name(const struct sp_export_table *t); /* "projects.csv" (transfer full) */

#endif
