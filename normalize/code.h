/*
 * code — codes of missions, programmes and objectives.
 *
 * A code is kept as printed and joined by its canonical form: NFKC, one kind of dash, no blanks
 * inside, upper case; zeros stay ("C0135" is not "C135"), separators stay, except that a colon between
 * digits becomes a point and a prefix of letters is parted from its numbers by one ("OB2.1", "R.A.5.1a",
 * "GR 09.2" → "OB.2.1", "RA.5.1A", "GR.09.2").
 *
 * In running text the shape is never enough: a code needs a label word directly before it. The codes
 * after it in the same text are taken too when they have its shape ("n. 25.29.3.1.04" after
 * "Obiettivi Operativi: n. 25.29.3.1.01"), unless a pattern says what they are instead (laws, acts,
 * measures of the recovery plan, telephone numbers).
 */
#ifndef SPUNTA_NORMALIZE_CODE_H
#define SPUNTA_NORMALIZE_CODE_H

#include "normalize/profile.h"

/* (transfer full); "" for a text without letters and digits */
char *sp_code_canonical(const char *text, size_t n);

/* "1", "01", "Missione 1" is not: → "01"; NULL when it is no mission's number. (transfer full) */
char *sp_code_mission(const char *text, size_t n);

/* "1.02", "01-02", "0102", "1 2", "1 | 10" → "01.02", "01.10"; NULL otherwise. (transfer full) */
char *sp_code_programme(const char *text, size_t n);

/*
 * Appends the canonical codes found in a text (char *, owned by `out`), each once. `labelled`: the text
 * stands in a column of codes, no label word is needed.
 */
enum sp_status sp_codes_find(struct sp_ctx *ctx, const struct sp_profile *profile, const char *text, size_t n,
			     bool labelled, GPtrArray *out);

#endif
