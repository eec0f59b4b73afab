/*
 * datafile — a file of ours or of a user's that says something in JSON: profiles, schemas/records.json.
 *
 * Such a file is written by people, so whatever is wrong with it is said with file, line and column, and
 * with the JSON pointer to the value: of its syntax, a key that comes twice, or what the reader of the file
 * thinks of a value (sp_data_refuse). cJSON reads it; nothing else of spunta includes cJSON. Streams are
 * not read here: they are long, and their figures must keep every digit (base/json.h). Where a value of a
 * data file has to keep its digits too, sp_data_json gives it to the exact reader.
 *
 *     struct sp_datafile *f = sp_datafile_new(ctx, "mine.json", text);      // NULL after a diagnosis
 *     const struct sp_data *name = sp_data_get(sp_datafile_root(f), "name");
 *     if (!sp_data_str(name))
 *             return sp_data_refuse(ctx, sp_datafile_root(f), "a \"name\" is wanted");
 *         // spunta-profile: mine.json: line 1, column 1: /: a "name" is wanted
 *     sp_datafile_free(f);
 *
 * Getters take NULL for "absent" and give NULL on, so that paths can be chained. Values are borrowed until
 * their file is freed.
 */
#ifndef SPUNTA_BASE_DATAFILE_H
#define SPUNTA_BASE_DATAFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct sp_datafile;
struct sp_data;
struct sp_json;

/* `name` is what diagnoses call the file; `text` ends with a NUL and may go when this is done. (transfer full) */
struct sp_datafile *sp_datafile_new(struct sp_ctx *ctx, const char *name, const char *text);
void sp_datafile_free(struct sp_datafile *f); /* NULL is allowed */
const struct sp_data *sp_datafile_root(const struct sp_datafile *f);

const struct sp_data *sp_data_get(const struct sp_data *object, const char *key); /* case counts */
/* for (c = sp_data_first(v); c; c = sp_data_next(c)) — members or items in the file's order */
const struct sp_data *sp_data_first(const struct sp_data *v);
const struct sp_data *sp_data_next(const struct sp_data *child);
size_t sp_data_count(const struct sp_data *v);    /* members or items; 0 for the rest */
const char *sp_data_key(const struct sp_data *v); /* NULL unless a member of an object */
bool sp_data_is_object(const struct sp_data *v);
bool sp_data_is_list(const struct sp_data *v);
const char *sp_data_str(const struct sp_data *v);           /* NULL unless a string */
bool sp_data_bool(const struct sp_data *v, bool otherwise); /* otherwise unless true or false */
bool sp_data_int(const struct sp_data *v, int *out);        /* false unless a whole number that fits */

/* The same value with the digits as the file has them. NULL after a diagnosis. (transfer full) */
struct sp_json *sp_data_json(struct sp_ctx *ctx, const struct sp_data *v);
/* What a JSON pointer of `root`'s file leads to, or the deepest value on the way. */
const struct sp_data *sp_data_at(const struct sp_data *root, const char *pointer);
/* "mine.json#/tables/0/columns/target", to call it by. (transfer full) */
char *sp_data_name(const struct sp_data *v);
/* Reports SP_D_DATA with the place of `at`; always false. */
bool sp_data_refuse(struct sp_ctx *ctx, const struct sp_data *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
