/*
 * ocr — a page without text, read from its picture with Tesseract.
 *
 *     struct sp_ocr *engine = sp_ocr_new(ctx, "ita");                   // NULL after a diagnosis
 *     struct sp_page *page = sp_ocr_page(ctx, engine, pdf, number);     // NULL after a diagnosis
 *     …
 *     sp_ocr_free(engine);
 *
 * The page comes out as pdf.c makes it: words, rules and fills in points, of the page set straight if
 * it was scanned askew; page->ocr is true and words say how sure they are. Loading the language takes
 * a second, so one engine serves all pages of a process.
 *
 * Built without Tesseract (SPUNTA_OCR not defined), sp_ocr_new says so.
 */
#ifndef SPUNTA_EXTRACT_OCR_OCR_H
#define SPUNTA_EXTRACT_OCR_OCR_H

#include "extract/pdf/pdf.h"

struct sp_ocr;

/* `languages` as Tesseract names them: "ita", "ita+deu". NULL after a diagnosis. */
struct sp_ocr *sp_ocr_new(struct sp_ctx *ctx, const char *languages);
void sp_ocr_free(struct sp_ocr *engine); /* NULL is allowed */

/* (transfer full), NULL after a diagnosis */
struct sp_page *sp_ocr_page(struct sp_ctx *ctx, struct sp_ocr *engine, struct sp_pdf *pdf, int number);

/*
 * Puts what is recognised in a part of the page on it: words, where the page has none, and with `lines` the rules and
 * fills that are seen there. False when no word was. Nothing is done on a page that was turned.
 */
bool sp_ocr_region(struct sp_ocr *engine, struct sp_pdf *pdf, struct sp_page *page, const struct sp_box *box, bool lines);

#endif
