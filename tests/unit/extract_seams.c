/* extract/seams: what stood at the end of a line: a word's end, a hyphen, a cut. */
#include "sheet.h"

#include "extract/seams.h"

/* What a document that has these lines knows; "/" parts lines. (transfer full) */
static struct sp_seams *document(const char *text)
{
	struct sp_page *page = sheet_new();
	char **lines = g_strsplit(text, "/", -1);
	for (int i = 0; lines[i]; i++)
		sheet_text(page, 50, 50 + 14 * i, lines[i]);
	g_strfreev(lines);
	GPtrArray *words = sheet_words(page), *of_page = sp_lines_new(words);
	struct sp_seams *b = sp_seams_learn(&of_page, 1);
	g_ptr_array_unref(of_page);
	g_ptr_array_unref(words);
	sp_page_free(page);
	return b;
}

static bool breaks_anywhere; /* the cells of the next assert_joins */

/*
 * `lines` parted by "/" in a cell as wide as `letters` (0: nobody knows), in the document; "~" is a blank that is drawn
 * behind the line. Frees the document.
 */
static void assert_joins(struct sp_seams *b, const char *text, int letters, const char *expected)
{
	struct sp_page *page = sheet_new();
	char **lines = g_strsplit(text, "/", -1);
	for (int i = 0; lines[i]; i++) {
		bool blank = g_str_has_suffix(lines[i], "~");
		if (blank)
			lines[i][strlen(lines[i]) - 1] = '\0';
		sheet_text(page, 52, 100 + 12 * i, lines[i]);
		g_array_index(page->words, struct sp_word, page->words->len - 1).blank_after = blank;
	}
	GPtrArray *words = sheet_words(page), *in_cell = sp_lines_new(words);
	struct sp_room room = { { 52, 100, 52 + letters * SHEET_LETTER, 300 }, breaks_anywhere };
	char *joined = sp_lines_text(in_cell, b, letters > 0 ? &room : NULL);
	if (strcmp(joined, expected) != 0)
		fail_msg("\"%s\" gives \"%s\", not \"%s\"", text, joined, expected);
	g_free(joined);
	g_strfreev(lines);
	g_ptr_array_unref(in_cell);
	g_ptr_array_unref(words);
	sp_page_free(page);
	sp_seams_free(b);
}

static void words_cut_by_a_narrow_column(void **state)
{
	(void)state;
	assert_joins(NULL, "Consuntiv/o 2017", 9, "Consuntivo 2017");
	assert_joins(NULL, "raggiungimen/to", 12, "raggiungimento");
	assert_joins(NULL, "amminist/ra di/tutto", 8, "amministra di tutto");
	assert_joins(document("in ogni amministrazione il comune"), "Am/ministrazione", 13, "Amministrazione");
	assert_joins(NULL, "Consuntiv/o 2017", 14, "Consuntiv o 2017");
}

/* Whole words may fill a column as well: the document tells, or the blank that is drawn. */
static void whole_words_in_a_narrow_column(void **state)
{
	(void)state;
	assert_joins(NULL, "Mobilit\u00e0~/e trasporti", 8, "Mobilit\u00e0 e trasporti");
	assert_joins(document("il settore mobilit\u00e0 e trasporti e altro"), "Mobilit\u00e0/e trasporti", 8,
		     "Mobilit\u00e0 e trasporti");
	assert_joins(document("del servizio e dei servizi e altro"), "servizi/o", 7, "servizio");
}

/* In a line of several words only what the document has elsewhere is a word. */
static void cut_words_in_longer_lines(void **state)
{
	(void)state;
	assert_joins(document("in ogni amministrazione il comune"), "della ammini/strazione", 12,
		     "della amministrazione");
	assert_joins(NULL, "mezzo fuel/card comunale", 10, "mezzo fuel card comunale");
	/* without rules nobody knows the room */
	assert_joins(document("per il raggiungimento di ogni fine"), "raggiungimen/to fine", 0, "raggiungimento fine");
	assert_joins(document("per il raggiungimento di ogni fine"), "raggiunge/to fine", 0, "raggiunge to fine");
}

static void capitals(void **state)
{
	(void)state;
	assert_joins(document("di tutto il raggiungimento e altro"), "RAGGIUNGIMEN/TO", 12, "RAGGIUNGIMENTO");
	assert_joins(NULL, "INDICATORI/TARGET", 10, "INDICATORI TARGET");
}

static void typesetters_hyphens_go(void **state)
{
	(void)state;
	const char *text = "una condizio-/ne della program-/mazione e gli indi-/rizzi del piano";
	assert_joins(document(text), "opportuni-/t\u00e0", 0, "opportunit\u00e0");
	assert_joins(document(text), "ammini-/strazione", 12, "amministrazione");
	/* a document without: the word is known */
	assert_joins(document("per una condizione di vita"), "condizio-/ne", 0, "condizione");
	assert_joins(NULL, "condizio\u00ad/ne", 0, "condizione");
}

static void true_hyphens_stay(void **state)
{
	(void)state;
	const char *text =
	    "una condizio-/ne della program-/mazione e gli indi-/rizzi del piano economico e finanziario di ogni";
	assert_joins(document(text), "economico-/finanziario", 0, "economico-finanziario");
	assert_joins(
	    document("il settore socio-sanitario di/una condizio-/ne della program-/mazione e gli indi-/rizzi"),
	    "socio-/sanitario", 0, "socio-sanitario");
	assert_joins(NULL, "economico-/patrimoniale", 0, "economico-patrimoniale");
	assert_joins(NULL, "Arvedi-/Buschini", 0, "Arvedi-Buschini");
	assert_joins(NULL, "2018-/2020", 0, "2018-2020");
}

static void dashes_are_no_hyphens(void **state)
{
	(void)state;
	assert_joins(NULL, "citt\u00e0-~/Itinerari", 0, "citt\u00e0- Itinerari");
	assert_joins(NULL, "e non-~/attraverso", 0, "e non- attraverso");
	const char *text = "una condizio-/ne della program-/mazione e gli indi-/rizzi piano e non solo";
	assert_joins(document(text), "cittadini -associati e non-/attraverso", 0,
		     "cittadini -associati e non- attraverso");
	assert_joins(NULL, "spese -/entrate", 0, "spese - entrate");
	assert_joins(NULL, "POLITICHE SOCIALI-/Missione 12", 0, "POLITICHE SOCIALI- Missione 12");
	assert_joins(NULL, "IMU-/TARI", 0, "IMU-TARI");
	assert_joins(NULL, "COVID-/Free", 0, "COVID-Free");
	assert_joins(NULL, "utile: -/\u20ac2.770", 0, "utile: -\u20ac2.770");
}

static void figures_are_cut_between_digits(void **state)
{
	(void)state;
	assert_joins(NULL, "1.234.567/,90", 9, "1.234.567 ,90");
	assert_joins(NULL, "1.234.5/67,90", 7, "1.234.567,90");
	assert_joins(NULL, "1.234.5/67,90", 12, "1.234.5 67,90");
}

/* Lines as long as they can be, whatever they end with: two words only where the text looks like it. */
static void cells_that_break_anywhere(void **state)
{
	(void)state;
	breaks_anywhere = true;
	assert_joins(NULL, "Note di cons/untivo", 12, "Note di consuntivo");
	assert_joins(NULL, "Affari i/stituzionali", 8, "Affari istituzionali");
	assert_joins(NULL, "2.489.1/20,75", 7, "2.489.120,75");
	assert_joins(NULL, "dell'/ente", 5, "dell'ente");
	assert_joins(NULL, "avvio dei/Musei", 8, "avvio dei Musei");
	assert_joins(document("saldo finale di competenza"), "un saldo finale/di competenza", 14,
		     "un saldo finale di competenza");
	breaks_anywhere = false;
	assert_joins(NULL, "Note di cons/untivo", 12, "Note di cons untivo");
}

static void lines_without_room_are_counted(void **state)
{
	(void)state;
	struct sp_page *page = sheet_new();
	struct sp_room room = { { 52, 100, 52 + 60, 300 }, false };
	static const char *const lines[] = { "Note di cons", "untivo e alt", "menti note", "raggiungimen", "to" };
	for (int i = 0; i < 5; i++)
		sheet_text(page, 52, 100 + 12 * i, lines[i]);
	GPtrArray *words = sheet_words(page), *in_cell = sp_lines_new(words);
	guint full = 0, all = 0;
	sp_room_count(&room, in_cell, &full, &all);
	assert_int_equal(all, 3); /* a word that is alone on its line says nothing */
	assert_int_equal(full, 2);
	g_ptr_array_unref(in_cell);
	g_ptr_array_unref(words);
	sp_page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_cut_by_a_narrow_column), cmocka_unit_test(whole_words_in_a_narrow_column),
		cmocka_unit_test(cut_words_in_longer_lines),    cmocka_unit_test(capitals),
		cmocka_unit_test(typesetters_hyphens_go),       cmocka_unit_test(true_hyphens_stay),
		cmocka_unit_test(dashes_are_no_hyphens),        cmocka_unit_test(figures_are_cut_between_digits),
		cmocka_unit_test(cells_that_break_anywhere),    cmocka_unit_test(lines_without_room_are_counted),
	};
	return RUN(tests);
}
