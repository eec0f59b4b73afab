/*
 * spunta-snapshot: pictures of places in a PDF, for those who do not read PDFs themselves (spunta-export).
 *
 * Requests are read first. A worker process opens the document and draws; this one never parses the PDF. A worker
 * that dies or takes too long costs the picture it was at, and a fresh one goes on behind it.
 */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prog.h"
#include "base/stream.h"
#include "extract/snapshot.h"
#include "extract/source.h"

enum { SECONDS = 60 }; /* the longest that a picture may take */

struct request {
	int page;
	GArray *frames; /* struct sp_box */
};

/* What outlives a worker. */
struct trace {
	guint next;    /* the request it is at */
	guint missing; /* places without a picture */
	bool opened;   /* the document can be opened at all */
};

/* --- requests ----------------------------------------------------------------------------------------------- */

static void free_request(gpointer p)
{
	struct request *r = p;
	g_array_free(r->frames, TRUE);
	g_free(r);
}

static bool read_box(const struct sp_json *json, struct sp_box *box)
{
	double *const edges[] = { &box->x0, &box->y0, &box->x1, &box->y1 };
	for (size_t i = 0; i < G_N_ELEMENTS(edges); i++) {
		const struct sp_json *n = sp_json_at(json, i);
		if (!sp_json_digits(n))
			return false;
		*edges[i] = sp_json_pt(n, 0);
	}
	return sp_json_count(json) == G_N_ELEMENTS(edges) && box->x0 <= box->x1 && box->y0 <= box->y1;
}

/* NULL when it is none (transfer full). */
static struct request *read_request(const struct sp_json *json)
{
	int64_t page = 0;
	struct request *r = g_new(struct request, 1);
	r->frames = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	bool good = sp_json_int(sp_json_get(json, "page"), &page) && page > 0 && page < G_MAXINT;
	for (const struct sp_json *f = sp_json_first(sp_json_get(json, "frames")); f && good; f = sp_json_next(f)) {
		struct sp_box box;
		good = read_box(f, &box);
		g_array_append_val(r->frames, box);
	}
	r->page = (int)page;
	if (good && r->frames->len > 0)
		return r;
	free_request(r);
	return NULL;
}

/* NULL after a diagnosis. */
static GPtrArray *read_requests(struct sp_ctx *ctx)
{
	GPtrArray *requests = g_ptr_array_new_with_free_func(free_request);
	struct sp_stream *in = sp_stream_open_lines(ctx, NULL);
	struct sp_line line;
	enum sp_status s = SP_FAIL;
	while (in && (s = sp_stream_next(in, &line)) == SP_OK) {
		struct request *r = read_request(line.json);
		if (!r) {
			s = sp_report(ctx, SP_D_GRAMMAR, "not {\"page\":N,\"frames\":[[x0,y0,x1,y1],…]}");
			break;
		}
		g_ptr_array_add(requests, r);
	}
	sp_stream_close(in);
	if (s == SP_END)
		return requests;
	g_ptr_array_free(requests, TRUE);
	return NULL;
}

/* --- pictures ----------------------------------------------------------------------------------------------- */

static void write_picture(const struct request *r, const struct sp_picture *picture)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_int(&w, "page", r->page);
	if (picture) {
		gsize n;
		const void *png = g_bytes_get_data(picture->png, &n);
		char *text = g_base64_encode(png, n);
		sp_jw_int(&w, "width", picture->width);
		sp_jw_int(&w, "height", picture->height);
		sp_jw_int(&w, "at", picture->at);
		sp_jw_str(&w, "png", text);
		g_free(text);
	} else {
		sp_jw_null(&w, "png");
	}
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);
	fflush(stdout);
	sp_jw_clear(&w);
}

static void draw(struct sp_ctx *ctx, struct sp_pdf *pdf, const struct request *r, struct trace *trace)
{
	struct sp_picture picture;
	alarm(SECONDS);
	bool drawn = sp_snapshot(pdf, r->page, r->frames, &picture) == SP_OK;
	alarm(0);
	trace->missing += !drawn;
	write_picture(r, drawn ? &picture : NULL);
	if (drawn)
		sp_picture_clear(&picture);
	sp_prog_written(ctx);
}

/* The rest of the requests, in a process of its own, which ends with this. */
static G_NORETURN void work(struct sp_ctx *ctx, const struct sp_source *source, const char *password,
			    const GPtrArray *requests, struct trace *trace)
{
	sp_pdf_hear(ctx);
	alarm(SECONDS);
	struct sp_pdf *pdf = sp_pdf_open(ctx, source->bytes, source->fd, password);
	trace->opened = true;
	for (; pdf && trace->next < requests->len && ctx->exit == SP_EXIT_OK; trace->next++)
		draw(ctx, pdf, g_ptr_array_index(requests, trace->next), trace);
	_exit((int)ctx->exit);
}

static enum sp_status draw_all(struct sp_ctx *ctx, const struct sp_source *source, const char *password,
			       const GPtrArray *requests, struct trace *trace)
{
	while (trace->next < requests->len) {
		int status = 0;
		fflush(stdout);
		pid_t pid = fork();
		if (pid < 0)
			return sp_report(ctx, SP_D_INTERNAL, "cannot start a worker: %s", g_strerror(errno));
		if (pid == 0)
			work(ctx, source, password, requests, trace);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
			raise(SIGPIPE);
		if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
			sp_ctx_raise(ctx, (enum sp_exit)WEXITSTATUS(status));
			return SP_FAIL;
		}
		if (!trace->opened)
			return sp_report(ctx, SP_D_DOCUMENT, "the document cannot be opened: its reader stopped");
		if (WIFSIGNALED(status)) {
			trace->missing++;
			write_picture(g_ptr_array_index(requests, trace->next++), NULL);
		}
	}
	if (trace->missing > 0)
		sp_report(ctx, SP_D_SUSPECT, "%u of %u places could not be drawn", trace->missing, requests->len);
	return SP_OK;
}

static void snapshot(struct sp_ctx *ctx, const char *path, const char *password)
{
	struct sp_source source;
	GPtrArray *requests = read_requests(ctx);
	if (!requests)
		return;
	ctx->file = path;
	struct trace *trace = mmap(NULL, sizeof *trace, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (trace == MAP_FAILED) {
		sp_report(ctx, SP_D_INTERNAL, "no memory to share with a worker: %s", g_strerror(errno));
	} else if (sp_source_open(ctx, path, &source) == SP_OK) {
		if (source.kind != SP_SOURCE_PDF)
			sp_report(ctx, SP_D_DOCUMENT, "not a PDF: there is no page to draw");
		else
			draw_all(ctx, &source, password, requests, trace);
		sp_source_close(&source);
	}
	ctx->file = NULL;
	g_ptr_array_free(requests, TRUE);
}

int main(int argc, char **argv)
{
	char *password = NULL;
	const GOptionEntry entries[] = { { "password", 0, 0, G_OPTION_ARG_STRING, &password,
					   "Password of an encrypted PDF", "P" },
					 { NULL, 0, 0, 0, NULL, NULL, NULL } };
	const struct sp_prog prog = {
		"spunta-snapshot", "FILE",
		"Draws places of a PDF: for each line {\"page\":N,\"frames\":[[x0,y0,x1,y1],…]} on standard input\n"
		"one with a picture (PNG in base64) of what stands there, the first frame in red, others in blue.",
		"Exit status: 0 done; 2 wrong input or arguments; 3 a limit or resource failed."
	};
	struct sp_ctx ctx;
	const char *path;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK &&
	    sp_prog_operand(&ctx, argc, argv, &path) == SP_OK) {
		if (!path || strcmp(path, "-") == 0)
			sp_report(&ctx, SP_D_ARGUMENT, "name the PDF; standard input is for the places");
		else
			snapshot(&ctx, path, password);
	}
	g_free(password);
	return sp_prog_end(&ctx);
}
