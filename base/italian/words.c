#include "base/italian/words.h"

#include <string.h>

#include <glib.h>

#include "base/text.h"

bool sp_words_have(const char *const *list, const char *word)
{
	for (; word && *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

size_t sp_words_start(const char *const *list, const char *text, size_t n)
{
	for (; *list; list++) {
		size_t length = strlen(*list);
		if (n >= length && g_ascii_strncasecmp(text, *list, length) == 0 &&
		    !(n > length && g_ascii_isalpha((*list)[length - 1]) && g_ascii_isalpha(text[length])))
			return length;
	}
	return 0;
}

char *sp_stem(const char *word, size_t n)
{
	/* the ending, the i of "-io" and "-ie", the h of "-che": what is left of a short word would say nothing */
	static const char *const endings[] = { "aeiou", "i", "h" };
	char *stem = sp_text_fold(word, n);
	size_t length = strlen(stem);
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (length > 3 && strchr(endings[i], stem[length - 1]))
			stem[--length] = '\0';
	return stem;
}
