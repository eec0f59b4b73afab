/*
 * A workbook is a ZIP archive of XML parts. It is walked from its beginning, part by part, up to its directory; each
 * part is inflated into libxml2's push parser, which says whether it is whole and counts its rows and cells. Memory is
 * two buffers, whatever the workbook's size.
 */
#include "export/xlsx-readback.h"

#include <errno.h>
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>
#include <zlib.h>

enum {
	BUFFER = 64 * 1024,
	HEAD_BYTES = 30, /* of a part, before its name (APPNOTE.TXT 4.3.7) */
	PART = 0x04034b50,
	DIRECTORY = 0x02014b50,
};

struct part {
	char *name;
	size_t rows, cells;
};

static unsigned long little(const unsigned char *p, size_t n)
{
	unsigned long v = 0;
	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

static void count_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
			  const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	(void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
	(void)n_attributes, (void)n_defaulted, (void)attributes;
	struct part *part = data;
	part->rows += strcmp((const char *)name, "row") == 0;
	part->cells += strcmp((const char *)name, "c") == 0;
}

/* What stands at the file's place, inflated into the parser; the file is then behind it. */
static bool feed(FILE *file, xmlParserCtxt *xml)
{
	unsigned char in[BUFFER], out[BUFFER];
	z_stream z = { 0 };
	int state = inflateInit2(&z, -MAX_WBITS);
	bool ok = state == Z_OK;
	while (ok && state != Z_STREAM_END) {
		if (z.avail_in == 0) {
			z.next_in = in;
			z.avail_in = (uInt)fread(in, 1, sizeof(in), file);
		}
		z.next_out = out;
		z.avail_out = sizeof(out);
		state = z.avail_in > 0 ? inflate(&z, Z_NO_FLUSH) : Z_BUF_ERROR;
		ok = (state == Z_OK || state == Z_STREAM_END) &&
		     xmlParseChunk(xml, (const char *)out, (int)(sizeof(out) - z.avail_out), 0) == 0;
	}
	long behind = -(long)z.avail_in;
	inflateEnd(&z);
	return ok && fseek(file, behind, SEEK_CUR) == 0 && xmlParseChunk(xml, NULL, 0, 1) == 0;
}

/* The next part. SP_END at the directory; SP_SKIP when it is not whole, `name` is NULL where not even that is there. */
static enum sp_status next_part(FILE *file, struct part *part)
{
	unsigned char head[HEAD_BYTES];
	*part = (struct part){ 0 };
	size_t got = fread(head, 1, sizeof(head), file);
	if (got >= 4 && little(head, 4) == DIRECTORY)
		return SP_END;
	if (got < sizeof(head) || little(head, 4) != PART || little(head + 8, 2) != Z_DEFLATED)
		return SP_SKIP;
	size_t n = little(head + 26, 2);
	part->name = g_malloc0(n + 1);
	if (fread(part->name, 1, n, file) < n || fseek(file, (long)little(head + 28, 2), SEEK_CUR) != 0)
		return SP_SKIP;
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = count_element };
	xmlParserCtxt *xml = xmlCreatePushParserCtxt(&sax, part, NULL, 0, NULL);
	xmlCtxtUseOptions(xml, XML_PARSE_HUGE | XML_PARSE_NONET);
	bool whole = feed(file, xml);
	xmlFreeParserCtxt(xml);
	return whole ? SP_OK : SP_SKIP;
}

static enum sp_status judge(struct sp_ctx *ctx, const struct part *part, const struct sp_xlsx_sheet *put, size_t n,
			    size_t *sheets)
{
	static const char before[] = "xl/worksheets/sheet";
	guint64 number;
	if (!g_str_has_prefix(part->name, before))
		return SP_OK;
	char *digits = g_strndup(part->name + strlen(before), strspn(part->name + strlen(before), "0123456789"));
	bool known = g_ascii_string_to_unsigned(digits, 10, 1, n, &number, NULL);
	g_free(digits);
	const struct sp_xlsx_sheet *sheet = known ? &put[number - 1] : NULL;
	(*sheets)++;
	if (sheet && sheet->rows == part->rows && sheet->cells == part->cells)
		return SP_OK;
	return sp_report(ctx, SP_D_WRITE, "the workbook is not whole: %zu of %zu rows of the sheet \"%s\"; is %s full?",
			 part->rows, sheet ? sheet->rows : 0, sheet ? sheet->name : part->name, g_get_tmp_dir());
}

enum sp_status sp_xlsx_read_back(struct sp_ctx *ctx, const char *path, const struct sp_xlsx_sheet *put, size_t n)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return sp_report(ctx, SP_D_WRITE, "cannot read the workbook back: %s", g_strerror(errno));
	enum sp_status s = SP_OK, got = SP_OK;
	size_t sheets = 0;
	while (s == SP_OK && got == SP_OK) {
		struct part part;
		got = next_part(file, &part);
		if (got == SP_OK)
			s = judge(ctx, &part, put, n, &sheets);
		else if (got == SP_SKIP)
			s = sp_report(ctx, SP_D_WRITE, "the workbook is not whole at its part %s; is %s full?",
				      part.name ? part.name : "without a name", g_get_tmp_dir());
		g_free(part.name);
	}
	if (s == SP_OK && sheets < n)
		s = sp_report(ctx, SP_D_WRITE, "the workbook is not whole: %zu of %zu sheets; is %s full?", sheets, n,
			      g_get_tmp_dir());
	fclose(file);
	return s;
}
