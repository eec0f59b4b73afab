#include "export/sink.h"

#include <errno.h>

struct sp_sink {
	struct sp_ctx *ctx;
	struct sp_file *file; /* NULL: standard output */
	char *name;
};

struct sp_sink *sp_sink_open(struct sp_ctx *ctx, const char *path)
{
	bool standard = !path || strcmp(path, "-") == 0;
	struct sp_file *file = standard ? NULL : sp_file_create(ctx, path);
	if (!standard && !file)
		return NULL;
	struct sp_sink *k = g_new(struct sp_sink, 1);
	*k = (struct sp_sink){ ctx, file, g_strdup(standard ? "standard output" : path) };
	return k;
}

FILE *sp_sink_stream(struct sp_sink *k)
{
	return k->file ? sp_file_stream(k->file) : stdout;
}

const char *sp_sink_path(const struct sp_sink *k)
{
	return k->file ? sp_file_temporary(k->file) : NULL;
}

static enum sp_status written(struct sp_sink *k, bool all)
{
	return all ? SP_OK : sp_report(k->ctx, SP_D_WRITE, "cannot write %s: %s", k->name, g_strerror(errno));
}

enum sp_status sp_sink_put(struct sp_sink *k, const char *text, size_t n)
{
	return written(k, fwrite(text, 1, n, sp_sink_stream(k)) == n);
}

enum sp_status sp_sink_flush(struct sp_sink *k)
{
	return written(k, fflush(sp_sink_stream(k)) == 0);
}

/* A standard output that cannot be flushed is for sp_prog_end to report. */
enum sp_status sp_sink_close(struct sp_sink *k, bool complete)
{
	enum sp_status s = SP_OK;
	if (k->file && complete)
		s = sp_file_commit(k->ctx, k->file);
	else
		sp_file_abandon(k->file);
	g_free(k->name);
	g_free(k);
	return s;
}
