/*
 * Tables. The header picks the rule (header.c); each row is then a record, a total, a continuation of
 * the row above, a note, or unparsed. A row waits until the next one shows that it is complete: the
 * next page may go on with it. A table that no rule takes may be a sheet of labels and values.
 */
#include "normalize/grid.h"
#include "normalize/heads.h"
#include "normalize/named.h"

#include "base/amount.h"
#include "base/text.h"
#include "normalize/bounds.h"
#include "normalize/cell.h"
#include "normalize/code.h"

enum { LABEL_CHARS = 80, MOST_HEADERS = 256, UNIT_BYTES = 40 };

static bool has_alnum(const char *s)
{
	for (; *s; s = g_utf8_next_char(s))
		if (g_unichar_isalnum(g_utf8_get_char(s)))
			return true;
	return false;
}

static bool has_digit(const char *s)
{
	return strpbrk(s, "0123456789") != NULL;
}

/* --- header --------------------------------------------------------------------------------------------- */

/* One text over all columns: the title of the table, which says nothing of a column. */
static bool is_title(const struct sp_grid *g, size_t row)
{
	const struct sp_grid_cell *first = sp_grid_at(g, row, 0);
	return g->cols > 1 && first->json && first->json == sp_grid_at(g, row, g->cols - 1)->json;
}

/*
 * The header of each column over `rows` header rows: what stands above it, outer first, but for titles. Where the
 * layout lost a span, a blank outer cell above a filled one belongs to its left neighbour.
 */
static char **headers_of(const struct sp_grid *g, size_t first, size_t rows)
{
	char **headers = g_new0(char *, g->cols + 1);
	for (size_t c = 0; c < g->cols; c++) {
		GString *h = g_string_new(NULL);
		const struct sp_grid_cell *last = NULL;
		for (size_t r = first; r < first + rows; r++) {
			if (is_title(g, r) && r + 1 < first + rows)
				continue;
			const struct sp_grid_cell *cell = sp_grid_at(g, r, c);
			size_t left = c;
			while (r + 1 < first + rows && left > 0 && !*sp_grid_at(g, r, left)->text &&
			       *sp_grid_at(g, r + 1, left)->text)
				left--;
			if (left != c && *sp_grid_at(g, r + 1, left)->text)
				cell = sp_grid_at(g, r, left);
			bool repeated = last && last->json == cell->json;
			if (cell->text && *cell->text && !repeated)
				g_string_append_printf(h, "%s%s", h->len > 0 ? " " : "", cell->text);
			last = cell;
		}
		headers[c] = g_string_free(h, FALSE);
	}
	return headers;
}

/* A document repeats its headers: what a header means is found once. */
static struct sp_mapping *map_rows(struct sp_engine *e, const struct sp_grid *g, size_t first, size_t rows)
{
	if (first + rows > g->rows || rows == 0)
		return NULL;
	char **headers = headers_of(g, first, rows), **inner = headers_of(g, first + rows - 1, 1);
	char *whole_key = g_strjoinv("\x1f", headers), *inner_key = g_strjoinv("\x1f", inner);
	char *key = g_strconcat(whole_key, "\x1e", inner_key, NULL);
	struct sp_mapping *m = NULL;
	gpointer known;
	if (g_hash_table_lookup_extended(e->mappings, key, NULL, &known)) {
		m = known ? sp_mapping_copy(known) : NULL;
	} else {
		m = sp_header_map(e->profile, headers, inner, g->cols);
		if (g_hash_table_size(e->mappings) < MOST_HEADERS)
			g_hash_table_insert(e->mappings, g_strdup(key), m ? sp_mapping_copy(m) : NULL);
	}
	g_free(key);
	g_free(whole_key);
	g_free(inner_key);
	g_strfreev(headers);
	g_strfreev(inner);
	return m;
}

/* Do all cells of the first row, three at least, name columns of one rule? Then it is a header, whatever the layout
 * says. */
static bool starts_header(struct sp_engine *e, const struct sp_grid *g)
{
	struct sp_mapping *m = g->cols > 2 ? map_rows(e, g, 0, 1) : NULL;
	bool header = m != NULL;
	for (size_t c = 0; header && c < m->n; c++)
		header = m->columns[c].column && *m->columns[c].header;
	sp_mapping_free(m);
	return header;
}

/* A table without header whose first cell is a label is a sheet; its rows are no headers. */
static bool starts_sheet(struct sp_engine *e, const struct sp_grid *g)
{
	if (g->header_rows > 0 || g->rows == 0 || g->cols == 0 || starts_header(e, g))
		return false;
	const char *text = sp_grid_text(g, 0, 0);
	struct sp_label_hit hit;
	size_t n = strlen(text);
	return sp_labels_at(e->ctx, e->labels, text, n, 0, NULL, e->match, &hit) == SP_OK && hit.value >= n;
}

static bool is_figure(const struct sp_mapped *c)
{
	return c->column && (c->column->field->form == SP_FORM_FIGURE || c->column->field->form == SP_FORM_FIGURES);
}

/* Is most of what the column prints from that row on such? Not where nothing is printed. */
static bool mostly(const struct sp_grid *g, size_t col, size_t from, bool (*is)(const char *))
{
	size_t such = 0, printed = 0;
	for (size_t row = from; row < g->rows; row++) {
		const char *text = sp_grid_text(g, row, col);
		printed += *text != '\0';
		such += *text && is(text);
	}
	return 2 * such > printed;
}

/* Words under the heads of figures, and amounts elsewhere: the words above were a row like others. */
static bool is_refuted(const struct sp_grid *g, const struct sp_mapping *m, size_t body)
{
	size_t amounts = 0, words = 0;
	for (size_t c = 0; c < m->n && c < g->cols; c++) {
		if (is_figure(&m->columns[c]) && mostly(g, c, body, has_digit))
			return false;
		words += is_figure(&m->columns[c]) && mostly(g, c, body, sp_cell_has_letters);
		amounts += !is_figure(&m->columns[c]) && mostly(g, c, body, sp_cell_is_amount);
	}
	return words > 0 && amounts > 0;
}

/* The layout may miss a header row or take one too many: what it says is tried first. */
static struct sp_mapping *find_mapping(struct sp_engine *e, const struct sp_grid *g, size_t *body)
{
	*body = g->header_rows;
	if (starts_sheet(e, g))
		return NULL;
	const size_t tries[][2] = {
		{ 0, g->header_rows }, { g->header_rows > 0 ? g->header_rows - 1 : 0, 1 }, { 0, 1 }, { 0, 2 }, { 1, 1 }
	};
	for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
		struct sp_mapping *m = map_rows(e, g, tries[i][0], tries[i][1]);
		*body = tries[i][0] + tries[i][1];
		if (m && !is_refuted(g, m, *body))
			return m;
		sp_mapping_free(m);
	}
	*body = g->header_rows;
	return NULL;
}

/* The header printed once more among the rows. */
static bool is_header_again(const struct sp_grid *g, const struct sp_mapping *m, size_t row)
{
	size_t same = 0;
	for (size_t c = 0; c < g->cols && c < m->n; c++) {
		if (!*sp_grid_text(g, row, c))
			continue;
		if (!sp_text_same(sp_grid_text(g, row, c), m->columns[c].header))
			return false;
		same++;
	}
	return same > 1;
}

/* --- rows ------------------------------------------------------------------------------------------------------ */

static void row_clear(struct sp_open_row *r)
{
	for (size_t c = 0; c < r->n; c++) {
		g_string_free(r->text[c], TRUE);
		if (r->items[c])
			g_ptr_array_unref(r->items[c]);
	}
	g_free(r->text);
	g_free(r->places);
	g_free(r->items);
	sp_mapping_free(r->mapping);
	*r = (struct sp_open_row){ 0 };
}

static bool lists_items(const struct sp_mapped *c)
{
	return c->column && c->column->parse == SP_PARSE_ITEMS;
}

static const struct sp_makes *makes_at(const struct sp_table_rule *rule, guint i)
{
	return rule->makes->pdata[i];
}

static bool is_key(const struct sp_table_rule *rule, const struct sp_column *c)
{
	const struct sp_makes *m = makes_at(rule, c->makes);
	for (guint i = 0; i < m->key->len; i++)
		if (strcmp(m->key->pdata[i], c->field->name) == 0)
			return true;
	return false;
}

static void row_begin(struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t row)
{
	struct sp_open_row *r = &e->row;
	*r = (struct sp_open_row){ .open = true, .n = m->n, .table = g->number };
	r->text = g_new0(GString *, m->n + 1);
	r->places = g_new0(struct sp_place, m->n + 1);
	r->items = g_new0(GPtrArray *, m->n + 1);
	r->mapping = sp_mapping_copy(m);
	r->place = sp_grid_row_place(g, row);
	bool fresh = false; /* what is merged further right ends where a new cell begins at its left */
	for (size_t c = 0; c < m->n; c++) {
		bool here = c < g->cols;
		const char *text = here ? sp_grid_text(g, row, c) : "", *printed = text;
		bool fill = m->columns[c].column && m->columns[c].column->fill;
		if (fill && !*text && here && sp_grid_at(g, row, c)->json)
			text = sp_grid_at(g, row, c)->text;
		if (fill && !*text && !fresh && c < e->above->len && e->above->pdata[c])
			text = e->above->pdata[c];
		fresh = fresh || (fill && *printed);
		r->text[c] = g_string_new(text);
		r->places[c] = here ? sp_grid_cell_place(g, row, c) : r->place;
		if (here && lists_items(&m->columns[c]))
			r->items[c] = sp_cell_items(sp_grid_at(g, row, c)->json, text);
	}
	g_ptr_array_set_size(e->above, 0);
	for (size_t c = 0; c < m->n; c++)
		g_ptr_array_add(e->above, g_strdup(r->text[c]->str));
}

/* An item that the page cut: it does not end like one, and the next begins in small letters. */
static bool item_goes_on(const char *item, const char *next)
{
	size_t n = strlen(item);
	return n > 0 && !strchr(".;:!?)", item[n - 1]) && g_unichar_islower(g_utf8_get_char(next));
}

static void join_items(GPtrArray *to, GPtrArray *more, enum sp_cell_start start)
{
	guint from = 0;
	bool open = start != SP_CELL_ITEM && to->len > 0 && more->len > 0;
	if (open && (start == SP_CELL_GOES_ON || item_goes_on(to->pdata[to->len - 1], more->pdata[0]))) {
		char *joined = g_strdup_printf("%s %s", (char *)to->pdata[to->len - 1], (char *)more->pdata[0]);
		g_free(to->pdata[to->len - 1]);
		to->pdata[to->len - 1] = joined;
		from = 1;
	}
	for (guint i = from; i < more->len; i++)
		g_ptr_array_add(to, g_strdup(more->pdata[i]));
}

static void row_continue(struct sp_engine *e, const struct sp_grid *g, size_t row)
{
	struct sp_open_row *r = &e->row;
	for (size_t c = 0; c < r->n && c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (!*text)
			continue;
		sp_text_join(r->text[c], text, false);
		if (r->items[c]) {
			GPtrArray *more = sp_cell_items(sp_grid_at(g, row, c)->json, text);
			join_items(r->items[c], more, sp_cell_start(sp_grid_at(g, row, c)->json, text));
			g_ptr_array_unref(more);
		}
	}
	struct sp_place place = sp_grid_row_place(g, row);
	sp_place_join(&r->place, &place);
}

/* No key filled: it goes on with the row above. A merged cell that still reaches down is no new key. */
static bool no_key(const struct sp_grid *g, const struct sp_mapping *m, size_t row)
{
	for (size_t c = 0; c < m->n && c < g->cols; c++)
		if (m->columns[c].column && is_key(m->rule, m->columns[c].column) && *sp_grid_text(g, row, c))
			return false;
	return true;
}

/* The first row of a page that holds the rest of a cut name: small letters, and no figure of its own. */
static bool rest_of_name(const struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t row)
{
	if (!e->row.open || e->row.mapping->rule != m->rule)
		return false;
	bool small = false;
	for (size_t c = 0; c < m->n && c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (is_figure(&m->columns[c]) && *text)
			return false;
		if (m->columns[c].column && is_key(m->rule, m->columns[c].column) && *text && !small)
			small = g_unichar_islower(g_utf8_get_char(text));
	}
	return small;
}

/* --- from a row to records ---------------------------------------------------------------------------------- */

/* Marks at the end of a text go; their notes' texts are added to `notes`. */
static void take_marks(struct sp_engine *e, GString *text, unsigned table, GPtrArray *notes)
{
	while (e->facts->note_mark && text->len > 0) {
		struct sp_str end = sp_bound_end((struct sp_str){ text->str, text->len }, SP_BOUND_MARK);
		if (sp_pattern_search(e->ctx, e->facts->note_mark, end.s, end.n, 0, e->match) != SP_OK)
			return;
		struct sp_str whole_mark = sp_match_whole(e->match);
		char *mark = sp_str_dup(sp_match_group(e->match, "mark"));
		const char *note = sp_classifier_note(e->classifier, mark, table);
		/* "(2)" that no note explains is part of the text */
		bool sign = strpbrk(mark, "*#") != NULL;
		if (note)
			g_ptr_array_insert(notes, 0, g_strdup(note));
		g_free(mark);
		if (!note && !sign)
			return;
		g_string_truncate(text, (gsize)(whole_mark.s - text->str));
	}
}

static void set_pattern(struct sp_engine *e, struct sp_record *r, const struct sp_column *c, const char *text,
			const struct sp_place *place)
{
	GPtrArray *given = g_ptr_array_new_with_free_func(sp_given_free);
	size_t n = strlen(text);
	if (n <= SP_BOUND_CELL && sp_pattern_search(e->ctx, c->pattern, text, n, 0, e->match) == SP_OK)
		sp_engine_groups(e, sp_record_type_of(r), e->match, given, place);
	else
		g_ptr_array_add(given, sp_given_new(NULL, c->field->name, NULL, sp_str(text), place));
	for (guint i = 0; i < given->len; i++) {
		struct sp_given *g = given->pdata[i];
		for (guint k = 0; k < c->lower->len; k++)
			if (strcmp(c->lower->pdata[k], g->field) == 0) {
				char *low = g_utf8_strdown(g->text, -1);
				g_free(g->text);
				g->text = low;
			}
		sp_engine_set(e, r, g->field, NULL, g->text, place);
	}
	g_ptr_array_unref(given);
}

static void set_codes(struct sp_engine *e, struct sp_record *r, const struct sp_column *c, const char *text)
{
	GPtrArray *codes = g_ptr_array_new_with_free_func(g_free);
	/* a column of codes is context enough */
	bool column = strcmp(c->codes, c->field->name) == 0;
	if (sp_codes_find(e->ctx, e->profile, text, strlen(text), column, codes) == SP_OK)
		for (guint i = 0; i < codes->len; i++)
			sp_record_add_text(r, c->codes, codes->pdata[i], -1);
	g_ptr_array_unref(codes);
}

static void set_list(struct sp_engine *e, struct sp_record *r, const struct sp_column *c, const char *text)
{
	size_t n = strlen(text), from = 0, done = 0;
	while (c->split && from < n && n <= SP_BOUND_CELL &&
	       sp_pattern_search(e->ctx, c->split, text, n, from, e->match) == SP_OK) {
		struct sp_str cut = sp_match_whole(e->match);
		size_t where = (size_t)(cut.s - text);
		sp_record_add_text(r, c->field->name, text + done, (gssize)(where - done));
		done = where + cut.n;
		from = MAX(done, where + 1);
	}
	sp_record_add_text(r, c->field->name, text + done, -1);
}

static size_t columns_of(const struct sp_open_row *row, const struct sp_column *c)
{
	size_t n = 0;
	for (size_t i = 0; i < row->n; i++)
		n += row->mapping->columns[i].column == c;
	return n;
}

static void set_figure(struct sp_engine *e, struct sp_record *r, const struct sp_mapped *m, const char *text,
		       const char *unit, const struct sp_place *place)
{
	/* the unit of what is measured is not that of its weight, nor of how far it was reached */
	static const char *const shares[] = { "weight", "weighted", "achievement", NULL };
	const struct sp_column *c = m->column;
	const char *measured = g_strv_contains(shares, c->field->name) ? NULL : unit;
	struct sp_figure_rule rule = { .unit = c->unit   ? c->unit
					       : m->unit ? m->unit
							 : measured,
				       .gross = c->gross,
				       .year = m->year };
	char *json = sp_cell_figure(e->ctx, text, &rule, place);
	if (!json)
		return;
	if (c->field->form == SP_FORM_FIGURES) {
		sp_record_add(r, c->field->name, json);
		return;
	}
	/* of several years the first is the figure; all of them are listed, or else the rest is kept under its header
	 */
	bool listed = c->field->years && columns_of(&e->row, c) > 1;
	if (listed)
		sp_record_add(r, c->field->years, g_strdup(json));
	if (!sp_record_has(r, c->field->name)) {
		sp_record_take(r, c->field->name, json);
		return;
	}
	if (!listed)
		sp_record_section(r, "other", m->header, text);
	g_free(json);
}

static void set_ordinal(struct sp_record *r, const char *field, const char *text)
{
	GPtrArray *numbers = sp_cell_numbers(text);
	sp_record_text(r, field, numbers->len == 1 ? numbers->pdata[0] : text, -1);
	g_ptr_array_unref(numbers);
}

static void set_cell(struct sp_engine *e, struct sp_record *r, size_t at_column, const char *text, const char *unit)
{
	const struct sp_open_row *row = &e->row;
	const struct sp_mapped *m = &row->mapping->columns[at_column];
	const struct sp_column *c = m->column;
	const struct sp_place *place = &row->places[at_column];
	GPtrArray *list = row->items[at_column];
	if (c->codes)
		set_codes(e, r, c, text);
	if (c->codes && strcmp(c->codes, c->field->name) == 0)
		return;
	if (c->pattern)
		set_pattern(e, r, c, text, place);
	else if (is_figure(m))
		set_figure(e, r, m, text, unit, place);
	else if (c->parse == SP_PARSE_ORDINAL)
		set_ordinal(r, c->field->name, text);
	else if (c->parse == SP_PARSE_NUMBERS || c->parse == SP_PARSE_ITEMS) {
		GPtrArray *numbers = c->parse == SP_PARSE_NUMBERS ? sp_cell_numbers(text) : NULL;
		GPtrArray *items = numbers ? numbers : list;
		for (guint i = 0; items && i < items->len; i++)
			sp_record_add_text(r, c->field->name, items->pdata[i], -1);
		if (numbers)
			g_ptr_array_unref(numbers);
	} else if (c->field->form == SP_FORM_LIST)
		set_list(e, r, c, text);
	else if (c->field->form == SP_FORM_SECTIONS)
		sp_engine_set(e, r, c->field->name, m->header, text, place);
	else if (!sp_record_has(r, c->field->name))
		sp_engine_set(e, r, c->field->name, NULL, text, place);
}

/* A figure's unit by the row's unit column, which may be any word, or by the words of its name. */
static const char *unit_of_row(struct sp_engine *e, guint made)
{
	static const char *const telling[] = { "unit", "name" };
	for (size_t t = 0; t < G_N_ELEMENTS(telling); t++)
		for (size_t c = 0; c < e->row.n; c++) {
			const struct sp_column *column = e->row.mapping->columns[c].column;
			if (!column || column->makes != made || strcmp(column->field->name, telling[t]) != 0)
				continue;
			const char *text = e->row.text[c]->str;
			const char *unit = sp_cell_unit(e->ctx, e->profile, text);
			if (unit)
				return unit;
			if (t == 0 && has_alnum(text) && strlen(text) <= UNIT_BYTES)
				return text;
		}
	return NULL;
}

/* Columns that no field takes, with the innermost record of the row. */
static void set_others(struct sp_engine *e, struct sp_record *r)
{
	for (size_t c = 0; c < e->row.n; c++) {
		const struct sp_mapped *m = &e->row.mapping->columns[c];
		bool unmade = m->column && e->row.unmade & (1U << m->column->makes);
		if ((m->column && !unmade) || e->row.text[c]->len == 0)
			continue;
		char *numbered = g_strdup_printf("column %zu", c + 1);
		sp_record_section(r, "other", *m->header ? m->header : numbered, e->row.text[c]->str);
		g_free(numbered);
	}
}

static bool row_fills_key(const struct sp_open_row *row, guint made)
{
	for (size_t c = 0; c < row->n; c++) {
		const struct sp_column *column = row->mapping->columns[c].column;
		if (column && column->makes == made && is_key(row->mapping->rule, column) && row->text[c]->len > 0)
			return true;
	}
	return false;
}

static void add_to_sums(struct sp_engine *e)
{
	for (guint i = 0; i < e->below->len; i++) {
		struct sp_below *b = &g_array_index(e->below, struct sp_below, i);
		for (size_t c = 0; c < e->row.n; c++) {
			const struct sp_column *column = e->row.mapping->columns[c].column;
			if (!column || !sp_column_feeds(e->row.mapping->rule, column, b->field))
				continue;
			struct sp_amount a;
			struct sp_str where;
			sp_amount_init(&a);
			mpq_t q;
			mpq_init(q);
			const GString *text = e->row.text[c];
			if (sp_amount_parse(&a, text->str, text->len) == SP_OK ||
			    sp_amount_find(&a, text->str, text->len, 0, &where) == SP_OK) {
				sp_dec_to_rat(q, &a.value);
				mpq_add(b->sum, b->sum, q);
			}
			mpq_clear(q);
			sp_amount_clear(&a);
			if (e->row.places[c].boxed) {
				b->x0 = b->boxed ? MIN(b->x0, e->row.places[c].box[0]) : e->row.places[c].box[0];
				b->x1 = b->boxed ? MAX(b->x1, e->row.places[c].box[2]) : e->row.places[c].box[2];
				b->boxed = true;
			}
		}
	}
}

static void make_record(struct sp_engine *e, guint made, bool last)
{
	const struct sp_open_row *row = &e->row;
	const struct sp_makes *makes = makes_at(row->mapping->rule, made);
	struct sp_record *r = sp_record_new(makes->type);
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
	const char *unit = unit_of_row(e, made);
	for (size_t c = 0; c < row->n; c++) {
		const struct sp_column *column = row->mapping->columns[c].column;
		if (!column || column->makes != made)
			continue;
		GString *text = g_string_new(row->text[c]->str);
		if (column->marks)
			take_marks(e, text, row->table, notes);
		if (text->len > 0)
			set_cell(e, r, c, text->str, unit);
		g_string_free(text, TRUE);
	}
	for (guint i = 0; i < notes->len; i++)
		if (sp_record_field(makes->type, "footnotes"))
			sp_record_add_text(r, "footnotes", notes->pdata[i], -1);
	g_ptr_array_unref(notes);
	/* missions and programmes are known by their code; without one their texts stay with the row's last record */
	if (!last && sp_record_field(makes->type, "official_title") && !sp_record_has(r, "code")) {
		e->row.unmade |= 1U << made;
		if (sp_record_has(r, "title"))
			sp_engine_end_level(e, makes->type);
		sp_record_free(r);
		return;
	}
	/* an objective is printed again beside each of its indicators */
	const struct sp_record *open = sp_engine_force(e, makes->type)->open;
	if (!last && open && sp_record_repeats(r, open)) {
		sp_record_free(r);
		return;
	}
	if (last) {
		sp_engine_apply_held(e, r, makes->type);
		set_others(e, r);
	}
	sp_engine_add_record(e, r, makes->copies, &row->place);
}

void sp_engine_finish_row(struct sp_engine *e)
{
	if (!e->row.open)
		return;
	e->row.open = false;
	guint n = e->row.mapping->rule->makes->len;
	for (guint i = 0; i < n; i++)
		if (i + 1 == n || row_fills_key(&e->row, i))
			make_record(e, i, i + 1 == n);
	add_to_sums(e);
	row_clear(&e->row);
}

static void leave_row(struct sp_engine *e, const struct sp_grid *g, size_t row, const char *reason)
{
	char *text = sp_grid_row_text(g, row);
	if (has_digit(text)) {
		struct sp_place place = sp_grid_row_place(g, row);
		sp_engine_unparsed(e, text, reason, &place);
	}
	g_free(text);
}

/* --- totals ---------------------------------------------------------------------------------------------------- */

static void add_total(struct sp_engine *e, const struct sp_table_rule *rule, const struct sp_column *c,
		      const struct sp_record_type *scope, const char *text, const char *unit, int year,
		      const struct sp_place *place)
{
	const char *field = c->field->name;
	struct sp_record *r = sp_record_new(sp_record_type("total"));
	char *name = g_strdup_printf("%s.%s", makes_at(rule, c->makes)->type->name, field);
	sp_record_text(r, "of", name, -1);
	const char *id = scope ? sp_engine_force(e, scope)->id : NULL;
	sp_record_text(r, "scope", id, -1);
	struct sp_figure_rule how = { .unit = unit, .year = year };
	char *json = sp_cell_figure(e->ctx, text, &how, NULL);
	if (json)
		sp_record_take(r, "figure", json);
	char *tail = id ? g_strdup_printf("%s:%s", field, strchr(id, ':') + 1) : g_strdup(field);
	sp_engine_add(e, r, NULL, tail, place);
	g_free(tail);
	g_free(name);
}

static const struct sp_column *column_of(const struct sp_table_rule *rule, const char *field)
{
	for (guint i = 0; i < rule->columns->len; i++)
		if (sp_column_feeds(rule, rule->columns->pdata[i], field))
			return rule->columns->pdata[i];
	return NULL;
}

static bool is_total(struct sp_engine *e, const char *text)
{
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	for (guint i = 0; i < e->facts->totals->len; i++)
		if (sp_pattern_search(e->ctx, e->facts->totals->pdata[i], head.s, head.n, 0, NULL) == SP_OK)
			return true;
	return false;
}

/*
 * The totals of one field: the sum of its column. Where columns of several years feed a list of figures each has its
 * own; where they feed one figure, that is the first column's, and so is the total.
 */
static void add_totals_of(struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t row,
			  const struct sp_total_rule *t, const char *field)
{
	bool first = true;
	for (size_t col = 0; col < m->n && col < g->cols; col++) {
		const struct sp_column *c = m->columns[col].column;
		const char *text = sp_grid_text(g, row, col);
		if (!c || !sp_column_feeds(m->rule, c, field))
			continue;
		struct sp_place place = sp_grid_cell_place(g, row, col);
		bool listed = c->field->form == SP_FORM_FIGURES;
		/* an empty total is published as empty only where the row announces nothing else */
		if ((first || listed) && (*text || t->of->len == 1))
			add_total(e, m->rule, c, t->scope, text, c->unit ? c->unit : m->columns[col].unit,
				  listed ? m->columns[col].year : 0, &place);
		else if (!first && *text)
			sp_engine_unparsed(e, text, "the total of a further column of one figure", &place);
		first = false;
	}
}

static const struct sp_total_rule *total_named(struct sp_engine *e, const struct sp_mapping *m, const char *text)
{
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	for (guint i = 0; i < m->rule->totals->len; i++) {
		const struct sp_total_rule *t = m->rule->totals->pdata[i];
		if (sp_pattern_search(e->ctx, t->when, head.s, head.n, 0, NULL) == SP_OK)
			return t;
	}
	return NULL;
}

/* Its name may have been parted: "Contributo" | "della performance al valore pubblico". (transfer full) */
static char *words_of(const struct sp_grid *g, size_t row)
{
	GString *out = g_string_new(NULL);
	for (size_t c = 0; c < g->cols; c++)
		if (*sp_grid_text(g, row, c) && !has_digit(sp_grid_text(g, row, c)))
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", sp_grid_text(g, row, c));
	return g_string_free(out, FALSE);
}

static bool try_total(struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t row)
{
	size_t first = 0;
	if (sp_grid_filled(g, row, &first) == 0)
		return false;
	const char *text = sp_grid_text(g, row, first);
	char *words = words_of(g, row);
	const struct sp_total_rule *t = total_named(e, m, text);
	t = t || has_digit(text) ? t : total_named(e, m, words);
	g_free(words);
	if (!t && !is_total(e, text))
		return false;
	sp_engine_finish_row(e);
	for (guint k = 0; t && k < t->of->len; k++)
		add_totals_of(e, g, m, row, t, t->of->pdata[k]);
	if (!t)
		leave_row(e, g, row, "a row of totals");
	return true;
}

/* A row of nothing but figures in columns that have totals, without a label. */
static bool try_bare_total(struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t row)
{
	if (m->rule->below->len == 0 || !no_key(g, m, row))
		return false;
	size_t figures = 0;
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (!*text)
			continue;
		bool summed = false;
		for (guint i = 0; c < m->n && m->columns[c].column && i < m->rule->below->len; i++)
			summed = summed || sp_column_feeds(m->rule, m->columns[c].column, m->rule->below->pdata[i]);
		struct sp_amount a;
		sp_amount_init(&a);
		bool amount = summed && sp_amount_parse(&a, text, strlen(text)) == SP_OK;
		sp_amount_clear(&a);
		if (!amount)
			return false;
		figures++;
	}
	if (figures == 0)
		return false;
	sp_engine_finish_row(e);
	for (size_t c = 0; c < g->cols; c++)
		if (*sp_grid_text(g, row, c)) {
			struct sp_place place = sp_grid_cell_place(g, row, c);
			const struct sp_column *column = m->columns[c].column;
			add_total(e, m->rule, column, NULL, sp_grid_text(g, row, c), column->unit, 0, &place);
			for (guint i = 0; i < e->below->len; i++) {
				struct sp_below *b = &g_array_index(e->below, struct sp_below, i);
				b->done = b->done || sp_column_feeds(m->rule, column, b->field);
			}
		}
	return true;
}

static void below_clear(struct sp_engine *e)
{
	for (guint i = 0; i < e->below->len; i++)
		mpq_clear(g_array_index(e->below, struct sp_below, i).sum);
	g_array_set_size(e->below, 0);
}

static void below_begin(struct sp_engine *e, const struct sp_mapping *m)
{
	below_clear(e);
	for (guint i = 0; i < m->rule->below->len; i++) {
		struct sp_below b = { .field = m->rule->below->pdata[i] };
		mpq_init(b.sum);
		g_array_append_val(e->below, b);
	}
}

static bool under(const struct sp_below *b, const struct sp_place *p)
{
	double middle = (p->box[0] + p->box[2]) / 2;
	return b->boxed && p->boxed && b->x0 - 2 <= middle && middle <= b->x1 + 2;
}

static bool equals_sum(const struct sp_below *b, const char *text)
{
	struct sp_amount a;
	sp_amount_init(&a);
	mpq_t q;
	mpq_init(q);
	bool same = sp_amount_parse(&a, text, strlen(text)) == SP_OK;
	if (same) {
		sp_dec_to_rat(q, &a.value);
		same = mpq_equal(q, b->sum) != 0;
	}
	mpq_clear(q);
	sp_amount_clear(&a);
	return same;
}

/* The column of a figure: the one it stands under, else the one whose sum it is, else the next free one. */
static struct sp_below *column_for(struct sp_engine *e, const struct sp_lone *l)
{
	struct sp_below *by_place = NULL, *by_sum = NULL, *next = NULL;
	for (guint i = e->below->len; i-- > 0;) {
		struct sp_below *b = &g_array_index(e->below, struct sp_below, i);
		if (b->done)
			continue;
		next = b;
		if (under(b, &l->place))
			by_place = b;
		if (equals_sum(b, l->text))
			by_sum = b;
	}
	return by_place ? by_place : by_sum ? by_sum : next;
}

/* What a total of this field is about; NULL: the whole. */
static const struct sp_record_type *scope_of(const struct sp_table_rule *rule, const char *field)
{
	for (guint i = 0; i < rule->totals->len; i++) {
		const struct sp_total_rule *t = rule->totals->pdata[i];
		for (guint k = 0; k < t->of->len; k++)
			if (strcmp(t->of->pdata[k], field) == 0)
				return t->scope;
	}
	return NULL;
}

void sp_engine_finish_lone(struct sp_engine *e)
{
	if (e->lone->len > 0) {
		sp_engine_finish_row(e);
		const struct sp_table_rule *rule = e->mapping->rule;
		for (guint i = 0; i < e->lone->len; i++) {
			struct sp_lone *l = e->lone->pdata[i];
			struct sp_below *b = column_for(e, l);
			if (b) {
				b->done = true;
				const struct sp_column *c = column_of(rule, b->field);
				add_total(e, rule, c, scope_of(rule, b->field), l->text, c->unit, 0, &l->place);
			} else {
				sp_engine_unparsed(e, l->text, "a figure under a table that has its totals", &l->place);
			}
			g_free(l->text);
			g_free(l);
		}
		g_ptr_array_set_size(e->lone, 0);
		below_clear(e);
	}
}

/* --- sheets of labels and values ---------------------------------------------------------------------------------- */

/* The open record that keeps texts under labels of their own. */
static struct sp_record *with_sections(struct sp_engine *e)
{
	for (guint i = e->force->len; i-- > 0;) {
		struct sp_force *f = &g_array_index(e->force, struct sp_force, i);
		if (f->open && sp_record_field(f->type, "sections"))
			return f->open;
	}
	return NULL;
}

/* A label that the profile does not know, beside a value, in a sheet where others are known. */
static bool unknown_label(struct sp_engine *e, const struct sp_grid *g, size_t row, size_t first, size_t count)
{
	if (!e->sheet || count != 2 || first + 1 >= g->cols || strlen(sp_grid_text(g, row, first)) > LABEL_CHARS)
		return false;
	sp_engine_finish_value(e);
	struct sp_record *r = with_sections(e);
	size_t value = first + 1;
	while (value < g->cols && !*sp_grid_text(g, row, value))
		value++;
	if (r)
		sp_record_section(r, "sections", sp_grid_text(g, row, first),
				  value < g->cols ? sp_grid_text(g, row, value) : "");
	return r != NULL;
}

/* The rest of a row that the page cut: of the label in its first column, of the value in the others. */
static void append_row(struct sp_engine *e, const struct sp_grid *g, size_t row)
{
	bool first = true;
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (!*text)
			continue;
		struct sp_place place = sp_grid_cell_place(g, row, c);
		if (c == 0 && g->cols > 1) {
			char *longer = g_strdup_printf("%s %s", e->value.label, text);
			g_free(e->value.label);
			e->value.label = longer;
			continue;
		}
		sp_engine_append_value(e, sp_str(text), &place, first && e->value.text->len > 0);
		first = false;
	}
}

static bool is_bare_label(struct sp_engine *e, const char *text)
{
	struct sp_label_hit hit;
	size_t n = strlen(text);
	return sp_labels_at(e->ctx, e->labels, text, n, 0, NULL, e->match, &hit) == SP_OK && hit.value >= n &&
	       !hit.colon;
}

/* Does this column hold labels in other rows of the sheet? Then a cell that is none known is one as well. */
static bool label_column(struct sp_engine *e, const struct sp_grid *g, size_t row, size_t col)
{
	for (size_t r = 0; r < g->rows; r++)
		if (r != row && sp_grid_own(g, r, col) && *sp_grid_text(g, r, col) &&
		    is_bare_label(e, sp_grid_text(g, r, col)))
			return true;
	return false;
}

/* A header of three columns and more is no label with its value. */
static bool is_header_row(const struct sp_grid *g, size_t row)
{
	size_t first;
	return row + 1 == g->header_rows && g->header_rows < g->rows && sp_grid_filled(g, row, &first) > 2;
}

static bool sheet_row(struct sp_engine *e, const struct sp_grid *g, size_t row)
{
	bool any = false;
	if (is_header_row(g, row))
		return false;
	for (size_t c = 0; c < g->cols; c++) {
		const char *text = sp_grid_text(g, row, c);
		if (!*text)
			continue;
		struct sp_place place = sp_grid_cell_place(g, row, c);
		size_t next = c + 1;
		while (next < g->cols && !sp_grid_own(g, row, next))
			next++;
		const char *value = next < g->cols ? sp_grid_text(g, row, next) : NULL;
		/* labels side by side are a header */
		if (value && is_bare_label(e, text) && is_bare_label(e, value))
			continue;
		if (value && sp_engine_label_cell(e, text, value, &place)) {
			any = true;
			c = next;
		} else if (sp_engine_label_cell(e, text, NULL, &place)) {
			any = true;
		} else if (any && value && *value && c > 1 && label_column(e, g, row, c)) {
			sp_engine_finish_value(e);
			struct sp_record *r = with_sections(e);
			if (r)
				sp_record_section(r, "sections", text, value);
			else
				sp_engine_unparsed(e, value, "a label that is not known", &place);
			c = next;
		} else if (any && e->value.mark) {
			sp_engine_append_value(e, sp_str(text), &place, false);
		}
	}
	return any;
}

static bool try_note_row(struct sp_engine *e, const struct sp_grid *g, size_t row, int64_t line)
{
	size_t first = 0;
	if (sp_grid_filled(g, row, &first) != 1 || !e->facts->note_line)
		return false;
	const char *text = sp_grid_text(g, row, first);
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	if (sp_pattern_search(e->ctx, e->facts->note_line, head.s, head.n, 0, e->match) != SP_OK)
		return false;
	char *mark = sp_str_dup(sp_match_group(e->match, "mark"));
	bool used = sp_classifier_note_used(e->classifier, line, mark);
	g_free(mark);
	return used;
}

/* A pair of a sheet that opens a record. */
struct opener {
	size_t row, col, value;
	guint level;
};

/* The pairs that open records, as printed; false when one kind comes twice: then their order counts. */
static bool find_openers(struct sp_engine *e, const struct sp_grid *g, GArray *out)
{
	for (size_t row = 0; row < g->rows; row++)
		for (size_t col = 0; col + 1 < g->cols && !is_header_row(g, row); col++) {
			const char *text = sp_grid_text(g, row, col);
			struct sp_label_hit hit;
			size_t n = strlen(text);
			if (!*text || sp_labels_at(e->ctx, e->labels, text, n, 0, NULL, e->match, &hit) != SP_OK ||
			    hit.value < n || hit.mark->act != SP_ACT_OPENS)
				continue;
			struct opener o = { row, col, col + 1, sp_engine_level(e, hit.mark->type) };
			while (o.value < g->cols && !sp_grid_own(g, row, o.value))
				o.value++;
			for (guint i = 0; i < out->len; i++)
				if (g_array_index(out, struct opener, i).level == o.level)
					return false;
			if (o.level != G_MAXUINT && o.value < g->cols)
				g_array_append_val(out, o);
		}
	return true;
}

static int by_level(gconstpointer a, gconstpointer b)
{
	const struct opener *x = a, *y = b;
	return (x->level > y->level) - (x->level < y->level);
}

/* The record that a heading opened right above this table, when all that the sheet opens lies outside of it. */
static struct sp_force *opened_above(struct sp_engine *e, const struct sp_grid *g, const GArray *openers)
{
	struct sp_force *above = NULL;
	for (guint i = 0; i < e->force->len; i++) {
		struct sp_force *f = &g_array_index(e->force, struct sp_force, i);
		if (f->open && sp_engine_level(e, f->type) != G_MAXUINT && f->tables + 1 >= g->number)
			above = f;
	}
	for (guint i = 0; above && i < openers->len; i++)
		if (g_array_index(openers, struct opener, i).level >= sp_engine_level(e, above->type))
			above = NULL;
	return openers->len > 0 ? above : NULL;
}

/*
 * A sheet may name the objective before the programme it belongs to. The outer records are opened
 * first, and their cells are emptied so that the rows do not open them again.
 */
static void open_in_order(struct sp_engine *e, const struct sp_grid *g)
{
	GArray *openers = g_array_new(FALSE, FALSE, sizeof(struct opener));
	bool sorted = true;
	struct sp_force aside = { 0 }, *above = NULL;
	if (find_openers(e, g, openers)) {
		/* what the heading above opens, or the rest of this sheet on the page before still sets */
		if (openers->len > 0)
			sp_engine_finish_value(e);
		above = opened_above(e, g, openers);
		sorted = !above;
		for (guint i = 1; i < openers->len; i++)
			sorted = sorted && g_array_index(openers, struct opener, i - 1).level <
					       g_array_index(openers, struct opener, i).level;
		g_array_sort(openers, by_level);
	}
	if (above)
		aside = sp_engine_set_aside(above);
	for (guint i = 0; !sorted && i < openers->len; i++) {
		const struct opener *o = &g_array_index(openers, struct opener, i);
		struct sp_place place = sp_grid_cell_place(g, o->row, o->col);
		if (!sp_engine_label_cell(e, sp_grid_text(g, o->row, o->col), sp_grid_text(g, o->row, o->value),
					  &place))
			continue;
		e->sheet = true;
		sp_grid_at(g, o->row, o->col)->text = sp_grid_at(g, o->row, o->value)->text = "";
	}
	if (!sorted)
		sp_engine_finish_value(e);
	if (aside.type)
		sp_engine_set_back(e, &aside);
	g_array_unref(openers);
}

/* --- tables of a rule ------------------------------------------------------------------------------------------------
 */

static void read_row(struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t row, bool top,
		     int64_t line)
{
	char *text = sp_grid_row_text(g, row);
	bool nothing = !has_alnum(text);
	g_free(text);
	if (nothing || is_header_again(g, m, row) || try_note_row(e, g, row, line) || try_total(e, g, m, row) ||
	    try_bare_total(e, g, m, row))
		return;
	bool cut = top && g->continues_row && e->row.open;
	if (cut || (e->row.open && no_key(g, m, row)) || (top && rest_of_name(e, g, m, row))) {
		row_continue(e, g, row);
	} else if (no_key(g, m, row)) {
		leave_row(e, g, row, "a row without what its records are known by");
	} else {
		sp_engine_finish_row(e);
		row_begin(e, g, m, row);
	}
}

/* The same table on another page, as the layout says, or as a repeated header or a row without key show. */
static bool goes_on(const struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m, size_t body)
{
	if (!e->row.open || !e->mapping || e->mapping->rule != m->rule)
		return false;
	return g->continues || g->place.page != e->row.place.page || (body < g->rows && no_key(g, m, body));
}

static void read_ruled(struct sp_engine *e, const struct sp_grid *g, struct sp_mapping *m, size_t body, size_t end,
		       int64_t line)
{
	sp_engine_finish_value(e);
	if (!goes_on(e, g, m, body)) {
		sp_engine_finish_row(e);
		sp_engine_drop_taken(e);
		below_begin(e, m);
		g_ptr_array_set_size(e->above, 0);
	}
	if (m != e->mapping) {
		sp_mapping_free(e->mapping);
		e->mapping = m;
	}
	for (size_t row = body; row < end; row++)
		read_row(e, g, m, row, row == body, line);
}

static void explain_mapping(const struct sp_engine *e, const struct sp_grid *g, const struct sp_mapping *m)
{
	if (!e->explain)
		return;
	char *text = m ? sp_mapping_text(m) : NULL;
	sp_engine_say(e, "page %d: table %s: %s", g->place.page, g->place.table,
		      text ? text : "labels and values, or unknown");
	g_free(text);
}

/* Where a table that began inside a sheet ends: at the next label with its value. */
static size_t end_of_part(struct sp_engine *e, const struct sp_grid *g, size_t from)
{
	size_t row = from, first = 0;
	while (row < g->rows && !(sp_grid_filled(g, row, &first) <= 2 && is_bare_label(e, sp_grid_text(g, row, first))))
		row++;
	return row;
}

/* The header of a table inside a sheet: the row behind the part, 0 when this row is none. */
static size_t read_part(struct sp_engine *e, const struct sp_grid *g, size_t row, int64_t line)
{
	size_t first = 0;
	struct sp_mapping *m = sp_grid_filled(g, row, &first) > 2 ? map_rows(e, g, row, 1) : NULL;
	if (!m)
		return 0;
	explain_mapping(e, g, m);
	size_t end = end_of_part(e, g, row + 1);
	read_ruled(e, g, m, row + 1, end, line);
	sp_engine_finish_row(e);
	return end;
}

static void read_sheet(struct sp_engine *e, const struct sp_grid *g, int64_t line)
{
	if (!g->continues)
		e->sheet = false;
	open_in_order(e, g);
	for (size_t row = 0; row < g->rows; row++) {
		size_t first = 0, count = sp_grid_filled(g, row, &first);
		if (count == 0)
			continue;
		size_t behind = e->sheet ? read_part(e, g, row, line) : 0;
		if (behind > 0) {
			row = behind - 1;
			continue;
		}
		if (row == 0 && g->continues_row && e->value.mark) {
			append_row(e, g, row);
		} else if (sheet_row(e, g, row)) {
			e->sheet = true;
		} else if (e->sheet && e->value.mark && first > 0) {
			append_row(e, g, row);
		} else if (!unknown_label(e, g, row, first, count) && !try_note_row(e, g, row, line)) {
			sp_engine_finish_value(e);
			leave_row(e, g, row, "no rule of the profile knows this table");
		}
	}
}

bool sp_engine_maps_row(struct sp_engine *e, const struct sp_grid *g, size_t row)
{
	struct sp_mapping *m = map_rows(e, g, row, 1);
	sp_mapping_free(m);
	return m != NULL;
}

/* One that no rule knows: kept as it is, or a sheet, or the head of what comes next, of which nothing is known yet. */
static enum sp_status read_unruled(struct sp_engine *e, const struct sp_grid *g, bool follows, int64_t line)
{
	if (sp_engine_keeps(e, g))
		return sp_engine_keep(e, g, follows);
	read_sheet(e, g, line);
	sp_heads_forget(e->heads);
	return !e->sheet && sp_heads_alone(g) ? sp_heads_read(e->heads, g, g->rows, false) : SP_OK;
}

#define SIDES_APART 3.0 /* points */
#define AS_WIDE     0.9 /* of the table before */

/*
 * At the top of the next page, nothing between, within the sides of the table that a rule took and about as wide, with
 * as many columns and no head: it goes on, though the layout did not say so.
 */
static bool goes_on_unsaid(const struct sp_engine *e, const struct sp_grid *g)
{
	const struct sp_place *a = &e->last_table, *b = &g->place;
	return e->mapping && !e->text_since && g->header_rows == 0 && g->cols == e->mapping->n &&
	       b->page == a->page + 1 && a->boxed && b->boxed && b->box[0] >= a->box[0] - SIDES_APART &&
	       b->box[2] <= a->box[2] + SIDES_APART && b->box[2] - b->box[0] >= AS_WIDE * (a->box[2] - a->box[0]);
}

enum sp_status sp_engine_table(struct sp_engine *e, const struct sp_line *line)
{
	struct sp_grid g;
	if (sp_grid_read(e, line, &g) != SP_OK)
		return SP_FAIL;
	g.continues = g.continues || goes_on_unsaid(e, &g);
	bool follows = !e->text_since && g.place.page <= e->last_table.page + 1;
	e->last_table = g.place;
	e->text_since = false;
	sp_engine_finish_lone(e);
	if (!g.continues)
		sp_engine_close_kept(e);
	for (size_t row = 0; row < g.rows; row++)
		for (size_t c = 0; c < g.cols; c++)
			sp_named_hear(e->named, sp_grid_text(&g, row, c));
	size_t body = 0;
	struct sp_mapping *m = find_mapping(e, &g, &body);
	if (!m && g.continues && e->mapping && g.cols == e->mapping->n)
		m = e->mapping;
	explain_mapping(e, &g, m);
	enum sp_status s = SP_OK;
	if (m) {
		read_ruled(e, &g, m, body, g.rows, line->number);
		sp_heads_forget(e->heads);
	} else {
		sp_engine_finish_row(e);
		below_clear(e);
		g_clear_pointer(&e->mapping, sp_mapping_free);
		s = read_unruled(e, &g, follows, line->number);
	}
	sp_grid_clear(&g);
	return s;
}

void sp_engine_drop_tables(struct sp_engine *e)
{
	if (e->row.n > 0 || e->row.mapping)
		row_clear(&e->row);
	below_clear(e);
	for (guint i = 0; i < e->lone->len; i++) {
		struct sp_lone *l = e->lone->pdata[i];
		g_free(l->text);
		g_free(l);
	}
	sp_mapping_free(e->mapping);
}
