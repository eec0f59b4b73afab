/*
 * Method: recursive descent, one function a level of precedence. Depth and size are bounded, because
 * formulas come from documents: DEPTH levels of brackets, NODES nodes, which also bounds the recursion
 * of everything that walks a tree.
 */
#include "verify/findings/expr.h"

#include <string.h>

#define DEPTH 100
#define NODES 5000

/* --- building -------------------------------------------------------------------------------------- */

static struct sp_expr *node(enum sp_expr_op op)
{
	struct sp_expr *e = g_new0(struct sp_expr, 1);
	e->op = op;
	e->input = -1;
	sp_dec_init(&e->number);
	return e;
}

void sp_expr_free(void *expr)
{
	struct sp_expr *e = expr;
	if (!e)
		return;
	if (e->args)
		g_ptr_array_free(e->args, TRUE);
	sp_expr_free(e->where);
	sp_dec_clear(&e->number);
	g_free(e->text);
	g_free(e);
}

void sp_expr_add(struct sp_expr *e, struct sp_expr *operand)
{
	if (!e->args)
		e->args = g_ptr_array_new_with_free_func(sp_expr_free);
	g_ptr_array_add(e->args, operand);
}

struct sp_expr *sp_expr_number(const struct sp_dec *number, int input)
{
	struct sp_expr *e = node(SP_E_NUMBER);
	sp_dec_set(&e->number, number);
	e->input = input;
	return e;
}

struct sp_expr *sp_expr_integer(long number)
{
	struct sp_expr *e = node(SP_E_NUMBER);
	sp_dec_set_int(&e->number, number);
	return e;
}

struct sp_expr *sp_expr_words(enum sp_expr_op op, const char *text)
{
	struct sp_expr *e = node(op);
	e->text = g_strdup(text);
	return e;
}

struct sp_expr *sp_expr_phrase(const char *text, size_t n)
{
	struct sp_expr *e = node(SP_E_NAME);
	e->text = g_strndup(text, n);
	e->phrase = true;
	return e;
}

struct sp_expr *sp_expr_truth(bool truth)
{
	struct sp_expr *e = node(SP_E_TRUTH);
	e->truth = truth;
	return e;
}

struct sp_expr *sp_expr_join(enum sp_expr_op op, struct sp_expr *a, struct sp_expr *b)
{
	struct sp_expr *e = node(op);
	sp_expr_add(e, a);
	if (b)
		sp_expr_add(e, b);
	return e;
}

size_t sp_expr_count(const struct sp_expr *e)
{
	return e->args ? e->args->len : 0;
}

const struct sp_expr *sp_expr_arg(const struct sp_expr *e, size_t i)
{
	return i < sp_expr_count(e) ? g_ptr_array_index(e->args, i) : NULL;
}

struct sp_expr *sp_expr_copy(const struct sp_expr *e)
{
	return sp_expr_map(e, NULL, NULL);
}

struct sp_expr *sp_expr_map(const struct sp_expr *e, struct sp_expr *(*leaf)(const struct sp_expr *, void *),
			    void *data)
{
	struct sp_expr *other = leaf && !e->args ? leaf(e, data) : NULL;
	if (other)
		return other;
	struct sp_expr *copy = node(e->op);
	sp_dec_set(&copy->number, &e->number);
	copy->text = g_strdup(e->text);
	copy->phrase = e->phrase;
	copy->truth = e->truth;
	copy->input = e->input;
	copy->where = e->where ? sp_expr_map(e->where, leaf, data) : NULL;
	for (size_t i = 0; i < sp_expr_count(e); i++)
		sp_expr_add(copy, sp_expr_map(sp_expr_arg(e, i), leaf, data));
	return copy;
}

void sp_expr_walk(const struct sp_expr *e, void (*visit)(const struct sp_expr *, void *), void *data)
{
	if (!e)
		return;
	for (size_t i = 0; i < sp_expr_count(e); i++)
		sp_expr_walk(sp_expr_arg(e, i), visit, data);
	sp_expr_walk(e->where, visit, data);
	visit(e, data);
}

size_t sp_expr_holds(const struct sp_expr *e, enum sp_expr_op op)
{
	size_t n = e && e->op == op;
	for (size_t i = 0; e && i < sp_expr_count(e); i++)
		n += sp_expr_holds(sp_expr_arg(e, i), op);
	return e ? n + sp_expr_holds(e->where, op) : 0;
}

bool sp_expr_is_bare(const struct sp_expr *e)
{
	while (e->op == SP_E_NEG)
		e = sp_expr_arg(e, 0);
	return e->op == SP_E_NUMBER;
}

/* --- reading --------------------------------------------------------------------------------------- */

struct expr_reader {
	const char *text;
	size_t n, at;
	unsigned depth, nodes;
	struct sp_expr_error *error; /* its `what` is NULL while all is well */
};

static struct sp_expr *stop(struct expr_reader *r, const char *what)
{
	if (!r->error->what)
		*r->error = (struct sp_expr_error){ r->at, what };
	return NULL;
}

static void skip_blanks(struct expr_reader *r)
{
	while (r->at < r->n && strchr(" \t\r\n", r->text[r->at]) && r->text[r->at])
		r->at++;
}

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

static char peek(struct expr_reader *r)
{
	skip_blanks(r);
	return r->at < r->n ? r->text[r->at] : '\0';
}

static bool take(struct expr_reader *r, char c)
{
	if (peek(r) != c)
		return false;
	r->at++;
	return true;
}

/* A keyword is a whole word: "or" is not the start of "organ". */
static bool take_word(struct expr_reader *r, const char *word)
{
	size_t n = strlen(word);
	skip_blanks(r);
	if (r->n - r->at < n || memcmp(r->text + r->at, word, n) != 0)
		return false;
	if (r->at + n < r->n && (is_word(r->text[r->at + n]) || r->text[r->at + n] == '.'))
		return false;
	r->at += n;
	return true;
}

static bool counted(struct expr_reader *r)
{
	if (++r->nodes <= NODES)
		return true;
	stop(r, "the expression is too long");
	return false;
}

/* From the loosest to the tightest; what stands between two is an operand of the looser one. */
enum level { LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_SUM, LEVEL_PRODUCT, LEVEL_FACTOR };

static struct sp_expr *read_or(struct expr_reader *r);
static struct sp_expr *read_level(struct expr_reader *r, enum level level);

static struct sp_expr *read_number(struct expr_reader *r)
{
	size_t from = r->at;
	while (r->at < r->n && g_ascii_isdigit(r->text[r->at]))
		r->at++;
	if (r->at + 1 < r->n && r->text[r->at] == '.' && g_ascii_isdigit(r->text[r->at + 1])) {
		r->at++;
		while (r->at < r->n && g_ascii_isdigit(r->text[r->at]))
			r->at++;
	}
	struct sp_expr *e = node(SP_E_NUMBER);
	if (sp_dec_parse(&e->number, r->text + from, r->at - from) == SP_OK)
		return e;
	sp_expr_free(e);
	r->at = from;
	return stop(r, "a number is written 1234.5, without leading zeros");
}

static struct sp_expr *read_quoted(struct expr_reader *r)
{
	GString *text = g_string_new(NULL);
	for (r->at++; r->at < r->n && r->text[r->at] != '"'; r->at++) {
		if (r->text[r->at] == '\\' && r->at + 1 < r->n && strchr("\\\"", r->text[r->at + 1]))
			r->at++;
		g_string_append_c(text, r->text[r->at]);
	}
	if (r->at == r->n) {
		g_string_free(text, TRUE);
		return stop(r, "the text has no closing quotation mark");
	}
	r->at++;
	struct sp_expr *e = sp_expr_words(SP_E_TEXT, text->str);
	g_string_free(text, TRUE);
	return e;
}

static struct sp_expr *read_phrase(struct expr_reader *r)
{
	size_t from = ++r->at;
	while (r->at < r->n && r->text[r->at] != ']' && r->text[r->at] != '[')
		r->at++;
	if (r->at == r->n || r->text[r->at] != ']')
		return stop(r, "the phrase has no closing bracket");
	return sp_expr_phrase(r->text + from, r->at++ - from);
}

static struct sp_expr *read_call(struct expr_reader *r, struct sp_expr *call)
{
	if (take(r, ')'))
		return call;
	if (!take_word(r, "where")) {
		do {
			struct sp_expr *arg = read_or(r);
			if (!arg)
				goto failed;
			sp_expr_add(call, arg);
		} while (take(r, ','));
		if (take(r, ')'))
			return call;
		if (!take_word(r, "where")) {
			stop(r, "a comma, \"where\" or a closing bracket is wanted here");
			goto failed;
		}
	}
	call->where = read_or(r);
	if (call->where && take(r, ')'))
		return call;
	stop(r, "a closing bracket is wanted here");
failed:
	sp_expr_free(call);
	return NULL;
}

static struct sp_expr *read_name(struct expr_reader *r)
{
	static const char *const keywords[] = { "and", "or", "not", "in", "where", NULL };
	size_t from = r->at;
	while (r->at < r->n && is_word(r->text[r->at])) {
		while (r->at < r->n && is_word(r->text[r->at]))
			r->at++;
		if (r->at + 1 < r->n && r->text[r->at] == '.' && is_word(r->text[r->at + 1]))
			r->at++;
	}
	char *name = g_strndup(r->text + from, r->at - from);
	struct sp_expr *e;
	if (strcmp(name, "true") == 0 || strcmp(name, "false") == 0)
		e = sp_expr_truth(*name == 't');
	else if (g_strv_contains(keywords, name)) {
		r->at = from;
		e = stop(r, "a number, a name or a bracket is wanted here");
	} else if (r->at < r->n && r->text[r->at] == '(') {
		r->at++;
		e = read_call(r, sp_expr_words(SP_E_CALL, name));
	} else
		e = sp_expr_words(SP_E_NAME, name);
	g_free(name);
	return e;
}

static struct sp_expr *read_primary(struct expr_reader *r)
{
	char c = peek(r);
	if (!counted(r))
		return NULL;
	if (g_ascii_isdigit(c))
		return read_number(r);
	if (c == '"')
		return read_quoted(r);
	if (c == '[')
		return read_phrase(r);
	if (take(r, '(')) {
		struct sp_expr *e = read_or(r);
		if (!e || take(r, ')'))
			return e;
		sp_expr_free(e);
		return stop(r, "a closing bracket is wanted here");
	}
	if (g_ascii_isalpha(c) || c == '_')
		return read_name(r);
	return stop(r,
		    r->at == r->n ? "something is missing at the end" : "a number, a name or a bracket is wanted here");
}

static struct sp_expr *read_factor(struct expr_reader *r)
{
	unsigned signs = 0;
	while (take(r, '-')) {
		if (!counted(r))
			return NULL;
		signs++;
	}
	struct sp_expr *e = read_primary(r);
	for (; e && signs > 0; signs--)
		e = sp_expr_join(SP_E_NEG, e, NULL);
	return e;
}

/* Of two that begin alike the longer one stands first. */
static const struct {
	const char *sign;
	enum level level;
	enum sp_expr_op op;
} operators[] = {
	{ "or", LEVEL_OR, SP_E_OR },      { "and", LEVEL_AND, SP_E_AND },   { "in", LEVEL_COMPARE, SP_E_IN },
	{ "==", LEVEL_COMPARE, SP_E_EQ }, { "!=", LEVEL_COMPARE, SP_E_NE }, { "<=", LEVEL_COMPARE, SP_E_LE },
	{ ">=", LEVEL_COMPARE, SP_E_GE }, { "<", LEVEL_COMPARE, SP_E_LT },  { ">", LEVEL_COMPARE, SP_E_GT },
	{ "+", LEVEL_SUM, SP_E_ADD },     { "-", LEVEL_SUM, SP_E_SUB },     { "*", LEVEL_PRODUCT, SP_E_MUL },
	{ "/", LEVEL_PRODUCT, SP_E_DIV },
};

/* The operator of that level that stands here, which is taken; SP_E_NUMBER for none. */
static enum sp_expr_op take_operator(struct expr_reader *r, enum level level)
{
	skip_blanks(r);
	for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
		const char *sign = operators[i].sign;
		size_t n = strlen(sign);
		if (operators[i].level != level)
			continue;
		if (g_ascii_isalpha(*sign) ? take_word(r, sign)
					   : r->n - r->at >= n && memcmp(r->text + r->at, sign, n) == 0) {
			r->at += g_ascii_isalpha(*sign) ? 0 : n;
			return operators[i].op;
		}
	}
	return SP_E_NUMBER;
}

static struct sp_expr *read_not(struct expr_reader *r)
{
	unsigned nots = 0;
	while (take_word(r, "not")) {
		if (!counted(r))
			return NULL;
		nots++;
	}
	struct sp_expr *e = read_level(r, LEVEL_COMPARE);
	for (; e && nots > 0; nots--)
		e = sp_expr_join(SP_E_NOT, e, NULL);
	return e;
}

/* Left to right; comparisons are not chained. */
static struct sp_expr *read_level(struct expr_reader *r, enum level level)
{
	if (level == LEVEL_NOT || level == LEVEL_FACTOR)
		return level == LEVEL_NOT ? read_not(r) : read_factor(r);
	struct sp_expr *left = read_level(r, level + 1);
	enum sp_expr_op op;
	while (left && (op = take_operator(r, level)) != SP_E_NUMBER) {
		struct sp_expr *right = counted(r) ? read_level(r, level + 1) : NULL;
		if (!right) {
			sp_expr_free(left);
			return NULL;
		}
		left = sp_expr_join(op, left, right);
		if (level == LEVEL_COMPARE)
			break;
	}
	return left;
}

static struct sp_expr *read_or(struct expr_reader *r)
{
	if (++r->depth > DEPTH)
		return stop(r, "too many brackets within brackets");
	struct sp_expr *e = read_level(r, LEVEL_OR);
	r->depth--;
	return e;
}

struct sp_expr *sp_expr_parse(const char *text, size_t n, struct sp_expr_error *error)
{
	struct expr_reader r = { .text = text, .n = n, .error = error };
	*error = (struct sp_expr_error){ 0, NULL };
	struct sp_expr *e = read_or(&r);
	skip_blanks(&r);
	if (e && r.at == r.n)
		return e;
	sp_expr_free(e);
	return stop(&r, "an operator is wanted here");
}

/* --- printing -------------------------------------------------------------------------------------- */

static int precedence(const struct sp_expr *e)
{
	switch (e->op) {
	case SP_E_OR:
		return 1;
	case SP_E_AND:
		return 2;
	case SP_E_NOT:
		return 3;
	case SP_E_EQ:
	case SP_E_NE:
	case SP_E_LT:
	case SP_E_LE:
	case SP_E_GT:
	case SP_E_GE:
	case SP_E_IN:
		return 4;
	case SP_E_ADD:
	case SP_E_SUB:
	case SP_E_SUM:
		return 5;
	case SP_E_MUL:
	case SP_E_DIV:
		return 6;
	case SP_E_NEG:
		return 7;
	case SP_E_NUMBER:
		return sp_dec_sign(&e->number) < 0 ? 7 : 8;
	default:
		return 8;
	}
}

static const char *sign_of(enum sp_expr_op op, enum sp_expr_style style)
{
	switch (op) {
	case SP_E_OR:
		return " or ";
	case SP_E_AND:
		return " and ";
	case SP_E_EQ:
		return " == ";
	case SP_E_NE:
		return " != ";
	case SP_E_LT:
		return " < ";
	case SP_E_LE:
		return " <= ";
	case SP_E_GT:
		return " > ";
	case SP_E_GE:
		return " >= ";
	case SP_E_IN:
		return " in ";
	case SP_E_SUB:
		return " - ";
	case SP_E_MUL:
		return style == SP_EXPR_PLAIN ? " * " : " × ";
	case SP_E_DIV:
		return " / ";
	default:
		return " + ";
	}
}

char *sp_expr_digits(const struct sp_dec *number, enum sp_expr_style style)
{
	char *plain = sp_dec_text(number);
	if (style == SP_EXPR_PLAIN)
		return plain;
	GString *out = g_string_new(NULL);
	const char *p = plain;
	if (*p == '-')
		g_string_append_c(out, *p++);
	size_t whole = strcspn(p, ".");
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			g_string_append_c(out, style == SP_EXPR_IT ? '.' : ',');
		g_string_append_c(out, p[i]);
	}
	if (p[whole])
		g_string_append_printf(out, "%c%s", style == SP_EXPR_IT ? ',' : '.', p + whole + 1);
	g_free(plain);
	return g_string_free(out, FALSE);
}

static void print(GString *out, const struct sp_expr *e, int least, enum sp_expr_style style);

static void print_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void print_call(GString *out, const struct sp_expr *e, enum sp_expr_style style)
{
	g_string_append_printf(out, "%s(", e->text);
	for (size_t i = 0; i < sp_expr_count(e); i++) {
		if (i > 0)
			g_string_append(out, ", ");
		print(out, sp_expr_arg(e, i), 0, style);
	}
	if (e->where) {
		g_string_append(out, sp_expr_count(e) > 0 ? " where " : "where ");
		print(out, e->where, 0, style);
	}
	g_string_append_c(out, ')');
}

static void print_leaf(GString *out, const struct sp_expr *e, enum sp_expr_style style)
{
	char *digits;
	switch (e->op) {
	case SP_E_NUMBER:
		digits = sp_expr_digits(&e->number, style);
		g_string_append(out, digits);
		g_free(digits);
		break;
	case SP_E_TEXT:
		print_quoted(out, e->text);
		break;
	case SP_E_TRUTH:
		g_string_append(out, e->truth ? "true" : "false");
		break;
	case SP_E_NAME:
		if (e->phrase)
			g_string_append_printf(out, "[%s]", e->text);
		else
			g_string_append(out, e->text);
		break;
	default:
		print_call(out, e, style);
	}
}

/* Operands to the right of a sign need brackets at the same level too: a - (b - c). Comparisons do
 * not chain, so theirs need them on both sides. */
static void print_operands(GString *out, const struct sp_expr *e, enum sp_expr_style style)
{
	int own = precedence(e);
	if (e->op == SP_E_NEG || e->op == SP_E_NOT) {
		g_string_append(out, e->op == SP_E_NEG ? "-" : "not ");
		print(out, sp_expr_arg(e, 0), own, style);
		return;
	}
	for (size_t i = 0; i < sp_expr_count(e); i++) {
		if (i > 0)
			g_string_append(out, sign_of(e->op, style));
		print(out, sp_expr_arg(e, i), i > 0 || own == 4 ? own + 1 : own, style);
	}
}

static void print(GString *out, const struct sp_expr *e, int least, enum sp_expr_style style)
{
	bool brackets = precedence(e) < least;
	if (brackets)
		g_string_append_c(out, '(');
	if (precedence(e) == 8 || e->op == SP_E_NUMBER)
		print_leaf(out, e, style);
	else
		print_operands(out, e, style);
	if (brackets)
		g_string_append_c(out, ')');
}

char *sp_expr_text(const struct sp_expr *e, enum sp_expr_style style)
{
	GString *out = g_string_new(NULL);
	print(out, e, 0, style);
	return g_string_free(out, FALSE);
}

/* --- computing ------------------------------------------------------------------------------------- */

/* round(x, n) and cut(x, n): n a whole number from 0 to 20. */
static enum sp_expr_result round_to(mpq_t q, const mpq_t places, enum sp_rounding how)
{
	if (mpz_cmp_ui(mpq_denref(places), 1) != 0 || mpq_sgn(places) < 0 || mpq_cmp_ui(places, 20, 1) > 0)
		return SP_EXPR_NUMBERS;
	struct sp_dec d;
	sp_dec_init(&d);
	sp_dec_from_rat(&d, q, (int)mpz_get_si(mpq_numref(places)), how);
	sp_dec_to_rat(q, &d);
	sp_dec_clear(&d);
	return SP_EXPR_DONE;
}

static enum sp_expr_result compute_call(const struct sp_expr *e, mpq_t q)
{
	size_t n = sp_expr_count(e);
	bool rounding = strcmp(e->text, "round") == 0 || strcmp(e->text, "cut") == 0;
	bool least = strcmp(e->text, "min") == 0, most = strcmp(e->text, "max") == 0;
	bool magnitude = strcmp(e->text, "abs") == 0;
	if (e->where || n == 0 || (magnitude && n != 1) || (rounding && n != 2) ||
	    !(magnitude || rounding || least || most))
		return SP_EXPR_NUMBERS;

	mpq_t next;
	mpq_init(next);
	enum sp_expr_result result = sp_expr_compute(sp_expr_arg(e, 0), q);
	for (size_t i = 1; i < n && result == SP_EXPR_DONE; i++) {
		result = sp_expr_compute(sp_expr_arg(e, i), next);
		if (result != SP_EXPR_DONE)
			break;
		if (rounding)
			result = round_to(q, next, *e->text == 'r' ? SP_HALF_UP : SP_CUT);
		else if (least ? mpq_cmp(next, q) < 0 : mpq_cmp(next, q) > 0)
			mpq_set(q, next);
	}
	if (magnitude)
		mpq_abs(q, q);
	mpq_clear(next);
	return result;
}

static enum sp_expr_result apply(enum sp_expr_op op, mpq_t q, const mpq_t b)
{
	switch (op) {
	case SP_E_ADD:
	case SP_E_SUM:
		mpq_add(q, q, b);
		return SP_EXPR_DONE;
	case SP_E_SUB:
		mpq_sub(q, q, b);
		return SP_EXPR_DONE;
	case SP_E_MUL:
		mpq_mul(q, q, b);
		return SP_EXPR_DONE;
	case SP_E_DIV:
		if (mpq_sgn(b) == 0)
			return SP_EXPR_BY_ZERO;
		mpq_div(q, q, b);
		return SP_EXPR_DONE;
	default:
		return SP_EXPR_NUMBERS;
	}
}

static enum sp_expr_result compute(const struct sp_expr *e, mpq_t q)
{
	switch (e->op) {
	case SP_E_NUMBER:
		sp_dec_to_rat(q, &e->number);
		return SP_EXPR_DONE;
	case SP_E_NAME:
		return SP_EXPR_OPEN;
	case SP_E_TEXT:
	case SP_E_TRUTH:
		return SP_EXPR_NUMBERS;
	case SP_E_CALL:
		return compute_call(e, q);
	default:
		break;
	}
	enum sp_expr_result result = compute(sp_expr_arg(e, 0), q);
	if (e->op == SP_E_NEG) {
		mpq_neg(q, q);
		return result;
	}
	mpq_t b;
	mpq_init(b);
	for (size_t i = 1; i < sp_expr_count(e) && result == SP_EXPR_DONE; i++) {
		result = compute(sp_expr_arg(e, i), b);
		if (result == SP_EXPR_DONE)
			result = apply(e->op, q, b);
	}
	mpq_clear(b);
	return result;
}

enum sp_expr_result sp_expr_compute(const struct sp_expr *e, mpq_t q)
{
	mpq_t work;
	mpq_init(work);
	enum sp_expr_result result = compute(e, work);
	if (result == SP_EXPR_DONE)
		mpq_set(q, work);
	mpq_clear(work);
	return result;
}
