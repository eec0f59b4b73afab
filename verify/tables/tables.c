#include "verify/tables/tables.h"

#include <string.h>

#include "verify/findings/expr.h"
#include "verify/tables/declared.h"
#include "verify/tables/rates.h"
#include "verify/tables/sums.h"

#define PARTS_MOST  200 /* pages that are looked at together */
#define HEADS_LEAST 2   /* heads that tell a form */

/* --- findings ------------------------------------------------------------------------------------------ */

static const struct sp_matrix_row *row_of(const struct sp_matrix *m, size_t row)
{
	return &g_array_index(m->rows, struct sp_matrix_row, row);
}

/* The row's source, with the column. (transfer full) */
static char *source_of(const struct sp_matrix *m, size_t row, size_t col)
{
	const struct sp_json *cell = sp_json_get(sp_matrix_at(m, row, col)->json, "source");
	const struct sp_json *source = cell ? cell : sp_json_get(row_of(m, row)->json, "source");
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	for (const struct sp_json *v = sp_json_first(source); v; v = sp_json_next(v))
		sp_jw_json(&w, sp_json_key(v), v);
	if (!sp_json_get(source, "col"))
		sp_jw_int(&w, "col", (int64_t)col);
	sp_jw_close(&w);
	char *text = g_strdup(w.out->str);
	sp_jw_clear(&w);
	return text;
}

static struct sp_figure *figure_of(const struct sp_matrix *m, size_t row, size_t col, const char *label)
{
	const struct sp_json *cell = sp_matrix_at(m, row, col)->json;
	const char *header = m->headers[col], *raw = sp_json_str(sp_json_get(cell, "raw"));
	struct sp_figure *f = sp_figure_new(*label ? label : *header ? header : raw);
	f->record = g_strdup(row_of(m, row)->table);
	f->raw = g_strdup(raw);
	f->value = g_strdup(sp_json_digits(sp_json_get(cell, "value")));
	f->unit = g_strdup(sp_json_str(sp_json_get(cell, "unit")));
	f->source = source_of(m, row, col);
	return f;
}

static void to_dec(const struct sp_matrix *m, int64_t units, struct sp_dec *d)
{
	mpz_set_si(d->units, (long)units);
	d->scale = m->decimals;
}

static void to_rat(const struct sp_matrix *m, int64_t units, mpq_t q)
{
	struct sp_dec d;
	sp_dec_init(&d);
	to_dec(m, units, &d);
	sp_dec_to_rat(q, &d);
	sp_dec_clear(&d);
}

static char *exact(const struct sp_matrix *m, int64_t units)
{
	mpq_t q;
	mpq_init(q);
	to_rat(m, units, q);
	char *digits = sp_exact_digits(q);
	mpq_clear(q);
	return digits;
}

static struct sp_expr *number(const struct sp_figure *f)
{
	struct sp_dec d;
	sp_dec_init(&d);
	sp_dec_parse(&d, f->value, strlen(f->value));
	struct sp_expr *e = sp_expr_number(&d, -1);
	sp_dec_clear(&d);
	return e;
}

/* (transfer full) */
static struct sp_expr *arithmetic(const struct sp_sum *s, const struct sp_finding *f)
{
	struct sp_expr *e = NULL;
	for (guint i = 0; i < s->terms->len; i++) {
		struct sp_expr *n = number(g_ptr_array_index(f->inputs, i));
		bool minus = g_array_index(s->terms, struct sp_sum_term, i).minus;
		e = e ? sp_expr_join(minus ? SP_E_SUB : SP_E_ADD, e, n) : minus ? sp_expr_join(SP_E_NEG, n, NULL) : n;
	}
	return e;
}

/* "Totale entrate, colonna «2026»" (transfer full) */
static char *place_of(const struct sp_matrix *m, size_t at, size_t col, enum sp_language lang)
{
	char number_text[24];
	g_snprintf(number_text, sizeof number_text, "%zu", at + 1);
	const char *label = row_of(m, at)->label;
	char *row = *label ? g_strdup(label) : sp_message("table-row", lang, number_text);
	char *place = *m->headers[col] ? sp_message("table-place", lang, row, m->headers[col]) : g_strdup(row);
	g_free(row);
	return place;
}

static void set_messages(const struct sp_matrix *m, size_t row, size_t col, struct sp_finding *f,
			 const struct sp_expr *e)
{
	struct sp_dec value;
	sp_dec_init(&value);
	sp_dec_parse(&value, f->recomputed, strlen(f->recomputed));
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++) {
		enum sp_expr_style style = lang == SP_IT ? SP_EXPR_IT : SP_EXPR_EN;
		char *place = place_of(m, row, col, lang), *text = sp_expr_text(e, style),
		     *sum = sp_expr_digits(&value, style);
		f->message[lang] = sp_message("table-sum", lang, place, f->published->raw, text, sum);
		g_free(sum);
		g_free(text);
		g_free(place);
	}
	sp_dec_clear(&value);
}

static struct sp_finding *finding_of(const struct sp_matrix *m, const struct sp_sum *s)
{
	bool minus = false;
	for (guint i = 0; i < s->terms->len; i++)
		minus = minus || g_array_index(s->terms, struct sp_sum_term, i).minus;
	const struct sp_matrix_row *row = row_of(m, s->row);
	struct sp_finding *f = sp_finding_new(minus ? "table-difference" : "table-sum", row->table,
					      *m->headers[s->col] ? m->headers[s->col] : NULL);
	char *id = g_strdup_printf("%s:%zu:%zu", f->id, s->row, s->col);
	g_free(f->id);
	f->id = id;
	f->published = figure_of(m, s->row, s->col, row->label);
	for (guint i = 0; i < s->terms->len; i++) {
		const struct sp_sum_term *t = &g_array_index(s->terms, struct sp_sum_term, i);
		const char *label = s->across ? m->headers[t->col] : row_of(m, t->row)->label;
		g_ptr_array_add(f->inputs, figure_of(m, t->row, t->col, label));
	}
	f->status = s->holds ? SP_MATCH : SP_MISMATCH;
	f->likely = !s->holds && s->likely;
	f->severity = f->likely ? SP_RULE_WARN : SP_RULE_ERROR;
	f->recomputed = exact(m, s->value);
	f->difference = exact(m, sp_matrix_at(m, s->row, s->col)->units - s->value);
	f->source = source_of(m, s->row, s->col);
	struct sp_expr *e = arithmetic(s, f);
	f->expression = sp_expr_text(e, SP_EXPR_PLAIN);
	set_messages(m, s->row, s->col, f, e);
	sp_expr_free(e);
	return f;
}

/* "(518.923,97 - 804.017,72) / 804.017,72 * 100" (transfer full) */
static struct sp_expr *rate_expression(const struct sp_rate *r, const struct sp_finding *f)
{
	struct sp_figure *of = f->inputs->pdata[0], *by = f->inputs->pdata[1];
	struct sp_expr *e = number(of);
	if (r->change)
		e = sp_expr_join(SP_E_SUB, e, number(by));
	return sp_expr_join(SP_E_MUL, sp_expr_join(SP_E_DIV, e, number(by)), sp_expr_integer(100));
}

static struct sp_finding *rate_finding(const struct sp_matrix *m, const struct sp_rate *r)
{
	const struct sp_matrix_row *row = row_of(m, r->row);
	struct sp_finding *f = sp_finding_new(r->change ? "table-variation" : "table-share", row->table,
					      *m->headers[r->col] ? m->headers[r->col] : NULL);
	char *id = g_strdup_printf("%s:%zu:%zu", f->id, r->row, r->col);
	g_free(f->id);
	f->id = id;
	f->published = figure_of(m, r->row, r->col, row->label);
	g_ptr_array_add(f->inputs, figure_of(m, r->row, r->of, m->headers[r->of]));
	g_ptr_array_add(f->inputs, figure_of(m, r->row, r->by, m->headers[r->by]));
	f->status = r->status;
	f->likely = r->status == SP_MISMATCH;
	f->severity = f->likely ? SP_RULE_WARN : SP_RULE_ERROR;
	f->recomputed = sp_exact_digits(r->value);
	struct sp_dec printed;
	mpq_t difference;
	sp_dec_init(&printed);
	mpq_init(difference);
	sp_dec_parse(&printed, f->published->value, strlen(f->published->value));
	sp_dec_to_rat(difference, &printed);
	mpq_sub(difference, difference, r->value);
	f->difference = sp_exact_digits(difference);
	mpq_clear(difference);
	sp_dec_clear(&printed);
	f->source = source_of(m, r->row, r->col);
	struct sp_expr *e = rate_expression(r, f);
	f->expression = sp_expr_text(e, SP_EXPR_PLAIN);
	set_messages(m, r->row, r->col, f, e);
	sp_expr_free(e);
	return f;
}

/* --- tables that go on in one another ------------------------------------------------------------------ */

/* A table over all its pages. */
struct whole {
	struct sp_matrix *matrix;
	GPtrArray *sums;  /* of struct sp_sum * */
	GPtrArray *rates; /* of struct sp_rate * */
};

static void free_whole(gpointer p)
{
	struct whole *w = p;
	g_ptr_array_unref(w->sums);
	g_ptr_array_unref(w->rates);
	sp_matrix_free(w->matrix);
	g_free(w);
}

struct sp_tables {
	struct sp_ctx *ctx;
	sp_tables_receive receive;
	void *data;
	GPtrArray *records; /* of struct sp_json *: all that is looked at together */
	guint first;        /* of the records of the last table */
	GPtrArray
	    *wholes; /* of struct whole *: tables of the same heads one after the other, the last one not among them */
};

static void free_json(gpointer v)
{
	sp_json_free(v);
}

struct sp_tables *sp_tables_new(struct sp_ctx *ctx, sp_tables_receive receive, void *data)
{
	struct sp_tables *t = g_new(struct sp_tables, 1);
	*t = (struct sp_tables){ ctx,  receive,
				 data, g_ptr_array_new_with_free_func(free_json),
				 0,    g_ptr_array_new_with_free_func(free_whole) };
	return t;
}

void sp_tables_free(struct sp_tables *t)
{
	if (!t)
		return;
	g_ptr_array_unref(t->wholes);
	g_ptr_array_unref(t->records);
	g_free(t);
}

static struct sp_matrix *matrix_of(const struct sp_tables *t, guint first)
{
	struct sp_matrix *m = sp_matrix_new();
	for (guint i = first; i < t->records->len; i++)
		sp_matrix_add(m, g_ptr_array_index(t->records, i));
	sp_matrix_close(m);
	return m;
}

static void close_whole(struct sp_tables *t)
{
	if (t->first == t->records->len)
		return;
	struct whole *w = g_new(struct whole, 1);
	w->matrix = matrix_of(t, t->first);
	bool *declared = g_new0(bool, w->matrix->n_cols + 1);
	sp_declared_columns(w->matrix, declared);
	w->sums = sp_sums_find(w->matrix, declared);
	sp_declared_find(w->matrix, declared, w->sums);
	g_free(declared);
	w->rates = sp_rates_find(w->matrix);
	g_ptr_array_add(t->wholes, w);
	t->first = t->records->len;
}

/* A cell of the document, whatever matrix it stands in. */
static gconstpointer cell_at(const struct sp_matrix *m, const struct sp_sum *s)
{
	return sp_matrix_at(m, s->row, s->col)->json;
}

static void tell(struct sp_tables *t, const struct sp_matrix *m, const struct sp_sum *s)
{
	if (s->terms->len > 0)
		t->receive(finding_of(m, s), t->data);
}

/*
 * Each table by itself says what holds in it and what fails; all together say what holds besides, where a page's end
 * parted a total from what it adds up. A total that holds so is no fault of the part in which it stands.
 */
void sp_tables_close(struct sp_tables *t)
{
	close_whole(t);
	struct sp_matrix *all = t->wholes->len > 1 ? matrix_of(t, 0) : NULL;
	GPtrArray *besides = all ? sp_sums_confirm(all) : g_ptr_array_new();
	GHashTable *holds = g_hash_table_new(NULL, NULL), *told = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < besides->len; i++)
		g_hash_table_add(holds, (gpointer)cell_at(all, g_ptr_array_index(besides, i)));
	for (guint k = 0; k < t->wholes->len; k++) {
		const struct whole *w = g_ptr_array_index(t->wholes, k);
		for (guint i = 0; i < w->sums->len; i++) {
			const struct sp_sum *s = g_ptr_array_index(w->sums, i);
			if (!s->holds && !s->across && g_hash_table_contains(holds, cell_at(w->matrix, s)))
				continue;
			tell(t, w->matrix, s);
			if (!s->across)
				g_hash_table_add(told, (gpointer)cell_at(w->matrix, s));
		}
		for (guint i = 0; i < w->rates->len; i++)
			t->receive(rate_finding(w->matrix, g_ptr_array_index(w->rates, i)), t->data);
	}
	for (guint i = 0; i < besides->len; i++)
		if (!g_hash_table_contains(told, cell_at(all, g_ptr_array_index(besides, i))))
			tell(t, all, g_ptr_array_index(besides, i));
	g_hash_table_destroy(told);
	g_hash_table_destroy(holds);
	g_ptr_array_unref(besides);
	sp_matrix_free(all);
	g_ptr_array_set_size(t->wholes, 0);
	g_ptr_array_set_size(t->records, 0);
	t->first = 0;
}

static const struct sp_json *last_record(const struct sp_tables *t)
{
	return t->records->len > 0 ? g_ptr_array_index(t->records, t->records->len - 1) : NULL;
}

static bool goes_on(const struct sp_tables *t, const struct sp_json *record)
{
	const char *before = sp_json_str(sp_json_get(record, "continues"));
	if (!before || t->first == t->records->len || t->records->len >= PARTS_MOST)
		return false;
	const struct sp_json *first = g_ptr_array_index(t->records, t->first);
	return g_strcmp0(before, sp_json_str(sp_json_get(last_record(t), "id"))) == 0 ||
	       g_strcmp0(before, sp_json_str(sp_json_get(first, "id"))) == 0;
}

/* The same words; or the same letters for the column, "(EP = RS-PR+R)", where a head was torn. */
static bool are_one_head(const char *a, const char *b)
{
	size_t n, m;
	const char *name = sp_declared_name(a, &n), *other = sp_declared_name(b, &m);
	return strcmp(a, b) == 0 || (n > 0 && n == m && memcmp(name, other, n) == 0);
}

/*
 * The same number of columns, and mostly the same heads where both tables tell one: the form goes on, though the layout
 * did not see it.
 */
static bool has_heads_of(const struct sp_json *record, const struct sp_json *other)
{
	const struct sp_json *a = sp_json_first(sp_json_get(record, "columns")),
			     *b = sp_json_first(sp_json_get(other, "columns"));
	size_t same = 0, others = 0, untold = 0;
	for (; a && b; a = sp_json_next(a), b = sp_json_next(b)) {
		const char *head = sp_json_str(sp_json_get(a, "header")), *old = sp_json_str(sp_json_get(b, "header"));
		bool told = head && *head && old && *old;
		if (told && same == 0 && !are_one_head(head, old))
			return false; /* other things are listed */
		same += told && are_one_head(head, old);
		others += told && !are_one_head(head, old);
		untold += !told;
	}
	return !a && !b && (same + untold > others) && (same >= HEADS_LEAST || untold > others);
}

static bool has_figures(const struct sp_json *record)
{
	for (const struct sp_json *r = sp_json_first(sp_json_get(record, "rows")); r; r = sp_json_next(r))
		for (const struct sp_json *c = sp_json_first(sp_json_get(r, "cells")); c; c = sp_json_next(c))
			if (sp_json_digits(sp_json_get(c, "value")))
				return true;
	return false;
}

void sp_tables_take(struct sp_tables *t, const struct sp_json *record)
{
	if (!has_figures(record))
		return; /* a head that stands by itself */
	if (!goes_on(t, record)) {
		close_whole(t);
		if (!last_record(t) || t->records->len >= PARTS_MOST || !has_heads_of(record, last_record(t)))
			sp_tables_close(t);
	}
	char *text = sp_json_text(record);
	struct sp_json *own = sp_json_parse(t->ctx, text, strlen(text));
	g_free(text);
	if (own)
		g_ptr_array_add(t->records, own);
}
