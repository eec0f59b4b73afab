/*
 * document — what is learned of a whole document before its pages are read: what recurs on them, how its lines end.
 *
 *     int numbers[SP_DOCUMENT_SAMPLES], n = sp_document_sample(n_pages, numbers);
 *     …read those pages…
 *     struct sp_document *d = sp_document_learn(pages, n);
 *     …sp_layout_new(page, d) for each page…
 *     sp_document_free(d);
 *
 * The document is sampled once, so that the answer for a page does not depend on which pages a worker saw before.
 * What pages are read by, the weights of furniture and of tables, is loaded with it.
 */
#ifndef SPUNTA_EXTRACT_DOCUMENT_H
#define SPUNTA_EXTRACT_DOCUMENT_H

#include "extract/page/furniture.h"
#include "extract/page/seams.h"
#include "extract/tables/reading.h"

struct sp_document { /* all owned */
	struct sp_recurring *recurring;
	struct sp_furniture_weights *furniture;
	struct sp_table_model *tables;
	struct sp_seams *seams;
};

enum { SP_DOCUMENT_SAMPLES = 8 };

/* Which pages of a document of n_pages are looked at, ascending; how many. */
int sp_document_sample(int n_pages, int numbers[SP_DOCUMENT_SAMPLES]);

/* From these pages, of which words are enough; NULL where one could not be read. They are borrowed. */
struct sp_document *sp_document_learn(struct sp_page *const *pages, int n);
void sp_document_free(struct sp_document *d); /* NULL is allowed */

#endif
