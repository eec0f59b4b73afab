/*
 * writing — where blots of ink stand as the letters of a text do.
 *
 *     GArray *lines = sp_writing_find(blots);         // struct sp_writing, (transfer full, g_array_free)
 *
 * A blot is the box of one letter, or of letters that touch; whether it was drawn as a curve or stands in a
 * picture does not matter. What is told is that something is written, not what.
 */
#ifndef SPUNTA_EXTRACT_PAGE_WRITING_H
#define SPUNTA_EXTRACT_PAGE_WRITING_H

#include "extract/page/page.h"

/* `blots`: struct sp_box, in points. Empty when they do not look like writing. */
GArray *sp_writing_find(const GArray *blots);

#endif
