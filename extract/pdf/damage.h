/*
 * damage — does what stands at a PDF's end lead to its objects, and is that end there?
 *
 *     GBytes *whole = NULL;
 *     enum sp_damage damage = sp_damage_find(bytes, -1, &whole);
 *     …open `whole` where there is one, else `bytes`…
 *
 * A PDF is read from its end: startxref leads to a table, the table to the objects (ISO 32000-1 §7.5). Readers that
 * find an object missing search the file for everything that looks like one and take the last of each number, dead
 * ones too. Poppler does so in the middle of its work, and from then on reads other objects than before: what a page
 * says would hang on the pages before it. So it is judged here, once, before a document is opened.
 *
 * Only bytes are looked at, nothing is unpacked. Where cross-references are packed into a stream its place is judged,
 * not its entries: Poppler never searches there.
 */
#ifndef SPUNTA_EXTRACT_PDF_DAMAGE_H
#define SPUNTA_EXTRACT_PDF_DAMAGE_H

#include <glib.h>

enum sp_damage {
	SP_DAMAGE_NONE,
	SP_DAMAGE_MISLED, /* every object that was written is there, but the cross-references do not lead to them */
	SP_DAMAGE_CUT,    /* the end is missing, and objects with it: nobody can say how many */
};

/*
 * `fd` is the same as a file, or -1: objects are looked up there, so that a long document's bytes need not be in memory.
 * `repaired` becomes a copy, held whole, where Poppler cannot go by the bytes as they are: it leads to the objects, or
 * is to be searched. Else NULL. (transfer full)
 */
enum sp_damage sp_damage_find(GBytes *pdf, int fd, GBytes **repaired);

/* What that means for who reads the document. */
const char *sp_damage_text(enum sp_damage damage);

#endif
