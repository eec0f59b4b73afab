#include "export/rule-told.h"

#include <string.h>

#include <glib.h>

#include "export/data.h"

/* The lines of the rule in a file, from behind its head up to the next rule; NULL where it is not there. */
static const char *body_of(const char *text, const char *rule, size_t *n)
{
	char *head = g_strdup_printf("\nrule %s\n", rule);
	const char *at = strstr(text, head), *end = NULL;
	if (at) {
		at += strlen(head);
		end = strstr(at, "\nrule ");
		*n = end ? (size_t)(end - at) : strlen(at);
	}
	g_free(head);
	return at;
}

/* What stands behind "    KEY: " in the rule's lines. (transfer full) */
static char *entry_of(const char *rule, const char *key)
{
	char *mark = g_strdup_printf("    %s: ", key), *found = NULL;
	for (const struct sp_resource *r = export_data; r->name && !found; r++) {
		size_t n = 0;
		const char *body = g_str_has_suffix(r->name, ".rules") ? body_of(r->text, rule, &n) : NULL;
		const char *at = body ? g_strstr_len(body, (gssize)n, mark) : NULL;
		if (at)
			found = g_strndup(at + strlen(mark), strcspn(at + strlen(mark), "\n"));
	}
	g_free(mark);
	return found;
}

char *sp_rule_told(const char *rule, enum sp_lang lang)
{
	return entry_of(rule, lang == SP_LANG_IT ? "states-it" : "states-en");
}

char *sp_rule_source(const char *rule, enum sp_lang lang)
{
	char *italian = lang == SP_LANG_IT ? entry_of(rule, "source-it") : NULL;
	return italian ? italian : entry_of(rule, "source");
}
