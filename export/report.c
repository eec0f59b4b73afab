#include "export/report.h"

#include <stdlib.h>

#include "base/text.h"

/* --- words ------------------------------------------------------------------------------------------ */

/* Italian, English. */
typedef const char *words[2];

static const struct {
	const char *type;
	words one, many;
} record_words[] = {
	{ "mission", { "missione", "mission" }, { "missioni", "missions" } },
	{ "programme", { "programma", "programme" }, { "programmi", "programmes" } },
	{ "strategic_objective", { "obiettivo strategico", "strategic objective" }, { "obiettivi strategici", "strategic objectives" } },
	{ "objective", { "obiettivo", "objective" }, { "obiettivi", "objectives" } },
	{ "indicator", { "indicatore", "indicator" }, { "indicatori", "indicators" } },
	{ "public_value", { "obiettivo di valore pubblico", "public value" }, { "obiettivi di valore pubblico", "public values" } },
	{ "contribution", { "contributo", "contribution" }, { "contributi", "contributions" } },
	{ "project", { "progetto", "project" }, { "progetti", "projects" } },
	{ "mandate_action", { "azione di mandato", "mandate action" }, { "azioni di mandato", "mandate actions" } },
	{ "priority", { "priorità", "priority" }, { "priorità", "priorities" } },
	{ "service_indicator", { "indicatore di servizio", "service indicator" }, { "indicatori di servizio", "service indicators" } },
	{ "total", { "totale", "total" }, { "totali", "totals" } },
	{ "problem", { "problema", "problem" }, { "problemi", "problems" } },
	{ "unparsed", { "riga non capita", "line not understood" }, { "righe non capite", "lines not understood" } },
};

static const struct {
	const char *kind;
	words name;
} kind_words[] = {
	{ "dup", { "Documento Unico di Programmazione", "single planning document (DUP)" } },
	{ "dup-status", { "Stato di attuazione del DUP", "state of implementation of the DUP" } },
	{ "piao", { "Piano integrato di attività e organizzazione (PIAO)", "integrated plan of activities and organisation (PIAO)" } },
	{ "public-value-status", { "Stato di attuazione degli obiettivi di valore pubblico", "state of the public-value objectives" } },
	{ "performance-plan", { "Piano della performance", "performance plan" } },
	{ "mandate-lines", { "Linee programmatiche di mandato", "mandate lines" } },
	{ "unknown", { "Documento di tipo non riconosciuto", "document of a kind that is not known" } },
};

static const struct {
	const char *field;
	words name;
} field_words[] = {
	{ "weight", { "peso", "weight" } },
	{ "achievement", { "raggiungimento", "achievement" } },
	{ "weighted", { "raggiungimento pesato", "weighted achievement" } },
	{ "own_funds", { "risorse proprie", "own funds" } },
	{ "third_party_funds", { "risorse di terzi", "third-party funds" } },
	{ "third_party_funds.gross", { "lordo", "gross" } },
	{ "social_contributions", { "oneri sociali", "social contributions" } },
	{ "irap", { "IRAP", "IRAP" } },
};

static const struct {
	const char *status;
	words name;
	const char *colour; /* SGR */
} status_words[] = {
	{ "mismatch", { "non torna", "does not add up" }, "31" },
	{ "contradiction", { "si contraddice", "contradicts itself" }, "31" },
	{ "truncated", { "troncato, non arrotondato", "cut, not rounded" }, "33" },
	{ "missing", { "manca", "is missing" }, "33" },
};

/* --- what is kept ------------------------------------------------------------------------------------ */

struct shown {
	char *status, *severity, *message, *expression, *recomputed, *published;
	char *place;  /* "p. 2, riga 3" */
	char *inputs; /* one line */
	int64_t page;
	guint n; /* in the stream's order */
};

struct sp_reader {
	struct sp_report_style style;
	char *name, *kind, *body, *period, *date, *sha256, *acts;
	int64_t pages;
	GHashTable *counts;   /* record type → number */
	GHashTable *statuses; /* status → number of findings */
	GHashTable *reasons;  /* why not computable → number */
	GPtrArray *shown;     /* struct shown * */
	GPtrArray *problems;  /* char * */
};

static void shown_free(void *p)
{
	struct shown *s = p;
	g_free(s->status);
	g_free(s->severity);
	g_free(s->message);
	g_free(s->expression);
	g_free(s->recomputed);
	g_free(s->published);
	g_free(s->place);
	g_free(s->inputs);
	g_free(s);
}

struct sp_reader *sp_reader_new(const struct sp_report_style *style)
{
	struct sp_reader *r = g_new0(struct sp_reader, 1);
	r->style = *style;
	r->style.width = MAX(style->width, 40);
	r->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->statuses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->shown = g_ptr_array_new_with_free_func(shown_free);
	r->problems = g_ptr_array_new_with_free_func(g_free);
	return r;
}

void sp_reader_free(struct sp_reader *r)
{
	if (!r)
		return;
	g_free(r->name);
	g_free(r->kind);
	g_free(r->body);
	g_free(r->period);
	g_free(r->date);
	g_free(r->sha256);
	g_free(r->acts);
	g_hash_table_destroy(r->counts);
	g_hash_table_destroy(r->statuses);
	g_hash_table_destroy(r->reasons);
	g_ptr_array_unref(r->shown);
	g_ptr_array_unref(r->problems);
	g_free(r);
}

static bool english(const struct sp_reader *r)
{
	return r->style.language == SP_LANG_EN;
}

static const char *say(const struct sp_reader *r, const char *it, const char *en)
{
	return english(r) ? en : it;
}

static void count(GHashTable *table, const char *key)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
	g_hash_table_insert(table, g_strdup(key), GUINT_TO_POINTER(n + 1));
}

static guint counted(GHashTable *table, const char *key)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
}

/* Document text as it may be shown (transfer full); NULL for NULL. */
static char *safe(const char *text)
{
	if (!text)
		return NULL;
	GString *out = g_string_new(NULL);
	sp_text_append_safe(out, text, strlen(text));
	return g_string_free(out, FALSE);
}

static const char *text_at(const struct sp_json *v, const char *a, const char *b)
{
	return sp_json_str(b ? sp_json_get(sp_json_get(v, a), b) : sp_json_get(v, a));
}

/* --- taking ------------------------------------------------------------------------------------------ */

static void take_document(struct sp_reader *r, const struct sp_json *d)
{
	r->name = safe(text_at(d, "name", NULL));
	r->kind = safe(text_at(d, "kind", NULL));
	r->body = safe(text_at(d, "body", "name"));
	r->date = safe(text_at(d, "reference_date", NULL));
	r->sha256 = safe(text_at(d, "sha256", NULL));
	sp_json_int(sp_json_get(d, "pages"), &r->pages);
	const char *from = sp_json_digits(sp_json_get(sp_json_get(d, "period"), "from"));
	const char *to = sp_json_digits(sp_json_get(sp_json_get(d, "period"), "to"));
	if (from && to)
		r->period = strcmp(from, to) == 0 ? g_strdup(from) : g_strdup_printf("%s–%s", from, to);

	GString *acts = g_string_new(NULL);
	for (const struct sp_json *a = sp_json_first(sp_json_get(d, "acts")); a; a = sp_json_next(a)) {
		const char *raw = text_at(a, "raw", NULL);
		if (!raw)
			continue;
		if (acts->len > 0)
			g_string_append(acts, "; ");
		sp_text_append_safe(acts, raw, strlen(raw));
	}
	r->acts = g_string_free(acts, acts->len == 0);
}

/* "p. 2, riga 3" of a source, or "" (transfer full). */
static char *place_of(const struct sp_reader *r, const struct sp_json *source)
{
	const char *page = sp_json_digits(sp_json_get(source, "page"));
	int64_t row;
	if (!page)
		return g_strdup("");
	if (!sp_json_int(sp_json_get(source, "row"), &row))
		return g_strdup_printf("p. %s", page);
	return g_strdup_printf("p. %s, %s %" G_GINT64_FORMAT, page, say(r, "riga", "row"), row + 1);
}

static const char *label_of(const struct sp_reader *r, const char *label)
{
	for (size_t i = 0; i < G_N_ELEMENTS(field_words); i++)
		if (strcmp(label, field_words[i].field) == 0)
			return field_words[i].name[english(r)];
	return label;
}

/* "20 peso, 45% raggiungimento (p. 1, riga 3) · …": a place is said once for inputs that share it. */
static char *inputs_of(const struct sp_reader *r, const struct sp_json *inputs)
{
	enum { MOST = 12 };
	GString *out = g_string_new(NULL);
	size_t n = 0, all = sp_json_count(inputs);
	for (const struct sp_json *i = sp_json_first(inputs); i && n < MOST; i = sp_json_next(i)) {
		const char *label = text_at(i, "label", NULL), *raw = text_at(i, "raw", NULL);
		const char *value = raw ? raw : sp_json_digits(sp_json_get(i, "value"));
		char *place = place_of(r, sp_json_get(i, "source"));
		const struct sp_json *next = ++n < MOST ? sp_json_next(i) : NULL;
		char *next_place = next ? place_of(r, sp_json_get(next, "source")) : NULL;
		if (value)
			sp_text_append_safe(out, value, strlen(value));
		if (label) {
			g_string_append_c(out, ' ');
			sp_text_append_safe(out, label_of(r, label), strlen(label_of(r, label)));
		}
		if (g_strcmp0(place, next_place) == 0)
			g_string_append(out, ", ");
		else
			g_string_append_printf(out, "%s%s%s%s", *place ? " (" : "", place, *place ? ")" : "", next ? " · " : "");
		g_free(next_place);
		g_free(place);
	}
	if (all > n)
		g_string_append_printf(out, english(r) ? " · and %zu more" : " · e altri %zu", all - n);
	return g_string_free(out, FALSE);
}

static void take_finding(struct sp_reader *r, const struct sp_json *f)
{
	const char *status = text_at(f, "status", NULL);
	if (!status)
		return;
	count(r->statuses, status);
	if (strcmp(status, "match") == 0)
		return;
	if (strcmp(status, "not-computable") == 0) {
		const char *reason = text_at(f, "reason", NULL);
		if (!reason)
			reason = text_at(f, "reason", say(r, "it", "en"));
		count(r->reasons, reason ? reason : say(r, "senza motivo dichiarato", "no reason given"));
		return;
	}
	struct shown *s = g_new0(struct shown, 1);
	s->status = g_strdup(status);
	s->severity = safe(text_at(f, "severity", NULL));
	s->message = safe(text_at(f, "message", say(r, "it", "en")));
	s->expression = safe(text_at(f, "expression", NULL));
	s->recomputed = safe(text_at(f, "recomputed", NULL));
	s->published = safe(text_at(f, "published", "raw"));
	s->place = place_of(r, sp_json_get(f, "source"));
	s->inputs = inputs_of(r, sp_json_get(f, "inputs"));
	sp_json_int(sp_json_get(sp_json_get(f, "source"), "page"), &s->page);
	s->n = r->shown->len;
	g_ptr_array_add(r->shown, s);
}

void sp_reader_take(struct sp_reader *r, const struct sp_json *record)
{
	const char *type = text_at(record, "type", NULL);
	if (!type || strcmp(type, "end") == 0)
		return;
	if (strcmp(type, "document") == 0) {
		take_document(r, record);
	} else if (strcmp(type, "finding") == 0) {
		take_finding(r, record);
	} else {
		count(r->counts, type);
		if (strcmp(type, "problem") == 0)
			g_ptr_array_add(r->problems, safe(text_at(record, "message", NULL)));
	}
}

/* --- writing ----------------------------------------------------------------------------------------- */

struct page {
	const struct sp_reader *r;
	FILE *to;
};

static void coloured(const struct page *p, const char *sgr, const char *text)
{
	if (p->r->style.colour)
		fprintf(p->to, "\033[%sm%s\033[0m", sgr, text);
	else
		fputs(text, p->to);
}

/* Columns that a text takes. */
static size_t columns(const char *s, size_t n)
{
	size_t width = 0;
	for (const char *p = s; p < s + n; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return width;
}

/* Words of a text, broken at the width; lines after the first start at `indent`. `at`: where we are. */
static void flow(const struct page *p, const char *text, size_t at, size_t indent)
{
	size_t limit = p->r->style.width;
	bool first = true;
	while (*text) {
		size_t n = strcspn(text, " "), width = columns(text, n);
		if (!first && at + 1 + width > limit) {
			fprintf(p->to, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			fputc(' ', p->to);
			at++;
		}
		fwrite(text, 1, n, p->to);
		at += width;
		first = false;
		text += n;
		text += strspn(text, " ");
	}
	fputc('\n', p->to);
}

static void labelled(const struct page *p, const char *label, const char *text)
{
	enum { COLUMN = 12 };
	if (!text || !*text)
		return;
	fprintf(p->to, "  %s%*s", label, (int)(COLUMN - 2 - columns(label, strlen(label))), "");
	flow(p, text, COLUMN, COLUMN);
}

static void write_document(const struct page *p)
{
	const struct sp_reader *r = p->r;
	int lang = english(r);
	const char *kind = r->kind ? r->kind : "unknown";
	for (size_t i = 0; i < G_N_ELEMENTS(kind_words); i++)
		if (strcmp(kind, kind_words[i].kind) == 0)
			kind = kind_words[i].name[lang];
	coloured(p, "1", kind);
	fputc('\n', p->to);
	labelled(p, say(r, "ente", "body"), r->body);
	labelled(p, say(r, "periodo", "period"), r->period);
	labelled(p, say(r, "al", "as of"), r->date);
	labelled(p, say(r, "atti", "acts"), r->acts);
	char *file = g_strdup_printf("%s, %" G_GINT64_FORMAT " %s%s%.12s", r->name ? r->name : "-", r->pages,
	                             r->pages == 1 ? say(r, "pagina", "page") : say(r, "pagine", "pages"),
	                             r->sha256 ? ", sha256 " : "", r->sha256 ? r->sha256 : "");
	labelled(p, "file", file);
	g_free(file);
}

static void write_counts(const struct page *p)
{
	const struct sp_reader *r = p->r;
	int lang = english(r);
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(record_words); i++) {
		guint n = counted(r->counts, record_words[i].type);
		if (n > 0)
			g_string_append_printf(out, "%s%u %s", out->len ? ", " : "", n,
			                       n == 1 ? record_words[i].one[lang] : record_words[i].many[lang]);
	}
	labelled(p, say(r, "letto", "read"), out->len ? out->str : say(r, "nessun dato", "no records"));
	g_string_free(out, TRUE);
	for (guint i = 0; i < r->problems->len; i++)
		labelled(p, say(r, "problema", "problem"), g_ptr_array_index(r->problems, i));
}

static const char *status_colour(const char *status)
{
	for (size_t i = 0; i < G_N_ELEMENTS(status_words); i++)
		if (strcmp(status, status_words[i].status) == 0)
			return status_words[i].colour;
	return "0";
}

static const char *status_name(const struct sp_reader *r, const char *status)
{
	for (size_t i = 0; i < G_N_ELEMENTS(status_words); i++)
		if (strcmp(status, status_words[i].status) == 0)
			return status_words[i].name[english(r)];
	return status;
}

/* "4.05" → "4,05" for readers of Italian. */
static char *figure(const struct sp_reader *r, const char *digits)
{
	char *s = g_strdup(digits);
	char *point = !english(r) ? strchr(s, '.') : NULL;
	if (point)
		*point = ',';
	return s;
}

static void write_finding(const struct page *p, guint i, const struct shown *s)
{
	enum { INDENT = 5 };
	const struct sp_reader *r = p->r;
	fprintf(p->to, "\n%3u  ", i + 1);
	char *head = g_strdup_printf("%s%s%s", s->place, *s->place ? " · " : "", status_name(r, s->status));
	coloured(p, status_colour(s->status), head);
	fputc('\n', p->to);
	g_free(head);
	if (s->message) {
		fprintf(p->to, "%*s", INDENT, "");
		flow(p, s->message, INDENT, INDENT);
	}
	if (!s->message && s->published && s->recomputed) {
		char *own = figure(r, s->recomputed);
		char *text = g_strdup_printf(english(r) ? "published %s, from the document's own figures %s"
		                                        : "pubblicato %s, dai dati del documento %s",
		                             s->published, own);
		fprintf(p->to, "%*s", INDENT, "");
		flow(p, text, INDENT, INDENT);
		g_free(text);
		g_free(own);
	}
	if (*s->inputs) {
		fprintf(p->to, "%*s", INDENT, "");
		flow(p, s->inputs, INDENT, INDENT);
	}
}

static int by_page(const void *a, const void *b)
{
	const struct shown *sa = *(struct shown *const *)a, *sb = *(struct shown *const *)b;
	if (sa->page != sb->page)
		return sa->page < sb->page ? -1 : 1;
	return (sa->n > sb->n) - (sa->n < sb->n);
}

static void write_findings(const struct page *p)
{
	const struct sp_reader *r = p->r;
	guint n = r->shown->len;
	if (n == 0)
		return;
	fputc('\n', p->to);
	char *title = g_strdup_printf(english(r) ? "To look at: %u" : "Da guardare: %u", n);
	coloured(p, "1", title);
	fputc('\n', p->to);
	g_free(title);
	/* by page, and in the order of the document on one page */
	struct shown **order = g_new(struct shown *, n);
	for (guint i = 0; i < n; i++)
		order[i] = g_ptr_array_index(r->shown, i);
	qsort(order, n, sizeof *order, by_page);
	for (guint i = 0; i < n; i++)
		write_finding(p, i, order[i]);
	g_free(order);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void write_reasons(const struct page *p)
{
	const struct sp_reader *r = p->r;
	guint n = 0;
	const char **reasons = (const char **)g_hash_table_get_keys_as_array(r->reasons, &n);
	if (n > 0) {
		fputc('\n', p->to);
		coloured(p, "1", say(r, "Non calcolabile", "Not computable"));
		fputc('\n', p->to);
		qsort(reasons, n, sizeof *reasons, by_name);
	}
	for (guint i = 0; i < n; i++) {
		char *text = safe(reasons[i]);
		fprintf(p->to, "%5u  ", counted(r->reasons, reasons[i]));
		flow(p, text, 7, 7);
		g_free(text);
	}
	g_free(reasons);
}

static void write_summary(const struct page *p)
{
	const struct sp_reader *r = p->r;
	guint match = counted(r->statuses, "match"), open = counted(r->statuses, "not-computable");
	guint wrong = r->shown->len, all = match + wrong;
	char *text = all == 0 ? g_strdup(say(r, "Nessuna verifica possibile su questo documento.", "Nothing could be checked in this document."))
	                      : g_strdup_printf(english(r) ? "%u checks: %u add up, %u to look at, %u not computable."
	                                                   : "%u verifiche: %u tornano, %u da guardare, %u non calcolabili.",
	                                        all + open, match, wrong, open);
	fputc('\n', p->to);
	coloured(p, wrong > 0 ? "1;31" : all > 0 ? "1;32" : "1", text);
	fputc('\n', p->to);
	g_free(text);
}

void sp_reader_write(const struct sp_reader *r, FILE *to)
{
	struct page p = { r, to };
	write_document(&p);
	write_counts(&p);
	write_findings(&p);
	write_reasons(&p);
	write_summary(&p);
}
