/*
 * recurring — what recurs on the pages of a document: its page headers and footers, where its text starts and ends.
 *
 * What stands at the same height on several pages, at their top or bottom, is furniture; figures in
 * it may change ("Pag. 3 di 12"). It is learned from a sample of the pages, before any is read.
 * Whether a line of one page is taken for furniture is decided by furniture.h.
 */
#ifndef SPUNTA_EXTRACT_PAGE_RECURRING_H
#define SPUNTA_EXTRACT_PAGE_RECURRING_H

#include "extract/page/line.h"

struct sp_recurring {
	GHashTable *pages_with; /* signature of a line or a piece of one → number of sampled pages that have it */
	unsigned pages;         /* that were sampled */
	GHashTable *largest;    /* a word, folded → the largest type it is printed in on these pages, in quarter points */
	GHashTable *said;       /* a line, folded, without figures and blanks → how many lines of these pages say it */
	double size;            /* of most of the document's type */
	double bottom;          /* pt: the lowest that body text reaches; 0 when nothing was seen */
	double top;             /* pt: where body text starts, the highest place that two pages share; 0 when none do */
};

/* From these pages and their lines; NULL where a page could not be read. All are borrowed. */
struct sp_recurring *sp_recurring_learn(struct sp_page *const *pages, GPtrArray *const *lines, int n);
void sp_recurring_free(struct sp_recurring *r);

/* Does the line stand in the same place on other pages, or, in a header in small type, a piece of it on most? */
bool sp_recurring_line(const struct sp_recurring *r, const struct sp_page *page, const struct sp_text_line *line);

/* How many lines of the sampled pages say what this line or piece says, figures aside; 0 when it says little. */
unsigned sp_recurring_says(const struct sp_recurring *r, const struct sp_text_line *piece);

/* True when all words in the box stand in the same place on other pages: a letterhead drawn as a table. */
bool sp_recurring_box(const struct sp_recurring *r, const struct sp_page *page, const struct sp_box *box);

#endif
