#include "export/tables/tables.h"

#include "base/ranges.h"
#include "export/summary.h"

const struct sp_tables_format *const *sp_tables_formats(void)
{
	static const struct sp_tables_format *const all[] = { &sp_tables_text, &sp_tables_csv,  &sp_tables_xlsx,   &sp_tables_html,
							      &sp_tables_md,   &sp_tables_json, &sp_tables_sqlite, NULL };
	return all;
}

const struct sp_tables_format *sp_tables_format_named(const char *name)
{
	for (const struct sp_tables_format *const *f = sp_tables_formats(); *f; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}

/* --- from the stream to the writer ------------------------------------------------------------------------ */

static void free_unread(void *of)
{
	struct sp_unread_page *u = of;
	g_free(u->code);
	g_free(u);
}

static void note_problem(GPtrArray *unread, const struct sp_json *problem, const struct sp_pick *pick)
{
	const char *code = sp_json_str(sp_json_get(problem, "code"));
	int64_t page = 0;
	sp_json_int(sp_json_get(problem, "page"), &page);
	if (!code || !sp_summary_is_loss(problem) || (page > 0 && !sp_ranges_have(pick->pages, (int)page)))
		return;
	struct sp_unread_page *u = g_new(struct sp_unread_page, 1);
	*u = (struct sp_unread_page){ (int)page, g_strdup(code) };
	g_ptr_array_add(unread, u);
}

static enum sp_status copy(const struct sp_tables_format *f, void *writer, const struct sp_pick *pick, struct sp_wholes *wholes,
			   struct sp_stream *in)
{
	GPtrArray *unread = g_ptr_array_new_with_free_func(free_unread);
	struct sp_line line = { .type = "" };
	enum sp_status s;
	while ((s = sp_stream_next(in, &line)) == SP_OK) {
		if (strcmp(line.type, "document") == 0)
			s = f->document(writer, line.json);
		else if (strcmp(line.type, "problem") == 0)
			note_problem(unread, line.json, pick);
		if (s == SP_OK)
			s = sp_wholes_add(wholes, &line);
		if (s == SP_OK && strcmp(line.type, "end") == 0 && f->end)
			s = f->end(writer, unread);
		if (s != SP_OK)
			break;
	}
	g_ptr_array_free(unread, TRUE);
	return s == SP_END ? SP_OK : SP_FAIL;
}

enum sp_status sp_tables_export(struct sp_ctx *ctx, const struct sp_tables_format *f, const struct sp_tables_options *options,
				const struct sp_pick *pick, struct sp_stream *in)
{
	void *writer = f->open(ctx, options);
	if (!writer) {
		sp_stream_close(in);
		return SP_FAIL;
	}
	struct sp_wholes *wholes = sp_wholes_new(ctx, pick, options->lang, f->table, writer);
	enum sp_status s = copy(f, writer, pick, wholes, in);
	sp_wholes_free(wholes);
	sp_stream_close(in);
	enum sp_status closed = f->close(writer, s == SP_OK);
	return s == SP_OK ? closed : s;
}

/* --- fields ------------------------------------------------------------------------------------------------- */

/* The name of the column beside `col` that holds what is printed; no column has it. (transfer full) */
static char *printed_name(const struct sp_whole *t, size_t col, enum sp_lang lang)
{
	GString *name = g_string_new(NULL);
	g_string_printf(name, "%s (%s)", t->names[col], sp_say(lang, "as printed"));
	for (size_t c = 0; c < t->cols;)
		if (g_ascii_strcasecmp(t->names[c], name->str) == 0) {
			g_string_append(name, " *");
			c = 0;
		} else {
			c++;
		}
	return g_string_free(name, FALSE);
}

struct sp_table_field *sp_fields_new(const struct sp_whole *t, enum sp_figures figures, enum sp_lang lang, size_t *n)
{
	struct sp_table_field *fields = g_new0(struct sp_table_field, 2 * t->cols + 1);
	*n = 0;
	for (size_t c = 0; c < t->cols; c++) {
		bool value = t->figures[c] && figures != SP_FIGURES_PRINTED;
		if (value)
			fields[(*n)++] = (struct sp_table_field){ c, true, figures == SP_FIGURES_VALUES, g_strdup(t->names[c]) };
		if (value && figures == SP_FIGURES_VALUES)
			continue;
		char *name = value ? printed_name(t, c, lang) : g_strdup(t->names[c]);
		fields[(*n)++] = (struct sp_table_field){ c, false, false, name };
	}
	return fields;
}

void sp_fields_free(struct sp_table_field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		g_free(fields[i].name);
	g_free(fields);
}

const char *sp_field_cell(const struct sp_table_field *f, const struct sp_whole *t, size_t row, bool *number)
{
	const char *digits = f->value ? sp_whole_digits(t, row, f->col) : NULL;
	*number = digits != NULL;
	if (digits || (f->value && !f->both))
		return digits;
	return sp_whole_text(t, row, f->col);
}

/* --- sentences ------------------------------------------------------------------------------------------------ */

char *sp_count_said(int n, enum sp_lang lang)
{
	if (n == 0)
		return g_strdup(sp_say(lang, "no tables"));
	return g_strdup_printf(sp_say(lang, n == 1 ? "%d table" : "%d tables"), n);
}

static const char *reason(const char *code, enum sp_lang lang)
{
	static const struct {
		const char *code, *said;
	} reasons[] = { { "no-text-layer", SP_SAID("a picture without text (--ocr reads it)") },
			{ "picture-of-table", SP_SAID("a picture of a table (--ocr reads it)") },
			{ "outlined-text", SP_SAID("text that is drawn as outlines") },
			{ "unmapped-glyphs", SP_SAID("a font that does not tell its letters") },
			{ "wrong-mapping", SP_SAID("a font that tells wrong letters") } };
	for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
		if (strcmp(reasons[i].code, code) == 0)
			return sp_say(lang, reasons[i].said);
	return sp_say(lang, "damaged");
}

static void append_unread(GString *out, const struct sp_unread_page *u, const struct sp_unread_page *next, enum sp_lang lang)
{
	bool all = u->page == 0, last = !next || strcmp(next->code, u->code) != 0;
	g_string_append(out, out->len > 0 ? ", " : sp_say(lang, "Not read, or not all of it: "));
	if (all)
		g_string_append(out, sp_say(lang, "the document"));
	else
		g_string_append_printf(out, "p. %d", u->page);
	if (last || all)
		g_string_append_printf(out, " (%s)", reason(u->code, lang));
}

/* "Not read, or not all of it: p. 3, p. 4 (a picture without text), p. 7 (damaged)" */
char *sp_unread_said(const GPtrArray *unread, enum sp_lang lang)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < unread->len; i++)
		append_unread(out, unread->pdata[i], i + 1 < unread->len ? unread->pdata[i + 1] : NULL, lang);
	return g_string_free(out, unread->len == 0);
}

/* --- the index ------------------------------------------------------------------------------------------------ */

char *sp_whole_pages(const struct sp_whole *t)
{
	return t->page == t->last_page ? g_strdup_printf("%d", t->page) : g_strdup_printf("%d–%d", t->page, t->last_page);
}

char *sp_whole_confidence(const struct sp_whole *t)
{
	int hundredths = (int)(t->confidence * 100 + 0.5);
	return t->confidence < 0 ? g_strdup("") : g_strdup_printf("%d.%02d", hundredths / 100, hundredths % 100);
}

const char *sp_index_name(enum sp_index_column c, enum sp_lang lang)
{
	static const char *const names[SP_INDEX_COLUMNS] = {
		SP_SAID("Table"),   SP_SAID("Page"),       SP_SAID("Last page"), SP_SAID("Caption"),    SP_SAID("Rows"),
		SP_SAID("Columns"), SP_SAID("Confidence"), SP_SAID("Method"),    SP_SAID("Identifier"),
	};
	return sp_say(lang, names[c]);
}

bool sp_index_is_number(enum sp_index_column c)
{
	return c != SP_INDEX_CAPTION && c != SP_INDEX_METHOD && c != SP_INDEX_ID;
}

char *sp_index_cell(enum sp_index_column c, const struct sp_whole *t)
{
	switch (c) {
	case SP_INDEX_NUMBER:
		return g_strdup_printf("%d", t->number);
	case SP_INDEX_PAGE:
		return g_strdup_printf("%d", t->page);
	case SP_INDEX_LAST_PAGE:
		return g_strdup_printf("%d", t->last_page);
	case SP_INDEX_ROWS:
		return g_strdup_printf("%zu", t->rows - t->header_rows);
	case SP_INDEX_COLS:
		return g_strdup_printf("%zu", t->cols);
	case SP_INDEX_CONFIDENCE:
		return t->confidence < 0 ? NULL : sp_whole_confidence(t);
	case SP_INDEX_CAPTION:
		return g_strdup(t->caption);
	case SP_INDEX_METHOD:
		return g_strdup(t->method);
	default:
		return g_strdup(t->id);
	}
}
