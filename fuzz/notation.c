#include "fuzz/notation.h"

#include <math.h>

enum { NUMBERS = 5 };

/* Up to n numbers that can be coordinates; how many there are. */
static int read_numbers(const char **at, double numbers[], int n)
{
	int i = 0;
	for (char *end; i < n; i++) {
		numbers[i] = g_ascii_strtod(*at, &end);
		if (end == *at || !(fabs(numbers[i]) <= SP_PAGE_LARGEST))
			break;
		*at = end;
	}
	return i;
}

static void read_word(struct sp_page *page, const char *at)
{
	double n[NUMBERS];
	if (read_numbers(&at, n, 5) < 5 || *at++ != ' ')
		return;
	struct sp_word word = {
		.box = { n[0], n[1], n[2], n[3] }, .size = n[4], .blank_before = true, .confidence = 1
	};
	for (; *at && *at != ' '; at++) {
		word.bold |= *at == 'b';
		word.italic |= *at == 'i';
		word.mark |= *at == 'm';
		word.blank_before &= *at != 'j';
		word.turn = *at >= '1' && *at <= '3' ? (unsigned)(*at - '0') : word.turn;
	}
	if (*at++ != ' ' || !*at || n[0] > n[2] || n[1] > n[3])
		return;
	word.text = g_string_chunk_insert(page->strings, at);
	g_array_append_val(page->words, word);
	page->chars += (size_t)g_utf8_strlen(at, -1);
}

static void read_rule(struct sp_page *page, enum sp_axis axis, const char *at)
{
	double n[NUMBERS];
	if (read_numbers(&at, n, 4) < 4 || !(n[1] < n[2]))
		return;
	struct sp_rule rule = { .axis = axis, .at = n[0], .from = n[1], .to = n[2], .width = n[3] };
	g_array_append_val(page->rules, rule);
}

static void read_area(struct sp_page *page, bool fill, const char *at)
{
	double n[NUMBERS];
	if (read_numbers(&at, n, fill ? 5 : 4) < (fill ? 5 : 4) || n[0] > n[2] || n[1] > n[3])
		return;
	struct sp_fill area = {
		.box = { n[0], n[1], n[2], n[3] }, .r = (float)n[4], .g = (float)n[4], .b = (float)n[4]
	};
	if (fill)
		g_array_append_val(page->fills, area);
	else
		g_array_append_val(page->images, area.box);
}

struct sp_page *notation_read(const char *text, int number)
{
	struct sp_page *page = sp_page_new(number, 595, 842);
	char **lines = g_strsplit(text, "\n", -1);
	for (char **l = lines; *l; l++) {
		double size[2];
		const char *at = *l + strcspn(*l, " ");
		if (g_str_has_prefix(*l, "word "))
			read_word(page, at);
		else if (g_str_has_prefix(*l, "across "))
			read_rule(page, SP_HORIZONTAL, at);
		else if (g_str_has_prefix(*l, "down "))
			read_rule(page, SP_VERTICAL, at);
		else if (g_str_has_prefix(*l, "fill "))
			read_area(page, true, at);
		else if (g_str_has_prefix(*l, "image "))
			read_area(page, false, at);
		else if (g_str_has_prefix(*l, "size ") && read_numbers(&at, size, 2) == 2 && size[0] > 0 && size[1] > 0)
			page->width = size[0], page->height = size[1];
	}
	g_strfreev(lines);
	return page;
}

static void write_numbers(FILE *to, const char *kind, const double n[], int count)
{
	fputs(kind, to);
	for (int i = 0; i < count; i++) {
		char text[G_ASCII_DTOSTR_BUF_SIZE];
		fprintf(to, " %s", g_ascii_formatd(text, sizeof text, "%.2f", n[i]));
	}
}

static void write_word(const struct sp_word *w, FILE *to)
{
	const double n[] = { w->box.x0, w->box.y0, w->box.x1, w->box.y1, w->size };
	write_numbers(to, "word", n, 5);
	fprintf(to, " -%s%s%s%s%.0u %s\n", w->bold ? "b" : "", w->italic ? "i" : "", w->mark ? "m" : "",
		w->blank_before ? "" : "j", w->turn, w->text);
}

void notation_write(const struct sp_page *page, FILE *to)
{
	const double size[] = { page->width, page->height };
	write_numbers(to, "size", size, 2);
	fputc('\n', to);
	for (guint i = 0; i < page->words->len; i++)
		write_word(&g_array_index(page->words, struct sp_word, i), to);
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(page->rules, struct sp_rule, i);
		const double n[] = { r->at, r->from, r->to, r->width };
		write_numbers(to, r->axis == SP_HORIZONTAL ? "across" : "down", n, 4);
		fputc('\n', to);
	}
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		const double n[] = { f->box.x0, f->box.y0, f->box.x1, f->box.y1, (double)f->r };
		write_numbers(to, "fill", n, 5);
		fputc('\n', to);
	}
	for (guint i = 0; i < page->images->len; i++) {
		const struct sp_box *b = &g_array_index(page->images, struct sp_box, i);
		const double n[] = { b->x0, b->y0, b->x1, b->y1 };
		write_numbers(to, "image", n, 4);
		fputc('\n', to);
	}
}
