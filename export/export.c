#include "export/export.h"

const struct sp_format *const *sp_formats(void)
{
	static const struct sp_format *const all[] = { &sp_format_csv, &sp_format_datapackage, &sp_format_sqlite, &sp_format_xlsx, &sp_format_xml, &sp_format_json,
		                                       &sp_format_report, NULL };
	return all;
}

const struct sp_format *sp_format_named(const char *name)
{
	for (const struct sp_format *const *f = sp_formats(); *f; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}

static enum sp_status copy(struct sp_stream *in, const struct sp_format *format, void *writer, struct sp_rows *rows)
{
	struct sp_line line;
	enum sp_status s;
	while ((s = sp_stream_next(in, &line)) == SP_OK) {
		if (format->record)
			s = format->record(writer, &line);
		if (s == SP_OK && rows)
			s = sp_rows_add(rows, &line);
		if (s != SP_OK)
			return s;
	}
	return s == SP_END ? SP_OK : s;
}

enum sp_status sp_export(struct sp_ctx *ctx, const struct sp_format *format, const struct sp_export_options *options,
                         const char *path)
{
	struct sp_stream *in = sp_stream_open(ctx, path, "spunta-records/1");
	if (!in)
		return SP_FAIL;
	struct sp_model *model = sp_model_new();
	void *writer = format->open(ctx, model, options);
	enum sp_status s = SP_FAIL;
	if (writer) {
		struct sp_rows *rows = format->row ? sp_rows_new(ctx, model, format->row, writer) : NULL;
		s = copy(in, format, writer, rows);
		sp_rows_free(rows);
		enum sp_status closed = format->close(writer, s == SP_OK);
		if (s == SP_OK)
			s = closed;
	}
	sp_model_free(model);
	sp_stream_close(in);
	return s;
}
