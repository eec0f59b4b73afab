#include "export/overview.h"

#include <string.h>

#include <glib.h>

#include "base/resource.h"
#include "export/data.h"
#include "export/template.h"
#include "export/words.h"

static const char *const states[SP_OVERVIEW_STATES] = { SP_SAID("failed"), SP_SAID("not readable"),
							SP_SAID("of no known kind"), SP_SAID("nothing checked"),
							SP_SAID("checked") };
static const char *const state_of_one[SP_OVERVIEW_STATES] = { SP_SAID("failed|one"), SP_SAID("not readable|one"),
							      SP_SAID("of no known kind"), SP_SAID("nothing checked"),
							      SP_SAID("checked") };

struct overview {
	const struct sp_overview *o;
	struct sp_template *template;
};

static const char *kind_of(const struct overview *v, const struct sp_overview_document *d)
{
	return d->kind ? sp_words_kind(d->kind, v->o->lang) : "";
}

/* "2025–2027"; empty when unknown. (transfer full) */
static char *years_of(const struct sp_overview_document *d)
{
	if (d->from == 0)
		return g_strdup("");
	if (d->to == 0 || d->to == d->from)
		return g_strdup_printf("%" G_GINT64_FORMAT, d->from);
	return g_strdup_printf("%" G_GINT64_FORMAT "–%" G_GINT64_FORMAT, d->from, d->to);
}

static void write_cell(const struct overview *v, const char *block, const char *class, const char *text, FILE *to)
{
	sp_template_write(
	    v->template, block,
	    (struct sp_slot[]){ { .slot = "class", .text = class }, { .slot = "text", .text = text }, { 0 } }, to);
}

static void write_number(const struct overview *v, int64_t n, FILE *to)
{
	char *digits = g_strdup_printf("%" G_GINT64_FORMAT, n), *said = sp_words_number(digits, v->o->lang);
	write_cell(v, "cell", "n", n == 0 ? "" : said, to);
	g_free(said);
	g_free(digits);
}

/* --- by kind and year --------------------------------------------------------------------------------------------- */

struct group {
	char *kind, *year;
	int64_t n[SP_OVERVIEW_STATES], documents, accused;
};

static int by_kind_and_year(const void *a, const void *b)
{
	const struct group *one = a, *other = b;
	int order = strcmp(one->kind, other->kind);
	return order != 0 ? order : strcmp(one->year, other->year);
}

static void clear_group(void *p)
{
	struct group *g = p;
	g_free(g->kind);
	g_free(g->year);
}

static struct group *group_of(GArray *groups, const struct overview *v, const struct sp_overview_document *d)
{
	struct group own = { .kind = g_strdup(kind_of(v, d)), .year = years_of(d) };
	for (guint i = 0; i < groups->len; i++) {
		struct group *g = &g_array_index(groups, struct group, i);
		if (by_kind_and_year(g, &own) == 0) {
			clear_group(&own);
			return g;
		}
	}
	g_array_append_val(groups, own);
	return &g_array_index(groups, struct group, groups->len - 1);
}

static GArray *group_all(const struct overview *v)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	g_array_set_clear_func(groups, clear_group);
	for (size_t i = 0; i < v->o->n; i++) {
		const struct sp_overview_document *d = &v->o->documents[i];
		struct group *g = group_of(groups, v, d);
		g->documents++;
		g->n[d->state]++;
		g->accused += d->accused > 0;
	}
	g_array_sort(groups, by_kind_and_year);
	return groups;
}

struct group_row {
	const struct overview *v;
	const struct group *g;
};

static void write_group_cells(void *of, FILE *to)
{
	const struct group_row *r = of;
	write_cell(r->v, "cell", "", *r->g->kind ? r->g->kind : "—", to);
	write_cell(r->v, "cell", "", r->g->year, to);
	write_number(r->v, r->g->documents, to);
	write_number(r->v, r->g->accused, to);
	for (int s = SP_OVERVIEW_STATES - 1; s >= 0; s--)
		write_number(r->v, r->g->n[s], to);
}

static void write_groups(void *of, FILE *to)
{
	const struct overview *v = of;
	GArray *groups = group_all(v);
	for (guint i = 0; i < groups->len; i++) {
		struct group_row row = { v, &g_array_index(groups, struct group, i) };
		sp_template_write(
		    v->template, "row",
		    (struct sp_slot[]){ { .slot = "cells", .write = write_group_cells, .of = &row }, { 0 } }, to);
	}
	g_array_free(groups, TRUE);
}

static void write_states(void *of, FILE *to)
{
	const struct overview *v = of;
	for (int s = SP_OVERVIEW_STATES - 1; s >= 0; s--)
		write_cell(v, "head", "n", sp_say(v->o->lang, states[s]), to);
}

/* --- each document ------------------------------------------------------------------------------------------------ */

static int worst_first(const void *a, const void *b)
{
	const struct sp_overview_document *one = *(const struct sp_overview_document *const *)a;
	const struct sp_overview_document *other = *(const struct sp_overview_document *const *)b;
	if (one->accused != other->accused)
		return one->accused > other->accused ? -1 : 1;
	if (one->state != other->state)
		return one->state < other->state ? -1 : 1;
	return strcmp(one->path, other->path);
}

struct document_row {
	const struct overview *v;
	const struct sp_overview_document *d;
};

static void write_document_cells(void *of, FILE *to)
{
	const struct document_row *r = of;
	const struct overview *v = r->v;
	const struct sp_overview_document *d = r->d;
	char *years = years_of(d);
	const struct sp_slot fills[] = { { .slot = "address", .text = d->address },
					 { .slot = "text", .text = d->path },
					 { 0 } };
	sp_template_write(v->template, d->address ? "link" : "name", fills, to);
	write_cell(v, "cell", "", d->body ? d->body : "", to);
	write_cell(v, "cell", "", kind_of(v, d), to);
	write_cell(v, "cell", "", years, to);
	write_cell(v, "cell", d->state == SP_OVERVIEW_CHECKED ? "" : "weak", sp_say(v->o->lang, state_of_one[d->state]),
		   to);
	write_number(v, d->accused, to);
	write_number(v, d->checked, to);
	write_number(v, d->unread, to);
	write_number(v, d->pages, to);
	write_cell(v, "cell", "soft", d->reason ? d->reason : "", to);
	g_free(years);
}

static void write_documents(void *of, FILE *to)
{
	const struct overview *v = of;
	GPtrArray *sorted = g_ptr_array_sized_new((guint)v->o->n);
	for (size_t i = 0; i < v->o->n; i++)
		g_ptr_array_add(sorted, (gpointer)(uintptr_t)&v->o->documents[i]);
	g_ptr_array_sort(sorted, worst_first);
	for (guint i = 0; i < sorted->len; i++) {
		struct document_row row = { v, g_ptr_array_index(sorted, i) };
		sp_template_write(
		    v->template, "row",
		    (struct sp_slot[]){ { .slot = "cells", .write = write_document_cells, .of = &row }, { 0 } }, to);
	}
	g_ptr_array_free(sorted, TRUE);
}

void sp_overview_write(const struct sp_overview *o, FILE *to)
{
	const char *style = sp_resource(export_data, "export/html/tables.css");
	struct overview v = { o, sp_template_new(sp_resource(export_data, "export/html/overview.html"), o->lang) };
	char *hash = sp_template_hash(style);
	char *count = g_strdup_printf(sp_say(o->lang, o->n == 1 ? "%zu file" : "%zu files"), o->n);
	sp_template_write(
	    v.template, "page",
	    (struct sp_slot[]){ { .slot = "title", .text = o->title },
				{ .slot = "style", .write = sp_template_own, .of = (void *)(uintptr_t)style },
				{ .slot = "style-hash", .text = hash },
				{ .slot = "count", .text = count },
				{ .slot = "states", .write = write_states, .of = &v },
				{ .slot = "groups", .write = write_groups, .of = &v },
				{ .slot = "documents", .write = write_documents, .of = &v },
				{ 0 } },
	    to);
	g_free(count);
	g_free(hash);
	sp_template_free(v.template);
}
