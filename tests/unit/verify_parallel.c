#include "unit.h"

#include "verify/indicators/parallel.h"

struct made {
	struct sp_formula *formula;
	struct sp_passage *passage;
	struct sp_parallel *p;
};

static struct made make(const char *formula, const char *notes)
{
	struct made m = { sp_formula_new(formula), sp_passage_new(notes, SP_SEG_FREE, 0), NULL };
	m.p = sp_parallel_new(m.passage, m.formula);
	return m;
}

static void drop(struct made *m)
{
	sp_parallel_free(m->p);
	sp_passage_free(m->passage);
	sp_formula_free(m->formula);
}

/* The statements' years, and what the first reading makes of each: "2017 45 / 60; 2018 50 / 61". */
static void assert_reads(const char *formula, const char *notes, const char *expected)
{
	struct made m = make(formula, notes);
	GString *said = g_string_new(NULL);
	for (size_t i = 0; i < m.p->n && m.p->n_readings > 0; i++) {
		struct sp_expr *e = sp_parallel_expr(m.p, &m.p->readings[0], i);
		char *text = sp_expr_text(e, SP_EXPR_PLAIN);
		g_string_append_printf(said, "%s%d %s", i > 0 ? "; " : "",
				       m.p->statements[i].year + m.p->readings[0].later, text);
		g_free(text);
		sp_expr_free(e);
	}
	assert_string_equal(said->str, expected);
	g_string_free(said, TRUE);
	drop(&m);
}

#define SHARE  "(N. domande accolte / N. domande presentate) * 100"
#define CHANGE "(ricavi anno - ricavi anno precedente) / ricavi anno precedente * 100"

static void a_sentence_repeats_for_each_year(void **state)
{
	(void)state;
	assert_reads(SHARE, "Al 31/12/2017: 45 su 60 Al 31/12/2018: 50 su 61", "2017 45 / 60; 2018 50 / 61");
	assert_reads(SHARE, "2017 = 38:40 2018 = 2.441:6.127", "2017 38 / 40; 2018 2441 / 6127");
	assert_reads(SHARE, "45 accolte su 60 nell'anno 2017 50 accolte su 61 nell'anno 2018.",
		     "2017 45 / 60; 2018 50 / 61");
}

static void a_label_of_the_target_stands_before(void **state)
{
	(void)state;
	assert_reads(SHARE, "Target previsto al 2018 Al 31/12/2017: 45 su 60 Al 31/12/2018: 50 su 61",
		     "2017 45 / 60; 2018 50 / 61");
	assert_reads(SHARE, "Target al 2018 2018: 45 su 60", "2018 45 / 60");
}

static void signs_of_figures_part_no_sentences(void **state)
{
	(void)state;
	struct made m = make(CHANGE, "2017: 45 contro 50 del 2016 (-10%) 2018: 60 contro 45 del 2017 (33,33%)");
	assert_int_equal(m.p->n, 2);
	assert_int_equal(m.p->statements[1].year, 2018);
	assert_int_equal(m.p->figures, 3);
	drop(&m);
}

static void an_operand_that_is_printed_twice_is_one(void **state)
{
	(void)state;
	assert_reads(CHANGE, "Al 31/12/2018: (60 - 45)/45*100", "2018 (60 - 45) / 45");
}

static void the_year_of_comparison_is_not_the_years_own(void **state)
{
	(void)state;
	assert_reads(CHANGE, "Rispetto al 2016: 60 contro 45 Rispetto al 2017: 70 contro 60",
		     "2017 (60 - 45) / 45; 2018 (70 - 60) / 60");
}

static void the_whole_may_stand_first(void **state)
{
	(void)state;
	assert_reads(SHARE,
		     "A fine 2017 risultavano 60 domande presentate, di cui 45 accolte "
		     "A fine 2018 risultavano 61 domande presentate, di cui 50 accolte",
		     "2017 45 / 60; 2018 50 / 61");
}

static void what_does_not_repeat_is_left(void **state)
{
	(void)state;
	assert_reads(SHARE, "Nel 2017 accolte 45 domande su 60. Nel corso dell'anno 2019 sono state 50.", "");
	assert_reads(SHARE, "", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sentence_repeats_for_each_year),
		cmocka_unit_test(a_label_of_the_target_stands_before),
		cmocka_unit_test(signs_of_figures_part_no_sentences),
		cmocka_unit_test(an_operand_that_is_printed_twice_is_one),
		cmocka_unit_test(the_year_of_comparison_is_not_the_years_own),
		cmocka_unit_test(the_whole_may_stand_first),
		cmocka_unit_test(what_does_not_repeat_is_left),
	};
	return RUN(tests);
}
