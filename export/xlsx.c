/*
 * xlsx — a workbook: a summary for each document (what it is, how much of it was read and checked, what to look at), then
 * a sheet for each table that has rows: the document, its findings (also if there are none), then the others in the
 * order in which they first come.
 *
 * In a sheet what people read stands first (sentences, outcomes, titles, figures), what only programs ask for last, and
 * folded away: the sentence in the other language, keys, places in the stream. So are columns that hold nothing. Codes are
 * told in words (words.h), as are the reasons that the stream has in English, and calculations with the language's numbers.
 *
 * Beside what the workbook itself keeps, it is known where each record's row stands, so that what is found can lead to it;
 * and of the document at hand what the summary tells (summary.h).
 */
#include <xlsxwriter.h>

#include "export/narrative.h"
#include "export/coverage.h"
#include "export/fits-double.h"
#include "export/export.h"
#include "export/words.h"
#include "export/workbook.h"

/* Where a record's row stands. */
struct spot {
	const struct sp_export_table *table;
	lxw_row_t row;
};

struct xlsx_writer {
	struct sp_ctx *ctx;
	const struct sp_model *model;
	struct sp_workbook *book;
	struct sp_worksheet **sheets; /* by table; NULL until the table's first row */
	size_t **places;              /* by table: where each column of the model stands in its sheet */
	bool **used;                  /* by table: the columns, in the model's order, that have a cell */
	GHashTable *spots;            /* id → struct spot */
	struct sp_worksheet *front;   /* what people see first */
	struct sp_summary *summary;    /* of the document at hand */
};

/* --- the order of columns ---------------------------------------------------------------------------------- */

enum { SENTENCE_CHARS = 90 };

enum rank { SENTENCE, OUTCOME, NAME, SAID, BEHIND };

static enum rank rank_of(const struct sp_export_column *c, enum sp_lang lang)
{
	if (g_str_has_prefix(c->name, "message_"))
		return strcmp(c->name, lang == SP_LANG_IT ? "message_it" : "message_en") == 0 ? SENTENCE : BEHIND;
	if (strcmp(c->name, "status") == 0)
		return OUTCOME;
	if (strcmp(c->name, "title") == 0 || strcmp(c->name, "name") == 0 || strcmp(c->name, "text") == 0)
		return NAME;
	bool behind = c->key || c->from == SP_FROM_POSITION || c->from == SP_FROM_EXTRA || c->kind == SP_KIND_BOX;
	return behind ? BEHIND : SAID;
}

/*
 * Rows that are a record's say first whose they are, in words: their keys stand behind. The column that holds the
 * record's id; -1 where rows are no record's.
 */
static int owner_of(const struct sp_export_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].from == SP_FROM_RECORD && strcmp(t->columns[i].name, "record") == 0)
			return (int)i;
	return -1;
}

/* Where each column stands: by its rank, in the model's order within one. (transfer full) */
static size_t *places_of(const struct sp_export_table *t, enum sp_lang lang)
{
	size_t *places = g_new(size_t, t->n_columns), n = owner_of(t) >= 0;
	for (int rank = SENTENCE; rank <= BEHIND; rank++)
		for (size_t i = 0; i < t->n_columns; i++)
			if (rank_of(&t->columns[i], lang) == (enum rank)rank)
				places[i] = n++;
	return places;
}

/* --- cells ------------------------------------------------------------------------------------------------- */

static lxw_format *status_format(const struct sp_workbook *b, const char *status)
{
	if (strcmp(status, "match") == 0)
		return b->looks[SP_LOOK_GOOD];
	if (strcmp(status, "mismatch") == 0 || strcmp(status, "contradiction") == 0)
		return b->looks[SP_LOOK_BAD];
	return b->looks[strcmp(status, "not-computable") == 0 ? SP_LOOK_OPEN : SP_LOOK_ODD];
}

/* A text that leads to a record's row; false where it has none. */
static bool put_link(const struct xlsx_writer *w, struct sp_worksheet *s, size_t col, const char *id, const char *text)
{
	const struct spot *spot = g_hash_table_lookup(w->spots, id);
	if (!spot)
		return false;
	char *target = g_strdup_printf("internal:'%s'!A%u", spot->table->label[w->book->lang], spot->row + 1);
	bool linked = sp_worksheet_link(s, col, target, text);
	g_free(target);
	return linked;
}

/* The label of a field: words.h's, or that of the column in whatever table of records has it; NULL if none. */
static const char *field_label(const struct xlsx_writer *w, const char *field)
{
	const char *word = sp_words_field(field, w->book->lang);
	for (size_t t = 0; !word && t < w->model->n_tables; t++) {
		int at = w->model->tables[t].record ? sp_export_table_column(&w->model->tables[t], field) : -1;
		word = at < 0 ? NULL : w->model->tables[t].columns[at].label[w->book->lang];
	}
	return word;
}

/* "contribution.weighted", what a total is the total of: "contributi: raggiungimento pesato". (transfer full) */
static char *said_of_total(const struct xlsx_writer *w, const char *of)
{
	char **parts = g_strsplit(of, ".", 2);
	const char *type = sp_words_type(parts[0], 2, w->book->lang), *field = parts[1] ? field_label(w, parts[1]) : NULL;
	char *said = type && field ? g_strdup_printf("%s: %s", type, field) : g_strdup(of);
	g_strfreev(parts);
	return said;
}

/* Formulas of rules are for programs; what was computed is for people. (transfer full) */
static char *said_of_arithmetic(const struct xlsx_writer *w, const struct sp_row *row, const char *expression)
{
	int at = sp_export_table_column(row->table, "recomputed");
	return at >= 0 && row->cells[at] ? sp_words_expression(expression, w->book->lang) : NULL;
}

/* A text of a record as people read it; NULL where it is nothing for them. (transfer full) */
static char *said(const struct xlsx_writer *w, const struct sp_row *row, const struct sp_export_column *c, const char *cell)
{
	enum sp_lang lang = w->book->lang;
	const char *table = row->table->name, *name = c->name, *word = NULL;
	if (strcmp(name, "expression") == 0 && strcmp(table, "findings") == 0)
		return said_of_arithmetic(w, row, cell);
	if (c->to || strcmp(name, "scope") == 0 || (strcmp(name, "subject") == 0 && strcmp(table, "findings") == 0) ||
	    (strcmp(name, "record") == 0 && strcmp(table, "finding_inputs") == 0))
		return sp_summary_name(w->summary, cell, lang);
	if (strcmp(name, "reason") == 0 || (strcmp(name, "message") == 0 && strcmp(table, "problems") == 0))
		return sp_retell(lang, cell);
	if (strcmp(name, "of") == 0)
		return said_of_total(w, cell);
	if (strcmp(name, "kind") == 0)
		word = sp_words_kind(cell, lang);
	else if (strcmp(name, "type") == 0)
		word = sp_words_type(cell, 1, lang) ? sp_words_type(cell, 1, lang) : sp_words_value(name, cell, lang);
	else if (strcmp(name, "field") == 0 || (strcmp(name, "label") == 0 && strcmp(table, "finding_inputs") == 0))
		word = field_label(w, cell);
	else
		word = sp_words_value(name, cell, lang);
	return g_strdup(word ? word : cell);
}

static void put_text(const struct xlsx_writer *w, struct sp_worksheet *s, const struct sp_row *row, size_t i, const char *cell)
{
	const struct sp_export_column *c = &row->table->columns[i];
	size_t col = w->places[row->table->index][i];
	bool finding = strcmp(row->table->name, "findings") == 0;
	char *text = c->key ? g_strdup(cell) : said(w, row, c, cell);
	if (text && finding && strcmp(c->name, "status") == 0)
		sp_worksheet_text(s, col, text, status_format(w->book, cell));
	else if (text && !(finding && strcmp(c->name, "subject") == 0 && put_link(w, s, col, cell, text)))
		sp_worksheet_text(s, col, text, NULL);
	g_free(text);
}

static void put_cell(const struct xlsx_writer *w, struct sp_worksheet *s, const struct sp_row *row, size_t i, const char *cell)
{
	const struct sp_export_column *c = &row->table->columns[i];
	size_t col = w->places[row->table->index][i];
	if (c->kind == SP_KIND_TEXT)
		put_text(w, s, row, i, cell);
	else if (c->kind == SP_KIND_NUMBER || c->kind == SP_KIND_INTEGER)
		sp_worksheet_number(s, col, cell, c->kind == SP_KIND_NUMBER ? SP_GROUPED : SP_UNGROUPED, NULL);
	else if (c->kind == SP_KIND_BOOLEAN)
		sp_worksheet_boolean(s, col, cell[0] == 't');
	else if (c->kind == SP_KIND_DATE)
		sp_worksheet_date(s, col, cell);
	else
		sp_worksheet_text(s, col, cell, NULL); /* lists of numbers, JSON */
}

/* --- sheets ------------------------------------------------------------------------------------------------- */

static struct sp_worksheet *sheet_of(struct xlsx_writer *w, const struct sp_export_table *t)
{
	if (w->sheets[t->index])
		return w->sheets[t->index];
	enum sp_lang lang = w->book->lang;
	struct sp_worksheet *s = sp_workbook_add(w->book, t->label[lang]);
	w->places[t->index] = places_of(t, lang);
	w->used[t->index] = g_new0(bool, t->n_columns);
	if (owner_of(t) >= 0)
		sp_worksheet_text(s, 0, sp_say(lang, "Of"), w->book->header);
	for (size_t i = 0; i < t->n_columns; i++)
		sp_worksheet_text(s, w->places[t->index][i], t->columns[i].label[lang], w->book->header);
	sp_worksheet_end_row(s);
	w->sheets[t->index] = s;
	return s;
}

static void fold_columns(const struct xlsx_writer *w, const struct sp_export_table *t)
{
	struct sp_worksheet *s = w->sheets[t->index];
	for (size_t i = 0; i < t->n_columns; i++)
		if (rank_of(&t->columns[i], w->book->lang) == BEHIND || !w->used[t->index][i])
			sp_worksheet_fold(s, w->places[t->index][i]);
}

static void remember(struct xlsx_writer *w, const struct sp_row *row, lxw_row_t at)
{
	int id = sp_export_table_column(row->table, "id");
	if (!row->table->record || id < 0)
		return;
	struct spot *spot = g_new(struct spot, 1);
	*spot = (struct spot){ row->table, at };
	g_hash_table_insert(w->spots, g_strdup(row->cells[id]), spot);
}

/* "contributo 01.01 «Argini»: peso" */
static void put_owner(const struct xlsx_writer *w, struct sp_worksheet *s, const struct sp_row *row)
{
	int owner = owner_of(row->table), field = sp_export_table_column(row->table, "field");
	if (owner < 0 || !row->cells[owner])
		return;
	char *name = sp_summary_name(w->summary, row->cells[owner], w->book->lang);
	const char *label = field >= 0 && row->cells[field] ? field_label(w, row->cells[field]) : NULL;
	char *text = g_strdup_printf("%s%s%s", name, label ? ": " : "", label ? label : "");
	sp_worksheet_text(s, 0, text, NULL);
	g_free(text);
	g_free(name);
}

static enum sp_status xlsx_row(void *writer, const struct sp_row *row)
{
	struct xlsx_writer *w = writer;
	const struct sp_export_table *t = row->table;
	struct sp_worksheet *s = sheet_of(w, t);
	if (t->index == 0)
		sheet_of(w, sp_model_table(w->model, "findings"));
	if (s->row >= LXW_ROW_MAX)
		return sp_report(w->ctx, SP_D_LIMIT, "the table %s has more rows than a sheet can hold (%d)", t->name,
				 LXW_ROW_MAX);
	int at_extra = sp_export_table_column(t, "extra");
	char *extra = sp_fits_double_extra(row);
	put_owner(w, s, row);
	for (size_t i = 0; i < t->n_columns; i++) {
		const char *cell = extra && (int)i == at_extra ? extra : row->cells[i];
		if (!cell)
			continue;
		put_cell(w, s, row, i, cell);
		w->used[t->index][i] = true;
	}
	g_free(extra);
	remember(w, row, s->row);
	sp_worksheet_end_row(s);
	return SP_OK;
}

/* --- the summary ----------------------------------------------------------------------------------------------- */

static void put_fact(struct sp_worksheet *s, const char *label, const char *text, lxw_format *format)
{
	if (!text || !*text)
		return;
	sp_worksheet_text(s, 0, label, NULL);
	sp_worksheet_text(s, 1, text, format);
	sp_worksheet_end_row(s);
}

static void put_heading(const struct xlsx_writer *w, const char *text)
{
	sp_worksheet_text(w->front, 0, text, w->book->header);
	sp_worksheet_text(w->front, 1, "", w->book->header);
	sp_worksheet_text(w->front, 2, "", w->book->header);
	sp_worksheet_end_row(w->front);
}

static void summarize_document(const struct xlsx_writer *w)
{
	enum sp_lang lang = w->book->lang;
	const struct sp_json *d = w->summary->document, *period = sp_json_get(d, "period");
	const char *from = sp_json_digits(sp_json_get(period, "from")), *to = sp_json_digits(sp_json_get(period, "to"));
	char *years = from && g_strcmp0(from, to) != 0 ? g_strdup_printf("%s–%s", from, to ? to : "") : g_strdup(from);
	char *as_of = sp_narrative_as_of(w->summary, lang);
	sp_worksheet_text(w->front, 0, sp_words_kind(sp_json_str(sp_json_get(d, "kind")), lang), w->book->title);
	sp_worksheet_end_row(w->front);
	put_fact(w->front, sp_say(lang, "Body"), sp_json_str(sp_json_get(sp_json_get(d, "body"), "name")), NULL);
	put_fact(w->front, sp_say(lang, "Years"), years, NULL);
	put_fact(w->front, sp_say(lang, "State"), as_of, NULL);
	put_fact(w->front, sp_say(lang, "File"), sp_json_str(sp_json_get(d, "name")), NULL);
	put_fact(w->front, "SHA-256", sp_json_str(sp_json_get(d, "sha256")), NULL);
	sp_worksheet_end_row(w->front);
	g_free(as_of);
	g_free(years);
}

static void summarize_coverage(const struct xlsx_writer *w)
{
	GPtrArray *lines = sp_coverage_lines(w->summary, w->book->lang);
	if (lines->len > 0)
		put_heading(w, sp_say(w->book->lang, "How much was read and checked"));
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_coverage_line *l = lines->pdata[i];
		put_fact(w->front, l->label, l->text, l->warns ? w->book->looks[SP_LOOK_ODD] : NULL);
	}
	sp_worksheet_end_row(w->front);
	g_ptr_array_free(lines, TRUE);
}

/* The outcome, the sentence, and where it stands, which leads to the finding's row. */
static void put_finding(const struct xlsx_writer *w, const struct sp_json *f)
{
	enum sp_lang lang = w->book->lang;
	const char *id = sp_json_str(sp_json_get(f, "id")), *status = sp_json_str(sp_json_get(f, "status"));
	const char *message = sp_json_str(sp_json_get(sp_json_get(f, "message"), sp_lang_name(lang)));
	char *place = sp_words_place(sp_json_get(f, "source"), NULL, lang);
	const char *shown = *place ? place : id ? id : "";
	sp_worksheet_text(w->front, 0, sp_words_status(status, lang), status_format(w->book, status));
	sp_worksheet_text(w->front, 1, message ? message : "", NULL);
	if (!id || !put_link(w, w->front, 2, id, shown))
		sp_worksheet_text(w->front, 2, shown, NULL);
	sp_worksheet_end_row(w->front);
	g_free(place);
}

static void summarize_findings(const struct xlsx_writer *w, const char *heading, bool (*is)(const struct sp_json *))
{
	GPtrArray *found = sp_narrative_chosen(w->summary, is);
	char *text = g_strdup_printf("%s: %u", heading, found->len);
	if (found->len > 0)
		put_heading(w, text);
	for (guint i = 0; i < found->len; i++)
		put_finding(w, found->pdata[i]);
	if (found->len > 0)
		sp_worksheet_end_row(w->front);
	g_free(text);
	g_ptr_array_free(found, TRUE);
}

static void summarize(const struct xlsx_writer *w)
{
	enum sp_lang lang = w->book->lang;
	summarize_document(w);
	summarize_coverage(w);
	summarize_findings(w, sp_say(lang, "To look at"), sp_summary_is_certain);
	summarize_findings(w, sp_say(lang, "Perhaps to look at"), sp_summary_is_likely);
}

/* --- the format ------------------------------------------------------------------------------------------------ */

static void *xlsx_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	struct sp_workbook *book = sp_workbook_open(ctx, options->output, options->lang, options->safe_cells);
	if (!book)
		return NULL;
	struct xlsx_writer *w = g_new0(struct xlsx_writer, 1);
	*w = (struct xlsx_writer){ .ctx = ctx, .model = model, .book = book };
	w->sheets = g_new0(struct sp_worksheet *, model->n_tables);
	w->places = g_new0(size_t *, model->n_tables);
	w->used = g_new0(bool *, model->n_tables);
	w->spots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	w->front = sp_workbook_add(book, sp_say(options->lang, "Summary"));
	w->front->widest = SENTENCE_CHARS;
	return w;
}

static void begin_document(struct xlsx_writer *w, const struct sp_line *line)
{
	const char *name = sp_json_str(sp_json_get(line->json, "name"));
	g_hash_table_remove_all(w->spots); /* ids are a document's own */
	sp_summary_free(w->summary);
	w->summary = sp_summary_new();
	sp_workbook_title(w->book, name ? name : "document");
}

static enum sp_status xlsx_record(void *writer, const struct sp_line *line)
{
	struct xlsx_writer *w = writer;
	if (strcmp(line->type, "document") == 0)
		begin_document(w, line);
	sp_summary_take(w->summary, line);
	if (strcmp(line->type, "end") == 0)
		summarize(w);
	return SP_OK;
}

static enum sp_status xlsx_close(void *writer, bool complete)
{
	struct xlsx_writer *w = writer;
	for (size_t i = 0; i < w->model->n_tables; i++)
		if (w->sheets[i]) {
			fold_columns(w, &w->model->tables[i]);
			sp_worksheet_heads(w->sheets[i], 1);
		}
	enum sp_status s = sp_workbook_close(w->book, complete);
	for (size_t i = 0; i < w->model->n_tables; i++) {
		g_free(w->places[i]);
		g_free(w->used[i]);
	}
	g_free(w->places);
	g_free(w->used);
	sp_summary_free(w->summary);
	g_hash_table_destroy(w->spots);
	g_free(w->sheets);
	g_free(w);
	return s;
}

const struct sp_format sp_format_xlsx = {
	.name = "xlsx",
	.summary = "a workbook: a summary, and a sheet for each type of record, figures as numbers, findings linked to records",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.many = true,
	.binary = true,
	.open = xlsx_open,
	.record = xlsx_record,
	.row = xlsx_row,
	.close = xlsx_close,
};
