#include "normalize/named.h"

#include <string.h>

#include "base/amount.h"

enum {
	NAME_LETTERS = 5,
	NAME_TIMES = 3,  /* that a name stands before an amount in a table, to be one */
	NAMES_LEAST = 3, /* different names in a table */
	NAMES_MOST = 40, /* in a document */
	LINES_MOST = 4,  /* printed lines in one row */
	HEAD_BYTES = 160,
};

struct name {
	char *text;
	unsigned starts; /* times that it stood first below a heading */
	bool sure;       /* some table was such a form */
};

struct sp_named {
	GPtrArray *names;  /* struct name *, in the order of an item */
	GHashTable *heads; /* name → what a head says of it */
};

static void free_name(gpointer p)
{
	struct name *x = p;
	g_free(x->text);
	g_free(x);
}

struct sp_named *sp_named_new(void)
{
	struct sp_named *n = g_new(struct sp_named, 1);
	*n = (struct sp_named){ g_ptr_array_new_with_free_func(free_name),
				g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free) };
	return n;
}

void sp_named_free(struct sp_named *n)
{
	if (!n)
		return;
	g_ptr_array_unref(n->names);
	g_hash_table_destroy(n->heads);
	g_free(n);
}

static size_t capitals(const char *text)
{
	size_t n = 0;
	while (g_ascii_isupper(text[n]))
		n++;
	return n;
}

static bool is_name_shaped(const char *text)
{
	size_t n = capitals(text);
	return n > 0 && n <= NAME_LETTERS && !text[n];
}

static struct name *name_at(const struct sp_named *n, guint i)
{
	return g_ptr_array_index(n->names, i);
}

/* Its number, or -1. */
static int find_name(const struct sp_named *n, const char *text)
{
	for (guint i = 0; i < n->names->len; i++)
		if (strcmp(name_at(n, i)->text, text) == 0)
			return (int)i;
	return -1;
}

/* --- what heads say -------------------------------------------------------------------------------------- */

void sp_named_hear(struct sp_named *n, const char *text)
{
	const char *from = text; /* where the words about the next name begin */
	for (const char *p = strchr(text, '('); p; p = strchr(p, '(')) {
		const char *end = strchr(p, ')');
		size_t letters = capitals(p + 1);
		if (!end)
			return;
		const char *behind = p + 1 + letters;
		bool names = letters > 0 && letters <= NAME_LETTERS &&
			     (*behind == ')' || *behind == '=' || g_str_has_prefix(behind, " ="));
		if (names && end + 1 - from <= HEAD_BYTES && g_hash_table_size(n->heads) < NAMES_MOST) {
			char *head = g_strndup(from, (size_t)(end + 1 - from));
			g_hash_table_insert(n->heads, g_strndup(p + 1, letters), g_strstrip(head));
		}
		p = from = end + 1;
	}
}

/* --- words of a row -------------------------------------------------------------------------------------- */

enum kind { WORD, NAME, AMOUNT };

struct piece {
	enum kind kind;
	const char *text;
	const struct sp_grid_cell *cell;
	int name;
	unsigned line; /* of those that the row holds */
	bool alone;    /* its cell holds one line, the row several */
};

struct row {
	GStringChunk *texts;
	GArray *pieces; /* of struct piece */
	unsigned lines;
};

static void read_pieces(struct row *r, const struct sp_grid *g, size_t row, const struct sp_named *n)
{
	g_array_set_size(r->pieces, 0);
	for (size_t c = 0; c < g->cols; c++) {
		char **words = g_strsplit(sp_grid_text(g, row, c), " ", -1);
		for (char **word = words; *word; word++) {
			struct piece p = { .text = g_string_chunk_insert(r->texts, *word),
					   .cell = sp_grid_at(g, row, c),
					   .name = find_name(n, *word) };
			p.kind = p.name >= 0 ? NAME : sp_amount_with_cents(*word) ? AMOUNT : WORD;
			if (**word)
				g_array_append_val(r->pieces, p);
		}
		g_strfreev(words);
	}
}

static struct piece *piece_at(const struct row *r, guint i)
{
	return &g_array_index(r->pieces, struct piece, i);
}

/* The pieces of the cell that begins at `from`: where they end. */
static guint cell_end(const struct row *r, guint from)
{
	guint end = from;
	while (end < r->pieces->len && piece_at(r, end)->cell == piece_at(r, from)->cell)
		end++;
	return end;
}

/* Two names, or two amounts, one after the other in a cell: the layout put several lines into the row. How many says a
 * cell of names alone, or of amounts alone. */
static unsigned count_lines(const struct row *r)
{
	unsigned lines = 1;
	bool woven = false;
	for (guint i = 0, end; i < r->pieces->len; i = end) {
		unsigned kinds[AMOUNT + 1] = { 0 };
		end = cell_end(r, i);
		for (guint k = i; k < end; k++) {
			kinds[piece_at(r, k)->kind]++;
			woven = woven || (k > i && piece_at(r, k)->kind != WORD &&
					  piece_at(r, k)->kind == piece_at(r, k - 1)->kind);
		}
		if (kinds[NAME] == 0 || kinds[AMOUNT] == 0)
			lines = MAX(lines, kinds[NAME] + kinds[AMOUNT]);
	}
	return !woven ? 1 : MIN(MAX(lines, 2), LINES_MOST);
}

/* Is it the same row of names and amounts again and again? */
static bool repeats(const struct row *r, guint from, guint to, unsigned lines)
{
	guint each = (to - from) / lines;
	if (each * lines != to - from)
		return false;
	for (guint k = from; k < to; k++)
		if (piece_at(r, k)->kind == WORD || piece_at(r, k)->kind != piece_at(r, from + (k - from) % each)->kind)
			return false;
	return true;
}

/* A cell of several lines holds the same in each of them; or else each begins as the first does. */
static void part_lines(struct row *r)
{
	r->lines = count_lines(r);
	for (guint i = 0, end; r->lines > 1 && i < r->pieces->len; i = end) {
		enum kind lead = WORD;
		unsigned line = 0;
		end = cell_end(r, i);
		bool same = repeats(r, i, end, r->lines);
		for (guint k = i; k < end; k++) {
			struct piece *p = piece_at(r, k);
			line += lead != WORD && p->kind == lead && line + 1 < r->lines;
			lead = lead == WORD ? p->kind : lead;
			p->line = same ? (k - i) / ((end - i) / r->lines) : line;
		}
		for (guint k = i; k < end; k++)
			piece_at(r, k)->alone = !same && line == 0;
	}
}

/* --- learning -------------------------------------------------------------------------------------------- */

/* A new name stands behind the one before it in its line, or at the end. */
static void add_name(struct sp_named *n, const char *text, const char *before)
{
	if (find_name(n, text) >= 0 || n->names->len >= NAMES_MOST)
		return;
	struct name *x = g_new0(struct name, 1);
	x->text = g_strdup(text);
	g_ptr_array_insert(n->names, before ? find_name(n, before) + 1 : -1, x);
}

/* Nothing but names and amounts in its cell: of several lines, where a name stands before the next line's. */
static bool is_among_names(const struct row *r, guint i)
{
	bool amounts = false;
	for (guint k = 0; k < r->pieces->len; k++) {
		const struct piece *p = piece_at(r, k);
		if (p->cell != piece_at(r, i)->cell)
			continue;
		if (p->kind != AMOUNT && !is_name_shaped(p->text))
			return false;
		amounts = amounts || p->kind == AMOUNT;
	}
	return amounts;
}

/* Names of the table: what stands right before amounts, or among such names. */
static void learn_names(struct sp_named *n, const struct sp_grid *g, size_t body, struct row *r)
{
	GHashTable *times = g_hash_table_new(g_str_hash, g_str_equal);
	for (int pass = 0; pass < 2; pass++)
		for (size_t row = body; row < g->rows; row++) {
			const char *before = NULL;
			read_pieces(r, g, row, n);
			for (guint i = 0; i + 1 < r->pieces->len; i++) {
				const char *text = piece_at(r, i)->text;
				if (!is_name_shaped(text) ||
				    (piece_at(r, i + 1)->kind != AMOUNT && !is_among_names(r, i)))
					continue;
				gpointer seen = g_hash_table_lookup(times, text);
				if (pass == 0)
					g_hash_table_insert(times, (gpointer)text,
							    GINT_TO_POINTER(GPOINTER_TO_INT(seen) + 1));
				else if (GPOINTER_TO_INT(seen) >= NAME_TIMES)
					add_name(n, text, before);
				before = find_name(n, text) >= 0 ? text : before;
			}
		}
	g_hash_table_destroy(times);
}

/* Do most amounts of the table stand behind a name? */
static bool is_form(const struct sp_named *n, const struct sp_grid *g, size_t body, struct row *r)
{
	size_t amounts = 0, named = 0, names = 0;
	bool met[NAMES_MOST] = { false };
	for (size_t row = body; row < g->rows; row++) {
		read_pieces(r, g, row, n);
		for (guint i = 0; i < r->pieces->len; i++) {
			const struct piece *p = piece_at(r, i);
			amounts += p->kind == AMOUNT;
			if (p->kind != AMOUNT || i == 0 || piece_at(r, i - 1)->kind != NAME)
				continue;
			named++;
			names += !met[piece_at(r, i - 1)->name];
			met[piece_at(r, i - 1)->name] = true;
		}
	}
	return names >= NAMES_LEAST && named * 2 > amounts;
}

/* What was learned from this table stays, or goes. */
static void settle_names(struct sp_named *n, bool form)
{
	for (guint i = n->names->len; i-- > 0;) {
		name_at(n, i)->sure = name_at(n, i)->sure || form;
		if (!name_at(n, i)->sure)
			g_ptr_array_remove_index(n->names, i);
	}
}

static const struct piece *first_of(const struct row *r, enum kind kind)
{
	for (guint i = 0; i < r->pieces->len; i++)
		if (piece_at(r, i)->kind == kind)
			return piece_at(r, i);
	return NULL;
}

/* What stands first below a heading, and at the beginning, begins an item. */
static void learn_starts(struct sp_named *n, const struct sp_grid *g, size_t body, struct row *r)
{
	bool heading = !g->continues;
	for (size_t row = body; row < g->rows; row++) {
		read_pieces(r, g, row, n);
		const struct piece *name = first_of(r, NAME);
		if (name && first_of(r, AMOUNT)) {
			name_at(n, (guint)name->name)->starts += heading;
			heading = false;
		} else {
			heading = heading || r->pieces->len > 0;
		}
	}
}

static guint starter(const struct sp_named *n)
{
	guint best = 0;
	for (guint i = 1; i < n->names->len; i++)
		if (name_at(n, i)->starts > name_at(n, best)->starts)
			best = i;
	return best;
}

/* --- items ----------------------------------------------------------------------------------------------- */

struct item {
	GString *label;
	const struct sp_grid_cell *label_cell;
	struct sp_grid_cell amounts[NAMES_MOST]; /* by name */
	int last;                           /* rank of the name that the last line began with; -1: no line yet */
	bool whole;                         /* it began with the name that items begin with */
};

struct reading {
	const struct sp_named *n;
	guint first;     /* the name that begins an item */
	GPtrArray *rows; /* struct sp_grid_cell *: the label, then the amounts by name */
	GStringChunk *texts;
	struct item open;
};

static int rank(const struct reading *x, int name)
{
	int n = (int)x->n->names->len;
	return (name - (int)x->first + n) % n;
}

static struct sp_grid_cell cell_of(const struct sp_grid_cell *printed, const char *text)
{
	return (struct sp_grid_cell){ .json = printed ? printed->json : NULL, .text = text };
}

static void close_item(struct reading *x)
{
	struct item *i = &x->open;
	if (i->last >= 0 || i->label->len > 0) {
		struct sp_grid_cell *row = g_new0(struct sp_grid_cell, NAMES_MOST + 1);
		row[0] = cell_of(i->label_cell, g_string_chunk_insert(x->texts, i->label->str));
		memcpy(row + 1, i->amounts, sizeof i->amounts);
		g_ptr_array_add(x->rows, row);
	}
	g_string_truncate(i->label, 0);
	i->label_cell = NULL;
	memset(i->amounts, 0, sizeof i->amounts);
	i->last = -1;
}

static void add_words(struct item *i, const struct piece *p)
{
	g_string_append_printf(i->label, "%s%s", i->label->len > 0 ? " " : "", p->text);
	i->label_cell = i->label_cell ? i->label_cell : p->cell;
}

/* One printed line: its amounts by name. */
struct line {
	const struct piece *amounts[NAMES_MOST];
	int first, pending; /* names; -1: none */
};

static bool goes_on(const struct reading *x, const struct line *l, bool labelled)
{
	const struct item *i = &x->open;
	if (i->last < 0 || rank(x, l->first) <= i->last)
		return false;
	for (guint k = 0; k < x->n->names->len; k++)
		if (l->amounts[k] && i->amounts[k].json)
			return false;
	return i->whole || !labelled;
}

/* Which line an amount belongs to that stands alone in its cell: one whose name waits for it. */
static struct line *line_for(struct line *lines, const struct row *r, const struct piece *p)
{
	for (unsigned i = 0; p->alone && p->kind == AMOUNT && i < r->lines; i++)
		if (lines[i].pending >= 0)
			return &lines[i];
	return &lines[p->line];
}

static void take_line(struct reading *x, const struct line *l, bool labelled)
{
	if (l->first < 0)
		return;
	if (!goes_on(x, l, labelled)) {
		close_item(x);
		x->open.whole = l->first == (int)x->first;
	}
	x->open.last = rank(x, l->first);
	for (guint k = 0; k < x->n->names->len; k++)
		if (l->amounts[k])
			x->open.amounts[k] = cell_of(l->amounts[k]->cell, l->amounts[k]->text);
}

static void take_row(struct reading *x, const struct row *r)
{
	struct line lines[LINES_MOST] = { 0 };
	GPtrArray *words = g_ptr_array_new();
	for (unsigned i = 0; i < LINES_MOST; i++)
		lines[i].first = lines[i].pending = -1;
	for (guint i = 0; i < r->pieces->len; i++) {
		struct piece *p = piece_at(r, i);
		struct line *l = line_for(lines, r, p);
		if (p->kind == NAME) {
			l->pending = p->name;
		} else if (p->kind == AMOUNT && l->pending >= 0) {
			l->first = l->first < 0 ? l->pending : l->first;
			l->amounts[l->pending] = p;
			l->pending = -1;
		} else {
			g_ptr_array_add(words, p);
		}
	}
	bool heading = lines[0].first < 0;
	if (heading)
		close_item(x);
	for (unsigned i = 0; i < r->lines; i++) {
		take_line(x, &lines[i], words->len > 0);
		for (guint k = 0; i == 0 && k < words->len; k++)
			add_words(&x->open, g_ptr_array_index(words, k));
	}
	if (heading)
		close_item(x);
	g_ptr_array_unref(words);
}

/* --- the grid -------------------------------------------------------------------------------------------- */

static bool is_used(const struct reading *x, guint name)
{
	for (guint r = 0; r < x->rows->len; r++)
		if (((const struct sp_grid_cell *)g_ptr_array_index(x->rows, r))[name + 1].json)
			return true;
	return false;
}

static void put(struct sp_grid *form, size_t row, size_t col, struct sp_grid_cell cell)
{
	cell.row = row;
	cell.col = col;
	cell.text = cell.text ? cell.text : "";
	form->cells[row * form->cols + col] = cell;
}

/* A column for each name that has an amount, in the order of an item. */
static void lay_out(const struct reading *x, const struct sp_grid *g, struct sp_grid *form)
{
	guint n = x->n->names->len, used[NAMES_MOST];
	size_t cols = 1;
	for (guint i = 0; i < n; i++)
		if (is_used(x, (x->first + i) % n))
			used[cols++ - 1] = (x->first + i) % n;
	*form = (struct sp_grid){ .rows = x->rows->len + 1,
				  .cols = cols,
				  .header_rows = 1,
				  .json = g->json,
				  .place = g->place,
				  .continues = g->continues,
				  .number = g->number,
				  .names = g_new0(const char *, cols + 1),
				  .texts = x->texts };
	form->cells = g_new0(struct sp_grid_cell, form->rows * cols + 1);
	put(form, 0, 0, (struct sp_grid_cell){ .json = g->json });
	for (size_t c = 1; c < cols; c++) {
		const char *name = name_at(x->n, used[c - 1])->text, *head = g_hash_table_lookup(x->n->heads, name);
		form->names[c] = g_string_chunk_insert(x->texts, name);
		put(form, 0, c,
		    (struct sp_grid_cell){ .json = g->json,
				      .text = head ? g_string_chunk_insert(x->texts, head) : form->names[c] });
	}
	for (guint r = 0; r < x->rows->len; r++) {
		const struct sp_grid_cell *row = g_ptr_array_index(x->rows, r);
		put(form, r + 1, 0, row[0]);
		for (size_t c = 1; c < cols; c++)
			put(form, r + 1, c, row[used[c - 1] + 1]);
	}
}

bool sp_named_read(struct sp_named *n, const struct sp_grid *g, size_t body, struct sp_grid *form)
{
	struct row r = { g_string_chunk_new(1024), g_array_new(FALSE, TRUE, sizeof(struct piece)), 1 };
	learn_names(n, g, body, &r);
	bool is = is_form(n, g, body, &r);
	settle_names(n, is);
	if (is) {
		learn_starts(n, g, body, &r);
		struct reading x = { n,
				     starter(n),
				     g_ptr_array_new_with_free_func(g_free),
				     r.texts,
				     { .label = g_string_new(NULL), .last = -1 } };
		for (size_t row = body; row < g->rows; row++) {
			read_pieces(&r, g, row, n);
			part_lines(&r);
			take_row(&x, &r);
		}
		close_item(&x);
		lay_out(&x, g, form);
		g_string_free(x.open.label, TRUE);
		g_ptr_array_unref(x.rows);
	} else {
		g_string_chunk_free(r.texts);
	}
	g_array_free(r.pieces, TRUE);
	return is;
}
