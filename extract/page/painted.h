/*
 * painted — the glyphs of a page as they are painted, and what is painted under and over them.
 *
 *     struct sp_painted *p = sp_painted_new();
 *     sp_paths_listen(cr, page, p, 16);                 // fills it while Poppler draws (paths.h)
 *     sp_painted_judge(p);                              // which glyphs a person sees
 *     sp_painted_claim(p, &box, 'a', SP_SAME_LETTER) …  // as what a glyph of the text layer was painted
 *     sp_painted_free(p);
 *
 * Poppler's text layer knows which letters a page has and where; it does not know which of them are seen, which
 * stand in one string, where blanks were drawn, and how wide a glyph is. The painting knows. Coordinates are those
 * of page.h.
 */
#ifndef SPUNTA_EXTRACT_PAGE_PAINTED_H
#define SPUNTA_EXTRACT_PAGE_PAINTED_H

#include <cairo.h>

#include "extract/page/page.h"

enum sp_sight {
	SP_SEEN,
	SP_UNDER_PICTURE, /* a picture was painted over it: it may be the text of that picture */
	SP_UNSEEN,        /* outside the clip, painted over, or in the colour of what it stands on */
};

/* A glyph at its origin: the left end of its baseline, as it is read. */
struct sp_stroke {
	struct sp_point at;
	struct sp_point along; /* the direction of reading, a unit vector */
	float advance;         /* pt along it, from its font; a string's own spacing is not in it */
	float em;              /* pt: size of the type along the direction */
	float rgba[4];
	gunichar c;            /* ' ' of any blank; 0 when none or several are known: only fonts with ToUnicode tell */
	guint string;          /* glyphs of one text-showing operator have one number (ISO 32000-1 §9.4.3) */
	bool clipped;
	enum sp_sight sight;   /* after sp_painted_judge */
	bool claimed;          /* sp_painted_claim has given it away */
};

/* An area that was painted, and how sure it is what one sees there. */
struct sp_cover {
	struct sp_box box;
	float rgb[3];
	enum { SP_COVER_FLAT, SP_COVER_PICTURE, SP_COVER_UNSURE } kind; /* unsure: see-through, patterned or curved */
	guint strokes; /* so many glyphs were painted before it */
};

struct sp_painted {
	GArray *strokes; /* struct sp_stroke, in the order of painting */
	GArray *covers;  /* struct sp_cover, likewise */
	struct sp_measured *measured; /* glyphs of fonts whose extents were asked for */
	guint next;          /* the stroke behind the last one that was claimed; G_MAXUINT: none */
	GArray *by_x, *by_y; /* guint: strokes by the step of their origin, after sp_painted_judge */
	double steps;        /* a point: how finely */
};

struct sp_painted *sp_painted_new(void);
void sp_painted_free(struct sp_painted *p); /* NULL is allowed */

/*
 * Takes down the glyphs of one text-showing operator. `scale`: device units of cr a point. Without `letters` (outlines
 * of letters) the glyphs have no characters.
 */
void sp_painted_take(struct sp_painted *p, cairo_t *cr, double scale, const struct sp_box *clip, const char *letters,
		     const cairo_glyph_t *glyphs, int n_glyphs, const cairo_text_cluster_t *clusters, int n_clusters);

void sp_painted_judge(struct sp_painted *p);

/* How a glyph of the text layer and one that is painted may differ. */
enum sp_likeness {
	SP_SAME_LETTER, /* not at all, as far as the letter of the painted one is known */
	SP_SAME_PLACE,  /* in the letter: the document says another for it (ActualText) */
	SP_SAME_COLUMN, /* in height: fonts that claim a wrong one are common */
};

/*
 * The glyph that nobody has claimed yet and whose origin lies on the leading side of `box`: rather the one painted
 * behind the one claimed before, and one that is seen. NULL when there is none. Borrowed.
 */
const struct sp_stroke *sp_painted_claim(struct sp_painted *p, const struct sp_box *box, gunichar c, enum sp_likeness as);

/* Is a blank painted between two glyphs of one line? */
bool sp_painted_blank_between(const struct sp_painted *p, const struct sp_stroke *a, const struct sp_stroke *b);

/* Is a blank painted where the line goes on behind `at`? `em` is the size of its type, `turn` that of sp_stroke_turn. */
bool sp_painted_blank_at(const struct sp_painted *p, const struct sp_point *at, double em, unsigned turn);

/* How far b begins behind the end of a, in points; false when they do not stand on one line. */
bool sp_stroke_gap(const struct sp_stroke *a, const struct sp_stroke *b, double *gap);

/* Is there a picture, or something drawn, of which a text that is not painted can be the reading? */
bool sp_painted_pictured(const struct sp_painted *p, const struct sp_box *box);

/* Half its advance along the line and a quarter of its size above the baseline: where a glyph is judged. */
struct sp_point sp_stroke_middle(const struct sp_stroke *s);

/* Quarter turns clockwise of the direction that is nearest; `slanted` when it is none of them. */
unsigned sp_stroke_turn(const struct sp_stroke *s, bool *slanted);

static inline const struct sp_stroke *sp_stroke_number(const struct sp_painted *p, guint i)
{
	return &g_array_index(p->strokes, struct sp_stroke, i);
}

#endif
