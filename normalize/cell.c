#include "normalize/cell.h"

#include "base/amount.h"
#include "base/text.h"
#include "normalize/bounds.h"

enum { UNIT_WORDS = 3 };

/* --- figures ---------------------------------------------------------------------------------------- */

static const char *op_text(enum sp_amount_op op)
{
	static const char *const words[] = { NULL, "=", ">=", ">", "<=", "<" };
	return words[op];
}

/* Reads "12 posti", "almeno 3 progetti": `unit` then views the words behind. */
static enum sp_status parse_counted(struct sp_amount *a, struct sp_str text, struct sp_str *unit)
{
	size_t end = text.n;
	for (unsigned words = 0; words < UNIT_WORDS && end > 0; words++) {
		while (end > 0 && text.s[end - 1] != ' ')
			end--;
		struct sp_str head = sp_str_trim((struct sp_str){ text.s, end });
		*unit = (struct sp_str){ text.s + end, text.n - end };
		if (head.n == 0 || !g_unichar_isalpha(g_utf8_get_char(unit->s)))
			return SP_END;
		if (sp_amount_parse(a, head.s, head.n) == SP_OK)
			return SP_OK;
		end = head.n;
	}
	return SP_END;
}

static void write_value(struct sp_jw *w, struct sp_str text, const char *unit, int year)
{
	struct sp_amount a;
	sp_amount_init(&a);
	struct sp_str words = SP_STR_NONE;
	bool sure = sp_amount_parse(&a, text.s, text.n) == SP_OK || parse_counted(&a, text, &words) == SP_OK;
	if (sure)
		sp_jw_dec(w, "value", &a.value);
	else
		sp_jw_null(w, "value");
	if (words.s && sure)
		sp_jw_strn(w, "unit", words.s, words.n);
	else
		sp_jw_str(w, "unit", sure && a.unit ? a.unit : unit);
	if (year > 0)
		sp_jw_int(w, "year", year);
	if (sure && a.multiplier != 1)
		sp_jw_int(w, "multiplier", a.multiplier);
	if (sure && a.approx)
		sp_jw_bool(w, "approx", true);
	if (sure && a.op != SP_OP_NONE)
		sp_jw_str(w, "op", op_text(a.op));
	const char *note = sure ? a.note : sp_amount_doubt(text.s, text.n);
	if (note)
		sp_jw_str(w, "note", note);
	sp_amount_clear(&a);
}

static void write_gross(struct sp_jw *w, struct sp_str raw)
{
	struct sp_amount a;
	sp_amount_init(&a);
	bool sure = sp_amount_parse(&a, raw.s, raw.n) == SP_OK;
	if (sure)
		sp_jw_dec(w, "gross", &a.value);
	else
		sp_jw_null(w, "gross");
	sp_jw_strn(w, "gross_raw", raw.s, raw.n);
	sp_amount_clear(&a);
}

static void write_source(struct sp_jw *w, const struct sp_place *place)
{
	char *json = sp_place_json(place);
	struct sp_ctx quiet;
	sp_ctx_init(&quiet, "");
	struct sp_json *v = sp_json_parse(&quiet, json, strlen(json));
	sp_jw_json(w, "source", v);
	sp_json_free(v);
	g_free(json);
}

char *sp_cell_figure(struct sp_ctx *ctx, const char *text, const struct sp_figure_rule *rule,
		     const struct sp_place *place)
{
	struct sp_str raw = sp_str_trim(sp_str(text));
	if (raw.n == 0)
		return NULL;
	struct sp_str main = raw, gross = SP_STR_NONE;
	struct sp_match *m = sp_match_new();
	if (rule->gross && raw.n <= SP_BOUND_CELL && sp_pattern_search(ctx, rule->gross, raw.s, raw.n, 0, m) == SP_OK) {
		gross = sp_match_group(m, "gross");
		main = sp_str_trim((struct sp_str){ raw.s, (size_t)(sp_match_whole(m).s - raw.s) });
	}
	sp_match_free(m);

	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_strn(&w, "raw", raw.s, raw.n);
	write_value(&w, main, rule->unit, rule->year);
	if (gross.s)
		write_gross(&w, gross);
	if (rule->measure)
		sp_jw_str(&w, "measure", rule->measure);
	if (rule->label)
		sp_jw_str(&w, "label", rule->label);
	if (place)
		write_source(&w, place);
	sp_jw_close(&w);
	char *json = g_strdup(w.out->str);
	sp_jw_clear(&w);
	return json;
}

/* "2025", "2025-2027" say when, not how much. */
static bool is_year(const struct sp_amount *a, struct sp_str where)
{
	return where.n == 4 && !a->unit && a->multiplier == 1 &&
	       ((where.s[0] == '1' && where.s[1] == '9') || (where.s[0] == '2' && where.s[1] == '0'));
}

/* "1) ", "2. " at the start only count. */
static size_t ordinal_length(const char *text)
{
	size_t n = strspn(text, "0123456789");
	return n > 0 && n <= 2 && (text[n] == ')' || text[n] == '.') && (text[n + 1] == ' ' || !text[n + 1]) ? n + 1
													     : 0;
}

bool sp_cell_is_figure(const char *text)
{
	struct sp_amount a;
	sp_amount_init(&a);
	bool figure = *text && sp_amount_parse(&a, text, strlen(text)) == SP_OK;
	sp_amount_clear(&a);
	return figure;
}

bool sp_cell_is_amount(const char *text)
{
	return strpbrk(text, ",.%€") && sp_cell_is_figure(text);
}

bool sp_cell_has_letters(const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		if (g_unichar_isalpha(g_utf8_get_char(text)))
			return true;
	return false;
}

bool sp_cell_figured(const char *text)
{
	struct sp_amount a;
	struct sp_str where;
	sp_amount_init(&a);
	size_t n = strlen(text), from = ordinal_length(text);
	bool found = false;
	while (!found && from < n && sp_amount_find(&a, text, n, from, &where) == SP_OK) {
		found = !is_year(&a, where);
		from = (size_t)(where.s - text) + where.n;
	}
	sp_amount_clear(&a);
	return found;
}

/* --- formulas and units ---------------------------------------------------------------------------------- */

static bool says_none(struct sp_str v)
{
	static const char *const nothing[] = { "/", "//", "-", "–", "—", "...", "n.d.", "N.D." };
	for (size_t i = 0; i < G_N_ELEMENTS(nothing); i++)
		if (sp_str_eq(v, nothing[i]))
			return true;
	return false;
}

char *sp_cell_formula(struct sp_ctx *ctx, const struct sp_profile *profile, const char *text)
{
	struct sp_str raw = sp_str_trim(sp_str(text));
	if (raw.n == 0)
		return NULL;
	const char *kind = says_none(raw) ? "none" : NULL;
	char *expression = NULL;
	struct sp_match *m = sp_match_new();
	for (guint i = 0; !kind && raw.n <= SP_BOUND_CELL && i < profile->formulas->len; i++) {
		const struct sp_worded *f = profile->formulas->pdata[i];
		if (sp_pattern_search(ctx, f->pattern, raw.s, raw.n, 0, m) != SP_OK)
			continue;
		kind = f->word;
		expression = sp_str_dup(sp_match_group(m, "expression"));
	}
	sp_match_free(m);
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_strn(&w, "raw", raw.s, raw.n);
	sp_jw_str(&w, "kind", kind ? kind : "text");
	sp_jw_str(&w, "expression", expression);
	sp_jw_close(&w);
	char *json = g_strdup(w.out->str);
	sp_jw_clear(&w);
	g_free(expression);
	return json;
}

const char *sp_cell_unit(struct sp_ctx *ctx, const struct sp_profile *profile, const char *name)
{
	struct sp_str head = sp_bound_head(sp_str(name), SP_BOUND_LINE);
	for (guint i = 0; i < profile->units->len; i++) {
		const struct sp_worded *u = profile->units->pdata[i];
		if (sp_pattern_search(ctx, u->pattern, head.s, head.n, 0, NULL) == SP_OK)
			return u->word;
	}
	return NULL;
}

/* --- lists ------------------------------------------------------------------------------------------------- */

GPtrArray *sp_cell_numbers(const char *text)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	for (const char *p = text; *p;) {
		size_t n = strspn(p, "0123456789");
		if (n > 0)
			g_ptr_array_add(out, g_strndup(p, n));
		p += MAX(n, 1);
	}
	return out;
}

static bool is_list_sign(gunichar c)
{
	return c == '-' || c == 0x2013 || c == 0x2022 || c == 0xB7 || c == 0x25AA || c == 0x25CF || c == 0xF0B7;
}

/* "- ", "• ", "1) ", "a) " at the start: its length, else 0. */
static size_t list_sign(const char *s)
{
	gunichar c = g_utf8_get_char(s);
	const char *next = *s ? g_utf8_next_char(s) : s;
	if (is_list_sign(c) && (*next == ' ' || (c != '-' && c != 0x2013)))
		return (size_t)(next - s);
	size_t n = strspn(s, "0123456789");
	if (n == 0 && g_ascii_islower(*s))
		n = 1;
	return n > 0 && n < 3 && s[n] == ')' && s[n + 1] == ' ' ? n + 1 : 0;
}

static void add_item(GPtrArray *out, const char *s, size_t n)
{
	struct sp_str v = sp_str_trim((struct sp_str){ s, n });
	size_t sign = 0;
	char *item = sp_str_dup(v);
	if (item)
		sign = list_sign(item);
	struct sp_str body = item ? sp_str_trim(sp_str(item + sign)) : SP_STR_NONE;
	if (body.n > 0)
		g_ptr_array_add(out, sp_str_dup(body));
	g_free(item);
}

/* The next " - " at or after `s` that is not inside brackets; NULL when none. */
static const char *next_dash(const char *s, int depth)
{
	for (; *s; s++) {
		if (*s == '(')
			depth++;
		else if (*s == ')' && depth > 0)
			depth--;
		else if (depth == 0 && *s == ' ' && is_list_sign(g_utf8_get_char(s + 1)) &&
			 *g_utf8_next_char(s + 1) == ' ')
			return s;
	}
	return NULL;
}

/* One paragraph: its items after a colon, or itself. */
static void add_paragraph(GPtrArray *out, const char *text)
{
	struct sp_str v = sp_str_trim(sp_str(text));
	if (v.n == 0)
		return;
	char *p = sp_str_dup(v);
	const char *dash = next_dash(p, 0);
	while (dash && !(dash > p && dash[-1] == ':'))
		dash = next_dash(dash + 1, 0);
	if (!dash) {
		/* a lead-in announces the paragraphs that follow */
		if (p[v.n - 1] != ':')
			add_item(out, p, v.n);
		g_free(p);
		return;
	}
	while (dash) {
		const char *from = g_utf8_next_char(dash + 1);
		dash = next_dash(from, 0);
		add_item(out, from, dash ? (size_t)(dash - from) : strlen(from));
	}
	g_free(p);
}

/*
 * A line starts a new paragraph of its cell after a wider gap, with a list sign, or when the line
 * before it stops well short of the cell's right edge though its next word would have fitted.
 */
struct cell_line {
	const char *text;
	bool boxed;
	double box[4];
};

static struct cell_line read_line(const struct sp_json *v)
{
	struct cell_line l = { .text = sp_json_str(v) };
	if (l.text)
		return l;
	l.text = sp_json_str(sp_json_get(v, "text"));
	const struct sp_json *box = sp_json_get(v, "bbox");
	l.boxed = box && sp_json_type(box) == SP_JSON_ARRAY && sp_json_count(box) == 4;
	for (size_t i = 0; l.boxed && i < 4; i++)
		l.box[i] = sp_json_pt(sp_json_at(box, i), 0);
	return l;
}

static bool starts_paragraph(const struct cell_line *above, const struct cell_line *l, double left, double right)
{
	if (list_sign(l->text) > 0)
		return true;
	if (!above->boxed || !l->boxed)
		return false;
	double height = MAX(above->box[3] - above->box[1], 1);
	if (l->box[1] - above->box[3] > 0.6 * height)
		return true;
	gunichar last = g_utf8_get_char(g_utf8_find_prev_char(above->text, above->text + strlen(above->text)));
	bool closes = last == '.' || last == ';' || last == ':' || last == '!' || last == '?';
	bool capital = g_unichar_isupper(g_utf8_get_char(l->text));
	/* the first word of this line, by its share of the line's width */
	size_t word = strcspn(l->text, " ");
	glong letters = g_utf8_strlen(l->text, -1);
	double first = (l->box[2] - l->box[0]) * (double)g_utf8_strlen(l->text, (gssize)word) / (double)MAX(letters, 1);
	double space = right - above->box[2];
	return capital && (closes ? space > first : space > MAX(first * 1.5, 0.3 * (right - left)));
}

static void items_of_lines(const struct sp_json *lines, GPtrArray *out)
{
	double left = G_MAXDOUBLE, right = 0;
	for (const struct sp_json *v = sp_json_first(lines); v; v = sp_json_next(v)) {
		struct cell_line l = read_line(v);
		if (l.boxed) {
			left = MIN(left, l.box[0]);
			right = MAX(right, l.box[2]);
		}
	}
	GString *paragraph = g_string_new(NULL);
	struct cell_line above = { 0 };
	for (const struct sp_json *v = sp_json_first(lines); v; v = sp_json_next(v)) {
		struct cell_line l = read_line(v);
		if (!l.text || !*l.text)
			continue;
		if (above.text && starts_paragraph(&above, &l, left, right)) {
			add_paragraph(out, paragraph->str);
			g_string_truncate(paragraph, 0);
		}
		sp_text_join(paragraph, l.text, false);
		above = l;
	}
	add_paragraph(out, paragraph->str);
	g_string_free(paragraph, TRUE);
}

/* Brackets opened and not closed. */
static bool open_bracket(const char *s)
{
	int depth = 0;
	for (; *s; s++)
		depth += *s == '(' ? 1 : *s == ')' && depth > 0 ? -1 : 0;
	return depth > 0;
}

/* A paragraph that begins in small letters, or inside brackets, was parted by geometry alone; not after "…;". */
static bool belongs_to(const char *above, const char *next)
{
	if (!*above || list_sign(next) > 0)
		return false;
	bool ended = strchr(".;:", above[strlen(above) - 1]) != NULL;
	return (g_unichar_islower(g_utf8_get_char(next)) && !ended) || open_bracket(above);
}

static void items_of_paragraphs(const struct sp_json *paragraphs, GPtrArray *out)
{
	GString *whole = g_string_new(NULL);
	for (const struct sp_json *v = sp_json_first(paragraphs); v; v = sp_json_next(v)) {
		const char *text = sp_json_str(v) ? sp_json_str(v) : "";
		if (!belongs_to(whole->str, text)) {
			add_paragraph(out, whole->str);
			g_string_truncate(whole, 0);
		}
		sp_text_join(whole, text, true);
	}
	add_paragraph(out, whole->str);
	g_string_free(whole, TRUE);
}

enum sp_cell_start sp_cell_start(const struct sp_json *cell, const char *text)
{
	const char *first = sp_json_str(sp_json_at(sp_json_get(cell, "paragraphs"), 0));
	if (list_sign(first ? first : text) > 0)
		return SP_CELL_ITEM;
	return sp_json_bool(sp_json_get(cell, "continues_paragraph"), false) ? SP_CELL_GOES_ON : SP_CELL_OPEN;
}

GPtrArray *sp_cell_items(const struct sp_json *cell, const char *text)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	const struct sp_json *paragraphs = sp_json_get(cell, "paragraphs"), *lines = sp_json_get(cell, "lines");
	items_of_paragraphs(paragraphs, out);
	if (!paragraphs && lines && sp_json_type(lines) == SP_JSON_ARRAY)
		items_of_lines(lines, out);
	char **parts = paragraphs || lines ? NULL : g_strsplit(text, "\n", -1);
	for (char **p = parts; p && *p; p++)
		add_paragraph(out, *p);
	g_strfreev(parts);
	return out;
}
