/*
 * Method. Words make lines by their baselines (line.h), lines are cut where a gap is wider than the blanks of their type
 * are. A corridor is a gap that stays open through lines above and below; the more lines have text on both of its
 * sides, the more it looks like the white between two columns. All else is looked up at the line's place: rules between
 * two baselines, edges that run through, the colour below.
 */
#include "extract/tables/cues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/page/recurring.h"

const struct sp_cue_kind sp_cue_kinds[SP_CUES] = {
	[SP_LINE_PIECES] = { "pieces", 7 }, [SP_LINE_FIGURES] = { "figures", 5 }, [SP_LINE_DEPTH] = { "depth", 7 },
	[SP_LINE_SECOND_DEPTH] = { "second", 7 }, [SP_LINE_STARTS] = { "starts", 4 }, [SP_LINE_ENDS] = { "ends", 4 },
	[SP_LINE_WIDTH] = { "width", 6 }, [SP_LINE_LEFT] = { "left", 4 }, [SP_LINE_BOLD] = { "bold", 3 }, [SP_LINE_SIZE] = { "size", 4 },
	[SP_LINE_ITEM] = { "item", 2 }, [SP_LINE_STOP] = { "stop", 5 }, [SP_LINE_CASE] = { "case", 4 }, [SP_LINE_FILL] = { "fill", 3 },
	[SP_LINE_BARS] = { "bars", 5 }, [SP_LINE_UPRIGHTS] = { "uprights", 4 }, [SP_LINE_LEADER] = { "leader", 2 },
	[SP_LINE_LENGTH] = { "length", 5 }, [SP_LINE_DRAWN] = { "drawn", 2 }, [SP_LINE_SAID] = { "said", 3 }, [SP_LINE_CROSSES] = { "crosses", 4 },
	[SP_LINE_FILLED] = { "filled", 6 }, [SP_LINE_FIRST] = { "first", 3 }, [SP_LINE_NUMBERS] = { "numbers", 5 },
	[SP_STEP_PITCH] = { "pitch", 8 }, [SP_STEP_LEADING] = { "leading", 8 }, [SP_STEP_RULE] = { "rule", 4 }, [SP_STEP_EDGE] = { "edge", 4 },
	[SP_STEP_SHADE] = { "shade", 5 }, [SP_STEP_THROUGH] = { "through", 4 }, [SP_STEP_OPEN] = { "open", 4 }, [SP_STEP_SHUT] = { "shut", 3 },
	[SP_STEP_MEETS] = { "meets", 5 }, [SP_STEP_OFFSET] = { "offset", 4 }, [SP_STEP_MORE] = { "more", 4 }, [SP_STEP_GOES_ON] = { "goes on", 4 },
	[SP_STEP_TYPE] = { "type", 6 }, [SP_STEP_FIGURES_TWICE] = { "step figures", 4 }, [SP_STEP_WHITE] = { "white", 4 }, [SP_STEP_ALIKE] = { "alike", 5 },
	[SP_STEP_KEY] = { "key", 3 }, [SP_STEP_ABOVE] = { "above", 7 }, [SP_STEP_ABOVE_ALL] = { "above all", 7 }, [SP_STEP_FIRST] = { "top", 2 }, [SP_STEP_SAME_FILLED] = { "same", 6 }, [SP_STEP_ROOM] = { "room", 4 },
	[SP_STEP_SMALL] = { "small", 3 }, [SP_STEP_REFILLED] = { "refilled", 4 }, [SP_STEP_AMOUNTS] = { "amounts", 5 }, [SP_STEP_COLUMN_ONE] = { "column one", 5 },
};

static const double PIECE_GAP = 1.0;   /* em: wider than the blanks of most justified lines */
static const double FIGURE_GAP = 0.6;  /* em, beside a figure, which stands in no justified text mostly */
static const double CORRIDOR = 0.5;    /* em: what must stay white of a gap */
static const double NEAR = 12;         /* em: how far below a cell another of its column stands */
static const double LONG_BAR = 60;     /* pt: shorter rules are underlines */
static const double BAR_GAP = 30;      /* pt: pieces of one rule, drawn by column with gaps between */
static const double SAME_EXTENT = 6;   /* pt */
enum { LOOK = 40 };                    /* lines up and down that a corridor is followed */

bool sp_is_figure(const char *s)
{
	bool digit = false;
	for (; *s; s = g_utf8_next_char(s)) {
		bool ascii = (signed char)*s > 0; /* as most are */
		gunichar c = ascii ? (gunichar)*s : g_utf8_get_char(s);
		if (ascii ? g_ascii_isdigit(*s) : g_unichar_isdigit(c))
			digit = true;
		else if (ascii ? g_ascii_isalpha(*s) : g_unichar_isalpha(c))
			return false;
	}
	return digit;
}

bool sp_is_amount(const char *word)
{
	for (const char *p = word; *p; p++)
		if (g_ascii_isdigit(*p) && (p[1] == ',' || p[1] == '.') && g_ascii_isdigit(p[2]))
			return sp_is_figure(word);
	return false;
}

/* What stands beside figures or in their place: "€", "%", "-". */
static bool joins_figure(const char *s)
{
	for (const char *p = s; *p; p = g_utf8_next_char(p))
		if (g_unichar_isalnum(g_utf8_get_char(p)))
			return false;
	return g_utf8_strlen(s, -1) <= 2;
}

static bool is_leader(const char *s)
{
	size_t n = 0;
	for (const char *p = s; *p; p = g_utf8_next_char(p), n++)
		if (!strchr("._-", *p) && g_utf8_get_char(p) != 0x2026)
			return false;
	return n > 2 || (n > 0 && g_utf8_get_char(s) == 0x2026);
}

static const struct sp_word *word_at(const struct sp_text_line *line, guint i)
{
	return g_ptr_array_index(line->words, i);
}

static const double IN_A_ROW = 0.5; /* of the height of the lower of two turned texts */

/* How well a word shows where its line stands: its size; marks and turned words hardly. */
static double shows_baseline(const struct sp_word *w)
{
	return w->mark || w->turn != 0 ? 0 : w->size;
}

static double baseline(const struct sp_text_line *line)
{
	const struct sp_word *best = word_at(line, 0);
	for (guint i = 1; i < line->words->len; i++)
		if (shows_baseline(word_at(line, i)) > shows_baseline(best))
			best = word_at(line, i);
	return best->box.y1 - (best->drop > 0 ? best->drop : 0.22 * best->size);
}

static gunichar first_char(const struct sp_word *w)
{
	const char *s = w->text;
	while (g_unichar_ispunct(g_utf8_get_char(s)) && *g_utf8_next_char(s) != '\0')
		s = g_utf8_next_char(s);
	return g_utf8_get_char(s);
}

static void find_kinds(struct sp_cue_line *l)
{
	guint n = l->text->words->len;
	l->kinds = g_new(guint8, n);
	for (guint k = 0; k < n; k++) {
		const char *text = sp_cue_word(l, k)->text;
		if (sp_is_figure(text))
			l->kinds[k] = sp_is_amount(text) ? SP_FIGURE | SP_AMOUNT : SP_FIGURE;
		else
			l->kinds[k] = g_unichar_isalpha(g_utf8_get_char(text)) ? SP_LETTERS : 0;
	}
}

/* Runs of words whose middles, or whose beginnings, are equally far from each other. */
static void find_combs(struct sp_cue_line *l)
{
	const double even = 0.05, exact = 0.6; /* of the distance; pt */
	guint n = l->text->words->len;
	l->comb = g_new0(guint8, n);
	for (int middle = 0; middle <= 1; middle++)
		for (guint from = 0, to; from + 1 < n; from = to) {
			double first = 0;
			for (to = from + 1; to < n; to++) {
				const struct sp_box *a = &sp_cue_word(l, to - 1)->box, *b = &sp_cue_word(l, to)->box;
				double pitch = middle ? (b->x0 + b->x1 - a->x0 - a->x1) / 2 : b->x0 - a->x0;
				first = to == from + 1 ? pitch : first;
				if (fabs(pitch - first) > MAX(even * first, exact))
					break;
			}
			for (guint k = from + 1; k < to; k++)
				l->comb[k] = (guint8)CLAMP(to - from, l->comb[k], G_MAXUINT8);
			to -= to < n; /* the last distance may begin the next run */
		}
}

/* Gaps with a vertical edge that passes the line between its baseline and where capitals end. */
static void find_ruled(struct sp_cue_line *l, const GArray *down)
{
	const double touches = 0.5; /* pt: a word may reach into the edge */
	guint n = l->text->words->len, k = 1;
	double middle = (l->top + l->base) / 2;
	l->ruled = g_new0(bool, n);
	for (guint i = 0; i < down->len && k < n; i++) {
		const struct sp_edge *e = sp_edge_at(down, i);
		while (k < n && sp_cue_word(l, k)->box.x0 + touches < e->at)
			k++;
		if (k < n && e->from <= middle && e->to >= middle && sp_cue_word(l, k - 1)->box.x1 - touches <= e->at)
			l->ruled[k] = true;
	}
}

static void cut_pieces(struct sp_cue_line *l)
{
	const struct sp_text_line *line = l->text;
	l->pieces = g_new0(struct sp_piece, line->words->len);
	bool figure = false;
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_word *w = word_at(line, i);
		double gap = i > 0 ? w->box.x0 - word_at(line, i - 1)->box.x1 : 0;
		bool is_figure = (l->kinds[i] & SP_FIGURE) != 0;
		double least = (figure || is_figure ? FIGURE_GAP : PIECE_GAP) * w->size;
		bool leads = i > 0 && is_leader(word_at(line, i - 1)->text) && !is_leader(w->text);
		struct sp_piece *p = l->n_pieces > 0 ? &l->pieces[l->n_pieces - 1] : NULL;
		figure = is_figure;
		if (!p || gap > least || leads || sp_gap_parts(l, i)) {
			p = &l->pieces[l->n_pieces++];
			*p = (struct sp_piece){ w->box.x0, w->box.x1, i, 1, figure, w->bold, g_unichar_islower(first_char(w)) };
			continue;
		}
		p->x1 = MAX(p->x1, w->box.x1);
		p->n++;
		p->figure = p->figure ? figure || joins_figure(w->text) : figure && p->n == 2 && joins_figure(word_at(line, i - 1)->text);
		p->bold = p->bold && w->bold;
	}
}

/* --- corridors ---------------------------------------------------------------------------------------- */

/* Narrows [x0, x1] to what of it the line leaves white; false when that is less than `least`. */
static bool stays_open(const struct sp_cue_line *l, double *x0, double *x1, double least, bool *both)
{
	bool left = false, right = false;
	double middle = (*x0 + *x1) / 2;
	for (guint i = 0; i < l->text->words->len; i++) {
		const struct sp_box *b = &sp_cue_word(l, i)->box;
		if (b->x1 <= *x0 || b->x0 >= *x1) {
			left |= b->x1 <= *x0;
			right |= b->x0 >= *x1;
			continue;
		}
		if ((b->x0 + b->x1) / 2 < middle) {
			*x0 = MAX(*x0, b->x1);
			left = true;
		} else {
			*x1 = MIN(*x1, b->x0);
			right = true;
		}
		if (*x1 - *x0 < least)
			return false;
	}
	*both = left && right;
	return true;
}

static guint depth_of(const struct sp_cues *c, guint i, double from, double to)
{
	guint depth = 1;
	double least = CORRIDOR * c->lines[i].em;
	for (int way = -1; way <= 1; way += 2) {
		double x0 = from, x1 = to;
		for (guint k = 1; k <= LOOK; k++) {
			guint m = way < 0 ? i - k : i + k;
			bool both;
			if ((way < 0 && k > i) || m >= c->n || !stays_open(&c->lines[m], &x0, &x1, least, &both))
				break;
			depth += both;
		}
	}
	return depth;
}

static void measure_depths(struct sp_cues *c, guint i)
{
	struct sp_cue_line *l = &c->lines[i];
	guint best = 0, second = 0;
	for (guint k = 1; k < l->n_pieces; k++) {
		guint depth = depth_of(c, i, l->pieces[k - 1].x1, l->pieces[k].x0);
		second = MAX(second, MIN(best, depth));
		best = MAX(best, depth);
	}
	l->at[SP_LINE_DEPTH] = SP_BIN(best, 1, 2, 3, 5, 9, 17);
	l->at[SP_LINE_SECOND_DEPTH] = SP_BIN(second, 1, 2, 3, 5, 9, 17);
}

/* --- lines --------------------------------------------------------------------------------------------- */

static void measure_alignment(struct sp_cues *c, guint i)
{
	struct sp_cue_line *l = &c->lines[i];
	guint starts = 0, ends = 0;
	for (guint k = 0; k < l->n_pieces; k++) {
		bool start = false, end = false;
		for (guint m = i > LOOK ? i - LOOK : 0; m < c->n && m <= i + LOOK; m++) {
			const struct sp_cue_line *o = &c->lines[m];
			if (m == i || fabs(o->base - l->base) > NEAR * l->em)
				continue;
			for (guint j = 0; j < o->n_pieces; j++) {
				start |= k > 0 && j > 0 && fabs(o->pieces[j].x0 - l->pieces[k].x0) < SP_SAME_PLACE;
				end |= fabs(o->pieces[j].x1 - l->pieces[k].x1) < SP_SAME_PLACE;
			}
		}
		starts += start;
		ends += end;
	}
	l->at[SP_LINE_STARTS] = SP_BIN(starts, 1, 2, 3);
	l->at[SP_LINE_ENDS] = SP_BIN(ends, 1, 2, 3);
}

/* The colour that a place shows, white where none. */
static guint32 colour_at(const struct sp_page *page, double x, double y)
{
	guint32 colour = 0xFFFFFF;
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		if (!sp_box_holds(&f->box, x, y))
			continue;
		colour = sp_fill_shades(page, f) ? (guint32)lroundf(f->r * 255) << 16 | (guint32)lroundf(f->g * 255) << 8 | (guint32)lroundf(f->b * 255)
		                                 : 0xFFFFFF;
	}
	return colour;
}

static guint32 colour_of_piece(const struct sp_cues *c, const struct sp_cue_line *l, guint k)
{
	return colour_at(c->page, (l->pieces[k].x0 + l->pieces[k].x1) / 2, (l->base + l->top) / 2);
}

static bool same_extent(const struct sp_edge *a, const struct sp_edge *b)
{
	return fabs(a->from - b->from) < SAME_EXTENT && fabs(a->to - b->to) < SAME_EXTENT;
}

static void measure_bars(struct sp_cues *c, struct sp_cue_line *l)
{
	const struct sp_edge *above = NULL, *below = NULL;
	for (guint k = 0; k < c->bars->len; k++) {
		const struct sp_edge *e = sp_edge_at(c->bars, k);
		if (e->from > l->text->box.x1 || e->to < l->text->box.x0)
			continue;
		if (e->at < l->base)
			above = e;
		else if (!below)
			below = e;
	}
	l->at[SP_LINE_BARS] = above && below ? (same_extent(above, below) ? 4 : 3) : above ? 1 : below ? 2 : 0;
}

guint sp_cues_uprights(const struct sp_cues *c, double y0, double y1, double x0, double x1)
{
	guint n = 0;
	for (guint k = 0; k < c->rulings->down->len; k++) {
		const struct sp_edge *e = sp_edge_at(c->rulings->down, k);
		n += e->from <= y0 && e->to >= y1 && e->at > x0 - 20 && e->at < x1 + 20;
	}
	return n;
}

static double usual_size(const struct sp_cues *c)
{
	enum { STEPS = 200 }; /* quarter points */
	guint at[STEPS] = { 0 }, most = 0;
	for (guint i = 0; i < c->n; i++)
		at[CLAMP((int)lround(c->lines[i].em * 4), 0, STEPS - 1)] += c->lines[i].text->words->len;
	for (guint s = 1; s < STEPS; s++)
		if (at[s] > at[most])
			most = s;
	return most / 4.0;
}

static guint8 stop_of(const struct sp_text_line *line)
{
	const char *s = word_at(line, line->words->len - 1)->text;
	char last = s[strlen(s) - 1];
	return last == '.' ? 1 : last == ':' ? 2 : last == ';' || last == ',' ? 3 : last == '-' ? 4 : 0;
}

static guint8 case_of(const struct sp_text_line *line)
{
	gunichar c = first_char(word_at(line, 0));
	return g_unichar_isupper(c) ? 0 : g_unichar_islower(c) ? 1 : g_unichar_isdigit(c) ? 2 : 3;
}

static void measure_line(struct sp_cues *c, guint i, double usual)
{
	struct sp_cue_line *l = &c->lines[i];
	guint figures = 0, leaders = 0;
	for (guint k = 0; k < l->n_pieces; k++)
		figures += l->pieces[k].figure;
	for (guint k = 1; k < l->text->words->len; k++)
		leaders += is_leader(sp_cue_word(l, k)->text);
	double inset = (l->text->box.x0 - c->x0) / l->em;
	l->at[SP_LINE_PIECES] = (guint8)(SP_BIN(l->n_pieces, 2, 3, 4, 5, 6, 9));
	l->at[SP_LINE_FIGURES] = SP_BIN(figures, 1, 2, 3, 5);
	measure_depths(c, i);
	measure_alignment(c, i);
	l->at[SP_LINE_WIDTH] = SP_BIN(sp_box_width(&l->text->box) / MAX(c->x1 - c->x0, 1), 0.2, 0.4, 0.6, 0.8, 0.95);
	l->at[SP_LINE_LEFT] = SP_BIN(inset, 0.4, 3, 8);
	l->at[SP_LINE_BOLD] = l->text->bold ? 2 : l->pieces[0].bold ? 1 : 0;
	l->at[SP_LINE_SIZE] = SP_BIN(l->em / usual, 0.95, 1.05, 1.2);
	l->at[SP_LINE_ITEM] = sp_text_line_starts_item(l->text);
	l->at[SP_LINE_STOP] = stop_of(l->text);
	l->at[SP_LINE_CASE] = case_of(l->text);
	guint32 first = colour_of_piece(c, l, 0), last = colour_of_piece(c, l, l->n_pieces - 1);
	l->at[SP_LINE_FILL] = first != last ? 2 : first != 0xFFFFFF ? 1 : 0;
	measure_bars(c, l);
	l->at[SP_LINE_UPRIGHTS] = SP_BIN(sp_cues_uprights(c, l->top, l->base, l->text->box.x0, l->text->box.x1), 1, 2,
					 3);
	l->at[SP_LINE_LEADER] = leaders > 0;
	l->at[SP_LINE_LENGTH] = SP_BIN((double)l->text->words->len / l->n_pieces, 1.5, 2.5, 4, 8);
	for (guint k = 0; k < c->rulings->drawings->len; k++)
		l->at[SP_LINE_DRAWN] |= sp_box_holds_middle(&g_array_index(c->rulings->drawings, struct sp_box, k), &l->text->box);
}

/* --- steps --------------------------------------------------------------------------------------------- */

double sp_cues_covered(const struct sp_cues *c, bool drawn, double y0, double y1, double x0, double x1)
{
	enum { PARTS = 64 };
	bool part[PARTS] = { false };
	guint n = 0;
	for (guint k = 0; k < c->rulings->across->len; k++) {
		const struct sp_edge *e = sp_edge_at(c->rulings->across, k);
		if (e->at < y0 || e->at > y1 || e->drawn != drawn)
			continue;
		for (guint p = 0; p < PARTS; p++) {
			double x = x0 + (p + 0.5) * (x1 - x0) / PARTS;
			part[p] |= x >= e->from && x <= e->to;
		}
	}
	for (guint p = 0; p < PARTS; p++)
		n += part[p];
	return (double)n / PARTS;
}

static guint8 alike(const struct sp_cues *c, double y0, double y1)
{
	for (guint k = 0; k < c->bars->len; k++) {
		const struct sp_edge *e = sp_edge_at(c->bars, k);
		if (e->at < y0 || e->at > y1)
			continue;
		bool above = false, below = false;
		for (guint m = 0; m < c->bars->len; m++) {
			const struct sp_edge *o = sp_edge_at(c->bars, m);
			above |= m != k && o->at < y0 && same_extent(e, o);
			below |= m != k && o->at > y1 && same_extent(e, o);
		}
		return above && below ? 4 : above ? 3 : below ? 2 : 1;
	}
	return 0;
}

static void measure_gaps(const struct sp_cue_line *a, const struct sp_cue_line *b, guint *open, guint *shut)
{
	for (guint k = 1; k < b->n_pieces; k++) {
		double x0 = b->pieces[k - 1].x1, x1 = b->pieces[k].x0;
		bool both;
		if (!stays_open(a, &x0, &x1, CORRIDOR * b->em, &both))
			(*shut)++;
		else
			*open += both;
	}
}

/* Pieces of `b` that start or end with pieces of `a`; its first at the left margin says nothing. */
static guint meeting(const struct sp_cues *c, const struct sp_cue_line *a, const struct sp_cue_line *b)
{
	guint n = 0;
	for (guint k = 0; k < b->n_pieces; k++) {
		bool meets = false;
		for (guint j = 0; j < a->n_pieces && !meets; j++)
			meets = (fabs(a->pieces[j].x0 - b->pieces[k].x0) < SP_SAME_PLACE && b->pieces[k].x0 > c->x0 + b->em) ||
			        fabs(a->pieces[j].x1 - b->pieces[k].x1) < SP_SAME_PLACE;
		n += meets;
	}
	return n;
}

static double least_pitch(const struct sp_cues *c, guint i)
{
	double least = 1e9;
	for (guint m = i > 8 ? i - 8 : 1; m < c->n && m < i + 8; m++) {
		double pitch = c->lines[m].base - c->lines[m - 1].base;
		if (pitch > 0.9 * c->lines[i].em && fabs(c->lines[m].em - c->lines[i].em) < 0.15 * c->lines[i].em)
			least = MIN(least, pitch);
	}
	return least;
}

static guint8 type_change(const struct sp_cue_line *a, const struct sp_cue_line *b)
{
	double ratio = b->em / a->em;
	if (ratio > 1.08 || ratio < 0.92)
		return ratio > 1 ? 1 : 2;
	bool was = a->pieces[0].bold, is = b->pieces[0].bold;
	return was && is ? 5 : is ? 3 : was ? 4 : 0;
}

static bool has_figures(const struct sp_cue_line *l)
{
	return l->at[SP_LINE_FIGURES] > 0;
}

/* "14.01" and "03.12" are of one form; so are "OB2" and "AB7". */
static bool same_form(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		while (g_ascii_isdigit(a[0]) && g_ascii_isdigit(a[1]))
			a++;
		while (g_ascii_isdigit(b[0]) && g_ascii_isdigit(b[1]))
			b++;
		bool same = *a == *b || (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) || (g_ascii_isupper(*a) && g_ascii_isupper(*b));
		if (!same)
			return false;
	}
	return *a == *b;
}

static guint8 key_of(const struct sp_cues *c, guint i)
{
	const struct sp_word *w = sp_cue_word(&c->lines[i], 0);
	if (!strpbrk(w->text, "0123456789"))
		return 0;
	for (guint m = i > LOOK ? i - LOOK : 0; m < c->n && m <= i + LOOK; m++) {
		const struct sp_word *o = sp_cue_word(&c->lines[m], 0);
		if (m != i && fabs(o->box.x0 - w->box.x0) < SP_SAME_PLACE && same_form(o->text, w->text))
			return 2;
	}
	return 1;
}

/* Points up to the text that stands above a piece; 0 when none does. */
static double height_above(const struct sp_cues *c, guint i, const struct sp_piece *p)
{
	for (guint m = i; m-- > 0 && i - m <= LOOK;)
		for (guint k = 0; k < c->lines[m].n_pieces; k++)
			if (sp_overlap(c->lines[m].pieces[k].x0, c->lines[m].pieces[k].x1, p->x0, p->x1) > 0)
				return c->lines[i].base - c->lines[m].base;
	return 0;
}

static void measure_above(struct sp_cues *c, guint i)
{
	struct sp_cue_line *l = &c->lines[i];
	double least = 1e9, most = 0, leading = least_pitch(c, i);
	for (guint k = 0; k < l->n_pieces; k++) {
		double height = height_above(c, i, &l->pieces[k]);
		least = height > 0 ? MIN(least, height) : least;
		most = height > 0 ? MAX(most, height) : 1e9;
	}
	l->at[SP_STEP_ABOVE] = SP_BIN(least / leading, 0.95, 1.08, 1.25, 1.6, 2.2, 4);
	l->at[SP_STEP_ABOVE_ALL] = SP_BIN(most / leading, 0.95, 1.08, 1.25, 1.6, 2.2, 4);
}

static void measure_step(struct sp_cues *c, guint i)
{
	struct sp_cue_line *b = &c->lines[i], *a = b - 1;
	double pitch = b->base - a->base, below = i + 1 < c->n ? c->lines[i + 1].base - b->base : 1e9;
	double x0 = MIN(a->text->box.x0, b->text->box.x0), x1 = MAX(a->text->box.x1, b->text->box.x1);
	double y0 = a->base - 0.1 * a->em, y1 = MAX(b->top + 0.1 * b->em, y0);
	guint open = 0, shut = 0, other = 0;
	b->at[SP_STEP_PITCH] = SP_BIN(pitch / b->em, 0.9, 1.1, 1.25, 1.45, 1.8, 2.5, 4);
	b->at[SP_STEP_LEADING] = SP_BIN(pitch / least_pitch(c, i), 0.5, 0.95, 1.08, 1.25, 1.6, 2.2, 3.5);
	b->at[SP_STEP_RULE] = SP_BIN(sp_cues_covered(c, true, y0, y1, x0, x1), 0.05, 0.5, 0.9);
	b->at[SP_STEP_EDGE] = SP_BIN(sp_cues_covered(c, false, y0, y1, x0, x1), 0.05, 0.5, 0.9);
	guint32 was = colour_of_piece(c, a, 0), is = colour_of_piece(c, b, 0), none = 0xFFFFFF;
	b->at[SP_STEP_SHADE] = was == is ? (is == none ? 0 : 1) : was == none ? 2 : is == none ? 3 : 4;
	b->at[SP_STEP_THROUGH] = SP_BIN(sp_cues_uprights(c, MIN(y0, y1), y1, x0, x1), 1, 2, 3);
	measure_gaps(a, b, &open, &shut);
	measure_gaps(b, a, &other, &shut);
	b->at[SP_STEP_OPEN] = SP_BIN(open, 1, 2, 3);
	b->at[SP_STEP_SHUT] = SP_BIN(shut, 1, 2);
	guint meets = meeting(c, a, b);
	b->at[SP_STEP_MEETS] = meets == 0 ? 0 : meets == 1 ? (b->n_pieces > 1 ? 1 : 2) : meets < b->n_pieces ? 3 : 4;
	double offset = (b->text->box.x0 - a->text->box.x0) / b->em;
	b->at[SP_STEP_OFFSET] = SP_BIN(offset, -0.3, 0.3, 2);
	b->at[SP_STEP_MORE] = b->n_pieces > a->n_pieces ? 2 : b->n_pieces < a->n_pieces ? 0 : b->n_pieces > 1 ? 3 : 1;
	b->at[SP_STEP_GOES_ON] = (guint8)((b->at[SP_LINE_CASE] == 1) + 2 * (a->at[SP_LINE_STOP] == 1 || a->at[SP_LINE_STOP] == 2));
	b->at[SP_STEP_TYPE] = type_change(a, b);
	b->at[SP_STEP_FIGURES_TWICE] = (guint8)(has_figures(a) + 2 * has_figures(b));
	b->at[SP_STEP_WHITE] = SP_BIN(pitch / below, 0.8, 0.95, 1.2);
	b->at[SP_STEP_ALIKE] = alike(c, y0, y1);
	b->at[SP_STEP_KEY] = key_of(c, i);
	measure_above(c, i);
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static GArray *join_bars(const struct sp_rulings *rulings)
{
	GArray *bars = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	for (guint i = 0; i < rulings->across->len; i++) {
		struct sp_edge e = *sp_edge_at(rulings->across, i);
		struct sp_edge *last = bars->len > 0 ? &g_array_index(bars, struct sp_edge, bars->len - 1) : NULL;
		if (last && fabs(last->at - e.at) < 1.5 && e.from - last->to < BAR_GAP && e.from >= last->from - 1) {
			last->to = MAX(last->to, e.to);
			last->drawn |= e.drawn;
		} else {
			g_array_append_val(bars, e);
		}
	}
	for (guint i = bars->len; i-- > 0;)
		if (sp_edge_at(bars, i)->to - sp_edge_at(bars, i)->from < LONG_BAR)
			g_array_remove_index(bars, i);
	return bars;
}

static int by_left(const void *a, const void *b)
{
	const struct sp_word *wa = *(struct sp_word *const *)a, *wb = *(struct sp_word *const *)b;
	return (wa->box.x0 > wb->box.x0) - (wa->box.x0 < wb->box.x0);
}

static int by_bottom(const void *a, const void *b)
{
	const struct sp_text_line *la = *(struct sp_text_line *const *)a, *lb = *(struct sp_text_line *const *)b;
	double ya = baseline(la), yb = baseline(lb);
	return (ya > yb) - (ya < yb);
}

/* The upright line among the first n that turned text stands beside, the last of few; -1: none, or many, as beside a label of rows. */
static int line_beside(const GPtrArray *texts, guint n, const struct sp_box *turned)
{
	const int few = 3;
	int last = -1, lines = 0;
	for (guint i = 0; i < n; i++) {
		double base = baseline(g_ptr_array_index(texts, i));
		if (base > turned->y0 && base <= turned->y1) {
			last = (int)i;
			lines++;
		}
	}
	return lines <= few ? last : -1;
}

/* Puts turned texts that stand in a row into one; false where it stands alone, as a title in the margin does. */
static bool join_row(GPtrArray *texts, guint i)
{
	struct sp_text_line *line = g_ptr_array_index(texts, i);
	guint alone = line->words->len;
	for (guint k = texts->len; k-- > i + 1;) {
		const struct sp_text_line *other = g_ptr_array_index(texts, k);
		double low = MIN(sp_box_height(&line->box), sp_box_height(&other->box));
		if (sp_overlap(line->box.y0, line->box.y1, other->box.y0, other->box.y1) < IN_A_ROW * low)
			continue;
		for (guint w = 0; w < other->words->len; w++)
			sp_text_line_add(line, word_at(other, w));
		g_ptr_array_remove_index(texts, k);
	}
	return line->words->len > alone;
}

/*
 * Texts set sideways over narrow columns are words of the line beside them, else a line of their own: where nothing is
 * marked in their columns, these show nowhere else. `texts` has the upright ones first.
 */
static void stand_turned(GPtrArray *texts)
{
	guint upright = 0;
	while (upright < texts->len && ((struct sp_text_line *)g_ptr_array_index(texts, upright))->turn == 0)
		upright++;
	for (guint i = upright; i < texts->len;) {
		struct sp_text_line *row = g_ptr_array_index(texts, i);
		bool in_row = join_row(texts, i);
		int beside = in_row ? line_beside(texts, upright, &row->box) : -1;
		struct sp_text_line *line = beside >= 0 ? g_ptr_array_index(texts, beside) : row;
		for (guint w = 0; line != row && w < row->words->len; w++)
			sp_text_line_add(line, word_at(row, w));
		qsort(line->words->pdata, line->words->len, sizeof(void *), by_left);
		if (in_row && line == row)
			i++;
		else
			g_ptr_array_remove_index(texts, i);
	}
	qsort(texts->pdata, texts->len, sizeof(void *), by_bottom);
}

struct sp_cues *sp_cues_new(const struct sp_recurring *recurring, const struct sp_page *page, const struct sp_rulings *rulings,
                            const GPtrArray *words)
{
	struct sp_cues *c = g_new0(struct sp_cues, 1);
	*c = (struct sp_cues){ .page = page, .rulings = rulings, .texts = sp_lines_new(words), .x0 = 1e9, .bars = join_bars(rulings) };
	stand_turned(c->texts);
	c->lines = g_new0(struct sp_cue_line, c->texts->len + 1);
	for (guint i = 0; i < c->texts->len; i++) {
		const struct sp_text_line *text = g_ptr_array_index(c->texts, i);
		struct sp_cue_line *l = &c->lines[c->n++];
		l->text = text;
		l->em = MAX(text->size, 1);
		l->base = baseline(text);
		l->top = text->turn == 0 ? l->base - 0.7 * l->em : text->box.y0;
		c->x0 = MIN(c->x0, text->box.x0);
		c->x1 = MAX(c->x1, text->box.x1);
		find_kinds(l);
		find_combs(l);
		find_ruled(l, rulings->down);
		cut_pieces(l);
	}
	double usual = MAX(usual_size(c), 1);
	for (guint i = 0; i < c->n; i++) {
		measure_line(c, i, usual);
		c->lines[i].at[SP_LINE_SAID] = SP_BIN(sp_recurring_says(recurring, c->lines[i].text), 2, 3);
	}
	for (guint i = 1; i < c->n; i++)
		measure_step(c, i);
	if (c->n > 0)
		c->lines[0].at[SP_STEP_FIRST] = 1;
	return c;
}

void sp_cues_free(struct sp_cues *c)
{
	for (guint i = 0; i < c->n; i++) {
		g_free(c->lines[i].pieces);
		g_free(c->lines[i].kinds);
		g_free(c->lines[i].comb);
		g_free(c->lines[i].ruled);
	}
	g_free(c->lines);
	g_ptr_array_unref(c->texts);
	g_array_free(c->bars, TRUE);
	g_free(c);
}

/* --- known columns --------------------------------------------------------------------------------------- */

guint sp_piece_column(const struct sp_piece *p, const double *separators, guint n, guint *crossed)
{
	guint column = 0;
	*crossed = 0;
	for (guint k = 0; k < n; k++) {
		column += separators[k] <= p->x0 + 1;
		*crossed += separators[k] > p->x0 + 1 && separators[k] < p->x1 - 1;
	}
	return column;
}

enum { MOST_COLUMNS = 64 };

struct filling {
	guint n, crossed, figures, numbers, small;
	const struct sp_piece *in[MOST_COLUMNS];
};

static struct filling fill(const struct sp_cue_line *l, const double *separators, guint n, const bool *figures)
{
	struct filling f = { 0 };
	for (guint k = 0; k < l->n_pieces; k++) {
		guint crossed, column = sp_piece_column(&l->pieces[k], separators, n, &crossed);
		column = MIN(column, MOST_COLUMNS - 1);
		f.crossed += crossed;
		f.n += !f.in[column];
		if (!f.in[column])
			f.small += l->pieces[k].small;
		f.in[column] = &l->pieces[k];
		f.figures += l->pieces[k].figure && figures[column];
		f.numbers += figures[column];
	}
	return f;
}

static bool has_amount(const struct sp_cue_line *l, const struct sp_piece *p)
{
	bool found = false;
	for (guint k = p->from; p->figure && k < p->from + p->n; k++)
		found |= (l->kinds[k] & SP_AMOUNT) != 0;
	return found;
}

static void measure_columns_step(const struct sp_cue_line *a, struct sp_cue_line *b, const struct filling *fa,
                                 const struct filling *fb, const double *separators, guint n)
{
	guint both = 0, only = 0, full = 0, refilled = 0, amounts = 0;
	for (guint k = 0; k <= n && k < MOST_COLUMNS; k++) {
		both += fa->in[k] && fb->in[k];
		only += fb->in[k] && !fa->in[k];
		if (!fa->in[k] || !fb->in[k])
			continue;
		refilled += fa->in[k]->figure && fb->in[k]->figure;
		amounts += has_amount(a, fa->in[k]) && has_amount(b, fb->in[k]);
		double end = k < n ? separators[k] : 1e9;
		const struct sp_word *first = sp_cue_word(b, fb->in[k]->from);
		full += fa->in[k]->x1 + 0.2 * a->em + sp_box_width(&first->box) > end - 0.5 * b->em;
	}
	b->at[SP_STEP_SAME_FILLED] = (guint8)(1 + (only == 0 ? (fb->n == fa->n ? 0 : 1) : both == 0 ? 2 : fb->n > fa->n ? 3 : 4));
	b->at[SP_STEP_ROOM] = both == 0 ? 1 : full == both ? 2 : 3;
	b->at[SP_STEP_REFILLED] = 1 + SP_BIN(refilled, 1, 2);
	b->at[SP_STEP_AMOUNTS] = 1 + SP_BIN(amounts, 1, 2, 4);
	b->at[SP_STEP_SMALL] = fb->small == 0 ? 1 : 2;
	b->at[SP_STEP_COLUMN_ONE] = (guint8)(1 + (fa->in[0] != NULL) + 2 * (fb->in[0] != NULL));
}

void sp_cues_know_columns(struct sp_cues *c, guint from, guint to, const double *separators, guint n, const bool *figures)
{
	struct filling *lines = g_new0(struct filling, to - from + 1);
	for (guint i = from; i <= to; i++)
		lines[i - from] = fill(&c->lines[i], separators, n, figures);
	for (guint i = from; i <= to; i++) {
		struct sp_cue_line *l = &c->lines[i];
		const struct filling *now = &lines[i - from];
		l->at[SP_LINE_CROSSES] = SP_BIN(now->crossed, 1, 2) + 1;
		l->at[SP_LINE_FILLED] = (guint8)(1 + SP_BIN((double)now->n / (n + 1), 0.2, 0.5, 0.75, 0.99));
		l->at[SP_LINE_FIRST] = now->in[0] ? 2 : 1;
		l->at[SP_LINE_NUMBERS] = (guint8)(now->numbers == 0 ? 1 : now->figures == 0 ? 2 : now->figures < now->numbers ? 3 : 4);
		if (i == from)
			continue;
		measure_columns_step(l - 1, l, now - 1, now, separators, n);
	}
	g_free(lines);
}
