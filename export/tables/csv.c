/*
 * csv — a file for each table and index.csv, in a folder; a table that is the only one asked for may go into a file or
 * to standard output by itself. Names of columns stand in the first line, whatever lines the heads were printed in.
 */
#include "export/folder.h"
#include "export/sink.h"
#include "export/tables/tables.h"

struct csv_tables {
	struct sp_ctx *ctx;
	const struct sp_tables_options *options;
	struct sp_csv_form form;
	struct sp_folder *folder; /* or */
	struct sp_sink *sink;
	int tables; /* written */
};

static const char index_name[] = "index.csv";

/* "tabelle.csv" names a file, "tabelle" a folder. */
static bool is_file(const char *output)
{
	return !output || strcmp(output, "-") == 0 || g_str_has_suffix(output, ".csv");
}

static void *csv_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct csv_tables w = { .ctx = ctx, .options = options };
	bool excel = options->dialect == SP_DIALECT_EXCEL_IT;
	w.form = (struct sp_csv_form){ options->dialect, .guarded = options->safe_cells || excel, .kept = excel };
	if (is_file(options->output))
		w.sink = sp_sink_open(ctx, options->output);
	else
		w.folder = sp_folder_open(ctx, options->output, SP_FOLDER_PLAIN);
	return w.sink || w.folder ? g_memdup2(&w, sizeof w) : NULL;
}

static enum sp_status put(const struct csv_tables *w, const char *name, const GString *text)
{
	return w->sink ? sp_sink_put(w->sink, text->str, text->len) : sp_folder_put(w->folder, name, text->str, text->len);
}

static void begin_file(const struct csv_tables *w, GString *text)
{
	if (w->options->dialect == SP_DIALECT_EXCEL_IT)
		g_string_append(text, "\xef\xbb\xbf");
}

static void append_cell(const struct csv_tables *w, GString *text, size_t at, const char *cell, bool number)
{
	if (at > 0)
		sp_csv_next(text, &w->form);
	if (cell && number)
		sp_csv_number(text, &w->form, cell);
	else if (cell)
		sp_csv_text(text, &w->form, cell);
}

static enum sp_status csv_document(void *writer, const struct sp_json *document)
{
	(void)document;
	const struct csv_tables *w = writer;
	if (!w->folder)
		return SP_OK;
	GString *text = g_string_new(NULL);
	begin_file(w, text);
	for (int c = 0; c < SP_INDEX_COLUMNS; c++)
		append_cell(w, text, (size_t)c, sp_index_name((enum sp_index_column)c, w->options->lang), false);
	append_cell(w, text, SP_INDEX_COLUMNS, sp_say(w->options->lang, "File"), false);
	sp_csv_end(text);
	enum sp_status s = put(w, index_name, text);
	g_string_free(text, TRUE);
	return s;
}

static enum sp_status put_index(const struct csv_tables *w, const struct sp_whole *t, const char *name)
{
	GString *text = g_string_new(NULL);
	for (int i = 0; i < SP_INDEX_COLUMNS; i++) {
		enum sp_index_column c = (enum sp_index_column)i;
		char *cell = sp_index_cell(c, t);
		append_cell(w, text, (size_t)i, cell, sp_index_is_number(c));
		g_free(cell);
	}
	append_cell(w, text, SP_INDEX_COLUMNS, name, false);
	sp_csv_end(text);
	enum sp_status s = put(w, index_name, text);
	g_string_free(text, TRUE);
	return s;
}

static GString *table_text(const struct csv_tables *w, const struct sp_whole *t)
{
	size_t n;
	struct sp_table_field *fields = sp_fields_new(t, w->options->figures, w->options->lang, &n);
	GString *text = g_string_new(NULL);
	begin_file(w, text);
	for (size_t i = 0; i < n; i++)
		append_cell(w, text, i, fields[i].name, false);
	sp_csv_end(text);
	for (size_t r = t->header_rows; r < t->rows; r++) {
		for (size_t i = 0; i < n; i++) {
			bool number;
			const char *cell = sp_field_cell(&fields[i], t, r, &number);
			append_cell(w, text, i, cell, number);
		}
		sp_csv_end(text);
	}
	sp_fields_free(fields, n);
	return text;
}

static enum sp_status csv_table(void *writer, const struct sp_whole *t)
{
	struct csv_tables *w = writer;
	if (w->sink && w->tables++ > 0)
		return sp_report(w->ctx, SP_D_ARGUMENT,
				 "there are several tables, and a file of csv holds one; choose it with --table, or name a folder with -o");
	char *name = g_strdup_printf("table-%d.csv", t->number);
	GString *text = table_text(w, t);
	enum sp_status s = put(w, name, text);
	if (s == SP_OK && w->folder)
		s = put_index(w, t, name);
	g_string_free(text, TRUE);
	g_free(name);
	return s;
}

static enum sp_status csv_close(void *writer, bool complete)
{
	struct csv_tables *w = writer;
	enum sp_status s = w->sink ? sp_sink_close(w->sink, complete) : sp_folder_close(w->folder, complete);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_csv = {
	.name = "csv",
	.summary = "a file for each table and an index, RFC 4180; --dialect=excel-it for Excel in Italian",
	.needs = "-o FOLDER; for one table -o FILE.csv, or standard output",
	.target = SP_TO_FOLDER,
	.open = csv_open,
	.document = csv_document,
	.table = csv_table,
	.close = csv_close,
};
