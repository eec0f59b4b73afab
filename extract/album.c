/*
 * The worker's first frame says whether the document could be opened, and what there was to say; then comes one for
 * each place, with a PNG or without. What it sends is believed as far as it is of a possible size.
 */
#include "extract/album.h"

#include <errno.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

#include "extract/pdf/child.h"

enum { SECONDS = 60, PATIENCE_MS = 2 * SECONDS * 1000, MOST_BYTES = 32 << 20, MOST_PIXELS = 10000 };
static const size_t MEMORY = (size_t)1 << 30; /* of a worker, besides the document */

struct picture_frame {
	enum sp_exit exit; /* after opening the document */
	int width, height, at;
	size_t n; /* bytes that follow: what was said, or a PNG; none when there is no picture */
};

/* --- places ------------------------------------------------------------------------------------------------- */

static bool read_box(const struct sp_json *json, struct sp_box *box)
{
	double *const edges[] = { &box->x0, &box->y0, &box->x1, &box->y1 };
	for (size_t i = 0; i < G_N_ELEMENTS(edges); i++) {
		if (!sp_json_digits(sp_json_at(json, i)))
			return false;
		*edges[i] = sp_json_pt(sp_json_at(json, i), 0);
	}
	return sp_json_count(json) == G_N_ELEMENTS(edges) && box->x0 <= box->x1 && box->y0 <= box->y1;
}

struct sp_album_place *sp_place_new(const struct sp_json *request)
{
	int64_t page = 0;
	struct sp_album_place *p = g_new(struct sp_album_place, 1);
	p->frames = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	bool good = sp_json_int(sp_json_get(request, "page"), &page) && page > 0 && page < G_MAXINT;
	for (const struct sp_json *f = sp_json_first(sp_json_get(request, "frames")); f && good; f = sp_json_next(f)) {
		struct sp_box box;
		good = read_box(f, &box);
		g_array_append_val(p->frames, box);
	}
	p->page = (int)page;
	if (good && p->frames->len > 0)
		return p;
	sp_place_free(p);
	return NULL;
}

void sp_place_free(struct sp_album_place *p)
{
	g_array_free(p->frames, TRUE);
	g_free(p);
}

/* --- in a worker -------------------------------------------------------------------------------------------- */

static bool send(int out, struct picture_frame f, const void *bytes)
{
	return sp_child_write(out, &f, sizeof f) && sp_child_write(out, bytes, f.n);
}

/* Inside the sandbox as far as it was asked for; SP_FAIL after a diagnosis. */
static enum sp_status enter(struct sp_ctx *ctx, enum sp_sandbox mode, bool first)
{
	char *refused = mode == SP_SANDBOX_OFF ? NULL : sp_sandbox_enter();
	enum sp_status s = SP_OK;
	if (refused && mode == SP_SANDBOX_ON)
		s = sp_report(ctx, SP_D_SANDBOX,
			      "the kernel refuses the sandbox (%s); SPUNTA_SANDBOX=auto does without", refused);
	else if (refused && first)
		sp_report(ctx, SP_D_SUSPECT, "drawn without a sandbox, which the kernel refuses (%s)", refused);
	g_free(refused);
	return s;
}

static struct sp_pdf *open_document(struct sp_ctx *ctx, const struct sp_album *album, bool first, int out)
{
	char *said = NULL;
	size_t n = 0;
	FILE *err = ctx->err;
	ctx->err = open_memstream(&said, &n);
	sp_sandbox_allow(SECONDS);
	struct sp_pdf *pdf = enter(ctx, album->sandbox, first) == SP_OK
				 ? sp_pdf_open(ctx, album->source->bytes, album->source->fd, album->password)
				 : NULL;
	sp_sandbox_allow(0);
	fclose(ctx->err);
	ctx->err = err;
	bool sent = send(out, (struct picture_frame){ .exit = ctx->exit, .n = n }, said);
	free(said);
	return sent ? pdf : NULL;
}

static bool send_picture(struct sp_pdf *pdf, const struct sp_album_place *place, int out)
{
	struct sp_picture picture;
	sp_sandbox_allow(SECONDS);
	enum sp_status drawn = sp_snapshot(pdf, place->page, place->frames, &picture);
	sp_sandbox_allow(0);
	if (drawn != SP_OK)
		return send(out, (struct picture_frame){ 0 }, "");
	gsize n;
	const void *png = g_bytes_get_data(picture.png, &n);
	bool sent = send(out, (struct picture_frame){ SP_EXIT_OK, picture.width, picture.height, picture.at, n }, png);
	sp_picture_clear(&picture);
	return sent;
}

G_NORETURN static void be_worker(const struct sp_ctx *parent, const struct sp_album *album, guint from, int out)
{
	struct sp_ctx ctx = *parent;
	ctx.exit = SP_EXIT_OK;
	ctx.err = fopen("/dev/null", "r+");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sp_pdf_hear(&ctx);
	if (ctx.err) {
		sp_child_close_all_but(out, album->source->fd, fileno(ctx.err));
		sp_sandbox_limit(MEMORY + album->source->size);
		struct sp_pdf *pdf = open_document(&ctx, album, from == 0, out);
		for (guint i = from; pdf && i < album->places->len; i++)
			if (!send_picture(pdf, g_ptr_array_index(album->places, i), out))
				break;
		sp_pdf_close(pdf);
	}
	close(out);
	_exit(0);
}

/* --- in the parent ------------------------------------------------------------------------------------------- */

struct errand {
	struct sp_ctx *ctx;
	const struct sp_album *album;
	FILE *to;
	pid_t pid; /* 0: there is no worker */
	int in;
	guint missing;
};

static void write_line(const struct errand *r, const struct sp_album_place *place, const struct picture_frame *f,
		       const void *png)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_int(&w, "page", place->page);
	if (png) {
		char *text = g_base64_encode(png, f->n);
		sp_jw_int(&w, "width", f->width);
		sp_jw_int(&w, "height", f->height);
		sp_jw_int(&w, "at", f->at);
		sp_jw_str(&w, "png", text);
		g_free(text);
	} else {
		sp_jw_null(&w, "png");
	}
	sp_jw_close(&w);
	sp_jw_line(&w, r->to);
	sp_jw_clear(&w);
}

static bool is_sound(const struct picture_frame *f)
{
	return f->n <= MOST_BYTES && f->exit >= SP_EXIT_OK && f->exit <= SP_EXIT_RESOURCE && f->width >= 0 &&
	       f->width <= MOST_PIXELS && f->height >= 0 && f->height <= MOST_PIXELS && f->at >= 0 && f->at <= 100;
}

/* The next frame and its bytes (transfer full); NULL when the worker is gone or is not to be believed. */
static char *receive(const struct errand *r, struct picture_frame *f)
{
	if (r->pid <= 0 || !sp_child_read(r->in, f, sizeof *f, PATIENCE_MS) || !is_sound(f))
		return NULL;
	char *bytes = g_malloc(f->n + 1);
	if (sp_child_read(r->in, bytes, f->n, PATIENCE_MS))
		return bytes;
	g_free(bytes);
	return NULL;
}

static const char *end(struct errand *r, bool finished)
{
	if (r->pid <= 0)
		return "";
	close(r->in);
	const char *cause = sp_child_cause(sp_child_wait(r->pid, finished));
	r->pid = 0;
	return cause;
}

/* A worker that draws from the place `from` on and has opened the document; SP_FAIL after a diagnosis. */
static enum sp_status start(struct errand *r, guint from)
{
	int ends[2];
	if (pipe(ends) != 0)
		return sp_report(r->ctx, SP_D_INTERNAL, "cannot start a worker: %s", g_strerror(errno));
	fflush(r->to);
	r->pid = fork();
	if (r->pid == 0) {
		close(ends[0]);
		be_worker(r->ctx, r->album, from, ends[1]);
	}
	close(ends[1]);
	r->in = ends[0];
	if (r->pid < 0) {
		close(ends[0]);
		return sp_report(r->ctx, SP_D_INTERNAL, "cannot start a worker: %s", g_strerror(errno));
	}
	struct picture_frame f;
	char *said = receive(r, &f);
	if (!said)
		return sp_report(r->ctx, SP_D_DOCUMENT, "the document cannot be opened: %s", end(r, false));
	fwrite(said, 1, f.n, r->ctx->err);
	g_free(said);
	sp_ctx_raise(r->ctx, f.exit);
	return f.exit == SP_EXIT_OK ? SP_OK : SP_FAIL;
}

static enum sp_status take(struct errand *r, guint i)
{
	struct picture_frame f;
	const struct sp_album_place *place = g_ptr_array_index(r->album->places, i);
	char *png = receive(r, &f);
	bool drawn = png && f.n > 0, died = !png;
	write_line(r, place, &f, drawn ? png : NULL);
	r->missing += !drawn;
	g_free(png);
	if (ferror(r->to))
		return SP_FAIL;
	if (!died)
		return SP_OK;
	sp_report(r->ctx, SP_D_SUSPECT, "page %d: no picture: %s", place->page, end(r, false));
	return i + 1 < r->album->places->len ? start(r, i + 1) : SP_OK;
}

enum sp_status sp_album_write(struct sp_ctx *ctx, const struct sp_album *album, FILE *to)
{
	struct errand r = { .ctx = ctx, .album = album, .to = to };
	if (album->places->len == 0)
		return SP_OK;
	struct sp_pdf_libraries *libraries = sp_pdf_libraries_load(ctx);
	enum sp_status s = libraries ? start(&r, 0) : SP_FAIL;
	for (guint i = 0; i < album->places->len && s == SP_OK; i++)
		s = take(&r, i);
	end(&r, s == SP_OK);
	if (s == SP_OK && r.missing > 0)
		sp_report(ctx, SP_D_SUSPECT, "%u of %u places could not be drawn", r.missing, album->places->len);
	sp_pdf_libraries_let_go(libraries);
	return s;
}
