/* spunta-extract: a PDF (or an envelope, or a text conversion of one) in, a layout stream out. */
#include <string.h>

#include "base/file.h"
#include "base/prog.h"
#include "base/ranges.h"
#include "extract/markup/markup.h"
#include "extract/ocr/ocr.h"
#include "extract/svg.h"
#include "extract/workers.h"

enum { LEAST_MEMORY_MIB = 128 }; /* the libraries alone take 60 */

struct options {
	int jobs, page_seconds, memory_mib;
	char *name, *pages, *password, *password_file, *languages, *debug_svg, *sandbox;
	gboolean ocr, no_sandbox;
};

static void extract_pdf(struct sp_ctx *ctx, const struct options *o, const struct sp_source *source)
{
	enum sp_sandbox sandbox = SP_SANDBOX_ON;
	if (sp_sandbox_asked(ctx, o->no_sandbox ? "off" : o->sandbox, &sandbox) != SP_OK)
		return;
	struct sp_work work = {
		.source = source,
		.password = o->password,
		.ocr = o->ocr ? (o->languages ? o->languages : "ita") : NULL,
		.draw = o->debug_svg ? sp_svg_draw : NULL,
		.drawn = sp_svg_save,
		.drawn_to = o->debug_svg,
		.jobs = o->jobs,
		.page_seconds = (unsigned)o->page_seconds,
		.memory = (size_t)o->memory_mib << 20,
		.sandbox = sandbox,
	};
	if (sandbox == SP_SANDBOX_OFF)
		sp_report(ctx, SP_D_SUSPECT,
			  "read without a sandbox, as asked: what the PDF makes the reader do, it can do");
	GArray *pages = o->pages ? sp_ranges_parse(o->pages, &work.last_range) : NULL;
	work.pages = pages;
	if (o->pages && !pages)
		sp_report(ctx, SP_D_ARGUMENT, "--pages=%s: write it as 1-3,7", o->pages);
	else
		sp_work_run(ctx, &work, stdout);
	if (pages)
		g_array_free(pages, TRUE);
}

static void extract_text(struct sp_ctx *ctx, const struct sp_source *source)
{
	gsize n;
	const char *text = g_bytes_get_data(source->bytes, &n);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", "document");
	sp_jw_str(&w, "schema", "spunta-layout/1");
	sp_jw_str(&w, "name", source->name);
	sp_jw_str(&w, "sha256", source->sha256);
	sp_jw_int(&w, "bytes", (int64_t)source->size);
	sp_jw_str(&w, "media_type", "text/plain");
	sp_jw_int(&w, "pages", 1);
	static const char *const unknown[] = { "producer", "creator", "title", "created", "modified", "pdf_version" };
	for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++)
		sp_jw_null(&w, unknown[i]);
	sp_jw_bool(&w, "encrypted", false);
	sp_jw_bool(&w, "tagged", false);
	if (source->is_signed)
		sp_jw_bool(&w, "signed", true);
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);

	struct sp_markup_counts counts = { 0, 0, 0, 0 };
	if (sp_markup_write(ctx, text ? text : "", n, stdout, &counts) == SP_OK) {
		sp_jw_object(&w, NULL);
		sp_jw_str(&w, "type", "end");
		sp_jw_int(&w, "pages", counts.pages);
		sp_jw_int(&w, "texts", counts.texts);
		sp_jw_int(&w, "tables", counts.tables);
		sp_jw_int(&w, "problems", counts.problems);
		sp_jw_close(&w);
		sp_jw_line(&w, stdout);
	}
	sp_jw_clear(&w);
}

static void extract(struct sp_ctx *ctx, const struct options *o, const char *path)
{
	struct sp_source source;
	ctx->file = path && strcmp(path, "-") != 0 ? path : "standard input";
	if (sp_source_open(ctx, path, &source) != SP_OK)
		return;
	if (o->name) {
		g_free(source.name);
		source.name = g_utf8_make_valid(o->name, -1);
	}
	if (source.kind == SP_SOURCE_PDF)
		extract_pdf(ctx, o, &source);
	else
		extract_text(ctx, &source);
	sp_source_close(&source);
	ctx->file = NULL;
}

int main(int argc, char **argv)
{
	struct options o = { .jobs = 1, .page_seconds = SP_WORK_PAGE_SECONDS, .memory_mib = SP_WORK_MEMORY >> 20 };
	const GOptionEntry entries[] = {
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &o.jobs, "Read pages with N processes (same output for any N)",
		  "N" },
		{ "pages", 'p', 0, G_OPTION_ARG_STRING, &o.pages, "Only these pages: 1-3,7", "A-B,…" },
		{ "name", 0, 0, G_OPTION_ARG_STRING, &o.name,
		  "Call the document so, not as the file: for standard input", "NAME" },
		{ "password", 0, 0, G_OPTION_ARG_STRING, &o.password, "Password of an encrypted PDF", "P" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &o.password_file,
		  "The password is the first line of this file", "FILE" },
		{ "ocr", 0, 0, G_OPTION_ARG_NONE, &o.ocr, "Recognise pages that have no text layer (Tesseract)", NULL },
		{ "ocr-languages", 0, 0, G_OPTION_ARG_STRING, &o.languages, "Tesseract's languages, ita by default",
		  "LANG" },
		{ "page-timeout", 0, 0, G_OPTION_ARG_INT, &o.page_seconds, "Give a page up after so many seconds (60)",
		  "SECONDS" },
		{ "max-memory", 0, 0, G_OPTION_ARG_INT, &o.memory_mib,
		  "Give a page up that takes more MiB (1024); 0: any", "MIB" },
		{ "sandbox", 0, 0, G_OPTION_ARG_STRING, &o.sandbox,
		  "on, or auto: do without where the kernel refuses it", "MODE" },
		{ "no-sandbox", 0, 0, G_OPTION_ARG_NONE, &o.no_sandbox, "Read the PDF with all rights of yours", NULL },
		{ "debug-svg", 0, 0, G_OPTION_ARG_FILENAME, &o.debug_svg, "Draw what was found on each page into DIR",
		  "DIR" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const struct sp_prog prog = {
		"spunta-extract", "[FILE]",
		"Reads a PDF, a signed PDF (.p7m) or a text conversion of one, and writes its tables and texts\n"
		"as a layout stream (JSON Lines).",
		"Exit status: 0 done; 1 done, but a page was lost; 2 wrong input or arguments; 3 a limit or\n"
		"resource failed. Without FILE, or with -, standard input is read."
	};
	struct sp_ctx ctx;
	const char *path;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK &&
	    sp_prog_operand(&ctx, argc, argv, &path) == SP_OK) {
		if (o.jobs < 1 || o.jobs > 256)
			sp_report(&ctx, SP_D_ARGUMENT, "--jobs=%d: from 1 to 256", o.jobs);
		else if (o.page_seconds < 1)
			sp_report(&ctx, SP_D_ARGUMENT, "--page-timeout=%d: at least a second", o.page_seconds);
		else if (o.memory_mib != 0 && o.memory_mib < LEAST_MEMORY_MIB)
			sp_report(&ctx, SP_D_ARGUMENT, "--max-memory=%d: at least %d MiB, or 0 for any", o.memory_mib,
				  LEAST_MEMORY_MIB);
		else if (sp_source_password(&ctx, o.password_file, &o.password))
			extract(&ctx, &o, path);
	}
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
