#include "normalize/spool.h"

#include "tests/unit/unit.h"

static void what_is_kept_comes_again(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_spool *s = sp_spool_new(&v.ctx);
	assert_non_null(s);
	static const char *const texts[] = { "{\"type\":\"document\",\"n\":1.50}",
					     "{\"type\":\"text\",\"text\":\"città\"}" };
	for (size_t i = 0; i < 2; i++) {
		struct sp_line line = { .text = texts[i], .n = strlen(texts[i]) };
		assert_int_equal(sp_spool_keep(s, &line), SP_OK);
	}
	for (int round = 0; round < 2; round++) {
		struct sp_line line;
		assert_int_equal(sp_spool_rewind(s), SP_OK);
		for (size_t i = 0; i < 2; i++) {
			assert_int_equal(sp_spool_next(s, &line), SP_OK);
			assert_int_equal(line.number, (int)i + 1);
			assert_true(line.n == strlen(texts[i]) && memcmp(line.text, texts[i], line.n) == 0);
		}
		assert_string_equal(line.type, "text");
		assert_int_equal(sp_spool_next(s, &line), SP_END);
	}
	assert_silent(&v);
	sp_spool_free(s);
	sp_spool_free(NULL);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_kept_comes_again) };
	return RUN(tests);
}
