/*
 * sql — the model's tables in SQL: what SQLite and PostgreSQL are given.
 *
 * Keys and foreign keys are the model's; every row goes with its document (ON DELETE CASCADE), so that
 * replacing a document is deleting one row of `documents`. The views are written by hand in
 * export/sql/views.sql, in the SQL that both understand. The whole is kept for reading in
 * export/sql/sqlite.sql and postgres.sql, which a test holds against what is made here.
 */
#ifndef SPUNTA_EXPORT_SQL_H
#define SPUNTA_EXPORT_SQL_H

#include <glib.h>

#include "export/model.h"

enum sp_sql { SP_SQL_SQLITE, SP_SQL_POSTGRES };

/* The version of the tables: it changes when a table or column goes or changes its meaning. */
#define SP_SQL_VERSION 2

/* What PostgreSQL keeps as the comment on "documents": these tables are ours, and of this version. */
#define SP_SQL_MARK "spunta: tables of version " G_STRINGIFY(SP_SQL_VERSION)

/* All of it: tables, indexes, views; statements end with ";\n". (transfer full) */
char *sp_sql_schema(const struct sp_model *m, enum sp_sql dialect);

/* INSERT INTO … VALUES (?1,?2,…) for SQLite. (transfer full) */
char *sp_sql_insert(const struct sp_export_table *t);

/* COPY … (columns) FROM STDIN for PostgreSQL. (transfer full) */
char *sp_sql_copy(const struct sp_export_table *t);

#endif
