/*
 * html — one page of its own: an index, and the tables as printed, figures at the right. It fetches nothing and has no
 * script. With --spans merged cells are merged, heads in their rows.
 */
#include "base/prog.h"
#include "base/resource.h"
#include "export/data.h"
#include "export/sink.h"
#include "export/tables/tables.h"
#include "export/template.h"

/* HTML that grows, and goes into a slot when it is complete. */
struct html_part {
	char *text;
	size_t n;
	FILE *to;
};

struct html_tables {
	const struct sp_tables_options *options;
	struct sp_sink *sink;
	struct sp_template *template;
	struct html_part index, tables;
	char *name;
	int count;
};

static void part_open(struct html_part *p)
{
	p->to = open_memstream(&p->text, &p->n);
}

static void part_write(void *of, FILE *to)
{
	struct html_part *p = of;
	fflush(p->to);
	fwrite(p->text, 1, p->n, to);
}

static void *html_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	struct html_tables *w = g_new0(struct html_tables, 1);
	w->options = options;
	w->sink = sink;
	w->template = sp_template_new(sp_resource(export_data, "export/html/tables.html"), options->lang);
	part_open(&w->index);
	part_open(&w->tables);
	return w;
}

static enum sp_status html_document(void *writer, const struct sp_json *document)
{
	struct html_tables *w = writer;
	w->name = g_strdup(sp_json_str(sp_json_get(document, "name")));
	return SP_OK;
}

/* --- a table ------------------------------------------------------------------------------------------------- */

struct html_row {
	const struct html_tables *w;
	const struct sp_whole *t;
	size_t at;
};

static void write_cell(const struct html_row *r, const char *block, const char *class, const char *text)
{
	sp_template_write(r->w->template, block,
			  (struct sp_slot[]){ { .slot = "class", .text = class }, { .slot = "text", .text = text }, { 0 } },
			  r->w->tables.to);
}

static void write_spanned(const struct html_row *r, const struct sp_whole_cell *c)
{
	char *rows = g_strdup_printf("%zu", c->rowspan), *cols = g_strdup_printf("%zu", c->colspan);
	bool head = c->row < r->t->header_rows;
	sp_template_write(r->w->template, head ? "spanned-head" : "spanned",
			  (struct sp_slot[]){ { .slot = "rows", .text = rows },
					      { .slot = "cols", .text = cols },
					      { .slot = "class", .text = c->digits ? "n" : "" },
					      { .slot = "text", .text = c->text },
					      { 0 } },
			  r->w->tables.to);
	g_free(cols);
	g_free(rows);
}

static void write_names(void *of, FILE *to)
{
	const struct html_row *r = of;
	(void)to;
	for (size_t c = 0; c < r->t->cols; c++)
		write_cell(r, "head", r->t->figures[c] ? "n" : "", r->t->names[c]);
}

static void write_cells(void *of, FILE *to)
{
	const struct html_row *r = of;
	(void)to;
	for (size_t c = 0; c < r->t->cols; c++) {
		const struct sp_whole_cell *cell = r->t->at[r->at * r->t->cols + c];
		const char *class = sp_whole_digits(r->t, r->at, c) ? "n" : "";
		if (!r->w->options->spans)
			write_cell(r, "cell", class, sp_whole_text(r->t, r->at, c));
		else if (!cell)
			write_cell(r, "cell", "", "");
		else if (cell->row == r->at && cell->col == c)
			write_spanned(r, cell);
	}
}

static void write_row(const struct html_row *r, void (*write)(void *, FILE *))
{
	struct html_row own = *r;
	sp_template_write(r->w->template, "row", (struct sp_slot[]){ { .slot = "cells", .write = write, .of = &own }, { 0 } },
			  r->w->tables.to);
}

static void write_head(void *of, FILE *to)
{
	struct html_row *r = of;
	(void)to;
	if (!r->w->options->spans)
		write_row(r, write_names);
	for (r->at = 0; r->w->options->spans && r->at < r->t->header_rows; r->at++)
		write_row(r, write_cells);
}

static void write_body(void *of, FILE *to)
{
	struct html_row *r = of;
	(void)to;
	for (r->at = r->t->header_rows; r->at < r->t->rows; r->at++)
		write_row(r, write_cells);
}

static enum sp_status html_table(void *writer, const struct sp_whole *t)
{
	struct html_tables *w = writer;
	enum sp_lang lang = w->options->lang;
	struct html_row row = { w, t, 0 };
	char *number = g_strdup_printf("%d", t->number), *pages = sp_whole_pages(t), *confidence = sp_whole_confidence(t);
	char *rows = g_strdup_printf("%zu", t->rows - t->header_rows), *cols = g_strdup_printf("%zu", t->cols);
	char *size = g_strdup_printf(sp_say(lang, "%s rows, %s columns"), rows, cols);
	const struct sp_slot entry[] = { { .slot = "number", .text = number },   { .slot = "pages", .text = pages },
					 { .slot = "caption", .text = t->caption }, { .slot = "rows", .text = rows },
					 { .slot = "cols", .text = cols },       { .slot = "confidence", .text = confidence },
					 { 0 } };
	const struct sp_slot table[] = { { .slot = "number", .text = number },
					 { .slot = "caption", .text = t->caption ? t->caption : sp_say(lang, "Table") },
					 { .slot = "pages", .text = pages },
					 { .slot = "size", .text = size },
					 { .slot = "head", .write = write_head, .of = &row },
					 { .slot = "body", .write = write_body, .of = &row },
					 { 0 } };
	sp_template_write(w->template, "entry", entry, w->index.to);
	sp_template_write(w->template, "table", table, w->tables.to);
	w->count++;
	g_free(size);
	g_free(cols);
	g_free(rows);
	g_free(confidence);
	g_free(pages);
	g_free(number);
	return SP_OK;
}

/* --- the page ---------------------------------------------------------------------------------------------------- */

struct html_unread {
	const struct html_tables *w;
	const GPtrArray *pages;
};

static void write_unread(void *of, FILE *to)
{
	const struct html_unread *u = of;
	char *said = sp_unread_said(u->pages, u->w->options->lang);
	if (said)
		sp_template_write(u->w->template, "unread", (struct sp_slot[]){ { .slot = "said", .text = said }, { 0 } }, to);
	g_free(said);
}

static enum sp_status html_end(void *writer, const GPtrArray *pages)
{
	struct html_tables *w = writer;
	const char *style = sp_resource(export_data, "export/html/tables.css");
	char *hash = sp_template_hash(style), *count = sp_count_said(w->count, w->options->lang);
	struct html_unread unread = { w, pages };
	const struct sp_slot fills[] = { { .slot = "style-hash", .text = hash },
					 { .slot = "generator", .text = "spunta " SP_VERSION },
					 { .slot = "name", .text = w->name },
					 { .slot = "style", .write = sp_template_own, .of = (void *)(uintptr_t)style },
					 { .slot = "count", .text = count },
					 { .slot = "unread", .write = write_unread, .of = &unread },
					 { .slot = "index", .write = part_write, .of = &w->index },
					 { .slot = "tables", .write = part_write, .of = &w->tables },
					 { 0 } };
	sp_template_write(w->template, "page", fills, sp_sink_stream(w->sink));
	g_free(count);
	g_free(hash);
	return sp_sink_put(w->sink, "", 0);
}

static enum sp_status html_close(void *writer, bool complete)
{
	struct html_tables *w = writer;
	enum sp_status s = sp_sink_close(w->sink, complete);
	fclose(w->index.to);
	fclose(w->tables.to);
	free(w->index.text);
	free(w->tables.text);
	sp_template_free(w->template);
	g_free(w->name);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_html = {
	.name = "html",
	.summary = "a page: an index and the tables, as printed",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = html_open,
	.document = html_document,
	.table = html_table,
	.end = html_end,
	.close = html_close,
};
