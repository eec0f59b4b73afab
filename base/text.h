/*
 * text — strings of documents: views, cleaning, folding, joining.
 *
 * All text inside the programs is valid UTF-8; each door (jsonl.c, extract/) checks that once.
 *
 *     sp_text_clean     what a PDF or converter gives → NFC, ligatures resolved, soft hyphens gone,
 *                       every kind of blank one space, ends trimmed. What we publish as text. Two
 *                       belong to figures and stay: a no-break, figure or thin blank between thousands,
 *                       and a soft hyphen before digits, which is seen and becomes "-".
 *     sp_text_fold      for comparing only: lower case, accents and apostrophe-accents dropped,
 *                       everything but letters and digits one space ("CITTA'" and "Città" are equal).
 *     sp_text_join      glues a next line to a text: typesetter's hyphen resolved, else one space.
 *
 * Functions that return char * transfer a string that the caller frees with g_free.
 */
#ifndef SPUNTA_BASE_TEXT_H
#define SPUNTA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* A view of someone else's bytes; not NUL-terminated. {NULL, 0} is "absent", {"", 0} is empty. */
struct sp_str {
	const char *s;
	size_t n;
};

#define SP_STR_NONE ((struct sp_str){ NULL, 0 })
#define SP_STR_FMT  "%.*s" /* with SP_STR_ARG(view) */
#define SP_STR_ARG(v) (int)(v).n, (v).s

struct sp_str sp_str(const char *s);           /* whole string; NULL gives SP_STR_NONE */
struct sp_str sp_str_trim(struct sp_str v);    /* without blanks (also no-break ones) at both ends */
bool sp_str_eq(struct sp_str v, const char *s);
char *sp_str_dup(struct sp_str v);             /* (transfer full); NULL for SP_STR_NONE */

char *sp_text_clean(const char *s, size_t n);
char *sp_text_fold(const char *s, size_t n);

/* True when both fold to the same text. */
bool sp_text_same(const char *a, const char *b);

/*
 * Appends the next line of a paragraph to `text`. A soft hyphen at its end goes. A hyphen between
 * small letters goes when the document is hyphenated (by its typesetter, as LaTeX does) and stays,
 * without a space, when it is not ("economico-" + "patrimoniale", "Arvedi-" + "Buschini"). Nor is
 * there a space after a slash before a capital; every other line end becomes one space.
 */
void sp_text_join(GString *text, const char *line, bool hyphenated);

/* Appends with control characters (and bidi overrides) shown as \xNN or \u{NNNN}: for terminals. */
void sp_text_append_safe(GString *out, const char *s, size_t n);

#endif
