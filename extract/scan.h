/*
 * scan — a page's picture, set straight: its lines, its shades, and the areas that the lines enclose.
 *
 *     struct sp_scan *scan = sp_scan_new(surface, dpi);      // NULL: nothing to see
 *     sp_scan_draw(scan, page);                              // page->rules and page->fills, in points
 *     for (guint i = 0; i < scan->areas->len; i++)
 *             PIX *pix = sp_scan_area(scan, i);              // only what stands in that area, without lines
 *     sp_scan_free(scan);
 *
 * An area is what is left of the page between lines: a cell of a table, and the page around the tables.
 * Text is best recognised area by area: lines disturb it, and so does text of the cell beside it.
 *
 * Coordinates of areas are dots of the straightened picture, origin top left; a point is dpi / 72 dots.
 */
#ifndef SPUNTA_EXTRACT_SCAN_H
#define SPUNTA_EXTRACT_SCAN_H

#include <cairo.h>
#include <leptonica/allheaders.h>

#include "extract/page.h"

struct sp_area {
	int x, y, w, h;  /* its box */
	bool is_open;    /* not one cell: it holds other areas, or goes to the picture's edge */
	bool has_ink;
	float light;     /* of its ground: 0 black … 1 white */
	int label;       /* of its dots in the map of areas */
};

struct sp_scan {
	double dpi;
	double skew;     /* degrees clockwise that the page was turned by to set it straight */
	PIX *gray;       /* straight; lines painted over; 8 bits, dark ink on white */
	PIX *ink;        /* what is ink of it: 1 bit, without the lines */
	PIX *map;        /* which area a dot belongs to: 32 bits, 0 for lines */
	GArray *rules;   /* struct sp_rule, in points */
	GArray *areas;   /* struct sp_area, top to bottom */
};

/* `surface` is borrowed; RGB24 or ARGB32. NULL if it is not, or without memory. */
struct sp_scan *sp_scan_new(cairo_surface_t *surface, double dpi);
void sp_scan_free(struct sp_scan *scan); /* NULL is allowed */

void sp_scan_draw(const struct sp_scan *scan, struct sp_page *page);

/* A copy of one area, white around it, with `margin` dots of white on each side. (transfer full) */
PIX *sp_scan_area(const struct sp_scan *scan, guint area, int margin);

#endif
