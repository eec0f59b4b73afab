#include "normalize/engine-internal.h"
#include "normalize/beside.h"
#include "normalize/heads.h"
#include "normalize/named.h"
#include "normalize/woven.h"

#include "base/text.h"
#include "normalize/bounds.h"
#include "normalize/cell.h"
#include "normalize/code.h"

void sp_engine_say(const struct sp_engine *e, const char *format, ...)
{
	if (!e->explain)
		return;
	va_list args;
	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);
	va_end(args);
	GString *safe = g_string_new(NULL);
	sp_text_append_safe(safe, text, strlen(text));
	fprintf(e->ctx->err, "%s: explain: %s\n", e->ctx->program, safe->str);
	g_string_free(safe, TRUE);
	g_free(text);
}

/* --- given fields --------------------------------------------------------------------------------- */

struct sp_given *sp_given_new(const struct sp_record_type *type, const char *field, const char *label,
			      struct sp_str text, const struct sp_place *place)
{
	struct sp_given *g = g_new0(struct sp_given, 1);
	*g = (struct sp_given){ type, g_strdup(field), g_strdup(label), sp_str_dup(text), *place, false };
	return g;
}

void sp_given_free(gpointer p)
{
	struct sp_given *g = p;
	g_free(g->field);
	g_free(g->label);
	g_free(g->text);
	g_free(g);
}

void sp_engine_groups(struct sp_engine *e, const struct sp_record_type *type, const struct sp_match *m, GPtrArray *out,
		      const struct sp_place *place)
{
	(void)e;
	for (const struct sp_field *f = type->fields; f->name; f++) {
		struct sp_str v = sp_match_group(m, f->name);
		if (v.s && sp_str_trim(v).n > 0)
			g_ptr_array_add(out, sp_given_new(type, f->name, NULL, v, place));
	}
}

static const char *given_text(const GPtrArray *given, const char *field)
{
	for (guint i = 0; given && i < given->len; i++) {
		const struct sp_given *g = given->pdata[i];
		if (strcmp(g->field, field) == 0)
			return g->text;
	}
	return NULL;
}

/* --- what is in force -------------------------------------------------------------------------------- */

guint sp_engine_level(const struct sp_engine *e, const struct sp_record_type *type)
{
	for (guint i = 0; i < e->profile->levels->len; i++)
		if (e->profile->levels->pdata[i] == type)
			return i;
	return G_MAXUINT;
}

struct sp_force *sp_engine_force(struct sp_engine *e, const struct sp_record_type *type)
{
	for (guint i = 0; i < e->force->len; i++) {
		struct sp_force *f = &g_array_index(e->force, struct sp_force, i);
		if (f->type == type)
			return f;
	}
	struct sp_force fresh = { .type = type };
	g_array_append_val(e->force, fresh);
	return &g_array_index(e->force, struct sp_force, e->force->len - 1);
}

/* A held field that no record has taken stays with the record it was printed under. */
static void keep_held(struct sp_engine *e, struct sp_record *r)
{
	if (!sp_record_field(sp_record_type_of(r), "sections"))
		return;
	for (guint i = 0; i < e->held->len; i++) {
		const struct sp_given *g = e->held->pdata[i];
		if (!g->taken)
			sp_record_section(r, "sections", g->label ? g->label : g->field, g->text);
	}
	g_ptr_array_set_size(e->held, 0);
}

/* A second formula before any table: the first belongs to no record of its own. */
static void release_held(struct sp_engine *e, const char *field)
{
	for (guint i = e->held->len; i-- > 0;) {
		struct sp_given *g = e->held->pdata[i];
		if (strcmp(g->field, field) != 0)
			continue;
		for (guint k = e->force->len; !g->taken && k-- > 0;) {
			struct sp_force *f = &g_array_index(e->force, struct sp_force, k);
			if (!f->open || !sp_record_field(f->type, "sections"))
				continue;
			sp_record_section(f->open, "sections", g->label ? g->label : g->field, g->text);
			g->taken = true;
		}
		if (!g->taken)
			sp_engine_unparsed(e, g->text, "a label's value without a record to take it", &g->place);
		g_ptr_array_remove_index(e->held, i);
	}
}

static void close_force(struct sp_engine *e, struct sp_force *f)
{
	if (!f->open)
		return;
	keep_held(e, f->open);
	sp_queue_close(e->queue, f->open);
	f->open = NULL;
	f->rest = NULL;
}

/*
 * A record that opens closes all that are open (their own fields stand before what they hold), and
 * ends what is in force at its level and below. Types without a level end only their own kind.
 */
static void make_room(struct sp_engine *e, const struct sp_record_type *type)
{
	guint level = sp_engine_level(e, type);
	for (guint i = 0; i < e->force->len; i++) {
		struct sp_force *f = &g_array_index(e->force, struct sp_force, i);
		guint its = sp_engine_level(e, f->type);
		bool same_kind = f->type == type;
		if (level != G_MAXUINT ? its != G_MAXUINT || f->open : same_kind)
			close_force(e, f);
		if (same_kind || (level != G_MAXUINT && its != G_MAXUINT && its >= level))
			g_clear_pointer(&f->id, g_free);
	}
}

void sp_engine_end_level(struct sp_engine *e, const struct sp_record_type *type)
{
	make_room(e, type);
}

static bool refers_to(const struct sp_record_type *type, const struct sp_record_type *to)
{
	for (const struct sp_field *f = type->fields; f->name; f++)
		if (f->form == SP_FORM_REF && strcmp(f->of, to->name) == 0)
			return true;
	return false;
}

/* The deepest record in force that such a record names, or else the deepest of all: its id without the type. */
static const char *innermost(const struct sp_engine *e, const struct sp_record_type *type)
{
	const char *any = NULL;
	for (guint i = e->profile->levels->len; i-- > 0;)
		for (guint k = 0; k < e->force->len; k++) {
			const struct sp_force *f = &g_array_index(e->force, struct sp_force, k);
			if (f->type != e->profile->levels->pdata[i] || !f->id)
				continue;
			if (refers_to(type, f->type))
				return strchr(f->id, ':') + 1;
			any = any ? any : strchr(f->id, ':') + 1;
		}
	return any;
}

char *sp_engine_ordinal(struct sp_engine *e, const struct sp_record_type *type, const char *under)
{
	if (g_strcmp0(e->ordinal_of, under) != 0 || g_strcmp0(e->ordinal_type, type->name) != 0) {
		g_free(e->ordinal_of);
		g_free(e->ordinal_type);
		e->ordinal_of = g_strdup(under);
		e->ordinal_type = g_strdup(type->name);
		e->ordinal = 0;
	}
	e->ordinal++;
	return under ? g_strdup_printf("%s:%u", under, e->ordinal) : g_strdup_printf("%u", e->ordinal);
}

/* --- records -------------------------------------------------------------------------------------------- */

/* Text of a label's value without the converter's emphasis; lines joined unless they stay apart. */
static char *cleaned(const char *text, bool lines)
{
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p; p++) {
		if (p[0] == '*' && p[1] == '*') {
			p++;
			continue;
		}
		g_string_append_c(out, *p == '\n' && !lines ? ' ' : *p);
	}
	struct sp_str v = sp_str_trim((struct sp_str){ out->str, out->len });
	char *clean = v.s ? g_strndup(v.s, v.n) : g_strdup("");
	g_string_free(out, TRUE);
	return clean;
}

static void set_code(struct sp_engine *e, struct sp_record *r, const char *field, const char *text)
{
	const struct sp_record_type *type = sp_record_type_of(r);
	char *code = NULL;
	if (strcmp(type->name, "mission") == 0) {
		code = sp_code_mission(text, strlen(text));
	} else if (strcmp(type->name, "programme") == 0) {
		code = sp_code_programme(text, strlen(text));
		char *part = code ? NULL : sp_code_mission(text, strlen(text));
		const char *mission = sp_engine_force(e, sp_record_type("mission"))->id;
		if (part && mission)
			code = g_strdup_printf("%.2s.%s", strchr(mission, ':') + 1, part);
		g_free(part);
	}
	if (!code)
		code = sp_code_canonical(text, strlen(text));
	sp_record_text(r, field, code, -1);
	if (strcmp(field, "code") == 0 && sp_record_field(type, "raw_code"))
		sp_record_text(r, "raw_code", text, -1);
	g_free(code);
}

void sp_engine_set(struct sp_engine *e, struct sp_record *r, const char *field, const char *label, const char *text,
		   const struct sp_place *place)
{
	const struct sp_field *f = sp_record_field(sp_record_type_of(r), field);
	char *clean = cleaned(text, f->form == SP_FORM_SECTIONS);
	struct sp_figure_rule plain = { 0 };
	char *json = NULL;
	switch (f->form) {
	case SP_FORM_SECTIONS:
		sp_record_section(r, field, label ? label : field, clean);
		break;
	case SP_FORM_BARE:
		json = sp_cell_figure(e->ctx, clean, &plain, NULL);
		break;
	case SP_FORM_FIGURE:
		json = sp_cell_figure(e->ctx, clean, &plain, place);
		break;
	case SP_FORM_FORMULA:
		json = sp_cell_formula(e->ctx, e->profile, clean);
		break;
	case SP_FORM_LIST:
		sp_record_add_text(r, field, clean, -1);
		break;
	case SP_FORM_FIGURES:
		json = sp_cell_figure(e->ctx, clean, &plain, place);
		if (json)
			sp_record_add(r, field, g_steal_pointer(&json));
		break;
	case SP_FORM_TEXT:
	case SP_FORM_REF:
		if (strcmp(field, "code") == 0 || strcmp(field, "objective_code") == 0)
			set_code(e, r, field, clean);
		else
			sp_record_text(r, field, clean, -1);
		break;
	}
	if (json)
		sp_record_take(r, field, json);
	g_free(clean);
}

void sp_engine_apply_held(struct sp_engine *e, struct sp_record *r, const struct sp_record_type *type)
{
	for (guint i = 0; i < e->held->len; i++) {
		struct sp_given *g = e->held->pdata[i];
		if (g->type != type)
			continue;
		g->taken = true;
		if (!sp_record_has(r, g->field))
			sp_engine_set(e, r, g->field, g->label, g->text, &g->place);
	}
}

void sp_engine_drop_taken(struct sp_engine *e)
{
	for (guint i = e->held->len; i-- > 0;)
		if (((const struct sp_given *)e->held->pdata[i])->taken)
			g_ptr_array_remove_index(e->held, i);
}

/* "section" or "section/letter": contexts, joined when there are several. */
static char *context_text(struct sp_engine *e, const char *names)
{
	char **parts = g_strsplit(names, "/", -1);
	GString *out = g_string_new(NULL);
	for (char **p = parts; *p; p++) {
		struct sp_context *c = g_hash_table_lookup(e->context, *p);
		if (!c)
			continue;
		c->used = true;
		g_string_append_printf(out, "%s%s", out->len > 0 ? "/" : "", c->text);
	}
	g_strfreev(parts);
	return g_string_free(out, FALSE);
}

/* A list and sections take it beside what they have, other fields where they have nothing. */
static void copy_contexts(struct sp_engine *e, struct sp_record *r, const GPtrArray *copies,
			  const struct sp_place *place)
{
	for (guint i = 0; copies && i < copies->len; i++) {
		const struct sp_copy *c = copies->pdata[i];
		enum sp_form form = sp_record_field(sp_record_type_of(r), c->field)->form;
		bool beside = form == SP_FORM_LIST || form == SP_FORM_SECTIONS || form == SP_FORM_FIGURES;
		char *text = context_text(e, c->context);
		if (*text && (form == SP_FORM_TEXT || form == SP_FORM_REF) && !sp_record_has(r, c->field))
			sp_record_text(r, c->field, text, -1); /* as the heading has it: codes, too */
		else if (*text && (beside || !sp_record_has(r, c->field)))
			sp_engine_set(e, r, c->field, c->context, text, place);
		g_free(text);
	}
}

static void refer(struct sp_engine *e, struct sp_record *r)
{
	for (const struct sp_field *f = sp_record_type_of(r)->fields; f->name; f++)
		if (f->form == SP_FORM_REF) {
			const char *id = sp_engine_force(e, sp_record_type(f->of))->id;
			sp_record_text(r, f->name, id, -1);
		}
}

static void classify(struct sp_engine *e, struct sp_record *r)
{
	if (!sp_record_field(sp_record_type_of(r), "official_title"))
		return;
	char *code = sp_record_get_text(r, "code");
	struct sp_classified official;
	if (code && sp_classification_find(e->classification, code, sp_classifier_year(e->classifier), &official)) {
		sp_record_text(r, "official_title", official.title, -1);
		sp_record_text(r, "official",
			       !official.in_force ? "not-in-force"
			       : official.region  ? "region-only"
						  : "current",
			       -1);
	} else if (code) {
		sp_record_text(r, "official", "unknown", -1);
	}
	g_free(code);
}

/* What follows "type:" in the id when the caller does not say. */
static char *make_tail(struct sp_engine *e, const struct sp_record *r)
{
	const struct sp_record_type *type = sp_record_type_of(r);
	static const char *const naming[] = { "code", "number" };
	for (size_t i = 0; i < G_N_ELEMENTS(naming); i++) {
		char *text = sp_record_field(type, naming[i]) ? sp_record_get_text(r, naming[i]) : NULL;
		if (text)
			return text;
	}
	static const char *const grouping[] = { "company", "section" };
	char *under = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(grouping) && !under; i++) {
		char *text = sp_record_field(type, grouping[i]) ? sp_record_get_text(r, grouping[i]) : NULL;
		under = text ? sp_slug(text) : NULL;
		g_free(text);
	}
	char *title = !under && type->holds && sp_record_field(type, "title") ? sp_record_get_text(r, "title") : NULL;
	char *tail = title ? sp_slug(title) : NULL;
	if (!tail || !*tail) {
		g_free(tail);
		tail = sp_engine_ordinal(e, type, under ? under : type->holds ? NULL : innermost(e, type));
	}
	g_free(title);
	g_free(under);
	return tail;
}

void sp_engine_add(struct sp_engine *e, struct sp_record *r, const GPtrArray *copies, const char *tail,
		   const struct sp_place *place)
{
	copy_contexts(e, r, copies, place);
	refer(e, r);
	classify(e, r);
	sp_record_take(r, "source", sp_place_json(place));
	char *own = tail ? NULL : make_tail(e, r);
	sp_queue_add(e->queue, r, tail ? tail : own);
	g_free(own);
	if (!sp_record_type_of(r)->holds) {
		sp_queue_close(e->queue, r);
		return;
	}
	struct sp_force *f = sp_engine_force(e, sp_record_type_of(r));
	f->open = r;
	f->tables = e->tables;
	g_free(f->id);
	f->id = g_strdup(sp_record_id(r));
}

struct sp_force sp_engine_set_aside(struct sp_force *f)
{
	struct sp_force aside = *f;
	f->open = NULL;
	f->rest = NULL;
	f->id = NULL;
	return aside;
}

void sp_engine_set_back(struct sp_engine *e, struct sp_force *aside)
{
	struct sp_force *f = sp_engine_force(e, aside->type);
	g_free(f->id);
	*f = *aside;
	refer(e, f->open);
}

void sp_engine_unparsed(struct sp_engine *e, const char *text, const char *reason, const struct sp_place *place)
{
	struct sp_record *r = sp_record_new(sp_record_type("unparsed"));
	sp_record_text(r, "text", text, -1);
	sp_record_text(r, "reason", reason, -1);
	char *tail = g_strdup_printf("%u", ++e->unparsed);
	sp_engine_add(e, r, NULL, tail, place);
	g_free(tail);
	sp_engine_say(e, "page %d: unparsed, %s: %.80s", place->page, reason, text);
}

/* --- what marks do --------------------------------------------------------------------------------------- */

/* What a record that is made once is known by: its code, or its title without one. (transfer full) */
static char *once_key(const struct sp_record *r, char **fold)
{
	char *code = sp_record_get_text(r, "code"), *title = sp_record_get_text(r, "title");
	*fold = title ? sp_text_fold(title, strlen(title)) : g_strdup("");
	char *key = g_strdup_printf("%s:%s", sp_record_type_of(r)->name, code ? code : *fold);
	g_free(code);
	g_free(title);
	return key;
}

/* The id of the record of the same code and title that is already there, or NULL. (transfer full) */
static char *known_id(struct sp_engine *e, const struct sp_record *r)
{
	char *fold, *key = once_key(r, &fold);
	const char *there = g_hash_table_lookup(e->once, key);
	bool same = there && (strncmp(there, fold, strlen(fold)) == 0 || !*fold);
	char *id = same ? g_strdup(strchr(there, '\n') + 1) : NULL;
	g_free(fold);
	g_free(key);
	return id;
}

/* It is back in force, nothing new. */
static bool known_before(struct sp_engine *e, const struct sp_record *r)
{
	char *id = known_id(e, r);
	if (!id)
		return false;
	struct sp_force *f = sp_engine_force(e, sp_record_type_of(r));
	g_free(f->id);
	f->id = id;
	return true;
}

static void remember(struct sp_engine *e, const struct sp_record *r)
{
	char *fold, *key = once_key(r, &fold);
	g_hash_table_insert(e->once, key, g_strdup_printf("%s\n%s", fold, sp_record_id(r)));
	g_free(fold);
}

void sp_engine_add_record(struct sp_engine *e, struct sp_record *r, const GPtrArray *copies,
			  const struct sp_place *place)
{
	const struct sp_record_type *type = sp_record_type_of(r);
	bool once = sp_record_field(type, "official_title") != NULL || strcmp(type->name, "strategic_objective") == 0;
	char *known = once ? known_id(e, r) : NULL;
	/* the row above said the same: all that is in force stays so */
	if (known && g_strcmp0(known, sp_engine_force(e, type)->id) == 0) {
		g_free(known);
		sp_record_free(r);
		return;
	}
	g_free(known);
	if (type->holds)
		make_room(e, type);
	if (once && known_before(e, r)) {
		sp_record_free(r);
		return;
	}
	sp_engine_add(e, r, copies, NULL, place);
	if (once)
		remember(e, r);
}

static void open_record(struct sp_engine *e, const struct sp_mark *mark, const GPtrArray *given,
			const struct sp_place *place)
{
	struct sp_record *r = sp_record_new(mark->type);
	make_room(e, mark->type);
	for (guint i = 0; i < given->len; i++) {
		const struct sp_given *g = given->pdata[i];
		sp_engine_set(e, r, g->field, g->label, g->text, &g->place);
	}
	if (mark->once && known_before(e, r)) {
		sp_record_free(r);
		return;
	}
	sp_engine_add(e, r, mark->copies, NULL, place);
	sp_engine_force(e, mark->type)->rest = mark->rest;
	if (mark->once)
		remember(e, r);
	sp_engine_say(e, "page %d: %s by \"%s\"", place->page, sp_record_id(r), mark->name);
}

/* A dash between a label and its value is no part of the value. */
static const char *without_dash(const char *text)
{
	gunichar c = g_utf8_get_char(text);
	if ((c == '-' || c == 0x2013 || c == 0x2014) && *g_utf8_next_char(text) == ' ')
		return g_utf8_next_char(text) + 1;
	return text;
}

static void do_open(struct sp_engine *e, struct sp_value *v, const char *text)
{
	const struct sp_mark *mark = v->mark;
	GPtrArray *given = g_ptr_array_new_with_free_func(sp_given_free);
	for (guint i = 0; i < v->groups->len; i++) {
		const struct sp_given *g = v->groups->pdata[i];
		g_ptr_array_add(given, sp_given_new(g->type, g->field, g->label, sp_str(g->text), &g->place));
	}
	char *one_line = cleaned(text, false);
	bool matched = mark->value && strlen(one_line) <= SP_BOUND_CELL &&
		       sp_pattern_search(e->ctx, mark->value, one_line, strlen(one_line), 0, e->match) == SP_OK;
	if (matched)
		sp_engine_groups(e, mark->type, e->match, given, &v->place);
	else if (mark->value_field && *one_line && !given_text(given, mark->value_field))
		g_ptr_array_add(given, sp_given_new(mark->type, mark->value_field, NULL, sp_str(one_line), &v->place));
	if ((mark->value && mark->value_needed && !matched) || given->len == 0) {
		if (*one_line && sp_cell_figured(one_line))
			sp_engine_unparsed(e, text, "a value that does not fit its label", &v->place);
	} else {
		open_record(e, mark, given, &v->place);
	}
	g_free(one_line);
	g_ptr_array_unref(given);
}

static void do_set(struct sp_engine *e, struct sp_value *v, const char *text)
{
	struct sp_force *f = sp_engine_force(e, v->mark->type);
	const struct sp_field *field = v->mark->field;
	bool said = f->open && field->form == SP_FORM_TEXT && sp_record_has(f->open, field->name);
	if (said && *text && sp_record_field(f->type, "sections")) {
		char *before = sp_record_get_text(f->open, field->name);
		if (!before || !sp_text_same(before, text))
			sp_engine_set(e, f->open, "sections", v->label, text, &v->place);
		g_free(before);
	} else if (f->open) {
		if (*text || field->form == SP_FORM_SECTIONS)
			sp_engine_set(e, f->open, v->mark->field->name, v->label, text, &v->place);
	} else if (*text) {
		sp_engine_unparsed(e, text, "a label's value without a record to take it", &v->place);
	}
}

static void context_free(gpointer p)
{
	struct sp_context *c = p;
	g_free(c->text);
	g_free(c->printed);
	g_free(c);
}

/* A heading with a figure that no record has copied is not lost. */
static void context_end(struct sp_engine *e, const char *name)
{
	struct sp_context *c = g_hash_table_lookup(e->context, name);
	if (c && !c->used && sp_cell_figured(c->printed))
		sp_engine_unparsed(e, c->printed, "a heading under which no record stands", &c->place);
	g_hash_table_remove(e->context, name);
}

static void context_set(struct sp_engine *e, const struct sp_value *v, const char *name, const char *text,
			const char *printed)
{
	context_end(e, name);
	struct sp_context *c = g_new0(struct sp_context, 1);
	*c = (struct sp_context){ g_strdup(text), g_strdup(printed), v->place, false };
	g_hash_table_insert(e->context, g_strdup(name), c);
}

static void end_contexts(struct sp_engine *e, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++)
		context_end(e, names->pdata[i]);
}

/* A label's value is the context; a pattern's groups are, what follows it in its paragraph goes on with the last. */
static void do_context(struct sp_engine *e, struct sp_value *v, const char *text)
{
	char *clean = cleaned(text, false);
	const GPtrArray *names = v->mark->contexts;
	char *printed = *clean ? g_strdup_printf("%s %s", v->label, clean) : g_strdup(v->label);
	const char *name = names->pdata[0];
	if (!v->mark->pattern && (*clean || v->mark->take == SP_TAKE_NONE))
		context_set(e, v, name, *clean ? clean : v->label, printed);
	for (guint i = 0; i < v->groups->len; i++) {
		const struct sp_given *g = v->groups->pdata[i];
		bool last = i > 0 && strcmp(g->field, names->pdata[names->len - 1]) == 0;
		char *whole = last && *clean ? g_strdup_printf("%s %s", g->text, clean) : g_strdup(g->text);
		context_set(e, v, g->field, whole, i == 0 ? printed : "");
		g_free(whole);
	}
	g_free(printed);
	sp_engine_say(e, "page %d: %s is now \"%s\"", v->place.page, name, *clean ? clean : v->label);
	g_free(clean);
}

void sp_engine_note_context(struct sp_engine *e, const struct sp_mark *mark, const GPtrArray *groups,
			    const struct sp_place *place)
{
	struct sp_value v = { .mark = mark, .groups = (GPtrArray *)groups, .place = *place, .label = mark->name };
	end_contexts(e, mark->resets);
	do_context(e, &v, "");
}

static void value_clear(struct sp_value *v)
{
	g_free(v->label);
	if (v->groups)
		g_ptr_array_unref(v->groups);
	if (v->text)
		g_string_free(v->text, TRUE);
	*v = (struct sp_value){ 0 };
}

void sp_engine_finish_value(struct sp_engine *e)
{
	if (!e->value.mark)
		return;
	/* taken out first: what is done below may look at the engine's state */
	struct sp_value v = e->value;
	e->value = (struct sp_value){ 0 };
	char *text = cleaned(without_dash(v.text->str), true);
	end_contexts(e, v.mark->resets);
	if (v.mark->closes)
		sp_engine_end_level(e, v.mark->closes);
	switch (v.mark->act) {
	case SP_ACT_OPENS:
		do_open(e, &v, text);
		break;
	case SP_ACT_SETS:
		do_set(e, &v, text);
		break;
	case SP_ACT_HOLDS:
		release_held(e, v.mark->field->name);
		if (*text)
			g_ptr_array_add(
			    e->held, sp_given_new(v.mark->type, v.mark->field->name, v.label, sp_str(text), &v.place));
		break;
	case SP_ACT_CONTEXT:
		do_context(e, &v, text);
		break;
	case SP_ACT_ENDS:
		if (sp_cell_figured(text))
			sp_engine_unparsed(e, text, "a figure in running text", &v.place);
		break;
	}
	g_free(text);
	value_clear(&v);
}

/* --- the engine ---------------------------------------------------------------------------------------------- */

struct sp_engine *sp_engine_new(struct sp_ctx *ctx, const struct sp_profile *profile, struct sp_classifier *classifier,
				FILE *to, bool explain)
{
	struct sp_engine *e = g_new0(struct sp_engine, 1);
	e->ctx = ctx;
	e->profile = profile;
	e->classifier = classifier;
	e->facts = sp_classifier_facts(classifier);
	e->explain = explain;
	e->queue = sp_queue_new(to);
	e->labels = sp_labels_new(profile);
	e->classification = sp_classification_new();
	e->match = sp_match_new();
	e->force = g_array_new(FALSE, TRUE, sizeof(struct sp_force));
	e->once = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	e->context = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, context_free);
	e->sequence = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	e->mappings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)sp_mapping_free);
	e->held = g_ptr_array_new_with_free_func(sp_given_free);
	e->below = g_array_new(FALSE, TRUE, sizeof(struct sp_below));
	e->lone = g_ptr_array_new();
	e->above = g_ptr_array_new_with_free_func(g_free);
	e->heads = sp_heads_new(ctx, e->facts->head_years, sp_classifier_year(classifier), profile->measures);
	e->named = sp_named_new();
	e->beside = sp_beside_new();
	e->woven = sp_woven_new();
	return e;
}

void sp_engine_end(struct sp_engine *e)
{
	sp_engine_close_kept(e);
	sp_engine_finish_lone(e);
	sp_engine_finish_value(e);
	sp_engine_finish_row(e);
	for (guint i = 0; i < e->force->len; i++)
		close_force(e, &g_array_index(e->force, struct sp_force, i));
	for (guint i = 0; i < e->held->len; i++) {
		const struct sp_given *g = e->held->pdata[i];
		if (!g->taken)
			sp_engine_unparsed(e, g->text, "a label's value without a record to take it", &g->place);
	}
	g_ptr_array_set_size(e->held, 0);
	GList *names = g_list_sort(g_hash_table_get_keys(e->context), (GCompareFunc)strcmp);
	for (GList *l = names; l; l = l->next) {
		char *name = g_strdup(l->data);
		context_end(e, name);
		g_free(name);
	}
	g_list_free(names);
	sp_queue_end(e->queue);
}

void sp_engine_free(struct sp_engine *e)
{
	if (!e)
		return;
	sp_engine_drop_tables(e);
	value_clear(&e->value);
	for (guint i = 0; i < e->force->len; i++)
		g_free(g_array_index(e->force, struct sp_force, i).id);
	g_array_unref(e->force);
	g_array_unref(e->below);
	g_ptr_array_unref(e->lone);
	g_ptr_array_unref(e->above);
	sp_heads_free(e->heads);
	sp_named_free(e->named);
	sp_beside_free(e->beside);
	sp_woven_free(e->woven);
	g_free(e->caption);
	g_ptr_array_unref(e->held);
	g_hash_table_destroy(e->once);
	g_hash_table_destroy(e->context);
	g_hash_table_destroy(e->sequence);
	g_hash_table_destroy(e->mappings);
	sp_match_free(e->match);
	sp_classification_free(e->classification);
	sp_labels_free(e->labels);
	sp_queue_free(e->queue);
	g_free(e->ordinal_of);
	g_free(e->ordinal_type);
	g_free(e);
}

enum sp_status sp_engine_line(struct sp_engine *e, const struct sp_line *line)
{
	if (strcmp(line->type, "text") == 0)
		return sp_engine_text(e, line);
	if (strcmp(line->type, "table") == 0)
		return sp_engine_table(e, line);
	/* pages have said what they had to the classifier; problems and what we do not know go on */
	if (strcmp(line->type, "page") != 0)
		sp_queue_pass(e->queue, line->type, line->text, line->n);
	return SP_OK;
}
