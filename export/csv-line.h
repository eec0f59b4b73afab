/*
 * csv-line — a line of a CSV file, cell by cell.
 *
 *     struct sp_csv_form form = { SP_DIALECT_RFC4180, .guarded = true };
 *     sp_csv_text(line, &form, "Strade, piazze");       // "Strade, piazze", in quotes
 *     sp_csv_next(line, &form);
 *     sp_csv_number(line, &form, "1234.50");
 *     sp_csv_end(line);
 *
 * RFC 4180: CRLF at line ends, quotes where a separator, quote, line end or outer blank is; a missing value is an empty
 * field, an empty text is "". The dialect excel-it puts semicolons and decimal commas; what Excel opens wants `kept` besides.
 */
#ifndef SPUNTA_EXPORT_CSV_LINE_H
#define SPUNTA_EXPORT_CSV_LINE_H

#include <stdbool.h>

#include <glib.h>

enum sp_dialect {
	SP_DIALECT_RFC4180,  /* comma, decimal point, no byte-order mark */
	SP_DIALECT_EXCEL_IT, /* semicolon, decimal comma, byte-order mark: what Excel in Italian opens */
};

struct sp_csv_form {
	enum sp_dialect dialect;
	bool guarded; /* texts that would run as formulas are defused (formula-cell.h) */
	bool kept;    /* texts that a spreadsheet program would change are told as formulas (changed-cell.h) */
};

void sp_csv_text(GString *line, const struct sp_csv_form *form, const char *text);
void sp_csv_number(GString *line, const struct sp_csv_form *form, const char *digits);
void sp_csv_next(GString *line, const struct sp_csv_form *form);
void sp_csv_end(GString *line);

#endif
