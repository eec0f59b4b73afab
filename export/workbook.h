/*
 * workbook — a workbook being written: where it goes, how its cells look, whether it holds what was put into it.
 *
 *     struct sp_workbook *b = sp_workbook_open(ctx, "out.xlsx", SP_LANG_IT, false);   // NULL after a diagnosis
 *     struct sp_worksheet *s = sp_workbook_add(b, "Tabella 1");
 *     sp_worksheet_text(s, 0, "Missione", b->header);                  // columns of the row that is being filled
 *     sp_worksheet_number(s, 1, "1234.50", SP_GROUPED, NULL);
 *     sp_worksheet_end_row(s);
 *     sp_workbook_close(b, complete);                                  // published, or nothing left behind; freed
 *
 * Rows go out as they come (libxlsxwriter's constant-memory mode: each sheet in a temporary file of its own), the
 * widest text of each column is kept for its width. A figure is a number with as many decimals as its digits have; it is
 * a double, as in every workbook (exact.h). Texts are never formulas, dates or numbers, whatever they look like.
 * A finished workbook is read back before it appears (xlsx-readback.h). Its first sheet's head row is repeated on every
 * printed page, as every sheet's: landscape, as wide as the paper.
 */
#ifndef SPUNTA_EXPORT_WORKBOOK_H
#define SPUNTA_EXPORT_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/ctx.h"
#include "base/language.h"

/* libxlsxwriter's; who needs more of them includes <xlsxwriter.h>. */
struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

enum sp_look { SP_LOOK_GOOD, SP_LOOK_BAD, SP_LOOK_ODD, SP_LOOK_OPEN, SP_LOOKS };
enum sp_grouping { SP_UNGROUPED, SP_GROUPED };

enum { SP_NUMBER_PLACES = 10 };

struct sp_workbook {
	struct lxw_workbook *book;
	struct lxw_format *header, *title, *text, *wrapped, *date, *link, *looks[SP_LOOKS]; /* owned by the book */
	enum sp_lang lang;
	/* the rest is the module's own */
	struct sp_ctx *ctx;
	bool safe_cells;
	struct sp_file *file;
	char *spool;
	GPtrArray *sheets;
	GHashTable *numbers;
	bool replaced;
	int64_t cut;
};

struct sp_worksheet {
	struct lxw_worksheet *xlsx;
	uint32_t row;  /* that is being filled, from 0; so many are finished */
	glong widest;  /* characters that a column may have before its texts take several lines; to be set */
	/* the rest is the module's own */
	struct sp_workbook *of;
	char *name;
	size_t cells, cells_before, filled; /* before this row; rows with a cell, which the file has */
	GArray *widths; /* guint16: characters; FOLDED set where the column is folded away */
	glong lines;
	uint16_t cols;
};

/* `output` NULL or "-": standard output. `safe_cells`: texts that would run as formulas once edited are defused. */
struct sp_workbook *sp_workbook_open(struct sp_ctx *ctx, const char *output, enum sp_lang lang, bool safe_cells);
void sp_workbook_title(struct sp_workbook *b, const char *title);
enum sp_status sp_workbook_close(struct sp_workbook *b, bool complete);

/* The name is cut, and what no name may have replaced; names of one book must differ. Owned by the book. */
struct sp_worksheet *sp_workbook_add(struct sp_workbook *b, const char *name);
/* `format` NULL: as texts are, in lines where they are long. */
void sp_worksheet_text(struct sp_worksheet *s, size_t col, const char *text, struct lxw_format *format);
/* `unit` "%" or "EUR" stands behind the figure without changing it; or NULL. */
void sp_worksheet_number(struct sp_worksheet *s, size_t col, const char *digits, enum sp_grouping grouping, const char *unit);
void sp_worksheet_date(struct sp_worksheet *s, size_t col, const char *iso); /* sheets begin in 1900: a text before */
void sp_worksheet_boolean(struct sp_worksheet *s, size_t col, bool value);
/* A link to "internal:'Sheet'!A5" or an address; false where the book cannot hold it (then nothing is written). */
bool sp_worksheet_link(struct sp_worksheet *s, size_t col, const char *target, const char *text);
void sp_worksheet_end_row(struct sp_worksheet *s);
/* Folds a column away; the "+" above it opens it. */
void sp_worksheet_fold(struct sp_worksheet *s, size_t col);
/* The cell at `col` of the row that is being filled covers so many. */
void sp_worksheet_merge(struct sp_worksheet *s, size_t col, size_t rows, size_t cols);
/* Heads in the first `rows` rows stay in sight, and on paper; with a filter if there are rows below. */
void sp_worksheet_heads(struct sp_worksheet *s, size_t rows);

#endif
