/*
 * A recursive-descent reader of ECMA-262's Pattern grammar that writes the PCRE2 expression as it
 * goes. PCRE2 is used without UCP, so that its \d, \w and \b are ASCII as ECMA's are; \s, which in
 * ECMA knows Unicode's blanks, is spelt out. Back references are checked at the end, because they
 * may stand before their group.
 */
#include "verify/schema/ecma.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <glib.h>
#include <stdbool.h>

/* PCRE2 nests 250 groups by default; the match limit is some tenth of a second on bad expressions. */
enum { GROUPS_DEEP = 200, MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KIB = 64 * 1024 };

#define BLANKS                                                                                                         \
	"\\x09-\\x0d\\x20\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NO_BLANKS                                                                                                      \
	"\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"                   \
	"\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

struct sp_ecma {
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *scratch;
};

/* --- translation ------------------------------------------------------------------------------ */

struct pattern_reader {
	const char *start, *p;
	GString *out;
	char *why;
	unsigned depth;
	unsigned groups;      /* capturing ones seen so far */
	unsigned back;        /* highest number referred to */
	GHashTable *names;    /* of groups */
	GPtrArray *mentioned; /* names referred to by \k */
};

static bool refuse(struct pattern_reader *r, const char *why)
{
	if (!r->why)
		r->why = g_strdup_printf("%s at its character %ld", why, 1 + g_utf8_strlen(r->start, r->p - r->start));
	return false;
}

static bool take(struct pattern_reader *r, const char *word)
{
	if (!g_str_has_prefix(r->p, word))
		return false;
	r->p += strlen(word);
	return true;
}

static void write_char(struct pattern_reader *r, gunichar c)
{
	if (c < 0x80 && g_ascii_isalnum((char)c))
		g_string_append_c(r->out, (char)c);
	else
		g_string_append_printf(r->out, "\\x{%x}", c);
}

static bool read_hex(struct pattern_reader *r, int digits, gunichar *c)
{
	*c = 0;
	for (int i = 0; i < digits; i++) {
		int digit = g_ascii_xdigit_value(r->p[i]);
		if (digit < 0)
			return false;
		*c = *c * 16 + (gunichar)digit;
	}
	r->p += digits;
	return true;
}

/* After \u: four digits, two surrogates, or {digits}. */
static bool read_unicode(struct pattern_reader *r, gunichar *c)
{
	gunichar low;
	if (take(r, "{")) {
		size_t digits = strspn(r->p, "0123456789abcdefABCDEF");
		if (digits == 0 || digits > 8 || r->p[digits] != '}')
			return refuse(r, "\\u{…} wants a code point");
		read_hex(r, (int)digits, c);
		r->p++;
	} else if (!read_hex(r, 4, c)) {
		return refuse(r, "\\u wants four hexadecimal digits");
	} else if (*c >= 0xD800 && *c <= 0xDBFF && take(r, "\\u") && read_hex(r, 4, &low)) {
		*c = low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00) : 0xD800;
	}
	return g_unichar_validate(*c) || refuse(r, "a lone surrogate");
}

/* An escape that stands for one character; p is behind the backslash. */
static bool read_char_escape(struct pattern_reader *r, gunichar *c)
{
	static const char letters[] = "tnvfr", meanings[] = "\t\n\v\f\r";
	char letter = *r->p;
	const char *known = letter ? strchr(letters, letter) : NULL;
	if (known) {
		r->p++;
		*c = (gunichar)meanings[known - letters];
	} else if (letter == '0' && !g_ascii_isdigit(r->p[1])) {
		r->p++;
		*c = 0;
	} else if (letter == 'c' && g_ascii_isalpha(r->p[1])) {
		*c = (gunichar)(r->p[1] % 32);
		r->p += 2;
	} else if (letter == 'x') {
		r->p++;
		return read_hex(r, 2, c) || refuse(r, "\\x wants two hexadecimal digits");
	} else if (letter == 'u') {
		r->p++;
		return read_unicode(r, c);
	} else if (letter == '\0' || g_ascii_isalnum(letter)) {
		return refuse(r, "a backslash that escapes nothing of ECMA-262");
	} else {
		*c = g_utf8_get_char(r->p);
		r->p = g_utf8_next_char(r->p);
	}
	return true;
}

/* \p{Lu}, \P{Script=Greek}: what PCRE2 calls \p{Lu}, \P{Greek}. p is at the p. */
static bool write_property(struct pattern_reader *r)
{
	char letter = *r->p++;
	size_t n = take(r, "{") ? strcspn(r->p, "}") : 0;
	if (n == 0 || r->p[n] != '}')
		return refuse(r, "\\p wants a property in braces");
	char *name = g_strndup(r->p, n);
	const char *equals = strchr(name, '=');
	g_string_append_printf(r->out, "\\%c{%s}", letter, equals ? equals + 1 : name);
	g_free(name);
	r->p += n + 1;
	return true;
}

/* \d \D \w \W \s \S \p \P, the same inside and outside classes; false when it is none of them. */
static bool write_set_escape(struct pattern_reader *r, bool in_class)
{
	char letter = *r->p;
	switch (letter) {
	case 'd':
	case 'D':
	case 'w':
	case 'W':
		g_string_append_printf(r->out, "\\%c", letter);
		r->p++;
		return true;
	case 's':
	case 'S':
		g_string_append_printf(r->out, in_class ? "%s" : "[%s]", letter == 's' ? BLANKS : NO_BLANKS);
		r->p++;
		return true;
	case 'p':
	case 'P':
		return write_property(r);
	default:
		return false;
	}
}

/* One member of a class: a set, or a character whose range may follow. */
static bool read_class_atom(struct pattern_reader *r, bool *is_set, gunichar *c)
{
	*is_set = false;
	if (!take(r, "\\")) {
		*c = g_utf8_get_char(r->p);
		r->p = g_utf8_next_char(r->p);
		return true;
	}
	if (take(r, "b")) {
		*c = '\b';
		return true;
	}
	*is_set = write_set_escape(r, true);
	return *is_set || (!r->why && read_char_escape(r, c));
}

static bool write_class_range(struct pattern_reader *r)
{
	bool is_set;
	gunichar from, to;
	if (!read_class_atom(r, &is_set, &from))
		return false;
	if (is_set)
		return true;
	write_char(r, from);
	if (r->p[0] != '-' || r->p[1] == ']' || r->p[1] == '\0')
		return true;
	r->p++;
	/* a set after the dash makes the dash a literal: its text is written before the set's */
	g_string_append(r->out, "\\-");
	size_t dash = r->out->len - 2;
	if (!read_class_atom(r, &is_set, &to))
		return false;
	if (is_set)
		return true;
	if (to < from)
		return refuse(r, "a range that runs backwards");
	g_string_erase(r->out, (gssize)dash, 1);
	write_char(r, to);
	return true;
}

static bool write_class(struct pattern_reader *r)
{
	bool negated = take(r, "^");
	if (take(r, "]")) {
		g_string_append(r->out, negated ? "[\\x{0}-\\x{10ffff}]" : "(?!)");
		return true;
	}
	g_string_append(r->out, negated ? "[^" : "[");
	while (*r->p && *r->p != ']')
		if (!write_class_range(r))
			return false;
	g_string_append_c(r->out, ']');
	return take(r, "]") || refuse(r, "a class that is not closed");
}

static char *read_name(struct pattern_reader *r)
{
	size_t n = strcspn(r->p, ">");
	char *name = g_strndup(r->p, n);
	bool good = r->p[n] == '>' && n > 0 && n <= 32 && !g_ascii_isdigit(*name) &&
		    strspn(name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_") == n;
	if (!good) {
		refuse(r, "a group's name is 1 to 32 letters, digits and underscores");
		g_free(name);
		return NULL;
	}
	r->p += n + 1;
	return name;
}

static bool write_disjunction(struct pattern_reader *r);

static bool write_named_group(struct pattern_reader *r)
{
	char *name = read_name(r);
	if (!name)
		return false;
	g_string_append_printf(r->out, "(?<%s>", name);
	r->groups++;
	return g_hash_table_add(r->names, name) || refuse(r, "two groups of the same name");
}

static bool write_group(struct pattern_reader *r, bool *quantifiable)
{
	static const char *const kinds[] = { "?:", "?=", "?!", "?<=", "?<!" };
	const char *kind = "";
	for (size_t i = 0; i < G_N_ELEMENTS(kinds) && !*kind; i++)
		if (take(r, kinds[i]))
			kind = kinds[i];
	*quantifiable = !g_str_has_prefix(kind, "?<");
	if (++r->depth > GROUPS_DEEP)
		return refuse(r, "groups nest too deeply");
	if (!*kind && take(r, "?<")) {
		if (!write_named_group(r))
			return false;
	} else if (!*kind && *r->p == '?') {
		return refuse(r, "a kind of group that ECMA-262 has not");
	} else {
		g_string_append_printf(r->out, "(%s", kind);
		r->groups += *kind == '\0';
	}
	if (!write_disjunction(r))
		return false;
	r->depth--;
	g_string_append_c(r->out, ')');
	return take(r, ")") || refuse(r, "a group that is not closed");
}

static bool write_back_reference(struct pattern_reader *r)
{
	if (take(r, "k<")) {
		char *name = read_name(r);
		if (!name)
			return false;
		g_string_append_printf(r->out, "\\k<%s>", name);
		g_ptr_array_add(r->mentioned, name);
		return true;
	}
	char *end;
	guint64 n = g_ascii_strtoull(r->p, &end, 10);
	if (n > 65535)
		return refuse(r, "a reference to a group that is not there");
	r->back = MAX(r->back, (unsigned)n);
	g_string_append_printf(r->out, "\\g{%u}", (unsigned)n);
	r->p = end;
	return true;
}

static bool write_escape(struct pattern_reader *r, bool *quantifiable)
{
	gunichar c;
	*quantifiable = *r->p != 'b' && *r->p != 'B';
	if (!*quantifiable) {
		g_string_append_printf(r->out, "\\%c", *r->p++);
		return true;
	}
	if ((*r->p >= '1' && *r->p <= '9') || g_str_has_prefix(r->p, "k<"))
		return write_back_reference(r);
	if (write_set_escape(r, false))
		return true;
	if (r->why || !read_char_escape(r, &c))
		return false;
	write_char(r, c);
	return true;
}

/* {n}, {n,}, {n,m}: its length in bytes, or 0 when the brace is a literal. */
static size_t braces(const char *p)
{
	size_t n = *p == '{' ? 1 + strspn(p + 1, G_CSET_DIGITS) : 1;
	if (n == 1)
		return 0;
	if (p[n] == ',')
		n += 1 + strspn(p + n + 1, G_CSET_DIGITS);
	return p[n] == '}' ? n + 1 : 0;
}

static bool write_quantifier(struct pattern_reader *r, bool quantifiable)
{
	size_t n = *r->p && strchr("*+?", *r->p) ? 1 : braces(r->p);
	if (n == 0)
		return true;
	if (!quantifiable)
		return refuse(r, "nothing that could be repeated");
	g_string_append_len(r->out, r->p, (gssize)n);
	r->p += n;
	if (take(r, "?"))
		g_string_append_c(r->out, '?');
	return true;
}

static bool write_term(struct pattern_reader *r)
{
	bool quantifiable = true, good = true;
	if (take(r, "^") || take(r, "$")) {
		g_string_append(r->out, r->p[-1] == '^' ? "\\A" : "\\z");
		quantifiable = false;
	} else if (take(r, "\\")) {
		good = write_escape(r, &quantifiable);
	} else if (take(r, "[")) {
		good = write_class(r);
	} else if (take(r, "(")) {
		good = write_group(r, &quantifiable);
	} else if (take(r, ".")) {
		g_string_append(r->out, "[^\\n\\r\\x{2028}\\x{2029}]");
	} else if (strchr("*+?", *r->p) || braces(r->p)) {
		return refuse(r, "nothing that could be repeated");
	} else {
		write_char(r, g_utf8_get_char(r->p));
		r->p = g_utf8_next_char(r->p);
	}
	return good && write_quantifier(r, quantifiable);
}

static bool write_disjunction(struct pattern_reader *r)
{
	while (*r->p && *r->p != ')') {
		if (take(r, "|"))
			g_string_append_c(r->out, '|');
		else if (!write_term(r))
			return false;
	}
	return true;
}

static bool check_references(struct pattern_reader *r)
{
	bool good = r->back <= r->groups;
	for (guint i = 0; i < r->mentioned->len; i++)
		good = good && g_hash_table_contains(r->names, r->mentioned->pdata[i]);
	return good || refuse(r, "a reference to a group that is not there; seen");
}

char *sp_ecma_translate(const char *expression, char **why)
{
	struct pattern_reader r = { .start = expression, .p = expression, .out = g_string_new(NULL) };
	r.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r.mentioned = g_ptr_array_new_with_free_func(g_free);
	bool good = write_disjunction(&r) && (!*r.p || refuse(&r, "a bracket ) that closes nothing")) &&
		    check_references(&r);
	g_hash_table_destroy(r.names);
	g_ptr_array_free(r.mentioned, TRUE);
	*why = r.why;
	return g_string_free(r.out, !good);
}

/* --- matching --------------------------------------------------------------------------------- */

struct sp_ecma *sp_ecma_new(const char *expression, char **why)
{
	char *translated = sp_ecma_translate(expression, why);
	if (!translated)
		return NULL;
	int error;
	PCRE2_SIZE offset;
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)translated, PCRE2_ZERO_TERMINATED, options, &error, &offset, NULL);
	g_free(translated);
	if (!code) {
		char text[256];
		pcre2_get_error_message(error, (PCRE2_UCHAR *)text, sizeof text);
		*why = g_strdup(text);
		return NULL;
	}
	struct sp_ecma *e = g_new(struct sp_ecma, 1);
	e->code = code;
	e->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(e->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(e->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(e->limits, HEAP_LIMIT_KIB);
	e->scratch = pcre2_match_data_create(1, NULL);
	return e;
}

void sp_ecma_free(struct sp_ecma *e)
{
	if (!e)
		return;
	pcre2_match_data_free(e->scratch);
	pcre2_match_context_free(e->limits);
	pcre2_code_free(e->code);
	g_free(e);
}

enum sp_status sp_ecma_search(const struct sp_ecma *e, const char *text, size_t n)
{
	int found = pcre2_match(e->code, (PCRE2_SPTR)text, n, 0, PCRE2_NO_UTF_CHECK, e->scratch, e->limits);
	/* 0: it matched, with more groups than the scratch has room for */
	return found >= 0 ? SP_OK : found == PCRE2_ERROR_NOMATCH ? SP_END : SP_FAIL;
}
