/* report — the report for people (report.h) as a format beside the others. */
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/prog.h"
#include "export/export.h"
#include "export/report.h"
#include "export/sink.h"

#define WIDTH_MOST  110 /* longer lines tire the eye */
#define WIDTH       80

struct report_writer {
	struct sp_sink *sink;
	struct sp_summary *summary;
	struct sp_report_style style;
};

/* COLUMNS, else the terminal's own, else 80. */
static unsigned terminal_width(int fd)
{
	guint64 said = 0;
	struct winsize size = { 0 };
	const char *columns = g_getenv("COLUMNS");
	if (columns && g_ascii_string_to_unsigned(columns, 10, 1, 10000, &said, NULL))
		return (unsigned)CLAMP(said, SP_REPORT_LEAST, 10000);
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return CLAMP(size.ws_col, SP_REPORT_LEAST, WIDTH_MOST);
	return WIDTH;
}

static void *report_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	(void)model;
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	int fd = fileno(sp_sink_stream(sink));
	struct report_writer *w = g_new(struct report_writer, 1);
	*w = (struct report_writer){ sink, sp_summary_new(),
		                     { options->lang, terminal_width(fd), sp_prog_fancy(fd) } };
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
