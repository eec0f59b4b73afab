#include "tests/unit/unit.h"

#include "verify/indicators/passage.h"

/* Tokens as letters with their text: W[…] words, F[…] figures, Y years, P periods, D dates, S signs, . stops */
static char *tokens_of(const char *text)
{
	static const char letters[] = "WFYPDS.,";
	struct sp_tokens *t = sp_tokens_new(text, strlen(text));
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < t->n; i++) {
		if (t->at[i].kind == SP_T_WORD && t->at[i].small)
			continue;
		g_string_append_printf(out, "%s%c[" SP_STR_FMT "]", out->len ? " " : "", letters[t->at[i].kind],
				       SP_STR_ARG(t->at[i].text));
	}
	sp_tokens_free(t);
	return g_string_free(out, FALSE);
}

static void assert_tokens(const char *text, const char *expected)
{
	char *got = tokens_of(text);
	assert_string_equal(got, expected);
	g_free(got);
}

static void figures_are_told_from_years_dates_and_codes(void **state)
{
	(void)state;
	assert_tokens("nel 2017: 5.554", "Y[2017] S[:] F[5.554]");
	assert_tokens("2017/2019 e 2017-2018-2019", "P[2017/2019] P[2017-2018-2019]");
	assert_tokens("n. 2018 atti", "F[2018] W[atti]");
	assert_tokens("accertato 2017 € 1.200.000", "W[accertato] Y[2017] F[1.200.000]");
	assert_tokens("al 31/12/ 2018: 3/653 * 100 = %", "D[31/12/ 2018] S[:] F[3] S[/] F[653] S[*] F[100] S[=] S[%]");
	assert_tokens("5.467.147,12/12.744.696,61 x 100 =43%",
		      "F[5.467.147,12] S[/] F[12.744.696,61] S[x] F[100] S[=] F[43]");
	assert_tokens("100Target", "F[100] W[Target]");
	assert_tokens("euro 21.000.000= Cons 2018", "F[21.000.000] W[Cons] Y[2018]");
	assert_tokens("4 milioni/5,7 milioni", "F[4] S[/] F[5,7]");
	assert_tokens("C06 e 25.29.3.1.12", "W[C06]");
	assert_tokens("finiti. Poi 3", "W[finiti] .[.] W[Poi] F[3]");
	assert_tokens("soc. coop. Case", "W[soc] W[coop] W[Case]");
}

static char *mentions_of(const char *text)
{
	struct sp_passage *p = sp_passage_new(text, SP_SEG_FREE, 0);
	GString *out = g_string_new(NULL);
	static const char *const kinds[] = { "free", "actual", "target" };
	for (size_t i = 0; i < p->n_mentions; i++) {
		const struct sp_mention *m = &p->mentions[i];
		g_string_append_printf(out, "%s%s" SP_STR_FMT " %s %d", out->len ? ", " : "", m->minus ? "-" : "",
				       SP_STR_ARG(p->tokens->at[m->token].text), kinds[p->segments[m->segment].kind],
				       m->year);
		for (guint s = 0; s < m->stems->len; s++)
			g_string_append_printf(out, " %s", (const char *)g_ptr_array_index(m->stems, s));
	}
	sp_passage_free(p);
	return g_string_free(out, FALSE);
}

static void assert_mentions(const char *text, const char *expected)
{
	char *got = mentions_of(text);
	assert_string_equal(got, expected);
	g_free(got);
}

static void labels_part_the_years(void **state)
{
	(void)state;
	assert_mentions("Target previsione al 2023 80 Target al 31/12/2021: 9 Cons. 2022: 3",
			"80 target 2023, 9 actual 2021, 3 actual 2022");
	assert_mentions("Al 31/12/2021: 110 Al 31/12/2022: 243", "110 actual 2021, 243 actual 2022");
	assert_mentions("2021: 5 - 2022: 7", "5 actual 2021, 7 actual 2022");
	assert_mentions("Si riconferma il target del 2021 con 7", "7 free 2021 riconferm target");
}

static void the_nearest_year_wins(void **state)
{
	(void)state;
	assert_mentions("Target al 31/12/2021: nel corso del 2022 sono stati 12. Poi 13",
			"12 actual 2022, 13 actual 2021 poi");
	assert_mentions("Al 31/12/2022: (mappe al 31/12/2021 n. 35)", "35 actual 2021 mapp");
}

static void words_go_with_their_figure(void **state)
{
	(void)state;
	assert_mentions("Numero evasori: 905; Numero contribuenti: 17.115",
			"905 free 0 evasor, 17.115 free 0 contribuent");
	assert_mentions("16 progetti finanziati su 40 presentati", "16 free 0 progett finanziat, 40 free 0 presentat");
	assert_mentions("n. 1.250 controlli, n. 150 verbali", "1.250 free 0 controll, 150 free 0 verbal");
	assert_mentions("entrate € 361.000 costi € 500.000", "361.000 free 0 entrat, 500.000 free 0 cost");
	assert_mentions("utile: - €2.770.696", "-2.770.696 free 0 util");
}

static void a_table_is_no_note(void **state)
{
	(void)state;
	GString *text = g_string_new(NULL);
	for (int i = 0; i <= SP_MENTIONS_MOST; i++)
		g_string_append(text, "12 ");
	struct sp_passage *p = sp_passage_new(text->str, SP_SEG_FREE, 0);
	assert_int_equal(p->n_mentions, 0);
	sp_passage_free(p);
	g_string_free(text, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_told_from_years_dates_and_codes),
		cmocka_unit_test(labels_part_the_years),
		cmocka_unit_test(the_nearest_year_wins),
		cmocka_unit_test(words_go_with_their_figure),
		cmocka_unit_test(a_table_is_no_note),
	};
	return RUN(tests);
}
