/*
 * report — what a person at a terminal wants to know of one document.
 *
 * What the document is; what was read from it; each figure that does not add up, with its place, what
 * is published, what the document's own figures give and the arithmetic; what could not be computed;
 * what was not understood; one line that sums it up.
 *
 *     struct sp_report_style style = { SP_LANG_IT, 80, false };
 *     struct sp_reader *r = sp_reader_new(&style);
 *     while (sp_stream_next(in, &line) == SP_OK)
 *             sp_reader_take(r, line.json);
 *     sp_reader_write(r, stdout);            // only when the whole stream came
 *     sp_reader_free(r);
 *
 * Text from the document is shown with control characters escaped. Memory grows with the findings that
 * are shown, not with the document.
 */
#ifndef SPUNTA_EXPORT_REPORT_H
#define SPUNTA_EXPORT_REPORT_H

#include <stdio.h>

#include "base/json.h"
#include "export/model.h"

struct sp_report_style {
	enum sp_lang language;
	unsigned width; /* columns of the terminal, at least 40 */
	bool colour;
};

struct sp_reader;

struct sp_reader *sp_reader_new(const struct sp_report_style *style);
void sp_reader_free(struct sp_reader *r); /* NULL is allowed */

/* One record of the stream, in order, the document first. Borrowed for the call. */
void sp_reader_take(struct sp_reader *r, const struct sp_json *record);

void sp_reader_write(const struct sp_reader *r, FILE *to);

#endif
