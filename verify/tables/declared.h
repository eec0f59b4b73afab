/*
 * declared — sums that the heads of a table declare: "TOTALE PAGAMENTI (TP = PR+PC)", "c = a - b".
 *
 * A head names its own column and others by letters, "(PR)", "(a)"; where all of a formula's letters are columns of the
 * table, it must hold in every row whose figures are all printed. Where it fails in more than a few rows it was
 * misread, and nothing is said of those.
 */
#ifndef SPUNTA_VERIFY_TABLES_DECLARED_H
#define SPUNTA_VERIFY_TABLES_DECLARED_H

#include "verify/tables/sums.h"

/* Sets, for each column, whether a head declares it. */
void sp_declared_columns(const struct sp_matrix *m, bool *declared);

/* Appends what is found of those, as struct sp_sum *. */
void sp_declared_find(const struct sp_matrix *m, const bool *declared, GPtrArray *found);

/* The letters by which a head names its column; `n` is 0 where it names none. */
const char *sp_declared_name(const char *head, size_t *n);

#endif
