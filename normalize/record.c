#include "normalize/record.h"

#include "base/text.h"

/* --- the types (sp_record_types is made from schemas/records.json) ---------------------------------- */

const struct sp_record_type *sp_record_type(const char *name)
{
	for (const struct sp_record_type *t = sp_record_types; name && t->name; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

const struct sp_field *sp_record_field(const struct sp_record_type *type, const char *name)
{
	for (const struct sp_field *f = type->fields; name && f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* --- one record ----------------------------------------------------------------------------------- */

struct section {
	char *label;
	GString *text;
};

struct slot {
	char *json;          /* TEXT, FIGURE, FORMULA, REF, BARE; `source` */
	GPtrArray *items;    /* LIST, FIGURES: JSON texts */
	GPtrArray *sections; /* SECTIONS: struct section */
};

struct sp_record {
	const struct sp_record_type *type;
	char *id;
	bool closed;
	char *passed;       /* a line of another filter instead of fields */
	struct slot *slots; /* one a field */
	char *source;
};

static void section_free(gpointer p)
{
	struct section *s = p;
	g_free(s->label);
	g_string_free(s->text, TRUE);
	g_free(s);
}

static size_t field_count(const struct sp_record_type *type)
{
	size_t n = 0;
	while (type->fields[n].name)
		n++;
	return n;
}

struct sp_record *sp_record_new(const struct sp_record_type *type)
{
	struct sp_record *r = g_new0(struct sp_record, 1);
	r->type = type;
	r->slots = type ? g_new0(struct slot, field_count(type)) : NULL;
	return r;
}

void sp_record_free(struct sp_record *r)
{
	if (!r)
		return;
	for (size_t i = 0; r->slots && i < field_count(r->type); i++) {
		g_free(r->slots[i].json);
		if (r->slots[i].items)
			g_ptr_array_unref(r->slots[i].items);
		if (r->slots[i].sections)
			g_ptr_array_unref(r->slots[i].sections);
	}
	g_free(r->slots);
	g_free(r->source);
	g_free(r->passed);
	g_free(r->id);
	g_free(r);
}

const struct sp_record_type *sp_record_type_of(const struct sp_record *r)
{
	return r->type;
}

const char *sp_record_id(const struct sp_record *r)
{
	return r->id;
}

static struct slot *slot(const struct sp_record *r, const char *field)
{
	const struct sp_field *f = sp_record_field(r->type, field);
	g_assert(f);
	return &r->slots[f - r->type->fields];
}

static char *json_string(const char *text, gssize n)
{
	size_t bytes = n < 0 ? strlen(text) : (size_t)n;
	GString *json = g_string_sized_new(bytes + 3);
	sp_json_quote(json, text, bytes);
	return g_string_free(json, FALSE);
}

void sp_record_take(struct sp_record *r, const char *field, char *json)
{
	char **place = strcmp(field, "source") == 0 ? &r->source : &slot(r, field)->json;
	g_free(*place);
	*place = json;
}

void sp_record_text(struct sp_record *r, const char *field, const char *text, gssize n)
{
	struct sp_str v = text ? sp_str_trim((struct sp_str){ text, n < 0 ? strlen(text) : (size_t)n }) : SP_STR_NONE;
	if (v.n > 0)
		sp_record_take(r, field, json_string(v.s, (gssize)v.n));
}

void sp_record_add(struct sp_record *r, const char *field, char *json)
{
	struct slot *s = slot(r, field);
	if (!s->items)
		s->items = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(s->items, json);
}

void sp_record_add_text(struct sp_record *r, const char *field, const char *text, gssize n)
{
	struct sp_str v = sp_str_trim((struct sp_str){ text, n < 0 ? strlen(text) : (size_t)n });
	if (v.n > 0)
		sp_record_add(r, field, json_string(v.s, (gssize)v.n));
}

void sp_record_section(struct sp_record *r, const char *field, const char *label, const char *text)
{
	struct slot *s = slot(r, field);
	if (!s->sections)
		s->sections = g_ptr_array_new_with_free_func(section_free);
	for (guint i = 0; i < s->sections->len; i++) {
		struct section *known = s->sections->pdata[i];
		if (strcmp(known->label, label) != 0)
			continue;
		if (known->text->len > 0 && *text)
			g_string_append_c(known->text, '\n');
		g_string_append(known->text, text);
		return;
	}
	struct section *fresh = g_new(struct section, 1);
	fresh->label = g_strdup(label);
	fresh->text = g_string_new(text);
	g_ptr_array_add(s->sections, fresh);
}

static bool same_items(const GPtrArray *a, const GPtrArray *b)
{
	if (!a || !b || a->len != b->len)
		return !a;
	for (guint i = 0; i < a->len; i++)
		if (strcmp(a->pdata[i], b->pdata[i]) != 0)
			return false;
	return true;
}

/* The same JSON, wherever its figure was printed. */
static bool same_json(const char *a, const char *b)
{
	const char *end_a = a && *a == '{' ? strstr(a, ",\"source\":") : NULL;
	const char *end_b = b && *b == '{' ? strstr(b, ",\"source\":") : NULL;
	if (!end_a || !end_b)
		return g_strcmp0(a, b) == 0;
	return end_a - a == end_b - b && memcmp(a, b, (size_t)(end_a - a)) == 0;
}

bool sp_record_repeats(const struct sp_record *r, const struct sp_record *of)
{
	bool says = false;
	if (r->type != of->type)
		return false;
	for (size_t i = 0; r->type->fields[i].name; i++) {
		const struct slot *a = &r->slots[i], *b = &of->slots[i];
		if (a->sections || (a->json && !same_json(a->json, b->json)) || !same_items(a->items, b->items))
			return false;
		says = says || a->json || a->items;
	}
	return says;
}

bool sp_record_has(const struct sp_record *r, const char *field)
{
	const struct slot *s = slot(r, field);
	return s->json || s->items || s->sections;
}

char *sp_record_get_text(const struct sp_record *r, const char *field)
{
	const char *json = slot(r, field)->json;
	if (!json || *json != '"')
		return NULL;
	struct sp_ctx quiet;
	sp_ctx_init(&quiet, "");
	struct sp_json *v = sp_json_parse(&quiet, json, strlen(json));
	char *text = g_strdup(sp_json_str(v));
	sp_json_free(v);
	return text;
}

/* --- writing -------------------------------------------------------------------------------------- */

static void append_key(GString *out, const char *key)
{
	g_string_append_c(out, ',');
	sp_json_quote(out, key, strlen(key));
	g_string_append_c(out, ':');
}

static void append_items(GString *out, const GPtrArray *items)
{
	g_string_append_c(out, '[');
	for (guint i = 0; items && i < items->len; i++) {
		if (i > 0)
			g_string_append_c(out, ',');
		g_string_append(out, items->pdata[i]);
	}
	g_string_append_c(out, ']');
}

static void append_sections(GString *out, const GPtrArray *sections)
{
	g_string_append_c(out, '{');
	for (guint i = 0; sections && i < sections->len; i++) {
		const struct section *s = sections->pdata[i];
		if (i > 0)
			g_string_append_c(out, ',');
		sp_json_quote(out, s->label, strlen(s->label));
		g_string_append_c(out, ':');
		sp_json_quote(out, s->text->str, s->text->len);
	}
	g_string_append_c(out, '}');
}

static void append_field(GString *out, const struct sp_field *f, const struct slot *s)
{
	if (f->only_if_set && !s->json && !s->items && !s->sections)
		return;
	if (f->form == SP_FORM_BARE) {
		/* the keys of the figure without its braces */
		const char *json = s->json ? s->json : "{\"raw\":\"\",\"value\":null,\"unit\":null}";
		g_string_append_c(out, ',');
		g_string_append_len(out, json + 1, (gssize)strlen(json) - 2);
		return;
	}
	append_key(out, f->name);
	if (f->form == SP_FORM_LIST || f->form == SP_FORM_FIGURES)
		append_items(out, s->items);
	else if (f->form == SP_FORM_SECTIONS)
		append_sections(out, s->sections);
	else
		g_string_append(out, s->json ? s->json : "null");
}

static void write_record(const struct sp_record *r, FILE *to)
{
	GString *out = g_string_new(NULL);
	if (r->passed) {
		g_string_append(out, r->passed);
	} else {
		g_string_append_printf(out, "{\"type\":\"%s\",\"id\":", r->type->name);
		sp_json_quote(out, r->id, strlen(r->id));
		for (size_t i = 0; r->type->fields[i].name; i++)
			append_field(out, &r->type->fields[i], &r->slots[i]);
		g_string_append_printf(out, ",\"source\":%s}", r->source ? r->source : "{}");
	}
	g_string_append_c(out, '\n');
	fwrite(out->str, 1, out->len, to);
	g_string_free(out, TRUE);
}

/* --- queue -------------------------------------------------------------------------------------------- */

struct sp_queue {
	FILE *to;
	GQueue waiting;     /* struct sp_record, in document order */
	GHashTable *ids;    /* id without "#n" → how often it was given */
	GHashTable *counts; /* type → written or waiting */
};

struct sp_queue *sp_queue_new(FILE *to)
{
	struct sp_queue *q = g_new0(struct sp_queue, 1);
	q->to = to;
	g_queue_init(&q->waiting);
	q->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	q->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return q;
}

void sp_queue_free(struct sp_queue *q)
{
	if (!q)
		return;
	for (GList *l = q->waiting.head; l; l = l->next)
		sp_record_free(l->data);
	g_queue_clear(&q->waiting);
	g_hash_table_destroy(q->ids);
	g_hash_table_destroy(q->counts);
	g_free(q);
}

/* One more of `key`; the new number. */
static size_t count_up(GHashTable *table, const char *key)
{
	size_t n = GPOINTER_TO_SIZE(g_hash_table_lookup(table, key)) + 1;
	g_hash_table_insert(table, g_strdup(key), GSIZE_TO_POINTER(n));
	return n;
}

static void flush(struct sp_queue *q)
{
	struct sp_record *first;
	while ((first = g_queue_peek_head(&q->waiting)) && first->closed) {
		g_queue_pop_head(&q->waiting);
		write_record(first, q->to);
		sp_record_free(first);
	}
}

void sp_queue_add(struct sp_queue *q, struct sp_record *r, const char *tail)
{
	char *plain = g_strdup_printf("%s:%s", r->type->name, tail);
	size_t n = count_up(q->ids, plain);
	if (n > 1) {
		r->id = g_strdup_printf("%s#%zu", plain, n);
		g_free(plain);
	} else {
		r->id = plain;
	}
	count_up(q->counts, r->type->name);
	g_queue_push_tail(&q->waiting, r);
}

void sp_queue_close(struct sp_queue *q, struct sp_record *r)
{
	r->closed = true;
	flush(q);
}

void sp_queue_pass(struct sp_queue *q, const char *type, const char *line, size_t n)
{
	struct sp_record *r = sp_record_new(NULL);
	r->passed = g_strndup(line, n);
	r->closed = true;
	count_up(q->counts, type);
	g_queue_push_tail(&q->waiting, r);
	flush(q);
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

void sp_queue_end(struct sp_queue *q)
{
	for (GList *l = q->waiting.head; l; l = l->next)
		((struct sp_record *)l->data)->closed = true;
	flush(q);

	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", "end");
	sp_jw_object(&w, "records");
	GList *names = g_list_sort(g_hash_table_get_keys(q->counts), by_text);
	for (GList *l = names; l; l = l->next)
		sp_jw_int(&w, l->data, (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(q->counts, l->data)));
	g_list_free(names);
	sp_jw_close(&w);
	sp_jw_close(&w);
	sp_jw_line(&w, q->to);
	sp_jw_clear(&w);
}

char *sp_slug(const char *text)
{
	char *fold = sp_text_fold(text, strlen(text));
	g_strdelimit(fold, " ", '-');
	if (strlen(fold) > 40) {
		char *end = g_utf8_find_prev_char(fold, fold + 41);
		*end = '\0';
		char *dash = strrchr(fold, '-');
		if (dash && dash - fold > 20)
			*dash = '\0';
	}
	return fold;
}
