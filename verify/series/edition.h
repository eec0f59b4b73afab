/*
 * edition — what one document of a body says of objectives and indicators.
 *
 *     struct sp_edition *e = sp_edition_new(line.json);         // of the document record
 *     while (…) sp_edition_take(e, &line);                      // the records that follow it
 *     …e->objectives…
 *     sp_edition_free(e);
 *
 * Kept are the objectives and, below each, its indicators, with their figures; indicators without an objective stand
 * below one that has no id, no code and no title. Everything else goes by.
 */
#ifndef SPUNTA_VERIFY_SERIES_EDITION_H
#define SPUNTA_VERIFY_SERIES_EDITION_H

#include "base/stream.h"
#include "base/italian/title.h"

struct sp_edition;

/* An objective or an indicator. */
struct sp_entry {
	const struct sp_edition *edition;
	struct sp_json *json;     /* its record; NULL for the objective of indicators that have none */
	const char *id, *code;    /* in json; or NULL */
	struct sp_title *title;   /* title or name; or NULL */
	struct sp_title *formula; /* of an indicator; or NULL */
	GPtrArray *indicators;    /* struct sp_entry *; NULL for an indicator */
};

struct sp_edition {
	struct sp_json *json;                    /* the document record */
	const char *sha256, *name, *kind, *body; /* in json; or NULL */
	char *key;       /* the first 16 digits of sha256, as the exports tell documents apart */
	char *date;      /* what editions are put in order by: ISO date, or the year that the period begins with */
	int last_day;    /* 20231231: the day up to which it reports, 0 where it does not say */
	int from, to;    /* years of its period; 0 where it does not say */
	int last_actual; /* the latest year that it prints an actual of */
	bool damaged;    /* something of it could not be read */
	GPtrArray *objectives; /* struct sp_entry * */
};

/* The json is copied. */
struct sp_edition *sp_edition_new(const struct sp_json *document);
void sp_edition_take(struct sp_edition *e, const struct sp_line *line);
void sp_edition_free(void *edition); /* NULL is allowed */

/* By date, then name, then sha256. */
int sp_edition_compare(const struct sp_edition *a, const struct sp_edition *b);

/* A year as documents print it, of four digits; else 0. */
int sp_edition_year(const struct sp_json *json);

const char *sp_entry_name(const struct sp_entry *e); /* as printed; "" when it has none */

#endif
