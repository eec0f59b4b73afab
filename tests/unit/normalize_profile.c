#include "normalize/profile-test.h"

#include "base/json.h"
#include "tests/unit/unit.h"

static void every_built_in_holds(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_profiles *set = sp_profiles_new(&v.ctx);
	assert_non_null(set);
	const GPtrArray *list = sp_profiles_list(set);
	assert_true(list->len >= 9);
	for (guint i = 0; i < list->len; i++) {
		const struct sp_profile *p = list->pdata[i];
		assert_non_null(p->about);
		assert_non_null(sp_profiles_use(&v.ctx, set, p->name));
		assert_int_equal(sp_profile_test_examples(&v.ctx, set, p->name, NULL, NULL), SP_OK);
	}
	assert_silent(&v);
	assert_null(sp_profiles_use(&v.ctx, set, "nessuno"));
	assert_said(&v, "there is no profile \"nessuno\"");
	assert_null(sp_profiles_text(set, "nessuno"));
	sp_profiles_free(set);
	voice_clear(&v);
}

/* What is wrong is named with its file and its place in it. */
static void refusals_say_where(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "{\"name\":\"x\"", "x.json: line 1" },
		{ "{}", "x.json: line 1, column 1: /: a profile wants a \"name\"" },
		{ "{\"name\":\"x\",\"colour\":1}", "x.json: line 1, column 22: /colour: unknown key \"colour\"" },
		{ "{\"name\":\"x\",\"include\":[\"y\"]}", "/include/0: there is no profile \"y\"" },
		{ "{\"name\":\"x\",\"lines\":[{\"label\":\"A\"}]}", "/lines/0: one of \"opens\"" },
		{ "{\"name\":\"x\",\"lines\":[{\"label\":\"A\",\"opens\":\"cosa\"}]}",
		  "/lines/0/opens: no record type \"cosa\"" },
		{ "{\"name\":\"x\",\"lines\":[{\"label\":\"A\",\"opens\":\"indicator\"}]}", "made by tables" },
		{ "{\"name\":\"x\",\"lines\":[{\"label\":\"A\",\"sets\":\"objective.colore\"}]}",
		  "objective has no field \"colore\"" },
		{ "{\"name\":\"x\",\"lines\":[{\"ends\":true}]}", "either \"label\" or \"pattern\"" },
		{ "{\"name\":\"x\",\"lines\":[{\"pattern\":\"(\",\"ends\":true}]}", "x.json#/lines/0/pattern" },
		{ "{\"name\":\"x\",\"lines\":[{\"pattern\":{\"regex\":\"^a$\",\"matches\":[\"b\"]},\"ends\":true}]}",
		  "does not match its example" },
		{ "{\"name\":\"x\",\"lines\":[{\"pattern\":\"(?&luogo)\",\"ends\":true}]}", "no piece \"luogo\"" },
		{ "{\"name\":\"x\",\"tables\":[{\"name\":\"t\"}]}", "/tables/0: \"makes\"" },
		{ "{\"name\":\"x\",\"tables\":[{\"name\":\"t\",\"makes\":[{\"type\":\"project\",\"key\":[\"number\"]}],"
		  "\"columns\":"
		  "{\"colore\":{}},\"needs\":[\"number\"]}]}",
		  "/tables/0/columns/colore: project has no field" },
		{ "{\"name\":\"x\",\"tables\":[{\"name\":\"t\",\"makes\":[{\"type\":\"project\",\"key\":[\"number\"]}],"
		  "\"columns\":"
		  "{\"number\":{\"is\":\"@parole\"}},\"needs\":[\"number\"]}]}",
		  "/tables/0/columns/number/is: no words \"parole\"" },
		{ "{\"name\":\"x\",\"detect\":{\"evidence\":[{\"why\":\"w\"}]}}", "/detect/evidence/0" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct voice v;
		voice_init(&v);
		struct sp_profiles *set = sp_profiles_new(&v.ctx);
		bool ok = sp_profiles_add_text(&v.ctx, set, "x.json", cases[i].text) == SP_OK &&
			  sp_profiles_use(&v.ctx, set, "x");
		assert_false(ok);
		assert_said(&v, cases[i].said);
		assert_int_equal(v.ctx.exit, SP_EXIT_INPUT);
		sp_profiles_free(set);
		voice_clear(&v);
	}
}

/* A council's own words, without recompiling: its profile is asked first. */
static void an_own_profile_adds_words(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_profiles *set = sp_profiles_new(&v.ctx);
	const char *own =
	    "{\"name\":\"roccaspina\",\"kind\":\"dup\",\"include\":[\"dup\"],"
	    "\"detect\":{\"least\":1,\"evidence\":[{\"why\":\"traguardi\",\"points\":9,\"header\":\"Traguardo\"}]},"
	    "\"tables\":[{\"name\":\"traguardi\",\"makes\":[{\"type\":\"indicator\",\"key\":[\"name\"]}],"
	    "\"columns\":{\"name\":{\"is\":[\"Cosa "
	    "misuriamo\",\"@name\"]},\"target\":{\"is\":\"Traguardo\",\"many\":true}},"
	    "\"needs\":[\"name\",\"target\"]}],"
	    "\"examples\":[{\"page\":[[[\"Cosa misuriamo\",\"Traguardo 2026\"],[\"Alberi\",\"200\"]]],"
	    "\"gives\":[{\"type\":\"document\",\"profile\":\"roccaspina\"},{\"type\":\"indicator\",\"name\":\"Alberi\","
	    "\"target\":{\"value\":200,\"year\":2026}}]}]}";
	assert_int_equal(sp_profiles_add_text(&v.ctx, set, "own.json", own), SP_OK);
	assert_int_equal(sp_profile_test_examples(&v.ctx, set, "roccaspina", NULL, NULL), SP_OK);
	const char *text = "[[[\"Cosa misuriamo\",\"Traguardo 2026\"],[\"Alberi\",\"200\"]]]";
	struct sp_json *page = sp_json_parse(&v.ctx, text, strlen(text));
	char *layout = sp_profile_test_layout(page);
	char *records = sp_profile_test_records(&v.ctx, set, NULL, layout);
	assert_non_null(strstr(records, "\"profile\":\"roccaspina\""));
	assert_non_null(strstr(records, "\"value\":200"));
	g_free(records);
	g_free(layout);
	sp_json_free(page);
	assert_silent(&v);
	sp_profiles_free(set);
	voice_clear(&v);
}

static void an_example_that_fails_is_said(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_profiles *set = sp_profiles_new(&v.ctx);
	const char *own =
	    "{\"name\":\"x\",\"kind\":\"dup\",\"include\":[\"dup\"],\"examples\":[{\"page\":[\"Missione 1 - Servizi\"],"
	    "\"gives\":[{\"type\":\"mission\",\"code\":\"02\"}]},{\"page\":[1],\"gives\":[]}]}";
	assert_int_equal(sp_profiles_add_text(&v.ctx, set, "x.json", own), SP_OK);
	assert_int_equal(sp_profile_test_examples(&v.ctx, set, "x", NULL, NULL), SP_FAIL);
	assert_said(&v, "/examples/0: no record like {\"type\":\"mission\",\"code\":\"02\"} in its place: "
			"mission:01 has \"code\":\"01\"; what came is: mission:01");
	sp_profiles_free(set);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_built_in_holds),
		cmocka_unit_test(refusals_say_where),
		cmocka_unit_test(an_own_profile_adds_words),
		cmocka_unit_test(an_example_that_fails_is_said),
	};
	return RUN(tests);
}
