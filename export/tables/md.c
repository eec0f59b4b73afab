/*
 * md — tables in Markdown as GitHub and Pandoc read it: an index, then each table under its caption, figures at the right,
 * as printed.
 */
#include "export/sink.h"
#include "export/tables/tables.h"

struct md_tables {
	const struct sp_tables_options *options;
	struct sp_sink *sink;
	GString *index, *tables;
};

static void *md_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	struct md_tables w = { options, sink, g_string_new(NULL), g_string_new(NULL) };
	return sink ? g_memdup2(&w, sizeof w) : NULL;
}

/* Text within a cell: what Markdown would read is escaped, a line end is a blank. */
static void append_text(GString *out, const char *text)
{
	for (; text && *text; text++)
		if (*text == '\n' || *text == '\r')
			g_string_append_c(out, ' ');
		else if (strchr("\\|*_`<[#~", *text))
			g_string_append_printf(out, "\\%c", *text);
		else
			g_string_append_c(out, *text);
}

static void append_cell(GString *out, const char *text)
{
	g_string_append(out, "| ");
	append_text(out, text);
	g_string_append_c(out, ' ');
}

static void append_rule(GString *out, const bool *right, size_t n)
{
	for (size_t c = 0; c < n; c++)
		g_string_append(out, right && right[c] ? "| ---: " : "| --- ");
	g_string_append(out, "|\n");
}

static enum sp_status md_document(void *writer, const struct sp_json *document)
{
	const struct md_tables *w = writer;
	const enum sp_index_column shown[] = { SP_INDEX_NUMBER, SP_INDEX_PAGE, SP_INDEX_CAPTION, SP_INDEX_ROWS, SP_INDEX_COLS,
					       SP_INDEX_CONFIDENCE };
	g_string_append(w->index, "# ");
	append_text(w->index, sp_json_str(sp_json_get(document, "name")));
	g_string_append(w->index, "\n\n");
	for (size_t i = 0; i < G_N_ELEMENTS(shown); i++)
		append_cell(w->index, sp_index_name(shown[i], w->options->lang));
	g_string_append(w->index, "|\n");
	append_rule(w->index, (const bool[]){ true, true, false, true, true, true }, G_N_ELEMENTS(shown));
	return SP_OK;
}

static void append_index(const struct md_tables *w, const struct sp_whole *t)
{
	char *pages = sp_whole_pages(t), *confidence = sp_whole_confidence(t);
	g_string_append_printf(w->index, "| %d | %s ", t->number, pages);
	append_cell(w->index, t->caption);
	g_string_append_printf(w->index, "| %zu | %zu | %s |\n", t->rows - t->header_rows, t->cols, confidence);
	g_free(confidence);
	g_free(pages);
}

static enum sp_status md_table(void *writer, const struct sp_whole *t)
{
	const struct md_tables *w = writer;
	append_index(w, t);
	char *pages = sp_whole_pages(t);
	g_string_append_printf(w->tables, "\n## %d. ", t->number);
	append_text(w->tables, t->caption ? t->caption : sp_say(w->options->lang, "Table"));
	g_string_append_printf(w->tables, " (p. %s)\n\n", pages);
	for (size_t c = 0; c < t->cols; c++)
		append_cell(w->tables, t->names[c]);
	g_string_append(w->tables, "|\n");
	append_rule(w->tables, t->figures, t->cols);
	for (size_t r = t->header_rows; r < t->rows; r++) {
		for (size_t c = 0; c < t->cols; c++)
			append_cell(w->tables, sp_whole_text(t, r, c));
		g_string_append(w->tables, "|\n");
	}
	g_free(pages);
	return SP_OK;
}

static enum sp_status md_end(void *writer, const GPtrArray *unread)
{
	const struct md_tables *w = writer;
	(void)unread;
	enum sp_status s = sp_sink_put(w->sink, w->index->str, w->index->len);
	return s == SP_OK ? sp_sink_put(w->sink, w->tables->str, w->tables->len) : s;
}

static enum sp_status md_close(void *writer, bool complete)
{
	struct md_tables *w = writer;
	enum sp_status s = sp_sink_close(w->sink, complete);
	g_string_free(w->index, TRUE);
	g_string_free(w->tables, TRUE);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_md = {
	.name = "md",
	.summary = "Markdown: an index and the tables, as printed",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = md_open,
	.document = md_document,
	.table = md_table,
	.end = md_end,
	.close = md_close,
};
