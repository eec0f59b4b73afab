/*
 * profile-internal — what the set of profiles shares with the reader of one.
 *
 *   profile.c        the set: built-in and own ones, which is read when
 *   profile-read.c   a profile's entries: lines, tables, evidence, facts
 *   profile-terms.c  what all entries are made of: words, patterns, names of types and fields
 */
#ifndef SPUNTA_NORMALIZE_PROFILE_INTERNAL_H
#define SPUNTA_NORMALIZE_PROFILE_INTERNAL_H

#include "base/datafile.h"
#include "base/json.h"
#include "normalize/profile.h"

/* A file, read but not yet understood. */
struct source {
	char *name, *text;
	struct sp_datafile *data;
	bool shipped; /* its patterns are tried by the program's own tests */
};

struct sp_profiles {
	GPtrArray *sources;  /* struct source, in the order of `profiles` */
	GPtrArray *profiles; /* struct sp_profile */
	struct sp_facts facts;
	GPtrArray *patterns; /* every struct sp_pattern, freed here */
};

/* The reading of one profile. */
struct loader {
	struct sp_ctx *ctx;
	struct sp_profiles *set;
	const struct source *at; /* the file being read */
	GPtrArray *files;        /* struct source: own, then included */
};

struct sp_profile *sp_profile_new(void);
void sp_profile_free(gpointer p);
void sp_facts_init(struct sp_facts *f);
void sp_facts_clear(struct sp_facts *f);

/* Name, kind and evidence of l->at; its facts go to the set. False after a diagnosis. */
bool sp_profile_read_door(struct loader *l, struct sp_profile *p);
/* Lines, tables and all the rest, of the own file and of those it includes. False after a diagnosis. */
bool sp_profile_read_family(struct loader *l, struct sp_profile *p);

/* --- profile-terms.c: each is false or NULL after a diagnosis; a key that is absent is no fault --------------- */

typedef char *(*sp_folding)(const char *text);
char *sp_term_as_is(const char *text);
char *sp_term_folded(const char *text);
/* As headers are compared: folded, blanks gone; a closing "*" stays. */
char *sp_term_tight(const char *text);

/* Every member of `object` must be one of the blank-separated `keys`: a slip of the pen is no silence. */
bool sp_term_keys(struct loader *l, const struct sp_data *object, const char *keys);
bool sp_term_string(struct loader *l, const struct sp_data *object, const char *key, char **out);
/* A string or a list of strings, "@name" for words of that name; the array is empty when the key is absent. */
bool sp_term_strings(struct loader *l, const struct sp_data *object, const char *key, sp_folding fold, GPtrArray **out);
bool sp_term_words(struct loader *l, const struct sp_data *v, sp_folding fold, GPtrArray *out, unsigned depth);
/* A pattern, or the name of one in `patterns` written "@name". */
bool sp_term_pattern(struct loader *l, const struct sp_data *object, const char *key, struct sp_pattern **out);
bool sp_term_patterns(struct loader *l, const struct sp_data *object, const char *key, GPtrArray *out);
const struct sp_record_type *sp_term_type(struct loader *l, const struct sp_data *at, const char *name);
const struct sp_field *sp_term_field(struct loader *l, const struct sp_data *at, const struct sp_record_type *type,
				     const char *name);
/* "objective.manager" → type and field. */
bool sp_term_type_field(struct loader *l, const struct sp_data *v, const struct sp_record_type **type,
			const struct sp_field **field);

#endif
