/*
 * libxml2's HTML parser mends what converters leave open. Before it sees a text, every "<" that does
 * not begin a known tag is escaped: the parser would drop "<30%". Nesting is bounded there as well,
 * because the parser gives up on the whole text beyond its own limit.
 */
#include "extract/html.h"

#include <libxml/HTMLparser.h>

#include "extract/latex.h"
#include "extract/runs.h"

enum {
	DEEPEST = 100,      /* tags in tags; more are letters */
	LONGEST_TAG = 300,  /* bytes from < to > */
	WIDEST_SPAN = 1000, /* rows or columns that a cell may say it covers: what browsers allow */
};

enum effect { NONE, BOLD, BLOCK, BREAK, HEADING, RAISED, LOWERED };

struct tag {
	const char *name;
	enum effect effect;
	bool nests; /* closed by its end tag only, so that it counts for the depth */
};

static const struct tag tags[] = {
	{ "a", NONE, true },      { "b", BOLD, true },       { "big", NONE, true },    { "blockquote", BLOCK, true },
	{ "br", BREAK, false },   { "center", BLOCK, true }, { "code", NONE, true },   { "dd", BLOCK, false },
	{ "del", NONE, true },    { "div", BLOCK, true },    { "dl", BLOCK, true },    { "dt", BLOCK, false },
	{ "em", NONE, true },     { "font", NONE, true },    { "h1", HEADING, true },  { "h2", HEADING, true },
	{ "h3", HEADING, true },  { "h4", HEADING, true },   { "h5", HEADING, true },  { "h6", HEADING, true },
	{ "hr", BLOCK, false },   { "i", NONE, true },       { "img", NONE, false },   { "ins", NONE, true },
	{ "li", BLOCK, false },   { "mark", NONE, true },    { "ol", BLOCK, true },    { "p", BLOCK, false },
	{ "s", NONE, true },      { "small", NONE, true },   { "span", NONE, true },   { "strong", BOLD, true },
	{ "sub", LOWERED, true }, { "sup", RAISED, true },   { "table", BLOCK, true }, { "tbody", NONE, false },
	{ "td", BREAK, false },   { "tfoot", NONE, false },  { "th", BREAK, false },   { "thead", NONE, false },
	{ "tr", BLOCK, false },   { "u", NONE, true },       { "ul", BLOCK, true },
};

static int by_name(const void *name, const void *tag)
{
	return g_ascii_strcasecmp(name, ((const struct tag *)tag)->name);
}

static const struct tag *tag_named(const char *name)
{
	return bsearch(name, tags, G_N_ELEMENTS(tags), sizeof tags[0], by_name);
}

/* --- before the parser ------------------------------------------------------------------------------ */

/* The known tag that begins at p ("<"), and whether it is an end tag; NULL for any other "<". */
static const struct tag *tag_at(const char *p, const char *end, bool *closes)
{
	char name[12];
	size_t n = 0;
	const char *close = memchr(p, '>', (size_t)MIN(end - p, LONGEST_TAG));
	if (!close)
		return NULL;
	p++;
	*closes = *p == '/';
	if (*closes)
		p++;
	while (n < sizeof name - 1 && g_ascii_isalnum(*p))
		name[n++] = *p++;
	name[n] = '\0';
	if (*p != '>' && *p != '/' && !g_ascii_isspace(*p))
		return NULL;
	return tag_named(name);
}

/* Only known tags are left as such; comments and control characters go. */
static GString *prepare(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n + n / 8);
	const char *end = s + n;
	bool comments = true; /* false once one has no end: looking again would be in vain */
	int depth = 0;
	while (s < end) {
		if (*s != '<') {
			g_string_append_c(out, g_ascii_iscntrl(*s) ? ' ' : *s);
			s++;
			continue;
		}
		if (comments && end - s >= 4 && memcmp(s, "<!--", 4) == 0) {
			const char *close = memmem(s + 4, (size_t)(end - s) - 4, "-->", 3);
			comments = close != NULL;
			if (close) {
				s = close + 3;
				continue;
			}
		}
		bool closes = false;
		const struct tag *tag = tag_at(s, end, &closes);
		if (tag && tag->nests)
			depth += closes ? (depth > 0 ? -1 : 0) : 1;
		if (tag && depth <= DEEPEST)
			g_string_append_c(out, '<');
		else
			g_string_append(out, "&lt;");
		s++;
	}
	return out;
}

static htmlDocPtr parse(const char *s, size_t n)
{
	GString *prepared = prepare(s, n);
	htmlDocPtr document = NULL;
	if (prepared->len <= G_MAXINT)
		document = htmlReadMemory(prepared->str, (int)prepared->len, NULL, "UTF-8",
					  HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					      HTML_PARSE_NONET | HTML_PARSE_COMPACT);
	g_string_free(prepared, TRUE);
	return document;
}

/* --- after it ---------------------------------------------------------------------------------------- */

static void append_letters(GString *out, const char *s)
{
	for (; *s; s++)
		g_string_append_c(out, g_ascii_iscntrl(*s) ? ' ' : *s);
}

static void walk(const xmlNode *node, GString *out);

static void walk_children(const xmlNode *node, GString *out)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		walk(child, out);
}

static void walk_raised(const xmlNode *node, GString *out, bool raised)
{
	GString *inner = g_string_new(NULL);
	walk_children(node, inner);
	sp_latex_script(out, inner->str, raised);
	g_string_free(inner, TRUE);
}

static void walk(const xmlNode *node, GString *out)
{
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		append_letters(out, (const char *)node->content);
		return;
	}
	if (node->type != XML_ELEMENT_NODE)
		return;
	const struct tag *tag = tag_named((const char *)node->name);
	switch (tag ? tag->effect : NONE) {
	case NONE:
		walk_children(node, out);
		break;
	case BOLD:
		g_string_append_c(out, SP_MARK_BOLD);
		walk_children(node, out);
		g_string_append_c(out, SP_MARK_PLAIN);
		break;
	case BREAK:
		g_string_append_c(out, SP_MARK_LINE);
		walk_children(node, out);
		break;
	case HEADING:
	case BLOCK:
		g_string_append_c(out, SP_MARK_PARAGRAPH);
		if (tag->effect == HEADING)
			g_string_append_c(out, SP_MARK_HEADING);
		walk_children(node, out);
		g_string_append_c(out, SP_MARK_PARAGRAPH);
		break;
	case RAISED:
	case LOWERED:
		walk_raised(node, out, tag->effect == RAISED);
		break;
	}
}

GString *sp_html_mark(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n);
	htmlDocPtr document = NULL;
	if (memchr(s, '<', n) || memchr(s, '&', n))
		document = parse(s, n);
	const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
	if (root)
		walk(root, out);
	else
		for (size_t i = 0; i < n; i++)
			g_string_append_c(out, g_ascii_iscntrl(s[i]) ? ' ' : s[i]);
	if (document)
		xmlFreeDoc(document);
	return out;
}

/* --- tables -------------------------------------------------------------------------------------------- */

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp((const char *)node->name, name) == 0;
}

static int span_of(xmlNode *cell, const char *attribute)
{
	xmlChar *text = xmlGetProp(cell, (const xmlChar *)attribute);
	guint64 span = 1;
	if (!text || !g_ascii_string_to_unsigned((const char *)text, 10, 1, WIDEST_SPAN, &span, NULL))
		span = 1;
	xmlFree(text);
	return (int)span;
}

static void cell_clear(void *cell)
{
	g_free(((struct sp_html_cell *)cell)->marked);
}

static GArray *row_of(xmlNode *tr)
{
	GArray *row = g_array_new(FALSE, FALSE, sizeof(struct sp_html_cell));
	g_array_set_clear_func(row, cell_clear);
	for (xmlNode *child = tr->children; child; child = child->next) {
		if (!is_named(child, "td") && !is_named(child, "th"))
			continue;
		GString *marked = g_string_new(NULL);
		walk_children(child, marked);
		struct sp_html_cell cell = {
			.marked = g_string_free(marked, FALSE),
			.rowspan = span_of(child, "rowspan"),
			.colspan = span_of(child, "colspan"),
			.header = is_named(child, "th"),
		};
		g_array_append_val(row, cell);
	}
	return row;
}

static void collect_rows(xmlNode *in, GPtrArray *rows)
{
	for (xmlNode *child = in->children; child; child = child->next) {
		if (is_named(child, "tr"))
			g_ptr_array_add(rows, row_of(child));
		else if (is_named(child, "thead") || is_named(child, "tbody") || is_named(child, "tfoot"))
			collect_rows(child, rows);
	}
}

static xmlNode *first_table(xmlNode *in)
{
	xmlNode *found = NULL;
	for (xmlNode *child = in->children; child && !found; child = child->next)
		found = is_named(child, "table") ? child : first_table(child);
	return found;
}

static void row_free(void *row)
{
	g_array_free(row, TRUE);
}

GPtrArray *sp_html_table(const char *s, size_t n)
{
	htmlDocPtr document = parse(s, n);
	xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
	xmlNode *table = root ? first_table(root) : NULL;
	GPtrArray *rows = NULL;
	if (table) {
		rows = g_ptr_array_new_with_free_func(row_free);
		collect_rows(table, rows);
	}
	if (document)
		xmlFreeDoc(document);
	return rows;
}
