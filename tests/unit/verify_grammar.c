#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "verify/schema/grammar.h"

/* Runs the records, one a line, and compares what is said, without the program's name. */
static void expect(const char *records, const char *said)
{
	char *text = NULL;
	size_t size = 0;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "t");
	ctx.err = open_memstream(&text, &size);
	struct sp_grammar *g = sp_grammar_new();
	char **lines = g_strsplit(records, "\n", -1);
	enum sp_status worst = SP_OK;
	for (char **l = lines; *l; l++) {
		ctx.line = l - lines + 1;
		struct sp_json *v = sp_json_parse(&ctx, *l, strlen(*l));
		assert_non_null(v);
		ctx.record = sp_json_str(sp_json_get(v, "id"));
		enum sp_status status = sp_grammar_record(&ctx, g, v);
		worst = MAX(worst, status);
		ctx.record = NULL;
		sp_json_free(v);
	}
	enum sp_status status = sp_grammar_end(&ctx, g);
	worst = MAX(worst, status);
	sp_grammar_free(g);
	g_strfreev(lines);
	fclose(ctx.err);
	assert_string_equal(text, said);
	assert_int_equal(worst, *said ? SP_SKIP : SP_OK);
	assert_int_equal(ctx.exit, *said ? SP_EXIT_FOUND : SP_EXIT_OK);
	free(text);
}

static void test_ids(void **state)
{
	(void)state;
	expect("{\"type\":\"objective\",\"id\":\"objective:C06\"}\n{\"type\":\"objective\",\"id\":\"objective:C06#2\"}",
	       "");
	expect("{\"type\":\"objective\",\"id\":\"objective:C06\"}\n{\"type\":\"total\",\"id\":\"objective:C06\"}",
	       "t: line 2: objective:C06: id \"objective:C06\" is that of the objective in line 1 already (at /id; "
	       "unique-id)\n");
	expect("{\"type\":\"unparsed\"}\n{\"type\":\"something_new\",\"id\":3}", "");
}

static void test_references(void **state)
{
	(void)state;
	expect("{\"type\":\"programme\",\"id\":\"programme:01.02\",\"mission\":\"mission:01\"}\n"
	       "{\"type\":\"mission\",\"id\":\"mission:01\"}\n"
	       "{\"type\":\"objective\",\"id\":\"objective:1\",\"programme\":\"programme:01.02\",\"strategic\":null}",
	       "");
	expect("{\"type\":\"document\",\"schema\":\"spunta-records/1\"}\n"
	       "{\"type\":\"finding\",\"id\":\"finding:1\",\"subject\":\"document\",\"inputs\":[]}",
	       "");
	expect("{\"type\":\"indicator\",\"id\":\"indicator:1\",\"objective\":\"objective:C06\"}",
	       "t: line 1: indicator:1: it refers to \"objective:C06\", which is not in the stream (at /objective; "
	       "reference)\n");
	expect("{\"type\":\"mission\",\"id\":\"mission:01\"}\n{\"type\":\"indicator\",\"id\":\"indicator:1\","
	       "\"objective\":\"mission:01\"}",
	       "t: line 2: indicator:1: it refers to \"mission:01\", which is of type mission: objective is needed (at "
	       "/objective; "
	       "reference)\n");
	expect("{\"type\":\"mission\",\"id\":\"mission:01\"}\n"
	       "{\"type\":\"finding\",\"id\":\"finding:1\",\"subject\":\"mission:01\",\"inputs\":[{},{\"record\":"
	       "\"total:1\"}]}",
	       "t: line 2: finding:1: it refers to \"total:1\", which is not in the stream (at /inputs/1/record; "
	       "reference)\n");
}

static void test_findings_alone(void **state)
{
	(void)state;
	expect("{\"type\":\"document\"}\n{\"type\":\"finding\",\"id\":\"finding:1\",\"subject\":\"mission:01\"}", "");
}

static void test_pages(void **state)
{
	(void)state;
	expect("{\"type\":\"page\",\"page\":1}\n{\"type\":\"text\",\"page\":1}\n{\"type\":\"page\",\"page\":3}\n"
	       "{\"type\":\"table\",\"page\":3}",
	       "");
	expect("{\"type\":\"page\",\"page\":2}\n{\"type\":\"page\",\"page\":2}\n{\"type\":\"text\",\"page\":1}",
	       "t: line 2: page 2 comes after page 2 (at /page; page-order)\n"
	       "t: line 3: page 1 has no page record before this line (at /page; page-order)\n");
}

static void test_tables(void **state)
{
	(void)state;
	static const char table[] =
	    "{\"type\":\"page\",\"page\":1}\n{\"type\":\"table\",\"id\":\"p1t%d\",\"page\":1,\"continues\":%s,"
	    "\"n_rows\":2,\"n_cols\":2,\"cells\":[%s]}";
	static const struct {
		int number;
		const char *continues, *cells, *said;
	} cases[] = {
		{ 1, "null", "{\"row\":0,\"col\":0,\"colspan\":2},{\"row\":1,\"col\":0},{\"row\":1,\"col\":1}", "" },
		{ 1, "null",
		  "{\"row\":0,\"col\":0,\"rowspan\":2},{\"row\":0,\"col\":1},{\"row\":1,\"col\":0,\"colspan\":2}",
		  "t: line 2: p1t1: cells[2] lies on another cell at row 1, column 0 (at /cells/2; cell-place)\n" },
		{ 1, "null", "{\"row\":1,\"col\":1,\"colspan\":2}",
		  "t: line 2: p1t1: cells[0] reaches beyond the table's 2 rows and 2 columns (at /cells/0; "
		  "cell-place)\n" },
		{ 1, "null", "{\"row\":9223372036854775807,\"col\":0,\"rowspan\":9223372036854775807}",
		  "t: line 2: p1t1: cells[0] reaches beyond the table's 2 rows and 2 columns (at /cells/0; "
		  "cell-place)\n" },
		{ 1, "null", "{\"row\":-1,\"col\":0},{\"row\":\"a\"},7", "" }, /* the schema's business */
		{ 2, "\"p1t1\"", "",
		  "t: line 2: p1t2: continues \"p1t1\", which is no table before this line (at /continues; "
		  "reference)\n" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *records = g_strdup_printf(table, cases[i].number, cases[i].continues, cases[i].cells);
		expect(records, cases[i].said);
		g_free(records);
	}
	expect("{\"type\":\"table\",\"n_rows\":1000000000,\"n_cols\":1000000000,\"cells\":[{\"row\":0,\"col\":0,"
	       "\"rowspan\":1000000000,\"colspan\":1000000000}]}",
	       "t: line 1: a table of more than 8000000 squares is not checked (at /n_rows; cell-place)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),   cmocka_unit_test(test_references), cmocka_unit_test(test_findings_alone),
		cmocka_unit_test(test_pages), cmocka_unit_test(test_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
