#include "bulk/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "base/status.h"

static void become(const struct sp_stage *s, const sigset_t *signals)
{
	const struct rlimit none = { 0, 0 };
	int in = s->in >= 0 ? s->in : open("/dev/null", O_RDONLY | O_CLOEXEC);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
	sigprocmask(SIG_SETMASK, signals, NULL);
	if (dup2(in, STDIN_FILENO) >= 0 && dup2(s->out, STDOUT_FILENO) >= 0 && dup2(s->err, STDERR_FILENO) >= 0 &&
	    (!s->folder || chdir(s->folder) == 0))
		execv(s->argv[0], s->argv);
	fprintf(stderr, "spunta-bulk: cannot run %s: %s\n", s->argv[0], g_strerror(errno));
	_exit(SP_EXIT_RESOURCE);
}

static volatile pid_t running; /* the group that is to end when we are stopped; 0: none */

static void on_stop(int number)
{
	if (running > 0)
		kill(-running, SIGKILL);
	signal(number, SIG_DFL);
	raise(number);
}

static void end_together(void)
{
	struct sigaction action = { .sa_handler = on_stop };
	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

/* Has the child ended, now or before the time is over? SIGCHLD is blocked, so none is missed. */
static bool ended_in_time(pid_t pid, int64_t until_us, int *status)
{
	sigset_t child;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		pid_t ended = waitpid(pid, status, WNOHANG);
		int64_t left = until_us - g_get_monotonic_time();
		if (ended != 0)
			return true;
		if (left <= 0)
			return false;
		sigtimedwait(&child, NULL, &(struct timespec){ left / 1000000, left % 1000000 * 1000 });
	}
}

struct sp_stage_end sp_stage_run(const struct sp_stage *s)
{
	struct sp_stage_end end = { .exit = -1 };
	sigset_t child, before;
	int status = 0;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &before);
	end_together();
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		become(s, &before);
	if (pid < 0) {
		end.exit = SP_EXIT_RESOURCE;
	} else {
		setpgid(pid, pid); /* here as well: whoever comes first */
		running = pid;
		end.timeout = !ended_in_time(pid, s->until_us, &status);
		running = 0;
		kill(-pid, SIGKILL); /* it, or what it left behind */
		if (end.timeout)
			waitpid(pid, &status, 0);
		if (WIFEXITED(status))
			end.exit = WEXITSTATUS(status);
		else
			end.signal = WTERMSIG(status);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return end;
}
