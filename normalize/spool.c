#include "normalize/spool.h"

#include <errno.h>

struct sp_spool {
	struct sp_ctx *ctx;
	FILE *file;
	char *buffer;
	size_t size;
	struct sp_json *json;
	int64_t number;
};

static enum sp_status failed(struct sp_spool *s, const char *doing)
{
	return sp_report(s->ctx, SP_D_WRITE, "cannot %s the temporary copy of the stream: %s; is the disk full?", doing,
			 g_strerror(errno));
}

struct sp_spool *sp_spool_new(struct sp_ctx *ctx)
{
	struct sp_spool *s = g_new0(struct sp_spool, 1);
	s->ctx = ctx;
	s->file = tmpfile();
	if (s->file)
		return s;
	failed(s, "make");
	g_free(s);
	return NULL;
}

void sp_spool_free(struct sp_spool *s)
{
	if (!s)
		return;
	fclose(s->file);
	free(s->buffer);
	sp_json_free(s->json);
	g_free(s);
}

enum sp_status sp_spool_keep(struct sp_spool *s, const struct sp_line *line)
{
	sp_line_pass(line, s->file);
	return ferror(s->file) ? failed(s, "write") : SP_OK;
}

enum sp_status sp_spool_rewind(struct sp_spool *s)
{
	s->number = 0;
	return fflush(s->file) == 0 && fseek(s->file, 0, SEEK_SET) == 0 ? SP_OK : failed(s, "read");
}

enum sp_status sp_spool_next(struct sp_spool *s, struct sp_line *line)
{
	ssize_t n = getline(&s->buffer, &s->size, s->file);
	if (n < 0)
		return ferror(s->file) ? failed(s, "read") : SP_END;
	s->ctx->line = ++s->number;
	sp_json_free(s->json);
	s->json = sp_json_parse(s->ctx, s->buffer, (size_t)n - 1);
	if (!s->json)
		return SP_FAIL;
	*line = (struct sp_line){ s->buffer, (size_t)n - 1, s->number, sp_json_str(sp_json_get(s->json, "type")),
				  s->json };
	return SP_OK;
}
