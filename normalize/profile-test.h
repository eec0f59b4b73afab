/*
 * profile-test — a made-up page through a profile, to see what records come of it.
 *
 * Profiles carry such pages as examples ("examples": [{"page": […], "gives": […]}]); they are the
 * profile's own tests, run by `spunta-profile check` and by ours.
 *
 *   page   a string is a paragraph; a list of lists of strings is a table, its first row the header;
 *          {"sheet": [[label, value], …]} is a table without one
 *   gives  what must come out, in this order, other records may stand between: for each record the
 *          type and the fields that count. A figure is compared by its value, a list as a list, null
 *          is "nothing".
 */
#ifndef SPUNTA_NORMALIZE_PROFILE_TEST_H
#define SPUNTA_NORMALIZE_PROFILE_TEST_H

#include "normalize/profile.h"

struct sp_json;

/*
 * The records of a layout stream held in memory (JSON Lines, document to end), read with the
 * profile of that name, or with the one that the classifier chooses when `name` is NULL. (transfer
 * full); NULL after a diagnosis.
 */
char *sp_profile_test_records(struct sp_ctx *ctx, struct sp_profiles *set, const char *name, const char *layout);

/* The layout stream of an example's page. (transfer full); NULL when it is not written as above. */
char *sp_profile_test_layout(const struct sp_json *page);

/* Looks at a record that came of an example; SP_FAIL after a diagnosis when it is not as it must be. */
typedef enum sp_status (*sp_profile_test_judge)(const struct sp_data *example, const struct sp_json *record, void *data);

/*
 * Runs every example of a profile; `judge` sees each record (NULL: nobody does). SP_FAIL after a diagnosis for each
 * example that does not hold.
 */
enum sp_status sp_profile_test_examples(struct sp_ctx *ctx, struct sp_profiles *set, const char *name, sp_profile_test_judge judge,
				 void *data);

#endif
