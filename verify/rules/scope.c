/*
 * Method: closing rebuilds an expression's tree from the leaves up. A name becomes the figure or text that it stands
 * for; a function over rows becomes the sum, count or answer of its argument closed for each row; conditions are
 * answered. A name for which nothing is found stays a name, and so does all that is built on it: the caller sees that
 * the expression is still open, and the gaps say why.
 *
 * Conditions have three answers: one about a field that is empty is neither true nor false, and nothing is accused on
 * its account.
 */
#include "verify/rules/scope.h"

#include <string.h>

#include "base/italian/words.h"
#include "base/pattern.h"
#include "base/text.h"
#include "verify/rules/functions.h"

/* `row` is the one that a function over rows has come to; NULL outside of these. */
static struct sp_expr *close_expr(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row);

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

/* The member of that name; of a list the figure of that year ("actuals.2025"), if it is the only one. */
static const struct sp_json *member(const struct sp_json *of, const char *step)
{
	const struct sp_json *found = NULL;
	if (sp_json_type(of) != SP_JSON_ARRAY)
		return sp_json_get(of, step);
	for (const struct sp_json *item = sp_json_first(of); item; item = sp_json_next(item))
		if (g_strcmp0(sp_json_digits(sp_json_get(item, "year")), step) == 0) {
			if (found)
				return NULL;
			found = item;
		}
	return found;
}

/* What a path leads to, its parent, and its last step (a part of the path). */
static const struct sp_json *step_into(const struct sp_json *v, const char *path, const struct sp_json **parent,
				       const char **last)
{
	*parent = v;
	*last = path;
	for (const char *dot; v && (dot = strchr(*last, '.')); *last = dot + 1) {
		char *step = g_strndup(*last, (size_t)(dot - *last));
		*parent = v = member(v, step);
		g_free(step);
	}
	return v ? member(v, *last) : NULL;
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
	if (sp_json_int(sp_json_get(v, "multiplier"), &multiplier) && multiplier > 1 &&
	    multiplier <= SP_MULTIPLIER_MOST)
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

static struct sp_expr *close_name(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	const struct sp_parameter *p = g_hash_table_lookup(s->rules->parameters, e->text);
	if (p)
		return close_parameter(s, p);
	if (g_str_has_prefix(e->text, "this."))
		return close_field(s, s->subject, e->text + strlen("this."));
	if (g_str_has_prefix(e->text, "document."))
		return close_field(s, s->document, e->text + strlen("document."));
	return close_field(s, row ? row : s->item ? s->item : s->subject, e->text);
}

/* --- conditions ------------------------------------------------------------------------------------ */

static struct sp_expr *unknown(void)
{
	return sp_expr_words(SP_E_NAME, "unknown");
}

static struct sp_expr *answered(enum sp_truth a)
{
	return a == SP_UNKNOWN ? unknown() : sp_expr_truth(a == SP_YES);
}

static enum sp_truth answer_of(const struct sp_expr *closed)
{
	return closed->op != SP_E_TRUTH ? SP_UNKNOWN : closed->truth ? SP_YES : SP_NO;
}

static enum sp_truth answer_at(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	if (!e)
		return SP_YES;
	s->aside++;
	struct sp_expr *closed = close_expr(s, e, row);
	s->aside--;
	enum sp_truth a = answer_of(closed);
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

static enum sp_truth compare_numbers(enum sp_expr_op op, const struct sp_expr *a, const struct sp_expr *b)
{
	mpq_t qa, qb;
	mpq_inits(qa, qb, NULL);
	enum sp_truth answer = SP_UNKNOWN;
	if (sp_expr_compute(a, qa) == SP_EXPR_DONE && sp_expr_compute(b, qb) == SP_EXPR_DONE)
		answer = compares(op, mpq_cmp(qa, qb)) ? SP_YES : SP_NO;
	mpq_clears(qa, qb, NULL);
	return answer;
}

static struct sp_expr *close_comparison(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *a = close_expr(s, sp_expr_arg(e, 0), row), *b = close_expr(s, sp_expr_arg(e, 1), row);
	enum sp_truth answer;
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

static struct sp_expr *close_in(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *item = close_expr(s, sp_expr_arg(e, 0), row);
	GHashTable *list = g_hash_table_lookup(s->rules->lists, sp_expr_arg(e, 1)->text);
	enum sp_truth answer = item->op != SP_E_TEXT || !list            ? SP_UNKNOWN
			       : g_hash_table_contains(list, item->text) ? SP_YES
									 : SP_NO;
	sp_expr_free(item);
	return answered(answer);
}

/* One known side can settle it: no and anything is no, yes or anything is yes. */
static struct sp_expr *close_logic(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	enum sp_truth decisive = e->op == SP_E_AND ? SP_NO : SP_YES;
	enum sp_truth a = answer_at(s, sp_expr_arg(e, 0), row);
	if (e->op == SP_E_NOT)
		return answered(a == SP_UNKNOWN ? a : a == SP_YES ? SP_NO : SP_YES);
	if (a == decisive)
		return answered(a);
	enum sp_truth b = answer_at(s, sp_expr_arg(e, 1), row);
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
static bool next_row(struct over *o, const struct sp_json **row)
{
	while (o->s->rows && o->next < o->s->rows->len) {
		*row = g_ptr_array_index(o->s->rows, o->next++);
		if (answer_at(o->s, o->call->where, *row) == SP_YES)
			return true;
	}
	return false;
}

static struct sp_expr *over_sum(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct over o = { s, e, 0 };
	struct sp_expr *sum = NULL;
	for (size_t terms = 0; next_row(&o, &row); terms++) {
		struct sp_expr *term = close_expr(s, sp_expr_arg(e, 0), row);
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
static struct sp_expr *over_count(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct over o = { s, e, 0 };
	long n = 0;
	while (next_row(&o, &row)) {
		if (sp_expr_count(e) > 0) {
			s->aside++;
			struct sp_expr *x = close_expr(s, sp_expr_arg(e, 0), row);
			s->aside--;
			n += x->op != SP_E_NAME && !(x->op == SP_E_TEXT && !*x->text);
			sp_expr_free(x);
		} else {
			n++;
		}
	}
	return sp_expr_integer(n);
}

static struct sp_expr *over_quantifier(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct over o = { s, e, 0 };
	enum sp_truth decisive = strcmp(e->text, "all") == 0 ? SP_NO : SP_YES;
	enum sp_truth answer = decisive == SP_NO ? SP_YES : SP_NO;
	while (answer != decisive && next_row(&o, &row)) {
		enum sp_truth here = answer_at(s, sp_expr_arg(e, 0), row);
		if (here == decisive || here == SP_UNKNOWN)
			answer = here;
	}
	return answered(answer);
}

static struct sp_expr *over_first(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct over o = { s, e, 0 };
	return next_row(&o, &row) ? close_expr(s, sp_expr_arg(e, 0), row) : open_name(s, NULL, s->subject, NULL);
}

/* --- functions of their arguments ------------------------------------------------------------------- */

/* Closes argument i and gives its text; NULL when it has none. The tree goes to *hold. */
static const char *text_arg(struct sp_scope *s, const struct sp_expr *e, size_t i, const struct sp_json *row,
			    struct sp_expr **hold)
{
	*hold = close_expr(s, sp_expr_arg(e, i), row);
	return (*hold)->op == SP_E_TEXT ? (*hold)->text : NULL;
}

/* A function of one, two or three texts that gives a text (transfer full) or NULL. */
static struct sp_expr *of_texts(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row,
				char *(*make)(const char *const texts[3]))
{
	struct sp_expr *hold[3] = { NULL, NULL, NULL };
	const char *texts[3] = { NULL, NULL, NULL };
	bool whole = true;
	for (size_t i = 0; i < sp_expr_count(e); i++) {
		texts[i] = text_arg(s, e, i, row, &hold[i]);
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

/* "Restituzione delle anticipazioni" is "restit delle anticip": the words without their endings. */
static char *make_stems(const char *const t[3])
{
	char *folded = sp_text_fold(t[0], strlen(t[0]));
	char **words = g_strsplit(folded, " ", -1);
	GString *out = g_string_new(NULL);
	for (char **word = words; *word; word++) {
		char *stem = sp_stem(*word, strlen(*word));
		g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", stem);
		g_free(stem);
	}
	g_strfreev(words);
	g_free(folded);
	return g_string_free(out, FALSE);
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
		const char *from = open ? open + strlen(marks[i][0]) : NULL,
			   *close = from ? strstr(from, marks[i][1]) : NULL;
		if (close && (!first || from < first)) {
			first = from;
			end = close;
		}
	}
	return first ? g_strndup(first, (size_t)(end - first)) : g_strdup("");
}

static struct sp_expr *fn_same(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *a, *b;
	const char *ta = text_arg(s, e, 0, row, &a), *tb = text_arg(s, e, 1, row, &b);
	enum sp_truth answer = !ta || !tb ? SP_UNKNOWN : sp_text_same(ta, tb) ? SP_YES : SP_NO;
	sp_expr_free(a);
	sp_expr_free(b);
	return answered(answer);
}

#define ALIKE 5 /* letters that two names begin with */

/* "Comune di Roccaspina", "Comune di Roccaspinosa": another last word with the same beginning. */
static struct sp_expr *fn_alike(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *a, *b;
	const char *ta = text_arg(s, e, 0, row, &a), *tb = text_arg(s, e, 1, row, &b);
	enum sp_truth answer = SP_UNKNOWN;
	if (ta && tb) {
		char *fa = sp_text_fold(ta, strlen(ta)), *fb = sp_text_fold(tb, strlen(tb));
		const char *x = strrchr(fa, ' ') ? strrchr(fa, ' ') + 1 : fa,
			   *y = strrchr(fb, ' ') ? strrchr(fb, ' ') + 1 : fb;
		answer = strcmp(x, y) != 0 && strlen(x) >= ALIKE && strncmp(x, y, ALIKE) == 0 ? SP_YES : SP_NO;
		g_free(fa);
		g_free(fb);
	}
	sp_expr_free(a);
	sp_expr_free(b);
	return answered(answer);
}

/* Without case, accents, signs, and function words: "Sviluppo e la valorizzazione" is "sviluppo valorizzazione".
 * (transfer full) */
static char *bare_words(const char *text)
{
	char *folded = sp_text_fold(text, strlen(text));
	char **words = g_strsplit(folded, " ", -1);
	GString *out = g_string_new(NULL);
	for (char **word = words; *word; word++)
		if (!g_strv_contains(sp_function_words, *word))
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", *word);
	g_strfreev(words);
	g_free(folded);
	return g_string_free(out, FALSE);
}

/* Does the first text stand in the second, whatever case, accents, signs and function words? */
static struct sp_expr *fn_within(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *a, *b;
	const char *ta = text_arg(s, e, 0, row, &a), *tb = text_arg(s, e, 1, row, &b);
	enum sp_truth answer = SP_UNKNOWN;
	if (ta && tb) {
		char *fa = bare_words(ta), *fb = bare_words(tb);
		answer = strstr(fb, fa) ? SP_YES : SP_NO;
		g_free(fa);
		g_free(fb);
	}
	sp_expr_free(a);
	sp_expr_free(b);
	return answered(answer);
}

/* date(2026, 11, 1) is "2026-11-01": dates compare as texts. */
static struct sp_expr *fn_date(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	long part[3];
	bool known = true;
	for (size_t i = 0; i < 3; i++) {
		struct sp_expr *x = close_expr(s, sp_expr_arg(e, i), row);
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
static struct sp_expr *of_text_number(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row,
				      long (*read)(const char *))
{
	struct sp_expr *hold;
	const char *text = text_arg(s, e, 0, row, &hold);
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

/* The figure of one year: as if the field were named "forecasts.2026". */
static struct sp_expr *fn_in_year(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	s->aside++;
	struct sp_expr *year = close_expr(s, sp_expr_arg(e, 1), row), *figure = NULL;
	s->aside--;
	if (year->op == SP_E_NUMBER && year->number.scale == 0 && mpz_fits_sshort_p(year->number.units)) {
		char *path = g_strdup_printf("%s.%ld", sp_expr_arg(e, 0)->text, mpz_get_si(year->number.units));
		struct sp_expr *name = sp_expr_words(SP_E_NAME, path);
		figure = close_name(s, name, row);
		sp_expr_free(name);
		g_free(path);
	}
	sp_expr_free(year);
	return figure ? figure : unknown();
}

static struct sp_pattern *pattern_of(struct sp_scope *s, const char *regex)
{
	struct sp_pattern *p = g_hash_table_lookup(s->rules->patterns, regex);
	if (!p && (p = sp_pattern_new(s->ctx, "matches", regex, NULL, SP_PATTERN_CASELESS)))
		g_hash_table_insert(s->rules->patterns, g_strdup(regex), p);
	return p;
}

static struct sp_expr *fn_matches(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *hold;
	const char *text = text_arg(s, e, 0, row, &hold);
	enum sp_truth answer = SP_UNKNOWN;
	struct sp_pattern *p = text ? pattern_of(s, sp_expr_arg(e, 1)->text) : NULL;
	if (p) {
		enum sp_status found = sp_pattern_search(s->ctx, p, text, strlen(text), 0, NULL);
		answer = found == SP_OK ? SP_YES : found == SP_END ? SP_NO : SP_UNKNOWN;
	}
	sp_expr_free(hold);
	return answered(answer);
}

static struct sp_expr *fn_present(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	s->aside++;
	struct sp_expr *x = close_expr(s, sp_expr_arg(e, 0), row);
	s->aside--;
	bool present = x->op != SP_E_NAME && !(x->op == SP_E_TEXT && !*x->text);
	sp_expr_free(x);
	return sp_expr_truth(present);
}

static struct sp_expr *fn_if(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	enum sp_truth a = answer_at(s, sp_expr_arg(e, 0), row);
	return a == SP_UNKNOWN ? unknown() : close_expr(s, sp_expr_arg(e, a == SP_YES ? 1 : 2), row);
}

/* How many decimals a figure means: those printed, without the zeros at their end. 1 for 4,80. */
static struct sp_expr *fn_decimals(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *x = close_expr(s, sp_expr_arg(e, 0), row);
	if (x->op != SP_E_NUMBER)
		return x;
	sp_dec_strip(&x->number);
	sp_dec_set_int(&x->number, x->number.scale);
	x->input = -1;
	return x;
}

/* abs, min, max, round, cut: left to sp_expr_compute */
static struct sp_expr *fn_later(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *call = sp_expr_words(SP_E_CALL, e->text);
	for (size_t i = 0; i < sp_expr_count(e); i++)
		sp_expr_add(call, close_expr(s, sp_expr_arg(e, i), row));
	return call;
}

/* How a call is closed: as a whole, or by what makes a text or a number of the texts of its arguments. */
static const struct {
	struct sp_expr *(*close)(struct sp_scope *, const struct sp_expr *, const struct sp_json *row);
	char *(*text)(const char *const texts[3]);
	long (*number)(const char *text);
} ways[] = {
	[SP_FN_SUM] = { .close = over_sum },
	[SP_FN_COUNT] = { .close = over_count },
	[SP_FN_ALL] = { .close = over_quantifier },
	[SP_FN_ANY] = { .close = over_quantifier },
	[SP_FN_FIRST] = { .close = over_first },
	[SP_FN_PRESENT] = { .close = fn_present },
	[SP_FN_IF] = { .close = fn_if },
	[SP_FN_SAME] = { .close = fn_same },
	[SP_FN_MATCHES] = { .close = fn_matches },
	[SP_FN_DECIMALS] = { .close = fn_decimals },
	[SP_FN_ALIKE] = { .close = fn_alike },
	[SP_FN_WITHIN] = { .close = fn_within },
	[SP_FN_DATE] = { .close = fn_date },
	[SP_FN_IN_YEAR] = { .close = fn_in_year },
	[SP_FN_TAIL] = { .text = make_tail },
	[SP_FN_STEMS] = { .text = make_stems },
	[SP_FN_BEFORE] = { .text = make_before },
	[SP_FN_AFTER] = { .text = make_after },
	[SP_FN_QUOTED] = { .text = make_quoted },
	[SP_FN_REPLACE] = { .text = make_replace },
	[SP_FN_NUMBER] = { .number = read_number },
	[SP_FN_YEAR] = { .number = read_year },
	[SP_FN_COMPUTED] = { .close = fn_later },
};

static struct sp_expr *close_call(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	enum sp_function_way way = sp_function_of(e)->way;
	if (ways[way].text)
		return of_texts(s, e, row, ways[way].text);
	return ways[way].number ? of_text_number(s, e, row, ways[way].number) : ways[way].close(s, e, row);
}

/* --- the pass -------------------------------------------------------------------------------------- */

static struct sp_expr *close_operator(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	struct sp_expr *first = close_expr(s, sp_expr_arg(e, 0), row);
	if (e->op == SP_E_NEG)
		return sp_expr_join(e->op, first, NULL);
	return sp_expr_join(e->op, first, close_expr(s, sp_expr_arg(e, 1), row));
}

static struct sp_expr *close_expr(struct sp_scope *s, const struct sp_expr *e, const struct sp_json *row)
{
	switch (e->op) {
	case SP_E_NUMBER:
	case SP_E_TEXT:
	case SP_E_TRUTH:
		return sp_expr_copy(e);
	case SP_E_NAME:
		return close_name(s, e, row);
	case SP_E_CALL:
		return close_call(s, e, row);
	case SP_E_AND:
	case SP_E_OR:
	case SP_E_NOT:
		return close_logic(s, e, row);
	case SP_E_IN:
		return close_in(s, e, row);
	case SP_E_EQ:
	case SP_E_NE:
	case SP_E_LT:
	case SP_E_LE:
	case SP_E_GT:
	case SP_E_GE:
		return close_comparison(s, e, row);
	default:
		return close_operator(s, e, row);
	}
}

struct sp_expr *sp_scope_close(struct sp_scope *s, const struct sp_expr *e)
{
	return close_expr(s, e, NULL);
}

struct sp_expr *sp_scope_close_aside(struct sp_scope *s, const struct sp_expr *e)
{
	s->aside++;
	struct sp_expr *closed = sp_scope_close(s, e);
	s->aside--;
	return closed;
}

enum sp_truth sp_scope_answer(struct sp_scope *s, const struct sp_expr *e)
{
	return answer_at(s, e, NULL);
}
