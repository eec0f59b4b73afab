#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/rules/check.h"

struct run {
	struct sp_ctx ctx;
	struct sp_ruleset *set;
	struct sp_check *check;
	GString *said; /* "rule subject status recomputed; …" */
	struct sp_finding *last;
};

static void receive(struct sp_finding *f, void *data)
{
	struct run *r = data;
	g_string_append_printf(r->said, "%s %s %s %s; ", f->rule, f->subject, sp_finding_status_word(f->status),
	                       f->recomputed ? f->recomputed : "-");
	sp_finding_free(r->last);
	r->last = f;
}

static int set_up(void **state)
{
	struct run *r = g_new0(struct run, 1);
	sp_ctx_init(&r->ctx, "test");
	r->set = sp_ruleset_new(&r->ctx);
	r->check = sp_check_new(&r->ctx, r->set, receive, r);
	r->said = g_string_new(NULL);
	*state = r;
	return r->set ? 0 : -1;
}

static int tear_down(void **state)
{
	struct run *r = *state;
	sp_check_free(r->check);
	sp_ruleset_free(r->set);
	sp_finding_free(r->last);
	g_string_free(r->said, TRUE);
	g_free(r);
	return 0;
}

static void give(struct run *r, const char *text)
{
	struct sp_json *record = sp_json_parse(&r->ctx, text, strlen(text));
	assert_non_null(record);
	sp_check_record(r->check, record);
	sp_json_free(record);
}

static void own_figures_are_judged_at_once_rows_at_the_end(void **state)
{
	struct run *r = *state;
	give(r, "{\"type\":\"public_value\",\"id\":\"public_value:02\",\"code\":\"02\"}");
	give(r, "{\"type\":\"contribution\",\"id\":\"contribution:02.01\",\"public_value\":\"public_value:02\",\"weight\":60,"
	        "\"achievement\":50,\"weighted\":30}");
	assert_string_equal(r->said->str, "weighted-share contribution:02.01 match 30; ");
	give(r, "{\"type\":\"contribution\",\"id\":\"contribution:02.02\",\"public_value\":\"public_value:02\",\"weight\":39,"
	        "\"achievement\":null,\"weighted\":null}");
	g_string_truncate(r->said, 0);
	sp_check_finish(r->check);
	assert_string_equal(r->said->str, "weights-sum public_value:02 mismatch 99; ");
	assert_string_equal(r->last->expression, "60 + 39");
	assert_int_equal(r->last->inputs->len, 2);
	assert_string_equal(r->last->expected, "100");
	assert_string_equal(r->last->difference, "1");
}

static void inputs_are_quoted_with_their_cells(void **state)
{
	struct run *r = *state;
	give(r, "{\"type\":\"contribution\",\"id\":\"contribution:02.01\",\"code\":\"02.01\","
	        "\"weight\":{\"raw\":\"12\",\"value\":12,\"unit\":null,\"source\":{\"page\":3,\"row\":4,\"col\":2}},"
	        "\"achievement\":{\"raw\":\"40%\",\"value\":40,\"unit\":\"%\",\"source\":{\"page\":3,\"row\":4,\"col\":3}},"
	        "\"weighted\":{\"raw\":\"4,9%\",\"value\":4.9,\"unit\":\"%\",\"source\":{\"page\":3,\"row\":4,\"col\":4}}}");
	assert_string_equal(r->said->str, ""); /* what accuses waits until the document is read */
	sp_check_finish(r->check);
	assert_string_equal(r->said->str, "weighted-share contribution:02.01 mismatch 4.8; ");
	assert_int_equal(r->last->inputs->len, 2);
	const struct sp_figure *achievement = g_ptr_array_index(r->last->inputs, 1);
	assert_string_equal(achievement->raw, "40%");
	assert_string_equal(achievement->source, "{\"page\":3,\"row\":4,\"col\":3}");
	assert_string_equal(r->last->source, "{\"page\":3,\"row\":4,\"col\":4}");
	assert_string_equal(r->last->difference, "0.1");
	assert_string_equal(r->last->message[SP_IT],
	                    "02.01: raggiungimento pesato pubblicato 4,9%; 12 × 40 / 100 = 4,8");
	assert_string_equal(r->last->message[SP_EN], "02.01: published weighted achievement 4.9%; 12 × 40 / 100 = 4.8");
}

static void absent_figures_are_named(void **state)
{
	struct run *r = *state;
	give(r, "{\"type\":\"contribution\",\"id\":\"contribution:02.01\",\"weight\":12,"
	        "\"achievement\":{\"raw\":\"n.d.\",\"value\":null},\"weighted\":5}");
	assert_string_equal(r->said->str, "weighted-share contribution:02.01 not-computable -; ");
	assert_string_equal(r->last->reason, "achievement % \"n.d.\" is not a figure");
	assert_string_equal(r->last->expression, "12 * achievement / 100");
}

static void figures_in_thousands_are_multiplied(void **state)
{
	struct run *r = *state;
	give(r, "{\"type\":\"project\",\"id\":\"project:1\",\"own_funds\":{\"raw\":\"2,5 mila\",\"value\":2.5,\"multiplier\":1000}}");
	give(r, "{\"type\":\"project\",\"id\":\"project:2\",\"own_funds\":{\"raw\":\"500\",\"value\":500}}");
	give(r, "{\"type\":\"total\",\"id\":\"total:own_funds\",\"of\":\"project.own_funds\",\"scope\":null,\"raw\":\"3 mila\",\"value\":3,"
	        "\"multiplier\":1000}");
	sp_check_finish(r->check);
	assert_string_equal(r->said->str, "funds-total total:own_funds match 3000; ");
}

static void a_third_repetition_is_held_against_the_second(void **state)
{
	struct run *r = *state;
	give(r, "{\"type\":\"objective\",\"id\":\"objective:C1\",\"code\":\"C1\",\"title\":\"Scuole\"}");
	give(r, "{\"type\":\"objective\",\"id\":\"objective:C1#2\",\"code\":\"C1\",\"title\":\"Strade\"}");
	give(r, "{\"type\":\"objective\",\"id\":\"objective:C1#3\",\"code\":\"C1\",\"title\":\"STRADE\"}");
	sp_check_finish(r->check);
	assert_string_equal(r->said->str,
	                    "code-duplicate objective:C1#3 match -; code-duplicate objective:C1#2 contradiction -; ");
}

static void give_share(struct run *r, int n, const char *weighted)
{
	char *record = g_strdup_printf("{\"type\":\"contribution\",\"id\":\"contribution:02.%02d\",\"weight\":10,"
				       "\"achievement\":50,\"weighted\":%s,\"source\":{\"page\":1,\"table\":\"p1t1\"}}",
				       n, weighted);
	give(r, record);
	g_free(record);
}

/* Three wrong shares are three faults; four and none that is right, a column that was read wrongly. */
static void a_rule_that_always_fails_accuses_nobody(void **state)
{
	struct run *r = *state;
	for (int n = 1; n <= 3; n++)
		give_share(r, n, "7");
	sp_check_finish(r->check);
	assert_non_null(strstr(r->said->str, "contribution:02.03 mismatch 5; "));
	give_share(r, 4, "7");
	g_string_truncate(r->said, 0);
	sp_check_finish(r->check);
	assert_string_equal(r->said->str, "weighted-share contribution:02.04 not-computable -; ");
	assert_string_equal(r->last->message[SP_EN], "doubtful reading, 4 of 4 do not hold: —: published weighted achievement "
						     "7; 10 × 50 / 100 = 5");
}

/* Every second share is wrong and was added up: all totals fail against their weights, and were read well all the same. */
static void what_other_rules_bear_out_was_read_well(void **state)
{
	struct run *r = *state;
	for (int n = 1; n <= 4; n++) {
		static const char row[] = "{\"type\":\"contribution\",\"id\":\"contribution:%d.%d\",\"public_value\":\"public_value:%d\","
					  "\"weight\":%d,\"achievement\":50,\"weighted\":%d}";
		static const char total[] = "{\"type\":\"total\",\"id\":\"total:%d\",\"of\":\"contribution.weighted\","
					    "\"scope\":\"public_value:%d\",\"value\":%d}";
		char *records[] = { g_strdup_printf(row, n, 1, n, 40, 20), g_strdup_printf(row, n, 2, n, 10, 5 + n),
				    g_strdup_printf(total, n, n, 25 + n) };
		for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
			give(r, records[i]);
			g_free(records[i]);
		}
	}
	sp_check_finish(r->check);
	assert_non_null(strstr(r->said->str, "weighted-total-from-weights total:4 mismatch 25; "));
}

static void an_empty_column_is_no_omission(void **state)
{
	struct run *r = *state;
	give_share(r, 1, "null");
	give_share(r, 2, "null");
	sp_check_finish(r->check);
	assert_null(strstr(r->said->str, "missing"));
}

static void one_empty_cell_is_an_omission(void **state)
{
	struct run *r = *state;
	give_share(r, 1, "5");
	give_share(r, 2, "null");
	give_share(r, 3, "5");
	sp_check_finish(r->check);
	assert_non_null(strstr(r->said->str, "weighted-share contribution:02.02 missing 5; "));
}

static void give_weights(struct run *r, const char *between, int last)
{
	give(r, "{\"type\":\"public_value\",\"id\":\"public_value:02\",\"code\":\"02\"}");
	for (int n = 1; n <= last; n += last - 1) {
		char *record = g_strdup_printf("{\"type\":\"contribution\",\"id\":\"contribution:02.%02d\","
					       "\"public_value\":\"public_value:02\",\"weight\":40}", n);
		give(r, record);
		g_free(record);
		if (n == 1 && between)
			give(r, between);
	}
	g_string_truncate(r->said, 0);
	sp_check_finish(r->check);
}

/* A sum accuses only if all of its rows were read. */
static void rows_that_are_missing_excuse_a_sum(void **state)
{
	struct run *r = *state;
	give_weights(r, NULL, 3);
	assert_string_equal(r->said->str, "weights-sum public_value:02 not-computable -; ");
	assert_non_null(strstr(r->last->reason, "rows missing 1, not read 0"));
}

static void rows_that_were_not_read_excuse_a_sum(void **state)
{
	struct run *r = *state;
	give_weights(r, "{\"type\":\"unparsed\",\"id\":\"unparsed:1\",\"text\":\"20%\",\"reason\":\"x\"}", 2);
	assert_string_equal(r->said->str, "weights-sum public_value:02 not-computable -; ");
}

static void a_torn_off_part_excuses_a_sum(void **state)
{
	struct run *r = *state;
	give_weights(r, "{\"type\":\"table\",\"id\":\"table:p1t2\",\"columns\":[{\"header\":\"\"}],"
		        "\"rows\":[{\"label\":null,\"cells\":[{\"raw\":\"02.03\"}]}]}", 2);
	assert_string_equal(r->said->str, "weights-sum public_value:02 not-computable -; ");
}

static void a_sentence_is_no_row(void **state)
{
	struct run *r = *state;
	give_weights(r, "{\"type\":\"unparsed\",\"id\":\"unparsed:1\",\"text\":\"Nel 2024 le domande sono 20.\",\"reason\":\"x\"}",
		     2);
	assert_string_equal(r->said->str, "weights-sum public_value:02 mismatch 80; ");
}

static void ids_stay_unique(void **state)
{
	struct run *r = *state;
	give(r, "{\"type\":\"finding\",\"id\":\"finding:weighted-share:1\",\"rule\":\"weighted-share\",\"subject\":\"x:1\"}");
	give(r, "{\"type\":\"contribution\",\"id\":\"contribution:1\",\"weight\":1,\"achievement\":1,\"weighted\":0.01}");
	assert_string_equal(r->last->id, "finding:weighted-share:1#2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(own_figures_are_judged_at_once_rows_at_the_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(inputs_are_quoted_with_their_cells, set_up, tear_down),
		cmocka_unit_test_setup_teardown(absent_figures_are_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(figures_in_thousands_are_multiplied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_third_repetition_is_held_against_the_second, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ids_stay_unique, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_rule_that_always_fails_accuses_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_other_rules_bear_out_was_read_well, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_column_is_no_omission, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_empty_cell_is_an_omission, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rows_that_are_missing_excuse_a_sum, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rows_that_were_not_read_excuse_a_sum, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_torn_off_part_excuses_a_sum, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_sentence_is_no_row, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
