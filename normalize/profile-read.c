/*
 * The entries of a profile's file, checked as they are read: every key is known, every name leads somewhere,
 * every pattern compiles and does what its examples say. What is wrong is said at its place in the file.
 */
#include "base/text.h"
#include "normalize/profile-internal.h"

#define refuse(l, at, ...) sp_data_refuse((l)->ctx, at, __VA_ARGS__)

/* --- fields that copy what is in force -------------------------------------------------------------------- */

static void copy_free(gpointer p)
{
	struct sp_copy *c = p;
	g_free(c->field);
	g_free(c->context);
	g_free(c);
}

/* "from": {"field": "context"} */
static bool copies_of(struct loader *l, const struct sp_data *object, const struct sp_record_type *type,
		      GPtrArray **out)
{
	*out = g_ptr_array_new_with_free_func(copy_free);
	for (const struct sp_data *m = sp_data_first(sp_data_get(object, "from")); m; m = sp_data_next(m)) {
		if (!sp_data_key(m) || !sp_data_str(m))
			return refuse(l, m, "a field and the name of a context are wanted: {\"manager\": \"sector\"}");
		if (!sp_term_field(l, m, type, sp_data_key(m)))
			return false;
		struct sp_copy *c = g_new(struct sp_copy, 1);
		*c = (struct sp_copy){ g_strdup(sp_data_key(m)), g_strdup(sp_data_str(m)) };
		g_ptr_array_add(*out, c);
	}
	return true;
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
static bool read_act(struct loader *l, const struct sp_data *v, struct sp_mark *m)
{
	static const char *const keys[] = { "opens", "sets", "holds", "context", "ends" };
	const char *found = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (sp_data_get(v, keys[i])) {
			if (found)
				return refuse(l, v, "both \"%s\" and \"%s\"; one is wanted", found, keys[i]);
			found = keys[i];
			m->act = (enum sp_act)i;
		}
	if (!found)
		return refuse(l, v, "one of \"opens\", \"sets\", \"holds\", \"context\", \"ends\" is wanted");
	const struct sp_data *what = sp_data_get(v, found);
	if (m->act == SP_ACT_ENDS)
		return true;
	if (m->act == SP_ACT_CONTEXT)
		return sp_term_strings(l, v, found, sp_term_as_is, &m->contexts);
	if (!sp_data_str(what))
		return refuse(l, what, "a string is wanted");
	if (m->act != SP_ACT_OPENS)
		return sp_term_type_field(l, what, &m->type, &m->field);
	m->type = sp_term_type(l, what, sp_data_str(what));
	return m->type &&
	       (m->type->holds || refuse(l, what, "a %s is made by tables, not by lines", sp_data_str(what)));
}

static bool read_take(struct loader *l, const struct sp_data *v, enum sp_take *take)
{
	static const char *const words[] = { "all", "line", "paragraph", "none", "heading", "item" };
	const struct sp_data *word = sp_data_get(v, "take");
	if (!word)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_strcmp0(sp_data_str(word), words[i]) == 0) {
			*take = (enum sp_take)i;
			return true;
		}
	return refuse(l, word, "\"take\" is one of all, line, paragraph, none, heading, item");
}

/* "value": the name of a field, or {"pattern": …, "else": field, "needed": true} */
static bool read_value(struct loader *l, const struct sp_data *v, struct sp_mark *m)
{
	const struct sp_data *value = sp_data_get(v, "value");
	if (!value)
		return true;
	bool ok;
	if (sp_data_str(value)) {
		m->value_field = g_strdup(sp_data_str(value));
		ok = true;
	} else {
		ok = sp_term_keys(l, value, "pattern else needed") && sp_term_pattern(l, value, "pattern", &m->value) &&
		     sp_term_string(l, value, "else", &m->value_field);
		m->value_needed = sp_data_bool(sp_data_get(value, "needed"), false);
	}
	if (!ok || !m->value_field)
		return ok;
	return m->type ? sp_term_field(l, value, m->type, m->value_field) != NULL
		       : refuse(l, value, "a value with a field wants a record");
}

static bool read_mark(struct loader *l, const struct sp_data *v, struct sp_mark *m)
{
	if (!sp_term_keys(
		l, v,
		"name about label tail pattern where within quiet bare after opens sets holds context ends value "
		"take rest once sequence resets closes from"))
		return false;
	const char *where = sp_data_str(sp_data_get(v, "where"));
	m->heading = g_strcmp0(where, "heading") == 0;
	m->within = sp_data_bool(sp_data_get(v, "within"), false);
	m->quiet = sp_data_bool(sp_data_get(v, "quiet"), false);
	m->bare = sp_data_bool(sp_data_get(v, "bare"), false);
	m->once = sp_data_bool(sp_data_get(v, "once"), false);
	if (!sp_term_strings(l, v, "label", sp_term_folded, &m->labels) ||
	    !sp_term_pattern(l, v, "pattern", &m->pattern))
		return false;
	if ((m->labels->len > 0) == (m->pattern != NULL))
		return refuse(l, v, "either \"label\" or \"pattern\" is wanted");
	if (where && !m->heading && strcmp(where, "any") != 0)
		return refuse(l, sp_data_get(v, "where"), "\"where\" is any or heading");
	if (!sp_term_pattern(l, v, "tail", &m->tail) || !sp_term_string(l, v, "after", &m->after) ||
	    !sp_term_string(l, v, "sequence", &m->sequence) || !sp_term_string(l, v, "name", &m->name) ||
	    !sp_term_string(l, v, "rest", &m->rest) || !read_act(l, v, m) || !read_value(l, v, m) ||
	    !read_take(l, v, &m->take) || !sp_term_strings(l, v, "resets", sp_term_as_is, &m->resets))
		return false;
	const struct sp_data *closes = sp_data_get(v, "closes"), *rest = sp_data_get(v, "rest");
	m->closes = closes ? sp_term_type(l, closes, sp_data_str(closes) ? sp_data_str(closes) : "?") : NULL;
	if (closes && !m->closes)
		return false;
	if (rest && m->act != SP_ACT_OPENS)
		return refuse(l, rest, "\"rest\" wants \"opens\"");
	if (rest && !sp_term_field(l, rest, m->type, m->rest))
		return false;
	if (!m->name)
		m->name = g_strdup(m->labels->len > 0 ? m->labels->pdata[0] : sp_pattern_name(m->pattern));
	return m->act != SP_ACT_OPENS || copies_of(l, v, m->type, &m->copies);
}

static bool read_lines(struct loader *l, const struct sp_data *list, GPtrArray *out)
{
	bool ok = true;
	for (const struct sp_data *v = sp_data_first(list); v && ok; v = sp_data_next(v)) {
		struct sp_mark *m = g_new0(struct sp_mark, 1);
		g_ptr_array_add(out, m);
		ok = read_mark(l, v, m);
	}
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

static bool read_makes(struct loader *l, const struct sp_data *v, struct sp_table_rule *t)
{
	const struct sp_data *list = sp_data_get(v, "makes");
	if (sp_data_count(list) == 0)
		return refuse(l, v, "\"makes\" wants a list of records");
	bool ok = true;
	for (const struct sp_data *e = sp_data_first(list); e && ok; e = sp_data_next(e)) {
		struct sp_makes *m = g_new0(struct sp_makes, 1);
		g_ptr_array_add(t->makes, m);
		const struct sp_data *type = sp_data_get(e, "type");
		ok = sp_term_keys(l, e, "type key from") && (sp_data_str(type) || refuse(l, e, "\"type\" is wanted")) &&
		     (m->type = sp_term_type(l, type, sp_data_str(type))) &&
		     sp_term_strings(l, e, "key", sp_term_as_is, &m->key) && copies_of(l, e, m->type, &m->copies);
		for (guint k = 0; ok && k < m->key->len; k++)
			ok = sp_term_field(l, sp_data_get(e, "key"), m->type, m->key->pdata[k]);
	}
	return ok;
}

static bool read_parse(struct loader *l, const struct sp_data *v, enum sp_parse *parse)
{
	static const char *const words[] = { "", "code", "ordinal", "numbers", "items" };
	const struct sp_data *word = sp_data_get(v, "parse");
	if (!word)
		return true;
	for (size_t i = 1; i < G_N_ELEMENTS(words); i++)
		if (g_strcmp0(sp_data_str(word), words[i]) == 0) {
			*parse = (enum sp_parse)i;
			return true;
		}
	return refuse(l, word, "\"parse\" is one of code, ordinal, numbers, items");
}

/* "objective.weight" → "objective"; NULL without a point. (transfer full) */
static char *type_before(const char *name)
{
	const char *point = strchr(name, '.');
	return point ? g_strndup(name, (gsize)(point - name)) : NULL;
}

static bool read_column(struct loader *l, const char *name, const struct sp_data *v, struct sp_table_rule *t)
{
	struct sp_column *c = g_new0(struct sp_column, 1);
	g_ptr_array_add(t->columns, c);
	if (!sp_term_keys(l, v, "is left of blank many fill marks parse pattern gross split codes unit lower about"))
		return false;
	c->makes = t->makes->len - 1;
	const char *of = sp_data_str(sp_data_get(v, "of"));
	char *said = of ? NULL : type_before(name);
	of = of ? of : said;
	for (guint i = 0; of && i < t->makes->len; i++)
		if (strcmp(((const struct sp_makes *)t->makes->pdata[i])->type->name, of) == 0)
			c->makes = i;
	const struct sp_record_type *type = ((const struct sp_makes *)t->makes->pdata[c->makes])->type;
	bool made = !of || strcmp(type->name, of) == 0 || refuse(l, v, "the table makes no %s", of);
	g_free(said);
	if (!made)
		return false;
	c->field = sp_term_field(l, v, type, strchr(name, '.') ? strchr(name, '.') + 1 : name);
	c->blank = sp_data_bool(sp_data_get(v, "blank"), false);
	c->many = sp_data_bool(sp_data_get(v, "many"), false);
	c->fill = sp_data_bool(sp_data_get(v, "fill"), false);
	c->marks = sp_data_bool(sp_data_get(v, "marks"), false);
	bool ok = c->field && sp_term_strings(l, v, "is", sp_term_tight, &c->headers) &&
		  sp_term_strings(l, v, "left", sp_term_tight, &c->left) && read_parse(l, v, &c->parse) &&
		  sp_term_pattern(l, v, "pattern", &c->pattern) && sp_term_pattern(l, v, "gross", &c->gross) &&
		  sp_term_pattern(l, v, "split", &c->split) && sp_term_string(l, v, "codes", &c->codes) &&
		  sp_term_string(l, v, "unit", &c->unit) && sp_term_strings(l, v, "lower", sp_term_as_is, &c->lower);
	return ok && (!c->codes || sp_term_field(l, sp_data_get(v, "codes"), type, c->codes));
}

/* The table of that name in this profile or what it includes. */
static const struct sp_data *table_named(const struct loader *l, const char *name)
{
	for (guint i = 0; name && i < l->files->len; i++) {
		const struct source *f = l->files->pdata[i];
		for (const struct sp_data *t = sp_data_first(sp_data_get(sp_datafile_root(f->data), "tables")); t;
		     t = sp_data_next(t))
			if (g_strcmp0(sp_data_str(sp_data_get(t, "name")), name) == 0)
				return t;
	}
	return NULL;
}

/* Columns by field, in order of preference; those that `own` has already are passed by. */
static bool read_columns(struct loader *l, const struct sp_data *v, const struct sp_data *own, struct sp_table_rule *t)
{
	const struct sp_data *columns = sp_data_get(v, "columns");
	if (columns && !sp_data_is_object(columns))
		return refuse(l, columns, "an object of columns is wanted");
	for (const struct sp_data *m = sp_data_first(columns); m; m = sp_data_next(m))
		if (!(own && sp_data_get(sp_data_get(own, "columns"), sp_data_key(m))) &&
		    !read_column(l, sp_data_key(m), m, t))
			return false;
	return t->columns->len > 0 || refuse(l, v, "\"columns\" are wanted");
}

/* The own columns first, then those of the table that it is like. */
static bool read_all_columns(struct loader *l, const struct sp_data *v, struct sp_table_rule *t)
{
	if (!read_columns(l, v, NULL, t))
		return false;
	const char *like = sp_data_str(sp_data_get(v, "like"));
	const struct sp_data *base = table_named(l, like);
	if (like && !base)
		return refuse(l, sp_data_get(v, "like"), "no table \"%s\" in this profile or what it includes", like);
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
static bool column_field(struct loader *l, const struct sp_data *at, const struct sp_table_rule *t, const char *name)
{
	for (guint i = 0; i < t->columns->len; i++)
		if (sp_column_feeds(t, t->columns->pdata[i], name))
			return true;
	return refuse(l, at, "no column \"%s\" in this table", name);
}

static bool read_needs(struct loader *l, const struct sp_data *v, struct sp_table_rule *t)
{
	bool ok = true;
	for (const struct sp_data *n = sp_data_first(sp_data_get(v, "needs")); n && ok; n = sp_data_next(n)) {
		GPtrArray *any = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(t->needs, any);
		ok = sp_term_words(l, n, sp_term_as_is, any, 0);
		for (guint i = 0; ok && i < any->len; i++)
			ok = column_field(l, n, t, any->pdata[i]);
	}
	return ok &&
	       (t->needs->len > 0 || refuse(l, v, "\"needs\" is wanted: the columns that tell this table from others"));
}

/* What is the beginning of a row of totals; a rule that takes any row would leave no records. */
static bool read_when(struct loader *l, const struct sp_data *v, struct sp_total_rule *total)
{
	static const char *const any_row[] = { "x", "7" };
	if (!sp_data_get(v, "when"))
		return refuse(l, v,
			      "\"when\" is wanted: the words that a row of totals begins with, "
			      "or else every row is taken for one");
	bool all = sp_term_pattern(l, v, "when", &total->when) && !l->at->shipped;
	for (size_t i = 0; i < G_N_ELEMENTS(any_row) && all; i++)
		all = sp_pattern_search(l->ctx, total->when, any_row[i], strlen(any_row[i]), 0, NULL) == SP_OK;
	return total->when &&
	       (!all || refuse(l, sp_data_get(v, "when"),
			       "this matches any row, and no record would be left: name the words that a row "
			       "of totals begins with"));
}

/* A field that one of the table's columns fills with figures. */
static bool summed_field(struct loader *l, const struct sp_data *at, const struct sp_table_rule *t, const char *name)
{
	for (guint i = 0; i < t->columns->len; i++) {
		const struct sp_column *c = t->columns->pdata[i];
		if (sp_column_feeds(t, c, name))
			return c->field->form == SP_FORM_FIGURE || c->field->form == SP_FORM_FIGURES ||
			       refuse(l, at, "\"%s\" holds no figures, so there is no total of it", name);
	}
	return refuse(l, at, "no column \"%s\" in this table", name);
}

static bool read_total(struct loader *l, const struct sp_data *v, struct sp_table_rule *t)
{
	struct sp_total_rule *total = g_new0(struct sp_total_rule, 1);
	g_ptr_array_add(t->totals, total);
	const struct sp_data *scope = sp_data_get(v, "scope"), *of = sp_data_get(v, "of");
	bool ok = sp_term_keys(l, v, "when of scope") && read_when(l, v, total) &&
		  sp_term_strings(l, v, "of", sp_term_as_is, &total->of) &&
		  (total->of->len > 0 || refuse(l, v, "\"of\" is wanted: the fields whose sums the row prints")) &&
		  (!sp_data_str(scope) || (total->scope = sp_term_type(l, scope, sp_data_str(scope))));
	for (guint i = 0; ok && i < total->of->len; i++)
		ok = summed_field(l, of, t, total->of->pdata[i]);
	return ok;
}

static bool read_totals(struct loader *l, const struct sp_data *v, struct sp_table_rule *t)
{
	for (const struct sp_data *e = sp_data_first(sp_data_get(v, "totals")); e; e = sp_data_next(e))
		if (!read_total(l, e, t))
			return false;
	return true;
}

static bool read_table(struct loader *l, const struct sp_data *v, struct sp_table_rule *t)
{
	if (!sp_term_keys(l, v, "name about like makes columns needs totals below") ||
	    !sp_term_string(l, v, "name", &t->name))
		return false;
	if (!t->name)
		return refuse(l, v, "\"name\" is wanted");
	bool ok = read_makes(l, v, t) && read_all_columns(l, v, t) && read_needs(l, v, t) && read_totals(l, v, t) &&
		  sp_term_strings(l, v, "below", sp_term_as_is, &t->below);
	for (guint i = 0; ok && i < t->below->len; i++)
		ok = summed_field(l, sp_data_get(v, "below"), t, t->below->pdata[i]);
	return ok;
}

static bool read_tables(struct loader *l, const struct sp_data *list, GPtrArray *out)
{
	bool ok = true;
	for (const struct sp_data *v = sp_data_first(list); v && ok; v = sp_data_next(v)) {
		struct sp_table_rule *t = table_new();
		g_ptr_array_add(out, t);
		ok = read_table(l, v, t);
	}
	return ok;
}

/* --- lists of rules ------------------------------------------------------------------------------------ */

/* Reads one rule of a list into its struct, which is zeroed. */
typedef bool rule_reader(struct loader *l, const struct sp_data *v, gpointer rule);

/* The rules of `size` bytes go to `out` as they are read, so that what was read in part is freed with the rest. */
static bool read_rules(struct loader *l, const struct sp_data *list, GPtrArray *out, size_t size, rule_reader *read)
{
	bool ok = true;
	for (const struct sp_data *v = sp_data_first(list); v && ok; v = sp_data_next(v)) {
		gpointer rule = g_malloc0(size);
		g_ptr_array_add(out, rule);
		ok = read(l, v, rule);
	}
	return ok;
}

/* --- the rest of a family ------------------------------------------------------------------------------- */

static void worded_free(gpointer p)
{
	struct sp_worded *w = p;
	g_free(w->word);
	g_free(w);
}

static bool read_worded(struct loader *l, const struct sp_data *list, const char *word_key, GPtrArray *out)
{
	bool ok = true;
	for (const struct sp_data *v = sp_data_first(list); v && ok; v = sp_data_next(v)) {
		struct sp_worded *w = g_new0(struct sp_worded, 1);
		g_ptr_array_add(out, w);
		ok = sp_term_string(l, v, word_key, &w->word) && sp_term_pattern(l, v, "pattern", &w->pattern) &&
		     ((w->word && w->pattern) || refuse(l, v, "\"%s\" and \"pattern\" are wanted", word_key));
	}
	return ok;
}

static void measure_free(gpointer p)
{
	struct sp_measure_rule *m = p;
	g_free(m->measure);
	g_free(m);
}

static bool read_measure(struct loader *l, const struct sp_data *v, gpointer rule)
{
	struct sp_measure_rule *m = rule;
	m->spare = sp_data_bool(sp_data_get(v, "spare"), false);
	return sp_term_keys(l, v, "measure head line spare about") && sp_term_string(l, v, "measure", &m->measure) &&
	       sp_term_pattern(l, v, "head", &m->head) && sp_term_pattern(l, v, "line", &m->line) &&
	       ((m->measure && (m->head || m->line)) ||
		refuse(l, v, "\"measure\" and \"head\" or \"line\" are wanted"));
}

static bool read_codes(struct loader *l, const struct sp_data *codes, struct sp_profile *p)
{
	if (!codes)
		return true;
	return sp_term_keys(l, codes, "label shape not about") &&
	       (p->code_label || sp_term_pattern(l, codes, "label", &p->code_label)) &&
	       (p->code_shape || sp_term_pattern(l, codes, "shape", &p->code_shape)) &&
	       sp_term_patterns(l, codes, "not", p->code_not);
}

static bool read_levels(struct loader *l, const struct sp_data *list, struct sp_profile *p)
{
	if (p->levels->len > 0)
		return true;
	for (const struct sp_data *v = sp_data_first(list); v; v = sp_data_next(v)) {
		const struct sp_record_type *type = sp_term_type(l, v, sp_data_str(v) ? sp_data_str(v) : "?");
		if (!type)
			return false;
		g_ptr_array_add(p->levels, (gpointer)type);
	}
	return true;
}

bool sp_profile_read_family(struct loader *l, struct sp_profile *p)
{
	bool ok = true;
	for (guint i = 0; i < l->files->len && ok; i++) {
		l->at = l->files->pdata[i];
		const struct sp_data *file = sp_datafile_root(l->at->data);
		ok = read_lines(l, sp_data_get(file, "lines"), p->lines) &&
		     read_tables(l, sp_data_get(file, "tables"), p->tables) &&
		     read_codes(l, sp_data_get(file, "codes"), p) &&
		     read_worded(l, sp_data_get(file, "formulas"), "kind", p->formulas) &&
		     read_worded(l, sp_data_get(file, "units"), "unit", p->units) &&
		     read_rules(l, sp_data_get(file, "measures"), p->measures, sizeof(struct sp_measure_rule),
				read_measure) &&
		     read_levels(l, sp_data_get(file, "levels"), p);
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

static int whole(const struct sp_data *object, const char *key, int otherwise)
{
	int n;
	return sp_data_int(sp_data_get(object, key), &n) && n >= 0 && n < 1000 ? n : otherwise;
}

/* "near" may not hide what the pattern finds: the pattern's own examples must have one of its words. */
static bool near_of(struct loader *l, const struct sp_data *v, const char *pattern, GPtrArray **near)
{
	if (!sp_term_strings(l, v, "near", sp_term_folded, near))
		return false;
	const struct sp_data *examples = sp_data_get(sp_data_get(v, pattern), "matches");
	for (const struct sp_data *e = sp_data_first(examples); e; e = sp_data_next(e)) {
		if (!sp_data_str(e))
			return refuse(l, e, "a string is wanted");
		char *fold = sp_term_folded(sp_data_str(e));
		bool found = sp_near(*near, fold);
		g_free(fold);
		if (!found)
			return refuse(l, e, "no word of \"near\" stands in the example \"%s\"", sp_data_str(e));
	}
	return true;
}

/* A rule with no other keys than `keys`: its pattern, and the words of which one stands in all that it may find. */
static bool read_near_pattern(struct loader *l, const struct sp_data *v, const char *keys, GPtrArray **near,
			      struct sp_pattern **pattern)
{
	return near_of(l, v, "pattern", near) && sp_term_keys(l, v, keys) &&
	       sp_term_pattern(l, v, "pattern", pattern) && (*pattern || refuse(l, v, "\"pattern\" is wanted"));
}

static bool read_sign(struct loader *l, const struct sp_data *v, struct sp_profile *p)
{
	struct sp_evidence *e = g_new0(struct sp_evidence, 1);
	g_ptr_array_add(p->evidence, e);
	e->points = whole(v, "points", 1);
	e->most = whole(v, "most", 1);
	e->title = sp_data_get(v, "title") != NULL;
	const char *text = e->title ? "title" : "text";
	if (!near_of(l, v, text, &e->near) || !sp_term_keys(l, v, "why near text title header points most") ||
	    !sp_term_string(l, v, "why", &e->why) || !sp_term_pattern(l, v, text, &e->text))
		return false;
	const char *header = sp_data_str(sp_data_get(v, "header"));
	e->header = header ? sp_term_tight(header) : NULL;
	return (e->why && (e->text || e->header)) ||
	       refuse(l, v, "\"why\" and one of \"title\", \"text\", \"header\" are wanted");
}

static bool read_evidence(struct loader *l, const struct sp_data *detect, struct sp_profile *p)
{
	if (!detect)
		return true;
	p->least = whole(detect, "least", 1);
	p->general = whole(detect, "general", 0);
	bool ok = sp_term_keys(l, detect, "least general evidence");
	for (const struct sp_data *v = sp_data_first(sp_data_get(detect, "evidence")); v && ok; v = sp_data_next(v))
		ok = read_sign(l, v, p);
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

static bool read_fact_rule(struct loader *l, const struct sp_data *v, gpointer rule)
{
	struct sp_fact_rule *r = rule;
	r->spare = sp_data_bool(sp_data_get(v, "spare"), false);
	return read_near_pattern(l, v, "pattern near spare about", &r->near, &r->pattern);
}

static bool read_fact_rules(struct loader *l, const struct sp_data *list, GPtrArray *out)
{
	return read_rules(l, list, out, sizeof(struct sp_fact_rule), read_fact_rule);
}

static bool read_act_rule(struct loader *l, const struct sp_data *v, gpointer rule)
{
	struct sp_act_rule *a = rule;
	return read_near_pattern(l, v, "organ near pattern about", &a->near, &a->pattern) &&
	       sp_term_string(l, v, "organ", &a->organ);
}

static bool read_acts(struct loader *l, const struct sp_data *list, GPtrArray *out)
{
	return read_rules(l, list, out, sizeof(struct sp_act_rule), read_act_rule);
}

static bool read_period(struct loader *l, const struct sp_data *v, gpointer rule)
{
	struct sp_period_rule *r = rule;
	r->points = whole(v, "points", 1);
	return read_near_pattern(l, v, "pattern points near", &r->near, &r->pattern);
}

static bool read_periods(struct loader *l, const struct sp_data *list, GPtrArray *out)
{
	return read_rules(l, list, out, sizeof(struct sp_period_rule), read_period);
}

static bool read_head_year(struct loader *l, const struct sp_data *v, gpointer rule)
{
	struct sp_year_rule *r = rule;
	return sp_term_keys(l, v, "pattern offset about") && sp_term_pattern(l, v, "pattern", &r->pattern) &&
	       (r->pattern || refuse(l, v, "\"pattern\" is wanted")) &&
	       (sp_data_int(sp_data_get(v, "offset"), &r->offset) || refuse(l, v, "\"offset\" is wanted"));
}

static bool read_front(struct loader *l, const struct sp_data *front, struct sp_facts *f)
{
	return !front || (sp_term_keys(l, front, "about ends cites periods acts subject numerals century") &&
			  sp_term_patterns(l, front, "ends", f->front_ends) &&
			  sp_term_patterns(l, front, "cites", f->front_cites) &&
			  read_periods(l, sp_data_get(front, "periods"), f->front_periods) &&
			  read_acts(l, sp_data_get(front, "acts"), f->front_acts) &&
			  sp_term_pattern(l, front, "subject", &f->front_subject) &&
			  sp_term_words(l, sp_data_get(front, "numerals"), sp_term_folded, f->numerals, 0) &&
			  sp_term_string(l, front, "century", &f->century));
}

static bool read_facts(struct loader *l, const struct sp_data *file, struct sp_facts *f)
{
	const struct sp_data *facts = sp_data_get(file, "facts"), *notes = sp_data_get(file, "notes");
	if (facts &&
	    !(sp_term_keys(
		  l, facts,
		  "furniture totals front reports bodies authors periods reference_dates acts head_years about") &&
	      read_front(l, sp_data_get(facts, "front"), f) && sp_term_patterns(l, facts, "furniture", f->furniture) &&
	      sp_term_patterns(l, facts, "totals", f->totals) &&
	      read_fact_rules(l, sp_data_get(facts, "reports"), f->reports) &&
	      read_fact_rules(l, sp_data_get(facts, "bodies"), f->bodies) &&
	      read_fact_rules(l, sp_data_get(facts, "authors"), f->authors) &&
	      read_periods(l, sp_data_get(facts, "periods"), f->periods) &&
	      read_fact_rules(l, sp_data_get(facts, "reference_dates"), f->reference_dates) &&
	      read_acts(l, sp_data_get(facts, "acts"), f->acts) &&
	      read_rules(l, sp_data_get(facts, "head_years"), f->head_years, sizeof(struct sp_year_rule),
			 read_head_year)))
		return false;
	return !notes ||
	       (sp_term_keys(l, notes, "line mark about") && sp_term_pattern(l, notes, "line", &f->note_line) &&
		sp_term_pattern(l, notes, "mark", &f->note_mark));
}

/* --- a profile ------------------------------------------------------------------------------------------- */

void sp_profile_free(gpointer v)
{
	struct sp_profile *p = v;
	GPtrArray *const lists[] = { p->evidence, p->lines, p->tables,   p->code_not,
				     p->formulas, p->units, p->measures, p->levels };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_unref(lists[i]);
	g_free(p->name);
	g_free(p->kind);
	g_free(p->about);
	g_free(p);
}

struct sp_profile *sp_profile_new(void)
{
	struct sp_profile *p = g_new0(struct sp_profile, 1);
	p->evidence = g_ptr_array_new_with_free_func(evidence_free);
	p->lines = g_ptr_array_new_with_free_func(mark_free);
	p->tables = g_ptr_array_new_with_free_func(table_free);
	p->code_not = g_ptr_array_new();
	p->formulas = g_ptr_array_new_with_free_func(worded_free);
	p->units = g_ptr_array_new_with_free_func(worded_free);
	p->measures = g_ptr_array_new_with_free_func(measure_free);
	p->levels = g_ptr_array_new();
	return p;
}

bool sp_profile_read_door(struct loader *l, struct sp_profile *p)
{
	const struct sp_data *file = sp_datafile_root(l->at->data);
	p->act = sp_data_bool(sp_data_get(file, "act"), false);
	return sp_term_keys(l, file,
			    "$schema name kind act about include detect define words patterns lines tables "
			    "notes codes formulas units measures facts levels examples") &&
	       sp_term_string(l, file, "name", &p->name) && sp_term_string(l, file, "kind", &p->kind) &&
	       sp_term_string(l, file, "about", &p->about) && read_evidence(l, sp_data_get(file, "detect"), p) &&
	       read_facts(l, file, &l->set->facts);
}

void sp_facts_clear(struct sp_facts *f)
{
	GPtrArray *const lists[] = { f->furniture,     f->totals,          f->reports,  f->bodies,     f->authors,
				     f->periods,       f->reference_dates, f->acts,     f->front_ends, f->front_cites,
				     f->front_periods, f->front_acts,      f->numerals, f->head_years };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_unref(lists[i]);
	g_free(f->century);
}

void sp_facts_init(struct sp_facts *f)
{
	*f = (struct sp_facts){ .furniture = g_ptr_array_new(),
				.totals = g_ptr_array_new(),
				.reports = g_ptr_array_new_with_free_func(fact_free),
				.bodies = g_ptr_array_new_with_free_func(fact_free),
				.authors = g_ptr_array_new_with_free_func(fact_free),
				.periods = g_ptr_array_new_with_free_func(period_free),
				.reference_dates = g_ptr_array_new_with_free_func(fact_free),
				.acts = g_ptr_array_new_with_free_func(act_free),
				.numerals = g_ptr_array_new_with_free_func(g_free),
				.head_years = g_ptr_array_new_with_free_func(g_free),
				.front_ends = g_ptr_array_new(),
				.front_cites = g_ptr_array_new(),
				.front_periods = g_ptr_array_new_with_free_func(period_free),
				.front_acts = g_ptr_array_new_with_free_func(act_free) };
}
