/*
 * gutter — two tables side by side that were read as one: the white between them.
 *
 *     double at = sp_gutter_at(model->gutters, &rows, separators);   // 0: it is one table
 *
 * Lines of tables that stand beside each other share their baselines, so that they read as rows of one. What tells them
 * apart: rules that end at the white, white that is wider than between other columns, a column of names behind one of
 * figures, headings that both sides have, rows that one side does not have. Each separator is weighed by what was learned
 * (net.h), and the likeliest parts them.
 */
#ifndef SPUNTA_EXTRACT_TABLES_GUTTER_H
#define SPUNTA_EXTRACT_TABLES_GUTTER_H

#include "extract/tables/columns.h"

enum sp_gutter_cue {
	SP_GUTTER_BARS,          /* horizontal edges: none, all go across, some do, none does: on one side only, on both */
	SP_GUTTER_STRIP,         /* em: the white that most lines leave */
	SP_GUTTER_WIDEST,        /* … against the widest of the other separators: no other, narrower, as wide, wider, twice as wide */
	SP_GUTTER_SIDES,         /* vertical edges in the white along most of the lines: none, one, several */
	SP_GUTTER_ACROSS,        /* share of lines with a word across it */
	SP_GUTTER_BOTH,          /* share of lines with text on both sides */
	SP_GUTTER_LEFT_LONGER,   /* last lines with text on its left only */
	SP_GUTTER_RIGHT_LONGER,
	SP_GUTTER_LEFT_FIRST,    /* first lines with text on its left only */
	SP_GUTTER_RIGHT_FIRST,
	SP_GUTTER_LEFT_FIGURES,  /* share of the texts of the column to its left that are figures */
	SP_GUTTER_RIGHT_FIGURES, /* … of the column to its right */
	SP_GUTTER_FIRST_FIGURES, /* … of the first column */
	SP_GUTTER_HEADS,         /* words of the head on one side that stand on the other, too: no head, none, few, most */
	SP_GUTTER_LEFT_COLUMNS,
	SP_GUTTER_RIGHT_COLUMNS,
	SP_GUTTER_ABOVE,         /* the line above the table: none, on one side, across, with text on both sides */
	SP_GUTTER_LINES,
	SP_GUTTER_CUES
};

extern const struct sp_net_shape sp_gutter_model;

/* Of the k-th of the separators (struct sp_separator) that were chosen for a table's lines. */
void sp_gutter_cues(const struct sp_rows *rows, const GArray *separators, guint k, guint8 cues[SP_GUTTER_CUES]);

/* The place in points where the lines are two tables; 0 where they are one. */
double sp_gutter_at(const struct sp_net *net, const struct sp_rows *rows, const GArray *separators);

#endif
