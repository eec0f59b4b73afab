/*
 * Method. Small shapes that overlap are one figure; a ring or a box around it is its frame, and not part of it. A figure
 * that stands alone, away from other shapes and from words, is brought to a raster of SIDE × SIDE dots, whatever drew
 * it (two strokes, a polygon, the outline of a letter of a symbol font), and looked at:
 *
 *   tick    from the left edge down to its foot and up to the right corner, one run of ink in each column
 *   cross   ink in the corners and in the middle, none in the middle of the sides
 *   dot     a full disc; as charts and lists have them too, it counts only alone in a drawn cell or in a ring
 *
 * What it does wrong: a cross that lies on its side as a plus is none.
 */
#include "extract/page/ticks.h"

#include <math.h>
#include <stdlib.h>

#include <cairo.h>

enum { SIDE = 24, MOST_SHAPES = 2000 }; /* more are a drawing */

static const double SMALLEST = 2.5, LARGEST = 30; /* pt: sides of a mark */
static const double ALONE = 0.45;                 /* of its size: how far it is from anything else */
static const double SLIM = 0.42;                  /* its shorter side, in parts of the longer */

enum mark { NO_MARK, TICK, CROSS, DOT };

static const char *const texts[] = { NULL, "✓", "✘", "●" };

/* Shapes that overlap. */
struct cluster {
	struct sp_box box;
	GArray *shapes; /* guint, of page->shapes */
	bool framed;    /* by a shape */
	bool filled;
};

static const struct sp_shape *shape_at(const struct sp_page *page, guint i)
{
	return &g_array_index(page->shapes, struct sp_shape, i);
}

/* --- figures ---------------------------------------------------------------------------------------- */

static bool overlap(const struct sp_box *a, const struct sp_box *b, double by)
{
	return sp_overlap(a->x0, a->x1, b->x0, b->x1) > by && sp_overlap(a->y0, a->y1, b->y0, b->y1) > by;
}

/* A ring or a box that something else stands in. What a filled path encloses itself is its hole. */
static bool frames(const struct sp_shape *outer, const struct sp_shape *inner)
{
	const double larger = 1.25;
	const struct sp_box *o = &outer->box, *i = &inner->box;
	return (outer->path != inner->path || outer->width > 0) && i->x0 >= o->x0 && i->y0 >= o->y0 && i->x1 <= o->x1 &&
	       i->y1 <= o->y1 && sp_box_width(o) + sp_box_height(o) > larger * (sp_box_width(i) + sp_box_height(i));
}

static bool is_drawn_letter(const struct sp_page *page, const struct sp_box *b)
{
	for (guint i = 0; i < page->unread->len; i++) {
		const struct sp_unread *u = &g_array_index(page->unread, struct sp_unread, i);
		if (u->kind == SP_UNREAD_OUTLINES && sp_box_holds_middle(&u->box, b))
			return true;
	}
	return false;
}

static bool may_be_part(const struct sp_page *page, const struct sp_shape *s)
{
	return s->n > 0 && sp_box_width(&s->box) <= LARGEST && sp_box_height(&s->box) <= LARGEST &&
	       !is_drawn_letter(page, &s->box);
}

static void add_overlapping(const struct sp_page *page, const GArray *parts, bool *taken, struct cluster *f)
{
	for (guint at = 0; at < f->shapes->len; at++) {
		const struct sp_shape *s = shape_at(page, g_array_index(f->shapes, guint, at));
		for (guint k = 0; k < parts->len; k++) {
			guint other = g_array_index(parts, guint, k);
			const struct sp_shape *o = shape_at(page, other);
			if (taken[k] || !overlap(&s->box, &o->box, -0.3) || frames(s, o) || frames(o, s))
				continue;
			taken[k] = true;
			g_array_append_val(f->shapes, other);
			sp_box_extend(&f->box, &o->box);
		}
	}
}

static void figure_clear(void *figure)
{
	g_array_free(((struct cluster *)figure)->shapes, TRUE);
}

/* (transfer full) */
static GArray *figures_of(const struct sp_page *page)
{
	GArray *figures = g_array_new(FALSE, FALSE, sizeof(struct cluster));
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_set_clear_func(figures, figure_clear);
	for (guint i = 0; i < page->shapes->len; i++)
		if (may_be_part(page, shape_at(page, i)))
			g_array_append_val(parts, i);
	bool *taken = g_new0(bool, parts->len + 1);
	for (guint k = 0; k < parts->len && parts->len <= MOST_SHAPES; k++) {
		guint first = g_array_index(parts, guint, k);
		if (taken[k])
			continue;
		struct cluster f = { shape_at(page, first)->box, g_array_new(FALSE, FALSE, sizeof(guint)), false,
				     false };
		taken[k] = true;
		g_array_append_val(f.shapes, first);
		f.filled = shape_at(page, first)->width == 0;
		add_overlapping(page, parts, taken, &f);
		g_array_append_val(figures, f);
	}
	g_free(taken);
	g_array_free(parts, TRUE);
	return figures;
}

static bool is_part(const struct cluster *f, guint shape)
{
	for (guint i = 0; i < f->shapes->len; i++)
		if (g_array_index(f->shapes, guint, i) == shape)
			return true;
	return false;
}

static bool holds_all(const struct sp_box *outer, const struct sp_box *inner)
{
	return outer->x0 <= inner->x0 && outer->y0 <= inner->y0 && outer->x1 >= inner->x1 && outer->y1 >= inner->y1;
}

/* Nothing is near but what it stands in. */
static bool stands_alone(const struct sp_page *page, struct cluster *f)
{
	const double line = 1.5; /* pt: what a stroke's own bend may be larger by */
	double room = ALONE * MAX(sp_box_width(&f->box), sp_box_height(&f->box));
	struct sp_box own = { f->box.x0 - line, f->box.y0 - line, f->box.x1 + line, f->box.y1 + line };
	for (guint i = 0; i < page->words->len; i++)
		if (overlap(&g_array_index(page->words, struct sp_word, i).box, &f->box, 0.3))
			return false;
	for (guint i = 0; i < page->bends->len; i++) {
		const struct sp_box *b = &g_array_index(page->bends, struct sp_bend, i).box;
		if (overlap(b, &f->box, -room) && !holds_all(&own, b) && !holds_all(b, &f->box))
			return false;
	}
	const struct sp_shape *first = shape_at(page, g_array_index(f->shapes, guint, 0));
	for (guint i = 0; i < page->shapes->len; i++) {
		const struct sp_shape *s = shape_at(page, i);
		if (!overlap(&s->box, &f->box, -room) || is_part(f, i))
			continue;
		if (!frames(s, first))
			return false;
		f->framed = true;
	}
	return true;
}

/* --- what it looks like ------------------------------------------------------------------------------- */

struct inked {
	bool ink[SIDE][SIDE]; /* [row][column] */
	unsigned all;
};

static void draw(cairo_t *cr, const struct sp_page *page, const struct sp_shape *s)
{
	for (guint i = 0; i < s->n; i++) {
		const struct sp_point *p = &g_array_index(page->points, struct sp_point, s->from + i);
		if (i == 0)
			cairo_move_to(cr, p->x, p->y);
		else
			cairo_line_to(cr, p->x, p->y);
	}
}

/* Its box brought to the whole grid. */
static bool paint(const struct sp_page *page, const struct cluster *f, struct inked *g)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, SIDE, SIDE);
	cairo_t *cr = cairo_create(surface);
	double w = sp_box_width(&f->box), h = sp_box_height(&f->box), thin = 0.07 * MAX(w, h);
	cairo_scale(cr, SIDE / w, SIDE / h);
	cairo_translate(cr, -f->box.x0, -f->box.y0);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
	for (guint i = 0; i < f->shapes->len; i++) {
		const struct sp_shape *s = shape_at(page, g_array_index(f->shapes, guint, i));
		const struct sp_shape *next =
		    i + 1 < f->shapes->len ? shape_at(page, g_array_index(f->shapes, guint, i + 1)) : NULL;
		draw(cr, page, s);
		if (s->width > 0) {
			cairo_set_line_width(cr, MAX(s->width, thin));
			cairo_stroke(cr);
		} else if (!next || next->path != s->path) {
			cairo_fill(cr);
		}
	}
	cairo_surface_flush(surface);
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	for (int y = 0; data && y < SIDE; y++)
		for (int x = 0; x < SIDE; x++) {
			g->ink[y][x] = data[y * stride + x] > 100;
			g->all += g->ink[y][x];
		}
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return data;
}

/* How many dots of a part of the grid are ink. */
static unsigned ink_in(const struct inked *g, int x, int y, int w, int h)
{
	unsigned n = 0;
	for (int v = y; v < y + h; v++)
		for (int u = x; u < x + w; u++)
			n += g->ink[v][u];
	return n;
}

/* The first and last row of a column that is ink; false where there is none or more than one run. */
static bool run_of(const struct inked *g, int x, int *from, int *to)
{
	int runs = 0;
	for (int y = 0; y < SIDE; y++) {
		bool begins = g->ink[y][x] && (y == 0 || !g->ink[y - 1][x]);
		runs += begins;
		if (begins && runs == 1)
			*from = y;
		if (g->ink[y][x])
			*to = y;
	}
	return runs == 1;
}

static bool is_tick(const struct inked *g)
{
	enum { CORNER = SIDE / 4 };
	int foot = -1, low = -1, top[SIDE], bottom[SIDE], single = 0;
	for (int x = 0; x < SIDE; x++) {
		top[x] = SIDE;
		bottom[x] = -1;
		single += run_of(g, x, &top[x], &bottom[x]);
		if (bottom[x] > low) {
			low = bottom[x];
			foot = x;
		}
	}
	if (single < SIDE * 5 / 6 || foot < SIDE / 10 || foot > SIDE * 6 / 10 || g->all * 2 > SIDE * SIDE)
		return false;
	for (int x = foot + 2; x < SIDE; x++)
		if (bottom[x] > bottom[x - 1] + 1)
			return false;
	return ink_in(g, 0, 0, CORNER, CORNER) == 0 && ink_in(g, SIDE - CORNER, SIDE / 2, CORNER, SIDE / 2) == 0 &&
	       top[SIDE - 1] < SIDE / 5 && bottom[0] > SIDE / 3 && bottom[0] <= low - 2;
}

static bool is_cross(const struct inked *g)
{
	enum { BLOCK = 7, MIDDLE = (SIDE - BLOCK) / 2, EDGE = 4 };
	const unsigned some = 5;
	return ink_in(g, 0, 0, BLOCK, BLOCK) >= some && ink_in(g, SIDE - BLOCK, 0, BLOCK, BLOCK) >= some &&
	       ink_in(g, 0, SIDE - BLOCK, BLOCK, BLOCK) >= some &&
	       ink_in(g, SIDE - BLOCK, SIDE - BLOCK, BLOCK, BLOCK) >= some &&
	       ink_in(g, MIDDLE, MIDDLE, BLOCK, BLOCK) >= 2 * some && ink_in(g, MIDDLE, 0, BLOCK, EDGE) == 0 &&
	       ink_in(g, MIDDLE, SIDE - EDGE, BLOCK, EDGE) == 0 && ink_in(g, 0, MIDDLE, EDGE, BLOCK) == 0 &&
	       ink_in(g, SIDE - EDGE, MIDDLE, EDGE, BLOCK) == 0 && g->all * 5 < SIDE * SIDE * 3;
}

static bool is_disc(const struct inked *g)
{
	enum { CORNER = 3, INNER = 16 };
	return ink_in(g, (SIDE - INNER) / 2, (SIDE - INNER) / 2, INNER, INNER) == INNER * INNER &&
	       ink_in(g, 0, 0, CORNER, CORNER) == 0 && ink_in(g, SIDE - CORNER, 0, CORNER, CORNER) == 0 &&
	       ink_in(g, 0, SIDE - CORNER, CORNER, CORNER) == 0 &&
	       ink_in(g, SIDE - CORNER, SIDE - CORNER, CORNER, CORNER) == 0;
}

static enum mark mark_of(const struct sp_page *page, const struct cluster *f)
{
	const double round = 1.15, largest_dot = 14;
	double w = sp_box_width(&f->box), h = sp_box_height(&f->box);
	struct inked g = { .all = 0 };
	if (MIN(w, h) < SLIM * MAX(w, h) || MAX(w, h) < SMALLEST || MAX(w, h) > LARGEST || !paint(page, f, &g))
		return NO_MARK;
	if (is_tick(&g))
		return TICK;
	if (is_cross(&g))
		return CROSS;
	return f->filled && MAX(w, h) < round * MIN(w, h) && MAX(w, h) <= largest_dot && is_disc(&g) ? DOT : NO_MARK;
}

/* --- where it stands ---------------------------------------------------------------------------------- */

/* The rules around a place; false where one is missing. */
static bool cell_around(const struct sp_page *page, const struct sp_box *b, struct sp_box *cell)
{
	double x = (b->x0 + b->x1) / 2, y = (b->y0 + b->y1) / 2;
	*cell = (struct sp_box){ -1, -1, -1, -1 };
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(page->rules, struct sp_rule, i);
		double along = r->axis == SP_VERTICAL ? y : x, at = r->axis == SP_VERTICAL ? x : y;
		double *before = r->axis == SP_VERTICAL ? &cell->x0 : &cell->y0;
		double *behind = r->axis == SP_VERTICAL ? &cell->x1 : &cell->y1;
		if (along < r->from || along > r->to)
			continue;
		if (r->at < at && r->at > *before)
			*before = r->at;
		if (r->at > at && (*behind < 0 || r->at < *behind))
			*behind = r->at;
	}
	return cell->x0 >= 0 && cell->y0 >= 0 && cell->x1 >= 0 && cell->y1 >= 0;
}

/* Nothing else stands in the cell, and it is one. */
static bool fills_cell(const struct sp_page *page, const struct cluster *f, const struct sp_box *cell)
{
	const double highest = 60, widest = 250;
	if (sp_box_height(cell) > highest || sp_box_width(cell) > widest)
		return false;
	for (guint i = 0; i < page->words->len; i++)
		if (sp_box_holds_middle(cell, &g_array_index(page->words, struct sp_word, i).box))
			return false;
	for (guint i = 0; i < page->shapes->len; i++)
		if (!is_part(f, i) && sp_box_holds_middle(cell, &shape_at(page, i)->box) && !f->framed)
			return false;
	return true;
}

/* A box that is hardly larger than the mark: one to be ticked, not a cell of a table. */
static bool is_tick_box(const struct sp_box *cell, const struct sp_box *mark)
{
	const double larger = 2.5, square = 1.3;
	double w = sp_box_width(cell), h = sp_box_height(cell);
	return MAX(w, h) < square * MIN(w, h) && w < larger * MAX(sp_box_width(mark), sp_box_height(mark));
}

static double usual_size(const struct sp_page *page)
{
	double sum = 0;
	for (guint i = 0; i < page->words->len; i++)
		sum += g_array_index(page->words, struct sp_word, i).size;
	return page->words->len > 0 ? sum / page->words->len : 10;
}

static void add_word(struct sp_page *page, const struct sp_box *box, enum mark mark, double size)
{
	struct sp_word word = { .box = *box,
				.text = g_string_chunk_insert_const(page->strings, texts[mark]),
				.size = size,
				.blank_before = true,
				.confidence = 1 };
	g_array_append_val(page->words, word);
}

/* Ticked boxes of the form in which nothing is seen: programs that fill forms in leave their drawing to the reader. */
static void add_form(struct sp_page *page, guint from_form, double size)
{
	for (guint i = 0; i < from_form; i++) {
		struct sp_box box = g_array_index(page->ticks, struct sp_tick, i).box;
		bool is_seen = !g_array_index(page->ticks, struct sp_tick, i).checked;
		for (guint k = 0; k < page->words->len && !is_seen; k++)
			is_seen = sp_box_holds_middle(&box, &g_array_index(page->words, struct sp_word, k).box);
		if (!is_seen)
			add_word(page, &box, TICK, size);
	}
}

void sp_ticks_find(struct sp_page *page)
{
	guint from_form = page->ticks->len;
	double size = usual_size(page);
	if (page->ocr)
		return;
	GArray *figures = figures_of(page);
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(enum mark));
	for (guint i = 0; i < figures->len; i++) {
		struct cluster *f = &g_array_index(figures, struct cluster, i);
		struct sp_box cell;
		enum mark mark = mark_of(page, f);
		if (mark != NO_MARK && !stands_alone(page, f))
			mark = NO_MARK;
		bool in_cell = mark != NO_MARK && cell_around(page, &f->box, &cell);
		if (mark == DOT && !(in_cell && fills_cell(page, f, &cell)))
			mark = NO_MARK;
		bool in_box = f->framed || (in_cell && is_tick_box(&cell, &f->box));
		if (mark == TICK || (mark != NO_MARK && in_box)) {
			struct sp_tick tick = { f->box, true };
			g_array_append_val(page->ticks, tick);
		}
		g_array_append_val(marks, mark);
	}
	for (guint i = 0; i < figures->len; i++)
		if (g_array_index(marks, enum mark, i) != NO_MARK)
			add_word(page, &g_array_index(figures, struct cluster, i).box,
				 g_array_index(marks, enum mark, i), size);
	add_form(page, from_form, size);
	g_array_free(marks, TRUE);
	g_array_free(figures, TRUE);
}
