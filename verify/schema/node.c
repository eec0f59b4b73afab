/*
 * Applying a compiled schema. A run is one value; it goes down schema and value together, and the
 * way down is kept on the stack, so that a value that holds costs no allocation.
 *
 * Schemas can multiply work (allOf of two references to an allOf of two references to …), so the
 * judgements of a run are counted and given up at a limit no honest schema comes near.
 */
#include "verify/schema/node.h"

#include <stdarg.h>

#include "verify/schema/pointer.h"

enum { DEPTH_LIMIT = 2000, STEPS_LIMIT = 50 * 1000 * 1000, SHOWN = 60 };

bool sp_node_check(struct sp_schema_run *run, const struct sp_node *node, const struct sp_at *at, const struct sp_json *v)
{
	if (++run->steps > STEPS_LIMIT)
		return sp_give_up(run, node, NULL, "judging it takes too many steps");
	if (run->depth == DEPTH_LIMIT)
		return sp_give_up(run, node, NULL, "schema and value nest too deeply");
	run->depth++;
	unsigned type = SP_TYPE(sp_json_type(v));
	bool good = true;
	for (guint i = 0; i < node->checks->len && !sp_run_done(run, good); i++) {
		const struct sp_assertion *check = node->checks->pdata[i];
		if (check->keyword->looks_at & type)
			good &= check->keyword->holds(run, node, check, at, v);
	}
	run->depth--;
	return good && !run->gave_up;
}

bool sp_node_holds(struct sp_schema_run *run, const struct sp_node *node, const struct sp_at *at, const struct sp_json *v)
{
	sp_violation_fn tell = run->tell;
	run->tell = NULL;
	bool good = sp_node_check(run, node, at, v);
	run->tell = tell;
	return good;
}

/* --- violations ------------------------------------------------------------------------------- */

static void append_pointer(GString *out, const struct sp_at *at)
{
	if (!at)
		return;
	append_pointer(out, at->up);
	if (at->key)
		sp_pointer_add(out, at->key);
	else
		sp_pointer_add_index(out, at->index);
}

char *sp_at_pointer(const struct sp_at *at)
{
	GString *out = g_string_new(NULL);
	append_pointer(out, at);
	return g_string_free(out, FALSE);
}

/* weight.value, cells[3].text, sections["Stato di attuazione"] */
static void append_name(GString *out, const struct sp_at *at, const char *noun)
{
	if (!at) {
		g_string_append(out, noun);
		return;
	}
	if (at->up)
		append_name(out, at->up, noun);
	if (!at->key)
		g_string_append_printf(out, "[%zu]", at->index);
	else if (strspn(at->key, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-$") == strlen(at->key) && *at->key)
		g_string_append_printf(out, "%s%s", at->up ? "." : "", at->key);
	else
		g_string_append_printf(out, "[\"%s\"]", at->key);
}

static char *rule_at(const struct sp_node *node, const char *keyword)
{
	return g_strconcat(node->doc->name, "#", node->pointer, keyword ? "/" : "", keyword, NULL);
}

bool sp_violation(struct sp_schema_run *run, const struct sp_node *node, const char *keyword, const struct sp_at *at,
		  const char *format, ...)
{
	if (!run->tell)
		return false;
	GString *sentence = g_string_new(NULL);
	if (at && at->is_name)
		g_string_append(sentence, "the name of ");
	append_name(sentence, at, run->schema->noun);
	va_list args;
	va_start(args, format);
	g_string_append_vprintf(sentence, format, args);
	va_end(args);
	char *pointer = sp_at_pointer(at), *rule = rule_at(node, keyword);

	const struct sp_violation violation = { pointer, rule, sentence->str };
	run->tell(&violation, run->data);

	g_free(pointer);
	g_free(rule);
	g_string_free(sentence, TRUE);
	return false;
}

bool sp_give_up(struct sp_schema_run *run, const struct sp_node *node, const char *keyword, const char *why)
{
	if (!run->gave_up) {
		char *rule = rule_at(node, keyword);
		sp_report(run->ctx, SP_D_LIMIT, "%s cannot be checked against %s: %s", run->schema->noun, rule, why);
		g_free(rule);
	}
	run->gave_up = true;
	return false;
}

char *sp_value_shown(const struct sp_json *v)
{
	if (sp_json_type(v) == SP_JSON_OBJECT)
		return g_strdup("an object");
	if (sp_json_type(v) == SP_JSON_ARRAY)
		return g_strdup_printf("an array of %zu", sp_json_count(v));
	char *text = sp_json_text(v);
	if (g_utf8_strlen(text, -1) <= SHOWN)
		return text;
	char *start = g_utf8_substring(text, 0, SHOWN - 1);
	char *shown = g_strconcat(start, "…", sp_json_type(v) == SP_JSON_STRING ? "\"" : "", NULL);
	g_free(start);
	g_free(text);
	return shown;
}
