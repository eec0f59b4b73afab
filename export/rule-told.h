/*
 * rule-told — what a shipped rule states, for the page that names it: the sentence of its file (verify/rules), of which
 * this room carries a copy as data.
 *
 *     char *sentence = sp_rule_told("weights-sum", SP_LANG_EN);    // "The weights of a public value's rows add up to 100, …"
 */
#ifndef SPUNTA_EXPORT_RULE_TOLD_H
#define SPUNTA_EXPORT_RULE_TOLD_H

#include "base/language.h"

/* NULL for a rule that is not shipped: one of the user's own. (transfer full) */
char *sp_rule_told(const char *rule, enum sp_lang lang);
/* The law or the heading that it rests on; NULL for a rule that is not shipped. (transfer full) */
char *sp_rule_source(const char *rule, enum sp_lang lang);

#endif
