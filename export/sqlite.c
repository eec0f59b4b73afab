/*
 * sqlite — the model's tables in one database.
 *
 * A new database is made beside its target and renamed. Where the target is a database of ours already,
 * the document is added to it in one transaction; one of the same bytes (SHA-256) that is in it is
 * replaced. When that is the only one in it, the database is made anew: exporting a document twice gives
 * the same bytes. Several documents of one run are one transaction.
 *
 * Values are NUMERIC: whole numbers are 64-bit integers, others binary doubles, which hold every figure of
 * up to 15 significant digits so that its digits come back; sums are doubles. As printed, a figure stands
 * beside it in the _raw column; one of more digits stands in full in `extra` too (exact.h).
 */
#include "export/export.h"
#include "export/database.h"
#include "export/fits-double.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "export/sql.h"

#define APPLICATION_ID 0x53504e54 /* "SPNT" */
#define BUSY_MS        10000

struct sqlite_writer {
	struct sp_ctx *ctx;
	const struct sp_model *model;
	char *path; /* NULL: standard output */
	sqlite3 *db;
	struct sp_file *file; /* the new database; NULL when one is added to, or for standard output */
	sqlite3_stmt **inserts; /* by table */
};

static enum sp_status failed(struct sqlite_writer *w, int code)
{
	const char *name = w->path ? w->path : "the database";
	switch (code & 0xff) {
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return sp_report(w->ctx, SP_D_WRITE, "cannot write %s: %s", name, sqlite3_errmsg(w->db));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return sp_report(w->ctx, SP_D_WRITE, "cannot write %s: another program is using it; try again later", name);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return sp_report(w->ctx, SP_D_ARGUMENT, "%s is no database that can be read; name another file", name);
	default:
		return sp_report(w->ctx, SP_D_INTERNAL, "%s: %s", name, sqlite3_errmsg(w->db));
	}
}

static enum sp_status run(struct sqlite_writer *w, const char *sql)
{
	int code = sqlite3_exec(w->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? SP_OK : failed(w, code);
}

static enum sp_status connect(struct sqlite_writer *w, const char *path)
{
	int code = sqlite3_open_v2(path, &w->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	if (code != SQLITE_OK)
		return failed(w, code);
	sqlite3_busy_timeout(w->db, BUSY_MS);
	return run(w, "PRAGMA foreign_keys = ON");
}

static void disconnect(struct sqlite_writer *w)
{
	for (size_t i = 0; i < w->model->n_tables; i++) {
		sqlite3_finalize(w->inserts[i]);
		w->inserts[i] = NULL;
	}
	sqlite3_close(w->db);
	w->db = NULL;
}

/* --- which database ------------------------------------------------------------------------------------ */

/* The first column of the first row, as an integer. */
static enum sp_status ask(struct sqlite_writer *w, const char *sql, const char *parameter, sqlite3_int64 *answer)
{
	sqlite3_stmt *q = NULL;
	int code = sqlite3_prepare_v2(w->db, sql, -1, &q, NULL);
	if (code == SQLITE_OK && parameter)
		code = sqlite3_bind_text(q, 1, parameter, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(q);
	if (code == SQLITE_ROW)
		*answer = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return code == SQLITE_ROW ? SP_OK : failed(w, code);
}

static enum sp_status check_ours(struct sqlite_writer *w)
{
	sqlite3_int64 application = 0, version = 0;
	if (ask(w, "PRAGMA application_id", NULL, &application) != SP_OK ||
	    ask(w, "PRAGMA user_version", NULL, &version) != SP_OK)
		return SP_FAIL;
	if (application != APPLICATION_ID)
		return sp_report(w->ctx, SP_D_ARGUMENT, "%s is a database of something else; name another file", w->path);
	if (version != SP_SQL_VERSION)
		return sp_report(w->ctx, SP_D_ARGUMENT,
		                 "%s has tables of version %lld, this program writes version %d; name another file", w->path,
		                 (long long)version, SP_SQL_VERSION);
	return SP_OK;
}

static enum sp_status make(struct sqlite_writer *w)
{
	const char *path = ":memory:";
	if (w->path) {
		w->file = sp_file_create(w->ctx, w->path);
		if (!w->file)
			return SP_FAIL;
		path = sp_file_temporary(w->file);
	}
	/* no journal: a failure throws the whole file away; sp_file_commit brings it to the disk */
	if (connect(w, path) != SP_OK || run(w, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF") != SP_OK ||
	    run(w, "BEGIN") != SP_OK)
		return SP_FAIL;
	char *pragmas = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
	                                SP_SQL_VERSION);
	char *schema = sp_sql_schema(w->model, SP_SQL_SQLITE);
	enum sp_status s = run(w, pragmas);
	if (s == SP_OK)
		s = run(w, schema);
	g_free(schema);
	g_free(pragmas);
	return s;
}

/* The document of an earlier run that this one replaces. */
static enum sp_status remove_older(struct sqlite_writer *w, const char *sha256)
{
	char *sql = sqlite3_mprintf("DELETE FROM \"documents\" WHERE \"sha256\" = %Q", sha256);
	enum sp_status s = run(w, sql);
	sqlite3_free(sql);
	return s;
}

/* Opens the database at w->path and begins the transaction, unless it is better made anew. */
static enum sp_status add_to(struct sqlite_writer *w, const char *sha256, bool *anew)
{
	sqlite3_int64 others = 0;
	if (connect(w, w->path) != SP_OK || check_ours(w) != SP_OK || run(w, "BEGIN IMMEDIATE") != SP_OK ||
	    ask(w, "SELECT count(*) FROM \"documents\" WHERE \"sha256\" <> ?1", sha256, &others) != SP_OK)
		return SP_FAIL;
	*anew = others == 0;
	if (*anew) {
		disconnect(w);
		return SP_OK;
	}
	return remove_older(w, sha256);
}

static enum sp_status begin(struct sqlite_writer *w, const char *sha256)
{
	struct stat st;
	bool anew = true;
	if (w->path && stat(w->path, &st) == 0 && st.st_size > 0 && add_to(w, sha256, &anew) != SP_OK)
		return SP_FAIL;
	return anew ? make(w) : SP_OK;
}

/* --- rows ----------------------------------------------------------------------------------------------- */

static bool is_whole(const char *digits, gint64 *value)
{
	return g_ascii_string_to_signed(digits, 10, G_MININT64, G_MAXINT64, value, NULL);
}

static int bind(sqlite3_stmt *q, int at, enum sp_kind kind, const char *cell)
{
	gint64 whole;
	if (!cell)
		return sqlite3_bind_null(q, at);
	if (kind == SP_KIND_BOOLEAN)
		return sqlite3_bind_int(q, at, cell[0] == 't');
	if ((kind == SP_KIND_INTEGER || kind == SP_KIND_NUMBER) && is_whole(cell, &whole))
		return sqlite3_bind_int64(q, at, whole);
	return sqlite3_bind_text(q, at, cell, -1, SQLITE_STATIC); /* NUMERIC makes numbers of it */
}

static int prepare(struct sqlite_writer *w, const struct sp_export_table *t)
{
	if (w->inserts[t->index])
		return SQLITE_OK;
	char *sql = sp_sql_insert(t);
	int code = sqlite3_prepare_v3(w->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &w->inserts[t->index], NULL);
	g_free(sql);
	return code;
}

static enum sp_status sqlite_row(void *writer, const struct sp_row *row)
{
	struct sqlite_writer *w = writer;
	const struct sp_export_table *t = row->table;
	int code = prepare(w, t);
	sqlite3_stmt *q = w->inserts[t->index];
	int at_extra = sp_export_table_column(t, "extra");
	char *extra = sp_fits_double_extra(row);
	for (int i = 0; code == SQLITE_OK && (size_t)i < t->n_columns; i++)
		code = bind(q, i + 1, t->columns[i].kind, extra && i == at_extra ? extra : row->cells[i]);
	if (code == SQLITE_OK)
		code = sqlite3_step(q);
	enum sp_status s = code == SQLITE_DONE ? SP_OK : failed(w, code);
	if (q) {
		sqlite3_reset(q);
		sqlite3_clear_bindings(q);
	}
	g_free(extra);
	return s;
}

/* --- the format -------------------------------------------------------------------------------------------- */

static void *sqlite_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	bool standard = !options->output || strcmp(options->output, "-") == 0;
	struct sqlite_writer *w = g_new(struct sqlite_writer, 1);
	*w = (struct sqlite_writer){ .ctx = ctx,
		                     .model = model,
		                     .path = standard ? NULL : g_strdup(options->output),
		                     .inserts = g_new0(sqlite3_stmt *, model->n_tables) };
	return w;
}

/* The first document's own line says which database it is, a new one or the old one, and each says which document of
 * the old one goes. */
static enum sp_status sqlite_record(void *writer, const struct sp_line *line)
{
	if (strcmp(line->type, "document") != 0)
		return SP_OK;
	const char *sha256 = sp_json_str(sp_json_get(line->json, "sha256"));
	struct sqlite_writer *w = writer;
	return w->db ? remove_older(w, sha256 ? sha256 : "") : begin(w, sha256 ? sha256 : "");
}

static enum sp_status sqlite_close(void *writer, bool complete)
{
	struct sqlite_writer *w = writer;
	enum sp_status s = complete ? run(w, "COMMIT") : SP_FAIL;
	if (s == SP_OK && !w->path)
		s = sp_database_print(w->ctx, w->db);
	disconnect(w); /* what is not committed is rolled back */
	if (w->file && s == SP_OK)
		s = sp_file_commit(w->ctx, w->file);
	else
		sp_file_abandon(w->file);
	g_free(w->inserts);
	g_free(w->path);
	g_free(w);
	return s;
}

const struct sp_format sp_format_sqlite = {
	.name = "sqlite",
	.summary = "a database with keys and views; a further document is added to it",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.many = true,
	.binary = true,
	.open = sqlite_open,
	.record = sqlite_record,
	.row = sqlite_row,
	.close = sqlite_close,
};
