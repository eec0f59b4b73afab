/* extract/page/recurring and extract/page/furniture: what is a page header or footer, and what only looks like one. */
#include "extract/document.h"
#include "extract/page/line.h"
#include "small_pdf.h"

#define BODY                                                                                                           \
	AT(50, 600, 10, "Il piano descrive gli obiettivi del triennio e le risorse che")                               \
	AT(50, 588, 10, "servono per raggiungerli, con le responsabilita di ciascun settore.")

static char *joined(const GPtrArray *words)
{
	GPtrArray *lines = sp_lines_new(words);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++) {
		char *line = sp_text_line_text(g_ptr_array_index(lines, i));
		g_string_append_printf(text, "%s%s", i > 0 ? "/" : "", line);
		g_free(line);
	}
	g_ptr_array_unref(lines);
	return g_string_free(text, FALSE);
}

/* "header|footer|rest" of one page; the rest without the usual paragraph. */
static char *parts_of(struct voice *v, struct sp_pdf *pdf, const struct sp_document *d, int number)
{
	struct sp_page *page = sp_pdf_page(&v->ctx, pdf, number);
	GPtrArray *words = g_ptr_array_new(), *header = g_ptr_array_new(), *footer = g_ptr_array_new();
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	sp_furniture_take(d->furniture, d->recurring, page, words, header, footer);
	char *top = joined(header), *bottom = joined(footer), *rest = joined(words);
	char *body = strstr(rest, "Il piano descrive");
	if (body && body > rest)
		body[-1] = '\0';
	else if (body)
		*body = '\0';
	char *all = g_strdup_printf("%s|%s|%s", top, bottom, rest);
	g_free(top);
	g_free(bottom);
	g_free(rest);
	g_ptr_array_unref(words);
	g_ptr_array_unref(header);
	g_ptr_array_unref(footer);
	sp_page_free(page);
	return all;
}

static struct sp_document *learn(struct voice *v, struct sp_pdf *pdf)
{
	int numbers[SP_DOCUMENT_SAMPLES], n = sp_document_sample(sp_pdf_pages(pdf), numbers);
	struct sp_page *pages[SP_DOCUMENT_SAMPLES];
	for (int k = 0; k < n; k++)
		pages[k] = sp_pdf_page(&v->ctx, pdf, numbers[k]);
	struct sp_document *d = sp_document_learn(pages, n);
	for (int k = 0; k < n; k++)
		sp_page_free(pages[k]);
	return d;
}

static void assert_furniture_of(const char *boxes, const char *const *pages, int number, const char *expected)
{
	struct voice v;
	voice_init(&v);
	struct sp_pdf *pdf = small_pdf_open(&v, boxes, pages);
	struct sp_document *d = learn(&v, pdf);
	assert_text(expected, parts_of(&v, pdf, d, number));
	sp_document_free(d);
	sp_pdf_close(pdf);
	voice_clear(&v);
}

#define assert_furniture(number, expected, ...)                                                                        \
	assert_furniture_of(A4, (const char *[]){ __VA_ARGS__, NULL }, number, expected)

#define HEADER AT(50, 800, 8, "Comune di Roccaspina")

static void two_pages_are_enough(void **state)
{
	(void)state;
	assert_furniture(2, "Comune di Roccaspina|Pag. 2 di 2|", HEADER BODY AT(280, 30, 8, "Pag. 1 di 2"),
			 HEADER BODY AT(280, 30, 8, "Pag. 2 di 2"));
}

#define COLUMNS(y, a, b, c) AT(50, y, 10, a) AT(200, y, 10, b) AT(350, y, 10, c)
#define TITLE BOLD(50, 740, 14, "Programma triennale dei lavori pubblici")
#define RULED_OFF(y) "0.5 w 50 " #y " m 545 " #y " l S\n"

/* A document of one page: nothing repeats, and a reader knows its furniture by the look. */
static void the_furniture_of_one_page(void **state)
{
	(void)state;
	assert_furniture(1, "Comune di Roccaspina Programma triennale 2026|Pag. 1 di 1|Programma triennale dei lavori pubblici",
			 HEADER AT(430, 800, 8, "Programma triennale 2026") RULED_OFF(794) TITLE BODY
			     AT(500, 30, 8, "Pag. 1 di 1"));
	assert_furniture(1, "Comune di Roccaspina Programma triennale 2026|- 1 -|Programma triennale dei lavori pubblici",
			 HEADER AT(430, 800, 8, "Programma triennale 2026") TITLE BODY AT(290, 30, 8, "- 1 -"));
	assert_furniture(1, "|1|Programma triennale dei lavori pubblici", TITLE BODY RULED_OFF(40) AT(295, 28, 10, "1"));
}

/* What only stands where furniture would. */
static void the_text_of_one_page_stays(void **state)
{
	(void)state;
	assert_furniture(1, "||Programma triennale dei lavori pubblici",
			 BOLD(50, 800, 14, "Programma triennale dei lavori pubblici") BODY);
	assert_furniture(1, "||Provincia di Montelupo/Comune di Roccaspina/Via Garibaldi 12",
			 BOLD(230, 800, 14, "Provincia di Montelupo") BOLD(235, 782, 14, "Comune di Roccaspina")
			     AT(245, 766, 10, "Via Garibaldi 12") BODY);
	assert_furniture(1, "||Deliberazione n. 12 del 3 marzo 2024", BOLD(50, 790, 12, "Deliberazione n. 12 del 3 marzo 2024") BODY);
	assert_furniture(1, "||Codice Titolo Peso/C12 Sportello 15/C13 Parco 20",
			 COLUMNS(800, "Codice", "Titolo", "Peso") COLUMNS(786, "C12", "Sportello", "15")
			     COLUMNS(772, "C13", "Parco", "20") BODY);
}

/* The end of the text is no footer, however low it stands. */
static void the_last_lines_of_one_page_stay(void **state)
{
	(void)state;
	static const char *const last[] = {
		AT(50, 60, 10, "organica. Il piano resta valido per tutto il triennio."),
		COLUMNS(60, "Totale", "12", "80"),
		AT(50, 60, 8, "(1) Dati provvisori, aggiornati al 31 dicembre."),
		AT(420, 72, 10, "Il Sindaco") AT(405, 58, 10, "Anna Verdi"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(last); i++) {
		char *page = g_strconcat(TITLE BODY COLUMNS(74, "C12", "Sportello", "80"), last[i], NULL);
		struct voice v;
		voice_init(&v);
		struct sp_pdf *pdf = small_pdf_open(&v, A4, (const char *[]){ page, NULL });
		struct sp_document *d = learn(&v, pdf);
		char *parts = parts_of(&v, pdf, d, 1);
		assert_true(g_str_has_prefix(parts, "||"));
		sp_document_free(d);
		sp_pdf_close(pdf);
		voice_clear(&v);
		g_free(parts);
		g_free(page);
	}
}

static void page_numbers_alone(void **state)
{
	(void)state;
	assert_furniture(3, "|3|", BODY AT(290, 30, 10, "1"), BODY AT(290, 30, 10, "2"), BODY AT(290, 30, 10, "3"));
	assert_furniture(2, "|- 12 -|", BODY BOLD(290, 30, 10, "- 11 -"), BODY BOLD(290, 30, 10, "- 12 -"));
}

static void left_and_right_pages_differ(void **state)
{
	(void)state;
	assert_furniture(2, "2 Comune di Roccaspina||", HEADER AT(540, 800, 8, "1") BODY,
			 AT(50, 800, 8, "2") AT(470, 800, 8, "Comune di Roccaspina") BODY);
	assert_furniture(4, "Bilancio di previsione||", HEADER BODY, AT(450, 800, 8, "Bilancio di previsione") BODY,
			 HEADER BODY, AT(450, 800, 8, "Bilancio di previsione") BODY);
}

static void the_title_of_a_chapter_changes(void **state)
{
	(void)state;
	assert_furniture(3, "Comune di Roccaspina Mobilita||", HEADER AT(450, 800, 8, "Cultura") BODY,
			 HEADER AT(450, 800, 8, "Sport e tempo libero") BODY, HEADER AT(450, 800, 8, "Mobilita") BODY);
}

/* Each page is a sheet of its own: its first line is content. */
static void titles_and_labels_of_sheets_stay(void **state)
{
	(void)state;
	assert_furniture(2, "||SCHEDA 2", BOLD(50, 780, 14, "SCHEDA 1") BODY, BOLD(50, 780, 14, "SCHEDA 2") BODY);
	assert_furniture(2, "||Obiettivo 7", BOLD(50, 780, 10, "Obiettivo 4") BODY,
			 BOLD(50, 780, 10, "Obiettivo 7") BODY);
	assert_furniture(2, "||Responsabile: Verdi", AT(50, 780, 10, "Responsabile:") AT(200, 780, 10, "Rossi") BODY,
			 AT(50, 780, 10, "Responsabile:") AT(200, 780, 10, "Verdi") BODY,
			 AT(50, 780, 10, "Responsabile:") AT(200, 780, 10, "Bianchi") BODY);
}

static void a_table_keeps_its_own_header(void **state)
{
	(void)state;
	assert_furniture(2, "Comune di Roccaspina||Codice Titolo Peso/C12 Sportello 15/C13 Parco 20",
			 HEADER COLUMNS(780, "Codice", "Titolo", "Peso") COLUMNS(766, "C10", "Piazza", "15")
			     COLUMNS(752, "C11", "Ponte", "20"),
			 HEADER COLUMNS(780, "Codice", "Titolo", "Peso") COLUMNS(766, "C12", "Sportello", "15")
			     COLUMNS(752, "C13", "Parco", "20"));
	assert_furniture(2, "||Codice Titolo Peso/C12 Sportello 15",
			 COLUMNS(780, "Codice", "Titolo", "Peso") COLUMNS(766, "C10", "Piazza", "15"),
			 COLUMNS(780, "Codice", "Titolo", "Peso") COLUMNS(766, "C12", "Sportello", "15"));
}

/* A header close above the page's title, whose pieces happen to stand over columns further down. */
static void a_title_parts_a_header_from_columns(void **state)
{
	(void)state;
#define PAGE(title)                                                                                                    \
	AT(50, 800, 8, "Comune di Roccaspina") AT(350, 800, 8, "Piano 2026") BOLD(50, 788, 10, title)                  \
	COLUMNS(760, "Codice", "Titolo", "Peso") COLUMNS(746, "C10", "Piazza", "15") BODY
	assert_furniture(2, "Comune di Roccaspina Piano 2026||Obiettivo della cultura/Codice Titolo Peso/C10 Piazza 15",
			 PAGE("Obiettivo dello sport"), PAGE("Obiettivo della cultura"));
#undef PAGE
}

#define HEADINGS(y, a, b, c) BOLD(50, y, 8, a) BOLD(200, y, 8, b) BOLD(350, y, 8, c)

/* Padding stands between the headings and the rows; one heading has two lines. */
static void a_padded_header_is_the_tables(void **state)
{
	(void)state;
	assert_furniture(2, "Comune di Roccaspina||Codice Titolo Peso/relativo/C12 Sportello 15/C13 Parco 20",
			 HEADER HEADINGS(780, "Codice", "Titolo", "Peso") BOLD(350, 769, 8, "relativo")
			     COLUMNS(749, "C10", "Piazza", "15") COLUMNS(730, "C11", "Ponte", "20"),
			 HEADER HEADINGS(780, "Codice", "Titolo", "Peso") BOLD(350, 769, 8, "relativo")
			     COLUMNS(749, "C12", "Sportello", "15") COLUMNS(730, "C13", "Parco", "20"));
}

/* Headings of two lines, to the left; figures to the right; a heading of one line between the two. */
static void the_lines_of_a_header_count_together(void **state)
{
	(void)state;
#define HEAD AT(50, 790, 10, "Indicatore di") AT(200, 790, 10, "Valore") AT(300, 790, 10, "Valore") AT(400, 784, 10, "Note") \
	AT(50, 778, 10, "impatto") AT(200, 778, 10, "2016") AT(300, 778, 10, "2017")
	assert_furniture(2, "||Indicatore di Valore Valore/Note/impatto 2016 2017/Scuole 8.090,00 89,66 Si",
			 HEAD AT(50, 765, 10, "Strade") AT(210, 765, 10, "1.132,00") AT(310, 765, 10, "66,67") AT(400, 765, 10, "No")
			     BODY,
			 HEAD AT(50, 765, 10, "Scuole") AT(210, 765, 10, "8.090,00") AT(310, 765, 10, "89,66") AT(400, 765, 10, "Si")
			     BODY);
}

/* In a row that is as high as one of its cells the others may stand lower. */
static void a_header_of_many_columns_stands_off(void **state)
{
	(void)state;
	assert_furniture(2, "||Codice Titolo Peso/C12 Sportello 15",
			 COLUMNS(780, "Codice", "Titolo", "Peso") COLUMNS(752, "C10", "Piazza", "15") BODY,
			 COLUMNS(780, "Codice", "Titolo", "Peso") COLUMNS(752, "C12", "Sportello", "15") BODY);
}

static void a_row_of_totals_stays(void **state)
{
	(void)state;
	assert_furniture(2, "|2|C12 Sportello 15/Totale 12 80",
			 COLUMNS(82, "C10", "Piazza", "15") COLUMNS(68, "Totale", "10", "95") AT(290, 20, 10, "1"),
			 COLUMNS(82, "C12", "Sportello", "15") COLUMNS(68, "Totale", "12", "80") AT(290, 20, 10, "2"));
}

static void only_the_foot_of_an_empty_page(void **state)
{
	(void)state;
	assert_furniture(2, "|2|", BODY AT(290, 30, 10, "1"), AT(290, 30, 10, "2"));
}

/* The second page is printed sideways below an upright header. */
/* Under the header, where two pages start; the title page starts higher, the first of a chapter lower. */
static void pages_start_where_two_do(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	const char *const pages[] = { AT(50, 780, 20, "Bilancio"), HEADER AT(50, 600, 10, "Capo primo"),
				      HEADER AT(50, 750, 10, "Le entrate"), HEADER AT(50, 748, 10, "Le uscite"), NULL };
	struct sp_pdf *pdf = small_pdf_open(&v, A4, pages);
	struct sp_document *d = learn(&v, pdf);
	assert_near(d->recurring->top, 842 - 750 - 8, 3);
	sp_document_free(d);
	sp_pdf_close(pdf);
	pdf = small_pdf_open(&v, A4, (const char *[]){ AT(50, 700, 10, "Bilancio"), AT(50, 600, 10, "Capo"), NULL });
	d = learn(&v, pdf);
	assert_near(d->recurring->top, 0, 0.01);
	sp_document_free(d);
	sp_pdf_close(pdf);
	voice_clear(&v);
}

static void sideways_pages_have_upright_headers(void **state)
{
	(void)state;
	assert_furniture(2, "Comune di Roccaspina||Relazione sullo stato di attuazione del piano", HEADER BODY,
			 HEADER
			 "BT /F1 10 Tf 0 1 -1 0 100 60 Tm (Relazione sullo stato di attuazione del piano) Tj ET");
}

static void frames_of_tables_are_not_letterheads(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_pdf *pdf = small_pdf_open(
	    &v, A4,
	    (const char *[]){ HEADER AT(50, 770, 10, "Peso 10") AT(200, 770, 10, "Anno 2024") BODY,
			      HEADER AT(50, 770, 10, "Peso 25") AT(200, 770, 10, "Anno 2025") BODY, NULL });
	struct sp_document *d = learn(&v, pdf);
	struct sp_page *page = sp_pdf_page(&v.ctx, pdf, 2);
	assert_true(sp_recurring_box(d->recurring, page, &(struct sp_box){ 40, 20, 400, 50 }));
	assert_false(sp_recurring_box(d->recurring, page, &(struct sp_box){ 40, 60, 400, 80 }));
	assert_false(sp_recurring_box(d->recurring, page, &(struct sp_box){ 40, 200, 400, 220 })); /* nothing in it */
	sp_page_free(page);
	sp_document_free(d);
	sp_pdf_close(pdf);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_pages_are_enough),
		cmocka_unit_test(the_furniture_of_one_page),
		cmocka_unit_test(the_text_of_one_page_stays),
		cmocka_unit_test(the_last_lines_of_one_page_stay),
		cmocka_unit_test(page_numbers_alone),
		cmocka_unit_test(left_and_right_pages_differ),
		cmocka_unit_test(the_title_of_a_chapter_changes),
		cmocka_unit_test(titles_and_labels_of_sheets_stay),
		cmocka_unit_test(a_table_keeps_its_own_header),
		cmocka_unit_test(a_title_parts_a_header_from_columns),
		cmocka_unit_test(a_padded_header_is_the_tables),
		cmocka_unit_test(the_lines_of_a_header_count_together),
		cmocka_unit_test(a_header_of_many_columns_stands_off),
		cmocka_unit_test(a_row_of_totals_stays),
		cmocka_unit_test(only_the_foot_of_an_empty_page),
		cmocka_unit_test(pages_start_where_two_do),
		cmocka_unit_test(sideways_pages_have_upright_headers),
		cmocka_unit_test(frames_of_tables_are_not_letterheads),
	};
	return RUN(tests);
}
