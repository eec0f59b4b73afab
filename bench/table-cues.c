/*
 * table-cues WEIGHTS FILE.pdf — the lines of each page and what they show of tables (extract/tables/cues.h), a JSON object
 * a zone: what tools/learn-tables learns from. Lines are as a page's layout sees them: what stands in drawn tables
 * comes apart (taken), and so does furniture. Without arguments: the models that there are. WEIGHTS may be empty; with it come the candidates for separators of the tables that it finds.
 */
#include <stdio.h>

#include "base/ctx.h"
#include "base/file.h"
#include "base/json.h"
#include "extract/document.h"
#include "extract/layout.h"
#include "extract/pdf/pdf.h"
#include "extract/tables/gutter.h"
#include "extract/tables/lattice.h"
#include "extract/tables/reading.h"

static void write_numbers(struct sp_jw *w, const char *key, const guint8 *of, guint n)
{
	sp_jw_array(w, key);
	for (guint k = 0; k < n; k++)
		sp_jw_int(w, NULL, of[k]);
	sp_jw_close(w);
}

static void write_words(struct sp_jw *w, const struct sp_text_line *line)
{
	sp_jw_array(w, "words");
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_word *word = g_ptr_array_index(line->words, i);
		sp_jw_array(w, NULL);
		sp_jw_str(w, NULL, word->text);
		sp_jw_pt(w, NULL, word->box.x0);
		sp_jw_pt(w, NULL, word->box.x1);
		sp_jw_close(w);
	}
	sp_jw_close(w);
}

static void write_separators(struct sp_jw *w, const struct sp_reading *r)
{
	sp_jw_array(w, "tables");
	for (guint k = 0; k < r->parts->len; k++) {
		const struct sp_table_part *p = &g_array_index(r->parts, struct sp_table_part, k);
		struct sp_rows rows = sp_rows_of(r->cues, r->decoded, p->from, p->to);
		GArray *all = sp_separators_candidates(&rows);
		sp_jw_object(w, NULL);
		sp_jw_int(w, "from", p->from);
		sp_jw_int(w, "to", p->to);
		sp_jw_array(w, "separators");
		for (guint i = 0; i < all->len; i++) {
			const struct sp_separator *s = sp_separator_at(all, i);
			sp_jw_object(w, NULL);
			sp_jw_pt(w, "at", s->at);
			write_numbers(w, "cues", s->cues, SP_SEPARATOR_CUES);
			sp_jw_close(w);
		}
		sp_jw_close(w);
		sp_jw_array(w, "columns");
		for (guint j = 1; j <= all->len + 1; j++)
			for (guint i = j; i-- > 0 && j - i <= SP_COLUMN_REACH;) {
				guint8 cues[SP_COLUMN_CUES];
				if (!sp_column_cues(&rows, all, i, j, cues))
					continue;
				sp_jw_object(w, NULL);
				sp_jw_int(w, "i", i);
				sp_jw_int(w, "j", j);
				write_numbers(w, "cues", cues, SP_COLUMN_CUES);
				sp_jw_close(w);
			}
		sp_jw_close(w);
		sp_jw_array(w, "gutters");
		for (guint i = 0; i < p->separators->len; i++) {
			guint8 cues[SP_GUTTER_CUES];
			sp_gutter_cues(&rows, p->separators, i, cues);
			sp_jw_object(w, NULL);
			sp_jw_pt(w, "at", sp_separator_at(p->separators, i)->at);
			write_numbers(w, "cues", cues, SP_GUTTER_CUES);
			sp_jw_close(w);
		}
		sp_jw_close(w);
		if (k + 1 < r->parts->len) {
			const struct sp_half upper = sp_reading_half(r, k), lower = sp_reading_half(r, k + 1);
			guint8 cues[SP_HALVES_CUES];
			sp_halves_cues(&upper, &lower, cues);
			write_numbers(w, "halves", cues, SP_HALVES_CUES);
		}
		sp_jw_close(w);
		g_array_unref(all);
	}
	sp_jw_close(w);
}

static void write_zone(const struct sp_page *page, const struct sp_reading *r)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_int(&w, "page", page->number);
	sp_jw_str(&w, "kind", "zone");
	sp_jw_array(&w, "lines");
	for (guint i = 0; i < r->cues->n; i++) {
		const struct sp_cue_line *l = &r->cues->lines[i];
		sp_jw_object(&w, NULL);
		sp_jw_pt(&w, "base", l->base);
		write_words(&w, l->text);
		write_numbers(&w, "cues", l->at, SP_CUES);
		sp_jw_close(&w);
	}
	sp_jw_close(&w);
	write_separators(&w, r);
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);
	sp_jw_clear(&w);
}

static void write_taken(const struct sp_page *page, const GPtrArray *words, const char *kind)
{
	GPtrArray *lines = sp_lines_new(words);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_int(&w, "page", page->number);
	sp_jw_str(&w, "kind", kind);
	sp_jw_array(&w, "lines");
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *l = g_ptr_array_index(lines, i);
		sp_jw_object(&w, NULL);
		sp_jw_pt(&w, "base", l->box.y1);
		write_words(&w, l);
		sp_jw_close(&w);
	}
	sp_jw_close(&w);
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);
	sp_jw_clear(&w);
	g_ptr_array_unref(lines);
}

static void free_table(void *t)
{
	sp_table_free(t);
}

/* As sp_layout_new does it. */
static void write_page(const struct sp_page *page, const struct sp_document *d)
{
	GPtrArray *words = g_ptr_array_new(), *furniture = g_ptr_array_new();
	GPtrArray *tables = g_ptr_array_new_with_free_func(free_table);
	for (guint i = 0; i < page->words->len; i++)
		g_ptr_array_add(words, &g_array_index(page->words, struct sp_word, i));
	struct sp_rulings *rulings = sp_rulings_new(page);
	sp_lattice_find(page, rulings, words, tables);
	GPtrArray *drawn = g_ptr_array_new();
	for (guint i = words->len; i-- > 0;)
		for (guint k = 0; k < tables->len; k++)
			if (sp_box_holds_middle(&((struct sp_table *)g_ptr_array_index(tables, k))->box, &((struct sp_word *)g_ptr_array_index(words, i))->box)) {
				g_ptr_array_add(drawn, g_ptr_array_remove_index(words, i));
				break;
			}
	sp_furniture_take(d->furniture, d->recurring, page, words, furniture, furniture);
	for (guint i = 0; i < drawn->len; i++)
		g_ptr_array_add(words, g_ptr_array_index(drawn, i));
	g_ptr_array_unref(drawn);
	struct sp_reading *r = sp_reading_new(d->tables, d->recurring, page, rulings, words);
	write_zone(page, r);
	sp_reading_free(r);
	write_taken(page, furniture, "furniture");
	sp_rulings_free(rulings);
	g_ptr_array_unref(tables);
	g_ptr_array_unref(words);
	g_ptr_array_unref(furniture);
}

static void write_shape(const struct sp_net_shape *s)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "name", s->name);
	sp_jw_array(&w, "classes");
	for (guint k = 0; k < s->n_classes; k++)
		sp_jw_str(&w, NULL, s->classes[k]);
	sp_jw_close(&w);
	sp_jw_array(&w, "kinds");
	for (guint k = 0; k < s->n_kinds; k++) {
		sp_jw_array(&w, NULL);
		sp_jw_str(&w, NULL, s->kinds[k].name);
		sp_jw_int(&w, NULL, s->kinds[k].values);
		sp_jw_close(&w);
	}
	sp_jw_close(&w);
	sp_jw_close(&w);
	sp_jw_line(&w, stdout);
	sp_jw_clear(&w);
}

/* What the break before a page shows, where tables stand at both of its sides; the link that the page leaves. (transfer full) */
static struct sp_link *write_link(const struct sp_page *page, const struct sp_document *d, const struct sp_link *link)
{
	guint8 cues[SP_LINK_CUES];
	struct sp_layout *l = sp_layout_new(page, d);
	GPtrArray *above = sp_layout_above(l);
	if (sp_link_cues(link, l->tables, above, cues)) {
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_object(&w, NULL);
		sp_jw_int(&w, "page", page->number);
		sp_jw_str(&w, "kind", "link");
		write_numbers(&w, "cues", cues, SP_LINK_CUES);
		sp_jw_close(&w);
		sp_jw_line(&w, stdout);
		sp_jw_clear(&w);
	}
	g_ptr_array_unref(above);
	struct sp_link *next = l->next;
	l->next = NULL;
	sp_layout_free(l);
	return next;
}

static int write_shapes(void)
{
	write_shape(&sp_step_model);
	write_shape(&sp_step_again_model);
	write_shape(&sp_separator_model);
	write_shape(&sp_column_model);
	write_shape(&sp_link_model);
	write_shape(&sp_gutter_model);
	write_shape(&sp_halves_model);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 1)
		return write_shapes();
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "table-cues");
	char *weights = NULL;
	GBytes *bytes = argc == 3 ? sp_file_read(&ctx, argv[2], (size_t)1 << 30) : NULL;
	struct sp_pdf *pdf = bytes ? sp_pdf_open(&ctx, bytes, -1, NULL) : NULL;
	if (!pdf || !g_file_get_contents(argv[1], &weights, NULL, NULL))
		return 1;
	struct sp_table_model *model = sp_table_model_new(weights);
	int numbers[SP_DOCUMENT_SAMPLES], n = sp_document_sample(sp_pdf_pages(pdf), numbers);
	struct sp_page *pages[SP_DOCUMENT_SAMPLES];
	for (int k = 0; k < n; k++)
		pages[k] = sp_pdf_page(&ctx, pdf, numbers[k]);
	struct sp_document *d = sp_document_learn(pages, n);
	sp_table_model_free(d->tables);
	d->tables = model; /* freed with them */
	struct sp_link *link = NULL;
	for (int i = 1; i <= sp_pdf_pages(pdf); i++) {
		struct sp_page *page = sp_pdf_page(&ctx, pdf, i);
		if (page) {
			write_page(page, d);
			struct sp_link *next = write_link(page, d, link);
			sp_link_free(link);
			link = next;
		}
		sp_page_free(page);
	}
	sp_link_free(link);
	for (int k = 0; k < n; k++)
		sp_page_free(pages[k]);
	sp_document_free(d);
	sp_pdf_close(pdf);
	g_bytes_unref(bytes);
	g_free(weights);
	return 0;
}
