/*
 * Method: documents are taken in the order of their years. The objectives of each are matched with the threads that the
 * documents before it have made, and then, within each pair, their indicators. For every entry of the document and
 * every thread a bid says how much speaks for their being the same. A pair is made when each is the other's best, and
 * the next best stays well behind; that is repeated until no more pairs come of it. What is left begins threads of its
 * own. Two entries that are equally good for a thread block each other, so that neither takes the other's place by
 * chance.
 */
#include "verify/series/threads.h"

enum {
	/* likeness of titles, in hundredths (title.h) */
	HALF = 50,      /* of the same code: the same objective */
	NEARLY = 85,    /* of indicators: one word in seven may differ */
	CLEARLY = 10,   /* how far the next best must stay behind, when the words are not all the same */
	WORDS_LEAST = 2 /* a title of one word tells nothing without its code */
};

/* What speaks for an entry's going on with a thread. */
struct bid {
	int rank; /* the higher the better; 0: nothing speaks for it */
	enum sp_recognition match;
	int score;
};

typedef struct bid (*judge_fn)(const struct sp_entry *entry, const struct sp_thread *thread);

/* --- threads ------------------------------------------------------------------------------------------------ */

void sp_thread_free(gpointer data)
{
	struct sp_thread *t = data;
	g_ptr_array_unref(t->links);
	if (t->indicators)
		g_ptr_array_unref(t->indicators);
	g_free(t);
}

static struct sp_thread *new_thread(bool objective)
{
	struct sp_thread *t = g_new(struct sp_thread, 1);
	*t = (struct sp_thread){ g_ptr_array_new_with_free_func(g_free),
				 objective ? g_ptr_array_new_with_free_func(sp_thread_free) : NULL };
	return t;
}

static void add_link(struct sp_thread *t, const struct sp_entry *entry, const struct bid *bid)
{
	struct sp_occurrence *link = g_new(struct sp_occurrence, 1);
	*link = (struct sp_occurrence){ entry, bid->match, bid->score };
	g_ptr_array_add(t->links, link);
}

struct sp_occurrence *sp_thread_in(const struct sp_thread *t, const struct sp_edition *edition)
{
	for (guint i = 0; i < t->links->len; i++) {
		struct sp_occurrence *link = g_ptr_array_index(t->links, i);
		if (link->entry->edition == edition)
			return link;
	}
	return NULL;
}

/* --- bids ---------------------------------------------------------------------------------------------------- */

static struct bid judge_indicator(const struct sp_entry *entry, const struct sp_thread *thread)
{
	int score = sp_title_likeness(entry->title, sp_thread_last(thread)->entry->title);
	return (struct bid){ score >= NEARLY ? score : 0, SP_BY_TITLE, score };
}

static bool shares_indicator(const struct sp_entry *a, const struct sp_entry *b)
{
	for (guint i = 0; i < a->indicators->len; i++)
		for (guint k = 0; k < b->indicators->len; k++) {
			const struct sp_entry *x = g_ptr_array_index(a->indicators, i),
					      *y = g_ptr_array_index(b->indicators, k);
			if (sp_title_words(x->title) >= WORDS_LEAST &&
			    sp_title_likeness(x->title, y->title) == SP_TITLE_SAME)
				return true;
		}
	return false;
}

/* The same code and half of the words (rank from 300), the same code and an indicator in common (from 200), the same
 * words (100): any match by code beats one by title alone. Indicators without an objective stand below an entry without
 * json, which matches its like. */
static struct bid judge_objective(const struct sp_entry *entry, const struct sp_thread *thread)
{
	const struct sp_entry *last = sp_thread_last(thread)->entry;
	int score = sp_title_likeness(entry->title, last->title);
	if (!entry->json || !last->json)
		return (struct bid){ !entry->json && !last->json ? 1 : 0, SP_BY_TITLE, 0 };
	if (entry->code && g_strcmp0(entry->code, last->code) == 0) {
		if (score >= HALF)
			return (struct bid){ 300 + score, SP_BY_CODE_AND_TITLE, score };
		if (shares_indicator(entry, last) || (!entry->title && !last->title))
			return (struct bid){ 200 + score, SP_BY_CODE, score };
	}
	bool same = score == SP_TITLE_SAME && sp_title_words(entry->title) >= WORDS_LEAST;
	return (struct bid){ same ? score : 0, SP_BY_TITLE, score };
}

/* How far the second best must stay behind. */
static int margin(const struct bid *bid)
{
	return bid->score == SP_TITLE_SAME ? 1 : CLEARLY;
}

/* --- pairs ---------------------------------------------------------------------------------------------------- */

/* Where entries of one document and threads of the ones before find each other. */
struct fair {
	const GPtrArray *entries;
	GPtrArray *threads;
	guint n_threads;       /* those that were there before */
	struct sp_thread **of; /* by entry: its thread, once it has one */
	bool *taken;           /* by thread */
	judge_fn judge;
};

static bool best_thread(const struct fair *f, const struct sp_entry *entry, guint *at, struct bid *best)
{
	int second = 0;
	*best = (struct bid){ 0 };
	for (guint t = 0; t < f->n_threads; t++) {
		if (f->taken[t])
			continue;
		struct bid bid = f->judge(entry, g_ptr_array_index(f->threads, t));
		if (bid.rank > best->rank) {
			second = best->rank;
			*best = bid;
			*at = t;
		} else {
			second = MAX(second, bid.rank);
		}
	}
	return best->rank > 0 && best->rank - second >= margin(best);
}

static bool is_best_entry(const struct fair *f, guint entry, guint thread, const struct bid *bid)
{
	for (guint e = 0; e < f->entries->len; e++) {
		if (e == entry || f->of[e])
			continue;
		struct bid other = f->judge(g_ptr_array_index(f->entries, e), g_ptr_array_index(f->threads, thread));
		if (other.rank > 0 && bid->rank - other.rank < margin(bid))
			return false;
	}
	return true;
}

static bool make_pairs(struct fair *f)
{
	bool made = false;
	for (guint e = 0; e < f->entries->len; e++) {
		const struct sp_entry *entry = g_ptr_array_index(f->entries, e);
		struct bid bid;
		guint t;
		if (f->of[e] || !best_thread(f, entry, &t, &bid) || !is_best_entry(f, e, t, &bid))
			continue;
		f->of[e] = g_ptr_array_index(f->threads, t);
		f->taken[t] = true;
		add_link(f->of[e], entry, &bid);
		made = true;
	}
	return made;
}

static void begin_threads(struct fair *f)
{
	for (guint e = 0; e < f->entries->len; e++) {
		const struct sp_entry *entry = g_ptr_array_index(f->entries, e);
		if (f->of[e])
			continue;
		f->of[e] = new_thread(entry->indicators != NULL);
		add_link(f->of[e], entry, &(struct bid){ 0, SP_FIRST, SP_TITLE_SAME });
		g_ptr_array_add(f->threads, f->of[e]);
	}
}

/* The thread of each entry, in their order (transfer full, g_free). */
static struct sp_thread **join(GPtrArray *threads, const GPtrArray *entries, judge_fn judge)
{
	struct fair f = {
		entries, threads, threads->len, g_new0(struct sp_thread *, entries->len), g_new0(bool, threads->len),
		judge
	};
	while (make_pairs(&f))
		;
	begin_threads(&f);
	g_free(f.taken);
	return f.of;
}

/* --- codes that are reused ------------------------------------------------------------------------------------- */

/* The last entry of the same kind of document, before this edition, in another thread, that had the code. */
static const struct sp_entry *earlier_bearer(const struct sp_series *s, const struct sp_entry *entry)
{
	const struct sp_entry *found = NULL;
	for (guint t = 0; t < s->threads->len; t++) {
		const struct sp_thread *thread = g_ptr_array_index(s->threads, t);
		const struct sp_occurrence *own = sp_thread_in(thread, entry->edition);
		for (guint i = 0; i < thread->links->len && !(own && own->entry == entry); i++) {
			const struct sp_entry *e = ((struct sp_occurrence *)g_ptr_array_index(thread->links, i))->entry;
			if (e->edition != entry->edition && g_strcmp0(e->code, entry->code) == 0 &&
			    g_strcmp0(e->edition->kind, entry->edition->kind) == 0 &&
			    (!found || sp_edition_compare(found->edition, e->edition) < 0))
				found = e;
		}
	}
	return found;
}

static void look_for_reuse(struct sp_series *s, const struct sp_entry *entry, const struct sp_thread *thread)
{
	enum sp_recognition match = sp_thread_in(thread, entry->edition)->match;
	if (!entry->code || !entry->title || match == SP_BY_CODE || match == SP_BY_CODE_AND_TITLE)
		return;
	const struct sp_entry *earlier = earlier_bearer(s, entry);
	if (!earlier || !earlier->title)
		return;
	struct sp_reuse *reuse = g_new(struct sp_reuse, 1);
	*reuse = (struct sp_reuse){ earlier, entry, sp_title_likeness(earlier->title, entry->title) };
	g_ptr_array_add(s->reuses, reuse);
}

/* --- the series -------------------------------------------------------------------------------------------------- */

static gint by_edition(gconstpointer a, gconstpointer b)
{
	return sp_edition_compare(*(struct sp_edition *const *)a, *(struct sp_edition *const *)b);
}

void sp_series_join(struct sp_series *s)
{
	g_ptr_array_sort(s->editions, by_edition);
	for (guint i = 0; i < s->editions->len; i++) {
		const struct sp_edition *edition = g_ptr_array_index(s->editions, i);
		struct sp_thread **of = join(s->threads, edition->objectives, judge_objective);
		for (guint o = 0; o < edition->objectives->len; o++) {
			const struct sp_entry *objective = g_ptr_array_index(edition->objectives, o);
			g_free(join(of[o]->indicators, objective->indicators, judge_indicator));
			look_for_reuse(s, objective, of[o]);
		}
		g_free(of);
	}
}
