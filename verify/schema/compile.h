/*
 * compile — schemas become nodes (node.h), as the keywords say that the compiler is given.
 *
 * The meta-schema has judged every schema before it is compiled, so the compile functions of keywords may rely on the
 * shape of what they read.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_COMPILE_H
#define SPUNTA_VERIFY_SCHEMA_COMPILE_H

#include "verify/schema/node.h"

/* A schema that a URI names. */
struct schema_place {
	struct sp_schema_doc *doc;
	const struct sp_json *json;
	char *pointer; /* of json in doc */
	char *base;
};

/* A reference that is not followed yet; *to becomes the node that it leads to. */
struct schema_reference {
	const struct sp_node *from;
	const char *text;
	struct sp_node **to;
};

struct sp_compiler {
	struct sp_ctx *ctx;
	struct sp_schema *schema;
	const struct sp_keyword *keywords; /* a name of NULL ends them */
	const struct sp_keyword *never;    /* what the schema `false` asks */
	GQueue references;                 /* of struct schema_reference * */
	bool failed;                       /* something was refused */
};

/* The node of a place; one that was read before is the same node. Takes `pointer`. */
struct sp_node *sp_compile(struct sp_compiler *c, struct sp_schema_doc *doc, const struct sp_json *json,
			   const char *base, char *pointer);

/* The node of a schema that stands in `parent` under the keyword `key` and, unless NULL, there under `sub`. */
struct sp_node *sp_compile_child(struct sp_compiler *c, const struct sp_node *parent, const char *key, const char *sub,
				 const struct sp_json *json);

/* *to becomes the node that `reference` leads to once everything is read. */
void sp_compile_reference(struct sp_compiler *c, const struct sp_node *from, const char *reference,
			  struct sp_node **to);

/* Reports what is wrong with the schema at this keyword, or with a document. Returns false. */
bool sp_compile_refuse(struct sp_compiler *c, const struct sp_node *node, const char *keyword, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool sp_compile_refuse_document(struct sp_compiler *c, const struct sp_schema_doc *doc, const char *message);

/* `reference` against `base` (RFC 3986 §5), without an empty fragment; NULL when it cannot be read. (transfer full) */
char *sp_compile_resolve(const char *base, const char *reference);

/* The base below a schema: what its $id makes of it. An $id that is only "#name" names a place. (transfer full) */
char *sp_compile_base(const struct sp_json *schema, const char *base);

/* That URI names this node from now on. */
void sp_compile_know(struct sp_compiler *c, const char *uri, const struct sp_node *node);

#endif
