#include "export/template.h"

#include <string.h>

#include <glib.h>

/* A block is text and slots in turn: text, name, text, name, … text. */
struct sp_template {
	GHashTable *blocks; /* name → GPtrArray of char * */
};

static void free_pieces(gpointer p)
{
	g_ptr_array_free(p, TRUE);
}

/* [[uno|one]] → one */
static char *in_language(const char *text, enum sp_lang lang)
{
	GString *out = g_string_new(NULL);
	const char *open;
	while ((open = strstr(text, "[["))) {
		const char *bar = strchr(open, '|'), *close = strstr(open, "]]");
		if (!bar || !close || bar > close)
			g_error("template: [[ without | and ]]: %.40s", open);
		g_string_append_len(out, text, open - text);
		if (lang == SP_LANG_EN)
			g_string_append_len(out, bar + 1, close - bar - 1);
		else
			g_string_append_len(out, open + 2, bar - open - 2);
		text = close + 2;
	}
	g_string_append(out, text);
	return g_string_free(out, FALSE);
}

static char *without_indentation(const char *text, size_t n)
{
	GString *out = g_string_new(NULL);
	for (const char *end = text + n; text < end;) {
		text += strspn(text, "\t");
		const char *line = MIN(end, text + strcspn(text, "\n") + 1);
		if (text < end)
			g_string_append_len(out, text, line - text);
		text = line;
	}
	return g_string_free(out, FALSE);
}

static GPtrArray *cut(const char *text, size_t n)
{
	GPtrArray *pieces = g_ptr_array_new_with_free_func(g_free);
	char *block = without_indentation(text, n), *at = block, *open;
	while ((open = strstr(at, "{{"))) {
		char *close = strstr(open, "}}");
		if (!close)
			g_error("template: {{ without }}: %.40s", open);
		g_ptr_array_add(pieces, g_strndup(at, (gsize)(open - at)));
		g_ptr_array_add(pieces, g_strndup(open + 2, (gsize)(close - open - 2)));
		at = close + 2;
	}
	g_ptr_array_add(pieces, g_strdup(at));
	g_free(block);
	return pieces;
}

struct sp_template *sp_template_new(const char *text, enum sp_lang lang)
{
	static const char mark[] = "<!-- block ", end_mark[] = "<!-- end -->";
	struct sp_template *t = g_new(struct sp_template, 1);
	t->blocks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_pieces);
	char *own = in_language(text, lang);
	for (const char *at = strstr(own, mark); at; at = strstr(at, mark)) {
		const char *name = at + strlen(mark), *begin = strstr(name, " -->\n"), *end = strstr(name, end_mark);
		if (!begin || !end)
			g_error("template: a block without end: %.40s", name);
		begin += strlen(" -->\n");
		char *key = g_strndup(name, strcspn(name, " "));
		g_hash_table_insert(t->blocks, key, cut(begin, (size_t)(end - begin)));
		at = end;
	}
	g_free(own);
	return t;
}

void sp_template_free(struct sp_template *t)
{
	if (!t)
		return;
	g_hash_table_destroy(t->blocks);
	g_free(t);
}

void sp_template_text(const char *text, FILE *to)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		switch (c) {
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '&':
			fputs("&amp;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		case '\'':
			fputs("&#39;", to);
			break;
		default:
			if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F)
				fputs("\uFFFD", to);
			else
				fputc(c, to);
		}
	}
}

static void fill_slot(const char *block, const char *slot, const struct sp_slot *fills, FILE *to)
{
	const struct sp_slot *f = fills;
	while (f && f->slot && strcmp(f->slot, slot) != 0)
		f++;
	if (!f || !f->slot)
		g_error("template: nothing for {{%s}} of %s", slot, block);
	if (f->text)
		sp_template_text(f->text, to);
	if (f->write)
		f->write(f->of, to);
}

void sp_template_write(const struct sp_template *t, const char *block, const struct sp_slot *fills, FILE *to)
{
	const GPtrArray *pieces = g_hash_table_lookup(t->blocks, block);
	if (!pieces)
		g_error("template: no block %s", block);
	for (guint i = 0; i < pieces->len; i++) {
		const char *piece = g_ptr_array_index(pieces, i);
		if (i % 2 == 0)
			fputs(piece, to);
		else
			fill_slot(block, piece, fills, to);
	}
}

void sp_template_own(void *of, FILE *to)
{
	fputs(of, to);
}

char *sp_template_hash(const char *text)
{
	guint8 sum[32];
	gsize n = sizeof sum;
	GChecksum *c = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(c, (const guchar *)text, -1);
	g_checksum_get_digest(c, sum, &n);
	g_checksum_free(c);
	char *encoded = g_base64_encode(sum, n), *hash = g_strconcat("sha256-", encoded, NULL);
	g_free(encoded);
	return hash;
}
