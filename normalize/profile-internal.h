/*
 * profile-internal — what the set of profiles (profile.c) and the reader of one (profile-read.c) share.
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

#endif
