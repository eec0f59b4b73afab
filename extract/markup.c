/*
 * Three walks. The first reads lines into blocks (texts and tables); the second finds what a table's
 * first rows are, looking at the whole document (a row that begins several tables is a header); the
 * third goes from block to block and ties what belongs together: tables that go on, footnotes.
 *
 * What it does wrong: a table of words only, printed once and without emphasis, shows its header by its
 * short labels alone; a header of three levels is taken for one of two.
 */
#include "extract/markup.h"

#include "base/amount.h"
#include "base/json.h"
#include "extract/html.h"
#include "extract/runs.h"
#include "extract/table.h"

/* --- blocks ------------------------------------------------------------------------------------------ */

enum role { BODY, HEADING, FOOTER, FOOTNOTE };

struct text {
	GPtrArray *lines; /* char * */
	bool bold;
	enum role role;
};

/* Exactly one of the two is there. Paragraphs of a cell stand in its text, parted by "\n". */
struct block {
	struct text *text;
	struct sp_table *table;
	bool header_declared; /* the markup says which rows are header */
};

static void text_free(struct text *t)
{
	g_ptr_array_unref(t->lines);
	g_free(t);
}

static void block_free(void *block)
{
	struct block *b = block;
	if (b->text)
		text_free(b->text);
	sp_table_free(b->table);
	g_free(b);
}

/* --- reading texts ------------------------------------------------------------------------------------- */

struct reading {
	GPtrArray *blocks;
	struct text *open; /* the text that the next line may go on with, or NULL; in blocks already */
};

static struct text *add_text(struct reading *r, char *line, bool bold, enum role role)
{
	struct text *t = g_new0(struct text, 1);
	t->lines = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(t->lines, line);
	t->bold = bold;
	t->role = role;
	struct block *b = g_new0(struct block, 1);
	b->text = t;
	g_ptr_array_add(r->blocks, b);
	return t;
}

static bool is_capitals(const char *s)
{
	bool upper = false;
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (g_unichar_islower(c))
			return false;
		upper = upper || g_unichar_isupper(c);
	}
	return upper;
}

/* "- …", "• …", "* …", "1) …", "12. …", "a) …" */
static bool is_item(const char *s)
{
	gunichar c = g_utf8_get_char(s);
	const char *after = g_utf8_next_char(s);
	if (c == '-' || c == '*' || c == '+' || c == 0x2013 || c == 0x2022)
		return *after == ' ';
	if (g_ascii_isdigit(*s))
		while (g_ascii_isdigit(*after))
			after++;
	bool closed = *after == ')' || (*after == '.' && g_ascii_isdigit(*s));
	return g_unichar_isalnum(c) && closed && after[1] == ' ';
}

/* "Target atteso: …": a capital, a few words without figures, a colon. */
static bool is_label(const char *s)
{
	enum { WORDS = 4 };
	int words = 1;
	if (!g_unichar_isupper(g_utf8_get_char(s)))
		return false;
	for (; *s && *s != ':'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (c == ' ')
			words++;
		else if (!g_unichar_isalpha(c) && c != '\'' && c != 0x2019)
			return false;
	}
	return *s == ':' && words <= WORDS && (s[1] == ' ' || s[1] == '\0');
}

/* Is the line one paragraph with the text before it? A change of type or a beginning says no. */
static bool goes_on(const struct text *t, const char *line, bool bold)
{
	const char *last = g_ptr_array_index(t->lines, t->lines->len - 1);
	return t->role == BODY && t->bold == bold && is_capitals(last) == is_capitals(line) && !is_item(line) &&
	       !is_label(line);
}

static void add_line(struct reading *r, char *line, bool bold, enum role role)
{
	if (r->open && role == BODY && goes_on(r->open, line, bold))
		g_ptr_array_add(r->open->lines, line);
	else
		r->open = add_text(r, line, bold, role);
}

/* Labels glued together by their emphasis become texts of their own. */
static void add_paragraph(struct reading *r, const struct sp_paragraph *p, bool heading)
{
	guint from = 0;
	for (guint i = 1; i <= p->runs->len; i++) {
		if (i < p->runs->len && !sp_run_at(p, i)->lost_edge)
			continue;
		if (from > 0)
			r->open = NULL;
		add_line(r, sp_paragraph_text(p, from, i), sp_paragraph_bold(p, from, i),
		         heading || p->heading ? HEADING : BODY);
		from = i;
	}
}

/* "## 2.1 Title ##": the title, or SP_STR_NONE. */
static struct sp_str heading_of(struct sp_str line)
{
	size_t level = 0;
	while (level < line.n && line.s[level] == '#')
		level++;
	if (level < 1 || level > 6 || level >= line.n || line.s[level] != ' ')
		return SP_STR_NONE;
	struct sp_str title = { line.s + level, line.n - level };
	while (title.n > 0 && title.s[title.n - 1] == '#')
		title.n--;
	return sp_str_trim(title);
}

/* "---", "***", "___": a line drawn. */
static bool is_drawn(struct sp_str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] != line.s[0] && line.s[i] != ' ')
			return false;
	return line.n >= 3 && strchr("-*_", line.s[0]);
}

static void read_text_line(struct reading *r, struct sp_str line)
{
	line = sp_str_trim(line);
	if (line.n == 0 || is_drawn(line)) {
		r->open = NULL;
		return;
	}
	struct sp_str title = heading_of(line);
	struct sp_str shown = title.s ? title : line;
	GPtrArray *paragraphs = sp_runs_new(shown.s, shown.n, SP_RUNS_LINE);
	if (title.s || paragraphs->len != 1)
		r->open = NULL;
	for (guint i = 0; i < paragraphs->len; i++) {
		add_paragraph(r, g_ptr_array_index(paragraphs, i), title.s != NULL);
		if (title.s || paragraphs->len != 1)
			r->open = NULL;
	}
	g_ptr_array_unref(paragraphs);
}

/* --- reading tables --------------------------------------------------------------------------------------- */

static void fill_cell(struct sp_cell *cell, const GPtrArray *paragraphs)
{
	GString *text = g_string_new(NULL);
	cell->bold = paragraphs->len > 0;
	for (guint i = 0; i < paragraphs->len; i++) {
		const struct sp_paragraph *p = g_ptr_array_index(paragraphs, i);
		char *one = sp_paragraph_text(p, 0, p->runs->len);
		if (i > 0)
			g_string_append_c(text, '\n');
		g_string_append(text, one);
		cell->bold = cell->bold && sp_paragraph_bold(p, 0, p->runs->len);
		g_free(one);
	}
	cell->text = g_string_free(text, FALSE);
}

static struct block *add_table(struct reading *r, struct sp_table *t)
{
	struct block *b = g_new0(struct block, 1);
	b->table = t;
	g_ptr_array_add(r->blocks, b);
	r->open = NULL;
	return b;
}

/* "| a | b |": without the frame. SP_STR_NONE for any other line. */
static struct sp_str piped(struct sp_str line)
{
	line = sp_str_trim(line);
	if (line.n < 3 || line.s[0] != '|' || line.s[line.n - 1] != '|' || line.s[line.n - 2] == '\\')
		return SP_STR_NONE;
	return (struct sp_str){ line.s + 1, line.n - 2 };
}

/* The views of a row's cells. `between` is what parts them. */
static GArray *split_row(struct sp_str line, char between)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(struct sp_str));
	const char *from = line.s, *end = line.s + line.n;
	for (const char *p = from; p <= end; p++) {
		if (p < end && (*p != between || (between == '|' && p > from && p[-1] == '\\')))
			continue;
		struct sp_str cell = { from, (size_t)(p - from) };
		g_array_append_val(cells, cell);
		from = p + 1;
	}
	return cells;
}

/* "---", ":--:" in every cell: the line that Markdown draws below a header. */
static bool is_rule(const GArray *cells)
{
	for (guint i = 0; i < cells->len; i++) {
		struct sp_str c = sp_str_trim(g_array_index(cells, struct sp_str, i));
		for (size_t k = 0; k < c.n; k++)
			if (c.s[k] != '-' && c.s[k] != ':')
				return false;
		if (c.n < 3)
			return false;
	}
	return true;
}

static void row_free(void *row)
{
	g_array_free(row, TRUE);
}

/* Rows that are too short get empty cells at their end, unless the table is so ragged that these would
 * outnumber its own many times. */
static struct sp_table *table_of_rows(const GPtrArray *rows)
{
	enum { RAGGED = 10 };
	guint n_cols = 0;
	size_t n_cells = 0;
	for (guint i = 0; i < rows->len; i++) {
		guint n = ((const GArray *)g_ptr_array_index(rows, i))->len;
		n_cols = MAX(n_cols, n);
		n_cells += n;
	}
	bool padded = (size_t)rows->len * n_cols <= RAGGED * n_cells;
	struct sp_table *t = sp_table_new(SP_MARKUP, (int)rows->len, (int)n_cols);
	for (guint i = 0; i < rows->len; i++) {
		const GArray *row = g_ptr_array_index(rows, i);
		for (guint k = 0; k < (padded ? n_cols : row->len); k++) {
			struct sp_str raw = k < row->len ? g_array_index(row, struct sp_str, k) : sp_str("");
			GPtrArray *paragraphs = sp_runs_new(raw.s, raw.n, SP_RUNS_CELL);
			fill_cell(sp_table_add(t, (int)i, (int)k, 1, 1), paragraphs);
			g_ptr_array_unref(paragraphs);
		}
	}
	return t;
}

/* An indented line, or the mark of a list item before its text, is no row. */
static bool is_row_of_text(const GArray *cells)
{
	guint filled = 0;
	struct sp_str first = SP_STR_NONE;
	for (guint i = 0; i < cells->len; i++) {
		struct sp_str c = sp_str_trim(g_array_index(cells, struct sp_str, i));
		if (c.n > 0 && filled++ == 0)
			first = c;
	}
	if (filled != 2 || cells->len != 2)
		return filled < 2 && cells->len == 2;
	char *mark = g_strdup_printf(SP_STR_FMT " ", SP_STR_ARG(first));
	bool item = first.n <= 4 && is_item(mark);
	g_free(mark);
	return item;
}

struct lines {
	const char *p, *end;
};

static struct sp_str peek_line(const struct lines *l)
{
	const char *close = memchr(l->p, '\n', (size_t)(l->end - l->p));
	struct sp_str line = { l->p, (size_t)((close ? close : l->end) - l->p) };
	if (line.n > 0 && line.s[line.n - 1] == '\r')
		line.n--;
	return line;
}

static void skip_line(struct lines *l)
{
	const char *close = memchr(l->p, '\n', (size_t)(l->end - l->p));
	l->p = close ? close + 1 : l->end;
}

/* The cells of a row of the kind that `between` parts; NULL when the line is none. */
static GArray *row_at(const struct lines *l, char between)
{
	struct sp_str line = peek_line(l);
	if (between == '|') {
		line = piped(line);
		return line.s ? split_row(line, '|') : NULL;
	}
	return line.n > 0 && memchr(line.s, '\t', line.n) ? split_row(line, '\t') : NULL;
}

/* The rows that follow each other from here. */
static void read_rows(struct reading *r, struct lines *l, char between)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	int declared = 0;
	GArray *row;
	while (l->p < l->end && (row = row_at(l, between)) != NULL) {
		skip_line(l);
		if (is_rule(row)) {
			declared = rows->len == 1 ? 1 : declared;
			g_array_free(row, TRUE);
		} else {
			g_ptr_array_add(rows, row);
		}
	}
	bool text = between == '\t' && declared == 0;
	for (guint i = 0; i < rows->len && text; i++)
		text = is_row_of_text(g_ptr_array_index(rows, i));
	if (text) {
		for (guint i = 0; i < rows->len; i++) {
			const GArray *cells = g_ptr_array_index(rows, i);
			struct sp_str first = g_array_index(cells, struct sp_str, 0);
			struct sp_str last = g_array_index(cells, struct sp_str, cells->len - 1);
			read_text_line(r, (struct sp_str){ first.s, (size_t)(last.s + last.n - first.s) });
		}
	} else if (rows->len > 0) {
		struct block *b = add_table(r, table_of_rows(rows));
		b->table->header_rows = declared;
		b->header_declared = declared > 0;
	}
	g_ptr_array_unref(rows);
}

/* --- HTML tables ------------------------------------------------------------------------------------------- */

enum { WIDEST = 1000 }; /* columns */

/* What does not fit into the columns is a text before the table: not lost. */
static void add_outside(struct reading *r, GPtrArray *paragraphs)
{
	for (guint i = 0; i < paragraphs->len; i++)
		add_paragraph(r, g_ptr_array_index(paragraphs, i), false);
	r->open = NULL;
	g_ptr_array_unref(paragraphs);
}

/* Puts the cells where they stand once those that span rows have taken their places. */
static struct block *add_html_table(struct reading *r, const GPtrArray *rows)
{
	int n_rows = (int)rows->len, n_cols = 0, header_rows = 0;
	int *taken = g_new0(int, WIDEST); /* for how many rows, from this one, a column is taken */
	struct sp_table *t = sp_table_new(SP_MARKUP, n_rows, 0);
	for (int row = 0; row < n_rows; row++) {
		const GArray *cells = g_ptr_array_index(rows, (guint)row);
		bool header = cells->len > 0;
		int col = 0;
		for (guint i = 0; i < cells->len; i++) {
			const struct sp_html_cell *c = &g_array_index(cells, struct sp_html_cell, i);
			while (col < WIDEST && taken[col] > 0)
				col++;
			int width = MIN(c->colspan, WIDEST - col), height = MIN(c->rowspan, n_rows - row);
			GPtrArray *paragraphs = sp_runs_of_marked(c->marked, SP_RUNS_CELL);
			if (width < 1) {
				add_outside(r, paragraphs);
				continue;
			}
			fill_cell(sp_table_add(t, row, col, height, width), paragraphs);
			g_ptr_array_unref(paragraphs);
			for (int k = col; k < col + width; k++)
				taken[k] = height;
			col += width;
			n_cols = MAX(n_cols, col);
			header = header && c->header;
		}
		if (header && header_rows == row)
			header_rows = row + 1;
		for (int k = 0; k < WIDEST; k++)
			taken[k] -= taken[k] > 0;
	}
	g_free(taken);
	t->n_cols = n_cols;
	t->header_rows = header_rows < n_rows ? header_rows : 0;
	struct block *b = add_table(r, t);
	b->header_declared = t->header_rows > 0;
	return b;
}

/* --- reading all ---------------------------------------------------------------------------------------------- */

static const char *find_case(struct sp_str in, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = in.s; (size_t)(in.s + in.n - p) >= n; p++) {
		p = memchr(p, word[0], (size_t)(in.s + in.n - p) - n + 1);
		if (!p || g_ascii_strncasecmp(p, word, n) == 0)
			return p;
	}
	return NULL;
}

/* From "<table" on this line to "</table>", here or further down. Without an end it is no table. */
static bool read_html_table(struct reading *r, struct lines *l)
{
	enum { LONGEST = 4 << 20 }; /* bytes */
	static const char close_tag[] = "</table>";
	struct sp_str line = peek_line(l);
	const char *from = find_case(line, "<table");
	if (!from)
		return false;
	struct sp_str rest = { from, (size_t)MIN(l->end - from, LONGEST) };
	const char *close = find_case(rest, close_tag);
	GPtrArray *rows = close ? sp_html_table(from, (size_t)(close - from)) : NULL;
	if (!rows)
		return false;
	read_text_line(r, (struct sp_str){ line.s, (size_t)(from - line.s) });
	add_html_table(r, rows);
	g_ptr_array_unref(rows);
	l->p = close + strlen(close_tag);
	return true;
}

static GPtrArray *read_blocks(const char *text, size_t n)
{
	struct reading r = { .blocks = g_ptr_array_new_with_free_func(block_free) };
	struct lines l = { text, text + n };
	while (l.p < l.end) {
		struct sp_str line = peek_line(&l);
		if (read_html_table(&r, &l))
			continue;
		if (piped(line).s) {
			read_rows(&r, &l, '|');
		} else if (memchr(line.s, '\t', line.n)) {
			read_rows(&r, &l, '\t');
		} else {
			read_text_line(&r, line);
			skip_line(&l);
		}
	}
	return r.blocks;
}

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
	if (n == 4 && strspn(c->text, "0123456789") == 4 && (g_str_has_prefix(c->text, "19") || g_str_has_prefix(c->text, "20")))
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
	else if (!named && t->n_cols > 2 && t->n_rows > 2 && names_columns(columns, t->n_cols, 2) &&
	         heads_figures(columns, t->n_cols, 2))
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
		const struct block *b = g_ptr_array_index(blocks, i);
		char *key = b->table ? first_row_key(b->table) : NULL;
		if (key)
			g_hash_table_insert(begins, key, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(begins, key)) + 1));
	}
	for (guint i = 0; i < blocks->len; i++) {
		const struct block *b = g_ptr_array_index(blocks, i);
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
	GPtrArray *tables;        /* struct sp_table *, borrowed; empty: no chain */
	struct text *page_number; /* stands behind the last table and is no end yet */
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

/* The last table of the chain that has rows of its own. */
static const struct sp_table *last_with_rows(const struct chain *c)
{
	for (guint i = c->tables->len; i-- > 0;)
		if (chain_at(c, i)->n_rows > 0)
			return chain_at(c, i);
	return chain_at(c, 0);
}

static void tie_table(struct chain *c, struct sp_table *t)
{
	const struct sp_table *head = c->tables->len > 0 ? chain_at(c, 0) : NULL;
	bool same_columns = head && head->n_cols == t->n_cols;
	bool repeats = same_columns && repeats_header(head, t);
	if (!repeats && !(same_columns && t->n_cols > 2 && head->header_rows > 0 && t->header_rows == 0)) {
		end_chain(c);
		g_ptr_array_add(c->tables, t);
		return;
	}
	t->continues = g_strdup(chain_at(c, c->tables->len - 1)->id);
	t->header_rows = 0;
	if (repeats) {
		t->repeated_header_rows = head->header_rows;
		sp_table_drop_rows(t, head->header_rows);
	}
	t->continues_row = row_goes_on(last_with_rows(c), t);
	if (c->page_number)
		c->page_number->role = FOOTER;
	c->page_number = NULL;
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

static void tie_text(struct chain *c, struct text *t)
{
	enum { FOOTNOTES_MOST = 100 }; /* below one table: each is looked for in all of it */
	const char *line = g_ptr_array_index(t->lines, 0);
	if (c->tables->len == 0)
		return;
	char *mark = c->footnotes < FOOTNOTES_MOST ? mark_of(line) : NULL;
	if (mark && chain_has(c, mark)) {
		t->role = FOOTNOTE;
		c->footnotes++;
	} else if (!c->page_number && t->lines->len == 1 && strspn(line, "0123456789-/ ") == strlen(line)) {
		c->page_number = t;
	} else {
		end_chain(c);
	}
	g_free(mark);
}

static void tie_blocks(const GPtrArray *blocks)
{
	struct chain chain = { .tables = g_ptr_array_new() };
	unsigned tables = 0;
	for (guint i = 0; i < blocks->len; i++) {
		struct block *b = g_ptr_array_index(blocks, i);
		if (b->table) {
			b->table->id = g_strdup_printf("p1t%u", ++tables);
			tie_table(&chain, b->table);
		} else {
			tie_text(&chain, b->text);
		}
	}
	g_ptr_array_unref(chain.tables);
}

/* --- writing --------------------------------------------------------------------------------------------------------- */

static int64_t letters_of(const char *s)
{
	int64_t n = 0;
	for (; *s; s = g_utf8_next_char(s))
		n += !g_unichar_isspace(g_utf8_get_char(s));
	return n;
}

static int64_t letters_of_all(const GPtrArray *blocks)
{
	int64_t n = 0;
	for (guint i = 0; i < blocks->len; i++) {
		const struct block *b = g_ptr_array_index(blocks, i);
		for (guint k = 0; b->text && k < b->text->lines->len; k++)
			n += letters_of(g_ptr_array_index(b->text->lines, k));
		for (guint k = 0; b->table && k < b->table->cells->len; k++)
			n += letters_of(sp_table_cell(b->table, k)->text);
	}
	return n;
}

static void write_page(struct sp_jw *w, int64_t letters)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "page");
	sp_jw_int(w, "page", 1);
	sp_jw_null(w, "width");
	sp_jw_null(w, "height");
	sp_jw_int(w, "rotation", 0);
	sp_jw_int(w, "chars", letters);
	sp_jw_bool(w, "text_layer", true);
	sp_jw_bool(w, "ocr", false);
	sp_jw_close(w);
}

static void write_text(struct sp_jw *w, const struct text *t)
{
	static const char *const roles[] = { "body", "heading", "footer", "footnote" };
	GString *joined = g_string_new(NULL);
	for (guint i = 0; i < t->lines->len; i++)
		sp_text_join(joined, g_ptr_array_index(t->lines, i), false);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "text");
	sp_jw_int(w, "page", 1);
	sp_jw_str(w, "text", joined->str);
	if (t->lines->len > 1) {
		sp_jw_array(w, "lines");
		for (guint i = 0; i < t->lines->len; i++) {
			sp_jw_object(w, NULL);
			sp_jw_str(w, "text", g_ptr_array_index(t->lines, i));
			sp_jw_close(w);
		}
		sp_jw_close(w);
	}
	sp_jw_null(w, "size");
	sp_jw_bool(w, "bold", t->bold);
	sp_jw_str(w, "role", roles[t->role]);
	sp_jw_close(w);
	g_string_free(joined, TRUE);
}

static void write_cell(struct sp_jw *w, const struct sp_cell *c)
{
	char **paragraphs = g_strsplit(c->text, "\n", -1);
	char *text = g_strjoinv(" ", paragraphs);
	sp_jw_object(w, NULL);
	sp_jw_int(w, "row", c->row);
	sp_jw_int(w, "col", c->col);
	sp_jw_int(w, "rowspan", c->rowspan);
	sp_jw_int(w, "colspan", c->colspan);
	sp_jw_str(w, "text", text);
	sp_jw_bool(w, "bold", c->bold);
	if (strchr(c->text, '\n')) {
		sp_jw_array(w, "paragraphs");
		for (char **p = paragraphs; *p; p++)
			sp_jw_str(w, NULL, *p);
		sp_jw_close(w);
	}
	sp_jw_close(w);
	g_free(text);
	g_strfreev(paragraphs);
}

static void write_table(struct sp_jw *w, const struct sp_table *t)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "table");
	sp_jw_str(w, "id", t->id);
	sp_jw_int(w, "page", 1);
	sp_jw_str(w, "method", "markup");
	sp_jw_int(w, "confidence", 1);
	sp_jw_int(w, "n_rows", t->n_rows);
	sp_jw_int(w, "n_cols", t->n_cols);
	sp_jw_int(w, "header_rows", t->header_rows);
	sp_jw_str(w, "continues", t->continues);
	if (t->continues) {
		sp_jw_bool(w, "continues_row", t->continues_row);
		sp_jw_int(w, "repeated_header_rows", t->repeated_header_rows);
	}
	sp_jw_array(w, "cells");
	for (guint i = 0; i < t->cells->len; i++)
		write_cell(w, sp_table_cell(t, i));
	sp_jw_close(w);
	sp_jw_close(w);
}

enum sp_status sp_markup_write(struct sp_ctx *ctx, const char *text, size_t n, FILE *out,
                               struct sp_markup_counts *counts)
{
	if (n > SP_MARKUP_MOST)
		return sp_report(ctx, SP_D_LIMIT, "a text of more than %zu MiB, the most that is read", SP_MARKUP_MOST >> 20);
	GPtrArray *blocks = read_blocks(text, n);
	find_headers(blocks);
	tie_blocks(blocks);
	struct sp_jw w;
	sp_jw_init(&w);
	write_page(&w, letters_of_all(blocks));
	sp_jw_line(&w, out);
	counts->pages++;
	for (guint i = 0; i < blocks->len; i++) {
		const struct block *b = g_ptr_array_index(blocks, i);
		if (b->table)
			write_table(&w, b->table);
		else
			write_text(&w, b->text);
		sp_jw_line(&w, out);
		++*(b->table ? &counts->tables : &counts->texts);
	}
	sp_jw_clear(&w);
	g_ptr_array_unref(blocks);
	return SP_OK;
}
