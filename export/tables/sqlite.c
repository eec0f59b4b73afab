/*
 * sqlite — a database with a table for each table, and the table `tables` that says what each is.
 *
 * Columns of figures are INTEGER, or REAL, which has up to 15 digits exactly; beside them stands what is printed.
 */
#include <unistd.h>

#include "export/database.h"
#include "export/sink.h"
#include "export/tables/tables.h"

struct sqlite_tables {
	struct sp_ctx *ctx;
	const struct sp_tables_options *options;
	struct sp_sink *sink; /* NULL: the database is `file` */
	struct sp_file *file;
	sqlite3 *db;
};

static enum sp_status check(const struct sqlite_tables *w, int code)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return SP_OK;
	return sp_report(w->ctx, SP_D_WRITE, "cannot write the database: %s", sqlite3_errmsg(w->db));
}

static enum sp_status run(const struct sqlite_tables *w, const char *sql)
{
	return check(w, sqlite3_exec(w->db, sql, NULL, NULL, NULL));
}

static void abandon(struct sqlite_tables *w)
{
	sqlite3_close(w->db);
	sp_file_abandon(w->file);
	g_free(w);
}

static void *sqlite_open(struct sp_ctx *ctx, const struct sp_tables_options *options)
{
	struct sqlite_tables *w = g_new0(struct sqlite_tables, 1);
	bool standard = !options->output || strcmp(options->output, "-") == 0;
	*w = (struct sqlite_tables){ .ctx = ctx, .options = options };
	if (!standard && !(w->file = sp_file_create(ctx, options->output))) {
		g_free(w);
		return NULL;
	}
	/* no journal: a failure throws the whole file away */
	if (check(w, sqlite3_open(standard ? ":memory:" : sp_file_temporary(w->file), &w->db)) == SP_OK &&
	    run(w, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
		   "CREATE TABLE \"tables\" (\"number\" INTEGER PRIMARY KEY, \"page\" INTEGER, \"last_page\" INTEGER, "
		   "\"caption\" TEXT, \"n_rows\" INTEGER, \"n_cols\" INTEGER, \"confidence\" REAL, \"method\" TEXT, "
		   "\"id\" TEXT, \"name\" TEXT)") == SP_OK)
		return w;
	abandon(w);
	return NULL;
}

static enum sp_status sqlite_document(void *writer, const struct sp_json *document)
{
	const struct sqlite_tables *w = writer;
	const char *name = sp_json_str(sp_json_get(document, "name")), *sha256 = sp_json_str(sp_json_get(document, "sha256"));
	char *sql = sqlite3_mprintf("CREATE TABLE \"document\" (\"name\" TEXT, \"sha256\" TEXT);"
				    "INSERT INTO \"document\" VALUES (%Q, %Q)",
				    name, sha256);
	enum sp_status s = run(w, sql);
	sqlite3_free(sql);
	return s;
}

static void append_name(GString *sql, const char *name)
{
	g_string_append_c(sql, '"');
	for (; *name; name++)
		g_string_append_printf(sql, *name == '"' ? "\"\"" : "%c", *name);
	g_string_append_c(sql, '"');
}

/* "INTEGER" where no figure of the column has decimals, else "REAL". */
static const char *type_of(const struct sp_whole *t, size_t col)
{
	for (size_t r = t->header_rows; r < t->rows; r++) {
		const char *digits = sp_whole_digits(t, r, col);
		if (digits && strchr(digits, '.'))
			return "REAL";
	}
	return "INTEGER";
}

static enum sp_status create(const struct sqlite_tables *w, const struct sp_whole *t, const struct sp_table_field *fields, size_t n)
{
	GString *sql = g_string_new(NULL);
	g_string_printf(sql, "CREATE TABLE \"table_%d\" (", t->number);
	for (size_t i = 0; i < n; i++) {
		g_string_append(sql, i > 0 ? ", " : "");
		append_name(sql, fields[i].name);
		g_string_append_printf(sql, " %s", fields[i].value ? type_of(t, fields[i].col) : "TEXT");
	}
	g_string_append_c(sql, ')');
	enum sp_status s = run(w, sql->str);
	g_string_free(sql, TRUE);
	return s;
}

/* "INSERT INTO name VALUES (?, ?, …)" (finalize it) */
static sqlite3_stmt *prepare(const struct sqlite_tables *w, const char *name, size_t n)
{
	GString *sql = g_string_new(NULL);
	g_string_printf(sql, "INSERT INTO \"%s\" VALUES (", name);
	for (size_t i = 0; i < n; i++)
		g_string_append(sql, i > 0 ? ", ?" : "?");
	g_string_append_c(sql, ')');
	sqlite3_stmt *q = NULL;
	check(w, sqlite3_prepare_v2(w->db, sql->str, -1, &q, NULL));
	g_string_free(sql, TRUE);
	return q;
}

static enum sp_status step(const struct sqlite_tables *w, sqlite3_stmt *q)
{
	enum sp_status s = check(w, sqlite3_step(q));
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return s;
}

/* Digits are bound as the text they are: the column makes a number of them. */
static enum sp_status fill(const struct sqlite_tables *w, const struct sp_whole *t, const char *name, const struct sp_table_field *fields,
			   size_t n)
{
	sqlite3_stmt *q = prepare(w, name, n);
	enum sp_status s = q ? SP_OK : SP_FAIL;
	for (size_t r = t->header_rows; r < t->rows && s == SP_OK; r++) {
		for (size_t i = 0; i < n; i++) {
			bool number;
			const char *cell = sp_field_cell(&fields[i], t, r, &number);
			sqlite3_bind_text(q, (int)i + 1, cell, -1, SQLITE_STATIC);
		}
		s = step(w, q);
	}
	sqlite3_finalize(q);
	return s;
}

static enum sp_status put_index(const struct sqlite_tables *w, const struct sp_whole *t, const char *name)
{
	sqlite3_stmt *q = prepare(w, "tables", SP_INDEX_COLUMNS + 1);
	for (int i = 0; i < SP_INDEX_COLUMNS && q; i++)
		sqlite3_bind_text(q, i + 1, sp_index_cell((enum sp_index_column)i, t), -1, g_free);
	if (q)
		sqlite3_bind_text(q, SP_INDEX_COLUMNS + 1, name, -1, SQLITE_STATIC);
	enum sp_status s = q ? step(w, q) : SP_FAIL;
	sqlite3_finalize(q);
	return s;
}

static enum sp_status sqlite_table(void *writer, const struct sp_whole *t)
{
	const struct sqlite_tables *w = writer;
	size_t n;
	struct sp_table_field *fields = sp_fields_new(t, w->options->figures, w->options->lang, &n);
	char *name = g_strdup_printf("table_%d", t->number);
	enum sp_status s = create(w, t, fields, n);
	if (s == SP_OK)
		s = fill(w, t, name, fields, n);
	if (s == SP_OK)
		s = put_index(w, t, name);
	g_free(name);
	sp_fields_free(fields, n);
	return s;
}

static enum sp_status sqlite_close(void *writer, bool complete)
{
	struct sqlite_tables *w = writer;
	enum sp_status s = complete ? run(w, "COMMIT") : SP_FAIL;
	if (s == SP_OK && !w->file)
		s = sp_database_print(w->ctx, w->db);
	sqlite3_close(w->db);
	if (s == SP_OK && w->file)
		s = sp_file_commit(w->ctx, w->file);
	else
		sp_file_abandon(w->file);
	g_free(w);
	return s;
}

const struct sp_tables_format sp_tables_sqlite = {
	.name = "sqlite",
	.summary = "a database: table_1, table_2, …, and the index in tables",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.binary = true,
	.open = sqlite_open,
	.document = sqlite_document,
	.table = sqlite_table,
	.close = sqlite_close,
};
