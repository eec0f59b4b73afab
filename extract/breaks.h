/*
 * breaks — lines joined to a text: what stood at the end of a line, a word's end, a hyphen, or a cut.
 *
 *     struct sp_breaks *document = sp_breaks_learn(pages, lines, n);       // a sample of the document
 *     struct sp_breaks *b = sp_breaks_of_page(document, page);             // and this page
 *     char *text = sp_lines_text(cell_lines, b, &inner);                   // (transfer full)
 *
 *     raggiungimen / to obiettivo    → raggiungimento obiettivo    the column is too narrow for the word
 *     econo- / mico                  → economico                   the typesetter's hyphen
 *     socio- / economico             → socio-economico             the word's own
 *     -associati e non- / attraverso → -associati e non- attraverso
 *
 * The document's own words are the dictionary: those that stand between others on a line are whole.
 * Wherever `const struct sp_breaks *` is asked for, NULL is a document of which nothing is known.
 */
#ifndef SPUNTA_EXTRACT_BREAKS_H
#define SPUNTA_EXTRACT_BREAKS_H

#include "extract/line.h"

struct sp_breaks;

/* `lines`: of each page, in order, from sp_lines_new; NULL where a page could not be read. All is borrowed. */
struct sp_breaks *sp_breaks_learn(GPtrArray *const *lines, int n);

/* What the page shows besides; `document` is borrowed and must live as long. */
struct sp_breaks *sp_breaks_of_page(const struct sp_breaks *document, const struct sp_page *page);
void sp_breaks_free(struct sp_breaks *b); /* NULL is allowed */

/* Do the document's lines end in the middle of words? */
bool sp_breaks_hyphenated(const struct sp_breaks *b);

/* Where lines of a cell can stand. */
struct sp_room {
	struct sp_box box;
	bool anywhere; /* words are broken at any letter: see sp_room_count */
};

/*
 * Counts the lines of several words that another follows, and those of them that have no room for its first
 * letter. Where words stay whole one line in six is so; a table in which most are breaks words anywhere.
 */
void sp_room_count(const struct sp_room *room, const GPtrArray *lines, guint *full, guint *all);

/*
 * The lines of one cell or paragraph as one text. Without a `room` (NULL) nobody knows; with it, a word that
 * fills a narrow cell and goes on without a blank was broken by the cell's edge. (transfer full)
 */
char *sp_lines_text(const GPtrArray *lines, const struct sp_breaks *b, const struct sp_room *room);

/* Does the word that `line` ends with go on in `next`? For deciding where a paragraph begins. */
bool sp_breaks_goes_on(const struct sp_breaks *b, const struct sp_text_line *line, const struct sp_text_line *next,
		       const struct sp_room *room);

#endif
