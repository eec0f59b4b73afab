#include "verify/rules/wording.h"

#include <string.h>

#include "base/text.h"

static enum sp_expr_style style_of(enum sp_language lang)
{
	return lang == SP_IT ? SP_EXPR_IT : SP_EXPR_EN;
}

/* --- values ---------------------------------------------------------------------------------------- */

static char *styled(const char *digits, int places, enum sp_language lang)
{
	struct sp_dec d;
	sp_dec_init(&d);
	char *text;
	if (sp_dec_parse(&d, digits, strlen(digits)) == SP_OK) {
		if (places >= 0 && places < d.scale) {
			mpq_t q;
			mpq_init(q);
			sp_dec_to_rat(q, &d);
			sp_dec_from_rat(&d, q, places, SP_HALF_UP);
			mpq_clear(q);
		}
		text = sp_expr_digits(&d, style_of(lang));
	} else {
		text = g_strdup(digits);
	}
	sp_dec_clear(&d);
	return text;
}

/* One decimal more than the published figure means, so that the reader sees why they differ; at least two. */
static int places_for(const struct sp_finding *f)
{
	struct sp_dec d;
	int places = 2;
	const char *digits = f->published ? f->published->value : f->expected;
	sp_dec_init(&d);
	if (digits && sp_dec_parse(&d, digits, strlen(digits)) == SP_OK) {
		sp_dec_strip(&d);
		places = MAX(places, d.scale + 1);
	}
	sp_dec_clear(&d);
	return places;
}

static char *published_text(const struct sp_finding *f, enum sp_language lang)
{
	const struct sp_figure *p = f->published;
	if (!p)
		return g_strdup(lang == SP_IT ? "(vuoto)" : "(empty)");
	bool percent = g_strcmp0(p->unit, "%") == 0;
	if (lang == SP_IT || !p->value)
		return g_strconcat(p->raw, percent && p->raw && !strchr(p->raw, '%') ? "%" : NULL, NULL);
	char *digits = styled(p->value, -1, lang);
	char *text = g_strconcat(digits, percent ? "%" : p->unit ? " " : "", percent || !p->unit ? "" : p->unit, NULL);
	g_free(digits);
	return text;
}

/* Beside "3.800,00" one decimal is shown as two: 3.550,50. */
static char *value_text(const char *digits, const struct sp_finding *f, enum sp_language lang)
{
	if (!digits)
		return g_strdup("—");
	const char *point = strchr(digits, '.'), *cents = f->published ? strrchr(f->published->raw, ',') : NULL;
	bool two = cents && g_ascii_isdigit(cents[1]) && g_ascii_isdigit(cents[2]);
	char *padded = g_strconcat(digits, two && point && strlen(point) == 2 ? "0" : NULL, NULL);
	char *text = styled(padded, places_for(f), lang);
	g_free(padded);
	return text;
}

static char *computation_text(const struct sp_finding *f, const struct sp_expr *closed, enum sp_language lang)
{
	char *result = value_text(f->recomputed, f, lang);
	if (!closed || sp_expr_is_bare(closed))
		return result;
	char *arithmetic = sp_expr_text(closed, style_of(lang));
	char *text = g_strdup_printf("%s = %s", arithmetic, result);
	g_free(arithmetic);
	g_free(result);
	return text;
}

/* --- sentences ------------------------------------------------------------------------------------- */

/* 2026 is a year, and written without a point. */
static bool is_year(const struct sp_dec *d)
{
	return d->scale == 0 && mpz_cmp_ui(d->units, 1900) >= 0 && mpz_cmp_ui(d->units, 2100) < 0;
}

/* A number as a person writes it, a text as it is, "—" for what the record does not hold. */
static char *closed_text(const struct sp_expr *closed, enum sp_language lang)
{
	mpq_t q;
	mpq_init(q);
	char *text;
	if (closed->op == SP_E_TEXT) {
		text = g_strdup(closed->text);
	} else if (closed->op == SP_E_NUMBER) {
		text = sp_expr_digits(&closed->number, is_year(&closed->number) ? SP_EXPR_PLAIN : style_of(lang));
	} else if (sp_expr_compute(closed, q) == SP_EXPR_DONE) {
		char *digits = sp_exact_digits(q);
		text = styled(digits, -1, lang);
		g_free(digits);
	} else {
		text = g_strdup("—");
	}
	mpq_clear(q);
	return text;
}

/* What stands in braces, read once; NULL when it is no expression. */
static const struct sp_expr *place_expr(const struct sp_ruleset *rules, const char *words, size_t n)
{
	char *key = g_strndup(words, n);
	struct sp_expr *known = g_hash_table_lookup(rules->places, key);
	if (known) {
		g_free(key);
		return known;
	}
	struct sp_expr_error error;
	struct sp_expr *e = sp_expr_parse(words, n, &error);
	if (!e || sp_functions_fault(e)) {
		sp_expr_free(e);
		g_free(key);
		return NULL;
	}
	g_hash_table_insert(rules->places, key, e);
	return e;
}

static char *expression_text(struct sp_scope *scope, const char *words, size_t n, enum sp_language lang)
{
	const struct sp_expr *e = place_expr(scope->rules, words, n);
	if (!e)
		return g_strdup_printf("{%.*s}", (int)n, words);
	struct sp_expr *closed = sp_scope_close_aside(scope, e);
	char *text = closed_text(closed, lang);
	sp_expr_free(closed);
	return text;
}

/* "note, p. 37": the text that the first figure stands in, and its page. */
static char *where_text(struct sp_scope *scope, const struct sp_finding *f, enum sp_language lang)
{
	const struct sp_figure *first = f->inputs->len > 0 ? g_ptr_array_index(f->inputs, 0) : NULL;
	const char *field = first && first->field ? first->field : f->field;
	const char *name = sp_ruleset_label(scope->rules, field, lang);
	int64_t page;
	if (!sp_json_int(sp_json_get(sp_json_get(scope->subject, "source"), "page"), &page))
		return g_strdup(name);
	return g_strdup_printf("%s, p. %" G_GINT64_FORMAT, name, page);
}

static char *place_text(struct sp_scope *scope, const struct sp_finding *f, const struct sp_expr *closed,
			const char *words, size_t n, enum sp_language lang)
{
	const struct sp_str place = { words, n };
	if (sp_str_eq(place, "published"))
		return published_text(f, lang);
	if (sp_str_eq(place, "computation"))
		return computation_text(f, closed, lang);
	if (sp_str_eq(place, "recomputed"))
		return value_text(f->recomputed, f, lang);
	if (sp_str_eq(place, "expected"))
		return value_text(f->expected, f, lang);
	if (sp_str_eq(place, "difference"))
		return value_text(f->difference, f, lang);
	if (sp_str_eq(place, ", year"))
		return f->year ? g_strdup_printf(", %d", f->year) : g_strdup("");
	if (sp_str_eq(place, "place"))
		return where_text(scope, f, lang);
	return expression_text(scope, words, n, lang);
}

/* What the status adds to the rule's own sentence. */
static const char *remark(const struct sp_finding *f, enum sp_language lang)
{
	if (f->status == SP_TRUNCATED)
		return lang == SP_IT ? " (decimali troncati, non arrotondati)" : " (cut, not rounded)";
	if (f->sign)
		return lang == SP_IT ? " (è una riduzione, stampata senza segno)"
				     : " (a reduction, printed without its sign)";
	return "";
}

static void fill(GString *out, struct sp_scope *scope, const struct sp_finding *f, const struct sp_expr *closed,
		 const char *sentence, enum sp_language lang)
{
	while (*sentence) {
		size_t plain = strcspn(sentence, "{");
		g_string_append_len(out, sentence, (gssize)plain);
		sentence += plain;
		const char *end = strchr(sentence, '}');
		if (!*sentence || !end) {
			g_string_append(out, sentence);
			return;
		}
		char *text = place_text(scope, f, closed, sentence + 1, (size_t)(end - sentence - 1), lang);
		g_string_append(out, text);
		g_free(text);
		sentence = end + 1;
	}
}

char *sp_wording_message(struct sp_scope *scope, const struct sp_finding *f, const struct sp_expr *closed,
			 const char *sentence, enum sp_language lang)
{
	GString *out = g_string_new(NULL);
	if (f->status == SP_NOT_COMPUTABLE) {
		mpq_t q;
		mpq_init(q);
		char *reason = sp_wording_reason(scope, closed ? sp_expr_compute(closed, q) : SP_EXPR_OPEN, lang);
		mpq_clear(q);
		char *name = expression_text(scope, "tail(id)", strlen("tail(id)"), lang);
		g_string_printf(out, "%s, %s: %s: %s", name, sp_ruleset_label(scope->rules, f->field, lang),
				lang == SP_IT ? "non calcolabile" : "not computable", reason);
		g_free(name);
		g_free(reason);
	} else {
		fill(out, scope, f, closed, sentence, lang);
		g_string_append(out, remark(f, lang));
	}
	return g_string_free(out, FALSE);
}

/* "45 / 60 × 100 = 75" of an equation. */
static char *reading_text(const struct sp_finding *f, const struct sp_expr *equation, enum sp_language lang)
{
	const struct sp_expr *value = sp_expr_arg(equation, 1);
	char *digits = sp_dec_text(&value->number), *result = value_text(digits, f, lang);
	char *arithmetic = sp_expr_text(sp_expr_arg(equation, 0), style_of(lang));
	char *text = g_strdup_printf("%s = %s", arithmetic, result);
	g_free(arithmetic);
	g_free(result);
	g_free(digits);
	return text;
}

char *sp_wording_lack(const struct sp_claim *claim, enum sp_language lang)
{
	GString *out = g_string_new(claim->reason[lang]);
	for (guint i = 0; claim->lacking && i < claim->lacking->len; i++)
		g_string_append_printf(out, lang == SP_IT ? "%s«%s»" : "%s“%s”", i > 0 ? ", " : " ",
				       (const char *)g_ptr_array_index(claim->lacking, i));
	return g_string_free(out, FALSE);
}

char *sp_wording_claim(struct sp_scope *scope, const struct sp_finding *f, const struct sp_claim *claim,
		       const char *sentence, enum sp_language lang)
{
	GString *out = g_string_new(NULL);
	if (claim->status == SP_NOT_COMPUTABLE) {
		char *name = expression_text(scope, "name", strlen("name"), lang);
		g_string_printf(out, lang == SP_IT ? "Indicatore «%s»" : "Indicator “%s”", name);
		if (f->year)
			g_string_append_printf(out, ", %d", f->year);
		char *lack = sp_wording_lack(claim, lang);
		g_string_append_printf(out, ": %s: %s", lang == SP_IT ? "non calcolabile" : "not computable", lack);
		g_free(lack);
		for (guint i = 0; claim->readings && i < claim->readings->len; i++) {
			char *reading = reading_text(f, g_ptr_array_index(claim->readings, i), lang);
			g_string_append_printf(out, "%s %s", i > 0 ? ";" : ":", reading);
			g_free(reading);
		}
		g_free(name);
	} else {
		fill(out, scope, f, claim->expr, sentence, lang);
		g_string_append(out, remark(f, lang));
	}
	return g_string_free(out, FALSE);
}

/* --- reasons --------------------------------------------------------------------------------------- */

static void append_gap(GString *out, const struct sp_scope *scope, const struct sp_gap *gap, enum sp_language lang)
{
	bool it = lang == SP_IT;
	const char *own = sp_json_str(sp_json_get(scope->subject, "id"));
	if (!gap->label) {
		g_string_append(out, it ? "nessuna riga da sommare" : "no row to add up");
		return;
	}
	g_string_append(out, sp_ruleset_label(scope->rules, gap->label, lang));
	if (gap->record && g_strcmp0(gap->record, own) != 0) {
		const char *colon = strchr(gap->record, ':');
		g_string_append_printf(out, it ? " di %s" : " of %s", colon ? colon + 1 : gap->record);
	}
	if (gap->raw)
		g_string_append_printf(out, it ? " \"%s\" non è una cifra" : " \"%s\" is not a figure", gap->raw);
	else
		g_string_append(out, it ? " non indicato" : " not given");
}

char *sp_wording_reason(const struct sp_scope *scope, enum sp_expr_result result, enum sp_language lang)
{
	bool it = lang == SP_IT;
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < scope->gaps->len; i++) {
		if (i > 0)
			g_string_append(out, "; ");
		append_gap(out, scope, g_ptr_array_index(scope->gaps, i), lang);
	}
	if (out->len == 0)
		g_string_append(out, result == SP_EXPR_BY_ZERO ? (it ? "divisione per zero" : "division by zero")
				     : result == SP_EXPR_NUMBERS
					 ? (it ? "un testo al posto di una cifra" : "text where a figure must stand")
					 : (it ? "un valore non è noto" : "a value is not known"));
	return g_string_free(out, FALSE);
}

void sp_wording_fields(const char *sentence, void (*name)(enum sp_field_of of, const char *field, void *data),
		       void *data)
{
	const char *end;
	while ((sentence = strchr(sentence, '{')) && (end = strchr(sentence, '}'))) {
		struct sp_expr_error error;
		struct sp_expr *e = sp_expr_parse(sentence + 1, (size_t)(end - sentence - 1), &error);
		sp_functions_fields(e, name, data);
		sp_expr_free(e);
		sentence = end + 1;
	}
}
