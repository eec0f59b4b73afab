/*
 * shared-sample — the sampled pages of a document, put up by the worker that reads them for all others to see.
 *
 *     struct sp_shared_sample *s = sp_shared_sample_new(8); // before the workers are forked; NULL: no memory to share
 *     sp_shared_sample_put(s, k, page);                     // by the worker whose page it is
 *     page = sp_shared_sample_take(s, k);                   // (transfer full) its words; NULL: nobody has put it up yet
 *     sp_shared_sample_free(s);
 *
 * Nobody waits: a page that is not there yet is read by who needs it. A page is put up once; one with more words than
 * fit is not. Only words are kept, and what the page is like; no rules, fills or images. Takers believe nothing that
 * would lead them out of it, as a worker may have been taken over.
 */
#ifndef SPUNTA_EXTRACT_PDF_SHARED_SAMPLE_H
#define SPUNTA_EXTRACT_PDF_SHARED_SAMPLE_H

#include "extract/page/page.h"

struct sp_shared_sample;

struct sp_shared_sample *sp_shared_sample_new(unsigned places);
void sp_shared_sample_free(struct sp_shared_sample *b); /* NULL is allowed, here and below: then nothing is there */

void sp_shared_sample_put(struct sp_shared_sample *b, unsigned place, const struct sp_page *page);
struct sp_page *sp_shared_sample_take(const struct sp_shared_sample *b, unsigned place);

#endif
