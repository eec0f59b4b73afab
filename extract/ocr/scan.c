/*
 * Method. The picture is brought to gray, its ground to white (Leptonica's background normalisation:
 * paper is never evenly lit), and turned by the angle at which its text lines are sharpest. Lines are
 * runs of ink longer than any stroke of a letter; a gap in them, or dashes, are bridged where ink
 * prevails. What the lines leave between them are the areas.
 *
 * All lengths are in points and become dots by the resolution. What it does wrong: lines of hand-drawn
 * or curved tables; letters larger than SHORTEST are taken for lines unless they are told by FREE_DOWN.
 */
#include "extract/ocr/scan.h"

#include <math.h>

static const double SHORTEST = 12;    /* a run that may be part of a line: above the bars of usual type */
static const double FREE_ACROSS = 36; /* a line that ends at no other must be this long: no dash is */
static const double FREE_DOWN = 72;   /* upright likewise: no stem of a title is */
static const double THICKEST = 4;     /* more is a bar, no line */
static const double DASH = 6;         /* gap between the dashes of a line */
static const double TOUCH = 3;        /* how near a line's end must be to another to end there */
static const double SMALLEST = 5;     /* side of an area: below it stands no type */

enum {
	GROUND = 200, /* what Leptonica brings the paper to */
	FAINT = 172,  /* darker is line: hairlines are gray, and noise makes no runs */
	DARK = 150,   /* darker is ink */
};

/* A run of ink that may be a line. */
struct stroke {
	enum sp_axis axis;
	int x, y, w, h;
	double thickness; /* dots */
	PIX *shape;
	bool kept;
};

/* The picture while its lines are looked for. */
struct sketch {
	double dpi;
	PIX *faint;    /* what is dark enough for a line: 1 bit */
	GArray *runs;  /* struct stroke */
	PIX *lines[2]; /* by axis: the dots of the runs that are kept */
};

static int dots(double dpi, double points)
{
	return MAX((int)lround(points * dpi / 72), 1);
}

/* --- picture ------------------------------------------------------------------------------------- */

static PIX *gray_of(cairo_surface_t *surface)
{
	cairo_format_t format = cairo_image_surface_get_format(surface);
	if (format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32)
		return NULL;
	cairo_surface_flush(surface);
	int w = cairo_image_surface_get_width(surface), h = cairo_image_surface_get_height(surface);
	int stride = cairo_image_surface_get_stride(surface);
	const guint8 *data = cairo_image_surface_get_data(surface);
	PIX *gray = w > 0 && h > 0 ? pixCreate(w, h, 8) : NULL;
	if (!gray)
		return NULL;
	for (int y = 0; y < h; y++) {
		const guint32 *from = (const guint32 *)(const void *)(data + (size_t)y * (size_t)stride);
		l_uint32 *to = pixGetData(gray) + (size_t)y * (size_t)pixGetWpl(gray);
		for (int x = 0; x < w; x++) {
			guint32 r = from[x] >> 16 & 0xFF, g = from[x] >> 8 & 0xFF, b = from[x] & 0xFF;
			SET_DATA_BYTE(to, x, (l_uint8)((r * 77 + g * 150 + b * 29) >> 8));
		}
	}
	return gray;
}

/* Replaces *pix. A NULL result leaves it as it was. */
static void become(PIX **pix, PIX *next)
{
	if (!next)
		return;
	pixDestroy(pix);
	*pix = next;
}

/* Turns the picture by the angle that Leptonica finds, when it is sure of one. Returns the degrees. */
static double straighten(PIX **gray, PIX *ink)
{
	static const l_float32 sure = 3, straight = 0.02f, most = 7;
	l_float32 angle = 0, confidence = 0;
	if (pixFindSkew(ink, &angle, &confidence) != 0 || confidence < sure || fabsf(angle) < straight ||
	    fabsf(angle) > most)
		return 0;
	PIX *turned = pixRotate(*gray, angle * (l_float32)(G_PI / 180), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
	if (!turned)
		return 0;
	become(gray, turned);
	return (double)angle;
}

/* --- lines ---------------------------------------------------------------------------------------- */

/* Leptonica's bricks take width and height; ours a length along the axis. */
static PIX *open_along(PIX *pix, enum sp_axis axis, int n)
{
	return axis == SP_HORIZONTAL ? pixOpenBrick(NULL, pix, n, 1) : pixOpenBrick(NULL, pix, 1, n);
}

static PIX *close_along(PIX *pix, enum sp_axis axis, int n)
{
	return axis == SP_HORIZONTAL ? pixCloseSafeBrick(NULL, pix, n, 1) : pixCloseSafeBrick(NULL, pix, 1, n);
}

static PIX *widen_along(PIX *pix, enum sp_axis axis, int n)
{
	return axis == SP_HORIZONTAL ? pixDilateBrick(NULL, pix, n, 1) : pixDilateBrick(NULL, pix, 1, n);
}

static enum sp_axis other(enum sp_axis axis)
{
	return axis == SP_HORIZONTAL ? SP_VERTICAL : SP_HORIZONTAL;
}

/* Runs of ink, made thicker first: a line that is not quite straight climbs from one row of dots to
 * the next. */
static PIX *solid_runs(const struct sketch *s, enum sp_axis axis)
{
	PIX *thick = widen_along(s->faint, other(axis), 3);
	PIX *runs = open_along(thick, axis, dots(s->dpi, SHORTEST));
	pixDestroy(&thick);
	return runs;
}

/* Dashes: pieces no thicker than a line, in a row of FREE_DOWN at least. */
static PIX *dashed_runs(const struct sketch *s, enum sp_axis axis)
{
	int most = dots(s->dpi, THICKEST / 2);
	PIX *thin = axis == SP_HORIZONTAL
			? pixSelectBySize(s->faint, 0, most, 8, L_SELECT_HEIGHT, L_SELECT_IF_LTE, NULL)
			: pixSelectBySize(s->faint, most, 0, 8, L_SELECT_WIDTH, L_SELECT_IF_LTE, NULL);
	PIX *bridged = close_along(thin, axis, dots(s->dpi, DASH));
	PIX *runs = open_along(bridged, axis, dots(s->dpi, FREE_DOWN));
	pixDestroy(&thin);
	pixDestroy(&bridged);
	return runs;
}

static PIX *runs_along(const struct sketch *s, enum sp_axis axis)
{
	PIX *solid = solid_runs(s, axis), *dashed = dashed_runs(s, axis);
	PIX *runs = pixOr(NULL, solid, dashed);
	pixDestroy(&solid);
	pixDestroy(&dashed);
	return runs;
}

static int length_of(const struct stroke *r)
{
	return r->axis == SP_HORIZONTAL ? r->w : r->h;
}

/* How much of a run's length has ink under it: the gaps between the dots of a leader are wider than
 * they, those between the dashes of a line are not. */
static bool is_mostly_ink(const struct sketch *s, const struct stroke *r)
{
	BOX *box = boxCreate(r->x, r->y, r->w, r->h);
	PIX *under = pixClipRectangle(s->faint, box, NULL);
	NUMA *counts = r->axis == SP_HORIZONTAL ? pixCountPixelsByColumn(under) : pixCountPixelsByRow(under, NULL);
	int inked = 0;
	for (int i = 0; i < numaGetCount(counts); i++) {
		l_int32 n = 0;
		numaGetIValue(counts, i, &n);
		inked += n > 0;
	}
	numaDestroy(&counts);
	pixDestroy(&under);
	boxDestroy(&box);
	return inked * 2 > length_of(r);
}

static void keep(struct sketch *s, struct stroke *r)
{
	r->kept = true;
	pixRasterop(s->lines[r->axis], r->x, r->y, r->w, r->h, PIX_SRC | PIX_DST, r->shape, 0, 0);
}

static void find_runs(struct sketch *s, enum sp_axis axis)
{
	static const double free_length[] = { [SP_HORIZONTAL] = FREE_ACROSS, [SP_VERTICAL] = FREE_DOWN };
	PIX *runs = runs_along(s, axis);
	PIXA *shapes = NULL;
	BOXA *boxes = pixConnComp(runs, &shapes, 8);
	for (int i = 0; boxes && i < boxaGetCount(boxes); i++) {
		struct stroke r = { .axis = axis, .shape = pixaGetPix(shapes, i, L_CLONE) };
		l_int32 area = 0;
		boxaGetBoxGeometry(boxes, i, &r.x, &r.y, &r.w, &r.h);
		pixCountPixels(r.shape, &area, NULL);
		r.thickness = (double)area / length_of(&r);
		if (r.thickness > s->dpi * THICKEST / 72 || !is_mostly_ink(s, &r)) {
			pixDestroy(&r.shape);
			continue;
		}
		g_array_append_val(s->runs, r);
		if (length_of(&r) >= dots(s->dpi, free_length[axis]))
			keep(s, &g_array_index(s->runs, struct stroke, s->runs->len - 1));
	}
	boxaDestroy(&boxes);
	pixaDestroy(&shapes);
	pixDestroy(&runs);
}

static bool has_dots(PIX *pix, int x, int y, int w, int h)
{
	BOX *box = boxCreateValid(x, y, w, h);
	PIX *clip = box ? pixClipRectangle(pix, box, NULL) : NULL;
	l_int32 empty = 1;
	if (clip)
		pixZero(clip, &empty);
	pixDestroy(&clip);
	boxDestroy(&box);
	return !empty;
}

/* Does a run end, on both sides, at lines that cross it? */
static bool is_held(const struct sketch *s, const struct stroke *r)
{
	int reach = dots(s->dpi, TOUCH);
	PIX *crossing = s->lines[other(r->axis)];
	if (r->axis == SP_HORIZONTAL)
		return has_dots(crossing, r->x - reach, r->y, 2 * reach, r->h) &&
		       has_dots(crossing, r->x + r->w - reach, r->y, 2 * reach, r->h);
	return has_dots(crossing, r->x, r->y - reach, r->w, 2 * reach) &&
	       has_dots(crossing, r->x, r->y + r->h - reach, r->w, 2 * reach);
}

/* Short runs are lines when they are held by lines; twice, for those that are held by such ones. */
static void keep_held(struct sketch *s)
{
	for (int pass = 0; pass < 2; pass++)
		for (guint i = 0; i < s->runs->len; i++) {
			struct stroke *r = &g_array_index(s->runs, struct stroke, i);
			if (!r->kept && is_held(s, r))
				keep(s, r);
		}
}

static GArray *rules_of(const struct sketch *s)
{
	GArray *rules = g_array_new(FALSE, FALSE, sizeof(struct sp_rule));
	double point = s->dpi / 72;
	for (guint i = 0; i < s->runs->len; i++) {
		const struct stroke *r = &g_array_index(s->runs, struct stroke, i);
		bool across = r->axis == SP_HORIZONTAL;
		if (!r->kept)
			continue;
		struct sp_rule rule = {
			.axis = r->axis,
			.at = (across ? r->y + r->h / 2.0 : r->x + r->w / 2.0) / point,
			.from = (across ? r->x : r->y) / point,
			.to = (across ? r->x + r->w : r->y + r->h) / point,
			.width = MAX(r->thickness - 2, 1) / point, /* solid_runs made it thicker by two dots */
		};
		g_array_append_val(rules, rule);
	}
	return rules;
}

static void run_clear(void *run)
{
	pixDestroy(&((struct stroke *)run)->shape);
}

/* Finds the lines: rules, and all dots that are part of one, drawn on over the gaps at its ends.
 * (transfer full) */
static PIX *find_lines(PIX *faint, double dpi, GArray **rules)
{
	struct sketch s = { .dpi = dpi, .faint = faint, .runs = g_array_new(FALSE, FALSE, sizeof(struct stroke)) };
	g_array_set_clear_func(s.runs, run_clear);
	for (enum sp_axis axis = SP_HORIZONTAL; axis <= SP_VERTICAL; axis++)
		s.lines[axis] = pixCreateTemplate(faint);
	find_runs(&s, SP_HORIZONTAL);
	find_runs(&s, SP_VERTICAL);
	keep_held(&s);
	*rules = rules_of(&s);
	PIX *all = pixCreateTemplate(faint);
	for (enum sp_axis axis = SP_HORIZONTAL; axis <= SP_VERTICAL; axis++) {
		PIX *longer = widen_along(s.lines[axis], axis, 2 * dots(dpi, TOUCH) + 1);
		pixOr(all, all, longer);
		pixDestroy(&longer);
		pixDestroy(&s.lines[axis]);
	}
	g_array_free(s.runs, TRUE);
	return all;
}

/* --- areas ------------------------------------------------------------------------------------------ */

enum { AREAS_MOST = 5000 }; /* more is a drawing */

static double median_of(PIX *gray, PIX *shape, int x, int y)
{
	l_float32 value = 0;
	NUMA *histogram = pixGetGrayHistogramMasked(gray, shape, x, y, 1);
	if (histogram)
		numaHistogramGetValFromRank(histogram, 0.5f, &value);
	numaDestroy(&histogram);
	return (double)value;
}

static bool has_ink(PIX *ink, PIX *shape, const struct sp_area *a)
{
	BOX *box = boxCreate(a->x, a->y, a->w, a->h);
	PIX *inside = pixClipRectangle(ink, box, NULL);
	pixAnd(inside, inside, shape);
	l_int32 empty = 1;
	pixZero(inside, &empty);
	pixDestroy(&inside);
	boxDestroy(&box);
	return !empty;
}

static bool is_around(const struct sp_area *a, const struct sp_area *b)
{
	return a != b && a->x <= b->x && a->y <= b->y && a->x + a->w >= b->x + b->w && a->y + a->h >= b->y + b->h;
}

/* `plain` is the picture as it was, without its ground evened out. */
static void find_areas(struct sp_scan *scan, PIX *lines, PIX *plain)
{
	PIX *space = pixInvert(NULL, lines);
	PIXA *shapes = NULL;
	BOXA *boxes = pixConnComp(space, &shapes, 4);
	double paper = MAX(median_of(plain, NULL, 0, 0), 1);
	int smallest = dots(scan->dpi, SMALLEST), w = pixGetWidth(plain), h = pixGetHeight(plain);
	for (int i = 0; boxes && i < boxaGetCount(boxes) && scan->areas->len < AREAS_MOST; i++) {
		struct sp_area a = { .light = 1 };
		boxaGetBoxGeometry(boxes, i, &a.x, &a.y, &a.w, &a.h);
		if (a.w < smallest || a.h < smallest)
			continue;
		PIX *shape = pixaGetPix(shapes, i, L_CLONE);
		a.is_open = a.x == 0 || a.y == 0 || a.x + a.w == w || a.y + a.h == h;
		a.has_ink = has_ink(scan->ink, shape, &a);
		a.light = MIN(median_of(plain, shape, a.x, a.y) / paper, 1);
		g_array_append_val(scan->areas, a);
		pixaAddPix(scan->shapes, shape, L_INSERT);
	}
	for (guint i = 0; i < scan->areas->len; i++)
		for (guint k = 0; k < scan->areas->len; k++) {
			struct sp_area *a = &g_array_index(scan->areas, struct sp_area, i);
			a->is_open = a->is_open || is_around(a, &g_array_index(scan->areas, struct sp_area, k));
		}
	boxaDestroy(&boxes);
	pixaDestroy(&shapes);
	pixDestroy(&space);
}

/* --- public -------------------------------------------------------------------------------------------- */

static PIX *without_specks(PIX *ink, double dpi)
{
	int speck = dots(dpi, 0.5);
	return pixSelectBySize(ink, speck, speck, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
}

struct sp_scan *sp_scan_new(cairo_surface_t *surface, double dpi)
{
	PIX *plain = gray_of(surface);
	if (!plain)
		return NULL;
	struct sp_scan *scan = g_new0(struct sp_scan, 1);
	scan->dpi = dpi;
	scan->areas = g_array_new(FALSE, FALSE, sizeof(struct sp_area));
	scan->shapes = pixaCreate(0);
	PIX *even = pixBackgroundNormSimple(plain, NULL, NULL);
	become(&even, even ? NULL : pixClone(plain));
	PIX *ink = pixThresholdToBinary(even, DARK);
	scan->skew = straighten(&even, ink);
	if (scan->skew != 0)
		become(&plain, pixRotate(plain, (l_float32)(scan->skew * G_PI / 180), L_ROTATE_AREA_MAP,
					 L_BRING_IN_WHITE, 0, 0));
	pixDestroy(&ink);

	PIX *faint = pixThresholdToBinary(even, FAINT);
	PIX *lines = find_lines(faint, dpi, &scan->rules);
	scan->gray = pixGammaTRC(NULL, even, 1, 0, GROUND - 10);
	ink = pixThresholdToBinary(even, DARK);
	PIX *halo = pixDilateBrick(NULL, lines, 3, 3);
	pixSetMasked(scan->gray, halo, 255);
	pixSubtract(ink, ink, halo);
	scan->ink = without_specks(ink, dpi);
	find_areas(scan, lines, plain);
	pixDestroy(&halo);
	pixDestroy(&ink);
	pixDestroy(&lines);
	pixDestroy(&faint);
	pixDestroy(&even);
	pixDestroy(&plain);
	return scan;
}

void sp_scan_free(struct sp_scan *scan)
{
	if (!scan)
		return;
	pixDestroy(&scan->gray);
	pixDestroy(&scan->ink);
	pixaDestroy(&scan->shapes);
	g_array_free(scan->areas, TRUE);
	g_array_free(scan->rules, TRUE);
	g_free(scan);
}

void sp_scan_draw(const struct sp_scan *scan, struct sp_page *page)
{
	static const double shaded = 0.97; /* of the paper's light; less is a ground that a reader sees */
	g_array_append_vals(page->rules, scan->rules->data, scan->rules->len);
	for (guint i = 0; i < scan->areas->len; i++) {
		const struct sp_area *a = &g_array_index(scan->areas, struct sp_area, i);
		if (a->is_open || a->light > shaded)
			continue;
		double point = scan->dpi / 72;
		struct sp_fill fill = { .box = { a->x / point, a->y / point, (a->x + a->w) / point,
						 (a->y + a->h) / point },
					.r = (float)a->light,
					.g = (float)a->light,
					.b = (float)a->light };
		g_array_append_val(page->fills, fill);
	}
}

PIX *sp_scan_area(const struct sp_scan *scan, guint area, int margin)
{
	const struct sp_area *a = &g_array_index(scan->areas, struct sp_area, area);
	BOX *box = boxCreate(a->x, a->y, a->w, a->h);
	PIX *clip = pixClipRectangle(scan->gray, box, NULL);
	PIX *shape = pixaGetPix(scan->shapes, (int)area, L_CLONE);
	PIX *around = pixInvert(NULL, shape);
	pixSetMasked(clip, around, 255);
	PIX *framed = pixAddBorder(clip, margin, 255);
	pixDestroy(&around);
	pixDestroy(&shape);
	pixDestroy(&clip);
	boxDestroy(&box);
	return framed;
}
