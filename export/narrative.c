#include "export/narrative.h"

#include "export/words.h"

static const char *text_at(const struct sp_json *v, const char *key)
{
	return sp_json_str(sp_json_get(v, key));
}

char *sp_narrative_as_of(const struct sp_summary *d, enum sp_lang lang)
{
	const char *date = text_at(d->document, "reference_date"), *month = text_at(d->document, "reference_month");
	char *words = date ? sp_words_date(date, lang) : month ? sp_words_month(month, lang) : NULL;
	char *phrase = words ? g_strdup_printf("%s %s", sp_say(lang, date ? "as of" : "as of|month"), words) : NULL;
	g_free(words);
	return phrase;
}

char *sp_narrative_subject(const struct sp_summary *d, const struct sp_json *finding, enum sp_lang lang)
{
	const char *field = sp_words_field(text_at(finding, "field"), lang);
	const char *year = sp_json_digits(sp_json_get(finding, "year"));
	const struct sp_gist *gist = sp_summary_gist(d, text_at(finding, "subject"));
	char *name = sp_summary_name(d, text_at(finding, "subject"), lang);
	GString *s = g_string_new(name);
	if (field && !(gist && strcmp(gist->type, "total") == 0))
		g_string_append_printf(s, "%s%s", s->len ? ": " : "", field);
	if (year)
		g_string_append_printf(s, "%s%s", s->len ? ", " : "", year);
	g_free(name);
	return g_string_free(s, FALSE);
}

const char *sp_narrative_published(const struct sp_json *finding, enum sp_lang lang)
{
	const char *field = text_at(finding, "field");
	if (text_at(finding, "expected"))
		return sp_say(lang, "must be");
	if (g_strcmp0(field, "notes") == 0 || g_strcmp0(field, "result_text") == 0)
		return sp_say(lang, "the text says");
	return sp_say(lang, "published");
}

const char *sp_narrative_unit(const struct sp_json *finding)
{
	const char *unit = text_at(sp_json_get(finding, "published"), "unit");
	return g_strcmp0(unit, "%") == 0 ? "%" : g_strcmp0(unit, "EUR") == 0 ? " €" : "";
}

char *sp_narrative_label(const struct sp_json *input, enum sp_lang lang)
{
	const char *label = text_at(input, "label"), *word = sp_words_field(label, lang);
	if (word || !label)
		return g_strdup(word ? word : "");
	static const char edges[] = " :=,;.-";
	label += strspn(label, edges);
	size_t n = strlen(label);
	while (n > 0 && strchr(edges, label[n - 1]))
		n--;
	return g_strndup(label, n);
}

char *sp_narrative_figure(const struct sp_json *input, enum sp_lang lang)
{
	const char *raw = text_at(input, "raw"), *value = sp_json_digits(sp_json_get(input, "value"));
	return raw ? g_strdup(raw) : value ? sp_words_number(value, lang) : g_strdup("—");
}

/* --- order ------------------------------------------------------------------------------------------------- */

bool sp_narrative_same_figure(const struct sp_json *a, const struct sp_json *b)
{
	static const char *const keys[] = { "subject", "field", "year" };
	const char *x = text_at(sp_json_get(a, "published"), "raw"), *y = text_at(sp_json_get(b, "published"), "raw");
	bool same = x && y && strcmp(x, y) == 0;
	for (size_t i = 0; i < G_N_ELEMENTS(keys) && same; i++) {
		const struct sp_json *u = sp_json_get(a, keys[i]), *v = sp_json_get(b, keys[i]);
		same = g_strcmp0(sp_json_str(u), sp_json_str(v)) == 0 && g_strcmp0(sp_json_digits(u), sp_json_digits(v)) == 0;
	}
	return same;
}

struct in_order {
	struct sp_json *finding;
	int64_t page;
	guint first, n; /* places in the stream: of the first finding about the same figure, its own */
};

static int by_page(const void *a, const void *b)
{
	const struct in_order *x = a, *y = b;
	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->n > y->n) - (x->n < y->n);
}

/* What accuses one figure stands together: where the first of it stands. */
static guint first_of(const GArray *before, const struct sp_json *finding, int64_t page, guint n)
{
	for (guint i = 0; i < before->len; i++) {
		const struct in_order *o = &g_array_index(before, struct in_order, i);
		if (o->page == page && sp_narrative_same_figure(o->finding, finding))
			return o->first;
	}
	return n;
}

GPtrArray *sp_narrative_chosen(const struct sp_summary *d, bool (*is)(const struct sp_json *finding))
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(struct in_order));
	for (guint i = 0; i < d->findings->len; i++) {
		struct in_order o = { g_ptr_array_index(d->findings, i), 0, i, i };
		if (!is(o.finding))
			continue;
		sp_json_int(sp_json_get(sp_json_get(o.finding, "source"), "page"), &o.page);
		if (sp_summary_is_fault(o.finding)) /* few; of all checks there may be tens of thousands */
			o.first = first_of(places, o.finding, o.page, i);
		g_array_append_val(places, o);
	}
	g_array_sort(places, by_page);
	GPtrArray *chosen = g_ptr_array_sized_new(places->len);
	for (guint i = 0; i < places->len; i++)
		g_ptr_array_add(chosen, g_array_index(places, struct in_order, i).finding);
	g_array_free(places, TRUE);
	return chosen;
}
