/*
 * ranges — lists of numbers as people write them: "1-3,7".
 *
 *     GArray *pages = sp_ranges_parse("1-3,7", &last);      // int 1, 2, 3, 7; last is 7, where the last range begins
 *     if (sp_ranges_have(pages, 2)) …
 *     g_array_free(pages, TRUE);
 */
#ifndef SPUNTA_BASE_RANGES_H
#define SPUNTA_BASE_RANGES_H

#include <stdbool.h>

#include <glib.h>

/* Ascending, each once, from 1 on; NULL when it is written otherwise. `last` may be NULL: the highest number that a
 * part begins with. (transfer full) */
GArray *sp_ranges_parse(const char *text, int *last);

/* `ranges` NULL has them all. */
bool sp_ranges_have(const GArray *ranges, int number);

#endif
