#include "export/folder.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/temporary.h"

struct member {
	char *name, *path;
	struct sp_file *file; /* NULL: an older file of that name is to go */
	GChecksum *sha256;    /* NULL where none is kept */
	int64_t size;
};

struct sp_folder {
	struct sp_ctx *ctx;
	char *path;
	bool made;
	enum sp_folder_kind kind;
	GPtrArray *members; /* in the order they were named */
};

static void free_member(gpointer p)
{
	struct member *m = p;
	sp_file_abandon(m->file);
	g_clear_pointer(&m->sha256, g_checksum_free);
	g_free(m->name);
	g_free(m->path);
	g_free(m);
}

struct sp_folder *sp_folder_open(struct sp_ctx *ctx, const char *path, enum sp_folder_kind kind)
{
	bool made = sp_temporary_folder(path) == 0;
	int why = errno;
	struct stat st;
	if (!made && (why != EEXIST || stat(path, &st) != 0)) {
		sp_report(ctx, SP_D_WRITE, "cannot make the folder %s: %s", path, g_strerror(why));
		return NULL;
	}
	if (!made && !S_ISDIR(st.st_mode)) {
		sp_report(ctx, SP_D_ARGUMENT, "%s is not a folder; name one to write the files into", path);
		return NULL;
	}
	struct sp_folder *d = g_new(struct sp_folder, 1);
	*d = (struct sp_folder){ ctx, g_strdup(path), made, kind, g_ptr_array_new_with_free_func(free_member) };
	return d;
}

static struct member *find(const struct sp_folder *d, const char *name)
{
	for (guint i = 0; i < d->members->len; i++) {
		struct member *m = g_ptr_array_index(d->members, i);
		if (strcmp(m->name, name) == 0)
			return m;
	}
	return NULL;
}

static struct member *add(struct sp_folder *d, const char *name)
{
	struct member *m = g_new(struct member, 1);
	*m = (struct member){ .name = g_strdup(name), .path = g_build_filename(d->path, name, NULL) };
	if (d->kind == SP_FOLDER_HASHED)
		m->sha256 = g_checksum_new(G_CHECKSUM_SHA256);
	g_ptr_array_add(d->members, m);
	return m;
}

static struct member *open_member(struct sp_folder *d, const char *name)
{
	struct member *m = find(d, name);
	if (!m)
		m = add(d, name);
	if (!m->file) {
		if (g_file_test(m->path, G_FILE_TEST_IS_DIR)) {
			sp_report(d->ctx, SP_D_ARGUMENT,
				  "%s is a folder where a file is to be written; name another folder", m->path);
			return NULL;
		}
		m->file = sp_file_create(d->ctx, m->path);
	}
	return m->file ? m : NULL;
}

int64_t sp_folder_size(const struct sp_folder *d, const char *name)
{
	return find(d, name)->size;
}

const char *sp_folder_sha256(const struct sp_folder *d, const char *name)
{
	return g_checksum_get_string(find(d, name)->sha256);
}

bool sp_folder_has(const struct sp_folder *d, const char *name)
{
	const struct member *m = find(d, name);
	return m && m->file;
}

void sp_folder_replace(struct sp_folder *d, const char *name)
{
	if (!find(d, name))
		add(d, name);
}

enum sp_status sp_folder_put(struct sp_folder *d, const char *name, const char *text, size_t n)
{
	struct member *m = open_member(d, name);
	if (!m)
		return SP_FAIL;
	if (m->sha256)
		g_checksum_update(m->sha256, (const guchar *)text, (gssize)n);
	m->size += (int64_t)n;
	if (fwrite(text, 1, n, sp_file_stream(m->file)) == n)
		return SP_OK;
	return sp_report(d->ctx, SP_D_WRITE, "cannot write %s/%s: %s", d->path, name, g_strerror(errno));
}

static enum sp_status settle(struct sp_folder *d)
{
	for (guint i = 0; i < d->members->len; i++) {
		struct member *m = g_ptr_array_index(d->members, i);
		if (m->file && sp_file_settle(d->ctx, m->file) != SP_OK)
			return SP_FAIL;
	}
	return SP_OK;
}

static enum sp_status publish(struct sp_folder *d)
{
	enum sp_status s = SP_OK;
	for (guint i = 0; i < d->members->len && s == SP_OK; i++) {
		struct member *m = g_ptr_array_index(d->members, i);
		if (m->file) {
			s = sp_file_commit(d->ctx, m->file);
			m->file = NULL;
		} else if (unlink(m->path) != 0 && errno != ENOENT) {
			s = sp_report(d->ctx, SP_D_WRITE, "cannot remove the older %s: %s", m->path, g_strerror(errno));
		}
	}
	return s;
}

enum sp_status sp_folder_close(struct sp_folder *d, bool complete)
{
	enum sp_status s = complete ? settle(d) : SP_OK;
	bool published = complete && s == SP_OK;
	if (published) {
		sp_temporary_hold();
		s = publish(d);
		sp_temporary_release();
	}
	g_ptr_array_free(d->members, TRUE);
	if (d->made && !published)
		rmdir(d->path);
	sp_temporary_keep(d->path);
	g_free(d->path);
	g_free(d);
	return s;
}
