/* spunta-report-problem: a page of a PDF as one that may be shown to anybody, to go with a report of what was misread. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/prog.h"
#include "extract/mask.h"
#include "extract/workers.h"

struct options {
	int page;
	char *output, *password, *password_file, *sandbox;
	gboolean ocr;
};

/* What was drawn; empty as long as nothing was. */
struct drawing {
	GString *pdf;
	struct sp_mask_counts counts;
};

static void take(struct sp_ctx *ctx, void *to, int page, const char *bytes, size_t n)
{
	struct drawing *d = to;
	(void)ctx, (void)page;
	if (sp_mask_counts(bytes, &d->counts))
		g_string_append_len(d->pdf, bytes, (gssize)n);
}

static bool write_pdf(struct sp_ctx *ctx, const char *output, const GString *pdf)
{
	if (!output) {
		fwrite(pdf->str, 1, pdf->len, stdout);
		return sp_prog_written(ctx);
	}
	struct sp_file *f = sp_file_create(ctx, output);
	if (!f)
		return false;
	fwrite(pdf->str, 1, pdf->len, sp_file_stream(f));
	return sp_file_commit(ctx, f) == SP_OK;
}

static void say(struct sp_ctx *ctx, const struct options *o, const struct sp_mask_counts *c)
{
	const char *output = o->output ? o->output : sp_say(ctx->lang, "standard output");
	if (ctx->quiet || ctx->form == SP_DIAG_JSON)
		return;
	fprintf(
	    ctx->err,
	    sp_say(ctx->lang,
		   "%s: page %d: words %u, with figures %u, lines %u, areas %u, pictures %u (as grey areas)\n"
		   "every letter and digit is another one; places, sizes, bold type, lines and areas are those of the "
		   "page;\n"
		   "stamps, drawings, title and names of the document are left out; look at it before you send it\n"),
	    output, o->page, c->words, c->figures, c->lines, c->areas, c->pictures);
}

static void draw(struct sp_ctx *ctx, const struct options *o, const struct sp_source *source, enum sp_sandbox sandbox)
{
	struct drawing d = { .pdf = g_string_new(NULL) };
	GArray *pages = g_array_new(FALSE, FALSE, sizeof(int));
	FILE *nowhere = fopen("/dev/null", "w");
	struct sp_work work = { .source = source,
				.password = o->password,
				.ocr = o->ocr ? "ita" : NULL,
				.pages = g_array_append_val(pages, o->page),
				.last_range = o->page,
				.draw = sp_mask_draw,
				.drawn = take,
				.drawn_to = &d,
				.jobs = 1,
				.page_seconds = SP_WORK_PAGE_SECONDS,
				.memory = SP_WORK_MEMORY,
				.sandbox = sandbox };
	if (!nowhere)
		sp_report(ctx, SP_D_INTERNAL, "cannot open %s: %s", "/dev/null", g_strerror(errno));
	else if (sp_work_run(ctx, &work, nowhere) == SP_OK && d.pdf->len == 0)
		sp_report(ctx, SP_D_PAGE, "page %d could not be read, so there is nothing to show", o->page);
	else if (d.pdf->len > 0 && write_pdf(ctx, o->output, d.pdf))
		say(ctx, o, &d.counts);
	if (nowhere)
		fclose(nowhere);
	g_array_free(pages, TRUE);
	g_string_free(d.pdf, TRUE);
}

static void run(struct sp_ctx *ctx, const struct options *o, const char *path)
{
	struct sp_source source;
	enum sp_sandbox sandbox;
	if (sp_sandbox_asked(ctx, o->sandbox, &sandbox) != SP_OK)
		return;
	ctx->file = path && strcmp(path, "-") != 0 ? path : "standard input";
	if (sp_source_open(ctx, path, &source) == SP_OK) {
		if (source.kind != SP_SOURCE_PDF)
			sp_report(ctx, SP_D_DOCUMENT, "not a PDF: there is no page to draw");
		else
			draw(ctx, o, &source, sandbox);
		sp_source_close(&source);
	}
	ctx->file = NULL;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	const GOptionEntry entries[] = {
		{ "page", 'p', 0, G_OPTION_ARG_INT, &o.page, "The page that was misread, from 1", "N" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, "Where to write the PDF (standard output)",
		  "PATH" },
		{ "password", 0, 0, G_OPTION_ARG_STRING, &o.password, "Password of an encrypted PDF", "P" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &o.password_file,
		  "The password is the first line of this file", "FILE" },
		{ "ocr", 0, 0, G_OPTION_ARG_NONE, &o.ocr, "Recognise pages without a text layer", NULL },
		{ "sandbox", 0, 0, G_OPTION_ARG_STRING, &o.sandbox,
		  "on, or auto: do without where the kernel refuses it", "MODE" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const struct sp_prog prog = {
		"spunta-report-problem", "--page=N [FILE]",
		"Makes of a page that was misread a PDF to go with a report: every word and figure in other letters "
		"and\n"
		"digits, as wide, as bold and where it was; lines and areas as they are; pictures grey.",
		"Exit status: 0 done; 1 the page could not be read whole; 2 wrong input or arguments; 3 a limit or\n"
		"resource failed. Without FILE, or with -, standard input is read."
	};
	struct sp_ctx ctx;
	const char *path;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK &&
	    sp_prog_operand(&ctx, argc, argv, &path) == SP_OK) {
		if (o.page < 1)
			sp_report(&ctx, SP_D_ARGUMENT, "say with --page which page was misread; the first is 1");
		else if (!o.output && isatty(STDOUT_FILENO))
			sp_report(&ctx, SP_D_ARGUMENT, "a PDF is nothing for a terminal: name a file with -o");
		else if (sp_source_password(&ctx, o.password_file, &o.password))
			run(&ctx, &o, path);
	}
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
