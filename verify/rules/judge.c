#include "verify/rules/judge.h"

#include <string.h>

#include "base/amount.h"
#include "verify/rules/wording.h"

static bool read_digits(struct sp_dec *d, const struct sp_figure *f)
{
	return f && f->value && sp_dec_parse(d, f->value, strlen(f->value)) == SP_OK;
}

/* The tolerance's value, or 0 when the rule has none or it cannot be computed. */
static void tolerance_of(struct sp_scope *scope, const struct sp_check_rule *rule, mpq_t q)
{
	mpq_set_ui(q, 0, 1);
	if (!rule->tolerance)
		return;
	struct sp_expr *closed = sp_scope_close_aside(scope, rule->tolerance);
	sp_expr_compute(closed, q);
	sp_expr_free(closed);
}

static void set_difference(struct sp_finding *f, const struct sp_dec *said, const mpq_t recomputed)
{
	mpq_t gap;
	mpq_init(gap);
	sp_dec_to_rat(gap, said);
	mpq_sub(gap, gap, recomputed);
	f->difference = sp_exact_digits(gap);
	mpq_clear(gap);
}

/* The decimals that are printed: a value may come without the zeros at its end. */
static void restore_decimals(struct sp_dec *said, const char *raw)
{
	struct sp_amount a;
	struct sp_str where;
	sp_amount_init(&a);
	if (raw && sp_amount_find(&a, raw, strlen(raw), 0, &where) == SP_OK && a.value.scale > said->scale &&
	    sp_dec_cmp(&a.value, said) == 0)
		sp_dec_set(said, &a.value);
	sp_amount_clear(&a);
}

/* Against the published figure; a figure in thousands is compared in thousands. */
static void compare_published(struct sp_scope *scope, const struct sp_check_rule *rule, struct sp_finding *f,
			      const mpq_t recomputed)
{
	struct sp_dec said;
	sp_dec_init(&said);
	/* what is printed and is no figure was perhaps not read as it stands */
	bool printed = f->published && f->published->raw && *f->published->raw;
	f->status = printed ? SP_NOT_COMPUTABLE : SP_MISSING;
	if (read_digits(&said, f->published)) {
		restore_decimals(&said, f->published->raw);
		mpq_t tolerance, scaled;
		mpq_inits(tolerance, scaled, NULL);
		tolerance_of(scope, rule, tolerance);
		mpq_set_si(scaled, f->published->multiplier, 1);
		mpq_div(scaled, recomputed, scaled);
		f->status = sp_verdict(&said, scaled, rule->compare, tolerance);
		set_difference(f, &said, scaled);
		mpq_clears(tolerance, scaled, NULL);
	}
	sp_dec_clear(&said);
}

/* Against a value that the rule itself prescribes. False when that cannot be computed. */
static bool compare_expected(struct sp_scope *scope, const struct sp_check_rule *rule, struct sp_finding *f,
			     const mpq_t recomputed)
{
	mpq_t expected, tolerance;
	mpq_inits(expected, tolerance, NULL);
	struct sp_expr *closed = sp_scope_close_aside(scope, rule->expected);
	bool known = sp_expr_compute(closed, expected) == SP_EXPR_DONE;
	if (known) {
		f->expected = sp_exact_digits(expected);
		tolerance_of(scope, rule, tolerance);
		mpq_sub(expected, expected, recomputed);
		f->difference = sp_exact_digits(expected);
		mpq_abs(expected, expected);
		f->status = mpq_cmp(expected, tolerance) <= 0 ? SP_MATCH : SP_MISMATCH;
	}
	sp_expr_free(closed);
	mpq_clears(expected, tolerance, NULL);
	return known;
}

static void set_source(struct sp_scope *scope, struct sp_finding *f)
{
	const struct sp_json *own = sp_json_get(scope->item ? scope->item : scope->subject, "source");
	int64_t page;
	if (f->published && f->published->source)
		f->source = g_strdup(f->published->source);
	else if (own)
		f->source = sp_json_text(own);
	else if (sp_json_int(sp_json_get(scope->item, "page"), &page))
		f->source = g_strdup_printf("{\"page\":%" G_GINT64_FORMAT "}", page);
}

static struct sp_finding *judge_value(struct sp_scope *scope, const struct sp_check_rule *rule, struct sp_finding *f)
{
	mpq_t recomputed;
	mpq_init(recomputed);
	struct sp_expr *closed = sp_scope_close(scope, rule->value);
	enum sp_expr_result result = sp_expr_compute(closed, recomputed);
	f->expression = sp_expr_text(closed, SP_EXPR_PLAIN);
	if (rule->published)
		f->published = sp_scope_figure(scope->subject, rule->published);
	f->status = SP_NOT_COMPUTABLE;
	if (result == SP_EXPR_DONE) {
		f->recomputed = sp_exact_digits(recomputed);
		if (rule->published)
			compare_published(scope, rule, f, recomputed);
		else if (!compare_expected(scope, rule, f, recomputed))
			result = SP_EXPR_OPEN;
	}
	if (f->status == SP_NOT_COMPUTABLE && result == SP_EXPR_DONE)
		result = SP_EXPR_NUMBERS;
	if (f->status == SP_NOT_COMPUTABLE)
		f->reason = sp_wording_reason(scope, result, SP_EN);
	set_source(scope, f);
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++)
		f->message[lang] = sp_wording_message(scope, f, closed, rule->message[lang], lang);
	sp_expr_free(closed);
	mpq_clear(recomputed);
	return f;
}

static struct sp_finding *judge_statement(struct sp_scope *scope, const struct sp_check_rule *rule,
					  struct sp_finding *f)
{
	enum sp_truth answer = sp_scope_answer(scope, rule->holds);
	if (answer == SP_UNKNOWN) {
		sp_finding_free(f);
		return NULL;
	}
	f->status = answer == SP_YES ? SP_MATCH : rule->fails_as;
	f->expression = sp_expr_text(rule->holds, SP_EXPR_PLAIN);
	const struct sp_json *from = scope->item ? scope->item : scope->subject;
	f->published = sp_scope_figure(from, rule->field);
	const char *text = sp_json_str(sp_json_get(from, rule->field));
	if (!f->published && text) {
		f->published = sp_figure_new(rule->field);
		f->published->raw = g_strdup(text);
	}
	set_source(scope, f);
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++)
		f->message[lang] = sp_wording_message(scope, f, NULL, rule->message[lang], lang);
	return f;
}

struct sp_finding *sp_judge(struct sp_scope *scope, const struct sp_check_rule *rule)
{
	const char *id = sp_scope_id(scope);
	if (!id || sp_scope_answer(scope, rule->when) != SP_YES)
		return NULL;
	struct sp_finding *f = sp_finding_new(rule->name, id, rule->field);
	f->severity = rule->severity;
	f->likely = rule->likely && sp_scope_answer(scope, rule->likely) == SP_YES;
	f = rule->holds ? judge_statement(scope, rule, f) : judge_value(scope, rule, f);
	if (f) {
		g_ptr_array_free(f->inputs, TRUE);
		f->inputs = scope->inputs;
		scope->inputs = NULL;
	}
	return f;
}

/* --- claims from evidence ------------------------------------------------------------------------------ */

static void copy_claim(struct sp_finding *f, const struct sp_claim *c)
{
	f->year = c->year;
	f->status = c->status;
	f->published = sp_figure_copy(c->published);
	f->likely = c->likely;
	f->sign = c->sign;
	for (guint i = 0; i < c->inputs->len; i++)
		g_ptr_array_add(f->inputs, sp_figure_copy(g_ptr_array_index(c->inputs, i)));
	if (c->expr)
		f->expression = sp_expr_text(c->expr, SP_EXPR_PLAIN);
	for (guint i = 0; c->readings && i < c->readings->len; i++) {
		if (!f->readings)
			f->readings = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(f->readings, sp_expr_text(g_ptr_array_index(c->readings, i), SP_EXPR_PLAIN));
	}
}

static void set_values(struct sp_finding *f, const struct sp_claim *c)
{
	struct sp_dec said;
	if (c->status == SP_NOT_COMPUTABLE) {
		f->reason = sp_wording_lack(c, SP_EN);
		return;
	}
	f->recomputed = sp_exact_digits(c->value);
	sp_dec_init(&said);
	if (read_digits(&said, f->published)) {
		mpz_mul_si(said.units, said.units, f->published->multiplier);
		set_difference(f, &said, c->value);
	}
	sp_dec_clear(&said);
}

struct sp_finding *sp_judge_claim(struct sp_scope *scope, const struct sp_check_rule *rule,
				  const struct sp_claim *claim)
{
	const char *id = sp_scope_id(scope);
	if (!id || sp_scope_answer(scope, rule->when) != SP_YES)
		return NULL;
	struct sp_finding *f = sp_finding_new(rule->name, id, claim->field);
	f->severity = rule->severity;
	char *id_of_rule = f->id;
	f->id = claim->year ? g_strdup_printf("%s:%d", id_of_rule, claim->year)
			    : g_strdup_printf("%s:%s", id_of_rule, claim->field);
	g_free(id_of_rule);
	copy_claim(f, claim);
	set_values(f, claim);
	set_source(scope, f);
	for (int l = 0; l < SP_LANGS; l++)
		f->message[l] = sp_wording_claim(scope, f, claim, rule->message[l], (enum sp_language)l);
	return f;
}
