/*
 * html — the report as a page of its own: facts, summary, faults with pictures, charts, every check.
 *
 * One file without anything from elsewhere: style and script stand in it and are allowed by their hashes, pictures
 * are data, and the page's policy forbids the rest. It reads without its script, which only filters and sorts.
 */
#include "export/coverage.h"
#include "export/html-internal.h"

#include <errno.h>

#include "base/prog.h"
#include "export/data.h"
#include "export/rule-told.h"

/* In the order in which people want to know. */
static const char *const statuses[] = {
	"mismatch", "contradiction", "truncated", "missing", "match", "not-computable"
};

/* --- names --------------------------------------------------------------------------------------------------- */

char *sp_html_id(const char *id)
{
	GString *out = g_string_new(NULL);
	for (; *id; id++) {
		if (g_ascii_isalnum(*id) || strchr(":._-", *id))
			g_string_append_c(out, *id);
		else
			g_string_append_printf(out, "~%02x", (unsigned)(unsigned char)*id);
	}
	return g_string_free(out, FALSE);
}

char *sp_html_heading(const struct html *h, const char *id)
{
	const struct sp_gist *g = sp_summary_gist(h->summary, id);
	if (!g || (!g->code && !g->title))
		return g_strdup(id ? id : "");
	return g_strdup_printf("%s%s%s", g->code ? g->code : "", g->code && g->title ? " " : "",
			       g->title ? g->title : "");
}

const char *sp_html_part(const struct html *h, const char *id)
{
	enum { FARTHEST = 8 }; /* records may refer to each other in circles */
	const struct sp_gist *g = sp_summary_gist(h->summary, id);
	for (int i = 0; g && i < FARTHEST; i++) {
		if (strcmp(g->type, "programme") == 0 || strcmp(g->type, "public_value") == 0)
			return id;
		id = g->about;
		g = sp_summary_gist(h->summary, id);
	}
	return NULL;
}

void sp_html_rule(const struct html *h, const char *rule, FILE *to)
{
	char *told = rule ? sp_rule_told(rule, h->lang) : NULL;
	const struct sp_slot fills[] = { { .slot = "rule", .text = rule }, { .slot = "told", .text = told }, { 0 } };
	if (rule)
		sp_template_write(h->template, told ? "rule-link" : "rule-name", fills, to);
	g_free(told);
}

/* "a b.pdf#page=42" as the end of a link, of a document that stands beside the page; NULL where it is no PDF. */
static char *address_of(const struct html *h, const char *page)
{
	const char *name = sp_html_text(h->summary->document, "name");
	if (!name || !page || strlen(name) < 4 || g_ascii_strcasecmp(name + strlen(name) - 4, ".pdf") != 0)
		return NULL;
	char *escaped = g_uri_escape_string(name, NULL, FALSE);
	char *address = g_strdup_printf("./%s#page=%s", escaped, page);
	g_free(escaped);
	return address;
}

void sp_html_place(const struct html *h, const struct sp_json *source, const char *place, FILE *to)
{
	char *address = address_of(h, sp_json_digits(sp_json_get(source, "page")));
	const struct sp_slot fills[] = { { .slot = "address", .text = address }, { .slot = "place", .text = place }, { 0 } };
	if (place && *place)
		sp_template_write(h->template, address ? "place-link" : "place-name", fills, to);
	g_free(address);
}

void sp_html_badge(const struct html *h, const char *status, FILE *to)
{
	const struct sp_slot fills[] = { { .slot = "status", .text = status },
					 { .slot = "said", .text = sp_words_status(status, h->lang) },
					 { 0 } };
	sp_template_write(h->template, "badge", fills, to);
}

void sp_html_fault(const struct html *h, const char *record, FILE *to)
{
	const struct sp_json *f = record ? g_hash_table_lookup(h->fault_of, record) : NULL;
	if (!f)
		return;
	const char *status = sp_html_text(f, "status");
	char *id = sp_html_id(sp_html_text(f, "id"));
	const struct sp_slot fills[] = { { .slot = "id", .text = id },
					 { .slot = "status", .text = status },
					 { .slot = "said", .text = sp_words_status(status, h->lang) },
					 { 0 } };
	fputc(' ', to);
	sp_template_write(h->template, "fault", fills, to);
	g_free(id);
}

/* --- the head ------------------------------------------------------------------------------------------------ */

static char *period(const struct html *h)
{
	const struct sp_json *d = h->summary->document, *p = sp_json_get(d, "period");
	const char *from = sp_json_digits(sp_json_get(p, "from")), *to = sp_json_digits(sp_json_get(p, "to"));
	if (!from || !to)
		return NULL;
	return strcmp(from, to) == 0 ? g_strdup(from) : g_strdup_printf("%s–%s", from, to);
}

/* "2024–2026 · al 31/07/2024 · 12 pagine" */
static char *when_line(const struct html *h)
{
	char *years = period(h), *as_of = sp_narrative_as_of(h->summary, h->lang);
	const char *pages = sp_json_digits(sp_json_get(h->summary->document, "pages"));
	GString *s = g_string_new(years);
	if (as_of)
		g_string_append_printf(s, "%s%s", s->len ? " · " : "", as_of);
	if (pages)
		g_string_append_printf(s, "%s%s %s", s->len ? " · " : "", pages,
				       strcmp(pages, "1") == 0 ? sp_say(h->lang, "page")
							       : sp_say(h->lang, "pages"));
	g_free(years);
	g_free(as_of);
	return g_string_free(s, FALSE);
}

/* --- the summary --------------------------------------------------------------------------------------------- */

static char *counted(guint n, const char *one, const char *many)
{
	return n == 1 ? g_strdup(one) : g_strdup_printf("%u %s", n, many);
}

static char *verdict(const struct html *h)
{
	if (h->all->len == 0)
		return g_strdup(sp_say(h->lang, "Nothing could be checked"));
	if (h->certain->len > 0)
		return counted(h->certain->len, sp_say(h->lang, "One thing to look at"),
			       sp_say(h->lang, "things to look at"));
	if (h->likely->len > 0)
		return counted(h->likely->len,
			       sp_say(h->lang, "Perhaps one thing to look at"),
			       sp_say(h->lang, "things perhaps to look at"));
	if (sp_summary_with_status(h->summary, "match") == 0)
		return g_strdup(sp_say(h->lang, "Nothing could be recomputed"));
	return g_strdup(
	    sp_say(h->lang, "All that can be recomputed adds up"));
}

static void append_count(GString *s, guint n, const char *one, const char *many)
{
	if (n > 0)
		g_string_append_printf(s, "%s%u %s", s->len ? "; " : "", n, n == 1 ? one : many);
}

static char *lead(const struct html *h)
{
	GString *s = g_string_new(NULL);
	append_count(s, h->all->len,
		     sp_say(h->lang, "check of the document's figures"),
		     sp_say(h->lang, "checks of the document's figures"));
	append_count(s, h->likely->len,
		     sp_say(h->lang, "thing that is only likely, told apart"),
		     sp_say(h->lang, "things that are only likely, told apart"));
	append_count(s, h->remarks->len, sp_say(h->lang, "remark"),
		     sp_say(h->lang, "remarks"));
	if (s->len > 0)
		g_string_append_c(s, '.');
	return g_string_free(s, FALSE);
}

static const char *mood(const struct html *h)
{
	bool good = h->likely->len == 0 && sp_summary_with_status(h->summary, "match") > 0;
	return h->certain->len > 0 ? "bad" : good ? "good" : "open";
}

static guint with_status(const GPtrArray *findings, const char *status)
{
	guint n = 0;
	for (guint i = 0; i < findings->len; i++)
		n += strcmp(sp_html_text(g_ptr_array_index(findings, i), "status"), status) == 0;
	return n;
}

/* "1 probabile", "1 osservazione": how many of a tile's are no certain faults. */
static char *reservation(const struct html *h, const char *status)
{
	GString *s = g_string_new(NULL);
	append_count(s, with_status(h->likely, status), sp_say(h->lang, "likely"),
		     sp_say(h->lang, "likely|many"));
	append_count(s, with_status(h->remarks, status), sp_say(h->lang, "remark"),
		     sp_say(h->lang, "remarks"));
	return g_string_free(s, FALSE);
}

static void write_tiles(void *of, FILE *to)
{
	const struct html *h = of;
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
		char *count = g_strdup_printf("%zu", sp_summary_with_status(h->summary, statuses[i]));
		char *less = reservation(h, statuses[i]);
		const struct sp_slot fills[] = { { .slot = "status", .text = statuses[i] },
						 { .slot = "count", .text = count },
						 { .slot = "said", .text = sp_words_status(statuses[i], h->lang) },
						 { .slot = "less", .text = less },
						 { 0 } };
		sp_template_write(h->template, "tile", fills, to);
		g_free(count);
		g_free(less);
	}
}

static void write_coverage_lines(void *of, FILE *to)
{
	const struct html *h = of;
	GPtrArray *lines = sp_coverage_lines(h->summary, h->lang);
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_coverage_line *l = lines->pdata[i];
		sp_template_write(h->template, "coverage-line",
				  (struct sp_slot[]){ { .slot = "class", .text = l->warns ? "warns" : "" },
						      { .slot = "label", .text = l->label },
						      { .slot = "text", .text = l->text },
						      { 0 } },
				  to);
	}
	g_ptr_array_free(lines, TRUE);
}

/* One band, parted by status; the tiles under it say the numbers. */
static void write_proportion(void *of, FILE *to)
{
	const struct html *h = of;
	size_t before = 0;
	if (h->all->len == 0)
		return;
	fprintf(to,
		"<svg class=\"proportion\" viewBox=\"0 0 %u 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
		"focusable=\"false\">",
		h->all->len);
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
		size_t n = sp_summary_with_status(h->summary, statuses[i]);
		if (n > 0)
			fprintf(to, "<rect class=\"%s\" x=\"%zu\" y=\"0\" width=\"%zu\" height=\"10\"/>", statuses[i],
				before, n);
		before += n;
	}
	fputs("</svg>", to);
}

/* --- the document's facts ------------------------------------------------------------------------------------ */

static void write_fact(const struct html *h, const char *class, const char *label, const char *text, FILE *to)
{
	const struct sp_slot fills[] = { { .slot = "class", .text = class },
					 { .slot = "label", .text = label },
					 { .slot = "text", .text = text },
					 { 0 } };
	if (text && *text)
		sp_template_write(h->template, "fact", fills, to);
}

static char *counts(const struct html *h)
{
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < h->summary->types->len; i++) {
		const char *type = g_ptr_array_index(h->summary->types, i);
		size_t n = sp_summary_count(h->summary, type);
		const char *word = sp_words_type(type, n, h->lang);
		if (strcmp(type, "finding") != 0)
			g_string_append_printf(s, "%s%zu %s", s->len ? ", " : "", n, word ? word : type);
	}
	return g_string_free(s, FALSE);
}

static void write_act_items(void *of, FILE *to)
{
	const struct html *h = of;
	for (const struct sp_json *a = sp_json_first(sp_json_get(h->summary->document, "acts")); a;
	     a = sp_json_next(a)) {
		const struct sp_slot fills[] = { { .slot = "text", .text = sp_html_text(a, "raw") }, { 0 } };
		if (sp_html_text(a, "raw"))
			sp_template_write(h->template, "act", fills, to);
	}
}

static void write_acts(const struct html *h, FILE *to)
{
	size_t n = sp_json_count(sp_json_get(h->summary->document, "acts"));
	char *count = g_strdup_printf("%zu", n);
	const struct sp_slot fills[] = { { .slot = "count", .text = count },
					 { .slot = "acts", .write = write_act_items, .of = (void *)h },
					 { 0 } };
	if (n > 0)
		sp_template_write(h->template, "acts", fills, to);
	g_free(count);
}

static void write_fact_list(void *of, FILE *to)
{
	const struct html *h = of;
	const struct sp_json *d = h->summary->document;
	const char *created = sp_html_text(d, "created");
	char *years = period(h), *as_of = sp_narrative_as_of(h->summary, h->lang), *read = counts(h);
	char *day = created && strlen(created) >= 10 ? g_strndup(created, 10) : NULL;
	char *made = day ? sp_words_date(day, h->lang) : NULL;
	write_fact(h, "wide", sp_say(h->lang, "Title"), sp_html_text(d, "title"), to);
	write_fact(h, "", sp_say(h->lang, "Body"), sp_html_text(sp_json_get(d, "body"), "name"), to);
	write_fact(h, "", sp_say(h->lang, "ISTAT code"),
		   sp_html_text(sp_json_get(d, "body"), "istat"), to);
	write_fact(h, "", sp_say(h->lang, "Period"), years, to);
	write_fact(h, "", sp_say(h->lang, "State"), as_of, to);
	write_fact(h, "", "File", sp_html_text(d, "name"), to);
	write_fact(h, "", sp_say(h->lang, "Pages"), sp_json_digits(sp_json_get(d, "pages")), to);
	write_fact(h, "", sp_say(h->lang, "Created"), made, to);
	write_fact(h, "", sp_say(h->lang, "Made with"), sp_html_text(d, "producer"), to);
	write_fact(h, "wide", sp_say(h->lang, "Read"), read, to);
	write_acts(h, to);
	write_fact(h, "wide mono", "SHA-256", sp_html_text(d, "sha256"), to);
	g_free(years);
	g_free(as_of);
	g_free(read);
	g_free(day);
	g_free(made);
}

static void write_facts(void *of, FILE *to)
{
	const struct html *h = of;
	const struct sp_slot fills[] = { { .slot = "facts", .write = write_fact_list, .of = of }, { 0 } };
	sp_template_write(h->template, "facts", fills, to);
}

/* --- what is left over ---------------------------------------------------------------------------------------- */

struct left_over {
	const struct html *html;
	const GPtrArray *records;
	const char *title, *what, *text; /* the last: a key */
	bool ours; /* what stands there is no text of the document, but a sentence of our programs */
	char *(*reason)(const struct sp_json *record, enum sp_lang lang);
};

struct left_over_place {
	const struct html *html;
	const struct sp_json *source;
	const char *page;
};

static void write_left_over_page(void *of, FILE *to)
{
	const struct left_over_place *p = of;
	sp_html_place(p->html, p->source, p->page, to);
}

static void write_left_over_rows(void *of, FILE *to)
{
	const struct left_over *l = of;
	for (guint i = 0; i < l->records->len; i++) {
		const struct sp_json *r = g_ptr_array_index(l->records, i), *source = sp_json_get(r, "source");
		const char *page = sp_json_digits(sp_json_get(source ? source : r, "page"));
		const char *text = sp_html_text(r, l->text);
		char *said = l->ours && text ? sp_retell(l->html->lang, text) : g_strdup(text);
		char *reason = l->reason(r, l->html->lang);
		struct left_over_place place = { l->html, source ? source : r, page ? page : "—" };
		const struct sp_slot fills[] = { { .slot = "page", .write = write_left_over_page, .of = &place },
						 { .slot = "text", .text = said },
						 { .slot = "reason", .text = reason },
						 { 0 } };
		sp_template_write(l->html->template, "left-over-row", fills, to);
		g_free(reason);
		g_free(said);
	}
}

static void write_left_over(const struct left_over *l, FILE *to)
{
	const struct sp_slot fills[] = { { .slot = "title", .text = l->title },
					 { .slot = "what", .text = l->what },
					 { .slot = "rows", .write = write_left_over_rows, .of = (void *)l },
					 { 0 } };
	sp_template_write(l->html->template, "left-over", fills, to);
}

/* What kind of loss; the same as the sentence says at length where a code has no words. (transfer full) */
static char *kind_of_problem(const struct sp_json *problem, enum sp_lang lang)
{
	const char *code = sp_html_text(problem, "code"), *said = sp_words_value("code", code, lang);
	return g_strdup(said == code ? "" : said);
}

static char *reason_of_unparsed(const struct sp_json *unparsed, enum sp_lang lang)
{
	const char *reason = sp_html_text(unparsed, "reason");
	return sp_retell(lang, reason ? reason : "");
}

static void write_problems(void *of, FILE *to)
{
	const struct html *h = of;
	write_left_over(&(struct left_over){ h, h->summary->problems, sp_say(h->lang, "Not read"),
					     sp_say(h->lang, "What"), "message", true, kind_of_problem },
			to);
}

static void write_unparsed(void *of, FILE *to)
{
	const struct html *h = of;
	write_left_over(&(struct left_over){ h, h->summary->unparsed, sp_say(h->lang, "Not understood"),
					     sp_say(h->lang, "Text"), "text", false,
					     reason_of_unparsed },
			to);
}

/* --- the rules ------------------------------------------------------------------------------------------------- */

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the shipped rules of this document's findings, in order of the alphabet. (transfer full; texts borrowed) */
static GPtrArray *rules_of(const struct html *h)
{
	GPtrArray *rules = g_ptr_array_new();
	for (guint i = 0; i < h->all->len; i++) {
		const char *rule = sp_html_text(g_ptr_array_index(h->all, i), "rule");
		char *told = rule ? sp_rule_told(rule, h->lang) : NULL;
		if (told && !g_ptr_array_find_with_equal_func(rules, rule, g_str_equal, NULL))
			g_ptr_array_add(rules, (gpointer)(uintptr_t)rule);
		g_free(told);
	}
	g_ptr_array_sort(rules, by_text);
	return rules;
}

static void write_rule_items(void *of, FILE *to)
{
	const struct html *h = of;
	GPtrArray *rules = rules_of(h);
	for (guint i = 0; i < rules->len; i++) {
		const char *rule = g_ptr_array_index(rules, i);
		char *told = sp_rule_told(rule, h->lang), *source = sp_rule_source(rule, h->lang);
		const struct sp_slot fills[] = { { .slot = "rule", .text = rule },
						 { .slot = "told", .text = told },
						 { .slot = "source", .text = source },
						 { 0 } };
		sp_template_write(h->template, "rule", fills, to);
		g_free(source);
		g_free(told);
	}
	g_ptr_array_free(rules, TRUE);
}

static void write_rules(void *of, FILE *to)
{
	const struct html *h = of;
	const struct sp_slot fills[] = { { .slot = "rules", .write = write_rule_items, .of = of }, { 0 } };
	sp_template_write(h->template, "rules", fills, to);
}

static size_t count_rules(const struct html *h)
{
	GPtrArray *rules = rules_of(h);
	size_t n = rules->len;
	g_ptr_array_free(rules, TRUE);
	return n;
}

/* --- the page -------------------------------------------------------------------------------------------------- */

struct html_section {
	const char *id;
	const char *title, *lead; /* English; lead: or NULL */
	size_t count; /* 0: it is left out; SP_ALWAYS: no count is shown */
	void (*write)(void *html, FILE *to);
};

enum { MOST_SECTIONS = 10 };
#define SP_ALWAYS SIZE_MAX

static void list_sections(const struct html *h, struct html_section sections[MOST_SECTIONS + 1])
{
	const struct html_section all[MOST_SECTIONS + 1] = {
		{ "non-torna",
		  SP_SAID("What does not add up"),
		  NULL,
		  h->certain->len,
		  sp_html_certain },
		{ "probabili",
		  SP_SAID("What perhaps does not add up"),
		  SP_SAID("Here the document can be read in another way too: look at the page before you conclude."),
		  h->likely->len,
		  sp_html_likely },
		{ "osservazioni",
		  SP_SAID("Remarks"),
		  SP_SAID("They are no faults of arithmetic."),
		  h->remarks->len,
		  sp_html_remarks },
		{ "valore-pubblico",
		  SP_SAID("Public values"),
		  SP_SAID("Figures as published: the weight of each contribution, how far it was reached, the product of "
		    "both."),
		  sp_summary_count(h->summary, "contribution") ? MAX(sp_summary_count(h->summary, "public_value"), 1) : 0,
		  sp_html_values },
		{ "indicatori",
		  SP_SAID("Indicators by year"),
		  SP_SAID("Actuals and targets as published."),
		  sp_html_charted(h),
		  sp_html_indicators },
		{ "verifiche",
		  SP_SAID("All checks"),
		  NULL,
		  h->all->len ? h->all->len : SP_ALWAYS,
		  sp_html_checks },
		{ "non-letto", SP_SAID("Not read"), NULL, h->summary->problems->len, write_problems },
		{ "non-capito",
		  SP_SAID("Not understood"),
		  SP_SAID("Lines that look like a figure and follow no known form: they are not part of the checks."),
		  h->summary->unparsed->len,
		  write_unparsed },
		{ "regole", SP_SAID("The rules"), SP_SAID("What each check holds the document to."), count_rules(h), write_rules },
		{ "documento", SP_SAID("The document"), NULL, SP_ALWAYS, write_facts },
		{ NULL, NULL, NULL, 0, NULL },
	};
	memcpy(sections, all, sizeof all);
}

static char *count_of(const struct html_section *s)
{
	return s->count == SP_ALWAYS ? g_strdup("") : g_strdup_printf("%zu", s->count);
}

static void write_contents(void *of, FILE *to)
{
	const struct html *h = of;
	struct html_section sections[MOST_SECTIONS + 1];
	list_sections(h, sections);
	for (const struct html_section *s = sections; s->id; s++) {
		char *count = count_of(s);
		const struct sp_slot fills[] = { { .slot = "id", .text = s->id },
						 { .slot = "title", .text = sp_say(h->lang, s->title) },
						 { .slot = "count", .text = count },
						 { 0 } };
		if (s->count > 0)
			sp_template_write(h->template, "content", fills, to);
		g_free(count);
	}
}

struct lead {
	const struct html *html;
	const char *text;
};

static void write_lead(void *of, FILE *to)
{
	const struct lead *l = of;
	const struct sp_slot fills[] = { { .slot = "class", .text = "lead" },
					 { .slot = "text", .text = l->text },
					 { 0 } };
	if (l->text)
		sp_template_write(l->html->template, "paragraph", fills, to);
}

static void write_sections(void *of, FILE *to)
{
	const struct html *h = of;
	struct html_section sections[MOST_SECTIONS + 1];
	list_sections(h, sections);
	for (const struct html_section *s = sections; s->id; s++) {
		char *count = count_of(s);
		struct lead l = { h, s->lead ? sp_say(h->lang, s->lead) : NULL };
		const struct sp_slot fills[] = { { .slot = "id", .text = s->id },
						 { .slot = "title", .text = sp_say(h->lang, s->title) },
						 { .slot = "count", .text = count },
						 { .slot = "lead", .write = write_lead, .of = &l },
						 { .slot = "content", .write = s->write, .of = of },
						 { 0 } };
		if (s->count > 0)
			sp_template_write(h->template, "section", fills, to);
		g_free(count);
	}
}

static void write_page(struct html *h, FILE *to)
{
	const struct sp_json *d = h->summary->document;
	const char *kind = sp_words_kind(sp_html_text(d, "kind"), h->lang),
		   *body = sp_html_text(sp_json_get(d, "body"), "name");
	const char *name = sp_html_text(d, "name"), *heading = body ? body : name;
	char *title = g_strdup_printf("%s · %s", heading ? heading : "", kind), *when = when_line(h),
	     *said = verdict(h), *more = lead(h);
	char *style_hash = sp_template_hash(h->style), *script_hash = sp_template_hash(h->script);
	const struct sp_slot fills[] = { { .slot = "style-hash", .text = style_hash },
					 { .slot = "script-hash", .text = script_hash },
					 { .slot = "style", .write = sp_template_own, .of = (void *)h->style },
					 { .slot = "script", .write = sp_template_own, .of = (void *)h->script },
					 { .slot = "generator", .text = "spunta " SP_VERSION },
					 { .slot = "title", .text = title },
					 { .slot = "kind", .text = kind },
					 { .slot = "body", .text = heading },
					 { .slot = "when", .text = when },
					 { .slot = "coverage", .write = write_coverage_lines, .of = h },
					 { .slot = "mood", .text = mood(h) },
					 { .slot = "verdict", .text = said },
					 { .slot = "lead", .text = more },
					 { .slot = "proportion", .write = write_proportion, .of = h },
					 { .slot = "tiles", .write = write_tiles, .of = h },
					 { .slot = "contents", .write = write_contents, .of = h },
					 { .slot = "sections", .write = write_sections, .of = h },
					 { .slot = "name", .text = name },
					 { .slot = "sha256", .text = sp_html_text(d, "sha256") },
					 { 0 } };
	sp_template_write(h->template, "page", fills, to);
	g_free(title);
	g_free(when);
	g_free(said);
	g_free(more);
	g_free(style_hash);
	g_free(script_hash);
}

/* --- the format ------------------------------------------------------------------------------------------------ */

struct html_writer {
	struct html html;
	struct sp_sink *sink;
};

static void free_json(gpointer p)
{
	sp_json_free(p);
}

static void *html_open(struct sp_ctx *ctx, const struct sp_model *model, const struct sp_export_options *options)
{
	(void)model;
	if (options->pdf && !g_file_test(options->pdf, G_FILE_TEST_IS_REGULAR)) {
		sp_report(ctx, SP_D_OPEN, "--pdf=%s: there is no such file", options->pdf);
		return NULL;
	}
	struct sp_sink *sink = sp_sink_open(ctx, options->output);
	if (!sink)
		return NULL;
	struct html_writer *w = g_new0(struct html_writer, 1);
	w->sink = sink;
	w->html = (struct html){
		.ctx = ctx,
		.options = options,
		.lang = options->lang,
		.template = sp_template_new(sp_resource(export_data, "export/html/page.html"), options->lang),
		.style = sp_resource(export_data, "export/html/page.css"),
		.script = sp_resource(export_data, "export/html/page.js"),
		.summary = sp_summary_new(),
		.values = g_ptr_array_new_with_free_func(free_json),
		.indicators = g_ptr_array_new_with_free_func(free_json),
		.fault_of = g_hash_table_new(g_str_hash, g_str_equal),
	};
	return w;
}

static enum sp_status html_record(void *writer, const struct sp_line *line)
{
	struct html *h = &((struct html_writer *)writer)->html;
	sp_summary_take(h->summary, line);
	if (strcmp(line->type, "contribution") == 0 || strcmp(line->type, "total") == 0)
		g_ptr_array_add(h->values, sp_summary_keep(line));
	else if (strcmp(line->type, "indicator") == 0 || strcmp(line->type, "service_indicator") == 0)
		g_ptr_array_add(h->indicators, sp_summary_keep(line));
	return SP_OK;
}

static bool any(const struct sp_json *finding)
{
	(void)finding;
	return true;
}

static void sort_findings(struct html *h)
{
	h->certain = sp_narrative_chosen(h->summary, sp_summary_is_certain);
	h->likely = sp_narrative_chosen(h->summary, sp_summary_is_likely);
	h->remarks = sp_narrative_chosen(h->summary, sp_summary_is_remark);
	h->all = sp_narrative_chosen(h->summary, any);
	const GPtrArray *const faults[] = { h->certain, h->likely };
	for (size_t k = 0; k < G_N_ELEMENTS(faults); k++)
		for (guint i = 0; i < faults[k]->len; i++) {
			struct sp_json *f = g_ptr_array_index(faults[k], i);
			char *subject = (char *)sp_html_text(f, "subject");
			if (subject && !g_hash_table_contains(h->fault_of, subject))
				g_hash_table_insert(h->fault_of, subject, f);
		}
}

/* The cards' pictures, in the order of the cards. */
static enum sp_status open_pictures(struct html *h)
{
	GString *places = g_string_new(NULL);
	for (guint i = 0; i < h->certain->len; i++)
		sp_pictures_ask(places, g_ptr_array_index(h->certain, i));
	for (guint i = 0; i < h->likely->len; i++)
		sp_pictures_ask(places, g_ptr_array_index(h->likely, i));
	bool wanted = h->options->pdf && places->len > 0;
	if (wanted)
		h->pictures = sp_pictures_open(h->ctx, h->options->pdf, h->options->password,
					       sp_html_text(h->summary->document, "sha256"), places->str);
	g_string_free(places, TRUE);
	return wanted && !h->pictures ? SP_FAIL : SP_OK;
}

static enum sp_status finish(struct html_writer *w)
{
	struct html *h = &w->html;
	FILE *to = sp_sink_stream(w->sink);
	sort_findings(h);
	h->year = sp_document_year(h->summary->document);
	enum sp_status s = open_pictures(h);
	if (s == SP_OK)
		write_page(h, to);
	g_free(h->year);
	if (sp_pictures_close(h->pictures) != SP_OK)
		s = SP_FAIL;
	if (s == SP_OK && (fflush(to) != 0 || ferror(to)))
		s = sp_report(h->ctx, SP_D_WRITE, "cannot write the page: %s", g_strerror(errno));
	GPtrArray *const lists[] = { h->certain, h->likely, h->remarks, h->all };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_free(lists[i], TRUE);
	return s;
}

static enum sp_status html_close(void *writer, bool complete)
{
	struct html_writer *w = writer;
	struct html *h = &w->html;
	enum sp_status s = complete ? finish(w) : SP_FAIL;
	if (sp_sink_close(w->sink, s == SP_OK) != SP_OK)
		s = SP_FAIL;
	sp_template_free(h->template);
	g_hash_table_destroy(h->fault_of);
	g_ptr_array_free(h->values, TRUE);
	g_ptr_array_free(h->indicators, TRUE);
	sp_summary_free(h->summary);
	g_free(w);
	return s;
}

const struct sp_format sp_format_html = {
	.name = "html",
	.summary = "one page for browsers: charts, every check, and with --pdf pictures of the places",
	.needs = "-o FILE, or standard output",
	.target = SP_TO_FILE,
	.open = html_open,
	.record = html_record,
	.close = html_close,
};
