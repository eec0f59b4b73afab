/*
 * date — calendar dates as documents print them.
 *
 *     "27/02/2024"  "20.12.2026"  "04-07-2024"  "30 giugno 2019"  "1° gennaio 2026"  "2024-07-04"
 *     "luglio 2024" (day 0)
 *
 * A date that is printed but not in the calendar ("31/2/2018", "30 giugno 20120") is told apart
 * from text that is no date: see sp_date_find. Gregorian calendar, no clock, no time zone.
 */
#ifndef SPUNTA_BASE_DATE_H
#define SPUNTA_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

struct sp_date {
	int year;  /* four digits as printed; two-digit years mean 2000–2099 */
	int month; /* 1–12 */
	int day;   /* 1–31, 0 when only month and year are printed */
};

#define SP_DATE_TEXT 16 /* bytes that sp_date_iso needs */

bool sp_date_valid(const struct sp_date *d); /* in the calendar, 1800–2199 */
int sp_date_cmp(const struct sp_date *a, const struct sp_date *b);

/* "2024-07-04", or "2024-07" when the day is 0; into `out`, which is also returned. */
const char *sp_date_iso(const struct sp_date *d, char out[SP_DATE_TEXT]);

/*
 * Finds the first date at or after byte `from`. SP_OK with `d` and its bytes in `where`; SP_SKIP
 * when something is printed as a date but is not in the calendar (`d` and `where` are set: look at
 * them, report them); SP_END when there is none.
 */
enum sp_status sp_date_find(struct sp_date *d, const char *text, size_t n, size_t from, struct sp_str *where);

#endif
