/*
 * spunta-recompute — records in, the same lines out, each finding after what it is about.
 */
#include "base/prog.h"
#include "base/stream.h"
#include "verify/check.h"
#include "verify/rules.h"

struct options {
	char **rules;
	gboolean only_findings, list;
	char *explain;
};

/* --- the rules ------------------------------------------------------------------------------------- */

/* A user's rules must prove themselves before they accuse anyone. */
static enum sp_status read_own_rules(struct sp_ctx *ctx, struct sp_ruleset *set, char **paths)
{
	for (char **path = paths; path && *path; path++) {
		if (sp_ruleset_read_file(ctx, set, *path) != SP_OK)
			return SP_FAIL;
		for (guint i = 0; i < set->rules->len; i++) {
			const struct sp_rule *rule = g_ptr_array_index(set->rules, i);
			if (strcmp(rule->file, *path) == 0 && sp_check_prove(ctx, set, rule) != SP_OK)
				return SP_FAIL;
		}
	}
	return SP_OK;
}

static void explain(struct sp_ctx *ctx, const struct sp_ruleset *set, const char *name)
{
	bool all = strcmp(name, "all") == 0;
	const struct sp_rule *rule = all ? NULL : sp_ruleset_find(set, name);
	if (!all && !rule)
		sp_report(ctx, SP_D_ARGUMENT, "no rule is called \"%s\"; --list-rules names them", name);
	else if (rule)
		sp_rule_explain(rule, stdout);
	for (guint i = 0; all && i < set->rules->len; i++)
		sp_rule_explain(g_ptr_array_index(set->rules, i), stdout);
}

/* --- the stream ------------------------------------------------------------------------------------ */

struct output {
	struct sp_ctx *ctx;
	struct sp_jw w;
	int64_t findings;
};

static void write_finding(struct sp_finding *f, void *data)
{
	struct output *out = data;
	sp_finding_write(f, &out->w);
	sp_jw_line(&out->w, stdout);
	out->findings++;
	if (sp_finding_is_fault(f))
		sp_ctx_raise(out->ctx, SP_EXIT_FOUND);
	sp_finding_free(f);
}

/* The end line's counts with ours added; its other keys as they came. */
static void write_counts(struct output *out, const struct sp_json *records, bool only_findings)
{
	int64_t before = 0;
	if (!only_findings)
		sp_json_int(sp_json_get(records, "finding"), &before);
	sp_jw_object(&out->w, "records");
	for (const struct sp_json *c = sp_json_first(records); c && !only_findings; c = sp_json_next(c))
		if (strcmp(sp_json_key(c), "finding") != 0)
			sp_jw_json(&out->w, sp_json_key(c), c);
	if (before + out->findings > 0)
		sp_jw_int(&out->w, "finding", before + out->findings);
	sp_jw_close(&out->w);
}

static void write_end(struct output *out, const struct sp_json *end, bool only_findings)
{
	bool counted = false;
	sp_jw_object(&out->w, NULL);
	for (const struct sp_json *c = sp_json_first(end); c; c = sp_json_next(c)) {
		if (strcmp(sp_json_key(c), "records") == 0) {
			write_counts(out, c, only_findings);
			counted = true;
		} else {
			sp_jw_json(&out->w, sp_json_key(c), c);
		}
	}
	if (!counted)
		write_counts(out, NULL, only_findings);
	sp_jw_close(&out->w);
	sp_jw_line(&out->w, stdout);
}

static void run(struct sp_ctx *ctx, const struct sp_ruleset *set, const char *path, bool only_findings)
{
	struct sp_stream *in = sp_stream_open(ctx, path, "spunta-records/1");
	if (!in)
		return;
	struct output out = { .ctx = ctx };
	sp_jw_init(&out.w);
	struct sp_check *check = sp_check_new(ctx, set, write_finding, &out);
	struct sp_line line;
	while (sp_stream_next(in, &line) == SP_OK && sp_prog_written(ctx)) {
		bool end = strcmp(line.type, "end") == 0;
		if (end) {
			sp_check_finish(check);
			write_end(&out, line.json, only_findings);
			continue;
		}
		if (!only_findings || strcmp(line.type, "document") == 0)
			sp_line_pass(&line, stdout);
		sp_check_record(check, line.json);
	}
	sp_check_free(check);
	sp_jw_clear(&out.w);
	sp_stream_close(in);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = {
		"spunta-recompute", "[FILE]",
		"Reads records and writes the same lines; after each record, what its published figures should be.",
		"Exit status: 0 all that could be recomputed holds; 1 a finding says that something does not hold (findings of\n"
		"severity info never do); 2 the input, a rules file or an argument is wrong; 3 a limit or resource failed.\n"
	};
	struct options o = { NULL, FALSE, FALSE, NULL };
	const GOptionEntry own[] = {
		{ "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.rules, "Add the rules in FILE, or replace those of the same name", "FILE" },
		{ "only-findings", 0, 0, G_OPTION_ARG_NONE, &o.only_findings, "Write the document line, the findings and the end line only", NULL },
		{ "list-rules", 0, 0, G_OPTION_ARG_NONE, &o.list, "Name the rules, their severity and what they state", NULL },
		{ "explain", 0, 0, G_OPTION_ARG_STRING, &o.explain, "Say all about one rule (or all)", "RULE" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const char *path;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK) {
		struct sp_ruleset *set = sp_ruleset_new(&ctx);
		if (!set || read_own_rules(&ctx, set, o.rules) != SP_OK)
			;
		else if (o.list)
			sp_rule_list(set, stdout);
		else if (o.explain)
			explain(&ctx, set, o.explain);
		else if (sp_prog_operand(&ctx, argc, argv, &path) == SP_OK)
			run(&ctx, set, path, o.only_findings);
		sp_ruleset_free(set);
	}
	g_strfreev(o.rules);
	g_free(o.explain);
	return sp_prog_end(&ctx);
}
