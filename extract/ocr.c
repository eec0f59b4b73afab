#include "extract/ocr.h"

struct sp_ocr *sp_ocr_new(struct sp_ctx *ctx, const char *languages)
{
	(void)languages;
	sp_report(ctx, SP_D_ARGUMENT, "this program was built without text recognition; build it with libtesseract-dev "
	                              "and libleptonica-dev installed, or recognise the file first: ocrmypdf");
	return NULL;
}

void sp_ocr_free(struct sp_ocr *engine)
{
	(void)engine;
}

struct sp_page *sp_ocr_page(struct sp_ctx *ctx, struct sp_ocr *engine, struct sp_pdf *pdf, int number)
{
	(void)ctx, (void)engine, (void)pdf, (void)number;
	return NULL;
}
