/* manifest — any table of documents: each row that is kept has a path or a name, and a fingerprint that is one. */
#include "bulk/manifest.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	char *text = g_strndup((const char *)data, size);
	struct sp_manifest *m = sp_manifest_parse(&ctx, "folder", text, size);
	int64_t before = 1;
	for (guint i = 0; m && i < m->rows->len; i++) {
		const struct sp_manifest_row *row = g_ptr_array_index(m->rows, i);
		g_assert_true(row->path || row->name);
		g_assert_true(!row->name || !strchr(row->name, '/'));
		g_assert_true(!row->sha256 || strlen(row->sha256) == 64);
		g_assert_true(row->line > before);
		before = row->line;
	}
	sp_manifest_free(m);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
