/*
 * Method. Two kinds of places are tried, surest first; words of an accepted table are out of play
 * for the next kind.
 *
 *   between rules: horizontal rules that start and end together, with tabular lines between them. The
 *   outermost ones bound the table, so captions and notes stay out; a header, and rows that the page
 *   cuts, may stand outside.
 *   runs of lines: lines with wide gaps in them, one below the other, and what stands between them.
 *
 * Rules are evidence of their own. Where there are none the texts must stand in line, and hold figures,
 * be short, or be named by bold headings or labels. What touches a drawing (drawing.h) is never a table
 * of either kind.
 *
 * A line is tabular when it has a gap no blank of its type would make (TABULAR_GAP), or a narrower
 * one beside a figure.
 */
#include "extract/region.h"

#include <math.h>
#include <stdlib.h>

#include "extract/aligned.h"
#include "extract/drawing.h"
#include "extract/line.h"

static const double TABULAR_GAP = 1.15;  /* em */
static const double FIGURE_GAP = 0.75;   /* em, beside a figure */
static const double BLANK = 0.6;         /* em: the widest blank between words of one text */
static const double SAME_END = 9.0;      /* pt: rules that start or end this near belong together */
static const double SHORTEST = 60.0;     /* pt: shorter rules part no tables */
static const double CAPTION_WHITE = 2.5; /* em above and below a caption, together; rows have less */
static const double STANDS_OFF = 0.7;    /* em: white between a text and a table beside it, at least */
static const double PIECE_GAP = 30.0;    /* pt: pieces of one rule, drawn by column with gaps between */

/* --- lines ------------------------------------------------------------------------------------------- */

static bool has_digit(const char *s)
{
	for (; *s; s++)
		if (g_ascii_isdigit(*s))
			return true;
	return false;
}

static bool is_leader(const char *s)
{
	return strspn(s, ".") == strlen(s) && strlen(s) > 1;
}

/* "1." "12)" "a)" "iv." are marks of a list, "Ob." is a word cut short. */
static bool is_number_mark(const char *s)
{
	size_t n = strlen(s);
	if (n < 2 || n > 5 || (s[n - 1] != ')' && s[n - 1] != '.'))
		return false;
	return n == 2 || g_ascii_isdigit(s[0]) || strspn(s, "(ivxIVX") >= n - 1 || (s[0] == '(' && n <= 4);
}

static bool is_bullet(const char *s)
{
	return strcmp(s, "•") == 0 || strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "▪") == 0 ||
	       strcmp(s, "o") == 0 || strcmp(s, "◦") == 0 || strcmp(s, "■") == 0 || strcmp(s, "➢") == 0 ||
	       is_number_mark(s);
}

/* Gaps of a line that part columns. */
static guint tabular_gaps(const struct sp_text_line *line)
{
	guint gaps = 0;
	for (guint i = 1; i < line->words->len; i++) {
		const struct sp_word *a = g_ptr_array_index(line->words, i - 1), *b = g_ptr_array_index(line->words, i);
		double em = MAX(MIN(a->size, b->size), 3), gap = b->box.x0 - a->box.x1;
		if (i == 1 && is_bullet(a->text))
			continue;
		if (is_leader(a->text) && !is_leader(b->text))
			gaps++;
		else if (gap > TABULAR_GAP * em ||
			 (gap > FIGURE_GAP * em && (has_digit(a->text) || has_digit(b->text))))
			gaps++;
	}
	return gaps;
}

static bool in_box(const struct sp_box *box, const struct sp_word *w)
{
	return sp_box_holds_middle(box, &w->box);
}

static int by_left(const void *a, const void *b)
{
	const struct sp_word *wa = *(const struct sp_word *const *)a, *wb = *(const struct sp_word *const *)b;
	return (wa->box.x0 > wb->box.x0) - (wa->box.x0 < wb->box.x0);
}

static GPtrArray *words_in(const GPtrArray *words, const struct sp_box *box)
{
	GPtrArray *inside = g_ptr_array_new();
	for (guint i = 0; i < words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(words, i);
		if (w->turn == 0 && in_box(box, w))
			g_ptr_array_add(inside, (void *)w);
	}
	return inside;
}

static int by_value(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;
	return (da > db) - (da < db);
}

/* --- judging ------------------------------------------------------------------------------------------ */

/* `framed`: rules bound it, so that less is asked of its content. */
static bool is_table(const struct sp_texture *x, bool framed)
{
	if (x->cols < 2 || x->rows < 2 || x->contents || x->index)
		return false;
	if (framed)
		return x->prose < 0.6 && !(x->list && x->cols == 2);
	/* nothing but where its texts stand makes a table here */
	if (x->list || x->aligned < 0.8)
		return false;
	/* the rows of a sheet are named by bold labels, as columns are by headings */
	if (x->labelled && x->rows >= 3 && x->aligned >= 0.9 && x->ragged >= 0.8)
		return true;
	/* columns of texts, however long, if they are named as columns are; prose in columns is not */
	if (x->headed && x->rows >= 2 && x->cols >= 3 && x->aligned >= 0.9 && x->ragged >= 0.8 && x->prose < 1)
		return true;
	if (x->prose >= 0.5)
		return false;
	if (x->figures >= 0.4)
		return x->rows >= 3 || (x->cols >= 3 && x->words <= 4); /* two lines of prose beside a formula */
	return x->rows >= 3 && x->cols >= 3 && x->filled >= 0.5 && x->words <= 4 && x->ragged >= 0.6;
}

static bool stand_across(const GPtrArray *words, double x)
{
	guint across = 0;
	for (guint i = 0; i < words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(words, i);
		across += w->box.x0 < x - 1.5 && w->box.x1 > x + 1.5;
	}
	return across * 50 > words->len;
}

/*
 * Rules that are drawn cell by cell, as browsers do, show the columns by their joints: where one piece
 * ends and the next begins at the same height. A joint counts when most of these rules have it. Thick
 * rules may be patched of pieces at random places: then words stand across the joints, and there are none.
 */
static GArray *joints(const struct sp_page *page, const GPtrArray *words, const struct sp_box *box)
{
	enum { SURE = 2 };       /* rules with joints: sheets may have no more */
	const double same = 0.8; /* pt */
	GArray *xs = g_array_new(FALSE, FALSE, sizeof(double));
	GArray *counts = g_array_new(FALSE, TRUE, sizeof(guint));
	guint rows = 0;
	double row = -1;
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *a = &g_array_index(page->rules, struct sp_rule, i);
		if (a->axis != SP_HORIZONTAL || a->at < box->y0 - 2 || a->at > box->y1 + 2 || a->to > box->x1 - 3)
			continue;
		for (guint k = 0; k < page->rules->len; k++) {
			const struct sp_rule *b = &g_array_index(page->rules, struct sp_rule, k);
			if (b->axis != SP_HORIZONTAL || fabs(a->at - b->at) > same || fabs(a->to - b->from) > same)
				continue;
			if (fabs(a->at - row) > same) {
				rows++;
				row = a->at;
			}
			guint m = 0;
			while (m < xs->len && fabs(g_array_index(xs, double, m) - a->to) > same)
				m++;
			if (m == xs->len) {
				guint none = 0;
				g_array_append_val(xs, a->to);
				g_array_append_val(counts, none);
			}
			g_array_index(counts, guint, m)++;
			break;
		}
	}
	for (guint m = xs->len; m-- > 0;)
		if (rows < 2 || g_array_index(counts, guint, m) * 2 < rows)
			g_array_remove_index(xs, m);
	g_array_free(counts, TRUE);
	g_array_sort(xs, by_value);
	bool patched = rows < SURE;
	for (guint m = 0; m < xs->len && !patched; m++)
		patched = stand_across(words, g_array_index(xs, double, m));
	if (patched)
		g_array_set_size(xs, 0);
	return xs;
}

static struct sp_table *try_box(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
				const struct sp_box *box, bool framed)
{
	if (sp_drawings_touch(rulings->drawings, box))
		return NULL; /* its words are the labels of a drawing, or stand beside one */
	GPtrArray *inside = words_in(words, box);
	struct sp_texture texture;
	GArray *xs = joints(page, inside, box);
	struct sp_table *t = sp_aligned_build(page, rulings, inside, box,
					      xs->len > 0 ? SP_ALL_COLUMNS : SP_SOME_COLUMNS,
					      (double *)(void *)xs->data, (int)xs->len, &texture);
	g_array_free(xs, TRUE);
	if (t && !is_table(&texture, framed)) {
		sp_table_free(t);
		t = NULL;
	}
	if (t)
		t->confidence = framed ? 0.9 : 0.5 + 0.4 * texture.figures;
	g_ptr_array_unref(inside);
	return t;
}

static bool overlaps_table(const GPtrArray *tables, const struct sp_box *box)
{
	for (guint i = 0; i < tables->len; i++) {
		const struct sp_table *t = g_ptr_array_index(tables, i);
		if (sp_overlap(t->box.x0, t->box.x1, box->x0, box->x1) > 2 &&
		    sp_overlap(t->box.y0, t->box.y1, box->y0, box->y1) > 2)
			return true;
	}
	return false;
}

/* --- between rules --------------------------------------------------------------------------------------- */

/* Horizontal rules, the pieces of one height joined. */
static GArray *stretches(const struct sp_rulings *rulings, const GPtrArray *tables)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	for (guint i = 0; i < rulings->across->len; i++) {
		struct sp_edge e = *sp_edge_at(rulings->across, i);
		struct sp_box thin = { e.from, e.at - 1.2, e.to, e.at + 1.2 };
		if (overlaps_table(tables, &thin))
			continue;
		struct sp_edge *last = list->len > 0 ? &g_array_index(list, struct sp_edge, list->len - 1) : NULL;
		if (last && fabs(last->at - e.at) < 1.5 && e.from - last->to < PIECE_GAP && e.from >= last->from - 1) {
			last->to = MAX(last->to, e.to);
			last->drawn = last->drawn || e.drawn;
		} else {
			g_array_append_val(list, e);
		}
	}
	for (guint i = list->len; i-- > 0;)
		if (sp_edge_at(list, i)->to - sp_edge_at(list, i)->from < SHORTEST)
			g_array_remove_index(list, i);
	return list;
}

static bool same_extent(const struct sp_edge *a, const struct sp_edge *b)
{
	return fabs(a->from - b->from) < SAME_END && fabs(a->to - b->to) < SAME_END;
}

/* The next rule of the same extent; rules->len when there is none. */
static guint next_like(const GArray *rules, guint i)
{
	guint k = i + 1;
	while (k < rules->len && !same_extent(sp_edge_at(rules, i), sp_edge_at(rules, k)))
		k++;
	return k;
}

enum between { NOTHING, TABULAR, OTHER };

/* Figures that stand free, as in columns; not those among words. */
static guint figures_of(const struct sp_text_line *line)
{
	guint figures = 0;
	for (guint i = 1; i < line->words->len; i++) {
		const struct sp_word *a = g_ptr_array_index(line->words, i - 1), *w = g_ptr_array_index(line->words, i);
		guint letters = 0;
		for (const char *p = w->text; *p; p++)
			letters += g_ascii_isalpha(*p) ? 1 : 0;
		figures += w->box.x0 - a->box.x1 > FIGURE_GAP * w->size && has_digit(w->text) && letters == 0;
	}
	return figures;
}

/* The lines between two rules: what they look like to one who asks for rows. */
struct band {
	guint lines, tabular;
	bool starts;   /* the first line has gaps: cells begin together, a caption or prose does not */
	bool aside;    /* the left is empty, as in the rest of a row that the page cut */
	bool prose;    /* lines without gaps that start at the left and go on */
	double around; /* em: white above the first line and below the last */
	double above;  /* em: white above the first line */
	double top;    /* pt: the same */
	double inside; /* em: the widest white above lines, down to the first line with gaps */
	guint figured; /* lines with several figures; rows of a body without rules have one each */
};

static struct band look_between(const GPtrArray *words, const struct sp_edge *a, const struct sp_edge *b)
{
	struct sp_box box = { MIN(a->from, b->from) - 2, a->at, MAX(a->to, b->to) + 2, b->at };
	GPtrArray *inside = words_in(words, &box);
	GPtrArray *lines = sp_lines_new(inside);
	struct band band = { .lines = lines->len, .aside = lines->len > 0 };
	double width = b->to - b->from, end = a->at;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		bool left = l->box.x0<a->from + 0.15 * width, gaps = tabular_gaps(l)> 0;
		double white = (l->box.y0 - end) / l->size;
		band.above = i == 0 ? white : band.above;
		band.top = i == 0 ? l->box.y0 - a->at : band.top;
		if (i > 0 && band.tabular == 0)
			band.inside = MAX(band.inside, white);
		band.starts = band.starts || (i == 0 && gaps);
		band.figured += figures_of(l) >= 2;
		band.tabular += gaps;
		band.aside = band.aside && !left;
		band.prose = band.prose || (left && !gaps && sp_box_width(&l->box) > 0.4 * width);
		end = l->box.y1;
		band.around = band.above + (b->at - end) / l->size;
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return band;
}

/* A text that stands off from the rule above it and from the header, or the row without a rule, below. */
static bool begins_with_caption(const struct band *band)
{
	return !band->starts && band->tabular > 0 && band->above > STANDS_OFF && band->inside > STANDS_OFF;
}

/*
 * What stands between two rules. `padding`: if there are rows of a table above them, the least white over the text of
 * one, in points; else negative.
 */
static enum between judge_band(struct band band, double padding)
{
	const double more = 3; /* pt: cells are padded alike, but accents and marks stick out */
	bool below = padding >= 0;
	if (band.lines == 0)
		return NOTHING;
	if (begins_with_caption(&band))
		return OTHER;
	/* a row may have one text only; with much white around it, it is a caption */
	if (below && band.tabular == 0)
		return band.around < CAPTION_WHITE && band.top < padding + more ? TABULAR : OTHER;
	return band.starts || band.aside || (band.tabular > 0 && !band.prose) || band.tabular * 2 >= band.lines
		   ? TABULAR
		   : OTHER;
}

/* What stands between two rules without rows above them. */
static enum between content_between(const GPtrArray *words, const struct sp_edge *a, const struct sp_edge *b)
{
	return judge_band(look_between(words, a, b), -1);
}

/* White strips, wide enough for a column's edge, that all words in a box leave free: struct sp_edge, from … to. */
static GArray *white_strips(const GPtrArray *words, const struct sp_box *box)
{
	const double narrowest = 6; /* pt */
	GPtrArray *inside = words_in(words, box);
	GArray *strips = g_array_new(FALSE, FALSE, sizeof(struct sp_edge));
	g_ptr_array_sort(inside, by_left);
	double end = G_MAXDOUBLE;
	for (guint i = 0; i < inside->len; i++) {
		const struct sp_word *w = g_ptr_array_index(inside, i);
		if (w->box.x0 - end > narrowest) {
			struct sp_edge strip = { .from = end, .to = w->box.x0 };
			g_array_append_val(strips, strip);
		}
		end = end == G_MAXDOUBLE ? w->box.x1 : MAX(end, w->box.x1);
	}
	g_ptr_array_unref(inside);
	return strips;
}

/* Do the words leave the strips free, of which there is one? They may stick into the white from one side. */
static bool leave_free(const GPtrArray *words, const GArray *strips)
{
	for (guint i = 0; i < strips->len; i++)
		for (guint k = 0; k < words->len; k++) {
			const struct sp_word *w = g_ptr_array_index(words, k);
			if (w->box.x0 <= sp_edge_at(strips, i)->from - 1 && w->box.x1 >= sp_edge_at(strips, i)->to + 1)
				return false;
		}
	return strips->len > 0;
}

/*
 * Headings may stand closer than columns do. What is between the first two rules is a header if the rows below show
 * columns and every edge of these is left free by it, too: a caption's words would cross some.
 */
static bool is_tight_header(const GPtrArray *words, const struct sp_edge *a, const struct sp_edge *b,
			    const struct sp_edge *c)
{
	const double highest = 60; /* pt: headers of more lines are not known */
	struct sp_box header = { MIN(a->from, b->from) - 2, a->at, MAX(a->to, b->to) + 2, b->at };
	struct sp_box rows = { header.x0, b->at, header.x1, c->at };
	GArray *strips = white_strips(words, &rows);
	GPtrArray *inside = words_in(words, &header);
	bool is_header = inside->len > strips->len && sp_box_height(&header) < highest && leave_free(inside, strips);
	g_ptr_array_unref(inside);
	g_array_free(strips, TRUE);
	return is_header;
}

/* Where pieces of rules, or shaded boxes, that lie at one height meet. */
static GArray *seams_at(const struct sp_page *page, const struct sp_edge *e)
{
	const double same = 1.5; /* pt: a shade ends where the rule that bounds it begins */
	GArray *ends = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(page->rules, struct sp_rule, i);
		if (r->axis == SP_HORIZONTAL && fabs(r->at - e->at) < same && r->to > e->from + 3 && r->to < e->to - 3)
			g_array_append_val(ends, r->to);
	}
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_box *b = &g_array_index(page->fills, struct sp_fill, i).box;
		if ((fabs(b->y0 - e->at) < same || fabs(b->y1 - e->at) < same) && b->x1 > e->from + 3 &&
		    b->x1 < e->to - 3)
			g_array_append_val(ends, b->x1);
	}
	return ends;
}

/*
 * Rules drawn cell by cell have their joints at the same places above and below a row, and its words stay beside them.
 * That shows a row also where a cell alone is filled, or where texts stand nearer than columns do.
 */
static bool is_row_between_joints(const struct sp_page *page, const GPtrArray *words, struct band band,
				  const struct sp_edge *a, const struct sp_edge *b)
{
	struct sp_box row = { MIN(a->from, b->from) - 2, a->at, MAX(a->to, b->to) + 2, b->at };
	GPtrArray *inside = words_in(words, &row);
	GArray *above = seams_at(page, a), *below = seams_at(page, b);
	bool met = false, across = false;
	for (guint i = 0; i < above->len; i++)
		for (guint k = 0; k < below->len; k++) {
			double x = g_array_index(above, double, i);
			if (fabs(x - g_array_index(below, double, k)) > 0.8)
				continue;
			met = true;
			across = across || stand_across(inside, x);
		}
	g_array_free(above, TRUE);
	g_array_free(below, TRUE);
	g_ptr_array_unref(inside);
	return met && !across && band.around < CAPTION_WHITE && !begins_with_caption(&band);
}

/* A row of one text, with little white around it, that leaves the columns' edges of the rows below free. */
static bool is_single_text(const GPtrArray *words, struct band band, const struct sp_edge *a, const struct sp_edge *b,
			   const struct sp_edge *c)
{
	struct sp_box row = { MIN(a->from, b->from) - 2, a->at, MAX(a->to, b->to) + 2, b->at };
	struct sp_box rows = { row.x0, b->at, row.x1, c->at };
	GArray *strips = white_strips(words, &rows);
	GPtrArray *inside = words_in(words, &row);
	bool is_row = band.around < CAPTION_WHITE && leave_free(inside, strips);
	g_ptr_array_unref(inside);
	g_array_free(strips, TRUE);
	return is_row;
}

/*
 * Rules that go on from a word at their left are blanks to be filled in, as on forms: those of a table reach at least
 * as far as its text.
 */
static bool are_blanks(const GPtrArray *words, const GArray *rules, guint first, guint end)
{
	guint blanks = 0, n = 0;
	for (guint i = first; i <= end; i++) {
		const struct sp_edge *e = sp_edge_at(rules, i);
		if (!same_extent(sp_edge_at(rules, first), e))
			continue;
		n++;
		for (guint k = 0; k < words->len; k++) {
			const struct sp_word *w = g_ptr_array_index(words, k);
			double gap = e->from - w->box.x1;
			if (w->turn == 0 && gap > -1 && gap < 0.8 * w->size && e->at > (w->box.y0 + w->box.y1) / 2 &&
			    e->at < w->box.y1 + 0.3 * w->size) {
				blanks++;
				break;
			}
		}
	}
	return blanks * 2 >= n;
}

/*
 * A header, or a first row, may stand above the first rule instead of below it. Lines are taken in from the rule
 * upwards while they stand close, within its width, and do not read as prose; then those at the top that have no gaps
 * and start at the left are left out again, a caption. There must be one with gaps; unless the table has a rule under
 * each row it is the lowest, because titles that hang, "Table 1.   Title", go on with lines that have none.
 */
static double top_with_header(const GPtrArray *words, const struct sp_box *box, bool rows_are_ruled)
{
	const double reach = 90; /* pt: headers of more lines are not known */
	struct sp_box above = { box->x0 - 1, box->y0 - reach, box->x1 + 1, box->y0 };
	GPtrArray *inside = words_in(words, &above);
	GPtrArray *lines = sp_lines_new(inside);
	double below = box->y0, top = box->y0;
	bool tabular = false;
	for (guint i = lines->len; i-- > 0;) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		bool gaps = tabular_gaps(l) > 0, left = l->box.x0 < box->x0 + 0.1 * sp_box_width(box);
		if (below - l->box.y1 > 0.9 * l->size || (!gaps && sp_box_width(&l->box) > 0.5 * sp_box_width(box)) ||
		    (!gaps && !tabular && !rows_are_ruled))
			break;
		below = l->box.y0 - 1;
		tabular = tabular || gaps;
		if (gaps || (tabular && !left))
			top = below;
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return top;
}

/*
 * A row that the page cut stands under the last rule: the last lines of the page, close to it, of which the first has
 * gaps.
 */
static double bottom_with_cut_row(const GPtrArray *words, const struct sp_box *box, bool rows_are_ruled)
{
	struct sp_box below = { box->x0 - 1, box->y1, box->x1 + 1, G_MAXDOUBLE };
	GPtrArray *inside = words_in(words, &below);
	GPtrArray *lines = sp_lines_new(inside);
	double bottom = box->y1;
	bool close = rows_are_ruled && lines->len > 0 && tabular_gaps(g_ptr_array_index(lines, 0)) > 0;
	for (guint i = 0; i < lines->len && close; i++) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		close = l->box.y0 - bottom < 0.9 * l->size;
		bottom = MAX(bottom, l->box.y1 + 1);
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return close ? bottom : box->y1;
}

/* The rest of a row that the page before cut stands over the first rule: the first lines of the page, in its columns.
 */
static double top_with_cut_row(const GPtrArray *words, const struct sp_box *box, bool rows_are_ruled)
{
	struct sp_box above = { box->x0 - 1, -G_MAXDOUBLE, box->x1 + 1, box->y0 };
	GPtrArray *inside = words_in(words, &above);
	GPtrArray *lines = sp_lines_new(inside);
	GArray *strips = white_strips(words, box);
	double top = box->y0;
	bool close = rows_are_ruled && lines->len > 0 && leave_free(inside, strips);
	for (guint i = lines->len; i-- > 0 && close;) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		close = top - l->box.y1 < 0.9 * l->size;
		top = MIN(top, l->box.y0 - 1);
	}
	g_array_free(strips, TRUE);
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return close ? top : box->y0;
}

static void find_between_rules(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
			       GPtrArray *tables)
{
	enum { MANY_BANDS = 2 };
	GArray *rules = stretches(rulings, tables);
	bool *used = g_new0(bool, rules->len + 1);
	for (guint i = 0; i < rules->len; i++) {
		if (used[i])
			continue;
		guint first = i, last = i, end = i; /* `end` may be followed by rules with nothing between */
		bool tabular = false;
		guint n_bands = 0;
		bool several_rows = false;    /* in some band */
		double padding = G_MAXDOUBLE; /* pt: the least white under a rule */
		for (guint k = i + 1; k < rules->len; k++) {
			if (!same_extent(sp_edge_at(rules, i), sp_edge_at(rules, k)))
				continue;
			struct band band = look_between(words, sp_edge_at(rules, last), sp_edge_at(rules, k));
			enum between what = judge_band(band, tabular ? padding : -1);
			guint next = next_like(rules, k);
			/* by chance a caption crosses none of the few columns below: it is no header for that */
			if (what == OTHER && last == i && next < rules->len && !begins_with_caption(&band) &&
			    content_between(words, sp_edge_at(rules, k), sp_edge_at(rules, next)) == TABULAR &&
			    (is_tight_header(words, sp_edge_at(rules, i), sp_edge_at(rules, k),
					     sp_edge_at(rules, next)) ||
			     is_single_text(words, band, sp_edge_at(rules, i), sp_edge_at(rules, k),
					    sp_edge_at(rules, next))))
				what = TABULAR;
			if (what == OTHER &&
			    is_row_between_joints(page, words, band, sp_edge_at(rules, last), sp_edge_at(rules, k)))
				what = TABULAR;
			if (what == OTHER)
				break;
			last = k;
			n_bands += what == TABULAR;
			padding = what == TABULAR ? MIN(padding, MAX(band.top, 0)) : padding;
			several_rows = several_rows || band.figured > 1;
			if (what == TABULAR)
				end = k;
			else if (!tabular)
				first = k; /* the rule under a page header is none of the table's */
			tabular = tabular || what == TABULAR;
		}
		if (!tabular || are_blanks(words, rules, first, end))
			continue;
		const struct sp_edge *a = sp_edge_at(rules, first), *b = sp_edge_at(rules, end);
		struct sp_box box = { MIN(a->from, b->from) - 2, a->at, MAX(a->to, b->to) + 2, b->at };
		bool rows_are_ruled = n_bands >= MANY_BANDS && !several_rows;
		double cut = top_with_cut_row(words, &box, rows_are_ruled);
		box.y1 = bottom_with_cut_row(words, &box, rows_are_ruled);
		box.y0 = cut < box.y0 ? cut : top_with_header(words, &box, rows_are_ruled);
		struct sp_table *t = overlaps_table(tables, &box) ? NULL : try_box(page, rulings, words, &box, true);
		if (!t)
			continue;
		g_ptr_array_add(tables, t);
		for (guint k = i; k <= end; k++)
			used[k] = true;
	}
	g_free(used);
	g_array_free(rules, TRUE);
}

/* --- runs of lines ------------------------------------------------------------------------------------------ */

/* Does a line stand under one of the pieces of that line, but not the leftmost of the run? */
static bool stands_under(const struct sp_text_line *line, const struct sp_text_line *l, double left)
{
	guint n = line->words->len;
	for (guint i = 0; i < n;) {
		const struct sp_word *w = g_ptr_array_index(line->words, i);
		double x0 = w->box.x0, x1 = w->box.x1;
		for (i++; i < n; i++) {
			const struct sp_word *next = g_ptr_array_index(line->words, i);
			if (next->box.x0 - x1 > BLANK * next->size)
				break;
			x1 = next->box.x1;
		}
		if (x0 - left < 2 * line->size)
			continue;
		if (fabs(x0 - l->box.x0) < 1.5 || fabs(x1 - l->box.x1) < 1.5 ||
		    fabs(x0 + x1 - l->box.x0 - l->box.x1) < 3)
			return true;
	}
	return false;
}

/* A line that goes on a cell of the run's tabular lines (indices from … last; the nearest are asked). */
static bool wraps(const GPtrArray *lines, guint from, guint last, const struct sp_text_line *l)
{
	enum { NEAREST = 8 };
	double left = G_MAXDOUBLE;
	guint first = last - from > NEAREST ? last - NEAREST : from;
	for (guint i = from; i <= last; i++)
		left = MIN(left, ((const struct sp_text_line *)g_ptr_array_index(lines, i))->box.x0);
	for (guint i = first; i <= last && l->turn == 0; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (tabular_gaps(line) > 0 && stands_under(line, l, left))
			return true;
	}
	return false;
}

/* White above line i; negative where it stands beside the line before. */
static double white_above(const GPtrArray *lines, guint i)
{
	const struct sp_text_line *before = g_ptr_array_index(lines, i - 1), *l = g_ptr_array_index(lines, i);
	return l->box.y0 - before->box.y1;
}

/*
 * The lines of the last row's cells that go on below its figures; and a row of one text, such as a total still to come,
 * if it stands under a column but the first, as near as rows do, and is followed by more white.
 */
static guint take_wrapped_tail(const GPtrArray *lines, guint from, guint tabular)
{
	guint last = tabular;
	double widest = 0.6 * ((const struct sp_text_line *)g_ptr_array_index(lines, tabular))->size;
	for (guint i = from + 1; i <= tabular; i++)
		widest = MAX(widest, white_above(lines, i) + 1);
	while (last + 1 < lines->len && wraps(lines, from, tabular, g_ptr_array_index(lines, last + 1)) &&
	       white_above(lines, last + 1) <= widest)
		last++;
	/* text that goes on in the same way is none of the table's */
	const struct sp_text_line *end = g_ptr_array_index(lines, last);
	if (last > tabular && last + 1 < lines->len && white_above(lines, last + 1) < 0.8 * end->size)
		while (last > tabular && white_above(lines, last) > 0.6 * end->size)
			last--;
	return last;
}

/* Lines of a header that stand over its first line with gaps: one column's heading is longer than the others'. */
static guint take_header_head(const GPtrArray *lines, guint from)
{
	const struct sp_text_line *first = g_ptr_array_index(lines, from);
	while (from > 0 && first->bold) {
		const struct sp_text_line *l = g_ptr_array_index(lines, from - 1);
		if (!l->bold || l->turn != 0 || fabs(l->size - first->size) > 0.1 ||
		    white_above(lines, from) > 0.3 * l->size ||
		    !(stands_under(first, l, -G_MAXDOUBLE) || fabs(l->box.x0 - first->box.x0) < 1.5))
			break;
		from--;
	}
	return from;
}

static GPtrArray *free_words(const GPtrArray *words, const GPtrArray *tables)
{
	GPtrArray *left = g_ptr_array_new();
	for (guint i = 0; i < words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(words, i);
		bool taken = w->turn != 0;
		for (guint k = 0; k < tables->len && !taken; k++)
			taken = in_box(&((const struct sp_table *)g_ptr_array_index(tables, k))->box, w);
		if (!taken)
			g_ptr_array_add(left, (void *)w);
	}
	return left;
}

static bool tables_between(const GPtrArray *tables, const struct sp_text_line *a, const struct sp_text_line *b)
{
	struct sp_box gap = { MIN(a->box.x0, b->box.x0), a->box.y1, MAX(a->box.x1, b->box.x1), b->box.y0 };
	return gap.y1 > gap.y0 && overlaps_table(tables, &gap);
}

/*
 * Does prose begin with this line, which has no gaps? It reaches further than what the run holds so far, stands off
 * further than its lines from each other (`widest`, in points), or is the second in a row that fills its width.
 */
static bool begins_prose(const struct sp_text_line *before, const struct sp_text_line *l, const struct sp_box *run,
			 double widest)
{
	enum { SENTENCE = 6 }; /* words */
	const double full = 0.8 * sp_box_width(run);
	if (l->words->len < SENTENCE)
		return false;
	double white = l->box.y0 - before->box.y1;
	return l->box.x1 > run->x1 + l->size || (white > 0.9 * l->size && white > 1.3 * widest) ||
	       (sp_box_width(&l->box) > full && sp_box_width(&before->box) > full && tabular_gaps(before) == 0);
}

static void find_runs(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
		      GPtrArray *tables)
{
	enum { BRIDGE = 2 }; /* lines without gaps that a run may hold in a row: wrapped cells, section titles */
	GPtrArray *left = free_words(words, tables);
	GPtrArray *lines = sp_lines_new(left);
	for (guint i = 0; i < lines->len;) {
		const struct sp_text_line *first = g_ptr_array_index(lines, i);
		if (tabular_gaps(first) == 0) {
			i++;
			continue;
		}
		guint last = i, n_tabular = 1, bridged = 0;
		struct sp_box run = first->box;
		double widest = 0; /* pt: white between lines of the run */
		for (guint k = i + 1; k < lines->len && bridged <= BRIDGE; k++) {
			const struct sp_text_line *before = g_ptr_array_index(lines, k - 1),
						  *l = g_ptr_array_index(lines, k);
			if (l->box.y0 - before->box.y1 > 2.4 * MAX(l->size, before->size) ||
			    tables_between(tables, before, l))
				break;
			if (tabular_gaps(l) > 0) {
				last = k;
				n_tabular++;
				bridged = 0;
				sp_box_extend(&run, &l->box);
				widest = MAX(widest, white_above(lines, k));
			} else if (begins_prose(before, l, &run, widest) &&
				   !(l->box.x0 > run.x0 + 2 * l->size && wraps(lines, i, last, l))) {
				break; /* it starts at the left; a long text may go on in a column further right */
			} else if (!wraps(lines, i, last, l)) {
				/* a section's title or a wrapped label stands at the left; a heading in the middle ends
				 * the run */
				if (fabs(l->box.x0 - first->box.x0) > 2.5 * first->size)
					break;
				bridged++;
			}
		}
		if (n_tabular >= 2) {
			last = take_wrapped_tail(lines, i, last);
			struct sp_box box = { 0, 0, 0, 0 };
			for (guint k = take_header_head(lines, i); k <= last; k++)
				sp_box_extend(&box, &((const struct sp_text_line *)g_ptr_array_index(lines, k))->box);
			box = (struct sp_box){ box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1 };
			struct sp_table *t = overlaps_table(tables, &box) ? NULL
									  : try_box(page, rulings, left, &box, false);
			if (t)
				g_ptr_array_add(tables, t);
		}
		i = last + 1;
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(left);
}

/* --- frames whose inside is not drawn ------------------------------------------------------------------------- */

static bool is_figure_line(const struct sp_text_line *line)
{
	guint digits = 0;
	for (guint i = 0; i < line->words->len; i++) {
		const char *s = ((const struct sp_word *)g_ptr_array_index(line->words, i))->text;
		guint letters = 0;
		for (; *s; s++) {
			digits += g_ascii_isdigit(*s) ? 1 : 0;
			letters += g_ascii_isalpha(*s) ? 1 : 0;
		}
		if (letters > 1)
			return false;
	}
	return digits > 0;
}

/* The lines of each cell's upright words; an array of as many as the table has cells. (transfer full) */
static GPtrArray *lines_of_cells(const struct sp_table *t, const GPtrArray *words)
{
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	struct sp_places *places = sp_places_new(t);
	for (guint i = 0; i < t->cells->len; i++)
		g_ptr_array_add(all, g_ptr_array_new());
	for (guint k = 0; k < words->len; k++) {
		const struct sp_word *w = g_ptr_array_index(words, k);
		guint i = w->turn == 0 ? sp_places_cell(places, &w->box) : all->len;
		if (i < all->len)
			g_ptr_array_add(g_ptr_array_index(all, i), (void *)w);
	}
	for (guint i = 0; i < all->len; i++) {
		GPtrArray *inside = g_ptr_array_index(all, i);
		g_ptr_array_index(all, i) = sp_lines_new(inside);
		g_ptr_array_unref(inside);
	}
	sp_places_free(places);
	return all;
}

/* Figures one below the other. One that fills its cell may be a figure that the cell's edge broke. */
static guint figure_lines(const GPtrArray *lines, const struct sp_box *box)
{
	guint n = 0;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		n += is_figure_line(line) && sp_box_width(&line->box) < 0.75 * sp_box_width(box);
	}
	return n;
}

/* Rows that hold several figures one below the other in two or more columns are several rows. */
static bool rows_are_open(const struct sp_table *t, const GPtrArray *lines)
{
	guint *stacked = g_new0(guint, (gsize)t->n_rows + 1);
	bool open = false;
	for (guint i = 0; i < t->cells->len && !open; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		if (c->rowspan == 1 && figure_lines(g_ptr_array_index(lines, i), &c->box) >= 2)
			open = ++stacked[c->row] >= 2;
	}
	g_free(stacked);
	return open;
}

/* A frame around lines with gaps: columns that nobody drew. */
static bool columns_are_open(const GPtrArray *lines_of_cells)
{
	guint lines_with_gaps = 0, all = 0;
	for (guint i = 0; i < lines_of_cells->len; i++) {
		const GPtrArray *lines = g_ptr_array_index(lines_of_cells, i);
		for (guint k = 0; k < lines->len; k++) {
			all++;
			lines_with_gaps += tabular_gaps(g_ptr_array_index(lines, k)) > 0;
		}
	}
	return lines_with_gaps >= 3 && lines_with_gaps * 2 > all;
}

/*
 * A cell merged over several rows that has one line in each of them was not merged: nobody drew the
 * lines between its rows (a first column without rules).
 */
static bool has_line_in_each_row(const struct sp_table *t, const struct sp_cell *c, const GPtrArray *words)
{
	GPtrArray *inside = words_in(words, &c->box);
	GPtrArray *lines = sp_lines_new(inside);
	bool each = (int)lines->len == c->rowspan;
	for (guint i = 0; i < lines->len && each; i++) {
		const struct sp_box *box = &((const struct sp_text_line *)g_ptr_array_index(lines, i))->box;
		double middle = (box->y0 + box->y1) / 2;
		each = middle > t->ys[c->row + (int)i] && middle < t->ys[c->row + (int)i + 1];
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return each;
}

static void split_unmerged(struct sp_table *t, const GPtrArray *words)
{
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_cell c = *sp_table_cell(t, i);
		if (c.rowspan < 3 || !has_line_in_each_row(t, &c, words))
			continue;
		struct sp_cell *first = sp_table_cell(t, i);
		first->rowspan = 1;
		first->box.y1 = t->ys[c.row + 1];
		for (int r = 1; r < c.rowspan; r++)
			sp_table_add(t, c.row + r, c.col, 1, c.colspan);
	}
	sp_table_sort(t);
}

void sp_region_refine(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
		      GPtrArray *tables)
{
	for (guint i = tables->len; i-- > 0;) {
		struct sp_table *t = g_ptr_array_index(tables, i);
		GPtrArray *inside = words_in(words, &t->box);
		split_unmerged(t, inside);
		GPtrArray *lines = lines_of_cells(t, inside);
		bool rows = rows_are_open(t, lines), cols = columns_are_open(lines);
		g_ptr_array_unref(lines);
		bool drawing = (rows || cols) && sp_drawings_touch(rulings->drawings, &t->box);
		if (drawing)
			g_ptr_array_remove_index(tables, i); /* a frame around a drawing and its labels */
		if ((!rows && !cols) || drawing) {
			g_ptr_array_unref(inside);
			continue;
		}
		struct sp_texture texture;
		struct sp_table *better = sp_aligned_build(page, rulings, inside, &t->box, SP_SOME_COLUMNS, t->xs,
							   t->n_cols + 1, &texture);
		g_ptr_array_unref(inside);
		if (better && is_table(&texture, true) && better->n_cols >= t->n_cols && better->n_rows >= t->n_rows) {
			better->confidence = 0.9;
			g_ptr_array_index(tables, i) = better;
			sp_table_free(t);
		} else {
			sp_table_free(better);
		}
	}
}

void sp_region_keep_closed(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words, GPtrArray *tables)
{
	for (guint i = tables->len; i-- > 0;) {
		struct sp_table *t = g_ptr_array_index(tables, i);
		GPtrArray *inside = words_in(words, &t->box);
		split_unmerged(t, inside);
		GPtrArray *lines = lines_of_cells(t, inside);
		if (rows_are_open(t, lines) || columns_are_open(lines))
			g_ptr_array_remove_index(tables, i);
		g_ptr_array_unref(lines);
		g_ptr_array_unref(inside);
	}
	(void)page;
	(void)rulings;
}

void sp_region_find(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
		    GPtrArray *tables)
{
	find_between_rules(page, rulings, words, tables);
	find_runs(page, rulings, words, tables);
}
