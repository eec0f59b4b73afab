/*
 * glyphs — the glyphs of a page's text layer, gathered to words.
 *
 *     GArray *glyphs = …struct sp_glyph, in the order of the PDF library's text, blanks and line ends included…;
 *     sp_painted_judge(painted);
 *     sp_glyphs_gather(glyphs, painted, page);      // page->words, chars, unmapped, hidden
 *
 * A word is a run of glyphs without a blank, as a person sees them: what is printed twice (fake bold, shadows) counts
 * once, what nobody sees not at all; stamps and watermarks are words of their own. What needs whole words to be
 * decided is left to words.h.
 */
#ifndef SPUNTA_EXTRACT_PAGE_GLYPHS_H
#define SPUNTA_EXTRACT_PAGE_GLYPHS_H

#include "extract/page/glyph.h"

/*
 * `glyphs` may be changed, those of `painted` are claimed. The page must have no words yet. Without `painted` (NULL) all
 * is seen, and blanks are where the library has them.
 */
void sp_glyphs_gather(GArray *glyphs, struct sp_painted *painted, struct sp_page *page);

#endif
