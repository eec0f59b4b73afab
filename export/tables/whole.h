/*
 * whole — a table as people read it: put together over the pages that it takes, its heads once, its figures read.
 *
 * The layout stream has a table page by page. Here the parts are one: a continuation's rows follow those before it, and
 * the two halves of a row that a page break cut are one row.
 *
 *     struct sp_wholes *w = sp_wholes_new(ctx, &pick, lang, each, writer);
 *     while ((s = sp_stream_next(in, &line)) == SP_OK && sp_wholes_add(w, &line) == SP_OK)
 *             ;                                  // `each` is given every table that the pick asks for, in order
 *     sp_wholes_free(w);
 *
 * Heads. The rows of the head give each column one name, levels joined by " / "; a column without one is "Column 3", a
 * name that stands twice has its number behind it, so that names can be keys.
 *
 * Figures. A cell that holds one figure has its exact `digits` besides its text. None are: what begins with a zero that
 * a figure would lose ("00123"), codes with points where a whole column is such ("01.02"), and figures that say more
 * than their digits ("≥ 80", "5 mln"). A column is one of figures when half of what it prints are.
 *
 * Captions. What stands right above the table on its page (at most CAPTION_GAP_PT, whole.c), if it is a heading, bold, or
 * begins with a word of `caption_words`, and is short; else the heading under which the table stands on its page.
 *
 * A table is borrowed during the call. Memory is the largest table.
 */
#ifndef SPUNTA_EXPORT_TABLES_WHOLE_H
#define SPUNTA_EXPORT_TABLES_WHOLE_H

#include <glib.h>

#include "base/language.h"
#include "base/stream.h"
#include "export/tables/pick.h"

struct sp_whole_cell {
	size_t row, col, rowspan, colspan; /* from 0, heads included; within the table */
	char *text;
	char *digits;     /* plain decimal digits of its figure, or NULL */
	const char *unit; /* "%", "EUR", or NULL; static */
	bool grouped;     /* thousands are printed apart: "1.234" */
};

struct sp_whole {
	int number;         /* in the document, from 1, whatever was picked */
	const char *id;     /* of its first part: "p3t1" */
	int page, last_page;
	const char *caption; /* or NULL */
	const char *method;
	double confidence; /* the least of its parts; < 0: not told */
	size_t rows, cols, header_rows;
	GPtrArray *cells;               /* struct sp_whole_cell, by row and column; merged ones once */
	struct sp_whole_cell **at;      /* rows × cols: the cell that covers the place; NULL where none does */
	int *pages;                     /* rows: where each begins */
	char **names;                   /* cols */
	bool *figures;                  /* cols */
};

struct sp_wholes;

typedef enum sp_status (*sp_whole_fn)(void *to, const struct sp_whole *table);

/* The pick is borrowed. `lang`: of the names that are made up. */
struct sp_wholes *sp_wholes_new(struct sp_ctx *ctx, const struct sp_pick *pick, enum sp_lang lang, sp_whole_fn fn, void *to);
/* A line of the layout stream; after the end line the last table is out. What the function returned, else SP_OK. */
enum sp_status sp_wholes_add(struct sp_wholes *w, const struct sp_line *line);
void sp_wholes_free(struct sp_wholes *w); /* NULL is allowed */

/* The cell's text where it is to be shown: merged cells say theirs at each place, figures at their first only, for they
 * count once. NULL where nothing is. */
const char *sp_whole_text(const struct sp_whole *t, size_t row, size_t col);
/* The same of a figure's digits. */
const char *sp_whole_digits(const struct sp_whole *t, size_t row, size_t col);

#endif
