/* report — the report for people (report.h) as a format beside the others. */
#include "base/prog.h"
#include "export/export.h"
#include "export/report.h"
#include "export/sink.h"
#include "export/terminal.h"

struct report_writer {
	struct sp_sink *sink;
	struct sp_summary *summary;
	struct sp_report_style style;
};

static void *report_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	(void)model;
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	int fd = fileno(sp_sink_stream(sink));
	struct report_writer *w = g_new(struct report_writer, 1);
	*w = (struct report_writer){ sink, sp_summary_new(),
		                     { options->lang, sp_terminal_width(fd), sp_prog_fancy(fd) } };
	return w;
}

static enum sp_status report_record(void *writer, const struct sp_line *line)
{
	struct report_writer *w = writer;
	sp_summary_take(w->summary, line);
	return SP_OK;
}

static enum sp_status report_close(void *writer, bool complete)
{
	struct report_writer *w = writer;
	if (complete)
		sp_report_write(w->summary, &w->style, sp_sink_stream(w->sink));
	enum sp_status s = sp_sink_close(w->sink, complete);
	sp_summary_free(w->summary);
	g_free(w);
	return s;
}

const struct sp_format sp_format_report = {
	.name = "report",
	.summary = "a report for people: what was read, what does not add up and where",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = report_open,
	.record = report_record,
	.close = report_close,
};
