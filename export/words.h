/*
 * words — how the reports for people name things, in Italian and English.
 *
 * Names of kinds, record types, fields and statuses; places on the pages; figures and expressions as
 * the reader's language writes them. What has no word here is shown as it is: rules and types of
 * one's own stay readable.
 */
#ifndef SPUNTA_EXPORT_WORDS_H
#define SPUNTA_EXPORT_WORDS_H

#include "base/json.h"
#include "export/model.h"

const char *sp_words_kind(const char *kind, enum sp_lang lang);
const char *sp_words_type(const char *type, size_t n, enum sp_lang lang); /* "progetto", "progetti"; NULL if unknown */
const char *sp_words_field(const char *field, enum sp_lang lang);         /* NULL if unknown */
const char *sp_words_status(const char *status, enum sp_lang lang);
/* What a code in the column of that name means, "likely" in "confidence": "probabile"; what is none, as it is. */
const char *sp_words_value(const char *column, const char *code, enum sp_lang lang);

/* "2024-07-04" → "04/07/2024" in Italian; all read ISO dates, Italians their own. (transfer full) */
char *sp_words_date(const char *iso, enum sp_lang lang);
/* "2024-07" → "luglio 2024". (transfer full) */
char *sp_words_month(const char *iso, enum sp_lang lang);
/* "1234567.5" → "1.234.567,5" or "1,234,567.5". (transfer full) */
char *sp_words_number(const char *digits, enum sp_lang lang);
/* The same rounded for reading, "≈ 41,3842", when it has more than four decimals. (transfer full) */
char *sp_words_result(const char *digits, enum sp_lang lang);
/* "30 * 80 / 100" → "30 × 80 / 100", with the language's numbers. (transfer full) */
char *sp_words_expression(const char *expression, enum sp_lang lang);

/*
 * "p. 2, tabella 1, riga 3" of a record's or figure's source, rows counted from 1 with the header;
 * with `beside`, another source, only what differs: "riga 3" in the same table, "" in the same row. (transfer full)
 */
char *sp_words_place(const struct sp_json *source, const struct sp_json *beside, enum sp_lang lang);

#endif
