#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/temporary.h"

struct sp_file {
	char *target;
	char *temporary;
	FILE *stream;
};

static GBytes *read_all(struct sp_ctx *ctx, FILE *f, const char *name, size_t limit)
{
	GByteArray *all = g_byte_array_new();
	guint8 *block = g_malloc(65536);
	size_t n;
	while ((n = fread(block, 1, 65536, f)) > 0 && all->len <= limit)
		g_byte_array_append(all, block, (guint)n);
	g_free(block);
	if (ferror(f))
		sp_report(ctx, SP_D_OPEN, "cannot read %s: %s", name, g_strerror(errno));
	else if (all->len > limit)
		sp_report(ctx, SP_D_LIMIT, "%s is larger than %zu MiB, the most that is read", name, limit >> 20);
	else
		return g_byte_array_free_to_bytes(all);
	g_byte_array_unref(all);
	return NULL;
}

GBytes *sp_file_read(struct sp_ctx *ctx, const char *path, size_t limit)
{
	if (!path || strcmp(path, "-") == 0)
		return read_all(ctx, stdin, "standard input", limit);

	FILE *f = fopen(path, "rb");
	struct stat st;
	if (!f || fstat(fileno(f), &st) != 0) {
		sp_report(ctx, SP_D_OPEN, "cannot open %s: %s", path, g_strerror(errno));
		if (f)
			fclose(f);
		return NULL;
	}
	GBytes *bytes = NULL;
	if (S_ISDIR(st.st_mode))
		sp_report(ctx, SP_D_OPEN, "%s is a directory; name a file in it", path);
	else
		bytes = read_all(ctx, f, path, limit);
	fclose(f);
	return bytes;
}

/* mkstemp makes private files; what we publish has the mode that the user's umask asks for. */
static void open_up(int fd)
{
	mode_t mask = umask(0);
	umask(mask);
	(void)!fchmod(fd, 0666 & ~mask);
}

struct sp_file *sp_file_create(struct sp_ctx *ctx, const char *path)
{
	char *temporary = g_strdup_printf("%s.XXXXXX", path);
	int fd = sp_temporary_file(temporary);
	FILE *stream = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (!stream) {
		sp_report(ctx, SP_D_WRITE, "cannot create %s: %s", path, g_strerror(errno));
		if (fd >= 0) {
			close(fd);
			unlink(temporary);
			sp_temporary_keep(temporary);
		}
		g_free(temporary);
		return NULL;
	}
	open_up(fd);
	struct sp_file *f = g_new(struct sp_file, 1);
	*f = (struct sp_file){ g_strdup(path), temporary, stream };
	return f;
}

FILE *sp_file_stream(struct sp_file *f)
{
	return f->stream;
}

const char *sp_file_temporary(const struct sp_file *f)
{
	return f->temporary;
}

static void file_free(struct sp_file *f)
{
	sp_temporary_keep(f->temporary);
	g_free(f->target);
	g_free(f->temporary);
	g_free(f);
}

enum sp_status sp_file_settle(struct sp_ctx *ctx, struct sp_file *f)
{
	if (!f->stream)
		return SP_OK;
	bool failed = ferror(f->stream) != 0;
	int why = failed ? EIO : 0;
	if (!failed && (fflush(f->stream) != 0 || fsync(fileno(f->stream)) != 0))
		why = errno, failed = true;
	if (fclose(f->stream) != 0 && !failed)
		why = errno, failed = true;
	f->stream = NULL;
	return failed ? sp_report(ctx, SP_D_WRITE, "cannot write %s: %s", f->target, g_strerror(why)) : SP_OK;
}

enum sp_status sp_file_commit(struct sp_ctx *ctx, struct sp_file *f)
{
	enum sp_status s = sp_file_settle(ctx, f);
	if (s == SP_OK && rename(f->temporary, f->target) != 0)
		s = sp_report(ctx, SP_D_WRITE, "cannot write %s: %s", f->target, g_strerror(errno));
	if (s != SP_OK)
		unlink(f->temporary);
	file_free(f);
	return s;
}

void sp_file_abandon(struct sp_file *f)
{
	if (!f)
		return;
	if (f->stream)
		fclose(f->stream);
	unlink(f->temporary);
	file_free(f);
}
