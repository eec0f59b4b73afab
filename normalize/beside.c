#include "normalize/beside.h"

#include <string.h>

#include "base/amount.h"
#include "normalize/cell.h"

enum {
	NAME_TIMES = 3,
	NAMES_MOST = 256,
};

struct sp_beside {
	GHashTable *times; /* words → how often they stood beside an amount */
};

struct sp_beside *sp_beside_new(void)
{
	struct sp_beside *b = g_new(struct sp_beside, 1);
	b->times = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return b;
}

void sp_beside_free(struct sp_beside *b)
{
	if (!b)
		return;
	g_hash_table_destroy(b->times);
	g_free(b);
}

/* --- names ------------------------------------------------------------------------------------------------ */

/* The words behind an amount at the beginning of the cell; NULL where there is none. */
static const char *words_behind(const char *text)
{
	size_t n = strcspn(text, " ");
	if (!text[n] || !sp_cell_has_letters(text + n))
		return NULL;
	char *amount = g_strndup(text, n);
	bool is = sp_amount_with_cents(amount);
	g_free(amount);
	return is ? text + n + 1 : NULL;
}

/* The words of a cell right before an amount; NULL where it is another. */
static const char *words_before(const struct sp_grid *g, size_t row, size_t col)
{
	const char *text = sp_grid_text(g, row, col);
	if (!sp_cell_has_letters(text))
		return NULL;
	for (size_t c = col + 1; c < g->cols; c++)
		if (*sp_grid_text(g, row, c))
			return sp_amount_with_cents(sp_grid_text(g, row, c)) ? text : NULL;
	return NULL;
}

static void count(struct sp_beside *b, const char *name)
{
	gpointer known = name ? g_hash_table_lookup(b->times, name) : NULL;
	if (name && (known || g_hash_table_size(b->times) < NAMES_MOST))
		g_hash_table_insert(b->times, g_strdup(name), GINT_TO_POINTER(GPOINTER_TO_INT(known) + 1));
}

static bool is_name(const struct sp_beside *b, const char *text)
{
	return text && GPOINTER_TO_INT(g_hash_table_lookup(b->times, text)) >= NAME_TIMES;
}

static void learn(struct sp_beside *b, const struct sp_grid *g, size_t body)
{
	for (size_t row = body; row < g->rows; row++)
		for (size_t c = 0; c < g->cols; c++) {
			const char *behind = words_behind(sp_grid_text(g, row, c));
			count(b, behind ? behind : words_before(g, row, c));
		}
}

/* --- columns ------------------------------------------------------------------------------------------------ */

/* The name behind the amount that the cell begins with; NULL where it holds no such. */
static const char *name_in(const struct sp_beside *b, const struct sp_grid *g, size_t row, size_t col)
{
	const char *behind = words_behind(sp_grid_text(g, row, col));
	return is_name(b, behind) ? behind : NULL;
}

/* Has the name a place of its own in that row: does the cell reach over the next column? */
static bool has_room(const struct sp_grid *g, size_t row, size_t col)
{
	return col + 1 < g->cols && sp_grid_at(g, row, col + 1)->json == sp_grid_at(g, row, col)->json;
}

/* Where each column comes to stand; `at[cols]` is their number. */
static bool find_places(const struct sp_beside *b, const struct sp_grid *g, size_t body, size_t at[])
{
	bool any = false;
	at[0] = 0;
	for (size_t c = 0; c < g->cols; c++) {
		bool parts = false;
		for (size_t row = body; row < g->rows; row++) {
			bool holds = name_in(b, g, row, c) != NULL;
			any = any || holds;
			parts = parts || (holds && !has_room(g, row, c));
		}
		at[c + 1] = at[c] + (parts ? 2 : 1);
	}
	return any;
}

static void put(struct sp_grid *to, size_t row, size_t col, const struct sp_grid_cell *printed, const char *text)
{
	*sp_grid_at(to, row, col) = (struct sp_grid_cell){ printed->json, text, row, col };
}

/* The head of a column that was parted stands over both. */
static void copy_cell(const struct sp_grid *g, struct sp_grid *to, size_t row, size_t c, const size_t at[], bool head)
{
	struct sp_grid_cell cell = *sp_grid_at(g, row, c);
	size_t end = head || cell.col != c ? at[c + 1] : at[c] + 1;
	cell.col = at[cell.col];
	for (size_t k = at[c]; k < end && cell.json; k++)
		if (!sp_grid_at(to, row, k)->json)
			*sp_grid_at(to, row, k) = cell;
}

bool sp_beside_part(struct sp_beside *b, const struct sp_grid *g, size_t body, struct sp_grid *parted)
{
	learn(b, g, body);
	size_t *at = g_new0(size_t, g->cols + 1);
	bool any = find_places(b, g, body, at);
	if (any) {
		*parted = *g;
		parted->cols = at[g->cols];
		parted->texts = g_string_chunk_new(1024);
		parted->cells = g_new0(struct sp_grid_cell, parted->rows * parted->cols + 1);
		for (size_t i = 0; i < parted->rows * parted->cols; i++)
			parted->cells[i].text = "";
	}
	for (size_t row = 0; any && row < g->rows; row++)
		for (size_t c = 0; c < g->cols; c++) {
			const struct sp_grid_cell *cell = sp_grid_at(g, row, c);
			const char *name = row >= body ? name_in(b, g, row, c) : NULL;
			if (name) {
				size_t n = (size_t)(name - cell->text) - 1;
				put(parted, row, at[c], cell,
				    g_string_chunk_insert_len(parted->texts, cell->text, (gssize)n));
				put(parted, row, at[c] + 1, cell, name);
			} else if (row >= body && sp_grid_own(g, row, c) && is_name(b, cell->text)) {
				put(parted, row, at[c + 1] - 1, cell, cell->text);
			} else {
				copy_cell(g, parted, row, c, at, row < body);
			}
		}
	g_free(at);
	return any;
}
