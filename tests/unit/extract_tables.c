/* extract/tables: what lines show, which rows and columns they make, and which table is taken. */
#include "sheet.h"

#include "base/resource.h"
#include "extract/document.h"
#include "extract/tables/arrange.h"
#include "extract/tables/lattice.h"
#include "extract/tables/links.h"

extern const struct sp_resource extract_data[];

/* --- weights ---------------------------------------------------------------------------------------------- */

static const struct sp_cue_kind kinds[] = { { "size", 3 }, { "bold", 2 } };
static const struct sp_cue_pair pairs[] = { { 0, 1 } };
static const char *const classes[] = { "out", "in" };
static const struct sp_model_shape shape = { "model", classes, 2, kinds, 2, pairs, 1 };

static void weights_are_summed(void **state)
{
	(void)state;
	struct sp_weights *w = sp_weights_new(&shape, "# size=2\t99\t99\n"
	                                              "[model]\tout\tin\n"
	                                              "size=2\t0\t5\n"
	                                              "size=2&bold=1\t0\t-7\n"
	                                              "bold=1\t3\t0\n"
	                                              "[other]\tout\tin\n"
	                                              "size=2\t50\t50\n");
	int scores[2] = { 0, 0 };
	sp_weights_score(w, (const guint8[]){ 2, 1 }, scores);
	assert_int_equal(scores[0], 3);
	assert_int_equal(scores[1], -2);
	sp_weights_score(w, (const guint8[]){ 2, 0 }, scores); /* added to what is there */
	assert_int_equal(scores[1], 3);
	assert_int_equal(sp_weights_unknown(w), 0);
	sp_weights_free(w);
}

static void unknown_weights_are_counted(void **state)
{
	(void)state;
	struct sp_weights *w = sp_weights_new(&shape, "[model]\tout\tin\nsize=3\t0\t5\ncolour=0\t0\t5\nsize=1\t5\nsize\t0\t5\n"
	                                              "bold=1&size=1\t0\t5");
	assert_int_equal(sp_weights_unknown(w), 5);
	sp_weights_free(w);
	w = sp_weights_new(&shape, "[model]\tout\tup\nsize=1\t0\t5\n"); /* other classes: another model */
	assert_int_equal(sp_weights_unknown(w), 1);
	sp_weights_free(w);
}

/* The file of the project is of these models, whole. */
static void learned_weights_are_of_the_models(void **state)
{
	(void)state;
	const char *text = sp_resource(extract_data, "extract/tables/weights/tables.tsv");
	const struct sp_model_shape *models[] = { &sp_line_model,       &sp_step_model,   &sp_line_again_model, &sp_step_again_model,
		                                  &sp_separator_model, &sp_column_model, &sp_link_model };
	for (guint k = 0; k < G_N_ELEMENTS(models); k++) {
		struct sp_weights *w = sp_weights_new(models[k], text);
		assert_int_equal(sp_weights_unknown(w), 0);
		sp_weights_free(w);
	}
}

/* --- cues --------------------------------------------------------------------------------------------------- */

static struct sp_document *document_of(struct sp_page *page)
{
	return sp_document_learn(&page, 1);
}

/* Two columns of texts, a rule under the first line. */
static struct sp_page *list_page(void)
{
	struct sp_page *page = sheet_new();
	sheet_bold(page, 50, 100, "Voce");
	sheet_bold(page, 200, 100, "Importo");
	sheet_across(page, 115, 50, 260);
	sheet_text(page, 50, 120, "Spese correnti");
	sheet_text(page, 200, 120, "1.234,50");
	sheet_text(page, 50, 140, "Entrate");
	sheet_text(page, 200, 140, "10,00");
	return page;
}

static void lines_show_pieces_figures_and_corridors(void **state)
{
	(void)state;
	struct sp_page *page = list_page();
	struct sp_document *d = document_of(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	GPtrArray *words = sheet_words(page);
	struct sp_cues *c = sp_cues_new(d->recurring, page, rulings, words);
	assert_int_equal(c->n, 3);
	assert_int_equal(c->lines[1].n_pieces, 2);
	assert_int_equal(c->lines[1].pieces[0].n, 2); /* a blank parts words, not pieces */
	assert_true(c->lines[1].pieces[1].figure);
	assert_int_equal(c->lines[0].at[SP_LINE_BOLD], 2);
	assert_int_equal(c->lines[1].at[SP_LINE_FIGURES], 1);
	for (guint i = 0; i < 3; i++)
		assert_int_equal(c->lines[i].at[SP_LINE_DEPTH], 3); /* text on both sides of one gap in three lines */
	assert_int_equal(c->lines[1].step[SP_STEP_RULE], 3); /* the rule covers all of it */
	assert_int_equal(c->lines[2].step[SP_STEP_RULE], 0);
	assert_int_equal(c->lines[1].step[SP_STEP_TYPE], 4); /* bold ends */
	assert_int_equal(c->lines[0].step[SP_STEP_FIRST], 1);
	sp_cues_free(c);
	g_ptr_array_unref(words);
	sp_rulings_free(rulings);
	sp_document_free(d);
	sp_page_free(page);
}

static void known_columns_tell_what_crosses_them(void **state)
{
	(void)state;
	struct sp_page *page = list_page();
	sheet_text(page, 50, 160, "Una nota che corre oltre la colonna");
	struct sp_document *d = document_of(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	GPtrArray *words = sheet_words(page);
	struct sp_cues *c = sp_cues_new(d->recurring, page, rulings, words);
	const double at = 180;
	const bool figures[] = { false, true };
	assert_int_equal(c->lines[1].at[SP_LINE_CROSSES], 0); /* not known yet */
	sp_cues_know_columns(c, 0, 3, &at, 1, figures);
	assert_int_equal(c->lines[1].at[SP_LINE_CROSSES], 1);
	assert_int_equal(c->lines[3].at[SP_LINE_CROSSES], 2);
	assert_int_equal(c->lines[1].at[SP_LINE_NUMBERS], 4);
	assert_int_equal(c->lines[0].at[SP_LINE_NUMBERS], 2);
	sp_cues_free(c);
	g_ptr_array_unref(words);
	sp_rulings_free(rulings);
	sp_document_free(d);
	sp_page_free(page);
}

/* Twelve months at equal distances are a comb; words of a sentence, whose lengths differ, are none. */
static void words_at_equal_distances_are_a_comb(void **state)
{
	(void)state;
	static const char *const months[] = { "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic" };
	struct sp_page *page = sheet_new();
	for (guint m = 0; m < G_N_ELEMENTS(months); m++)
		sheet_text(page, 200 + 22 * m - sheet_width(months[m]) / 2, 100, months[m]);
	sheet_text(page, 50, 120, "Il Comune ha adottato con delibera il piano della performance");
	struct sp_document *d = document_of(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	GPtrArray *words = sheet_words(page);
	struct sp_cues *c = sp_cues_new(d->recurring, page, rulings, words);
	assert_int_equal(c->lines[0].comb[0], 0); /* no gap before the first */
	for (guint k = 1; k < G_N_ELEMENTS(months); k++)
		assert_int_equal(c->lines[0].comb[k], 12);
	assert_int_equal(c->lines[0].n_pieces, 12);
	for (guint k = 1; k < c->lines[1].text->words->len; k++)
		assert_true(c->lines[1].comb[k] < SP_COMB);
	assert_int_equal(c->lines[1].n_pieces, 1);
	sp_cues_free(c);
	g_ptr_array_unref(words);
	sp_rulings_free(rulings);
	sp_document_free(d);
	sp_page_free(page);
}

/* Names take two lines, levels one: where a level stands, a row begins. */
static void brief_columns_tell_rows(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (guint r = 0; r < 3; r++) {
		sheet_text(page, 50, 100 + 24 * r, "Rotazione degli");
		sheet_text(page, 50, 112 + 24 * r, "operatori");
		sheet_text(page, 200, 100 + 24 * r, "Alto");
	}
	struct sp_document *d = document_of(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	GPtrArray *words = sheet_words(page);
	struct sp_cues *c = sp_cues_new(d->recurring, page, rulings, words);
	const double at = 180;
	const bool figures[] = { false, false };
	sp_cues_know_columns(c, 0, 5, &at, 1, figures);
	for (guint i = 1; i < 6; i++) {
		assert_int_equal(c->lines[i].step[SP_STEP_BRIEF], i % 2 ? 2 : 4);
		assert_int_equal(c->lines[i].step[SP_STEP_BRIEF_BEFORE], i % 2 ? 4 : 2);
	}
	sp_cues_know_columns(c, 0, 1, &at, 1, figures); /* one row shows nothing of the sort */
	assert_int_equal(c->lines[1].step[SP_STEP_BRIEF], 1);
	sp_cues_free(c);
	g_ptr_array_unref(words);
	sp_rulings_free(rulings);
	sp_document_free(d);
	sp_page_free(page);
}

/* --- tables ------------------------------------------------------------------------------------------------- */

/* All tables of the page, as drawn and as read. */
static void find(const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words, GPtrArray *tables)
{
	struct sp_document *d = document_of((struct sp_page *)page);
	sp_lattice_find(page, rulings, words, tables);
	g_ptr_array_unref(sp_tables_arrange(d->tables, d->recurring, page, rulings, words, tables));
	sp_document_free(d);
}

/* Text as it stands above tables, down to 160. */
static struct sp_page *page_with_prose(void)
{
	struct sp_page *page = sheet_new();
	for (guint r = 0; r < 6; r++)
		sheet_text(page, 50, 70 + 13 * r, r % 2 ? "Il Comune ha adottato con delibera il piano della performance e lo ha pubblicato"
		                                         : "sul proprio sito istituzionale entro i termini previsti dalla legge per tutti gli enti");
	return page;
}

static struct sp_page *page_with_white_columns(void)
{
	struct sp_page *page = page_with_prose();
	static const char *const rows[][3] = { { "Voce", "2025", "2026" },     { "Spese correnti", "1.250,00", "980,00" },
		                               { "Spese in conto capitale", "310,00", "25,00" }, { "Entrate tributarie", "2.000,00", "1.999,99" },
		                               { "Trasferimenti", "15,50", "16,00" } };
	for (guint r = 0; r < G_N_ELEMENTS(rows); r++) {
		double y = 170 + 16 * r;
		if (r == 0)
			sheet_bold(page, 50, y, rows[r][0]);
		else
			sheet_text(page, 50, y, rows[r][0]);
		sheet_figure(page, 260, y, rows[r][1]);
		sheet_figure(page, 340, y, rows[r][2]);
	}
	return page;
}

static void columns_of_white_are_read(void **state)
{
	(void)state;
	assert_finds(find, page_with_white_columns(),
	             "Voce | 2025 | 2026\nSpese correnti | 1.250,00 | 980,00\nSpese in conto capitale | 310,00 | 25,00\n"
	             "Entrate tributarie | 2.000,00 | 1.999,99\nTrasferimenti | 15,50 | 16,00");
}

static void prose_is_none(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (guint r = 0; r < 12; r++)
		sheet_text(page, 50, 100 + 14 * r, r % 2 ? "Il Comune ha adottato con delibera il piano della performance e lo ha pubblicato"
		                                          : "sul proprio sito istituzionale entro i termini previsti dalla legge per tutti gli enti");
	assert_finds(find, page, "");
}

/* A frame whose rows are not drawn: the drawn grid has one row, the reading has four. */
static void a_frame_is_read_in_rows(void **state)
{
	(void)state;
	static const double xs[] = { 45, 150, 260 }, ys[] = { 195, 215, 290 };
	struct sp_page *page = page_with_prose();
	sheet_grid(page, xs, 3, ys, 3);
	sheet_bold(page, 50, 198, "Servizio");
	sheet_bold(page, 155, 198, "Importo");
	static const char *const names[] = { "Anagrafe", "Tributi", "Cultura", "Sport" };
	for (guint r = 0; r < 4; r++) {
		sheet_text(page, 50, 220 + 17 * r, names[r]);
		sheet_figure(page, 255, 220 + 17 * r, "1.000,00");
	}
	assert_finds(find, page, "Servizio | Importo\nAnagrafe | 1.000,00\nTributi | 1.000,00\nCultura | 1.000,00\nSport | 1.000,00");
}

/* Where a page shows few rows its columns may not show; they are lent by the page before. */
static void columns_are_lent(void **state)
{
	(void)state;
	struct sp_page *page = page_with_white_columns();
	struct sp_document *d = document_of(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	GPtrArray *words = sheet_words(page), *tables = g_ptr_array_new_with_free_func(sheet_table_free);
	GPtrArray *readings = sp_tables_arrange(d->tables, d->recurring, page, rulings, words, tables);
	assert_int_equal(tables->len, 1);
	const struct sp_table *own = g_ptr_array_index(tables, 0);
	const double lent[] = { own->xs[0], 180, 290, 345, 400 }, crossing[] = { own->xs[0], 60, 290, 345, 400 };
	struct sp_table *t = sp_tables_lend_columns(readings, own, lent, 4);
	assert_non_null(t);
	assert_int_equal(t->n_cols, 4);
	sp_table_free(t);
	assert_null(sp_tables_lend_columns(readings, own, crossing, 4));
	g_ptr_array_unref(readings);
	g_ptr_array_unref(tables);
	g_ptr_array_unref(words);
	sp_rulings_free(rulings);
	sp_document_free(d);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights_are_summed),
		cmocka_unit_test(unknown_weights_are_counted),
		cmocka_unit_test(learned_weights_are_of_the_models),
		cmocka_unit_test(lines_show_pieces_figures_and_corridors),
		cmocka_unit_test(known_columns_tell_what_crosses_them),
		cmocka_unit_test(words_at_equal_distances_are_a_comb),
		cmocka_unit_test(brief_columns_tell_rows),
		cmocka_unit_test(columns_of_white_are_read),
		cmocka_unit_test(prose_is_none),
		cmocka_unit_test(a_frame_is_read_in_rows),
		cmocka_unit_test(columns_are_lent),
	};
	return RUN(tests);
}
