/*
 * parallel — GNU parallel, which starts the jobs: how many at once, where, again after a failure, within which time.
 *
 * Its standard input is a list of job numbers, its standard output the numbers of jobs that are through; everything it
 * has to say to people goes to our standard error. It ends when we do.
 *
 *     struct sp_gnu_parallel p = { .jobs = 4, .retries = 1, … };
 *     enum sp_status s = sp_gnu_parallel_run(ctx, &p, store, fn, to);          // fn is called for each number
 *
 * On other machines `spunta` must be in the PATH that commands over ssh have, and rsync on both sides.
 */
#ifndef SPUNTA_BULK_PARALLEL_H
#define SPUNTA_BULK_PARALLEL_H

#include "base/ctx.h"
#include "bulk/store.h"

/* All borrowed. */
struct sp_gnu_parallel {
	int jobs;                 /* at once on each machine; 0: one for each core */
	int retries;              /* times that a job is tried */
	int64_t seconds;          /* that a job may take at most */
	const char *memfree;      /* start no job with less; or NULL */
	const char *joblog;       /* absolute */
	char *const *sshlogins;   /* closed by NULL; or NULL */
	const char *sshloginfile; /* absolute; or NULL */
	const char *programs;     /* folder of ours */
};

/* How many jobs may run at once, as far as that is known here: at least 1. */
size_t sp_gnu_parallel_slots(const struct sp_gnu_parallel *e);

/* Are there other machines? */
bool sp_gnu_parallel_elsewhere(const struct sp_gnu_parallel *e);

/* False: stop, no more can be taken. */
typedef bool (*sp_job_fn)(void *to, const char *id);

/* The file .bulk/queue has the numbers. SP_SKIP: it was stopped by a signal, which is put into `*interrupted`. SP_FAIL:
 * it did not run (reported). */
enum sp_status sp_gnu_parallel_run(struct sp_ctx *ctx, const struct sp_gnu_parallel *e, const struct sp_store *store,
				   sp_job_fn fn, void *to, int *interrupted);

/* What GNU parallel wrote of the jobs: fn is called with each number, where it ran, and how it ended. */
typedef void (*sp_joblog_fn)(void *to, const char *id, const char *host, int exit, int signal);
void sp_gnu_parallel_joblog(const char *path, sp_joblog_fn fn, void *to);

#endif
