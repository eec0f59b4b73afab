#include "export/export.h"

#define SCHEMA "spunta-records/1"

const struct sp_format *const *sp_formats(void)
{
	static const struct sp_format *const all[] = {
		&sp_format_csv, &sp_format_datapackage, &sp_format_sqlite, &sp_format_postgres, &sp_format_xlsx,
		&sp_format_xml, &sp_format_html,        &sp_format_json,   &sp_format_report,   NULL
	};
	return all;
}

const struct sp_format *sp_format_named(const char *name)
{
	for (const struct sp_format *const *f = sp_formats(); *f; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}

/* What is given to all documents of a run. */
struct exporting {
	struct sp_ctx *ctx;
	const struct sp_format *format;
	const struct sp_model *model;
	void *writer;
	GHashTable *seen; /* the documents' SHA-256 */
};

static enum sp_status check_document(struct exporting *r, const struct sp_line *line)
{
	const char *schema = sp_json_str(sp_json_get(line->json, "schema"));
	if (g_strcmp0(schema, SCHEMA) != 0)
		return sp_report(r->ctx, SP_D_GRAMMAR, "this is a stream of %s; %s is wanted here", schema ? schema : "no schema",
				 SCHEMA);
	const char *sha256 = sp_json_str(sp_json_get(line->json, "sha256"));
	if (g_hash_table_add(r->seen, g_strdup(sha256 ? sha256 : "")))
		return SP_OK;
	return sp_report(r->ctx, SP_D_GRAMMAR, "the document %s comes a second time",
			 sha256 ? sha256 : "without sha256");
}

/* One document, from its own record to its end record. */
static enum sp_status copy_document(struct exporting *r, struct sp_stream *in)
{
	struct sp_export_rows *rows = r->format->row ? sp_export_rows_new(r->ctx, r->model, r->format->row, r->writer) : NULL;
	struct sp_line line = { .type = "" };
	enum sp_status s = SP_OK;
	while (s == SP_OK && strcmp(line.type, "end") != 0) {
		s = sp_stream_next(in, &line);
		if (s == SP_OK && strcmp(line.type, "document") == 0)
			s = check_document(r, &line);
		if (s == SP_OK && r->format->record)
			s = r->format->record(r->writer, &line);
		if (s == SP_OK && rows)
			s = sp_export_rows_add(rows, &line);
	}
	sp_export_rows_free(rows);
	return s;
}

/* The stream is closed. */
static enum sp_status copy_stream(struct exporting *r, struct sp_stream *in)
{
	struct sp_line after;
	enum sp_status s = SP_OK;
	bool another = true;
	while (s == SP_OK && another) {
		s = copy_document(r, in);
		another = s == SP_OK && r->format->many && sp_stream_another(in);
	}
	if (s == SP_OK && sp_stream_next(in, &after) != SP_END)
		s = SP_FAIL;
	sp_stream_close(in);
	return s;
}

static enum sp_status copy_file(struct exporting *r, const char *path)
{
	struct sp_stream *in = sp_stream_open(r->ctx, path, SCHEMA);
	return in ? copy_stream(r, in) : SP_FAIL;
}

static enum sp_status copy_all(struct exporting *r, struct sp_stream *first, char *const *paths)
{
	enum sp_status s = copy_stream(r, first);
	for (paths += *paths != NULL; *paths && s == SP_OK; paths++)
		s = copy_file(r, *paths);
	return s;
}

enum sp_status sp_export(struct sp_ctx *ctx, const struct sp_format *format, const struct sp_export_options *options,
			 struct sp_stream *first, char *const *paths)
{
	if (!format->many && *paths && paths[1]) {
		sp_stream_close(first);
		return sp_report(ctx, SP_D_ARGUMENT, "%s holds one document: \"%s\" is one too many", format->name,
				 paths[1]);
	}
	struct sp_model *model = sp_model_new();
	struct exporting r = { ctx, format, model, format->open(ctx, model, options),
			 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	enum sp_status s = r.writer ? copy_all(&r, first, paths) : SP_FAIL;
	if (r.writer) {
		enum sp_status closed = format->close(r.writer, s == SP_OK);
		if (s == SP_OK)
			s = closed;
	} else {
		sp_stream_close(first);
	}
	g_hash_table_destroy(r.seen);
	sp_model_free(model);
	return s;
}
