#include "export/words.h"

#include "base/text.h"
#include "export/words-tables.h"

/* What records hold as codes, in the columns of that name. */
static const struct {
	const char *column, *code, *said;
} values[] = {
	{ "status", "match", SP_SAID("adds up") },
	{ "status", "mismatch", SP_SAID("does not add up") },
	{ "status", "truncated", SP_SAID("cut, not rounded") },
	{ "status", "missing", SP_SAID("is missing") },
	{ "status", "contradiction", SP_SAID("contradicts itself") },
	{ "status", "not-computable", SP_SAID("not computable") },
	{ "type", "finding", SP_SAID("finding") },
	{ "severity", "error", SP_SAID("fault") },
	{ "severity", "warn", SP_SAID("warning") },
	{ "severity", "info", SP_SAID("remark") },
	{ "confidence", "certain", SP_SAID("certain") },
	{ "confidence", "likely", SP_SAID("likely") },
	{ "official", "current", SP_SAID("in it") },
	{ "official", "not-in-force", SP_SAID("in it, for other years") },
	{ "official", "region-only", SP_SAID("in it, for regions only") },
	{ "official", "unknown", SP_SAID("not in it") },
	{ "formula_kind", "ratio", SP_SAID("a ratio") },
	{ "formula_kind", "ratio-percent", SP_SAID("a ratio in percent") },
	{ "formula_kind", "variation-percent", SP_SAID("a change in percent") },
	{ "formula_kind", "count", SP_SAID("a count") },
	{ "formula_kind", "sum", SP_SAID("a sum") },
	{ "formula_kind", "flag", SP_SAID("yes or no") },
	{ "formula_kind", "text", SP_SAID("a text") },
	{ "formula_kind", "none", SP_SAID("none") },
	{ "objective_match", "first", SP_SAID("the first") },
	{ "objective_match", "code-and-title", SP_SAID("by code and title") },
	{ "objective_match", "code", SP_SAID("by the code") },
	{ "objective_match", "title", SP_SAID("by the title") },
	{ "match", "first", SP_SAID("the first") },
	{ "match", "code-and-title", SP_SAID("by code and title") },
	{ "match", "code", SP_SAID("by the code") },
	{ "match", "title", SP_SAID("by the title") },
	{ "code", "no-text-layer", SP_SAID("a picture without text (--ocr reads it)") },
	{ "code", "picture-of-table", SP_SAID("a picture of a table (--ocr reads it)") },
	{ "code", "outlined-text", SP_SAID("text that is drawn as outlines") },
	{ "code", "unmapped-glyphs", SP_SAID("a font that does not tell its letters") },
	{ "code", "wrong-mapping", SP_SAID("a font that tells wrong letters") },
	{ "code", "hidden-text", SP_SAID("text that nobody sees") },
	{ "code", "damaged-page", SP_SAID("a damaged page") },
};

static const char *look_up(const struct sp_key_words *table, const char *key, enum sp_lang lang)
{
	for (; key && table->key; table++)
		if (strcmp(table->key, key) == 0)
			return table->name[lang];
	return NULL;
}

const char *sp_words_kind(const char *kind, enum sp_lang lang)
{
	const char *name = look_up(sp_kind_words, kind ? kind : "unknown", lang);
	return name ? name : kind;
}

const char *sp_words_type(const char *type, size_t n, enum sp_lang lang)
{
	for (const struct sp_type_words *t = sp_type_words; t->type; t++)
		if (strcmp(t->type, type) == 0)
			return n == 1 ? t->one[lang] : t->many[lang];
	return NULL;
}

const char *sp_words_field(const char *field, enum sp_lang lang)
{
	return look_up(sp_field_words, field, lang);
}

const char *sp_words_status(const char *status, enum sp_lang lang)
{
	return sp_words_value("status", status, lang);
}

const char *sp_words_value(const char *column, const char *code, enum sp_lang lang)
{
	for (size_t i = 0; code && i < G_N_ELEMENTS(values); i++)
		if (strcmp(values[i].code, code) == 0 && strcmp(values[i].column, column) == 0)
			return sp_say(lang, values[i].said);
	if (g_str_has_suffix(column, "unit") && g_strcmp0(code, "EUR") == 0)
		return "€";
	return code;
}

char *sp_words_date(const char *iso, enum sp_lang lang)
{
	if (lang == SP_LANG_EN || strlen(iso) != strlen("2024-07-04"))
		return g_strdup(iso);
	return g_strdup_printf("%.2s/%.2s/%.4s", iso + 8, iso + 5, iso);
}

char *sp_words_month(const char *iso, enum sp_lang lang)
{
	static const char *const months[] = {
		SP_SAID("January"), SP_SAID("February"), SP_SAID("March"),     SP_SAID("April"),
		SP_SAID("May"),     SP_SAID("June"),     SP_SAID("July"),      SP_SAID("August"),
		SP_SAID("September"), SP_SAID("October"), SP_SAID("November"), SP_SAID("December"),
	};
	const char *number = strlen(iso) == strlen("2024-07") ? iso + strlen("2024-") : "";
	guint64 month = 0;
	if (!g_ascii_string_to_unsigned(number, 10, 1, G_N_ELEMENTS(months), &month, NULL))
		return g_strdup(iso);
	return g_strdup_printf("%s %.4s", sp_say(lang, months[month - 1]), iso);
}

/* --- numbers ------------------------------------------------------------------------------------------- */

static void append_number(GString *out, const char *digits, size_t n, enum sp_lang lang)
{
	static const char group[] = { [SP_LANG_IT] = '.', [SP_LANG_EN] = ',' };
	static const char point[] = { [SP_LANG_IT] = ',', [SP_LANG_EN] = '.' };
	size_t whole = 0;
	while (whole < n && g_ascii_isdigit(digits[whole]))
		whole++;
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			g_string_append_c(out, group[lang]);
		g_string_append_c(out, digits[i]);
	}
	for (size_t i = whole; i < n; i++)
		g_string_append_c(out, digits[i] == '.' ? point[lang] : digits[i]);
}

char *sp_words_number(const char *digits, enum sp_lang lang)
{
	GString *out = g_string_new(NULL);
	if (*digits == '-') {
		g_string_append(out, "−");
		digits++;
	}
	append_number(out, digits, strlen(digits), lang);
	return g_string_free(out, FALSE);
}

char *sp_words_result(const char *digits, enum sp_lang lang)
{
	enum { PLACES = 4 };
	struct sp_dec d;
	sp_dec_init(&d);
	char *text = NULL;
	if (sp_dec_parse(&d, digits, strlen(digits)) == SP_OK && d.scale > PLACES) {
		mpq_t q;
		mpq_init(q);
		sp_dec_to_rat(q, &d);
		sp_dec_from_rat(&d, q, PLACES, SP_HALF_UP);
		mpq_clear(q);
		char *rounded = sp_dec_text(&d);
		char *number = sp_words_number(rounded, lang);
		text = g_strconcat("≈ ", number, NULL);
		g_free(number);
		g_free(rounded);
	}
	sp_dec_clear(&d);
	return text ? text : sp_words_number(digits, lang);
}

char *sp_words_expression(const char *expression, enum sp_lang lang)
{
	GString *out = g_string_new(NULL);
	bool in_word = false;
	for (const char *p = expression; *p;) {
		size_t n = in_word ? 0 : strspn(p, "0123456789.");
		if (n > 0 && g_ascii_isdigit(*p)) {
			append_number(out, p, n, lang);
			p += n;
			continue;
		}
		if (*p == '*')
			g_string_append(out, "×");
		else if (*p == ',' && lang == SP_LANG_IT)
			g_string_append_c(out, ';');
		else
			g_string_append_c(out, *p);
		in_word = g_ascii_isalpha(*p) || *p == '_' || (in_word && g_ascii_isdigit(*p));
		p++;
	}
	return g_string_free(out, FALSE);
}

/* --- places ---------------------------------------------------------------------------------------------- */

/* The number of a table on its page: 1 of "p3t1"; NULL when the id is of another form. */
static const char *table_number(const struct sp_json *source)
{
	const char *id = sp_json_str(sp_json_get(source, "table"));
	const char *t = id ? strrchr(id, 't') : NULL;
	return t && t > id && t[1] && strspn(t + 1, "0123456789") == strlen(t + 1) ? t + 1 : NULL;
}

static bool same(const struct sp_json *a, const struct sp_json *b, const char *key)
{
	char *x = sp_json_get(a, key) ? sp_json_text(sp_json_get(a, key)) : NULL;
	char *y = sp_json_get(b, key) ? sp_json_text(sp_json_get(b, key)) : NULL;
	bool equal = g_strcmp0(x, y) == 0;
	g_free(x);
	g_free(y);
	return equal;
}

static void append_part(GString *out, const char *word, const char *number)
{
	g_string_append_printf(out, "%s%s %s", out->len ? ", " : "", word, number);
}

char *sp_words_place(const struct sp_json *source, const struct sp_json *beside, enum sp_lang lang)
{
	GString *out = g_string_new(NULL);
	int64_t row = -1;
	const char *page = sp_json_digits(sp_json_get(source, "page")), *table = table_number(source);
	sp_json_int(sp_json_get(source, "row"), &row);
	bool same_page = beside && same(source, beside, "page"), here = same_page && same(source, beside, "table");
	if (page && !same_page)
		append_part(out, "p.", page);
	if (table && !here)
		append_part(out, sp_say(lang, "table"), table);
	if (row >= 0 && !(here && same(source, beside, "row"))) {
		char *number = g_strdup_printf("%" G_GINT64_FORMAT, row + 1);
		append_part(out, sp_say(lang, "row"), number);
		g_free(number);
	}
	return g_string_free(out, FALSE);
}
