/*
 * stage — one program of the chain over one document: files in, files out, a clock, and what became of it.
 *
 *     struct sp_stage s = { .argv = argv, .folder = NULL, .in = in, .out = out, .err = err, .until_us = soon };
 *     struct sp_stage_end end = sp_stage_run(&s);
 *
 * A stage and what it starts is a process group of its own, stopped when its time is over or when a signal stops us;
 * it ends with us, and leaves no core file. Its input is read from where the descriptor stands.
 */
#ifndef SPUNTA_BULK_STAGE_H
#define SPUNTA_BULK_STAGE_H

#include <stdbool.h>
#include <stdint.h>

struct sp_stage {
	char *const *argv;
	const char *folder; /* to run it in; NULL: where we are */
	int in, out, err;   /* in may be -1: nothing to read */
	int64_t until_us;   /* on the monotonic clock: later it is stopped */
};

struct sp_stage_end {
	int exit;     /* its status; -1 when it has none */
	int signal;   /* that ended it, or 0 */
	bool timeout; /* we stopped it */
};

struct sp_stage_end sp_stage_run(const struct sp_stage *s);

#endif
