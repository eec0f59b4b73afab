/*
 * table — cells on a grid, as found on one page.
 *
 * Built by lattice.c (from rules) or columns.c (from alignment); completed by cells.c (texts) and
 * header.c (header rows); linked over pages by chain.c. Rows and columns are counted from 0. Cells
 * do not overlap; a grid position that no cell covers is empty.
 *
 * Lifetime: one page. Strings are owned by the table.
 */
#ifndef SPUNTA_EXTRACT_TABLES_TABLE_H
#define SPUNTA_EXTRACT_TABLES_TABLE_H

#include "base/json.h"
#include "extract/page/page.h"

enum sp_method { SP_RULED, SP_ALIGNED, SP_TAGGED, SP_OCR, SP_MARKUP };

/* Does a box to be ticked, or a tick, stand in a cell? */
enum sp_checked { SP_NO_BOX, SP_UNCHECKED, SP_CHECKED };

#define SP_WHITE 0xFFFFFFu

struct sp_cell {
	int row, col;
	int rowspan, colspan;
	struct sp_box box;    /* as drawn; for aligned tables what the row and column give */
	char *text;           /* lines joined; "" when empty */
	char **paragraphs;    /* the text's paragraphs and list items, NULL when it is one; NULL-terminated */
	bool open;            /* a blank is drawn behind its last line, as where a line is broken: the text may go on */
	bool goes_on;         /* set by chain.c: it goes on with the paragraph that the page before cut */
	bool bold;            /* every word is */
	bool shaded;          /* stands on a fill that is not white */
	guint32 fill;         /* 0xRRGGBB: what most of it is filled with, white when nothing */
	enum sp_checked checked;
	unsigned turn;        /* quarter turns of its words */
	unsigned lines;       /* of text */
	double bottom;        /* pt: where its last line ends */
	double size;          /* of its largest type, pt */
	float confidence;     /* the least of its words' */
};

struct sp_table {
	struct sp_box box;
	enum sp_method method;
	double confidence;       /* 0 … 1 */
	int n_rows, n_cols;
	int header_rows;
	double *xs, *ys;         /* n_cols + 1 and n_rows + 1 edges, points; NULL for markup */
	GArray *cells;           /* struct sp_cell, by row then column */
	bool drawn;              /* its edges are lines, not only the sides of shaded boxes */
	bool open_bottom;        /* the frame is drawn at the sides but not below: the page cut it */

	/* set by chain.c */
	char *id;                /* "p3t1" */
	char *continues;         /* id, or NULL */
	bool continues_row;
	int repeated_header_rows;
};

struct sp_table *sp_table_new(enum sp_method method, int n_rows, int n_cols);
void sp_table_free(struct sp_table *t); /* NULL is allowed */

/* Adds a cell with the box that the edges give it. */
struct sp_cell *sp_table_add(struct sp_table *t, int row, int col, int rowspan, int colspan);

/* Puts the cells in order, by row then column. */
void sp_table_sort(struct sp_table *t);

/* The cell that covers a grid position, or NULL. */
struct sp_cell *sp_table_at(const struct sp_table *t, int row, int col);

/*
 * Which cell holds the middle of a box: its index, of several the first, or the number of cells where none does. Made
 * once for many boxes; the table is borrowed and its cells stay as they are meanwhile.
 */
struct sp_places *sp_places_new(const struct sp_table *t);
void sp_places_free(struct sp_places *p);
guint sp_places_cell(const struct sp_places *p, const struct sp_box *box);

/* Takes the first n rows away; the others move up. */
void sp_table_drop_rows(struct sp_table *t, int n);

/* Writes what is said of a table besides its place and its cells: method to repeated_header_rows. */
void sp_table_describe(const struct sp_table *t, struct sp_jw *w);

static inline struct sp_cell *sp_table_cell(const struct sp_table *t, guint i)
{
	return &g_array_index(t->cells, struct sp_cell, i);
}

#endif
