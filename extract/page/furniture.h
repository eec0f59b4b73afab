/*
 * furniture — where the running header of a page ends and its running footer begins.
 *
 *     sp_furniture_take(weights, recurring, page, words, header, footer);
 *
 * A document of many pages shows by repetition what its furniture is (recurring.h); on a document of one page
 * nothing repeats, and a reader goes by the look: a small line near the paper's edge, apart from the text, ruled
 * off from it, in a left and a right piece, that counts the page. All that is evidence, and each piece of it has a
 * weight in furniture.tsv, learned from documents whose furniture is known (tools/learn-furniture).
 *
 * Taking a title or a row of a table for furniture loses more than leaving a header among the texts: the
 * weights are learned at ten times the price for a line of text. Positions are points of the page as displayed.
 * All but the lists are borrowed; nothing fails.
 */
#ifndef SPUNTA_EXTRACT_PAGE_FURNITURE_H
#define SPUNTA_EXTRACT_PAGE_FURNITURE_H

#include "extract/page/recurring.h"

struct sp_furniture_weights;

/* Moves the words of page headers and footers out of `words` (const struct sp_word *). */
void sp_furniture_take(const struct sp_furniture_weights *weights, const struct sp_recurring *r, const struct sp_page *page,
                       GPtrArray *words, GPtrArray *header, GPtrArray *footer);

/* --- the evidence: what tools/learn-furniture learns from ----------------------------------------------- */

enum { SP_FURNITURE_LINES = 48 }; /* of one end of a page, that are looked at at most */
enum sp_furniture_end { SP_FURNITURE_TOP, SP_FURNITURE_BOTTOM, SP_FURNITURE_ENDS };

/* One of the outermost lines of a page, and what speaks for and against furniture that ends with it. */
struct sp_furniture_line {
	const struct sp_text_line *line; /* borrowed */
	guint64 looks; /* bits by sp_furniture_evidence: of the line itself */
	guint64 cut;   /* of the place between it and what stands further in */
};

/*
 * From the edge inwards, into `of`; how many. `lines` is of one direction and in its order; those before `from` and
 * from `end` on are not looked at.
 */
guint sp_furniture_lines(const struct sp_recurring *r, const struct sp_page *page, const GPtrArray *lines, guint from,
                         guint end, enum sp_furniture_end at, struct sp_furniture_line of[SP_FURNITURE_LINES]);

/* The name of a bit, as in furniture.tsv; NULL after the last. */
const char *sp_furniture_evidence(unsigned bit);

/* The weights of furniture.tsv. Read once for a document. */
struct sp_furniture_weights *sp_furniture_weights_new(void);
void sp_furniture_weights_free(struct sp_furniture_weights *w); /* NULL is allowed */

#endif
