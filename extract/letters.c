/*
 * Method. For each letter the longest context that has it is looked up: six letters before it, then five, and so
 * on; each context that does not have it names a price for falling back. Contexts are lines of the data file,
 * found by a hash table of their places, so that nothing is read but what is asked for.
 */
#include "extract/letters.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include "base/resource.h"

enum {
	CONTEXT = 6,   /* letters before the one that is judged */
	UNKNOWN = 150, /* tenths of a bit: a letter that no word has */
	SLOTS = 1 << 16,
};

struct sp_letters {
	const char *line[SLOTS]; /* of the model's text; NULL is free */
	GHashTable *known;       /* words → what they cost: most words of a document come again */
};

extern const struct sp_resource extract_data[];

/* --- the model's lines ------------------------------------------------------------------------------------ */

static size_t slot_of(const char *context, size_t n)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (uint8_t)context[i]) * 16777619u;
	return (hash ^ hash >> 16) % SLOTS;
}

static const char *line_of(const struct sp_letters *l, const char *context, size_t n)
{
	size_t slot = slot_of(context, n);
	for (const char *line; (line = l->line[slot]) != NULL; slot = (slot + 1) % SLOTS)
		if (strncmp(line, context, n) == 0 && line[n] == '\t')
			return line + n + 1;
	return NULL;
}

struct sp_letters *sp_letters_new(void)
{
	struct sp_letters *l = g_new0(struct sp_letters, 1);
	l->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const char *end;
	for (const char *line = sp_resource(extract_data, "extract/letters.model"); *line; line = end + 1) {
		end = strchr(line, '\n');
		if (*line == '#')
			continue;
		size_t slot = slot_of(line, (size_t)(strchr(line, '\t') - line));
		while (l->line[slot])
			slot = (slot + 1) % SLOTS;
		l->line[slot] = line;
	}
	return l;
}

void sp_letters_free(struct sp_letters *l)
{
	if (!l)
		return;
	g_hash_table_destroy(l->known);
	g_free(l);
}

/* --- a letter --------------------------------------------------------------------------------------------- */

static long number(const char **s)
{
	long n = 0, sign = **s == '-' ? -1 : 1;
	for (*s += sign < 0; g_ascii_isdigit(**s); ++*s)
		n = n * 10 + (**s - '0');
	return sign * n;
}

/* Cost of the letter at `at` behind what stands from `text` on. */
static long letter_cost(const struct sp_letters *l, const char *text, const char *at)
{
	size_t len = (size_t)(g_utf8_next_char(at) - at);
	const char *context = at;
	long price = 0;
	for (int i = 0; i < CONTEXT && context > text; i++)
		context = g_utf8_find_prev_char(text, context);
	for (;; context = g_utf8_next_char(context)) {
		const char *s = line_of(l, context, (size_t)(at - context));
		long fallback = s ? number(&s) : 0;
		for (s = s ? s + 1 : "\n"; *s != '\n'; number(&s)) {
			const char *letter = s;
			s = g_utf8_next_char(s);
			if (strncmp(letter, at, len) == 0)
				return price + number(&s);
		}
		price += fallback;
		if (context == at)
			return UNKNOWN;
	}
}

/* --- words ------------------------------------------------------------------------------------------------ */

static bool is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019;
}

/* As the model has them: small, with Italian's own accents at most; 0 for what is no letter of it. */
static gunichar folded(gunichar c)
{
	gunichar base, mark;
	c = g_unichar_tolower(c);
	if (is_apostrophe(c))
		return '\'';
	if (g_utf8_strchr("àèéìòù", -1, c))
		return c;
	if (g_unichar_decompose(c, &base, &mark))
		c = base;
	return c < 128 && g_ascii_isalpha((char)c) ? c : 0;
}

/* Of letters between their borders: tenths of a bit. */
static long bordered_cost(const struct sp_letters *l, const char *text)
{
	long cost = 0;
	for (const char *s = text + 1; *s; s = g_utf8_next_char(s))
		cost += letter_cost(l, text, s);
	return cost;
}

/* An apostrophe ends a word, and the next knows nothing of it. */
static long reckon_word(const struct sp_letters *l, const char *word, const char *end, bool ends)
{
	GString *made = g_string_new("_");
	long cost = 0;
	for (const char *s = word; s < end; s = g_utf8_next_char(s)) {
		gunichar c = folded(g_utf8_get_char(s));
		if (c == 0)
			cost += UNKNOWN;
		else
			g_string_append_unichar(made, c);
		if (c == '\'' && g_utf8_next_char(s) < end) {
			cost += bordered_cost(l, g_string_append_c(made, '_')->str);
			g_string_truncate(made, 1);
		}
	}
	if (ends)
		g_string_append_c(made, '_');
	cost += bordered_cost(l, made->str);
	g_string_free(made, TRUE);
	return cost;
}

static long word_cost(const struct sp_letters *l, const char *word, const char *end, bool ends)
{
	enum { MOST_KNOWN = 20000, LONGEST = 40 }; /* words; bytes */
	char key[LONGEST + 2];
	size_t n = (size_t)(end - word);
	if (n > LONGEST)
		return reckon_word(l, word, end, ends);
	memcpy(key, word, n);
	key[n] = ends ? '_' : '+';
	key[n + 1] = '\0';
	gpointer known;
	if (g_hash_table_lookup_extended(l->known, key, NULL, &known))
		return GPOINTER_TO_INT(known);
	long cost = reckon_word(l, word, end, ends);
	if (g_hash_table_size(l->known) < MOST_KNOWN)
		g_hash_table_insert(l->known, g_strdup(key), GINT_TO_POINTER((int)cost));
	return cost;
}

long sp_letters_word(const struct sp_letters *l, const char *word, size_t n)
{
	return 10 * word_cost(l, word, word + n, true);
}

long sp_letters_beginning(const struct sp_letters *l, const char *word, size_t n)
{
	return 10 * word_cost(l, word, word + n, false);
}

static bool is_meaningless(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);
	return type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_UNASSIGNED || type == G_UNICODE_CONTROL ||
	       type == G_UNICODE_SURROGATE || c == 0xFFFD;
}

static bool is_of_word(gunichar c)
{
	return g_unichar_isalpha(c) || (is_meaningless(c) && !g_unichar_isspace(c));
}

long sp_letters_bits(const struct sp_letters *l, const char *text, unsigned *letters)
{
	long cost = 0;
	*letters = 0;
	for (const char *s = text; *s;) {
		const char *word = s;
		for (; *s && is_of_word(g_utf8_get_char(s)); s = g_utf8_next_char(s))
			++*letters;
		if (s == word) {
			s = g_utf8_next_char(s);
			continue;
		}
		if (is_apostrophe(g_utf8_get_char(s)))
			s = g_utf8_next_char(s);
		cost += word_cost(l, word, s, true);
	}
	return *letters ? 10 * cost / (long)*letters : 0;
}
