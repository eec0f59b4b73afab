/*
 * front — the lines on which a document says what it is: its cover or letterhead, and what its pages repeat.
 *
 * What a document cites is not what it is. So its family, its years and its body are asked of these lines first: the
 * lines from the beginning to where the front ends (an act's subject, a preamble, contents, running text, data; the
 * profile `common` says how these begin), and the running headers and footers of the first pages. A line that cites
 * ("Approvato con …", "Allegato B alla …") is no title. A title may be set over several lines: lines that follow each
 * other are also seen as one.
 *
 * The opening goes on behind the front to the end of the first page: there an act has its number, its day, its subject.
 *
 *     struct sp_front *f = sp_front_new(ctx, facts);
 *     sp_front_line(f, "COMUNE DI ROCCASPINA", 1, SP_FRONT_BEGINS);   // in the document's order
 *     …
 *     sp_front_end(f);
 *     titles = sp_front_titles(f);                                    // struct sp_front_title, borrowed
 *     if (sp_front_act(f, &act) == SP_OK) …
 */
#ifndef SPUNTA_NORMALIZE_FRONT_H
#define SPUNTA_NORMALIZE_FRONT_H

#include <glib.h>

#include "base/ctx.h"
#include "normalize/profile.h"

enum sp_front_how {
	SP_FRONT_BEGINS,  /* a paragraph, a row of a table */
	SP_FRONT_GOES_ON, /* a further line of the same */
	SP_FRONT_PROSE,   /* running text, a row of data: no title stands from here on */
	SP_FRONT_RUNNING  /* a header or footer */
};

struct sp_front;

struct sp_front *sp_front_new(struct sp_ctx *ctx, const struct sp_facts *facts);
void sp_front_free(struct sp_front *f); /* NULL is allowed */

enum sp_status sp_front_line(struct sp_front *f, const char *text, int page, enum sp_front_how how);
/* Is the next line still on the front? */
bool sp_front_open(const struct sp_front *f);
void sp_front_end(struct sp_front *f);

/* A line, or several set together. */
struct sp_front_title {
	char *text;
	guint place; /* lines before it: the more it stands in front, the more it says */
	bool whole;  /* just one paragraph */
};

const GPtrArray *sp_front_titles(const struct sp_front *f); /* struct sp_front_title, in that order; borrowed */

/* An act's own words about itself; each is NULL where it is not said. All are the caller's. */
struct sp_front_act {
	char *organ, *number, *date, *subject;
};

/* SP_FAIL after a diagnosis. */
enum sp_status sp_front_act(struct sp_front *f, struct sp_front_act *act);
void sp_front_act_clear(struct sp_front_act *act);

#endif
