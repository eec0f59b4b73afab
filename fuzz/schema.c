/* schema — a schema on the first line, values on the others: refused with a reason, or each value judged. */
#include "fuzz/fuzz.h"
#include "verify/schema/schema.h"

static void tell(const struct sp_violation *v, void *data)
{
	(void)data;
	g_assert_true(v->pointer && v->rule && v->sentence);
}

static void judge(struct sp_ctx *ctx, const struct sp_schema *schema, char *text)
{
	for (char *line = strtok_r(text, "\n", &text); line; line = strtok_r(NULL, "\n", &text)) {
		struct sp_json *value = sp_json_parse(ctx, line, strlen(line));
		if (value)
			sp_schema_check(ctx, schema, value, tell, NULL);
		sp_json_free(value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	char *text = fuzz_text(data, size), *rest = strchr(text, '\n');
	if (rest)
		*rest++ = '\0';
	struct sp_schema_options how = { .strict = size % 2 == 0 };
	struct sp_schema *schema = sp_schema_parse(&ctx, "fuzz.schema.json", text, strlen(text), &how);
	if (schema && rest)
		judge(&ctx, schema, rest);
	sp_schema_free(schema);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
