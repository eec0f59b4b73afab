/*
 * postgres — the model's tables in a PostgreSQL database, by COPY, in one transaction.
 *
 * Method. A connection takes one COPY at a time, and rows of many tables come mixed. So rows wait in memory by
 * table, in COPY's text form, until there are BURST bytes of them; then each table's go out in one COPY, in the
 * order of the model, in which what is referred to stands before what refers to it. The transaction begins with the
 * first burst, so that a database is not held while the document is still being read (a document of up to BURST is
 * written at the very end).
 *
 * What is in the database is told by a comment on the table of documents (sql.h). Where it is missing the tables are
 * made in the same transaction; two programs that both find none are kept apart by an advisory lock, as are two that
 * load the same document. Texts of documents reach the server as COPY data and parameters only.
 */
#include "export/export.h"

#ifdef SPUNTA_POSTGRES

#include "export/libpq.h"
#include "export/sql.h"

enum { BURST = 1 << 20 };

struct postgres_writer {
	struct sp_ctx *ctx;
	const struct sp_model *model;
	struct sp_libpq *pq;
	PGconn *connection;
	bool begun;        /* the transaction */
	GPtrArray *coming; /* SHA-256 of documents whose older rows are still to go */
	GString **waiting; /* by table: rows to be sent; NULL where there never was one */
	size_t n_waiting;  /* bytes of all */
};

/* --- what the server says --------------------------------------------------------------------------------- */

/* The library's message in one line. (transfer full) */
static char *one_line(const char *message)
{
	GString *s = g_string_new(NULL);
	for (const char *c = message; *c; c++)
		if (!g_ascii_isspace(*c))
			g_string_append_c(s, *c);
		else if (s->len && s->str[s->len - 1] != ' ')
			g_string_append_c(s, ' ');
	return g_strchomp(g_string_free(s, FALSE));
}

/* What kind of failure an SQLSTATE is (PostgreSQL's manual, appendix A). */
static enum sp_code code_of(const char *sqlstate)
{
	if (!sqlstate)
		return SP_D_WRITE; /* the connection is gone */
	if (strcmp(sqlstate, "42P07") == 0)
		return SP_D_ARGUMENT; /* a table of that name is there */
	if (strncmp(sqlstate, "54", 2) == 0)
		return SP_D_LIMIT;
	if (strcmp(sqlstate, "42501") != 0 && strchr("23", sqlstate[1]) && strchr("24", sqlstate[0]))
		return SP_D_INTERNAL; /* a value or statement of ours that it refuses */
	return SP_D_WRITE;
}

static const char *advice(const char *sqlstate)
{
	if (g_strcmp0(sqlstate, "42501") == 0)
		return "; ask its owner for the right, or name another database";
	if (g_strcmp0(sqlstate, "42P07") == 0)
		return "; name another database, or a schema with search_path";
	if (sqlstate && (g_str_has_prefix(sqlstate, "40") || g_str_has_prefix(sqlstate, "55")))
		return "; another program is writing to it, try again later";
	return "";
}

static enum sp_status failed(struct postgres_writer *w, PGresult *result)
{
	const char *sqlstate = w->pq->PQresultErrorField(result, PG_DIAG_SQLSTATE);
	char *why = one_line(w->pq->PQerrorMessage(w->connection));
	const char *message = g_str_has_prefix(why, "ERROR: ") ? why + strlen("ERROR: ") : why;
	while (*message == ' ')
		message++;
	sp_report(w->ctx, code_of(sqlstate), "cannot write to the database %s: %s%s", w->pq->PQdb(w->connection),
		  *message ? message : "the server does not answer any more", advice(sqlstate));
	g_free(why);
	return SP_FAIL;
}

/* Frees the result. */
static enum sp_status expect(struct postgres_writer *w, PGresult *result, ExecStatusType wanted)
{
	enum sp_status s = w->pq->PQresultStatus(result) == wanted ? SP_OK : failed(w, result);
	w->pq->PQclear(result);
	return s;
}

static enum sp_status run(struct postgres_writer *w, const char *sql)
{
	return expect(w, w->pq->PQexec(w->connection, sql), PGRES_COMMAND_OK);
}

static enum sp_status run_with(struct postgres_writer *w, const char *sql, const char *parameter, ExecStatusType wanted)
{
	return expect(w, w->pq->PQexecParams(w->connection, sql, 1, NULL, &parameter, NULL, NULL, 0), wanted);
}

/* Until the transaction ends; who asks for the same name waits. */
static enum sp_status lock(struct postgres_writer *w, const char *name)
{
	return run_with(w, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name, PGRES_TUPLES_OK);
}

/* What a server remarks ("table is empty, skipping"). */
static void on_notice(void *to, const char *message)
{
	char *line = one_line(message);
	sp_report(to, SP_D_LIBRARY, "the server says: %s", line);
	g_free(line);
}

/* --- the connection ---------------------------------------------------------------------------------------- */

/* "host=… dbname=…" and addresses are told apart from the bare name of a database as libpq does. */
static enum sp_status check_dsn(struct postgres_writer *w, const char *dsn)
{
	char *why = NULL;
	if (!strchr(dsn, '=') && !strstr(dsn, "://"))
		return SP_OK;
	PQconninfoOption *options = w->pq->PQconninfoParse(dsn, &why);
	enum sp_status s = SP_OK;
	if (options) {
		w->pq->PQconninfoFree(options);
	} else {
		char *line = one_line(why ? why : "it cannot be read");
		s = sp_report(w->ctx, SP_D_ARGUMENT, "--dsn: %s; it is like \"host=db.example dbname=spunta user=ada\"",
			      line);
		g_free(line);
		w->pq->PQfreemem(why);
	}
	return s;
}

static enum sp_status connect_to(struct postgres_writer *w, const char *dsn)
{
	static const char *const keys[] = { "dbname", "client_encoding", "fallback_application_name", NULL };
	const char *const values[] = { dsn, "UTF8", "spunta-export", NULL };
	if (check_dsn(w, dsn) != SP_OK)
		return SP_FAIL;
	w->connection = w->pq->PQconnectdbParams(keys, values, 1);
	if (w->pq->PQstatus(w->connection) == CONNECTION_OK) {
		w->pq->PQsetNoticeProcessor(w->connection, on_notice, w->ctx);
		return SP_OK;
	}
	char *why = one_line(w->pq->PQerrorMessage(w->connection));
	sp_report(w->ctx, SP_D_WRITE, "cannot reach the database: %s", why);
	g_free(why);
	return SP_FAIL;
}

/* --- what is in the database -------------------------------------------------------------------------------- */

enum tables { NO_TABLES, OUR_TABLES, NO_SCHEMA, OTHER_TABLES, TABLES_UNKNOWN };

static enum tables find_tables(struct postgres_writer *w)
{
	static const char sql[] = "SELECT current_schema(), t, obj_description(t, 'pg_class') FROM "
				  "to_regclass(quote_ident(current_schema()) || '.documents') AS t";
	PGresult *r = w->pq->PQexec(w->connection, sql);
	enum tables found = OTHER_TABLES;
	if (w->pq->PQresultStatus(r) != PGRES_TUPLES_OK) {
		failed(w, r);
		found = TABLES_UNKNOWN;
	} else if (w->pq->PQgetisnull(r, 0, 0)) {
		found = NO_SCHEMA;
	} else if (w->pq->PQgetisnull(r, 0, 1)) {
		found = NO_TABLES;
	} else if (strcmp(w->pq->PQgetvalue(r, 0, 2), SP_SQL_MARK) == 0) {
		found = OUR_TABLES;
	}
	w->pq->PQclear(r);
	return found;
}

static enum sp_status make_tables(struct postgres_writer *w)
{
	char *schema = sp_sql_schema(w->model, SP_SQL_POSTGRES);
	enum sp_status s = run(w, schema);
	g_free(schema);
	return s;
}

static enum sp_status find_or_make_tables(struct postgres_writer *w)
{
	enum tables found = find_tables(w);
	if (found == NO_TABLES) {
		if (lock(w, SP_SQL_MARK) != SP_OK)
			return SP_FAIL;
		found = find_tables(w); /* whoever had the lock may have made them */
	}
	switch (found) {
	case NO_TABLES:
		return make_tables(w);
	case OUR_TABLES:
		return SP_OK;
	case NO_SCHEMA:
		return sp_report(w->ctx, SP_D_ARGUMENT,
				 "the database %s has no schema of the search_path; make one with CREATE SCHEMA",
				 w->pq->PQdb(w->connection));
	case OTHER_TABLES:
		return sp_report(
		    w->ctx, SP_D_ARGUMENT,
		    "the database %s has a table \"documents\" of something else, or of another version of "
		    "spunta; name another database, or a schema with search_path",
		    w->pq->PQdb(w->connection));
	case TABLES_UNKNOWN:
		break;
	}
	return SP_FAIL;
}

static enum sp_status begin(struct postgres_writer *w)
{
	w->begun = true;
	return run(w, "BEGIN") == SP_OK ? find_or_make_tables(w) : SP_FAIL;
}

/* Nobody else writes the documents that come, and what an earlier run wrote of them goes. */
static enum sp_status make_room(struct postgres_writer *w)
{
	enum sp_status s = SP_OK;
	for (guint i = 0; i < w->coming->len && s == SP_OK; i++) {
		const char *sha256 = g_ptr_array_index(w->coming, i);
		s = lock(w, sha256);
		if (s == SP_OK)
			s = run_with(w, "DELETE FROM \"documents\" WHERE \"sha256\" = $1", sha256, PGRES_COMMAND_OK);
	}
	g_ptr_array_set_size(w->coming, 0);
	return s;
}

/* --- rows ----------------------------------------------------------------------------------------------------- */

/* COPY's text form: \N is NULL, four characters are escaped. */
static void append_cell(GString *s, const char *cell)
{
	static const char special[] = "\\\n\r\t", letter[] = "\\nrt";
	if (!cell) {
		g_string_append(s, "\\N");
		return;
	}
	for (;;) {
		size_t n = strcspn(cell, special);
		g_string_append_len(s, cell, (gssize)n);
		cell += n;
		if (!*cell)
			return;
		g_string_append_c(s, '\\');
		g_string_append_c(s, letter[strchr(special, *cell++) - special]);
	}
}

static enum sp_status copy(struct postgres_writer *w, const struct sp_export_table *t, const GString *rows)
{
	char *sql = sp_sql_copy(t);
	enum sp_status s = expect(w, w->pq->PQexec(w->connection, sql), PGRES_COPY_IN);
	g_free(sql);
	if (s != SP_OK)
		return s;
	if (w->pq->PQputCopyData(w->connection, rows->str, (int)rows->len) != 1 ||
	    w->pq->PQputCopyEnd(w->connection, NULL) != 1)
		return failed(w, NULL);
	s = expect(w, w->pq->PQgetResult(w->connection), PGRES_COMMAND_OK);
	for (PGresult *more; (more = w->pq->PQgetResult(w->connection));)
		w->pq->PQclear(more);
	return s;
}

static enum sp_status send_burst(struct postgres_writer *w)
{
	enum sp_status s = w->begun ? SP_OK : begin(w);
	if (s == SP_OK)
		s = make_room(w);
	for (size_t i = 0; i < w->model->n_tables && s == SP_OK; i++) {
		GString *rows = w->waiting[i];
		if (!rows || rows->len == 0)
			continue;
		s = copy(w, &w->model->tables[i], rows);
		g_string_truncate(rows, 0);
	}
	w->n_waiting = 0;
	return s;
}

static enum sp_status postgres_row(void *writer, const struct sp_row *row)
{
	struct postgres_writer *w = writer;
	const struct sp_export_table *t = row->table;
	if (!w->waiting[t->index])
		w->waiting[t->index] = g_string_new(NULL);
	GString *rows = w->waiting[t->index];
	size_t before = rows->len;
	for (size_t i = 0; i < t->n_columns; i++) {
		append_cell(rows, row->cells[i]);
		g_string_append_c(rows, i + 1 < t->n_columns ? '\t' : '\n');
	}
	w->n_waiting += rows->len - before;
	return w->n_waiting < BURST ? SP_OK : send_burst(w);
}

/* --- the format ------------------------------------------------------------------------------------------------ */

static void free_writer(struct postgres_writer *w)
{
	if (w->connection)
		w->pq->PQfinish(w->connection);
	for (size_t i = 0; i < w->model->n_tables; i++)
		if (w->waiting[i])
			g_string_free(w->waiting[i], TRUE);
	g_free(w->waiting);
	g_ptr_array_free(w->coming, TRUE);
	g_free(w->pq);
	g_free(w);
}

static void *postgres_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	struct postgres_writer *w = g_new(struct postgres_writer, 1);
	*w = (struct postgres_writer){ .ctx = ctx,
				       .model = model,
				       .pq = sp_libpq_load(ctx),
				       .coming = g_ptr_array_new_with_free_func(g_free),
				       .waiting = g_new0(GString *, model->n_tables) };
	if (w->pq && connect_to(w, options->dsn) == SP_OK)
		return w;
	free_writer(w);
	return NULL;
}

static enum sp_status postgres_record(void *writer, const struct sp_line *line)
{
	struct postgres_writer *w = writer;
	const char *sha256 = sp_json_str(sp_json_get(line->json, "sha256"));
	if (strcmp(line->type, "document") == 0 && sha256)
		g_ptr_array_add(w->coming, g_strdup(sha256));
	return SP_OK;
}

/* What is not committed is rolled back when the connection ends. */
static enum sp_status postgres_close(void *writer, bool complete)
{
	struct postgres_writer *w = writer;
	enum sp_status s = complete ? send_burst(w) : SP_FAIL;
	if (s == SP_OK)
		s = run(w, "COMMIT");
	free_writer(w);
	return s;
}

#else

static void *postgres_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	(void)model;
	(void)options;
	sp_report(ctx, SP_D_ARGUMENT,
		  "this spunta was built without PostgreSQL; on Debian: apt install libpq-dev, and make again");
	return NULL;
}

static enum sp_status postgres_close(void *writer, bool complete)
{
	(void)writer;
	(void)complete;
	return SP_FAIL;
}

#endif

const struct sp_format sp_format_postgres = {
	.name = "postgres",
	.summary = "the same tables and views in a PostgreSQL database; a further document is added to them",
	.needs = "--dsn DATABASE",
	.target = SP_TO_DATABASE,
	.many = true,
	.open = postgres_open,
#ifdef SPUNTA_POSTGRES
	.record = postgres_record,
	.row = postgres_row,
#endif
	.close = postgres_close,
};
