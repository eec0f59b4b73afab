/*
 * Each format is read by a scanner over the text that follows the grammar of its standard. A
 * scanner takes a pointer to the place it has reached and moves it; a text holds when the scanner
 * agrees and has reached the end.
 */
#include "verify/schema/formats.h"

#include <glib.h>
#include <string.h>

#include "verify/schema/ecma.h"
#include "verify/schema/pointer.h"

struct sp_text_format {
	const char *name;
	bool (*holds)(const char *text);
	const char *wanted;
};

/* --- pieces ----------------------------------------------------------------------------------- */

static bool take(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

static bool take_either(const char **p, const char *set)
{
	if (!**p || !strchr(set, **p))
		return false;
	(*p)++;
	return true;
}

/* Exactly `n` digits. */
static bool take_digits(const char **p, int n, int *value)
{
	*value = 0;
	for (int i = 0; i < n; i++, (*p)++) {
		if (!g_ascii_isdigit(**p))
			return false;
		*value = *value * 10 + (**p - '0');
	}
	return true;
}

static bool is_hex_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isxdigit(s[i]))
			return false;
	return true;
}

/* --- dates and times (RFC 3339 §5.6) ---------------------------------------------------------- */

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

static bool take_date(const char **p)
{
	int year, month, day;
	return take_digits(p, 4, &year) && take(p, '-') && take_digits(p, 2, &month) && take(p, '-') &&
	       take_digits(p, 2, &day) && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

/* Minutes east of Greenwich. */
static bool take_offset(const char **p, int *minutes)
{
	int h, m;
	*minutes = 0;
	if (take_either(p, "zZ"))
		return true;
	bool west = **p == '-';
	if (!take_either(p, "+-") || !take_digits(p, 2, &h) || !take(p, ':') || !take_digits(p, 2, &m))
		return false;
	*minutes = (west ? -1 : 1) * (h * 60 + m);
	return h < 24 && m < 60;
}

/* A leap second is the last one of a day in Greenwich. */
static bool take_time(const char **p)
{
	int h, m, s, offset;
	if (!take_digits(p, 2, &h) || !take(p, ':') || !take_digits(p, 2, &m) || !take(p, ':') ||
	    !take_digits(p, 2, &s))
		return false;
	if (take(p, '.')) {
		size_t n = strspn(*p, G_CSET_DIGITS);
		*p += n;
		if (n == 0)
			return false;
	}
	if (!take_offset(p, &offset) || h > 23 || m > 59 || s > 60)
		return false;
	int day = 24 * 60, utc = (h * 60 + m - offset + 2 * day) % day;
	return s < 60 || utc == day - 1;
}

static bool is_date(const char *p)
{
	return take_date(&p) && !*p;
}

static bool is_time(const char *p)
{
	return take_time(&p) && !*p;
}

static bool is_date_time(const char *p)
{
	return take_date(&p) && take_either(&p, "tT") && take_time(&p) && !*p;
}

/* --- hosts ------------------------------------------------------------------------------------ */

static bool take_ipv4(const char **p)
{
	for (int i = 0; i < 4; i++) {
		if (i > 0 && !take(p, '.'))
			return false;
		size_t n = strspn(*p, G_CSET_DIGITS);
		if (n == 0 || n > 3 || (n > 1 && **p == '0') || g_ascii_strtoull(*p, NULL, 10) > 255)
			return false;
		*p += n;
	}
	return true;
}

static bool is_ipv4(const char *p)
{
	return take_ipv4(&p) && !*p;
}

/* Eight groups of up to four hexadecimal digits; one "::" stands for the groups that are missing;
 * the last two may be an IPv4 address. */
static bool is_ipv6(const char *p)
{
	int groups = 0;
	bool gap = g_str_has_prefix(p, "::");
	if (gap)
		p += 2;
	while (*p) {
		size_t n = strspn(p, "0123456789abcdefABCDEF");
		const char *v4 = p;
		if (p[n] == '.')
			return take_ipv4(&v4) && !*v4 && (gap ? groups + 2 < 8 : groups + 2 == 8);
		if (n == 0 || n > 4)
			return false;
		groups++;
		p += n;
		if (g_str_has_prefix(p, "::")) {
			if (gap)
				return false;
			gap = true;
			p += 2;
		} else if (*p && (!take(&p, ':') || !*p)) {
			return false;
		}
	}
	return gap ? groups < 8 : groups == 8;
}

static bool is_ipv6_of(const char *s, size_t n)
{
	char *text = g_strndup(s, n);
	bool good = is_ipv6(text);
	g_free(text);
	return good;
}

/* Labels of 1 to 63 letters, digits and inner hyphens; with `idn`, letters of any script as well. */
static bool is_host(const char *p, bool idn)
{
	if (strlen(p) > 253)
		return false;
	do {
		size_t n = 0;
		while (g_ascii_isalnum(p[n]) || p[n] == '-' || (idn && (p[n] & 0x80)))
			n++;
		if (n == 0 || n > 63 || p[0] == '-' || p[n - 1] == '-')
			return false;
		p += n;
	} while (take(&p, '.'));
	return !*p;
}

static bool is_hostname(const char *p)
{
	return is_host(p, false);
}

/* --- mail (RFC 5321 §4.1.2; RFC 6531 for letters of any script) ------------------------------- */

static size_t atom_length(const char *p, bool idn)
{
	size_t n = 0;
	while (p[n] && (g_ascii_isalnum(p[n]) || strchr("!#$%&'*+-/=?^_`{|}~", p[n]) || (idn && (p[n] & 0x80))))
		n++;
	return n;
}

static bool take_dot_string(const char **p, bool idn)
{
	do {
		size_t n = atom_length(*p, idn);
		if (n == 0)
			return false;
		*p += n;
	} while (take(p, '.'));
	return true;
}

static bool take_quoted_string(const char **p)
{
	for ((*p)++; **p && **p != '"'; (*p)++) {
		if (**p == '\\')
			(*p)++;
		if ((unsigned char)**p < 0x20 || **p == 0x7F)
			return false;
	}
	return take(p, '"');
}

static bool is_address_literal(const char *p)
{
	size_t n = strlen(p);
	if (n < 2 || p[n - 1] != ']')
		return false;
	char *text = g_strndup(p + 1, n - 2);
	bool good = g_str_has_prefix(text, "IPv6:") ? is_ipv6(text + 5) : is_ipv4(text);
	g_free(text);
	return good;
}

static bool is_mailbox(const char *p, bool idn)
{
	const char *start = p;
	bool local = *p == '"' ? take_quoted_string(&p) : take_dot_string(&p, idn);
	if (!local || p - start > 64 || !take(&p, '@'))
		return false;
	return *p == '[' ? is_address_literal(p) : is_host(p, idn);
}

static bool is_email(const char *p)
{
	return is_mailbox(p, false);
}

static bool is_idn_email(const char *p)
{
	return is_mailbox(p, true);
}

/* --- references (RFC 3986; RFC 3987 for letters of any script) -------------------------------- */

/* Skips characters that the set (beside unreserved ones, sub-delims and escapes) allows. */
static void skip_part(const char **p, const char *set, bool iri)
{
	for (;;) {
		const char *c = *p;
		if (*c == '%' && g_ascii_isxdigit(c[1]) && g_ascii_isxdigit(c[2]))
			*p += 3;
		else if (*c && (g_ascii_isalnum(*c) || strchr("-._~!$&'()*+,;=", *c) || strchr(set, *c)))
			(*p)++;
		else if (iri && (*c & 0x80) && g_unichar_isdefined(g_utf8_get_char(c)))
			*p = g_utf8_next_char(c);
		else
			return;
	}
}

static bool take_ip_literal(const char **p)
{
	const char *start = *p + 1, *end = strchr(start, ']');
	if (!end)
		return false;
	*p = end + 1;
	if (*start != 'v' && *start != 'V')
		return is_ipv6_of(start, (size_t)(end - start));
	const char *dot = memchr(start, '.', (size_t)(end - start));
	if (!dot || dot == start + 1 || !is_hex_digits(start + 1, (size_t)(dot - start - 1)))
		return false;
	const char *c = dot + 1;
	skip_part(&c, ":", false);
	return c == end && end > dot + 1 && !memchr(dot, '%', (size_t)(end - dot));
}

/* [userinfo "@"] host [":" port] */
static bool take_authority(const char **p, bool iri)
{
	const char *at = *p;
	skip_part(&at, ":", iri);
	if (*at == '@')
		*p = at + 1;
	if (**p != '[')
		skip_part(p, "", iri);
	else if (!take_ip_literal(p))
		return false;
	if (take(p, ':'))
		*p += strspn(*p, G_CSET_DIGITS);
	return !**p || strchr("/?#", **p);
}

static size_t scheme_length(const char *p)
{
	size_t n = strspn(p, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "+-.");
	return g_ascii_isalpha(*p) && p[n] == ':' ? n + 1 : 0;
}

static bool is_reference(const char *p, bool absolute, bool iri)
{
	size_t scheme = scheme_length(p);
	if (absolute && scheme == 0)
		return false;
	p += scheme;
	if (g_str_has_prefix(p, "//")) {
		p += 2;
		if (!take_authority(&p, iri))
			return false;
	} else if (scheme == 0) {
		/* a colon in the first segment of a relative path would have made it a scheme */
		skip_part(&p, "@", iri);
		if (*p == ':')
			return false;
	}
	skip_part(&p, ":@/", iri);
	if (take(&p, '?'))
		skip_part(&p, ":@/?", iri);
	if (take(&p, '#'))
		skip_part(&p, ":@/?", iri);
	return !*p;
}

static bool is_uri(const char *p)
{
	return is_reference(p, true, false);
}

static bool is_uri_reference(const char *p)
{
	return is_reference(p, false, false);
}

static bool is_iri(const char *p)
{
	return is_reference(p, true, true);
}

static bool is_iri_reference(const char *p)
{
	return is_reference(p, false, true);
}

/* --- templates (RFC 6570 §2) ------------------------------------------------------------------ */

static bool take_variable(const char **p)
{
	size_t n = 0;
	while (g_ascii_isalnum((*p)[n]) || (*p)[n] == '_' || (*p)[n] == '.' ||
	       ((*p)[n] == '%' && g_ascii_isxdigit((*p)[n + 1]) && g_ascii_isxdigit((*p)[n + 2])))
		n++;
	if (n == 0 || **p == '.')
		return false;
	*p += n;
	if (take(p, '*'))
		return true;
	if (!take(p, ':'))
		return true;
	n = strspn(*p, G_CSET_DIGITS);
	bool good = n >= 1 && n <= 4 && **p != '0';
	*p += n;
	return good;
}

static bool take_expression(const char **p)
{
	take_either(p, "+#./;?&=,!@|");
	do
		if (!take_variable(p))
			return false;
	while (take(p, ','));
	return take(p, '}');
}

static bool is_uri_template(const char *p)
{
	while (*p) {
		unsigned char c = (unsigned char)*p++;
		if (c == '{' ? !take_expression(&p) : c <= ' ' || c == 0x7F || strchr("\"'<>\\^`|}", c) != NULL)
			return false;
		if (c == '%' && !is_hex_digits(p, 2))
			return false;
	}
	return true;
}

/* --- pointers and patterns -------------------------------------------------------------------- */

static bool is_relative_pointer(const char *p)
{
	size_t n = strspn(p, G_CSET_DIGITS);
	if (n == 0 || (n > 1 && *p == '0'))
		return false;
	return strcmp(p + n, "#") == 0 || sp_pointer_valid(p + n);
}

static bool is_regex(const char *p)
{
	char *why = NULL;
	struct sp_ecma *e = sp_ecma_new(p, &why);
	g_free(why);
	sp_ecma_free(e);
	return e != NULL;
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct sp_text_format formats[] = {
	{ "date", is_date, "a date such as 2024-07-04" },
	{ "time", is_time, "a time with its offset such as 10:21:07+02:00" },
	{ "date-time", is_date_time, "a date and time such as 2024-07-04T10:21:07+02:00" },
	{ "email", is_email, "a mail address" },
	{ "idn-email", is_idn_email, "a mail address" },
	{ "hostname", is_hostname, "a host name such as www.example.org" },
	{ "ipv4", is_ipv4, "an IPv4 address such as 192.0.2.1" },
	{ "ipv6", is_ipv6, "an IPv6 address such as 2001:db8::1" },
	{ "uri", is_uri, "an absolute URI such as https://example.org/a" },
	{ "uri-reference", is_uri_reference, "a URI or a relative reference" },
	{ "iri", is_iri, "an absolute IRI such as https://example.org/à" },
	{ "iri-reference", is_iri_reference, "an IRI or a relative reference" },
	{ "uri-template", is_uri_template, "a URI template such as /a/{b}" },
	{ "json-pointer", sp_pointer_valid, "a JSON Pointer such as /a/0" },
	{ "relative-json-pointer", is_relative_pointer, "a relative JSON Pointer such as 1/a" },
	{ "regex", is_regex, "a regular expression of ECMA-262" },
};

const struct sp_text_format *sp_format_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

bool sp_format_holds(const struct sp_text_format *format, const char *text)
{
	return format->holds(text);
}

char *sp_format_fault(const struct sp_text_format *format, const char *text)
{
	char *why = NULL;
	if (format->holds == is_regex)
		sp_ecma_free(sp_ecma_new(text, &why));
	char *fault = g_strconcat(format->wanted, why ? " is needed; this has " : " is needed", why, NULL);
	g_free(why);
	return fault;
}
