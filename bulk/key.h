/*
 * key — which programs, profiles and rules a result was made with.
 *
 * The key of a result changes with anything that could change the result: the programs of the chain, byte for byte
 * (the shipped profiles and rules are within them), the user's own profiles and rules, the options. A result of
 * another key is made again.
 *
 * Other machines may have the same version built otherwise: what must be equal there is the agreement, the version
 * and the shipped profiles, rules and tables.
 *
 *     char *agreement = sp_key_agreement((const struct sp_resource *[]){ normalize_data, verify_data, NULL });
 *     char *key = sp_key(ctx, &chain, agreement);              // NULL after a diagnosis
 */
#ifndef SPUNTA_BULK_KEY_H
#define SPUNTA_BULK_KEY_H

#include "base/ctx.h"
#include "base/resource.h"

/* What documents are put through. All borrowed. */
struct sp_chain {
	const char *programs;  /* the folder that they stand in */
	char *const *profiles; /* of the user, closed by NULL; or NULL */
	char *const *rules;    /* so, too */
	const char *passwords; /* a file, one a line, tried on what is encrypted; or NULL */
	bool ocr;
	int seconds; /* that a document may take */
};

enum { SP_STAGES = 3 };
extern const char *const sp_stages[SP_STAGES]; /* the names of the programs, in their order */

/* Both transfer full. */
char *sp_key_agreement(const struct sp_resource *const *rooms);
char *sp_key(struct sp_ctx *ctx, const struct sp_chain *chain, const char *agreement);

#endif
