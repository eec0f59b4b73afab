/*
 * work — a job: some documents, each put through the chain, on the machine where we are.
 *
 * A job is a folder, job.h makes it; seen from the folder that we are in:
 *
 *     in/ID/run/run.json            what to do, and for which key
 *     in/ID/run/profile-N, rules-N  the user's own
 *     in/ID/SHA256/NAME             a document under its own name
 *     out/ID/SHA256.jsonl           its records, complete
 *     out/ID/answers.jsonl          a line for each document that is through, written after the records
 *
 * Documents that an earlier attempt is through with are left as they are.
 *
 * The stages run one after the other over temporary files, not side by side in pipes: with as many jobs as cores a
 * chain in one core's time is as fast, the stage that failed is known, and each may be as large as it is.
 */
#ifndef SPUNTA_BULK_WORK_H
#define SPUNTA_BULK_WORK_H

#include "base/ctx.h"

/*
 * SP_OK: every document has its answer, and asking again would give no other. SP_SKIP: so, but a document failed in a
 * way that may pass. SP_FAIL: the job could not be done here (reported). `agreement`: of this machine (key.h).
 */
enum sp_status sp_work_job(struct sp_ctx *ctx, const char *id, const char *programs, const char *agreement);

#endif
