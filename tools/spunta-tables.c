/*
 * spunta-tables: just the tables of one or more documents.
 *
 * spunta-extract reads each document, beside this program and in its sandbox; what it writes is read from a pipe.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prog.h"
#include "export/tables/command.h"

struct options {
	int jobs;
	char *format, *output, *lang, *dialect, *password;
	gboolean ocr, safe_cells;
	struct sp_tables_command tables;
};

/* --- the document's layout --------------------------------------------------------------------------------- */

/* (transfer full, g_strfreev) */
static char **command_line(const struct options *o, const char *file)
{
	GPtrArray *argv = g_ptr_array_new();
	g_ptr_array_add(argv, sp_prog_beside("spunta-extract"));
	g_ptr_array_add(argv, g_strdup_printf("--jobs=%d", o->jobs));
	if (o->tables.pages)
		g_ptr_array_add(argv, g_strdup_printf("--pages=%s", o->tables.pages));
	if (o->password)
		g_ptr_array_add(argv, g_strdup_printf("--password=%s", o->password));
	if (o->ocr)
		g_ptr_array_add(argv, g_strdup("--ocr"));
	g_ptr_array_add(argv, g_strdup("--"));
	g_ptr_array_add(argv, g_strdup(file));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

static void become(struct sp_ctx *ctx, char **argv, int out)
{
	if (dup2(out, STDOUT_FILENO) >= 0)
		execv(argv[0], argv);
	sp_report(ctx, SP_D_INTERNAL, "cannot run %s: %s", argv[0], g_strerror(errno));
	_exit(SP_EXIT_RESOURCE);
}

/* Starts it; what it writes comes out of *from. */
static pid_t start(struct sp_ctx *ctx, const struct options *o, const char *file, int *from)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) {
		sp_report(ctx, SP_D_INTERNAL, "cannot start spunta-extract: %s", g_strerror(errno));
		return -1;
	}
	char **argv = command_line(o, file);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		become(ctx, argv, ends[1]);
	if (pid < 0) {
		sp_report(ctx, SP_D_INTERNAL, "cannot start spunta-extract: %s", g_strerror(errno));
		close(ends[0]);
	}
	close(ends[1]);
	*from = ends[0];
	g_strfreev(argv);
	return pid;
}

static enum sp_exit wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return SP_EXIT_RESOURCE;
	return WIFEXITED(status) ? (enum sp_exit)MIN(WEXITSTATUS(status), SP_EXIT_RESOURCE) : SP_EXIT_RESOURCE;
}

/* --- one document, and all -------------------------------------------------------------------------------------- */

/* A document that cannot be read was said by the one who read it: that its stream is empty is no news. */
static void run(struct sp_ctx *ctx, const struct options *o, const char *file, const char *output)
{
	int from = -1;
	pid_t pid = start(ctx, o, file, &from);
	if (pid < 0)
		return;
	struct sp_stream *in = sp_stream_open_fd(ctx, from, file, "spunta-layout/1");
	struct sp_line line;
	FILE *err = ctx->err;
	char *unsaid = NULL;
	size_t n = 0;
	ctx->err = open_memstream(&unsaid, &n);
	enum sp_status begun = sp_stream_peek(in, &line);
	fclose(ctx->err);
	ctx->err = err;
	struct sp_tables_command c = o->tables;
	c.format = o->format;
	c.output = output;
	c.lang = o->lang;
	c.dialect = o->dialect;
	c.safe_cells = o->safe_cells;
	if (begun == SP_OK)
		sp_tables_command_run(ctx, &c, in);
	else
		sp_stream_close(in);
	enum sp_exit status = wait_for(pid);
	if (begun != SP_OK && status < SP_EXIT_INPUT)
		fputs(unsaid, stderr);
	sp_ctx_raise(ctx, status);
	free(unsaid);
}

/* Where one of several documents goes: into the folder that -o is then. (transfer full) */
static char *output_for(const struct options *o, const char *file, int n_files)
{
	if (!o->output || n_files == 1)
		return g_strdup(o->output);
	char *base = g_path_get_basename(file), *dot = strrchr(base, '.');
	if (dot && dot != base)
		*dot = '\0';
	bool folder = sp_tables_format_named(o->format)->target == SP_TO_FOLDER;
	char *name = g_strconcat(base, folder ? "" : ".", folder ? "" : strcmp(o->format, "text") == 0 ? "txt" : o->format, NULL);
	char *path = g_build_filename(o->output, name, NULL);
	g_free(name);
	g_free(base);
	return path;
}

static void run_all(struct sp_ctx *ctx, const struct options *o, char **files, int n)
{
	if (o->output && n > 1 && g_mkdir_with_parents(o->output, 0777) != 0) {
		sp_report(ctx, SP_D_WRITE, "cannot create %s: %s", o->output, g_strerror(errno));
		return;
	}
	for (int i = 0; i < n; i++) {
		char *output = output_for(o, files[i], n);
		if (!output && i > 0)
			fputc('\n', stdout);
		run(ctx, o, files[i], output);
		g_free(output);
	}
}

static bool options_fit(struct sp_ctx *ctx, const struct options *o, int n_files)
{
	struct sp_tables_command c = o->tables;
	c.format = o->format;
	c.output = o->output;
	c.lang = o->lang;
	c.dialect = o->dialect;
	if (n_files < 1)
		sp_report(ctx, SP_D_ARGUMENT, "name one or more documents (--help says more)");
	else if (o->jobs < 1 || o->jobs > 256)
		sp_report(ctx, SP_D_ARGUMENT, "--jobs=%d: from 1 to 256", o->jobs);
	else if (o->output && !o->format)
		sp_report(ctx, SP_D_ARGUMENT, "-o %s: say with --to in which format", o->output);
	else if (o->format && n_files > 1 && !o->output && strcmp(o->format, "text") != 0)
		sp_report(ctx, SP_D_ARGUMENT, "several files --to %s: name a folder for them with -o", o->format);
	else
		return sp_tables_command_check(ctx, &c) == SP_OK;
	return false;
}

int main(int argc, char **argv)
{
	struct options o = { .jobs = 1 };
	const GOptionEntry entries[] = {
		{ "to", 't', 0, G_OPTION_ARG_STRING, &o.format, "text (default), csv, xlsx, html, md, json or sqlite", "FORMAT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, "Where to write: a folder for csv and several files, else a file", "PATH" },
		{ "pages", 'p', 0, G_OPTION_ARG_STRING, &o.tables.pages, "Only these pages: 1-3,7", "A-B,…" },
		{ "area", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.tables.areas, "Only what lies in this part of a page, in points", "PAGE:X0,Y0,X1,Y1" },
		{ "table", 'n', 0, G_OPTION_ARG_STRING, &o.tables.tables, "Only these tables, by their numbers: 2 or 1-3,7", "N,…" },
		{ "spans", 0, 0, G_OPTION_ARG_NONE, &o.tables.spans, "xlsx, html, json: merged cells stay merged", NULL },
		{ "figures", 0, 0, G_OPTION_ARG_STRING, &o.tables.figures, "csv, xlsx, json, sqlite: both (default), values or printed", "HOW" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &o.lang, "Language: it or en; on a terminal, by LANG; of files, it by default", "LANG" },
		{ "dialect", 0, 0, G_OPTION_ARG_STRING, &o.dialect, "How csv is written: rfc4180 (default) or excel-it", "NAME" },
		{ "safe-cells", 0, 0, G_OPTION_ARG_NONE, &o.safe_cells, "csv, xlsx: an apostrophe before texts that would run as formulas", NULL },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs, "Read pages with N processes", "N" },
		{ "password", 0, 0, G_OPTION_ARG_STRING, &o.password, "Password of encrypted PDFs", "P" },
		{ "ocr", 0, 0, G_OPTION_ARG_NONE, &o.ocr, "Recognise pages without a text layer", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const struct sp_prog prog = {
		"spunta-tables", "FILE…",
		"Shows the tables of PDFs, signed PDFs and text conversions, whole over pages, or writes them for\n"
		"spreadsheets, databases and programs.",
		"Exit status: 0 done; 1 done, but a page was lost; 2 wrong input or arguments; 3 a limit or resource\n"
		"failed; the worst of all files. A FILE of - is standard input."
	};
	struct sp_ctx ctx;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK && options_fit(&ctx, &o, argc - 1))
		run_all(&ctx, &o, argv + 1, argc - 1);
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
