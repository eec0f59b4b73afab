/*
 * Method: a plan is made once from the rules: which record types are subjects or rows of rules that must
 * wait for the end, and which of their fields those rules read. Records of such types are kept as
 * compact JSON of these fields, indexed by the keys that rules join on; a record of another type is
 * looked at and forgotten.
 */
#include "verify/rules/check.h"

#include <string.h>

#include "verify/rules/docket.h"
#include "verify/rules/functions.h"
#include "verify/rules/judge.h"
#include "verify/rules/wording.h"
#include "verify/tables/tables.h"
#include "verify/tables/twins.h"

struct index {
	char *type, *key;           /* key NULL: all records of the type; the expression as printed */
	const struct sp_expr *expr; /* the key, of a rule */
	GHashTable *rows;           /* key's value → GPtrArray of char *: kept texts, borrowed from `kept` */
};

struct kept_record {
	char *type;
	char *text;
	int64_t place; /* in the stream */
};

struct sp_check {
	struct sp_ctx *ctx;
	const struct sp_ruleset *rules;
	sp_check_receive receive;
	void *data;
	struct sp_docket *docket; /* NULL: nothing waits */
	struct sp_tables *tables;
	struct sp_twins *twins;
	GHashTable *plan;     /* type → GHashTable used as a set: the fields to keep */
	GHashTable *late;     /* set of types: subjects and rows of rules that wait */
	GPtrArray *indices;   /* of struct index * */
	GPtrArray *kept;      /* of struct kept_record *, in order of the stream */
	GHashTable *previous; /* type, key and value → text of the nearest earlier record */
	GHashTable *ids;      /* of findings already in the stream */
	GArray *unread;       /* of int64_t: where in the stream something stands that looks like a row and is no record */
	GHashTable *places;   /* kept text → struct kept_record * */
	int64_t place;        /* of the record that is read */
	struct sp_json *document;
	GArray *years;          /* of int: year columns of indicators so far, ascending */
	const GPtrArray *group; /* the rows looked at last: several rules ask for the same ones */
	GPtrArray *rows;        /* the same, read; NULL before the first */
	int64_t looked_at;      /* rows, for all rules */
};

/* --- the plan -------------------------------------------------------------------------------------- */

static bool waits(const struct sp_check_rule *rule)
{
	return rule->rows.kind == SP_ROWS_ALL;
}

static GHashTable *fields_of(struct sp_check *c, const char *type)
{
	GHashTable *fields = g_hash_table_lookup(c->plan, type);
	if (!fields) {
		fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_hash_table_insert(c->plan, g_strdup(type), fields);
		g_hash_table_add(fields, g_strdup("id"));
		g_hash_table_add(fields, g_strdup("type")); /* a document has no id; it is known by this */
		g_hash_table_add(fields, g_strdup("source"));
	}
	return fields;
}

struct planning {
	GHashTable *subject, *rows; /* sets of fields; NULL: not kept */
};

static void plan_field(enum sp_field_of of, const char *field, void *data)
{
	struct planning *p = data;
	GHashTable *fields = of == SP_OF_SUBJECT ? p->subject : of == SP_OF_ROWS ? p->rows : NULL;
	if (fields)
		g_hash_table_add(fields, g_strdup(field));
}

static void plan_path(enum sp_field_of of, const char *path, struct planning *p)
{
	if (!path)
		return;
	char *top = g_strndup(path, strcspn(path, "."));
	plan_field(of, top, p);
	/* a total is a figure itself: its value comes with these */
	static const char *const beside[] = { "raw", "unit", "multiplier", "approx" };
	for (size_t i = 0; i < G_N_ELEMENTS(beside) && strcmp(top, "value") == 0; i++)
		plan_field(of, beside[i], p);
	g_free(top);
}

static void plan_rule(const struct sp_check_rule *rule, struct planning *p)
{
	const struct sp_expr *const trees[] = { rule->when,   rule->value,     rule->expected, rule->holds,
						rule->likely, rule->tolerance, rule->rows.same };
	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++)
		sp_functions_fields(trees[i], plan_field, p);
	for (int l = 0; l < SP_LANGS; l++)
		sp_wording_fields(rule->message[l], plan_field, p);
	plan_path(SP_OF_SUBJECT, rule->published, p);
	plan_path(SP_OF_SUBJECT, rule->field, p);
	/* the key is said of the rows */
	struct planning key = { p->rows, p->rows };
	sp_functions_fields(rule->rows.key, plan_field, &key);
	plan_path(SP_OF_SUBJECT, rule->each, p);
}

static struct index *index_for(struct sp_check *c, const char *type, const char *key)
{
	for (guint i = 0; i < c->indices->len; i++) {
		struct index *x = g_ptr_array_index(c->indices, i);
		if (strcmp(x->type, type) == 0 && g_strcmp0(x->key, key) == 0)
			return x;
	}
	return NULL;
}

static void free_texts(gpointer texts)
{
	g_ptr_array_free(texts, TRUE);
}

static void add_index(struct sp_check *c, const char *type, const struct sp_rule_rows *rows)
{
	if (index_for(c, type, rows->key_text))
		return;
	struct index *x = g_new(struct index, 1);
	*x = (struct index){ g_strdup(type), g_strdup(rows->key_text), rows->key,
			     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_texts) };
	g_ptr_array_add(c->indices, x);
}

static void make_plan(struct sp_check *c)
{
	for (guint i = 0; i < c->rules->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(c->rules->rules, i);
		if (rule->rows.kind == SP_ROWS_NONE)
			continue;
		for (guint t = 0; t < rule->about->len; t++) {
			const char *about = g_ptr_array_index(rule->about, t);
			const char *rows = rule->rows.type ? rule->rows.type : about;
			struct planning p = { waits(rule) ? fields_of(c, about) : NULL, fields_of(c, rows) };
			plan_rule(rule, &p);
			if (waits(rule)) {
				add_index(c, rows, &rule->rows);
				g_hash_table_add(c->late, g_strdup(about));
				g_hash_table_add(c->late, g_strdup(rows));
			}
		}
	}
}

/* --- life ------------------------------------------------------------------------------------------ */

static void free_index(gpointer p)
{
	struct index *x = p;
	g_free(x->type);
	g_free(x->key);
	g_hash_table_destroy(x->rows);
	g_free(x);
}

static void free_kept(gpointer p)
{
	struct kept_record *k = p;
	g_free(k->type);
	g_free(k->text);
	g_free(k);
}

static void free_set(gpointer set)
{
	g_hash_table_destroy(set);
}

static void make_unique(struct sp_check *c, struct sp_finding *f);
static void hand_on(struct sp_check *c, const struct sp_check_rule *rule, struct sp_finding *f);

/* The search for sums is a rule like others: where it nearly always fails, the table was misread. */
static void receive_sum(struct sp_finding *f, void *data)
{
	static const struct sp_check_rule rule = { .severity = SP_RULE_ERROR };
	make_unique(data, f);
	hand_on(data, &rule, f);
}

static void receive_twin(struct sp_finding *f, void *data)
{
	static const struct sp_check_rule rule = { .severity = SP_RULE_ERROR };
	make_unique(data, f);
	hand_on(data, &rule, f);
}

struct sp_check *sp_check_new(struct sp_ctx *ctx, const struct sp_ruleset *rules, sp_check_receive receive, void *data)
{
	struct sp_check *c = g_new0(struct sp_check, 1);
	c->ctx = ctx;
	c->rules = rules;
	c->receive = receive;
	c->data = data;
	c->docket = sp_docket_new(receive, data);
	c->tables = sp_tables_new(ctx, receive_sum, c);
	c->twins = sp_twins_new(receive_twin, c);
	c->unread = g_array_new(FALSE, FALSE, sizeof(int64_t));
	c->places = g_hash_table_new(NULL, NULL);
	c->plan = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_set);
	c->late = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	c->indices = g_ptr_array_new_with_free_func(free_index);
	c->kept = g_ptr_array_new_with_free_func(free_kept);
	c->previous = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	c->years = g_array_new(FALSE, FALSE, sizeof(int));
	c->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	make_plan(c);
	return c;
}

void sp_check_free(struct sp_check *c)
{
	if (!c)
		return;
	g_hash_table_destroy(c->plan);
	g_hash_table_destroy(c->late);
	g_ptr_array_free(c->indices, TRUE);
	g_ptr_array_free(c->kept, TRUE);
	g_hash_table_destroy(c->previous);
	g_hash_table_destroy(c->ids);
	g_array_free(c->unread, TRUE);
	g_hash_table_destroy(c->places);
	sp_docket_free(c->docket);
	sp_tables_free(c->tables);
	sp_twins_free(c->twins);
	sp_json_free(c->document);
	g_array_free(c->years, TRUE);
	if (c->rows)
		g_ptr_array_free(c->rows, TRUE);
	g_free(c);
}

/* --- findings -------------------------------------------------------------------------------------- */

/* An id that came before gets #2, #3…, as records do. */
static void make_unique(struct sp_check *c, struct sp_finding *f)
{
	char *id = g_strdup(f->id);
	for (int n = 2; g_hash_table_contains(c->ids, id); n++) {
		g_free(id);
		id = g_strdup_printf("%s#%d", f->id, n);
	}
	g_free(f->id);
	f->id = id;
	g_hash_table_add(c->ids, g_strdup(id));
}

static void hand_on(struct sp_check *c, const struct sp_check_rule *rule, struct sp_finding *f)
{
	if (c->docket)
		sp_docket_take(c->docket, rule, f);
	else
		c->receive(f, c->data);
}

/*
 * The last number of an id: 12 of "contribution:01.12", 4 of "project:4"; 0 where it ends in none or is a repetition, or in
 * one of four digits: those of chapters and years count nothing.
 */
static long number_of(const char *id)
{
	size_t end = id ? strlen(id) : 0, from = end;
	while (from > 0 && g_ascii_isdigit(id[from - 1]))
		from--;
	bool plain = from > 0 && end - from >= 1 && end - from <= 3 && strchr(":.-", id[from - 1]) && !strchr(id, '#');
	return plain ? strtol(id + from, NULL, 10) : 0;
}

/* How many rows the numbering of these leaves out: 1 for 01, 02, 04; 0 where they are not all numbered. */
static long missing_rows(const GPtrArray *rows)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	long last = 0;
	bool numbered = true;
	for (guint i = 0; i < rows->len && numbered; i++) {
		long n = number_of(sp_json_str(sp_json_get(g_ptr_array_index(rows, i), "id")));
		numbered = n > 0 && g_hash_table_add(seen, GINT_TO_POINTER((int)n));
		last = MAX(last, n);
	}
	long missing = numbered ? last - (long)g_hash_table_size(seen) : 0;
	g_hash_table_destroy(seen);
	return missing;
}

/* Where the rows begin in the stream, and where something follows that is neither one of them nor a total. */
static void span_of(const struct sp_check *c, const GPtrArray *texts, int64_t *from, int64_t *to)
{
	GHashTable *own = g_hash_table_new(NULL, NULL);
	*from = G_MAXINT64;
	int64_t last = 0;
	for (guint i = 0; i < texts->len; i++) {
		const struct kept_record *k = g_hash_table_lookup(c->places, g_ptr_array_index(texts, i));
		g_hash_table_add(own, g_ptr_array_index(texts, i));
		*from = MIN(*from, k->place);
		last = MAX(last, k->place);
	}
	*to = G_MAXINT64;
	for (guint i = 0; i < c->kept->len && *to == G_MAXINT64; i++) {
		const struct kept_record *k = g_ptr_array_index(c->kept, i);
		if (k->place > last && strcmp(k->type, "total") != 0 && !g_hash_table_contains(own, k->text))
			*to = k->place;
	}
	g_hash_table_destroy(own);
}

/* How much stands among the rows that looks like one of them and was not read. */
static long unread_rows(const struct sp_check *c, const GPtrArray *texts)
{
	if (texts->len == 0 || c->unread->len == 0)
		return 0;
	int64_t from, to;
	span_of(c, texts, &from, &to);
	long n = 0;
	for (guint i = 0; i < c->unread->len; i++) {
		int64_t at = g_array_index(c->unread, int64_t, i);
		n += at > from && at < to;
	}
	return n;
}

/* A sum accuses only if all of its rows were read. */
static void withdraw_incomplete(const struct sp_check *c, const struct sp_check_rule *rule, const GPtrArray *rows,
				struct sp_finding *f)
{
	bool agrees = f->status == SP_MATCH || f->status == SP_TRUNCATED || f->status == SP_NOT_COMPUTABLE;
	if (agrees || !rows || rows != c->rows || !c->group || !rule->value)
		return;
	long missing = missing_rows(rows), unread = unread_rows(c, c->group);
	if (missing + unread == 0)
		return;
	char *lacking = g_strdup_printf("%ld", missing), *left = g_strdup_printf("%ld", unread);
	sp_docket_withdraw(f, "rows-unread", lacking, left);
	g_free(left);
	g_free(lacking);
}

static void judge_item(struct sp_check *c, const struct sp_check_rule *rule, const struct sp_json *subject,
		       const struct sp_json *item, const GPtrArray *rows)
{
	struct sp_scope scope;
	sp_scope_init(&scope, c->ctx, c->rules, subject, rows, c->document);
	scope.item = item;
	struct sp_finding *f = sp_judge(&scope, rule);
	sp_scope_clear(&scope);
	if (!f)
		return;
	make_unique(c, f);
	withdraw_incomplete(c, rule, rows, f);
	hand_on(c, rule, f);
}

/* Once, or once for each item of a list. */
static void judge(struct sp_check *c, const struct sp_check_rule *rule, const struct sp_json *subject,
		  const GPtrArray *rows)
{
	if (!rule->each) {
		judge_item(c, rule, subject, NULL, rows);
		return;
	}
	for (const struct sp_json *i = sp_json_first(sp_json_get(subject, rule->each)); i; i = sp_json_next(i))
		judge_item(c, rule, subject, i, rows);
}

static bool is_about(const struct sp_check_rule *rule, const char *type);

/* The rule that speaks of claims of this kind about such records; NULL when there is none. */
static const struct sp_check_rule *rule_for(const struct sp_check *c, const char *type, enum sp_claim_kind kind)
{
	for (guint i = 0; i < c->rules->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(c->rules->rules, i);
		enum sp_claim_kind own;
		if (rule->evidence && sp_claim_kind_read(rule->evidence, &own) && own == kind && is_about(rule, type))
			return rule;
	}
	return NULL;
}

static void judge_claim(struct sp_check *c, const struct sp_check_rule *rule, const struct sp_json *record,
			const struct sp_claim *claim)
{
	struct sp_scope scope;
	sp_scope_init(&scope, c->ctx, c->rules, record, NULL, c->document);
	struct sp_finding *f = sp_judge_claim(&scope, rule, claim);
	sp_scope_clear(&scope);
	if (!f)
		return;
	make_unique(c, f);
	hand_on(c, rule, f);
}

static void add_year(GArray *ascending, int year)
{
	guint i = 0;
	while (i < ascending->len && g_array_index(ascending, int, i) < year)
		i++;
	if (i == ascending->len || g_array_index(ascending, int, i) != year)
		g_array_insert_val(ascending, i, year);
}

/* The year of the document's reference date; 0 when it has none. */
static int reference_year(const struct sp_check *c)
{
	const char *date = sp_json_str(sp_json_get(c->document, "reference_date"));
	int64_t year = 0;
	char *digits = date && strlen(date) >= 4 ? g_strndup(date, 4) : NULL;
	if (digits && !g_ascii_string_to_signed(digits, 10, 1900, 2100, &year, NULL))
		year = 0;
	g_free(digits);
	return (int)year;
}

/* The texts of a record are read once for all rules over evidence. */
static void judge_evidence(struct sp_check *c, const char *type, const struct sp_json *record)
{
	bool any = false;
	for (int k = 0; k < SP_CLAIM_KINDS && !any; k++)
		any = rule_for(c, type, (enum sp_claim_kind)k) != NULL;
	if (!any)
		return;
	int64_t year;
	for (const struct sp_json *a = sp_json_first(sp_json_get(record, "actuals")); a; a = sp_json_next(a))
		if (sp_json_int(sp_json_get(a, "year"), &year) && year >= 1990 && year <= 2099)
			add_year(c->years, (int)year);
	const struct sp_around around = { (const int *)(const void *)c->years->data, c->years->len, reference_year(c) };
	struct sp_indicator *x = sp_indicator_new(record, &around);
	for (guint i = 0; i < x->claims->len; i++) {
		const struct sp_claim *claim = g_ptr_array_index(x->claims, i);
		const struct sp_check_rule *rule = rule_for(c, type, claim->kind);
		if (rule)
			judge_claim(c, rule, record, claim);
	}
	sp_indicator_free(x);
}

static bool is_about(const struct sp_check_rule *rule, const char *type)
{
	for (guint i = 0; i < rule->about->len; i++)
		if (strcmp(g_ptr_array_index(rule->about, i), type) == 0)
			return true;
	return false;
}

static void free_json(gpointer v)
{
	sp_json_free(v);
}

static void add_row(struct sp_check *c, GPtrArray *rows, const char *text)
{
	struct sp_json *row = sp_json_parse(c->ctx, text, strlen(text));
	if (row)
		g_ptr_array_add(rows, row);
}

/* --- records --------------------------------------------------------------------------------------- */

/* What records are joined on, said of one of them; NULL when it is empty. (transfer full) */
static char *key_of(struct sp_check *c, const struct sp_json *record, const struct sp_expr *key_expr)
{
	struct sp_scope scope;
	sp_scope_init(&scope, c->ctx, c->rules, record, NULL, c->document);
	struct sp_expr *closed = sp_scope_close_aside(&scope, key_expr);
	char *key = closed->op == SP_E_TEXT && *closed->text ? g_strdup(closed->text)
		    : closed->op == SP_E_NUMBER              ? sp_dec_text(&closed->number)
							     : NULL;
	sp_expr_free(closed);
	sp_scope_clear(&scope);
	return key;
}

/* A copy of the record with the planned fields only. (transfer full) */
static char *compact(const struct sp_json *record, GHashTable *fields)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	for (const struct sp_json *c = sp_json_first(record); c; c = sp_json_next(c))
		if (g_hash_table_contains(fields, sp_json_key(c)))
			sp_jw_json(&w, sp_json_key(c), c);
	sp_jw_close(&w);
	char *text = g_strdup(w.out->str);
	sp_jw_clear(&w);
	return text;
}

static void keep(struct sp_check *c, const char *type, const struct sp_json *record)
{
	if (!g_hash_table_contains(c->late, type))
		return;
	struct kept_record *k = g_new(struct kept_record, 1);
	*k = (struct kept_record){ g_strdup(type), compact(record, g_hash_table_lookup(c->plan, type)), c->place };
	g_ptr_array_add(c->kept, k);
	g_hash_table_insert(c->places, k->text, k);
	for (guint i = 0; i < c->indices->len; i++) {
		const struct index *x = g_ptr_array_index(c->indices, i);
		char *key = strcmp(x->type, type) != 0 ? NULL : x->key ? key_of(c, record, x->expr) : g_strdup("");
		if (!key)
			continue;
		GPtrArray *texts = g_hash_table_lookup(x->rows, key);
		if (!texts) {
			texts = g_ptr_array_new();
			g_hash_table_insert(x->rows, g_strdup(key), texts);
		}
		g_ptr_array_add(texts, k->text);
		g_free(key);
	}
}

/* With the nearest earlier record of the same key as its only row; then this record is the nearest. */
static void judge_previous(struct sp_check *c, const struct sp_check_rule *rule, const char *type,
			   const struct sp_json *record)
{
	const char *rows_type = rule->rows.type ? rule->rows.type : type;
	char *wanted = key_of(c, record, rule->rows.same);
	if (wanted) {
		char *place = g_strdup_printf("%s\t%s\t%s", rows_type, rule->rows.key_text, wanted);
		const char *text = g_hash_table_lookup(c->previous, place);
		GPtrArray *rows = g_ptr_array_new_with_free_func(free_json);
		if (text)
			add_row(c, rows, text);
		judge(c, rule, record, rows);
		g_ptr_array_free(rows, TRUE);
		g_free(place);
	}
	g_free(wanted);
}

static void remember_previous(struct sp_check *c, const struct sp_check_rule *rule, const char *type,
			      const struct sp_json *record)
{
	if (rule->rows.type ? strcmp(rule->rows.type, type) != 0 : !is_about(rule, type))
		return;
	char *key = key_of(c, record, rule->rows.key);
	if (key)
		g_hash_table_replace(c->previous, g_strdup_printf("%s\t%s\t%s", type, rule->rows.key_text, key),
				     compact(record, g_hash_table_lookup(c->plan, type)));
	g_free(key);
}

#define CELL_CHARS 12 /* what is no longer than this and has digits may be a cell of a row that fell apart */

/* "03.02 | Sportello | 14%", "14%": a row, or a part of one. Sentences with figures in them are none. */
static void remember_unread(struct sp_check *c, const struct sp_json *record)
{
	const char *text = sp_json_str(sp_json_get(record, "text"));
	bool cell = text && strlen(text) <= CELL_CHARS && strpbrk(text, "0123456789");
	if (cell || (text && g_ascii_isdigit(*text)))
		g_array_append_val(c->unread, c->place);
}

/* A table that no profile knows, among the rows: a part of theirs that was torn off, if it has one row or its rows begin with
 * codes. */
static void remember_table(struct sp_check *c, const struct sp_json *record)
{
	const struct sp_json *first = sp_json_first(sp_json_get(record, "rows"));
	bool coded = first && !sp_json_next(first);
	for (const struct sp_json *r = first; r && !coded; r = sp_json_next(r)) {
		const char *raw = sp_json_str(sp_json_get(sp_json_first(sp_json_get(r, "cells")), "raw"));
		coded = raw && g_ascii_isdigit(*raw);
	}
	if (coded)
		g_array_append_val(c->unread, c->place);
}

void sp_check_record(struct sp_check *c, const struct sp_json *record)
{
	const char *type = sp_json_str(sp_json_get(record, "type"));
	const char *id = sp_json_str(sp_json_get(record, "id"));
	if (!type)
		return;
	c->place++;
	if (strcmp(type, "document") == 0) {
		char *text = sp_json_text(record);
		sp_json_free(c->document);
		c->document = sp_json_parse(c->ctx, text, strlen(text));
		g_free(text);
	}
	if (strcmp(type, "finding") == 0 && id)
		g_hash_table_add(c->ids, g_strdup(id));
	if (strcmp(type, "unparsed") == 0)
		remember_unread(c, record);
	if (strcmp(type, "table") == 0) {
		remember_table(c, record);
		sp_tables_take(c->tables, record);
		sp_twins_take(c->twins, record);
	}
	for (guint i = 0; i < c->rules->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(c->rules->rules, i);
		if (rule->rows.kind == SP_ROWS_NONE && !rule->evidence && is_about(rule, type))
			judge(c, rule, record, NULL);
		else if (rule->rows.kind == SP_ROWS_PREVIOUS && is_about(rule, type))
			judge_previous(c, rule, type, record);
	}
	judge_evidence(c, type, record);
	for (guint i = 0; i < c->rules->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(c->rules->rules, i);
		if (rule->rows.kind == SP_ROWS_PREVIOUS)
			remember_previous(c, rule, type, record);
	}
	keep(c, type, record);
}

/* --- the end --------------------------------------------------------------------------------------- */

static const GPtrArray *read_group(struct sp_check *c, const GPtrArray *texts)
{
	if (c->rows && c->group == texts)
		return c->rows;
	if (c->rows)
		g_ptr_array_free(c->rows, TRUE);
	c->group = texts;
	c->rows = g_ptr_array_new_with_free_func(free_json);
	for (guint i = 0; texts && i < texts->len; i++)
		add_row(c, c->rows, g_ptr_array_index(texts, i));
	return c->rows;
}

static enum sp_status judge_with_rows(struct sp_check *c, const struct sp_check_rule *rule, const struct kept_record *k,
				      const struct sp_json *subject)
{
	const struct index *x = index_for(c, rule->rows.type ? rule->rows.type : k->type, rule->rows.key_text);
	char *wanted = rule->rows.key ? key_of(c, subject, rule->rows.same) : g_strdup("");
	const GPtrArray *texts = wanted ? g_hash_table_lookup(x->rows, wanted) : NULL;
	const GPtrArray *rows = read_group(c, texts);
	judge(c, rule, subject, rows);
	g_free(wanted);
	c->looked_at += rows->len;
	if (c->looked_at <= SP_CHECK_ROWS)
		return SP_OK;
	sp_report(c->ctx, SP_D_LIMIT,
		  "rule %s: more than %d rows are looked at; give its rows a key: \"rows: TYPE where KEY = KEY\"",
		  rule->name, SP_CHECK_ROWS);
	return SP_FAIL;
}

enum sp_status sp_check_finish(struct sp_check *c)
{
	enum sp_status s = SP_OK;
	for (guint i = 0; i < c->kept->len && s == SP_OK; i++) {
		const struct kept_record *k = g_ptr_array_index(c->kept, i);
		struct sp_json *subject = NULL;
		for (guint r = 0; r < c->rules->rules->len && s == SP_OK; r++) {
			const struct sp_check_rule *rule = g_ptr_array_index(c->rules->rules, r);
			if (!waits(rule) || !is_about(rule, k->type))
				continue;
			if (!subject)
				subject = sp_json_parse(c->ctx, k->text, strlen(k->text));
			if (subject)
				s = judge_with_rows(c, rule, k, subject);
		}
		sp_json_free(subject);
	}
	sp_tables_close(c->tables);
	sp_twins_close(c->twins);
	if (c->docket)
		sp_docket_close(c->docket);
	return s;
}

/* --- rules prove themselves -------------------------------------------------------------------------- */

static void collect(struct sp_finding *finding, void *data)
{
	g_ptr_array_add(data, finding);
}

static bool run_example(struct sp_check *c, const struct sp_rule_example *x)
{
	for (guint i = 0; i < x->records->len; i++) {
		const char *text = g_ptr_array_index(x->records, i);
		struct sp_json *record = sp_json_parse_named(c->ctx, "example", text, strlen(text));
		if (!record)
			return false;
		sp_check_record(c, record);
		sp_json_free(record);
	}
	return sp_check_finish(c) == SP_OK;
}

static bool same_number(const char *a, const char *b)
{
	struct sp_dec da, db;
	sp_dec_init(&da);
	sp_dec_init(&db);
	bool same = a && b && sp_dec_parse(&da, a, strlen(a)) == SP_OK && sp_dec_parse(&db, b, strlen(b)) == SP_OK &&
		    sp_dec_cmp(&da, &db) == 0;
	sp_dec_clear(&da);
	sp_dec_clear(&db);
	return same;
}

/* The last finding of this rule is the example's answer. */
static enum sp_status compare_example(struct sp_ctx *ctx, const struct sp_check_rule *rule,
				      const struct sp_rule_example *x, const GPtrArray *findings)
{
	const struct sp_finding *f = findings->len > 0 ? g_ptr_array_index(findings, findings->len - 1) : NULL;
	bool right = x->nothing
			 ? !f
			 : f && f->status == x->status && (!x->recomputed || same_number(x->recomputed, f->recomputed));
	if (right)
		return SP_OK;
	ctx->file = rule->file;
	ctx->line = x->line;
	enum sp_status s = sp_report(ctx, SP_D_DATA, "rule %s: the example \"%s\" should give %s%s%s; it gives %s%s%s",
				     rule->name, x->title, x->nothing ? "nothing" : sp_finding_status_word(x->status),
				     x->recomputed ? " " : "", x->recomputed ? x->recomputed : "",
				     f ? sp_finding_status_word(f->status) : "nothing", f && f->recomputed ? " " : "",
				     f && f->recomputed ? f->recomputed : "");
	ctx->file = NULL;
	ctx->line = 0;
	return s;
}

enum sp_status sp_check_prove(struct sp_ctx *ctx, const struct sp_ruleset *rules, const struct sp_check_rule *rule)
{
	struct sp_ruleset only = *rules;
	only.rules = g_ptr_array_new();
	g_ptr_array_add(only.rules, (gpointer)rule);
	enum sp_status s = SP_OK;
	for (guint i = 0; i < rule->examples->len && s == SP_OK; i++) {
		const struct sp_rule_example *x = g_ptr_array_index(rule->examples, i);
		GPtrArray *findings = g_ptr_array_new_with_free_func(sp_finding_free);
		struct sp_check *c = sp_check_new(ctx, &only, collect, findings);
		/* an example is one case, and says what the rule makes of it */
		sp_docket_free(c->docket);
		c->docket = NULL;
		s = run_example(c, x) ? compare_example(ctx, rule, x, findings) : SP_FAIL;
		sp_check_free(c);
		g_ptr_array_free(findings, TRUE);
	}
	g_ptr_array_free(only.rules, TRUE);
	return s;
}

enum sp_status sp_check_read_rules(struct sp_ctx *ctx, struct sp_ruleset *set, const char *path)
{
	enum sp_status s = sp_ruleset_read_file(ctx, set, path);
	for (guint i = 0; s == SP_OK && i < set->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(set->rules, i);
		if (strcmp(rule->file, path) == 0)
			s = sp_check_prove(ctx, set, rule);
	}
	return s;
}
