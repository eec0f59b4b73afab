/*
 * tables — a layout stream's tables in a format that people and their programs open.
 *
 * As export.h does it for records: one small vtable a format, each in a file of its own, which is given the document and
 * then one table after the other, whole over pages (whole.h), and publishes at the end, or leaves nothing behind.
 *
 *     struct sp_tables_options o = { .output = "out.xlsx", .lang = SP_LANG_IT };
 *     sp_tables_export(ctx, sp_tables_format_named("xlsx"), &o, &pick, "bilancio.layout.jsonl");
 *
 * The same stream and options give the same bytes.
 */
#ifndef SPUNTA_EXPORT_TABLES_TABLES_H
#define SPUNTA_EXPORT_TABLES_TABLES_H

#include "export/export.h"
#include "export/tables/whole.h"

/* What a column of figures becomes where cells have types. */
enum sp_figures {
	SP_FIGURES_BOTH,    /* two columns: the numbers, and what is printed beside them */
	SP_FIGURES_VALUES,  /* numbers; what is none stays as printed */
	SP_FIGURES_PRINTED, /* as printed */
};

struct sp_tables_options {
	const char *output; /* NULL or "-": standard output, where the format can */
	enum sp_lang lang;
	enum sp_dialect dialect;
	bool safe_cells; /* csv, xlsx: formula-cell.h */
	bool spans;      /* xlsx, html, json: merged cells stay merged */
	bool drawn;      /* text: the tables themselves, not only what there is */
	bool fancy;      /* text: with bold type */
	int width;       /* text: characters of a line */
	enum sp_figures figures;
};

/* The end of a document: pages that could not be read, with the word that says why ("no-text-layer"). */
struct sp_unread_page {
	int page; /* 0: the whole document */
	char *code;
};

struct sp_tables_format {
	const char *name;
	const char *summary;
	const char *needs;
	enum sp_target target; /* SP_TO_FOLDER: a single table may go into a file */
	bool binary;
	void *(*open)(struct sp_ctx *ctx, const struct sp_tables_options *options); /* NULL after a diagnosis */
	enum sp_status (*document)(void *writer, const struct sp_json *document);   /* the line of that type */
	enum sp_status (*table)(void *writer, const struct sp_whole *table);
	enum sp_status (*end)(void *writer, const GPtrArray *unread); /* struct sp_unread_page; or NULL */
	enum sp_status (*close)(void *writer, bool complete);
};

extern const struct sp_tables_format sp_tables_text, sp_tables_csv, sp_tables_xlsx, sp_tables_html, sp_tables_md,
    sp_tables_json, sp_tables_sqlite;

const struct sp_tables_format *const *sp_tables_formats(void);               /* ends with NULL */
const struct sp_tables_format *sp_tables_format_named(const char *name); /* NULL when there is none */

/* Reads the layout stream that `in` is to its end, and closes it. */
enum sp_status sp_tables_export(struct sp_ctx *ctx, const struct sp_tables_format *format,
				const struct sp_tables_options *options, const struct sp_pick *pick, struct sp_stream *in);

/* --- for the writers ---------------------------------------------------------------------------------- */

/* A column of the written table: of figures, or of what is printed. */
struct sp_table_field {
	size_t col;
	bool value; /* the cells' digits */
	bool both;  /* … where there are none, what is printed */
	char *name;
};

/* The fields of a table; `n` of them. */
struct sp_table_field *sp_fields_new(const struct sp_whole *t, enum sp_figures figures, enum sp_lang lang, size_t *n);
void sp_fields_free(struct sp_table_field *fields, size_t n);
/* What stands in a field: digits if `*number`, else text; NULL where nothing does. Borrowed. */
const char *sp_field_cell(const struct sp_table_field *f, const struct sp_whole *t, size_t row, bool *number);

/* "3" or "3–5". (transfer full) */
char *sp_whole_pages(const struct sp_whole *t);
/* "0.98", "" where it is not told. (transfer full) */
char *sp_whole_confidence(const struct sp_whole *t);

/* "No tables", "1 table", "7 tables". (transfer full) */
char *sp_count_said(int n, enum sp_lang lang);
/* Which pages could not be read, and why, in a sentence; NULL where all were. (transfer full) */
char *sp_unread_said(const GPtrArray *unread, enum sp_lang lang);

/* The columns of an index of tables, the same in all formats: their name and, of a table, their cell. */
enum sp_index_column {
	SP_INDEX_NUMBER,
	SP_INDEX_PAGE,
	SP_INDEX_LAST_PAGE,
	SP_INDEX_CAPTION,
	SP_INDEX_ROWS,
	SP_INDEX_COLS,
	SP_INDEX_CONFIDENCE,
	SP_INDEX_METHOD,
	SP_INDEX_ID,
	SP_INDEX_COLUMNS
};
const char *sp_index_name(enum sp_index_column c, enum sp_lang lang);
/* Digits if the column is one of numbers, else text; NULL where nothing is known. (transfer full) */
char *sp_index_cell(enum sp_index_column c, const struct sp_whole *t);
bool sp_index_is_number(enum sp_index_column c);

#endif
