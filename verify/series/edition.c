#include "verify/series/edition.h"

#include <string.h>

enum { KEY_DIGITS = 16 };

/* --- entries ----------------------------------------------------------------------------------------------- */

static struct sp_json *copy(const struct sp_json *json)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "edition");
	char *text = sp_json_text(json);
	struct sp_json *own = sp_json_parse(&ctx, text, strlen(text));
	g_free(text);
	return own;
}

static void free_entry(gpointer data)
{
	struct sp_entry *e = data;
	sp_title_free(e->title);
	sp_title_free(e->formula);
	if (e->indicators)
		g_ptr_array_unref(e->indicators);
	sp_json_free(e->json);
	g_free(e);
}

static const char *text_of(const struct sp_json *record, const char *key)
{
	return sp_json_str(sp_json_get(record, key));
}

/* (transfer full); `json` NULL: the objective of indicators that have none */
static struct sp_entry *new_entry(const struct sp_edition *edition, const struct sp_json *json, bool objective)
{
	struct sp_entry *e = g_new0(struct sp_entry, 1);
	e->edition = edition;
	e->json = json ? copy(json) : NULL;
	e->id = text_of(e->json, "id");
	e->code = text_of(e->json, "code");
	e->title = sp_title_new(sp_entry_name(e));
	if (objective)
		e->indicators = g_ptr_array_new_with_free_func(free_entry);
	else
		e->formula = sp_title_new(text_of(sp_json_get(e->json, "formula"), "raw"));
	return e;
}

const char *sp_entry_name(const struct sp_entry *e)
{
	const char *title = text_of(e->json, "title"), *name = title ? title : text_of(e->json, "name");
	return name ? name : "";
}

/* --- editions ---------------------------------------------------------------------------------------------- */

int sp_edition_year(const struct sp_json *json)
{
	int64_t year = 0;
	return sp_json_int(json, &year) && year >= 1000 && year <= 9999 ? (int)year : 0;
}

static char *date_of(const struct sp_edition *e)
{
	const char *reference = text_of(e->json, "reference_date");
	if (reference)
		return g_strdup(reference);
	return e->from ? g_strdup_printf("%04d", e->from) : NULL;
}

static int day_number(const char *iso)
{
	return iso && strlen(iso) == 10
		   ? (int)(g_ascii_strtoll(iso, NULL, 10) * 10000 + g_ascii_strtoll(iso + 5, NULL, 10) * 100 +
			   g_ascii_strtoll(iso + 8, NULL, 10))
		   : 0;
}

struct sp_edition *sp_edition_new(const struct sp_json *document)
{
	struct sp_edition *e = g_new0(struct sp_edition, 1);
	e->json = copy(document);
	e->sha256 = text_of(e->json, "sha256");
	e->name = text_of(e->json, "name");
	e->kind = text_of(e->json, "kind");
	e->body = text_of(sp_json_get(e->json, "body"), "name");
	e->key = g_strndup(e->sha256 ? e->sha256 : "", KEY_DIGITS);
	e->from = sp_edition_year(sp_json_get(sp_json_get(e->json, "period"), "from"));
	e->to = sp_edition_year(sp_json_get(sp_json_get(e->json, "period"), "to"));
	e->date = date_of(e);
	e->last_day = day_number(text_of(e->json, "reference_date"));
	e->objectives = g_ptr_array_new_with_free_func(free_entry);
	return e;
}

void sp_edition_free(void *edition)
{
	struct sp_edition *e = edition;
	if (!e)
		return;
	g_ptr_array_unref(e->objectives);
	g_free(e->key);
	g_free(e->date);
	sp_json_free(e->json);
	g_free(e);
}

/* The objective with that id; for NULL, and one that has not come, the one without id. */
static struct sp_entry *objective(struct sp_edition *e, const char *id)
{
	struct sp_entry *none = NULL;
	for (guint i = e->objectives->len; i > 0; i--) {
		struct sp_entry *o = g_ptr_array_index(e->objectives, i - 1);
		if (id && g_strcmp0(o->id, id) == 0)
			return o;
		if (!o->json)
			none = o;
	}
	if (!none) {
		none = new_entry(e, NULL, true);
		g_ptr_array_add(e->objectives, none);
	}
	return none;
}

void sp_edition_take(struct sp_edition *e, const struct sp_line *line)
{
	if (strcmp(line->type, "objective") == 0) {
		g_ptr_array_add(e->objectives, new_entry(e, line->json, true));
	} else if (strcmp(line->type, "indicator") == 0) {
		struct sp_entry *o = objective(e, text_of(line->json, "objective"));
		g_ptr_array_add(o->indicators, new_entry(e, line->json, false));
		const struct sp_json *actuals = sp_json_get(line->json, "actuals");
		for (const struct sp_json *a = sp_json_first(actuals); a; a = sp_json_next(a)) {
			if (sp_json_digits(sp_json_get(a, "value")))
				e->last_actual = MAX(e->last_actual, sp_edition_year(sp_json_get(a, "year")));
		}
	} else if (strcmp(line->type, "problem") == 0) {
		e->damaged = true;
	}
}

int sp_edition_compare(const struct sp_edition *a, const struct sp_edition *b)
{
	int c = g_strcmp0(a->date, b->date);
	if (c == 0)
		c = g_strcmp0(a->name, b->name);
	return c ? c : g_strcmp0(a->sha256, b->sha256);
}
