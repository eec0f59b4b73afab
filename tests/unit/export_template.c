#include "export/template.h"

#include "unit.h"

static const char page[] = "<!-- what stands outside of blocks is not kept -->\n"
			   "<!-- block greeting -->\n"
			   "<p title=\"{{name}}\">\n"
			   "\t\t[[Ciao|Hello]], {{name}}!{{more}}</p>\n"
			   "<!-- end -->\n"
			   "\n"
			   "<!-- block bare -->\n"
			   "<hr>\n"
			   "<!-- end -->\n";

static char *written(enum sp_lang lang, const char *block, const struct sp_slot *fills)
{
	char *text = NULL;
	size_t n;
	FILE *to = open_memstream(&text, &n);
	struct sp_template *t = sp_template_new(page, lang);
	sp_template_write(t, block, fills, to);
	sp_template_free(t);
	fclose(to);
	return text;
}

static void a_slot_is_filled_each_time(void **state)
{
	(void)state;
	const struct sp_slot fills[] = { { .slot = "more" }, { .slot = "name", .text = "Ada" }, { 0 } };
	assert_text("<p title=\"Ada\">\nCiao, Ada!</p>\n", written(SP_LANG_IT, "greeting", fills));
	assert_text("<p title=\"Ada\">\nHello, Ada!</p>\n", written(SP_LANG_EN, "greeting", fills));
	assert_text("<hr>\n", written(SP_LANG_EN, "bare", NULL));
}

static void text_is_always_escaped(void **state)
{
	(void)state;
	const struct sp_slot fills[] = { { .slot = "name", .text = "<b a='1' b=\"2\">&amp;{{more}}[[a|b]]\x01\x7F\t" },
					 { .slot = "more" },
					 { 0 } };
	const char *safe = "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;{{more}}[[a|b]]\uFFFD\uFFFD\t";
	char *want = g_strdup_printf("<p title=\"%s\">\nCiao, %s!</p>\n", safe, safe);
	assert_text(want, written(SP_LANG_IT, "greeting", fills));
	g_free(want);
}

static void write_rule(void *of, FILE *to)
{
	fprintf(to, "<%s>", (const char *)of);
}

static void only_a_function_writes_html(void **state)
{
	(void)state;
	char tag[] = "hr";
	const struct sp_slot fills[] = { { .slot = "name" },
					 { .slot = "more", .write = write_rule, .of = tag },
					 { 0 } };
	assert_text("<p title=\"\">\nCiao, !<hr></p>\n", written(SP_LANG_IT, "greeting", fills));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slot_is_filled_each_time),
		cmocka_unit_test(text_is_always_escaped),
		cmocka_unit_test(only_a_function_writes_html),
	};
	return RUN(tests);
}
