/* Lines of a region cut into chunks; see aligned.c for the method. */
#include "extract/aligned-internal.h"

#include <stdlib.h>

static const double BLANK = 0.62;      /* em: wider gaps part chunks */
static const double FIGURE_GAP = 0.28; /* em: between two figures */

bool sp_aligned_is_leader(const char *s)
{
	size_t dots = 0;
	for (const char *p = s; *p; p++)
		dots += *p == '.';
	return dots > 0 && dots == strlen(s);
}

/* A figure as columns of figures hold them: digits with signs, or what stands for "none". */
bool sp_aligned_is_figure(const char *s)
{
	unsigned digits = 0, letters = 0;
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		digits += g_unichar_isdigit(c) ? 1 : 0;
		letters += g_unichar_isalpha(c) ? 1 : 0;
	}
	return digits > 0 && letters <= 1;
}

static bool is_dash(const char *s)
{
	return strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "—") == 0 || strcmp(s, "…") == 0 ||
	       strcmp(s, "n.d.") == 0 || strcmp(s, "(X)") == 0 || strcmp(s, "*") == 0;
}

const struct sp_word *sp_aligned_word_at(const struct sp_text_line *line, guint i)
{
	return g_ptr_array_index(line->words, i);
}

static bool parts(const struct sp_word *a, const struct sp_word *b)
{
	double gap = b->box.x0 - a->box.x1, em = MIN(a->size, b->size);
	bool figures = (sp_aligned_is_figure(a->text) || is_dash(a->text)) &&
		       (sp_aligned_is_figure(b->text) || is_dash(b->text));
	/* a second figure in brackets explains the first: "5.291,00 (7.000 lordi)" */
	if (b->text[0] == '(' && sp_aligned_is_figure(a->text))
		figures = false;
	return gap > em * (figures ? FIGURE_GAP : BLANK);
}

bool sp_aligned_chunk_is_figure(const struct sp_text_line *line, const struct sp_chunk *c)
{
	unsigned figures = 0, others = 0;
	for (guint i = c->first; i < c->first + c->n; i++) {
		const char *s = sp_aligned_word_at(line, i)->text;
		if (sp_aligned_is_figure(s) || is_dash(s))
			figures++;
		else if (strcmp(s, "%") != 0 && strcmp(s, "€") != 0 && strcmp(s, "$") != 0)
			others++;
	}
	return figures > 0 && others == 0;
}

static void cut_line(struct sp_chunked_line *l)
{
	const struct sp_text_line *text = l->text;
	l->chunks = g_new0(struct sp_chunk, text->words->len);
	const struct sp_word *last = NULL;
	bool after_leader = false;
	for (guint i = 0; i < text->words->len; i++) {
		const struct sp_word *w = sp_aligned_word_at(text, i);
		bool leader = sp_aligned_is_leader(w->text);
		struct sp_chunk *c = l->n_chunks > 0 ? &l->chunks[l->n_chunks - 1] : NULL;
		/* leaders lead from the text before them to the figure behind them */
		if (!c || (after_leader && !leader) || (!leader && parts(last, w))) {
			c = &l->chunks[l->n_chunks++];
			*c = (struct sp_chunk){ .x0 = w->box.x0, .y0 = w->box.y0, .y1 = w->box.y1, .first = i };
		}
		if (!leader || c->n == 0)
			c->x1 = MAX(c->x1, w->box.x1);
		else
			c->lead = MAX(c->lead, w->box.x1);
		c->y0 = MIN(c->y0, w->box.y0);
		c->y1 = MAX(c->y1, w->box.y1);
		c->n++;
		after_leader = leader;
		last = w;
	}
	for (guint i = 0; i < l->n_chunks; i++)
		l->chunks[i].figure = sp_aligned_chunk_is_figure(text, &l->chunks[i]);
	l->body = l->n_chunks >= 2;
}

int sp_aligned_by_value(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;
	return (da > db) - (da < db);
}

static double median(double *values, guint n)
{
	if (n == 0)
		return 0;
	qsort(values, n, sizeof *values, sp_aligned_by_value);
	return values[n / 2];
}

void sp_aligned_cut_lines(struct sp_builder *b, const GPtrArray *words)
{
	b->texts = sp_lines_new(words);
	b->n_lines = b->texts->len;
	b->lines = g_new0(struct sp_chunked_line, b->n_lines + 1);
	double *sizes = g_new(double, b->n_lines + 1);
	for (guint i = 0; i < b->n_lines; i++) {
		b->lines[i].text = g_ptr_array_index(b->texts, i);
		cut_line(&b->lines[i]);
		sizes[i] = b->lines[i].text->size;
	}
	b->em = MAX(median(sizes, b->n_lines), 3);
	g_free(sizes);
}
