/*
 * memory — who asks for memory and gets none ends here.
 *
 * GLib ends a program by a signal when it cannot allocate; the C library's vasprintf, on which g_strdup_printf stands,
 * gives nothing and g_string_append_printf then appends nothing: a record would lose a field without a word. So malloc,
 * calloc and realloc of the whole process are the C library's own behind a check: out of memory is one sentence on
 * standard error and exit status 3, whoever asked. Temporary files go (temporary.h); nothing is flushed, so that what
 * was written of a stream has no end record.
 *
 * There is nothing to call: the Makefile's -u malloc puts these into every program. The sanitizers bring allocators of
 * their own.
 */
#include <errno.h>
#include <unistd.h>

#include "base/status.h"
#include "base/temporary.h"

#ifdef __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#if defined(__GLIBC__) && !SANITIZED

/* What glibc's malloc and the others are called behind their names; exported for those who replace them. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static void say(const char *text)
{
	(void)!write(STDERR_FILENO, text, strlen(text));
}

static G_GNUC_NORETURN void end(void)
{
	say(program_invocation_short_name);
	say(": out of memory\n");
	sp_temporary_remove();
	_exit(SP_EXIT_RESOURCE);
}

static inline void *checked(void *p, size_t n)
{
	if (G_UNLIKELY(!p && n > 0))
		end();
	return p;
}

void *malloc(size_t n)
{
	return checked(__libc_malloc(n), n);
}

void *calloc(size_t n, size_t size)
{
	return checked(__libc_calloc(n, size), n * size);
}

void *realloc(void *p, size_t n)
{
	return checked(__libc_realloc(p, n), n);
}

#endif
