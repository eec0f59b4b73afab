#include "normalize/classifier.h"

#include "base/json.h"
#include "tests/unit/profiled.h"

/* Shows the classifier a layout of texts (each a string) and tables ("T" or, continued, "t", with cells after). */
static struct sp_classifier *classifier(const char *const *items)
{
	struct sp_classifier *s = sp_classifier_new(&ctx, set);
	int64_t number = 1;
	for (; *items; items++) {
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_object(&w, NULL);
		bool table = g_str_has_prefix(*items, "T:") || g_str_has_prefix(*items, "t:");
		sp_jw_str(&w, "type", table ? "table" : "text");
		sp_jw_int(&w, "page", 1);
		if (table) {
			sp_jw_str(&w, "continues", **items == 't' ? "p1t1" : NULL);
			sp_jw_array(&w, "cells");
			sp_jw_object(&w, NULL);
			sp_jw_str(&w, "text", *items + 2);
			sp_jw_close(&w);
			sp_jw_close(&w);
		} else {
			sp_jw_str(&w, "text", *items);
		}
		sp_jw_close(&w);
		struct sp_json *json = sp_json_parse(&ctx, w.out->str, w.out->len);
		struct sp_line line = { w.out->str, w.out->len, ++number, table ? "table" : "text", json };
		assert_int_equal(sp_classifier_line(s, &line), SP_OK);
		sp_json_free(json);
		sp_jw_clear(&w);
	}
	sp_classifier_end(s);
	return s;
}

/* The document line as JSON. */
static struct sp_json *document(const struct sp_classifier *s)
{
	const char *layout =
	    "{\"type\":\"document\",\"schema\":\"spunta-layout/1\",\"name\":\"a.pdf\",\"bytes\":12,\"mine\":[1.50]}";
	struct sp_json *json = sp_json_parse(&ctx, layout, strlen(layout));
	struct sp_jw w;
	sp_jw_init(&w);
	sp_classifier_document(s, json, sp_profiles_use(&ctx, set, sp_classifier_profile(s)), &w);
	struct sp_json *out = sp_json_parse(&ctx, w.out->str, w.out->len);
	sp_jw_clear(&w);
	sp_json_free(json);
	return out;
}

static void what_the_document_is(void **state)
{
	(void)state;
	struct sp_classifier *s = classifier((const char *const[]){
	    "Comune di Roccaspina Segreteria generale", "Comune di Roccaspina",
	    "Stato di attuazione dei programmi e obiettivi al 30 giugno 2024", "Obiettivo Operativo DUP",
	    "come da deliberazione di Giunta Comunale n. 47/16132 del 28/02/2024 e DUP 2024-2026",
	    "deliberazione di Giunta Comunale n. 47/16132 del 28/02/2024", "delibera di C.C. n. 3 del 31/2/2024",
	    "in convenzione con il Comune di Valdorsa per i servizi", NULL });
	assert_string_equal(sp_classifier_profile(s), "dup-status");
	assert_int_equal(sp_classifier_year(s), 2024);
	struct sp_json *d = document(s);
	assert_string_equal(sp_json_str(sp_json_get(d, "schema")), "spunta-records/1");
	assert_string_equal(sp_json_digits(sp_json_at(sp_json_get(d, "mine"), 0)), "1.50");
	assert_string_equal(sp_json_str(sp_json_get(d, "reference_date")), "2024-06-30");
	assert_string_equal(sp_json_str(sp_json_get(sp_json_get(d, "body"), "name")), "Comune di Roccaspina");
	const struct sp_json *bodies = sp_json_get(d, "bodies");
	assert_int_equal(sp_json_count(bodies), 2);
	int64_t n;
	assert_true(sp_json_int(sp_json_get(sp_json_at(bodies, 0), "mentions"), &n) && n == 2);
	assert_true(sp_json_int(sp_json_get(sp_json_at(bodies, 1), "as_author"), &n) && n == 0);
	const struct sp_json *acts = sp_json_get(d, "acts");
	assert_int_equal(sp_json_count(acts), 2);
	assert_string_equal(sp_json_str(sp_json_get(sp_json_at(acts, 0), "number")), "47/16132");
	assert_string_equal(sp_json_str(sp_json_get(sp_json_at(acts, 0), "date")), "2024-02-28");
	/* printed, but not in the calendar */
	assert_null(sp_json_str(sp_json_get(sp_json_at(acts, 1), "date")));
	sp_json_free(d);
	sp_classifier_free(s);
}

/* The family, the years and the body of a plan that an act approves or a report cites are not theirs. */
static void what_is_cited_is_not_what_it_is(void **state)
{
	(void)state;
	struct sp_classifier *s = classifier((const char *const[]){
	    "COMUNE DI ROCCASPINA", "DELIBERAZIONE DELLA GIUNTA COMUNALE N. 45 DEL 18/03/2025",
	    "OGGETTO: Approvazione del PIAO 2025-2027", "Visto il Documento unico di programmazione 2025-2027",
	    "Sezione Strategica", "Piano integrato di attività e organizzazione 2025-2027", "DELIBERA", NULL });
	struct sp_json *d = document(s);
	assert_string_equal(sp_json_str(sp_json_get(d, "kind")), "act");
	assert_int_equal(sp_json_type(sp_json_get(d, "period")), SP_JSON_NULL);
	assert_string_equal(sp_json_str(sp_json_get(sp_json_get(d, "act"), "number")), "45");
	sp_json_free(d);
	sp_classifier_free(s);

	s = classifier((const char *const[]){ "AZIENDA SANITARIA LOCALE VALDORSA", "RELAZIONE SULLA PERFORMANCE",
					  "Anno 2022",
					  "Il Comune di Montealto partecipa al progetto con il DUP 2023-2025.",
					  "Documento unico di programmazione 2023-2025", NULL });
	d = document(s);
	assert_string_equal(sp_json_str(sp_json_get(d, "kind")), "performance-report");
	assert_string_equal(sp_json_str(sp_json_get(sp_json_get(d, "body"), "name")),
			    "AZIENDA SANITARIA LOCALE VALDORSA");
	assert_int_equal(sp_classifier_year(s), 2022);
	sp_json_free(d);
	sp_classifier_free(s);

	s = classifier((const char *const[]){ "COMUNE DI ROCCASPINA", "Nota integrativa", "al",
					  "Bilancio di previsione 2026 / 2028", NULL });
	assert_string_equal(sp_classifier_profile(s), "budget-note");
	assert_int_equal(sp_classifier_year(s), 2026);
	sp_classifier_free(s);
}

static void nothing_is_known(void **state)
{
	(void)state;
	struct sp_classifier *s = classifier((const char *const[]){ "Avviso ai cittadini", NULL });
	assert_string_equal(sp_classifier_profile(s), "unknown");
	assert_int_equal(sp_classifier_year(s), 0);
	struct sp_json *d = document(s);
	assert_string_equal(sp_json_str(sp_json_get(d, "kind")), "unknown");
	assert_int_equal(sp_json_type(sp_json_get(d, "period")), SP_JSON_NULL);
	assert_text("", sp_classifier_explain(s));
	sp_json_free(d);
	sp_classifier_free(s);
}

static void notes_are_local_else_at_the_end(void **state)
{
	(void)state;
	struct sp_classifier *s = classifier((const char *const[]){ "T:a (*)", "(*) sospeso", "T:b (*) (#)", "t:b2 (*)",
							    "(*) rinviato", "T:c", "(#) non assegnato", NULL });
	assert_string_equal(sp_classifier_note(s, "(*)", 1), "sospeso");
	assert_string_equal(sp_classifier_note(s, "(*)", 2), "rinviato");
	assert_string_equal(sp_classifier_note(s, "(*)", 3), "rinviato");
	assert_string_equal(sp_classifier_note(s, "(#)", 2), "non assegnato");
	/* explained table by table: no note of another table is taken */
	assert_null(sp_classifier_note(s, "(*)", 4));
	assert_null(sp_classifier_note(s, "(1)", 1));
	assert_true(sp_classifier_note_used(s, 3, "(*)"));
	assert_false(sp_classifier_note_used(s, 3, "(#)"));
	sp_classifier_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_document_is),
		cmocka_unit_test(what_is_cited_is_not_what_it_is),
		cmocka_unit_test(nothing_is_known),
		cmocka_unit_test(notes_are_local_else_at_the_end),
	};
	return RUN_PROFILED(tests);
}
