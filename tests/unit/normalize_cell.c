#include "normalize/cell.h"

#include "tests/unit/unit.h"

static struct sp_ctx ctx;

static char *figure(const char *text, const struct sp_figure_rule *rule)
{
	return sp_cell_figure(&ctx, text, rule, NULL);
}

static void figures_keep_what_is_printed(void **state)
{
	(void)state;
	const struct sp_figure_rule plain = { 0 }, euro = { .unit = "EUR" }, year = { .unit = "%", .year = 2024 };
	assert_null(figure("", &plain));
	assert_null(figure("  ", &plain));
	assert_text("{\"raw\":\"40%\",\"value\":40,\"unit\":\"%\"}", figure("40%", &plain));
	assert_text("{\"raw\":\"30.000,00\",\"value\":30000.00,\"unit\":\"EUR\"}", figure(" 30.000,00", &euro));
	assert_text("{\"raw\":\"59,00\",\"value\":59.00,\"unit\":\"%\",\"year\":2024}", figure("59,00", &year));
	assert_text("{\"raw\":\"n.d.\",\"value\":null,\"unit\":null}", figure("n.d.", &plain));
	assert_text("{\"raw\":\"Si\",\"value\":null,\"unit\":null}", figure("Si", &plain));
	assert_text("{\"raw\":\"≥ 80%\",\"value\":80,\"unit\":\"%\",\"op\":\">=\"}", figure("≥ 80%", &plain));
	assert_text("{\"raw\":\"€ 600.00\",\"value\":600.00,\"unit\":\"EUR\",\"note\":\"decimal-point\"}",
		    figure("€ 600.00", &plain));
	assert_text("{\"raw\":\"circa 79.000\",\"value\":79000,\"unit\":null,\"approx\":true}",
		    figure("circa 79.000", &plain));
	assert_text("{\"raw\":\"100 posti\",\"value\":100,\"unit\":\"posti\"}", figure("100 posti", &plain));
	assert_text("{\"raw\":\"da 3 a 5 posti\",\"value\":null,\"unit\":null,\"note\":\"several-figures\"}",
		    figure("da 3 a 5 posti", &plain));
	assert_text("{\"raw\":\"1.250300\",\"value\":null,\"unit\":null,\"note\":\"point-unclear\"}",
		    figure("1.250300", &plain));
	assert_text("{\"raw\":\"(1.234,50)\",\"value\":-1234.50,\"unit\":\"EUR\"}", figure("(1.234,50)", &euro));
}

static void gross_stands_beside_net(void **state)
{
	(void)state;
	struct sp_pattern *p = sp_pattern_new(&ctx, "gross", "\\( (?<gross>[\\d.,]+) \\s+ al \\s+ lordo [^)]* \\)",
					      NULL, 0);
	const struct sp_figure_rule rule = { .unit = "EUR", .gross = p };
	assert_text("{\"raw\":\"5291,00 (7.000 al lordo di oneri e IRAP)\",\"value\":5291.00,\"unit\":\"EUR\","
		    "\"gross\":7000,\"gross_raw\":\"7.000\"}",
		    figure("5291,00 (7.000 al lordo di oneri e IRAP)", &rule));
	assert_text("{\"raw\":\"66.000,00 (87.318,00 al lordo oneri)\",\"value\":66000.00,\"unit\":\"EUR\","
		    "\"gross\":87318.00,\"gross_raw\":\"87.318,00\"}",
		    figure("66.000,00 (87.318,00 al lordo oneri)", &rule));
	sp_pattern_free(p);
}

static void kinds_of_formulas(void **state)
{
	(void)state;
	static const struct {
		const char *text, *kind;
	} cases[] = {
		{ "(contributi/costo totale)*100", "ratio-percent" },
		{ "n. scuole sicure / n. totale scuole * 100 32 / 36 * 100", "ratio-percent" },
		{ "aree regolarizzate/aree censite", "ratio" },
		{ "Numero atti con errore su totale atti.", "ratio" },
		{ "(accessi 2018 - accessi 2017) / accessi 2017 * 100", "variation-percent" },
		{ "N. reclami anno prec - n. reclami anno : n. reclami anno prec", "variation-percent" },
		{ "Somma", "sum" },
		{ "N.", "count" },
		{ "Numero canali attivati", "count" },
		{ "0 pareggio o utile 1 perdita", "flag" },
		{ "1 sta per pareggio 0 sta per mancato pareggio", "flag" },
		{ "Evidenza dei margini per singoli centri di costo/ricavi", "text" },
		{ "valore numerico in €", "text" },
		{ "/", "none" },
		{ "-", "none" },
	};
	struct sp_profiles *set = sp_profiles_new(&ctx);
	const struct sp_profile *profile = sp_profiles_use(&ctx, set, "dup-status");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *json = sp_cell_formula(&ctx, profile, cases[i].text);
		char *wanted = g_strdup_printf("\"kind\":\"%s\"", cases[i].kind);
		if (!strstr(json, wanted))
			fail_msg("%s: %s wanted", json, cases[i].kind);
		g_free(wanted);
		g_free(json);
	}
	assert_string_equal(sp_cell_unit(&ctx, profile, "Percentuale di sedi assegnate"), "%");
	assert_null(sp_cell_unit(&ctx, profile, "Sedi assegnate"));
	sp_profiles_free(set);
}

static char *items(const char *json)
{
	struct sp_json *cell = sp_json_parse(&ctx, json, strlen(json));
	GPtrArray *list = sp_cell_items(cell, sp_json_str(sp_json_get(cell, "text")));
	g_ptr_array_add(list, NULL);
	char *joined = g_strjoinv("|", (char **)list->pdata);
	g_ptr_array_unref(list);
	sp_json_free(cell);
	return joined;
}

static void items_of_lists(void **state)
{
	(void)state;
	assert_text("Un solo blocco. Due frasi.", items("{\"text\":\"Un solo blocco. Due frasi.\"}"));
	assert_text("uno|due (a - b)|tre", items("{\"text\":\"Azioni: - uno - due (a - b) - tre\"}"));
	assert_text("uno|due", items("{\"text\":\"\",\"paragraphs\":[\"Premessa:\",\"- uno\",\"• due\"]}"));
	assert_text("Aree (ex Porto Canale) e altre.|Fine.",
		    items("{\"text\":\"\",\"paragraphs\":[\"Aree (ex Porto\",\"Canale) e\",\"altre.\",\"Fine.\"]}"));
	assert_text("apertura di uno sportello;|formazione.",
		    items("{\"text\":\"\",\"paragraphs\":[\"Si prevede:\",\"apertura di uno\",\"sportello;\",\"formazione.\"]}"));
	/* the second line could have taken the first word of the third: a paragraph ends there */
	assert_text(
	    "Aprire lo sportello dei servizi nuovi.|Formare.",
	    items(
		"{\"text\":\"x\",\"lines\":[{\"text\":\"Aprire lo sportello dei\",\"bbox\":[0,0,98,10]},"
		"{\"text\":\"servizi nuovi.\",\"bbox\":[0,12,50,22]},{\"text\":\"Formare.\",\"bbox\":[0,24,30,34]}]}"));
	assert_text("", items("{\"text\":\"\"}"));
}

static enum sp_cell_start start(const char *json)
{
	struct sp_json *cell = sp_json_parse(&ctx, json, strlen(json));
	enum sp_cell_start start = sp_cell_start(cell, sp_json_str(sp_json_get(cell, "text")));
	sp_json_free(cell);
	return start;
}

static void a_cell_after_the_break(void **state)
{
	(void)state;
	assert_int_equal(start("{\"text\":\"- apertura\",\"continues_paragraph\":true}"), SP_CELL_ITEM);
	assert_int_equal(start("{\"text\":\"Teatro\",\"continues_paragraph\":true}"), SP_CELL_GOES_ON);
	assert_int_equal(start("{\"text\":\"Teatro\"}"), SP_CELL_OPEN);
}

static void figures_and_years(void **state)
{
	(void)state;
	assert_true(sp_cell_figured("con 35 associazioni"));
	assert_true(sp_cell_figured("12%"));
	assert_false(sp_cell_figured("DUP 2025-2027"));
	assert_false(sp_cell_figured("3. Lavoro"));
	assert_false(sp_cell_figured("il 31/12/2025"));
	assert_false(sp_cell_figured(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_keep_what_is_printed),
		cmocka_unit_test(gross_stands_beside_net),
		cmocka_unit_test(kinds_of_formulas),
		cmocka_unit_test(items_of_lists),
		cmocka_unit_test(a_cell_after_the_break),
		cmocka_unit_test(figures_and_years),
	};
	sp_ctx_init(&ctx, "unit");
	return RUN(tests);
}
