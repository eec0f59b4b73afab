#include "verify/tables/twins.h"

#include <string.h>

#include "base/italian/title.h"
#include "verify/tables/declared.h"

enum {
	FIGURES_MOST = 40000, /* of a document; what comes behind is not compared */
	DIGITS_LEAST = 5,     /* of a figure that is not equal to others by chance */
	CODE_DIGITS = 3,      /* of numbers in front of a name that say nothing of it elsewhere */
	ALIKE_LEAST = 70,     /* likeness of the words (title.h) */
	LOOKED_AT = 60,       /* equal figures that are held against one */
};

/* What a row is called. */
struct name {
	char *label;
	struct sp_title *title;
};

struct entry {
	const struct name *name;
	char *table, *raw, *value, *unit, *source, *head;
	int year;     /* 0: none is printed */
	char *symbol; /* "RS"; NULL: none */
};

struct sp_twins {
	sp_tables_receive receive;
	void *data;
	GPtrArray *names;   /* of struct name * */
	GPtrArray *entries; /* of struct entry *, as printed */
	GHashTable *equal;  /* digits → GPtrArray of struct entry * */
};

static void free_name(gpointer p)
{
	struct name *n = p;
	g_free(n->label);
	sp_title_free(n->title);
	g_free(n);
}

static void free_entry(gpointer p)
{
	struct entry *e = p;
	g_free(e->table);
	g_free(e->raw);
	g_free(e->value);
	g_free(e->unit);
	g_free(e->source);
	g_free(e->head);
	g_free(e->symbol);
	g_free(e);
}

static void free_list(gpointer p)
{
	g_ptr_array_unref(p);
}

struct sp_twins *sp_twins_new(sp_tables_receive receive, void *data)
{
	struct sp_twins *t = g_new(struct sp_twins, 1);
	*t = (struct sp_twins){ receive, data, g_ptr_array_new_with_free_func(free_name),
				g_ptr_array_new_with_free_func(free_entry),
				g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list) };
	return t;
}

void sp_twins_free(struct sp_twins *t)
{
	if (!t)
		return;
	g_hash_table_destroy(t->equal);
	g_ptr_array_unref(t->entries);
	g_ptr_array_unref(t->names);
	g_free(t);
}

/* --- taking ------------------------------------------------------------------------------------------------ */

static bool is_code(const char *word)
{
	size_t digits = strspn(word, "0123456789.");
	return digits >= CODE_DIGITS && !word[digits];
}

/* The words of the row and of what it stands under, without codes. */
static struct name *name_of(const struct sp_json *row)
{
	const char *under = sp_json_str(sp_json_get(row, "under")), *label = sp_json_str(sp_json_get(row, "label"));
	char *text = g_strconcat(under ? under : "", " ", label ? label : "", NULL);
	char **words = g_strsplit(text, " ", -1);
	GString *bare = g_string_new(NULL);
	for (char **word = words; *word; word++)
		if (**word && !is_code(*word))
			g_string_append_printf(bare, "%s%s", bare->len > 0 ? " " : "", *word);
	struct name *n = g_new(struct name, 1);
	*n = (struct name){ g_strdup(g_strstrip(text)), sp_title_new(bare->str) };
	g_string_free(bare, TRUE);
	g_strfreev(words);
	g_free(text);
	return n;
}

static bool tells(const char *raw)
{
	size_t digits = 0;
	for (; *raw; raw++)
		digits += g_ascii_isdigit(*raw) != 0;
	return digits >= DIGITS_LEAST;
}

static void add_figure(struct sp_twins *t, const struct name *name, const char *table, const struct sp_json *row,
		       const struct sp_json *column, const struct sp_json *cell)
{
	const char *digits = sp_json_digits(sp_json_get(cell, "value")), *raw = sp_json_str(sp_json_get(cell, "raw"));
	if (!digits || !raw || !tells(raw) || strspn(digits, "-0.") == strlen(digits) ||
	    t->entries->len >= FIGURES_MOST)
		return;
	const char *head = sp_json_str(sp_json_get(column, "header"));
	const struct sp_json *source = sp_json_get(cell, "source");
	struct entry *e = g_new0(struct entry, 1);
	int64_t year;
	size_t n = 0;
	const char *symbol = head ? sp_declared_name(head, &n) : NULL;
	*e = (struct entry){ .name = name,
			     .table = g_strdup(table),
			     .raw = g_strdup(raw),
			     .value = g_strdup(digits),
			     .unit = g_strdup(sp_json_str(sp_json_get(cell, "unit"))),
			     .source = sp_json_text(source ? source : sp_json_get(row, "source")),
			     .head = g_strdup(head ? head : ""),
			     .year = sp_json_get(column, "year") && sp_json_int(sp_json_get(column, "year"), &year)
					 ? (int)year
					 : 0,
			     .symbol = n > 0 ? g_strndup(symbol, n) : NULL };
	g_ptr_array_add(t->entries, e);
	GPtrArray *list = g_hash_table_lookup(t->equal, e->value);
	if (!list)
		g_hash_table_insert(t->equal, e->value, list = g_ptr_array_new());
	g_ptr_array_add(list, e);
}

void sp_twins_take(struct sp_twins *t, const struct sp_json *record)
{
	const char *table = sp_json_str(sp_json_get(record, "id"));
	for (const struct sp_json *r = sp_json_first(sp_json_get(record, "rows")); r && table; r = sp_json_next(r)) {
		struct name *name = name_of(r);
		g_ptr_array_add(t->names, name);
		const struct sp_json *column = sp_json_first(sp_json_get(record, "columns"));
		const struct sp_json *cell = sp_json_first(sp_json_get(r, "cells"));
		for (; column && cell && name->title; column = sp_json_next(column), cell = sp_json_next(cell))
			add_figure(t, name, table, r, column, cell);
	}
}

/* --- comparing --------------------------------------------------------------------------------------------- */

static bool are_twins(const struct entry *a, const struct entry *b)
{
	if (strcmp(a->table, b->table) == 0 || (a->year && b->year && a->year != b->year) ||
	    (a->symbol && b->symbol && strcmp(a->symbol, b->symbol) != 0))
		return false;
	return sp_title_likeness(a->name->title, b->name->title) >= ALIKE_LEAST;
}

/* The twin that was printed last before it; NULL for none. */
static const struct entry *twin_of(const struct sp_twins *t, const struct entry *e)
{
	const GPtrArray *list = g_hash_table_lookup(t->equal, e->value);
	unsigned looked = 0;
	bool before = false;
	for (guint i = list->len; i-- > 0 && looked < LOOKED_AT;) {
		const struct entry *other = g_ptr_array_index(list, i);
		looked += before;
		if (before && are_twins(other, e))
			return other;
		before = before || other == e;
	}
	return NULL;
}

static struct sp_figure *figure_of(const struct entry *e)
{
	struct sp_figure *f = sp_figure_new(*e->name->label ? e->name->label : e->raw);
	f->record = g_strdup(e->table);
	f->raw = g_strdup(e->raw);
	f->value = g_strdup(e->value);
	f->unit = g_strdup(e->unit);
	f->source = g_strdup(e->source);
	return f;
}

static struct sp_finding *finding_of(const struct entry *e, const struct entry *twin)
{
	struct sp_finding *f = sp_finding_new("same-figure", e->table, *e->head ? e->head : NULL);
	f->published = figure_of(e);
	f->status = SP_MATCH;
	f->severity = SP_RULE_ERROR;
	f->recomputed = g_strdup(e->value);
	f->difference = g_strdup("0");
	f->source = g_strdup(e->source);
	f->expression = g_strdup(e->value);
	g_ptr_array_add(f->inputs, figure_of(twin));
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++)
		f->message[lang] = sp_message("same-figure", lang, e->name->label, e->raw, twin->name->label);
	return f;
}

void sp_twins_close(struct sp_twins *t)
{
	for (guint i = 0; i < t->entries->len; i++) {
		const struct entry *e = g_ptr_array_index(t->entries, i), *twin = twin_of(t, e);
		if (twin)
			t->receive(finding_of(e, twin), t->data);
	}
	g_hash_table_remove_all(t->equal);
	g_ptr_array_set_size(t->entries, 0);
	g_ptr_array_set_size(t->names, 0);
}
