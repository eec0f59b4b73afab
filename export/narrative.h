/*
 * narrative — a finding as people read it, in pieces: what the report and the page are put together from.
 *
 *     char *subject = sp_narrative_subject(summary, finding, SP_LANG_IT);
 *             // "contributo 02.01 «Argini»: raggiungimento pesato, 2018"
 *     GPtrArray *faults = sp_narrative_chosen(summary, sp_summary_is_fault);      // by page
 */
#ifndef SPUNTA_EXPORT_NARRATIVE_H
#define SPUNTA_EXPORT_NARRATIVE_H

#include "export/summary.h"

/* "al 31/12/2025", "a luglio 2025": when the document says how things stand; NULL when it does not. (transfer full) */
char *sp_narrative_as_of(const struct sp_summary *d, enum sp_lang lang);

/* The record that it is about, the field, the year. (transfer full) */
char *sp_narrative_subject(const struct sp_summary *d, const struct sp_json *finding, enum sp_lang lang);

/* What the published figure is called: "pubblicato", "il testo dice", or "deve fare" where the rule prescribes it. */
const char *sp_narrative_published(const struct sp_json *finding, enum sp_lang lang);
/* What stands after a figure of the published one's unit: "%", " €", "". */
const char *sp_narrative_unit(const struct sp_json *finding);

/* An input: its label without the colons and equal signs of its line; its figure as printed, else its value.
 * (transfer full) */
char *sp_narrative_label(const struct sp_json *input, enum sp_lang lang);
char *sp_narrative_figure(const struct sp_json *input, enum sp_lang lang);

/* The findings that `is` says, by page, in the stream's order on a page, but those about one figure together. (transfer container) */
GPtrArray *sp_narrative_chosen(const struct sp_summary *d, bool (*is)(const struct sp_json *finding));

/* Are both about what is printed in one place: the same field of the same record, for the same year? */
bool sp_narrative_same_figure(const struct sp_json *a, const struct sp_json *b);

#endif
