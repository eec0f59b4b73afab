/*
 * reading — the tables of a zone as they are best explained: their lines, rows, head and columns.
 *
 *     struct sp_reading *r = sp_reading_new(model, recurring, page, rulings, words);
 *     for each part of r->parts: lines part->from … part->to are a table, r->decoded says how they make rows
 *     sp_reading_free(r);
 *
 * The lines are read twice: first by what they show by themselves, then by how they fit the columns that the first reading
 * gave. Parts that are halves of one table (halves.h) are joined. Everything that sp_cues_new borrows is borrowed.
 */
#ifndef SPUNTA_EXTRACT_TABLES_READING_H
#define SPUNTA_EXTRACT_TABLES_READING_H

#include "extract/tables/halves.h"

/* What tables are read by; all of it learned. */
struct sp_table_model {
	struct sp_net *first, *again; /* steps, of either reading */
	struct sp_column_nets columns;
	struct sp_net *links, *gutters, *halves;
};

/* From the text of a file of weights. */
struct sp_table_model *sp_table_model_new(const char *text);
void sp_table_model_free(struct sp_table_model *m); /* NULL is allowed */

struct sp_table_part {
	guint from, to;      /* lines, both included */
	GArray *separators;  /* struct sp_separator; owned */
	double chance_of_columns, chance; /* 0–1: that the columns are right; that all of it is */
};

struct sp_reading {
	struct sp_cues *cues;
	struct sp_decoded *decoded;
	GArray *parts;       /* struct sp_table_part, from the top */
};

struct sp_recurring;

struct sp_reading *sp_reading_new(const struct sp_table_model *model, const struct sp_recurring *recurring,
                                  const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words);
void sp_reading_free(struct sp_reading *r);

/* Part k, as it is held against the next. Borrowed from the reading. */
struct sp_half sp_reading_half(const struct sp_reading *r, guint k);

#endif
