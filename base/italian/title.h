/*
 * title — the name of an objective or indicator, to be held against that of another year.
 *
 *     struct sp_title *a = sp_title_new("Contribuenti irregolari"), *b = sp_title_new("CONTRIBUENTI IRREGOLARI (%)");
 *     sp_title_likeness(a, b)        // 100: the same words
 *
 * Likeness is what two sets of words have in common, in hundredths: twice the words of both over the words of each
 * (Dice). Words are stems, without articles and the like (token.h). 100 is kept for the same words. Figures and single
 * letters tell things apart that the words do not ("fascia 0-3", "zona B"): where they differ, likeness is 0. Years do
 * not count.
 */
#ifndef SPUNTA_BASE_ITALIAN_TITLE_H
#define SPUNTA_BASE_ITALIAN_TITLE_H

#include <glib.h>

struct sp_title;

enum { SP_TITLE_SAME = 100 };

struct sp_title *sp_title_new(const char *text); /* NULL, or nothing but blanks: NULL */
void sp_title_free(struct sp_title *t);          /* NULL is allowed */

guint sp_title_words(const struct sp_title *t); /* how many carry meaning; 0 for NULL */

/* 0–100; 0 where one of them is NULL. */
int sp_title_likeness(const struct sp_title *a, const struct sp_title *b);

#endif
