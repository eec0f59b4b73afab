/* markup — a text conversion: every line that comes out is JSON, and the tables count as they say. */
#include "extract/markup/markup.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	char *text = fuzz_text(data, size), *out = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&out, &n);
	struct sp_markup_counts counts = { 0 };
	enum sp_status s = sp_markup_write(&ctx, text, strlen(text), to, &counts);
	fclose(to);
	int64_t lines = fuzz_lines(&ctx, out);
	if (s == SP_OK)
		g_assert_cmpint(lines, ==, counts.pages + counts.texts + counts.tables + counts.problems);
	free(out);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
