/*
 * formats — the formats of JSON Schema draft-07: dates, addresses, references, pointers, patterns.
 *
 *     const struct sp_text_format *f = sp_format_find("date");       // NULL: no format of that name is known
 *     if (!sp_format_holds(f, "2024-02-30"))
 *             why = sp_format_fault(f, "2024-02-30");           // "a date such as 2024-07-04 is needed"
 *
 * Known: date, time, date-time (RFC 3339), email, idn-email (RFC 5321, 6531), hostname (RFC 1123),
 * ipv4, ipv6 (RFC 4291), uri, uri-reference (RFC 3986), iri, iri-reference (RFC 3987), uri-template
 * (RFC 6570), json-pointer (RFC 6901), relative-json-pointer, regex (ECMA-262). Of the standard's
 * formats only idn-hostname is not known: it needs the tables of IDNA.
 *
 * Texts are UTF-8 and end at their NUL.
 */
#ifndef SPUNTA_VERIFY_SCHEMA_FORMATS_H
#define SPUNTA_VERIFY_SCHEMA_FORMATS_H

#include <stdbool.h>

struct sp_text_format;

const struct sp_text_format *sp_format_find(const char *name);
bool sp_format_holds(const struct sp_text_format *format, const char *text);

/* What is wrong with a text that does not hold, for a sentence (transfer full). */
char *sp_format_fault(const struct sp_text_format *format, const char *text);

#endif
