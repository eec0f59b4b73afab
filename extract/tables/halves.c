#include "extract/tables/halves.h"

#include <math.h>
#include <stdlib.h>

static const struct sp_cue_kind kinds[SP_HALVES_CUES] = {
	[SP_HALVES_COST] = { "cost", 7 }, [SP_HALVES_BETWEEN] = { "between", 5 }, [SP_HALVES_WIDTH] = { "width", 6 }, [SP_HALVES_PIECES] = { "pieces", 4 },
	[SP_HALVES_CROSSES] = { "crosses", 4 }, [SP_HALVES_SMALL] = { "small", 4 }, [SP_HALVES_BOLD] = { "bold", 4 }, [SP_HALVES_ABOVE] = { "above", 7 },
	[SP_HALVES_BELOW] = { "below", 7 }, [SP_HALVES_UPPER] = { "upper", 6 }, [SP_HALVES_LOWER] = { "lower", 6 }, [SP_HALVES_HEADS] = { "heads", 6 },
	[SP_HALVES_SAME] = { "same", 6 }, [SP_HALVES_SAME_TOO] = { "same too", 6 }, [SP_HALVES_COLUMNS] = { "columns", 3 }, [SP_HALVES_SIDES] = { "sides", 4 },
	[SP_HALVES_THROUGH] = { "through", 4 }, [SP_HALVES_RULE] = { "rule", 4 },
};

static const char *const classes[] = { "one table" };
const struct sp_net_shape sp_halves_model = { "halves", classes, 1, kinds, SP_HALVES_CUES };

/* What a part shows by itself. */
struct shown {
	const struct sp_cue_line *first, *last;
	double x0, x1, pitch; /* pt; the pitch is the usual one from line to line, 0 where there is one line */
	bool head, body;
};

static struct shown look_at(const struct sp_rows *rows)
{
	const struct sp_cue_line *lines = rows->cues->lines;
	struct shown shown = { .first = &lines[rows->from], .last = &lines[rows->to], .x0 = 1e9, .x1 = -1e9 };
	guint n = rows->to - rows->from;
	double *pitches = g_new(double, n + 1);
	for (guint i = rows->from; i <= rows->to; i++) {
		shown.x0 = MIN(shown.x0, lines[i].text->box.x0);
		shown.x1 = MAX(shown.x1, lines[i].text->box.x1);
		shown.head |= rows->decoded[i].role == SP_IS_HEAD;
		shown.body |= rows->decoded[i].role == SP_IS_BODY;
		if (i > rows->from)
			pitches[i - rows->from - 1] = lines[i].base - lines[i - 1].base;
	}
	qsort(pitches, n, sizeof *pitches, sp_ascending);
	shown.pitch = n > 0 ? pitches[n / 2] : 0;
	g_free(pitches);
	return shown;
}

/* Share of the separators of a part that another has, too; 0 where it has none. */
static guint8 shared(const GArray *of, const GArray *in)
{
	guint same = 0;
	for (guint i = 0; i < of->len; i++) {
		const struct sp_separator *s = sp_separator_at(of, i);
		bool found = false;
		for (guint k = 0; k < in->len; k++) {
			const struct sp_separator *o = sp_separator_at(in, k);
			found |= sp_overlap(s->x0, s->x1, o->x0, o->x1) >= 0;
		}
		same += found;
	}
	return of->len == 0 ? 0 : 1 + SP_BIN((double)same / of->len, 0.3, 0.6, 0.85, 0.99);
}

static void look_between(const struct sp_half *upper, const struct sp_half *lower, double width, guint8 *cues)
{
	const struct sp_cue_line *lines = upper->rows.cues->lines;
	guint from = upper->rows.to + 1, to = lower->rows.from, n = to - from, pieces = 0, crossed = 0, bold = 0;
	double widest = 0;
	for (guint i = from; i < to; i++) {
		const struct sp_cue_line *l = &lines[i];
		guint crosses = 0;
		for (guint k = 0; k < l->n_pieces; k++)
			for (guint s = 0; s < upper->separators->len; s++) {
				const struct sp_separator *white = sp_separator_at(upper->separators, s);
				crosses += l->pieces[k].x0 < white->x0 && l->pieces[k].x1 > white->x1;
			}
		crossed = MAX(crossed, crosses);
		pieces = MAX(pieces, l->n_pieces);
		widest = MAX(widest, sp_box_width(&l->text->box));
		bold += l->pieces[0].bold;
	}
	cues[SP_HALVES_BETWEEN] = (guint8)MIN(n, 4);
	cues[SP_HALVES_WIDTH] = n == 0 ? 0 : 1 + SP_BIN(widest / MAX(width, 1), 0.1, 0.25, 0.5, 0.9);
	cues[SP_HALVES_PIECES] = (guint8)MIN(pieces, 3);
	cues[SP_HALVES_CROSSES] = n == 0 ? 0 : 1 + SP_BIN(crossed, 1, 2);
	cues[SP_HALVES_BOLD] = n == 0 ? 0 : bold == 0 ? 1 : bold < n ? 2 : 3;
	cues[SP_HALVES_SMALL] = (guint8)((n > 0 && lines[from].pieces[0].small) + 2 * lines[to].pieces[0].small);
}

void sp_halves_cues(const struct sp_half *upper, const struct sp_half *lower, guint8 cues[SP_HALVES_CUES])
{
	const struct sp_cues *c = upper->rows.cues;
	const struct shown above = look_at(&upper->rows), below = look_at(&lower->rows);
	double usual = MAX(above.pitch, below.pitch), em = above.last->em, cost = 0;
	double y0 = above.last->base, y1 = below.first->base, x0 = MIN(above.x0, below.x0), x1 = MAX(above.x1, below.x1);
	for (guint i = upper->rows.to + 1; i <= lower->rows.from; i++)
		cost += (double)upper->rows.decoded[i].cost / SP_NET_UNIT;
	usual = usual > 0 ? usual : em;
	look_between(upper, lower, x1 - x0, cues);
	cues[SP_HALVES_COST] = SP_BIN(cost, 0.7, 1.5, 3, 5, 8, 12);
	cues[SP_HALVES_ABOVE] = SP_BIN((above.last[1].base - y0) / usual, 0.7, 1.1, 1.4, 1.8, 2.5, 4);
	cues[SP_HALVES_BELOW] = SP_BIN((y1 - below.first[-1].base) / usual, 0.7, 1.1, 1.4, 1.8, 2.5, 4);
	cues[SP_HALVES_UPPER] = SP_BIN(upper->rows.to - upper->rows.from + 1, 2, 3, 5, 9, 17);
	cues[SP_HALVES_LOWER] = SP_BIN(lower->rows.to - lower->rows.from + 1, 2, 3, 5, 9, 17);
	cues[SP_HALVES_HEADS] = (guint8)(above.body ? above.head + 2 * below.head : 4 + below.head);
	cues[SP_HALVES_SAME] = shared(upper->separators, lower->separators);
	cues[SP_HALVES_SAME_TOO] = shared(lower->separators, upper->separators);
	guint n = upper->separators->len, of_lower = lower->separators->len;
	cues[SP_HALVES_COLUMNS] = of_lower < n ? 0 : of_lower == n ? 1 : 2;
	cues[SP_HALVES_SIDES] = (guint8)((fabs(above.x0 - below.x0) < SP_SAME_PLACE) + 2 * (fabs(above.x1 - below.x1) < SP_SAME_PLACE));
	cues[SP_HALVES_THROUGH] = SP_BIN(sp_cues_uprights(c, y0, y1 - em, x0, x1), 1, 2, 3);
	cues[SP_HALVES_RULE] = SP_BIN(sp_cues_covered(c, true, y0 - 0.1 * em, y1, x0, x1), 0.05, 0.5, 0.9);
}

bool sp_halves_join(const struct sp_net *net, const struct sp_half *upper, const struct sp_half *lower)
{
	guint8 cues[SP_HALVES_CUES];
	int score;
	sp_halves_cues(upper, lower, cues);
	sp_net_score(net, &(const guint8 *){ cues }, 1, 0, &score);
	return score > 0;
}
