/*
 * The page is built of two forms: lines with a label in a left column and text flowing in the right one,
 * and headings. Lists of what may be long (not understood, not computable) show a few and count the rest:
 * the exports hold them all.
 */
#include "export/report.h"

#include "base/text.h"
#include "export/narrative.h"
#include "export/coverage.h"
#include "export/terminal.h"
#include "export/words.h"

enum { FEW = 5, MARGIN = 5, LABEL = 14 };

struct page {
	const struct sp_summary *d;
	const struct sp_report_style *style;
	enum sp_lang lang;
	FILE *to;
};

#define BOLD   "1"
#define DIM    "2"
#define RED    "31"
#define YELLOW "33"
#define GREEN  "32"

/* --- lines -------------------------------------------------------------------------------------------- */

static const char *text_at(const struct sp_json *v, const char *key)
{
	return sp_json_str(sp_json_get(v, key));
}

static void begin_colour(const struct page *p, const char *sgr)
{
	if (p->style->colour)
		fprintf(p->to, "\033[%sm", sgr);
}

static void end_colour(const struct page *p)
{
	if (p->style->colour)
		fputs("\033[0m", p->to);
}

static void spaces(const struct page *p, size_t n)
{
	fprintf(p->to, "%*s", (int)n, "");
}

/* Words of a text, made safe and broken at the width; lines after the first start at `indent`. `at`: where we are. */
static void flow(const struct page *p, const char *text, size_t at, size_t indent)
{
	GString *safe = g_string_new(NULL);
	sp_text_append_safe(safe, text, strlen(text));
	bool first = true;
	for (const char *s = safe->str; *s;) {
		size_t n = strcspn(s, " "), width = sp_terminal_columns(s, n);
		if (!first && at + 1 + width > p->style->width) {
			fputc('\n', p->to);
			spaces(p, indent);
			at = indent;
		} else if (!first) {
			fputc(' ', p->to);
			at++;
		}
		fwrite(s, 1, n, p->to);
		at += width;
		first = false;
		s += n;
		s += strspn(s, " ");
	}
	fputc('\n', p->to);
	g_string_free(safe, TRUE);
}

/* "  label      text text text" with the text's lines under each other. */
static void labelled(const struct page *p, size_t margin, size_t column, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	size_t width = sp_terminal_columns(label, strlen(label));
	spaces(p, margin);
	begin_colour(p, DIM);
	fputs(label, p->to);
	end_colour(p);
	spaces(p, margin + width < column ? column - margin - width : 2);
	flow(p, text, MAX(column, margin + width + 2), column);
}

static void heading(const struct page *p, const char *sgr, const char *text)
{
	fputc('\n', p->to);
	begin_colour(p, sgr);
	flow(p, text, 0, 0);
	end_colour(p);
}

static void g_string_list(GString *s, const char *separator, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Appends an item to a list, parted from what is there. */
static void g_string_list(GString *s, const char *separator, const char *format, ...)
{
	va_list args;
	if (s->len > 0)
		g_string_append(s, separator);
	va_start(args, format);
	g_string_append_vprintf(s, format, args);
	va_end(args);
}

/* --- the document ------------------------------------------------------------------------------------------ */

static char *whose_and_when(const struct page *p)
{
	const struct sp_json *d = p->d->document, *period = sp_json_get(d, "period");
	const char *body = text_at(sp_json_get(d, "body"), "name");
	const char *from = sp_json_digits(sp_json_get(period, "from")), *to = sp_json_digits(sp_json_get(period, "to"));
	char *as_of = sp_narrative_as_of(p->d, p->lang);
	GString *s = g_string_new(body);
	if (from && to)
		g_string_list(s, " · ", "%s%s%s", from, strcmp(from, to) ? "–" : "", strcmp(from, to) ? to : "");
	if (as_of)
		g_string_list(s, " · ", "%s", as_of);
	g_free(as_of);
	return g_string_free(s, FALSE);
}

static char *file_line(const struct page *p)
{
	const struct sp_json *d = p->d->document;
	const char *name = text_at(d, "name"), *sha256 = text_at(d, "sha256");
	const char *pages = sp_json_digits(sp_json_get(d, "pages"));
	GString *s = g_string_new(name);
	if (pages)
		g_string_list(s, " · ", "%s %s", pages,
			      strcmp(pages, "1") == 0 ? sp_say(p->lang, "page")
						      : sp_say(p->lang, "pages"));
	if (sha256)
		g_string_list(s, " · ", "sha256 %.12s…", sha256);
	return g_string_free(s, FALSE);
}

static char *acts_line(const struct page *p)
{
	GString *s = g_string_new(NULL);
	size_t n = 0, all = sp_json_count(sp_json_get(p->d->document, "acts"));
	for (const struct sp_json *a = sp_json_first(sp_json_get(p->d->document, "acts")); a && n < FEW;
	     a = sp_json_next(a), n++)
		if (text_at(a, "raw"))
			g_string_list(s, "; ", "%s", text_at(a, "raw"));
	if (all > n)
		g_string_append_printf(s, sp_say(p->lang, " and %zu more"), all - n);
	return g_string_free(s, FALSE);
}

/* What was not understood or not read has a heading of its own. */
static char *counts_line(const struct page *p)
{
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < p->d->types->len; i++) {
		const char *type = g_ptr_array_index(p->d->types, i);
		size_t n = sp_summary_count(p->d, type);
		const char *word = sp_words_type(type, n, p->lang);
		if (strcmp(type, "finding") != 0 && strcmp(type, "problem") != 0 && strcmp(type, "unparsed") != 0)
			g_string_list(s, ", ", "%zu %s", n, word ? word : type);
	}
	if (s->len == 0)
		g_string_append(s, sp_say(p->lang, "nothing"));
	return g_string_free(s, FALSE);
}

/* What the reader must know before what was found. */
static void write_coverage(const struct page *p)
{
	enum { EDGE = 2, GAP = 2 };
	GPtrArray *lines = sp_coverage_lines(p->d, p->lang);
	size_t widest = 0;
	for (guint i = 0; i < lines->len; i++) {
		const char *label = ((struct sp_coverage_line *)lines->pdata[i])->label;
		widest = MAX(widest, sp_terminal_columns(label, strlen(label)));
	}
	if (lines->len > 0)
		heading(p, BOLD, sp_say(p->lang, "How much was read and checked"));
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_coverage_line *l = lines->pdata[i];
		labelled(p, EDGE, EDGE + widest + GAP, l->label, l->text);
	}
	g_ptr_array_free(lines, TRUE);
}

static void write_document(const struct page *p)
{
	enum { EDGE = 2, COLUMN = 10 };
	begin_colour(p, BOLD);
	flow(p, sp_words_kind(text_at(p->d->document, "kind"), p->lang), 0, 0);
	end_colour(p);
	char *lines[] = { whose_and_when(p), file_line(p), acts_line(p), counts_line(p) };
	if (*lines[0])
		flow(p, lines[0], 0, 0);
	fputc('\n', p->to);
	labelled(p, EDGE, COLUMN, "file", lines[1]);
	labelled(p, EDGE, COLUMN, sp_say(p->lang, "acts"), lines[2]);
	labelled(p, EDGE, COLUMN, sp_say(p->lang, "read"), lines[3]);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		g_free(lines[i]);
	write_coverage(p);
}

/* --- one finding ------------------------------------------------------------------------------------------- */

static const char *colour_of(const char *status)
{
	return strcmp(status, "mismatch") == 0 || strcmp(status, "contradiction") == 0 ? RED : YELLOW;
}

/* The inputs with one label: "30 (riga 2), 20 (riga 3)". */
struct input_group {
	char *label;
	bool own_words;           /* the document's, not a field's */
	GPtrArray *items, *known; /* as shown; with their whole place, to know one that comes again */
	const struct sp_json *before;
};

static void free_group(gpointer pointer)
{
	struct input_group *g = pointer;
	g_free(g->label);
	g_ptr_array_free(g->items, TRUE);
	g_ptr_array_free(g->known, TRUE);
	g_free(g);
}

static struct input_group *group_of(GPtrArray *groups, const char *label, bool own_words, const struct sp_json *before)
{
	for (guint i = 0; i < groups->len; i++) {
		struct input_group *g = g_ptr_array_index(groups, i);
		if (strcmp(g->label, label) == 0)
			return g;
	}
	struct input_group *g = g_new(struct input_group, 1);
	*g = (struct input_group){ g_strdup(label), own_words, g_ptr_array_new_with_free_func(g_free),
			     g_ptr_array_new_with_free_func(g_free), before };
	g_ptr_array_add(groups, g);
	return g;
}

/* A figure with its place, as far as that differs from the one said before; a rule's parameter with its law. */
static char *item_of(const struct page *p, const struct sp_json *input, const struct sp_json *before)
{
	const char *basis = text_at(input, "basis");
	char *place = basis ? g_strdup(basis) : sp_words_place(sp_json_get(input, "source"), before, p->lang);
	char *figure = sp_narrative_figure(input, p->lang);
	char *item = *place ? g_strdup_printf("%s (%s)", figure, place) : g_strdup(figure);
	g_free(figure);
	g_free(place);
	return item;
}

/* A figure that the formula uses twice is shown once. */
static void add_input(const struct page *p, struct input_group *g, const struct sp_json *input)
{
	char *whole = item_of(p, input, NULL);
	if (g_ptr_array_find_with_equal_func(g->known, whole, g_str_equal, NULL)) {
		g_free(whole);
		return;
	}
	g_ptr_array_add(g->known, whole);
	g_ptr_array_add(g->items, item_of(p, input, g->before));
	if (sp_json_get(sp_json_get(input, "source"), "page"))
		g->before = sp_json_get(input, "source");
}

static GPtrArray *group_inputs(const struct page *p, const struct sp_json *f)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);
	for (const struct sp_json *i = sp_json_first(sp_json_get(f, "inputs")); i; i = sp_json_next(i)) {
		char *label = sp_narrative_label(i, p->lang);
		bool own_words = !sp_words_field(text_at(i, "label"), p->lang);
		add_input(p, group_of(groups, label, own_words, sp_json_get(f, "source")), i);
		g_free(label);
	}
	return groups;
}

/* "peso   30 (riga 2), 20 (riga 3)"; where the label is words of the document, they follow the figure. */
static void write_inputs(const struct page *p, const struct sp_json *f, size_t column)
{
	GPtrArray *groups = group_inputs(p, f);
	const char *own = sp_say(p->lang, "figures");
	for (guint i = 0; i < groups->len; i++) {
		const struct input_group *g = g_ptr_array_index(groups, i);
		g_ptr_array_add(g->items, NULL);
		char *items = g_strjoinv(", ", (char **)g->items->pdata);
		char *text = g->own_words ? g_strdup_printf("%s · %s", items, g->label) : g_strdup(items);
		labelled(p, MARGIN, MARGIN + column, g->own_words ? own : g->label, text);
		if (g->own_words)
			own = "";
		g_free(text);
		g_free(items);
	}
	g_ptr_array_free(groups, TRUE);
}

static void write_digits(const struct page *p, size_t column, const char *label, const char *digits, const char *after)
{
	char *number = sp_words_result(digits, p->lang);
	char *text = g_strconcat(number, after, NULL);
	labelled(p, MARGIN, MARGIN + column, label, text);
	g_free(text);
	g_free(number);
}

static void write_arithmetic(const struct page *p, const struct sp_json *f, size_t column)
{
	const struct sp_json *published = sp_json_get(f, "published");
	const char *raw = text_at(published, "raw"), *expected = text_at(f, "expected");
	const char *unit = sp_narrative_unit(f), *difference = text_at(f, "difference");
	const char *label = sp_narrative_published(f, p->lang);
	if (expected)
		write_digits(p, column, label, expected, "");
	else
		labelled(p, MARGIN, MARGIN + column, label, raw ? raw : "—");
	write_digits(p, column, sp_say(p->lang, "comes to"), text_at(f, "recomputed"), unit);
	if (difference && g_strcmp0(text_at(f, "status"), "truncated") != 0)
		write_digits(p, column, sp_say(p->lang, "difference"), difference,
			     strcmp(unit, "%") == 0 ? "" : unit);
	char *expression = sp_words_expression(text_at(f, "expression"), p->lang);
	labelled(p, MARGIN, MARGIN + column, sp_say(p->lang, "arithmetic"), expression);
	g_free(expression);
}

/* The label column is as wide as the widest label of a field, so that short labels do not stand far off. */
static size_t label_column(const struct page *p, const struct sp_json *f)
{
	size_t widest = LABEL - 2;
	for (const struct sp_json *i = sp_json_first(sp_json_get(f, "inputs")); i; i = sp_json_next(i)) {
		const char *label = sp_words_field(text_at(i, "label"), p->lang);
		widest = MAX(widest, label ? sp_terminal_columns(label, strlen(label)) : 0);
	}
	return MIN(widest + 2, p->style->width / 2);
}

static void write_finding(const struct page *p, size_t number, const struct sp_json *f)
{
	const char *status = text_at(f, "status"),
		   *message = text_at(sp_json_get(f, "message"), sp_lang_name(p->lang));
	const char *said = sp_words_status(status, p->lang);
	char *place = sp_words_place(sp_json_get(f, "source"), NULL, p->lang),
	     *subject = sp_narrative_subject(p->d, f, p->lang);
	fprintf(p->to, "\n%3zu  ", number);
	begin_colour(p, colour_of(status));
	fputs(said, p->to);
	end_colour(p);
	begin_colour(p, DIM);
	char *where = g_strdup_printf("%s%s", *place ? " · " : "", place);
	flow(p, where, MARGIN + sp_terminal_columns(said, strlen(said)), MARGIN);
	end_colour(p);
	g_free(where);
	spaces(p, MARGIN);
	if (text_at(f, "expression") && text_at(f, "recomputed")) {
		flow(p, subject, MARGIN, MARGIN);
		size_t column = label_column(p, f);
		write_arithmetic(p, f, column);
		write_inputs(p, f, column);
	} else {
		flow(p, message ? message : subject, MARGIN, MARGIN);
	}
	g_free(subject);
	g_free(place);
}

/* --- the findings -------------------------------------------------------------------------------------------- */

/* One line each, a few of them, then how many more there are. */
static void write_few(const struct page *p, size_t n, const char *label, const char *text)
{
	if (n < FEW)
		labelled(p, 2, MARGIN + 5, label, text);
}

static void counted_heading(const struct page *p, const char *title, size_t n)
{
	if (n == 0)
		return;
	char *text = g_strdup_printf("%s: %zu", title, n);
	heading(p, BOLD, text);
	g_free(text);
}

static void write_more(const struct page *p, size_t n)
{
	if (n <= FEW)
		return;
	char *text = g_strdup_printf(sp_say(p->lang, "and %zu more"), n - FEW);
	labelled(p, 2, MARGIN + 5, "", text);
	g_free(text);
}

/* Numbered on from `before`; how many there were. */
static size_t write_faults(const struct page *p, bool (*is)(const struct sp_json *finding), const char *title,
			   size_t before)
{
	GPtrArray *faults = sp_narrative_chosen(p->d, is);
	size_t n = faults->len;
	counted_heading(p, title, n);
	for (guint i = 0; i < n; i++)
		write_finding(p, before + i + 1, g_ptr_array_index(faults, i));
	g_ptr_array_free(faults, TRUE);
	return n;
}

static void write_remarks(const struct page *p)
{
	GPtrArray *remarks = sp_narrative_chosen(p->d, sp_summary_is_remark);
	counted_heading(p, sp_say(p->lang, "Remarks"), remarks->len);
	for (guint i = 0; i < remarks->len; i++) {
		const struct sp_json *f = g_ptr_array_index(remarks, i);
		const char *message = text_at(sp_json_get(f, "message"), sp_lang_name(p->lang));
		const char *page = sp_json_digits(sp_json_get(sp_json_get(f, "source"), "page"));
		char *place = page ? g_strdup_printf("p. %s", page) : g_strdup("");
		write_few(p, i, place, message);
		g_free(place);
	}
	write_more(p, remarks->len);
	g_ptr_array_free(remarks, TRUE);
}

static int by_count(const void *a, const void *b, void *counts)
{
	guint x = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *(const char *const *)a));
	guint y = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *(const char *const *)b));
	return x != y ? (x < y) - (x > y) : strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void write_not_computable(const struct page *p)
{
	GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < p->d->findings->len; i++) {
		const struct sp_json *f = g_ptr_array_index(p->d->findings, i);
		if (g_strcmp0(text_at(f, "status"), "not-computable") != 0)
			continue;
		char *reason = sp_summary_reason(f, p->lang);
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, reason));
		g_hash_table_insert(counts, reason, GUINT_TO_POINTER(n + 1));
	}
	guint n = 0;
	const char **reasons = (const char **)g_hash_table_get_keys_as_array(counts, &n);
	if (n > 0)
		g_qsort_with_data(reasons, (gint)n, sizeof *reasons, by_count, counts);
	counted_heading(p, sp_say(p->lang, "Not computable"),
			sp_summary_with_status(p->d, "not-computable"));
	for (guint i = 0; i < n; i++) {
		char *times = g_strdup_printf("%u ×", GPOINTER_TO_UINT(g_hash_table_lookup(counts, reasons[i])));
		write_few(p, i, times, reasons[i]);
		g_free(times);
	}
	write_more(p, n);
	g_free(reasons);
	g_hash_table_destroy(counts);
}

/* The first words of a text: as much as two lines hold. */
static char *shortened(const struct page *p, const char *text)
{
	size_t most = 2 * (p->style->width - MARGIN - 5) - 12;
	if (g_utf8_strlen(text, -1) <= (glong)most)
		return g_strdup(text);
	char *start = g_utf8_substring(text, 0, (glong)most);
	char *blank = strrchr(start, ' ');
	if (blank)
		*blank = '\0';
	char *shorter = g_strconcat(start, " …", NULL);
	g_free(start);
	return shorter;
}

/* `ours`: what stands at the key is no text of the document, but a sentence that one of our programs made. */
static void write_records(const struct page *p, const GPtrArray *records, const char *key, bool ours, const char *title)
{
	counted_heading(p, title, records->len);
	for (guint i = 0; i < records->len && i < FEW; i++) {
		const struct sp_json *r = g_ptr_array_index(records, i), *source = sp_json_get(r, "source");
		const char *page = sp_json_digits(sp_json_get(source ? source : r, "page")), *text = text_at(r, key);
		char *place = page ? g_strdup_printf("p. %s", page) : g_strdup("");
		char *said = ours && text ? sp_retell(p->lang, text) : g_strdup(text ? text : "");
		char *shorter = shortened(p, said);
		write_few(p, i, place, *shorter ? shorter : "—");
		g_free(shorter);
		g_free(said);
		g_free(place);
	}
	write_more(p, records->len);
}

static void write_summary(const struct page *p, size_t faults, size_t likely)
{
	size_t match = sp_summary_with_status(p->d, "match"), open = sp_summary_with_status(p->d, "not-computable");
	size_t all = match + faults + likely + open;
	char *perhaps = likely == 0
			    ? g_strdup("")
			    : g_strdup_printf("%zu %s, ", likely,
					      sp_say(p->lang, likely == 1 ? "likely" : "likely|many"));
	char *text;
	if (all == 0)
		text = g_strdup(sp_say(p->lang, "Nothing could be checked in this document."));
	else
		text = g_strdup_printf(
		    "%zu %s: %zu %s, %zu %s, %s%zu %s.", all,
		    all == 1 ? sp_say(p->lang, "check") : sp_say(p->lang, "checks"), match,
		    match == 1 ? sp_say(p->lang, "adds up") : sp_say(p->lang, "add up"), faults,
		    sp_say(p->lang, "to look at"), perhaps, open,
		    sp_say(p->lang, open == 1 ? "not computable" : "not computable|many"));
	heading(p, faults > 0 ? BOLD ";" RED : match > 0 ? BOLD ";" GREEN : BOLD, text);
	g_free(text);
	g_free(perhaps);
}

void sp_report_write(const struct sp_summary *d, const struct sp_report_style *style, FILE *to)
{
	struct sp_report_style own = *style;
	own.width = MAX(style->width, SP_TERMINAL_LEAST);
	const struct page p = { d, &own, style->language, to };
	write_document(&p);
	size_t faults = write_faults(&p, sp_summary_is_certain, sp_say(p.lang, "To look at"), 0);
	const char *apart = sp_say(p.lang, "Likely, but the text can be read in another way as well");
	size_t likely = write_faults(&p, sp_summary_is_likely, apart, faults);
	write_remarks(&p);
	write_not_computable(&p);
	write_records(&p, d->problems, "message", true, sp_say(p.lang, "Not read"));
	write_records(&p, d->unparsed, "text", false, sp_say(p.lang, "Not understood"));
	write_summary(&p, faults, likely);
}
