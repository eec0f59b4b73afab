/*
 * Method. A line has a signature: its text, its figures, its height on the page. How freely the figures
 * may change between pages depends on what the line looks like:
 *
 *   in usual type, or little but figures   anyhow: page numbers restart, dates differ
 *   in bold or larger type                 in step with the page, or not at all: "Scheda 7" is a title
 *   in larger type at the top              not at all
 *
 * A page header in pieces, left and right, may change one of them (a chapter's title) when it is in
 * smaller type than the text.
 */
#include "extract/page/recurring.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"

static const double ZONE = 0.2;       /* of the page's height, at its top and at its bottom */
static const double RASTER = 6.0;     /* pt: how exactly a height repeats */
static const double LARGER = 1.12, SMALLER = 0.95; /* of the document's usual size */

/* --- lines where a reader of their own direction sees them ------------------------------------------- */

/* On a page that is printed sideways, header and footer may stand upright, or the other way round. */
static struct sp_box in_frame(const struct sp_page *page, const struct sp_text_line *line)
{
	return sp_page_box_turned(page, &line->box, line->turn);
}

static double frame_height(const struct sp_page *page, const struct sp_text_line *line)
{
	return line->turn % 2 == 0 ? page->height : page->width;
}

static bool at_top(const struct sp_page *page, const struct sp_text_line *line)
{
	return in_frame(page, line).y1 < ZONE * frame_height(page, line);
}

static bool at_bottom(const struct sp_page *page, const struct sp_text_line *line)
{
	return in_frame(page, line).y0 > (1 - ZONE) * frame_height(page, line);
}

static bool in_zone(const struct sp_page *page, const struct sp_text_line *line)
{
	return at_top(page, line) || at_bottom(page, line);
}

/* --- signatures -------------------------------------------------------------------------------------- */

/* How figures are written in a signature: any as 0; as they are; or one of them as its distance from the page. */
enum { ANY_FIGURE = -2, AS_PRINTED = -1, MOST_FIGURES = 4 };

static char *folded_text(const struct sp_text_line *line)
{
	char *text = sp_text_line_text(line);
	char *folded = sp_text_fold(text, strlen(text));
	g_free(text);
	return folded;
}

/* "pag 0 di 0", "pag 3 di 12" or "pag +0 di 12", and the height. `figures`: see above, or which one is the page. */
static char *signature(const char *folded, int step, int figures, int page)
{
	GString *s = g_string_new(figures == ANY_FIGURE ? "" : "=");
	int figure = 0;
	for (const char *p = folded; *p;) {
		if (!g_ascii_isdigit(*p)) {
			g_string_append_c(s, *p++);
			continue;
		}
		const char *end = p;
		while (g_ascii_isdigit(*end))
			end++;
		if (figures == ANY_FIGURE)
			g_string_append_c(s, '0');
		else if (figure == figures)
			g_string_append_printf(s, "%+d", (int)(g_ascii_strtoull(p, NULL, 10) % 1000000) - page);
		else
			g_string_append_len(s, p, end - p);
		figure++;
		p = end;
	}
	g_string_append_printf(s, "@%d", step);
	return g_string_free(s, FALSE);
}

static int count_figures(const char *folded)
{
	int n = 0;
	for (const char *p = folded; *p; p++)
		n += g_ascii_isdigit(*p) && (p == folded || !g_ascii_isdigit(p[-1]));
	return MIN(n, MOST_FIGURES);
}

static void count(struct sp_recurring *r, GHashTable *seen, char *signature)
{
	if (g_hash_table_add(seen, signature))
		g_hash_table_insert(r->pages_with, g_strdup(signature),
		                    GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(r->pages_with, signature)) + 1));
}

static void learn_piece(struct sp_recurring *r, GHashTable *seen, const struct sp_page *page,
                        const struct sp_text_line *piece)
{
	char *folded = folded_text(piece);
	int most = count_figures(folded), step = (int)(in_frame(page, piece).y0 / RASTER);
	/* both neighbours of its place on the raster, so that 0.1 pt never parts two pages */
	for (int at = step - 1; at <= step + 1; at++)
		for (int figures = ANY_FIGURE; figures < most; figures++)
			count(r, seen, signature(folded, at, figures, page->number));
	g_free(folded);
}

static void learn_furniture(struct sp_recurring *r, const struct sp_page *page, const GPtrArray *lines)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (!in_zone(page, line))
			continue;
		GPtrArray *pieces = sp_text_line_pieces(page, line);
		for (guint k = 0; k < pieces->len; k++)
			learn_piece(r, seen, page, g_ptr_array_index(pieces, k));
		g_ptr_array_unref(pieces);
	}
	g_hash_table_destroy(seen);
	r->pages++;
}

static void learn_size(struct sp_recurring *r, struct sp_page *const *pages, int n)
{
	enum { STEPS = 200 }; /* quarter points */
	size_t bytes[STEPS] = { 0 };
	int most = 0;
	for (int k = 0; k < n; k++)
		for (guint i = 0; pages[k] && i < pages[k]->words->len; i++) {
			const struct sp_word *w = &g_array_index(pages[k]->words, struct sp_word, i);
			int step = CLAMP((int)lround(w->size * 4), 0, STEPS - 1);
			bytes[step] += strlen(w->text);
			most = bytes[step] > bytes[most] ? step : most;
		}
	r->size = most / 4.0;
}

/* In which type is a word printed at its largest? */
static void learn_largest(struct sp_recurring *r, const struct sp_page *page)
{
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		char *folded = sp_text_fold(w->text, strlen(w->text));
		guint size = (guint)CLAMP(lround(w->size * 4), 0, 4000);
		if (size > GPOINTER_TO_UINT(g_hash_table_lookup(r->largest, folded)))
			g_hash_table_replace(r->largest, folded, GUINT_TO_POINTER(size));
		else
			g_free(folded);
	}
}

/* NULL where there is too little to tell one text from another. */
static char *what_it_says(const struct sp_text_line *line)
{
	const guint telling = 8; /* bytes */
	char *folded = folded_text(line);
	guint n = 0;
	for (const char *p = folded; *p; p++)
		if (!g_ascii_isdigit(*p) && !g_ascii_isspace(*p))
			folded[n++] = *p;
	folded[n] = '\0';
	return n >= telling ? folded : (g_free(folded), NULL);
}

static void learn_said(struct sp_recurring *r, const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		char *said = what_it_says(g_ptr_array_index(lines, i));
		if (said)
			g_hash_table_replace(r->said, said,
			                     GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(r->said, said)) + 1));
	}
}

unsigned sp_recurring_says(const struct sp_recurring *r, const struct sp_text_line *piece)
{
	char *said = what_it_says(piece);
	unsigned n = said ? GPOINTER_TO_UINT(g_hash_table_lookup(r->said, said)) : 0;
	g_free(said);
	return n;
}

static unsigned pages_with(const struct sp_recurring *r, const char *folded, int step, int figures, int page)
{
	char *s = signature(folded, step, figures, page);
	unsigned pages = GPOINTER_TO_UINT(g_hash_table_lookup(r->pages_with, s));
	g_free(s);
	return pages;
}

/* How freely may the figures of furniture change? */
enum freedom { FIXED, IN_STEP, FREE };

static unsigned count_letters(const struct sp_text_line *line)
{
	unsigned n = 0;
	for (guint i = 0; i < line->words->len; i++)
		for (const char *p = ((const struct sp_word *)g_ptr_array_index(line->words, i))->text; *p; p = g_utf8_next_char(p))
			n += g_unichar_isalpha(g_utf8_get_char(p)) ? 1 : 0;
	return n;
}

static enum freedom freedom_of(const struct sp_recurring *r, const struct sp_page *page, const struct sp_text_line *line)
{
	const unsigned few = 3; /* "- 14 -", "A-14", "Pag. 14" */
	bool larger = line->size > LARGER * r->size;
	if ((!larger && !line->bold) || count_letters(line) <= few)
		return FREE;
	return larger && at_top(page, line) ? FIXED : IN_STEP;
}

/* On how many of the sampled pages does this stand at this height? */
static unsigned repetitions(const struct sp_recurring *r, const struct sp_page *page, const struct sp_text_line *piece,
                            enum freedom freedom)
{
	char *folded = folded_text(piece);
	int step = (int)(in_frame(page, piece).y0 / RASTER);
	unsigned most = pages_with(r, folded, step, freedom == FREE ? ANY_FIGURE : AS_PRINTED, page->number);
	for (int i = 0; freedom == IN_STEP && i < count_figures(folded); i++)
		most = MAX(most, pages_with(r, folded, step, i, page->number));
	g_free(folded);
	return most;
}

/* On at least three quarters of the sampled pages; a cover has none. */
static bool on_most_pages(const struct sp_recurring *r, unsigned pages)
{
	return pages >= 3 && pages * 4 >= 3 * (r->pages - 1);
}

/*
 * Every piece of the line repeats, or, in a header in small type, one does on most pages. In a line that may be a title
 * a figure may count the pages only where another piece stands unchanged on most of them.
 */
static bool repeats(const struct sp_recurring *r, const struct sp_page *page, const struct sp_text_line *line,
                    enum freedom freedom)
{
	GPtrArray *pieces = sp_text_line_pieces(page, line);
	guint n = 0, often = 0, counting = 0;
	for (guint i = 0; i < pieces->len; i++) {
		const struct sp_text_line *piece = g_ptr_array_index(pieces, i);
		unsigned pages = repetitions(r, page, piece, freedom);
		n += pages >= 2;
		often += on_most_pages(r, pages);
		counting += pages < 2 && freedom == FIXED && repetitions(r, page, piece, IN_STEP) >= 2;
	}
	bool all = n + (often > 0 ? counting : 0) == pieces->len, small = line->size < SMALLER * r->size && pieces->len <= 3;
	g_ptr_array_unref(pieces);
	return all || (small && often > 0);
}

bool sp_recurring_line(const struct sp_recurring *r, const struct sp_page *page, const struct sp_text_line *line)
{
	return repeats(r, page, line, freedom_of(r, page, line));
}

static void learn_bottom(struct sp_recurring *r, const struct sp_page *page, const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (line->turn == 0 && line->box.y1 > r->bottom && !sp_recurring_line(r, page, line))
			r->bottom = line->box.y1;
	}
}

/* Where the page's body text starts; 0 when it has none. */
static double top_of(const struct sp_recurring *r, const struct sp_page *page, const GPtrArray *lines)
{
	double top = 0;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (line->turn == 0 && (top == 0 || line->box.y0 < top) && !sp_recurring_line(r, page, line))
			top = line->box.y0;
	}
	return top;
}

/* A title page or a chapter's first starts anywhere; the height that others share is where pages start. */
static void learn_top(struct sp_recurring *r, struct sp_page *const *pages, GPtrArray *const *lines, int n)
{
	const double same = 4; /* pt: of text and of a table's first row, padded */
	double *tops = g_new0(double, (gsize)n + 1);
	for (int k = 0; k < n; k++)
		tops[k] = lines[k] ? top_of(r, pages[k], lines[k]) : 0;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++)
			if (k != i && tops[i] > 0 && tops[k] >= tops[i] && tops[k] - tops[i] < same && (r->top == 0 || tops[i] < r->top))
				r->top = tops[i];
	g_free(tops);
}

struct sp_recurring *sp_recurring_learn(struct sp_page *const *pages, GPtrArray *const *lines, int n)
{
	struct sp_recurring *r = g_new0(struct sp_recurring, 1);
	r->pages_with = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->largest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int k = 0; k < n; k++)
		if (lines[k]) {
			learn_furniture(r, pages[k], lines[k]);
			learn_largest(r, pages[k]);
			learn_said(r, lines[k]);
		}
	learn_size(r, pages, n);
	learn_top(r, pages, lines, n);
	for (int k = 0; k < n; k++)
		if (lines[k])
			learn_bottom(r, pages[k], lines[k]);
	return r;
}

void sp_recurring_free(struct sp_recurring *r)
{
	g_hash_table_destroy(r->pages_with);
	g_hash_table_destroy(r->largest);
	g_hash_table_destroy(r->said);
	g_free(r);
}

bool sp_recurring_box(const struct sp_recurring *r, const struct sp_page *page, const struct sp_box *box)
{
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		if (sp_box_holds_middle(box, &w->box))
			g_ptr_array_add(words, w);
	}
	GPtrArray *lines = sp_lines_new(words);
	bool all = lines->len > 0;
	/* figures in a frame are figures of a table, unless they count pages */
	for (guint i = 0; i < lines->len && all; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		all = in_zone(page, line) && repeats(r, page, line, IN_STEP);
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
	return all;
}
