/*
 * sheet — pages made by hand, and tables as one text to compare with.
 *
 *     struct sp_page *page = sheet_new();                       // A4, empty
 *     sheet_text(page, 50, 100, "Spese correnti");              // two words; the first's top left is at 50, 100
 *     sheet_figure(page, 400, 100, "1.234,50");                 // ends at 400
 *     sheet_across(page, 120, 50, 400);                         // a rule at y = 120
 *     …
 *     assert_table(table, "Voce | Importo\n"
 *                         "Spese correnti | 1.234,50");
 *
 * Type is 10 pt high, a letter 5 pt wide, a blank 2.5 pt, a word 12 pt from its ascender to its descender; so lines 12
 * pt apart touch.
 */
#ifndef SPUNTA_TESTS_SHEET_H
#define SPUNTA_TESTS_SHEET_H

#include "unit.h"

#include "extract/page/rulings.h"
#include "extract/tables/cells.h"
#include "extract/tables/table.h"

#define SHEET_SIZE   10.0
#define SHEET_LETTER 5.0
#define SHEET_BLANK  2.5
#define SHEET_HEIGHT 12.0

static inline struct sp_page *sheet_new(void)
{
	return sp_page_new(1, 595, 842);
}

/* --- words ---------------------------------------------------------------------------------------- */

static inline double sheet_width(const char *text)
{
	double width = 0;
	for (const char *p = text; *p; p = g_utf8_next_char(p))
		width += *p == ' ' ? SHEET_BLANK : SHEET_LETTER;
	return width;
}

/* Words, parted at blanks. They can be made bold, turned and so on by what is returned: the first of them. */
static inline struct sp_word *sheet_text(struct sp_page *page, double x, double y, const char *text)
{
	char **words = g_strsplit(text, " ", -1);
	guint first = page->words->len;
	for (char **w = words; *w; w++) {
		double width = sheet_width(*w);
		struct sp_word word = { .box = { x, y, x + width, y + SHEET_HEIGHT },
					.text = g_string_chunk_insert(page->strings, *w),
					.size = SHEET_SIZE,
					.blank_before = true,
					.confidence = 1 };
		if (**w)
			g_array_append_val(page->words, word);
		x += width + SHEET_BLANK;
	}
	g_strfreev(words);
	return &g_array_index(page->words, struct sp_word, first);
}

static inline void sheet_bold(struct sp_page *page, double x, double y, const char *text)
{
	guint first = page->words->len;
	sheet_text(page, x, y, text);
	for (guint i = first; i < page->words->len; i++)
		g_array_index(page->words, struct sp_word, i).bold = true;
}

/* Text that ends at `right`. */
static inline void sheet_figure(struct sp_page *page, double right, double y, const char *text)
{
	sheet_text(page, right - sheet_width(text), y, text);
}

static inline GPtrArray *sheet_words(const struct sp_page *page)
{
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	return words;
}

/* --- lines and shades ------------------------------------------------------------------------------ */

static inline struct sp_rule *sheet_rule(struct sp_page *page, enum sp_axis axis, double at, double from, double to)
{
	struct sp_rule rule = { axis, at, from, to, 0.5, 0 };
	g_array_append_val(page->rules, rule);
	return &g_array_index(page->rules, struct sp_rule, page->rules->len - 1);
}

static inline struct sp_rule *sheet_across(struct sp_page *page, double y, double from, double to)
{
	return sheet_rule(page, SP_HORIZONTAL, y, from, to);
}

static inline struct sp_rule *sheet_down(struct sp_page *page, double x, double from, double to)
{
	return sheet_rule(page, SP_VERTICAL, x, from, to);
}

/* All lines of a grid with these edges. */
static inline void sheet_grid(struct sp_page *page, const double *xs, int n_xs, const double *ys, int n_ys)
{
	for (int i = 0; i < n_ys; i++)
		sheet_across(page, ys[i], xs[0], xs[n_xs - 1]);
	for (int i = 0; i < n_xs; i++)
		sheet_down(page, xs[i], ys[0], ys[n_ys - 1]);
}

/* `grey`: 0 black … 1 white. */
static inline void sheet_fill(struct sp_page *page, double x0, double y0, double x1, double y1, float grey)
{
	struct sp_fill fill = { { x0, y0, x1, y1 }, grey, grey, grey };
	g_array_append_val(page->fills, fill);
}

/* A curve of this many pieces. */
static inline void sheet_bend(struct sp_page *page, double x0, double y0, double x1, double y1, unsigned pieces)
{
	struct sp_bend bend = { { x0, y0, x1, y1 }, pieces };
	g_array_append_val(page->bends, bend);
}

/* --- tables ------------------------------------------------------------------------------------------- */

/*
 * The table as text: rows on lines, cells parted by " | ", a cell over r rows and c columns "text<r×c>", an empty one
 * "·". (transfer full)
 */
static inline char *sheet_dump(const struct sp_table *t)
{
	GString *s = g_string_new(NULL);
	int row = 0;
	bool first = true;
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		for (; row < c->row; row++, first = true)
			g_string_append_c(s, '\n');
		g_string_append_printf(s, "%s%s", first ? "" : " | ", c->text && *c->text ? c->text : "·");
		if (c->rowspan > 1 || c->colspan > 1)
			g_string_append_printf(s, "<%d×%d>", c->rowspan, c->colspan);
		first = false;
	}
	return g_string_free(s, FALSE);
}

#define assert_table(table, expected)                                                                                  \
	do {                                                                                                           \
		char *dump_ = sheet_dump(table);                                                                       \
		if (strcmp(dump_, expected) != 0)                                                                      \
			fail_msg("expected\n%s\nbut the table is\n%s", expected, dump_);                               \
		g_free(dump_);                                                                                         \
	} while (0)

/* A place to the tenth of a point. */
#define assert_near(value, expected) assert_float_equal(value, expected, 0.1)

/* --- a finder and what it found -------------------------------------------------------------------------- */

/* sp_lattice_find and sp_region_find have this shape. */
typedef void sheet_finder(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words,
			  GPtrArray *tables);

static inline void sheet_table_free(void *t)
{
	sp_table_free(t);
}

/* The tables that it finds on the page, with their texts. (transfer full, g_ptr_array_unref) */
static inline GPtrArray *sheet_find(sheet_finder *find, const struct sp_page *page)
{
	GPtrArray *tables = g_ptr_array_new_with_free_func(sheet_table_free), *words = sheet_words(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	find(page, rulings, words, tables);
	for (guint i = 0; i < tables->len; i++)
		sp_cells_fill(page, words, g_ptr_array_index(tables, i), NULL);
	sp_rulings_free(rulings);
	g_ptr_array_unref(words);
	return tables;
}

/* Finds, compares and frees: `expected` are the tables from top to bottom, parted by an empty line; "" for none. */
#define assert_finds(find, page, expected)                                                                             \
	do {                                                                                                           \
		GPtrArray *found_ = sheet_find(find, page);                                                            \
		GString *all_ = g_string_new(NULL);                                                                    \
		for (guint i_ = 0; i_ < found_->len; i_++) {                                                           \
			char *one_ = sheet_dump(g_ptr_array_index(found_, i_));                                        \
			g_string_append_printf(all_, "%s%s", i_ > 0 ? "\n\n" : "", one_);                              \
			g_free(one_);                                                                                  \
		}                                                                                                      \
		char *text_ = g_string_free(all_, FALSE);                                                              \
		g_ptr_array_unref(found_);                                                                             \
		sp_page_free(page);                                                                                    \
		if (strcmp(text_, expected) != 0)                                                                      \
			fail_msg("expected\n%s\nbut there is\n%s", expected, text_);                                   \
		g_free(text_);                                                                                         \
	} while (0)

#endif
