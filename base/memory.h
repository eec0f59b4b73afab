/*
 * memory — who asks for memory and gets none ends the program: one sentence on standard error, exit status 3.
 *
 * GLib ends a program by a signal when it cannot allocate, and the C library's vasprintf, on which g_strdup_printf
 * stands, gives nothing: g_string_append_printf then appends nothing, and a record would lose a field without a word.
 * So GLib and GMP are told at the start of a program whom to call (sp_memory_begin, by sp_prog_begin), and what
 * formats text is checked: base/banned.h puts the functions below in the place of GLib's, as git's git-compat-util.h
 * does with those of the C library. A library that takes an allocator is given these (xmlMemSetup); one that reports
 * that it had no memory is asked.
 *
 * Temporary files go (temporary.h); nothing is flushed, so that what was written of a stream has no end record.
 */
#ifndef SPUNTA_BASE_MEMORY_H
#define SPUNTA_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

#include <glib.h>

void sp_memory_begin(void);

/* "spunta-export: out of memory", and exit. */
G_GNUC_NORETURN void sp_memory_out(void);

/* malloc, realloc and strdup that never give NULL. (transfer full: free) */
void *sp_memory_new(size_t n);
void *sp_memory_resize(void *p, size_t n);
char *sp_memory_copy(const char *s);

/* g_strdup_printf and the others. */
char *sp_memory_printf(const char *format, ...) G_GNUC_PRINTF(1, 2);
char *sp_memory_vprintf(const char *format, va_list args) G_GNUC_PRINTF(1, 0);
void sp_memory_set_printf(GString *s, const char *format, ...) G_GNUC_PRINTF(2, 3);
void sp_memory_append_printf(GString *s, const char *format, ...) G_GNUC_PRINTF(2, 3);
void sp_memory_append_vprintf(GString *s, const char *format, va_list args) G_GNUC_PRINTF(2, 0);

#endif
