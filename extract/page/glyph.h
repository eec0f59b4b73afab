/*
 * glyph — one glyph of a page's text layer, and what is known of how it was painted.
 */
#ifndef SPUNTA_EXTRACT_PAGE_GLYPH_H
#define SPUNTA_EXTRACT_PAGE_GLYPH_H

#include "extract/page/painted.h"

struct sp_glyph {
	gunichar c;
	struct sp_box box;
	double size;      /* of its type, points */
	const char *font; /* the same pointer for the same font; NULL when it has no name */
	bool bold, italic;
	const struct sp_stroke *stroke; /* as which it was painted: set by sp_glyphs_gather */
	bool layer;                     /* what a picture shows, as somebody recognised it: likewise */
};

#endif
