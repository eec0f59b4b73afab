/*
 * svg — a drawing of what was seen on a page: words, rules, shading, cells, tables, blocks.
 *
 * For a person who asks why a table came out as it did (--debug-svg DIR): DIR/page-0003.svg. Words are
 * grey, rules as drawn dark, shading in its colour, cells outlined in blue with their row and column,
 * tables in red with id, method and confidence, header rows tinted, blocks in green with their role.
 */
#ifndef SPUNTA_EXTRACT_SVG_H
#define SPUNTA_EXTRACT_SVG_H

#include "extract/layout.h"

void sp_svg_draw(const struct sp_layout *layout, FILE *to);

/* Writes a drawing of this page into the folder (char *), which is made if it is not there; a failure is reported. */
void sp_svg_save(struct sp_ctx *ctx, void *folder, int page, const char *drawing, size_t n);

#endif
