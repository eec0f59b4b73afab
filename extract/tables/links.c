/*
 * Method. What the break shows is measured, cell by cell where the last row and the first stand opposite each other, and
 * the verdict with the highest weight wins. A browser leaves the frame of a row that it cuts open; otherwise the page says only in
 * signs that a row was cut: a text that goes on in small letters, a column empty that no other row leaves empty, two
 * halves that together are a text which stands whole in another cell ("Stato di Attuazione" / "Infrannuale 2024").
 */
#include "extract/tables/links.h"

#include <math.h>

#include "base/text.h"
#include "extract/tables/cues.h"

static const double SAME_EDGE = 4.0;   /* pt */
enum { SAME_HEAD = 4, SAME_ROWS };     /* values of SP_LINK_HEAD: both begin with the same head; with the same rows, which nothing read as head */
enum { MOST_HEAD = 8 };                /* rows that a repeated head has at most */
static const double AT_BOTTOM = 1.25;  /* em: cell padding and less than a line */
static const double SPACING = 6.0;     /* pt: what rows without rules have around their text besides, and OCR, whose boxes hug the letters */
enum { LABEL = 80 };                   /* bytes of a label at most */

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
	guint after;        /* lines of text below the table */
	double space;       /* pt between the table's end and where text ends on the page */
	GPtrArray *first;   /* char *, of the first rows: row r, column c at r * n_cols + c; "" where no cell starts */
	GHashTable *above;  /* lines of text before the page's first table */
	struct half *last;  /* the last row, by column */
	GHashTable *labels; /* short texts of cells on the page, by column, folded */
	GHashTable *firsts; /* those that the other tables of the page start with */
};

static const struct sp_cell *cell_at(const struct sp_table *t, int row, int col)
{
	const struct sp_cell *c = sp_table_at(t, row, col);
	return c && c->row == row && c->col == col ? c : NULL;
}

static GPtrArray *texts_of(const struct sp_table *t, int rows)
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

static void collect_firsts(const GPtrArray *tables, const struct sp_table *but, GHashTable *firsts)
{
	for (guint i = 0; i < tables->len; i++) {
		const struct sp_table *t = g_ptr_array_index(tables, i);
		const struct sp_cell *c = t == but ? NULL : cell_at(t, 0, 0);
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

struct sp_link *sp_link_new(const struct sp_table *t, const GPtrArray *tables, const GPtrArray *above, guint after, double page_top,
                            double page_bottom)
{
	if (!t || after > SP_LINK_LINES)
		return NULL;
	struct sp_link *link = g_new0(struct sp_link, 1);
	link->id = g_strdup(t->id);
	link->n_cols = t->n_cols;
	link->n_rows = t->n_rows;
	link->header_rows = t->header_rows;
	link->method = t->method;
	link->xs = g_memdup2(t->xs, sizeof *t->xs * (size_t)(t->n_cols + 1));
	link->open_bottom = t->open_bottom;
	link->after = after;
	link->page_top = page_top;
	link->space = page_bottom - t->box.y1;
	link->first = texts_of(t, MIN(MAX(t->header_rows, MOST_HEAD), t->n_rows));
	link->above = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < above->len; i++)
		g_hash_table_add(link->above, g_strdup(g_ptr_array_index(above, i)));
	link->last = g_new(struct half, (gsize)t->n_cols);
	for (int c = 0; c < t->n_cols; c++)
		link->last[c] = half_of(t, c);
	link->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_labels(tables, link->labels);
	link->firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_firsts(tables, t, link->firsts);
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
	g_ptr_array_unref(link->first);
	g_hash_table_destroy(link->above);
	g_free(link->xs);
	g_free(link->id);
	g_free(link);
}

/* How much of the linked table's head stands in the first rows of this one. */
static double repeated_share(const struct sp_link *link, const struct sp_table *t)
{
	if (link->n_cols != t->n_cols || link->header_rows == 0 || link->header_rows > t->n_rows)
		return 0;
	guint n = 0, same = 0;
	GPtrArray *texts = texts_of(t, link->header_rows);
	for (guint i = 0; i < texts->len; i++) {
		const char *before = g_ptr_array_index(link->first, i), *after = g_ptr_array_index(texts, i);
		n += *before || *after;
		same += (*before || *after) && sp_text_same(after, before);
	}
	g_ptr_array_unref(texts);
	return n > 0 ? (double)same / n : 0;
}

/* How many rows without figures both begin with. */
static int repeated_rows(const struct sp_link *link, const struct sp_table *t)
{
	int most = MIN((int)link->first->len / link->n_cols, t->n_rows), rows = 0;
	GPtrArray *texts = texts_of(t, link->n_cols == t->n_cols ? most : 0);
	for (bool same = texts->len > 0; same && rows < most; rows += same) {
		bool some = false;
		for (int c = 0; c < t->n_cols && same; c++) {
			const char *after = g_ptr_array_index(texts, (guint)(rows * t->n_cols + c));
			same = sp_text_same(after, g_ptr_array_index(link->first, (guint)(rows * t->n_cols + c))) && !sp_is_figure(after);
			some |= *after != '\0';
		}
		same = same && some;
	}
	g_ptr_array_unref(texts);
	return rows;
}

/* What the second table repeats of the first one's head, and how many rows that are. */
static guint8 compare_heads(const struct sp_link *link, const struct sp_table *t, int *rows)
{
	double share = repeated_share(link, t);
	*rows = repeated_rows(link, t);
	if (link->header_rows == 0 && *rows > 0)
		return SAME_ROWS;
	*rows = share > 0.5 ? MAX(*rows, link->header_rows) : 0;
	return share > 0.9 ? SAME_HEAD : share > 0.5 ? 3 : t->header_rows == 0 ? 0 : link->header_rows == 0 ? 1 : 2;
}

/* Does a third table near by start with the same label (2), or the linked one (1)? Then this one is another, too. */
static guint8 starts_anew(const struct sp_link *link, const GPtrArray *tables)
{
	const struct sp_cell *c = cell_at(g_ptr_array_index(tables, 0), 0, 0);
	if (!c || !c->text[0])
		return 0;
	GHashTable *firsts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_firsts(tables, g_ptr_array_index(tables, 0), firsts);
	char *own = sp_text_fold(c->text, strlen(c->text));
	bool third = g_hash_table_contains(firsts, own) || g_hash_table_contains(link->firsts, own);
	guint8 anew = third ? 2 : sp_text_same(c->text, g_ptr_array_index(link->first, 0)) ? 1 : 0;
	g_free(own);
	g_hash_table_destroy(firsts);
	return anew;
}

/* --- rows that are cut ---------------------------------------------------------------------------------- */

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

/* --- cues ------------------------------------------------------------------------------------------------ */

static const struct sp_cue_kind kinds[SP_LINK_CUES] = {
	[SP_LINK_COLUMNS] = { "columns", 4 }, [SP_LINK_EDGES] = { "edges", 5 }, [SP_LINK_SIDES] = { "sides", 3 },
	[SP_LINK_METHOD] = { "method", 3 }, [SP_LINK_HEAD] = { "head", 6 }, [SP_LINK_TOP] = { "top", 6 }, [SP_LINK_SPACE] = { "space", 6 },
	[SP_LINK_OPEN] = { "open", 2 }, [SP_LINK_ANEW] = { "anew", 3 }, [SP_LINK_FIRST] = { "first", 3 }, [SP_LINK_SMALL] = { "small", 3 },
	[SP_LINK_STOPS] = { "stops", 4 }, [SP_LINK_FRESH] = { "fresh", 3 }, [SP_LINK_FILLED] = { "filled", 5 },
	[SP_LINK_MISSING] = { "missing", 3 }, [SP_LINK_FIGURES] = { "figures", 3 }, [SP_LINK_ROWS] = { "rows", 4 },
	[SP_LINK_BOLD] = { "bold", 3 }, [SP_LINK_LABEL] = { "label", 4 }, [SP_LINK_BOTTOM] = { "bottom", 4 },
	[SP_LINK_AFTER] = { "after", SP_LINK_LINES + 1 }, [SP_LINK_BEFORE] = { "before", SP_LINK_LINES + 1 },
};

static const char *const verdicts[SP_LINK_VERDICTS] = { "apart", "goes on", "cuts row" };
const struct sp_net_shape sp_link_model = { "link", verdicts, SP_LINK_VERDICTS, kinds, SP_LINK_CUES };

static double edges_met(const struct sp_link *link, const struct sp_table *t)
{
	guint met = 0;
	for (int a = 0; a <= t->n_cols; a++)
		for (int b = 0; b <= link->n_cols; b++)
			if (fabs(link->xs[b] - t->xs[a]) < SAME_EDGE) {
				met++;
				break;
			}
	return (double)met / MAX(link->n_cols + 1, t->n_cols + 1);
}

static void measure_frames(const struct sp_link *link, const struct sp_table *t, int body, guint8 *cues)
{
	bool left = fabs(link->xs[0] - t->xs[0]) < SAME_EDGE, right = fabs(link->xs[link->n_cols] - t->xs[t->n_cols]) < SAME_EDGE;
	double above = t->box.y0 - link->page_top, height = t->ys[body + 1] - t->ys[body];
	cues[SP_LINK_COLUMNS] = (guint8)MIN(abs(link->n_cols - t->n_cols), 3);
	cues[SP_LINK_EDGES] = SP_BIN(edges_met(link, t), 0.35, 0.6, 0.8, 0.99);
	cues[SP_LINK_SIDES] = (guint8)(2 - left - right);
	cues[SP_LINK_METHOD] = link->method != t->method ? 2 : t->method == SP_ALIGNED;
	cues[SP_LINK_TOP] = link->page_top <= 0 || t->method == SP_OCR ? 0 : 1 + SP_BIN(above, 4, 10, 25, 60);
	cues[SP_LINK_SPACE] = SP_BIN(link->space / MAX(height, 1), 0.2, 0.9, 1.2, 2, 5);
	cues[SP_LINK_OPEN] = link->open_bottom;
}

/* The first row below a repeated head, against the last row before the break. */
static void measure_row(const struct sp_link *link, const struct sp_table *t, int row, GHashTable *labels, guint8 *cues)
{
	guint filled = 0, small = 0, stops = 0, fresh = 0, missing = 0, figures = 0, bottom = 0, turned_bold = 0, was_bold = 0, both = 0;
	bool joined_known = false, alone_known = false;
	for (int c = 0; c < t->n_cols && c < link->n_cols; c++) {
		const struct sp_cell *cell = cell_at(t, row, c);
		const struct half *before = &link->last[c];
		bool empty = !cell || !cell->text[0];
		missing += empty && !before->gaps && !leaves_gaps(t, c, row + 1);
		if (c == 0)
			cues[SP_LINK_FIRST] = !empty ? 2 : before->gaps ? 1 : 0;
		if (empty)
			continue;
		filled++;
		small += g_unichar_islower(g_utf8_get_char(cell->text)) ? 1 : 0;
		fresh += !*before->text;
		if (!*before->text)
			continue;
		both++;
		stops += ends_sentence(before->text);
		figures += sp_is_figure(before->text) && sp_is_figure(cell->text);
		bottom += before->at_bottom;
		turned_bold += cell->bold && !before->bold;
		was_bold += !cell->bold && before->bold;
		GString *joined = g_string_new(before->text);
		sp_text_join(joined, cell->text, false);
		joined_known |= joined->len <= LABEL && is_label(labels, c, joined->str);
		alone_known |= strlen(cell->text) <= LABEL && is_label(labels, c, cell->text);
		g_string_free(joined, TRUE);
	}
	cues[SP_LINK_SMALL] = SP_BIN(small, 1, 2);
	cues[SP_LINK_STOPS] = both == 0 ? 0 : stops == 0 ? 1 : stops < both ? 2 : 3;
	cues[SP_LINK_FRESH] = SP_BIN(fresh, 1, 2);
	cues[SP_LINK_FILLED] = SP_BIN((double)filled / t->n_cols, 0.01, 0.35, 0.7, 0.99);
	cues[SP_LINK_MISSING] = SP_BIN(missing, 1, 2);
	cues[SP_LINK_FIGURES] = SP_BIN(figures, 1, 2);
	cues[SP_LINK_BOLD] = turned_bold > 0 ? 1 : was_bold > 0 ? 2 : 0;
	cues[SP_LINK_LABEL] = (guint8)(joined_known + 2 * alone_known);
	cues[SP_LINK_BOTTOM] = both == 0 ? 0 : bottom == 0 ? 1 : bottom < both ? 2 : 3;
}

/* Short texts of the pages' cells; the row in question is no witness. */
static GHashTable *labels_about(const struct sp_link *link, const GPtrArray *tables, int row)
{
	const struct sp_table *t = g_ptr_array_index(tables, 0);
	GHashTable *labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	collect_labels(tables, labels);
	for (int c = 0; c < t->n_cols; c++) {
		const struct sp_cell *cell = cell_at(t, row, c);
		char *own = cell ? label_key(c, cell->text) : NULL;
		if (own)
			g_hash_table_remove(labels, own);
		g_free(own);
	}
	GHashTableIter iter;
	gpointer label;
	g_hash_table_iter_init(&iter, link->labels);
	while (g_hash_table_iter_next(&iter, &label, NULL))
		g_hash_table_add(labels, g_strdup(label));
	return labels;
}

bool sp_link_cues(const struct sp_link *link, const GPtrArray *tables, const GPtrArray *above, guint8 cues[SP_LINK_CUES])
{
	const struct sp_table *t = tables->len > 0 ? g_ptr_array_index(tables, 0) : NULL;
	guint before = 0;
	for (guint i = 0; link && i < above->len; i++)
		before += !g_hash_table_contains(link->above, g_ptr_array_index(above, i));
	if (!link || !t || !link->xs || !t->xs || t->n_rows == 0 || before > SP_LINK_LINES)
		return false;
	int head;
	memset(cues, 0, SP_LINK_CUES);
	cues[SP_LINK_HEAD] = compare_heads(link, t, &head);
	int row = MIN(head, t->n_rows - 1);
	measure_frames(link, t, row, cues);
	GHashTable *labels = labels_about(link, tables, row);
	measure_row(link, t, row, labels, cues);
	cues[SP_LINK_AFTER] = (guint8)link->after;
	cues[SP_LINK_BEFORE] = (guint8)before;
	cues[SP_LINK_ANEW] = starts_anew(link, tables);
	cues[SP_LINK_ROWS] = SP_BIN(t->n_rows - row, 1, 2, 4);
	g_hash_table_destroy(labels);
	return true;
}

const double *sp_link_columns(const struct sp_link *link, int *n)
{
	*n = link && link->method == SP_ALIGNED ? link->n_cols : 0;
	return *n > 0 ? link->xs : NULL;
}

static void continue_paragraphs(const struct sp_link *link, struct sp_table *t)
{
	for (guint i = 0; i < t->cells->len; i++) {
		struct sp_cell *c = sp_table_cell(t, i);
		c->goes_on = c->row == 0 && c->text[0] && link->last[c->col].open;
	}
}

bool sp_link_follow(const struct sp_net *net, const struct sp_link *link, const GPtrArray *tables, const GPtrArray *above)
{
	guint8 cues[SP_LINK_CUES];
	int scores[SP_LINK_VERDICTS];
	if (!sp_link_cues(link, tables, above, cues))
		return false;
	bool same_head = cues[SP_LINK_HEAD] >= SAME_HEAD;
	sp_net_score(net, &(const guint8 *){ cues }, 1, 0, scores);
	bool same_row = scores[SP_LINK_CUTS_ROW] > scores[SP_LINK_GOES_ON] && link->n_rows > link->header_rows;
	if (scores[SP_LINK_APART] >= MAX(scores[SP_LINK_GOES_ON], scores[SP_LINK_CUTS_ROW]))
		return same_head;
	struct sp_table *t = g_ptr_array_index(tables, 0);
	t->continues = g_strdup(link->id);
	compare_heads(link, t, &t->repeated_header_rows);
	sp_table_drop_rows(t, t->repeated_header_rows);
	t->header_rows = 0;
	t->continues_row = same_row && t->n_rows > 0;
	if (t->continues_row && link->n_cols == t->n_cols)
		continue_paragraphs(link, t);
	return same_head;
}
