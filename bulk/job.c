#include "bulk/job.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static enum sp_status make_folder(struct sp_ctx *ctx, const char *path)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return SP_OK;
	return sp_report(ctx, SP_D_WRITE, "cannot make the folder %s: %s", path, g_strerror(errno));
}

static enum sp_status link_to(struct sp_ctx *ctx, const char *target, const char *path)
{
	if (symlink(target, path) == 0)
		return SP_OK;
	return sp_report(ctx, SP_D_WRITE, "cannot make the link %s: %s", path, g_strerror(errno));
}

/* What the user may change while we are at work is copied. */
static enum sp_status copy_in(struct sp_ctx *ctx, const char *folder, const char *what, char *const *files)
{
	enum sp_status s = SP_OK;
	for (int i = 0; files && files[i] && s == SP_OK; i++) {
		char *name = g_strdup_printf("%s/%s-%d", folder, what, i + 1);
		GBytes *bytes = sp_file_read(ctx, files[i], SP_JSON_FILE);
		struct sp_file *f = bytes ? sp_file_create(ctx, name) : NULL;
		if (f) {
			fwrite(g_bytes_get_data(bytes, NULL), 1, g_bytes_get_size(bytes), sp_file_stream(f));
			s = sp_file_commit(ctx, f);
		} else {
			s = SP_FAIL;
		}
		g_bytes_unref(bytes);
		g_free(name);
	}
	return s;
}

/* One file for each: a password is never on a command line. Returns how many; -1 after a diagnosis. */
static int write_passwords(struct sp_ctx *ctx, const char *folder, const char *list)
{
	GBytes *bytes = list ? sp_file_read(ctx, list, SP_JSON_FILE) : NULL;
	if (!bytes)
		return list ? -1 : 0;
	char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)),
	     **lines = g_strsplit(text, "\n", -1);
	int n = 0;
	for (char **line = lines; *line && n >= 0; line++) {
		if (!**line)
			continue;
		char *name = g_strdup_printf("%s/password-%d", folder, ++n);
		if (!g_file_set_contents_full(name, *line, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL)) {
			sp_report(ctx, SP_D_WRITE, "cannot write %s: %s", name, g_strerror(errno));
			n = -1;
		}
		g_free(name);
	}
	g_strfreev(lines);
	g_free(text);
	g_bytes_unref(bytes);
	return n;
}

static enum sp_status write_run(struct sp_ctx *ctx, const char *folder, const struct sp_chain *chain, const char *key,
				const char *agreement)
{
	char *path = g_build_filename(folder, "run.json", NULL);
	int passwords = write_passwords(ctx, folder, chain->passwords);
	struct sp_file *f = passwords >= 0 ? sp_file_create(ctx, path) : NULL;
	g_free(path);
	if (!f)
		return SP_FAIL;
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "key", key);
	sp_jw_str(&w, "agreement", agreement);
	sp_jw_int(&w, "seconds", chain->seconds);
	sp_jw_bool(&w, "ocr", chain->ocr);
	sp_jw_int(&w, "password", passwords);
	sp_jw_int(&w, "profile", chain->profiles ? g_strv_length((char **)chain->profiles) : 0);
	sp_jw_int(&w, "rules", chain->rules ? g_strv_length((char **)chain->rules) : 0);
	sp_jw_close(&w);
	sp_jw_line(&w, sp_file_stream(f));
	sp_jw_clear(&w);
	return sp_file_commit(ctx, f);
}

enum sp_status sp_job_prepare(struct sp_ctx *ctx, const char *bulk, const struct sp_chain *chain, const char *key,
			      const char *agreement)
{
	char *folder = g_build_filename(bulk, "run", NULL);
	enum sp_status s = make_folder(ctx, folder);
	if (s == SP_OK)
		s = copy_in(ctx, folder, "profile", chain->profiles);
	if (s == SP_OK)
		s = copy_in(ctx, folder, "rules", chain->rules);
	if (s == SP_OK)
		s = write_run(ctx, folder, chain, key, agreement);
	g_free(folder);
	return s;
}

static enum sp_status add_document(struct sp_ctx *ctx, const char *job, const struct sp_job_document *d)
{
	char *here = g_get_current_dir();
	char *target = g_path_is_absolute(d->path) ? g_strdup(d->path) : g_build_filename(here, d->path, NULL);
	char *name = d->name ? g_strdup(d->name) : g_path_get_basename(d->path);
	char *folder = g_build_filename(job, d->sha256, NULL);
	char *link = g_build_filename(folder, name, NULL);
	enum sp_status s = make_folder(ctx, folder);
	if (s == SP_OK)
		s = link_to(ctx, target, link);
	g_free(link);
	g_free(folder);
	g_free(name);
	g_free(target);
	g_free(here);
	return s;
}

enum sp_status sp_job_make(struct sp_ctx *ctx, const char *bulk, const char *id,
			   const struct sp_job_document *documents, size_t n)
{
	char *job = g_build_filename(bulk, "in", id, NULL);
	char *run = g_build_filename(job, "run", NULL);
	enum sp_status s = make_folder(ctx, job);
	if (s == SP_OK)
		s = link_to(ctx, "../../run", run);
	for (size_t i = 0; i < n && s == SP_OK; i++)
		s = add_document(ctx, job, &documents[i]);
	g_free(run);
	g_free(job);
	return s;
}

void sp_job_answers(const char *folder, sp_answer_fn fn, void *to)
{
	char *path = g_build_filename(folder, "answers.jsonl", NULL);
	FILE *f = fopen(path, "rb");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "spunta-bulk");
	ctx.file = path;
	while (f && (n = getline(&line, &room, f)) > 0 && line[n - 1] == '\n') {
		struct sp_json *v = sp_json_parse(&ctx, line, (size_t)n - 1);
		struct sp_answer *a = v ? sp_answer_read(v) : NULL;
		if (a)
			fn(to, a);
		sp_json_free(v);
	}
	free(line);
	if (f)
		fclose(f);
	g_free(path);
}
