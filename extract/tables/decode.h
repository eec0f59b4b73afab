/*
 * decode — which lines of a zone are tables, where their rows begin, and which rows are heads: one decision.
 *
 * Each line is outside, of a head or of a body; each step from a line to the next begins a table, a row, or goes on.
 * How likely each step is, a learned network says that sees the line and those around it (net.h). The likeliest
 * sequence is found exactly (Viterbi over three states).
 */
#ifndef SPUNTA_EXTRACT_TABLES_DECODE_H
#define SPUNTA_EXTRACT_TABLES_DECODE_H

#include "extract/tables/cues.h"

enum sp_line_role { SP_IS_OUTSIDE, SP_IS_HEAD, SP_IS_BODY, SP_LINE_ROLES };

/* How a line follows the one before. */
enum sp_step {
	SP_STAYS_OUTSIDE,
	SP_BEGINS_HEAD,   /* a table, with its head */
	SP_BEGINS_BODY,   /* a table without head */
	SP_ENDED,         /* a table ended before the line */
	SP_HEAD_ROW,      /* a further row of the head */
	SP_HEAD_GOES_ON,
	SP_FIRST_ROW,     /* of the body, after a head */
	SP_ROW,
	SP_ROW_GOES_ON,
	SP_NEXT_HEAD,     /* another table begins with its head */
	SP_NEXT_BODY,     /* another table begins without one */
	SP_STEPS
};

struct sp_decoded {
	enum sp_line_role role;
	enum sp_step step;
	double chance; /* 0–1: of this step among all, by what the line and those around it show */
	int cost;      /* by how much its score is over the likeliest step inside a table; 0 where it is such a step */
};

/* Of the first reading, and of the one that knows columns. */
extern const struct sp_net_shape sp_step_model, sp_step_again_model;

/*
 * One for each line of the cues. Where `goes_on` (one for each line; NULL: nowhere) says so, the line is of the same table
 * as the one before. (transfer full, g_free)
 */
struct sp_decoded *sp_decode(const struct sp_net *steps, const struct sp_cues *c, const bool *goes_on);

/* Does a row, or a table, begin with this line? */
static inline bool sp_begins_table(enum sp_step s)
{
	return s == SP_BEGINS_HEAD || s == SP_BEGINS_BODY || s == SP_NEXT_HEAD || s == SP_NEXT_BODY;
}

static inline bool sp_goes_on(enum sp_step s)
{
	return s != SP_STAYS_OUTSIDE && s != SP_ENDED && !sp_begins_table(s);
}

static inline bool sp_begins_row(enum sp_step s)
{
	return s != SP_STAYS_OUTSIDE && s != SP_ENDED && s != SP_HEAD_GOES_ON && s != SP_ROW_GOES_ON;
}

#endif
