/*
 * xlsx — a workbook with a sheet for each table that has rows: the document, its findings (also if there are none),
 * then the others in the order in which they first come.
 *
 * Beside what the workbook itself keeps, it is known where each record's row stands, so that findings can link to it.
 */
#include "export/exact.h"
#include "export/export.h"
#include "export/workbook.h"

/* Where a record's row stands. */
struct spot {
	const struct sp_table *table;
	lxw_row_t row;
};

struct xlsx_writer {
	struct sp_ctx *ctx;
	const struct sp_model *model;
	struct sp_workbook *book;
	struct sp_worksheet **sheets; /* by table; NULL until the table's first row */
	GHashTable *spots;            /* id → struct spot */
};

/* --- cells ------------------------------------------------------------------------------------------------- */

static lxw_format *status_format(const struct sp_workbook *b, const char *status)
{
	if (strcmp(status, "match") == 0)
		return b->looks[SP_LOOK_GOOD];
	if (strcmp(status, "mismatch") == 0 || strcmp(status, "contradiction") == 0)
		return b->looks[SP_LOOK_BAD];
	return b->looks[strcmp(status, "not-computable") == 0 ? SP_LOOK_OPEN : SP_LOOK_ODD];
}

/* What a finding is about, linked to that record's row. */
static bool put_link(const struct xlsx_writer *w, struct sp_worksheet *s, size_t col, const char *id)
{
	const struct spot *spot = g_hash_table_lookup(w->spots, id);
	if (!spot)
		return false;
	char *target = g_strdup_printf("internal:'%s'!A%u", spot->table->label[w->book->lang], spot->row + 1);
	bool linked = sp_worksheet_link(s, col, target, id);
	g_free(target);
	return linked;
}

static void put_cell(const struct xlsx_writer *w, struct sp_worksheet *s, const struct sp_table *t, size_t col, const char *cell)
{
	const struct sp_column *c = &t->columns[col];
	bool finding = strcmp(t->name, "findings") == 0;
	if (finding && strcmp(c->name, "status") == 0)
		sp_worksheet_text(s, col, cell, status_format(w->book, cell));
	else if (finding && strcmp(c->name, "subject") == 0 && put_link(w, s, col, cell))
		return;
	else if (c->kind == SP_KIND_NUMBER || c->kind == SP_KIND_INTEGER)
		sp_worksheet_number(s, col, cell, c->kind == SP_KIND_NUMBER ? SP_GROUPED : SP_UNGROUPED, NULL);
	else if (c->kind == SP_KIND_BOOLEAN)
		sp_worksheet_boolean(s, col, cell[0] == 't');
	else if (c->kind == SP_KIND_DATE)
		sp_worksheet_date(s, col, cell);
	else
		sp_worksheet_text(s, col, cell, NULL);
}

/* --- sheets ------------------------------------------------------------------------------------------------- */

static struct sp_worksheet *sheet_of(struct xlsx_writer *w, const struct sp_table *t)
{
	if (w->sheets[t->index])
		return w->sheets[t->index];
	enum sp_lang lang = w->book->lang;
	struct sp_worksheet *s = sp_workbook_add(w->book, t->label[lang]);
	for (size_t i = 0; i < t->n_columns; i++)
		sp_worksheet_text(s, i, t->columns[i].label[lang], w->book->header);
	sp_worksheet_end_row(s);
	w->sheets[t->index] = s;
	return s;
}

static void remember(struct xlsx_writer *w, const struct sp_row *row, lxw_row_t at)
{
	int id = sp_table_column(row->table, "id");
	if (!row->table->record || id < 0)
		return;
	struct spot *spot = g_new(struct spot, 1);
	*spot = (struct spot){ row->table, at };
	g_hash_table_insert(w->spots, g_strdup(row->cells[id]), spot);
}

static enum sp_status xlsx_row(void *writer, const struct sp_row *row)
{
	struct xlsx_writer *w = writer;
	const struct sp_table *t = row->table;
	struct sp_worksheet *s = sheet_of(w, t);
	if (t->index == 0)
		sheet_of(w, sp_model_table(w->model, "findings"));
	if (s->row >= LXW_ROW_MAX)
		return sp_report(w->ctx, SP_D_LIMIT, "the table %s has more rows than a sheet can hold (%d)", t->name,
				 LXW_ROW_MAX);
	int at_extra = sp_table_column(t, "extra");
	char *extra = sp_exact_extra(row);
	for (size_t i = 0; i < t->n_columns; i++) {
		const char *cell = extra && (int)i == at_extra ? extra : row->cells[i];
		if (cell)
			put_cell(w, s, t, i, cell);
	}
	g_free(extra);
	remember(w, row, s->row);
	sp_worksheet_end_row(s);
	return SP_OK;
}

/* --- the format ------------------------------------------------------------------------------------------------ */

static void *xlsx_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	struct sp_workbook *book = sp_workbook_open(ctx, options->output, options->lang, options->safe_cells);
	if (!book)
		return NULL;
	struct xlsx_writer *w = g_new(struct xlsx_writer, 1);
	*w = (struct xlsx_writer){ ctx, model, book, g_new0(struct sp_worksheet *, model->n_tables),
				   g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free) };
	return w;
}

static enum sp_status xlsx_record(void *writer, const struct sp_line *line)
{
	struct xlsx_writer *w = writer;
	if (strcmp(line->type, "document") != 0)
		return SP_OK;
	g_hash_table_remove_all(w->spots); /* ids are a document's own */
	const char *name = sp_json_str(sp_json_get(line->json, "name"));
	sp_workbook_title(w->book, name ? name : "document");
	return SP_OK;
}

static enum sp_status xlsx_close(void *writer, bool complete)
{
	struct xlsx_writer *w = writer;
	for (size_t i = 0; i < w->model->n_tables; i++)
		if (w->sheets[i])
			sp_worksheet_heads(w->sheets[i], 1);
	enum sp_status s = sp_workbook_close(w->book, complete);
	g_hash_table_destroy(w->spots);
	g_free(w->sheets);
	g_free(w);
	return s;
}

const struct sp_format sp_format_xlsx = {
	.name = "xlsx",
	.summary = "a workbook: a sheet for each type of record, figures as numbers, findings linked to their records",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.many = true,
	.binary = true,
	.open = xlsx_open,
	.record = xlsx_record,
	.row = xlsx_row,
	.close = xlsx_close,
};
