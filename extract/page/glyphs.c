/*
 * Method. Walks over the glyphs of the page: what cannot be read is replaced, what nobody sees and what is printed
 * again is taken out, what stands together becomes words. A glyph that is taken out has c == 0; blanks stay among the
 * others, all of them as ' '.
 */
#include "extract/page/glyphs.h"

#include <math.h>

#include "base/text.h"
#include "extract/page/askew.h"

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

enum { SOFT_HYPHEN = 0xAD };

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
		if (!is_ink(g) || g->layer) /* two recognised layers differ in their letters: words.c */
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

static const double BLANK = 0.15; /* em */

/* --- what is seen ------------------------------------------------------------------------------------- */

static const double ASCENT = 0.95, DESCENT = 0.25; /* em: of the usual text faces */

/*
 * Poppler lets a glyph reach to the next one of what it takes for a word, over any gap; and it believes fonts that claim
 * a wrong height, where the baseline is right.
 */
static void trim_to_stroke(struct sp_glyph *g)
{
	const double kerned = 0.05; /* em */
	const struct sp_stroke *s = g->stroke;
	struct sp_box *b = &g->box;
	double end = (double)s->advance;
	if (s->along.x > 0.5 && (s->at.y < b->y0 || s->at.y > b->y1))
		*b = (struct sp_box){ b->x0, s->at.y - ASCENT * g->size, b->x1, s->at.y + DESCENT * g->size };
	if ((fabs(s->along.y) < 0.1 ? sp_box_width(b) : sp_box_height(b)) < end + kerned * g->size)
		return;
	if (s->along.x > 0.99)
		b->x1 = b->x0 + end;
	else if (s->along.x < -0.99)
		b->x0 = b->x1 - end;
	else if (s->along.y > 0.99)
		b->y1 = b->y0 + end;
	else if (s->along.y < -0.99)
		b->y0 = b->y1 - end;
}

/*
 * First those whose letter is right; then the others, of what is left. Poppler divides the box of a ligature among its
 * letters: those behind the first belong to its glyph.
 */
static void find_strokes(GArray *glyphs, struct sp_painted *painted)
{
	for (guint i = 0; i < glyphs->len; i++) {
		struct sp_glyph *g = glyph_at(glyphs, i);
		g->stroke = is_ink(g) ? sp_painted_claim(painted, &g->box, g->c, SP_SAME_LETTER) : NULL;
	}
	const struct sp_stroke *before = NULL;
	for (guint i = 0; i < glyphs->len; i++) {
		struct sp_glyph *g = glyph_at(glyphs, i);
		if (is_ink(g) && !g->stroke)
			g->stroke = sp_painted_claim(painted, &g->box, g->c, SP_SAME_PLACE);
		if (is_ink(g) && !g->stroke && !before)
			g->stroke = sp_painted_claim(painted, &g->box, g->c, SP_SAME_COLUMN);
		if (g->stroke)
			trim_to_stroke(g);
		else if (g->c == SOFT_HYPHEN) /* a place where a word may be broken, and was not */
			g->c = 0;
		else if (is_ink(g))
			g->stroke = before;
		before = g->c == 0 ? before : g->stroke;
	}
}

/*
 * A glyph without a stroke is not painted: rendering mode 3, the way recognised text is laid under its picture. But
 * nothing is heard, either, of a font that is not in the PDF nor on this machine.
 */
static enum sp_sight sight_of(const struct sp_painted *painted, const struct sp_glyph *g)
{
	return g->stroke ? g->stroke->sight : sp_painted_pictured(painted, &g->box) ? SP_UNDER_PICTURE : SP_SEEN;
}

/* The fonts of which something is painted (borrowed from `glyphs`). */
static GHashTable *painted_fonts(const GArray *glyphs)
{
	GHashTable *fonts = g_hash_table_new(NULL, NULL);
	const struct sp_glyph *last = NULL;
	for (guint i = 0; i < glyphs->len; i++) {
		const struct sp_glyph *g = glyph_at(glyphs, i);
		if (!g->stroke || (last && last->font == g->font))
			continue;
		g_hash_table_add(fonts, (void *)g->font);
		last = g;
	}
	return fonts;
}

static bool is_clipped(const struct sp_glyph *g)
{
	return g->stroke && g->stroke->clipped;
}

/* What the clip cuts off stays until its word is known: a figure is read whole or not at all. */
static void drop_unseen(GArray *glyphs, const struct sp_painted *painted, struct sp_page *page)
{
	GHashTable *fonts = painted_fonts(glyphs);
	for (guint i = 0; i < glyphs->len; i++) {
		struct sp_glyph *g = glyph_at(glyphs, i);
		if (!is_ink(g) || is_clipped(g))
			continue;
		enum sp_sight sight = sight_of(painted, g);
		g->layer = sight == SP_UNDER_PICTURE;
		if (sight == SP_UNSEEN || (sight == SP_SEEN && !g->stroke && g_hash_table_contains(fonts, g->font))) {
			page->hidden++;
			g->c = 0;
		}
	}
	g_hash_table_destroy(fonts);
}

/* --- words --------------------------------------------------------------------------------------------- */

struct gathering {
	struct sp_page *page;
	const struct sp_painted *painted;
	GString *text;
	struct sp_word word;
	const struct sp_glyph *first, *last; /* of the word */
	unsigned glyphs, seen;
	bool blank;      /* one stands before the next word */
	bool blank_seen; /* the library's text has one behind the last glyph */
};

/* Quarter turns clockwise, as painted, or else from how the glyphs of a word follow each other. */
static unsigned turn_of(const struct gathering *g)
{
	if (g->first->stroke)
		return sp_stroke_turn(g->first->stroke, NULL);
	const struct sp_box *a = &g->first->box, *b = &g->last->box;
	double dx = (b->x0 + b->x1 - a->x0 - a->x1) / 2, dy = (b->y0 + b->y1 - a->y0 - a->y1) / 2;
	if (g->glyphs < 2 || fabs(dx) >= fabs(dy))
		return g->glyphs >= 2 && dx < 0 ? 2 : 0;
	return dy > 0 ? 1 : 3;
}

/* From the baseline, as painted, to the bottom of the word. */
static double drop_of(const struct gathering *g)
{
	const struct sp_stroke *s = g->first->stroke;
	const struct sp_box *b = &g->word.box;
	if (!s)
		return 0;
	const double drops[] = { b->y1 - s->at.y, s->at.x - b->x0, s->at.y - b->y0, b->x1 - s->at.x };
	return MAX(drops[g->word.turn], 0);
}

/* A word processor draws the blank that a line was broken at: without one a paragraph ends, or a word was broken. */
static bool is_followed(const struct gathering *g)
{
	const struct sp_stroke *last = g->last->stroke, *all = sp_stroke_number(g->painted, 0);
	double gap;
	if (last && last + 1 < all + g->painted->strokes->len && last[1].c == ' ' && last[1].string == last->string &&
	    sp_stroke_gap(last, last + 1, &gap) && fabs(gap) < BLANK * g->word.size)
		return true;
	const struct sp_box *b = &g->word.box;
	double drop = g->word.drop;
	const struct sp_point ends[] = {
		{ b->x1, b->y1 - drop }, { b->x0 + drop, b->y1 }, { b->x0, b->y0 + drop }, { b->x1 - drop, b->y0 }
	};
	return sp_painted_blank_at(g->painted, &ends[g->word.turn], g->word.size, g->word.turn);
}

/*
 * Soft hyphens that are printed are hyphens or minus signs: the code of one glyph of some encodings. Only at the end
 * of a line, behind a letter, one shows where a word is broken; that is for those who join the lines.
 */
static void show_hyphens(GString *text)
{
	static const char soft[] = "\u00ad";
	for (char *at = strstr(text->str, soft); at; at = strstr(at + 1, soft)) {
		gsize place = (gsize)(at - text->str);
		bool last = at[strlen(soft)] == '\0' && place > 0;
		if (last && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(at))))
			return;
		g_string_erase(text, (gssize)place, (gssize)strlen(soft));
		g_string_insert_c(text, (gssize)place, '-');
		at = text->str + place;
	}
}

static void finish_word(struct gathering *g)
{
	if (g->text->len == 0)
		return;
	if (g->seen == 0) {
		g->page->hidden += g->glyphs;
		g->page->chars -= g->glyphs;
		g_string_truncate(g->text, 0);
		g->glyphs = 0;
		return;
	}
	show_hyphens(g->text);
	char *clean = sp_text_clean(g->text->str, g->text->len);
	if (*clean) {
		/* a soft hyphen that is shown ends a line: what joins the lines must see it */
		bool soft = g_str_has_suffix(g->text->str, "\u00ad");
		char *shown = soft ? g_strconcat(clean, "\u00ad", NULL) : NULL;
		g->word.text = g_string_chunk_insert(g->page->strings, soft ? shown : clean);
		g_free(shown);
		g->word.turn = turn_of(g);
		g->word.drop = drop_of(g);
		g->word.blank_after = g->painted && is_followed(g);
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

/* By their boxes alone. */
static bool boxes_apart(const struct sp_glyph *a, const struct sp_glyph *b)
{
	double gap = MAX(-sp_overlap(a->box.x0, a->box.x1, b->box.x0, b->box.x1),
			 -sp_overlap(a->box.y0, a->box.y1, b->box.y0, b->box.y1));
	return gap > BLANK * a->size;
}

/* The glyph that was painted before b where a, a letter of a ligature, stands for several. */
static const struct sp_stroke *last_stroke(const struct sp_painted *p, const struct sp_glyph *a, const struct sp_stroke *b)
{
	double gap;
	bool behind = a->c != a->stroke->c && b > a->stroke && b > sp_stroke_number(p, 0) && b[-1].c != ' ' &&
		      sp_stroke_gap(&b[-1], b, &gap);
	return behind ? b - 1 : a->stroke;
}

/*
 * Is there a blank between two glyphs that follow each other? Glyphs of one string stand as close as the string's
 * own spacing has them, so only a blank among them parts them. What was placed by itself is judged by the gap. A blank
 * parts also what was placed over it: the last of one cell and the first of the next, where both are full.
 */
static bool is_parted(const struct gathering *g, const struct sp_glyph *b)
{
	const double over = 0.3, widest = 2; /* em */
	const struct sp_glyph *a = g->last;
	double gap;
	if (a->stroke && a->stroke == b->stroke)
		return false;
	const struct sp_stroke *from = a->stroke && b->stroke ? last_stroke(g->painted, a, b->stroke) : NULL;
	if (!from || !sp_stroke_gap(from, b->stroke, &gap))
		return g->blank_seen || boxes_apart(a, b) || (b->layer && share(&a->box, &b->box) > PRINTED_TWICE);
	if (sp_painted_blank_between(g->painted, from, b->stroke))
		return gap > -over * a->size;
	return gap > (from->string == b->stroke->string ? widest : BLANK) * a->size;
}

/* Gaps part words here; between letters no blank is claimed, and words.c decides with the whole run in sight. */
static void add_glyph(struct gathering *g, const struct sp_glyph *glyph)
{
	if (g->text->len > 0 && is_parted(g, glyph)) {
		bool letters = g_unichar_isalpha(g->last->c) && g_unichar_isalpha(glyph->c);
		finish_word(g);
		g->blank = g->blank_seen || !letters;
	}
	g->blank_seen = false;
	if (g->text->len > 0 && breaks_word(g, glyph))
		finish_word(g);
	if (g->text->len == 0) {
		g->seen = 0;
		g->word = (struct sp_word){ .size = glyph->size,
					    .bold = glyph->bold,
					    .italic = glyph->italic,
					    .blank_before = g->blank,
					    .layer = glyph->layer,
					    .confidence = 1 };
		g->first = glyph;
	}
	/* a word reaches as far as it is seen */
	if (!is_clipped(glyph))
		sp_box_extend(&g->word.box, &glyph->box);
	g->seen += !is_clipped(glyph);
	g->last = glyph;
	g->glyphs++;
	if (glyph->c < 128)
		g_string_append_c(g->text, (char)glyph->c);
	else
		g_string_append_unichar(g->text, glyph->c);
	g->page->chars++;
}

static void gather_words(const GArray *glyphs, const struct sp_painted *painted, struct sp_page *page)
{
	struct gathering g = { .page = page, .painted = painted, .text = g_string_new(NULL), .blank = true };
	for (guint i = 0; i < glyphs->len; i++) {
		const struct sp_glyph *glyph = glyph_at(glyphs, i);
		if (is_ink(glyph))
			add_glyph(&g, glyph);
		else if (glyph->c != 0)
			g.blank_seen = true;
	}
	finish_word(&g);
	g_string_free(g.text, TRUE);
}

void sp_glyphs_gather(GArray *glyphs, struct sp_painted *painted, struct sp_page *page)
{
	read_glyphs(glyphs, page);
	if (painted) {
		find_strokes(glyphs, painted);
		drop_unseen(glyphs, painted, page);
		sp_askew_take(glyphs, painted, page);
	}
	drop_second_prints(glyphs);
	gather_words(glyphs, painted, page);
}
