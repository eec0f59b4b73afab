/* What the official suite (verify_schema_suite.c) does not ask: sentences, places, references that lead
 * nowhere, circles, strictness, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/resource.h"
#include "verify/schema/pointer.h"
#include "verify/schema/schema.h"
#include "verify/data.h"

struct fixture {
	struct sp_ctx ctx;
	char *text; /* what was said on ctx.err */
	size_t size;
	GString *told; /* violations, one a line: pointer | rule | sentence */
};

static int setup(void **state)
{
	struct fixture *f = g_new0(struct fixture, 1);
	sp_ctx_init(&f->ctx, "test");
	f->ctx.err = open_memstream(&f->text, &f->size);
	f->told = g_string_new(NULL);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	fclose(f->ctx.err);
	free(f->text);
	g_string_free(f->told, TRUE);
	g_free(f);
	return 0;
}

static const char *said(struct fixture *f)
{
	fflush(f->ctx.err);
	return f->text;
}

static struct sp_schema *open_schema(struct fixture *f, const char *text, bool strict, const char *dir)
{
	const struct sp_schema_options how = { .strict = strict, .dir = dir };
	return sp_schema_parse(&f->ctx, "/some/where/s.json", text, strlen(text), &how);
}

static void tell(const struct sp_violation *v, void *data)
{
	g_string_append_printf(data, "%s | %s | %s\n", v->pointer, v->rule, v->sentence);
}

/* Judges `value` and compares what is told. */
static void expect(struct fixture *f, const char *schema, const char *value, const char *told)
{
	struct sp_schema *s = open_schema(f, schema, false, NULL);
	if (!s)
		fail_msg("%s", said(f));
	struct sp_json *v = sp_json_parse(&f->ctx, value, strlen(value));
	g_string_truncate(f->told, 0);
	enum sp_status status = sp_schema_check(&f->ctx, s, v, tell, f->told);
	assert_string_equal(f->told->str, told);
	assert_int_equal(status, *told ? SP_SKIP : SP_OK);
	sp_json_free(v);
	sp_schema_free(s);
}

static void test_sentences(void **state)
{
	static const struct {
		const char *schema, *value, *told;
	} cases[] = {
		{ "{\"properties\":{\"weight\":{\"properties\":{\"value\":{\"maximum\":100}}}}}",
		  "{\"weight\":{\"value\":120}}",
		  "/weight/value | s.json#/properties/weight/properties/value/maximum | "
		  "weight.value is 120: the greatest allowed is 100\n" },
		{ "{\"type\":[\"string\",\"null\"]}", "1",
		  " | s.json#/type | the record is 1: a string or null is needed\n" },
		{ "{\"type\":\"integer\"}", "1.5", " | s.json#/type | the record is 1.5: a whole number is needed\n" },
		{ "{\"enum\":[1,\"a\",null]}", "\"b\"",
		  " | s.json#/enum | the record is \"b\": 1, \"a\" or null is needed\n" },
		{ "{\"enum\":[1,2,3,4,5,6,7,8,9,10]}", "0",
		  " | s.json#/enum | the record is 0: 1, 2, 3, 4, 5, 6, 7, 8 or 2 more is needed\n" },
		{ "{\"const\":\"x\"}", "[]", " | s.json#/const | the record is an array of 0: \"x\" is needed\n" },
		{ "{\"items\":{\"minimum\":0.5,\"multipleOf\":0.01}}", "[4.35,0.125]",
		  "/1 | s.json#/items/multipleOf | [1] is 0.125: it must be a multiple of 0.01\n"
		  "/1 | s.json#/items/minimum | [1] is 0.125: the least allowed is 0.5\n" },
		{ "{\"exclusiveMinimum\":0,\"exclusiveMaximum\":1}", "1",
		  " | s.json#/exclusiveMaximum | the record is 1: it must be less than 1\n" },
		{ "{\"exclusiveMinimum\":0}", "0",
		  " | s.json#/exclusiveMinimum | the record is 0: it must be greater than 0\n" },
		{ "{\"minLength\":2}", "\"\xc3\xa0\"",
		  " | s.json#/minLength | the record has 1 character: at least 2 are needed\n" },
		{ "{\"maxItems\":1}", "[1,2]", " | s.json#/maxItems | the record has 2 items: at most 1 is allowed\n" },
		{ "{\"minProperties\":1}", "{}",
		  " | s.json#/minProperties | the record has 0 members: at least 1 is needed\n" },
		{ "{\"pattern\":\"^[A-Z]+$\"}", "\"ab\"",
		  " | s.json#/pattern | the record is \"ab\": it must match ^[A-Z]+$\n" },
		{ "{\"format\":\"date\"}", "\"2024-02-30\"",
		  " | s.json#/format | the record is \"2024-02-30\": a date such as 2024-07-04 is needed\n" },
		{ "{\"uniqueItems\":true}", "[1,2,1.0]",
		  " | s.json#/uniqueItems | the record has the same item twice: [0] and [2] are 1.0\n" },
		{ "{\"contains\":{\"const\":1}}", "[2]",
		  " | s.json#/contains | the record has no item of the kind that it must contain\n" },
		{ "{\"required\":[\"a\",\"b\"]}", "{}",
		  " | s.json#/required | the record has no \"a\", which is required\n"
		  " | s.json#/required | the record has no \"b\", which is required\n" },
		{ "{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"a\":1,\"b c\":2}",
		  "/b c | s.json#/additionalProperties | [\"b c\"] is not a name that is allowed here\n" },
		{ "{\"properties\":{\"a/b\":{\"items\":[true,{\"const\":1}],\"additionalItems\":false}}}",
		  "{\"a/b\":[0,2,3]}",
		  "/a~1b/1 | s.json#/properties/a~1b/items/1/const | [\"a/b\"][1] is 2: 1 is needed\n"
		  "/a~1b/2 | s.json#/properties/a~1b/additionalItems | [\"a/b\"][2] is 3: nothing is allowed here\n" },
		{ "{\"propertyNames\":{\"maxLength\":2}}", "{\"abc\":1}",
		  "/abc | s.json#/propertyNames/maxLength | the name of abc has 3 characters: at most 2 are "
		  "allowed\n" },
		{ "{\"dependencies\":{\"a\":[\"b\"],\"c\":{\"required\":[\"d\"]}}}", "{\"a\":1,\"c\":1}",
		  " | s.json#/dependencies | the record has \"a\" but not \"b\", which must come with it\n"
		  " | s.json#/dependencies/c/required | the record has no \"d\", which is required\n" },
		{ "{\"not\":{\"type\":\"null\"}}", "null",
		  " | s.json#/not | the record is null: just what the schema excludes\n" },
		{ "false", "1", " | s.json# | the record is 1: nothing is allowed here\n" },
		{ "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"required\":[\"c\"]}}",
		  "{\"a\":1}", " | s.json#/then/required | the record has no \"b\", which is required\n" },
		{ "{\"patternProperties\":{\"^n_\":{\"type\":\"number\"}}}", "{\"n_x\":\"1\",\"y\":\"1\"}",
		  "/n_x | s.json#/patternProperties/^n_/type | n_x is \"1\": a number is needed\n" },
		/* a reference: the place of the rule is where it is written */
		{ "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/p\"}},\"definitions\":{\"p\":{\"minimum\":1}}}",
		  "{\"a\":0}", "/a | s.json#/definitions/p/minimum | a is 0: the least allowed is 1\n" },
		{ "{}", "{\"a\":1}", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		expect(*state, cases[i].schema, cases[i].value, cases[i].told);
}

static void test_long_values_are_cut(void **state)
{
	struct fixture *f = *state;
	char *long_text = g_strnfill(500, 'x'), *value = g_strdup_printf("\"%s\"", long_text);
	struct sp_schema *s = open_schema(f, "{\"maxLength\":3,\"type\":\"null\"}", false, NULL);
	struct sp_json *v = sp_json_parse(&f->ctx, value, strlen(value));
	assert_int_equal(sp_schema_check(&f->ctx, s, v, tell, f->told), SP_SKIP);
	assert_true(f->told->len < 300);
	sp_json_free(v);
	sp_schema_free(s);
	g_free(value);
	g_free(long_text);
}

/* The closest form: of the right type, with the fewest violations, right for longest. */
static void test_closest_form(void **state)
{
	static const char any[] =
	    "{\"anyOf\":[{\"type\":\"null\"},{\"title\":\"figure\",\"type\":\"object\",\"required\":[\"raw\"],"
	    "\"properties\":{\"value\":{\"type\":\"number\"}}}]}";
	expect(*state, any, "{\"raw\":\"1\",\"value\":\"x\"}",
	       " | s.json#/anyOf | the record fits none of the 2 forms that are allowed; the closest is figure: "
	       "value is \"x\": a number is needed\n");
	expect(*state, any, "{\"value\":\"x\"}",
	       " | s.json#/anyOf | the record fits none of the 2 forms that are allowed; the closest is figure: "
	       "the record has no \"raw\", which is required (and 1 more)\n");
	expect(*state, any, "7",
	       " | s.json#/anyOf | the record fits none of the 2 forms that are allowed; the closest is number 1: "
	       "the record is 7: null is needed\n");
	static const char tagged[] =
	    "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":\"a\"},\"v\":{\"type\":\"number\"}}},"
	    "{\"properties\":{\"k\":{\"const\":\"b\"},\"v\":{\"type\":\"string\"}}}]}";
	expect(*state, tagged, "{\"k\":\"b\",\"v\":true}",
	       " | s.json#/oneOf | the record fits none of the 2 forms that are allowed; the closest is number 2: "
	       "v is true: a string is needed\n");
	expect(*state, tagged, "{}", " | s.json#/oneOf | the record fits form 1 and form 2; exactly one may fit\n");
}

static void test_refused(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *schema, *said;
	} cases[] = {
		{ "{\"$ref\":\"#/nowhere\"}",
		  "s.json: #/$ref: \"#/nowhere\" leads nowhere: there is no such place in this schema" },
		{ "{\"$ref\":\"#name\"}", "\"#name\" leads nowhere" },
		{ "{\"$ref\":\"#/properties\",\"properties\":3}",
		  "s.json: #/properties: properties is 3: an object is needed" },
		{ "{\"$ref\":\"#/my\",\"my\":{\"minimum\":\"a\"}}",
		  "#/my/minimum: minimum is \"a\": a number is needed" },
		{ "{\"$ref\":\"http://example.org/a/b.json#/c\"}",
		  "#/$ref: \"http://example.org/a/b.json#/c\" leads to http://example.org/a/b.json, and nothing is "
		  "fetched; save it "
		  "in a folder and name that with --schema-dir" },
		{ "{\"$ref\":\"#\"}", "s.json: #: it leads back to itself" },
		{ "{\"definitions\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/definitions/b\"}]},\"b\":{\"not\":{\"$ref\":\"#/"
		  "definitions/a\"}}}}",
		  "s.json: #/definitions/a: it leads back to itself" },
		{ "{\"dependencies\":{\"a\":{\"$ref\":\"#\"}}}", "it leads back to itself" },
		{ "{\"if\":true,\"else\":{\"allOf\":[true,{\"$ref\":\"#\"}]}}", "it leads back to itself" },
		{ "{\"pattern\":\"(\"}",
		  "#/pattern: pattern is \"(\": a regular expression of ECMA-262 is needed; this has a group" },
		{ "{\"patternProperties\":{\"\\\\p{Foo}\":true}}", "patternProperties" },
		{ "{\"type\":\"strin\"}", "type is \"strin\": \"array\", \"boolean\"" },
		{ "{\"minLength\":-1,\"maxLength\":1.5}", "#/minLength: minLength is -1: the least allowed is 0" },
		{ "{\"multipleOf\":0}", "it must be greater than 0" },
		{ "[]", "s.json: #: the schema is an array of 0: an object or true or false is needed" },
		{ "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}",
		  "it is written for http://json-schema.org/draft-04/" },
		{ "{\"definitions\":{\"a\":{\"$id\":\"x\"},\"b\":{\"$id\":\"x\"}}}",
		  "is the name of another schema already" },
		{ "{\"a\":1,\"a\":2}", "the same key twice" },
		{ "", "the text ends where a value should be" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		fflush(f->ctx.err);
		size_t before = f->size;
		f->ctx.exit = SP_EXIT_OK;
		struct sp_schema *s = open_schema(f, cases[i].schema, false, NULL);
		if (s || f->ctx.exit != SP_EXIT_INPUT || !strstr(said(f) + before, cases[i].said))
			fail_msg("%s: %s", cases[i].schema, said(f) + before);
	}
}

/* A circle that goes deeper into the value is no circle. */
static void test_recursive(void **state)
{
	static const char tree[] =
	    "{\"$id\":\"http://example.org/tree\",\"required\":[\"v\"],\"properties\":{\"v\":{\"type\":\"number\"},"
	    "\"sub\":{\"items\":{\"$ref\":\"tree\"}}}}";
	expect(*state, tree, "{\"v\":1,\"sub\":[{\"v\":2,\"sub\":[]},{\"v\":3}]}", "");
	expect(*state, tree, "{\"v\":1,\"sub\":[{\"v\":2,\"sub\":[{}]}]}",
	       "/sub/0/sub/0 | s.json#/required | sub[0].sub[0] has no \"v\", which is required\n");
}

static void test_strict(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *schema, *said; /* NULL: taken */
	} cases[] = {
		{ "{\"minimun\":1}", "#/minimun: draft-07 has no such keyword" },
		{ "{\"properties\":{\"a\":{\"requierd\":[]}}}",
		  "#/properties/a/requierd: draft-07 has no such keyword" },
		{ "{\"format\":\"daet\"}", "#/format: \"daet\" is no format that is known here" },
		{ "{\"allOf\":[{\"$ref\":\"#/definitions/a\",\"minimum\":1}],\"definitions\":{\"a\":true}}",
		  "#/allOf/0/minimum: it asks nothing beside \"$ref\"; use allOf" },
		{ "{\"then\":true}", "#/then: it asks nothing without an \"if\" beside it" },
		{ "{\"type\":\"number\",\"examples\":[1,\"a\"]}",
		  "#/examples/1: it does not hold: the record is \"a\": a number is needed" },
		{ "{\"minimum\":1,\"default\":0}", "#/default: it does not hold" },
		{ "{\"allOf\":[{\"$ref\":\"#/definitions/"
		  "a\",\"description\":\"x\",\"examples\":[3]}],\"definitions\":{\"a\":{\"minimum\":2}}}",
		  NULL },
		{ "{\"properties\":{\"minimun\":true},\"enum\":[{\"minimun\":1}]}", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		fflush(f->ctx.err);
		size_t before = f->size;
		struct sp_schema *loose = open_schema(f, cases[i].schema, false, NULL);
		struct sp_schema *strict = open_schema(f, cases[i].schema, true, NULL);
		if (!loose || (strict != NULL) != (cases[i].said == NULL) ||
		    (cases[i].said && !strstr(said(f) + before, cases[i].said)))
			fail_msg("%s: %s", cases[i].schema, said(f) + before);
		sp_schema_free(loose);
		sp_schema_free(strict);
	}
}

static void write_file(const char *dir, const char *name, const char *text)
{
	char *path = g_build_filename(dir, name, NULL), *folder = g_path_get_dirname(path);
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(g_file_set_contents(path, text, -1, NULL));
	g_free(folder);
	g_free(path);
}

static void remove_tree(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		char *inner = g_build_filename(path, name, NULL);
		remove_tree(inner);
		g_free(inner);
	}
	if (dir)
		g_dir_close(dir);
	g_remove(path);
}

static void check_with_dir(struct fixture *f, const char *schema, const char *dir, const char *value,
			   enum sp_status wanted)
{
	struct sp_schema *s = open_schema(f, schema, false, dir);
	if (!s)
		fail_msg("%s: %s", schema, said(f));
	struct sp_json *v = sp_json_parse(&f->ctx, value, strlen(value));
	assert_int_equal(sp_schema_check(&f->ctx, s, v, tell, f->told), wanted);
	sp_json_free(v);
	sp_schema_free(s);
}

static void test_other_documents(void **state)
{
	struct fixture *f = *state;
	char *dir = g_dir_make_tmp("spunta-XXXXXX", NULL);
	write_file(dir, "example.org/a/num.json",
		   "{\"type\":\"number\",\"definitions\":{\"p\":{\"$id\":\"#pos\",\"minimum\":1}}}");
	write_file(dir, "plain/str.json", "{\"$ref\":\"../example.org/a/num.json\"}");
	write_file(dir, "bad.json", "{\"type\":7}");

	check_with_dir(f, "{\"$ref\":\"http://example.org/a/num.json\"}", dir, "1", SP_OK);
	check_with_dir(f, "{\"$ref\":\"http://example.org/a/num.json#\"}", dir, "\"\"", SP_SKIP);
	check_with_dir(f, "{\"$ref\":\"http://example.org/a/num.json#/definitions/p\"}", dir, "0", SP_SKIP);
	check_with_dir(f, "{\"$ref\":\"http://example.org/a/num.json#pos\"}", dir, "0", SP_SKIP);
	/* without the host's folder; relative to the schema's own file, which is only a name */
	check_with_dir(f, "{\"$ref\":\"https://other.example/plain/str.json\"}", dir, "1", SP_OK);
	check_with_dir(f, "{\"$ref\":\"plain/str.json\"}", dir, "\"\"", SP_SKIP);
	/* shipped */
	check_with_dir(f, "{\"$ref\":\"http://json-schema.org/draft-07/schema\"}", NULL, "{\"type\":\"null\"}", SP_OK);
	check_with_dir(f, "{\"$ref\":\"urn:spunta:records:1#/definitions/year\"}", NULL, "2025", SP_OK);
	check_with_dir(f, "{\"$ref\":\"urn:spunta:records:1#/definitions/year\"}", NULL, "25", SP_SKIP);

	static const struct {
		const char *schema, *said;
	} cases[] = {
		{ "{\"$ref\":\"http://example.org/a/none.json\"}", "/a/none.json" },
		{ "{\"$ref\":\"http://example.org/a/num.json#/definitions/q\"}",
		  "leads nowhere: there is no such place in http://example.org/a/num.json" },
		{ "{\"$ref\":\"bad.json\"}", "file:///bad.json: #/type" },
		{ "{\"$ref\":\"http://x/%2e%2e/%2e%2e/etc/passwd\"}", "nothing is fetched" },
		{ "{\"$ref\":\"http://../x.json\"}", "nothing is fetched" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		fflush(f->ctx.err);
		size_t before = f->size;
		struct sp_schema *s = open_schema(f, cases[i].schema, false, dir);
		if (s || !strstr(said(f) + before, cases[i].said))
			fail_msg("%s: %s", cases[i].schema, said(f) + before);
	}
	remove_tree(dir);
	g_free(dir);
}

/* allOf twice the next, forty levels: 2^40 judgements. */
static void test_multiplying_schema(void **state)
{
	struct fixture *f = *state;
	GString *text = g_string_new("{\"$ref\":\"#/definitions/d0\",\"definitions\":{\"d40\":true");
	for (int i = 0; i < 40; i++)
		g_string_append_printf(
		    text, ",\"d%d\":{\"allOf\":[{\"$ref\":\"#/definitions/d%d\"},{\"$ref\":\"#/definitions/d%d\"}]}", i,
		    i + 1, i + 1);
	g_string_append(text, "}}");
	struct sp_schema *s = open_schema(f, text->str, false, NULL);
	struct sp_json *v = sp_json_parse(&f->ctx, "1", 1);
	assert_int_equal(sp_schema_check(&f->ctx, s, v, tell, f->told), SP_FAIL);
	assert_int_equal(f->ctx.exit, SP_EXIT_RESOURCE);
	assert_non_null(strstr(said(f), "judging it takes too many steps"));
	sp_json_free(v);
	sp_schema_free(s);
	g_string_free(text, TRUE);
}

static void test_long_chain(void **state)
{
	struct fixture *f = *state;
	enum { LINKS = 30000 };
	GString *text = g_string_new("{\"$ref\":\"#/definitions/d0\",\"definitions\":{\"d30000\":true");
	for (int i = 0; i < LINKS; i++)
		g_string_append_printf(text, ",\"d%d\":{\"$ref\":\"#/definitions/d%d\"}", i, i + 1);
	g_string_append(text, "}}");
	struct sp_schema *s = open_schema(f, text->str, false, NULL);
	assert_non_null(s);
	struct sp_json *v = sp_json_parse(&f->ctx, "1", 1);
	assert_int_equal(sp_schema_check(&f->ctx, s, v, tell, f->told), SP_FAIL);
	assert_non_null(strstr(said(f), "nest too deeply"));
	sp_json_free(v);
	sp_schema_free(s);
	g_string_free(text, TRUE);
}

static void test_runaway_pattern(void **state)
{
	struct fixture *f = *state;
	struct sp_schema *s = open_schema(f, "{\"not\":{\"pattern\":\"^(a+)+$\"}}", false, NULL);
	const char *text = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"";
	struct sp_json *v = sp_json_parse(&f->ctx, text, strlen(text));
	assert_int_equal(sp_schema_check(&f->ctx, s, v, tell, f->told), SP_FAIL);
	assert_string_equal(f->told->str, "");
	assert_non_null(strstr(said(f), "s.json#/not/pattern: the pattern backtracks without end"));
	sp_json_free(v);
	sp_schema_free(s);
}

static void test_shipped(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = { "spunta-layout/1", "spunta-records/1" };
	const struct sp_schema_options strict = { .strict = true };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		struct sp_schema *s = sp_schema_shipped(&f->ctx, names[i], &strict);
		if (!s)
			fail_msg("%s", said(f));
		sp_schema_free(s);
	}
	assert_null(sp_schema_shipped(&f->ctx, "spunta-records/2", NULL));
	assert_non_null(strstr(said(f), "no schema is shipped for \"spunta-records/2\""));
	assert_null(sp_schema_shipped(&f->ctx, NULL, NULL));
}

/* Every property says what it means and shows an example, itself or by the definition it refers to. */
static void expect_explained(const struct sp_json *root, const struct sp_json *schema, const char *name)
{
	const struct sp_json *properties = sp_json_get(schema, "properties");
	for (const struct sp_json *m = sp_json_first(properties); m; m = sp_json_next(m)) {
		const char *ref = sp_json_str(sp_json_get(m, "$ref"));
		const struct sp_json *there = ref ? sp_pointer_get(root, ref + 1) : m;
		if (!sp_json_get(m, "description") && !sp_json_get(there, "description"))
			fail_msg("%s.%s has no description", name, sp_json_key(m));
		if (!sp_json_get(m, "examples") && !sp_json_get(there, "examples"))
			fail_msg("%s.%s has no examples", name, sp_json_key(m));
		expect_explained(root, m, sp_json_key(m));
		expect_explained(root, sp_json_get(m, "items"), sp_json_key(m));
	}
}

static void test_explained(void **state)
{
	struct fixture *f = *state;
	static const char *const paths[] = { "schemas/layout.schema.json",
					     "schemas/records.schema.json" };
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		const char *text = sp_resource(verify_data, paths[i]);
		struct sp_json *root = sp_json_parse(&f->ctx, text, strlen(text));
		expect_explained(root, root, "a line");
		const struct sp_json *d = sp_json_first(sp_json_get(root, "definitions"));
		for (; d; d = sp_json_next(d)) {
			if (!sp_json_get(d, "description"))
				fail_msg("%s has no description", sp_json_key(d));
			expect_explained(root, d, sp_json_key(d));
		}
		sp_json_free(root);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sentences),       TEST(test_long_values_are_cut),
		TEST(test_closest_form),    TEST(test_refused),
		TEST(test_recursive),       TEST(test_strict),
		TEST(test_other_documents), TEST(test_multiplying_schema),
		TEST(test_long_chain),      TEST(test_runaway_pattern),
		TEST(test_shipped),         TEST(test_explained),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
