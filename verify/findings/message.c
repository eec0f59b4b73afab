#include "verify/findings/message.h"

#include <stdarg.h>
#include <string.h>

#include <glib.h>

#include "verify/data.h"

char *sp_message(const char *key, enum sp_language lang, ...)
{
	char *start = g_strdup_printf("\n%s: ", key);
	const char *line = strstr(sp_resource(verify_data, "verify/findings/messages.txt"), start);
	if (!line)
		g_error("there is no message %s", key);
	line += strlen(start);
	g_free(start);
	const char *bar = strstr(line, " | ");
	const char *at = lang == SP_IT ? line : bar + strlen(" | ");
	const char *end = lang == SP_IT ? bar : at + strcspn(at, "\n");
	GString *out = g_string_new(NULL);
	va_list places;
	va_start(places, lang);
	for (; at < end; at++)
		if (g_str_has_prefix(at, "{}")) {
			g_string_append(out, va_arg(places, const char *));
			at++;
		} else {
			g_string_append_c(out, *at);
		}
	va_end(places);
	return g_string_free(out, FALSE);
}
