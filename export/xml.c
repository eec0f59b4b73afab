/*
 * xml — the records as one XML document (xml-shape.h), with a schema to hold it against.
 *
 * Rows come record by record; the element of a record stays open until the next one begins, so that its
 * members fall into it. XML 1.0 has no control characters: those of the document's texts become U+FFFD, and
 * that is said once.
 */
#include <errno.h>

#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>

#include "export/export.h"
#include "export/sink.h"
#include "export/xml-shape.h"

struct xml_writer {
	struct sp_ctx *ctx;
	struct sp_sink *sink;
	const struct sp_export_options *options;
	const struct sp_model *model;
	xmlTextWriter *xml;
	const struct sp_export_table *owner; /* of the record last begun */
	enum { BEFORE, IN_DOCUMENT, BETWEEN, IN_RECORD } place;
	bool failed;
	bool replaced; /* a character that XML cannot hold */
};

#define STR(s) ((const xmlChar *)(s))

static void hear(void *ctx, xmlError *error)
{
	char *text = g_strchomp(g_strdup(error->message ? error->message : "unknown"));
	sp_report(ctx, SP_D_INTERNAL, "the XML written does not hold, line %d: %s", error->line, text);
	g_free(text);
}

static void *xml_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	bool standard = !options->output || strcmp(options->output, "-") == 0;
	if (options->check && standard) {
		sp_report(ctx, SP_D_ARGUMENT, "--check reads the file again before it is published; name one with -o");
		return NULL;
	}
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	LIBXML_TEST_VERSION
	xmlOutputBuffer *out = xmlOutputBufferCreateFile(sp_sink_stream(sink), NULL);
	struct xml_writer *w = g_new(struct xml_writer, 1);
	*w = (struct xml_writer){ .ctx = ctx,
				  .sink = sink,
				  .options = options,
				  .model = model,
				  .xml = out ? xmlNewTextWriter(out) : NULL };
	if (!w->xml)
		g_error("out of memory");
	xmlTextWriterSetIndent(w->xml, 1);
	xmlTextWriterSetIndentString(w->xml, STR("\t"));
	return w;
}

/* A libxml2 call that gives less than 0 could not write. */
static void wrote(struct xml_writer *w, int result)
{
	w->failed = w->failed || result < 0;
}

/* "[56.70,88.10]" → "56.70 88.10": a list in a schema's sense. (transfer full) */
static char *as_list(const char *array)
{
	char *list = g_strndup(array + 1, strlen(array) - 2);
	return g_strdelimit(list, ",", ' ');
}

static char *as_text(struct xml_writer *w, enum sp_kind kind, const char *cell)
{
	return kind == SP_KIND_BOX ? as_list(cell) : sp_xml_admitted(cell, &w->replaced);
}

static void write_cells(struct xml_writer *w, const struct sp_row *row, enum sp_xml_place place)
{
	for (size_t i = 0; i < row->table->n_columns; i++) {
		const struct sp_export_column *c = &row->table->columns[i];
		if (!row->cells[i] || sp_xml_place(row->table, c) != place)
			continue;
		char *text = as_text(w, c->kind, row->cells[i]);
		if (place == SP_XML_ATTRIBUTE)
			wrote(w, xmlTextWriterWriteAttribute(w->xml, STR(c->name), STR(text)));
		else if (place == SP_XML_ELEMENT)
			wrote(w, xmlTextWriterWriteElement(w->xml, STR(c->name), STR(text)));
		else
			wrote(w, xmlTextWriterWriteString(w->xml, STR(text)));
		g_free(text);
	}
}

static void begin(struct xml_writer *w, const struct sp_row *row, const char *element)
{
	wrote(w, xmlTextWriterStartElement(w->xml, STR(element)));
	write_cells(w, row, SP_XML_ATTRIBUTE);
	write_cells(w, row, SP_XML_ELEMENT);
	write_cells(w, row, SP_XML_CONTENT);
}

static void end(struct xml_writer *w)
{
	wrote(w, xmlTextWriterEndElement(w->xml));
}

static void begin_records(struct xml_writer *w)
{
	if (w->place == IN_DOCUMENT) {
		end(w);
		wrote(w, xmlTextWriterStartElement(w->xml, STR("records")));
	} else if (w->place == IN_RECORD) {
		end(w);
	}
	w->place = BETWEEN;
}

static void begin_document(struct xml_writer *w, const struct sp_row *row)
{
	wrote(w, xmlTextWriterStartDocument(w->xml, "1.0", "UTF-8", NULL));
	wrote(w, xmlTextWriterStartElement(w->xml, STR("spunta")));
	wrote(w, xmlTextWriterWriteAttribute(w->xml, STR("xmlns"), STR(SP_XML_NAMESPACE)));
	begin(w, row, "document");
	w->place = IN_DOCUMENT;
}

/* The name of the field that a member stands in: its own column, or that of the record whose rows these are. */
static const char *member_element(const struct xml_writer *w, const struct sp_row *row)
{
	for (size_t i = 0; i < row->table->n_columns; i++)
		if (row->table->columns[i].from == SP_FROM_FIELD)
			return row->cells[i];
	for (size_t i = 0; i < w->owner->n_branches; i++)
		if (w->owner->branches[i].into == row->table)
			return w->owner->branches[i].field;
	return row->table->name;
}

static enum sp_status xml_row(void *writer, const struct sp_row *row)
{
	struct xml_writer *w = writer;
	if (!sp_xml_has(row->table))
		return SP_OK;
	if (row->table->record)
		w->owner = row->table;
	if (!row->table->record) {
		begin(w, row, member_element(w, row));
		end(w);
	} else if (strcmp(row->table->record, "document") == 0) {
		begin_document(w, row);
	} else {
		begin_records(w);
		begin(w, row, sp_xml_element(row->table));
		w->place = IN_RECORD;
	}
	if (w->failed || ferror(sp_sink_stream(w->sink)))
		return sp_report(w->ctx, SP_D_WRITE, "cannot write the XML: %s", g_strerror(errno));
	return SP_OK;
}

/* --- the end, and the check --------------------------------------------------------------------------------- */

/* Holds the file being written against the schema that is built in. */
static enum sp_status check(struct xml_writer *w, const char *path)
{
	char *text = sp_xml_schema(w->model);
	xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(text, (int)strlen(text));
	xmlSchemaSetParserStructuredErrors(parser, hear, w->ctx);
	xmlSchema *schema = xmlSchemaParse(parser);
	xmlSchemaValidCtxt *valid = schema ? xmlSchemaNewValidCtxt(schema) : NULL;
	if (valid)
		xmlSchemaSetValidStructuredErrors(valid, hear, w->ctx);
	int result = valid ? xmlSchemaValidateFile(valid, path, 0) : -1;
	xmlSchemaFreeValidCtxt(valid);
	xmlSchemaFree(schema);
	xmlSchemaFreeParserCtxt(parser);
	g_free(text);
	return result == 0 ? SP_OK : SP_FAIL;
}

static enum sp_status finish(struct xml_writer *w)
{
	begin_records(w);
	wrote(w, xmlTextWriterEndDocument(w->xml));
	wrote(w, xmlTextWriterFlush(w->xml));
	if (w->failed || fflush(sp_sink_stream(w->sink)) != 0)
		return sp_report(w->ctx, SP_D_WRITE, "cannot write the XML: %s", g_strerror(errno));
	if (w->replaced)
		sp_report(w->ctx, SP_D_SUSPECT, "control characters in the document's texts are written as U+FFFD, XML has none");
	return w->options->check ? check(w, sp_sink_path(w->sink)) : SP_OK;
}

static enum sp_status xml_close(void *writer, bool complete)
{
	struct xml_writer *w = writer;
	enum sp_status s = complete ? finish(w) : SP_FAIL;
	xmlFreeTextWriter(w->xml);
	if (sp_sink_close(w->sink, s == SP_OK) != SP_OK)
		s = SP_FAIL;
	g_free(w);
	xmlCleanupParser();
	return s;
}

const struct sp_format sp_format_xml = {
	.name = "xml",
	.summary = "one XML document with an XML Schema (urn:spunta:export:1); --check holds it against that",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = xml_open,
	.row = xml_row,
	.close = xml_close,
};
