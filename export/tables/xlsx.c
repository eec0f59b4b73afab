/*
 * xlsx — a workbook: an index that leads to a sheet for each table.
 *
 * Figures are numbers that look as they were printed: as many decimals, thousands apart where they were, "%" and "€"
 * behind. What is printed stands in a column beside, folded away (the "+" above opens it). A cell without a figure holds
 * what is printed. With --spans the head keeps its rows and merged cells stay merged, in one column each.
 */
#include <xlsxwriter.h>

#include "export/tables/tables.h"
#include "export/workbook.h"

struct xlsx_tables {
	struct sp_ctx *ctx;
	const struct sp_tables_options *options;
	struct sp_workbook *book;
	struct sp_worksheet *index;
	size_t heads; /* rows of the index above its tables, its head included */
};

static void *xlsx_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct xlsx_tables w = { .ctx = ctx, .options = options };
	w.book = sp_workbook_open(ctx, options->output, options->lang, options->safe_cells);
	return w.book ? g_memdup2(&w, sizeof w) : NULL;
}

static enum sp_status xlsx_document(void *writer, const struct sp_json *document)
{
	struct xlsx_tables *w = writer;
	enum sp_lang lang = w->options->lang;
	const char *name = sp_json_str(sp_json_get(document, "name"));
	sp_workbook_title(w->book, name ? name : "");
	w->index = sp_workbook_add(w->book, sp_say(lang, "Index"));
	for (int c = 0; c < SP_INDEX_COLUMNS; c++)
		sp_worksheet_text(w->index, (size_t)c, sp_index_name((enum sp_index_column)c, lang), w->book->header);
	sp_worksheet_end_row(w->index);
	return SP_OK;
}

static char *sheet_name(const struct xlsx_tables *w, const struct sp_whole *t)
{
	return g_strdup_printf(sp_say(w->options->lang, "%d, p. %d"), t->number, t->page);
}

static void put_index(const struct xlsx_tables *w, const struct sp_whole *t)
{
	char *sheet = sheet_name(w, t), *target = g_strdup_printf("internal:'%s'!A1", sheet);
	for (int i = 0; i < SP_INDEX_COLUMNS; i++) {
		enum sp_index_column c = (enum sp_index_column)i;
		char *cell = sp_index_cell(c, t);
		if (c == SP_INDEX_NUMBER)
			sp_worksheet_link(w->index, (size_t)i, target, cell);
		else if (cell && sp_index_is_number(c))
			sp_worksheet_number(w->index, (size_t)i, cell, SP_UNGROUPED, NULL);
		else if (cell)
			sp_worksheet_text(w->index, (size_t)i, cell, NULL);
		g_free(cell);
	}
	sp_worksheet_end_row(w->index);
	g_free(target);
	g_free(sheet);
}

static void put_figure(struct sp_worksheet *s, size_t col, const struct sp_whole_cell *c)
{
	sp_worksheet_number(s, col, c->digits, c->grouped ? SP_GROUPED : SP_UNGROUPED, c->unit);
}

/* --- one row of heads, printed texts beside ------------------------------------------------------------------ */

static void put_field(struct sp_worksheet *s, size_t at, const struct sp_table_field *f, const struct sp_whole *t, size_t row)
{
	bool number;
	const char *cell = sp_field_cell(f, t, row, &number);
	if (!cell && f->value)
		cell = sp_whole_text(t, row, f->col);
	if (cell && number)
		put_figure(s, at, t->at[row * t->cols + f->col]);
	else if (cell)
		sp_worksheet_text(s, at, cell, NULL);
}

static enum sp_status put_expanded(const struct xlsx_tables *w, struct sp_worksheet *s, const struct sp_whole *t)
{
	size_t n;
	struct sp_table_field *fields = sp_fields_new(t, w->options->figures, w->options->lang, &n);
	enum sp_status status = SP_OK;
	for (size_t i = 0; i < n; i++)
		sp_worksheet_text(s, i, fields[i].name, w->book->header);
	sp_worksheet_end_row(s);
	for (size_t r = t->header_rows; r < t->rows && status == SP_OK; r++) {
		if (s->row >= LXW_ROW_MAX)
			status = sp_report(w->ctx, SP_D_LIMIT, "table %d has more rows than a sheet can hold (%d)", t->number,
					   LXW_ROW_MAX);
		for (size_t i = 0; i < n && status == SP_OK; i++)
			put_field(s, i, &fields[i], t, r);
		sp_worksheet_end_row(s);
	}
	for (size_t i = 1; i < n; i++)
		if (!fields[i].value && fields[i - 1].value && fields[i - 1].col == fields[i].col)
			sp_worksheet_fold(s, i);
	sp_worksheet_heads(s, 1);
	sp_fields_free(fields, n);
	return status;
}

/* --- as it stands ------------------------------------------------------------------------------------------------ */

static void put_merged(const struct xlsx_tables *w, struct sp_worksheet *s, const struct sp_whole *t, const struct sp_whole_cell *c)
{
	bool head = c->row < t->header_rows;
	if (c->digits)
		put_figure(s, c->col, c);
	else if (*c->text)
		sp_worksheet_text(s, c->col, c->text, head ? w->book->header : NULL);
	if (c->rowspan > 1 || c->colspan > 1)
		sp_worksheet_merge(s, c->col, c->rowspan, c->colspan);
}

static enum sp_status put_spanned(const struct xlsx_tables *w, struct sp_worksheet *s, const struct sp_whole *t)
{
	guint i = 0;
	for (size_t r = 0; r < t->rows; r++) {
		for (; i < t->cells->len; i++) {
			const struct sp_whole_cell *c = t->cells->pdata[i];
			if (c->row != r)
				break;
			put_merged(w, s, t, c);
		}
		sp_worksheet_end_row(s);
	}
	sp_worksheet_heads(s, t->header_rows);
	return SP_OK;
}

static enum sp_status xlsx_table(void *writer, const struct sp_whole *t)
{
	const struct xlsx_tables *w = writer;
	char *name = sheet_name(w, t);
	struct sp_worksheet *s = sp_workbook_add(w->book, name);
	put_index(w, t);
	g_free(name);
	return w->options->spans ? put_spanned(w, s, t) : put_expanded(w, s, t);
}

static enum sp_status xlsx_close(void *writer, bool complete)
{
	struct xlsx_tables *w = writer;
	if (w->index)
		sp_worksheet_heads(w->index, 1);
	enum sp_status s = sp_workbook_close(w->book, complete);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_xlsx = {
	.name = "xlsx",
	.summary = "a workbook: an index and a sheet for each table, figures as numbers, what is printed beside",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.binary = true,
	.open = xlsx_open,
	.document = xlsx_document,
	.table = xlsx_table,
	.close = xlsx_close,
};
