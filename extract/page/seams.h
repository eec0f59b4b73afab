/*
 * seams — lines joined to a text: one decision for each line's end, by what speaks for each reading of it.
 *
 *     struct sp_seams *document = sp_seams_learn(lines, n);           // a sample of the document
 *     struct sp_seams *s = sp_seams_of_page(document, page);          // and this page
 *     char *text = sp_lines_text(cell_lines, s, &room);               // (transfer full)
 *
 *     di / formazione                → di formazione               two words
 *     raggiungimen / to obiettivo    → raggiungimento obiettivo    the column is too narrow for the word
 *     econo- / mico                  → economico                   the typesetter's hyphen
 *     socio- / economico             → socio-economico             the word's own
 *     -associati e non- / attraverso → -associati e non- attraverso
 *     500 / 450                      → 500 450                     always: whole figures, years and codes stay apart
 *
 * What speaks: how dear the words of each reading are to the letters of Italian (letters.h) and to this document,
 * whose words count as often as they stand between others on a line; the room that the line had; a blank or hyphen
 * that is drawn; capitals; whether the document hyphenates.
 *
 * Wherever `const struct sp_seams *` is asked for, NULL is a document of which nothing is known, not even its language.
 */
#ifndef SPUNTA_EXTRACT_PAGE_SEAMS_H
#define SPUNTA_EXTRACT_PAGE_SEAMS_H

#include "extract/page/letters.h"
#include "extract/page/line.h"

struct sp_seams;

/* `lines`: of each page, in order, from sp_lines_new; NULL where a page could not be read. All is borrowed. */
struct sp_seams *sp_seams_learn(GPtrArray *const *lines, int n);

/* What the page shows besides; `document` is borrowed and must live as long. NULL is allowed. */
struct sp_seams *sp_seams_of_page(const struct sp_seams *document, const struct sp_page *page);
void sp_seams_free(struct sp_seams *s); /* NULL is allowed */

/* The model that words are spelled by, for whoever else asks what is language: it is read once for a document. Borrowed. */
const struct sp_letters *sp_seams_letters(const struct sp_seams *s);

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

/* The lines of one cell or paragraph as one text. Without a `room` (NULL) nobody knows. (transfer full) */
char *sp_lines_text(const GPtrArray *lines, const struct sp_seams *s, const struct sp_room *room);

/* Does the word that `line` ends with go on in `next`? For deciding where a paragraph begins. */
bool sp_seam_goes_on(const struct sp_seams *s, const struct sp_text_line *line, const struct sp_text_line *next,
		     const struct sp_room *room);

#endif
