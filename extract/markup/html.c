/*
 * libxml2's HTML parser mends what converters leave open. Before it sees a text, every "<" that does
 * not begin a known tag is escaped: the parser would drop "<30%". Nesting is bounded there as well,
 * because the parser gives up on the whole text beyond its own limit.
 */
#include "extract/markup/html.h"

#include <libxml/HTMLparser.h>

#include "extract/markup/latex.h"
#include "extract/markup/marks.h"

enum {
	DEEPEST = 100,      /* tags in tags; more are letters */
	LONGEST_TAG = 300,  /* bytes from < to > */
	WIDEST_SPAN = 1000, /* rows or columns that a cell may say it covers: what browsers allow */
};

enum effect { NONE, BOLD, BLOCK, BREAK, HEADING, RAISED, LOWERED, STRUCK };

struct tag {
	const char *name;
	enum effect effect;
	bool nests; /* closed by its end tag only, so that it counts for the depth */
};

static const struct tag tags[] = {
	{ "a", NONE, true },      { "b", BOLD, true },       { "big", NONE, true },    { "blockquote", BLOCK, true },
	{ "br", BREAK, false },   { "center", BLOCK, true }, { "code", NONE, true },   { "dd", BLOCK, false },
	{ "del", STRUCK, true },  { "div", BLOCK, true },    { "dl", BLOCK, true },    { "dt", BLOCK, false },
	{ "em", NONE, true },     { "font", NONE, true },    { "h1", HEADING, true },  { "h2", HEADING, true },
	{ "h3", HEADING, true },  { "h4", HEADING, true },   { "h5", HEADING, true },  { "h6", HEADING, true },
	{ "hr", BLOCK, false },   { "i", NONE, true },       { "img", NONE, false },   { "ins", NONE, true },
	{ "li", BLOCK, false },   { "mark", NONE, true },    { "ol", BLOCK, true },    { "p", BLOCK, false },
	{ "s", STRUCK, true },    { "small", NONE, true },   { "span", NONE, true },   { "strike", STRUCK, true },
	{ "strong", BOLD, true }, { "sub", LOWERED, true },  { "sup", RAISED, true },  { "table", BLOCK, true },
	{ "tbody", NONE, false }, { "td", BREAK, false },    { "tfoot", NONE, false }, { "th", BREAK, false },
	{ "thead", NONE, false }, { "tr", BLOCK, false },    { "u", NONE, true },      { "ul", BLOCK, true },
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

bool sp_html_opens(const char *s, size_t n, const char *name)
{
	bool closes = false;
	const struct tag *tag = n > 1 && *s == '<' ? tag_at(s, s + n, &closes) : NULL;
	return tag && !closes && g_ascii_strcasecmp(tag->name, name) == 0;
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

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp((const char *)node->name, name) == 0;
}

/* Does a style, its blanks left out, say "property:value"? */
static bool style_says(const char *style, const char *words)
{
	char *said = g_ascii_strdown(style, -1);
	char **parts = g_strsplit_set(said, " \t\r\n\f", -1);
	char *tight = g_strjoinv("", parts);
	const char *found = strstr(tight, words);
	bool says = found && (found == tight || found[-1] == ';');
	g_free(tight);
	g_strfreev(parts);
	g_free(said);
	return says;
}

/* What a browser does not show: display:none, visibility:hidden, the attribute hidden. */
static bool is_hidden(const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE || !node->properties)
		return false;
	xmlNode *element = (xmlNode *)node; /* libxml2 asks for one that it may change, and does not */
	if (xmlHasProp(element, (const xmlChar *)"hidden"))
		return true;
	xmlChar *style = xmlGetProp(element, (const xmlChar *)"style");
	bool hidden = style && (style_says((const char *)style, "display:none") ||
				style_says((const char *)style, "visibility:hidden") ||
				style_says((const char *)style, "visibility:collapse"));
	xmlFree(style);
	return hidden;
}

struct element_walk {
	GString *out;
	unsigned left_out; /* elements that are hidden or struck out */
};

static void walk(struct element_walk *w, const xmlNode *node);

static void walk_children(struct element_walk *w, const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		walk(w, child);
}

static void walk_raised(struct element_walk *w, const xmlNode *node, bool raised)
{
	GString *outer = w->out;
	w->out = g_string_new(NULL);
	walk_children(w, node);
	sp_latex_script(outer, w->out->str, raised);
	g_string_free(w->out, TRUE);
	w->out = outer;
}

static void walk(struct element_walk *w, const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		append_letters(w->out, (const char *)node->content);
		return;
	}
	if (node->type != XML_ELEMENT_NODE)
		return;
	const struct tag *tag = tag_named((const char *)node->name);
	enum effect effect = is_hidden(node) ? STRUCK : tag ? tag->effect : NONE;
	switch (effect) {
	case NONE:
		walk_children(w, node);
		break;
	case BOLD:
		g_string_append_c(w->out, SP_INLINE_BOLD);
		walk_children(w, node);
		g_string_append_c(w->out, SP_INLINE_PLAIN);
		break;
	case BREAK:
		g_string_append_c(w->out, SP_INLINE_LINE);
		walk_children(w, node);
		break;
	case HEADING:
	case BLOCK:
		g_string_append_c(w->out, SP_INLINE_PARAGRAPH);
		if (effect == HEADING)
			g_string_append_c(w->out, SP_INLINE_HEADING);
		walk_children(w, node);
		g_string_append_c(w->out, SP_INLINE_PARAGRAPH);
		break;
	case RAISED:
	case LOWERED:
		walk_raised(w, node, effect == RAISED);
		break;
	case STRUCK:
		w->left_out++;
		break;
	}
}

GString *sp_html_mark(const char *s, size_t n, unsigned *left_out)
{
	struct element_walk w = { .out = g_string_sized_new(n) };
	htmlDocPtr document = NULL;
	if (memchr(s, '<', n) || memchr(s, '&', n))
		document = parse(s, n);
	const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
	if (root)
		walk(&w, root);
	else
		for (size_t i = 0; i < n; i++)
			g_string_append_c(w.out, g_ascii_iscntrl(s[i]) ? ' ' : s[i]);
	if (document)
		xmlFreeDoc(document);
	*left_out += w.left_out;
	return w.out;
}

/* --- tables -------------------------------------------------------------------------------------------- */

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

static GArray *row_of(struct element_walk *w, xmlNode *tr)
{
	GArray *row = g_array_new(FALSE, FALSE, sizeof(struct sp_html_cell));
	g_array_set_clear_func(row, cell_clear);
	for (xmlNode *child = tr->children; child; child = child->next) {
		if (!is_named(child, "td") && !is_named(child, "th"))
			continue;
		if (is_hidden(child)) {
			w->left_out++;
			continue;
		}
		w->out = g_string_new(NULL);
		walk_children(w, child);
		struct sp_html_cell cell = {
			.marked = g_string_free(w->out, FALSE),
			.rowspan = span_of(child, "rowspan"),
			.colspan = span_of(child, "colspan"),
			.header = is_named(child, "th"),
		};
		g_array_append_val(row, cell);
	}
	return row;
}

/* The rows of a table's parts. A browser shows the foot last, wherever it stands. */
static void collect_rows(struct element_walk *w, xmlNode *in, GPtrArray *rows, bool feet)
{
	for (xmlNode *child = in->children; child; child = child->next) {
		bool foot = is_named(child, "tfoot");
		bool part = foot || is_named(child, "thead") || is_named(child, "tbody");
		if (!part && !is_named(child, "tr"))
			continue;
		if (is_hidden(child))
			w->left_out += !feet;
		else if (part && foot == feet)
			collect_rows(w, child, rows, false);
		else if (!part && !feet)
			g_ptr_array_add(rows, row_of(w, child));
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

GPtrArray *sp_html_table(const char *s, size_t n, unsigned *left_out)
{
	htmlDocPtr document = parse(s, n);
	xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
	xmlNode *table = root ? first_table(root) : NULL;
	GPtrArray *rows = NULL;
	if (table) {
		rows = g_ptr_array_new_with_free_func(row_free);
		struct element_walk w = { .out = NULL };
		collect_rows(&w, table, rows, false);
		collect_rows(&w, table, rows, true);
		*left_out += w.left_out;
	}
	if (document)
		xmlFreeDoc(document);
	return rows;
}
