/*
 * terminal — how wide a line is that people read, and how wide a text is on it.
 *
 *     unsigned width = sp_terminal_width(STDOUT_FILENO);        // COLUMNS, else the terminal's own, else 80
 *     size_t n = sp_terminal_columns("è", 2);                   // 1
 */
#ifndef SPUNTA_EXPORT_TERMINAL_H
#define SPUNTA_EXPORT_TERMINAL_H

#include <stddef.h>

#define SP_TERMINAL_LEAST 40

unsigned sp_terminal_width(int fd); /* at least SP_TERMINAL_LEAST */

/* Columns that `n` bytes of UTF-8 take. */
size_t sp_terminal_columns(const char *text, size_t n);

/* Bytes of the text's longest beginning that fits into so many columns. */
size_t sp_terminal_fit(const char *text, size_t columns);

#endif
