#include "base/memory.h"

#include <errno.h>
#include <unistd.h>

#include <gmp.h>

#include "base/status.h"
#include "base/temporary.h"

void sp_memory_out(void)
{
	static const char sentence[] = ": out of memory\n";
	(void)!write(STDERR_FILENO, program_invocation_short_name, strlen(program_invocation_short_name));
	(void)!write(STDERR_FILENO, sentence, strlen(sentence));
	sp_temporary_remove();
	_exit(SP_EXIT_RESOURCE);
}

void *sp_memory_new(size_t n)
{
	void *p = malloc(n);
	if (!p && n > 0)
		sp_memory_out();
	return p;
}

void *sp_memory_resize(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p && n > 0)
		sp_memory_out();
	return p;
}

char *sp_memory_copy(const char *s)
{
	size_t n = strlen(s) + 1;
	return memcpy(sp_memory_new(n), s, n);
}

static void *resize_number(void *p, size_t before, size_t n)
{
	(void)before;
	return sp_memory_resize(p, n);
}

static void free_number(void *p, size_t n)
{
	(void)n;
	free(p);
}

/* GLib's own errors are all of this kind: it could not allocate, or a size had no bounds. */
static void on_glib_error(const char *domain, GLogLevelFlags level, const char *message, void *data)
{
	(void)domain, (void)level, (void)message, (void)data;
	sp_memory_out();
}

void sp_memory_begin(void)
{
	mp_set_memory_functions(sp_memory_new, resize_number, free_number);
	g_log_set_handler("GLib", G_LOG_LEVEL_ERROR | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION, on_glib_error, NULL);
}

void sp_memory_append_vprintf(GString *s, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	size_t before = s->len;
	if (n < 0)
		sp_memory_out();
	g_string_set_size(s, before + (size_t)n);
	if (vsnprintf(s->str + before, (size_t)n + 1, format, args) != n)
		sp_memory_out();
}

void sp_memory_append_printf(GString *s, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	sp_memory_append_vprintf(s, format, args);
	va_end(args);
}

void sp_memory_set_printf(GString *s, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_string_truncate(s, 0);
	sp_memory_append_vprintf(s, format, args);
	va_end(args);
}

char *sp_memory_vprintf(const char *format, va_list args)
{
	GString *s = g_string_new(NULL);
	sp_memory_append_vprintf(s, format, args);
	return g_string_free(s, FALSE);
}

char *sp_memory_printf(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *s = sp_memory_vprintf(format, args);
	va_end(args);
	return s;
}
