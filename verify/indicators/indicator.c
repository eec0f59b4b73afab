/*
 * Method: formula and notes are read once into evidence (evidence.h). Each cell takes the evidence of
 * its year; evidence without a year goes to the one cell that it agrees with, or whose value it states,
 * and to none if there are several. Then each cell is decided on its own.
 *
 * Percentages: a formula with "* 100" gives them, and so do expressions with "* 100" and results with
 * "%". Where the document leaves that open, the scale is the one that brings the value near the cell.
 */
#include "verify/indicators/indicator.h"

#include <string.h>

#include "base/italian/words.h"
#include "verify/indicators/computation.h"
#include "verify/indicators/parallel.h"

#define SCALE_GAP 25 /* farther apart than that, cell and value are not of one unit */
#define SUM_ITEMS 3  /* fewer items of a total that does not fit may be examples */

/* --- what is there ----------------------------------------------------------------------------------- */

enum cell_kind { CELL_ACTUAL, CELL_TARGET };

struct printed {
	enum cell_kind kind;
	int year;
	struct sp_figure *figure; /* NULL: empty */
	struct sp_dec value;      /* when the figure has one */
	bool filled;
	bool bound; /* "almeno 75": it need only be reached */
	bool open;  /* approximate figures leave open whether it holds */
	bool decided;
};

struct text_source {
	const char *field; /* "notes", "formula", "result_text" */
	struct sp_passage *passage;
	GPtrArray *evidence;
};

struct reckoning {
	const struct sp_json *record;
	const struct sp_around *around;
	const char *id;
	char *record_source;
	struct sp_formula *formula;
	char *formula_text;
	struct text_source sources[2]; /* the notes; what stands under the formula */
	GArray *cells;
	bool falls; /* the name says reduction */
	const struct sp_parallel *statements; /* of the notes; one sentence for each year, or the whole text */
	bool repeats; /* … and they were read together: what is found beside that reading is not sure */
	GPtrArray *claims;
};

/* Evidence, where it comes from, and what it gives beside a cell. */
struct answer {
	const struct sp_computation *evidence;
	const struct text_source *source;
	const struct sp_expr *expr; /* the reading that was taken */
	struct sp_expr *turned;     /* the same upside down, where that is the reading; or NULL */
	bool hundred;               /* times 100 is to be added */
	mpq_t value;
	enum sp_finding_status status;
	bool sign;
	bool strong;
	bool open; /* its figures are approximate, and within what that leaves the cell may be right */
};

/* --- reading the record ------------------------------------------------------------------------------ */

/* A text, or the "raw" of an object. */
static const char *text_of(const struct sp_json *v)
{
	const char *text = sp_json_str(v);
	return text ? text : sp_json_str(sp_json_get(v, "raw"));
}

static void add_cell(struct reckoning *w, enum cell_kind kind, int year, const struct sp_json *v)
{
	struct printed c = { .kind = kind, .year = year };
	sp_dec_init(&c.value);
	const char *raw = sp_json_str(sp_json_get(v, "raw")), *digits = sp_json_digits(sp_json_get(v, "value"));
	c.filled = digits && sp_dec_parse(&c.value, digits, strlen(digits)) == SP_OK;
	const char *op = sp_json_str(sp_json_get(v, "op"));
	c.bound = op && strcmp(op, "=") != 0;
	int64_t multiplier;
	if (sp_json_int(sp_json_get(v, "multiplier"), &multiplier) && multiplier > 0 &&
	    multiplier <= SP_MULTIPLIER_MOST)
		mpz_mul_si(c.value.units, c.value.units, (long)multiplier);
	if (c.filled || (raw && *raw)) {
		const struct sp_json *source = sp_json_get(v, "source");
		c.figure = sp_figure_new(kind == CELL_ACTUAL ? "actuals" : "target");
		c.figure->record = g_strdup(w->id);
		c.figure->raw = g_strdup(raw ? raw : digits);
		c.figure->value = g_strdup(digits);
		c.figure->unit = g_strdup(sp_json_str(sp_json_get(v, "unit")));
		c.figure->source = source && sp_json_type(source) == SP_JSON_OBJECT ? sp_json_text(source)
										    : g_strdup(w->record_source);
	}
	g_array_append_val(w->cells, c);
}

static bool has_cell(const struct reckoning *w, int year)
{
	for (guint i = 0; i < w->cells->len; i++)
		if (g_array_index(w->cells, struct printed, i).kind == CELL_ACTUAL &&
		    g_array_index(w->cells, struct printed, i).year == year)
			return true;
	return false;
}

static const struct printed *filled_cell(const struct reckoning *w, enum cell_kind kind, int year)
{
	for (guint i = 0; i < w->cells->len; i++) {
		const struct printed *c = &g_array_index(w->cells, struct printed, i);
		if (c->kind == kind && c->filled && (kind == CELL_TARGET || c->year == year))
			return c;
	}
	return NULL;
}

/* Year columns of the document after this record's first one that are not among its cells: empty here. */
static void add_empty_years(struct reckoning *w)
{
	int first = 0;
	for (guint i = 0; i < w->cells->len; i++) {
		const struct printed *c = &g_array_index(w->cells, struct printed, i);
		if (c->kind == CELL_ACTUAL && (first == 0 || c->year < first))
			first = c->year;
	}
	for (size_t i = 0; first && i < w->around->n_years; i++)
		if (w->around->years[i] > first && !has_cell(w, w->around->years[i]))
			add_cell(w, CELL_ACTUAL, w->around->years[i], NULL);
}

static void read_cells(struct reckoning *w, int target_year)
{
	int64_t year;
	const struct sp_json *target = sp_json_get(w->record, "target");
	if (target && sp_json_type(target) == SP_JSON_OBJECT) {
		bool said = sp_json_int(sp_json_get(target, "year"), &year);
		add_cell(w, CELL_TARGET, said ? (int)year : target_year, target);
	}
	for (const struct sp_json *a = sp_json_first(sp_json_get(w->record, "actuals")); a; a = sp_json_next(a))
		if (sp_json_int(sp_json_get(a, "year"), &year) && year > 0 && year < 3000)
			add_cell(w, CELL_ACTUAL, (int)year, a);
	add_empty_years(w);
}

static bool says_reduction(const char *name)
{
	struct sp_tokens *t = sp_tokens_new(name ? name : "", name ? strlen(name) : 0);
	bool found = false;
	for (size_t i = 0; i < t->n; i++)
		found = found || sp_words_have(sp_reduction_stems, t->at[i].stem);
	sp_tokens_free(t);
	return found;
}

/* The year that the notes give to the target: "Target previsione al 2019". */
static int target_year(const struct sp_passage *p)
{
	for (size_t i = 0; i < p->n_segments; i++)
		if (p->segments[i].kind == SP_SEG_TARGET)
			return p->segments[i].year;
	return 0;
}

static void read_record(struct reckoning *w)
{
	const struct sp_json *source = sp_json_get(w->record, "source");
	w->id = sp_json_str(sp_json_get(w->record, "id"));
	w->record_source = source ? sp_json_text(source) : NULL;
	const char *formula = text_of(sp_json_get(w->record, "formula"));
	const char *notes = text_of(sp_json_get(w->record, "notes"));
	const char *result = text_of(sp_json_get(w->record, "result_text"));
	w->formula_text = g_strdup(formula ? formula : "");
	w->formula = sp_formula_new(w->formula_text);
	w->falls = says_reduction(sp_json_str(sp_json_get(w->record, "name"))) || says_reduction(formula);

	w->sources[0].field = notes || !result ? "notes" : "result_text";
	w->sources[0].passage = sp_passage_new(notes ? notes : result, SP_SEG_FREE, 0);
	int year = target_year(w->sources[0].passage);
	w->sources[1].field = "formula";
	w->sources[1].passage = sp_passage_new(w->formula_text + w->formula->stopped, SP_SEG_TARGET, year);
	for (size_t i = 0; i < G_N_ELEMENTS(w->sources); i++)
		w->sources[i].evidence = sp_computations_find(w->sources[i].passage, w->formula);
	read_cells(w, year);
}

/* --- computing --------------------------------------------------------------------------------------- */

static bool is_share(enum sp_formula_kind k)
{
	return k == SP_F_RATIO || k == SP_F_RATIO_PERCENT;
}

static void times_hundred(mpq_t q)
{
	mpq_t hundred;
	mpq_init(hundred);
	mpq_set_ui(hundred, 100, 1);
	mpq_mul(q, q, hundred);
	mpq_clear(hundred);
}

static bool is_division(const struct sp_expr *e)
{
	while (e->op == SP_E_MUL)
		e = sp_expr_arg(e, 0);
	return e->op == SP_E_DIV;
}

/* Within a factor of ten of each other. */
static bool near(const mpq_t a, const mpq_t b)
{
	mpq_t x, y, ten;
	mpq_inits(x, y, ten, NULL);
	mpq_abs(x, a);
	mpq_abs(y, b);
	mpq_set_ui(ten, 10, 1);
	bool close = mpq_sgn(x) != 0 && mpq_sgn(y) != 0;
	mpq_mul(ten, ten, x);
	close = close && mpq_cmp(y, ten) <= 0;
	mpq_set_ui(ten, 10, 1);
	mpq_mul(ten, ten, y);
	close = close && mpq_cmp(x, ten) <= 0;
	mpq_clears(x, y, ten, NULL);
	return close;
}

/* A part over its whole: "pagati su previsti", "crediti riscossi / crediti"; "giorni / pratiche" is a mean. */
static bool is_part_of_whole(const struct sp_formula *f)
{
	bool common = false;
	for (guint i = 0; f->n_operands == 2 && i < f->operands[0].stems->len; i++)
		common = common || sp_operand_says(&f->operands[1], g_ptr_array_index(f->operands[0].stems, i));
	return f->worded || common;
}

/* Is the plain value to be read as a percentage? Where only the cell says so it must agree, or at least be near the share
 * of a whole. */
static bool wants_hundred(const struct reckoning *w, const struct sp_computation *e, const mpq_t value,
			  const struct sp_dec *said, bool percent_sign)
{
	if (e->hundred || !is_division(e->expr))
		return false;
	if (w->formula->percent || percent_sign || w->formula->kind == SP_F_VARIATION_PERCENT)
		return true;
	mpq_t cell, scaled;
	mpq_inits(cell, scaled, NULL);
	sp_dec_to_rat(cell, said);
	mpq_set(scaled, value);
	times_hundred(scaled);
	bool plain = sp_verdict(said, value, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH;
	bool hundred = !plain && (sp_verdict(said, scaled, SP_COMPARE_SIGNIFICANT, NULL) != SP_MISMATCH ||
				  (is_part_of_whole(w->formula) && near(cell, scaled)));
	mpq_clears(cell, scaled, NULL);
	return hundred;
}

static bool is_negative_of(const struct sp_dec *said, const mpq_t value)
{
	mpq_t turned;
	mpq_init(turned);
	mpq_neg(turned, value);
	bool equal = mpq_sgn(value) != 0 && sp_verdict(said, turned, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH;
	mpq_clear(turned);
	return equal;
}

/* Equal but for the sign, where the name speaks of a reduction. */
static bool equal_but_sign(const struct reckoning *w, const struct sp_dec *said, const mpq_t value)
{
	return w->falls && is_negative_of(said, value);
}

struct approximation {
	const struct text_source *source;
	bool found;
};

static void find_approx(const struct sp_expr *e, void *data)
{
	struct approximation *a = data;
	if (e->op == SP_E_NUMBER && e->input >= 0) {
		const struct sp_passage *p = a->source->passage;
		a->found = a->found || p->tokens->at[p->mentions[e->input].token].amount.approx;
	}
}

static bool is_approximate(const struct text_source *source, const struct sp_expr *e)
{
	struct approximation a = { source, false };
	sp_expr_walk(e, find_approx, &a);
	return a.found;
}

#define APPROXIMATE_MOST 4 /* figures of one expression that may be approximate: 16 combinations */

/* Ends of what approximate figures leave open: bit n moves the n-th one up, or else down. */
struct leeway {
	const struct text_source *source;
	unsigned up, n;
};

/* "circa 4.500" may be anything within a hundred of it: the last digit that is not a zero is good. */
static struct sp_expr *moved_figure(const struct sp_expr *leaf, void *data)
{
	struct leeway *l = data;
	const struct sp_passage *p = l->source->passage;
	if (leaf->op != SP_E_NUMBER || leaf->input < 0 || !p->tokens->at[p->mentions[leaf->input].token].amount.approx)
		return NULL;
	struct sp_expr *moved = sp_expr_copy(leaf);
	struct sp_dec *d = &moved->number;
	mpz_t step;
	mpz_init_set_ui(step, 1);
	while (d->scale == 0 && mpz_sgn(d->units) != 0) {
		mpz_mul_ui(step, step, 10);
		if (!mpz_divisible_p(d->units, step))
			break;
	}
	if (d->scale == 0 && mpz_sgn(d->units) != 0)
		mpz_divexact_ui(step, step, 10);
	if (l->n < APPROXIMATE_MOST && l->up & (1u << l->n))
		mpz_add(d->units, d->units, step);
	else
		mpz_sub(d->units, d->units, step);
	l->n++;
	mpz_clear(step);
	return moved;
}

/* Is the printed value among those that the approximate figures of an answer allow? */
static bool leaves_open(const struct answer *a, const struct sp_dec *said)
{
	mpq_t q, cell;
	mpq_inits(q, cell, NULL);
	sp_dec_to_rat(cell, said);
	bool below = false, above = false;
	unsigned n = 1;
	for (unsigned up = 0; up < (1u << MIN(n, APPROXIMATE_MOST)); up++) {
		struct leeway l = { a->source, up, 0 };
		struct sp_expr *e = sp_expr_map(a->expr, moved_figure, &l);
		n = l.n;
		if (n > 0 && sp_expr_compute(e, q) == SP_EXPR_DONE) {
			if (a->hundred)
				times_hundred(q);
			bool equal = sp_verdict(said, q, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH;
			below = below || equal || mpq_cmp(q, cell) <= 0;
			above = above || equal || mpq_cmp(q, cell) >= 0;
		}
		sp_expr_free(e);
	}
	mpq_clears(q, cell, NULL);
	return below && above;
}

/* A share printed as 0,97 under a formula that says "* 100". */
static void try_without_hundred(struct answer *a, const struct sp_dec *said)
{
	mpq_t plain;
	mpq_init(plain);
	if (sp_expr_compute(a->expr, plain) == SP_EXPR_DONE && sp_dec_sign(said) != 0 &&
	    sp_verdict(said, plain, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH) {
		mpq_set(a->value, plain);
		a->hundred = false;
		a->status = SP_MATCH;
	}
	mpq_clear(plain);
}

/* One reading of a piece of evidence against a printed value. False when it cannot be computed. */
static bool weigh(const struct reckoning *w, struct answer *a, const struct sp_expr *expr, const struct sp_dec *said,
		  bool percent_sign)
{
	if (sp_expr_compute(expr, a->value) != SP_EXPR_DONE)
		return false;
	a->expr = expr;
	a->hundred = wants_hundred(w, a->evidence, a->value, said, percent_sign);
	if (a->hundred)
		times_hundred(a->value);
	a->status = sp_verdict(said, a->value, SP_COMPARE_SIGNIFICANT, NULL);
	if (a->status == SP_MISMATCH && a->hundred && said->scale >= 2)
		try_without_hundred(a, said);
	a->sign = a->status == SP_MISMATCH && equal_but_sign(w, said, a->value);
	if (a->sign)
		a->status = SP_MATCH;
	a->open = a->status != SP_MATCH && leaves_open(a, said);
	return true;
}

/* Both readings; the second is taken only if it agrees where the first does not. */
static bool answer_for(const struct reckoning *w, struct answer *a, const struct sp_dec *said, bool percent_sign)
{
	if (!weigh(w, a, a->evidence->expr, said, percent_sign))
		return false;
	if (a->status == SP_MISMATCH && a->evidence->other) {
		weigh(w, a, a->evidence->other, said, percent_sign);
		if (a->status == SP_MISMATCH)
			weigh(w, a, a->evidence->expr, said, percent_sign);
	}
	return true;
}

/* --- what may accuse --------------------------------------------------------------------------------- */

/* Where notes repeat one sentence for each year, figures of two sentences make no computation, and a sentence speaks of
 * its own year. */
static bool is_torn(const struct reckoning *w, const struct text_source *source, const struct sp_computation *e)
{
	const struct sp_parallel *p = w->statements;
	if (source != &w->sources[0] || p->n < 2)
		return false;
	/* "Al 31/12/2021: 250 Al 31/12/2022: 260" under a change: each sentence has one year's level */
	if (e->way == SP_WAY_YEARS && p->figures == 1)
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (e->from >= p->statements[i].from && e->to <= p->statements[i].to)
			return w->repeats || e->year != p->statements[i].year;
	return true;
}

/* figure / figure, (* 100); or (figure - figure) / figure, (* 100), in whatever order of factors */
static bool has_shape(const struct sp_expr *e, bool variation)
{
	size_t subtractions = 0;
	while (e->op == SP_E_MUL || e->op == SP_E_DIV) {
		const struct sp_expr *a = sp_expr_arg(e, 0), *b = sp_expr_arg(e, 1);
		if (b->op == SP_E_SUB)
			return false;
		e = a;
	}
	if (e->op == SP_E_SUB) {
		subtractions++;
		if (!sp_expr_is_bare(sp_expr_arg(e, 0)) || !sp_expr_is_bare(sp_expr_arg(e, 1)))
			return false;
	} else if (!sp_expr_is_bare(e)) {
		return false;
	}
	return variation == (subtractions == 1);
}

/* The formula's own signs, figures in place of its nouns: "(a + b) / c" and "(1.200 + 300) / 6.000". */
static bool has_formula_shape(const struct sp_expr *formula, const struct sp_expr *e)
{
	if (!formula)
		return false;
	if (e->op == SP_E_MUL && formula->op != SP_E_MUL)
		e = sp_expr_arg(e, 0);
	if (formula->op == SP_E_NAME)
		return e->op == SP_E_NUMBER;
	if (formula->op != e->op || sp_expr_count(formula) != sp_expr_count(e))
		return false;
	bool same = formula->op != SP_E_NUMBER || sp_dec_cmp(&formula->number, &e->number) == 0;
	for (size_t i = 0; i < sp_expr_count(formula); i++)
		same = same && has_formula_shape(sp_expr_arg(formula, i), sp_expr_arg(e, i));
	return same;
}

static bool is_plain_sum(const struct sp_expr *e)
{
	while (e->op == SP_E_ADD && sp_expr_is_bare(sp_expr_arg(e, 1)))
		e = sp_expr_arg(e, 0);
	return sp_expr_is_bare(e);
}

/* "12 + 5 = 18" beside a cell that says 18: the slip was copied. */
static bool states_cell(const struct answer *a, const struct sp_dec *said)
{
	if (a->evidence->stated == SP_NOWHERE)
		return false;
	const struct sp_passage *p = a->source->passage;
	return sp_dec_cmp(&p->tokens->at[p->mentions[a->evidence->stated].token].amount.value, said) == 0;
}

static bool too_far(const struct sp_dec *said, const mpq_t value)
{
	mpq_t cell, limit;
	mpq_inits(cell, limit, NULL);
	sp_dec_to_rat(cell, said);
	mpq_abs(cell, cell);
	mpq_set_ui(limit, SCALE_GAP, 1);
	mpq_mul(limit, limit, value);
	mpq_abs(limit, limit);
	bool far = mpq_cmp(cell, limit) > 0;
	mpq_set_ui(limit, SCALE_GAP, 1);
	mpq_mul(limit, limit, cell);
	mpq_abs(cell, value);
	far = far || (sp_dec_sign(said) != 0 && mpq_cmp(cell, limit) > 0);
	mpq_clears(cell, limit, NULL);
	return far;
}

struct operands {
	const struct sp_dec *said;
	bool equal;
};

static void compare_operand(const struct sp_expr *e, void *data)
{
	struct operands *o = data;
	if (e->op == SP_E_NUMBER && e->input >= 0)
		o->equal = o->equal || sp_dec_cmp(&e->number, o->said) == 0;
}

/* The cell repeats one of the operands: then it may hold that count, and not the share. */
static bool repeats_operand(const struct answer *a, const struct sp_dec *said)
{
	struct operands o = { said, false };
	sp_expr_walk(a->expr, compare_operand, &o);
	return o.equal;
}

/* Parts of a sum, and whether one of them is about what the others make together. */
struct parts {
	mpq_t sum;
	bool one_is_total;
};

static void compare_part(const struct sp_expr *e, void *data)
{
	struct parts *parts = data;
	mpq_t part, ratio;
	mpq_inits(part, ratio, NULL);
	if (e->op == SP_E_NUMBER && mpq_sgn(parts->sum) > 0) {
		sp_dec_to_rat(part, &e->number);
		mpq_div(ratio, part, parts->sum);
		/* a half of all, give or take a hundredth of it */
		parts->one_is_total = parts->one_is_total ||
				      (mpq_cmp_ui(ratio, 99, 200) > 0 && mpq_cmp_ui(ratio, 101, 200) < 0);
	}
	mpq_clears(part, ratio, NULL);
}

/* "300 (di cui 100, 150 e 49)": one figure may be the total of the others, though wrongly stated. Two parts may be alike. */
static bool holds_its_total(const struct answer *a)
{
	struct parts parts = { .one_is_total = false };
	mpq_init(parts.sum);
	mpq_set(parts.sum, a->value);
	sp_expr_walk(a->expr, compare_part, &parts);
	mpq_clear(parts.sum);
	return parts.one_is_total && sp_expr_count(a->expr) > 2;
}

static bool exceeds(const mpq_t value, const struct sp_dec *said)
{
	mpq_t cell;
	mpq_init(cell);
	sp_dec_to_rat(cell, said);
	bool more = mpq_cmp(value, cell) > 0;
	mpq_clear(cell);
	return more;
}

static bool is_strong(const struct reckoning *w, const struct answer *a, const struct sp_dec *said)
{
	const struct sp_computation *e = a->evidence;
	enum sp_formula_kind kind = w->formula->kind;
	bool variation = kind == SP_F_VARIATION_PERCENT;
	if (is_torn(w, a->source, e) || e->partial || e->headless || a->open ||
	    (e->forecast && strcmp(a->source->field, "formula") != 0))
		return false;
	switch (e->way) {
	case SP_WAY_EXPRESSION:
	case SP_WAY_SHARE:
		if (kind == SP_F_TEXT)
			return e->fits && has_formula_shape(sp_formula_body(w->formula), e->expr) && !repeats_operand(a, said);
		if (kind == SP_F_SUM && e->direct)
			return is_plain_sum(e->expr) && states_cell(a, said);
		if (e->other || !e->fits || !is_division(e->expr) || !(variation || is_share(kind)))
			return false;
		return (has_shape(e->expr, variation) || has_formula_shape(sp_formula_body(w->formula), e->expr)) &&
		       !repeats_operand(a, said);
	case SP_WAY_OPERANDS:
		return e->fits && !repeats_operand(a, said);
	case SP_WAY_YEARS:
		return variation && e->fits && w->formula->expr;
	case SP_WAY_ITEMS:
		/* a list may leave things out: only what is more than the sum speaks against it */
		return e->sole && kind == SP_F_SUM && exceeds(a->value, said) && !repeats_operand(a, said) &&
		       !holds_its_total(a);
	default:
		return false;
	}
}

/* --- claims ------------------------------------------------------------------------------------------ */

static void free_claim(gpointer p)
{
	struct sp_claim *c = p;
	sp_figure_free(c->published);
	sp_expr_free(c->expr);
	mpq_clear(c->value);
	g_ptr_array_free(c->inputs, TRUE);
	if (c->readings)
		g_ptr_array_free(c->readings, TRUE);
	if (c->lacking)
		g_ptr_array_free(c->lacking, TRUE);
	g_free(c);
}

static struct sp_claim *add_claim(struct reckoning *w, enum sp_claim_kind kind, const char *field, int year,
				  enum sp_finding_status status)
{
	struct sp_claim *c = g_new0(struct sp_claim, 1);
	c->kind = kind;
	c->field = field;
	c->year = year;
	c->status = status;
	mpq_init(c->value);
	c->inputs = sp_figures_new();
	g_ptr_array_add(w->claims, c);
	return c;
}

static struct sp_figure *figure_of(const struct reckoning *w, const struct text_source *source, size_t mention)
{
	const struct sp_passage *p = source->passage;
	const struct sp_mention *m = &p->mentions[mention];
	const struct sp_token *t = &p->tokens->at[m->token];
	char *words = sp_passage_words(p, m->words_from, m->words_to);
	struct sp_figure *f = sp_figure_new(*words ? words : source->field);
	f->record = g_strdup(w->id);
	f->field = g_strdup(source->field);
	f->raw = g_strdup_printf("%s" SP_STR_FMT, m->minus ? "-" : "", SP_STR_ARG(t->text));
	struct sp_dec value;
	sp_dec_init(&value);
	sp_dec_set(&value, &t->amount.value);
	if (m->minus)
		mpz_neg(value.units, value.units);
	f->value = sp_dec_text(&value);
	f->unit = g_strdup(t->amount.unit);
	f->multiplier = t->amount.multiplier;
	f->approx = t->amount.approx;
	f->source = g_strdup(w->record_source);
	sp_dec_clear(&value);
	g_free(words);
	return f;
}

struct copying {
	const struct reckoning *w;
	const struct text_source *source;
	struct sp_claim *claim;
};

static void copy_input(const struct sp_expr *e, void *data)
{
	struct copying *c = data;
	if (e->op == SP_E_NUMBER && e->input >= 0)
		g_ptr_array_add(c->claim->inputs, figure_of(c->w, c->source, (size_t)e->input));
}

static void set_computation(const struct reckoning *w, struct sp_claim *c, const struct answer *a)
{
	struct copying copying = { w, a->source, c };
	c->expr = sp_expr_copy(a->expr);
	if (a->hundred)
		c->expr = sp_expr_join(SP_E_MUL, c->expr, sp_expr_integer(100));
	mpq_set(c->value, a->value);
	sp_expr_walk(a->expr, copy_input, &copying);
	c->sign = a->sign;
	c->likely = c->likely || a->sign || a->turned || is_approximate(a->source, a->expr);
}

/* --- answers for a cell ------------------------------------------------------------------------------- */

static void free_answer(gpointer p)
{
	struct answer *a = p;
	sp_expr_free(a->turned);
	mpq_clear(a->value);
	g_free(a);
}

static GPtrArray *new_answers(void)
{
	return g_ptr_array_new_with_free_func(free_answer);
}

/* "(valore 2021: 45/60)" under the formula, where 2021 is not the target's year but one that has passed. */
static bool is_past(const struct reckoning *w, const struct printed *target, const struct sp_computation *e)
{
	if (!(e->said || e->kind == SP_SEG_ACTUAL) || e->forecast || e->year == target->year)
		return false;
	bool measured = target->year > e->year;
	for (guint i = 0; i < w->cells->len && !measured; i++) {
		const struct printed *c = &g_array_index(w->cells, struct printed, i);
		measured = c->kind == CELL_ACTUAL && c->year >= e->year;
	}
	return measured || !target->year;
}

static bool speaks_of(const struct reckoning *w, const struct printed *c, const struct text_source *source,
		      const struct sp_computation *e)
{
	bool under_formula = strcmp(source->field, "formula") == 0;
	if (c->kind == CELL_TARGET)
		return (under_formula && !is_past(w, c, e)) ||
		       /* "Nel 2023 si prevede di accogliere 48 domande su 60" may explain the target; it cannot say
			* that it is wrong */
		       (e->forecast && e->said && (c->year == 0 || e->year == c->year)) ||
		       (e->kind == SP_SEG_TARGET && !e->said && e->way == SP_WAY_TOTAL);
	if (under_formula || e->forecast || e->year != c->year)
		return false;
	return e->kind != SP_SEG_TARGET || e->said;
}

/* "n. dipendenti / n. contenziosi" where the cell holds contenziosi / dipendenti: formulas are declared upside down now
 * and then, and nobody is accused of it. */
static void try_upside_down(const struct reckoning *w, struct answer *a, const struct sp_dec *said)
{
	const struct sp_expr *e = a->evidence->expr;
	while (e->op == SP_E_MUL && !sp_expr_is_bare(sp_expr_arg(e, 0)))
		e = sp_expr_arg(e, 0);
	bool share = is_share(w->formula->kind) && e->op == SP_E_DIV && sp_expr_is_bare(sp_expr_arg(e, 0)) &&
		     sp_expr_is_bare(sp_expr_arg(e, 1)) && sp_dec_sign(said) != 0;
	if (!share || a->status != SP_MISMATCH)
		return;
	struct sp_expr *turned = sp_expr_join(SP_E_DIV, sp_expr_copy(sp_expr_arg(e, 1)),
					      sp_expr_copy(sp_expr_arg(e, 0)));
	if (a->evidence->hundred)
		turned = sp_expr_join(SP_E_MUL, turned, sp_expr_integer(100));
	struct answer other = { .evidence = a->evidence, .source = a->source };
	mpq_init(other.value);
	if (weigh(w, &other, turned, said, false) && other.status == SP_MATCH) {
		mpq_set(a->value, other.value);
		a->status = SP_MATCH;
		a->hundred = other.hundred;
		a->expr = a->turned = turned;
	} else {
		sp_expr_free(turned);
	}
	mpq_clear(other.value);
}

static void take_answer(const struct reckoning *w, GPtrArray *answers, const struct text_source *source,
			const struct sp_computation *e, const struct printed *c)
{
	struct answer *a = g_new0(struct answer, 1);
	struct sp_dec zero;
	sp_dec_init(&zero);
	*a = (struct answer){ .evidence = e, .source = source };
	mpq_init(a->value);
	if (answer_for(w, a, c->filled ? &c->value : &zero, false)) {
		try_upside_down(w, a, c->filled ? &c->value : &zero);
		a->strong = is_strong(w, a, c->filled ? &c->value : &zero);
		g_ptr_array_add(answers, a);
	} else {
		free_answer(a);
	}
	sp_dec_clear(&zero);
}

/* A cell that this evidence, which names no year, agrees with; NULL when none or several do. */
static const struct printed *only_cell(const struct reckoning *w, const struct text_source *source,
				       const struct sp_computation *e)
{
	const struct printed *only = NULL;
	for (guint i = 0; i < w->cells->len; i++) {
		const struct printed *c = &g_array_index(w->cells, struct printed, i);
		GPtrArray *answers = new_answers();
		bool agrees = false;
		if (c->filled)
			take_answer(w, answers, source, e, c);
		if (answers->len > 0)
			agrees = ((struct answer *)g_ptr_array_index(answers, 0))->status != SP_MISMATCH;
		if (c->filled && e->way == SP_WAY_TOTAL && e->stated != SP_NOWHERE) {
			const struct sp_token *t =
			    &source->passage->tokens->at[source->passage->mentions[e->stated].token];
			agrees = agrees || sp_dec_cmp(&t->amount.value, &c->value) == 0;
		}
		g_ptr_array_free(answers, TRUE);
		if (agrees && only)
			return NULL;
		if (agrees)
			only = c;
	}
	return only;
}

/* Evidence whose text does not tie it to a cell. */
static bool is_loose(const struct text_source *source, const struct sp_computation *e)
{
	if (strcmp(source->field, "formula") == 0 || e->way == SP_WAY_VALUE || e->way == SP_WAY_ITEMS)
		return false;
	if (e->way == SP_WAY_TOTAL)
		return e->kind != SP_SEG_TARGET;
	return e->year == 0 || (e->kind == SP_SEG_TARGET && !e->said);
}

static GPtrArray *answers_for(const struct reckoning *w, const struct printed *c)
{
	GPtrArray *answers = new_answers();
	for (size_t s = 0; s < G_N_ELEMENTS(w->sources); s++) {
		const struct text_source *source = &w->sources[s];
		for (guint i = 0; i < source->evidence->len; i++) {
			const struct sp_computation *e = g_ptr_array_index(source->evidence, i);
			if (e->way == SP_WAY_VALUE)
				continue;
			if (is_loose(source, e) ? only_cell(w, source, e) == c : speaks_of(w, c, source, e))
				take_answer(w, answers, source, e, c);
		}
	}
	return answers;
}

/* To be cut is a fault too: only evidence that is tied to this cell may say so. */
static bool may_be_cut(const struct answer *a)
{
	const struct sp_computation *e = a->evidence;
	bool forecast = e->forecast && strcmp(a->source->field, "formula") != 0;
	return !a->open && e->fits && !e->partial && !e->headless && !forecast && e->way != SP_WAY_TOTAL &&
	       e->way != SP_WAY_ITEMS && !is_loose(a->source, e);
}

/* The first answer of that status; to be cut is a fault that not all may tell. */
static const struct answer *first_answer(const GPtrArray *answers, enum sp_finding_status status)
{
	for (guint i = 0; i < answers->len; i++) {
		const struct answer *a = g_ptr_array_index(answers, i);
		if (a->status == status && (status != SP_TRUNCATED || may_be_cut(a)))
			return a;
	}
	return NULL;
}

/* A total that the cell repeats, with enough items and not far from it, may accuse. */
static bool total_accuses(const struct reckoning *w, const struct printed *c, const struct answer *a)
{
	mpq_t cell, ratio;
	mpq_inits(cell, ratio, NULL);
	sp_dec_to_rat(cell, &c->value);
	bool accuses = !is_torn(w, a->source, a->evidence) && a->evidence->way == SP_WAY_TOTAL &&
		       mpq_sgn(cell) > 0 && sp_expr_count(a->expr) >= SUM_ITEMS;
	if (accuses) {
		mpq_div(ratio, a->value, cell);
		accuses = mpq_cmp_ui(ratio, 1, 2) > 0 && mpq_cmp_ui(ratio, 3, 2) < 0;
	}
	mpq_clears(cell, ratio, NULL);
	return accuses;
}

/* The one strong answer that disagrees. `several` is set when strong ones differ among themselves. */
static const struct answer *accuser(const struct reckoning *w, const struct printed *c, const GPtrArray *answers, bool *several)
{
	const struct answer *found = NULL;
	*several = false;
	for (guint i = 0; i < answers->len; i++) {
		const struct answer *a = g_ptr_array_index(answers, i);
		if (!(a->strong || (c->filled && total_accuses(w, c, a))))
			continue;
		if (found && mpq_cmp(found->value, a->value) != 0)
			*several = true;
		else if (!found)
			found = a;
	}
	return found;
}

static enum sp_claim_kind kind_of(const struct reckoning *w, const struct printed *c, const struct answer *a)
{
	if (c->kind == CELL_TARGET)
		return SP_CLAIM_TARGET;
	if (!c->filled)
		return SP_CLAIM_MISSING;
	if (sp_expr_holds(a->expr, SP_E_DIV) == 0)
		return SP_CLAIM_SUM;
	return w->formula->kind == SP_F_VARIATION_PERCENT ? SP_CLAIM_VARIATION : SP_CLAIM_RATIO;
}

static void claim_answer(struct reckoning *w, const struct printed *c, const struct answer *a,
			 enum sp_finding_status status)
{
	int year = c->year == 0 && a->evidence->forecast ? a->evidence->year : c->year;
	struct sp_claim *claim = add_claim(w, kind_of(w, c, a), c->kind == CELL_TARGET ? "target" : "actuals", year,
					   status);
	claim->published = sp_figure_copy(c->figure);
	claim->likely = is_loose(a->source, a->evidence) && (a->evidence->year != c->year || c->year == 0);
	set_computation(w, claim, a);
}

/* What was computed, and what it gives. */
static struct sp_expr *equation(const struct answer *a)
{
	struct sp_expr *left = sp_expr_copy(a->expr);
	if (a->hundred)
		left = sp_expr_join(SP_E_MUL, left, sp_expr_integer(100));
	char *digits = sp_exact_digits(a->value);
	struct sp_dec value;
	sp_dec_init(&value);
	sp_dec_parse(&value, digits, strlen(digits));
	struct sp_expr *e = sp_expr_join(SP_E_EQ, left, sp_expr_number(&value, -1));
	sp_dec_clear(&value);
	g_free(digits);
	return e;
}

static void claim_readings(struct reckoning *w, const struct printed *c, const GPtrArray *answers)
{
	const struct answer *first = g_ptr_array_index(answers, 0);
	struct sp_claim *claim = add_claim(w, kind_of(w, c, first), c->kind == CELL_TARGET ? "target" : "actuals",
					   c->year, SP_NOT_COMPUTABLE);
	claim->published = sp_figure_copy(c->figure);
	claim->reason = "several-readings";
	claim->readings = g_ptr_array_new_with_free_func(sp_expr_free);
	for (guint i = 0; i < answers->len; i++) {
		const struct answer *a = g_ptr_array_index(answers, i);
		if (a->strong)
			g_ptr_array_add(claim->readings, equation(a));
	}
}

/* What the arithmetic of the texts says about one cell. */
static void decide_by_arithmetic(struct reckoning *w, struct printed *c)
{
	GPtrArray *answers = answers_for(w, c);
	const struct answer *match = c->filled ? first_answer(answers, SP_MATCH) : NULL;
	const struct answer *truncated = c->filled && !c->bound ? first_answer(answers, SP_TRUNCATED) : NULL;
	bool several;
	const struct answer *other = accuser(w, c, answers, &several);
	c->open = false;
	for (guint i = 0; i < answers->len; i++)
		c->open = c->open || ((const struct answer *)g_ptr_array_index(answers, i))->open;
	c->decided = true;
	if (match)
		claim_answer(w, c, match, SP_MATCH);
	else if (truncated)
		claim_answer(w, c, truncated, SP_TRUNCATED);
	else if (several)
		claim_readings(w, c, answers);
	else if (other && c->kind == CELL_ACTUAL && !c->figure)
		claim_answer(w, c, other, SP_MISSING);
	else if (other && c->filled && !c->bound && !too_far(&c->value, other->value))
		claim_answer(w, c, other, SP_MISMATCH);
	else
		c->decided = false;
	g_ptr_array_free(answers, TRUE);
}

/* --- values that the text repeats ---------------------------------------------------------------------- */

static bool is_percent_mention(const struct text_source *source, const struct sp_computation *e)
{
	const struct sp_passage *p = source->passage;
	return g_strcmp0(p->tokens->at[p->mentions[e->expr->input].token].amount.unit, "%") == 0;
}

static bool shares_stem(const GPtrArray *a, const struct sp_tokens *t)
{
	for (guint i = 0; i < a->len; i++)
		for (size_t k = 0; k < t->n; k++)
			if (t->at[k].stem && !t->at[k].small && strcmp(t->at[k].stem, g_ptr_array_index(a, i)) == 0)
				return true;
	return false;
}

/* Do the words about the figure name what the indicator counts? */
static bool names_indicator(const struct reckoning *w, const struct sp_mention *m)
{
	const char *name = sp_json_str(sp_json_get(w->record, "name"));
	char *text = g_strconcat(name ? name : "", " ", w->formula_text, NULL);
	struct sp_tokens *t = sp_tokens_new(text, strlen(text));
	bool names = shares_stem(m->stems, t);
	sp_tokens_free(t);
	g_free(text);
	return names;
}

/* May this figure be the cell's own value? Small numbers need more than being equal. */
static bool may_repeat(const struct reckoning *w, const struct text_source *source, const struct sp_computation *e,
		       const struct printed *c)
{
	const struct sp_mention *m = &source->passage->mentions[e->expr->input];
	bool arithmetic = is_share(w->formula->kind) || w->formula->kind == SP_F_VARIATION_PERCENT;
	bool percent = is_percent_mention(source, e);
	if (c->kind == CELL_TARGET)
		return e->kind == SP_SEG_TARGET && !e->said && (percent || e->sole);
	if (arithmetic)
		return percent || e->sole;
	bool large = mpz_cmpabs_ui(e->expr->number.units, 10) >= 0 && !percent;
	bool first = (e->expr->input == 0 || m[-1].segment != m->segment) && !m->bracketed;
	return e->sole || first || (large && !m->bracketed) || (!percent && names_indicator(w, m));
}

/* "Target al 31/12/2026: 80" may be the target after all, where that is 80; "Consuntivo 2026: 80" is not. */
static bool may_be_target(const struct reckoning *w, const struct sp_mention *m, const mpq_t value)
{
	const struct sp_segment *label = &w->sources[0].passage->segments[m->segment];
	bool reached = label->kind == SP_SEG_ACTUAL && !label->target;
	const struct printed *target = filled_cell(w, CELL_TARGET, 0);
	return !reached && target && sp_verdict(&target->value, value, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH;
}

/* "Al 31/12/2018: n. 243 settori" under "N. settori": the one figure of its year, and all its words are the formula's. */
static bool repeats_formula(const struct reckoning *w, const struct sp_computation *e)
{
	const struct sp_passage *p = w->sources[0].passage;
	const struct sp_mention *m = &p->mentions[e->expr->input];
	const struct sp_segment *segment = &p->segments[m->segment];
	bool alone = m->token == segment->from && (m + 1 == p->mentions + p->n_mentions || m[1].segment != m->segment);
	struct sp_tokens *t = sp_tokens_new(w->formula_text, strlen(w->formula_text));
	GPtrArray *counted = sp_tokens_stems(t, 0, t->n);
	bool same = alone && m->stems->len > 0 && sp_stems_same(m->stems, counted);
	g_ptr_array_unref(counted);
	sp_tokens_free(t);
	return same;
}

/* Does the note give the cell's value and nothing else, "Al 31/12/2018: 243"? */
static bool gives_value(const struct reckoning *w, const struct sp_computation *e, const struct printed *c,
			const mpq_t value)
{
	enum sp_formula_kind kind = w->formula->kind;
	const struct text_source *notes = &w->sources[0];
	return c->kind == CELL_ACTUAL && e->kind == SP_SEG_ACTUAL && !e->forecast && !e->partial &&
	       (kind == SP_F_COUNT || kind == SP_F_SUM) && !is_torn(w, notes, e) && !is_percent_mention(notes, e) &&
	       !may_be_target(w, &notes->passage->mentions[e->expr->input], value) &&
	       (e->sole || (kind == SP_F_COUNT && repeats_formula(w, e)));
}

static void decide_by_value(struct reckoning *w, struct printed *c)
{
	const struct text_source *source = &w->sources[0];
	for (guint i = 0; i < source->evidence->len && c->filled && !c->decided; i++) {
		const struct sp_computation *e = g_ptr_array_index(source->evidence, i);
		if (e->way != SP_WAY_VALUE)
			continue;
		bool same = c->kind == CELL_TARGET ? e->kind == SP_SEG_TARGET : speaks_of(w, c, source, e);
		const struct sp_passage *p = source->passage;
		const struct sp_amount *amount = &p->tokens->at[p->mentions[e->expr->input].token].amount;
		/* "2.190 (valore in migliaia di euro)" beside a cell of 2190: both count thousands */
		bool thousands = amount->multiplier != 1 && sp_dec_cmp(&amount->value, &c->value) == 0;
		struct sp_expr *value = thousands ? sp_expr_number(&c->value, e->expr->input) : sp_expr_copy(e->expr);
		struct answer a = { .evidence = e, .source = source, .expr = value };
		mpq_init(a.value);
		sp_expr_compute(value, a.value);
		a.status = sp_verdict(&c->value, a.value, SP_COMPARE_SIGNIFICANT, NULL);
		bool agrees = a.status == SP_MATCH && may_repeat(w, source, e, c);
		if (same && (agrees || (a.status == SP_MISMATCH && gives_value(w, e, c, a.value)))) {
			struct sp_claim *claim = add_claim(
			    w, SP_CLAIM_VALUE, c->kind == CELL_TARGET ? "target" : "actuals", c->year, a.status);
			claim->published = sp_figure_copy(c->figure);
			claim->likely = !agrees;
			set_computation(w, claim, &a);
			c->decided = true;
		}
		sp_expr_free(value);
		mpq_clear(a.value);
	}
}

/* --- results that the text states ----------------------------------------------------------------------- */

/* The year of an expression: said, or that of the one cell that it agrees with, or the document's. */
static int stated_year(const struct reckoning *w, const struct text_source *source, const struct sp_computation *e)
{
	if (is_loose(source, e)) {
		const struct printed *c = only_cell(w, source, e);
		if (c)
			return c->year;
		if (e->kind == SP_SEG_TARGET)
			return 0;
	}
	return !e->year && strcmp(source->field, "result_text") == 0 ? w->around->reference_year : e->year;
}

/* A dash before the result, apart from it, may be its minus. */
static bool may_be_negative(const struct answer *a, const struct sp_dec *said)
{
	const struct sp_passage *p = a->source->passage;
	const struct sp_mention *m = &p->mentions[a->evidence->stated];
	return !m->minus && sp_passage_has_sign(p->tokens, m->token) && is_negative_of(said, a->value);
}

/* A result that stands in another sentence may be another's, and a sign may be a dash: it can agree, and accuses nobody. */
static bool may_accuse(const struct reckoning *w, const struct answer *a, const struct sp_dec *said)
{
	const struct sp_computation *e = a->evidence;
	if (e->headless || may_be_negative(a, said) || a->open || (is_torn(w, a->source, e) && !e->direct))
		return false;
	if (e->way == SP_WAY_TOTAL) {
		struct printed as_cell = { .value = *said, .filled = true };
		return total_accuses(w, &as_cell, a);
	}
	return e->direct || e->way == SP_WAY_YEARS || !e->far;
}

static void claim_stated(struct reckoning *w, const struct text_source *source, const struct sp_computation *e)
{
	struct answer a = { .evidence = e, .source = source };
	mpq_init(a.value);
	struct sp_dec said;
	sp_dec_init(&said);
	bool percent = false;
	if (e->stated != SP_NOWHERE) {
		const struct sp_mention *m = &source->passage->mentions[e->stated];
		const struct sp_token *t = &source->passage->tokens->at[m->token];
		percent = g_strcmp0(t->amount.unit, "%") == 0;
		sp_token_value(t, m->minus, &said);
	}
	if (answer_for(w, &a, &said, percent) && (e->blank || a.status == SP_MATCH || may_accuse(w, &a, &said))) {
		enum sp_finding_status status = e->blank ? SP_MISSING : a.status;
		struct sp_claim *c = add_claim(w, SP_CLAIM_STATED, source->field, stated_year(w, source, e), status);
		if (e->stated != SP_NOWHERE)
			c->published = figure_of(w, source, e->stated);
		c->likely = status != SP_MATCH && !e->direct && e->way != SP_WAY_YEARS;
		set_computation(w, c, &a);
	}
	sp_dec_clear(&said);
	mpq_clear(a.value);
}

/* --- one thing with two values ---------------------------------------------------------------------------- */

/* Two operands of one expression that the text calls the same, at the same date, with different figures. */
static void claim_contradictions(struct reckoning *w, const struct text_source *source, const struct sp_computation *e)
{
	const struct sp_passage *p = source->passage;
	for (size_t i = 0; i < p->n_mentions; i++)
		for (size_t k = i + 1; k < p->n_mentions; k++) {
			const struct sp_mention *a = &p->mentions[i], *b = &p->mentions[k];
			bool within = a->token >= e->from && b->token < e->to && i != e->stated && k != e->stated;
			const struct sp_token *x = &p->tokens->at[a->token], *y = &p->tokens->at[b->token];
			bool same = a->own_year && b->own_year && a->year == b->year && a->stems->len > 0 &&
				    sp_stems_same(a->stems, b->stems);
			if (!within || !same || sp_dec_cmp(&x->amount.value, &y->amount.value) == 0)
				continue;
			struct sp_claim *c = add_claim(w, SP_CLAIM_CONTRADICTION, source->field, a->year,
						       SP_CONTRADICTION);
			c->published = figure_of(w, source, k);
			c->expr = sp_computation_number(p, i);
			sp_expr_compute(c->expr, c->value);
			g_ptr_array_add(c->inputs, figure_of(w, source, i));
		}
}

/* --- relations that the text puts into words ------------------------------------------------------------ */

/* "… pari al 97,12% della preventivata": is something expected named near the figure? */
static bool speaks_of_target(const struct sp_passage *p, const struct sp_mention *m)
{
	size_t from = m->token > 8 ? m->token - 8 : 0, to = MIN(m->token + 5, p->tokens->n);
	for (size_t i = from; i < to; i++)
		if (sp_words_have(sp_expected_stems, p->tokens->at[i].stem))
			return true;
	return false;
}

static struct sp_expr *cell_number(const struct printed *c)
{
	return sp_expr_number(&c->value, -1);
}

/* The claim that a figure of the notes equals `expr` (taken over), if it does; nothing is said if it does not. */
static void claim_equal(struct reckoning *w, const struct text_source *source, size_t mention, int year,
			struct sp_expr *expr, const struct printed *const cells[2])
{
	const struct sp_mention *m = &source->passage->mentions[mention];
	struct sp_dec said;
	mpq_t value;
	sp_dec_init(&said);
	mpq_init(value);
	sp_token_value(&source->passage->tokens->at[m->token], m->minus, &said);
	if (sp_expr_compute(expr, value) == SP_EXPR_DONE &&
	    sp_verdict(&said, value, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH) {
		struct sp_claim *c = add_claim(w, SP_CLAIM_STATED, source->field, year, SP_MATCH);
		c->published = figure_of(w, source, mention);
		c->expr = sp_expr_copy(expr);
		mpq_set(c->value, value);
		for (size_t i = 0; i < 2; i++)
			if (cells[i])
				g_ptr_array_add(c->inputs, sp_figure_copy(cells[i]->figure));
	}
	mpq_clear(value);
	sp_dec_clear(&said);
	sp_expr_free(expr);
}

/* A percentage that is the actual over the target. */
static void claim_shares_of_target(struct reckoning *w, const struct text_source *source)
{
	const struct sp_passage *p = source->passage;
	const struct printed *target = filled_cell(w, CELL_TARGET, 0);
	for (size_t m = 0; target && m < p->n_mentions; m++) {
		const struct sp_token *t = &p->tokens->at[p->mentions[m].token];
		const struct printed *actual = filled_cell(w, CELL_ACTUAL, p->mentions[m].year);
		if (!actual || g_strcmp0(t->amount.unit, "%") != 0 || sp_dec_sign(&target->value) == 0 ||
		    !speaks_of_target(p, &p->mentions[m]))
			continue;
		struct sp_expr *share = sp_expr_join(SP_E_DIV, cell_number(actual), cell_number(target));
		const struct printed *const cells[2] = { actual, target };
		claim_equal(w, source, m, actual->year, sp_expr_join(SP_E_MUL, share, sp_expr_integer(100)), cells);
	}
}

/* Enough digits that equality is no chance: 12.941,53, not 12. */
static bool is_telling(const struct sp_token *t)
{
	return t->kind == SP_T_FIGURE && t->amount.value.scale >= 2 && mpz_sizeinbase(t->amount.value.units, 10) >= 5;
}

/* An amount of the notes that is exactly what an actual has above (or below) the limit. */
static void claim_excess(struct reckoning *w, const struct text_source *notes, size_t limit)
{
	const struct sp_passage *p = notes->passage;
	for (guint i = 0; i < w->cells->len; i++) {
		const struct printed *c = &g_array_index(w->cells, struct printed, i);
		for (size_t m = 0; c->kind == CELL_ACTUAL && c->filled && m < p->n_mentions; m++) {
			if (m == limit || !is_telling(&p->tokens->at[p->mentions[m].token]))
				continue;
			guint before = w->claims->len;
			const struct printed *const cells[2] = { c, NULL };
			claim_equal(w, notes, m, c->year,
				    sp_expr_join(SP_E_SUB, cell_number(c), sp_computation_number(p, limit)), cells);
			for (guint k = before; k < w->claims->len; k++)
				g_ptr_array_add(((struct sp_claim *)g_ptr_array_index(w->claims, k))->inputs,
						figure_of(w, notes, limit));
		}
	}
}

/* The formula sets a limit ("30% della spesa 2011 di …") that the notes print, and perhaps what exceeds it. */
static void claim_limit(struct reckoning *w, const struct text_source *notes, const struct text_source *formula,
			const struct sp_computation *e)
{
	const struct sp_passage *p = notes->passage;
	const struct printed *const none[2] = { NULL, NULL };
	for (size_t m = 0; m < p->n_mentions; m++) {
		guint before = w->claims->len;
		if (is_telling(&p->tokens->at[p->mentions[m].token]))
			claim_equal(w, notes, m, p->mentions[m].year, sp_expr_copy(e->expr), none);
		if (w->claims->len == before)
			continue;
		struct copying copying = { w, formula, g_ptr_array_index(w->claims, before) };
		sp_expr_walk(e->expr, copy_input, &copying);
		claim_excess(w, notes, m);
		return;
	}
}

static void claim_relations(struct reckoning *w)
{
	claim_shares_of_target(w, &w->sources[0]);
	for (guint i = 0; i < w->sources[1].evidence->len; i++) {
		const struct sp_computation *e = g_ptr_array_index(w->sources[1].evidence, i);
		if (e->way == SP_WAY_PART)
			claim_limit(w, &w->sources[0], &w->sources[1], e);
	}
}

/* --- what no figure answers ------------------------------------------------------------------------------- */

/* A declared share or change, a published figure, and nothing in the document to compute it from. */
static void claim_absence(struct reckoning *w, const struct printed *c)
{
	bool variation = w->formula->kind == SP_F_VARIATION_PERCENT;
	bool share = is_share(w->formula->kind) || variation;
	struct sp_claim *claim = add_claim(w,
					   variation ? SP_CLAIM_VARIATION
					   : share   ? SP_CLAIM_RATIO
						     : SP_CLAIM_VALUE,
					   "actuals", c->year, SP_NOT_COMPUTABLE);
	claim->published = sp_figure_copy(c->figure);
	bool named = share && w->formula->n_operands > 0;
	named = named && !c->open;
	claim->reason = c->open ? "only-approximate" : named ? "figures-not-given" : "year-not-given";
	claim->lacking = named ? g_ptr_array_new_with_free_func(g_free) : NULL;
	for (size_t i = 0; named && i < w->formula->n_operands; i++)
		g_ptr_array_add(claim->lacking, g_strdup(w->formula->operands[i].phrase->text));
}

/* --- statements that repeat for each year --------------------------------------------------------------- */

#define SUPPORT_LEAST 2 /* one figure of two digits that a reading gives back */
#define SUPPORT_FIRM  4 /* two of them: what disagrees then may be far off */

struct parallel_law {
	struct reckoning *w;
	const struct text_source *source;
	const struct sp_parallel *p;
	const struct sp_parallel_reading *reading;
	unsigned support;
	bool announces; /* some result that the statements give themselves agrees: what stands there is one */
};

/* How much it tells that a reading gives this figure: a figure of one digit is soon hit. */
static unsigned weight_of(const struct sp_dec *said)
{
	struct sp_dec d;
	sp_dec_init(&d);
	sp_dec_set(&d, said);
	while (mpz_sgn(d.units) != 0 && mpz_divisible_ui_p(d.units, 10))
		mpz_divexact_ui(d.units, d.units, 10);
	unsigned weight = mpz_cmpabs_ui(d.units, 10) >= 0 ? 2 : 1;
	sp_dec_clear(&d);
	return weight;
}

static int parallel_year(const struct parallel_law *l, const struct sp_parallel_reading *r, size_t statement)
{
	return l->p->statements[statement].year + r->later;
}

static bool parallel_value(const struct parallel_law *l, const struct sp_parallel_reading *r, size_t statement,
			   mpq_t value)
{
	struct sp_expr *e = sp_parallel_expr(l->p, r, statement);
	bool done = sp_expr_compute(e, value) == SP_EXPR_DONE;
	if (done && r->hundred)
		times_hundred(value);
	sp_expr_free(e);
	return done;
}

/* The figure that a statement gives as its own result; false when it gives none. */
static bool parallel_result(const struct parallel_law *l, const struct sp_parallel_reading *r, size_t statement,
			    struct sp_dec *said)
{
	if (r->result == SP_PARALLEL_NONE)
		return false;
	const struct sp_mention *m = &l->p->passage->mentions[l->p->statements[statement].mentions[r->result]];
	sp_token_value(&l->p->passage->tokens->at[m->token], m->minus, said);
	return true;
}

/* A figure that was cut where it should be rounded bears a reading out, too, but is not enough alone. */
static unsigned agreement(const struct sp_dec *said, const mpq_t value)
{
	enum sp_finding_status status = sp_verdict(said, value, SP_COMPARE_SIGNIFICANT, NULL);
	return status == SP_MATCH ? weight_of(said) : status == SP_TRUNCATED ? 1 : 0;
}

/* What agrees with a reading, over all statements: cells, and results that the statements give themselves. */
static unsigned support_of(const struct parallel_law *l, const struct sp_parallel_reading *r, bool *announces)
{
	unsigned support = 0;
	*announces = false;
	mpq_t value;
	struct sp_dec said;
	mpq_init(value);
	sp_dec_init(&said);
	for (size_t i = 0; i < l->p->n; i++) {
		const struct printed *c = filled_cell(l->w, CELL_ACTUAL, parallel_year(l, r, i));
		if (!parallel_value(l, r, i, value))
			continue;
		support += c ? agreement(&c->value, value) : 0;
		unsigned own = parallel_result(l, r, i, &said) ? agreement(&said, value) : 0;
		*announces = *announces || own > 0;
		support += own;
	}
	sp_dec_clear(&said);
	mpq_clear(value);
	return support;
}

/* Of what is expected, of a part of a year, or about: such statements may agree, and accuse nobody. */
static bool is_unsure(const struct parallel_law *l, size_t statement)
{
	for (size_t i = 0; i < l->p->figures; i++) {
		const struct sp_mention *m = &l->p->passage->mentions[l->p->statements[statement].mentions[i]];
		if (m->forecast || m->partial || l->p->passage->tokens->at[m->token].amount.approx)
			return true;
	}
	return false;
}

/* A share upside down is looked for only where no other reading agrees. In a change over the years either may stand first. */
static bool is_upside_down(const struct parallel_law *l, const struct sp_parallel_reading *r)
{
	return r->turned && l->w->formula->kind != SP_F_VARIATION_PERCENT;
}

/* Is the cell the share upside down, where the note's other years have it the right way round? */
static bool is_turned(const struct parallel_law *l, size_t statement, const struct sp_dec *said)
{
	struct sp_parallel_reading other = *l->reading;
	other.turned = !other.turned;
	if (l->p->n < 2 || l->support == 0 || !is_upside_down(l, &other) || !is_share(l->w->formula->kind))
		return false;
	mpq_t value;
	mpq_init(value);
	bool turned = parallel_value(l, &other, statement, value) &&
		      sp_verdict(said, value, SP_COMPARE_SIGNIFICANT, NULL) == SP_MATCH;
	mpq_clear(value);
	return turned;
}

/* "19 pasti x 4,50 euro = 85,50": is the sentence's own sign of multiplication there? */
static bool says_product(const struct sp_parallel *p)
{
	for (size_t i = p->statements[0].from; i < p->statements[0].to; i++)
		if (sp_token_is_sign(&p->passage->tokens->at[i], '*'))
			return true;
	return false;
}

/* May the reading accuse? One that the formula does not declare must be firm; and a product must be written as one,
 * since a mean times its number gives the total back in some years and misses it in others. */
static bool may_accuse_by(const struct parallel_law *l)
{
	enum sp_parallel_shape shape = l->reading->shape;
	if (shape == SP_SHAPE_FORMULA || shape == SP_SHAPE_VALUE)
		return !is_upside_down(l, l->reading);
	if (shape == SP_SHAPE_SUM && l->w->formula->kind == SP_F_SUM)
		return true;
	return shape == SP_SHAPE_PRODUCT ? says_product(l->p) : l->support >= SUPPORT_FIRM;
}

static bool may_differ(const struct parallel_law *l, size_t statement, const struct sp_dec *said, const mpq_t value)
{
	const struct sp_mention *m = &l->p->passage->mentions[l->p->statements[statement].mentions[0]];
	return may_accuse_by(l) && !is_unsure(l, statement) && !may_be_target(l->w, m, value) &&
	       (l->support >= SUPPORT_FIRM || !too_far(said, value) || is_turned(l, statement, said));
}

static enum sp_claim_kind parallel_kind(const struct parallel_law *l, const struct printed *c, const struct sp_expr *e)
{
	if (!c->filled)
		return SP_CLAIM_MISSING;
	if (sp_expr_holds(e, SP_E_DIV) > 0)
		return l->w->formula->kind == SP_F_VARIATION_PERCENT ? SP_CLAIM_VARIATION : SP_CLAIM_RATIO;
	return l->reading->shape == SP_SHAPE_VALUE ? SP_CLAIM_VALUE : SP_CLAIM_SUM;
}

static struct sp_claim *claim_parallel(const struct parallel_law *l, enum sp_claim_kind kind, size_t statement,
				       enum sp_finding_status status, const struct sp_expr *e, const mpq_t value)
{
	struct answer a = { .source = l->source, .expr = e, .hundred = l->reading->hundred };
	bool stated = kind == SP_CLAIM_STATED;
	struct sp_claim *claim = add_claim(l->w, kind, stated ? l->source->field : "actuals",
					   parallel_year(l, l->reading, statement), status);
	mpq_init(a.value);
	mpq_set(a.value, value);
	set_computation(l->w, claim, &a);
	mpq_clear(a.value);
	return claim;
}

static void judge_parallel_cell(const struct parallel_law *l, size_t statement, struct printed *c,
				const struct sp_expr *e, const mpq_t value)
{
	enum sp_finding_status status = SP_MISSING;
	bool sign = false;
	if (c->filled) {
		status = sp_verdict(&c->value, value, SP_COMPARE_SIGNIFICANT, NULL);
		sign = status == SP_MISMATCH && equal_but_sign(l->w, &c->value, value);
		status = sign ? SP_MATCH : status;
	}
	if (status != SP_MATCH && (c->filled ? !may_differ(l, statement, &c->value, value) : is_unsure(l, statement)))
		return;
	struct sp_claim *claim = claim_parallel(l, parallel_kind(l, c, e), statement, status, e, value);
	claim->published = sp_figure_copy(c->figure);
	claim->sign = sign;
	claim->likely = claim->likely || sign || (status == SP_MISMATCH && is_turned(l, statement, &c->value));
	c->decided = true;
}

/* Has a result that the text states been judged? */
static bool states_result(const struct reckoning *w)
{
	for (guint i = 0; i < w->claims->len; i++)
		if (((const struct sp_claim *)g_ptr_array_index(w->claims, i))->kind == SP_CLAIM_STATED)
			return true;
	return false;
}

/* Is the result one? Others that agree say so, and an equals sign, or a percentage where one is asked for. */
static bool is_announced(const struct parallel_law *l, size_t statement)
{
	const struct sp_passage *p = l->p->passage;
	size_t token = p->mentions[l->p->statements[statement].mentions[l->reading->result]].token;
	const struct sp_token *t = &p->tokens->at[token], *before = token > 0 ? t - 1 : NULL;
	return l->announces || sp_token_is_sign(before, '=') || sp_token_has(before, sp_result_stems) ||
	       (l->p->n > 1 && l->reading->hundred && g_strcmp0(t->amount.unit, "%") == 0);
}

static void judge_statement(const struct parallel_law *l, size_t statement)
{
	bool stated = states_result(l->w) && l->p->n == 1;
	struct sp_expr *e = sp_parallel_expr(l->p, l->reading, statement);
	mpq_t value;
	struct sp_dec said;
	mpq_init(value);
	sp_dec_init(&said);
	if (parallel_value(l, l->reading, statement, value)) {
		for (guint i = 0; i < l->w->cells->len; i++) {
			struct printed *c = &g_array_index(l->w->cells, struct printed, i);
			if (c->kind == CELL_ACTUAL && !c->decided && c->year == parallel_year(l, l->reading, statement))
				judge_parallel_cell(l, statement, c, e, value);
		}
		if (!stated && parallel_result(l, l->reading, statement, &said)) {
			enum sp_finding_status status = sp_verdict(&said, value, SP_COMPARE_SIGNIFICANT, NULL);
			if (status == SP_MATCH || (is_announced(l, statement) && may_differ(l, statement, &said, value))) {
				struct sp_claim *c = claim_parallel(l, SP_CLAIM_STATED, statement, status, e, value);
				c->published = figure_of(l->w, l->source,
							 l->p->statements[statement].mentions[l->reading->result]);
			}
		}
	}
	sp_dec_clear(&said);
	mpq_clear(value);
	sp_expr_free(e);
}

static void take_best(struct parallel_law *l, bool upside_down)
{
	for (size_t i = 0; i < l->p->n_readings; i++) {
		const struct sp_parallel_reading *r = &l->p->readings[i];
		bool announces;
		unsigned support = is_upside_down(l, r) == upside_down ? support_of(l, r, &announces) : 0;
		/* a computation that the formula does not declare: one figure may agree by chance */
		bool declared = r->shape == SP_SHAPE_FORMULA || r->shape == SP_SHAPE_VALUE;
		if (l->p->n == 1 && !declared && support < SUPPORT_FIRM)
			continue;
		if (support > l->support) {
			l->support = support;
			l->announces = announces;
			l->reading = r;
		}
	}
}

/* One reading is right for all of a note's statements: the one that most cells and results bear out. False: none is. */
static bool judge_parallel(struct reckoning *w, const struct sp_parallel *p)
{
	struct parallel_law l = { w, &w->sources[0], p, NULL, SUPPORT_LEAST - 1, false };
	take_best(&l, false);
	if (!l.reading)
		take_best(&l, true);
	if (!l.reading && p->n > 1 && p->n_readings > 0 && sp_parallel_is_plain(p, &p->readings[0])) {
		l.reading = &p->readings[0];
		l.support = 0;
	}
	for (size_t i = 0; i < p->n && l.reading; i++)
		judge_statement(&l, i);
	return l.reading != NULL;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

/* `from`: 1 where the notes have been judged already */
static void claim_texts(struct reckoning *w, size_t from)
{
	for (size_t s = from; s < G_N_ELEMENTS(w->sources); s++) {
		const struct text_source *source = &w->sources[s];
		for (guint i = 0; i < source->evidence->len; i++) {
			const struct sp_computation *e = g_ptr_array_index(source->evidence, i);
			if ((e->stated != SP_NOWHERE || e->blank) && e->way != SP_WAY_VALUE && e->way != SP_WAY_ITEMS)
				claim_stated(w, source, e);
			if (e->way == SP_WAY_EXPRESSION)
				claim_contradictions(w, source, e);
		}
	}
}

static void judge_absences(struct reckoning *w)
{
	for (guint i = 0; i < w->cells->len; i++) {
		const struct printed *c = &g_array_index(w->cells, struct printed, i);
		if (!c->decided && c->filled && c->kind == CELL_ACTUAL && w->formula->kind != SP_F_NONE)
			claim_absence(w, c);
	}
}

static void judge_cells(struct reckoning *w)
{
	for (guint i = 0; i < w->cells->len; i++) {
		struct printed *c = &g_array_index(w->cells, struct printed, i);
		if (!c->decided)
			decide_by_arithmetic(w, c);
		if (!c->decided)
			decide_by_value(w, c);
	}
}

struct sp_indicator *sp_indicator_new(const struct sp_json *record, const struct sp_around *around)
{
	struct reckoning w = { .record = record, .around = around };
	w.cells = g_array_new(FALSE, FALSE, sizeof(struct printed));
	w.claims = g_ptr_array_new_with_free_func(free_claim);
	read_record(&w);
	/* sentences that repeat bear each other out; a single one is looked at where nothing else was found */
	struct sp_parallel *p = sp_parallel_new(w.sources[0].passage, w.formula);
	w.statements = p;
	w.repeats = p->n > 1 && judge_parallel(&w, p);
	judge_cells(&w);
	claim_texts(&w, w.repeats ? 1 : 0);
	if (p->n == 1)
		judge_parallel(&w, p);
	sp_parallel_free(p);
	judge_absences(&w);
	claim_relations(&w);

	for (guint i = 0; i < w.cells->len; i++) {
		struct printed *c = &g_array_index(w.cells, struct printed, i);
		sp_figure_free(c->figure);
		sp_dec_clear(&c->value);
	}
	g_array_free(w.cells, TRUE);
	for (size_t s = 0; s < G_N_ELEMENTS(w.sources); s++) {
		g_ptr_array_unref(w.sources[s].evidence);
		sp_passage_free(w.sources[s].passage);
	}
	sp_formula_free(w.formula);
	g_free(w.formula_text);
	g_free(w.record_source);
	struct sp_indicator *x = g_new(struct sp_indicator, 1);
	x->claims = w.claims;
	return x;
}

void sp_indicator_free(struct sp_indicator *x)
{
	if (!x)
		return;
	g_ptr_array_free(x->claims, TRUE);
	g_free(x);
}

bool sp_claim_kind_read(const char *word, enum sp_claim_kind *kind)
{
	static const char *const words[SP_CLAIM_KINDS] = { "ratio",  "variation", "sum",     "value",
							   "stated", "target",    "missing", "contradiction" };
	for (size_t i = 0; i < SP_CLAIM_KINDS; i++)
		if (strcmp(word, words[i]) == 0) {
			*kind = (enum sp_claim_kind)i;
			return true;
		}
	return false;
}
