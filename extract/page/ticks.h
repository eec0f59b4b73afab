/*
 * ticks — ticks, crosses and dots that a page draws instead of writing them.
 *
 *     sp_ticks_find(page);      // adds "✓", "✘" and "●" to page->words, and to page->ticks what stands in a box
 *
 * Call it after sp_unread_find: letters that are drawn are no marks. A box of a form that is ticked, and in which nothing
 * is written or drawn, becomes "✓" as well.
 */
#ifndef SPUNTA_EXTRACT_PAGE_TICKS_H
#define SPUNTA_EXTRACT_PAGE_TICKS_H

#include "extract/page/page.h"

void sp_ticks_find(struct sp_page *page);

#endif
