/*
 * aligned — tables held together by alignment: columns by white space, rows by lines and leading.
 *
 * Serves tables without rules, with horizontal rules only, with shading, and frames whose rows or
 * columns are not all drawn. Where the tables are is region.h's business.
 */
#ifndef SPUNTA_EXTRACT_ALIGNED_H
#define SPUNTA_EXTRACT_ALIGNED_H

#include "extract/rulings.h"
#include "extract/table.h"

/* How the content of a table looks: what region.c judges by. Shares are 0 … 1. */
struct sp_texture {
	int rows, cols;
	double figures;   /* cells with text, outside the header and first column, that hold a figure */
	double filled;    /* positions with text */
	double prose;     /* columns that read as running text: full lines of many words */
	double words;     /* words a cell, on average */
	double aligned;   /* texts of the body that stand in line with others of their column */
	double ragged;    /* the least of that in any column */
	bool headed;      /* bold headings over all columns but one at most, and a body that is not bold */
	bool labelled;    /* two columns: labels, all bold, and values, none of which is */
	bool contents;    /* page numbers that only grow: a table of contents */
	bool index;       /* lists of page numbers behind dot leaders, in columns: an index */
	bool list;        /* the first column is bullets or numbers of a list */
};

/* What drawn column edges mean. */
enum sp_edges {
	SP_SOME_COLUMNS, /* columns end at them, and perhaps elsewhere */
	SP_ALL_COLUMNS,  /* they are all that there are */
};

/*
 * Builds the table that `words` (const struct sp_word *, upright, all of one region) make within
 * `box`. `xs` are n_xs column edges that are known to be drawn, ascending; NULL and 0 when none is.
 * NULL when there are not two columns and two rows. Texts are not set (sp_cells_fill does, from the cells' boxes). The texture
 * is filled in either case.
 */
struct sp_table *sp_aligned_build(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                                  const struct sp_box *box, enum sp_edges edges, const double *xs, int n_xs,
                                  struct sp_texture *texture);

#endif
