/*
 * halves — two parts of a page, one below the other, that are one table.
 *
 * A line that looks like no table, such as the last word of a cell of four lines or a heading among many, ends one where the
 * lines are judged one by one. What tells that the table goes on behind it: columns in the same places, white no wider
 * than between the rows, edges that run through, how little it costs to take the lines between for rows. Each two
 * parts that follow each other are weighed by what was learned (net.h).
 */
#ifndef SPUNTA_EXTRACT_TABLES_HALVES_H
#define SPUNTA_EXTRACT_TABLES_HALVES_H

#include "extract/tables/columns.h"

enum sp_halves_cue {
	SP_HALVES_COST,     /* score of taking what is between for rows, less than what it was taken for: units of SP_NET_UNIT */
	SP_HALVES_BETWEEN,  /* lines: none, one, two, three, more */
	SP_HALVES_WIDTH,    /* no line; share of the width of both that the widest line takes */
	SP_HALVES_PIECES,   /* no line; most pieces of one: one, two, more */
	SP_HALVES_CROSSES,  /* no line; separators of the upper part that one crosses: none, one, more */
	SP_HALVES_SMALL,    /* begins with a small letter: neither, the first line between, the lower part's first, both */
	SP_HALVES_BOLD,     /* no line; bold: none, some, all */
	SP_HALVES_ABOVE,    /* from the upper part to what follows, over the usual pitch of both parts */
	SP_HALVES_BELOW,    /* from what precedes the lower part to it, the same */
	SP_HALVES_UPPER,    /* lines of the upper part */
	SP_HALVES_LOWER,
	SP_HALVES_HEADS,    /* neither has a head, the upper, the lower, both; the upper is nothing else */
	SP_HALVES_SAME,     /* share of the upper part's separators that the lower has */
	SP_HALVES_SAME_TOO, /* … of the lower part's that the upper has */
	SP_HALVES_COLUMNS,  /* of the lower against the upper part: fewer, as many, more */
	SP_HALVES_SIDES,    /* margins in the same place: none, left, right, both */
	SP_HALVES_THROUGH,  /* vertical edges that run from one to the other: none, one, two, more */
	SP_HALVES_RULE,     /* share of the width that drawn rules between them cover */
	SP_HALVES_CUES
};

extern const struct sp_net_shape sp_halves_model;

/* A part of the page: its lines, and the separators (struct sp_separator) of its columns. */
struct sp_half {
	struct sp_rows rows;
	const GArray *separators;
};

/* Of two parts that follow each other in one reading. */
void sp_halves_cues(const struct sp_half *upper, const struct sp_half *lower, guint8 cues[SP_HALVES_CUES]);

/* Are they one table? */
bool sp_halves_join(const struct sp_net *net, const struct sp_half *upper, const struct sp_half *lower);

#endif
