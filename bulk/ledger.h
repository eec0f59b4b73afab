/*
 * ledger — what is remembered of an archive from run to run: which file had which bytes, how each document came out.
 *
 *     struct sp_ledger *l = sp_ledger_open(ctx, store);             // NULL after a diagnosis
 *     sp_ledger_input(l, input);                                    // this path holds this document now
 *     sp_ledger_add(l, answer);                                     // takes it; the latest answer counts
 *     const struct sp_answer *a = sp_ledger_answer(l, sha256);      // or NULL
 *
 * A file of JSON lines (OUT/.bulk/ledger.jsonl), added to line by line, so that a run that is killed has lost nothing
 * but the line it was writing: that one is dropped, and done again. Paths are bytes and stand percent-encoded. Losing
 * the ledger loses no records; they are made again.
 */
#ifndef SPUNTA_BULK_LEDGER_H
#define SPUNTA_BULK_LEDGER_H

#include "bulk/answer.h"
#include "bulk/store.h"

struct sp_ledger;

struct sp_ledger *sp_ledger_open(struct sp_ctx *ctx, struct sp_store *store);
enum sp_status sp_ledger_close(struct sp_ledger *l); /* SP_FAIL: what was added may be lost (reported) */

/* For sp_inputs_identify. */
const char *sp_ledger_known(void *ledger, const char *path, const struct sp_stamp *stamp);

/* True when the path held another document before; that one's SHA-256 is put into `before`. */
bool sp_ledger_input(struct sp_ledger *l, const struct sp_input *i, char before[SP_SHA256]);
void sp_ledger_add(struct sp_ledger *l, struct sp_answer *a);

const struct sp_answer *sp_ledger_answer(const struct sp_ledger *l, const char *sha256);

/* All inputs ever, by path; each document may have several paths. (transfer container) */
GPtrArray *sp_ledger_inputs(const struct sp_ledger *l); /* of const struct sp_input */
/* The paths of a document as UTF-8 for people, sorted, closed by NULL. (transfer full, g_strfreev) */
char **sp_ledger_paths(const struct sp_ledger *l, const char *sha256);

#endif
