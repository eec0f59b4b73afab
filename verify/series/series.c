/*
 * Writing. Everything of a thread stands together: the objective, codes that were reused, then each indicator with its
 * points and findings. Places keep the document they are in: `source` has a `document` beside page, table and row.
 */
#include "verify/series/series.h"

#include "verify/series/revision.h"
#include "verify/series/threads.h"

enum { UNLIKE = 20 }; /* titles with less in common, in hundredths, are not of the same thing */

/* A figure where it is printed. */
struct mention {
	const struct sp_occurrence *link;
	const struct sp_json *figure;
	int year;       /* 0 where none is printed */
	bool target;    /* or an actual */
	bool ambiguous; /* the document prints two */
};

struct writer {
	const struct sp_series *series;
	FILE *to;
	struct sp_jw w;
	GHashTable *ids;    /* all that were given */
	GHashTable *counts; /* record type → number */
	GPtrArray *types;   /* in the order they came */
	bool fault;
};

/* --- records ------------------------------------------------------------------------------------------------ */

/* That id, or with #2, #3 … (borrowed) */
static const char *make_unique(struct writer *x, char *take)
{
	char *id = take;
	for (int n = 2; g_hash_table_contains(x->ids, id); n++) {
		if (id != take)
			g_free(id);
		id = g_strdup_printf("%s#%d", take, n);
	}
	if (id != take)
		g_free(take);
	g_hash_table_add(x->ids, id);
	return id;
}

static void count(struct writer *x, const char *type)
{
	if (!g_hash_table_contains(x->counts, type))
		g_ptr_array_add(x->types, g_strdup(type));
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(x->counts, type));
	g_hash_table_insert(x->counts, g_strdup(type), GUINT_TO_POINTER(n + 1));
}

static void begin_record(struct writer *x, const char *type, const char *id)
{
	sp_jw_object(&x->w, NULL);
	sp_jw_str(&x->w, "type", type);
	sp_jw_str(&x->w, "id", id);
	count(x, type);
}

static void end_record(struct writer *x)
{
	sp_jw_close(&x->w);
	sp_jw_line(&x->w, x->to);
}

static void write_source(struct sp_jw *w, const struct sp_json *source, const struct sp_edition *edition)
{
	bool known = source && sp_json_type(source) == SP_JSON_OBJECT;
	sp_jw_object(w, "source");
	for (const struct sp_json *v = known ? sp_json_first(source) : NULL; v; v = sp_json_next(v))
		sp_jw_json(w, sp_json_key(v), v);
	sp_jw_str(w, "document", edition->key);
	sp_jw_close(w);
}

/* The place that the figure gives, or that of its record. */
static const struct sp_json *source_of(const struct mention *m)
{
	const struct sp_json *own = sp_json_get(m->figure, "source");
	return own ? own : sp_json_get(m->link->entry->json, "source");
}

static char *source_text(const struct mention *m)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	write_source(&w, source_of(m), m->link->entry->edition);
	sp_jw_close(&w);
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "series");
	struct sp_json *json = sp_json_parse(&ctx, w.out->str, w.out->len);
	char *text = sp_json_text(sp_json_get(json, "source"));
	sp_json_free(json);
	sp_jw_clear(&w);
	return text;
}

static void write_figure(struct sp_jw *w, const char *key, const struct mention *m)
{
	sp_jw_object(w, key);
	if (m->year)
		sp_jw_int(w, "year", m->year);
	for (const struct sp_json *v = sp_json_first(m->figure); v; v = sp_json_next(v))
		if (strcmp(sp_json_key(v), "source") != 0 && strcmp(sp_json_key(v), "year") != 0)
			sp_jw_json(w, sp_json_key(v), v);
	write_source(w, source_of(m), m->link->entry->edition);
	sp_jw_close(w);
}

static const char *match_word(enum sp_recognition match)
{
	static const char *const words[] = { [SP_FIRST] = "first",
					     [SP_BY_CODE_AND_TITLE] = "code-and-title",
					     [SP_BY_CODE] = "code",
					     [SP_BY_TITLE] = "title" };
	return words[match];
}

static void write_score(struct sp_jw *w, int hundredths)
{
	struct sp_dec score;
	sp_dec_init(&score);
	sp_dec_set_int(&score, hundredths);
	score.scale = 2;
	sp_jw_dec(w, "score", &score);
	sp_dec_clear(&score);
}

/* What each document calls it, and how it was recognised. */
static void write_editions(struct sp_jw *w, const struct sp_thread *t)
{
	sp_jw_array(w, "editions");
	for (guint i = 0; i < t->links->len; i++) {
		const struct sp_occurrence *link = g_ptr_array_index(t->links, i);
		sp_jw_object(w, NULL);
		sp_jw_str(w, "document", link->entry->edition->key);
		sp_jw_str(w, "name", link->entry->edition->name);
		if (link->entry->code)
			sp_jw_str(w, "code", link->entry->code);
		sp_jw_str(w, "title", sp_entry_name(link->entry));
		sp_jw_str(w, "match", match_word(link->match));
		write_score(w, link->score);
		sp_jw_close(w);
	}
	sp_jw_close(w);
}

/* --- mentions ------------------------------------------------------------------------------------------------- */

static void add_mention(GArray *all, const struct sp_occurrence *link, const struct sp_json *figure, bool target)
{
	if (!figure || sp_json_type(figure) != SP_JSON_OBJECT)
		return;
	if (!sp_json_str(sp_json_get(figure, "raw")) && !sp_json_digits(sp_json_get(figure, "value")))
		return;
	struct mention m = { link, figure, sp_edition_year(sp_json_get(figure, "year")), target, false };
	for (guint i = 0; i < all->len; i++) {
		struct mention *other = &g_array_index(all, struct mention, i);
		if (other->link == link && other->year == m.year && other->target == target) {
			const char *why[SP_LANGS];
			other->ambiguous = other->ambiguous ||
					   sp_revision(other->figure, figure, why) != SP_REVISION_SAME;
			return;
		}
	}
	g_array_append_val(all, m);
}

static void add_list(GArray *all, const struct sp_occurrence *link, const struct sp_json *list, bool target)
{
	for (const struct sp_json *f = sp_json_first(list); f; f = sp_json_next(f))
		add_mention(all, link, f, target);
}

/* By year, those without one last; the documents of a year in their order, which the sort keeps. */
static gint by_year(gconstpointer a, gconstpointer b)
{
	const struct mention *x = a, *y = b;
	int of_x = x->year ? x->year : G_MAXINT, of_y = y->year ? y->year : G_MAXINT;
	if (of_x != of_y)
		return of_x < of_y ? -1 : 1;
	int c = sp_edition_compare(x->link->entry->edition, y->link->entry->edition);
	return c ? c : (int)y->target - (int)x->target;
}

/* All figures that the documents print of an indicator. (transfer full) */
static GArray *mentions_of(const struct sp_thread *t)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct mention));
	for (guint i = 0; i < t->links->len; i++) {
		const struct sp_occurrence *link = g_ptr_array_index(t->links, i);
		const struct sp_json *json = link->entry->json;
		add_mention(all, link, sp_json_get(json, "target"), true);
		add_list(all, link, sp_json_get(json, "targets"), true);
		add_list(all, link, sp_json_get(json, "actuals"), false);
	}
	g_array_sort(all, by_year);
	return all;
}

/* The last of the mentions after which no other of its kind says the same year; mentions are sorted. */
static bool is_latest(const GArray *all, guint at)
{
	const struct mention *m = &g_array_index(all, struct mention, at);
	for (guint i = at + 1; i < all->len; i++) {
		const struct mention *later = &g_array_index(all, struct mention, i);
		if (later->year == m->year && later->target == m->target)
			return false;
	}
	return true;
}

/* --- findings ------------------------------------------------------------------------------------------------- */

static struct sp_figure *figure_of(const struct mention *m, const char *label)
{
	struct sp_figure *f = sp_figure_new(label);
	int64_t multiplier = 1;
	f->raw = g_strdup(sp_json_str(sp_json_get(m->figure, "raw")));
	f->value = g_strdup(sp_json_digits(sp_json_get(m->figure, "value")));
	f->unit = g_strdup(sp_json_str(sp_json_get(m->figure, "unit")));
	f->approx = sp_json_bool(sp_json_get(m->figure, "approx"), false);
	if (sp_json_int(sp_json_get(m->figure, "multiplier"), &multiplier))
		f->multiplier = (long)multiplier;
	f->source = source_text(m);
	return f;
}

static void write_finding(struct writer *x, struct sp_finding *take)
{
	char *id = take->year ? g_strdup_printf("%s:%d", take->id, take->year) : g_strdup(take->id);
	g_free(take->id);
	take->id = g_strdup(make_unique(x, id));
	sp_finding_write(take, &x->w);
	sp_jw_line(&x->w, x->to);
	count(x, "finding");
	x->fault = x->fault || sp_finding_is_fault(take);
	sp_finding_free(take);
}

/* "Crediti recuperati (C11)" */
static char *name_of(const struct sp_entry *indicator, const struct sp_entry *objective)
{
	return objective->code ? g_strdup_printf("%s (%s)", sp_entry_name(indicator), objective->code)
			       : g_strdup(sp_entry_name(indicator));
}

static const char *raw_of(const struct mention *m)
{
	const char *raw = sp_json_str(sp_json_get(m->figure, "raw"));
	return raw ? raw : sp_json_digits(sp_json_get(m->figure, "value"));
}

static const char *document_of(const struct sp_edition *e)
{
	return e->name ? e->name : e->key;
}

/* Had the year passed when the document was made? Then its actual is no forecast and no half-year's figure. */
static bool is_final(const struct mention *m)
{
	const struct sp_edition *e = m->link->entry->edition;
	return e->last_day >= m->year * 10000 + 1231 || e->last_actual > m->year;
}

/* What keeps two documents' figures from being held against each other; NULL when nothing does. */
static const char *doubt(const struct mention *a, const struct mention *b)
{
	const struct sp_entry *x = a->link->entry, *y = b->link->entry;
	if (sp_title_likeness(x->title, y->title) != SP_TITLE_SAME)
		return "name-changed";
	if (x->formula && y->formula && sp_title_likeness(x->formula, y->formula) != SP_TITLE_SAME)
		return "formula-changed";
	if (a->ambiguous || b->ambiguous)
		return "printed-twice";
	return a->target || is_final(a) ? NULL : "year-not-over";
}

/* The message, and behind it why it is not computable, where a reason is given. Takes `said`. */
static char *with_reason(char *said, const char *why, enum sp_language lang)
{
	if (!why)
		return said;
	char *reason = sp_message(why, lang), *all = sp_message("but-not-computable", lang, said, reason);
	g_free(reason);
	g_free(said);
	return all;
}

/* The finding about the same figure in two documents; NULL when there is nothing to say. */
static struct sp_finding *compare_mentions(const struct mention *a, const struct mention *b, const char *subject,
					   const char *name, bool likely)
{
	const char *doubtful = doubt(a, b), *why = NULL;
	enum sp_revision r = sp_revision(a->figure, b->figure, &why);
	if (r == SP_REVISION_NOTHING || (doubtful && r == SP_REVISION_SAME))
		return NULL;
	why = doubtful ? doubtful : why;
	struct sp_finding *f = sp_finding_new(b->target ? "target-changed" : "restated", subject,
					      b->target ? "targets" : "actuals");
	f->year = b->year;
	f->status = r == SP_REVISION_SAME ? SP_MATCH : why ? SP_NOT_COMPUTABLE : SP_CONTRADICTION;
	f->severity = SP_RULE_WARN;
	f->likely = likely;
	f->published = figure_of(b, NULL);
	f->source = g_strdup(f->published->source);
	const char *before = document_of(a->link->entry->edition), *now = document_of(b->link->entry->edition);
	g_ptr_array_add(f->inputs, figure_of(a, before));
	if (f->status != SP_NOT_COMPUTABLE) {
		f->recomputed = g_strdup(sp_json_digits(sp_json_get(a->figure, "value")));
		f->difference = sp_revision_difference(a->figure, b->figure);
	} else {
		f->reason = sp_message(why, SP_EN);
	}
	char *year = g_strdup_printf("%d", b->year);
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++)
		f->message[lang] = with_reason(sp_message("two-documents", lang, name, b->target ? "target " : "", year,
							  raw_of(a), before, raw_of(b), now),
					       f->reason ? why : NULL, lang);
	g_free(year);
	return f;
}

/* Was the objective recognised by its code and all words of its title? */
static bool is_certain(const struct sp_thread *objective, const struct mention *m)
{
	const struct sp_occurrence *above = sp_thread_in(objective, m->link->entry->edition);
	return above->match == SP_BY_CODE_AND_TITLE && above->score == SP_TITLE_SAME;
}

/* Each figure against the last document before it that prints one for the same year. */
static void write_comparisons(struct writer *x, const struct sp_thread *objective, const GArray *all,
			      const char *subject, const char *name)
{
	for (guint i = 0; i < all->len; i++) {
		const struct mention *b = &g_array_index(all, struct mention, i), *a = NULL;
		for (guint k = 0; k < i && b->year; k++) {
			const struct mention *m = &g_array_index(all, struct mention, k);
			if (m->year == b->year && m->target == b->target &&
			    sp_json_digits(sp_json_get(m->figure, "value")))
				a = m;
		}
		struct sp_finding *f = a ? compare_mentions(a, b, subject, name, !is_certain(objective, b)) : NULL;
		if (f)
			write_finding(x, f);
	}
}

/* The next document of the same kind; NULL when that was the last. */
static const struct sp_edition *next_edition(const struct sp_series *s, const struct sp_edition *after)
{
	for (guint i = 0; i < s->editions->len; i++) {
		const struct sp_edition *e = g_ptr_array_index(s->editions, i);
		if (sp_edition_compare(e, after) > 0 && g_strcmp0(e->kind, after->kind) == 0)
			return e;
	}
	return NULL;
}

/* Does the objective have an indicator there that this one may have become? */
static bool may_have_become(const struct sp_entry *objective, const struct sp_entry *indicator)
{
	enum { SOMEWHAT = 40 };
	for (guint i = 0; i < objective->indicators->len; i++) {
		const struct sp_entry *other = g_ptr_array_index(objective->indicators, i);
		if (!other->title || sp_title_likeness(other->title, indicator->title) >= SOMEWHAT)
			return true;
	}
	return false;
}

/*
 * The next document still has the objective, with indicators, and none that this one may have become. A remark: it may
 * also be that the document was not read well.
 */
static void write_dropped(struct writer *x, const struct sp_thread *objective, const struct sp_thread *indicator,
			  const char *subject, const char *name)
{
	const struct sp_entry *last = sp_thread_last(indicator)->entry;
	const struct sp_edition *next = next_edition(x->series, last->edition);
	const struct sp_occurrence *still = next ? sp_thread_in(objective, next) : NULL;
	if (!still || next->damaged || still->entry->indicators->len == 0 || !last->title || !still->entry->json ||
	    may_have_become(still->entry, last))
		return;
	struct sp_finding *f = sp_finding_new("dropped", subject, "name");
	f->status = SP_MISSING;
	f->severity = SP_RULE_INFO;
	f->likely = true;
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++)
		f->message[lang] = sp_message("dropped", lang, name, document_of(last->edition), document_of(next));
	write_finding(x, f);
}

static bool periods_overlap(const struct sp_edition *a, const struct sp_edition *b)
{
	return a->from && b->from && a->to >= b->from && b->to >= a->from;
}

static void write_reuse(struct writer *x, const struct sp_reuse *r, const char *subject)
{
	struct sp_finding *f = sp_finding_new("code-reused", subject, "code");
	bool other = r->score < UNLIKE;
	f->status = other ? SP_CONTRADICTION : SP_NOT_COMPUTABLE;
	f->likely = true; /* the titles are what was read of them */
	/* a new planning cycle may number anew */
	f->severity = periods_overlap(r->earlier->edition, r->later->edition) ? SP_RULE_WARN : SP_RULE_INFO;
	if (!other)
		f->reason = sp_message("words-in-common", SP_EN);
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++)
		f->message[lang] = with_reason(sp_message("code-reused", lang, r->later->code,
							  sp_entry_name(r->earlier), document_of(r->earlier->edition),
							  sp_entry_name(r->later), document_of(r->later->edition)),
					       other ? NULL : "same-objective", lang);
	struct sp_occurrence link = { r->later, SP_FIRST, 0 };
	f->source = source_text(&(struct mention){ .link = &link, .figure = r->later->json });
	write_finding(x, f);
}

/* --- threads --------------------------------------------------------------------------------------------------- */

static const char *text_of(const struct sp_json *record, const char *key)
{
	return sp_json_str(sp_json_get(record, key));
}

/* `m` is one of the two and says of which year and document they are. */
static void write_point(struct writer *x, const struct sp_thread *objective, const struct mention *m,
			const struct mention *target, const struct mention *actual, const char *indicator)
{
	const struct sp_occurrence *link = m->link;
	const struct sp_occurrence *above = sp_thread_in(objective, link->entry->edition);
	char *id = g_strdup_printf("series_point:%s:%d:%s", strchr(indicator, ':') + 1, m->year,
				   link->entry->edition->key);
	begin_record(x, "series_point", make_unique(x, id));
	sp_jw_str(&x->w, "indicator", indicator);
	if (m->year)
		sp_jw_int(&x->w, "year", m->year);
	else
		sp_jw_null(&x->w, "year");
	sp_jw_str(&x->w, "edition", link->entry->edition->key);
	sp_jw_str(&x->w, "edition_name", link->entry->edition->name);
	sp_jw_str(&x->w, "code", above->entry->code);
	sp_jw_str(&x->w, "title", above->entry->json ? sp_entry_name(above->entry) : NULL);
	sp_jw_str(&x->w, "objective_match", match_word(above->match));
	sp_jw_str(&x->w, "name", sp_entry_name(link->entry));
	sp_jw_str(&x->w, "match", match_word(link->match));
	write_score(&x->w, link->score);
	if (target)
		write_figure(&x->w, "target", target);
	if (actual)
		write_figure(&x->w, "actual", actual);
	write_source(&x->w, sp_json_get(link->entry->json, "source"), link->entry->edition);
	end_record(x);
}

/* Target and actual of the same year and document are one point; they stand side by side. */
static void write_points(struct writer *x, const struct sp_thread *objective, const GArray *all, const char *indicator)
{
	for (guint i = 0; i < all->len; i++) {
		const struct mention *m = &g_array_index(all, struct mention, i);
		const struct mention *next = i + 1 < all->len ? m + 1 : NULL;
		bool pair = m->target && next && !next->target && next->year == m->year && next->link == m->link;
		write_point(x, objective, m, m->target ? m : NULL, pair ? next : m->target ? NULL : m, indicator);
		if (pair)
			i++;
	}
}

static void write_latest(struct sp_jw *w, const GArray *all, bool target)
{
	sp_jw_array(w, target ? "targets" : "actuals");
	for (guint i = 0; i < all->len; i++) {
		const struct mention *m = &g_array_index(all, struct mention, i);
		if (m->target == target && m->year && is_latest(all, i))
			write_figure(w, NULL, m);
	}
	sp_jw_close(w);
}

/* The target that the last document prints; that of `all` which is its own. */
static const struct mention *last_target(const GArray *all, const struct sp_occurrence *last)
{
	for (guint i = all->len; i > 0; i--) {
		const struct mention *m = &g_array_index(all, struct mention, i - 1);
		if (m->target && m->link == last && m->figure == sp_json_get(last->entry->json, "target"))
			return m;
	}
	return NULL;
}

static void write_indicator(struct writer *x, const struct sp_thread *objective, const struct sp_thread *t,
			    const char *objective_id, guint number)
{
	const struct sp_occurrence *last = sp_thread_last(t);
	const struct sp_json *json = last->entry->json;
	GArray *all = mentions_of(t);
	char *wanted = g_strdup_printf("indicator:%s:%u", objective_id ? strchr(objective_id, ':') + 1 : "-", number);
	const char *id = make_unique(x, wanted);
	begin_record(x, "indicator", id);
	sp_jw_str(&x->w, "objective", objective_id);
	sp_jw_str(&x->w, "name", text_of(json, "name"));
	sp_jw_json(&x->w, "formula", sp_json_get(json, "formula"));
	const struct mention *target = last_target(all, last);
	if (target)
		write_figure(&x->w, "target", target);
	write_latest(&x->w, all, true);
	write_latest(&x->w, all, false);
	write_editions(&x->w, t);
	write_source(&x->w, sp_json_get(json, "source"), last->entry->edition);
	end_record(x);
	char *name = name_of(last->entry, sp_thread_in(objective, last->entry->edition)->entry);
	write_points(x, objective, all, id);
	write_comparisons(x, objective, all, id, name);
	write_dropped(x, objective, t, id, name);
	g_free(name);
	g_array_unref(all);
}

static void write_reuses(struct writer *x, const struct sp_thread *t, const char *id)
{
	for (guint i = 0; i < x->series->reuses->len; i++) {
		const struct sp_reuse *r = g_ptr_array_index(x->series->reuses, i);
		const struct sp_occurrence *link = sp_thread_in(t, r->later->edition);
		if (link && link->entry == r->later)
			write_reuse(x, r, id);
	}
}

static void write_objective(struct writer *x, const struct sp_thread *t)
{
	const struct sp_entry *last = sp_thread_last(t)->entry;
	const char *id = NULL;
	if (last->json) {
		id = make_unique(x, g_strdup_printf("objective:%s", last->code ? last->code : "-"));
		begin_record(x, "objective", id);
		sp_jw_str(&x->w, "code", last->code);
		sp_jw_str(&x->w, "title", text_of(last->json, "title"));
		write_editions(&x->w, t);
		write_source(&x->w, sp_json_get(last->json, "source"), last->edition);
		end_record(x);
		write_reuses(x, t, id);
	}
	for (guint i = 0; i < t->indicators->len; i++)
		write_indicator(x, t, g_ptr_array_index(t->indicators, i), id, i + 1);
}

/* --- the document ------------------------------------------------------------------------------------------------ */

static void write_document(struct writer *x)
{
	const GPtrArray *editions = x->series->editions;
	const struct sp_edition *last = g_ptr_array_index(editions, editions->len - 1);
	GChecksum *sha256 = g_checksum_new(G_CHECKSUM_SHA256);
	int64_t bytes = 0;
	int from = 0, to = 0;
	bool one_kind = true;
	for (guint i = 0; i < editions->len; i++) {
		const struct sp_edition *e = g_ptr_array_index(editions, i);
		int64_t own = 0;
		sp_json_int(sp_json_get(e->json, "bytes"), &own);
		bytes += own;
		from = e->from && (!from || e->from < from) ? e->from : from;
		to = MAX(to, e->to);
		one_kind = one_kind && g_strcmp0(e->kind, last->kind) == 0;
		g_checksum_update(sha256, (const guchar *)(e->sha256 ? e->sha256 : ""), -1);
	}
	struct sp_jw *w = &x->w;
	char *name = from ? g_strdup_printf("%s %d-%d", last->body, from, to) : g_strdup(last->body);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "document");
	sp_jw_str(w, "schema", "spunta-records/1");
	sp_jw_str(w, "name", name);
	sp_jw_str(w, "sha256", g_checksum_get_string(sha256));
	sp_jw_int(w, "bytes", bytes);
	sp_jw_str(w, "media_type", "application/x-ndjson");
	sp_jw_str(w, "kind", one_kind && last->kind ? last->kind : "unknown");
	sp_jw_json(w, "body", sp_json_get(last->json, "body"));
	if (from) {
		sp_jw_object(w, "period");
		sp_jw_int(w, "from", from);
		sp_jw_int(w, "to", to);
		sp_jw_close(w);
	} else {
		sp_jw_null(w, "period");
	}
	sp_jw_array(w, "acts");
	sp_jw_close(w);
	sp_jw_array(w, "editions");
	for (guint i = 0; i < editions->len; i++) {
		const struct sp_edition *e = g_ptr_array_index(editions, i);
		sp_jw_object(w, NULL);
		sp_jw_str(w, "document", e->key);
		sp_jw_str(w, "sha256", e->sha256);
		sp_jw_str(w, "name", e->name);
		sp_jw_str(w, "kind", e->kind);
		sp_jw_str(w, "date", e->date);
		sp_jw_close(w);
	}
	sp_jw_close(w);
	end_record(x);
	g_free(name);
	g_checksum_free(sha256);
}

static void write_end(struct writer *x)
{
	sp_jw_object(&x->w, NULL);
	sp_jw_str(&x->w, "type", "end");
	sp_jw_object(&x->w, "records");
	for (guint i = 0; i < x->types->len; i++) {
		const char *type = g_ptr_array_index(x->types, i);
		sp_jw_int(&x->w, type, GPOINTER_TO_UINT(g_hash_table_lookup(x->counts, type)));
	}
	sp_jw_close(&x->w);
	end_record(x);
}

struct sp_series *sp_series_new(void)
{
	struct sp_series *s = g_new(struct sp_series, 1);
	*s = (struct sp_series){ g_ptr_array_new_with_free_func(sp_edition_free),
				 g_ptr_array_new_with_free_func(sp_thread_free),
				 g_ptr_array_new_with_free_func(g_free) };
	return s;
}

void sp_series_free(struct sp_series *s)
{
	g_ptr_array_unref(s->reuses);
	g_ptr_array_unref(s->threads);
	g_ptr_array_unref(s->editions);
	g_free(s);
}

void sp_series_add(struct sp_series *s, struct sp_edition *take)
{
	g_ptr_array_add(s->editions, take);
}

bool sp_series_write(struct sp_series *s, FILE *to)
{
	sp_series_join(s);
	struct writer x = { .series = s,
			    .to = to,
			    .ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			    .counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			    .types = g_ptr_array_new_with_free_func(g_free) };
	sp_jw_init(&x.w);
	write_document(&x);
	for (guint i = 0; i < s->threads->len; i++)
		write_objective(&x, g_ptr_array_index(s->threads, i));
	write_end(&x);
	sp_jw_clear(&x.w);
	g_ptr_array_unref(x.types);
	g_hash_table_destroy(x.counts);
	g_hash_table_destroy(x.ids);
	return x.fault;
}
