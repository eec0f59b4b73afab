/*
 * mask — a page as a PDF of its own that shows where everything stands and tells nothing of what it says.
 *
 * What a report of a misread page needs: words in other letters (page/disguise.h), each as wide, as high and as bold as it was
 * and where it was; rules and filled areas; pictures as grey areas. Drawings, stamps that lie across the page and all that the
 * document says of itself are left out. The page is upright, as it was read. Nothing is compressed: who is to send it
 * can look into it.
 *
 *     sp_mask_draw(layout, to);                       // in the worker that read the page
 *     sp_mask_counts(pdf, &counts);                   // what its second line tells: how much of what is in it
 */
#ifndef SPUNTA_EXTRACT_MASK_H
#define SPUNTA_EXTRACT_MASK_H

#include "extract/layout.h"

struct sp_mask_counts {
	unsigned words, figures, lines, areas, pictures; /* figures: words with a digit in them */
};

void sp_mask_draw(const struct sp_layout *layout, FILE *to);

/* False when this is no such PDF. */
bool sp_mask_counts(const char *pdf, struct sp_mask_counts *out);

#endif
