/*
 * markup — a text conversion of a document, as converters write them, → layout records.
 *
 * Lines are paragraphs, labels or list items; "#" starts a heading; rows of tables have their cells
 * parted by tabs, by "|", by typed rules or columns of blanks (typed.h), or stand in an HTML <table> or a LaTeX
 * tabular (tabular.h); what stands in lines and cells may carry
 * Markdown emphasis, HTML tags and entities, and LaTeX formulas (runs.h). There are no places on
 * pages: all records are of page 1 and have no bbox.
 *
 *     page     width and height null
 *     text     role body, heading, or footnote when it stands below a table and begins with a mark;
 *              `lines` where it has several; labels glued together by their emphasis
 *              ("Gap**Stakeholder**") are texts of their own
 *     table    method "markup"; a header is recognised by what it is (a row of labels over figures) or
 *              by being printed again; a table that only blank lines part from one with the same
 *              header `continues` it, its header dropped and counted
 *     cell     `paragraphs` where it has several
 *     problem  "hidden-text": how many pieces HTML hides or strikes out; they are left out
 */
#ifndef SPUNTA_EXTRACT_MARKUP_MARKUP_H
#define SPUNTA_EXTRACT_MARKUP_MARKUP_H

#include <stdint.h>
#include <stdio.h>

#include "base/ctx.h"

#define SP_MARKUP_MOST ((size_t)256 << 20) /* bytes of text that are read at most */

struct sp_markup_counts {
	int64_t pages, texts, tables, problems;
};

/* Writes the records of `text` (valid UTF-8 of n bytes, not NUL-terminated) and adds to `counts`.
 * SP_FAIL after a diagnosis, with nothing written. */
enum sp_status sp_markup_write(struct sp_ctx *ctx, const char *text, size_t n, FILE *out,
			       struct sp_markup_counts *counts);

#endif
