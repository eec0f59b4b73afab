/*
 * sums — which figures of a table are sums of others, and where that fails.
 *
 *     GPtrArray *found = sp_sums_find(matrix, declared);     // of struct sp_sum *
 *     … g_ptr_array_unref(found);
 *
 * Nobody says which rows a total adds up, and which columns: it is searched for, and what holds nearly everywhere is
 * the relation. Rows are totals of rows before them (or behind them, where totals stand first); columns are sums or
 * differences of two or more columns beside them. A place where a relation fails is a fault only if it holds everywhere
 * else, if all the figures in it were read, and if its column is one that is added up: another total shows that, or the
 * sum comes near what is printed.
 */
#ifndef SPUNTA_VERIFY_TABLES_SUMS_H
#define SPUNTA_VERIFY_TABLES_SUMS_H

#include "verify/tables/matrix.h"

struct sp_sum_term {
	size_t row, col;
	bool minus;
};

struct sp_sum {
	size_t row, col; /* the total */
	GArray *terms;   /* of struct sp_sum_term */
	int64_t value;   /* what the terms make, at the matrix's scale */
	bool holds;
	bool likely; /* where it fails: the words do not say total, or few other places bear it out */
	bool across; /* columns of one row; else rows of one column */
};

/* Columns that are `declared` (declared.h) are not searched for. */
GPtrArray *sp_sums_find(const struct sp_matrix *m, const bool *declared);

/* Only those of rows, and only where they hold: of tables that may or may not go on in one another nobody is accused.
 */
GPtrArray *sp_sums_confirm(const struct sp_matrix *m);

#endif
