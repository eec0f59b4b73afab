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

enum sp_status sp_svg_write(struct sp_ctx *ctx, const char *folder, const struct sp_layout *layout);

#endif
