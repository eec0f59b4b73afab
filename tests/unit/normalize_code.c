#include "normalize/code.h"

#include "tests/unit/unit.h"

static void canonical_forms(void **state)
{
	(void)state;
	static const struct {
		const char *raw, *code;
	} cases[] = {
		{ "C06", "C06" },
		{ "c0135", "C0135" },
		{ "01-08", "01-08" },
		{ "01 – 08", "01-08" },
		{ "02.07", "02.07" },
		{ "01:01", "01.01" },
		{ "GR 14.1.3", "GR.14.1.3" },
		{ "GR. 09.2.1", "GR.09.2.1" },
		{ "OB2.1", "OB.2.1" },
		{ "OB2.1 -", "OB.2.1" },
		{ "5: 09", "5.09" },
		{ "OB.5.1", "OB.5.1" },
		{ "R.A.5.1a", "RA.5.1A" },
		{ "CAP8.PA.LA31", "CAP8.PA.LA31" },
		{ "VP1_ST1", "VP1_ST1" },
		{ "25.29.3.1.12", "25.29.3.1.12" },
		{ "1.2.3.", "1.2.3" },
		{ "", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_text(cases[i].code, sp_code_canonical(cases[i].raw, strlen(cases[i].raw)));
}

static void programmes_are_codes_not_decimals(void **state)
{
	(void)state;
	static const struct {
		const char *raw, *code;
	} cases[] = {
		{ "1.02", "01.02" }, { "1.10", "01.10" }, { "1.1", "01.01" },    { "01-02", "01.02" },
		{ "0102", "01.02" }, { "1 2", "01.02" },  { "1 | 10", "01.10" }, { "01 0110", "01.10" },
		{ "12–3", "12.03" }, { "1.2.3", NULL },   { "123", NULL },       { "1", NULL },
		{ "", NULL },        { "uno", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *code = sp_code_programme(cases[i].raw, strlen(cases[i].raw));
		if (g_strcmp0(code, cases[i].code) != 0)
			fail_msg("\"%s\" gave %s", cases[i].raw, code ? code : "nothing");
		g_free(code);
	}
	assert_text("07", sp_code_mission("7", 1));
	assert_null(sp_code_mission("123", 3));
}

static struct sp_profiles *set;
static const struct sp_profile *profile;

static int with_profiles(void **state)
{
	(void)state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "unit");
	set = sp_profiles_new(&ctx);
	profile = set ? sp_profiles_use(&ctx, set, "performance-plan") : NULL;
	return profile ? 0 : -1;
}

static int without_profiles(void **state)
{
	(void)state;
	sp_profiles_free(set);
	return 0;
}

static char *found(const char *text, bool labelled)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "unit");
	GPtrArray *codes = g_ptr_array_new_with_free_func(g_free);
	assert_int_equal(sp_codes_find(&ctx, profile, text, strlen(text), labelled, codes), SP_OK);
	g_ptr_array_add(codes, NULL);
	char *joined = g_strjoinv(" ", (char **)codes->pdata);
	g_ptr_array_unref(codes);
	return joined;
}

static void context_makes_a_code(void **state)
{
	(void)state;
	assert_text("25.29.3.1.12", found("Obiettivo Operativo DUP 25.29.3.1.12 - \"Famiglie\"", false));
	assert_text("25.29.5.1.06", found("Obiettivo Operativo DUP n. 25.29.5.1.06 - \"Mense\"", false));
	assert_text("25.29.1.1.06", found("obiettivo operativo 25.29.1.1.06-Ufficio biblioteche", false));
	assert_text(
	    "25.29.3.1.01 25.29.3.1.04",
	    found("Obiettivi Operativi di DUP: n. 25.29.3.1.01 - \"Anziani\" n. 25.29.3.1.04 - \"Casa\"", false));
	assert_text("1.07.02", found("Obiettivo operativo DUP n. 1.07.02 Sportello", false));
	assert_text("", found("Contabilità nell'ambito della Riforma 1.15 del PNRR", false));
	assert_text("", found("obiettivo da 16 a 8 quartieri", false));
	assert_text("", found("Obiettivo del 31.12.2026", false));
	assert_text("", found("delibera n. 25.29.3.1.12", false));
	assert_text("3.2.1", found("OB. OP. 3.2.1", true));
	assert_text("C06 C07", found("C06, C07", true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_forms),
		cmocka_unit_test(programmes_are_codes_not_decimals),
		cmocka_unit_test(context_makes_a_code),
	};
	return cmocka_run_group_tests(tests, with_profiles, without_profiles);
}
