/* spunta-series: record streams of the same body, year after year → what became of its objectives and indicators. */
#include <errno.h>

#include "base/prog.h"
#include "base/text.h"
#include "verify/series/series.h"

/* One body's documents. */
struct issuer {
	char *key; /* its folded name */
	struct sp_series *series;
};

struct archive {
	struct sp_ctx *ctx;
	char *wanted; /* folded; NULL: every body */
	GPtrArray *bodies;
	GHashTable *seen; /* SHA-256 of documents */
};

static void free_body(gpointer data)
{
	struct issuer *b = data;
	g_free(b->key);
	sp_series_free(b->series);
	g_free(b);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

static struct sp_series *series_of(struct archive *a, const char *name)
{
	char *key = sp_text_fold(name, strlen(name));
	for (guint i = 0; i < a->bodies->len; i++) {
		struct issuer *b = g_ptr_array_index(a->bodies, i);
		if (strcmp(b->key, key) == 0) {
			g_free(key);
			return b->series;
		}
	}
	struct issuer *b = g_new(struct issuer, 1);
	*b = (struct issuer){ key, sp_series_new() };
	g_ptr_array_add(a->bodies, b);
	return b->series;
}

static bool is_wanted(const struct archive *a, const char *name)
{
	char *key = sp_text_fold(name, strlen(name));
	bool wanted = !a->wanted || strstr(key, a->wanted);
	g_free(key);
	return wanted;
}

/* A document that cannot be put among the others is left out, and that is said. */
static void keep(struct archive *a, struct sp_edition *take)
{
	if (!take->body)
		sp_report(a->ctx, SP_D_SUSPECT, "no body was found that the document is of; it is left out");
	else if (!take->date)
		sp_report(a->ctx, SP_D_SUSPECT, "neither its date nor its period was found; it is left out");
	else if (!g_hash_table_add(a->seen, g_strdup(take->sha256 ? take->sha256 : "")))
		sp_report(a->ctx, SP_D_NOTE, "the same document has come already");
	else if (is_wanted(a, take->body)) {
		sp_series_add(series_of(a, take->body), take);
		return;
	}
	sp_edition_free(take);
}

static enum sp_status read_document(struct archive *a, struct sp_stream *in)
{
	struct sp_edition *edition = NULL;
	struct sp_line line = { .type = "" };
	enum sp_status s = SP_OK;
	while (s == SP_OK && strcmp(line.type, "end") != 0) {
		s = sp_stream_next(in, &line);
		if (s == SP_OK && strcmp(line.type, "document") == 0)
			edition = sp_edition_new(line.json);
		else if (s == SP_OK && edition)
			sp_edition_take(edition, &line);
	}
	if (s == SP_OK && edition) /* the first line of a stream is its document */
		keep(a, edition);
	else
		sp_edition_free(edition);
	return s;
}

static enum sp_status read_file(struct archive *a, const char *path)
{
	struct sp_stream *in = sp_stream_open(a->ctx, path, "spunta-records/1");
	enum sp_status s = in ? SP_OK : SP_FAIL;
	bool another = in;
	while (s == SP_OK && another) {
		s = read_document(a, in);
		another = s == SP_OK && sp_stream_another(in);
	}
	sp_stream_close(in);
	return s;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The streams of a folder and of those right within it: the records of an archive are parted into folders. */
static enum sp_status gather(struct archive *a, const char *folder, bool within, GPtrArray *names)
{
	GError *error = NULL;
	GDir *dir = g_dir_open(folder, 0, &error);
	enum sp_status s = SP_OK;
	if (!dir) {
		s = sp_report(a->ctx, SP_D_OPEN, "cannot read the folder %s: %s", folder, error->message);
		g_error_free(error);
		return s;
	}
	for (const char *name; s == SP_OK && (name = g_dir_read_name(dir));) {
		char *path = g_build_filename(folder, name, NULL);
		if (g_str_has_suffix(name, ".jsonl"))
			g_ptr_array_add(names, g_strdup(path));
		else if (within && g_file_test(path, G_FILE_TEST_IS_DIR))
			s = gather(a, path, false, names);
		g_free(path);
	}
	g_dir_close(dir);
	return s;
}

/* Those of an archive stand in its folder "records"; in the order of their names. */
static enum sp_status read_folder(struct archive *a, const char *path)
{
	char *records = g_build_filename(path, "records", NULL);
	const char *folder = g_file_test(records, G_FILE_TEST_IS_DIR) ? records : path;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	enum sp_status s = gather(a, folder, true, names);
	g_ptr_array_sort(names, by_name);
	if (s == SP_OK && names->len == 0)
		s = sp_report(a->ctx, SP_D_OPEN,
			      "no .jsonl in %s; name a folder that spunta bulk has filled, or streams", folder);
	for (guint i = 0; i < names->len && s == SP_OK; i++)
		s = read_file(a, g_ptr_array_index(names, i));
	g_ptr_array_unref(names);
	g_free(records);
	return s;
}

static enum sp_status read_all(struct archive *a, char **paths)
{
	enum sp_status s = *paths ? SP_OK : read_file(a, NULL);
	for (; *paths && s == SP_OK; paths++)
		s = g_file_test(*paths, G_FILE_TEST_IS_DIR) ? read_folder(a, *paths) : read_file(a, *paths);
	return s;
}

/* --- writing -------------------------------------------------------------------------------------------------- */

static gint by_key(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct issuer *const *)a)->key, (*(struct issuer *const *)b)->key);
}

static void run(struct sp_ctx *ctx, const char *wanted, char **paths)
{
	struct archive a = { ctx, wanted ? sp_text_fold(wanted, strlen(wanted)) : NULL,
			     g_ptr_array_new_with_free_func(free_body),
			     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	if (read_all(&a, paths) == SP_OK) {
		if (a.bodies->len == 0)
			sp_report(ctx, SP_D_GRAMMAR,
				  wanted ? "no document of that body; nothing to join"
					 : "no document; nothing to join");
		g_ptr_array_sort(a.bodies, by_key);
		for (guint i = 0; i < a.bodies->len && sp_prog_written(ctx); i++)
			if (sp_series_write(((struct issuer *)g_ptr_array_index(a.bodies, i))->series, stdout))
				sp_ctx_raise(ctx, SP_EXIT_FOUND);
	}
	g_hash_table_destroy(a.seen);
	g_ptr_array_unref(a.bodies);
	g_free(a.wanted);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = { "spunta-series", "[FOLDER|FILE…]",
				      "Joins the documents of one body over the years: the same indicators, their "
				      "targets and actuals, and what of them\n"
				      "was restated, changed or dropped. Writes a stream of records, one behind the "
				      "other where there are several bodies.",
				      "Exit status: 0 nothing was restated; 1 a finding says that two documents "
				      "contradict each other; 2 a stream or an\n"
				      "argument is wrong; 3 a limit or resource failed.\n" };
	char *body = NULL;
	const GOptionEntry own[] = { { "body", 'b', 0, G_OPTION_ARG_STRING, &body,
				       "Only the body whose name contains NAME", "NAME" },
				     { NULL, 0, 0, 0, NULL, NULL, NULL } };
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK)
		run(&ctx, body, argv + 1);
	sp_prog_options_clear(own);
	return sp_prog_end(&ctx);
}
