/* spunta: `spunta extract …` runs spunta-extract from the folder that this program stands in, as git does. */
#include <errno.h>
#include <unistd.h>

#include "base/prog.h"

static const struct command {
	const char *name, *summary;
} commands[] = {
	{ "run", SP_SAID("the whole chain over PDFs, and a report of what does not add up") },
	{ "tables", SP_SAID("just the tables: on a terminal, as csv, xlsx, html, md, json, sqlite") },
	{ "bulk", SP_SAID("the whole chain over an archive, on one machine or many") },
	{ "extract", SP_SAID("PDF, signed PDF or text conversion → layout stream") },
	{ "normalize", SP_SAID("layout stream → records") },
	{ "validate", SP_SAID("a stream → the same stream; violations on stderr") },
	{ "recompute", SP_SAID("records → records and findings") },
	{ "rules", SP_SAID("the catalogue of checks; all about one; files of one's own tried") },
	{ "series", SP_SAID("records of several years → the same indicators over the years") },
	{ "export", SP_SAID("records and findings → csv, sqlite, json, a report; a layout stream → its tables") },
	{ "report-problem",
	  SP_SAID("a page that was misread → the same page in other letters and figures, to be shown") },
};

/* The folder of this program; NULL where the system does not tell (transfer full). */
static char *own_folder(void)
{
	char *self = g_file_read_link("/proc/self/exe", NULL);
	char *folder = self ? g_path_get_dirname(self) : NULL;
	g_free(self);
	return folder;
}

static void print_help(enum sp_lang lang)
{
	fputs(sp_say(lang, "Usage: spunta COMMAND [OPTION…] [FILE…]\n\n"
			   "Turns the PDFs of Italian councils' planning documents into records and says which published\n"
			   "figures add up.\n\nCommands\n"),
	      stdout);
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		fprintf(stdout, "  %-14s  %s\n", commands[i].name, sp_say(lang, commands[i].summary));
	fputs(sp_say(lang, "\n  spunta COMMAND --help says more of each.\n\n"
			   "Exit status: 0 all holds; 1 something does not; 2 wrong input or arguments; 3 a limit or resource\n"
			   "failed.\n"),
	      stdout);
}

static const char *nearest(const char *wrong)
{
	const char *names[G_N_ELEMENTS(commands) + 1] = { NULL };
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i].name;
	return sp_prog_nearest(wrong, names);
}

static void run(struct sp_ctx *ctx, char **argv)
{
	const char *name = argv[1];
	if (strchr(name, '/')) {
		sp_report(ctx, SP_D_ARGUMENT, "\"%s\" is no command (--help lists them)", name);
		return;
	}
	char *folder = own_folder();
	char *program = g_strdup_printf("spunta-%s", name);
	char *path = folder ? g_build_filename(folder, program, NULL) : NULL;
	argv[1] = program;
	if (path)
		execv(path, argv + 1);
	execvp(program, argv + 1);
	const char *near = nearest(name);
	if (near && strcmp(near, name) == 0 && errno == ENOENT)
		sp_report(ctx, SP_D_INTERNAL, "%s is not here; install it beside %s", program, folder ? folder : "spunta");
	else if (errno != ENOENT)
		sp_report(ctx, SP_D_INTERNAL, "cannot run %s: %s", program, g_strerror(errno));
	else if (near)
		sp_report(ctx, SP_D_ARGUMENT, "\"%s\" is no command; did you mean %s? (--help lists them)", name, near);
	else
		sp_report(ctx, SP_D_ARGUMENT, "\"%s\" is no command (--help lists them)", name);
	g_free(path);
	g_free(program);
	g_free(folder);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	sp_prog_begin(&ctx, "spunta");
	if (argc < 2)
		sp_report(&ctx, SP_D_ARGUMENT, "name a command: run, tables, bulk, extract, normalize, validate, recompute, rules or export (--help)");
	else if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		print_help(ctx.lang);
	else if (strcmp(argv[1], "--version") == 0)
		fprintf(stdout, "spunta %s\n", SP_VERSION);
	else if (argv[1][0] == '-')
		sp_report(&ctx, SP_D_ARGUMENT, "unknown option %s (--help)", argv[1]);
	else
		run(&ctx, argv);
	return sp_prog_end(&ctx);
}
