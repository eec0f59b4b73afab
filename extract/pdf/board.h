/*
 * board — the sampled pages of a document, put up by the worker that reads them for all others to see.
 *
 *     struct sp_board *b = sp_board_new(8);         // before the workers are forked; NULL: there is no memory to share
 *     sp_board_put(b, k, page);                     // by the worker whose page it is
 *     page = sp_board_take(b, k);                   // (transfer full) its words; NULL: nobody has put it up yet
 *     sp_board_free(b);
 *
 * Nobody waits: a page that is not there yet is read by who needs it. A page is put up once; one with more words than
 * fit is not. Only words are kept, and what the page is like; no rules, fills or images. Takers believe nothing that
 * would lead them out of the board, as a worker may have been taken over.
 */
#ifndef SPUNTA_EXTRACT_PDF_BOARD_H
#define SPUNTA_EXTRACT_PDF_BOARD_H

#include "extract/page/page.h"

struct sp_board;

struct sp_board *sp_board_new(unsigned places);
void sp_board_free(struct sp_board *b); /* NULL is allowed, here and below: then nothing is there */

void sp_board_put(struct sp_board *b, unsigned place, const struct sp_page *page);
struct sp_page *sp_board_take(const struct sp_board *b, unsigned place);

#endif
