#include "base/file.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/unit/unit.h"

static char *folder; /* scratch, made and removed by the group */

static int make_folder(void **state)
{
	(void)state;
	folder = g_dir_make_tmp("spunta-unit-XXXXXX", NULL);
	return folder ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	int failed = g_rmdir(folder); /* fails, rightly, when something was left in it */
	g_free(folder);
	return failed;
}

static guint entries(void)
{
	guint n = 0;
	GDir *dir = g_dir_open(folder, 0, NULL);
	while (g_dir_read_name(dir))
		n++;
	g_dir_close(dir);
	return n;
}

static void assert_content(const char *path, const char *expected)
{
	char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_text(expected, text);
}

static void a_signal_removes_what_is_not_complete(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *path = g_build_filename(folder, "out.csv", NULL);
	int status;
	pid_t child = fork();
	if (child == 0) {
		static struct sp_file *volatile incomplete; /* still there when the signal comes */
		incomplete = sp_file_create(&v.ctx, path);
		raise(incomplete ? SIGTERM : SIGABRT);
	}
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	assert_int_equal(entries(), 0);
	g_free(path);
	voice_clear(&v);
}

static void a_child_removes_nothing_of_its_parent(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *path = g_build_filename(folder, "out.csv", NULL);
	struct sp_file *f = sp_file_create(&v.ctx, path);
	int status;
	pid_t child = fork();
	if (child == 0)
		raise(SIGTERM);
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	assert_int_equal(entries(), 1);
	sp_file_abandon(f);
	assert_int_equal(entries(), 0);
	g_free(path);
	voice_clear(&v);
}

static void a_file_appears_whole(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *path = g_build_filename(folder, "out.csv", NULL);
	assert_true(g_file_set_contents(path, "old", -1, NULL));
	mode_t mask = umask(022);
	struct sp_file *f = sp_file_create(&v.ctx, path);
	assert_non_null(f);
	fputs("new", sp_file_stream(f));
	assert_content(path, "old");
	assert_true(g_str_has_prefix(sp_file_temporary(f), folder));
	assert_int_equal(sp_file_commit(&v.ctx, f), SP_OK);
	assert_content(path, "new");
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	umask(mask);
	assert_int_equal(entries(), 1);
	g_unlink(path);
	g_free(path);
	assert_silent(&v);
	voice_clear(&v);
}

static void abandoned_leaves_nothing(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *path = g_build_filename(folder, "out.csv", NULL);
	struct sp_file *f = sp_file_create(&v.ctx, path);
	fputs("half", sp_file_stream(f));
	sp_file_abandon(f);
	sp_file_abandon(NULL);
	assert_int_equal(entries(), 0);
	g_free(path);
	voice_clear(&v);
}

static void failures_are_said_and_leave_nothing(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	assert_null(sp_file_create(&v.ctx, "/no/such/folder/x.csv"));
	assert_said(&v, "cannot create /no/such/folder/x.csv: No such file or directory");
	assert_int_equal(v.ctx.exit, SP_EXIT_RESOURCE);

	/* a folder of that name stands in the way */
	char *path = g_build_filename(folder, "taken", NULL);
	char *inside = g_build_filename(path, "x", NULL);
	assert_int_equal(g_mkdir(path, 0700), 0);
	assert_true(g_file_set_contents(inside, "", -1, NULL));
	struct sp_file *f = sp_file_create(&v.ctx, path);
	assert_non_null(f);
	assert_int_equal(sp_file_commit(&v.ctx, f), SP_FAIL);
	assert_said(&v, "cannot write ");
	g_unlink(inside);
	g_rmdir(path);
	assert_int_equal(entries(), 0);
	g_free(inside);
	g_free(path);
	voice_clear(&v);
}

static void reads_with_a_limit(void **state)
{
	(void)state;
	struct voice v;
	voice_init(&v);
	char *path = g_build_filename(folder, "in", NULL);
	assert_true(g_file_set_contents(path, "12\0004567890", 10, NULL));
	GBytes *bytes = sp_file_read(&v.ctx, path, 10);
	assert_non_null(bytes);
	assert_int_equal(g_bytes_get_size(bytes), 10);
	g_bytes_unref(bytes);
	assert_null(sp_file_read(&v.ctx, path, 9));
	assert_said(&v, "is larger than");
	assert_int_equal(v.ctx.exit, SP_EXIT_RESOURCE);
	assert_null(sp_file_read(&v.ctx, folder, 10));
	assert_said(&v, "is a directory");
	assert_null(sp_file_read(&v.ctx, "/no/such", 10));
	assert_said(&v, "cannot open /no/such: No such file");
	g_unlink(path);
	g_free(path);
	voice_clear(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signal_removes_what_is_not_complete),
		cmocka_unit_test(a_child_removes_nothing_of_its_parent),
		cmocka_unit_test(a_file_appears_whole),
		cmocka_unit_test(abandoned_leaves_nothing),
		cmocka_unit_test(failures_are_said_and_leave_nothing),
		cmocka_unit_test(reads_with_a_limit),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
