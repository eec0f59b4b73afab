#include "export/changed-cell.h"

#include <string.h>

#include <glib.h>

#include "base/italian/words.h"

enum { WHOLE_DIGITS = 11, /* a general cell shows more of them with an exponent */ DATE_WORDS = 3, MONTH_LETTERS = 3 };

static const char digits[] = "0123456789";

static bool is_whole_number(const char *text)
{
	size_t n = strspn(text, digits);
	return n > 0 && text[n] == '\0' && n <= WHOLE_DIGITS && (text[0] != '0' || n == 1);
}

/* Digits and what stands in figures, dates and times, and nothing else. */
static bool is_figure_like(const char *text)
{
	size_t n = strspn(text, "0123456789.,/:+-Ee%' \xc2\xa0\xe2\x82\xac"); /* a no-break blank, the euro */
	return text[n] == '\0' && strpbrk(text, digits);
}

/* "gennaio", "gen". */
static bool is_month(const char *word)
{
	size_t n = strlen(word);
	for (const char *const *m = sp_month_words; *m && n >= MONTH_LETTERS; m++)
		if (g_ascii_strncasecmp(*m, word, n) == 0)
			return true;
	return false;
}

/* "gen-24", "12 marzo 2024" */
static bool is_date_like(const char *text)
{
	char **words = g_strsplit_set(text, " -/.", DATE_WORDS + 1);
	size_t n = 0, months = 0, numbers = 0;
	for (; words[n]; n++) {
		months += is_month(words[n]);
		numbers += *words[n] && words[n][strspn(words[n], digits)] == '\0';
	}
	g_strfreev(words);
	return n <= DATE_WORDS && months == 1 && numbers > 0 && months + numbers == n;
}

bool sp_is_changed_cell(const char *text)
{
	return !is_whole_number(text) && (is_figure_like(text) || is_date_like(text));
}
