/*
 * status — what a function that can fail returns.
 *
 * The tiers say how far the damage goes, as in libarchive: a record that is lost differs from a
 * stream that is lost. Whoever first knows why something failed reports it once to the ctx
 * (ctx.h); callers above only pass the tier on.
 */
#ifndef SPUNTA_BASE_STATUS_H
#define SPUNTA_BASE_STATUS_H

enum sp_status {
	SP_OK,   /* done */
	SP_END,  /* nothing more to read, or nothing found: not an error */
	SP_SKIP, /* this record or page is lost, the stream is fine: go on */
	SP_FAIL, /* the stream or the whole task is lost: stop */
};

/* Exit statuses of every program (contract: 0 holds, 1 something does not hold, 2 wrong input or
 * arguments, 3 a limit or resource failed). The worst over a run wins. */
enum sp_exit { SP_EXIT_OK = 0, SP_EXIT_FOUND = 1, SP_EXIT_INPUT = 2, SP_EXIT_RESOURCE = 3 };

#endif
