#include "export/rows.h"

#include "tests/unit/unit.h"

struct taken {
	GString *text; /* "table: column=cell; …\n" of each row, without keys, source and empty cells */
	enum sp_status answer;
};

static enum sp_status take(void *to, const struct sp_row *row)
{
	struct taken *t = to;
	g_string_append_printf(t->text, "%s:", row->table->name);
	for (size_t i = 0; i < row->table->n_columns; i++) {
		const struct sp_export_column *c = &row->table->columns[i];
		if (row->cells[i] && c->from != SP_FROM_DOCUMENT && c->from != SP_FROM_TOOL)
			g_string_append_printf(t->text, " %s=%s;", c->name, row->cells[i]);
	}
	g_string_append_c(t->text, '\n');
	return t->answer;
}

#define DOC                                                                                                            \
	"{\"type\":\"document\",\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}"

/* Lines of a stream, parted by '\n', after the document's own; the rows they make (transfer full). */
static char *rows_of(struct voice *v, const char *lines, enum sp_status expected)
{
	struct sp_model *m = sp_model_new();
	struct taken t = { g_string_new(NULL), SP_OK };
	struct sp_export_rows *rows = sp_export_rows_new(&v->ctx, m, take, &t);
	char **parts = g_strsplit(lines, "\n", -1);
	enum sp_status s = SP_OK;
	int64_t number = 0;
	for (char **p = parts; *p && s == SP_OK; p++) {
		struct sp_json *json = sp_json_parse(&v->ctx, *p, strlen(*p));
		assert_non_null(json);
		struct sp_line line = { *p, strlen(*p), ++number, sp_json_str(sp_json_get(json, "type")), json };
		s = sp_export_rows_add(rows, &line);
		sp_json_free(json);
		if (number == 1)
			g_string_truncate(t.text, 0);
	}
	assert_int_equal(s, expected);
	g_strfreev(parts);
	sp_export_rows_free(rows);
	sp_model_free(m);
	return g_string_free(t.text, FALSE);
}

static void figures_are_wide_and_long(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_text("records: id=contribution:02.01; position=2; type=contribution; title=Argini; source_page=3;\n"
	            "contributions: id=contribution:02.01; position=2; title=Argini; weight=12.50; weight_raw=12,50; "
	            "weight_unit=%; source_page=3;\n"
	            "figures: record=contribution:02.01; field=weight; n=1; value=12.50; raw=12,50; unit=%; approx=true; "
	            "source_page=4;\n",
	            rows_of(&v,
	                    DOC "\n{\"type\":\"contribution\",\"id\":\"contribution:02.01\",\"title\":\"Argini\",\"weight\":{"
	                        "\"raw\":\"12,50\",\"value\":12.50,\"unit\":\"%\",\"approx\":true,\"source\":{\"page\":4}},"
	                        "\"achievement\":null,\"source\":{\"page\":3}}",
	                    SP_OK));
	assert_silent(&v);
	voice_clear(&v);
}

static void lists_are_joined_and_itemised(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_text("records: id=project:1; position=2; type=project;\n"
	            "projects: id=project:1; position=2; codes=A.1 | A.2;\n"
	            "items: record=project:1; field=codes; n=1; text=A.1;\n"
	            "items: record=project:1; field=codes; n=2; text=A.2;\n",
	            rows_of(&v, DOC "\n{\"type\":\"project\",\"id\":\"project:1\",\"codes\":[\"A.1\",\"A.2\"],\"footnotes\":[]}",
	                    SP_OK));
	voice_clear(&v);
}

static void nothing_is_lost(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_text("records: id=mission:01; position=2; type=mission; source_page=2;\n"
	            "missions: id=mission:01; position=2; title={\"it\":\"A\"}; source_page=2; "
	            "extra={\"source.row\":\"third\",\"colour\":\"blue\",\"source.file\":7.10};\n",
	            rows_of(&v,
	                    DOC "\n{\"type\":\"mission\",\"id\":\"mission:01\",\"title\":{\"it\":\"A\"},\"colour\":\"blue\","
	                        "\"source\":{\"page\":2,\"row\":\"third\",\"file\":7.10}}",
	                    SP_OK));
	assert_text("records: id=novelty:@2; position=2; type=novelty;\n"
	            "other_records: id=novelty:@2; position=2; type=novelty; json={\"type\":\"novelty\", \"x\": 1e2};\n",
	            rows_of(&v, DOC "\n{\"type\":\"novelty\", \"x\": 1e2}", SP_OK));
	voice_clear(&v);
}

static void a_figure_may_be_a_bare_text_or_number(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_text("records: id=i:1; position=2; type=indicator;\n"
	            "indicators: id=i:1; position=2; formula=a / b; target_raw=entro l'anno; baseline=-100;\n"
	            "figures: record=i:1; field=target; n=1; raw=entro l'anno;\n"
	            "figures: record=i:1; field=baseline; n=1; value=-100;\n"
	            "figures: record=i:1; field=actuals; n=1; year=2024; value=0.00;\n"
	            "figures: record=i:1; field=actuals; n=2; extra={\"actuals\":[2,3]};\n",
	            rows_of(&v,
	                    DOC "\n{\"type\":\"indicator\",\"id\":\"i:1\",\"formula\":\"a / b\",\"target\":\"entro l'anno\","
	                        "\"baseline\":-1e2,\"actuals\":[{\"year\":2024,\"value\":-0.00},[2,3]]}",
	                    SP_OK));
	voice_clear(&v);
}

static void references_hold_or_are_set_aside(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_text("records: id=programme:01.01; position=2; type=programme;\n"
	            "programmes: id=programme:01.01; position=2; extra={\"mission\":\"mission:01\"};\n",
	            rows_of(&v, DOC "\n{\"type\":\"programme\",\"id\":\"programme:01.01\",\"mission\":\"mission:01\"}", SP_OK));
	assert_said(&v, "programme:01.01: warning: mission names \"mission:01\", which no record before this one has");
	g_free(rows_of(&v,
	               DOC "\n{\"type\":\"mission\",\"id\":\"mission:01\"}\n"
	                   "{\"type\":\"programme\",\"id\":\"programme:01.01\",\"mission\":\"mission:01\"}",
	               SP_OK));
	assert_silent(&v);
	voice_clear(&v);
}

static void ids_are_unique(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	g_free(rows_of(&v, DOC "\n{\"type\":\"mission\",\"id\":\"mission:01\"}\n{\"type\":\"priority\",\"id\":\"mission:01\"}",
	               SP_FAIL));
	assert_said(&v, "two records have the id \"mission:01\"");
	voice_clear(&v);
}

static void values_fit_their_columns_or_are_set_aside(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_text("records: id=f:1; position=2; type=finding;\n"
	            "findings: id=f:1; position=2; rule=r; published_raw=9,37%; recomputed=9.375; "
	            "extra={\"year\":2024.5,\"difference\":\"about 1\",\"published.basis\":\"x\"};\n",
	            rows_of(&v,
	                    DOC "\n{\"type\":\"finding\",\"id\":\"f:1\",\"rule\":\"r\",\"year\":2024.5,\"published\":{\"raw\":"
	                        "\"9,37%\",\"value\":null,\"basis\":\"x\"},\"recomputed\":\"9.375\",\"difference\":\"about 1\"}",
	                    SP_OK));
	voice_clear(&v);
}

static void a_document_needs_its_hash(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	g_free(rows_of(&v, "{\"type\":\"document\",\"sha256\":\"12\"}", SP_FAIL));
	assert_said(&v, "no sha256");
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_wide_and_long),
		cmocka_unit_test(lists_are_joined_and_itemised),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(a_figure_may_be_a_bare_text_or_number),
		cmocka_unit_test(references_hold_or_are_set_aside),
		cmocka_unit_test(ids_are_unique),
		cmocka_unit_test(values_fit_their_columns_or_are_set_aside),
		cmocka_unit_test(a_document_needs_its_hash),
	};
	return RUN(tests);
}
