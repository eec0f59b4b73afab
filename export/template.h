/*
 * template — pages as data: blocks of HTML with slots that are filled in.
 *
 *     <!-- block greeting -->
 *     <p>[[Ciao|Hello]], {{name}}!</p>
 *     <!-- end -->
 *
 *     struct sp_template *t = sp_template_new(text, SP_LANG_EN);
 *     sp_template_write(t, "greeting", (struct sp_slot[]){ { .slot = "name", .text = "<Ada>" }, { 0 } }, to);
 *             // <p>Hello, &lt;Ada&gt;!</p>
 *
 * What a slot is filled with is text, and is escaped, always: it may stand between tags and in quoted attributes.
 * Only `write` puts HTML into a slot, by writing further blocks. [[italian|english]] is one of the two.
 * Indentation is not kept.
 *
 * Templates are our own data: an unknown block, a slot without a fill or a block without end stops the program.
 */
#ifndef SPUNTA_EXPORT_TEMPLATE_H
#define SPUNTA_EXPORT_TEMPLATE_H

#include <stdio.h>

#include "export/model.h"

struct sp_template;

struct sp_slot {
	const char *slot;                  /* NULL ends the list */
	const char *text;                  /* or NULL: nothing */
	void (*write)(void *of, FILE *to); /* or NULL */
	void *of;                          /* for write */
};

struct sp_template *sp_template_new(const char *text, enum sp_lang lang);
void sp_template_free(struct sp_template *t); /* NULL is allowed */

void sp_template_write(const struct sp_template *t, const char *block, const struct sp_slot *fills, FILE *to);

/* Text that stands for itself in HTML; control characters that HTML has not become U+FFFD. */
void sp_template_text(const char *text, FILE *to);

/* For a slot's write: our own style or script, `of` being its text, as it is. */
void sp_template_own(void *of, FILE *to);

/* "sha256-…" of a style or script that stands in a page, by which the page's own policy allows it. (transfer full) */
char *sp_template_hash(const char *text);

#endif
