/*
 * record — what normalize writes: the types of the contract, one record being filled, and the
 * queue that keeps document order.
 *
 * The table of types is made from schemas/records.json while spunta is built: the keys in the order they
 * are written, what each may hold, and whether others stand under a type. Profiles name types and fields;
 * what is not in the table is refused when the profile is read.
 *
 *     struct sp_record *r = sp_record_new(sp_record_type("objective"));
 *     sp_record_text(r, "title", "Biblioteche di quartiere", -1);
 *     sp_queue_add(q, r, "C06");               // takes its id and its place, stays open
 *     sp_record_section(r, "Descrizione", "…");
 *     sp_queue_close(q, r);                    // written now, or when all before it are
 *
 * A record is written when it and all added before it are closed: memory is bounded by the largest
 * run between an open record and its closing (an objective's sheet with its indicators), plus the
 * ids given so far, which must stay unique.
 *
 * Every key of the type is written, null (lists: []) where the document has nothing; then `other`,
 * the cells of columns that no field takes; then `source`.
 */
#ifndef SPUNTA_NORMALIZE_RECORD_H
#define SPUNTA_NORMALIZE_RECORD_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "base/json.h"

enum sp_form {
	SP_FORM_TEXT,     /* a string or null */
	SP_FORM_LIST,     /* strings */
	SP_FORM_FIGURE,   /* {"raw","value","unit",…} or null */
	SP_FORM_FIGURES,  /* figures with a year */
	SP_FORM_FORMULA,  /* {"raw","kind","expression"} or null */
	SP_FORM_REF,      /* id of the record of that type in force, or null */
	SP_FORM_SECTIONS, /* label → text */
	SP_FORM_BARE,     /* the figure's own keys, at the top: `total` */
};

struct sp_field {
	const char *name;
	enum sp_form form;
	const char *of;   /* REF: type referred to */
	bool only_if_set; /* not part of the fixed keys: written when there is something */
	const char *years; /* FIGURE: field that lists all where columns of several years feed it, or NULL */
};

struct sp_record_type {
	const char *name;
	bool holds;                    /* others are written under it: mission … public_value */
	const struct sp_field *fields; /* closed by a NULL name */
};

/* All of them, closed by a NULL name. */
extern const struct sp_record_type sp_record_types[];
/* NULL when there is no such type or field. */
const struct sp_record_type *sp_record_type(const char *name);
const struct sp_field *sp_record_field(const struct sp_record_type *type, const char *name);

/* --- one record -------------------------------------------------------------------------------- */

struct sp_record;

struct sp_record *sp_record_new(const struct sp_record_type *type);
void sp_record_free(struct sp_record *r); /* only what no queue has taken; NULL is allowed */

const struct sp_record_type *sp_record_type_of(const struct sp_record *r);
const char *sp_record_id(const struct sp_record *r); /* NULL before sp_queue_add */

/* Sets a field to a JSON value already written out; replaces what was there. `json` is taken. */
void sp_record_take(struct sp_record *r, const char *field, char *json);
/* n < 0: up to the NUL. NULL or only blanks leaves the field unset. */
void sp_record_text(struct sp_record *r, const char *field, const char *text, gssize n);
/* One more item of a LIST or FIGURES field, as JSON. `json` is taken. */
void sp_record_add(struct sp_record *r, const char *field, char *json);
void sp_record_add_text(struct sp_record *r, const char *field, const char *text, gssize n);
/* Text under a label in `sections` (or `other`): a label that comes again is continued on a new line. */
void sp_record_section(struct sp_record *r, const char *field, const char *label, const char *text);
/* True when all that `r` says stands in `of` too, and r says something. */
bool sp_record_repeats(const struct sp_record *r, const struct sp_record *of);
bool sp_record_has(const struct sp_record *r, const char *field);
/* What a TEXT field holds, as text. (transfer full) NULL when unset. */
char *sp_record_get_text(const struct sp_record *r, const char *field);

/* --- queue ----------------------------------------------------------------------------------------- */

struct sp_queue;

struct sp_queue *sp_queue_new(FILE *to);
/* All that is still open is dropped: only for a run that failed. */
void sp_queue_free(struct sp_queue *q);

/*
 * Gives `r` the id "type:tail" ("#2", "#3" … where it was given before) and the next place. `r` is
 * taken; it may be filled until it is closed.
 */
void sp_queue_add(struct sp_queue *q, struct sp_record *r, const char *tail);
void sp_queue_close(struct sp_queue *q, struct sp_record *r);
/* A line of another filter, untouched, in its place; counted under its type. */
void sp_queue_pass(struct sp_queue *q, const char *type, const char *line, size_t n);
/* Closes all, writes the end line. */
void sp_queue_end(struct sp_queue *q);

/* "Azienda Speciale Acque" → "azienda-speciale-acque", at most 40 bytes. (transfer full) */
char *sp_slug(const char *text);

#endif
