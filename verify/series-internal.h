/* series-internal — what joining (series.c) and writing (series-write.c) share. */
#ifndef SPUNTA_VERIFY_SERIES_INTERNAL_H
#define SPUNTA_VERIFY_SERIES_INTERNAL_H

#include "verify/series.h"

/* How an entry was recognised as the one of the year before. */
enum sp_match { SP_FIRST, SP_BY_CODE_AND_TITLE, SP_BY_CODE, SP_BY_TITLE };

struct sp_link {
	const struct sp_entry *entry;
	enum sp_match match;
	int score; /* of the titles, in hundredths */
};

/* An objective or indicator through the editions. */
struct sp_thread {
	GPtrArray *links;      /* struct sp_link *, in the order of editions, one of each at most */
	GPtrArray *indicators; /* struct sp_thread *; NULL for an indicator */
};

/* One code before two titles. */
struct sp_reuse {
	const struct sp_entry *earlier, *later;
	int score;
};

struct sp_series {
	GPtrArray *editions; /* struct sp_edition * */
	GPtrArray *threads;  /* struct sp_thread *, of objectives */
	GPtrArray *reuses;   /* struct sp_reuse * */
};

static inline struct sp_link *sp_thread_last(const struct sp_thread *t)
{
	return g_ptr_array_index(t->links, t->links->len - 1);
}

/* Puts the editions in order and makes the threads. */
void sp_series_join(struct sp_series *s);

/* The link of that edition; NULL when it has none. */
struct sp_link *sp_thread_in(const struct sp_thread *t, const struct sp_edition *edition);

#endif
