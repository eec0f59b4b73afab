#include "base/datafile.h"

#include "base/json.h"
#include "tests/unit/unit.h"

static const char text[] = "\n{ \"nome\": \"Città \\\"alta\\\"\",\n"
			   "  \"voci\": [ 1, [], {},\n"
			   "    { \"sì\": true, \"peso\": 33.30 } ], \"vuoto\" : null }\n";

static void values_are_there(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_datafile *f = sp_datafile_new(&v.ctx, "x.json", text);
	const struct sp_data *root = sp_datafile_root(f), *items = sp_data_get(root, "voci");
	int n = 0;
	assert_string_equal(sp_data_str(sp_data_get(root, "nome")), "Città \"alta\"");
	assert_null(sp_data_get(root, "Nome"));
	assert_true(sp_data_is_list(items) && sp_data_is_object(root) && !sp_data_is_list(root));
	assert_int_equal(sp_data_count(items), 4);
	assert_true(sp_data_int(sp_data_first(items), &n) && n == 1);
	const struct sp_data *last = sp_data_next(sp_data_next(sp_data_next(sp_data_first(items))));
	assert_true(sp_data_bool(sp_data_get(last, "sì"), false));
	assert_false(sp_data_int(sp_data_get(last, "peso"), &n));
	assert_string_equal(sp_data_key(sp_data_first(last)), "sì");
	assert_null(sp_data_key(last));
	assert_null(sp_data_get(sp_data_get(NULL, "a"), "b"));
	assert_null(sp_data_str(items));
	assert_ptr_equal(sp_data_at(root, "/voci/3/sì"), sp_data_first(last));
	assert_ptr_equal(sp_data_at(root, "/voci/9"), items);
	assert_ptr_equal(sp_data_at(root, ""), root);
	sp_datafile_free(f);
	voice_clear(&v);
}

/* What cJSON keeps as a binary fraction comes out with its digits. */
static void the_exact_reader_gets_the_digits(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_datafile *f = sp_datafile_new(&v.ctx, "x.json", text);
	struct sp_json *json = sp_data_json(&v.ctx, sp_data_get(sp_datafile_root(f), "voci"));
	char *compact = sp_json_text(json);
	assert_string_equal(compact, "[1,[],{},{\"sì\":true,\"peso\":33.30}]");
	g_free(compact);
	sp_json_free(json);
	assert_silent(&v);
	sp_datafile_free(f);
	voice_clear(&v);
}

static void a_value_is_refused_at_its_place(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_datafile *f = sp_datafile_new(&v.ctx, "x.json", text);
	const struct sp_data *items = sp_data_get(sp_datafile_root(f), "voci");
	const struct sp_data *last = sp_data_next(sp_data_next(sp_data_next(sp_data_first(items))));
	assert_false(sp_data_refuse(&v.ctx, sp_data_get(last, "peso"), "too %s", "heavy"));
	assert_said(&v, "x.json: line 4, column 27: /voci/3/peso: too heavy");
	char *name = sp_data_name(sp_data_get(last, "peso"));
	assert_string_equal(name, "x.json#/voci/3/peso");
	g_free(name);
	assert_false(sp_data_refuse(&v.ctx, sp_datafile_root(f), "empty"));
	assert_said(&v, "x.json: line 2, column 1: /: empty");
	assert_int_equal(v.ctx.exit, SP_EXIT_INPUT);
	sp_datafile_free(f);
	voice_clear(&v);
}

static void what_is_no_data_file_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "", "x.json: line 1, column 1: this is not JSON" },
		{ "{\"à\": 1,\n  \"b\": }", "x.json: line 2, column 8: this is not JSON" },
		{ "[1, 2] 3", "column 8: this is not JSON" },
		{ "[1, 2,]", "this is not JSON" },
		{ "{\"a\": {\"b\": 1,\n \"c\": 2, \"b\": 3}}", "line 2, column 10: the key \"b\" is there twice" },
		{ "{\"a\": \"x\ny\"}", "line 1, column 9: a line end or control character within a string" },
		{ "{\"a\tb\": 1}", "line 1, column 4: a line end or control character" },
		{ "[\"\xe0\"]", "column 3: bytes that are not UTF-8" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct voice v;
		voice_init(&v);
		assert_null(sp_datafile_new(&v.ctx, "x.json", cases[i].text));
		assert_said(&v, cases[i].said);
		voice_clear(&v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_there),
		cmocka_unit_test(the_exact_reader_gets_the_digits),
		cmocka_unit_test(a_value_is_refused_at_its_place),
		cmocka_unit_test(what_is_no_data_file_is_refused),
	};
	return RUN(tests);
}
