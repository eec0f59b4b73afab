/*
 * canvas — the pictures of a page, taken down small and gray, to see where writing stands in them.
 *
 *     struct sp_canvas *canvas = sp_canvas_new(page->width, page->height);
 *     sp_canvas_paint(canvas, cr, scale, &visible, NULL);    // what cr is about to paint with its source
 *     sp_canvas_read(canvas, page->pictures, page->pictured);  // struct sp_box, struct sp_writing, appended
 *     sp_canvas_free(canvas);
 *
 * Nothing but pictures is painted here: no text, no lines. It takes no memory before the first picture that
 * is large enough to hold a table.
 */
#ifndef SPUNTA_EXTRACT_PDF_CANVAS_H
#define SPUNTA_EXTRACT_PDF_CANVAS_H

#include <cairo.h>

#include "extract/page/page.h"

struct sp_canvas;

struct sp_canvas *sp_canvas_new(double width, double height); /* points */
void sp_canvas_free(struct sp_canvas *c);                     /* NULL is allowed */

/*
 * Paints the source of `cr`, whose device unit is 1 / scale points, where it is visible; through `mask` unless that is
 * NULL. Sources that are no picture paint nothing without a mask.
 */
void sp_canvas_paint(struct sp_canvas *c, cairo_t *cr, double scale, const struct sp_box *visible, cairo_pattern_t *mask);

/* The pictures that are large enough to hold a table, those that touch as one, and what is written in them. */
void sp_canvas_read(struct sp_canvas *c, GArray *pictures, GArray *writing);

#endif
