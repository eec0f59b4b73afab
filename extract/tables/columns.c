#include "extract/tables/columns.h"

#include <math.h>
#include <stdlib.h>

static const struct sp_cue_kind kinds[SP_SEPARATOR_CUES] = {
	[SP_SEP_ACROSS] = { "across", 6 }, [SP_SEP_BOLD] = { "bold", 4 }, [SP_SEP_BETWEEN] = { "between", 6 }, [SP_SEP_GAP] = { "gap", 7 }, [SP_SEP_LEAST_GAP] = { "least gap", 7 },
	[SP_SEP_RIGHT_STARTS] = { "right starts", 5 }, [SP_SEP_RIGHT_ENDS] = { "right ends", 5 }, [SP_SEP_LEFT_ENDS] = { "left ends", 5 },
	[SP_SEP_RULED] = { "ruled", 4 }, [SP_SEP_SIDED] = { "sided", 4 }, [SP_SEP_JOINTS] = { "joints", 4 },
	[SP_SEP_FIGURES_RIGHT] = { "figures right", 4 }, [SP_SEP_FIGURES_LEFT] = { "figures left", 4 }, [SP_SEP_IN_HEAD] = { "head", 5 },
	[SP_SEP_STRIP] = { "strip", 6 }, [SP_SEP_HEIGHT] = { "height", 5 }, [SP_SEP_TEXT_RIGHT] = { "text right", 4 }, [SP_SEP_TEXT_LEFT] = { "text left", 4 },
	[SP_SEP_HEAD_GAP] = { "head gap", 6 }, [SP_SEP_CLEAN] = { "clean", 7 }, [SP_SEP_LEAN] = { "lean", 7 }, [SP_SEP_COMB] = { "comb", 5 },
	[SP_SEP_OTHERS] = { "others", 4 },
};

static const char *const classes[] = { "separator" };
const struct sp_net_shape sp_separator_model = { "separator", classes, 1, kinds, SP_SEPARATOR_CUES };

static const double LEAST_WHITE = 0.38;  /* em: blanks of justified lines may be as wide, but do not stand below each other */
static const double REACH = 3;           /* pt: how far from the white its rule may stand */
static const double WHOLE = 0.85;        /* of the table's height: a rule from top to bottom */

/* --- candidates ----------------------------------------------------------------------------------------- */

struct change {
	double x;
	int white, word; /* lines that begin or cease to be white, to have a word */
};

static int by_place(const void *a, const void *b)
{
	const struct change *ca = a, *cb = b;
	return (ca->x > cb->x) - (ca->x < cb->x);
}

static void add_change(GArray *changes, double x, int white, int word)
{
	struct change change = { x, white, word };
	g_array_append_val(changes, change);
}

/* A heading over several columns, or a caption taken for one: the head's line below it has more texts. */
static bool stands_above(const struct sp_rows *rows, guint i)
{
	const struct sp_cue_line *l = &rows->cues->lines[i];
	return i < rows->to && rows->decoded[i].role == SP_IS_HEAD && rows->decoded[i + 1].role == SP_IS_HEAD &&
	       l[1].n_pieces > l->n_pieces;
}

/* Lines that stand above others hide no white. */
static GArray *changes_of(const struct sp_rows *rows)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct change));
	for (guint i = rows->from; i <= rows->to; i++) {
		const struct sp_cue_line *l = &rows->cues->lines[i];
		int word = !stands_above(rows, i);
		double end = sp_cue_word(l, 0)->box.x0;
		for (guint k = 0; k < l->text->words->len; k++) {
			const struct sp_box *b = &sp_cue_word(l, k)->box;
			if (k > 0 && b->x0 > end && (b->x0 - end >= LEAST_WHITE * l->em || sp_gap_parts(l, k))) {
				add_change(changes, end, 1, 0);
				add_change(changes, b->x0, -1, 0);
			}
			add_change(changes, b->x0, 0, word);
			add_change(changes, b->x1, 0, -word);
			end = MAX(end, b->x1);
		}
	}
	g_array_sort(changes, by_place);
	return changes;
}

static void find_candidates(const struct sp_rows *rows, GArray *found)
{
	GArray *changes = changes_of(rows);
	int white = 0, words = 0, best = 0, last = 0;
	bool rises = false;
	double x0 = 0;
	for (guint i = 0; i < changes->len;) {
		double x = g_array_index(changes, struct change, i).x;
		for (; i < changes->len && g_array_index(changes, struct change, i).x - x < 0.05; i++) {
			white += g_array_index(changes, struct change, i).white;
			words += g_array_index(changes, struct change, i).word;
		}
		int now = white - 2 * words;
		if (now > last) {
			rises = true;
			x0 = x;
			best = white;
		} else if (now < last && rises) {
			struct sp_separator s = { .at = (x0 + x) / 2, .x0 = x0, .x1 = x };
			if (best > 0 && last >= 0)
				g_array_append_val(found, s);
			rises = false;
		}
		last = now;
	}
	g_array_free(changes, TRUE);
}

/* --- cues ------------------------------------------------------------------------------------------------ */

/*
 * Bold lines among others are totals and names of groups, which span what columns they like: where more lines with several
 * texts are not bold, columns are asked of these.
 */
static bool asks_plain_only(const struct sp_cues *c, const struct sp_decoded *decoded, guint from, guint to)
{
	const guint enough = 3;
	guint plain = 0, bold = 0;
	for (guint i = from; i <= to; i++) {
		if (decoded[i].role == SP_IS_HEAD)
			continue;
		bold += c->lines[i].pieces[0].bold;
		plain += !c->lines[i].pieces[0].bold && c->lines[i].n_pieces > 1;
	}
	return bold > 0 && plain >= MAX(enough, bold);
}

struct sp_rows sp_rows_of(const struct sp_cues *c, const struct sp_decoded *decoded, guint from, guint to)
{
	return (struct sp_rows){ c, decoded, from, to, asks_plain_only(c, decoded, from, to) };
}

/* What lines show at one place. */
struct sample {
	guint lines, across, between, right, left, figures_right, figures_left;
	guint bold, bold_across;
	guint head, head_across, head_between, comb;
	double head_gap;
	GArray *gaps, *starts, *ends_right, *ends_left; /* double: em; pt */
};

static void look(struct sample *s, const struct sp_cue_line *l, double at, bool head, bool plain_only)
{
	const struct sp_word *before = NULL, *after = NULL;
	bool across = false;
	for (guint k = 0; k < l->text->words->len; k++) {
		const struct sp_word *w = sp_cue_word(l, k);
		across |= w->box.x0 < at && w->box.x1 > at;
		if (w->box.x1 <= at)
			before = w;
		if (w->box.x0 >= at && !after) {
			after = w;
			s->comb = MAX(s->comb, across ? 0 : l->comb[k]);
		}
	}
	bool between = before && after && !across;
	if (head) {
		s->head++;
		s->head_across += across;
		s->head_between += between;
		if (between)
			s->head_gap = MAX(s->head_gap, (after->box.x0 - before->box.x1) / l->em);
		return;
	}
	if (plain_only && l->pieces[0].bold) {
		s->bold += across || between;
		s->bold_across += across;
		return;
	}
	s->lines++;
	s->across += across;
	s->between += between;
	s->right += after && !across;
	s->left += before && !across;
	if (between) {
		double gap = (after->box.x0 - before->box.x1) / l->em;
		g_array_append_val(s->gaps, gap);
	}
	for (guint k = 0; k < l->n_pieces && !across; k++) {
		const struct sp_piece *p = &l->pieces[k];
		if (after && p->x0 <= after->box.x0 + 0.1 && p->x1 >= after->box.x1 - 0.1) {
			g_array_append_val(s->starts, after->box.x0);
			g_array_append_val(s->ends_right, p->x1);
			s->figures_right += p->figure || sp_is_figure(after->text);
		}
		if (before && p->x0 <= before->box.x0 + 0.1 && p->x1 >= before->box.x1 - 0.1) {
			g_array_append_val(s->ends_left, before->box.x1);
			s->figures_left += p->figure || sp_is_figure(before->text);
		}
	}
}

/* The largest share of values that lie within SP_SAME_PLACE of each other. */
static double in_line(GArray *values)
{
	guint best = 0;
	g_array_sort(values, sp_ascending);
	for (guint i = 0, k = 0; i < values->len; i++) {
		while (g_array_index(values, double, i) - g_array_index(values, double, k) > SP_SAME_PLACE)
			k++;
		best = MAX(best, i - k + 1);
	}
	return values->len > 0 ? (double)best / values->len : 0;
}

static guint8 share_in_line(GArray *values)
{
	return values->len < 2 ? 0 : 1 + SP_BIN(in_line(values), 0.35, 0.6, 0.9);
}

static double upright(const struct sp_cues *c, const struct sp_separator *s, bool drawn, double y0, double y1)
{
	double length = 0;
	for (guint k = 0; k < c->rulings->down->len; k++) {
		const struct sp_edge *e = sp_edge_at(c->rulings->down, k);
		if (e->drawn == drawn && e->at > s->x0 - REACH && e->at < s->x1 + REACH)
			length += MAX(sp_overlap(e->from, e->to, y0, y1), 0);
	}
	return length / MAX(y1 - y0, 1);
}

/* Horizontal rules and shaded areas that end at the white. */
static guint joints(const struct sp_cues *c, const struct sp_separator *s, double y0, double y1)
{
	guint n = 0;
	for (guint k = 0; k < c->page->rules->len; k++) {
		const struct sp_rule *r = &g_array_index(c->page->rules, struct sp_rule, k);
		n += r->axis == SP_HORIZONTAL && r->at > y0 && r->at < y1 &&
		     ((r->to > s->x0 - REACH && r->to < s->x1 + REACH) || (r->from > s->x0 - REACH && r->from < s->x1 + REACH));
	}
	return n;
}

static void measure(const struct sp_rows *rows, struct sp_separator *s)
{
	const struct sp_cues *c = rows->cues;
	struct sample m = { .gaps = g_array_new(FALSE, FALSE, sizeof(double)), .starts = g_array_new(FALSE, FALSE, sizeof(double)),
		            .ends_right = g_array_new(FALSE, FALSE, sizeof(double)), .ends_left = g_array_new(FALSE, FALSE, sizeof(double)) };
	for (guint i = rows->from; i <= rows->to; i++)
		if (!stands_above(rows, i))
			look(&m, &c->lines[i], s->at, rows->decoded[i].role == SP_IS_HEAD, rows->plain_only);
	g_array_sort(m.gaps, sp_ascending);
	double em = c->lines[rows->to].em, y0 = c->lines[rows->from].top - em, y1 = c->lines[rows->to].base + em, lines = MAX(m.lines, 1);
	double usual = m.gaps->len > 0 ? g_array_index(m.gaps, double, m.gaps->len / 2) : 0;
	double least = m.gaps->len > 0 ? g_array_index(m.gaps, double, 0) : 0;
	s->cues[SP_SEP_ACROSS] = SP_BIN(m.across / (double)MAX(m.across + m.between, 1), 0.001, 0.04, 0.1, 0.2, 0.4);
	s->cues[SP_SEP_BOLD] = m.bold == 0 ? 0 : 1 + SP_BIN(m.bold_across / (double)m.bold, 0.001, 0.6);
	s->cues[SP_SEP_BETWEEN] = SP_BIN(m.between, 1, 2, 3, 5, 9);
	s->gap = m.gaps->len > 0 ? usual : m.head_between > 0 ? m.head_gap : 0;
	s->cues[SP_SEP_GAP] = SP_BIN(usual, 0.45, 0.6, 0.8, 1.2, 2, 4);
	s->cues[SP_SEP_LEAST_GAP] = SP_BIN(least, 0.3, 0.45, 0.6, 0.8, 1.2, 2);
	s->cues[SP_SEP_RIGHT_STARTS] = share_in_line(m.starts);
	s->cues[SP_SEP_RIGHT_ENDS] = share_in_line(m.ends_right);
	s->cues[SP_SEP_LEFT_ENDS] = share_in_line(m.ends_left);
	s->cues[SP_SEP_CLEAN] = m.across > 0 ? 0 : 1 + SP_BIN(in_line(m.starts) * m.starts->len, 2, 3, 5, 9, 17);
	s->cues[SP_SEP_LEAN] = m.across > 0 ? 0 : 1 + SP_BIN(in_line(m.ends_left) * m.ends_left->len, 2, 3, 5, 9, 17);
	s->cues[SP_SEP_RULED] = SP_BIN(upright(c, s, true, y0, y1), 0.05, 0.4, 0.85);
	s->cues[SP_SEP_SIDED] = SP_BIN(upright(c, s, false, y0, y1), 0.05, 0.4, 0.85);
	s->cues[SP_SEP_JOINTS] = SP_BIN(joints(c, s, y0, y1), 1, 2, 4);
	s->cues[SP_SEP_FIGURES_RIGHT] = m.starts->len == 0 ? 0 : 1 + SP_BIN((double)m.figures_right / m.starts->len, 0.2, 0.7);
	s->cues[SP_SEP_FIGURES_LEFT] = m.ends_left->len == 0 ? 0 : 1 + SP_BIN((double)m.figures_left / m.ends_left->len, 0.2, 0.7);
	s->cues[SP_SEP_IN_HEAD] = m.head == 0 ? 0 : m.head_between > 0 ? (m.head_across > 0 ? 2 : 3) : m.head_across > 0 ? 4 : 1;
	s->cues[SP_SEP_HEAD_GAP] = m.head_between == 0 ? 0 : 1 + SP_BIN(m.head_gap, 0.35, 0.55, 0.9, 1.8);
	s->cues[SP_SEP_COMB] = SP_BIN(m.comb, 3, 4, SP_COMB, 9);
	s->cues[SP_SEP_STRIP] = SP_BIN((s->x1 - s->x0) / em, 0.2, 0.5, 0.9, 1.5, 3);
	s->cues[SP_SEP_HEIGHT] = SP_BIN(rows->to - rows->from + 1, 3, 5, 9, 17);
	s->cues[SP_SEP_TEXT_RIGHT] = SP_BIN(m.right / lines, 0.15, 0.4, 0.8);
	s->cues[SP_SEP_TEXT_LEFT] = SP_BIN(m.left / lines, 0.15, 0.4, 0.8);
	g_array_free(m.gaps, TRUE);
	g_array_free(m.starts, TRUE);
	g_array_free(m.ends_right, TRUE);
	g_array_free(m.ends_left, TRUE);
}

/* Along nearly all of the table's height. */
static bool is_drawn(const struct sp_separator *s)
{
	return s->cues[SP_SEP_RULED] == 3 || s->cues[SP_SEP_SIDED] == 3;
}

GArray *sp_separators_candidates(const struct sp_rows *rows)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct sp_separator));
	find_candidates(rows, found);
	guint drawn = 0;
	for (guint i = 0; i < found->len; i++) {
		measure(rows, &g_array_index(found, struct sp_separator, i));
		drawn += is_drawn(sp_separator_at(found, i));
	}
	for (guint i = 0; i < found->len; i++) {
		struct sp_separator *s = &g_array_index(found, struct sp_separator, i);
		guint others = drawn - is_drawn(s);
		s->cues[SP_SEP_OTHERS] = (guint8)(others == 0 ? is_drawn(s) : 2 + is_drawn(s));
	}
	return found;
}

/* --- columns between them ---------------------------------------------------------------------------------- */

static const struct sp_cue_kind column_kinds[SP_COLUMN_CUES] = {
	[SP_COL_TEXTS] = { "texts", 6 }, [SP_COL_SHARE] = { "share", 6 }, [SP_COL_WHOLE] = { "whole", 6 }, [SP_COL_WIDTH] = { "width", 6 },
	[SP_COL_FIGURES] = { "figures", 4 }, [SP_COL_HEAD] = { "head", 4 }, [SP_COL_STARTS] = { "starts", 5 }, [SP_COL_ENDS] = { "ends", 5 },
	[SP_COL_EDGE] = { "edge", 4 }, [SP_COL_FIGURES_TWICE] = { "figures twice", 5 }, [SP_COL_AMOUNTS_TWICE] = { "amounts twice", 5 },
	[SP_COL_MIXED] = { "mixed", 5 }, [SP_COL_BLANK] = { "blank", 6 }, [SP_COL_BOLD] = { "bold", 5 }, [SP_COL_DRAWN] = { "drawn", 6 },
	[SP_COL_INSIDE] = { "inside", 3 },
};

static const char *const column_classes[] = { "column" };
const struct sp_net_shape sp_column_model = { "column", column_classes, 1, column_kinds, SP_COLUMN_CUES };

/* What stands between two places of a line. */
struct between {
	const struct sp_word *first, *last;
	bool inside;  /* no word of it stands across either place */
	double white; /* em: the narrower of the blanks on its sides; where a rule parts it is as good as any */
	guint figures, amounts, words; /* amounts: figures with decimals or thousands; words: with letters */
	double blank; /* pt: the widest */
};

static struct between look_between(const struct sp_cue_line *l, double x0, double x1)
{
	struct between b = { .inside = true, .white = G_MAXDOUBLE };
	const struct sp_word *before = NULL, *after = NULL;
	bool parts_before = false, parts_after = false;
	for (guint k = 0; k < l->text->words->len && !after; k++) {
		const struct sp_word *w = sp_cue_word(l, k);
		if (w->box.x1 <= x0) {
			before = w;
		} else if (w->box.x0 >= x1) {
			parts_after = sp_gap_parts(l, k);
			after = w;
		} else {
			parts_before |= !b.first && sp_gap_parts(l, k);
			b.blank = b.first ? MAX(b.blank, w->box.x0 - b.last->box.x1) : 0;
			b.first = b.first ? b.first : w;
			b.last = w;
			b.inside = b.inside && w->box.x0 >= x0 && w->box.x1 <= x1;
			b.figures += (l->kinds[k] & SP_FIGURE) != 0;
			b.amounts += (l->kinds[k] & SP_AMOUNT) != 0;
			b.words += (l->kinds[k] & SP_LETTERS) != 0;
		}
	}
	if (b.first && before && !parts_before)
		b.white = (b.first->box.x0 - before->box.x1) / l->em;
	if (b.first && after && !parts_after)
		b.white = MIN(b.white, (after->box.x0 - b.last->box.x1) / l->em);
	return b;
}

/* Neither a word nor a usual blank carries a text over either place. */
static bool is_whole(const struct between *b)
{
	return b->first && b->inside && b->white > SP_RUN_GAP;
}

/* The blanks on its sides may part columns. */
static bool is_apart(const struct between *b)
{
	return b->first && b->inside && b->white >= LEAST_WHITE;
}

/* Where the column between two candidates, counted from 1, stands to what is drawn from top to bottom. */
static void look_at_drawn(const GArray *all, guint i, guint j, guint8 *cues)
{
	guint sides = 0, inside = 0, drawn = 0;
	for (guint k = 1; k <= all->len; k++)
		if (is_drawn(sp_separator_at(all, k - 1))) {
			drawn++;
			sides += k == i || k == j;
			inside += k > i && k < j;
		}
	cues[SP_COL_DRAWN] = (guint8)(sides + (drawn > sides + inside ? 3 : 0));
	cues[SP_COL_INSIDE] = (guint8)MIN(inside, 2);
}

bool sp_column_cues(const struct sp_rows *rows, const GArray *all, guint i, guint j, guint8 cues[SP_COLUMN_CUES])
{
	double x0 = i > 0 ? sp_separator_at(all, i - 1)->at : -1e9, x1 = j <= all->len ? sp_separator_at(all, j - 1)->at : 1e9;
	guint lines = 0, texts = 0, whole = 0, apart = 0, figures = 0, head = 0, head_texts = 0, head_whole = 0;
	guint figures_twice = 0, amounts = 0, amounts_twice = 0, mixed = 0, bold = 0, bold_whole = 0;
	double width = 0;
	GArray *blanks = g_array_new(FALSE, FALSE, sizeof(double));
	GArray *starts = g_array_new(FALSE, FALSE, sizeof(double)), *ends = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint k = rows->from; k <= rows->to; k++) {
		const struct sp_cue_line *l = &rows->cues->lines[k];
		struct between b = look_between(l, x0, x1);
		apart += is_apart(&b);
		if (rows->decoded[k].role == SP_IS_HEAD) {
			head++;
			head_texts += b.first != NULL;
			head_whole += is_whole(&b);
			continue;
		}
		if (rows->plain_only && l->pieces[0].bold) {
			bold += b.first != NULL;
			bold_whole += is_whole(&b);
			continue;
		}
		lines++;
		if (!b.first)
			continue;
		texts++;
		whole += is_whole(&b);
		figures += b.figures > 0;
		figures_twice += b.figures > 1;
		amounts += b.amounts > 0;
		amounts_twice += b.amounts > 1;
		mixed += b.amounts > 0 && b.words > 0;
		if (b.first != b.last) {
			double blank = b.blank / l->em;
			g_array_append_val(blanks, blank);
		}
		if (b.first->box.x0 >= x0)
			g_array_append_val(starts, b.first->box.x0);
		if (b.last->box.x1 <= x1)
			g_array_append_val(ends, b.last->box.x1);
		if (is_whole(&b))
			width = MAX(width, b.last->box.x1 - b.first->box.x0);
	}
	double n = MAX(texts, 1);
	cues[SP_COL_TEXTS] = SP_BIN(texts, 1, 2, 3, 5, 9);
	cues[SP_COL_SHARE] = SP_BIN(texts / (double)MAX(lines, 1), 0.05, 0.15, 0.35, 0.65, 0.9);
	cues[SP_COL_WHOLE] = SP_BIN(whole / n, 0.05, 0.3, 0.6, 0.85, 0.99);
	cues[SP_COL_WIDTH] = SP_BIN(width / rows->cues->lines[rows->from].em, 0.1, 1.2, 3, 7, 16);
	cues[SP_COL_FIGURES] = texts == 0 ? 0 : 1 + SP_BIN(figures / n, 0.2, 0.7);
	cues[SP_COL_HEAD] = head == 0 ? 0 : head_texts == 0 ? 1 : head_whole == 0 ? 2 : 3;
	cues[SP_COL_STARTS] = share_in_line(starts);
	cues[SP_COL_ENDS] = share_in_line(ends);
	cues[SP_COL_EDGE] = (guint8)((i > 0) + 2 * (j <= all->len));
	cues[SP_COL_FIGURES_TWICE] = figures == 0 ? 0 : 1 + SP_BIN(figures_twice / (double)figures, 0.001, 0.2, 0.6);
	cues[SP_COL_AMOUNTS_TWICE] = amounts == 0 ? 0 : 1 + SP_BIN(amounts_twice / (double)amounts, 0.001, 0.2, 0.6);
	cues[SP_COL_MIXED] = amounts == 0 ? 0 : 1 + SP_BIN(mixed / (double)amounts, 0.001, 0.2, 0.6);
	cues[SP_COL_BOLD] = !rows->plain_only ? 0 : bold == 0 ? 1 : bold_whole == 0 ? 2 : bold_whole == 1 ? 3 : 4;
	look_at_drawn(all, i, j, cues);
	g_array_sort(blanks, sp_ascending);
	cues[SP_COL_BLANK] = blanks->len == 0 ? 0 : 1 + SP_BIN(g_array_index(blanks, double, blanks->len / 2), 0.35, 0.5, 0.8, 1.5);
	g_array_free(blanks, TRUE);
	g_array_free(starts, TRUE);
	g_array_free(ends, TRUE);
	return apart > 0;
}

/* --- choice ---------------------------------------------------------------------------------------------- */

/* Several vertical rules from top to bottom in the white of one separator have empty columns between them. */
static void part_at_rules(const struct sp_rows *rows, GArray *chosen)
{
	const double narrowest = 0.6; /* em: a double rule is no column */
	const struct sp_cues *c = rows->cues;
	double em = c->lines[rows->to].em, y0 = c->lines[rows->from].top - em, y1 = c->lines[rows->to].base + em;
	for (guint k = 0; k < chosen->len; k++) {
		struct sp_separator s = *sp_separator_at(chosen, k);
		double last = -1e9;
		for (guint i = 0; i < c->rulings->down->len; i++) {
			double at = sp_edge_at(c->rulings->down, i)->at;
			if (at <= s.x0 || at >= s.x1 || at - last < narrowest * em || sp_edges_cover(c->rulings->down, at, SP_SAME_PLACE, y0, y1) < WHOLE)
				continue;
			struct sp_separator *before = &g_array_index(chosen, struct sp_separator, k);
			before->at = last < 0 ? at : before->at;
			if (last >= 0) {
				struct sp_separator next = s;
				before->x1 = next.x0 = (last + at) / 2;
				next.at = at;
				g_array_insert_val(chosen, ++k, next);
			}
			last = at;
		}
	}
}

/* log(exp(a) + exp(b)) */
static double log_sum(double a, double b)
{
	return MAX(a, b) + log1p(exp(-fabs(a - b)));
}

static int score_one(const struct sp_net *net, const guint8 *cues)
{
	int score;
	sp_net_score(net, &cues, 1, 0, &score);
	return score;
}

GArray *sp_separators_new(const struct sp_column_nets *nets, const struct sp_rows *rows, double *chance)
{
	GArray *all = sp_separators_candidates(rows), *chosen = g_array_new(FALSE, FALSE, sizeof(struct sp_separator));
	guint n = all->len;
	/* best[j]: the best choice whose last is candidate j, counted from 1; 0 is the left margin, n + 1 the right one */
	gint64 *best = g_new0(gint64, n + 2);
	double *all_choices = g_new0(double, n + 2); /* the logarithm of their sum, over the best one's likelihood */
	int *before = g_new0(int, n + 2);
	for (guint j = 1; j <= n + 1; j++) {
		int own = 0;
		if (j <= n)
			own = score_one(nets->separators, sp_separator_at(all, j - 1)->cues);
		before[j] = -1;
		for (guint i = j; i-- > 0 && j - i <= SP_COLUMN_REACH;) {
			guint8 cues[SP_COLUMN_CUES];
			if ((i > 0 && before[i] < 0) || !sp_column_cues(rows, all, i, j, cues))
				continue;
			int score = own + score_one(nets->columns, cues);
			bool better = before[j] < 0 || best[i] + score > best[j];
			double gain = before[j] < 0 ? 0 : (double)(best[i] + score - best[j]) / SP_NET_UNIT;
			all_choices[j] = before[j] < 0 ? all_choices[i] : better ? log_sum(all_choices[j] - gain, all_choices[i]) : log_sum(all_choices[j], all_choices[i] + gain);
			if (better) {
				best[j] = best[i] + score;
				before[j] = (int)i;
			}
		}
	}
	for (int j = before[n + 1]; j > 0; j = before[j])
		g_array_prepend_vals(chosen, sp_separator_at(all, (guint)j - 1), 1);
	*chance = exp(-all_choices[n + 1]);
	part_at_rules(rows, chosen);
	g_free(all_choices);
	g_free(best);
	g_free(before);
	g_array_unref(all);
	return chosen;
}
