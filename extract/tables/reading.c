#include "extract/tables/reading.h"

#include "extract/page/recurring.h"
#include "extract/tables/gutter.h"
#include "extract/tables/links.h"

enum { BESIDE = 3 }; /* lines above and below a table that are held against its columns, too */

struct sp_table_model *sp_table_model_new(const char *text)
{
	struct sp_table_model *m = g_new(struct sp_table_model, 1);
	*m = (struct sp_table_model){
		.first = sp_net_new(&sp_step_model, text),
		.again = sp_net_new(&sp_step_again_model, text),
		.links = sp_net_new(&sp_link_model, text),
		.gutters = sp_net_new(&sp_gutter_model, text),
		.halves = sp_net_new(&sp_halves_model, text),
		.columns = { sp_net_new(&sp_separator_model, text), sp_net_new(&sp_column_model, text) },
	};
	return m;
}

void sp_table_model_free(struct sp_table_model *m)
{
	if (!m)
		return;
	sp_net_free(m->first);
	sp_net_free(m->again);
	sp_net_free(m->links);
	sp_net_free(m->gutters);
	sp_net_free(m->halves);
	sp_net_free(m->columns.separators);
	sp_net_free(m->columns.columns);
	g_free(m);
}

static void clear_part(void *p)
{
	g_array_unref(((struct sp_table_part *)p)->separators);
}

static struct sp_table_part *part_at(const GArray *parts, guint i)
{
	return &g_array_index(parts, struct sp_table_part, i);
}

/* What was read before of the same lines, as the same rows; NULL when they were read otherwise. */
static const struct sp_table_part *read_before(const struct sp_table_part *p, const struct sp_decoded *decoded, const GArray *before,
                                const struct sp_decoded *decoded_before)
{
	for (guint k = 0; before && k < before->len; k++) {
		const struct sp_table_part *o = part_at(before, k);
		bool same = o->from == p->from && o->to == p->to;
		for (guint i = p->from; same && i <= p->to; i++)
			same = decoded[i].role == decoded_before[i].role;
		if (same)
			return o;
	}
	return NULL;
}

/* `before`, of `decoded_before`, may be NULL. */
static GArray *parts_of(const struct sp_table_model *model, const struct sp_cues *c, const struct sp_decoded *decoded,
                        const GArray *before, const struct sp_decoded *decoded_before)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(struct sp_table_part));
	g_array_set_clear_func(parts, clear_part);
	for (guint i = 0; i < c->n; i++) {
		if (decoded[i].role == SP_IS_OUTSIDE)
			continue;
		if (sp_begins_table(decoded[i].step)) {
			struct sp_table_part part = { .from = i, .to = i, .chance = 1 };
			g_array_append_val(parts, part);
		}
		part_at(parts, parts->len - 1)->to = i;
		part_at(parts, parts->len - 1)->chance *= decoded[i].chance;
	}
	for (guint k = 0; k < parts->len; k++) {
		struct sp_table_part *p = part_at(parts, k);
		const struct sp_table_part *known = read_before(p, decoded, before, decoded_before);
		struct sp_rows rows = sp_rows_of(c, decoded, p->from, p->to);
		p->chance_of_columns = known ? known->chance_of_columns : 1;
		p->separators = known ? g_array_ref(known->separators) : sp_separators_new(&model->columns, &rows, &p->chance_of_columns);
		p->chance *= p->chance_of_columns;
	}
	return parts;
}

/* Does column k hold figures, in most of its texts? */
static void judge_columns(const struct sp_cues *c, const struct sp_table_part *p, const double *at, bool *figures)
{
	guint n = p->separators->len;
	guint *texts = g_new0(guint, n + 1), *of = g_new0(guint, n + 1);
	for (guint i = p->from; i <= p->to; i++)
		for (guint k = 0; k < c->lines[i].n_pieces; k++) {
			guint crossed, column = sp_piece_column(&c->lines[i].pieces[k], at, n, &crossed);
			texts[column] += crossed == 0;
			of[column] += crossed == 0 && c->lines[i].pieces[k].figure;
		}
	for (guint k = 0; k <= n; k++)
		figures[k] = texts[k] > 0 && of[k] * 2 > texts[k];
	g_free(texts);
	g_free(of);
}

static void tell_columns(struct sp_cues *c, const GArray *parts)
{
	for (guint k = 0; k < parts->len; k++) {
		const struct sp_table_part *p = part_at(parts, k);
		guint n = p->separators->len;
		guint floor = k > 0 ? part_at(parts, k - 1)->to + 1 : 0, ceiling = k + 1 < parts->len ? part_at(parts, k + 1)->from : c->n;
		double *at = g_new(double, n + 1);
		bool *figures = g_new(bool, n + 1);
		for (guint s = 0; s < n; s++)
			at[s] = sp_separator_at(p->separators, s)->at;
		judge_columns(c, p, at, figures);
		sp_cues_know_columns(c, p->from > floor + BESIDE ? p->from - BESIDE : floor, MIN(p->to + BESIDE, ceiling - 1), at, n, figures);
		g_free(at);
		g_free(figures);
	}
}

struct sp_half sp_reading_half(const struct sp_reading *r, guint k)
{
	const struct sp_table_part *p = part_at(r->parts, k);
	return (struct sp_half){ sp_rows_of(r->cues, r->decoded, p->from, p->to), p->separators };
}

/* Reads the lines anew where parts are halves of one table, so that what is between them is part of it. */
static void join_halves(const struct sp_table_model *model, struct sp_reading *r)
{
	bool *goes_on = g_new0(bool, r->cues->n + 1), any = false;
	for (guint k = 0; k + 1 < r->parts->len; k++) {
		const struct sp_half upper = sp_reading_half(r, k), lower = sp_reading_half(r, k + 1);
		if (!sp_halves_join(model->halves, &upper, &lower))
			continue;
		for (guint i = upper.rows.from + 1; i <= lower.rows.to; i++)
			goes_on[i] = true;
		any = true;
	}
	if (any) {
		GArray *before = r->parts;
		struct sp_decoded *decoded_before = r->decoded;
		r->decoded = sp_decode(model->again, r->cues, goes_on);
		r->parts = parts_of(model, r->cues, r->decoded, before, decoded_before);
		g_array_unref(before);
		g_free(decoded_before);
	}
	g_free(goes_on);
}

struct sp_reading *sp_reading_new(const struct sp_table_model *model, const struct sp_recurring *recurring,
                                  const struct sp_page *page, const struct sp_rulings *rulings, const GPtrArray *words)
{
	struct sp_reading *r = g_new0(struct sp_reading, 1);
	r->cues = sp_cues_new(recurring, page, rulings, words);
	struct sp_decoded *first = sp_decode(model->first, r->cues, NULL);
	GArray *parts = parts_of(model, r->cues, first, NULL, NULL);
	tell_columns(r->cues, parts);
	r->decoded = sp_decode(model->again, r->cues, NULL);
	r->parts = parts_of(model, r->cues, r->decoded, parts, first);
	g_array_unref(parts);
	g_free(first);
	join_halves(model, r);
	return r;
}

void sp_reading_free(struct sp_reading *r)
{
	g_array_unref(r->parts);
	g_free(r->decoded);
	sp_cues_free(r->cues);
	g_free(r);
}
