/*
 * Lines → blocks. A table is read as far as its rows follow each other; a text as far as its lines are
 * one paragraph: converters break lines where the page does, so what tells is a change of type, a list
 * item, a label.
 */
#include "extract/markup/markup-internal.h"

#include "base/text.h"
#include "extract/markup/html.h"
#include "extract/markup/marks.h"
#include "extract/markup/runs.h"
#include "extract/markup/tabular.h"
#include "extract/markup/typed.h"

static void text_free(struct sp_markup_text *t)
{
	g_ptr_array_unref(t->lines);
	g_free(t);
}

static void block_free(void *block)
{
	struct sp_markup_block *b = block;
	if (b->text)
		text_free(b->text);
	sp_table_free(b->table);
	g_free(b);
}

/* --- reading texts ------------------------------------------------------------------------------------- */

struct conversion {
	GPtrArray *blocks;
	GArray *tables; /* struct html_span: the HTML tables that have an end, in order; `table` is the next */
	guint table;
	unsigned unended; /* kinds of LaTeX tables that have no end further down */
	unsigned left_out;
	struct sp_markup_text *open; /* the text that the next line may go on with, or NULL; in blocks already */
};

static struct sp_markup_text *add_text(struct conversion *r, char *line, bool bold, enum sp_markup_role role)
{
	struct sp_markup_text *t = g_new0(struct sp_markup_text, 1);
	t->lines = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(t->lines, line);
	t->bold = bold;
	t->role = role;
	struct sp_markup_block *b = g_new0(struct sp_markup_block, 1);
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
static bool goes_on(const struct sp_markup_text *t, const char *line, bool bold)
{
	const char *last = g_ptr_array_index(t->lines, t->lines->len - 1);
	return t->role == SP_MARKUP_BODY && t->bold == bold && is_capitals(last) == is_capitals(line) &&
	       !is_item(line) && !is_label(line);
}

static void add_line(struct conversion *r, char *line, bool bold, enum sp_markup_role role)
{
	if (r->open && role == SP_MARKUP_BODY && goes_on(r->open, line, bold))
		g_ptr_array_add(r->open->lines, line);
	else
		r->open = add_text(r, line, bold, role);
}

/* Labels glued together by their emphasis become texts of their own. */
static void add_paragraph(struct conversion *r, const struct sp_paragraph *p, bool heading)
{
	guint from = 0;
	for (guint i = 1; i <= p->runs->len; i++) {
		if (i < p->runs->len && !sp_run_at(p, i)->lost_edge)
			continue;
		if (from > 0)
			r->open = NULL;
		add_line(r, sp_paragraph_text(p, from, i), sp_paragraph_bold(p, from, i),
			 heading || p->heading ? SP_MARKUP_HEADING : SP_MARKUP_BODY);
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

/* "---", "***", "___", "===": a line drawn. */
static bool is_drawn(struct sp_str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] != line.s[0] && line.s[i] != ' ')
			return false;
	return line.n >= 3 && strchr("-*_=", line.s[0]);
}

static void read_text_line(struct conversion *r, struct sp_str line)
{
	line = sp_str_trim(line);
	if (line.n == 0 || is_drawn(line)) {
		r->open = NULL;
		return;
	}
	struct sp_str title = heading_of(line);
	struct sp_str shown = title.s ? title : line;
	GPtrArray *paragraphs = sp_runs_new(shown.s, shown.n, SP_RUNS_LINE, &r->left_out);
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

static struct sp_markup_block *add_table(struct conversion *r, struct sp_table *t)
{
	struct sp_markup_block *b = g_new0(struct sp_markup_block, 1);
	b->table = t;
	g_ptr_array_add(r->blocks, b);
	r->open = NULL;
	return b;
}

/* "| a | b |", "a | b |", "| a | b", "a | b": without the frame. */
static struct sp_str unframed(struct sp_str line)
{
	line = sp_str_trim(line);
	if (line.n > 0 && line.s[0] == '|') {
		line.s++;
		line.n--;
	}
	if (line.n > 0 && line.s[line.n - 1] == '|' && (line.n < 2 || line.s[line.n - 2] != '\\'))
		line.n--;
	return line;
}

static bool opens_frame(struct sp_str line)
{
	line = sp_str_trim(line);
	return line.n > 0 && line.s[0] == '|';
}

static bool closes_frame(struct sp_str line)
{
	line = sp_str_trim(line);
	return line.n > 1 && line.s[line.n - 1] == '|' && line.s[line.n - 2] != '\\';
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

/* "---", ":--:", "---+---" in every cell: the line that is drawn below a header. */
static bool is_rule(const GArray *cells)
{
	for (guint i = 0; i < cells->len; i++) {
		struct sp_str c = sp_str_trim(g_array_index(cells, struct sp_str, i));
		for (size_t k = 0; k < c.n; k++)
			if (!strchr("-:=+", c.s[k]))
				return false;
		if (c.n < 3)
			return false;
	}
	return true;
}

/* So many empty cells for one that is written are padding; where more would be needed, they are left away. */
enum { RAGGED = 10 };

static void row_free(void *row)
{
	g_array_free(row, TRUE);
}

/* Rows that are too short get empty cells at their end, unless the table is so ragged that these would
 * outnumber its own many times. */
static struct sp_table *table_of_rows(struct conversion *r, const GPtrArray *rows)
{
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
			GPtrArray *paragraphs = sp_runs_new(raw.s, raw.n, SP_RUNS_CELL, &r->left_out);
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

/* --- rows of pipes and of tabs --- */

/*
 * A row that a pipe opens and closes. The line may end before it does: then it goes on with the next lines, at most ROW
 * of them, up to one that a pipe ends. SP_STR_NONE when none does.
 */
static struct sp_str framed_row(const struct lines *l)
{
	enum { ROW = 50 };
	struct sp_str first = peek_line(l), line = first;
	struct lines rest = *l;
	if (!opens_frame(first) || sp_str_trim(first).n < 3)
		return SP_STR_NONE;
	for (int i = 0; i < ROW && line.n > 0 && rest.p < rest.end; i++) {
		if (i > 0 && opens_frame(line))
			return SP_STR_NONE;
		if (closes_frame(line))
			return (struct sp_str){ first.s, (size_t)(line.s + line.n - first.s) };
		skip_line(&rest);
		line = peek_line(&rest);
	}
	return SP_STR_NONE;
}

/* "a | b" over "--|--", or three such lines, two if they have more pipes: how many each has. 0 for any other text. */
static guint open_rows_at(const struct lines *l)
{
	struct lines next = *l;
	guint pipes = 0, rows = 0;
	bool ruled = false;
	for (int i = 0; i < 3 && next.p < next.end; i++, skip_line(&next)) {
		struct sp_str line = peek_line(&next);
		if (!memchr(line.s, '|', line.n) && !memchr(line.s, '+', line.n))
			break;
		GArray *cells = split_row(unframed(line), '|');
		bool rule = is_rule(cells);
		guint n = cells->len - 1;
		g_array_free(cells, TRUE);
		if (rule && i == 1) {
			ruled = true;
			continue;
		}
		if (n == 0 || (pipes > 0 && n != pipes))
			break;
		pipes = n;
		rows++;
	}
	return (ruled && rows > 0) || rows > 2 || (rows > 1 && pipes > 1) ? pipes : 0;
}

struct row_kind {
	char between;
	guint pipes; /* in each row, where no frame shows which lines are rows; else 0 */
};

/* The next row's cells, behind which the lines move; NULL when the line is none. */
static GArray *next_row(struct lines *l, struct row_kind kind)
{
	struct sp_str row = peek_line(l);
	if (row.n == 0)
		return NULL;
	if (kind.between == '\t') {
		if (!memchr(row.s, '\t', row.n))
			return NULL;
	} else if (kind.pipes == 0) {
		row = framed_row(l);
		if (!row.s)
			return NULL;
	}
	GArray *cells = split_row(kind.between == '|' ? unframed(row) : row, kind.between);
	if (kind.pipes > 0 && cells->len == kind.pipes && closes_frame(row)) {
		struct sp_str last = { row.s + row.n, 0 }; /* what the pipe closes is an empty cell */
		g_array_append_val(cells, last);
	}
	if (kind.pipes > 0 && cells->len != kind.pipes + 1 && !is_rule(cells)) {
		g_array_free(cells, TRUE);
		return NULL;
	}
	while (l->p < row.s + row.n)
		skip_line(l);
	return cells;
}

/* The rows that follow each other from here. */
static void read_rows(struct conversion *r, struct lines *l, struct row_kind kind)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	int declared = 0;
	GArray *row;
	while (l->p < l->end && (row = next_row(l, kind)) != NULL) {
		if (is_rule(row)) {
			declared = rows->len == 1 ? 1 : declared;
			g_array_free(row, TRUE);
		} else {
			g_ptr_array_add(rows, row);
		}
	}
	bool text = declared == 0;
	for (guint i = 0; i < rows->len && text; i++) {
		const GArray *cells = g_ptr_array_index(rows, i);
		text = kind.between == '\t' ? is_row_of_text(cells) : cells->len == 1;
	}
	if (text) {
		size_t frame = kind.between == '|'; /* "|text|": the pipes are part of it */
		for (guint i = 0; i < rows->len; i++) {
			const GArray *cells = g_ptr_array_index(rows, i);
			struct sp_str first = g_array_index(cells, struct sp_str, 0);
			struct sp_str last = g_array_index(cells, struct sp_str, cells->len - 1);
			read_text_line(
			    r, (struct sp_str){ first.s - frame, (size_t)(last.s + last.n - first.s) + 2 * frame });
		}
	} else if (rows->len > 0) {
		struct sp_markup_block *b = add_table(r, table_of_rows(r, rows));
		b->table->header_rows = declared;
		b->header_declared = declared > 0;
	}
	g_ptr_array_unref(rows);
}

/* --- HTML tables ------------------------------------------------------------------------------------------- */

enum { WIDEST = 1000 }; /* columns */

/* What does not fit into the columns is a text before the table: not lost. */
static void add_outside(struct conversion *r, GPtrArray *paragraphs)
{
	for (guint i = 0; i < paragraphs->len; i++)
		add_paragraph(r, g_ptr_array_index(paragraphs, i), false);
	r->open = NULL;
	g_ptr_array_unref(paragraphs);
}

/* Puts the cells where they stand once those that span rows have taken their places. */
static struct sp_markup_block *add_html_table(struct conversion *r, const GPtrArray *rows)
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
	struct sp_markup_block *b = add_table(r, t);
	b->header_declared = t->header_rows > 0;
	return b;
}

/* --- typed tables ------------------------------------------------------------------------------------------- */

/* The paragraphs of a cell whose lines are parted by "\n". */
static GPtrArray *runs_of_lines(struct conversion *r, const GString *lines)
{
	GString *marked = g_string_new(NULL);
	char **each = g_strsplit(lines->str, "\n", -1);
	for (char **line = each; *line; line++) {
		GString *one = sp_html_mark(*line, strlen(*line), &r->left_out);
		if (line > each)
			g_string_append_c(marked, SP_INLINE_LINE);
		g_string_append_len(marked, one->str, (gssize)one->len);
		g_string_free(one, TRUE);
	}
	g_strfreev(each);
	GPtrArray *paragraphs = sp_runs_of_marked(marked->str, SP_RUNS_LINE);
	g_string_free(marked, TRUE);
	return paragraphs;
}

/* An empty cell wherever there is none, unless nearly everything is empty. */
static void fill_gaps(struct sp_table *t)
{
	if ((guint64)t->n_rows * (guint64)t->n_cols > (guint64)RAGGED * t->cells->len)
		return;
	bool *taken = g_new0(bool, (gsize)t->n_rows *(gsize)t->n_cols + 1);
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		for (int k = 0; k < c->rowspan * c->colspan; k++)
			taken[(c->row + k / c->colspan) * t->n_cols + c->col + k % c->colspan] = true;
	}
	for (int k = 0; k < t->n_rows * t->n_cols; k++)
		if (!taken[k])
			sp_table_add(t, k / t->n_cols, k % t->n_cols, 1, 1)->text = g_strdup("");
	g_free(taken);
	sp_table_sort(t);
}

static void add_typed(struct conversion *r, struct lines *l, struct sp_typed *typed)
{
	if (typed->caption) {
		r->open = NULL;
		read_text_line(r, sp_str(typed->caption));
	}
	struct sp_table *t = sp_table_new(SP_MARKUP, typed->n_rows, typed->n_cols);
	for (guint i = 0; i < typed->cells->len; i++) {
		const struct sp_typed_cell *c = &g_array_index(typed->cells, struct sp_typed_cell, i);
		GPtrArray *paragraphs = runs_of_lines(r, c->lines);
		fill_cell(sp_table_add(t, c->row, c->col, c->rowspan, c->colspan), paragraphs);
		g_ptr_array_unref(paragraphs);
	}
	fill_gaps(t);
	t->header_rows = typed->header_rows;
	add_table(r, t)->header_declared = typed->header_declared;
	l->p = typed->behind;
	sp_typed_free(typed);
}

/* --- reading all ---------------------------------------------------------------------------------------------- */

struct html_span {
	const char *from, *close; /* "<table" and its "</table>" */
};

/*
 * The tables that have an end, found in one walk: which "</table>" ends which "<table" is known then, and a text full
 * of tables that nothing ends is not searched to its end for each. A table in another one's cell is that one's.
 */
static GArray *find_html_tables(const char *text, size_t n)
{
	enum { LONGEST = 4 << 20 }; /* bytes */
	static const char close_tag[] = "</table>";
	GArray *tables = g_array_new(FALSE, FALSE, sizeof(struct html_span));
	GArray *open = g_array_new(FALSE, FALSE, sizeof(guint)); /* those in `tables` that have no end yet */
	const char *end = text + n;
	for (const char *p = text; p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++) {
		if (sp_html_opens(p, (size_t)(end - p), "table")) {
			struct html_span span = { p, NULL };
			g_array_append_val(open, tables->len);
			g_array_append_val(tables, span);
		} else if (open->len > 0 && (size_t)(end - p) >= strlen(close_tag) &&
			   g_ascii_strncasecmp(p, close_tag, strlen(close_tag)) == 0) {
			guint last = g_array_index(open, guint, open->len - 1);
			struct html_span *span = &g_array_index(tables, struct html_span, last);
			g_array_set_size(open, open->len - 1);
			span->close = p - span->from <= LONGEST ? p : NULL;
		}
	}
	g_array_free(open, TRUE);
	return tables;
}

/* From "<table" on this line to its "</table>", here or further down. Without an end it is no table. */
static bool read_html_table(struct conversion *r, struct lines *l)
{
	struct sp_str line = peek_line(l);
	const struct html_span *span = NULL;
	for (; r->table < r->tables->len; r->table++) {
		span = &g_array_index(r->tables, struct html_span, r->table);
		if (span->from >= line.s + line.n)
			return false;
		if (span->from >= line.s && span->close)
			break;
	}
	if (r->table >= r->tables->len)
		return false;
	GPtrArray *rows = sp_html_table(span->from, (size_t)(span->close - span->from), &r->left_out);
	r->table++;
	if (!rows)
		return false;
	read_text_line(r, (struct sp_str){ line.s, (size_t)(span->from - line.s) });
	add_html_table(r, rows);
	g_ptr_array_unref(rows);
	l->p = span->close + strlen("</table>");
	return true;
}

/* From "\\begin{tabular}" on this line to its end, here or further down. */
static bool read_tabular(struct conversion *r, struct lines *l)
{
	struct sp_str line = peek_line(l);
	const char *from = memmem(line.s, line.n, "\\begin{", 7);
	struct sp_typed *t = from ? sp_tabular_read(from, l->end, &r->unended) : NULL;
	if (!t)
		return false;
	read_text_line(r, (struct sp_str){ line.s, (size_t)(from - line.s) });
	add_typed(r, l, t);
	return true;
}

/* Two blanks or more between two texts. */
static bool has_columns(struct sp_str line)
{
	line = sp_str_trim(line);
	return memmem(line.s, line.n, "  ", 2) != NULL && !memchr(line.s, '\t', line.n);
}

/* A line over columns: it begins behind the first text of the next line, which has columns. */
static bool heads_columns(const struct lines *l, struct sp_str line)
{
	struct lines next = *l;
	size_t indent = 0;
	while (indent < line.n && line.s[indent] == ' ')
		indent++;
	skip_line(&next);
	struct sp_str below = next.p < next.end ? peek_line(&next) : SP_STR_NONE;
	if (indent < 2 || indent == line.n || !below.s || !has_columns(below))
		return false;
	size_t from = 0;
	while (from < below.n && below.s[from] == ' ')
		from++;
	const char *gap = memmem(below.s + from, below.n - from, "  ", 2);
	return (size_t)(gap - below.s) < indent;
}

GPtrArray *sp_markup_read(const char *text, size_t n, unsigned *left_out)
{
	struct conversion r = { .blocks = g_ptr_array_new_with_free_func(block_free),
			     .tables = find_html_tables(text, n) };
	struct lines l = { text, text + n };
	guint pipes;
	const char *refused = text; /* what lies before has no columns of blanks */
	while (l.p < l.end) {
		struct sp_str line = peek_line(&l);
		if (read_html_table(&r, &l) || read_tabular(&r, &l))
			continue;
		struct sp_typed *typed = sp_ruled_read(l.p, l.end);
		if (!typed && l.p >= refused && (has_columns(line) || heads_columns(&l, line)))
			typed = sp_spaced_read(l.p, l.end, &refused);
		if (typed) {
			add_typed(&r, &l, typed);
		} else if (framed_row(&l).s) {
			read_rows(&r, &l, (struct row_kind){ '|', 0 });
		} else if (memchr(line.s, '\t', line.n)) {
			read_rows(&r, &l, (struct row_kind){ '\t', 0 });
		} else if (memchr(line.s, '|', line.n) && (pipes = open_rows_at(&l)) > 0) {
			read_rows(&r, &l, (struct row_kind){ '|', pipes });
		} else {
			read_text_line(&r, line);
			skip_line(&l);
		}
	}
	g_array_free(r.tables, TRUE);
	*left_out = r.left_out;
	return r.blocks;
}
