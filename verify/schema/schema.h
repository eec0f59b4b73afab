/*
 * schema — JSON Schema draft-07: compiled once, then applied to every record.
 *
 * Opening a schema checks it against draft-07's own meta-schema, resolves every reference, compiles
 * every pattern, and refuses what could not work later: references that lead nowhere, that lead to a
 * document which is not at hand, or that run in a circle without ever looking deeper into the value.
 * What draft-07 does not know is passed over, as it demands; with `strict` it is refused, and the
 * schema's own examples must hold.
 *
 *     struct sp_schema_options how = { .strict = true };
 *     struct sp_schema *s = sp_schema_open(ctx, "my.schema.json", &how);     // NULL after a diagnosis
 *     …
 *     enum sp_status holds = sp_schema_check(ctx, s, record, tell, data);    // tell: each violation
 *     …
 *     sp_schema_free(s);
 *
 * References
 *     Nothing is ever fetched. A reference to another document is answered, in this order, by the $id
 *     of a schema that is already at hand, by a schema shipped with the programs (draft-07 itself,
 *     urn:spunta:layout:1, urn:spunta:records:1), or by a file below `dir`, laid out as `wget -x`
 *     does: http://example.org/a/b.json is dir/example.org/a/b.json, or dir/a/b.json.
 *
 * Numbers are compared exactly, whatever their size; lengths count characters (code points).
 * Formats are checked (formats.h); contentEncoding and contentMediaType are not.
 *
 * Limits: a value on which the schema's evaluation takes too long or nests too deeply is not judged:
 * SP_FAIL after a diagnosis (SP_D_LIMIT), and so with a pattern that backtracks without end.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_SCHEMA_H
#define SPUNTA_VERIFY_SCHEMA_SCHEMA_H

#include <stdbool.h>

#include "base/json.h"
#include "verify/schema/violation.h"

struct sp_schema;

struct sp_schema_options {
	bool strict;      /* unknown keywords and formats, hidden keywords, examples that do not hold: refused */
	const char *dir;  /* where other documents may be read from, or NULL: none */
	const char *noun; /* what a value is called in sentences: "the record" (NULL), "the profile" */
};

/* `how` may be NULL. NULL after diagnoses (SP_D_DATA) when the schema cannot be used. */
struct sp_schema *sp_schema_open(struct sp_ctx *ctx, const char *path, const struct sp_schema_options *how);
struct sp_schema *sp_schema_parse(struct sp_ctx *ctx, const char *name, const char *text, size_t n,
				  const struct sp_schema_options *how);
void sp_schema_free(struct sp_schema *s); /* NULL is allowed */

/*
 * A schema built into the programs, by what a document line says: "spunta-layout/1",
 * "spunta-records/1". NULL after a diagnosis (SP_D_GRAMMAR) when none of that name is.
 */
struct sp_schema *sp_schema_shipped(struct sp_ctx *ctx, const char *name, const struct sp_schema_options *how);

/* SP_OK it holds; SP_SKIP it does not: everything that does not was told; SP_FAIL a limit (reported). */
enum sp_status sp_schema_check(struct sp_ctx *ctx, const struct sp_schema *s, const struct sp_json *value,
			       sp_violation_fn tell, void *data);

#endif
