/*
 * classification — the official missions and programmes of local bodies, with titles by year.
 *
 * The table is normalize/classification.tsv, bundled. Codes are canonical: "01", "01.02".
 */
#ifndef SPUNTA_NORMALIZE_CLASSIFICATION_H
#define SPUNTA_NORMALIZE_CLASSIFICATION_H

#include <stdbool.h>

struct sp_classification;

struct sp_classified {
	const char *title; /* borrowed from the classification */
	bool region;       /* regions only */
	bool in_force;     /* in the year asked for; false: before it came, or after it went */
};

struct sp_classification *sp_classification_new(void);
void sp_classification_free(struct sp_classification *c);

/* False when there is no such code in any year. `year` 0: the latest. */
bool sp_classification_find(const struct sp_classification *c, const char *code, int year, struct sp_classified *out);

#endif
