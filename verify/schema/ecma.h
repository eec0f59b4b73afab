/*
 * ecma — regular expressions as JSON Schema writes them (ECMA-262), matched by PCRE2.
 *
 * The two dialects differ where it hurts quietly: $ before a last newline, \d and \w on letters
 * beyond ASCII, \s on the no-break space, [] and [^], \Z and (?i) which ECMA-262 has not. So an
 * expression is read by its own grammar and written anew in PCRE2's; what ECMA-262 has not is
 * refused. Matching is over code points, anywhere in the text, and bounded: no expression on no
 * text runs without end.
 *
 *     char *why = NULL;
 *     struct sp_ecma *e = sp_ecma_new("^[A-Z]\\d+$", &why);      // NULL: why says what is wrong (g_free)
 *     if (sp_ecma_search(e, text, n) == SP_OK) …
 *     sp_ecma_free(e);
 *
 * Read more widely than the standard's strict form, as browsers do: ] and } as literals, and
 * escapes of characters that need none ("\-", "\@"). Not read: legacy octal escapes.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_ECMA_H
#define SPUNTA_VERIFY_SCHEMA_ECMA_H

#include <stddef.h>

#include "base/status.h"

struct sp_ecma;

/* NULL with *why (transfer full) when it is no expression of ECMA-262 or too large a one. */
struct sp_ecma *sp_ecma_new(const char *expression, char **why);
void sp_ecma_free(struct sp_ecma *e); /* NULL is allowed */

/* SP_OK it matches, SP_END it does not, SP_FAIL it was given up at a limit. `text` is UTF-8. */
enum sp_status sp_ecma_search(const struct sp_ecma *e, const char *text, size_t n);

/* The expression in PCRE2's syntax (transfer full), or NULL with *why. For tests. */
char *sp_ecma_translate(const char *expression, char **why);

#endif
