/*
 * twins — the same figure in two tables: a programme's total and its line in the summary.
 *
 *     struct sp_twins *t = sp_twins_new(receive, data);
 *     sp_twins_take(t, record);         // each `table` record of the document
 *     sp_twins_close(t);                // what agrees, as findings of the rule "same-figure"
 *     sp_twins_free(t);
 *
 * Two figures are twins when they are equal, stand in different tables under the same words, and nothing that is
 * printed with them speaks against it: years, names of amounts. That two figures differ is never told: words may be the
 * same where the things are not.
 */
#ifndef SPUNTA_VERIFY_TABLES_TWINS_H
#define SPUNTA_VERIFY_TABLES_TWINS_H

#include "verify/tables/tables.h"

struct sp_twins;

struct sp_twins *sp_twins_new(sp_tables_receive receive, void *data);
void sp_twins_free(struct sp_twins *t); /* NULL is allowed */

void sp_twins_take(struct sp_twins *t, const struct sp_json *record);
void sp_twins_close(struct sp_twins *t);

#endif
