#include "bulk/catalogue.h"

#include <string.h>

#include "base/text.h"

#define NAME "catalogue.csv"

static void add_text(GString *line, const char *s)
{
	bool quoted = s && s[strcspn(s, ",\"\r\n")];
	if (line->len > 0)
		g_string_append_c(line, ',');
	if (quoted)
		g_string_append_c(line, '"');
	for (; s && *s; s++) {
		if (*s == '"')
			g_string_append_c(line, '"');
		g_string_append_c(line, *s);
	}
	if (quoted)
		g_string_append_c(line, '"');
}

static void add_number(GString *line, int64_t n)
{
	g_string_append_printf(line, ",%" G_GINT64_FORMAT, n);
}

static void add_year(GString *line, int64_t year)
{
	g_string_append_c(line, ',');
	if (year)
		g_string_append_printf(line, "%" G_GINT64_FORMAT, year);
}

static void add_period(GString *line, const struct sp_answer *a)
{
	add_year(line, a->from);
	if (a->to && a->to != a->from)
		g_string_append_printf(line, "-%" G_GINT64_FORMAT, a->to);
}

static void add_results(GString *line, const struct sp_answer *a)
{
	add_text(line, a->body);
	add_text(line, a->kind);
	add_period(line, a);
	add_number(line, a->pages);
	add_number(line, a->tables);
	add_number(line, a->records);
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		add_number(line, a->findings[i]);
	add_number(line, a->unread);
	add_number(line, a->checked);
	add_number(line, a->agreeing);
	add_number(line, a->accused);
}

static void add_no_results(GString *line)
{
	enum { COLUMNS = 10 + SP_FINDING_KINDS };
	for (int i = 0; i < COLUMNS; i++)
		g_string_append_c(line, ',');
}

static void write_header(GString *line, FILE *to)
{
	static const char *const names[] = { "path", "sha256", "name",  "stated_body", "stated_year", "body",
					     "kind", "period", "pages", "tables",      "records" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		add_text(line, names[i]);
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		add_text(line, sp_finding_kinds[i]);
	fprintf(to,
		"%s,pages_unread,figures_checked,figures_agreeing,figures_accused,outcome,seconds,failed,reason\r\n",
		line->str);
}

static void write_line(GString *line, const struct sp_input *i, const struct sp_answer *a, FILE *to)
{
	GString *path = g_string_new(NULL);
	sp_text_append_safe(path, i->path, strlen(i->path));
	add_text(line, path->str);
	add_text(line, i->sha256);
	add_text(line, i->name);
	add_text(line, i->body);
	add_year(line, i->year);
	if (a && a->done)
		add_results(line, a);
	else
		add_no_results(line);
	add_text(line, a ? sp_outcome_words[sp_answer_outcome(a)] : NULL);
	if (a)
		g_string_append_printf(line, ",%" G_GINT64_FORMAT ".%03d,%s,", a->ms / 1000, (int)(a->ms % 1000),
				       a->done ? "" : a->stage);
	else
		g_string_append(line, ",,,");
	g_string_append(line, a && sp_answer_code(a) ? sp_answer_code(a) : "");
	fprintf(to, "%s\r\n", line->str);
	g_string_free(path, TRUE);
}

enum sp_status sp_catalogue_write(struct sp_store *store, const struct sp_ledger *ledger)
{
	struct sp_file *f = sp_store_create(store, NAME);
	if (!f)
		return SP_FAIL;
	GPtrArray *inputs = sp_ledger_inputs(ledger);
	GString *line = g_string_new(NULL);
	write_header(line, sp_file_stream(f));
	for (guint k = 0; k < inputs->len; k++) {
		const struct sp_input *i = g_ptr_array_index(inputs, k);
		g_string_truncate(line, 0);
		write_line(line, i, sp_ledger_answer(ledger, i->sha256), sp_file_stream(f));
	}
	g_string_free(line, TRUE);
	g_ptr_array_free(inputs, TRUE);
	return sp_store_publish(store, f, NAME);
}
