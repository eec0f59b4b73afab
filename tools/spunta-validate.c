/*
 * spunta-validate — says where a stream does not hold against its schema, and passes it on.
 *
 * With --schema any JSON Lines are judged line by line; a stream of ours (its first line is a
 * document) is also held against the grammar of streams. Lines go out as they came in. A stream that
 * cannot be judged to its end is not passed on to its end.
 */
#include "base/prog.h"
#include "base/stream.h"
#include "verify/schema/describe.h"
#include "verify/schema/grammar.h"
#include "verify/schema/schema.h"

struct options {
	char *schema, *dir;
	gboolean strict, describe;
};

struct judge {
	struct sp_ctx *ctx;
	struct sp_schema *schema;
	struct sp_grammar *grammar;
	struct sp_schema_options how;
};

static void tell(const struct sp_violation *v, void *data)
{
	struct sp_ctx *ctx = data;
	ctx->field = v->pointer;
	ctx->rule = v->rule;
	sp_report(ctx, SP_D_INVALID, "%s", v->sentence);
	ctx->field = ctx->rule = NULL;
}

/* The schema that a document line names, unless one was given. */
static enum sp_status choose_schema(struct judge *j, const struct sp_line *line)
{
	if (!j->schema)
		j->schema = sp_schema_shipped(j->ctx, sp_json_str(sp_json_get(line->json, "schema")), &j->how);
	return j->schema ? SP_OK : SP_FAIL;
}

static enum sp_status judge_line(struct judge *j, const struct sp_line *line)
{
	j->ctx->record = sp_json_str(sp_json_get(line->json, "id"));
	enum sp_status status = choose_schema(j, line);
	if (status == SP_OK)
		status = sp_schema_check(j->ctx, j->schema, line->json, tell, j->ctx);
	if (status != SP_FAIL && g_strcmp0(line->type, "document") == 0 && line->number == 1)
		j->grammar = sp_grammar_new();
	if (status != SP_FAIL && j->grammar)
		sp_grammar_record(j->ctx, j->grammar, line->json);
	if (status != SP_FAIL && j->grammar && g_strcmp0(line->type, "end") == 0)
		sp_grammar_end(j->ctx, j->grammar);
	j->ctx->record = NULL;
	return status;
}

static void run(struct judge *j, const char *path)
{
	struct sp_stream *in = j->schema ? sp_stream_open_lines(j->ctx, path) : sp_stream_open(j->ctx, path, NULL);
	struct sp_line line;
	while (in && sp_stream_next(in, &line) == SP_OK && judge_line(j, &line) != SP_FAIL && sp_prog_written(j->ctx))
		if (!j->ctx->quiet)
			sp_line_pass(&line, stdout);
	sp_stream_close(in);
}

/* The schema, when it can be used at all, as a page. */
static void describe(struct sp_ctx *ctx, const char *path)
{
	char *name = g_path_get_basename(path);
	struct sp_json *json = sp_json_parse_file(ctx, path);
	name[strcspn(name, ".")] = '\0';
	if (json)
		sp_describe_write(json, name, stdout);
	sp_json_free(json);
	g_free(name);
}

static void validate(struct sp_ctx *ctx, const struct options *o, int argc, char **argv)
{
	struct judge j = { .ctx = ctx, .how = { .strict = o->strict, .dir = o->dir } };
	const char *path = NULL;
	if (o->describe && !o->schema)
		sp_report(ctx, SP_D_ARGUMENT, "--describe wants a --schema");
	else if (!o->describe && sp_prog_operand(ctx, argc, argv, &path) != SP_OK)
		return;
	if (ctx->exit == SP_EXIT_OK && o->schema)
		j.schema = sp_schema_open(ctx, o->schema, &j.how);
	if (ctx->exit == SP_EXIT_OK && o->describe)
		describe(ctx, o->schema);
	else if (ctx->exit == SP_EXIT_OK)
		run(&j, path);
	sp_grammar_free(j.grammar);
	sp_schema_free(j.schema);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = {
		"spunta-validate", "[FILE]",
		"Says on standard error what of a stream does not hold against its schema, and passes its lines\n"
		"on untouched (with --quiet it passes nothing on).",
		"Without --schema it is the shipped schema that the document line names. Schemas are of JSON\n"
		"Schema draft-07; nothing is ever fetched: http://example.org/a.json is DIR/example.org/a.json\n"
		"or DIR/a.json.\n\n"
		"Exit status: 0 all holds; 1 a record does not hold; 2 the input, the schema or an argument is\n"
		"wrong; 3 a limit or resource failed.\n"
	};
	struct options o = { NULL, NULL, FALSE, FALSE };
	const GOptionEntry own[] = {
		{ "schema", 0, 0, G_OPTION_ARG_FILENAME, &o.schema,
		  "Judge each line by this schema; any JSON Lines will do", "FILE" },
		{ "schema-dir", 0, 0, G_OPTION_ARG_FILENAME, &o.dir,
		  "Look for schemas that are referred to in this folder", "DIR" },
		{ "strict-schema", 0, 0, G_OPTION_ARG_NONE, &o.strict,
		  "Refuse schemas with unknown keywords or formats, or with examples that do not hold", NULL },
		{ "describe", 0, 0, G_OPTION_ARG_NONE, &o.describe,
		  "Write the schema of --schema as a page for people (Markdown) and stop", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK)
		validate(&ctx, &o, argc, argv);
	sp_prog_options_clear(own);
	return sp_prog_end(&ctx);
}
