#include "normalize/code.h"

#include "base/text.h"
#include "normalize/bounds.h"

/* --- canonical forms ------------------------------------------------------------------------------ */

static gunichar plain(gunichar c)
{
	switch (c) {
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return '-';
	default:
		return g_unichar_toupper(c);
	}
}

/* Letters, perhaps with points between ("R.A."), before digits with points: where they end, 0 if not so. */
static size_t prefix_length(const char *s)
{
	size_t i = 0, letters = 0;
	while (g_ascii_isalpha(s[i]) || (s[i] == '.' && letters > 0)) {
		letters += s[i] != '.';
		i++;
	}
	size_t digits = i;
	bool points = false;
	while (g_ascii_isdigit(s[digits]) || s[digits] == '.') {
		points = points || s[digits] == '.';
		digits++;
	}
	if (g_ascii_isalpha(s[digits]))
		digits++;
	return letters >= 2 && points && digits > i && s[digits] == '\0' ? i : 0;
}

/* Without blanks, with one kind of dash, in capitals; NFKC, also where an accent lost the blank that it stood on.
 * (transfer full) */
static GString *compact(const char *text, size_t n)
{
	char *wide = g_utf8_normalize(text, (gssize)n, G_NORMALIZE_NFKC);
	GString *tight = g_string_new(NULL);
	for (const char *p = wide ? wide : ""; *p; p = g_utf8_next_char(p))
		if (!g_unichar_isspace(g_utf8_get_char(p)))
			g_string_append_unichar(tight, plain(g_utf8_get_char(p)));
	g_free(wide);
	wide = g_utf8_normalize(tight->str, (gssize)tight->len, G_NORMALIZE_NFKC);
	g_string_assign(tight, wide ? wide : "");
	g_free(wide);
	return tight;
}

char *sp_code_canonical(const char *text, size_t n)
{
	GString *out = compact(text, n);
	for (size_t i = 1; i + 1 < out->len; i++)
		if (out->str[i] == ':' && g_ascii_isdigit(out->str[i - 1]) && g_ascii_isdigit(out->str[i + 1]))
			out->str[i] = '.';
	/* what is glued to it from the sentence */
	while (out->len > 0 && strchr(".,;:-", out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
	size_t prefix = prefix_length(out->str);
	if (prefix > 0) {
		GString *parted = g_string_new(NULL);
		for (size_t i = 0; i < prefix; i++)
			if (out->str[i] != '.')
				g_string_append_c(parted, out->str[i]);
		g_string_append_printf(parted, ".%s", out->str + prefix);
		g_string_free(out, TRUE);
		out = parted;
	}
	return g_string_free(out, FALSE);
}

/* Runs of digits, at most three of them; the number of runs, 0 when other things stand between. */
static size_t numbers(const char *text, size_t n, const char *separators, int out[3], size_t widths[3])
{
	size_t count = 0;
	for (size_t i = 0; i < n;) {
		if (g_ascii_isdigit(text[i])) {
			if (count == 3)
				return 0;
			out[count] = 0;
			widths[count] = 0;
			while (i < n && g_ascii_isdigit(text[i]) && widths[count] < 5) {
				out[count] = out[count] * 10 + (text[i++] - '0');
				widths[count]++;
			}
			count++;
		} else if (strchr(separators, text[i])) {
			i++;
		} else {
			return 0;
		}
	}
	return count;
}

char *sp_code_mission(const char *text, size_t n)
{
	int number[3];
	size_t width[3];
	if (numbers(text, n, " .", number, width) != 1 || width[0] > 2 || number[0] == 0)
		return NULL;
	return g_strdup_printf("%02d", number[0]);
}

char *sp_code_programme(const char *text, size_t n)
{
	int number[3];
	size_t width[3];
	GString *plain_text = g_string_new(NULL);
	for (const char *p = text; p < text + n; p = g_utf8_next_char(p))
		g_string_append_unichar(plain_text, plain(g_utf8_get_char(p)));
	size_t count = numbers(plain_text->str, plain_text->len, " .-|/:", number, width);
	g_string_free(plain_text, TRUE);
	if (count == 1 && width[0] == 4)
		return g_strdup_printf("%02d.%02d", number[0] / 100, number[0] % 100);
	if (count == 2 && width[0] <= 2 && width[1] <= 2 && number[0] > 0 && number[1] > 0)
		return g_strdup_printf("%02d.%02d", number[0], number[1]);
	/* the programme repeats the mission: "01 0110" */
	if (count == 2 && width[0] <= 2 && width[1] == 4 && number[1] / 100 == number[0])
		return g_strdup_printf("%02d.%02d", number[0], number[1] % 100);
	return NULL;
}

/* --- in running text --------------------------------------------------------------------------------- */

/* "25.29.3.1.12" → "9.9.9.9.9", "C06" → "A9": codes of one scheme have one signature. */
static char *signature(const char *code)
{
	GString *out = g_string_new(NULL);
	for (const char *p = code; *p; p++) {
		char c = g_ascii_isdigit(*p) ? '9' : g_ascii_isalpha(*p) ? 'A' : *p;
		if (c == '9' && out->len > 0 && out->str[out->len - 1] == '9')
			continue;
		g_string_append_c(out, c);
	}
	return g_string_free(out, FALSE);
}

/* Overwrites what only looks like codes, so that offsets stay. */
static enum sp_status mask(struct sp_ctx *ctx, const struct sp_profile *profile, char *text, size_t n)
{
	struct sp_match *m = sp_match_new();
	enum sp_status s = SP_END;
	for (guint i = 0; i < profile->code_not->len && s != SP_FAIL; i++) {
		size_t from = 0;
		while (from < n &&
		       (s = sp_pattern_search(ctx, profile->code_not->pdata[i], text, n, from, m)) == SP_OK) {
			struct sp_str hit = sp_match_whole(m);
			size_t at = (size_t)(hit.s - text);
			from = at + MAX(hit.n, 1);
			memset(text + at, ' ', hit.n);
		}
	}
	sp_match_free(m);
	return s == SP_FAIL ? SP_FAIL : SP_OK;
}

static void add_code(GPtrArray *out, char *code)
{
	for (guint i = 0; i < out->len; i++)
		if (strcmp(out->pdata[i], code) == 0) {
			g_free(code);
			return;
		}
	g_ptr_array_add(out, code);
}

enum sp_status sp_codes_find(struct sp_ctx *ctx, const struct sp_profile *profile, const char *text, size_t n,
			     bool labelled, GPtrArray *out)
{
	if (!profile->code_label || !profile->code_shape)
		return SP_OK;
	/* a cell beyond the bound holds no list of codes */
	n = sp_bound_head((struct sp_str){ text, n }, SP_BOUND_CELL).n;
	char *masked = g_strndup(text, n);
	struct sp_match *m = sp_match_new();
	char *scheme = NULL; /* signature of the last labelled code */
	enum sp_status s = mask(ctx, profile, masked, n);
	size_t from = 0;
	while (s == SP_OK && from < n &&
	       (s = sp_pattern_search(ctx, profile->code_shape, masked, n, from, m)) == SP_OK) {
		struct sp_str hit = sp_match_group(m, "code");
		size_t at = (size_t)(hit.s - masked);
		char *code = sp_code_canonical(hit.s, hit.n);
		char *shape = signature(code);
		/* the label reaches up to the code: searched in what stands before it */
		struct sp_str before = sp_bound_end((struct sp_str){ masked, at }, SP_BOUND_TAIL);
		enum sp_status word = labelled
					  ? SP_OK
					  : sp_pattern_search(ctx, profile->code_label, before.s, before.n, 0, NULL);
		if (word == SP_OK) {
			g_free(scheme);
			scheme = g_strdup(shape);
		}
		if (word == SP_FAIL)
			s = SP_FAIL;
		/* a lone number says too little to be recognised by its shape */
		bool same = scheme && strcmp(scheme, shape) == 0 && strlen(shape) > 1;
		if (word == SP_OK || same)
			add_code(out, g_strdup(code));
		g_free(code);
		g_free(shape);
		from = at + hit.n;
	}
	g_free(scheme);
	sp_match_free(m);
	g_free(masked);
	return s == SP_FAIL ? SP_FAIL : SP_OK;
}
