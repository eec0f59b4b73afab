/*
 * cJSON checks the syntax and unescapes strings, but forgets where a value stood. So the text is walked a
 * second time beside cJSON's tree, which has the same values in the same order, and each gets the place
 * where it begins and ends. What cJSON lets pass and a person did not mean (a key twice, a line end within
 * a string, bytes that are no UTF-8) is refused on that walk.
 */
#include "base/datafile.h"

#include <cjson/cJSON.h>
#include <glib.h>

#include "base/json.h"

struct sp_data {
	const cJSON *item;
	const struct sp_datafile *file;
	const struct sp_data *parent;
	struct sp_data *first, *next;
	const char *from, *to; /* in the file's text */
};

struct sp_datafile {
	char *name, *text;
	cJSON *tree;
	struct sp_data *root;
	GPtrArray *nodes; /* struct sp_data, all of them */
};

/* --- places ---------------------------------------------------------------------------------------------- */

/* Line and column from 1; columns are code points, as editors count, or bytes where the line is not UTF-8. */
static void report(struct sp_ctx *ctx, const struct sp_datafile *f, const char *here, const char *why)
{
	size_t line = 1;
	const char *start = f->text;
	for (const char *p = f->text; p < here; p++)
		if (*p == '\n') {
			line++;
			start = p + 1;
		}
	gssize before = here - start;
	glong column = 1 + (g_utf8_validate(start, before, NULL) ? g_utf8_strlen(start, before) : before);
	sp_report(ctx, SP_D_DATA, "%s: line %zu, column %ld: %s", f->name, line, column, why);
}

/* "/tables/0/columns/target"; "" of the root. (transfer full) */
static char *pointer_of(const struct sp_data *v)
{
	GString *out = g_string_new(NULL);
	for (; v->parent; v = v->parent) {
		size_t index = 0;
		for (const struct sp_data *c = v->parent->first; c != v; c = c->next)
			index++;
		char *step = v->item->string ? g_strconcat("/", v->item->string, NULL) : g_strdup_printf("/%zu", index);
		g_string_prepend(out, step);
		g_free(step);
	}
	return g_string_free(out, FALSE);
}

char *sp_data_name(const struct sp_data *v)
{
	char *pointer = pointer_of(v), *name = g_strconcat(v->file->name, "#", pointer, NULL);
	g_free(pointer);
	return name;
}

bool sp_data_refuse(struct sp_ctx *ctx, const struct sp_data *at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *why = g_strdup_vprintf(format, args), *pointer = pointer_of(at);
	va_end(args);
	char *said = g_strdup_printf("%s: %s", *pointer ? pointer : "/", why);
	report(ctx, at->file, at->from, said);
	g_free(said);
	g_free(pointer);
	g_free(why);
	return false;
}

/* --- reading --------------------------------------------------------------------------------------------- */

/* Behind the string whose opening quote is at `p`; NULL and `bad` where it holds a control character. */
static const char *skip_string(const char *p, const char **bad)
{
	for (p++; *p != '"'; p++) {
		if ((unsigned char)*p < ' ') {
			*bad = p;
			return NULL;
		}
		p += *p == '\\';
	}
	return p + 1;
}

/* cJSON takes every byte up to the blank for one. */
static const char *skip_blanks(const char *p)
{
	while (*p && (unsigned char)*p <= ' ')
		p++;
	return p;
}

static bool key_is_new(const struct sp_data *parent, const char *key)
{
	for (const struct sp_data *c = parent->first; c; c = c->next)
		if (strcmp(c->item->string, key) == 0)
			return false;
	return true;
}

/* The value of `item`, which begins at *p; *p is then behind it. NULL after a diagnosis. */
static struct sp_data *place(struct sp_ctx *ctx, struct sp_datafile *f, const cJSON *item, const struct sp_data *parent,
			     const char **p)
{
	struct sp_data *v = g_new0(struct sp_data, 1);
	g_ptr_array_add(f->nodes, v);
	*v = (struct sp_data){ .item = item, .file = f, .parent = parent, .from = *p };
	const char *bad = NULL;
	struct sp_data **end = &v->first;
	if (*v->from == '"')
		*p = skip_string(v->from, &bad);
	else if (!cJSON_IsArray(item) && !cJSON_IsObject(item))
		*p += strcspn(*p, ",]} \t\r\n");
	for (const cJSON *c = item->child; c && !bad; c = c->next) {
		const char *key = *p = skip_blanks(*p + 1); /* behind the bracket or the comma */
		if (c->string) {
			*p = skip_string(key, &bad);
			if (bad)
				break;
			if (!key_is_new(v, c->string)) {
				char *why = g_strdup_printf("the key \"%s\" is there twice", c->string);
				report(ctx, f, key, why);
				g_free(why);
				return NULL;
			}
			*p = skip_blanks(skip_blanks(*p) + 1); /* the colon */
		}
		*end = place(ctx, f, c, v, p);
		if (!*end)
			return NULL;
		end = &(*end)->next;
		*p = skip_blanks(*p);
	}
	if (bad) {
		report(ctx, f, bad, "a line end or control character within a string; write \\n");
		return NULL;
	}
	if (cJSON_IsArray(item) || cJSON_IsObject(item))
		*p = (item->child ? *p : skip_blanks(*p + 1)) + 1; /* the closing bracket */
	v->to = *p;
	return v;
}

struct sp_datafile *sp_datafile_new(struct sp_ctx *ctx, const char *name, const char *text)
{
	struct sp_datafile *f = g_new0(struct sp_datafile, 1);
	f->name = g_strdup(name);
	f->text = g_strdup(text);
	f->nodes = g_ptr_array_new_with_free_func(g_free);
	cJSON_InitHooks(&(cJSON_Hooks){ g_malloc, g_free });
	const char *bad = f->text;
	if (!g_utf8_validate(f->text, -1, &bad)) {
		report(ctx, f, bad, "bytes that are not UTF-8");
	} else {
		f->tree = cJSON_ParseWithOpts(f->text, &bad, true);
		const char *p = skip_blanks(g_str_has_prefix(f->text, "\xef\xbb\xbf") ? f->text + 3 : f->text);
		if (!f->tree)
			report(ctx, f, bad, "this is not JSON");
		else
			f->root = place(ctx, f, f->tree, NULL, &p);
	}
	if (f->root)
		return f;
	sp_datafile_free(f);
	return NULL;
}

void sp_datafile_free(struct sp_datafile *f)
{
	if (!f)
		return;
	cJSON_Delete(f->tree);
	g_ptr_array_unref(f->nodes);
	g_free(f->text);
	g_free(f->name);
	g_free(f);
}

/* --- asking ---------------------------------------------------------------------------------------------- */

const struct sp_data *sp_datafile_root(const struct sp_datafile *f)
{
	return f->root;
}

const struct sp_data *sp_data_get(const struct sp_data *object, const char *key)
{
	for (const struct sp_data *c = sp_data_is_object(object) ? object->first : NULL; c; c = c->next)
		if (strcmp(c->item->string, key) == 0)
			return c;
	return NULL;
}

static const struct sp_data *step(const struct sp_data *v, const char *name)
{
	guint64 index = 0;
	if (!sp_data_is_list(v))
		return sp_data_get(v, name);
	if (!g_ascii_string_to_unsigned(name, 10, 0, G_MAXINT, &index, NULL))
		return NULL;
	const struct sp_data *c = v->first;
	while (c && index-- > 0)
		c = c->next;
	return c;
}

const struct sp_data *sp_data_at(const struct sp_data *root, const char *pointer)
{
	char **names = g_strsplit(pointer, "/", -1);
	for (char **n = *names ? names + 1 : names; *n; n++) {
		GString *name = g_string_new(*n);
		g_string_replace(name, "~1", "/", 0);
		g_string_replace(name, "~0", "~", 0);
		const struct sp_data *next = step(root, name->str);
		g_string_free(name, TRUE);
		if (!next)
			break;
		root = next;
	}
	g_strfreev(names);
	return root;
}

const struct sp_data *sp_data_first(const struct sp_data *v)
{
	return v ? v->first : NULL;
}

const struct sp_data *sp_data_next(const struct sp_data *child)
{
	return child->next;
}

size_t sp_data_count(const struct sp_data *v)
{
	return v ? (size_t)cJSON_GetArraySize(v->item) : 0;
}

const char *sp_data_key(const struct sp_data *v)
{
	return v ? v->item->string : NULL;
}

bool sp_data_is_object(const struct sp_data *v)
{
	return v && cJSON_IsObject(v->item);
}

bool sp_data_is_list(const struct sp_data *v)
{
	return v && cJSON_IsArray(v->item);
}

const char *sp_data_str(const struct sp_data *v)
{
	return v ? cJSON_GetStringValue(v->item) : NULL;
}

bool sp_data_bool(const struct sp_data *v, bool otherwise)
{
	return v && cJSON_IsBool(v->item) ? cJSON_IsTrue(v->item) : otherwise;
}

bool sp_data_int(const struct sp_data *v, int *out)
{
	if (!v || !cJSON_IsNumber(v->item) || v->item->valuedouble != v->item->valueint)
		return false;
	*out = v->item->valueint;
	return true;
}

struct sp_json *sp_data_json(struct sp_ctx *ctx, const struct sp_data *v)
{
	return sp_json_parse_named(ctx, v->file->name, v->from, (size_t)(v->to - v->from));
}
