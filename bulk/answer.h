/*
 * answer — how the conversion of one document came out: what a job says of it, and what is remembered.
 *
 *     struct sp_answer *a = sp_answer_new(sha256, key);
 *     …
 *     sp_answer_write(a, &w);                       // one JSON object
 *     struct sp_answer *b = sp_answer_read(json);   // NULL when it is none
 */
#ifndef SPUNTA_BULK_ANSWER_H
#define SPUNTA_BULK_ANSWER_H

#include "base/json.h"
#include "base/language.h"
#include "bulk/inputs.h"

/* The statuses of findings, in the order of the catalogue's columns. */
enum { SP_FINDING_KINDS = 6 };
extern const char *const sp_finding_kinds[SP_FINDING_KINDS];

struct sp_answer {
	char sha256[SP_SHA256]; /* of the document */
	char key[SP_SHA256];    /* which programs, profiles and rules (key.h) */
	bool done;
	int64_t ms; /* wall time */
	char *said; /* what the stages wrote to stderr; never NULL */
	char *code; /* why not done, or what kept the first page from being read: "needs-password"; or NULL */

	/* done */
	int64_t bytes;          /* of the records */
	char digest[SP_SHA256]; /* SHA-256 of the records */
	char *body, *kind;      /* or NULL */
	int64_t from, to;       /* years; 0 when unknown */
	int64_t pages, tables, records, findings[SP_FINDING_KINDS];
	int64_t unread;                    /* pages that could not be read, or not wholly */
	int64_t checked, agreeing, accused; /* figures */

	/* not done */
	char *stage;  /* "spunta-extract", …; or "job" when nothing is known of it */
	int exit;     /* its exit status; -1 when it has none */
	int signal;   /* that ended it; 0 when none did */
	bool timeout; /* it took too long */
};

struct sp_answer *sp_answer_new(const char *sha256, const char *key);
void sp_answer_free(struct sp_answer *a); /* NULL is allowed */
void sp_answer_write(const struct sp_answer *a, struct sp_jw *w);
struct sp_answer *sp_answer_read(const struct sp_json *json);

/* Might it come out otherwise next time: stopped by a signal, the clock, or for want of a resource? */
bool sp_answer_passing(const struct sp_answer *a);
/* "spunta-extract: ./a.pdf: encrypted; …", "spunta-extract: took too long" (transfer full) */
char *sp_answer_reason(const struct sp_answer *a, enum sp_lang lang);
/* The same as a stable word: a code of diag-codes.def or of a problem, "timeout", "crashed", "not-done"; NULL where all
 * was read. (borrowed) */
const char *sp_answer_code(const struct sp_answer *a);
/* How far it came: the first of these that is so. */
enum sp_outcome {
	SP_OUTCOME_FAILED,    /* no records */
	SP_OUTCOME_UNREAD,    /* no page of it could be read: a scan */
	SP_OUTCOME_UNKNOWN,   /* no kind of document that is known */
	SP_OUTCOME_UNCHECKED, /* none of its figures could be checked */
	SP_OUTCOME_CHECKED,
	SP_OUTCOMES
};
extern const char *const sp_outcome_words[SP_OUTCOMES]; /* "failed", "unread", "unknown", "unchecked", "checked" */
enum sp_outcome sp_answer_outcome(const struct sp_answer *a);

/* Does a finding say that a figure does not hold? */
bool sp_answer_found(const struct sp_answer *a);

#endif
