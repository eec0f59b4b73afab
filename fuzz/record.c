/* record — writes pages of a PDF in the notation that the page target reads: record FILE PAGE >seeds/page/NAME */
#include "extract/pdf/pdf.h"
#include "fuzz/notation.h"

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	char *data;
	gsize size;
	sp_ctx_init(&ctx, "record");
	if (argc != 3 || !g_file_get_contents(argv[1], &data, &size, NULL)) {
		fputs("usage: record FILE.pdf PAGE\n", stderr);
		return 2;
	}
	GBytes *bytes = g_bytes_new_take(data, size);
	struct sp_pdf *pdf = sp_pdf_open(&ctx, bytes, NULL);
	struct sp_page *page = pdf ? sp_pdf_page(&ctx, pdf, (int)g_ascii_strtoll(argv[2], NULL, 10)) : NULL;
	if (page)
		notation_write(page, stdout);
	sp_page_free(page);
	sp_pdf_close(pdf);
	g_bytes_unref(bytes);
	return page ? 0 : 2;
}
