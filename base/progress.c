#include "base/progress.h"

#include <unistd.h>

#include "base/prog.h"

enum { WIDTH = 30, PATIENCE = 1000000, PERIOD = 100000 }; /* columns; µs */

struct sp_progress {
	int64_t total;
	const char *unit;
	bool fancy, shown;
	int64_t start, last;
};

struct sp_progress *sp_progress_new(int64_t total, const char *unit)
{
	struct sp_progress *p = g_new(struct sp_progress, 1);
	*p = (struct sp_progress){ total, unit, sp_prog_fancy(STDERR_FILENO), false, g_get_monotonic_time(), 0 };
	return p;
}

void sp_progress_step(struct sp_progress *p, int64_t done)
{
	int64_t now = p->fancy ? g_get_monotonic_time() : 0;
	if (!p->fancy || now - p->start < PATIENCE || now - p->last < PERIOD)
		return;
	p->last = now;
	p->shown = true;
	int filled = (int)(done * WIDTH / MAX(p->total, 1));
	int64_t left = done > 0 ? (now - p->start) * (p->total - done) / done / 1000000 : 0;
	fprintf(stderr, "\r[%.*s%*s] %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " %s, %" G_GINT64_FORMAT " s left \033[K",
	        filled, "==============================", WIDTH - filled, "", done, p->total, p->unit, left);
}

void sp_progress_free(struct sp_progress *p)
{
	if (p && p->shown)
		fputs("\r\033[K", stderr);
	g_free(p);
}
