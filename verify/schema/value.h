/*
 * value — when two JSON values are the same, as JSON Schema means it.
 *
 * Numbers by what they say and not by how they are printed (1, 1.0 and 1e0 are the same; never
 * through binary floating point), strings by their characters, arrays item by item, objects by
 * their members in any order.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_VALUE_H
#define SPUNTA_VERIFY_SCHEMA_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"

bool sp_value_same(const struct sp_json *a, const struct sp_json *b);

/* Equal for values that are the same. */
uint64_t sp_value_hash(const struct sp_json *v);

/*
 * The first two items of `array` that are the same: true with their places, the later one in
 * *again. By hashes, so that long arrays cost no square.
 */
bool sp_value_repeats(const struct sp_json *array, size_t *first, size_t *again);

/* A number without a fraction: 12, 1.0, 1e3. */
bool sp_value_is_whole(const struct sp_json *v);

/* Is a number a multiple of a positive one: 4.35 of 0.01? */
bool sp_value_is_multiple(const struct sp_json *v, const struct sp_dec *of);

/* <0, 0, >0 as the number `v` is less than, equal to or greater than `bound`. */
int sp_value_compare(const struct sp_json *v, const struct sp_dec *bound);

#endif
