/*
 * rulings — the edges of a page: rules as a reader sees them, however they were drawn.
 *
 * A border may be one stroke, many pieces, dashes, a double line, a thin box, or the side of a
 * shaded cell. Here all of them become edges: straight, merged where they touch and run together,
 * sorted. Lines that nobody sees (white on white) are dropped.
 */
#ifndef SPUNTA_EXTRACT_PAGE_RULINGS_H
#define SPUNTA_EXTRACT_PAGE_RULINGS_H

#include "extract/page/page.h"

struct sp_edge {
	double at;       /* y of a horizontal edge, x of a vertical one */
	double from, to; /* along it */
	double width;    /* of the thickest line in it */
	bool drawn;      /* false: only the side of a fill */
};

struct sp_rulings {
	GArray *across; /* struct sp_edge, horizontal, by y then x */
	GArray *down;   /* struct sp_edge, vertical, by x then y */
	GArray *drawings; /* struct sp_box: where edges are axes and bars, see drawing.h */
};

struct sp_rulings *sp_rulings_new(const struct sp_page *page);
void sp_rulings_free(struct sp_rulings *r);

static inline const struct sp_edge *sp_edge_at(const GArray *edges, guint i)
{
	return &g_array_index(edges, struct sp_edge, i);
}

/* What share of [from, to] is covered by edges within `tolerance` of `at`. */
double sp_edges_cover(const GArray *edges, double at, double tolerance, double from, double to);

#endif
