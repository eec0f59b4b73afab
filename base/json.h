/*
 * json — strict JSON values with exact numbers, and a writer.
 *
 * The reader takes what RFC 8259 allows and no more: UTF-8; no duplicate keys in an object; no \u0000,
 * no lone surrogates; depth at most SP_JSON_DEPTH; nothing after the value. A number is its digits as
 * printed: they are checked, not converted, and go out as they came.
 *
 * Reading
 *     struct sp_json *v = sp_json_parse(ctx, text, n);           // NULL after a diagnosis
 *     const char *type = sp_json_str(sp_json_get(v, "type"));    // NULL if absent or no string
 *     sp_json_free(v);
 * Getters take NULL for "absent" and give NULL on, so that paths can be chained. Children are
 * borrowed until the root is freed. Key look-ups are case-sensitive.
 *
 * Writing: a flat begin/append/end writer (after git's json-writer.h) onto a GString; keys come out
 * in the order written, strings in UTF-8 with only what JSON needs escaped.
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
#ifndef SPUNTA_BASE_JSON_H
#define SPUNTA_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

#include "base/ctx.h"
#include "base/dec.h"

#define SP_JSON_DEPTH 200
#define SP_JSON_FILE  (64 * 1024 * 1024) /* bytes that sp_json_parse_file reads at most */

struct sp_json;

enum sp_json_type { SP_JSON_NULL, SP_JSON_BOOL, SP_JSON_NUMBER, SP_JSON_STRING, SP_JSON_ARRAY, SP_JSON_OBJECT };

/* Parses exactly n bytes. Diagnosis SP_D_JSON with column (and ctx->line). (transfer full) */
struct sp_json *sp_json_parse(struct sp_ctx *ctx, const char *text, size_t n);
/* A whole file (profiles, schemas): the diagnosis names file, line and column. (transfer full) */
struct sp_json *sp_json_parse_file(struct sp_ctx *ctx, const char *path);
struct sp_json *sp_json_parse_named(struct sp_ctx *ctx, const char *name, const char *text, size_t n);
void sp_json_free(struct sp_json *v);

enum sp_json_type sp_json_type(const struct sp_json *v); /* v not NULL */
const struct sp_json *sp_json_get(const struct sp_json *object, const char *key);
const struct sp_json *sp_json_at(const struct sp_json *array, size_t index);
size_t sp_json_count(const struct sp_json *v); /* members or items; 0 for the rest */
/* for (c = sp_json_first(v); c; c = sp_json_next(c)) — members in order, items in order */
const struct sp_json *sp_json_first(const struct sp_json *v);
const struct sp_json *sp_json_next(const struct sp_json *child);
const char *sp_json_key(const struct sp_json *member);

const char *sp_json_str(const struct sp_json *v);              /* NULL unless a string */
const char *sp_json_digits(const struct sp_json *v);           /* a number as printed; NULL unless a number */
bool sp_json_int(const struct sp_json *v, int64_t *out);       /* false unless a whole number that fits */
bool sp_json_dec(const struct sp_json *v, struct sp_dec *out); /* exact; false unless a number */
double sp_json_pt(const struct sp_json *v, double otherwise);  /* coordinates only */
bool sp_json_bool(const struct sp_json *v, bool otherwise);    /* otherwise unless true or false */
char *sp_json_text(const struct sp_json *v);                   /* compact JSON, digits untouched (transfer full) */

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
void sp_jw_dec(struct sp_jw *w, const char *key, const struct sp_dec *value);   /* exact digits */
void sp_jw_pt(struct sp_jw *w, const char *key, double points);                 /* two decimals, never -0 */
void sp_jw_json(struct sp_jw *w, const char *key, const struct sp_json *value); /* a copy; NULL writes null */
/* Writes what was built and a newline in one fwrite, and empties the writer; failures show in ferror, and nothing is
 * written behind one. */
void sp_jw_line(struct sp_jw *w, FILE *to);

#endif
