/*
 * block — text outside tables: paragraphs, headings, list items, footnotes, page furniture.
 */
#ifndef SPUNTA_EXTRACT_PAGE_BLOCK_H
#define SPUNTA_EXTRACT_PAGE_BLOCK_H

#include "extract/page/line.h"

enum sp_role { SP_BODY, SP_HEADING, SP_HEADER, SP_FOOTER, SP_FOOTNOTE };

struct sp_block {
	struct sp_box box;
	GPtrArray *lines; /* struct sp_text_line *, owned */
	double size;
	bool bold, italic;
	enum sp_role role;
};

void sp_block_free(void *block);

/*
 * Makes blocks of `words`, in reading order; words are borrowed. `obstacles` are boxes (tables) that
 * part columns and paragraphs; turns[i] says when obstacle i is read.
 */
struct sp_turn {
	guint blocks, obstacles; /* how many of them come before it */
};

GPtrArray *sp_blocks_new(const GPtrArray *words, const struct sp_box *obstacles, guint n_obstacles,
			 struct sp_turn *turns);

#endif
