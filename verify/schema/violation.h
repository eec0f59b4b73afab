/*
 * violation — what is told of a value that does not hold against a schema (schema.h).
 */
#ifndef SPUNTA_VERIFY_SCHEMA_VIOLATION_H
#define SPUNTA_VERIFY_SCHEMA_VIOLATION_H

/* One thing that does not hold. All strings are borrowed for the time of the call. */
struct sp_violation {
	const char *pointer;  /* where in the value: "/weight/value"; "" is the whole */
	const char *rule;     /* the keyword that it breaks: "records.schema.json#/definitions/figure/properties/…" */
	const char *sentence; /* "weight.value is 120: the greatest allowed is 100" */
};

typedef void (*sp_violation_fn)(const struct sp_violation *v, void *data);

#endif
