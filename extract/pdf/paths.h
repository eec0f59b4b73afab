/*
 * paths — the lines, boxes and glyphs of a page, heard while Poppler draws it.
 *
 *     cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
 *     cairo_t *cr = cairo_create(nowhere);
 *     sp_paths_listen(cr, page, painted, 16);  // page's rules, fills, bends, …, painted's glyphs
 *     cairo_scale(cr, 16, 16);
 *     poppler_page_render(poppler_page, cr);
 *     cairo_destroy(cr);                    // page->pictured is filled
 *
 * Nothing is painted on a context that is listened to. Other contexts work as ever (ocr.c renders
 * pages for real). SP_PATHS_MOST rules, fills and bends are kept a page at most: a page with more is a map or
 * a drawing.
 */
#ifndef SPUNTA_EXTRACT_PDF_PATHS_H
#define SPUNTA_EXTRACT_PDF_PATHS_H

#include <cairo.h>

#include "extract/page/page.h"
#include "extract/page/painted.h"

#define SP_PATHS_MOST 60000

/*
 * `page` and `painted` are borrowed until cr is destroyed. `scale` is how many device units of cr a point is: draw
 * large (16), because Poppler snaps thin lines to whole device units.
 */
void sp_paths_listen(cairo_t *cr, struct sp_page *page, struct sp_painted *painted, double scale);

#endif
