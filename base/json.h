/*
 * json — strict JSON values with exact numbers.
 *
 * The reader takes what RFC 8259 allows and no more: UTF-8; no duplicate keys in an object; no \u0000,
 * no lone surrogates; depth at most SP_JSON_DEPTH; nothing after the value. A number is its digits as
 * printed: they are checked, not converted, and go out as they came.
 *
 *     struct sp_json *v = sp_json_parse(ctx, text, n);           // NULL after a diagnosis
 *     const char *type = sp_json_str(sp_json_get(v, "type"));    // NULL if absent or no string
 *     sp_json_free(v);
 * Getters take NULL for "absent" and give NULL on, so that paths can be chained. Children are
 * borrowed until the root is freed. Key look-ups are case-sensitive.
 *
 * sp_jw_json writes a value, or a part of one, as it was read (jw.h).
 */
#ifndef SPUNTA_BASE_JSON_H
#define SPUNTA_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

#include "base/ctx.h"
#include "base/dec.h"
#include "base/jw.h"

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

void sp_jw_json(struct sp_jw *w, const char *key, const struct sp_json *value); /* a copy; NULL writes null */

#endif
