/* amount — figures in any text: what is found lies in the text, in order; what has digits has a value or a reason. */
#include "base/amount.h"
#include "base/text.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t n = strlen(text), from = 0;
	struct sp_amount a;
	struct sp_str where;
	sp_amount_init(&a);
	bool read = sp_amount_parse(&a, text, n) == SP_OK;
	g_assert_true(read ? !sp_amount_doubt(text, n) : sp_amount_doubt(text, n) || !strpbrk(text, "0123456789"));
	while (sp_amount_find(&a, text, n, from, &where) == SP_OK) {
		g_assert_true(where.s >= text + from && where.n > 0 && where.s + where.n <= text + n);
		from = (size_t)(where.s - text) + where.n;
	}
	sp_amount_clear(&a);
	g_free(text);
	return 0;
}
