#include "verify/schema/describe.h"

enum { EXAMPLE = 100 }; /* characters of an example that a table shows */

struct type_page {
	const struct sp_json *schema;
	const char *anchor;
	GString *out;
};

/* --- text ------------------------------------------------------------------------------------- */

/* In a table cell: one line, bars escaped. */
static void add_cell(GString *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '|')
			g_string_append(out, "\\|");
		else
			g_string_append_c(out, *text == '\n' ? ' ' : *text);
	}
}

static void add_code(GString *out, const char *text)
{
	/* text with a backtick wants two around it */
	const char *fence = strchr(text, '`') ? "``" : "`";
	g_string_append(out, fence);
	add_cell(out, text);
	g_string_append(out, fence);
}

static void add_json_code(GString *out, const struct sp_json *v)
{
	char *text = sp_json_text(v);
	add_code(out, text);
	g_free(text);
}

static const char *text_of(const struct sp_json *schema, const char *key)
{
	return sp_json_str(sp_json_get(schema, key));
}

/* --- references ------------------------------------------------------------------------------- */

static const char *definition_name(const struct sp_json *schema)
{
	const char *ref = text_of(schema, "$ref");
	return ref && g_str_has_prefix(ref, "#/definitions/") ? ref + strlen("#/definitions/") : NULL;
}

static const struct sp_json *definition(const struct type_page *p, const char *name)
{
	return name ? sp_json_get(sp_json_get(p->schema, "definitions"), name) : NULL;
}

/* What a reference leads to; the schema itself where it is none. */
static const struct sp_json *target(const struct type_page *p, const struct sp_json *schema)
{
	const struct sp_json *there = definition(p, definition_name(schema));
	return there ? there : schema;
}

/* Has it a heading of its own? */
static bool is_part(const struct sp_json *definition)
{
	return sp_json_get(definition, "title") && sp_json_get(definition, "properties");
}

static void add_link(struct type_page *p, const char *name)
{
	const char *title = text_of(definition(p, name), "title");
	g_string_append_printf(p->out, "[%s](#%s-%s)", title, p->anchor, name);
}

/* --- what a schema asks, in a phrase ---------------------------------------------------------- */

static const char *type_word(const char *type, bool many)
{
	static const char *const words[][3] = {
		{ "integer", "whole number", "whole numbers" },
		{ "boolean", "true or false", "true or false" },
		{ "array", "list", "lists" },
		{ "string", "text", "texts" },
		{ "number", "number", "numbers" },
		{ "object", "object", "objects" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i][0], type) == 0)
			return words[i][many ? 2 : 1];
	return type;
}

static void add_types(struct type_page *p, const struct sp_json *type, bool many)
{
	if (sp_json_str(type))
		g_string_append(p->out, type_word(sp_json_str(type), many));
	for (const struct sp_json *t = sp_json_first(type); t; t = sp_json_next(t))
		g_string_append_printf(p->out, "%s%s", type_word(sp_json_str(t), many), sp_json_next(t) ? " or " : "");
}

static void add_values(struct type_page *p, const struct sp_json *list)
{
	for (const struct sp_json *v = sp_json_first(list); v; v = sp_json_next(v)) {
		add_json_code(p->out, v);
		if (sp_json_next(v))
			g_string_append(p->out, ", ");
	}
}

static void add_bound(struct type_page *p, const struct sp_json *schema, const char *keyword, const char *words)
{
	const char *bound = sp_json_digits(sp_json_get(schema, keyword));
	if (bound)
		g_string_append_printf(p->out, ", %s %s", words, bound);
}

static void add_phrase(struct type_page *p, const struct sp_json *schema, bool many);

static void add_items(struct type_page *p, const struct sp_json *schema)
{
	const struct sp_json *items = sp_json_get(schema, "items"),
			     *values = sp_json_get(schema, "additionalProperties");
	if (items && sp_json_type(items) == SP_JSON_OBJECT) {
		g_string_append(p->out, " of ");
		add_phrase(p, items, true);
	}
	if (values && sp_json_type(values) == SP_JSON_OBJECT) {
		g_string_append(p->out, " of ");
		add_phrase(p, values, true);
	}
}

static void add_phrase(struct type_page *p, const struct sp_json *schema, bool many)
{
	const char *name = definition_name(schema);
	const struct sp_json *s = target(p, schema);
	if (name && is_part(s)) {
		add_link(p, name);
		return;
	}
	if (sp_json_get(s, "enum"))
		add_values(p, sp_json_get(s, "enum"));
	else if (sp_json_get(s, "const"))
		add_json_code(p->out, sp_json_get(s, "const"));
	else
		add_types(p, sp_json_get(s, "type"), many);
	add_items(p, s);
	if (text_of(s, "format"))
		g_string_append_printf(p->out, " (%s)", text_of(s, "format"));
	if (text_of(s, "pattern")) {
		g_string_append(p->out, " like ");
		add_code(p->out, text_of(s, "pattern"));
	}
	add_bound(p, s, "minimum", "at least");
	add_bound(p, s, "maximum", "at most");
	add_bound(p, s, "multipleOf", "a multiple of");
	if (g_strcmp0(sp_json_digits(sp_json_get(s, "minLength")), "1") == 0)
		g_string_append(p->out, ", not empty");
	else
		add_bound(p, s, "minLength", "characters at least");
	add_bound(p, s, "maxLength", "characters at most");
	add_bound(p, s, "minItems", "items at least");
	add_bound(p, s, "maxItems", "items at most");
}

/* --- tables ----------------------------------------------------------------------------------- */

static bool is_required(const struct sp_json *schema, const char *key)
{
	for (const struct sp_json *r = sp_json_first(sp_json_get(schema, "required")); r; r = sp_json_next(r))
		if (strcmp(sp_json_str(r), key) == 0)
			return true;
	return false;
}

/* The first example that says something and is short enough; a property's own before its definition's. */
static const struct sp_json *pick_example(const struct type_page *p, const struct sp_json *schema)
{
	const struct sp_json *lists[] = { sp_json_get(schema, "examples"), sp_json_get(target(p, schema), "examples") };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		for (const struct sp_json *e = sp_json_first(lists[i]); e; e = sp_json_next(e)) {
			char *text = sp_json_text(e);
			bool fits = sp_json_type(e) != SP_JSON_NULL && g_utf8_strlen(text, -1) <= EXAMPLE;
			g_free(text);
			if (fits)
				return e;
		}
	return NULL;
}

/* The property's own description, else that of the definition it refers to. */
static void add_meaning(struct type_page *p, const struct sp_json *schema)
{
	const char *own = text_of(schema, "description"), *theirs = text_of(target(p, schema), "description");
	if (own || theirs)
		add_cell(p->out, own ? own : theirs);
}

static void add_rows(struct type_page *p, const struct sp_json *schema, const char *path);

static void add_row(struct type_page *p, const struct sp_json *parent, const struct sp_json *property, const char *path)
{
	char *key = g_strconcat(path, sp_json_key(property), NULL);
	g_string_append(p->out, "| ");
	add_code(p->out, key);
	g_string_append(p->out, is_required(parent, sp_json_key(property)) ? " | yes | " : " | | ");
	add_phrase(p, property, false);
	g_string_append(p->out, " | ");
	add_meaning(p, property);
	g_string_append(p->out, " | ");
	const struct sp_json *example = pick_example(p, property);
	if (example)
		add_json_code(p->out, example);
	g_string_append(p->out, " |\n");

	/* what stands in it, unless that has a heading of its own */
	const struct sp_json *items = sp_json_get(property, "items");
	bool list = items && sp_json_get(items, "properties");
	char *inner = g_strconcat(key, list ? "[]." : ".", NULL);
	add_rows(p, list ? items : property, inner);
	g_free(inner);
	g_free(key);
}

static void add_rows(struct type_page *p, const struct sp_json *schema, const char *path)
{
	const struct sp_json *properties = sp_json_get(schema, "properties");
	for (const struct sp_json *m = sp_json_first(properties); m; m = sp_json_next(m))
		add_row(p, schema, m, path);
}

static void add_table(struct type_page *p, const struct sp_json *schema)
{
	g_string_append(p->out, "| key | required | holds | meaning | example |\n|---|---|---|---|---|\n");
	add_rows(p, schema, "");
	g_string_append_c(p->out, '\n');
}

static void add_part(struct type_page *p, const struct sp_json *definition)
{
	const char *name = sp_json_key(definition);
	g_string_append_printf(p->out, "<a id=\"%s-%s\"></a>\n### %s\n\n", p->anchor, name,
			       text_of(definition, "title"));
	if (text_of(definition, "description"))
		g_string_append_printf(p->out, "%s\n\n", text_of(definition, "description"));
	add_table(p, definition);
}

/* Links to all headings, in one line. */
static void add_contents(struct type_page *p, const struct sp_json *definitions)
{
	size_t before = p->out->len;
	for (const struct sp_json *d = sp_json_first(definitions); d; d = sp_json_next(d)) {
		if (!is_part(d))
			continue;
		g_string_append(p->out, p->out->len > before ? " · " : "");
		add_link(p, sp_json_key(d));
	}
	if (p->out->len > before)
		g_string_append(p->out, "\n\n");
}

/* --- the page --------------------------------------------------------------------------------- */

void sp_describe_write(const struct sp_json *schema, const char *anchor, FILE *to)
{
	struct type_page p = { schema, anchor, g_string_new(NULL) };
	const char *title = text_of(schema, "title"), *about = text_of(schema, "description");
	g_string_append_printf(p.out, "## %s\n\n", title ? title : anchor);
	if (about)
		g_string_append_printf(p.out, "%s\n\n", about);
	if (sp_json_get(schema, "properties"))
		add_table(&p, schema);
	const struct sp_json *definitions = sp_json_get(schema, "definitions"), *d;
	add_contents(&p, definitions);
	for (d = sp_json_first(definitions); d; d = sp_json_next(d))
		if (is_part(d))
			add_part(&p, d);
	fwrite(p.out->str, 1, p.out->len, to);
	g_string_free(p.out, TRUE);
}
