/*
 * glyphs — the glyphs of a page's text layer, gathered to words.
 *
 *     GArray *glyphs = …struct sp_glyph, in the order of the PDF library's text, blanks and line ends included…;
 *     sp_glyphs_gather(glyphs, page);               // page->words, chars, unmapped
 *
 * A word is a run of glyphs without a blank. What is printed twice (fake bold, shadows) counts once; where
 * the library hides a gap ("3-4" for "3 - 4") it is found again. What needs whole words to be decided is
 * left to words.h.
 */
#ifndef SPUNTA_EXTRACT_GLYPHS_H
#define SPUNTA_EXTRACT_GLYPHS_H

#include "extract/page.h"

struct sp_glyph {
	gunichar c;
	struct sp_box box;
	double size;      /* of its type, points */
	const char *font; /* the same pointer for the same font; NULL when it has no name */
	bool bold, italic;
};

/* `glyphs` may be changed. The page must have no words yet. */
void sp_glyphs_gather(GArray *glyphs, struct sp_page *page);

#endif
