#include "bulk/stage.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static int out, err;

/* Runs a shell script as a stage; what it printed is to be read from `out`. */
static struct sp_stage_end run(const char *script, const char *folder, int in, int64_t ms)
{
	char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, g_strdup(script), NULL };
	out = fileno(tmpfile());
	err = fileno(tmpfile());
	struct sp_stage_end end = sp_stage_run(
	    &(struct sp_stage){ argv, folder, in, out, err, g_get_monotonic_time() + ms * 1000 });
	g_free(argv[2]);
	return end;
}

static void assert_printed(int fd, const char *expected)
{
	char text[256] = "";
	assert_true(pread(fd, text, sizeof text - 1, 0) >= 0);
	assert_string_equal(text, expected);
	close(fd);
}

static void status_output_and_input(void **state)
{
	(void)state;
	int in = fileno(tmpfile());
	assert_int_equal(write(in, "hello\n", 6), 6);
	lseek(in, 0, SEEK_SET);
	struct sp_stage_end end = run("cat; pwd; echo oh >&2; exit 7", "/", in, 10000);
	assert_int_equal(end.exit, 7);
	assert_true(end.signal == 0 && !end.timeout);
	assert_printed(out, "hello\n/\n");
	assert_printed(err, "oh\n");
	close(in);
}

static void no_input_is_none(void **state)
{
	(void)state;
	assert_int_equal(run("cat", NULL, -1, 10000).exit, 0);
	assert_printed(out, "");
}

static void a_signal_is_told(void **state)
{
	(void)state;
	struct sp_stage_end end = run("kill -SEGV $$", NULL, -1, 10000);
	assert_true(end.exit == -1 && end.signal == SIGSEGV && !end.timeout);
}

static void what_takes_too_long_ends_with_all_it_started(void **state)
{
	(void)state;
	int64_t begun = g_get_monotonic_time();
	struct sp_stage_end end = run("sleep 100 & echo $!; sleep 100", NULL, -1, 300);
	assert_true(end.timeout && end.signal == SIGKILL);
	assert_true(g_get_monotonic_time() - begun < 20 * G_USEC_PER_SEC);
	char text[32] = "";
	assert_true(pread(out, text, sizeof text - 1, 0) > 0);
	char *state_path = g_strdup_printf("/proc/%s/stat", g_strchomp(text));
	char *stat = NULL;
	for (int i = 0; i < 100; i++) { /* the kernel takes a moment */
		g_free(stat);
		stat = NULL;
		if (!g_file_get_contents(state_path, &stat, NULL, NULL) || strstr(stat, ") Z ") || strstr(stat, ") X "))
			break;
		g_usleep(20000);
	}
	assert_true(!stat || strstr(stat, ") Z ") || strstr(stat, ") X "));
	g_free(stat);
	g_free(state_path);
}

static void a_program_that_is_not_there(void **state)
{
	(void)state;
	char *argv[] = { (char[]){ "/nowhere/spunta-extract" }, NULL };
	err = fileno(tmpfile());
	struct sp_stage_end end = sp_stage_run(
	    &(struct sp_stage){ argv, NULL, -1, err, err, g_get_monotonic_time() + 1000000 });
	assert_int_equal(end.exit, 3);
	assert_printed(err, "spunta-bulk: cannot run /nowhere/spunta-extract: No such file or directory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_output_and_input),
		cmocka_unit_test(no_input_is_none),
		cmocka_unit_test(a_signal_is_told),
		cmocka_unit_test(what_takes_too_long_ends_with_all_it_started),
		cmocka_unit_test(a_program_that_is_not_there),
	};
	return RUN(tests);
}
