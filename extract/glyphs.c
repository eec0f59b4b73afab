/*
 * Method. Four walks over the glyphs of the page: what cannot be read is replaced, what is printed again
 * is taken out, gaps that the library hides are opened, what stands together becomes words. A glyph that
 * is taken out has c == 0; blanks stay among the others, as words end there, all of them as ' '.
 */
#include "extract/glyphs.h"

#include <math.h>

#include "base/text.h"

static struct sp_glyph *glyph_at(const GArray *glyphs, guint i)
{
	return &g_array_index(glyphs, struct sp_glyph, i);
}

static bool is_blank(const struct sp_glyph *g)
{
	return g->c == ' ';
}

static bool is_ink(const struct sp_glyph *g)
{
	return g->c != 0 && !is_blank(g);
}

/* --- reading ---------------------------------------------------------------------------------------- */

/* Bullets of the symbol fonts, which map to the private use area, and what must not count as lost. */
static gunichar readable(gunichar c)
{
	switch (c) {
	case 0xF0B7:
	case 0xF0A7:
	case 0xF076:
	case 0xF0D8:
	case 0xF06E:
	case 0xF0FC:
	case 0xF0E0:
		return 0x2022;
	case 0xF02D:
		return '-';
	default:
		return c;
	}
}

static bool is_unmapped(gunichar c)
{
	return c == 0xFFFD || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
	       (c >= 0xE000 && c <= 0xF8FF);
}

/*
 * Symbol fonts often claim an ascent of several lines, and a bullet would then stand on the line
 * above. Poppler bounds the descent, so the bottom is right.
 */
static void trim_height(struct sp_glyph *g)
{
	const double tallest = 1.6, usual = 1.45; /* em; 1.05 up and 0.4 down are Poppler's own bounds */
	if (sp_box_height(&g->box) > tallest * g->size && sp_box_width(&g->box) < tallest * g->size)
		g->box.y0 = g->box.y1 - usual * g->size;
}

static void read_glyphs(GArray *glyphs, struct sp_page *page)
{
	for (guint i = 0; i < glyphs->len; i++) {
		struct sp_glyph *g = glyph_at(glyphs, i);
		bool plain = g->c > ' ' && g->c <= '~'; /* as most are */
		if (!plain && g_unichar_isspace(g->c))
			g->c = ' ';
		if (is_blank(g))
			continue;
		g->c = readable(g->c);
		if (is_unmapped(g->c)) {
			page->unmapped++;
			g->c = 0xFFFD;
		}
		trim_height(g);
	}
}

/* --- what is printed twice --------------------------------------------------------------------------- */

enum { TRAIL = 128 }; /* glyphs: how far back the second print of a word may find its first */

static const double PRINTED_TWICE = 0.3; /* of the narrower glyph: an "l" and its shadow an eighth of an em off */
static const double CLOSE = 0.14;        /* em between the starts of both: no glyph is as narrow */
static const double SHADOW = 0.5;        /* em between the starts of two prints of a whole word */
static const double SAME_SHIFT = 0.04;   /* em */

/* How much of the smaller of two boxes lies in the other, by the axis where it is less. */
static double share(const struct sp_box *a, const struct sp_box *b)
{
	double across = sp_overlap(a->x0, a->x1, b->x0, b->x1) / MAX(MIN(sp_box_width(a), sp_box_width(b)), 0.01);
	double down = sp_overlap(a->y0, a->y1, b->y0, b->y1) / MAX(MIN(sp_box_height(a), sp_box_height(b)), 0.01);
	return MIN(across, down);
}

/* Poppler ends a glyph where the next one of its word begins, so that what overlaps seems narrow. */
static bool same_place(const struct sp_glyph *a, const struct sp_glyph *b)
{
	double close = CLOSE * b->size;
	return share(&a->box, &b->box) > PRINTED_TWICE ||
	       (fabs(a->box.x0 - b->box.x0) < close && fabs(a->box.y0 - b->box.y0) < close);
}

/* Back on the line that the glyph before stands on. */
static bool steps_back(const struct sp_box *last, const struct sp_box *box)
{
	double dx = box->x0 + box->x1 - last->x0 - last->x1, dy = box->y0 + box->y1 - last->y0 - last->y1;
	bool same_line = sp_overlap(box->y0, box->y1, last->y0, last->y1) > 0.5 * sp_box_height(last);
	bool same_column = sp_overlap(box->x0, box->x1, last->x0, last->x1) > 0.5 * sp_box_width(last);
	return (dx < 0 && same_line) || (dy < 0 && same_column);
}

/* Glyphs that were printed for the first time, the last of them: places in the array of all. */
struct trail {
	guint at[TRAIL];
	size_t n; /* all that ever were */
};

static guint trail_at(const struct trail *t, size_t back)
{
	return t->at[(t->n - back) % TRAIL];
}

/*
 * Two glyphs of a real pair ("22", "ll") stand beside each other: even kerned they share next to nothing.
 * Gives how far back on the trail the first print of this glyph is, or 0.
 */
static size_t first_print(const GArray *glyphs, const struct trail *t, guint i)
{
	const struct sp_glyph *g = glyph_at(glyphs, i);
	for (size_t back = 1; back <= MIN(t->n, TRAIL); back++) {
		const struct sp_glyph *before = glyph_at(glyphs, trail_at(t, back));
		if (before->c == g->c && same_place(before, g))
			return back;
	}
	return 0;
}

/*
 * A shadow further off: from here on all glyphs repeat those that begin `back` on the trail, each at the
 * same shift. How many, when they are a word, or the rest of one.
 */
static guint length_of_shadow(const GArray *glyphs, const struct trail *t, size_t back, guint i)
{
	const guint word = 3;
	const struct sp_glyph *g = glyph_at(glyphs, i), *first = glyph_at(glyphs, trail_at(t, back));
	double dx = g->box.x0 - first->box.x0, dy = g->box.y1 - first->box.y1;
	if (fabs(dx) > SHADOW * g->size || fabs(dy) > SHADOW * g->size)
		return 0;
	guint n = 0;
	for (; back > 0 && i < glyphs->len; i++) {
		const struct sp_glyph *a = glyph_at(glyphs, trail_at(t, back)), *b = glyph_at(glyphs, i);
		if (!is_ink(b))
			continue;
		if (a->c != b->c || fabs(b->box.x0 - a->box.x0 - dx) > SAME_SHIFT * g->size ||
		    fabs(b->box.y1 - a->box.y1 - dy) > SAME_SHIFT * g->size)
			break;
		n++;
		back--;
	}
	return n >= word || (n > 1 && back == 0) ? n : 0;
}

static guint shadow_from(const GArray *glyphs, const struct trail *t, guint i)
{
	guint n = 0;
	for (size_t back = 1; back <= MIN(t->n, TRAIL) && n == 0; back++)
		if (glyph_at(glyphs, trail_at(t, back))->c == glyph_at(glyphs, i)->c)
			n = length_of_shadow(glyphs, t, back, i);
	return n;
}

/*
 * Bold made by printing type twice, a fraction of a point apart, and shadows. Poppler drops a second
 * print word by word, so it misses what was printed glyph by glyph or in other pieces.
 */
static void drop_second_prints(GArray *glyphs)
{
	struct trail trail = { .n = 0 };
	guint shadow = 0; /* so many glyphs more are a shadow's */
	for (guint i = 0; i < glyphs->len; i++) {
		struct sp_glyph *g = glyph_at(glyphs, i);
		if (!is_ink(g))
			continue;
		struct sp_glyph *last = trail.n > 0 ? glyph_at(glyphs, trail_at(&trail, 1)) : NULL;
		bool back = last && steps_back(&last->box, &g->box);
		if (shadow == 0 && back)
			shadow = shadow_from(glyphs, &trail, i);
		size_t first = shadow == 0 && last && (back || same_place(last, g)) ? first_print(glyphs, &trail, i)
										    : 0;
		if (shadow == 0 && first == 0) {
			trail.at[trail.n++ % TRAIL] = i;
			continue;
		}
		/* both prints together are as wide as one: no gap is to be seen after it */
		if (first == 1)
			sp_box_extend(&last->box, &g->box);
		shadow -= shadow > 0;
		g->c = 0;
	}
}

/* --- hidden gaps ------------------------------------------------------------------------------------- */

static const double BLANK = 0.15; /* em */

/* The digits of a font have one width. 0: not a glyph that lists and ranges of figures are made of. */
static gunichar class_of(gunichar c)
{
	if (c >= '0' && c <= '9')
		return '0';
	return c == '-' || c == 0x2013 || c == '/' || c == '+' ? c : 0;
}

static guint glyph_hash(gconstpointer p)
{
	const struct sp_glyph *g = p;
	return g_direct_hash(g->font) ^ (class_of(g->c) * 31) ^ (guint)lround(g->size * 64);
}

static gboolean glyph_equal(gconstpointer p, gconstpointer q)
{
	const struct sp_glyph *a = p, *b = q;
	return a->font == b->font && class_of(a->c) == class_of(b->c) && fabs(a->size - b->size) < 0.01;
}

/* Printed upright: only then is a box as wide as its glyph. */
static bool follows(const struct sp_glyph *a, const struct sp_glyph *b)
{
	return b->box.x0 > a->box.x0 && fabs(a->box.y1 - b->box.y1) < 0.3 * a->size;
}

/* Does a word end with this glyph? Its box is its own then, and not cut or widened by the next. */
static bool ends_word(const GArray *glyphs, guint i)
{
	for (i++; i < glyphs->len && glyph_at(glyphs, i)->c == 0;)
		i++;
	return i == glyphs->len || is_blank(glyph_at(glyphs, i));
}

/* The narrowest print of each glyph of each font (borrowed from `glyphs`): where no gap is in its box. */
static GHashTable *narrowest_prints(GArray *glyphs)
{
	GHashTable *narrowest = g_hash_table_new(glyph_hash, glyph_equal), *at_end = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < glyphs->len; i++) {
		struct sp_glyph *g = glyph_at(glyphs, i);
		if (class_of(g->c) == 0 || !g->font)
			continue;
		bool end = ends_word(glyphs, i);
		const struct sp_glyph *known = g_hash_table_lookup(narrowest, g);
		bool known_end = known && g_hash_table_contains(at_end, known);
		if (!known || (end && !known_end) ||
		    (end == known_end && sp_box_width(&g->box) < sp_box_width(&known->box)))
			g_hash_table_replace(narrowest, g, g);
		if (end)
			g_hash_table_add(at_end, g);
	}
	g_hash_table_destroy(at_end);
	return narrowest;
}

/* How many times as wide as the narrowest print a glyph is; 0 when nobody knows. */
static double stretch_of(GHashTable *narrowest, const struct sp_glyph *g)
{
	const struct sp_glyph *known = class_of(g->c) && g->font ? g_hash_table_lookup(narrowest, g) : NULL;
	return known ? sp_box_width(&g->box) / MAX(sp_box_width(&known->box), 0.01) : 0;
}

/*
 * Poppler takes single glyphs at even distances for one word, and gives each a box that reaches to the
 * next: right for letter-spaced type and wrong for "3 - 4". The last glyph's box is its own. Where another
 * is wider than it ever is, and not the whole word is stretched, the rest is a gap.
 */
static void open_gaps_of(GHashTable *narrowest, struct sp_glyph **run, guint n)
{
	double least = G_MAXDOUBLE;
	for (guint i = 0; i < n; i++) {
		double stretch = stretch_of(narrowest, run[i]);
		least = stretch > 0 ? MIN(least, stretch) : least;
	}
	for (guint i = 0; i + 1 < n; i++) {
		double stretch = stretch_of(narrowest, run[i]),
		       own = sp_box_width(&run[i]->box) * least / MAX(stretch, 0.01);
		if (stretch > 0 && class_of(run[i + 1]->c) && follows(run[i], run[i + 1]) &&
		    sp_box_width(&run[i]->box) - own > BLANK * run[i]->size)
			run[i]->box.x1 = run[i]->box.x0 + own;
	}
}

static void open_gaps(GArray *glyphs)
{
	struct sp_glyph *run[TRAIL];
	guint n = 0, figures = 0;
	GHashTable *narrowest = narrowest_prints(glyphs);
	for (guint i = 0; i <= glyphs->len; i++) {
		struct sp_glyph *g = i < glyphs->len ? glyph_at(glyphs, i) : NULL;
		if (g && g->c == 0)
			continue;
		bool ends = !g || is_blank(g) || n == TRAIL;
		if (ends && figures > 1)
			open_gaps_of(narrowest, run, n);
		if (ends)
			n = figures = 0;
		if (g && is_ink(g)) {
			run[n++] = g;
			figures += class_of(g->c) != 0;
		}
	}
	g_hash_table_destroy(narrowest);
}

/* --- words --------------------------------------------------------------------------------------------- */

struct gathering {
	struct sp_page *page;
	GString *text;
	struct sp_word word;
	const struct sp_glyph *first, *last; /* of the word */
	unsigned glyphs;
	bool blank; /* one stands before the next word */
};

/* Quarter turns clockwise, from how the glyphs of a word follow each other; a lone one is upright here. */
static unsigned turn_of(const struct gathering *g)
{
	const struct sp_box *a = &g->first->box, *b = &g->last->box;
	double dx = (b->x0 + b->x1 - a->x0 - a->x1) / 2, dy = (b->y0 + b->y1 - a->y0 - a->y1) / 2;
	if (g->glyphs < 2 || fabs(dx) >= fabs(dy))
		return g->glyphs >= 2 && dx < 0 ? 2 : 0;
	return dy > 0 ? 1 : 3;
}

static void finish_word(struct gathering *g)
{
	if (g->text->len == 0)
		return;
	char *clean = sp_text_clean(g->text->str, g->text->len);
	if (*clean) {
		/* a soft hyphen that is shown ends a line: what joins the lines must see it */
		bool soft = g_str_has_suffix(g->text->str, "\u00ad");
		char *shown = soft ? g_strconcat(clean, "\u00ad", NULL) : NULL;
		g->word.text = g_string_chunk_insert(g->page->strings, soft ? shown : clean);
		g_free(shown);
		g->word.turn = turn_of(g);
		g_array_append_val(g->page->words, g->word);
		g->blank = false;
	}
	g_free(clean);
	g_string_truncate(g->text, 0);
	g->glyphs = 0;
}

/* A glyph that stands off the word so far: another line, another place, or another size of type. */
static bool breaks_word(const struct gathering *g, const struct sp_glyph *glyph)
{
	double size = MAX(g->word.size, 1);
	if (fabs(glyph->size - g->word.size) > 0.15 * size)
		return true;
	double dx = sp_overlap(glyph->box.x0, glyph->box.x1, g->last->box.x0, g->last->box.x1);
	double dy = sp_overlap(glyph->box.y0, glyph->box.y1, g->last->box.y0, g->last->box.y1);
	return dx < -0.6 * size || dy < -0.6 * size;
}

static bool spaced_apart(const struct gathering *g, const struct sp_box *glyph)
{
	const struct sp_box *last = &g->last->box;
	double gap = MAX(-sp_overlap(glyph->x0, glyph->x1, last->x0, last->x1),
			 -sp_overlap(glyph->y0, glyph->y1, last->y0, last->y1));
	return gap > BLANK * g->word.size;
}

/* Gaps part words here; between letters no blank is claimed, and words.c decides with the whole run in sight. */
static void add_glyph(struct gathering *g, const struct sp_glyph *glyph)
{
	if (g->text->len > 0 && breaks_word(g, glyph))
		finish_word(g);
	if (g->text->len > 0 && spaced_apart(g, &glyph->box)) {
		bool letters = g_unichar_isalpha(g->last->c) && g_unichar_isalpha(glyph->c);
		finish_word(g);
		g->blank = !letters;
	}
	if (g->text->len == 0) {
		g->word = (struct sp_word){ .box = glyph->box,
					    .size = glyph->size,
					    .bold = glyph->bold,
					    .italic = glyph->italic,
					    .blank_before = g->blank,
					    .confidence = 1 };
		g->first = glyph;
	}
	sp_box_extend(&g->word.box, &glyph->box);
	g->last = glyph;
	g->glyphs++;
	g_string_append_unichar(g->text, glyph->c);
	g->page->chars++;
}

static void gather_words(const GArray *glyphs, struct sp_page *page)
{
	struct gathering g = { .page = page, .text = g_string_new(NULL), .blank = true };
	for (guint i = 0; i < glyphs->len; i++) {
		const struct sp_glyph *glyph = glyph_at(glyphs, i);
		if (is_ink(glyph))
			add_glyph(&g, glyph);
		else if (glyph->c != 0) {
			finish_word(&g);
			g.blank = true;
		}
	}
	finish_word(&g);
	g_string_free(g.text, TRUE);
}

/* --- blanks at the ends of lines ------------------------------------------------------------------------ */

static int by_height(const void *a, const void *b)
{
	const struct sp_point *p = a, *q = b;
	return p->y != q->y ? (p->y > q->y) - (p->y < q->y) : (p->x > q->x) - (p->x < q->x);
}

/* The first blank that is not above y. */
static guint first_below(const GArray *blanks, double y)
{
	guint low = 0, high = blanks->len;
	while (low < high) {
		guint middle = (low + high) / 2;
		if (g_array_index(blanks, struct sp_point, middle).y < y)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Does a blank begin where the word ends, in the word's own direction? */
static bool is_followed(const struct sp_word *w, const struct sp_point *blank)
{
	const double near = 0.25; /* em: letters may be spaced or kerned */
	const double ends[] = { w->box.x1, w->box.y1, w->box.x0, w->box.y0 };
	double along = w->turn % 2 == 0 ? blank->x : blank->y, across = w->turn % 2 == 0 ? blank->y : blank->x;
	double from = w->turn % 2 == 0 ? w->box.y0 : w->box.x0, to = w->turn % 2 == 0 ? w->box.y1 : w->box.x1;
	return fabs(along - ends[w->turn]) < near * w->size && across >= from && across <= to;
}

static void find_blanks(struct sp_page *page)
{
	GArray *blanks = page->blanks;
	g_array_sort(blanks, by_height);
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		double reach = w->turn % 2 == 0 ? 0 : w->size; /* behind the end of what is printed upwards */
		for (guint k = first_below(blanks, w->box.y0 - reach); k < blanks->len && !w->blank_after; k++) {
			const struct sp_point *blank = &g_array_index(blanks, struct sp_point, k);
			if (blank->y > w->box.y1 + reach)
				break;
			w->blank_after = is_followed(w, blank);
		}
	}
	g_array_set_size(blanks, 0);
}

void sp_glyphs_gather(GArray *glyphs, struct sp_page *page)
{
	read_glyphs(glyphs, page);
	drop_second_prints(glyphs);
	open_gaps(glyphs);
	gather_words(glyphs, page);
	find_blanks(page);
}
