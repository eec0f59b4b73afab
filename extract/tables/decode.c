#include "extract/tables/decode.h"

#include <math.h>

static const char *const steps[SP_STEPS] = {
	"stays outside", "begins head", "begins body", "ends", "head row", "head goes on",
	"first row", "row", "row goes on", "next head", "next body",
};

const struct sp_net_shape sp_step_model = { "step", steps, SP_STEPS, sp_cue_kinds, SP_CUES };
const struct sp_net_shape sp_step_again_model = { "step again", steps, SP_STEPS, sp_cue_kinds, SP_CUES };

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
	gint64 score;
	enum sp_line_role from;
	enum sp_step step;
};

static void extend(struct cell *to, const struct cell before[SP_LINE_ROLES], enum sp_line_role role, const int *step, bool goes_on)
{
	to->score = G_MININT64;
	for (guint from = 0; from < SP_LINE_ROLES; from++) {
		if (before[from].score == G_MININT64)
			continue;
		for (guint k = 0; k < leads[from][role].n; k++) {
			enum sp_step s = leads[from][role].of[k];
			if ((!goes_on || sp_goes_on(s)) && before[from].score + step[s] > to->score)
				*to = (struct cell){ before[from].score + step[s], (enum sp_line_role)from, s };
		}
	}
}

static double chance_of(const int scores[SP_STEPS], enum sp_step step)
{
	double all = 0;
	for (guint s = 0; s < SP_STEPS; s++)
		all += exp((double)(scores[s] - scores[step]) / SP_NET_UNIT);
	return 1 / all;
}

static int cost_of(const int scores[SP_STEPS], enum sp_step step)
{
	int inside = G_MININT;
	for (guint s = 0; s < SP_STEPS; s++)
		inside = sp_goes_on((enum sp_step)s) ? MAX(inside, scores[s]) : inside;
	return sp_goes_on(step) ? 0 : scores[step] - inside;
}

struct sp_decoded *sp_decode(const struct sp_net *net, const struct sp_cues *c, const bool *goes_on)
{
	struct sp_decoded *made = g_new0(struct sp_decoded, c->n + 1);
	const guint8 **cues = g_new(const guint8 *, c->n + 1);
	for (guint i = 0; i < c->n; i++)
		cues[i] = c->lines[i].at;
	struct cell(*best)[SP_LINE_ROLES] = g_malloc_n(c->n + 1, sizeof *best);
	int(*scores)[SP_STEPS] = g_malloc_n(c->n + 1, sizeof *scores);
	best[0][SP_IS_OUTSIDE] = (struct cell){ 0, SP_IS_OUTSIDE, SP_STAYS_OUTSIDE };
	best[0][SP_IS_HEAD].score = best[0][SP_IS_BODY].score = G_MININT64;
	for (guint i = 0; i < c->n; i++) {
		sp_net_score(net, cues, c->n, i, scores[i]);
		for (guint role = 0; role < SP_LINE_ROLES; role++)
			extend(&best[i + 1][role], best[i], (enum sp_line_role)role, scores[i], goes_on && goes_on[i]);
	}
	enum sp_line_role role = SP_IS_OUTSIDE;
	for (guint r = 0; r < SP_LINE_ROLES; r++)
		if (best[c->n][r].score > best[c->n][role].score)
			role = (enum sp_line_role)r;
	for (guint i = c->n; i > 0; i--) {
		enum sp_step step = best[i][role].step;
		made[i - 1] = (struct sp_decoded){ role, step, chance_of(scores[i - 1], step), cost_of(scores[i - 1], step) };
		role = best[i][role].from;
	}
	g_free(best);
	g_free(scores);
	g_free(cues);
	return made;
}
