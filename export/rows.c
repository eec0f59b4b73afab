/*
 * A row is read column by column along the columns' paths; what `extra` holds is then found the other
 * way round, by walking the record and asking of each value whether a column or a branch has taken it.
 * So a new key in the stream needs no change here to be kept.
 */
#include "export/rows.h"

#include "base/date.h"
#include "base/prog.h"
#include "base/text.h"

#define DOCUMENT_KEY 16 /* hexadecimal digits: 64 bits of the SHA-256 */

struct sp_export_rows {
	struct sp_ctx *ctx;
	const struct sp_model *model;
	const struct sp_export_table *records; /* the index */
	sp_row_fn fn;
	void *to;
	char *document;
	char *year;            /* the one that the document is of; NULL where it is of several */
	int64_t before;        /* lines before the document's own */
	GHashTable *ids;       /* id → table of the record */
	GStringChunk *strings; /* of the current record */
};

/* The row being filled, and what it is filled from. */
struct draft {
	const struct sp_export_table *table;
	const struct sp_line *line;
	const struct sp_json *from; /* the record, or the member of a branch */
	bool child;
	const char *id;    /* of the record */
	const char *field; /* child rows only, as the next two */
	const char *label;
	size_t n;
	bool bare;          /* the member is the record itself: its other keys are the record's business */
	struct sp_jw extra; /* an open object; empty when nothing was left over */
	bool left_over;
};

struct sp_export_rows *sp_export_rows_new(struct sp_ctx *ctx, const struct sp_model *model, sp_row_fn fn, void *to)
{
	struct sp_export_rows *r = g_new0(struct sp_export_rows, 1);
	r->ctx = ctx;
	r->model = model;
	r->records = sp_model_table(model, "records");
	r->fn = fn;
	r->to = to;
	r->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->strings = g_string_chunk_new(4096);
	return r;
}

void sp_export_rows_free(struct sp_export_rows *r)
{
	if (!r)
		return;
	g_hash_table_destroy(r->ids);
	g_string_chunk_free(r->strings);
	g_free(r->document);
	g_free(r->year);
	g_free(r);
}

/* `s` until the next record; takes it. */
static const char *keep(struct sp_export_rows *r, char *s)
{
	const char *kept = s ? g_string_chunk_insert(r->strings, s) : NULL;
	g_free(s);
	return kept;
}

/* --- values ----------------------------------------------------------------------------------------- */

static bool is_null(const struct sp_json *v)
{
	return !v || sp_json_type(v) == SP_JSON_NULL;
}

/*
 * The value at `path`. Where a figure or a formula is given as a plain text or number instead of an
 * object, that is its "raw" or "value".
 */
static const struct sp_json *at_path(const struct sp_json *v, char *const *path)
{
	for (; *path && v; path++) {
		enum sp_json_type type = sp_json_type(v);
		if (type == SP_JSON_OBJECT)
			v = sp_json_get(v, *path);
		else if (path[1] || !((type == SP_JSON_STRING && strcmp(*path, "raw") == 0) ||
		                      (type == SP_JSON_NUMBER && strcmp(*path, "value") == 0)))
			v = NULL;
	}
	return v;
}

/* A number, or a text that is one, as plain digits; NULL when it is neither. (transfer full) */
static char *plain_digits(const struct sp_json *v)
{
	const char *digits = sp_json_digits(v) ? sp_json_digits(v) : sp_json_str(v);
	struct sp_dec d;
	sp_dec_init(&d);
	char *plain = digits && sp_dec_parse(&d, digits, strlen(digits)) == SP_OK ? sp_dec_text(&d) : NULL;
	sp_dec_clear(&d);
	return plain;
}

static char *whole_date(const char *s)
{
	guint64 part[3];
	char **words = g_strsplit(s ? s : "", "-", 4);
	bool whole = s && strlen(s) == 10 && g_strv_length(words) == 3 && strlen(words[0]) == 4 && strlen(words[1]) == 2;
	for (int i = 0; i < 3 && whole; i++)
		whole = g_ascii_string_to_unsigned(words[i], 10, 0, 9999, &part[i], NULL);
	g_strfreev(words);
	if (!whole)
		return NULL;
	struct sp_date d = { (int)part[0], (int)part[1], (int)part[2] };
	return d.day > 0 && sp_date_valid(&d) ? g_strdup(s) : NULL;
}

static bool is_box(const struct sp_json *v)
{
	bool box = sp_json_type(v) == SP_JSON_ARRAY;
	for (const struct sp_json *n = sp_json_first(v); n; n = sp_json_next(n))
		box = box && sp_json_digits(n);
	return box;
}

/* The cell that `v` makes in a column of that kind; NULL when it does not fit. (transfer full) */
static char *fit(const struct sp_json *v, enum sp_kind kind)
{
	int64_t i;
	switch (kind) {
	case SP_KIND_INTEGER:
		return sp_json_int(v, &i) ? g_strdup_printf("%" G_GINT64_FORMAT, i) : NULL;
	case SP_KIND_NUMBER:
		return plain_digits(v);
	case SP_KIND_BOOLEAN:
		if (sp_json_type(v) != SP_JSON_BOOL)
			return NULL;
		return g_strdup(sp_json_bool(v, false) ? "true" : "false");
	case SP_KIND_DATE:
		return whole_date(sp_json_str(v));
	case SP_KIND_TEXT:
		if (sp_json_str(v))
			return g_strdup(sp_json_str(v));
		break;
	case SP_KIND_BOX:
		if (!is_box(v))
			return NULL;
		break;
	case SP_KIND_OBJECT:
		if (sp_json_type(v) != SP_JSON_OBJECT)
			return NULL;
		break;
	}
	return sp_json_text(v);
}

/* "a | b"; NULL for an empty list. (transfer full) */
static char *joined(const struct sp_json *list)
{
	if (is_null(list))
		return NULL;
	if (sp_json_type(list) != SP_JSON_ARRAY)
		return fit(list, SP_KIND_TEXT);
	GString *s = g_string_new(NULL);
	for (const struct sp_json *item = sp_json_first(list); item; item = sp_json_next(item)) {
		char *text = fit(item, SP_KIND_TEXT);
		g_string_append_printf(s, "%s%s", s->len ? " | " : "", text);
		g_free(text);
	}
	return g_string_free(s, s->len == 0);
}

static const char *title_of(const struct sp_json *record)
{
	const char *title = sp_json_str(sp_json_get(record, "title"));
	return title ? title : sp_json_str(sp_json_get(record, "name"));
}

/* --- what finds no other place ------------------------------------------------------------------------- */

static void set_aside(struct draft *f, const char *path, const struct sp_json *v)
{
	if (!f->left_over) {
		sp_jw_init(&f->extra);
		sp_jw_object(&f->extra, NULL);
		f->left_over = true;
	}
	sp_jw_json(&f->extra, path, v);
}

static bool is_path(char *const *path, char *const *other, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!path[i] || strcmp(path[i], other[i]) != 0)
			return false;
	return true;
}

enum taken { NOT_TAKEN, TAKEN, TAKEN_IN_PART };

/* Who takes the value at `path` (of n keys)? Nobody; a column or branch; or several, each a key of it. */
static enum taken who_takes(const struct sp_export_table *t, char *const *path, size_t n)
{
	enum taken taken = NOT_TAKEN;
	for (size_t i = 0; i < t->n_branches; i++) {
		const struct sp_branch *b = &t->branches[i];
		if (g_strv_length(b->path) == n && is_path(b->path, path, n))
			return TAKEN;
		/* a branch at the record itself takes what the child table has columns for */
		if (!b->path[0] && who_takes(b->into, path, n) != NOT_TAKEN)
			return TAKEN;
	}
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct sp_export_column *c = &t->columns[i];
		if ((c->from != SP_FROM_PATH && c->from != SP_FROM_LIST) || !is_path(c->path, path, n))
			continue;
		if (!c->path[n])
			return TAKEN;
		taken = TAKEN_IN_PART;
	}
	return taken;
}

static void set_rest_aside(struct draft *f, const struct sp_json *object, char **path, size_t n, const char *prefix)
{
	enum { DEEPEST = 2 }; /* columns look no deeper than two keys */
	for (const struct sp_json *v = sp_json_first(object); v; v = sp_json_next(v)) {
		const char *key = sp_json_key(v);
		if (n == 0 && !f->child && (strcmp(key, "type") == 0 || strcmp(key, "id") == 0))
			continue;
		path[n] = (char *)(uintptr_t)key;
		enum taken taken = is_null(v) ? TAKEN : who_takes(f->table, path, n + 1);
		char *name = g_strconcat(prefix, n ? "." : "", key, NULL);
		if (taken == TAKEN_IN_PART && sp_json_type(v) == SP_JSON_OBJECT && n + 1 < DEEPEST)
			set_rest_aside(f, v, path, n + 1, name);
		else if (taken == NOT_TAKEN)
			set_aside(f, name, v);
		g_free(name);
	}
}

/* A value other than an object or null where keys of an object are wanted: at_path may have taken it. */
static void set_misfits_aside(struct draft *f)
{
	for (const struct sp_json *v = sp_json_first(f->from); v; v = sp_json_next(v)) {
		char *path[2] = { (char *)(uintptr_t)sp_json_key(v), NULL };
		if (is_null(v) || sp_json_type(v) == SP_JSON_OBJECT || who_takes(f->table, path, 1) != TAKEN_IN_PART)
			continue;
		bool read = false;
		for (size_t i = 0; i < f->table->n_columns && !read; i++)
			read = is_path(f->table->columns[i].path, path, 1) && at_path(f->from, f->table->columns[i].path);
		if (!read)
			set_aside(f, path[0], v);
	}
}

/* Has a column taken the member, which is no object, as it is? */
static bool is_read(const struct draft *f)
{
	for (size_t i = 0; i < f->table->n_columns; i++)
		if (f->table->columns[i].from == SP_FROM_PATH && at_path(f->from, f->table->columns[i].path))
			return true;
	return false;
}

static const char *extra(struct sp_export_rows *r, struct draft *f)
{
	char *path[4] = { NULL };
	if (sp_json_type(f->from) != SP_JSON_OBJECT) {
		if (!is_read(f))
			set_aside(f, f->field, f->from);
	} else if (!f->bare) {
		set_rest_aside(f, f->from, path, 0, "");
		set_misfits_aside(f);
	}
	if (!f->left_over)
		return NULL;
	sp_jw_close(&f->extra);
	const char *json = g_string_chunk_insert_len(r->strings, f->extra.out->str, (gssize)f->extra.out->len);
	sp_jw_clear(&f->extra);
	f->left_over = false;
	return json;
}

/* --- cells --------------------------------------------------------------------------------------------- */

static bool holds_reference(struct sp_export_rows *r, const struct sp_export_column *c, const char *id)
{
	const struct sp_export_table *t = g_hash_table_lookup(r->ids, id);
	return t == c->to || (t && c->to == r->records);
}

static bool is_filled(const struct draft *f, const struct sp_export_column *c)
{
	const char *word = c->where ? sp_json_str(sp_json_get(f->line->json, c->where)) : NULL;
	return !c->where || (word && g_strv_contains((const char *const *)c->is, word));
}

static const char *counted_from(struct sp_export_rows *r, const char *cell, int first)
{
	return keep(r, g_strdup_printf("%" G_GINT64_FORMAT, g_ascii_strtoll(cell, NULL, 10) + first));
}

/* The document's year stands for a value's own, not for a value that is not there. */
static const char *of_year(const struct sp_export_rows *r, const struct draft *f, const struct sp_export_column *c)
{
	return c->of_year && !is_null(sp_json_get(f->from, c->path[0])) ? r->year : NULL;
}

static const char *path_cell(struct sp_export_rows *r, struct draft *f, const struct sp_export_column *c)
{
	if (!is_filled(f, c))
		return NULL;
	const struct sp_json *from = f->from;
	if (c->inherit && sp_json_type(from) == SP_JSON_OBJECT && !sp_json_get(from, c->path[0]))
		from = f->line->json;
	const struct sp_json *v = at_path(from, c->path);
	if (is_null(v))
		return of_year(r, f, c);
	const char *cell = keep(r, fit(v, c->kind));
	if (cell && c->first != 0)
		cell = counted_from(r, cell, c->first);
	if (cell && c->to && !holds_reference(r, c, cell)) {
		sp_report(r->ctx, SP_D_SUSPECT,
		          "%s names \"%s\", which no record before this one has; it is kept under extra", c->name, cell);
		cell = NULL;
	}
	if (!cell) {
		char *name = g_strjoinv(".", c->path);
		set_aside(f, name, v);
		g_free(name);
	}
	return cell;
}

static const char *cell(struct sp_export_rows *r, struct draft *f, const struct sp_export_column *c)
{
	switch (c->from) {
	case SP_FROM_PATH:
		return path_cell(r, f, c);
	case SP_FROM_LIST:
		return keep(r, joined(at_path(f->from, c->path)));
	case SP_FROM_DOCUMENT:
		return r->document;
	case SP_FROM_ID:
	case SP_FROM_RECORD:
		return f->id;
	case SP_FROM_POSITION:
		return keep(r, g_strdup_printf("%" G_GINT64_FORMAT, f->line->number - r->before));
	case SP_FROM_FIELD:
		return f->field;
	case SP_FROM_N:
		return keep(r, g_strdup_printf("%zu", f->n));
	case SP_FROM_LABEL:
		return f->label;
	case SP_FROM_TITLE:
		return title_of(f->from);
	case SP_FROM_JSON:
		return g_string_chunk_insert_len(r->strings, f->line->text, (gssize)f->line->n);
	case SP_FROM_TOOL:
		return "spunta " SP_VERSION;
	case SP_FROM_EXTRA:
		return extra(r, f);
	}
	g_assert_not_reached();
}

/* `extra` comes last in every table: by then it is known what did not fit. */
static enum sp_status emit(struct sp_export_rows *r, struct draft *f)
{
	const struct sp_export_table *t = f->table;
	const char **cells = g_new(const char *, t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++)
		cells[i] = cell(r, f, &t->columns[i]);
	if (f->left_over)
		sp_jw_clear(&f->extra); /* tables without `extra` take whole values: none of theirs fails to fit */
	enum sp_status s = r->fn(r->to, &(struct sp_row){ t, cells });
	g_free(cells);
	return s;
}

/* --- records ----------------------------------------------------------------------------------------------- */

static enum sp_status emit_member(struct sp_export_rows *r, const struct draft *record, const struct sp_branch *b,
                                  const struct sp_json *member, size_t n)
{
	struct draft f = { .table = b->into,
		             .line = record->line,
		             .from = member,
		             .child = true,
		             .id = record->id,
		             .field = b->field,
		             .label = sp_json_key(member),
		             .n = n,
		             .bare = member == record->from };
	return is_null(member) ? SP_OK : emit(r, &f);
}

static enum sp_status emit_branch(struct sp_export_rows *r, const struct draft *record, const struct sp_branch *b)
{
	const struct sp_json *v = at_path(record->from, b->path);
	if (is_null(v))
		return SP_OK;
	enum sp_json_type type = sp_json_type(v);
	if (!b->many || (type != SP_JSON_ARRAY && type != SP_JSON_OBJECT))
		return emit_member(r, record, b, v, 1);
	size_t n = 0;
	for (const struct sp_json *m = sp_json_first(v); m; m = sp_json_next(m)) {
		enum sp_status s = emit_member(r, record, b, m, ++n);
		if (s != SP_OK)
			return s;
	}
	return SP_OK;
}

/* The row of the record's own table, then those of its branches. */
static enum sp_status emit_record(struct sp_export_rows *r, struct draft *f)
{
	enum sp_status s = emit(r, f);
	for (size_t i = 0; i < f->table->n_branches && s == SP_OK; i++)
		s = emit_branch(r, f, &f->table->branches[i]);
	return s;
}

static enum sp_status add_document(struct sp_export_rows *r, const struct sp_line *line)
{
	const char *sha256 = sp_json_str(sp_json_get(line->json, "sha256"));
	if (!sha256 || strlen(sha256) < DOCUMENT_KEY)
		return sp_report(r->ctx, SP_D_GRAMMAR, "the document record has no sha256, which tells documents apart");
	r->document = g_strndup(sha256, DOCUMENT_KEY);
	r->year = sp_document_year(line->json);
	r->before = line->number - 1;
	struct draft f = { .table = sp_model_record_table(r->model, "document"), .line = line, .from = line->json };
	return emit_record(r, &f);
}

static enum sp_status add_record(struct sp_export_rows *r, const struct sp_line *line, const char *id)
{
	const struct sp_export_table *table = sp_model_record_table(r->model, line->type);
	if (g_hash_table_contains(r->ids, id))
		return sp_report(r->ctx, SP_D_GRAMMAR, "two records have the id \"%s\"; ids must be unique", id);
	g_hash_table_insert(r->ids, g_strdup(id), (gpointer)(uintptr_t)table);
	struct draft index = { .table = r->records, .line = line, .from = line->json, .id = id, .bare = true };
	struct draft own = { .table = table, .line = line, .from = line->json, .id = id };
	enum sp_status s = emit(r, &index);
	return s == SP_OK ? emit_record(r, &own) : s;
}

enum sp_status sp_export_rows_add(struct sp_export_rows *r, const struct sp_line *line)
{
	g_string_chunk_clear(r->strings);
	if (strcmp(line->type, "end") == 0)
		return SP_OK;
	if (strcmp(line->type, "document") == 0)
		return add_document(r, line);
	const char *id = sp_json_str(sp_json_get(line->json, "id"));
	if (!id)
		id = keep(r, g_strdup_printf("%s:@%" G_GINT64_FORMAT, line->type, line->number));
	r->ctx->record = id;
	enum sp_status s = add_record(r, line, id);
	r->ctx->record = NULL;
	return s;
}

char *sp_document_year(const struct sp_json *document)
{
	const struct sp_json *period = sp_json_get(document, "period");
	const char *as_of = sp_json_str(sp_json_get(document, "reference_date"));
	const char *from = sp_json_digits(sp_json_get(period, "from")), *to = sp_json_digits(sp_json_get(period, "to"));
	if (as_of && strlen(as_of) >= strlen("2025"))
		return g_strndup(as_of, strlen("2025"));
	return from && g_strcmp0(from, to) == 0 ? g_strdup(from) : NULL;
}
