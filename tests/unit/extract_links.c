/* extract/tables/links: which table continues one of the page before, and whether the break cut a row. */
#include "sheet.h"

#include "base/resource.h"
#include "extract/tables/links.h"
#include "extract/tables/reading.h"

extern const struct sp_resource extract_data[];

/* Text starts and ends here on these pages; rows are 20 pt high. */
#define TOP    60.0
#define BOTTOM 780.0
#define ROW    20.0

/*
 * A ruled table from `top` down with these texts, "·" for none, "*" before a bold one, "^" before one that ends in the
 * middle of its cell. Columns are 100 pt wide.
 */
static struct sp_table *at(double top, const char *text)
{
	char **rows = g_strsplit(text, "\n", -1);
	int n_rows = (int)g_strv_length(rows), n_cols = 1;
	for (const char *p = strstr(rows[0], " | "); p; p = strstr(p + 1, " | "))
		n_cols++;
	struct sp_table *t = sp_table_new(SP_RULED, n_rows, n_cols);
	t->xs = g_new(double, n_cols + 1);
	t->ys = g_new(double, n_rows + 1);
	for (int c = 0; c <= n_cols; c++)
		t->xs[c] = 50 + 100 * c;
	for (int r = 0; r <= n_rows; r++)
		t->ys[r] = top + ROW * r;
	t->box = (struct sp_box){ t->xs[0], t->ys[0], t->xs[n_cols], t->ys[n_rows] };
	for (int r = 0; r < n_rows; r++) {
		char **cells = g_strsplit(rows[r], " | ", -1);
		for (int c = 0; cells[c]; c++) {
			const char *s = cells[c];
			struct sp_cell *cell = sp_table_add(t, r, c, 1, 1);
			cell->size = SHEET_SIZE;
			cell->bottom = cell->box.y1 - (*s == '^' ? 14 : 3);
			cell->bold = *s == '*';
			s += *s == '^' || *s == '*';
			cell->text = g_strdup(strcmp(s, "·") == 0 ? "" : s);
		}
		g_strfreev(cells);
	}
	g_strfreev(rows);
	return t;
}

/* A table that ends at the bottom of its page. */
static struct sp_table *above(const char *text)
{
	int rows = 1;
	for (const char *p = text; *p; p++)
		rows += *p == '\n';
	struct sp_table *t = at(BOTTOM - ROW * rows, text);
	t->id = g_strdup("p1t1");
	return t;
}

static struct sp_table *below(const char *text)
{
	return at(TOP, text);
}

/* Of a table with these tables on its page, without a title above. */
static struct sp_link *link_to(const struct sp_table *table, const GPtrArray *tables)
{
	GPtrArray *no_title = g_ptr_array_new();
	struct sp_link *link = sp_link_new(table, tables, no_title, 0, TOP, BOTTOM);
	g_ptr_array_unref(no_title);
	return link;
}

static void follow_link(const struct sp_link *link, const GPtrArray *tables)
{
	struct sp_table_model *model = sp_table_model_new(sp_resource(extract_data, "extract/tables/weights/tables.tsv"));
	GPtrArray *no_title = g_ptr_array_new();
	sp_link_follow(model->links, link, tables, no_title);
	g_ptr_array_unref(no_title);
	sp_table_model_free(model);
}

/* Links `first` (freed) to the first of the tables below. */
static void follow_all(struct sp_table *first, const GPtrArray *below)
{
	GPtrArray *tables = g_ptr_array_new_with_free_func(sheet_table_free);
	g_ptr_array_add(tables, first);
	struct sp_link *link = link_to(first, tables);
	g_ptr_array_unref(tables); /* what outlives the page was copied */
	follow_link(link, below);
	sp_link_free(link);
}

static void follow(struct sp_table *first, struct sp_table *second)
{
	GPtrArray *tables = g_ptr_array_new();
	g_ptr_array_add(tables, second);
	follow_all(first, tables);
	g_ptr_array_unref(tables);
}

static bool continues(struct sp_table *first, struct sp_table *second)
{
	follow(first, second);
	bool yes = second->continues != NULL;
	sp_table_free(second);
	return yes;
}

static bool cuts(const char *before, const char *after)
{
	struct sp_table *second = below(after);
	follow(above(before), second);
	assert_non_null(second->continues);
	bool yes = second->continues_row;
	sp_table_free(second);
	return yes;
}

/* --- is it one table? -------------------------------------------------------------------------------- */

static void a_repeated_header_is_dropped_and_counted(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Strade"),
			*second = below("Codice | Titolo\n02 | Scuole\n03 | Parchi");
	first->header_rows = second->header_rows = 1;
	follow(first, second);
	assert_string_equal(second->continues, "p1t1");
	assert_int_equal(second->repeated_header_rows, 1);
	assert_int_equal(second->header_rows, 0);
	assert_int_equal(second->n_rows, 2);
	assert_table(second, "02 | Scuole\n03 | Parchi");
	assert_false(second->continues_row);
	sp_table_free(second);
}

/* A page that the repeated header fills alone. */
static void nothing_but_the_header_may_follow(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Strade"), *second = below("Codice | Titolo");
	first->header_rows = 1;
	follow(first, second);
	assert_string_equal(second->continues, "p1t1");
	assert_int_equal(second->n_rows, 0);
	assert_false(second->continues_row);
	sp_table_free(second);
}

static void without_a_header_it_goes_on(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Strade");
	first->header_rows = 1;
	assert_true(continues(first, below("02 | Scuole")));
}

static void nothing_before_nothing_continued(void **state)
{
	(void)state;
	GPtrArray *none = g_ptr_array_new();
	sp_link_free(NULL);
	struct sp_table *first = above("01 | Strade"), *second = below("02 | Scuole");
	struct sp_link *link = link_to(first, none);
	follow_link(link, none); /* a page without tables */
	sp_link_free(link);
	g_ptr_array_add(none, second);
	follow_link(NULL, none);
	assert_null(second->continues);
	g_ptr_array_unref(none);
	sp_table_free(first);
	sp_table_free(second);
}

/* --- is a row cut? -------------------------------------------------------------------------------------- */

/* The code's column is filled on every row: where it is empty, and a text goes on in small letters, the row goes on. */
/* The blank that a line was broken at is drawn behind it: the paragraph goes on, even with a new sentence. */
static void a_cut_paragraph_goes_on(void **state)
{
	(void)state;
	struct sp_table *first = above("Cod. | Azioni\nA1 | Rilancio del teatro.");
	struct sp_table *second = below("· | Teatro e auditorium\nA2 | Musei");
	first->open_bottom = true;
	sp_table_at(first, 1, 1)->open = true;
	follow(first, second);
	assert_true(second->continues_row);
	assert_true(sp_table_at(second, 0, 1)->goes_on);
	assert_false(sp_table_at(second, 0, 0)->goes_on);
	assert_false(sp_table_at(second, 1, 1)->goes_on);
	sp_table_free(second);
}

static void an_empty_code_and_small_letters_cut_a_row(void **state)
{
	(void)state;
	assert_true(
	    cuts("01 | Scuole\n02 | Manutenzione delle\n03 | Apertura di una", "· | nuova biblioteca\n04 | Parchi"));
}

/* Of a head of two rows the first page's reading saw one only: both are dropped where both are repeated. */
static void a_head_is_as_tall_as_what_is_repeated(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Spesa\nmissione | anno\n01 | 5,00\n02 | 6,00"), *second = below("Codice | Spesa\nmissione | anno\n03 | 7,00");
	first->header_rows = 1;
	follow(first, second);
	assert_string_equal(second->continues, "p1t1");
	assert_int_equal(second->repeated_header_rows, 2);
	assert_int_equal(second->n_rows, 1);
	sp_table_free(second);
}

/* After a repeated header the row below it may be the rest of the last one. */
static void a_row_is_cut_below_a_repeated_header(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Scuole\n02 | Manutenzione delle");
	struct sp_table *second = below("Codice | Titolo\n· | strade comunali\n03 | Parchi");
	first->header_rows = second->header_rows = 1;
	follow(first, second);
	assert_int_equal(second->repeated_header_rows, 1);
	assert_true(second->continues_row);
	sp_table_free(second);
}

/* A page that ends with the header has no row to be cut. */
static void a_header_alone_is_not_cut(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | titolo"), *second = below("· | strade comunali");
	first->header_rows = 1;
	follow(first, second);
	assert_string_equal(second->continues, "p1t1");
	assert_false(second->continues_row);
	sp_table_free(second);
}

/* --- what the break shows ------------------------------------------------------------------------------- */

/* Titles, one a line (transfer full). */
static GPtrArray *titles(const char *text)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	char **all = g_strsplit(text, "\n", -1);
	for (char **line = all; *line; line++)
		g_ptr_array_add(lines, g_strdup(*line));
	g_strfreev(all);
	return lines;
}

/* The value of one cue between two tables with these titles above them, both freed. */
static unsigned shown_below(enum sp_link_cue cue, const char *title, struct sp_table *first, const char *next_title, struct sp_table *second)
{
	guint8 cues[SP_LINK_CUES];
	GPtrArray *before = g_ptr_array_new_with_free_func(sheet_table_free), *after = g_ptr_array_new_with_free_func(sheet_table_free);
	GPtrArray *above = titles(title), *next_above = titles(next_title);
	g_ptr_array_add(before, first);
	g_ptr_array_add(after, second);
	struct sp_link *link = sp_link_new(first, before, above, 0, TOP, BOTTOM);
	assert_true(sp_link_cues(link, after, next_above, cues));
	sp_link_free(link);
	g_ptr_array_unref(before);
	g_ptr_array_unref(after);
	g_ptr_array_unref(above);
	g_ptr_array_unref(next_above);
	return cues[cue];
}

static unsigned shown(enum sp_link_cue cue, struct sp_table *first, struct sp_table *second)
{
	return shown_below(cue, "", first, "", second);
}

/* What the page before has above its first table, too, is a running title: it begins nothing new. */
static void titles_that_are_repeated_begin_nothing(void **state)
{
	(void)state;
	assert_int_equal(shown_below(SP_LINK_BEFORE, "Spese per missioni\nPagina 9", above("01 | Strade"), "Spese per missioni\nPagina 10", below("02 | Scuole")), 1);
	assert_int_equal(shown_below(SP_LINK_BEFORE, "Spese per missioni", above("01 | Strade"), "Spese per missioni", below("02 | Scuole")), 0);
	assert_int_equal(shown_below(SP_LINK_BEFORE, "", above("01 | Strade"), "Entrate\nper titoli", below("02 | Scuole")), 2);
}

static void columns_are_counted_and_compared(void **state)
{
	(void)state;
	assert_int_equal(shown(SP_LINK_COLUMNS, above("01 | Strade"), below("02 | Scuole")), 0);
	assert_int_equal(shown(SP_LINK_COLUMNS, above("01 | Strade"), below("02 | Scuole | 10")), 1);
	assert_int_equal(shown(SP_LINK_EDGES, above("01 | Strade"), below("02 | Scuole")), 4);
	struct sp_table *second = below("02 | Scuole");
	second->xs[1] += 9; /* drawn elsewhere: two of three edges meet */
	assert_int_equal(shown(SP_LINK_EDGES, above("01 | Strade"), second), 2);
}

static void heads_are_compared(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Strade"), *second = below("CODICE | Titolo\n02 | Scuole");
	first->header_rows = 1;
	assert_int_equal(shown(SP_LINK_HEAD, first, second), 4); /* from its text alone: nothing else may tell it from a row */
	first = above("Codice | Titolo\n01 | Strade");
	second = below("Anno | Spesa\n2026 | 10,0");
	first->header_rows = second->header_rows = 1;
	assert_int_equal(shown(SP_LINK_HEAD, first, second), 2);
	/* rows that both begin with are a head, though nothing read them as one; rows of figures are none */
	assert_int_equal(shown(SP_LINK_HEAD, above("Codice | Titolo\n01 | Strade"), below("Codice | Titolo\n02 | Scuole")), 5);
	assert_int_equal(shown(SP_LINK_HEAD, above("01 | 0,00\n02 | 3,00"), below("01 | 0,00\n02 | 4,00")), 0);
}

static void places_on_the_page_are_measured(void **state)
{
	(void)state;
	assert_int_equal(shown(SP_LINK_TOP, above("01 | Strade"), at(TOP + 3, "02 | Scuole")), 1);
	assert_int_equal(shown(SP_LINK_TOP, above("01 | Strade"), at(TOP + 18, "02 | Scuole")), 3);
	struct sp_table *first = at(600, "01 | Strade"); /* 160 pt above the page's end: room for eight rows */
	first->id = g_strdup("p1t1");
	assert_int_equal(shown(SP_LINK_SPACE, first, below("02 | Scuole")), 5);
	first = above("01 | Strade");
	first->open_bottom = true;
	assert_int_equal(shown(SP_LINK_OPEN, first, below("02 | Scuole")), 1);
}

static void labels_that_begin_tables_are_remembered(void **state)
{
	(void)state;
	assert_int_equal(shown(SP_LINK_ANEW, above("Obiettivo | Strade\nPeso | 40%"), below("Obiettivo | Scuole\nPeso | 60%")), 1);
	assert_int_equal(shown(SP_LINK_ANEW, above("Obiettivo | Strade\nPeso | 40%"), below("Peso | 60%")), 0);
	struct sp_table *third = at(TOP, "Obiettivo | Musei"), *first = above("Peso | 40%"), *second = below("Obiettivo | Scuole");
	GPtrArray *page = g_ptr_array_new_with_free_func(sheet_table_free), *next = g_ptr_array_new_with_free_func(sheet_table_free), *none = titles("");
	g_ptr_array_add(page, third);
	g_ptr_array_add(page, first);
	g_ptr_array_add(next, second);
	struct sp_link *link = link_to(first, page);
	guint8 cues[SP_LINK_CUES];
	assert_true(sp_link_cues(link, next, none, cues));
	assert_int_equal(cues[SP_LINK_ANEW], 2);
	sp_link_free(link);
	g_ptr_array_unref(page);
	g_ptr_array_unref(next);
	g_ptr_array_unref(none);
}

static void halves_of_rows_stand_opposite(void **state)
{
	(void)state;
	assert_int_equal(shown(SP_LINK_SMALL, above("01 | Manutenzione delle"), below("· | strade comunali")), 1);
	assert_int_equal(shown(SP_LINK_FRESH, above("01 | Scuole | 3\n02 | Manutenzione delle | ·"), below("· | strade comunali | 4\n03 | Parchi | 5")), 1);
	assert_int_equal(shown(SP_LINK_FIGURES, above("02 | Manutenzione delle | 4"), below("· | strade comunali | 5")), 1);
	assert_int_equal(shown(SP_LINK_BOLD, above("02 | manutenzione | 4"), below("· | *totale | *7")), 1);
	assert_int_equal(shown(SP_LINK_STOPS, above("· | Manutenzione delle strade."), below("· | Apertura della biblioteca")), 3);
	assert_int_equal(shown(SP_LINK_BOTTOM, above("02 | ^Manutenzione delle"), below("· | strade comunali")), 1);
	assert_int_equal(shown(SP_LINK_FIRST, above("01 | Scuole\n02 | Manutenzione delle"), below("· | strade comunali\n03 | Parchi")), 0);
	assert_int_equal(shown(SP_LINK_LABEL, above("Stato di Attuazione Infrannuale 2024 | 40%\nStato di Attuazione | 10%"),
	                       below("Infrannuale 2024 | ·\nPeso | 3")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_repeated_header_is_dropped_and_counted),
		cmocka_unit_test(nothing_but_the_header_may_follow),
		cmocka_unit_test(without_a_header_it_goes_on),
		cmocka_unit_test(nothing_before_nothing_continued),
		cmocka_unit_test(a_cut_paragraph_goes_on),
		cmocka_unit_test(an_empty_code_and_small_letters_cut_a_row),
		cmocka_unit_test(a_head_is_as_tall_as_what_is_repeated),
		cmocka_unit_test(titles_that_are_repeated_begin_nothing),
		cmocka_unit_test(a_row_is_cut_below_a_repeated_header),
		cmocka_unit_test(a_header_alone_is_not_cut),
		cmocka_unit_test(columns_are_counted_and_compared),
		cmocka_unit_test(heads_are_compared),
		cmocka_unit_test(places_on_the_page_are_measured),
		cmocka_unit_test(labels_that_begin_tables_are_remembered),
		cmocka_unit_test(halves_of_rows_stand_opposite),
	};
	return RUN(tests);
}
