/*
 * check — runs a set of rules over a stream of records and hands out the findings.
 *
 *     struct sp_check *check = sp_check_new(ctx, rules, receive, data);
 *     for each record:  sp_check_record(check, line.json);     // findings that need no later record
 *     before the end:   sp_check_finish(check);                // the others, in order of their subjects
 *     sp_check_free(check);
 *
 * A rule without rows, or with "previous" ones, is answered right after its subject; a rule over rows at the end, because
 * any later record may be one of them. For those only the fields that some rule reads are kept, as compact text. What
 * accuses waits for the end in any case (docket.h). A sum accuses only if its rows are all there: none that the numbering
 * leaves out, none among them that was not read. Findings are handed out in a deterministic order and belong to the
 * receiver.
 */
#ifndef SPUNTA_VERIFY_RULES_CHECK_H
#define SPUNTA_VERIFY_RULES_CHECK_H

#include "base/ctx.h"
#include "base/json.h"
#include "verify/findings/finding.h"
#include "verify/rules/rules.h"

struct sp_check;

/* (transfer full): the receiver frees the finding. */
typedef void (*sp_check_receive)(struct sp_finding *finding, void *data);

/* `rules` is borrowed until sp_check_free. */
struct sp_check *sp_check_new(struct sp_ctx *ctx, const struct sp_ruleset *rules, sp_check_receive receive, void *data);
void sp_check_free(struct sp_check *check);

/* Rows that all rules together may look at in one stream: a rule that wants every record for every record
 * would not end before its reader does. */
#define SP_CHECK_ROWS 5000000

/* The document line and every record after it but the end. */
void sp_check_record(struct sp_check *check, const struct sp_json *record);
/* SP_FAIL after a diagnosis (SP_D_LIMIT) when SP_CHECK_ROWS was reached: findings are missing then. */
enum sp_status sp_check_finish(struct sp_check *check);

/*
 * Runs a rule's own examples. SP_FAIL after a diagnosis (SP_D_DATA, with the rule's file and line) when
 * one does not give what it says.
 */
enum sp_status sp_check_prove(struct sp_ctx *ctx, const struct sp_ruleset *rules, const struct sp_check_rule *rule);

/* Reads a user's file into the set and proves its rules: one that fails its own examples accuses nobody. */
enum sp_status sp_check_read_rules(struct sp_ctx *ctx, struct sp_ruleset *set, const char *path);

#endif
