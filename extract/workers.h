/*
 * workers — the pages of a PDF, read by processes of their own and delivered in page order.
 *
 * Poppler is not to be called from two threads, and a page of a hostile file may crash or hang it. So
 * every PDF is parsed in worker processes, one or more, inside a sandbox (sandbox.h); the parent never parses, and
 * believes a worker's frames no further than that they are what its pages say. Pages go to workers
 * in fixed chunks, so that what comes out is the same bytes for any number of workers. A worker that
 * dies costs the page it was at (a problem record, exit status 1); a fresh one goes on behind it.
 */
#ifndef SPUNTA_EXTRACT_WORKERS_H
#define SPUNTA_EXTRACT_WORKERS_H

#include <stdio.h>

#include "extract/worker.h"

/*
 * Writes the whole layout stream. SP_FAIL after a diagnosis when the document cannot be read or a
 * limit was reached: then no end record was written.
 */
enum sp_status sp_work_run(struct sp_ctx *ctx, const struct sp_work *work, FILE *to);

#endif
