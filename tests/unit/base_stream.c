#include "base/stream.h"

#include <unistd.h>

#include "tests/unit/unit.h"

#define DOC  "{\"type\":\"document\",\"schema\":\"spunta-records/1\"}\n"
#define LDOC "{\"type\":\"document\",\"schema\":\"spunta-layout/1\"}\n"
#define REC  "{\"type\":\"objective\",\"id\":\"objective:C06\",\"weight\":1.50}\n"
#define PAGE "{\"type\":\"page\",\"page\":1}\n"
#define END1 "{\"type\":\"end\",\"records\":{\"objective\":1}}\n"

/* Reads `text` as a file; what was passed on is in `out` (transfer full). */
static enum sp_status read_all(struct voice *v, const char *text, const char *schema, char **out)
{
	char path[] = "/tmp/spunta-unit-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	size_t size;
	char *passed = NULL;
	FILE *to = open_memstream(&passed, &size);
	struct sp_stream *in = sp_stream_open(&v->ctx, path, schema);
	assert_non_null(in);
	struct sp_line line;
	enum sp_status s;
	while ((s = sp_stream_next(in, &line)) == SP_OK)
		sp_line_pass(&line, to);
	sp_stream_close(in);
	assert_null(v->ctx.file);
	assert_int_equal(v->ctx.line, 0);
	unlink(path);
	fclose(to);
	if (out)
		*out = g_strdup(passed);
	free(passed);
	return s;
}

static void passes_lines_untouched(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *out;
	static const char text[] = DOC " {\"type\" : \"objective\", \"weight\":1.50,\"z\":1e2}\n" END1;
	assert_int_equal(read_all(&v, text, "spunta-records/1", &out), SP_END);
	assert_text(text, out);
	assert_int_equal(read_all(&v, DOC REC END1, NULL, NULL), SP_END);
	assert_silent(&v);
	voice_clear(&v);
}

static void last_newline_may_be_missing(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *text = g_strndup(DOC REC END1, strlen(DOC REC END1) - 1);
	assert_int_equal(read_all(&v, text, NULL, NULL), SP_END);
	g_free(text);
	voice_clear(&v);
}

static void says_what_is_wrong_with_the_frame(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
		enum sp_exit exit;
	} cases[] = {
		{ "", "the stream is empty", SP_EXIT_INPUT },
		{ DOC, "the stream stops after line 1 without its end record", SP_EXIT_INPUT },
		{ DOC REC, "the stream stops after line 2", SP_EXIT_INPUT },
		{ DOC "{\"type\":\"objec", "line 2: column 15: a string that does not end", SP_EXIT_INPUT },
		{ REC END1, "line 1: the stream starts with a record of type objective", SP_EXIT_INPUT },
		{ LDOC REC, "this is a stream of spunta-layout/1; spunta-records/1 is wanted", SP_EXIT_INPUT },
		{ DOC DOC, "line 2: a second document record", SP_EXIT_INPUT },
		{ DOC REC END1 REC, "line 4: a line after the end record", SP_EXIT_INPUT },
		{ DOC REC END1 "\n", "line 4: ", SP_EXIT_INPUT },
		{ DOC REC "{\"type\":\"objective\"}\n" END1, "the end record says objective: 1, but 2 came",
		  SP_EXIT_INPUT },
		{ DOC REC REC END1, "line 3: two records have the id \"objective:C06\"", SP_EXIT_INPUT },
		{ DOC END1, "the end record says objective: 1, but 0 came", SP_EXIT_INPUT },
		{ DOC REC "{\"type\":\"end\",\"records\":{}}\n", "does not count", SP_EXIT_INPUT },
		{ DOC "[1]\n", "line 2: a record must be an object with a type", SP_EXIT_INPUT },
		{ DOC "{\"id\":1}\n", "line 2: a record must be an object with a type", SP_EXIT_INPUT },
		{ DOC "\n" END1, "line 2: column 1: ", SP_EXIT_INPUT },
		{ "\xEF\xBB\xBF" DOC, "line 1: the stream starts with a byte order mark", SP_EXIT_INPUT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct voice v;
		voice_init(&v);
		if (read_all(&v, cases[i].text, "spunta-records/1", NULL) != SP_FAIL)
			fail_msg("case %zu was taken", i);
		assert_said(&v, cases[i].said);
		assert_int_equal(v.ctx.exit, cases[i].exit);
		assert_int_equal(v.ctx.counts[SP_ERROR], 1);
		voice_clear(&v);
	}
}

static void counts_a_layout(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_int_equal(read_all(&v,
				  LDOC PAGE "{\"type\":\"end\",\"pages\":1,\"texts\":0,\"tables\":0,\"problems\":0}\n",
				  "spunta-layout/1", NULL),
			 SP_END);
	assert_int_equal(read_all(&v,
				  LDOC PAGE "{\"type\":\"end\",\"pages\":2,\"texts\":0,\"tables\":0,\"problems\":0}\n",
				  "spunta-layout/1", NULL),
			 SP_FAIL);
	assert_said(&v, "the end record says pages: 2, but 1 came");
	voice_clear(&v);
}

static void pages_ascend(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ LDOC "{\"type\":\"page\",\"page\":2}\n" PAGE, "line 3: a page of page 1 after page 2" },
		{ LDOC PAGE PAGE, "line 3: a page of page 1 after page 1" },
		{ LDOC PAGE "{\"type\":\"page\",\"page\":2}\n{\"type\":\"text\",\"page\":1}\n",
		  "line 4: a text of page 1 after page 2" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct voice v;
		voice_init(&v);
		assert_int_equal(read_all(&v, cases[i].text, "spunta-layout/1", NULL), SP_FAIL);
		assert_said(&v, cases[i].said);
		voice_clear(&v);
	}
}

static void cannot_open(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_null(sp_stream_open(&v.ctx, "/no/such.jsonl", NULL));
	assert_said(&v, "cannot open /no/such.jsonl: No such file or directory");
	assert_null(sp_stream_open(&v.ctx, "/tmp", NULL));
	assert_said(&v, "/tmp is a directory");
	sp_stream_close(NULL);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes_lines_untouched),
		cmocka_unit_test(last_newline_may_be_missing),
		cmocka_unit_test(says_what_is_wrong_with_the_frame),
		cmocka_unit_test(counts_a_layout),
		cmocka_unit_test(pages_ascend),
		cmocka_unit_test(cannot_open),
	};
	return RUN(tests);
}
