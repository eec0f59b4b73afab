/*
 * model — the tables that every export writes: which, with which columns, in which order.
 *
 * One model for all formats, kept as data (made of schemas/records.json and export/tables.json, and built
 * into the program), so that a CSV
 * header, an SQL column, a field of a data package and a cell of a sheet are the same thing. Names
 * are English and stable; labels are Italian and English.
 *
 *     struct sp_model *m = sp_model_new();
 *     const struct sp_export_table *t = sp_model_table(m, "contributions");
 *     for (size_t i = 0; i < t->n_columns; i++)
 *             …t->columns[i].name, .label[SP_LANG_IT], .kind…
 *     sp_model_free(m);
 *
 * Where rows come from
 *   - A record table holds one row for each record of its type ("*": of every type without a table
 *     of its own). Its columns are read from the record by path.
 *   - A child table holds the members of lists within records: figures by year, the inputs of a
 *     finding, the items of a list. Each row names the record it belongs to.
 *   - `documents` has one row; `records` has one for each record, of whatever type: what a
 *     reference to any record (figures.record, items.record) refers to.
 * Every table starts with `document` (the first 16 hexadecimal digits of the file's SHA-256), so that
 * the tables of many documents can be put together; (document, id) identifies a record.
 *
 * A column given as a figure stands for three columns: `weight` (the value), `weight_raw` (as printed),
 * `weight_unit`; one given as money for two more, `_gross` and `_gross_raw`.
 *
 * In the data a child table's own columns come after its keys; a table that is referred to stands
 * before the tables that refer to it.
 */
#ifndef SPUNTA_EXPORT_MODEL_H
#define SPUNTA_EXPORT_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/language.h"

/* What a cell holds. Cells are text in every case (rows.h), in the one form that is said here. */
enum sp_kind {
	SP_KIND_TEXT,
	SP_KIND_INTEGER, /* 64 bits */
	SP_KIND_NUMBER,  /* plain decimal digits, exact, no exponent */
	SP_KIND_BOOLEAN, /* "true", "false" */
	SP_KIND_DATE,    /* "2024-07-04", in the calendar */
	SP_KIND_BOX,     /* a JSON array of numbers, compact */
	SP_KIND_OBJECT,  /* a JSON object, compact */
};

/* Where a cell comes from. */
enum sp_from {
	SP_FROM_PATH,     /* the value at `path` */
	SP_FROM_DOCUMENT, /* the document's key */
	SP_FROM_ID,       /* the record's id; one made of its type and position where it has none */
	SP_FROM_POSITION, /* the record's line in the stream, 1-based */
	SP_FROM_RECORD,   /* child rows: id of the record they belong to */
	SP_FROM_FIELD,    /* child rows: name of the column that holds them */
	SP_FROM_N,        /* child rows: ordinal within record and field, 1-based */
	SP_FROM_LABEL,    /* child rows: the member's key */
	SP_FROM_TITLE,    /* the record's title or name */
	SP_FROM_JSON,     /* the whole record */
	SP_FROM_TOOL,     /* this program and its version */
	SP_FROM_EXTRA,    /* what found no other place, as one JSON object */
	SP_FROM_LIST,     /* the list at `path`, joined for reading; its items are child rows */
};

struct sp_export_column {
	char *name;
	char *label[SP_LANG_COUNT];
	char *about[SP_LANG_COUNT]; /* a phrase, where the label does not say it; or NULL */
	enum sp_kind kind;
	char *unit; /* of every cell of the column ("byte", "pt"), or NULL */
	bool key;   /* part of the primary key: never empty */
	const struct sp_export_table *to; /* refers to the rows of that table, together with `document`; or NULL */
	enum sp_from from;
	char **path; /* keys from the record (or the member) down; NULL-terminated, may be empty */
	bool inherit; /* child rows: read from the record where the member has no path[0] of its own */
	int first;    /* what the stream's 0 is here: people count rows and columns from 1 */
	char *where;  /* filled only where this key of the record is one of `is`; or NULL */
	char **is;
	bool of_year; /* the document's one year where nothing is said */
};

/* What makes child rows: the figure, list or object at `path` of a record. */
struct sp_branch {
	char *field; /* name for SP_FROM_FIELD */
	char **path;
	const struct sp_export_table *into;
	bool many; /* an array or an object of several; else the value itself is the one member */
};

struct sp_export_table {
	char *name;
	char *record; /* record type, "*", or NULL for child tables */
	char *label[SP_LANG_COUNT];
	char *about[SP_LANG_COUNT]; /* one sentence */
	struct sp_export_column *columns;
	size_t n_columns;
	struct sp_branch *branches;
	size_t n_branches;
	size_t index; /* its place in the model, 0-based */
};

struct sp_model {
	struct sp_export_table *tables;
	size_t n_tables;
};

/* The model that is built in. Our own data: a fault in it stops the program. (transfer full) */
struct sp_model *sp_model_new(void);
void sp_model_free(struct sp_model *m); /* NULL is allowed */

const struct sp_export_table *sp_model_table(const struct sp_model *m, const char *name); /* NULL when there is none */
/* The table of a record type; the one for unknown types when it has none of its own. */
const struct sp_export_table *sp_model_record_table(const struct sp_model *m, const char *type);

/* Place of the column in its table; -1 when there is none. */
int sp_export_table_column(const struct sp_export_table *t, const char *name);

#endif
