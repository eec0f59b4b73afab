/*
 * deal — which worker reads which pages of a document.
 *
 *     struct sp_deal d = sp_deal_out(sp_pages_count(pages, in_document), jobs);
 *     for (guint i = 0; i < d.places; i++) …page sp_pages_nth(pages, i) is read by worker sp_deal_owner(&d, i)…
 *
 * `pages` are the numbers that were asked for (int, ascending), NULL for all. The pages to be read have places
 * 0 … places - 1. Their chunks are equal to a page, and every worker gets as many of them, in turn: none is done long
 * before the others.
 */
#ifndef SPUNTA_EXTRACT_DEAL_H
#define SPUNTA_EXTRACT_DEAL_H

#include <glib.h>

struct sp_deal {
	guint64 places, chunks;
	guint jobs;
};

int sp_pages_nth(const GArray *pages, guint place);
/* Of those that were asked for, what the document has. */
guint sp_pages_count(const GArray *pages, int in_document);

struct sp_deal sp_deal_out(guint places, int workers);
guint sp_deal_owner(const struct sp_deal *d, guint place);

#endif
