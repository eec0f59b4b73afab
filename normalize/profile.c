/*
 * A profile is read in two steps. Its evidence and facts are compiled at once, because every document
 * is asked for them; lines, tables and the rest only when a document turns out to be of the family
 * (a dozen families share their parts, and compiling all of them would cost more than reading a
 * short document). A user's own profile is compiled in full at once, to be refused at the door.
 *
 * What a profile includes is read after its own entries, so that the own come first where order
 * decides. Words and patterns are looked up in the own file first, then in the included ones.
 */
#include "normalize/profile.h"

#include "base/file.h"
#include "base/json.h"
#include "base/resource.h"
#include "base/text.h"
#include "normalize/data.h"

enum { PROFILE_BYTES = 4 * 1024 * 1024, INCLUDES = 32 };

struct source {
	char *name;
	char *origin; /* file as named, or the built-in's path */
	char *text;
	struct sp_json *json;
	bool shipped; /* its patterns are tried by the program's own tests */
};

struct sp_profiles {
	GPtrArray *sources;  /* struct source, in the order of `profiles` */
	GPtrArray *profiles; /* struct sp_profile */
	struct sp_facts facts;
	GPtrArray *patterns; /* every struct sp_pattern, freed here */
};

/* --- reading with a place to name ---------------------------------------------------------------- */

struct loader {
	struct sp_ctx *ctx;
	struct sp_profiles *set;
	const struct source *at; /* the file being read */
	GPtrArray *files;        /* struct source: own, then included */
	GString *pointer;        /* JSON pointer to the value being read */
};

static bool refuse(struct loader *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(struct loader *l, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *why = g_strdup_vprintf(format, args);
	va_end(args);
	sp_report(l->ctx, SP_D_DATA, "profile %s: %s: %s", l->at->origin, l->pointer->len > 0 ? l->pointer->str : "/",
		  why);
	g_free(why);
	return false;
}

static gsize enter(struct loader *l, const char *key)
{
	gsize before = l->pointer->len;
	g_string_append_printf(l->pointer, "/%s", key);
	return before;
}

static gsize enter_at(struct loader *l, size_t index)
{
	gsize before = l->pointer->len;
	g_string_append_printf(l->pointer, "/%zu", index);
	return before;
}

static void leave(struct loader *l, gsize before)
{
	g_string_truncate(l->pointer, before);
}

/* Every member of `object` must be one of the blank-separated `keys`: a slip of the pen is no silence. */
static bool only_keys(struct loader *l, const struct sp_json *object, const char *keys)
{
	if (sp_json_type(object) != SP_JSON_OBJECT)
		return refuse(l, "an object is wanted");
	char **known = g_strsplit(keys, " ", -1);
	bool ok = true;
	for (const struct sp_json *m = sp_json_first(object); m && ok; m = sp_json_next(m))
		if (!g_strv_contains((const gchar *const *)known, sp_json_key(m)))
			ok = refuse(l, "unknown key \"%s\"; known here: %s", sp_json_key(m), keys);
	g_strfreev(known);
	return ok;
}

/* --- strings ---------------------------------------------------------------------------------------- */

static bool string_of(struct loader *l, const struct sp_json *object, const char *key, char **out)
{
	const struct sp_json *v = sp_json_get(object, key);
	if (!v)
		return true;
	if (!sp_json_str(v)) {
		gsize before = enter(l, key);
		refuse(l, "a string is wanted");
		leave(l, before);
		return false;
	}
	*out = g_strdup(sp_json_str(v));
	return true;
}

typedef char *(*folding)(const char *text);

static char *as_is(const char *text)
{
	return g_strdup(text);
}

static char *folded(const char *text)
{
	return sp_text_fold(text, strlen(text));
}

/* As headers are compared: folded, blanks gone; a closing "*" stays. */
static char *folded_tight(const char *text)
{
	char *fold = sp_text_fold(text, strlen(text));
	char *to = fold;
	for (const char *from = fold; *from; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = '\0';
	if (!g_str_has_suffix(text, "*"))
		return fold;
	char *open = g_strconcat(fold, "*", NULL);
	g_free(fold);
	return open;
}

static const struct sp_json *lookup(const struct loader *l, const char *table, const char *name)
{
	for (guint i = 0; i < l->files->len; i++) {
		const struct source *f = l->files->pdata[i];
		const struct sp_json *v = sp_json_get(sp_json_get(f->json, table), name);
		if (v)
			return v;
	}
	return NULL;
}

static bool add_words(struct loader *l, const struct sp_json *v, folding fold, GPtrArray *out, unsigned depth);

static bool add_word(struct loader *l, const struct sp_json *v, folding fold, GPtrArray *out, unsigned depth)
{
	const char *text = v ? sp_json_str(v) : NULL;
	if (!text || !*text)
		return refuse(l, "a string is wanted");
	if (*text != '@' || fold == as_is) {
		g_ptr_array_add(out, fold(text));
		return true;
	}
	const struct sp_json *words = depth < 4 ? lookup(l, "words", text + 1) : NULL;
	if (!words)
		return refuse(l, "no words \"%s\" in this profile or what it includes", text + 1);
	return add_words(l, words, fold, out, depth + 1);
}

static bool add_words(struct loader *l, const struct sp_json *v, folding fold, GPtrArray *out, unsigned depth)
{
	if (sp_json_type(v) != SP_JSON_ARRAY)
		return add_word(l, v, fold, out, depth);
	size_t i = 0;
	for (const struct sp_json *w = sp_json_first(v); w; w = sp_json_next(w), i++) {
		gsize before = enter_at(l, i);
		bool ok = add_word(l, w, fold, out, depth);
		leave(l, before);
		if (!ok)
			return false;
	}
	return true;
}

/* A string or a list of strings; the array is empty when the key is absent. */
static bool strings_of(struct loader *l, const struct sp_json *object, const char *key, folding fold, GPtrArray **out)
{
	*out = g_ptr_array_new_with_free_func(g_free);
	const struct sp_json *v = sp_json_get(object, key);
	if (!v)
		return true;
	gsize before = enter(l, key);
	bool ok = add_words(l, v, fold, *out, 0);
	leave(l, before);
	return ok;
}

/* --- patterns ---------------------------------------------------------------------------------------- */

/*
 * Pieces are put in where they are used, as groups without a name: in front of the pattern, as a
 * (?(DEFINE)…), they would hide from PCRE2 what a match starts with, and searching a text would
 * cost a hundred times as much.
 */
static bool expand(struct loader *l, const char *regex, GString *out, unsigned depth)
{
	const char *use;
	while ((use = strstr(regex, "(?&")) != NULL) {
		const char *end = strchr(use, ')');
		char *name = end ? g_strndup(use + 3, (gsize)(end - use) - 3) : NULL;
		const char *piece = name && depth < 8 ? sp_json_str(lookup(l, "define", name)) : NULL;
		if (!piece)
			refuse(l, "no piece \"%s\" under \"define\" in this profile or what it includes",
			       name ? name : use);
		g_free(name);
		if (!piece)
			return false;
		g_string_append_len(out, regex, use - regex);
		g_string_append(out, "(?:");
		if (!expand(l, piece, out, depth + 1))
			return false;
		g_string_append_c(out, ')');
		regex = end + 1;
	}
	g_string_append(out, regex);
	return true;
}

/* The pattern as written, with its pieces put in. (transfer full); NULL after a diagnosis. */
static struct sp_json *expanded(struct loader *l, const struct sp_json *v)
{
	const char *regex = sp_json_str(v) ? sp_json_str(v) : sp_json_str(sp_json_get(v, "regex"));
	GString *whole = g_string_new(NULL);
	struct sp_json *out = NULL;
	if (!regex) {
		refuse(l, "a pattern is a string or an object with \"regex\"");
	} else if (expand(l, regex, whole, 0)) {
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_object(&w, NULL);
		sp_jw_str(&w, "regex", whole->str);
		for (const struct sp_json *m = sp_json_str(v) ? NULL : sp_json_first(v); m; m = sp_json_next(m))
			if (strcmp(sp_json_key(m), "regex") != 0)
				sp_jw_json(&w, sp_json_key(m), m);
		sp_jw_close(&w);
		out = sp_json_parse(l->ctx, w.out->str, w.out->len);
		sp_jw_clear(&w);
	}
	g_string_free(whole, TRUE);
	return out;
}

static struct sp_pattern *compile(struct loader *l, const struct sp_json *v)
{
	if (!sp_json_str(v) && !only_keys(l, v, "regex caseless whole matches rejects about"))
		return NULL;
	struct sp_json *ready = expanded(l, v);
	char *name = g_strdup_printf("%s#%s", l->at->origin, l->pointer->str);
	struct sp_pattern *p = !ready           ? NULL
			       : l->at->shipped ? sp_pattern_later(l->ctx, name, ready)
						: sp_pattern_from_json(l->ctx, name, ready, NULL);
	g_free(name);
	sp_json_free(ready);
	if (p)
		g_ptr_array_add(l->set->patterns, p);
	return p;
}

/* A pattern, or the name of one in `patterns` written "@name". */
static bool pattern_of(struct loader *l, const struct sp_json *object, const char *key, struct sp_pattern **out)
{
	const struct sp_json *v = sp_json_get(object, key);
	if (!v)
		return true;
	gsize before = enter(l, key);
	const char *name = sp_json_str(v);
	if (name && *name == '@') {
		v = lookup(l, "patterns", name + 1);
		if (!v)
			refuse(l, "no pattern \"%s\" in this profile or what it includes", name + 1);
	}
	*out = v ? compile(l, v) : NULL;
	leave(l, before);
	return *out != NULL;
}

static bool patterns_of(struct loader *l, const struct sp_json *object, const char *key, GPtrArray *out)
{
	const struct sp_json *list = sp_json_get(object, key);
	gsize before = enter(l, key);
	size_t i = 0;
	bool ok = true;
	for (const struct sp_json *v = sp_json_first(list); v && ok; v = sp_json_next(v), i++) {
		gsize inner = enter_at(l, i);
		struct sp_pattern *p = compile(l, v);
		if (p)
			g_ptr_array_add(out, p);
		ok = p != NULL;
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

/* --- record types and fields ------------------------------------------------------------------------- */

static const struct sp_record_type *type_named(struct loader *l, const char *name)
{
	const struct sp_record_type *type = sp_record_type(name);
	if (!type)
		refuse(l, "no record type \"%s\"", name);
	return type;
}

static const struct sp_field *field_named(struct loader *l, const struct sp_record_type *type, const char *name)
{
	const struct sp_field *field = sp_record_field(type, name);
	if (!field)
		refuse(l, "%s has no field \"%s\"", type->name, name);
	return field;
}

/* "objective.manager" → type and field. */
static bool type_and_field(struct loader *l, const char *text, const struct sp_record_type **type,
			   const struct sp_field **field)
{
	char **parts = g_strsplit(text, ".", 2);
	*type = type_named(l, parts[0]);
	if (*type)
		*field = parts[1] ? field_named(l, *type, parts[1]) : NULL;
	g_strfreev(parts);
	if (*type && !*field)
		return refuse(l, "\"type.field\" is wanted, not \"%s\"", text);
	return *type && *field;
}

static void copy_free(gpointer p)
{
	struct sp_copy *c = p;
	g_free(c->field);
	g_free(c->context);
	g_free(c);
}

/* "from": {"field": "context"} */
static bool copies_of(struct loader *l, const struct sp_json *object, const struct sp_record_type *type,
		      GPtrArray **out)
{
	*out = g_ptr_array_new_with_free_func(copy_free);
	gsize before = enter(l, "from");
	bool ok = true;
	for (const struct sp_json *m = sp_json_first(sp_json_get(object, "from")); m && ok; m = sp_json_next(m)) {
		ok = field_named(l, type, sp_json_key(m)) &&
		     (sp_json_str(m) || refuse(l, "the name of a context is wanted"));
		if (ok) {
			struct sp_copy *c = g_new(struct sp_copy, 1);
			*c = (struct sp_copy){ g_strdup(sp_json_key(m)), g_strdup(sp_json_str(m)) };
			g_ptr_array_add(*out, c);
		}
	}
	leave(l, before);
	return ok;
}

/* --- lines ------------------------------------------------------------------------------------------------ */

static void mark_free(gpointer p)
{
	struct sp_mark *m = p;
	g_free(m->name);
	g_free(m->after);
	g_free(m->value_field);
	g_free(m->sequence);
	g_free(m->rest);
	if (m->labels)
		g_ptr_array_unref(m->labels);
	if (m->contexts)
		g_ptr_array_unref(m->contexts);
	if (m->resets)
		g_ptr_array_unref(m->resets);
	if (m->copies)
		g_ptr_array_unref(m->copies);
	g_free(m);
}

/* Exactly one of opens, sets, holds, context, ends says what a mark does. */
static bool read_act(struct loader *l, const struct sp_json *v, struct sp_mark *m)
{
	static const char *const keys[] = { "opens", "sets", "holds", "context", "ends" };
	const char *found = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (sp_json_get(v, keys[i])) {
			if (found)
				return refuse(l, "both \"%s\" and \"%s\"; one is wanted", found, keys[i]);
			found = keys[i];
			m->act = (enum sp_act)i;
		}
	if (!found)
		return refuse(l, "one of \"opens\", \"sets\", \"holds\", \"context\", \"ends\" is wanted");
	const char *what = sp_json_str(sp_json_get(v, found));
	if (m->act == SP_ACT_ENDS)
		return true;
	if (m->act == SP_ACT_CONTEXT)
		return strings_of(l, v, found, as_is, &m->contexts);
	if (!what)
		return refuse(l, "\"%s\" wants a string", found);
	switch (m->act) {
	case SP_ACT_OPENS:
		m->type = type_named(l, what);
		return m->type && (m->type->holds || refuse(l, "a %s is made by tables, not by lines", what));
	default:
		return type_and_field(l, what, &m->type, &m->field);
	}
}

static bool read_take(struct loader *l, const struct sp_json *v, enum sp_take *take)
{
	static const char *const words[] = { "all", "line", "paragraph", "none", "heading" };
	const char *word = sp_json_str(sp_json_get(v, "take"));
	if (!sp_json_get(v, "take"))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_strcmp0(word, words[i]) == 0) {
			*take = (enum sp_take)i;
			return true;
		}
	return refuse(l, "\"take\" is one of all, line, paragraph, none, heading");
}

/* "value": the name of a field, or {"pattern": …, "else": field, "needed": true} */
static bool read_value(struct loader *l, const struct sp_json *v, struct sp_mark *m)
{
	const struct sp_json *value = sp_json_get(v, "value");
	if (!value)
		return true;
	gsize before = enter(l, "value");
	bool ok;
	if (sp_json_str(value)) {
		m->value_field = g_strdup(sp_json_str(value));
		ok = true;
	} else {
		ok = only_keys(l, value, "pattern else needed") && pattern_of(l, value, "pattern", &m->value) &&
		     string_of(l, value, "else", &m->value_field);
		m->value_needed = sp_json_bool(sp_json_get(value, "needed"), false);
	}
	if (ok && m->value_field && (!m->type || !field_named(l, m->type, m->value_field)))
		ok = m->type ? false : refuse(l, "a value with a field wants a record");
	leave(l, before);
	return ok;
}

static bool read_mark(struct loader *l, const struct sp_json *v, struct sp_mark *m)
{
	if (!only_keys(
		l, v,
		"name about label tail pattern where within quiet bare after opens sets holds context ends value "
		"take rest once sequence resets from"))
		return false;
	const char *where = sp_json_str(sp_json_get(v, "where"));
	m->heading = g_strcmp0(where, "heading") == 0;
	m->within = sp_json_bool(sp_json_get(v, "within"), false);
	m->quiet = sp_json_bool(sp_json_get(v, "quiet"), false);
	m->bare = sp_json_bool(sp_json_get(v, "bare"), false);
	m->once = sp_json_bool(sp_json_get(v, "once"), false);
	if (!strings_of(l, v, "label", folded, &m->labels) || !pattern_of(l, v, "pattern", &m->pattern))
		return false;
	if ((m->labels->len > 0) == (m->pattern != NULL))
		return refuse(l, "either \"label\" or \"pattern\" is wanted");
	if (where && !m->heading && strcmp(where, "any") != 0)
		return refuse(l, "\"where\" is any or heading");
	if (!pattern_of(l, v, "tail", &m->tail) || !string_of(l, v, "after", &m->after) ||
	    !string_of(l, v, "sequence", &m->sequence) || !string_of(l, v, "name", &m->name) ||
	    !string_of(l, v, "rest", &m->rest) || !read_act(l, v, m) || !read_value(l, v, m) ||
	    !read_take(l, v, &m->take) || !strings_of(l, v, "resets", as_is, &m->resets))
		return false;
	if (m->rest && (m->act != SP_ACT_OPENS || !field_named(l, m->type, m->rest)))
		return m->act == SP_ACT_OPENS ? false : refuse(l, "\"rest\" wants \"opens\"");
	if (!m->name)
		m->name = g_strdup(m->labels->len > 0 ? m->labels->pdata[0] : sp_pattern_name(m->pattern));
	return m->act != SP_ACT_OPENS || copies_of(l, v, m->type, &m->copies);
}

static bool read_lines(struct loader *l, const struct sp_json *list, GPtrArray *out)
{
	gsize before = enter(l, "lines");
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(list); v && ok; v = sp_json_next(v), i++) {
		struct sp_mark *m = g_new0(struct sp_mark, 1);
		g_ptr_array_add(out, m);
		gsize inner = enter_at(l, i);
		ok = read_mark(l, v, m);
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

/* --- tables ------------------------------------------------------------------------------------------------ */

static void column_free(gpointer p)
{
	struct sp_column *c = p;
	g_free(c->codes);
	g_free(c->unit);
	if (c->headers)
		g_ptr_array_unref(c->headers);
	if (c->left)
		g_ptr_array_unref(c->left);
	if (c->lower)
		g_ptr_array_unref(c->lower);
	g_free(c);
}

static void makes_free(gpointer p)
{
	struct sp_makes *m = p;
	if (m->key)
		g_ptr_array_unref(m->key);
	if (m->copies)
		g_ptr_array_unref(m->copies);
	g_free(m);
}

static void total_free(gpointer p)
{
	struct sp_total_rule *t = p;
	if (t->of)
		g_ptr_array_unref(t->of);
	g_free(t);
}

static void table_free(gpointer p)
{
	struct sp_table_rule *t = p;
	g_free(t->name);
	g_ptr_array_unref(t->columns);
	g_ptr_array_unref(t->needs);
	g_ptr_array_unref(t->makes);
	g_ptr_array_unref(t->totals);
	if (t->below)
		g_ptr_array_unref(t->below);
	g_free(t);
}

static struct sp_table_rule *table_new(void)
{
	struct sp_table_rule *t = g_new0(struct sp_table_rule, 1);
	t->columns = g_ptr_array_new_with_free_func(column_free);
	t->needs = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	t->makes = g_ptr_array_new_with_free_func(makes_free);
	t->totals = g_ptr_array_new_with_free_func(total_free);
	return t;
}

static bool read_makes(struct loader *l, const struct sp_json *v, struct sp_table_rule *t)
{
	const struct sp_json *list = sp_json_get(v, "makes");
	if (!list || sp_json_count(list) == 0)
		return refuse(l, "\"makes\" wants a list of records");
	gsize before = enter(l, "makes");
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *e = sp_json_first(list); e && ok; e = sp_json_next(e), i++) {
		gsize inner = enter_at(l, i);
		struct sp_makes *m = g_new0(struct sp_makes, 1);
		g_ptr_array_add(t->makes, m);
		const char *type = sp_json_str(sp_json_get(e, "type"));
		ok = only_keys(l, e, "type key from") && (type || refuse(l, "\"type\" is wanted")) &&
		     (m->type = type_named(l, type)) && strings_of(l, e, "key", as_is, &m->key) &&
		     copies_of(l, e, m->type, &m->copies);
		for (guint k = 0; ok && k < m->key->len; k++)
			ok = field_named(l, m->type, m->key->pdata[k]);
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

static bool read_parse(struct loader *l, const struct sp_json *v, enum sp_parse *parse)
{
	static const char *const words[] = { "", "code", "ordinal", "numbers", "items" };
	const struct sp_json *word = sp_json_get(v, "parse");
	if (!word)
		return true;
	for (size_t i = 1; i < G_N_ELEMENTS(words); i++)
		if (g_strcmp0(sp_json_str(word), words[i]) == 0) {
			*parse = (enum sp_parse)i;
			return true;
		}
	return refuse(l, "\"parse\" is one of code, ordinal, numbers, items");
}

/* "objective.weight" → "objective"; NULL without a point. (transfer full) */
static char *type_before(const char *name)
{
	const char *point = strchr(name, '.');
	return point ? g_strndup(name, (gsize)(point - name)) : NULL;
}

static bool read_column(struct loader *l, const char *name, const struct sp_json *v, struct sp_table_rule *t)
{
	struct sp_column *c = g_new0(struct sp_column, 1);
	g_ptr_array_add(t->columns, c);
	if (!only_keys(l, v, "is left of blank many fill marks parse pattern gross split codes unit lower about"))
		return false;
	c->makes = t->makes->len - 1;
	const char *of = sp_json_str(sp_json_get(v, "of"));
	char *said = of ? NULL : type_before(name);
	of = of ? of : said;
	for (guint i = 0; of && i < t->makes->len; i++)
		if (strcmp(((const struct sp_makes *)t->makes->pdata[i])->type->name, of) == 0)
			c->makes = i;
	const struct sp_record_type *type = ((const struct sp_makes *)t->makes->pdata[c->makes])->type;
	bool made = !of || strcmp(type->name, of) == 0 || refuse(l, "the table makes no %s", of);
	g_free(said);
	if (!made)
		return false;
	c->field = field_named(l, type, strchr(name, '.') ? strchr(name, '.') + 1 : name);
	c->blank = sp_json_bool(sp_json_get(v, "blank"), false);
	c->many = sp_json_bool(sp_json_get(v, "many"), false);
	c->fill = sp_json_bool(sp_json_get(v, "fill"), false);
	c->marks = sp_json_bool(sp_json_get(v, "marks"), false);
	bool ok = c->field && strings_of(l, v, "is", folded_tight, &c->headers) &&
		  strings_of(l, v, "left", folded_tight, &c->left) && read_parse(l, v, &c->parse) &&
		  pattern_of(l, v, "pattern", &c->pattern) && pattern_of(l, v, "gross", &c->gross) &&
		  pattern_of(l, v, "split", &c->split) && string_of(l, v, "codes", &c->codes) &&
		  string_of(l, v, "unit", &c->unit) && strings_of(l, v, "lower", as_is, &c->lower);
	return ok && (!c->codes || field_named(l, type, c->codes));
}

/* The table of that name in this profile or what it includes. */
static const struct sp_json *table_named(const struct loader *l, const char *name)
{
	for (guint i = 0; name && i < l->files->len; i++) {
		const struct source *f = l->files->pdata[i];
		for (const struct sp_json *t = sp_json_first(sp_json_get(f->json, "tables")); t; t = sp_json_next(t))
			if (g_strcmp0(sp_json_str(sp_json_get(t, "name")), name) == 0)
				return t;
	}
	return NULL;
}

/* Columns by field, in order of preference; those that `own` has already are passed by. */
static bool read_columns(struct loader *l, const struct sp_json *v, const struct sp_json *own, struct sp_table_rule *t)
{
	gsize before = enter(l, "columns");
	bool ok = true;
	for (const struct sp_json *m = sp_json_first(sp_json_get(v, "columns")); m && ok; m = sp_json_next(m)) {
		if (own && sp_json_get(sp_json_get(own, "columns"), sp_json_key(m)))
			continue;
		gsize inner = enter(l, sp_json_key(m) ? sp_json_key(m) : "?");
		ok = sp_json_key(m) ? read_column(l, sp_json_key(m), m, t)
				    : refuse(l, "an object of columns is wanted");
		leave(l, inner);
	}
	leave(l, before);
	return ok && (t->columns->len > 0 || refuse(l, "\"columns\" are wanted"));
}

/* The own columns first, then those of the table that it is like. */
static bool read_all_columns(struct loader *l, const struct sp_json *v, struct sp_table_rule *t)
{
	if (!read_columns(l, v, NULL, t))
		return false;
	const char *like = sp_json_str(sp_json_get(v, "like"));
	const struct sp_json *base = table_named(l, like);
	if (like && !base)
		return refuse(l, "no table \"%s\" in this profile or what it includes", like);
	return !base || read_columns(l, base, v, t);
}

bool sp_column_feeds(const struct sp_table_rule *t, const struct sp_column *c, const char *field)
{
	const char *point = strchr(field, '.');
	const char *type = ((const struct sp_makes *)t->makes->pdata[c->makes])->type->name;
	if (point && (strncmp(type, field, (size_t)(point - field)) != 0 || type[point - field] != '\0'))
		return false;
	return strcmp(c->field->name, point ? point + 1 : field) == 0;
}

/* A field that one of the table's columns fills. */
static bool column_field(struct loader *l, const struct sp_table_rule *t, const char *name)
{
	for (guint i = 0; i < t->columns->len; i++)
		if (sp_column_feeds(t, t->columns->pdata[i], name))
			return true;
	return refuse(l, "no column \"%s\" in this table", name);
}

static bool read_needs(struct loader *l, const struct sp_json *v, struct sp_table_rule *t)
{
	gsize before = enter(l, "needs");
	bool ok = true;
	for (const struct sp_json *n = sp_json_first(sp_json_get(v, "needs")); n && ok; n = sp_json_next(n)) {
		GPtrArray *any = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(t->needs, any);
		ok = add_words(l, n, as_is, any, 0);
		for (guint i = 0; ok && i < any->len; i++)
			ok = column_field(l, t, any->pdata[i]);
	}
	leave(l, before);
	return ok &&
	       (t->needs->len > 0 || refuse(l, "\"needs\" is wanted: the columns that tell this table from others"));
}

static bool read_totals(struct loader *l, const struct sp_json *v, struct sp_table_rule *t)
{
	gsize before = enter(l, "totals");
	bool ok = true;
	for (const struct sp_json *e = sp_json_first(sp_json_get(v, "totals")); e && ok; e = sp_json_next(e)) {
		struct sp_total_rule *total = g_new0(struct sp_total_rule, 1);
		g_ptr_array_add(t->totals, total);
		const char *scope = sp_json_str(sp_json_get(e, "scope"));
		ok = only_keys(l, e, "when of scope") && pattern_of(l, e, "when", &total->when) &&
		     strings_of(l, e, "of", as_is, &total->of) && (!scope || (total->scope = type_named(l, scope)));
		for (guint i = 0; ok && i < total->of->len; i++)
			ok = column_field(l, t, total->of->pdata[i]);
	}
	leave(l, before);
	return ok;
}

static bool read_table(struct loader *l, const struct sp_json *v, struct sp_table_rule *t)
{
	if (!only_keys(l, v, "name about like makes columns needs totals below") || !string_of(l, v, "name", &t->name))
		return false;
	if (!t->name)
		return refuse(l, "\"name\" is wanted");
	return read_makes(l, v, t) && read_all_columns(l, v, t) && read_needs(l, v, t) && read_totals(l, v, t) &&
	       strings_of(l, v, "below", as_is, &t->below);
}

static bool read_tables(struct loader *l, const struct sp_json *list, GPtrArray *out)
{
	gsize before = enter(l, "tables");
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(list); v && ok; v = sp_json_next(v), i++) {
		struct sp_table_rule *t = table_new();
		g_ptr_array_add(out, t);
		gsize inner = enter_at(l, i);
		ok = read_table(l, v, t);
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

/* --- the rest of a family ------------------------------------------------------------------------------- */

static void worded_free(gpointer p)
{
	struct sp_worded *w = p;
	g_free(w->word);
	g_free(w);
}

static bool read_worded(struct loader *l, const struct sp_json *object, const char *key, const char *word_key,
			GPtrArray *out)
{
	gsize before = enter(l, key);
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(sp_json_get(object, key)); v && ok; v = sp_json_next(v), i++) {
		struct sp_worded *w = g_new0(struct sp_worded, 1);
		g_ptr_array_add(out, w);
		gsize inner = enter_at(l, i);
		ok = string_of(l, v, word_key, &w->word) && pattern_of(l, v, "pattern", &w->pattern);
		if (ok && (!w->word || !w->pattern))
			ok = refuse(l, "\"%s\" and \"pattern\" are wanted", word_key);
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

static bool read_codes(struct loader *l, const struct sp_json *file, struct sp_profile *p)
{
	const struct sp_json *codes = sp_json_get(file, "codes");
	if (!codes)
		return true;
	gsize before = enter(l, "codes");
	bool ok = only_keys(l, codes, "label shape not about");
	if (ok && !p->code_label)
		ok = pattern_of(l, codes, "label", &p->code_label);
	if (ok && !p->code_shape)
		ok = pattern_of(l, codes, "shape", &p->code_shape);
	ok = ok && patterns_of(l, codes, "not", p->code_not);
	leave(l, before);
	return ok;
}

static bool read_levels(struct loader *l, const struct sp_json *file, struct sp_profile *p)
{
	const struct sp_json *list = sp_json_get(file, "levels");
	if (!list || p->levels->len > 0)
		return true;
	gsize before = enter(l, "levels");
	bool ok = true;
	for (const struct sp_json *v = sp_json_first(list); v && ok; v = sp_json_next(v)) {
		const struct sp_record_type *type = type_named(l, sp_json_str(v) ? sp_json_str(v) : "?");
		ok = type != NULL;
		if (ok)
			g_ptr_array_add(p->levels, (gpointer)type);
	}
	leave(l, before);
	return ok;
}

/* Own entries first, then those of what is included. */
static bool read_family(struct loader *l, struct sp_profile *p)
{
	bool ok = true;
	for (guint i = 0; i < l->files->len && ok; i++) {
		const struct sp_json *file = ((const struct source *)l->files->pdata[i])->json;
		l->at = l->files->pdata[i];
		ok = read_lines(l, sp_json_get(file, "lines"), p->lines) &&
		     read_tables(l, sp_json_get(file, "tables"), p->tables) && read_codes(l, file, p) &&
		     read_worded(l, file, "formulas", "kind", p->formulas) &&
		     read_worded(l, file, "units", "unit", p->units) && read_levels(l, file, p);
	}
	return ok;
}

/* --- detection and facts ---------------------------------------------------------------------------------- */

bool sp_near(const GPtrArray *near, const char *fold)
{
	for (guint i = 0; i < near->len; i++)
		if (strstr(fold, near->pdata[i]))
			return true;
	return near->len == 0;
}

static void evidence_free(gpointer p)
{
	struct sp_evidence *e = p;
	g_free(e->why);
	g_free(e->header);
	g_ptr_array_unref(e->near);
	g_free(e);
}

static int whole(const struct sp_json *object, const char *key, int otherwise)
{
	int64_t n;
	const struct sp_json *v = sp_json_get(object, key);
	return v && sp_json_int(v, &n) && n >= 0 && n < 1000 ? (int)n : otherwise;
}

/* "near" may not hide what the pattern finds: the pattern's own examples must have one of its words. */
static bool near_of(struct loader *l, const struct sp_json *v, const char *pattern, GPtrArray **near)
{
	if (!strings_of(l, v, "near", folded, near))
		return false;
	const struct sp_json *examples = sp_json_get(sp_json_get(v, pattern), "matches");
	for (const struct sp_json *e = sp_json_first(examples); e; e = sp_json_next(e)) {
		char *fold = folded(sp_json_str(e) ? sp_json_str(e) : "");
		bool found = sp_near(*near, fold);
		g_free(fold);
		if (!found)
			return refuse(l, "no word of \"near\" stands in the example \"%s\"", sp_json_str(e));
	}
	return true;
}

static bool read_evidence(struct loader *l, const struct sp_json *file, struct sp_profile *p)
{
	const struct sp_json *detect = sp_json_get(file, "detect");
	if (!detect)
		return true;
	gsize before = enter(l, "detect");
	bool ok = only_keys(l, detect, "least evidence");
	p->least = whole(detect, "least", 1);
	enter(l, "evidence");
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(sp_json_get(detect, "evidence")); v && ok;
	     v = sp_json_next(v), i++) {
		struct sp_evidence *e = g_new0(struct sp_evidence, 1);
		g_ptr_array_add(p->evidence, e);
		gsize inner = enter_at(l, i);
		e->points = whole(v, "points", 1);
		e->most = whole(v, "most", 1);
		ok = near_of(l, v, "text", &e->near) && only_keys(l, v, "why near text header points most") &&
		     string_of(l, v, "why", &e->why) && pattern_of(l, v, "text", &e->text);
		const char *header = sp_json_str(sp_json_get(v, "header"));
		e->header = header ? folded_tight(header) : NULL;
		if (ok && (!e->why || (!e->text && !e->header)))
			ok = refuse(l, "\"why\" and one of \"text\", \"header\" are wanted");
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

static void act_free(gpointer p)
{
	struct sp_act_rule *a = p;
	g_free(a->organ);
	g_ptr_array_unref(a->near);
	g_free(a);
}

static void period_free(gpointer p)
{
	struct sp_period_rule *r = p;
	g_ptr_array_unref(r->near);
	g_free(r);
}

static void fact_free(gpointer p)
{
	struct sp_fact_rule *r = p;
	g_ptr_array_unref(r->near);
	g_free(r);
}

static bool read_fact_rules(struct loader *l, const struct sp_json *facts, const char *key, GPtrArray *out)
{
	gsize before = enter(l, key);
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(sp_json_get(facts, key)); v && ok; v = sp_json_next(v), i++) {
		struct sp_fact_rule *r = g_new0(struct sp_fact_rule, 1);
		gsize inner = enter_at(l, i);
		r->spare = sp_json_bool(sp_json_get(v, "spare"), false);
		ok = near_of(l, v, "pattern", &r->near) && only_keys(l, v, "pattern near spare about") &&
		     pattern_of(l, v, "pattern", &r->pattern) && (r->pattern || refuse(l, "\"pattern\" is wanted"));
		g_ptr_array_add(out, r);
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

static bool read_acts(struct loader *l, const struct sp_json *facts, GPtrArray *out)
{
	gsize before = enter(l, "acts");
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(sp_json_get(facts, "acts")); v && ok; v = sp_json_next(v), i++) {
		struct sp_act_rule *a = g_new0(struct sp_act_rule, 1);
		g_ptr_array_add(out, a);
		gsize inner = enter_at(l, i);
		ok = near_of(l, v, "pattern", &a->near) && string_of(l, v, "organ", &a->organ) &&
		     pattern_of(l, v, "pattern", &a->pattern) && (a->pattern || refuse(l, "\"pattern\" is wanted"));
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

static bool read_periods(struct loader *l, const struct sp_json *facts, GPtrArray *out)
{
	gsize before = enter(l, "periods");
	bool ok = true;
	size_t i = 0;
	for (const struct sp_json *v = sp_json_first(sp_json_get(facts, "periods")); v && ok;
	     v = sp_json_next(v), i++) {
		struct sp_period_rule *r = g_new0(struct sp_period_rule, 1);
		g_ptr_array_add(out, r);
		gsize inner = enter_at(l, i);
		r->points = whole(v, "points", 1);
		ok = near_of(l, v, "pattern", &r->near) && only_keys(l, v, "pattern points near") &&
		     pattern_of(l, v, "pattern", &r->pattern) && (r->pattern || refuse(l, "\"pattern\" is wanted"));
		leave(l, inner);
	}
	leave(l, before);
	return ok;
}

static bool read_facts(struct loader *l, const struct sp_json *file, struct sp_facts *f)
{
	const struct sp_json *facts = sp_json_get(file, "facts"), *notes = sp_json_get(file, "notes");
	gsize before = enter(l, "facts");
	bool ok = (!facts ||
		   only_keys(l, facts, "furniture totals reports bodies authors periods reference_dates acts about")) &&
		  patterns_of(l, facts, "furniture", f->furniture) && patterns_of(l, facts, "totals", f->totals) &&
		  read_fact_rules(l, facts, "reports", f->reports) && read_fact_rules(l, facts, "bodies", f->bodies) &&
		  read_fact_rules(l, facts, "authors", f->authors) && read_periods(l, facts, f->periods) &&
		  read_fact_rules(l, facts, "reference_dates", f->reference_dates) && read_acts(l, facts, f->acts);
	leave(l, before);
	before = enter(l, "notes");
	ok = ok && (!notes || (only_keys(l, notes, "line mark about") && pattern_of(l, notes, "line", &f->note_line) &&
			       pattern_of(l, notes, "mark", &f->note_mark)));
	leave(l, before);
	return ok;
}

/* --- a set of profiles ------------------------------------------------------------------------------------ */

static void source_free(gpointer p)
{
	struct source *s = p;
	g_free(s->name);
	g_free(s->origin);
	g_free(s->text);
	sp_json_free(s->json);
	g_free(s);
}

static void profile_free(gpointer v)
{
	struct sp_profile *p = v;
	GPtrArray *const lists[] = { p->evidence, p->lines, p->tables, p->code_not, p->formulas, p->units, p->levels };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_unref(lists[i]);
	g_free(p->name);
	g_free(p->kind);
	g_free(p->about);
	g_free(p);
}

static struct sp_profile *profile_new(void)
{
	struct sp_profile *p = g_new0(struct sp_profile, 1);
	p->evidence = g_ptr_array_new_with_free_func(evidence_free);
	p->lines = g_ptr_array_new_with_free_func(mark_free);
	p->tables = g_ptr_array_new_with_free_func(table_free);
	p->code_not = g_ptr_array_new();
	p->formulas = g_ptr_array_new_with_free_func(worded_free);
	p->units = g_ptr_array_new_with_free_func(worded_free);
	p->levels = g_ptr_array_new();
	return p;
}

static struct source *find_source(const struct sp_profiles *set, const char *name)
{
	for (guint i = 0; i < set->sources->len; i++)
		if (g_strcmp0(((struct source *)set->sources->pdata[i])->name, name) == 0)
			return set->sources->pdata[i];
	return NULL;
}

static bool add_includes(struct loader *l, struct source *file)
{
	for (guint i = 0; i < l->files->len; i++)
		if (l->files->pdata[i] == file)
			return true;
	g_ptr_array_add(l->files, file);
	l->at = file;
	gsize before = enter(l, "include");
	bool ok = l->files->len <= INCLUDES || refuse(l, "more than %d files include one another", INCLUDES);
	for (const struct sp_json *v = sp_json_first(sp_json_get(file->json, "include")); v && ok;
	     v = sp_json_next(v)) {
		struct source *other = sp_json_str(v) ? find_source(l->set, sp_json_str(v)) : NULL;
		ok = other ? add_includes(l, other)
			   : refuse(l, "there is no profile \"%s\" to include", sp_json_str(v) ? sp_json_str(v) : "?");
		l->at = file;
	}
	leave(l, before);
	return ok;
}

static bool loader_begin(struct loader *l, struct sp_ctx *ctx, struct sp_profiles *set, struct source *file)
{
	*l = (struct loader){
		.ctx = ctx, .set = set, .at = file, .files = g_ptr_array_new(), .pointer = g_string_new(NULL)
	};
	return add_includes(l, file);
}

static void loader_end(struct loader *l)
{
	g_ptr_array_unref(l->files);
	g_string_free(l->pointer, TRUE);
}

/* Name, kind, evidence and facts of a file that has just come. */
static struct sp_profile *read_door(struct sp_ctx *ctx, struct sp_profiles *set, struct source *file)
{
	struct loader l;
	struct sp_profile *p = profile_new();
	bool ok = loader_begin(&l, ctx, set, file);
	l.at = file;
	ok = ok &&
	     only_keys(&l, file->json,
		       "$schema name kind about include detect define words patterns lines tables "
		       "notes codes formulas units facts levels examples") &&
	     string_of(&l, file->json, "name", &p->name) && string_of(&l, file->json, "kind", &p->kind) &&
	     string_of(&l, file->json, "about", &p->about) && read_evidence(&l, file->json, p) &&
	     read_facts(&l, file->json, &set->facts);
	loader_end(&l);
	if (ok)
		return p;
	profile_free(p);
	return NULL;
}

static enum sp_status add_text(struct sp_ctx *ctx, struct sp_profiles *set, const char *origin, const char *text,
			       bool shipped)
{
	struct source *file = g_new0(struct source, 1);
	file->origin = g_strdup(origin);
	file->text = g_strdup(text);
	file->shipped = shipped;
	file->json = sp_json_parse_named(ctx, origin, text, strlen(text));
	file->name = file->json ? g_strdup(sp_json_str(sp_json_get(file->json, "name"))) : NULL;
	if (file->json && !file->name)
		sp_report(ctx, SP_D_DATA, "profile %s: /name: a profile wants a name", origin);
	struct sp_profile *p = file->name ? read_door(ctx, set, file) : NULL;
	if (!p) {
		source_free(file);
		return SP_FAIL;
	}
	struct source *old = find_source(set, file->name);
	guint place = 0;
	if (old && g_ptr_array_find(set->sources, old, &place)) {
		g_ptr_array_remove_index(set->sources, place);
		g_ptr_array_remove_index(set->profiles, place);
	}
	g_ptr_array_insert(set->sources, 0, file);
	g_ptr_array_insert(set->profiles, 0, p);
	return SP_OK;
}

enum sp_status sp_profiles_add_text(struct sp_ctx *ctx, struct sp_profiles *set, const char *origin, const char *text)
{
	return add_text(ctx, set, origin, text, false);
}

enum sp_status sp_profiles_add_file(struct sp_ctx *ctx, struct sp_profiles *set, const char *path)
{
	GBytes *bytes = sp_file_read(ctx, path, PROFILE_BYTES);
	if (!bytes)
		return SP_FAIL;
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	char *text = g_strndup(data, n);
	g_bytes_unref(bytes);
	enum sp_status s = sp_profiles_add_text(ctx, set, path, text);
	g_free(text);
	if (s != SP_OK)
		return s;
	return sp_profiles_use(ctx, set, ((const struct source *)set->sources->pdata[0])->name) ? SP_OK : SP_FAIL;
}

/* Parts come before the profiles that include them; the order that counts is turned round at the end. */
static const char *const built_in[] = {
	"common",
	"service-indicators",
	"objective-sheets",
	"indicator-tables",
	"performance-tables",
	"mandate-tables",
	"public-value-tables",
	"unknown",
	"dup",
	"piao",
	"dup-status",
	"mandate-lines",
	"performance-plan",
	"public-value-status",
};

struct sp_profiles *sp_profiles_new(struct sp_ctx *ctx)
{
	struct sp_profiles *set = g_new0(struct sp_profiles, 1);
	set->sources = g_ptr_array_new_with_free_func(source_free);
	set->profiles = g_ptr_array_new_with_free_func(profile_free);
	set->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)sp_pattern_free);
	set->facts = (struct sp_facts){ .furniture = g_ptr_array_new(),
					.totals = g_ptr_array_new(),
					.reports = g_ptr_array_new_with_free_func(fact_free),
					.bodies = g_ptr_array_new_with_free_func(fact_free),
					.authors = g_ptr_array_new_with_free_func(fact_free),
					.periods = g_ptr_array_new_with_free_func(period_free),
					.reference_dates = g_ptr_array_new_with_free_func(fact_free),
					.acts = g_ptr_array_new_with_free_func(act_free) };
	for (size_t i = 0; i < G_N_ELEMENTS(built_in); i++) {
		char *path = g_strdup_printf("normalize/profiles/%s.json", built_in[i]);
		enum sp_status s = add_text(ctx, set, path, sp_resource(normalize_data, path), true);
		g_free(path);
		if (s != SP_OK) {
			sp_profiles_free(set);
			return NULL;
		}
	}
	return set;
}

void sp_profiles_free(struct sp_profiles *set)
{
	if (!set)
		return;
	g_ptr_array_unref(set->profiles);
	g_ptr_array_unref(set->sources);
	g_ptr_array_unref(set->facts.furniture);
	g_ptr_array_unref(set->facts.totals);
	g_ptr_array_unref(set->facts.reports);
	g_ptr_array_unref(set->facts.bodies);
	g_ptr_array_unref(set->facts.authors);
	g_ptr_array_unref(set->facts.periods);
	g_ptr_array_unref(set->facts.reference_dates);
	g_ptr_array_unref(set->facts.acts);
	g_ptr_array_unref(set->patterns);
	g_free(set);
}

const GPtrArray *sp_profiles_list(const struct sp_profiles *set)
{
	return set->profiles;
}

const struct sp_profile *sp_profiles_use(struct sp_ctx *ctx, struct sp_profiles *set, const char *name)
{
	for (guint i = 0; i < set->profiles->len; i++) {
		struct sp_profile *p = set->profiles->pdata[i];
		if (strcmp(p->name, name) != 0)
			continue;
		if (p->ready)
			return p;
		struct loader l;
		p->ready = loader_begin(&l, ctx, set, set->sources->pdata[i]) && read_family(&l, p);
		loader_end(&l);
		return p->ready ? p : NULL;
	}
	sp_report(ctx, SP_D_ARGUMENT, "there is no profile \"%s\"; spunta-normalize --list-profiles names them", name);
	return NULL;
}

const struct sp_facts *sp_profiles_facts(const struct sp_profiles *set)
{
	return &set->facts;
}

const char *sp_profiles_text(const struct sp_profiles *set, const char *name)
{
	const struct source *file = find_source(set, name);
	return file ? file->text : NULL;
}
