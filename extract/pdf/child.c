#include "extract/pdf/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include "extract/pdf/sandbox.h"

bool sp_child_write(int fd, const void *data, size_t n)
{
	const char *p = data;
	while (n > 0) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

bool sp_child_read(int fd, void *data, size_t n, int patience_ms)
{
	char *p = data;
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	while (n > 0) {
		int polled = poll(&ready, 1, patience_ms);
		ssize_t k = polled > 0 ? read(fd, p, n) : polled;
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool is_one_of(int fd, const int *some, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (some[i] == fd)
			return true;
	return false;
}

void sp_child_close_all_but(int pipe, int document, int nowhere)
{
	const int kept[] = { pipe, document, nowhere };
	int last = MAX(MAX(pipe, document), nowhere);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	if (!sp_sandbox_is_sanitized())
		dup2(nowhere, STDERR_FILENO);
	for (int fd = STDERR_FILENO + 1; fd < last; fd++)
		if (!is_one_of(fd, kept, G_N_ELEMENTS(kept)))
			close(fd);
	close_range((unsigned)last + 1, ~0u, 0);
}

int sp_child_wait(pid_t pid, bool finished)
{
	enum { PATIENCE = 50000, STEP_US = 100 };
	int status = 0;
	for (int i = 0; finished && i < PATIENCE; i++) {
		pid_t ended = waitpid(pid, &status, WNOHANG);
		if (ended == pid || (ended < 0 && errno != EINTR))
			return status;
		g_usleep(STEP_US);
	}
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

const char *sp_child_cause(int status)
{
	if (!WIFSIGNALED(status))
		return "its worker stopped without a word";
	switch (WTERMSIG(status)) {
	case SIGALRM:
	case SIGXCPU:
		return "it took too long";
	case SIGSYS:
		return "its worker tried what the sandbox forbids";
	case SIGKILL:
		return "its worker was killed";
	default:
		return g_strsignal(WTERMSIG(status));
	}
}
