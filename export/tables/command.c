#include "export/tables/command.h"

#include <unistd.h>

#include "base/prog.h"
#include "export/terminal.h"

static bool is_standard(const char *output)
{
	return !output || strcmp(output, "-") == 0;
}

static const struct sp_tables_format *find_format(struct sp_ctx *ctx, const struct sp_tables_command *c)
{
	const struct sp_tables_format *f = sp_tables_format_named(c->format ? c->format : "text");
	if (!f)
		sp_report(ctx, SP_D_ARGUMENT, "--to=%s: tables are written as text, csv, xlsx, html, md, json or sqlite", c->format);
	return f;
}

static enum sp_status check_target(struct sp_ctx *ctx, const struct sp_tables_format *f, const struct sp_tables_command *c)
{
	if (f->target == SP_TO_FOLDER && is_standard(c->output) && !c->tables)
		return sp_report(ctx, SP_D_ARGUMENT, "%s is several files; name a folder for them with -o, or one table with --table",
				 f->name);
	if (f->binary && is_standard(c->output) && isatty(STDOUT_FILENO))
		return sp_report(ctx, SP_D_ARGUMENT, "%s is not for a terminal; name a file with -o", f->name);
	return SP_OK;
}

static enum sp_status read_options(struct sp_ctx *ctx, const struct sp_tables_command *c, struct sp_tables_options *o)
{
	static const char *const figures[] = { "both", "values", "printed" };
	size_t how = 0;
	if (c->lang && !sp_lang_parse(c->lang, &o->lang))
		return sp_report(ctx, SP_D_ARGUMENT, "--lang=%s: it is it or en", c->lang);
	if (g_strcmp0(c->dialect, "excel-it") == 0)
		o->dialect = SP_DIALECT_EXCEL_IT;
	else if (c->dialect && strcmp(c->dialect, "rfc4180") != 0)
		return sp_report(ctx, SP_D_ARGUMENT, "--dialect=%s: it is rfc4180 or excel-it", c->dialect);
	while (c->figures && how < G_N_ELEMENTS(figures) && strcmp(c->figures, figures[how]) != 0)
		how++;
	if (how == G_N_ELEMENTS(figures))
		return sp_report(ctx, SP_D_ARGUMENT, "--figures=%s: it is both, values or printed", c->figures);
	o->figures = (enum sp_figures)how;
	return SP_OK;
}

enum sp_status sp_tables_command_check(struct sp_ctx *ctx, const struct sp_tables_command *c)
{
	struct sp_tables_options o = { 0 };
	struct sp_pick pick = { 0 };
	const struct sp_tables_format *f = find_format(ctx, c);
	if (!f || check_target(ctx, f, c) != SP_OK || read_options(ctx, c, &o) != SP_OK ||
	    sp_pick_parse(ctx, c->pages, c->areas, c->tables, &pick) != SP_OK)
		return SP_FAIL;
	sp_pick_clear(&pick);
	return SP_OK;
}

enum sp_status sp_tables_command_run(struct sp_ctx *ctx, const struct sp_tables_command *c, struct sp_stream *in)
{
	bool shown = !c->format || strcmp(c->format, "text") == 0;
	struct sp_tables_options o = { .output = c->output,
				       .lang = shown ? sp_lang_around(SP_LANG_IT) : SP_LANG_IT,
				       .safe_cells = c->safe_cells,
				       .spans = c->spans,
				       .drawn = c->tables || c->areas,
				       .fancy = is_standard(c->output) && sp_prog_fancy(STDOUT_FILENO),
				       .width = (int)sp_terminal_width(STDOUT_FILENO) };
	struct sp_pick pick = { 0 };
	if (sp_tables_command_check(ctx, c) != SP_OK || read_options(ctx, c, &o) != SP_OK ||
	    sp_pick_parse(ctx, c->pages, c->areas, c->tables, &pick) != SP_OK) {
		sp_stream_close(in);
		return SP_FAIL;
	}
	enum sp_status s = sp_tables_export(ctx, find_format(ctx, c), &o, &pick, in);
	sp_pick_clear(&pick);
	return s;
}
