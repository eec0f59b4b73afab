/*
 * Method. Words whose baselines are nearer than SAME_LINE are on one line, whatever the heights of their boxes: type
 * may be set so tight that the boxes of two lines overlap, and a large word beside small ones must not chain their
 * lines. Raised and lowered marks have baselines of their own and belong where they overlap. Turned words are brought
 * upright by exchanging their axes, so that one routine serves all four directions.
 */
#include "extract/page/line.h"

#include <stdlib.h>

static const double SAME_LINE = 0.4;  /* em of the smaller word: half a line of type set solid */
static const double MARK_LINE = 0.5;  /* share of the lower word's height */
static const double DESCENT = 0.22;   /* em, where no baseline is known: of the usual text faces */
static const double PIECE_GAP = 1.6; /* em between the left and the right part of a header, at least */
static const double BLANK = 0.15;    /* em: a gap this wide is a blank (a thin space is 1/6) */

struct placed {
	const struct sp_word *word;
	struct sp_box box; /* as if the word stood upright */
	double base;
};

static int by_turn_then_base(const void *a, const void *b)
{
	const struct placed *pa = a, *pb = b;
	if (pa->word->turn != pb->word->turn)
		return pa->word->turn < pb->word->turn ? -1 : 1;
	if (pa->base != pb->base)
		return pa->base < pb->base ? -1 : 1;
	return (pa->box.x0 > pb->box.x0) - (pa->box.x0 < pb->box.x0);
}

static int by_left(const void *a, const void *b)
{
	const struct placed *pa = a, *pb = b;
	return (pa->box.x0 > pb->box.x0) - (pa->box.x0 < pb->box.x0);
}

struct sp_text_line *sp_text_line_new(void)
{
	struct sp_text_line *line = g_new0(struct sp_text_line, 1);
	line->words = g_ptr_array_new();
	line->bold = line->italic = true;
	return line;
}

void sp_text_line_free(void *p)
{
	struct sp_text_line *line = p;
	g_ptr_array_unref(line->words);
	g_free(line);
}

void sp_text_line_add(struct sp_text_line *line, const struct sp_word *word)
{
	if (line->words->len == 0)
		line->turn = word->turn;
	g_ptr_array_add(line->words, (void *)word);
	sp_box_extend(&line->box, &word->box);
	line->size = MAX(line->size, word->size);
	line->bold = line->bold && word->bold;
	line->italic = line->italic && word->italic;
}

static bool same_line(const struct placed *a, const struct placed *b)
{
	if (a->word->turn != b->word->turn)
		return false;
	double low = MIN(sp_box_height(&a->box), sp_box_height(&b->box));
	return b->base - a->base < SAME_LINE * MIN(a->word->size, b->word->size) ||
	       (a->word->mark != b->word->mark && sp_overlap(a->box.y0, a->box.y1, b->box.y0, b->box.y1) > MARK_LINE * low);
}

/* Mostly words come in the order that they are read in. */
static void sort(struct placed *placed, guint n, int (*by)(const void *, const void *))
{
	guint in_order = MIN(n, 1);
	while (in_order < n && by(&placed[in_order - 1], &placed[in_order]) <= 0)
		in_order++;
	if (in_order < n)
		qsort(placed, n, sizeof *placed, by);
}

GPtrArray *sp_lines_new(const GPtrArray *words)
{
	guint n = words->len;
	GPtrArray *lines = g_ptr_array_new_with_free_func(sp_text_line_free);
	struct placed *placed = g_new(struct placed, n);
	for (guint i = 0; i < n; i++) {
		const struct sp_word *w = g_ptr_array_index(words, i);
		placed[i] = (struct placed){ w, sp_word_upright(w), 0 };
		placed[i].base = placed[i].box.y1 - (w->drop > 0 ? w->drop : DESCENT * w->size);
	}
	sort(placed, n, by_turn_then_base);
	for (guint i = 0; i < n;) {
		/* a mark does not say where its line is: the first word that is none does */
		struct placed head = placed[i];
		guint end = i + 1;
		for (; end < n && same_line(&head, &placed[end]); end++)
			if (head.word->mark && !placed[end].word->mark)
				head = placed[end];
		sort(placed + i, end - i, by_left);
		struct sp_text_line *line = sp_text_line_new();
		for (; i < end; i++)
			sp_text_line_add(line, placed[i].word);
		g_ptr_array_add(lines, line);
	}
	g_free(placed);
	return lines;
}

/* A mark is measured by the type that it marks, and Poppler sees a blank wherever the size changes. */
static bool blank_between(const struct sp_text_line *line, const struct sp_word *next, double gap)
{
	if (next->mark)
		return gap > BLANK * line->size;
	return gap > BLANK * MIN(next->size, line->size) || (next->blank_before && gap > 0.02 * next->size);
}

char *sp_text_line_text(const struct sp_text_line *line)
{
	GString *text = g_string_new(NULL);
	struct sp_box last = { 0, 0, 0, 0 };
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(line->words, i);
		struct sp_box box = sp_word_upright(w);
		if (i > 0 && blank_between(line, w, box.x0 - last.x1))
			g_string_append_c(text, ' ');
		g_string_append(text, w->text);
		last = box;
	}
	return g_string_free(text, FALSE);
}

bool sp_text_line_starts_item(const struct sp_text_line *line)
{
	const struct sp_word *w = g_ptr_array_index(line->words, 0);
	static const char *const bullets[] = { "•", "-", "–", "—", "▪", "◦", "●", "○", "■", "□", "➢", "✓", "*", "o", "·" };
	for (size_t i = 0; i < G_N_ELEMENTS(bullets); i++)
		if (strcmp(w->text, bullets[i]) == 0)
			return true;
	/* "1." "a)" "(1)" "3.2" before a blank; a mark of a footnote */
	const char *s = w->text;
	size_t n = strlen(s);
	if (w->mark && line->words->len > 1)
		return true;
	if (n < 2 || n > 8 || line->words->len < 2)
		return false;
	return s[n - 1] == ')' || (s[n - 1] == '.' && (g_ascii_isdigit(s[0]) || n == 2));
}

GPtrArray *sp_text_line_pieces(const struct sp_page *page, const struct sp_text_line *line)
{
	GPtrArray *pieces = g_ptr_array_new_with_free_func(sp_text_line_free);
	struct sp_text_line *piece = NULL;
	double end = 0;
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(line->words, i);
		struct sp_box box = sp_page_box_turned(page, &w->box, line->turn);
		if (!piece || box.x0 - end > PIECE_GAP * w->size) {
			piece = sp_text_line_new();
			g_ptr_array_add(pieces, piece);
		}
		sp_text_line_add(piece, w);
		end = box.x1;
	}
	return pieces;
}
