#include "export/csv.h"

struct sp_csv {
	struct sp_folder *folder;
	struct sp_csv_form form;
	enum sp_lang lang;
	enum sp_csv_header header;
	GString *line;
};

/* Files that somebody opens in Excel, not those that a descriptor goes with. */
static bool for_excel(const struct sp_csv *c)
{
	return c->form.dialect == SP_DIALECT_EXCEL_IT && c->header == SP_CSV_LABELS;
}

struct sp_csv *sp_csv_new(struct sp_folder *folder, const struct sp_export_options *options, enum sp_csv_header header)
{
	struct sp_csv *c = g_new(struct sp_csv, 1);
	*c = (struct sp_csv){ .folder = folder,
			      .lang = options->lang,
			      .header = header,
			      .line = g_string_new(NULL) };
	c->form = (struct sp_csv_form){ options->dialect, .guarded = options->safe_cells };
	c->form.guarded = c->form.guarded || for_excel(c);
	c->form.kept = for_excel(c);
	return c;
}

void sp_csv_free(struct sp_csv *c)
{
	g_string_free(c->line, TRUE);
	g_free(c);
}

char *sp_csv_file_name(const struct sp_export_table *t)
{
	return g_strconcat(t->name, ".csv", NULL);
}

static void append_cell(struct sp_csv *c, const struct sp_export_column *column, const char *cell)
{
	if (!cell)
		return;
	if (column->kind == SP_KIND_NUMBER)
		sp_csv_number(c->line, &c->form, cell);
	else
		sp_csv_text(c->line, &c->form, cell);
}

static enum sp_status put_line(struct sp_csv *c, const struct sp_export_table *t)
{
	sp_csv_end(c->line);
	char *name = sp_csv_file_name(t);
	enum sp_status s = sp_folder_put(c->folder, name, c->line->str, c->line->len);
	g_free(name);
	g_string_truncate(c->line, 0);
	return s;
}

static void append_header(struct sp_csv *c, const struct sp_export_table *t)
{
	if (for_excel(c))
		g_string_append(c->line, "\xef\xbb\xbf");
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct sp_export_column *column = &t->columns[i];
		if (i > 0)
			sp_csv_next(c->line, &c->form);
		sp_csv_text(c->line, &c->form, c->header == SP_CSV_NAMES ? column->name : column->label[c->lang]);
	}
}

static enum sp_status begin_table(struct sp_csv *c, const struct sp_export_table *t)
{
	char *name = sp_csv_file_name(t);
	bool begun = sp_folder_has(c->folder, name);
	g_free(name);
	if (begun)
		return SP_OK;
	append_header(c, t);
	return put_line(c, t);
}

enum sp_status sp_csv_row(struct sp_csv *c, const struct sp_row *row)
{
	const struct sp_export_table *t = row->table;
	if (begin_table(c, t) != SP_OK)
		return SP_FAIL;
	for (size_t i = 0; i < t->n_columns; i++) {
		if (i > 0)
			sp_csv_next(c->line, &c->form);
		append_cell(c, &t->columns[i], row->cells[i]);
	}
	return put_line(c, t);
}

enum sp_status sp_csv_complete(struct sp_csv *c, const struct sp_model *model)
{
	for (size_t i = 0; i < model->n_tables; i++) {
		char *name = sp_csv_file_name(&model->tables[i]);
		sp_folder_replace(c->folder, name);
		g_free(name);
	}
	return begin_table(c, sp_model_table(model, "findings"));
}

/* --- the format ------------------------------------------------------------------------------------- */

struct csv_writer {
	const struct sp_model *model;
	struct sp_folder *folder;
	struct sp_csv *csv;
};

static void *csv_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	struct sp_folder *folder = sp_folder_open(ctx, options->output, SP_FOLDER_PLAIN);
	if (!folder)
		return NULL;
	struct csv_writer *w = g_new(struct csv_writer, 1);
	*w = (struct csv_writer){ model, folder, sp_csv_new(folder, options, SP_CSV_LABELS) };
	return w;
}

static enum sp_status csv_row(void *writer, const struct sp_row *row)
{
	struct csv_writer *w = writer;
	return sp_csv_row(w->csv, row);
}

static enum sp_status csv_close(void *writer, bool complete)
{
	struct csv_writer *w = writer;
	enum sp_status s = complete ? sp_csv_complete(w->csv, w->model) : SP_OK;
	if (sp_folder_close(w->folder, complete && s == SP_OK) != SP_OK)
		s = SP_FAIL;
	sp_csv_free(w->csv);
	g_free(w);
	return s;
}

const struct sp_format sp_format_csv = {
	.name = "csv",
	.summary = "a file for each type of record, RFC 4180; --dialect=excel-it for Excel in Italian",
	.needs = "-o FOLDER",
	.target = SP_TO_FOLDER,
	.many = true,
	.open = csv_open,
	.row = csv_row,
	.close = csv_close,
};
