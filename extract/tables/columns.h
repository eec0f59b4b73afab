/*
 * columns — where the columns of a table part.
 *
 *     struct sp_rows rows = sp_rows_of(cues, decoded, from, to);
 *     GArray *s = sp_separators_new(nets, &rows, &chance); // struct sp_separator, chosen ones only
 *
 * A candidate is a place that more lines leave white, between words, than lines have words across; its cues are
 * summed over all lines of the table. Which of them part columns is one decision: the choice with the highest sum of
 * scores in which every column has a word of its own (dynamic programming, exact). Rules from top to bottom in the white
 * of one separator have empty columns between them.
 */
#ifndef SPUNTA_EXTRACT_TABLES_COLUMNS_H
#define SPUNTA_EXTRACT_TABLES_COLUMNS_H

#include "extract/tables/decode.h"

enum sp_separator_cue {
	SP_SEP_ACROSS,       /* share of the body's lines with a word across it */
	SP_SEP_BOLD,         /* the same of bold lines, where columns are asked of the others */
	SP_SEP_BETWEEN,      /* lines with text on both sides */
	SP_SEP_GAP,          /* em: the usual gap there */
	SP_SEP_LEAST_GAP,    /* em */
	SP_SEP_RIGHT_STARTS, /* share of texts to its right that start in line */
	SP_SEP_RIGHT_ENDS,   /* … whose pieces end in line */
	SP_SEP_LEFT_ENDS,    /* share of texts to its left that end in line */
	SP_SEP_RULED,        /* share of the table's height that a drawn vertical rule covers there */
	SP_SEP_SIDED,        /* … that sides of shaded areas cover */
	SP_SEP_JOINTS,       /* horizontal rules that end there */
	SP_SEP_FIGURES_RIGHT,
	SP_SEP_FIGURES_LEFT,
	SP_SEP_IN_HEAD,      /* no head, nothing there, on one side only, text on both sides, across */
	SP_SEP_STRIP,        /* em: how wide the white is that all lines leave */
	SP_SEP_HEIGHT,       /* lines of the table */
	SP_SEP_TEXT_RIGHT,   /* share of lines with text to its right */
	SP_SEP_TEXT_LEFT,
	SP_SEP_HEAD_GAP,     /* em: the widest gap there in a line of the head: headings over several columns have blanks anywhere */
	SP_SEP_CLEAN,        /* nothing across: how many texts to its right start in line; else 0 */
	SP_SEP_LEAN,         /* nothing across: how many texts to its left end in line; else 0 */
	SP_SEP_COMB,         /* words in a row at equal distances, this place between two of them */
	SP_SEP_OTHERS,       /* drawn from top to bottom: none, this one only, others, others and this one */
	SP_SEPARATOR_CUES
};

/* Of what two separators that follow each other, or one and the margin, have between them. */
enum sp_column_cue {
	SP_COL_TEXTS,   /* lines with text there */
	SP_COL_SHARE,   /* the same of all lines of the body */
	SP_COL_WHOLE,   /* share of them whose text no word carries over a separator, nor a blank */
	SP_COL_WIDTH,   /* em: of the widest text */
	SP_COL_FIGURES, /* share of them with a figure */
	SP_COL_HEAD,    /* no head, none of it there, some that goes on over a separator, whole */
	SP_COL_STARTS,  /* share of texts that start in line */
	SP_COL_ENDS,    /* … that end in line */
	SP_COL_EDGE,    /* at the left margin, between, at the right margin, the only one */
	SP_COL_FIGURES_TWICE, /* share of lines with several figures there */
	SP_COL_AMOUNTS_TWICE, /* … with several that have decimals or thousands */
	SP_COL_MIXED,   /* share of lines with such a figure, in which words stand there, too */
	SP_COL_BLANK,   /* em: the widest blank inside, of the usual line */
	SP_COL_BOLD,    /* where columns are not asked of bold lines: these have nothing there, go on over a separator, stand whole once, often */
	SP_COL_DRAWN,   /* sides that are drawn from top to bottom: none, one, both; nothing else is drawn so in the table, other places are */
	SP_COL_INSIDE,  /* places drawn from top to bottom that it goes across: none, one, several */
	SP_COLUMN_CUES
};

extern const struct sp_net_shape sp_separator_model, sp_column_model;

/* What columns are judged by. */
struct sp_column_nets {
	struct sp_net *separators, *columns;
};

enum {
	SP_COLUMN_REACH = 32
}; /* candidates for separators that one column may hold: justified texts have one at nearly every blank */

struct sp_separator {
	double at, x0, x1; /* pt: the white that most lines leave there */
	double gap;        /* em: the usual gap there */
	guint8 cues[SP_SEPARATOR_CUES];
};

/* The lines of a table. */
struct sp_rows {
	const struct sp_cues *cues;
	const struct sp_decoded *decoded;
	guint from, to;  /* lines, both included */
	bool plain_only; /* columns are asked of lines that are not bold */
};

struct sp_rows sp_rows_of(const struct sp_cues *c, const struct sp_decoded *decoded, guint from, guint to);

/* All candidates, from the left. (transfer full, g_array_unref) */
GArray *sp_separators_candidates(const struct sp_rows *rows);

/*
 * The cues of the column between two candidates, counted from 1; 0 is the left margin, all->len + 1 the right one.
 * False where no text has the place between them to itself: there is nothing, or it belongs to what stands beside.
 */
bool sp_column_cues(const struct sp_rows *rows, const GArray *all, guint i, guint j, guint8 cues[SP_COLUMN_CUES]);

/* Those that part columns, from the left; `chance`, 0–1, of this choice among all. (transfer full, g_array_unref) */
GArray *sp_separators_new(const struct sp_column_nets *nets, const struct sp_rows *rows, double *chance);

static inline const struct sp_separator *sp_separator_at(const GArray *separators, guint i)
{
	return &g_array_index(separators, struct sp_separator, i);
}

#endif
