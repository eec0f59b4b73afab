/* records — lines of a records stream, well framed or not: judged by the shipped rules; each finding is JSON. */
#include "fuzz/fuzz.h"
#include "verify/rules/check.h"

static void receive(struct sp_finding *finding, void *data)
{
	struct sp_ctx *ctx = data;
	struct sp_jw w;
	sp_jw_init(&w);
	sp_finding_write(finding, &w);
	struct sp_json *json = sp_json_parse(ctx, w.out->str, w.out->len);
	g_assert_nonnull(json);
	sp_json_free(json);
	sp_jw_clear(&w);
	sp_finding_free(finding);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sp_ruleset *rules;
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	if (!rules)
		rules = sp_ruleset_new(&ctx);
	char *text = fuzz_text(data, size), **lines = g_strsplit(text, "\n", -1);
	struct sp_check *check = sp_check_new(&ctx, rules, receive, &ctx);
	for (char **l = lines; *l; l++) {
		struct sp_json *record = sp_json_parse(&ctx, *l, strlen(*l));
		const char *type = sp_json_str(sp_json_get(record, "type"));
		if (type && strcmp(type, "end") != 0)
			sp_check_record(check, record);
		sp_json_free(record);
	}
	sp_check_finish(check);
	sp_check_free(check);
	g_strfreev(lines);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
