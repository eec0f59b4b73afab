/* spunta-normalize — layout stream in, records out. */
#include "base/prog.h"
#include "normalize/engine.h"
#include "normalize/spool.h"

struct options {
	char **profiles;
	char *show;
	gboolean list, explain;
};

static enum sp_status survey_all(struct sp_ctx *ctx, const char *path, struct sp_spool *spool, struct sp_classifier *classifier)
{
	struct sp_stream *in = sp_stream_open(ctx, path, "spunta-layout/1");
	if (!in)
		return SP_FAIL;
	struct sp_line line;
	enum sp_status s;
	while ((s = sp_stream_next(in, &line)) == SP_OK) {
		if (sp_spool_keep(spool, &line) != SP_OK || sp_classifier_line(classifier, &line) != SP_OK) {
			s = SP_FAIL;
			break;
		}
	}
	sp_stream_close(in);
	return s == SP_END ? sp_classifier_end(classifier) : SP_FAIL;
}

static void write_document(const struct sp_classifier *classifier, const struct sp_profile *profile, const struct sp_line *line)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_classifier_document(classifier, line->json, profile, &w);
	sp_jw_line(&w, stdout);
	sp_jw_clear(&w);
}

static enum sp_status write_all(struct sp_ctx *ctx, struct sp_spool *spool, struct sp_classifier *classifier,
				const struct sp_profile *profile, bool explain)
{
	struct sp_engine *e = sp_engine_new(ctx, profile, classifier, stdout, explain);
	struct sp_line line;
	enum sp_status s = sp_spool_rewind(spool);
	while (s == SP_OK && (s = sp_spool_next(spool, &line)) == SP_OK) {
		if (strcmp(line.type, "document") == 0)
			write_document(classifier, profile, &line);
		else if (strcmp(line.type, "end") != 0)
			s = sp_engine_line(e, &line);
		if (s == SP_OK && !sp_prog_written(ctx))
			s = SP_FAIL;
	}
	if (s == SP_END)
		sp_engine_end(e);
	sp_engine_free(e);
	ctx->line = 0;
	return s == SP_END ? SP_OK : SP_FAIL;
}

static void say_choice(struct sp_ctx *ctx, const struct sp_classifier *classifier)
{
	char *text = sp_classifier_explain(classifier);
	char **lines = g_strsplit(text, "\n", -1);
	for (char **l = lines; *l && **l; l++)
		fprintf(ctx->err, "%s: explain: %s\n", ctx->program, *l);
	if (!*text)
		fprintf(ctx->err, "%s: explain: no evidence of a known family\n", ctx->program);
	g_strfreev(lines);
	g_free(text);
}

static void normalize(struct sp_ctx *ctx, struct sp_profiles *profiles, const char *path, bool explain)
{
	struct sp_spool *spool = sp_spool_new(ctx);
	struct sp_classifier *classifier = sp_classifier_new(ctx, profiles);
	if (spool && survey_all(ctx, path, spool, classifier) == SP_OK) {
		if (explain)
			say_choice(ctx, classifier);
		const struct sp_profile *profile = sp_profiles_use(ctx, profiles, sp_classifier_profile(classifier));
		ctx->file = path;
		if (profile)
			write_all(ctx, spool, classifier, profile, explain);
		ctx->file = NULL;
	}
	sp_classifier_free(classifier);
	sp_spool_free(spool);
}

static void list_profiles(const struct sp_profiles *set)
{
	const GPtrArray *list = sp_profiles_list(set);
	for (guint i = 0; i < list->len; i++) {
		const struct sp_profile *p = list->pdata[i];
		printf("%-22s %s\n", p->name, p->about ? p->about : "");
	}
}

static void run(struct sp_ctx *ctx, const struct options *o, const char *path)
{
	struct sp_profiles *set = sp_profiles_new(ctx);
	bool ok = set != NULL;
	for (char **p = o->profiles; ok && p && *p; p++)
		ok = sp_profiles_add_file(ctx, set, *p) == SP_OK;
	if (ok && o->list) {
		list_profiles(set);
	} else if (ok && o->show) {
		const char *text = sp_profiles_text(set, o->show);
		if (text)
			fputs(text, stdout);
		else
			sp_report(ctx, SP_D_ARGUMENT, "there is no profile \"%s\"; --list-profiles names them",
				  o->show);
	} else if (ok) {
		normalize(ctx, set, path, o->explain);
	}
	sp_profiles_free(set);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	struct options o = { 0 };
	const struct sp_prog prog = {
		"spunta-normalize", "[FILE]",
		"Reads a layout stream (spunta-extract) and writes the records of the document.",
		"What documents look like stands in profiles; --profile adds one, which is then asked first.\n"
		"\n"
		"Exit status: 0 done; 2 wrong input, arguments or profile; 3 a limit or resource failed.\n"
	};
	const GOptionEntry own[] = { { "profile", 'p', 0, G_OPTION_ARG_FILENAME_ARRAY, &o.profiles,
				       "Add a profile, or replace the one of its name", "FILE" },
				     { "explain", 'e', 0, G_OPTION_ARG_NONE, &o.explain,
				       "Say which profile was chosen and what each header and row became", NULL },
				     { "list-profiles", 0, 0, G_OPTION_ARG_NONE, &o.list, "Name the profiles and stop",
				       NULL },
				     { "show-profile", 0, 0, G_OPTION_ARG_STRING, &o.show,
				       "Print a profile, to start one's own from", "NAME" },
				     G_OPTION_ENTRY_NULL };
	sp_prog_begin(&ctx, prog.name);
	const char *path = NULL;
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK &&
	    sp_prog_operand(&ctx, argc, argv, &path) == SP_OK)
		run(&ctx, &o, path);
	sp_prog_options_clear(own);
	return sp_prog_end(&ctx);
}
