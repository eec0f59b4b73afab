/*
 * job — some documents that are handed out together, as folders that GNU parallel carries about.
 *
 * A job is a number of documents, because starting one costs as much as reading a small document does. Its arguments
 * are its number and nothing else: no name of a file is ever on a command line or in a list.
 *
 *     sp_job_prepare(ctx, bulk, &run)                             // in/run.json: the same for all jobs
 *     sp_job_make(ctx, bulk, "000001", documents, n)              // in/000001/…
 *     sp_job_answers("out/000001", fn, to)                        // what the worker (work.h) said
 *
 * Links stand for the documents. Where a job goes to another machine, rsync sends what they lead to.
 */
#ifndef SPUNTA_BULK_JOB_H
#define SPUNTA_BULK_JOB_H

#include "bulk/answer.h"
#include "bulk/key.h"

struct sp_job_document {
	const char *sha256, *path; /* borrowed; the path may be relative to where we are */
	const char *name;          /* what it is called; NULL: as the file (borrowed) */
};

/* Writes what all jobs share into the folder `bulk`. */
enum sp_status sp_job_prepare(struct sp_ctx *ctx, const char *bulk, const struct sp_chain *chain, const char *key,
			      const char *agreement);

enum sp_status sp_job_make(struct sp_ctx *ctx, const char *bulk, const char *id,
			   const struct sp_job_document *documents, size_t n);

/* Calls fn (transfer full) for each answer in out/ID, in the order in which they were given; a line that was cut short
 * is none. */
typedef void (*sp_answer_fn)(void *to, struct sp_answer *a);
void sp_job_answers(const char *folder, sp_answer_fn fn, void *to);

#endif
