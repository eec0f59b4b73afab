#include "export/tables/whole.h"

#include "base/amount.h"
#include "base/italian/words.h"
#include "base/ranges.h"

enum {
	CAPTION_GAP_PT = 40,
	CAPTION_LINES = 2,
	CAPTION_CHARS = 200,
	LETTER_BYTES = 4,
	MOST_PLACES = 16 * 1024 * 1024 /* rows × columns of a table: a stream may say anything */
};

/* A cell while its table grows: where its pieces stand, for areas. */
struct growing_cell {
	struct sp_whole_cell cell;
	bool in; /* the areas, or there are none */
};

struct sp_wholes {
	struct sp_ctx *ctx;
	const struct sp_pick *pick;
	enum sp_lang lang;
	sp_whole_fn fn;
	void *to;
	int count;           /* of tables that began */
	GPtrArray *pieces;   /* struct growing_cell, of the table that may go on */
	GArray *pages;       /* int: of its rows, where each begins */
	GArray *ends;        /* int: … and ends, where a page break cut it */
	struct sp_whole table;
	char *id, *part, *method, *caption; /* part: id of the last */
	char *above;         /* the last text, if it may be the caption of a table right below it */
	double above_bottom; /* pt, of that text; < 0 unknown */
	char *heading;       /* the last one since the last table */
	int text_page;       /* of both */
};

static void free_piece(void *of)
{
	struct growing_cell *p = of;
	g_free(p->cell.text);
	g_free(p->cell.digits);
	g_free(p);
}

struct sp_wholes *sp_wholes_new(struct sp_ctx *ctx, const struct sp_pick *pick, enum sp_lang lang, sp_whole_fn fn, void *to)
{
	struct sp_wholes *w = g_new0(struct sp_wholes, 1);
	*w = (struct sp_wholes){ .ctx = ctx, .pick = pick, .lang = lang, .fn = fn, .to = to };
	w->pieces = g_ptr_array_new_with_free_func(free_piece);
	w->pages = g_array_new(FALSE, FALSE, sizeof(int));
	w->ends = g_array_new(FALSE, FALSE, sizeof(int));
	return w;
}

static void forget(struct sp_wholes *w)
{
	g_ptr_array_set_size(w->pieces, 0);
	g_array_set_size(w->pages, 0);
	g_array_set_size(w->ends, 0);
	g_clear_pointer(&w->id, g_free);
	g_clear_pointer(&w->part, g_free);
	g_clear_pointer(&w->method, g_free);
	g_clear_pointer(&w->caption, g_free);
	w->table = (struct sp_whole){ 0 };
}

void sp_wholes_free(struct sp_wholes *w)
{
	if (!w)
		return;
	forget(w);
	g_ptr_array_free(w->pieces, TRUE);
	g_array_free(w->pages, TRUE);
	g_array_free(w->ends, TRUE);
	g_free(w->above);
	g_free(w->heading);
	g_free(w);
}

/* --- areas --------------------------------------------------------------------------------------------- */

static bool within(const struct sp_page_area *a, int page, const struct sp_json *bbox)
{
	double x = (sp_json_pt(sp_json_at(bbox, 0), 0) + sp_json_pt(sp_json_at(bbox, 2), 0)) / 2;
	double y = (sp_json_pt(sp_json_at(bbox, 1), 0) + sp_json_pt(sp_json_at(bbox, 3), 0)) / 2;
	return sp_json_count(bbox) == 4 && page == a->page && x >= a->box[0] && x <= a->box[2] && y >= a->box[1] &&
	       y <= a->box[3];
}

static bool in_areas(const struct sp_wholes *w, int page, const struct sp_json *bbox)
{
	const GArray *areas = w->pick->areas;
	bool in = !areas;
	for (guint i = 0; areas && i < areas->len && !in; i++)
		in = within(&g_array_index(areas, struct sp_page_area, i), page, bbox);
	return in;
}

/* --- parts --------------------------------------------------------------------------------------------- */

static size_t number(const struct sp_json *object, const char *key, size_t otherwise)
{
	int64_t n;
	return sp_json_int(sp_json_get(object, key), &n) && n >= 0 ? (size_t)n : otherwise;
}

static int page_of(const struct sp_line *line)
{
	return (int)number(line->json, "page", 0);
}

/* The piece that covers a place of the rows so far; the last rows are looked at first. */
static struct growing_cell *piece_at(const struct sp_wholes *w, size_t row, size_t col)
{
	for (guint i = w->pieces->len; i > 0; i--) {
		struct growing_cell *p = w->pieces->pdata[i - 1];
		const struct sp_whole_cell *c = &p->cell;
		if (row >= c->row && row < c->row + c->rowspan && col >= c->col && col < c->col + c->colspan)
			return p;
	}
	return NULL;
}

/* The rest of a cell that the page break cut. */
static void join(struct growing_cell *p, const char *text, size_t rows_more, bool in)
{
	if (*text) {
		char *both = *p->cell.text ? g_strconcat(p->cell.text, " ", text, NULL) : g_strdup(text);
		g_free(p->cell.text);
		p->cell.text = both;
	}
	p->cell.rowspan += rows_more;
	p->in = p->in || in;
}

static void add_cell(struct sp_wholes *w, const struct sp_json *json, size_t offset, bool cut, int page)
{
	size_t row = number(json, "row", 0), col = number(json, "col", 0);
	size_t rowspan = MAX(number(json, "rowspan", 1), 1), colspan = MAX(number(json, "colspan", 1), 1);
	const char *text = sp_json_str(sp_json_get(json, "text"));
	bool in = in_areas(w, page, sp_json_get(json, "bbox"));
	struct growing_cell *before = cut && row == 0 ? piece_at(w, offset, col) : NULL;
	if (before) {
		join(before, text ? text : "", rowspan - 1, in);
		return;
	}
	struct growing_cell *p = g_new0(struct growing_cell, 1);
	p->cell = (struct sp_whole_cell){ .row = offset + row, .col = col, .rowspan = rowspan, .colspan = colspan,
					  .text = g_strdup(text ? text : "") };
	p->in = in;
	g_ptr_array_add(w->pieces, p);
}

static void add_rows(struct sp_wholes *w, size_t n, bool cut, int page)
{
	if (cut && w->ends->len > 0 && n > 0) {
		g_array_index(w->ends, int, w->ends->len - 1) = page;
		n--;
	}
	for (size_t i = 0; i < n; i++) {
		g_array_append_val(w->pages, page);
		g_array_append_val(w->ends, page);
	}
}

static enum sp_status add_part(struct sp_wholes *w, const struct sp_line *line)
{
	int page = page_of(line);
	size_t n = number(line->json, "n_rows", 0), cols = MAX(w->table.cols, 1);
	if (n > MOST_PLACES || cols > MOST_PLACES || (w->pages->len + n) * cols > MOST_PLACES)
		return sp_report(w->ctx, SP_D_LIMIT, "table %s has more than %d places for cells, the most that are read",
				 w->id ? w->id : "", MOST_PLACES);
	bool cut = w->pages->len > 0 && sp_json_bool(sp_json_get(line->json, "continues_row"), false);
	size_t offset = w->pages->len - cut;
	const struct sp_json *cells = sp_json_get(line->json, "cells");
	for (const struct sp_json *c = sp_json_first(cells); c; c = sp_json_next(c))
		add_cell(w, c, offset, cut, page);
	add_rows(w, n, cut, page);
	double confidence = sp_json_pt(sp_json_get(line->json, "confidence"), -1);
	struct sp_whole *t = &w->table;
	t->confidence = page == t->page ? confidence : MIN(t->confidence, confidence);
	t->last_page = page;
	g_free(w->part);
	w->part = g_strdup(sp_json_str(sp_json_get(line->json, "id")));
	return SP_OK;
}

/* --- captions ------------------------------------------------------------------------------------------ */

static bool may_be_caption(const struct sp_json *text, const char *words)
{
	const char *role = sp_json_str(sp_json_get(text, "role"));
	bool body = g_strcmp0(role, "body") == 0 && sp_json_count(sp_json_get(text, "lines")) <= CAPTION_LINES;
	return g_strcmp0(role, "heading") == 0 ||
	       (body && (sp_json_bool(sp_json_get(text, "bold"), false) || sp_words_start(sp_caption_words, words, strlen(words)) > 0));
}

static void note_text(struct sp_wholes *w, const struct sp_line *line)
{
	const char *text = sp_json_str(sp_json_get(line->json, "text"));
	g_clear_pointer(&w->above, g_free);
	if (w->text_page != page_of(line))
		g_clear_pointer(&w->heading, g_free);
	w->text_page = page_of(line);
	if (!text || !*text || g_utf8_strlen(text, CAPTION_CHARS * LETTER_BYTES) > CAPTION_CHARS ||
	    !may_be_caption(line->json, text))
		return;
	w->above = g_strdup(text);
	w->above_bottom = sp_json_pt(sp_json_at(sp_json_get(line->json, "bbox"), 3), -1);
	if (g_strcmp0(sp_json_str(sp_json_get(line->json, "role")), "heading") == 0) {
		g_free(w->heading);
		w->heading = g_strdup(text);
	}
}

/* What stands right above the table on its page, else the heading that it stands under. (transfer full) */
static char *take_caption(struct sp_wholes *w, const struct sp_line *line)
{
	double top = sp_json_pt(sp_json_at(sp_json_get(line->json, "bbox"), 1), -1), gap = top - w->above_bottom;
	bool placed = top >= 0 && w->above_bottom >= 0, here = w->text_page == page_of(line);
	bool close = here && (!placed || (gap > -CAPTION_GAP_PT / 4.0 && gap < CAPTION_GAP_PT));
	char *above = g_steal_pointer(&w->above), *heading = g_steal_pointer(&w->heading);
	char *caption = g_strdup(close && above ? above : here ? heading : NULL);
	g_free(above);
	g_free(heading);
	return caption;
}

/* --- rows and columns that were asked for --------------------------------------------------------------- */

static bool row_on_pages(const struct sp_wholes *w, size_t row)
{
	const GArray *pages = w->pick->pages;
	return sp_ranges_have(pages, g_array_index(w->pages, int, row)) ||
	       sp_ranges_have(pages, g_array_index(w->ends, int, row));
}

/* New places of the rows and columns that stay, -1 for the others; how many stay. */
struct new_places {
	int *of;
	size_t n;
};

static struct new_places number_kept(const bool *kept, size_t n)
{
	struct new_places p = { g_new(int, MAX(n, 1)), 0 };
	for (size_t i = 0; i < n; i++)
		p.of[i] = kept[i] ? (int)p.n++ : -1;
	return p;
}

/* Heads stay where any row of their table does. */
static struct new_places rows_kept(const struct sp_wholes *w, size_t rows, size_t *heads)
{
	bool *kept = g_new0(bool, MAX(rows, 1)), any = false;
	for (guint i = 0; i < w->pieces->len; i++) {
		const struct growing_cell *p = w->pieces->pdata[i];
		if (p->in && p->cell.row < rows)
			kept[p->cell.row] = true;
	}
	for (size_t r = 0; r < rows; r++) {
		kept[r] = (kept[r] || !w->pick->areas) && row_on_pages(w, r);
		any = any || (kept[r] && r >= *heads);
	}
	for (size_t r = 0; any && r < *heads; r++)
		kept[r] = true;
	struct new_places p = number_kept(kept, rows);
	*heads = any ? *heads : MIN(*heads, p.n);
	g_free(kept);
	return p;
}

static struct new_places cols_kept(const struct sp_wholes *w, size_t cols)
{
	bool *kept = g_new0(bool, MAX(cols, 1));
	for (guint i = 0; i < w->pieces->len; i++) {
		const struct growing_cell *p = w->pieces->pdata[i];
		if (p->in && p->cell.colspan == 1 && p->cell.col < cols)
			kept[p->cell.col] = true;
	}
	for (size_t c = 0; c < cols && !w->pick->areas; c++)
		kept[c] = true;
	struct new_places p = number_kept(kept, cols);
	g_free(kept);
	return p;
}

/* The first of `n` places from `from` on that stays, and how many of them do. */
static bool move(const struct new_places *p, size_t *from, size_t *n, size_t end)
{
	size_t first = 0, kept = 0;
	for (size_t i = *from; i < MIN(*from + *n, end); i++)
		if (p->of[i] >= 0 && kept++ == 0)
			first = (size_t)p->of[i];
	*from = first;
	*n = kept;
	return kept > 0;
}

static int by_place(const void *a, const void *b)
{
	const struct sp_whole_cell *x = *(struct sp_whole_cell *const *)a, *y = *(struct sp_whole_cell *const *)b;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->col < y->col ? -1 : x->col > y->col;
}

/* Cells move to their new places; what does not stay is left out. */
static void place_cells(struct sp_wholes *w, const struct new_places *rows, const struct new_places *cols, size_t n_rows, size_t n_cols)
{
	struct sp_whole *t = &w->table;
	t->cells = g_ptr_array_new();
	for (guint i = 0; i < w->pieces->len; i++) {
		struct sp_whole_cell *c = &((struct growing_cell *)w->pieces->pdata[i])->cell;
		if (move(rows, &c->row, &c->rowspan, n_rows) && move(cols, &c->col, &c->colspan, n_cols))
			g_ptr_array_add(t->cells, c);
	}
	g_ptr_array_sort(t->cells, by_place);
	t->at = g_new0(struct sp_whole_cell *, MAX(t->rows * t->cols, 1));
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_whole_cell *c = t->cells->pdata[i];
		for (size_t r = c->row; r < c->row + c->rowspan; r++)
			for (size_t k = c->col; k < c->col + c->colspan; k++)
				t->at[r * t->cols + k] = c;
	}
}

/* --- figures ------------------------------------------------------------------------------------------- */

/* A number that begins with a zero which stands for itself: "00123", "01.02". */
static bool leads_with_zero(const char *text)
{
	return text[0] == '0' && g_ascii_isdigit(text[1]);
}

/* "1.02", "3.1.1": points between parts of one or two digits. */
static bool is_dotted(const char *text)
{
	bool point = false;
	for (const char *p = text; g_ascii_isdigit(*p);) {
		size_t n = strspn(p, "0123456789");
		p += n;
		if (n > 2)
			return false;
		if (!*p)
			return point;
		point = point || *p == '.';
		p += *p == '.';
	}
	return false;
}

static void read_figure(struct sp_whole_cell *c)
{
	struct sp_amount a;
	sp_amount_init(&a);
	bool plain = *c->text && !leads_with_zero(c->text) && sp_amount_parse(&a, c->text, strlen(c->text)) == SP_OK &&
		     a.multiplier == 1 && (a.op == SP_OP_NONE || a.op == SP_OP_EQ) && !a.approx;
	if (plain) {
		c->digits = sp_dec_text(&a.value);
		c->unit = a.unit;
		const char *group = strpbrk(c->text, ".'");
		c->grouped = group && g_ascii_isdigit(group[1]) && !(g_strcmp0(a.note, "decimal-point") == 0);
	}
	sp_amount_clear(&a);
}

/* In a column that holds nothing but codes with points, those are no figures. */
static void judge_column(struct sp_whole *t, size_t col)
{
	size_t printed = 0, figures = 0, dotted = 0;
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_whole_cell *c = t->cells->pdata[i];
		if (c->col != col || c->row < t->header_rows || !*c->text)
			continue;
		printed++;
		figures += c->digits != NULL;
		dotted += c->digits && is_dotted(c->text);
	}
	bool codes = dotted > 0 && dotted == figures;
	for (guint i = 0; codes && i < t->cells->len; i++) {
		struct sp_whole_cell *c = t->cells->pdata[i];
		if (c->col == col)
			g_clear_pointer(&c->digits, g_free);
	}
	t->figures[col] = !codes && figures > 0 && 2 * figures >= printed;
}

static void read_figures(struct sp_whole *t)
{
	t->figures = g_new0(bool, MAX(t->cols, 1));
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_whole_cell *c = t->cells->pdata[i];
		if (c->row >= t->header_rows)
			read_figure(c);
	}
	for (size_t col = 0; col < t->cols; col++)
		judge_column(t, col);
}

/* --- names of columns ----------------------------------------------------------------------------------- */

/* What stands above the column, outer first. (transfer full) */
static char *head_of(const struct sp_whole *t, size_t col)
{
	GString *out = g_string_new(NULL);
	const struct sp_whole_cell *last = NULL;
	for (size_t r = 0; r < t->header_rows; r++) {
		const struct sp_whole_cell *c = t->at[r * t->cols + col];
		if (c && *c->text && c != last)
			g_string_append_printf(out, "%s%s", out->len ? " / " : "", c->text);
		last = c;
	}
	return g_string_free(out, FALSE);
}

/* Is the name, in whatever case, one of another column? Then it becomes `taken`, too: databases know no case. */
static bool is_taken(GHashTable *taken, const char *name)
{
	return !g_hash_table_add(taken, g_ascii_strdown(name, -1));
}

static void name_columns(struct sp_whole *t, enum sp_lang lang)
{
	GHashTable *taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	t->names = g_new0(char *, t->cols + 1);
	for (size_t c = 0; c < t->cols; c++) {
		char *head = head_of(t, c);
		char *name = *head ? g_strdup(head) : g_strdup_printf("%s %zu", sp_say(lang, "Column"), c + 1);
		for (int n = 2; is_taken(taken, name); n++) {
			g_free(name);
			name = g_strdup_printf("%s (%d)", *head ? head : sp_say(lang, "Column"), n);
		}
		t->names[c] = name;
		g_free(head);
	}
	g_hash_table_destroy(taken);
}

/* --- a table is out --------------------------------------------------------------------------------------- */

static void keep_pages(struct sp_wholes *w, const struct new_places *rows, size_t n)
{
	struct sp_whole *t = &w->table;
	t->pages = g_new0(int, MAX(t->rows, 1));
	bool first = true;
	for (size_t r = 0; r < n; r++) {
		int page = g_array_index(w->pages, int, r);
		if (rows->of[r] < 0)
			continue;
		t->pages[rows->of[r]] = page;
		if ((size_t)rows->of[r] < t->header_rows)
			continue;
		t->page = first ? page : t->page;
		t->last_page = g_array_index(w->ends, int, r);
		first = false;
	}
}

static void free_finished(struct sp_whole *t)
{
	g_ptr_array_free(t->cells, TRUE);
	g_strfreev(t->names);
	g_free(t->at);
	g_free(t->pages);
	g_free(t->figures);
}

/* Puts the open table together and gives it on, if it was asked for. */
static enum sp_status finish(struct sp_wholes *w)
{
	struct sp_whole *t = &w->table;
	enum sp_status s = SP_OK;
	if (!w->id)
		return SP_OK;
	size_t n_rows = w->pages->len, n_cols = t->cols;
	t->header_rows = MIN(t->header_rows, n_rows);
	struct new_places rows = rows_kept(w, n_rows, &t->header_rows), cols = cols_kept(w, n_cols);
	t->rows = rows.n;
	t->cols = cols.n;
	t->id = w->id;
	t->method = w->method;
	t->caption = w->caption;
	bool body = rows.n > t->header_rows || n_rows == t->header_rows;
	if (rows.n > 0 && body && cols.n > 0 && sp_ranges_have(w->pick->numbers, t->number)) {
		place_cells(w, &rows, &cols, n_rows, n_cols);
		keep_pages(w, &rows, n_rows);
		read_figures(t);
		name_columns(t, w->lang);
		s = w->fn(w->to, t);
		free_finished(t);
	}
	g_free(rows.of);
	g_free(cols.of);
	forget(w);
	return s;
}

static enum sp_status begin(struct sp_wholes *w, const struct sp_line *line)
{
	enum sp_status s = finish(w);
	const char *method = sp_json_str(sp_json_get(line->json, "method"));
	w->id = g_strdup(sp_json_str(sp_json_get(line->json, "id")));
	w->method = g_strdup(method ? method : "");
	w->caption = take_caption(w, line);
	w->table = (struct sp_whole){ .number = ++w->count,
				      .page = page_of(line),
				      .cols = number(line->json, "n_cols", 0),
				      .header_rows = number(line->json, "header_rows", 0) };
	return s;
}

static enum sp_status add_table(struct sp_wholes *w, const struct sp_line *line)
{
	const char *continues = sp_json_str(sp_json_get(line->json, "continues"));
	bool goes_on = continues && w->part && strcmp(continues, w->part) == 0 &&
		       number(line->json, "n_cols", 0) == w->table.cols;
	enum sp_status s = goes_on ? SP_OK : begin(w, line);
	g_clear_pointer(&w->above, g_free);
	return s == SP_OK ? add_part(w, line) : s;
}

enum sp_status sp_wholes_add(struct sp_wholes *w, const struct sp_line *line)
{
	if (strcmp(line->type, "table") == 0)
		return add_table(w, line);
	if (strcmp(line->type, "text") == 0)
		note_text(w, line);
	if (strcmp(line->type, "end") != 0)
		return SP_OK;
	enum sp_status s = finish(w);
	w->count = 0;
	return s;
}

/* --- reading it -------------------------------------------------------------------------------------------- */

static const struct sp_whole_cell *shown(const struct sp_whole *t, size_t row, size_t col)
{
	const struct sp_whole_cell *c = t->at[row * t->cols + col];
	return c && (!c->digits || (c->row == row && c->col == col)) ? c : NULL;
}

const char *sp_whole_text(const struct sp_whole *t, size_t row, size_t col)
{
	const struct sp_whole_cell *c = shown(t, row, col);
	return c && *c->text ? c->text : NULL;
}

const char *sp_whole_digits(const struct sp_whole *t, size_t row, size_t col)
{
	const struct sp_whole_cell *c = shown(t, row, col);
	return c ? c->digits : NULL;
}
