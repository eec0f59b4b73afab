/*
 * line — words that stand on one line. Lines are joined to a text by seams.h.
 *
 *     GPtrArray *lines = sp_lines_new(words);          // const struct sp_word *, any order
 *     for each struct sp_text_line *line in lines …    // top to bottom, words left to right
 *     g_ptr_array_unref(lines);
 *
 * Words are borrowed from the page. Words of another turn than the first are lines of their own, in
 * their own direction.
 */
#ifndef SPUNTA_EXTRACT_PAGE_LINE_H
#define SPUNTA_EXTRACT_PAGE_LINE_H

#include "extract/page/page.h"

struct sp_text_line {
	struct sp_box box;
	GPtrArray *words; /* const struct sp_word *, in reading order */
	double size;      /* of the largest type in it */
	bool bold, italic; /* every word is */
	unsigned turn;
};

GPtrArray *sp_lines_new(const GPtrArray *words);

/* A line of its own with these words, already in reading order. */
struct sp_text_line *sp_text_line_new(void);
void sp_text_line_free(void *line);
void sp_text_line_add(struct sp_text_line *line, const struct sp_word *word);

/* The words with blanks where the page has them. (transfer full) */
char *sp_text_line_text(const struct sp_text_line *line);

/* The parts of a line between wide gaps: lines of their own, that are freed with the array. (transfer full) */
GPtrArray *sp_text_line_pieces(const struct sp_page *page, const struct sp_text_line *line);

/* Does the line begin with the mark of a list item: a bullet, "1." or "a)"? */
bool sp_text_line_starts_item(const struct sp_text_line *line);

#endif
