/* amount — figures in any text: what is found lies in the text, in order, and reads the same when it is read alone. */
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
	sp_amount_parse(&a, text, n);
	while (sp_amount_find(&a, text, n, from, &where) == SP_OK) {
		g_assert_true(where.s >= text + from && where.n > 0 && where.s + where.n <= text + n);
		from = (size_t)(where.s - text) + where.n;
	}
	sp_amount_clear(&a);
	g_free(text);
	return 0;
}
