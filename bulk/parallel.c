#include "bulk/parallel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_FOUND = 127, REFUSED = 255 };

/* Machines of a list: lines that are no comments. */
static size_t count_lines(const char *path)
{
	char *text = NULL;
	size_t n = 0;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	char **lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		n += *g_strstrip(*line) && **line != '#';
	g_strfreev(lines);
	g_free(text);
	return n;
}

size_t sp_gnu_parallel_slots(const struct sp_gnu_parallel *e)
{
	size_t machines = e->sshlogins ? g_strv_length((char **)e->sshlogins) : 0;
	if (e->sshloginfile)
		machines += count_lines(e->sshloginfile);
	size_t each = e->jobs > 0 ? (size_t)e->jobs : g_get_num_processors();
	return MAX(machines, 1) * each;
}

bool sp_gnu_parallel_elsewhere(const struct sp_gnu_parallel *e)
{
	return e->sshloginfile || (e->sshlogins && *e->sshlogins);
}

static volatile sig_atomic_t stopped_by;
static volatile pid_t engine_pid;

/* The engine stops its jobs on SIGTERM, on all machines. */
static void on_stop(int signal_number)
{
	stopped_by = signal_number;
	if (engine_pid > 0)
		kill(engine_pid, SIGTERM);
}

static void catch_stops(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

static void add(GPtrArray *argv, const char *option, const char *value)
{
	g_ptr_array_add(argv, g_strdup(option));
	if (value)
		g_ptr_array_add(argv, g_strdup(value));
}

static void add_number(GPtrArray *argv, const char *option, int64_t n)
{
	add(argv, option, NULL);
	g_ptr_array_add(argv, g_strdup_printf("%" G_GINT64_FORMAT, n));
}

static void add_hosts(GPtrArray *argv, const struct sp_gnu_parallel *e)
{
	for (char *const *s = e->sshlogins; s && *s; s++)
		add(argv, "--sshlogin", *s);
	if (e->sshloginfile)
		add(argv, "--sshloginfile", e->sshloginfile);
	add(argv, "--workdir", "..."); /* a folder of its own for each job, gone afterwards */
	add(argv, "--transferfile", "in/{}");
	add(argv, "--return", "out/{}");
	add(argv, "--cleanup", NULL);
}

/* --plain: nobody's ~/.parallel/config. --will-cite: its request to be cited is in the manual, not in every log. */
static char **command_line(const struct sp_gnu_parallel *e)
{
	GPtrArray *argv = g_ptr_array_new();
	add(argv, "parallel", NULL);
	add(argv, "--plain", NULL);
	add(argv, "--will-cite", NULL);
	add(argv, "--joblog", e->joblog);
	add_number(argv, "--retries", e->retries);
	add_number(argv, "--timeout", e->seconds);
	if (e->jobs > 0)
		add_number(argv, "--jobs", e->jobs);
	if (e->memfree)
		add(argv, "--memfree", e->memfree);
	if (sp_gnu_parallel_elsewhere(e))
		add_hosts(argv, e);
	/* "exec" spares a shell, but in the folder of a job the shell has to clean up */
	add(argv, sp_gnu_parallel_elsewhere(e) ? "spunta-bulk --work={}" : "exec spunta-bulk --work={}", NULL);
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

/* Our programs come first in the PATH of jobs on this machine; the folder of jobs is told them by its name. */
static void set_environment(const struct sp_gnu_parallel *e, const char *bulk)
{
	char *path = g_strconcat(e->programs, ":", g_getenv("PATH"), NULL);
	g_setenv("PATH", path, TRUE);
	g_setenv("SPUNTA_BULK", bulk, TRUE);
	g_setenv("PARALLEL_HOME", "parallel", TRUE);
	g_setenv("PARALLEL_SHELL", "/bin/sh", TRUE);
	g_setenv("PARALLEL_RSYNC_OPTS", "-rLDzR", TRUE); /* what links lead to, not the links */
	g_free(path);
}

static void become(const struct sp_gnu_parallel *e, const char *bulk, int out)
{
	char **argv = command_line(e);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	catch_stops(SIG_DFL);
	int in = chdir(bulk) == 0 ? open("queue", O_RDONLY | O_CLOEXEC) : -1;
	if (in >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0) {
		set_environment(e, bulk);
		execvp(argv[0], argv);
	}
	_exit(errno == ENOENT ? NOT_FOUND : REFUSED);
}

static void listen_to(int fd, sp_job_fn fn, void *to)
{
	FILE *f = fdopen(fd, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	while (f && ((n = getline(&line, &room, f)) > 0 || (n < 0 && errno == EINTR && !feof(f)))) {
		if (n < 0)
			clearerr(f);
		else if (!fn(to, g_strchomp(line)) || stopped_by)
			kill(engine_pid, SIGTERM); /* again: one that comes while it starts is lost on it */
	}
	free(line);
	if (f)
		fclose(f);
}

static enum sp_status judge(struct sp_ctx *ctx, int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		return sp_report(ctx, SP_D_INTERNAL, "GNU parallel is not installed; on Debian: apt install parallel");
	if (WIFSIGNALED(status))
		return sp_report(ctx, SP_D_INTERNAL, "GNU parallel was stopped by signal %d; run again to go on",
				 WTERMSIG(status));
	if (WEXITSTATUS(status) == REFUSED)
		return sp_report(ctx, SP_D_INTERNAL, "GNU parallel stopped; what it says is above");
	return SP_OK; /* it counts the jobs that failed: we know them */
}

enum sp_status sp_gnu_parallel_run(struct sp_ctx *ctx, const struct sp_gnu_parallel *e, const struct sp_store *store,
				   sp_job_fn fn, void *to, int *interrupted)
{
	int ends[2], status = 0;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return sp_report(ctx, SP_D_INTERNAL, "cannot start GNU parallel: %s", g_strerror(errno));
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		become(e, sp_store_bulk(store), ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return sp_report(ctx, SP_D_INTERNAL, "cannot start GNU parallel: %s", g_strerror(errno));
	}
	engine_pid = pid;
	catch_stops(on_stop);
	listen_to(ends[0], fn, to);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	engine_pid = 0;
	catch_stops(SIG_DFL);
	*interrupted = (int)stopped_by;
	return *interrupted ? SP_SKIP : judge(ctx, status);
}

/* Columns: Seq Host Starttime JobRuntime Send Receive Exitval Signal Command; the command ends with "=ID". */
void sp_gnu_parallel_joblog(const char *path, sp_joblog_fn fn, void *to)
{
	enum { HOST = 1, EXIT = 6, SIGNAL, COMMAND, COLUMNS };
	FILE *f = fopen(path, "rb");
	char *line = NULL;
	size_t room = 0;
	while (f && getline(&line, &room, f) > 0) {
		char **column = g_strsplit(g_strchomp(line), "\t", COLUMNS);
		const char *id = g_strv_length(column) == COLUMNS ? strrchr(column[COMMAND], '=') : NULL;
		if (id)
			fn(to, id + 1, column[HOST], (int)g_ascii_strtoll(column[EXIT], NULL, 10),
			   (int)g_ascii_strtoll(column[SIGNAL], NULL, 10));
		g_strfreev(column);
	}
	free(line);
	if (f)
		fclose(f);
}
