/*
 * Method. Words make lines; a line is parted where a gap is wider than any blank of its type (COLUMN_GAP), or where the
 * gaps of many lines below each other leave a gutter, so that two columns, or the left and right part of a page header,
 * are pieces of their own. Pieces are put in reading order by cutting the page into columns and bands (an XY-cut): a
 * vertical strip of white that parts several lines on both sides makes columns, otherwise the widest horizontal strip
 * makes bands, and where there is none, any vertical one columns. Then lines that follow each other closely in the same
 * type make a block, until a bullet, an indent after a full line, a change of type or a gap begins the next.
 */
#include "extract/page/block.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"

static const double COLUMN_GAP = 1.6; /* em: justified lines have blanks of up to one em */
static const double INITIAL = 6;      /* em: no initial of three lines is wider */
static const double GUTTER = 5;       /* pt: the narrowest white that parts pieces, at 8 pt type */
static const double LEADING = 0.75;   /* em between the boxes of two lines of one paragraph, at most */

void sp_block_free(void *p)
{
	struct sp_block *b = p;
	g_ptr_array_unref(b->lines);
	g_free(b);
}

/* --- gutters ------------------------------------------------------------------------------------------ */

static const double GUTTER_GAP = 0.6; /* em: wider than the blanks of most justified lines, which also rarely meet */
static const guint GUTTER_LINES = 6;  /* of running text: rivers in justified prose run through three or four */

static const struct sp_text_line *line_at(const GPtrArray *lines, guint i)
{
	return g_ptr_array_index(lines, i);
}

static const struct sp_word *word_of(const struct sp_text_line *line, guint i)
{
	return g_ptr_array_index(line->words, i);
}

/* Narrows the strip to the gap of the line that it runs through; false where words stand in the way. */
static bool runs_through(const struct sp_text_line *line, struct sp_box *strip, double least)
{
	double from = -G_MAXDOUBLE, to = G_MAXDOUBLE, middle = (strip->x0 + strip->x1) / 2;
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_box *b = &word_of(line, i)->box;
		if (b->x1 <= middle)
			from = MAX(from, b->x1);
		else if (b->x0 >= middle)
			to = MIN(to, b->x0);
		else
			return false;
	}
	strip->x0 = MAX(strip->x0, from);
	strip->x1 = MIN(strip->x1, to);
	return strip->x1 - strip->x0 >= least;
}

/* Does the gutter of an earlier line run through this gap already? */
static bool is_known(const GArray *gutters, double x0, double x1, double y)
{
	for (guint i = 0; i < gutters->len; i++) {
		const struct sp_box *g = &g_array_index(gutters, struct sp_box, i);
		if (y >= g->y0 && y <= g->y1 && sp_overlap(x0, x1, g->x0, g->x1) > 0)
			return true;
	}
	return false;
}

/* Running text on both sides: not the bullets of a list, the numbers of a table of contents, a column of figures. */
static bool parts_text(const struct sp_text_line *line, const struct sp_box *strip)
{
	const guint running = 3; /* words */
	guint left = 0, right = 0;
	for (guint i = 0; i < line->words->len; i++) {
		left += word_of(line, i)->box.x1 <= strip->x0;
		right += word_of(line, i)->box.x0 >= strip->x1;
	}
	return left >= running && right >= running;
}

/* Strips of white that run through many lines of running text. Lines with words on one side only do not end them. */
static GArray *gutters_of(const GPtrArray *lines)
{
	GArray *gutters = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = line_at(lines, i);
		for (guint k = 1; k < line->words->len && line->turn == 0; k++) {
			const struct sp_box *a = &word_of(line, k - 1)->box, *b = &word_of(line, k)->box;
			if (b->x0 - a->x1 < GUTTER_GAP * line->size || is_known(gutters, a->x1, b->x0, line->box.y0))
				continue;
			struct sp_box strip = { a->x1, line->box.y0, b->x0, line->box.y1 };
			guint through = parts_text(line, &strip);
			for (guint n = i + 1; n < lines->len && line_at(lines, n)->turn == 0; n++) {
				const struct sp_text_line *next = line_at(lines, n);
				struct sp_box narrowed = strip;
				if (!runs_through(next, &narrowed, GUTTER_GAP * line->size) || next->box.y0 - strip.y1 > 2 * next->size)
					break;
				through += parts_text(next, &narrowed);
				strip = (struct sp_box){ narrowed.x0, strip.y0, narrowed.x1, next->box.y1 };
			}
			if (through >= GUTTER_LINES)
				g_array_append_val(gutters, strip);
		}
	}
	return gutters;
}

static bool in_gutter(const struct sp_word *a, const struct sp_word *b, const GArray *gutters)
{
	double y = (b->box.y0 + b->box.y1) / 2;
	for (guint i = 0; i < gutters->len; i++) {
		const struct sp_box *g = &g_array_index(gutters, struct sp_box, i);
		if (y > g->y0 && y < g->y1 && a->box.x1 <= g->x0 + 1 && b->box.x0 >= g->x1 - 1)
			return true;
	}
	return false;
}

/* --- pieces of lines -------------------------------------------------------------------------------- */

static bool parted(const struct sp_word *a, const struct sp_word *b, const struct sp_box *obstacles, guint n)
{
	if (a->turn != b->turn)
		return true;
	if (a->turn != 0)
		return false;
	if (b->box.x0 - a->box.x1 > COLUMN_GAP * MAX(MIN(a->size, b->size), 4))
		return true;
	double y = (b->box.y0 + b->box.y1) / 2;
	for (guint i = 0; i < n; i++)
		if (obstacles[i].x0 >= a->box.x1 - 1 && obstacles[i].x1 <= b->box.x0 + 1 && y > obstacles[i].y0 &&
		    y < obstacles[i].y1)
			return true;
	return false;
}

static GPtrArray *pieces_of(const GPtrArray *words, const struct sp_box *obstacles, guint n_obstacles)
{
	GPtrArray *lines = sp_lines_new(words);
	GPtrArray *pieces = g_ptr_array_new_with_free_func(sp_text_line_free);
	GArray *gutters = gutters_of(lines);
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		struct sp_text_line *piece = NULL;
		const struct sp_word *last = NULL;
		for (guint k = 0; k < line->words->len; k++) {
			const struct sp_word *w = g_ptr_array_index(line->words, k);
			if (!piece || parted(last, w, obstacles, n_obstacles) || in_gutter(last, w, gutters)) {
				piece = sp_text_line_new();
				g_ptr_array_add(pieces, piece);
			}
			sp_text_line_add(piece, w);
			last = w;
		}
	}
	g_array_free(gutters, TRUE);
	g_ptr_array_unref(lines);
	return pieces;
}

/* --- reading order ----------------------------------------------------------------------------------- */

struct cutter {
	const struct sp_box *boxes;
	guint *order;
	guint n_done;
};

struct ranked {
	double from, to;
	guint index;
};

static int by_from(const void *a, const void *b)
{
	const struct ranked *ra = a, *rb = b;
	if (ra->from != rb->from)
		return ra->from < rb->from ? -1 : 1;
	return (ra->index > rb->index) - (ra->index < rb->index);
}

/* Sorts `set` along one axis and gives the widest white strip: boxes before it, or 0 if there is none. */
static guint widest_strip(const struct cutter *c, guint *set, guint n, bool along_x, double *width)
{
	struct ranked *r = g_new(struct ranked, n);
	for (guint i = 0; i < n; i++) {
		const struct sp_box *b = &c->boxes[set[i]];
		r[i] = along_x ? (struct ranked){ b->x0, b->x1, set[i] } : (struct ranked){ b->y0, b->y1, set[i] };
	}
	qsort(r, n, sizeof *r, by_from);
	double end = r[0].to;
	guint at = 0;
	*width = 0;
	for (guint i = 0; i < n; i++) {
		set[i] = r[i].index;
		if (i > 0 && r[i].from - end > *width) {
			*width = r[i].from - end;
			at = i;
		}
		end = MAX(end, r[i].to);
	}
	g_free(r);
	return at;
}

static struct sp_box extent(const struct cutter *c, const guint *set, guint n)
{
	struct sp_box all = { 0, 0, 0, 0 };
	for (guint i = 0; i < n; i++)
		sp_box_extend(&all, &c->boxes[set[i]]);
	return all;
}

/* Columns: several pieces on both sides, side by side over most of the lower one's height. */
static bool are_columns(const struct cutter *c, const guint *set, guint n, guint at)
{
	if (at < 3 || n - at < 3)
		return false;
	struct sp_box left = extent(c, set, at), right = extent(c, set + at, n - at);
	double shared = sp_overlap(left.y0, left.y1, right.y0, right.y1);
	return shared > 0.5 * MIN(sp_box_height(&left), sp_box_height(&right));
}

/* What overlaps stands in order from left to right; what begins below the middle of another comes after it. */
static void put_lower_last(const struct cutter *c, guint *set, guint n)
{
	for (guint i = 1; i < n; i++) {
		guint moved = set[i], k = i;
		const struct sp_box *b = &c->boxes[moved];
		for (; k > 0 && c->boxes[set[k - 1]].y0 > (b->y0 + b->y1) / 2; k--)
			set[k] = set[k - 1];
		set[k] = moved;
	}
}

static void cut_region(struct cutter *c, guint *set, guint n)
{
	double width;
	guint at = n > 1 ? widest_strip(c, set, n, true, &width) : 0;
	if (at > 0 && width >= GUTTER && are_columns(c, set, n, at)) {
		cut_region(c, set, at);
		cut_region(c, set + at, n - at);
		return;
	}
	at = n > 1 ? widest_strip(c, set, n, false, &width) : 0;
	if (at > 0) {
		cut_region(c, set, at);
		cut_region(c, set + at, n - at);
		return;
	}
	at = n > 1 ? widest_strip(c, set, n, true, &width) : 0;
	if (at > 0) {
		cut_region(c, set, at);
		cut_region(c, set + at, n - at);
		return;
	}
	put_lower_last(c, set, n);
	for (guint i = 0; i < n; i++)
		c->order[c->n_done++] = set[i];
}

static void reading_order(const struct sp_box *boxes, guint n, guint *order)
{
	guint *set = g_new(guint, n + 1);
	for (guint i = 0; i < n; i++)
		set[i] = i;
	struct cutter c = { boxes, order, 0 };
	if (n > 0)
		cut_region(&c, set, n);
	g_free(set);
}

/* --- blocks ----------------------------------------------------------------------------------------- */

static bool same_type(const struct sp_block *b, const struct sp_text_line *line)
{
	return b->bold == line->bold && fabs(b->size - line->size) < 0.12 * b->size;
}

/* `right` is where the column of the block ends: a line that stops well before it ended its paragraph. */
static bool goes_on(const struct sp_block *b, const struct sp_text_line *line, double right)
{
	const struct sp_text_line *last = g_ptr_array_index(b->lines, b->lines->len - 1);
	double gap = line->box.y0 - last->box.y1;
	double em = MAX(b->size, 4);
	if (line->turn != last->turn || !same_type(b, line) || sp_text_line_starts_item(line))
		return false;
	if (gap > LEADING * em || gap < -0.7 * em || sp_overlap(b->box.x0, b->box.x1, line->box.x0, line->box.x1) <= 0)
		return false;
	/* an indented first line after a line that was not full */
	const struct sp_text_line *first = g_ptr_array_index(b->lines, 0);
	double usual = b->lines->len > 1 ? last->box.x0 : first->box.x0;
	bool short_line = right - last->box.x1 > 3 * em;
	if (line->box.x0 - usual > em && !short_line && b->lines->len > 1)
		return false;
	double centred = fabs((line->box.x0 + line->box.x1) - (b->box.x0 + b->box.x1)) / 2;
	if (short_line && fabs(line->box.x0 - last->box.x0) < 2) {
		/* an entry of a list without bullets, or the end of a paragraph: would the next word have fitted? */
		const struct sp_word *w = g_ptr_array_index(line->words, 0);
		return right - last->box.x1 < sp_box_width(&w->box) + 0.3 * em;
	}
	/* the lines beside an initial are indented, two at least, and the next one is not */
	double outdent = usual - line->box.x0;
	bool after_initial = b->lines->len > 1 && outdent > 0 && outdent < INITIAL * em && !short_line;
	return fabs(outdent) < 3 * em || after_initial || centred < em;
}

/* Where the column of a piece ends: the furthest right of its neighbours in reading order and in its type. */
static double right_of_column(const struct sp_box *boxes, const GPtrArray *pieces, const guint *order, guint n, guint i)
{
	enum { NEIGHBOURS = 12 };
	const struct sp_box *box = &boxes[order[i]];
	double right = box->x1, size = line_at(pieces, order[i])->size;
	guint from = i > NEIGHBOURS ? i - NEIGHBOURS : 0, to = MIN(n, i + NEIGHBOURS + 1);
	for (guint k = from; k < to; k++) {
		const struct sp_box *other = &boxes[order[k]];
		if (order[k] < pieces->len && fabs(line_at(pieces, order[k])->size - size) < 0.12 * size && fabs(other->x0 - box->x0) < 40 &&
		    sp_overlap(other->x0, other->x1, box->x0, box->x1) > 0)
			right = MAX(right, other->x1);
	}
	return right;
}

/* Boxes reach from ascender to descender and overlap those of the next line where the leading is tight;
 * the middle of a line overlaps no other, so that there is white between any two. */
static struct sp_box core_of(const struct sp_text_line *line)
{
	struct sp_box b = line->box;
	double quarter = line->turn == 0 ? sp_box_height(&b) / 4 : 0;
	return (struct sp_box){ b.x0, b.y0 + quarter, b.x1, b.y1 - quarter };
}

static struct sp_block *block_new(void)
{
	struct sp_block *b = g_new0(struct sp_block, 1);
	b->lines = g_ptr_array_new_with_free_func(sp_text_line_free);
	b->bold = b->italic = true;
	return b;
}

static void block_add(struct sp_block *b, struct sp_text_line *line)
{
	g_ptr_array_add(b->lines, line);
	sp_box_extend(&b->box, &line->box);
	b->size = MAX(b->size, line->size);
	b->bold = b->bold && line->bold;
	b->italic = b->italic && line->italic;
}

GPtrArray *sp_blocks_new(const GPtrArray *words, const struct sp_box *obstacles, guint n_obstacles,
			 struct sp_turn *turns)
{
	GPtrArray *pieces = pieces_of(words, obstacles, n_obstacles);
	guint n = pieces->len, all = n + n_obstacles;
	struct sp_box *boxes = g_new(struct sp_box, all + 1);
	guint *order = g_new(guint, all + 1);
	for (guint i = 0; i < n; i++)
		boxes[i] = core_of(g_ptr_array_index(pieces, i));
	for (guint i = 0; i < n_obstacles; i++)
		boxes[n + i] = obstacles[i];
	reading_order(boxes, all, order);

	GPtrArray *blocks = g_ptr_array_new_with_free_func(sp_block_free);
	struct sp_block *b = NULL;
	guint obstacles_read = 0;
	for (guint i = 0; i < all; i++) {
		if (order[i] >= n) {
			turns[order[i] - n] = (struct sp_turn){ blocks->len, obstacles_read++ };
			b = NULL;
			continue;
		}
		struct sp_text_line *line = g_ptr_array_index(pieces, order[i]);
		if (!b || !goes_on(b, line, right_of_column(boxes, pieces, order, all, i))) {
			b = block_new();
			g_ptr_array_add(blocks, b);
		}
		block_add(b, line);
	}
	g_ptr_array_set_free_func(pieces, NULL); /* the blocks own the lines now */
	g_ptr_array_unref(pieces);
	g_free(order);
	g_free(boxes);
	return blocks;
}
