#include "export/xml-shape.h"

#include <string.h>

#include <glib.h>

bool sp_xml_has(const struct sp_export_table *t)
{
	return strcmp(t->name, "records") != 0;
}

/* Is the column a facet of a figure that has an element of its own? */
static bool is_facet(const struct sp_export_table *t, const struct sp_export_column *c)
{
	static const char *const facets[] = { "value", "raw", "unit", "gross", "gross_raw", "year" };
	for (size_t b = 0; b < t->n_branches; b++) {
		const struct sp_branch *branch = &t->branches[b];
		guint n = g_strv_length(branch->path);
		if (branch->many || g_strv_length(c->path) != n + 1)
			continue;
		bool under = true;
		for (guint i = 0; i < n; i++)
			under = under && strcmp(branch->path[i], c->path[i]) == 0;
		for (size_t i = 0; i < G_N_ELEMENTS(facets) && under; i++)
			if (strcmp(facets[i], c->path[n]) == 0)
				return true;
	}
	return false;
}

static enum sp_xml_place place_in_child(const struct sp_export_column *c)
{
	if (c->key)
		return SP_XML_ABSENT;
	return strcmp(c->name, "text") == 0 ? SP_XML_CONTENT : SP_XML_ATTRIBUTE;
}

enum sp_xml_place sp_xml_place(const struct sp_export_table *t, const struct sp_export_column *c)
{
	if (!t->record)
		return place_in_child(c);
	if (c->from == SP_FROM_DOCUMENT)
		return strcmp(t->record, "document") == 0 ? SP_XML_ATTRIBUTE : SP_XML_ABSENT;
	if (c->from == SP_FROM_ID || c->from == SP_FROM_POSITION || g_str_has_prefix(c->name, "source_"))
		return SP_XML_ATTRIBUTE;
	return c->from == SP_FROM_LIST || is_facet(t, c) ? SP_XML_ABSENT : SP_XML_ELEMENT;
}

const char *sp_xml_element(const struct sp_export_table *t)
{
	return g_strcmp0(t->record, "*") == 0 ? "other_record" : t->record;
}

char *sp_xml_admitted(const char *text, bool *replaced)
{
	GString *s = g_string_new(NULL);
	const char *kept = text; /* what is not yet in `s` */
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if ((c >= 0x20 && c != 0xfffe && c != 0xffff) || c == '\t' || c == '\n' || c == '\r')
			continue;
		*replaced = true;
		g_string_append_len(s, kept, p - kept);
		g_string_append_unichar(s, 0xfffd);
		kept = g_utf8_next_char(p);
	}
	g_string_append(s, kept);
	return g_string_free(s, FALSE);
}

/* --- the schema ------------------------------------------------------------------------------------------ */

static const char *type_of(enum sp_kind kind)
{
	static const char *const types[] = {
		[SP_KIND_TEXT] = "xs:string",     [SP_KIND_INTEGER] = "xs:long", [SP_KIND_NUMBER] = "xs:decimal",
		[SP_KIND_BOOLEAN] = "xs:boolean", [SP_KIND_DATE] = "xs:date",    [SP_KIND_BOX] = "box",
		[SP_KIND_OBJECT] = "xs:string",
	};
	return types[kind];
}

static void append_about(GString *s, const char *indent, const char *label, const char *about)
{
	char *text = g_markup_escape_text(about ? about : label, -1);
	g_string_append_printf(s, "%s<xs:annotation><xs:documentation xml:lang=\"en\">%s</xs:documentation></xs:annotation>\n",
	                       indent, text);
	g_free(text);
}

static void append_attribute(GString *s, const struct sp_export_column *c)
{
	g_string_append_printf(s, "\t\t<xs:attribute name=\"%s\" type=\"%s\"%s>\n", c->name, type_of(c->kind),
	                       c->key ? " use=\"required\"" : "");
	append_about(s, "\t\t\t", c->label[SP_LANG_EN], c->about[SP_LANG_EN]);
	g_string_append(s, "\t\t</xs:attribute>\n");
}

static void append_attributes(GString *s, const struct sp_export_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (sp_xml_place(t, &t->columns[i]) == SP_XML_ATTRIBUTE)
			append_attribute(s, &t->columns[i]);
}

static void append_elements(GString *s, const struct sp_export_table *t)
{
	g_string_append(s, "\t\t<xs:sequence>\n");
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct sp_export_column *c = &t->columns[i];
		if (sp_xml_place(t, c) != SP_XML_ELEMENT)
			continue;
		g_string_append_printf(s, "\t\t\t<xs:element name=\"%s\" type=\"%s\" minOccurs=\"0\">\n", c->name,
		                       type_of(c->kind));
		append_about(s, "\t\t\t\t", c->label[SP_LANG_EN], c->about[SP_LANG_EN]);
		g_string_append(s, "\t\t\t</xs:element>\n");
	}
	for (size_t i = 0; i < t->n_branches; i++)
		g_string_append_printf(s, "\t\t\t<xs:element name=\"%s\" type=\"%s\" minOccurs=\"0\"%s/>\n", t->branches[i].field,
		                       t->branches[i].into->name, t->branches[i].many ? " maxOccurs=\"unbounded\"" : "");
	g_string_append(s, "\t\t</xs:sequence>\n");
}

static bool has_content(const struct sp_export_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (sp_xml_place(t, &t->columns[i]) == SP_XML_CONTENT)
			return true;
	return false;
}

static void append_type(GString *s, const struct sp_export_table *t)
{
	bool simple = !t->record && has_content(t);
	g_string_append_printf(s, "\t<xs:complexType name=\"%s\">\n", t->name);
	append_about(s, "\t\t", t->about[SP_LANG_EN], NULL);
	if (t->record)
		append_elements(s, t);
	if (simple)
		g_string_append(s, "\t\t<xs:simpleContent><xs:extension base=\"xs:string\">\n");
	append_attributes(s, t);
	if (simple)
		g_string_append(s, "\t\t</xs:extension></xs:simpleContent>\n");
	g_string_append(s, "\t</xs:complexType>\n");
}

/* References name the id of a record; `records` stands for one of any type. */
static void append_reference(GString *s, const struct sp_export_table *t, const struct sp_export_column *c)
{
	g_string_append_printf(s,
	                       "\t\t<xs:keyref name=\"%s_%s\" refer=\"s:id_of_%s\"><xs:selector xpath=\"s:records/s:%s\"/>"
	                       "<xs:field xpath=\"s:%s\"/></xs:keyref>\n",
	                       t->name, c->name, c->to->name, sp_xml_element(t), c->name);
}

static void append_keys(GString *s, const struct sp_model *m)
{
	g_string_append(s, "\t\t<xs:key name=\"id_of_records\"><xs:selector xpath=\"s:records/*\"/>"
	                   "<xs:field xpath=\"@id\"/></xs:key>\n");
	for (size_t i = 0; i < m->n_tables; i++) {
		const struct sp_export_table *t = &m->tables[i];
		if (t->record && strcmp(t->record, "document") != 0)
			g_string_append_printf(s,
			                       "\t\t<xs:key name=\"id_of_%s\"><xs:selector xpath=\"s:records/s:%s\"/>"
			                       "<xs:field xpath=\"@id\"/></xs:key>\n",
			                       t->name, sp_xml_element(t));
	}
	for (size_t i = 0; i < m->n_tables; i++)
		for (size_t c = 0; c < m->tables[i].n_columns; c++)
			if (m->tables[i].columns[c].to && sp_xml_place(&m->tables[i], &m->tables[i].columns[c]) == SP_XML_ELEMENT)
				append_reference(s, &m->tables[i], &m->tables[i].columns[c]);
}

static void append_root(GString *s, const struct sp_model *m)
{
	g_string_append(s, "\t<xs:element name=\"spunta\">\n\t\t<xs:complexType><xs:sequence>\n"
	                   "\t\t\t<xs:element name=\"document\" type=\"documents\"/>\n"
	                   "\t\t\t<xs:element name=\"records\"><xs:complexType>"
	                   "<xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n");
	for (size_t i = 0; i < m->n_tables; i++) {
		const struct sp_export_table *t = &m->tables[i];
		if (t->record && strcmp(t->record, "document") != 0)
			g_string_append_printf(s, "\t\t\t\t<xs:element name=\"%s\" type=\"%s\"/>\n", sp_xml_element(t), t->name);
	}
	g_string_append(s, "\t\t\t</xs:choice></xs:complexType></xs:element>\n\t\t</xs:sequence></xs:complexType>\n");
	append_keys(s, m);
	g_string_append(s, "\t</xs:element>\n");
}

char *sp_xml_schema(const struct sp_model *m)
{
	GString *s = g_string_new(
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!-- The XML of spunta-export. Made by the program itself (its option print-schema); a test compares. -->\n"
	    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"" SP_XML_NAMESPACE
	    "\" xmlns:s=\"" SP_XML_NAMESPACE "\"\n\ttargetNamespace=\"" SP_XML_NAMESPACE
	    "\" elementFormDefault=\"qualified\">\n");
	append_root(s, m);
	g_string_append(s, "\t<xs:simpleType name=\"box\">\n\t\t<xs:restriction><xs:simpleType>"
	                   "<xs:list itemType=\"xs:decimal\"/></xs:simpleType></xs:restriction>\n\t</xs:simpleType>\n");
	for (size_t i = 0; i < m->n_tables; i++)
		if (sp_xml_has(&m->tables[i]))
			append_type(s, &m->tables[i]);
	g_string_append(s, "</xs:schema>\n");
	return g_string_free(s, FALSE);
}
