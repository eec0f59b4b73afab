/*
 * Method: one pass from left to right. Dates are found first (base/date.h), so that their digits are
 * never figures; a number is read by base/amount.h from its first digit on; a few letters and signs
 * belong to what stands beside them and are swallowed there.
 */
#include "base/italian/token.h"

#include <string.h>

#include <glib.h>

#include "base/date.h"
#include "base/italian/words.h"

#define FIGURE_MOST 160 /* bytes: what is longer is no figure, and the search for its end would cost its length */

struct lexer {
	const char *s;
	size_t n, at;
	GArray *tokens;
	bool counted;  /* "n." was read: the next figure is a count */
	bool currency; /* "€" was read: the next figure is an amount */
	bool blank;    /* a blank was skipped just now */
	unsigned open; /* brackets */
	struct sp_date date;
	struct sp_str dated; /* the next date, or NONE */
};

static char byte_at(const struct lexer *lx, size_t i)
{
	return i < lx->n ? lx->s[i] : '\0';
}

static bool is_blank_at(const struct lexer *lx, size_t i, size_t *width)
{
	static const char *const blanks[] = { " ", "\t", "\r", "\u00a0", "\u202f", "\u2009" };
	for (size_t b = 0; b < G_N_ELEMENTS(blanks); b++) {
		*width = strlen(blanks[b]);
		if (lx->n - i >= *width && memcmp(lx->s + i, blanks[b], *width) == 0)
			return true;
	}
	return false;
}

static size_t after_blanks(const struct lexer *lx, size_t i)
{
	size_t width;
	while (i < lx->n && is_blank_at(lx, i, &width))
		i += width;
	return i;
}

static bool starts_with(const struct lexer *lx, size_t i, const char *word)
{
	size_t n = strlen(word);
	return i <= lx->n && lx->n - i >= n && g_ascii_strncasecmp(lx->s + i, word, n) == 0;
}

static size_t words_at(const struct lexer *lx, size_t i, const char *const *words)
{
	return i <= lx->n ? sp_words_start(words, lx->s + i, lx->n - i) : 0;
}

static const struct sp_token *last(const struct lexer *lx)
{
	return lx->tokens->len > 0 ? &g_array_index(lx->tokens, struct sp_token, lx->tokens->len - 1) : NULL;
}

static struct sp_token *add(struct lexer *lx, enum sp_token_kind kind, size_t from, size_t to)
{
	struct sp_token t = { .kind = kind, .text = { lx->s + from, to - from }, .glued = !lx->blank };
	sp_amount_init(&t.amount);
	g_array_append_val(lx->tokens, t);
	lx->at = to;
	lx->blank = lx->currency = false;
	return &g_array_index(lx->tokens, struct sp_token, lx->tokens->len - 1);
}

static void add_sign(struct lexer *lx, char sign, size_t width)
{
	lx->open += sign == '(';
	lx->open -= sign == ')' && lx->open > 0;
	add(lx, SP_T_SIGN, lx->at, lx->at + width)->sign = sign;
}

/* --- words ----------------------------------------------------------------------------------------- */

static size_t word_end(const struct lexer *lx, size_t i)
{
	while (i < lx->n) {
		gunichar c = g_utf8_get_char(lx->s + i);
		bool joined = c == '-' && i > lx->at && i + 1 < lx->n &&
			      g_unichar_isalpha(g_utf8_get_char(lx->s + i + 1));
		if (!g_unichar_isalnum(c) && !joined)
			break;
		i += (size_t)(g_utf8_next_char(lx->s + i) - (lx->s + i));
	}
	return i;
}

/* "n.", "nr.", "n°" directly before a figure */
static bool take_count_word(struct lexer *lx)
{
	for (const char *const *mark = sp_count_marks; *mark; mark++) {
		size_t end = lx->at + strlen(*mark), digit = after_blanks(lx, end);
		if (!starts_with(lx, lx->at, *mark) || digit >= lx->n || !g_ascii_isdigit(lx->s[digit]))
			continue;
		lx->at = end;
		lx->counted = true;
		return true;
	}
	return false;
}

static const struct sp_token *last_but_one(const struct lexer *lx)
{
	return lx->tokens->len > 1 ? &g_array_index(lx->tokens, struct sp_token, lx->tokens->len - 2) : NULL;
}

#define NOUN_MOST 5 /* words of a noun phrase between a figure and its "x" */

/* Does a figure stand before, with none but the words of its noun between? */
static bool is_behind_figure(const struct lexer *lx)
{
	for (guint back = 1; back <= lx->tokens->len && back <= NOUN_MOST + 1; back++) {
		const struct sp_token *t = &g_array_index(lx->tokens, struct sp_token, lx->tokens->len - back);
		if (t->kind != SP_T_WORD)
			return t->kind == SP_T_FIGURE;
	}
	return false;
}

/* "x 100", "X3 anni", "12 pasti serviti x € 4,50" between figures or behind a bracket: a multiplication */
static bool take_times(struct lexer *lx)
{
	const struct sp_token *before = last(lx);
	if (g_ascii_tolower(lx->s[lx->at]) != 'x' || !before)
		return false;
	size_t next = after_blanks(lx, lx->at + 1);
	bool hundred = starts_with(lx, next, "100");
	bool operand = is_behind_figure(lx) || (before->kind == SP_T_SIGN && before->sign == ')');
	bool figure = g_ascii_isdigit(byte_at(lx, next)) || byte_at(lx, next) == '(' || starts_with(lx, next, "€");
	if (next >= lx->n || !(hundred || (operand && figure)))
		return false;
	add_sign(lx, '*', 1);
	return true;
}

/* "t-1", "n-1" in formulas: the year before. Where it ends; 0 when it is none. */
static size_t year_before_end(const struct lexer *lx)
{
	bool letter = strchr("tnx", g_ascii_tolower(lx->s[lx->at])) != NULL;
	size_t dash = lx->at + 1, width = byte_at(lx, dash) == '-' ? 1 : starts_with(lx, dash, "–") ? strlen("–") : 0;
	bool one = width > 0 && byte_at(lx, dash + width) == '1' && !g_ascii_isalnum(byte_at(lx, dash + width + 1));
	return letter && one ? dash + width + 1 : 0;
}

static bool take_currency_word(struct lexer *lx)
{
	size_t width = words_at(lx, lx->at, sp_currency_words), end = lx->at + width;
	if (width == 0 || g_ascii_isdigit(byte_at(lx, end)))
		return false;
	lx->at = end + (byte_at(lx, end) == '.' && g_ascii_isdigit(byte_at(lx, end + 1)));
	return true;
}

static void lex_word(struct lexer *lx)
{
	if (take_count_word(lx) || take_times(lx))
		return;
	if (take_currency_word(lx)) {
		lx->currency = true;
		return;
	}
	size_t end = year_before_end(lx), before = end;
	if (!before)
		end = word_end(lx, lx->at);
	/* "anno t", "esercizio n": a letter that stands for the year that is measured */
	bool letter = before || (end == lx->at + 1 && sp_token_has(last(lx), sp_year_stems));
	bool capital = g_unichar_isupper(g_utf8_get_char(lx->s + lx->at));
	struct sp_token *t = add(lx, SP_T_WORD, lx->at, end);
	t->stem = before ? g_strdup(sp_year_before_stems[0]) : sp_stem(t->text.s, t->text.n);
	t->capital = capital;
	t->small = letter || sp_words_have(sp_small_stems, t->stem);
	if (sp_words_have(sp_delta_stems, t->stem)) {
		t->kind = SP_T_SIGN;
		t->sign = 'D';
	}
}

/* --- numbers --------------------------------------------------------------------------------------- */

static int year_at(const struct lexer *lx, size_t i)
{
	int year = 0;
	for (size_t d = 0; d < 4; d++) {
		if (!g_ascii_isdigit(byte_at(lx, i + d)))
			return 0;
		year = year * 10 + (lx->s[i + d] - '0');
	}
	char next = byte_at(lx, i + 4);
	bool goes_on = g_ascii_isdigit(next) || (strchr(".,", next) && next && g_ascii_isdigit(byte_at(lx, i + 5)));
	return year >= 1990 && year <= 2099 && !goes_on ? year : 0;
}

/* "2017/2019", "2017-2018-2019", "2018/19" */
static bool take_period(struct lexer *lx, int year)
{
	size_t at = lx->at + 4;
	int to = 0;
	for (;;) {
		size_t sign = at;
		if (!strchr("/-", byte_at(lx, sign)) || !byte_at(lx, sign))
			break;
		int next = year_at(lx, sign + 1);
		size_t width = 4;
		if (!next && g_ascii_isdigit(byte_at(lx, sign + 1)) && g_ascii_isdigit(byte_at(lx, sign + 2)) &&
		    !g_ascii_isalnum(byte_at(lx, sign + 3)) && lx->s[sign] == '/') {
			next = year / 100 * 100 + (lx->s[sign + 1] - '0') * 10 + (lx->s[sign + 2] - '0');
			width = next == year + 1 ? 2 : 0;
		}
		if (!next || width == 0)
			break;
		to = next;
		at = sign + 1 + width;
	}
	if (!to)
		return false;
	struct sp_token *t = add(lx, SP_T_PERIOD, lx->at, at);
	t->year = year;
	t->to = to;
	return true;
}

/* The closing "=" of old amounts: nothing that it could be equal to follows. */
static bool closes_amount(const struct lexer *lx, size_t i)
{
	size_t next = after_blanks(lx, i + 1);
	if (next >= lx->n)
		return true;
	char c = lx->s[next];
	return !g_ascii_isdigit(c) && !strchr("%-+(", c) && !starts_with(lx, next, "€") &&
	       words_at(lx, next, sp_currency_words) == 0;
}

/* One unit or scale word behind a figure. */
static bool take_tail(struct lexer *lx)
{
	static const char *const signs[] = { "\\%", "%", "€", NULL };
	const char *const *const tails[] = { signs, sp_million_words, sp_billion_words, sp_thousand_words,
					     sp_currency_tail_words };
	size_t before = lx->at;
	lx->at = after_blanks(lx, lx->at);
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
		size_t width = words_at(lx, lx->at, tails[i]);
		lx->at += width;
		if (width > 0)
			return true;
	}
	if (take_currency_word(lx))
		return true;
	lx->at = before;
	return false;
}

/* What belongs to the figure behind its digits. */
static void skip_tail(struct lexer *lx)
{
	if (byte_at(lx, lx->at) == '=' && closes_amount(lx, lx->at))
		lx->at++;
	while (take_tail(lx))
		;
	if (byte_at(lx, lx->at) == '=' && closes_amount(lx, lx->at))
		lx->at++;
}

static bool reads_figure(const struct lexer *lx, struct sp_amount *a, size_t *end)
{
	struct sp_str where;
	const char *from = lx->s + lx->at;
	size_t n = lx->n - lx->at;
	if (n > FIGURE_MOST)
		for (n = FIGURE_MOST; ((unsigned char)from[n] & 0xC0) == 0x80; n--)
			;
	if (sp_amount_find(a, from, n, 0, &where) == SP_OK && where.s == from && where.n < FIGURE_MOST - 4) {
		*end = lx->at + where.n;
		return true;
	}
	/* digits that a capital touches: a sentence that starts without a blank ("*100Target al …") */
	size_t digits = 0;
	while (g_ascii_isdigit(byte_at(lx, lx->at + digits)))
		digits++;
	if (!g_ascii_isupper(byte_at(lx, lx->at + digits)) || !g_ascii_islower(byte_at(lx, lx->at + digits + 1)))
		return false;
	*end = lx->at + digits;
	return sp_amount_parse(a, from, digits) == SP_OK;
}

/* "circa 40", "oltre le 40", "più di 40" */
static bool says_circa(const struct lexer *lx)
{
	const struct sp_token *before = last(lx), *ahead = last_but_one(lx);
	return sp_token_has(before, sp_about_stems) ||
	       (before && before->small && sp_token_has(ahead, sp_about_stems)) ||
	       (sp_token_has(before, sp_than_stems) && sp_token_has(ahead, sp_more_stems));
}

/* "entro 30 giorni", "nei primi 10 minuti" */
static bool is_measure(const struct lexer *lx, size_t end)
{
	const struct sp_token *before = last(lx);
	bool led = sp_token_has(before, sp_measure_lead_stems) ||
		   (before && before->small && sp_token_has(last_but_one(lx), sp_measure_lead_stems));
	return led && words_at(lx, after_blanks(lx, end), sp_measure_words) > 0;
}

/* "1) regolamento edilizio 2) regolamento del verde": a number that counts the items of a list */
static bool is_item_number(const struct lexer *lx)
{
	size_t digits = 1 + (g_ascii_isdigit(byte_at(lx, lx->at + 1)) ? 1 : 0);
	size_t next = after_blanks(lx, lx->at + digits + 1);
	const struct sp_token *before = last(lx);
	if (byte_at(lx, lx->at + digits) != ')' || next >= lx->n || !g_unichar_isalpha(g_utf8_get_char(lx->s + next)))
		return false;
	return lx->open == 0 && !lx->counted && !lx->currency &&
	       (!before || before->kind == SP_T_STOP || before->kind == SP_T_COMMA || before->kind == SP_T_WORD ||
		(before->kind == SP_T_SIGN && before->sign == ':'));
}

/* "0-3 anni", "18/35 anni": an age */
static bool is_age(const struct lexer *lx)
{
	size_t i = lx->at;
	while (g_ascii_isdigit(byte_at(lx, i)))
		i++;
	size_t first = i - lx->at;
	if (first > 2 || !strchr("-/", byte_at(lx, i)) || !byte_at(lx, i))
		return false;
	size_t second = ++i;
	while (g_ascii_isdigit(byte_at(lx, i)))
		i++;
	i = i > second && i - second <= 2 ? after_blanks(lx, i) : lx->n;
	return words_at(lx, i, sp_age_words) > 0;
}

/* A code, or digits that are no number: passed over as a word of no meaning. */
static void lex_code(struct lexer *lx)
{
	size_t end = lx->at;
	while (end < lx->n &&
	       (g_ascii_isalnum(lx->s[end]) || (strchr(".-_", lx->s[end]) && g_ascii_isalnum(byte_at(lx, end + 1)))))
		end++;
	struct sp_token *t = add(lx, SP_T_WORD, lx->at, MAX(end, lx->at + 1));
	t->stem = g_ascii_strdown(t->text.s, (gssize)t->text.n);
	t->small = true;
}

static void lex_number(struct lexer *lx)
{
	bool counted = lx->counted, currency = lx->currency;
	int year = counted || currency ? 0 : year_at(lx, lx->at);
	bool item = is_item_number(lx);
	lx->counted = lx->currency = false;
	if (item || is_age(lx)) {
		lex_code(lx);
		return;
	}
	if (year && take_period(lx, year))
		return;
	size_t next = after_blanks(lx, lx->at + 4);
	/* "2017 €" is an amount, "2017 € 1.200" a year before one */
	size_t amount = starts_with(lx, next, "€") ? after_blanks(lx, next + strlen("€")) : next;
	bool currency_behind = amount != next && !g_ascii_isdigit(byte_at(lx, amount));
	if (year && !starts_with(lx, next, "%") && !currency_behind) {
		add(lx, SP_T_YEAR, lx->at, lx->at + 4)->year = year;
		return;
	}
	struct sp_amount a;
	size_t end;
	sp_amount_init(&a);
	if (reads_figure(lx, &a, &end)) {
		bool approx = says_circa(lx), measure = is_measure(lx, end);
		struct sp_token *t = add(lx, SP_T_FIGURE, lx->at, end);
		sp_dec_set(&t->amount.value, &a.value);
		t->amount.unit = currency ? "EUR" : a.unit;
		t->amount.multiplier = a.multiplier;
		t->amount.note = a.note;
		t->amount.approx = a.approx || approx;
		t->counted = counted;
		t->currency = currency;
		t->measure = measure;
		skip_tail(lx);
	} else {
		lex_code(lx);
	}
	sp_amount_clear(&a);
}

/* --- signs ----------------------------------------------------------------------------------------- */

static bool take_tag(struct lexer *lx)
{
	char next = byte_at(lx, lx->at + 1);
	const char *close = memchr(lx->s + lx->at, '>', MIN(lx->n - lx->at, 120));
	if (!close || !(g_ascii_isalpha(next) || next == '/'))
		return false;
	add(lx, SP_T_STOP, lx->at, (size_t)(close - lx->s) + 1)->sign = '.';
	return true;
}

static bool take_mark(struct lexer *lx)
{
	static const char *const marks[] = { "(*)", "(**)", "(#)", "**", "€", "$" };
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (starts_with(lx, lx->at, marks[i])) {
			lx->currency = strcmp(marks[i], "€") == 0;
			lx->at += strlen(marks[i]);
			return true;
		}
	return false;
}

/* Italian words end in vowels: "assist. 40", "compl. presentate" */
static bool is_cut_short(const struct sp_token *t)
{
	return t && t->kind == SP_T_WORD && t->text.n <= 7 &&
	       !strchr("aeiou", g_ascii_tolower(t->text.s[t->text.n - 1])) && g_ascii_isalpha(t->text.s[t->text.n - 1]);
}

/* A point ends a sentence unless it belongs to an abbreviation; before a small letter only a long word or
 * something other than a word tells. */
static bool ends_sentence(const struct lexer *lx)
{
	size_t next = after_blanks(lx, lx->at + 1);
	const struct sp_token *before = last(lx);
	if (next >= lx->n)
		return true;
	if (sp_token_has(before, sp_abbreviation_stems))
		return false;
	if (strchr("/*:+)=", lx->s[next]))
		return false;
	bool small = g_unichar_islower(g_utf8_get_char(lx->s + next));
	if (is_cut_short(before) && (small || g_ascii_isdigit(lx->s[next])))
		return false;
	return !small || (next > lx->at + 1 && before && (before->kind != SP_T_WORD || before->text.n > 4));
}

static void lex_sign(struct lexer *lx)
{
	static const struct {
		const char *text;
		char sign;
	} signs[] = { { "+", '+' },   { "-", '-' }, { "–", '-' }, { "−", '-' }, { "*", '*' },
		      { "×", '*' },   { "·", '*' }, { "/", '/' }, { "÷", '/' }, { ":", ':' },
		      { "=", '=' },   { "(", '(' }, { ")", ')' }, { "[", '(' }, { "]", ')' },
		      { "\\%", '%' }, { "%", '%' }, { "Δ", 'D' }, { "∆", 'D' } };
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (starts_with(lx, lx->at, signs[i].text)) {
			add_sign(lx, signs[i].sign, strlen(signs[i].text));
			return;
		}
	char c = lx->s[lx->at];
	if (c == '\n')
		add(lx, SP_T_STOP, lx->at, lx->at + 1)->sign = '.';
	else if (c == ';' || starts_with(lx, lx->at, "•"))
		add(lx, SP_T_STOP, lx->at, lx->at + (c == ';' ? 1 : strlen("•")))->sign = ';';
	else if (c == '.' && ends_sentence(lx))
		add(lx, SP_T_STOP, lx->at, lx->at + 1)->sign = '.';
	else if (c == ',')
		add(lx, SP_T_COMMA, lx->at, lx->at + 1);
	else
		lx->at = (size_t)(g_utf8_next_char(lx->s + lx->at) - lx->s);
}

/* --- the pass -------------------------------------------------------------------------------------- */

static void next_date(struct lexer *lx, size_t from)
{
	if (sp_date_find(&lx->date, lx->s, lx->n, from, &lx->dated) == SP_END)
		lx->dated = SP_STR_NONE;
}

static bool take_date(struct lexer *lx)
{
	while (lx->dated.s && lx->dated.s < lx->s + lx->at)
		next_date(lx, (size_t)(lx->dated.s - lx->s) + lx->dated.n);
	if (!lx->dated.s || lx->dated.s != lx->s + lx->at)
		return false;
	size_t end = lx->at + lx->dated.n;
	struct sp_token *t = add(lx, SP_T_DATE, lx->at, end);
	t->year = lx->date.year;
	t->month = lx->date.month;
	lx->counted = false;
	next_date(lx, end);
	return true;
}

static void lex_one(struct lexer *lx)
{
	size_t width;
	if (is_blank_at(lx, lx->at, &width)) {
		lx->at += width;
		lx->blank = true;
		return;
	}
	if (take_date(lx) || (lx->s[lx->at] == '<' && take_tag(lx)) || take_mark(lx))
		return;
	if (g_ascii_isdigit(lx->s[lx->at]))
		lex_number(lx);
	else if (g_unichar_isalpha(g_utf8_get_char(lx->s + lx->at)))
		lex_word(lx);
	else
		lex_sign(lx);
}

struct sp_tokens *sp_tokens_new(const char *text, size_t n)
{
	struct lexer lx = { .s = text, .n = n, .blank = true };
	lx.tokens = g_array_new(FALSE, FALSE, sizeof(struct sp_token));
	next_date(&lx, 0);
	while (lx.at < lx.n)
		lex_one(&lx);
	struct sp_tokens *t = g_new(struct sp_tokens, 1);
	t->n = lx.tokens->len;
	t->at = (struct sp_token *)(void *)g_array_free(lx.tokens, FALSE);
	return t;
}

void sp_tokens_free(struct sp_tokens *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n; i++) {
		g_free(t->at[i].stem);
		sp_amount_clear(&t->at[i].amount);
	}
	g_free(t->at);
	g_free(t);
}

void sp_token_value(const struct sp_token *figure, bool minus, struct sp_dec *value)
{
	sp_dec_set(value, &figure->amount.value);
	mpz_mul_si(value->units, value->units, minus ? -figure->amount.multiplier : figure->amount.multiplier);
}

bool sp_token_has(const struct sp_token *t, const char *const *stems)
{
	return t && t->kind == SP_T_WORD && sp_words_have(stems, t->stem);
}

bool sp_token_is_sign(const struct sp_token *t, char sign)
{
	return t && t->kind == SP_T_SIGN && t->sign == sign;
}

bool sp_token_is_wordy(const struct sp_token *t)
{
	return t && (t->kind == SP_T_WORD || t->kind == SP_T_YEAR || t->kind == SP_T_DATE || t->kind == SP_T_PERIOD ||
		     (t->kind == SP_T_FIGURE && t->measure));
}

bool sp_stems_have(const GPtrArray *stems, const char *stem)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)stems, stem, g_str_equal, NULL);
}

bool sp_stems_same(const GPtrArray *a, const GPtrArray *b)
{
	bool same = a->len == b->len;
	for (guint i = 0; same && i < a->len; i++)
		same = sp_stems_have(b, g_ptr_array_index(a, i));
	return same;
}

GPtrArray *sp_tokens_stems(const struct sp_tokens *t, size_t from, size_t to)
{
	GPtrArray *stems = g_ptr_array_new_with_free_func(g_free);
	for (const struct sp_token *x = t->at + from; x < t->at + to; x++)
		if (x->kind == SP_T_WORD && !x->small && !sp_words_have(sp_year_before_stems, x->stem) &&
		    !sp_stems_have(stems, x->stem))
			g_ptr_array_add(stems, g_strdup(x->stem));
	return stems;
}
