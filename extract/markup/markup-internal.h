/*
 * markup's own: a text conversion as blocks, on its way from lines to records.
 *
 *     markup-read.c    lines → blocks
 *     markup-tie.c     headers of tables; tables that go on; footnotes
 *     markup.c         blocks → records
 */
#ifndef SPUNTA_EXTRACT_MARKUP_MARKUP_INTERNAL_H
#define SPUNTA_EXTRACT_MARKUP_MARKUP_INTERNAL_H

#include "extract/tables/table.h"

enum sp_markup_role { SP_MARKUP_BODY, SP_MARKUP_HEADING, SP_MARKUP_FOOTER, SP_MARKUP_FOOTNOTE };

struct sp_markup_text {
	GPtrArray *lines; /* char *, at least one */
	bool bold;
	enum sp_markup_role role;
};

/* Exactly one of the two is there. The paragraphs of a cell stand in its text, parted by "\n"; a row
 * may lack its last cells where the table is very ragged. */
struct sp_markup_block {
	struct sp_markup_text *text;
	struct sp_table *table;
	bool header_declared; /* the markup says which rows are header */
};

/* struct sp_markup_block *, in order; *left_out counts what is hidden or struck out. (transfer full) */
GPtrArray *sp_markup_read(const char *text, size_t n, unsigned *left_out);

/* Sets what only the neighbourhood shows: header_rows, ids, continues, the role of footnotes. */
void sp_markup_tie(const GPtrArray *blocks);

#endif
