/*
 * Two layers. `read_figure` reads the digits at one place by the rules of the header. Around it,
 * `sp_amount_find` walks a text to the next place where a figure may start, passing over what only
 * looks like one, and `sp_amount_parse` reads a whole cell: words that may stand before (operator,
 * "circa", "n.", currency), the figure, what may stand behind; anything else left over means that
 * the cell is not one figure.
 */
#include "base/amount.h"

#include <string.h>

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

/* Blanks that typesetters put between thousands: no-break, figure, thin, narrow no-break. */
static const char *const set_blanks[] = { "\u00a0", "\u2007", "\u2009", "\u202f" };

static bool take_one_of(struct reader *r, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (take(r, words[i]))
			return true;
	return false;
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
	while (take(r, " ") || take(r, "\t") || take_one_of(r, set_blanks, G_N_ELEMENTS(set_blanks)))
		;
}

/* Hyphen-minus, hyphen, no-break hyphen, figure, en and em dash, minus; and the soft hyphen, which some fonts show. */
static bool take_minus(struct reader *r)
{
	static const char *const signs[] = {
		"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u00ad"
	};
	return take_one_of(r, signs, G_N_ELEMENTS(signs));
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
	unsigned groups;     /* of three digits, after the first */
	const char *between; /* what parts them: ".", an apostrophe, a blank; NULL without groups */
	bool point;          /* a decimal point */
	bool comma;          /* a decimal comma */
	bool blank;          /* a plain blank stands inside */
};

/* Where the decimals start when the comma may have a blank before it: "120.000 ,00". */
static size_t decimal_comma(const struct reader *r, size_t at, bool *blank)
{
	size_t comma = at;
	if (comma < r->n && r->s[comma] == ' ')
		comma++;
	if (comma >= r->n || r->s[comma] != ',' || count_digits(r, comma + 1) == 0)
		return 0;
	/* "1,2,3" is a list */
	size_t end = comma + 1 + count_digits(r, comma + 1);
	if (end < r->n && r->s[end] == ',' && count_digits(r, end + 1) > 0)
		return 0;
	/* with a blank before, only cents belong to the figure */
	if (comma != at && end - comma != 3)
		return 0;
	*blank = *blank || comma != at;
	return comma;
}

/* A group of three digits at `at` and behind it no fourth. */
static bool is_group(const struct reader *r, size_t at)
{
	return count_digits(r, at) == 3;
}

/* "1 234 567,50": groups behind plain blanks, which belong together only if cents show that they are one amount. */
static bool are_blank_groups(const struct reader *r, size_t at)
{
	while (at < r->n && r->s[at] == ' ' && is_group(r, at + 1))
		at += 4;
	return at < r->n && r->s[at] == ',' && count_digits(r, at + 1) == 2;
}

/* What parts thousands at `at`, if a group follows it and it is what parted those before; NULL else. Points are not
 * asked here: they part much more than thousands. */
static const char *separator_at(const struct reader *r, size_t at, const struct shape *sh, bool alone)
{
	static const char *const apostrophes[] = { "'", "\u2019" };
	struct reader t = *r;
	t.at = at;
	bool parted = take_one_of(&t, apostrophes, G_N_ELEMENTS(apostrophes)) ||
		      take_one_of(&t, set_blanks, G_N_ELEMENTS(set_blanks)) ||
		      (alone && take(&t, " ") && (sh->between || are_blank_groups(r, at)));
	const char *found = r->s + at;
	if (!parted || !is_group(r, t.at) || (sh->between && strncmp(sh->between, found, t.at - at) != 0))
		return NULL;
	return found;
}

/* "1'234 567": the thousands that are not parted by points. Where the first group is none, nothing is taken. */
static size_t read_groups(const struct reader *r, size_t at, struct shape *sh, bool alone)
{
	const char *sep;
	while ((sep = separator_at(r, at, sh, alone)) != NULL) {
		sh->between = sep;
		sh->blank = *sep == ' ';
		sh->groups++;
		at = (size_t)(g_utf8_next_char(sep) - r->s);
		g_string_append_len(sh->whole, r->s + at, 3);
		at += 3;
	}
	return at;
}

/* "1.234.567", "600.00": groups behind points, and what a decimal point has behind it. 0 for what is no number. */
static size_t read_points(const struct reader *r, size_t at, struct shape *sh, bool groups_may_follow)
{
	while (at < r->n && r->s[at] == '.') {
		size_t group = count_digits(r, at + 1);
		if (group == 0)
			break;
		if (sh->point)
			return 0;
		bool thousands = group == 3 && groups_may_follow;
		g_string_append_len(thousands ? sh->whole : sh->fraction, r->s + at + 1, (gssize)group);
		if (thousands) {
			sh->groups++;
			sh->between = ".";
		} else {
			sh->point = true;
		}
		at += 1 + group;
	}
	/* "1.769.639.00" is an amount; any other tail after groups is a code */
	return sh->point && sh->between && *sh->between == '.' && sh->fraction->len != 2 ? 0 : at;
}

/*
 * Groups of three, then perhaps decimals; r->at moves behind. False when what parts the digits parts
 * something that is no number ("25.29.3.1.12", "1.2.2024"), or two that touch ("98.300,0097.150,00").
 */
static bool read_shape(struct reader *r, struct shape *sh, bool alone)
{
	size_t first = count_digits(r, r->at);
	if (first == 0)
		return false;
	g_string_append_len(sh->whole, r->s + r->at, (gssize)first);
	size_t at = r->at + first;
	bool groups_may_follow = first <= 3 && !(first == 1 && r->s[r->at] == '0');
	if (groups_may_follow)
		at = read_groups(r, at, sh, alone);
	at = read_points(r, at, sh, groups_may_follow && !sh->between);
	if (at == 0)
		return false;
	size_t comma = sh->point ? 0 : decimal_comma(r, at, &sh->blank);
	if (comma) {
		size_t n = count_digits(r, comma + 1);
		g_string_append_len(sh->fraction, r->s + comma + 1, (gssize)n);
		sh->comma = true;
		at = comma + 1 + n;
		if (at < r->n && r->s[at] == '.' && count_digits(r, at + 1) > 0)
			return false;
	}
	r->at = at;
	return true;
}

/*
 * "1.250300": thousands that touch the next figure, or a decimal point? Four digits and more behind a point say
 * neither. A zero before the point or a per cent sign behind does: those are decimals.
 */
static bool is_two_sided(const struct reader *r, const struct shape *sh)
{
	struct reader t = *r;
	skip_blanks(&t);
	return sh->point && sh->groups == 0 && sh->fraction->len > 3 && sh->whole->len <= 3 &&
	       strcmp(sh->whole->str, "0") != 0 && !take(&t, "\\%") && !take(&t, "%");
}

static const char *oddity(const struct shape *sh)
{
	if (sh->blank)
		return "blank-inside";
	if (sh->point)
		return sh->groups > 0 && *sh->between == '.' ? "mixed-separators" : "decimal-point";
	if (sh->between && *sh->between != '.')
		return "other-thousands";
	if (sh->comma && sh->groups == 0 && sh->whole->len > 4)
		return "no-thousands";
	return NULL;
}

enum figure_form { NO_FIGURE, TWO_SIDED, PLAIN_FIGURE, AMOUNT_FIGURE };

/*
 * The digits; `alone` when they stand in a cell of their own, where plain blanks may part thousands. An AMOUNT_FIGURE
 * has groups or decimals, so that it is no mark, year or count.
 */
static enum figure_form read_figure(struct reader *r, struct sp_amount *a, bool alone)
{
	struct shape sh = { .whole = g_string_new(NULL), .fraction = g_string_new(NULL) };
	enum figure_form kind = NO_FIGURE;
	if (read_shape(r, &sh, alone)) {
		kind = sh.groups > 0 || sh.fraction->len > 0 ? AMOUNT_FIGURE : PLAIN_FIGURE;
		if (is_two_sided(r, &sh))
			kind = TWO_SIDED;
		while (sh.whole->len > 1 && sh.whole->str[0] == '0')
			g_string_erase(sh.whole, 0, 1);
		a->note = oddity(&sh);
		if (sh.fraction->len > 0)
			g_string_append_printf(sh.whole, ".%s", sh.fraction->str);
		if (sp_dec_parse(&a->value, sh.whole->str, sh.whole->len) != SP_OK)
			kind = NO_FIGURE;
	}
	g_string_free(sh.whole, TRUE);
	g_string_free(sh.fraction, TRUE);
	return kind;
}

/* What may stand behind a figure and belongs to it: "%", currency, multiplier, the closing "=" or ",-". */
static void read_tail(struct reader *r, struct sp_amount *a)
{
	static const char *const closings[] = { "=", ".=", ",=", ".--", ",--", ".-", ",-" };
	take_one_of(r, closings, G_N_ELEMENTS(closings));
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

/* "¹", "⁽²⁾", "ᵃ": raised letters and digits. */
static bool take_raised(struct reader *r)
{
	/* first and last of each range of Unicode: digits, brackets and letters */
	static const gunichar ranges[][2] = { { 0xB2, 0xB3 },     { 0xB9, 0xB9 },     { 0x2B0, 0x2B8 },
					      { 0x1D43, 0x1D6A }, { 0x1D9B, 0x1DBF }, { 0x2070, 0x2071 },
					      { 0x2074, 0x2079 }, { 0x207D, 0x207F } };
	size_t from = r->at;
	for (bool raised = true; raised && r->at < r->n;) {
		gunichar c = g_utf8_get_char(r->s + r->at);
		raised = false;
		for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
			raised = raised || (c >= ranges[i][0] && c <= ranges[i][1]);
		if (raised)
			r->at = (size_t)(g_utf8_next_char(r->s + r->at) - r->s);
	}
	return r->at > from;
}

/* "(1)", "(a)", "[b]", "(*)": a bracket with one digit, one letter, or stars. */
static bool take_bracketed_mark(struct reader *r)
{
	size_t at = r->at;
	if (at >= r->n || (r->s[at] != '(' && r->s[at] != '['))
		return false;
	char close = r->s[at++] == '(' ? ')' : ']';
	size_t from = at;
	while (at < r->n && at - from < 3 && strchr("*#+", r->s[at]))
		at++;
	if (at == from && at < r->n && g_ascii_isalnum(r->s[at]))
		at++;
	if (at == from || at >= r->n || r->s[at] != close)
		return false;
	r->at = at + 1;
	return true;
}

/* A mark that points to a note, at the end of a cell: "*", "(*)", "(1)", "¹", "ᵃ"; and a letter that touches decimals,
 * which was raised where the text came from: "20.999,20a". */
static void skip_mark(struct reader *r, enum figure_form kind, struct sp_amount *a)
{
	static const char *const marks[] = { "***", "**", "*", "†", "‡" };
	static const char *const ordinals[] = { "ª", "º" };
	bool touches = r->at > 0 && g_ascii_isdigit(r->s[r->at - 1]) && kind == AMOUNT_FIGURE;
	if (touches && take_one_of(r, ordinals, G_N_ELEMENTS(ordinals)))
		return;
	if (touches && r->n - r->at == 1 && g_ascii_islower(r->s[r->at])) {
		a->note = "letter-behind";
		r->at++;
		return;
	}
	skip_blanks(r);
	if (!take_one_of(r, marks, G_N_ELEMENTS(marks)) && !take_raised(r))
		take_bracketed_mark(r);
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

/* What stands before the digits of a cell. */
struct prefix {
	bool approx, number, currency, plus, minus, bracket;
};

/* In any order, each once: "circa € 1.000", "= n. 4", "- 34 %", "+10%", "€ (1.234,50)". */
static void read_lead(struct reader *r, struct prefix *l, struct sp_amount *got)
{
	for (bool more = true; more;) {
		skip_blanks(r);
		more = false;
		if (!l->approx && (take_words(r, sp_approximately_words) || take_words(r, sp_approximately_marks)))
			l->approx = more = true;
		else if (got->op == SP_OP_NONE && (got->op = take_operator(r)) != SP_OP_NONE)
			more = true;
		else if (!l->number && take_words(r, sp_count_words))
			l->number = more = true;
		else if (!l->currency && take_currency(r))
			l->currency = more = true;
		else if (!l->plus && !l->minus && take(r, "+"))
			l->plus = more = true;
		else if (!l->plus && !l->minus && take_minus(r))
			l->minus = more = true;
		else if (!l->bracket && take(r, "("))
			l->bracket = more = true;
	}
}

/* Why a cell has no value that no rule about its figure refused. */
static const char *other_reason(const char *text, size_t n)
{
	struct sp_amount a;
	struct sp_str where = { text, 0 };
	unsigned figures = 0;
	sp_amount_init(&a);
	while (figures < 2 && sp_amount_find(&a, text, n, (size_t)(where.s + where.n - text), &where) == SP_OK)
		figures++;
	sp_amount_clear(&a);
	return figures == 0 ? "no-figure" : figures == 1 ? "not-alone" : "several-figures";
}

static const char other[] = "other"; /* the reason is asked for by few, and takes a walk over the text */

/* The cell into `got`; NULL, or why not. */
static const char *read_cell(struct sp_amount *got, const char *text, size_t n)
{
	struct reader r = { text, n, 0 };
	struct prefix lead = { 0 };
	read_lead(&r, &lead, got);
	enum figure_form kind = read_figure(&r, got, true);
	if (kind == TWO_SIDED)
		return "point-unclear";
	if (kind == NO_FIGURE)
		return other;
	got->approx = lead.approx;
	if (lead.currency)
		got->unit = "EUR";
	read_tail(&r, got);
	bool amount = kind == AMOUNT_FIGURE || (got->unit && strcmp(got->unit, "%") != 0);
	size_t end = r.at;
	skip_blanks(&r);
	bool behind = !lead.plus && !lead.minus && !lead.bracket && take_minus(&r);
	if (!behind)
		r.at = end;
	else if (!got->unit)
		read_tail(&r, got);
	if (lead.bracket) {
		skip_blanks(&r);
		if (!take(&r, ")"))
			return other;
		if (!got->unit)
			read_tail(&r, got);
	}
	end = r.at;
	skip_blanks(&r);
	if (take_words(&r, sp_approximately_words))
		got->approx = true;
	else
		r.at = end;
	skip_mark(&r, kind, got);
	if (r.at != r.n)
		return other;
	/* "(2)" may be a mark, "(2025)" a year, "(5%)" a share set beside something; "10-" half of a range */
	bool percent = got->unit && strcmp(got->unit, "%") == 0;
	if ((lead.bracket && !lead.minus && (!amount || percent || lead.plus)) || (behind && !amount))
		return "sign-unclear";
	if (lead.minus || behind || lead.bracket)
		mpz_neg(got->value.units, got->value.units);
	return NULL;
}

enum sp_status sp_amount_parse(struct sp_amount *a, const char *text, size_t n)
{
	struct sp_amount got;
	sp_amount_init(&got);
	bool ok = read_cell(&got, text, n) == NULL;
	if (ok)
		assign(a, &got);
	sp_amount_clear(&got);
	return ok ? SP_OK : SP_END;
}

bool sp_amount_with_cents(const char *text)
{
	struct sp_amount a;
	sp_amount_init(&a);
	bool read = strchr(text, ',') && sp_amount_parse(&a, text, strlen(text)) == SP_OK;
	sp_amount_clear(&a);
	return read;
}

bool sp_amount_cents_in(const char *text)
{
	for (const char *p = strchr(text, ','); p; p = strchr(p + 1, ','))
		if (p > text && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]))
			return true;
	return false;
}

const char *sp_amount_doubt(const char *text, size_t n)
{
	struct sp_amount got;
	bool digits = false;
	for (size_t i = 0; i < n; i++)
		digits = digits || g_ascii_isdigit(text[i]);
	sp_amount_init(&got);
	const char *why = digits ? read_cell(&got, text, n) : NULL;
	sp_amount_clear(&got);
	return why == other ? other_reason(text, n) : why;
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
		if (code == 0 && read_figure(&r, &got, false) >= PLAIN_FIGURE && ends_figure(&r)) {
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
