/* html-charts — the contributions to each public value, and each indicator by year, with the table of its figures. */
#include "export/chart.h"
#include "export/html-internal.h"

static const char *raw_of(const struct sp_json *figure)
{
	return sp_html_text(figure, "raw");
}

/* --- records by what they belong to ---------------------------------------------------------------------------- */

struct group {
	const char *id; /* of what they belong to, or its name where it is no record; NULL: of nothing */
	GPtrArray *records;
};

static void free_group(gpointer p)
{
	g_ptr_array_free(((struct group *)p)->records, TRUE);
	g_free(p);
}

static GPtrArray *groups_new(void)
{
	return g_ptr_array_new_with_free_func(free_group);
}

/* Groups in the order in which they first come. `known` finds them again. */
static void add_to_group(GPtrArray *groups, GHashTable *known, const char *id, const struct sp_json *record)
{
	struct group *g = g_hash_table_lookup(known, id ? id : "");
	if (!g) {
		g = g_new(struct group, 1);
		*g = (struct group){ id, g_ptr_array_new() };
		g_ptr_array_add(groups, g);
		g_hash_table_insert(known, (char *)(id ? id : ""), g);
	}
	g_ptr_array_add(g->records, (void *)record);
}

static char *group_title(const struct html *h, const struct group *g)
{
	return g->id ? sp_html_heading(h, g->id) : g_strdup(sp_say(h->lang, "Others"));
}

/* --- public values ------------------------------------------------------------------------------------------------ */

struct value {
	const struct html *html;
	const struct group *group; /* contributions */
	double most;               /* the end of the scale */
};

static double most_of(const struct group *g)
{
	static const char *const keys[] = { "weight", "achievement", "weighted" };
	double most = 100, value;
	for (guint i = 0; i < g->records->len; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(keys); k++)
			if (sp_chart_value(sp_json_get(g_ptr_array_index(g->records, i), keys[k]), &value))
				most = MAX(most, value);
	return most;
}

struct contribution {
	const struct value *value;
	const struct sp_json *json;
};

static void write_bars(void *of, FILE *to)
{
	const struct contribution *c = of;
	const struct sp_bar bars[] = { { "weight", sp_json_get(c->json, "weight") },
				       { "achievement", sp_json_get(c->json, "achievement") },
				       { "weighted", sp_json_get(c->json, "weighted") } };
	sp_chart_bars(bars, G_N_ELEMENTS(bars), c->value->most, to);
}

static void write_contribution_fault(void *of, FILE *to)
{
	const struct contribution *c = of;
	sp_html_fault(c->value->html, sp_html_text(c->json, "id"), to);
}

static void write_value_rows(void *of, FILE *to)
{
	const struct value *v = of;
	for (guint i = 0; i < v->group->records->len; i++) {
		struct contribution c = { v, g_ptr_array_index(v->group->records, i) };
		const struct sp_slot fills[] = {
			{ .slot = "id", .text = sp_html_text(c.json, "id") },
			{ .slot = "code", .text = sp_html_text(c.json, "code") },
			{ .slot = "title", .text = sp_html_text(c.json, "title") },
			{ .slot = "fault", .write = write_contribution_fault, .of = &c },
			{ .slot = "weight", .text = raw_of(sp_json_get(c.json, "weight")) },
			{ .slot = "achievement", .text = raw_of(sp_json_get(c.json, "achievement")) },
			{ .slot = "weighted", .text = raw_of(sp_json_get(c.json, "weighted")) },
			{ .slot = "bars", .write = write_bars, .of = &c },
			{ 0 }
		};
		sp_template_write(v->html->template, "value-row", fills, to);
	}
}

struct total {
	const struct value *value;
	const struct sp_json *json;
};

static void write_total_faults(void *of, FILE *to)
{
	const struct total *t = of;
	sp_html_fault(t->value->html, sp_html_text(t->json, "id"), to);
	sp_html_fault(t->value->html, t->value->group->id, to);
}

/* The totals that the document prints under these contributions. */
static void write_totals(void *of, FILE *to)
{
	const struct value *v = of;
	for (guint i = 0; i < v->html->values->len; i++) {
		struct total t = { v, g_ptr_array_index(v->html->values, i) };
		if (g_strcmp0(sp_html_text(t.json, "of"), "contribution.weighted") != 0 ||
		    g_strcmp0(sp_html_text(t.json, "scope"), v->group->id) != 0)
			continue;
		const char *raw = raw_of(t.json);
		const struct sp_slot fills[] = { { .slot = "raw", .text = raw && *raw ? raw : "—" },
						 { .slot = "faults", .write = write_total_faults, .of = &t },
						 { 0 } };
		sp_template_write(v->html->template, "total", fills, to);
	}
}

static void write_value(const struct html *h, const struct group *g, FILE *to)
{
	struct value v = { h, g, most_of(g) };
	char most[G_ASCII_DTOSTR_BUF_SIZE], half[G_ASCII_DTOSTR_BUF_SIZE];
	char *title = group_title(h, g), *id = sp_html_id(g->id ? g->id : "public_value:");
	g_ascii_formatd(most, sizeof most, "%.0f", v.most);
	g_ascii_formatd(half, sizeof half, "%.0f", v.most / 2);
	const struct sp_slot fills[] = { { .slot = "id", .text = id },
					 { .slot = "title", .text = title },
					 { .slot = "total", .write = write_totals, .of = &v },
					 { .slot = "half", .text = half },
					 { .slot = "most", .text = most },
					 { .slot = "rows", .write = write_value_rows, .of = &v },
					 { 0 } };
	sp_template_write(h->template, "value", fills, to);
	g_free(title);
	g_free(id);
}

static void write_values(void *of, FILE *to)
{
	const struct html *h = of;
	GPtrArray *groups = groups_new();
	GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < h->values->len; i++) {
		const struct sp_json *c = g_ptr_array_index(h->values, i);
		if (strcmp(sp_html_text(c, "type"), "contribution") == 0)
			add_to_group(groups, known, sp_html_text(c, "public_value"), c);
	}
	for (guint i = 0; i < groups->len; i++)
		write_value(h, g_ptr_array_index(groups, i), to);
	g_hash_table_destroy(known);
	g_ptr_array_free(groups, TRUE);
}

void sp_html_values(void *of, FILE *to)
{
	const struct html *h = of;
	const struct sp_slot fills[] = { { .slot = "values", .write = write_values, .of = of }, { 0 } };
	sp_template_write(h->template, "values", fills, to);
}

/* --- indicators -----------------------------------------------------------------------------------------------------
 */

struct indicator {
	const struct html *html;
	const struct sp_json *json;
	GArray *years;                /* struct sp_year, ascending */
	const struct sp_json *target; /* one without a year, where the document is of several; or NULL */
};

static struct sp_year *year_of(GArray *years, const char *label)
{
	for (guint i = 0; i < years->len; i++) {
		struct sp_year *y = &g_array_index(years, struct sp_year, i);
		if (strcmp(y->label, label) == 0)
			return y;
	}
	struct sp_year fresh = { .label = "" };
	g_strlcpy(fresh.label, label, sizeof fresh.label);
	g_array_append_val(years, fresh);
	return &g_array_index(years, struct sp_year, years->len - 1);
}

static int by_label(const void *a, const void *b)
{
	return strcmp(((const struct sp_year *)a)->label, ((const struct sp_year *)b)->label);
}

static const char *label_of(const struct sp_json *figure)
{
	const char *year = sp_json_digits(sp_json_get(figure, "year"));
	return year ? year : "";
}

static struct indicator indicator_of(const struct html *h, const struct sp_json *json)
{
	struct indicator n = { h, json, g_array_new(FALSE, FALSE, sizeof(struct sp_year)), NULL };
	const struct sp_json *target = sp_json_get(json, "target");
	for (const struct sp_json *a = sp_json_first(sp_json_get(json, "actuals")); a; a = sp_json_next(a))
		year_of(n.years, label_of(a))->actual = a;
	for (const struct sp_json *t = sp_json_first(sp_json_get(json, "targets")); t; t = sp_json_next(t))
		year_of(n.years, label_of(t))->target = t;
	const char *own = *label_of(target) ? label_of(target) : h->year;
	if (raw_of(target) && own)
		year_of(n.years, own)->target = target;
	else if (raw_of(target))
		n.target = target;
	g_array_sort(n.years, by_label);
	return n;
}

/* Is there a bar to draw? */
static bool has_chart(const struct sp_json *json)
{
	double value;
	for (const struct sp_json *a = sp_json_first(sp_json_get(json, "actuals")); a; a = sp_json_next(a))
		if (sp_chart_value(a, &value))
			return true;
	for (const struct sp_json *t = sp_json_first(sp_json_get(json, "targets")); t; t = sp_json_next(t))
		if (sp_chart_value(t, &value))
			return true;
	return false;
}

size_t sp_html_charted(const struct html *h)
{
	size_t n = 0;
	for (guint i = 0; i < h->indicators->len; i++)
		n += has_chart(g_ptr_array_index(h->indicators, i));
	return n;
}

static void write_years(void *of, FILE *to)
{
	const struct indicator *n = of;
	sp_chart_years((const struct sp_year *)(void *)n->years->data, n->years->len, n->target, to);
}

static void write_year_row(const struct html *h, const char *year, const char *actual, const char *target, FILE *to)
{
	const struct sp_slot fills[] = { { .slot = "year", .text = *year ? year : "—" },
					 { .slot = "actual", .text = actual ? actual : "—" },
					 { .slot = "target", .text = target ? target : "—" },
					 { 0 } };
	sp_template_write(h->template, "indicator-row", fills, to);
}

static void write_year_rows(void *of, FILE *to)
{
	const struct indicator *n = of;
	for (guint i = 0; i < n->years->len; i++) {
		const struct sp_year *y = &g_array_index(n->years, struct sp_year, i);
		write_year_row(n->html, y->label, raw_of(y->actual), raw_of(y->target), to);
	}
	if (n->target)
		write_year_row(n->html, "", NULL, raw_of(n->target), to);
}

static void write_indicator_fault(void *of, FILE *to)
{
	const struct indicator *n = of;
	sp_html_fault(n->html, sp_html_text(n->json, "id"), to);
}

static void write_indicator(const struct html *h, const struct sp_json *json, FILE *to)
{
	struct indicator n = indicator_of(h, json);
	const struct sp_gist *objective = sp_summary_gist(h->summary, sp_html_text(json, "objective"));
	const char *code = objective ? objective->code : NULL, *name = sp_html_text(json, "name");
	char *place = sp_words_place(sp_json_get(json, "source"), NULL, h->lang);
	char *eyebrow = g_strconcat(code ? code : "", code ? " · " : "", NULL);
	const struct sp_slot fills[] = { { .slot = "id", .text = sp_html_text(json, "id") },
					 { .slot = "title", .text = name ? name : sp_html_text(json, "id") },
					 { .slot = "code", .text = eyebrow },
					 { .slot = "place", .text = place },
					 { .slot = "fault", .write = write_indicator_fault, .of = &n },
					 { .slot = "chart", .write = write_years, .of = &n },
					 { .slot = "rows", .write = write_year_rows, .of = &n },
					 { 0 } };
	sp_template_write(h->template, "indicator", fills, to);
	g_free(eyebrow);
	g_free(place);
	g_array_free(n.years, TRUE);
}

struct indicators {
	const struct html *html;
	const struct group *group;
};

static void write_charts(void *of, FILE *to)
{
	const struct indicators *i = of;
	for (guint k = 0; k < i->group->records->len; k++)
		write_indicator(i->html, g_ptr_array_index(i->group->records, k), to);
}

static void write_groups(void *of, FILE *to)
{
	const struct html *h = of;
	GPtrArray *groups = groups_new();
	GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < h->indicators->len; i++) {
		const struct sp_json *n = g_ptr_array_index(h->indicators, i);
		const char *company = sp_html_text(n, "company");
		if (has_chart(n))
			add_to_group(groups, known, company ? company : sp_html_part(h, sp_html_text(n, "id")), n);
	}
	for (guint i = 0; i < groups->len; i++) {
		struct indicators of_group = { h, g_ptr_array_index(groups, i) };
		char *title = group_title(h, of_group.group),
		     *count = g_strdup_printf("%u", of_group.group->records->len);
		const struct sp_slot fills[] = { { .slot = "title", .text = title },
						 { .slot = "count", .text = count },
						 { .slot = "charts", .write = write_charts, .of = &of_group },
						 { 0 } };
		sp_template_write(h->template, "indicator-group", fills, to);
		g_free(title);
		g_free(count);
	}
	g_hash_table_destroy(known);
	g_ptr_array_free(groups, TRUE);
}

void sp_html_indicators(void *of, FILE *to)
{
	const struct sp_slot fills[] = { { .slot = "groups", .write = write_groups, .of = of }, { 0 } };
	sp_template_write(((const struct html *)of)->template, "indicators", fills, to);
}
