#include "extract/markup/markup.h"

#include "base/json.h"
#include "base/language.h"
#include "base/text.h"
#include "extract/markup/markup-internal.h"

static int64_t letters_of(const char *s)
{
	int64_t n = 0;
	for (; *s; s = g_utf8_next_char(s))
		n += !g_unichar_isspace(g_utf8_get_char(s));
	return n;
}

static int64_t letters_of_all(const GPtrArray *blocks)
{
	int64_t n = 0;
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_markup_block *b = g_ptr_array_index(blocks, i);
		for (guint k = 0; b->text && k < b->text->lines->len; k++)
			n += letters_of(g_ptr_array_index(b->text->lines, k));
		for (guint k = 0; b->table && k < b->table->cells->len; k++)
			n += letters_of(sp_table_cell(b->table, k)->text);
	}
	return n;
}

static void write_page(struct sp_jw *w, int64_t letters)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "page");
	sp_jw_int(w, "page", 1);
	sp_jw_null(w, "width");
	sp_jw_null(w, "height");
	sp_jw_int(w, "rotation", 0);
	sp_jw_int(w, "chars", letters);
	sp_jw_bool(w, "text_layer", true);
	sp_jw_bool(w, "ocr", false);
	sp_jw_close(w);
}

static void write_text(struct sp_jw *w, const struct sp_markup_text *t)
{
	static const char *const roles[] = { "body", "heading", "footer", "footnote" };
	GString *joined = g_string_new(NULL);
	for (guint i = 0; i < t->lines->len; i++)
		sp_text_join(joined, g_ptr_array_index(t->lines, i), false);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "text");
	sp_jw_int(w, "page", 1);
	sp_jw_str(w, "text", joined->str);
	if (t->lines->len > 1) {
		sp_jw_array(w, "lines");
		for (guint i = 0; i < t->lines->len; i++) {
			sp_jw_object(w, NULL);
			sp_jw_str(w, "text", g_ptr_array_index(t->lines, i));
			sp_jw_close(w);
		}
		sp_jw_close(w);
	}
	sp_jw_null(w, "size");
	sp_jw_bool(w, "bold", t->bold);
	sp_jw_str(w, "role", roles[t->role]);
	sp_jw_close(w);
	g_string_free(joined, TRUE);
}

static void write_cell(struct sp_jw *w, const struct sp_cell *c)
{
	char **paragraphs = g_strsplit(c->text, "\n", -1);
	char *text = g_strjoinv(" ", paragraphs);
	sp_jw_object(w, NULL);
	sp_jw_int(w, "row", c->row);
	sp_jw_int(w, "col", c->col);
	sp_jw_int(w, "rowspan", c->rowspan);
	sp_jw_int(w, "colspan", c->colspan);
	sp_jw_str(w, "text", text);
	sp_jw_bool(w, "bold", c->bold);
	if (strchr(c->text, '\n')) {
		sp_jw_array(w, "paragraphs");
		for (char **p = paragraphs; *p; p++)
			sp_jw_str(w, NULL, *p);
		sp_jw_close(w);
	}
	sp_jw_close(w);
	g_free(text);
	g_strfreev(paragraphs);
}

static void write_table(struct sp_jw *w, const struct sp_table *t)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "table");
	sp_jw_str(w, "id", t->id);
	sp_jw_int(w, "page", 1);
	sp_table_describe(t, w);
	sp_jw_array(w, "cells");
	for (guint i = 0; i < t->cells->len; i++)
		write_cell(w, sp_table_cell(t, i));
	sp_jw_close(w);
	sp_jw_close(w);
}

static void write_left_out(struct sp_jw *w, unsigned n)
{
	char *message = g_strdup_printf(SP_SAID("%u pieces of the text are hidden or struck out by their markup and left out"),
					n);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "problem");
	sp_jw_int(w, "page", 1);
	sp_jw_str(w, "code", "hidden-text");
	sp_jw_str(w, "message", message);
	sp_jw_close(w);
	g_free(message);
}

enum sp_status sp_markup_write(struct sp_ctx *ctx, const char *text, size_t n, FILE *out,
			       struct sp_markup_counts *counts)
{
	if (n > SP_MARKUP_MOST)
		return sp_report(ctx, SP_D_LIMIT, "a text of more than %zu MiB, the most that is read",
				 SP_MARKUP_MOST >> 20);
	unsigned left_out = 0;
	GPtrArray *blocks = sp_markup_read(text, n, &left_out);
	sp_markup_tie(blocks);
	struct sp_jw w;
	sp_jw_init(&w);
	write_page(&w, letters_of_all(blocks));
	sp_jw_line(&w, out);
	counts->pages++;
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_markup_block *b = g_ptr_array_index(blocks, i);
		if (b->table)
			write_table(&w, b->table);
		else
			write_text(&w, b->text);
		sp_jw_line(&w, out);
		++*(b->table ? &counts->tables : &counts->texts);
	}
	if (left_out > 0) {
		write_left_out(&w, left_out);
		sp_jw_line(&w, out);
		counts->problems++;
	}
	sp_jw_clear(&w);
	g_ptr_array_unref(blocks);
	return SP_OK;
}
