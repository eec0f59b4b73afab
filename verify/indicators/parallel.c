/*
 * Method: the tokens are taken without the minus signs of figures. A start (before the first figure) and a number of
 * statements are tried, the most statements first; they are statements if each has the tokens of the first one, figures
 * for figures, the years moved by the same number everywhere. Then each figure in turn may be the result that the
 * statement gives itself, and the others are put into the formula.
 */
#include "verify/indicators/parallel.h"

#include <string.h>

#include "base/italian/words.h"

#define TOKENS_MOST 600

struct line {
	const struct sp_passage *p;
	size_t at[TOKENS_MOST]; /* tokens that count */
	size_t n;
};

static const struct sp_token *tok(const struct line *l, size_t i)
{
	return &l->p->tokens->at[l->at[i]];
}

static bool is_figure(const struct sp_token *t)
{
	return t->kind == SP_T_FIGURE && !t->measure;
}

static bool is_dated(const struct sp_token *t)
{
	return t->kind == SP_T_YEAR || t->kind == SP_T_DATE;
}

static bool read_line(struct line *l, const struct sp_passage *p)
{
	*l = (struct line){ .p = p };
	size_t end = p->tokens->n;
	while (end > 0 && p->tokens->at[end - 1].kind == SP_T_STOP)
		end--;
	for (size_t i = 0; i < end; i++) {
		bool before_figure = i + 1 < p->tokens->n && p->tokens->at[i + 1].kind == SP_T_FIGURE;
		if (before_figure && sp_passage_has_sign(p->tokens, i + 1))
			continue;
		if (l->n == TOKENS_MOST)
			return false;
		l->at[l->n++] = i;
	}
	return true;
}

/* The same token but for its figure and its year. */
static bool are_alike(const struct sp_token *a, const struct sp_token *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case SP_T_WORD:
		return g_strcmp0(a->stem, b->stem) == 0;
	case SP_T_SIGN:
		return a->sign == b->sign;
	case SP_T_FIGURE:
		return a->measure == b->measure && g_strcmp0(a->amount.unit, b->amount.unit) == 0;
	default:
		return true;
	}
}

/* Are the `n` tokens from `b` on those from `a` on, every year `*shift` later? */
static bool repeats(const struct line *l, size_t a, size_t b, size_t n, int *shift)
{
	*shift = 0;
	for (size_t i = 0; i < n; i++) {
		const struct sp_token *x = tok(l, a + i), *y = tok(l, b + i);
		if (!are_alike(x, y))
			return false;
		if (!is_dated(x))
			continue;
		if (*shift != 0 && y->year - x->year != *shift)
			return false;
		*shift = y->year - x->year;
		if (*shift == 0)
			return false;
	}
	return *shift != 0;
}

/* The year that tokens [from, from + n) speak of: the one that they name, or the later of two that follow each other.
 */
static int year_of(const struct line *l, size_t from, size_t n, bool *alone)
{
	int low = 0, high = 0;
	for (size_t i = from; i < from + n; i++)
		if (is_dated(tok(l, i))) {
			low = low ? MIN(low, tok(l, i)->year) : tok(l, i)->year;
			high = MAX(high, tok(l, i)->year);
		}
	*alone = low == high;
	return high - low <= 1 ? high : 0;
}

/* Does "rispetto al" stand before a year? */
static bool compares(const struct line *l, size_t from, size_t n)
{
	for (size_t i = from + 1; i < from + n; i++) {
		size_t k = i;
		while (is_dated(tok(l, i)) && k > from && tok(l, k - 1)->kind == SP_T_WORD && i - k < 3)
			if (sp_token_has(tok(l, --k), sp_compare_stems))
				return true;
	}
	return false;
}

static size_t mention_at(const struct sp_passage *p, size_t token)
{
	for (size_t m = 0; m < p->n_mentions; m++)
		if (p->mentions[m].token == token)
			return m;
	return SP_PARALLEL_NONE;
}

/* The 100 of "* 100", and of "100 * a / b" */
static bool is_hundred(const struct line *l, size_t i, size_t from, size_t to)
{
	const struct sp_amount *a = &tok(l, i)->amount;
	bool hundred = a->value.scale == 0 && !a->unit && mpz_cmp_ui(a->value.units, 100) == 0;
	bool product = (i > from && sp_token_is_sign(tok(l, i - 1), '*')) ||
		       (i + 1 < to && sp_token_is_sign(tok(l, i + 1), '*'));
	return hundred && product;
}

static bool add_statement(struct sp_parallel *p, const struct line *l, size_t from, size_t n)
{
	struct sp_statement *s = &p->statements[p->n];
	size_t figures = 0;
	s->from = l->at[from];
	s->to = l->at[from + n - 1] + 1;
	s->year = year_of(l, from, n, &s->alone);
	s->compared = s->alone && compares(l, from, n);
	for (size_t i = from; i < from + n; i++) {
		if (!is_figure(tok(l, i)) || is_hundred(l, i, from, from + n))
			continue;
		size_t mention = mention_at(p->passage, l->at[i]);
		if (mention == SP_PARALLEL_NONE || figures == SP_PARALLEL_FIGURES)
			return false;
		s->mentions[figures++] = mention;
	}
	bool same = s->year && figures > 0 && (p->n == 0 || figures == p->figures);
	p->figures = figures;
	p->n += same;
	return same;
}

static bool try_statements(struct sp_parallel *p, const struct line *l, size_t from, size_t count)
{
	size_t each = (l->n - from) / count;
	int shift;
	for (size_t k = 1; k < count; k++)
		if (!repeats(l, from, from + k * each, each, &shift))
			return false;
	p->n = 0;
	for (size_t k = 0; k < count; k++)
		if (!add_statement(p, l, from + k * each, each)) {
			p->n = 0;
			return false;
		}
	return true;
}

/* "Target previsto al 2026 …": the label of the target stands before everything else. */
static size_t behind_label(const struct line *l, size_t first_figure)
{
	size_t years = 0, end = 0;
	for (size_t i = 0; i < first_figure; i++)
		if (is_dated(tok(l, i)) && years++ == 0)
			end = i + 1;
	return years >= 2 ? end : 0;
}

/* A bracket that nothing opened: the text's beginning may be lost. */
static bool is_fragment(const struct line *l)
{
	int depth = 0;
	for (size_t i = 0; i < l->n && depth >= 0; i++)
		depth += sp_token_is_sign(tok(l, i), '(') - sp_token_is_sign(tok(l, i), ')');
	return depth < 0;
}

static void find_statements(struct sp_parallel *p, const struct line *l)
{
	size_t first = 0;
	while (first < l->n && !is_figure(tok(l, first)))
		first++;
	if (first == l->n)
		return;
	for (size_t count = SP_PARALLEL_YEARS; count >= 2; count--)
		for (size_t from = 0; from <= first; from++)
			if ((l->n - from) % count == 0 && l->n - from >= count && try_statements(p, l, from, count))
				return;
	if (!is_fragment(l))
		try_statements(p, l, behind_label(l, first), 1);
}

/* --- readings ------------------------------------------------------------------------------------------- */

static bool is_share(const struct sp_formula *f)
{
	return f->kind == SP_F_RATIO || f->kind == SP_F_RATIO_PERCENT || f->kind == SP_F_VARIATION_PERCENT;
}

/* Percentages are neither added up nor multiplied. */
static bool has_percentages(const struct sp_parallel *p)
{
	for (size_t i = 0; i < p->figures; i++) {
		const struct sp_mention *m = &p->passage->mentions[p->statements[0].mentions[i]];
		if (g_strcmp0(p->passage->tokens->at[m->token].amount.unit, "%") == 0)
			return true;
	}
	return false;
}

static bool may_have(const struct sp_parallel *p, enum sp_parallel_shape shape, size_t operands)
{
	bool share = is_share(p->formula), formula = p->formula->expr && p->formula->n_operands == operands;
	bool other = !share && !(formula && p->formula->kind != SP_F_TEXT);
	switch (shape) {
	case SP_SHAPE_FORMULA:
		return formula;
	case SP_SHAPE_SUM:
		return operands >= 2 && other && !has_percentages(p);
	case SP_SHAPE_DIFFERENCE:
	case SP_SHAPE_PRODUCT:
		return operands == 2 && other && !has_percentages(p);
	case SP_SHAPE_VALUE:
		return operands == 1 && !share;
	default:
		return false;
	}
}

static void add_reading(struct sp_parallel *p, struct sp_parallel_reading r)
{
	if (p->n_readings < G_N_ELEMENTS(p->readings))
		p->readings[p->n_readings++] = r;
}

/* Both orders, with the formula's own scale and with the other one. */
static void add_readings(struct sp_parallel *p, size_t result)
{
	size_t operands = p->figures - (result != SP_PARALLEL_NONE);
	for (int shape = 0; shape < SP_SHAPES; shape++) {
		if (!may_have(p, (enum sp_parallel_shape)shape, operands) ||
		    (shape == SP_SHAPE_VALUE && result != SP_PARALLEL_NONE))
			continue;
		bool ordered = operands == 2 && shape == SP_SHAPE_FORMULA;
		bool share = shape == SP_SHAPE_FORMULA && is_share(p->formula);
		bool compared = p->formula->kind == SP_F_VARIATION_PERCENT && p->statements[0].alone;
		bool first = p->statements[0].compared;
		for (int other = 0; other <= (compared ? 1 : 0); other++)
			for (int scale = 0; scale <= (share ? 1 : 0); scale++)
				for (int turned = 0; turned <= (ordered ? 1 : 0); turned++)
					add_reading(p, (struct sp_parallel_reading){
							   (enum sp_parallel_shape)shape, result, turned,
							   p->formula->percent != scale, compared && first != other });
	}
}

/* How many of the tokens' words are the operand's and not the other one's. */
static int own_words(const struct sp_parallel *p, size_t from, size_t to, size_t operand)
{
	const struct sp_operand *own = &p->formula->operands[operand], *other = &p->formula->operands[1 - operand];
	int n = 0;
	for (size_t i = from; i < to; i++) {
		const char *stem = p->passage->tokens->at[i].stem;
		n += stem && sp_operand_says(own, stem) && !sp_operand_says(other, stem);
	}
	return n;
}

/* How many words speak for the operands in the formula's order (`turned` false) or in the other one. Words stand before
 * all figures ("accolte: 45, presentate: 60") or behind all. */
static int words_for(const struct sp_parallel *p, bool turned)
{
	int n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct sp_statement *s = &p->statements[i];
		size_t first = p->passage->mentions[s->mentions[0]].token,
		       second = p->passage->mentions[s->mentions[1]].token;
		bool before = own_words(p, s->from, first, 0) + own_words(p, s->from, first, 1) > 0;
		bool behind = own_words(p, second, s->to, 0) + own_words(p, second, s->to, 1) > 0;
		if (!before && !behind)
			continue;
		size_t from[2] = { before ? s->from : first, before ? first : second };
		size_t to[2] = { before ? first : second, before ? second : s->to };
		n += own_words(p, from[0], to[0], turned) + own_words(p, from[1], to[1], !turned);
	}
	return n;
}

static bool words_turn(const struct sp_parallel *p)
{
	bool two = is_share(p->formula) && p->formula->n_operands == 2 && p->figures >= 2;
	return two && words_for(p, true) > words_for(p, false);
}

static void count_name(const struct sp_expr *e, void *data)
{
	size_t *names = data;
	*names += e->op == SP_E_NAME;
}

static bool equal(const struct sp_parallel *p, size_t a, size_t b)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct sp_passage *passage = p->passage;
		const struct sp_mention *x = &passage->mentions[p->statements[i].mentions[a]];
		const struct sp_mention *y = &passage->mentions[p->statements[i].mentions[b]];
		if (sp_dec_cmp(&passage->tokens->at[x->token].amount.value,
			       &passage->tokens->at[y->token].amount.value))
			return false;
	}
	return true;
}

/* "(45 - 60) / 60": where the formula has an operand twice, the figure that is printed twice is one. */
static void drop_repeated(struct sp_parallel *p)
{
	size_t names = 0;
	if (p->formula->expr)
		sp_expr_walk(p->formula->expr, count_name, &names);
	for (size_t b = 2; b < p->figures && names > p->formula->n_operands; b++)
		for (size_t a = 0; a < 2; a++)
			if (equal(p, a, b)) {
				for (size_t i = 0; i < p->n; i++)
					memmove(&p->statements[i].mentions[b], &p->statements[i].mentions[b + 1],
						(p->figures - b - 1) * sizeof(size_t));
				p->figures--;
				return;
			}
}

struct sp_parallel *sp_parallel_new(const struct sp_passage *passage, const struct sp_formula *formula)
{
	struct sp_parallel *p = g_new0(struct sp_parallel, 1);
	struct line *l = g_new(struct line, 1);
	p->passage = passage;
	p->formula = formula;
	if (read_line(l, passage))
		find_statements(p, l);
	g_free(l);
	if (p->n == 0)
		return p;
	drop_repeated(p);
	p->whole_first = words_turn(p);
	add_readings(p, SP_PARALLEL_NONE);
	/* a result is said last, or else first */
	if (p->figures > 1) {
		add_readings(p, p->figures - 1);
		add_readings(p, 0);
	}
	return p;
}

/* Does a sign of division stand between the two figures, or have words of their operands? */
static bool is_tied(const struct sp_parallel *p)
{
	const struct sp_passage *passage = p->passage;
	const size_t *m = p->statements[0].mentions;
	for (size_t i = passage->mentions[m[0]].token + 1; i < passage->mentions[m[1]].token; i++)
		if (sp_token_is_sign(&passage->tokens->at[i], '/') ||
		    sp_token_has(&passage->tokens->at[i], sp_over_stems))
			return true;
	return words_for(p, p->whole_first) >= (int)(2 * p->n);
}

bool sp_parallel_is_plain(const struct sp_parallel *p, const struct sp_parallel_reading *reading)
{
	return reading->shape == SP_SHAPE_FORMULA && reading->result == SP_PARALLEL_NONE && !reading->turned &&
	       reading->hundred == p->formula->percent && is_share(p->formula) &&
	       p->formula->kind != SP_F_VARIATION_PERCENT && p->figures == 2 && is_tied(p);
}

void sp_parallel_free(struct sp_parallel *p)
{
	g_free(p);
}

/* --- computing ------------------------------------------------------------------------------------------ */

static struct sp_expr *number(const struct sp_parallel *p, size_t mention)
{
	const struct sp_mention *m = &p->passage->mentions[mention];
	struct sp_dec value;
	sp_dec_init(&value);
	sp_token_value(&p->passage->tokens->at[m->token], m->minus, &value);
	struct sp_expr *e = sp_expr_number(&value, (int)mention);
	sp_dec_clear(&value);
	return e;
}

struct answering {
	const struct sp_parallel *p;
	const size_t *mentions; /* for the formula's operands in order */
};

static struct sp_expr *answer_operand(const struct sp_expr *leaf, void *data)
{
	const struct answering *a = data;
	size_t operand = leaf->op == SP_E_NAME ? sp_formula_operand(a->p->formula, leaf) : a->p->formula->n_operands;
	return operand < a->p->formula->n_operands ? number(a->p, a->mentions[operand]) : NULL;
}

struct sp_expr *sp_parallel_expr(const struct sp_parallel *p, const struct sp_parallel_reading *reading,
				 size_t statement)
{
	size_t mentions[SP_PARALLEL_FIGURES], n = 0;
	for (size_t i = 0; i < p->figures; i++)
		if (i != reading->result)
			mentions[n++] = p->statements[statement].mentions[i];
	if (n == 2 && reading->shape == SP_SHAPE_FORMULA && reading->turned != p->whole_first) {
		size_t first = mentions[0];
		mentions[0] = mentions[1];
		mentions[1] = first;
	}
	if (reading->shape == SP_SHAPE_FORMULA) {
		struct answering answering = { p, mentions };
		return sp_expr_map(sp_formula_body(p->formula), answer_operand, &answering);
	}
	enum sp_expr_op op = reading->shape == SP_SHAPE_DIFFERENCE ? SP_E_SUB
			     : reading->shape == SP_SHAPE_PRODUCT  ? SP_E_MUL
								   : SP_E_ADD;
	struct sp_expr *e = number(p, mentions[0]);
	for (size_t i = 1; i < n; i++)
		e = sp_expr_join(op, e, number(p, mentions[i]));
	return e;
}
