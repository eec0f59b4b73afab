#include "verify/findings/finding.h"

#include <string.h>

#define PLACES 10 /* contract §3: digits after the point of a recomputed value */

static const char *const statuses[] = { [SP_MATCH] = "match",
	                                [SP_TRUNCATED] = "truncated",
	                                [SP_MISMATCH] = "mismatch",
	                                [SP_MISSING] = "missing",
	                                [SP_CONTRADICTION] = "contradiction",
	                                [SP_NOT_COMPUTABLE] = "not-computable" };
static const char *const severities[] = {
	[SP_RULE_ERROR] = "error", [SP_RULE_WARN] = "warn", [SP_RULE_INFO] = "info"
};

const char *sp_finding_status_word(enum sp_finding_status s)
{
	return statuses[s];
}

const char *sp_rule_severity_word(enum sp_rule_severity s)
{
	return severities[s];
}

bool sp_finding_status_read(const char *word, enum sp_finding_status *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
		if (strcmp(word, statuses[i]) == 0) {
			*s = (enum sp_finding_status)i;
			return true;
		}
	return false;
}

bool sp_rule_severity_read(const char *word, enum sp_rule_severity *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(severities); i++)
		if (strcmp(word, severities[i]) == 0) {
			*s = (enum sp_rule_severity)i;
			return true;
		}
	return false;
}

struct sp_figure *sp_figure_new(const char *label)
{
	struct sp_figure *f = g_new0(struct sp_figure, 1);
	f->label = g_strdup(label);
	f->multiplier = 1;
	return f;
}

struct sp_figure *sp_figure_copy(const struct sp_figure *f)
{
	if (!f)
		return NULL;
	struct sp_figure *copy = g_new(struct sp_figure, 1);
	*copy = (struct sp_figure){ .label = g_strdup(f->label),
		                    .record = g_strdup(f->record),
		                    .field = g_strdup(f->field),
		                    .raw = g_strdup(f->raw),
		                    .value = g_strdup(f->value),
		                    .unit = g_strdup(f->unit),
		                    .source = g_strdup(f->source),
		                    .multiplier = f->multiplier,
		                    .approx = f->approx,
		                    .basis = g_strdup(f->basis) };
	return copy;
}

void sp_figure_free(void *figure)
{
	struct sp_figure *f = figure;
	if (!f)
		return;
	g_free(f->label);
	g_free(f->record);
	g_free(f->field);
	g_free(f->raw);
	g_free(f->value);
	g_free(f->unit);
	g_free(f->source);
	g_free(f->basis);
	g_free(f);
}

GPtrArray *sp_figures_new(void)
{
	return g_ptr_array_new_with_free_func(sp_figure_free);
}

struct sp_finding *sp_finding_new(const char *rule, const char *subject, const char *field)
{
	/* the subject's id without its type: "contribution:02.01" is told by the rule already */
	const char *colon = strchr(subject, ':');
	struct sp_finding *f = g_new0(struct sp_finding, 1);
	f->id = g_strdup_printf("finding:%s:%s", rule, colon ? colon + 1 : subject);
	f->rule = g_strdup(rule);
	f->subject = g_strdup(subject);
	f->field = g_strdup(field);
	f->inputs = sp_figures_new();
	return f;
}

void sp_finding_free(void *finding)
{
	struct sp_finding *f = finding;
	if (!f)
		return;
	g_free(f->id);
	g_free(f->rule);
	g_free(f->subject);
	g_free(f->field);
	sp_figure_free(f->published);
	g_free(f->expected);
	g_free(f->recomputed);
	g_free(f->difference);
	g_ptr_array_free(f->inputs, TRUE);
	g_free(f->expression);
	g_free(f->reason);
	if (f->readings)
		g_ptr_array_free(f->readings, TRUE);
	for (int l = 0; l < SP_LANGS; l++)
		g_free(f->message[l]);
	g_free(f->source);
	g_free(f);
}

bool sp_finding_is_fault(const struct sp_finding *f)
{
	return f->status != SP_MATCH && f->status != SP_NOT_COMPUTABLE && f->severity != SP_RULE_INFO;
}

/* Digits of ours: always valid JSON numbers. */
static void write_digits(struct sp_jw *w, const char *key, const char *digits)
{
	struct sp_dec d;
	if (!digits) {
		sp_jw_null(w, key);
		return;
	}
	sp_dec_init(&d);
	if (sp_dec_parse(&d, digits, strlen(digits)) == SP_OK)
		sp_jw_dec(w, key, &d);
	else
		sp_jw_null(w, key);
	sp_dec_clear(&d);
}

static void write_source(struct sp_jw *w, const char *source)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "spunta-recompute");
	struct sp_json *v = source ? sp_json_parse(&ctx, source, strlen(source)) : NULL;
	sp_jw_json(w, "source", v);
	sp_json_free(v);
}

static void write_input(struct sp_jw *w, const struct sp_figure *f)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "label", f->label);
	if (f->record)
		sp_jw_str(w, "record", f->record);
	if (f->field)
		sp_jw_str(w, "field", f->field);
	sp_jw_str(w, "raw", f->raw);
	write_digits(w, "value", f->value);
	if (f->unit)
		sp_jw_str(w, "unit", f->unit);
	if (f->multiplier != 1)
		sp_jw_int(w, "multiplier", f->multiplier);
	if (f->basis)
		sp_jw_str(w, "basis", f->basis);
	write_source(w, f->source);
	sp_jw_close(w);
}

static void write_published(struct sp_jw *w, const struct sp_figure *f)
{
	if (!f) {
		sp_jw_null(w, "published");
		return;
	}
	sp_jw_object(w, "published");
	sp_jw_str(w, "raw", f->raw);
	write_digits(w, "value", f->value);
	sp_jw_str(w, "unit", f->unit);
	sp_jw_close(w);
}

void sp_finding_write(const struct sp_finding *f, struct sp_jw *w)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "finding");
	sp_jw_str(w, "id", f->id);
	sp_jw_str(w, "rule", f->rule);
	sp_jw_str(w, "subject", f->subject);
	sp_jw_str(w, "field", f->field);
	if (f->year)
		sp_jw_int(w, "year", f->year);
	else
		sp_jw_null(w, "year");
	sp_jw_str(w, "status", statuses[f->status]);
	write_published(w, f->published);
	if (f->expected)
		sp_jw_str(w, "expected", f->expected);
	sp_jw_str(w, "recomputed", f->recomputed);
	sp_jw_str(w, "difference", f->difference);
	sp_jw_array(w, "inputs");
	for (guint i = 0; i < f->inputs->len; i++)
		write_input(w, g_ptr_array_index(f->inputs, i));
	sp_jw_close(w);
	sp_jw_str(w, "expression", f->expression);
	if (f->reason)
		sp_jw_str(w, "reason", f->reason);
	if (f->readings) {
		sp_jw_array(w, "readings");
		for (guint i = 0; i < f->readings->len; i++)
			sp_jw_str(w, NULL, g_ptr_array_index(f->readings, i));
		sp_jw_close(w);
	}
	if (f->sign)
		sp_jw_str(w, "note", "sign-omitted");
	sp_jw_str(w, "confidence", f->likely ? "likely" : "certain");
	sp_jw_object(w, "message");
	sp_jw_str(w, "it", f->message[SP_IT]);
	sp_jw_str(w, "en", f->message[SP_EN]);
	sp_jw_close(w);
	sp_jw_str(w, "severity", severities[f->severity]);
	write_source(w, f->source);
	sp_jw_close(w);
}

/* --- comparing ------------------------------------------------------------------------------------- */

static bool equal_at(const struct sp_dec *published, const mpq_t recomputed, enum sp_rounding how)
{
	struct sp_dec rounded;
	sp_dec_init(&rounded);
	sp_dec_from_rat(&rounded, recomputed, published->scale, how);
	bool equal = mpz_cmp(rounded.units, published->units) == 0;
	sp_dec_clear(&rounded);
	return equal;
}

static bool equal_within(const struct sp_dec *published, const mpq_t recomputed, const mpq_t tolerance)
{
	mpq_t gap;
	mpq_init(gap);
	sp_dec_to_rat(gap, published);
	mpq_sub(gap, gap, recomputed);
	mpq_abs(gap, gap);
	bool equal = mpq_sgn(gap) == 0 || (tolerance && mpq_cmp(gap, tolerance) <= 0);
	mpq_clear(gap);
	return equal;
}

enum sp_finding_status sp_verdict(const struct sp_dec *published, const mpq_t recomputed, enum sp_compare how,
                                  const mpq_t tolerance)
{
	if (equal_within(published, recomputed, tolerance))
		return SP_MATCH;
	if (how == SP_COMPARE_EXACT)
		return SP_MISMATCH;
	struct sp_dec at;
	sp_dec_init(&at);
	sp_dec_set(&at, published);
	if (how == SP_COMPARE_SIGNIFICANT)
		sp_dec_strip(&at);
	enum sp_finding_status status = equal_at(&at, recomputed, SP_HALF_UP) ? SP_MATCH
	                                : equal_at(&at, recomputed, SP_CUT)   ? SP_TRUNCATED
	                                                                      : SP_MISMATCH;
	sp_dec_clear(&at);
	return status;
}

char *sp_exact_digits(const mpq_t q)
{
	struct sp_dec d;
	sp_dec_init(&d);
	sp_dec_from_rat(&d, q, PLACES, SP_HALF_UP);
	sp_dec_strip(&d);
	char *text = sp_dec_text(&d);
	sp_dec_clear(&d);
	return text;
}
