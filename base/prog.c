#include "base/prog.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

void sp_prog_begin(struct sp_ctx *ctx, const char *name)
{
	/* A closed descriptor 0–2 would be handed to the next file that is opened (git does the same). What
	 * takes the place of standard output cannot be written, so that the loss is noticed. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* a file that may grow no more is a write that fails, as on a full disk */
	sp_ctx_init(ctx, name);
	ctx->lang = sp_lang_around(SP_LANG_EN);
}

/* --- options ---------------------------------------------------------------------------------- */

/* Levenshtein's distance, cut off: enough to tell a slip from another word. */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(b);
	size_t *row = g_new(size_t, n + 1);
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; *a; a++, i++) {
		size_t before = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t change = before + (*a != b[j - 1]);
			before = row[j];
			row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
		}
	}
	size_t d = row[n];
	g_free(row);
	return d;
}

const char *sp_prog_nearest(const char *wrong, const char *const *names)
{
	const char *best = NULL;
	size_t least = MAX(strlen(wrong) / 3, 1) + 1;
	for (; *names; names++) {
		size_t d = distance(wrong, *names);
		if (d < least) {
			least = d;
			best = *names;
		}
	}
	return best;
}

static const char *nearest_option(const char *wrong, const GOptionEntry *own, const GOptionEntry *shared)
{
	GPtrArray *names = g_ptr_array_new();
	for (const GOptionEntry *e = own; e && e->long_name; e++)
		g_ptr_array_add(names, (gpointer)(uintptr_t)e->long_name);
	for (const GOptionEntry *e = shared; e->long_name; e++)
		g_ptr_array_add(names, (gpointer)(uintptr_t)e->long_name);
	g_ptr_array_add(names, NULL);
	const char *best = sp_prog_nearest(wrong, (const char *const *)names->pdata);
	g_ptr_array_free(names, TRUE);
	return best;
}

static void report_option_error(struct sp_ctx *ctx, const GError *error, const GOptionEntry *own,
                                const GOptionEntry *shared)
{
	const char *unknown = g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION)
	                          ? strstr(error->message, "--")
	                          : NULL;
	char *name = unknown ? g_strndup(unknown + 2, strcspn(unknown + 2, "= ")) : NULL;
	const char *near = name ? nearest_option(name, own, shared) : NULL;
	char *message = g_strdup(error->message);
	message[0] = g_ascii_tolower(message[0]);
	if (near)
		sp_report(ctx, SP_D_ARGUMENT, "%s; did you mean --%s? (--help lists all)", message, near);
	else
		sp_report(ctx, SP_D_ARGUMENT, "%s (--help lists the options)", message);
	g_free(message);
	g_free(name);
}

/* By its name, or without one by its letter. */
static const GOptionEntry *entry_of(const GOptionEntry *entries, const char *name, char letter)
{
	for (; entries && entries->long_name; entries++)
		if (name ? strcmp(entries->long_name, name) == 0 : entries->short_name == letter)
			return entries;
	return NULL;
}

static bool wants_value(const GOptionEntry *e)
{
	return e && e->arg != G_OPTION_ARG_NONE && e->arg != G_OPTION_ARG_CALLBACK;
}

/*
 * "-j2": how many letters stand before the value, 0 when it has none of its own. `next`: the argument behind is the
 * value.
 */
static size_t letters_before_value(const char *argument, const GOptionEntry *own, const GOptionEntry *shared, bool *next)
{
	*next = false;
	if (argument[0] != '-' || argument[1] == '\0')
		return 0;
	if (argument[1] == '-') {
		const GOptionEntry *e = entry_of(own, argument + 2, '\0');
		*next = wants_value(e ? e : entry_of(shared, argument + 2, '\0'));
		return 0;
	}
	for (size_t i = 1; argument[i]; i++) {
		const GOptionEntry *e = entry_of(own, NULL, argument[i]);
		if (wants_value(e ? e : entry_of(shared, NULL, argument[i]))) {
			*next = argument[i + 1] == '\0';
			return *next ? 0 : i + 1;
		}
	}
	return 0;
}

/* GOption does not know "-j2", which every other program does: it becomes "-j" "2". */
static void part_values(struct sp_ctx *ctx, const GOptionEntry *own, const GOptionEntry *shared, int *argc, char ***argv)
{
	size_t n = (size_t)*argc, bytes = 0;
	for (size_t i = 0; i < n; i++)
		bytes += strlen((*argv)[i]) + 2;
	/* one block: twice as many places at most, and behind them the letters */
	char **parted = g_malloc((2 * n + 1) * sizeof *parted + bytes), *letters = (char *)(parted + 2 * n + 1);
	size_t used = 0;
	bool is_value = true, over = false; /* the first is the program's name */
	for (size_t i = 0; i < n; i++) {
		char *argument = (*argv)[i];
		size_t before = 0;
		over = over || (!is_value && strcmp(argument, "--") == 0);
		if (is_value || over)
			is_value = false;
		else
			before = letters_before_value(argument, own, shared, &is_value);
		if (before > 0) {
			memcpy(letters, argument, before);
			letters[before] = '\0';
			parted[used++] = letters;
			letters += before + 1;
		}
		parted[used++] = argument + before;
	}
	parted[used] = NULL;
	ctx->arguments = parted;
	*argc = (int)used;
	*argv = parted;
}

static const char *translated(const char *english, void *lang)
{
	return *english ? sp_say(*(const enum sp_lang *)lang, english) : english;
}

/* Headings are GLib's, whose own translations ask for a locale. */
static void say_heading(GString *help, enum sp_lang lang, const char *glib, const char *ours)
{
	g_string_replace(help, glib, sp_say(lang, ours), 1);
}

static void print_help(GOptionContext *context, enum sp_lang lang)
{
	g_option_context_set_translate_func(context, translated, &lang, NULL);
	g_option_group_set_translate_func(g_option_context_get_main_group(context), translated, &lang, NULL);
	char *text = g_option_context_get_help(context, FALSE, NULL);
	GString *help = g_string_new(text);
	say_heading(help, lang, "Usage:", SP_SAID("Usage:"));
	say_heading(help, lang, "[OPTION…]", SP_SAID("[OPTION…]"));
	say_heading(help, lang, "Options:", SP_SAID("Options:"));
	fputs(help->str, stdout);
	g_string_free(help, TRUE);
	g_free(text);
}

/* In the language of the surroundings, unless --lang, which many programs have, says another one. */
static enum sp_lang language_of_help(const struct sp_ctx *ctx, const GOptionEntry *own)
{
	const GOptionEntry *e = entry_of(own, "lang", '\0');
	const char *said = e ? *(char *const *)e->arg_data : NULL;
	enum sp_lang lang = ctx->lang;
	if (said)
		sp_lang_parse(said, &lang);
	return lang;
}

void sp_prog_options_clear(const GOptionEntry *own)
{
	for (; own->long_name; own++)
		if (own->arg == G_OPTION_ARG_STRING || own->arg == G_OPTION_ARG_FILENAME)
			g_clear_pointer((char **)own->arg_data, g_free);
		else if (own->arg == G_OPTION_ARG_STRING_ARRAY || own->arg == G_OPTION_ARG_FILENAME_ARRAY)
			g_clear_pointer((char ***)own->arg_data, g_strfreev);
}

enum sp_status sp_prog_options(struct sp_ctx *ctx, const struct sp_prog *prog, const GOptionEntry *own, int *argc,
                               char ***argv)
{
	gboolean help = FALSE, version = FALSE, quiet = FALSE, verbose = FALSE;
	char *form = NULL;
	const GOptionEntry shared[] = {
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "Say errors only", NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Say notes as well", NULL },
		{ "diagnostics", 0, 0, G_OPTION_ARG_STRING, &form, "How messages are written: text (default) or json", "FORM" },
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help and exit", NULL },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version and exit", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	part_values(ctx, own, shared, argc, argv);
	g_set_prgname(prog->name);
	GOptionContext *context = g_option_context_new(prog->operands);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, prog->summary);
	g_option_context_set_description(context, prog->details);
	if (own)
		g_option_context_add_main_entries(context, own, NULL);
	g_option_context_add_main_entries(context, shared, NULL);

	enum sp_status status = SP_OK;
	GError *error = NULL;
	if (!g_option_context_parse(context, argc, argv, &error)) {
		report_option_error(ctx, error, own, shared);
		g_error_free(error);
		status = SP_FAIL;
	} else if (help) {
		print_help(context, language_of_help(ctx, own));
		status = SP_END;
	} else if (version) {
		fprintf(stdout, "%s %s\n", prog->name, SP_VERSION);
		status = SP_END;
	} else if (form && strcmp(form, "json") != 0 && strcmp(form, "text") != 0) {
		status = sp_report(ctx, SP_D_ARGUMENT, "--diagnostics=%s: it is text or json", form);
	}
	ctx->quiet = quiet;
	ctx->verbose = verbose;
	ctx->form = g_strcmp0(form, "json") == 0 ? SP_DIAG_JSON : SP_DIAG_TEXT;
	g_free(form);
	g_option_context_free(context);
	if (status == SP_OK && *argc > 1 && strcmp((*argv)[1], "--") == 0) {
		(*argv)[1] = (*argv)[0];
		(*argv)++;
		(*argc)--;
	}
	return status;
}

enum sp_status sp_prog_operand(struct sp_ctx *ctx, int argc, char **argv, const char **operand)
{
	*operand = argc > 1 ? argv[1] : NULL;
	if (argc > 2)
		return sp_report(ctx, SP_D_ARGUMENT, "one file at a time: \"%s\" is one too many", argv[2]);
	if (!*operand && isatty(STDIN_FILENO))
		return sp_report(ctx, SP_D_ARGUMENT, "name a file or send it on standard input (--help says more)");
	return SP_OK;
}

/* --- end ------------------------------------------------------------------------------------------- */

char *sp_prog_beside(const char *name)
{
	char *self = g_file_read_link("/proc/self/exe", NULL);
	char *folder = self ? g_path_get_dirname(self) : g_strdup(".");
	char *path = g_build_filename(folder, name, NULL);
	g_free(folder);
	g_free(self);
	return path;
}

bool sp_prog_written(struct sp_ctx *ctx)
{
	if (!ferror(stdout))
		return true;
	if (ctx->exit < SP_EXIT_RESOURCE)
		sp_report(ctx, SP_D_WRITE, "cannot write standard output: %s", g_strerror(errno ? errno : EIO));
	return false;
}

int sp_prog_end(struct sp_ctx *ctx)
{
	bool failed = ferror(stdout) != 0;
	errno = 0;
	if (fclose(stdout) != 0)
		failed = true;
	if (failed && ctx->exit < SP_EXIT_RESOURCE)
		sp_report(ctx, SP_D_WRITE, "cannot write standard output: %s", g_strerror(errno ? errno : EIO));
	g_clear_pointer(&ctx->arguments, g_free);
	return (int)ctx->exit;
}

bool sp_prog_fancy(int fd)
{
	const char *no_color = g_getenv("NO_COLOR"), *term = g_getenv("TERM");
	return isatty(fd) && !(no_color && *no_color) && g_strcmp0(term, "dumb") != 0;
}
