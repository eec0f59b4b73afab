/*
 * Two walks over the blocks. The first finds what a table's first rows are, looking at the whole
 * document: a row that begins several tables is a header. The second ties what belongs together.
 *
 * What it does wrong: a table of words only, printed once and without emphasis, shows its header by its
 * short labels alone; a header of three levels is taken for one of two.
 */
#include "extract/markup/markup-internal.h"

#include "base/amount.h"
#include "base/text.h"

/* --- headers ---------------------------------------------------------------------------------------------------- */

enum { HEADER_MOST = 2 }; /* rows of a header that is found by what it is */

struct column {
	const struct sp_cell *head[HEADER_MOST]; /* the first rows' cells, or NULL */
	unsigned filled[HEADER_MOST];            /* how many cells below the first, the second row hold text */
	unsigned figures[HEADER_MOST];           /* and how many of these are figures */
};

static bool is_filled(const struct sp_cell *c)
{
	return c && *c->text;
}

/* A figure and no year: "2024" may well be what a column is called. */
static bool is_figure(const struct sp_cell *c)
{
	size_t n = strlen(c->text);
	if (n == 4 && strspn(c->text, "0123456789") == 4 &&
	    (g_str_has_prefix(c->text, "19") || g_str_has_prefix(c->text, "20")))
		return false;
	struct sp_amount a;
	sp_amount_init(&a);
	bool figure = sp_amount_parse(&a, c->text, n) == SP_OK;
	sp_amount_clear(&a);
	return figure;
}

static struct column *columns_of(const struct sp_table *t)
{
	struct column *columns = g_new0(struct column, (gsize)t->n_cols + 1);
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		struct column *column = &columns[c->col];
		if (c->row < HEADER_MOST)
			for (int k = 0; k < c->colspan; k++)
				columns[c->col + k].head[c->row] = c;
		if (!is_filled(c))
			continue;
		bool figure = is_figure(c);
		for (int below = 0; below < HEADER_MOST && below < c->row; below++) {
			column->filled[below]++;
			column->figures[below] += figure;
		}
	}
	return columns;
}

/* Do the first `rows` rows name all columns (but one: the first is often left without a name) in words? */
static bool names_columns(const struct column *columns, int n_cols, int rows)
{
	int named = 0;
	for (int i = 0; i < n_cols; i++) {
		bool has_name = false;
		for (int row = 0; row < rows; row++) {
			if (!is_filled(columns[i].head[row]))
				continue;
			if (is_figure(columns[i].head[row]))
				return false;
			has_name = true;
		}
		named += has_name;
	}
	return named >= MAX(n_cols - 1, 2);
}

/* Does the second row name a column that the first does not, or parts of one that it does? */
static bool names_on(const struct column *columns, int n_cols)
{
	for (int i = 0; i < n_cols; i++) {
		const struct sp_cell *above = columns[i].head[0];
		if (is_filled(columns[i].head[1]) && (!is_filled(above) || above->colspan > 1))
			return true;
	}
	return false;
}

/* Does a column hold figures and nothing else below its name? */
static bool heads_figures(const struct column *columns, int n_cols, int rows)
{
	for (int i = 0; i < n_cols; i++)
		if (is_filled(columns[i].head[rows - 1]) && columns[i].filled[rows - 1] > 0 &&
		    columns[i].figures[rows - 1] == columns[i].filled[rows - 1])
			return true;
	return false;
}

/* Only the first row is bold. */
static bool is_set_off(const struct sp_table *t)
{
	bool plain_below = false;
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		if (is_filled(c) && c->row == 0 && !c->bold)
			return false;
		plain_below = plain_below || (is_filled(c) && c->row > 0 && !c->bold);
	}
	return plain_below;
}

/* Short labels over long texts. */
static bool is_terse(const struct sp_table *t)
{
	enum { SHORT = 40, TIMES = 2 };
	size_t head = 0, n_head = 0, body = 0, n_body = 0;
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		size_t n = strlen(c->text);
		if (n == 0)
			continue;
		if (c->row == 0 && n > SHORT)
			return false;
		*(c->row == 0 ? &head : &body) += n;
		++*(c->row == 0 ? &n_head : &n_body);
	}
	return n_head > 0 && n_body > 0 && body / n_body > TIMES * (head / n_head);
}

/* The words of the first row: equal for a header that is printed again. NULL when it names no columns.
 * (transfer full) */
static char *first_row_key(const struct sp_table *t)
{
	struct column *columns = columns_of(t);
	GString *key = NULL;
	if (t->n_cols > 2 && t->n_rows > 0 && names_columns(columns, t->n_cols, 1)) {
		key = g_string_new(NULL);
		for (int i = 0; i < t->n_cols; i++) {
			const char *text = columns[i].head[0] ? columns[i].head[0]->text : "";
			char *folded = sp_text_fold(text, strlen(text));
			g_string_append(g_string_append_c(key, '|'), folded);
			g_free(folded);
		}
	}
	g_free(columns);
	return key ? g_string_free(key, FALSE) : NULL;
}

static int header_rows_of(const struct sp_table *t)
{
	struct column *columns = columns_of(t);
	int rows = 0;
	bool named = t->n_rows > 1 && names_columns(columns, t->n_cols, 1);
	if (named && ((t->n_cols > 2 && heads_figures(columns, t->n_cols, 1)) || is_set_off(t)))
		rows = 1;
	else if (t->n_cols > 2 && t->n_rows > 2 && names_on(columns, t->n_cols) &&
		 names_columns(columns, t->n_cols, 2) && heads_figures(columns, t->n_cols, 2))
		rows = 2;
	else if (named && t->n_cols > 2 && is_terse(t))
		rows = 1;
	g_free(columns);
	return rows;
}

static void find_headers(const GPtrArray *blocks)
{
	GHashTable *begins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL); /* key → how often */
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_markup_block *b = g_ptr_array_index(blocks, i);
		char *key = b->table ? first_row_key(b->table) : NULL;
		if (key)
			g_hash_table_insert(begins, key,
					    GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(begins, key)) + 1));
	}
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_markup_block *b = g_ptr_array_index(blocks, i);
		if (!b->table || b->header_declared)
			continue;
		char *key = first_row_key(b->table);
		bool again = key && GPOINTER_TO_INT(g_hash_table_lookup(begins, key)) > 1;
		b->table->header_rows = again ? 1 : header_rows_of(b->table);
		g_free(key);
	}
	g_hash_table_destroy(begins);
}

/* --- what belongs together --------------------------------------------------------------------------------------- */

/* A table and those that continue it, while nothing ends them. */
struct chain {
	const struct sp_table *filled;      /* the last of them that has rows of its own, or the first */
	GPtrArray *tables;                  /* struct sp_table *, borrowed; empty: no chain */
	struct sp_markup_text *page_number; /* stands behind the last table and is no end yet */
	int footnotes;
};

static const struct sp_table *chain_at(const struct chain *c, guint i)
{
	return g_ptr_array_index(c->tables, i);
}

static void end_chain(struct chain *c)
{
	g_ptr_array_set_size(c->tables, 0);
	c->page_number = NULL;
	c->footnotes = 0;
}

/* A row's cells by column; NULL where none begins. (transfer full) */
static const struct sp_cell **row_cells(const struct sp_table *t, int row)
{
	const struct sp_cell **cells = g_new0(const struct sp_cell *, (gsize)t->n_cols + 1);
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		if (c->row == row)
			cells[c->col] = c;
	}
	return cells;
}

/* Three cells out of four are enough: converters misread a word here and there. */
static bool same_row(const struct sp_table *a, const struct sp_table *b, int row)
{
	const struct sp_cell **of_a = row_cells(a, row), **of_b = row_cells(b, row);
	int same = 0, filled = 0;
	for (int i = 0; i < a->n_cols; i++) {
		same += sp_text_same(of_a[i] ? of_a[i]->text : "", of_b[i] ? of_b[i]->text : "");
		filled += is_filled(of_b[i]);
	}
	g_free(of_a);
	g_free(of_b);
	return same * 4 >= a->n_cols * 3 && filled > 1;
}

static bool repeats_header(const struct sp_table *head, const struct sp_table *t)
{
	if (head->header_rows == 0 || t->n_rows < head->header_rows)
		return false;
	for (int row = 0; row < head->header_rows; row++)
		if (!same_row(head, t, row))
			return false;
	return true;
}

static int leading_empty(const struct sp_cell *const *cells, int n)
{
	int empty = 0;
	while (empty < n && !is_filled(cells[empty]))
		empty++;
	return empty;
}

/* Rows that leave their first cells empty because a group goes on, not because the page broke. */
static bool has_groups(const struct sp_table *t)
{
	bool *row_has_first = g_new0(bool, (gsize)t->n_rows + 1);
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		if (c->col == 0 && is_filled(c))
			row_has_first[c->row] = true;
	}
	bool groups = false;
	for (int row = t->header_rows + 1; row < t->n_rows && !groups; row++)
		groups = !row_has_first[row];
	g_free(row_has_first);
	return groups;
}

static bool starts_small(const char *s)
{
	return g_unichar_islower(g_utf8_get_char(s));
}

static bool ends_open(const char *s)
{
	size_t n = strlen(s);
	return n > 0 && strchr("-,;(/", s[n - 1]) != NULL;
}

/*
 * Is the first row of `t` the rest of the last row of `last`? It can only go on where that row has
 * text, and figures do not go on. That it does is shown by empty cells at its beginning, or by words
 * that go on in small letters.
 */
static bool row_goes_on(const struct sp_table *last, const struct sp_table *t)
{
	if (last->n_rows <= last->header_rows || t->n_rows == 0)
		return false;
	const struct sp_cell **above = row_cells(last, last->n_rows - 1), **row = row_cells(t, 0);
	int empty = leading_empty(row, t->n_cols);
	bool possible = empty < t->n_cols;
	for (int i = empty; i < t->n_cols && possible; i++)
		if (is_filled(row[i]))
			possible = is_filled(above[i]) && !is_figure(row[i]);
	bool shown = possible && (starts_small(row[empty]->text) || ends_open(above[empty]->text) ||
				  (empty > 1 && !has_groups(last)));
	g_free(above);
	g_free(row);
	return shown;
}

static void tie_table(struct chain *c, struct sp_table *t)
{
	const struct sp_table *head = c->tables->len > 0 ? chain_at(c, 0) : NULL;
	bool same_columns = head && head->n_cols == t->n_cols;
	bool repeats = same_columns && repeats_header(head, t);
	if (!repeats && !(same_columns && t->n_cols > 2 && head->header_rows > 0 && t->header_rows == 0)) {
		end_chain(c);
		g_ptr_array_add(c->tables, t);
		c->filled = t;
		return;
	}
	t->continues = g_strdup(chain_at(c, c->tables->len - 1)->id);
	t->header_rows = 0;
	if (repeats) {
		t->repeated_header_rows = head->header_rows;
		sp_table_drop_rows(t, head->header_rows);
	}
	t->continues_row = row_goes_on(c->filled, t);
	if (c->page_number)
		c->page_number->role = SP_MARKUP_FOOTER;
	c->page_number = NULL;
	c->filled = t->n_rows > 0 ? t : c->filled;
	g_ptr_array_add(c->tables, t);
}

/* The mark that a footnote begins with: "(*)", "**", "(1)", "²". (transfer full), NULL when there is none */
static char *mark_of(const char *s)
{
	static const char *const raised[] = { "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	for (size_t i = 0; i < G_N_ELEMENTS(raised); i++)
		if (g_str_has_prefix(s, raised[i]))
			return g_strdup(raised[i]);
	bool bracket = *s == '(';
	size_t stars = strspn(s + bracket, "*"), digits = strspn(s + bracket, "0123456789");
	size_t n = bracket + MAX(stars, digits);
	if (bracket ? (n < 2 || n > 4 || s[n] != ')') : (stars < 1 || stars > 4))
		return NULL;
	return g_strndup(s, n + bracket);
}

static bool chain_has(const struct chain *c, const char *mark)
{
	for (guint i = 0; i < c->tables->len; i++) {
		const struct sp_table *t = chain_at(c, i);
		for (guint k = 0; k < t->cells->len; k++)
			if (strstr(sp_table_cell(t, k)->text, mark))
				return true;
	}
	return false;
}

static void tie_text(struct chain *c, struct sp_markup_text *t)
{
	enum { FOOTNOTES_MOST = 100 }; /* below one table: each is looked for in all of it */
	const char *line = g_ptr_array_index(t->lines, 0);
	if (c->tables->len == 0)
		return;
	char *mark = c->footnotes < FOOTNOTES_MOST ? mark_of(line) : NULL;
	if (mark && chain_has(c, mark)) {
		t->role = SP_MARKUP_FOOTNOTE;
		c->footnotes++;
	} else if (!c->page_number && t->lines->len == 1 && strspn(line, "0123456789-/ ") == strlen(line)) {
		c->page_number = t;
	} else {
		end_chain(c);
	}
	g_free(mark);
}

void sp_markup_tie(const GPtrArray *blocks)
{
	find_headers(blocks);
	struct chain chain = { .tables = g_ptr_array_new() };
	unsigned tables = 0;
	for (guint i = 0; i < blocks->len; i++) {
		struct sp_markup_block *b = g_ptr_array_index(blocks, i);
		if (b->table) {
			b->table->id = g_strdup_printf("p1t%u", ++tables);
			tie_table(&chain, b->table);
		} else {
			tie_text(&chain, b->text);
		}
	}
	g_ptr_array_unref(chain.tables);
}
