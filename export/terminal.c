#include "export/terminal.h"

#include <sys/ioctl.h>

#include <glib.h>

enum { WIDTH_MOST = 110 /* longer lines tire the eye */, WIDTH = 80 };

unsigned sp_terminal_width(int fd)
{
	guint64 said = 0;
	struct winsize size = { 0 };
	const char *columns = g_getenv("COLUMNS");
	if (columns && g_ascii_string_to_unsigned(columns, 10, 1, 10000, &said, NULL))
		return (unsigned)CLAMP(said, SP_TERMINAL_LEAST, 10000);
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return CLAMP(size.ws_col, SP_TERMINAL_LEAST, WIDTH_MOST);
	return WIDTH;
}

static size_t columns_of(gunichar u)
{
	return g_unichar_iszerowidth(u) ? 0 : g_unichar_iswide(u) ? 2 : 1;
}

size_t sp_terminal_columns(const char *text, size_t n)
{
	size_t width = 0;
	for (const char *c = text; c < text + n; c = g_utf8_next_char(c))
		width += columns_of(g_utf8_get_char(c));
	return width;
}

size_t sp_terminal_fit(const char *text, size_t columns)
{
	const char *c = text;
	for (size_t width = 0; *c; c = g_utf8_next_char(c)) {
		width += columns_of(g_utf8_get_char(c));
		if (width > columns)
			break;
	}
	return (size_t)(c - text);
}
