/*
 * Cleaning is one walk over the code points after NFC: a small table resolves what PDFs put where
 * letters should be (Latin ligatures, no-break and typographic blanks, soft hyphens, zero-width
 * marks). NFKC would do more than we want: it turns "²" and "½" into plain digits and loses the
 * mark of a footnote.
 */
#include "base/text.h"

struct sp_str sp_str(const char *s)
{
	return (struct sp_str){ s, s ? strlen(s) : 0 };
}

bool sp_str_eq(struct sp_str v, const char *s)
{
	size_t n = strlen(s);
	return v.s && v.n == n && memcmp(v.s, s, n) == 0;
}

char *sp_str_dup(struct sp_str v)
{
	return v.s ? g_strndup(v.s, v.n) : NULL;
}

static bool is_blank(gunichar c)
{
	return c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r' || g_unichar_isspace(c) ||
	       g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR || g_unichar_type(c) == G_UNICODE_LINE_SEPARATOR ||
	       g_unichar_type(c) == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* Marks without width or meaning of their own: soft hyphen, zero-width blanks and joiners, BOM. */
static bool is_invisible(gunichar c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

struct sp_str sp_str_trim(struct sp_str v)
{
	while (v.n > 0) {
		gunichar c = g_utf8_get_char(v.s);
		if (!is_blank(c) && !is_invisible(c))
			break;
		size_t width = (size_t)(g_utf8_next_char(v.s) - v.s);
		v.s += width;
		v.n -= width;
	}
	while (v.n > 0) {
		const char *last = g_utf8_find_prev_char(v.s, v.s + v.n);
		gunichar c = g_utf8_get_char(last);
		if (!is_blank(c) && !is_invisible(c))
			break;
		v.n = (size_t)(last - v.s);
	}
	return v;
}

static const char *ligature(gunichar c)
{
	static const char *const latin[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };
	return c >= 0xFB00 && c <= 0xFB06 ? latin[c - 0xFB00] : NULL;
}

/* Printable ASCII with single blanks inside: clean as it is. Most words are. */
static bool is_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < ' ' || s[i] > '~' || (s[i] == ' ' && (i == 0 || i + 1 == n || s[i - 1] == ' ')))
			return false;
	return true;
}

/* A blank that was set between thousands: no-break, figure, thin or narrow, three digits behind it and no fourth. */
static bool parts_thousands(gunichar c, const GString *out, const char *next)
{
	if ((c != 0xA0 && c != 0x2007 && c != 0x2009 && c != 0x202F) || out->len == 0 ||
	    !g_ascii_isdigit(out->str[out->len - 1]))
		return false;
	return strspn(next, "0123456789") == 3;
}

/* A soft hyphen before a figure hyphenates nothing: it is seen, as its minus. */
static bool is_soft_minus(gunichar c, const GString *out, bool blank, const char *next)
{
	bool begins = blank || out->len == 0 || out->str[out->len - 1] == '(';
	return c == 0xAD && begins && g_ascii_isdigit(*next);
}

char *sp_text_clean(const char *s, size_t n)
{
	if (is_plain(s, n))
		return g_strndup(s, n);
	char *nfc = g_utf8_normalize(s, (gssize)n, G_NORMALIZE_NFC);
	GString *out = g_string_sized_new(n);
	bool blank = false;
	for (const char *p = nfc ? nfc : ""; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		const char *letters = ligature(c), *next = g_utf8_next_char(p);
		if (is_soft_minus(c, out, blank, next))
			letters = "-";
		else if (is_invisible(c))
			continue;
		if (!blank && parts_thousands(c, out, next)) {
			g_string_append_unichar(out, c);
			continue;
		}
		if (is_blank(c) || g_unichar_iscntrl(c)) {
			blank = true;
			continue;
		}
		if (blank && out->len > 0)
			g_string_append_c(out, ' ');
		blank = false;
		if (letters)
			g_string_append(out, letters);
		else
			g_string_append_unichar(out, c);
	}
	g_free(nfc);
	return g_string_free(out, FALSE);
}

/* What it is without accents and compatibility forms: NFKD of one character, its marks left out. */
static void append_folded(GString *out, gunichar c, bool *blank)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < n; i++) {
		if (g_unichar_ismark(parts[i]) || is_invisible(parts[i]))
			continue;
		if (!g_unichar_isalnum(parts[i])) {
			*blank = true;
			continue;
		}
		if (*blank && out->len > 0)
			g_string_append_c(out, ' ');
		*blank = false;
		g_string_append_unichar(out, g_unichar_tolower(parts[i]));
	}
}

char *sp_text_fold(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n);
	bool blank = false;
	for (const char *p = s, *end = s + n; p < end; p = g_utf8_next_char(p)) {
		if ((unsigned char)*p > 0x7F) {
			append_folded(out, g_utf8_get_char(p), &blank);
		} else if (!g_ascii_isalnum(*p)) {
			blank = true;
		} else {
			if (blank && out->len > 0)
				g_string_append_c(out, ' ');
			blank = false;
			g_string_append_c(out, g_ascii_tolower(*p));
		}
	}
	return g_string_free(out, FALSE);
}

bool sp_text_same(const char *a, const char *b)
{
	char *fa = sp_text_fold(a, strlen(a));
	char *fb = sp_text_fold(b, strlen(b));
	bool same = strcmp(fa, fb) == 0;
	g_free(fa);
	g_free(fb);
	return same;
}

static gunichar last_char(const GString *text, size_t end)
{
	const char *p = end > 0 ? g_utf8_find_prev_char(text->str, text->str + end) : NULL;
	return p ? g_utf8_get_char(p) : 0;
}

void sp_text_join(GString *text, const char *line, bool hyphenated)
{
	if (!*line || text->len == 0) {
		g_string_append(text, line);
		return;
	}
	gunichar last = last_char(text, text->len);
	size_t width = (size_t)g_unichar_to_utf8(last, NULL);
	gunichar before = last_char(text, text->len - width);
	gunichar next = g_utf8_get_char(line);
	bool hyphen = last == '-' || last == 0x2010;
	bool inside_word = hyphen && g_unichar_islower(before) && g_unichar_islower(next);
	if (last == 0xAD || (inside_word && hyphenated))
		g_string_truncate(text, text->len - width);
	else if (!inside_word && !(hyphen && g_unichar_isalnum(before) && g_unichar_isalnum(next)) &&
		 !(last == '/' && g_unichar_isalnum(before) && g_unichar_isupper(next)))
		g_string_append_c(text, ' ');
	g_string_append(text, line);
}

/* Overrides and isolates can make a terminal show text in another order than it is. */
static bool is_bidi_control(gunichar c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void sp_text_append_safe(GString *out, const char *s, size_t n)
{
	const char *end = s + n;
	while (s < end) {
		gunichar c = g_utf8_get_char_validated(s, end - s);
		if (c == (gunichar)-1 || c == (gunichar)-2) {
			g_string_append_printf(out, "\\x%02x", (unsigned)(unsigned char)*s++);
			continue;
		}
		if (c < 0x100 && g_unichar_iscntrl(c))
			g_string_append_printf(out, "\\x%02x", (unsigned)c);
		else if (is_bidi_control(c))
			g_string_append_printf(out, "\\u{%04x}", (unsigned)c);
		else
			g_string_append_unichar(out, c);
		s = g_utf8_next_char(s);
	}
}
