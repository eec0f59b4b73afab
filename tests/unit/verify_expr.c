#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/findings/expr.h"
#include "verify/findings/finding.h"

static struct sp_expr *parsed(const char *text)
{
	struct sp_expr_error error;
	struct sp_expr *e = sp_expr_parse(text, strlen(text), &error);
	if (!e)
		fail_msg("%s: %s at %zu", text, error.what, error.at);
	return e;
}

static void assert_printed(const char *text, const char *expected, enum sp_expr_style style)
{
	struct sp_expr *e = parsed(text);
	char *printed = sp_expr_text(e, style);
	assert_string_equal(printed, expected);
	g_free(printed);
	sp_expr_free(e);
}

static void assert_value(const char *text, const char *expected)
{
	struct sp_expr *e = parsed(text);
	mpq_t q;
	mpq_init(q);
	assert_int_equal(sp_expr_compute(e, q), SP_EXPR_DONE);
	char *digits = sp_exact_digits(q);
	assert_string_equal(digits, expected);
	g_free(digits);
	mpq_clear(q);
	sp_expr_free(e);
}

static void assert_result(const char *text, enum sp_expr_result expected)
{
	struct sp_expr *e = parsed(text);
	mpq_t q;
	mpq_init(q);
	assert_int_equal(sp_expr_compute(e, q), expected);
	mpq_clear(q);
	sp_expr_free(e);
}

static void assert_refused(const char *text, size_t at)
{
	struct sp_expr_error error;
	assert_null(sp_expr_parse(text, strlen(text), &error));
	assert_non_null(error.what);
	assert_int_equal(error.at, at);
}

static void printing_keeps_what_brackets_mean(void **state)
{
	(void)state;
	static const char *const same[] = { "1 + 2 * 3",
					    "(1 + 2) * 3",
					    "1 - (2 - 3)",
					    "1 - 2 - 3",
					    "8 / (4 / 2)",
					    "8 / 4 / 2",
					    "-x * -(y + 1)",
					    "--x",
					    "not (a or b) and c",
					    "not a == b",
					    "weight * achievement / 100",
					    "sum(weight * achievement / 100 where present(achievement))",
					    "count()",
					    "count(where a > 1)",
					    "code in programmes",
					    "f(\"a \\\"quoted\\\" \\\\ text\", true)",
					    "[Costo totale progetti finanziati] / [N. progetti] * 100",
					    "third_party_funds.gross <= 1234.50",
					    "(a == b) == c",
					    "if(a, b, c)" };
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		assert_printed(same[i], same[i], SP_EXPR_PLAIN);
	assert_printed(" ( ( 1+2 ) ) ", "1 + 2", SP_EXPR_PLAIN);
	assert_printed("a or b and c or d", "a or b and c or d", SP_EXPR_PLAIN);
	assert_printed("organ + 1", "organ + 1", SP_EXPR_PLAIN);
}

/* A random tree of every operator; the same for the same seed. */
static struct sp_expr *random_tree(GRand *r, int depth)
{
	static const enum sp_expr_op operators[] = { SP_E_ADD, SP_E_SUB, SP_E_MUL, SP_E_DIV, SP_E_ADD,
						     SP_E_SUB, SP_E_MUL, SP_E_DIV, SP_E_EQ,  SP_E_NE,
						     SP_E_LT,  SP_E_GE,  SP_E_AND, SP_E_OR,  SP_E_IN };
	int pick = depth == 0 ? g_rand_int_range(r, 0, 4) : g_rand_int_range(r, 0, 12);
	if (pick == 0)
		return sp_expr_words(SP_E_NAME, g_rand_boolean(r) ? "weight" : "third_party_funds.gross");
	if (pick == 1)
		return sp_expr_phrase("N. domande accolte", strlen("N. domande accolte"));
	if (pick < 4) {
		struct sp_dec d;
		sp_dec_init(&d);
		sp_dec_set_int(&d, g_rand_int_range(r, 0, 1000000));
		d.scale = g_rand_int_range(r, 0, 4);
		struct sp_expr *e = sp_expr_number(&d, -1);
		sp_dec_clear(&d);
		return e;
	}
	if (pick == 4)
		return sp_expr_join(g_rand_boolean(r) ? SP_E_NEG : SP_E_NOT, random_tree(r, depth - 1), NULL);
	if (pick == 5) {
		struct sp_expr *call = sp_expr_words(SP_E_CALL, "min");
		for (int i = g_rand_int_range(r, 1, 4); i > 0; i--)
			sp_expr_add(call, random_tree(r, depth - 1));
		return call;
	}
	struct sp_expr *a = random_tree(r, depth - 1), *b = random_tree(r, depth - 1);
	return sp_expr_join(operators[g_rand_int_range(r, 0, G_N_ELEMENTS(operators))], a, b);
}

/* What is printed is read again as the same tree: it prints the same, and computes to the same. */
static void printing_and_reading_again_changes_nothing(void **state)
{
	(void)state;
	GRand *r = g_rand_new_with_seed(2026);
	mpq_t x, y;
	mpq_inits(x, y, NULL);
	for (int i = 0; i < 3000; i++) {
		struct sp_expr *e = random_tree(r, 5);
		char *printed = sp_expr_text(e, SP_EXPR_PLAIN);
		struct sp_expr *again = parsed(printed);
		assert_printed(printed, printed, SP_EXPR_PLAIN);
		enum sp_expr_result first = sp_expr_compute(e, x), second = sp_expr_compute(again, y);
		assert_int_equal(first, second);
		assert_true(first != SP_EXPR_DONE || mpq_equal(x, y));
		g_free(printed);
		sp_expr_free(again);
		sp_expr_free(e);
	}
	mpq_clears(x, y, NULL);
	g_rand_free(r);
}

static void people_read_their_own_signs(void **state)
{
	(void)state;
	assert_printed("5467147.12 / 12744696.61 * 100", "5.467.147,12 / 12.744.696,61 × 100", SP_EXPR_IT);
	assert_printed("5467147.12 / 12744696.61 * 100", "5,467,147.12 / 12,744,696.61 × 100", SP_EXPR_EN);
	assert_printed("-100.50", "-100,50", SP_EXPR_IT);
}

static void arithmetic_is_exact(void **state)
{
	(void)state;
	assert_value("1 / 3 * 3", "1");
	assert_value("0.1 + 0.2", "0.3");
	assert_value("24 / 17 * 100", "141.1764705882");
	assert_value("(9515 - 9814) / 9814 * 100", "-3.0466680253");
	assert_value("-(2 - 5) * 2", "6");
	assert_value("round(2.5, 0) + round(-2.5, 0)", "0");
	assert_value("cut(2.59, 1)", "2.5");
	assert_value("abs(1 - 3) + min(3, 1, 2) + max(3, 1, 2)", "6");
	assert_value("99999999999999999999.01 * 100", "9999999999999999999901");
}

static void what_cannot_be_computed_says_why(void **state)
{
	(void)state;
	assert_result("1 / (2 - 2)", SP_EXPR_BY_ZERO);
	assert_result("1 + weight", SP_EXPR_OPEN);
	assert_result("[N. contenziosi] / 620", SP_EXPR_OPEN);
	assert_result("1 + \"two\"", SP_EXPR_NUMBERS);
	assert_result("1 == 1", SP_EXPR_NUMBERS);
	assert_result("round(1, 0.5)", SP_EXPR_NUMBERS);
	assert_result("abs(1, 2)", SP_EXPR_NUMBERS);
}

static void mistakes_are_found_where_they_are(void **state)
{
	(void)state;
	assert_refused("", 0);
	assert_refused("1 +", 3);
	assert_refused("1 2", 2);
	assert_refused("(1 + 2", 6);
	assert_refused("sum(a b)", 6);
	assert_refused("01", 0);
	assert_refused("\"open", 5);
	assert_refused("[open", 5);
	assert_refused("a == b == c", 7);
	assert_refused("a + where / 2", 4);
	assert_refused("sum(sum((where(a))))", 9);
	assert_refused("1 - in(2)", 4);
	assert_refused("1 ? 2", 2);
}

static void depth_and_length_are_bounded(void **state)
{
	(void)state;
	struct sp_expr_error error;
	char *brackets = g_strnfill(100000, '(');
	assert_null(sp_expr_parse(brackets, 100000, &error));
	assert_string_equal(error.what, "too many brackets within brackets");
	memset(brackets, '-', 100000);
	assert_null(sp_expr_parse(brackets, 100000, &error));
	assert_string_equal(error.what, "the expression is too long");
	g_free(brackets);
}

/* A small generator of our own, so that a failure can be run again. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static struct sp_expr *random_expr(uint32_t *seed, int depth)
{
	uint32_t r = next_random(seed) % 10;
	if (depth == 0 || r < 2) {
		struct sp_dec d;
		sp_dec_init(&d);
		sp_dec_set_int(&d, (long)(next_random(seed) % 100000));
		d.scale = (int)(next_random(seed) % 3);
		struct sp_expr *leaf = sp_expr_number(&d, -1);
		sp_dec_clear(&d);
		return leaf;
	}
	if (r == 2)
		return sp_expr_join(SP_E_NEG, random_expr(seed, depth - 1), NULL);
	static const enum sp_expr_op ops[] = { SP_E_ADD, SP_E_SUB, SP_E_MUL, SP_E_DIV, SP_E_SUM };
	struct sp_expr *a = random_expr(seed, depth - 1), *b = random_expr(seed, depth - 1);
	struct sp_expr *e = sp_expr_join(ops[r % 5], a, b);
	if (e->op == SP_E_SUM)
		sp_expr_add(e, random_expr(seed, depth - 1));
	return e;
}

static void reading_what_was_printed_changes_nothing(void **state)
{
	(void)state;
	uint32_t seed = 20260101;
	for (int i = 0; i < 2000; i++) {
		struct sp_expr *e = random_expr(&seed, 5);
		char *text = sp_expr_text(e, SP_EXPR_PLAIN);
		struct sp_expr *again = parsed(text);
		char *second = sp_expr_text(again, SP_EXPR_PLAIN);
		assert_string_equal(text, second);
		mpq_t a, b;
		mpq_inits(a, b, NULL);
		assert_int_equal(sp_expr_compute(e, a), sp_expr_compute(again, b));
		assert_true(mpq_equal(a, b));
		mpq_clears(a, b, NULL);
		g_free(text);
		g_free(second);
		sp_expr_free(e);
		sp_expr_free(again);
	}
}

static void a_copy_is_its_own_tree(void **state)
{
	(void)state;
	struct sp_expr *e = parsed("sum(weight where present(weight)) / 2");
	struct sp_expr *copy = sp_expr_copy(e);
	char *text = sp_expr_text(e, SP_EXPR_PLAIN);
	sp_expr_free(e);
	char *second = sp_expr_text(copy, SP_EXPR_PLAIN);
	assert_string_equal(text, second);
	g_free(text);
	g_free(second);
	sp_expr_free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printing_keeps_what_brackets_mean),
		cmocka_unit_test(printing_and_reading_again_changes_nothing),
		cmocka_unit_test(people_read_their_own_signs),
		cmocka_unit_test(arithmetic_is_exact),
		cmocka_unit_test(what_cannot_be_computed_says_why),
		cmocka_unit_test(mistakes_are_found_where_they_are),
		cmocka_unit_test(depth_and_length_are_bounded),
		cmocka_unit_test(reading_what_was_printed_changes_nothing),
		cmocka_unit_test(a_copy_is_its_own_tree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
