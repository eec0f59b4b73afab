#include "export/libpq.h"

#ifdef SPUNTA_POSTGRES

#include <dlfcn.h>

static void *look_up(void *library, const char *name, bool *all)
{
	void *call = dlsym(library, name);
	*all = *all && call;
	return call;
}

struct sp_libpq *sp_libpq_load(struct sp_ctx *ctx)
{
	static const char name[] = "libpq.so.5";
	void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	struct sp_libpq *pq = g_new0(struct sp_libpq, 1);
	bool all = library != NULL;
	if (library) {
#define X(call) *(void **)(void *)&pq->call = look_up(library, #call, &all);
		SP_LIBPQ_CALLS(X)
#undef X
	}
	if (all)
		return pq;
	sp_report(ctx, SP_D_ARGUMENT, "postgres needs PostgreSQL's client library (%s); on Debian: apt install libpq5",
		  name);
	g_free(pq);
	return NULL;
}

#endif
