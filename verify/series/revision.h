/*
 * revision — is a figure that a later document prints again the same?
 *
 *     const char *why;
 *     enum sp_revision r = sp_revision(earlier, later, &why);   // figures of the records: raw, value, unit, …
 *
 * Equal is what has the same value, or would have when rounded or cut to the decimals of the one that is printed with
 * fewer. Where rounding of padded zeros (59,00 for 59,27), a unit, a scale (0,59 for 59), a sign left out or an
 * approximate figure may explain the difference, it is unclear, and `why` says so.
 */
#ifndef SPUNTA_VERIFY_SERIES_REVISION_H
#define SPUNTA_VERIFY_SERIES_REVISION_H

#include "verify/findings/finding.h"

enum sp_revision { SP_REVISION_SAME, SP_REVISION_OTHER, SP_REVISION_UNCLEAR, SP_REVISION_NOTHING };

/* *why, a key of message.h, is set where it is unclear; NOTHING: one of them has no value. */
enum sp_revision sp_revision(const struct sp_json *earlier, const struct sp_json *later, const char **why);

/* Later less earlier, exact. (transfer full) */
char *sp_revision_difference(const struct sp_json *earlier, const struct sp_json *later);

#endif
