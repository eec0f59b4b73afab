#include "bulk/work.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/prog.h"
#include "bulk/answer.h"
#include "bulk/job.h"
#include "bulk/key.h"
#include "bulk/stage.h"

enum { SAID_MOST = 16384, TAIL = 4096 };

struct work {
	struct sp_ctx *ctx;
	const char *programs;
	char *in, *out;           /* folders of the job */
	struct sp_json *run;      /* run.json */
	const char *key;          /* within it */
	GHashTable *answered;     /* SHA-256 of documents that are through */
	int answers;              /* descriptor of answers.jsonl */
	int layout, before, said; /* temporary files without names: layout stream, records, stderr */
	int64_t unread_page;      /* the last that a problem was told of in them; 0: none */
	bool ours;                /* the records being read are of the document that was asked for */
	bool passing;             /* a failure was one that may pass */
};

/* --- temporary files ---------------------------------------------------------------------------------------- */

static int temporary(struct work *w)
{
	char *name = g_build_filename(w->out, "XXXXXX", NULL);
	int fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		sp_report(w->ctx, SP_D_WRITE, "cannot make a temporary file in %s: %s", w->out, g_strerror(errno));
	else
		unlink(name);
	g_free(name);
	return fd;
}

static void empty(int fd)
{
	(void)!ftruncate(fd, 0);
	lseek(fd, 0, SEEK_SET);
}

/* The last `most` bytes of a file, all of it when there are fewer. (transfer full) */
static char *tail(int fd, off_t most)
{
	off_t size = lseek(fd, 0, SEEK_END), from = MAX(0, size - most);
	char *text = g_malloc0((gsize)(size - from) + 1);
	if (pread(fd, text, (size_t)(size - from), from) < 0)
		*text = '\0';
	return text;
}

/* --- the chain ---------------------------------------------------------------------------------------------- */

/* NAME of in/ID/SHA256/NAME. (transfer full) */
static char *name_in(const char *folder)
{
	DIR *d = opendir(folder);
	char *name = NULL;
	struct dirent *e;
	while (d && !name && (e = readdir(d)))
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			name = g_strdup(e->d_name);
	if (d)
		closedir(d);
	return name;
}

static void add_own(GPtrArray *argv, const struct work *w, const char *option, const char *what)
{
	int64_t n = 0;
	sp_json_int(sp_json_get(w->run, what), &n);
	for (int64_t i = 1; i <= n; i++) {
		g_ptr_array_add(argv, g_strdup(option));
		g_ptr_array_add(argv, g_strdup_printf("%s/run/%s-%" G_GINT64_FORMAT, w->in, what, i));
	}
}

/* The command line of a stage, with the password of this number; 0: none (transfer full, g_strfreev). */
static char **command_line(const struct work *w, int stage, const char *name, int64_t password)
{
	GPtrArray *argv = g_ptr_array_new();
	g_ptr_array_add(argv, g_build_filename(w->programs, sp_stages[stage], NULL));
	if (stage == 0) {
		if (sp_json_bool(sp_json_get(w->run, "ocr"), false))
			g_ptr_array_add(argv, g_strdup("--ocr"));
		if (password > 0)
			g_ptr_array_add(argv,
					g_strdup_printf("--password-file=../run/password-%" G_GINT64_FORMAT, password));
		g_ptr_array_add(argv, g_strconcat("./", name, NULL));
	} else if (stage == 1) {
		add_own(argv, w, "--profile", "profile");
	} else {
		add_own(argv, w, "--rules", "rules");
	}
	g_ptr_array_add(argv, g_strdup("--diagnostics=json"));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

/* A diagnosis as people read it; the code of the last error is the answer's. False: the line is none. */
static bool add_diagnosis(struct sp_ctx *silent, struct sp_answer *a, GString *said, const char *line)
{
	struct sp_json *v = *line == '{' ? sp_json_parse(silent, line, strlen(line)) : NULL;
	const char *program = sp_json_str(sp_json_get(v, "program")), *code = sp_json_str(sp_json_get(v, "code"));
	const char *file = sp_json_str(sp_json_get(v, "file")), *message = sp_json_str(sp_json_get(v, "message"));
	const char *page = sp_json_digits(sp_json_get(v, "page"));
	bool is_one = program && code && message;
	if (is_one) {
		g_string_append_printf(said, "%s: %s%s", program, file ? file : "", file ? ": " : "");
		if (page)
			g_string_append_printf(said, "page %s: ", page);
		g_string_append_printf(said, "%s\n", message);
	}
	if (is_one && g_strcmp0(sp_json_str(sp_json_get(v, "severity")), "error") == 0) {
		g_free(a->code);
		a->code = g_strdup(code);
	}
	sp_json_free(v);
	return is_one;
}

static void keep_said(struct work *w, struct sp_answer *a)
{
	char *bytes = tail(w->said, SAID_MOST), *text = g_utf8_make_valid(bytes, -1);
	char **lines = g_strsplit(text, "\n", -1);
	GString *said = g_string_new(NULL);
	struct sp_ctx silent;
	sp_ctx_init(&silent, w->ctx->program);
	silent.err = fopen("/dev/null", "w");
	for (char **line = lines; silent.err && *line; line++)
		if (**line && !add_diagnosis(&silent, a, said, *line))
			g_string_append_printf(said, "%s\n", *line);
	if (silent.err)
		fclose(silent.err);
	g_free(a->said);
	a->said = g_string_free(said, FALSE);
	g_strfreev(lines);
	g_free(text);
	g_free(bytes);
}

static void fail(struct sp_answer *a, const char *stage, struct sp_stage_end end)
{
	g_free(a->stage);
	a->stage = g_strdup(stage);
	a->exit = end.exit;
	a->signal = end.signal;
	a->timeout = end.timeout;
}

/* No stage has failed, and yet there are no records. */
static void fail_for(struct sp_answer *a, const char *why)
{
	a->done = false;
	fail(a, "job", (struct sp_stage_end){ .exit = SP_EXIT_RESOURCE });
	g_free(a->said);
	a->said = g_strdup(why);
}

/* False when a stage failed: the answer says which. */
static bool run_chain(struct work *w, struct sp_answer *a, const char *folder, int records, int64_t password)
{
	int64_t seconds = 0, start = g_get_monotonic_time();
	char *name = name_in(folder);
	const int from[SP_STAGES] = { -1, w->layout, w->before }, to[SP_STAGES] = { w->layout, w->before, records };
	bool well = true;
	sp_json_int(sp_json_get(w->run, "seconds"), &seconds);
	empty(w->said);
	g_clear_pointer(&a->code, g_free);
	for (int i = 0; i < SP_STAGES && well; i++) {
		char **argv = command_line(w, i, name ? name : "", password);
		empty(to[i]);
		if (from[i] >= 0)
			lseek(from[i], 0, SEEK_SET);
		struct sp_stage_end end = sp_stage_run(&(struct sp_stage){ argv, i == 0 ? folder : NULL, from[i], to[i],
									   w->said, start + seconds * G_USEC_PER_SEC });
		well = !end.timeout && (end.exit == SP_EXIT_OK || end.exit == SP_EXIT_FOUND);
		if (!well)
			fail(a, sp_stages[i], end);
		g_strfreev(argv);
	}
	keep_said(w, a);
	g_free(name);
	return well;
}

/* What is encrypted is tried with each password. */
static bool open_and_run(struct work *w, struct sp_answer *a, const char *folder, int records)
{
	int64_t passwords = 0;
	sp_json_int(sp_json_get(w->run, "password"), &passwords);
	bool well = run_chain(w, a, folder, records, 0);
	for (int64_t i = 1; i <= passwords && !well && g_strcmp0(sp_answer_code(a), "needs-password") == 0; i++)
		well = run_chain(w, a, folder, records, i);
	return well;
}

/* --- what became of a document ------------------------------------------------------------------------------- */

static int64_t tables_of(const struct work *w)
{
	struct sp_ctx silent;
	char *text = tail(w->layout, TAIL);
	g_strchomp(text);
	char *line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	int64_t n = 0;
	sp_ctx_init(&silent, w->ctx->program);
	silent.quiet = true;
	struct sp_json *end = sp_json_parse(&silent, line, strlen(line));
	sp_json_int(sp_json_get(end, "tables"), &n);
	sp_json_free(end);
	g_free(text);
	return n;
}

static void read_document(struct sp_answer *a, const struct sp_json *v)
{
	const struct sp_json *period = sp_json_get(v, "period");
	a->body = g_strdup(sp_json_str(sp_json_get(sp_json_get(v, "body"), "name")));
	a->kind = g_strdup(sp_json_str(sp_json_get(v, "kind")));
	sp_json_int(sp_json_get(period, "from"), &a->from);
	sp_json_int(sp_json_get(period, "to"), &a->to);
	sp_json_int(sp_json_get(v, "pages"), &a->pages);
}

/* Problems come in the order of the pages; text that nobody sees is no loss. */
static void read_problem(struct work *w, struct sp_answer *a, const struct sp_json *v)
{
	int64_t page = 0;
	sp_json_int(sp_json_get(v, "page"), &page);
	if (page == 0 || page == w->unread_page || g_strcmp0(sp_json_str(sp_json_get(v, "code")), "hidden-text") == 0)
		return;
	w->unread_page = page;
	if (a->unread++ == 0) {
		g_free(a->code);
		a->code = g_strdup(sp_json_str(sp_json_get(v, "code")));
	}
}

static void read_end(struct sp_answer *a, const struct sp_json *v)
{
	const struct sp_json *coverage = sp_json_get(v, "coverage");
	sp_json_int(sp_json_get(coverage, "figures_checked"), &a->checked);
	sp_json_int(sp_json_get(coverage, "figures_agreeing"), &a->agreeing);
	sp_json_int(sp_json_get(coverage, "figures_accused"), &a->accused);
	const struct sp_json *counts = sp_json_get(v, "records");
	for (const struct sp_json *c = sp_json_first(counts); c; c = sp_json_next(c)) {
		int64_t n = 0;
		sp_json_int(c, &n);
		if (strcmp(sp_json_key(c), "finding") != 0)
			a->records += n;
	}
	a->done = true;
}

static void read_finding(struct sp_answer *a, const struct sp_json *v)
{
	const char *status = sp_json_str(sp_json_get(v, "status"));
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		a->findings[i] += g_strcmp0(status, sp_finding_kinds[i]) == 0;
}

/* Only the lines that count are parsed: all the rest was, by the stage that wrote it. */
static void read_line(struct work *w, struct sp_answer *a, const char *line, size_t n, bool first)
{
	bool finding = n > 17 && memcmp(line, "{\"type\":\"finding\"", 17) == 0;
	bool problem = n > 17 && memcmp(line, "{\"type\":\"problem\"", 17) == 0;
	bool end = n > 13 && memcmp(line, "{\"type\":\"end\"", 13) == 0;
	if (!first && !finding && !problem && !end)
		return;
	struct sp_json *v = sp_json_parse(w->ctx, line, n);
	const char *sha256 = sp_json_str(sp_json_get(v, "sha256"));
	if (first)
		w->ours = g_strcmp0(sha256, a->sha256) == 0;
	if (first) {
		w->unread_page = 0;
		read_document(a, v);
	}
	else if (finding)
		read_finding(a, v);
	else if (problem)
		read_problem(w, a, v);
	else
		read_end(a, v);
	sp_json_free(v);
}

/* Counts what the records hold and takes their checksum. The answer is done when an end record came. */
static void read_records(struct work *w, struct sp_answer *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	for (bool first = true; f && (n = getline(&line, &room, f)) > 0; first = false) {
		g_checksum_update(sum, (const guchar *)line, n);
		a->bytes += n;
		read_line(w, a, line, (size_t)n - 1, first);
	}
	a->tables = tables_of(w);
	g_strlcpy(a->digest, g_checksum_get_string(sum), sizeof a->digest);
	g_checksum_free(sum);
	free(line);
	if (f)
		fclose(f);
}

/* --- documents ------------------------------------------------------------------------------------------------- */

static enum sp_status write_answer(struct work *w, const struct sp_answer *a)
{
	struct sp_jw j;
	sp_jw_init(&j);
	sp_jw_object(&j, NULL);
	sp_answer_write(a, &j);
	sp_jw_close(&j);
	g_string_append_c(j.out, '\n');
	bool written = write(w->answers, j.out->str, j.out->len) == (ssize_t)j.out->len;
	sp_jw_clear(&j);
	return written ? SP_OK : sp_report(w->ctx, SP_D_WRITE, "cannot write %s: %s", w->out, g_strerror(errno));
}

static void convert(struct work *w, struct sp_answer *a)
{
	char *folder = g_build_filename(w->in, a->sha256, NULL);
	char *records = g_strdup_printf("%s/%s.jsonl", w->out, a->sha256);
	char *half = g_strconcat(records, ".half", NULL);
	int fd = open(half, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		fail_for(a, "cannot make a file for the records");
	} else if (open_and_run(w, a, folder, fd)) {
		read_records(w, a, half);
		if (!a->done)
			fail_for(a, "the records stop before their end");
		else if (!w->ours)
			fail_for(a, "the document changed while it was read; run it again");
	}
	if (fd >= 0)
		close(fd);
	if (a->done)
		rename(half, records);
	else
		unlink(half);
	g_free(half);
	g_free(records);
	g_free(folder);
}

static enum sp_status do_document(struct work *w, const char *sha256)
{
	int64_t start = g_get_monotonic_time();
	if (g_hash_table_contains(w->answered, sha256))
		return SP_OK;
	struct sp_answer *a = sp_answer_new(sha256, w->key);
	convert(w, a);
	a->ms = (g_get_monotonic_time() - start + 500) / 1000;
	w->passing = w->passing || sp_answer_passing(a);
	enum sp_status s = write_answer(w, a);
	sp_answer_free(a);
	return s;
}

static int is_sha256(const struct dirent *e)
{
	return strlen(e->d_name) == SP_SHA256 - 1;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static enum sp_status do_documents(struct work *w)
{
	struct dirent **documents;
	enum sp_status s = SP_OK;
	int n = scandir(w->in, &documents, is_sha256, by_name);
	if (n < 0)
		return sp_report(w->ctx, SP_D_OPEN, "cannot read the job %s: %s", w->in, g_strerror(errno));
	for (int i = 0; i < n; i++) {
		if (s == SP_OK)
			s = do_document(w, documents[i]->d_name);
		free(documents[i]);
	}
	free(documents);
	return s;
}

/* --- the job ----------------------------------------------------------------------------------------------------- */

static void remember(void *to, struct sp_answer *a)
{
	struct work *w = to;
	if (strcmp(a->key, w->key) == 0 && !sp_answer_passing(a))
		g_hash_table_add(w->answered, g_strdup(a->sha256));
	sp_answer_free(a);
}

static enum sp_status open_job(struct work *w, const char *agreement)
{
	char *path = g_build_filename(w->in, "run", "run.json", NULL);
	char *answers = g_build_filename(w->out, "answers.jsonl", NULL);
	enum sp_status s = SP_FAIL;
	w->run = sp_json_parse_file(w->ctx, path);
	w->key = sp_json_str(sp_json_get(w->run, "key"));
	if (w->key && g_strcmp0(sp_json_str(sp_json_get(w->run, "agreement")), agreement) != 0)
		sp_report(w->ctx, SP_D_DATA,
			  "%s has another spunta (this is %s) or other profiles and rules; install the same version on "
			  "all machines",
			  g_get_host_name(), SP_VERSION);
	else if (w->key && g_mkdir_with_parents(w->out, 0777) != 0)
		sp_report(w->ctx, SP_D_WRITE, "cannot make the folder %s: %s", w->out, g_strerror(errno));
	else if (w->key) {
		sp_job_answers(w->out, remember, w);
		w->answers = open(answers, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		w->layout = temporary(w);
		w->before = temporary(w);
		w->said = temporary(w);
		s = w->answers >= 0 && w->layout >= 0 && w->before >= 0 && w->said >= 0 ? SP_OK : SP_FAIL;
	}
	g_free(answers);
	g_free(path);
	return s;
}

static void close_job(struct work *w)
{
	const int fds[] = { w->answers, w->layout, w->before, w->said };
	for (size_t i = 0; i < G_N_ELEMENTS(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	sp_json_free(w->run);
	g_hash_table_destroy(w->answered);
	g_free(w->in);
	g_free(w->out);
}

enum sp_status sp_work_job(struct sp_ctx *ctx, const char *id, const char *programs, const char *agreement)
{
	struct work w = { .ctx = ctx,
			  .programs = programs,
			  .in = g_build_filename("in", id, NULL),
			  .out = g_build_filename("out", id, NULL),
			  .answered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			  .answers = -1,
			  .layout = -1,
			  .before = -1,
			  .said = -1 };
	enum sp_status s = open_job(&w, agreement);
	if (s == SP_OK)
		s = do_documents(&w);
	if (s == SP_OK && w.passing)
		s = SP_SKIP;
	close_job(&w);
	return s;
}
