/*
 * marks — what a line of a text conversion carries among its letters on the way from HTML and LaTeX to runs (runs.h).
 *
 * They are control characters, which no text has otherwise.
 */
#ifndef SPUNTA_EXTRACT_MARKUP_MARKS_H
#define SPUNTA_EXTRACT_MARKUP_MARKS_H

enum sp_inline_mark {
	SP_INLINE_BOLD = 1,    /* bold begins; bold in bold is counted */
	SP_INLINE_PLAIN = 2,   /* bold ends */
	SP_INLINE_HEADING = 3, /* this paragraph is a heading */
	SP_INLINE_STAR = 4,    /* an asterisk that is no emphasis */
	SP_INLINE_LINE = '\v', /* a line ends */
	SP_INLINE_PARAGRAPH = '\n',
};

#endif
