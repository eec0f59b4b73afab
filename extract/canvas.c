/*
 * Method. Whoever listens to a page gets its pictures decoded in any case; painting them once more at DPI, two dots a
 * point, costs a tenth of that. At DPI the letters of type of 6 pt are still apart, or touch in words, which
 * writing.c knows. Ink is what is clearly darker than the picture's most frequent shade, or lighter where that is dark.
 */
#include "extract/canvas.h"

#include <math.h>

#include <leptonica/allheaders.h>

#include "extract/writing.h"

static const double DPI = 144;
static const double WIDE = 120, HIGH = 36; /* pt: smaller pictures hold no table */
static const double PIECE = 100;           /* pt: a strip or a tile of a picture that was cut up is as long */
static const double MOST_DOTS = 8e6;       /* a page of A3 has 4 million */

enum { APART = 60 }; /* of 255: how far ink is from its ground */

struct sp_canvas {
	double width, height, scale; /* scale: dots a point */
	cairo_surface_t *surface;    /* NULL before the first picture */
};

struct sp_canvas *sp_canvas_new(double width, double height)
{
	struct sp_canvas *c = g_new(struct sp_canvas, 1);
	double dots = width * height * (DPI / 72) * (DPI / 72);
	*c = (struct sp_canvas){ width, height, DPI / 72 * MIN(1, sqrt(MOST_DOTS / dots)), NULL };
	return c;
}

void sp_canvas_free(struct sp_canvas *c)
{
	if (!c)
		return;
	if (c->surface)
		cairo_surface_destroy(c->surface);
	g_free(c);
}

/* --- painting --------------------------------------------------------------------------------------- */

/* The same picture, drawn quickly; NULL when it is none, or one that repeats as the paper of a hatching does. */
static cairo_pattern_t *picture_of(cairo_pattern_t *pattern)
{
	cairo_surface_t *surface = NULL;
	if (cairo_pattern_get_type(pattern) != CAIRO_PATTERN_TYPE_SURFACE ||
	    cairo_pattern_get_surface(pattern, &surface) != CAIRO_STATUS_SUCCESS ||
	    cairo_surface_get_type(surface) != CAIRO_SURFACE_TYPE_IMAGE ||
	    cairo_pattern_get_extend(pattern) == CAIRO_EXTEND_REPEAT)
		return NULL;
	cairo_matrix_t matrix;
	cairo_pattern_t *own = cairo_pattern_create_for_surface(surface);
	cairo_pattern_get_matrix(pattern, &matrix);
	cairo_pattern_set_matrix(own, &matrix);
	cairo_pattern_set_filter(own, CAIRO_FILTER_BILINEAR);
	return own;
}

static bool is_piece(const struct sp_box *b)
{
	return MAX(sp_box_width(b), sp_box_height(b)) >= PIECE && MIN(sp_box_width(b), sp_box_height(b)) > 0;
}

void sp_canvas_paint(struct sp_canvas *c, cairo_t *cr, double scale, const struct sp_box *visible, cairo_pattern_t *mask)
{
	if (!is_piece(visible))
		return;
	cairo_pattern_t *source = picture_of(cairo_get_source(cr)), *through = mask ? picture_of(mask) : NULL;
	if (source || through) {
		if (!c->surface)
			c->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(c->width * c->scale),
								(int)ceil(c->height * c->scale));
		cairo_t *to = cairo_create(c->surface);
		cairo_rectangle(to, visible->x0 * c->scale, visible->y0 * c->scale, sp_box_width(visible) * c->scale,
				sp_box_height(visible) * c->scale);
		cairo_clip(to);
		cairo_matrix_t matrix;
		cairo_get_matrix(cr, &matrix);
		cairo_scale(to, c->scale / scale, c->scale / scale);
		cairo_transform(to, &matrix);
		cairo_set_source(to, source ? source : cairo_get_source(cr));
		if (through)
			cairo_mask(to, through);
		else
			cairo_paint(to);
		cairo_destroy(to);
	}
	if (source)
		cairo_pattern_destroy(source);
	if (through)
		cairo_pattern_destroy(through);
}

/* --- reading ---------------------------------------------------------------------------------------- */

/* Luminance of a dot on white paper. */
static unsigned light_of(guint32 dot)
{
	unsigned a = dot >> 24, r = dot >> 16 & 255, g = dot >> 8 & 255, b = dot & 255;
	return 255 - a + ((r * 77 + g * 150 + b * 29) >> 8);
}

struct dots {
	int x0, y0, w, h, stride;
	const unsigned char *data;
};

static guint32 dot_at(const struct dots *d, int x, int y)
{
	guint32 dot;
	memcpy(&dot, d->data + (size_t)(d->y0 + y) * (size_t)d->stride + (size_t)(d->x0 + x) * sizeof dot, sizeof dot);
	return dot;
}

static unsigned ground_of(const struct dots *d)
{
	enum { CLASSES = 32 };
	unsigned n[CLASSES] = { 0 }, most = 0;
	for (int y = 0; y < d->h; y += 2)
		for (int x = 0; x < d->w; x += 2)
			n[MIN(light_of(dot_at(d, x, y)), 255) * CLASSES / 256]++;
	for (unsigned i = 0; i < CLASSES; i++)
		if (n[i] > n[most])
			most = i;
	return most * 256 / CLASSES + 256 / CLASSES / 2;
}

static PIX *ink_of(const struct dots *d)
{
	PIX *ink = pixCreate(d->w, d->h, 1);
	unsigned ground = ground_of(d);
	bool dark = ground < 128;
	for (int y = 0; ink && y < d->h; y++) {
		l_uint32 *line = pixGetData(ink) + (size_t)y * (size_t)pixGetWpl(ink);
		for (int x = 0; x < d->w; x++) {
			unsigned light = light_of(dot_at(d, x, y));
			if (dark ? light > ground + APART : light + APART < ground)
				SET_DATA_BIT(line, x);
		}
	}
	return ink;
}

static void read_picture(const struct sp_canvas *c, const struct sp_box *box, GArray *writing)
{
	struct dots d = { .x0 = (int)floor(MAX(box->x0, 0) * c->scale),
			  .y0 = (int)floor(MAX(box->y0, 0) * c->scale),
			  .stride = cairo_image_surface_get_stride(c->surface),
			  .data = cairo_image_surface_get_data(c->surface) };
	d.w = MIN((int)ceil(box->x1 * c->scale), cairo_image_surface_get_width(c->surface)) - d.x0;
	d.h = MIN((int)ceil(box->y1 * c->scale), cairo_image_surface_get_height(c->surface)) - d.y0;
	PIX *ink = d.w > 0 && d.h > 0 && d.data ? ink_of(&d) : NULL;
	BOXA *found = ink ? pixConnCompBB(ink, 8) : NULL;
	GArray *blots = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	for (int i = 0; found && i < boxaGetCount(found); i++) {
		l_int32 x, y, w, h;
		boxaGetBoxGeometry(found, i, &x, &y, &w, &h);
		struct sp_box b = { (d.x0 + x) / c->scale, (d.y0 + y) / c->scale, (d.x0 + x + w) / c->scale,
				    (d.y0 + y + h) / c->scale };
		g_array_append_val(blots, b);
	}
	GArray *lines = sp_writing_find(blots);
	g_array_append_vals(writing, lines->data, lines->len);
	g_array_free(lines, TRUE);
	g_array_free(blots, TRUE);
	boxaDestroy(&found);
	pixDestroy(&ink);
}

static bool touch(const struct sp_box *a, const struct sp_box *b)
{
	const double near = 1; /* pt: strips of one picture are set side by side, more or less */
	return sp_overlap(a->x0, a->x1, b->x0, b->x1) > -near && sp_overlap(a->y0, a->y1, b->y0, b->y1) > -near;
}

GArray *sp_canvas_join(const GArray *pictures)
{
	enum { MOST_PICTURES = 2000 }; /* more are the dots of a drawing */
	GArray *joined = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	for (guint i = 0; i < pictures->len && i < MOST_PICTURES; i++) {
		struct sp_box box = g_array_index(pictures, struct sp_box, i);
		for (guint k = joined->len; is_piece(&box) && k-- > 0;)
			if (touch(&box, &g_array_index(joined, struct sp_box, k))) {
				sp_box_extend(&box, &g_array_index(joined, struct sp_box, k));
				g_array_remove_index_fast(joined, k);
				k = joined->len; /* it is larger now: what was passed over may touch it */
			}
		if (is_piece(&box))
			g_array_append_val(joined, box);
	}
	return joined;
}

void sp_canvas_read(const struct sp_canvas *c, const GArray *pictures, GArray *writing)
{
	if (!c->surface || cairo_surface_status(c->surface) != CAIRO_STATUS_SUCCESS)
		return;
	cairo_surface_flush(c->surface);
	GArray *joined = sp_canvas_join(pictures);
	for (guint i = 0; i < joined->len; i++) {
		const struct sp_box *b = &g_array_index(joined, struct sp_box, i);
		if (sp_box_width(b) >= WIDE && sp_box_height(b) >= HIGH)
			read_picture(c, b, writing);
	}
	g_array_free(joined, TRUE);
}
