/*
 * Method: recursive descent over tokens. Two things are settled before: which slashes divide and which
 * only join two names of one thing ("reclami/segnalazioni"), and whether "su" divides (only where
 * nothing else does). Brackets may be out of balance, as they are in the documents: a closing one too many
 * closes what was read so far, a missing one is taken to stand at the end.
 */
#include "verify/indicators/formula.h"

#include <string.h>

#include "base/italian/words.h"

#define DEPTH       20
#define TOKENS_MOST 2000 /* longer texts are no formulas */

struct formula_reader {
	const struct sp_tokens *t;
	size_t at;
	bool *joins;    /* for each token: a slash that joins words */
	bool su;        /* "su" and "rispetto a" divide */
	size_t between; /* "rapporto tra … e …": the "e" that divides; 0 none */
	unsigned depth;
	const char *why;
};

/* --- tokens ---------------------------------------------------------------------------------------- */

static const struct sp_token *peek(const struct formula_reader *r, size_t ahead)
{
	return r->at + ahead < r->t->n ? &r->t->at[r->at + ahead] : NULL;
}

/* Words that divide: "su totale atti", "rispetto alle risorse stanziate". Their number; 0 when it is none. */
static size_t over_words(const struct formula_reader *r, size_t i)
{
	const struct sp_token *t = i < r->t->n ? &r->t->at[i] : NULL, *next = i + 1 < r->t->n ? &r->t->at[i + 1] : NULL;
	if (r->between && i == r->between)
		return 1;
	if (!r->su)
		return 0;
	if (sp_token_has(t, sp_over_stems))
		return 1;
	return sp_token_has(t, sp_respect_stems) && sp_token_has(next, sp_respect_to_stems) ? 2 : 0;
}

static struct sp_expr *stop(struct formula_reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return NULL;
}

/* --- slashes --------------------------------------------------------------------------------------- */

static bool between_words(const struct sp_tokens *t, size_t i)
{
	return i > 0 && i + 1 < t->n && sp_token_is_sign(&t->at[i], '/') && t->at[i - 1].kind == SP_T_WORD &&
	       t->at[i + 1].kind == SP_T_WORD;
}

/* Slashes between figures ("5/10") belong to what stands under the formula. */
static bool divides(const struct formula_reader *r, size_t i)
{
	const struct sp_tokens *t = r->t;
	if (i == 0 || i + 1 >= t->n || t->at[i - 1].kind == SP_T_FIGURE || t->at[i + 1].kind == SP_T_FIGURE)
		return false;
	return (sp_token_is_sign(&t->at[i], '/') && !r->joins[i]) || sp_token_is_sign(&t->at[i], ':');
}

static bool is_glued(const struct sp_tokens *t, size_t i)
{
	return between_words(t, i) && t->at[i].glued && t->at[i + 1].glued;
}

static size_t count_divisions(const struct formula_reader *r, bool glued)
{
	size_t n = 0;
	for (size_t i = 0; i < r->t->n; i++)
		n += divides(r, i) && is_glued(r->t, i) == glued;
	return n;
}

/* "centri di costo/ricavi": one word behind the slash, a sentence before it, nothing else of a formula. */
static bool is_aside(const struct sp_tokens *t, size_t i)
{
	size_t behind = t->n - i - 1;
	for (size_t k = 0; k < t->n; k++)
		if (k != i && (t->at[k].kind == SP_T_SIGN || t->at[k].kind == SP_T_FIGURE))
			return false;
	return is_glued(t, i) && i > 3 && behind == 1;
}

/* A pair that comes twice names one thing ("reclami/ segnalazioni"); so does a pair without blanks
 * where another sign divides. */
static void settle_slashes(struct formula_reader *r)
{
	const struct sp_tokens *t = r->t;
	for (size_t i = 0; i < t->n; i++)
		for (size_t j = i + 1; between_words(t, i) && j < t->n; j++)
			if (between_words(t, j) && g_strcmp0(t->at[i - 1].stem, t->at[j - 1].stem) == 0 &&
			    g_strcmp0(t->at[i + 1].stem, t->at[j + 1].stem) == 0)
				r->joins[i] = r->joins[j] = true;
	bool others = count_divisions(r, false) > 0;
	for (size_t i = 0; i < t->n; i++)
		r->joins[i] = r->joins[i] || (is_glued(t, i) && others) || is_aside(t, i);
	r->su = count_divisions(r, false) + count_divisions(r, true) == 0;
}

/* --- phrases --------------------------------------------------------------------------------------- */

/* "(Ici/Imu, tasi)" behind a noun: a remark. One that holds a figure ends the formula. */
static bool take_remark(struct formula_reader *r)
{
	size_t i = r->at;
	unsigned depth = 0;
	for (; i < r->t->n; i++) {
		const struct sp_token *t = &r->t->at[i];
		if (t->kind == SP_T_FIGURE)
			return false;
		depth += sp_token_is_sign(t, '(');
		if (sp_token_is_sign(t, ')') && --depth == 0) {
			r->at = i + 1;
			return true;
		}
	}
	return false;
}

static bool belongs_to_phrase(const struct formula_reader *r, const struct sp_token *t)
{
	if (!t)
		return false;
	/* "evase entro 30 giorni": a figure with its unit among the words of a noun */
	if (t->kind == SP_T_FIGURE)
		return r->at > 0 && r->t->at[r->at - 1].kind == SP_T_WORD && sp_token_has(peek(r, 1), sp_measure_stems);
	if (t->kind == SP_T_WORD)
		return over_words(r, r->at) == 0;
	if (t->kind == SP_T_SIGN)
		return t->sign == '/' && r->joins[r->at];
	return t->kind == SP_T_YEAR || t->kind == SP_T_PERIOD || t->kind == SP_T_DATE || t->kind == SP_T_COMMA;
}

static struct sp_expr *read_phrase(struct formula_reader *r)
{
	size_t from = r->at;
	bool words = false;
	for (;;) {
		const struct sp_token *t = peek(r, 0);
		if (belongs_to_phrase(r, t)) {
			words = words || t->kind == SP_T_WORD;
			r->at++;
		} else if (!(words && sp_token_is_sign(t, '(') && take_remark(r))) {
			break;
		}
	}
	if (!words)
		return stop(r, "an operand is missing");
	size_t last = r->at - 1;
	if (r->t->at[last].kind == SP_T_COMMA && last > from)
		last--;
	const char *start = r->t->at[from].text.s, *end = r->t->at[last].text.s + r->t->at[last].text.n;
	return sp_expr_phrase(start, (size_t)(end - start));
}

/* "Δ ricavi 2019-2018": the difference between the two years */
static struct sp_expr *read_delta(struct formula_reader *r)
{
	r->at++;
	size_t from = r->at;
	while (peek(r, 0) && peek(r, 0)->kind == SP_T_WORD)
		r->at++;
	const struct sp_token *period = peek(r, 0);
	if (r->at == from || !period || period->kind != SP_T_PERIOD)
		return stop(r, "after Δ stand a noun and two years");
	const char *start = r->t->at[from].text.s;
	const char *end = r->t->at[r->at - 1].text.s + r->t->at[r->at - 1].text.n;
	int newer = MAX(period->year, period->to), older = MIN(period->year, period->to);
	char *now = g_strdup_printf("%.*s %d", (int)(end - start), start, newer);
	char *then = g_strdup_printf("%.*s %d", (int)(end - start), start, older);
	struct sp_expr *e = sp_expr_join(SP_E_SUB, sp_expr_phrase(now, strlen(now)),
					 sp_expr_phrase(then, strlen(then)));
	g_free(now);
	g_free(then);
	r->at++;
	return e;
}

/* --- expressions ----------------------------------------------------------------------------------- */

static struct sp_expr *read_sum(struct formula_reader *r);

static struct sp_expr *read_brackets(struct formula_reader *r)
{
	r->at++;
	if (++r->depth > DEPTH)
		return stop(r, "too many brackets within brackets");
	struct sp_expr *e = read_sum(r);
	r->depth--;
	if (e && sp_token_is_sign(peek(r, 0), ')'))
		r->at++;
	return e;
}

static struct sp_expr *read_factor(struct formula_reader *r)
{
	const struct sp_token *t = peek(r, 0);
	if (!t)
		return stop(r, "an operand is missing at the end");
	if (sp_token_is_sign(t, '('))
		return read_brackets(r);
	if (sp_token_is_sign(t, 'D'))
		return read_delta(r);
	if (t->kind == SP_T_FIGURE) {
		struct sp_dec value;
		sp_dec_init(&value);
		sp_token_value(t, false, &value);
		struct sp_expr *e = sp_expr_number(&value, -1);
		sp_dec_clear(&value);
		r->at++;
		return e;
	}
	return read_phrase(r);
}

/* The operator that follows and takes part in a product; 0 when there is none. */
static enum sp_expr_op product_sign(struct formula_reader *r)
{
	const struct sp_token *t = peek(r, 0);
	size_t words = t ? over_words(r, r->at) : 0;
	if (sp_token_is_sign(t, '*') || sp_token_is_sign(t, '/') || sp_token_is_sign(t, ':') || words > 0) {
		r->at += MAX(words, 1);
		return sp_token_is_sign(t, '*') ? SP_E_MUL : SP_E_DIV;
	}
	return SP_E_NUMBER;
}

static struct sp_expr *read_product_rest(struct formula_reader *r, struct sp_expr *left)
{
	while (left) {
		size_t before = r->at;
		enum sp_expr_op op = product_sign(r);
		if (op == SP_E_NUMBER)
			return left;
		struct sp_expr *right = read_factor(r);
		if (!right) {
			/* "a / b * " or a list's dash: what was read stands */
			r->at = before;
			return left;
		}
		left = sp_expr_join(op, left, right);
	}
	return NULL;
}

static struct sp_expr *read_sum_rest(struct formula_reader *r, struct sp_expr *left)
{
	while (left && (sp_token_is_sign(peek(r, 0), '+') || sp_token_is_sign(peek(r, 0), '-'))) {
		size_t before = r->at;
		enum sp_expr_op op = sp_token_is_sign(peek(r, 0), '+') ? SP_E_ADD : SP_E_SUB;
		r->at++;
		struct sp_expr *right = read_factor(r);
		right = right ? read_product_rest(r, right) : NULL;
		if (!right) {
			r->at = before;
			return left;
		}
		left = sp_expr_join(op, left, right);
	}
	return left;
}

static struct sp_expr *read_sum(struct formula_reader *r)
{
	struct sp_expr *first = read_factor(r);
	return first ? read_sum_rest(r, read_product_rest(r, first)) : NULL;
}

/* The whole, closing brackets too many included. */
static struct sp_expr *read_all(struct formula_reader *r)
{
	/* a slash that was meant as an opening bracket */
	if (sp_token_is_sign(peek(r, 0), '/'))
		r->at++;
	struct sp_expr *e = read_sum(r);
	while (e && sp_token_is_sign(peek(r, 0), ')')) {
		r->at++;
		e = read_sum_rest(r, read_product_rest(r, e));
	}
	return e;
}

/* --- what it is ------------------------------------------------------------------------------------ */

static bool is_phrase(const struct sp_expr *e)
{
	return e->op == SP_E_NAME;
}

static bool is_hundred(const struct sp_expr *e)
{
	return e->op == SP_E_NUMBER && e->number.scale == 0 && mpz_cmp_ui(e->number.units, 100) == 0;
}

/* e without its "* 100" (or "100 *"), which is told in *percent. */
static const struct sp_expr *without_hundred(const struct sp_expr *e, bool *percent)
{
	for (;;) {
		const struct sp_expr *a = sp_expr_arg(e, 0), *b = sp_expr_arg(e, 1);
		/* "a / b / 100" and "a / b + 100" are slips */
		bool slip = (e->op == SP_E_DIV || e->op == SP_E_ADD) && a->op == SP_E_DIV && is_hundred(b);
		if (!slip && !(e->op == SP_E_MUL && (is_hundred(a) || is_hundred(b))))
			break;
		*percent = true;
		e = is_hundred(b) ? a : b;
	}
	return e;
}

static void read_year(struct sp_operand *o, const struct sp_tokens *t)
{
	bool year = false, before = false;
	for (size_t i = 0; i < t->n; i++) {
		const struct sp_token *x = &t->at[i];
		if (x->kind == SP_T_YEAR || x->kind == SP_T_DATE) {
			o->when = SP_YEAR_NAMED;
			o->year = x->year;
			return;
		}
		year = year || sp_token_has(x, sp_year_stems);
		before = before || sp_token_has(x, sp_year_before_stems);
	}
	o->when = before ? SP_YEAR_BEFORE : year ? SP_YEAR_SAME : SP_YEAR_ANY;
}

static void analyse(struct sp_operand *o, const struct sp_expr *phrase)
{
	struct sp_tokens *t = sp_tokens_new(phrase->text, strlen(phrase->text));
	o->phrase = phrase;
	o->stems = sp_tokens_stems(t, 0, t->n);
	for (guint i = o->stems->len; i-- > 0;)
		if (sp_words_have(sp_year_stems, g_ptr_array_index(o->stems, i)))
			g_ptr_array_remove_index(o->stems, i);
	read_year(o, t);
	sp_tokens_free(t);
}

static bool same_operand(const struct sp_operand *a, const struct sp_operand *b)
{
	return a->when == b->when && a->year == b->year && sp_stems_same(a->stems, b->stems);
}

static void collect_operand(const struct sp_expr *e, void *data)
{
	struct sp_formula *f = data;
	struct sp_operand o = { 0 };
	if (e->op != SP_E_NAME)
		return;
	analyse(&o, e);
	bool known = f->n_operands == SP_FORMULA_OPERANDS;
	for (size_t i = 0; i < f->n_operands && !known; i++)
		known = same_operand(&f->operands[i], &o);
	if (known)
		g_ptr_array_unref(o.stems);
	else
		f->operands[f->n_operands++] = o;
}

size_t sp_formula_operand(const struct sp_formula *f, const struct sp_expr *phrase)
{
	if (!is_phrase(phrase))
		return f->n_operands;
	struct sp_operand o = { 0 };
	analyse(&o, phrase);
	size_t i = 0;
	while (i < f->n_operands && !same_operand(&f->operands[i], &o))
		i++;
	g_ptr_array_unref(o.stems);
	return i;
}

/* Do two phrases name one thing, at whatever year? */
static bool same_thing(const struct sp_expr *a, const struct sp_expr *b)
{
	if (!is_phrase(a) || !is_phrase(b))
		return false;
	struct sp_operand x = { 0 }, y = { 0 };
	analyse(&x, a);
	analyse(&y, b);
	bool same = sp_stems_same(x.stems, y.stems);
	g_ptr_array_unref(x.stems);
	g_ptr_array_unref(y.stems);
	return same;
}

/* "a - b : b", printed without brackets: (a - b) : b. Takes e over. */
static struct sp_expr *mend_variation(struct sp_expr *e)
{
	if (e->op != SP_E_SUB || sp_expr_arg(e, 1)->op == SP_E_NAME)
		return e;
	const struct sp_expr *quotient = sp_expr_arg(e, 1);
	bool percent = false;
	quotient = without_hundred(quotient, &percent);
	if (quotient->op != SP_E_DIV || !same_thing(sp_expr_arg(quotient, 0), sp_expr_arg(quotient, 1)) ||
	    !same_thing(sp_expr_arg(e, 0), sp_expr_arg(quotient, 0)))
		return e;
	struct sp_expr *gap = sp_expr_join(SP_E_SUB, sp_expr_copy(sp_expr_arg(e, 0)),
					   sp_expr_copy(sp_expr_arg(quotient, 0)));
	struct sp_expr *mended = sp_expr_join(SP_E_DIV, gap, sp_expr_copy(sp_expr_arg(quotient, 1)));
	if (percent)
		mended = sp_expr_join(SP_E_MUL, mended, sp_expr_integer(100));
	sp_expr_free(e);
	return mended;
}

static bool is_variation(const struct sp_expr *quotient)
{
	const struct sp_expr *gap = sp_expr_arg(quotient, 0), *base = sp_expr_arg(quotient, 1);
	return gap->op == SP_E_SUB && is_phrase(base) &&
	       (same_thing(sp_expr_arg(gap, 0), base) || same_thing(sp_expr_arg(gap, 1), base));
}

static bool is_difference(const struct sp_expr *body)
{
	return body->op == SP_E_SUB && same_thing(sp_expr_arg(body, 0), sp_expr_arg(body, 1));
}

/* "0 pareggio 1 perdita", "si/no", "fatto / non fatto": each of the two values has its words */
static bool is_flag(const struct sp_tokens *t)
{
	bool zero = false, one = false, si = false, no = false, non = false;
	size_t figures = 0;
	for (size_t i = 0; i < t->n; i++) {
		figures += t->at[i].kind == SP_T_FIGURE;
		if (t->at[i].kind == SP_T_FIGURE && t->at[i].amount.value.scale == 0) {
			zero = zero || mpz_sgn(t->at[i].amount.value.units) == 0;
			one = one || mpz_cmp_ui(t->at[i].amount.value.units, 1) == 0;
		}
		si = si || sp_token_has(&t->at[i], sp_yes_stems);
		no = no || sp_token_has(&t->at[i], sp_no_stems);
		non = non || (sp_token_has(&t->at[i], sp_not_stems) && i > 0 && sp_token_is_sign(&t->at[i - 1], '/'));
	}
	bool bits = zero && one && figures == 2;
	return bits || (figures == 0 && ((si && no) || non) && t->n <= 12);
}

/* "aumento del 10%", "riduzione annuale del 5%", "variazione percentuale delle presenze" */
static bool says_change(const struct sp_tokens *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (sp_token_has(&t->at[i], sp_change_stems))
			return true;
	return false;
}

static bool says_percent(const struct sp_tokens *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (sp_token_is_sign(&t->at[i], '%') || sp_token_has(&t->at[i], sp_percentage_stems) ||
		    (t->at[i].kind == SP_T_FIGURE && g_strcmp0(t->at[i].amount.unit, "%") == 0))
			return true;
	return false;
}

/* "N. utenti / 12" */
static bool is_over_constant(const struct sp_expr *body)
{
	return body->op == SP_E_DIV && is_phrase(sp_expr_arg(body, 0)) && sp_expr_arg(body, 1)->op == SP_E_NUMBER;
}

/* "N. pasti * costo unitario", "entrate - spese": no other kind has them, and notes may print the figures. */
static bool is_of_two(const struct sp_expr *body)
{
	return (body->op == SP_E_MUL || body->op == SP_E_SUB) && is_phrase(sp_expr_arg(body, 0)) &&
	       is_phrase(sp_expr_arg(body, 1));
}

static enum sp_formula_kind kind_of(const struct sp_formula *f, const struct sp_expr *body, const struct sp_tokens *t)
{
	/* "incremento delle presenze rispetto all'anno precedente": what a change is measured from is no divisor */
	if (body->op == SP_E_DIV && f->worded && says_change(t))
		return SP_F_VARIATION_PERCENT;
	if (is_over_constant(body))
		return f->percent ? SP_F_RATIO_PERCENT : SP_F_RATIO;
	if (body->op == SP_E_DIV && sp_expr_holds(body, SP_E_NAME) >= 2)
		return is_variation(body) ? SP_F_VARIATION_PERCENT : f->percent ? SP_F_RATIO_PERCENT : SP_F_RATIO;
	if (t->n > 0 && sp_token_has(&t->at[0], sp_sum_formula_stems))
		return SP_F_SUM;
	if ((body->op == SP_E_ADD && sp_expr_holds(body, SP_E_NAME) >= 2) || is_difference(body))
		return SP_F_SUM;
	if (is_of_two(body))
		return SP_F_TEXT;
	/* "Conteggio delle postazioni", "N. settori" */
	bool counts = t->n > 0 && sp_token_has(&t->at[0], sp_counting_stems);
	return counts ? SP_F_COUNT : says_change(t) && says_percent(t) ? SP_F_VARIATION_PERCENT : SP_F_TEXT;
}

static void classify(struct sp_formula *f, const struct sp_tokens *t)
{
	const struct sp_expr *body = without_hundred(f->expr, &f->percent);
	f->kind = kind_of(f, body, t);
	bool words = (f->kind == SP_F_TEXT && !is_of_two(body)) ||
		     (f->kind == SP_F_VARIATION_PERCENT && !(body->op == SP_E_DIV && is_variation(body)));
	if (words || f->kind == SP_F_COUNT || !(sp_expr_holds(f->expr, SP_E_NAME) >= 2 || is_over_constant(body))) {
		/* a single phrase is no arithmetic; figures among the words may be evidence */
		sp_expr_free(f->expr);
		f->expr = NULL;
		if (words)
			f->stopped = 0;
		return;
	}
	sp_expr_walk(f->expr, collect_operand, f);
	if (body->op == SP_E_DIV && f->n_operands == 2 && is_phrase(sp_expr_arg(body, 0)) &&
	    is_phrase(sp_expr_arg(body, 1))) {
		f->operands[0].role = sp_numerator_stems;
		f->operands[1].role = sp_denominator_stems;
	}
}

/* "Tasso di copertura = a / b * 100": what counts stands behind the sign. */
static size_t after_equals(const struct sp_tokens *t)
{
	for (size_t i = 1; i + 1 < t->n; i++) {
		if (t->at[i].kind == SP_T_FIGURE || (t->at[i].kind == SP_T_SIGN && t->at[i].sign != '='))
			return 0;
		if (sp_token_is_sign(&t->at[i], '='))
			return i + 1;
	}
	return 0;
}

/* "Rapporto tra A e B", "Rapporto percentuale fra A e B": where the operands start, and the one "e" between
 * them; 0 when there is none or more. */
static size_t find_between(struct formula_reader *r)
{
	const struct sp_tokens *t = r->t;
	size_t tra = 1;
	while (tra < 4 && tra < t->n && !sp_token_has(&t->at[tra], sp_between_stems))
		tra++;
	bool lead = t->n > tra + 1 && tra < 4 && sp_token_has(&t->at[0], sp_ratio_stems);
	for (size_t i = tra + 1; lead && i < t->n; i++)
		if (sp_token_has(&t->at[i], sp_and_stems)) {
			if (r->between)
				return r->between = 0;
			r->between = i;
		}
	return r->between ? tra + 1 : 0;
}

/* "% domande accolte / domande presentate", "a / b (%)": the sign in place of "* 100" */
static bool take_percent(struct formula_reader *r)
{
	bool brackets = sp_token_is_sign(peek(r, 0), '(') && sp_token_is_sign(peek(r, 1), '%') &&
			sp_token_is_sign(peek(r, 2), ')');
	if (!brackets && !sp_token_is_sign(peek(r, 0), '%'))
		return false;
	r->at += brackets ? 3 : 1;
	return true;
}

static void read_formula(struct sp_formula *f, const char *text, const struct sp_tokens *t)
{
	struct formula_reader r = { .t = t, .joins = g_new0(bool, t->n + 1) };
	settle_slashes(&r);
	r.at = after_equals(t);
	if (r.su && r.at == 0)
		r.at = find_between(&r);
	f->worded = r.su;
	f->percent = take_percent(&r) || (t->n > 0 && sp_token_has(&t->at[0], sp_percentage_stems));
	f->expr = read_all(&r);
	f->percent = take_percent(&r) || f->percent;
	while (r.at < t->n && t->at[r.at].kind == SP_T_STOP)
		r.at++;
	f->stopped = r.at < t->n ? (size_t)(t->at[r.at].text.s - text) : strlen(text);
	f->why = r.why ? r.why : r.at < t->n ? "the formula ends here" : NULL;
	if (f->expr)
		f->expr = mend_variation(f->expr);
	g_free(r.joins);
}

static bool is_operator(const char *s)
{
	static const char *const signs[] = { "/", ":", "*", "+", "(", ")", "=", "×", "÷", "x 1", "x1", "X 1", "X1" };
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_prefix(s, signs[i]))
			return true;
	return false;
}

/* A line that breaks beside an operator goes on; another may start what stands under the formula. */
static char *join_lines(const char *text)
{
	char *joined = g_strdup(text ? text : "");
	for (char *line = strchr(joined, '\n'); line; line = strchr(line + 1, '\n')) {
		const char *next = line + 1 + strspn(line + 1, " \t\r\n");
		char *before = line;
		while (before > joined && strchr(" \t\r\n", before[-1]))
			before--;
		before = before > joined ? g_utf8_find_prev_char(joined, before) : NULL;
		if (is_operator(next) || (before && (is_operator(before) || *before == '-')))
			*line = ' ';
	}
	return joined;
}

struct sp_formula *sp_formula_new(const char *raw)
{
	struct sp_formula *f = g_new0(struct sp_formula, 1);
	char *text = join_lines(raw);
	size_t n = strlen(text);
	struct sp_tokens *t = sp_tokens_new(text, n);
	f->kind = SP_F_NONE;
	f->stopped = n;
	bool words = false;
	for (size_t i = 0; i < t->n; i++)
		words = words || t->at[i].kind == SP_T_WORD || t->at[i].kind == SP_T_FIGURE;
	if (t->n > TOKENS_MOST) {
		f->kind = SP_F_TEXT;
		f->stopped = 0;
		f->why = "the text is too long for a formula";
	} else if (words && is_flag(t)) {
		f->kind = SP_F_FLAG;
	} else if (words) {
		f->kind = SP_F_TEXT;
		read_formula(f, text, t);
		if (f->expr)
			classify(f, t);
	}
	sp_tokens_free(t);
	g_free(text);
	return f;
}

bool sp_operand_says(const struct sp_operand *o, const char *stem)
{
	return sp_stems_have(o->stems, stem) || (o->role && sp_words_have(o->role, stem));
}

const struct sp_expr *sp_formula_body(const struct sp_formula *f)
{
	bool percent;
	return f->expr ? without_hundred(f->expr, &percent) : NULL;
}

bool sp_formula_is_difference(const struct sp_formula *f)
{
	return f->kind == SP_F_SUM && f->expr && is_difference(sp_formula_body(f));
}

void sp_formula_free(struct sp_formula *f)
{
	if (!f)
		return;
	sp_expr_free(f->expr);
	for (size_t i = 0; i < f->n_operands; i++)
		g_ptr_array_unref(f->operands[i].stems);
	g_free(f);
}

const char *sp_formula_kind_word(enum sp_formula_kind kind)
{
	static const char *const words[] = { "none",  "ratio", "ratio-percent", "variation-percent",
					     "count", "sum",   "flag",          "text" };
	return words[kind];
}
