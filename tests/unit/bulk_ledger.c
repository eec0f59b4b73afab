/* The ledger, with the store that it stands in and the inputs that it knows again. */
#include "bulk/ledger.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "bulk/catalogue.h"
#include "tests/unit/unit.h"

#define KEY "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

static char *folder, *before;

static int make_folder(void **state)
{
	(void)state;
	before = g_get_current_dir();
	folder = g_dir_make_tmp("spunta-unit-XXXXXX", NULL);
	return folder && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	char *command = g_strdup_printf("rm -rf '%s'", folder);
	int failed = chdir(before) != 0 || system(command) != 0;
	g_free(command);
	g_free(folder);
	g_free(before);
	return failed;
}

static void put(const char *path, const char *text)
{
	assert_true(g_file_set_contents(path, text, -1, NULL));
}

static struct sp_inputs *find(struct voice *v, struct sp_ledger *l, const char *path)
{
	struct sp_inputs *in = sp_inputs_new(&v->ctx, true);
	sp_inputs_leave_out(in, "out");
	sp_inputs_add(in, path);
	sp_inputs_identify(in, sp_ledger_known, l);
	return in;
}

static size_t note(struct sp_ledger *l, const struct sp_inputs *in)
{
	char older[SP_SHA256];
	size_t changed = 0;
	for (size_t i = 0; i < sp_inputs_count(in); i++)
		changed += sp_ledger_input(l, sp_inputs_at(in, i), older);
	return changed;
}

static void files_are_found_and_known_again(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	g_mkdir_with_parents("archive/-x", 0777);
	put("archive/a.pdf", "one");
	put("archive/B.PDF", "one");
	put("archive/-x/\377\n\".pdf.p7m", "two");
	put("archive/c.txt", "three");
	put("archive/d.doc", "four");
	put("archive/.pdf", "five"); /* a suffix is no name */

	struct sp_store *store = sp_store_open(&v.ctx, "out");
	struct sp_ledger *l = sp_ledger_open(&v.ctx, store);
	struct sp_inputs *in = find(&v, l, "archive");
	assert_int_equal(sp_inputs_count(in), 4);
	assert_string_equal(sp_inputs_at(in, 0)->path, "archive/-x/\377\n\".pdf.p7m");
	assert_string_equal(sp_inputs_at(in, 1)->path, "archive/B.PDF");
	assert_string_equal(sp_inputs_at(in, 1)->sha256, sp_inputs_at(in, 2)->sha256);
	assert_string_equal(sp_inputs_at(in, 3)->sha256,
			    "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f");
	assert_null(sp_ledger_known(l, "archive/a.pdf", &sp_inputs_at(in, 2)->stamp));
	assert_int_equal(note(l, in), 0);
	assert_int_equal(sp_ledger_close(l), SP_OK);
	sp_inputs_free(in);

	l = sp_ledger_open(&v.ctx, store);
	in = find(&v, l, "archive");
	assert_string_equal(sp_ledger_known(l, "archive/c.txt", &sp_inputs_at(in, 3)->stamp),
			    sp_inputs_at(in, 3)->sha256);
	char **paths = sp_ledger_paths(l, sp_inputs_at(in, 1)->sha256);
	assert_int_equal(g_strv_length(paths), 2);
	assert_string_equal(paths[0], "archive/B.PDF");
	g_strfreev(paths);
	paths = sp_ledger_paths(l, sp_inputs_at(in, 0)->sha256);
	assert_string_equal(paths[0], "archive/-x/\\xff\\x0a\".pdf.p7m");
	g_strfreev(paths);
	put("archive/c.txt", "three and a half");
	struct sp_inputs *later = find(&v, l, "archive");
	assert_int_equal(note(l, later), 1);
	assert_silent(&v);
	sp_inputs_free(later);
	sp_inputs_free(in);
	sp_ledger_close(l);
	sp_store_close(store);
	voice_clear(&v);
}

static void the_latest_answer_counts_and_old_lines_go(void **state)
{
	(void)state;
	struct voice v;
	struct stat st;
	char sha256[SP_SHA256];
	voice_init(&v);
	memset(sha256, 'a', SP_SHA256 - 1);
	sha256[SP_SHA256 - 1] = '\0';
	struct sp_store *store = sp_store_open(&v.ctx, "grown");
	struct sp_ledger *l = sp_ledger_open(&v.ctx, store);
	for (int i = 0; i < 200; i++) {
		struct sp_answer *a = sp_answer_new(sha256, KEY);
		a->done = true;
		a->ms = i;
		sp_ledger_add(l, a);
	}
	assert_int_equal(sp_ledger_answer(l, sha256)->ms, 199);
	sp_ledger_close(l);
	assert_int_equal(stat("grown/.bulk/ledger.jsonl", &st), 0);
	off_t grown = st.st_size;
	l = sp_ledger_open(&v.ctx, store);
	assert_int_equal(sp_ledger_answer(l, sha256)->ms, 199);
	sp_ledger_close(l);
	assert_int_equal(stat("grown/.bulk/ledger.jsonl", &st), 0);
	assert_true(st.st_size * 100 < grown);
	assert_silent(&v);
	sp_store_close(store);
	voice_clear(&v);
}

static void records_are_taken_when_they_are_what_was_counted(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	struct sp_store *store = sp_store_open(&v.ctx, "taking");
	struct sp_answer *a = sp_answer_new(KEY, KEY);
	a->done = true;
	a->bytes = 5;
	g_strlcpy(a->digest, "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f", sizeof a->digest);
	put("taking/.bulk/out/" KEY ".jsonl", "thrXe");
	assert_int_equal(sp_store_take(store, a, "taking/.bulk/out"), SP_SKIP);
	assert_false(sp_store_has(store, a));
	put("taking/.bulk/out/" KEY ".jsonl", "three");
	assert_int_equal(sp_store_take(store, a, "taking/.bulk/out"), SP_OK);
	assert_true(sp_store_has(store, a));
	/* killed before the ledger was told: taken already */
	assert_int_equal(sp_store_take(store, a, "taking/.bulk/out"), SP_OK);
	sp_store_forget(store, KEY);
	assert_false(sp_store_has(store, a));
	sp_answer_free(a);
	sp_store_close(store);
	assert_silent(&v);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_found_and_known_again),
		cmocka_unit_test(the_latest_answer_counts_and_old_lines_go),
		cmocka_unit_test(records_are_taken_when_they_are_what_was_counted),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
