/*
 * furniture — page headers, footers and page numbers, told from the text they frame.
 *
 * What stands at the same height on several pages, at their top or bottom, is furniture; figures in
 * it may change ("Pag. 3 di 12"). The document is sampled once, before its pages are read, so that
 * the answer for a page does not depend on which pages a worker saw before.
 */
#ifndef SPUNTA_EXTRACT_FURNITURE_H
#define SPUNTA_EXTRACT_FURNITURE_H

#include "extract/pdf.h"

struct sp_furniture;

struct sp_furniture *sp_furniture_learn(struct sp_pdf *pdf);
void sp_furniture_free(struct sp_furniture *f);

/* Moves the words of page headers and footers out of `words` (const struct sp_word *). */
void sp_furniture_take(const struct sp_furniture *f, const struct sp_page *page, GPtrArray *words, GPtrArray *header,
                       GPtrArray *footer);

/* True when all words in the box stand in the same place on other pages: a letterhead drawn as a table. */
bool sp_furniture_owns(const struct sp_furniture *f, const struct sp_page *page, const struct sp_box *box);

#endif
