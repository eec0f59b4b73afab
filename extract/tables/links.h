/*
 * links — tables that go on over the page break.
 *
 * A link is what the next page must know of a page: its last table as found, before anything was dropped from it, if
 * hardly any text follows it. Whether a page's first table continues that one is decided from the
 * link and the page alone, so pages can be read in any order by any worker. All that speaks for and against is measured (cues)
 * and weighed by what was learned (net.h): another table, the same one, or the same row of it.
 */
#ifndef SPUNTA_EXTRACT_TABLES_LINKS_H
#define SPUNTA_EXTRACT_TABLES_LINKS_H

#include "extract/tables/table.h"
#include "extract/tables/net.h"

struct sp_link;

enum sp_link_cue {
	SP_LINK_COLUMNS,  /* difference of their numbers */
	SP_LINK_EDGES,    /* share of column edges in one place */
	SP_LINK_SIDES,    /* both sides in one place, one, none */
	SP_LINK_METHOD,   /* drawn both, read both, one of each */
	SP_LINK_HEAD,     /* of the second: none, only it has one, other, the same in part, the same, the same first rows where nothing was read as head */
	SP_LINK_TOP,      /* pt from where pages begin to the second table */
	SP_LINK_SPACE,    /* room left on the page before, in heights of the first row */
	SP_LINK_OPEN,     /* the frame is open below */
	SP_LINK_ANEW,     /* starts with a label that no other near by starts with, the first one does, a third one does */
	SP_LINK_FIRST,    /* first cell of the first row: empty where others never are, where some are, filled */
	SP_LINK_SMALL,    /* its cells that begin with a small letter */
	SP_LINK_STOPS,    /* cells before the break that end as sentences do */
	SP_LINK_FRESH,    /* cells that are filled here and were empty before the break */
	SP_LINK_FILLED,   /* share of the row that is filled */
	SP_LINK_MISSING,  /* columns empty here that no other row leaves empty */
	SP_LINK_FIGURES,  /* figures under figures */
	SP_LINK_ROWS,     /* of the second table */
	SP_LINK_BOLD,     /* type changes to bold, from bold, stays */
	SP_LINK_LABEL,    /* halves that together, or alone, are a label elsewhere */
	SP_LINK_BOTTOM,   /* texts that reached the bottom of their row */
	SP_LINK_AFTER,    /* lines of text below the table on its page, notes aside */
	SP_LINK_BEFORE,   /* lines of text above the second table on its page that do not stand above the first one of the page before */
	SP_LINK_CUES
};

enum { SP_LINK_LINES = 3 }; /* of text between two tables that are one, on either page, at most: running headers that were not known as such */

enum sp_link_verdict { SP_LINK_APART, SP_LINK_GOES_ON, SP_LINK_CUTS_ROW, SP_LINK_VERDICTS };

extern const struct sp_net_shape sp_link_model;

/*
 * `last` is the page's last table with its id set, or NULL when there is none; `after` lines of text follow it on the page.
 * `tables` are all of the page, `above` the lines before its first table (const char *), also of a running
 * header: what the next page repeats of them is no title of its own. `page_top` and `page_bottom` are where the document's text starts and how far down it
 * goes, in points, 0 if unknown. All are copied.
 */
struct sp_link *sp_link_new(const struct sp_table *last, const GPtrArray *tables, const GPtrArray *above, guint after, double page_top,
                            double page_bottom);
void sp_link_free(struct sp_link *link); /* NULL is allowed */

/* The columns of the linked table, n + 1 edges; NULL when it has none to lend: they are drawn. Borrowed. */
const double *sp_link_columns(const struct sp_link *link, int *n);

/* What `tables` of a page show, of which the first has the lines `above` before it; false when there is no table on a side. */
bool sp_link_cues(const struct sp_link *link, const GPtrArray *tables, const GPtrArray *above, guint8 cues[SP_LINK_CUES]);

/*
 * If the first of `tables`, which has the lines `above` before it, continues the linked table: sets continues, drops a
 * repeated header and counts it, sets continues_row. `link` may be NULL. True where both begin with the same head, whether
 * it continues or not.
 */
bool sp_link_follow(const struct sp_net *net, const struct sp_link *link, const GPtrArray *tables, const GPtrArray *above);

#endif
