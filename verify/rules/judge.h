/*
 * judge — one rule, one record: what is to be said?
 *
 *     struct sp_finding *f = sp_judge(&scope, rule);     // NULL: the rule does not apply, or has nothing to say
 *
 * The verdict is match, truncated or mismatch when a figure is published and its value can be computed;
 * missing when it can be computed but none is published; not-computable when figures are absent, the
 * divisor is zero or text stands where a figure must. A statement (holds) is a match or fails as its
 * rule says; one that is not known to be true or false says nothing.
 */
#ifndef SPUNTA_VERIFY_RULES_JUDGE_H
#define SPUNTA_VERIFY_RULES_JUDGE_H

#include "verify/findings/finding.h"
#include "verify/indicators/indicator.h"
#include "verify/rules/rules.h"
#include "verify/rules/scope.h"

/* The scope must be fresh: its inputs and gaps become the finding's. (transfer full) */
struct sp_finding *sp_judge(struct sp_scope *scope, const struct sp_check_rule *rule);

/* What a rule over evidence makes of one claim; NULL when its condition does not hold. (transfer full) */
struct sp_finding *sp_judge_claim(struct sp_scope *scope, const struct sp_check_rule *rule, const struct sp_claim *claim);

#endif
