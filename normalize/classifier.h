/*
 * classifier — the first reading of a layout stream: what the document is.
 *
 * Every line is shown to the classifier before any record is made. It gathers
 *  - the points of each family, by its evidence, and so the profile to read with;
 *  - the bodies named, how often, and which speaks as the author;
 *  - the period, the reference date, the acts quoted;
 *  - the notes and under which table they stand, so that a mark can be resolved where it is met even
 *    when its note comes at the end of the document.
 * What it keeps grows with bodies, acts, notes and tables (four bytes each), not with the text.
 *
 *     struct sp_classifier *s = sp_classifier_new(ctx, profiles);
 *     while (…) sp_classifier_line(s, &line);
 *     sp_classifier_end(s);
 *     sp_classifier_document(s, document, &w);     // the document line of the records
 */
#ifndef SPUNTA_NORMALIZE_CLASSIFIER_H
#define SPUNTA_NORMALIZE_CLASSIFIER_H

#include "base/stream.h"
#include "normalize/place.h"
#include "normalize/profile.h"

struct sp_classifier;

struct sp_classifier *sp_classifier_new(struct sp_ctx *ctx, struct sp_profiles *set);
void sp_classifier_free(struct sp_classifier *s); /* NULL is allowed */

/* A record of the layout stream; only `text` and `table` say something. SP_FAIL after a diagnosis. */
enum sp_status sp_classifier_line(struct sp_classifier *s, const struct sp_line *line);
enum sp_status sp_classifier_end(struct sp_classifier *s); /* SP_FAIL after a diagnosis */

/* Name of the profile with most points, "unknown" when none has enough. */
const char *sp_classifier_profile(const struct sp_classifier *s);
/* What the signs of that profile came to. */
int sp_classifier_points(const struct sp_classifier *s, const char *profile);
const struct sp_facts *sp_classifier_facts(const struct sp_classifier *s);
/* The year in which titles of programmes are asked for: the period's first, else the reference date's; 0. */
int sp_classifier_year(const struct sp_classifier *s);

/*
 * The text of the note that explains `mark` in table number `table` (1-based, as they come): the
 * nearest note under that table and its continuations, else the one at the document's end. NULL
 * when there is none. Borrowed.
 */
const char *sp_classifier_note(struct sp_classifier *s, const char *mark, unsigned table);
/* Has sp_classifier_note given this note's text to anyone? `line` is the stream's line it stands on. */
bool sp_classifier_note_used(const struct sp_classifier *s, int64_t line, const char *mark);

/* Writes the document line from the layout's. */
void sp_classifier_document(const struct sp_classifier *s, const struct sp_json *layout, const struct sp_profile *profile,
			struct sp_jw *w);

/* Which evidence was met, for --explain. (transfer full) */
char *sp_classifier_explain(const struct sp_classifier *s);

#endif
