/*
 * habits — what a document does on every page: page headers and footers, how far down the text
 * goes, how its lines end.
 *
 * What stands at the same height on several pages, at their top or bottom, is furniture; figures in
 * it may change ("Pag. 3 di 12"). The document is sampled once, before its pages are read, so that
 * the answer for a page does not depend on which pages a worker saw before.
 * Whether a line of one page is taken for furniture is decided by furniture.h.
 */
#ifndef SPUNTA_EXTRACT_PAGE_HABITS_H
#define SPUNTA_EXTRACT_PAGE_HABITS_H

#include "extract/page/furniture.h"
#include "extract/page/seams.h"
#include "extract/tables/reading.h"

struct sp_habits {
	GHashTable *pages_with; /* signature of a line or a piece of one → number of sampled pages that have it */
	unsigned pages;         /* that were sampled */
	GHashTable *largest;    /* a word, folded → the largest type it is printed in on these pages, in quarter points */
	GHashTable *said;       /* a line, folded, without figures and blanks → how many lines of these pages say it */
	double size;            /* of most of the document's type */
	double bottom;          /* pt: the lowest that body text reaches; 0 when nothing was seen */
	double top;             /* pt: where body text starts, the highest place that two pages share; 0 when none do */
	struct sp_furniture_weights *weights; /* owned; for furniture.h */
	struct sp_table_model *tables; /* what tables are read by; owned */
	struct sp_seams *seams; /* how its lines end; owned */
};

enum { SP_HABITS_SAMPLES = 8 };

/* Which pages of a document of n_pages are looked at, ascending; how many. */
int sp_habits_sample(int n_pages, int numbers[SP_HABITS_SAMPLES]);

/* From these pages, of which words are enough; NULL where one could not be read. They are borrowed. */
struct sp_habits *sp_habits_learn(struct sp_page *const *pages, int n);
void sp_habits_free(struct sp_habits *h);

/* Does the line stand in the same place on other pages, or, in a header in small type, a piece of it on most? */
bool sp_habits_repeats(const struct sp_habits *h, const struct sp_page *page, const struct sp_text_line *line);

/* How many lines of the sampled pages say what this line or piece says, figures aside; 0 when it says little. */
unsigned sp_habits_says(const struct sp_habits *h, const struct sp_text_line *piece);

/* True when all words in the box stand in the same place on other pages: a letterhead drawn as a table. */
bool sp_habits_own(const struct sp_habits *h, const struct sp_page *page, const struct sp_box *box);

#endif
