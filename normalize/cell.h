/*
 * cell — the text of a cell or label as the JSON value of a field.
 *
 * Each keeps what is printed: `raw` beside `value`, and `value` is null unless it is sure. Nothing
 * here knows records or profiles' layouts, only patterns and words.
 *
 * All functions give JSON text (transfer full), or NULL when there is nothing in the cell.
 */
#ifndef SPUNTA_NORMALIZE_CELL_H
#define SPUNTA_NORMALIZE_CELL_H

#include "normalize/place.h"
#include "normalize/profile.h"

struct sp_figure_rule {
	const char *unit;               /* when the cell prints none; or NULL */
	const struct sp_pattern *gross; /* second figure in brackets; or NULL */
	int year;                       /* written when not 0 */
	const char *measure;            /* written when not NULL */
	const char *label;              /* words that name it; written when not NULL */
};

/*
 * `place` NULL: without source.
 * {"raw","value","unit"[,"year"][,"multiplier"][,"approx"][,"op"][,"note"][,"gross","gross_raw"],"source"}.
 * "12 posti": the words after the figure are its unit when they are three at most.
 */
char *sp_cell_figure(struct sp_ctx *ctx, const char *text, const struct sp_figure_rule *rule,
		     const struct sp_place *place);

/* {"raw","kind","expression"}: the kind by the profile's patterns, "none" for "/" and "-". */
char *sp_cell_formula(struct sp_ctx *ctx, const struct sp_profile *profile, const char *text);

/* Unit by the words of a name ("Percentuale di …"): borrowed from the profile, NULL when none. */
const char *sp_cell_unit(struct sp_ctx *ctx, const struct sp_profile *profile, const char *name);

/* Is the text a figure and nothing else? */
bool sp_cell_is_figure(const char *text);
/* A figure that can be no code and no ordinal: it has decimals, thousands, a sign or a unit. */
bool sp_cell_is_amount(const char *text);
bool sp_cell_has_letters(const char *text);

/* Does the text hold a figure (a bare year is none)? What may not be lost silently. */
bool sp_cell_figured(const char *text);

/* Whole numbers in the text, as strings, in order ("3 - 4" → "3", "4"). Owned by the array. */
GPtrArray *sp_cell_numbers(const char *text);

/*
 * Items of a cell that lists things: the paragraphs that the layout tells apart (lines joined to
 * paragraphs), list signs, " - " after a colon. A lead-in that ends in a colon is no item. Owned
 * by the array.
 */
GPtrArray *sp_cell_items(const struct sp_json *cell, const char *text);

/* How a cell stands to the last item of the cell that the page before cut. */
enum sp_cell_start {
	SP_CELL_ITEM,    /* it begins with the sign of a list item */
	SP_CELL_GOES_ON, /* the layout says that the paragraph goes on */
	SP_CELL_OPEN,    /* it may go on */
};

enum sp_cell_start sp_cell_start(const struct sp_json *cell, const char *text);

#endif
