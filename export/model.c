/*
 * model.json is read once. Tables are allocated before their columns are filled, so that columns and
 * branches can point at tables by address; "sets" are groups of columns that many tables share.
 */
#include "export/model.h"

#include <assert.h>

#include "base/json.h"
#include "base/resource.h"
#include "export/data.h"

struct model_reader {
	struct sp_model *model;
	const struct sp_json *sets;
	GArray *columns;  /* struct sp_export_column of the table being read */
	GArray *branches; /* struct sp_branch */
};

/* Of the columns of a figure: name's end, label's end by language, key in the figure. */
struct facet {
	const char *suffix, *label[SP_LANG_COUNT], *about[SP_LANG_COUNT], *key;
	enum sp_kind kind;
};

static const struct facet facets[] = {
	{ "", { "", "" }, { "Valore esatto; una percentuale conserva la sua scala (40% è 40)",
	                    "Exact value; a percentage keeps its scale (40% is 40)" }, "value", SP_KIND_NUMBER },
	{ "_raw", { " (come stampato)", " (as printed)" }, { "La cifra come sta sulla pagina", "The figure as it stands on the page" },
	  "raw", SP_KIND_TEXT },
	{ "_unit", { " (unità)", " (unit)" }, { "% o EUR, se stampata", "% or EUR, where printed" }, "unit", SP_KIND_TEXT },
	{ "_gross", { " (lordo)", " (gross)" }, { "Importo al lordo di oneri", "Amount before contributions" }, "gross", SP_KIND_NUMBER },
	{ "_gross_raw", { " (lordo, come stampato)", " (gross, as printed)" },
	  { "L'importo lordo come sta sulla pagina", "The gross amount as it stands on the page" }, "gross_raw", SP_KIND_TEXT },
};
enum { FACETS_OF_FIGURE = 3, FACETS_OF_MONEY = 5 };

static const struct {
	const char *word;
	enum sp_from from;
} sources[] = {
	{ "@document", SP_FROM_DOCUMENT }, { "@id", SP_FROM_ID },       { "@position", SP_FROM_POSITION },
	{ "@record", SP_FROM_RECORD },     { "@field", SP_FROM_FIELD }, { "@n", SP_FROM_N },
	{ "@label", SP_FROM_LABEL },       { "@title", SP_FROM_TITLE }, { "@json", SP_FROM_JSON },
	{ "@tool", SP_FROM_TOOL },         { "@extra", SP_FROM_EXTRA },
};

static const struct {
	const char *word;
	enum sp_kind kind;
} kinds[] = {
	{ "text", SP_KIND_TEXT },       { "integer", SP_KIND_INTEGER }, { "number", SP_KIND_NUMBER },
	{ "boolean", SP_KIND_BOOLEAN }, { "date", SP_KIND_DATE },       { "box", SP_KIND_BOX },
	{ "object", SP_KIND_OBJECT },   { "list", SP_KIND_TEXT },
};

static const char *word(const struct sp_json *object, const char *key)
{
	const char *s = sp_json_str(sp_json_get(object, key));
	g_assert(s);
	return s;
}

static const struct sp_export_table *table_named(const struct sp_model *m, const char *name)
{
	const struct sp_export_table *t = sp_model_table(m, name);
	g_assert(t);
	return t;
}

/* An array of keys; without one, the column's name is the only key. */
static char **read_path(const struct sp_json *column)
{
	const struct sp_json *path = sp_json_get(column, "path");
	GStrvBuilder *b = g_strv_builder_new();
	if (path && sp_json_type(path) == SP_JSON_ARRAY)
		for (const struct sp_json *k = sp_json_first(path); k; k = sp_json_next(k))
			g_strv_builder_add(b, sp_json_str(k));
	else if (!path)
		g_strv_builder_add(b, word(column, "name"));
	char **keys = g_strv_builder_end(b);
	g_strv_builder_unref(b);
	return keys;
}

static enum sp_from read_from(const struct sp_json *column)
{
	const char *at = sp_json_str(sp_json_get(column, "path"));
	if (!at)
		return strcmp(word(column, "type"), "list") == 0 ? SP_FROM_LIST : SP_FROM_PATH;
	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
		if (strcmp(at, sources[i].word) == 0)
			return sources[i].from;
	g_assert_not_reached();
}

static enum sp_kind read_kind(const char *type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(type, kinds[i].word) == 0)
			return kinds[i].kind;
	g_assert_not_reached();
}

static char **read_words(const struct sp_json *list)
{
	GStrvBuilder *b = g_strv_builder_new();
	for (const struct sp_json *word = sp_json_first(list); word; word = sp_json_next(word))
		g_strv_builder_add(b, sp_json_str(word));
	char **words = g_strv_builder_end(b);
	g_strv_builder_unref(b);
	return words;
}

static void add_plain(struct model_reader *r, const struct sp_json *column)
{
	const char *to = sp_json_str(sp_json_get(column, "to"));
	const struct sp_json *about = sp_json_get(column, "about");
	const struct sp_json *where = sp_json_first(sp_json_get(column, "where"));
	int64_t first = 0;
	sp_json_int(sp_json_get(column, "first"), &first);
	struct sp_export_column c = {
		.name = g_strdup(word(column, "name")),
		.label = { g_strdup(word(column, "it")), g_strdup(word(column, "en")) },
		.about = { g_strdup(sp_json_str(sp_json_get(about, "it"))), g_strdup(sp_json_str(sp_json_get(about, "en"))) },
		.kind = read_kind(word(column, "type")),
		.unit = g_strdup(sp_json_str(sp_json_get(column, "unit"))),
		.key = sp_json_bool(sp_json_get(column, "key"), false),
		.to = to ? table_named(r->model, to) : NULL,
		.from = read_from(column),
		.path = read_path(column),
		.inherit = sp_json_bool(sp_json_get(column, "inherit"), false),
		.first = (int)first,
		.where = where ? g_strdup(sp_json_key(where)) : NULL,
		.is = where ? read_words(where) : NULL,
		.of_year = sp_json_bool(sp_json_get(column, "of_year"), false),
	};
	g_array_append_val(r->columns, c);
}

static char **path_and(char *const *path, const char *key)
{
	GStrvBuilder *b = g_strv_builder_new();
	g_strv_builder_addv(b, (const char **)path);
	g_strv_builder_add(b, key);
	char **longer = g_strv_builder_end(b);
	g_strv_builder_unref(b);
	return longer;
}

static void add_figure(struct model_reader *r, const struct sp_json *column, size_t n_facets)
{
	char **path = read_path(column);
	for (size_t i = 0; i < n_facets; i++) {
		const struct facet *f = &facets[i];
		struct sp_export_column c = {
			.name = g_strconcat(word(column, "name"), f->suffix, NULL),
			.label = { g_strconcat(word(column, "it"), f->label[SP_LANG_IT], NULL),
			           g_strconcat(word(column, "en"), f->label[SP_LANG_EN], NULL) },
			.about = { g_strdup(f->about[SP_LANG_IT]), g_strdup(f->about[SP_LANG_EN]) },
			.kind = f->kind,
			.path = path_and(path, f->key),
		};
		g_array_append_val(r->columns, c);
	}
	g_strfreev(path);
}

static void add_branch(struct model_reader *r, const struct sp_json *column, const char *into, bool many)
{
	struct sp_branch b = { g_strdup(word(column, "name")), read_path(column), table_named(r->model, into), many };
	g_array_append_val(r->branches, b);
}

static void add_column(struct model_reader *r, const struct sp_json *column)
{
	const char *type = word(column, "type");
	bool figure = strcmp(type, "figure") == 0, money = strcmp(type, "money") == 0;
	if (figure || money) {
		add_figure(r, column, money ? FACETS_OF_MONEY : FACETS_OF_FIGURE);
		add_branch(r, column, "figures", false);
	} else if (strcmp(type, "rows") == 0) {
		add_branch(r, column, word(column, "rows"), true);
	} else {
		add_plain(r, column);
		if (strcmp(type, "list") == 0)
			add_branch(r, column, "items", true);
	}
}

static void read_columns(struct model_reader *r, const struct sp_json *list)
{
	for (const struct sp_json *c = sp_json_first(list); c; c = sp_json_next(c)) {
		const char *set = sp_json_str(c);
		if (set)
			read_columns(r, sp_json_get(r->sets, set));
		else
			add_column(r, c);
	}
}

static void read_table(struct model_reader *r, struct sp_export_table *t, const struct sp_json *json)
{
	const struct sp_json *label = sp_json_get(json, "label"), *about = sp_json_get(json, "about");
	t->record = g_strdup(sp_json_str(sp_json_get(json, "record")));
	t->label[SP_LANG_IT] = g_strdup(word(label, "it"));
	t->label[SP_LANG_EN] = g_strdup(word(label, "en"));
	t->about[SP_LANG_IT] = g_strdup(word(about, "it"));
	t->about[SP_LANG_EN] = g_strdup(word(about, "en"));
	r->columns = g_array_new(FALSE, TRUE, sizeof(struct sp_export_column));
	r->branches = g_array_new(FALSE, TRUE, sizeof(struct sp_branch));
	read_columns(r, sp_json_get(json, "columns"));
	t->n_columns = r->columns->len;
	t->n_branches = r->branches->len;
	t->columns = (struct sp_export_column *)(void *)g_array_free(r->columns, FALSE);
	t->branches = (struct sp_branch *)(void *)g_array_free(r->branches, FALSE);
}

struct sp_model *sp_model_new(void)
{
	static const char name[] = "export/model.json";
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "spunta-export");
	const char *text = sp_resource(export_data, name);
	struct sp_json *json = sp_json_parse_named(&ctx, name, text, strlen(text));
	g_assert(json);

	const struct sp_json *tables = sp_json_get(json, "tables");
	struct sp_model *m = g_new(struct sp_model, 1);
	m->n_tables = sp_json_count(tables);
	m->tables = g_new0(struct sp_export_table, m->n_tables);
	size_t i = 0;
	for (const struct sp_json *t = sp_json_first(tables); t; t = sp_json_next(t), i++) {
		m->tables[i].name = g_strdup(word(t, "name"));
		m->tables[i].index = i;
	}
	struct model_reader r = { .model = m, .sets = sp_json_get(json, "sets") };
	i = 0;
	for (const struct sp_json *t = sp_json_first(tables); t; t = sp_json_next(t), i++)
		read_table(&r, &m->tables[i], t);
	sp_json_free(json);
	return m;
}

static void clear_column(struct sp_export_column *c)
{
	g_free(c->name);
	g_free(c->label[SP_LANG_IT]);
	g_free(c->label[SP_LANG_EN]);
	g_free(c->about[SP_LANG_IT]);
	g_free(c->about[SP_LANG_EN]);
	g_free(c->unit);
	g_strfreev(c->path);
	g_free(c->where);
	g_strfreev(c->is);
}

static void clear_table(struct sp_export_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		clear_column(&t->columns[i]);
	for (size_t i = 0; i < t->n_branches; i++) {
		g_free(t->branches[i].field);
		g_strfreev(t->branches[i].path);
	}
	g_free(t->columns);
	g_free(t->branches);
	g_free(t->name);
	g_free(t->record);
	for (int l = 0; l < SP_LANG_COUNT; l++) {
		g_free(t->label[l]);
		g_free(t->about[l]);
	}
}

void sp_model_free(struct sp_model *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n_tables; i++)
		clear_table(&m->tables[i]);
	g_free(m->tables);
	g_free(m);
}

const struct sp_export_table *sp_model_table(const struct sp_model *m, const char *name)
{
	for (size_t i = 0; i < m->n_tables; i++)
		if (strcmp(m->tables[i].name, name) == 0)
			return &m->tables[i];
	return NULL;
}

const struct sp_export_table *sp_model_record_table(const struct sp_model *m, const char *type)
{
	const struct sp_export_table *any = NULL;
	for (size_t i = 0; i < m->n_tables; i++) {
		const char *record = m->tables[i].record;
		if (record && strcmp(record, type) == 0)
			return &m->tables[i];
		if (record && strcmp(record, "*") == 0)
			any = &m->tables[i];
	}
	return any;
}

int sp_export_table_column(const struct sp_export_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return (int)i;
	return -1;
}
