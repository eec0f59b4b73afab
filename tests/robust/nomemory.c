/*
 * nomemory — loaded before a program (LD_PRELOAD), lets its Nth allocation after main's start fail: NOMEMORY=N.
 * Prints how many there were when N is 0.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned long made, fails;
static int started;

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

static main_function *real_main;

static int counted_main(int argc, char **argv, char **environment)
{
	const char *n = getenv("NOMEMORY");
	fails = n ? strtoul(n, NULL, 10) : 0;
	unsetenv("LD_PRELOAD"); /* what the program starts is not ours */
	started = 1;
	return real_main(argc, argv, environment);
}

/* What the C library's start-up code calls with the program's main. */
int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end)
{
	start_function *start = (start_function *)dlsym(RTLD_NEXT, "__libc_start_main");
	real_main = main;
	return start(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

__attribute__((destructor)) static void end(void)
{
	char text[32];
	if (fails == 0 && started && write(STDERR_FILENO, text, (size_t)snprintf(text, sizeof text, "%lu\n", made)) < 0)
		_exit(3);
}

/* A debugger's breakpoint here shows who is refused. */
__attribute__((noinline)) void nomemory_refused(void)
{
	__asm__ volatile("");
}

static int refuse(void)
{
	if (!started || ++made != fails)
		return 0;
	nomemory_refused();
	return 1;
}

/* Our programs' own malloc (base/memory.c) calls these. */
#define NEXT(type, name) ((type *)dlsym(RTLD_NEXT, name))
typedef void *malloc_function(size_t n);
typedef void *calloc_function(size_t n, size_t size);
typedef void *realloc_function(void *p, size_t n);

void *__libc_malloc(size_t n)
{
	return refuse() ? NULL : NEXT(malloc_function, "__libc_malloc")(n);
}

void *__libc_calloc(size_t n, size_t size)
{
	return refuse() ? NULL : NEXT(calloc_function, "__libc_calloc")(n, size);
}

void *__libc_realloc(void *p, size_t n)
{
	return refuse() ? NULL : NEXT(realloc_function, "__libc_realloc")(p, n);
}
