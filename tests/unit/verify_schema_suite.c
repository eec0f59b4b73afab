/*
 * The official test suite of JSON Schema draft-07 (Debian's json-schema-test-suite): every required
 * test, remote references included, and the optional ones of the formats and numbers that are
 * implemented. One cmocka test for each test of the suite; skipped where the package is not installed
 * (JSON_SCHEMA_SUITE names another place).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/schema/schema.h"

/* Optional tests that are not run, by file, and why. */
static const struct {
	const char *file, *why;
} left_out[] = {
	{ "content.json", "contentEncoding and contentMediaType only annotate here, as the standard allows (§8.1)" },
	{ "idn-hostname.json", "the format needs the tables of IDNA and is passed over like any unknown one" },
};

struct trial {
	char *name;
	const char *schema_name;
	char *schema, *value;
	bool valid;
	const char *remotes;
};

static void ignore(const struct sp_violation *v, void *data)
{
	(void)data;
	assert_true(*v->sentence && *v->rule);
}

static void run_trial(void **state)
{
	const struct trial *t = *state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "suite");
	const struct sp_schema_options how = { .dir = t->remotes };
	struct sp_schema *s = sp_schema_parse(&ctx, t->schema_name, t->schema, strlen(t->schema), &how);
	assert_non_null(s);
	struct sp_json *value = sp_json_parse(&ctx, t->value, strlen(t->value));
	assert_non_null(value);
	/* the verdict is the same whether violations are told or not */
	enum sp_status wanted = t->valid ? SP_OK : SP_SKIP;
	assert_int_equal(sp_schema_check(&ctx, s, value, ignore, NULL), wanted);
	assert_int_equal(sp_schema_check(&ctx, s, value, NULL, NULL), wanted);
	sp_json_free(value);
	sp_schema_free(s);
}

static bool is_left_out(const char *file)
{
	for (size_t i = 0; i < G_N_ELEMENTS(left_out); i++)
		if (strcmp(left_out[i].file, file) == 0)
			return true;
	return false;
}

static void add_group(GArray *tests, const char *file, const char *remotes, const struct sp_json *group)
{
	const char *about = sp_json_str(sp_json_get(group, "description"));
	const struct sp_json *t = sp_json_first(sp_json_get(group, "tests"));
	for (; t; t = sp_json_next(t)) {
		struct trial *trial = g_new0(struct trial, 1);
		trial->name = g_strdup_printf("%s: %s: %s", file, about, sp_json_str(sp_json_get(t, "description")));
		trial->schema_name = "suite.json";
		trial->schema = sp_json_text(sp_json_get(group, "schema"));
		trial->value = sp_json_text(sp_json_get(t, "data"));
		trial->valid = sp_json_bool(sp_json_get(t, "valid"), false);
		trial->remotes = remotes;
		const struct CMUnitTest test = { trial->name, run_trial, NULL, NULL, trial };
		g_array_append_val(tests, test);
	}
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_folder(struct sp_ctx *ctx, GArray *tests, const char *folder, const char *remotes)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".json") && !is_left_out(name))
			g_ptr_array_add(names, g_strdup(name));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		char *path = g_build_filename(folder, names->pdata[i], NULL);
		struct sp_json *groups = sp_json_parse_file(ctx, path);
		for (const struct sp_json *g = sp_json_first(groups); g; g = sp_json_next(g))
			add_group(tests, names->pdata[i], remotes, g);
		sp_json_free(groups);
		g_free(path);
	}
	g_ptr_array_free(names, TRUE);
}

static void trial_free(struct trial *t)
{
	g_free(t->name);
	g_free(t->schema);
	g_free(t->value);
	g_free(t);
}

int main(void)
{
	const char *suite = g_getenv("JSON_SCHEMA_SUITE");
	if (!suite)
		suite = "/usr/share/json-schema-test-suite";
	static const char *const folders[] = { "tests/draft7", "tests/draft7/optional",
					       "tests/draft7/optional/format" };
	char *remotes = g_build_filename(suite, "remotes", NULL);
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "suite");
	GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		char *folder = g_build_filename(suite, folders[i], NULL);
		add_folder(&ctx, tests, folder, remotes);
		g_free(folder);
	}
	int failed = 0;
	if (tests->len == 0)
		puts("1..0 # SKIP json-schema-test-suite is not installed");
	else
		failed = _cmocka_run_group_tests("draft-07 suite", (const struct CMUnitTest *)(void *)tests->data,
						 tests->len, NULL, NULL);
	for (guint i = 0; i < tests->len; i++)
		trial_free(g_array_index(tests, struct CMUnitTest, i).initial_state);
	g_array_free(tests, TRUE);
	g_free(remotes);
	return failed;
}
