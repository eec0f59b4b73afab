/* date — dates in any text: what is found lies in the text, in order, what is taken for one is in the calendar. */
#include "base/date.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t n = strlen(text), from = 0;
	struct sp_date d;
	struct sp_str where;
	enum sp_status s;
	while ((s = sp_date_find(&d, text, n, from, &where)) != SP_END) {
		char iso[SP_DATE_TEXT];
		g_assert_true(where.s >= text + from && where.n > 0 && where.s + where.n <= text + n);
		g_assert_true(s != SP_OK || sp_date_valid(&d));
		if (s == SP_OK)
			sp_date_iso(&d, iso);
		from = (size_t)(where.s - text) + where.n;
	}
	g_free(text);
	return 0;
}
