#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/rules/check.h"
#include "verify/rules/rules.h"

#define HEAD "rule more-than-all\n"
#define REST                                                                                                            \
	"    states-it: frase\n    states-en: sentence\n    message-it: {code}\n    message-en: {code}\n"               \
	"    severity: warn\n    source: nobody\n    example: one\n"                                                     \
	"        {\"type\":\"x\",\"id\":\"x:1\",\"a\":101}\n        gives mismatch\n"

struct reading {
	struct sp_ctx ctx;
	struct sp_ruleset *set;
	char *said;
	size_t n;
};

static enum sp_status read_text(struct reading *r, const char *text)
{
	sp_ctx_init(&r->ctx, "test");
	r->ctx.err = open_memstream(&r->said, &r->n);
	r->set = sp_ruleset_empty();
	enum sp_status s = sp_ruleset_read(&r->ctx, r->set, "mine.rules", text, strlen(text));
	fflush(r->ctx.err);
	return s;
}

static void done(struct reading *r)
{
	sp_ruleset_free(r->set);
	fclose(r->ctx.err);
	free(r->said);
}

static void assert_refused(const char *text, const char *said)
{
	struct reading r;
	assert_int_equal(read_text(&r, text), SP_FAIL);
	if (!strstr(r.said, said))
		fail_msg("\"%s\" is not in \"%s\"", said, r.said);
	assert_int_equal(r.set->rules->len, 0);
	done(&r);
}

static void shipped_rules_prove_themselves(void **state)
{
	(void)state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "test");
	struct sp_ruleset *set = sp_ruleset_new(&ctx);
	assert_non_null(set);
	assert_true(set->rules->len >= 11);
	for (guint i = 0; i < set->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(set->rules, i);
		assert_true(rule->examples->len >= 2);
		assert_int_equal(sp_check_prove(&ctx, set, rule), SP_OK);
	}
	sp_ruleset_free(set);
}

static void a_rule_is_read(void **state)
{
	(void)state;
	struct reading r;
	assert_int_equal(read_text(&r, "# comment\n" HEAD "    about: x, y\n    rows: previous same where a.b = a.b\n"
	                               "    published: a\n    value: 50 +\n        50\n    compare: exact\n" REST),
	                 SP_OK);
	const struct sp_check_rule *rule = sp_ruleset_find(r.set, "more-than-all");
	assert_non_null(rule);
	assert_int_equal(rule->about->len, 2);
	assert_int_equal(rule->rows.kind, SP_ROWS_PREVIOUS);
	assert_null(rule->rows.type);
	assert_string_equal(rule->rows.key_text, "a.b");
	char *value = sp_expr_text(rule->value, SP_EXPR_PLAIN);
	assert_string_equal(value, "50 + 50");
	g_free(value);
	assert_int_equal(rule->compare, SP_COMPARE_EXACT);
	assert_int_equal(rule->severity, SP_RULE_WARN);
	assert_string_equal(rule->field, "a");
	done(&r);
}

static void a_later_file_replaces_a_rule_in_its_place(void **state)
{
	(void)state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "test");
	struct sp_ruleset *set = sp_ruleset_new(&ctx);
	guint n = set->rules->len;
	static const char text[] = "rule weights-sum\n    about: x\n    published: a\n    value: 100\n" REST;
	assert_int_equal(sp_ruleset_read(&ctx, set, "mine.rules", text, strlen(text)), SP_OK);
	assert_int_equal(set->rules->len, n);
	assert_string_equal(sp_ruleset_find(set, "weights-sum")->file, "mine.rules");
	sp_ruleset_free(set);
}

static void mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	assert_refused("    about: x\n", "line 1: a block starts at the margin");
	assert_refused("ruler x\n", "line 1: a block starts with rule, parameter, list or labels");
	assert_refused(HEAD "    about x\n", "line 2: an entry is written \"key: value\"");
	assert_refused(HEAD "    abuot: x\n", "line 2: a rule has no such entry: \"abuot\"");
	assert_refused(HEAD "    about: x\n    value: 1 +\n" REST, "line 3: in value: something is missing at the end");
	assert_refused(HEAD "    about: x\n    published: a\n    value: summ(a)\n" REST, "no function of this name");
	assert_refused(HEAD "    about: x\n    published: a\n    value: if(a, b)\n" REST, "too few or too many arguments");
	assert_refused(HEAD "    about: x\n    holds: code in nowhere\n" REST, "there is no list of this name: \"nowhere\"");
	assert_refused(HEAD "    about: x\n    value: 1\n" REST, "lacks either published");
	assert_refused(HEAD "    about: x\n    published: a\n" REST, "lacks exactly one of value, holds and evidence");
	assert_refused(HEAD "    about: x\n    rows: rows where\n" REST, "rows is written");
	assert_refused(HEAD "    about: x\n    compare: roughly\n" REST, "compare is significant, printed or exact");
	assert_refused(HEAD "    about: x\n    published: a\n    value: 1\n    example: none\n        {}\n" REST,
	               "the example does not say what it gives");
	assert_refused("parameter p 3\n    source: x\n", "a parameter is written");
	assert_refused("parameter p = 3\n", "a parameter needs its source");
	assert_refused("labels\n    a: b\n", "a label is written");
	assert_refused("\xff\n", "not UTF-8");
}

static void a_rule_whose_example_fails_is_named(void **state)
{
	(void)state;
	struct reading r;
	assert_int_equal(read_text(&r, HEAD "    about: x\n    published: a\n    value: 101\n" REST), SP_OK);
	assert_int_equal(sp_check_prove(&r.ctx, r.set, sp_ruleset_find(r.set, "more-than-all")), SP_FAIL);
	fflush(r.ctx.err);
	assert_non_null(strstr(r.said, "mine.rules: line 11: rule more-than-all: the example \"one\" should give mismatch; it "
	                               "gives match 101"));
	done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_rules_prove_themselves),
		cmocka_unit_test(a_rule_is_read),
		cmocka_unit_test(a_later_file_replaces_a_rule_in_its_place),
		cmocka_unit_test(mistakes_are_told_with_their_line),
		cmocka_unit_test(a_rule_whose_example_fails_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
