/* profile — a profile of a user's: refused with a reason, or used. */
#include "fuzz/fuzz.h"
#include "normalize/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	char *text = fuzz_text(data, size);
	struct sp_profiles *set = sp_profiles_new(&ctx);
	if (sp_profiles_add_text(&ctx, set, "fuzz.json", text) == SP_OK) {
		const GPtrArray *list = sp_profiles_list(set);
		for (guint i = 0; i < list->len; i++)
			sp_profiles_use(&ctx, set, ((const struct sp_profile *)list->pdata[i])->name);
	}
	sp_profiles_free(set);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
