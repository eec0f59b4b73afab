/*
 * cues — what the lines of a zone, and the places between them, show of a table: each cue measured once.
 *
 *     struct sp_cues *c = sp_cues_new(recurring, page, rulings, words);   // words of one zone, const struct sp_word *
 *     c->lines[i].at[SP_LINE_PIECES] …                              // the value of a cue, below sp_cue_kinds[SP_LINE_PIECES].values
 *     sp_cues_free(c);
 *
 * A zone is a part of the page that is read on its own: the page, or one of two tables beside each other. A line is all of the
 * zone's words on one baseline; its pieces are what wide gaps leave together. Cue values are small whole numbers, bins
 * of what was measured in em of the line's type.
 * `page`, `rulings` and `words` are borrowed until free.
 */
#ifndef SPUNTA_EXTRACT_TABLES_CUES_H
#define SPUNTA_EXTRACT_TABLES_CUES_H

#include "extract/page/line.h"
#include "extract/page/rulings.h"
#include "extract/tables/net.h"

/* Of a line. The last ones are known once the columns of a table near it are: before, they are 0. */
enum sp_line_cue {
	SP_LINE_PIECES,        /* how many */
	SP_LINE_FIGURES,       /* pieces that are figures */
	SP_LINE_DEPTH,         /* lines that the deepest corridor through one of its gaps has text on both sides of */
	SP_LINE_SECOND_DEPTH,  /* the same of the second deepest */
	SP_LINE_STARTS,        /* pieces, but the first, that start below or above others */
	SP_LINE_ENDS,          /* pieces that end below or above others */
	SP_LINE_WIDTH,         /* share of the zone's width */
	SP_LINE_LEFT,          /* where it begins: at the margin, near it, further in */
	SP_LINE_BOLD,          /* none, its first piece, all */
	SP_LINE_SIZE,          /* smaller, usual, larger than the page's type */
	SP_LINE_ITEM,          /* begins with a list's mark */
	SP_LINE_STOP,          /* how it ends */
	SP_LINE_CASE,          /* how it begins: capital, small letter, figure */
	SP_LINE_FILL,          /* what it stands on: nothing, one colour, several */
	SP_LINE_BARS,          /* nearest long rules above and below: none, above, below, both, both alike */
	SP_LINE_UPRIGHTS,      /* vertical edges beside and between its pieces */
	SP_LINE_LEADER,        /* dots that lead from one piece to the next */
	SP_LINE_LENGTH,        /* words a piece */
	SP_LINE_DRAWN,         /* stands in a drawing */
	SP_LINE_SAID,          /* how often the sampled pages of the document say it: hardly, twice, more often */
	SP_LINE_CROSSES,       /* known columns: separators that its pieces cross */
	SP_LINE_FILLED,        /* known columns: share that is filled */
	SP_LINE_FIRST,         /* known columns: is the first filled? */
	SP_LINE_NUMBERS,       /* known columns: figures in columns of figures */
	SP_LINE_CUES
};

/* Of the place between a line and the one before it; of the first line: to the top of the zone. */
enum sp_step_cue {
	SP_STEP_PITCH = SP_LINE_CUES, /* em from baseline to baseline */
	SP_STEP_LEADING,       /* the same over the least nearby */
	SP_STEP_RULE,          /* share of both lines' width that drawn rules between them cover */
	SP_STEP_EDGE,          /* the same for edges of shaded areas */
	SP_STEP_SHADE,         /* none, same, begins, ends, changes */
	SP_STEP_THROUGH,       /* vertical edges that run through */
	SP_STEP_OPEN,          /* gaps that stay open from line to line */
	SP_STEP_SHUT,          /* gaps of either line that words of the other cross */
	SP_STEP_MEETS,         /* pieces that start or end in line with pieces before */
	SP_STEP_OFFSET,        /* begins left of, below, right of the line before */
	SP_STEP_MORE,          /* fewer, as many, more pieces */
	SP_STEP_GOES_ON,       /* begins with a small letter; the line before stops or not */
	SP_STEP_TYPE,          /* change of weight or size */
	SP_STEP_FIGURES_TWICE, /* figures before, here, both */
	SP_STEP_WHITE,         /* white above against white below */
	SP_STEP_ALIKE,         /* rule between: others of its extent above, below */
	SP_STEP_KEY,           /* begins with a word with figures: none, of a form seen nowhere else, of one that begins lines near by */
	SP_STEP_ABOVE,         /* leadings from a piece up to the text above it in its place: the least of its pieces */
	SP_STEP_ABOVE_ALL,     /* … and the most */
	SP_STEP_FIRST,         /* the first line of the zone */
	SP_STEP_SAME_FILLED,   /* known columns: filled here and before, or only here */
	SP_STEP_ROOM,          /* known columns: could what begins here have stood on the line before? */
	SP_STEP_SMALL,         /* known columns: pieces that begin with a small letter */
	SP_STEP_REFILLED,      /* known columns: figures under figures */
	SP_STEP_AMOUNTS,       /* … amounts under amounts */
	SP_STEP_COLUMN_ONE,    /* known columns: the first column before and here */
	SP_CUES
};

extern const struct sp_cue_kind sp_cue_kinds[SP_CUES];

struct sp_piece {
	double x0, x1;
	guint from, n;    /* words of the line */
	bool figure, bold, small; /* all of it is a figure, bold; begins with a small letter */
};

/* What a word is: see sp_is_figure and sp_is_amount; no figure, and it begins with a letter. */
enum sp_word_kind {
	SP_FIGURE = 1,
	SP_AMOUNT = 2,
	SP_LETTERS = 4,
};

struct sp_cue_line {
	const struct sp_text_line *text;
	double base, top; /* pt: baseline, and where capitals end */
	double em;
	struct sp_piece *pieces;
	guint n_pieces;
	guint8 *kinds; /* of each word: enum sp_word_kind */
	guint8 *comb;  /* of the gap before each word: how many words stand there in a row at equal distances */
	bool *ruled;   /* … is a vertical edge drawn in it? */
	guint8 at[SP_CUES];
};

struct sp_cues {
	const struct sp_page *page;
	const struct sp_rulings *rulings;
	GPtrArray *texts;  /* struct sp_text_line * */
	struct sp_cue_line *lines;
	guint n;
	double x0, x1;     /* pt: of all words */
	GArray *bars;      /* struct sp_edge: horizontal edges, the pieces of one height joined, by y */
};

static inline const struct sp_word *sp_cue_word(const struct sp_cue_line *l, guint i)
{
	return g_ptr_array_index(l->text->words, i);
}

struct sp_recurring;

/* `recurring` is what the document says on other pages. */
struct sp_cues *sp_cues_new(const struct sp_recurring *recurring, const struct sp_page *page, const struct sp_rulings *rulings,
                            const GPtrArray *words);
void sp_cues_free(struct sp_cues *c);

/*
 * Measures the cues of known columns for lines `from` to `to`, both included: separators are the n places between the
 * columns, ascending; figures[k] says that column k holds figures mostly.
 */
void sp_cues_know_columns(struct sp_cues *c, guint from, guint to, const double *separators, guint n, const bool *figures);

static const double SP_SAME_PLACE = 1.6; /* pt: texts that start or end in line */
static const double SP_RUN_GAP = 0.75;   /* em: wider gaps part texts, whatever they stand over */

/* Words in a row at equal distances that are no chance: the months of a plan stand so, however narrow the white between them. */
enum { SP_COMB = 6 };

/* Does the gap before word k part texts, however narrow it is? */
static inline bool sp_gap_parts(const struct sp_cue_line *l, guint k)
{
	return l->ruled[k] || l->comb[k] >= SP_COMB;
}

/* Vertical edges from x0 to x1, and a little beyond, that run from y0 to y1. */
guint sp_cues_uprights(const struct sp_cues *c, double y0, double y1, double x0, double x1);

/* The share of [x0, x1] that edges between two heights cover: drawn ones, or those of shaded areas. */
double sp_cues_covered(const struct sp_cues *c, bool drawn, double y0, double y1, double x0, double x1);

/* The column that a piece begins in, and how many separators it crosses. */
guint sp_piece_column(const struct sp_piece *p, const double *separators, guint n, guint *crossed);

bool sp_is_figure(const char *word);
bool sp_is_amount(const char *word); /* a figure with decimals or thousands */

#endif
