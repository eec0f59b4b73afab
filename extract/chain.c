/*
 * Method. Two tables are one when their columns agree in number and place (SAME_EDGE; for aligned
 * tables, whose edges are where the text happens to end, in number) and either the header is repeated,
 * or the second has none of its own, its first row would not have fitted on the page before, and no
 * table near by starts with the same label.
 *
 * Was a row cut by the break? A browser leaves the frame of such a row open at the bottom; otherwise
 * the page says so only in signs, so these are weighed (cuts_row): a row
 * that was cut goes on at the bottom of the page, in cells whose text reached the bottom of their row;
 * it is likely where a column is empty that no other row leaves empty (the code, the label), where a
 * text goes on in small letters, or where the two halves together are a text that stands whole in
 * another cell ("Stato di Attuazione" / "Infrannuale 2024"). It is out of the question where a cell is
 * filled that was empty before the break, where the type changes to bold (a total), or where what
 * stands after the break is a whole label elsewhere.
 */
#include "extract/chain.h"

#include <math.h>

#include "base/text.h"
#include "extract/aligned.h"

static const double SAME_EDGE = 4.0;   /* pt */
static const double AT_BOTTOM = 1.25;  /* em: cell padding and less than a line */
static const double SPACING = 6.0;     /* pt: what rows without rules have around their text besides, and OCR, whose boxes hug the letters */
static const double LOWER = 8.0;       /* pt below where text starts: more than a frame stands above its text */
enum { LABEL = 80 };                   /* bytes of a label at most */
enum { ENOUGH = 3, STRONG = 4, NEVER = G_MININT16 }; /* weights of the signs */

struct half {
	char *text;      /* of the cell before the break */
	bool at_bottom;  /* its last line ends where the row ends */
	bool open;       /* its text may go on: see table.h */
	bool bold;
	bool gaps;       /* a row of the table leaves this column empty */
};

struct sp_link {
	char *id;
	int n_cols, header_rows, n_rows;
	enum sp_method method;
	double *xs;
	bool open_bottom;
	double page_top;    /* pt: where pages start; 0 if unknown */
	double space;       /* pt between the table's end and where text ends on the page */
	GPtrArray *header;  /* char *: row r, column c at r * n_cols + c; "" where no cell starts */
	struct half *last;  /* the last row, by column */
	GHashTable *labels; /* short texts of cells on the page, by column, folded */
	GHashTable *firsts; /* those that a table of the page starts with */
};

static const struct sp_cell *cell_at(const struct sp_table *t, int row, int col)
{
	const struct sp_cell *c = sp_table_at(t, row, col);
	return c && c->row == row && c->col == col ? c : NULL;
}

static GPtrArray *header_of(const struct sp_table *t, int rows)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < t->n_cols; c++) {
			const struct sp_cell *cell = cell_at(t, r, c);
			g_ptr_array_add(texts, g_strdup(cell ? cell->text : ""));
		}
	return texts;
}

/* Is a cell of this column empty, from row `from` on? */
static bool leaves_gaps(const struct sp_table *t, int col, int from)
{
	for (int r = from; r < t->n_rows; r++) {
		const struct sp_cell *c = sp_table_at(t, r, col);
		if (!c || !c->text[0])
			return true;
	}
	return false;
}

/* The cell of the last row in a column, also one that spans down to it. */
static struct half half_of(const struct sp_table *t, int col)
{
	const struct sp_cell *c = sp_table_at(t, t->n_rows - 1, col);
	if (!c || c->col != col)
		return (struct half){ .text = g_strdup(""), .gaps = true };
	/* the first row may be the rest of one that the page before cut: it is no witness for the others */
	int from = t->n_rows > t->header_rows + 1 ? t->header_rows + 1 : t->header_rows;
	double spare = AT_BOTTOM * c->size + (t->method == SP_RULED ? 0 : SPACING);
	return (struct half){ g_strdup(c->text), t->box.y1 - c->bottom < spare, c->open, c->bold,
		              leaves_gaps(t, col, from) };
}

static void collect_firsts(const GPtrArray *tables, guint from, GHashTable *firsts)
{
	for (guint i = from; i < tables->len; i++) {
		const struct sp_cell *c = cell_at(g_ptr_array_index(tables, i), 0, 0);
		if (c && c->text[0])
			g_hash_table_add(firsts, sp_text_fold(c->text, strlen(c->text)));
	}
}

/* A label and the column that it stands in: "0 stato di attuazione" (transfer full). */
static char *label_key(int col, const char *text)
{
	char *folded = sp_text_fold(text, strlen(text));
	char *key = g_strdup_printf("%d %s", col, folded);
	g_free(folded);
	return key;
}

static void collect_labels(const GPtrArray *tables, GHashTable *labels)
{
	for (guint i = 0; i < tables->len; i++) {
		const struct sp_table *t = g_ptr_array_index(tables, i);
		for (guint k = 0; k < t->cells->len; k++) {
			const struct sp_cell *c = sp_table_cell(t, k);
			if (c->text[0] && strlen(c->text) <= LABEL)
				g_hash_table_add(labels, label_key(c->col, c->text));
		}
	}
}

struct sp_link *sp_link_new(const struct sp_table *t, const GPtrArray *tables, double page_top, double page_bottom)
{
	if (!t)
		return NULL;
	struct sp_link *link = g_new0(struct sp_link, 1);
	link->id = g_strdup(t->id);
	link->n_cols = t->n_cols;
	link->n_rows = t->n_rows;
	link->header_rows = t->header_rows;
	link->method = t->method;
	link->xs = g_memdup2(t->xs, sizeof *t->xs * (size_t)(t->n_cols + 1));
	link->open_bottom = t->open_bottom;
	link->page_top = page_top;
	link->space = page_bottom - t->box.y1;
	link->header = header_of(t, t->header_rows);
	link->last = g_new(struct half, t->n_cols);
	for (int c = 0; c < t->n_cols; c++)
		link->last[c] = half_of(t, c);
	link->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_labels(tables, link->labels);
	link->firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_firsts(tables, 0, link->firsts);
	return link;
}

void sp_link_free(struct sp_link *link)
{
	if (!link)
		return;
	for (int c = 0; c < link->n_cols; c++)
		g_free(link->last[c].text);
	g_free(link->last);
	g_hash_table_destroy(link->labels);
	g_hash_table_destroy(link->firsts);
	g_ptr_array_unref(link->header);
	g_free(link->xs);
	g_free(link->id);
	g_free(link);
}

static bool same_columns(const struct sp_link *link, const struct sp_table *t)
{
	if (link->n_cols != t->n_cols || link->method != t->method || !link->xs || !t->xs)
		return false;
	/* two scans of one table lie a little differently on the glass */
	double same = t->method == SP_OCR ? 3 * SAME_EDGE : SAME_EDGE;
	for (int c = 0; c <= t->n_cols && t->method != SP_ALIGNED; c++)
		if (fabs(link->xs[c] - t->xs[c]) > same)
			return false;
	return true;
}

/* Does the table start with the linked one's header, cell by cell? */
static bool repeats_header(const struct sp_link *link, const struct sp_table *t)
{
	if (link->header_rows == 0 || t->n_rows < link->header_rows)
		return false;
	GPtrArray *texts = header_of(t, link->header_rows);
	bool same = true;
	for (guint i = 0; i < texts->len && same; i++)
		same = sp_text_same(g_ptr_array_index(texts, i), g_ptr_array_index(link->header, i));
	g_ptr_array_unref(texts);
	return same;
}

/* A row that had room on the page before was put on this one because another table begins with it. */
static bool had_room(const struct sp_link *link, const struct sp_table *t)
{
	return t->ys[1] - t->ys[0] < link->space - 2;
}

/* What goes on starts where pages start; white above it is an empty paragraph, or the space before a new table. */
static bool starts_lower(const struct sp_link *link, const struct sp_table *t)
{
	return link->page_top > 0 && t->method != SP_OCR && t->box.y0 > link->page_top + LOWER;
}

/* Another table near by starts with the same label: so does this one. */
static bool starts_anew(const struct sp_link *link, const GPtrArray *tables)
{
	const struct sp_cell *c = cell_at(g_ptr_array_index(tables, 0), 0, 0);
	if (!c || !c->text[0])
		return false;
	GHashTable *firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_firsts(tables, 1, firsts);
	char *own = sp_text_fold(c->text, strlen(c->text));
	bool anew = g_hash_table_contains(firsts, own) || g_hash_table_contains(link->firsts, own);
	g_free(own);
	g_hash_table_destroy(firsts);
	return anew;
}

/* --- columns of the page before ------------------------------------------------------------------------- */

static GPtrArray *words_in(const struct sp_page *page, const struct sp_box *box)
{
	GPtrArray *inside = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		if (w->turn == 0 && sp_box_holds_middle(box, &w->box))
			g_ptr_array_add(inside, (void *)w);
	}
	return inside;
}

static bool part_no_word(const struct sp_link *link, const GPtrArray *words)
{
	for (guint i = 0; i < words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(words, i);
		for (int c = 0; c <= link->n_cols; c++)
			if (w->box.x0 < link->xs[c] - 1 && w->box.x1 > link->xs[c] + 1)
				return false;
	}
	return words->len > 0;
}

struct sp_table *sp_link_lend_columns(const struct sp_link *link, const struct sp_page *page, const struct sp_table *t)
{
	enum { FEW_ROWS = 3 };
	if (!link || link->method != SP_ALIGNED || t->method != SP_ALIGNED || link->n_cols == t->n_cols ||
	    fabs(link->xs[0] - t->xs[0]) > SAME_EDGE || t->n_rows > link->header_rows + FEW_ROWS)
		return NULL;
	struct sp_table *lent = NULL;
	GPtrArray *words = words_in(page, &t->box);
	if (part_no_word(link, words)) {
		struct sp_rulings *rulings = sp_rulings_new(page);
		struct sp_texture texture;
		lent = sp_aligned_build(page, rulings, words, &t->box, SP_ALL_COLUMNS, link->xs, link->n_cols + 1, &texture);
		sp_rulings_free(rulings);
	}
	g_ptr_array_unref(words);
	if (lent && lent->n_cols != link->n_cols) {
		sp_table_free(lent);
		lent = NULL;
	}
	return lent;
}

/* --- rows that are cut ---------------------------------------------------------------------------------- */

static bool is_figure(const char *s)
{
	bool digit = false;
	for (; *s; s = g_utf8_next_char(s)) {
		if (g_unichar_isalpha(g_utf8_get_char(s)))
			return false;
		digit = digit || g_ascii_isdigit(*s);
	}
	return digit;
}

static bool ends_sentence(const char *s)
{
	size_t n = strlen(s);
	return n > 0 && strchr(".;:!?)", s[n - 1]) != NULL;
}

static bool is_label(GHashTable *labels, int col, const char *text)
{
	char *key = label_key(col, text);
	bool known = g_hash_table_contains(labels, key);
	g_free(key);
	return known;
}

/* What one cell says for the row being cut (positive) or whole (negative, or NEVER). */
static int weigh(const struct half *before, const struct sp_cell *cell, GHashTable *labels)
{
	const char *after = cell->text;
	if (!*before->text || !before->at_bottom || (cell->bold && !before->bold) ||
	    (is_figure(before->text) && is_figure(after)))
		return NEVER;
	GString *joined = g_string_new(before->text);
	sp_text_join(joined, after, false);
	bool known = joined->len <= LABEL && is_label(labels, cell->col, joined->str);
	bool whole = strlen(after) <= LABEL && is_label(labels, cell->col, after);
	g_string_free(joined, TRUE);
	if (known)
		return ENOUGH;
	if (whole)
		return NEVER;
	if (g_unichar_islower(g_utf8_get_char(after)))
		return ends_sentence(before->text) ? 1 : ENOUGH;
	return ends_sentence(before->text) ? -1 : 1;
}

static bool cuts_row(const struct sp_link *link, const GPtrArray *tables)
{
	const struct sp_table *t = g_ptr_array_index(tables, 0);
	GHashTable *labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	/* the cut row itself is no witness */
	collect_labels(tables, labels);
	for (int c = 0; c < t->n_cols; c++) {
		const struct sp_cell *cell = cell_at(t, 0, c);
		char *own = cell ? label_key(c, cell->text) : NULL;
		if (own && !g_hash_table_contains(link->labels, own))
			g_hash_table_remove(labels, own);
		g_free(own);
	}
	GHashTableIter iter;
	gpointer label;
	g_hash_table_iter_init(&iter, link->labels);
	while (g_hash_table_iter_next(&iter, &label, NULL))
		g_hash_table_add(labels, g_strdup(label));

	int weight = 0, filled = 0;
	for (int c = 0; c < t->n_cols && weight > NEVER / 2; c++) {
		const struct sp_cell *cell = cell_at(t, 0, c);
		bool empty = !cell || !cell->text[0];
		if (!empty) {
			weight += weigh(&link->last[c], cell, labels);
			filled++;
		} else if (!link->last[c].gaps && !leaves_gaps(t, c, 1)) {
			weight += STRONG;
		}
	}
	g_hash_table_destroy(labels);
	return filled > 0 && weight >= ENOUGH;
}

static void continue_paragraphs(const struct sp_link *link, struct sp_table *t)
{
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_cell *c = sp_table_cell(t, i);
		c->goes_on = c->row == 0 && c->text[0] && link->last[c->col].open;
	}
}

void sp_link_follow(const struct sp_link *link, const GPtrArray *tables)
{
	struct sp_table *t = tables->len > 0 ? g_ptr_array_index(tables, 0) : NULL;
	if (!link || !t || !same_columns(link, t))
		return;
	bool repeated = repeats_header(link, t);
	if (!repeated && (t->header_rows > 0 || had_room(link, t) || starts_lower(link, t) || starts_anew(link, tables)))
		return;
	t->continues = g_strdup(link->id);
	if (repeated) {
		t->repeated_header_rows = link->header_rows;
		sp_table_drop_rows(t, link->header_rows);
	}
	t->header_rows = 0;
	t->continues_row = t->n_rows > 0 && link->n_rows > link->header_rows &&
	                   (link->open_bottom || cuts_row(link, tables));
	if (t->continues_row)
		continue_paragraphs(link, t);
}
