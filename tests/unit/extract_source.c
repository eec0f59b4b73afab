/* extract/source: bytes decide what an input is; names only say what was expected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "extract/source.h"

struct box {
	char *folder;
	struct sp_ctx ctx;
	char *said;
	size_t n_said;
	struct sp_source source;
};

static int setup(void **state)
{
	struct box *b = g_new0(struct box, 1);
	b->folder = g_dir_make_tmp("source-XXXXXX", NULL);
	sp_ctx_init(&b->ctx, "test");
	b->ctx.err = open_memstream(&b->said, &b->n_said);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct box *b = *state;
	g_rmdir(b->folder);
	fclose(b->ctx.err);
	free(b->said);
	g_free(b->folder);
	g_free(b);
	return 0;
}

static enum sp_status open_as(struct box *b, const char *name, const char *bytes, size_t n)
{
	char *path = g_build_filename(b->folder, name, NULL);
	assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
	b->ctx.file = path;
	enum sp_status status = sp_source_open(&b->ctx, path, &b->source);
	b->ctx.file = NULL;
	fflush(b->ctx.err);
	g_unlink(path);
	g_free(path);
	return status;
}

static void assert_kind(struct box *b, const char *name, const char *bytes, size_t n, enum sp_source_kind kind)
{
	assert_int_equal(open_as(b, name, bytes, n), SP_OK);
	assert_int_equal(b->source.kind, kind);
	assert_string_equal(b->source.name, name);
	assert_int_equal(b->source.size, n);
	assert_false(b->source.is_signed);
	sp_source_close(&b->source);
}

static void assert_refused(struct box *b, const char *name, const char *bytes, size_t n, const char *why)
{
	int64_t errors = b->ctx.counts[SP_ERROR];
	assert_int_equal(open_as(b, name, bytes, n), SP_FAIL);
	assert_int_equal(b->ctx.counts[SP_ERROR], errors + 1);
	assert_int_equal(b->ctx.exit, SP_EXIT_INPUT);
	const char *last = b->said;
	for (const char *p = b->said; *p; p++)
		if (*p == '\n' && p[1])
			last = p + 1;
	if (!strstr(last, why))
		fail_msg("%s: \"%s\" is not in: %s", name, why, last);
	const char *once = strstr(last, b->folder);
	assert_non_null(once);
	assert_null(strstr(once + 1, b->folder));
}

#define BYTES(s) s, sizeof s - 1

static void pdf_is_known_by_its_bytes(void **state)
{
	struct box *b = *state;
	assert_kind(b, "a.pdf", BYTES("%PDF-1.7\n…"), SP_SOURCE_PDF);
	assert_kind(b, "no-suffix", BYTES("%PDF-1.4\n\0\1\2"), SP_SOURCE_PDF);
	assert_kind(b, "preamble.bin", BYTES("\0\0mail header\r\n\r\n%PDF-1.4\n"), SP_SOURCE_PDF);
	assert_kind(b, "a.p7m", BYTES("%PDF-1.4\n"), SP_SOURCE_PDF);
}

/* Signed data without signers, its lengths indefinite, the document in two pieces: what a signer writes that streams. */
static GBytes *streamed(const char *first, const char *second)
{
	static const char head[] = "\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80\x30\x80\x02\x01\x01\x31\0\x30\x80"
				   "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01\xA0\x80\x24\x80";
	static const char tail[] = "\0\0\0\0\0\0\x31\0\0\0\0\0\0"; /* one more NUL ends the literal */
	GByteArray *all = g_byte_array_new();
	g_byte_array_append(all, (const guint8 *)head, sizeof head - 1);
	for (int i = 0; i < 2; i++) {
		const char *piece = i == 0 ? first : second;
		const guint8 octets[] = { 0x04, (guint8)strlen(piece) };
		g_byte_array_append(all, octets, sizeof octets);
		g_byte_array_append(all, (const guint8 *)piece, (guint)strlen(piece));
	}
	g_byte_array_append(all, (const guint8 *)tail, sizeof tail);
	return g_byte_array_free_to_bytes(all);
}

/* The first bytes of the document stand in the first bytes of its envelope, whole or in pieces. */
static void an_envelope_is_opened_though_it_shows_a_pdf(void **state)
{
	struct box *b = *state;
	static const char *const cases[][2] = { { "%PDF-1.7\n", "1 0 obj" }, { "%PD", "F-1.7\n1 0 obj" } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GBytes *envelope = streamed(cases[i][0], cases[i][1]);
		gsize n, n_inner;
		const char *bytes = g_bytes_get_data(envelope, &n);
		assert_int_equal(open_as(b, "a.pdf.p7m", bytes, n), SP_OK);
		assert_int_equal(b->source.kind, SP_SOURCE_PDF);
		assert_true(b->source.is_signed);
		const char *inner = g_bytes_get_data(b->source.bytes, &n_inner);
		assert_int_equal(n_inner, strlen("%PDF-1.7\n1 0 obj"));
		assert_memory_equal(inner, "%PDF-1.7\n1 0 obj", n_inner);
		assert_int_equal(b->source.size, n);
		sp_source_close(&b->source);
		g_bytes_unref(envelope);
	}
}

static void text_is_utf8(void **state)
{
	struct box *b = *state;
	assert_kind(b, "a.txt", BYTES("Città di Roccaspina\n"), SP_SOURCE_TEXT);
	assert_kind(b, "a", BYTES("<p>Finalità</p>"), SP_SOURCE_TEXT);
	assert_refused(b, "a.txt", BYTES("Citt\xE0 di Roccaspina"), "iconv -f ISO-8859-1 -t UTF-8");
	assert_refused(b, "a.txt",
		       BYTES("\xFF\xFE"
			     "C\0i\0"),
		       "UTF-16");
}

static void a_byte_order_mark_is_taken_off(void **state)
{
	struct box *b = *state;
	assert_int_equal(open_as(b, "a.txt",
				 BYTES("\xEF\xBB\xBF"
				       "Missione 01")),
			 SP_OK);
	gsize n;
	const char *text = g_bytes_get_data(b->source.bytes, &n);
	assert_int_equal(n, strlen("Missione 01"));
	assert_memory_equal(text, "Missione 01", n);
	assert_int_equal(b->source.size, n + 3);
	sp_source_close(&b->source);
}

static void the_fingerprint_is_the_file_s(void **state)
{
	struct box *b = *state;
	assert_int_equal(open_as(b, "a.txt", BYTES("abc")), SP_OK);
	assert_string_equal(b->source.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sp_source_close(&b->source);
}

/* It is read where it lies, and whoever writes to it meanwhile is noticed. */
static void a_pdf_stays_a_file(void **state)
{
	struct box *b = *state;
	gsize n = (gsize)2 << 20;
	char *pdf = g_malloc(n), *path = g_build_filename(b->folder, "a.pdf", NULL);
	for (gsize i = 0; i < n; i++)
		pdf[i] = (char)(i % 251);
	memcpy(pdf, "%PDF-1.4\n", 9);
	assert_true(g_file_set_contents(path, pdf, (gssize)n, NULL));
	assert_int_equal(sp_source_open(&b->ctx, path, &b->source), SP_OK);
	char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)pdf, n);
	assert_string_equal(b->source.sha256, sum);
	assert_true(b->source.fd >= 0);
	assert_int_equal(g_bytes_get_size(b->source.bytes), n);
	assert_memory_equal(g_bytes_get_data(b->source.bytes, NULL), pdf, n);
	assert_int_equal(sp_source_is_unchanged(&b->ctx, &b->source), SP_OK);

	FILE *more = fopen(path, "ab");
	fputs("more", more);
	fclose(more);
	assert_int_equal(sp_source_is_unchanged(&b->ctx, &b->source), SP_FAIL);
	fflush(b->ctx.err);
	assert_non_null(strstr(b->said, "changed while it was read"));
	sp_source_close(&b->source);
	g_unlink(path);
	g_free(sum);
	g_free(path);
	g_free(pdf);
}

static void a_name_that_promises_more_is_an_error(void **state)
{
	struct box *b = *state;
	assert_refused(b, "a.PDF", BYTES("Missione 01"), "not a PDF: it starts with \"Missione 01\"");
	assert_refused(b, "a.pdf.p7m", BYTES("Missione 01"), "not a PDF: it starts with \"Missione 01\"");
	assert_refused(b, "a.pdf", BYTES("quindici letterè e altro"), "\"quindici letter\"");
	assert_refused(b, "a.pdf", BYTES("quindici letteè e altro"), "\"quindici letteè\"");
	assert_refused(b, "a.dat", BYTES("\0\1\2"), "it starts with \"\\x00\\x01\\x02\"");
	assert_refused(b, "a.pdf", BYTES(""), "empty file");
	assert_refused(b, "a.txt", BYTES(""), "empty file");
}

static void other_formats_are_named(void **state)
{
	struct box *b = *state;
	assert_refused(b, "a.pdf", BYTES("PK\003\004\024\0"), "not a PDF but a ZIP archive or an office document");
	assert_refused(b, "a.doc", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "old office document");
	assert_refused(b, "a.txt", BYTES("\n <!DOCTYPE HTML><title>404"), "web page (HTML)");
	assert_refused(b, "a.txt", BYTES("<?xml version=\"1.0\"?><a/>"), "XML");
	assert_refused(b, "a.jpg", BYTES("\xFF\xD8\xFF\xE0"), "picture (JPEG)");
	assert_refused(b, "a.rtf", BYTES("{\\rtf1 x}"), "RTF");
}

static void what_cannot_be_read_is_named_once(void **state)
{
	struct box *b = *state;
	char *path = g_build_filename(b->folder, "none.pdf", NULL);
	b->ctx.file = path;
	assert_int_equal(sp_source_open(&b->ctx, path, &b->source), SP_FAIL);
	assert_ptr_equal(b->ctx.file, path);
	b->ctx.file = NULL;
	fflush(b->ctx.err);
	const char *once = strstr(b->said, path);
	assert_non_null(once);
	assert_null(strstr(once + 1, path));
	g_free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pdf_is_known_by_its_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(an_envelope_is_opened_though_it_shows_a_pdf, setup, teardown),
		cmocka_unit_test_setup_teardown(text_is_utf8, setup, teardown),
		cmocka_unit_test_setup_teardown(a_byte_order_mark_is_taken_off, setup, teardown),
		cmocka_unit_test_setup_teardown(the_fingerprint_is_the_file_s, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pdf_stays_a_file, setup, teardown),
		cmocka_unit_test_setup_teardown(a_name_that_promises_more_is_an_error, setup, teardown),
		cmocka_unit_test_setup_teardown(other_formats_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_named_once, setup, teardown),
	};
	return cmocka_run_group_tests_name("extract/source", tests, NULL, NULL);
}
