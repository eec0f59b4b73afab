/*
 * Words and patterns that a profile writes "@name" are looked up in the own file first, then in the included
 * ones. Pieces of patterns are put in where they are used, see expand().
 */
#include "base/text.h"
#include "normalize/profile-internal.h"

#define refuse(l, at, ...) sp_data_refuse((l)->ctx, at, __VA_ARGS__)

/* Every member of `object` must be one of the blank-separated `keys`: a slip of the pen is no silence. */
bool sp_term_keys(struct loader *l, const struct sp_data *object, const char *keys)
{
	if (!sp_data_is_object(object))
		return refuse(l, object, "an object is wanted");
	char **known = g_strsplit(keys, " ", -1);
	bool ok = true;
	for (const struct sp_data *m = sp_data_first(object); m && ok; m = sp_data_next(m))
		if (!g_strv_contains((const gchar *const *)known, sp_data_key(m)))
			ok = refuse(l, m, "unknown key \"%s\"; known here: %s", sp_data_key(m), keys);
	g_strfreev(known);
	return ok;
}

/* --- strings ---------------------------------------------------------------------------------------- */

bool sp_term_string(struct loader *l, const struct sp_data *object, const char *key, char **out)
{
	const struct sp_data *v = sp_data_get(object, key);
	if (!v)
		return true;
	if (!sp_data_str(v))
		return refuse(l, v, "a string is wanted");
	*out = g_strdup(sp_data_str(v));
	return true;
}

char *sp_term_as_is(const char *text)
{
	return g_strdup(text);
}

char *sp_term_folded(const char *text)
{
	return sp_text_fold(text, strlen(text));
}

/* As headers are compared: folded, blanks gone; a closing "*" stays. */
char *sp_term_tight(const char *text)
{
	char *fold = sp_text_fold(text, strlen(text));
	char *to = fold;
	for (const char *from = fold; *from; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = '\0';
	if (!g_str_has_suffix(text, "*"))
		return fold;
	char *open = g_strconcat(fold, "*", NULL);
	g_free(fold);
	return open;
}

static const struct sp_data *lookup(const struct loader *l, const char *table, const char *name)
{
	for (guint i = 0; i < l->files->len; i++) {
		const struct source *f = l->files->pdata[i];
		const struct sp_data *v = sp_data_get(sp_data_get(sp_datafile_root(f->data), table), name);
		if (v)
			return v;
	}
	return NULL;
}

static bool add_word(struct loader *l, const struct sp_data *v, sp_folding fold, GPtrArray *out, unsigned depth)
{
	const char *text = sp_data_str(v);
	if (!text || !*text)
		return refuse(l, v, "a string is wanted");
	if (*text != '@' || fold == sp_term_as_is) {
		g_ptr_array_add(out, fold(text));
		return true;
	}
	const struct sp_data *words = depth < 4 ? lookup(l, "words", text + 1) : NULL;
	if (!words)
		return refuse(l, v, "no words \"%s\" in this profile or what it includes", text + 1);
	return sp_term_words(l, words, fold, out, depth + 1);
}

bool sp_term_words(struct loader *l, const struct sp_data *v, sp_folding fold, GPtrArray *out, unsigned depth)
{
	if (!sp_data_is_list(v))
		return add_word(l, v, fold, out, depth);
	for (const struct sp_data *w = sp_data_first(v); w; w = sp_data_next(w))
		if (!add_word(l, w, fold, out, depth))
			return false;
	return true;
}

/* A string or a list of strings; the array is empty when the key is absent. */
bool sp_term_strings(struct loader *l, const struct sp_data *object, const char *key, sp_folding fold, GPtrArray **out)
{
	*out = g_ptr_array_new_with_free_func(g_free);
	const struct sp_data *v = sp_data_get(object, key);
	return !v || sp_term_words(l, v, fold, *out, 0);
}

/* --- patterns ---------------------------------------------------------------------------------------- */

/*
 * Pieces are put in where they are used, as groups without a name: in front of the pattern, as a
 * (?(DEFINE)…), they would hide from PCRE2 what a match starts with, and searching a text would
 * cost a hundred times as much.
 */
static bool expand(struct loader *l, const struct sp_data *at, const char *regex, GString *out, unsigned depth)
{
	const char *use;
	while ((use = strstr(regex, "(?&")) != NULL) {
		const char *end = strchr(use, ')');
		char *name = end ? g_strndup(use + 3, (gsize)(end - use) - 3) : NULL;
		const char *piece = name && depth < 8 ? sp_data_str(lookup(l, "define", name)) : NULL;
		if (!piece)
			refuse(l, at, "no piece \"%s\" under \"define\" in this profile or what it includes",
			       name ? name : use);
		g_free(name);
		if (!piece)
			return false;
		g_string_append_len(out, regex, use - regex);
		g_string_append(out, "(?:");
		if (!expand(l, at, piece, out, depth + 1))
			return false;
		g_string_append_c(out, ')');
		regex = end + 1;
	}
	g_string_append(out, regex);
	return true;
}

/* The pattern as written, with its pieces put in. (transfer full); NULL after a diagnosis. */
static struct sp_json *expanded(struct loader *l, const struct sp_data *v)
{
	const char *regex = sp_data_str(v) ? sp_data_str(v) : sp_data_str(sp_data_get(v, "regex"));
	GString *whole = g_string_new(NULL);
	struct sp_json *out = NULL, *own = NULL;
	if (!regex) {
		refuse(l, v, "a pattern is a string or an object with \"regex\"");
	} else if (expand(l, v, regex, whole, 0) && (own = sp_data_json(l->ctx, v))) {
		struct sp_jw w;
		sp_jw_init(&w);
		sp_jw_object(&w, NULL);
		sp_jw_str(&w, "regex", whole->str);
		for (const struct sp_json *m = sp_json_first(own); m; m = sp_json_next(m))
			if (strcmp(sp_json_key(m), "regex") != 0)
				sp_jw_json(&w, sp_json_key(m), m);
		sp_jw_close(&w);
		out = sp_json_parse(l->ctx, w.out->str, w.out->len);
		sp_jw_clear(&w);
	}
	sp_json_free(own);
	g_string_free(whole, TRUE);
	return out;
}

static struct sp_pattern *compile(struct loader *l, const struct sp_data *v)
{
	if (!sp_data_str(v) && !sp_term_keys(l, v, "regex caseless whole matches rejects about"))
		return NULL;
	struct sp_json *ready = expanded(l, v);
	char *name = sp_data_name(v);
	struct sp_pattern *p = !ready           ? NULL
			       : l->at->shipped ? sp_pattern_later(l->ctx, name, ready)
						: sp_pattern_from_json(l->ctx, name, ready, NULL);
	g_free(name);
	sp_json_free(ready);
	if (p)
		g_ptr_array_add(l->set->patterns, p);
	return p;
}

/* A pattern, or the name of one in `patterns` written "@name". */
bool sp_term_pattern(struct loader *l, const struct sp_data *object, const char *key, struct sp_pattern **out)
{
	const struct sp_data *v = sp_data_get(object, key);
	if (!v)
		return true;
	const char *name = sp_data_str(v);
	const struct sp_data *named = name && *name == '@' ? lookup(l, "patterns", name + 1) : v;
	if (!named)
		return refuse(l, v, "no pattern \"%s\" in this profile or what it includes", name + 1);
	*out = compile(l, named);
	return *out != NULL;
}

bool sp_term_patterns(struct loader *l, const struct sp_data *object, const char *key, GPtrArray *out)
{
	for (const struct sp_data *v = sp_data_first(sp_data_get(object, key)); v; v = sp_data_next(v)) {
		struct sp_pattern *p = compile(l, v);
		if (!p)
			return false;
		g_ptr_array_add(out, p);
	}
	return true;
}

/* --- record types and fields ------------------------------------------------------------------------- */

const struct sp_record_type *sp_term_type(struct loader *l, const struct sp_data *at, const char *name)
{
	const struct sp_record_type *type = sp_record_type(name);
	if (!type)
		refuse(l, at, "no record type \"%s\"", name);
	return type;
}

const struct sp_field *sp_term_field(struct loader *l, const struct sp_data *at, const struct sp_record_type *type,
				     const char *name)
{
	const struct sp_field *field = sp_record_field(type, name);
	if (!field)
		refuse(l, at, "%s has no field \"%s\"", type->name, name);
	return field;
}

/* "objective.manager" → type and field. */
bool sp_term_type_field(struct loader *l, const struct sp_data *v, const struct sp_record_type **type,
			const struct sp_field **field)
{
	char **parts = g_strsplit(sp_data_str(v), ".", 2);
	*type = sp_term_type(l, v, parts[0]);
	bool two = !*type || parts[1] || refuse(l, v, "\"type.field\" is wanted, not \"%s\"", sp_data_str(v));
	*field = *type && two ? sp_term_field(l, v, *type, parts[1]) : NULL;
	g_strfreev(parts);
	return *field != NULL;
}
