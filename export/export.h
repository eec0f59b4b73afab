/*
 * export — a stream of records and findings into one of the formats that others load.
 *
 * Every format is one small vtable (struct sp_format) in a file of its own. It is given the records as
 * they are (`record`), or the rows of the model's tables (`row`, rows.h), or both, in document order,
 * and publishes at the end:
 *
 *     open     → prepares; nothing is visible yet                (NULL after a diagnosis)
 *     record   → a line of the stream, document and end included
 *     row      → a row of a table
 *     close    → complete: publish, all at once; not complete: leave nothing behind. Frees in any case.
 *
 * `complete` is false when the stream was cut or wrong or when an earlier call failed: then nothing
 * appears and what was there before stays as it was. Writing to standard output is the exception;
 * there what was written cannot be taken back, and the exit status tells.
 *
 *     const struct sp_format *f = sp_format_named("csv");
 *     sp_export(ctx, f, &options, sp_stream_open(ctx, NULL, NULL), (char *[]){ NULL });
 *
 * A format that says `many` takes several documents in one run: from several files, or streams put one behind the
 * other. They appear together, or not at all.
 *
 * The same stream and options give the same bytes.
 */
#ifndef SPUNTA_EXPORT_EXPORT_H
#define SPUNTA_EXPORT_EXPORT_H

#include "export/csv-line.h"
#include "export/rows.h"

struct sp_export_options {
	const char *output; /* NULL or "-": standard output, where the format can */
	enum sp_lang lang;
	enum sp_dialect dialect;
	bool check;           /* xml: hold what was written against the schema before it is published */
	bool safe_cells;      /* csv, datapackage, xlsx: a text that would run as a formula is defused (formula-cell.h) */
	const char *dsn;      /* postgres: which database, as libpq reads it ("host=… dbname=…", an address, a name) */
	const char *pdf;      /* html: the document itself, for pictures of the places; or NULL */
	const char *password; /* html: that opens it; or NULL */
	const char *licence;  /* of a data package: a name that sp_licence_known; NULL: none is named */
};

/* What -o names. */
enum sp_target { SP_TO_FILE, SP_TO_FOLDER, SP_TO_DATABASE };

struct sp_format {
	const char *name;    /* "csv" */
	const char *summary; /* one line of --list */
	const char *needs;   /* "-o FOLDER" */
	enum sp_target target;
	bool many;   /* several documents in one run */
	bool binary; /* nothing that a terminal could show */
	void *(*open)(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options);
	enum sp_status (*record)(void *writer, const struct sp_line *line); /* or NULL */
	enum sp_status (*row)(void *writer, const struct sp_row *row);      /* or NULL */
	enum sp_status (*close)(void *writer, bool complete);
};

extern const struct sp_format sp_format_csv, sp_format_datapackage, sp_format_json, sp_format_sqlite,
    sp_format_postgres, sp_format_xml, sp_format_xlsx, sp_format_html, sp_format_report;

/* May a data package carry it? */
bool sp_licence_known(const char *name);

/* The formats in the order of --list; ends with NULL. */
const struct sp_format *const *sp_formats(void);
const struct sp_format *sp_format_named(const char *name); /* NULL when there is none */

/*
 * Reads the streams of `paths` (closed by NULL; "-", or none at all: standard input) to their end and exports them.
 * `first` is the first of them, open, of any schema, perhaps peeked at; it is closed here.
 */
enum sp_status sp_export(struct sp_ctx *ctx, const struct sp_format *format, const struct sp_export_options *options,
			 struct sp_stream *first, char *const *paths);

#endif
