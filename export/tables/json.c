/*
 * json — one JSON document: what the document is, and its tables, each with its index, its columns and its rows as
 * objects by column. With --spans also its cells as they stand, merged ones once.
 */
#include "export/sink.h"
#include "export/tables/tables.h"

struct json_tables {
	const struct sp_tables_options *options;
	struct sp_sink *sink;
	int tables;
};

static enum sp_status put_jw(const struct json_tables *w, struct sp_jw *jw, const char *after)
{
	g_string_append(jw->out, after);
	enum sp_status s = sp_sink_put(w->sink, jw->out->str, jw->out->len);
	sp_jw_clear(jw);
	return s;
}

static void *json_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	struct json_tables w = { .options = options, .sink = sink };
	return sink ? g_memdup2(&w, sizeof w) : NULL;
}

static enum sp_status json_document(void *writer, const struct sp_json *document)
{
	static const char *const keys[] = { "name", "sha256", "bytes", "media_type", "pages", "title" };
	const struct json_tables *w = writer;
	struct sp_jw jw;
	sp_jw_init(&jw);
	sp_jw_object(&jw, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		sp_jw_json(&jw, keys[i], sp_json_get(document, keys[i]));
	sp_jw_close(&jw);
	g_string_prepend(jw.out, "{\"document\":");
	return put_jw(w, &jw, ",\n\"tables\":[");
}

static void add_value(struct sp_jw *jw, const char *key, const char *cell, bool number)
{
	if (cell && number)
		sp_jw_digits(jw, key, cell);
	else if (cell)
		sp_jw_str(jw, key, cell);
	else
		sp_jw_null(jw, key);
}

static void add_index(struct sp_jw *jw, const struct sp_whole *t)
{
	static const char *const keys[SP_INDEX_COLUMNS] = { "number", "page",       "last_page", "caption", "n_rows",
							    "n_cols", "confidence", "method",    "id" };
	for (int i = 0; i < SP_INDEX_COLUMNS; i++) {
		char *cell = sp_index_cell((enum sp_index_column)i, t);
		add_value(jw, keys[i], cell, sp_index_is_number((enum sp_index_column)i));
		g_free(cell);
	}
	sp_jw_int(jw, "header_rows", (int64_t)t->header_rows);
}

static void add_rows(struct sp_jw *jw, const struct sp_whole *t, const struct sp_table_field *fields, size_t n)
{
	sp_jw_array(jw, "columns");
	for (size_t i = 0; i < n; i++)
		sp_jw_str(jw, NULL, fields[i].name);
	sp_jw_close(jw);
	sp_jw_array(jw, "rows");
	for (size_t r = t->header_rows; r < t->rows; r++) {
		sp_jw_object(jw, NULL);
		for (size_t i = 0; i < n; i++) {
			bool number;
			const char *cell = sp_field_cell(&fields[i], t, r, &number);
			add_value(jw, fields[i].name, cell, number);
		}
		sp_jw_close(jw);
	}
	sp_jw_close(jw);
}

static void add_cells(struct sp_jw *jw, const struct sp_whole *t)
{
	sp_jw_array(jw, "cells");
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_whole_cell *c = t->cells->pdata[i];
		sp_jw_object(jw, NULL);
		sp_jw_int(jw, "row", (int64_t)c->row);
		sp_jw_int(jw, "col", (int64_t)c->col);
		sp_jw_int(jw, "rowspan", (int64_t)c->rowspan);
		sp_jw_int(jw, "colspan", (int64_t)c->colspan);
		sp_jw_str(jw, "text", c->text);
		if (c->digits)
			sp_jw_digits(jw, "value", c->digits);
		if (c->digits && c->unit)
			sp_jw_str(jw, "unit", c->unit);
		sp_jw_close(jw);
	}
	sp_jw_close(jw);
}

static enum sp_status json_table(void *writer, const struct sp_whole *t)
{
	struct json_tables *w = writer;
	struct sp_jw jw;
	size_t n;
	struct sp_table_field *fields = sp_fields_new(t, w->options->figures, w->options->lang, &n);
	sp_jw_init(&jw);
	sp_jw_object(&jw, NULL);
	add_index(&jw, t);
	add_rows(&jw, t, fields, n);
	if (w->options->spans)
		add_cells(&jw, t);
	sp_jw_close(&jw);
	g_string_prepend(jw.out, w->tables++ > 0 ? ",\n" : "\n");
	sp_fields_free(fields, n);
	return put_jw(w, &jw, "");
}

/* The bracket that closes the text is the last that goes out: cut off before, it is no JSON. */
static enum sp_status json_end(void *writer, const GPtrArray *unread)
{
	const struct json_tables *w = writer;
	struct sp_jw jw;
	sp_jw_init(&jw);
	sp_jw_array(&jw, NULL);
	for (guint i = 0; i < unread->len; i++) {
		const struct sp_unread_page *u = unread->pdata[i];
		sp_jw_object(&jw, NULL);
		sp_jw_int(&jw, "page", u->page);
		sp_jw_str(&jw, "code", u->code);
		sp_jw_close(&jw);
	}
	sp_jw_close(&jw);
	g_string_prepend(jw.out, "\n],\n\"unread\":");
	enum sp_status s = sp_sink_flush(w->sink);
	return s == SP_OK ? put_jw(w, &jw, "}\n") : s;
}

static enum sp_status json_close(void *writer, bool complete)
{
	struct json_tables *w = writer;
	enum sp_status s = sp_sink_close(w->sink, complete);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_json = {
	.name = "json",
	.summary = "one JSON document: rows as objects, figures as numbers with all their digits",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = json_open,
	.document = json_document,
	.table = json_table,
	.end = json_end,
	.close = json_close,
};
