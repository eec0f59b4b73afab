#include "extract/svg.h"

#include <errno.h>
#include <math.h>
#include <sys/stat.h>

#include "base/file.h"

/* Two decimals with a point, whatever the locale. */
static void number(FILE *f, const char *name, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	fprintf(f, " %s=\"%s\"", name, g_ascii_formatd(text, sizeof text, "%.2f", value));
}

static void text_at(FILE *f, double x, double y, double size, const char *class, const char *text)
{
	char *escaped = g_markup_escape_text(text, -1);
	fputs("<text", f);
	number(f, "x", x);
	number(f, "y", y);
	number(f, "font-size", size);
	fprintf(f, " class=\"%s\">%s</text>\n", class, escaped);
	g_free(escaped);
}

static void rect(FILE *f, const struct sp_box *b, const char *class)
{
	fputs("<rect", f);
	number(f, "x", b->x0);
	number(f, "y", b->y0);
	number(f, "width", MAX(sp_box_width(b), 0.1));
	number(f, "height", MAX(sp_box_height(b), 0.1));
	fprintf(f, " class=\"%s\"/>\n", class);
}

static void draw_fills(FILE *f, const struct sp_page *page)
{
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *fill = &g_array_index(page->fills, struct sp_fill, i);
		fputs("<rect", f);
		number(f, "x", fill->box.x0);
		number(f, "y", fill->box.y0);
		number(f, "width", sp_box_width(&fill->box));
		number(f, "height", sp_box_height(&fill->box));
		fprintf(f, " fill=\"rgb(%d,%d,%d)\" fill-opacity=\"0.5\"/>\n", (int)(fill->r * 255),
			(int)(fill->g * 255), (int)(fill->b * 255));
	}
}

static void draw_rules(FILE *f, const struct sp_page *page)
{
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(page->rules, struct sp_rule, i);
		bool across = r->axis == SP_HORIZONTAL;
		fputs("<line", f);
		number(f, "x1", across ? r->from : r->at);
		number(f, "y1", across ? r->at : r->from);
		number(f, "x2", across ? r->to : r->at);
		number(f, "y2", across ? r->at : r->to);
		number(f, "stroke-width", MAX(r->width, 0.3));
		fputs(" class=\"rule\"/>\n", f);
	}
}

static void draw_bends(FILE *f, const struct sp_page *page)
{
	for (guint i = 0; i < page->bends->len; i++)
		rect(f, &g_array_index(page->bends, struct sp_bend, i).box, "bend");
}

static void draw_words(FILE *f, const struct sp_page *page)
{
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		rect(f, &w->box, "word");
		if (w->turn == 0)
			text_at(f, w->box.x0, w->box.y1 - 0.2 * sp_box_height(&w->box), MAX(w->size * 0.9, 1),
				w->bold ? "type bold" : "type", w->text);
	}
}

static void draw_tables(FILE *f, const struct sp_layout *l)
{
	static const char *const methods[] = { "ruled", "aligned", "tagged", "ocr", "markup" };
	for (guint i = 0; i < l->tables->len; i++) {
		const struct sp_table *t = g_ptr_array_index(l->tables, i);
		for (guint k = 0; k < t->cells->len; k++) {
			const struct sp_cell *c = sp_table_cell(t, k);
			char place[32];
			g_snprintf(place, sizeof place, "%d,%d", c->row, c->col);
			rect(f, &c->box, c->row < t->header_rows ? "cell head" : "cell");
			text_at(f, c->box.x0 + 1, c->box.y0 + 4, 3.5, "place", place);
		}
		char *label = g_strdup_printf("%s %s %d×%d, confidence %d%%%s%s", t->id, methods[t->method], t->n_rows,
					      t->n_cols, (int)lround(100 * t->confidence),
					      t->continues ? ", continues " : "", t->continues ? t->continues : "");
		rect(f, &t->box, "table");
		text_at(f, t->box.x0, t->box.y0 - 1.5, 6, "label", label);
		g_free(label);
	}
}

static void draw_blocks(FILE *f, const GPtrArray *blocks)
{
	static const char *const roles[] = { "body", "heading", "header", "footer", "footnote" };
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_block *b = g_ptr_array_index(blocks, i);
		rect(f, &b->box, "block");
		text_at(f, b->box.x1 + 1, b->box.y0 + 4, 4, "role", roles[b->role]);
	}
}

void sp_svg_draw(const struct sp_layout *l, FILE *f)
{
	fputs("<svg xmlns=\"http://www.w3.org/2000/svg\"", f);
	number(f, "width", l->page->width);
	number(f, "height", l->page->height);
	fputs(
	    ">\n<style>text{font-family:sans-serif}.type{fill:#555}.bold{font-weight:bold}.word{fill:none;stroke:#ddd;"
	    "stroke-width:.2}.rule{stroke:#222}.bend{fill:none;stroke:#c026d3;stroke-width:.3}.cell{fill:#3b82f6;fill-"
	    "opacity:.06;stroke:#3b82f6;stroke-width:.6}"
	    ".head{fill-opacity:.2}.place{fill:#1d4ed8}.table{fill:none;stroke:#dc2626;stroke-width:1.2}"
	    ".label{fill:#dc2626}.block{fill:none;stroke:#16a34a;stroke-width:.5}.role{fill:#15803d}</style>\n"
	    "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
	    f);
	draw_fills(f, l->page);
	draw_rules(f, l->page);
	draw_bends(f, l->page);
	draw_words(f, l->page);
	draw_tables(f, l);
	draw_blocks(f, l->blocks);
	draw_blocks(f, l->headers);
	draw_blocks(f, l->footers);
	fputs("</svg>\n", f);
}

void sp_svg_save(struct sp_ctx *ctx, void *to, int page, const char *drawing, size_t n)
{
	const char *folder = to;
	if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
		sp_report(ctx, SP_D_WRITE, "cannot create %s: %s", folder, g_strerror(errno));
		return;
	}
	char *path = g_strdup_printf("%s/page-%04d.svg", folder, page);
	struct sp_file *file = sp_file_create(ctx, path);
	g_free(path);
	if (!file)
		return;
	fwrite(drawing, 1, n, sp_file_stream(file));
	sp_file_commit(ctx, file);
}
