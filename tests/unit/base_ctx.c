#include "base/ctx.h"

#include "tests/unit/unit.h"

static void says_where_it_is(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_int_equal(sp_report(&v.ctx, SP_D_ARGUMENT, "no %s", "file"), SP_FAIL);
	assert_string_equal(voice_heard(&v), "unit: no file\n");
	v.ctx.file = "a.pdf";
	v.ctx.page = 3;
	sp_report(&v.ctx, SP_D_PAGE, "no text layer; run ocrmypdf first");
	assert_string_equal(voice_heard(&v), "unit: a.pdf: page 3: no text layer; run ocrmypdf first\n");
	v.ctx.page = 0;
	v.ctx.line = 12;
	v.ctx.record = "objective:C06";
	assert_int_equal(sp_report(&v.ctx, SP_D_SUSPECT, "odd"), SP_OK);
	assert_string_equal(voice_heard(&v), "unit: a.pdf: line 12: objective:C06: warning: odd\n");
	v.ctx.record = NULL;
	sp_report(&v.ctx, SP_D_WRITE, "cannot write out: %s", "disk full");
	assert_string_equal(voice_heard(&v), "unit: cannot write out: disk full\n"); /* a.pdf has no part in it */
	voice_clear(&v);
}

static void keeps_the_worst_exit(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	sp_report(&v.ctx, SP_D_NOTE, "x");
	assert_int_equal(v.ctx.exit, SP_EXIT_OK);
	sp_report(&v.ctx, SP_D_WRITE, "x");
	assert_int_equal(v.ctx.exit, SP_EXIT_RESOURCE);
	sp_report(&v.ctx, SP_D_JSON, "x");
	sp_ctx_raise(&v.ctx, SP_EXIT_FOUND);
	assert_int_equal(v.ctx.exit, SP_EXIT_RESOURCE);
	assert_int_equal(v.ctx.counts[SP_NOTE], 1);
	assert_int_equal(v.ctx.counts[SP_ERROR], 2);
	voice_clear(&v);
}

static void quiet_and_verbose(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	sp_report(&v.ctx, SP_D_NOTE, "n");
	assert_silent(&v);
	v.ctx.verbose = true;
	sp_report(&v.ctx, SP_D_NOTE, "n");
	assert_said(&v, "unit: n");
	v.ctx.quiet = true;
	sp_report(&v.ctx, SP_D_NOTE, "n");
	sp_report(&v.ctx, SP_D_SUSPECT, "w");
	assert_silent(&v);
	sp_report(&v.ctx, SP_D_OPEN, "e");
	assert_said(&v, "unit: e");
	assert_int_equal(v.ctx.counts[SP_WARNING], 1);
	voice_clear(&v);
}

static void speaks_json(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	v.ctx.form = SP_DIAG_JSON;
	v.ctx.file = "a \"b\".pdf";
	v.ctx.page = 2;
	v.ctx.line = 7;
	v.ctx.record = "r";
	v.ctx.field = "/weight";
	sp_report(&v.ctx, SP_D_INVALID, "bad \x1b");
	assert_string_equal(voice_heard(&v),
	                    "{\"program\":\"unit\",\"severity\":\"error\",\"code\":\"invalid-record\",\"file\":\"a \\\"b\\\".pdf\","
	                    "\"page\":2,\"line\":7,\"record\":\"r\",\"field\":\"/weight\",\"message\":\"bad \\u001b\"}\n");
	voice_clear(&v);
}

static void never_sends_control_characters(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	v.ctx.file = "a\x1b]0;x\a.pdf";
	sp_report(&v.ctx, SP_D_OPEN, "quoted \x1b[31m and \xff");
	const char *heard = voice_heard(&v);
	assert_null(strchr(heard, '\x1b'));
	assert_null(strchr(heard, '\a'));
	assert_true(g_utf8_validate(heard, -1, NULL));
	assert_non_null(strstr(heard, "\\x1b[31m"));
	voice_clear(&v);
}

static void every_code_has_word_and_meaning(void **state)
{
	(void)state;
	for (int c = 0; c < SP_D_COUNT; c++) {
		assert_true(strlen(sp_code_word((enum sp_code)c)) > 0);
		assert_true(strlen(sp_code_meaning((enum sp_code)c)) > 10);
		for (int other = 0; other < c; other++)
			assert_string_not_equal(sp_code_word((enum sp_code)c), sp_code_word((enum sp_code)other));
	}
	assert_string_equal(sp_code_word(SP_D_TRUNCATED), "truncated-stream");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_where_it_is),
		cmocka_unit_test(keeps_the_worst_exit),
		cmocka_unit_test(quiet_and_verbose),
		cmocka_unit_test(speaks_json),
		cmocka_unit_test(never_sends_control_characters),
		cmocka_unit_test(every_code_has_word_and_meaning),
	};
	return RUN(tests);
}
