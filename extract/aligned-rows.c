/* The rows of an aligned table, and where its header ends; see aligned.c for the method. */
#include "extract/aligned-internal.h"

#include <stdlib.h>

static const double OVERLAP = -0.25; /* em: lines that overlap by more are cells centred in one row */
static const double FULL_RULE = 0.6; /* share of the table's width that a rule between rows crosses */

/* Is there a rule or an edge of shading between two heights that crosses most of the table? */
static bool edge_between(const struct sp_builder *b, double y0, double y1, double share)
{
	const GArray *across = b->rulings->across;
	for (guint i = 0; i < across->len; i++) {
		const struct sp_edge *e = sp_edge_at(across, i);
		if (e->at >= y0 && e->at <= y1 && sp_edges_cover(across, e->at, 1.5, b->box.x0, b->box.x1) >= share)
			return true;
	}
	return false;
}

static double middle_of(const struct sp_chunked_line *l)
{
	return (l->text->box.y0 + l->text->box.y1) / 2;
}

/* Lines i and i + 1 have a figure in the same column, or the second starts a first column anew. */
static bool clash(const struct sp_builder *b, guint i, guint k)
{
	const struct sp_chunked_line *a = &b->lines[i], *c = &b->lines[k];
	for (guint m = 0; m < a->n_chunks; m++)
		for (guint n = 0; n < c->n_chunks; n++)
			if (a->chunks[m].col == c->chunks[n].col && a->chunks[m].figure && c->chunks[n].figure)
				return true;
	return false;
}

static bool has_figure(const struct sp_chunked_line *l)
{
	for (guint k = 0; k < l->n_chunks; k++)
		if (l->chunks[k].figure)
			return true;
	return false;
}

static bool fills_first(const struct sp_chunked_line *l)
{
	return l->n_chunks > 0 && l->chunks[0].col == 0;
}

/* Steps between lines: white between their boxes, in em. Negative where they overlap. */
static double step_to(const struct sp_builder *b, guint i)
{
	return (b->lines[i + 1].text->box.y0 - b->lines[i].text->box.y1) / b->em;
}

/* Does line i + 1 go on every cell that it fills, and leave one empty that line i fills? */
static bool thins_out(const struct sp_builder *b, guint i)
{
	const struct sp_chunked_line *before = &b->lines[i], *l = &b->lines[i + 1];
	guint under = 0;
	for (guint k = 0; k < l->n_chunks; k++)
		for (guint m = 0; m < before->n_chunks; m++)
			under += before->chunks[m].col == l->chunks[k].col;
	return under == l->n_chunks && l->n_chunks < before->n_chunks;
}

/*
 * The step that parts the header from the body, where it is wide and bold type names the columns: cells are padded
 * alike, so that it is the one between rows as well, and tells the lines of a table's only row. Some of these must
 * leave cells empty, as cells that end do.
 */
static bool header_shows_step(const struct sp_builder *b)
{
	bool thins = false;
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++)
		thins = thins || thins_out(b, i);
	return thins && b->header_lines > 0 && sp_aligned_bold_header(b) == b->header_lines;
}

/*
 * The step above which a new row begins, when leading tells lines of a row from rows; 0 when it does
 * not. The steps are parted at their widest jump; joining what lies below it must not clash.
 */
static double row_step(const struct sp_builder *b, const bool *edge)
{
	double *steps = g_new(double, b->n_lines + 1);
	guint n = 0;
	if (header_shows_step(b))
		steps[n++] = step_to(b, (guint)b->header_lines - 1);
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++)
		if (!edge[i])
			steps[n++] = step_to(b, i);
	qsort(steps, n, sizeof *steps, sp_aligned_by_value);
	double limit = 0, widest = 0.18; /* em: less is the noise of baselines */
	for (guint i = 0; i + 1 < n; i++)
		if (steps[i + 1] - steps[i] > widest && steps[i] < 0.6) {
			widest = steps[i + 1] - steps[i];
			limit = (steps[i + 1] + steps[i]) / 2;
		}
	g_free(steps);
	if (limit <= 0 && widest <= 0.18)
		return 0;
	guint joined = 0, clashes = 0, whole = 0;
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++) {
		if (edge[i] || step_to(b, i) >= limit)
			continue;
		joined++;
		clashes += clash(b, i, i + 1);
		whole += fills_first(&b->lines[i]) && fills_first(&b->lines[i + 1]) && has_figure(&b->lines[i]) &&
			 has_figure(&b->lines[i + 1]);
	}
	return clashes * 10 > joined || whole * 4 > joined ? 0 : limit;
}

/* With even leading: a line without a figure that leaves the first column empty goes on the row above. */
static bool goes_on(const struct sp_builder *b, guint i)
{
	const struct sp_chunked_line *before = &b->lines[i], *l = &b->lines[i + 1];
	if (fills_first(l) || has_figure(l) || l->n_chunks == 0)
		return false;
	for (guint k = 0; k < l->n_chunks; k++) {
		bool under = false;
		for (guint m = 0; m < before->n_chunks; m++)
			under = under || before->chunks[m].col == l->chunks[k].col;
		if (!under || l->chunks[k].span > 1)
			return false;
	}
	return step_to(b, i) < 0.8;
}

static bool has_text_at(const struct sp_chunked_line *l, int col)
{
	for (guint k = 0; k < l->n_chunks; k++)
		if (l->chunks[k].col == col && !l->chunks[k].figure)
			return true;
	return false;
}

/*
 * Figures on the first line under a rule only, and none until the next but among its texts: that is one row, whose
 * texts go on.
 */
static bool is_one_row(const struct sp_builder *b, const bool *edge, guint i)
{
	guint first = i;
	while (first > 0 && !edge[first - 1])
		first--;
	if (first == 0 || !has_figure(&b->lines[first]))
		return false;
	for (guint k = first + 1; k < b->n_lines && !edge[k - 1]; k++)
		for (guint n = 0; n < b->lines[k].n_chunks; n++)
			if (b->lines[k].chunks[n].figure && !has_text_at(&b->lines[first], b->lines[k].chunks[n].col))
				return false;
	return true;
}

/* A rule between all rows: then a line without one above it never begins a row. */
static bool rows_are_ruled(const struct sp_builder *b, const bool *edge)
{
	guint edges = 0, lines = 0, clashes = 0;
	for (guint i = (guint)b->header_lines; i + 1 < b->n_lines; i++) {
		lines++;
		edges += edge[i];
		clashes += !edge[i] && clash(b, i, i + 1);
	}
	return edges >= 2 && clashes * 10 <= lines && edges * 12 >= lines;
}

/*
 * Labels with their values, and rules between them: the first pair is no header, unless it alone is bold. `first` lines
 * stand above the first rule.
 */
static bool is_label_sheet(const struct sp_builder *b, guint first)
{
	guint rules = 0;
	bool bold = !b->lines[first].text->bold;
	for (guint i = 0; i < first; i++)
		bold = bold && b->lines[i].text->bold;
	for (guint i = 0; i + 1 < b->n_lines; i++)
		rules += edge_between(b, b->lines[i].text->box.y1 - 0.35 * b->em,
				      b->lines[i + 1].text->box.y0 + 0.35 * b->em, 0.85);
	return b->n_cols == 2 && rules >= 2 && !bold;
}

int sp_aligned_bold_header(const struct sp_builder *b)
{
	bool named[SP_MOST_COLUMNS + 1] = { false };
	int lines = 0, columns = 0;
	for (; lines < (int)b->n_lines && b->lines[lines].text->bold; lines++)
		for (guint k = 0; k < b->lines[lines].n_chunks; k++)
			named[b->lines[lines].chunks[k].col] = true;
	for (int c = 0; c < b->n_cols; c++)
		columns += named[c];
	return lines < (int)b->n_lines && columns >= b->n_cols - 1 ? lines : 0;
}

void sp_aligned_find_header(struct sp_builder *b)
{
	b->header_lines = 0;
	guint first_figures = b->n_lines;
	for (guint i = 0; i < b->n_lines && first_figures == b->n_lines; i++)
		if (has_figure(&b->lines[i]) && b->lines[i].n_chunks >= 2 && fills_first(&b->lines[i]))
			first_figures = i;
	/* the first full rule with text above and below, not deeper than a third of the table */
	for (guint i = 0; i + 1 < b->n_lines && i < MAX(b->n_lines / 2, 6); i++) {
		double y0 = b->lines[i].text->box.y1 - 0.35 * b->em, y1 = b->lines[i + 1].text->box.y0 + 0.35 * b->em;
		if (edge_between(b, y0, y1, 0.85)) {
			b->header_lines = is_label_sheet(b, i + 1) ? 0 : (int)i + 1;
			return;
		}
	}
	b->header_lines = sp_aligned_bold_header(b);
	if (b->header_lines == 0 && first_figures < b->n_lines && first_figures <= 6)
		b->header_lines = (int)first_figures;
}

void sp_aligned_find_rows(struct sp_builder *b)
{
	b->row_of = g_new0(guint, b->n_lines + 1);
	bool *edge = g_new0(bool, b->n_lines + 1);
	for (guint i = 0; i + 1 < b->n_lines; i++) {
		double y0 = b->lines[i].text->box.y1 - 0.35 * b->em, y1 = b->lines[i + 1].text->box.y0 + 0.35 * b->em;
		edge[i] = edge_between(b, MIN(y0, middle_of(&b->lines[i + 1])), MAX(y1, middle_of(&b->lines[i])),
				       FULL_RULE);
	}
	bool ruled = rows_are_ruled(b, edge);
	double limit = ruled ? 0 : row_step(b, edge);
	guint row = 0;
	for (guint i = 0; i + 1 < b->n_lines; i++) {
		bool joins;
		if (edge[i] || (int)i + 1 == b->header_lines)
			joins = false;
		else if ((int)i + 1 < b->header_lines)
			joins = false; /* levels of a header are found by column */
		else if (step_to(b, i) < OVERLAP)
			joins = !clash(b, i, i + 1); /* overlapping bands: centred cells */
		else if (ruled)
			joins = true;
		else if (is_one_row(b, edge, i + 1))
			joins = true;
		else if (limit != 0)
			joins = step_to(b, i) < limit && !clash(b, i, i + 1);
		else
			joins = goes_on(b, i);
		row += !joins;
		b->row_of[i + 1] = row;
	}
	b->n_rows = (int)row + 1;
	g_free(edge);
}
