/*
 * rates — columns of percentages that follow from two others: "Variazione %", "% incassi/accertamenti".
 *
 *     GPtrArray *found = sp_rates_find(matrix);     // of struct sp_rate *
 *     … g_ptr_array_unref(found);
 *
 * Which columns they follow from is searched for, as with sums (sums.h): what holds in nearly every row is the
 * relation. A change is (new - old) / old * 100, a share part / whole * 100. They are held against what is printed at
 * its own decimals; where zeros at their end may fill a column, without those.
 */
#ifndef SPUNTA_VERIFY_TABLES_RATES_H
#define SPUNTA_VERIFY_TABLES_RATES_H

#include <gmp.h>

#include "verify/findings/finding.h"
#include "verify/tables/matrix.h"

struct sp_rate {
	size_t row, col; /* the percentage */
	size_t of, by;   /* columns: what is divided, or changed to, and by what, or from what */
	bool change;
	mpq_t value;
	enum sp_finding_status status; /* match, truncated, mismatch */
};

GPtrArray *sp_rates_find(const struct sp_matrix *m);

#endif
