/*
 * Method.
 *
 * Columns. Each line is cut into chunks at gaps wider than a blank of its type (BLANK; two figures
 * side by side are parted by less, FIGURE_GAP). The chunks of lines that have several are projected
 * on the x axis; a strip that they leave white, but for a few crossing lines (spanning headers), is a
 * gap between columns.
 *
 * Rows. Lines whose boxes overlap vertically are one band. Rules and edges of shading that cross most
 * of the table part rows for certain. Elsewhere leading decides: if there are close and wide steps
 * between bands, and joining the close ones never puts two figures into one cell, close bands are
 * lines of one row; the step under a bold header is a wide one. With even leading a band joins the
 * row above only when its first column is empty and it holds no figure.
 *
 * Header. The rows above the first full rule, else above the first row with figures. Within it, a
 * chunk over several columns (by its extent, or by a short rule under it) spans them; what stands
 * under it is a level of its own, and columns without a spanning chunk are one cell of all levels.
 */
#include "extract/aligned-internal.h"

#include <math.h>
#include <stdlib.h>

/* --- the table --------------------------------------------------------------------------------------------- */

static double column_edge(const struct sp_builder *b, int i)
{
	if (i == 0)
		return b->box.x0;
	return i == b->n_cols ? b->box.x1 : (b->gaps_from[i - 1] + b->gaps_to[i - 1]) / 2;
}

static void set_edges(const struct sp_builder *b, struct sp_table *t, const GArray *levels, int body_row)
{
	t->xs = g_new(double, t->n_cols + 1);
	for (int c = 0; c <= t->n_cols; c++)
		t->xs[c] = column_edge(b, c);
	t->ys = g_new(double, t->n_rows + 1);
	t->ys[0] = b->box.y0;
	t->ys[t->n_rows] = b->box.y1;
	for (guint i = 0; i < levels->len; i++)
		t->ys[i + 1] = g_array_index(levels, double, i);
	for (guint i = (guint)b->header_lines; i < b->n_lines; i++) {
		if (i == 0 || b->row_of[i] == b->row_of[i - 1])
			continue;
		int row = (int)(b->row_of[i] - b->row_of[b->header_lines]) + body_row;
		double above = 0, below = G_MAXDOUBLE;
		for (guint k = 0; k < i; k++)
			if (b->row_of[k] + 1 >= b->row_of[i])
				above = MAX(above, b->lines[k].text->box.y1);
		for (guint k = i; k < b->n_lines; k++)
			if (b->row_of[k] == b->row_of[i])
				below = MIN(below, b->lines[k].text->box.y0);
		if (row > 0)
			t->ys[row] = (above + below) / 2;
	}
	for (int r = 1; r <= t->n_rows; r++)
		t->ys[r] = MAX(t->ys[r], t->ys[r - 1]);
	t->box = b->box;
}

static void add_header_cells(struct sp_table *t, const GArray *list, int n_levels)
{
	bool *done = g_new0(bool, (size_t)n_levels *(size_t)t->n_cols);
	/* spanning headings at their level */
	for (guint i = 0; i < list->len; i++) {
		const struct sp_heading *h = &g_array_index(list, struct sp_heading, i);
		int level = 0;
		while (level + 1 < n_levels && (h->y0 + h->y1) / 2 > t->ys[level + 1])
			level++;
		if (h->span < 2)
			continue;
		bool is_free = true;
		for (int c = h->col; c < h->col + h->span; c++)
			is_free = is_free && !done[level * t->n_cols + c];
		if (!is_free)
			continue;
		sp_table_add(t, level, h->col, 1, h->span);
		for (int c = h->col; c < h->col + h->span; c++)
			done[level * t->n_cols + c] = true;
	}
	/* what is left of each column is one cell, or one between two spanning ones */
	for (int c = 0; c < t->n_cols; c++)
		for (int r = 0; r < n_levels; r++) {
			if (done[r * t->n_cols + c])
				continue;
			int end = r + 1;
			while (end < n_levels && !done[end * t->n_cols + c])
				end++;
			sp_table_add(t, r, c, end - r, 1);
			r = end - 1;
		}
	g_free(done);
}

/* Cells shaded one by one, of which one reaches over a column's edge at this height: a merged cell. */
static bool merged_at(const struct sp_builder *b, double y, double x)
{
	const struct sp_fill *over = NULL;
	for (guint i = 0; i < b->page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(b->page->fills, struct sp_fill, i);
		if (sp_box_holds(&f->box, x, y) && f->box.x0 < x - 2 && f->box.x1 > x + 2)
			over = f;
	}
	for (guint i = 0; over && i < b->page->fills->len; i++) {
		const struct sp_box *o = &g_array_index(b->page->fills, struct sp_fill, i).box;
		if (fabs(o->y0 - over->box.y0) < 1 && fabs(o->y1 - over->box.y1) < 1 &&
		    (fabs(o->x0 - over->box.x1) < 1 || fabs(o->x1 - over->box.x0) < 1))
			return true;
	}
	return false;
}

static void widen_merged(const struct sp_builder *b, const struct sp_table *t, int row, int *span)
{
	double y = (t->ys[row] + t->ys[row + 1]) / 2;
	for (int c = t->n_cols - 1; c > 0; c--)
		if (span[c] == 0 || span[c - 1] == 0) {
			if (!merged_at(b, y, t->xs[c]))
				continue;
			span[c - 1] = MAX(span[c], 1) + 1;
			span[c] = 0;
		}
}

static bool fills_any(const int *span, int from, int to)
{
	for (int c = from; c < to; c++)
		if (span[c] > 0)
			return true;
	return false;
}

/* A text over several columns that stands in the middle of more, which are empty beside it, spans these as well. */
static void widen_centred(const struct sp_table *t, const struct sp_chunk *c, int *span)
{
	const double near = 2; /* pt */
	int end = c->col + c->span;
	double middle = (c->x0 + c->x1) / 2;
	if (c->span < 2 || span[c->col] != c->span || fabs((t->xs[c->col] + t->xs[end]) / 2 - middle) < near)
		return;
	for (int first = 0; first <= c->col; first++)
		for (int last = end; last <= t->n_cols; last++) {
			if (fabs((t->xs[first] + t->xs[last]) / 2 - middle) > near || fills_any(span, first, c->col) ||
			    fills_any(span, end, last))
				continue;
			span[c->col] = 0;
			span[first] = last - first;
			return;
		}
}

static void add_body_cells(const struct sp_builder *b, struct sp_table *t, int body_row)
{
	for (int r = body_row; r < t->n_rows; r++) {
		int *span = g_new0(int, t->n_cols + 1);
		for (guint i = (guint)b->header_lines; i < b->n_lines; i++) {
			if ((int)(b->row_of[i] - b->row_of[b->header_lines]) + body_row != r)
				continue;
			for (guint k = 0; k < b->lines[i].n_chunks; k++) {
				const struct sp_chunk *c = &b->lines[i].chunks[k];
				span[c->col] = MAX(span[c->col], c->span);
			}
		}
		for (guint i = (guint)b->header_lines; i < b->n_lines; i++)
			if ((int)(b->row_of[i] - b->row_of[b->header_lines]) + body_row == r &&
			    b->lines[i].n_chunks > 0)
				widen_centred(t, &b->lines[i].chunks[0], span);
		if (b->all_columns)
			widen_merged(b, t, r, span);
		for (int c = 0; c < t->n_cols;) {
			int width = MAX(span[c], 1);
			/* never over a column with text of its own */
			for (int k = 1; k < width; k++)
				if (span[c + k] > 0)
					width = k;
			sp_table_add(t, r, c, 1, width);
			c += width;
		}
		g_free(span);
	}
}

static struct sp_table *make_table(const struct sp_builder *b)
{
	GArray *list = sp_aligned_headings(b), *levels = sp_aligned_header_levels(b, list);
	int n_levels = b->header_lines > 0 ? (int)levels->len + 1 : 0;
	int body = b->header_lines < (int)b->n_lines ? b->n_rows - (int)b->row_of[b->header_lines] : 0;
	struct sp_table *t = sp_table_new(SP_ALIGNED, n_levels + body, b->n_cols);
	set_edges(b, t, levels, n_levels);
	if (n_levels > 0)
		add_header_cells(t, list, n_levels);
	add_body_cells(b, t, n_levels);
	sp_table_sort(t);
	t->header_rows = body > 0 ? n_levels : MAX(n_levels - 1, 0);
	g_array_free(list, TRUE);
	g_array_free(levels, TRUE);
	return t;
}

/* --- texture ------------------------------------------------------------------------------------------------ */

static bool is_list_mark(const struct sp_text_line *line, const struct sp_chunk *c)
{
	const char *s = sp_aligned_word_at(line, c->first)->text;
	size_t n = strlen(s);
	if (c->n > 1 || n > 6)
		return false;
	return strcmp(s, "•") == 0 || strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "▪") == 0 ||
	       strcmp(s, "◦") == 0 || strcmp(s, "o") == 0 || strcmp(s, "■") == 0 || strcmp(s, "➢") == 0 ||
	       s[n - 1] == ')' || s[n - 1] == '.';
}

/* A column reads as prose when its lines are full and have many words. */
static bool is_prose(const struct sp_builder *b, int col)
{
	double from = col == 0 ? b->box.x0 : b->gaps_to[col - 1];
	double to = col == b->n_cols - 1 ? b->box.x1 : b->gaps_from[col];
	guint lines = 0, full = 0, words = 0;
	for (guint i = (guint)b->header_lines; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct sp_chunk *c = &b->lines[i].chunks[k];
			if (c->col != col)
				continue;
			lines++;
			words += c->n;
			full += c->x1 - c->x0 > 0.8 * (to - from);
		}
	return lines >= 3 && words >= 4 * lines && full * 10 >= lines * 6;
}

/* Enough dots to lead the eye. */
static bool leads(const struct sp_builder *b, const struct sp_chunk *c)
{
	return c->lead > c->x1 + 1.5 * b->em;
}

/* A page number: 1 to 4 digits or small Roman ones; -1 for what is none. */
static int page_number(const struct sp_text_line *line, const struct sp_chunk *c)
{
	const char *s = sp_aligned_word_at(line, c->first)->text;
	size_t n = strlen(s);
	if (c->n != 1 || n > 6)
		return -1;
	if (strspn(s, "ivxl") == n)
		return 0; /* before all others */
	return n <= 4 && strspn(s, "0123456789") == n ? (int)g_ascii_strtoll(s, NULL, 10) : -1;
}

/*
 * A table of contents, in one column or several: page numbers behind texts, which hardly ever fall from line to line.
 * Leaders lead to them or chapters are numbered, and no other figures stand beside them. Those of a table go up and
 * down.
 */
static bool is_contents(const struct sp_builder *b)
{
	guint titles = 0, pages = 0, falls = 0, led = 0, numbered = 0, others = 0;
	int last[SP_MOST_COLUMNS + 1];
	memset(last, 0, sizeof last);
	for (guint i = 0; i < b->n_lines; i++) {
		const struct sp_chunked_line *l = &b->lines[i];
		for (guint k = 0; k < l->n_chunks; k++) {
			const struct sp_chunk *c = &l->chunks[k], *before = k > 0 ? c - 1 : NULL;
			titles += !c->figure && k + 1 < l->n_chunks;
			int page = before && !before->figure ? page_number(l->text, c) : -1;
			if (page < 0) {
				others += c->figure && k > 0 && before->figure;
				continue;
			}
			pages++;
			falls += page < last[c->col];
			led += leads(b, before);
			numbered += k > 1 && before[-1].figure;
			last[c->col] = page;
		}
	}
	return pages >= 2 && pages * 10 >= titles * 7 && falls * 8 <= pages && others * 5 <= pages &&
	       (led * 4 >= pages || (numbered * 3 >= pages && pages >= 4));
}

/* "12, 34, 56" */
static bool is_list_of_pages(const struct sp_text_line *line, const struct sp_chunk *c)
{
	guint commas = 0;
	for (guint i = c->first; i < c->first + c->n; i++) {
		const char *s = sp_aligned_word_at(line, i)->text;
		size_t n = strlen(s);
		if (strspn(s, "0123456789,-\342\200\223") != n)
			return false;
		commas += s[n - 1] == ',';
	}
	return commas > 0 && commas + 1 >= c->n;
}

/* An index: leaders in several columns, and lists of pages behind some of them. */
static bool is_index(const struct sp_builder *b)
{
	guint led = 0, lists = 0;
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			led += leads(b, &b->lines[i].chunks[k]);
			lists += is_list_of_pages(b->lines[i].text, &b->lines[i].chunks[k]);
		}
	return led * 3 >= b->n_lines && lists * 10 >= b->n_lines;
}

/* How many of the values lie within `width` of each other, at most. */
static guint most_together(double *values, guint n, double width)
{
	guint most = 0;
	qsort(values, n, sizeof *values, sp_aligned_by_value);
	for (guint i = 0, k = 0; i < n; i++) {
		while (values[i] - values[k] > width)
			k++;
		most = MAX(most, i - k + 1);
	}
	return most;
}

/*
 * Texts of one column stand in line: at their left, their right or their middle. Fills how many of them do, of all
 * columns together and of the worst.
 */
static void measure_alignment(const struct sp_builder *b, struct sp_texture *x)
{
	const double width = 0.25 * b->em;
	double *edges[3];
	guint together = 0, all = 0;
	guint most = 1;
	for (guint i = 0; i < b->n_lines; i++)
		most += b->lines[i].n_chunks;
	for (int side = 0; side < 3; side++)
		edges[side] = g_new(double, most);
	x->ragged = 1;
	for (int col = 0; col < b->n_cols; col++) {
		guint n = 0, best = 0;
		for (guint i = (guint)b->header_lines; i < b->n_lines; i++)
			for (guint k = 0; k < b->lines[i].n_chunks; k++) {
				const struct sp_chunk *c = &b->lines[i].chunks[k];
				if (c->col != col || c->span > 1)
					continue;
				edges[0][n] = c->x0;
				edges[1][n] = c->x1;
				edges[2][n++] = (c->x0 + c->x1) / 2;
			}
		for (int side = 0; side < 3; side++)
			best = MAX(best, most_together(edges[side], n, width));
		together += best;
		all += n;
		if (n > 0)
			x->ragged = MIN(x->ragged, (double)best / n);
	}
	x->aligned = all > 0 ? (double)together / all : 0;
	for (int side = 0; side < 3; side++)
		g_free(edges[side]);
}

/* The share of positions with text; the lines of the header are one row. */
static double filled_share(const struct sp_builder *b)
{
	size_t rows = (size_t)b->row_of[b->n_lines - 1] + 1, n = 0;
	bool *used = g_new0(bool, rows *(size_t)b->n_cols);
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			guint row = (int)i < b->header_lines ? 0 : b->row_of[i];
			bool *at = &used[row * (guint)b->n_cols + (guint)b->lines[i].chunks[k].col];
			n += !*at;
			*at = true;
		}
	g_free(used);
	size_t body = b->header_lines < (int)b->n_lines ? rows - b->row_of[b->header_lines] : 0;
	return (double)n / (double)((body + (b->header_lines > 0 ? 1 : 0)) * (size_t)b->n_cols);
}

/* Bold type names the rows: all of the first column of two, and nothing of the second. */
static bool has_bold_labels(const struct sp_builder *b)
{
	guint labels = 0, values = 0;
	for (guint i = 0; i < b->n_lines; i++)
		for (guint k = 0; k < b->lines[i].n_chunks; k++) {
			const struct sp_chunk *c = &b->lines[i].chunks[k];
			bool bold = sp_aligned_word_at(b->lines[i].text, c->first)->bold;
			if (c->span > 1 || bold != (c->col == 0))
				return false;
			labels += bold;
			values += !bold;
		}
	return b->n_cols == 2 && labels > 0 && values > 0;
}

static void describe(const struct sp_builder *b, struct sp_texture *x)
{
	guint figures = 0, others = 0, words = 0, chunks = 0, marks = 0, firsts = 0;
	for (guint i = 0; i < b->n_lines; i++) {
		const struct sp_chunked_line *l = &b->lines[i];
		for (guint k = 0; k < l->n_chunks; k++) {
			const struct sp_chunk *c = &l->chunks[k];
			chunks++;
			words += c->n;
			if (c->col == 0) {
				firsts++;
				marks += is_list_mark(l->text, c);
			} else if ((int)i >= b->header_lines) {
				figures += c->figure;
				others += !c->figure;
			}
		}
	}
	int prose = 0;
	for (int c = 0; c < b->n_cols; c++)
		prose += is_prose(b, c);
	x->cols = b->n_cols;
	x->rows = b->n_rows;
	x->figures = figures + others > 0 ? (double)figures / (figures + others) : 0;
	x->filled = filled_share(b);
	x->prose = (double)prose / b->n_cols;
	x->words = chunks > 0 ? (double)words / chunks : 0;
	x->list = firsts > 0 && marks * 2 > firsts;
	x->headed = b->header_lines > 0 && sp_aligned_bold_header(b) == b->header_lines;
	x->labelled = has_bold_labels(b);
	x->contents = is_contents(b);
	x->index = is_index(b);
	measure_alignment(b, x);
}

struct sp_table *sp_aligned_build(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
				  const struct sp_box *box, enum sp_edges edges, const double *xs, int n_xs,
				  struct sp_texture *texture)
{
	struct sp_builder b = { .page = page, .rulings = rulings, .box = *box };
	struct sp_table *t = NULL;
	*texture = (struct sp_texture){ 0 };
	sp_aligned_cut_lines(&b, words);
	if (b.n_lines >= 2) {
		b.gaps_from = g_new(double, SP_MOST_COLUMNS);
		b.gaps_to = g_new(double, SP_MOST_COLUMNS);
		b.n_cols = 1;
		if (edges == SP_ALL_COLUMNS) {
			b.all_columns = true;
			sp_aligned_take_columns(&b, xs, n_xs);
			sp_aligned_find_header(&b);
		} else {
			sp_aligned_find_columns(&b);
			sp_aligned_add_drawn(&b, xs, n_xs);
			sp_aligned_place_chunks(&b);
			sp_aligned_find_header(&b);
			sp_aligned_add_heading_columns(&b);
		}
		sp_aligned_place_chunks(&b);
		sp_aligned_find_rows(&b);
		describe(&b, texture);
		if (b.n_cols >= 2)
			t = make_table(&b);
		if (t && t->n_rows < 2) {
			sp_table_free(t);
			t = NULL;
		}
	}
	for (guint i = 0; i < b.n_lines; i++)
		g_free(b.lines[i].chunks);
	g_free(b.lines);
	g_free(b.gaps_from);
	g_free(b.gaps_to);
	g_free(b.row_of);
	g_ptr_array_unref(b.texts);
	return t;
}
