#include "extract/tables/decode.h"

#include <limits.h>

static const char *const roles[SP_LINE_ROLES] = { "outside", "head", "body" };
static const char *const steps[SP_STEPS] = {
	"stays outside", "begins head", "begins body", "ends", "head row", "head goes on",
	"first row", "row", "row goes on", "next head", "next body",
};

static const struct sp_cue_pair line_pairs[] = {
	{ SP_LINE_PIECES, SP_LINE_FIGURES }, { SP_LINE_PIECES, SP_LINE_DEPTH }, { SP_LINE_DEPTH, SP_LINE_SECOND_DEPTH }, { SP_LINE_DEPTH, SP_LINE_STARTS },
	{ SP_LINE_DEPTH, SP_LINE_ENDS }, { SP_LINE_FILL, SP_LINE_BARS }, { SP_LINE_BOLD, SP_LINE_PIECES }, { SP_LINE_PIECES, SP_LINE_LENGTH }, { SP_LINE_PIECES, SP_LINE_WIDTH },
	{ SP_LINE_PIECES, SP_LINE_BARS }, { SP_LINE_PIECES, SP_LINE_UPRIGHTS }, { SP_LINE_PIECES, SP_LINE_FILL }, { SP_LINE_LEADER, SP_LINE_PIECES }, { SP_LINE_PIECES, SP_LINE_DRAWN },
	{ SP_LINE_BOLD, SP_LINE_SIZE }, { SP_LINE_BOLD, SP_LINE_FIGURES }, { SP_LINE_LEFT, SP_LINE_WIDTH }, { SP_LINE_ITEM, SP_LINE_PIECES }, { SP_LINE_DEPTH, SP_LINE_LENGTH },
	{ SP_LINE_SAID, SP_LINE_BOLD }, { SP_LINE_SAID, SP_LINE_PIECES }, { SP_LINE_FILL, SP_LINE_BOLD }, { SP_LINE_SIZE, SP_LINE_PIECES },
	{ SP_LINE_DEPTH, SP_LINE_WIDTH }, { SP_LINE_FIGURES, SP_LINE_DEPTH }, { SP_LINE_UPRIGHTS, SP_LINE_DEPTH }, { SP_LINE_BARS, SP_LINE_DEPTH },
	{ SP_LINE_FILL, SP_LINE_SAID }, { SP_LINE_FILLED, SP_LINE_PIECES },
	{ SP_LINE_CROSSES, SP_LINE_FILLED }, { SP_LINE_FILLED, SP_LINE_FIRST }, { SP_LINE_CROSSES, SP_LINE_PIECES }, { SP_LINE_FILLED, SP_LINE_BOLD },
	{ SP_LINE_FILLED, SP_LINE_NUMBERS }, { SP_LINE_CROSSES, SP_LINE_BARS }, { SP_LINE_CROSSES, SP_LINE_SIZE }, { SP_LINE_CROSSES, SP_LINE_WIDTH },
};

static const struct sp_cue_pair step_pairs[] = {
	{ SP_STEP_LEADING, SP_STEP_RULE }, { SP_STEP_LEADING, SP_STEP_OPEN }, { SP_STEP_MEETS, SP_STEP_MORE }, { SP_STEP_OFFSET, SP_STEP_LEADING }, { SP_STEP_RULE, SP_STEP_SHADE },
	{ SP_STEP_RULE, SP_STEP_ALIKE }, { SP_STEP_LEADING, SP_STEP_WHITE }, { SP_STEP_LEADING, SP_STEP_TYPE }, { SP_STEP_RULE, SP_STEP_TYPE }, { SP_STEP_SHADE, SP_STEP_TYPE },
	{ SP_STEP_ABOVE, SP_STEP_LEADING }, { SP_STEP_ABOVE, SP_STEP_RULE }, { SP_STEP_ABOVE_ALL, SP_STEP_SAME_FILLED },
	{ SP_STEP_ABOVE, SP_STEP_ABOVE_ALL }, { SP_STEP_KEY, SP_STEP_ABOVE }, { SP_STEP_COLUMN_ONE, SP_STEP_ABOVE }, { SP_STEP_ROOM, SP_STEP_ABOVE },
	{ SP_STEP_SMALL, SP_STEP_ABOVE }, { SP_STEP_FIGURES_TWICE, SP_STEP_ABOVE }, { SP_STEP_ABOVE, SP_STEP_TYPE }, { SP_STEP_ABOVE, SP_STEP_SHADE },
	{ SP_STEP_ABOVE_ALL, SP_STEP_RULE }, { SP_STEP_ABOVE, SP_STEP_EDGE }, { SP_STEP_RULE, SP_STEP_SAME_FILLED },
	{ SP_STEP_REFILLED, SP_STEP_LEADING }, { SP_STEP_REFILLED, SP_STEP_COLUMN_ONE }, { SP_STEP_REFILLED, SP_STEP_SAME_FILLED }, { SP_STEP_REFILLED, SP_STEP_RULE },
	{ SP_STEP_OPEN, SP_STEP_SHUT }, { SP_STEP_KEY, SP_STEP_LEADING }, { SP_STEP_KEY, SP_STEP_OFFSET }, { SP_STEP_KEY, SP_STEP_SAME_FILLED }, { SP_STEP_RULE, SP_STEP_EDGE }, { SP_STEP_RULE, SP_STEP_THROUGH }, { SP_STEP_LEADING, SP_STEP_GOES_ON }, { SP_STEP_LEADING, SP_STEP_SHADE },
	{ SP_STEP_LEADING, SP_STEP_MORE }, { SP_STEP_LEADING, SP_STEP_FIGURES_TWICE }, { SP_STEP_OPEN, SP_STEP_MORE }, { SP_STEP_PITCH, SP_STEP_LEADING },
	{ SP_STEP_SAME_FILLED, SP_STEP_LEADING }, { SP_STEP_SAME_FILLED, SP_STEP_ROOM }, { SP_STEP_SAME_FILLED, SP_STEP_SMALL }, { SP_STEP_ROOM, SP_STEP_LEADING },
	{ SP_STEP_SAME_FILLED, SP_STEP_COLUMN_ONE }, { SP_STEP_COLUMN_ONE, SP_STEP_LEADING }, { SP_STEP_SAME_FILLED, SP_STEP_FIGURES_TWICE },
	{ SP_STEP_BRIEF, SP_STEP_BRIEF_BEFORE }, { SP_STEP_BRIEF, SP_STEP_ABOVE }, { SP_STEP_BRIEF, SP_STEP_COLUMN_ONE }, { SP_STEP_BRIEF, SP_STEP_SAME_FILLED },
	{ SP_STEP_BRIEF, SP_STEP_RULE }, { SP_STEP_BRIEF_BEFORE, SP_STEP_ABOVE }, { SP_STEP_BRIEF_BEFORE, SP_STEP_SAME_FILLED },
	{ SP_STEP_SMALL, SP_STEP_LEADING }, { SP_STEP_COLUMN_ONE, SP_STEP_RULE }, { SP_STEP_SAME_FILLED, SP_STEP_OFFSET }, { SP_STEP_ROOM, SP_STEP_SMALL },
};

#define SHAPE(variable, text, names, n, kinds, n_kinds, pairs) \
	const struct sp_model_shape variable = { text, names, n, kinds, n_kinds, pairs, G_N_ELEMENTS(pairs) }

SHAPE(sp_line_model, "line", roles, SP_LINE_ROLES, sp_line_cues, SP_LINE_CUES, line_pairs);
SHAPE(sp_step_model, "step", steps, SP_STEPS, sp_step_cues, SP_STEP_CUES, step_pairs);
SHAPE(sp_line_again_model, "line again", roles, SP_LINE_ROLES, sp_line_cues, SP_LINE_CUES, line_pairs);
SHAPE(sp_step_again_model, "step again", steps, SP_STEPS, sp_step_cues, SP_STEP_CUES, step_pairs);

/* The steps that lead from one role to another; 0-terminated lists would hide SP_STAYS_OUTSIDE, so they are counted. */
static const struct {
	guint n;
	enum sp_step of[3];
} leads[SP_LINE_ROLES][SP_LINE_ROLES] = {
	[SP_IS_OUTSIDE] = { { 1, { SP_STAYS_OUTSIDE } }, { 1, { SP_BEGINS_HEAD } }, { 1, { SP_BEGINS_BODY } } },
	[SP_IS_HEAD] = { { 1, { SP_ENDED } }, { 3, { SP_HEAD_ROW, SP_HEAD_GOES_ON, SP_NEXT_HEAD } }, { 2, { SP_FIRST_ROW, SP_NEXT_BODY } } },
	[SP_IS_BODY] = { { 1, { SP_ENDED } }, { 1, { SP_NEXT_HEAD } }, { 3, { SP_ROW, SP_ROW_GOES_ON, SP_NEXT_BODY } } },
};

struct cell {
	int score;
	enum sp_line_role from;
	enum sp_step step;
};

static void extend(struct cell *to, const struct cell before[SP_LINE_ROLES], enum sp_line_role role, const int *step)
{
	to->score = INT_MIN;
	for (guint from = 0; from < SP_LINE_ROLES; from++) {
		if (before[from].score == INT_MIN)
			continue;
		for (guint k = 0; k < leads[from][role].n; k++) {
			enum sp_step s = leads[from][role].of[k];
			if (before[from].score + step[s] > to->score)
				*to = (struct cell){ before[from].score + step[s], (enum sp_line_role)from, s };
		}
	}
}

struct sp_decoded *sp_decode(const struct sp_decoder *d, const struct sp_cues *c)
{
	struct sp_decoded *made = g_new0(struct sp_decoded, c->n + 1);
	struct cell(*best)[SP_LINE_ROLES] = g_malloc_n(c->n + 1, sizeof *best);
	best[0][SP_IS_OUTSIDE] = (struct cell){ 0, SP_IS_OUTSIDE, SP_STAYS_OUTSIDE };
	best[0][SP_IS_HEAD].score = best[0][SP_IS_BODY].score = INT_MIN;
	for (guint i = 0; i < c->n; i++) {
		int line[SP_LINE_ROLES] = { 0 }, step[SP_STEPS] = { 0 };
		sp_weights_score(d->lines, c->lines[i].at, line);
		sp_weights_score(d->steps, c->lines[i].step, step);
		for (guint role = 0; role < SP_LINE_ROLES; role++) {
			extend(&best[i + 1][role], best[i], (enum sp_line_role)role, step);
			if (best[i + 1][role].score != INT_MIN)
				best[i + 1][role].score += line[role];
		}
	}
	enum sp_line_role role = SP_IS_OUTSIDE;
	for (guint r = 0; r < SP_LINE_ROLES; r++)
		if (best[c->n][r].score > best[c->n][role].score)
			role = (enum sp_line_role)r;
	for (guint i = c->n; i > 0; i--) {
		made[i - 1] = (struct sp_decoded){ role, best[i][role].step };
		role = best[i][role].from;
	}
	g_free(best);
	return made;
}
