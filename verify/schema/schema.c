/*
 * Reading schemas. Every place that the keywords make a schema becomes a node at once (compile.c), so that
 * all $id are known before the first reference is followed; references wait in a queue. Following one
 * may read another document, which may bring further references: the queue ends when nothing new
 * comes. A reference may also lead to a place that no keyword makes a schema ("#/my/own/place"):
 * then it becomes one now, judged by the meta-schema first.
 *
 * At the end circles are looked for: keywords that judge the same value again (keyword.in_place)
 * are edges of a graph, and one that cannot be taken apart from its entries on has a circle in it
 * (Kahn's algorithm). Judging by it would never end.
 */
#include "verify/schema/schema.h"

#include "base/file.h"
#include "base/resource.h"
#include "verify/schema/compile.h"
#include "verify/schema/keywords.h"
#include "verify/schema/pointer.h"
#include "verify/data.h"

#define DRAFT_07 "http://json-schema.org/draft-07/schema"

static const struct {
	const char *name; /* of the stream, in its document line; NULL: not a stream's */
	const char *uri;
	const char *path;
} shipped[] = {
	{ NULL, DRAFT_07, "schemas/draft-07.json" },
	{ "spunta-layout/1", "urn:spunta:layout:1", "schemas/layout.schema.json" },
	{ "spunta-records/1", "urn:spunta:records:1", "schemas/records.schema.json" },
};

/* --- owning ----------------------------------------------------------------------------------- */

static void place_free(gpointer data)
{
	struct schema_place *place = data;
	g_free(place->pointer);
	g_free(place->base);
	g_free(place);
}

static void doc_free(gpointer data)
{
	struct sp_schema_doc *doc = data;
	g_hash_table_destroy(doc->nodes);
	g_free(doc->name);
	sp_json_free(doc->json);
	g_free(doc);
}

static void node_free(gpointer data)
{
	struct sp_node *node = data;
	g_ptr_array_free(node->checks, TRUE);
	g_free(node->pointer);
	g_free(node->base);
	g_free(node);
}

static struct sp_schema *schema_new(const struct sp_schema_options *how)
{
	struct sp_schema *s = g_new0(struct sp_schema, 1);
	s->strict = how && how->strict;
	s->dir = g_strdup(how ? how->dir : NULL);
	s->noun = g_strdup(how && how->noun ? how->noun : "the record");
	s->docs = g_ptr_array_new_with_free_func(doc_free);
	s->uris = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, place_free);
	s->by_json = g_hash_table_new(NULL, NULL);
	s->nodes = g_ptr_array_new_with_free_func(node_free);
	return s;
}

void sp_schema_free(struct sp_schema *s)
{
	if (!s)
		return;
	sp_schema_free(s->meta);
	g_hash_table_destroy(s->by_json);
	g_hash_table_destroy(s->uris);
	g_ptr_array_free(s->nodes, TRUE);
	g_ptr_array_free(s->docs, TRUE);
	g_free(s->dir);
	g_free(s->noun);
	g_free(s);
}

/* --- the meta-schema -------------------------------------------------------------------------- */

struct judged {
	struct sp_compiler *c;
	const struct sp_schema_doc *doc;
	const char *pointer; /* of what is judged */
};

static void tell_meta_violation(const struct sp_violation *v, void *data)
{
	const struct judged *j = data;
	char *message = g_strdup_printf("#%s%s: %s", j->pointer, v->pointer, v->sentence);
	sp_compile_refuse_document(j->c, j->doc, message);
	g_free(message);
}

/* Is it a schema of draft-07 at all? Told in full when not. */
static bool judge(struct sp_compiler *c, const struct sp_schema_doc *doc, const char *pointer,
		  const struct sp_json *json)
{
	struct judged judged = { c, doc, pointer };
	if (!c->schema->meta)
		return true;
	if (sp_schema_check(c->ctx, c->schema->meta, json, tell_meta_violation, &judged) == SP_OK)
		return true;
	c->failed = true;
	return false;
}

/* --- documents -------------------------------------------------------------------------------- */

/* Takes `json`. The document's root node, known by `uri` beside its own $id; NULL after a diagnosis. */
static struct sp_node *add_document(struct sp_compiler *c, const char *name, const char *uri, struct sp_json *json)
{
	struct sp_schema_doc *doc = g_new(struct sp_schema_doc, 1);
	*doc = (struct sp_schema_doc){ g_strdup(name), json, g_hash_table_new(g_str_hash, g_str_equal) };
	g_ptr_array_add(c->schema->docs, doc);

	const char *draft = sp_json_str(sp_json_get(json, "$schema"));
	char *plain = draft ? g_strndup(draft, strcspn(draft, "#")) : NULL;
	bool other = plain && strcmp(plain, DRAFT_07) != 0;
	g_free(plain);
	if (other) {
		char *message = g_strdup_printf("it is written for %s; the schemas that are read here are of " DRAFT_07,
						draft);
		sp_compile_refuse_document(c, doc, message);
		g_free(message);
		return NULL;
	}
	if (!judge(c, doc, "", json))
		return NULL;
	struct sp_node *root = sp_compile(c, doc, json, uri, g_strdup(""));
	sp_compile_know(c, uri, root);
	return root;
}

static struct sp_json *parse_shipped(struct sp_ctx *ctx, const char *path)
{
	const char *text = sp_resource(verify_data, path);
	return sp_json_parse_named(ctx, path, text, strlen(text));
}

/* The file below --schema-dir that stands for a URI: with its host as a folder, or without. NULL when
 * neither is there; `wanted` is where it was looked for last (transfer full). */
static char *local_file(const char *dir, const char *uri, char **wanted)
{
	char *host = NULL, *path = NULL, *found = NULL;
	*wanted = NULL;
	if (g_uri_split(uri, G_URI_FLAGS_NONE, NULL, NULL, &host, NULL, &path, NULL, NULL, NULL) && *path) {
		/* a reference comes from a file that may not be ours: it must not lead out of the folder */
		char **steps = g_strsplit(path, "/", -1);
		bool stays = !g_strv_contains((const char *const *)steps, "..") && !(host && strcmp(host, "..") == 0);
		g_strfreev(steps);
		const char *hosts[] = { host ? host : "", "" };
		for (size_t i = 0; stays && i < 2 && !found; i++) {
			g_free(*wanted);
			*wanted = g_build_filename(dir, hosts[i], path, NULL);
			if (g_file_test(*wanted, G_FILE_TEST_IS_REGULAR))
				found = g_strdup(*wanted);
		}
	}
	g_free(host);
	g_free(path);
	return found;
}

static struct sp_node *refuse_remote(struct sp_compiler *c, const struct schema_reference *r, const char *uri,
				     const char *wanted)
{
	if (!c->schema->dir)
		sp_compile_refuse(c, r->from, "$ref",
				  "\"%s\" leads to %s, and nothing is fetched; save it in a folder and name that with "
				  "--schema-dir",
				  r->text, uri);
	else
		sp_compile_refuse(c, r->from, "$ref", "\"%s\" leads to %s, and nothing is fetched; save it as %s",
				  r->text, uri, wanted ? wanted : "a file with a name");
	return NULL;
}

/* The document that a URI (without fragment) names and that is not known yet. */
static struct sp_node *find_document(struct sp_compiler *c, const struct schema_reference *r, const char *uri)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shipped); i++)
		if (strcmp(uri, shipped[i].uri) == 0)
			return add_document(c, uri, uri, parse_shipped(c->ctx, shipped[i].path));
	char *wanted = NULL, *file = c->schema->dir ? local_file(c->schema->dir, uri, &wanted) : NULL;
	struct sp_node *root = NULL;
	if (!file) {
		root = refuse_remote(c, r, uri, wanted);
	} else {
		struct sp_json *json = sp_json_parse_file(c->ctx, file);
		if (json)
			root = add_document(c, uri, uri, json);
		c->failed |= !json;
	}
	g_free(file);
	g_free(wanted);
	return root;
}

/* --- references ------------------------------------------------------------------------------- */

/* Walks a pointer from a place, minding the $id passed on the way; NULL when it leads nowhere. */
static struct sp_node *walk(struct sp_compiler *c, const struct schema_place *place, const char *pointer, const char *full)
{
	const struct sp_json *json = place->json;
	char *base = g_strdup(place->base);
	for (const char *p = pointer; json && *p;) {
		char *below = sp_compile_base(json, base);
		g_free(base);
		base = below;
		json = sp_pointer_step(json, &p);
	}
	struct sp_node *node = json ? g_hash_table_lookup(c->schema->by_json, json) : NULL;
	if (json && !node && judge(c, place->doc, full, json))
		node = sp_compile(c, place->doc, json, base, g_strdup(full));
	g_free(base);
	return node;
}

static struct sp_node *follow(struct sp_compiler *c, const struct schema_place *place, const char *pointer)
{
	char *full = g_strconcat(place->pointer, pointer, NULL);
	struct sp_node *node = g_hash_table_lookup(place->doc->nodes, full);
	if (!node)
		node = walk(c, place, pointer, full);
	g_free(full);
	return node;
}

static struct sp_node *resolve_reference(struct sp_compiler *c, const struct schema_reference *r)
{
	char *uri = sp_compile_resolve(r->from->base, r->text);
	if (!uri) {
		sp_compile_refuse(c, r->from, "$ref", "\"%s\" is no URI", r->text);
		return NULL;
	}
	char *document = g_strndup(uri, strcspn(uri, "#"));
	char *pointer = uri[strlen(document)] ? sp_pointer_from_fragment(uri + strlen(document) + 1) : g_strdup("");
	bool at_hand = g_hash_table_contains(c->schema->uris, uri) ||
		       g_hash_table_contains(c->schema->uris, document) || find_document(c, r, document);
	const struct schema_place *named = g_hash_table_lookup(c->schema->uris, uri);
	struct sp_node *node = NULL;
	if (named)
		node = follow(c, named, "");
	else if (at_hand && pointer && sp_pointer_valid(pointer))
		node = follow(c, g_hash_table_lookup(c->schema->uris, document), pointer);
	if (!node && !c->failed)
		sp_compile_refuse(c, r->from, "$ref", "\"%s\" leads nowhere: there is no such place in %s", r->text,
				  strcmp(document, r->from->base) == 0 ? "this schema" : document);
	g_free(pointer);
	g_free(document);
	g_free(uri);
	return node;
}

static void resolve_references(struct sp_compiler *c)
{
	struct schema_reference *r;
	while ((r = g_queue_pop_head(&c->references))) {
		if (!c->failed)
			*r->to = resolve_reference(c, r);
		g_free(r);
	}
}

/* --- circles ---------------------------------------------------------------------------------- */

/* The nodes that judge the same value as `node`, into `out`. */
static void in_place_nodes(const struct sp_node *node, GPtrArray *out)
{
	g_ptr_array_set_size(out, 0);
	for (guint i = 0; i < node->checks->len; i++) {
		const struct sp_assertion *check = node->checks->pdata[i];
		struct sp_node *single[] = { check->node, check->then, check->otherwise };
		if (!check->keyword->in_place)
			continue;
		for (size_t k = 0; k < G_N_ELEMENTS(single); k++)
			if (single[k])
				g_ptr_array_add(out, single[k]);
		for (guint k = 0; check->nodes && k < check->nodes->len; k++)
			g_ptr_array_add(out, check->nodes->pdata[k]);
		GHashTableIter it;
		gpointer member;
		if (check->members)
			for (g_hash_table_iter_init(&it, check->members); g_hash_table_iter_next(&it, NULL, &member);)
				g_ptr_array_add(out, member);
	}
}

/* From a node that could not be taken away, along such nodes until one comes again. */
static void refuse_circle(struct sp_compiler *c, struct sp_node *start, GPtrArray *next)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	struct sp_node *node = start;
	while (g_hash_table_add(seen, node)) {
		in_place_nodes(node, next);
		for (guint i = 0; i < next->len; i++) {
			struct sp_node *n = next->pdata[i];
			if (n->entries > 0) {
				node = n;
				break;
			}
		}
	}
	g_hash_table_destroy(seen);
	char *message = g_strdup_printf(
	    "#%s: it leads back to itself without looking deeper into the value, so judging "
	    "would never end",
	    node->pointer);
	sp_compile_refuse_document(c, node->doc, message);
	g_free(message);
}

static void look_for_circles(struct sp_compiler *c)
{
	GPtrArray *nodes = c->schema->nodes, *next = g_ptr_array_new(), *ready = g_ptr_array_new();
	for (guint i = 0; i < nodes->len; i++) {
		in_place_nodes(nodes->pdata[i], next);
		for (guint k = 0; k < next->len; k++)
			((struct sp_node *)next->pdata[k])->entries++;
	}
	for (guint i = 0; i < nodes->len; i++)
		if (((struct sp_node *)nodes->pdata[i])->entries == 0)
			g_ptr_array_add(ready, nodes->pdata[i]);
	guint taken = 0;
	for (; taken < ready->len; taken++) {
		in_place_nodes(ready->pdata[taken], next);
		for (guint k = 0; k < next->len; k++)
			if (--((struct sp_node *)next->pdata[k])->entries == 0)
				g_ptr_array_add(ready, next->pdata[k]);
	}
	if (taken < nodes->len)
		for (guint i = 0; i < nodes->len; i++) {
			struct sp_node *node = nodes->pdata[i];
			if (node->entries > 0) {
				refuse_circle(c, node, next);
				break;
			}
		}
	g_ptr_array_free(next, TRUE);
	g_ptr_array_free(ready, TRUE);
}

/* --- examples --------------------------------------------------------------------------------- */

struct example {
	struct sp_compiler *c;
	const struct sp_node *node;
	const char *keyword;
};

static void tell_bad_example(const struct sp_violation *v, void *data)
{
	const struct example *e = data;
	sp_compile_refuse(e->c, e->node, e->keyword, "it does not hold: %s", v->sentence);
}

static void judge_example(struct sp_compiler *c, const struct sp_node *node, const char *keyword, size_t index,
			  const struct sp_json *value)
{
	char *place = strcmp(keyword, "examples") == 0 ? g_strdup_printf("examples/%zu", index) : g_strdup(keyword);
	struct example e = { c, node, place };
	struct sp_schema_run run = { .ctx = c->ctx, .schema = c->schema, .tell = tell_bad_example, .data = &e };
	sp_node_check(&run, node, NULL, value);
	c->failed |= run.gave_up;
	g_free(place);
}

static void judge_examples(struct sp_compiler *c)
{
	for (guint i = 0; i < c->schema->nodes->len; i++) {
		const struct sp_node *node = c->schema->nodes->pdata[i];
		const struct sp_json *usual = sp_json_get(node->json, "default");
		size_t index = 0;
		if (usual)
			judge_example(c, node, "default", 0, usual);
		for (const struct sp_json *e = sp_json_first(sp_json_get(node->json, "examples")); e;
		     e = sp_json_next(e))
			judge_example(c, node, "examples", index++, e);
	}
}

/* --- opening ---------------------------------------------------------------------------------- */

/* Takes `json`. */
static struct sp_schema *build(struct sp_ctx *ctx, const char *name, struct sp_json *json, struct sp_schema *meta,
			       const struct sp_schema_options *how)
{
	struct sp_schema *s = schema_new(how);
	struct sp_compiler c = { .ctx = ctx, .schema = s, .keywords = sp_keywords, .never = &sp_keyword_false };
	g_queue_init(&c.references);
	s->meta = meta;

	char *last = g_path_get_basename(name), *escaped = g_uri_escape_string(last, NULL, FALSE);
	char *uri = g_strconcat("file:///", escaped, NULL);
	s->root = add_document(&c, last, uri, json);
	g_free(uri);
	g_free(escaped);
	g_free(last);

	resolve_references(&c);
	if (!c.failed)
		look_for_circles(&c);
	if (!c.failed && s->strict)
		judge_examples(&c);
	if (!c.failed)
		return s;
	sp_schema_free(s);
	return NULL;
}

static struct sp_schema *open_json(struct sp_ctx *ctx, const char *name, struct sp_json *json,
				   const struct sp_schema_options *how)
{
	static const struct sp_schema_options meta_how = { .noun = "the schema" };
	if (!json)
		return NULL;
	struct sp_schema *meta = build(ctx, DRAFT_07, parse_shipped(ctx, shipped[0].path), NULL, &meta_how);
	g_assert(meta);
	return build(ctx, name, json, meta, how);
}

struct sp_schema *sp_schema_open(struct sp_ctx *ctx, const char *path, const struct sp_schema_options *how)
{
	return open_json(ctx, path, sp_json_parse_file(ctx, path), how);
}

struct sp_schema *sp_schema_parse(struct sp_ctx *ctx, const char *name, const char *text, size_t n,
				  const struct sp_schema_options *how)
{
	return open_json(ctx, name, sp_json_parse_named(ctx, name, text, n), how);
}

struct sp_schema *sp_schema_shipped(struct sp_ctx *ctx, const char *name, const struct sp_schema_options *how)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shipped); i++)
		if (g_strcmp0(shipped[i].name, name) == 0 && name)
			return open_json(ctx, shipped[i].path, parse_shipped(ctx, shipped[i].path), how);
	sp_report(ctx, SP_D_GRAMMAR, "no schema is shipped for \"%s\"; name one with --schema", name ? name : "");
	return NULL;
}

enum sp_status sp_schema_check(struct sp_ctx *ctx, const struct sp_schema *s, const struct sp_json *value,
			       sp_violation_fn tell, void *data)
{
	struct sp_schema_run run = { .ctx = ctx, .schema = s, .tell = tell, .data = data };
	bool good = sp_node_check(&run, s->root, NULL, value);
	return run.gave_up ? SP_FAIL : good ? SP_OK : SP_SKIP;
}
