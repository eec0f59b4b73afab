/*
 * typed — tables of a text that are typed: with rules of signs, or in columns that blanks part.
 *
 *     struct sp_typed *t = sp_ruled_read(from, end);     // a table that begins with this line, or NULL
 *     if (!t)
 *             t = sp_spaced_read(from, end, &behind);    // the same; what lies before `behind` is no table
 *     …t->cells: struct sp_typed_cell; the text goes on at t->behind…
 *     sp_typed_free(t);
 *
 * Places are columns of code points, counted from 0: what is one letter wide on a typewriter.
 *
 *     ruled.c     +---+---+ with bars between (RST, MySQL, box drawing), === === (RST, Pandoc)
 *     spaced.c    blanks alone, as `pdftotext -layout` writes them
 */
#ifndef SPUNTA_EXTRACT_MARKUP_TYPED_H
#define SPUNTA_EXTRACT_MARKUP_TYPED_H

#include <stdbool.h>

#include <glib.h>

/* --- lines ------------------------------------------------------------------------------------------------ */

struct sp_typed_line {
	gunichar *at; /* n letters, without the blanks at its end */
	int n;
	const char *from, *next; /* its bytes, and where the next line begins; borrowed from the text */
};

/* The line at `from`; nothing is read behind its first form feed or line feed. Freed by the array that it is in. */
struct sp_typed_line sp_typed_line_at(const char *from, const char *end);
GArray *sp_typed_lines_new(void); /* of struct sp_typed_line */

static inline const struct sp_typed_line *sp_typed_line(const GArray *lines, int i)
{
	return &g_array_index(lines, struct sp_typed_line, (guint)i);
}

/* The letter at x, a blank outside of the line. */
static inline gunichar sp_typed_at(const struct sp_typed_line *l, int x)
{
	return x >= 0 && x < l->n ? l->at[x] : ' ';
}

/* --- tables ----------------------------------------------------------------------------------------------- */

struct sp_typed_cell {
	int row, col, rowspan, colspan;
	GString *lines; /* parted by "\n", each without blanks at its ends */
};

struct sp_typed {
	GArray *cells; /* struct sp_typed_cell; a place that none covers is empty */
	int n_rows, n_cols;
	int header_rows;
	bool header_declared; /* rules or columns show which rows are header */
	char *caption;        /* a text that belongs before it, or NULL */
	const char *behind;   /* where the text goes on */
};

struct sp_typed *sp_typed_new(int n_rows, int n_cols, const char *behind);
void sp_typed_free(struct sp_typed *t);
struct sp_typed_cell *sp_typed_add(struct sp_typed *t, int row, int col, int rowspan, int colspan);

/* Appends what stands in [x0, x1) of a line to a cell, unless it is blank. */
void sp_typed_put(struct sp_typed_cell *c, const struct sp_typed_line *l, int x0, int x1);

/* (transfer full) */
struct sp_typed *sp_ruled_read(const char *from, const char *end);
struct sp_typed *sp_spaced_read(const char *from, const char *end, const char **behind);

#endif
