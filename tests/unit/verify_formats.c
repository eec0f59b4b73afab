#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "verify/schema/formats.h"

/* Beyond the official suite: the edges of each grammar. */
static const struct {
	const char *format;
	const char *good[16], *bad[16]; /* ended by NULL */
} cases[] = {
	{ "date",
	  { "2024-02-29", "2000-02-29", "0000-01-01", NULL },
	  { "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-32", "2024-1-1", "24-01-01", "2024-01-01 ",
	    "", NULL } },
	{ "time",
	  { "23:59:60Z", "15:59:60-08:00", "00:29:60+00:30", "10:21:07.5+02:00", NULL },
	  { "23:58:60Z", "24:00:00Z", "10:60:00Z", "10:21:07", "10:21:07.Z", "10:21:07+24:00", "10:21:07+2:00",
	    NULL } },
	{ "date-time",
	  { "2024-07-04T10:21:07+02:00", "1985-04-12t23:20:50.52z", NULL },
	  { "2024-07-04 10:21:07Z", "2024-07-04T10:21:07", "2024-02-30T10:21:07Z", NULL } },
	{ "email",
	  { "a@b", "protocollo@comune.roccaspina.example", "a.b+c@x.org", "\"a b\\\"c\"@x.org", "a@[192.0.2.1]",
	    "a@[IPv6:2001:db8::1]", NULL },
	  { "a", "@b", "a@", ".a@b", "a.@b", "a..b@c", "a b@c", "a@b_c", "a@-b", "\"a@b", "a@[192.0.2]", "\xc3\xa0@b",
	    NULL } },
	{ "idn-email", { "\xc3\xa0@citt\xc3\xa0.example", NULL }, { "\xc3\xa0", NULL } },
	{ "hostname", { "a", "1.2.3", "a-b.example", NULL }, { "", "a.", ".a", "a..b", "a-", "-a", "a_b", NULL } },
	{ "ipv4",
	  { "0.0.0.0", "255.255.255.255", NULL },
	  { "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "1.2.3.", NULL } },
	{ "ipv6",
	  { "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1:2:3:4:5:6:1.2.3.4",
	    "1:2:3:4:5:6:7::", NULL },
	  { "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:", ":1",
	    "12345::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "1:2:3:4:5:6:7:8::", NULL } },
	{ "uri",
	  { "a:", "urn:spunta:layout:1", "http://h:/p?q#f", "http://[v1.x:y]/", "file:///a/b", NULL },
	  { "", "a", ":a", "1a:b", "http://[::1", "http://h:8x/", "http://h/ ", "http://h/%zz", "http://a@b@c/",
	    "a:b#c#d", NULL } },
	{ "uri-reference", { "", "./a:b", "?q", "//h/p", NULL }, { "1a:b", "a b", "\xc3\xa0", "%1", NULL } },
	{ "iri", { "http://h/citt\xc3\xa0", NULL }, { "citt\xc3\xa0", NULL } },
	{ "iri-reference", { "citt\xc3\xa0", NULL }, { "a b", NULL } },
	{ "uri-template",
	  { "", "{a}", "{+a,b*}", "{?a:3}", "x{#a%20b}", NULL },
	  { "{", "}", "{}", "{a", "{a:0}", "{a:12345}", "{.}", "a b", "%1", NULL } },
	{ "json-pointer", { "", "/", "/a~1b/0", NULL }, { "a", "/~", "/~2", NULL } },
	{ "relative-json-pointer", { "0", "1/a", "2#", NULL }, { "", "01", "-1", "#", "1a", "0##", NULL } },
	{ "regex", { "^a$", "", NULL }, { "(", "\\Z", NULL } },
};

static void test_edges(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct sp_text_format *f = sp_format_find(cases[i].format);
		assert_non_null(f);
		for (const char *const *t = cases[i].good; *t; t++)
			if (!sp_format_holds(f, *t))
				fail_msg("\"%s\" should be a %s", *t, cases[i].format);
		for (const char *const *t = cases[i].bad; *t; t++)
			if (sp_format_holds(f, *t))
				fail_msg("\"%s\" should be no %s", *t, cases[i].format);
	}
}

static void test_long_names(void **state)
{
	(void)state;
	const struct sp_text_format *f = sp_format_find("hostname");
	char *label = g_strnfill(63, 'a');
	char *longest = g_strjoin(".", label, label, label, label, NULL); /* 255, two too many */
	assert_true(sp_format_holds(f, label));
	assert_false(sp_format_holds(f, longest));
	assert_true(sp_format_holds(f, longest + 2));
	g_free(longest);
	g_free(label);
}

static void test_unknown(void **state)
{
	(void)state;
	assert_null(sp_format_find("idn-hostname"));
	assert_null(sp_format_find(""));
}

static void test_faults(void **state)
{
	(void)state;
	char *why = sp_format_fault(sp_format_find("date"), "x");
	assert_string_equal(why, "a date such as 2024-07-04 is needed");
	g_free(why);
	why = sp_format_fault(sp_format_find("regex"), "(");
	assert_string_equal(
	    why, "a regular expression of ECMA-262 is needed; this has a group that is not closed at its character 2");
	g_free(why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
