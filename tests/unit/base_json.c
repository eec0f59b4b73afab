#include "base/json.h"

#include "tests/unit/unit.h"

/* Parses and prints again. NULL when refused. (transfer full) */
static char *through(struct voice *v, const char *text)
{
	struct sp_json *json = sp_json_parse(&v->ctx, text, strlen(text));
	char *back = json ? sp_json_text(json) : NULL;
	sp_json_free(json);
	return back;
}

static void keeps_digits(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	static const char *const texts[] = {
		"1234.50",
		"99999999999999.99",
		"1e400",
		"-0",
		"-0.00",
		"0.10",
		"123456789012345678901234567890",
		"1E+2",
		"[1.0,{\"a\":2.50,\"b\":[3.000,\"4.0\"]},-5.0]",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_text(texts[i], through(&v, texts[i]));
	assert_silent(&v);
	voice_clear(&v);
}

static void keeps_text_order_and_unknown_keys(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "{\"z\":null,\"a\":[true,false],\"ù\":\"€\"}", "{\"z\":null,\"a\":[true,false],\"ù\":\"€\"}" },
		{ " { \"a\" : [ ] , \"b\" : { } } \t", "{\"a\":[],\"b\":{}}" },
		{ "\"\\u00e8 \\ud83d\\ude00 \\/ \\n \\u0001 \\\"\"", "\"è 😀 / \\n \\u0001 \\\"\"" },
		{ "{\"a\":1,\"A\":2}", "{\"a\":1,\"A\":2}" },
		{ "{\"\":0}", "{\"\":0}" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_text(cases[i].out, through(&v, cases[i].in));
	voice_clear(&v);
}

static void refuses_with_its_column(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "", "line 1 column 1: the text ends" },
		{ "01", "column 1: not a number" },
		{ "[1,2", "column 5: an array wants" },
		{ "[1,]", "column 4: no JSON value" },
		{ "{\"a\":1,}", "column 8: an object wants a key" },
		{ "{\"a\" 1}", "column 6: a key wants" },
		{ "{\"a\":1 \"b\":2}", "column 8: an object wants ," },
		{ "{\"a\":1,\"a\":2}", "column 8: the same key twice" },
		{ "{\"a\":1,\"\\u0061\":2}", "column 8: the same key twice" },
		{ "{} x", "column 4: something stands after" },
		{ "tru", "column 1: no JSON value" },
		{ "NaN", "column 1: no JSON value" },
		{ "'a'", "column 1: no JSON value" },
		{ "\"a\\u0000b\"", "\\u0000 in a string" },
		{ "\"\\ud800\"", "a lone surrogate" },
		{ "\"\\ud800\\u0041\"", "a lone surrogate" },
		{ "\"\\udc00\"", "a lone surrogate" },
		{ "\"\\x\"", "escapes nothing" },
		{ "\"\\u12\"", "escapes nothing" },
		{ "\"a\tb\"", "column 3: a control character" },
		{ "\"abc", "does not end" },
		{ "\"\xc3(\"", "column 2: not UTF-8" },
		{ "\"\xed\xa0\x80\"", "not UTF-8" },
		{ "\"\xc0\xaf\"", "not UTF-8" },
		{ "[1,\n 2,\n x]", "line 3 column 2: no JSON value" },
		{ "{\"perché\":nul}", "column 11: no JSON value" },
		{ "[-]", "not a number" },
		{ "[1.]", "not a number" },
		{ "[1e]", "not a number" },
		{ "// a\n1", "no JSON value" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct voice v;
		voice_init(&v);
		char *back = through(&v, cases[i].text);
		if (back)
			fail_msg("%s was taken, as %s", cases[i].text, back);
		assert_said(&v, cases[i].said);
		assert_int_equal(v.ctx.exit, SP_EXIT_INPUT);
		assert_int_equal(v.ctx.counts[SP_ERROR], 1);
		voice_clear(&v);
	}
}

static void refuses_a_nul_byte(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_null(sp_json_parse(&v.ctx, "\"a\0b\"", 5));
	assert_said(&v, "a NUL byte");
	voice_clear(&v);
}

static void limits_depth(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	GString *deep = g_string_new(NULL);
	for (int i = 0; i < SP_JSON_DEPTH; i++)
		g_string_insert(deep, (gssize)(deep->len / 2), "[]");
	char *back = through(&v, deep->str);
	assert_text(deep->str, back);
	for (int i = 0; i < 100000; i++)
		g_string_prepend_c(deep, '[');
	assert_null(through(&v, deep->str));
	assert_said(&v, "nested too deeply");
	g_string_free(deep, TRUE);
	voice_clear(&v);
}

static void getters(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	const char *text = "{\"s\":\"x\",\"n\":-12.50,\"i\":9007199254740993,\"b\":true,\"z\":null,"
			   "\"a\":[10,20],\"o\":{\"k\":1},\"big\":9223372036854775808}";
	struct sp_json *json = sp_json_parse(&v.ctx, text, strlen(text));
	assert_non_null(json);
	struct sp_dec d;
	sp_dec_init(&d);
	int64_t i = -1;

	assert_string_equal(sp_json_str(sp_json_get(json, "s")), "x");
	assert_null(sp_json_str(sp_json_get(json, "S")));
	assert_null(sp_json_str(sp_json_get(json, "n")));
	assert_string_equal(sp_json_digits(sp_json_get(json, "n")), "-12.50");
	assert_null(sp_json_digits(sp_json_get(json, "s")));
	assert_true(sp_json_dec(sp_json_get(json, "n"), &d));
	assert_text("-12.50", sp_dec_text(&d));
	assert_false(sp_json_dec(sp_json_get(json, "s"), &d));
	assert_true(sp_json_int(sp_json_get(json, "i"), &i));
	assert_true(i == 9007199254740993);
	assert_false(sp_json_int(sp_json_get(json, "n"), &i));
	assert_false(sp_json_int(sp_json_get(json, "big"), &i));
	assert_true(i == 9007199254740993);
	assert_true(sp_json_bool(sp_json_get(json, "b"), false));
	assert_true(sp_json_bool(sp_json_get(json, "z"), true));
	assert_int_equal(sp_json_type(sp_json_get(json, "z")), SP_JSON_NULL);
	assert_true(sp_json_pt(sp_json_get(json, "n"), 0) < -12.49);
	assert_true(sp_json_pt(NULL, 7) > 6.9);

	assert_int_equal(sp_json_count(json), 8);
	assert_int_equal(sp_json_count(sp_json_get(json, "a")), 2);
	assert_int_equal(sp_json_count(sp_json_get(json, "s")), 0);
	assert_string_equal(sp_json_digits(sp_json_at(sp_json_get(json, "a"), 1)), "20");
	assert_null(sp_json_at(sp_json_get(json, "a"), 2));
	assert_null(sp_json_at(json, 0));
	assert_string_equal(sp_json_key(sp_json_first(sp_json_get(json, "o"))), "k");
	assert_null(sp_json_next(sp_json_first(sp_json_get(json, "o"))));
	assert_null(sp_json_str(sp_json_get(sp_json_get(sp_json_get(json, "no"), "such"), "path")));
	assert_null(sp_json_first(NULL));

	sp_dec_clear(&d);
	sp_json_free(json);
	sp_json_free(NULL);
	voice_clear(&v);
}

static void names_the_file(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	v.ctx.file = "stream.jsonl";
	v.ctx.line = 9;
	assert_null(sp_json_parse_named(&v.ctx, "p.json", "{\n  x", 5));
	assert_said(&v, "unit: p.json: line 2 column 3: ");
	assert_string_equal(v.ctx.file, "stream.jsonl");
	assert_int_equal(v.ctx.line, 9);
	assert_null(sp_json_parse(&v.ctx, "x", 1));
	assert_said(&v, "unit: stream.jsonl: line 9: column 1: ");
	assert_null(sp_json_parse_file(&v.ctx, "/no/such/file.json"));
	assert_said(&v, "/no/such/file.json");
	voice_clear(&v);
}

static void writes(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *out = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&out, &size);
	struct sp_dec d;
	sp_dec_init(&d);
	assert_int_equal(sp_dec_parse(&d, "1234.50", 7), SP_OK);
	const char *text = "{\"k\":[1.50,null]}";
	struct sp_json *json = sp_json_parse(&v.ctx, text, strlen(text));

	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", "a \"quoted\" \\ \n\t\x01 è");
	sp_jw_str(&w, "none", NULL);
	sp_jw_strn(&w, "part", "abcdef", 3);
	sp_jw_int(&w, "int", INT64_MIN);
	sp_jw_bool(&w, "yes", true);
	sp_jw_null(&w, "null");
	sp_jw_dec(&w, "dec", &d);
	sp_jw_json(&w, "json", json);
	sp_jw_json(&w, "absent", NULL);
	sp_jw_array(&w, "bbox");
	sp_jw_pt(&w, NULL, 72);
	sp_jw_pt(&w, NULL, -0.001);
	sp_jw_pt(&w, NULL, 10.005001);
	sp_jw_pt(&w, NULL, 100.5);
	sp_jw_close(&w);
	sp_jw_array(&w, "empty");
	sp_jw_close(&w);
	sp_jw_close(&w);
	sp_jw_line(&w, to);
	sp_jw_array(&w, NULL);
	sp_jw_close(&w);
	sp_jw_line(&w, to);
	sp_jw_clear(&w);
	fclose(to);
	assert_string_equal(out,
			    "{\"type\":\"a \\\"quoted\\\" \\\\ \\n\\t\\u0001 è\",\"none\":null,\"part\":\"abc\","
			    "\"int\":-9223372036854775808,\"yes\":true,\"null\":null,\"dec\":1234.50,"
			    "\"json\":{\"k\":[1.50,null]},\"absent\":null,\"bbox\":[72,0,10.01,100.5],\"empty\":[]}\n"
			    "[]\n");
	free(out);
	sp_json_free(json);
	sp_dec_clear(&d);
	voice_clear(&v);
}

/* What the writer writes the reader takes, with the same bytes: for strings of every code point below U+0800. */
static void strings_survive(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	GString *all = g_string_new(NULL);
	for (gunichar c = 1; c < 0x800; c++)
		g_string_append_unichar(all, c);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_str(&w, NULL, all->str);
	struct sp_json *json = sp_json_parse(&v.ctx, w.out->str, w.out->len);
	assert_non_null(json);
	assert_string_equal(sp_json_str(json), all->str);
	sp_json_free(json);
	sp_jw_clear(&w);
	g_string_free(all, TRUE);
	voice_clear(&v);
}

/* Many keys are looked up another way than a few: both must see the same key twice, and nothing else. */
static void refuses_a_key_twice_among_many(void **state)
{
	(void)state;
	for (int members = 1; members < 60; members++) {
		struct voice v;
		voice_init(&v);
		GString *text = g_string_new("{");
		for (int i = 0; i < members; i++)
			g_string_append_printf(text, "%s\"k%d\":%d", i > 0 ? "," : "", i, i);
		g_string_append_c(text, '}');
		assert_text(text->str, through(&v, text->str));
		g_string_truncate(text, text->len - 1);
		g_string_append_printf(text, ",\"\\u006b%d\":0}", members / 2);
		assert_null(through(&v, text->str));
		assert_said(&v, "the same key twice");
		g_string_free(text, TRUE);
		voice_clear(&v);
	}
}

/* Coordinates are read and written without the C library: with the very digits that it would give. */
static void coordinates_as_printf_rounds_them(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	static const char *const texts[] = { "0.125",         "0.375",
					     "2.675",         "1.005",
					     "0.285",         "1.115",
					     "-8.345",        "99.995",
					     "841.89",        "-0.004",
					     "-0.005",        "-0.015",
					     "123456789.125", "0.1234567890123456789",
					     "1e2",           "12345678901234567890.5",
					     "1e30" };
	struct sp_jw w;
	sp_jw_init(&w);
	for (int i = 0; i < 20000 + (int)G_N_ELEMENTS(texts); i++) {
		char *text = i < 20000 ? g_strdup_printf("%d.%03d", i / 11, i * 7 % 1000) : g_strdup(texts[i - 20000]);
		char wanted[G_ASCII_DTOSTR_BUF_SIZE];
		struct sp_json *json = sp_json_parse(&v.ctx, text, strlen(text));
		double points = sp_json_pt(json, 0);
		assert_true(memcmp(&points, &(double){ g_ascii_strtod(text, NULL) }, sizeof points) == 0);
		g_ascii_formatd(wanted, sizeof wanted, "%.2f", points);
		sp_jw_pt(&w, NULL, points);
		if (g_ascii_strtod(w.out->str, NULL) != g_ascii_strtod(wanted, NULL))
			fail_msg("%s is written as %s, not as %s", text, w.out->str, wanted);
		g_string_truncate(w.out, 0);
		w.comma = false;
		sp_json_free(json);
		g_free(text);
	}
	sp_jw_clear(&w);
	assert_silent(&v);
	voice_clear(&v);
}

static void integers_of_every_size(void **state)
{
	(void)state;
	static const struct {
		int64_t value;
		const char *text;
	} cases[] = { { 0, "0" },
		      { 7, "7" },
		      { -10, "-10" },
		      { INT64_MAX, "9223372036854775807" },
		      { INT64_MIN, "-9223372036854775808" } };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_int(&w, NULL, cases[i].value);
		assert_string_equal(w.out->str, cases[i].text);
		sp_jw_clear(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_digits),
		cmocka_unit_test(keeps_text_order_and_unknown_keys),
		cmocka_unit_test(refuses_with_its_column),
		cmocka_unit_test(refuses_a_nul_byte),
		cmocka_unit_test(limits_depth),
		cmocka_unit_test(getters),
		cmocka_unit_test(names_the_file),
		cmocka_unit_test(writes),
		cmocka_unit_test(strings_survive),
		cmocka_unit_test(refuses_a_key_twice_among_many),
		cmocka_unit_test(coordinates_as_printf_rounds_them),
		cmocka_unit_test(integers_of_every_size),
	};
	return RUN(tests);
}
