/*
 * json — the stream as one JSON document: {"document":{…},"records":[…],"end":{…}}.
 *
 * Records and findings stand in `records` in their order, each on a line of its own, with the bytes they
 * had in the stream: numbers keep their digits, unknown keys and types are there.
 */
#include "export/export.h"
#include "export/sink.h"

struct json_writer {
	struct sp_sink *sink;
	GString *out;
	bool first;
};

static void *json_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	(void)model;
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	struct json_writer *w = g_new(struct json_writer, 1);
	*w = (struct json_writer){ sink, g_string_new(NULL), true };
	return w;
}

static enum sp_status json_record(void *writer, const struct sp_line *line)
{
	struct json_writer *w = writer;
	const char *before = w->first ? "\n" : ",\n", *after = "";
	if (strcmp(line->type, "document") == 0) {
		before = "{\n\"document\":";
		after = ",\n\"records\":[";
	} else if (strcmp(line->type, "end") == 0) {
		/* the end and the bracket that closes the text go out together: whoever has the one has the other */
		if (sp_sink_flush(w->sink) != SP_OK)
			return SP_FAIL;
		before = "\n],\n\"end\":";
		after = "\n}\n";
	} else {
		w->first = false;
	}
	g_string_assign(w->out, before);
	g_string_append_len(w->out, line->text, (gssize)line->n);
	g_string_append(w->out, after);
	return sp_sink_put(w->sink, w->out->str, w->out->len);
}

static enum sp_status json_close(void *writer, bool complete)
{
	struct json_writer *w = writer;
	enum sp_status s = sp_sink_close(w->sink, complete);
	g_string_free(w->out, TRUE);
	g_free(w);
	return s;
}

const struct sp_format sp_format_json = {
	.name = "json",
	.summary = "the stream as one JSON document, digits untouched",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = json_open,
	.record = json_record,
	.close = json_close,
};
