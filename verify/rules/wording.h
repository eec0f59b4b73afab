/*
 * wording — what a finding says to people, in Italian and in English.
 *
 * A rule's message is a sentence with places in braces:
 *     {published}    the published figure as printed; "(empty)" when there is none
 *     {computation}  the arithmetic and its result: 7.618 / 18.408 × 100 = 41,38
 *     {recomputed} {expected} {difference}   single values
 *     {, year}       the year, with what stands before it; nothing when there is none
 *     {place}        where evidence stands: "note, p. 37"
 *     {anything}     an expression over the subject: {code}, {tail(public_value)}
 * Figures are written as the reader's language does. Results are shown with at least two decimals and
 * one more than the published figure has; the exact value is in the finding.
 *
 * All functions give (transfer full) strings.
 */
#ifndef SPUNTA_VERIFY_RULES_WORDING_H
#define SPUNTA_VERIFY_RULES_WORDING_H

#include "verify/findings/expr.h"
#include "verify/findings/finding.h"
#include "verify/indicators/indicator.h"
#include "verify/rules/functions.h"
#include "verify/rules/scope.h"

/* `closed` is the arithmetic as evaluated, or NULL; the finding's status and figures must be set. */
char *sp_wording_message(struct sp_scope *scope, const struct sp_finding *f, const struct sp_expr *closed,
                         const char *sentence, enum sp_language lang);

/* The same for a claim that rests on evidence. */
char *sp_wording_claim(struct sp_scope *scope, const struct sp_finding *f, const struct sp_claim *claim,
                       const char *sentence, enum sp_language lang);

/* Why a claim is not computable: its reason, and the operands that it lacks. */
char *sp_wording_lack(const struct sp_claim *claim, enum sp_language lang);

/* Which figures are absent, from the scope's gaps; for a division by zero and so on the other results. */
char *sp_wording_reason(const struct sp_scope *scope, enum sp_expr_result result, enum sp_language lang);

/* The fields that a sentence's places read, as sp_functions_fields tells them. */
void sp_wording_fields(const char *sentence, void (*name)(enum sp_field_of of, const char *field, void *data),
                       void *data);

#endif
