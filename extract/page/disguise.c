/*
 * Mersenne Twister (GRand), started by the SHA-256 of the page's words: 256 bits that cannot be guessed without them. A
 * generator that anybody can start would tell for each letter which one it is not.
 *
 * A text falls into runs: letters, figures (digits with single points, commas, colons and slashes between them), and what
 * is left. A run that comes out as one of the page is drawn again.
 */
#include "extract/page/disguise.h"

#include <string.h>

enum { SHORTEST_WORD = 4, SHORTEST_FIGURE = 3, SEED = 8, TRIES = 1000 };

struct sp_disguise {
	GRand *lot;
	GHashTable *known; /* runs of the page, lower case, that must not come out */
};

/* --- runs --------------------------------------------------------------------------------------------------- */

static bool is_letter(gunichar c)
{
	return g_unichar_isalpha(c) || g_unichar_ismark(c);
}

static const char *end_of_letters(const char *s)
{
	while (*s && is_letter(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	return s;
}

static bool is_digit(const char *s)
{
	return g_unichar_isdigit(g_utf8_get_char(s));
}

static const char *end_of_digits(const char *s)
{
	while (is_digit(s))
		s = g_utf8_next_char(s);
	return s;
}

static const char *end_of_figure(const char *s)
{
	s = end_of_digits(s);
	while (*s && strchr(".,:/", *s) && is_digit(s + 1))
		s = end_of_digits(s + 1);
	return s;
}

/* The digits of a run as ASCII, its letters small: what one compares. (transfer full) */
static char *folded(const char *s, const char *end)
{
	GString *out = g_string_new(NULL);
	for (; s < end; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		int digit = g_unichar_digit_value(c);
		g_string_append_unichar(out, digit >= 0 ? (gunichar)('0' + digit) : g_unichar_tolower(c));
	}
	return g_string_free(out, FALSE);
}

/* Calls fn for the run and, in a figure, for each group of digits: "31/12/2024", "31", "12", "2024". */
typedef bool (*run_fn)(struct sp_disguise *d, char *run); /* (transfer full) */

static bool for_pieces(struct sp_disguise *d, const char *s, const char *end, run_fn fn)
{
	if (!is_digit(s))
		return g_utf8_strlen(s, end - s) >= SHORTEST_WORD && fn(d, folded(s, end));
	size_t digits = 0;
	bool any = false;
	for (const char *from = s; from < end; from += from < end) {
		const char *to = end_of_digits(from);
		size_t n = (size_t)g_utf8_strlen(from, to - from);
		digits += n;
		if (n >= SHORTEST_FIGURE)
			any |= fn(d, folded(from, to));
		from = to;
	}
	if (digits >= SHORTEST_FIGURE)
		any |= fn(d, folded(s, end));
	return any;
}

static bool learn(struct sp_disguise *d, char *run)
{
	g_hash_table_add(d->known, run);
	return false;
}

static bool is_known(struct sp_disguise *d, char *run)
{
	bool known = g_hash_table_contains(d->known, run);
	g_free(run);
	return known;
}

static const char *end_of_run(const char *s)
{
	return is_digit(s) ? end_of_figure(s) : is_letter(g_utf8_get_char(s)) ? end_of_letters(s) : s;
}

/* --- drawing ------------------------------------------------------------------------------------------------- */

static char another(struct sp_disguise *d, char first, int n, int than)
{
	int k = g_rand_int_range(d->lot, 0, n);
	return k == than ? another(d, first, n, than) : (char)(first + k);
}

static char another_letter(struct sp_disguise *d, gunichar c)
{
	enum { LETTERS = 26 };
	char first = g_unichar_isupper(c) ? 'A' : 'a';
	return another(d, first, LETTERS, (int)g_unichar_toupper(c) - 'A');
}

static void draw(struct sp_disguise *d, const char *s, const char *end, GString *out)
{
	for (bool first = true; s < end; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		int digit = g_unichar_digit_value(c);
		if (digit >= 0 && first)
			g_string_append_c(out, another(d, '1', 9, digit - 1));
		else if (digit >= 0)
			g_string_append_c(out, another(d, '0', 10, digit));
		else if (is_letter(c))
			g_string_append_c(out, another_letter(d, c));
		else
			g_string_append_unichar(out, c);
		first = false;
	}
}

static void replace(struct sp_disguise *d, const char *s, const char *end, GString *out)
{
	gsize from = out->len;
	for (int i = 0; i < TRIES; i++) {
		g_string_truncate(out, from);
		draw(d, s, end, out);
		if (!for_pieces(d, out->str + from, out->str + out->len, is_known))
			return;
	}
	/* a page that holds all figures of this length */
	for (char *c = out->str + from; *c; c++)
		*c = g_ascii_isdigit(*c) ? '0' : *c;
}

char *sp_disguise_text(struct sp_disguise *d, const char *text)
{
	GString *out = g_string_new(NULL);
	while (*text) {
		const char *end = end_of_run(text);
		if (end > text) {
			replace(d, text, end, out);
		} else {
			end = g_utf8_next_char(text);
			g_string_append_len(out, text, end - text);
		}
		text = end;
	}
	return g_string_free(out, FALSE);
}

/* --- a page ---------------------------------------------------------------------------------------------------- */

static void learn_text(struct sp_disguise *d, const char *text)
{
	while (*text) {
		const char *end = end_of_run(text);
		if (end > text)
			for_pieces(d, text, end, learn);
		text = end > text ? end : g_utf8_next_char(text);
	}
}

struct sp_disguise *sp_disguise_new(const struct sp_page *page)
{
	struct sp_disguise *d = g_new0(struct sp_disguise, 1);
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint32 seed[SEED];
	gsize n = sizeof seed;
	d->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < page->words->len; i++) {
		const char *text = g_array_index(page->words, struct sp_word, i).text;
		g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
		learn_text(d, text);
	}
	g_checksum_get_digest(sum, (guint8 *)seed, &n);
	g_checksum_free(sum);
	for (int i = 0; i < SEED; i++)
		seed[i] = GUINT32_FROM_BE(seed[i]);
	d->lot = g_rand_new_with_seed_array(seed, SEED);
	return d;
}

void sp_disguise_free(struct sp_disguise *d)
{
	if (!d)
		return;
	g_rand_free(d->lot);
	g_hash_table_destroy(d->known);
	g_free(d);
}
