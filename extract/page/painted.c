/*
 * Method. Sight. A glyph is judged at its middle, half its advance along the line and a quarter of its size above the
 * baseline, where nearly every glyph has ink or is surrounded by it. All areas that hold this point are looked at in
 * the order of painting: the last one before the glyph is what it stands on, any after it hides it. Only what is
 * certain counts: a see-through, patterned or curved area makes the ground unknown and hides nothing. So a
 * glyph is unseen only if nothing on the page can have made it visible.
 *
 * Areas are looked up by horizontal bands of the page, so that a page of 13,000 shaded cells costs a glyph no more
 * than one of 100.
 *
 * Measures. What a glyph of a font measures is asked of cairo once a page, mostly: a table keeps the last answer for each
 * of its places.
 *
 * Places. Poppler keeps the origin of a glyph exactly, as the side of its box where reading begins. The boxes of
 * letters that one glyph stands for (a ligature) divide its width, so only the first finds its glyph.
 */
#include "extract/page/painted.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static const double SAME_PLACE = 0.06;   /* pt: the text layer rounds nothing, device units are 1/16 pt */
static const double SAME_LINE = 0.25;    /* em: raised figures stand further off */
static const double STRAIGHT = 0.035;    /* sine: two degrees off the upright is a scan set askew, more is meant */
static const double SLIT = 0.4;          /* em: through a narrower clip nobody reads */
static const double NO_CONTRAST = 0.035; /* of each colour: less is not seen on paper */
enum { BANDS = 512, STEPS = 1 << 14, MEASURED = 1024 };

struct sp_measured {
	cairo_scaled_font_t *font; /* held: another font would get its place in memory */
	unsigned long index;
	double advance; /* user units */
	bool ink;
};

struct sp_painted *sp_painted_new(void)
{
	enum { USUAL = 4096 }; /* glyphs of a page */
	struct sp_painted *p = g_new0(struct sp_painted, 1);
	p->measured = g_new0(struct sp_measured, MEASURED);
	p->strokes = g_array_sized_new(FALSE, FALSE, sizeof(struct sp_stroke), USUAL);
	p->covers = g_array_new(FALSE, FALSE, sizeof(struct sp_cover));
	p->by_x = g_array_new(FALSE, FALSE, sizeof(guint));
	p->by_y = g_array_new(FALSE, FALSE, sizeof(guint));
	p->next = G_MAXUINT;
	return p;
}

void sp_painted_free(struct sp_painted *p)
{
	if (!p)
		return;
	g_array_free(p->strokes, TRUE);
	g_array_free(p->covers, TRUE);
	g_array_free(p->by_x, TRUE);
	g_array_free(p->by_y, TRUE);
	for (size_t i = 0; i < MEASURED; i++)
		if (p->measured[i].font)
			cairo_scaled_font_destroy(p->measured[i].font);
	g_free(p->measured);
	g_free(p);
}

/* --- taking down ------------------------------------------------------------------------------------- */

struct sp_point sp_stroke_middle(const struct sp_stroke *s)
{
	/* up is left of the direction of reading, where y grows downwards */
	double on = s->advance / 2.0, up = s->em / 4.0;
	return (struct sp_point){ s->at.x + on * s->along.x + up * s->along.y,
				  s->at.y + on * s->along.y - up * s->along.x };
}

/* What is the same for all glyphs of a string. */
static struct sp_stroke string_of(cairo_t *cr, const cairo_matrix_t *to_device, double scale, double *units)
{
	cairo_matrix_t font;
	cairo_get_font_matrix(cr, &font);
	double dx = font.xx, dy = font.yx, r = 0, g = 0, b = 0, a = -1;
	cairo_matrix_transform_distance(to_device, &dx, &dy);
	double em = hypot(dx, dy), user = hypot(font.xx, font.yx);
	*units = user > 0 ? em / user / scale : 0; /* points a user unit */
	struct sp_stroke s = { .em = (float)(em / scale) };
	s.along = em > 0 ? (struct sp_point){ dx / em, dy / em } : (struct sp_point){ 1, 0 };
	if (cairo_pattern_get_rgba(cairo_get_source(cr), &r, &g, &b, &a) != CAIRO_STATUS_SUCCESS)
		a = -1; /* a pattern: seen on anything */
	float rgba[] = { (float)r, (float)g, (float)b, (float)a };
	memcpy(s.rgba, rgba, sizeof rgba);
	return s;
}

static gunichar letter_of(const char *letters, const cairo_text_cluster_t *cluster)
{
	if (cluster->num_bytes == 1 && letters[0] > ' ') /* ASCII, as most are */
		return (gunichar)letters[0];
	gunichar c = cluster->num_bytes > 0 ? g_utf8_get_char_validated(letters, cluster->num_bytes) : 0;
	bool one = (gint32)c > 0 && g_unichar_to_utf8(c, NULL) == cluster->num_bytes;
	return !one ? 0 : g_unichar_isspace(c) ? ' ' : c;
}

static const struct sp_measured *measure(struct sp_painted *p, cairo_scaled_font_t *font, const cairo_glyph_t *glyph)
{
	struct sp_measured *m = &p->measured[((uintptr_t)font >> 5 ^ glyph->index * 7) % MEASURED];
	if (m->font == font && m->index == glyph->index)
		return m;
	cairo_text_extents_t extents = { 0 };
	cairo_scaled_font_glyph_extents(font, glyph, 1, &extents);
	if (m->font)
		cairo_scaled_font_destroy(m->font);
	*m = (struct sp_measured){ cairo_scaled_font_reference(font), glyph->index,
				   hypot(extents.x_advance, extents.y_advance), extents.width > 0 || extents.height > 0 };
	return m;
}

void sp_painted_take(struct sp_painted *p, cairo_t *cr, double scale, const struct sp_box *clip, const char *letters,
		     const cairo_glyph_t *glyphs, int n_glyphs, const cairo_text_cluster_t *clusters, int n_clusters)
{
	double units;
	cairo_matrix_t to_device;
	cairo_get_matrix(cr, &to_device);
	struct sp_stroke s = string_of(cr, &to_device, scale, &units);
	cairo_scaled_font_t *font = cairo_get_scaled_font(cr);
	s.string = p->strokes->len;
	g_array_set_size(p->strokes, s.string + (guint)MAX(n_glyphs, 0));
	bool slit = MIN(sp_box_width(clip), sp_box_height(clip)) < SLIT * (double)s.em;
	for (int i = 0; i < n_glyphs; i++) {
		const struct sp_measured *m = measure(p, font, &glyphs[i]);
		s.at = (struct sp_point){ glyphs[i].x, glyphs[i].y };
		cairo_matrix_transform_point(&to_device, &s.at.x, &s.at.y);
		s.at.x /= scale;
		s.at.y /= scale;
		s.advance = (float)(m->advance * units);
		s.c = 0;
		if (letters && i < n_clusters) {
			s.c = letter_of(letters, &clusters[i]);
			letters += clusters[i].num_bytes;
		}
		if (s.c == 0 && !m->ink)
			s.c = ' ';
		struct sp_point middle = sp_stroke_middle(&s);
		s.clipped = slit || !sp_box_holds(clip, middle.x, middle.y);
		g_array_index(p->strokes, struct sp_stroke, s.string + (guint)i) = s;
	}
}

/* --- sight --------------------------------------------------------------------------------------------- */

struct bands {
	double top, height;    /* of the first; of each */
	guint from[BANDS + 1]; /* where each begins in `covers`, which is where the one before ends */
	guint *covers;         /* their numbers */
};

static guint band_at(const struct bands *b, double y)
{
	return (guint)CLAMP((y - b->top) / b->height, 0, BANDS - 1);
}

/* Counts how many each band has, and so knows where each begins. */
static struct bands *bands_new(const struct sp_painted *p)
{
	struct bands *b = g_new0(struct bands, 1);
	double bottom = -G_MAXDOUBLE;
	b->top = G_MAXDOUBLE;
	for (guint i = 0; i < p->covers->len; i++) {
		const struct sp_box *box = &g_array_index(p->covers, struct sp_cover, i).box;
		b->top = MIN(b->top, box->y0);
		bottom = MAX(bottom, box->y1);
	}
	b->height = MAX((bottom - b->top) / BANDS, 0.01);
	for (guint i = 0; i < p->covers->len; i++) {
		const struct sp_box *box = &g_array_index(p->covers, struct sp_cover, i).box;
		for (guint k = band_at(b, box->y0), last = band_at(b, box->y1); k <= last; k++)
			b->from[k]++;
	}
	guint n = 0;
	for (guint k = 0; k <= BANDS; k++)
		b->from[k] = n += b->from[k];
	b->covers = g_new(guint, MAX(n, 1));
	for (guint i = p->covers->len; i-- > 0;) {
		const struct sp_box *box = &g_array_index(p->covers, struct sp_cover, i).box;
		for (guint k = band_at(b, box->y0), last = band_at(b, box->y1); k <= last; k++)
			b->covers[--b->from[k]] = i;
	}
	return b;
}

static void bands_free(struct bands *b)
{
	g_free(b->covers);
	g_free(b);
}

/* Can it be told from what it stands on? */
static bool contrasts(const struct sp_stroke *s, const float ground[3])
{
	float most = 0;
	for (int i = 0; i < 3; i++)
		most = MAX(most, fabsf(s->rgba[i] - ground[i]) * s->rgba[3]);
	return s->rgba[3] < 0 || (double)most > NO_CONTRAST;
}

static enum sp_sight sight_of(const struct sp_painted *p, const struct bands *bands, guint i)
{
	const struct sp_stroke *s = sp_stroke_number(p, i);
	if (s->clipped)
		return SP_UNSEEN;
	static const float paper[3] = { 1, 1, 1 };
	const float *ground = paper; /* NULL: unknown */
	struct sp_point middle = sp_stroke_middle(s);
	enum sp_sight sight = SP_SEEN;
	guint band = p->covers->len > 0 ? band_at(bands, middle.y) : 0;
	for (guint k = bands->from[band]; k < bands->from[band + 1]; k++) {
		const struct sp_cover *cover = &g_array_index(p->covers, struct sp_cover, bands->covers[k]);
		if (!sp_box_holds(&cover->box, middle.x, middle.y))
			continue;
		if (cover->strokes <= i)
			ground = cover->kind == SP_COVER_FLAT ? cover->rgb : NULL;
		else if (cover->kind == SP_COVER_FLAT)
			return SP_UNSEEN;
		else if (cover->kind == SP_COVER_PICTURE)
			sight = SP_UNDER_PICTURE;
	}
	return ground && !contrasts(s, ground) ? SP_UNSEEN : sight;
}

static double place_of(const struct sp_stroke *s, bool across)
{
	return across ? s->at.x : s->at.y;
}

static guint step_at(const struct sp_painted *p, double place)
{
	double step = place * p->steps;
	return step < 0 ? 0 : step < STEPS - 1 ? (guint)step : STEPS - 1;
}

/* Counts how many there are of each step, and so knows where each goes. */
static void sort_by_step(const struct sp_painted *p, GArray *sorted, bool across)
{
	guint *next = g_new0(guint, STEPS + 1), n = p->strokes->len;
	for (guint i = 0; i < n; i++)
		next[step_at(p, place_of(sp_stroke_number(p, i), across)) + 1]++;
	for (guint step = 1; step < STEPS; step++)
		next[step] += next[step - 1];
	g_array_set_size(sorted, n);
	for (guint i = 0; i < n; i++)
		g_array_index(sorted, guint, next[step_at(p, place_of(sp_stroke_number(p, i), across))]++) = i;
	g_free(next);
}

void sp_painted_judge(struct sp_painted *p)
{
	const double finest = 16; /* steps a point: no page of 1,000 points needs coarser ones */
	struct bands *bands = bands_new(p);
	bool along_x = true; /* all, or so nearly that Poppler reads them so */
	double furthest = 1;
	for (guint i = 0; i < p->strokes->len; i++) {
		struct sp_stroke *s = &g_array_index(p->strokes, struct sp_stroke, i);
		s->sight = sight_of(p, bands, i);
		along_x = along_x && s->along.x > 0.8;
		furthest = MAX(furthest, MAX(s->at.x, s->at.y));
	}
	bands_free(bands);
	p->steps = MIN(finest, STEPS / furthest);
	sort_by_step(p, p->by_x, true);
	if (!along_x)
		sort_by_step(p, p->by_y, false);
}

/* --- places ---------------------------------------------------------------------------------------------- */

static guint step_of(const struct sp_painted *p, bool across, guint k)
{
	return step_at(p, place_of(sp_stroke_number(p, g_array_index(across ? p->by_x : p->by_y, guint, k)), across));
}

static guint first_from(const struct sp_painted *p, bool across, double place)
{
	guint low = 0, high = (across ? p->by_x : p->by_y)->len, step = step_at(p, place);
	while (low < high) {
		guint middle = (low + high) / 2;
		if (step_of(p, across, middle) < step)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Gives the next stroke up to a place; NULL when there is none. */
static struct sp_stroke *next_until(const struct sp_painted *p, bool across, double place, guint *k)
{
	const GArray *sorted = across ? p->by_x : p->by_y;
	if (*k >= sorted->len || step_of(p, across, *k) > step_at(p, place))
		return NULL;
	return &g_array_index(p->strokes, struct sp_stroke, g_array_index(sorted, guint, (*k)++));
}

unsigned sp_stroke_turn(const struct sp_stroke *s, bool *slanted)
{
	bool sideways = fabs(s->along.y) > fabs(s->along.x);
	if (slanted)
		*slanted = fabs(sideways ? s->along.x : s->along.y) > STRAIGHT;
	return sideways ? (s->along.y > 0 ? 1 : 3) : (s->along.x > 0 ? 0 : 2);
}

/* Does it read in this direction, or at least more so than across it? */
static bool reads(const struct sp_stroke *s, unsigned turn)
{
	const double cosine[] = { s->along.x, s->along.y, -s->along.x, -s->along.y };
	return cosine[turn] > 0.6;
}

static bool is_like(const struct sp_stroke *s, gunichar c, double off, enum sp_likeness as)
{
	const double furthest = 3; /* em */
	bool same = s->c == c || s->c == 0;
	return as == SP_SAME_COLUMN ? s->c == c && off < furthest * (double)s->em : off < SAME_PLACE && (same || as == SP_SAME_PLACE);
}

static int worth(const struct sp_painted *p, const struct sp_stroke *s, gunichar c)
{
	return (s->c == c ? 8 : 0) + ((guint)(s - sp_stroke_number(p, 0)) == p->next ? 4 : 0) +
	       (s->sight == SP_SEEN ? 2 : s->sight == SP_UNDER_PICTURE ? 1 : 0);
}

/* Most glyphs are painted in the order of reading: the next one, if nothing could be worth more. */
static struct sp_stroke *claim_next(struct sp_painted *p, const struct sp_box *box, gunichar c)
{
	struct sp_stroke *s = p->next < p->strokes->len ? &g_array_index(p->strokes, struct sp_stroke, p->next) : NULL;
	bool fits = s && !s->claimed && s->c == c && s->sight == SP_SEEN && s->along.x > 0.6 &&
		    fabs(s->at.x - box->x0) < SAME_PLACE && s->at.y > box->y0 && s->at.y < box->y1;
	return fits ? s : NULL;
}

const struct sp_stroke *sp_painted_claim(struct sp_painted *p, const struct sp_box *box, gunichar c, enum sp_likeness as)
{
	struct sp_stroke *best = claim_next(p, box, c);
	const double sides[] = { box->x0, box->y0, box->x1, box->y1 }; /* where reading begins, by turn */
	for (unsigned turn = 0; turn < 4 && !best; turn++) {
		bool across = turn % 2 == 0;
		double from = across ? box->y0 : box->x0, to = across ? box->y1 : box->x1;
		guint k = first_from(p, across, sides[turn] - SAME_PLACE);
		for (struct sp_stroke *s; (s = next_until(p, across, sides[turn] + SAME_PLACE, &k));) {
			double beside = across ? s->at.y : s->at.x, off = MAX(MAX(from - beside, beside - to), 0);
			if (!s->claimed && s->c != ' ' && fabs(place_of(s, across) - sides[turn]) < SAME_PLACE && reads(s, turn) &&
			    is_like(s, c, off, as) && (!best || worth(p, s, c) > worth(p, best, c)))
				best = s;
		}
	}
	if (best) {
		best->claimed = true;
		p->next = (guint)(best - sp_stroke_number(p, 0)) + 1;
	}
	return best;
}

/* How far b begins behind the origin of a, along the line; false when they do not stand on one. */
static bool on_one_line(const struct sp_stroke *a, const struct sp_stroke *b, double *ahead)
{
	double dx = b->at.x - a->at.x, dy = b->at.y - a->at.y;
	*ahead = dx * a->along.x + dy * a->along.y;
	return fabs(dx * a->along.y - dy * a->along.x) < SAME_LINE * (double)a->em &&
	       a->along.x * b->along.x + a->along.y * b->along.y > 0.99;
}

bool sp_painted_blank_between(const struct sp_painted *p, const struct sp_stroke *a, const struct sp_stroke *b)
{
	double end, at;
	if (b == a + 1 || !on_one_line(a, b, &end))
		return false;
	/* mostly they were painted one after the other */
	const struct sp_stroke *first = sp_stroke_number(p, 0), *last = first + p->strokes->len;
	for (const struct sp_stroke *s = a + 1; s < last && s < b; s++)
		if (s->c != ' ')
			break;
		else if (on_one_line(a, s, &at) && at > 0 && at < end)
			return true;
	bool across = fabs(a->along.x) > 0.5;
	double from = MIN(place_of(a, across), place_of(b, across)), to = MAX(place_of(a, across), place_of(b, across));
	guint k = first_from(p, across, from);
	for (const struct sp_stroke *s; (s = next_until(p, across, to, &k));)
		if (s->c == ' ' && on_one_line(a, s, &at) && at > 0 && at < end)
			return true;
	return false;
}

bool sp_painted_blank_at(const struct sp_painted *p, const struct sp_point *at, double em, unsigned turn)
{
	const double near = 0.25; /* em: letters may be spaced or kerned */
	bool across = turn % 2 == 0;
	double place = across ? at->x : at->y;
	guint k = first_from(p, across, place - near * em);
	for (const struct sp_stroke *s; (s = next_until(p, across, place + near * em, &k));) {
		double off = across ? s->at.y - at->y : s->at.x - at->x;
		if (s->c == ' ' && fabs(off) < SAME_LINE * em && fabs(place_of(s, across) - place) < near * em &&
		    sp_stroke_turn(s, NULL) == turn)
			return true;
	}
	return false;
}

bool sp_stroke_gap(const struct sp_stroke *a, const struct sp_stroke *b, double *gap)
{
	double ahead;
	if (!on_one_line(a, b, &ahead))
		return false;
	*gap = ahead - (double)a->advance;
	return true;
}

bool sp_painted_pictured(const struct sp_painted *p, const struct sp_box *box)
{
	for (guint i = 0; i < p->covers->len; i++) {
		const struct sp_cover *cover = &g_array_index(p->covers, struct sp_cover, i);
		if (cover->kind != SP_COVER_FLAT && sp_box_holds_middle(&cover->box, box))
			return true;
	}
	return false;
}
