#include "base/ranges.h"

#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* One "7" or "3-9": its numbers are added to `to`, its first is the `last` if none is higher. */
static bool add_part(const char *text, GArray *to, int *last)
{
	enum { MOST = 100000 };
	char **ends = g_strsplit(text, "-", 3);
	guint64 from = 0, until = 0;
	guint n = g_strv_length(ends);
	bool ok = n >= 1 && n <= 2 && g_ascii_string_to_unsigned(ends[0], 10, 1, MOST, &from, NULL);
	if (ok && n == 2)
		ok = g_ascii_string_to_unsigned(ends[1], 10, from, MOST, &until, NULL);
	else
		until = from;
	if (ok)
		*last = MAX(*last, (int)from);
	for (guint64 p = from; ok && p <= until; p++) {
		int number = (int)p;
		g_array_append_val(to, number);
	}
	g_strfreev(ends);
	return ok;
}

GArray *sp_ranges_parse(const char *text, int *last)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int));
	char **parts = g_strsplit(text, ",", -1);
	bool ok = parts[0] != NULL;
	int highest = 0;
	for (char **p = parts; *p && ok; p++)
		ok = add_part(*p, numbers, &highest);
	g_strfreev(parts);
	if (!ok) {
		g_array_free(numbers, TRUE);
		return NULL;
	}
	g_array_sort(numbers, by_number);
	guint kept = 0;
	for (guint i = 0; i < numbers->len; i++)
		if (i == 0 || g_array_index(numbers, int, i) != g_array_index(numbers, int, kept - 1))
			g_array_index(numbers, int, kept++) = g_array_index(numbers, int, i);
	g_array_set_size(numbers, kept);
	if (last)
		*last = highest;
	return numbers;
}

bool sp_ranges_have(const GArray *ranges, int number)
{
	return !ranges || bsearch(&number, ranges->data, ranges->len, sizeof number, by_number);
}
