/*
 * spunta-recompute — records in, the same lines out, each finding after what it is about.
 */
#include "base/prog.h"
#include "base/stream.h"
#include "verify/findings/coverage.h"
#include "verify/rules/check.h"
#include "verify/rules/rules.h"

/* --- the stream ------------------------------------------------------------------------------------ */

struct output {
	struct sp_ctx *ctx;
	struct sp_jw w;
	int64_t findings;
	struct sp_coverage *coverage;
};

static void write_finding(struct sp_finding *f, void *data)
{
	struct output *out = data;
	sp_finding_write(f, &out->w);
	sp_jw_line(&out->w, stdout);
	out->findings++;
	sp_coverage_add(out->coverage, f);
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

/* What was read, as it came, and how much of it was checked. */
static void write_coverage(struct output *out, const struct sp_json *read)
{
	static const char *const own[] = { "figures_checked", "figures_agreeing", "figures_accused", NULL };
	struct sp_coverage_counts n = sp_coverage_counts(out->coverage);
	sp_jw_object(&out->w, "coverage");
	for (const struct sp_json *c = sp_json_first(read); c; c = sp_json_next(c))
		if (!g_strv_contains(own, sp_json_key(c)))
			sp_jw_json(&out->w, sp_json_key(c), c);
	sp_jw_int(&out->w, own[0], n.checked);
	sp_jw_int(&out->w, own[1], n.agreeing);
	sp_jw_int(&out->w, own[2], n.accused);
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
		} else if (strcmp(sp_json_key(c), "coverage") != 0) {
			sp_jw_json(&out->w, sp_json_key(c), c);
		}
	}
	if (!counted)
		write_counts(out, NULL, only_findings);
	write_coverage(out, sp_json_get(end, "coverage"));
	sp_jw_close(&out->w);
	sp_jw_line(&out->w, stdout);
}

static void run(struct sp_ctx *ctx, const struct sp_ruleset *set, const char *path, bool only_findings, bool require_checks)
{
	struct sp_stream *in = sp_stream_open(ctx, path, "spunta-records/1");
	if (!in)
		return;
	struct output out = { .ctx = ctx, .coverage = sp_coverage_new() };
	sp_jw_init(&out.w);
	struct sp_check *check = sp_check_new(ctx, set, write_finding, &out);
	struct sp_line line;
	while (sp_stream_next(in, &line) == SP_OK && sp_prog_written(ctx)) {
		bool end = strcmp(line.type, "end") == 0;
		if (end) {
			if (sp_check_finish(check) == SP_OK)
				write_end(&out, line.json, only_findings);
			if (require_checks && sp_coverage_counts(out.coverage).checked == 0)
				sp_ctx_raise(ctx, SP_EXIT_FOUND);
			continue;
		}
		if (!only_findings || strcmp(line.type, "document") == 0)
			sp_line_pass(&line, stdout);
		sp_check_record(check, line.json);
	}
	sp_check_free(check);
	sp_jw_clear(&out.w);
	sp_coverage_free(out.coverage);
	sp_stream_close(in);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = {
		"spunta-recompute", "[FILE]",
		"Reads records and writes the same lines; after each record, what its published figures should be.",
		"Exit status: 0 all that could be recomputed holds; 1 a finding says that something does not hold "
		"(findings of\n"
		"severity info never do); 2 the input, a rules file or an argument is wrong; 3 a limit or resource "
		"failed.\n"
	};
	char **rules = NULL;
	gboolean only_findings = FALSE, require_checks = FALSE;
	const GOptionEntry own[] = { { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules,
				       "Add the rules in FILE, or replace those of the same name", "FILE" },
				     { "only-findings", 0, 0, G_OPTION_ARG_NONE, &only_findings,
				       "Write the document line, the findings and the end line only", NULL },
				     { "require-checks", 0, 0, G_OPTION_ARG_NONE, &require_checks,
				       "Exit status 1, too, where no figure could be checked", NULL },
				     { NULL, 0, 0, 0, NULL, NULL, NULL } };
	const char *path;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK) {
		struct sp_ruleset *set = sp_ruleset_new(&ctx);
		enum sp_status s = set ? sp_prog_operand(&ctx, argc, argv, &path) : SP_FAIL;
		for (char **file = rules; s == SP_OK && file && *file; file++)
			s = sp_check_read_rules(&ctx, set, *file);
		if (s == SP_OK)
			run(&ctx, set, path, only_findings, require_checks);
		sp_ruleset_free(set);
	}
	sp_prog_options_clear(own);
	return sp_prog_end(&ctx);
}
