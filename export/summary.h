/*
 * summary — what the reports for people need of a stream, gathered while it goes by.
 *
 *     struct sp_summary *d = sp_summary_new();
 *     while (…) sp_summary_take(d, &line);
 *     …d->document, d->findings…
 *     sp_summary_free(d);
 *
 * Memory: the document line, one title for each record, the findings and the problems.
 */
#ifndef SPUNTA_EXPORT_SUMMARY_H
#define SPUNTA_EXPORT_SUMMARY_H

#include "base/stream.h"
#include "export/model.h"

/* A record in short: what a finding about it is headed with. */
struct sp_gist {
	char *type, *code, *title; /* code, number, or what it is the total of; title or name; NULL when absent */
	char *about; /* id of the record it belongs to (its scope, objective, public value, programme); or NULL */
};

struct sp_summary {
	struct sp_json *document, *end; /* end: NULL until it has come */
	GHashTable *gists;   /* id → struct sp_gist */
	GHashTable *counts;  /* record type → number */
	GPtrArray *types;    /* the types, in the order they first came (owned by counts) */
	GPtrArray *findings; /* struct sp_json *, each kept whole */
	GPtrArray *problems; /* the same */
	GPtrArray *unparsed; /* the same */
};

struct sp_summary *sp_summary_new(void);
void sp_summary_free(struct sp_summary *d); /* NULL is allowed */

/* A record as a tree that outlives its line. It was valid a moment ago. (transfer full) */
struct sp_json *sp_summary_keep(const struct sp_line *line);

void sp_summary_take(struct sp_summary *d, const struct sp_line *line);

size_t sp_summary_count(const struct sp_summary *d, const char *type);
const struct sp_gist *sp_summary_gist(const struct sp_summary *d, const char *id); /* NULL if unknown */

/* Does it say that something does not hold? (exit status 1; remarks, of severity info, do not) */
bool sp_summary_is_fault(const struct sp_json *finding);
bool sp_summary_is_remark(const struct sp_json *finding);
/* A fault that the document can be read without: shown apart, so that nobody is accused of it. */
bool sp_summary_is_likely(const struct sp_json *finding);
bool sp_summary_is_certain(const struct sp_json *finding); /* the other faults */
/* Is something of the page not read that this problem tells of? What nobody sees (hidden text) is no loss. */
bool sp_summary_is_loss(const struct sp_json *problem);
size_t sp_summary_with_status(const struct sp_summary *d, const char *status);

/* "contributo 02.01 «Argini»", of the record with that id, or the id itself. (transfer full) */
char *sp_summary_name(const struct sp_summary *d, const char *id, enum sp_lang lang);

/* Why a finding is not computable, in that language where the message says it. (transfer full) */
char *sp_summary_reason(const struct sp_json *finding, enum sp_lang lang);

#endif
