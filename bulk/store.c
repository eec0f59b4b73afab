#include "bulk/store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { LOCK_PATIENCE = 50, LOCK_PAUSE_US = 100000 };

struct sp_store {
	struct sp_ctx *ctx;
	char *out, *bulk;
	int lock;
};

const char *sp_store_out(const struct sp_store *st)
{
	return st->out;
}

const char *sp_store_bulk(const struct sp_store *st)
{
	return st->bulk;
}

char *sp_store_path(const struct sp_store *st, const char *name)
{
	return g_build_filename(st->out, name, NULL);
}

static char *records_path(const struct sp_store *st, const char *sha256)
{
	return g_strdup_printf("%s/records/%.2s/%s.jsonl", st->out, sha256, sha256);
}

static char *failure_path(const struct sp_store *st, const char *sha256)
{
	return g_strdup_printf("%s/failures/%.2s/%s.json", st->out, sha256, sha256);
}

/* --- opening -------------------------------------------------------------------------------------------------- */

static bool make_folders(struct sp_store *st)
{
	static const char *const names[] = { "",      "records",  "failures",  "again",
					     ".bulk", ".bulk/in", ".bulk/out", ".bulk/run" };
	bool made = true;
	for (size_t i = 0; i < G_N_ELEMENTS(names) && made; i++) {
		char *path = sp_store_path(st, names[i]);
		made = g_mkdir_with_parents(path, 0777) == 0;
		if (!made)
			sp_report(st->ctx, SP_D_WRITE, "cannot make the folder %s: %s", path, g_strerror(errno));
		g_free(path);
	}
	return made;
}

/*
 * The descriptor is inherited by what we start, so the lock is free when the last of it has ended. A run that was
 * killed takes the programs that it started with it, but that takes a moment: it is waited for.
 */
static bool take_lock(struct sp_store *st)
{
	char *path = sp_store_path(st, ".bulk/lock");
	st->lock = open(path, O_RDWR | O_CREAT, 0666);
	bool taken = false;
	for (int i = 0; i < LOCK_PATIENCE && st->lock >= 0 && !taken; i++) {
		taken = flock(st->lock, LOCK_EX | LOCK_NB) == 0;
		if (!taken && errno != EWOULDBLOCK)
			break;
		if (!taken)
			g_usleep(LOCK_PAUSE_US);
	}
	if (!taken && st->lock >= 0 && errno == EWOULDBLOCK)
		sp_report(st->ctx, SP_D_WRITE, "another run is at work in %s; wait for it or name another folder",
			  st->out);
	else if (!taken)
		sp_report(st->ctx, SP_D_WRITE, "cannot lock %s: %s", path, g_strerror(errno));
	g_free(path);
	return taken;
}

struct sp_store *sp_store_open(struct sp_ctx *ctx, const char *out)
{
	char *here = g_get_current_dir();
	struct sp_store *st = g_new(struct sp_store, 1);
	*st = (struct sp_store){ ctx, g_strdup(out), NULL, -1 };
	st->bulk = g_path_is_absolute(out) ? g_build_filename(out, ".bulk", NULL)
					   : g_build_filename(here, out, ".bulk", NULL);
	g_free(here);
	if (make_folders(st) && take_lock(st))
		return st;
	sp_store_close(st);
	return NULL;
}

void sp_store_close(struct sp_store *st)
{
	if (!st)
		return;
	if (st->lock >= 0)
		close(st->lock);
	g_free(st->out);
	g_free(st->bulk);
	g_free(st);
}

/* --- results ---------------------------------------------------------------------------------------------------- */

bool sp_store_has(const struct sp_store *st, const struct sp_answer *a)
{
	struct stat about;
	char *path = records_path(st, a->sha256);
	bool has = stat(path, &about) == 0 && about.st_size == a->bytes;
	g_free(path);
	return has;
}

/* Are these the records that were counted? On the way from another machine, and after a power cut, they may not be. */
static bool is_whole(const char *path, const struct sp_answer *a)
{
	GMappedFile *file = g_mapped_file_new(path, FALSE, NULL);
	if (!file)
		return false;
	GBytes *bytes = g_mapped_file_get_bytes(file);
	char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	bool whole = strcmp(digest, a->digest) == 0;
	g_free(digest);
	g_bytes_unref(bytes);
	g_mapped_file_unref(file);
	return whole;
}

static bool to_disk(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool there = fd >= 0 && fsync(fd) == 0;
	int why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return there;
}

static void remove_failure(struct sp_store *st, const char *sha256)
{
	char *path = failure_path(st, sha256);
	unlink(path);
	g_free(path);
}

static void remove_records(struct sp_store *st, const char *sha256)
{
	char *path = records_path(st, sha256);
	unlink(path);
	g_free(path);
}

/* The folder that a result stands in is made with the first of them. */
static bool move(const char *from, const char *to)
{
	char *folder = g_path_get_dirname(to);
	bool moved = g_mkdir_with_parents(folder, 0777) == 0 && rename(from, to) == 0;
	g_free(folder);
	return moved;
}

enum sp_status sp_store_take(struct sp_store *st, const struct sp_answer *a, const char *folder)
{
	char *from = g_strdup_printf("%s/%s.jsonl", folder, a->sha256);
	char *to = records_path(st, a->sha256);
	enum sp_status s = SP_OK;
	if (!is_whole(from, a))
		s = is_whole(to, a) ? SP_OK : SP_SKIP;
	else if (!to_disk(from) || !move(from, to))
		s = sp_report(st->ctx, SP_D_WRITE, "cannot write %s: %s", to, g_strerror(errno));
	else
		remove_failure(st, a->sha256);
	g_free(to);
	g_free(from);
	return s;
}

/* Where a file of OUT is made: within what is swept, so that nothing half made is left beside the results. */
static char *workshop(const struct sp_store *st, const char *name)
{
	char *base = g_path_get_basename(name);
	char *path = g_build_filename(st->bulk, "out", base, NULL);
	g_free(base);
	return path;
}

struct sp_file *sp_store_create(struct sp_store *st, const char *name)
{
	char *path = workshop(st, name);
	struct sp_file *f = sp_file_create(st->ctx, path);
	g_free(path);
	return f;
}

enum sp_status sp_store_publish(struct sp_store *st, struct sp_file *f, const char *name)
{
	char *from = workshop(st, name), *to = sp_store_path(st, name);
	enum sp_status s = sp_file_commit(st->ctx, f);
	if (s == SP_OK && !move(from, to))
		s = sp_report(st->ctx, SP_D_WRITE, "cannot write %s: %s", to, g_strerror(errno));
	g_free(to);
	g_free(from);
	return s;
}

enum sp_status sp_store_fail(struct sp_store *st, const struct sp_answer *a, char *const *paths)
{
	char *name = g_strdup_printf("failures/%.2s/%s.json", a->sha256, a->sha256);
	struct sp_file *f = sp_store_create(st, name);
	enum sp_status s = f ? SP_OK : SP_FAIL;
	if (f) {
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_object(&w, NULL);
		sp_jw_array(&w, "paths");
		for (; *paths; paths++)
			sp_jw_str(&w, NULL, *paths);
		sp_jw_close(&w);
		sp_answer_write(a, &w);
		sp_jw_close(&w);
		sp_jw_line(&w, sp_file_stream(f));
		sp_jw_clear(&w);
		s = sp_store_publish(st, f, name);
	}
	if (s == SP_OK)
		remove_records(st, a->sha256);
	g_free(name);
	return s;
}

/* Names in a folder that is there or not. */
static GPtrArray *names_in(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *d = g_dir_open(folder, 0, NULL);
	const char *name;
	while (d && (name = g_dir_read_name(d)))
		g_ptr_array_add(names, g_build_filename(folder, name, NULL));
	if (d)
		g_dir_close(d);
	return names;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *sp_store_records(const struct sp_store *st)
{
	char *folder = sp_store_path(st, "records");
	GPtrArray *records = g_ptr_array_new_with_free_func(g_free), *shards = names_in(folder);
	for (guint i = 0; i < shards->len; i++) {
		GPtrArray *names = names_in(g_ptr_array_index(shards, i));
		for (guint k = 0; k < names->len; k++)
			if (g_str_has_suffix(g_ptr_array_index(names, k), ".jsonl"))
				g_ptr_array_add(records, g_strdup(g_ptr_array_index(names, k)));
		g_ptr_array_free(names, TRUE);
	}
	g_ptr_array_sort(records, by_name);
	g_ptr_array_free(shards, TRUE);
	g_free(folder);
	return records;
}

void sp_store_forget(struct sp_store *st, const char *sha256)
{
	remove_records(st, sha256);
	remove_failure(st, sha256);
}

static int sync_folder(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)at;
	if (type == FTW_D)
		to_disk(path);
	return 0;
}

void sp_store_sync(struct sp_store *st)
{
	static const char *const names[] = { "records", "failures" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		char *path = sp_store_path(st, names[i]);
		nftw(path, sync_folder, 16, FTW_PHYS);
		g_free(path);
	}
}

/* --- sweeping ------------------------------------------------------------------------------------------------------
 */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	if (at->level > 0)
		(void)!(type == FTW_DP ? rmdir(path) : unlink(path));
	return 0;
}

void sp_store_empty(struct sp_store *st, const char *name)
{
	char *path = sp_store_path(st, name);
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	g_free(path);
}

void sp_store_sweep(struct sp_store *st)
{
	sp_store_empty(st, ".bulk/in");
	sp_store_empty(st, ".bulk/out");
	sp_store_empty(st, ".bulk/run");
}
