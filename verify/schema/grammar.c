#include "verify/schema/grammar.h"

#include "base/ctx.h"

enum { SQUARES = 8 * 1000 * 1000 }; /* of a table; a line has room for fewer cells */

/* Which keys hold the id of which kind of record. */
static const struct {
	const char *type, *key, *target; /* target NULL: any record with an id */
} references[] = {
	{ "programme", "mission", "mission" },
	{ "strategic_objective", "programme", "programme" },
	{ "objective", "strategic", "strategic_objective" },
	{ "objective", "programme", "programme" },
	{ "indicator", "objective", "objective" },
	{ "contribution", "public_value", "public_value" },
	{ "total", "scope", NULL },
	{ "finding", "subject", NULL },
};

struct known {
	char *type;
	int64_t line;
};

/* A reference whose target has not come yet. */
struct pending {
	int64_t line;
	char *record;  /* id of the one that refers, or NULL */
	char *pointer; /* of the reference in it */
	char *id;      /* wanted */
	const char *target;
};

struct sp_grammar {
	GHashTable *ids;        /* id → struct known */
	GQueue waiting;         /* struct pending * */
	int64_t last_page;      /* of the page records so far */
	GHashTable *pages;      /* set of the numbers of page records */
	bool records;           /* others than findings came: a stream of findings alone refers outside */
	enum sp_status verdict; /* on the record being looked at */
};

/* --- owning ----------------------------------------------------------------------------------- */

static void known_free(gpointer data)
{
	struct known *k = data;
	g_free(k->type);
	g_free(k);
}

static void waiting_free(gpointer data)
{
	struct pending *w = data;
	g_free(w->record);
	g_free(w->pointer);
	g_free(w->id);
	g_free(w);
}

struct sp_grammar *sp_grammar_new(void)
{
	struct sp_grammar *g = g_new0(struct sp_grammar, 1);
	g->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, known_free);
	g->pages = g_hash_table_new(NULL, NULL);
	g_queue_init(&g->waiting);
	return g;
}

void sp_grammar_free(struct sp_grammar *g)
{
	if (!g)
		return;
	g_queue_clear_full(&g->waiting, waiting_free);
	g_hash_table_destroy(g->ids);
	g_hash_table_destroy(g->pages);
	g_free(g);
}

/* --- reporting -------------------------------------------------------------------------------- */

static void fault(struct sp_ctx *ctx, struct sp_grammar *g, const char *pointer, const char *rule, const char *format,
		  ...) __attribute__((format(printf, 5, 6)));

static void fault(struct sp_ctx *ctx, struct sp_grammar *g, const char *pointer, const char *rule, const char *format,
		  ...)
{
	va_list args;
	va_start(args, format);
	char *message = g_strdup_vprintf(format, args);
	va_end(args);
	ctx->field = pointer;
	ctx->rule = rule;
	sp_report(ctx, SP_D_INVALID, "%s", message);
	ctx->field = ctx->rule = NULL;
	g_free(message);
	g->verdict = SP_SKIP;
}

/* --- ids and references ----------------------------------------------------------------------- */

static void keep_id(struct sp_ctx *ctx, struct sp_grammar *g, const char *type, const char *id)
{
	const struct known *before = g_hash_table_lookup(g->ids, id);
	if (before) {
		fault(ctx, g, "/id", "unique-id", "id \"%s\" is that of the %s in line %" G_GINT64_FORMAT " already",
		      id, before->type, before->line);
		return;
	}
	struct known *k = g_new(struct known, 1);
	*k = (struct known){ g_strdup(type), ctx->line };
	g_hash_table_insert(g->ids, g_strdup(id), k);
}

static void judge_target(struct sp_ctx *ctx, struct sp_grammar *g, const struct pending *w, const struct known *k)
{
	if (w->target && strcmp(k->type, w->target) != 0)
		fault(ctx, g, w->pointer, "reference", "it refers to \"%s\", which is of type %s: %s is needed", w->id,
		      k->type, w->target);
}

/* A reference back is judged at once; one ahead waits for its target or for the end. */
static void refer(struct sp_ctx *ctx, struct sp_grammar *g, const char *record, const char *pointer, const char *id,
		  const char *target)
{
	struct pending w = { ctx->line, (char *)record, (char *)pointer, (char *)id, target };
	const struct known *k = g_hash_table_lookup(g->ids, id);
	if (k) {
		judge_target(ctx, g, &w, k);
		return;
	}
	struct pending *kept = g_new(struct pending, 1);
	*kept = (struct pending){ ctx->line, g_strdup(record), g_strdup(pointer), g_strdup(id), target };
	g_queue_push_tail(&g->waiting, kept);
}

static void refer_inputs(struct sp_ctx *ctx, struct sp_grammar *g, const char *record, const struct sp_json *inputs)
{
	size_t i = 0;
	for (const struct sp_json *input = sp_json_first(inputs); input; input = sp_json_next(input), i++) {
		const char *id = sp_json_str(sp_json_get(input, "record"));
		char *pointer = g_strdup_printf("/inputs/%zu/record", i);
		if (id)
			refer(ctx, g, record, pointer, id, NULL);
		g_free(pointer);
	}
}

static void look_at_references(struct sp_ctx *ctx, struct sp_grammar *g, const char *type, const struct sp_json *record)
{
	const char *own = sp_json_str(sp_json_get(record, "id"));
	for (size_t i = 0; i < G_N_ELEMENTS(references); i++) {
		if (strcmp(references[i].type, type) != 0)
			continue;
		const char *id = sp_json_str(sp_json_get(record, references[i].key));
		char *pointer = g_strconcat("/", references[i].key, NULL);
		if (id)
			refer(ctx, g, own, pointer, id, references[i].target);
		g_free(pointer);
	}
	if (strcmp(type, "finding") == 0)
		refer_inputs(ctx, g, own, sp_json_get(record, "inputs"));
}

/* --- pages and tables ------------------------------------------------------------------------- */

static void look_at_page(struct sp_ctx *ctx, struct sp_grammar *g, const struct sp_json *record)
{
	int64_t page;
	if (!sp_json_int(sp_json_get(record, "page"), &page))
		return;
	if (page <= g->last_page)
		fault(ctx, g, "/page", "page-order", "page %" G_GINT64_FORMAT " comes after page %" G_GINT64_FORMAT,
		      page, g->last_page);
	g->last_page = page;
	g_hash_table_add(g->pages, GSIZE_TO_POINTER((size_t)page));
}

static void look_at_place(struct sp_ctx *ctx, struct sp_grammar *g, const struct sp_json *record)
{
	int64_t page;
	if (sp_json_int(sp_json_get(record, "page"), &page) &&
	    !g_hash_table_contains(g->pages, GSIZE_TO_POINTER((size_t)page)))
		fault(ctx, g, "/page", "page-order", "page %" G_GINT64_FORMAT " has no page record before this line",
		      page);
}

static void look_at_continuation(struct sp_ctx *ctx, struct sp_grammar *g, const struct sp_json *table)
{
	const char *id = sp_json_str(sp_json_get(table, "continues"));
	if (id && !g_hash_table_contains(g->ids, id))
		fault(ctx, g, "/continues", "reference", "continues \"%s\", which is no table before this line", id);
}

struct extent {
	int64_t row, col, rows, cols;
};

static bool read_extent(const struct sp_json *cell, struct extent *e)
{
	e->rows = e->cols = 1;
	sp_json_int(sp_json_get(cell, "rowspan"), &e->rows);
	sp_json_int(sp_json_get(cell, "colspan"), &e->cols);
	return sp_json_int(sp_json_get(cell, "row"), &e->row) && sp_json_int(sp_json_get(cell, "col"), &e->col) &&
	       e->row >= 0 && e->col >= 0 && e->rows >= 1 && e->cols >= 1;
}

/* Marks the squares that a cell covers; false when another cell has one of them, at row and col. */
static bool take_squares(char *taken, int64_t cols, const struct extent *e, int64_t *row, int64_t *col)
{
	for (*row = e->row; *row < e->row + e->rows; (*row)++)
		for (*col = e->col; *col < e->col + e->cols; (*col)++) {
			char *square = &taken[*row * cols + *col];
			if (*square)
				return false;
			*square = 1;
		}
	return true;
}

static void look_at_cell(struct sp_ctx *ctx, struct sp_grammar *g, size_t index, const struct extent *e,
			 const struct extent *table, char *taken)
{
	char *pointer = g_strdup_printf("/cells/%zu", index);
	bool inside = e->rows <= table->rows && e->row <= table->rows - e->rows && e->cols <= table->cols &&
		      e->col <= table->cols - e->cols;
	int64_t row, col;
	if (!inside)
		fault(ctx, g, pointer, "cell-place",
		      "cells[%zu] reaches beyond the table's %" G_GINT64_FORMAT " rows and %" G_GINT64_FORMAT
		      " columns",
		      index, table->rows, table->cols);
	else if (!take_squares(taken, table->cols, e, &row, &col))
		fault(ctx, g, pointer, "cell-place",
		      "cells[%zu] lies on another cell at row %" G_GINT64_FORMAT ", column %" G_GINT64_FORMAT, index,
		      row, col);
	g_free(pointer);
}

static void look_at_cells(struct sp_ctx *ctx, struct sp_grammar *g, const struct sp_json *table)
{
	struct extent whole = { 0 };
	if (!sp_json_int(sp_json_get(table, "n_rows"), &whole.rows) ||
	    !sp_json_int(sp_json_get(table, "n_cols"), &whole.cols) || whole.rows < 0 || whole.cols < 0)
		return;
	if (whole.cols > 0 && whole.rows > SQUARES / whole.cols) {
		fault(ctx, g, "/n_rows", "cell-place", "a table of more than %d squares is not checked", SQUARES);
		return;
	}
	char *taken = g_malloc0((size_t)(whole.rows * whole.cols) + 1);
	size_t index = 0;
	const struct sp_json *cell = sp_json_first(sp_json_get(table, "cells"));
	for (; cell; cell = sp_json_next(cell), index++) {
		struct extent e;
		if (read_extent(cell, &e))
			look_at_cell(ctx, g, index, &e, &whole, taken);
	}
	g_free(taken);
}

/* --- records ---------------------------------------------------------------------------------- */

enum sp_status sp_grammar_record(struct sp_ctx *ctx, struct sp_grammar *g, const struct sp_json *record)
{
	const char *type = sp_json_str(sp_json_get(record, "type")), *id = sp_json_str(sp_json_get(record, "id"));
	g->verdict = SP_OK;
	if (!type)
		return SP_OK;
	if (strcmp(type, "page") == 0) {
		look_at_page(ctx, g, record);
	} else if (strcmp(type, "text") == 0) {
		look_at_place(ctx, g, record);
	} else if (strcmp(type, "table") == 0) {
		look_at_place(ctx, g, record);
		look_at_continuation(ctx, g, record);
		look_at_cells(ctx, g, record);
	}
	if (strcmp(type, "table") != 0)
		look_at_references(ctx, g, type, record);
	/* findings about the document as a whole call it by its type */
	if (id || strcmp(type, "document") == 0)
		keep_id(ctx, g, type, id ? id : type);
	g->records |= id && strcmp(type, "finding") != 0;
	return g->verdict;
}

enum sp_status sp_grammar_end(struct sp_ctx *ctx, struct sp_grammar *g)
{
	const char *record = ctx->record;
	int64_t line = ctx->line;
	struct pending *w;
	g->verdict = SP_OK;
	while ((w = g_queue_pop_head(&g->waiting))) {
		const struct known *k = g_hash_table_lookup(g->ids, w->id);
		ctx->line = w->line;
		ctx->record = w->record;
		if (k)
			judge_target(ctx, g, w, k);
		else if (g->records)
			fault(ctx, g, w->pointer, "reference", "it refers to \"%s\", which is not in the stream",
			      w->id);
		waiting_free(w);
	}
	ctx->line = line;
	ctx->record = record;
	return g->verdict;
}
