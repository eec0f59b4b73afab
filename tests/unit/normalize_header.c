#include "normalize/header.h"

#include "tests/unit/profiled.h"

static struct sp_mapping *map(const char *profile, const char *headers)
{
	char **list = g_strsplit(headers, "|", -1);
	const struct sp_profile *p = sp_profiles_use(&ctx, set, profile);
	struct sp_mapping *m = sp_header_map(p, list, NULL, g_strv_length(list));
	g_strfreev(list);
	return m;
}

static const char *field(const struct sp_mapping *m, size_t col)
{
	return m->columns[col].column ? m->columns[col].column->field->name : "-";
}

static void years_are_taken_out(void **state)
{
	(void)state;
	int year;
	assert_text("consuntivo", sp_header_tight("Consuntivo 2018", &year));
	assert_int_equal(year, 2018);
	assert_text("consuntivoo", sp_header_tight("Consuntivo o 2021", &year));
	assert_int_equal(year, 2021);
	assert_text("peso", sp_header_tight("Peso %", &year));
	assert_int_equal(year, 0);
	assert_text("cap12018", sp_header_tight("Cap. 12018", &year));
}

static void damaged_headers_are_known(void **state)
{
	(void)state;
	struct sp_mapping *m = map("dup-status", "Indicatore di Impatto|Target|Consuntivo 2017|Consuntiv o 2018|"
						 "Consuntivo o 2019|Note|Colore");
	assert_non_null(m);
	assert_string_equal(m->rule->name, "indicators");
	assert_string_equal(field(m, 0), "name");
	assert_string_equal(field(m, 1), "target");
	for (size_t c = 2; c < 5; c++) {
		assert_string_equal(field(m, c), "actuals");
		assert_int_equal(m->columns[c].year, 2015 + (int)c);
	}
	assert_string_equal(field(m, 5), "notes");
	assert_string_equal(field(m, 6), "-");
	sp_mapping_free(m);
}

static void the_fuller_match_wins(void **state)
{
	(void)state;
	struct sp_mapping *m = map("public-value-status",
				   "Cod.VP|obiettivo|peso|raggiungimento %|raggiungimento pesato");
	assert_non_null(m);
	assert_string_equal(m->rule->name, "contributions");
	assert_string_equal(field(m, 3), "achievement");
	assert_string_equal(field(m, 4), "weighted");
	assert_string_equal(m->columns[3].unit, "%");
	struct sp_mapping *copy = sp_mapping_copy(m);
	sp_mapping_free(m);
	char *text = sp_mapping_text(copy);
	assert_non_null(strstr(text, "contributions: code <- \"Cod.VP\""));
	g_free(text);
	sp_mapping_free(copy);
}

static void a_blank_header_may_be_a_number(void **state)
{
	(void)state;
	struct sp_mapping *m = map(
	    "performance-plan",
	    "|OBIETTIVI DEFINITI NEI DOCUMENTI PROGRAMMATICI DELL'ENTE|DESCRIZIONE sintetica|"
	    "risorse proprie|risorse di terzi|TIPOLOGIA obiettivo/ente finanziatore|RISULTATO ATTESO");
	assert_non_null(m);
	static const char *const fields[] = {
		"number", "title", "description", "own_funds", "third_party_funds", "funding", "expected_result"
	};
	for (size_t c = 0; c < G_N_ELEMENTS(fields); c++)
		assert_string_equal(field(m, c), fields[c]);
	sp_mapping_free(m);
}

static void strangers_stay_strangers(void **state)
{
	(void)state;
	assert_null(map("dup", "Settore|Spesa 2025|Spesa 2026"));
	assert_null(map("dup", "|"));
	assert_null(map("dup", "Capitolo|Descrizione|Importo"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(years_are_taken_out),      cmocka_unit_test(damaged_headers_are_known),
		cmocka_unit_test(the_fuller_match_wins),    cmocka_unit_test(a_blank_header_may_be_a_number),
		cmocka_unit_test(strangers_stay_strangers),
	};
	return RUN_PROFILED(tests);
}
