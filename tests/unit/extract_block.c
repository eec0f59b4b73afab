/* extract/page/block: paragraphs, items, headings and labels are texts of their own, in reading order. */
#include "extract/page/block.h"
#include "extract/page/seams.h"
#include "small_pdf.h"

/* The texts of the page, one a line. */
static void assert_blocks(const char *content, const char *expected)
{
	struct sp_page *page = small_page(A4, content);
	GPtrArray *words = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	GPtrArray *blocks = sp_blocks_new(words, NULL, 0, NULL);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_block *b = g_ptr_array_index(blocks, i);
		char *s = sp_lines_text(b->lines, NULL, NULL);
		g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", s);
		g_free(s);
	}
	assert_string_equal(text->str, expected);
	g_string_free(text, TRUE);
	g_ptr_array_unref(blocks);
	g_ptr_array_unref(words);
	sp_page_free(page);
}

static void lines_of_a_paragraph_are_one_text(void **state)
{
	(void)state;
	assert_blocks(AT(50, 700, 10, "Il piano descrive gli obiettivi del triennio e le risorse che")
	              AT(50, 688, 10, "servono per raggiungerli, con le responsabilita di ciascun")
	              AT(50, 676, 10, "settore.")
	              AT(50, 652, 10, "La relazione esce ogni anno entro il mese di giugno."),
	              "Il piano descrive gli obiettivi del triennio e le risorse che servono per raggiungerli, con le "
	              "responsabilita di ciascun settore.\n"
	              "La relazione esce ogni anno entro il mese di giugno.");
}

/* No white between them: the first line of the next is indented, or the last of the one before is short. */
static void paragraphs_without_white_between(void **state)
{
	(void)state;
	assert_blocks(AT(62, 700, 10, "Il piano descrive gli obiettivi del triennio e le risorse per")
	              AT(50, 688, 10, "raggiungerli, con le responsabilita di ciascun settore e i tempi")
	              AT(62, 676, 10, "La relazione esce ogni anno entro il mese di giugno, quando i")
	              AT(50, 664, 10, "dati sono pronti."),
	              "Il piano descrive gli obiettivi del triennio e le risorse per raggiungerli, con le responsabilita di "
	              "ciascun settore e i tempi\n"
	              "La relazione esce ogni anno entro il mese di giugno, quando i dati sono pronti.");
	assert_blocks(AT(50, 700, 10, "Il piano descrive gli obiettivi del triennio e le risorse per")
	              AT(50, 688, 10, "raggiungerli.")
	              AT(50, 676, 10, "La relazione esce ogni anno entro il mese di giugno, quando i")
	              AT(50, 664, 10, "dati sono pronti."),
	              "Il piano descrive gli obiettivi del triennio e le risorse per raggiungerli.\n"
	              "La relazione esce ogni anno entro il mese di giugno, quando i dati sono pronti.");
}

static void items_hang(void **state)
{
	(void)state;
	assert_blocks(AT(50, 700, 10, "Le azioni previste dal piano per il prossimo triennio sono due:")
	              AT(50, 688, 10, "-") AT(62, 688, 10, "rinnovo degli impianti sportivi del centro e della")
	              AT(62, 676, 10, "frazione alta;")
	              AT(50, 664, 10, "-") AT(62, 664, 10, "apertura di uno sportello."),
	              "Le azioni previste dal piano per il prossimo triennio sono due:\n"
	              "- rinnovo degli impianti sportivi del centro e della frazione alta;\n"
	              "- apertura di uno sportello.");
	assert_blocks(AT(50, 700, 10, "1.") AT(66, 700, 10, "rinnovo degli impianti sportivi del centro e della")
	              AT(66, 688, 10, "frazione alta;")
	              AT(50, 676, 10, "2.") AT(66, 676, 10, "apertura di uno sportello."),
	              "1. rinnovo degli impianti sportivi del centro e della frazione alta;\n2. apertura di uno sportello.");
}

static void centred_headings_are_one(void **state)
{
	(void)state;
	assert_blocks(BOLD(100, 700, 16, "STATO DI ATTUAZIONE DEI PROGRAMMI E")
	              BOLD(180, 681, 16, "DEGLI OBIETTIVI 2024")
	              AT(50, 640, 10, "Il documento segue."),
	              "STATO DI ATTUAZIONE DEI PROGRAMMI E DEGLI OBIETTIVI 2024\nIl documento segue.");
}

static void headings_of_other_size_are_apart(void **state)
{
	(void)state;
	assert_blocks(BOLD(200, 700, 16, "PIANO 2024") BOLD(205, 681, 11, "Allegato A\\)") AT(50, 668, 10, "Il documento."),
	              "PIANO 2024\nAllegato A)\nIl documento.");
}

static void labels_and_values_are_apart(void **state)
{
	(void)state;
	assert_blocks(BOLD(50, 700, 10, "Responsabile politico") AT(50, 688, 10, "Corsi Adele")
	              BOLD(50, 676, 10, "Responsabile gestionale") AT(50, 664, 10, "Ferrante Livia"),
	              "Responsabile politico\nCorsi Adele\nResponsabile gestionale\nFerrante Livia");
	assert_blocks(AT(50, 700, 10, "Indicatore: nuovi posti auto nel centro storico")
	              AT(50, 688, 10, "Target: 100") AT(50, 676, 10, "Formula: posti nuovi")
	              AT(50, 664, 10, "Note: i posti sono contati alla fine di ogni anno dal settore."),
	              "Indicatore: nuovi posti auto nel centro storico\nTarget: 100\nFormula: posti nuovi\n"
	              "Note: i posti sono contati alla fine di ogni anno dal settore.");
}

static void both_sides_of_a_line_are_apart(void **state)
{
	(void)state;
	assert_blocks(AT(50, 800, 8, "Comune di Roccaspina") AT(420, 800, 8, "Piano 2024-2026"),
	              "Comune di Roccaspina\nPiano 2024-2026");
}

static void columns_are_read_one_after_another(void **state)
{
	(void)state;
	assert_blocks(AT(50, 700, 10, "La biblioteca apre tutti i giorni, anche")
	              AT(50, 688, 10, "il sabato mattina, con un orario ampio")
	              AT(50, 676, 10, "per chi studia.")
	              AT(300, 700, 10, "Il museo civico espone le collezioni del")
	              AT(300, 688, 10, "castello e ospita mostre temporanee di")
	              AT(300, 676, 10, "artisti locali."),
	              "La biblioteca apre tutti i giorni, anche il sabato mattina, con un orario ampio per chi studia.\n"
	              "Il museo civico espone le collezioni del castello e ospita mostre temporanee di artisti locali.");
}

static void notes_begin_with_their_marks(void **state)
{
	(void)state;
	assert_blocks(AT(50, 103, 5, "1") AT(55, 100, 8, "Dato provvisorio alla data della rilevazione del mese di giugno.")
	              AT(50, 93, 5, "2") AT(55, 90, 8, "Dato stimato."),
	              "\u00b9 Dato provvisorio alla data della rilevazione del mese di giugno.\n\u00b2 Dato stimato.");
}

/* 8 pt of white: less than a justified line may have in it, but here in seven lines below each other. */
static void columns_that_stand_close_are_columns(void **state)
{
	(void)state;
	assert_blocks(AT(50, 700, 10, "uno due tre") AT(109, 700, 10, "sei sette otto")
	              AT(50, 688, 10, "uno due tre") AT(109, 688, 10, "sei sette otto")
	              AT(50, 676, 10, "uno due tre") AT(109, 676, 10, "sei sette otto")
	              AT(50, 664, 10, "uno due tre") AT(109, 664, 10, "sei sette otto")
	              AT(50, 652, 10, "uno due tre") AT(109, 652, 10, "sei sette otto")
	              AT(50, 640, 10, "uno due tre") AT(109, 640, 10, "sei sette otto")
	              AT(50, 628, 10, "uno due tre") AT(109, 628, 10, "sei sette otto"),
	              "uno due tre uno due tre uno due tre uno due tre uno due tre uno due tre uno due tre\n"
	              "sei sette otto sei sette otto sei sette otto sei sette otto sei sette otto sei sette otto sei sette otto");
}

/* The white behind numbers and bullets runs down as far, and parts nothing. */
static void lists_are_no_columns(void **state)
{
	(void)state;
	assert_blocks(AT(50, 700, 10, "1.") AT(66, 700, 10, "voce di spesa corrente")
	              AT(50, 688, 10, "2.") AT(66, 688, 10, "voce di spesa corrente")
	              AT(50, 676, 10, "3.") AT(66, 676, 10, "voce di spesa corrente")
	              AT(50, 664, 10, "4.") AT(66, 664, 10, "voce di spesa corrente")
	              AT(50, 652, 10, "5.") AT(66, 652, 10, "voce di spesa corrente")
	              AT(50, 640, 10, "6.") AT(66, 640, 10, "voce di spesa corrente")
	              AT(50, 628, 10, "7.") AT(66, 628, 10, "voce di spesa corrente"),
	              "1. voce di spesa corrente\n2. voce di spesa corrente\n3. voce di spesa corrente\n4. voce di spesa corrente\n5. voce di spesa corrente\n6. voce di spesa corrente\n7. voce di spesa corrente");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_a_paragraph_are_one_text),
		cmocka_unit_test(paragraphs_without_white_between),
		cmocka_unit_test(items_hang),
		cmocka_unit_test(centred_headings_are_one),
		cmocka_unit_test(headings_of_other_size_are_apart),
		cmocka_unit_test(labels_and_values_are_apart),
		cmocka_unit_test(both_sides_of_a_line_are_apart),
		cmocka_unit_test(columns_are_read_one_after_another),
		cmocka_unit_test(columns_that_stand_close_are_columns),
		cmocka_unit_test(lists_are_no_columns),
		cmocka_unit_test(notes_begin_with_their_marks),
	};
	return RUN(tests);
}
