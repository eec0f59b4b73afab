/*
 * A profile is read in two steps. Its evidence and facts are compiled at once, because every document
 * is asked for them; lines, tables and the rest only when a document turns out to be of the family
 * (a dozen families share their parts, and compiling all of them would cost more than reading a
 * short document). A user's own profile is compiled in full at once, to be refused at the door.
 *
 * The built-in ones are the files of normalize/profiles/, whichever there are. They are asked from the
 * narrowest family to the most general one, since the first of those with most points is taken; what
 * is equally general in the reverse order of the names. A user's own come before them.
 */
#include "base/file.h"
#include "base/resource.h"
#include "normalize/data.h"
#include "normalize/profile-internal.h"

enum { PROFILE_BYTES = 4 * 1024 * 1024, INCLUDES = 32 };

static void source_free(gpointer p)
{
	struct source *s = p;
	g_free(s->name);
	g_free(s->text);
	sp_datafile_free(s->data);
	g_free(s);
}

/* NULL after a diagnosis. */
static struct source *source_new(struct sp_ctx *ctx, const char *origin, const char *text, bool shipped)
{
	struct sp_datafile *data = sp_datafile_new(ctx, origin, text);
	const struct sp_data *root = data ? sp_datafile_root(data) : NULL;
	const char *name = sp_data_str(sp_data_get(root, "name"));
	if (data && !name)
		sp_data_refuse(ctx, root, "a profile wants a \"name\"");
	if (!name) {
		sp_datafile_free(data);
		return NULL;
	}
	struct source *s = g_new(struct source, 1);
	*s = (struct source){ g_strdup(name), g_strdup(text), data, shipped };
	return s;
}

static struct source *find_source(const struct sp_profiles *set, const char *name)
{
	for (guint i = 0; i < set->sources->len; i++)
		if (g_strcmp0(((struct source *)set->sources->pdata[i])->name, name) == 0)
			return set->sources->pdata[i];
	return NULL;
}

/* --- reading one ------------------------------------------------------------------------------------------- */

static bool add_includes(struct loader *l, struct source *file)
{
	if (g_ptr_array_find(l->files, file, NULL))
		return true;
	g_ptr_array_add(l->files, file);
	const struct sp_data *include = sp_data_get(sp_datafile_root(file->data), "include");
	if (l->files->len > INCLUDES)
		return sp_data_refuse(l->ctx, sp_datafile_root(file->data), "more than %d files include one another",
				      INCLUDES);
	for (const struct sp_data *v = sp_data_first(include); v; v = sp_data_next(v)) {
		struct source *other = sp_data_str(v) ? find_source(l->set, sp_data_str(v)) : NULL;
		if (!other)
			return sp_data_refuse(l->ctx, v, "there is no profile \"%s\" to include",
					      sp_data_str(v) ? sp_data_str(v) : "?");
		if (!add_includes(l, other))
			return false;
	}
	return true;
}

static bool load(struct sp_ctx *ctx, struct sp_profiles *set, struct source *file, struct sp_profile *p,
		 bool (*read)(struct loader *, struct sp_profile *))
{
	struct loader l = { .ctx = ctx, .set = set, .at = file, .files = g_ptr_array_new() };
	bool ok = add_includes(&l, file) && read(&l, p);
	g_ptr_array_unref(l.files);
	return ok;
}

/* Name, kind, evidence and facts of a file that has just come. NULL after a diagnosis. */
static struct sp_profile *read_door(struct sp_ctx *ctx, struct sp_profiles *set, struct source *file)
{
	struct sp_profile *p = sp_profile_new();
	if (load(ctx, set, file, p, sp_profile_read_door))
		return p;
	sp_profile_free(p);
	return NULL;
}

/* --- a set of them ----------------------------------------------------------------------------------------- */

enum sp_status sp_profiles_add_text(struct sp_ctx *ctx, struct sp_profiles *set, const char *origin, const char *text)
{
	struct source *file = source_new(ctx, origin, text, false);
	struct sp_profile *p = file ? read_door(ctx, set, file) : NULL;
	if (!p) {
		if (file)
			source_free(file);
		return SP_FAIL;
	}
	guint place;
	if (g_ptr_array_find(set->sources, find_source(set, file->name), &place)) {
		g_ptr_array_remove_index(set->sources, place);
		g_ptr_array_remove_index(set->profiles, place);
	}
	g_ptr_array_insert(set->sources, 0, file);
	g_ptr_array_insert(set->profiles, 0, p);
	return SP_OK;
}

enum sp_status sp_profiles_add_file(struct sp_ctx *ctx, struct sp_profiles *set, const char *path)
{
	GBytes *bytes = sp_file_read(ctx, path, PROFILE_BYTES);
	if (!bytes)
		return SP_FAIL;
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	char *text = g_strndup(data, n);
	g_bytes_unref(bytes);
	enum sp_status s = sp_profiles_add_text(ctx, set, path, text);
	g_free(text);
	if (s != SP_OK)
		return s;
	return sp_profiles_use(ctx, set, ((const struct source *)set->sources->pdata[0])->name) ? SP_OK : SP_FAIL;
}

/* Parts, which nothing is asked of, come last. */
static bool asked_before(const struct sp_profile *a, const struct sp_profile *b)
{
	if (!a->kind != !b->kind)
		return a->kind != NULL;
	return a->general != b->general ? a->general < b->general : strcmp(a->name, b->name) > 0;
}

/* Profiles and their sources, in the same order. */
static void insert_in_order(struct sp_profiles *set, GPtrArray *sources, struct source *file, struct sp_profile *p)
{
	guint place = 0;
	while (place < set->profiles->len && asked_before(set->profiles->pdata[place], p))
		place++;
	g_ptr_array_insert(sources, (gint)place, file);
	g_ptr_array_insert(set->profiles, (gint)place, p);
}

/* All are there before one is read: what a profile includes may stand behind it. */
static bool add_built_in(struct sp_ctx *ctx, struct sp_profiles *set)
{
	for (const struct sp_resource *r = normalize_data; r->name; r++) {
		if (!g_str_has_prefix(r->name, "normalize/profiles/"))
			continue;
		struct source *file = source_new(ctx, r->name, r->text, true);
		if (!file)
			return false;
		g_ptr_array_add(set->sources, file);
	}
	GPtrArray *in_order = g_ptr_array_new();
	bool ok = true;
	for (guint i = 0; i < set->sources->len && ok; i++) {
		struct sp_profile *p = read_door(ctx, set, set->sources->pdata[i]);
		ok = p != NULL;
		if (ok)
			insert_in_order(set, in_order, set->sources->pdata[i], p);
	}
	for (guint i = 0; i < in_order->len; i++)
		set->sources->pdata[i] = in_order->pdata[i];
	g_ptr_array_unref(in_order);
	return ok;
}

struct sp_profiles *sp_profiles_new(struct sp_ctx *ctx)
{
	struct sp_profiles *set = g_new0(struct sp_profiles, 1);
	set->sources = g_ptr_array_new_with_free_func(source_free);
	set->profiles = g_ptr_array_new_with_free_func(sp_profile_free);
	set->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)sp_pattern_free);
	sp_facts_init(&set->facts);
	if (add_built_in(ctx, set))
		return set;
	sp_profiles_free(set);
	return NULL;
}

void sp_profiles_free(struct sp_profiles *set)
{
	if (!set)
		return;
	g_ptr_array_unref(set->profiles);
	g_ptr_array_unref(set->sources);
	sp_facts_clear(&set->facts);
	g_ptr_array_unref(set->patterns);
	g_free(set);
}

const GPtrArray *sp_profiles_list(const struct sp_profiles *set)
{
	return set->profiles;
}

const struct sp_profile *sp_profiles_use(struct sp_ctx *ctx, struct sp_profiles *set, const char *name)
{
	for (guint i = 0; i < set->profiles->len; i++) {
		struct sp_profile *p = set->profiles->pdata[i];
		if (strcmp(p->name, name) != 0)
			continue;
		p->ready = p->ready || load(ctx, set, set->sources->pdata[i], p, sp_profile_read_family);
		return p->ready ? p : NULL;
	}
	sp_report(ctx, SP_D_ARGUMENT, "there is no profile \"%s\"; spunta-normalize --list-profiles names them", name);
	return NULL;
}

const struct sp_facts *sp_profiles_facts(const struct sp_profiles *set)
{
	return &set->facts;
}

const char *sp_profiles_text(const struct sp_profiles *set, const char *name)
{
	const struct source *file = find_source(set, name);
	return file ? file->text : NULL;
}

const struct sp_datafile *sp_profiles_data(const struct sp_profiles *set, const char *name)
{
	const struct source *file = find_source(set, name);
	return file ? file->data : NULL;
}
