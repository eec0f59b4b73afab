/*
 * xml-shape — how rows of the model's tables look in XML; what the writer and the schema agree on.
 *
 *     <spunta xmlns="urn:spunta:export:1">
 *       <document document="3b1e5b9a6f0d4c72">
 *         <name>stato.pdf</name> … <acts number="118" date="2025-06-12" …/>
 *       </document>
 *       <records>
 *         <contribution id="contribution:02.01" position="9" source_page="2" …>
 *           <code>02.01</code> … <weight value="40" raw="40%" unit="%" …/> … <footnotes>…</footnotes>
 *
 * A record is an element of its type; its columns are elements, its place and keys attributes. A member of a
 * list, a figure, an input of a finding is an element named by the field, its columns attributes. The columns
 * that repeat such members in one cell (weight_raw, a joined list) are left out, and so is the index.
 */
#ifndef SPUNTA_EXPORT_XML_SHAPE_H
#define SPUNTA_EXPORT_XML_SHAPE_H

#include "export/model.h"

#define SP_XML_NAMESPACE "urn:spunta:export:1"

enum sp_xml_place {
	SP_XML_ABSENT,    /* said elsewhere */
	SP_XML_ATTRIBUTE, /* of the row's element */
	SP_XML_ELEMENT,   /* in the row's element */
	SP_XML_CONTENT,   /* the text of the row's element */
};

/* Has the table elements of its own? Not the index of records. */
bool sp_xml_has(const struct sp_export_table *t);
enum sp_xml_place sp_xml_place(const struct sp_export_table *t, const struct sp_export_column *c);
/* "contribution", "other_record"; for tables of records. */
const char *sp_xml_element(const struct sp_export_table *t);

/* Text with U+FFFD for what XML 1.0 cannot hold (control characters); `replaced` is set if there was any. (transfer full) */
char *sp_xml_admitted(const char *text, bool *replaced);

/* The schema of all this, an XSD 1.0 document. (transfer full) */
char *sp_xml_schema(const struct sp_model *m);

#endif
