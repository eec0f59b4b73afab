/*
 * Three passes over one text: tags, formulas, emphasis; each leaves marks among the letters or letters
 * in place of markup. The last walk cuts the text at its marks.
 */
#include "extract/markup/runs.h"

#include "base/text.h"
#include "extract/markup/html.h"
#include "extract/markup/latex.h"
#include "extract/markup/marks.h"

/* --- Markdown emphasis ------------------------------------------------------------------------------- */

static bool is_space_at(const char *p, const char *end)
{
	return p >= end || g_ascii_isspace(*p);
}

static gunichar letter_before(const char *start, const char *p)
{
	const char *before = p > start ? g_utf8_find_prev_char(start, p) : NULL;
	return before ? g_utf8_get_char(before) : 0;
}

/* The last place where "**" can close: without one behind it, an opening "**" is two asterisks. */
static const char *last_closer(const char *start, const char *end)
{
	for (const char *p = end - 2; p > start; p--)
		if (p[0] == '*' && p[1] == '*' && !g_ascii_isspace(p[-1]))
			return p;
	return start;
}

/*
 * *italic*, whose asterisks go, told from multiplication and footnote marks: it begins before a letter
 * at the start of a word, ends behind a letter or full stop at the end of one. NULL when it is none.
 */
static const char *italic_end(const char *start, const char *p, const char *end)
{
	gunichar before = letter_before(start, p);
	bool word_starts = before == 0 || g_unichar_isspace(before) || before == '(' || g_unichar_ispunct(before);
	if (!word_starts || before == '*' || before == ')' || p + 1 >= end ||
	    !g_unichar_isalpha(g_utf8_get_char(p + 1)))
		return NULL;
	const char *close = memchr(p + 1, '*', (size_t)(end - p - 1));
	if (!close)
		return NULL;
	gunichar last = letter_before(start, close);
	gunichar next = close + 1 < end ? g_utf8_get_char(close + 1) : ' ';
	bool word_ends = g_unichar_isalpha(last) || last == '.' || last == '!' || last == '?' || last == '"' ||
			 last == ')';
	return word_ends && !g_unichar_isalnum(next) && next != '*' && next != '(' ? close : NULL;
}

static GString *mark_emphasis(const GString *in)
{
	GString *out = g_string_sized_new(in->len);
	const char *start = in->str, *end = start + in->len;
	const char *closer = last_closer(start, end);
	const char *italic = NULL; /* the asterisk that ends the italic begun */
	bool bold = false;
	for (const char *p = start; p < end; p++) {
		if (*p != '*') {
			g_string_append_c(out, *p);
		} else if (p == italic) {
			italic = NULL;
		} else if (p + 1 < end && p[1] == '*' && bold && !g_ascii_isspace(p[-1])) {
			g_string_append_c(out, SP_INLINE_PLAIN);
			bold = false;
			p++;
		} else if (p + 1 < end && p[1] == '*' && !bold && p + 2 < closer && !is_space_at(p + 2, end) &&
			   p[2] != ')') {
			g_string_append_c(out, SP_INLINE_BOLD);
			bold = true;
			p++;
		} else if (!italic && (italic = italic_end(start, p, end)) != NULL) {
			;
		} else {
			g_string_append_c(out, '*');
		}
	}
	if (bold)
		g_string_append_c(out, SP_INLINE_PLAIN);
	return out;
}

/* --- cutting --------------------------------------------------------------------------------------------- */

static void run_clear(void *run)
{
	g_free(((struct sp_run *)run)->text);
}

static void paragraph_free(void *paragraph)
{
	struct sp_paragraph *p = paragraph;
	g_array_free(p->runs, TRUE);
	g_free(p);
}

struct cutting {
	GPtrArray *paragraphs;
	struct sp_paragraph *paragraph; /* the one being filled */
	GString *run;
	int bold;      /* how many are open */
	bool run_bold; /* of the run being filled */
	bool blank;    /* one stands before the run being filled */
};

static bool begins_word(const char *s)
{
	gunichar c = g_utf8_get_char(s);
	return g_unichar_isupper(c) || g_unichar_isdigit(c) || c == '"' || c == 0x201C || c == 0xAB;
}

/* An opening bracket or quote, an apostrophe, a hyphen or a slash holds on to the next letter. */
static bool ends_word(const char *s)
{
	static const gunichar holding[] = { '(', '[', '\'', 0x2019, 0xAB, 0x201C, '-', '/' };
	gunichar c = letter_before(s, s + strlen(s));
	for (size_t i = 0; i < G_N_ELEMENTS(holding); i++)
		if (c == holding[i])
			return false;
	return true;
}

/* "Gap**Stakeholder**": two words, not one that is bold in part ("**S**indaco", "CO**2**"). */
static bool lost_edge(const struct sp_run *before, const struct sp_run *run)
{
	return run->glued && ends_word(before->text) && begins_word(run->text) && g_utf8_strlen(before->text, -1) > 1 &&
	       g_utf8_strlen(run->text, -1) > 2;
}

static void end_run(struct cutting *c)
{
	char *text = sp_text_clean(c->run->str, c->run->len);
	GArray *runs = c->paragraph->runs;
	bool blank_after = c->run->len > 0 && g_ascii_isspace(c->run->str[c->run->len - 1]);
	if (*text) {
		bool blank_before = c->blank || g_ascii_isspace(c->run->str[0]);
		struct sp_run run = { .text = text, .bold = c->run_bold, .glued = runs->len > 0 && !blank_before };
		run.lost_edge = runs->len > 0 && lost_edge(&g_array_index(runs, struct sp_run, runs->len - 1), &run);
		g_array_append_val(runs, run);
		c->blank = blank_after;
	} else {
		g_free(text);
		c->blank = c->blank || blank_after;
	}
	g_string_truncate(c->run, 0);
}

static void end_paragraph(struct cutting *c)
{
	end_run(c);
	if (c->paragraph->runs->len > 0)
		g_ptr_array_add(c->paragraphs, c->paragraph);
	else
		paragraph_free(c->paragraph);
	c->paragraph = g_new0(struct sp_paragraph, 1);
	c->paragraph->runs = g_array_new(FALSE, FALSE, sizeof(struct sp_run));
	g_array_set_clear_func(c->paragraph->runs, run_clear);
	c->blank = false;
}

static bool begins_item(const char *p)
{
	gunichar c = g_utf8_get_char(p);
	if (c == '-' || c == 0x2013 || c == 0x2022 || c == SP_INLINE_STAR)
		return true;
	while (g_ascii_isdigit(*p))
		p++;
	return (*p == ')' || *p == '.') && c < 0x80 && g_ascii_isdigit((char)c);
}

/* A line break parts paragraphs where a sentence or an item ends with it; within one it is a blank, but
 * not after a hyphen: converters resolve the typesetter's, and leave "economico-" + "finanziario". */
static void end_line(struct cutting *c, const char *rest)
{
	while (g_ascii_isspace(*rest))
		rest++;
	struct sp_str so_far = sp_str_trim((struct sp_str){ c->run->str, c->run->len });
	char last = so_far.n > 0 ? so_far.s[so_far.n - 1] : '\0';
	if (last == '\0' || strchr(".;:", last) || begins_item(rest)) {
		end_paragraph(c);
		return;
	}
	if (last == '-' && so_far.n > 1 && g_unichar_isalpha(letter_before(so_far.s, so_far.s + so_far.n - 1)))
		g_string_truncate(c->run, (size_t)(so_far.s - c->run->str) + so_far.n);
	else
		g_string_append_c(c->run, ' ');
}

static void change_weight(struct cutting *c, int by)
{
	end_run(c);
	c->bold = MAX(c->bold + by, 0);
	c->run_bold = c->bold > 0;
}

static GPtrArray *cut(const GString *marked)
{
	struct cutting c = { .paragraphs = g_ptr_array_new_with_free_func(paragraph_free), .run = g_string_new(NULL) };
	c.paragraph = g_new0(struct sp_paragraph, 1);
	c.paragraph->runs = g_array_new(FALSE, FALSE, sizeof(struct sp_run));
	g_array_set_clear_func(c.paragraph->runs, run_clear);
	for (const char *p = marked->str; *p; p++) {
		switch (*p) {
		case SP_INLINE_BOLD:
			change_weight(&c, 1);
			break;
		case SP_INLINE_PLAIN:
			change_weight(&c, -1);
			break;
		case SP_INLINE_HEADING:
			c.paragraph->heading = true;
			break;
		case SP_INLINE_PARAGRAPH:
			end_paragraph(&c);
			break;
		case SP_INLINE_LINE:
			end_line(&c, p + 1);
			break;
		case SP_INLINE_STAR:
			g_string_append_c(c.run, '*');
			break;
		default:
			g_string_append_c(c.run, *p);
		}
	}
	end_paragraph(&c);
	paragraph_free(c.paragraph);
	g_string_free(c.run, TRUE);
	return c.paragraphs;
}

/* --- public ------------------------------------------------------------------------------------------------- */

/* Is there text on both sides of a mark? The HTML parser makes a paragraph of any text, so marks stand at the ends. */
static bool is_parted(const GString *text)
{
	static const char marks[] = { SP_INLINE_PARAGRAPH, SP_INLINE_LINE, '\0' };
	const char *first = text->str + strspn(text->str, marks);
	const char *end = first + strcspn(first, marks);
	return end[strspn(end, marks)] != '\0';
}

/* Converters that drop a cell's line ends leave two blanks in their place. */
static void part_at_double_blanks(GString *text)
{
	if (is_parted(text))
		return;
	for (char *p = strstr(text->str, "  "); p; p = strstr(p + 1, "  "))
		*p = SP_INLINE_PARAGRAPH;
}

GPtrArray *sp_runs_of_marked(const char *marked, enum sp_runs_of of)
{
	GString *text = g_string_new(marked);
	if (of == SP_RUNS_CELL)
		part_at_double_blanks(text);
	GString *plain = sp_latex_plain(text->str, text->len);
	GString *emphasised = mark_emphasis(plain);
	GPtrArray *paragraphs = cut(emphasised);
	g_string_free(emphasised, TRUE);
	g_string_free(plain, TRUE);
	g_string_free(text, TRUE);
	return paragraphs;
}

GPtrArray *sp_runs_new(const char *s, size_t n, enum sp_runs_of of, unsigned *left_out)
{
	GString *marked = sp_html_mark(s, n, left_out);
	GPtrArray *paragraphs = sp_runs_of_marked(marked->str, of);
	g_string_free(marked, TRUE);
	return paragraphs;
}

char *sp_paragraph_text(const struct sp_paragraph *p, guint from, guint to)
{
	GString *text = g_string_new(NULL);
	for (guint i = from; i < to; i++) {
		const struct sp_run *run = sp_run_at(p, i);
		if (i > from && (!run->glued || run->lost_edge))
			g_string_append_c(text, ' ');
		g_string_append(text, run->text);
	}
	return g_string_free(text, FALSE);
}

bool sp_paragraph_bold(const struct sp_paragraph *p, guint from, guint to)
{
	for (guint i = from; i < to; i++)
		if (!sp_run_at(p, i)->bold)
			return false;
	return to > from;
}
