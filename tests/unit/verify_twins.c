#include "unit.h"

#include <string.h>

#include "base/ctx.h"
#include "verify/tables/twins.h"

static struct sp_ctx ctx;

static void receive(struct sp_finding *f, void *data)
{
	assert_int_equal(f->status, SP_MATCH);
	g_string_append_printf(data, "%s %s: %s %s; ", f->published->record, f->published->raw,
			       ((struct sp_figure *)f->inputs->pdata[0])->record,
			       ((struct sp_figure *)f->inputs->pdata[0])->label);
	sp_finding_free(f);
}

static void take(struct sp_twins *t, const char *id, const char *head, const char *label, const char *raw)
{
	char *digits = g_strdelimit(g_strdup(raw), ",", '.');
	char *json = g_strdup_printf(
	    "{\"type\":\"table\",\"id\":\"%s\",\"columns\":[{\"header\":\"Voce\"},%s],"
	    "\"rows\":[{\"label\":\"%s\",\"cells\":[{\"raw\":\"%s\"},{\"raw\":\"%s\",\"value\":"
	    "%s}],\"source\":{\"page\":1}}]}",
	    id, head, label, label, raw, digits);
	struct sp_json *record = sp_json_parse(&ctx, json, strlen(json));
	assert_non_null(record);
	sp_twins_take(t, record);
	sp_json_free(record);
	g_free(json);
	g_free(digits);
}

/* What is said of two tables of one figure each. */
static void assert_twins(const char *expected, const char *head, const char *label, const char *raw,
			 const char *other_head, const char *other_label, const char *other_raw)
{
	GString *said = g_string_new(NULL);
	struct sp_twins *t = sp_twins_new(receive, said);
	take(t, "a", head, label, raw);
	take(t, "b", other_head, other_label, other_raw);
	sp_twins_close(t);
	assert_string_equal(said->str, expected);
	sp_twins_free(t);
	g_string_free(said, TRUE);
}

#define Y2026 "{\"header\":\"2026\",\"year\":2026}"
#define Y2027 "{\"header\":\"2027\",\"year\":2027}"
#define PLAIN "{\"header\":\"Importo\"}"

static void equal_figures_under_the_same_words(void **state)
{
	(void)state;
	assert_twins("b 1234,50: a TOTALE MISSIONE 01 Servizi generali; ", Y2026, "TOTALE MISSIONE 01 Servizi generali",
		     "1234,50", Y2026, "Missione 01 - Servizi generali", "1234,50");
	assert_twins("b 1234,50: a 10000 Titolo 1: Entrate correnti; ", PLAIN, "10000 Titolo 1: Entrate correnti",
		     "1234,50", Y2026, "Titolo 1 Entrate correnti", "1234,50");
}

static void others_are_no_twins(void **state)
{
	(void)state;
	assert_twins("", Y2026, "Missione 01 Servizi generali", "1234,50", Y2027, "Missione 01 Servizi generali",
		     "1234,50");
	assert_twins("", Y2026, "Missione 01 Servizi generali", "1234,50", Y2026, "Missione 03 Servizi generali",
		     "1234,50");
	assert_twins("", Y2026, "Spese per il personale", "1234,50", Y2026, "Entrate da tributi", "1234,50");
	assert_twins("", "{\"header\":\"Residui (RS)\"}", "Spese correnti", "1234,50",
		     "{\"header\":\"Pagamenti (PR)\"}", "Spese correnti", "1234,50");
	/* short figures are equal by chance; of two that differ nothing is said */
	assert_twins("", Y2026, "Spese correnti", "12,50", Y2026, "Spese correnti", "12,50");
	assert_twins("", Y2026, "Spese correnti", "1234,50", Y2026, "Spese correnti", "1234,60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_figures_under_the_same_words),
		cmocka_unit_test(others_are_no_twins),
	};
	sp_ctx_init(&ctx, "test");
	return RUN(tests);
}
