/* layout — lines of a layout stream, well framed or not: surveyed, then made into records, each of them JSON. */
#include "fuzz/fuzz.h"
#include "normalize/engine.h"

static void show(struct sp_ctx *ctx, char **lines, enum sp_status (*to)(void *, const struct sp_line *), void *data)
{
	for (int64_t i = 0; lines[i]; i++) {
		struct sp_json *json = sp_json_parse(ctx, lines[i], strlen(lines[i]));
		const char *type = sp_json_str(sp_json_get(json, "type"));
		struct sp_line line = { lines[i], strlen(lines[i]), i + 1, type, json };
		if (type && strcmp(type, "document") != 0 && strcmp(type, "end") != 0)
			to(data, &line);
		sp_json_free(json);
	}
}

static enum sp_status to_survey(void *survey, const struct sp_line *line)
{
	return sp_classifier_line(survey, line);
}

static enum sp_status to_engine(void *engine, const struct sp_line *line)
{
	return sp_engine_line(engine, line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sp_profiles *set;
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	if (!set)
		set = sp_profiles_new(&ctx);
	char *text = fuzz_text(data, size), **lines = g_strsplit(text, "\n", -1), *out = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&out, &n);
	struct sp_classifier *survey = sp_classifier_new(&ctx, set);
	show(&ctx, lines, to_survey, survey);
	sp_classifier_end(survey);
	const struct sp_profile *profile = sp_profiles_use(&ctx, set, sp_classifier_profile(survey));
	struct sp_engine *engine = sp_engine_new(&ctx, profile, survey, to, false);
	show(&ctx, lines, to_engine, engine);
	sp_engine_end(engine);
	sp_engine_free(engine);
	sp_classifier_free(survey);
	fclose(to);
	fuzz_lines(&ctx, out);
	free(out);
	g_strfreev(lines);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
