/*
 * pointer — JSON Pointers (RFC 6901): places inside a JSON value, written as text.
 *
 *     ""  "/weight/value"  "/cells/3/text"  "/a~1b/m~0n"
 *
 *     const struct sp_json *cell = sp_pointer_get(record, "/cells/3");      // NULL when nothing is there
 *     sp_pointer_add(text, "a/b");                                          // appends "/a~1b"
 *
 * Pointers inside a URI's fragment are percent-encoded besides; sp_pointer_from_fragment undoes that.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_POINTER_H
#define SPUNTA_VERIFY_SCHEMA_POINTER_H

#include <stdbool.h>

#include <glib.h>

#include "base/json.h"

/* Is it a pointer at all: empty, or "/" first and every "~" followed by 0 or 1? */
bool sp_pointer_valid(const char *pointer);

/* The value there, borrowed from `root`; NULL when there is none or `pointer` is no pointer. */
const struct sp_json *sp_pointer_get(const struct sp_json *root, const char *pointer);

/*
 * One step: reads the token at *pointer (which starts with "/"), moves *pointer behind it and gives
 * the child of `value` that it names, or NULL.
 */
const struct sp_json *sp_pointer_step(const struct sp_json *value, const char **pointer);

void sp_pointer_add(GString *pointer, const char *key);
void sp_pointer_add_index(GString *pointer, size_t index);

/* "#" fragment without the "#": "/a%25b" → "/a%b" (transfer full); NULL when it is not UTF-8 or a bad escape. */
char *sp_pointer_from_fragment(const char *fragment);

#endif
