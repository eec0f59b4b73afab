#include "export/workbook.h"

#include <errno.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/file.h"
#include "base/temporary.h"
#include "export/formula-cell.h"
#include "export/sink.h"
#include "export/xlsx-readback.h"
#include "export/xml-shape.h"

enum {
	NARROWEST = 8,
	WIDEST = 40,  /* unless a sheet says otherwise */
	WIDEST_MOST = 120,
	LETTER_BYTES = 4,  /* at most, in UTF-8 */
	LINES_MOST = 27,   /* of a row with wrapped text: a row may be 409 points high */
	LINE_POINTS = 15,
	FOLDED = 0x8000,   /* beside a column's width */
	NAME_MOST = 31,    /* characters of a sheet's name */
	TEXT_MOST = 32767, /* characters that a cell may have */
	CREATED = 946684800 /* 2000-01-01: a workbook has a date, and the same input is to give the same bytes */
};

/* --- formats ---------------------------------------------------------------------------------------------- */

static lxw_format *top_aligned(struct sp_workbook *b)
{
	lxw_format *f = workbook_add_format(b->book);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	return f;
}

static void make_formats(struct sp_workbook *b)
{
	static const lxw_color_t ink[SP_LOOKS] = { 0x1b5e20, 0xb71c1c, 0x7a4f01, 0x424242 };
	static const lxw_color_t paper[SP_LOOKS] = { 0xe3f3e4, 0xfde3e1, 0xfff1cc, 0xeeeeee };
	b->header = top_aligned(b);
	format_set_bold(b->header);
	format_set_bg_color(b->header, 0xe8eaf0);
	format_set_bottom(b->header, LXW_BORDER_THIN);
	format_set_text_wrap(b->header);
	format_set_indent(b->header, 1);
	b->title = top_aligned(b);
	format_set_bold(b->title);
	format_set_font_size(b->title, 14);
	b->text = top_aligned(b);
	format_set_indent(b->text, 1); /* away from the figure before it */
	b->wrapped = top_aligned(b);
	format_set_indent(b->wrapped, 1);
	format_set_text_wrap(b->wrapped);
	b->date = top_aligned(b);
	format_set_num_format(b->date, b->lang == SP_LANG_EN ? "yyyy-mm-dd" : "dd/mm/yyyy");
	b->link = top_aligned(b);
	format_set_font_color(b->link, 0x0b57d0);
	format_set_underline(b->link, LXW_UNDERLINE_SINGLE);
	for (int i = 0; i < SP_LOOKS; i++) {
		b->looks[i] = top_aligned(b);
		format_set_font_color(b->looks[i], ink[i]);
		format_set_bg_color(b->looks[i], paper[i]);
	}
}

/* `places` decimals, as the figure was printed, and its unit behind it. */
static lxw_format *number_format(struct sp_workbook *b, size_t places, enum sp_grouping grouping, const char *unit)
{
	places = MIN(places, SP_NUMBER_PLACES);
	GString *pattern = g_string_new(grouping == SP_GROUPED ? "#,##0" : "0");
	if (places > 0)
		g_string_append_c(pattern, '.');
	for (size_t i = 0; i < places; i++)
		g_string_append_c(pattern, '0');
	if (unit)
		g_string_append_printf(pattern, "\"%s\"", strcmp(unit, "EUR") == 0 ? " €" : unit);
	lxw_format *f = g_hash_table_lookup(b->numbers, pattern->str);
	if (!f) {
		f = top_aligned(b);
		format_set_num_format(f, pattern->str);
		g_hash_table_insert(b->numbers, g_strdup(pattern->str), f);
	}
	g_string_free(pattern, TRUE);
	return f;
}

/* --- cells ------------------------------------------------------------------------------------------------- */

/* Text as a cell can hold it. (transfer full) */
static char *cell_text(struct sp_workbook *b, const char *text)
{
	char *admitted = sp_xml_admitted(text, &b->replaced);
	if (strlen(admitted) <= TEXT_MOST || g_utf8_strlen(admitted, -1) <= TEXT_MOST)
		return admitted;
	char *start = g_utf8_substring(admitted, 0, TEXT_MOST - 1);
	char *cut = g_strconcat(start, "…", NULL);
	b->cut++;
	g_free(start);
	g_free(admitted);
	return cut;
}

static void count_cell(struct sp_worksheet *s, size_t col, const char *text)
{
	glong n = g_utf8_strlen(text, LETTER_BYTES * WIDEST_MOST);
	if (s->widths->len <= col)
		g_array_set_size(s->widths, (guint)col + 1);
	guint16 *width = &g_array_index(s->widths, guint16, col);
	*width = (guint16)MAX(*width, MAX(MIN(n + 2, s->widest), NARROWEST));
	s->cells++;
	s->cols = (lxw_col_t)MAX(s->cols, col + 1);
}

/* Rows with wrapped text are as high as its lines need, within reason: not every program finds that out itself. */
static void count_lines(struct sp_worksheet *s, const char *text)
{
	const gssize most = LETTER_BYTES * LINES_MOST * WIDEST_MOST;
	s->lines = MAX(s->lines, g_utf8_strlen(text, most) / (s->widest - 4) + 1);
}

void sp_worksheet_text(struct sp_worksheet *s, size_t col, const char *text, lxw_format *format)
{
	struct sp_workbook *b = s->of;
	char *safe = b->safe_cells && sp_is_formula_cell(text) ? g_strconcat(SP_FORMULA_GUARD, text, NULL) : NULL;
	char *own = cell_text(b, safe ? safe : text);
	if (!format)
		format = strlen(own) > (size_t)s->widest - 2 ? b->wrapped : b->text;
	worksheet_write_string(s->xlsx, s->row, (lxw_col_t)col, own, format);
	count_cell(s, col, format == b->title ? "" : text); /* a title may stand over the columns beside it */
	if (format == b->wrapped || format == b->header)
		count_lines(s, text);
	g_free(own);
	g_free(safe);
}

void sp_worksheet_number(struct sp_worksheet *s, size_t col, const char *digits, enum sp_grouping grouping, const char *unit)
{
	const char *point = strchr(digits, '.');
	lxw_format *format = number_format(s->of, point ? strlen(point + 1) : 0, grouping, unit);
	worksheet_write_number(s->xlsx, s->row, (lxw_col_t)col, g_ascii_strtod(digits, NULL), format);
	char *shown = g_strconcat(digits, grouping == SP_GROUPED ? "...." : "", unit ? unit : "", NULL);
	count_cell(s, col, shown);
	g_free(shown);
}

void sp_worksheet_date(struct sp_worksheet *s, size_t col, const char *iso)
{
	lxw_datetime date = { .year = (int)g_ascii_strtoll(iso, NULL, 10),
			      .month = (int)g_ascii_strtoll(iso + 5, NULL, 10),
			      .day = (int)g_ascii_strtoll(iso + 8, NULL, 10) };
	if (date.year < 1900) {
		sp_worksheet_text(s, col, iso, NULL);
		return;
	}
	worksheet_write_datetime(s->xlsx, s->row, (lxw_col_t)col, &date, s->of->date);
	count_cell(s, col, iso);
}

void sp_worksheet_boolean(struct sp_worksheet *s, size_t col, bool value)
{
	worksheet_write_boolean(s->xlsx, s->row, (lxw_col_t)col, value, s->of->text);
	count_cell(s, col, "");
}

bool sp_worksheet_link(struct sp_worksheet *s, size_t col, const char *target, const char *text)
{
	char *own = cell_text(s->of, text);
	lxw_error e = worksheet_write_url_opt(s->xlsx, s->row, (lxw_col_t)col, target, s->of->link, own, NULL);
	if (e == LXW_NO_ERROR)
		count_cell(s, col, text);
	g_free(own);
	return e == LXW_NO_ERROR;
}

void sp_worksheet_end_row(struct sp_worksheet *s)
{
	if (s->lines > 1)
		worksheet_set_row(s->xlsx, s->row, (double)(LINE_POINTS * MIN(s->lines, LINES_MOST)), NULL);
	s->filled += s->cells > s->cells_before;
	s->cells_before = s->cells;
	s->lines = 0;
	s->row++;
}

/* --- sheets ------------------------------------------------------------------------------------------------- */

/* Without the letters that a sheet's name may not have, cut to what it may be long. (transfer full) */
static char *sheet_name(const char *name)
{
	char *own = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), NAME_MOST));
	return g_strdelimit(own, "[]:*?/\\'", '-');
}

struct sp_worksheet *sp_workbook_add(struct sp_workbook *b, const char *name)
{
	struct sp_worksheet *s = g_new0(struct sp_worksheet, 1);
	s->of = b;
	s->widest = WIDEST;
	s->name = sheet_name(name);
	s->widths = g_array_new(FALSE, TRUE, sizeof(guint16));
	sp_temporary_hold(); /* the library makes a temporary file and removes its name at once */
	s->xlsx = workbook_add_worksheet(b->book, s->name);
	sp_temporary_release();
	worksheet_set_landscape(s->xlsx);
	worksheet_set_paper(s->xlsx, 9); /* A4 */
	worksheet_fit_to_pages(s->xlsx, 1, 0);
	g_ptr_array_add(b->sheets, s);
	return s;
}

void sp_worksheet_heads(struct sp_worksheet *s, size_t rows)
{
	lxw_row_t n = (lxw_row_t)rows;
	if (n == 0)
		return;
	worksheet_freeze_panes(s->xlsx, n, 0);
	worksheet_repeat_rows(s->xlsx, 0, n - 1);
	if (s->row > n && s->cols > 0)
		worksheet_autofilter(s->xlsx, n - 1, 0, s->row - 1, (lxw_col_t)(s->cols - 1));
}

void sp_worksheet_fold(struct sp_worksheet *s, size_t col)
{
	if (col < s->widths->len)
		g_array_index(s->widths, guint16, col) |= FOLDED;
}

/*
 * The library's own way to merge writes blank cells into rows below, which constant memory cannot do; the range alone
 * is what a sheet needs. It is kept by the library's list of them.
 */
void sp_worksheet_merge(struct sp_worksheet *s, size_t col, size_t rows, size_t cols)
{
	struct lxw_merged_range *range = g_new0(struct lxw_merged_range, 1);
	range->first_row = s->row;
	range->last_row = s->row + (lxw_row_t)rows - 1;
	range->first_col = (lxw_col_t)col;
	range->last_col = (lxw_col_t)(col + cols - 1);
	STAILQ_INSERT_TAIL(s->xlsx->merged_ranges, range, list_pointers);
	s->xlsx->merged_range_count++;
	s->cols = (lxw_col_t)MAX(s->cols, col + cols);
}

static void set_widths(const struct sp_worksheet *s)
{
	lxw_row_col_options folded = { .hidden = LXW_TRUE, .level = 1 }, unfolded = { .collapsed = LXW_TRUE }, plain = { 0 };
	bool before = false;
	for (guint c = 0; c < s->widths->len; c++) {
		guint16 width = g_array_index(s->widths, guint16, c);
		bool fold = width & FOLDED;
		lxw_row_col_options *how = fold ? &folded : before ? &unfolded : &plain;
		worksheet_set_column_opt(s->xlsx, (lxw_col_t)c, (lxw_col_t)c, MAX(width & ~FOLDED, NARROWEST), NULL, how);
		before = fold;
	}
	if (before)
		worksheet_set_column_opt(s->xlsx, (lxw_col_t)s->widths->len, (lxw_col_t)s->widths->len, LXW_DEF_COL_WIDTH, NULL,
					 &unfolded);
}

static void free_sheet(void *of)
{
	struct sp_worksheet *s = of;
	g_array_free(s->widths, TRUE);
	g_free(s->name);
	g_free(s);
}

/* --- the book --------------------------------------------------------------------------------------------------- */

static enum sp_status open_target(struct sp_workbook *b, const char *output)
{
	if (output && strcmp(output, "-") != 0) {
		b->file = sp_file_create(b->ctx, output);
		return b->file ? SP_OK : SP_FAIL;
	}
	b->spool = g_build_filename(g_get_tmp_dir(), "spunta-XXXXXX", NULL);
	int fd = sp_temporary_file(b->spool);
	if (fd >= 0) {
		close(fd);
		return SP_OK;
	}
	sp_report(b->ctx, SP_D_WRITE, "cannot make a temporary file in %s: %s", g_get_tmp_dir(), g_strerror(errno));
	g_clear_pointer(&b->spool, g_free);
	return SP_FAIL;
}

static void free_book(struct sp_workbook *b)
{
	g_ptr_array_free(b->sheets, TRUE);
	g_hash_table_destroy(b->numbers);
	g_free(b->spool);
	g_free(b);
}

struct sp_workbook *sp_workbook_open(struct sp_ctx *ctx, const char *output, enum sp_lang lang, bool safe_cells)
{
	struct sp_workbook *b = g_new0(struct sp_workbook, 1);
	*b = (struct sp_workbook){ .ctx = ctx, .lang = lang, .safe_cells = safe_cells };
	b->sheets = g_ptr_array_new_with_free_func(free_sheet);
	b->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (open_target(b, output) != SP_OK) {
		free_book(b);
		return NULL;
	}
	char *tmpdir = g_strdup(g_get_tmp_dir());
	lxw_workbook_options how = { .constant_memory = LXW_TRUE, .tmpdir = tmpdir, .use_zip64 = LXW_TRUE };
	b->book = workbook_new_opt(b->file ? sp_file_temporary(b->file) : b->spool, &how);
	g_free(tmpdir);
	make_formats(b);
	return b;
}

void sp_workbook_title(struct sp_workbook *b, const char *title)
{
	char *own = cell_text(b, title);
	lxw_doc_properties properties = { .title = own, .author = (char *)(uintptr_t) "spunta", .created = CREATED };
	workbook_set_properties(b->book, &properties);
	g_free(own);
}

static enum sp_status copy_spool(struct sp_workbook *b)
{
	struct sp_sink *sink = sp_sink_open(b->ctx, NULL);
	GBytes *bytes = sp_file_read(b->ctx, b->spool, G_MAXINT32);
	gsize n = 0;
	const char *data = bytes ? g_bytes_get_data(bytes, &n) : NULL;
	enum sp_status s = bytes ? sp_sink_put(sink, data, n) : SP_FAIL;
	if (bytes)
		g_bytes_unref(bytes);
	sp_sink_close(sink, true);
	return s;
}

static enum sp_status read_back(struct sp_workbook *b)
{
	struct sp_xlsx_sheet *put = g_new(struct sp_xlsx_sheet, MAX(b->sheets->len, 1));
	for (guint i = 0; i < b->sheets->len; i++) {
		const struct sp_worksheet *s = b->sheets->pdata[i];
		put[i] = (struct sp_xlsx_sheet){ s->name, s->filled, s->cells };
	}
	enum sp_status s = sp_xlsx_read_back(b->ctx, b->file ? sp_file_temporary(b->file) : b->spool, put, b->sheets->len);
	g_free(put);
	return s;
}

static enum sp_status finish(struct sp_workbook *b)
{
	for (guint i = 0; i < b->sheets->len; i++)
		set_widths(b->sheets->pdata[i]);
	errno = 0;
	sp_temporary_hold();
	lxw_error error = workbook_close(b->book);
	sp_temporary_release();
	if (error != LXW_NO_ERROR)
		return sp_report(b->ctx, SP_D_WRITE, "cannot write the workbook: %s%s%s", lxw_strerror(error),
				 errno ? ": " : "", errno ? g_strerror(errno) : "");
	if (read_back(b) != SP_OK)
		return SP_FAIL;
	if (b->replaced)
		sp_report(b->ctx, SP_D_SUSPECT,
			  "control characters in the document's texts are written as U+FFFD, a workbook has none");
	if (b->cut > 0)
		sp_report(b->ctx, SP_D_SUSPECT,
			  "%" G_GINT64_FORMAT " texts are longer than a cell can hold (%d characters) and are cut",
			  b->cut, TEXT_MOST);
	return SP_OK;
}

enum sp_status sp_workbook_close(struct sp_workbook *b, bool complete)
{
	enum sp_status s = SP_FAIL;
	if (complete)
		s = finish(b);
	else
		lxw_workbook_free(b->book);
	if (b->file && s == SP_OK)
		s = sp_file_commit(b->ctx, b->file);
	else
		sp_file_abandon(b->file);
	if (b->spool && s == SP_OK)
		s = copy_spool(b);
	if (b->spool) {
		unlink(b->spool);
		sp_temporary_keep(b->spool);
	}
	free_book(b);
	return s;
}
