/*
 * docket — what accuses waits here until the document is read, because only then it can be told from a misreading.
 *
 * One wrong total is a fault of the document. If a rule fails for most of what it was asked about, the columns, the
 * rows or the notes were probably read wrongly, and nobody is accused: those findings become not-computable and say so.
 * A figure that is printed nowhere in a table's column is likewise a column that was not understood. But what other rules
 * find to agree was read well, and may accuse however often its own rule fails.
 *
 *     struct sp_docket *d = sp_docket_new(receive, data);
 *     sp_docket_take(d, rule, finding);        // agreeing ones go on at once, accusing ones wait
 *     sp_docket_close(d);                      // hands out what waited, in the order it came
 *     sp_docket_free(d);
 *
 * Rules whose statement is always false ("holds: false") describe what is odd; they cannot agree, and do not wait.
 * Neither do findings that only inform. More than SP_DOCKET_MOST accusations do not wait: the ones behind go on at
 * once.
 */
#ifndef SPUNTA_VERIFY_RULES_DOCKET_H
#define SPUNTA_VERIFY_RULES_DOCKET_H

#include "verify/findings/finding.h"
#include "verify/rules/rules.h"

#define SP_DOCKET_MOST  20000
#define SP_DOCKET_LEAST 4 /* fewer failures are faults, whatever their share */
#define SP_DOCKET_SHARE 8 /* as many times more that fail than that hold: the reading is doubtful */

typedef void (*sp_docket_receive)(struct sp_finding *finding, void *data);

struct sp_docket;

struct sp_docket *sp_docket_new(sp_docket_receive receive, void *data);
void sp_docket_free(struct sp_docket *d); /* what waits is freed; NULL is allowed */

void sp_docket_take(struct sp_docket *d, const struct sp_check_rule *rule,
		    struct sp_finding *finding); /* (transfer full) */
void sp_docket_close(struct sp_docket *d);

/* Makes it not-computable: its sentences become those of the message `key`, whose places are filled with `places` and
 * then with what was to be said. */
void sp_docket_withdraw(struct sp_finding *f, const char *key, const char *failed, const char *asked);

#endif
