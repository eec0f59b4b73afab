#include "export/sql.h"

#include "base/resource.h"
#include "export/data.h"

static const char *type_of(const struct sp_export_column *c, enum sp_sql dialect)
{
	static const char *const types[][2] = {
		[SP_KIND_TEXT] = { "TEXT", "text" },      [SP_KIND_INTEGER] = { "INTEGER", "bigint" },
		[SP_KIND_NUMBER] = { "NUMERIC", "numeric" }, [SP_KIND_BOOLEAN] = { "BOOLEAN", "boolean" },
		[SP_KIND_DATE] = { "TEXT", "date" },      [SP_KIND_BOX] = { "TEXT", "jsonb" },
		[SP_KIND_OBJECT] = { "TEXT", "jsonb" },
	};
	return types[c->kind][dialect];
}

static void append_columns(GString *s, const struct sp_export_table *t, enum sp_sql dialect)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct sp_export_column *c = &t->columns[i];
		g_string_append_printf(s, "\t\"%s\" %s%s", c->name, type_of(c, dialect), c->key ? " NOT NULL" : "");
		if (c->kind == SP_KIND_BOOLEAN && dialect == SP_SQL_SQLITE)
			g_string_append_printf(s, " CHECK (\"%s\" IN (0, 1))", c->name);
		g_string_append(s, ",\n");
	}
}

static void append_primary_key(GString *s, const struct sp_export_table *t)
{
	const char *before = "\tPRIMARY KEY (";
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].key) {
			g_string_append_printf(s, "%s\"%s\"", before, t->columns[i].name);
			before = ", ";
		}
	g_string_append_c(s, ')');
}

/* A table's row is found by its document and one more key, or, for documents, by the document alone. */
static void append_foreign_key(GString *s, const struct sp_export_column *c)
{
	const struct sp_export_column *to = c->to->columns;
	if (c->from == SP_FROM_DOCUMENT)
		g_string_append_printf(s, ",\n\tFOREIGN KEY (\"document\") REFERENCES \"%s\" (\"%s\") ON DELETE CASCADE",
		                       c->to->name, to[0].name);
	else
		g_string_append_printf(
		    s, ",\n\tFOREIGN KEY (\"document\", \"%s\") REFERENCES \"%s\" (\"%s\", \"%s\") ON DELETE CASCADE", c->name,
		    c->to->name, to[0].name, to[1].name);
}

static void append_table(GString *s, const struct sp_export_table *t, enum sp_sql dialect)
{
	g_string_append_printf(s, "-- %s\nCREATE TABLE \"%s\" (\n", t->about[SP_LANG_EN], t->name);
	append_columns(s, t, dialect);
	append_primary_key(s, t);
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].to)
			append_foreign_key(s, &t->columns[i]);
	g_string_append(s, "\n);\n");
}

/* The primary key serves look-ups from the document down; references and what people ask for need their own. */
static void append_indexes(GString *s, const struct sp_export_table *t)
{
	static const char *const asked[][2] = { { "records", "type" },   { "findings", "status" }, { "findings", "subject" },
		                                { "findings", "rule" },  { "figures", "year" },    { "totals", "scope" } };
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct sp_export_column *c = &t->columns[i];
		bool wanted = c->to && !c->key;
		for (size_t a = 0; a < G_N_ELEMENTS(asked); a++)
			wanted = wanted || (strcmp(asked[a][0], t->name) == 0 && strcmp(asked[a][1], c->name) == 0);
		if (wanted)
			g_string_append_printf(s, "CREATE INDEX \"%s_%s\" ON \"%s\" (\"document\", \"%s\");\n", t->name,
			                       c->name, t->name, c->name);
	}
}

char *sp_sql_schema(const struct sp_model *m, enum sp_sql dialect)
{
	GString *s = g_string_new(NULL);
	for (size_t i = 0; i < m->n_tables; i++) {
		append_table(s, &m->tables[i], dialect);
		append_indexes(s, &m->tables[i]);
	}
	g_string_append(s, sp_resource(export_data, "export/sql/views.sql"));
	if (dialect == SP_SQL_POSTGRES)
		g_string_append(s, "COMMENT ON TABLE \"documents\" IS '" SP_SQL_MARK "';\n");
	return g_string_free(s, FALSE);
}

static void append_names(GString *s, const struct sp_export_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		g_string_append_printf(s, "%s\"%s\"", i ? ", " : "", t->columns[i].name);
}

char *sp_sql_insert(const struct sp_export_table *t)
{
	GString *s = g_string_new(NULL);
	g_string_append_printf(s, "INSERT INTO \"%s\" (", t->name);
	append_names(s, t);
	g_string_append(s, ") VALUES (");
	for (size_t i = 0; i < t->n_columns; i++)
		g_string_append_printf(s, "%s?%zu", i ? ", " : "", i + 1);
	g_string_append_c(s, ')');
	return g_string_free(s, FALSE);
}

char *sp_sql_copy(const struct sp_export_table *t)
{
	GString *s = g_string_new(NULL);
	g_string_append_printf(s, "COPY \"%s\" (", t->name);
	append_names(s, t);
	g_string_append(s, ") FROM STDIN");
	return g_string_free(s, FALSE);
}
