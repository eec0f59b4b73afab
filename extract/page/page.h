/*
 * page — what stands on one page: words, rules, filled boxes, bends, images.
 *
 * Filled by pdf.c (or ocr.c), read by everything after it. Coordinates are PDF points, origin
 * top-left of the page as displayed (after /Rotate and CropBox); a box has x0 <= x1, y0 <= y1.
 * A page whose text is displayed sideways or upside down is turned until its text is upright, so that
 * nothing after it knows more than one direction; sp_page_box_as_displayed turns a box back.
 *
 * All are finite; a page is at most SP_PAGE_LARGEST wide and high.
 *
 * Lifetime: one page. All strings belong to the page and die with sp_page_free.
 */
#ifndef SPUNTA_EXTRACT_PAGE_PAGE_H
#define SPUNTA_EXTRACT_PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#define SP_PAGE_LARGEST 1e6 /* pt: 350 m, more than any sheet; PDF's own limit is 14,400 user units */

struct sp_box {
	double x0, y0, x1, y1;
};

/* A run of glyphs without a blank inside, as the PDF spaces them. */
struct sp_word {
	struct sp_box box;  /* from ascender to descender of its font */
	const char *text;   /* NFC, ligatures resolved; never empty */
	double size;        /* font size in points */
	double drop;        /* pt from the baseline down to the bottom of the box, as if it stood upright; 0: unknown */
	unsigned turn;      /* 0 upright; 1, 2, 3: quarter turns clockwise, from the page's own upright */
	bool bold, italic;
	bool mark;          /* a super- or subscript mark */
	bool layer;         /* not painted itself: what a picture shows, as somebody recognised it */
	bool blank_before;  /* the PDF's own text has a blank between the word before and this one */
	bool blank_after;   /* a blank is drawn behind it, even where the line ends */
	float confidence;   /* 1, or what OCR says */
};

enum sp_axis { SP_HORIZONTAL, SP_VERTICAL };

struct sp_point {
	double x, y;
};

/* A straight line as drawn: stroked, or a filled rectangle thin enough to be one. */
struct sp_rule {
	enum sp_axis axis;
	double at;          /* y of a horizontal rule, x of a vertical one: its middle */
	double from, to;    /* along the axis, from < to */
	double width;       /* thickness */
	float light;        /* luminance of its colour, 0 black … 1 white */
};

/* A filled area that is no rule: shading of cells, rows, headers. */
struct sp_fill {
	struct sp_box box;
	float r, g, b;
};

/* A stretch of curves and slanted lines: what drawings are made of, and tables are not. */
struct sp_bend {
	struct sp_box box;
	unsigned pieces;    /* curves and straight lines in it */
};

/* A small figure that is drawn and is no line or box: a letter turned into curves, a tick, a dot. See shapes.h. */
struct sp_shape {
	struct sp_box box;
	guint path;         /* the same for what one path draws */
	guint from, n;      /* its points in page->points, joined by straight pieces; n is 0 where it has many */
	double width;       /* of the line that draws it; 0: it is filled */
	float light;        /* luminance of its colour */
};

/* A line of writing that no text layer tells: where it stands, not what it says. See writing.h. */
struct sp_writing {
	struct sp_box box;  /* down to where most letters end, whatever hangs below */
	double size;        /* pt: the height of most of its letters */
	unsigned letters;   /* about as many */
	unsigned area;      /* the same for lines that stand near each other */
};

/* A box to be ticked, or a tick: of a form, or drawn. See ticks.h. */
struct sp_tick {
	struct sp_box box;
	bool checked;
};

/* What a reader sees in a part of the page and the words do not tell. See unread.h. */
enum sp_unread_kind { SP_UNREAD_PAGE, SP_UNREAD_PICTURE, SP_UNREAD_OUTLINES, SP_UNREAD_GLYPHS, SP_UNREAD_MAPPING };

struct sp_unread {
	enum sp_unread_kind kind;
	struct sp_box box;
	double share;       /* of the page's area, 0 … 1 */
	size_t amount;      /* glyphs or letters, about */
	bool recognised;    /* its words were put on the page by ocr.h */
};

struct sp_page {
	int number;         /* 1-based */
	double width, height;
	int rotation;       /* /Rotate: 0, 90, 180, 270 */
	unsigned turned;    /* quarter turns clockwise that its text is displayed at: see sp_page_turn_upright */
	size_t chars;       /* glyphs of the text layer that are not blank */
	size_t unmapped;    /* glyphs without a Unicode value */
	size_t hidden;      /* glyphs that nobody sees: they are in no word */
	bool ocr;           /* the words were recognised, not read */
	GArray *words;      /* struct sp_word */
	GArray *watermarks; /* struct sp_word: stamps and texts that lie across the page, each as a whole */
	GArray *rules;      /* struct sp_rule, as drawn */
	GArray *fills;      /* struct sp_fill, in drawing order */
	GArray *bends;      /* struct sp_bend */
	GArray *images;     /* struct sp_box */
	GArray *shapes;     /* struct sp_shape, in drawing order */
	GArray *points;     /* struct sp_point: of the shapes */
	GArray *pictures;   /* struct sp_box: images that are large enough to hold a table; those that touch are one */
	GArray *pictured;   /* struct sp_writing: what is written in them */
	GArray *unread;     /* struct sp_unread */
	GArray *ticks;      /* struct sp_tick */
	GStringChunk *strings;
};

struct sp_page *sp_page_new(int number, double width, double height);
void sp_page_free(struct sp_page *page); /* NULL is allowed */

/* Its words, struct sp_word *, owned by the page. (transfer full: the array) */
GPtrArray *sp_page_words(const struct sp_page *page);

/*
 * Turns all that stands on the page, and its width and height, by the quarter turns that make most of
 * its text upright; `turned` says how many. A page with little text stays as it is.
 */
void sp_page_turn_upright(struct sp_page *page);

/* A box where it stands after the page is turned counterclockwise by quarters. */
struct sp_box sp_page_box_turned(const struct sp_page *page, const struct sp_box *box, unsigned quarters);

/* A box of the page where it is displayed. */
struct sp_box sp_page_box_as_displayed(const struct sp_page *page, const struct sp_box *box);

/* Where a word stands along its line, and across it, as if it stood upright. */
struct sp_box sp_word_upright(const struct sp_word *w);

/* --- boxes -------------------------------------------------------------------------------------- */

static inline double sp_box_width(const struct sp_box *b)
{
	return b->x1 - b->x0;
}

static inline double sp_box_height(const struct sp_box *b)
{
	return b->y1 - b->y0;
}

/* Ascending order of doubles, for qsort and g_array_sort. */
static inline int sp_ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Length of what two intervals share; negative is the gap between them. */
static inline double sp_overlap(double a0, double a1, double b0, double b1)
{
	return MIN(a1, b1) - MAX(a0, b0);
}

static inline bool sp_box_holds(const struct sp_box *b, double x, double y)
{
	return x >= b->x0 && x <= b->x1 && y >= b->y0 && y <= b->y1;
}

/* True when the middle of `inner` lies in `outer`. */
static inline bool sp_box_holds_middle(const struct sp_box *outer, const struct sp_box *inner)
{
	return sp_box_holds(outer, (inner->x0 + inner->x1) / 2, (inner->y0 + inner->y1) / 2);
}

void sp_box_extend(struct sp_box *b, const struct sp_box *by); /* an empty box {0,0,0,0} becomes `by` */

/* --- filled areas ------------------------------------------------------------------------------- */

static inline bool sp_fill_is_white(const struct sp_fill *f)
{
	return f->r > 0.97f && f->g > 0.97f && f->b > 0.97f;
}

/* Is this fill one that a reader sees as shading: not white, not the whole page, no bullet? */
bool sp_fill_shades(const struct sp_page *page, const struct sp_fill *fill);

#endif
