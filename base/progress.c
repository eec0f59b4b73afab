#include "base/progress.h"

#include <unistd.h>

#include "base/prog.h"

enum { WIDTH = 30, PATIENCE = 1000000, PERIOD = 100000 }; /* columns; µs */

struct sp_progress {
	int64_t total;
	const char *unit;
	bool fancy, shown;
	enum sp_lang lang;
	int64_t start, last;
};

struct sp_progress *sp_progress_new(int64_t total, const char *unit)
{
	struct sp_progress *p = g_new(struct sp_progress, 1);
	*p = (struct sp_progress){ .total = total,
				    .unit = unit,
				    .fancy = sp_prog_fancy(STDERR_FILENO),
				    .lang = sp_lang_around(SP_LANG_EN),
				    .start = g_get_monotonic_time() };
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
	fprintf(stderr, "\r[%.*s%*s] ", filled, "==============================", WIDTH - filled, "");
	fprintf(stderr, sp_say(p->lang, "%ld of %ld %s, %ld s left"), (long)done, (long)p->total, sp_say(p->lang, p->unit),
	        (long)left);
	fputs(" \033[K", stderr);
}

void sp_progress_free(struct sp_progress *p)
{
	if (p && p->shown)
		fputs("\r\033[K", stderr);
	g_free(p);
}
