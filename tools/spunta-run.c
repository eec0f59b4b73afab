/*
 * spunta-run: the whole chain over one or more PDFs, as processes joined by pipes.
 *
 * The stages are the programs beside this one. What a stage says is shown only while every stage before
 * it is well: when extract refuses a file, nobody wants to hear from the others that their stream is
 * truncated. A stage that ends because nobody reads it any more (SIGPIPE) is no cause either: that is the
 * one after it. The first stage talks to the terminal itself (its progress bar), the others into a file
 * without name that is shown when the chain has ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prog.h"
#include "base/text.h"

enum { STAGES = 4 };
static const char *const programs[STAGES] = { "spunta-extract", "spunta-normalize", "spunta-recompute",
	                                      "spunta-export" };

struct options {
	int jobs;
	char *format, *output, *dsn, *language, *dialect, *password;
	enum sp_lang lang; /* of what is shown here; what goes into files, only --lang says */
	gboolean ocr;
	char **profiles, **rules;
};

struct stage {
	char **argv;
	pid_t pid;
	int said;    /* what it wrote to stderr; -1: it has ours */
	int status;  /* its exit status; SP_EXIT_RESOURCE when a signal ended it */
	bool unread; /* ended by SIGPIPE */
};

/* How the files of a run came out. */
struct outcome {
	int holding, found, failed;
	GString *names; /* of those that failed */
};

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	interrupted = signal_number;
}

/* Without SA_RESTART, so that waiting for a stage ends and the signal is passed on to it. */
static void catch_interrupts(void)
{
	struct sigaction action = { .sa_handler = on_interrupt };
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

static void add(GPtrArray *argv, const char *a, const char *b)
{
	g_ptr_array_add(argv, g_strdup(a));
	if (b)
		g_ptr_array_add(argv, g_strdup(b));
}

/* The page shows pictures of the document, which only a file lets it read again; by its own name, for /dev/stdin
 * is another to each process. */
static void add_document(GPtrArray *argv, const struct options *o, const char *file)
{
	char *path = g_strcmp0(o->format, "html") == 0 ? realpath(file, NULL) : NULL;
	if (path && g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		add(argv, "--pdf", path);
		if (o->password)
			add(argv, "--password", o->password);
	}
	free(path);
}

/* The command line of one stage for one file (transfer full, g_strfreev). */
static char **command_line(const struct options *o, int stage, const char *file, const char *output)
{
	GPtrArray *argv = g_ptr_array_new();
	g_ptr_array_add(argv, sp_prog_beside(programs[stage]));
	switch (stage) {
	case 0:
		g_ptr_array_add(argv, g_strdup_printf("--jobs=%d", o->jobs));
		if (o->password)
			add(argv, "--password", o->password);
		if (o->ocr)
			add(argv, "--ocr", NULL);
		add(argv, "--", file);
		break;
	case 1:
		for (char **p = o->profiles; p && *p; p++)
			add(argv, "--profile", *p);
		break;
	case 2:
		for (char **p = o->rules; p && *p; p++)
			add(argv, "--rules", *p);
		break;
	default:
		add(argv, "--to", o->format ? o->format : "report");
		if (o->language || !o->format)
			add(argv, "--lang", o->language ? o->language : sp_lang_name(o->lang));
		if (o->dsn)
			add(argv, "--dsn", o->dsn);
		if (o->dialect)
			add(argv, "--dialect", o->dialect);
		if (output)
			add(argv, "-o", output);
		add_document(argv, o, file);
	}
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

static void move_fd(int from, int to)
{
	if (from != to && dup2(from, to) < 0)
		_exit(SP_EXIT_RESOURCE);
}

/* Starts one stage; `in` and `out` are its ends of the pipes, or -1 to keep ours. */
static bool start(struct sp_ctx *ctx, struct stage *s, int in, int out, int close_in_child)
{
	fflush(stdout);
	s->pid = fork();
	if (s->pid < 0) {
		sp_report(ctx, SP_D_INTERNAL, "cannot start %s: %s", s->argv[0], g_strerror(errno));
		return false;
	}
	if (s->pid > 0)
		return true;
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	if (in >= 0)
		move_fd(in, STDIN_FILENO);
	if (out >= 0)
		move_fd(out, STDOUT_FILENO);
	if (s->said >= 0)
		move_fd(s->said, STDERR_FILENO);
	if (close_in_child >= 0)
		close(close_in_child);
	execv(s->argv[0], s->argv);
	if (errno == ENOENT)
		sp_report(ctx, SP_D_INTERNAL, "there is no %s; install it beside spunta-run", s->argv[0]);
	else
		sp_report(ctx, SP_D_INTERNAL, "cannot run %s: %s", s->argv[0], g_strerror(errno));
	_exit(SP_EXIT_RESOURCE);
}

static void stop_all(const struct stage *stages)
{
	for (int i = 0; i < STAGES; i++)
		if (stages[i].pid > 0)
			kill(stages[i].pid, (int)interrupted);
}

static void wait_for(struct sp_ctx *ctx, struct stage *stages, struct stage *s)
{
	int status = 0;
	while (waitpid(s->pid, &status, 0) < 0) {
		if (errno != EINTR)
			return;
		if (interrupted)
			stop_all(stages);
	}
	s->pid = 0;
	s->status = WIFEXITED(status) ? WEXITSTATUS(status) : SP_EXIT_RESOURCE;
	s->unread = WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE;
	if (WIFSIGNALED(status) && !s->unread && !interrupted)
		sp_report(ctx, SP_D_INTERNAL, "%s stopped: %s", s->argv[0], g_strsignal(WTERMSIG(status)));
}

static void show(int fd)
{
	char block[4096];
	ssize_t n;
	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, block, sizeof block)) > 0)
		fwrite(block, 1, (size_t)n, stderr);
}

/* Shows what the stages said, up to the first that failed; the worst of their statuses up to there. */
static enum sp_exit judge(struct stage *stages)
{
	int worst = SP_EXIT_OK;
	bool well = true;
	for (int i = 0; i < STAGES && well; i++) {
		if (stages[i].said >= 0)
			show(stages[i].said);
		if (stages[i].unread)
			continue;
		worst = MAX(worst, stages[i].status);
		well = stages[i].status < SP_EXIT_INPUT;
	}
	return (enum sp_exit)MIN(worst, SP_EXIT_RESOURCE);
}

static enum sp_exit run_chain(struct sp_ctx *ctx, const struct options *o, const char *file, const char *output)
{
	struct stage stages[STAGES] = { { 0 } };
	int in = -1;
	bool started = true;
	for (int i = 0; i < STAGES; i++) {
		stages[i].said = i == 0 ? -1 : memfd_create("said", MFD_CLOEXEC);
		stages[i].argv = command_line(o, i, file, output);
		stages[i].status = SP_EXIT_RESOURCE;
	}
	for (int i = 0; i < STAGES && started; i++) {
		int ends[2] = { -1, -1 };
		if (i + 1 < STAGES && pipe2(ends, O_CLOEXEC) != 0) {
			sp_report(ctx, SP_D_INTERNAL, "cannot join the stages: %s", g_strerror(errno));
			started = false;
		}
		started = started && start(ctx, &stages[i], in, ends[1], ends[0]);
		if (in >= 0)
			close(in);
		if (ends[1] >= 0)
			close(ends[1]);
		in = ends[0];
	}
	if (in >= 0)
		close(in);
	for (int i = 0; i < STAGES; i++)
		if (stages[i].pid > 0)
			wait_for(ctx, stages, &stages[i]);
	if (stages[STAGES - 1].unread)
		interrupted = SIGPIPE; /* nobody reads us either: end as any filter does */
	enum sp_exit status = judge(stages);
	sp_ctx_raise(ctx, status);
	for (int i = 0; i < STAGES; i++) {
		if (stages[i].said >= 0)
			close(stages[i].said);
		g_strfreev(stages[i].argv);
	}
	return status;
}

static const char *suffix_of(const char *format)
{
	static const struct {
		const char *format, *suffix;
	} suffixes[] = { { "json", ".json" }, { "sqlite", ".sqlite" }, { "xlsx", ".xlsx" }, { "xml", ".xml" }, { "html", ".html" },
		         { "report", ".txt" } };
	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (strcmp(format, suffixes[i].format) == 0)
			return suffixes[i].suffix;
	return ""; /* a folder of files */
}

/* A database takes one document after the other, unless -o names a folder that is there. */
static bool into_one(const struct options *o)
{
	return g_strcmp0(o->format, "sqlite") == 0 && !g_file_test(o->output, G_FILE_TEST_IS_DIR);
}

/* Where one of several documents goes: -o is then a folder (transfer full; NULL for standard output). */
static char *output_for(const struct options *o, const char *file, int n_files)
{
	if (!o->output || n_files == 1 || into_one(o))
		return g_strdup(o->output);
	char *base = g_path_get_basename(file);
	char *dot = strrchr(base, '.');
	if (dot && dot != base)
		*dot = '\0';
	char *name = g_strconcat(base, suffix_of(o->format), NULL);
	char *path = g_build_filename(o->output, name, NULL);
	g_free(name);
	g_free(base);
	return path;
}

static void add_up(struct outcome *t, enum sp_exit status, const char *file)
{
	if (status == SP_EXIT_OK)
		t->holding++;
	else if (status == SP_EXIT_FOUND)
		t->found++;
	else {
		t->failed++;
		g_string_append(t->names, t->names->len ? ", " : "");
		sp_text_append_safe(t->names, file, strlen(file));
	}
}

/* After the reports of several documents: how many there is something to look at in. */
static void write_tally(const struct options *o, const struct outcome *t, int n)
{
	fprintf(stdout, sp_say(o->lang, "\n\n%d documents: %d with figures to look at, %d without, %d not read"), n, t->found,
		t->holding, t->failed);
	fprintf(stdout, t->failed ? " (%s).\n" : ".%s\n", t->names->str);
}

static void run_all(struct sp_ctx *ctx, const struct options *o, char **files, int n)
{
	catch_interrupts();
	if (o->output && n > 1 && !into_one(o) && g_mkdir_with_parents(o->output, 0777) != 0) {
		sp_report(ctx, SP_D_WRITE, "cannot create %s: %s", o->output, g_strerror(errno));
		return;
	}
	struct outcome tally = { .names = g_string_new(NULL) };
	for (int i = 0; i < n && !interrupted; i++) {
		char *output = output_for(o, files[i], n);
		if (!o->format && i > 0)
			fputs("\n\n", stdout);
		add_up(&tally, run_chain(ctx, o, files[i], output), files[i]);
		g_free(output);
	}
	if (!o->format && n > 1 && !interrupted)
		write_tally(o, &tally, n);
	g_string_free(tally.names, TRUE);
	if (interrupted) {
		signal((int)interrupted, SIG_DFL);
		raise((int)interrupted);
	}
}

static bool options_fit(struct sp_ctx *ctx, struct options *o, int n_files)
{
	if (n_files < 1)
		sp_report(ctx, SP_D_ARGUMENT, "name one or more PDFs (--help says more)");
	else if (o->output && !o->format)
		sp_report(ctx, SP_D_ARGUMENT, "-o %s: say with --to in which format", o->output);
	else if (o->format && !o->output && !o->dsn && n_files > 1)
		sp_report(ctx, SP_D_ARGUMENT, "several files --to %s: name a folder for them with -o", o->format);
	else if (o->jobs < 1 || o->jobs > 256)
		sp_report(ctx, SP_D_ARGUMENT, "--jobs=%d: from 1 to 256", o->jobs);
	else if (o->language && !sp_lang_parse(o->language, &o->lang))
		sp_report(ctx, SP_D_ARGUMENT, "--lang=%s: it is it or en", o->language);
	else
		return true;
	return false;
}

int main(int argc, char **argv)
{
	struct options o = { .jobs = 1, .lang = sp_lang_around(SP_LANG_IT) };
	const GOptionEntry entries[] = {
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs, "Read pages with N processes", "N" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o.format, "Export instead of reporting: csv, sqlite, json, …", "FORMAT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, "Where the export goes; a folder for several files, one database of sqlite", "PATH" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &o.language, "Language: it or en; of the report, by LANG; of files, it by default", "LANG" },
		{ "dsn", 0, 0, G_OPTION_ARG_STRING, &o.dsn, "Database of --to=postgres", "DSN" },
		{ "dialect", 0, 0, G_OPTION_ARG_STRING, &o.dialect, "How csv is written: rfc4180 (default) or excel-it", "NAME" },
		{ "password", 0, 0, G_OPTION_ARG_STRING, &o.password, "Password of encrypted PDFs", "P" },
		{ "ocr", 0, 0, G_OPTION_ARG_NONE, &o.ocr, "Recognise pages without a text layer", NULL },
		{ "profile", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.profiles, "A profile of your own, besides the shipped ones", "FILE" },
		{ "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.rules, "Rules of your own, besides the shipped ones", "FILE" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const struct sp_prog prog = {
		"spunta-run", "FILE…",
		"Runs the whole chain over PDFs: what each document is, what was read, which figures do not add up\n"
		"and where.",
		"Exit status: 0 all holds; 1 something does not; 2 wrong input or arguments; 3 a limit or resource\n"
		"failed; the worst of all files."
	};
	struct sp_ctx ctx;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK && options_fit(&ctx, &o, argc - 1))
		run_all(&ctx, &o, argv + 1, argc - 1);
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
