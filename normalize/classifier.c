/*
 * Bodies. "Comune di Roccaspina Segreteria generale" is the body and an office glued to it: a longer
 * name that begins with a shorter one, itself printed alone, is counted for the shorter.
 *
 * Notes. A mark in a table is explained by the nearest note under it, before the next table that is
 * not its continuation; else by a note after the last table, if that mark has no other note in the
 * document (a mark that is explained table by table means something else each time).
 */
#include "normalize/classifier.h"

#include "base/date.h"
#include "base/text.h"
#include "normalize/bounds.h"
#include "normalize/front.h"
#include "normalize/header.h"

enum {
	SHORT_CELL = 80,
	PROSE_BYTES = 140,
	SENTENCE_WORDS = 8,
	DATA_CELLS = 4,
	DULL_TEXTS = 2000,
	BODIES = 500,
	ACTS = 5000
};

struct body {
	char *name;        /* as first printed */
	GHashTable *forms; /* printed form → how often */
	unsigned mentions, as_author;
	bool spare; /* named by a spare rule only */
	bool front; /* named where the document says whose it is */
	struct sp_place first;
};

struct act {
	const char *organ;
	char *number, *date, *raw;
	struct sp_place place;
};

struct note {
	char *mark, *text;
	unsigned table; /* tables before it */
	int64_t line;
	bool used;
};

struct period {
	int from, to, points;
};

struct sp_classifier {
	struct sp_ctx *ctx;
	struct sp_profiles *set;
	const struct sp_facts *facts;
	struct sp_match *match;
	struct sp_front *front;
	GArray *seen;      /* int, per profile and evidence in order: how often; of titles: the points that they gave */
	GHashTable *dull;  /* short texts that were no evidence: labels and headers come again and again */
	GPtrArray *bodies; /* struct body, as met */
	GHashTable *body_index; /* folded name → struct body */
	GPtrArray *acts;
	GHashTable *act_index; /* organ, number and date */
	GArray *periods;
	char reference_date[SP_DATE_TEXT];
	guint reference_rank; /* which pattern gave it: the first wins */
	GPtrArray *notes;
	GArray *group; /* unsigned: number of the first table that table i (0-based) continues */
	const struct sp_profile *best;
	struct sp_front_act own; /* of an act */
	bool report;             /* it says what was done, not what is planned */
};

static void body_free(gpointer p)
{
	struct body *b = p;
	g_free(b->name);
	g_hash_table_destroy(b->forms);
	g_free(b);
}

static void act_free(gpointer p)
{
	struct act *a = p;
	g_free(a->number);
	g_free(a->date);
	g_free(a->raw);
	g_free(a);
}

static void note_free(gpointer p)
{
	struct note *n = p;
	g_free(n->mark);
	g_free(n->text);
	g_free(n);
}

struct sp_classifier *sp_classifier_new(struct sp_ctx *ctx, struct sp_profiles *set)
{
	struct sp_classifier *s = g_new0(struct sp_classifier, 1);
	s->ctx = ctx;
	s->set = set;
	s->facts = sp_profiles_facts(set);
	s->match = sp_match_new();
	s->front = sp_front_new(ctx, s->facts);
	s->seen = g_array_new(FALSE, TRUE, sizeof(int));
	s->dull = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->bodies = g_ptr_array_new_with_free_func(body_free);
	s->body_index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->acts = g_ptr_array_new_with_free_func(act_free);
	s->act_index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->periods = g_array_new(FALSE, FALSE, sizeof(struct period));
	s->notes = g_ptr_array_new_with_free_func(note_free);
	s->group = g_array_new(FALSE, FALSE, sizeof(unsigned));
	s->reference_rank = G_MAXUINT;
	const GPtrArray *profiles = sp_profiles_list(set);
	guint all = 0;
	for (guint i = 0; i < profiles->len; i++)
		all += ((const struct sp_profile *)profiles->pdata[i])->evidence->len;
	g_array_set_size(s->seen, all);
	return s;
}

void sp_classifier_free(struct sp_classifier *s)
{
	if (!s)
		return;
	sp_match_free(s->match);
	sp_front_free(s->front);
	sp_front_act_clear(&s->own);
	g_array_unref(s->seen);
	g_hash_table_destroy(s->dull);
	g_ptr_array_unref(s->bodies);
	g_hash_table_destroy(s->body_index);
	g_ptr_array_unref(s->acts);
	g_hash_table_destroy(s->act_index);
	g_array_unref(s->periods);
	g_ptr_array_unref(s->notes);
	g_array_unref(s->group);
	g_free(s);
}

/* --- evidence --------------------------------------------------------------------------------------- */

/*
 * Tries the evidence of every profile that is not yet counted often enough. Titles, labels and headers
 * begin with a capital, a number or a sign; most lines of running text do not.
 */
static enum sp_status weigh(struct sp_classifier *s, const char *text, const char *tight)
{
	if (!*text || (!tight && g_unichar_islower(g_utf8_get_char(text))) || g_hash_table_contains(s->dull, text))
		return SP_OK;
	bool told = false;
	const GPtrArray *profiles = sp_profiles_list(s->set);
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	char *fold = sp_text_fold(head.s, head.n);
	enum sp_status worst = SP_OK;
	guint at = 0;
	for (guint i = 0; i < profiles->len; i++) {
		const struct sp_profile *p = profiles->pdata[i];
		for (guint k = 0; k < p->evidence->len; k++, at++) {
			const struct sp_evidence *e = p->evidence->pdata[k];
			int *count = &g_array_index(s->seen, int, at);
			if (e->title || *count >= e->most)
				continue;
			if (e->header && tight && strcmp(e->header, tight) == 0) {
				++*count;
				told = true;
				continue;
			}
			enum sp_status hit = e->text && sp_near(e->near, fold)
						 ? sp_pattern_search(s->ctx, e->text, head.s, head.n, 0, NULL)
						 : SP_END;
			if (hit == SP_FAIL)
				worst = SP_FAIL;
			*count += hit == SP_OK;
			told = told || hit == SP_OK;
		}
	}
	if (!told && strlen(text) <= SHORT_CELL && g_hash_table_size(s->dull) < DULL_TEXTS)
		g_hash_table_add(s->dull, g_strdup(text));
	g_free(fold);
	return worst;
}

/*
 * What stands first on a front is the title, what follows says more of it: "Conto del bilancio", then one of its
 * annexes; but also, below a plan's name, the act that approved it. So a sign loses a point with each line before it,
 * and no more than half of them.
 */
static enum sp_status weigh_title(struct sp_classifier *s, const struct sp_evidence *e, const GPtrArray *titles, int *gave)
{
	for (guint t = 0; t < titles->len; t++) {
		const struct sp_front_title *title = titles->pdata[t];
		int worth = MAX(e->points - (int)title->place, e->points / 2);
		if (worth <= *gave)
			continue;
		enum sp_status hit = sp_pattern_search(s->ctx, e->text, title->text, strlen(title->text), 0, NULL);
		if (hit == SP_FAIL)
			return hit;
		if (hit == SP_OK)
			*gave = worth;
	}
	return SP_OK;
}

/* The evidence that only a title gives, once the front is read. */
static enum sp_status weigh_titles(struct sp_classifier *s)
{
	const GPtrArray *profiles = sp_profiles_list(s->set), *titles = sp_front_titles(s->front);
	guint at = 0;
	for (guint i = 0; i < profiles->len; i++) {
		const struct sp_profile *p = profiles->pdata[i];
		for (guint k = 0; k < p->evidence->len; k++, at++) {
			const struct sp_evidence *e = p->evidence->pdata[k];
			if (e->title && weigh_title(s, e, titles, &g_array_index(s->seen, int, at)) == SP_FAIL)
				return SP_FAIL;
		}
	}
	return SP_OK;
}

/* Of a title what it gave, of other signs how often they were met. */
static int sign_points(const struct sp_evidence *e, int seen)
{
	return e->title ? seen : seen * e->points;
}

static int points(const struct sp_classifier *s, guint profile)
{
	const GPtrArray *profiles = sp_profiles_list(s->set);
	guint at = 0;
	for (guint i = 0; i < profile; i++)
		at += ((const struct sp_profile *)profiles->pdata[i])->evidence->len;
	const struct sp_profile *p = profiles->pdata[profile];
	int sum = 0;
	for (guint k = 0; k < p->evidence->len; k++)
		sum += sign_points(p->evidence->pdata[k], g_array_index(s->seen, int, at + k));
	return sum;
}

/* --- bodies ------------------------------------------------------------------------------------------- */

static struct body *find_body(struct sp_classifier *s, struct sp_str name, const struct sp_place *place)
{
	char *key = sp_text_fold(name.s, name.n);
	struct body *b = g_hash_table_lookup(s->body_index, key);
	if (b || s->bodies->len >= BODIES) {
		g_free(key);
		return b;
	}
	b = g_new0(struct body, 1);
	b->name = sp_str_dup(name);
	b->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b->first = *place;
	g_ptr_array_add(s->bodies, b);
	g_hash_table_insert(s->body_index, key, b);
	return b;
}

static void count_form(struct body *b, struct sp_str name, unsigned more)
{
	char *form = sp_str_dup(name);
	size_t n = GPOINTER_TO_SIZE(g_hash_table_lookup(b->forms, form)) + more;
	g_hash_table_insert(b->forms, form, GSIZE_TO_POINTER(n));
}

enum naming { NAMED, NAMED_AS_AUTHOR, NAMED_BY_LETTERHEAD, NAMED_ON_FRONT };

static enum sp_status name_bodies(struct sp_classifier *s, const GPtrArray *patterns, enum naming how, const char *text,
				  size_t n, const char *fold, const struct sp_place *place)
{
	for (guint i = 0; i < patterns->len; i++) {
		const struct sp_fact_rule *rule = patterns->pdata[i];
		bool letterhead = how == NAMED_BY_LETTERHEAD || how == NAMED_ON_FRONT;
		bool asked = (rule->spare ? letterhead : how != NAMED_BY_LETTERHEAD) && sp_near(rule->near, fold);
		size_t from = asked ? 0 : n;
		enum sp_status hit = SP_END;
		while (from < n && (hit = sp_pattern_search(s->ctx, rule->pattern, text, n, from, s->match)) == SP_OK) {
			struct sp_str whole = sp_match_whole(s->match), name = sp_match_group(s->match, "name");
			struct body *b = name.n > 0 ? find_body(s, name, place) : NULL;
			if (b)
				b->spare = rule->spare && (b->spare || b->mentions == 0);
			if (b && how == NAMED_AS_AUTHOR) {
				b->as_author++;
			} else if (b && how == NAMED_ON_FRONT) {
				b->front = true;
			} else if (b) {
				b->mentions++;
				count_form(b, name, 1);
			}
			from = (size_t)(whole.s - text) + MAX(whole.n, 1);
		}
		if (hit == SP_FAIL)
			return hit;
	}
	return SP_OK;
}

/* A longer name is the shorter one with an office behind, when the shorter is printed alone as well. */
static void merge_bodies(struct sp_classifier *s)
{
	for (guint i = 0; i < s->bodies->len; i++) {
		struct body *longer = s->bodies->pdata[i];
		char *fold = sp_text_fold(longer->name, strlen(longer->name));
		for (char *cut = strrchr(fold, ' '); cut; cut = strrchr(fold, ' ')) {
			*cut = '\0';
			struct body *shorter = g_hash_table_lookup(s->body_index, fold);
			if (!shorter || shorter == longer || (shorter->mentions == 0 && !shorter->front))
				continue;
			shorter->mentions += longer->mentions;
			shorter->as_author += longer->as_author;
			shorter->front = shorter->front || longer->front;
			longer->mentions = longer->as_author = 0;
			longer->front = false;
			break;
		}
		g_free(fold);
	}
}

static int by_mentions(gconstpointer a, gconstpointer b)
{
	const struct body *const *x = a, *const *y = b;
	if ((*x)->front != (*y)->front)
		return (*x)->front ? -1 : 1;
	if ((*x)->spare != (*y)->spare)
		return (*x)->spare ? 1 : -1;
	if ((*x)->mentions != (*y)->mentions)
		return (*x)->mentions > (*y)->mentions ? -1 : 1;
	return strcmp((*x)->name, (*y)->name);
}

/* The form printed most; of two equally frequent, the first in the alphabet. */
static const char *printed_form(const struct body *b)
{
	const char *best = b->name;
	size_t most = 0;
	GHashTableIter it;
	gpointer form, count;
	g_hash_table_iter_init(&it, b->forms);
	while (g_hash_table_iter_next(&it, &form, &count)) {
		size_t n = GPOINTER_TO_SIZE(count);
		if (n > most || (n == most && strcmp(form, best) < 0)) {
			most = n;
			best = form;
		}
	}
	return best;
}

/* --- acts, periods, dates ------------------------------------------------------------------------------ */

static void add_act(struct sp_classifier *s, const struct sp_act_rule *rule, const struct sp_place *place)
{
	struct sp_str number = sp_match_group(s->match, "number"), date = sp_match_group(s->match, "date");
	struct sp_date d;
	struct sp_str where;
	char iso[SP_DATE_TEXT] = "";
	if (date.s && sp_date_find(&d, date.s, date.n, 0, &where) == SP_OK)
		sp_date_iso(&d, iso);
	char *key = g_strdup_printf("%s|" SP_STR_FMT "|%s", rule->organ ? rule->organ : "", SP_STR_ARG(number), iso);
	if (s->acts->len >= ACTS || !g_hash_table_add(s->act_index, key))
		return;
	struct act *a = g_new0(struct act, 1);
	a->organ = rule->organ;
	a->number = number.n > 0 ? sp_str_dup(number) : NULL;
	a->date = *iso ? g_strdup(iso) : NULL;
	a->raw = sp_str_dup(sp_str_trim(sp_match_whole(s->match)));
	a->place = *place;
	g_ptr_array_add(s->acts, a);
}

static enum sp_status find_acts(struct sp_classifier *s, const char *text, size_t n, const char *fold,
				const struct sp_place *place)
{
	for (guint i = 0; i < s->facts->acts->len; i++) {
		const struct sp_act_rule *rule = s->facts->acts->pdata[i];
		size_t from = sp_near(rule->near, fold) ? 0 : n;
		enum sp_status hit = SP_END;
		while (from < n && (hit = sp_pattern_search(s->ctx, rule->pattern, text, n, from, s->match)) == SP_OK) {
			struct sp_str whole = sp_match_whole(s->match);
			from = (size_t)(whole.s - text) + MAX(whole.n, 1);
			add_act(s, rule, place);
		}
		if (hit == SP_FAIL)
			return hit;
	}
	return SP_OK;
}

/* "2024" → 2024; "26" → the year of the same century as `from`. */
static int read_year(struct sp_str v, int from)
{
	gint64 year = 0;
	char *text = sp_str_dup(v);
	bool ok = text && g_ascii_string_to_signed(text, 10, 0, 9999, &year, NULL);
	g_free(text);
	return !ok ? 0 : v.n == 2 ? from / 100 * 100 + (int)year : (int)year;
}

static void add_period(struct sp_classifier *s, int from, int to, int more)
{
	if (from < 1990 || to < from || to > from + 10)
		return;
	for (guint i = 0; i < s->periods->len; i++) {
		struct period *p = &g_array_index(s->periods, struct period, i);
		if (p->from == from && p->to == to) {
			p->points += more;
			return;
		}
	}
	struct period p = { from, to, more };
	g_array_append_val(s->periods, p);
}

static void add_match(struct sp_classifier *s, const struct sp_period_rule *rule)
{
	int first = read_year(sp_match_group(s->match, "from"), 0);
	struct sp_str to = sp_match_group(s->match, "to");
	add_period(s, first, to.n > 0 ? read_year(to, first) : first, rule->points);
}

static enum sp_status find_periods(struct sp_classifier *s, const char *text, size_t n, const char *fold)
{
	for (guint i = 0; i < s->facts->periods->len; i++) {
		const struct sp_period_rule *rule = s->facts->periods->pdata[i];
		size_t from = sp_near(rule->near, fold) ? 0 : n;
		enum sp_status hit = SP_END;
		while (from < n && (hit = sp_pattern_search(s->ctx, rule->pattern, text, n, from, s->match)) == SP_OK) {
			struct sp_str whole = sp_match_whole(s->match);
			add_match(s, rule);
			from = (size_t)(whole.s - text) + MAX(whole.n, 1);
		}
		if (hit == SP_FAIL)
			return hit;
	}
	return SP_OK;
}

static enum sp_status find_reference_date(struct sp_classifier *s, const char *text, size_t n, const char *fold)
{
	for (guint i = 0; i < s->facts->reference_dates->len && i < s->reference_rank; i++) {
		const struct sp_fact_rule *rule = s->facts->reference_dates->pdata[i];
		if (!sp_near(rule->near, fold))
			continue;
		enum sp_status hit = sp_pattern_search(s->ctx, rule->pattern, text, n, 0, s->match);
		if (hit == SP_FAIL)
			return hit;
		struct sp_str date = hit == SP_OK ? sp_match_group(s->match, "date") : SP_STR_NONE;
		struct sp_date d;
		struct sp_str where;
		if (date.s && sp_date_find(&d, date.s, date.n, 0, &where) == SP_OK) {
			sp_date_iso(&d, s->reference_date);
			s->reference_rank = i;
		}
	}
	return SP_OK;
}

static const struct period *best_period(const struct sp_classifier *s)
{
	const struct period *best = NULL;
	for (guint i = 0; i < s->periods->len; i++) {
		const struct period *p = &g_array_index(s->periods, struct period, i);
		if (!best || p->points > best->points)
			best = p;
	}
	return best;
}

/* --- notes ------------------------------------------------------------------------------------------------ */

/* A line that begins a note; what follows in the same paragraph goes on with it. */
static enum sp_status find_note(struct sp_classifier *s, const char *text, int64_t line, struct note **open)
{
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	enum sp_status hit = s->facts->note_line
				 ? sp_pattern_search(s->ctx, s->facts->note_line, head.s, head.n, 0, s->match)
				 : SP_END;
	if (hit == SP_END && *open) {
		char *longer = g_strdup_printf("%s %s", (*open)->text, text);
		g_free((*open)->text);
		(*open)->text = longer;
	}
	if (hit != SP_OK)
		return hit == SP_FAIL ? hit : SP_OK;
	struct note *n = g_new0(struct note, 1);
	n->mark = sp_str_dup(sp_match_group(s->match, "mark"));
	/* to the end of the line, also where the pattern saw only its beginning */
	struct sp_str explains = sp_match_group(s->match, "text");
	n->text = sp_str_dup(sp_str_trim(sp_str(explains.s)));
	n->table = s->group->len;
	n->line = line;
	g_ptr_array_add(s->notes, n);
	*open = n;
	return SP_OK;
}

static unsigned group_of(const struct sp_classifier *s, unsigned table)
{
	return table > 0 && table <= s->group->len ? g_array_index(s->group, unsigned, table - 1) : 0;
}

const char *sp_classifier_note(struct sp_classifier *s, const char *mark, unsigned table)
{
	struct note *last = NULL;
	unsigned same = 0;
	for (guint i = 0; i < s->notes->len; i++) {
		struct note *n = s->notes->pdata[i];
		if (strcmp(n->mark, mark) != 0)
			continue;
		same++;
		last = n;
		if (n->table >= table && group_of(s, n->table) == group_of(s, table)) {
			n->used = true;
			return n->text;
		}
	}
	if (same != 1 || last->table != s->group->len)
		return NULL;
	last->used = true;
	return last->text;
}

bool sp_classifier_note_used(const struct sp_classifier *s, int64_t line, const char *mark)
{
	for (guint i = 0; i < s->notes->len; i++) {
		const struct note *n = s->notes->pdata[i];
		if (n->line == line && strcmp(n->mark, mark) == 0)
			return n->used;
	}
	return false;
}

/* --- lines of the stream --------------------------------------------------------------------------------- */

static enum sp_status survey_piece(struct sp_classifier *s, const char *text, const struct sp_place *place)
{
	size_t n = strlen(text);
	char *fold = sp_text_fold(text, n);
	enum sp_status st = name_bodies(s, s->facts->bodies, NAMED, text, n, fold, place);
	if (st == SP_OK)
		st = name_bodies(s, s->facts->authors, NAMED_AS_AUTHOR, text, n, fold, place);
	if (st == SP_OK && strpbrk(text, "0123456789")) {
		st = find_acts(s, text, n, fold, place);
		if (st == SP_OK)
			st = find_periods(s, text, n, fold);
		if (st == SP_OK)
			st = find_reference_date(s, text, n, fold);
	}
	g_free(fold);
	return st;
}

static enum sp_status survey_facts(struct sp_classifier *s, const char *text, const struct sp_place *place)
{
	struct sp_str rest = sp_str(text);
	enum sp_status st = SP_OK;
	while (rest.n > SP_BOUND_PIECE && st == SP_OK) {
		struct sp_str piece = sp_bound_piece(rest);
		char *copy = sp_str_dup(piece);
		st = survey_piece(s, copy, place);
		g_free(copy);
		rest = (struct sp_str){ rest.s + piece.n, rest.n - piece.n };
	}
	return st == SP_OK ? survey_piece(s, rest.s, place) : st;
}

/* A line that may be a title or a letterhead. */
static enum sp_status survey_title(struct sp_classifier *s, const char *text, const struct sp_place *place)
{
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	char *fold = sp_text_fold(head.s, head.n);
	enum sp_status st = name_bodies(s, s->facts->bodies, NAMED_BY_LETTERHEAD, head.s, head.n, fold, place);
	g_free(fold);
	return st == SP_OK ? weigh(s, text, NULL) : st;
}

static bool is_sentence(const char *text)
{
	unsigned words = 1;
	for (const char *p = text; *p; p++)
		words += *p == ' ';
	return words >= SENTENCE_WORDS && g_str_has_suffix(text, ".");
}

/* A paragraph as the front sees it: line by line where it is short, for a title is set so. */
static enum sp_status show_front(struct sp_classifier *s, const struct sp_json *json, const char *text, bool furniture,
				 int page)
{
	if (!furniture && !sp_front_open(s->front))
		return SP_OK;
	const struct sp_json *lines = strlen(text) <= SP_BOUND_LINE ? sp_json_get(json, "lines") : NULL;
	const char *role = sp_json_str(sp_json_get(json, "role"));
	bool prose = g_strcmp0(role, "heading") != 0 && (strlen(text) > PROSE_BYTES || is_sentence(text));
	enum sp_front_how how = furniture ? SP_FRONT_RUNNING : prose ? SP_FRONT_PROSE : SP_FRONT_BEGINS;
	if (!lines || furniture)
		return sp_front_line(s->front, text, page, how);
	enum sp_status st = SP_OK;
	for (const struct sp_json *l = sp_json_first(lines); l && st == SP_OK; l = sp_json_next(l)) {
		const char *one = sp_json_str(sp_json_get(l, "text"));
		st = one ? sp_front_line(s->front, one, page, how) : SP_OK;
		how = SP_FRONT_GOES_ON;
	}
	return st;
}

/* Letterheads and subjects are often set in a frame: its rows are lines of the front. Rows of many cells are data. */
static enum sp_status show_front_rows(struct sp_classifier *s, const struct sp_json *cells, int page)
{
	GString *row = g_string_new(NULL);
	int64_t number = -1;
	unsigned filled = 0;
	enum sp_status st = SP_OK;
	for (const struct sp_json *c = sp_json_first(cells); c && st == SP_OK && sp_front_open(s->front);
	     c = sp_json_next(c)) {
		const char *text = sp_json_str(sp_json_get(c, "text"));
		int64_t at;
		if (!text || !*text || !sp_json_get(c, "row") || !sp_json_int(sp_json_get(c, "row"), &at))
			continue;
		if (at != number && row->len > 0) {
			st = sp_front_line(s->front, row->str, page,
					   filled < DATA_CELLS ? SP_FRONT_BEGINS : SP_FRONT_PROSE);
			g_string_truncate(row, 0);
			filled = 0;
		}
		number = at;
		filled++;
		g_string_append_printf(row, "%s%s", row->len > 0 ? " " : "", text);
	}
	if (st == SP_OK)
		st = sp_front_line(s->front, row->str, page, filled < DATA_CELLS ? SP_FRONT_BEGINS : SP_FRONT_PROSE);
	g_string_free(row, TRUE);
	return st;
}

static enum sp_status survey_text(struct sp_classifier *s, const struct sp_line *line)
{
	const char *text = sp_json_str(sp_json_get(line->json, "text"));
	const char *role = sp_json_str(sp_json_get(line->json, "role"));
	if (!text)
		return SP_OK;
	struct sp_place place;
	sp_place_init(&place);
	sp_place_read(&place, line->json, 0);
	enum sp_status st = survey_facts(s, text, &place);
	bool furniture = role && (strcmp(role, "header") == 0 || strcmp(role, "footer") == 0);
	const struct sp_json *lines = sp_json_get(line->json, "lines");
	struct note *open = NULL;
	if (st == SP_OK)
		st = show_front(s, line->json, text, furniture, place.page);
	if (!lines && st == SP_OK && !furniture)
		st = find_note(s, text, line->number, &open);
	if (!lines && st == SP_OK)
		return survey_title(s, text, &place);
	for (const struct sp_json *l = sp_json_first(lines); l && st == SP_OK; l = sp_json_next(l)) {
		const char *one = sp_json_str(sp_json_get(l, "text"));
		if (one)
			st = survey_title(s, one, &place);
		if (one && st == SP_OK && !furniture)
			st = find_note(s, one, line->number, &open);
	}
	return st;
}

static enum sp_status survey_cell(struct sp_classifier *s, const char *text, int64_t line, const struct sp_place *place)
{
	enum sp_status st = survey_facts(s, text, place);
	if (st == SP_OK && strlen(text) <= SHORT_CELL) {
		int year;
		char *tight = sp_header_tight(text, &year);
		st = weigh(s, text, tight);
		g_free(tight);
		struct note *open = NULL;
		if (st == SP_OK)
			st = find_note(s, text, line, &open);
	}
	return st;
}

static enum sp_status survey_table(struct sp_classifier *s, const struct sp_line *line)
{
	const char *continues = sp_json_str(sp_json_get(line->json, "continues"));
	unsigned number = s->group->len + 1;
	unsigned group = continues && s->group->len > 0 ? g_array_index(s->group, unsigned, s->group->len - 1) : number;
	g_array_append_val(s->group, group);
	struct sp_place place;
	sp_place_init(&place);
	sp_place_read(&place, line->json, 0);
	enum sp_status st = SP_OK;
	const struct sp_json *cells = sp_json_get(line->json, "cells");
	st = show_front_rows(s, cells, place.page);
	for (const struct sp_json *c = sp_json_first(cells); c && st == SP_OK; c = sp_json_next(c)) {
		const char *text = sp_json_str(sp_json_get(c, "text"));
		if (text && *text)
			st = survey_cell(s, text, line->number, &place);
	}
	return st;
}

enum sp_status sp_classifier_line(struct sp_classifier *s, const struct sp_line *line)
{
	if (strcmp(line->type, "text") == 0)
		return survey_text(s, line);
	if (strcmp(line->type, "table") == 0)
		return survey_table(s, line);
	return SP_OK;
}

/* The years of the first title that has any, by the first wording that finds some. */
static enum sp_status front_period(struct sp_classifier *s)
{
	const GPtrArray *titles = sp_front_titles(s->front);
	for (guint i = 0; i < s->facts->front_periods->len; i++) {
		const struct sp_period_rule *rule = s->facts->front_periods->pdata[i];
		for (guint t = 0; t < titles->len; t++) {
			const struct sp_front_title *title = titles->pdata[t];
			enum sp_status hit = title->whole ? sp_pattern_search(s->ctx, rule->pattern, title->text,
									      strlen(title->text), 0, s->match)
							  : SP_END;
			if (hit == SP_OK)
				add_match(s, rule);
			if (hit != SP_END)
				return hit;
		}
	}
	return SP_OK;
}

static enum sp_status report_title(struct sp_classifier *s, const char *text)
{
	enum sp_status hit = SP_END;
	for (guint i = 0; i < s->facts->reports->len && hit == SP_END; i++) {
		const struct sp_fact_rule *rule = s->facts->reports->pdata[i];
		hit = sp_pattern_search(s->ctx, rule->pattern, text, strlen(text), 0, NULL);
	}
	s->report = s->report || hit == SP_OK;
	return hit == SP_FAIL ? hit : SP_OK;
}

/* What titles say of the document: its family and years, whose it is, whether it reports. */
static enum sp_status read_front(struct sp_classifier *s)
{
	sp_front_end(s->front);
	const GPtrArray *titles = sp_front_titles(s->front);
	struct sp_place nowhere;
	sp_place_init(&nowhere);
	enum sp_status st = front_period(s);
	for (guint i = 0; i < titles->len && st == SP_OK; i++) {
		const struct sp_front_title *title = titles->pdata[i];
		size_t n = strlen(title->text);
		char *fold = sp_text_fold(title->text, n);
		if (title->whole)
			st = name_bodies(s, s->facts->bodies, NAMED_ON_FRONT, title->text, n, fold, &nowhere);
		if (st == SP_OK)
			st = report_title(s, title->text);
		g_free(fold);
	}
	return st == SP_OK ? weigh_titles(s) : st;
}

enum sp_status sp_classifier_end(struct sp_classifier *s)
{
	if (read_front(s) != SP_OK)
		return SP_FAIL;
	merge_bodies(s);
	g_ptr_array_sort(s->bodies, by_mentions);
	const GPtrArray *profiles = sp_profiles_list(s->set);
	int most = 0;
	for (guint i = 0; i < profiles->len; i++) {
		const struct sp_profile *p = profiles->pdata[i];
		int got = points(s, i);
		if (p->kind && p->evidence->len > 0 && got >= p->least && got > most) {
			most = got;
			s->best = p;
		}
	}
	return s->best && s->best->act ? sp_front_act(s->front, &s->own) : SP_OK;
}

const char *sp_classifier_profile(const struct sp_classifier *s)
{
	return s->best ? s->best->name : "unknown";
}

int sp_classifier_points(const struct sp_classifier *s, const char *profile)
{
	const GPtrArray *profiles = sp_profiles_list(s->set);
	for (guint i = 0; i < profiles->len; i++)
		if (strcmp(((const struct sp_profile *)profiles->pdata[i])->name, profile) == 0)
			return points(s, i);
	return 0;
}

const struct sp_facts *sp_classifier_facts(const struct sp_classifier *s)
{
	return s->facts;
}

int sp_classifier_year(const struct sp_classifier *s)
{
	const struct period *p = best_period(s);
	if (p)
		return p->from;
	return *s->reference_date ? read_year((struct sp_str){ s->reference_date, 4 }, 0) : 0;
}

/* --- the document line ------------------------------------------------------------------------------------- */

static void write_bodies(const struct sp_classifier *s, struct sp_jw *w)
{
	const struct body *author = s->bodies->len > 0 ? s->bodies->pdata[0] : NULL;
	sp_jw_object(w, "body");
	sp_jw_str(w, "name", author && author->mentions > 0 ? printed_form(author) : NULL);
	sp_jw_null(w, "istat");
	sp_jw_null(w, "ipa");
	sp_jw_close(w);
	sp_jw_array(w, "bodies");
	for (guint i = 0; i < s->bodies->len; i++) {
		const struct body *b = s->bodies->pdata[i];
		if (b->mentions == 0 || (b->spare && !author->spare))
			continue;
		sp_jw_object(w, NULL);
		sp_jw_str(w, "name", printed_form(b));
		sp_jw_int(w, "mentions", b->mentions);
		sp_jw_int(w, "as_author", b->as_author);
		if (b->first.page > 0)
			sp_jw_int(w, "page", b->first.page);
		sp_jw_close(w);
	}
	sp_jw_close(w);
}

static void write_period(const struct sp_classifier *s, struct sp_jw *w)
{
	const struct period *p = s->best && s->best->act ? NULL : best_period(s);
	if (p) {
		sp_jw_object(w, "period");
		sp_jw_int(w, "from", p->from);
		sp_jw_int(w, "to", p->to);
		sp_jw_close(w);
	} else {
		sp_jw_null(w, "period");
	}
	/* "luglio 2024" is no date of the contract */
	bool day = strlen(s->reference_date) > strlen("2024-07");
	sp_jw_str(w, "reference_date", day ? s->reference_date : NULL);
	if (!day && *s->reference_date)
		sp_jw_str(w, "reference_month", s->reference_date);
}

static void write_acts(const struct sp_classifier *s, struct sp_jw *w)
{
	sp_jw_array(w, "acts");
	for (guint i = 0; i < s->acts->len; i++) {
		const struct act *a = s->acts->pdata[i];
		sp_jw_object(w, NULL);
		sp_jw_str(w, "organ", a->organ);
		sp_jw_str(w, "number", a->number);
		sp_jw_str(w, "date", a->date);
		sp_jw_str(w, "raw", a->raw);
		if (a->place.page > 0)
			sp_jw_int(w, "page", a->place.page);
		sp_jw_close(w);
	}
	sp_jw_close(w);
}

static void write_own_act(const struct sp_classifier *s, struct sp_jw *w)
{
	sp_jw_object(w, "act");
	sp_jw_str(w, "organ", s->own.organ);
	sp_jw_str(w, "number", s->own.number);
	sp_jw_str(w, "date", s->own.date);
	sp_jw_str(w, "subject", s->own.subject);
	sp_jw_close(w);
}

void sp_classifier_document(const struct sp_classifier *s, const struct sp_json *layout, const struct sp_profile *profile,
			struct sp_jw *w)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "document");
	sp_jw_str(w, "schema", "spunta-records/1");
	for (const struct sp_json *m = sp_json_first(layout); m; m = sp_json_next(m))
		if (strcmp(sp_json_key(m), "type") != 0 && strcmp(sp_json_key(m), "schema") != 0)
			sp_jw_json(w, sp_json_key(m), m);
	sp_jw_str(w, "kind", profile->kind ? profile->kind : "unknown");
	sp_jw_str(w, "profile", profile->name);
	write_bodies(s, w);
	if (s->report)
		sp_jw_bool(w, "report", true);
	write_period(s, w);
	if (profile->act)
		write_own_act(s, w);
	write_acts(s, w);
	sp_jw_close(w);
}

char *sp_classifier_explain(const struct sp_classifier *s)
{
	GString *out = g_string_new(NULL);
	const GPtrArray *profiles = sp_profiles_list(s->set);
	guint at = 0;
	for (guint i = 0; i < profiles->len; i++) {
		const struct sp_profile *p = profiles->pdata[i];
		int got = points(s, i);
		if (p->kind && got > 0)
			g_string_append_printf(out, "%s: %d points%s\n", p->name, got,
					       p == s->best     ? ", chosen"
					       : got < p->least ? ", too few"
								: "");
		for (guint k = 0; k < p->evidence->len; k++, at++) {
			const struct sp_evidence *e = p->evidence->pdata[k];
			int count = g_array_index(s->seen, int, at);
			if (p->kind && count > 0)
				g_string_append_printf(out, "  %d: %s\n", sign_points(e, count), e->why);
		}
	}
	return g_string_free(out, FALSE);
}
