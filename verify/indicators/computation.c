/*
 * Method, in this order: first figures that signs join ("45 / 60 * 100") are read as expressions; then parts of wholes
 * that words tell ("16 su 40", "2.489, di cui 604"); then figures that are left are held against the formula's
 * operands, against each other over the years, and against printed totals; what is left then may be the value itself. A
 * figure that a computation took is not looked at again, so that the surest readings come first.
 *
 * Words may stand beside each figure of an expression ("1.997.574,61 € contributi / 3.389.314,81 € costo").
 * Three signs need care: a slash may join words ("sedi/locali"), a dash may open a list item, a colon
 * may follow a label. They count as signs only where that cannot be.
 *
 * A "mention" is a figure of the text with the words about it (passage.h). Words are compared as stems. Of the formula
 * "domande accolte / domande presentate" the stems "accolt" and "present" are an operand's own, "domand" is shared:
 * only own ones tell which figure is which.
 */
#include "verify/indicators/computation.h"

#include <string.h>

#include "base/italian/words.h"

#define WORDS_MOST       16 /* words beside a figure within an expression */
#define DEPTH            8
#define OPERAND_MENTIONS 24 /* more labelled figures of one year than that are a table, not an answer */

struct computation_reader {
	const struct sp_passage *p;
	const struct sp_formula *f;
	size_t at, end;
	unsigned depth, figures;
	bool signs;    /* a sign joined two figures */
	bool over;     /* a word did: "16 su 40" */
	bool hundred;  /* "* 100" was among them */
	bool opened;   /* a bracket was opened */
	bool headless; /* a bracket was closed that nothing opened: the expression may have begun earlier */
};

/* --- tokens ---------------------------------------------------------------------------------------- */

static const struct sp_token *tok(const struct computation_reader *r, size_t i)
{
	return i < r->end ? &r->p->tokens->at[i] : NULL;
}

static bool is_kind(const struct sp_token *t, enum sp_token_kind kind)
{
	return t && t->kind == kind;
}

/* A figure that counts something; "entro 30 giorni" is among the words. */
static bool is_figure(const struct sp_token *t)
{
	return is_kind(t, SP_T_FIGURE) && !t->measure;
}

static bool is_percent(const struct sp_token *t)
{
	return is_figure(t) && g_strcmp0(t->amount.unit, "%") == 0;
}

static bool is_ratio_kind(const struct sp_formula *f)
{
	return f->kind == SP_F_RATIO || f->kind == SP_F_RATIO_PERCENT;
}

static size_t skip_words(const struct computation_reader *r, size_t i)
{
	size_t from = i;
	while (sp_token_is_wordy(tok(r, i)) && i - from < WORDS_MOST)
		i++;
	return i;
}

/* Does an operand (words, then a figure or a bracket) start here? */
static bool operand_at(const struct computation_reader *r, size_t i)
{
	const struct sp_token *t = tok(r, skip_words(r, i));
	return is_figure(t) || sp_token_is_sign(t, '(');
}

static size_t mention_of(const struct sp_passage *p, size_t token)
{
	for (size_t m = 0; m < p->n_mentions; m++)
		if (p->mentions[m].token == token)
			return m;
	return SP_NOWHERE;
}

struct sp_expr *sp_computation_number(const struct sp_passage *p, size_t mention)
{
	const struct sp_mention *m = &p->mentions[mention];
	struct sp_dec value;
	sp_dec_init(&value);
	sp_token_value(&p->tokens->at[m->token], m->minus, &value);
	struct sp_expr *e = sp_expr_number(&value, (int)mention);
	sp_dec_clear(&value);
	return e;
}

static bool is_hundred(const struct sp_token *t)
{
	return is_figure(t) && t->amount.value.scale == 0 && t->amount.multiplier == 1 && !t->amount.unit &&
	       mpz_cmp_ui(t->amount.value.units, 100) == 0;
}

/* --- expressions ----------------------------------------------------------------------------------- */

/* "674 entrate meno 30 spese" under "entrate - spese": a sign in words. SP_E_NUMBER: none */
static enum sp_expr_op worded_sign(const struct computation_reader *r, size_t i)
{
	const struct sp_expr *body = sp_formula_body(r->f);
	if (!body || r->f->kind != SP_F_TEXT || !is_figure(tok(r, i + 1)))
		return SP_E_NUMBER;
	if (body->op == SP_E_SUB && sp_token_has(tok(r, i), sp_minus_stems))
		return SP_E_SUB;
	return body->op == SP_E_MUL && sp_token_has(tok(r, i), sp_times_stems) ? SP_E_MUL : SP_E_NUMBER;
}

/* An act or a law, not a division: "623/ 26804 del 11/04/2018", "L. 296/06". */
static bool is_act(const struct computation_reader *r, size_t slash)
{
	const struct sp_token *divisor = tok(r, slash + 1), *behind = tok(r, slash + 2);
	if (!is_figure(divisor))
		return false;
	bool dated = sp_token_has(behind, sp_of_act_stems) &&
		     (is_kind(tok(r, slash + 3), SP_T_DATE) || is_kind(tok(r, slash + 3), SP_T_YEAR));
	return dated || (divisor->text.n > 1 && divisor->text.s[0] == '0');
}

/* A slash between words joins them when another division follows before the next figure. */
static bool joins_words(const struct computation_reader *r, size_t slash)
{
	if (!sp_token_is_wordy(tok(r, slash - 1)) || !sp_token_is_wordy(tok(r, slash + 1)))
		return false;
	size_t i = skip_words(r, slash + 1);
	if (sp_token_is_sign(tok(r, i), '/'))
		return true;
	for (size_t k = slash + 1; k < i; k++)
		if (sp_token_has(tok(r, k), sp_over_stems))
			return true;
	return !is_figure(tok(r, i));
}

/* "su 40", "su un totale di 40", "sulle 36", "su complessivi n. 40" */
static bool over_figure(const struct computation_reader *r, size_t i, size_t *next)
{
	for (size_t words = 0; words < 6; words++, i++) {
		const struct sp_token *t = tok(r, i);
		if (is_figure(t)) {
			*next = i;
			return true;
		}
		if (!is_kind(t, SP_T_WORD) ||
		    !(t->small || sp_words_have(sp_unit_stems, t->stem) || sp_words_have(sp_total_stems, t->stem)))
			return false;
	}
	return false;
}

/* "rispetto ai 40 programmati", "a fronte di 40", "35 dei 40": shares, where a share is asked for. */
static bool compared_figure(const struct computation_reader *r, size_t i, size_t *next)
{
	const struct sp_token *t = tok(r, i);
	bool compared = sp_token_has(t, sp_share_stems), among = sp_token_has(t, sp_among_stems);
	if (!is_ratio_kind(r->f) || !(compared || among))
		return false;
	if (among && !is_figure(tok(r, i + 1)))
		return false;
	return over_figure(r, i + 1, next);
}

struct operation {
	enum sp_expr_op op; /* SP_E_NUMBER: none */
	size_t next;        /* where its right operand starts */
	bool over;
};

static bool takes_colon(const struct computation_reader *r, size_t i)
{
	const struct sp_token *before = tok(r, i - 1), *next = tok(r, i + 1);
	if (i != r->at || !is_figure(next) || !(is_figure(before) || sp_token_is_sign(before, ')')))
		return false;
	/* "9:30" is a time, but "2022 = 45:60" under a declared share */
	bool announced = is_ratio_kind(r->f) && i > 1 && sp_token_is_sign(&r->p->tokens->at[i - 2], '=');
	return !tok(r, i)->glued || sp_token_is_sign(tok(r, i + 2), '*') || announced;
}

static struct operation sign_operation(const struct computation_reader *r, size_t i)
{
	const struct operation none = { SP_E_NUMBER, 0, false };
	switch (tok(r, i)->sign) {
	case '*':
		return is_figure(tok(r, i + 1)) || sp_token_is_sign(tok(r, i + 1), '(')
			   ? (struct operation){ SP_E_MUL, i + 1, false }
			   : none;
	case '/':
		return operand_at(r, i + 1) && !is_act(r, i) ? (struct operation){ SP_E_DIV, i + 1, false } : none;
	case ':':
		return takes_colon(r, i) ? (struct operation){ SP_E_DIV, i + 1, false } : none;
	case '-':
		/* with words on the way only inside brackets, where a list item cannot be */
		return (i == r->at && (is_figure(tok(r, i + 1)) || sp_token_is_sign(tok(r, i + 1), '('))) ||
			       (r->depth > 0 && operand_at(r, i + 1))
			   ? (struct operation){ SP_E_SUB, i + 1, false }
			   : none;
	case '+':
		return operand_at(r, i + 1) ? (struct operation){ SP_E_ADD, i + 1, false } : none;
	default:
		return none;
	}
}

/* "250 (di cui 40 dirigenti) su 400": where an aside in words ends; i when none starts there. */
static size_t aside_end(const struct computation_reader *r, size_t i)
{
	if (!sp_token_is_sign(tok(r, i), '(') || !is_kind(tok(r, i + 1), SP_T_WORD))
		return i;
	for (size_t k = i + 1; tok(r, k) && k - i < 2 * WORDS_MOST; k++)
		if (sp_token_is_sign(tok(r, k), ')'))
			return k + 1;
		else if (sp_token_is_sign(tok(r, k), '('))
			return i;
	return i;
}

/* The operator behind an operand, words on the way skipped. */
static struct operation find_operation(const struct computation_reader *r)
{
	size_t i = r->at, next;
	for (size_t words = 0; words <= WORDS_MOST; words++) {
		const struct sp_token *t = tok(r, i);
		if (sp_token_has(t, sp_over_stems) && !is_percent(tok(r, r->at - 1)) && over_figure(r, i + 1, &next))
			return (struct operation){ SP_E_DIV, next, true };
		if (compared_figure(r, i, &next))
			return (struct operation){ SP_E_DIV, next, true };
		if (worded_sign(r, i) != SP_E_NUMBER)
			return (struct operation){ worded_sign(r, i), i + 1, false };
		/* "35 (su 40)" */
		if (sp_token_is_sign(t, '(') && sp_token_has(tok(r, i + 1), sp_over_stems) &&
		    over_figure(r, i + 2, &next))
			return (struct operation){ SP_E_DIV, next, true };
		if (sp_token_is_wordy(t) || (sp_token_is_sign(t, '/') && i > r->at && joins_words(r, i))) {
			i++;
			continue;
		}
		if (aside_end(r, i) > i) {
			i = aside_end(r, i);
			continue;
		}
		return is_kind(t, SP_T_SIGN) ? sign_operation(r, i) : (struct operation){ SP_E_NUMBER, 0, false };
	}
	return (struct operation){ SP_E_NUMBER, 0, false };
}

static struct sp_expr *read_sum(struct computation_reader *r);

static struct sp_expr *read_operand(struct computation_reader *r)
{
	size_t i = r->at;
	bool minus = sp_token_is_sign(tok(r, i), '-') && is_figure(tok(r, i + 1)) && tok(r, i + 1)->glued;
	i = skip_words(r, i + minus);
	if (is_figure(tok(r, i))) {
		r->at = i + 1;
		r->figures++;
		return sp_computation_number(r->p, mention_of(r->p, i));
	}
	if (!sp_token_is_sign(tok(r, i), '(') || r->depth >= DEPTH)
		return NULL;
	r->depth++;
	r->opened = true;
	r->at = i + 1;
	struct sp_expr *e = read_sum(r);
	r->depth--;
	/* words may stand before the closing bracket; one that is missing is taken as read */
	size_t close = e ? skip_words(r, r->at) : r->at;
	if (e && sp_token_is_sign(tok(r, close), ')'))
		r->at = close + 1;
	return e;
}

static struct sp_expr *join(struct computation_reader *r, struct operation o, struct sp_expr *left)
{
	size_t before = r->at;
	r->at = o.next;
	r->hundred = r->hundred || (o.op == SP_E_MUL && is_hundred(tok(r, o.next)));
	struct sp_expr *right = read_operand(r);
	if (!right) {
		r->at = before;
		return left;
	}
	r->over = r->over || o.over;
	r->signs = r->signs || !o.over;
	return sp_expr_join(o.op, left, right);
}

static struct sp_expr *read_product_rest(struct computation_reader *r, struct sp_expr *left)
{
	while (left) {
		struct operation o = find_operation(r);
		if (o.op != SP_E_MUL && o.op != SP_E_DIV)
			break;
		size_t before = r->at;
		left = join(r, o, left);
		if (r->at == before)
			break;
	}
	return left;
}

static struct sp_expr *read_sum_rest(struct computation_reader *r, struct sp_expr *left)
{
	while (left) {
		struct operation o = find_operation(r);
		if (o.op != SP_E_ADD && o.op != SP_E_SUB)
			break;
		size_t before = r->at;
		r->at = o.next;
		struct sp_expr *right = read_product_rest(r, read_operand(r));
		if (!right) {
			r->at = before;
			break;
		}
		r->signs = true;
		left = sp_expr_join(o.op, left, right);
	}
	return left;
}

static struct sp_expr *read_sum(struct computation_reader *r)
{
	return read_sum_rest(r, read_product_rest(r, read_operand(r)));
}

/* With closing brackets too many: they close what was read so far. */
static struct sp_expr *read_whole(struct computation_reader *r)
{
	struct sp_expr *e = read_sum(r);
	for (;;) {
		size_t close = e ? skip_words(r, r->at) : r->at;
		const struct sp_token *next = tok(r, close + 1);
		bool more = sp_token_is_sign(next, '*') || sp_token_is_sign(next, '/') || sp_token_is_sign(next, ':') ||
			    sp_token_is_sign(next, '=') || sp_token_is_sign(next, ')');
		if (!e || !sp_token_is_sign(tok(r, close), ')') || !more)
			return e;
		r->headless = r->headless || !r->opened;
		r->at = close + 1;
		e = read_sum_rest(r, read_product_rest(r, e));
	}
}

/* "45/60/100", "45/60+100": the hundred was to multiply. NULL when it is not so. */
static struct sp_expr *multiplied_reading(const struct sp_expr *e)
{
	const struct sp_expr *hundred = e->op == SP_E_DIV || e->op == SP_E_ADD ? sp_expr_arg(e, 1) : NULL;
	if (!hundred || hundred->op != SP_E_NUMBER || hundred->number.scale != 0 ||
	    mpz_cmp_ui(hundred->number.units, 100) != 0 || sp_expr_arg(e, 0)->op != SP_E_DIV)
		return NULL;
	return sp_expr_join(SP_E_MUL, sp_expr_copy(sp_expr_arg(e, 0)), sp_expr_copy(hundred));
}

/* "643-715/715*100" was meant as (643 - 715) / 715 * 100: the second reading. NULL when there is none. */
static struct sp_expr *bracketed_reading(const struct sp_expr *e)
{
	if (e->op != SP_E_SUB && e->op != SP_E_ADD)
		return NULL;
	const struct sp_expr *right = sp_expr_arg(e, 1), *quotient = right;
	bool hundred = right->op == SP_E_MUL && sp_expr_arg(right, 0)->op == SP_E_DIV;
	if (hundred)
		quotient = sp_expr_arg(right, 0);
	if (quotient->op != SP_E_DIV)
		return NULL;
	struct sp_expr *gap = sp_expr_join(e->op, sp_expr_copy(sp_expr_arg(e, 0)),
					   sp_expr_copy(sp_expr_arg(quotient, 0)));
	struct sp_expr *mended = sp_expr_join(SP_E_DIV, gap, sp_expr_copy(sp_expr_arg(quotient, 1)));
	return hundred ? sp_expr_join(SP_E_MUL, mended, sp_expr_copy(sp_expr_arg(right, 1))) : mended;
}

/* --- words ------------------------------------------------------------------------------------------- */

static bool is_operand_word(const struct sp_formula *f, const char *stem)
{
	for (size_t i = 0; i < f->n_operands; i++)
		if (sp_operand_says(&f->operands[i], stem))
			return true;
	return false;
}

/* --- results that are stated ------------------------------------------------------------------------- */

/*
 * "= 98%", "= -0,6%", "= mq 31,5"; "= %" and "= ." announce what is not there. A text that ends with the equal sign may go on
 * where it was not read, on the next page: it says nothing.
 */
static bool read_equals(struct computation_reader *r, struct sp_computation *e)
{
	size_t i = skip_words(r, r->at);
	if (!sp_token_is_sign(tok(r, i), '='))
		return false;
	i++;
	if (sp_token_is_sign(tok(r, i), '-') || sp_token_has(tok(r, i), sp_unit_stems))
		i++;
	bool percent = sp_token_is_sign(tok(r, i), '%');
	if (is_figure(tok(r, i)))
		e->stated = mention_of(r->p, i);
	else
		e->blank = percent || is_kind(tok(r, i), SP_T_STOP);
	r->at = is_figure(tok(r, i)) || percent ? i + 1 : i;
	return e->blank || e->stated != SP_NOWHERE;
}

/* "pari al", "ossia il", "corrispondente a una quota del" */
static bool says_equal(const struct sp_token *at, size_t i)
{
	for (size_t back = 1; back <= 5 && back <= i && at[i - back].kind == SP_T_WORD; back++)
		if (sp_words_have(sp_result_lead_stems, at[i - back].stem))
			return true;
	return false;
}

static bool announces_result(const struct sp_passage *p, const struct sp_mention *m)
{
	for (const char *const *word = sp_result_stems; *word; word++)
		if (sp_stems_have(m->stems, *word))
			return true;
	const struct sp_token *at = p->tokens->at;
	size_t i = m->token;
	if (i > 0 && (sp_token_is_sign(&at[i - 1], '+') || sp_token_is_sign(&at[i - 1], '-')))
		i--;
	if (i > 0 && (sp_token_is_sign(&at[i - 1], ':') || sp_token_is_sign(&at[i - 1], '=') ||
		      sp_token_is_sign(&at[i - 1], '(')))
		return true;
	return says_equal(at, i);
}

static int sentence_of(const struct sp_passage *p, const struct sp_computation *e)
{
	int sentence = 0;
	for (size_t m = 0; m < p->n_mentions && p->mentions[m].token < e->to; m++)
		sentence = p->mentions[m].sentence;
	return sentence;
}

/* "pari all'80% delle domande ammissibili": a share of something else than what the evidence divides by */
static bool has_other_base(const struct sp_passage *p, const struct sp_formula *f, size_t percent,
			   const struct sp_computation *e)
{
	const struct sp_tokens *t = p->tokens;
	size_t i = percent + 1, to = MIN(t->n, percent + 7);
	bool of_what = i < to && sp_token_has(&t->at[i], sp_base_stems), other = false;
	for (; of_what && i < to && t->at[i].kind == SP_T_WORD; i++) {
		const char *stem = t->at[i].stem;
		bool known = is_operand_word(f, stem) || sp_words_have(sp_total_stems, stem);
		for (size_t m = 0; m < p->n_mentions && !known; m++)
			known = p->mentions[m].token >= e->from && p->mentions[m].token < e->to &&
				sp_stems_have(p->mentions[m].stems, stem);
		if (known)
			return false;
		other = other || !t->at[i].small;
	}
	return other;
}

/* A percentage further on that is said to be the result: "… pari al 24%", "Indicatore = 3.82%". */
static void find_stated(const struct sp_passage *p, const struct sp_formula *f, struct sp_computation *e)
{
	for (size_t m = 0; m < p->n_mentions; m++) {
		const struct sp_mention *x = &p->mentions[m];
		if (x->token < e->to)
			continue;
		if (is_percent(&p->tokens->at[x->token]) && announces_result(p, x)) {
			e->stated = m;
			e->far = x->sentence != sentence_of(p, e) || has_other_base(p, f, x->token, e);
		}
		return;
	}
}

/* --- fitting the formula --------------------------------------------------------------------------- */

/* "Totale", "annuale", units: any operand may have them, so they tell it from the other one only where it has no other
 * words. */
static bool is_weak(const char *stem)
{
	return sp_words_have(sp_weak_stems, stem);
}

static bool is_own(const char *stem, const struct sp_operand *own, const struct sp_operand *other)
{
	return sp_operand_says(own, stem) && !(other && sp_operand_says(other, stem));
}

/* Has the operand a word that the other one has not? In "domande accolte / domande presentate" both have. */
static bool has_own_words(const struct sp_operand *o, const struct sp_operand *other)
{
	for (guint i = 0; i < o->stems->len; i++)
		if (is_own(g_ptr_array_index(o->stems, i), o, other))
			return true;
	return false;
}

static bool has_telling_words(const struct sp_operand *o, const struct sp_operand *other)
{
	for (guint i = 0; i < o->stems->len; i++)
		if (is_own(g_ptr_array_index(o->stems, i), o, other) && !is_weak(g_ptr_array_index(o->stems, i)))
			return true;
	return false;
}

/* Has the label a word that only this operand has? `other` may be NULL. */
static bool has_own_word(const GPtrArray *label, const struct sp_operand *own, const struct sp_operand *other)
{
	for (guint i = 0; i < label->len; i++) {
		const char *stem = g_ptr_array_index(label, i);
		if (is_own(stem, own, other) && !(is_weak(stem) && has_telling_words(own, other)))
			return true;
	}
	return false;
}

static bool shares_word(const GPtrArray *label, const struct sp_operand *o)
{
	return has_own_word(label, o, NULL);
}

/* Does a label say what its figure counts? "Media 2022: 45/60" says what comes of it. */
static bool says_what(const GPtrArray *label)
{
	for (guint i = 0; i < label->len; i++)
		if (!sp_words_have(sp_result_stems, g_ptr_array_index(label, i)))
			return true;
	return false;
}

/* Is none of the words about a figure an operand's? Then it counts something that the formula does not speak of. */
static bool is_foreign(const GPtrArray *label, const struct sp_formula *f)
{
	bool words = false;
	for (guint i = 0; i < label->len; i++) {
		const char *stem = g_ptr_array_index(label, i);
		if (is_operand_word(f, stem))
			return false;
		words = words || !(is_weak(stem) || sp_words_have(sp_result_stems, stem));
	}
	return words;
}

/*
 * Do the words beside the two figures of a share name the formula's operands? Without words nothing speaks
 * against it. With words, one figure at least must have a word that is its operand's alone, and neither may
 * speak of something else.
 */
static bool share_fits(const struct sp_passage *p, const struct sp_formula *f, size_t over, size_t under)
{
	const GPtrArray *a = p->mentions[over].stems, *b = p->mentions[under].stems;
	if (!(says_what(a) || says_what(b)) || f->n_operands == 0)
		return true;
	if (is_foreign(a, f) || is_foreign(b, f))
		return false;
	if (f->n_operands < 2)
		return shares_word(a, &f->operands[0]) || shares_word(b, &f->operands[0]);
	const struct sp_operand *n = &f->operands[0], *d = &f->operands[1];
	if (!has_own_words(n, d) && !has_own_words(d, n)) /* one thing in two years */
		return shares_word(a, n) || shares_word(b, d);
	bool named = has_own_word(a, n, d) || has_own_word(b, d, n);
	bool swapped = has_own_word(a, d, n) && !has_own_word(a, n, d);
	return named && !swapped;
}

/* --- the list -------------------------------------------------------------------------------------- */

struct search {
	const struct sp_passage *p;
	const struct sp_formula *f;
	GPtrArray *found;
	bool *used; /* mentions that took part */
	bool *part; /* mentions that are the part of a whole: where no share is asked for, they may be the value */
};

void sp_computation_free(void *computation)
{
	struct sp_computation *e = computation;
	sp_expr_free(e->expr);
	sp_expr_free(e->other);
	g_free(e);
}

static struct sp_computation *add(struct search *s, enum sp_way way, struct sp_expr *expr, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	struct sp_computation *e = g_new0(struct sp_computation, 1);
	e->way = way;
	e->expr = expr;
	e->kind = s->p->segments[m->segment].kind;
	e->year = m->year;
	e->said = m->own_year || m->sentence_year;
	e->partial = m->partial;
	e->stated = SP_NOWHERE;
	e->fits = true;
	g_ptr_array_add(s->found, e);
	return e;
}

static void use_mention(const struct sp_expr *e, void *data)
{
	struct search *s = data;
	if (e->op == SP_E_NUMBER && e->input >= 0)
		s->used[e->input] = true;
}

/* The year of an expression is that of the label it stands under ("Cons. 2018:"), unless its sentence names another. A
 * year right beside a figure says which operand that is, as in a change from 2017 to 2018, not whose value it gives. */
static int year_of(const struct search *s, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	int segment_year = s->p->segments[m->segment].year;
	if (m->own_year && !m->sentence_year)
		return segment_year ? segment_year : m->year;
	return m->year;
}

static void first_inputs(const struct sp_expr *e, void *data)
{
	size_t *ends = data;
	if (e->op != SP_E_NUMBER || e->input < 0)
		return;
	if (ends[0] == SP_NOWHERE)
		ends[0] = (size_t)e->input;
	else if (ends[1] == SP_NOWHERE)
		ends[1] = (size_t)e->input;
}

/* "162 pasti per 4,50 euro ciascuno" under "N. pasti * costo unitario": one figure at least has a word that is its
 * operand's alone, and none has one of the other's. */
static bool pair_fits(const struct search *s, const struct sp_expr *expr)
{
	size_t ends[2] = { SP_NOWHERE, SP_NOWHERE };
	sp_expr_walk(expr, first_inputs, ends);
	if (s->f->n_operands != 2 || ends[1] == SP_NOWHERE)
		return false;
	const struct sp_operand *a = &s->f->operands[0], *b = &s->f->operands[1];
	const GPtrArray *x = s->p->mentions[ends[0]].stems, *y = s->p->mentions[ends[1]].stems;
	bool named = has_own_word(x, a, b) || has_own_word(y, b, a) || !(says_what(x) || says_what(y));
	return named && !has_own_word(x, b, a) && !has_own_word(y, a, b);
}

/* The first two figures are the share's; of a longer expression the words are not held against it. */
static bool expression_fits(const struct search *s, const struct sp_expr *expr)
{
	size_t ends[2] = { SP_NOWHERE, SP_NOWHERE };
	if (s->f->kind == SP_F_TEXT)
		return pair_fits(s, expr);
	while (expr->op == SP_E_MUL)
		expr = sp_expr_arg(expr, 0);
	if (expr->op != SP_E_DIV || !sp_expr_is_bare(sp_expr_arg(expr, 0)))
		return true;
	sp_expr_walk(expr, first_inputs, ends);
	return ends[1] == SP_NOWHERE || share_fits(s->p, s->f, ends[0], ends[1]);
}

/* Is the figure at token i a number of something that numbers name: "legge 241/90", "prot. 1234/5678", "via Roma
 * 12/14", "stagione 21/22"? */
static bool is_name(const struct search *s, size_t i)
{
	const struct sp_token *at = s->p->tokens->at;
	while (i > 0 && at[i - 1].kind == SP_T_WORD && at[i - 1].small &&
	       !sp_words_have(sp_article_stems, at[i - 1].stem))
		i--;
	const char *stem = i > 0 ? at[i - 1].stem : NULL;
	if (sp_words_have(sp_named_stems, stem) && !is_operand_word(s->f, stem))
		return true;
	for (size_t back = 1; back <= 5 && back <= i && at[i - back].kind == SP_T_WORD; back++)
		if (sp_words_have(sp_street_stems, at[i - back].stem))
			return true;
	return false;
}

/* "24 ore su 24", "5 giorni su 7", "h 24/24": an idiom */
static bool is_idiom(const struct search *s, const struct sp_expr *e, size_t i)
{
	const struct sp_expr *under = sp_expr_arg(e, 1);
	bool round = under->op == SP_E_NUMBER && under->number.scale == 0 &&
		     (mpz_cmp_ui(under->number.units, 24) == 0 || mpz_cmp_ui(under->number.units, 7) == 0);
	return round && (sp_token_has(&s->p->tokens->at[i + 1], sp_idiom_stems) ||
			 (i > 0 && sp_token_has(&s->p->tokens->at[i - 1], sp_idiom_stems)));
}

/* One expression that starts at token i; the token behind it, or i when there is none. */
static size_t try_expression(struct search *s, size_t i, size_t end)
{
	struct computation_reader r = { .p = s->p, .f = s->f, .at = i, .end = end };
	struct sp_expr *expr = read_whole(&r);
	struct sp_computation result = { .stated = SP_NOWHERE };
	bool division = sp_expr_holds(expr, SP_E_DIV) > 0;
	size_t behind = r.at;
	bool stated = expr && read_equals(&r, &result);
	size_t first = 0;
	while (first < s->p->n_mentions && s->p->mentions[first].token < i)
		first++;
	if (first == s->p->n_mentions || s->p->mentions[first].token >= behind)
		first = SP_NOWHERE;
	bool added = expr && expr->op == SP_E_ADD; /* "3 corsi + 4 eventi" */
	bool declared = expr && s->f->kind == SP_F_TEXT && s->f->expr && expr->op == sp_formula_body(s->f)->op;
	if (!expr || r.figures < 2 || first == SP_NOWHERE || !(division || added || declared || (stated && r.signs)) ||
	    /* figures that only look like a computation */
	    (!stated && r.figures == 2 && expr->op == SP_E_DIV &&
	     (is_idiom(s, expr, s->p->mentions[first].token) ||
	      (!r.over && is_name(s, s->p->mentions[first].token))))) {
		sp_expr_free(expr);
		return i;
	}
	enum sp_way way = r.over && !r.signs ? SP_WAY_SHARE
			  : division || stated || declared ? SP_WAY_EXPRESSION
							   : SP_WAY_ITEMS;
	struct sp_computation *e = add(s, way, expr, first);
	e->other = multiplied_reading(expr);
	if (!e->other)
		e->other = bracketed_reading(expr);
	e->year = year_of(s, first);
	e->hundred = r.hundred;
	e->headless = r.headless;
	e->stated = result.stated;
	e->blank = result.blank;
	e->fits = expression_fits(s, expr);
	e->forecast = s->p->mentions[first].forecast;
	e->from = i;
	e->to = r.at;
	if (!stated)
		find_stated(s->p, s->f, e);
	e->direct = stated;
	sp_expr_walk(expr, use_mention, s);
	s->part[first] = way == SP_WAY_SHARE;
	if (e->stated != SP_NOWHERE)
		s->used[e->stated] = true;
	return r.at;
}

/* "dipendenti formati 250 (di cui 40 dirigenti)": words in brackets behind a figure start nothing. */
static bool is_aside(const struct search *s, size_t i)
{
	const struct sp_token *at = s->p->tokens->at;
	size_t before = i;
	while (before > 0 && sp_token_is_wordy(&at[before - 1]))
		before--;
	return before > 0 && is_figure(&at[before - 1]) && i + 1 < s->p->tokens->n && at[i + 1].kind == SP_T_WORD &&
	       !sp_token_has(&at[i + 1], sp_over_stems);
}

static void find_expressions(struct search *s)
{
	for (size_t g = 0; g < s->p->n_segments; g++) {
		const struct sp_segment *segment = &s->p->segments[g];
		for (size_t i = segment->from; i < segment->to;) {
			const struct sp_token *t = &s->p->tokens->at[i];
			bool starts = is_figure(t) || (sp_token_is_sign(t, '(') && !is_aside(s, i));
			size_t next = starts ? try_expression(s, i, segment->to) : i;
			i = next > i ? next : i + 1;
		}
	}
}

/* --- shares in words --------------------------------------------------------------------------------- */

/* "di cui", "dei quali"; not "di cui ai capitoli" */
static bool says_of_which(const struct sp_tokens *t, size_t i)
{
	return sp_token_has(&t->at[i], sp_part_lead_stems) && sp_token_has(&t->at[i + 1], sp_which_stems) &&
	       !sp_token_has(&t->at[i + 2], sp_which_elsewhere_stems);
}

/* "n. 2.489 … di cui n. 604": the part over the whole. */
static bool try_part(struct search *s, size_t whole, size_t part)
{
	const struct sp_tokens *t = s->p->tokens;
	bool said = false;
	for (size_t i = s->p->mentions[whole].token + 1; i + 1 < s->p->mentions[part].token; i++) {
		if (t->at[i].kind == SP_T_STOP)
			return false;
		said = said || says_of_which(t, i);
	}
	return said;
}

/* "su 13 comitati … assegnate n. 12 sedi": the whole stands first. */
static bool whole_first(struct search *s, size_t whole, size_t part)
{
	const struct sp_tokens *t = s->p->tokens;
	size_t i = s->p->mentions[whole].token;
	if (i == 0 || !sp_token_has(&t->at[i - 1], sp_over_stems) ||
	    (i > 1 && sp_token_is_wordy(&t->at[i - 2]) && !t->at[i - 1].capital))
		return false;
	for (size_t k = i + 1; k < s->p->mentions[part].token; k++)
		if (!sp_token_is_wordy(&t->at[k]) && t->at[k].kind != SP_T_COMMA)
			return false;
	return true;
}

static void add_share(struct search *s, size_t part, size_t whole, bool of_which)
{
	struct sp_expr *share = sp_expr_join(SP_E_DIV, sp_computation_number(s->p, part),
					     sp_computation_number(s->p, whole));
	size_t first = MIN(part, whole), last = MAX(part, whole);
	struct sp_computation *e = add(s, SP_WAY_SHARE, share, first);
	e->from = s->p->mentions[first].token;
	e->to = s->p->mentions[last].token + 1;
	e->year = year_of(s, first);
	e->forecast = s->p->mentions[first].forecast;
	/* "di cui n. 604 con errori": any part can be told of a whole; the formula's is the one that its words name */
	if (of_which)
		e->fits = s->f->n_operands == 2 &&
			  has_own_word(s->p->mentions[part].stems, &s->f->operands[0], &s->f->operands[1]);
	else
		e->fits = part == whole || share_fits(s->p, s->f, part, whole);
	find_stated(s->p, s->f, e);
	s->used[part] = s->used[whole] = e->fits;
	if (e->stated != SP_NOWHERE)
		s->used[e->stated] = true;
}

/* "in tutte le scuole (36)", "in tutte le 36 scuole": all of them. `fits`: they are the formula's. */
static bool says_all(const struct search *s, size_t mention, bool *fits)
{
	const struct sp_tokens *t = s->p->tokens;
	size_t i = s->p->mentions[mention].token;
	bool all = false;
	*fits = s->f->n_operands > 0 && !is_foreign(s->p->mentions[mention].stems, s->f) &&
		s->p->mentions[mention].stems->len > 0;
	for (size_t back = 1; back <= 6 && back <= i && !all; back++) {
		const struct sp_token *x = &t->at[i - back];
		all = sp_token_has(x, sp_all_stems);
		*fits = *fits || (x->stem && !is_weak(x->stem) && is_operand_word(s->f, x->stem));
		if (!sp_token_is_wordy(x) && !(back == 1 && sp_token_is_sign(x, '(')))
			return false;
	}
	return all;
}

static void find_shares(struct search *s)
{
	for (size_t m = 0; m + 1 < s->p->n_mentions; m++) {
		if (s->used[m] || s->used[m + 1] || s->p->mentions[m].segment != s->p->mentions[m + 1].segment)
			continue;
		if (try_part(s, m, m + 1))
			add_share(s, m + 1, m, true);
		else if (whole_first(s, m, m + 1))
			add_share(s, m + 1, m, false);
	}
	bool fits;
	for (size_t m = 0; m < s->p->n_mentions; m++)
		if (!s->used[m] && says_all(s, m, &fits) && fits)
			add_share(s, m, m, false);
}

/* --- figures that answer operands -------------------------------------------------------------------- */

static bool usable(const struct search *s, size_t mention)
{
	const struct sp_token *t = &s->p->tokens->at[s->p->mentions[mention].token];
	return !s->used[mention] && !is_percent(t) && s->p->mentions[mention].stems->len > 0;
}

/* Words of the label that are the operand's, less those that only the other operand has. */
static int affinity(const GPtrArray *label, const struct sp_operand *own, const struct sp_operand *other)
{
	int score = 0;
	for (guint i = 0; i < label->len; i++) {
		const char *stem = g_ptr_array_index(label, i);
		if (sp_operand_says(own, stem))
			score++;
		else if (sp_operand_says(other, stem))
			score--;
	}
	return score;
}

static bool contains_all(const GPtrArray *large, const GPtrArray *small)
{
	for (guint i = 0; i < small->len; i++)
		if (!sp_stems_have(large, g_ptr_array_index(small, i)))
			return false;
	return large->len > small->len;
}

struct pairing {
	int best, second; /* scores */
	size_t over, under;
};

static int pair_score(const struct search *s, size_t over, size_t under)
{
	const struct sp_operand *n = &s->f->operands[0], *d = &s->f->operands[1];
	const GPtrArray *a = s->p->mentions[over].stems, *b = s->p->mentions[under].stems;
	int x = affinity(a, n, d), y = affinity(b, d, n);
	if (x < 1 || y < 1)
		return -1;
	/* "sentenze" and "sentenze positive": the one with a further word is the one that the formula narrows */
	int narrowed = contains_all(n->stems, d->stems) && contains_all(a, b)   ? 1
		       : contains_all(d->stems, n->stems) && contains_all(b, a) ? 1
										: 0;
	return 2 * (x + y) + narrowed;
}

static bool same_value(const struct sp_passage *p, size_t a, size_t b)
{
	const struct sp_token *x = &p->tokens->at[p->mentions[a].token], *y = &p->tokens->at[p->mentions[b].token];
	return x->amount.multiplier == y->amount.multiplier && sp_dec_cmp(&x->amount.value, &y->amount.value) == 0;
}

static void consider(const struct search *s, struct pairing *best, size_t over, size_t under)
{
	int score = pair_score(s, over, under);
	if (score > best->best) {
		best->second = best->best;
		*best = (struct pairing){ score, best->best, over, under };
	} else if (score > best->second && best->best >= 0 &&
		   !(same_value(s->p, over, best->over) && same_value(s->p, under, best->under))) {
		best->second = score;
	}
}

/* Each figure must have a word that is its operand's alone, where the operand has such words. */
static bool operands_fit(const struct search *s, size_t over, size_t under)
{
	const struct sp_operand *n = &s->f->operands[0], *d = &s->f->operands[1];
	const GPtrArray *a = s->p->mentions[over].stems, *b = s->p->mentions[under].stems;
	bool apart = has_own_words(n, d) || has_own_words(d, n);
	return apart && (!has_own_words(n, d) || has_own_word(a, n, d)) &&
	       (!has_own_words(d, n) || has_own_word(b, d, n));
}

struct answering {
	const struct search *s;
	size_t mention[2]; /* for the formula's two operands */
};

static struct sp_expr *answer_operand(const struct sp_expr *leaf, void *data)
{
	const struct answering *a = data;
	size_t operand = leaf->op == SP_E_NAME ? sp_formula_operand(a->s->f, leaf) : 2;
	return operand < 2 ? sp_computation_number(a->s->p, a->mention[operand]) : NULL;
}

/* The two figures of one year, in one segment, that answer the formula's operands best. */
static void match_year(struct search *s, size_t first)
{
	const struct sp_mention *lead = &s->p->mentions[first];
	bool target = s->p->segments[lead->segment].kind == SP_SEG_TARGET;
	size_t group[OPERAND_MENTIONS], n = 0;
	for (size_t m = first; m < s->p->n_mentions && n < OPERAND_MENTIONS; m++)
		if (s->p->mentions[m].segment == lead->segment && s->p->mentions[m].year == lead->year &&
		    (target || s->p->mentions[m].forecast == lead->forecast) && usable(s, m))
			group[n++] = m;
	struct pairing best = { -1, -1, 0, 0 };
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (i != j)
				consider(s, &best, group[i], group[j]);
	if (best.best < 0 || best.best == best.second)
		return;
	struct answering answering = { s, { best.over, best.under } };
	struct sp_expr *answered = sp_expr_map(sp_formula_body(s->f), answer_operand, &answering);
	size_t last = MAX(best.over, best.under);
	struct sp_computation *e = add(s, SP_WAY_OPERANDS, answered, MIN(best.over, best.under));
	e->year = lead->year;
	e->forecast = lead->forecast;
	e->fits = operands_fit(s, best.over, best.under);
	e->from = s->p->mentions[MIN(best.over, best.under)].token;
	e->to = s->p->mentions[last].token + 1;
	find_stated(s->p, s->f, e);
	s->used[best.over] = s->used[best.under] = true;
	if (e->stated != SP_NOWHERE)
		s->used[e->stated] = true;
}

static bool is_ratio(const struct sp_formula *f)
{
	return is_ratio_kind(f) && f->n_operands == 2;
}

/* A share, or a change between two things that words tell apart: "(spesa consuntivata - spesa prevista) / spesa
 * prevista". A change of one thing over the years is none: find_years looks for that. */
static bool has_two_operands(const struct sp_formula *f)
{
	bool variation = f->kind == SP_F_VARIATION_PERCENT && f->expr && f->n_operands == 2;
	return is_ratio(f) || (variation && has_own_words(&f->operands[0], &f->operands[1]) &&
			       has_own_words(&f->operands[1], &f->operands[0]));
}

/* Figures under one label, of one year, form a group; is this the first of its group? Each is looked at once. */
static bool opens_group(const struct search *s, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	for (size_t k = 0; k < mention; k++)
		if (s->p->mentions[k].segment == m->segment && s->p->mentions[k].year == m->year &&
		    s->p->mentions[k].forecast == m->forecast && usable(s, k))
			return false;
	return usable(s, mention);
}

/* --- so much per cent of an amount --------------------------------------------------------------------- */

/* "30% della spesa 2011 di € 43.138,43": the words between are a noun with its amount. */
static bool is_part_of(const struct search *s, size_t percent, size_t amount)
{
	const struct sp_tokens *t = s->p->tokens;
	size_t from = s->p->mentions[percent].token, to = s->p->mentions[amount].token;
	if (!sp_token_has(&t->at[from + 1], sp_part_of_stems) || to - from > 8 || !is_percent(&t->at[from]) ||
	    is_percent(&t->at[to]))
		return false;
	for (size_t i = from + 1; i < to; i++)
		if (!sp_token_is_wordy(&t->at[i]))
			return false;
	return true;
}

static void find_parts(struct search *s)
{
	for (size_t m = 0; m + 1 < s->p->n_mentions; m++) {
		if (s->used[m] || s->used[m + 1] || !is_part_of(s, m, m + 1))
			continue;
		struct sp_expr *share = sp_expr_join(SP_E_MUL, sp_computation_number(s->p, m + 1),
						     sp_computation_number(s->p, m));
		struct sp_computation *e = add(s, SP_WAY_PART, sp_expr_join(SP_E_DIV, share, sp_expr_integer(100)), m);
		/* "30% della spesa 2011": the year is the amount's */
		e->year = s->p->segments[s->p->mentions[m].segment].year;
		e->said = false;
		e->from = s->p->mentions[m].token;
		e->to = s->p->mentions[m + 1].token + 1;
		e->hundred = true;
		s->used[m] = s->used[m + 1] = true;
	}
}

/* --- the same thing in two years --------------------------------------------------------------------- */

/* How many years lie between the formula's operands: 3 for "2019 - 2016"; 1 when it does not say. */
static int years_apart(const struct sp_formula *f)
{
	int newest = 0, oldest = 0;
	for (size_t i = 0; i < f->n_operands; i++)
		if (f->operands[i].when == SP_YEAR_NAMED) {
			newest = newest ? MAX(newest, f->operands[i].year) : f->operands[i].year;
			oldest = oldest ? MIN(oldest, f->operands[i].year) : f->operands[i].year;
		}
	return newest > oldest ? newest - oldest : 1;
}

/* Does the formula subtract the newer year from the older one, so that a fall is positive: (old - new) / old? */
static bool falls(const struct sp_formula *f)
{
	const struct sp_expr *e = f->expr;
	while (e && e->op != SP_E_SUB && sp_expr_count(e) > 0)
		e = sp_expr_arg(e, 0);
	if (!e || e->op != SP_E_SUB)
		return false;
	size_t first = sp_formula_operand(f, sp_expr_arg(e, 0)), second = sp_formula_operand(f, sp_expr_arg(e, 1));
	if (first >= f->n_operands || second >= f->n_operands)
		return false;
	const struct sp_operand *a = &f->operands[first], *b = &f->operands[second];
	return (a->when == SP_YEAR_BEFORE && b->when != SP_YEAR_BEFORE) ||
	       (a->when == SP_YEAR_NAMED && b->when == SP_YEAR_NAMED && a->year < b->year);
}

static void add_variation(struct search *s, size_t newer, size_t older)
{
	bool fall = falls(s->f);
	bool difference = sp_formula_is_difference(s->f);
	struct sp_expr *e = sp_computation_number(s->p, fall ? older : newer);
	if (difference || s->f->kind == SP_F_VARIATION_PERCENT)
		e = sp_expr_join(SP_E_SUB, e, sp_computation_number(s->p, fall ? newer : older));
	if (!difference)
		e = sp_expr_join(SP_E_DIV, e, sp_computation_number(s->p, older));
	struct sp_computation *x = add(s, SP_WAY_YEARS, e, newer);
	x->year = s->p->mentions[newer].year;
	x->forecast = s->p->mentions[newer].forecast || s->p->mentions[older].forecast;
	const GPtrArray *words = s->p->mentions[MIN(newer, older)].stems;
	x->fits = s->f->n_operands == 0 || words->len == 0 || shares_word(words, &s->f->operands[0]);
	x->from = s->p->mentions[MIN(newer, older)].token;
	x->to = s->p->mentions[MAX(newer, older)].token + 1;
	find_stated(s->p, s->f, x);
	if (x->stated != SP_NOWHERE)
		s->used[x->stated] = true;
}

/* "Al 31/12/2021: 250": the one figure of a year's segment */
static bool is_alone(const struct search *s, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	bool alone = s->p->segments[m->segment].kind == SP_SEG_ACTUAL && !m->partial;
	for (size_t i = mention > 0 ? mention - 1 : 0; alone && i < MIN(mention + 2, s->p->n_mentions); i++)
		alone = i == mention || s->p->mentions[i].segment != m->segment;
	return alone;
}

/* The same words, or none beside the second: "13.456 visitatori (12.345 nel 2016)". */
static bool are_years_of_one(const struct search *s, size_t newer, size_t older)
{
	const struct sp_mention *a = &s->p->mentions[newer], *b = &s->p->mentions[older];
	const struct sp_tokens *t = s->p->tokens;
	bool told = a->segment == b->segment ? b->own_year || b->sentence_year
					     : is_alone(s, newer) && is_alone(s, older);
	if (s->used[newer] || s->used[older] || !told || !a->year || a->year - b->year != years_apart(s->f))
		return false;
	if (is_percent(&t->at[a->token]) || is_percent(&t->at[b->token]))
		return false;
	return sp_stems_same(a->stems, b->stems) || s->p->mentions[MAX(newer, older)].stems->len == 0;
}

/* "da 12.345 a 13.456 visitatori" */
static bool goes_from_to(const struct search *s, size_t from, size_t to)
{
	const struct sp_tokens *t = s->p->tokens;
	size_t i = s->p->mentions[from].token, k = s->p->mentions[to].token;
	if (s->used[from] || s->used[to] || i == 0 || k - i > 6 || is_percent(&t->at[i]) || is_percent(&t->at[k]))
		return false;
	const struct sp_token *lead = &t->at[i - 1], *before = &t->at[k - 1];
	bool leads = sp_token_has(lead, sp_from_stems), follows = sp_token_has(before, sp_to_stems);
	for (size_t m = i + 1; m < k; m++)
		leads = leads && sp_token_is_wordy(&t->at[m]);
	return leads && follows;
}

/* "Prestiti anno / Prestiti anno precedente": one thing over itself. */
static bool is_ratio_of_years(const struct sp_formula *f)
{
	return is_ratio(f) && !has_own_words(&f->operands[0], &f->operands[1]) &&
	       !has_own_words(&f->operands[1], &f->operands[0]) &&
	       (f->operands[1].when == SP_YEAR_BEFORE ||
		(f->operands[0].when == SP_YEAR_NAMED && f->operands[0].year > f->operands[1].year));
}

/* "+60", "(-12)": by how much it changed, not what there is */
static bool is_change(const struct search *s, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	const struct sp_token *before = m->token > 0 ? &s->p->tokens->at[m->token - 1] : NULL;
	return m->minus || sp_token_is_sign(before, '+');
}

/* The next mention from `m` on that tells how much there is, not by how much it changed. */
static size_t next_level(const struct search *s, size_t m)
{
	while (m < s->p->n_mentions && is_change(s, m))
		m++;
	return m;
}

/* A figure may be the newer one of two years and the older one of the next two. */
static void find_years(struct search *s)
{
	if (s->f->kind != SP_F_VARIATION_PERCENT && !is_ratio_of_years(s->f) && !sp_formula_is_difference(s->f))
		return;
	size_t n = s->p->n_mentions;
	bool *paired = g_new0(bool, n + 1);
	for (size_t m = next_level(s, 0), k; (k = next_level(s, m + 1)) < n; m = k) {
		if (are_years_of_one(s, m, k))
			add_variation(s, m, k);
		else if (are_years_of_one(s, k, m) || goes_from_to(s, m, k))
			add_variation(s, k, m);
		else
			continue;
		paired[m] = paired[k] = true;
	}
	for (size_t m = 0; m < n; m++)
		s->used[m] = s->used[m] || paired[m];
	g_free(paired);
}

/* --- sums ------------------------------------------------------------------------------------------ */

/* Printed as an amount: a currency, thousands points or cents. Numbers of lots and houses are not. */
static bool is_amount(const struct sp_token *t)
{
	return t->kind == SP_T_FIGURE && !is_percent(t) && !t->counted &&
	       (g_strcmp0(t->amount.unit, "EUR") == 0 || t->amount.value.scale == 2 ||
		memchr(t->text.s, '.', t->text.n));
}

/* "300 (di cui 100 corsi, 150 eventi e 50 visite)" */
static bool has_parts_behind(const struct sp_tokens *t, size_t i)
{
	i += i + 1 < t->n && (sp_token_is_sign(&t->at[i + 1], '(') || sp_token_is_sign(&t->at[i + 1], ','));
	while (i + 1 < t->n && t->at[i + 1].kind == SP_T_WORD && t->at[i + 1].small &&
	       !sp_token_has(&t->at[i + 1], sp_which_stems))
		i++;
	return i + 1 < t->n && sp_token_has(&t->at[i + 1], sp_which_stems);
}

static bool says_total(const struct search *s, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	if (s->f->kind == SP_F_SUM && has_parts_behind(s->p->tokens, m->token))
		return true;
	for (size_t i = m->words_from; i < m->token; i++)
		if (sp_token_has(&s->p->tokens->at[i], sp_sum_stems))
			return true;
	return false;
}

static struct sp_expr *sum_of(const struct search *s, const size_t *items, size_t n)
{
	struct sp_expr *sum = sp_expr_join(SP_E_SUM, sp_computation_number(s->p, items[0]),
					   sp_computation_number(s->p, items[1]));
	for (size_t i = 2; i < n; i++)
		sp_expr_add(sum, sp_computation_number(s->p, items[i]));
	return sum;
}

/* The amounts of a total's segment that stand on one side of it, up to another total. */
static size_t gather(const struct search *s, size_t total, bool behind, size_t *items, size_t most)
{
	bool sum = s->f->kind == SP_F_SUM;
	size_t n = 0;
	for (size_t step = 1; n < most; step++) {
		size_t m = behind ? total + step : total - step;
		if ((!behind && step > total) || m >= s->p->n_mentions ||
		    s->p->mentions[m].segment != s->p->mentions[total].segment || says_total(s, m))
			break;
		const struct sp_token *t = &s->p->tokens->at[s->p->mentions[m].token];
		if (!s->used[m] && (is_amount(t) || (sum && !is_percent(t))))
			items[n++] = m;
	}
	return n;
}

#define ITEMS_MOST 200

static void find_totals(struct search *s)
{
	size_t *items = g_new(size_t, ITEMS_MOST);
	for (size_t m = 0; m < s->p->n_mentions; m++) {
		const struct sp_token *t = &s->p->tokens->at[s->p->mentions[m].token];
		bool sum = s->f->kind == SP_F_SUM && !is_percent(t);
		if (s->used[m] || !(sum || is_amount(t)) || !says_total(s, m))
			continue;
		size_t n = gather(s, m, true, items, ITEMS_MOST);
		if (n < 2)
			n = gather(s, m, false, items, ITEMS_MOST);
		if (n < 2)
			continue;
		struct sp_computation *e = add(s, SP_WAY_TOTAL, sum_of(s, items, n), m);
		e->stated = m;
		e->from = e->to = s->p->mentions[m].token;
	}
	g_free(items);
}

/* All amounts of one year in a segment; `sole` when there is no other figure among them. */
static void add_items(struct search *s, size_t first)
{
	const struct sp_mention *lead = &s->p->mentions[first];
	size_t *items = g_new(size_t, ITEMS_MOST), n = 0;
	bool sole = true;
	for (size_t m = first; m < s->p->n_mentions && n < ITEMS_MOST; m++) {
		const struct sp_mention *x = &s->p->mentions[m];
		if (x->segment != lead->segment || x->year != lead->year)
			continue;
		if (!s->used[m] && is_amount(&s->p->tokens->at[x->token]))
			items[n++] = m;
		else
			sole = false;
	}
	if (n >= 2) {
		struct sp_computation *e = add(s, SP_WAY_ITEMS, sum_of(s, items, n), first);
		e->sole = sole;
		e->forecast = lead->forecast;
		e->from = lead->token;
		e->to = s->p->mentions[items[n - 1]].token + 1;
	}
	g_free(items);
}

/* "n. 12 asili, n. 7 scuole, n. 6 palestre": figures of things, each with its words. They can only agree. */
static void add_counted(struct search *s, size_t first)
{
	const struct sp_mention *lead = &s->p->mentions[first];
	size_t *items = g_new(size_t, ITEMS_MOST), n = 0;
	bool plain = s->f->kind == SP_F_COUNT || s->f->kind == SP_F_SUM;
	for (size_t m = first; plain && m < s->p->n_mentions && n < ITEMS_MOST; m++) {
		const struct sp_mention *x = &s->p->mentions[m];
		const struct sp_token *t = &s->p->tokens->at[x->token];
		if (x->segment != lead->segment || x->year != lead->year)
			continue;
		plain = !s->used[m] && !is_amount(t) && !is_percent(t) && t->amount.value.scale == 0 &&
			x->stems->len > 0;
		items[n++] = m;
	}
	if (plain && n >= 2) {
		struct sp_computation *e = add(s, SP_WAY_ITEMS, sum_of(s, items, n), first);
		e->forecast = lead->forecast;
		e->from = lead->token;
		e->to = s->p->mentions[items[n - 1]].token + 1;
	}
	g_free(items);
}

static void find_items(struct search *s)
{
	for (size_t m = 0; m < s->p->n_mentions; m++) {
		const struct sp_mention *x = &s->p->mentions[m];
		bool first = true;
		for (size_t k = 0; k < m && first; k++)
			first = s->p->mentions[k].segment != x->segment || s->p->mentions[k].year != x->year;
		if (first) {
			add_items(s, m);
			add_counted(s, m);
		}
	}
}

/* --- values that are stated -------------------------------------------------------------------------- */

/* "Target al 31/12/2018: 0 (…)": the label, the figure, and nothing more outside brackets. */
static bool is_sole(const struct search *s, size_t mention)
{
	const struct sp_mention *m = &s->p->mentions[mention];
	const struct sp_segment *segment = &s->p->segments[m->segment];
	if (m->token != segment->from || m->bracketed)
		return false;
	const struct sp_token *next = m->token + 1 < segment->to ? &s->p->tokens->at[m->token + 1] : NULL;
	return !next || next->kind == SP_T_STOP || sp_token_is_sign(next, '(');
}

static void find_values(struct search *s)
{
	for (size_t m = 0; m < s->p->n_mentions; m++) {
		bool asked = is_ratio_kind(s->f) || s->f->kind == SP_F_VARIATION_PERCENT;
		if (s->used[m] && (asked || !s->part[m]))
			continue;
		const struct sp_mention *x = &s->p->mentions[m];
		struct sp_computation *e = add(s, SP_WAY_VALUE, sp_computation_number(s->p, m), m);
		e->sole = is_sole(s, m);
		e->forecast = x->forecast;
		e->from = x->token;
		e->to = x->token + 1;
	}
}

GPtrArray *sp_computations_find(const struct sp_passage *p, const struct sp_formula *f)
{
	struct search s = { .p = p, .f = f, .found = g_ptr_array_new_with_free_func(sp_computation_free) };
	if (p->n_mentions == 0)
		return s.found;
	s.used = g_new0(bool, p->n_mentions + 1);
	s.part = g_new0(bool, p->n_mentions + 1);
	find_expressions(&s);
	find_shares(&s);
	find_parts(&s);
	find_years(&s);
	for (size_t m = 0; has_two_operands(f) && m < p->n_mentions; m++)
		if (opens_group(&s, m))
			match_year(&s, m);
	find_totals(&s);
	find_items(&s);
	find_values(&s);
	g_free(s.used);
	g_free(s.part);
	return s.found;
}
