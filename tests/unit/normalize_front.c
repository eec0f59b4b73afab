#include "normalize/front.h"

#include "tests/unit/profiled.h"

/* Lines of page 1; "+…" goes on with the paragraph before, "=…" is a header or footer. */
static struct sp_front *front(const char *const *lines)
{
	struct sp_front *f = sp_front_new(&ctx, sp_profiles_facts(set));
	for (; *lines; lines++) {
		enum sp_front_how how = **lines == '+'   ? SP_FRONT_GOES_ON
					: **lines == '=' ? SP_FRONT_RUNNING
							 : SP_FRONT_BEGINS;
		assert_int_equal(sp_front_line(f, *lines + (how != SP_FRONT_BEGINS), 1, how), SP_OK);
	}
	sp_front_end(f);
	return f;
}

static bool has_title(const struct sp_front *f, const char *text)
{
	const GPtrArray *titles = sp_front_titles(f);
	for (guint i = 0; i < titles->len; i++)
		if (strcmp(((const struct sp_front_title *)titles->pdata[i])->text, text) == 0)
			return true;
	return false;
}

static void a_title_may_be_set_over_lines(void **state)
{
	(void)state;
	struct sp_front *f = front((const char *const[]){ "COMUNE DI ROCCASPINA", "PIANO INTEGRATO DI ATTIVITÀ",
							  "E ORGANIZZAZIONE", "=PIAO 2026/2028", NULL });
	assert_true(has_title(f, "PIANO INTEGRATO DI ATTIVITÀ E ORGANIZZAZIONE"));
	assert_true(has_title(f, "PIAO 2026/2028"));
	assert_false(has_title(f, "E ORGANIZZAZIONE PIAO 2026/2028"));
	sp_front_free(f);
}

static void what_is_cited_is_no_title(void **state)
{
	(void)state;
	struct sp_front *f = front((const char *const[]){
	    "COMUNE DI ROCCASPINA", "P.E.G. 2025", "Approvato con deliberazione di Giunta n. 3 del 16/01/2025",
	    "Allegato A alla deliberazione n. 3", "OGGETTO: Approvazione del PIAO 2025-2027", "PIAO 2025-2027", NULL });
	assert_true(has_title(f, "P.E.G. 2025"));
	assert_int_equal(sp_front_titles(f)->len, 3);
	sp_front_free(f);
}

static void check_act(const char *const *lines, const char *organ, const char *number, const char *date,
		      const char *subject)
{
	struct sp_front *f = front(lines);
	struct sp_front_act act;
	assert_int_equal(sp_front_act(f, &act), SP_OK);
	assert_string_equal(act.organ, organ);
	assert_string_equal(act.number, number);
	assert_string_equal(act.date, date);
	assert_string_equal(act.subject, subject);
	sp_front_act_clear(&act);
	sp_front_free(f);
}

static void an_act_says_its_own_number_and_day(void **state)
{
	(void)state;
	check_act(
	    (const char *const[]){ "CITTA' di ROCCASPINA", "DELIBERAZIONE DELLA GIUNTA COMUNALE N. 192 del 07/07/2026",
				   "OGGETTO: Variazione del bilancio ai sensi dell'art. 175", "+del D. Lgs. n. 267/00",
				   "e ss.mm.ii.", "Richiamata la deliberazione n. 3 del 30/01/2026", NULL },
	    "Giunta comunale", "192", "2026-07-07",
	    "Variazione del bilancio ai sensi dell'art. 175 del D. Lgs. n. 267/00 e ss.mm.ii.");
	check_act((const char *const[]){ "COPIA", "DELIBERAZIONE N. 27",
					 "VERBALE DI DELIBERAZIONE DEL CONSIGLIO COMUNALE",
					 "OGGETTO:", "Approvazione del DUP 2025-2027",
					 "L'anno duemilaventiquattro addì dodici del mese di novembre alle ore 17.30",
					 "approvato con deliberazione n. 101 del 25/07/2024", NULL },
		  "Consiglio comunale", "27", "2024-11-12", "Approvazione del DUP 2025-2027");
	check_act((const char *const[]){ "DETERMINAZIONE DEL RESPONSABILE DEL SETTORE", "Reg. Gen. n. 812",
					 "Data 02/05/2025", "Oggetto: Affidamento", NULL },
		  "Dirigente", "812", "2025-05-02", "Affidamento");
}

static void an_act_that_says_nothing(void **state)
{
	(void)state;
	struct sp_front *f = front((const char *const[]){ "Vista la deliberazione n. 3 del 30/01/2026", NULL });
	struct sp_front_act act;
	assert_int_equal(sp_front_act(f, &act), SP_OK);
	assert_null(act.organ);
	assert_null(act.number);
	assert_null(act.date);
	assert_null(act.subject);
	sp_front_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_title_may_be_set_over_lines),
					    cmocka_unit_test(what_is_cited_is_no_title),
					    cmocka_unit_test(an_act_says_its_own_number_and_day),
					    cmocka_unit_test(an_act_that_says_nothing) };
	return RUN_PROFILED(tests);
}
