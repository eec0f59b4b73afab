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
	const struct sp_saying *s = NULL;
	if (lang == SP_LANG_IT)
		s = bsearch(english, sp_catalogue, sp_catalogue_size, sizeof *s, by_english);
	return s ? s->italian : english;
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
