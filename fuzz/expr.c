/* expr — an expression of the rules' language: what is printed of it reads as the same expression. */
#include "fuzz/fuzz.h"
#include "verify/findings/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct sp_expr_error error;
	struct sp_expr *e = sp_expr_parse(text, strlen(text), &error);
	if (e) {
		char *printed = sp_expr_text(e, SP_EXPR_PLAIN);
		struct sp_expr *again = sp_expr_parse(printed, strlen(printed), &error);
		g_assert_nonnull(again);
		char *reprinted = sp_expr_text(again, SP_EXPR_PLAIN);
		g_assert_cmpstr(reprinted, ==, printed);
		g_free(reprinted);
		sp_expr_free(again);
		g_free(printed);
		sp_expr_free(e);
	}
	g_free(text);
	return 0;
}
