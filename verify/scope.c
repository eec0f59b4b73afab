/*
 * Method: one recursive pass that rebuilds the tree. Functions stand in one table: over(…) functions go
 * through the rows, the others look at their arguments. Truth has three values: a condition about a
 * field that is empty is neither true nor false, and nothing is accused on its account.
 */
#include "verify/scope.h"

#include <string.h>

#include "base/pattern.h"
#include "base/text.h"

struct place {
	const struct sp_json *row; /* NULL outside the functions over rows */
};

static struct sp_expr *close_expr(struct sp_scope *s, const struct sp_expr *e, struct place at);

/* --- life ------------------------------------------------------------------------------------------ */

static void free_gap(gpointer p)
{
	struct sp_gap *g = p;
	g_free(g->label);
	g_free(g->record);
	g_free(g->raw);
	g_free(g);
}

void sp_scope_init(struct sp_scope *s, struct sp_ctx *ctx, const struct sp_ruleset *rules,
                   const struct sp_json *subject, const GPtrArray *rows, const struct sp_json *document)
{
	*s = (struct sp_scope){ .ctx = ctx, .rules = rules, .subject = subject, .rows = rows, .document = document };
	s->inputs = sp_figures_new();
	s->gaps = g_ptr_array_new_with_free_func(free_gap);
	s->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void sp_scope_clear(struct sp_scope *s)
{
	if (s->inputs)
		g_ptr_array_free(s->inputs, TRUE);
	g_ptr_array_free(s->gaps, TRUE);
	g_hash_table_destroy(s->seen);
}

const char *sp_scope_id(const struct sp_scope *s)
{
	const char *id = sp_json_str(sp_json_get(s->subject, "id"));
	const char *type = sp_json_str(sp_json_get(s->subject, "type"));
	return id ? id : g_strcmp0(type, "document") == 0 ? "document" : NULL;
}

/* --- figures --------------------------------------------------------------------------------------- */

/* What a path leads to, its parent, and its last step (a part of the path). */
static const struct sp_json *step_into(const struct sp_json *v, const char *path, const struct sp_json **parent,
                                       const char **last)
{
	*parent = v;
	*last = path;
	for (const char *dot; v && (dot = strchr(*last, '.')); *last = dot + 1) {
		char *step = g_strndup(*last, (size_t)(dot - *last));
		*parent = v = sp_json_get(v, step);
		g_free(step);
	}
	return v ? sp_json_get(v, *last) : NULL;
}

static char *source_of(const struct sp_json *record, const struct sp_json *figure)
{
	const struct sp_json *source = sp_json_get(figure, "source");
	if (!source)
		source = sp_json_get(record, "source");
	return source ? sp_json_text(source) : NULL;
}

/* {"raw","value","unit","source"}: the usual figure, or a record that is one (a total) */
static void fill_object(struct sp_figure *f, const struct sp_json *record, const struct sp_json *v)
{
	int64_t multiplier;
	f->raw = g_strdup(sp_json_str(sp_json_get(v, "raw")));
	f->value = g_strdup(sp_json_digits(sp_json_get(v, "value")));
	f->unit = g_strdup(sp_json_str(sp_json_get(v, "unit")));
	f->source = source_of(record, v);
	if (!f->raw)
		f->raw = g_strdup(f->value);
	if (sp_json_int(sp_json_get(v, "multiplier"), &multiplier) && multiplier > 1 && multiplier <= SP_MULTIPLIER_MOST)
		f->multiplier = (long)multiplier;
	f->approx = sp_json_bool(sp_json_get(v, "approx"), false);
}

/* a bare number beside its raw form: "gross": 7000, "gross_raw": "7.000" */
static void fill_number(struct sp_figure *f, const struct sp_json *record, const struct sp_json *parent,
                        const struct sp_json *v, const char *last)
{
	char *raw_key = g_strconcat(last, "_raw", NULL);
	const char *raw = sp_json_str(sp_json_get(parent, raw_key));
	f->value = g_strdup(sp_json_digits(v));
	f->raw = g_strdup(raw ? raw : f->value);
	f->unit = g_strdup(sp_json_str(sp_json_get(parent, "unit")));
	f->source = source_of(record, parent);
	g_free(raw_key);
}

struct sp_figure *sp_scope_figure(const struct sp_json *record, const char *path)
{
	const struct sp_json *parent;
	const char *last;
	const struct sp_json *v = step_into(record, path, &parent, &last);
	struct sp_figure *f = NULL;
	if (v && sp_json_type(v) == SP_JSON_OBJECT && sp_json_get(v, "value")) {
		f = sp_figure_new(path);
		fill_object(f, record, v);
	} else if (v && strcmp(last, "value") == 0) {
		f = sp_figure_new(path);
		fill_object(f, record, parent);
	} else if (v && sp_json_type(v) == SP_JSON_NUMBER) {
		f = sp_figure_new(path);
		fill_number(f, record, parent, v, last);
	}
	if (f) {
		f->record = g_strdup(sp_json_str(sp_json_get(record, "id")));
		if (!f->value && (!f->raw || !*f->raw)) {
			sp_figure_free(f);
			f = NULL;
		}
	}
	return f;
}

/* --- names ----------------------------------------------------------------------------------------- */

static struct sp_expr *open_name(struct sp_scope *s, const char *label, const struct sp_json *record, const char *raw)
{
	struct sp_expr *e = sp_expr_words(SP_E_NAME, label ? label : "rows");
	if (s->aside > 0)
		return e;
	struct sp_gap *g = g_new(struct sp_gap, 1);
	*g = (struct sp_gap){ g_strdup(label), g_strdup(sp_json_str(sp_json_get(record, "id"))), g_strdup(raw) };
	e->input = (int)s->gaps->len;
	g_ptr_array_add(s->gaps, g);
	return e;
}

/* Takes the figure over. Each is noted once, however often it is used. */
static struct sp_expr *closed_figure(struct sp_scope *s, struct sp_figure *f)
{
	struct sp_dec number;
	sp_dec_init(&number);
	struct sp_expr *e = NULL;
	if (sp_dec_parse(&number, f->value, strlen(f->value)) == SP_OK) {
		mpz_mul_si(number.units, number.units, f->multiplier);
		char *key = g_strdup_printf("%s\t%s", f->record ? f->record : "", f->label);
		int known = GPOINTER_TO_INT(g_hash_table_lookup(s->seen, key));
		if (known == 0 && s->aside == 0) {
			g_ptr_array_add(s->inputs, f);
			known = (int)s->inputs->len;
			g_hash_table_insert(s->seen, g_strdup(key), GINT_TO_POINTER(known));
			f = NULL;
		}
		e = sp_expr_number(&number, known - 1);
		g_free(key);
	}
	sp_dec_clear(&number);
	sp_figure_free(f);
	return e;
}

static struct sp_expr *close_parameter(struct sp_scope *s, const struct sp_parameter *p)
{
	struct sp_figure *f = sp_figure_new(p->name);
	f->value = sp_dec_text(&p->value);
	f->basis = g_strdup(p->source);
	return closed_figure(s, f);
}

/* Texts of a list, one a line. */
static struct sp_expr *close_list(const struct sp_json *list)
{
	GString *text = g_string_new(NULL);
	for (const struct sp_json *c = sp_json_first(list); c; c = sp_json_next(c))
		if (sp_json_str(c))
			g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", sp_json_str(c));
	struct sp_expr *e = sp_expr_words(SP_E_TEXT, text->str);
	g_string_free(text, TRUE);
	return e;
}

/* A figure whose number alone is asked for: nobody will be shown where it stands. NULL when it has none. */
static struct sp_expr *number_aside(const struct sp_json *figure)
{
	const struct sp_json *value = sp_json_type(figure) == SP_JSON_OBJECT ? sp_json_get(figure, "value") : figure;
	struct sp_dec number;
	int64_t multiplier;
	sp_dec_init(&number);
	struct sp_expr *e = NULL;
	if (sp_json_dec(value, &number)) {
		if (value != figure && sp_json_int(sp_json_get(figure, "multiplier"), &multiplier) && multiplier > 1 &&
		    multiplier <= SP_MULTIPLIER_MOST)
			mpz_mul_si(number.units, number.units, (long)multiplier);
		e = sp_expr_number(&number, -1);
	}
	sp_dec_clear(&number);
	return e;
}

static struct sp_expr *close_figure(struct sp_scope *s, const struct sp_json *record, const char *path)
{
	struct sp_figure *f = sp_scope_figure(record, path);
	struct sp_expr *e = NULL;
	if (f && f->value) {
		e = closed_figure(s, f);
		return e ? e : open_name(s, path, record, NULL);
	}
	e = open_name(s, path, record, f ? f->raw : NULL);
	sp_figure_free(f);
	return e;
}

static struct sp_expr *close_field(struct sp_scope *s, const struct sp_json *record, const char *path)
{
	const struct sp_json *parent;
	const char *last;
	const struct sp_json *v = step_into(record, path, &parent, &last);
	if (sp_json_str(v))
		return sp_expr_words(SP_E_TEXT, sp_json_str(v));
	if (v && sp_json_type(v) == SP_JSON_BOOL)
		return sp_expr_truth(sp_json_bool(v, false));
	if (v && sp_json_type(v) == SP_JSON_ARRAY)
		return close_list(v);
	if (v && s->aside > 0 && strcmp(last, "value") != 0) {
		struct sp_expr *e = number_aside(v);
		return e ? e : open_name(s, path, record, NULL);
	}
	return close_figure(s, record, path);
}

static struct sp_expr *close_name(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	const struct sp_parameter *p = g_hash_table_lookup(s->rules->parameters, e->text);
	if (p)
		return close_parameter(s, p);
	if (g_str_has_prefix(e->text, "this."))
		return close_field(s, s->subject, e->text + strlen("this."));
	if (g_str_has_prefix(e->text, "document."))
		return close_field(s, s->document, e->text + strlen("document."));
	return close_field(s, at.row ? at.row : s->item ? s->item : s->subject, e->text);
}

/* --- conditions ------------------------------------------------------------------------------------ */

static struct sp_expr *unknown(void)
{
	return sp_expr_words(SP_E_NAME, "unknown");
}

static struct sp_expr *answered(enum sp_answer a)
{
	return a == SP_UNKNOWN ? unknown() : sp_expr_truth(a == SP_YES);
}

static enum sp_answer answer_of(const struct sp_expr *closed)
{
	return closed->op != SP_E_TRUTH ? SP_UNKNOWN : closed->truth ? SP_YES : SP_NO;
}

static enum sp_answer answer_at(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	if (!e)
		return SP_YES;
	s->aside++;
	struct sp_expr *closed = close_expr(s, e, at);
	s->aside--;
	enum sp_answer a = answer_of(closed);
	sp_expr_free(closed);
	return a;
}

static bool compares(enum sp_expr_op op, int order)
{
	switch (op) {
	case SP_E_EQ:
		return order == 0;
	case SP_E_NE:
		return order != 0;
	case SP_E_LT:
		return order < 0;
	case SP_E_LE:
		return order <= 0;
	case SP_E_GT:
		return order > 0;
	default:
		return order >= 0;
	}
}

static enum sp_answer compare_numbers(enum sp_expr_op op, const struct sp_expr *a, const struct sp_expr *b)
{
	mpq_t qa, qb;
	mpq_inits(qa, qb, NULL);
	enum sp_answer answer = SP_UNKNOWN;
	if (sp_expr_compute(a, qa) == SP_EXPR_DONE && sp_expr_compute(b, qb) == SP_EXPR_DONE)
		answer = compares(op, mpq_cmp(qa, qb)) ? SP_YES : SP_NO;
	mpq_clears(qa, qb, NULL);
	return answer;
}

static struct sp_expr *close_comparison(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *a = close_expr(s, sp_expr_arg(e, 0), at), *b = close_expr(s, sp_expr_arg(e, 1), at);
	enum sp_answer answer;
	if (a->op == SP_E_TEXT && b->op == SP_E_TEXT)
		answer = compares(e->op, strcmp(a->text, b->text)) ? SP_YES : SP_NO;
	else if (a->op == SP_E_TRUTH && b->op == SP_E_TRUTH)
		answer = compares(e->op, a->truth - b->truth) ? SP_YES : SP_NO;
	else
		answer = compare_numbers(e->op, a, b);
	sp_expr_free(a);
	sp_expr_free(b);
	return answered(answer);
}

static struct sp_expr *close_in(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *item = close_expr(s, sp_expr_arg(e, 0), at);
	GHashTable *list = g_hash_table_lookup(s->rules->lists, sp_expr_arg(e, 1)->text);
	enum sp_answer answer = item->op != SP_E_TEXT || !list ? SP_UNKNOWN
	                        : g_hash_table_contains(list, item->text) ? SP_YES
	                                                                  : SP_NO;
	sp_expr_free(item);
	return answered(answer);
}

/* One known side can settle it: no and anything is no, yes or anything is yes. */
static struct sp_expr *close_logic(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	enum sp_answer decisive = e->op == SP_E_AND ? SP_NO : SP_YES;
	enum sp_answer a = answer_at(s, sp_expr_arg(e, 0), at);
	if (e->op == SP_E_NOT)
		return answered(a == SP_UNKNOWN ? a : a == SP_YES ? SP_NO : SP_YES);
	if (a == decisive)
		return answered(a);
	enum sp_answer b = answer_at(s, sp_expr_arg(e, 1), at);
	if (b == decisive)
		return answered(b);
	return answered(a == SP_UNKNOWN || b == SP_UNKNOWN ? SP_UNKNOWN : a);
}

/* --- functions over the rows ------------------------------------------------------------------------ */

struct over {
	struct sp_scope *s;
	const struct sp_expr *call;
	guint next;
};

/* The next row that counts: the `where` is true of it. */
static bool next_row(struct over *o, struct place *at)
{
	while (o->s->rows && o->next < o->s->rows->len) {
		at->row = g_ptr_array_index(o->s->rows, o->next++);
		if (answer_at(o->s, o->call->where, *at) == SP_YES)
			return true;
	}
	return false;
}

static struct sp_expr *over_sum(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct over o = { s, e, 0 };
	struct sp_expr *sum = NULL;
	for (size_t terms = 0; next_row(&o, &at); terms++) {
		struct sp_expr *term = close_expr(s, sp_expr_arg(e, 0), at);
		if (terms == 0)
			sum = term;
		else if (terms == 1)
			sum = sp_expr_join(SP_E_SUM, sum, term);
		else
			sp_expr_add(sum, term);
	}
	return sum ? sum : open_name(s, NULL, s->subject, NULL);
}

/* count(), count(where c): rows; count(x where c): rows where x is printed */
static struct sp_expr *over_count(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct over o = { s, e, 0 };
	long n = 0;
	while (next_row(&o, &at)) {
		if (sp_expr_count(e) > 0) {
			s->aside++;
			struct sp_expr *x = close_expr(s, sp_expr_arg(e, 0), at);
			s->aside--;
			n += x->op != SP_E_NAME && !(x->op == SP_E_TEXT && !*x->text);
			sp_expr_free(x);
		} else {
			n++;
		}
	}
	return sp_expr_integer(n);
}

static struct sp_expr *over_quantifier(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct over o = { s, e, 0 };
	enum sp_answer decisive = strcmp(e->text, "all") == 0 ? SP_NO : SP_YES;
	enum sp_answer answer = decisive == SP_NO ? SP_YES : SP_NO;
	while (answer != decisive && next_row(&o, &at)) {
		enum sp_answer here = answer_at(s, sp_expr_arg(e, 0), at);
		if (here == decisive || here == SP_UNKNOWN)
			answer = here;
	}
	return answered(answer);
}

static struct sp_expr *over_first(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct over o = { s, e, 0 };
	return next_row(&o, &at) ? close_expr(s, sp_expr_arg(e, 0), at) : open_name(s, NULL, s->subject, NULL);
}

/* --- functions of their arguments ------------------------------------------------------------------- */

/* Closes argument i and gives its text; NULL when it has none. The tree goes to *hold. */
static const char *text_arg(struct sp_scope *s, const struct sp_expr *e, size_t i, struct place at, struct sp_expr **hold)
{
	*hold = close_expr(s, sp_expr_arg(e, i), at);
	return (*hold)->op == SP_E_TEXT ? (*hold)->text : NULL;
}

/* A function of one, two or three texts that gives a text (transfer full) or NULL. */
static struct sp_expr *of_texts(struct sp_scope *s, const struct sp_expr *e, struct place at,
                                char *(*make)(const char *const texts[3]))
{
	struct sp_expr *hold[3] = { NULL, NULL, NULL };
	const char *texts[3] = { NULL, NULL, NULL };
	bool whole = true;
	for (size_t i = 0; i < sp_expr_count(e); i++) {
		texts[i] = text_arg(s, e, i, at, &hold[i]);
		whole = whole && texts[i];
	}
	char *made = whole ? make(texts) : NULL;
	struct sp_expr *result = made ? sp_expr_words(SP_E_TEXT, made) : unknown();
	for (size_t i = 0; i < 3; i++)
		sp_expr_free(hold[i]);
	g_free(made);
	return result;
}

/* "public_value:02#2" → "02": what a person calls the record */
static char *make_tail(const char *const t[3])
{
	const char *colon = strrchr(t[0], ':');
	const char *from = colon ? colon + 1 : t[0];
	return g_strndup(from, strcspn(from, "#"));
}

static char *make_before(const char *const t[3])
{
	const char *at = *t[1] ? strstr(t[0], t[1]) : NULL;
	return at ? g_strndup(t[0], (size_t)(at - t[0])) : g_strdup(t[0]);
}

static char *make_after(const char *const t[3])
{
	const char *at = *t[1] ? strstr(t[0], t[1]) : NULL;
	return g_strdup(at ? at + strlen(t[1]) : "");
}

#define MADE_MOST (1 << 20) /* bytes: a rule of somebody's may replace in what it replaced, again and again */

/* NULL when it would be too long. */
static char *make_replace(const char *const t[3])
{
	if (!*t[1])
		return g_strdup(t[0]);
	char **parts = g_strsplit(t[0], t[1], -1);
	bool fits = strlen(t[0]) + g_strv_length(parts) * strlen(t[2]) <= MADE_MOST;
	char *joined = fits ? g_strjoinv(t[2], parts) : NULL;
	g_strfreev(parts);
	return joined;
}

/* What stands in the first quotation marks, of whatever kind; "" when there are none. */
static char *make_quoted(const char *const t[3])
{
	static const char *const marks[][2] = { { "«", "»" }, { "“", "”" }, { "\"", "\"" } };
	const char *first = NULL, *end = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *open = strstr(t[0], marks[i][0]);
		const char *from = open ? open + strlen(marks[i][0]) : NULL, *close = from ? strstr(from, marks[i][1]) : NULL;
		if (close && (!first || from < first)) {
			first = from;
			end = close;
		}
	}
	return first ? g_strndup(first, (size_t)(end - first)) : g_strdup("");
}

static struct sp_expr *fn_tail(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_texts(s, e, at, make_tail);
}

static struct sp_expr *fn_before(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_texts(s, e, at, make_before);
}

static struct sp_expr *fn_after(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_texts(s, e, at, make_after);
}

static struct sp_expr *fn_quoted(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_texts(s, e, at, make_quoted);
}

static struct sp_expr *fn_replace(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_texts(s, e, at, make_replace);
}

static struct sp_expr *fn_same(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *a, *b;
	const char *ta = text_arg(s, e, 0, at, &a), *tb = text_arg(s, e, 1, at, &b);
	enum sp_answer answer = !ta || !tb ? SP_UNKNOWN : sp_text_same(ta, tb) ? SP_YES : SP_NO;
	sp_expr_free(a);
	sp_expr_free(b);
	return answered(answer);
}

#define ALIKE 5 /* letters that two names begin with */

/* "Comune di Roccaspina", "Comune di Roccaspinosa": another last word with the same beginning. */
static struct sp_expr *fn_alike(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *a, *b;
	const char *ta = text_arg(s, e, 0, at, &a), *tb = text_arg(s, e, 1, at, &b);
	enum sp_answer answer = SP_UNKNOWN;
	if (ta && tb) {
		char *fa = sp_text_fold(ta, strlen(ta)), *fb = sp_text_fold(tb, strlen(tb));
		const char *x = strrchr(fa, ' ') ? strrchr(fa, ' ') + 1 : fa, *y = strrchr(fb, ' ') ? strrchr(fb, ' ') + 1 : fb;
		answer = strcmp(x, y) != 0 && strlen(x) >= ALIKE && strncmp(x, y, ALIKE) == 0 ? SP_YES : SP_NO;
		g_free(fa);
		g_free(fb);
	}
	sp_expr_free(a);
	sp_expr_free(b);
	return answered(answer);
}

/* date(2026, 11, 1) is "2026-11-01": dates compare as texts. */
static struct sp_expr *fn_date(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	long part[3];
	bool known = true;
	for (size_t i = 0; i < 3; i++) {
		struct sp_expr *x = close_expr(s, sp_expr_arg(e, i), at);
		known = known && x->op == SP_E_NUMBER && x->number.scale == 0 && mpz_fits_sshort_p(x->number.units);
		part[i] = known ? mpz_get_si(x->number.units) : 0;
		sp_expr_free(x);
	}
	char *text = g_strdup_printf("%04ld-%02ld-%02ld", part[0], part[1], part[2]);
	struct sp_expr *date = known ? sp_expr_words(SP_E_TEXT, text) : unknown();
	g_free(text);
	return date;
}

/* A whole number that a function of a text gives; not known when the text holds none. */
static struct sp_expr *of_text_number(struct sp_scope *s, const struct sp_expr *e, struct place at, long (*read)(const char *))
{
	struct sp_expr *hold;
	const char *text = text_arg(s, e, 0, at, &hold);
	long number = text ? read(text) : -1;
	sp_expr_free(hold);
	return number < 0 ? unknown() : sp_expr_integer(number);
}

#define DIGITS_MOST 9

/* "02" → 2; -1 for what is not digits alone */
static long read_number(const char *text)
{
	size_t n = strspn(text, "0123456789");
	return n > 0 && n <= DIGITS_MOST && !text[n] ? (long)g_ascii_strtoll(text, NULL, 10) : -1;
}

/* The first year of a text: "DUP 2025-2027", "2024-07-04"; -1 when there is none */
static long read_year(const char *text)
{
	static const char digits[] = "0123456789";
	for (text += strcspn(text, digits); *text; text += strcspn(text, digits)) {
		size_t n = strspn(text, digits);
		long year = n == 4 ? (long)g_ascii_strtoll(text, NULL, 10) : 0;
		if (year >= 1900 && year < 2100)
			return year;
		text += n;
	}
	return -1;
}

static struct sp_expr *fn_number(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_text_number(s, e, at, read_number);
}

static struct sp_expr *fn_year(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	return of_text_number(s, e, at, read_year);
}

static struct sp_pattern *pattern_of(struct sp_scope *s, const char *regex)
{
	struct sp_pattern *p = g_hash_table_lookup(s->rules->patterns, regex);
	if (!p && (p = sp_pattern_new(s->ctx, "matches", regex, NULL, SP_PATTERN_CASELESS)))
		g_hash_table_insert(s->rules->patterns, g_strdup(regex), p);
	return p;
}

static struct sp_expr *fn_matches(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *hold;
	const char *text = text_arg(s, e, 0, at, &hold);
	enum sp_answer answer = SP_UNKNOWN;
	struct sp_pattern *p = text ? pattern_of(s, sp_expr_arg(e, 1)->text) : NULL;
	if (p) {
		enum sp_status found = sp_pattern_search(s->ctx, p, text, strlen(text), 0, NULL);
		answer = found == SP_OK ? SP_YES : found == SP_END ? SP_NO : SP_UNKNOWN;
	}
	sp_expr_free(hold);
	return answered(answer);
}

static struct sp_expr *fn_present(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	s->aside++;
	struct sp_expr *x = close_expr(s, sp_expr_arg(e, 0), at);
	s->aside--;
	bool present = x->op != SP_E_NAME && !(x->op == SP_E_TEXT && !*x->text);
	sp_expr_free(x);
	return sp_expr_truth(present);
}

static struct sp_expr *fn_if(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	enum sp_answer a = answer_at(s, sp_expr_arg(e, 0), at);
	return a == SP_UNKNOWN ? unknown() : close_expr(s, sp_expr_arg(e, a == SP_YES ? 1 : 2), at);
}

/* How many decimals a figure means: those printed, without the zeros at their end. 1 for 4,80. */
static struct sp_expr *fn_decimals(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *x = close_expr(s, sp_expr_arg(e, 0), at);
	if (x->op != SP_E_NUMBER)
		return x;
	sp_dec_strip(&x->number);
	sp_dec_set_int(&x->number, x->number.scale);
	x->input = -1;
	return x;
}

/* abs, min, max, round, cut: left to sp_expr_compute */
static struct sp_expr *fn_later(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *call = sp_expr_words(SP_E_CALL, e->text);
	for (size_t i = 0; i < sp_expr_count(e); i++)
		sp_expr_add(call, close_expr(s, sp_expr_arg(e, i), at));
	return call;
}

static const struct function {
	const char *name;
	bool over_rows;
	size_t least, most; /* arguments */
	struct sp_expr *(*close)(struct sp_scope *, const struct sp_expr *, struct place);
} functions[] = {
	{ "sum", true, 1, 1, over_sum },         { "count", true, 0, 1, over_count },
	{ "all", true, 1, 1, over_quantifier },  { "any", true, 1, 1, over_quantifier },
	{ "first", true, 1, 1, over_first },     { "present", false, 1, 1, fn_present },
	{ "if", false, 3, 3, fn_if },            { "tail", false, 1, 1, fn_tail },
	{ "before", false, 2, 2, fn_before },    { "after", false, 2, 2, fn_after },
	{ "replace", false, 3, 3, fn_replace },  { "same", false, 2, 2, fn_same },
	{ "matches", false, 2, 2, fn_matches },  { "decimals", false, 1, 1, fn_decimals },
	{ "abs", false, 1, 1, fn_later },        { "min", false, 1, 20, fn_later },
	{ "max", false, 1, 20, fn_later },       { "round", false, 2, 2, fn_later },
	{ "cut", false, 2, 2, fn_later },        { "quoted", false, 1, 1, fn_quoted },
	{ "alike", false, 2, 2, fn_alike },      { "date", false, 3, 3, fn_date },
	{ "number", false, 1, 1, fn_number },    { "year", false, 1, 1, fn_year },
};

static const struct function *function_of(const struct sp_expr *e)
{
	for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
		if (strcmp(e->text, functions[i].name) == 0)
			return &functions[i];
	return NULL;
}

/* --- the pass -------------------------------------------------------------------------------------- */

static struct sp_expr *close_operator(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	struct sp_expr *first = close_expr(s, sp_expr_arg(e, 0), at);
	if (e->op == SP_E_NEG)
		return sp_expr_join(e->op, first, NULL);
	return sp_expr_join(e->op, first, close_expr(s, sp_expr_arg(e, 1), at));
}

static struct sp_expr *close_expr(struct sp_scope *s, const struct sp_expr *e, struct place at)
{
	switch (e->op) {
	case SP_E_NUMBER:
	case SP_E_TEXT:
	case SP_E_TRUTH:
		return sp_expr_copy(e);
	case SP_E_NAME:
		return close_name(s, e, at);
	case SP_E_CALL:
		return function_of(e)->close(s, e, at);
	case SP_E_AND:
	case SP_E_OR:
	case SP_E_NOT:
		return close_logic(s, e, at);
	case SP_E_IN:
		return close_in(s, e, at);
	case SP_E_EQ:
	case SP_E_NE:
	case SP_E_LT:
	case SP_E_LE:
	case SP_E_GT:
	case SP_E_GE:
		return close_comparison(s, e, at);
	default:
		return close_operator(s, e, at);
	}
}

struct sp_expr *sp_scope_close(struct sp_scope *s, const struct sp_expr *e)
{
	return close_expr(s, e, (struct place){ NULL });
}

struct sp_expr *sp_scope_close_aside(struct sp_scope *s, const struct sp_expr *e)
{
	s->aside++;
	struct sp_expr *closed = sp_scope_close(s, e);
	s->aside--;
	return closed;
}

enum sp_answer sp_scope_answer(struct sp_scope *s, const struct sp_expr *e)
{
	return answer_at(s, e, (struct place){ NULL });
}

/* --- what a rules file may hold ----------------------------------------------------------------------- */

struct nested {
	const struct sp_expr *outer;
	bool found;
};

static void find_nested(const struct sp_expr *e, void *data)
{
	struct nested *n = data;
	const struct function *f = e->op == SP_E_CALL && e != n->outer ? function_of(e) : NULL;
	n->found = n->found || (f && f->over_rows);
}

/* Rows for each row would cost their square; nothing that a rule states needs it. */
static bool holds_nested(const struct sp_expr *call)
{
	struct nested n = { call, false };
	sp_expr_walk(call, find_nested, &n);
	return n.found;
}

static void find_fault(const struct sp_expr *e, void *data)
{
	const char **fault = data;
	if (e->op != SP_E_CALL || *fault)
		return;
	const struct function *f = function_of(e);
	size_t n = sp_expr_count(e);
	if (!f)
		*fault = "there is no function of this name";
	else if (n < f->least || n > f->most)
		*fault = "a function has too few or too many arguments";
	else if (f->over_rows && holds_nested(e))
		*fault = "a function of the rows stands within another";
	else if (e->where && !f->over_rows)
		*fault = "where stands only in sum, count, all, any and first";
	else if (strcmp(f->name, "matches") == 0 && sp_expr_arg(e, 1)->op != SP_E_TEXT)
		*fault = "the second argument of matches is a text";
}

const char *sp_scope_fault(const struct sp_expr *e)
{
	const char *fault = NULL;
	sp_expr_walk(e, find_fault, &fault);
	return fault;
}

struct fields {
	void (*name)(enum sp_scope_of, const char *, void *);
	void *data;
};

static void tell_field(const struct fields *f, enum sp_scope_of of, const char *path)
{
	char *top = g_strndup(path, strcspn(path, "."));
	f->name(of, top, f->data);
	g_free(top);
}

static void find_fields(const struct sp_expr *e, enum sp_scope_of here, const struct fields *f)
{
	if (e->op == SP_E_NAME) {
		if (g_str_has_prefix(e->text, "this."))
			tell_field(f, SP_OF_SUBJECT, e->text + strlen("this."));
		else if (g_str_has_prefix(e->text, "document."))
			tell_field(f, SP_OF_DOCUMENT, e->text + strlen("document."));
		else
			tell_field(f, here, e->text);
	}
	if (e->op == SP_E_CALL && function_of(e) && function_of(e)->over_rows)
		here = SP_OF_ROWS;
	for (size_t i = 0; i < sp_expr_count(e); i++)
		find_fields(sp_expr_arg(e, i), here, f);
	if (e->where)
		find_fields(e->where, here, f);
}

void sp_scope_fields(const struct sp_expr *e, void (*name)(enum sp_scope_of of, const char *field, void *data),
                     void *data)
{
	const struct fields f = { name, data };
	if (e)
		find_fields(e, SP_OF_SUBJECT, &f);
}
