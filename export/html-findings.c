/*
 * html-findings — findings as cards, as a list of remarks, and as rows of the table of all checks.
 *
 * A finding has one place that links lead to: its card where it has one, else its line in the list of remarks, else
 * its row. A card shows inputs in a table; a row, those of a finding without a card, folded away.
 */
#include "export/html-internal.h"

struct finding {
	const struct html *html;
	const struct sp_json *json;
	const char *status;
	char *id, *subject, *place;
};

/* What the document itself is found to say has no record to be named by. */
static bool is_of_document(const struct sp_json *json)
{
	const char *subject = sp_html_text(json, "subject");
	return !subject || strcmp(subject, "document") == 0;
}

static char *subject_of(const struct html *h, const struct sp_json *json)
{
	if (is_of_document(json))
		return g_strdup(sp_say(h->lang, "document"));
	return sp_narrative_subject(h->summary, json, h->lang);
}

static struct finding finding_of(const struct html *h, const struct sp_json *json)
{
	return (struct finding){ h,
				 json,
				 sp_html_text(json, "status"),
				 sp_html_id(sp_html_text(json, "id")),
				 subject_of(h, json),
				 sp_words_place(sp_json_get(json, "source"), NULL, h->lang) };
}

static void clear(struct finding *f)
{
	g_free(f->id);
	g_free(f->subject);
	g_free(f->place);
}

static bool has_card(const struct sp_json *json)
{
	return sp_summary_is_fault(json);
}

/* Is there an arithmetic to show? Else the message says what it is about. */
static bool is_computed(const struct sp_json *json)
{
	return sp_html_text(json, "expression") && sp_html_text(json, "recomputed");
}

static const char *message(const struct finding *f)
{
	return sp_html_text(sp_json_get(f->json, "message"), sp_lang_name(f->html->lang));
}

static void write_rule(void *of, FILE *to)
{
	const struct finding *f = of;
	sp_html_rule(f->html, sp_html_text(f->json, "rule"), to);
}

static void write_place(void *of, FILE *to)
{
	const struct finding *f = of;
	sp_html_place(f->html, sp_json_get(f->json, "source"), f->place, to);
}

static void write_badge(void *of, FILE *to)
{
	const struct finding *f = of;
	sp_html_badge(f->html, f->status, to);
}

static void write_certainty(void *of, FILE *to)
{
	const struct finding *f = of;
	const char *text = sp_summary_is_likely(f->json)   ? sp_say(f->html->lang, "likely")
			   : sp_summary_is_remark(f->json) ? sp_say(f->html->lang, "remark")
							  : NULL;
	const struct sp_slot fills[] = { { .slot = "text", .text = text }, { 0 } };
	if (text)
		sp_template_write(f->html->template, "certainty", fills, to);
}

/* --- inputs -------------------------------------------------------------------------------------------------- */

/*
 * "p. 3, tabella 1, riga 2, nelle note"; beside the finding's own place only what differs, "riga 3"; of a rule's
 * parameter, the law it comes from. (transfer full)
 */
static char *input_place(const struct html *h, const struct sp_json *input, const struct sp_json *beside)
{
	const char *basis = sp_html_text(input, "basis"), *field = sp_html_text(input, "field");
	if (basis)
		return g_strdup(basis);
	char *place = sp_words_place(sp_json_get(input, "source"), beside, h->lang);
	const char *within = sp_words_field(field, h->lang);
	const char *where = *place || !beside ? place : sp_say(h->lang, "same row");
	char *whole = g_strdup_printf("%s%s%s", where, *where && within ? ", " : "", within ? within : "");
	g_free(place);
	return whole;
}

/* The inputs, one that the formula uses twice once. (transfer container) */
static GPtrArray *inputs_of(const struct finding *f)
{
	GPtrArray *inputs = g_ptr_array_new();
	GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (const struct sp_json *i = sp_json_first(sp_json_get(f->json, "inputs")); i; i = sp_json_next(i)) {
		char *label = sp_narrative_label(i, f->html->lang), *figure = sp_narrative_figure(i, f->html->lang);
		char *place = input_place(f->html, i, NULL);
		if (g_hash_table_add(known, g_strjoin("\n", label, figure, place, NULL)))
			g_ptr_array_add(inputs, (void *)i);
		g_free(label);
		g_free(figure);
		g_free(place);
	}
	g_hash_table_destroy(known);
	return inputs;
}

/* The place that all have in common; NULL when they have none. (transfer full) */
static char *common_place(const struct finding *f, const GPtrArray *inputs)
{
	char *first = NULL;
	for (guint i = 0; i < inputs->len; i++) {
		char *place = input_place(f->html, g_ptr_array_index(inputs, i), NULL);
		bool other = first && strcmp(first, place) != 0;
		if (first)
			g_free(place);
		else
			first = place;
		if (other) {
			g_free(first);
			return NULL;
		}
	}
	return first;
}

struct inputs {
	const struct finding *finding;
	GPtrArray *inputs;
	char *place;                 /* of them all, or NULL */
	const struct sp_json *input; /* that is being written */
};

static void write_inputs_head(void *of, FILE *to)
{
	const struct inputs *n = of;
	if (!n->place)
		sp_template_write(n->finding->html->template, "inputs-head", NULL, to);
}

static void write_input_place(void *of, FILE *to)
{
	const struct inputs *n = of;
	if (n->place)
		return;
	char *place = input_place(n->finding->html, n->input, sp_json_get(n->finding->json, "source"));
	const struct sp_slot fills[] = { { .slot = "place", .text = place }, { 0 } };
	sp_template_write(n->finding->html->template, "input-place", fills, to);
	g_free(place);
}

static void write_input_rows(void *of, FILE *to)
{
	struct inputs *n = of;
	enum sp_lang lang = n->finding->html->lang;
	for (guint i = 0; i < n->inputs->len; i++) {
		n->input = g_ptr_array_index(n->inputs, i);
		char *label = sp_narrative_label(n->input, lang), *figure = sp_narrative_figure(n->input, lang);
		const struct sp_slot fills[] = { { .slot = "label", .text = *label ? label : "—" },
						 { .slot = "figure", .text = figure },
						 { .slot = "place", .write = write_input_place, .of = n },
						 { 0 } };
		sp_template_write(n->finding->html->template, "input", fills, to);
		g_free(label);
		g_free(figure);
	}
}

static void write_inputs(void *of, FILE *to)
{
	const struct finding *f = of;
	struct inputs n = { f, inputs_of(f), NULL, NULL };
	n.place = common_place(f, n.inputs);
	const struct sp_slot fills[] = { { .slot = "place", .text = n.place },
					 { .slot = "head", .write = write_inputs_head, .of = &n },
					 { .slot = "rows", .write = write_input_rows, .of = &n },
					 { 0 } };
	if (n.inputs->len > 0)
		sp_template_write(f->html->template, "inputs", fills, to);
	g_ptr_array_free(n.inputs, TRUE);
	g_free(n.place);
}

static void write_row_items(void *of, FILE *to)
{
	const struct inputs *n = of;
	const struct html *h = n->finding->html;
	for (guint i = 0; i < n->inputs->len; i++) {
		const struct sp_json *input = g_ptr_array_index(n->inputs, i);
		char *label = sp_narrative_label(input, h->lang), *figure = sp_narrative_figure(input, h->lang);
		char *place = input_place(h, input, NULL);
		const struct sp_slot fills[] = { { .slot = "label", .text = label },
						 { .slot = "figure", .text = figure },
						 { .slot = "place", .text = place },
						 { 0 } };
		sp_template_write(h->template, "row-input", fills, to);
		g_free(label);
		g_free(figure);
		g_free(place);
	}
}

static void write_row_inputs(const struct finding *f, FILE *to)
{
	struct inputs n = { f, inputs_of(f), NULL, NULL };
	char *count = g_strdup_printf("%u", n.inputs->len);
	const struct sp_slot fills[] = { { .slot = "count", .text = count },
					 { .slot = "inputs", .write = write_row_items, .of = &n },
					 { 0 } };
	if (n.inputs->len > 0)
		sp_template_write(f->html->template, "row-inputs", fills, to);
	g_ptr_array_free(n.inputs, TRUE);
	g_free(count);
}

/* --- figures and arithmetic ----------------------------------------------------------------------------------- */

/* "≈ 41,38 €" with blanks that are no place for a line to end. (transfer full) */
static char *in_one_line(const char *text)
{
	char **words = g_strsplit(text, " ", -1), *joined = g_strjoinv("\u00A0", words);
	g_strfreev(words);
	return joined;
}

/* Digits of the finding as people read them, with what stands after them; NULL when there are none. (transfer full) */
static char *shown(const struct finding *f, const char *key, const char *after)
{
	const char *digits = sp_html_text(f->json, key);
	char *number = digits ? sp_words_result(digits, f->html->lang) : NULL;
	char *text = number ? g_strconcat(number, after, NULL) : NULL;
	char *together = text ? in_one_line(text) : NULL;
	g_free(number);
	g_free(text);
	return together;
}

static char *shown_published(const struct finding *f)
{
	char *expected = shown(f, "expected", "");
	return expected ? expected : g_strdup(sp_html_text(sp_json_get(f->json, "published"), "raw"));
}

static char *shown_difference(const struct finding *f)
{
	const char *unit = sp_narrative_unit(f->json);
	return shown(f, "difference", strcmp(unit, "%") == 0 ? "" : unit);
}

static void write_figure(const struct finding *f, const char *class, const char *label, const char *text, FILE *to)
{
	const struct sp_slot fills[] = { { .slot = "class", .text = class },
					 { .slot = "label", .text = label },
					 { .slot = "text", .text = text },
					 { 0 } };
	if (text)
		sp_template_write(f->html->template, "figure", fills, to);
}

static void write_figure_list(void *of, FILE *to)
{
	const struct finding *f = of;
	enum sp_lang lang = f->html->lang;
	char *published = shown_published(f), *comes = shown(f, "recomputed", sp_narrative_unit(f->json)),
	     *off = shown_difference(f);
	write_figure(f, "published", sp_narrative_published(f->json, lang), published ? published : "—", to);
	write_figure(f, "recomputed", sp_say(lang, "comes to"), comes, to);
	write_figure(f, "difference", sp_say(lang, "difference"), off, to);
	g_free(published);
	g_free(comes);
	g_free(off);
}

static void write_figures(void *of, FILE *to)
{
	const struct finding *f = of;
	const struct sp_slot fills[] = { { .slot = "figures", .write = write_figure_list, .of = of }, { 0 } };
	if (is_computed(f->json))
		sp_template_write(f->html->template, "figures", fills, to);
}

static void write_expression(const struct finding *f, const char *block, FILE *to)
{
	char *expression = sp_words_expression(sp_html_text(f->json, "expression"), f->html->lang);
	const struct sp_slot fills[] = { { .slot = "expression", .text = expression }, { 0 } };
	sp_template_write(f->html->template, block, fills, to);
	g_free(expression);
}

static void write_arithmetic(void *of, FILE *to)
{
	const struct finding *f = of;
	if (is_computed(f->json))
		write_expression(f, "arithmetic", to);
}

/* What is said of the document is said at once. */
static const char *card_title(const struct finding *f)
{
	return is_of_document(f->json) && !is_computed(f->json) && message(f) ? message(f) : f->subject;
}

static void write_message(void *of, FILE *to)
{
	const struct finding *f = of;
	const struct sp_slot fills[] = { { .slot = "class", .text = "message" },
					 { .slot = "text", .text = message(f) },
					 { 0 } };
	if (!is_computed(f->json) && !is_of_document(f->json))
		sp_template_write(f->html->template, "paragraph", fills, to);
}

static void write_picture(void *of, FILE *to)
{
	const struct finding *f = of;
	struct sp_shot shot;
	if (!f->html->pictures || !sp_pictures_wanted(f->json) || sp_pictures_next(f->html->pictures, &shot) != SP_OK ||
	    !shot.png)
		return;
	bool computed = sp_json_count(sp_json_get(f->json, "inputs")) > 0;
	const char *caption = computed
				  ? sp_say(f->html->lang, "the figure in red, in blue where the arithmetic takes its figures from.")
				  : sp_say(f->html->lang, "in red what this is about.");
	const struct sp_slot fills[] = {
		{ .slot = "caption", .text = caption },
		{ .slot = "png", .text = shot.png },
		{ .slot = "width", .text = shot.width },
		{ .slot = "height", .text = shot.height },
		{ .slot = "at", .text = shot.at },
		{ .slot = "page", .text = sp_json_digits(sp_json_get(sp_json_get(f->json, "source"), "page")) },
		{ .slot = "figure", .text = sp_html_text(sp_json_get(f->json, "published"), "raw") },
		{ 0 }
	};
	sp_template_write(f->html->template, "picture", fills, to);
}

/* --- cards and remarks ------------------------------------------------------------------------------------------ */

struct list {
	const struct html *html;
	const GPtrArray *findings;
	guint from, to; /* those of one cause */
};

static void write_one_card(const struct list *l, guint i, FILE *to)
{
	struct finding f = finding_of(l->html, g_ptr_array_index(l->findings, i));
	const struct sp_slot fills[] = { { .slot = "id", .text = f.id },
					 { .slot = "status", .text = f.status },
					 { .slot = "badge", .write = write_badge, .of = &f },
					 { .slot = "certainty", .write = write_certainty, .of = &f },
					 { .slot = "place", .write = write_place, .of = &f },
					 { .slot = "subject", .text = card_title(&f) },
					 { .slot = "message", .write = write_message, .of = &f },
					 { .slot = "figures", .write = write_figures, .of = &f },
					 { .slot = "arithmetic", .write = write_arithmetic, .of = &f },
					 { .slot = "inputs", .write = write_inputs, .of = &f },
					 { .slot = "picture", .write = write_picture, .of = &f },
					 { .slot = "rule", .write = write_rule, .of = &f },
					 { 0 } };
	sp_template_write(l->html->template, "card", fills, to);
	clear(&f);
}

static void write_cause_cards(void *of, FILE *to)
{
	const struct list *l = of;
	for (guint i = l->from; i < l->to; i++)
		write_one_card(l, i, to);
}

/* Findings about one figure have one cause: they stand in one frame, which says how many they are. */
static void write_card_list(void *of, FILE *to)
{
	const struct list *l = of;
	for (guint from = 0, end; from < l->findings->len; from = end) {
		const struct sp_json *first = g_ptr_array_index(l->findings, from);
		for (end = from + 1; end < l->findings->len; end++)
			if (!sp_narrative_same_figure(first, g_ptr_array_index(l->findings, end)))
				break;
		struct list cause = { l->html, l->findings, from, end };
		char *title = g_strdup_printf(sp_say(l->html->lang, "%u checks of one figure"), end - from);
		const struct sp_slot fills[] = { { .slot = "title", .text = title },
						 { .slot = "cards", .write = write_cause_cards, .of = &cause },
						 { 0 } };
		if (end - from > 1)
			sp_template_write(l->html->template, "cause", fills, to);
		else
			write_cause_cards(&cause, to);
		g_free(title);
	}
}

static void write_cards(const struct html *h, const GPtrArray *findings, FILE *to)
{
	struct list l = { h, findings, 0, findings->len };
	const struct sp_slot fills[] = { { .slot = "cards", .write = write_card_list, .of = &l }, { 0 } };
	sp_template_write(h->template, "cards", fills, to);
}

void sp_html_certain(void *of, FILE *to)
{
	const struct html *h = of;
	write_cards(h, h->certain, to);
}

void sp_html_likely(void *of, FILE *to)
{
	const struct html *h = of;
	write_cards(h, h->likely, to);
}

static void write_remark_list(void *of, FILE *to)
{
	const struct html *h = of;
	for (guint i = 0; i < h->remarks->len; i++) {
		struct finding f = finding_of(h, g_ptr_array_index(h->remarks, i));
		const struct sp_slot fills[] = { { .slot = "id", .text = f.id },
						 { .slot = "badge", .write = write_badge, .of = &f },
						 { .slot = "message", .text = message(&f) },
						 { .slot = "place", .write = write_place, .of = &f },
						 { .slot = "rule", .write = write_rule, .of = &f },
						 { 0 } };
		sp_template_write(h->template, "remark", fills, to);
		clear(&f);
	}
}

void sp_html_remarks(void *of, FILE *to)
{
	const struct html *h = of;
	const struct sp_slot fills[] = { { .slot = "remarks", .write = write_remark_list, .of = of }, { 0 } };
	sp_template_write(h->template, "remarks", fills, to);
}

/* --- the table of all checks -------------------------------------------------------------------------------------- */

/* Sorted by outcome, what does not hold comes first. */
static const char *rank_of(const char *status)
{
	static const char *const ranks[][2] = { { "mismatch", "1" }, { "contradiction", "2" },  { "truncated", "3" },
						{ "missing", "4" },  { "not-computable", "5" }, { "match", "6" } };
	for (size_t i = 0; i < G_N_ELEMENTS(ranks); i++)
		if (strcmp(ranks[i][0], status) == 0)
			return ranks[i][1];
	return "7";
}

static void write_row_id(void *of, FILE *to)
{
	const struct finding *f = of;
	const struct sp_slot fills[] = { { .slot = "id", .text = f->id }, { 0 } };
	if (!has_card(f->json) && !sp_summary_is_remark(f->json))
		sp_template_write(f->html->template, "row-id", fills, to);
}

static void write_row_subject(void *of, FILE *to)
{
	const struct finding *f = of;
	const struct sp_slot fills[] = { { .slot = "id", .text = f->id },
					 { .slot = "subject", .text = f->subject },
					 { 0 } };
	bool elsewhere = has_card(f->json) || sp_summary_is_remark(f->json);
	sp_template_write(f->html->template, elsewhere ? "row-link" : "row-subject", fills, to);
}

static void write_row_how(void *of, FILE *to)
{
	const struct finding *f = of;
	if (is_computed(f->json)) {
		write_expression(f, "row-expression", to);
	} else if (g_strcmp0(f->status, "not-computable") == 0) {
		char *reason = sp_summary_reason(f->json, f->html->lang);
		sp_template_text(reason, to);
		g_free(reason);
	} else if (message(f)) {
		sp_template_text(message(f), to);
	}
	if (!has_card(f->json))
		write_row_inputs(f, to);
}

static void write_rows(void *of, FILE *to)
{
	const struct html *h = of;
	for (guint i = 0; i < h->all->len; i++) {
		struct finding f = finding_of(h, g_ptr_array_index(h->all, i));
		const char *part = sp_html_part(h, sp_html_text(f.json, "subject"));
		const char *expected = sp_html_text(f.json, "expected");
		const char *value = sp_json_digits(sp_json_get(sp_json_get(f.json, "published"), "value"));
		char *published = shown_published(&f), *off = shown_difference(&f);
		char *comes = shown(&f, "recomputed", sp_narrative_unit(f.json));
		const struct sp_slot fills[] = {
			{ .slot = "id", .write = write_row_id, .of = &f },
			{ .slot = "status", .text = f.status },
			{ .slot = "rule", .text = sp_html_text(f.json, "rule") },
			{ .slot = "part", .text = part },
			{ .slot = "rank", .text = rank_of(f.status) },
			{ .slot = "badge", .write = write_badge, .of = &f },
			{ .slot = "certainty", .write = write_certainty, .of = &f },
			{ .slot = "subject", .write = write_row_subject, .of = &f },
			{ .slot = "published", .text = published },
			{ .slot = "published-value", .text = expected ? expected : value },
			{ .slot = "recomputed", .text = comes },
			{ .slot = "recomputed-value", .text = sp_html_text(f.json, "recomputed") },
			{ .slot = "difference", .text = off },
			{ .slot = "difference-value", .text = sp_html_text(f.json, "difference") },
			{ .slot = "how", .write = write_row_how, .of = &f },
			{ .slot = "page", .text = sp_json_digits(sp_json_get(sp_json_get(f.json, "source"), "page")) },
			{ .slot = "place", .write = write_place, .of = &f },
			{ .slot = "rule-shown", .write = write_rule, .of = &f },
			{ 0 }
		};
		sp_template_write(h->template, "row", fills, to);
		g_free(published);
		g_free(off);
		g_free(comes);
		clear(&f);
	}
}

/* --- the filters ----------------------------------------------------------------------------------------------- */

/* One option for each value that there is, in the order in which they first come. */
static void write_options(const struct html *h, const char *(*value_of)(const struct html *h, const struct sp_json *f),
			  char *(*name_of)(const struct html *h, const char *value), FILE *to)
{
	GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < h->all->len; i++) {
		char *value = (char *)value_of(h, g_ptr_array_index(h->all, i));
		if (!value || !g_hash_table_add(known, value))
			continue;
		char *name = name_of(h, value);
		const struct sp_slot fills[] = { { .slot = "value", .text = value },
						 { .slot = "text", .text = name },
						 { 0 } };
		sp_template_write(h->template, "option", fills, to);
		g_free(name);
	}
	g_hash_table_destroy(known);
}

static const char *status_of(const struct html *h, const struct sp_json *f)
{
	(void)h;
	return sp_html_text(f, "status");
}

static const char *rule_of(const struct html *h, const struct sp_json *f)
{
	(void)h;
	return sp_html_text(f, "rule");
}

static const char *part_of(const struct html *h, const struct sp_json *f)
{
	return sp_html_part(h, sp_html_text(f, "subject"));
}

static char *status_name(const struct html *h, const char *status)
{
	return g_strdup(sp_words_status(status, h->lang));
}

static char *rule_name(const struct html *h, const char *rule)
{
	(void)h;
	return g_strdup(rule);
}

/* As much of a heading as an option shows on a telephone. */
static char *part_name(const struct html *h, const char *id)
{
	enum { MOST = 48 };
	char *heading = sp_html_heading(h, id);
	if (g_utf8_strlen(heading, -1) <= MOST)
		return heading;
	char *start = g_utf8_substring(heading, 0, MOST - 1), *shorter = g_strconcat(start, "…", NULL);
	g_free(start);
	g_free(heading);
	return shorter;
}

static void write_statuses(void *of, FILE *to)
{
	write_options(of, status_of, status_name, to);
}

static void write_rules(void *of, FILE *to)
{
	write_options(of, rule_of, rule_name, to);
}

static void write_part_options(void *of, FILE *to)
{
	write_options(of, part_of, part_name, to);
}

/* Programmes, or public values, or both: what this document is made of. */
static void write_parts(void *of, FILE *to)
{
	const struct html *h = of;
	bool programmes = sp_summary_count(h->summary, "programme") > 0,
	     values = sp_summary_count(h->summary, "public_value") > 0;
	const char *label = !values       ? sp_say(h->lang, "Programme")
			    : !programmes ? sp_say(h->lang, "Public value")
					  : sp_say(h->lang, "Programme or public value");
	const struct sp_slot fills[] = { { .slot = "label", .text = label },
					 { .slot = "options", .write = write_part_options, .of = of },
					 { 0 } };
	if (programmes || values)
		sp_template_write(h->template, "parts", fills, to);
}

void sp_html_checks(void *of, FILE *to)
{
	const struct html *h = of;
	const struct sp_slot fills[] = { { .slot = "statuses", .write = write_statuses, .of = of },
					 { .slot = "rules", .write = write_rules, .of = of },
					 { .slot = "parts", .write = write_parts, .of = of },
					 { .slot = "rows", .write = write_rows, .of = of },
					 { 0 } };
	sp_template_write(h->template, "checks", fills, to);
}
