/*
 * A paragraph is read as one text (its lines joined by the extractor, hyphens resolved) with the
 * places where its lines start. At each of these places, and where a converter's emphasis starts, a
 * mark may stand; text between two marks is the value of the first, or, before the first, goes to
 * the label that is still open. So several headings in one block and a label list without gaps read
 * the same as one paragraph each.
 */
#include "normalize/engine-internal.h"

#include "base/amount.h"
#include "base/text.h"
#include "normalize/bounds.h"
#include "normalize/cell.h"

enum { TITLE_CHARS = 160, HEADING_CHARS = 120, SHORT_CHARS = 60, TITLE_PARAGRAPHS = 3, OPEN_BYTES = 3 };

struct start {
	size_t at;
	bool first; /* of the paragraph, or of a piece with its own emphasis */
	struct sp_place place;
};

struct paragraph {
	const char *text;
	size_t n;
	GArray *starts; /* struct start */
	struct sp_style style;
	struct sp_place place;
};

/* --- reading one ------------------------------------------------------------------------------------ */

/* Where a line begins in the joined text: found by its first letters, so that a dropped hyphen does no harm. */
static size_t locate(const struct paragraph *p, const char *line, size_t from)
{
	size_t n = strlen(line);
	while (n > 0 && (line[n - 1] == '-' || line[n - 1] == ' '))
		n--;
	n = MIN(n, 24);
	const char *end = g_utf8_find_prev_char(line, line + n + 1);
	n = end && (size_t)(end - line) < n ? (size_t)(end - line) : n;
	while (n > 0 && !g_utf8_validate(line, (gssize)n, NULL))
		n--;
	char head[32] = "";
	memcpy(head, line, n);
	const char *hit = n > 0 && from < p->n ? strstr(p->text + from, head) : NULL;
	return hit ? (size_t)(hit - p->text) : G_MAXSIZE;
}

static void add_start(struct paragraph *p, size_t at, bool first, const struct sp_place *place)
{
	if (p->starts->len > 0 && g_array_index(p->starts, struct start, p->starts->len - 1).at >= at)
		return;
	struct start s = { at, first, *place };
	g_array_append_val(p->starts, s);
}

/* Pieces that a converter set apart ("Gap**Stakeholder**") start anew. */
static void add_emphasis(struct paragraph *p, size_t from, size_t to, const struct sp_place *place)
{
	for (size_t i = from; i + 1 < to; i++)
		if (p->text[i] == '*' && p->text[i + 1] == '*' && i > from) {
			add_start(p, i, true, place);
			i++;
		}
}

static void read_starts(struct paragraph *p, const struct sp_json *record)
{
	size_t from = 0;
	add_start(p, 0, true, &p->place);
	struct sp_place place = p->place, before = p->place;
	for (const struct sp_json *l = sp_json_first(sp_json_get(record, "lines")); l; l = sp_json_next(l)) {
		const char *text = sp_json_str(sp_json_get(l, "text"));
		size_t at = text ? locate(p, text, from) : G_MAXSIZE;
		if (at == G_MAXSIZE)
			continue;
		sp_place_read(&place, l, p->place.page);
		add_emphasis(p, from, at, &before);
		add_start(p, at, false, &place);
		if (at == 0)
			g_array_index(p->starts, struct start, 0).place = place;
		from = at + 1;
		before = place;
	}
	add_emphasis(p, from, p->n, &before);
}

static struct sp_style read_style(const struct sp_json *record)
{
	const char *role = sp_json_str(sp_json_get(record, "role"));
	const struct sp_json *size = sp_json_get(record, "size");
	return (struct sp_style){
		.size = size ? sp_json_pt(size, 0) : 0,
		.bold = sp_json_bool(sp_json_get(record, "bold"), false),
		.heading = role && strcmp(role, "heading") == 0,
		.known = size && sp_json_type(size) == SP_JSON_NUMBER,
	};
}

static bool ends_sentence(struct sp_str v)
{
	return v.n > 0 && strchr(".;:,", v.s[v.n - 1]);
}

static bool looks_like_heading(const struct paragraph *p, size_t line, struct sp_str text)
{
	if (p->style.heading || p->style.bold)
		return true;
	/* "Servizi S.p.A." ends in a point too */
	return line == 0 && p->starts->len == 1 && text.n <= (ends_sentence(text) ? SHORT_CHARS : HEADING_CHARS);
}

/* --- values -------------------------------------------------------------------------------------------- */

void sp_engine_begin_value(struct sp_engine *e, const struct sp_mark *mark, struct sp_str label,
			   const GPtrArray *groups, const struct sp_place *place, const struct sp_style *style)
{
	sp_engine_finish_value(e);
	sp_engine_finish_row(e);
	sp_engine_drop_taken(e);
	e->value = (struct sp_value){ .mark = mark, .label = sp_str_dup(sp_str_trim(label)), .place = *place };
	e->value.groups = g_ptr_array_new_with_free_func(sp_given_free);
	for (guint i = 0; groups && i < groups->len; i++) {
		const struct sp_given *g = groups->pdata[i];
		g_ptr_array_add(e->value.groups, sp_given_new(g->type, g->field, g->label, sp_str(g->text), &g->place));
	}
	e->value.text = g_string_new(NULL);
	if (style)
		e->value.style = *style;
}

void sp_engine_append_value(struct sp_engine *e, struct sp_str text, const struct sp_place *place, bool same_paragraph)
{
	struct sp_str v = sp_str_trim(text);
	/* what is left of a converter's emphasis is no text */
	if (v.n == 0 || strspn(v.s, "*") >= v.n)
		return;
	if (e->value.text->len > 0) {
		bool titles = e->value.mark->act == SP_ACT_CONTEXT && e->value.mark->take == SP_TAKE_HEADING;
		g_string_append(e->value.text, same_paragraph ? " " : titles ? " | " : "\n");
	}
	if (!same_paragraph || e->value.paragraphs == 0)
		e->value.paragraphs++;
	g_string_append_len(e->value.text, v.s, (gssize)v.n);
	sp_place_join(&e->value.place, place);
}

/* "5. Spese", "2.3 Rischi", "3) Entrate", "0801 – Urbanistica": a number, its sign, a blank and a capital. */
static bool starts_numbered(struct sp_str v)
{
	char *text = sp_str_dup(v);
	size_t i = strspn(text, "0123456789.");
	bool number = i > 0 && i < 8 && g_ascii_isdigit(*text);
	bool sign = number && memchr(text, '.', i);
	const char *p = text + i;
	if (number && *p == ')') {
		sign = true;
		p++;
	}
	const char *dash = *p == ' ' ? p + 1 : p;
	gunichar c = g_utf8_get_char(dash);
	if (number && (c == '-' || c == 0x2013 || c == 0x2014)) {
		sign = true;
		p = g_utf8_next_char(dash);
	}
	bool starts = sign && *p == ' ' && g_unichar_isupper(g_utf8_get_char(p + 1));
	g_free(text);
	return starts;
}

/* Does this paragraph still belong to a title that began before it? */
static bool same_title(const struct sp_engine *e, const struct paragraph *p, struct sp_str text)
{
	const struct sp_value *v = &e->value;
	if (v->paragraphs >= TITLE_PARAGRAPHS || text.n > TITLE_CHARS || ends_sentence(text) ||
	    ends_sentence((struct sp_str){ v->text->str, v->text->len }))
		return false;
	/* without sizes the role tells them apart; "5. Spese per missione" begins a heading of its own */
	if (starts_numbered(text) || (!p->style.known && v->style.heading != p->style.heading))
		return false;
	return v->style.known == p->style.known && v->style.bold == p->style.bold &&
	       ABS(v->style.size - p->style.size) < 0.6;
}

/* --- what no mark takes ----------------------------------------------------------------------------------- */

static bool coded_line(struct sp_engine *e, struct sp_str v)
{
	struct sp_str head = sp_bound_head(v, SP_BOUND_TAIL);
	if (!e->profile->code_shape ||
	    sp_pattern_search(e->ctx, e->profile->code_shape, head.s, head.n, 0, e->match) != SP_OK)
		return false;
	struct sp_str code = sp_match_group(e->match, "code");
	return code.s == v.s && code.n < v.n;
}

static bool goes_to_rest(struct sp_engine *e, struct sp_str v)
{
	for (guint i = e->force->len; i-- > 0;) {
		struct sp_force *f = &g_array_index(e->force, struct sp_force, i);
		if (!f->open || !f->rest)
			continue;
		char *before = sp_record_get_text(f->open, f->rest);
		char *text = before ? g_strdup_printf("%s\n" SP_STR_FMT, before, SP_STR_ARG(v)) : sp_str_dup(v);
		sp_record_text(f->open, f->rest, text, -1);
		g_free(before);
		g_free(text);
		return true;
	}
	return false;
}

/* What stands before the dots of a table of contents; the number behind them is a page. */
static struct sp_str before_leader(struct sp_str v)
{
	const char *dots = g_strstr_len(v.s, (gssize)v.n, ".....");
	const char *spaced = g_strstr_len(v.s, (gssize)v.n, ". . . .");
	const char *cut = dots && spaced ? MIN(dots, spaced) : dots ? dots : spaced;
	return cut ? (struct sp_str){ v.s, (size_t)(cut - v.s) } : v;
}

static void leave_over(struct sp_engine *e, struct sp_str text, const struct sp_style *style,
		       const struct sp_place *place)
{
	struct sp_str v = sp_str_trim(before_leader(text));
	/* where sizes are not known, only headings say that a section ends */
	bool heading = style->heading && !style->known;
	if (v.n == 0 || (!heading && goes_to_rest(e, v)))
		return;
	char *copy = sp_str_dup(v);
	if (coded_line(e, v))
		sp_engine_unparsed(e, copy, "a line with a code that no rule takes", place);
	else if (sp_cell_figured(copy))
		sp_engine_unparsed(e, copy, "a figure in running text", place);
	g_free(copy);
}

/* The item without the sign that ends it. */
static struct sp_str item_of(struct sp_str text, bool *ended)
{
	*ended = text.n > 0 && strchr(".;", text.s[text.n - 1]);
	return *ended ? (struct sp_str){ text.s, text.n - 1 } : text;
}

/* "… the publication in the section of": nothing ends in a word of so few small letters. */
static bool ends_short(const GString *text)
{
	const char *word = strrchr(text->str, ' ');
	size_t n = word ? strlen(word + 1) : 0;
	return n > 0 && n <= OPEN_BYTES && g_ascii_islower(word[1]) && !strpbrk(word, ".:)");
}

/* Of an item that is open: it goes on in small letters, or where it cannot end. */
static bool ends_item(const struct sp_engine *e, struct sp_str text, bool continues)
{
	const struct sp_value *v = &e->value;
	return v->mark && v->mark->take == SP_TAKE_ITEM && v->paragraphs > 0 && !continues &&
	       !g_unichar_islower(g_utf8_get_char(text.s)) && !ends_short(v->text);
}

/* A slice of the paragraph between marks: to the open label, as far as its value reaches, or left over. */
static void give(struct sp_engine *e, const struct paragraph *p, size_t from, size_t to, const struct sp_place *place,
		 bool continues)
{
	struct sp_str text = sp_str_trim((struct sp_str){ p->text + from, to > from ? to - from : 0 });
	if (text.n == 0)
		return;
	if (e->value.mark && e->value.mark->take == SP_TAKE_HEADING && e->value.paragraphs > 0 && !continues &&
	    !same_title(e, p, text))
		sp_engine_finish_value(e);
	if (ends_item(e, text, continues))
		sp_engine_finish_value(e);
	if (!e->value.mark) {
		leave_over(e, text, &p->style, place);
		return;
	}
	if (e->value.paragraphs == 0 && !continues)
		e->value.style = p->style;
	bool item = e->value.mark->take == SP_TAKE_ITEM, ended = false;
	text = item ? item_of(text, &ended) : text;
	sp_engine_append_value(e, text, place, (item || continues) && e->value.paragraphs > 0);
	if (ended || e->value.mark->take == SP_TAKE_LINE)
		sp_engine_finish_value(e);
}

/* --- marks -------------------------------------------------------------------------------------------------- */

struct place_of_label {
	struct sp_engine *e;
	bool first;
};

/* Its value on the same line, as a pattern must have it. */
static bool value_fits(struct sp_engine *e, const struct sp_mark *mark, struct sp_str rest)
{
	struct sp_str v = sp_str_trim(rest);
	struct sp_match *m = sp_match_new();
	struct sp_str head = sp_bound_head(v, SP_BOUND_CELL);
	bool fits = !mark->value || sp_pattern_search(e->ctx, mark->value, head.s, head.n, 0, m) == SP_OK;
	sp_match_free(m);
	return fits;
}

static bool something_open(const struct sp_engine *e)
{
	for (guint i = 0; i < e->force->len; i++)
		if (g_array_index(e->force, struct sp_force, i).open)
			return true;
	return false;
}

static bool glued_or_blank(const char *text, size_t n, size_t at)
{
	return at >= n || g_ascii_isspace(text[at]) || text[at] == '*' || !g_ascii_isalnum(text[at]);
}

/* Will the value being collected open a record of this type? */
static bool opens(const struct sp_value *v, const struct sp_record_type *type)
{
	return v->mark && v->mark->act == SP_ACT_OPENS && v->mark->type == type;
}

static bool heading_open(const struct sp_engine *e)
{
	return e->value.mark && e->value.mark->act == SP_ACT_OPENS && e->value.mark->take == SP_TAKE_HEADING;
}

/* Headings stand one under the other in one block: the line below a title may be the next, when it has all of one. */
static bool heads_follow(struct sp_engine *e, const struct sp_mark *m, struct sp_str rest)
{
	return heading_open(e) && m->act == SP_ACT_OPENS && m->value && value_fits(e, m, rest);
}

bool sp_engine_accepts(struct sp_engine *e, const struct sp_label_hit *hit, const char *text, size_t n, bool first)
{
	const struct sp_mark *m = hit->mark;
	if (m->after && !g_hash_table_contains(e->context, m->after))
		return false;
	if (m->act == SP_ACT_SETS && !sp_engine_force(e, m->type)->open && !opens(&e->value, m->type))
		return false;
	/* a title is said once: said again, it is another record's */
	const struct sp_record *open = m->act == SP_ACT_SETS && !opens(&e->value, m->type)
					   ? sp_engine_force(e, m->type)->open
					   : NULL;
	if (open && strcmp(m->field->name, "title") == 0 && sp_record_has(open, "title"))
		return false;
	struct sp_str rest = sp_str_trim((struct sp_str){ text + hit->value, n - MIN(hit->value, n) });
	size_t label_end = (size_t)(hit->label.s + hit->label.n - text);
	if (rest.n == 0 || hit->colon)
		return m->act != SP_ACT_OPENS || !m->value_needed || rest.n == 0 || value_fits(e, m, rest);
	if (!m->bare || !(first || heads_follow(e, m, rest)) || !glued_or_blank(text, n, label_end))
		return false;
	if (m->act == SP_ACT_OPENS)
		return value_fits(e, m, rest);
	return m->act != SP_ACT_HOLDS || something_open(e) || (e->value.mark && e->value.mark->act == SP_ACT_OPENS);
}

static bool judge_label(void *who, const struct sp_label_hit *hit, const char *text, size_t n)
{
	const struct place_of_label *at = who;
	return sp_engine_accepts(at->e, hit, text, n, at->first);
}

/* The number of a heading that must go on counting: accepted, and then remembered. */
static bool in_sequence(struct sp_engine *e, const struct sp_mark *mark)
{
	if (!mark->sequence)
		return true;
	char *digits = sp_str_dup(sp_match_group(e->match, mark->sequence));
	gint64 number;
	bool ok = digits && g_ascii_string_to_signed(digits, 10, 1, 9999, &number, NULL);
	g_free(digits);
	gsize last = GPOINTER_TO_SIZE(g_hash_table_lookup(e->sequence, mark->name));
	if (!ok || (gsize)number != last + 1)
		return false;
	g_hash_table_insert(e->sequence, g_strdup(mark->name), GSIZE_TO_POINTER((gsize)number));
	return true;
}

static void pattern_groups(struct sp_engine *e, const struct sp_mark *mark, GPtrArray *out,
			   const struct sp_place *place)
{
	if (mark->type) {
		sp_engine_groups(e, mark->type, e->match, out, place);
		return;
	}
	for (guint i = 0; mark->contexts && i < mark->contexts->len; i++) {
		struct sp_str v = sp_match_group(e->match, mark->contexts->pdata[i]);
		if (v.n > 0)
			g_ptr_array_add(out, sp_given_new(NULL, mark->contexts->pdata[i], NULL, v, place));
	}
}

/* A mark that was found, before anything is done about it: its groups view a text that goes on being matched. */
struct found {
	const struct sp_mark *mark;
	struct sp_str label;
	GPtrArray *groups;
	size_t start, after; /* offsets in the paragraph */
};

static struct found found_label(struct sp_engine *e, const struct sp_label_hit *hit, size_t base,
				const struct sp_place *place)
{
	struct found f = { hit->mark, hit->label, g_ptr_array_new_with_free_func(sp_given_free), base + hit->start,
			   base + hit->value };
	if (hit->mark->tail)
		pattern_groups(e, hit->mark, f.groups, place);
	return f;
}

static enum sp_status find_heading(struct sp_engine *e, const struct paragraph *p, guint line, size_t end,
				   struct found *found)
{
	const struct start *s = &g_array_index(p->starts, struct start, line);
	struct sp_str text = sp_str_trim((struct sp_str){ p->text + s->at, end - s->at });
	for (guint i = 0; i < e->profile->lines->len; i++) {
		const struct sp_mark *m = e->profile->lines->pdata[i];
		if (!m->pattern || text.n > SP_BOUND_LINE || (m->heading && !looks_like_heading(p, line, text)) ||
		    (m->after && !g_hash_table_contains(e->context, m->after)))
			continue;
		enum sp_status hit = sp_pattern_search(e->ctx, m->pattern, text.s, text.n, 0, e->match);
		if (hit == SP_FAIL)
			return hit;
		if (hit != SP_OK || !in_sequence(e, m))
			continue;
		struct sp_str whole = sp_match_whole(e->match);
		*found = (struct found){ m, whole, g_ptr_array_new_with_free_func(sp_given_free), s->at,
					 (size_t)(whole.s + whole.n - p->text) };
		pattern_groups(e, m, found->groups, &s->place);
		return SP_OK;
	}
	return SP_END;
}

/* --- one paragraph ---------------------------------------------------------------------------------------------- */

/* How far a paragraph has been given away. */
struct cursor {
	struct sp_engine *e;
	const struct paragraph *p;
	size_t from;
	bool continues; /* something of this paragraph went to the open value */
	const struct sp_place *place;
};

static void give_to(struct cursor *c, size_t to, const struct sp_place *place)
{
	give(c->e, c->p, c->from, to, c->place, c->continues);
	c->continues = to > c->from;
	c->from = to;
	c->place = place;
}

static void take_mark(struct cursor *c, struct found *f, const struct sp_place *place)
{
	give_to(c, f->start, place);
	sp_engine_begin_value(c->e, f->mark, f->label, f->groups, place, &c->p->style);
	g_ptr_array_unref(f->groups);
	if (f->mark->take == SP_TAKE_NONE)
		sp_engine_finish_value(c->e);
	c->from = f->after;
	c->continues = false;
}

/* What opens a record ends a value that reaches to its paragraph's end, also where it lacks what it needs. */
static bool opener_at(const struct cursor *c, size_t at)
{
	struct sp_label_hit hit;
	return c->p->text[at] &&
	       sp_labels_at(c->e->ctx, c->e->labels, c->p->text + at, c->p->n - at, 0, NULL, c->e->match, &hit) ==
		   SP_OK &&
	       hit.mark->act == SP_ACT_OPENS;
}

/* "Risultato atteso 2025: …": some label, known or not, where the text shows no other sign of a new line. */
static bool labelled_at(const struct cursor *c, size_t at)
{
	const char *text = c->p->text + at, *colon = memchr(text, ':', c->p->n - at);
	if (!colon || colon - text > SHORT_CHARS || colon[1] != ' ' || !g_unichar_isupper(g_utf8_get_char(text)))
		return false;
	return !memchr(text, '.', (size_t)(colon - text)) && !memchr(text, ',', (size_t)(colon - text));
}

/* A list sign ends a value that reaches to its paragraph's end; "/" is complete as it stands. */
static bool value_ends_before(const struct cursor *c, size_t at)
{
	const struct sp_value *v = &c->e->value;
	if (!v->mark || v->mark->take != SP_TAKE_PARAGRAPH)
		return false;
	struct sp_str given = sp_str_trim((struct sp_str){ c->p->text + c->from, at > c->from ? at - c->from : 0 });
	if (given.n == 0 && v->text->len == 0)
		return false;
	if ((given.n == 1 && strchr("/-", *given.s)) || strcmp(v->text->str, "/") == 0)
		return true;
	gunichar sign = g_utf8_get_char(c->p->text + at);
	if (!c->p->style.known && (opener_at(c, at) || labelled_at(c, at)))
		return true;
	return (sign == '-' || sign == 0x2022 || sign == 0x2013) && *g_utf8_next_char(c->p->text + at) == ' ';
}

static enum sp_status take_labels_within(struct cursor *c, const struct start *line, size_t end)
{
	struct place_of_label where = { c->e, false };
	struct sp_label_judge judge = { judge_label, &where };
	struct sp_label_hit hit;
	const char *text = c->p->text + line->at;
	size_t search = MAX(c->from, line->at) - line->at;
	enum sp_status s;
	while ((s = sp_labels_within(c->e->ctx, c->e->labels, text, end - line->at, search, heading_open(c->e), &judge,
				     c->e->match, &hit)) == SP_OK) {
		struct found f = found_label(c->e, &hit, line->at, &line->place);
		take_mark(c, &f, &line->place);
		search = hit.value;
	}
	return s == SP_END ? SP_OK : s;
}

/* What the line starts with: a label, else a heading; after a lone label stands its value, no heading. */
static enum sp_status find_mark(const struct cursor *c, guint line, size_t end, struct found *found)
{
	struct sp_engine *e = c->e;
	const struct start *s = &g_array_index(c->p->starts, struct start, line);
	struct place_of_label where = { e, s->first };
	struct sp_label_judge judge = { judge_label, &where };
	struct sp_label_hit hit;
	enum sp_status st = sp_labels_at(e->ctx, e->labels, c->p->text + s->at, end - s->at, 0, &judge, e->match, &hit);
	if (st == SP_OK)
		*found = found_label(e, &hit, s->at, &s->place);
	bool awaited = e->value.mark && e->value.text->len == 0 && c->from == s->at;
	return st == SP_END && !awaited ? find_heading(e, c->p, line, end, found) : st;
}

/* Text under a label of a section, which may have headings of its own. */
static bool in_section(const struct sp_engine *e)
{
	const struct sp_mark *m = e->value.mark;
	return m && m->act == SP_ACT_SETS && m->field->form == SP_FORM_SECTIONS;
}

static enum sp_status scan_line(struct cursor *c, guint i)
{
	const struct start *line = &g_array_index(c->p->starts, struct start, i);
	size_t end = i + 1 < c->p->starts->len ? g_array_index(c->p->starts, struct start, i + 1).at : c->p->n;
	if (value_ends_before(c, line->at)) {
		give_to(c, line->at, &line->place);
		sp_engine_finish_value(c->e);
		c->continues = false;
	}
	struct found f;
	enum sp_status s = find_mark(c, i, end, &f);
	if (s == SP_OK && f.mark->quiet && in_section(c->e)) {
		sp_engine_note_context(c->e, f.mark, f.groups, &line->place);
		g_ptr_array_unref(f.groups);
	} else if (s == SP_OK) {
		take_mark(c, &f, &line->place);
	}
	if (s == SP_FAIL || take_labels_within(c, line, end) != SP_OK)
		return SP_FAIL;
	if (c->e->value.mark && c->e->value.mark->take == SP_TAKE_LINE)
		give_to(c, end, &line->place);
	return SP_OK;
}

static enum sp_status scan(struct sp_engine *e, const struct paragraph *p)
{
	struct cursor c = { e, p, 0, false, &p->place };
	for (guint i = 0; i < p->starts->len; i++)
		if (scan_line(&c, i) != SP_OK)
			return SP_FAIL;
	give_to(&c, p->n, &p->place);
	if (e->value.mark && e->value.mark->take == SP_TAKE_PARAGRAPH && e->value.text->len > 0)
		sp_engine_finish_value(e);
	return SP_OK;
}

/* --- notes and lone figures -----------------------------------------------------------------------------------------
 */

/* A note is known from the classifier; one that no mark points to is left over. */
static enum sp_status try_note(struct sp_engine *e, const struct paragraph *p, const char *role,
			       const struct sp_line *line)
{
	bool footnote = role && strcmp(role, "footnote") == 0;
	if (!e->facts->note_line)
		return SP_END;
	struct sp_str head = sp_bound_head((struct sp_str){ p->text, p->n }, SP_BOUND_LINE);
	enum sp_status s = sp_pattern_search(e->ctx, e->facts->note_line, head.s, head.n, 0, e->match);
	if (s == SP_END && footnote) {
		leave_over(e, (struct sp_str){ p->text, p->n }, &p->style, &p->place);
		return SP_OK;
	}
	if (s != SP_OK)
		return s;
	char *mark = sp_str_dup(sp_match_group(e->match, "mark"));
	bool used = sp_classifier_note_used(e->classifier, line->number, mark);
	bool sign = strpbrk(mark, "*#") != NULL;
	g_free(mark);
	if (!used && !footnote && !sign)
		return SP_END;
	if (!used && sp_cell_figured(p->text))
		sp_engine_unparsed(e, p->text, "a note that no mark points to", &p->place);
	return SP_OK;
}

/* Does the text begin as a row of the open table's totals would? */
static bool names_total(const struct sp_engine *e, const char *text)
{
	const GPtrArray *totals = e->mapping->rule->totals;
	struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
	for (guint i = 0; i < totals->len; i++) {
		const struct sp_total_rule *t = totals->pdata[i];
		if (t->when && sp_pattern_search(e->ctx, t->when, head.s, head.n, 0, NULL) == SP_OK)
			return true;
	}
	return false;
}

/* The figures of a line, one part each; "74,2 %" is one. (transfer full) */
static char **figures_of(const char *text)
{
	struct sp_amount a;
	sp_amount_init(&a);
	bool one = sp_amount_parse(&a, text, strlen(text)) == SP_OK;
	sp_amount_clear(&a);
	return g_strsplit(text, " ", one ? 1 : -1);
}

/* "74.000,00", "74.000,00 85.653,00", a total's label and "70%": only figures, under a table whose columns have totals.
 */
static bool take_lone(struct sp_engine *e, const struct paragraph *p)
{
	if (e->below->len == 0)
		return false;
	const char *text = p->text;
	if (names_total(e, text))
		text = strpbrk(text, "0123456789€");
	else if (*text == '0' && g_ascii_isdigit(text[1])) /* the code of a row that fell apart */
		return false;
	char **parts = figures_of(text ? text : "");
	guint n = g_strv_length(parts);
	bool all = n > 0 && n <= e->below->len;
	for (guint i = 0; i < n && all; i++) {
		struct sp_amount a;
		sp_amount_init(&a);
		all = strlen(parts[i]) >= 3 && sp_amount_parse(&a, parts[i], strlen(parts[i])) == SP_OK;
		sp_amount_clear(&a);
	}
	for (guint i = 0; i < n && all; i++) {
		struct sp_lone *l = g_new(struct sp_lone, 1);
		*l = (struct sp_lone){ g_strdup(parts[i]), p->place };
		/* several on a line share its box: their order tells them apart */
		l->place.boxed = l->place.boxed && n == 1;
		g_ptr_array_add(e->lone, l);
	}
	g_strfreev(parts);
	return all;
}

static bool is_furniture(const struct sp_engine *e, const char *role, const char *text)
{
	if (role && (strcmp(role, "header") == 0 || strcmp(role, "footer") == 0))
		return true;
	size_t n = strlen(text);
	for (guint i = 0; n <= SP_BOUND_LINE && i < e->facts->furniture->len; i++)
		if (sp_pattern_search(e->ctx, e->facts->furniture->pdata[i], text, n, 0, NULL) == SP_OK)
			return true;
	return false;
}

/* A label that several pages begin with looks like a running header; no running header is just a label. */
static bool is_label(struct sp_engine *e, const char *text)
{
	struct place_of_label where = { e, true };
	struct sp_label_judge judge = { judge_label, &where };
	struct sp_label_hit hit;
	size_t n = strlen(text);
	return sp_labels_at(e->ctx, e->labels, text, n, 0, &judge, e->match, &hit) == SP_OK && hit.value >= n;
}

enum sp_status sp_engine_text(struct sp_engine *e, const struct sp_line *line)
{
	const char *role = sp_json_str(sp_json_get(line->json, "role"));
	const char *text = sp_json_str(sp_json_get(line->json, "text"));
	if (!text || !*text || (is_furniture(e, role, text) && !is_label(e, text)))
		return SP_OK;
	e->text_since = true;
	int64_t page;
	if (e->kept.record && sp_json_int(sp_json_get(line->json, "page"), &page) && page > e->kept.page + 1)
		sp_engine_close_kept(e);
	g_free(e->caption);
	e->caption = strlen(text) <= SP_BOUND_LINE / 2 ? g_strdup(text) : NULL;
	struct paragraph p = { .text = text, .n = strlen(text), .style = read_style(line->json) };
	sp_place_init(&p.place);
	sp_place_read(&p.place, line->json, 0);
	if (take_lone(e, &p))
		return SP_OK;
	sp_engine_finish_lone(e);
	enum sp_status s = try_note(e, &p, role, line);
	if (s != SP_END)
		return s;
	p.starts = g_array_new(FALSE, FALSE, sizeof(struct start));
	read_starts(&p, line->json);
	s = scan(e, &p);
	g_array_unref(p.starts);
	return s == SP_FAIL ? s : SP_OK;
}

/* --- labels in cells
 * ---------------------------------------------------------------------------------------------------- */

bool sp_engine_label_cell(struct sp_engine *e, const char *text, const char *value, const struct sp_place *place)
{
	struct place_of_label where = { e, true };
	struct sp_label_judge judge = { judge_label, &where };
	struct sp_label_hit hit;
	size_t n = strlen(text);
	if (sp_labels_at(e->ctx, e->labels, text, n, 0, &judge, e->match, &hit) != SP_OK)
		return false;
	struct sp_str behind = sp_str_trim((struct sp_str){ text + hit.value, n - MIN(n, hit.value) });
	if (value && behind.n > 0)
		return false;
	GPtrArray *groups = g_ptr_array_new_with_free_func(sp_given_free);
	if (hit.mark->tail)
		pattern_groups(e, hit.mark, groups, place);
	sp_engine_begin_value(e, hit.mark, hit.label, groups, place, NULL);
	g_ptr_array_unref(groups);
	sp_engine_append_value(e, value ? sp_str(value) : behind, place, false);
	return true;
}
