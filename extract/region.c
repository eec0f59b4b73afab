/*
 * Method. Three kinds of places are tried, surest first; words of an accepted table are out of play
 * for the next kind.
 *
 *   between rules: horizontal rules that start and end together, with tabular lines between them. The
 *   outermost ones bound the table, so captions and notes stay out.
 *   runs of lines: lines with wide gaps in them, one below the other, and what stands between them.
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

static const double TABULAR_GAP = 1.15; /* em */
static const double FIGURE_GAP = 0.75;  /* em, beside a figure */
static const double BLANK = 0.6;        /* em: the widest blank between words of one text */
static const double SAME_END = 9.0;     /* pt: rules that start or end this near belong together */
static const double SHORTEST = 60.0;    /* pt: shorter rules part no tables */
static const double CAPTION_WHITE = 2.5; /* em above and below a caption, together; rows have less */
static const double PIECE_GAP = 30.0;   /* pt: pieces of one rule, drawn by column with gaps between */

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

static bool is_bullet(const char *s)
{
	size_t n = strlen(s);
	return strcmp(s, "•") == 0 || strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "▪") == 0 || strcmp(s, "o") == 0 ||
	       strcmp(s, "◦") == 0 || strcmp(s, "■") == 0 || strcmp(s, "➢") == 0 ||
	       (n <= 5 && n >= 2 && (s[n - 1] == ')' || (s[n - 1] == '.' && (n <= 3 || g_ascii_isdigit(s[0])))));
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
		else if (gap > TABULAR_GAP * em || (gap > FIGURE_GAP * em && (has_digit(a->text) || has_digit(b->text))))
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
	if (x->list || x->prose >= 0.5 || x->aligned < 0.8)
		return false;
	if (x->figures >= 0.4)
		return x->rows >= 3 || x->cols >= 3;
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
	enum { SURE = 3 };       /* rules with joints */
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
	struct sp_table *t = sp_aligned_build(page, rulings, inside, box, xs->len > 0 ? SP_ALL_COLUMNS : SP_SOME_COLUMNS,
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

/* What stands between two rules. `below`: there are rows of a table above them. */
static enum between content_between(const GPtrArray *words, const struct sp_edge *a, const struct sp_edge *b, bool below)
{
	struct sp_box box = { MIN(a->from, b->from) - 2, a->at, MAX(a->to, b->to) + 2, b->at };
	GPtrArray *inside = words_in(words, &box);
	GPtrArray *lines = sp_lines_new(inside);
	guint tabular = 0;
	double text = 0, em = 0;
	/* the rest of a row that the page cut leaves the left empty; prose and captions start there and go on */
	bool aside = lines->len > 0, prose = false;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		double width = b->to - b->from;
		bool left = l->box.x0 < a->from + 0.15 * width, gaps = tabular_gaps(l) > 0;
		tabular += gaps;
		aside = aside && !left;
		prose = prose || (left && !gaps && sp_box_width(&l->box) > 0.4 * width);
		text += sp_box_height(&l->box);
		em = MAX(em, l->size);
	}
	/* a line with much white around it, between the last rule of one table and the first of the next, is a caption */
	if (aside && below && tabular == 0 && b->at - a->at - text > CAPTION_WHITE * em)
		aside = false;
	/* cells begin together on the first line, however far one of them goes on; a caption or prose does not */
	bool starts = lines->len > 0 && tabular_gaps(g_ptr_array_index(lines, 0)) > 0;
	enum between what = lines->len == 0                                                       ? NOTHING
	                    : starts || aside || (tabular > 0 && !prose) || tabular * 2 >= lines->len          ? TABULAR
	                                                                                          : OTHER;
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return what;
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
	bool is_header = strips->len > 0 && inside->len > strips->len && sp_box_height(&header) < highest;
	for (guint i = 0; i < strips->len && is_header; i++) {
		const struct sp_edge *strip = sp_edge_at(strips, i);
		for (guint k = 0; k < inside->len && is_header; k++) {
			const struct sp_word *w = g_ptr_array_index(inside, k);
			/* it may stick into the white from one side */
			is_header = w->box.x0 > strip->from - 1 || w->box.x1 < strip->to + 1;
		}
	}
	g_ptr_array_unref(inside);
	g_array_free(strips, TRUE);
	return is_header;
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
 * A header may stand above the first rule instead of below it. Lines are taken in from the rule
 * upwards while they stand close, within its width, and do not read as a caption; the lowest must be
 * cut into columns.
 */
static double top_with_header(const GPtrArray *words, const struct sp_box *box)
{
	const double reach = 90; /* pt: headers of more lines are not known */
	struct sp_box above = { box->x0 - 1, box->y0 - reach, box->x1 + 1, box->y0 };
	GPtrArray *inside = words_in(words, &above);
	GPtrArray *lines = sp_lines_new(inside);
	double top = box->y0;
	for (guint i = lines->len; i-- > 0;) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		bool lowest = i + 1 == lines->len;
		bool whole = sp_box_width(&l->box) > 0.5 * sp_box_width(box) && tabular_gaps(l) == 0;
		bool at_left = l->box.x0 < box->x0 + 0.1 * sp_box_width(box) && tabular_gaps(l) == 0;
		if (top - l->box.y1 > 0.9 * l->size || whole || (lowest && tabular_gaps(l) == 0) || (!lowest && at_left))
			break;
		top = l->box.y0 - 1;
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return top;
}

static void find_between_rules(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                               GPtrArray *tables)
{
	GArray *rules = stretches(rulings, tables);
	bool *used = g_new0(bool, rules->len + 1);
	for (guint i = 0; i < rules->len; i++) {
		if (used[i])
			continue;
		guint first = i, last = i, end = i; /* `end` may be followed by rules with nothing between */
		bool tabular = false;
		for (guint k = i + 1; k < rules->len; k++) {
			if (!same_extent(sp_edge_at(rules, i), sp_edge_at(rules, k)))
				continue;
			enum between what = content_between(words, sp_edge_at(rules, last), sp_edge_at(rules, k), tabular);
			guint next = next_like(rules, k);
			if (what == OTHER && last == i && next < rules->len &&
			    content_between(words, sp_edge_at(rules, k), sp_edge_at(rules, next), false) == TABULAR &&
			    is_tight_header(words, sp_edge_at(rules, i), sp_edge_at(rules, k), sp_edge_at(rules, next)))
				what = TABULAR;
			if (what == OTHER)
				break;
			last = k;
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
		box.y0 = top_with_header(words, &box);
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
		if (fabs(x0 - l->box.x0) < 1.5 || fabs(x1 - l->box.x1) < 1.5 || fabs(x0 + x1 - l->box.x0 - l->box.x1) < 3)
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
 * Does prose begin with this line, which has no gaps? It reaches further than what the run holds so far, or it is the
 * second in a row that fills its width.
 */
static bool begins_prose(const struct sp_text_line *before, const struct sp_text_line *l, const struct sp_box *run)
{
	enum { SENTENCE = 6 }; /* words */
	const double full = 0.8 * sp_box_width(run);
	if (l->words->len < SENTENCE)
		return false;
	return l->box.x1 > run->x1 + l->size ||
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
		for (guint k = i + 1; k < lines->len && bridged <= BRIDGE; k++) {
			const struct sp_text_line *before = g_ptr_array_index(lines, k - 1), *l = g_ptr_array_index(lines, k);
			if (l->box.y0 - before->box.y1 > 2.4 * MAX(l->size, before->size) || tables_between(tables, before, l))
				break;
			if (tabular_gaps(l) > 0) {
				last = k;
				n_tabular++;
				bridged = 0;
				sp_box_extend(&run, &l->box);
			} else if (begins_prose(before, l, &run)) {
				break;
			} else if (!wraps(lines, i, last, l)) {
				/* a section's title or a wrapped label stands at the left; a heading in the middle ends the run */
				if (fabs(l->box.x0 - first->box.x0) > 2.5 * first->size)
					break;
				bridged++;
			}
		}
		if (n_tabular >= 2) {
			last = take_wrapped_tail(lines, i, last);
			struct sp_box box = { 0, 0, 0, 0 };
			for (guint k = i; k <= last; k++)
				sp_box_extend(&box, &((const struct sp_text_line *)g_ptr_array_index(lines, k))->box);
			box = (struct sp_box){ box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1 };
			struct sp_table *t = overlaps_table(tables, &box) ? NULL : try_box(page, rulings, left, &box, false);
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

/* Figures one below the other. One that fills its cell may be a figure that the cell's edge broke. */
static guint figure_lines(const GPtrArray *words, const struct sp_box *box)
{
	GPtrArray *inside = words_in(words, box);
	GPtrArray *lines = sp_lines_new(inside);
	guint n = 0;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		n += is_figure_line(line) && sp_box_width(&line->box) < 0.75 * sp_box_width(box);
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(inside);
	return n;
}

/* Rows that hold several figures one below the other in two or more columns are several rows. */
static bool rows_are_open(const struct sp_table *t, const GPtrArray *words)
{
	for (int r = 0; r < t->n_rows; r++) {
		guint stacked = 0;
		for (guint i = 0; i < t->cells->len; i++) {
			const struct sp_cell *c = sp_table_cell(t, i);
			if (c->row == r && c->rowspan == 1)
				stacked += figure_lines(words, &c->box) >= 2;
		}
		if (stacked >= 2)
			return true;
	}
	return false;
}

/* A frame around lines with gaps: columns that nobody drew. */
static bool columns_are_open(const struct sp_table *t, const GPtrArray *words)
{
	guint lines_with_gaps = 0, all = 0;
	for (guint i = 0; i < t->cells->len; i++) {
		GPtrArray *inside = words_in(words, &sp_table_cell(t, i)->box);
		GPtrArray *lines = sp_lines_new(inside);
		for (guint k = 0; k < lines->len; k++) {
			all++;
			lines_with_gaps += tabular_gaps(g_ptr_array_index(lines, k)) > 0;
		}
		g_ptr_array_unref(lines);
		g_ptr_array_unref(inside);
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
		bool rows = rows_are_open(t, inside), cols = columns_are_open(t, inside);
		bool drawing = (rows || cols) && sp_drawings_touch(rulings->drawings, &t->box);
		if (drawing)
			g_ptr_array_remove_index(tables, i); /* a frame around a drawing and its labels */
		if ((!rows && !cols) || drawing) {
			g_ptr_array_unref(inside);
			continue;
		}
		struct sp_texture texture;
		struct sp_table *better = sp_aligned_build(page, rulings, inside, &t->box, SP_SOME_COLUMNS, t->xs, t->n_cols + 1,
		                                           &texture);
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

void sp_region_find(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
                    GPtrArray *tables)
{
	find_between_rules(page, rulings, words, tables);
	find_runs(page, rulings, words, tables);
}
