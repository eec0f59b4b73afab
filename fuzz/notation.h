/*
 * notation — a page written down, one thing a line, so that it can be tried without the PDF it came from.
 *
 *     size 595 842
 *     word X0 Y0 X1 Y1 SIZE FLAGS text       FLAGS: b bold, i italic, m mark, j no blank before, 1-3 quarter turns, -
 * none across Y FROM TO WIDTH                 a horizontal rule down X FROM TO WIDTH                   a vertical one
 *     fill X0 Y0 X1 Y1 LUMINANCE
 *     image X0 Y0 X1 Y1
 *
 * Lines of another kind are passed over. A page as recorded is settled and upright: what pdf.c hands over.
 */
#ifndef SPUNTA_FUZZ_NOTATION_H
#define SPUNTA_FUZZ_NOTATION_H

#include "extract/page/page.h"

/* (transfer full: sp_page_free) */
struct sp_page *notation_read(const char *text, int number);
void notation_write(const struct sp_page *page, FILE *to);

#endif
