/*
 * coverage — how many of a document's figures were held against others, and what came of it.
 *
 *     struct sp_coverage *c = sp_coverage_new();
 *     sp_coverage_add(c, finding);                   // each one
 *     struct sp_coverage_counts n = sp_coverage_counts(c);
 *     sp_coverage_free(c);
 *
 * A figure counts once, whatever the number of findings that it is in: published ones and those that a value was
 * computed from. It is accused if a finding says that it does not hold, else it agrees.
 */
#ifndef SPUNTA_VERIFY_FINDINGS_COVERAGE_H
#define SPUNTA_VERIFY_FINDINGS_COVERAGE_H

#include <stdint.h>

#include "verify/findings/finding.h"

struct sp_coverage_counts {
	int64_t checked, agreeing, accused;
};

struct sp_coverage;

struct sp_coverage *sp_coverage_new(void);
void sp_coverage_free(struct sp_coverage *c); /* NULL is allowed */

void sp_coverage_add(struct sp_coverage *c, const struct sp_finding *f);
struct sp_coverage_counts sp_coverage_counts(const struct sp_coverage *c);

#endif
