/*
 * Method, for rows: a stack of rows that no total has taken yet. At each row the suffixes of the stack are tried, the
 * nearest rows first; the one that agrees in most columns is what the row adds up, if it says that it is a total, or
 * else if it agrees everywhere and in two columns at least. Its rows leave the stack, and the total stands for them, so
 * that totals of totals are found the same way. Rows "di cui" are parts of others and never on the stack.
 *
 * For columns: every run of two to eight neighbours is tried on both sides of a column, as a sum and, for two, as a
 * difference; it must hold in at least three rows with figures and in all but a tenth of them.
 */
#include "verify/tables/sums.h"

#include <stdlib.h>
#include <string.h>

#define RUN_MOST       400 /* rows that one total adds up */
#define COLUMNS_RUN    8
#define COLUMN_LEAST   3  /* rows that bear a relation of columns out */
#define COLUMN_FAILING 10 /* one in so many may fail */

struct fit {
	unsigned agree, differ; /* columns with a figure other than zero: where all is zero nothing is told */
	unsigned terms;         /* rows with a figure in some agreeing column */
};

struct walk {
	const struct sp_matrix *m;
	size_t *stack; /* rows */
	size_t depth;
	bool up; /* from the last row to the first: totals stand before what they add up; nothing is accused */
	int series;
	bool *told; /* rows that are totals */
	GPtrArray *found;
};

static const struct sp_matrix_row *row_at(const struct sp_matrix *m, size_t row)
{
	return &g_array_index(m->rows, struct sp_matrix_row, row);
}

static void free_sum(gpointer p)
{
	struct sp_sum *s = p;
	g_array_free(s->terms, TRUE);
	g_free(s);
}

static bool is_figure(const struct sp_matrix *m, size_t row, size_t col)
{
	return m->amounts[col] && sp_matrix_at(m, row, col)->state == SP_CELL_FIGURE;
}

/* Figures, or what should have been one: a row that was not read is one of those that a total adds up. */
static bool has_figures(const struct sp_matrix *m, size_t row)
{
	for (size_t c = 0; c < m->n_cols; c++)
		if (is_figure(m, row, c) || (m->amounts[c] && sp_matrix_at(m, row, c)->state == SP_CELL_UNREAD))
			return true;
	return false;
}

/* --- rows ---------------------------------------------------------------------------------------------- */

/* Is a cell printed without decimals? */
static bool is_whole(const struct sp_matrix *m, size_t row, size_t col)
{
	const struct sp_matrix_cell *cell = sp_matrix_at(m, row, col);
	return cell->state != SP_CELL_FIGURE || cell->units == 0 ||
	       !strchr(sp_json_str(sp_json_get(cell->json, "raw")), ',');
}

static int64_t one_of(const struct sp_matrix *m)
{
	int64_t one = 1;
	for (int i = 0; i < m->decimals; i++)
		one *= 10;
	return one;
}

/* Amounts that were rounded to whole euros one by one: how far their sum may be from the rounded total, in units. What
 * they are totals of themselves was rounded, too, so that every row of the table may bring half a euro. */
static int64_t rounding(const struct sp_matrix *m)
{
	return ((int64_t)m->n_rows + 1) / 2 * one_of(m);
}

/* The same for the stack's rows from `first` on; 0 where something among them has cents. */
static int64_t rounding_of(const struct walk *w, size_t first, size_t total, size_t col)
{
	bool whole = is_whole(w->m, total, col);
	for (size_t i = first; i < w->depth && whole; i++)
		whole = is_whole(w->m, w->stack[i], col);
	return whole ? rounding(w->m) : 0;
}

/* The sum of the stack's rows from `first` on in one column. False when one was not read, or fewer than two are there.
 */
static bool add_up(const struct walk *w, size_t first, size_t col, int64_t *sum, unsigned *terms)
{
	*sum = 0;
	*terms = 0;
	for (size_t i = first; i < w->depth; i++) {
		const struct sp_matrix_cell *cell = sp_matrix_at(w->m, w->stack[i], col);
		if (cell->state == SP_CELL_UNREAD)
			return false;
		if (cell->state == SP_CELL_FIGURE && cell->units != 0)
			(*terms)++;
		*sum += cell->state == SP_CELL_FIGURE ? cell->units : 0;
	}
	return true;
}

/* What the stack's upper rows make, column by column, while rows are put to them one by one. */
struct running {
	int64_t sum[SP_MATRIX_COLS];
	unsigned terms[SP_MATRIX_COLS];
	bool unread[SP_MATRIX_COLS], whole[SP_MATRIX_COLS];
};

static void put_row(struct running *x, const struct sp_matrix *m, size_t row)
{
	for (size_t c = 0; c < m->n_cols; c++) {
		const struct sp_matrix_cell *cell = sp_matrix_at(m, row, c);
		x->unread[c] = x->unread[c] || cell->state == SP_CELL_UNREAD;
		x->whole[c] = x->whole[c] && is_whole(m, row, c);
		if (cell->state == SP_CELL_FIGURE) {
			x->sum[c] += cell->units;
			x->terms[c] += cell->units != 0;
		}
	}
}

static struct fit fit_of(const struct running *x, const struct sp_matrix *m, size_t total)
{
	struct fit f = { 0 };
	for (size_t c = 0; c < m->n_cols; c++) {
		if (!is_figure(m, total, c) || x->unread[c])
			continue;
		int64_t gap = llabs(x->sum[c] - sp_matrix_at(m, total, c)->units);
		bool told = gap != 0 || x->terms[c] > 0; /* no zeros */
		f.agree += gap == 0 && told;
		f.differ += gap > (x->whole[c] && is_whole(m, total, c) ? rounding(m) : 0);
		f.terms = MAX(f.terms, gap == 0 ? x->terms[c] : 0);
	}
	return f;
}

/* Does a figure that stands twice among the terms make the difference? Then one of them may be a total of the other. */
static bool is_counted_twice(const struct walk *w, size_t first, size_t col, int64_t gap)
{
	unsigned times = 0;
	for (size_t i = first; i < w->depth; i++) {
		const struct sp_matrix_cell *cell = sp_matrix_at(w->m, w->stack[i], col);
		times += cell->state == SP_CELL_FIGURE && cell->units == gap;
	}
	return times >= 2;
}

static struct sp_sum *add_sum(GPtrArray *found, size_t row, size_t col, bool across)
{
	struct sp_sum *s = g_new0(struct sp_sum, 1);
	*s = (struct sp_sum){ .row = row, .col = col, .across = across };
	s->terms = g_array_new(FALSE, FALSE, sizeof(struct sp_sum_term));
	g_ptr_array_add(found, s);
	return s;
}

static bool is_doubtful(const struct walk *w, size_t first, size_t total)
{
	bool doubtful = row_at(w->m, total)->doubtful;
	for (size_t i = first; i < w->depth; i++)
		doubtful = doubtful || row_at(w->m, w->stack[i])->doubtful;
	return doubtful;
}

/* `silent`: nothing is said where it fails */
static void add_rows(const struct walk *w, size_t first, size_t total, size_t col, bool likely, bool silent)
{
	int64_t sum;
	unsigned terms;
	if (!is_figure(w->m, total, col) || !add_up(w, first, col, &sum, &terms))
		return;
	int64_t gap = llabs(sum - sp_matrix_at(w->m, total, col)->units);
	bool holds = gap == 0;
	bool excused = gap <= rounding_of(w, first, total, col) || is_doubtful(w, first, total) ||
		       is_counted_twice(w, first, col, sum - sp_matrix_at(w->m, total, col)->units);
	if (holds ? terms == 0 : silent || excused || terms < 2)
		return;
	struct sp_sum *s = add_sum(w->found, total, col, false);
	s->value = sum;
	s->holds = holds;
	s->likely = likely;
	for (size_t i = first; i < w->depth; i++) {
		struct sp_sum_term t = { w->up ? w->stack[w->depth - 1 - (i - first)] : w->stack[i], col, false };
		if (is_figure(w->m, t.row, col))
			g_array_append_val(s->terms, t);
	}
}

/* The stack's rows that a total most probably adds up: most columns agree, fewest fail; w->depth for none. */
static size_t best_start(const struct walk *w, size_t total, struct fit *best)
{
	size_t start = w->depth;
	struct running x = { 0 };
	*best = (struct fit){ 0 };
	for (size_t c = 0; c < w->m->n_cols; c++)
		x.whole[c] = true;
	for (size_t n = 1; n <= w->depth && n <= RUN_MOST; n++) {
		put_row(&x, w->m, w->stack[w->depth - n]);
		struct fit f = fit_of(&x, w->m, total);
		/* one figure among zeros: only if it says so, and is so everywhere */
		bool told = f.terms >= 2 || (f.terms == 1 && f.differ == 0 && row_at(w->m, total)->total);
		bool better = f.agree > best->agree || (f.agree == best->agree && f.differ < best->differ);
		if (n >= 2 && told && better) {
			*best = f;
			start = w->depth - n;
		}
	}
	return start;
}

/* Where the rows begin that a total of its words must add up: behind the last total on the stack. */
static size_t section_start(const struct walk *w)
{
	size_t i = w->depth;
	while (i > 0 && !row_at(w->m, w->stack[i - 1])->total)
		i--;
	return i;
}

static bool is_near(int64_t sum, int64_t printed)
{
	return printed != 0 && llabs(sum - printed) * 2 < llabs(printed);
}

#define SIGNS_MOST 10 /* terms whose signs are tried */

/* "Entrate 100, spese 60, saldo 40": do the stack's rows make the total with other signs? Bit n: the n-th is
 * subtracted. */
static unsigned signs_of(const struct walk *w, size_t first, size_t total, size_t col)
{
	size_t n = w->depth - first;
	int64_t printed = sp_matrix_at(w->m, total, col)->units;
	for (unsigned signs = 1; n <= SIGNS_MOST && signs < (1u << n); signs++) {
		int64_t sum = 0;
		for (size_t i = 0; i < n; i++) {
			const struct sp_matrix_cell *cell = sp_matrix_at(w->m, w->stack[first + i], col);
			int64_t units = cell->state == SP_CELL_FIGURE ? cell->units : 0;
			sum += signs & (1u << i) ? -units : units;
		}
		if (sum == printed)
			return signs;
	}
	return 0;
}

/*
 * One column of figures, a total that says so, and no rows that make it: the nearest reading, if it is near. Nothing
 * else bears it out, so the table must be whole: it has its head, and begins where it is read from.
 */
static bool is_near_miss(const struct walk *w, size_t first, size_t total)
{
	unsigned columns = 0;
	bool near = w->depth - first >= 2 && first == 0 && !w->m->torn;
	for (size_t c = 0; c < w->m->n_cols; c++) {
		int64_t sum, printed = sp_matrix_at(w->m, total, c)->units;
		unsigned terms;
		near = near && sp_matrix_at(w->m, total, c)->state != SP_CELL_UNREAD;
		if (!is_figure(w->m, total, c))
			continue;
		columns++;
		near = near && *w->m->headers[c] && add_up(w, first, c, &sum, &terms) && terms >= 2 &&
		       is_near(sum, printed) && signs_of(w, first, total, c) == 0;
	}
	return near && columns == 1;
}

/* The same figures in all columns: the total of one item, or the only item of a group. */
static bool repeats_top(const struct walk *w, size_t row)
{
	bool same = w->depth > 0, telling = false;
	for (size_t c = 0; c < w->m->n_cols && same; c++) {
		const struct sp_matrix_cell *a = sp_matrix_at(w->m, row, c);
		const struct sp_matrix_cell *b = sp_matrix_at(w->m, w->stack[w->depth - 1], c);
		if (!w->m->amounts[c])
			continue;
		same = a->state == b->state && a->units == b->units;
		telling = telling || a->units != 0;
	}
	return same && telling;
}

/* What a row adds up, if it is a total; then it stands for its rows. */
static void take_total(struct walk *w, size_t total)
{
	const struct sp_matrix_row *row = row_at(w->m, total);
	if ((w->up || row->total) && repeats_top(w, total)) {
		for (size_t c = 0; c < w->m->n_cols && row->total && !w->up; c++)
			add_rows(w, w->depth - 1, total, c, true, true);
		w->stack[w->depth - 1] = total;
		return;
	}
	struct fit best;
	size_t first = best_start(w, total, &best);
	bool whole = best.differ == 0;
	bool sound = row->total ? best.agree >= 1 && (best.differ <= 1 || best.agree > 2 * best.differ)
				: whole && best.agree >= 2;
	if (first < w->depth && sound) {
		/* one column that fails among others is a fault; several were read in another order than they add up */
		bool certain = row->total && best.agree >= 2;
		for (size_t c = 0; c < w->m->n_cols && !w->told[total]; c++)
			add_rows(w, first, total, c, !certain, w->up || best.differ > 1);
		w->told[total] = true;
		w->depth = first;
	} else if (row->total && !w->up) {
		first = section_start(w);
		for (size_t c = 0; c < w->m->n_cols && is_near_miss(w, first, total); c++)
			add_rows(w, first, total, c, true, false);
		w->depth = first;
	}
	w->stack[w->depth++] = total;
}

static void find_row_sums(struct walk *w)
{
	const struct sp_matrix *m = w->m;
	for (size_t i = 0; i < m->n_rows; i++) {
		size_t r = w->up ? m->n_rows - 1 - i : i;
		if (has_figures(m, r) && !row_at(m, r)->part && row_at(m, r)->series == w->series)
			take_total(w, r);
	}
}

/* --- columns ------------------------------------------------------------------------------------------- */

struct relation {
	size_t first, last; /* columns */
	bool difference;
};

static bool relation_value(const struct sp_matrix *m, const struct relation *x, size_t row, int64_t *value,
			   unsigned *terms)
{
	*value = 0;
	*terms = 0;
	for (size_t c = x->first; c <= x->last; c++) {
		const struct sp_matrix_cell *cell = sp_matrix_at(m, row, c);
		if (cell->state == SP_CELL_UNREAD || cell->state == SP_CELL_TEXT)
			return false;
		int64_t units = cell->state == SP_CELL_FIGURE ? cell->units : 0;
		*value += x->difference && c == x->last ? -units : units;
		*terms += units != 0;
	}
	return true;
}

/* Whole euros were rounded one by one: half of one for each of the terms and for their sum. */
static bool is_rounding(const struct sp_matrix *m, const struct relation *x, size_t row, size_t col, int64_t gap,
			unsigned terms)
{
	bool whole = is_whole(m, row, col);
	for (size_t c = x->first; c <= x->last && whole; c++)
		whole = is_whole(m, row, c);
	return whole && llabs(gap) * 2 <= ((int64_t)terms + 1) * one_of(m);
}

/* In how many rows does it hold, and in how many not? Rows where one term alone makes the total tell nothing. */
static void weigh_relation(const struct sp_matrix *m, const struct relation *x, size_t col, unsigned *holds,
			   unsigned *fails)
{
	*holds = *fails = 0;
	for (size_t r = 0; r < m->n_rows; r++) {
		int64_t value;
		unsigned terms;
		if (!is_figure(m, r, col) || !relation_value(m, x, r, &value, &terms) || terms < 2)
			continue;
		int64_t gap = value - sp_matrix_at(m, r, col)->units;
		*holds += gap == 0;
		*fails += gap != 0 && !is_rounding(m, x, r, col, gap, terms);
	}
}

static bool best_relation(const struct sp_matrix *m, size_t col, struct relation *best, unsigned *fails)
{
	unsigned most = COLUMN_LEAST - 1;
	for (size_t first = 0; first < m->n_cols; first++)
		for (size_t last = first + 1; last < m->n_cols && last - first < COLUMNS_RUN && m->amounts[last - 1];
		     last++) {
			if (!m->amounts[first] || !m->amounts[last] || (first <= col && col <= last))
				continue;
			for (int difference = 0; difference <= (last == first + 1 ? 1 : 0); difference++) {
				struct relation x = { first, last, difference };
				unsigned holds, failing;
				weigh_relation(m, &x, col, &holds, &failing);
				if (holds > most && failing * COLUMN_FAILING <= holds) {
					most = holds;
					*best = x;
					*fails = failing;
				}
			}
		}
	return most >= COLUMN_LEAST;
}

/* A difference that fails fails as a sum, too: one is told. */
static bool is_told(const GPtrArray *found, size_t row)
{
	for (guint i = found->len; i-- > 0;) {
		const struct sp_sum *s = g_ptr_array_index(found, i);
		if (s->across && s->row == row && !s->holds)
			return true;
	}
	return false;
}

/* Is one of the terms what the relation is wrong by? "In hospital 451, intensive care 14, of these new 1, at home 2.861,
 * all 3.326": that column is none of those that are added up, and was zero where the relation seemed to hold. */
static bool is_one_term(const struct sp_matrix *m, const struct relation *x, size_t row, int64_t gap)
{
	for (size_t c = x->first; c <= x->last; c++)
		if (is_figure(m, row, c) && sp_matrix_at(m, row, c)->units == gap)
			return true;
	return false;
}

static void add_column_sums(const struct sp_matrix *m, size_t col, const struct relation *x, GPtrArray *found)
{
	for (size_t r = 0; r < m->n_rows; r++) {
		int64_t value;
		unsigned terms;
		if (!is_figure(m, r, col) || !relation_value(m, x, r, &value, &terms) || terms == 0)
			continue;
		int64_t gap = value - sp_matrix_at(m, r, col)->units;
		bool holds = gap == 0;
		if (!holds &&
		    (terms < 2 || row_at(m, r)->doubtful || is_told(found, r) || is_one_term(m, x, r, gap) ||
		     is_rounding(m, x, r, col, gap, terms)))
			continue;
		struct sp_sum *s = add_sum(found, r, col, true);
		s->value = value;
		s->holds = holds;
		s->likely = true;
		for (size_t c = x->first; c <= x->last; c++) {
			struct sp_sum_term t = { r, c, x->difference && c == x->last };
			if (is_figure(m, r, c))
				g_array_append_val(s->terms, t);
		}
	}
}

static void find_column_sums(const struct sp_matrix *m, const bool *declared, GPtrArray *found)
{
	for (size_t c = 0; c < m->n_cols; c++) {
		struct relation best = { 0 };
		unsigned fails = 0;
		if (m->amounts[c] && !declared[c] && best_relation(m, c, &best, &fails))
			add_column_sums(m, c, &best, found);
	}
}

/* A total fails, and nothing shows that its column is one of amounts: percentages stand beside amounts, and have
 * totals, too. Where the column's other totals fail as well, or none is there and the sum is far off, it is none. */
static bool is_unfounded(const GPtrArray *found, const struct sp_sum *s, const struct sp_matrix *m)
{
	if (s->holds || s->across)
		return false;
	bool fails = false;
	for (guint i = 0; i < found->len; i++) {
		const struct sp_sum *other = g_ptr_array_index(found, i);
		if (other == s || other->across || other->col != s->col)
			continue;
		if (other->holds && other->terms->len >= 2 && other->value != 0)
			return false;
		fails = fails || !other->holds;
	}
	return fails || !is_near(s->value, sp_matrix_at(m, s->row, s->col)->units);
}

static void drop_unfounded(GPtrArray *found, const struct sp_matrix *m)
{
	GPtrArray *unfounded = g_ptr_array_new();
	for (guint i = 0; i < found->len; i++)
		if (is_unfounded(found, g_ptr_array_index(found, i), m))
			g_ptr_array_add(unfounded, g_ptr_array_index(found, i));
	for (guint i = 0; i < unfounded->len; i++)
		g_ptr_array_remove(found, g_ptr_array_index(unfounded, i));
	g_ptr_array_unref(unfounded);
}

static bool has_failure(const GPtrArray *found)
{
	for (guint i = 0; i < found->len; i++)
		if (!((const struct sp_sum *)g_ptr_array_index(found, i))->holds)
			return true;
	return false;
}

/* --- a figure against which its column and its row speak -------------------------------------------------- */

static size_t last_row(const struct sp_matrix *m)
{
	size_t r = m->n_rows;
	while (r > 0 && !has_figures(m, r - 1))
		r--;
	return r - (r > 0);
}

/* Are all amounts of the table's rows figures that were read? */
static bool is_full(const struct sp_matrix *m, size_t total)
{
	for (size_t r = 0; r <= total; r++) {
		if (!has_figures(m, r))
			continue;
		for (size_t c = 0; c < m->n_cols; c++)
			if (m->amounts[c] && (!is_figure(m, r, c) || row_at(m, r)->doubtful))
				return false;
	}
	return !m->torn;
}

/* What the rows before `total` make in a column. */
static int64_t sum_above(const struct sp_matrix *m, size_t total, size_t col, unsigned *terms)
{
	int64_t sum = 0;
	*terms = 0;
	for (size_t r = 0; r < total; r++) {
		int64_t units = is_figure(m, r, col) ? sp_matrix_at(m, r, col)->units : 0;
		sum += units;
		*terms += units != 0;
	}
	return sum;
}

/* Is the last row the sum of the others in all columns but this one? */
static bool adds_up_beside(const struct sp_matrix *m, size_t total, size_t col)
{
	unsigned columns = 0, most = 0, terms;
	for (size_t c = 0; c < m->n_cols; c++) {
		if (!m->amounts[c] || c == col)
			continue;
		if (sum_above(m, total, c, &terms) != sp_matrix_at(m, total, c)->units)
			return false;
		columns++;
		most = MAX(most, terms);
	}
	return columns >= 2 && most >= 2;
}

/* Does the relation of columns hold in all rows above, and in two of them tell something? */
static bool holds_above(const struct sp_matrix *m, const struct relation *x, size_t total, size_t col)
{
	unsigned telling = 0;
	for (size_t r = 0; r < total; r++) {
		int64_t value;
		unsigned terms;
		if (!has_figures(m, r))
			continue;
		if (!relation_value(m, x, r, &value, &terms) || value != sp_matrix_at(m, r, col)->units)
			return false;
		telling += value != 0;
	}
	return telling >= 2;
}

/*
 * Where everything else in a table holds, its rows in all other columns and its columns in all other rows, and the corner
 * is neither what its column makes nor what its row makes, the corner is wrong, whatever the words are.
 */
static void find_corner(const struct sp_matrix *m, GPtrArray *found)
{
	size_t total = last_row(m), col = m->n_cols;
	while (col > 0 && !m->amounts[col - 1])
		col--;
	if (total < 2 || col-- < 3 || !is_full(m, total) || !adds_up_beside(m, total, col))
		return;
	unsigned terms;
	int64_t sum = sum_above(m, total, col, &terms), gap = sum - sp_matrix_at(m, total, col)->units;
	for (size_t first = 0; first + 1 < col && gap != 0; first++) {
		const struct relation x = { first, col - 1, false };
		if (!m->amounts[first] || !holds_above(m, &x, total, col) || is_rounding(m, &x, total, col, gap, terms))
			continue;
		struct sp_sum *s = add_sum(found, total, col, false);
		s->value = sum;
		s->likely = true;
		for (size_t r = 0; r < total; r++) {
			struct sp_sum_term t = { r, col, false };
			if (has_figures(m, r))
				g_array_append_val(s->terms, t);
		}
		return;
	}
}

static void find_all_row_sums(const struct sp_matrix *m, GPtrArray *found)
{
	struct walk w = { m, g_new0(size_t, m->n_rows + 1), 0, false, 0, g_new0(bool, m->n_rows + 1), found };
	for (int pass = 0; pass < 2 * m->n_series; pass++) {
		w.depth = 0;
		w.up = pass % 2;
		w.series = pass / 2;
		find_row_sums(&w);
	}
	g_free(w.told);
	g_free(w.stack);
}

GPtrArray *sp_sums_find(const struct sp_matrix *m, const bool *declared)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(free_sum);
	find_all_row_sums(m, found);
	find_column_sums(m, declared, found);
	drop_unfounded(found, m);
	if (!has_failure(found))
		find_corner(m, found);
	return found;
}

GPtrArray *sp_sums_confirm(const struct sp_matrix *m)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(free_sum);
	find_all_row_sums(m, found);
	for (guint i = found->len; i-- > 0;)
		if (!((struct sp_sum *)g_ptr_array_index(found, i))->holds)
			g_ptr_array_remove_index(found, i);
	return found;
}
