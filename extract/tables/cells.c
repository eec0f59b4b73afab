#include "extract/tables/cells.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "extract/page/line.h"
#include "extract/page/rulings.h"

static const double MOST_PADDING = 6.0; /* pt: wider than any word processor sets it by itself */

static guint32 colour_of(const struct sp_fill *f)
{
	return (guint32)lroundf(f->r * 255) << 16 | (guint32)lroundf(f->g * 255) << 8 | (guint32)lroundf(f->b * 255);
}

struct middle {
	double x, y;
	struct sp_cell *cell;
};

static int by_height(const void *a, const void *b)
{
	const struct middle *ma = a, *mb = b;
	return (ma->y > mb->y) - (ma->y < mb->y);
}

static guint first_from(const struct middle *middles, guint n, double y)
{
	guint from = 0;
	while (from < n) {
		guint i = from + (n - from) / 2;
		if (middles[i].y < y)
			from = i + 1;
		else
			n = i;
	}
	return from;
}

/* The fill `f`, painted after those before it, as the cell shows it. */
static void take_fill(const struct sp_page *page, const struct sp_fill *f, const struct middle *m)
{
	const double part = 0.25;
	const struct sp_box *box = &m->cell->box;
	double w = sp_overlap(box->x0, box->x1, f->box.x0, f->box.x1), h = sp_overlap(box->y0, box->y1, f->box.y0, f->box.y1);
	if (w <= 0 || h <= 0)
		return;
	bool shades = sp_fill_shades(page, f);
	if (sp_box_holds(&f->box, m->x, m->y))
		m->cell->shaded = shades;
	if (w * h >= part * sp_box_width(box) * sp_box_height(box))
		m->cell->fill = shades ? colour_of(f) : SP_WHITE;
}

/*
 * The last fill painted over a place is the one that is seen: over the middle it shades the cell, over a good part of it
 * it is the cell's fill, as the bar of a month that ends within is.
 */
static void set_fills(const struct sp_page *page, struct sp_table *t)
{
	guint n = t->cells->len;
	struct middle *middles = g_new(struct middle, (gsize)n + 1);
	double reach = 0; /* half of the highest cell */
	for (guint i = 0; i < n; i++) {
		struct sp_cell *c = sp_table_cell(t, i);
		c->shaded = false;
		middles[i] = (struct middle){ (c->box.x0 + c->box.x1) / 2, (c->box.y0 + c->box.y1) / 2, c };
		reach = MAX(reach, sp_box_height(&c->box) / 2);
	}
	qsort(middles, n, sizeof *middles, by_height);
	for (guint k = 0; k < page->fills->len; k++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, k);
		for (guint i = first_from(middles, n, f->box.y0 - reach); i < n && middles[i].y <= f->box.y1 + reach; i++)
			take_fill(page, f, &middles[i]);
	}
	g_free(middles);
}

/* A box of a form or a drawn tick in it; or a typed one, when it is all that the cell says. */
static void set_checked(const struct sp_page *page, struct sp_cell *cell)
{
	for (guint i = 0; i < page->ticks->len; i++) {
		const struct sp_tick *t = &g_array_index(page->ticks, struct sp_tick, i);
		if (sp_box_holds_middle(&cell->box, &t->box))
			cell->checked = t->checked || cell->checked == SP_CHECKED ? SP_CHECKED : SP_UNCHECKED;
	}
	static const char *const ticked[] = { "☑", "☒", "✓", "✔", "🗹" }, *const empty[] = { "☐", "□" };
	for (size_t i = 0; i < G_N_ELEMENTS(ticked); i++)
		if (strcmp(cell->text, ticked[i]) == 0)
			cell->checked = SP_CHECKED;
	for (size_t i = 0; i < G_N_ELEMENTS(empty) && cell->checked == SP_NO_BOX; i++)
		if (strcmp(cell->text, empty[i]) == 0)
			cell->checked = SP_UNCHECKED;
}

/* The words of each cell, before they become its text. */
struct content {
	GPtrArray *words; /* const struct sp_word * */
	GPtrArray *lines; /* struct sp_text_line * */
};

/*
 * How near text comes to the sides of its cells: the least distance of a cell's text to its left
 * side. A word processor has one padding for all cells of a table, and most cells start at it.
 */
static double padding_of(const struct sp_table *t, const struct content *contents)
{
	double padding = MOST_PADDING;
	for (guint i = 0; i < t->cells->len; i++)
		for (guint k = 0; k < contents[i].lines->len; k++) {
			const struct sp_text_line *line = g_ptr_array_index(contents[i].lines, k);
			double left = line->box.x0 - sp_table_cell(t, i)->box.x0;
			if (line->turn == 0 && left >= 0)
				padding = MIN(padding, left);
		}
	return padding;
}

static double widest(const GPtrArray *lines)
{
	double width = 0;
	for (guint i = 0; i < lines->len; i++)
		width = MAX(width, sp_box_width(&((const struct sp_text_line *)g_ptr_array_index(lines, i))->box));
	return width;
}

/* Where a line's letters stand, whatever is raised or lowered in it: the bottom of its largest type. */
static double base_of(const struct sp_text_line *line)
{
	double base = line->box.y1, size = 0;
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(line->words, i);
		if (!w->mark && w->size > size) {
			size = w->size;
			base = w->box.y1;
		}
	}
	return base;
}

/* From line to line, in em: lines in different type stand differently in their boxes and cannot be compared. */
static bool step_between(const struct sp_text_line *a, const struct sp_text_line *b, double *step)
{
	*step = (base_of(b) - base_of(a)) / MAX(b->size, 1);
	return a->turn == 0 && b->turn == 0 && fabs(a->size - b->size) < 0.01 * b->size && a->bold == b->bold;
}

/* Small letters after anything but the end of a sentence or an item. */
static bool goes_on(const struct sp_text_line *a, const struct sp_text_line *b)
{
	const struct sp_word *last = g_ptr_array_index(a->words, a->words->len - 1),
			     *next = g_ptr_array_index(b->words, 0);
	return g_unichar_islower(g_utf8_get_char(next->text)) && !strchr(".;:", last->text[strlen(last->text) - 1]);
}

/* How lines stand in the cells of a table. */
struct setting {
	const struct sp_seams *seams;
	const struct sp_room *room; /* where lines of the cell can stand; NULL: unknown */
	bool blanks;                /* lines of the cell that go on have a blank drawn behind them */
	double step;                /* em from line to line inside a paragraph, at most; 0: unknown */
	bool spaced;                /* paragraphs are set apart by larger steps */
};

/*
 * A typesetter puts all lines of a paragraph at the same step, and then a hair more shows a new one; a
 * browser rounds each line to its pixels.
 */
static void learn_steps(struct setting *s, const struct content *contents, guint n)
{
	const guint enough = 3;
	const double exact = 0.02, more = 0.035; /* em */
	GArray *all = g_array_new(FALSE, FALSE, sizeof(double)), *inside = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < n; i++)
		for (guint k = 1; k < contents[i].lines->len; k++) {
			const struct sp_text_line *a = g_ptr_array_index(contents[i].lines, k - 1);
			const struct sp_text_line *b = g_ptr_array_index(contents[i].lines, k);
			double step;
			if (step_between(a, b, &step))
				g_array_append_val(goes_on(a, b) ? inside : all, step);
		}
	g_array_sort(inside, sp_ascending);
	double usual = inside->len > 0 ? g_array_index(inside, double, inside->len / 2) : 0;
	guint same = 0, larger = 0;
	for (guint i = 0; i < inside->len; i++)
		same += fabs(g_array_index(inside, double, i) - usual) < exact;
	for (guint i = 0; i < all->len; i++)
		larger += g_array_index(all, double, i) > usual + more;
	s->step = inside->len >= enough && same * 50 >= inside->len * 49 ? usual + more : 0;
	s->spaced = s->step > 0 && larger >= enough;
	g_array_free(all, TRUE);
	g_array_free(inside, TRUE);
}

/* The usual step from line to line in a cell: the least, since paragraphs only add to it. */
static double usual_step(const GPtrArray *lines)
{
	double least = G_MAXDOUBLE;
	for (guint i = 1; i < lines->len; i++) {
		const struct sp_text_line *a = g_ptr_array_index(lines, i - 1), *b = g_ptr_array_index(lines, i);
		least = MIN(least, b->box.y1 - a->box.y1);
	}
	return least;
}

static bool ends_in_blank(const struct sp_text_line *line)
{
	return ((const struct sp_word *)g_ptr_array_index(line->words, line->words->len - 1))->blank_after;
}

/* Most lines do, but for the last: in justified text, word processors leave the blanks out. */
static bool end_in_blanks(const GPtrArray *lines)
{
	guint n = 0;
	for (guint i = 0; i + 1 < lines->len; i++)
		n += ends_in_blank(g_ptr_array_index(lines, i));
	return n > 0 && n * 2 >= lines->len - 1;
}

/*
 * A line begins a paragraph when it begins a list item, when the line before had room for its first
 * word, when it stands further below than lines of one paragraph do, or when the line before lacks the
 * blank that broken lines have. Where paragraphs are spaced, a line that is merely ragged ends none.
 */
static bool begins_paragraph(const struct sp_text_line *a, const struct sp_text_line *b, const struct setting *s,
			     double width, double least)
{
	const double ragged = 0.3; /* of the width */
	const struct sp_word *first = g_ptr_array_index(b->words, 0);
	double rest = width - sp_box_width(&a->box), step;
	bool known = step_between(a, b, &step) && s->step > 0;
	bool apart = known ? step > s->step : b->box.y1 - a->box.y1 > least + 0.25 * b->size;
	bool fits = rest > sp_box_width(&first->box) + 0.5 * b->size && !(known && s->spaced && rest < ragged * width);
	/* a blank that would stand beyond the edge is not drawn */
	bool ended = s->blanks && !ends_in_blank(a) && rest > 0.5 * a->size && !goes_on(a, b) &&
		     !sp_seam_goes_on(s->seams, a, b, s->room);
	return sp_text_line_starts_item(b) || fits || apart || ended;
}

/* NULL when the cell holds one paragraph (transfer full). */
static char **paragraphs_of(const GPtrArray *lines, const struct setting *s)
{
	if (lines->len < 2)
		return NULL;
	double least = usual_step(lines), width = MAX(widest(lines), s->room ? 0.8 * sp_box_width(&s->room->box) : 0);
	GPtrArray *paragraphs = g_ptr_array_new(), *part = g_ptr_array_new();
	for (guint i = 0; i <= lines->len; i++) {
		struct sp_text_line *line = i < lines->len ? g_ptr_array_index(lines, i) : NULL;
		const struct sp_text_line *before = i > 0 ? g_ptr_array_index(lines, i - 1) : NULL;
		if (before && (!line || line->turn != 0 || begins_paragraph(before, line, s, width, least))) {
			g_ptr_array_add(paragraphs, sp_lines_text(part, s->seams, s->room));
			g_ptr_array_set_size(part, 0);
		}
		if (line)
			g_ptr_array_add(part, line);
	}
	g_ptr_array_unref(part);
	bool several = paragraphs->len > 1;
	g_ptr_array_add(paragraphs, NULL);
	char **list = (char **)g_ptr_array_free(paragraphs, FALSE);
	if (several)
		return list;
	g_strfreev(list);
	return NULL;
}

static void set_text(struct sp_cell *cell, const struct content *c, const struct setting *s)
{
	cell->text = sp_lines_text(c->lines, s->seams, s->room);
	cell->paragraphs = paragraphs_of(c->lines, s);
	cell->lines = c->lines->len;
	cell->open = c->lines->len > 0 && ends_in_blank(g_ptr_array_index(c->lines, c->lines->len - 1));
	cell->bold = c->words->len > 0;
	for (guint i = 0; i < c->words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(c->words, i);
		cell->bold = cell->bold && w->bold;
		cell->turn = w->turn;
		cell->confidence = MIN(cell->confidence, w->confidence);
		cell->bottom = MAX(cell->bottom, w->box.y1);
		cell->size = MAX(cell->size, w->size);
	}
}

/* At which rows (or columns) does a cell start? Only then is their upper (left) grid line of use. (transfer full) */
static bool *starts_of(const struct sp_table *t, bool row)
{
	bool *starts = g_new0(bool, (gsize)(row ? t->n_rows : t->n_cols) + 1);
	for (guint i = 0; i < t->cells->len; i++)
		starts[row ? sp_table_cell(t, i)->row : sp_table_cell(t, i)->col] = true;
	return starts;
}

/* Joins row (or column) `place` to the one before it: no cell starts there. */
static void join_to_former(struct sp_table *t, int place, bool row)
{
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_cell *c = sp_table_cell(t, i);
		int *start = row ? &c->row : &c->col, *span = row ? &c->rowspan : &c->colspan;
		if (*start > place)
			--*start;
		else if (*start + *span > place)
			--*span;
	}
	double *edges = row ? t->ys : t->xs;
	int *n = row ? &t->n_rows : &t->n_cols;
	memmove(edges + place, edges + place + 1, (size_t)(*n - place) * sizeof *edges);
	--*n;
}

static bool is_empty(const struct sp_table *t, int place, bool row)
{
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		int start = row ? c->row : c->col, span = row ? c->rowspan : c->colspan;
		if (place >= start && place < start + span && (c->text[0] || span > 1))
			return false;
	}
	return true;
}

static void drop(struct sp_table *t, int place, bool row)
{
	for (guint i = t->cells->len; i-- > 0;) {
		struct sp_cell *c = sp_table_cell(t, i);
		int *start = row ? &c->row : &c->col;
		if (*start == place)
			g_array_remove_index(t->cells, i);
		else if (*start > place)
			--*start;
	}
	double *edges = row ? t->ys : t->xs;
	int *n = row ? &t->n_rows : &t->n_cols;
	/* its space goes to the neighbour before, or at the start to the one behind */
	int edge = place > 0 ? place : 1;
	memmove(edges + edge, edges + edge + 1, (size_t)(*n - edge) * sizeof *edges);
	--*n;
}

static const double SLIVER = 5.0; /* pt: no line of type fits in less */

static void tidy(struct sp_table *t, bool row)
{
	int *n = row ? &t->n_rows : &t->n_cols;
	double *edges = row ? t->ys : t->xs;
	bool *starts = starts_of(t, row); /* what is joined or dropped changes those behind it only */
	for (int i = *n - 1; i >= 0; i--) {
		if (i > 0 && !starts[i])
			join_to_former(t, i, row);
		else if (*n > 1 && edges[i + 1] - edges[i] < SLIVER && is_empty(t, i, row))
			drop(t, i, row);
	}
	g_free(starts);
}

/* Gives every word in the table to its cell; the others stay in `words`. */
static void deal(const struct sp_table *t, GPtrArray *words, struct content *contents)
{
	struct sp_places *places = sp_places_new(t);
	guint kept = 0;
	for (guint k = 0; k < words->len; k++) {
		const struct sp_word *w = g_ptr_array_index(words, k);
		guint i = sp_box_holds_middle(&t->box, &w->box) ? sp_places_cell(places, &w->box) : t->cells->len;
		if (i < t->cells->len)
			g_ptr_array_add(contents[i].words, (void *)w);
		else
			g_ptr_array_index(words, kept++) = (void *)w;
	}
	g_ptr_array_set_size(words, (int)kept);
	sp_places_free(places);
}

static struct sp_box inner_box(const struct sp_cell *cell, double padding)
{
	return (struct sp_box){ cell->box.x0 + padding, cell->box.y0 + padding, cell->box.x1 - padding,
				cell->box.y1 - padding };
}

static bool breaks_anywhere(const struct sp_table *t, const struct content *contents, double padding)
{
	const guint enough = 8;
	guint full = 0, all = 0;
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_room room = { inner_box(sp_table_cell(t, i), padding), false };
		sp_room_count(&room, contents[i].lines, &full, &all);
	}
	return t->method != SP_ALIGNED && all >= enough && full * 5 >= all * 3;
}

void sp_cells_fill(const struct sp_page *page, GPtrArray *words, struct sp_table *t, const struct sp_seams *seams)
{
	guint n = t->cells->len;
	struct content *contents = g_new(struct content, n);
	for (guint i = 0; i < n; i++)
		contents[i].words = g_ptr_array_new();
	deal(t, words, contents);
	for (guint i = 0; i < n; i++)
		contents[i].lines = sp_lines_new(contents[i].words);
	double padding = t->method == SP_ALIGNED ? 0 : padding_of(t, contents);
	struct setting setting = { .seams = seams };
	learn_steps(&setting, contents, n);
	bool anywhere = breaks_anywhere(t, contents, padding);
	for (guint i = 0; i < n; i++) {
		struct sp_cell *cell = sp_table_cell(t, i);
		struct sp_room room = { inner_box(cell, padding), anywhere };
		setting.blanks = end_in_blanks(contents[i].lines);
		/* where nothing is drawn nobody knows what room a line has */
		setting.room = t->method == SP_ALIGNED ? NULL : &room;
		set_text(cell, &contents[i], &setting);
		set_checked(page, cell);
		g_ptr_array_unref(contents[i].lines);
		g_ptr_array_unref(contents[i].words);
	}
	g_free(contents);
	set_fills(page, t);
	tidy(t, true);
	tidy(t, false);
}
