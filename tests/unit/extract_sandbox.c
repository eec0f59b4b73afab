/* extract/pdf/sandbox: what runs inside cannot open, connect, execute, or take more than it was given. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "extract/pdf/sandbox.h"

enum { IS_IN = 42 };

/* How the process of such a payload ended: its status as waitpid tells it. */
static int inside(void (*payload)(void))
{
	pid_t pid = fork();
	if (pid == 0) {
		if (sp_sandbox_enter())
			_exit(99);
		payload();
		_exit(IS_IN);
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void assert_exit(int status, int code)
{
	if (!WIFEXITED(status) || WEXITSTATUS(status) != code)
		fail_msg("status %d, not exit %d", status, code);
}

static void assert_killed(int status, int number)
{
	if (!WIFSIGNALED(status) || WTERMSIG(status) != number)
		fail_msg("status %d, not signal %d", status, number);
}

/* A payload whose every step must be refused leaves with the number of the first that is not. */
#define REFUSED(step, call)                                                                                            \
	do {                                                                                                           \
		errno = 0;                                                                                             \
		if ((call) != -1 || (errno != EPERM && errno != EACCES))                                               \
			_exit(step);                                                                                   \
	} while (0)

static void touch_files(void)
{
	REFUSED(1, open("/etc/passwd", O_RDONLY));
	REFUSED(2, open("/proc/self/maps", O_RDONLY));
	REFUSED(3, open("/", O_RDONLY | O_DIRECTORY));
	REFUSED(4, open("/tmp/spunta-escaped", O_WRONLY | O_CREAT, 0600));
	REFUSED(5, open("/usr/share/fonts/spunta-escaped", O_WRONLY | O_CREAT, 0600));
	REFUSED(6, open("/tmp", O_TMPFILE | O_RDWR, 0600));
	REFUSED(7, mkdir("/tmp/spunta-escaped", 0700));
	REFUSED(8, unlink("/tmp/spunta-none"));
	REFUSED(9, rename("/tmp/spunta-none", "/tmp/spunta-escaped"));
	REFUSED(10, chmod("/tmp", 0777));
	REFUSED(11, symlink("/etc/passwd", "/tmp/spunta-escaped"));
}

static void no_file_is_reached(void **state)
{
	(void)state;
	assert_exit(inside(touch_files), IS_IN);
}

static void touch_others(void)
{
	REFUSED(1, kill(getppid(), 0));
	REFUSED(2, fork());
	REFUSED(3, pipe((int[2]){ 0 }));
	REFUSED(4, mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
	void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	REFUSED(5, data == MAP_FAILED ? 0 : mprotect(data, 4096, PROT_READ | PROT_EXEC));
	REFUSED(6, fcntl(STDERR_FILENO, F_SETOWN, getppid()));
	REFUSED(7, setuid(getuid()));
}

static void nobody_else_is_reached(void **state)
{
	(void)state;
	assert_exit(inside(touch_others), IS_IN);
}

static void execute(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void connect_out(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void connect_locally(void)
{
	(void)!socket(AF_UNIX, SOCK_STREAM, 0);
}

static void attempts_are_seen(void **state)
{
	(void)state;
	assert_killed(inside(execute), SIGSYS);
	assert_killed(inside(connect_out), SIGSYS);
	assert_killed(inside(connect_locally), SIGSYS);
}

static void work(void)
{
	char *text = malloc(1 << 20);
	int fd = open("/usr/share/fonts", O_RDONLY | O_DIRECTORY);
	struct timespec now;
	if (!text || clock_gettime(CLOCK_REALTIME, &now) != 0 || (fd < 0 && errno != ENOENT && errno != EPERM))
		_exit(1);
	free(text);
	sp_sandbox_allow(10);
	sp_sandbox_allow(0);
	abort();
}

static void work_goes_on(void **state)
{
	(void)state;
	assert_killed(inside(work), SIGABRT);
}

static void run_for_ever(void)
{
	sp_sandbox_allow(1);
	for (volatile unsigned i = 0;; i++)
		;
}

/* One that has stopped the clock is stopped by what it uses up. */
static void run_without_a_clock(void)
{
	sp_sandbox_allow(1);
	alarm(0);
	for (volatile unsigned i = 0;; i++)
		;
}

static void time_is_limited(void **state)
{
	(void)state;
	assert_killed(inside(run_for_ever), SIGALRM);
	assert_killed(inside(run_without_a_clock), SIGXCPU);
}

/* Its process died with the flag up, or not. */
static bool exhausts(size_t bytes)
{
	bool *flag = mmap(NULL, sizeof *flag, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid = fork();
	if (pid == 0) {
		sp_sandbox_limit((size_t)256 << 20);
		sp_sandbox_tell_exhaustion(flag);
		for (size_t taken = 0; taken < bytes; taken += 1 << 20)
			if (mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
				break;
		abort();
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_killed(status, SIGABRT);
	bool raised = *flag;
	munmap(flag, sizeof *flag);
	return raised;
}

static void memory_is_limited(void **state)
{
	(void)state;
	if (sp_sandbox_is_sanitized())
		return; /* a sanitizer wants all addresses */
	assert_true(exhausts((size_t)1 << 30));
	assert_false(exhausts((size_t)1 << 20));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_file_is_reached), cmocka_unit_test(nobody_else_is_reached),
		cmocka_unit_test(attempts_are_seen),  cmocka_unit_test(work_goes_on),
		cmocka_unit_test(time_is_limited),    cmocka_unit_test(memory_is_limited),
	};
	/* valgrind needs more of the kernel than the sandbox leaves */
	if (g_strcmp0(g_getenv("SPUNTA_SANDBOX"), "off") == 0) {
		puts("1..0 # SKIP SPUNTA_SANDBOX=off");
		return 0;
	}
	return cmocka_run_group_tests_name("extract/pdf/sandbox", tests, NULL, NULL);
}
