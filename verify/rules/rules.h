/*
 * rules — the checks, read from .rules files (docs/rules.md teaches the language).
 *
 * A rule says about which records it speaks, which published figure it looks at, what that figure
 * should follow from, and brings examples that are run as its own test. Rules are data: nothing here
 * knows what a share or a total is.
 *
 *     struct sp_ruleset *set = sp_ruleset_new(ctx);         // the shipped rules; NULL after a diagnosis
 *     sp_ruleset_read_file(ctx, set, "mine.rules");         // adds, or replaces a rule of the same name
 *     const struct sp_check_rule *rule = sp_ruleset_find(set, "weighted-share");
 *     sp_ruleset_free(set);
 *
 * A file with a mistake is refused whole, with file and line (SP_D_DATA); the set is then as before.
 * Everything found in a set is borrowed until the set is freed or read into.
 */
#ifndef SPUNTA_VERIFY_RULES_RULES_H
#define SPUNTA_VERIFY_RULES_RULES_H

#include <stdbool.h>

#include <glib.h>

#include "base/ctx.h"
#include "base/dec.h"
#include "verify/findings/expr.h"
#include "verify/findings/finding.h"

/* Which other records a rule needs beside its subject. */
enum sp_rows_kind {
	SP_ROWS_NONE,
	SP_ROWS_ALL,      /* every record of the type, or every one whose key equals the subject's */
	SP_ROWS_PREVIOUS, /* the nearest earlier record with the same key */
};

struct sp_rule_rows {
	enum sp_rows_kind kind;
	char *type;           /* NULL: the subject's own type */
	struct sp_expr *key;  /* said of the rows, or NULL: all of the type */
	char *key_text;       /* the same as printed; names the index */
	struct sp_expr *same; /* what the key must equal, said of the subject; NULL when key is */
};

struct sp_rule_example {
	char *title;
	int line;
	GPtrArray *records; /* of char *: one JSON object each */
	bool nothing;       /* the rule must stay silent */
	enum sp_finding_status status;
	char *recomputed; /* digits, or NULL: not asked */
};

struct sp_check_rule {
	char *name;
	char *file;
	int line;
	GPtrArray *about; /* of char *: record types */
	char *each; /* a list of the record: the rule speaks once of each item; or NULL */
	struct sp_rule_rows rows;
	struct sp_expr *when;     /* NULL: always */
	char *published;          /* path of the published figure, or NULL */
	char *field;              /* name of the field the finding is about */
	struct sp_expr *value;    /* what the figure follows from… */
	struct sp_expr *expected; /* …or must equal, when none is published */
	struct sp_expr *holds;    /* or: a statement that must be true */
	char *evidence;           /* or: the kind of evidence that gives the value ("ratio", "stated"…) */
	enum sp_finding_status fails_as; /* status when `holds` is false */
	struct sp_expr *tolerance;
	struct sp_expr *likely; /* condition under which the finding is only likely */
	enum sp_compare compare;
	enum sp_rule_severity severity;
	char *states[SP_LANGS];
	char *message[SP_LANGS];
	char *source;        /* where the definition comes from */
	char *source_it;     /* the same for Italian readers; NULL: as it is */
	GPtrArray *examples; /* of struct sp_rule_example * */
};

/* A number that rules use by name, with the law or document that sets it. */
struct sp_parameter {
	char *name;
	struct sp_dec value;
	char *states;
	char *source;
};

struct sp_ruleset {
	GPtrArray *rules;       /* of struct sp_check_rule *, in order of first appearance */
	GHashTable *parameters; /* name → struct sp_parameter * */
	GHashTable *lists;      /* name → GHashTable * used as a set of words */
	GHashTable *labels;     /* field → struct sp_label * */
	GHashTable *patterns;   /* regex → struct sp_pattern *: those of "matches", compiled when first used */
	GHashTable *places;     /* words → struct sp_expr *: those in braces of messages, read when first filled in */
};

/* How a field is called in messages. */
struct sp_label {
	char *name[SP_LANGS];
};

struct sp_ruleset *sp_ruleset_new(struct sp_ctx *ctx);
struct sp_ruleset *sp_ruleset_empty(void);
void sp_ruleset_free(struct sp_ruleset *set);

enum sp_status sp_ruleset_read(struct sp_ctx *ctx, struct sp_ruleset *set, const char *name, const char *text, size_t n);
enum sp_status sp_ruleset_read_file(struct sp_ctx *ctx, struct sp_ruleset *set, const char *path);

const struct sp_check_rule *sp_ruleset_find(const struct sp_ruleset *set, const char *name); /* NULL: no such rule */
/* The label of a field or path in that language; the path itself when it has none. Borrowed. */
const char *sp_ruleset_label(const struct sp_ruleset *set, const char *path, enum sp_language lang);

/* The catalogue: one line a rule; and all about one rule. Markdown, so that docs/rules.md can hold it. */
void sp_rule_list(const struct sp_ruleset *set, FILE *to);
void sp_rule_explain(const struct sp_check_rule *rule, FILE *to);

#endif
