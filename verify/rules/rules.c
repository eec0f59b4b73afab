/*
 * Method: a file is cut into blocks (a line at the margin and the indented lines below it), a block into
 * entries ("key: value", deeper lines continue the value). Everything is read into a set of its own,
 * which is merged into the caller's only when the whole file was right.
 */
#include "verify/rules/rules.h"

#include <string.h>

#include "base/file.h"
#include "base/resource.h"
#include "base/text.h"
#include "verify/indicators/indicator.h"
#include "base/pattern.h"
#include "verify/rules/functions.h"
#include "verify/data.h"

#define FILE_LIMIT (4 * 1024 * 1024)
#define BUNDLE     "verify/rules/"

/* --- the set --------------------------------------------------------------------------------------- */

static void free_example(gpointer p)
{
	struct sp_rule_example *x = p;
	g_free(x->title);
	g_ptr_array_free(x->records, TRUE);
	g_free(x->recomputed);
	g_free(x);
}

static void free_rule(gpointer p)
{
	struct sp_check_rule *r = p;
	g_free(r->name);
	g_free(r->file);
	g_ptr_array_free(r->about, TRUE);
	g_free(r->rows.type);
	g_free(r->each);
	sp_expr_free(r->rows.key);
	g_free(r->rows.key_text);
	sp_expr_free(r->rows.same);
	g_free(r->published);
	g_free(r->field);
	g_free(r->evidence);
	struct sp_expr *const trees[] = { r->when, r->value, r->expected, r->holds, r->tolerance, r->likely };
	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++)
		sp_expr_free(trees[i]);
	for (int l = 0; l < SP_LANGS; l++) {
		g_free(r->states[l]);
		g_free(r->message[l]);
	}
	g_free(r->source);
	g_free(r->source_it);
	g_ptr_array_free(r->examples, TRUE);
	g_free(r);
}

static void free_parameter(gpointer p)
{
	struct sp_parameter *x = p;
	g_free(x->name);
	sp_dec_clear(&x->value);
	g_free(x->states);
	g_free(x->source);
	g_free(x);
}

static void free_label(gpointer p)
{
	struct sp_label *x = p;
	for (int l = 0; l < SP_LANGS; l++)
		g_free(x->name[l]);
	g_free(x);
}

static void free_list(gpointer p)
{
	g_hash_table_destroy(p);
}

static void free_pattern(gpointer p)
{
	sp_pattern_free(p);
}

struct sp_ruleset *sp_ruleset_empty(void)
{
	struct sp_ruleset *set = g_new(struct sp_ruleset, 1);
	set->rules = g_ptr_array_new_with_free_func(free_rule);
	set->parameters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_parameter);
	set->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
	set->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_label);
	set->patterns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_pattern);
	set->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sp_expr_free);
	return set;
}

void sp_ruleset_free(struct sp_ruleset *set)
{
	if (!set)
		return;
	g_ptr_array_free(set->rules, TRUE);
	g_hash_table_destroy(set->parameters);
	g_hash_table_destroy(set->lists);
	g_hash_table_destroy(set->labels);
	g_hash_table_destroy(set->patterns);
	g_hash_table_destroy(set->places);
	g_free(set);
}

static bool find_rule(const struct sp_ruleset *set, const char *name, guint *at)
{
	for (guint i = 0; i < set->rules->len; i++) {
		const struct sp_check_rule *r = g_ptr_array_index(set->rules, i);
		if (strcmp(r->name, name) == 0) {
			*at = i;
			return true;
		}
	}
	return false;
}

const struct sp_check_rule *sp_ruleset_find(const struct sp_ruleset *set, const char *name)
{
	guint at;
	return find_rule(set, name, &at) ? g_ptr_array_index(set->rules, at) : NULL;
}

const char *sp_ruleset_label(const struct sp_ruleset *set, const char *path, enum sp_language lang)
{
	const struct sp_label *label = g_hash_table_lookup(set->labels, path);
	return label ? label->name[lang] : path;
}

/* Moves what `from` holds to `to`; a rule of a known name takes the old one's place. */
static void merge_table(GHashTable *to, GHashTable *from)
{
	GHashTableIter iter;
	gpointer name, value;
	g_hash_table_iter_init(&iter, from);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		g_hash_table_iter_steal(&iter);
		g_hash_table_replace(to, name, value);
	}
}

static void merge(struct sp_ruleset *to, struct sp_ruleset *from)
{
	guint at;
	while (from->rules->len > 0) {
		struct sp_check_rule *r = g_ptr_array_steal_index(from->rules, 0);
		if (find_rule(to, r->name, &at)) {
			free_rule(g_ptr_array_index(to->rules, at));
			to->rules->pdata[at] = r;
		} else {
			g_ptr_array_add(to->rules, r);
		}
	}
	merge_table(to->parameters, from->parameters);
	merge_table(to->lists, from->lists);
	merge_table(to->labels, from->labels);
}

/* --- reading --------------------------------------------------------------------------------------- */

struct rule_entry {
	char *key;
	GString *value; /* continuation lines after '\n' */
	int line;
};

struct rules_reader {
	struct sp_ctx *ctx;
	const char *file;
	int line; /* of what is being read, for diagnoses */
	struct sp_ruleset *set;
};

static enum sp_status refuse(struct rules_reader *r, const char *what, const char *quoted)
{
	r->ctx->file = r->file;
	r->ctx->line = r->line;
	enum sp_status s = quoted ? sp_report(r->ctx, SP_D_DATA, "%s: \"%s\"", what, quoted)
	                          : sp_report(r->ctx, SP_D_DATA, "%s", what);
	r->ctx->file = NULL;
	r->ctx->line = 0;
	return s;
}

static char *one_line(const struct rule_entry *e)
{
	char *text = g_strdup(e->value->str);
	g_strdelimit(text, "\n", ' ');
	return g_strstrip(text);
}

static struct sp_expr *read_expr(struct rules_reader *r, const struct rule_entry *e)
{
	struct sp_expr_error error;
	char *text = one_line(e);
	struct sp_expr *expr = sp_expr_parse(text, strlen(text), &error);
	if (!expr)
		error.at = MIN(error.at, strlen(text));
	else if ((error.what = sp_functions_fault(expr))) {
		sp_expr_free(expr);
		expr = NULL;
	}
	if (!expr) {
		char *what = g_strdup_printf("in %s: %s", e->key, error.what);
		refuse(r, what, text + error.at);
		g_free(what);
	}
	g_free(text);
	return expr;
}

static bool is_name(const char *s)
{
	return *s && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == strlen(s);
}

static enum sp_status take_expr(struct rules_reader *r, const struct rule_entry *e, struct sp_expr **to)
{
	sp_expr_free(*to);
	*to = read_expr(r, e);
	return *to ? SP_OK : SP_FAIL;
}

static enum sp_status take_text(const struct rule_entry *e, char **to)
{
	g_free(*to);
	*to = one_line(e);
	return SP_OK;
}

static enum sp_status take_about(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	char *text = one_line(e);
	char **types = g_strsplit(text, ",", -1);
	enum sp_status s = SP_OK;
	for (char **t = types; *t && s == SP_OK; t++) {
		if (is_name(g_strstrip(*t)))
			g_ptr_array_add(rule->about, g_strdup(*t));
		else
			s = refuse(r, "about wants record types with commas between them", text);
	}
	g_strfreev(types);
	g_free(text);
	return s;
}

/* NULL when the text is no expression, or one with a wrong function. */
static struct sp_expr *quiet_expr(const char *text)
{
	struct sp_expr_error error;
	struct sp_expr *e = sp_expr_parse(text, strlen(text), &error);
	if (e && sp_functions_fault(e)) {
		sp_expr_free(e);
		return NULL;
	}
	return e;
}

/* "[previous] TYPE|same [where EXPRESSION = EXPRESSION]": the rows' key, what it must equal of the subject */
static enum sp_status take_rows(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	static const char how[] = "rows is written: [previous] TYPE [where ROWS' KEY = SUBJECT'S KEY]";
	char *text = one_line(e), *at = text;
	enum sp_status s = SP_OK;
	rule->rows.kind = SP_ROWS_ALL;
	if (g_str_has_prefix(at, "previous ")) {
		rule->rows.kind = SP_ROWS_PREVIOUS;
		at += strlen("previous ");
	}
	char *where = strstr(at, " where ");
	if (where)
		*where = '\0';
	if (!is_name(at) || (!where && rule->rows.kind == SP_ROWS_PREVIOUS))
		s = refuse(r, how, e->value->str);
	else if (strcmp(at, "same") != 0)
		rule->rows.type = g_strdup(at);
	char *equals = s == SP_OK && where ? strstr(where + 1, " = ") : NULL;
	if (equals) {
		*equals = '\0';
		rule->rows.key = quiet_expr(where + strlen(" where "));
		rule->rows.same = quiet_expr(equals + strlen(" = "));
		rule->rows.key_text = rule->rows.key ? sp_expr_text(rule->rows.key, SP_EXPR_PLAIN) : NULL;
	}
	if (s == SP_OK && where && (!rule->rows.same || !rule->rows.key))
		s = refuse(r, how, e->value->str);
	g_free(text);
	return s;
}

static enum sp_status take_compare(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	static const char *const words[] = { [SP_COMPARE_SIGNIFICANT] = "significant",
		                             [SP_COMPARE_PRINTED] = "printed",
		                             [SP_COMPARE_EXACT] = "exact" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(e->value->str, words[i]) == 0) {
			rule->compare = (enum sp_compare)i;
			return SP_OK;
		}
	return refuse(r, "compare is significant, printed or exact, not", e->value->str);
}

/* "gives match 4.8", "gives mismatch", "gives nothing" */
static enum sp_status take_gives(struct rules_reader *r, struct sp_rule_example *x, const char *text)
{
	char **words = g_strsplit_set(text, " \t", 3);
	enum sp_status s = SP_OK;
	x->nothing = strcmp(words[0], "nothing") == 0;
	if (!x->nothing && !sp_finding_status_read(words[0], &x->status))
		s = refuse(r, "an example gives a status (match, mismatch…) or nothing, not", words[0]);
	g_free(x->recomputed);
	x->recomputed = words[1] ? g_strdup(g_strstrip(words[1])) : NULL;
	g_strfreev(words);
	return s;
}

static enum sp_status take_example(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	char **lines = g_strsplit(e->value->str, "\n", -1);
	struct sp_rule_example *x = g_new0(struct sp_rule_example, 1);
	bool answered = false;
	enum sp_status s = SP_OK;
	x->title = g_strdup(lines[0]);
	x->line = e->line;
	x->records = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(rule->examples, x);
	for (char **l = lines + 1; *l && s == SP_OK; l++) {
		if (**l == '{') {
			g_ptr_array_add(x->records, g_strdup(*l));
		} else if (g_str_has_prefix(*l, "gives ")) {
			s = take_gives(r, x, *l + strlen("gives "));
			answered = true;
		} else {
			s = refuse(r, "an example holds records in braces and a line \"gives STATUS\", not", *l);
		}
	}
	if (s == SP_OK && !answered)
		s = refuse(r, "the example does not say what it gives", x->title);
	g_strfreev(lines);
	return s;
}

static enum sp_status take_severity(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	if (sp_rule_severity_read(e->value->str, &rule->severity))
		return SP_OK;
	return refuse(r, "severity is error, warn or info, not", e->value->str);
}

static enum sp_status take_fails_as(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	if (sp_finding_status_read(e->value->str, &rule->fails_as) && rule->fails_as != SP_MATCH)
		return SP_OK;
	return refuse(r, "fails-as is a status other than match, not", e->value->str);
}

static enum sp_status take_evidence(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	enum sp_claim_kind kind;
	if (!sp_claim_kind_read(e->value->str, &kind))
		return refuse(r, "there is no evidence of this kind", e->value->str);
	return take_text(e, &rule->evidence);
}

static enum sp_status take_rule_entry(struct rules_reader *r, const struct rule_entry *e, struct sp_check_rule *rule)
{
	const struct {
		const char *key;
		struct sp_expr **to;
	} exprs[] = { { "when", &rule->when },           { "value", &rule->value },   { "expected", &rule->expected },
		      { "holds", &rule->holds },         { "likely", &rule->likely }, { "tolerance", &rule->tolerance } };
	const struct {
		const char *key;
		char **to;
	} texts[] = { { "published", &rule->published },
		      { "field", &rule->field },
		      { "source", &rule->source },
		      { "source-it", &rule->source_it },
		      { "each", &rule->each },
		      { "states-it", &rule->states[SP_IT] },
		      { "states-en", &rule->states[SP_EN] },
		      { "message-it", &rule->message[SP_IT] },
		      { "message-en", &rule->message[SP_EN] } };
	static const struct {
		const char *key;
		enum sp_status (*take)(struct rules_reader *, const struct rule_entry *, struct sp_check_rule *);
	} others[] = { { "about", take_about },       { "rows", take_rows },         { "compare", take_compare },
		       { "severity", take_severity }, { "fails-as", take_fails_as }, { "example", take_example },
		       { "evidence", take_evidence } };
	for (size_t i = 0; i < G_N_ELEMENTS(exprs); i++)
		if (strcmp(e->key, exprs[i].key) == 0)
			return take_expr(r, e, exprs[i].to);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(e->key, texts[i].key) == 0)
			return take_text(e, texts[i].to);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(e->key, others[i].key) == 0)
			return others[i].take(r, e, rule);
	return refuse(r, "a rule has no such entry", e->key);
}

/* A rule must be able to say something, and to say it to both kinds of reader. */
static enum sp_status check_rule(struct rules_reader *r, struct sp_check_rule *rule, bool severe)
{
	const char *lacks = NULL;
	int ways = (rule->value != NULL) + (rule->holds != NULL) + (rule->evidence != NULL);
	if (rule->about->len == 0)
		lacks = "about: the record type that it speaks of";
	else if (ways != 1)
		lacks = "exactly one of value, holds and evidence";
	else if (rule->value && !rule->published == !rule->expected)
		lacks = "either published (a field) or expected (a value) beside its value";
	else if (!rule->states[SP_IT] || !rule->states[SP_EN])
		lacks = "states-it and states-en: what it states, in a sentence";
	else if (!rule->message[SP_IT] || !rule->message[SP_EN])
		lacks = "message-it and message-en: what a reader is told";
	else if (!severe)
		lacks = "severity: error, warn or info";
	else if (!rule->source)
		lacks = "source: where its definition comes from";
	else if (rule->examples->len == 0)
		lacks = "an example";
	if (lacks) {
		char *what = g_strdup_printf("rule %s lacks %s", rule->name, lacks);
		enum sp_status s = refuse(r, what, NULL);
		g_free(what);
		return s;
	}
	if (!rule->field)
		rule->field = g_strdup(rule->published ? rule->published : rule->evidence ? "actuals" : "code");
	return SP_OK;
}

static enum sp_status read_rule(struct rules_reader *r, const char *name, const GArray *entries)
{
	struct sp_check_rule *rule = g_new0(struct sp_check_rule, 1);
	rule->name = g_strdup(name);
	rule->file = g_strdup(r->file);
	rule->line = r->line;
	rule->about = g_ptr_array_new_with_free_func(g_free);
	rule->examples = g_ptr_array_new_with_free_func(free_example);
	rule->fails_as = SP_MISMATCH;
	bool severe = false;
	enum sp_status s = SP_OK;
	guint at;
	if (!is_name(name))
		s = refuse(r, "a rule's name has small letters, digits and hyphens", name);
	else if (find_rule(r->set, name, &at))
		s = refuse(r, "this file has the rule twice", name);
	g_ptr_array_add(r->set->rules, rule);
	for (guint i = 0; i < entries->len && s == SP_OK; i++) {
		const struct rule_entry *e = &g_array_index(entries, struct rule_entry, i);
		r->line = e->line;
		s = take_rule_entry(r, e, rule);
		severe = severe || strcmp(e->key, "severity") == 0;
	}
	r->line = rule->line;
	return s == SP_OK ? check_rule(r, rule, severe) : s;
}

/* "parameter NAME = NUMBER", with states and source below */
static enum sp_status read_parameter(struct rules_reader *r, const char *head, const GArray *entries)
{
	char **parts = g_strsplit(head, "=", 2);
	struct sp_parameter *p = g_new0(struct sp_parameter, 1);
	sp_dec_init(&p->value);
	p->name = g_strdup(g_strstrip(parts[0]));
	const char *digits = parts[1] ? g_strstrip(parts[1]) : "";
	enum sp_status s = SP_OK;
	if (!is_name(p->name) || sp_dec_parse(&p->value, digits, strlen(digits)) != SP_OK)
		s = refuse(r, "a parameter is written: parameter name = 0.085", head);
	for (guint i = 0; i < entries->len && s == SP_OK; i++) {
		const struct rule_entry *e = &g_array_index(entries, struct rule_entry, i);
		r->line = e->line;
		if (strcmp(e->key, "states") == 0)
			s = take_text(e, &p->states);
		else if (strcmp(e->key, "source") == 0)
			s = take_text(e, &p->source);
		else
			s = refuse(r, "a parameter has states and source, not", e->key);
	}
	if (s == SP_OK && !p->source)
		s = refuse(r, "a parameter needs its source: the law or document that sets it", p->name);
	g_hash_table_replace(r->set->parameters, g_strdup(p->name), p);
	g_strfreev(parts);
	return s;
}

/* "list NAME", with "item: words" below; the words are for readers */
static enum sp_status read_list(struct rules_reader *r, const char *name, const GArray *entries)
{
	GHashTable *items = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_hash_table_replace(r->set->lists, g_strdup(name), items);
	for (guint i = 0; i < entries->len; i++)
		g_hash_table_add(items, g_strdup(g_array_index(entries, struct rule_entry, i).key));
	return is_name(name) ? SP_OK : refuse(r, "a list's name has small letters, digits and underscores", name);
}

/* "labels", with "field: Italian | English" below */
static enum sp_status read_labels(struct rules_reader *r, const GArray *entries)
{
	for (guint i = 0; i < entries->len; i++) {
		const struct rule_entry *e = &g_array_index(entries, struct rule_entry, i);
		char **parts = g_strsplit(e->value->str, "|", -1);
		r->line = e->line;
		if (g_strv_length(parts) != 2) {
			g_strfreev(parts);
			return refuse(r, "a label is written: field: Italian | English", e->key);
		}
		struct sp_label *label = g_new0(struct sp_label, 1);
		label->name[SP_IT] = g_strdup(g_strstrip(parts[0]));
		label->name[SP_EN] = g_strdup(g_strstrip(parts[1]));
		g_hash_table_replace(r->set->labels, g_strdup(e->key), label);
		g_strfreev(parts);
	}
	return SP_OK;
}

static enum sp_status read_block(struct rules_reader *r, const char *head, int line, const GArray *entries)
{
	char *copy = g_strdup(head), *name = strchr(copy, ' ');
	enum sp_status s;
	if (name)
		*name++ = '\0';
	r->line = line;
	name = name ? g_strstrip(name) : NULL;
	if (name && strcmp(copy, "rule") == 0)
		s = read_rule(r, name, entries);
	else if (name && strcmp(copy, "parameter") == 0)
		s = read_parameter(r, name, entries);
	else if (name && strcmp(copy, "list") == 0)
		s = read_list(r, name, entries);
	else if (!name && strcmp(copy, "labels") == 0)
		s = read_labels(r, entries);
	else
		s = refuse(r, "a block starts with rule, parameter, list or labels, not", head);
	g_free(copy);
	return s;
}

static void clear_entry(gpointer p)
{
	struct rule_entry *e = p;
	g_free(e->key);
	g_string_free(e->value, TRUE);
}

/* One indented line: a new entry at the block's own indentation, a continuation below it. */
static enum sp_status add_line(struct rules_reader *r, GArray *entries, size_t indent, size_t *margin, char *text)
{
	if (*margin == 0)
		*margin = indent;
	if (indent > *margin && entries->len > 0) {
		GString *value = g_array_index(entries, struct rule_entry, entries->len - 1).value;
		g_string_append_printf(value, "\n%s", text);
		return SP_OK;
	}
	char *colon = strstr(text, ": ");
	if (!colon && *text && text[strlen(text) - 1] == ':')
		colon = text + strlen(text) - 1;
	if (indent != *margin || !colon)
		return refuse(r, "an entry is written \"key: value\", all entries of a block equally far in, not", text);
	*colon = '\0';
	struct rule_entry e = { g_strdup(text), g_string_new(g_strstrip(colon + 1)), r->line };
	g_array_append_val(entries, e);
	return SP_OK;
}

static enum sp_status read_lines(struct rules_reader *r, char **lines)
{
	GArray *entries = g_array_new(FALSE, FALSE, sizeof(struct rule_entry));
	g_array_set_clear_func(entries, clear_entry);
	const char *head = NULL;
	int head_line = 0;
	size_t margin = 0;
	enum sp_status s = SP_OK;
	for (int i = 0; lines[i] && s == SP_OK; i++) {
		size_t indent = strspn(lines[i], " \t");
		char *text = g_strchomp(lines[i] + indent);
		r->line = i + 1;
		if (*text == '\0' || *text == '#')
			continue;
		if (indent > 0 && head) {
			s = add_line(r, entries, indent, &margin, text);
			continue;
		}
		if (head)
			s = read_block(r, head, head_line, entries);
		g_array_set_size(entries, 0);
		head = text;
		head_line = i + 1;
		margin = 0;
		r->line = i + 1;
		if (s == SP_OK && indent > 0)
			s = refuse(r, "a block starts at the margin, not", text);
	}
	if (s == SP_OK && head)
		s = read_block(r, head, head_line, entries);
	g_array_free(entries, TRUE);
	return s;
}

/* --- after reading: names that must exist ------------------------------------------------------------ */

struct list_check {
	struct rules_reader *r;
	const struct sp_ruleset *known; /* beside the reader's own set */
	enum sp_status status;
};

static void check_list(const struct sp_expr *e, void *data)
{
	struct list_check *c = data;
	if (e->op != SP_E_IN || c->status != SP_OK)
		return;
	const struct sp_expr *list = sp_expr_arg(e, 1);
	if (list->op != SP_E_NAME)
		c->status = refuse(c->r, "after \"in\" stands the name of a list", NULL);
	else if (!g_hash_table_contains(c->r->set->lists, list->text) &&
	         !(c->known && g_hash_table_contains(c->known->lists, list->text)))
		c->status = refuse(c->r, "there is no list of this name", list->text);
}

static enum sp_status check_lists(struct rules_reader *r, const struct sp_ruleset *known)
{
	struct list_check c = { r, known, SP_OK };
	for (guint i = 0; i < r->set->rules->len && c.status == SP_OK; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(r->set->rules, i);
		r->file = rule->file;
		r->line = rule->line;
		sp_expr_walk(rule->when, check_list, &c);
		sp_expr_walk(rule->holds, check_list, &c);
		sp_expr_walk(rule->value, check_list, &c);
	}
	return c.status;
}

static enum sp_status read_text(struct rules_reader *r, const char *text, size_t n)
{
	if (!g_utf8_validate(text, (gssize)n, NULL))
		return refuse(r, "the file is not UTF-8 text", NULL);
	char *copy = g_strndup(text, n);
	char **lines = g_strsplit(copy, "\n", -1);
	enum sp_status s = read_lines(r, lines);
	g_strfreev(lines);
	g_free(copy);
	return s;
}

enum sp_status sp_ruleset_read(struct sp_ctx *ctx, struct sp_ruleset *set, const char *name, const char *text, size_t n)
{
	struct rules_reader r = { .ctx = ctx, .file = name, .set = sp_ruleset_empty() };
	enum sp_status s = read_text(&r, text, n);
	if (s == SP_OK)
		s = check_lists(&r, set);
	if (s == SP_OK)
		merge(set, r.set);
	sp_ruleset_free(r.set);
	return s;
}

enum sp_status sp_ruleset_read_file(struct sp_ctx *ctx, struct sp_ruleset *set, const char *path)
{
	GBytes *bytes = sp_file_read(ctx, path, FILE_LIMIT);
	if (!bytes)
		return SP_FAIL;
	size_t n;
	const char *text = g_bytes_get_data(bytes, &n);
	enum sp_status s = sp_ruleset_read(ctx, set, path, text ? text : "", n);
	g_bytes_unref(bytes);
	return s;
}

/* The shipped files are one set: a rule may use a list of another file, whatever their order. */
struct sp_ruleset *sp_ruleset_new(struct sp_ctx *ctx)
{
	struct rules_reader r = { .ctx = ctx, .set = sp_ruleset_empty() };
	enum sp_status s = SP_OK;
	for (const struct sp_resource *f = verify_data; f->name && s == SP_OK; f++) {
		if (!g_str_has_prefix(f->name, BUNDLE))
			continue;
		r.file = f->name + strlen(BUNDLE);
		s = read_text(&r, f->text, strlen(f->text));
	}
	if (s == SP_OK && check_lists(&r, NULL) == SP_OK)
		return r.set;
	sp_ruleset_free(r.set);
	return NULL;
}

/* --- the catalogue --------------------------------------------------------------------------------- */

static const char *const severity_meaning[] = { "error: printed figures disagree",
	                                        "warn: improbable, a person must look", "info: worth knowing" };

void sp_rule_list(const struct sp_ruleset *set, FILE *to)
{
	for (guint i = 0; i < set->rules->len; i++) {
		const struct sp_check_rule *r = g_ptr_array_index(set->rules, i);
		fprintf(to, "%-28s %-6s %s\n", r->name, sp_rule_severity_word(r->severity), r->states[SP_EN]);
	}
}

static void explain_expr(FILE *to, const char *key, const struct sp_expr *e)
{
	if (!e)
		return;
	char *text = sp_expr_text(e, SP_EXPR_PLAIN);
	fprintf(to, "- %s: `%s`\n", key, text);
	g_free(text);
}

static const char *rows_text(const struct sp_check_rule *r, GString *out)
{
	g_string_append_printf(out, "%s%s", r->rows.kind == SP_ROWS_PREVIOUS ? "previous " : "",
	                       r->rows.type ? r->rows.type : "same");
	if (r->rows.key) {
		char *same = sp_expr_text(r->rows.same, SP_EXPR_PLAIN);
		g_string_append_printf(out, " where %s = %s", r->rows.key_text, same);
		g_free(same);
	}
	return out->str;
}

static void explain_comparison(const struct sp_check_rule *r, FILE *to)
{
	static const char *const meaning[] = {
		[SP_COMPARE_SIGNIFICANT] = "rounded half up at the published decimals, without the zeros at their end",
		[SP_COMPARE_PRINTED] = "rounded half up at the published decimals",
		[SP_COMPARE_EXACT] = "exact",
	};
	if (r->holds)
		return;
	fprintf(to, "- compared: %s\n", meaning[r->expected ? SP_COMPARE_EXACT : r->compare]);
	explain_expr(to, "tolerance", r->tolerance);
}

static void explain_example(const struct sp_rule_example *x, FILE *to)
{
	fprintf(to, "\nExample: %s\n\n", x->title);
	for (guint i = 0; i < x->records->len; i++)
		fprintf(to, "    %s\n", (const char *)g_ptr_array_index(x->records, i));
	fprintf(to, "    gives %s%s%s\n", x->nothing ? "nothing" : sp_finding_status_word(x->status),
	        x->recomputed ? " " : "", x->recomputed ? x->recomputed : "");
}

void sp_rule_explain(const struct sp_check_rule *r, FILE *to)
{
	fprintf(to, "### %s\n\n%s.\n\n_%s._\n\n- about: ", r->name, r->states[SP_EN], r->states[SP_IT]);
	for (guint i = 0; i < r->about->len; i++)
		fprintf(to, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(r->about, i));
	fputc('\n', to);
	if (r->each)
		fprintf(to, "- each: `%s`\n", r->each);
	if (r->rows.kind != SP_ROWS_NONE) {
		GString *rows = g_string_new(NULL);
		fprintf(to, "- rows: `%s`\n", rows_text(r, rows));
		g_string_free(rows, TRUE);
	}
	explain_expr(to, "when", r->when);
	if (r->published)
		fprintf(to, "- published: `%s`\n", r->published);
	explain_expr(to, "value", r->value);
	explain_expr(to, "expected", r->expected);
	explain_expr(to, "holds", r->holds);
	if (r->evidence)
		fprintf(to, "- evidence: %s\n", r->evidence);
	explain_comparison(r, to);
	explain_expr(to, "only likely when", r->likely);
	fprintf(to, "- severity: %s\n- source: %s\n", severity_meaning[r->severity], r->source);
	for (guint i = 0; i < r->examples->len; i++)
		explain_example(g_ptr_array_index(r->examples, i), to);
	fputc('\n', to);
}
