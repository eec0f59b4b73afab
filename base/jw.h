/*
 * jw — JSON writer.
 *
 * A flat begin/append/end writer (after git's json-writer.h) onto a GString; keys come out in the order
 * written, strings in UTF-8 with only what JSON needs escaped.
 *
 *     struct sp_jw w;
 *     sp_jw_init(&w);
 *     sp_jw_object(&w, NULL);
 *     sp_jw_str(&w, "type", "page");
 *     sp_jw_array(&w, "bbox"); sp_jw_pt(&w, NULL, 72); … sp_jw_close(&w);
 *     sp_jw_close(&w);
 *     sp_jw_line(&w, stdout);        // one fwrite, with "\n"; the writer is empty again
 *     sp_jw_clear(&w);
 * In an array (and at the top) the key is NULL; in an object it never is (asserted).
 */
#ifndef SPUNTA_BASE_JW_H
#define SPUNTA_BASE_JW_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

#include "base/dec.h"

#define SP_JSON_DEPTH 200 /* levels of objects and arrays within each other, written or read */

/* Appends a string in quotes, escaped as JSON wants. */
void sp_json_quote(GString *out, const char *s, size_t n);

struct sp_jw {
	GString *out;
	unsigned depth;
	bool comma;               /* something stands before at this level */
	char open[SP_JSON_DEPTH]; /* '{' or '[' */
};

void sp_jw_init(struct sp_jw *w);
void sp_jw_clear(struct sp_jw *w);
void sp_jw_object(struct sp_jw *w, const char *key);
void sp_jw_array(struct sp_jw *w, const char *key);
void sp_jw_close(struct sp_jw *w);                                   /* the innermost object or array */
void sp_jw_str(struct sp_jw *w, const char *key, const char *value); /* NULL writes null */
void sp_jw_strn(struct sp_jw *w, const char *key, const char *value, size_t n);
void sp_jw_int(struct sp_jw *w, const char *key, int64_t value);
void sp_jw_bool(struct sp_jw *w, const char *key, bool value);
void sp_jw_null(struct sp_jw *w, const char *key);
void sp_jw_dec(struct sp_jw *w, const char *key, const struct sp_dec *value); /* exact digits */
void sp_jw_pt(struct sp_jw *w, const char *key, double points);               /* two decimals, never -0 */
void sp_jw_digits(struct sp_jw *w, const char *key, const char *digits);      /* a number as it is printed */
/* Writes what was built and a newline in one fwrite, and empties the writer; failures show in ferror, and nothing is
 * written behind one. */
void sp_jw_line(struct sp_jw *w, FILE *to);

#endif
