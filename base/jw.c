#include "base/jw.h"

#include <math.h>

void sp_jw_init(struct sp_jw *w)
{
	*w = (struct sp_jw){ .out = g_string_new(NULL) };
}

void sp_jw_clear(struct sp_jw *w)
{
	g_string_free(w->out, TRUE);
	w->out = NULL;
}

void sp_json_quote(GString *out, const char *s, size_t n)
{
	g_string_append_c(out, '"');
	const char *end = s + n, *plain = s;
	for (; s < end; s++) {
		unsigned char c = (unsigned char)*s;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		g_string_append_len(out, plain, s - plain);
		plain = s + 1;
		if (c < 0x20 && c != '\n' && c != '\t') {
			g_string_append_printf(out, "\\u%04x", (unsigned)c);
			continue;
		}
		g_string_append_c(out, '\\');
		g_string_append_c(out, c == '\n' ? 'n' : c == '\t' ? 't' : (char)c);
	}
	g_string_append_len(out, plain, end - plain);
	g_string_append_c(out, '"');
}

/* What stands before a value: the comma and, in an object, the key. */
static void begin(struct sp_jw *w, const char *key)
{
	bool in_object = w->depth > 0 && w->open[w->depth - 1] == '{';
	g_assert(in_object == (key != NULL));
	if (w->comma)
		g_string_append_c(w->out, ',');
	w->comma = true;
	if (key) {
		sp_json_quote(w->out, key, strlen(key));
		g_string_append_c(w->out, ':');
	}
}

static void open_level(struct sp_jw *w, const char *key, char bracket)
{
	begin(w, key);
	g_assert(w->depth < SP_JSON_DEPTH);
	w->open[w->depth++] = bracket;
	w->comma = false;
	g_string_append_c(w->out, bracket);
}

void sp_jw_object(struct sp_jw *w, const char *key)
{
	open_level(w, key, '{');
}

void sp_jw_array(struct sp_jw *w, const char *key)
{
	open_level(w, key, '[');
}

void sp_jw_close(struct sp_jw *w)
{
	g_assert(w->depth > 0);
	g_string_append_c(w->out, w->open[--w->depth] == '{' ? '}' : ']');
	w->comma = true;
}

void sp_jw_strn(struct sp_jw *w, const char *key, const char *value, size_t n)
{
	begin(w, key);
	sp_json_quote(w->out, value, n);
}

void sp_jw_str(struct sp_jw *w, const char *key, const char *value)
{
	if (value)
		sp_jw_strn(w, key, value, strlen(value));
	else
		sp_jw_null(w, key);
}

static void append_int(GString *out, int64_t value)
{
	char text[24], *p = text + sizeof text;
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
	do
		*--p = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (value < 0)
		*--p = '-';
	g_string_append_len(out, p, text + sizeof text - p);
}

void sp_jw_int(struct sp_jw *w, const char *key, int64_t value)
{
	begin(w, key);
	append_int(w->out, value);
}

void sp_jw_bool(struct sp_jw *w, const char *key, bool value)
{
	begin(w, key);
	g_string_append(w->out, value ? "true" : "false");
}

void sp_jw_null(struct sp_jw *w, const char *key)
{
	begin(w, key);
	g_string_append(w->out, "null");
}

void sp_jw_dec(struct sp_jw *w, const char *key, const struct sp_dec *value)
{
	char *text = sp_dec_text(value);
	sp_jw_digits(w, key, text);
	g_free(text);
}

void sp_jw_digits(struct sp_jw *w, const char *key, const char *digits)
{
	begin(w, key);
	g_string_append(w->out, digits);
}

/* Points in hundredths, rounded as printf rounds "%.2f": the tie is looked for in the exact product. */
static int64_t hundredths(double points)
{
	double whole = floor(points * 100);
	double over = fma(points, 100, -(whole + 0.5));
	return (int64_t)whole + (over > 0 || (over >= 0 && fmod(whole, 2) > 0));
}

void sp_jw_pt(struct sp_jw *w, const char *key, double points)
{
	begin(w, key);
	if (!(fabs(points) < 1e12)) {
		char text[G_ASCII_DTOSTR_BUF_SIZE];
		g_string_append(w->out, g_ascii_formatd(text, sizeof text, "%.0f", points));
		return;
	}
	int64_t n = hundredths(fabs(points)), part = n % 100;
	if (n > 0 && points < 0)
		g_string_append_c(w->out, '-');
	append_int(w->out, n / 100);
	if (part == 0)
		return;
	g_string_append_c(w->out, '.');
	g_string_append_c(w->out, (char)('0' + part / 10));
	if (part % 10 > 0)
		g_string_append_c(w->out, (char)('0' + part % 10));
}

void sp_jw_line(struct sp_jw *w, FILE *to)
{
	g_assert(w->depth == 0);
	g_string_append_c(w->out, '\n');
	if (!ferror(to))
		fwrite(w->out->str, 1, w->out->len, to);
	g_string_truncate(w->out, 0);
	w->comma = false;
}
