/*
 * profiled — what the unit tests share that want the set of profiles: it is read once, before the first of them.
 *
 *     static void a_table_is_kept(void **state)
 *     {
 *             char *told = records_told("unknown", layout, tell_rows);  // ctx and set are there
 *             …
 *     }
 *     int main(void)
 *     {
 *             const struct CMUnitTest tests[] = { cmocka_unit_test(a_table_is_kept) };
 *             return RUN_PROFILED(tests);
 *     }
 */
#ifndef SPUNTA_TESTS_PROFILED_H
#define SPUNTA_TESTS_PROFILED_H

#include "unit.h"

#include <string.h>

#include "normalize/profile-test.h"

static struct sp_ctx ctx;
static struct sp_profiles *set;

/* The records that a layout gives, each as `tell` puts it. (transfer full) */
static inline char *records_told(const char *profile, const char *layout,
				 void (*tell)(GString *out, const struct sp_json *record))
{
	char *records = sp_profile_test_records(&ctx, set, profile, layout);
	assert_non_null(records);
	char **lines = g_strsplit(records, "\n", -1);
	GString *out = g_string_new(NULL);
	for (char **line = lines; *line; line++) {
		struct sp_json *record = **line ? sp_json_parse(&ctx, *line, strlen(*line)) : NULL;
		if (record)
			tell(out, record);
		sp_json_free(record);
	}
	g_strfreev(lines);
	g_free(records);
	return g_string_free(out, FALSE);
}

static inline int profiled_begin(void **state)
{
	(void)state;
	sp_ctx_init(&ctx, "unit");
	set = sp_profiles_new(&ctx);
	return set ? 0 : -1;
}

static inline int profiled_end(void **state)
{
	(void)state;
	sp_profiles_free(set);
	return 0;
}

#define RUN_PROFILED(tests) cmocka_run_group_tests(tests, profiled_begin, profiled_end)

#endif
