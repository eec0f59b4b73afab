/*
 * functions — what the expressions of rules may call, and what can be said of an expression before there are records.
 *
 *     const char *fault = sp_functions_fault(e);       // "there is no function of this name", or NULL
 *     sp_functions_fields(e, note, data);              // which fields of which records it reads
 *
 * What a function does stands in scope.c.
 */
#ifndef SPUNTA_VERIFY_RULES_FUNCTIONS_H
#define SPUNTA_VERIFY_RULES_FUNCTIONS_H

#include <stdbool.h>

#include "verify/findings/expr.h"

/* What a call of it comes to; COMPUTED: it is arithmetic, and left to sp_expr_compute. */
enum sp_function_way {
	SP_FN_SUM,
	SP_FN_COUNT,
	SP_FN_ALL,
	SP_FN_ANY,
	SP_FN_FIRST,
	SP_FN_PRESENT,
	SP_FN_IF,
	SP_FN_TAIL,
	SP_FN_STEMS,
	SP_FN_BEFORE,
	SP_FN_AFTER,
	SP_FN_REPLACE,
	SP_FN_SAME,
	SP_FN_MATCHES,
	SP_FN_DECIMALS,
	SP_FN_QUOTED,
	SP_FN_ALIKE,
	SP_FN_WITHIN,
	SP_FN_DATE,
	SP_FN_NUMBER,
	SP_FN_YEAR,
	SP_FN_IN_YEAR,
	SP_FN_COMPUTED,
};

struct sp_function {
	const char *name;
	enum sp_function_way way;
	bool over_rows;     /* its argument and "where" speak of each of the rows */
	size_t least, most; /* arguments */
};

/* The function that a call names; NULL when there is none of that name. */
const struct sp_function *sp_function_of(const struct sp_expr *call);

/* What is wrong with the functions of an expression, or NULL: an unknown one, too few arguments. Static. */
const char *sp_functions_fault(const struct sp_expr *e);

/* Calls `name` for each top-level field of the subject, the rows or the document that an expression reads. */
enum sp_field_of { SP_OF_SUBJECT, SP_OF_ROWS, SP_OF_DOCUMENT };
void sp_functions_fields(const struct sp_expr *e, void (*name)(enum sp_field_of of, const char *field, void *data),
			 void *data);

#endif
