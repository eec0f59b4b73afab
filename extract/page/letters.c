/*
 * Method. For each letter the longest context that has it is looked up: six letters before it, then five, and so
 * on; each context that does not have it names a price for falling back. Letters are numbers (the model has 34, a border
 * among them), and a context is one number, its letters' digits of six bits: a table leads to it. What may follow is a set
 * of bits, and how many of them are below a letter's is the place of its cost.
 */
#include "extract/page/letters.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include "base/resource.h"

enum {
	CONTEXT = 6,   /* letters before the one that is judged */
	UNKNOWN = 150, /* tenths of a bit: a letter that no word has */
	SLOTS = 1 << 16,
	DIGIT = 6, /* bits of a letter in a context */
};

/* What the model has: the border of a word ('_'), small letters, Italian's accents. Numbers are in the order of codes. */
static const gunichar accents[] = { 0xE0, 0xE8, 0xE9, 0xEC, 0xF2, 0xF9 };
enum { APOSTROPHE = 1, BORDER, FIRST_LETTER, FIRST_ACCENT = FIRST_LETTER + 26 };

struct context {
	uint64_t letters;
	uint64_t followed; /* bits of the letters that it has */
	guint32 costs;     /* the place of the first one's */
	gint32 fallback;   /* price of a shorter context */
};

struct sp_letters {
	GArray *contexts;   /* struct context */
	guint16 slot[SLOTS]; /* by the context's hash: its number, counted from 1; 0 is free */
	GArray *costs;     /* gint16: of all contexts' letters, in the order of their numbers */
	GHashTable *known; /* words → what they cost: most words of a document come again */
};

extern const struct sp_resource extract_data[];

/* --- the model's lines ------------------------------------------------------------------------------------ */

/* 0: the model has no such letter. */
static unsigned number_of(gunichar c)
{
	if (c >= 'a' && c <= 'z')
		return FIRST_LETTER + c - 'a';
	for (unsigned i = 0; c >= accents[0] && i < G_N_ELEMENTS(accents); i++)
		if (accents[i] == c)
			return FIRST_ACCENT + i;
	return c == '_' ? BORDER : c == '\'' ? APOSTROPHE : 0;
}

static unsigned next_letter(const char **s)
{
	unsigned number = number_of((signed char)**s > 0 ? (gunichar)**s : g_utf8_get_char(*s));
	*s = g_utf8_next_char(*s);
	return number;
}

static size_t slot_of(uint64_t context)
{
	return (size_t)(context * 0x9E3779B97F4A7C15u >> 48); /* Fibonacci hashing: the upper 16 bits are the best */
}

static int cost_at(const char **s)
{
	int n = 0, sign = **s == '-' ? -1 : 1;
	for (*s += sign < 0; g_ascii_isdigit(**s); ++*s)
		n = n * 10 + (**s - '0');
	return sign * n;
}

/* A line of the model, up to its end: the context, a tab, its price, a tab, letters in the order of codes, and costs. */
static struct context read_line(const char **line, GArray *costs)
{
	struct context c = { .costs = costs->len };
	while (**line != '\t')
		c.letters = c.letters << DIGIT | next_letter(line);
	++*line;
	c.fallback = cost_at(line);
	for (++*line; **line != '\n';) {
		c.followed |= (uint64_t)1 << next_letter(line);
		gint16 cost = (gint16)cost_at(line);
		g_array_append_val(costs, cost);
	}
	return c;
}

struct sp_letters *sp_letters_new(void)
{
	struct sp_letters *l = g_new0(struct sp_letters, 1);
	l->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	l->costs = g_array_new(FALSE, FALSE, sizeof(gint16));
	l->contexts = g_array_new(FALSE, FALSE, sizeof(struct context));
	for (const char *line = sp_resource(extract_data, "extract/page/letters.model"); *line; line++) {
		if (*line == '#') {
			line = strchr(line, '\n');
			continue;
		}
		struct context context = read_line(&line, l->costs);
		size_t slot = slot_of(context.letters);
		while (l->slot[slot])
			slot = (slot + 1) % SLOTS;
		g_array_append_val(l->contexts, context);
		l->slot[slot] = (guint16)l->contexts->len;
	}
	return l;
}

void sp_letters_free(struct sp_letters *l)
{
	if (!l)
		return;
	g_hash_table_destroy(l->known);
	g_array_free(l->costs, TRUE);
	g_array_free(l->contexts, TRUE);
	g_free(l);
}

/* --- a letter --------------------------------------------------------------------------------------------- */

static const struct context *context_of(const struct sp_letters *l, uint64_t letters)
{
	for (size_t slot = slot_of(letters); l->slot[slot]; slot = (slot + 1) % SLOTS) {
		const struct context *c = &g_array_index(l->contexts, struct context, l->slot[slot] - 1);
		if (c->letters == letters)
			return c;
	}
	return NULL;
}

/* Cost of the last of n letters behind those before it. */
static int letter_cost(const struct sp_letters *l, const guint8 *letters, size_t n)
{
	size_t before = MIN(n - 1, CONTEXT);
	uint64_t bit = (uint64_t)1 << letters[n - 1], behind = 0;
	int price = 0;
	for (size_t i = n - 1 - before; i < n - 1; i++)
		behind = behind << DIGIT | letters[i];
	for (;; behind &= ((uint64_t)1 << DIGIT * --before) - 1) {
		const struct context *c = context_of(l, behind);
		if (c && c->followed & bit)
			return price + g_array_index(l->costs, gint16, c->costs + (guint)__builtin_popcountll(c->followed & (bit - 1)));
		price += c ? c->fallback : 0;
		if (before == 0)
			return UNKNOWN;
	}
}

/* --- words ------------------------------------------------------------------------------------------------ */

static bool is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019;
}

/* As the model has them: small, with Italian's own accents at most; 0 for what is no letter of it. */
static unsigned folded(gunichar c)
{
	gunichar base, mark;
	if (c < 128)
		return c == '\'' || g_ascii_isalpha((char)c) ? number_of((gunichar)g_ascii_tolower((char)c)) : 0;
	c = g_unichar_tolower(c);
	if (is_apostrophe(c))
		return APOSTROPHE;
	if (number_of(c) == 0 && g_unichar_decompose(c, &base, &mark))
		c = base;
	return c == '_' ? 0 : number_of(c);
}

/* A word's letters behind a border; each costs what it costs behind those before it. */
struct spelling {
	guint8 letter[256];
	size_t n;
	long cost;
};

static void begin(struct spelling *w)
{
	w->letter[0] = BORDER;
	w->n = 1;
}

static void spell(const struct sp_letters *l, struct spelling *w, unsigned letter)
{
	if (w->n == sizeof w->letter) { /* no word: what is remembered of it is enough to go on with */
		memmove(w->letter, w->letter + w->n - CONTEXT, CONTEXT);
		w->n = CONTEXT;
	}
	w->letter[w->n++] = (guint8)letter;
	w->cost += letter_cost(l, w->letter, w->n);
}

/* An apostrophe ends a word, and the next knows nothing of it. */
static long reckon_word(const struct sp_letters *l, const char *word, const char *end, bool ends)
{
	struct spelling w = { .cost = 0 };
	begin(&w);
	for (const char *s = word; s < end; s = g_utf8_next_char(s)) {
		unsigned letter = folded(g_utf8_get_char(s));
		if (letter == 0)
			w.cost += UNKNOWN;
		else
			spell(l, &w, letter);
		if (letter == APOSTROPHE && g_utf8_next_char(s) < end) {
			spell(l, &w, BORDER);
			begin(&w);
		}
	}
	if (ends)
		spell(l, &w, BORDER);
	return w.cost;
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
	if (c >= ' ' && c < 127) /* as most are */
		return g_ascii_isalpha((char)c);
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
