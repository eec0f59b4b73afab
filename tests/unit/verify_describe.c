#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "verify/schema/describe.h"

static void expect(const char *schema, const char *page)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "test");
	struct sp_json *json = sp_json_parse(&ctx, schema, strlen(schema));
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	sp_describe_write(json, "s", to);
	fclose(to);
	assert_string_equal(text, page);
	free(text);
	sp_json_free(json);
}

#define HEAD "| key | required | holds | meaning | example |\n|---|---|---|---|---|\n"

static void test_properties(void **state)
{
	(void)state;
	expect(
	    "{\"title\":\"T\",\"description\":\"About.\",\"required\":[\"a\"],\"properties\":{"
	    "\"a\":{\"description\":\"One | two.\",\"type\":[\"string\",\"null\"],\"minLength\":1,\"pattern\":\"a|b\","
	    "\"examples\":[null,\"a\"]},"
	    "\"b\":{\"enum\":[1,\"x\"]},"
	    "\"c\":{\"type\":\"array\",\"items\":{\"type\":\"number\",\"minimum\":0.50}},"
	    "\"d\":{\"type\":\"object\",\"required\":[\"e\"],\"properties\":{\"e\":{\"type\":\"string\",\"format\":"
	    "\"date\"}}},"
	    "\"f\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"g\":{\"type\":\"boolean\"}}}}}"
	    "}",
	    "## T\n\nAbout.\n\n" HEAD "| `a` | yes | text or null like `a\\|b`, not empty | One \\| two. | `\"a\"` |\n"
	    "| `b` | | `1`, `\"x\"` |  |  |\n"
	    "| `c` | | list of numbers, at least 0.50 |  |  |\n"
	    "| `d` | | object |  |  |\n"
	    "| `d.e` | yes | text (date) |  |  |\n"
	    "| `f` | | list of objects |  |  |\n"
	    "| `f[].g` | | true or false |  |  |\n\n");
}

static void test_definitions(void **state)
{
	(void)state;
	expect("{\"definitions\":{\"small\":{\"description\":\"Small.\",\"type\":\"integer\",\"examples\":[7]},"
	       "\"part\":{\"title\":\"a "
	       "part\",\"description\":\"It.\",\"properties\":{\"n\":{\"$ref\":\"#/definitions/small\"},"
	       "\"again\":{\"description\":\"Others.\",\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/"
	       "part\"}}}}}}",
	       "## s\n\n[a part](#s-part)\n\n<a id=\"s-part\"></a>\n### a part\n\nIt.\n\n" HEAD
	       "| `n` | | whole number | Small. | `7` |\n"
	       "| `again` | | list of [a part](#s-part) | Others. |  |\n\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_properties), cmocka_unit_test(test_definitions) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
