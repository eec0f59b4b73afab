/*
 * unread — what a reader sees on a page and its words do not tell: letters drawn as curves, pictures of text,
 * glyphs that mean nothing.
 *
 *     sp_unread_find(page, letters);                   // page->unread, from what was heard while it was drawn
 *     for (guint i = 0; i < page->unread->len; i++)
 *             char *message = sp_unread_message(&g_array_index(page->unread, struct sp_unread, i), &code);
 *
 * In doubt nothing is said: a logo, a seal, a chart, a map or a photograph holds no text that is missed.
 */
#ifndef SPUNTA_EXTRACT_PAGE_UNREAD_H
#define SPUNTA_EXTRACT_PAGE_UNREAD_H

#include "extract/page/letters.h"
#include "extract/page/page.h"

/* Fills page->unread, of which there are a few at most. The page is upright, and has its words. */
void sp_unread_find(struct sp_page *page, const struct sp_letters *letters);

/* Takes away the words that are wrong, before what stands there is recognised. */
void sp_unread_drop_words(struct sp_page *page, const struct sp_unread *unread);

/* Does the box stand in a part of the page that was recognised? NULL: does any part? */
bool sp_unread_is_recognised(const struct sp_page *page, const struct sp_box *box);

/* The problem's stable word, and what it says to people. (transfer full: the message) */
char *sp_unread_message(const struct sp_unread *unread, const char **code);

#endif
