#include "verify/tables/rates.h"

#include <string.h>

enum {
	LEAST = 3,       /* rows that bear a relation out */
	ACCUSING = 6,    /* … before it accuses */
	FAILING = 10,    /* one in so many may fail */
	AWAY_MOST = 5,   /* columns between a percentage and what it follows from */
	TELLING = 10000, /* the least that is divided, in the matrix's units of a figure: one */
};

struct relation {
	size_t col, of, by;
	bool change;
};

static void free_rate(gpointer p)
{
	struct sp_rate *r = p;
	mpq_clear(r->value);
	g_free(r);
}

/* False where one of them is no figure, or the base is too small to tell anything. */
static bool rate_in(const struct sp_matrix *m, const struct relation *x, size_t row, mpq_t value)
{
	const struct sp_matrix_cell *of = sp_matrix_at(m, row, x->of), *by = sp_matrix_at(m, row, x->by);
	if (of->state != SP_CELL_FIGURE || by->state != SP_CELL_FIGURE || by->units < TELLING)
		return false;
	mpq_t base;
	mpq_init(base);
	mpq_set_si(base, (long)by->units, 1);
	mpq_set_si(value, (long)(x->change ? of->units - by->units : of->units), 1);
	mpq_div(value, value, base);
	mpq_set_si(base, 100, 1);
	mpq_mul(value, value, base);
	mpq_clear(base);
	return true;
}

static const char *printed(const struct sp_matrix *m, size_t row, size_t col)
{
	return sp_json_digits(sp_json_get(sp_matrix_at(m, row, col)->json, "value"));
}

/* How the printed percentage stands to the value; SP_NOT_COMPUTABLE where none is printed. */
static enum sp_finding_status verdict_in(const struct sp_matrix *m, size_t row, size_t col, const mpq_t value)
{
	const char *digits = printed(m, row, col);
	if (!digits)
		return SP_NOT_COMPUTABLE;
	struct sp_dec d;
	sp_dec_init(&d);
	enum sp_finding_status s = SP_NOT_COMPUTABLE;
	if (sp_dec_parse(&d, digits, strlen(digits)) == SP_OK)
		s = sp_verdict(&d, value, SP_COMPARE_SIGNIFICANT, NULL);
	sp_dec_clear(&d);
	return s;
}

/*
 * In how many rows does it hold, and tell something (no 0 %), and in how many does it fail? A column that prints one
 * percentage in all rows tells nothing.
 */
static void weigh(const struct sp_matrix *m, const struct relation *x, unsigned *holds, unsigned *fails)
{
	mpq_t value;
	mpq_init(value);
	*holds = *fails = 0;
	const char *first = NULL;
	bool varies = false;
	for (size_t r = 0; r < m->n_rows; r++) {
		if (!rate_in(m, x, r, value))
			continue;
		enum sp_finding_status s = verdict_in(m, r, x->col, value);
		bool tells = mpq_sgn(value) != 0 && mpq_cmp_si(value, 100, 1) != 0;
		*fails += s == SP_MISMATCH || s == SP_TRUNCATED;
		if (s != SP_MATCH || !tells)
			continue;
		(*holds)++;
		first = first ? first : printed(m, r, x->col);
		varies = varies || strcmp(first, printed(m, r, x->col)) != 0;
	}
	*holds = varies ? *holds : 0;
	mpq_clear(value);
}

static bool best_relation(const struct sp_matrix *m, size_t col, struct relation *best, unsigned *holds)
{
	*holds = LEAST - 1;
	for (size_t of = 0; of < m->n_cols; of++)
		for (size_t by = 0; by < m->n_cols; by++)
			for (int change = 0; change < 2 && of != by; change++) {
				struct relation x = { col, of, by, change != 0 };
				unsigned n, fails;
				if (!m->amounts[of] || !m->amounts[by] || MAX(of, col) - MIN(of, col) > AWAY_MOST ||
				    MAX(by, col) - MIN(by, col) > AWAY_MOST)
					continue;
				weigh(m, &x, &n, &fails);
				if (n <= *holds || fails * FAILING > n)
					continue;
				*holds = n;
				*best = x;
			}
	return *holds >= LEAST;
}

static void add_rates(const struct sp_matrix *m, const struct relation *x, bool accuses, GPtrArray *found)
{
	mpq_t value;
	mpq_init(value);
	for (size_t row = 0; row < m->n_rows; row++) {
		if (!rate_in(m, x, row, value))
			continue;
		enum sp_finding_status s = verdict_in(m, row, x->col, value);
		if (s == SP_NOT_COMPUTABLE || (s == SP_MISMATCH && !accuses))
			continue;
		struct sp_rate *r = g_new0(struct sp_rate, 1);
		*r = (struct sp_rate){
			.row = row, .col = x->col, .of = x->of, .by = x->by, .change = x->change, .status = s
		};
		mpq_init(r->value);
		mpq_set(r->value, value);
		g_ptr_array_add(found, r);
	}
	mpq_clear(value);
}

GPtrArray *sp_rates_find(const struct sp_matrix *m)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(free_rate);
	for (size_t c = 0; c < m->n_cols; c++) {
		struct relation best;
		unsigned holds;
		if (m->percent[c] && best_relation(m, c, &best, &holds))
			add_rates(m, &best, holds >= ACCUSING, found);
	}
	return found;
}
