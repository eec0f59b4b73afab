/*
 * failures — documents that have no records, by reason, and what to do about each reason.
 *
 *     timeout: took too long (2)
 *       archivio/a.pdf: spunta-extract: took too long
 *       …
 *       spunta bulk -o risultati -0 --from-file=risultati/again/timeout --timeout=1800
 *
 * OUT/again/REASON has the paths of a reason, each closed by NUL: what the command reads. Lists of an earlier run go.
 */
#ifndef SPUNTA_BULK_FAILURES_H
#define SPUNTA_BULK_FAILURES_H

#include "bulk/inputs.h"
#include "bulk/key.h"
#include "bulk/ledger.h"
#include "bulk/store.h"

/* All borrowed. */
struct sp_failures {
	const struct sp_inputs *inputs;
	struct sp_store *store;
	const struct sp_ledger *ledger;
	const struct sp_chain *chain; /* what the command repeats */
	const char *key;              /* failures of another key are none of this run's */
};

void sp_failures_write(const struct sp_failures *f, enum sp_lang lang, FILE *to);

#endif
