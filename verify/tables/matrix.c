#include "verify/tables/matrix.h"

#include <string.h>

#include "base/amount.h"
#include "base/dec.h"
#include "base/italian/token.h"
#include "base/italian/words.h"

#define DECIMALS_MOST 4
#define DIGITS_MOST   15
#define CODE_DIGITS   3

struct sp_matrix *sp_matrix_new(void)
{
	struct sp_matrix *m = g_new0(struct sp_matrix, 1);
	m->rows = g_array_new(FALSE, TRUE, sizeof(struct sp_matrix_row));
	return m;
}

void sp_matrix_free(struct sp_matrix *m)
{
	if (!m)
		return;
	g_array_free(m->rows, TRUE);
	g_free(m->cells);
	g_free(m->headers);
	g_free(m->amounts);
	g_free(m->percent);
	g_free(m);
}

/* --- reading ------------------------------------------------------------------------------------------- */

static const char *text_or_empty(const struct sp_json *v)
{
	const char *text = sp_json_str(v);
	return text ? text : "";
}

static size_t count(const struct sp_json *list)
{
	size_t n = 0;
	for (const struct sp_json *v = sp_json_first(list); v; v = sp_json_next(v))
		n++;
	return n;
}

/* What the words before the first figure say: "Totale entrate", "di cui FPV". */
static void read_words(struct sp_matrix_row *row, const char *text)
{
	struct sp_tokens *t = sp_tokens_new(text, strlen(text));
	for (size_t i = 0; i < t->n; i++)
		row->total = row->total || sp_token_has(&t->at[i], sp_sum_stems);
	row->part = row->part || (t->n > 1 && sp_token_has(&t->at[0], sp_part_lead_stems) &&
				  sp_token_has(&t->at[1], sp_which_stems));
	sp_tokens_free(t);
}

static void read_headers(struct sp_matrix *m, const struct sp_json *columns)
{
	m->n_cols = count(columns);
	m->headers = g_new0(const char *, m->n_cols + 1);
	m->percent = g_new0(bool, m->n_cols + 1);
	m->amounts = g_new0(bool, m->n_cols + 1);
	size_t c = 0;
	for (const struct sp_json *v = sp_json_first(columns); v; v = sp_json_next(v), c++) {
		m->headers[c] = text_or_empty(sp_json_get(v, "header"));
		m->percent[c] = strcmp(text_or_empty(sp_json_get(v, "unit")), "%") == 0;
	}
}

bool sp_matrix_add(struct sp_matrix *m, const struct sp_json *record)
{
	const struct sp_json *columns = sp_json_get(record, "columns");
	const char *id = text_or_empty(sp_json_get(record, "id"));
	if (!m->id) {
		m->id = id;
		m->torn = sp_json_str(sp_json_get(record, "continues")) != NULL;
		read_headers(m, columns);
	} else if (count(columns) != m->n_cols) {
		return false;
	}
	for (const struct sp_json *r = sp_json_first(sp_json_get(record, "rows")); r; r = sp_json_next(r)) {
		struct sp_matrix_row row = { r, text_or_empty(sp_json_get(r, "label")), id, false, false, false, 0 };
		read_words(&row, row.label);
		read_words(&row, text_or_empty(sp_json_get(r, "under")));
		if (m->rows->len < SP_MATRIX_ROWS)
			g_array_append_val(m->rows, row);
	}
	return true;
}

/* --- figures ------------------------------------------------------------------------------------------- */

/* False when it does not fit. */
static bool scaled(const struct sp_json *value, int decimals, int64_t *units)
{
	const char *digits = sp_json_digits(value);
	struct sp_dec d;
	sp_dec_init(&d);
	bool fits = digits && sp_dec_parse(&d, digits, strlen(digits)) == SP_OK && d.scale <= decimals;
	if (fits) {
		mpz_t shift;
		mpz_init(shift);
		mpz_ui_pow_ui(shift, 10, (unsigned long)(decimals - (int)d.scale));
		mpz_mul(shift, shift, d.units);
		fits = mpz_sizeinbase(shift, 10) <= DIGITS_MOST && mpz_fits_slong_p(shift);
		*units = fits ? mpz_get_si(shift) : 0;
		mpz_clear(shift);
	}
	sp_dec_clear(&d);
	return fits;
}

/* A figure that could not be told from another; or one with decimals among words, "illeciti 60.000,00". */
static bool is_unread(const char *raw, const char *note)
{
	static const char *const open[] = { "several-figures", "sign-unclear", "point-unclear", NULL };
	return (strpbrk(raw, "0123456789") && g_strv_contains(open, note)) || sp_amount_cents_in(raw);
}

static void read_cell(struct sp_matrix_cell *cell, const struct sp_json *v, int decimals)
{
	*cell = (struct sp_matrix_cell){ SP_CELL_EMPTY, 0, v };
	const char *raw = text_or_empty(sp_json_get(v, "raw")), *note = text_or_empty(sp_json_get(v, "note"));
	if (!v || !*raw)
		return;
	/* "1.01" may be a code */
	if (strcmp(note, "decimal-point") == 0 || !sp_json_digits(sp_json_get(v, "value")))
		cell->state = is_unread(raw, note) ? SP_CELL_UNREAD : SP_CELL_TEXT;
	else
		cell->state = scaled(sp_json_get(v, "value"), decimals, &cell->units) ? SP_CELL_FIGURE : SP_CELL_UNREAD;
	const char *unit = sp_json_str(sp_json_get(v, "unit"));
	if (cell->state == SP_CELL_FIGURE && unit && strcmp(unit, "%") == 0)
		cell->state = SP_CELL_TEXT;
}

/* "101", "2010100": where amounts have cents, whole numbers without a point between thousands are codes. */
static bool is_bare(const struct sp_matrix_cell *cell)
{
	const char *raw = sp_json_str(sp_json_get(cell->json, "raw"));
	return cell->state == SP_CELL_FIGURE && strlen(raw) >= CODE_DIGITS && strspn(raw, "0123456789") == strlen(raw);
}

static bool has_cents(const struct sp_matrix_cell *cell)
{
	return cell->state == SP_CELL_FIGURE && strchr(sp_json_str(sp_json_get(cell->json, "raw")), ',');
}

/* Among amounts of its column it may be one that is printed otherwise, "855" below "1,000": it was not read. */
static void tell_codes_of(struct sp_matrix *m, size_t col)
{
	bool among_amounts = false;
	for (size_t r = 0; r < m->n_rows; r++)
		among_amounts |= has_cents(&m->cells[r * m->n_cols + col]);
	for (size_t r = 0; r < m->n_rows; r++) {
		struct sp_matrix_cell *cell = &m->cells[r * m->n_cols + col];
		if (is_bare(cell))
			cell->state = among_amounts ? SP_CELL_UNREAD : SP_CELL_TEXT;
	}
}

static void tell_codes(struct sp_matrix *m)
{
	size_t bare = 0, cents = 0, n = m->n_rows * m->n_cols;
	for (size_t i = 0; i < n; i++) {
		bare += is_bare(&m->cells[i]);
		cents += has_cents(&m->cells[i]);
	}
	for (size_t c = 0; c < m->n_cols && cents > bare; c++)
		tell_codes_of(m, c);
}

/* 1, 2, 3: the rows' numbers; 2026, 2027: years */
static bool are_numbers(const struct sp_matrix *m, size_t col, int64_t one)
{
	int64_t last = 0;
	bool rising = true, years = true;
	size_t n = 0;
	for (size_t r = 0; r < m->n_rows; r++) {
		const struct sp_matrix_cell *cell = sp_matrix_at(m, r, col);
		if (cell->state != SP_CELL_FIGURE)
			continue;
		rising = rising && cell->units % one == 0 && (n == 0 || cell->units == last + one);
		years = years && cell->units >= 1990 * one && cell->units <= 2099 * one && cell->units % one == 0;
		last = cell->units;
		n++;
	}
	return n == 0 || years || (n >= 3 && rising);
}

/* Cents among words: "Totale 445.382,87". */
static void tell_doubtful(struct sp_matrix *m)
{
	for (size_t r = 0; r < m->n_rows; r++)
		for (size_t c = 0; c < m->n_cols; c++)
			if (sp_matrix_at(m, r, c)->state == SP_CELL_UNREAD && !m->amounts[c])
				g_array_index(m->rows, struct sp_matrix_row, r).doubtful = true;
}

/* --- lines of one item --------------------------------------------------------------------------------- */

#define SERIES_MOST  10
#define SERIES_LEAST 3 /* times that each line's name stands there */
#define SERIES_ASTRAY                                                                                                  \
	4 /* one in so many may stand elsewhere: at the top of a page, whose item is on the one before                 \
	   */

static bool has_letter(const char *text)
{
	for (; *text; text++)
		if (g_ascii_isalpha(*text))
			return true;
	return false;
}

/* What names the line in this row; NULL for nothing. */
static const char *name_at(const struct sp_matrix *m, size_t row, size_t col)
{
	const struct sp_matrix_cell *cell = sp_matrix_at(m, row, col);
	const char *raw = cell->state == SP_CELL_TEXT ? sp_json_str(sp_json_get(cell->json, "raw")) : NULL;
	return raw && has_letter(raw) ? raw : NULL;
}

/* Is it a column of names that repeat, "previsione di competenza", "previsione di cassa"? The first one stands beside
 * what the lines are about, the others under it. */
static bool find_names(const struct sp_matrix *m, size_t col, GHashTable *names)
{
	const char *first = NULL;
	size_t under = 0, astray = 0;
	for (size_t r = 0; r < m->n_rows; r++) {
		const char *name = name_at(m, r, col);
		if (!name)
			continue;
		first = first ? first : name;
		bool below = sp_json_get(g_array_index(m->rows, struct sp_matrix_row, r).json, "under") != NULL;
		under += below && strcmp(name, first) != 0;
		astray += !below && strcmp(name, first) != 0 && g_hash_table_contains(names, name);
		g_hash_table_insert(names, (gpointer)name,
				    GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(names, name)) + 1));
		if (g_hash_table_size(names) > SERIES_MOST)
			return false;
	}
	GHashTableIter i;
	gpointer name, times;
	unsigned often = 0;
	g_hash_table_iter_init(&i, names);
	while (g_hash_table_iter_next(&i, &name, &times))
		often += GPOINTER_TO_INT(times) >= SERIES_LEAST;
	return often >= 2 && under >= SERIES_LEAST && astray * SERIES_ASTRAY <= under;
}

/* Rows are told apart by the first column that names lines; those without a name are a series, too. */
static void tell_series(struct sp_matrix *m)
{
	m->n_series = 1;
	for (size_t c = 0; c < m->n_cols && m->n_series == 1; c++) {
		GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
		GHashTable *series = g_hash_table_new(g_str_hash, g_str_equal);
		bool found = find_names(m, c, names);
		for (size_t r = 0; r < m->n_rows && found; r++) {
			const char *name = name_at(m, r, c);
			if (!name)
				continue;
			if (!g_hash_table_contains(series, name))
				g_hash_table_insert(series, (gpointer)name, GINT_TO_POINTER(m->n_series++));
			g_array_index(m->rows, struct sp_matrix_row, r).series = GPOINTER_TO_INT(
			    g_hash_table_lookup(series, name));
		}
		g_hash_table_destroy(series);
		g_hash_table_destroy(names);
	}
}

void sp_matrix_close(struct sp_matrix *m)
{
	m->n_rows = m->n_cols > 0 && m->n_cols <= SP_MATRIX_COLS ? m->rows->len : 0;
	m->cells = g_new0(struct sp_matrix_cell, m->n_rows * m->n_cols + 1);
	m->decimals = DECIMALS_MOST;
	int64_t one = 1;
	for (int i = 0; i < m->decimals; i++)
		one *= 10;
	for (size_t r = 0; r < m->n_rows; r++) {
		const struct sp_json *v = sp_json_first(
		    sp_json_get(g_array_index(m->rows, struct sp_matrix_row, r).json, "cells"));
		for (size_t c = 0; c < m->n_cols && v; c++, v = sp_json_next(v))
			read_cell(&m->cells[r * m->n_cols + c], v, m->decimals);
	}
	tell_codes(m);
	tell_series(m);
	for (size_t c = 0; c < m->n_cols; c++)
		m->amounts[c] = !m->percent[c] && !are_numbers(m, c, one);
	tell_doubtful(m);
}
