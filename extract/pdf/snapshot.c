/*
 * The strip is drawn once, as wide as the page where that is not very wide, and its white margins are cut off
 * afterwards: what is printed there decides, not the paper. Frames are drawn over it before that.
 */
#include "extract/pdf/snapshot.h"

#include <math.h>

static const double DPI = 120, WIDEST = 620, HIGHEST = 300, ABOVE = 26, BELOW = 12,
		    TALLEST = 420; /* all but the first in points */

enum { MARGIN = 10, WHITE = 245 }; /* pixels kept beside the print; what is as light as paper */

/* --- which part of the page ------------------------------------------------------------------------------- */

static bool meets(const struct sp_box *a, const struct sp_box *b)
{
	return sp_overlap(a->x0, a->x1, b->x0, b->x1) > 0 && sp_overlap(a->y0, a->y1, b->y0, b->y1) > 0;
}

/* The figure's frame, and each other that does not make it too high. */
static struct sp_box gather(const GArray *frames)
{
	struct sp_box all = g_array_index(frames, struct sp_box, 0);
	for (guint i = 1; i < frames->len; i++) {
		struct sp_box with = all;
		sp_box_extend(&with, &g_array_index(frames, struct sp_box, i));
		if (sp_box_height(&with) <= HIGHEST)
			all = with;
	}
	return all;
}

static struct sp_box strip_around(const struct sp_box *wanted, const struct sp_box *page)
{
	struct sp_box s = *page;
	s.y0 = MAX(page->y0, wanted->y0 - ABOVE);
	s.y1 = MIN(MIN(page->y1, wanted->y1 + BELOW), s.y0 + TALLEST);
	if (sp_box_width(page) > WIDEST) {
		double middle = (wanted->x0 + wanted->x1) / 2;
		s.x0 = CLAMP(middle - WIDEST / 2, page->x0, page->x1 - WIDEST);
		s.x1 = s.x0 + WIDEST;
	}
	return s;
}

/* --- frames ------------------------------------------------------------------------------------------------- */

/* A white halo keeps a frame apart from the rules it lies on. */
static void outline(cairo_t *cr, const struct sp_box *b, double width)
{
	cairo_pattern_t *colour = cairo_pattern_reference(cairo_get_source(cr));
	cairo_rectangle(cr, b->x0, b->y0, sp_box_width(b), sp_box_height(b));
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_set_line_width(cr, width * 2);
	cairo_stroke_preserve(cr);
	cairo_set_source(cr, colour);
	cairo_set_line_width(cr, width);
	cairo_stroke(cr);
	cairo_pattern_destroy(colour);
}

static void draw_frames(cairo_surface_t *image, const struct sp_box *strip, const GArray *frames)
{
	const struct sp_box *figure = &g_array_index(frames, struct sp_box, 0);
	cairo_t *cr = cairo_create(image);
	cairo_scale(cr, DPI / 72, DPI / 72);
	cairo_translate(cr, -strip->x0, -strip->y0);
	cairo_set_source_rgb(cr, 0.10, 0.38, 0.62);
	for (guint i = 1; i < frames->len; i++)
		if (meets(&g_array_index(frames, struct sp_box, i), strip))
			outline(cr, &g_array_index(frames, struct sp_box, i), 0.9);
	cairo_set_source_rgb(cr, 0.76, 0.13, 0.12);
	outline(cr, figure, 1.8);
	cairo_destroy(cr);
	cairo_surface_flush(image);
}

/* --- cutting the white margins ------------------------------------------------------------------------------ */

static bool column_is_white(cairo_surface_t *image, int x)
{
	const unsigned char *data = cairo_image_surface_get_data(image);
	int stride = cairo_image_surface_get_stride(image);
	for (int y = 0; y < cairo_image_surface_get_height(image); y++) {
		guint32 pixel;
		memcpy(&pixel, data + (size_t)y * (size_t)stride + (size_t)x * sizeof pixel, sizeof pixel);
		if ((pixel >> 16 & 255) < WHITE || (pixel >> 8 & 255) < WHITE || (pixel & 255) < WHITE)
			return false;
	}
	return true;
}

/* (transfer full); the strip itself is done with. `from` is what was cut on the left, in pixels. */
static cairo_surface_t *without_margins(cairo_surface_t *image, int *from)
{
	int left = 0, right = cairo_image_surface_get_width(image), height = cairo_image_surface_get_height(image);
	while (left < right && column_is_white(image, left))
		left++;
	while (right > left && column_is_white(image, right - 1))
		right--;
	*from = MAX(0, left - MARGIN);
	right = MIN(cairo_image_surface_get_width(image), right + MARGIN);
	cairo_surface_t *cut = cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAX(right - *from, 1), height);
	cairo_t *cr = cairo_create(cut);
	cairo_set_source_surface(cr, image, -*from, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_destroy(image);
	return cut;
}

/* --- the picture -------------------------------------------------------------------------------------------- */

static cairo_status_t append(void *to, const unsigned char *data, unsigned n)
{
	g_byte_array_append(to, data, n);
	return CAIRO_STATUS_SUCCESS;
}

static enum sp_status write_png(cairo_surface_t *image, struct sp_picture *out)
{
	GByteArray *png = g_byte_array_new();
	if (cairo_surface_write_to_png_stream(image, append, png) != CAIRO_STATUS_SUCCESS) {
		g_byte_array_unref(png);
		return SP_FAIL;
	}
	*out = (struct sp_picture){ g_byte_array_free_to_bytes(png), cairo_image_surface_get_width(image),
				    cairo_image_surface_get_height(image), 0 };
	return SP_OK;
}

enum sp_status sp_snapshot(struct sp_pdf *pdf, int page, const GArray *frames, struct sp_picture *out)
{
	struct sp_box paper, wanted = gather(frames);
	if (!sp_pdf_size(pdf, page, &paper) || !meets(&g_array_index(frames, struct sp_box, 0), &paper))
		return SP_FAIL;
	struct sp_box strip = strip_around(&wanted, &paper);
	cairo_surface_t *image = sp_pdf_crop(pdf, page, &strip, DPI);
	if (!image)
		return SP_FAIL;
	draw_frames(image, &strip, frames);
	int from;
	image = without_margins(image, &from);
	enum sp_status s = write_png(image, out);
	const struct sp_box *figure = &g_array_index(frames, struct sp_box, 0);
	double middle = ((figure->x0 + figure->x1) / 2 - strip.x0) * DPI / 72 - from;
	out->at = s == SP_OK ? (int)CLAMP(middle * 100 / out->width, 0, 100) : 0;
	cairo_surface_destroy(image);
	return s;
}

void sp_picture_clear(struct sp_picture *p)
{
	g_bytes_unref(p->png);
	*p = (struct sp_picture){ NULL, 0, 0, 0 };
}
