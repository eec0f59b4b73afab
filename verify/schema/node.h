/*
 * node — a compiled schema, and a value judged by it.
 *
 * A schema becomes nodes: one for each place that is a schema. A node holds checks, one a keyword;
 * keywords that only make sense together (properties, patternProperties and additionalProperties;
 * items and additionalItems; if, then and else) are one check. Nodes refer to each other as the
 * schema does, circles included; all are owned by struct sp_schema and die with it.
 *
 * compile.h makes nodes, keywords.h says what each keyword asks, schema.h is what others see of it.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_NODE_H
#define SPUNTA_VERIFY_SCHEMA_NODE_H

#include "base/json.h"
#include "verify/schema/ecma.h"
#include "verify/schema/formats.h"
#include "verify/schema/violation.h"

/* A file of schemas; its values are borrowed by everything compiled from it. */
struct sp_schema_doc {
	char *name; /* for messages: a file's last name, or a URI */
	struct sp_json *json;
	GHashTable *nodes; /* pointer → struct sp_node *, so that references need not walk there */
};

struct sp_node;
struct sp_assertion;
struct sp_compiler;
struct sp_schema_run;
struct sp_at;

/* Which types of value, as bits. */
#define SP_TYPE(t)    (1u << (t))
#define SP_TYPE_ALL   0x3Fu
#define SP_TYPE_WHOLE (1u << 6) /* numbers without a fraction: only in what "type" allows */

struct sp_keyword {
	const char *name;
	bool annotates;    /* says something about the schema and asks nothing of values */
	bool in_place;     /* its schemas judge the same value, not a part of it */
	unsigned looks_at; /* the types of value that it judges; the others pass */
	/* Fills `check`; false when there is nothing to check (or it was refused). May be NULL. */
	bool (*compile)(struct sp_compiler *c, const struct sp_node *node, struct sp_assertion *check);
	/* NULL: nothing to check. */
	bool (*holds)(struct sp_schema_run *run, const struct sp_node *node, const struct sp_assertion *check,
		      const struct sp_at *at, const struct sp_json *v);
};

/* What compiling made of a keyword; which parts are used is the keyword's business. */
struct sp_assertion {
	const struct sp_keyword *keyword;
	const struct sp_json *value; /* as the schema writes it */
	struct sp_node *node;        /* the one schema in it, or NULL */
	struct sp_node *then, *otherwise;
	GPtrArray *nodes;    /* struct sp_node *, in order, or NULL */
	GHashTable *members; /* name → struct sp_node *, or NULL */
	GPtrArray *patterns; /* struct sp_ecma *, or NULL; patterns[i] selects for nodes[i] where there are nodes */
	const struct sp_text_format *format;
	struct sp_dec number;
	int64_t limit;
	unsigned types; /* SP_TYPE bits */
};

struct sp_node {
	const struct sp_json *json;
	struct sp_schema_doc *doc;
	char *pointer;     /* where it stands in doc */
	char *base;        /* the URI that its references are relative to */
	GPtrArray *checks; /* struct sp_assertion * */
	size_t entries;    /* while circles are looked for: how many ways lead here without going deeper */
};

struct sp_schema {
	bool strict; /* as sp_schema_options has it */
	char *dir, *noun;
	struct sp_schema *meta; /* draft-07's own schema; NULL in that one */
	GPtrArray *docs;        /* struct sp_schema_doc * */
	GHashTable *uris;       /* absolute URI, without an empty fragment → struct schema_place * */
	GHashTable *by_json;    /* const struct sp_json * → struct sp_node * */
	GPtrArray *nodes;       /* struct sp_node *, in the order of reading */
	struct sp_node *root;
};

/* The way down to a value, kept on the stack; rendered only for a violation. NULL is the whole. */
struct sp_at {
	const struct sp_at *up;
	const char *key; /* of a member; NULL for an item */
	size_t index;    /* of an item */
	bool is_name;    /* the member's name is judged, not its value */
};

struct sp_schema_run {
	struct sp_ctx *ctx;
	const struct sp_schema *schema;
	sp_violation_fn tell; /* NULL: only the verdict is wanted */
	void *data;
	unsigned depth;
	int64_t steps;
	bool gave_up; /* a limit was reached and reported */
};

/* Judges a value, telling what does not hold. False also when it was given up. */
bool sp_node_check(struct sp_schema_run *run, const struct sp_node *node, const struct sp_at *at,
		   const struct sp_json *v);

/* The verdict alone, told to nobody. */
bool sp_node_holds(struct sp_schema_run *run, const struct sp_node *node, const struct sp_at *at,
		   const struct sp_json *v);

/* Nothing more to learn: a limit was reached, or only the verdict is wanted and it is known. */
static inline bool sp_run_done(const struct sp_schema_run *run, bool good)
{
	return run->gave_up || (!good && !run->tell);
}

/*
 * Tells one violation of node/keyword. The format makes what follows the value's name in the
 * sentence: " is 120: the greatest allowed is 100". Returns false.
 */
bool sp_violation(struct sp_schema_run *run, const struct sp_node *node, const char *keyword, const struct sp_at *at,
		  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Reports that the value cannot be judged (SP_D_LIMIT). Returns false. */
bool sp_give_up(struct sp_schema_run *run, const struct sp_node *node, const char *keyword, const char *why);

/* The JSON Pointer to where `at` is (transfer full). */
char *sp_at_pointer(const struct sp_at *at);

/* A value in a sentence, short: 120, "abc", an object, an array of 3 (transfer full). */
char *sp_value_shown(const struct sp_json *v);

#endif
