/*
 * xlsx — a workbook with a sheet for each table that has rows: the document, its findings (also if there are none),
 * then the others in the order in which they first come.
 *
 * Rows go out as they come (libxlsxwriter's constant-memory mode: each sheet in a temporary file of its own);
 * what is kept is the widest text of each column, for its width, and where each record's row stands, so that
 * findings can link to it. Figures are numbers with as many decimals as the document printed; they are
 * doubles, as in every workbook: see exact.h.
 */
#include <errno.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/temporary.h"
#include "base/text.h"
#include "export/export.h"
#include "export/fits-double.h"
#include "export/formula-cell.h"
#include "export/sink.h"
#include "export/xlsx-readback.h"
#include "export/xml-shape.h"

enum {
	NARROWEST = 8,
	WIDEST = 60,
	WRAP_FROM = 60,
	LETTER_BYTES = 4,  /* at most, in UTF-8 */
	TEXT_MOST = 32767, /* characters that a cell may have */
	PLACES_MOST = 10,
	CREATED = 946684800 /* 2000-01-01: a workbook has a date, and the same input is to give the same bytes */
};

enum status_look { LOOK_GOOD, LOOK_BAD, LOOK_ODD, LOOK_OPEN, LOOKS };

struct sheet {
	lxw_worksheet *xlsx; /* NULL until the table's first row */
	lxw_row_t rows;      /* written, the header included */
	size_t cells;        /* likewise */
	guint number;        /* in the workbook, from 1 */
	uint16_t *widths;    /* of each column, in characters */
};

/* Where a record's row stands. */
struct spot {
	const struct sp_export_table *table;
	lxw_row_t row;
};

struct xlsx_writer {
	struct sp_ctx *ctx;
	const struct sp_model *model;
	enum sp_lang lang;
	bool safe_cells;
	struct sp_file *file; /* NULL: standard output, by way of `spool` */
	char *spool;
	lxw_workbook *book;
	struct sheet *sheets; /* by table */
	guint n_sheets;       /* of them that the workbook has */
	GHashTable *spots;    /* id → struct spot */
	lxw_format *header, *text, *wrapped, *date, *link, *looks[LOOKS], *numbers[PLACES_MOST + 1];
	bool replaced; /* a character that XML cannot hold */
	int64_t cut;   /* texts that were too long */
};

/* --- formats ---------------------------------------------------------------------------------------------- */

static lxw_format *top_aligned(struct xlsx_writer *w)
{
	lxw_format *f = workbook_add_format(w->book);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	return f;
}

static void make_formats(struct xlsx_writer *w)
{
	static const lxw_color_t ink[LOOKS] = { 0x1b5e20, 0xb71c1c, 0x7a4f01, 0x424242 };
	static const lxw_color_t paper[LOOKS] = { 0xe3f3e4, 0xfde3e1, 0xfff1cc, 0xeeeeee };
	w->header = workbook_add_format(w->book);
	format_set_bold(w->header);
	format_set_bg_color(w->header, 0xe8eaf0);
	format_set_bottom(w->header, LXW_BORDER_THIN);
	w->text = top_aligned(w);
	w->wrapped = top_aligned(w);
	format_set_text_wrap(w->wrapped);
	w->date = top_aligned(w);
	format_set_num_format(w->date, w->lang == SP_LANG_EN ? "yyyy-mm-dd" : "dd/mm/yyyy");
	w->link = top_aligned(w);
	format_set_font_color(w->link, 0x0b57d0);
	format_set_underline(w->link, LXW_UNDERLINE_SINGLE);
	for (int i = 0; i < LOOKS; i++) {
		w->looks[i] = top_aligned(w);
		format_set_font_color(w->looks[i], ink[i]);
		format_set_bg_color(w->looks[i], paper[i]);
	}
}

/* Thousands grouped, `places` decimals: as the figure was printed. */
static lxw_format *number_format(struct xlsx_writer *w, size_t places)
{
	places = MIN(places, PLACES_MOST);
	if (!w->numbers[places]) {
		GString *pattern = g_string_new(places ? "#,##0." : "#,##0");
		for (size_t i = 0; i < places; i++)
			g_string_append_c(pattern, '0');
		w->numbers[places] = top_aligned(w);
		format_set_num_format(w->numbers[places], pattern->str);
		g_string_free(pattern, TRUE);
	}
	return w->numbers[places];
}

static lxw_format *status_format(struct xlsx_writer *w, const char *status)
{
	if (strcmp(status, "match") == 0)
		return w->looks[LOOK_GOOD];
	if (strcmp(status, "mismatch") == 0 || strcmp(status, "contradiction") == 0)
		return w->looks[LOOK_BAD];
	return w->looks[strcmp(status, "not-computable") == 0 ? LOOK_OPEN : LOOK_ODD];
}

/* --- cells ------------------------------------------------------------------------------------------------- */

struct sheet_cell {
	lxw_worksheet *sheet;
	lxw_row_t row;
	lxw_col_t col;
};

/* Text as a cell can hold it. (transfer full) */
static char *cell_text(struct xlsx_writer *w, const char *text)
{
	char *admitted = sp_xml_admitted(text, &w->replaced);
	if (strlen(admitted) <= TEXT_MOST || g_utf8_strlen(admitted, -1) <= TEXT_MOST)
		return admitted;
	char *start = g_utf8_substring(admitted, 0, TEXT_MOST - 1);
	char *cut = g_strconcat(start, "…", NULL);
	w->cut++;
	g_free(start);
	g_free(admitted);
	return cut;
}

static void put_text(struct xlsx_writer *w, struct sheet_cell at, const char *text, lxw_format *format)
{
	char *safe = w->safe_cells && sp_is_formula_cell(text) ? g_strconcat(SP_FORMULA_GUARD, text, NULL) : NULL;
	char *own = cell_text(w, safe ? safe : text);
	g_free(safe);
	if (!format)
		format = strlen(own) > WRAP_FROM ? w->wrapped : w->text;
	worksheet_write_string(at.sheet, at.row, at.col, own, format);
	g_free(own);
}

static void put_number(struct xlsx_writer *w, struct sheet_cell at, const char *digits, bool grouped)
{
	const char *point = strchr(digits, '.');
	lxw_format *format = grouped ? number_format(w, point ? strlen(point + 1) : 0) : w->text;
	worksheet_write_number(at.sheet, at.row, at.col, g_ascii_strtod(digits, NULL), format);
}

/* Sheets begin in 1900. */
static void put_date(struct xlsx_writer *w, struct sheet_cell at, const char *iso)
{
	lxw_datetime date = { .year = (int)g_ascii_strtoll(iso, NULL, 10),
			      .month = (int)g_ascii_strtoll(iso + 5, NULL, 10),
			      .day = (int)g_ascii_strtoll(iso + 8, NULL, 10) };
	if (date.year < 1900)
		put_text(w, at, iso, NULL);
	else
		worksheet_write_datetime(at.sheet, at.row, at.col, &date, w->date);
}

/* What a finding is about, linked to that record's row. */
static bool put_link(struct xlsx_writer *w, struct sheet_cell at, const char *id)
{
	const struct spot *spot = g_hash_table_lookup(w->spots, id);
	if (!spot)
		return false;
	char *target = g_strdup_printf("internal:'%s'!A%u", spot->table->label[w->lang], spot->row + 1);
	char *text = cell_text(w, id);
	bool linked = worksheet_write_url_opt(at.sheet, at.row, at.col, target, w->link, text, NULL) == LXW_NO_ERROR;
	g_free(text);
	g_free(target);
	return linked;
}

static void put_cell(struct xlsx_writer *w, struct sheet_cell at, const struct sp_export_table *t,
		     const struct sp_export_column *c, const char *cell)
{
	bool finding = strcmp(t->name, "findings") == 0;
	if (finding && strcmp(c->name, "status") == 0)
		put_text(w, at, cell, status_format(w, cell));
	else if (finding && strcmp(c->name, "subject") == 0 && put_link(w, at, cell))
		return;
	else if (c->kind == SP_KIND_NUMBER || c->kind == SP_KIND_INTEGER)
		put_number(w, at, cell, c->kind == SP_KIND_NUMBER);
	else if (c->kind == SP_KIND_BOOLEAN)
		worksheet_write_boolean(at.sheet, at.row, at.col, cell[0] == 't', w->text);
	else if (c->kind == SP_KIND_DATE)
		put_date(w, at, cell);
	else
		put_text(w, at, cell, NULL);
}

/* --- sheets ------------------------------------------------------------------------------------------------- */

static void widen(struct sheet *s, size_t column, const char *text)
{
	glong n = g_utf8_strlen(text, LETTER_BYTES * WIDEST);
	s->widths[column] = (uint16_t)MAX(s->widths[column], MIN(n + 2, WIDEST));
}

static struct sheet *sheet_of(struct xlsx_writer *w, const struct sp_export_table *t)
{
	struct sheet *s = &w->sheets[t->index];
	if (s->xlsx)
		return s;
	sp_temporary_hold(); /* the library makes a temporary file and removes its name at once */
	s->xlsx = workbook_add_worksheet(w->book, t->label[w->lang]);
	sp_temporary_release();
	s->widths = g_new(uint16_t, t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++) {
		s->widths[i] = NARROWEST;
		worksheet_write_string(s->xlsx, 0, (lxw_col_t)i, t->columns[i].label[w->lang], w->header);
		widen(s, i, t->columns[i].label[w->lang]);
	}
	worksheet_freeze_panes(s->xlsx, 1, 0);
	worksheet_set_landscape(s->xlsx);
	worksheet_repeat_rows(s->xlsx, 0, 0);
	s->rows = 1;
	s->cells = t->n_columns;
	s->number = ++w->n_sheets;
	return s;
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

/* Rows with wrapped text are as high as its lines need, within reason: not every program finds that out itself. */
static void set_height(struct sheet *s, const struct sp_row *row)
{
	enum { LINES_MOST = 12, POINTS = 15 };
	const gssize most = LETTER_BYTES * LINES_MOST * WIDEST;
	glong lines = 1;
	for (size_t i = 0; i < row->table->n_columns; i++)
		if (row->cells[i] && row->table->columns[i].kind == SP_KIND_TEXT)
			lines = MAX(lines, g_utf8_strlen(row->cells[i], most) / (WIDEST - 5) + 1);
	if (lines > 1)
		worksheet_set_row(s->xlsx, s->rows, (double)(POINTS * MIN(lines, LINES_MOST)), NULL);
}

static enum sp_status xlsx_row(void *writer, const struct sp_row *row)
{
	struct xlsx_writer *w = writer;
	const struct sp_export_table *t = row->table;
	struct sheet *s = sheet_of(w, t);
	if (t->index == 0)
		sheet_of(w, sp_model_table(w->model, "findings"));
	if (s->rows >= LXW_ROW_MAX)
		return sp_report(w->ctx, SP_D_LIMIT, "the table %s has more rows than a sheet can hold (%d)", t->name,
				 LXW_ROW_MAX);
	int at_extra = sp_export_table_column(t, "extra");
	char *extra = sp_fits_double_extra(row);
	set_height(s, row);
	for (size_t i = 0; i < t->n_columns; i++) {
		const char *cell = extra && (int)i == at_extra ? extra : row->cells[i];
		if (!cell)
			continue;
		put_cell(w, (struct sheet_cell){ s->xlsx, s->rows, (lxw_col_t)i }, t, &t->columns[i], cell);
		s->cells++;
		widen(s, i, cell);
	}
	g_free(extra);
	remember(w, row, s->rows++);
	return SP_OK;
}

static void finish_sheets(struct xlsx_writer *w)
{
	for (size_t i = 0; i < w->model->n_tables; i++) {
		struct sheet *s = &w->sheets[i];
		const struct sp_export_table *t = &w->model->tables[i];
		for (size_t c = 0; c < t->n_columns && s->xlsx; c++)
			worksheet_set_column(s->xlsx, (lxw_col_t)c, (lxw_col_t)c, s->widths[c], NULL);
		if (s->xlsx && s->rows > 1)
			worksheet_autofilter(s->xlsx, 0, 0, s->rows - 1, (lxw_col_t)(t->n_columns - 1));
	}
}

/* --- the format ------------------------------------------------------------------------------------------------ */

static enum sp_status open_target(struct xlsx_writer *w, const char *output)
{
	if (output && strcmp(output, "-") != 0) {
		w->file = sp_file_create(w->ctx, output);
		return w->file ? SP_OK : SP_FAIL;
	}
	w->spool = g_build_filename(g_get_tmp_dir(), "spunta-XXXXXX", NULL);
	int fd = sp_temporary_file(w->spool);
	if (fd >= 0) {
		close(fd);
		return SP_OK;
	}
	sp_report(w->ctx, SP_D_WRITE, "cannot make a temporary file in %s: %s", g_get_tmp_dir(), g_strerror(errno));
	g_free(w->spool);
	w->spool = NULL;
	return SP_FAIL;
}

static void free_writer(struct xlsx_writer *w)
{
	for (size_t i = 0; i < w->model->n_tables; i++)
		g_free(w->sheets[i].widths);
	g_hash_table_destroy(w->spots);
	g_free(w->sheets);
	g_free(w->spool);
	g_free(w);
}

static void *xlsx_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	struct xlsx_writer *w = g_new0(struct xlsx_writer, 1);
	w->ctx = ctx;
	w->model = model;
	w->lang = options->lang;
	w->safe_cells = options->safe_cells;
	w->sheets = g_new0(struct sheet, model->n_tables);
	w->spots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (open_target(w, options->output) != SP_OK) {
		free_writer(w);
		return NULL;
	}
	char *tmpdir = g_strdup(g_get_tmp_dir());
	lxw_workbook_options how = { .constant_memory = LXW_TRUE, .tmpdir = tmpdir, .use_zip64 = LXW_TRUE };
	w->book = workbook_new_opt(w->file ? sp_file_temporary(w->file) : w->spool, &how);
	g_free(tmpdir);
	make_formats(w);
	return w;
}

static enum sp_status xlsx_record(void *writer, const struct sp_line *line)
{
	struct xlsx_writer *w = writer;
	if (strcmp(line->type, "document") != 0)
		return SP_OK;
	g_hash_table_remove_all(w->spots); /* ids are a document's own */
	const char *name = sp_json_str(sp_json_get(line->json, "name"));
	char *title = cell_text(w, name ? name : "document");
	lxw_doc_properties properties = { .title = title, .author = (char *)(uintptr_t) "spunta", .created = CREATED };
	workbook_set_properties(w->book, &properties);
	g_free(title);
	return SP_OK;
}

static enum sp_status copy_spool(struct xlsx_writer *w)
{
	struct sp_sink *sink = sp_sink_open(w->ctx, NULL);
	GBytes *bytes = sp_file_read(w->ctx, w->spool, G_MAXINT32);
	gsize n = 0;
	const char *data = bytes ? g_bytes_get_data(bytes, &n) : NULL;
	enum sp_status s = bytes ? sp_sink_put(sink, data, n) : SP_FAIL;
	if (bytes)
		g_bytes_unref(bytes);
	sp_sink_close(sink, true);
	return s;
}

static enum sp_status read_back(struct xlsx_writer *w)
{
	struct sp_xlsx_sheet *put = g_new(struct sp_xlsx_sheet, w->n_sheets);
	for (size_t i = 0; i < w->model->n_tables; i++) {
		const struct sheet *s = &w->sheets[i];
		if (s->number > 0)
			put[s->number - 1] =
			    (struct sp_xlsx_sheet){ w->model->tables[i].label[w->lang], s->rows, s->cells };
	}
	enum sp_status s = sp_xlsx_read_back(w->ctx, w->file ? sp_file_temporary(w->file) : w->spool, put, w->n_sheets);
	g_free(put);
	return s;
}

static enum sp_status finish(struct xlsx_writer *w)
{
	finish_sheets(w);
	errno = 0;
	sp_temporary_hold();
	lxw_error error = workbook_close(w->book);
	sp_temporary_release();
	if (error != LXW_NO_ERROR)
		return sp_report(w->ctx, SP_D_WRITE, "cannot write the workbook: %s%s%s", lxw_strerror(error),
				 errno ? ": " : "", errno ? g_strerror(errno) : "");
	if (read_back(w) != SP_OK)
		return SP_FAIL;
	if (w->replaced)
		sp_report(w->ctx, SP_D_SUSPECT,
			  "control characters in the document's texts are written as U+FFFD, a workbook has none");
	if (w->cut > 0)
		sp_report(w->ctx, SP_D_SUSPECT,
			  "%" G_GINT64_FORMAT " texts are longer than a cell can hold (%d characters) and are cut",
			  w->cut, TEXT_MOST);
	return SP_OK;
}

static enum sp_status xlsx_close(void *writer, bool complete)
{
	struct xlsx_writer *w = writer;
	enum sp_status s = SP_FAIL;
	if (complete)
		s = finish(w);
	else
		lxw_workbook_free(w->book);
	if (w->file && s == SP_OK)
		s = sp_file_commit(w->ctx, w->file);
	else
		sp_file_abandon(w->file);
	if (w->spool && s == SP_OK)
		s = copy_spool(w);
	if (w->spool) {
		unlink(w->spool);
		sp_temporary_keep(w->spool);
	}
	free_writer(w);
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
