#include "extract/tables/arrange.h"

#include <math.h>

#include "extract/page/drawing.h"
#include "extract/tables/grid.h"
#include "extract/tables/gutter.h"

static const double MOSTLY = 0.5;   /* of the lines of a drawn table: the reading has it, too */
static const double MORE = 1.3;      /* times the drawn rows or columns: the drawn ones are bands of several */

/* A part of a reading while it is held against the drawn tables. */
struct candidate {
	const struct sp_reading *reading;
	const struct sp_table_part *part;
	bool taken; /* its words are explained by a drawn table */
};

static const struct sp_cue_line *line_at(const struct sp_reading *r, guint i)
{
	return &r->cues->lines[i];
}

static guint lines_inside(const struct sp_reading *r, guint from, guint to, const struct sp_box *box)
{
	guint n = 0;
	for (guint i = from; i <= to && i < r->cues->n; i++)
		n += sp_box_holds_middle(box, &line_at(r, i)->text->box);
	return n;
}

static bool is_read_in(const struct candidate *c, const struct sp_table *t)
{
	return lines_inside(c->reading, c->part->from, c->part->to, &t->box) > 0;
}

static bool is_drawn(const GPtrArray *tables, const struct sp_cue_line *l)
{
	for (guint i = 0; i < tables->len; i++)
		if (sp_box_holds_middle(&((const struct sp_table *)g_ptr_array_index(tables, i))->box, &l->text->box))
			return true;
	return false;
}

/* What the readings say of a drawn table, and what is drawn of the parts that they read in it: others may stand near it. */
struct verdict {
	guint lines, covered;         /* in its box; of parts */
	guint rows, columns, outside; /* of these parts; lines of them that stand in no drawn table */
	guint drawn, drawn_rows, drawn_columns;
	bool one_form; /* all that is drawn has its columns in the same places */
};

static bool have_same_columns(const struct sp_table *a, const struct sp_table *b)
{
	bool same = a->n_cols == b->n_cols;
	for (int c = 0; same && c <= a->n_cols; c++)
		same = fabs(a->xs[c] - b->xs[c]) <= SP_SAME_PLACE;
	return same;
}

static struct verdict ask(const GArray *candidates, const GPtrArray *readings, const GPtrArray *tables,
			  const struct sp_table *t)
{
	struct verdict v = { .one_form = true };
	for (guint i = 0; i < readings->len; i++) {
		const struct sp_reading *r = g_ptr_array_index(readings, i);
		v.lines += r->cues->n > 0 ? lines_inside(r, 0, r->cues->n - 1, &t->box) : 0;
	}
	bool *near = g_new0(bool, tables->len + 1);
	for (guint k = 0; k < candidates->len; k++) {
		const struct candidate *c = &g_array_index(candidates, struct candidate, k);
		if (!is_read_in(c, t))
			continue;
		v.covered += lines_inside(c->reading, c->part->from, c->part->to, &t->box);
		v.columns = MAX(v.columns, c->part->separators->len + 1);
		for (guint i = c->part->from; i <= c->part->to; i++) {
			bool drawn = is_drawn(tables, line_at(c->reading, i));
			v.rows += drawn && sp_begins_row(c->reading->decoded[i].step);
			v.outside += !drawn;
		}
		for (guint i = 0; i < tables->len; i++)
			near[i] |= is_read_in(c, g_ptr_array_index(tables, i));
	}
	for (guint i = 0; i < tables->len; i++) {
		const struct sp_table *other = g_ptr_array_index(tables, i);
		if (!near[i])
			continue;
		v.drawn++;
		v.drawn_rows += (guint)other->n_rows;
		v.drawn_columns = MAX(v.drawn_columns, (guint)other->n_cols);
		v.one_form = v.one_form && have_same_columns(t, other);
	}
	g_free(near);
	return v;
}

static bool drawn_is_better(const struct sp_rulings *rulings, const struct sp_table *t, const struct verdict *v)
{
	if (v->covered < MOSTLY * v->lines || v->columns < 2)
		return t->n_cols > 1 && t->n_rows > 1 && !sp_drawings_touch(rulings->drawings, &t->box);
	if (v->drawn > 1 && v->one_form) /* a total below a gap is part of its table: the reading tells */
		return false;
	return v->columns <= MORE * v->drawn_columns && v->rows <= MORE * v->drawn_rows && v->outside == 0;
}

/* The drawn row that holds a line. */
static int row_of(const struct sp_table *t, const struct sp_cue_line *l)
{
	int row = 0;
	while (row < t->n_rows - 1 && t->ys[row + 1] < l->base)
		row++;
	return row;
}

/* A drawn table takes its words from the readings, and learns from them which of its rows are the head. */
static void take_from(GArray *candidates, struct sp_table *t)
{
	for (guint k = 0; k < candidates->len; k++) {
		struct candidate *c = &g_array_index(candidates, struct candidate, k);
		for (guint i = c->part->from; i <= c->part->to; i++) {
			const struct sp_cue_line *l = line_at(c->reading, i);
			if (!sp_box_holds_middle(&t->box, &l->text->box))
				continue;
			c->taken = true;
			if (c->reading->decoded[i].role == SP_IS_HEAD)
				t->header_rows = MAX(t->header_rows, row_of(t, l) + 1);
		}
	}
	if (t->header_rows >= t->n_rows)
		t->header_rows = 0;
}

/* --- two tables in one part ----------------------------------------------------------------------------------------- */

/* A drawn grid that reaches across a place beside which the part stands: it is one table. */
static bool is_drawn_across(const struct sp_reading *r, const struct sp_table_part *p, const GPtrArray *tables, double at)
{
	for (guint k = 0; k < tables->len; k++) {
		const struct sp_table *t = g_ptr_array_index(tables, k);
		if (t->box.x0 < at && t->box.x1 > at && lines_inside(r, p->from, p->to, &t->box) > 0)
			return true;
	}
	return false;
}

/* Where a part is two tables beside each other: the words of each, to be read by themselves. False where it is one. */
static bool part_zones(const struct sp_table_model *model, const struct sp_reading *r, const struct sp_table_part *p, const GPtrArray *tables,
                       GPtrArray *zones)
{
	struct sp_rows rows = sp_rows_of(r->cues, r->decoded, p->from, p->to);
	double at = sp_gutter_at(model->gutters, &rows, p->separators);
	if (at <= 0 || is_drawn_across(r, p, tables, at))
		return false;
	GPtrArray *left = g_ptr_array_new(), *right = g_ptr_array_new();
	for (guint i = p->from; i <= p->to; i++)
		for (guint k = 0; k < line_at(r, i)->text->words->len; k++) {
			struct sp_word *w = g_ptr_array_index(line_at(r, i)->text->words, k);
			g_ptr_array_add(w->box.x0 < at ? left : right, w);
		}
	g_ptr_array_add(zones, left);
	g_ptr_array_add(zones, right);
	return true;
}

/* --- the page ---------------------------------------------------------------------------------------------- */

static void free_reading(void *r)
{
	sp_reading_free(r);
}

static void free_zone(void *words)
{
	g_ptr_array_unref(words);
}

GPtrArray *sp_tables_arrange(const struct sp_table_model *model, const struct sp_recurring *recurring, const struct sp_page *page,
                             const struct sp_rulings *rulings, const GPtrArray *words, GPtrArray *tables)
{
	GPtrArray *zones = g_ptr_array_new_with_free_func(free_zone), *readings = g_ptr_array_new_with_free_func(free_reading);
	g_ptr_array_add(zones, g_ptr_array_ref((GPtrArray *)words));
	GArray *candidates = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	for (guint z = 0; z < zones->len; z++) { /* which grow where a part is two tables */
		struct sp_reading *r = sp_reading_new(model, recurring, page, rulings, g_ptr_array_index(zones, z));
		g_ptr_array_add(readings, r);
		for (guint i = 0; i < r->parts->len; i++) {
			struct candidate c = { r, &g_array_index(r->parts, struct sp_table_part, i), false };
			if (!part_zones(model, r, c.part, tables, zones))
				g_array_append_val(candidates, c);
		}
	}
	bool *better = g_new(bool, tables->len + 1);
	for (guint i = 0; i < tables->len; i++) {
		struct verdict v = ask(candidates, readings, tables, g_ptr_array_index(tables, i));
		better[i] = drawn_is_better(rulings, g_ptr_array_index(tables, i), &v);
	}
	for (guint i = tables->len; i-- > 0;)
		if (better[i])
			take_from(candidates, g_ptr_array_index(tables, i));
		else
			g_ptr_array_remove_index(tables, i);
	g_free(better);
	for (guint k = 0; k < candidates->len; k++) {
		const struct candidate *c = &g_array_index(candidates, struct candidate, k);
		struct sp_table *t = c->taken ? NULL : sp_grid_new(c->reading, c->part);
		if (t)
			g_ptr_array_add(tables, t);
	}
	g_array_unref(candidates);
	g_ptr_array_unref(zones);
	return readings;
}

struct sp_table *sp_tables_lend_columns(const GPtrArray *readings, const struct sp_table *table, const double *edges, int n)
{
	const double same = 4; /* pt: the left margin of both */
	const int few = 5;     /* rows, with the head: more show their columns themselves */
	if (table->method != SP_ALIGNED || table->n_cols == n || fabs(table->xs[0] - edges[0]) > same || table->n_rows > few)
		return NULL;
	for (guint k = 0; k < readings->len; k++) {
		const struct sp_reading *r = g_ptr_array_index(readings, k);
		for (guint i = 0; i < r->parts->len; i++) {
			const struct sp_table_part *p = &g_array_index(r->parts, struct sp_table_part, i);
			if (sp_box_holds_middle(&table->box, &line_at(r, p->from)->text->box))
				return sp_grid_with_columns(r, p, edges, n);
		}
	}
	return NULL;
}
