#include "export/coverage.h"

#include "export/words.h"

static int64_t count_at(const struct sp_json *object, const char *key)
{
	int64_t n;
	return sp_json_int(sp_json_get(object, key), &n) ? n : -1;
}

static int by_number(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

/* The pages of problems, ascending, each once. A text that was left out on purpose is no page that was not read. */
static GArray *unread_pages(const struct sp_summary *d)
{
	GArray *pages = g_array_new(FALSE, FALSE, sizeof(int));
	for (guint i = 0; i < d->problems->len; i++) {
		const struct sp_json *problem = d->problems->pdata[i];
		int64_t page = count_at(problem, "page");
		int number = (int)page;
		if (page > 0 && sp_summary_is_loss(problem))
			g_array_append_val(pages, number);
	}
	g_array_sort(pages, by_number);
	for (guint i = 1; i < pages->len;)
		if (g_array_index(pages, int, i) == g_array_index(pages, int, i - 1))
			g_array_remove_index(pages, i);
		else
			i++;
	return pages;
}

char *sp_coverage_unread(const struct sp_summary *d)
{
	GArray *pages = unread_pages(d);
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < pages->len;) {
		guint end = i;
		while (end + 1 < pages->len && g_array_index(pages, int, end + 1) == g_array_index(pages, int, end) + 1)
			end++;
		g_string_append_printf(s, "%s%d", i > 0 ? ", " : "", g_array_index(pages, int, i));
		if (end > i)
			g_string_append_printf(s, "–%d", g_array_index(pages, int, end));
		i = end + 1;
	}
	g_array_free(pages, TRUE);
	return g_string_free(s, FALSE);
}

struct sp_coverage_told sp_coverage_of(const struct sp_summary *d)
{
	const struct sp_json *told = sp_json_get(d->end, "coverage");
	GArray *unread = unread_pages(d);
	struct sp_coverage_told c = {
		.pages = count_at(told, "pages"),
		.pages_unread = count_at(told, "pages_unread"),
		.tables = count_at(told, "tables"),
		.tables_understood = count_at(told, "tables_understood"),
		.figures = count_at(told, "figures"),
		.figures_in_records = count_at(told, "figures_in_records"),
		.checked = count_at(told, "figures_checked"),
		.agreeing = count_at(told, "figures_agreeing"),
		.accused = count_at(told, "figures_accused"),
		.checks = (int64_t)d->findings->len,
	};
	if (c.pages < 0)
		c.pages = count_at(d->document, "pages");
	if (c.pages_unread < 0)
		c.pages_unread = (int64_t)unread->len;
	g_array_free(unread, TRUE);
	return c;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

static void free_line(void *of)
{
	struct sp_coverage_line *l = of;
	g_free(l->text);
	g_free(l);
}

/* The number in the reader's language. (transfer full) */
static char *number(int64_t n, enum sp_lang lang)
{
	char *digits = g_strdup_printf("%" G_GINT64_FORMAT, n), *text = sp_words_number(digits, lang);
	g_free(digits);
	return text;
}

static void append_number(GString *s, int64_t n, enum sp_lang lang, const char *before, const char *after)
{
	char *text = number(n, lang);
	g_string_append_printf(s, "%s%s%s", before, text, after);
	g_free(text);
}

static void add(GPtrArray *lines, const char *label, GString *text, bool warns)
{
	struct sp_coverage_line *l = g_new(struct sp_coverage_line, 1);
	*l = (struct sp_coverage_line){ label, g_string_free(text, FALSE), warns };
	g_ptr_array_add(lines, l);
}

static void add_pages(GPtrArray *lines, const struct sp_summary *d, const struct sp_coverage_told *c, enum sp_lang lang)
{
	GString *s = g_string_new(NULL);
	char *unread = sp_coverage_unread(d);
	append_number(s, c->pages, lang, "", "");
	if (c->pages_unread == 0)
		g_string_append_printf(s, ", %s", sp_say(lang, c->pages == 1 ? "read|page" : "all of them read"));
	else
		append_number(s, c->pages_unread, lang, sp_say(lang, ", of which not read, or not wholly: "), "");
	if (c->pages_unread > 0 && *unread)
		g_string_append_printf(s, " (p. %s)", unread);
	add(lines, sp_say(lang, "Pages"), s, c->pages_unread > 0);
	g_free(unread);
}

static void add_share(GPtrArray *lines, const char *label, int64_t all, int64_t part, const char *said, enum sp_lang lang)
{
	GString *s = g_string_new(NULL);
	append_number(s, all, lang, "", "");
	if (part >= 0)
		append_number(s, part, lang, said, "");
	add(lines, label, s, part >= 0 && part < all);
}

/* "410 of 4,560 printed: 409 agree, 1 to look at" */
static void add_checked(GPtrArray *lines, const struct sp_coverage_told *c, enum sp_lang lang)
{
	GString *s = g_string_new(NULL);
	if (c->checked == 0)
		g_string_append(s, sp_say(lang, "none: nothing that is printed could be recomputed"));
	else
		append_number(s, c->checked, lang, "", "");
	if (c->checked > 0 && c->figures >= 0)
		append_number(s, c->figures, lang, sp_say(lang, " of "), sp_say(lang, " printed"));
	if (c->checked > 0 && c->agreeing >= 0)
		append_number(s, c->agreeing, lang, ": ", sp_say(lang, c->agreeing == 1 ? " agrees" : " agree"));
	if (c->checked > 0 && c->accused > 0)
		append_number(s, c->accused, lang, ", ", sp_say(lang, c->accused == 1 ? " does not" : " do not"));
	add(lines, sp_say(lang, "Figures checked"), s, c->checked == 0);
}

GPtrArray *sp_coverage_lines(const struct sp_summary *d, enum sp_lang lang)
{
	struct sp_coverage_told c = sp_coverage_of(d);
	GPtrArray *lines = g_ptr_array_new_with_free_func(free_line);
	if (c.pages >= 0)
		add_pages(lines, d, &c, lang);
	if (c.tables >= 0)
		add_share(lines, sp_say(lang, "Tables"), c.tables, c.tables_understood, sp_say(lang, ", of which understood: "), lang);
	if (c.figures >= 0)
		add_share(lines, sp_say(lang, "Figures printed"), c.figures, c.figures_in_records,
			  sp_say(lang, ", of which in the data: "), lang);
	if (c.checked >= 0)
		add_checked(lines, &c, lang);
	return lines;
}
