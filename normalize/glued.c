#include "normalize/glued.h"

#include <string.h>

enum {
	AMOUNTS_LEAST = 3, /* cells of an amount alone that make a column one of amounts */
	LEAK_WORDS = 6,    /* that slipped into it */
};

/* Bytes of the words before the amount that ends the text; 0 where it is anything else. */
static size_t words_before(const char *text)
{
	const char *last = strrchr(text, ' ');
	if (!last || !sp_woven_is_amount(last + 1) || strpbrk(text, "0123456789") < last)
		return 0;
	size_t words = 1;
	for (const char *p = text; p < last; p++)
		words += *p == ' ';
	return words <= LEAK_WORDS ? (size_t)(last - text) : 0;
}

/* Bytes of the amount that begins the text, where the rest names a line. */
static size_t amount_before_name(const struct sp_woven *names, const char *text)
{
	size_t n = strcspn(text, " ");
	char *amount = g_strndup(text, n);
	bool is = text[n] && sp_woven_is_amount(amount) && sp_woven_is_name(names, text + n + 1);
	g_free(amount);
	return is ? n : 0;
}

static bool is_of_amounts(const struct sp_grid *g, size_t body, size_t col)
{
	size_t amounts = 0, others = 0;
	for (size_t row = body; row < g->rows; row++) {
		const char *text = sp_grid_text(g, row, col);
		amounts += sp_woven_is_amount(text);
		others += *text && !sp_woven_is_amount(text);
	}
	return amounts >= AMOUNTS_LEAST && amounts > others;
}

static bool holds_names(const struct sp_woven *names, const struct sp_grid *g, size_t body, size_t col)
{
	for (size_t row = body; row < g->rows; row++)
		if (amount_before_name(names, sp_grid_text(g, row, col)) > 0)
			return true;
	return false;
}

/* The last cell of words before it in the row. */
static size_t words_left_of(const struct sp_grid *g, size_t row, size_t col)
{
	while (col-- > 0)
		if (sp_grid_own(g, row, col) && *sp_grid_text(g, row, col))
			return sp_woven_is_amount(sp_grid_text(g, row, col)) ? g->cols : col;
	return g->cols;
}

/* The cells as they are, with room behind the columns that are to be parted. */
static void lay_out(const struct sp_grid *g, const bool *part, struct sp_grid *out)
{
	size_t *at = g_new(size_t, g->cols + 1);
	at[0] = 0;
	for (size_t c = 0; c < g->cols; c++)
		at[c + 1] = at[c] + 1 + part[c];
	*out = *g;
	out->cols = at[g->cols];
	out->texts = g_string_chunk_new(1024);
	out->cells = g_new0(struct sp_grid_cell, out->rows * out->cols + 1);
	for (size_t row = 0; row < g->rows; row++)
		for (size_t c = 0; c < g->cols; c++)
			for (size_t k = at[c]; k < at[c + 1]; k++) {
				struct sp_grid_cell cell = *sp_grid_at(g, row, c);
				cell.col = cell.json ? at[cell.col] : 0;
				*sp_grid_at(out, row, k) = cell;
			}
	g_free(at);
}

static void set_text(struct sp_grid *g, size_t row, size_t col, const struct sp_json *json, const char *text, size_t n)
{
	*sp_grid_at(g, row, col) = (struct sp_grid_cell){ json, g_string_chunk_insert_len(g->texts, text, (gssize)n), row,
						     col };
}

static void part_name(const struct sp_woven *names, struct sp_grid *g, size_t row, size_t col)
{
	const struct sp_grid_cell cell = *sp_grid_at(g, row, col);
	const char *text = sp_grid_text(g, row, col);
	size_t n = amount_before_name(names, text);
	bool name = sp_woven_is_name(names, text);
	set_text(g, row, col + 1, cell.json, "", 0);
	if (n > 0)
		set_text(g, row, col + 1, cell.json, text + n + 1, strlen(text) - n - 1);
	else if (name)
		set_text(g, row, col + 1, cell.json, text, strlen(text));
	if (n > 0 || name)
		set_text(g, row, col, cell.json, text, n);
}

static void give_words_back(struct sp_grid *g, size_t row, size_t col)
{
	const struct sp_grid_cell cell = *sp_grid_at(g, row, col);
	size_t n = words_before(sp_grid_text(g, row, col)), left = words_left_of(g, row, col);
	if (n == 0 || left == g->cols)
		return;
	char *words = g_strdup_printf("%s %.*s", sp_grid_text(g, row, left), (int)n, cell.text);
	set_text(g, row, left, sp_grid_at(g, row, left)->json, words, strlen(words));
	set_text(g, row, col, cell.json, cell.text + n + 1, strlen(cell.text) - n - 1);
	g_free(words);
}

bool sp_glued_part(const struct sp_woven *names, const struct sp_grid *g, size_t body, struct sp_grid *parted)
{
	bool *part = g_new0(bool, g->cols + 1), *amounts = g_new0(bool, g->cols + 1), any = false;
	for (size_t c = 0; c < g->cols; c++) {
		part[c] = holds_names(names, g, body, c);
		amounts[c] = is_of_amounts(g, body, c);
		any = any || part[c];
		for (size_t row = body; row < g->rows && amounts[c] && !any; row++)
			any = words_before(sp_grid_text(g, row, c)) > 0;
	}
	if (any)
		lay_out(g, part, parted);
	for (size_t c = 0, k = 0; c < g->cols && any; k += 1 + part[c], c++)
		for (size_t row = body; row < g->rows; row++) {
			if (part[c] && sp_grid_own(parted, row, k))
				part_name(names, parted, row, k);
			else if (amounts[c] && sp_grid_own(parted, row, k))
				give_words_back(parted, row, k);
		}
	g_free(amounts);
	g_free(part);
	return any;
}
