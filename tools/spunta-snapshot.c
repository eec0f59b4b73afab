/* spunta-snapshot: pictures of places in a PDF, for those who do not read PDFs themselves (spunta-export). */
#include "base/prog.h"
#include "base/stream.h"
#include "extract/album.h"

static void free_place(gpointer p)
{
	sp_place_free(p);
}

/* NULL after a diagnosis. (transfer full) */
static GPtrArray *read_places(struct sp_ctx *ctx)
{
	GPtrArray *places = g_ptr_array_new_with_free_func(free_place);
	struct sp_stream *in = sp_stream_open_lines(ctx, NULL);
	struct sp_line line;
	enum sp_status s = SP_FAIL;
	while (in && (s = sp_stream_next(in, &line)) == SP_OK) {
		struct sp_album_place *place = sp_place_new(line.json);
		if (!place) {
			s = sp_report(ctx, SP_D_GRAMMAR, "not {\"page\":N,\"frames\":[[x0,y0,x1,y1],…]}");
			break;
		}
		g_ptr_array_add(places, place);
	}
	sp_stream_close(in);
	if (s == SP_END)
		return places;
	g_ptr_array_free(places, TRUE);
	return NULL;
}

static void snapshot(struct sp_ctx *ctx, const char *path, const char *password, enum sp_sandbox sandbox)
{
	struct sp_source source;
	GPtrArray *places = read_places(ctx);
	if (!places)
		return;
	ctx->file = path;
	if (sp_source_open(ctx, path, &source) == SP_OK) {
		const struct sp_album album = { &source, password, places, sandbox };
		if (source.kind != SP_SOURCE_PDF)
			sp_report(ctx, SP_D_DOCUMENT, "not a PDF: there is no page to draw");
		else
			sp_album_write(ctx, &album, stdout);
		sp_source_close(&source);
	}
	ctx->file = NULL;
	g_ptr_array_free(places, TRUE);
}

int main(int argc, char **argv)
{
	char *password = NULL, *mode = NULL;
	const GOptionEntry entries[] = { { "password", 0, 0, G_OPTION_ARG_STRING, &password,
					   "Password of an encrypted PDF", "P" },
					 { "sandbox", 0, 0, G_OPTION_ARG_STRING, &mode,
					   "Draw inside a sandbox: on (default), auto or off", "MODE" },
					 { NULL, 0, 0, 0, NULL, NULL, NULL } };
	const struct sp_prog prog = {
		"spunta-snapshot", "FILE",
		"Draws places of a PDF: for each line {\"page\":N,\"frames\":[[x0,y0,x1,y1],…]} on standard input\n"
		"one with a picture (PNG in base64) of what stands there, the first frame in red, others in blue.",
		"Exit status: 0 done; 2 wrong input or arguments; 3 a limit or resource failed."
	};
	struct sp_ctx ctx;
	const char *path;
	enum sp_sandbox sandbox;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK &&
	    sp_prog_operand(&ctx, argc, argv, &path) == SP_OK && sp_sandbox_asked(&ctx, mode, &sandbox) == SP_OK) {
		if (!path || strcmp(path, "-") == 0)
			sp_report(&ctx, SP_D_ARGUMENT, "name the PDF; standard input is for the places");
		else
			snapshot(&ctx, path, password, sandbox);
	}
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
