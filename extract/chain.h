/*
 * chain — tables that go on over the page break.
 *
 * A link is what the next page must know of a page: its last table as found, before anything was
 * dropped from it, if nothing but footnotes and page furniture follows it. Whether a page's first
 * table continues that one is decided from the link and the page alone, so pages can be read in any
 * order by any worker.
 */
#ifndef SPUNTA_EXTRACT_CHAIN_H
#define SPUNTA_EXTRACT_CHAIN_H

#include "extract/table.h"

struct sp_link;

/*
 * `last` is the page's last table with its id set, or NULL when body text follows it or there is none;
 * `tables` are all of the page. `page_top` and `page_bottom` are where the document's text starts and how far down it
 * goes, in points, 0 if unknown.
 */
struct sp_link *sp_link_new(const struct sp_table *last, const GPtrArray *tables, double page_top, double page_bottom);
void sp_link_free(struct sp_link *link); /* NULL is allowed */

/*
 * A page may hold so little of a table without rules that its columns do not show. Builds `table`, the first of its
 * page, anew with the linked one's columns, if it has others, but a few rows, and these part none of its words. NULL
 * otherwise. (transfer full; texts are not set)
 */
struct sp_table *sp_link_lend_columns(const struct sp_link *link, const struct sp_page *page, const struct sp_table *table);

/*
 * If the first of `tables`, which is the first thing of its page, continues the linked table: sets
 * continues, drops a repeated header and counts it, sets continues_row. `link` may be NULL.
 */
void sp_link_follow(const struct sp_link *link, const GPtrArray *tables);

#endif
