/*
 * Method. seccomp filters system calls by number and by plain arguments: it cannot see which file is meant. Landlock
 * can: it is given the folders that may be read. Together they leave of open() what fonts need. Both need no privilege
 * after PR_SET_NO_NEW_PRIVS, and neither can be taken off.
 *
 * The filter names what is allowed. The list was found by running the samples, encrypted files, CJK fonts and text
 * recognition under strace, and by reading what glibc's malloc, stdio, abort and clocks call.
 */
#include "extract/pdf/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <glib.h>

#if defined(__has_feature)
#define ADDRESS_SANITIZER __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#else
#define ADDRESS_SANITIZER 0
#endif

bool sp_sandbox_is_sanitized(void)
{
	return ADDRESS_SANITIZER;
}

enum sp_status sp_sandbox_asked(struct sp_ctx *ctx, const char *option, enum sp_sandbox *mode)
{
	static const char *const words[] = { "on", "auto", "off" };
	const char *word = option ? option : g_getenv("SPUNTA_SANDBOX");
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(word ? word : "on", words[i]) == 0) {
			*mode = (enum sp_sandbox)i;
			return SP_OK;
		}
	return sp_report(ctx, SP_D_ARGUMENT, "%s=%s: on, auto or off", option ? "--sandbox" : "SPUNTA_SANDBOX", word);
}

/* --- files ------------------------------------------------------------------------------------------ */

/* What fontconfig (fonts.conf of Debian) and Poppler look at. One that is not there is left out. */
static const char *const readable[] = {
	"/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/poppler",
	"/etc/fonts",       "/usr/share/fontconfig",  "/var/cache/fontconfig",
	/* links in /usr/share/fonts lead here */
	"/usr/share/texmf/fonts", "/usr/share/texlive/texmf-dist/fonts",
};

static const char *const readable_at_home[] = {
	".fonts",
	".local/share/fonts",
	".config/fontconfig",
	".cache/fontconfig",
};

static void let_read(int rules, const char *folder)
{
	struct landlock_path_beneath_attr below = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(folder, O_PATH | O_CLOEXEC),
	};
	if (below.parent_fd < 0)
		return;
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
	close(below.parent_fd);
}

/* All rights that the first Landlock knew; later ones add some that the filter of calls takes away anyway. */
static bool close_file_system(void)
{
	struct landlock_ruleset_attr all = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
	if (rules < 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(readable); i++)
		let_read(rules, readable[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(readable_at_home); i++) {
		char *folder = g_build_filename(g_get_home_dir(), readable_at_home[i], NULL);
		let_read(rules, folder);
		g_free(folder);
	}
	bool closed = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return closed;
}

/* --- calls ------------------------------------------------------------------------------------------ */

/* Names that an architecture does not have are passed over by libseccomp. */
static const char *const allowed[] = {
	/* what is open already */
	"read",
	"readv",
	"pread64",
	"write",
	"writev",
	"lseek",
	"_llseek",
	"close",
	"dup",
	"fstat",
	"fstat64",
	"fadvise64",
	"poll",
	"ppoll",
	/* looking at what Landlock lets be opened */
	"stat",
	"stat64",
	"lstat",
	"newfstatat",
	"fstatat64",
	"statx",
	"fstatfs",
	"fstatfs64",
	"access",
	"faccessat",
	"faccessat2",
	"readlink",
	"readlinkat",
	"getdents64",
	"getcwd",
	/* memory */
	"brk",
	"munmap",
	"mremap",
	"madvise",
	"futex",
	"get_mempolicy",
	/* time */
	"clock_gettime",
	"clock_gettime64",
	"clock_getres",
	"gettimeofday",
	"time",
	"times",
	"nanosleep",
	"clock_nanosleep",
	"alarm",
	"setitimer",
	"getrusage",
	"sched_yield",
	"sched_getaffinity",
	/* oneself */
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"sigaltstack",
	"restart_syscall",
	"set_robust_list",
	"rseq",
	"getpid",
	"gettid",
	"getppid",
	"getuid",
	"geteuid",
	"getgid",
	"getegid",
	"getrandom",
	"uname",
	"sysinfo",
	"getrlimit",
	"exit",
	"exit_group",
};

/* Nothing that reads a document comes near these: who calls them is not our code any more. */
static const char *const deadly[] = {
	"execve", "execveat", "socket", "socketpair",       "connect",           "bind", "listen",
	"accept", "accept4",  "ptrace", "process_vm_readv", "process_vm_writev", "fork", "vfork",
};

/* A call that is allowed with some arguments only; `n` conditions that all hold. */
struct condition {
	const char *call;
	unsigned n;
	struct scmp_arg_cmp is[2];
};

#define ONLY_READS(argument) SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND, O_RDONLY)
#define NO_CODE              SCMP_CMP(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)
#define OWN(argument, value) SCMP_CMP(argument, SCMP_CMP_EQ, (scmp_datum_t)(value), 0)

static bool add(scmp_filter_ctx filter, uint32_t action, const struct condition *c)
{
	int call = seccomp_syscall_resolve_name(c->call);
	return call < 0 || seccomp_rule_add_array(filter, action, call, c->n, c->is) == 0;
}

static bool add_names(scmp_filter_ctx filter, uint32_t action, const char *const *names, size_t n)
{
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++)
		ok = add(filter, action, &(struct condition){ names[i], 0, { { 0 } } });
	return ok;
}

static bool add_conditions(scmp_filter_ctx filter, bool may_open)
{
	const struct condition opening[] = {
		{ "open", 1, { ONLY_READS(1) } },
		{ "openat", 1, { ONLY_READS(2) } },
	};
	const struct condition others[] = {
		{ "mmap", 1, { NO_CODE } },
		{ "mmap2", 1, { NO_CODE } },
		{ "mprotect", 1, { NO_CODE } },
		{ "fcntl", 1, { OWN(1, F_GETFL) } },
		{ "fcntl", 1, { OWN(1, F_GETFD) } },
		{ "fcntl", 1, { OWN(1, F_SETFD) } },
		{ "fcntl", 1, { OWN(1, F_DUPFD_CLOEXEC) } },
		{ "prlimit64", 2, { OWN(0, 0), OWN(1, RLIMIT_CPU) } }, /* sp_sandbox_allow */
		{ "tgkill", 1, { OWN(0, getpid()) } },                 /* abort */
	};
	bool ok = true;
	for (size_t i = 0; i < G_N_ELEMENTS(opening) && may_open && ok; i++)
		ok = add(filter, SCMP_ACT_ALLOW, &opening[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(others) && ok; i++)
		ok = add(filter, SCMP_ACT_ALLOW, &others[i]);
	return ok;
}

/* 0, or the error. */
static int filter_calls(bool may_open)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = filter && add_conditions(filter, may_open) &&
		  add_names(filter, SCMP_ACT_ALLOW, allowed, G_N_ELEMENTS(allowed)) &&
		  add_names(filter, SCMP_ACT_KILL_PROCESS, deadly, G_N_ELEMENTS(deadly));
	int error = ok ? -seccomp_load(filter) : EINVAL;
	seccomp_release(filter);
	return error;
}

/* --- limits ----------------------------------------------------------------------------------------- */

static void set_limit(__rlimit_resource_t resource, rlim_t most)
{
	struct rlimit now;
	if (getrlimit(resource, &now) != 0)
		return;
	rlim_t least = MIN(most, now.rlim_max);
	setrlimit(resource, &(struct rlimit){ MIN(least, now.rlim_cur), least });
}

char *sp_sandbox_enter(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return g_strdup_printf("no_new_privs: %s", g_strerror(errno));
	enum { DESCRIPTORS = 64 }; /* a document, a pipe, a few fonts */
	set_limit(RLIMIT_FSIZE, 0);
	set_limit(RLIMIT_NOFILE, DESCRIPTORS);
	int error = filter_calls(close_file_system());
	return error ? g_strdup_printf("seccomp: %s", g_strerror(error)) : NULL;
}

void sp_sandbox_limit(size_t memory)
{
	set_limit(RLIMIT_CORE, 0);
	if (memory > 0 && !sp_sandbox_is_sanitized())
		set_limit(RLIMIT_AS, memory);
}

void sp_sandbox_allow(unsigned seconds)
{
	struct rlimit limit;
	struct rusage used;
	alarm(seconds);
	if (getrlimit(RLIMIT_CPU, &limit) != 0 || getrusage(RUSAGE_SELF, &used) != 0)
		return;
	rlim_t so_far = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 2; /* both, rounded up */
	limit.rlim_cur = seconds > 0 ? MIN(so_far + seconds, limit.rlim_max) : limit.rlim_max;
	setrlimit(RLIMIT_CPU, &limit);
}

/* --- dying ------------------------------------------------------------------------------------------ */

/* The one variable of this file: a signal's handler is given nothing else. */
static bool *exhaustion;

/* Is there none left? Asked of the kernel: in a handler nothing else may be. */
static bool memory_is_gone(void)
{
	const size_t little = (size_t)16 << 20;
	void *more = mmap(NULL, little, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (more == MAP_FAILED)
		return true;
	munmap(more, little);
	return false;
}

/* SA_RESETHAND: raised again, the signal does what it always does as soon as this is left. */
static void on_crash(int signal)
{
	if (memory_is_gone())
		*exhaustion = true;
	raise(signal);
}

void sp_sandbox_tell_exhaustion(bool *flag)
{
	static const int crashes[] = { SIGABRT, SIGSEGV, SIGBUS, SIGTRAP };
	static char room[65536]; /* a stack of its own: the usual one may be what ran out */
	exhaustion = flag;
	stack_t stack = { .ss_sp = room, .ss_size = sizeof room };
	if (sp_sandbox_is_sanitized() || sigaltstack(&stack, NULL) != 0)
		return;
	struct sigaction action = { .sa_handler = on_crash, .sa_flags = (int)(SA_RESETHAND | SA_ONSTACK) };
	for (size_t i = 0; i < G_N_ELEMENTS(crashes); i++)
		sigaction(crashes[i], &action, NULL);
}
