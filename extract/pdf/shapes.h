/*
 * shapes — the small figures that a page draws: letters turned into curves, ticks, crosses, dots.
 *
 *     sp_shapes_take(page, path, &to_points, &clip, &brush);      // one of page->shapes for each subpath
 *
 * Kept is what is neither a line nor a box parallel to the page, and no larger than a letter of a title. Of a
 * shape that may be a mark the points are kept as well, joined by straight pieces: a curve is taken as two of them.
 * SP_SHAPES_MOST are kept a page at most.
 */
#ifndef SPUNTA_EXTRACT_PDF_SHAPES_H
#define SPUNTA_EXTRACT_PDF_SHAPES_H

#include <cairo.h>

#include "extract/page/page.h"

#define SP_SHAPES_MOST 60000

/* What a path is painted with. */
struct sp_brush {
	double width; /* points: the line's; 0 when the path is filled */
	float light;  /* luminance of the ink, 0 black … 1 white */
};

/* `path` is in user space, which `to_points` brings to points of the page; nothing outside `clip` is seen. */
void sp_shapes_take(struct sp_page *page, const cairo_path_t *path, const cairo_matrix_t *to_points,
		    const struct sp_box *clip, const struct sp_brush *brush);

#endif
