/*
 * report — what a person at a terminal wants to know of one document.
 *
 * What the document is; what was read from it; each figure that does not add up, with its place, what
 * is published, what the document's own figures give, the arithmetic and its inputs; apart from those,
 * the faults that are only likely and the remarks; what could not be computed, what was not understood;
 * one line that sums it up.
 *
 *     struct sp_report_style style = { SP_LANG_IT, 80, false };
 *     sp_report_write(summary, &style, stdout);       // only when the whole stream came
 *
 * Text from the document is shown with control characters escaped. Lines are at most `width` columns,
 * except where a single word is longer.
 */
#ifndef SPUNTA_EXPORT_REPORT_H
#define SPUNTA_EXPORT_REPORT_H

#include <stdio.h>

#include "export/summary.h"

struct sp_report_style {
	enum sp_lang language;
	unsigned width; /* columns of the terminal, at least SP_TERMINAL_LEAST (terminal.h) */
	bool colour;
};

void sp_report_write(const struct sp_summary *d, const struct sp_report_style *style, FILE *to);

#endif
