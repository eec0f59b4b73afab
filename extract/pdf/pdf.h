/*
 * pdf — a PDF opened with Poppler, and its pages as words and lines.
 *
 *     struct sp_pdf *pdf = sp_pdf_open(ctx, bytes, -1, NULL);      // NULL after a diagnosis
 *     for (int i = 1; i <= sp_pdf_pages(pdf); i++) {
 *             struct sp_page *page = sp_pdf_page(ctx, pdf, i);     // (transfer full), NULL: page lost
 *             …
 *             sp_page_free(page);
 *     }
 *     sp_pdf_close(pdf);
 *
 * The only module that knows Poppler. A page is interpreted once: drawing it fills the text layer,
 * and paths.c hears the lines while it is drawn (docs/ARCHITECTURE.md). Not thread-safe; workers are
 * processes.
 */
#ifndef SPUNTA_EXTRACT_PDF_PDF_H
#define SPUNTA_EXTRACT_PDF_PDF_H

#include <cairo.h>

#include "base/json.h"
#include "extract/page/page.h"
#include "extract/pdf/damage.h"

struct sp_pdf;

/* From here on, what Poppler has to say in this process are notes of the ctx, not noise on standard error. Once. */
void sp_pdf_hear(struct sp_ctx *ctx);

/*
 * `bytes` is referenced until close. `fd`, borrowed until close, is the same as a file, or -1: Poppler reads from
 * there, so that a long document takes no memory. `password` may be NULL: the empty one is tried.
 */
struct sp_pdf *sp_pdf_open(struct sp_ctx *ctx, GBytes *bytes, int fd, const char *password);
void sp_pdf_close(struct sp_pdf *pdf); /* NULL is allowed */

/*
 * Makes libraries load what they otherwise load late: Poppler's tables, character sets, the time zone. Processes that
 * are forked before it is let go have all that already, and need no files for it. NULL after a diagnosis.
 */
struct sp_pdf_libraries *sp_pdf_libraries_load(struct sp_ctx *ctx);
void sp_pdf_libraries_let_go(struct sp_pdf_libraries *l); /* NULL is allowed */

int sp_pdf_pages(const struct sp_pdf *pdf);

/* What was wrong with the file and is read over. Nothing was said of it. */
enum sp_damage sp_pdf_damage(const struct sp_pdf *pdf);

/*
 * The keys of the document record that the PDF itself knows: pages, producer, … tagged. Looking for tags reads all of
 * them; not to look is for who knows that they are there and damaged.
 */
void sp_pdf_describe(const struct sp_pdf *pdf, bool look_for_tags, struct sp_jw *w);

/* Page 1 … n with words, rules, fills and images. NULL after a diagnosis. (transfer full) */
struct sp_page *sp_pdf_page(struct sp_ctx *ctx, struct sp_pdf *pdf, int number);

/* Dots an inch of the finest picture that covers half of the page or more; 0 when there is none: what a
 * scan was scanned at. */
double sp_pdf_resolution(struct sp_pdf *pdf, int number);

/* The page, or what stands in a box on it, painted on white, `dpi` dots an inch. (transfer full), NULL if it cannot be
 */
cairo_surface_t *sp_pdf_image(struct sp_pdf *pdf, int number, double dpi);
cairo_surface_t *sp_pdf_crop(struct sp_pdf *pdf, int number, const struct sp_box *box, double dpi);

/* The page as displayed, its corner at 0, 0. False when the document has no such page. */
bool sp_pdf_size(struct sp_pdf *pdf, int number, struct sp_box *out);

#endif
