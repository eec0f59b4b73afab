/*
 * Method. Whoever listens to a page gets its pictures decoded in any case; their shades are taken down at DPI, from
 * two dots of the picture each, where they are painted. (Painting them with cairo, or a canvas as large as the page, took
 * two to three times as long, most of it for memory.) At DPI the letters of type of 6 pt are still apart, or touch in
 * words, which writing.c knows. Ink is what is clearly darker than the picture's most frequent shade, or lighter where
 * that is dark.
 */
#include "extract/pdf/canvas.h"

#include <math.h>

#include <leptonica/allheaders.h>

#include "extract/page/writing.h"

static const double DPI = 132;
static const double WIDE = 150, HIGH = 45; /* pt: smaller pictures hold no table */
static const double PIECE = 100;           /* pt: a strip or a tile of a picture that was cut up is as long */
static const double MOST_DOTS = 8e6;       /* of a page: one of A3 has 3 million */

enum {
	APART = 60, /* of 255: how far ink is from its ground */
	MOST_PICTURES = 1000, /* more are the dots of a drawing */
};

/* The shades of a part of the page: a byte a dot, 255 is paper. */
struct tile {
	int x0, y0, x1, y1; /* dots of the page */
	guint8 *light;
};

struct sp_canvas {
	double scale; /* dots a point */
	int width, height;
	GArray *tiles; /* struct tile, one for each picture as it was painted */
};

static void tile_clear(void *tile)
{
	g_free(((struct tile *)tile)->light);
}

struct sp_canvas *sp_canvas_new(double width, double height)
{
	struct sp_canvas *c = g_new(struct sp_canvas, 1);
	double dots = width * height * (DPI / 72) * (DPI / 72), scale = DPI / 72 * MIN(1, sqrt(MOST_DOTS / dots));
	*c = (struct sp_canvas){ scale, (int)ceil(width * scale), (int)ceil(height * scale),
				 g_array_new(FALSE, FALSE, sizeof(struct tile)) };
	g_array_set_clear_func(c->tiles, tile_clear);
	return c;
}

void sp_canvas_free(struct sp_canvas *c)
{
	if (!c)
		return;
	g_array_free(c->tiles, TRUE);
	g_free(c);
}

static struct tile *tile_at(const struct sp_canvas *c, guint i)
{
	return &g_array_index(c->tiles, struct tile, i);
}

/* Without light when the box is not on the page. */
static struct tile tile_of(const struct sp_canvas *c, const struct sp_box *b)
{
	struct tile t = { MAX((int)floor(b->x0 * c->scale), 0), MAX((int)floor(b->y0 * c->scale), 0),
			  MIN((int)ceil(b->x1 * c->scale), c->width), MIN((int)ceil(b->y1 * c->scale), c->height), NULL };
	if (t.x0 < t.x1 && t.y0 < t.y1)
		t.light = g_malloc((size_t)(t.x1 - t.x0) * (size_t)(t.y1 - t.y0));
	return t;
}

static guint8 *row_of(const struct tile *t, int y)
{
	return t->light + (size_t)(y - t->y0) * (size_t)(t->x1 - t->x0);
}

/* --- painting --------------------------------------------------------------------------------------- */

/* The dots of a picture, and how they lie under the canvas. */
struct dots {
	const unsigned char *data; /* NULL: there is no picture, but one ink */
	size_t stride;
	int width, height;
	cairo_format_t format;
	cairo_matrix_t place; /* from dots of the canvas to those of the picture */
	guint8 ink;
};

/* False when the pattern is no picture, or one that repeats as the paper of a hatching does. */
static bool source_of(cairo_pattern_t *pattern, const cairo_matrix_t *to_user, struct dots *s)
{
	cairo_surface_t *surface = NULL;
	cairo_matrix_t matrix;
	if (cairo_pattern_get_type(pattern) != CAIRO_PATTERN_TYPE_SURFACE ||
	    cairo_pattern_get_surface(pattern, &surface) != CAIRO_STATUS_SUCCESS ||
	    cairo_surface_get_type(surface) != CAIRO_SURFACE_TYPE_IMAGE ||
	    cairo_pattern_get_extend(pattern) == CAIRO_EXTEND_REPEAT)
		return false;
	cairo_surface_flush(surface);
	s->data = cairo_image_surface_get_data(surface);
	s->stride = (size_t)cairo_image_surface_get_stride(surface);
	s->width = cairo_image_surface_get_width(surface);
	s->height = cairo_image_surface_get_height(surface);
	s->format = cairo_image_surface_get_format(surface);
	cairo_pattern_get_matrix(pattern, &matrix);
	cairo_matrix_multiply(&s->place, to_user, &matrix);
	return s->data && s->width > 0 && s->height > 0 && s->format >= CAIRO_FORMAT_ARGB32 && s->format <= CAIRO_FORMAT_A1;
}

/* Which dot of the picture lies under a place of the canvas. */
static int column_at(const struct dots *s, double x, double y)
{
	return CLAMP((int)(s->place.xx * x + s->place.xy * y + s->place.x0), 0, s->width - 1);
}

static const unsigned char *row_at(const struct dots *s, double x, double y)
{
	int row = CLAMP((int)(s->place.yx * x + s->place.yy * y + s->place.y0), 0, s->height - 1);
	return s->data + (size_t)row * s->stride;
}

static guint32 dot32(const unsigned char *row, int column)
{
	return ((const guint32 *)(const void *)row)[column];
}

/* Mean luminance of two dots on white paper, as if the eye saw green twice as bright as red and blue. */
static inline guint8 mean_light(guint32 a, guint32 b, bool opaque)
{
	guint32 red_blue = (a & 0xFF00FF) + (b & 0xFF00FF), green = (a >> 8 & 0xFF) + (b >> 8 & 0xFF);
	guint32 light = ((red_blue >> 16) + (red_blue & 0xFFFF) + 2 * green) / 4;
	if (!opaque)
		light += 2 * 255 - (a >> 24) - (b >> 24);
	return (guint8)MIN(light / 2, 255);
}

static unsigned mask_at(const struct dots *s, const unsigned char *row, int u)
{
	if (s->format == CAIRO_FORMAT_A8)
		return row[u];
	/* the bits of a word are in the machine's order */
	return dot32(row, u / 32) >> (G_BYTE_ORDER == G_LITTLE_ENDIAN ? u % 32 : 31 - u % 32) & 1 ? 255 : 0;
}

/* Of each dot of the canvas two places are looked at, one in its upper left and one in its lower right quarter. */
static const double UPPER = 0.25, LOWER = 0.75;

/* The columns under one row of the tile, two for each dot. (transfer full) */
static int *columns_of(const struct dots *s, const struct tile *t, int y)
{
	int *columns = g_new(int, 2 * (size_t)(t->x1 - t->x0)), *to = columns;
	for (int x = t->x0; x < t->x1; x++) {
		*to++ = column_at(s, x + UPPER, y + UPPER);
		*to++ = column_at(s, x + LOWER, y + LOWER);
	}
	return columns;
}

/* One row of a picture that lies straight: its luminance, or what a mask lets through. */
static void take_row(const struct dots *s, const struct tile *t, int y, const int *columns, guint8 *to)
{
	const unsigned char *upper = row_at(s, t->x0, y + UPPER), *lower = row_at(s, t->x0, y + LOWER);
	bool opaque = s->format == CAIRO_FORMAT_RGB24;
	if (opaque || s->format == CAIRO_FORMAT_ARGB32)
		for (int x = t->x0; x < t->x1; x++, columns += 2)
			*to++ = mean_light(dot32(upper, columns[0]), dot32(lower, columns[1]), opaque);
	else
		for (int x = t->x0; x < t->x1; x++, columns += 2)
			*to++ = (guint8)((mask_at(s, upper, columns[0]) + mask_at(s, lower, columns[1])) / 2);
}

/* The same where it is turned: each dot has its own row. */
static void take_turned_row(const struct dots *s, const struct tile *t, int y, guint8 *to)
{
	bool opaque = s->format == CAIRO_FORMAT_RGB24;
	for (int x = t->x0; x < t->x1; x++) {
		const unsigned char *upper = row_at(s, x + UPPER, y + UPPER), *lower = row_at(s, x + LOWER, y + LOWER);
		int left = column_at(s, x + UPPER, y + UPPER), right = column_at(s, x + LOWER, y + LOWER);
		if (opaque || s->format == CAIRO_FORMAT_ARGB32)
			*to++ = mean_light(dot32(upper, left), dot32(lower, right), opaque);
		else
			*to++ = (guint8)((mask_at(s, upper, left) + mask_at(s, lower, right)) / 2);
	}
}

static void take(const struct dots *s, const struct tile *t, guint8 *to)
{
	bool straight = s->place.xy == 0 && s->place.yx == 0;
	int *columns = straight ? columns_of(s, t, t->y0) : NULL;
	for (int y = t->y0; y < t->y1; y++, to += t->x1 - t->x0)
		if (straight)
			take_row(s, t, y, columns, to);
		else
			take_turned_row(s, t, y, to);
	g_free(columns);
}

static void paint(const struct tile *t, const struct dots *picture, const struct dots *mask)
{
	size_t n = (size_t)(t->x1 - t->x0) * (size_t)(t->y1 - t->y0);
	if (picture->data)
		take(picture, t, t->light);
	else
		memset(t->light, picture->ink, n);
	if (!mask->data)
		return;
	guint8 *through = g_malloc(n);
	take(mask, t, through);
	for (size_t i = 0; i < n; i++)
		t->light[i] = (guint8)(255 - (255 - t->light[i]) * through[i] / 255);
	g_free(through);
}

static bool is_piece(const struct sp_box *b)
{
	return MAX(sp_box_width(b), sp_box_height(b)) >= PIECE && MIN(sp_box_width(b), sp_box_height(b)) > 0;
}

static guint8 ink_light(cairo_pattern_t *pattern)
{
	double r = 0, g = 0, b = 0, a = 1;
	if (cairo_pattern_get_rgba(pattern, &r, &g, &b, &a) != CAIRO_STATUS_SUCCESS)
		return 0;
	return (guint8)lround(255 * (1 - a + a * (0.3 * r + 0.59 * g + 0.11 * b)));
}

void sp_canvas_paint(struct sp_canvas *c, cairo_t *cr, double scale, const struct sp_box *visible, cairo_pattern_t *mask)
{
	struct dots picture = { .ink = ink_light(cairo_get_source(cr)) }, through = { .ink = 0 };
	cairo_matrix_t to_user;
	if (!is_piece(visible) || c->tiles->len >= MOST_PICTURES)
		return;
	cairo_get_matrix(cr, &to_user);
	if (cairo_matrix_invert(&to_user) != CAIRO_STATUS_SUCCESS)
		return;
	cairo_matrix_t dots = { scale / c->scale, 0, 0, scale / c->scale, 0, 0 };
	cairo_matrix_multiply(&to_user, &dots, &to_user);
	bool is_picture = source_of(cairo_get_source(cr), &to_user, &picture);
	bool is_mask = mask && source_of(mask, &to_user, &through);
	if (!is_picture && !is_mask)
		return;
	struct tile tile = tile_of(c, visible);
	if (!tile.light)
		return;
	paint(&tile, &picture, &through);
	g_array_append_val(c->tiles, tile);
}

/* --- reading ---------------------------------------------------------------------------------------- */

/* What is most frequent, in classes of eight. */
static int ground_of(const struct tile *t)
{
	enum { CLASSES = 32 };
	unsigned n[CLASSES] = { 0 };
	int most = 0;
	for (int y = t->y0; y < t->y1; y += 2) {
		const guint8 *row = row_of(t, y);
		for (int x = 0; x < t->x1 - t->x0; x += 2)
			n[row[x] / (256 / CLASSES)]++;
	}
	for (int i = 0; i < CLASSES; i++)
		if (n[i] > n[most])
			most = i;
	return most * (256 / CLASSES) + 256 / CLASSES / 2;
}

static PIX *ink_of(const struct tile *t)
{
	PIX *ink = pixCreate(t->x1 - t->x0, t->y1 - t->y0, 1);
	int ground = ground_of(t), low = ground < 128 ? 0 : ground - APART, high = ground < 128 ? ground + APART : 256;
	guint8 is_ink[256];
	for (int light = 0; light < 256; light++)
		is_ink[light] = light < low || light > high;
	for (int y = t->y0; ink && y < t->y1; y++) {
		l_uint32 *line = pixGetData(ink) + (size_t)(y - t->y0) * (size_t)pixGetWpl(ink);
		const guint8 *row = row_of(t, y), *end = row + (t->x1 - t->x0);
		for (l_uint32 bits = 0; row < end; *line++ = bits) {
			int n = (int)MIN(end - row, 32), left = 32 - n;
			if (n == 32 && memcmp(row, row + 1, 31) == 0) { /* of one shade, as most of a picture is */
				bits = is_ink[*row] ? 0xFFFFFFFF : 0;
				row += 32;
				continue;
			}
			for (bits = 0; n > 0; n--)
				bits = bits << 1 | is_ink[*row++];
			bits = left < 32 ? bits << left : 0;
		}
	}
	return ink;
}

/* Appends what is written in a picture. */
static void read_tile(const struct sp_canvas *c, const struct tile *t, GArray *writing)
{
	PIX *ink = ink_of(t);
	BOXA *found = ink ? pixConnCompBB(ink, 8) : NULL;
	GArray *blots = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	for (int i = 0; found && i < boxaGetCount(found); i++) {
		l_int32 x, y, w, h;
		boxaGetBoxGeometry(found, i, &x, &y, &w, &h);
		struct sp_box b = { (t->x0 + x) / c->scale, (t->y0 + y) / c->scale, (t->x0 + x + w) / c->scale,
				    (t->y0 + y + h) / c->scale };
		g_array_append_val(blots, b);
	}
	GArray *lines = sp_writing_find(blots);
	g_array_append_vals(writing, lines->data, lines->len);
	g_array_free(lines, TRUE);
	g_array_free(blots, TRUE);
	boxaDestroy(&found);
	pixDestroy(&ink);
}

/* Tiles that touch are one picture that was cut up. */
static bool touch(const struct tile *a, const struct tile *b)
{
	return MIN(a->x1, b->x1) + 2 > MAX(a->x0, b->x0) && MIN(a->y1, b->y1) + 2 > MAX(a->y0, b->y0);
}

/* Puts `from` over or beside `to`, on paper that holds both. */
static void put_together(struct tile *to, struct tile *from)
{
	struct tile both = { MIN(to->x0, from->x0), MIN(to->y0, from->y0), MAX(to->x1, from->x1), MAX(to->y1, from->y1),
			     NULL };
	size_t dots = (size_t)(both.x1 - both.x0) * (size_t)(both.y1 - both.y0);
	both.light = g_malloc(dots);
	memset(both.light, 255, dots);
	const struct tile *parts[] = { to, from };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		for (int y = parts[i]->y0; y < parts[i]->y1; y++) {
			guint8 *row = row_of(&both, y) + parts[i]->x0 - both.x0;
			for (int x = 0; x < parts[i]->x1 - parts[i]->x0; x++)
				row[x] = MIN(row[x], row_of(parts[i], y)[x]);
		}
	tile_clear(to);
	*to = both;
}

static void join(struct sp_canvas *c)
{
	for (guint i = 0; i < c->tiles->len; i++)
		for (guint k = i + 1; k < c->tiles->len;) {
			if (touch(tile_at(c, i), tile_at(c, k))) {
				put_together(tile_at(c, i), tile_at(c, k));
				g_array_remove_index(c->tiles, k);
				k = i + 1; /* it is larger now: what was passed over may touch it */
			} else {
				k++;
			}
		}
}

void sp_canvas_read(struct sp_canvas *c, GArray *pictures, GArray *writing)
{
	join(c);
	for (guint i = 0; i < c->tiles->len; i++) {
		const struct tile *t = tile_at(c, i);
		struct sp_box b = { t->x0 / c->scale, t->y0 / c->scale, t->x1 / c->scale, t->y1 / c->scale };
		if (sp_box_width(&b) < WIDE || sp_box_height(&b) < HIGH)
			continue;
		g_array_append_val(pictures, b);
		read_tile(c, t, writing);
	}
}
