/*
 * datapackage — the CSV files with a datapackage.json that says what they are (Frictionless Data Package v1).
 *
 * In a package of one document ids are unique: foreign keys are single columns, which every library checks
 * alike (of several columns, one of them empty, they differ). In a package of several documents a reference is
 * the document and the id; each table declares the one that is never empty. Headers are the columns' names,
 * as Table Schema wants; the labels are the fields' titles. The descriptor is published after the files.
 *
 * https://specs.frictionlessdata.io/data-package/ and …/table-schema/
 */
#include "export/csv.h"

#define DESCRIPTOR "datapackage.json"

struct package_writer {
	const struct sp_model *model;
	const struct sp_export_options *options;
	struct sp_folder *folder;
	struct sp_csv *csv;
	char *name, *body;         /* of the first document */
	GPtrArray *names, *hashes; /* of all of them */
	GPtrArray *kinds;          /* each once */
};

static void *package_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	struct sp_folder *folder = sp_folder_open(ctx, options->output, SP_FOLDER_HASHED);
	if (!folder)
		return NULL;
	struct package_writer *w = g_new(struct package_writer, 1);
	*w = (struct package_writer){ .model = model,
				      .options = options,
				      .folder = folder,
				      .csv = sp_csv_new(folder, options, SP_CSV_NAMES),
				      .names = g_ptr_array_new_with_free_func(g_free),
				      .hashes = g_ptr_array_new_with_free_func(g_free),
				      .kinds = g_ptr_array_new_with_free_func(g_free) };
	return w;
}

static bool several(const struct package_writer *w)
{
	return w->names->len > 1;
}

static enum sp_status package_record(void *writer, const struct sp_line *line)
{
	struct package_writer *w = writer;
	if (strcmp(line->type, "document") != 0)
		return SP_OK;
	const char *name = sp_json_str(sp_json_get(line->json, "name"));
	const char *kind = sp_json_str(sp_json_get(line->json, "kind"));
	if (w->names->len == 0) {
		w->name = g_strdup(name);
		w->body = g_strdup(sp_json_str(sp_json_get(sp_json_get(line->json, "body"), "name")));
	}
	g_ptr_array_add(w->names, g_strdup(name ? name : "document"));
	g_ptr_array_add(w->hashes, g_strconcat("sha256:", sp_json_str(sp_json_get(line->json, "sha256")), NULL));
	if (kind && !g_ptr_array_find_with_equal_func(w->kinds, kind, g_str_equal, NULL))
		g_ptr_array_add(w->kinds, g_strdup(kind));
	return SP_OK;
}

static enum sp_status package_row(void *writer, const struct sp_row *row)
{
	struct package_writer *w = writer;
	return sp_csv_row(w->csv, row);
}

/* --- the descriptor ------------------------------------------------------------------------------------ */

static const struct {
	const char *name, *path, *title;
} licences[] = {
	{ "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0" },
	{ "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0 Universal" },
	{ "IODL-2.0", "https://www.dati.gov.it/iodl/2.0/", "Italian Open Data Licence 2.0" },
};

bool sp_licence_known(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(licences); i++)
		if (strcmp(licences[i].name, name) == 0)
			return true;
	return false;
}

/* Under which licence the data may be used is for those to say who publish them. */
static void write_licence(struct sp_jw *j, const char *name)
{
	if (!name)
		return;
	sp_jw_array(j, "licenses");
	for (size_t i = 0; i < G_N_ELEMENTS(licences); i++)
		if (strcmp(licences[i].name, name) == 0) {
			sp_jw_object(j, NULL);
			sp_jw_str(j, "name", licences[i].name);
			sp_jw_str(j, "path", licences[i].path);
			sp_jw_str(j, "title", licences[i].title);
			sp_jw_close(j);
		}
	sp_jw_close(j);
}

/* Lower-case letters, digits, "-", "_" and "." are what a package's name may hold. */
static char *package_name(const struct package_writer *w)
{
	GString *s = g_string_new(NULL);
	for (const char *c = several(w) ? "documents" : w->name ? w->name : "document"; *c; c++) {
		char lower = g_ascii_tolower(*c);
		if (g_ascii_isalnum(lower) || lower == '_' || lower == '.')
			g_string_append_c(s, lower);
		else if (s->len > 0 && s->str[s->len - 1] != '-')
			g_string_append_c(s, '-');
	}
	if (s->len == 0)
		g_string_append(s, "document");
	return g_string_free(s, FALSE);
}

static const char *field_type(enum sp_kind kind)
{
	static const char *const types[] = {
		[SP_KIND_TEXT] = "string",     [SP_KIND_INTEGER] = "integer", [SP_KIND_NUMBER] = "number",
		[SP_KIND_BOOLEAN] = "boolean", [SP_KIND_DATE] = "date",       [SP_KIND_BOX] = "array",
		[SP_KIND_OBJECT] = "object",
	};
	return types[kind];
}

static void write_field(struct sp_jw *j, const struct package_writer *w, const struct sp_export_column *c)
{
	sp_jw_object(j, NULL);
	sp_jw_str(j, "name", c->name);
	sp_jw_str(j, "type", field_type(c->kind));
	if (c->kind == SP_KIND_NUMBER && w->options->dialect == SP_DIALECT_EXCEL_IT)
		sp_jw_str(j, "decimalChar", ",");
	sp_jw_str(j, "title", c->label[w->options->lang]);
	if (c->about[w->options->lang])
		sp_jw_str(j, "description", c->about[w->options->lang]);
	if (c->unit)
		sp_jw_str(j, "unit", c->unit);
	if (c->key) {
		sp_jw_object(j, "constraints");
		sp_jw_bool(j, "required", true);
		sp_jw_close(j);
	}
	sp_jw_close(j);
}

static bool is_written(const struct package_writer *w, const struct sp_export_table *t)
{
	char *name = sp_csv_file_name(t);
	bool has = sp_folder_has(w->folder, name);
	g_free(name);
	return has;
}

/* The column of a table that others refer to: its document, or its id. */
static const char *referred(const struct sp_export_column *c)
{
	return c->from == SP_FROM_DOCUMENT ? c->to->columns[0].name : c->to->columns[1].name;
}

static void write_fields(struct sp_jw *j, const char *document, const char *field, bool composite)
{
	if (!composite) {
		sp_jw_str(j, "fields", field);
		return;
	}
	sp_jw_array(j, "fields");
	sp_jw_str(j, NULL, document);
	sp_jw_str(j, NULL, field);
	sp_jw_close(j);
}

static void write_foreign_key(struct sp_jw *j, const struct sp_export_table *t, const struct sp_export_column *c,
			      bool composite)
{
	sp_jw_object(j, NULL);
	write_fields(j, t->columns[0].name, c->name, composite);
	sp_jw_object(j, "reference");
	sp_jw_str(j, "resource", c->to->name);
	write_fields(j, c->to->columns[0].name, referred(c), composite);
	sp_jw_close(j);
	sp_jw_close(j);
}

/* One document: a key for each column that refers. */
static void write_single_keys(struct sp_jw *j, const struct package_writer *w, const struct sp_export_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].to && is_written(w, t->columns[i].to))
			write_foreign_key(j, t, &t->columns[i], false);
}

/* Several: one key for each table, as libraries stumble over a column (document) that is in two. */
static void write_composite_key(struct sp_jw *j, const struct sp_export_table *t)
{
	const struct sp_export_column *chosen = &t->columns[0];
	for (size_t i = 1; i < t->n_columns && chosen == &t->columns[0]; i++)
		if (t->columns[i].to && t->columns[i].key)
			chosen = &t->columns[i];
	write_foreign_key(j, t, chosen, chosen != &t->columns[0]);
}

static void write_foreign_keys(struct sp_jw *j, const struct package_writer *w, const struct sp_export_table *t)
{
	if (!t->columns[0].to) /* the documents: an empty list is not valid */
		return;
	sp_jw_array(j, "foreignKeys");
	if (several(w))
		write_composite_key(j, t);
	else
		write_single_keys(j, w, t);
	sp_jw_close(j);
}

static void write_schema(struct sp_jw *j, const struct package_writer *w, const struct sp_export_table *t)
{
	sp_jw_object(j, "schema");
	sp_jw_array(j, "fields");
	for (size_t i = 0; i < t->n_columns; i++)
		write_field(j, w, &t->columns[i]);
	sp_jw_close(j);
	sp_jw_array(j, "missingValues");
	sp_jw_str(j, NULL, "");
	sp_jw_close(j);
	sp_jw_array(j, "primaryKey");
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].key)
			sp_jw_str(j, NULL, t->columns[i].name);
	sp_jw_close(j);
	write_foreign_keys(j, w, t);
	sp_jw_close(j);
}

static void write_dialect(struct sp_jw *j, enum sp_dialect dialect)
{
	sp_jw_object(j, "dialect");
	sp_jw_str(j, "delimiter", dialect == SP_DIALECT_EXCEL_IT ? ";" : ",");
	sp_jw_str(j, "lineTerminator", "\r\n");
	sp_jw_str(j, "quoteChar", "\"");
	sp_jw_bool(j, "doubleQuote", true);
	sp_jw_bool(j, "header", true);
	sp_jw_close(j);
}

static void write_resource(struct sp_jw *j, const struct package_writer *w, const struct sp_export_table *t)
{
	char *file = sp_csv_file_name(t), *hash = g_strconcat("sha256:", sp_folder_sha256(w->folder, file), NULL);
	sp_jw_object(j, NULL);
	sp_jw_str(j, "profile", "tabular-data-resource");
	sp_jw_str(j, "name", t->name);
	sp_jw_str(j, "path", file);
	sp_jw_str(j, "title", t->label[w->options->lang]);
	sp_jw_str(j, "description", t->about[w->options->lang]);
	sp_jw_str(j, "format", "csv");
	sp_jw_str(j, "mediatype", "text/csv");
	sp_jw_str(j, "encoding", "utf-8");
	sp_jw_int(j, "bytes", sp_folder_size(w->folder, file));
	sp_jw_str(j, "hash", hash);
	write_dialect(j, w->options->dialect);
	write_schema(j, w, t);
	sp_jw_close(j);
	g_free(hash);
	g_free(file);
}

static void write_sources(struct sp_jw *j, const struct package_writer *w)
{
	sp_jw_array(j, "sources");
	for (guint i = 0; i < w->names->len; i++) {
		sp_jw_object(j, NULL);
		sp_jw_str(j, "title", g_ptr_array_index(w->names, i));
		sp_jw_str(j, "hash", g_ptr_array_index(w->hashes, i));
		sp_jw_close(j);
	}
	sp_jw_close(j);
}

/* What the package is called in its title. (transfer full) */
static char *package_title(const struct package_writer *w)
{
	if (several(w))
		return g_strdup_printf(w->options->lang == SP_LANG_EN ? "%u documents" : "%u documenti", w->names->len);
	return g_strconcat(w->name ? w->name : "document", w->body ? ", " : "", w->body ? w->body : "", NULL);
}

static enum sp_status write_descriptor(const struct package_writer *w)
{
	struct sp_jw j;
	char *name = package_name(w);
	char *title = package_title(w);
	sp_jw_init(&j);
	sp_jw_object(&j, NULL);
	sp_jw_str(&j, "profile", "tabular-data-package");
	sp_jw_str(&j, "name", name);
	sp_jw_str(&j, "title", title);
	sp_jw_str(&j, "description",
	          sp_say(w->options->lang, "Records of a council's planning document, and which of its figures add up"));
	sp_jw_array(&j, "keywords");
	for (guint i = 0; i < w->kinds->len; i++)
		sp_jw_str(&j, NULL, g_ptr_array_index(w->kinds, i));
	sp_jw_str(&j, NULL, "GOVE");
	sp_jw_close(&j);
	write_licence(&j, w->options->licence);
	write_sources(&j, w);
	sp_jw_array(&j, "resources");
	for (size_t i = 0; i < w->model->n_tables; i++)
		if (is_written(w, &w->model->tables[i]))
			write_resource(&j, w, &w->model->tables[i]);
	sp_jw_close(&j);
	sp_jw_close(&j);
	g_string_append_c(j.out, '\n');
	enum sp_status s = sp_folder_put(w->folder, DESCRIPTOR, j.out->str, j.out->len);
	sp_jw_clear(&j);
	g_free(title);
	g_free(name);
	return s;
}

static enum sp_status package_close(void *writer, bool complete)
{
	struct package_writer *w = writer;
	enum sp_status s = SP_OK;
	if (complete)
		s = sp_csv_complete(w->csv, w->model);
	if (complete && s == SP_OK)
		s = write_descriptor(w);
	if (sp_folder_close(w->folder, complete && s == SP_OK) != SP_OK)
		s = SP_FAIL;
	sp_csv_free(w->csv);
	g_free(w->name);
	g_free(w->body);
	g_ptr_array_free(w->names, TRUE);
	g_ptr_array_free(w->hashes, TRUE);
	g_ptr_array_free(w->kinds, TRUE);
	g_free(w);
	return s;
}

const struct sp_format sp_format_datapackage = {
	.name = "datapackage",
	.summary = "the CSV files with a Frictionless data package descriptor: types, keys, licence",
	.needs = "-o FOLDER",
	.target = SP_TO_FOLDER,
	.many = true,
	.open = package_open,
	.record = package_record,
	.row = package_row,
	.close = package_close,
};
