#include "extract/deal.h"

/* Long enough that few pages are read twice, short enough that a chunk fits into a pipe (10 KB a page) and that a
 * document's heavy part is not all one worker's. */
enum { MOST_IN_CHUNK = 32, LEAST_IN_CHUNK = 4 };

int sp_pages_nth(const GArray *pages, guint i)
{
	return pages ? g_array_index(pages, int, i) : (int)i + 1;
}

guint sp_pages_count(const GArray *pages, int in_document)
{
	guint n = pages ? pages->len : (guint)in_document;
	while (pages && n > 0 && sp_pages_nth(pages, n - 1) > in_document)
		n--;
	return n;
}

struct sp_deal sp_deal_out(guint places, int workers)
{
	guint jobs = (guint)workers;
	guint rounds = (places + jobs * MOST_IN_CHUNK - 1) / (jobs * MOST_IN_CHUNK);
	return (struct sp_deal){ places, CLAMP(rounds * jobs, 1, MAX(places / LEAST_IN_CHUNK, 1)), jobs };
}

/* The last chunk k whose first place, k * places / chunks rounded down, is not behind this one. */
static guint chunk_of(const struct sp_deal *d, guint place)
{
	return (guint)(((place + 1) * d->chunks - 1) / d->places);
}

guint sp_deal_owner(const struct sp_deal *d, guint place)
{
	return chunk_of(d, place) % d->jobs;
}
