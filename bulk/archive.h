/*
 * archive — the conversion of many documents: what is to be done, done, and told.
 *
 *     struct sp_archive a = { .inputs = inputs, .store = store, .ledger = ledger, .chain = …, .engine = …, .key = … };
 *     struct sp_tally t = sp_archive_convert(ctx, &a);
 *     sp_tally_write(ctx, &a, &t, stdout);
 *
 * A document is done once, under however many names. It is left as it is when its records are there and were made under
 * the same key. A run that was killed has left nothing half done: what its jobs had finished is taken over first.
 */
#ifndef SPUNTA_BULK_ARCHIVE_H
#define SPUNTA_BULK_ARCHIVE_H

#include "bulk/inputs.h"
#include "bulk/key.h"
#include "bulk/ledger.h"
#include "bulk/parallel.h"
#include "bulk/store.h"

/* All borrowed. */
struct sp_archive {
	const struct sp_inputs *inputs;
	struct sp_store *store;
	struct sp_ledger *ledger;
	const struct sp_chain *chain;
	struct sp_gnu_parallel *engine; /* its seconds are set here */
	const char *key, *agreement;
	const char *enough; /* the key of results without OCR, good with it where every page was read; NULL: none is */
	bool resume; /* documents that failed before are not tried again */
};

struct sp_tally {
	size_t inputs, documents; /* files, and different ones among them */
	size_t kept;              /* done by an earlier run */
	size_t done, failed;
	size_t untried;  /* stopped before their turn */
	size_t found;    /* of those done: with a finding that does not hold */
	size_t outcomes[SP_OUTCOMES];
	int interrupted; /* by this signal; or 0 */
};

struct sp_tally sp_archive_convert(struct sp_ctx *ctx, const struct sp_archive *a);
void sp_tally_write(const struct sp_archive *a, const struct sp_tally *t, enum sp_lang lang, FILE *to);

#endif
