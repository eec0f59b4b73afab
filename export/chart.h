/*
 * chart — bars as inline SVG, for pages without scripts.
 *
 * Geometry is binary floating point and says nothing: what a bar stands for is written in its data-value, in the
 * digits of the document, and again in a table beside the chart. Colours come from the page's style by class.
 * The drawings are hidden from readers of screens, who have the table.
 */
#ifndef SPUNTA_EXPORT_CHART_H
#define SPUNTA_EXPORT_CHART_H

#include <stdio.h>

#include "base/json.h"

struct sp_bar {
	const char *class;
	const struct sp_json *figure; /* an object with value and raw; NULL or without a value: no bar */
};

/* Horizontal bars under each other on a scale from 0 to `most`, as wide as the place they stand in. */
void sp_chart_bars(const struct sp_bar *bars, size_t n, double most, FILE *to);

struct sp_year {
	char label[16];               /* "2024"; "" for a figure without a year */
	const struct sp_json *actual; /* figures, or NULL */
	const struct sp_json *target;
};

/* A bar a year, its target as a line across it; a target without a year goes across all of them. */
void sp_chart_years(const struct sp_year *years, size_t n, const struct sp_json *target, FILE *to);

/* The value of a figure, for the scale of a chart; false when there is none. */
bool sp_chart_value(const struct sp_json *figure, double *value);

#endif
