/*
 * disguise — the words of a page with other letters and figures in them, to be shown to strangers.
 *
 *     struct sp_disguise *d = sp_disguise_new(page);
 *     char *text = sp_disguise_text(d, word->text);            // "Totale 1.250,00" → "Kewzbo 7.482,61" (transfer full)
 *     sp_disguise_free(d);
 *
 * A letter becomes another one, small or capital as it was, of the Latin alphabet without accents; a digit another
 * digit, the first of a figure none that is 0; all else stays. Which, is drawn by lot for each place, so that the same
 * word is another one everywhere and nothing can be counted back. No word of four letters or more of the page, and no
 * figure of three digits or more, comes out anywhere. The lot is cast by what stands on the page: the same page is
 * disguised in the same way, and nobody can cast it again who does not have the page.
 *
 * The page is borrowed by `new` only.
 */
#ifndef SPUNTA_EXTRACT_PAGE_DISGUISE_H
#define SPUNTA_EXTRACT_PAGE_DISGUISE_H

#include "extract/page/page.h"

struct sp_disguise;

struct sp_disguise *sp_disguise_new(const struct sp_page *page);
void sp_disguise_free(struct sp_disguise *d); /* NULL is allowed */
char *sp_disguise_text(struct sp_disguise *d, const char *text);

#endif
