/*
 * header — which column of a table feeds which field, by the words of its header.
 *
 * Headers are compared without case, accents, points and blanks. A year in a header ("Consuntivo
 * 2018") is taken out first and kept. Damage from narrow cells is borne: "Consuntivo o 2021" and
 * "Consuntiv o 2021" are one letter away from a known header, and one letter in six is forgiven.
 *
 * Each table rule of a profile is tried; the one that maps most columns wins, provided that the
 * columns it needs are there.
 */
#ifndef SPUNTA_NORMALIZE_HEADER_H
#define SPUNTA_NORMALIZE_HEADER_H

#include "normalize/profile.h"

struct sp_mapped {
	const struct sp_column *column; /* NULL: no field takes it */
	int year;                       /* from the header, 0 when none */
	char *header;                   /* as printed */
	const char *unit;               /* "%" or "EUR" when the header says so, else NULL */
};

struct sp_mapping {
	const struct sp_table_rule *rule;
	size_t n;
	struct sp_mapped *columns;
};

/*
 * `headers` are whole, outer rows first; `inner`, NULL or of the same length, holds what stands in the last
 * header row alone, which is tried where the whole header says nothing ("Indicatori Valore atteso"). NULL
 * when no rule fits. (transfer full)
 */
struct sp_mapping *sp_header_map(const struct sp_profile *profile, char *const headers[], char *const inner[],
				 size_t n);
struct sp_mapping *sp_mapping_copy(const struct sp_mapping *m);
void sp_mapping_free(struct sp_mapping *m); /* NULL is allowed */

/* The form in which headers are compared; the year goes to `year`. (transfer full) */
char *sp_header_tight(const char *header, int *year);

/* "%" or "EUR" when the words say so, else NULL. Static. */
const char *sp_header_unit(const char *header);

/* "contributions: code ← Cod.VP, weight ← peso", for --explain. (transfer full) */
char *sp_mapping_text(const struct sp_mapping *m);

#endif
