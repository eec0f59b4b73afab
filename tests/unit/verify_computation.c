#include "tests/unit/unit.h"

#include "verify/indicators/computation.h"

/* All evidence but bare values, as "way expression [= stated]" */
static char *evidence_of(const char *formula, const char *text)
{
	static const char *const ways[] = { "expression", "share", "operands", "years", "part", "total", "items", "value" };
	struct sp_formula *f = sp_formula_new(formula);
	struct sp_passage *p = sp_passage_new(text, SP_SEG_ACTUAL, 2022);
	GPtrArray *found = sp_computations_find(p, f);
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < found->len; i++) {
		const struct sp_computation *e = g_ptr_array_index(found, i);
		if (e->way == SP_WAY_VALUE)
			continue;
		char *expr = sp_expr_text(e->expr, SP_EXPR_PLAIN);
		g_string_append_printf(out, "%s%s%s %s", out->len ? "; " : "", e->fits ? "" : "weak ", ways[e->way], expr);
		if (e->stated != SP_NOWHERE)
			g_string_append_printf(out, " = " SP_STR_FMT, SP_STR_ARG(p->tokens->at[p->mentions[e->stated].token].text));
		if (e->blank)
			g_string_append(out, " = blank");
		g_free(expr);
	}
	g_ptr_array_unref(found);
	sp_passage_free(p);
	sp_formula_free(f);
	return g_string_free(out, FALSE);
}

static void assert_evidence(const char *formula, const char *text, const char *expected)
{
	char *got = evidence_of(formula, text);
	assert_string_equal(got, expected);
	g_free(got);
}

#define PROJECTS "progetti finanziati / progetti presentati * 100"

static void expressions(void **state)
{
	(void)state;
	assert_evidence(PROJECTS, "206/210 x100=98%", "expression 206 / 210 * 100 = 98");
	assert_evidence(PROJECTS, "(3271-2734)*100 / 2734 = 19%C'è", "expression (3271 - 2734) * 100 / 2734 = 19");
	assert_evidence(PROJECTS, "3/653 * 100 = %", "expression 3 / 653 * 100 = blank");
	assert_evidence(PROJECTS, "643-715/715*100", "expression 643 - 715 / 715 * 100");
	assert_evidence(PROJECTS, "((mappe n. 39 - mappe n. 35) / mappe n. 39)) * 100 = 11%",
	                "expression (39 - 35) / 39 * 100 = 11");
	assert_evidence(PROJECTS, "162 sedi/locali/202 immobili", "weak expression 162 / 202");
	assert_evidence(PROJECTS, "finanziati 5/presentati 10", "expression 5 / 10");
}

static void what_only_looks_like_one(void **state)
{
	(void)state;
	assert_evidence(PROJECTS, "delibera n. 47/16132 del 28/02/2018, L. 296/06", "");
	assert_evidence(PROJECTS, "dalle 9:00 alle 12:30", "");
	assert_evidence(PROJECTS, "- agenti: 6 - educatori: 19", "");
	assert_evidence(PROJECTS, "anni 2017/2019", "");
}

static void shares(void **state)
{
	(void)state;
	assert_evidence(PROJECTS, "16 progetti finanziati su 40 presentati", "share 16 / 40");
	assert_evidence(PROJECTS, "36 su un totale di 40 presentati", "share 36 / 40");
	assert_evidence(PROJECTS, "35 finanziati rispetto ai 40 presentati", "share 35 / 40");
	assert_evidence(PROJECTS, "presentati n. 40 di cui n. 16 finanziati pari al 40%", "share 16 / 40 = 40");
	assert_evidence(PROJECTS, "presentati n. 40 di cui n. 3 in ritardo", "weak share 3 / 40");
	assert_evidence("sedi assegnate / comitati", "Poi. Su 13 comitati attivi sono state assegnate n. 12 sedi", "share 12 / 13");
	assert_evidence("scuole sicure / totale scuole", "in tutte le scuole (36)", "share 36 / 36");
}

static void operands_by_their_words(void **state)
{
	(void)state;
	assert_evidence(PROJECTS, "progetti presentati: 40; progetti finanziati: 16", "operands 16 / 40");
	assert_evidence("crediti riscossi / crediti", "Crediti coattivi: 200 Crediti coattivi riscossi: 50", "operands 50 / 200");
	assert_evidence("n. pratiche evase / n. pratiche totali", "n. 200 pratiche; n. 50 pratiche SUAP; evase n. 180", "");
}

static void years(void **state)
{
	(void)state;
	static const char change[] = "(ricavi anno - ricavi anno prec) / ricavi anno prec";
	assert_evidence(change, "Ricavi 2021: 200; Ricavi 2022: 210", "years (210 - 200) / 200");
	assert_evidence(change, "210 ricavi (200 nel 2021)", "years (210 - 200) / 200");
	assert_evidence(change, "ricavi passati da 200 a 210", "years (210 - 200) / 200");
	assert_evidence(change, "Ricavi 2021: 200; Costi 2022: 210", "");
	assert_evidence("(casi anno prec - casi anno) / casi anno prec", "Casi 2021: 200; Casi 2022: 190",
	                "years (200 - 190) / 200");
}

static void sums(void **state)
{
	(void)state;
	assert_evidence("Somma", "160.000 e 160.000 Totale 320.000 €",
	                "total 160000 + 160000 = 320.000; items 160000 + 160000 + 320000");
	assert_evidence("Somma", "5 lotti= € 391.900,00 area= 25.000,00", "items 391900.00 + 25000.00");
	assert_evidence("Somma", "3 corsi + 4 eventi", "items 3 + 4");
}

static void parts(void **state)
{
	(void)state;
	assert_evidence("limite", "30% DELLA SPESA 2011 di € 43.138,43", "part 43138.43 * 30 / 100");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions), cmocka_unit_test(what_only_looks_like_one),
		cmocka_unit_test(shares),      cmocka_unit_test(operands_by_their_words),
		cmocka_unit_test(years),       cmocka_unit_test(sums),
		cmocka_unit_test(parts),
	};
	return RUN(tests);
}
