/*
 * series — the same objectives and indicators in the documents of one body, over the years.
 *
 *     struct sp_series *s = sp_series_new();
 *     sp_series_add(s, edition);                       // each document; takes it
 *     bool fault = sp_series_write(s, stdout);         // a stream of records (spunta-records/1)
 *     sp_series_free(s);
 *
 * What is written: a document record that stands for all of them; for each objective its latest record, for each of its
 * indicators one that holds the targets and actuals of all years as they were printed last, a `series_point` for
 * each year and document that prints figures of it, and the findings:
 *
 *     restated          an actual of a year that had passed, printed differently in a later document
 *     target-changed    the target of a year, likewise
 *     dropped           an indicator that the next document of that kind has no more (a remark)
 *     code-reused       the code of one objective before the title of another
 *
 * How they are matched, document after document, each with what came before:
 *   - Objectives by code and title: the same code, and half of the words or one indicator in common. Without the same
 *     code by title alone, if all words are the same, at least two, and only one on either side has them.
 *   - Indicators below objectives that are the same, by name: the same words, or nearly (85) if no other comes near.
 *   - What has two equally good partners has none.
 * Each match and its score stand in the points. A finding accuses only where the indicator's name and formula have the
 * same words in both documents, the figure is no forecast (the year was over when it was first printed), and the values
 * differ by more than rounding, unit or scale can explain; else it is not-computable and says why.
 */
#ifndef SPUNTA_VERIFY_SERIES_SERIES_H
#define SPUNTA_VERIFY_SERIES_SERIES_H

#include <stdio.h>

#include "verify/series/edition.h"

struct sp_series;

struct sp_series *sp_series_new(void);
void sp_series_add(struct sp_series *s, struct sp_edition *take);
/* Joins and writes. Does a finding say that something does not hold? */
bool sp_series_write(struct sp_series *s, FILE *to);
void sp_series_free(struct sp_series *s);

#endif
