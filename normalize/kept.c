/*
 * Tables that no rule of the profile knows are kept as they are: what each column is called, and row by row what the
 * cells hold, figures read. So everything printed in a table stands in a record, and checks on any table have their
 * figures with the words that belong to them.
 *
 * A table that goes on on the next pages is one record, which stays open until the text has left it behind.
 */
#include "base/amount.h"
#include "normalize/beside.h"
#include "normalize/cell.h"
#include "normalize/grid.h"
#include "normalize/heads.h"
#include "normalize/named.h"
#include "normalize/woven.h"

enum { MOST_TRIED = 200, MOST_ROWS = 4000, FORM_COLS = 3, FORM_SHARE = 3, LABEL_SHARE = 4 };

/* --- figures and labels -------------------------------------------------------------------------------------- */

/* Has decimals somewhere: "previsione di cassa 1.166.874,77 1.166.874,77". */
static bool holds_amount(const char *text)
{
	return sp_amount_cents_in(text) || sp_cell_is_amount(text);
}

static size_t figures_of(const struct sp_grid *g, size_t row, bool (*is)(const char *), size_t *filled)
{
	size_t n = 0;
	*filled = 0;
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		*filled += *text != '\0';
		n += is(text);
	}
	return n;
}

/* A year, a number with a zero in front, parts with points between ("01.02"): a name, where a whole column is such. */
static bool is_code(const char *text)
{
	size_t n = strlen(text), digits = strspn(text, "0123456789");
	if (digits == n)
		return (n == 4 && (g_str_has_prefix(text, "19") || g_str_has_prefix(text, "20"))) ||
		       (n > 1 && *text == '0');
	for (const char *p = text; digits > 0 && digits <= 2; digits = strspn(p, "0123456789")) {
		p += digits;
		if (!*p)
			return true;
		p += *p == '.';
	}
	return false;
}

/* Do its figures only name things? */
static bool is_named_by(const struct sp_grid *g, size_t col, size_t from)
{
	bool any = false;
	for (size_t row = from; row < g->rows; row++) {
		const char *text = sp_grid_text(g, row, col);
		if (sp_cell_is_figure(text) && !is_code(text))
			return false;
		any = any || is_code(text);
	}
	return any;
}

static bool is_label(struct sp_engine *e, const char *text)
{
	struct sp_label_hit hit;
	return *text && sp_labels_at(e->ctx, e->labels, text, strlen(text), 0, NULL, e->match, &hit) == SP_OK;
}

/* Rows of a sheet begin with a label that the profile knows; one such row in four makes a sheet. */
static bool is_sheet(struct sp_engine *e, const struct sp_grid *g)
{
	size_t labels = 0;
	for (size_t row = 0; row < g->rows; row++)
		for (size_t c = 0; c < g->cols; c++)
			if (is_label(e, sp_grid_text(g, row, c))) {
				labels++;
				break;
			}
	return labels * LABEL_SHARE >= g->rows && labels > (g->header_rows > 0);
}

/* The layout may have joined tables: one that a rule knows begins within. */
static bool holds_known_table(struct sp_engine *e, const struct sp_grid *g)
{
	size_t filled;
	for (size_t row = 1; row < g->rows && row < MOST_TRIED; row++)
		if (figures_of(g, row, sp_cell_is_figure, &filled) == 0 && filled > 2 && sp_engine_maps_row(e, g, row))
			return true;
	return false;
}

/*
 * Amounts say more than labels: forms by mission and title have rows that begin with words that label sheets of
 * objectives, too. A row that the layout could not part still shows its amounts.
 */
bool sp_engine_keeps(struct sp_engine *e, const struct sp_grid *g)
{
	if (g->cols < 2 || g->rows < 2 || (g->continues && (e->sheet || e->value.mark)))
		return g->continues && sp_heads_count(e->heads) == g->cols;
	size_t amounts = 0, holding = 0, cells = 0, filled;
	for (size_t row = 0; row < g->rows; row++) {
		holding += figures_of(g, row, holds_amount, &filled);
		amounts += figures_of(g, row, sp_cell_is_amount, &filled);
		cells += filled;
	}
	if (holds_known_table(e, g))
		return false;
	bool form = g->cols >= FORM_COLS && amounts * FORM_SHARE >= cells;
	return form || 2 * holding > cells || !is_sheet(e, g);
}

/* --- rows ---------------------------------------------------------------------------------------------------- */

struct row_label {
	GString *own, *under;
	size_t level; /* the first column with a text of its own */
};

/* --- the record ------------------------------------------------------------------------------------------------- */

static void add_column(struct sp_engine *e, struct sp_record *r, size_t col)
{
	const char *head = sp_heads_text(e->heads, col);
	int year = sp_heads_year(e->heads, col);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "header", head);
	const char *unit = sp_header_unit(head);
	sp_jw_str(&w, "unit", unit ? unit : sp_cell_unit(e->ctx, e->profile, head));
	if (year > 0)
		sp_jw_int(&w, "year", year);
	sp_jw_close(&w);
	sp_record_add(r, "columns", g_strdup(w.out->str));
	sp_jw_clear(&w);
}

/* Words as printed, with why a text with digits has no value. */
static char *words_json(const char *text, bool code)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "raw", text);
	const char *doubt = code ? NULL : sp_amount_doubt(text, strlen(text));
	if (doubt)
		sp_jw_str(&w, "note", doubt);
	sp_jw_close(&w);
	char *json = g_strdup(w.out->str);
	sp_jw_clear(&w);
	return json;
}

/* The first cell from `from` on that is such; the number of cells when none is. */
static size_t first_cell(const struct sp_grid *g, size_t row, size_t from, bool (*is)(const char *))
{
	while (from < g->cols && !is(sp_grid_text(g, row, from)))
		from++;
	return from;
}

static bool is_printed(const char *text)
{
	return *text != '\0';
}

/*
 * Where the row's words end: behind the last text before its first amount, so that codes in front of a name belong to
 * it and counts behind it do not. Without an amount before its first figure; without a figure behind its first text.
 */
static size_t label_end(const struct sp_grid *g, size_t row)
{
	size_t first = first_cell(g, row, 0, is_printed), stop = first_cell(g, row, 0, sp_cell_is_amount);
	if (stop == g->cols)
		stop = first_cell(g, row, first + 1, sp_cell_is_figure);
	if (stop >= g->cols)
		stop = first + 1;
	size_t end = MIN(first + 1, stop);
	for (size_t c = end; c < stop; c++)
		if (is_printed(sp_grid_text(g, row, c)) && !sp_cell_is_figure(sp_grid_text(g, row, c)))
			end = c + 1;
	return MIN(end, g->cols);
}

static void append_words(GString *out, const char *text)
{
	if (*text)
		g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", text);
}

/*
 * What the row says of its amounts; and what stands above its blank beginning: the item of which it is another measure,
 * the mission of which it is a programme. What a row prints ends what rows above it printed at its right.
 */
static void read_label(struct sp_engine *e, const struct sp_grid *g, size_t row, struct row_label *l)
{
	size_t end = label_end(g, row);
	l->own = g_string_new(NULL);
	l->under = g_string_new(NULL);
	l->level = end;
	g_ptr_array_set_size(e->above, (gint)g->cols);
	for (size_t c = 0; c < end; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (*text && l->level == end)
			l->level = c;
		append_words(l->own, text);
		if (l->level == end && e->above->pdata[c])
			append_words(l->under, e->above->pdata[c]);
	}
	for (size_t c = l->level; c < g->cols && l->level < end; c++) {
		g_free(e->above->pdata[c]);
		e->above->pdata[c] = c < end && *sp_grid_text(g, row, c) ? g_strdup(sp_grid_text(g, row, c)) : NULL;
	}
}

static void append_text(GString *json, const char *key, const GString *text)
{
	g_string_append_printf(json, "\"%s\":", key);
	sp_json_quote(json, text->str, text->len);
}

/*
 * The cells, null where nothing is printed. Words between amounts name the amount behind them: "RS 350,00 RR 120,00";
 * the name of the line says of all behind it what they measure.
 */
static enum sp_status append_cells(struct sp_engine *e, GString *json, const struct sp_grid *g, size_t row)
{
	const char *named = NULL, *line = NULL;
	g_string_append(json, "\"cells\":[");
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c), *measure = NULL;
		struct sp_place place = sp_grid_cell_place(g, row, c);
		bool figure = sp_cell_is_figure(text);
		char *cell = NULL;
		if (figure && !e->kept.codes[c]) {
			struct sp_figure_rule rule = { .unit = sp_header_unit(sp_heads_text(e->heads, c)),
						       .year = sp_heads_year(e->heads, c),
						       .measure = sp_heads_measure(e->heads, c, line),
						       .label = g->names ? g->names[c] : named };
			cell = sp_cell_figure(e->ctx, text, &rule, g->names ? &place : NULL);
		} else if (*text) {
			cell = words_json(text, e->kept.codes[c]);
		}
		g_string_append_printf(json, "%s%s", c > 0 ? "," : "", cell ? cell : "null");
		g_free(cell);
		named = *text ? (figure ? NULL : text) : named;
		if (*text && !figure && sp_heads_line(e->heads, text, &measure) != SP_OK)
			return SP_FAIL;
		line = measure ? measure : line;
	}
	g_string_append_c(json, ']');
	return SP_OK;
}

static enum sp_status add_row(struct sp_engine *e, struct sp_record *r, const struct sp_grid *g, size_t row, bool cut)
{
	struct row_label label;
	read_label(e, g, row, &label);
	struct sp_place place = sp_grid_row_place(g, row);
	char *source = sp_place_json(&place);
	GString *json = g_string_new("{");
	append_text(json, "label", label.own);
	if (label.under->len > 0) {
		g_string_append_c(json, ',');
		append_text(json, "under", label.under);
	}
	g_string_append_printf(json, ",\"level\":%zu,%s", label.level, cut ? "\"continues_row\":true," : "");
	enum sp_status s = append_cells(e, json, g, row);
	g_string_append_printf(json, ",\"source\":%s}", source);
	sp_record_add(r, "rows", g_string_free(json, FALSE));
	g_string_free(label.own, TRUE);
	g_string_free(label.under, TRUE);
	g_free(source);
	return s;
}

/* Says nothing new when nothing is printed in it. */
static bool is_empty(const struct sp_grid *g, size_t row)
{
	size_t first;
	return sp_grid_filled(g, row, &first) == 0;
}

void sp_engine_close_kept(struct sp_engine *e)
{
	if (e->kept.record)
		sp_queue_close(e->queue, e->kept.record);
	e->kept = (struct sp_kept){ 0 };
}

/* The record of a table's beginning, or of a part that cannot be put behind it. It stays open for the next page. */
static void begin(struct sp_engine *e, const struct sp_grid *g)
{
	sp_engine_close_kept(e);
	struct sp_record *r = sp_record_new(sp_record_type("table"));
	const char *continues = sp_json_str(sp_json_get(g->json, "continues"));
	char *before = continues ? g_strdup_printf("table:%s", continues) : NULL;
	sp_record_text(r, "continues", before, -1);
	if (e->caption && !g->continues)
		sp_record_text(r, "caption", e->caption, -1);
	for (size_t c = 0; c < sp_heads_count(e->heads); c++)
		add_column(e, r, c);
	sp_record_take(r, "source", sp_place_json(&g->place));
	char *number = g_strdup_printf("%u", g->number);
	sp_queue_add(e->queue, r, *g->place.table ? g->place.table : number);
	e->kept = (struct sp_kept){ .record = r, .cols = g->cols };
	g_free(number);
	g_free(before);
}

static enum sp_status keep(struct sp_engine *e, const struct sp_grid *g, size_t body, bool follows)
{
	if (sp_heads_read(e->heads, g, body, follows) != SP_OK)
		return SP_FAIL;
	if (!g->continues)
		g_ptr_array_set_size(e->above, 0);
	if (!g->continues || e->kept.cols != g->cols || e->kept.rows > MOST_ROWS)
		begin(e, g);
	e->kept.codes = g_new0(bool, g->cols);
	for (size_t c = 0; c < g->cols; c++)
		e->kept.codes[c] = is_named_by(g, c, body);
	enum sp_status s = SP_OK;
	for (size_t row = body; row < g->rows && s == SP_OK; row++)
		if (!is_empty(g, row))
			s = add_row(e, e->kept.record, g, row, row == body && g->continues_row);
	g_clear_pointer(&e->kept.codes, g_free);
	e->kept.rows += g->rows;
	e->kept.page = g->place.page;
	g_clear_pointer(&e->caption, g_free);
	sp_engine_say(e, "page %d: table %s: kept as it is", g->place.page, g->place.table);
	return s;
}

enum sp_status sp_engine_keep(struct sp_engine *e, const struct sp_grid *g, bool follows)
{
	sp_engine_finish_value(e);
	size_t body = sp_heads_rows(g);
	struct sp_grid whole = { 0 }, made = { 0 };
	enum sp_status s;
	g = sp_beside_part(e->beside, g, body, &whole) ? &whole : g;
	if (sp_named_read(e->named, g, body, &made))
		s = keep(e, &made, made.header_rows, follows);
	else
		s = keep(e, sp_woven_part(e->woven, g, body, &made) ? &made : g, body, follows);
	sp_grid_clear(&made);
	sp_grid_clear(&whole);
	return s;
}
