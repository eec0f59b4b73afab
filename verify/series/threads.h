/*
 * threads — the objectives and indicators of a series, each followed through its documents.
 *
 * A thread is one objective or indicator; its occurrences are the records in which one document each speaks of it.
 * Joining finds out which record of a document goes on with which thread (series.h says by what).
 *
 *     sp_series_join(&series);        // of series.editions makes series.threads, and series.reuses
 */
#ifndef SPUNTA_VERIFY_SERIES_THREADS_H
#define SPUNTA_VERIFY_SERIES_THREADS_H

#include "verify/series/edition.h"

/* How an entry was recognised as the one of the year before. */
enum sp_recognition { SP_FIRST, SP_BY_CODE_AND_TITLE, SP_BY_CODE, SP_BY_TITLE };

struct sp_occurrence {
	const struct sp_entry *entry;
	enum sp_recognition match;
	int score; /* of the titles, in hundredths */
};

/* An objective or indicator through the editions. */
struct sp_thread {
	GPtrArray *links;      /* struct sp_occurrence *, in the order of editions, one of each at most */
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

static inline struct sp_occurrence *sp_thread_last(const struct sp_thread *t)
{
	return g_ptr_array_index(t->links, t->links->len - 1);
}

void sp_thread_free(gpointer thread);

/* Puts the editions in order and makes the threads. */
void sp_series_join(struct sp_series *s);

/* The link of that edition; NULL when it has none. */
struct sp_occurrence *sp_thread_in(const struct sp_thread *t, const struct sp_edition *edition);

#endif
