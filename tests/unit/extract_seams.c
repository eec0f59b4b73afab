/* extract/page/seams: what the ends of two lines make. */
#include "sheet.h"

#include "extract/page/seams.h"

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

/* A document of which nothing is known but that it is Italian. */
static struct sp_seams *any(void)
{
	return document("");
}

/* One that its typesetter hyphenates. */
static struct sp_seams *hyphenated(void)
{
	return document("la program-/mazione degli enti del piano economico e finanziario di ogni anno");
}

struct seam_case {
	const char *lines;
	int letters; /* that the cell is wide; 0: nobody knows */
	const char *expected;
};

static void assert_all(struct sp_seams *(*make)(void), const struct seam_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_joins(make(), cases[i].lines, cases[i].letters, cases[i].expected);
}

#define ASSERT_ALL(make, cases) assert_all(make, cases, G_N_ELEMENTS(cases))

static void words_cut_by_a_narrow_column(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "raggiungimen/to", 12, "raggiungimento" },
		{ "raggiungimen/to obiettivo", 12, "raggiungimento obiettivo" },
		{ "OBIETTIV/O", 8, "OBIETTIVO" },
		{ "PROGRAM/MA", 7, "PROGRAMMA" },
		{ "Probabili/t\u00e0", 9, "Probabilit\u00e0" },
		{ "responsabil/e del servizio", 11, "responsabile del servizio" },
		{ "amminist/razione/trasparente", 8, "amministrazione trasparente" },
		{ "riqualifi/cazione", 9, "riqualificazione" },
		{ "in/formatizza/zione", 10, "in formatizzazione" }, /* the first line has room for more */
		{ "attivi/ta'", 6, "attivita'" },
		{ "Consuntiv/o 2017", 9, "Consuntivo 2017" },
		{ "Consuntiv/o 2017", 14, "Consuntiv o 2017" }, /* there was room */
	};
	ASSERT_ALL(any, cases);
}

/* Whole words may fill a column as well. */
static void whole_words_in_a_narrow_column(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "Mobilit\u00e0/e trasporti", 8, "Mobilit\u00e0 e trasporti" },
		{ "Mobilit\u00e0~/e trasporti", 8, "Mobilit\u00e0 e trasporti" },
		{ "e/delle", 1, "e delle" },
		{ "di/formazione", 2, "di formazione" },
		{ "con/tributi", 3, "con tributi" },
		{ "per/il personale", 3, "per il personale" },
		{ "servizi/sociali", 7, "servizi sociali" },
		{ "INDICATORI/TARGET", 10, "INDICATORI TARGET" },
		{ "entro/giugno", 5, "entro giugno" },
		{ "Importo/totale", 7, "Importo totale" },
		{ "PNRR/PIANO", 4, "PNRR PIANO" },
		{ "scuola/Roma", 6, "scuola Roma" },
		{ "Tipo/di spesa", 4, "Tipo di spesa" },
	};
	ASSERT_ALL(any, cases);
}

/* What the document has elsewhere decides where letters alone do not. */
static void words_of_the_document(void **state)
{
	(void)state;
	const char *of_grants = "per i contributi dati a enti e per i contributi dati";
	assert_joins(document(of_grants), "con-/tributi", 0, "contributi");
	assert_joins(document("del servizio e dei servizi e altro"), "servizi/o", 7, "servizio");
	assert_joins(document("in ogni amministrazione il comune"), "Am/ministrazione", 2, "Amministrazione");
	assert_joins(document("in ogni amministrazione il comune"), "della ammini/strazione", 12,
		     "della amministrazione");
	assert_joins(document("per il raggiungimento di ogni fine"), "raggiungimen/to fine", 0, "raggiungimento fine");
}

static void lines_of_prose(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "mezzo fuel/card comunale", 10, "mezzo fuel card comunale" },
		{ "i cimiteri frazionali in/collaborazione con le scuole", 0,
		  "i cimiteri frazionali in collaborazione con le scuole" },
		{ "e il/lavoro di tutti", 0, "e il lavoro di tutti" },
		{ "ne d\u00e0/conto il Comune", 0, "ne d\u00e0 conto il Comune" },
		{ "limitatamente al/lotto 6", 16, "limitatamente al lotto 6" },
		{ "dell'ammini-/strazione", 0, "dell'amministrazione" },
		{ "nell'/ambito del piano", 0, "nell'ambito del piano" },
		{ "la citta'/di Valdora", 0, "la citta' di Valdora" },
		{ "un po'/alla volta", 0, "un po' alla volta" },
		{ "gli enti (/aziende)", 0, "gli enti (aziende)" },
	};
	ASSERT_ALL(any, cases);
}

static void typesetters_hyphens_go(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "econo-/mico", 0, "economico" },
		{ "opportuni-/t\u00e0", 0, "opportunit\u00e0" },
		{ "ammini-/strazione", 12, "amministrazione" },
		{ "condizio\u00ad/ne", 0, "condizione" },
		{ "AMMINI-/STRAZIONE", 0, "AMMINISTRAZIONE" },
		{ "servi-/zio", 0, "servizio" },
		{ "Proget-/tazione", 0, "Progettazione" },
		{ "crono-/programma", 0, "cronoprogramma" },
		{ "inter-/comunale", 0, "intercomunale" },
		{ "OBIETTIVI DEFINI-/TI NEI", 20, "OBIETTIVI DEFINITI NEI" },
	};
	ASSERT_ALL(hyphenated, cases);
	assert_joins(any(), "econo-/mico", 0, "economico");
	assert_joins(any(), "condizio\u2010/ne", 0, "condizione");
}

static void true_hyphens_stay(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "economico-/patrimoniale", 0, "economico-patrimoniale" },
		{ "socio-/economico", 0, "socio-economico" },
		{ "Arvedi-/Buschini", 0, "Arvedi-Buschini" },
		{ "Medio-/alto", 6, "Medio-alto" },
		{ "2018-/2020", 0, "2018-2020" },
		{ "2026\u2013/2028", 5, "2026\u20132028" },
		{ "COVID-/Free", 0, "COVID-Free" },
		{ "COVID-/19", 0, "COVID-19" },
		{ "IMU-/TARI", 0, "IMU-TARI" },
		{ "utile: -/\u20ac2.770", 0, "utile: -\u20ac2.770" },
		{ "perdita -/500", 0, "perdita - 500" },
	};
	ASSERT_ALL(any, cases);
	assert_joins(hyphenated(), "economico-/finanziario", 0, "economico-finanziario");
	assert_joins(document("il settore socio-sanitario di/una program-/mazione degli enti"), "socio-/sanitario", 0,
		     "socio-sanitario");
}

static void dashes_are_no_hyphens(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "citt\u00e0-~/Itinerari", 0, "citt\u00e0- Itinerari" },
		{ "e non-~/attraverso", 0, "e non- attraverso" },
		{ "spese -/entrate", 0, "spese - entrate" },
		{ "spese/- entrate", 0, "spese - entrate" },
		{ "POLITICHE SOCIALI-/Missione 12", 0, "POLITICHE SOCIALI- Missione 12" },
		{ "cittadini -associati e non-/attraverso", 0, "cittadini -associati e non- attraverso" },
	};
	ASSERT_ALL(any, cases);
}

/* Figures, years and codes that are whole are never one, however narrow the cell. */
static void whole_figures_stay_apart(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "500/450", 3, "500 450" },
		{ "2026/2027/2028", 4, "2026 2027 2028" },
		{ "OB.01/OB.02", 5, "OB.01 OB.02" },
		{ "01.02/03.04", 5, "01.02 03.04" },
		{ "1-0173/1-3802", 6, "1-0173 1-3802" },
		{ "1.250/300", 5, "1.250 300" },
		{ "12,5/8", 4, "12,5 8" },
		{ "1.234,50/2.000,00", 8, "1.234,50 2.000,00" },
		{ "0/0", 1, "0 0" },
		{ "A1/B2", 2, "A1 B2" },
		{ "2026/-2028", 4, "2026 -2028" },
		{ "31.12.2026/31.12.2027", 10, "31.12.2026 31.12.2027" },
		{ "9%/12%", 2, "9% 12%" },
	};
	breaks_anywhere = false;
	ASSERT_ALL(any, cases);
	breaks_anywhere = true;
	ASSERT_ALL(any, cases);
	breaks_anywhere = false;
}

/* Those that lack something are completed, where their line is full. */
static void cut_figures_are_one(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "1.234./567,00", 6, "1.234.567,00" },   { "12.345,/67", 7, "12.345,67" },
		{ "1.234.5/67,90", 7, "1.234.567,90" },   { "1.234.567/,90", 9, "1.234.567,90" },
		{ "4.716.185,4/8", 11, "4.716.185,48" },  { "25000000,0/0", 10, "25000000,00" },
		{ "1.234.5/67,90", 12, "1.234.5 67,90" }, /* there was room */
	};
	ASSERT_ALL(any, cases);
	assert_joins(any(), "art./12", 4, "art. 12");
	assert_joins(any(), "nel 2024,/20 enti", 9, "nel 2024, 20 enti");
}

/* Lines as long as they can be, whatever they end with: two words only where the text looks like it. */
static void cells_that_break_anywhere(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "Note di cons/untivo", 12, "Note di consuntivo" },
		{ "Affari i/stituzionali", 8, "Affari istituzionali" },
		{ "2.489.1/20,75", 7, "2.489.120,75" },
		{ "dell'/ente", 5, "dell'ente" },
		{ "avvio dei/Musei", 8, "avvio dei Musei" },
		{ "un saldo finale/di competenza", 14, "un saldo finale di competenza" },
		{ "opere e/delle scuole", 6, "opere e delle scuole" },
	};
	breaks_anywhere = true;
	ASSERT_ALL(any, cases);
	breaks_anywhere = false;
	assert_joins(any(), "Note di cons/untivo", 14, "Note di cons untivo");
}

/* Written after the rest, to be read without being tuned to. */
static void seams_of_later(void **state)
{
	(void)state;
	static const struct seam_case cases[] = {
		{ "manutenzion/e straordinaria", 11, "manutenzione straordinaria" },
		{ "SERVI/ZIO", 5, "SERVIZIO" },
		{ "Denomina/zione", 8, "Denominazione" },
		{ "digitaliz/zazione", 9, "digitalizzazione" },
		{ "Indicato/re", 8, "Indicatore" },
		{ "edifici/scolastici", 7, "edifici scolastici" },
		{ "su/base annua", 2, "su base annua" },
		{ "Anno/scorso", 4, "Anno scorso" },
		{ "nuovo/asilo nido", 5, "nuovo asilo nido" },
		{ "TOTALE/SPESE", 6, "TOTALE SPESE" },
		{ "Area/tecnica", 4, "Area tecnica" },
		{ "SUAP/online", 4, "SUAP online" },
		{ "al 31/dicembre", 5, "al 31 dicembre" },
		{ "3.000/utenti", 5, "3.000 utenti" },
		{ "120/150", 3, "120 150" },
		{ "C.01.1/C.01.2", 6, "C.01.1 C.01.2" },
		{ "15.000.000,/00", 11, "15.000.000,00" },
		{ "2.345.67/8,00", 8, "2.345.678,00" },
		{ "1,5/2,5", 3, "1,5 2,5" },
		{ "2024-/2026", 5, "2024-2026" },
		{ "l'appro-/vazione del bilancio", 0, "l'approvazione del bilancio" },
		{ "citta-/dini", 0, "cittadini" },
		{ "RIQUALI-/FICAZIONE", 0, "RIQUALIFICAZIONE" },
		{ "Emilia-/Romagna", 0, "Emilia-Romagna" },
		{ "Nord-/Est", 0, "Nord-Est" },
		{ "opere -/forniture", 0, "opere - forniture" },
		{ "per le/famiglie con minori", 0, "per le famiglie con minori" },
		{ "dall'/ufficio tributi", 0, "dall'ufficio tributi" },
		{ "e/o/servizi", 3, "e o servizi" },
	};
	ASSERT_ALL(any, cases);
}

/* Without a document not even the language is known, and only figures and hyphens speak. */
static void nothing_is_known(void **state)
{
	(void)state;
	assert_joins(NULL, "servizi/o", 7, "servizi o");
	assert_joins(NULL, "12.345,/67", 7, "12.345,67");
	assert_joins(NULL, "2026-/2028", 0, "2026-2028");
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
		cmocka_unit_test(words_cut_by_a_narrow_column),
		cmocka_unit_test(whole_words_in_a_narrow_column),
		cmocka_unit_test(words_of_the_document),
		cmocka_unit_test(lines_of_prose),
		cmocka_unit_test(typesetters_hyphens_go),
		cmocka_unit_test(true_hyphens_stay),
		cmocka_unit_test(dashes_are_no_hyphens),
		cmocka_unit_test(whole_figures_stay_apart),
		cmocka_unit_test(cut_figures_are_one),
		cmocka_unit_test(cells_that_break_anywhere),
		cmocka_unit_test(seams_of_later),
		cmocka_unit_test(nothing_is_known),
		cmocka_unit_test(lines_without_room_are_counted),
	};
	return RUN(tests);
}
