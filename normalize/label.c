#include "normalize/label.h"

#include "normalize/bounds.h"

enum { WORDS = 12 }; /* in the longest label */

struct sp_labels {
	GHashTable *marks; /* folded label → GPtrArray of const struct sp_mark, in the profile's order */
	GHashTable *first; /* folded first words of labels */
};

struct sp_labels *sp_labels_new(const struct sp_profile *profile)
{
	struct sp_labels *l = g_new(struct sp_labels, 1);
	l->marks = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	l->first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < profile->lines->len; i++) {
		const struct sp_mark *m = profile->lines->pdata[i];
		for (guint k = 0; k < m->labels->len; k++) {
			char *label = m->labels->pdata[k];
			GPtrArray *same = g_hash_table_lookup(l->marks, label);
			if (!same) {
				same = g_ptr_array_new();
				g_hash_table_insert(l->marks, label, same);
			}
			g_ptr_array_add(same, (gpointer)m);
			g_hash_table_add(l->first, g_strndup(label, strcspn(label, " ")));
		}
	}
	return l;
}

void sp_labels_free(struct sp_labels *l)
{
	if (!l)
		return;
	g_hash_table_destroy(l->marks);
	g_hash_table_destroy(l->first);
	g_free(l);
}

/* --- words ------------------------------------------------------------------------------------------ */

static gunichar char_at(const char *text, size_t n, size_t at)
{
	return at < n ? g_utf8_get_char(text + at) : 0;
}

static size_t width_at(const char *text, size_t at)
{
	return (size_t)(g_utf8_next_char(text + at) - (text + at));
}

static bool is_word(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* Signs of lists and emphasis that may stand before a label. */
static size_t skip_signs(const char *text, size_t n, size_t at)
{
	while (at < n) {
		gunichar c = char_at(text, n, at);
		if (!g_unichar_isspace(c) && c != '*' && c != '-' && c != '#' && c != 0x2022 && c != 0x2013 &&
		    c != 0xB7 && c != 0x25AA && c != 0x25CF && c != 0xF0B7)
			break;
		at += width_at(text, at);
	}
	return at;
}

/* What may stand between two words of one label. */
static bool joins(gunichar c)
{
	return g_unichar_isspace(c) || c == '\'' || c == 0x2019 || c == '/' || c == '-' || c == 0x2013 || c == '.' ||
	       c == '*' || c == '(' || c == ')' || c == ',' || c == '`' || c == 0xB0;
}

/* The next word from `at`: its end, its folded form appended to `key`. 0 when there is none. */
static size_t next_word(const char *text, size_t n, size_t at, GString *key)
{
	while (at < n && !is_word(char_at(text, n, at))) {
		if (key->len > 0 && !joins(char_at(text, n, at)))
			return 0;
		at += width_at(text, at);
	}
	size_t end = at;
	while (end < n && is_word(char_at(text, n, end)))
		end += width_at(text, end);
	if (end == at)
		return 0;
	char *fold = sp_text_fold(text + at, end - at);
	if (key->len > 0)
		g_string_append_c(key, ' ');
	g_string_append(key, fold);
	g_free(fold);
	return end;
}

/* An apostrophe that stands for an accent belongs to the word: "Finalita'". */
static size_t skip_accent(const char *text, size_t n, size_t at)
{
	gunichar c = char_at(text, n, at);
	gunichar next = at < n ? char_at(text, n, at + width_at(text, at)) : 0;
	if ((c == '\'' || c == 0x2019 || c == '`') && !is_word(next))
		return at + width_at(text, at);
	return at;
}

/* --- what follows --------------------------------------------------------------------------------------- */

static size_t skip_blanks(const char *text, size_t n, size_t at)
{
	while (at < n) {
		gunichar c = char_at(text, n, at);
		if (!g_unichar_isspace(c) && c != '*')
			break;
		at += width_at(text, at);
	}
	return at;
}

/* SP_OK when the mark's tail, if it has one, stands at `end`; `end` then moves behind it. */
static enum sp_status take_tail(struct sp_ctx *ctx, const struct sp_mark *mark, const char *text, size_t n, size_t *end,
				struct sp_match *m)
{
	if (!mark->tail)
		return SP_OK;
	struct sp_str behind = sp_bound_head((struct sp_str){ text + *end, n - *end }, SP_BOUND_TAIL);
	enum sp_status s = sp_pattern_search(ctx, mark->tail, behind.s, behind.n, 0, m);
	if (s != SP_OK)
		return s;
	struct sp_str whole = sp_match_whole(m);
	if (whole.s != text + *end)
		return SP_END;
	*end += whole.n;
	return SP_OK;
}

static enum sp_status complete(struct sp_ctx *ctx, const GPtrArray *marks, const char *text, size_t n, size_t start,
			       size_t end, const struct sp_label_judge *judge, struct sp_match *m,
			       struct sp_label_hit *hit)
{
	for (guint i = 0; i < marks->len; i++) {
		const struct sp_mark *mark = marks->pdata[i];
		size_t after = end;
		enum sp_status s = take_tail(ctx, mark, text, n, &after, m);
		if (s == SP_FAIL)
			return s;
		if (s != SP_OK)
			continue;
		size_t value = skip_blanks(text, n, after);
		/* the point of "Responsabile P.O." */
		if (char_at(text, n, value) == '.' && (value + 1 >= n || char_at(text, n, value + 1) == ':'))
			value = skip_blanks(text, n, value + 1);
		bool colon = char_at(text, n, value) == ':';
		if (colon)
			value = skip_blanks(text, n, value + 1);
		*hit = (struct sp_label_hit){ mark, { text + start, after - start }, start, value, colon };
		if (!judge || judge->accept(judge->who, hit, text, n))
			return SP_OK;
	}
	return SP_END;
}

enum sp_status sp_labels_at(struct sp_ctx *ctx, const struct sp_labels *l, const char *text, size_t n, size_t from,
			    const struct sp_label_judge *judge, struct sp_match *m, struct sp_label_hit *hit)
{
	size_t start = skip_signs(text, n, from);
	if (!g_unichar_isupper(char_at(text, n, start)))
		return SP_END;
	GString *key = g_string_new(NULL);
	const GPtrArray *found[WORDS];
	size_t ends[WORDS];
	size_t hits = 0, at = start;
	for (unsigned words = 0; words < WORDS; words++) {
		size_t end = next_word(text, n, at, key);
		if (end == 0 || (words == 0 && !g_hash_table_contains(l->first, key->str)))
			break;
		at = skip_accent(text, n, end);
		const GPtrArray *marks = g_hash_table_lookup(l->marks, key->str);
		if (marks) {
			found[hits] = marks;
			ends[hits++] = at;
		}
	}
	g_string_free(key, TRUE);
	enum sp_status s = SP_END;
	while (hits > 0 && s == SP_END) {
		hits--;
		s = complete(ctx, found[hits], text, n, start, ends[hits], judge, m, hit);
	}
	return s;
}

enum sp_status sp_labels_within(struct sp_ctx *ctx, const struct sp_labels *l, const char *text, size_t n, size_t from,
				bool headed, const struct sp_label_judge *judge, struct sp_match *m,
				struct sp_label_hit *hit)
{
	if (from >= n || (!headed && !memchr(text + from, ':', n - from)))
		return SP_END;
	bool boundary = false, dash = false;
	for (size_t at = from; at < n; at += width_at(text, at)) {
		gunichar c = char_at(text, n, at);
		if (boundary && g_unichar_isupper(c)) {
			enum sp_status s = sp_labels_at(ctx, l, text, n, at, judge, m, hit);
			if (s == SP_FAIL || (s == SP_OK && hit->mark->within && (hit->colon || (headed && dash))))
				return s;
		}
		boundary = !is_word(c);
		if (!g_unichar_isspace(c))
			dash = c == '-' || c == 0x2013 || c == 0x2014 || c == '/' || c == ',';
	}
	return SP_END;
}
