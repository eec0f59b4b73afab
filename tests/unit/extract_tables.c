/* extract/tables: what lines show, which rows and columns they make, and which table is taken. */
#include "sheet.h"

#include <math.h>

#include "base/resource.h"
#include "extract/document.h"
#include "extract/tables/arrange.h"
#include "extract/tables/gutter.h"
#include "extract/tables/halves.h"
#include "extract/tables/lattice.h"
#include "extract/tables/links.h"

extern const struct sp_resource extract_data[];

/* --- networks ---------------------------------------------------------------------------------------------- */

static const struct sp_cue_kind kinds[] = { { "size", 3 }, { "bold", 2 } };
static const char *const classes[] = { "out", "in" };
static const struct sp_net_shape shape = { "model", classes, 2, kinds, 2 };

/* A file of weights: `text` with "(a b)" for a line of numbers that begins with a and b and goes on with zeros. */
static char *weights(const char *text)
{
	GString *made = g_string_new(NULL);
	for (; *text; text++) {
		if (*text == ')')
			for (guint h = 2; h < SP_NET_HIDDEN; h++)
				g_string_append(made, " 0");
		else if (*text != '(')
			g_string_append_c(made, *text);
	}
	return g_string_free(made, FALSE);
}

static void check_score(const struct sp_net *net, const guint8 *const *row, guint n, guint i, int out, int in)
{
	int scores[2];
	sp_net_score(net, row, n, i, scores);
	assert_int_equal(scores[0], out);
	assert_int_equal(scores[1], in);
}

static void a_net_sees_neighbours(void **state)
{
	(void)state;
	char *text = weights("# size=2@0\t(99 99)\n"
	                     "[model]\treach 1\tout\tin\n"
	                     "*\t(1 0)\n"
	                     "size=2@0\t(5 0)\n"
	                     "bold=1@-1\t(-9 0)\n"
	                     "bold=1@1\t(0 3)\n"
	                     ":out\t0\t(0 1)\n"
	                     ":in\t10\t(2 -1)\n"
	                     "[other]\treach 0\tout\tin\n"
	                     "size=2@0\t(50 50)\n");
	struct sp_net *net = sp_net_new(&shape, text);
	const guint8 plain[] = { 2, 0 }, bold[] = { 0, 1 };
	const guint8 *const row[] = { plain, bold, plain };
	assert_int_equal(sp_net_unknown(net), 0);
	check_score(net, row, 3, 0, 3, 10 + 2 * 6 - 3); /* bold below it */
	check_score(net, row, 3, 1, 0, 10 + 2);
	check_score(net, row, 3, 2, 0, 10);             /* bold above it: a unit below zero counts as zero */
	check_score(net, row, 1, 0, 0, 10 + 2 * 6);     /* nothing beyond the row */
	sp_net_free(net);
	g_free(text);
}

static void a_net_weighs_what_is_not_seen(void **state)
{
	(void)state;
	char *text = weights("[model]\treach 1\tout\tin\n"
	                     "size=0@0\t(4 0)\n"
	                     "size=0@1\t(0 6)\n"
	                     "bold=0@-1\t(1 0)\n"
	                     ":out\t0\t(1 0)\n"
	                     ":in\t0\t(0 1)\n");
	struct sp_net *net = sp_net_new(&shape, text);
	const guint8 none[] = { 0, 0 }, all[] = { 1, 1 };
	const guint8 *const row[] = { none, all, none };
	check_score(net, row, 3, 0, 4, 0);
	check_score(net, row, 3, 1, 1, 6); /* nothing above it, nothing below */
	check_score(net, row, 3, 2, 4, 0);
	sp_net_free(net);
	g_free(text);
}

static guint unknown_lines(const char *form)
{
	char *text = weights(form);
	struct sp_net *net = sp_net_new(&shape, text);
	guint n = sp_net_unknown(net);
	sp_net_free(net);
	g_free(text);
	return n;
}

static void unknown_weights_are_counted(void **state)
{
	(void)state;
	assert_int_equal(unknown_lines("[model]\treach 0\tout\tin\nsize=2@0\t(1 2)\n"), 0);
	assert_int_equal(unknown_lines("[model]\treach 0\tout\tin\nsize=3@0\t(0 5)\ncolour=0@0\t(0 5)\nsize=1@1\t(0 5)\n"
	                               "size=1\t(0 5)\nsize=1@0\t0 5\n:up\t0\t(0 5)\n:in\t0\n*\t0 0\nsize=1@0\t(0 5) 1"), 9);
	assert_int_equal(unknown_lines("[model]\treach 0\tout\tup\n"), 1); /* other classes: another model */
	assert_int_equal(unknown_lines("[model]\tout\tin\n"), 1);
	/* of two cues and what a unit begins with, each of 10,922, the sum has 16 bits; of 10,923 it has more */
	assert_int_equal(unknown_lines("[model]\treach 0\tout\tin\nsize=1@0\t(0 -10922)\n"), 0);
	assert_int_equal(unknown_lines("[model]\treach 0\tout\tin\nsize=1@0\t(0 -10923)\n"), 1);
}

/* The file of the project is of these models, whole. */
static void learned_weights_are_of_the_models(void **state)
{
	(void)state;
	const char *text = sp_resource(extract_data, "extract/tables/weights/tables.tsv");
	const struct sp_net_shape *models[] = { &sp_step_model, &sp_step_again_model, &sp_separator_model, &sp_column_model, &sp_link_model, &sp_gutter_model, &sp_halves_model };
	for (guint k = 0; k < G_N_ELEMENTS(models); k++) {
		struct sp_net *net = sp_net_new(models[k], text);
		assert_int_equal(sp_net_unknown(net), 0);
		sp_net_free(net);
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
	assert_int_equal(c->lines[1].at[SP_STEP_RULE], 3); /* the rule covers all of it */
	assert_int_equal(c->lines[2].at[SP_STEP_RULE], 0);
	assert_int_equal(c->lines[1].at[SP_STEP_TYPE], 4); /* bold ends */
	assert_int_equal(c->lines[0].at[SP_STEP_FIRST], 1);
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
	assert_int_equal(c->lines[2].at[SP_STEP_AMOUNTS], 2); /* 10,00 below 1.234,50 */
	assert_int_equal(c->lines[1].at[SP_STEP_AMOUNTS], 1);
	assert_int_equal(c->lines[1].at[SP_LINE_NUMBERS], 4);
	assert_int_equal(c->lines[0].at[SP_LINE_NUMBERS], 2);
	sp_cues_free(c);
	g_ptr_array_unref(words);
	sp_rulings_free(rulings);
	sp_document_free(d);
	sp_page_free(page);
}

/* "parola" and "30/12/26" are 2 pt apart: a vertical rule between them, and only on its lines, parts them. */
static void a_rule_in_a_gap_parts_texts(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	double end = 50 + sheet_width("servizio in parola");
	for (int y = 100; y <= 160; y += 20) {
		sheet_text(page, 50, y, "servizio in parola");
		sheet_text(page, end + 2, y, "30/12/26");
	}
	sheet_down(page, end + 1, 95, 155);
	struct sp_document *d = document_of(page);
	struct sp_rulings *rulings = sp_rulings_new(page);
	GPtrArray *words = sheet_words(page);
	struct sp_cues *c = sp_cues_new(d->recurring, page, rulings, words);
	for (guint i = 0; i < 4; i++) {
		assert_int_equal(c->lines[i].n_pieces, i < 3 ? 2 : 1);
		assert_int_equal(c->lines[i].ruled[3], i < 3);
		assert_false(c->lines[i].ruled[2]);
	}
	const struct sp_decoded row = { .role = SP_IS_BODY, .step = SP_ROW }, body[4] = { row, row, row, row };
	struct sp_rows rows = sp_rows_of(c, body, 0, 3);
	GArray *found = sp_separators_candidates(&rows);
	assert_int_equal(found->len, 1);
	assert_true(fabs(sp_separator_at(found, 0)->at - (end + 1)) < 1);
	g_array_unref(found);
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

/* Lines of a body below lines of its head, and what was read of them (to be freed with free_body). */
struct body {
	struct sp_document *document;
	struct sp_rulings *rulings;
	GPtrArray *words;
	struct sp_cues *cues;
	struct sp_decoded *decoded;
	struct sp_rows rows;
	GArray *separators;
};

static struct body body_below(struct sp_page *page, guint heads)
{
	struct body b = { .document = document_of(page), .rulings = sp_rulings_new(page), .words = sheet_words(page) };
	b.cues = sp_cues_new(b.document->recurring, page, b.rulings, b.words);
	b.decoded = g_new(struct sp_decoded, b.cues->n);
	for (guint i = 0; i < b.cues->n; i++)
		b.decoded[i] = (struct sp_decoded){ .role = i < heads ? SP_IS_HEAD : SP_IS_BODY, .step = SP_ROW };
	b.rows = sp_rows_of(b.cues, b.decoded, 0, b.cues->n - 1);
	b.separators = sp_separators_candidates(&b.rows);
	return b;
}

static struct body body_of(struct sp_page *page)
{
	return body_below(page, 0);
}

static void free_body(struct body *b)
{
	g_array_unref(b->separators);
	g_free(b->decoded);
	sp_cues_free(b->cues);
	g_ptr_array_unref(b->words);
	sp_rulings_free(b->rulings);
	sp_document_free(b->document);
}

/* A word set from bottom to top over a narrow column. */
static void sideways(struct sp_page *page, double x, double bottom, const char *text)
{
	struct sp_word *w = sheet_text(page, x, bottom, text);
	w->box = (struct sp_box){ x, bottom - sheet_width(text), x + SHEET_HEIGHT, bottom };
	w->turn = 3;
}

/* Months set sideways stand on the line beside them, or on one of their own; one text alone is none of a line. */
static void turned_texts_stand_in_lines(void **state)
{
	(void)state;
	static const char *const months[] = { "gen", "febbr", "mar", "apr", "magg", "giu", "lug" };
	for (guint beside = 0; beside <= 1; beside++) {
		struct sp_page *page = sheet_new();
		sheet_text(page, 50, beside ? 100 : 60, "Fase");
		for (guint m = 0; m < G_N_ELEMENTS(months); m++)
			sideways(page, 200 + 22 * m, 115, months[m]);
		for (int y = 140; y <= 240; y += 20)
			sheet_text(page, 50, y, "Gara");
		sideways(page, 30, 240, "approvvigionamenti");
		struct body b = body_of(page);
		assert_int_equal(b.cues->n, beside ? 7 : 8);
		const struct sp_cue_line *l = &b.cues->lines[beside ? 0 : 1];
		assert_int_equal(l->text->words->len, beside + 7);
		assert_string_equal(sp_cue_word(l, beside + 1)->text, "febbr");
		assert_int_equal(l->comb[beside + 1], 7);
		assert_int_equal(l->n_pieces, beside + 7);
		free_body(&b);
		sp_page_free(page);
	}
}

/* Names of groups stand in a column of their own, in bold, above lines that leave it empty. */
static void names_of_groups_are_seen_in_their_column(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int y = 100; y <= 180; y += 20) {
		bool group = y == 100 || y == 160;
		(group ? sheet_bold(page, 50, y, "Adrano") : (void)sheet_text(page, 150, y, "Biancavilla"));
		(group ? sheet_bold(page, 250, y, "125") : (void)sheet_text(page, 250, y, "28"));
	}
	struct body b = body_of(page);
	assert_true(b.rows.plain_only);
	assert_int_equal(b.separators->len, 2);
	guint8 cues[SP_COLUMN_CUES];
	assert_true(sp_column_cues(&b.rows, b.separators, 0, 1, cues));
	assert_int_equal(cues[SP_COL_TEXTS], 0);
	assert_int_equal(cues[SP_COL_BOLD], 4); /* whole, more than once */
	assert_true(sp_column_cues(&b.rows, b.separators, 1, 2, cues));
	assert_int_equal(cues[SP_COL_BOLD], 1);
	free_body(&b);
	sp_page_free(page);
}

/* Of three places two are drawn from top to bottom. */
static void columns_know_which_of_their_sides_are_drawn(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int y = 100; y <= 180; y += 20)
		for (int x = 50; x <= 350; x += 100)
			sheet_text(page, x, y, "parola");
	sheet_down(page, 120, 90, 200);
	sheet_down(page, 320, 90, 200);
	struct body b = body_of(page);
	assert_int_equal(b.separators->len, 3);
	guint8 cues[SP_COLUMN_CUES];
	assert_true(sp_column_cues(&b.rows, b.separators, 1, 3, cues)); /* from rule to rule */
	assert_int_equal(cues[SP_COL_DRAWN], 2);
	assert_int_equal(cues[SP_COL_INSIDE], 0);
	assert_true(sp_column_cues(&b.rows, b.separators, 1, 2, cues)); /* one side drawn, elsewhere another */
	assert_int_equal(cues[SP_COL_DRAWN], 1 + 3);
	assert_true(sp_column_cues(&b.rows, b.separators, 0, 2, cues)); /* across a rule */
	assert_int_equal(cues[SP_COL_INSIDE], 1);
	free_body(&b);
	sp_page_free(page);
}

/* A heading over several columns hides none of the separators below it; one that has a column to itself does. */
static void headings_over_columns_hide_no_separator(void **state)
{
	(void)state;
	for (int heads = 1; heads <= 2; heads++) {
		struct sp_page *page = sheet_new();
		sheet_text(page, 60, 100, "Pluriennaletriennale");
		for (int y = 120; y <= 200; y += 20) {
			sheet_text(page, 50, y, "parola");
			sheet_text(page, 120, y, "parola");
			sheet_text(page, 190, y, "parola");
		}
		struct body b = body_below(page, (guint)heads);
		assert_int_equal(b.separators->len, 2);
		assert_int_equal(sp_separator_at(b.separators, 0)->cues[SP_SEP_IN_HEAD], heads == 2 ? 3 : 4);
		free_body(&b);
		sp_page_free(page);
	}
}

/* What only texts from beside reach into is no column. */
static void columns_hold_a_text_of_their_own(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int y = 100; y <= 260; y += 20) {
		bool wide = y == 140 || y == 220;
		sheet_text(page, 50, y, wide ? "Manutenzione straordinaria degli edifici" : "Tributi");
		sheet_figure(page, 400, y, "9,6");
	}
	struct body b = body_of(page);
	guint8 cues[SP_COLUMN_CUES];
	guint n = b.separators->len;
	assert_true(n >= 2);
	assert_true(sp_column_cues(&b.rows, b.separators, 0, n, cues));
	assert_false(sp_column_cues(&b.rows, b.separators, 1, n, cues));
	assert_true(sp_column_cues(&b.rows, b.separators, n, n + 1, cues));
	free_body(&b);
	sp_page_free(page);
}

/* A long text with wide blanks, among short ones, has a candidate at each of them; it stands in one column all the same. */
static void a_column_holds_many_candidates(void **state)
{
	(void)state;
	static const char *const words[] = { "a",  "gli", "con", "di", "per", "e",   "sul", "da", "non",
					     "il", "tra", "in",  "ma", "o",   "che", "lo",  "ai", "su" };
	struct sp_page *page = sheet_new();
	for (guint r = 0; r < 8; r++) {
		double x = 50;
		for (guint k = 0; k < (r == 3 ? G_N_ELEMENTS(words) : 2); k++) {
			sheet_text(page, x, 100 + 20 * r, words[(r + k) % G_N_ELEMENTS(words)]);
			x += sheet_width(words[(r + k) % G_N_ELEMENTS(words)]) + 0.4 * SHEET_SIZE;
		}
		sheet_figure(page, 450, 100 + 20 * r, "1.234,50");
	}
	struct body b = body_of(page);
	assert_true(b.separators->len > 15);
	double chance;
	GArray *chosen = sp_separators_new(&b.document->tables->columns, &b.rows, &chance);
	assert_int_equal(chosen->len, 1);
	assert_true(sp_separator_at(chosen, 0)->at > 300);
	g_array_unref(chosen);
	free_body(&b);
	sp_page_free(page);
}

/* Two tables of five and three rows with rules of their own: what the white between them shows, and what a column's does. */
static void gutters_show_two_tables(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int r = 0; r < 5; r++) {
		sheet_text(page, 50, 100 + 20 * r, "Spese");
		sheet_figure(page, 200, 100 + 20 * r, "1.250,00");
		if (r < 3) {
			sheet_text(page, 300, 100 + 20 * r, "Entrate");
			sheet_figure(page, 450, 100 + 20 * r, "310,00");
		}
	}
	sheet_across(page, 95, 50, 200);
	sheet_across(page, 95, 300, 450);
	struct body b = body_of(page);
	assert_int_equal(b.separators->len, 3);
	guint8 cues[SP_GUTTER_CUES], inside[SP_GUTTER_CUES];
	sp_gutter_cues(&b.rows, b.separators, 1, cues);
	sp_gutter_cues(&b.rows, b.separators, 0, inside);
	assert_int_equal(cues[SP_GUTTER_BARS], 4);
	assert_int_equal(inside[SP_GUTTER_BARS], 2);
	assert_int_equal(cues[SP_GUTTER_LEFT_LONGER], 2); /* two lines */
	assert_int_equal(inside[SP_GUTTER_LEFT_LONGER], 0);
	assert_int_equal(cues[SP_GUTTER_LEFT_FIGURES], 4);
	assert_int_equal(cues[SP_GUTTER_RIGHT_FIGURES], 1);
	assert_int_equal(inside[SP_GUTTER_RIGHT_FIGURES], 4);
	assert_int_equal(cues[SP_GUTTER_FIRST_FIGURES], 1);
	assert_int_equal(cues[SP_GUTTER_LEFT_COLUMNS], 1);
	assert_int_equal(cues[SP_GUTTER_RIGHT_COLUMNS], 1);
	assert_int_equal(cues[SP_GUTTER_ABOVE], 0);
	free_body(&b);
	sp_page_free(page);
}

/* Two parts of three columns with a word between them: how a table shows that goes on. */
static void halves_show_one_table(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	for (int y = 100; y <= 220; y += 20) {
		sheet_text(page, 50, y, y == 160 ? "economico" : "Spese");
		if (y != 160) {
			sheet_figure(page, 200, y, "1.250,00");
			sheet_figure(page, 300, y, "310,00");
		}
	}
	struct body b = body_of(page);
	b.decoded[3] = (struct sp_decoded){ .role = SP_IS_OUTSIDE, .step = SP_ENDED, .cost = 2 * SP_NET_UNIT };
	struct sp_half halves[2];
	for (guint k = 0; k < 2; k++) {
		halves[k].rows = sp_rows_of(b.cues, b.decoded, 4 * k, 4 * k + 2);
		halves[k].separators = sp_separators_candidates(&halves[k].rows);
	}
	guint8 cues[SP_HALVES_CUES];
	sp_halves_cues(&halves[0], &halves[1], cues);
	assert_int_equal(cues[SP_HALVES_COST], 2); /* 1.5 to 3 units */
	assert_int_equal(cues[SP_HALVES_BETWEEN], 1);
	assert_int_equal(cues[SP_HALVES_PIECES], 1);
	assert_int_equal(cues[SP_HALVES_CROSSES], 1);
	assert_int_equal(cues[SP_HALVES_SMALL], 1);
	assert_int_equal(cues[SP_HALVES_ABOVE], 1);
	assert_int_equal(cues[SP_HALVES_BELOW], 1);
	assert_int_equal(cues[SP_HALVES_UPPER], 2); /* 3 lines */
	assert_int_equal(cues[SP_HALVES_HEADS], 0);
	assert_int_equal(cues[SP_HALVES_SAME], 5); /* all */
	assert_int_equal(cues[SP_HALVES_SAME_TOO], 5);
	assert_int_equal(cues[SP_HALVES_COLUMNS], 1);
	assert_int_equal(cues[SP_HALVES_SIDES], 3);
	assert_int_equal(cues[SP_HALVES_THROUGH], 0);
	g_array_unref((GArray *)halves[0].separators);
	g_array_unref((GArray *)halves[1].separators);
	free_body(&b);
	sp_page_free(page);
}

/* Where the decoding is told that lines go on, they are of one table. */
static void lines_that_go_on_are_not_outside(void **state)
{
	(void)state;
	struct sp_page *page = list_page();
	sheet_text(page, 50, 160, "Il Comune ha adottato con delibera il piano della performance");
	struct body b = body_of(page);
	const bool goes_on[] = { false, true, true, true };
	struct sp_decoded *free = sp_decode(b.document->tables->again, b.cues, NULL);
	struct sp_decoded *held = sp_decode(b.document->tables->again, b.cues, goes_on);
	assert_int_equal(free[3].role, SP_IS_OUTSIDE);
	assert_true(sp_begins_table(held[0].step));
	for (guint i = 1; i < 4; i++)
		assert_true(sp_goes_on(held[i].step));
	g_free(free);
	g_free(held);
	free_body(&b);
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

/* Vertical rules alone: one between texts that are 2 pt apart, two with nothing between them. */
/* Two drawn tables so near to each other that their lines read as one. */
static void drawn_tables_near_each_other_stay_two(void **state)
{
	(void)state;
	static const double upper_xs[] = { 34, 256, 342, 427 }, upper_ys[] = { 34, 53, 72, 91, 109 };
	static const double lower_xs[] = { 34, 256, 427 }, lower_ys[] = { 114, 133, 152 };
	static const char *const cells[][3] = { { "Missione", "Previsione 2024", "Previsione 2025" },
						{ "Servizi istituzionali", "1.234,50", "1.200,00" },
						{ "Istruzione", "234,50", "" },
						{ "Sviluppo sostenibile", "34,50", "100,00" },
						{ "Fondi", "12,00", "" },
						{ "Mutui", "7,50", "" } };
	struct sp_page *page = sheet_new();
	sheet_grid(page, upper_xs, 4, upper_ys, 5);
	sheet_grid(page, lower_xs, 3, lower_ys, 3);
	for (guint r = 0; r < G_N_ELEMENTS(cells); r++)
		for (guint c = 0; c < 3; c++)
			sheet_text(page, upper_xs[c] + 3, (r < 4 ? upper_ys[r] : lower_ys[r - 4]) + 3, cells[r][c]);
	assert_finds(find, page,
		     "Missione | Previsione 2024 | Previsione 2025\nServizi istituzionali | 1.234,50 | "
		     "1.200,00\nIstruzione | 234,50 | ·\n"
		     "Sviluppo sostenibile | 34,50 | 100,00\n\nFondi | 12,00\nMutui | 7,50");
}

/* … but a total that is drawn below a gap, in the same columns, is part of its table. */
static void a_total_drawn_apart_stays_in_its_table(void **state)
{
	(void)state;
	static const double xs[] = { 34, 256, 342, 427 }, upper_ys[] = { 34, 53, 72, 91 }, lower_ys[] = { 96, 115 };
	static const char *const cells[][3] = { { "Riserve", "Al 01/01", "Al 31/12" },
						{ "Da rivalutazione", "447.128,62", "734.216,79" },
						{ "Da utili", "0,00", "1.041,70" },
						{ "Totale", "447.128,62", "735.258,48" } };
	struct sp_page *page = sheet_new();
	sheet_grid(page, xs, 4, upper_ys, 4);
	sheet_grid(page, xs, 4, lower_ys, 2);
	for (guint r = 0; r < G_N_ELEMENTS(cells); r++)
		for (guint c = 0; c < 3; c++)
			sheet_text(page, xs[c] + 3, (r < 3 ? upper_ys[r] : lower_ys[0]) + 3, cells[r][c]);
	assert_finds(
	    find, page,
	    "Riserve | Al 01/01 | Al 31/12\nDa rivalutazione | 447.128,62 | 734.216,79\nDa utili | 0,00 | 1.041,70\n"
	    "Totale | 447.128,62 | 735.258,48");
}

static void rules_from_top_to_bottom_part_columns(void **state)
{
	(void)state;
	static const char *const rows[][2] = { { "30/12/26", "37.123,91" }, { "30/01/27", "203.399,66" }, { "30/03/27", "203.399,66" },
		                               { "30/05/27", "203.399,66" }, { "30/07/27", "203.399,66" } };
	const char *label = "Spettanze dovute per la gestione";
	double end = 50 + sheet_width(label);
	struct sp_page *page = page_with_prose();
	GString *expected = g_string_new(NULL);
	for (guint r = 0; r < G_N_ELEMENTS(rows); r++) {
		double y = 170 + 30 * r;
		sheet_text(page, 50, y, label);
		sheet_text(page, 50, y + 14, "del servizio in parola");
		sheet_text(page, end + 2, y, rows[r][0]);
		sheet_text(page, end + 132, y, rows[r][1]);
		g_string_append_printf(expected, "%s%s del servizio in parola | %s | · | %s", r > 0 ? "\n" : "", label, rows[r][0], rows[r][1]);
	}
	const double xs[] = { 47, end + 1, end + 80, end + 130, end + 220 };
	for (guint k = 0; k < G_N_ELEMENTS(xs); k++)
		sheet_down(page, xs[k], 166, 320);
	assert_finds(find, page, expected->str);
	g_string_free(expected, TRUE);
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
		cmocka_unit_test(a_net_sees_neighbours),
		cmocka_unit_test(a_net_weighs_what_is_not_seen),
		cmocka_unit_test(unknown_weights_are_counted),
		cmocka_unit_test(learned_weights_are_of_the_models),
		cmocka_unit_test(lines_show_pieces_figures_and_corridors),
		cmocka_unit_test(known_columns_tell_what_crosses_them),
		cmocka_unit_test(a_rule_in_a_gap_parts_texts),
		cmocka_unit_test(words_at_equal_distances_are_a_comb),
		cmocka_unit_test(names_of_groups_are_seen_in_their_column),
		cmocka_unit_test(columns_know_which_of_their_sides_are_drawn),
		cmocka_unit_test(turned_texts_stand_in_lines),
		cmocka_unit_test(headings_over_columns_hide_no_separator),
		cmocka_unit_test(columns_hold_a_text_of_their_own),
		cmocka_unit_test(a_column_holds_many_candidates),
		cmocka_unit_test(gutters_show_two_tables),
		cmocka_unit_test(halves_show_one_table),
		cmocka_unit_test(lines_that_go_on_are_not_outside),
		cmocka_unit_test(columns_of_white_are_read),
		cmocka_unit_test(prose_is_none),
		cmocka_unit_test(a_frame_is_read_in_rows),
		cmocka_unit_test(drawn_tables_near_each_other_stay_two),
		cmocka_unit_test(a_total_drawn_apart_stays_in_its_table),
		cmocka_unit_test(rules_from_top_to_bottom_part_columns),
		cmocka_unit_test(columns_are_lent),
	};
	return RUN(tests);
}
