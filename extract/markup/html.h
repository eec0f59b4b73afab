/*
 * html — the tags that text conversions have in their lines and cells, read by libxml2.
 *
 *     GString *marked = sp_html_mark("<b>Nuovo</b> &egrave;", 22, &left_out);      // marks of marks.h
 *
 * Only tags that a converter writes count; every other "<" is a letter ("< 30%"). Nothing is fetched,
 * and no entity is known but HTML's own.
 */
#ifndef SPUNTA_EXTRACT_MARKUP_HTML_H
#define SPUNTA_EXTRACT_MARKUP_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Tags become marks, entities letters, superscript figures "²"; control characters become blanks. What is hidden
 * or struck out goes; how many pieces that were is added to *left_out. (transfer full) */
GString *sp_html_mark(const char *s, size_t n, unsigned *left_out);

/* Does a start tag of that name, which sp_html_mark and sp_html_table know as one, begin at s? */
bool sp_html_opens(const char *s, size_t n, const char *name);

struct sp_html_cell {
	char *marked; /* as sp_html_mark gives it */
	int rowspan, colspan;
	bool header; /* <th> */
};

/* The rows of the first <table> in s: GArray * of struct sp_html_cell. Nested tables are text of their
 * cell; hidden rows and cells are left out and counted as above, rows of its foot come last. NULL when there
 * is none. (transfer full) */
GPtrArray *sp_html_table(const char *s, size_t n, unsigned *left_out);

#endif
