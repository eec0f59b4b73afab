/*
 * progress — a bar on a terminal for what takes longer than a second.
 *
 *     struct sp_progress *p = sp_progress_new(n_pages, "pages");
 *     for (…) sp_progress_step(p, done);
 *     sp_progress_free(p);
 *
 * Shown on stderr, and only when that is a terminal that understands it (sp_prog_fancy) and a second
 * has passed; taken away at the end. Never in a log, never on stdout.
 */
#ifndef SPUNTA_BASE_PROGRESS_H
#define SPUNTA_BASE_PROGRESS_H

#include <stdint.h>

struct sp_progress;

struct sp_progress *sp_progress_new(int64_t total, const char *unit); /* SP_SAID("pages") */
void sp_progress_step(struct sp_progress *p, int64_t done);
void sp_progress_free(struct sp_progress *p); /* NULL is allowed */

#endif
