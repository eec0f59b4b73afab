/*
 * finding — what a rule has to say about one record: a published figure beside what follows from others.
 *
 *     struct sp_finding *f = sp_finding_new("weighted-share", "contribution:02.01", "weighted");
 *     f->published = sp_figure_copy(…);
 *     f->status = sp_verdict(&published, recomputed, SP_COMPARE_SIGNIFICANT, NULL);
 *     sp_finding_write(f, &w);          // one JSON object, contract §3
 *     sp_finding_free(f);
 *
 * A finding owns everything in it. Values are exact decimals, kept as their digits.
 */
#ifndef SPUNTA_VERIFY_FINDINGS_FINDING_H
#define SPUNTA_VERIFY_FINDINGS_FINDING_H

#include <stdbool.h>

#include <glib.h>
#include <gmp.h>

#include "base/dec.h"
#include "base/json.h"
#include "verify/findings/message.h"

enum sp_finding_status {
	SP_MATCH,
	SP_TRUNCATED,
	SP_MISMATCH,
	SP_MISSING,
	SP_CONTRADICTION,
	SP_NOT_COMPUTABLE,
};

/* How much it matters when the rule does not hold; SP_RULE_INFO never raises the exit status. */
enum sp_rule_severity { SP_RULE_ERROR, SP_RULE_WARN, SP_RULE_INFO };

/* How a recomputed value is held against a published one (docs/rules.md, "compare"). */
enum sp_compare {
	SP_COMPARE_SIGNIFICANT, /* at the published decimals without the zeros at their end: 59,00 at 0 */
	SP_COMPARE_PRINTED,     /* at the published decimals: 59,00 at 2 */
	SP_COMPARE_EXACT,       /* equal, or not */
};

/* A figure as printed, where it stands, and what it is called. Absent parts are NULL. */
struct sp_figure {
	char *label;  /* the field, or the words beside the figure */
	char *record; /* id of the record it stands in */
	char *field;  /* the text that it stands in: "notes", "formula"; NULL when it is a field itself */
	char *raw;    /* as printed */
	char *value;  /* its digits as JSON writes a number */
	char *unit;
	char *source; /* the record's source as JSON: page, bbox, table, row, col */
	long multiplier; /* printed in words ("migliaia di euro"), not multiplied into the value; else 1 */
	bool approx;     /* "circa" */
	char *basis;  /* for parameters of rules: the law or document that sets it */
};

struct sp_finding {
	char *id; /* "finding:weighted-share:02.01"; made unique by the writer of the stream */
	char *rule, *subject, *field;
	int year; /* 0 when none */
	enum sp_finding_status status;
	struct sp_figure *published; /* NULL when nothing is printed */
	char *expected;              /* digits of a value that the rule itself prescribes, or NULL */
	char *recomputed;            /* digits, NULL when not computable */
	char *difference;            /* published (or expected) less recomputed; NULL when either is missing */
	GPtrArray *inputs;           /* of struct sp_figure * */
	char *expression;            /* as evaluated, in plain digits; NULL when there is none */
	char *reason;                /* not-computable: why, in English */
	GPtrArray *readings;         /* of char *: expressions, when the text can be read in several ways */
	bool sign;                   /* a match but for the sign: a reduction printed without its minus */
	bool likely;                 /* confidence "likely" rather than "certain" */
	char *message[SP_LANGS];
	enum sp_rule_severity severity;
	char *source; /* JSON: where the published figure, or else the subject, stands */
};

#define SP_MULTIPLIER_MOST 1000000000000 /* a thousand milliards */

struct sp_figure *sp_figure_new(const char *label);
struct sp_figure *sp_figure_copy(const struct sp_figure *f); /* NULL gives NULL */
void sp_figure_free(void *figure);                    /* NULL is allowed */
GPtrArray *sp_figures_new(void);                             /* of struct sp_figure *, owned by it */

struct sp_finding *sp_finding_new(const char *rule, const char *subject, const char *field);
void sp_finding_free(void *finding);
void sp_finding_write(const struct sp_finding *f, struct sp_jw *w);

/* Does it say that something does not hold? (exit status 1; contract §5) */
bool sp_finding_is_fault(const struct sp_finding *f);

const char *sp_finding_status_word(enum sp_finding_status s);                     /* "not-computable" */
bool sp_finding_status_read(const char *word, enum sp_finding_status *s);         /* false: no such word */
const char *sp_rule_severity_word(enum sp_rule_severity s);                       /* "error", "warn", "info" */
bool sp_rule_severity_read(const char *word, enum sp_rule_severity *s);

/*
 * match, truncated or mismatch. Equal within `tolerance` (NULL: none) is a match whatever the
 * decimals. Truncation is cutting towards zero.
 */
enum sp_finding_status sp_verdict(const struct sp_dec *published, const mpq_t recomputed, enum sp_compare how,
                                  const mpq_t tolerance);

/* At most 10 digits after the point, the last rounded half up, without zeros at the end. (transfer full) */
char *sp_exact_digits(const mpq_t q);

#endif
