/*
 * Method. Words whose boxes share more than half of the lower one's height are on one line; that
 * takes superscripts in and keeps lines of tight cells apart. Turned words are brought upright by
 * exchanging their axes, so that one routine serves all four directions.
 */
#include "extract/line.h"

#include <stdlib.h>

static const double SAME_LINE = 0.5; /* share of the lower word's height */
static const double BLANK = 0.15;    /* em: a gap this wide is a blank (a thin space is 1/6) */

struct placed {
	const struct sp_word *word;
	struct sp_box box; /* as if the word stood upright */
};

static int by_turn_then_middle(const void *a, const void *b)
{
	const struct placed *pa = a, *pb = b;
	if (pa->word->turn != pb->word->turn)
		return pa->word->turn < pb->word->turn ? -1 : 1;
	double ya = pa->box.y0 + pa->box.y1, yb = pb->box.y0 + pb->box.y1;
	if (ya != yb)
		return ya < yb ? -1 : 1;
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

static bool same_line(const struct placed *line, const struct placed *word)
{
	double low = MIN(sp_box_height(&line->box), sp_box_height(&word->box));
	return line->word->turn == word->word->turn &&
	       sp_overlap(line->box.y0, line->box.y1, word->box.y0, word->box.y1) > SAME_LINE * low;
}

GPtrArray *sp_lines_new(const GPtrArray *words)
{
	guint n = words->len;
	GPtrArray *lines = g_ptr_array_new_with_free_func(sp_text_line_free);
	struct placed *placed = g_new(struct placed, n + 1); /* qsort wants an array even of none */
	for (guint i = 0; i < n; i++) {
		const struct sp_word *w = g_ptr_array_index(words, i);
		placed[i] = (struct placed){ w, sp_word_upright(w) };
	}
	qsort(placed, n, sizeof *placed, by_turn_then_middle);
	for (guint i = 0; i < n;) {
		/* the first word's height, not the growing line's, decides: tall brackets do not chain lines */
		struct placed head = placed[i];
		guint end = i + 1;
		while (end < n && same_line(&head, &placed[end])) {
			if (sp_box_height(&placed[end].box) > 1.3 * sp_box_height(&head.box))
				head = placed[end];
			end++;
		}
		qsort(placed + i, end - i, sizeof *placed, by_left);
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
