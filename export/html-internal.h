/*
 * html — what the files that write the page share.
 *
 * The page is put together from the blocks of export/html/page.html; a function that fills a slot has the
 * signature that sp_fill wants and is given a struct of what it writes about. Everything is written in one go
 * when the stream has ended: until then the summary, the records that charts show, and no text of the page.
 */
#ifndef SPUNTA_EXPORT_HTML_INTERNAL_H
#define SPUNTA_EXPORT_HTML_INTERNAL_H

#include "export/narrative.h"
#include "export/export.h"
#include "export/pictures.h"
#include "export/sink.h"
#include "export/template.h"
#include "export/words.h"

struct html {
	struct sp_ctx *ctx;
	const struct sp_export_options *options;
	enum sp_lang lang;
	struct sp_template *template;
	const char *style, *script; /* the page's own, built in */
	struct sp_summary *summary;
	GPtrArray *values, *indicators;              /* struct sp_json *: contributions and totals; indicators of all kinds */
	GPtrArray *certain, *likely, *remarks, *all; /* struct sp_json *, of the summary, by page */
	char *year;                                  /* that the document is of (rows.h); NULL where of several */
	GHashTable *fault_of;                        /* id of a record → its first fault */
	struct sp_pictures *pictures;                /* or NULL */
};

static inline const char *sp_html_text(const struct sp_json *v, const char *key)
{
	return sp_json_str(sp_json_get(v, key));
}

/* "finding:code-prefix:02.01#2" as the id of an element and as the end of a link: what is neither letter, digit nor
 * one of : . _ - is ~ and its hexadecimal bytes. (transfer full) */
char *sp_html_id(const char *id);

/* The record's code and title, "01.02 Segreteria generale"; its id when it has neither. (transfer full) */
char *sp_html_heading(const struct html *h, const char *id);
/* Id of the programme or public value that a record belongs to, at whatever distance; NULL when to none. */
const char *sp_html_part(const struct html *h, const char *id);

/* The rule's name, leading to what it states where that is shown. */
void sp_html_rule(const struct html *h, const char *rule, FILE *to);
/* "p. 3, tabella 1, riga 2", leading to that page of the document, where it is a PDF. */
void sp_html_place(const struct html *h, const struct sp_json *source, const char *place, FILE *to);

void sp_html_badge(const struct html *h, const char *status, FILE *to);
/* A link from a record to the first of its faults; nothing when it has none. */
void sp_html_fault(const struct html *h, const char *record, FILE *to);

/* html-findings.c: `of` is a struct html. Cards of faults, the list of remarks, the table of all. */
void sp_html_certain(void *of, FILE *to);
void sp_html_likely(void *of, FILE *to);
void sp_html_remarks(void *of, FILE *to);
void sp_html_checks(void *of, FILE *to);

/* html-charts.c */
void sp_html_values(void *of, FILE *to);
void sp_html_indicators(void *of, FILE *to);
size_t sp_html_charted(const struct html *h); /* indicators that have a figure to show */

#endif
