/*
 * latex — formulas in the LaTeX of text conversions, as they would be printed on one line.
 *
 *     "$\frac{\text{n. scuole}}{36} \times 100$"   "n. scuole / 36 × 100"
 *     "\frac{a - b}{b}"                            "(a - b) / b"
 *     "n^{\circ}"  "m^2"  "19\%"                   "n°"  "m²"  "19%"
 *
 * Commands are read inside and outside of dollar signs; a dollar sign that opens no formula is money.
 * A command that is not known, or lacks its braces, stays as printed: nothing is lost.
 */
#ifndef SPUNTA_EXTRACT_MARKUP_LATEX_H
#define SPUNTA_EXTRACT_MARKUP_LATEX_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* (transfer full). Marks of marks.h pass through; an escaped asterisk becomes SP_INLINE_STAR. */
GString *sp_latex_plain(const char *s, size_t n);

/* Appends a super- or subscript: figures in their raised or lowered form, "o" and "\circ" as "°", marks
 * of footnotes as they are. */
void sp_latex_script(GString *out, const char *text, bool raised);

#endif
