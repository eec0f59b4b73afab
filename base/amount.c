/*
 * Two layers. `read_figure` reads the digits at one place by the rules of the header. Around it,
 * `sp_amount_find` walks a text to the next place where a figure may start, passing over what only
 * looks like one, and `sp_amount_parse` reads a whole cell: words that may stand before (operator,
 * "circa", "n.", currency), the figure, what may stand behind; anything else left over means that
 * the cell is not one figure.
 */
#include "base/amount.h"

#include "base/date.h"
#include "base/italian/words.h"

struct reader {
	const char *s;
	size_t n, at;
};

void sp_amount_init(struct sp_amount *a)
{
	*a = (struct sp_amount){ .multiplier = 1 };
	sp_dec_init(&a->value);
}

void sp_amount_clear(struct sp_amount *a)
{
	sp_dec_clear(&a->value);
}

/* --- the words around a figure ------------------------------------------------------------------- */

static bool take(struct reader *r, const char *word)
{
	size_t n = strlen(word);
	if (r->n - r->at < n || g_ascii_strncasecmp(r->s + r->at, word, n) != 0)
		return false;
	/* a word in letters must end here */
	if (g_ascii_isalpha(word[n - 1]) && r->at + n < r->n && g_ascii_isalpha(r->s[r->at + n]))
		return false;
	r->at += n;
	return true;
}

/* The first of the words that stands here (words.h). */
static bool take_words(struct reader *r, const char *const *words)
{
	size_t width = sp_words_start(words, r->s + r->at, r->n - r->at);
	r->at += width;
	return width > 0;
}

static void skip_blanks(struct reader *r)
{
	while (take(r, " ") || take(r, "\u00a0") || take(r, "\u202f") || take(r, "\u2009") || take(r, "\t"))
		;
}

static bool take_currency(struct reader *r)
{
	if (take(r, "€"))
		return true;
	if (!take_words(r, sp_currency_words))
		return false;
	/* "euro." but not the point of "Euro .5" */
	size_t end = r->at;
	if (take(r, ".") && r->at < r->n && g_ascii_isdigit(r->s[r->at]))
		r->at = end;
	return true;
}

static enum sp_amount_op take_operator(struct reader *r)
{
	static const char *const reach[] = { ">=", "=>", "≥", NULL }, *const at_most[] = { "<=", "=<", "≤", NULL },
				 *const exceed[] = { ">", NULL }, *const below[] = { "<", NULL },
				 *const equal[] = { "=", NULL };
	const struct {
		const char *const *words;
		enum sp_amount_op op;
	} operators[] = {
		{ reach, SP_OP_GE },	       { at_most, SP_OP_LE },	      { exceed, SP_OP_GT },
		{ below, SP_OP_LT },	       { equal, SP_OP_EQ },	      { sp_reach_words, SP_OP_GE },
		{ sp_exceed_words, SP_OP_GT }, { sp_at_most_words, SP_OP_LE }, { sp_below_words, SP_OP_LT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(operators); i++)
		if (take_words(r, operators[i].words))
			return operators[i].op;
	return SP_OP_NONE;
}

static long take_multiplier(struct reader *r)
{
	return take_words(r, sp_thousand_words)	  ? 1000
	       : take_words(r, sp_million_words) ? 1000000
	       : take_words(r, sp_billion_words) ? 1000000000
						 : 1;
}

/* "(valore in migliaia di euro)" behind a figure */
static long take_scale_bracket(struct reader *r, const char **unit)
{
	struct reader t = *r;
	if (!take(&t, "("))
		return 1;
	const char *close = memchr(t.s + t.at, ')', t.n - t.at);
	if (!close)
		return 1;
	size_t end = (size_t)(close - t.s);
	/* a bracket with figures of its own ("100 (4 milioni/5,7 milioni)") says nothing about this one */
	for (size_t i = t.at; i < end; i++)
		if (g_ascii_isdigit(t.s[i]))
			return 1;
	for (; t.at < end; t.at++) {
		if (t.at > 0 && g_ascii_isalpha(t.s[t.at - 1]))
			continue;
		long factor = take_multiplier(&t);
		if (factor == 1)
			continue;
		skip_blanks(&t);
		if (take_words(&t, sp_of_words))
			skip_blanks(&t);
		if (take_currency(&t))
			*unit = "EUR";
		r->at = end + 1;
		return factor;
	}
	return 1;
}

/* --- the figure ----------------------------------------------------------------------------------- */

static size_t count_digits(const struct reader *r, size_t at)
{
	size_t from = at;
	while (at < r->n && g_ascii_isdigit(r->s[at]))
		at++;
	return at - from;
}

struct shape {
	GString *whole, *fraction;
	unsigned groups;      /* of three digits, after the first */
	bool point;           /* a decimal point */
	bool comma;           /* a decimal comma */
	bool blank;
};

/* Where the decimals start when the comma may have a blank before it: "120.000 ,00". */
static size_t decimal_comma(const struct reader *r, size_t at, bool *blank)
{
	size_t comma = at;
	if (comma < r->n && r->s[comma] == ' ')
		comma++;
	if (comma >= r->n || r->s[comma] != ',' || count_digits(r, comma + 1) == 0)
		return 0;
	*blank = comma != at;
	/* "1,2,3" is a list */
	size_t end = comma + 1 + count_digits(r, comma + 1);
	if (end < r->n && r->s[end] == ',' && count_digits(r, end + 1) > 0)
		return 0;
	/* with a blank before, only cents belong to the figure */
	return *blank && end - comma != 3 ? 0 : comma;
}

/*
 * Groups of three after points, then perhaps decimals; r->at moves behind. False when the points
 * part something that is no number ("25.29.3.1.12", "1.2.2024").
 */
static bool read_shape(struct reader *r, struct shape *sh)
{
	size_t first = count_digits(r, r->at);
	if (first == 0)
		return false;
	g_string_append_len(sh->whole, r->s + r->at, (gssize)first);
	size_t at = r->at + first;
	while (at < r->n && r->s[at] == '.') {
		size_t group = count_digits(r, at + 1);
		if (group == 0)
			break;
		if (sh->point)
			return false;
		bool thousands = group == 3 && first <= 3 && !(first == 1 && sh->groups == 0 && r->s[r->at] == '0');
		g_string_append_len(thousands ? sh->whole : sh->fraction, r->s + at + 1, (gssize)group);
		if (thousands)
			sh->groups++;
		else
			sh->point = true;
		at += 1 + group;
	}
	/* "1.769.639.00" is an amount; any other tail after groups is a code */
	if (sh->point && sh->groups > 0 && sh->fraction->len != 2)
		return false;
	size_t comma = sh->point ? 0 : decimal_comma(r, at, &sh->blank);
	if (comma) {
		size_t n = count_digits(r, comma + 1);
		g_string_append_len(sh->fraction, r->s + comma + 1, (gssize)n);
		sh->comma = true;
		at = comma + 1 + n;
	}
	r->at = at;
	return true;
}

static const char *oddity(const struct shape *sh)
{
	if (sh->blank)
		return "blank-inside";
	if (sh->point)
		return sh->groups > 0 ? "mixed-separators" : "decimal-point";
	if (sh->comma && sh->groups == 0 && sh->whole->len > 4)
		return "no-thousands";
	return NULL;
}

/* Sign and digits. A minus counts only where the caller allows one. */
static bool read_figure(struct reader *r, struct sp_amount *a, bool minus)
{
	struct shape sh = { .whole = g_string_new(minus ? "-" : ""), .fraction = g_string_new(NULL) };
	size_t sign = sh.whole->len;
	bool ok = read_shape(r, &sh);
	if (ok) {
		while (sh.whole->len > sign + 1 && sh.whole->str[sign] == '0')
			g_string_erase(sh.whole, (gssize)sign, 1);
		a->note = oddity(&sh);
		if (sh.fraction->len > 0)
			g_string_append_printf(sh.whole, ".%s", sh.fraction->str);
		ok = sp_dec_parse(&a->value, sh.whole->str, sh.whole->len) == SP_OK;
	}
	g_string_free(sh.whole, TRUE);
	g_string_free(sh.fraction, TRUE);
	return ok;
}

static bool take_minus(struct reader *r)
{
	return take(r, "-") || take(r, "–") || take(r, "−");
}

/* What may stand behind a figure and belongs to it: "%", currency, multiplier, the closing "=". */
static void read_tail(struct reader *r, struct sp_amount *a)
{
	if (!take(r, "=") && !take(r, ".="))
		take(r, ",=");
	size_t end = r->at;
	skip_blanks(r);
	if (take(r, "\\%") || take(r, "%")) {
		a->unit = "%";
		return;
	}
	long factor = take_multiplier(r);
	if (factor != 1) {
		a->multiplier = factor;
		if (r->s[r->at - 1] == '\xac') /* the last byte of the euro sign in "M€" */
			a->unit = "EUR";
		end = r->at;
		skip_blanks(r);
		if (take_words(r, sp_of_words))
			skip_blanks(r);
	}
	if (take_currency(r)) {
		a->unit = "EUR";
		end = r->at;
		skip_blanks(r);
	}
	long scale = a->multiplier == 1 ? take_scale_bracket(r, &a->unit) : 1;
	if (scale != 1)
		a->multiplier = scale;
	else
		r->at = end;
}

/* A mark that points to a note, at the end of a cell: "*", "(*)", "(1)", "¹". */
static void skip_mark(struct reader *r)
{
	static const char *const marks[] = { "(*)", "(**)", "(#)", "***", "**", "*", "¹", "²", "³", "(1)", "(2)", "(3)" };
	skip_blanks(r);
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (take(r, marks[i]))
			break;
	skip_blanks(r);
}

static void reset(struct sp_amount *a)
{
	a->unit = NULL;
	a->op = SP_OP_NONE;
	a->multiplier = 1;
	a->approx = false;
	a->note = NULL;
}

static void assign(struct sp_amount *to, struct sp_amount *from)
{
	mpz_swap(to->value.units, from->value.units);
	to->value.scale = from->value.scale;
	to->unit = from->unit;
	to->op = from->op;
	to->multiplier = from->multiplier;
	to->approx = from->approx;
	to->note = from->note;
}

enum sp_status sp_amount_parse(struct sp_amount *a, const char *text, size_t n)
{
	struct reader r = { text, n, 0 };
	struct sp_amount got;
	sp_amount_init(&got);
	bool currency = false, approx = false, number = false, plus = false, minus = false;
	skip_blanks(&r);
	/* in any order, each once: "circa € 1.000", "= n. 4", "- 34 %", "+10%" */
	for (bool more = true; more;) {
		more = false;
		if (!approx && (take_words(&r, sp_approximately_words) || take_words(&r, sp_approximately_marks)))
			approx = more = true;
		else if (got.op == SP_OP_NONE && (got.op = take_operator(&r)) != SP_OP_NONE)
			more = true;
		else if (!number && take_words(&r, sp_count_words))
			number = more = true;
		else if (!currency && take_currency(&r))
			currency = more = true;
		else if (!plus && !minus && take(&r, "+"))
			plus = more = true;
		else if (!plus && !minus && take_minus(&r))
			minus = more = true;
		if (more)
			skip_blanks(&r);
	}
	got.approx = approx;
	bool ok = read_figure(&r, &got, minus);
	if (ok) {
		if (currency)
			got.unit = "EUR";
		read_tail(&r, &got);
		skip_blanks(&r);
		if (take_words(&r, sp_approximately_words))
			got.approx = true;
		skip_mark(&r);
		ok = r.at == r.n;
	}
	if (ok)
		assign(a, &got);
	sp_amount_clear(&got);
	return ok ? SP_OK : SP_END;
}

/* --- finding figures in running text -------------------------------------------------------------- */

static bool starts_figure(const char *s, size_t i)
{
	if (i == 0)
		return true;
	unsigned char before = (unsigned char)s[i - 1];
	if (g_ascii_isalnum(before) || before == '_')
		return false;
	if (before >= 0x80) {
		gunichar c = g_utf8_get_char(g_utf8_find_prev_char(s, s + i));
		if (g_unichar_isalnum(c))
			return false;
	}
	/* the tail of a code or of a number that did not parse */
	return !(strchr(".,:", before) && i >= 2 && g_ascii_isdigit(s[i - 2]));
}

/* "C06", "10a", "01-08", "2018-2020", "18/2012 n." are not figures; "12/13" and "5-3" may be two. */
static bool ends_figure(const struct reader *r)
{
	if (r->at >= r->n)
		return true;
	unsigned char c = (unsigned char)r->s[r->at];
	if (c == '_' || g_ascii_isalpha(c)) {
		/* "100x", "5M€", "12mln": a sign or scale word may touch the digits */
		struct reader t = *r;
		return take(&t, "x") || take_multiplier(&t) != 1 || take_currency(&t);
	}
	return true;
}

/* Codes of two digits, hyphen, two digits ("01-08") and chains with more points than a number has. */
static size_t code_length(const char *s, size_t n, size_t i)
{
	struct reader r = { s, n, i };
	unsigned parts = 0;
	size_t at = i;
	bool leading_zero = s[i] == '0' && i + 1 < n && g_ascii_isdigit(s[i + 1]);
	for (;;) {
		size_t digits = count_digits(&r, at);
		if (digits == 0)
			break;
		parts++;
		at += digits;
		if (at + 1 < n && strchr(".-", s[at]) && g_ascii_isdigit(s[at + 1]))
			at++;
		else
			break;
	}
	return leading_zero && parts >= 2 ? at - i : 0;
}

enum sp_status sp_amount_find(struct sp_amount *a, const char *text, size_t n, size_t from, struct sp_str *where)
{
	struct sp_date date;
	struct sp_str dated = SP_STR_NONE;
	bool dates = sp_date_find(&date, text, n, from, &dated) != SP_END;
	for (size_t i = from; i < n; i++) {
		if (!g_ascii_isdigit(text[i]) || !starts_figure(text, i))
			continue;
		while (dates && dated.s + dated.n <= text + i)
			dates = sp_date_find(&date, text, n, (size_t)(dated.s + dated.n - text), &dated) != SP_END;
		if (dates && dated.s <= text + i) {
			i = (size_t)(dated.s + dated.n - text) - 1;
			continue;
		}
		size_t code = code_length(text, n, i);
		struct reader r = { text, n, i };
		struct sp_amount got;
		sp_amount_init(&got);
		if (code == 0 && read_figure(&r, &got, false) && ends_figure(&r)) {
			*where = (struct sp_str){ text + i, r.at - i };
			read_tail(&r, &got);
			reset(a);
			assign(a, &got);
			sp_amount_clear(&got);
			return SP_OK;
		}
		sp_amount_clear(&got);
		i += MAX(code, MAX(count_digits(&r, i), 1)) - 1;
		/* the rest of a chain of points is the same code */
		while (i + 2 < n && text[i + 1] == '.' && g_ascii_isdigit(text[i + 2])) {
			i += 2;
			while (i + 1 < n && g_ascii_isdigit(text[i + 1]))
				i++;
		}
	}
	return SP_END;
}
