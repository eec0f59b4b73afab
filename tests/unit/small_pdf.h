/*
 * small_pdf — a PDF made in memory from the content streams of its pages, for tests of extract/.
 *
 *     GBytes *pdf = small_pdf("/MediaBox [0 0 595 842]", (const char *[]){ AT(50, 700, 10, "Totale"), NULL });
 *
 * /F1 is Helvetica, /F2 its bold, /F3 Symbol: fonts that every reader has, with widths that never change
 * (Adobe's metrics). /F4 is Helvetica with a table of its letters (ToUnicode), as word processors write it.
 * Text is WinAnsi. Origin bottom left, as in all PDFs.
 */
#ifndef SPUNTA_TESTS_SMALL_PDF_H
#define SPUNTA_TESTS_SMALL_PDF_H

#include <glib.h>

#include "extract/pdf/pdf.h"
#include "unit.h"

#define A4 "/MediaBox [0 0 595 842]"

/* One string of text; x, y and size as literals. */
#define AT(x, y, size, text)   "BT /F1 " #size " Tf 1 0 0 1 " #x " " #y " Tm (" text ") Tj ET\n"
#define BOLD(x, y, size, text) "BT /F2 " #size " Tf 1 0 0 1 " #x " " #y " Tm (" text ") Tj ET\n"

static inline void small_pdf_object(GString *pdf, GArray *places, const char *format, ...) G_GNUC_PRINTF(3, 4);

static inline void small_pdf_object(GString *pdf, GArray *places, const char *format, ...)
{
	g_array_append_val(places, pdf->len);
	g_string_append_printf(pdf, "%u 0 obj\n", places->len);
	va_list args;
	va_start(args, format);
	g_string_append_vprintf(pdf, format, args);
	va_end(args);
	g_string_append(pdf, "\nendobj\n");
}

/* `boxes` are the entries of every page: its boxes, its /Rotate. `pages` ends with NULL. (transfer full) */
static inline GBytes *small_pdf(const char *boxes, const char *const *pages)
{
	GString *pdf = g_string_new("%PDF-1.4\n"), *kids = g_string_new(NULL);
	GArray *places = g_array_new(FALSE, FALSE, sizeof(gsize));
	unsigned n = 0;
	for (; pages[n]; n++)
		g_string_append_printf(kids, "%u 0 R ", 3 + 2 * n);
	small_pdf_object(pdf, places, "<< /Type /Catalog /Pages 2 0 R >>");
	small_pdf_object(pdf, places, "<< /Type /Pages /Kids [%s] /Count %u >>", kids->str, n);
	for (unsigned i = 0; i < n; i++) {
		small_pdf_object(pdf, places,
				 "<< /Type /Page /Parent 2 0 R %s /Contents %u 0 R /Resources << /Font <<"
				 " /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
				 " /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
				 " /F3 << /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"
				 " /F4 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
				 " /ToUnicode %u 0 R >> >> >> >>",
				 boxes, 4 + 2 * i, 3 + 2 * n);
		small_pdf_object(pdf, places, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(pages[i]), pages[i]);
	}
	static const char letters[] = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
				      "1 beginbfrange <20> <ff> <0020> endbfrange endcmap";
	small_pdf_object(pdf, places, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(letters), letters);
	gsize start = pdf->len;
	g_string_append_printf(pdf, "xref\n0 %u\n0000000000 65535 f \n", places->len + 1);
	for (guint i = 0; i < places->len; i++)
		g_string_append_printf(pdf, "%010zu 00000 n \n", g_array_index(places, gsize, i));
	g_string_append_printf(pdf, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", places->len + 1, start);
	g_array_free(places, TRUE);
	g_string_free(kids, TRUE);
	return g_string_free_to_bytes(pdf);
}

static inline struct sp_pdf *small_pdf_open(struct voice *v, const char *boxes, const char *const *pages)
{
	GBytes *bytes = small_pdf(boxes, pages);
	struct sp_pdf *pdf = sp_pdf_open(&v->ctx, bytes, -1, NULL);
	g_bytes_unref(bytes);
	assert_non_null(pdf);
	return pdf;
}

/* cmocka compares as float, which coordinates are not. */
#define assert_near(a, b, by)                                                                                          \
	do {                                                                                                           \
		double a_ = (a), b_ = (b);                                                                             \
		if (!(a_ - b_ <= (by) && b_ - a_ <= (by)))                                                             \
			fail_msg("%s is %.4f, not %.4f", #a, a_, b_);                                                  \
	} while (0)

/* The only page of a PDF of one. (transfer full) */
static inline struct sp_page *small_page(const char *boxes, const char *content)
{
	struct voice v;
	voice_init(&v);
	struct sp_pdf *pdf = small_pdf_open(&v, boxes, (const char *[]){ content, NULL });
	struct sp_page *page = sp_pdf_page(&v.ctx, pdf, 1);
	assert_silent(&v);
	assert_non_null(page);
	sp_pdf_close(pdf);
	voice_clear(&v);
	return page;
}

#endif
