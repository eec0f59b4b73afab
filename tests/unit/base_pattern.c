#include "base/pattern.h"

#include "base/json.h"
#include "tests/unit/unit.h"

static struct sp_pattern *from_json(struct voice *v, const char *text, const char *prelude)
{
	struct sp_json *json = sp_json_parse(&v->ctx, text, strlen(text));
	assert_non_null(json);
	struct sp_pattern *p = sp_pattern_from_json(&v->ctx, "p", json, prelude);
	sp_json_free(json);
	return p;
}

static void gives_groups_by_name(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_pattern *p = sp_pattern_new(&v.ctx, "objective", "obiettivo \\s+ (?<code> [A-Z]\\d+ ) (?: \\s (?<rest>.*) )?",
	                                      NULL, SP_PATTERN_CASELESS);
	struct sp_match *m = sp_match_new();
	const char *text = "è l'OBIETTIVO C06";
	assert_non_null(p);
	assert_string_equal(sp_pattern_name(p), "objective");
	assert_int_equal(sp_pattern_search(&v.ctx, p, text, strlen(text), 0, m), SP_OK);
	assert_text("OBIETTIVO C06", sp_str_dup(sp_match_whole(m)));
	assert_text("C06", sp_str_dup(sp_match_group(m, "code")));
	assert_null(sp_match_group(m, "rest").s);
	assert_null(sp_match_group(m, "unknown").s);
	assert_int_equal(sp_pattern_search(&v.ctx, p, text, strlen(text), 8, m), SP_END);
	assert_int_equal(sp_pattern_search(&v.ctx, p, text, strlen(text), 0, NULL), SP_OK);
	sp_match_free(m);
	sp_match_free(NULL);
	sp_pattern_free(p);
	sp_pattern_free(NULL);
	assert_silent(&v);
	voice_clear(&v);
}

static void one_match_serves_patterns_of_any_size(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_pattern *small = sp_pattern_new(&v.ctx, "small", "a", NULL, 0);
	struct sp_pattern *large = sp_pattern_new(&v.ctx, "large", "(?<x>a)(?<y>b)(?<z>c)", NULL, 0);
	struct sp_match *m = sp_match_new();
	assert_int_equal(sp_pattern_search(&v.ctx, small, "abc", 3, 0, m), SP_OK);
	assert_int_equal(sp_pattern_search(&v.ctx, large, "abc", 3, 0, m), SP_OK);
	assert_text("c", sp_str_dup(sp_match_group(m, "z")));
	assert_int_equal(sp_pattern_search(&v.ctx, small, "abc", 3, 0, m), SP_OK);
	assert_null(sp_match_group(m, "z").s);
	sp_match_free(m);
	sp_pattern_free(small);
	sp_pattern_free(large);
	voice_clear(&v);
}

static void same_name_twice_and_a_prelude(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	const char *prelude = "(?(DEFINE)(?<year> (?:19|20)\\d\\d ))";
	struct sp_pattern *p = sp_pattern_new(&v.ctx, "p", "anno \\s (?<y>(?&year)) | (?<y>(?&year)) \\s anno", prelude,
	                                      SP_PATTERN_WHOLE);
	struct sp_match *m = sp_match_new();
	assert_int_equal(sp_pattern_search(&v.ctx, p, "2024 anno", 9, 0, m), SP_OK);
	assert_text("2024", sp_str_dup(sp_match_group(m, "y")));
	assert_int_equal(sp_pattern_search(&v.ctx, p, "anno 1999", 9, 0, m), SP_OK);
	assert_text("1999", sp_str_dup(sp_match_group(m, "y")));
	assert_int_equal(sp_pattern_search(&v.ctx, p, "anno 1999!", 10, 0, m), SP_END);
	sp_match_free(m);
	sp_pattern_free(p);
	voice_clear(&v);
}

static void sees_unicode(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_pattern *p = from_json(&v, "{\"regex\":\"città \\\\s \\\\w+\",\"whole\":true}", NULL);
	const char *text = "CITTÀ\u00a0perché";
	assert_int_equal(sp_pattern_search(&v.ctx, p, text, strlen(text), 0, NULL), SP_OK);
	sp_pattern_free(p);
	voice_clear(&v);
}

static void refuses_wrong_data(void **state)
{
	(void)state;
	static const struct {
		const char *json, *said;
	} cases[] = {
		{ "\"(a\"", "pattern p: missing closing parenthesis at its byte " },
		{ "{\"regex\":\"a\",\"matches\":[\"b\"]}", "pattern p does not match its example \"b\"" },
		{ "{\"regex\":\"a\",\"rejects\":[\"cab\"]}", "pattern p must not match its example \"cab\"" },
		{ "{\"regex\":\"a\",\"caseless\":false,\"matches\":[\"A\"]}", "does not match" },
		{ "{\"matches\":[\"a\"]}", "a string or an object with \"regex\" is wanted" },
		{ "7", "a string or an object" },
		{ "{\"regex\":\"a\",\"matches\":[1]}", "an example is a string" },
		{ "\"a\\\\Cb\"", "pattern p: " },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct voice v;
		voice_init(&v);
		assert_null(from_json(&v, cases[i].json, NULL));
		assert_said(&v, cases[i].said);
		assert_int_equal(v.ctx.exit, SP_EXIT_INPUT);
		voice_clear(&v);
	}
}

static void a_runaway_pattern_is_a_limit_not_a_miss(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_pattern *p = sp_pattern_new(&v.ctx, "runaway", "^ (?:a|aa)+ [bc] $", NULL, 0);
	char *text = g_strnfill(60, 'a');
	assert_int_equal(sp_pattern_search(&v.ctx, p, text, 60, 0, NULL), SP_FAIL);
	assert_said(&v, "pattern runaway on a text of 60 bytes: ");
	assert_int_equal(v.ctx.exit, SP_EXIT_RESOURCE);
	g_free(text);
	sp_pattern_free(p);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_groups_by_name),
		cmocka_unit_test(one_match_serves_patterns_of_any_size),
		cmocka_unit_test(same_name_twice_and_a_prelude),
		cmocka_unit_test(sees_unicode),
		cmocka_unit_test(refuses_wrong_data),
		cmocka_unit_test(a_runaway_pattern_is_a_limit_not_a_miss),
	};
	return RUN(tests);
}
