#include "extract/layout.h"

#include <math.h>

#include "base/language.h"
#include "base/text.h"
#include "extract/page/rulings.h"
#include "extract/page/unread.h"
#include "extract/tables/arrange.h"
#include "extract/tables/cells.h"
#include "extract/tables/lattice.h"

/* --- roles ---------------------------------------------------------------------------------------- */

/* The size of type that most characters of the page's texts have. */
static double body_size(const GPtrArray *blocks)
{
	enum { STEPS = 200 }; /* quarter points */
	size_t at[STEPS] = { 0 };
	for (guint i = 0; i < blocks->len; i++) {
		const struct sp_block *b = g_ptr_array_index(blocks, i);
		int step = (int)lround(b->size * 4);
		for (guint k = 0; k < b->lines->len; k++)
			at[CLAMP(step, 0, STEPS - 1)] += ((struct sp_text_line *)g_ptr_array_index(b->lines, k))->words->len;
	}
	int most = 0;
	for (int s = 1; s < STEPS; s++)
		if (at[s] > at[most])
			most = s;
	return most / 4.0;
}

/* "(*) …", "* …", "(1) …": the text starts with a mark as footnotes do. */
static bool starts_with_mark(const struct sp_block *b)
{
	const struct sp_text_line *line = g_ptr_array_index(b->lines, 0);
	const char *s = ((const struct sp_word *)g_ptr_array_index(line->words, 0))->text;
	if (*s == '(')
		s++;
	return (*s == '*' || *s == '#' || g_str_has_prefix(s, "¹") || g_str_has_prefix(s, "²") || g_str_has_prefix(s, "³")) &&
	       strlen(s) <= 5;
}

static bool is_small_note(const struct sp_block *b, double body, double page_height)
{
	const struct sp_text_line *line = g_ptr_array_index(b->lines, 0);
	const struct sp_word *first = g_ptr_array_index(line->words, 0);
	return b->size < 0.9 * body && b->box.y0 > 0.6 * page_height && first->mark &&
	       line->words->len > 1;
}

static bool is_heading(const struct sp_block *b, double body)
{
	if (b->lines->len > 3)
		return false;
	const struct sp_text_line *last = g_ptr_array_index(b->lines, b->lines->len - 1);
	const struct sp_word *w = g_ptr_array_index(last->words, last->words->len - 1);
	char end = w->text[strlen(w->text) - 1];
	return (b->size > 1.12 * body || b->bold) && end != ';' && end != ',';
}

static void set_roles(struct sp_layout *l)
{
	double body = body_size(l->blocks);
	for (guint i = 0; i < l->blocks->len; i++) {
		struct sp_block *b = g_ptr_array_index(l->blocks, i);
		if (starts_with_mark(b) || is_small_note(b, body, l->page->height))
			b->role = SP_FOOTNOTE;
		else if (is_heading(b, body))
			b->role = SP_HEADING;
	}
}

/* --- finding ---------------------------------------------------------------------------------------- */

static void drop_furniture_tables(const struct sp_recurring *recurring, const struct sp_page *page, GPtrArray *tables)
{
	for (guint i = tables->len; i-- > 0;) {
		const struct sp_table *t = g_ptr_array_index(tables, i);
		if (sp_recurring_box(recurring, page, &t->box))
			g_ptr_array_remove_index(tables, i);
	}
}

static void table_free(void *t)
{
	sp_table_free(t);
}

static void put_in_order(struct sp_layout *l, const struct sp_turn *turns)
{
	guint n = l->tables->len;
	void **tables = g_memdup2(l->tables->pdata, n * sizeof *tables);
	l->before = g_new0(guint, n + 1);
	for (guint i = 0; i < n; i++) {
		guint place = turns[i].obstacles;
		struct sp_table *t = tables[i];
		g_ptr_array_index(l->tables, place) = t;
		l->before[place] = turns[i].blocks;
		t->id = g_strdup_printf("p%dt%u", l->page->number, place + 1);
	}
	g_free(tables);
}

/* Adds the lines of blocks, notes aside. (char *; transfer full) */
static void add_lines(const GPtrArray *blocks, guint from, guint to, GPtrArray *texts)
{
	for (guint i = from; i < to; i++) {
		const struct sp_block *b = g_ptr_array_index(blocks, i);
		for (guint k = 0; b->role != SP_FOOTNOTE && k < b->lines->len; k++)
			g_ptr_array_add(texts, sp_text_line_text(g_ptr_array_index(b->lines, k)));
	}
}

GPtrArray *sp_layout_above(const struct sp_layout *l)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	add_lines(l->blocks, 0, l->tables->len > 0 ? l->before[0] : 0, texts);
	return texts;
}

/* A running header that the next page shows otherwise stands there among the texts: so its lines are told, too. */
static struct sp_link *link_of(const struct sp_layout *l, const struct sp_recurring *recurring)
{
	guint n = l->tables->len;
	if (n == 0)
		return NULL;
	GPtrArray *above = sp_layout_above(l), *after = g_ptr_array_new_with_free_func(g_free);
	add_lines(l->headers, 0, l->headers->len, above);
	add_lines(l->blocks, l->before[n - 1], l->blocks->len, after);
	struct sp_link *link = sp_link_new(g_ptr_array_index(l->tables, n - 1), l->tables, above, after->len, recurring->top, recurring->bottom);
	g_ptr_array_unref(above);
	g_ptr_array_unref(after);
	return link;
}

static void set_role(GPtrArray *blocks, enum sp_role role)
{
	for (guint i = 0; i < blocks->len; i++)
		((struct sp_block *)g_ptr_array_index(blocks, i))->role = role;
}

static void fill_cells(struct sp_layout *l, GPtrArray *words, guint from)
{
	for (guint i = from; i < l->tables->len; i++)
		sp_cells_fill(l->page, words, g_ptr_array_index(l->tables, i), l->seams);
}

static bool stands_in_one(const GPtrArray *tables, const struct sp_word *w)
{
	for (guint i = 0; i < tables->len; i++)
		if (sp_box_holds_middle(&((const struct sp_table *)g_ptr_array_index(tables, i))->box, &w->box))
			return true;
	return false;
}

/* Words of drawn tables stand in the text, however near to the paper's edge. */
static void take_furniture(const struct sp_document *document, const struct sp_page *page, const GPtrArray *tables,
                           GPtrArray *words, GPtrArray *header, GPtrArray *footer)
{
	GPtrArray *drawn = g_ptr_array_new();
	guint others = 0;
	for (guint i = 0; i < words->len; i++) {
		struct sp_word *w = g_ptr_array_index(words, i);
		if (stands_in_one(tables, w))
			g_ptr_array_add(drawn, w);
		else
			g_ptr_array_index(words, others++) = w;
	}
	g_ptr_array_set_size(words, (int)others);
	sp_furniture_take(document->furniture, document->recurring, page, words, header, footer);
	g_ptr_array_extend(words, drawn, NULL, NULL);
	g_ptr_array_unref(drawn);
}

struct sp_layout *sp_layout_new(const struct sp_page *page, const struct sp_document *document)
{
	struct sp_layout *l = g_new0(struct sp_layout, 1);
	l->page = page;
	l->model = document->tables;
	l->seams = sp_seams_of_page(document->seams, page);
	l->tables = g_ptr_array_new_with_free_func(table_free);
	GPtrArray *words = sp_page_words(page), *header = g_ptr_array_new(), *footer = g_ptr_array_new();
	l->rulings = sp_rulings_new(page);

	sp_lattice_find(page, l->rulings, words, l->tables);
	drop_furniture_tables(document->recurring, page, l->tables);
	take_furniture(document, page, l->tables, words, header, footer);
	l->readings = sp_tables_arrange(document->tables, document->recurring, page, l->rulings, words, l->tables);
	fill_cells(l, words, 0);

	guint n = l->tables->len;
	struct sp_box *boxes = g_new(struct sp_box, n + 1);
	struct sp_turn *turns = g_new0(struct sp_turn, n + 1);
	for (guint i = 0; i < n; i++) {
		struct sp_table *t = g_ptr_array_index(l->tables, i);
		boxes[i] = t->box;
		if (page->ocr || sp_unread_is_recognised(page, &t->box))
			t->method = SP_OCR;
	}
	l->blocks = sp_blocks_new(words, boxes, n, turns);
	l->headers = sp_blocks_new(header, NULL, 0, NULL);
	l->footers = sp_blocks_new(footer, NULL, 0, NULL);
	set_role(l->headers, SP_HEADER);
	set_role(l->footers, SP_FOOTER);
	put_in_order(l, turns);
	set_roles(l);
	l->next = link_of(l, document->recurring);

	g_free(turns);
	g_free(boxes);
	g_ptr_array_unref(words);
	g_ptr_array_unref(header);
	g_ptr_array_unref(footer);
	return l;
}

void sp_layout_free(struct sp_layout *l)
{
	if (!l)
		return;
	g_ptr_array_unref(l->tables);
	g_ptr_array_unref(l->blocks);
	g_ptr_array_unref(l->headers);
	g_ptr_array_unref(l->footers);
	g_free(l->before);
	g_ptr_array_unref(l->readings);
	sp_rulings_free(l->rulings);
	sp_link_free(l->next);
	sp_seams_free(l->seams);
	g_free(l);
}

/*
 * Few rows show their columns badly: where the linked table's divide them, and they go on with it or begin with its head, they
 * have those. True where that was so, and the link is followed.
 */
static bool follow_with_lent_columns(struct sp_layout *l, const struct sp_link *link, const GPtrArray *above)
{
	int n = 0;
	struct sp_table *own = g_ptr_array_index(l->tables, 0);
	const double *edges = sp_link_columns(link, &n);
	struct sp_table *lent = n > 0 ? sp_tables_lend_columns(l->readings, own, edges, n) : NULL;
	if (!lent)
		return false;
	GPtrArray *words = sp_page_words(l->page);
	lent->confidence = own->confidence;
	lent->id = g_strdup(own->id);
	sp_cells_fill(l->page, words, lent, l->seams);
	g_ptr_array_unref(words);
	g_ptr_array_index(l->tables, 0) = lent;
	bool sisters = sp_link_follow(l->model->links, link, l->tables, above) || lent->continues;
	g_ptr_array_index(l->tables, 0) = sisters ? lent : own;
	sp_table_free(sisters ? own : lent);
	return sisters;
}

void sp_layout_link(struct sp_layout *l, const struct sp_link *link)
{
	if (l->tables->len == 0)
		return;
	GPtrArray *above = sp_layout_above(l);
	if (!follow_with_lent_columns(l, link, above))
		sp_link_follow(l->model->links, link, l->tables, above);
	g_ptr_array_unref(above);
}

/* --- writing ---------------------------------------------------------------------------------------- */

static void write_box(struct sp_jw *w, const struct sp_page *page, const struct sp_box *box)
{
	struct sp_box b = sp_page_box_as_displayed(page, box);
	sp_jw_array(w, "bbox");
	sp_jw_pt(w, NULL, b.x0);
	sp_jw_pt(w, NULL, b.y0);
	sp_jw_pt(w, NULL, b.x1);
	sp_jw_pt(w, NULL, b.y1);
	sp_jw_close(w);
}

static void write_block(struct sp_jw *w, const struct sp_page *page, const struct sp_block *b,
                        const struct sp_seams *seams)
{
	static const char *const roles[] = { "body", "heading", "header", "footer", "footnote" };
	char *text = sp_lines_text(b->lines, seams, NULL);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "text");
	sp_jw_int(w, "page", page->number);
	write_box(w, page, &b->box);
	sp_jw_str(w, "text", text);
	sp_jw_array(w, "lines");
	for (guint i = 0; i < b->lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(b->lines, i);
		char *line_text = sp_text_line_text(line);
		sp_jw_object(w, NULL);
		write_box(w, page, &line->box);
		sp_jw_str(w, "text", line_text);
		sp_jw_close(w);
		g_free(line_text);
	}
	sp_jw_close(w);
	sp_jw_pt(w, "size", b->size);
	sp_jw_bool(w, "bold", b->bold);
	sp_jw_bool(w, "italic", b->italic);
	sp_jw_str(w, "role", roles[b->role]);
	sp_jw_close(w);
	g_free(text);
}

static void write_watermark(struct sp_jw *w, const struct sp_page *page, const struct sp_word *word)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "text");
	sp_jw_int(w, "page", page->number);
	write_box(w, page, &word->box);
	sp_jw_str(w, "text", word->text);
	sp_jw_array(w, "lines");
	sp_jw_close(w);
	sp_jw_pt(w, "size", word->size);
	sp_jw_bool(w, "bold", word->bold);
	sp_jw_bool(w, "italic", word->italic);
	sp_jw_str(w, "role", "watermark");
	sp_jw_close(w);
}

static bool fills_differ(const struct sp_table *t)
{
	for (guint i = 1; i < t->cells->len; i++)
		if (sp_table_cell(t, i)->fill != sp_table_cell(t, 0)->fill)
			return true;
	return false;
}

static void write_fill(struct sp_jw *w, guint32 fill)
{
	char colour[8];
	g_snprintf(colour, sizeof colour, "#%06x", fill);
	sp_jw_str(w, "fill", colour);
}

static void write_table(struct sp_jw *w, const struct sp_page *page, const struct sp_table *t)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "table");
	sp_jw_str(w, "id", t->id);
	sp_jw_int(w, "page", page->number);
	write_box(w, page, &t->box);
	sp_table_describe(t, w);
	bool differ = fills_differ(t);
	sp_jw_array(w, "cells");
	for (guint i = 0; i < t->cells->len; i++) {
		const struct sp_cell *c = sp_table_cell(t, i);
		sp_jw_object(w, NULL);
		sp_jw_int(w, "row", c->row);
		sp_jw_int(w, "col", c->col);
		sp_jw_int(w, "rowspan", c->rowspan);
		sp_jw_int(w, "colspan", c->colspan);
		write_box(w, page, &c->box);
		sp_jw_str(w, "text", c->text);
		if (c->paragraphs) {
			sp_jw_array(w, "paragraphs");
			for (char **p = c->paragraphs; *p; p++)
				sp_jw_str(w, NULL, *p);
			sp_jw_close(w);
		}
		if (c->goes_on)
			sp_jw_bool(w, "continues_paragraph", true);
		sp_jw_bool(w, "bold", c->bold);
		if (differ && c->fill != SP_WHITE)
			write_fill(w, c->fill);
		if (c->checked != SP_NO_BOX)
			sp_jw_bool(w, "checked", c->checked == SP_CHECKED);
		if (t->method == SP_OCR)
			sp_jw_pt(w, "confidence", (double)c->confidence);
		sp_jw_close(w);
	}
	sp_jw_close(w);
	sp_jw_close(w);
}

static void write_page(struct sp_jw *w, const struct sp_page *p)
{
	struct sp_box all = { 0, 0, p->width, p->height }, displayed = sp_page_box_as_displayed(p, &all);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "page");
	sp_jw_int(w, "page", p->number);
	sp_jw_pt(w, "width", displayed.x1);
	sp_jw_pt(w, "height", displayed.y1);
	sp_jw_int(w, "rotation", p->rotation);
	sp_jw_int(w, "chars", (int64_t)p->chars);
	sp_jw_bool(w, "text_layer", p->chars > 0 && !p->ocr);
	sp_jw_bool(w, "ocr", p->ocr || sp_unread_is_recognised(p, NULL));
	sp_jw_close(w);
}

static void write_problem(FILE *to, int page, const char *code, double share, const char *message,
			  struct sp_counts *counts)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", "problem");
	if (page > 0)
		sp_jw_int(&w, "page", page);
	else
		sp_jw_null(&w, "page");
	sp_jw_str(&w, "code", code);
	if (share >= 0)
		sp_jw_pt(&w, "share", share);
	sp_jw_str(&w, "message", message);
	sp_jw_close(&w);
	sp_jw_line(&w, to);
	sp_jw_clear(&w);
	counts->problems++;
}

void sp_problem_write(FILE *to, int page, const char *code, const char *message, struct sp_counts *counts)
{
	write_problem(to, page, code, -1, message, counts);
}

static void write_problems(const struct sp_page *p, FILE *to, struct sp_counts *counts)
{
	for (guint i = 0; i < p->unread->len; i++) {
		const struct sp_unread *u = &g_array_index(p->unread, struct sp_unread, i);
		const char *code;
		char *message = sp_unread_message(u, &code);
		if (!u->recognised)
			write_problem(to, p->number, code, u->share, message, counts);
		g_free(message);
	}
	if (p->hidden > 0) {
		char message[120];
		g_snprintf(message, sizeof message,
			   SP_SAID("%zu glyphs that nobody sees (clipped, painted over, in the paper's colour) are left out"),
		           p->hidden);
		sp_problem_write(to, p->number, "hidden-text", message, counts);
	}
}

static void write_blocks(struct sp_jw *w, const struct sp_layout *l, const GPtrArray *blocks, guint from, guint to,
                         FILE *out, struct sp_counts *counts)
{
	for (guint i = from; i < to; i++) {
		write_block(w, l->page, g_ptr_array_index(blocks, i), l->seams);
		sp_jw_line(w, out);
		counts->texts++;
	}
}

void sp_layout_write(const struct sp_layout *l, FILE *to, struct sp_counts *counts)
{
	struct sp_jw w;
	sp_jw_init(&w);
	write_page(&w, l->page);
	sp_jw_line(&w, to);
	counts->pages++;
	write_problems(l->page, to, counts);
	write_blocks(&w, l, l->headers, 0, l->headers->len, to, counts);
	guint done = 0;
	for (guint i = 0; i < l->tables->len; i++) {
		write_blocks(&w, l, l->blocks, done, l->before[i], to, counts);
		done = l->before[i];
		write_table(&w, l->page, g_ptr_array_index(l->tables, i));
		sp_jw_line(&w, to);
		counts->tables++;
	}
	write_blocks(&w, l, l->blocks, done, l->blocks->len, to, counts);
	write_blocks(&w, l, l->footers, 0, l->footers->len, to, counts);
	for (guint i = 0; i < l->page->watermarks->len; i++) {
		write_watermark(&w, l->page, &g_array_index(l->page->watermarks, struct sp_word, i));
		sp_jw_line(&w, to);
		counts->texts++;
	}
	sp_jw_clear(&w);
}
