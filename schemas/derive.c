/*
 * derive — what is made from schemas/records.json, the one place that tells the types of records.
 *
 *	derive WHAT schemas/records.json [TEMPLATE]
 *
 * WHAT is the C table of normalize (types), the words of the reports (words), the tables of the exports (model, which
 * adds export/tables.json), the schema of record streams (schema), that of profiles (profile: its own lists renewed) or
 *the manual page (man, between its two marks). It runs while spunta is built; nothing of it is installed.
 *
 * A key's statements are its own, then those of the key of that name under "common". What a key `holds` says how it
 * looks everywhere: in normalize's table, in the schema, in an export.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/datafile.h"
#include "base/file.h"
#include "base/json.h"

enum { FILE_BYTES = 4 * 1024 * 1024, WIDTH = 118 };

struct maker {
	struct sp_ctx ctx;
	const struct sp_data *root, *types, *template; /* the template's root where it is JSON */
	const char *page;                              /* the template as text */
	struct sp_jw w;
};

static const struct holding {
	const char *name;
	const char *form;   /* of normalize/record.h; NULL: no profile can fill it */
	const char *column; /* type in the exports' tables; NULL: says its columns itself, or has none */
	const char *part;   /* definition of the schema */
	const char *schema; /* where there is no part, or the key says more than its part */
} holdings[] = {
	{ "text", "TEXT", "text", NULL, "{\"type\":[\"string\",\"null\"]}" },
	{ "code", "TEXT", "text", "code", NULL },
	{ "raw_code", "TEXT", "text", "raw_code", NULL },
	{ "kind", NULL, "text", NULL, NULL },
	{ "integer", NULL, "integer", NULL, "{\"type\":[\"integer\",\"null\"]}" },
	{ "number", NULL, "number", NULL, "{\"type\":[\"number\",\"null\"]}" },
	{ "boolean", NULL, "boolean", NULL, "{\"type\":[\"boolean\",\"null\"]}" },
	{ "year", NULL, "integer", "year", NULL },
	{ "date", NULL, "date", "date", NULL },
	{ "list", "LIST", "list", "list", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}" },
	{ "figure", "FIGURE", "figure", "figure", NULL },
	{ "money", "FIGURE", "money", "figure", NULL },
	{ "yearly", "FIGURE", "figure", "yearly", NULL },
	{ "figures", "FIGURES", "rows", NULL, "{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/yearly\"}}" },
	{ "formula", "FORMULA", NULL, "formula", NULL },
	{ "reference", "REF", "text", NULL, "{\"type\":[\"string\",\"null\"],\"minLength\":1}" },
	{ "texts", "SECTIONS", "rows", "texts", NULL },
	{ "figure_keys", "BARE", NULL, NULL, NULL },
	{ "objects", "LIST", "rows", NULL, "{\"type\":\"array\"}" },
	{ "rows", NULL, "rows", NULL, NULL },
	{ "object", NULL, NULL, NULL, NULL },
	{ "id", NULL, NULL, "id", NULL },
	{ "source", NULL, NULL, "source", NULL },
};

/* --- reading --------------------------------------------------------------------------------------------- */

static void stop(struct maker *m)
{
	(void)m;
	exit(SP_EXIT_INPUT);
}

static const struct sp_data *common(const struct maker *m, const char *key)
{
	return sp_data_get(sp_data_get(m->root, "common"), key);
}

static const struct sp_data *said(const struct maker *m, const struct sp_data *key, const char *what)
{
	const struct sp_data *own = sp_data_get(key, what);
	return own ? own : sp_data_get(common(m, sp_data_key(key)), what);
}

static bool said_true(const struct maker *m, const struct sp_data *key, const char *what)
{
	return sp_data_bool(said(m, key, what), false);
}

static const char *text(struct maker *m, const struct sp_data *object, const char *what)
{
	const char *s = sp_data_str(sp_data_get(object, what));
	if (!s) {
		sp_data_refuse(&m->ctx, object, "\"%s\" is wanted", what);
		stop(m);
	}
	return s;
}

static const struct holding *holding_of(struct maker *m, const struct sp_data *key)
{
	const char *name = sp_data_str(said(m, key, "holds"));
	GString *known = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(holdings); i++) {
		if (g_strcmp0(holdings[i].name, name) == 0) {
			g_string_free(known, TRUE);
			return &holdings[i];
		}
		g_string_append_printf(known, " %s", holdings[i].name);
	}
	sp_data_refuse(&m->ctx, key, "\"holds\" is one of%s", known->str);
	exit(SP_EXIT_INPUT);
}

static bool by_profile(struct maker *m, const struct sp_data *type)
{
	return strcmp(text(m, type, "by"), "profile") == 0;
}

/* --- writing JSON ---------------------------------------------------------------------------------------- */

static void copy(struct maker *m, const char *key, const struct sp_data *v)
{
	struct sp_json *json = sp_data_json(&m->ctx, v);
	sp_jw_json(&m->w, key, json);
	sp_json_free(json);
}

/* The members of `object`; of an object that is being written. */
static void copy_members(struct maker *m, const struct sp_data *object)
{
	for (const struct sp_data *v = sp_data_first(object); v; v = sp_data_next(v))
		copy(m, sp_data_key(v), v);
}

static void both_words(struct maker *m, const char *key, const struct sp_data *words)
{
	sp_jw_object(&m->w, key);
	sp_jw_str(&m->w, "it", text(m, words, "it"));
	sp_jw_str(&m->w, "en", text(m, words, "en"));
	sp_jw_close(&m->w);
}

static void append_key(GString *out, const struct sp_json *member, bool object)
{
	if (!object)
		return;
	sp_json_quote(out, sp_json_key(member), strlen(sp_json_key(member)));
	g_string_append(out, ": ");
}

/* { "a": [1, 2] } */
static void append_flat(GString *out, const struct sp_json *v)
{
	bool object = sp_json_type(v) == SP_JSON_OBJECT;
	if (sp_json_count(v) == 0) {
		char *text = sp_json_text(v);
		g_string_append(out, text);
		g_free(text);
		return;
	}
	g_string_append(out, object ? "{ " : "[");
	for (const struct sp_json *c = sp_json_first(v); c; c = sp_json_next(c)) {
		append_key(out, c, object);
		append_flat(out, c);
		g_string_append(out, sp_json_next(c) ? ", " : object ? " }" : "]");
	}
}

/* As a person would break the lines: what fits stays on one. `lead` columns of the line are taken. */
static void append_pretty(GString *out, const struct sp_json *v, int indent, size_t lead)
{
	gsize from = out->len;
	bool object = sp_json_type(v) == SP_JSON_OBJECT;
	append_flat(out, v);
	if (sp_json_count(v) == 0 || lead + (out->len - from) <= WIDTH)
		return;
	g_string_truncate(out, from);
	g_string_append(out, object ? "{\n" : "[\n");
	for (const struct sp_json *c = sp_json_first(v); c; c = sp_json_next(c)) {
		gsize line = out->len;
		g_string_append_printf(out, "%*s", indent + 4, "");
		append_key(out, c, object);
		append_pretty(out, c, indent + 4, out->len - line);
		g_string_append(out, sp_json_next(c) ? ",\n" : "\n");
	}
	g_string_append_printf(out, "%*s%c", indent, "", object ? '}' : ']');
}

static void print_json(struct maker *m)
{
	struct sp_json *json = sp_json_parse(&m->ctx, m->w.out->str, m->w.out->len);
	GString *out = g_string_new(NULL);
	append_pretty(out, json, 0, 0);
	puts(out->str);
	g_string_free(out, TRUE);
	sp_json_free(json);
}

/* --- the table of normalize, the words of the reports ------------------------------------------------------ */

static const char *quote(const char *string)
{
	return string ? "\"" : "";
}

static void print_field(struct maker *m, const struct sp_data *key)
{
	const struct holding *h = holding_of(m, key);
	if (!h->form) {
		sp_data_refuse(&m->ctx, key, "a profile cannot fill what holds a \"%s\"", h->name);
		stop(m);
	}
	const char *to = strcmp(h->name, "reference") == 0 ? text(m, key, "to") : NULL;
	if (to && !sp_data_get(m->types, to)) {
		sp_data_refuse(&m->ctx, key, "there is no type \"%s\"", to);
		stop(m);
	}
	const char *years = sp_data_str(said(m, key, "years")),
		   *optional = said_true(m, key, "optional") ? "true" : "false";
	printf("\t{ \"%s\", SP_FORM_%s, %s%s%s, %s, %s%s%s },\n", sp_data_key(key), h->form, quote(to),
	       to ? to : "NULL", quote(to), optional, quote(years), years ? years : "NULL", quote(years));
}

static void print_types(struct maker *m)
{
	puts("#include \"normalize/record.h\"");
	for (const struct sp_data *t = sp_data_first(m->types); t; t = sp_data_next(t)) {
		if (!by_profile(m, t))
			continue;
		printf("static const struct sp_field %s[] = {\n", sp_data_key(t));
		for (const struct sp_data *k = sp_data_first(sp_data_get(t, "keys")); k; k = sp_data_next(k))
			print_field(m, k);
		print_field(m, common(m, "other"));
		puts("\t{ NULL, SP_FORM_TEXT, NULL, false, NULL } };");
	}
	puts("const struct sp_record_type sp_record_types[] = {");
	for (const struct sp_data *t = sp_data_first(m->types); t; t = sp_data_next(t))
		if (by_profile(m, t))
			printf("\t{ \"%s\", %s, %s },\n", sp_data_key(t),
			       sp_data_bool(sp_data_get(t, "level"), false) ? "true" : "false", sp_data_key(t));
	puts("\t{ NULL, false, NULL } };");
}

static void print_words(struct maker *m, const struct sp_data *words)
{
	GString *c = g_string_new("{ ");
	for (size_t i = 0; i < 2; i++) {
		const char *w = text(m, words, i == 0 ? "it" : "en");
		sp_json_quote(c, w, strlen(w)); /* what JSON escapes, C escapes in the same way */
		g_string_append(c, i == 0 ? ", " : " }");
	}
	fputs(c->str, stdout);
	g_string_free(c, TRUE);
}

static void print_word_tables(struct maker *m)
{
	puts("#include \"export/words-tables.h\"\nconst struct sp_type_words sp_type_words[] = {");
	for (const struct sp_data *t = sp_data_first(m->types); t; t = sp_data_next(t)) {
		if (!sp_data_get(t, "one"))
			continue;
		printf("\t{ \"%s\", ", sp_data_key(t));
		print_words(m, sp_data_get(t, "one"));
		fputs(", ", stdout);
		print_words(m, sp_data_get(t, "many"));
		puts(" },");
	}
	puts("\t{ NULL, { NULL, NULL }, { NULL, NULL } } };");
	static const char *const lists[][2] = { { "kinds", "sp_kind_words" }, { "words", "sp_field_words" } };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		printf("const struct sp_key_words %s[] = {\n", lists[i][1]);
		for (const struct sp_data *v = sp_data_first(sp_data_get(m->root, lists[i][0])); v;
		     v = sp_data_next(v)) {
			printf("\t{ \"%s\", ", sp_data_key(v));
			print_words(m, v);
			puts(" },");
		}
		puts("\t{ NULL, { NULL, NULL } } };");
	}
}

/* --- the tables of the exports ----------------------------------------------------------------------------- */

/* Of the key `kind`: the words before, and the kinds there are. */
static void write_hint(struct maker *m, const struct sp_data *hint, bool kinds)
{
	sp_jw_object(&m->w, "about");
	for (size_t i = 0; i < 2; i++) {
		const char *lang = i == 0 ? "it" : "en";
		GString *s = g_string_new(text(m, hint, lang));
		const struct sp_data *k = kinds ? sp_data_first(sp_data_get(m->root, "kinds")) : NULL;
		for (const char *sep = ": "; k; k = sp_data_next(k), sep = ", ")
			g_string_append_printf(s, "%s%s", sep, sp_data_key(k));
		sp_jw_str(&m->w, lang, s->str);
		g_string_free(s, TRUE);
	}
	sp_jw_close(&m->w);
}

static void write_columns(struct maker *m, const struct sp_data *key)
{
	const struct holding *h = holding_of(m, key);
	const struct sp_data *columns = said(m, key, "columns"), *it = said(m, key, "it"), *en = said(m, key, "en");
	for (const struct sp_data *c = sp_data_first(columns); c; c = sp_data_next(c))
		copy(m, NULL, c);
	if (columns || !it || !en || !h->column)
		return;
	struct sp_jw *w = &m->w;
	sp_jw_object(w, NULL);
	sp_jw_str(w, "name", sp_data_key(key));
	sp_jw_str(w, "type", h->column);
	sp_jw_str(w, "it", sp_data_str(it));
	sp_jw_str(w, "en", sp_data_str(en));
	const struct sp_data *unit = said(m, key, "unit"), *hint = said(m, key, "hint"), *to = said(m, key, "to");
	if (unit)
		sp_jw_str(w, "unit", sp_data_str(unit));
	if (to && sp_data_str(to))
		sp_jw_str(w, "to", text(m, sp_data_get(sp_data_get(m->types, sp_data_str(to)), "table"), "name"));
	if (strcmp(h->column, "rows") == 0)
		sp_jw_str(w, "rows",
			  strcmp(h->name, "texts") == 0     ? "sections"
			  : strcmp(h->name, "figures") == 0 ? "figures"
							    : text(m, key, "rows"));
	if (hint)
		write_hint(m, hint, strcmp(h->name, "kind") == 0);
	sp_jw_close(w);
}

/* Names of sets of export/tables.json; `otherwise` where the type does not say. */
static void write_sets(struct maker *m, const struct sp_data *type, const char *where, const char *const *otherwise)
{
	const struct sp_data *own = sp_data_get(type, where);
	for (const struct sp_data *s = sp_data_first(own); s; s = sp_data_next(s))
		sp_jw_str(&m->w, NULL, sp_data_str(s));
	for (size_t i = 0; !own && otherwise[i]; i++)
		sp_jw_str(&m->w, NULL, otherwise[i]);
}

/* In the order that the type gives its columns, or else in that of its keys. */
static void write_all_columns(struct maker *m, const struct sp_data *type)
{
	const struct sp_data *keys = sp_data_get(type, "keys"), *order = sp_data_get(type, "order");
	if (order && sp_data_count(order) != sp_data_count(keys)) {
		sp_data_refuse(&m->ctx, order, "%zu columns for %zu keys", sp_data_count(order), sp_data_count(keys));
		stop(m);
	}
	for (const struct sp_data *o = sp_data_first(order); o; o = sp_data_next(o)) {
		const struct sp_data *key = sp_data_str(o) ? sp_data_get(keys, sp_data_str(o)) : NULL;
		if (!key) {
			sp_data_refuse(&m->ctx, o, "the type has no such key");
			stop(m);
		}
		write_columns(m, key);
	}
	for (const struct sp_data *k = order ? NULL : sp_data_first(keys); k; k = sp_data_next(k))
		write_columns(m, k);
}

static void write_table(struct maker *m, const struct sp_data *type)
{
	struct sp_jw *w = &m->w;
	const struct sp_data *table = sp_data_get(type, "table");
	if (!table) /* a line of the stream that is no row: end */
		return;
	sp_jw_object(w, NULL);
	sp_jw_str(w, "name", text(m, table, "name"));
	sp_jw_str(w, "record", sp_data_key(type));
	both_words(m, "label", table);
	both_words(m, "about", sp_data_get(table, "about"));
	sp_jw_array(w, "columns");
	write_sets(m, type, "before", (const char *const[]){ "record", NULL });
	write_all_columns(m, type);
	if (by_profile(m, type))
		write_columns(m, common(m, "other"));
	write_sets(m, type, "after", (const char *const[]){ "place", "rest", NULL });
	sp_jw_close(w);
	sp_jw_close(w);
}

static bool is_named(const struct sp_data *list, const char *name)
{
	for (const struct sp_data *v = sp_data_first(list); v; v = sp_data_next(v))
		if (g_strcmp0(sp_data_str(v), name) == 0)
			return true;
	return false;
}

static void print_model(struct maker *m)
{
	struct sp_jw *w = &m->w;
	const struct sp_data *tables = sp_data_get(m->template, "tables");
	sp_jw_object(w, NULL);
	copy(m, "sets", sp_data_get(m->template, "sets"));
	sp_jw_array(w, "tables");
	for (const struct sp_data *t = sp_data_first(tables); t; t = sp_data_next(t)) {
		const char *name = sp_data_str(t);
		if (!name) {
			copy(m, NULL, t);
		} else if (strcmp(name, "…") != 0) {
			write_table(m, sp_data_get(m->types, name));
		} else {
			for (const struct sp_data *r = sp_data_first(m->types); r; r = sp_data_next(r))
				if (!is_named(tables, sp_data_key(r)))
					write_table(m, r);
		}
	}
	sp_jw_close(w);
	sp_jw_close(w);
	print_json(m);
}

/* --- the schema of record streams --------------------------------------------------------------------------- */

/* What the key says over what it holds. */
static void write_key_schema(struct maker *m, const struct holding *h, const struct sp_data *own)
{
	struct sp_json *base = h->schema ? sp_json_parse(&m->ctx, h->schema, strlen(h->schema)) : NULL;
	bool listed = sp_data_get(own, "enum") || sp_data_get(own, "const");
	for (const struct sp_json *v = listed ? NULL : sp_json_first(base); v; v = sp_json_next(v))
		if (!sp_data_get(own, sp_json_key(v)))
			sp_jw_json(&m->w, sp_json_key(v), v);
	copy_members(m, own);
	sp_json_free(base);
}

static void write_property(struct maker *m, const struct sp_data *key)
{
	struct sp_jw *w = &m->w;
	const struct holding *h = holding_of(m, key);
	const struct sp_data *about = said(m, key, "about"), *own = said(m, key, "schema"),
			     *part = said(m, key, "part"), *examples = said(m, key, "examples");
	const char *ref = part ? sp_data_str(part) : own || (examples && h->schema) ? NULL : h->part;
	sp_jw_object(w, sp_data_key(key));
	if (about)
		sp_jw_str(w, "description", sp_data_str(about));
	if (ref) {
		char *to = g_strconcat("#/definitions/", ref, NULL);
		sp_jw_str(w, "$ref", to);
		g_free(to);
	} else if (strcmp(h->name, "kind") == 0) {
		sp_jw_array(w, "enum");
		for (const struct sp_data *k = sp_data_first(sp_data_get(m->root, "kinds")); k; k = sp_data_next(k))
			sp_jw_str(w, NULL, sp_data_key(k));
		sp_jw_close(w);
	} else {
		write_key_schema(m, h, own);
	}
	if (examples && !ref)
		copy(m, "examples", examples);
	sp_jw_close(w);
}

/* The keys of a figure, but for what `own` has itself and, at the top of a record, its source. */
static void write_figure_keys(struct maker *m, const struct sp_data *own, bool at_top)
{
	const struct sp_data *figure = sp_data_get(sp_data_get(sp_data_get(m->root, "parts"), "figure"), "properties");
	for (const struct sp_data *p = sp_data_first(figure); p; p = sp_data_next(p)) {
		const char *name = sp_data_key(p);
		if (!sp_data_get(own, name) && !(at_top && strcmp(name, "source") == 0))
			copy(m, name, p);
	}
}

static void write_required(struct maker *m, const struct sp_data *type)
{
	struct sp_jw *w = &m->w;
	sp_jw_array(w, "required");
	if (by_profile(m, type) && sp_data_bool(sp_data_get(type, "id_required"), true))
		sp_jw_str(w, NULL, "id");
	for (const struct sp_data *k = sp_data_first(sp_data_get(type, "keys")); k; k = sp_data_next(k)) {
		if (!said_true(m, k, "required"))
			continue;
		if (strcmp(holding_of(m, k)->name, "figure_keys") == 0) {
			sp_jw_str(w, NULL, "raw");
			sp_jw_str(w, NULL, "value");
		} else {
			sp_jw_str(w, NULL, sp_data_key(k));
		}
	}
	sp_jw_close(w);
}

static void write_type(struct maker *m, const struct sp_data *type)
{
	struct sp_jw *w = &m->w;
	const char *title = sp_data_str(sp_data_get(type, "title"));
	sp_jw_object(w, sp_data_key(type));
	sp_jw_str(w, "title", title ? title : sp_data_key(type));
	sp_jw_str(w, "description", text(m, type, "about"));
	write_required(m, type);
	sp_jw_object(w, "properties");
	if (by_profile(m, type))
		write_property(m, common(m, "id"));
	for (const struct sp_data *k = sp_data_first(sp_data_get(type, "keys")); k; k = sp_data_next(k)) {
		if (strcmp(holding_of(m, k)->name, "figure_keys") == 0)
			write_figure_keys(m, NULL, true);
		else
			write_property(m, k);
	}
	if (by_profile(m, type)) {
		write_property(m, common(m, "other"));
		write_property(m, common(m, "source"));
	}
	sp_jw_close(w);
	sp_jw_close(w);
}

static void write_part(struct maker *m, const struct sp_data *part)
{
	struct sp_jw *w = &m->w;
	const struct sp_data *properties = sp_data_get(part, "properties");
	bool figure = sp_data_get(part, "like") != NULL;
	sp_jw_object(w, sp_data_key(part));
	for (const struct sp_data *v = sp_data_first(part); v; v = sp_data_next(v))
		if (v != properties && strcmp(sp_data_key(v), "like") != 0)
			copy(m, sp_data_key(v), v);
	if (properties) {
		sp_jw_object(w, "properties");
		copy_members(m, properties);
		if (figure)
			write_figure_keys(m, properties, false);
		sp_jw_close(w);
	}
	sp_jw_close(w);
}

static void write_choice(struct maker *m, const char *type)
{
	struct sp_jw *w = &m->w;
	char *to = g_strconcat("#/definitions/", type, NULL);
	sp_jw_object(w, NULL);
	sp_jw_object(w, "if");
	sp_jw_object(w, "properties");
	sp_jw_object(w, "type");
	sp_jw_str(w, "const", type);
	sp_jw_close(w);
	sp_jw_close(w);
	sp_jw_close(w);
	sp_jw_object(w, "then");
	sp_jw_str(w, "$ref", to);
	sp_jw_close(w);
	sp_jw_close(w);
	g_free(to);
}

static void print_schema(struct maker *m)
{
	struct sp_jw *w = &m->w;
	sp_jw_object(w, NULL);
	copy_members(m, sp_data_get(m->root, "stream"));
	sp_jw_array(w, "allOf");
	for (const struct sp_data *t = sp_data_first(m->types); t; t = sp_data_next(t))
		write_choice(m, sp_data_key(t));
	sp_jw_close(w);
	sp_jw_object(w, "definitions");
	for (const struct sp_data *t = sp_data_first(m->types); t; t = sp_data_next(t))
		write_type(m, t);
	for (const struct sp_data *p = sp_data_first(sp_data_get(m->root, "parts")); p; p = sp_data_next(p))
		write_part(m, p);
	sp_jw_close(w);
	sp_jw_close(w);
	print_json(m);
}

/* --- the schema of profiles ------------------------------------------------------------------------------------ */

/* The "enum" of a definition whose list is told in records.json; false for all others. */
static bool renews(struct maker *m, const char *list)
{
	if (strcmp(list, "formula_kind") == 0) {
		copy(m, "enum", sp_data_at(m->root, "/parts/formula/properties/kind/enum"));
		return true;
	}
	bool kinds = strcmp(list, "document_kind") == 0, levels = strcmp(list, "level_type") == 0;
	if (!kinds && !levels && strcmp(list, "record_type") != 0)
		return false;
	sp_jw_array(&m->w, "enum");
	for (const struct sp_data *v = sp_data_first(kinds ? sp_data_get(m->root, "kinds") : m->types); v;
	     v = sp_data_next(v))
		if (kinds || (by_profile(m, v) && (!levels || sp_data_bool(sp_data_get(v, "level"), false))))
			sp_jw_str(&m->w, NULL, sp_data_key(v));
	sp_jw_close(&m->w);
	return true;
}

static void print_profile_schema(struct maker *m)
{
	struct sp_jw *w = &m->w;
	const struct sp_data *definitions = sp_data_get(m->template, "definitions");
	sp_jw_object(w, NULL);
	for (const struct sp_data *v = sp_data_first(m->template); v; v = sp_data_next(v))
		if (v != definitions)
			copy(m, sp_data_key(v), v);
	sp_jw_object(w, "definitions");
	for (const struct sp_data *d = sp_data_first(definitions); d; d = sp_data_next(d)) {
		sp_jw_object(w, sp_data_key(d));
		bool renewed = renews(m, sp_data_key(d));
		for (const struct sp_data *v = sp_data_first(d); v; v = sp_data_next(v))
			if (!renewed || strcmp(sp_data_key(v), "enum") != 0)
				copy(m, sp_data_key(v), v);
		sp_jw_close(w);
	}
	sp_jw_close(w);
	sp_jw_close(w);
	print_json(m);
}

/* --- the manual page ------------------------------------------------------------------------------------------- */

/* Words one by one into lines of at most 78 columns, each begun with `macro`; `column` is where the line is. */
static void print_word(const char *word, size_t n, const char *macro, size_t *column)
{
	if (*column > 0 && *column + 1 + n > 78) {
		putchar('\n');
		*column = 0;
	}
	*column += (size_t)printf("%s%.*s", *column > 0 ? " " : macro, (int)n, word);
}

/* A sentence begins a line, as mdoc wants it. */
static void print_sentences(const char *s)
{
	size_t column = 0;
	for (size_t n; *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		print_word(s, n, "", &column);
		if (s[n - 1] == '.') {
			putchar('\n');
			column = 0;
		}
	}
	if (column > 0)
		putchar('\n');
}

static void print_manual_type(struct maker *m, const struct sp_data *type)
{
	printf(".It Cm %s\n", sp_data_key(type));
	print_sentences(text(m, type, "about"));
	puts(".br");
	size_t column = 0;
	for (const struct sp_data *k = sp_data_first(sp_data_get(type, "keys")); k; k = sp_data_next(k)) {
		bool figure = strcmp(holding_of(m, k)->name, "figure_keys") == 0;
		char *words = g_strconcat(figure ? "raw , value , unit , year" : sp_data_key(k),
					  sp_data_next(k) ? " ," : "", NULL);
		print_word(words, strlen(words), ".Li ", &column);
		g_free(words);
	}
	putchar('\n');
}

static void print_manual(struct maker *m)
{
	static const char from[] = ".\\\" made from schemas/records.json\n", to[] = ".\\\" made to here\n";
	const char *first = strstr(m->page, from), *last = strstr(m->page, to);
	g_assert(first && last);
	fwrite(m->page, 1, (size_t)(first - m->page) + strlen(from), stdout);
	puts(".Bl -tag -width strategic_objective");
	for (const struct sp_data *t = sp_data_first(m->types); t; t = sp_data_next(t))
		print_manual_type(m, t);
	puts(".El");
	fputs(last, stdout);
}

/* --- what is asked for ------------------------------------------------------------------------------------------- */

static void print(struct maker *m, const char *what)
{
	if (strcmp(what, "types") == 0)
		print_types(m);
	else if (strcmp(what, "words") == 0)
		print_word_tables(m);
	else if (strcmp(what, "model") == 0 && m->template)
		print_model(m);
	else if (strcmp(what, "schema") == 0)
		print_schema(m);
	else if (strcmp(what, "profile") == 0 && m->template)
		print_profile_schema(m);
	else if (strcmp(what, "man") == 0 && m->page)
		print_manual(m);
	else
		sp_report(&m->ctx, SP_D_ARGUMENT, "cannot make \"%s\" of what was given", what);
}

static char *whole_file(struct sp_ctx *ctx, const char *path)
{
	gsize n;
	GBytes *bytes = sp_file_read(ctx, path, FILE_BYTES);
	const char *data = bytes ? g_bytes_get_data(bytes, &n) : NULL;
	char *text = data ? g_strndup(data, n) : NULL;
	if (bytes)
		g_bytes_unref(bytes);
	return text;
}

int main(int argc, char **argv)
{
	struct maker m = { 0 };
	sp_ctx_init(&m.ctx, "derive");
	if (argc < 3 || argc > 4) {
		sp_report(&m.ctx, SP_D_ARGUMENT, "usage: derive WHAT schemas/records.json [TEMPLATE]");
		return (int)m.ctx.exit;
	}
	char *records = whole_file(&m.ctx, argv[2]), *page = argc > 3 ? whole_file(&m.ctx, argv[3]) : NULL;
	struct sp_datafile *f = records ? sp_datafile_new(&m.ctx, argv[2], records) : NULL;
	struct sp_datafile *t = page && g_str_has_suffix(argv[3], ".json") ? sp_datafile_new(&m.ctx, argv[3], page)
									   : NULL;
	if (f && (argc < 4 || page)) {
		m.root = sp_datafile_root(f);
		m.types = sp_data_get(m.root, "types");
		m.template = t ? sp_datafile_root(t) : NULL;
		m.page = page;
		sp_jw_init(&m.w);
		print(&m, argv[1]);
		sp_jw_clear(&m.w);
	}
	sp_datafile_free(t);
	sp_datafile_free(f);
	g_free(page);
	g_free(records);
	if (fflush(stdout) != 0 || ferror(stdout))
		sp_report(&m.ctx, SP_D_WRITE, "cannot write: %s", g_strerror(errno));
	return (int)m.ctx.exit;
}
