/*
 * askew — text that does not stand in the lines of the page: stamps and watermarks, and heads that are set aslant.
 *
 *     sp_askew_take(glyphs, painted, page);     // page->watermarks, and words of slanted text; their glyphs have c == 0
 *
 * The PDF library sorts text into horizontal and vertical lines, and weaves what stands otherwise into them. In the
 * order of painting such text is whole.
 */
#ifndef SPUNTA_EXTRACT_PAGE_ASKEW_H
#define SPUNTA_EXTRACT_PAGE_ASKEW_H

#include "extract/page/glyph.h"

/* `glyphs` have their strokes (sp_glyphs_gather calls it). */
void sp_askew_take(GArray *glyphs, const struct sp_painted *painted, struct sp_page *page);

#endif
