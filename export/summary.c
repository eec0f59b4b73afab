#include "export/summary.h"

#include "export/words.h"

static void free_gist(gpointer p)
{
	struct sp_gist *g = p;
	g_free(g->type);
	g_free(g->code);
	g_free(g->title);
	g_free(g->about);
	g_free(g);
}

static void free_json(gpointer p)
{
	sp_json_free(p);
}

struct sp_summary *sp_summary_new(void)
{
	struct sp_summary *d = g_new0(struct sp_summary, 1);
	d->gists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_gist);
	d->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	d->types = g_ptr_array_new();
	d->findings = g_ptr_array_new_with_free_func(free_json);
	d->problems = g_ptr_array_new_with_free_func(free_json);
	d->unparsed = g_ptr_array_new_with_free_func(free_json);
	return d;
}

void sp_summary_free(struct sp_summary *d)
{
	if (!d)
		return;
	sp_json_free(d->document);
	sp_json_free(d->end);
	g_hash_table_destroy(d->gists);
	g_ptr_array_free(d->types, TRUE);
	g_hash_table_destroy(d->counts);
	g_ptr_array_free(d->findings, TRUE);
	g_ptr_array_free(d->problems, TRUE);
	g_ptr_array_free(d->unparsed, TRUE);
	g_free(d);
}

static const char *text(const struct sp_json *v, const char *key)
{
	return sp_json_str(sp_json_get(v, key));
}

struct sp_json *sp_summary_keep(const struct sp_line *line)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "spunta-export");
	return sp_json_parse(&ctx, line->text, line->n);
}

static void count(struct sp_summary *d, const char *type)
{
	gpointer key = NULL, value = NULL;
	if (g_hash_table_lookup_extended(d->counts, type, &key, &value)) {
		g_hash_table_insert(d->counts, g_strdup(type), GSIZE_TO_POINTER(GPOINTER_TO_SIZE(value) + 1));
		return;
	}
	char *own = g_strdup(type);
	g_hash_table_insert(d->counts, own, GSIZE_TO_POINTER(1));
	g_ptr_array_add(d->types, own);
}

static void remember(struct sp_summary *d, const struct sp_line *line)
{
	static const char *const above[] = { "scope", "objective", "public_value", "programme" };
	const char *id = text(line->json, "id"), *title = text(line->json, "title"), *about = NULL;
	const char *code = text(line->json, strcmp(line->type, "total") == 0 ? "of" : "code");
	if (!id)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(above) && !about; i++)
		about = text(line->json, above[i]);
	struct sp_gist *g = g_new(struct sp_gist, 1);
	*g = (struct sp_gist){ g_strdup(line->type), g_strdup(code ? code : text(line->json, "number")),
			       g_strdup(title ? title : text(line->json, "name")), g_strdup(about) };
	g_hash_table_insert(d->gists, g_strdup(id), g);
}

void sp_summary_take(struct sp_summary *d, const struct sp_line *line)
{
	if (strcmp(line->type, "end") == 0) {
		sp_json_free(d->end);
		d->end = sp_summary_keep(line);
		return;
	}
	if (strcmp(line->type, "document") == 0) {
		sp_json_free(d->document);
		d->document = sp_summary_keep(line);
		return;
	}
	count(d, line->type);
	if (strcmp(line->type, "finding") == 0)
		g_ptr_array_add(d->findings, sp_summary_keep(line));
	else if (strcmp(line->type, "problem") == 0)
		g_ptr_array_add(d->problems, sp_summary_keep(line));
	else if (strcmp(line->type, "unparsed") == 0)
		g_ptr_array_add(d->unparsed, sp_summary_keep(line));
	else
		remember(d, line);
}

size_t sp_summary_count(const struct sp_summary *d, const char *type)
{
	return GPOINTER_TO_SIZE(g_hash_table_lookup(d->counts, type));
}

const struct sp_gist *sp_summary_gist(const struct sp_summary *d, const char *id)
{
	return id ? g_hash_table_lookup(d->gists, id) : NULL;
}

bool sp_summary_is_remark(const struct sp_json *finding)
{
	const char *status = text(finding, "status");
	return g_strcmp0(text(finding, "severity"), "info") == 0 && g_strcmp0(status, "match") != 0 &&
	       g_strcmp0(status, "not-computable") != 0;
}

bool sp_summary_is_fault(const struct sp_json *finding)
{
	const char *status = text(finding, "status");
	return status && strcmp(status, "match") != 0 && strcmp(status, "not-computable") != 0 &&
	       !sp_summary_is_remark(finding);
}

bool sp_summary_is_likely(const struct sp_json *finding)
{
	return sp_summary_is_fault(finding) && g_strcmp0(text(finding, "confidence"), "likely") == 0;
}

bool sp_summary_is_certain(const struct sp_json *finding)
{
	return sp_summary_is_fault(finding) && !sp_summary_is_likely(finding);
}

bool sp_summary_is_loss(const struct sp_json *problem)
{
	static const char *const no_loss[] = { "hidden-text", NULL };
	const char *code = text(problem, "code");
	return !code || !g_strv_contains(no_loss, code);
}

size_t sp_summary_with_status(const struct sp_summary *d, const char *status)
{
	size_t n = 0;
	for (guint i = 0; i < d->findings->len; i++)
		n += g_strcmp0(text(g_ptr_array_index(d->findings, i), "status"), status) == 0;
	return n;
}

/* A total has no name of its own: it is known by what it is the total of ("project.own_funds") and where. */
static char *name_of_total(const struct sp_summary *d, const struct sp_gist *g, enum sp_lang lang)
{
	const char *field = g->code ? strchr(g->code, '.') : NULL;
	const char *word = field ? sp_words_field(field + 1, lang) : NULL;
	char *scope = g->about ? sp_summary_name(d, g->about, lang) : NULL;
	char *name = g_strdup_printf("%s%s%s%s%s", sp_say(lang, "total"), word ? " " : "", word ? word : "",
				     scope ? ", " : "", scope ? scope : "");
	g_free(scope);
	return name;
}

char *sp_summary_name(const struct sp_summary *d, const char *id, enum sp_lang lang)
{
	const struct sp_gist *g = sp_summary_gist(d, id);
	if (!g)
		return g_strdup(id ? id : "");
	if (strcmp(g->type, "total") == 0)
		return name_of_total(d, g, lang);
	const char *word = sp_words_type(g->type, 1, lang);
	GString *name = g_string_new(word ? word : g->type);
	if (g->code)
		g_string_append_printf(name, " %s", g->code);
	if (g->title)
		g_string_append_printf(name, sp_say(lang, " “%s”"), g->title);
	return g_string_free(name, FALSE);
}

char *sp_summary_reason(const struct sp_json *finding, enum sp_lang lang)
{
	const char *message = text(sp_json_get(finding, "message"), sp_lang_name(lang));
	const char *mark = sp_say(lang, "not computable: ");
	const char *said = message ? strstr(message, mark) : NULL;
	const char *reason = said ? said + strlen(mark) : text(finding, "reason");
	return g_strdup(reason ? reason : sp_say(lang, "no reason given"));
}
