#include "tests/unit/unit.h"

#include "verify/indicators/formula.h"

static void assert_reads(const char *text, enum sp_formula_kind kind, const char *expr, const char *rest)
{
	struct sp_formula *f = sp_formula_new(text);
	char *printed = f->expr ? sp_expr_text(f->expr, SP_EXPR_PLAIN) : g_strdup("");
	if (f->kind != kind || strcmp(printed, expr) != 0)
		fail_msg("\"%s\" is %s %s", text, sp_formula_kind_word(f->kind), printed);
	assert_string_equal(text + f->stopped, rest);
	g_free(printed);
	sp_formula_free(f);
}

static void shares(void **state)
{
	(void)state;
	assert_reads("(Contributi ricevuti/Costo totale)*100", SP_F_RATIO_PERCENT, "[Contributi ricevuti] / [Costo totale] * 100", "");
	assert_reads("N. procedure ottimizzate/ n. procedure esaminate", SP_F_RATIO,
	             "[N. procedure ottimizzate] / [n. procedure esaminate]", "");
	assert_reads("incassi : accertamenti x 100", SP_F_RATIO_PERCENT, "[incassi] / [accertamenti] * 100", "");
	assert_reads("Tasso = incassi / accertamenti × 100", SP_F_RATIO_PERCENT, "[incassi] / [accertamenti] * 100", "");
	assert_reads("Numero atti con errore su totale atti.", SP_F_RATIO, "[Numero atti con errore] / [totale atti]", "");
	assert_reads("Risorse impegnate rispetto alle risorse stanziate", SP_F_RATIO, "[Risorse impegnate] / [risorse stanziate]", "");
	assert_reads("Rapporto tra entrate riscosse e entrate accertate", SP_F_RATIO, "[entrate riscosse] / [entrate accertate]", "");
	assert_reads("interventi su strade / interventi in totale", SP_F_RATIO, "[interventi su strade] / [interventi in totale]", "");
	assert_reads("n. pratiche evase entro 30 giorni / n. pratiche * 100", SP_F_RATIO_PERCENT,
	             "[n. pratiche evase entro 30 giorni] / [n. pratiche] * 100", "");
	assert_reads("Evasori (Imu, tari/tares) / Contribuenti (Imu)", SP_F_RATIO, "[Evasori (Imu, tari/tares)] / [Contribuenti (Imu)]",
	             "");
}

static void brackets_out_of_balance(void **state)
{
	(void)state;
	assert_reads("((carte 2022 - carte 2021) / carte 2021)) * 100", SP_F_VARIATION_PERCENT,
	             "([carte 2022] - [carte 2021]) / [carte 2021] * 100", "");
	assert_reads("/gare vantaggiose /gare esperite) *100", SP_F_RATIO_PERCENT, "[gare vantaggiose] / [gare esperite] * 100", "");
	assert_reads("(sedi assegnate / sedi da assegnare * 100", SP_F_RATIO_PERCENT,
	             "[sedi assegnate] / [sedi da assegnare] * 100", "");
}

static void changes(void **state)
{
	(void)state;
	assert_reads("(mappe anno - mappe anno prec) / mappe anno prec * 100", SP_F_VARIATION_PERCENT,
	             "([mappe anno] - [mappe anno prec]) / [mappe anno prec] * 100", "");
	assert_reads("N. reclami/ segnalazioni anno prec - n.reclami/ segnalazioni anno : n. reclami/ segnalazioni anno prec",
	             SP_F_VARIATION_PERCENT,
	             "([N. reclami/ segnalazioni anno prec] - [n.reclami/ segnalazioni anno]) / [n. reclami/ segnalazioni anno prec]",
	             "");
	assert_reads("Δ ricavi 2024-2023 / Ricavi 2023", SP_F_VARIATION_PERCENT, "([ricavi 2024] - [ricavi 2023]) / [Ricavi 2023]",
	             "");
	assert_reads("aumento del 10%", SP_F_VARIATION_PERCENT, "", "aumento del 10%");
}

static void the_rest_is_left(void **state)
{
	(void)state;
	assert_reads("(progetti finanziati / progetti presentati) * 100 5/10", SP_F_RATIO_PERCENT,
	             "[progetti finanziati] / [progetti presentati] * 100", "5/10");
	assert_reads("(acquisti centrali / acquisti) * 100 (4 milioni/5,7 milioni *100)", SP_F_RATIO_PERCENT,
	             "[acquisti centrali] / [acquisti] * 100", "(4 milioni/5,7 milioni *100)");
	assert_reads("cedolini / dipendenti (rapporto tendente a 13/1).", SP_F_RATIO, "[cedolini] / [dipendenti]",
	             "(rapporto tendente a 13/1).");
}

static void what_is_no_arithmetic(void **state)
{
	(void)state;
	assert_reads("", SP_F_NONE, "", "");
	assert_reads("/", SP_F_NONE, "", "");
	assert_reads("N.", SP_F_COUNT, "", "");
	assert_reads("Conteggio delle postazioni", SP_F_COUNT, "", "");
	assert_reads("Somma", SP_F_SUM, "", "");
	assert_reads("0 fatto 1 non fatto", SP_F_FLAG, "", "");
	assert_reads("SI/NO", SP_F_FLAG, "", "");
	assert_reads("Evidenza dei margini per centri di costo/ricavi", SP_F_TEXT, "",
	             "Evidenza dei margini per centri di costo/ricavi");
	assert_reads("SPESA 2017 = 30% DELLA SPESA 2011 di € 43.138,43", SP_F_TEXT, "",
	             "SPESA 2017 = 30% DELLA SPESA 2011 di € 43.138,43");
}

static void operands_know_their_years_and_words(void **state)
{
	(void)state;
	struct sp_formula *f = sp_formula_new("(nr. interventi anno - nr. interventi anno prec)/ nr. interventi anno prec *100");
	assert_int_equal(f->n_operands, 2);
	assert_int_equal(f->operands[0].when, SP_YEAR_SAME);
	assert_int_equal(f->operands[1].when, SP_YEAR_BEFORE);
	assert_int_equal(f->operands[0].stems->len, 1);
	assert_string_equal(g_ptr_array_index(f->operands[0].stems, 0), "intervent");
	sp_formula_free(f);
}

/* Documents are hostile: no text may make the reader fail or run away. */
static void a_figure_is_no_operand(void **state)
{
	(void)state;
	struct sp_formula *f = sp_formula_new("(pratiche evase - pratiche pervenute) / pratiche pervenute");
	struct sp_expr *figure = sp_expr_integer(2), *phrase = sp_expr_phrase("pratiche pervenute", strlen("pratiche pervenute"));
	assert_int_equal(f->n_operands, 2);
	assert_int_equal(sp_formula_operand(f, figure), 2);
	assert_int_equal(sp_formula_operand(f, phrase), 1);
	sp_expr_free(figure);
	sp_expr_free(phrase);
	sp_formula_free(f);
}

static void any_text_is_read(void **state)
{
	(void)state;
	static const char *const pieces[] = { "(", ")", "/", "*", "-", "a", "1.000", "su", ":", "=", "Δ", "2023", "%", " ", "anno prec" };
	uint32_t seed = 7;
	for (int i = 0; i < 3000; i++) {
		GString *text = g_string_new(NULL);
		for (int k = 0; k < 20; k++) {
			seed = seed * 1664525 + 1013904223;
			g_string_append(text, pieces[(seed >> 8) % G_N_ELEMENTS(pieces)]);
			g_string_append_c(text, ' ');
		}
		struct sp_formula *f = sp_formula_new(text->str);
		assert_true(f->stopped <= text->len);
		sp_formula_free(f);
		g_string_free(text, TRUE);
	}
	char *deep = g_strnfill(50000, '(');
	sp_formula_free(sp_formula_new(deep));
	g_free(deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares),
		cmocka_unit_test(brackets_out_of_balance),
		cmocka_unit_test(changes),
		cmocka_unit_test(the_rest_is_left),
		cmocka_unit_test(what_is_no_arithmetic),
		cmocka_unit_test(operands_know_their_years_and_words),
		cmocka_unit_test(a_figure_is_no_operand),
		cmocka_unit_test(any_text_is_read),
	};
	return RUN(tests);
}
