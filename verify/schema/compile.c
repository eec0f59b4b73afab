/*
 * Making nodes. A place that a keyword makes a schema becomes a node at once, and so do the places below it; references
 * wait in a queue, because what they lead to may not be read yet (schema.c follows them).
 */
#include "verify/schema/compile.h"

#include <stdarg.h>

#include "verify/schema/pointer.h"

/* --- diagnoses -------------------------------------------------------------------------------- */

/* A schema is a file of its own, not the one whose records are being read. */
bool sp_compile_refuse_document(struct sp_compiler *c, const struct sp_schema_doc *doc, const char *message)
{
	const char *file = c->ctx->file;
	int64_t line = c->ctx->line;
	c->ctx->file = doc->name;
	c->ctx->line = 0;
	sp_report(c->ctx, SP_D_DATA, "%s", message);
	c->ctx->file = file;
	c->ctx->line = line;
	c->failed = true;
	return false;
}

bool sp_compile_refuse(struct sp_compiler *c, const struct sp_node *node, const char *keyword, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *what = g_strdup_vprintf(format, args);
	va_end(args);
	char *message = g_strdup_printf("#%s/%s: %s", node->pointer, keyword, what);
	sp_compile_refuse_document(c, node->doc, message);
	g_free(message);
	g_free(what);
	return false;
}

/* --- URIs ------------------------------------------------------------------------------------- */

/* `reference` against `base` (RFC 3986 §5), without an empty fragment; NULL when it cannot be read. */
char *sp_compile_resolve(const char *base, const char *reference)
{
	size_t n = strlen(reference);
	char *text = n > 0 && reference[n - 1] == '#' ? g_strndup(reference, n - 1) : g_strdup(reference);
	char *uri;
	if (!*text || *text == '#') {
		uri = g_strdup_printf("%.*s%s", (int)strcspn(base, "#"), base, text);
	} else {
		uri = g_uri_resolve_relative(base, text, G_URI_FLAGS_ENCODED, NULL);
	}
	g_free(text);
	return uri;
}

void sp_compile_know(struct sp_compiler *c, const char *uri, const struct sp_node *node)
{
	const struct schema_place *known = g_hash_table_lookup(c->schema->uris, uri);
	if (known && known->json != node->json) {
		sp_compile_refuse(c, node, "$id", "\"%s\" is the name of another schema already", uri);
		return;
	}
	struct schema_place *place = g_new(struct schema_place, 1);
	*place = (struct schema_place){ node->doc, node->json, g_strdup(node->pointer), g_strdup(node->base) };
	g_hash_table_replace(c->schema->uris, g_strdup(uri), place);
}

/* The base below a schema: what its $id makes of it. An $id that is only "#name" names a place. */
char *sp_compile_base(const struct sp_json *schema, const char *base)
{
	const char *id = sp_json_get(schema, "$ref") ? NULL : sp_json_str(sp_json_get(schema, "$id"));
	char *uri = id ? sp_compile_resolve(base, id) : NULL;
	if (uri)
		uri[strcspn(uri, "#")] = '\0';
	return uri ? uri : g_strdup(base);
}

/* --- nodes ------------------------------------------------------------------------------------ */

static void check_free(gpointer data)
{
	struct sp_assertion *check = data;
	if (check->nodes)
		g_ptr_array_free(check->nodes, TRUE);
	if (check->members)
		g_hash_table_destroy(check->members);
	if (check->patterns)
		g_ptr_array_free(check->patterns, TRUE);
	sp_dec_clear(&check->number);
	g_free(check);
}

static void refuse_unknown(struct sp_compiler *c, const struct sp_node *node)
{
	bool hidden = sp_json_get(node->json, "$ref") != NULL;
	for (const struct sp_json *m = sp_json_first(node->json); m; m = sp_json_next(m)) {
		const struct sp_keyword *k = c->keywords;
		while (k->name && strcmp(k->name, sp_json_key(m)) != 0)
			k++;
		if (!k->name)
			sp_compile_refuse(c, node, sp_json_key(m), "draft-07 has no such keyword");
		else if (hidden && !k->annotates && strcmp(k->name, "$ref") != 0)
			sp_compile_refuse(c, node, k->name, "it asks nothing beside \"$ref\"; use allOf");
	}
}

static void compile_keyword(struct sp_compiler *c, struct sp_node *node, const struct sp_keyword *k)
{
	const struct sp_json *value = sp_json_get(node->json, k->name);
	if (!value)
		return;
	struct sp_assertion *check = g_new0(struct sp_assertion, 1);
	check->keyword = k;
	check->value = value;
	sp_dec_init(&check->number);
	if ((!k->compile || k->compile(c, node, check)) && k->holds)
		g_ptr_array_add(node->checks, check);
	else
		check_free(check);
}

static void compile_keywords(struct sp_compiler *c, struct sp_node *node)
{
	bool reference = sp_json_get(node->json, "$ref") != NULL;
	for (const struct sp_keyword *k = c->keywords; k->name; k++)
		if (!reference || strcmp(k->name, "$ref") == 0 || strcmp(k->name, "definitions") == 0)
			compile_keyword(c, node, k);
	if (c->schema->strict)
		refuse_unknown(c, node);
}

/* Takes `pointer`. The same place read twice is one node. */
struct sp_node *sp_compile(struct sp_compiler *c, struct sp_schema_doc *doc, const struct sp_json *json,
			   const char *base, char *pointer)
{
	struct sp_node *node = g_hash_table_lookup(c->schema->by_json, json);
	if (node) {
		g_free(pointer);
		return node;
	}
	node = g_new0(struct sp_node, 1);
	*node = (struct sp_node){ .json = json, .doc = doc, .pointer = pointer, .base = sp_compile_base(json, base) };
	node->checks = g_ptr_array_new_with_free_func(check_free);
	g_ptr_array_add(c->schema->nodes, node);
	g_hash_table_insert(c->schema->by_json, (gpointer)json, node);
	g_hash_table_insert(doc->nodes, pointer, node);

	if (sp_json_type(json) == SP_JSON_OBJECT) {
		const char *id = sp_json_get(json, "$ref") ? NULL : sp_json_str(sp_json_get(json, "$id"));
		char *uri = id ? sp_compile_resolve(base, id) : NULL;
		if (uri)
			sp_compile_know(c, uri, node);
		else if (id)
			sp_compile_refuse(c, node, "$id", "\"%s\" is no URI", id);
		g_free(uri);
		compile_keywords(c, node);
	} else if (!sp_json_bool(json, true)) {
		struct sp_assertion *check = g_new0(struct sp_assertion, 1);
		check->keyword = c->never;
		sp_dec_init(&check->number);
		g_ptr_array_add(node->checks, check);
	}
	return node;
}

struct sp_node *sp_compile_child(struct sp_compiler *c, const struct sp_node *parent, const char *key, const char *sub,
				 const struct sp_json *json)
{
	GString *pointer = g_string_new(parent->pointer);
	sp_pointer_add(pointer, key);
	if (sub)
		sp_pointer_add(pointer, sub);
	return sp_compile(c, parent->doc, json, parent->base, g_string_free(pointer, FALSE));
}

void sp_compile_reference(struct sp_compiler *c, const struct sp_node *from, const char *reference, struct sp_node **to)
{
	struct schema_reference *r = g_new(struct schema_reference, 1);
	*r = (struct schema_reference){ from, reference, to };
	g_queue_push_tail(&c->references, r);
}
