/*
 * store — the folder that an archive is converted into.
 *
 *     OUT/records/0b/0b1c….jsonl   records and findings of the document of this SHA-256, whole or not there
 *     OUT/failures/0b/0b1c….json   why there are none
 *     OUT/again/REASON             the paths of what failed for a reason (failures.h)
 *     OUT/catalogue.csv            every input (catalogue.h)
 *     OUT/.bulk/                   ours: what is remembered (ledger.h), jobs under way (job.h), the lock
 *
 * One run at a time: the lock is held by us and by what we start, until the last of them has ended.
 *
 * Files come into records and failures by being renamed, after they are on the disk.
 */
#ifndef SPUNTA_BULK_STORE_H
#define SPUNTA_BULK_STORE_H

#include "base/file.h"
#include "bulk/answer.h"

struct sp_store;

/* Makes the folders where they are not. NULL after a diagnosis: cannot be written, or another run is at work. */
struct sp_store *sp_store_open(struct sp_ctx *ctx, const char *out);
void sp_store_close(struct sp_store *st); /* NULL is allowed */

const char *sp_store_out(const struct sp_store *st);  /* OUT as named (borrowed) */
const char *sp_store_bulk(const struct sp_store *st); /* OUT/.bulk, absolute (borrowed) */

/* OUT/NAME. (transfer full) */
char *sp_store_path(const struct sp_store *st, const char *name);

/* Are the records of this answer there, in their size? */
bool sp_store_has(const struct sp_store *st, const struct sp_answer *a);

/* Takes the records of an answer that is done from out/ID, if it has not (a run may be killed right after). SP_SKIP:
 * they are not what the answer says they are. */
enum sp_status sp_store_take(struct sp_store *st, const struct sp_answer *a, const char *folder);
/* Writes the failure of an answer that is not; records of an older version go. `paths`: of the document, as text,
 * closed by NULL. */
enum sp_status sp_store_fail(struct sp_store *st, const struct sp_answer *a, char *const *paths);
/* The paths of all records, in the order of their SHA-256: the same archive gives the same export. (transfer full) */
GPtrArray *sp_store_records(const struct sp_store *st);
/* The results of a document that the archive has no more. */
void sp_store_forget(struct sp_store *st, const char *sha256);

/* A file of OUT that appears when it is whole; nothing of it is left in OUT when we are killed on the way. */
struct sp_file *sp_store_create(struct sp_store *st, const char *name);
enum sp_status sp_store_publish(struct sp_store *st, struct sp_file *f, const char *name);

/* What was taken is to be found after a power cut as well. */
void sp_store_sync(struct sp_store *st);

/* Removes what stands in the folder OUT/NAME. */
void sp_store_empty(struct sp_store *st, const char *name);
/* Empties the folders of jobs. */
void sp_store_sweep(struct sp_store *st);

#endif
