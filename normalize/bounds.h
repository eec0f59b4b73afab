/*
 * bounds — how much of a text a pattern is shown.
 *
 * What is looked for is short: a label's tail, a heading, a formula. A paragraph of half a megabyte
 * is hostile or broken, and a pattern run over it would reach PCRE2's limits and end the document.
 * So texts beyond these bounds are cut, passed by, or shown in pieces; they still reach the records.
 */
#ifndef SPUNTA_NORMALIZE_BOUNDS_H
#define SPUNTA_NORMALIZE_BOUNDS_H

#include "base/text.h"

enum {
	SP_BOUND_LINE = 400,    /* bytes of a line: headings, evidence, names */
	SP_BOUND_MARK = 32,     /* bytes at the end of a text that may hold a footnote's mark */
	SP_BOUND_TAIL = 200,    /* bytes behind a label, or at the end of a cell */
	SP_BOUND_CELL = 8000,   /* bytes of a cell or value that patterns take apart */
	SP_BOUND_PIECE = 16000, /* bytes of running text searched at once */
};

/* The beginning of a text, at most `most` bytes, no character cut. */
static inline struct sp_str sp_bound_head(struct sp_str v, size_t most)
{
	if (v.n <= most)
		return v;
	size_t n = most;
	while (n > 0 && ((unsigned char)v.s[n] & 0xC0) == 0x80)
		n--;
	return (struct sp_str){ v.s, n };
}

/* The end of a text, at most `most` bytes, no character cut. */
static inline struct sp_str sp_bound_end(struct sp_str v, size_t most)
{
	if (v.n <= most)
		return v;
	size_t from = v.n - most;
	while (from < v.n && ((unsigned char)v.s[from] & 0xC0) == 0x80)
		from++;
	return (struct sp_str){ v.s + from, v.n - from };
}

/* The next piece of a long text: SP_BOUND_PIECE bytes or less, cut at a blank where there is one. */
static inline struct sp_str sp_bound_piece(struct sp_str v)
{
	struct sp_str piece = sp_bound_head(v, SP_BOUND_PIECE);
	for (size_t n = piece.n; piece.n < v.n && n > piece.n / 2; n--)
		if (piece.s[n - 1] == ' ')
			return (struct sp_str){ piece.s, n };
	return piece;
}

#endif
