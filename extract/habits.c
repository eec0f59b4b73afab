#include "extract/habits.h"

#include "base/text.h"
#include "extract/line.h"

enum { SAMPLES = 8 };
static const double ZONE = 0.2;    /* of the page's height, at its top and at its bottom */
static const double RASTER = 6.0;  /* pt: how exactly a height repeats */
static const double APART = 1.6;   /* em between lines of one header, at most */

/* "pag 0 di 0" at the height 52: text without its figures, and where. */
static char *signature(const struct sp_text_line *line, int shift)
{
	char *text = sp_text_line_text(line);
	char *folded = sp_text_fold(text, strlen(text));
	GString *s = g_string_new(NULL);
	for (const char *p = folded; *p; p++)
		if (!g_ascii_isdigit(*p))
			g_string_append_c(s, *p);
		else if (s->len == 0 || s->str[s->len - 1] != '0')
			g_string_append_c(s, '0');
	g_string_append_printf(s, "@%d", (int)(line->box.y0 / RASTER) + shift);
	g_free(folded);
	g_free(text);
	return g_string_free(s, FALSE);
}

static bool in_zone(const struct sp_page *page, const struct sp_box *box)
{
	return box->y1 < ZONE * page->height || box->y0 > (1 - ZONE) * page->height;
}

static GPtrArray *lines_of(const struct sp_page *page)
{
	GPtrArray *words = g_ptr_array_sized_new(page->words->len);
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	GPtrArray *lines = sp_lines_new(words);
	g_ptr_array_unref(words);
	return lines;
}

static void learn_furniture(struct sp_habits *h, const struct sp_page *page, const GPtrArray *lines)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		/* both neighbours of its place on the raster, so that 0.1 pt never parts two pages */
		for (int shift = -1; shift <= 1 && in_zone(page, &line->box); shift++) {
			char *s = signature(line, shift);
			if (g_hash_table_add(seen, s))
				g_hash_table_insert(h->pages_with, g_strdup(s),
				                    GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(h->pages_with, s)) + 1));
		}
	}
	g_hash_table_destroy(seen);
}

static bool ends_in_hyphen(const struct sp_text_line *line)
{
	const struct sp_word *w = g_ptr_array_index(line->words, line->words->len - 1);
	size_t n = strlen(w->text);
	return g_str_has_suffix(w->text, "\u00ad") || (n > 2 && w->text[n - 1] == '-' && g_ascii_islower(w->text[n - 2]));
}

/*
 * A typesetter that hyphenates does so on every tenth line or so; without one, a line ends at a
 * compound's own hyphen once in hundreds.
 */
static void learn_hyphens(struct sp_habits *h, GPtrArray *const *pages, int n)
{
	unsigned lines = 0, hyphens = 0;
	for (int k = 0; k < n; k++)
		for (guint i = 0; pages[k] && i < pages[k]->len; i++) {
			lines++;
			hyphens += ends_in_hyphen(g_ptr_array_index(pages[k], i));
		}
	h->hyphenated = hyphens >= 3 && hyphens * 50 >= lines;
}

/* The first pages (a cover has no header), and pairs further on, where chapters have others. */
static int sample(int k, int n)
{
	if (n <= SAMPLES)
		return k + 1;
	return k < 4 ? k + 1 : k < 6 ? n / 2 + k - 3 : n - 7 + k;
}

static bool repeats(const struct sp_habits *h, const struct sp_text_line *line)
{
	char *s = signature(line, 0);
	unsigned pages = GPOINTER_TO_UINT(g_hash_table_lookup(h->pages_with, s));
	g_free(s);
	return pages >= 2;
}

static void learn_bottom(struct sp_habits *h, const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (line->turn == 0 && line->box.y1 > h->bottom && !repeats(h, line))
			h->bottom = line->box.y1;
	}
}

struct sp_habits *sp_habits_learn(struct sp_pdf *pdf)
{
	struct sp_habits *h = g_new0(struct sp_habits, 1);
	h->pages_with = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	int n = sp_pdf_pages(pdf), samples = MIN(n, SAMPLES);
	struct sp_page *pages[SAMPLES] = { NULL };
	GPtrArray *lines[SAMPLES] = { NULL };
	for (int k = 0; k < samples; k++) {
		pages[k] = sp_pdf_words(pdf, sample(k, n));
		lines[k] = pages[k] ? lines_of(pages[k]) : NULL;
		if (lines[k])
			learn_furniture(h, pages[k], lines[k]);
	}
	learn_hyphens(h, lines, samples);
	for (int k = 0; k < samples; k++) {
		if (lines[k]) {
			learn_bottom(h, lines[k]);
			g_ptr_array_unref(lines[k]);
		}
		sp_page_free(pages[k]);
	}
	return h;
}

void sp_habits_free(struct sp_habits *h)
{
	if (!h)
		return;
	g_hash_table_destroy(h->pages_with);
	g_free(h);
}

static void move_words(const struct sp_text_line *line, GPtrArray *from, GPtrArray *to)
{
	for (guint i = 0; i < line->words->len; i++) {
		void *w = g_ptr_array_index(line->words, i);
		g_ptr_array_add(to, w);
		g_ptr_array_remove(from, w);
	}
}

/*
 * A page that was recognised has no others to be compared with: reading a sample of them first would
 * take as long as reading the document. There, one line in usual type in the margin is furniture when
 * it stands well apart from the next.
 */
static bool stands_alone(const struct sp_page *page, const GPtrArray *lines, guint i, int inwards)
{
	static const double inch = 72, tenth = 0.1, apart = 1.5; /* pt; of the height; em */
	const struct sp_text_line *line = g_ptr_array_index(lines, i);
	double margin = MAX(inch, tenth * page->height);
	bool at_edge = inwards > 0 ? line->box.y1 < margin : line->box.y0 > page->height - margin;
	if (!page->ocr || !at_edge || line->bold)
		return false;
	for (guint k = 0; k < lines->len; k++) {
		const struct sp_text_line *other = g_ptr_array_index(lines, k);
		double gap = inwards > 0 ? other->box.y0 - line->box.y1 : line->box.y0 - other->box.y1;
		bool beside = sp_overlap(line->box.y0, line->box.y1, other->box.y0, other->box.y1) > 0.5 * sp_box_height(&line->box);
		bool further_in = inwards > 0 ? other->box.y1 > line->box.y1 : other->box.y0 < line->box.y0;
		if (!beside && further_in && gap < apart * line->size)
			return false;
	}
	return true;
}

static bool is_furniture(const struct sp_habits *h, const struct sp_page *page, const GPtrArray *lines, guint i,
                         int inwards)
{
	return repeats(h, g_ptr_array_index(lines, i)) || stands_alone(page, lines, i, inwards);
}

/*
 * From the edge of the page inwards, as long as lines repeat and stand close together: a table's own
 * header, repeated on every page below the page header, stands apart and is left to the table.
 */
void sp_habits_take_furniture(const struct sp_habits *h, const struct sp_page *page, GPtrArray *words, GPtrArray *header,
                       GPtrArray *footer)
{
	GPtrArray *lines = sp_lines_new(words);
	double edge = -1;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (line->turn != 0)
			continue;
		if (line->box.y1 > ZONE * page->height || !is_furniture(h, page, lines, i, 1) ||
		    (edge >= 0 && line->box.y0 - edge > APART * line->size))
			break;
		edge = line->box.y1;
		move_words(line, words, header);
	}
	edge = -1;
	for (guint i = lines->len; i-- > 0;) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (line->turn != 0)
			continue;
		if (line->box.y0 < (1 - ZONE) * page->height || !is_furniture(h, page, lines, i, -1) ||
		    (edge >= 0 && edge - line->box.y1 > APART * line->size))
			break;
		edge = line->box.y0;
		move_words(line, words, footer);
	}
	g_ptr_array_unref(lines);
}

bool sp_habits_own(const struct sp_habits *h, const struct sp_page *page, const struct sp_box *box)
{
	if (!in_zone(page, box))
		return false;
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		if (sp_box_holds_middle(box, &w->box))
			g_ptr_array_add(words, w);
	}
	GPtrArray *lines = sp_lines_new(words);
	bool all = lines->len > 0;
	for (guint i = 0; i < lines->len && all; i++)
		all = repeats(h, g_ptr_array_index(lines, i));
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
	return all;
}
