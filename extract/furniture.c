#include "extract/furniture.h"

#include "base/text.h"
#include "extract/line.h"

enum { SAMPLES = 8 };
static const double ZONE = 0.2;    /* of the page's height, at its top and at its bottom */
static const double RASTER = 6.0;  /* pt: how exactly a height repeats */
static const double APART = 1.6;   /* em between lines of one header, at most */

struct sp_furniture {
	GHashTable *pages_with; /* signature of a line → number of sampled pages that have it */
	unsigned pages;
};

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

static void learn_page(struct sp_furniture *f, const struct sp_page *page)
{
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		if (in_zone(page, &w->box))
			g_ptr_array_add(words, w);
	}
	GPtrArray *lines = sp_lines_new(words);
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < lines->len; i++)
		/* both neighbours of its place on the raster, so that 0.1 pt never parts two pages */
		for (int shift = -1; shift <= 1; shift++) {
			char *s = signature(g_ptr_array_index(lines, i), shift);
			if (g_hash_table_add(seen, s))
				g_hash_table_insert(f->pages_with, g_strdup(s),
				                    GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(f->pages_with, s)) + 1));
		}
	f->pages++;
	g_hash_table_destroy(seen);
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
}

/* The first pages (a cover has no header), and pairs further on, where chapters have others. */
static int sample(int k, int n)
{
	if (n <= SAMPLES)
		return k + 1;
	return k < 4 ? k + 1 : k < 6 ? n / 2 + k - 3 : n - 7 + k;
}

struct sp_furniture *sp_furniture_learn(struct sp_pdf *pdf)
{
	struct sp_furniture *f = g_new0(struct sp_furniture, 1);
	f->pages_with = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	int n = sp_pdf_pages(pdf);
	for (int k = 0; k < MIN(n, SAMPLES); k++) {
		struct sp_page *page = sp_pdf_words(pdf, sample(k, n));
		if (page)
			learn_page(f, page);
		sp_page_free(page);
	}
	return f;
}

void sp_furniture_free(struct sp_furniture *f)
{
	if (!f)
		return;
	g_hash_table_destroy(f->pages_with);
	g_free(f);
}

static bool repeats(const struct sp_furniture *f, const struct sp_text_line *line)
{
	char *s = signature(line, 0);
	unsigned pages = GPOINTER_TO_UINT(g_hash_table_lookup(f->pages_with, s));
	g_free(s);
	return pages >= 2;
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
 * From the edge of the page inwards, as long as lines repeat and stand close together: a table's own
 * header, repeated on every page below the page header, stands apart and is left to the table.
 */
void sp_furniture_take(const struct sp_furniture *f, const struct sp_page *page, GPtrArray *words, GPtrArray *header,
                       GPtrArray *footer)
{
	GPtrArray *lines = sp_lines_new(words);
	double edge = -1;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		if (line->turn != 0)
			continue;
		if (line->box.y1 > ZONE * page->height || !repeats(f, line) ||
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
		if (line->box.y0 < (1 - ZONE) * page->height || !repeats(f, line) ||
		    (edge >= 0 && edge - line->box.y1 > APART * line->size))
			break;
		edge = line->box.y0;
		move_words(line, words, footer);
	}
	g_ptr_array_unref(lines);
}

bool sp_furniture_owns(const struct sp_furniture *f, const struct sp_page *page, const struct sp_box *box)
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
		all = repeats(f, g_ptr_array_index(lines, i));
	g_ptr_array_unref(lines);
	g_ptr_array_unref(words);
	return all;
}
