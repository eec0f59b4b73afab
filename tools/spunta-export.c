/* spunta-export: records and findings in, one of the formats that others load out. */
#include <unistd.h>

#include "base/prog.h"
#include "export/export.h"
#include "export/sql.h"
#include "export/tables/command.h"
#include "export/xml-shape.h"

struct options {
	char *format, *output, *dsn, *lang, *dialect, *licence, *schema, *pdf, *password;
	gboolean list, check, safe_cells;
	struct sp_tables_command tables;
};

static void list_format(enum sp_lang lang, const char *name, const char *summary, const char *needs)
{
	fprintf(stdout, "%-12s %s\n", name, sp_say(lang, summary));
	fprintf(stdout, "%-12s ", "");
	fprintf(stdout, sp_say(lang, "needs %s\n"), sp_say(lang, needs));
}

static void list_formats(enum sp_lang lang)
{
	for (const struct sp_format *const *f = sp_formats(); *f; f++)
		list_format(lang, (*f)->name, (*f)->summary, (*f)->needs);
	fputs(sp_say(lang, "\nand of a layout stream, the tables:\n\n"), stdout);
	for (const struct sp_tables_format *const *f = sp_tables_formats(); *f; f++)
		list_format(lang, (*f)->name, (*f)->summary, (*f)->needs);
}

static void print_schema(struct sp_ctx *ctx, const char *format)
{
	struct sp_model *model = sp_model_new();
	char *schema = NULL;
	if (strcmp(format, "sqlite") == 0)
		schema = sp_sql_schema(model, SP_SQL_SQLITE);
	else if (strcmp(format, "postgres") == 0)
		schema = sp_sql_schema(model, SP_SQL_POSTGRES);
	else if (strcmp(format, "xml") == 0)
		schema = sp_xml_schema(model);
	else
		sp_report(ctx, SP_D_ARGUMENT, "--print-schema=%s: it is sqlite, postgres or xml", format);
	if (schema)
		fputs(schema, stdout);
	g_free(schema);
	sp_model_free(model);
}

static enum sp_status read_words(struct sp_ctx *ctx, const struct options *o, struct sp_export_options *e)
{
	if (strcmp(o->format, "report") == 0)
		e->lang = sp_lang_around(SP_LANG_IT);
	if (o->lang && !sp_lang_parse(o->lang, &e->lang))
		return sp_report(ctx, SP_D_ARGUMENT, "--lang=%s: it is it or en", o->lang);
	if (g_strcmp0(o->dialect, "excel-it") == 0)
		e->dialect = SP_DIALECT_EXCEL_IT;
	else if (o->dialect && strcmp(o->dialect, "rfc4180") != 0)
		return sp_report(ctx, SP_D_ARGUMENT, "--dialect=%s: it is rfc4180 or excel-it", o->dialect);
	if (o->licence && !sp_licence_known(o->licence))
		return sp_report(ctx, SP_D_ARGUMENT, "--licence=%s: it is CC-BY-4.0, CC0-1.0 or IODL-2.0", o->licence);
	e->licence = o->licence;
	return SP_OK;
}

static enum sp_status check_target(struct sp_ctx *ctx, const struct sp_format *f, const struct sp_export_options *e)
{
	bool standard = !e->output || strcmp(e->output, "-") == 0;
	if (f->target == SP_TO_FOLDER && standard)
		return sp_report(ctx, SP_D_ARGUMENT, "%s is several files; name a folder for them with -o", f->name);
	if (f->target == SP_TO_DATABASE && e->output)
		return sp_report(ctx, SP_D_ARGUMENT, "%s is a server; name the database with --dsn, not with -o", f->name);
	if (f->target == SP_TO_DATABASE && !e->dsn)
		return sp_report(ctx, SP_D_ARGUMENT, "%s: name the database with --dsn (\"dbname=spunta\")", f->name);
	if (f->target == SP_TO_FILE && standard && f->binary && isatty(STDOUT_FILENO))
		return sp_report(ctx, SP_D_ARGUMENT, "%s is not for a terminal; name a file with -o", f->name);
	return SP_OK;
}

static bool is_layout(struct sp_stream *in)
{
	struct sp_line line;
	if (sp_stream_peek(in, &line) != SP_OK)
		return false;
	const char *schema = sp_json_str(sp_json_get(line.json, "schema"));
	return schema && g_str_has_prefix(schema, "spunta-layout/");
}

static void export_tables(struct sp_ctx *ctx, const struct options *o, struct sp_stream *in, char *const *files)
{
	if (*files && files[1]) {
		sp_report(ctx, SP_D_ARGUMENT, "the tables of one layout stream at a time: \"%s\" is one too many", files[1]);
		sp_stream_close(in);
		return;
	}
	struct sp_tables_command c = o->tables;
	c.format = o->format;
	c.output = o->output;
	c.lang = o->lang;
	c.dialect = o->dialect;
	c.safe_cells = o->safe_cells;
	sp_tables_command_run(ctx, &c, in);
}

static void export_records(struct sp_ctx *ctx, const struct options *o, struct sp_stream *in, char *const *files)
{
	struct sp_export_options e = { .output = o->output, .dsn = o->dsn, .check = o->check, .safe_cells = o->safe_cells,
				       .pdf = o->pdf, .password = o->password };
	const struct sp_format *f = sp_format_named(o->format);
	if (!f)
		sp_report(ctx, SP_D_ARGUMENT, "--to=%s: there is no such format (--list tells them)", o->format);
	if (f && read_words(ctx, o, &e) == SP_OK && check_target(ctx, f, &e) == SP_OK)
		sp_export(ctx, f, &e, in, files);
	else
		sp_stream_close(in);
}

/* What is wrong with the arguments is said before a stream is waited for. */
static void export(struct sp_ctx *ctx, const struct options *o, char *const *files)
{
	struct sp_stream *in;
	if (!o->format)
		sp_report(ctx, SP_D_ARGUMENT, "say with --to which format (--list tells them)");
	else if (!sp_format_named(o->format) && !sp_tables_format_named(o->format))
		sp_report(ctx, SP_D_ARGUMENT, "--to=%s: there is no such format (--list tells them)", o->format);
	else if ((in = sp_stream_open(ctx, *files, NULL)))
		(is_layout(in) ? export_tables : export_records)(ctx, o, in, files);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	const GOptionEntry entries[] = {
		{ "to", 't', 0, G_OPTION_ARG_STRING, &o.format, "The format: csv, sqlite, json, … (--list)", "FORMAT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, "Where to write: a folder for csv and datapackage, else a file", "PATH" },
		{ "dsn", 0, 0, G_OPTION_ARG_STRING, &o.dsn, "Database of postgres: \"host=HOST dbname=NAME\", an address or a name", "DSN" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &o.lang, "Language: it or en; of a report, by LANG; of all else, it by default", "LANG" },
		{ "dialect", 0, 0, G_OPTION_ARG_STRING, &o.dialect, "How csv is written: rfc4180 (default) or excel-it", "NAME" },
		{ "licence", 0, 0, G_OPTION_ARG_STRING, &o.licence, "Licence to name in a data package: CC-BY-4.0, CC0-1.0 or IODL-2.0; none by default", "NAME" },
		{ "safe-cells", 0, 0, G_OPTION_ARG_NONE, &o.safe_cells, "csv, datapackage, xlsx: an apostrophe before texts that would run as formulas", NULL },
		{ "pdf", 0, 0, G_OPTION_ARG_FILENAME, &o.pdf, "html: the document itself, for pictures of the places", "FILE" },
		{ "password", 0, 0, G_OPTION_ARG_STRING, &o.password, "html: password of that document", "P" },
		{ "check", 0, 0, G_OPTION_ARG_NONE, &o.check, "xml: hold what is written against its schema before it is published", NULL },
		{ "pages", 'p', 0, G_OPTION_ARG_STRING, &o.tables.pages, "Layout: only tables, or rows, of these pages", "A-B,…" },
		{ "area", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.tables.areas, "Layout: only what lies in this part of a page", "PAGE:X0,Y0,X1,Y1" },
		{ "table", 0, 0, G_OPTION_ARG_STRING, &o.tables.tables, "Layout: only these tables, by their numbers", "N,…" },
		{ "spans", 0, 0, G_OPTION_ARG_NONE, &o.tables.spans, "Layout, xlsx, html, json: merged cells stay merged", NULL },
		{ "figures", 0, 0, G_OPTION_ARG_STRING, &o.tables.figures, "Layout: figures as both (default), values or printed", "HOW" },
		{ "print-schema", 0, 0, G_OPTION_ARG_STRING, &o.schema, "Print the schema of sqlite, postgres or xml", "FORMAT" },
		{ "list", 0, 0, G_OPTION_ARG_NONE, &o.list, "List the formats and what each needs", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL }
	};
	const struct sp_prog prog = {
		"spunta-export", "[FILE…]", "Writes records and findings, or the tables of a layout stream, in a format that spreadsheets and\n"
		"databases load.",
		"Exit status: 0 written; 2 the stream or an argument is wrong; 3 a limit or resource failed. When it\n"
		"is not 0, no output has appeared or changed."
	};
	struct sp_ctx ctx;
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, entries, &argc, &argv) == SP_OK) {
		if (o.list)
			list_formats(ctx.lang);
		else if (o.schema)
			print_schema(&ctx, o.schema);
		else
			export(&ctx, &o, argv + 1);
	}
	sp_prog_options_clear(entries);
	return sp_prog_end(&ctx);
}
