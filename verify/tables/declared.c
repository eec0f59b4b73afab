#include "verify/tables/declared.h"

#include <string.h>

enum {
	SYMBOL_LETTERS = 5,
	TERMS_MOST = 8,
	LEAST = 3,    /* rows that bear a formula out before it accuses */
	FAILING = 10, /* one in so many may fail */
};

/* A name of a column, as it stands in a head. */
struct symbol {
	const char *at;
	size_t n; /* 0: none */
};

struct term {
	size_t col;
	bool minus;
};

struct formula {
	size_t col;
	struct term terms[TERMS_MOST];
	unsigned n;
};

static struct symbol symbol_at(const char *p)
{
	size_t n = 0;
	while (g_ascii_isalnum(p[n]))
		n++;
	return (struct symbol){ p, g_ascii_isalpha(*p) && n <= SYMBOL_LETTERS ? n : 0 };
}

/* What the head calls its column: letters in brackets, alone or before "="; or the whole head. */
static struct symbol name_of(const char *head)
{
	for (const char *p = strchr(head, '('); p; p = strchr(p + 1, '(')) {
		struct symbol s = symbol_at(p + 1);
		const char *behind = s.at + s.n + strspn(s.at + s.n, " ");
		if (s.n > 0 && (*behind == ')' || *behind == '='))
			return s;
	}
	struct symbol s = symbol_at(head);
	const char *behind = s.at + s.n + strspn(s.at + s.n, " ");
	return *behind && *behind != '=' ? (struct symbol){ head, 0 } : s;
}

const char *sp_declared_name(const char *head, size_t *n)
{
	struct symbol s = name_of(head);
	*n = s.n;
	return s.at;
}

/* The only column of that name. */
static bool find_column(const struct sp_matrix *m, struct symbol wanted, size_t *col)
{
	unsigned times = 0;
	for (size_t c = 0; c < m->n_cols; c++) {
		struct symbol s = name_of(m->headers[c]);
		if (s.n != wanted.n || memcmp(s.at, wanted.at, s.n) != 0)
			continue;
		*col = c;
		times++;
	}
	return times == 1 && m->amounts[*col];
}

/* "RS - RR + R", each letter in brackets of its own or not. */
static bool read_terms(const struct sp_matrix *m, const char *p, struct formula *f)
{
	bool minus = false;
	for (f->n = 0; f->n < TERMS_MOST; f->n++) {
		p += strspn(p, " (");
		struct symbol s = symbol_at(p);
		struct term *t = &f->terms[f->n];
		if (s.n == 0 || !find_column(m, s, &t->col) || t->col == f->col)
			return false;
		t->minus = minus;
		p += s.n;
		p += strspn(p, " )");
		if (*p != '+' && *p != '-')
			break;
		minus = *p++ == '-';
	}
	f->n++;
	return f->n >= 2 && f->n <= TERMS_MOST;
}

static bool read_formula(const struct sp_matrix *m, size_t col, struct formula *f)
{
	f->col = col;
	for (const char *p = strchr(m->headers[col], '='); p; p = strchr(p + 1, '='))
		if (read_terms(m, p + 1, f))
			return true;
	return false;
}

static bool value_in(const struct sp_matrix *m, const struct formula *f, size_t row, int64_t *value)
{
	bool whole = sp_matrix_at(m, row, f->col)->state == SP_CELL_FIGURE;
	*value = 0;
	for (unsigned i = 0; i < f->n; i++) {
		const struct sp_matrix_cell *cell = sp_matrix_at(m, row, f->terms[i].col);
		whole = whole && cell->state == SP_CELL_FIGURE;
		*value += f->terms[i].minus ? -cell->units : cell->units;
	}
	return whole;
}

static struct sp_sum *sum_of(const struct formula *f, size_t row, int64_t value, bool holds)
{
	struct sp_sum *s = g_new0(struct sp_sum, 1);
	*s = (struct sp_sum){
		.row = row, .col = f->col, .value = value, .holds = holds, .likely = true, .across = true
	};
	s->terms = g_array_new(FALSE, FALSE, sizeof(struct sp_sum_term));
	for (unsigned i = 0; i < f->n; i++) {
		struct sp_sum_term t = { row, f->terms[i].col, f->terms[i].minus };
		g_array_append_val(s->terms, t);
	}
	return s;
}

static void apply(const struct sp_matrix *m, const struct formula *f, GPtrArray *found)
{
	size_t holds = 0, fails = 0;
	int64_t value;
	for (size_t r = 0; r < m->n_rows; r++)
		if (value_in(m, f, r, &value)) {
			bool equal = value == sp_matrix_at(m, r, f->col)->units;
			holds += equal && value != 0;
			fails += !equal;
		}
	bool accuses = holds >= LEAST && fails * FAILING <= holds;
	for (size_t r = 0; r < m->n_rows; r++) {
		if (!value_in(m, f, r, &value))
			continue;
		bool equal = value == sp_matrix_at(m, r, f->col)->units;
		const struct sp_matrix_row *row = &g_array_index(m->rows, struct sp_matrix_row, r);
		/* what a total adds up may have terms that no head declares: a deficit of years before */
		if (equal ? fails <= holds : accuses && !row->total && !row->doubtful)
			g_ptr_array_add(found, sum_of(f, r, value, equal));
	}
}

void sp_declared_columns(const struct sp_matrix *m, bool *declared)
{
	struct formula f;
	for (size_t c = 0; c < m->n_cols; c++)
		declared[c] = m->amounts[c] && read_formula(m, c, &f);
}

void sp_declared_find(const struct sp_matrix *m, const bool *declared, GPtrArray *found)
{
	struct formula f;
	for (size_t c = 0; c < m->n_cols; c++)
		if (declared[c] && read_formula(m, c, &f))
			apply(m, &f, found);
}
