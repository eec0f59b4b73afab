/*
 * spunta-bulk: the whole chain over an archive, by GNU parallel, into a folder that a later run goes on with.
 *
 * The same program is what GNU parallel starts for each job (--work).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prog.h"
#include "base/text.h"
#include "bulk/archive.h"
#include "bulk/catalogue.h"
#include "bulk/groups.h"
#include "bulk/work.h"
#include "export/overview.h"
#include "normalize/data.h"
#include "verify/data.h"

struct options {
	char *out, *from_file, *manifest, *by, *joblog, *memfree, *sshloginfile, *work;
	char *passwords, *format, *export_to, *language, *dialect, *licence, *dsn;
	char **sshlogins, **profiles, **rules;
	int jobs, retries, seconds;
	enum sp_lang lang; /* of the summary */
	gboolean null, resume, ocr, texts;
};

static char *own_folder(void)
{
	char *self = g_file_read_link("/proc/self/exe", NULL);
	char *folder = self ? g_path_get_dirname(self) : g_strdup(".");
	g_free(self);
	return folder;
}

static char *agreement(void)
{
	return sp_key_agreement((const struct sp_resource *[]){ normalize_data, verify_data, NULL });
}

/* As seen from everywhere. (transfer full) */
static char *absolute(const char *path)
{
	char *here = g_get_current_dir();
	char *whole = path && !g_path_is_absolute(path) ? g_build_filename(here, path, NULL) : g_strdup(path);
	g_free(here);
	return whole;
}

/* --- a job ------------------------------------------------------------------------------------------------------- */

/* On this machine jobs are in the folder that the environment names, on others where we were started. */
static void work(struct sp_ctx *ctx, const char *id)
{
	const char *bulk = g_getenv("SPUNTA_BULK");
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* the one who would take our results is gone */
	g_setenv("SPUNTA_LANG", "en", TRUE); /* what stages say is kept, the same on any machine */
	if (strspn(id, "0123456789") != strlen(id)) {
		sp_report(ctx, SP_D_ARGUMENT, "--work=%s: it is the number of a job", id);
		return;
	}
	if (bulk && chdir(bulk) != 0) {
		sp_report(ctx, SP_D_OPEN, "cannot enter %s: %s", bulk, g_strerror(errno));
		return;
	}
	char *programs = own_folder(), *ours = agreement();
	enum sp_status s = sp_work_job(ctx, id, programs, ours);
	if (s == SP_OK)
		fprintf(stdout, "%s\n", id);
	else if (s == SP_SKIP)
		sp_ctx_raise(ctx, SP_EXIT_FOUND); /* to be tried again, if --retries says so */
	g_free(ours);
	g_free(programs);
}

/* --- converting --------------------------------------------------------------------------------------------------- */

static struct sp_inputs *find_inputs(struct sp_ctx *ctx, const struct options *o, char *const *paths,
				     struct sp_ledger *ledger)
{
	struct sp_inputs *inputs = sp_inputs_new(ctx, o->texts);
	sp_inputs_leave_out(inputs, o->out);
	struct sp_manifest *manifest = o->manifest ? sp_manifest_read(ctx, o->manifest) : NULL;
	bool readable = manifest || !o->manifest;
	for (; *paths && readable; paths++)
		sp_inputs_add(inputs, *paths);
	if (o->from_file && readable)
		sp_inputs_add_list(inputs, o->from_file, o->null ? '\0' : '\n');
	if (manifest)
		sp_inputs_add_manifest(inputs, manifest);
	sp_inputs_identify(inputs, sp_ledger_known, ledger);
	sp_manifest_free(manifest);
	if (sp_inputs_count(inputs) > 0)
		return inputs;
	if (readable)
		sp_report(ctx, SP_D_ARGUMENT, "there are no documents (.pdf, .pdf.p7m; with --texts, .txt) to convert");
	sp_inputs_free(inputs);
	return NULL;
}

static enum sp_status convert_inputs(struct sp_ctx *ctx, struct sp_archive *a, enum sp_lang lang)
{
	struct sp_tally t = sp_archive_convert(ctx, a);
	sp_tally_write(a, &t, lang, stdout);
	if (t.failed > 0 || t.found > 0)
		sp_ctx_raise(ctx, SP_EXIT_FOUND);
	if (t.interrupted) {
		fflush(stdout);
		signal(t.interrupted, SIG_DFL);
		raise(t.interrupted);
	}
	if (t.untried > 0)
		sp_ctx_raise(ctx, SP_EXIT_RESOURCE);
	return t.untried > 0 ? SP_FAIL : SP_OK;
}

static enum sp_status convert(struct sp_ctx *ctx, const struct options *o, struct sp_store *store, char *const *paths)
{
	char *programs = own_folder(), *ours = agreement();
	char *joblog = o->joblog ? absolute(o->joblog) : g_build_filename(sp_store_bulk(store), "joblog", NULL);
	char *hosts = absolute(o->sshloginfile);
	struct sp_chain chain = { programs, o->profiles, o->rules, o->passwords, o->ocr, o->seconds };
	struct sp_gnu_parallel engine = { .jobs = o->jobs,
				    .retries = o->retries,
				    .memfree = o->memfree,
				    .joblog = joblog,
				    .sshlogins = o->sshlogins,
				    .sshloginfile = hosts,
				    .programs = programs };
	struct sp_chain plain = chain;
	plain.ocr = false;
	char *key = sp_key(ctx, &chain, ours), *enough = o->ocr ? sp_key(ctx, &plain, ours) : NULL;
	struct sp_ledger *ledger = key ? sp_ledger_open(ctx, store) : NULL;
	struct sp_inputs *inputs = ledger ? find_inputs(ctx, o, paths, ledger) : NULL;
	enum sp_status s = SP_FAIL;
	if (inputs)
		s = convert_inputs(
		    ctx, &(struct sp_archive){ inputs, store, ledger, &chain, &engine, key, ours, enough, o->resume },
		    o->lang);
	sp_inputs_free(inputs);
	if (ledger && sp_ledger_close(ledger) != SP_OK)
		s = SP_FAIL;
	g_free(enough);
	g_free(key);
	g_free(hosts);
	g_free(joblog);
	g_free(ours);
	g_free(programs);
	return s;
}

/* --- exporting ---------------------------------------------------------------------------------------------------- */

/* Of formats that are one file: it is made beside its place, from nothing. Others look after themselves. */
static bool is_one_file(const char *format)
{
	return strcmp(format, "sqlite") == 0 || strcmp(format, "xlsx") == 0;
}

static void add(GPtrArray *argv, const char *option, const char *value)
{
	if (value) {
		g_ptr_array_add(argv, g_strdup(option));
		g_ptr_array_add(argv, g_strdup(value));
	}
}

static char **export_command(const struct options *o, const char *target)
{
	GPtrArray *argv = g_ptr_array_new();
	char *programs = own_folder();
	g_ptr_array_add(argv, g_build_filename(programs, "spunta-export", NULL));
	add(argv, "--to", o->format);
	add(argv, "-o", target);
	add(argv, "--lang", o->language);
	add(argv, "--dialect", o->dialect);
	add(argv, "--licence", o->licence);
	add(argv, "--dsn", o->dsn);
	g_ptr_array_add(argv, NULL);
	g_free(programs);
	return (char **)g_ptr_array_free(argv, FALSE);
}

static pid_t start_export(struct sp_ctx *ctx, char **argv, int in)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	if (dup2(in, STDIN_FILENO) >= 0)
		execv(argv[0], argv);
	sp_report(ctx, SP_D_INTERNAL, "cannot run %s: %s", argv[0], g_strerror(errno));
	_exit(SP_EXIT_RESOURCE);
}

/* One stream behind the other. False when nobody reads on: the export has said why. */
static bool send(struct sp_ctx *ctx, const char *path, int to)
{
	enum { BLOCK = 1 << 16 };
	int from = open(path, O_RDONLY | O_CLOEXEC);
	char *block = g_malloc(BLOCK);
	ssize_t n = -1;
	bool sent = true;
	while (from >= 0 && sent && (n = read(from, block, BLOCK)) > 0)
		sent = write(to, block, (size_t)n) == n;
	if (n < 0)
		sp_report(ctx, SP_D_OPEN, "cannot read %s: %s", path, g_strerror(errno));
	g_free(block);
	if (from >= 0)
		close(from);
	return sent && n == 0;
}

/* True when the export took all of it. */
static bool run_export(struct sp_ctx *ctx, char **argv, const GPtrArray *records)
{
	int ends[2], status = 0;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		sp_report(ctx, SP_D_INTERNAL, "cannot start the export: %s", g_strerror(errno));
		return false;
	}
	pid_t pid = start_export(ctx, argv, ends[0]);
	signal(SIGPIPE, SIG_IGN);
	close(ends[0]);
	bool sent = pid > 0;
	for (guint i = 0; i < records->len && sent; i++)
		sent = send(ctx, g_ptr_array_index(records, i), ends[1]);
	close(ends[1]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	signal(SIGPIPE, SIG_DFL);
	int exit = WIFEXITED(status) ? WEXITSTATUS(status) : SP_EXIT_RESOURCE;
	sp_ctx_raise(ctx, (enum sp_exit)MIN(exit, SP_EXIT_RESOURCE));
	if (exit == SP_EXIT_OK && !sent)
		sp_report(ctx, SP_D_INTERNAL, "the export stopped before its end");
	return exit == SP_EXIT_OK && sent;
}

static char *export_target(const struct options *o, const struct sp_store *store)
{
	if (o->export_to || strcmp(o->format, "postgres") == 0)
		return g_strdup(o->export_to);
	if (!is_one_file(o->format))
		return sp_store_path(store, o->format);
	char *name = g_strconcat("archive.", o->format, NULL);
	char *path = sp_store_path(store, name);
	g_free(name);
	return path;
}

/* Everything that stands in `records` as one export at `target`, NULL where the format has none. */
static void export_to(struct sp_ctx *ctx, const struct options *o, const char *target, const GPtrArray *records)
{
	char *made = target && is_one_file(o->format) ? g_strconcat(target, ".half", NULL) : g_strdup(target);
	char **argv = export_command(o, made);
	bool apart = g_strcmp0(made, target) != 0;
	if (apart)
		unlink(made);
	if (run_export(ctx, argv, records) && apart && rename(made, target) != 0)
		sp_report(ctx, SP_D_WRITE, "cannot write %s: %s", target, g_strerror(errno));
	g_strfreev(argv);
	g_free(made);
}

static void export(struct sp_ctx *ctx, const struct options *o, struct sp_store *store)
{
	char *target = export_target(o, store);
	GPtrArray *records = sp_store_records(store);
	if (records->len == 0)
		sp_report(ctx, SP_D_ARGUMENT, "%s has no records to export", o->out);
	else
		export_to(ctx, o, target, records);
	g_ptr_array_free(records, TRUE);
	g_free(target);
}

/* FOLDER/comune-di-roccaspina/2024.sqlite; of formats that are folders, without the dot and what is behind it. */
static void export_group(struct sp_ctx *ctx, const struct options *o, const char *folder, const struct sp_group *g)
{
	char *path = g_build_filename(folder, g->name, NULL);
	char *target = is_one_file(o->format) ? g_strconcat(path, ".", o->format, NULL) : g_strdup(path);
	char *within = g_path_get_dirname(target);
	if (g_mkdir_with_parents(within, 0777) != 0)
		sp_report(ctx, SP_D_WRITE, "cannot create %s: %s", within, g_strerror(errno));
	else
		export_to(ctx, o, target, g->records);
	g_free(within);
	g_free(target);
	g_free(path);
}

static void export_groups(struct sp_ctx *ctx, const struct options *o, struct sp_store *store)
{
	struct sp_ledger *ledger = sp_ledger_open(ctx, store);
	if (!ledger)
		return;
	GPtrArray *groups = sp_groups_new(store, ledger, sp_groups_parse(o->by));
	char *folder = o->export_to ? g_strdup(o->export_to) : sp_store_path(store, o->format);
	if (groups->len == 0)
		sp_report(ctx, SP_D_ARGUMENT, "%s has no records to export", o->out);
	for (guint i = 0; i < groups->len && ctx->exit < SP_EXIT_INPUT; i++)
		export_group(ctx, o, folder, g_ptr_array_index(groups, i));
	g_free(folder);
	g_ptr_array_unref(groups);
	sp_ledger_close(ledger);
}

/* --- a page for each document, and one for all ------------------------------------------------------------------- */

struct pages {
	struct sp_ctx *ctx;
	const struct options *o;
	struct sp_store *store;
	char *folder;
	enum sp_lang lang; /* Italian unless an option says otherwise, as in all exports */
	int slots, running;
	time_t programme; /* when the program that makes pages was made */
};

static void wait_for_one(struct pages *p)
{
	int status;
	if (p->running == 0 || wait(&status) < 0)
		return;
	p->running--;
	int exit = WIFEXITED(status) ? WEXITSTATUS(status) : SP_EXIT_RESOURCE;
	if (exit > SP_EXIT_FOUND)
		sp_ctx_raise(p->ctx, (enum sp_exit)MIN(exit, SP_EXIT_RESOURCE));
}

/* A page is made anew when its records or the program that makes it are newer. */
static bool is_fresh(const struct pages *p, const char *page, const char *records)
{
	struct stat made, of;
	return stat(page, &made) == 0 && stat(records, &of) == 0 && made.st_mtime >= of.st_mtime &&
	       made.st_mtime >= p->programme;
}

static void make_page(struct pages *p, const char *page, const char *records)
{
	char *folder = g_path_get_dirname(page), **argv = export_command(p->o, page);
	int in = open(records, O_RDONLY | O_CLOEXEC);
	while (p->running >= p->slots)
		wait_for_one(p);
	if (g_mkdir_with_parents(folder, 0777) != 0 || in < 0)
		sp_report(p->ctx, SP_D_WRITE, "cannot write %s: %s", page, g_strerror(errno));
	else
		p->running += start_export(p->ctx, argv, in) > 0;
	if (in >= 0)
		close(in);
	g_strfreev(argv);
	g_free(folder);
}

/* "it/0b/0b1c….html" (transfer full) */
static char *page_address(const struct pages *p, const char *sha256)
{
	return g_strdup_printf("%s/%.2s/%s.html", sp_lang_name(p->lang), sha256, sha256);
}

static void make_pages(struct pages *p)
{
	GPtrArray *records = sp_store_records(p->store);
	for (guint i = 0; i < records->len; i++) {
		const char *path = g_ptr_array_index(records, i);
		char *name = g_path_get_basename(path), *address;
		name[strcspn(name, ".")] = '\0';
		address = page_address(p, name);
		char *page = g_build_filename(p->folder, address, NULL);
		if (!is_fresh(p, page, path))
			make_page(p, page, path);
		g_free(page);
		g_free(address);
		g_free(name);
	}
	while (p->running > 0)
		wait_for_one(p);
	g_ptr_array_free(records, TRUE);
}

/* Borrows from the answer; path and address are the caller's (g_free). */
static struct sp_overview_document row_of(const struct pages *p, const struct sp_input *i, const struct sp_answer *a)
{
	static const enum sp_overview_state states[SP_OUTCOMES] = { SP_OVERVIEW_FAILED, SP_OVERVIEW_UNREAD,
								    SP_OVERVIEW_UNKNOWN, SP_OVERVIEW_UNCHECKED,
								    SP_OVERVIEW_CHECKED };
	GString *path = g_string_new(NULL);
	sp_text_append_safe(path, i->path, strlen(i->path));
	return (struct sp_overview_document){ .path = g_string_free(path, FALSE),
					      .address = a->done ? page_address(p, i->sha256) : NULL,
					      .body = a->body,
					      .kind = a->kind,
					      .reason = sp_answer_code(a),
					      .state = states[sp_answer_outcome(a)],
					      .from = a->from,
					      .to = a->to,
					      .pages = a->pages,
					      .unread = a->unread,
					      .checked = a->checked,
					      .accused = a->accused };
}

static void make_overview(struct pages *p, const struct sp_ledger *ledger)
{
	GPtrArray *inputs = sp_ledger_inputs(ledger);
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct sp_overview_document));
	char *index = g_build_filename(p->folder, "index.html", NULL);
	struct sp_file *f = sp_file_create(p->ctx, index);
	for (guint k = 0; k < inputs->len; k++) {
		const struct sp_input *i = g_ptr_array_index(inputs, k);
		const struct sp_answer *a = sp_ledger_answer(ledger, i->sha256);
		if (a) {
			struct sp_overview_document row = row_of(p, i, a);
			g_array_append_val(rows, row);
		}
	}
	char *title = g_path_get_basename(p->o->out);
	const struct sp_overview overview = { title, p->lang, (const struct sp_overview_document *)(void *)rows->data,
					      rows->len };
	if (f) {
		sp_overview_write(&overview, sp_file_stream(f));
		sp_file_commit(p->ctx, f);
	}
	for (guint k = 0; k < rows->len; k++) {
		g_free((char *)(uintptr_t)g_array_index(rows, struct sp_overview_document, k).path);
		g_free((char *)(uintptr_t)g_array_index(rows, struct sp_overview_document, k).address);
	}
	g_free(title);
	g_free(index);
	g_array_free(rows, TRUE);
	g_ptr_array_free(inputs, TRUE);
}

static void export_pages(struct sp_ctx *ctx, const struct options *o, struct sp_store *store)
{
	char *programs = own_folder(), *program = g_build_filename(programs, "spunta-export", NULL);
	struct stat st;
	struct pages p = { .ctx = ctx,
			   .o = o,
			   .store = store,
			   .folder = export_target(o, store),
			   .lang = o->language ? o->lang : SP_LANG_IT,
			   .slots = o->jobs > 0 ? o->jobs : (int)g_get_num_processors(),
			   .programme = stat(program, &st) == 0 ? st.st_mtime : 0 };
	struct sp_ledger *ledger = g_mkdir_with_parents(p.folder, 0777) == 0 ? sp_ledger_open(ctx, store) : NULL;
	if (ledger) {
		make_pages(&p);
		make_overview(&p, ledger);
		sp_ledger_close(ledger);
	}
	g_free(p.folder);
	g_free(program);
	g_free(programs);
}

/* --- options --------------------------------------------------------------------------------------------------------
 */

static bool options_fit(struct sp_ctx *ctx, struct options *o, int n_paths)
{
	bool inputs = n_paths > 0 || o->from_file || o->manifest;
	if (!o->out)
		sp_report(ctx, SP_D_ARGUMENT, "name the folder for the results with -o (--help says more)");
	else if (!inputs && !o->format)
		sp_report(ctx, SP_D_ARGUMENT,
			  "name folders or files to convert, or with --to what to export the results as");
	else if (o->jobs < 0 || o->jobs > 4096)
		sp_report(ctx, SP_D_ARGUMENT, "--jobs=%d: from 1 to 4096; 0 is one for each core", o->jobs);
	else if (o->retries < 1)
		sp_report(ctx, SP_D_ARGUMENT, "--retries=%d: at least 1, the first attempt", o->retries);
	else if (o->seconds < 1)
		sp_report(ctx, SP_D_ARGUMENT, "--timeout=%d: at least a second", o->seconds);
	else if (o->null && !o->from_file)
		sp_report(ctx, SP_D_ARGUMENT, "-0 says how the names of --from-file are parted; name that, too");
	else if (o->language && !sp_lang_parse(o->language, &o->lang))
		sp_report(ctx, SP_D_ARGUMENT, "--lang=%s: it is it or en", o->language);
	else if (o->by && !sp_groups_parse(o->by))
		sp_report(ctx, SP_D_ARGUMENT, "--by=%s: it is body, year or body,year", o->by);
	else if (o->by && o->format && (strcmp(o->format, "html") == 0 || strcmp(o->format, "postgres") == 0))
		sp_report(ctx, SP_D_ARGUMENT, "--by parts files; --to=%s has none to part", o->format);
	else if ((o->export_to || o->dsn || o->by) && !o->format)
		sp_report(ctx, SP_D_ARGUMENT, "say with --to which format to export");
	else
		return true;
	return false;
}

static void run(struct sp_ctx *ctx, struct options *o, int n_paths, char *const *paths)
{
	if (!options_fit(ctx, o, n_paths))
		return;
	struct sp_store *store = sp_store_open(ctx, o->out);
	if (!store)
		return;
	bool inputs = n_paths > 0 || o->from_file || o->manifest;
	enum sp_status s = inputs ? convert(ctx, o, store, paths) : SP_OK;
	if (s == SP_OK && o->format)
		(strcmp(o->format, "html") == 0 ? export_pages : o->by ? export_groups : export)(ctx, o, store);
	sp_store_close(store);
}

int main(int argc, char **argv)
{
	struct options o = { .retries = 1, .seconds = 600, .lang = sp_lang_around(SP_LANG_EN) };
	const GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.out,
		  "The folder for the results; a later run goes on there", "OUT" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs,
		  "Read N documents at once on each machine (0: one for each core)", "N" },
		{ "resume", 0, 0, G_OPTION_ARG_NONE, &o.resume, "Do not try again what failed in an earlier run",
		  NULL },
		{ "retries", 0, 0, G_OPTION_ARG_INT, &o.retries, "Try N times what crashed or took too long (1)", "N" },
		{ "timeout", 0, 0, G_OPTION_ARG_INT, &o.seconds, "Give a document up after so many seconds (600)",
		  "SECONDS" },
		{ "memfree", 0, 0, G_OPTION_ARG_STRING, &o.memfree, "Start nothing while less memory is free: 2G",
		  "SIZE" },
		{ "joblog", 0, 0, G_OPTION_ARG_FILENAME, &o.joblog, "Let GNU parallel write its log of jobs here",
		  "FILE" },
		{ "sshlogin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.sshlogins,
		  "Read on this machine, by ssh; \":\" is this one", "HOST" },
		{ "sshloginfile", 0, 0, G_OPTION_ARG_FILENAME, &o.sshloginfile, "The same, one machine a line",
		  "FILE" },
		{ "from-file", 0, 0, G_OPTION_ARG_FILENAME, &o.from_file,
		  "Names of files and folders, one a line; - is standard input", "LIST" },
		{ "manifest", 0, 0, G_OPTION_ARG_FILENAME, &o.manifest,
		  "A table of documents: path or name, sha256, body, year", "CSV" },
		{ "null", '0', 0, G_OPTION_ARG_NONE, &o.null, "In LIST each name ends with a NUL, not with a line end",
		  NULL },
		{ "texts", 0, 0, G_OPTION_ARG_NONE, &o.texts, "Of folders take text conversions (.txt), too", NULL },
		{ "ocr", 0, 0, G_OPTION_ARG_NONE, &o.ocr, "Recognise pages without a text layer", NULL },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &o.passwords,
		  "Try the passwords of this file, one a line, on encrypted PDFs", "FILE" },
		{ "profile", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.profiles,
		  "A profile of your own, besides the shipped ones", "FILE" },
		{ "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.rules, "Rules of your own, besides the shipped ones",
		  "FILE" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o.format,
		  "Export all records as one sqlite, datapackage, postgres, xlsx, csv; html: a page each, and one of "
		  "all",
		  "FORMAT" },
		{ "export", 0, 0, G_OPTION_ARG_FILENAME, &o.export_to,
		  "Where to (OUT/archive.sqlite, OUT/datapackage, OUT/html, …)", "PATH" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o.by,
		  "Part the export: a file or folder for each body, year or body,year", "WHAT" },
		{ "dsn", 0, 0, G_OPTION_ARG_STRING, &o.dsn, "The database of postgres", "DSN" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &o.language,
		  "Language: it or en; of the summary, by LANG; of exports, it by default", "LANG" },
		{ "dialect", 0, 0, G_OPTION_ARG_STRING, &o.dialect, "How csv is written: rfc4180 (default) or excel-it",
		  "NAME" },
		{ "licence", 0, 0, G_OPTION_ARG_STRING, &o.licence,
		  "Licence of a data package: CC-BY-4.0 (default), CC0-1.0, IODL-2.0", "NAME" },
		{ "work", 0, 0, G_OPTION_ARG_STRING, &o.work, "Do the job of this number: what GNU parallel starts",
		  "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const struct sp_prog prog = {
		"spunta-bulk", "-o OUT [PATH…]",
		"Runs the whole chain over an archive: every PDF and signed PDF of the files and folders\n"
		"named, by GNU parallel, on one machine or many. A rerun does only what is missing.",
		"Exit status: 0 all were read and all holds; 1 a document failed, or a figure does not hold; 2 wrong\n"
		"input or arguments; 3 a limit or resource failed, or not all documents had their turn."
	};
	struct sp_ctx ctx;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK) {
		if (o.work)
			work(&ctx, o.work);
		else
			run(&ctx, &o, argc - 1, argv + 1);
	}
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
