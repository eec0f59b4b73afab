#include "base/language.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/catalogue.h"

static int by_english(const void *english, const void *saying)
{
	return strcmp(english, ((const struct sp_saying *)saying)->english);
}

const char *sp_say(enum sp_lang lang, const char *english)
{
	const struct sp_saying *s = bsearch(english, sp_catalogue, sp_catalogue_size, sizeof *s, by_english);
	return !s ? english : lang == SP_LANG_IT ? s->italian : s->said;
}

/* --- what was said before ------------------------------------------------------------------------------------- */

enum { PLACES_MOST = 4, LETTERS_LEAST = 12, LENGTH_MOST = 400 /* bytes; no sentence of ours is longer */ };

/* What stood in a place of a sentence. */
struct stood {
	const char *text;
	size_t n;
};

/* The end of the place that starts at `p`: behind "%zu", "%s", "%.2f"; "%%" is none. NULL where none starts. */
static const char *end_of_place(const char *p)
{
	if (*p != '%' || p[1] == '%')
		return NULL;
	p += 1 + strspn(p + 1, "-0123456789.");
	p += strspn(p, "lzh");
	return *p ? p + 1 : NULL;
}

/* How many bytes of `said` a place holds at least and at most: figures are digits, a text is what follows. */
static size_t most_of(const char *place_end, const char *said)
{
	return place_end[-1] == 's' ? strlen(said) : strspn(said, "0123456789.-");
}

/* Was `said` made from `pattern`? Then what stood in its places. */
static bool made_from(const char *pattern, const char *said, struct stood *stood, size_t *n)
{
	for (; *pattern; pattern++, said++) {
		const char *behind = end_of_place(pattern);
		if (behind && *n == PLACES_MOST)
			return false;
		if (behind) {
			size_t here = (*n)++, places = *n, most = most_of(behind, said);
			for (size_t taken = 1; taken <= most; taken++) {
				*n = places;
				stood[here] = (struct stood){ said, taken };
				if (made_from(behind, said + taken, stood, n))
					return true;
			}
			return false;
		}
		pattern += pattern[0] == '%' && pattern[1] == '%';
		if (*pattern != *said)
			return false;
	}
	return *said == '\0';
}

/* So much of it is not a place that no other sentence looks like it. */
static bool is_telling(const char *pattern)
{
	size_t letters = 0;
	for (; *pattern; pattern++)
		letters += (size_t)g_ascii_isalpha(*pattern) != 0;
	return letters >= LETTERS_LEAST;
}

static char *filled(const char *pattern, const struct stood *stood)
{
	GString *out = g_string_new(NULL);
	for (size_t n = 0; *pattern;) {
		const char *behind = end_of_place(pattern);
		if (behind) {
			g_string_append_len(out, stood[n].text, (gssize)stood[n].n);
			n++;
			pattern = behind;
			continue;
		}
		pattern += pattern[0] == '%' && pattern[1] == '%';
		g_string_append_c(out, *pattern++);
	}
	return g_string_free(out, FALSE);
}

char *sp_retell(enum sp_lang lang, const char *english)
{
	struct stood stood[PLACES_MOST] = { { 0 } };
	const char *same = sp_say(lang, english);
	if (lang == SP_LANG_EN || same != english || strlen(english) > LENGTH_MOST)
		return g_strdup(same);
	for (size_t i = 0; i < sp_catalogue_size; i++) {
		const struct sp_saying *s = &sp_catalogue[i];
		size_t n = 0;
		if (is_telling(s->english) && made_from(s->english, english, stood, &n))
			return filled(s->italian, stood);
	}
	return g_strdup(english);
}

/* --- languages ---------------------------------------------------------------------------------------------------- */

const char *sp_lang_name(enum sp_lang lang)
{
	return lang == SP_LANG_IT ? "it" : "en";
}

bool sp_lang_parse(const char *name, enum sp_lang *lang)
{
	if (strcmp(name, "it") != 0 && strcmp(name, "en") != 0)
		return false;
	*lang = *name == 'i' ? SP_LANG_IT : SP_LANG_EN;
	return true;
}

enum sp_lang sp_lang_around(enum sp_lang otherwise)
{
	static const char *const names[] = { "SPUNTA_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *said = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(names) && !(said && *said); i++)
		said = g_getenv(names[i]);
	char *name = g_strndup(said ? said : "", said ? strcspn(said, "_.@") : 0);
	sp_lang_parse(name, &otherwise);
	g_free(name);
	return otherwise;
}
