/*
 * words — the words of a page as a reader sees them.
 *
 * pdf.c gathers glyphs that stand together. What needs more than one such run to be decided is decided
 * here, before anything else looks at the page:
 *
 *     O r g a n i s m o   d i     → Organismo di     letter-spaced type; figures are never joined
 *     10% and a small raised 1    → 10% ¹ (mark)     so that no figure gets a digit that is not its own
 *     a lone "n" printed sideways → the direction of its neighbours
 */
#ifndef SPUNTA_EXTRACT_PAGE_WORDS_H
#define SPUNTA_EXTRACT_PAGE_WORDS_H

#include "extract/page/page.h"

void sp_words_settle(struct sp_page *page);

#endif
