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

static void follow_link(const struct sp_link *link, const GPtrArray *tables)
{
	struct sp_table_model *model = sp_table_model_new(sp_resource(extract_data, "extract/tables/weights/tables.tsv"));
	sp_link_follow(model->links, link, tables, 0);
	sp_table_model_free(model);
}

/* Links `first` (freed) to the first of the tables below. */
static void follow_all(struct sp_table *first, const GPtrArray *below)
{
	GPtrArray *tables = g_ptr_array_new_with_free_func(sheet_table_free);
	g_ptr_array_add(tables, first);
	struct sp_link *link = sp_link_new(first, tables, 0, TOP, BOTTOM);
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

/* It is known as repeated from its text alone: on the new page nothing may tell it from a row. */
static void a_repeated_header_need_not_look_like_one(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Anno\n· | 2026\n01 | 12"),
			*second = below("CODICE | Anno\n· | 2026\n02 | 13");
	first->header_rows = 2;
	follow(first, second);
	assert_int_equal(second->repeated_header_rows, 2);
	assert_table(second, "02 | 13");
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

static void a_header_of_its_own_begins_a_table(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Strade"), *second = below("Anno | Spesa\n2026 | 10,0");
	first->header_rows = second->header_rows = 1;
	assert_false(continues(first, second));
}

static void without_a_header_it_goes_on(void **state)
{
	(void)state;
	struct sp_table *first = above("Codice | Titolo\n01 | Strade");
	first->header_rows = 1;
	assert_true(continues(first, below("02 | Scuole")));
}

static void columns_must_agree(void **state)
{
	(void)state;
	assert_false(continues(above("01 | Strade"), below("02 | Scuole | 10")));
	struct sp_table *second = below("02 | Scuole");
	second->xs[1] += 9; /* drawn elsewhere */
	assert_false(continues(above("01 | Strade"), second));
}

/* The edges of aligned tables are where the text of that page happens to end: only their number is asked. */
static void aligned_columns_must_agree_in_number(void **state)
{
	(void)state;
	struct sp_table *first = above("01 | Strade"), *second = below("02 | Scuole");
	first->method = second->method = SP_ALIGNED;
	second->xs[1] += 9;
	assert_true(continues(first, second));
	first = above("01 | Strade");
	second = below("02 | Scuole");
	second->method = SP_ALIGNED;
	assert_false(continues(first, second));
}

/* A row that had room on the page before was put on this one because another table begins with it. */
static void a_row_that_had_room_begins_a_table(void **state)
{
	(void)state;
	struct sp_table *first = at(600, "01 | Strade");
	first->id = g_strdup("p1t1");
	assert_false(continues(first, below("02 | Scuole")));
}

/* Sheets that all begin with the same label are one table each. */
static void the_same_first_label_begins_a_table(void **state)
{
	(void)state;
	assert_false(continues(above("Obiettivo | Strade\nPeso | 40%"), below("Obiettivo | Scuole\nPeso | 60%")));

	struct sp_table *second = below("Obiettivo | Scuole\nPeso | 60%"),
			*third = at(300, "Obiettivo | Parchi\nPeso | 10%");
	GPtrArray *tables = g_ptr_array_new();
	g_ptr_array_add(tables, second);
	g_ptr_array_add(tables, third);
	follow_all(above("Finalità | Sicurezza\nPeso | 40%"), tables);
	assert_null(second->continues);
	assert_null(third->continues);
	g_ptr_array_unref(tables);
	sp_table_free(second);
	sp_table_free(third);
}

/* Only the first table of a page continues anything. */
static void the_first_table_alone_continues(void **state)
{
	(void)state;
	struct sp_table *second = below("a | b | c"), *third = at(300, "02 | Scuole");
	GPtrArray *tables = g_ptr_array_new();
	g_ptr_array_add(tables, second);
	g_ptr_array_add(tables, third);
	follow_all(above("01 | Strade"), tables);
	assert_null(second->continues);
	assert_null(third->continues);
	g_ptr_array_unref(tables);
	sp_table_free(second);
	sp_table_free(third);
}

/* An empty paragraph or a space stands above it: nothing above a row that goes on. A repeated header needs no place. */
static void a_table_below_the_top_is_new(void **state)
{
	(void)state;
	assert_true(continues(above("01 | Strade"), at(TOP + 3, "02 | Scuole")));
	assert_false(continues(above("01 | Strade"), at(TOP + 18, "02 | Scuole")));
	struct sp_table *first = above("Codice | Titolo\n01 | Strade"), *second = at(TOP + 18, "Codice | Titolo\n02 | Scuole");
	first->header_rows = second->header_rows = 1;
	assert_true(continues(first, second));
}

static void nothing_before_nothing_continued(void **state)
{
	(void)state;
	GPtrArray *none = g_ptr_array_new();
	assert_null(sp_link_new(NULL, none, 0, TOP, BOTTOM));
	sp_link_free(NULL);
	struct sp_table *first = above("01 | Strade"), *second = below("02 | Scuole");
	struct sp_link *link = sp_link_new(first, none, 0, TOP, BOTTOM);
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

/* A browser leaves the frame of a row that goes on open at the bottom: that needs no other sign. */
static void an_open_frame_cuts_a_row(void **state)
{
	(void)state;
	struct sp_table *first = above("01 | Strade"), *second = below("02 | Scuole");
	first->open_bottom = true;
	follow(first, second);
	assert_true(second->continues_row);
	sp_table_free(second);
}

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

static void small_letters_alone_cut_a_row(void **state)
{
	(void)state;
	assert_true(cuts("01 | Scuole\n· | Manutenzione delle", "· | strade comunali\n· | Parchi"));
}

/* In a column with gaps an empty cell says nothing, and a capital after a full stop speaks for a new row. */
static void a_new_sentence_does_not(void **state)
{
	(void)state;
	assert_false(cuts("01 | Scuole\n· | Manutenzione delle strade.", "· | Apertura della biblioteca\n· | Parchi"));
}

/* "Stato di Attuazione" / "Infrannuale 2024": together they are a label that stands whole in another cell. */
static void the_halves_of_a_label_cut_a_row(void **state)
{
	(void)state;
	assert_true(cuts("Stato di Attuazione Infrannuale 2024 | 40%\nStato di Attuazione | 10%",
			 "Infrannuale 2024 | ·\nPeso | 3"));
}

/* … and what is a whole label elsewhere begins a row. */
static void a_whole_label_does_not(void **state)
{
	(void)state;
	assert_false(cuts("peso | 40%\nnote a margine | 1\nvalore di | 2", "note a margine | ·\npeso | 3"));
}

static void a_cell_that_was_empty_is_not_continued(void **state)
{
	(void)state;
	assert_false(cuts("01 | Scuole | 3\n02 | Manutenzione delle | ·", "· | strade comunali | 4\n03 | Parchi | 5"));
}

/* A total in bold is no part of the last row. */
static void a_change_to_bold_does_not_cut(void **state)
{
	(void)state;
	assert_false(cuts("01 | Scuole | 3\n02 | manutenzione | 4", "· | *totale | *7"));
}

/* Two figures are two. */
static void figures_do_not_go_on(void **state)
{
	(void)state;
	assert_false(cuts("01 | Scuole | 3\n02 | Manutenzione delle | 4", "· | strade comunali | 5\n03 | Parchi | 6"));
}

/* A text that ended with room below it in its cell was whole. */
static void a_text_that_ended_above_the_bottom_is_whole(void **state)
{
	(void)state;
	assert_false(cuts("01 | Scuole\n02 | ^Manutenzione delle", "· | strade comunali\n03 | Parchi"));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_repeated_header_is_dropped_and_counted),
		cmocka_unit_test(a_repeated_header_need_not_look_like_one),
		cmocka_unit_test(nothing_but_the_header_may_follow),
		cmocka_unit_test(a_header_of_its_own_begins_a_table),
		cmocka_unit_test(without_a_header_it_goes_on),
		cmocka_unit_test(columns_must_agree),
		cmocka_unit_test(aligned_columns_must_agree_in_number),
		cmocka_unit_test(a_row_that_had_room_begins_a_table),
		cmocka_unit_test(the_same_first_label_begins_a_table),
		cmocka_unit_test(the_first_table_alone_continues),
		cmocka_unit_test(a_table_below_the_top_is_new),
		cmocka_unit_test(nothing_before_nothing_continued),
		cmocka_unit_test(an_open_frame_cuts_a_row),
		cmocka_unit_test(a_cut_paragraph_goes_on),
		cmocka_unit_test(an_empty_code_and_small_letters_cut_a_row),
		cmocka_unit_test(small_letters_alone_cut_a_row),
		cmocka_unit_test(a_new_sentence_does_not),
		cmocka_unit_test(the_halves_of_a_label_cut_a_row),
		cmocka_unit_test(a_whole_label_does_not),
		cmocka_unit_test(a_cell_that_was_empty_is_not_continued),
		cmocka_unit_test(a_change_to_bold_does_not_cut),
		cmocka_unit_test(figures_do_not_go_on),
		cmocka_unit_test(a_text_that_ended_above_the_bottom_is_whole),
		cmocka_unit_test(a_row_is_cut_below_a_repeated_header),
		cmocka_unit_test(a_header_alone_is_not_cut),
	};
	return RUN(tests);
}
