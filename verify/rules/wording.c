/*
 * Method: a rule's sentence is copied; what stands in braces is looked up among the names that wording.h lists, and is
 * else an expression over the subject, which is evaluated as a rule's own are (scope.h). Expressions are parsed once
 * for each rule set. What is said in the same way whatever the rule (why something is not computable, what a status
 * adds) comes from messages.txt.
 */
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

/* Results are shown with one decimal more than the published figure has, so that the reader sees why they differ; with
 * two at least. 59,00 has none: the zeros at its end are not counted. */
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
		return sp_message("empty", lang);
	bool percent = g_strcmp0(p->unit, "%") == 0;
	if (lang == SP_IT || !p->value)
		return g_strconcat(p->raw, percent && p->raw && !strchr(p->raw, '%') ? "%" : NULL, NULL);
	char *digits = styled(p->value, -1, lang);
	char *text = g_strconcat(digits, percent ? "%" : p->unit ? " " : "", percent || !p->unit ? "" : p->unit, NULL);
	g_free(digits);
	return text;
}

/* A result as the reader's language writes it. Beside "3.800,00", which has cents, 3550.5 is shown as 3.550,50. */
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

/* The expression in a pair of braces, parsed when it is first met; NULL when it is none. */
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

/* The rule's sentence with its places filled, and what the finding's status adds to it. */
static char *filled_text(struct sp_scope *scope, const struct sp_finding *f, const struct sp_expr *closed,
			 const char *sentence, enum sp_language lang)
{
	GString *out = g_string_new(NULL);
	while (*sentence) {
		size_t plain = strcspn(sentence, "{");
		g_string_append_len(out, sentence, (gssize)plain);
		sentence += plain;
		const char *end = strchr(sentence, '}');
		if (!*sentence || !end) {
			g_string_append(out, sentence);
			break;
		}
		char *text = place_text(scope, f, closed, sentence + 1, (size_t)(end - sentence - 1), lang);
		g_string_append(out, text);
		g_free(text);
		sentence = end + 1;
	}
	char *plain = g_string_free(out, FALSE);
	if (f->status != SP_TRUNCATED && !f->sign)
		return plain;
	char *text = sp_message(f->status == SP_TRUNCATED ? "cut" : "sign-omitted", lang, plain);
	g_free(plain);
	return text;
}

char *sp_wording_message(struct sp_scope *scope, const struct sp_finding *f, const struct sp_expr *closed,
			 const char *sentence, enum sp_language lang)
{
	if (f->status != SP_NOT_COMPUTABLE)
		return filled_text(scope, f, closed, sentence, lang);
	mpq_t q;
	mpq_init(q);
	char *reason = sp_wording_reason(scope, closed ? sp_expr_compute(closed, q) : SP_EXPR_OPEN, lang);
	mpq_clear(q);
	char *id = expression_text(scope, "tail(id)", strlen("tail(id)"), lang);
	char *name = g_strdup_printf("%s, %s", id, sp_ruleset_label(scope->rules, f->field, lang));
	char *text = sp_message("not-computable", lang, name, reason);
	g_free(name);
	g_free(id);
	g_free(reason);
	return text;
}

/* "45 / 60 × 100 = 75": one of several readings, which is an equation of arithmetic and value. */
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
	char *reason = sp_message(claim->reason, lang);
	GString *out = g_string_new(reason);
	for (guint i = 0; claim->lacking && i < claim->lacking->len; i++) {
		char *operand = sp_message("quoted", lang, g_ptr_array_index(claim->lacking, i));
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : " ", operand);
		g_free(operand);
	}
	g_free(reason);
	return g_string_free(out, FALSE);
}

char *sp_wording_claim(struct sp_scope *scope, const struct sp_finding *f, const struct sp_claim *claim,
		       const char *sentence, enum sp_language lang)
{
	if (claim->status != SP_NOT_COMPUTABLE)
		return filled_text(scope, f, claim->expr, sentence, lang);
	char *name = expression_text(scope, "name", strlen("name"), lang);
	char *indicator = sp_message("indicator", lang, name), *lack = sp_wording_lack(claim, lang);
	char *of_year = f->year ? g_strdup_printf("%s, %d", indicator, f->year) : g_strdup(indicator);
	char *said = sp_message("not-computable", lang, of_year, lack);
	GString *out = g_string_new(said);
	for (guint i = 0; claim->readings && i < claim->readings->len; i++) {
		char *reading = reading_text(f, g_ptr_array_index(claim->readings, i), lang);
		g_string_append_printf(out, "%s %s", i > 0 ? ";" : ":", reading);
		g_free(reading);
	}
	g_free(said);
	g_free(of_year);
	g_free(lack);
	g_free(indicator);
	g_free(name);
	return g_string_free(out, FALSE);
}

/* --- reasons --------------------------------------------------------------------------------------- */

/* What is absent: "weight of 02.01 not given". */
static char *gap_text(const struct sp_scope *scope, const struct sp_gap *gap, enum sp_language lang)
{
	if (!gap->label)
		return sp_message("no-row", lang);
	const char *own = sp_json_str(sp_json_get(scope->subject, "id"));
	const char *label = sp_ruleset_label(scope->rules, gap->label, lang),
		   *colon = gap->record ? strchr(gap->record, ':') : NULL;
	char *name = gap->record && g_strcmp0(gap->record, own) != 0
			 ? sp_message("of-record", lang, label, colon ? colon + 1 : gap->record)
			 : g_strdup(label);
	char *text = gap->raw ? sp_message("not-a-figure", lang, name, gap->raw) : sp_message("not-given", lang, name);
	g_free(name);
	return text;
}

char *sp_wording_reason(const struct sp_scope *scope, enum sp_expr_result result, enum sp_language lang)
{
	if (scope->gaps->len == 0)
		return sp_message(result == SP_EXPR_BY_ZERO   ? "by-zero"
				  : result == SP_EXPR_NUMBERS ? "text-for-figure"
							      : "value-unknown",
				  lang);
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < scope->gaps->len; i++) {
		char *gap = gap_text(scope, g_ptr_array_index(scope->gaps, i), lang);
		g_string_append_printf(out, "%s%s", i > 0 ? "; " : "", gap);
		g_free(gap);
	}
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
