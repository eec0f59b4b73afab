/*
 * Method. The painting is cut into runs: glyphs that follow each other on one line, in one direction and size. A run
 * lies across the page when other text stands in the middle of its glyphs, or when it is slanted and larger than that
 * text: it is a watermark, whatever its colour. What is merely large is a title, and what is merely slanted is the head
 * of a column; that one gets a box that stands on its foot, where its column is.
 *
 * A page of which half is slanted was put askew on the scanner, and nothing is taken from it.
 */
#include "extract/page/askew.h"

#include <math.h>

#include "base/text.h"

static const double SLANTED_LARGE = 1.5; /* times the usual type: heads are set in that of their table */
static const double FLAT_LARGE = 2.5;    /* times the usual type */
static const double CORE = 0.3;          /* em: half the side of the square in the middle of a glyph */
static const guint CROSSED = 2;          /* glyphs in the way: one may be a flaw */
static const double WORD_GAP = 0.15, RUN_GAP = 2; /* em */

struct run {
	guint from, to; /* strokes */
	bool slanted;
};

/* The size in the middle of all. */
static double usual_size(const struct sp_painted *p)
{
	enum { SIZES = 400 }; /* quarter points */
	guint with[SIZES] = { 0 }, n = p->strokes->len, seen = 0, size = 0;
	for (guint i = 0; i < n; i++)
		with[CLAMP((int)(sp_stroke_number(p, i)->em * 4), 0, SIZES - 1)]++;
	for (; size < SIZES && (seen += with[size]) * 2 < n; size++)
		;
	return size / 4.0;
}

static bool is_slanted(const struct sp_stroke *s)
{
	bool slanted;
	sp_stroke_turn(s, &slanted);
	return slanted;
}

/* Glyphs from `from` on that go on where the one before ends. */
static struct run run_from(const struct sp_painted *p, guint from)
{
	struct run r = { from, from + 1, is_slanted(sp_stroke_number(p, from)) };
	for (; r.to < p->strokes->len; r.to++) {
		const struct sp_stroke *a = sp_stroke_number(p, r.to - 1), *b = a + 1;
		double gap;
		if (fabsf(a->em - b->em) > 0.05f * a->em || !sp_stroke_gap(a, b, &gap) || fabs(gap) > RUN_GAP * (double)a->em)
			break;
	}
	return r;
}

/* Around the middle of the glyph; `half` of its side in em. */
static struct sp_box square_around(const struct sp_stroke *s, double half)
{
	struct sp_point m = sp_stroke_middle(s);
	half *= (double)s->em;
	return (struct sp_box){ m.x - half, m.y - half, m.x + half, m.y + half };
}

/* Other text that stands in the middle of one of the run's glyphs. */
static bool lies_across(const struct sp_painted *p, const struct run *r, const GArray *glyphs)
{
	guint crossed = 0;
	for (guint i = 0; i < glyphs->len && crossed < CROSSED; i++) {
		const struct sp_glyph *g = &g_array_index(glyphs, struct sp_glyph, i);
		if (g->c == 0 || g->c == ' ' || !g->stroke || g->stroke->sight != SP_SEEN || is_slanted(g->stroke) ||
		    (g->stroke >= sp_stroke_number(p, r->from) && g->stroke < sp_stroke_number(p, 0) + r->to))
			continue;
		bool crosses = false;
		for (guint k = r->from; k < r->to && !crosses; k++) {
			struct sp_box core = square_around(sp_stroke_number(p, k), CORE);
			crosses = sp_stroke_number(p, k)->c != ' ' && sp_box_holds_middle(&core, &g->box);
		}
		crossed += crosses;
	}
	return crossed >= CROSSED;
}

/* --- words -------------------------------------------------------------------------------------------- */

struct taking {
	GArray *glyphs;
	const struct sp_painted *painted;
	struct sp_page *page;
	guint *first; /* of each stroke, the first glyph that was painted as it; or G_MAXUINT */
};

/* The letters of a stroke, which are taken from the glyphs. */
static const struct sp_glyph *take_letters(const struct taking *t, guint stroke, GString *text)
{
	guint i = t->first[stroke];
	const struct sp_glyph *glyph = i < t->glyphs->len ? &g_array_index(t->glyphs, struct sp_glyph, i) : NULL;
	for (; i < t->glyphs->len; i++) {
		struct sp_glyph *g = &g_array_index(t->glyphs, struct sp_glyph, i);
		if (g->stroke != sp_stroke_number(t->painted, stroke))
			break;
		if (g->c != 0)
			g_string_append_unichar(text, g->c);
		g->c = 0;
	}
	return glyph;
}

/* The end of a slanted word that is nearer to the bottom of the page, and as wide as a line is high. */
static void stand_on_foot(struct sp_box *box, const struct sp_stroke *first)
{
	bool rises = first->along.y < 0, rightwards = first->along.x > 0;
	double width = MIN((double)first->em, sp_box_width(box));
	if (rises == rightwards)
		box->x1 = box->x0 + width;
	else
		box->x0 = box->x1 - width;
}

static void add_word(const struct taking *t, GString *text, struct sp_word *word, const struct sp_stroke *first, bool watermark)
{
	char *clean = sp_text_clean(text->str, text->len);
	if (*clean) {
		word->text = g_string_chunk_insert(t->page->strings, clean);
		if (!watermark)
			stand_on_foot(&word->box, first);
		t->page->chars += watermark ? 0 : (size_t)g_utf8_strlen(clean, -1);
		g_array_append_val(watermark ? t->page->watermarks : t->page->words, *word);
	}
	g_free(clean);
	g_string_truncate(text, 0);
}

/* A watermark is one text with its blanks, other slanted text a word for each. */
static void take_run(const struct taking *t, const struct run *r, bool watermark)
{
	GString *text = g_string_new(NULL);
	struct sp_word word = { .text = NULL };
	const struct sp_stroke *first = sp_stroke_number(t->painted, r->from); /* of the word */
	for (guint k = r->from; k < r->to; k++) {
		const struct sp_stroke *s = sp_stroke_number(t->painted, k);
		double gap = 0;
		bool parted = text->len > 0 && (s->c == ' ' || (s[-1].c != ' ' && sp_stroke_gap(&s[-1], s, &gap) &&
								s->string != s[-1].string && gap > WORD_GAP * (double)s->em));
		if (parted && watermark)
			g_string_append_c(text, ' ');
		else if (parted)
			add_word(t, text, &word, first, false);
		if (s->c == ' ')
			continue;
		if (text->len == 0) {
			first = s;
			word = (struct sp_word){ .confidence = 1, .blank_before = true };
		}
		const struct sp_glyph *glyph = take_letters(t, k, text);
		struct sp_box square = square_around(s, 0.5);
		sp_box_extend(&word.box, &square);
		word.size = glyph ? glyph->size : (double)s->em;
		word.bold = glyph && glyph->bold;
	}
	add_word(t, text, &word, first, watermark);
	g_string_free(text, TRUE);
}

static guint *first_glyphs(const GArray *glyphs, const struct sp_painted *p)
{
	guint n = p->strokes->len, *first = g_new(guint, n + 1);
	for (guint k = 0; k < n; k++)
		first[k] = G_MAXUINT;
	for (guint i = glyphs->len; i-- > 0;) {
		const struct sp_stroke *s = g_array_index(glyphs, struct sp_glyph, i).stroke;
		if (s)
			first[s - sp_stroke_number(p, 0)] = i;
	}
	return first;
}

void sp_askew_take(GArray *glyphs, const struct sp_painted *painted, struct sp_page *page)
{
	guint n = painted->strokes->len, slanted = 0;
	double usual = usual_size(painted);
	bool any = false;
	for (guint k = 0; k < n; k++) {
		bool aslant = is_slanted(sp_stroke_number(painted, k));
		slanted += aslant;
		any = any || aslant || (double)sp_stroke_number(painted, k)->em >= FLAT_LARGE * usual;
	}
	if (!any || slanted * 2 > n)
		return;
	struct taking t = { glyphs, painted, page, first_glyphs(glyphs, painted) };
	for (guint k = 0; k < n;) {
		struct run r = run_from(painted, k);
		double size = (double)sp_stroke_number(painted, k)->em;
		bool large = size >= (r.slanted ? SLANTED_LARGE : FLAT_LARGE) * usual;
		if (r.slanted || large) {
			bool watermark = (r.slanted && large) || lies_across(painted, &r, glyphs);
			if (r.slanted || watermark)
				take_run(&t, &r, watermark);
		}
		k = r.to;
	}
	g_free(t.first);
}
