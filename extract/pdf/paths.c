/*
 * Method. Poppler interprets a page once and tells cairo what to paint. Cairo offers no surface that
 * hands paths back: its script surface writes them as text with every font embedded (measured: 4.5 ms
 * a page more), a raster has to be searched for lines again (0.9 to 2 ms more, and hairlines blur).
 * But the calls from libpoppler-glib into libcairo are ordinary dynamic calls, and a program's own
 * definition of a symbol comes before a library's. So the painting functions are defined here:
 * on a context that sp_paths_listen marked they take down the path and paint nothing (glyphs are not
 * rasterised, images not scaled), on every other context they call cairo's. Measured on 60 pages:
 * 1.3 ms a page for text and paths together, 2.1 for the coarsest raster.
 *
 * The mark is user data of the cairo_t, so there is no global state; the only static is the table of
 * cairo's own functions, looked up once. tests/unit/extract_paths.c fails if a build ever binds
 * Poppler to cairo in another way.
 *
 * What counts as a rule: a stroked segment, or a filled rectangle, at most RULE_WIDTH thick and at
 * least twice as long, parallel to a side of the page; and a row of filled squares. Larger filled rectangles are fills. Curves and
 * slanted lines are drawings: of each stretch of them the box is kept. The outlines of letters, which
 * text that is stroked adds to the path, are neither.
 */
#include "extract/pdf/paths.h"

#include <dlfcn.h>
#include <math.h>
#include <stdint.h>

#include "extract/pdf/canvas.h"
#include "extract/pdf/shapes.h"

static const double RULE_WIDTH = 3.0; /* pt: the thickest line of a frame; shading is thicker */
static const double SLANT = 0.4;      /* pt: how far from parallel a line may be */
static const double SHORTEST = 1.0;   /* pt: shorter segments are dots of drawings */
static const double CORNER = 6.0;     /* pt: smaller bends are rounded corners, ticks, arrows, marks of a list */
static const double DOTS_APART = 4.0; /* pt, from dot to dot: browsers leave a dot's width between dots of 0.75 to 2 */
static const guint FEWEST_DOTS = 3;   /* fewer small squares in a row are marks; a side 12 pt long has 3 of 1.5 pt besides those of its corners */
static const double OPAQUE = 0.99;    /* of what lies under it nothing is seen */

struct ink {
	float r, g, b;
	bool solid;  /* false: an image or a pattern */
	bool opaque; /* hides what is under it */
};

/* Small squares painted one after the other in a row, as browsers draw the side of a dotted border. */
struct dots {
	struct sp_box row, last;
	guint n;
	enum sp_axis axis; /* known from the second on */
	struct ink ink;
};

struct listener {
	struct sp_page *page;
	struct sp_painted *painted;
	double scale;
	struct dots dots;
	unsigned groups; /* transparency groups that are open: what is painted into one may be seen through later */
	bool placed; /* the page's own transformation was seen */
	struct sp_canvas *canvas;
};

enum { MOST_STROKES = 2000000 }; /* glyphs and blanks of a page: a dense one has 10,000 */

static const cairo_user_data_key_t mark;

/* --- cairo's own functions ------------------------------------------------------------------------ */

typedef void paint_function(cairo_t *);
typedef void transform_function(cairo_t *, const cairo_matrix_t *);
typedef void extents_function(cairo_t *, double *, double *, double *, double *);
typedef void paint_alpha_function(cairo_t *, double);
typedef void mask_function(cairo_t *, cairo_pattern_t *);
typedef void group_function(cairo_t *, cairo_content_t);
typedef cairo_pattern_t *pop_function(cairo_t *);
typedef void glyphs_function(cairo_t *, const cairo_glyph_t *, int);
typedef void text_glyphs_function(cairo_t *, const char *, int, const cairo_glyph_t *, int,
				  const cairo_text_cluster_t *, int, cairo_text_cluster_flags_t);

/* The functions that are defined here in the place of a library's. */
#define REPLACED(F)                                                                                                    \
	F(cairo_fill)                                                                                                  \
	F(cairo_stroke)                                                                                                \
	F(cairo_paint)                                                                                                 \
	F(cairo_paint_with_alpha)                                                                                      \
	F(cairo_mask)                                                                                                  \
	F(cairo_show_glyphs)                                                                                           \
	F(cairo_glyph_path)                                                                                            \
	F(cairo_show_text_glyphs)                                                                                      \
	F(cairo_push_group)                                                                                            \
	F(cairo_push_group_with_content)                                                                               \
	F(cairo_pop_group)                                                                                             \
	F(cairo_pop_group_to_source)                                                                                   \
	F(cairo_transform)                                                                                             \
	F(cairo_clip_extents)                                                                                          \
	F(cmsCreateTransform)                                                                                          \
	F(cmsDoTransform)                                                                                              \
	F(cmsDeleteTransform)

#define NUMBER(name) NUMBER_##name,
#define NAME(name) #name,

enum replaced { REPLACED(NUMBER) N_REPLACED };

static void *librarys_own(enum replaced which)
{
	static const char *const names[] = { REPLACED(NAME) };
	static void *found[N_REPLACED];
	if (!found[which])
		found[which] = dlsym(RTLD_NEXT, names[which]);
	if (!found[which])
		g_error("%s is in no library that this program runs with", names[which]);
	return found[which];
}

/* Function pointers and void * are the same to dlsym (POSIX.1-2008, dlsym, Rationale). */
#define OWN(type, name) (*(type **)&(void *){ librarys_own(NUMBER_##name) })

/* --- taking down --------------------------------------------------------------------------------- */

static struct listener *listener_of(cairo_t *cr)
{
	return cairo_get_user_data(cr, &mark);
}

static void to_points(const struct listener *l, cairo_t *cr, double *x, double *y)
{
	cairo_user_to_device(cr, x, y);
	*x /= l->scale;
	*y /= l->scale;
}

static struct ink current_ink(cairo_t *cr)
{
	double r = 0, g = 0, b = 0, a = 1;
	cairo_pattern_t *source = cairo_get_source(cr);
	bool over = cairo_get_operator(cr) == CAIRO_OPERATOR_OVER;
	cairo_surface_t *picture = NULL;
	if (cairo_pattern_get_rgba(source, &r, &g, &b, &a) == CAIRO_STATUS_SUCCESS) /* on white paper */
		return (struct ink){ (float)(1 - a + a * r), (float)(1 - a + a * g), (float)(1 - a + a * b), true, over && a > OPAQUE };
	bool dense = cairo_pattern_get_surface(source, &picture) == CAIRO_STATUS_SUCCESS &&
		     cairo_surface_get_content(picture) == CAIRO_CONTENT_COLOR;
	return (struct ink){ 0, 0, 0, false, over && dense };
}

static float luminance(struct ink ink)
{
	return 0.2126f * ink.r + 0.7152f * ink.g + 0.0722f * ink.b;
}

static bool full(const struct listener *l)
{
	return l->page->rules->len + l->page->fills->len + l->page->bends->len >= SP_PATHS_MOST;
}

/*
 * What the clip leaves of the page. Cairo tells it in user space, and knows it in whole device units. (To ask with
 * another matrix in force costs cairo its scaled font, or a copy of its whole state.)
 */
static struct sp_box visible_part(const struct listener *l, cairo_t *cr)
{
	struct sp_box clip;
	cairo_matrix_t m;
	cairo_get_matrix(cr, &m);
	bool upright = (m.xy == 0 && m.yx == 0) || (m.xx == 0 && m.yy == 0);
	if (!upright) {
		cairo_save(cr);
		cairo_identity_matrix(cr);
	}
	OWN(extents_function, cairo_clip_extents)(cr, &clip.x0, &clip.y0, &clip.x1, &clip.y1);
	if (upright) {
		cairo_matrix_transform_point(&m, &clip.x0, &clip.y0);
		cairo_matrix_transform_point(&m, &clip.x1, &clip.y1);
		clip = (struct sp_box){ round(MIN(clip.x0, clip.x1)), round(MIN(clip.y0, clip.y1)),
					round(MAX(clip.x0, clip.x1)), round(MAX(clip.y0, clip.y1)) };
	} else {
		cairo_restore(cr);
	}
	return (struct sp_box){ MAX(clip.x0 / l->scale, 0), MAX(clip.y0 / l->scale, 0),
				MIN(clip.x1 / l->scale, l->page->width), MIN(clip.y1 / l->scale, l->page->height) };
}

static bool cut(struct sp_box *b, const struct sp_box *clip)
{
	*b = (struct sp_box){ MAX(b->x0, clip->x0), MAX(b->y0, clip->y0), MIN(b->x1, clip->x1), MIN(b->y1, clip->y1) };
	return b->x0 <= b->x1 && b->y0 <= b->y1;
}

/* What lies under and over the glyphs. `plain`: the area is its box, without holes and corners. */
static void add_cover(struct listener *l, const struct sp_box *box, struct ink ink, bool plain)
{
	bool sure = plain && ink.opaque && l->groups == 0;
	struct sp_cover cover = { .box = *box,
				  .rgb = { ink.r, ink.g, ink.b },
				  .kind = !sure ? SP_COVER_UNSURE : ink.solid ? SP_COVER_FLAT : SP_COVER_PICTURE,
				  .strokes = l->painted->strokes->len };
	if (l->painted->covers->len < SP_PATHS_MOST)
		g_array_append_val(l->painted->covers, cover);
}

static void add_rule(struct listener *l, const struct sp_box *b, enum sp_axis axis, double width, struct ink ink)
{
	bool across = axis == SP_HORIZONTAL;
	struct sp_rule rule = { .axis = axis,
				.at = across ? (b->y0 + b->y1) / 2 : (b->x0 + b->x1) / 2,
				.from = across ? b->x0 : b->y0,
				.to = across ? b->x1 : b->y1,
				.width = width,
				.light = luminance(ink) };
	if (rule.to - rule.from >= SHORTEST)
		g_array_append_val(l->page->rules, rule);
}

static void add_segment(struct listener *l, const struct sp_box *clip, double x0, double y0, double x1, double y1,
			double width, struct ink ink)
{
	struct sp_box b = { MIN(x0, x1), MIN(y0, y1), MAX(x0, x1), MAX(y0, y1) };
	double w = sp_box_width(&b), h = sp_box_height(&b);
	if (MIN(w, h) > SLANT || MAX(w, h) < SHORTEST || full(l))
		return;
	/* a stroke wider than a rule is a bar: a box drawn with one line */
	if (width > RULE_WIDTH) {
		struct sp_box bar = w > h ? (struct sp_box){ b.x0, b.y0 - width / 2, b.x1, b.y1 + width / 2 }
					  : (struct sp_box){ b.x0 - width / 2, b.y0, b.x1 + width / 2, b.y1 };
		struct sp_fill fill = { bar, ink.r, ink.g, ink.b };
		if (cut(&fill.box, clip)) {
			g_array_append_val(l->page->fills, fill);
			add_cover(l, &fill.box, ink, ink.solid);
		}
		return;
	}
	if (cut(&b, clip))
		add_rule(l, &b, w > h ? SP_HORIZONTAL : SP_VERTICAL, width, ink);
}

static void end_dots(struct listener *l)
{
	struct dots *d = &l->dots;
	if (d->n >= FEWEST_DOTS && !full(l))
		add_rule(l, &d->row, d->axis, MIN(sp_box_width(&d->row), sp_box_height(&d->row)), d->ink);
	d->n = 0;
}

static bool follows(const struct sp_box *last, const struct sp_box *next, enum sp_axis axis)
{
	double dx = fabs(next->x0 - last->x0), dy = fabs(next->y0 - last->y0);
	double along = axis == SP_HORIZONTAL ? dx : dy, aside = axis == SP_HORIZONTAL ? dy : dx;
	return aside <= SLANT && along > SLANT && along <= DOTS_APART;
}

static void add_dot(struct listener *l, const struct sp_box *b, struct ink ink)
{
	struct dots *d = &l->dots;
	if (d->n == 1)
		d->axis = follows(&d->last, b, SP_HORIZONTAL) ? SP_HORIZONTAL : SP_VERTICAL;
	if (d->n > 0 && follows(&d->last, b, d->axis)) {
		sp_box_extend(&d->row, b);
	} else {
		end_dots(l);
		d->row = *b;
		d->ink = ink;
	}
	d->last = *b;
	d->n++;
}

static void add_filled(struct listener *l, cairo_t *cr, const struct sp_box *clip, struct sp_box b, struct ink ink)
{
	double w = sp_box_width(&b), h = sp_box_height(&b);
	if (full(l) || !cut(&b, clip))
		return;
	if (!ink.solid) {
		g_array_append_val(l->page->images, b);
		sp_canvas_paint(l->canvas, cr, l->scale, &b, NULL);
	} else if (MIN(w, h) <= RULE_WIDTH) {
		if (MAX(w, h) >= 2 * MIN(w, h))
			add_rule(l, &b, w > h ? SP_HORIZONTAL : SP_VERTICAL, MIN(w, h), ink);
		else
			add_dot(l, &b, ink);
	} else {
		struct sp_fill fill = { b, ink.r, ink.g, ink.b };
		g_array_append_val(l->page->fills, fill);
	}
}

struct point {
	double x, y;
};

/* The box of a piece of a path, its ends and what steers it; `at` moves from its beginning to its end. */
static struct sp_box take_piece(const struct listener *l, cairo_t *cr, const cairo_path_data_t *d, struct point *at)
{
	struct sp_box box = { at->x, at->y, at->x, at->y };
	for (int k = 1; k < d->header.length; k++) {
		*at = (struct point){ d[k].point.x, d[k].point.y };
		to_points(l, cr, &at->x, &at->y);
		box = (struct sp_box){ MIN(box.x0, at->x), MIN(box.y0, at->y), MAX(box.x1, at->x), MAX(box.y1, at->y) };
	}
	return box;
}

/* --- boxes ----------------------------------------------------------------------------------------- */

/* A part of a path, from one move to the next. */
struct subpath {
	const cairo_path_data_t *data;
	int n; /* elements of data */
	struct sp_box all;
	struct point begin;
};

static struct subpath subpath_at(const struct listener *l, cairo_t *cr, const cairo_path_t *path, int from)
{
	struct subpath s = { .data = &path->data[from] };
	struct point at = { 0, 0 };
	for (int i = from; i < path->num_data && (i == from || path->data[i].header.type != CAIRO_PATH_MOVE_TO);
	     i += path->data[i].header.length) {
		const cairo_path_data_t *d = &path->data[i];
		struct sp_box piece = take_piece(l, cr, d, &at);
		if (i > from) {
			sp_box_extend(&s.all, &piece);
		} else {
			s.begin = at;
			s.all = (struct sp_box){ at.x, at.y, at.x, at.y };
		}
		s.n = i + d->header.length - from;
	}
	return s;
}

/* Adds a straight piece to the length that is drawn of a side; false where it is none of a box's sides. */
static bool add_to_side(const struct sp_box *all, struct point a, struct point b, double drawn[4])
{
	double dx = fabs(a.x - b.x), dy = fabs(a.y - b.y);
	if (MIN(dx, dy) > SLANT)
		return false;
	bool across = dx > dy;
	double low = across ? fabs(a.y - all->y0) : fabs(a.x - all->x0), high = across ? fabs(a.y - all->y1) : fabs(a.x - all->x1);
	drawn[(across ? 0 : 2) + (high < low)] += MAX(dx, dy);
	return MIN(low, high) <= SLANT || MAX(dx, dy) <= SLANT;
}

/* A box parallel to the page, its corners round or not. Who fills closes what is open. */
static bool is_box(const struct listener *l, cairo_t *cr, const struct subpath *s, bool fills)
{
	const double most = 0.3; /* of each side is straight: cells 12 pt high have corners of up to 4 pt */
	double drawn[4] = { 0 };
	struct point at = s->begin;
	for (int i = s->data->header.length; i < s->n; i += s->data[i].header.length) {
		struct point from = at;
		take_piece(l, cr, &s->data[i], &at);
		if (s->data[i].header.type == CAIRO_PATH_CLOSE_PATH)
			at = s->begin;
		if (s->data[i].header.type != CAIRO_PATH_CURVE_TO && !add_to_side(&s->all, from, at, drawn))
			return false;
	}
	if (fills && !add_to_side(&s->all, at, s->begin, drawn))
		return false;
	double w = sp_box_width(&s->all), h = sp_box_height(&s->all);
	return MAX(w, h) > SLANT && (w <= SLANT || MIN(drawn[0], drawn[1]) >= most * w) &&
	       (h <= SLANT || MIN(drawn[2], drawn[3]) >= most * h);
}

/* Is the filled area what lies between the two, as thin as rules are? */
static bool are_frame(const struct sp_box *outer, const struct sp_box *inner)
{
	double left = inner->x0 - outer->x0, right = outer->x1 - inner->x1, top = inner->y0 - outer->y0, bottom = outer->y1 - inner->y1;
	return MIN(MIN(left, right), MIN(top, bottom)) >= 0 && MAX(MAX(left, right), MAX(top, bottom)) <= RULE_WIDTH;
}

static void add_frame(struct listener *l, cairo_t *cr, const struct sp_box *clip, const struct sp_box *outer,
		      const struct sp_box *inner, struct ink ink)
{
	add_filled(l, cr, clip, (struct sp_box){ outer->x0, outer->y0, outer->x1, inner->y0 }, ink);
	add_filled(l, cr, clip, (struct sp_box){ outer->x0, inner->y1, outer->x1, outer->y1 }, ink);
	add_filled(l, cr, clip, (struct sp_box){ outer->x0, outer->y0, inner->x0, outer->y1 }, ink);
	add_filled(l, cr, clip, (struct sp_box){ inner->x1, outer->y0, outer->x1, outer->y1 }, ink);
}

/* --- bends ----------------------------------------------------------------------------------------- */

/* Takes a stretch down, unless it is a mere corner, and begins the next. */
static void end_bend(struct listener *l, const struct sp_box *clip, struct sp_bend *bend)
{
	struct sp_box *b = &bend->box;
	if (MAX(sp_box_width(b), sp_box_height(b)) >= CORNER && !full(l) && cut(b, clip))
		g_array_append_val(l->page->bends, *bend);
	*bend = (struct sp_bend){ .pieces = 0 };
}

/* Stretches of curves and slanted lines, each from where it leaves a line parallel to the page to the next. */
static void take_bends(struct listener *l, cairo_t *cr, const struct sp_box *clip, const cairo_path_t *path)
{
	struct point at = { 0, 0 };
	struct sp_bend bend = { .pieces = 0 };
	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		const cairo_path_data_t *d = &path->data[i];
		struct sp_box piece = take_piece(l, cr, d, &at);
		if (d->header.type != CAIRO_PATH_MOVE_TO && sp_box_width(&piece) > SLANT &&
		    sp_box_height(&piece) > SLANT) {
			sp_box_extend(&bend.box, &piece);
			bend.pieces++;
		} else if (bend.pieces > 0) {
			end_bend(l, clip, &bend);
		}
	}
	if (bend.pieces > 0)
		end_bend(l, clip, &bend);
}

/* The area of a filled path. Several pieces may leave holes in each other: a frame is a box in a box. */
static void cover_filled(struct listener *l, cairo_t *cr, const struct sp_box *clip, struct ink ink, bool plain)
{
	struct sp_box box;
	cairo_path_extents(cr, &box.x0, &box.y0, &box.x1, &box.y1);
	double x[] = { box.x0, box.x1, box.x0, box.x1 }, y[] = { box.y0, box.y0, box.y1, box.y1 };
	for (int i = 0; i < 4; i++) {
		to_points(l, cr, &x[i], &y[i]);
		box = i == 0 ? (struct sp_box){ x[0], y[0], x[0], y[0] }
			     : (struct sp_box){ MIN(box.x0, x[i]), MIN(box.y0, y[i]), MAX(box.x1, x[i]), MAX(box.y1, y[i]) };
	}
	if (cut(&box, clip) && MIN(sp_box_width(&box), sp_box_height(&box)) > RULE_WIDTH)
		add_cover(l, &box, ink, plain);
}

/* Each subpath that is small and no line or box, for who looks for letters and marks that are drawn. */
static void take_shapes(const struct listener *l, cairo_t *cr, const struct sp_box *clip, const cairo_path_t *path,
			double width, struct ink ink)
{
	cairo_matrix_t to_points;
	cairo_get_matrix(cr, &to_points);
	cairo_matrix_t smaller = { 1 / l->scale, 0, 0, 1 / l->scale, 0, 0 };
	cairo_matrix_multiply(&to_points, &to_points, &smaller);
	sp_shapes_take(l->page, path, &to_points, clip, &(struct sp_brush){ width, luminance(ink) });
}

static void take_fill(struct listener *l, cairo_t *cr)
{
	struct ink ink = current_ink(cr);
	struct sp_box clip = visible_part(l, cr);
	cairo_path_t *path = cairo_copy_path(cr);
	if (luminance(ink) < 0.97f)
		take_bends(l, cr, &clip, path);
	if (ink.solid)
		take_shapes(l, cr, &clip, path, 0, ink);
	GArray *boxes = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	unsigned pieces = 0;
	for (int i = 0; i < path->num_data;) {
		struct subpath s = subpath_at(l, cr, path, i);
		pieces += s.n > s.data->header.length;
		if (is_box(l, cr, &s, true))
			g_array_append_val(boxes, s.all);
		i += s.n;
	}
	const struct sp_box *b = (const struct sp_box *)(const void *)boxes->data;
	if (boxes->len == 2 && pieces == 2 && are_frame(&b[0], &b[1]))
		add_frame(l, cr, &clip, &b[0], &b[1], ink);
	else
		for (guint i = 0; i < boxes->len; i++)
			add_filled(l, cr, &clip, b[i], ink);
	cairo_path_destroy(path);
	cover_filled(l, cr, &clip, ink, pieces == 1 && boxes->len == 1);
	g_array_unref(boxes);
}

static double stroke_width(const struct listener *l, cairo_t *cr)
{
	double dx = cairo_get_line_width(cr), dy = dx;
	cairo_user_to_device_distance(cr, &dx, &dy);
	return MAX(fabs(dx), fabs(dy)) / l->scale;
}

/* The straight pieces of a line, and the sides of a frame with round corners up to where they would meet. */
static void take_outline(struct listener *l, cairo_t *cr, const struct sp_box *clip, const struct subpath *s, double width,
			 struct ink ink)
{
	const struct sp_box *b = &s->all;
	if (is_box(l, cr, s, false)) {
		add_segment(l, clip, b->x0, b->y0, b->x1, b->y0, width, ink);
		add_segment(l, clip, b->x0, b->y1, b->x1, b->y1, width, ink);
		add_segment(l, clip, b->x0, b->y0, b->x0, b->y1, width, ink);
		add_segment(l, clip, b->x1, b->y0, b->x1, b->y1, width, ink);
		return;
	}
	struct point at = s->begin;
	for (int i = s->data->header.length; i < s->n; i += s->data[i].header.length) {
		struct point from = at;
		take_piece(l, cr, &s->data[i], &at);
		if (s->data[i].header.type == CAIRO_PATH_CLOSE_PATH)
			at = s->begin;
		if (s->data[i].header.type != CAIRO_PATH_CURVE_TO)
			add_segment(l, clip, from.x, from.y, at.x, at.y, width, ink);
	}
}

static void take_stroke(struct listener *l, cairo_t *cr)
{
	struct ink ink = current_ink(cr);
	struct sp_box clip = visible_part(l, cr);
	double width = stroke_width(l, cr);
	cairo_path_t *path = cairo_copy_path(cr);
	if (luminance(ink) < 0.97f)
		take_bends(l, cr, &clip, path);
	take_shapes(l, cr, &clip, path, MAX(width, 0.1), ink);
	for (int i = 0; i < path->num_data;) {
		struct subpath s = subpath_at(l, cr, path, i);
		take_outline(l, cr, &clip, &s, width, ink);
		i += s.n;
	}
	cairo_path_destroy(path);
}

/* `mask`: the picture through which ink is painted; NULL: what is painted is the picture itself. */
static void take_image(struct listener *l, cairo_t *cr, cairo_pattern_t *mask)
{
	struct sp_box clip = visible_part(l, cr);
	if (clip.x0 >= clip.x1 || clip.y0 >= clip.y1 || full(l))
		return;
	g_array_append_val(l->page->images, clip);
	add_cover(l, &clip, current_ink(cr), !mask);
	sp_canvas_paint(l->canvas, cr, l->scale, &clip, mask);
}

/* Glyphs of text. `letters` as in cairo_show_text_glyphs; NULL where only their outlines are asked for. */
static void take_glyphs(struct listener *l, cairo_t *cr, const char *letters, const cairo_glyph_t *glyphs, int n_glyphs,
			const cairo_text_cluster_t *clusters, int n_clusters)
{
	struct sp_box clip = visible_part(l, cr);
	if (l->painted->strokes->len < MOST_STROKES)
		sp_painted_take(l->painted, cr, l->scale, &clip, letters, glyphs, n_glyphs, clusters, n_clusters);
}

static void stop_listening(void *listener)
{
	struct listener *l = listener;
	end_dots(l);
	sp_canvas_read(l->canvas, l->page->pictures, l->page->pictured);
	sp_canvas_free(l->canvas);
	g_free(l);
}

void sp_paths_listen(cairo_t *cr, struct sp_page *page, struct sp_painted *painted, double scale)
{
	struct listener *l = g_new(struct listener, 1);
	*l = (struct listener){
		.page = page, .painted = painted, .scale = scale, .canvas = sp_canvas_new(page->width, page->height)
	};
	cairo_set_user_data(cr, &mark, l, stop_listening);
}

/*
 * poppler-glib has no call that tells /Rotate. The first transformation of a page is from its own
 * space, with y upwards, to the page as displayed; the others come from its content.
 */
static void take_rotation(struct listener *l, const cairo_matrix_t *m)
{
	bool sideways = fabs(m->xy) > fabs(m->xx);
	bool forth = sideways ? m->yx > 0 : m->xx > 0;
	l->page->rotation = (sideways ? 90 : 0) + (forth ? 0 : 180);
	l->placed = true;
}

/* --- the painting functions, in cairo's place ------------------------------------------------------ */

void cairo_fill(cairo_t *cr)
{
	struct listener *l = listener_of(cr);
	if (!l) {
		OWN(paint_function, cairo_fill)(cr);
		return;
	}
	take_fill(l, cr);
	cairo_new_path(cr);
}

void cairo_stroke(cairo_t *cr)
{
	struct listener *l = listener_of(cr);
	if (!l) {
		OWN(paint_function, cairo_stroke)(cr);
		return;
	}
	take_stroke(l, cr);
	cairo_new_path(cr);
}

void cairo_paint(cairo_t *cr)
{
	struct listener *l = listener_of(cr);
	if (!l)
		OWN(paint_function, cairo_paint)(cr);
	else if (!current_ink(cr).solid)
		take_image(l, cr, NULL);
}

void cairo_paint_with_alpha(cairo_t *cr, double alpha)
{
	if (!listener_of(cr))
		OWN(paint_alpha_function, cairo_paint_with_alpha)(cr, alpha);
}

/* A picture of one bit, as most scans are, is the mask through which ink is painted. */
void cairo_mask(cairo_t *cr, cairo_pattern_t *pattern)
{
	struct listener *l = listener_of(cr);
	if (!l)
		OWN(mask_function, cairo_mask)(cr, pattern);
	else if (cairo_pattern_get_type(pattern) == CAIRO_PATTERN_TYPE_SURFACE)
		take_image(l, cr, pattern);
}

void cairo_show_glyphs(cairo_t *cr, const cairo_glyph_t *glyphs, int n)
{
	struct listener *l = listener_of(cr);
	if (l)
		take_glyphs(l, cr, NULL, glyphs, n, NULL, 0);
	else
		OWN(glyphs_function, cairo_show_glyphs)(cr, glyphs, n);
}

/* Stroked text: its outline is not a line of the page. */
void cairo_glyph_path(cairo_t *cr, const cairo_glyph_t *glyphs, int n)
{
	struct listener *l = listener_of(cr);
	if (l)
		take_glyphs(l, cr, NULL, glyphs, n, NULL, 0);
	else
		OWN(glyphs_function, cairo_glyph_path)(cr, glyphs, n);
}

void cairo_show_text_glyphs(cairo_t *cr, const char *utf8, int utf8_len, const cairo_glyph_t *glyphs, int n_glyphs,
			    const cairo_text_cluster_t *clusters, int n_clusters, cairo_text_cluster_flags_t flags)
{
	struct listener *l = listener_of(cr);
	if (l)
		take_glyphs(l, cr, flags == 0 ? utf8 : NULL, glyphs, n_glyphs, clusters, n_clusters);
	else
		OWN(text_glyphs_function, cairo_show_text_glyphs)
		(cr, utf8, utf8_len, glyphs, n_glyphs, clusters, n_clusters, flags);
}

/* --- groups ------------------------------------------------------------------------------------------ */

static void count_group(cairo_t *cr, bool opens)
{
	struct listener *l = listener_of(cr);
	if (l && (opens || l->groups > 0))
		l->groups += opens ? 1u : -1u;
}

void cairo_push_group(cairo_t *cr)
{
	count_group(cr, true);
	OWN(paint_function, cairo_push_group)(cr);
}

void cairo_push_group_with_content(cairo_t *cr, cairo_content_t content)
{
	count_group(cr, true);
	OWN(group_function, cairo_push_group_with_content)(cr, content);
}

cairo_pattern_t *cairo_pop_group(cairo_t *cr)
{
	count_group(cr, false);
	return OWN(pop_function, cairo_pop_group)(cr);
}

void cairo_pop_group_to_source(cairo_t *cr)
{
	count_group(cr, false);
	OWN(paint_function, cairo_pop_group_to_source)(cr);
}

/* --- not a painting function: it only tells how the page lies --------------------------------------- */

void cairo_transform(cairo_t *cr, const cairo_matrix_t *matrix)
{
	struct listener *l = listener_of(cr);
	if (l && !l->placed)
		take_rotation(l, matrix);
	OWN(transform_function, cairo_transform)(cr, matrix);
}

/*
 * Nor this one: Poppler asks it only how large a soft mask must be that it paints, dot for dot. At our scale a mask for
 * a page is 500 MB and a second of work, and nothing is painted through it. So to Poppler the visible part is a point.
 */
void cairo_clip_extents(cairo_t *cr, double *x0, double *y0, double *x1, double *y1)
{
	if (listener_of(cr))
		*x0 = *y0 = *x1 = *y1 = 0;
	else
		OWN(extents_function, cairo_clip_extents)(cr, x0, y0, x1, y1);
}

/*
 * Nor these, of lcms: for every page of a PDF/A document, and for every profile of a colour space, Poppler has tables made
 * that lead to the colours of a screen (measured: 7 of 9 ms a page of a council's budget), and every dot of a picture goes
 * through them. Colours here are compared and told, not matched: bytes of grey and RGB are passed on as they are, by a
 * transformation that is none of lcms'. Four inks are converted as ever.
 */
typedef void *transform_maker(void *, uint32_t, void *, uint32_t, uint32_t, uint32_t);
typedef void transform_doer(void *, const void *, void *, uint32_t);
typedef void transform_deleter(void *);

void *cmsCreateTransform(void *from, uint32_t from_format, void *to, uint32_t to_format, uint32_t intent, uint32_t flags);
void cmsDoTransform(void *transform, const void *from, void *to, uint32_t n);
void cmsDeleteTransform(void *transform);

static char grey_as_it_is, rgb_as_it_is; /* their places stand for the two */

void *cmsCreateTransform(void *from, uint32_t from_format, void *to, uint32_t to_format, uint32_t intent, uint32_t flags)
{
	const uint32_t null_transform = 0x0200; /* cmsFLAGS_NULLTRANSFORM of lcms2.h */
	const uint32_t channels = from_format >> 3 & 15, to_channels = to_format >> 3 & 15; /* T_CHANNELS */
	const bool bytes = (from_format & 7) == 1 && (to_format & 7) == 1;                  /* T_BYTES */
	if (bytes && to_channels == 3 && (channels == 1 || channels == 3))
		return channels == 1 ? &grey_as_it_is : &rgb_as_it_is;
	return OWN(transform_maker, cmsCreateTransform)(from, from_format, to, to_format, intent,
							channels <= 3 ? flags | null_transform : flags);
}

void cmsDoTransform(void *transform, const void *from, void *to, uint32_t n)
{
	const uint8_t *grey = from;
	uint8_t *rgb = to;
	if (transform == &rgb_as_it_is)
		memcpy(to, from, 3 * (size_t)n);
	else if (transform == &grey_as_it_is)
		for (; n > 0; n--, grey++, rgb += 3)
			rgb[0] = rgb[1] = rgb[2] = *grey;
	else
		OWN(transform_doer, cmsDoTransform)(transform, from, to, n);
}

void cmsDeleteTransform(void *transform)
{
	if (transform != &grey_as_it_is && transform != &rgb_as_it_is)
		OWN(transform_deleter, cmsDeleteTransform)(transform);
}
