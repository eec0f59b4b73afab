/*
 * payload — what a hostile page could make its reader do, for tests/robust/hostile-page.t.
 *
 * Loaded with LD_PRELOAD, it does PAYLOAD where page PAYLOAD_PAGE would be drawn, as code that took over the process
 * would. A step that succeeds ends the process with SIGUSR1, one that is refused with SIGUSR2.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poppler.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void succeeded_if(int yes)
{
	raise(yes ? SIGUSR1 : SIGUSR2);
}

static void stop_clock_and_hang(void)
{
	sigset_t all;
	alarm(0);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;)
		sleep(1);
}

/* Frames of its own making, down every descriptor that may be the pipe. */
static void lie(void)
{
	char nonsense[4096];
	memset(nonsense, 0x7f, sizeof nonsense);
	for (int fd = 3; fd < 64; fd++)
		(void)!write(fd, nonsense, sizeof nonsense);
	stop_clock_and_hang();
}

static void do_payload(const char *what)
{
	if (strcmp(what, "segv") == 0)
		*(volatile int *)8 = 1;
	else if (strcmp(what, "abort") == 0)
		abort();
	else if (strcmp(what, "exit") == 0)
		_exit(0);
	else if (strcmp(what, "memory") == 0)
		for (;;)
			memset(g_malloc(1 << 22), 1, 1 << 22);
	else if (strcmp(what, "loop") == 0)
		for (;;)
			;
	else if (strcmp(what, "hang") == 0)
		stop_clock_and_hang();
	else if (strcmp(what, "lie") == 0)
		lie();
	else if (strcmp(what, "read") == 0)
		succeeded_if(open("/etc/passwd", O_RDONLY) >= 0);
	else if (strcmp(what, "write") == 0)
		succeeded_if(open("escaped", O_WRONLY | O_CREAT, 0600) >= 0);
	else if (strcmp(what, "parent") == 0)
		succeeded_if(kill(getppid(), 0) == 0);
	else if (strcmp(what, "connect") == 0)
		succeeded_if(socket(AF_INET, SOCK_STREAM, 0) >= 0);
	else if (strcmp(what, "exec") == 0)
		execl("/bin/sh", "sh", "-c", "echo >escaped; kill -USR1 $$", (char *)NULL);
	else if (strcmp(what, "stdout") == 0)
		succeeded_if(write(STDOUT_FILENO, "{\"type\":\"forged\"}\n", 18) == 18);
}

void poppler_page_render(PopplerPage *page, cairo_t *cr)
{
	void (*real)(PopplerPage *, cairo_t *);
	*(void **)(void *)&real = dlsym(RTLD_NEXT, "poppler_page_render");
	const char *number = getenv("PAYLOAD_PAGE"), *what = getenv("PAYLOAD");
	if (number && what && poppler_page_get_index(page) + 1 == atoi(number))
		do_payload(what);
	real(page, cr);
}
