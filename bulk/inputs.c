#include "bulk/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/progress.h"

struct sp_inputs {
	struct sp_ctx *ctx;
	const struct sp_manifest *manifest;
	GHashTable *expected; /* path → struct sp_manifest_row that has a SHA-256, borrowed */
	GPtrArray *found; /* of struct sp_input */
	dev_t own_device; /* the folder that is left out */
	ino_t own_inode;
	bool texts; /* .txt of folders as well */
};

void sp_input_free(struct sp_input *i)
{
	g_free(i->path);
	g_free(i->name);
	g_free(i->body);
	g_free(i);
}

static void free_input(gpointer p)
{
	sp_input_free(p);
}

struct sp_inputs *sp_inputs_new(struct sp_ctx *ctx, bool texts)
{
	struct sp_inputs *in = g_new0(struct sp_inputs, 1);
	in->ctx = ctx;
	in->texts = texts;
	in->found = g_ptr_array_new_with_free_func(free_input);
	in->expected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return in;
}

void sp_inputs_free(struct sp_inputs *in)
{
	if (!in)
		return;
	g_ptr_array_free(in->found, TRUE);
	g_hash_table_destroy(in->expected);
	g_free(in);
}

void sp_inputs_leave_out(struct sp_inputs *in, const char *folder)
{
	struct stat st;
	if (stat(folder, &st) == 0) {
		in->own_device = st.st_dev;
		in->own_inode = st.st_ino;
	}
}

size_t sp_inputs_count(const struct sp_inputs *in)
{
	return in->found->len;
}

const struct sp_input *sp_inputs_at(const struct sp_inputs *in, size_t i)
{
	return g_ptr_array_index(in->found, i);
}

/* --- finding ------------------------------------------------------------------------------------------ */

static bool is_document(const struct sp_inputs *in, const char *name)
{
	static const char *const suffixes[] = { ".pdf", ".pdf.p7m", ".txt" };
	size_t n = strlen(name), kinds = G_N_ELEMENTS(suffixes) - (in->texts ? 0 : 1);
	for (size_t i = 0; i < kinds; i++) {
		size_t m = strlen(suffixes[i]);
		if (n > m && g_ascii_strcasecmp(name + n - m, suffixes[i]) == 0)
			return true;
	}
	return false;
}

static int64_t in_ns(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void take(struct sp_inputs *in, const char *path, const struct stat *st)
{
	struct sp_input *i = g_new0(struct sp_input, 1);
	i->path = g_strdup(path);
	i->stamp = (struct sp_stamp){ st->st_size, in_ns(st->st_mtim), in_ns(st->st_ctim) };
	g_ptr_array_add(in->found, i);
}

static enum sp_status unreadable(struct sp_inputs *in, const char *path)
{
	return sp_report(in->ctx, SP_D_OPEN, "cannot read %s: %s", path, g_strerror(errno));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_itself(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void walk(struct sp_inputs *in, const char *folder);

static void look_at(struct sp_inputs *in, const char *path, const char *name)
{
	struct stat st;
	if (lstat(path, &st) != 0) {
		unreadable(in, path);
	} else if (S_ISDIR(st.st_mode)) {
		if (st.st_dev != in->own_device || st.st_ino != in->own_inode)
			walk(in, path);
	} else if (is_document(in, name)) {
		bool link = S_ISLNK(st.st_mode), there = stat(path, &st) == 0;
		if (!there && link && errno == ENOENT)
			sp_report(in->ctx, SP_D_SUSPECT, "%s is a link that leads nowhere; it is left out", path);
		else if (!there)
			unreadable(in, path);
		else if (S_ISREG(st.st_mode))
			take(in, path, &st);
	}
}

static void walk(struct sp_inputs *in, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, not_itself, by_bytes);
	if (n < 0)
		unreadable(in, folder);
	for (int i = 0; i < n; i++) {
		char *path = g_build_filename(folder, entries[i]->d_name, NULL);
		look_at(in, path, entries[i]->d_name);
		g_free(path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

void sp_inputs_add(struct sp_inputs *in, const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		unreadable(in, path);
	else if (S_ISDIR(st.st_mode))
		walk(in, path);
	else if (S_ISREG(st.st_mode))
		take(in, path, &st);
	else
		sp_report(in->ctx, SP_D_OPEN, "%s is neither a file nor a folder", path);
}

void sp_inputs_add_list(struct sp_inputs *in, const char *list, char separator)
{
	FILE *f = strcmp(list, "-") == 0 ? stdin : fopen(list, "rb");
	char *name = NULL;
	size_t room = 0;
	ssize_t n;
	if (!f) {
		unreadable(in, list);
		return;
	}
	while ((n = getdelim(&name, &room, separator, f)) > 0) {
		if (name[n - 1] == separator)
			name[n - 1] = '\0';
		if (*name)
			sp_inputs_add(in, name);
	}
	if (ferror(f))
		unreadable(in, list);
	free(name);
	if (f != stdin)
		fclose(f);
}

/* --- a manifest ------------------------------------------------------------------------------------------ */

static void state(struct sp_inputs *in, struct sp_input *i, const struct sp_manifest_row *row)
{
	i->stated = true;
	i->name = g_strdup(row->name);
	i->body = g_strdup(row->body);
	i->year = row->year;
	if (row->sha256)
		g_hash_table_insert(in->expected, g_strdup(i->path), (gpointer)(uintptr_t)row);
}

void sp_inputs_add_manifest(struct sp_inputs *in, const struct sp_manifest *m)
{
	in->manifest = m;
	for (guint k = 0; k < m->rows->len; k++) {
		const struct sp_manifest_row *row = g_ptr_array_index(m->rows, k);
		struct stat st;
		if (!row->path)
			continue;
		if (stat(row->path, &st) != 0) {
			unreadable(in, row->path);
		} else if (!S_ISREG(st.st_mode)) {
			sp_report(in->ctx, SP_D_OPEN, "%s is no file, as a row of a manifest must be", row->path);
		} else {
			take(in, row->path, &st);
			state(in, g_ptr_array_index(in->found, in->found->len - 1), row);
		}
	}
}

/* Rows without a path: of the files that are called so. */
static void state_by_name(struct sp_inputs *in)
{
	GHashTable *rows = g_hash_table_new(g_str_hash, g_str_equal), *used = g_hash_table_new(NULL, NULL);
	for (guint k = 0; in->manifest && k < in->manifest->rows->len; k++) {
		struct sp_manifest_row *row = g_ptr_array_index(in->manifest->rows, k);
		if (!row->path)
			g_hash_table_insert(rows, row->name, row);
	}
	for (guint k = 0; k < in->found->len && g_hash_table_size(rows) > 0; k++) {
		struct sp_input *i = g_ptr_array_index(in->found, k);
		char *name = g_path_get_basename(i->path);
		struct sp_manifest_row *row = i->stated ? NULL : g_hash_table_lookup(rows, name);
		if (row) {
			state(in, i, row);
			g_hash_table_add(used, row);
		}
		g_free(name);
	}
	GHashTableIter each;
	gpointer name, row;
	g_hash_table_iter_init(&each, rows);
	while (g_hash_table_iter_next(&each, &name, &row))
		if (!g_hash_table_contains(used, row))
			sp_report(in->ctx, SP_D_SUSPECT,
				  "no file of those named is called \"%s\", as the manifest has it",
				  (const char *)name);
	g_hash_table_destroy(used);
	g_hash_table_destroy(rows);
}

static bool is_as_expected(struct sp_inputs *in, const struct sp_input *i)
{
	const struct sp_manifest_row *row = g_hash_table_lookup(in->expected, i->path);
	if (!row || strcmp(row->sha256, i->sha256) == 0)
		return true;
	sp_report(in->ctx, SP_D_DOCUMENT,
		  "%s has not the SHA-256 of the manifest (line %" G_GINT64_FORMAT ") but %s; it is left out", i->path,
		  row->line, i->sha256);
	return false;
}

/* --- identifying ---------------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	const struct sp_input *const *one = a, *const *other = b;
	int order = strcmp((*one)->path, (*other)->path);
	return order != 0 ? order : (*other)->stated - (*one)->stated;
}

/* A path that was named twice is one input. */
static void drop_repeated(GPtrArray *sorted)
{
	for (guint i = 1; i < sorted->len;) {
		struct sp_input *before = g_ptr_array_index(sorted, i - 1), *this = g_ptr_array_index(sorted, i);
		if (strcmp(before->path, this->path) == 0)
			g_ptr_array_remove_index(sorted, i);
		else
			i++;
	}
}

static bool checksum(int fd, GChecksum *sum)
{
	enum { BLOCK = 1 << 17 };
	unsigned char *block = g_malloc(BLOCK);
	ssize_t n;
	while ((n = read(fd, block, BLOCK)) > 0)
		g_checksum_update(sum, block, n);
	g_free(block);
	return n == 0;
}

static bool identify(struct sp_input *i)
{
	int fd = open(i->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	bool read = checksum(fd, sum);
	int why = errno;
	if (read)
		g_strlcpy(i->sha256, g_checksum_get_string(sum), sizeof i->sha256);
	g_checksum_free(sum);
	close(fd);
	errno = why;
	return read;
}

void sp_inputs_identify(struct sp_inputs *in, sp_known_fn known, void *to)
{
	g_ptr_array_sort(in->found, by_path);
	drop_repeated(in->found);
	state_by_name(in);
	struct sp_progress *bar = sp_progress_new(in->found->len, SP_SAID("files identified"));
	GPtrArray *identified = g_ptr_array_new_with_free_func(free_input);
	g_ptr_array_set_free_func(in->found, NULL);
	for (guint k = 0; k < in->found->len; k++) {
		struct sp_input *i = g_ptr_array_index(in->found, k);
		const char *sha256 = known(to, i->path, &i->stamp);
		if (sha256)
			g_strlcpy(i->sha256, sha256, sizeof i->sha256);
		bool read = sha256 || identify(i);
		if (!read)
			unreadable(in, i->path);
		if (read && is_as_expected(in, i))
			g_ptr_array_add(identified, i);
		else
			sp_input_free(i);
		sp_progress_step(bar, k + 1);
	}
	sp_progress_free(bar);
	g_ptr_array_free(in->found, TRUE);
	in->found = identified;
}
