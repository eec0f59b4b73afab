/*
 * describe — a schema as a page that people can read without tools (Markdown).
 *
 * Written for schemas in the manner of ours: a title and a description at the top, record types and
 * shared parts as `definitions`, `description` and `examples` at every property. What a definition
 * with properties of its own holds gets a heading and a table; small ones are told where they are
 * used. The same schema gives the same page.
 *
 *     sp_describe_write(schema, "layout", stdout);      // anchors start with "layout-"
 */
#ifndef SPUNTA_VERIFY_SCHEMA_DESCRIBE_H
#define SPUNTA_VERIFY_SCHEMA_DESCRIBE_H

#include <stdio.h>

#include "base/json.h"

/* Failures to write show in ferror(to). */
void sp_describe_write(const struct sp_json *schema, const char *anchor, FILE *to);

#endif
