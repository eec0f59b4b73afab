/* rules — a rules file of a user's: refused with a reason, or read and proved by its own examples. */
#include "fuzz/fuzz.h"
#include "verify/rules/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	char *text = fuzz_text(data, size);
	struct sp_ruleset *set = sp_ruleset_empty();
	if (sp_ruleset_read(&ctx, set, "fuzz.rules", text, strlen(text)) == SP_OK)
		for (guint i = 0; i < set->rules->len; i++)
			sp_check_prove(&ctx, set, g_ptr_array_index(set->rules, i));
	sp_ruleset_free(set);
	g_free(text);
	fuzz_end(&ctx);
	return 0;
}
