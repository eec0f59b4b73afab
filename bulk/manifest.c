#include "bulk/manifest.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"

enum { MOST_BYTES = 1 << 30, SHA256_DIGITS = 64, FIRST_YEAR = 1900, LAST_YEAR = 2200 };
enum column { PATH, NAME, SHA256, BODY, YEAR, COLUMNS };
static const char *const columns[COLUMNS] = { "path", "name", "sha256", "body", "year" };

struct reading {
	struct sp_ctx *ctx;
	const char *at, *end;
	char separator;
	int64_t line;
	int place[COLUMNS]; /* which field of a line it is; -1: none */
};

/* --- CSV ------------------------------------------------------------------------------------------------------- */

static bool ends_field(const struct reading *r)
{
	return r->at == r->end || *r->at == r->separator || *r->at == '\n' || *r->at == '\r';
}

/* Behind its quotes. */
static void read_quoted(struct reading *r, GString *field)
{
	for (r->at++; r->at < r->end; r->at++) {
		if (*r->at == '"' && (r->at + 1 == r->end || r->at[1] != '"')) {
			r->at++;
			return;
		}
		r->at += *r->at == '"';
		r->line += *r->at == '\n';
		g_string_append_c(field, *r->at);
	}
}

/* (transfer full) */
static char *read_field(struct reading *r)
{
	GString *field = g_string_new(NULL);
	if (r->at < r->end && *r->at == '"')
		read_quoted(r, field);
	for (; !ends_field(r); r->at++)
		g_string_append_c(field, *r->at);
	return g_strstrip(g_string_free(field, FALSE));
}

/* The fields of the next line (transfer full, g_strfreev). */
static char **read_line(struct reading *r)
{
	GPtrArray *fields = g_ptr_array_new();
	g_ptr_array_add(fields, read_field(r));
	while (r->at < r->end && *r->at == r->separator) {
		r->at++;
		g_ptr_array_add(fields, read_field(r));
	}
	while (r->at < r->end && *r->at == '\r')
		r->at++;
	r->at += r->at < r->end && *r->at == '\n';
	g_ptr_array_add(fields, NULL);
	return (char **)g_ptr_array_free(fields, FALSE);
}

/* What parts the names of the header: of those there are, the one that comes first. */
static char separator_of(const char *s, const char *end)
{
	for (; s < end && *s != '\n'; s++)
		if (*s == ',' || *s == ';' || *s == '\t')
			return *s;
	return ',';
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

static void free_row(gpointer p)
{
	struct sp_manifest_row *row = p;
	g_free(row->path);
	g_free(row->name);
	g_free(row->body);
	g_free(row->sha256);
	g_free(row);
}

void sp_manifest_free(struct sp_manifest *m)
{
	if (!m)
		return;
	g_ptr_array_free(m->rows, TRUE);
	g_free(m);
}

/* NULL where it is empty, or the line has no such field. (transfer full) */
static char *field(const struct reading *r, char **fields, enum column c)
{
	int place = r->place[c];
	bool there = place >= 0 && place < (int)g_strv_length(fields) && *fields[place];
	return there ? g_strdup(fields[place]) : NULL;
}

static bool is_sha256(const char *s)
{
	return strlen(s) == SHA256_DIGITS && strspn(s, "0123456789abcdef") == SHA256_DIGITS;
}

static bool read_year(char *text, int *year)
{
	gint64 n = 0;
	bool good = !text || g_ascii_string_to_signed(text, 10, FIRST_YEAR, LAST_YEAR, &n, NULL);
	*year = (int)n;
	g_free(text);
	return good;
}

/* A name is one of a file, wherever it goes. */
static bool is_name(const char *name)
{
	return !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strlen(name) <= NAME_MAX;
}

/* NULL after a diagnosis. (transfer full) */
static struct sp_manifest_row *read_row(const struct reading *r, char **fields, int64_t line, const char *folder)
{
	struct sp_manifest_row *row = g_new0(struct sp_manifest_row, 1);
	char *path = field(r, fields, PATH);
	row->line = line;
	row->path = path ? g_path_is_absolute(path) ? g_strdup(path) : g_build_filename(folder, path, NULL) : NULL;
	row->name = field(r, fields, NAME);
	row->body = field(r, fields, BODY);
	row->sha256 = field(r, fields, SHA256);
	bool year = read_year(field(r, fields, YEAR), &row->year);
	for (char *c = row->sha256; c && *c; c++)
		*c = g_ascii_tolower(*c);
	g_free(path);
	if (!row->path && !row->name)
		sp_report(r->ctx, SP_D_DATA, "there is neither a path nor a name; the row is left out");
	else if (row->sha256 && !is_sha256(row->sha256))
		sp_report(r->ctx, SP_D_DATA, "\"%s\" is no SHA-256 (64 hexadecimal digits); the row is left out",
			  row->sha256);
	else if (!year)
		sp_report(r->ctx, SP_D_DATA, "the year is none; the row is left out");
	else if (row->name && !is_name(row->name))
		sp_report(r->ctx, SP_D_DATA, "\"%s\" cannot be the name of a file; the row is left out", row->name);
	else
		return row;
	free_row(row);
	return NULL;
}

static bool read_header(struct reading *r)
{
	char **names = read_line(r);
	for (int c = 0; c < COLUMNS; c++) {
		r->place[c] = -1;
		for (int i = 0; names[i] && r->place[c] < 0; i++)
			r->place[c] = g_ascii_strcasecmp(names[i], columns[c]) == 0 ? i : -1;
	}
	g_strfreev(names);
	r->line++;
	if (r->place[PATH] >= 0 || r->place[NAME] >= 0)
		return true;
	sp_report(r->ctx, SP_D_DATA,
		  "the first line of a manifest names its columns: path or name, and any of sha256, body, year");
	return false;
}

static void read_rows(struct reading *r, const char *folder, GPtrArray *rows)
{
	while (r->at < r->end) {
		int64_t line = r->line + 1;
		char **fields = read_line(r);
		bool empty = !fields[1] && !*fields[0];
		r->ctx->line = line;
		struct sp_manifest_row *row = empty ? NULL : read_row(r, fields, line, folder);
		if (row)
			g_ptr_array_add(rows, row);
		g_strfreev(fields);
		r->line++;
	}
	r->ctx->line = 0;
}

struct sp_manifest *sp_manifest_parse(struct sp_ctx *ctx, const char *folder, const char *text, size_t n)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct reading r = { .ctx = ctx, .at = text, .end = text + n };
	if (g_str_has_prefix(text, mark))
		r.at += strlen(mark);
	r.separator = separator_of(r.at, r.end);
	if (!g_utf8_validate(r.at, r.end - r.at, NULL)) {
		sp_report(ctx, SP_D_DATA, "not UTF-8; save it as CSV UTF-8");
		return NULL;
	}
	if (!read_header(&r))
		return NULL;
	struct sp_manifest *m = g_new(struct sp_manifest, 1);
	m->rows = g_ptr_array_new_with_free_func(free_row);
	read_rows(&r, folder, m->rows);
	return m;
}

struct sp_manifest *sp_manifest_read(struct sp_ctx *ctx, const char *file)
{
	GBytes *bytes = sp_file_read(ctx, file, MOST_BYTES);
	if (!bytes)
		return NULL;
	gsize n;
	const char *content = g_bytes_get_data(bytes, &n);
	char *text = g_strndup(content ? content : "", n), *folder = g_path_get_dirname(file);
	const char *outer = ctx->file;
	ctx->file = file;
	struct sp_manifest *m = sp_manifest_parse(ctx, strcmp(folder, ".") == 0 ? "" : folder, text, n);
	ctx->file = outer;
	g_free(folder);
	g_free(text);
	g_bytes_unref(bytes);
	return m;
}
