#include "base/temporary.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static const int endings[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU };

/* Changed while the signals are held only, so that a handler finds it whole. */
static struct {
	pid_t owner;
	char **paths; /* a file that is inside a folder comes after it */
	size_t n, room;
	int held; /* how many wait for a release */
} made;

void sp_temporary_remove(void)
{
	for (size_t i = made.n; i > 0 && made.owner == getpid(); i--)
		if (unlink(made.paths[i - 1]) != 0)
			rmdir(made.paths[i - 1]);
}

static void on_ending(int number)
{
	sp_temporary_remove();
	signal(number, SIG_DFL);
	raise(number);
}

static void listen(void)
{
	struct sigaction ours = { .sa_handler = on_ending }, before;
	sigemptyset(&ours.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaction(endings[i], &ours, NULL);
	made.owner = getpid();
}

static void block(int how)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		sigaddset(&set, endings[i]);
	sigprocmask(how, &set, NULL);
}

void sp_temporary_hold(void)
{
	if (made.held++ == 0)
		block(SIG_BLOCK);
}

void sp_temporary_release(void)
{
	if (--made.held == 0)
		block(SIG_UNBLOCK);
}

/* Memory for the name is had before anything is made that it could not be remembered for. A child begins anew: what it
 * finds is its parent's. */
static char *prepare(const char *path)
{
	if (made.owner != getpid()) {
		made.n = 0;
		listen();
	}
	if (made.n == made.room) {
		made.room = made.room * 2 + 8;
		made.paths = g_renew(char *, made.paths, made.room);
	}
	return g_strdup(path);
}

int sp_temporary_file(char *template)
{
	sp_temporary_hold();
	char *path = prepare(template);
	int fd = mkstemp(template);
	int why = errno;
	if (fd >= 0)
		made.paths[made.n++] = memcpy(path, template, strlen(template));
	else
		g_free(path);
	sp_temporary_release();
	errno = why;
	return fd;
}

int sp_temporary_folder(const char *path)
{
	sp_temporary_hold();
	char *name = prepare(path);
	int result = mkdir(path, 0777);
	int why = errno;
	if (result == 0)
		made.paths[made.n++] = name;
	else
		g_free(name);
	sp_temporary_release();
	errno = why;
	return result;
}

void sp_temporary_keep(const char *path)
{
	sp_temporary_hold();
	for (size_t i = 0; i < made.n; i++)
		if (strcmp(made.paths[i], path) == 0) {
			g_free(made.paths[i]);
			made.n--;
			for (; i < made.n; i++)
				made.paths[i] = made.paths[i + 1];
		}
	if (made.n == 0) {
		g_free(made.paths);
		made.paths = NULL;
		made.room = 0;
	}
	sp_temporary_release();
}
