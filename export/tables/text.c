/*
 * text — what a person at a terminal wants to know: which tables there are, where, how large and how sure, and under each
 * what its columns are called. Asked for one table (--table), the table itself, as wide as the terminal.
 *
 * A drawn column is as wide as its widest text while all fit; else the widest give way first, and their texts take several
 * lines. Where not even NARROWEST columns a piece are left, each row is a list of its columns' names and texts.
 */
#include "base/text.h"
#include "export/sink.h"
#include "export/tables/tables.h"
#include "export/terminal.h"

enum { NARROWEST = 6, GAP = 2, INDENT = 4, SHOWN = 5 };

struct list_entry {
	char *cells[SHOWN]; /* number, pages, size, confidence, caption */
	char *columns;
};

struct text_tables {
	const struct sp_tables_options *options;
	struct sp_sink *sink;
	FILE *to;
	char *name;
	GPtrArray *entries;
	int drawn;
};

static void free_entry(void *of)
{
	struct list_entry *e = of;
	for (int i = 0; i < SHOWN; i++)
		g_free(e->cells[i]);
	g_free(e->columns);
	g_free(e);
}

static void *text_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	struct text_tables *w = g_new0(struct text_tables, 1);
	*w = (struct text_tables){ options, sink, sp_sink_stream(sink), NULL, g_ptr_array_new_with_free_func(free_entry), 0 };
	return w;
}

/* Document's text, with control characters escaped. (transfer full) */
static char *safe(const char *text)
{
	GString *out = g_string_new(NULL);
	if (text)
		sp_text_append_safe(out, text, strlen(text));
	return g_string_free(out, FALSE);
}

static enum sp_status text_document(void *writer, const struct sp_json *document)
{
	struct text_tables *w = writer;
	w->name = safe(sp_json_str(sp_json_get(document, "name")));
	return SP_OK;
}

static void style(const struct text_tables *w, const char *sgr)
{
	if (w->options->fancy)
		fprintf(w->to, "\033[%sm", sgr);
}

/* The text in so many columns, cut with "…" where it is longer. */
static void put_cut(const struct text_tables *w, const char *text, size_t columns)
{
	bool fits = sp_terminal_columns(text, strlen(text)) <= columns;
	size_t n = fits ? strlen(text) : sp_terminal_fit(text, columns > 0 ? columns - 1 : 0);
	fwrite(text, 1, n, w->to);
	if (!fits)
		fputs("…", w->to);
}

static void put_padded(const struct text_tables *w, const char *text, size_t n, size_t columns, bool right)
{
	size_t width = sp_terminal_columns(text, n), blanks = columns > width ? columns - width : 0;
	if (right)
		fprintf(w->to, "%*s", (int)blanks, "");
	fwrite(text, 1, n, w->to);
	if (!right)
		fprintf(w->to, "%*s", (int)blanks, "");
}

/* Bytes of the next line of a text in so many columns; `*skip` blanks behind it are left out. */
static size_t next_line(const char *text, size_t columns, size_t *skip)
{
	size_t n = sp_terminal_fit(text, columns), cut = n;
	*skip = 0;
	if (text[n] == '\0')
		return n;
	while (cut > 0 && text[cut] != ' ')
		cut--;
	if (cut == 0)
		return MAX(n, (size_t)(g_utf8_next_char(text) - text));
	*skip = strspn(text + cut, " ");
	return cut;
}

/* The text in lines as wide as the terminal, those after the first further in. */
static void put_flow(const struct text_tables *w, const char *text, size_t indent, size_t further)
{
	size_t room = (size_t)w->options->width, skip;
	for (bool first = true; first || *text; first = false) {
		size_t in = first ? indent : further, n = next_line(text, room - in, &skip);
		fprintf(w->to, "%*s%.*s\n", (int)in, "", (int)n, text);
		text += n + skip;
	}
}

/* --- what there is ---------------------------------------------------------------------------------------------- */

static void list(const struct text_tables *w, const struct sp_whole *t)
{
	struct list_entry *e = g_new0(struct list_entry, 1);
	char *pages = sp_whole_pages(t), *names = g_strjoinv(" | ", t->names);
	e->cells[0] = g_strdup_printf("%d", t->number);
	e->cells[1] = g_strdup_printf("p. %s", pages);
	e->cells[2] = g_strdup_printf("%zu × %zu", t->rows - t->header_rows, t->cols);
	e->cells[3] = sp_whole_confidence(t);
	e->cells[4] = safe(t->caption);
	e->columns = safe(names);
	g_ptr_array_add(w->entries, e);
	g_free(names);
	g_free(pages);
}

static void put_entry(const struct text_tables *w, const char *const *cells, const size_t *widths)
{
	static const bool right[SHOWN] = { true, false, true, true, false };
	size_t at = 0;
	for (int i = 0; i < SHOWN; i++) {
		size_t width = i + 1 < SHOWN ? widths[i] : (size_t)w->options->width - MIN(at, (size_t)w->options->width - 1);
		if (i + 1 == SHOWN)
			put_cut(w, cells[i], width);
		else
			put_padded(w, cells[i], strlen(cells[i]), width, right[i]);
		at += width + GAP;
		if (i + 1 < SHOWN && (i + 2 < SHOWN || *cells[SHOWN - 1]))
			fprintf(w->to, "%*s", GAP, "");
	}
	fputc('\n', w->to);
}

static void put_list(const struct text_tables *w)
{
	enum sp_lang lang = w->options->lang;
	const char *heads[SHOWN] = { sp_say(lang, "No."), sp_say(lang, "page"), sp_say(lang, "rows × columns"),
				     sp_say(lang, "confidence"), sp_say(lang, "caption") };
	size_t widths[SHOWN];
	for (int i = 0; i < SHOWN; i++)
		widths[i] = sp_terminal_columns(heads[i], strlen(heads[i]));
	for (guint k = 0; k < w->entries->len; k++)
		for (int i = 0; i < SHOWN; i++) {
			const char *cell = ((struct list_entry *)w->entries->pdata[k])->cells[i];
			widths[i] = MAX(widths[i], sp_terminal_columns(cell, strlen(cell)));
		}
	fputc('\n', w->to);
	style(w, "2");
	put_entry(w, heads, widths);
	style(w, "0");
	for (guint k = 0; k < w->entries->len; k++) {
		const struct list_entry *e = w->entries->pdata[k];
		put_entry(w, (const char *const *)e->cells, widths);
		style(w, "2");
		fprintf(w->to, "%*s", (int)widths[0] + GAP, "");
		put_cut(w, e->columns, (size_t)w->options->width - widths[0] - GAP);
		style(w, "0");
		fputc('\n', w->to);
	}
}

/* --- the table itself ----------------------------------------------------------------------------------------------- */

struct drawing {
	const struct text_tables *w;
	const struct sp_whole *t;
	size_t *widths;
	char **names; /* of the columns, safe to be shown */
};

static char *cell_text(const struct sp_whole *t, size_t row, size_t col)
{
	return safe(sp_whole_text(t, row, col));
}

static void measure(const struct drawing *d)
{
	const struct sp_whole *t = d->t;
	for (size_t c = 0; c < t->cols; c++) {
		d->widths[c] = sp_terminal_columns(d->names[c], strlen(d->names[c]));
		for (size_t r = t->header_rows; r < t->rows; r++) {
			char *text = cell_text(t, r, c);
			d->widths[c] = MAX(d->widths[c], sp_terminal_columns(text, strlen(text)));
			g_free(text);
		}
	}
}

/* The widest columns give way until all fit; figures do not, unless nothing else can. False: they do not fit. */
static bool squeeze(const struct drawing *d)
{
	const struct sp_whole *t = d->t;
	size_t room = (size_t)d->w->options->width, total = GAP * (t->cols - 1);
	for (size_t c = 0; c < t->cols; c++)
		total += d->widths[c];
	while (total > room) {
		size_t widest = 0;
		for (size_t c = 1; c < t->cols; c++)
			if (d->widths[c] > d->widths[widest])
				widest = c;
		if (d->widths[widest] <= NARROWEST)
			return false;
		d->widths[widest]--;
		total--;
	}
	return true;
}

static void draw_row(const struct drawing *d, char *const *texts)
{
	const struct sp_whole *t = d->t;
	const char **rest = g_new(const char *, t->cols);
	bool more = true;
	for (size_t c = 0; c < t->cols; c++)
		rest[c] = texts[c];
	while (more) {
		more = false;
		for (size_t c = 0; c < t->cols; c++) {
			size_t skip, n = next_line(rest[c], d->widths[c], &skip);
			fprintf(d->w->to, "%*s", c > 0 ? GAP : 0, "");
			put_padded(d->w, rest[c], n, d->widths[c], t->figures[c]);
			rest[c] += n + skip;
			more = more || *rest[c];
		}
		fputc('\n', d->w->to);
	}
	g_free(rest);
}

static void draw_rows(const struct drawing *d)
{
	const struct sp_whole *t = d->t;
	char **texts = g_new0(char *, t->cols + 1);
	style(d->w, "1");
	draw_row(d, d->names);
	style(d->w, "0");
	for (size_t c = 0; c < t->cols; c++) {
		fprintf(d->w->to, "%*s", c > 0 ? GAP : 0, "");
		for (size_t i = 0; i < d->widths[c]; i++)
			fputs("─", d->w->to);
	}
	fputc('\n', d->w->to);
	for (size_t r = t->header_rows; r < t->rows; r++) {
		for (size_t c = 0; c < t->cols; c++)
			texts[c] = cell_text(t, r, c);
		draw_row(d, texts);
		for (size_t c = 0; c < t->cols; c++)
			g_free(texts[c]);
	}
	g_free(texts);
}

/* A table that is too wide: row by row what its columns are called and say. */
static void draw_lists(const struct drawing *d)
{
	const struct sp_whole *t = d->t;
	for (size_t r = t->header_rows; r < t->rows; r++) {
		fprintf(d->w->to, "%s%s %zu\n", r > t->header_rows ? "\n" : "", sp_say(d->w->options->lang, "Row"),
			r - t->header_rows + 1);
		for (size_t c = 0; c < t->cols; c++) {
			char *text = cell_text(t, r, c), *both = g_strdup_printf("%s: %s", d->names[c], text);
			if (*text)
				put_flow(d->w, both, INDENT, 2 * INDENT);
			g_free(both);
			g_free(text);
		}
	}
}

static void draw(const struct text_tables *w, const struct sp_whole *t)
{
	struct drawing d = { w, t, g_new0(size_t, t->cols), g_new0(char *, t->cols + 1) };
	for (size_t c = 0; c < t->cols; c++)
		d.names[c] = safe(t->names[c]);
	char *pages = sp_whole_pages(t), *caption = safe(t->caption);
	char *title = g_strdup_printf("%s %d, p. %s%s%s", sp_say(w->options->lang, "Table"), t->number, pages,
				      *caption ? ": " : "", caption);
	fputs(w->drawn > 0 ? "\n" : "", w->to);
	style(w, "1");
	put_flow(w, title, 0, 0);
	style(w, "0");
	fputc('\n', w->to);
	g_free(title);
	measure(&d);
	if (squeeze(&d))
		draw_rows(&d);
	else
		draw_lists(&d);
	g_free(caption);
	g_free(pages);
	g_strfreev(d.names);
	g_free(d.widths);
}

static enum sp_status text_table(void *writer, const struct sp_whole *t)
{
	struct text_tables *w = writer;
	if (w->options->drawn) {
		draw(w, t);
		w->drawn++;
	} else {
		list(w, t);
	}
	return sp_sink_put(w->sink, "", 0);
}

static enum sp_status text_end(void *writer, const GPtrArray *unread)
{
	const struct text_tables *w = writer;
	char *said = sp_unread_said(unread, w->options->lang);
	char *count = sp_count_said(w->options->drawn ? w->drawn : (int)w->entries->len, w->options->lang);
	if (!w->options->drawn || w->drawn == 0) {
		style(w, "1");
		fprintf(w->to, "%s: %s\n", w->name, count);
		style(w, "0");
	}
	if (w->entries->len > 0)
		put_list(w);
	if (said) {
		fputc('\n', w->to);
		put_flow(w, said, 0, 0);
	}
	g_free(count);
	g_free(said);
	return sp_sink_put(w->sink, "", 0);
}

static enum sp_status text_close(void *writer, bool complete)
{
	struct text_tables *w = writer;
	enum sp_status s = sp_sink_close(w->sink, complete);
	g_ptr_array_free(w->entries, TRUE);
	g_free(w->name);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_text = {
	.name = "text",
	.summary = "for a terminal: which tables there are; with --table the table itself",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = text_open,
	.document = text_document,
	.table = text_table,
	.end = text_end,
	.close = text_close,
};
