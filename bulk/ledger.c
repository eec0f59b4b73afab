#include "bulk/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define NAME ".bulk/ledger.jsonl"

struct sp_ledger {
	struct sp_ctx *ctx;
	GHashTable *inputs;  /* path → struct sp_input */
	GHashTable *paths;   /* SHA-256 → GPtrArray of struct sp_input, borrowed */
	GHashTable *answers; /* SHA-256 → struct sp_answer */
	char *path;
	int fd;
	bool failed;
};

static void free_input(gpointer p)
{
	sp_input_free(p);
}

static void free_answer(gpointer p)
{
	sp_answer_free(p);
}

static void free_array(gpointer p)
{
	g_ptr_array_free(p, TRUE);
}

/* --- in memory ------------------------------------------------------------------------------------------------- */

static GPtrArray *paths_of(struct sp_ledger *l, const char *sha256)
{
	GPtrArray *paths = g_hash_table_lookup(l->paths, sha256);
	if (!paths) {
		paths = g_ptr_array_new();
		g_hash_table_insert(l->paths, g_strdup(sha256), paths);
	}
	return paths;
}

/* Takes the input. */
static void set_input(struct sp_ledger *l, struct sp_input *i)
{
	struct sp_input *before = g_hash_table_lookup(l->inputs, i->path);
	if (before)
		g_ptr_array_remove(paths_of(l, before->sha256), before);
	g_ptr_array_add(paths_of(l, i->sha256), i);
	g_hash_table_replace(l->inputs, i->path, i);
}

static void set_answer(struct sp_ledger *l, struct sp_answer *a)
{
	g_hash_table_replace(l->answers, a->sha256, a);
}

/* --- lines ------------------------------------------------------------------------------------------------------ */

static void write_input(struct sp_jw *w, const struct sp_input *i)
{
	char *uri = g_uri_escape_bytes((const guint8 *)i->path, strlen(i->path), "/ ");
	sp_jw_str(w, "path", uri);
	sp_jw_str(w, "sha256", i->sha256);
	sp_jw_int(w, "bytes", i->stamp.bytes);
	sp_jw_int(w, "modified_ns", i->stamp.modified_ns);
	sp_jw_int(w, "changed_ns", i->stamp.changed_ns);
	if (i->name)
		sp_jw_str(w, "name", i->name);
	if (i->body)
		sp_jw_str(w, "body", i->body);
	if (i->year)
		sp_jw_int(w, "year", i->year);
	g_free(uri);
}

/* NULL when it is none. */
static struct sp_input *read_input(const struct sp_json *v)
{
	const char *uri = sp_json_str(sp_json_get(v, "path")), *sha256 = sp_json_str(sp_json_get(v, "sha256"));
	GBytes *path = uri && sha256 ? g_uri_unescape_bytes(uri, -1, NULL, NULL) : NULL;
	if (!path)
		return NULL;
	struct sp_input *i = g_new0(struct sp_input, 1);
	i->path = g_strndup(g_bytes_get_data(path, NULL), g_bytes_get_size(path));
	g_strlcpy(i->sha256, sha256, sizeof i->sha256);
	sp_json_int(sp_json_get(v, "bytes"), &i->stamp.bytes);
	sp_json_int(sp_json_get(v, "modified_ns"), &i->stamp.modified_ns);
	sp_json_int(sp_json_get(v, "changed_ns"), &i->stamp.changed_ns);
	int64_t year = 0;
	sp_json_int(sp_json_get(v, "year"), &year);
	i->name = g_strdup(sp_json_str(sp_json_get(v, "name")));
	i->body = g_strdup(sp_json_str(sp_json_get(v, "body")));
	i->year = (int)year;
	i->stated = i->name || i->body || i->year;
	g_bytes_unref(path);
	return i;
}

static void read_line(struct sp_ledger *l, const struct sp_json *v)
{
	struct sp_input *i = read_input(v);
	struct sp_answer *a = i ? NULL : sp_answer_read(v);
	if (i)
		set_input(l, i);
	else if (a)
		set_answer(l, a);
}

/* The object that was begun in `w`, as the ledger's next line. */
static void append(struct sp_ledger *l, struct sp_jw *w)
{
	sp_jw_close(w);
	g_string_append_c(w->out, '\n');
	if (write(l->fd, w->out->str, w->out->len) != (ssize_t)w->out->len && !l->failed) {
		sp_report(l->ctx, SP_D_WRITE, "cannot write %s: %s", l->path, g_strerror(errno));
		l->failed = true;
	}
	sp_jw_clear(w);
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

/*
 * False when the file has lines to no use, cut short or replaced by later ones: it is then worth writing anew. What a
 * line that cannot be read has said is done again.
 */
static bool load(struct sp_ledger *l)
{
	FILE *f = fopen(l->path, "rb");
	char *line = NULL;
	size_t room = 0, lines = 0, useful = 0;
	struct sp_ctx silent;
	sp_ctx_init(&silent, l->ctx->program);
	silent.err = fopen("/dev/null", "w");
	for (ssize_t n; f && silent.err && (n = getline(&line, &room, f)) > 0; lines++) {
		struct sp_json *v = line[n - 1] == '\n' ? sp_json_parse(&silent, line, (size_t)n - 1) : NULL;
		if (v)
			read_line(l, v);
		useful += v != NULL;
		sp_json_free(v);
	}
	free(line);
	if (f)
		fclose(f);
	if (silent.err)
		fclose(silent.err);
	return lines == useful &&
	       lines <= 2 * (size_t)(g_hash_table_size(l->inputs) + g_hash_table_size(l->answers)) + 16;
}

static void write_all(const struct sp_ledger *l, FILE *to)
{
	GHashTableIter each;
	gpointer value;
	struct sp_jw w;
	sp_jw_init(&w);
	g_hash_table_iter_init(&each, l->inputs);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		sp_jw_object(&w, NULL);
		write_input(&w, value);
		sp_jw_close(&w);
		sp_jw_line(&w, to);
	}
	g_hash_table_iter_init(&each, l->answers);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		sp_jw_object(&w, NULL);
		sp_answer_write(value, &w);
		sp_jw_close(&w);
		sp_jw_line(&w, to);
	}
	sp_jw_clear(&w);
}

static enum sp_status rewrite(struct sp_ledger *l, struct sp_store *store)
{
	struct sp_file *f = sp_store_create(store, NAME);
	if (!f)
		return SP_FAIL;
	write_all(l, sp_file_stream(f));
	return sp_store_publish(store, f, NAME);
}

struct sp_ledger *sp_ledger_open(struct sp_ctx *ctx, struct sp_store *store)
{
	struct sp_ledger *l = g_new(struct sp_ledger, 1);
	*l = (struct sp_ledger){ .ctx = ctx,
				 .inputs = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_input),
				 .paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_array),
				 .answers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_answer),
				 .path = sp_store_path(store, NAME),
				 .fd = -1 };
	if (load(l) || rewrite(l, store) == SP_OK)
		l->fd = open(l->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (l->fd >= 0)
		return l;
	sp_report(ctx, SP_D_WRITE, "cannot write %s: %s", l->path, g_strerror(errno));
	sp_ledger_close(l);
	return NULL;
}

enum sp_status sp_ledger_close(struct sp_ledger *l)
{
	enum sp_status s = l->failed ? SP_FAIL : SP_OK;
	if (l->fd >= 0 && (fsync(l->fd) != 0 || close(l->fd) != 0) && s == SP_OK)
		s = sp_report(l->ctx, SP_D_WRITE, "cannot write %s: %s", l->path, g_strerror(errno));
	g_hash_table_destroy(l->paths);
	g_hash_table_destroy(l->inputs);
	g_hash_table_destroy(l->answers);
	g_free(l->path);
	g_free(l);
	return s;
}

/* --- asking and adding ---------------------------------------------------------------------------------------------
 */

const char *sp_ledger_known(void *ledger, const char *path, const struct sp_stamp *stamp)
{
	struct sp_ledger *l = ledger;
	const struct sp_input *i = g_hash_table_lookup(l->inputs, path);
	bool same = i && i->stamp.bytes == stamp->bytes && i->stamp.modified_ns == stamp->modified_ns &&
		    i->stamp.changed_ns == stamp->changed_ns;
	return same ? i->sha256 : NULL;
}

static bool says_the_same(const struct sp_input *a, const struct sp_input *b)
{
	return g_strcmp0(a->name, b->name) == 0 && g_strcmp0(a->body, b->body) == 0 && a->year == b->year;
}

bool sp_ledger_input(struct sp_ledger *l, const struct sp_input *i, char before[SP_SHA256])
{
	const struct sp_input *known = g_hash_table_lookup(l->inputs, i->path);
	const struct sp_input *says = known && !i->stated ? known
							  : i; /* a manifest holds until another one says otherwise */
	if (known && memcmp(&known->stamp, &i->stamp, sizeof i->stamp) == 0 && strcmp(known->sha256, i->sha256) == 0 &&
	    says_the_same(says, known))
		return false;
	bool changed = known && strcmp(known->sha256, i->sha256) != 0;
	if (changed)
		g_strlcpy(before, known->sha256, SP_SHA256);
	struct sp_input *own = g_new(struct sp_input, 1);
	*own = *i;
	own->path = g_strdup(i->path);
	own->stated = says->stated;
	own->name = g_strdup(says->name);
	own->body = g_strdup(says->body);
	own->year = says->year;
	set_input(l, own);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	write_input(&w, own);
	append(l, &w);
	return changed;
}

void sp_ledger_add(struct sp_ledger *l, struct sp_answer *a)
{
	set_answer(l, a);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_answer_write(a, &w);
	append(l, &w);
}

const struct sp_answer *sp_ledger_answer(const struct sp_ledger *l, const char *sha256)
{
	return g_hash_table_lookup(l->answers, sha256);
}

static int by_path(const void *a, const void *b)
{
	const struct sp_input *const *one = a, *const *other = b;
	return strcmp((*one)->path, (*other)->path);
}

GPtrArray *sp_ledger_inputs(const struct sp_ledger *l)
{
	GPtrArray *all = g_ptr_array_new();
	GHashTableIter each;
	gpointer value;
	g_hash_table_iter_init(&each, l->inputs);
	while (g_hash_table_iter_next(&each, NULL, &value))
		g_ptr_array_add(all, value);
	g_ptr_array_sort(all, by_path);
	return all;
}

char **sp_ledger_paths(const struct sp_ledger *l, const char *sha256)
{
	GPtrArray *inputs = g_hash_table_lookup(l->paths, sha256);
	GPtrArray *names = g_ptr_array_new();
	if (inputs)
		g_ptr_array_sort(inputs, by_path);
	for (guint i = 0; inputs && i < inputs->len; i++) {
		const struct sp_input *input = g_ptr_array_index(inputs, i);
		GString *safe = g_string_new(NULL);
		sp_text_append_safe(safe, input->path, strlen(input->path));
		g_ptr_array_add(names, g_string_free(safe, FALSE));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}
