#include "extract/pdf/shapes.h"

#include <math.h>

static const double LARGEST = 40.0; /* pt: a letter of a title; what is larger is a drawing */
static const double PARALLEL = 0.4; /* pt: how far from parallel to the page a side may be */
enum { MARK_POINTS = 80, MOST_POINTS = 1 << 18 };

/* One subpath while it is walked. */
struct shape_walk {
	struct sp_page *page;
	const struct sp_box *clip;
	const struct sp_brush *brush;
	struct sp_box box;
	struct sp_point points[MARK_POINTS], at;
	guint n, path;
	bool begun, bent, large;
};

static void begin(struct shape_walk *w, struct sp_point p)
{
	w->box = (struct sp_box){ p.x, p.y, p.x, p.y };
	w->points[0] = w->at = p;
	w->n = 1;
	w->begun = true;
	w->bent = w->large = false;
}

static void go(struct shape_walk *w, struct sp_point p)
{
	w->bent = w->bent || MIN(fabs(p.x - w->at.x), fabs(p.y - w->at.y)) > PARALLEL;
	w->box = (struct sp_box){ MIN(w->box.x0, p.x), MIN(w->box.y0, p.y), MAX(w->box.x1, p.x), MAX(w->box.y1, p.y) };
	w->large = w->large || MAX(sp_box_width(&w->box), sp_box_height(&w->box)) > LARGEST;
	if (w->n < MARK_POINTS)
		w->points[w->n] = p;
	w->n++;
	w->at = p;
}

/* Letters are often boxes and nothing else (E, H, T): a path of many corners is a shape however it runs. */
static bool is_shape(const struct shape_walk *w)
{
	enum { CORNERS_OF_A_BOX = 6 };
	return w->begun && !w->large && (w->bent || (w->brush->width == 0 && w->n > CORNERS_OF_A_BOX)) &&
	       sp_box_holds(w->clip, (w->box.x0 + w->box.x1) / 2, (w->box.y0 + w->box.y1) / 2);
}

static void end(struct shape_walk *w)
{
	struct sp_page *page = w->page;
	if (is_shape(w) && page->shapes->len < SP_SHAPES_MOST) {
		struct sp_shape shape = { .box = w->box, .path = w->path, .width = w->brush->width, .light = w->brush->light };
		if (w->n <= MARK_POINTS && page->points->len < MOST_POINTS) {
			shape.from = page->points->len;
			shape.n = w->n;
			g_array_append_vals(page->points, w->points, w->n);
		}
		g_array_append_val(page->shapes, shape);
	}
	w->begun = false;
}

void sp_shapes_take(struct sp_page *page, const cairo_path_t *path, const cairo_matrix_t *to_points,
		    const struct sp_box *clip, const struct sp_brush *brush)
{
	struct shape_walk w = { .page = page, .clip = clip, .brush = brush, .path = page->shapes->len };
	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		const cairo_path_data_t *d = &path->data[i];
		struct sp_point p[3];
		int n = MIN(d->header.length - 1, 3);
		if (w.large && d->header.type != CAIRO_PATH_MOVE_TO)
			continue;
		for (int k = 0; k < n; k++) {
			p[k] = (struct sp_point){ d[k + 1].point.x, d[k + 1].point.y };
			cairo_matrix_transform_point(to_points, &p[k].x, &p[k].y);
		}
		if (d->header.type == CAIRO_PATH_MOVE_TO) {
			end(&w);
			begin(&w, p[0]);
		} else if (d->header.type == CAIRO_PATH_LINE_TO && w.begun) {
			go(&w, p[0]);
		} else if (d->header.type == CAIRO_PATH_CURVE_TO && w.begun) {
			/* where the curve is half way */
			go(&w, (struct sp_point){ (w.at.x + 3 * p[0].x + 3 * p[1].x + p[2].x) / 8,
						  (w.at.y + 3 * p[0].y + 3 * p[1].y + p[2].y) / 8 });
			go(&w, p[2]);
		}
	}
	end(&w);
}
