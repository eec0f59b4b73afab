/*
 * drawing — where a page is drawn upon: charts, diagrams, maps.
 *
 * Their labels stand in rows and columns as the words of a table do, and their axes, bars and boxes
 * cross as its rules do. What tells them apart is not in the words: curves and slanted lines, and bars,
 * filled boxes that stand on one line and end at many heights.
 *
 *     GArray *drawings = sp_drawings_new(page);             // struct sp_box; (transfer full, g_array_free)
 *     if (sp_drawings_touch(drawings, &box)) …              // the words in this box are labels
 */
#ifndef SPUNTA_EXTRACT_PAGE_DRAWING_H
#define SPUNTA_EXTRACT_PAGE_DRAWING_H

#include "extract/page/page.h"

GArray *sp_drawings_new(const struct sp_page *page);

/* Does any drawing share an area with the box? */
bool sp_drawings_touch(const GArray *drawings, const struct sp_box *box);

/* The share of the box that the drawings' boxes cover, at most 1: a picture in one cell covers little. */
double sp_drawings_cover(const GArray *drawings, const struct sp_box *box);

#endif
