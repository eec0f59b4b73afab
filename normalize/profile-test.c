#include "normalize/profile-test.h"

#include "base/json.h"
#include "base/stream.h"
#include "normalize/engine.h"

/* --- a page as a layout ------------------------------------------------------------------------------ */

static void write_text(struct sp_jw *w, const char *text)
{
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "text");
	sp_jw_int(w, "page", 1);
	sp_jw_str(w, "text", text);
	sp_jw_str(w, "role", "body");
	sp_jw_close(w);
}

static void write_cell(struct sp_jw *w, size_t row, size_t col, const char *text)
{
	sp_jw_object(w, NULL);
	sp_jw_int(w, "row", (int64_t)row);
	sp_jw_int(w, "col", (int64_t)col);
	sp_jw_int(w, "rowspan", 1);
	sp_jw_int(w, "colspan", 1);
	sp_jw_str(w, "text", text);
	sp_jw_close(w);
}

static bool write_table(struct sp_jw *w, const struct sp_json *rows, int header_rows, size_t number)
{
	size_t n_cols = 0;
	for (const struct sp_json *r = sp_json_first(rows); r; r = sp_json_next(r))
		n_cols = MAX(n_cols, sp_json_count(r));
	char *id = g_strdup_printf("p1t%zu", number);
	sp_jw_object(w, NULL);
	sp_jw_str(w, "type", "table");
	sp_jw_str(w, "id", id);
	sp_jw_int(w, "page", 1);
	sp_jw_str(w, "method", "ruled");
	sp_jw_int(w, "n_rows", (int64_t)sp_json_count(rows));
	sp_jw_int(w, "n_cols", (int64_t)n_cols);
	sp_jw_int(w, "header_rows", header_rows);
	sp_jw_null(w, "continues");
	sp_jw_array(w, "cells");
	size_t row = 0;
	bool ok = true;
	for (const struct sp_json *r = sp_json_first(rows); r; r = sp_json_next(r), row++) {
		size_t col = 0;
		for (const struct sp_json *c = sp_json_first(r); c; c = sp_json_next(c), col++) {
			ok = ok && sp_json_str(c);
			write_cell(w, row, col, sp_json_str(c) ? sp_json_str(c) : "");
		}
	}
	sp_jw_close(w);
	sp_jw_close(w);
	g_free(id);
	return ok;
}

static void take_line(GString *out, struct sp_jw *w)
{
	g_string_append_printf(out, "%s\n", w->out->str);
	sp_jw_clear(w);
	sp_jw_init(w);
}

char *sp_profile_test_layout(const struct sp_json *page)
{
	GString *out = g_string_new("{\"type\":\"document\",\"schema\":\"spunta-layout/1\",\"name\":\"example\",");
	g_string_append_printf(out, "\"sha256\":\"%064d\",\"bytes\":0,\"media_type\":\"text/plain\"}\n", 0);
	struct sp_jw w;
	sp_jw_init(&w);
	size_t tables = 0;
	bool ok = page && sp_json_type(page) == SP_JSON_ARRAY;
	for (const struct sp_json *e = sp_json_first(page); e && ok; e = sp_json_next(e)) {
		if (sp_json_str(e))
			write_text(&w, sp_json_str(e));
		else if (sp_json_type(e) == SP_JSON_ARRAY)
			ok = write_table(&w, e, 1, ++tables);
		else
			ok = sp_json_get(e, "sheet") && write_table(&w, sp_json_get(e, "sheet"), 0, ++tables);
		take_line(out, &w);
	}
	sp_jw_clear(&w);
	g_string_append(out, "{\"type\":\"end\"}\n");
	if (ok)
		return g_string_free(out, FALSE);
	g_string_free(out, TRUE);
	return NULL;
}

/* --- the records of a layout ------------------------------------------------------------------------------ */

typedef enum sp_status (*line_handler)(void *who, const struct sp_line *line);

static enum sp_status each_line(struct sp_ctx *ctx, const char *text, line_handler handle, void *who)
{
	enum sp_status s = SP_OK;
	int64_t number = 0;
	while (*text && s == SP_OK) {
		size_t n = strcspn(text, "\n");
		ctx->line = ++number;
		struct sp_json *json = sp_json_parse(ctx, text, n);
		struct sp_line line = { text, n, number, sp_json_str(sp_json_get(json, "type")), json };
		s = json && line.type ? handle(who, &line) : SP_FAIL;
		sp_json_free(json);
		text += n + (text[n] == '\n');
	}
	ctx->line = 0;
	return s;
}

static enum sp_status show_survey(void *who, const struct sp_line *line)
{
	return sp_classifier_line(who, line);
}

struct second {
	struct sp_engine *engine;
	const struct sp_classifier *classifier;
	const struct sp_profile *profile;
	FILE *to;
};

static enum sp_status show_engine(void *who, const struct sp_line *line)
{
	struct second *s = who;
	if (strcmp(line->type, "end") == 0)
		return SP_OK;
	if (strcmp(line->type, "document") != 0)
		return sp_engine_line(s->engine, line);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_classifier_document(s->classifier, line->json, s->profile, &w);
	sp_jw_line(&w, s->to);
	sp_jw_clear(&w);
	return SP_OK;
}

/* A page that has the family's signs, but more of another's: a document like it would be read as one of those. */
static void tell_rival(struct sp_ctx *ctx, const struct sp_classifier *classifier, const struct sp_profile *p,
		       const struct sp_data *example)
{
	const char *chosen = sp_classifier_profile(classifier);
	int points = sp_classifier_points(classifier, p->name);
	if (!p->kind || p->evidence->len == 0 || points < p->least || strcmp(chosen, p->name) == 0)
		return;
	char *place = sp_data_name(example);
	sp_report(ctx, SP_D_SUSPECT,
		  "%s: a document like this would be read by \"%s\", which finds %d points of evidence on it, not by \"%s\" "
		  "with %d; give \"detect\" a sign that the other cannot have",
		  place, chosen, sp_classifier_points(classifier, chosen), p->name, points);
	g_free(place);
}

/* With `example`, a rival of the profile is told. */
static char *records_of(struct sp_ctx *ctx, struct sp_profiles *set, const char *name, const char *layout,
			const struct sp_data *example)
{
	struct sp_classifier *classifier = sp_classifier_new(ctx, set);
	enum sp_status s = each_line(ctx, layout, show_survey, classifier);
	sp_classifier_end(classifier);
	const struct sp_profile *profile = s == SP_OK
					       ? sp_profiles_use(ctx, set, name ? name : sp_classifier_profile(classifier))
					       : NULL;
	if (profile && example)
		tell_rival(ctx, classifier, profile, example);
	char *out = NULL;
	size_t n;
	FILE *to = profile ? open_memstream(&out, &n) : NULL;
	if (to) {
		struct second second = { sp_engine_new(ctx, profile, classifier, to, false), classifier, profile, to };
		s = each_line(ctx, layout, show_engine, &second);
		if (s == SP_OK)
			sp_engine_end(second.engine);
		sp_engine_free(second.engine);
		fclose(to);
	}
	sp_classifier_free(classifier);
	char *records = to && s == SP_OK ? g_strdup(out) : NULL;
	free(out);
	return records;
}

char *sp_profile_test_records(struct sp_ctx *ctx, struct sp_profiles *set, const char *name, const char *layout)
{
	return records_of(ctx, set, name, layout, NULL);
}

/* --- examples ------------------------------------------------------------------------------------------------ */

static bool same_value(const struct sp_json *wanted, const struct sp_json *got);

static bool same_items(const struct sp_json *wanted, const struct sp_json *got)
{
	const struct sp_json *g = sp_json_first(got);
	for (const struct sp_json *w = sp_json_first(wanted); w; w = sp_json_next(w), g = sp_json_next(g))
		if (!g || !same_value(w, g))
			return false;
	return !g;
}

static bool same_members(const struct sp_json *wanted, const struct sp_json *got)
{
	for (const struct sp_json *w = sp_json_first(wanted); w; w = sp_json_next(w))
		if (!same_value(w, sp_json_get(got, sp_json_key(w))))
			return false;
	return true;
}

static bool same_number(const struct sp_json *wanted, const struct sp_json *got)
{
	const struct sp_json *number = got && sp_json_type(got) == SP_JSON_OBJECT ? sp_json_get(got, "value") : got;
	struct sp_dec a, b;
	sp_dec_init(&a);
	sp_dec_init(&b);
	bool same = sp_json_dec(wanted, &a) && number && sp_json_dec(number, &b) && sp_dec_cmp(&a, &b) == 0;
	sp_dec_clear(&a);
	sp_dec_clear(&b);
	return same;
}

static bool same_value(const struct sp_json *wanted, const struct sp_json *got)
{
	switch (sp_json_type(wanted)) {
	case SP_JSON_NULL:
		return !got || sp_json_type(got) == SP_JSON_NULL;
	case SP_JSON_NUMBER:
		return same_number(wanted, got);
	case SP_JSON_STRING:
		return got && g_strcmp0(sp_json_str(wanted), sp_json_str(got)) == 0;
	case SP_JSON_ARRAY:
		return got && sp_json_type(got) == SP_JSON_ARRAY && same_items(wanted, got);
	case SP_JSON_OBJECT:
		return got && sp_json_type(got) == SP_JSON_OBJECT && same_members(wanted, got);
	default:
		return got && sp_json_bool(wanted, false) == sp_json_bool(got, !sp_json_bool(wanted, false));
	}
}

struct comparing {
	const struct sp_json *wanted; /* the next record that must come */
	GString *ids;                 /* of all that came */
	GString *nearest;             /* what the first record of the wanted one's type has instead; or empty */
	const struct sp_data *example;
	sp_profile_test_judge judge;
	void *data;
};

/* "strategic_objective:2 has "title":null": the members that are not as they must be. */
static void tell_difference(GString *to, const struct sp_json *wanted, const struct sp_json *got)
{
	const char *id = sp_json_str(sp_json_get(got, "id")), *before = " has";
	g_string_append(to, id ? id : "the document");
	for (const struct sp_json *w = sp_json_first(wanted); w; w = sp_json_next(w)) {
		const struct sp_json *g = sp_json_get(got, sp_json_key(w));
		char *text = g ? sp_json_text(g) : NULL;
		if (!same_value(w, g))
			g_string_append_printf(to, "%s \"%s\":%s", before, sp_json_key(w), text ? text : "null");
		before = same_value(w, g) ? before : ",";
		g_free(text);
	}
}

static enum sp_status compare_line(void *who, const struct sp_line *line)
{
	struct comparing *c = who;
	const char *id = sp_json_str(sp_json_get(line->json, "id"));
	const char *reason = sp_json_str(sp_json_get(line->json, "reason")); /* of what is unparsed */
	if (id)
		g_string_append_printf(c->ids, "%s%s", c->ids->len > 0 ? ", " : "", id);
	if (id && reason)
		g_string_append_printf(c->ids, " (%s)", reason);
	if (c->wanted && same_members(c->wanted, line->json)) {
		c->wanted = sp_json_next(c->wanted);
		g_string_truncate(c->nearest, 0);
	} else if (c->wanted && c->nearest->len == 0 && same_value(sp_json_get(c->wanted, "type"), sp_json_get(line->json, "type"))) {
		tell_difference(c->nearest, c->wanted, line->json);
	}
	return c->judge ? c->judge(c->example, line->json, c->data) : SP_OK;
}

static enum sp_status try_example(struct sp_ctx *ctx, struct sp_profiles *set, const char *name,
				  const struct sp_data *example, sp_profile_test_judge judge, void *data)
{
	struct sp_json *json = sp_data_json(ctx, example);
	char *layout = json ? sp_profile_test_layout(sp_json_get(json, "page")) : NULL;
	if (json && !layout)
		sp_data_refuse(ctx, example, "\"page\" is a list of paragraphs and tables");
	char *records = layout ? records_of(ctx, set, name, layout, example) : NULL;
	g_free(layout);
	struct comparing came = { sp_json_first(sp_json_get(json, "gives")), g_string_new(NULL), g_string_new(NULL), example, judge, data };
	enum sp_status s = records ? each_line(ctx, records, compare_line, &came) : SP_FAIL;
	if (s == SP_OK && came.wanted) {
		char *missing = sp_json_text(came.wanted);
		sp_data_refuse(ctx, example, "no record like %s in its place%s%s; what came is: %s", missing,
			       came.nearest->len > 0 ? ": " : "", came.nearest->str, came.ids->str);
		g_free(missing);
		s = SP_FAIL;
	}
	g_string_free(came.ids, TRUE);
	g_string_free(came.nearest, TRUE);
	g_free(records);
	sp_json_free(json);
	return s;
}

enum sp_status sp_profile_test_examples(struct sp_ctx *ctx, struct sp_profiles *set, const char *name, sp_profile_test_judge judge,
				 void *data)
{
	const struct sp_datafile *file = sp_profiles_data(set, name);
	enum sp_status worst = file ? SP_OK : SP_FAIL;
	const struct sp_data *examples = file ? sp_data_get(sp_datafile_root(file), "examples") : NULL;
	for (const struct sp_data *e = sp_data_first(examples); e; e = sp_data_next(e))
		if (try_example(ctx, set, name, e, judge, data) != SP_OK)
			worst = SP_FAIL;
	return worst;
}
