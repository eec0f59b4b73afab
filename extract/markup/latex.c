/*
 * A descent over the text: formulas and the arguments of commands are read by the same function on
 * their own bytes. Braces are matched in one pass before, so that an unclosed one costs nothing.
 */
#include "extract/markup/latex.h"

#include "base/text.h"
#include "extract/markup/marks.h"

enum { DEEPEST = 32 }; /* arguments in arguments; deeper ones stay as printed */

struct latex {
	const char *start;
	const guint32 *closing; /* for each "{" where its "}" is, counted from start; 0: nowhere */
	GString *out;
	unsigned depth;
	bool unclosed; /* a \\( or \\[ had no end: looking again would be in vain */
};

static void read_span(struct latex *r, const char *p, const char *end, bool math);

/* --- tables of commands -------------------------------------------------------------------------------- */

struct symbol {
	const char *name, *printed;
};

static const struct symbol symbols[] = {
	{ "Delta", "Δ" },      { "Leftrightarrow", "⇔" },
	{ "Omega", "Ω" },      { "Pi", "Π" },
	{ "Rightarrow", "⇒" }, { "Sigma", "Σ" },
	{ "alpha", "α" },      { "approx", "≈" },
	{ "ast", "\x04" },     { "backslash", "\\" },
	{ "beta", "β" },       { "bullet", "•" },
	{ "cdot", "·" },       { "cdots", "…" },
	{ "checkmark", "✓" },  { "circ", "°" },
	{ "colon", ":" },      { "degree", "°" },
	{ "delta", "δ" },      { "div", "÷" },
	{ "dots", "…" },       { "epsilon", "ε" },
	{ "equiv", "≡" },      { "euro", "€" },
	{ "gamma", "γ" },      { "ge", "≥" },
	{ "geq", "≥" },        { "geqslant", "≥" },
	{ "gt", ">" },         { "in", "∈" },
	{ "infty", "∞" },      { "lambda", "λ" },
	{ "ldots", "…" },      { "le", "≤" },
	{ "leftarrow", "←" },  { "leq", "≤" },
	{ "leqslant", "≤" },   { "lt", "<" },
	{ "mu", "μ" },         { "ne", "≠" },
	{ "neq", "≠" },        { "notin", "∉" },
	{ "omega", "ω" },      { "percent", "%" },
	{ "phi", "φ" },        { "pi", "π" },
	{ "pm", "±" },         { "prime", "′" },
	{ "prod", "∏" },       { "qquad", " " },
	{ "quad", " " },       { "rightarrow", "→" },
	{ "sigma", "σ" },      { "sim", "~" },
	{ "square", "□" },     { "star", "\x04" },
	{ "sum", "∑" },        { "times", "×" },
	{ "to", "→" },
};

/* Commands that only dress their argument. */
static const char *const dresses[] = { "bar",          "boldsymbol", "caption", "emph",     "hbox",   "makecell",
				       "mathbf",       "mathit",     "mathrm",  "mathsf",   "mathtt", "mbox",
				       "operatorname", "overline",   "text",    "textbf",   "textit", "textnormal",
				       "textrm",       "textsf",     "texttt",  "underline" };

/* Commands of formulas that print nothing. */
static const char *const silent[] = { "Big",  "Bigg",         "Bigl", "Bigr",   "big",   "bigg",        "bigl",
				      "bigr", "displaystyle", "left", "limits", "right", "scriptstyle", "textstyle" };

static int by_name(const void *name, const void *entry)
{
	return strcmp(name, *(const char *const *)entry);
}

static const char *symbol_named(const char *name)
{
	const struct symbol *s = bsearch(name, symbols, G_N_ELEMENTS(symbols), sizeof symbols[0], by_name);
	return s ? s->printed : NULL;
}

static bool is_in(const char *name, const char *const *list, size_t n)
{
	return bsearch(name, list, n, sizeof list[0], by_name) != NULL;
}

static bool is_fraction(const char *name)
{
	return strcmp(name, "frac") == 0 || strcmp(name, "dfrac") == 0 || strcmp(name, "tfrac") == 0;
}

/* --- arguments -------------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	return p;
}

/* What stands in the braces at *p, which moves behind them; SP_STR_NONE if there are none in [*p, end). */
static struct sp_str braces(const struct latex *r, const char **p, const char *end)
{
	const char *open = skip_blanks(*p, end);
	if (open >= end || *open != '{' || !r->closing[open - r->start])
		return SP_STR_NONE;
	const char *close = r->start + r->closing[open - r->start];
	if (close >= end)
		return SP_STR_NONE;
	*p = close + 1;
	return (struct sp_str){ open + 1, (size_t)(close - open - 1) };
}

/* The same, or a single letter, as in x^2 and \frac12; or a single symbol, as in n^\circ. */
static struct sp_str argument(const struct latex *r, const char **p, const char *end)
{
	struct sp_str in = braces(r, p, end);
	if (in.s)
		return in;
	const char *from = skip_blanks(*p, end), *to = from;
	if (from >= end || *from == '{' || *from == '}' || *from == '$')
		return SP_STR_NONE;
	to = g_utf8_next_char(from);
	if (*from == '\\') {
		while (to < end && g_ascii_isalpha(*to))
			to++;
		char *name = g_strndup(from + 1, (size_t)(to - from - 1));
		bool known = symbol_named(name) != NULL;
		g_free(name);
		if (!known)
			return SP_STR_NONE;
	}
	*p = to;
	return (struct sp_str){ from, (size_t)(to - from) };
}

static char *plain_argument(struct latex *r, struct sp_str in, bool math)
{
	GString *out = g_string_new(NULL), *outer = r->out;
	r->out = out;
	r->depth++;
	read_span(r, in.s, in.s + in.n, math);
	r->depth--;
	r->out = outer;
	return g_string_free(out, FALSE);
}

/* --- fractions ----------------------------------------------------------------------------------------------- */

/*
 * Must this side of a fraction be put in brackets to stay one? It must when an operator stands in it,
 * outside of brackets and of words: the "-" in \text{entrate extra-tributarie} is no subtraction, nor
 * is the sign before a number.
 */
static bool is_compound(const struct latex *r, struct sp_str side)
{
	const char *p = side.s, *end = side.s + side.n;
	int open = 0;
	bool operand = false;
	while (p < end) {
		if (*p == '\\') {
			const char *name_end = p + 1;
			while (name_end < end && g_ascii_isalpha(*name_end))
				name_end++;
			char *name = g_strndup(p + 1, (size_t)(name_end - p - 1));
			const char *printed = symbol_named(name);
			bool operation = is_fraction(name) || (printed && strstr("×·÷±", printed));
			bool words = is_in(name, dresses, G_N_ELEMENTS(dresses));
			g_free(name);
			if (operation && open == 0)
				return true;
			p = name_end > p + 1 ? name_end : MIN(p + 2, end);
			if (words)
				braces(r, &p, end);
			operand = true;
			continue;
		}
		if (*p == '(' || *p == '[')
			open++;
		else if (*p == ')' || *p == ']')
			open--;
		else if (operand && open == 0 && strchr("+-*/:=", *p))
			return true;
		if (!g_ascii_isspace(*p))
			operand = true;
		p++;
	}
	return false;
}

static void append_side(struct latex *r, struct sp_str side, bool math)
{
	char *plain = plain_argument(r, side, math);
	struct sp_str trimmed = sp_str_trim(sp_str(plain));
	bool bracket = is_compound(r, side);
	if (bracket)
		g_string_append_c(r->out, '(');
	g_string_append_len(r->out, trimmed.s, (gssize)trimmed.n);
	if (bracket)
		g_string_append_c(r->out, ')');
	g_free(plain);
}

static bool ends_with_division(const GString *out)
{
	struct sp_str so_far = sp_str_trim((struct sp_str){ out->str, out->len });
	if (so_far.n == 0)
		return false;
	char last = so_far.s[so_far.n - 1];
	return last == '/' || last == ':' || last == '^' ||
	       (so_far.n > 1 && memcmp(so_far.s + so_far.n - 2, "÷", 2) == 0);
}

static bool read_fraction(struct latex *r, const char **p, const char *end, bool math)
{
	const char *after = *p;
	struct sp_str above = argument(r, &after, end);
	struct sp_str below = above.s ? argument(r, &after, end) : SP_STR_NONE;
	if (!below.s)
		return false;
	bool bracket = ends_with_division(r->out);
	if (bracket)
		g_string_append_c(r->out, '(');
	append_side(r, above, math);
	g_string_append(r->out, " / ");
	append_side(r, below, math);
	if (bracket)
		g_string_append_c(r->out, ')');
	*p = after;
	return true;
}

/* --- scripts ---------------------------------------------------------------------------------------------------- */

void sp_latex_script(GString *out, const char *text, bool raised)
{
	static const char *const up[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	static const char *const down[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
	struct sp_str in = sp_str_trim(sp_str(text));
	const char *const *forms = raised ? up : down;
	bool figures = in.n > 0;
	for (size_t i = 0; i < in.n; i++)
		figures = figures && g_ascii_isdigit(in.s[i]);
	if (figures)
		for (size_t i = 0; i < in.n; i++)
			g_string_append(out, forms[in.s[i] - '0']);
	else if (raised && (sp_str_eq(in, "o") || sp_str_eq(in, "°")))
		g_string_append(out, "°");
	else if (raised && sp_str_eq(in, "a"))
		g_string_append(out, "ª");
	else
		g_string_append_len(out, in.s, (gssize)in.n);
}

/* Outside of formulas "^" and "_" are letters unless braces follow. */
static bool read_script(struct latex *r, const char **p, const char *end, bool math)
{
	const char *after = *p + 1;
	bool raised = **p == '^';
	struct sp_str in = math ? argument(r, &after, end) : braces(r, &after, end);
	if (!in.s)
		return false;
	char *plain = plain_argument(r, in, true);
	bool variable = g_ascii_isalpha(*plain) && plain[1] != '\0';
	if (variable)
		g_string_append_c(r->out, raised ? '^' : '_');
	sp_latex_script(r->out, plain, raised);
	g_free(plain);
	*p = after;
	return true;
}

/* --- commands ----------------------------------------------------------------------------------------------------- */

/* A backslash and one sign: "\%", "\,", "\*". */
static bool read_sign(struct latex *r, const char **p, const char *end, bool math)
{
	const char *sign = *p + 1;
	if (sign >= end || !g_ascii_ispunct(*sign))
		return false;
	if (*sign == '\\') {
		if (!math && r->depth == 0)
			return false;
		g_string_append_c(r->out, ' ');
	} else if (*sign == ',') {
		g_string_append(r->out, "\u2009"); /* the thin blank between thousands */
	} else if (math && strchr(",;:!", *sign)) {
		if (*sign != '!')
			g_string_append_c(r->out, ' ');
	} else {
		g_string_append_c(r->out, *sign == '*' ? SP_INLINE_STAR : *sign);
	}
	*p = sign + 1;
	return true;
}

/* \( … \) and \[ … \] */
static bool read_display(struct latex *r, const char **p, const char *end)
{
	const char *from = *p + 2;
	if (r->unclosed || from > end || ((*p)[1] != '(' && (*p)[1] != '['))
		return false;
	const char *to = memmem(from, (size_t)(end - from), (*p)[1] == '(' ? "\\)" : "\\]", 2);
	r->unclosed = !to;
	if (!to)
		return false;
	read_span(r, from, to, true);
	*p = to + 2;
	return true;
}

static bool read_named(struct latex *r, const char *name, const char **p, const char *end, bool math)
{
	const char *printed = symbol_named(name);
	if (printed) {
		g_string_append(r->out, printed);
		return true;
	}
	if (is_fraction(name))
		return read_fraction(r, p, end, math);
	if (math && is_in(name, silent, G_N_ELEMENTS(silent)))
		return true;
	bool dress = is_in(name, dresses, G_N_ELEMENTS(dresses));
	bool root = strcmp(name, "sqrt") == 0;
	bool environment = strcmp(name, "begin") == 0 || strcmp(name, "end") == 0;
	if (!dress && !root && !environment)
		return false;
	struct sp_str in = braces(r, p, end);
	if (!in.s || environment)
		return in.s != NULL;
	char *plain = plain_argument(r, in, root);
	g_string_append_printf(r->out, root ? "√(%s)" : "%s", plain);
	g_free(plain);
	return true;
}

/* At a backslash. What cannot be read is printed. */
static void read_command(struct latex *r, const char **p, const char *end, bool math)
{
	const char *after = *p + 1;
	while (after < end && g_ascii_isalpha(*after))
		after++;
	bool done;
	if (r->depth >= DEEPEST) {
		done = false;
	} else if (after == *p + 1) {
		done = (!math && read_display(r, p, end)) || read_sign(r, p, end, math);
	} else {
		char *name = g_strndup(*p + 1, (size_t)(after - *p - 1));
		const char *behind = after;
		done = read_named(r, name, &behind, end, math);
		if (done)
			*p = behind;
		g_free(name);
	}
	if (!done) {
		g_string_append_len(r->out, *p, after - *p);
		*p = after;
	}
}

/* --- formulas
 * --------------------------------------------------------------------------------------------------------- */

/*
 * $…$ is a formula when it could not be money: no blank inside its ends and no figure behind it
 * (Pandoc's rule), or a command in it. The next dollar sign decides, so a text full of them is read in
 * one pass.
 */
static bool read_formula(struct latex *r, const char **p, const char *end)
{
	size_t width = end - *p >= 2 && (*p)[1] == '$' ? 2 : 1;
	const char *from = *p + width, *to = from;
	while (to < end && *to != '$')
		to += *to == '\\' && to + 1 < end ? 2 : 1;
	if (to >= end || to == from || (width == 2 && (to + 1 >= end || to[1] != '$')))
		return false;
	bool tight = !g_ascii_isspace(*from) && !g_ascii_isspace(to[-1]) && (to + 1 >= end || !g_ascii_isdigit(to[1]));
	if (width == 1 && !tight && !memchr(from, '\\', (size_t)(to - from)))
		return false;
	read_span(r, from, to, true);
	*p = to + width;
	return true;
}

static void read_letter(struct latex *r, char c, bool math)
{
	if (math && (c == '{' || c == '}'))
		return;
	if (math && (c == '~' || c == '&' || c == SP_INLINE_PARAGRAPH))
		c = ' ';
	g_string_append_c(r->out, c);
}

static void read_span(struct latex *r, const char *p, const char *end, bool math)
{
	while (p < end) {
		if (*p == '\\')
			read_command(r, &p, end, math);
		else if (*p == '$' && !math && read_formula(r, &p, end))
			;
		else if ((*p == '^' || *p == '_') && r->depth < DEEPEST && read_script(r, &p, end, math))
			;
		else
			read_letter(r, *p++, math);
	}
}

/* Where each brace closes. Escaped ones are letters. */
static guint32 *match_braces(const char *s, size_t n)
{
	guint32 *closing = g_new0(guint32, n);
	GArray *open = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (size_t i = 0; i < n; i++) {
		guint32 here = (guint32)i;
		if (s[i] == '\\') {
			i++;
		} else if (s[i] == '{') {
			g_array_append_val(open, here);
		} else if (s[i] == '}' && open->len > 0) {
			closing[g_array_index(open, guint32, open->len - 1)] = here;
			g_array_set_size(open, open->len - 1);
		}
	}
	g_array_free(open, TRUE);
	return closing;
}

GString *sp_latex_plain(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n);
	if (n > G_MAXUINT32 || (!memchr(s, '\\', n) && !memchr(s, '$', n) && !memchr(s, '{', n)))
		return g_string_append_len(out, s, (gssize)n);
	guint32 *closing = match_braces(s, n);
	struct latex r = { .start = s, .closing = closing, .out = out };
	read_span(&r, s, s + n, false);
	g_free(closing);
	return out;
}
