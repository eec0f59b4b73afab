#include "bulk/answer.h"

#include <signal.h>

#include "tests/unit/unit.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define KEY "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

/* Written and read again. */
static struct sp_answer *there_and_back(const struct sp_answer *a)
{
	struct voice v;
	struct sp_jw w;
	voice_init(&v);
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_answer_write(a, &w);
	sp_jw_close(&w);
	struct sp_json *json = sp_json_parse(&v.ctx, w.out->str, w.out->len);
	assert_non_null(json);
	struct sp_answer *b = sp_answer_read(json);
	sp_json_free(json);
	sp_jw_clear(&w);
	voice_clear(&v);
	return b;
}

static void what_is_done_survives(void **state)
{
	(void)state;
	struct sp_answer *a = sp_answer_new(SHA, KEY);
	a->done = true;
	a->ms = 1234;
	a->bytes = 99;
	g_strlcpy(a->digest, KEY, sizeof a->digest);
	a->body = g_strdup("Comune di \"Roccaspina\"");
	a->kind = g_strdup("piao");
	a->from = 2025, a->to = 2027, a->pages = 3, a->tables = 4, a->records = 5;
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		a->findings[i] = 10 + i;
	struct sp_answer *b = there_and_back(a);
	assert_non_null(b);
	assert_string_equal(b->sha256, SHA);
	assert_string_equal(b->key, KEY);
	assert_string_equal(b->digest, KEY);
	assert_string_equal(b->body, a->body);
	assert_string_equal(b->kind, "piao");
	assert_true(b->done && b->ms == 1234 && b->bytes == 99 && b->from == 2025 && b->to == 2027);
	assert_true(b->pages == 3 && b->tables == 4 && b->records == 5);
	assert_memory_equal(a->findings, b->findings, sizeof a->findings);
	assert_false(sp_answer_passing(b));
	sp_answer_free(a);
	sp_answer_free(b);
}

static struct sp_answer *failure(int exit, int signal, bool timeout, const char *said)
{
	struct sp_answer *a = sp_answer_new(SHA, KEY);
	a->stage = g_strdup("spunta-extract");
	a->exit = exit;
	a->signal = signal;
	a->timeout = timeout;
	g_free(a->said);
	a->said = g_strdup(said);
	return a;
}

static void failures_say_why_and_whether_they_may_pass(void **state)
{
	(void)state;
	const struct {
		int exit, signal;
		bool timeout;
		const char *said, *reason;
		bool passing;
	} cases[] = {
		{ 2, 0, false, "spunta-extract: ./a.pdf: encrypted\nmore\n", "spunta-extract: ./a.pdf: encrypted",
		  false },
		{ 2, 0, false, "", "spunta-extract: exit status 2", false },
		{ 3, 0, false, "out of\x1bmemory", "out of\\x1bmemory", true },
		{ -1, SIGSEGV, false, "odd", "spunta-extract: stopped by signal 11 (Segmentation fault)", true },
		{ -1, SIGKILL, true, "slow", "spunta-extract: took too long", true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_answer *a = failure(cases[i].exit, cases[i].signal, cases[i].timeout, cases[i].said);
		struct sp_answer *b = there_and_back(a);
		assert_text(cases[i].reason, sp_answer_reason(b, SP_LANG_EN));
		assert_int_equal(sp_answer_passing(b), cases[i].passing);
		assert_string_equal(b->said, cases[i].said);
		sp_answer_free(a);
		sp_answer_free(b);
	}
}

static void only_some_findings_count(void **state)
{
	(void)state;
	const bool counts[SP_FINDING_KINDS] = { false, true, true, true, true, false };
	for (int i = 0; i < SP_FINDING_KINDS; i++) {
		struct sp_answer *a = sp_answer_new(SHA, KEY);
		assert_false(sp_answer_found(a));
		a->findings[i] = 1;
		assert_int_equal(sp_answer_found(a), counts[i]);
		sp_answer_free(a);
	}
}

static void what_is_no_answer_is_none(void **state)
{
	(void)state;
	const char *const texts[] = { "{}", "[]", "{\"sha256\":\"short\",\"key\":\"k\"}", "{\"sha256\":\"" SHA "\"}" };
	struct voice v;
	voice_init(&v);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct sp_json *json = sp_json_parse(&v.ctx, texts[i], strlen(texts[i]));
		assert_null(sp_answer_read(json));
		sp_json_free(json);
	}
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_done_survives),
		cmocka_unit_test(failures_say_why_and_whether_they_may_pass),
		cmocka_unit_test(only_some_findings_count),
		cmocka_unit_test(what_is_no_answer_is_none),
	};
	return RUN(tests);
}
