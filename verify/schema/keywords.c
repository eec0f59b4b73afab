/*
 * What each keyword of draft-07 asks, in one table at the end: how its value is compiled and how a
 * value is judged by it. Sections follow the standard (draft-handrews-json-schema-validation-01 §6).
 */
#include "verify/schema/keywords.h"

#include "verify/schema/compile.h"
#include "verify/schema/value.h"

enum { LISTED = 8 }; /* values of an enum that a sentence names */

#define COMPILE(name) static bool name(struct sp_compiler *c, const struct sp_node *node, struct sp_assertion *check)
#define HOLDS(name)                                                                                                    \
	static bool name(struct sp_schema_run *run, const struct sp_node *node, const struct sp_assertion *check,             \
			 const struct sp_at *at, const struct sp_json *v)

/* --- any type (§6.1) -------------------------------------------------------------------------- */

static const struct {
	const char *name;
	unsigned bits;
	const char *wanted;
} type_names[] = {
	{ "object", SP_TYPE(SP_JSON_OBJECT), "an object" }, { "array", SP_TYPE(SP_JSON_ARRAY), "an array" },
	{ "string", SP_TYPE(SP_JSON_STRING), "a string" },  { "number", SP_TYPE(SP_JSON_NUMBER), "a number" },
	{ "integer", SP_TYPE_WHOLE, "a whole number" },     { "boolean", SP_TYPE(SP_JSON_BOOL), "true or false" },
	{ "null", SP_TYPE(SP_JSON_NULL), "null" },
};

static unsigned type_bits(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(type_names); i++)
		if (strcmp(type_names[i].name, name) == 0)
			return type_names[i].bits;
	return 0;
}

COMPILE(compile_type)
{
	(void)c, (void)node;
	if (sp_json_str(check->value))
		check->types = type_bits(sp_json_str(check->value));
	for (const struct sp_json *t = sp_json_first(check->value); t; t = sp_json_next(t))
		check->types |= type_bits(sp_json_str(t));
	return true;
}

static char *types_wanted(unsigned types)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(type_names); i++)
		if (types & type_names[i].bits)
			g_string_append_printf(out, "%s%s", out->len ? " or " : "", type_names[i].wanted);
	return g_string_free(out, FALSE);
}

HOLDS(holds_type)
{
	enum sp_json_type type = sp_json_type(v);
	if (check->types & SP_TYPE(type))
		return true;
	if (type == SP_JSON_NUMBER && (check->types & SP_TYPE_WHOLE) && sp_value_is_whole(v))
		return true;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v), *wanted = types_wanted(check->types);
	sp_violation(run, node, "type", at, " is %s: %s is needed", shown, wanted);
	g_free(shown);
	g_free(wanted);
	return false;
}

static char *values_wanted(const struct sp_json *list)
{
	GString *out = g_string_new(NULL);
	size_t n = 0;
	for (const struct sp_json *e = sp_json_first(list); e; e = sp_json_next(e), n++) {
		if (n == LISTED) {
			g_string_append_printf(out, " or %zu more", sp_json_count(list) - n);
			break;
		}
		char *shown = sp_value_shown(e);
		g_string_append_printf(out, "%s%s", n == 0 ? "" : sp_json_next(e) ? ", " : " or ", shown);
		g_free(shown);
	}
	return g_string_free(out, FALSE);
}

HOLDS(holds_enum)
{
	for (const struct sp_json *e = sp_json_first(check->value); e; e = sp_json_next(e))
		if (sp_value_same(e, v))
			return true;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v), *wanted = values_wanted(check->value);
	sp_violation(run, node, "enum", at, " is %s: %s is needed", shown, *wanted ? wanted : "nothing that exists");
	g_free(shown);
	g_free(wanted);
	return false;
}

HOLDS(holds_const)
{
	if (sp_value_same(check->value, v))
		return true;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v), *wanted = sp_value_shown(check->value);
	sp_violation(run, node, "const", at, " is %s: %s is needed", shown,
		     strcmp(shown, wanted) == 0 ? "the one that the schema gives" : wanted);
	g_free(shown);
	g_free(wanted);
	return false;
}

/* --- numbers (§6.2) --------------------------------------------------------------------------- */

COMPILE(compile_number)
{
	(void)c, (void)node;
	return sp_json_dec(check->value, &check->number);
}

static bool number_violation(struct sp_schema_run *run, const struct sp_node *node, const struct sp_assertion *check,
			     const struct sp_at *at, const struct sp_json *v, const char *what)
{
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v), *bound = sp_value_shown(check->value);
	sp_violation(run, node, check->keyword->name, at, " is %s: %s %s", shown, what, bound);
	g_free(shown);
	g_free(bound);
	return false;
}

HOLDS(holds_multiple_of)
{
	return sp_value_is_multiple(v, &check->number) ||
	       number_violation(run, node, check, at, v, "it must be a multiple of");
}

HOLDS(holds_maximum)
{
	return sp_value_compare(v, &check->number) <= 0 ||
	       number_violation(run, node, check, at, v, "the greatest allowed is");
}

HOLDS(holds_exclusive_maximum)
{
	return sp_value_compare(v, &check->number) < 0 ||
	       number_violation(run, node, check, at, v, "it must be less than");
}

HOLDS(holds_minimum)
{
	return sp_value_compare(v, &check->number) >= 0 ||
	       number_violation(run, node, check, at, v, "the least allowed is");
}

HOLDS(holds_exclusive_minimum)
{
	return sp_value_compare(v, &check->number) > 0 ||
	       number_violation(run, node, check, at, v, "it must be greater than");
}

/* --- lengths: strings (§6.3), arrays (§6.4), objects (§6.5) ----------------------------------- */

/* A whole number of any size or spelling (3, 3.0, 1e400); beyond what can be counted all is the same. */
COMPILE(compile_limit)
{
	(void)c, (void)node;
	if (sp_json_int(check->value, &check->limit))
		return true;
	sp_json_dec(check->value, &check->number);
	sp_dec_strip(&check->number);
	check->limit = mpz_fits_slong_p(check->number.units) ? mpz_get_si(check->number.units) : G_MAXINT64;
	return true;
}

static int64_t length_of(const struct sp_json *v)
{
	return sp_json_str(v) ? g_utf8_strlen(sp_json_str(v), -1) : (int64_t)sp_json_count(v);
}

static const char *unit_of(const struct sp_json *v, int64_t n)
{
	switch (sp_json_type(v)) {
	case SP_JSON_STRING:
		return n == 1 ? "character" : "characters";
	case SP_JSON_ARRAY:
		return n == 1 ? "item" : "items";
	default:
		return n == 1 ? "member" : "members";
	}
}

static bool length_violation(struct sp_schema_run *run, const struct sp_node *node, const struct sp_assertion *check,
			     const struct sp_at *at, const struct sp_json *v, const char *bound, const char *verb)
{
	int64_t n = length_of(v);
	return sp_violation(run, node, check->keyword->name, at,
			    " has %" G_GINT64_FORMAT " %s: %s %" G_GINT64_FORMAT " %s %s", n, unit_of(v, n), bound,
			    check->limit, check->limit == 1 ? "is" : "are", verb);
}

HOLDS(holds_most)
{
	return length_of(v) <= check->limit || length_violation(run, node, check, at, v, "at most", "allowed");
}

HOLDS(holds_least)
{
	return length_of(v) >= check->limit || length_violation(run, node, check, at, v, "at least", "needed");
}

/* --- strings (§6.3, §7) ----------------------------------------------------------------------- */

static bool compile_pattern_text(struct sp_compiler *c, const struct sp_node *node, struct sp_assertion *check,
				 const char *keyword, const char *expression)
{
	char *why = NULL;
	struct sp_ecma *e = sp_ecma_new(expression, &why);
	if (e) {
		if (!check->patterns)
			check->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)sp_ecma_free);
		g_ptr_array_add(check->patterns, e);
		return true;
	}
	sp_compile_refuse(c, node, keyword, "\"%s\" is no pattern that can be used: %s", expression, why);
	g_free(why);
	return false;
}

COMPILE(compile_pattern)
{
	return compile_pattern_text(c, node, check, "pattern", sp_json_str(check->value));
}

static bool matches(struct sp_schema_run *run, const struct sp_node *node, const char *keyword, const struct sp_ecma *e,
		    const char *text)
{
	enum sp_status found = sp_ecma_search(e, text, strlen(text));
	if (found == SP_FAIL)
		sp_give_up(run, node, keyword, "the pattern backtracks without end on this text");
	return found == SP_OK;
}

HOLDS(holds_pattern)
{
	if (matches(run, node, "pattern", check->patterns->pdata[0], sp_json_str(v)))
		return true;
	if (!run->tell || run->gave_up)
		return false;
	char *shown = sp_value_shown(v);
	sp_violation(run, node, "pattern", at, " is %s: it must match %s", shown, sp_json_str(check->value));
	g_free(shown);
	return false;
}

COMPILE(compile_format)
{
	check->format = sp_format_find(sp_json_str(check->value));
	if (!check->format && c->schema->strict)
		sp_compile_refuse(c, node, "format", "\"%s\" is no format that is known here",
				  sp_json_str(check->value));
	return check->format != NULL;
}

HOLDS(holds_format)
{
	if (sp_format_holds(check->format, sp_json_str(v)))
		return true;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v), *why = sp_format_fault(check->format, sp_json_str(v));
	sp_violation(run, node, "format", at, " is %s: %s", shown, why);
	g_free(shown);
	g_free(why);
	return false;
}

/* --- arrays (§6.4) ---------------------------------------------------------------------------- */

static void compile_nodes(struct sp_compiler *c, const struct sp_node *node, struct sp_assertion *check,
			  const char *keyword, const struct sp_json *list)
{
	check->nodes = g_ptr_array_new();
	size_t i = 0;
	for (const struct sp_json *s = sp_json_first(list); s; s = sp_json_next(s)) {
		char *token = g_strdup_printf("%zu", i++);
		g_ptr_array_add(check->nodes, sp_compile_child(c, node, keyword, token, s));
		g_free(token);
	}
}

/* `nodes` judge the first items, `node` all that follow. */
COMPILE(compile_items)
{
	const struct sp_json *more = sp_json_get(node->json, "additionalItems");
	if (sp_json_type(check->value) == SP_JSON_ARRAY) {
		compile_nodes(c, node, check, "items", check->value);
		if (more)
			check->node = sp_compile_child(c, node, "additionalItems", NULL, more);
		return true;
	}
	check->node = sp_compile_child(c, node, "items", NULL, check->value);
	if (more)
		sp_compile_child(c, node, "additionalItems", NULL, more);
	return true;
}

/* Without items it judges nothing; what stands in it is read all the same. */
COMPILE(compile_additional_items)
{
	if (!sp_json_get(node->json, "items"))
		sp_compile_child(c, node, "additionalItems", NULL, check->value);
	return false;
}

HOLDS(holds_items)
{
	(void)node;
	size_t i = 0, n = check->nodes ? check->nodes->len : 0;
	bool good = true;
	for (const struct sp_json *item = sp_json_first(v); item && !sp_run_done(run, good);
	     item = sp_json_next(item), i++) {
		const struct sp_node *judge = i < n ? check->nodes->pdata[i] : check->node;
		const struct sp_at here = { .up = at, .index = i };
		if (!judge)
			break;
		good &= sp_node_check(run, judge, &here, item);
	}
	return good;
}

HOLDS(holds_unique)
{
	size_t first, again;
	if (!sp_json_bool(check->value, false) || !sp_value_repeats(v, &first, &again))
		return true;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(sp_json_at(v, again));
	sp_violation(run, node, "uniqueItems", at, " has the same item twice: [%zu] and [%zu] are %s", first, again,
		     shown);
	g_free(shown);
	return false;
}

COMPILE(compile_schema)
{
	check->node = sp_compile_child(c, node, check->keyword->name, NULL, check->value);
	return true;
}

HOLDS(holds_contains)
{
	size_t i = 0;
	for (const struct sp_json *item = sp_json_first(v); item && !run->gave_up; item = sp_json_next(item)) {
		const struct sp_at here = { .up = at, .index = i++ };
		if (sp_node_holds(run, check->node, &here, item))
			return true;
	}
	return sp_violation(run, node, "contains", at, " has no item of the kind that it must contain");
}

/* --- objects (§6.5) --------------------------------------------------------------------------- */

HOLDS(holds_required)
{
	bool good = true;
	for (const struct sp_json *r = sp_json_first(check->value); r && !sp_run_done(run, good); r = sp_json_next(r))
		if (!sp_json_get(v, sp_json_str(r)))
			good = sp_violation(run, node, "required", at, " has no \"%s\", which is required",
					    sp_json_str(r));
	return good;
}

static GHashTable *compile_members_of(struct sp_compiler *c, const struct sp_node *node, const char *keyword,
				      const struct sp_json *map)
{
	GHashTable *members = g_hash_table_new(g_str_hash, g_str_equal);
	for (const struct sp_json *m = sp_json_first(map); m; m = sp_json_next(m))
		g_hash_table_insert(members, (gpointer)sp_json_key(m),
				    sp_compile_child(c, node, keyword, sp_json_key(m), m));
	return members;
}

/* One check for the three keywords; the first of them that is there brings it. */
COMPILE(compile_members)
{
	static const char *const group[] = { "properties", "patternProperties", "additionalProperties" };
	const struct sp_json *values[3], *first = NULL;
	for (size_t i = 0; i < 3; i++) {
		values[i] = sp_json_get(node->json, group[i]);
		if (!first)
			first = values[i];
	}
	if (check->value != first)
		return false;
	bool good = true;
	if (values[0])
		check->members = compile_members_of(c, node, group[0], values[0]);
	if (values[1])
		check->nodes = g_ptr_array_new();
	for (const struct sp_json *m = sp_json_first(values[1]); m; m = sp_json_next(m)) {
		good &= compile_pattern_text(c, node, check, group[1], sp_json_key(m));
		g_ptr_array_add(check->nodes, sp_compile_child(c, node, group[1], sp_json_key(m), m));
	}
	if (values[2])
		check->node = sp_compile_child(c, node, group[2], NULL, values[2]);
	return good;
}

static bool member_holds(struct sp_schema_run *run, const struct sp_node *node, const struct sp_assertion *check,
			 const struct sp_at *here, const struct sp_json *member)
{
	const char *key = sp_json_key(member);
	const struct sp_node *judge = check->members ? g_hash_table_lookup(check->members, key) : NULL;
	bool known = judge != NULL, good = true;
	if (judge)
		good = sp_node_check(run, judge, here, member);
	for (guint i = 0; check->patterns && i < check->patterns->len && !sp_run_done(run, good); i++)
		if (matches(run, node, "patternProperties", check->patterns->pdata[i], key)) {
			known = true;
			good &= sp_node_check(run, check->nodes->pdata[i], here, member);
		}
	if (known || !check->node || sp_run_done(run, good))
		return good;
	if (sp_json_type(check->node->json) == SP_JSON_BOOL && !sp_json_bool(check->node->json, true))
		return sp_violation(run, node, "additionalProperties", here, " is not a name that is allowed here");
	return sp_node_check(run, check->node, here, member);
}

HOLDS(holds_members)
{
	bool good = true;
	for (const struct sp_json *m = sp_json_first(v); m && !sp_run_done(run, good); m = sp_json_next(m)) {
		const struct sp_at here = { .up = at, .key = sp_json_key(m) };
		good &= member_holds(run, node, check, &here, m);
	}
	return good;
}

COMPILE(compile_dependencies)
{
	check->members = g_hash_table_new(g_str_hash, g_str_equal);
	for (const struct sp_json *d = sp_json_first(check->value); d; d = sp_json_next(d))
		if (sp_json_type(d) != SP_JSON_ARRAY)
			g_hash_table_insert(check->members, (gpointer)sp_json_key(d),
					    sp_compile_child(c, node, "dependencies", sp_json_key(d), d));
	return true;
}

static bool names_follow(struct sp_schema_run *run, const struct sp_node *node, const struct sp_at *at,
			 const struct sp_json *names, const struct sp_json *v)
{
	bool good = true;
	for (const struct sp_json *n = sp_json_first(names); n && !sp_run_done(run, good); n = sp_json_next(n))
		if (!sp_json_get(v, sp_json_str(n)))
			good = sp_violation(run, node, "dependencies", at,
					    " has \"%s\" but not \"%s\", which must come with it", sp_json_key(names),
					    sp_json_str(n));
	return good;
}

HOLDS(holds_dependencies)
{
	bool good = true;
	for (const struct sp_json *d = sp_json_first(check->value); d && !sp_run_done(run, good); d = sp_json_next(d)) {
		if (!sp_json_get(v, sp_json_key(d)))
			continue;
		const struct sp_node *judge = g_hash_table_lookup(check->members, sp_json_key(d));
		good &= judge ? sp_node_check(run, judge, at, v) : names_follow(run, node, at, d, v);
	}
	return good;
}

/* A name as a value of its own, so that any schema can judge it. */
static struct sp_json *name_value(struct sp_schema_run *run, const char *name)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_str(&w, NULL, name);
	struct sp_json *v = sp_json_parse(run->ctx, w.out->str, w.out->len);
	sp_jw_clear(&w);
	return v;
}

HOLDS(holds_property_names)
{
	(void)node;
	bool good = true;
	for (const struct sp_json *m = sp_json_first(v); m && !sp_run_done(run, good); m = sp_json_next(m)) {
		const struct sp_at here = { .up = at, .key = sp_json_key(m), .is_name = true };
		struct sp_json *name = name_value(run, sp_json_key(m));
		good &= sp_node_check(run, check->node, &here, name);
		sp_json_free(name);
	}
	return good;
}

/* --- conditions (§6.6) ------------------------------------------------------------------------ */

COMPILE(compile_if)
{
	const struct sp_json *then = sp_json_get(node->json, "then"), *otherwise = sp_json_get(node->json, "else");
	check->node = sp_compile_child(c, node, "if", NULL, check->value);
	if (then)
		check->then = sp_compile_child(c, node, "then", NULL, then);
	if (otherwise)
		check->otherwise = sp_compile_child(c, node, "else", NULL, otherwise);
	return true;
}

/* then and else: read with their if; without one they judge nothing. */
COMPILE(compile_branch)
{
	if (sp_json_get(node->json, "if"))
		return false;
	sp_compile_child(c, node, check->keyword->name, NULL, check->value);
	if (c->schema->strict)
		sp_compile_refuse(c, node, check->keyword->name, "it asks nothing without an \"if\" beside it");
	return false;
}

HOLDS(holds_if)
{
	(void)node;
	const struct sp_node *next = sp_node_holds(run, check->node, at, v) ? check->then : check->otherwise;
	return run->gave_up || !next || sp_node_check(run, next, at, v);
}

/* --- combinations (§6.7) ---------------------------------------------------------------------- */

COMPILE(compile_list)
{
	compile_nodes(c, node, check, check->keyword->name, check->value);
	return true;
}

HOLDS(holds_all_of)
{
	(void)node;
	bool good = true;
	for (guint i = 0; i < check->nodes->len && !sp_run_done(run, good); i++)
		good &= sp_node_check(run, check->nodes->pdata[i], at, v);
	return good;
}

/* How badly a value fits one of several forms. */
struct misfit {
	size_t here; /* length of the pointer to the value itself */
	size_t violations;
	size_t place;    /* length of the pointer to the first one */
	char *sentence;  /* of the first one */
	bool other_type; /* the whole value is of another type than this form */
};

static void note_misfit(const struct sp_violation *violation, void *data)
{
	struct misfit *m = data;
	size_t place = strlen(violation->pointer);
	if (m->violations++ == 0) {
		m->sentence = g_strdup(violation->sentence);
		m->place = place;
	}
	if (place == m->here && g_str_has_suffix(violation->rule, "/type"))
		m->other_type = true;
}

/* A form of the right type fits better; then the one with fewer violations; then the one whose
 * first violation lies deeper, because more of the value was right. */
static bool fits_better(const struct misfit *a, const struct misfit *b)
{
	if (a->other_type != b->other_type)
		return b->other_type;
	if (a->violations != b->violations)
		return a->violations < b->violations;
	return a->place > b->place;
}

static struct misfit measure(struct sp_schema_run *run, const struct sp_node *form, const struct sp_at *at,
			     const struct sp_json *v)
{
	char *pointer = sp_at_pointer(at);
	struct misfit m = { .here = strlen(pointer) };
	g_free(pointer);
	sp_violation_fn tell = run->tell;
	void *data = run->data;
	run->tell = note_misfit;
	run->data = &m;
	sp_node_check(run, form, at, v);
	run->tell = tell;
	run->data = data;
	return m;
}

/* What people call a form: its title, its definition's name, or its number. */
static char *form_name(const struct sp_node *form, guint i)
{
	const struct sp_json *title = sp_json_get(form->json, "title"), *ref = sp_json_get(form->json, "$ref");
	const char *text = sp_json_str(title ? title : ref);
	return text ? g_strdup(text) : g_strdup_printf("number %u", i + 1);
}

static bool fits_no_form(struct sp_schema_run *run, const struct sp_node *node, const struct sp_assertion *check,
			 const struct sp_at *at, const struct sp_json *v)
{
	if (!run->tell || run->gave_up)
		return false;
	guint closest = 0;
	struct misfit best = measure(run, check->nodes->pdata[0], at, v);
	for (guint i = 1; i < check->nodes->len && !run->gave_up; i++) {
		struct misfit m = measure(run, check->nodes->pdata[i], at, v);
		bool better = fits_better(&m, &best);
		g_free(better ? best.sentence : m.sentence);
		if (better) {
			best = m;
			closest = i;
		}
	}
	char *name = form_name(check->nodes->pdata[closest], closest);
	char *more = best.violations > 1 ? g_strdup_printf(" (and %zu more)", best.violations - 1) : g_strdup("");
	if (!run->gave_up)
		sp_violation(run, node, check->keyword->name, at,
			     " fits none of the %u forms that are allowed; the closest is %s: %s%s", check->nodes->len,
			     name, best.sentence, more);
	g_free(best.sentence);
	g_free(name);
	g_free(more);
	return false;
}

HOLDS(holds_any_of)
{
	for (guint i = 0; i < check->nodes->len && !run->gave_up; i++)
		if (sp_node_holds(run, check->nodes->pdata[i], at, v))
			return true;
	return fits_no_form(run, node, check, at, v);
}

HOLDS(holds_one_of)
{
	int fitting = -1;
	for (guint i = 0; i < check->nodes->len && !run->gave_up; i++) {
		if (!sp_node_holds(run, check->nodes->pdata[i], at, v))
			continue;
		if (fitting >= 0)
			return sp_violation(run, node, "oneOf", at, " fits form %d and form %u; exactly one may fit",
					    fitting + 1, i + 1);
		fitting = (int)i;
	}
	return fitting >= 0 || fits_no_form(run, node, check, at, v);
}

HOLDS(holds_not)
{
	if (!sp_node_holds(run, check->node, at, v))
		return true;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v);
	sp_violation(run, node, "not", at, " is %s: just what the schema excludes", shown);
	g_free(shown);
	return false;
}

/* --- schemas themselves (core §8, §9; validation §9) ------------------------------------------ */

COMPILE(compile_reference)
{
	sp_compile_reference(c, node, sp_json_str(check->value), &check->node);
	return true;
}

HOLDS(holds_reference)
{
	(void)node;
	return sp_node_check(run, check->node, at, v);
}

COMPILE(compile_definitions)
{
	for (const struct sp_json *d = sp_json_first(check->value); d; d = sp_json_next(d))
		sp_compile_child(c, node, "definitions", sp_json_key(d), d);
	return false;
}

HOLDS(holds_false)
{
	(void)check;
	if (!run->tell)
		return false;
	char *shown = sp_value_shown(v);
	sp_violation(run, node, NULL, at, " is %s: nothing is allowed here", shown);
	g_free(shown);
	return false;
}

const struct sp_keyword sp_keyword_false = { "false", false, false, SP_TYPE_ALL, NULL, holds_false };

/* --- the table -------------------------------------------------------------------------------- */

#define NUMBER SP_TYPE(SP_JSON_NUMBER)
#define STRING SP_TYPE(SP_JSON_STRING)
#define ARRAY  SP_TYPE(SP_JSON_ARRAY)
#define OBJECT SP_TYPE(SP_JSON_OBJECT)
#define ALL    SP_TYPE_ALL

/* clang-format off */
#define ANNOTATION(name) { name, true, false, ALL, NULL, NULL }
/* clang-format on */

const struct sp_keyword sp_keywords[] = {
	{ "$ref", false, true, ALL, compile_reference, holds_reference },
	{ "type", false, false, ALL, compile_type, holds_type },
	{ "enum", false, false, ALL, NULL, holds_enum },
	{ "const", false, false, ALL, NULL, holds_const },
	{ "multipleOf", false, false, NUMBER, compile_number, holds_multiple_of },
	{ "maximum", false, false, NUMBER, compile_number, holds_maximum },
	{ "exclusiveMaximum", false, false, NUMBER, compile_number, holds_exclusive_maximum },
	{ "minimum", false, false, NUMBER, compile_number, holds_minimum },
	{ "exclusiveMinimum", false, false, NUMBER, compile_number, holds_exclusive_minimum },
	{ "maxLength", false, false, STRING, compile_limit, holds_most },
	{ "minLength", false, false, STRING, compile_limit, holds_least },
	{ "pattern", false, false, STRING, compile_pattern, holds_pattern },
	{ "format", false, false, STRING, compile_format, holds_format },
	{ "maxItems", false, false, ARRAY, compile_limit, holds_most },
	{ "minItems", false, false, ARRAY, compile_limit, holds_least },
	{ "uniqueItems", false, false, ARRAY, NULL, holds_unique },
	{ "contains", false, false, ARRAY, compile_schema, holds_contains },
	{ "items", false, false, ARRAY, compile_items, holds_items },
	{ "additionalItems", false, false, ARRAY, compile_additional_items, NULL },
	{ "maxProperties", false, false, OBJECT, compile_limit, holds_most },
	{ "minProperties", false, false, OBJECT, compile_limit, holds_least },
	{ "required", false, false, OBJECT, NULL, holds_required },
	{ "propertyNames", false, false, OBJECT, compile_schema, holds_property_names },
	{ "properties", false, false, OBJECT, compile_members, holds_members },
	{ "patternProperties", false, false, OBJECT, compile_members, holds_members },
	{ "additionalProperties", false, false, OBJECT, compile_members, holds_members },
	{ "dependencies", false, true, OBJECT, compile_dependencies, holds_dependencies },
	{ "if", false, true, ALL, compile_if, holds_if },
	{ "then", false, true, ALL, compile_branch, NULL },
	{ "else", false, true, ALL, compile_branch, NULL },
	{ "allOf", false, true, ALL, compile_list, holds_all_of },
	{ "anyOf", false, true, ALL, compile_list, holds_any_of },
	{ "oneOf", false, true, ALL, compile_list, holds_one_of },
	{ "not", false, true, ALL, compile_schema, holds_not },
	{ "definitions", true, false, ALL, compile_definitions, NULL },
	ANNOTATION("$id"),
	ANNOTATION("$schema"),
	ANNOTATION("$comment"),
	ANNOTATION("title"),
	ANNOTATION("description"),
	ANNOTATION("default"),
	ANNOTATION("examples"),
	ANNOTATION("readOnly"),
	ANNOTATION("writeOnly"),
	ANNOTATION("contentEncoding"),
	ANNOTATION("contentMediaType"),
	{ NULL, false, false, 0, NULL, NULL },
};
