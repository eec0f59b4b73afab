/*
 * keywords — what each keyword of draft-07 asks: how its value is compiled, how a value is judged by it (node.h).
 */
#ifndef SPUNTA_VERIFY_SCHEMA_KEYWORDS_H
#define SPUNTA_VERIFY_SCHEMA_KEYWORDS_H

#include "verify/schema/node.h"

/* All keywords, in the order in which they are checked; a name of NULL ends them. */
extern const struct sp_keyword sp_keywords[];
extern const struct sp_keyword sp_keyword_false; /* the schema `false` */

#endif
