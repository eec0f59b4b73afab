/*
 * aligned-internal — what the modules of aligned tables share: a table while it is built.
 *
 * aligned-lines.c cuts lines into chunks, aligned-columns.c finds the columns, aligned-rows.c the rows
 * and where the header ends, aligned-header.c its spanning headings; aligned.c makes the table.
 * Everything is owned by sp_aligned_build and lives as long as its call.
 */
#ifndef SPUNTA_EXTRACT_ALIGNED_INTERNAL_H
#define SPUNTA_EXTRACT_ALIGNED_INTERNAL_H

#include "extract/aligned.h"
#include "extract/line.h"

enum { SP_FEW_LINES = 4, SP_MOST_COLUMNS = 64 };

struct sp_chunk {
	double x0, x1, y0, y1;
	double lead;    /* where dot leaders behind the text end; 0 without */
	guint first, n; /* words of the line */
	bool figure;
	int col, span;  /* once columns are known */
};

struct sp_chunked_line {
	const struct sp_text_line *text;
	struct sp_chunk *chunks;
	guint n_chunks;
	bool body; /* several chunks: counts for the columns */
};

struct sp_builder {
	const struct sp_page *page;
	const struct sp_rulings *rulings;
	struct sp_box box;
	GPtrArray *texts; /* struct sp_text_line * */
	struct sp_chunked_line *lines;
	guint n_lines;
	double em;
	double *gaps_from, *gaps_to; /* white between columns, n_cols - 1 of them */
	int n_cols;
	guint *row_of;  /* of each line */
	int n_rows;
	bool all_columns; /* the columns are drawn */
	int header_lines; /* lines that belong to the header */
};

/* What of a header stands over one range of columns. */
struct sp_heading {
	int col, span;
	double y0, y1;
};

/* --- aligned-lines.c: a leader is dots only; a figure is digits with signs, as columns of figures hold --- */
bool sp_aligned_is_leader(const char *s);
bool sp_aligned_is_figure(const char *s);
const struct sp_word *sp_aligned_word_at(const struct sp_text_line *line, guint i);
bool sp_aligned_chunk_is_figure(const struct sp_text_line *line, const struct sp_chunk *c);
int sp_aligned_by_value(const void *a, const void *b);
/* Fills texts, lines, n_lines and em. */
void sp_aligned_cut_lines(struct sp_builder *b, const GPtrArray *words);

/* --- aligned-columns.c: by white space; only drawn ones; drawn ones besides; those only a heading shows --- */
void sp_aligned_find_columns(struct sp_builder *b);
void sp_aligned_take_columns(struct sp_builder *b, const double *xs, int n_xs);
void sp_aligned_add_drawn(struct sp_builder *b, const double *xs, int n_xs);
void sp_aligned_add_heading_columns(struct sp_builder *b);
/* Sets col and span of every chunk; chunks that reach over a gap by standing close are cut. */
void sp_aligned_place_chunks(struct sp_builder *b);

/* --- aligned-rows.c: header_lines; row_of and n_rows --- */
void sp_aligned_find_header(struct sp_builder *b);
/* How many lines at the top are all bold and name the columns, but one at most; 0 if all lines are bold. */
int sp_aligned_bold_header(const struct sp_builder *b);
void sp_aligned_find_rows(struct sp_builder *b);

/* --- aligned-header.c ------------------------------------------------------------------------------- */

/* Is there a short rule right below a chunk? Then first … last are the columns that it reaches over. */
bool sp_aligned_ruled_below(const struct sp_builder *b, const struct sp_chunked_line *l, const struct sp_chunk *c,
                            int *first, int *last);
/* struct sp_heading, top to bottom (transfer full, g_array_free) */
GArray *sp_aligned_headings(const struct sp_builder *b);
/* The heights that part the header's levels, double, ascending (transfer full, g_array_free) */
GArray *sp_aligned_header_levels(const struct sp_builder *b, const GArray *list);

#endif
