/*
 * xlsx-readback — does a finished workbook hold what was put into it?
 *
 * libxlsxwriter keeps each sheet in a temporary file and does not look whether that took what it was given, nor whether
 * it gave it back (1.1.4): on a full disk it makes a workbook without the last rows and calls it good. So the finished
 * file is read once more: every part must be whole XML, every sheet must have as many rows and cells as were put there.
 *
 *     const struct sp_xlsx_sheet put[] = { { "Documento", 2, 30 }, { "Riscontri", 120, 1800 } };
 *     if (sp_xlsx_read_back(ctx, path, put, 2) != SP_OK) …       // said: which sheet, how much of it is there
 */
#ifndef SPUNTA_EXPORT_XLSX_READBACK_H
#define SPUNTA_EXPORT_XLSX_READBACK_H

#include <stddef.h>

#include "base/ctx.h"

struct sp_xlsx_sheet {
	const char *name;
	size_t rows, cells; /* the header's too */
};

/* Sheets in the order in which they were added. SP_FAIL after a diagnosis. */
enum sp_status sp_xlsx_read_back(struct sp_ctx *ctx, const char *path, const struct sp_xlsx_sheet *put, size_t n);

#endif
