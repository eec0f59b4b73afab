/*
 * heads — what the columns of a kept table are called, and which year they are about.
 *
 * A head is what stands above the figures, however many rows it takes; what the layout says of it is believed and
 * completed. A table without one has the head of the table above it, where nothing is printed between and its columns
 * stand under the other's; so it is with the rest of a table on the next page, and with a head that the layout took for
 * a table of its own.
 *
 *     struct sp_heads *h = sp_heads_new(ctx, facts->head_years, year, profile->measures);
 *     size_t body = sp_heads_rows(&grid);
 *     if (sp_heads_read(h, &grid, body, follows) == SP_OK)
 *             … sp_heads_text(h, col), sp_heads_year(h, col) …
 *     sp_heads_free(h);
 *
 * The words that mean a year without naming it ("the year of this budget") are the profiles' (`facts.head_years`).
 */
#ifndef SPUNTA_NORMALIZE_HEADS_H
#define SPUNTA_NORMALIZE_HEADS_H

#include "normalize/grid.h"

struct sp_heads;

/* `rules` (struct sp_year_rule) and `measures` (struct sp_measure_rule) are borrowed; `base` is the year that rules
 * count from, 0 when it is unknown. */
struct sp_heads *sp_heads_new(struct sp_ctx *ctx, const GPtrArray *rules, int base, const GPtrArray *measures);
void sp_heads_free(struct sp_heads *h); /* NULL is allowed */

/* How many rows at the top name columns. */
size_t sp_heads_rows(const struct sp_grid *g);
/* Is it nothing but the head of what comes next? */
bool sp_heads_alone(const struct sp_grid *g);

/*
 * Reads the head in the first `rows` of the grid, or goes on with the last one where there is none. `follows`: nothing
 * is printed between this table and the one before. Forgotten is what does not fit. SP_FAIL after a diagnosis.
 */
enum sp_status sp_heads_read(struct sp_heads *h, const struct sp_grid *g, size_t rows, bool follows);
/* What comes next stands under no head. */
void sp_heads_forget(struct sp_heads *h);

size_t sp_heads_count(const struct sp_heads *h);
const char *sp_heads_text(const struct sp_heads *h, size_t col); /* levels from the outer one, " / " between */
int sp_heads_year(const struct sp_heads *h, size_t col);         /* 0: none */
/* What the head says that the figures measure, or else `line`, what their line says; NULL: nothing. */
const char *sp_heads_measure(const struct sp_heads *h, size_t col, const char *line);
/* What a line of that name measures, NULL where the words are others. */
enum sp_status sp_heads_line(const struct sp_heads *h, const char *name, const char **measure);

#endif
