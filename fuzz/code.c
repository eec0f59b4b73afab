/* code — codes in any text: a canonical code is canonical, and what is found in running text is canonical. */
#include "fuzz/fuzz.h"
#include "normalize/code.h"

static void canonical_again(const char *code)
{
	char *again = sp_code_canonical(code, strlen(code));
	g_assert_cmpstr(again, ==, code);
	g_free(again);
}

static void find(struct sp_ctx *ctx, const struct sp_profile *profile, const char *text, bool labelled)
{
	GPtrArray *codes = g_ptr_array_new_with_free_func(g_free);
	sp_codes_find(ctx, profile, text, strlen(text), labelled, codes);
	for (guint i = 0; i < codes->len; i++)
		canonical_again(codes->pdata[i]);
	g_ptr_array_unref(codes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sp_profiles *set;
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	if (!set)
		set = sp_profiles_new(&ctx);
	const struct sp_profile *profile = sp_profiles_use(&ctx, set, "dup");
	g_assert_nonnull(profile);
	char *text = fuzz_text(data, size), *code = sp_code_canonical(text, strlen(text));
	canonical_again(code);
	g_free(code);
	g_free(sp_code_mission(text, strlen(text)));
	g_free(sp_code_programme(text, strlen(text)));
	find(&ctx, profile, text, false);
	find(&ctx, profile, text, true);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
