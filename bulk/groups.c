#include "bulk/groups.h"

#include <string.h>

#include "base/text.h"

static void free_group(gpointer p)
{
	struct sp_group *g = p;
	g_free(g->name);
	g_ptr_array_free(g->records, TRUE);
	g_free(g);
}

unsigned sp_groups_parse(const char *by)
{
	unsigned asked = 0;
	char **words = g_strsplit(by, ",", -1);
	bool good = *words;
	for (char **w = words; *w && good; w++) {
		unsigned this = strcmp(*w, "body") == 0 ? SP_BY_BODY : strcmp(*w, "year") == 0 ? SP_BY_YEAR : 0;
		good = this && !(asked & this);
		asked |= this;
	}
	g_strfreev(words);
	return good ? asked : 0;
}

/* "Comune di Sant'Ànna" → "comune-di-sant-anna" (transfer full) */
static char *slug(const char *body)
{
	char *folded = body ? sp_text_fold(body, strlen(body)) : NULL;
	g_strstrip(folded ? folded : (folded = g_strdup("")));
	for (char *c = folded; *c; c++)
		if (!g_ascii_isalnum(*c))
			*c = '-';
	if (*folded)
		return folded;
	g_free(folded);
	return g_strdup("unknown");
}

/* What the manifest says of the document under any of its paths; NULL when nothing. */
static GHashTable *stated_of(GPtrArray *inputs)
{
	GHashTable *stated = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = inputs->len; i-- > 0;) {
		struct sp_input *input = g_ptr_array_index(inputs, i);
		if (input->stated)
			g_hash_table_insert(stated, input->sha256, input);
	}
	return stated;
}

/* (transfer full) */
static char *name_of(const struct sp_input *stated, const struct sp_answer *a, unsigned by)
{
	const char *body = stated && stated->body ? stated->body : a ? a->body : NULL;
	int64_t first = stated && stated->year ? stated->year : a ? a->from : 0;
	char *of_body = slug(body),
	     *of_year = first ? g_strdup_printf("%" G_GINT64_FORMAT, first) : g_strdup("unknown");
	char *name = by == SP_BY_BODY   ? g_strdup(of_body)
		     : by == SP_BY_YEAR ? g_strdup(of_year)
					: g_strconcat(of_body, "/", of_year, NULL);
	g_free(of_year);
	g_free(of_body);
	return name;
}

static int by_name(const void *a, const void *b)
{
	const struct sp_group *const *one = a, *const *other = b;
	return strcmp((*one)->name, (*other)->name);
}

GPtrArray *sp_groups_new(const struct sp_store *store, const struct sp_ledger *ledger, unsigned by)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(free_group), *records = sp_store_records(store);
	GPtrArray *inputs = sp_ledger_inputs(ledger);
	GHashTable *stated = stated_of(inputs), *by_names = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < records->len; i++) {
		const char *path = g_ptr_array_index(records, i);
		char *sha256 = g_path_get_basename(path);
		sha256[strcspn(sha256, ".")] = '\0';
		char *name = name_of(g_hash_table_lookup(stated, sha256), sp_ledger_answer(ledger, sha256), by);
		struct sp_group *g = g_hash_table_lookup(by_names, name);
		if (!g) {
			g = g_new(struct sp_group, 1);
			*g = (struct sp_group){ g_steal_pointer(&name), g_ptr_array_new_with_free_func(g_free) };
			g_hash_table_insert(by_names, g->name, g);
			g_ptr_array_add(groups, g);
		}
		g_ptr_array_add(g->records, g_strdup(path));
		g_free(name);
		g_free(sha256);
	}
	g_hash_table_destroy(by_names);
	g_hash_table_destroy(stated);
	g_ptr_array_free(inputs, TRUE);
	g_ptr_array_free(records, TRUE);
	g_ptr_array_sort(groups, by_name);
	return groups;
}
