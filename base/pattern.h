/*
 * pattern — PCRE2 patterns over document text, bounded and asked by group name.
 *
 * Patterns come from data (profiles, rules), are compiled once with UTF and UCP, extended syntax
 * ((?x): blanks in the pattern are free, write \s or [ ] for one), caseless if asked, and carry
 * match, depth and heap limits, so that no text can make one run away: reaching a limit is SP_FAIL
 * with a diagnosis, never "no match".
 *
 * Each pattern brings examples: texts that it must match and texts that it must not. They are
 * checked when the pattern is compiled, so that wrong data is refused at the door.
 *
 *     struct sp_pattern *p = sp_pattern_new(ctx, "public-value", regex, prelude, SP_PATTERN_CASELESS);
 *     struct sp_match *m = sp_match_new();
 *     if (sp_pattern_search(ctx, p, text, n, 0, m) == SP_OK)
 *             code = sp_match_group(m, "code");      // view into text; SP_STR_NONE if unset
 *     sp_match_free(m);
 *     sp_pattern_free(p);
 *
 * `prelude` is a text put before every pattern of a table: shared pieces in one (?(DEFINE)…), used
 * as (?&amount). Groups of the same name are allowed ((?J)); the one that took part is given.
 */
#ifndef SPUNTA_BASE_PATTERN_H
#define SPUNTA_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "base/text.h"

struct sp_pattern;
struct sp_match;
struct sp_json;

enum sp_pattern_flags {
	SP_PATTERN_PLAIN = 0,
	SP_PATTERN_CASELESS = 1 << 0,
	SP_PATTERN_WHOLE = 1 << 1, /* must match the whole text, not a part of it */
};

/* NULL after a diagnosis (SP_D_DATA: name, offset and PCRE2's reason) when it does not compile. */
struct sp_pattern *sp_pattern_new(struct sp_ctx *ctx, const char *name, const char *regex,
                                  const char *prelude, unsigned flags);
void sp_pattern_free(struct sp_pattern *p);
const char *sp_pattern_name(const struct sp_pattern *p);

/*
 * A pattern as profiles write it: either a string, or
 *   {"regex": "…", "caseless": true, "whole": true, "matches": ["…"], "rejects": ["…"]}
 * The examples are tried; one that fails is a diagnosis and NULL. caseless is true by default.
 */
struct sp_pattern *sp_pattern_from_json(struct sp_ctx *ctx, const char *name, const struct sp_json *value,
                                        const char *prelude);

/* The same for patterns that ship with the program, whose tests try them: compiled when first searched, if ever. */
struct sp_pattern *sp_pattern_later(struct sp_ctx *ctx, const char *name, const struct sp_json *value);

/* SP_OK with `m` filled, SP_END when nothing matches, SP_FAIL at a limit (reported). `m` may be NULL. */
enum sp_status sp_pattern_search(struct sp_ctx *ctx, const struct sp_pattern *p, const char *text, size_t n,
                                 size_t from, struct sp_match *m);

struct sp_match *sp_match_new(void);
void sp_match_free(struct sp_match *m);
struct sp_str sp_match_whole(const struct sp_match *m);                   /* what matched */
struct sp_str sp_match_group(const struct sp_match *m, const char *name); /* SP_STR_NONE if unset or unknown */

#endif
