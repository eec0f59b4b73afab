/*
 * scan — a page's picture, set straight: its lines, its shades, and the areas that the lines enclose.
 *
 *     struct sp_scan *scan = sp_scan_new(surface, dpi);      // NULL: no picture
 *     sp_scan_draw(scan, page);                              // page->rules and page->fills, in points
 *     for (guint i = 0; i < scan->areas->len; i++)
 *             PIX *pix = sp_scan_area(scan, i, 10);          // only what stands in that area, without lines
 *     sp_scan_free(scan);
 *
 * An area is what is left of the page between lines: a cell of a table, and the page around the tables.
 * Text is best recognised area by area: lines disturb it, and so does the text of the cell beside it.
 *
 * Areas are in dots of the straightened picture, origin top left; a point is dpi / 72 dots.
 */
#ifndef SPUNTA_EXTRACT_OCR_SCAN_H
#define SPUNTA_EXTRACT_OCR_SCAN_H

#include <cairo.h>
#include <leptonica/allheaders.h>

#include "extract/page/page.h"

struct sp_area {
	int x, y, w, h; /* its box */
	bool is_open;   /* no cell: it goes to the picture's edge, or around other areas */
	bool has_ink;
	double light; /* of its ground, 1 the paper's */
};

struct sp_scan {
	double dpi;
	double skew;   /* degrees that the picture was turned by, clockwise, to set it straight */
	PIX *gray;     /* straight, its lines painted over: 8 bits, dark ink on white */
	PIX *ink;      /* what is ink of it, lines taken out: 1 bit */
	PIXA *shapes;  /* of the areas, in their order */
	GArray *areas; /* struct sp_area, top to bottom */
	GArray *rules; /* struct sp_rule, in points */
};

/* `surface` is borrowed; RGB24 or ARGB32, anything else gives NULL. */
struct sp_scan *sp_scan_new(cairo_surface_t *surface, double dpi);
void sp_scan_free(struct sp_scan *scan); /* NULL is allowed */

void sp_scan_draw(const struct sp_scan *scan, struct sp_page *page);

/* A copy of one area with white around it, `margin` dots on each side. (transfer full, pixDestroy) */
PIX *sp_scan_area(const struct sp_scan *scan, guint area, int margin);

#endif
