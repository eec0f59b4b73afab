/*
 * layout — one page understood: its tables and texts in reading order, and how they are written.
 *
 *     struct sp_layout *l = sp_layout_new(page, document);
 *     sp_layout_link(l, link);                    // from the page before; may be NULL
 *     sp_layout_write(l, stream, &counts);        // page, text, table and problem records
 *     next = sp_layout_next_link(l);              // before sp_layout_link dropped anything: taken at new
 *     sp_layout_free(l);
 *
 * `page` and `document` are borrowed until free.
 */
#ifndef SPUNTA_EXTRACT_LAYOUT_H
#define SPUNTA_EXTRACT_LAYOUT_H

#include <stdio.h>

#include "base/json.h"
#include "extract/document.h"
#include "extract/page/block.h"
#include "extract/tables/arrange.h"
#include "extract/tables/links.h"
#include "extract/tables/table.h"

struct sp_counts {
	int64_t pages, texts, tables, problems;
};

struct sp_layout {
	const struct sp_page *page;
	GPtrArray *tables;  /* struct sp_table *, in reading order */
	GPtrArray *blocks;  /* struct sp_block *, in reading order, without furniture */
	GPtrArray *headers, *footers; /* struct sp_block * */
	struct sp_seams *seams; /* owned; borrows the document's */
	const struct sp_table_model *model; /* the document's */
	struct sp_rulings *rulings;
	GPtrArray *readings; /* struct sp_reading *: borrow the rulings */
	guint *before;      /* before[i]: how many blocks are read before table i */
	struct sp_link *next; /* what the next page may continue; owned */
};

struct sp_layout *sp_layout_new(const struct sp_page *page, const struct sp_document *document);
void sp_layout_free(struct sp_layout *l);

/* The lines of text before the first table (char *; transfer full). */
GPtrArray *sp_layout_above(const struct sp_layout *l);

void sp_layout_link(struct sp_layout *l, const struct sp_link *link);

/* Writes the page's records, adding to `counts`. */
void sp_layout_write(const struct sp_layout *l, FILE *to, struct sp_counts *counts);

/* A problem record; page 0 is none. */
void sp_problem_write(FILE *to, int page, const char *code, const char *message, struct sp_counts *counts);

#endif
