#include "verify/findings/message.h"

#include "verify/data.h"

#include "tests/unit/unit.h"

static size_t places(const char *from, const char *to)
{
	size_t n = 0;
	for (; (from = strstr(from, "{}")) && from < to; from += 2)
		n++;
	return n;
}

/* Every line is one message with both languages, and both have the same places. */
static void two_languages(void **state)
{
	(void)state;
	char **lines = g_strsplit(sp_resource(verify_data, "verify/findings/messages.txt"), "\n", -1);
	for (char **line = lines; *line; line++) {
		if (!**line || **line == '#')
			continue;
		const char *bar = strstr(*line, " | "), *colon = strstr(*line, ": ");
		if (!bar || !colon || colon > bar || strstr(bar + 1, " | "))
			fail_msg("%s: a message is written: key: Italian | English", *line);
		if (places(*line, bar) != places(bar, bar + strlen(bar)))
			fail_msg("%s: the languages have not the same places", *line);
	}
	g_strfreev(lines);
}

static void fills(void **state)
{
	(void)state;
	char *it = sp_message("not-a-figure", SP_IT, "peso", "{}"),
	     *en = sp_message("not-a-figure", SP_EN, "weight", "n.d.");
	assert_string_equal(it, "peso \"{}\" non è una cifra");
	assert_string_equal(en, "weight \"n.d.\" is not a figure");
	g_free(it);
	g_free(en);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_languages),
		cmocka_unit_test(fills),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
