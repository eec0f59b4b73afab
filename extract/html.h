/*
 * html — the tags that text conversions have in their lines and cells, read by libxml2.
 *
 *     GString *marked = sp_html_mark("<b>Nuovo</b> &egrave;", 22);      // marks of runs.h
 *
 * Only tags that a converter writes count; every other "<" is a letter ("< 30%"). Nothing is fetched,
 * and no entity is known but HTML's own.
 */
#ifndef SPUNTA_EXTRACT_HTML_H
#define SPUNTA_EXTRACT_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Tags become marks, entities letters, superscript figures "²"; control characters become blanks.
 * (transfer full) */
GString *sp_html_mark(const char *s, size_t n);

struct sp_html_cell {
	char *marked; /* as sp_html_mark gives it */
	int rowspan, colspan;
	bool header; /* <th> */
};

/* The rows of the first <table> in s: GArray * of struct sp_html_cell. Nested tables are text of their
 * cell. NULL when there is none. (transfer full) */
GPtrArray *sp_html_table(const char *s, size_t n);

#endif
