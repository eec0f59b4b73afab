/*
 * overview — a page for a whole archive: what became of its documents by kind and year, and each document, worst first,
 * with a link to its own page.
 *
 *     struct sp_overview o = { .title = "archivio", .lang = SP_LANG_IT };
 *     o.documents = documents;                     // an array, in the order of their paths
 *     o.n = n;
 *     sp_overview_write(&o, file);
 *
 * Worst first: most figures accused; then what has no records, what could not be read, is of no known kind, was not
 * checked; then the rest; by path where two are alike.
 */
#ifndef SPUNTA_EXPORT_OVERVIEW_H
#define SPUNTA_EXPORT_OVERVIEW_H

#include <stdint.h>
#include <stdio.h>

#include "base/language.h"

/* How far a document came; the worst first. */
enum sp_overview_state {
	SP_OVERVIEW_FAILED,
	SP_OVERVIEW_UNREAD,
	SP_OVERVIEW_UNKNOWN,
	SP_OVERVIEW_UNCHECKED,
	SP_OVERVIEW_CHECKED,
	SP_OVERVIEW_STATES
};

/* All borrowed; NULL or 0 where it is not known. */
struct sp_overview_document {
	const char *path, *address; /* of its page, relative to this one */
	const char *body, *kind;
	const char *reason; /* a code: why it was not read, or not wholly */
	enum sp_overview_state state;
	int64_t from, to; /* years */
	int64_t pages, unread, checked, accused;
};

struct sp_overview {
	const char *title;
	enum sp_lang lang;
	const struct sp_overview_document *documents;
	size_t n;
};

void sp_overview_write(const struct sp_overview *o, FILE *to);

#endif
