/* extract/workers: the same bytes from any number of processes; one bad page costs one page. */
#include "small_pdf.h"

#include "extract/workers.h"

enum { PAGES = 40 };

/* A grid of two rows and columns that fills the page, so that each page's table continues the one before. */
#define GRID                                                                                                           \
	"50 60 m 545 60 l S 50 420 m 545 420 l S 50 780 m 545 780 l S\n"                                               \
	"50 60 m 50 780 l S 200 60 m 200 780 l S 545 60 m 545 780 l S\n"

/* `PAGES` pages with a table over all of them. `spoilt`: content that the first of them has as well. (transfer full) */
static GBytes *long_document(const char *spoilt)
{
	char *pages[PAGES + 1] = { NULL };
	for (int i = 0; i < PAGES; i++)
		pages[i] = g_strdup_printf(
		    GRID "%s"
			 "BT /F1 10 Tf 1 0 0 1 60 600 Tm (A%d) Tj 1 0 0 1 210 600 Tm (Strade) Tj ET\n"
			 "BT /F1 10 Tf 1 0 0 1 60 200 Tm (B%d) Tj 1 0 0 1 210 200 Tm (Scuole) Tj ET\n",
		    i == 0 ? spoilt : "", i + 1, i + 1);
	GBytes *pdf = small_pdf(A4, (const char *const *)pages);
	for (int i = 0; i < PAGES; i++)
		g_free(pages[i]);
	return pdf;
}

/* The stream that so many processes write of these pages (NULL: all). (transfer full), NULL if reading failed */
static char *stream_of(struct voice *v, GBytes *pdf, int jobs, const GArray *pages)
{
	char name[] = "a.pdf";
	struct sp_source source = { .kind = SP_SOURCE_PDF, .bytes = pdf, .fd = -1, .name = name, .size = g_bytes_get_size(pdf) };
	/* valgrind needs more of the kernel than the sandbox leaves */
	bool off = g_strcmp0(g_getenv("SPUNTA_SANDBOX"), "off") == 0;
	struct sp_work work = { .source = &source,
				.pages = pages,
				.jobs = jobs,
				.page_seconds = 120,
				.sandbox = off ? SP_SANDBOX_OFF : SP_SANDBOX_ON };
	char *stream = NULL;
	size_t size;
	FILE *to = open_memstream(&stream, &size);
	enum sp_status status = sp_work_run(&v->ctx, &work, to);
	fclose(to);
	char *copy = status == SP_OK ? g_strdup(stream) : NULL;
	free(stream);
	return copy;
}

static void any_number_of_processes_writes_the_same(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	GBytes *pdf = long_document("");
	char *one = stream_of(&v, pdf, 1, NULL);
	assert_non_null(one);
	assert_non_null(strstr(one, "{\"type\":\"end\",\"pages\":40,\"texts\":0,\"tables\":40,\"problems\":0}\n"));
	for (int jobs = 2; jobs <= 64; jobs = jobs < 4 ? jobs + 1 : jobs * 4) {
		char *more = stream_of(&v, pdf, jobs, NULL);
		assert_string_equal(more, one);
		g_free(more);
	}
	assert_silent(&v);
	g_free(one);
	g_bytes_unref(pdf);
	voice_clear(&v);
}

/* The page before is known to every worker, also where another one wrote it. */
static void tables_go_on_from_worker_to_worker(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	GBytes *pdf = long_document("");
	char *stream = stream_of(&v, pdf, 3, NULL);
	for (int i = 1; i < PAGES; i++) {
		char *link = g_strdup_printf("\"continues\":\"p%dt1\"", i);
		if (!strstr(stream, link))
			fail_msg("nothing %s", link);
		g_free(link);
	}
	g_free(stream);
	g_bytes_unref(pdf);
	voice_clear(&v);
}

/* Of pages that are left out nothing is known: a table behind a gap continues nothing. */
static void only_the_pages_asked_for(void **state)
{
	(void)state;
	static const int chosen[] = { 3, 16, 17, 40 };
	struct voice v;
	voice_init(&v);
	GBytes *pdf = long_document("");
	GArray *pages = g_array_new(FALSE, FALSE, sizeof(int));
	g_array_append_vals(pages, chosen, G_N_ELEMENTS(chosen));
	char *stream = stream_of(&v, pdf, 2, pages);
	assert_non_null(strstr(stream, "\"pages\":4,"));
	assert_non_null(strstr(stream, "\"id\":\"p17t1\""));
	assert_non_null(strstr(stream, "\"continues\":\"p16t1\""));
	assert_null(strstr(stream, "\"continues\":\"p39t1\""));
	assert_null(strstr(stream, "\"id\":\"p4t1\""));
	g_free(stream);
	g_array_free(pages, TRUE);
	g_bytes_unref(pdf);
	voice_clear(&v);
}

static void a_page_that_is_not_there_is_refused(void **state)
{
	(void)state;
	const int number = 41;
	struct voice v;
	voice_init(&v);
	GBytes *pdf = long_document("");
	GArray *pages = g_array_new(FALSE, FALSE, sizeof(int));
	g_array_append_val(pages, number);
	assert_null(stream_of(&v, pdf, 1, pages));
	assert_int_equal(v.ctx.exit, SP_EXIT_INPUT);
	assert_said(&v, "last page is 40");
	g_array_free(pages, TRUE);
	g_bytes_unref(pdf);
	voice_clear(&v);
}

/* What cannot be opened is said once, however many workers tried. */
static void what_is_no_pdf_is_said_once(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	GBytes *pdf = g_bytes_new_static("%PDF-1.4\nnothing", 16);
	assert_null(stream_of(&v, pdf, 4, NULL));
	assert_int_equal(v.ctx.exit, SP_EXIT_INPUT);
	const char *heard = voice_heard(&v);
	assert_non_null(strchr(heard, '\n'));
	assert_string_equal(strchr(heard, '\n'), "\n");
	g_bytes_unref(pdf);
	voice_clear(&v);
}

/* Poppler's remarks are heard with --verbose, once for each page, and cost none. */
static void remarks_cost_no_page(void **state)
{
	(void)state;
	GBytes *pdf = long_document("1 2 nonsense\n");
	char *first = NULL;
	for (int jobs = 1; jobs <= 3; jobs++) {
		struct voice v;
		voice_init(&v);
		v.ctx.verbose = true;
		char *stream = stream_of(&v, pdf, jobs, NULL);
		assert_non_null(strstr(stream, "\"pages\":40,"));
		char *heard = g_strdup(voice_heard(&v));
		assert_non_null(strstr(heard, "page 1: "));
		assert_non_null(strstr(heard, "nonsense"));
		assert_null(strstr(heard, "page 2: "));
		if (first)
			assert_string_equal(heard, first);
		else
			first = g_strdup(heard);
		g_free(heard);
		g_free(stream);
		voice_clear(&v);
	}
	g_free(first);
	g_bytes_unref(pdf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_number_of_processes_writes_the_same),
		cmocka_unit_test(tables_go_on_from_worker_to_worker),
		cmocka_unit_test(only_the_pages_asked_for),
		cmocka_unit_test(a_page_that_is_not_there_is_refused),
		cmocka_unit_test(what_is_no_pdf_is_said_once),
		cmocka_unit_test(remarks_cost_no_page),
	};
	return RUN(tests);
}
