/*
 * Method. For two lines that follow each other the letters at the end of the first (left), at the beginning
 * of the second (right) and both joined are looked up among the words that the document has elsewhere. A
 * blank that is drawn behind the first line settles the matter. Otherwise geometry says whether there was
 * room for more, and the words say which reading is one of the document's. Where both are silent, what the
 * document usually does decides: see `hyphenated`.
 */
#include "extract/breaks.h"

#include "base/text.h"

struct sp_breaks {
	const struct sp_breaks *document; /* of which this is a page; or NULL */
	GHashTable *words;                /* in small letters */
	bool hyphenated;
};

/* --- learning ------------------------------------------------------------------------------------------ */

static bool is_hyphen(gunichar c)
{
	return c == '-' || c == 0x2010;
}

static const char *next_run(const char *s, const char **end)
{
	while (*s && !g_unichar_isalpha(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	for (*end = s; **end && g_unichar_isalpha(g_utf8_get_char(*end));)
		*end = g_utf8_next_char(*end);
	return s;
}

/* The runs of letters in it, and compounds: "dell'ambiente" gives "dell", "ambiente"; "socio-economico" itself as well.
 */
static void add_word(GHashTable *words, const char *text)
{
	const char *end, *before = NULL;
	for (const char *run = next_run(text, &end); *run; run = next_run(end, &end)) {
		g_hash_table_add(words, g_utf8_strdown(run, end - run));
		if (before && run[-1] == '-')
			g_hash_table_add(words, g_utf8_strdown(before, end - before));
		before = run;
	}
}

static bool stand_beside(const struct sp_word *a, const struct sp_word *b)
{
	const double close = 0.6; /* em: more may part columns */
	double low = MIN(sp_box_height(&a->box), sp_box_height(&b->box)), gap = b->box.x0 - a->box.x1;
	return a->turn == 0 && b->turn == 0 && gap > 0 && gap < close * MIN(a->size, b->size) &&
	       sp_overlap(a->box.y0, a->box.y1, b->box.y0, b->box.y1) > 0.5 * low;
}

static bool begins_small(const struct sp_word *w)
{
	return g_unichar_islower(g_utf8_get_char(w->text));
}

/* In the middle of a sentence: what stands beside other words in the heads of narrow columns may be a part of one. */
static void learn_word(GHashTable *words, const struct sp_word *before, const struct sp_word *w,
		       const struct sp_word *after)
{
	if (begins_small(before) && begins_small(after) && stand_beside(before, w) && stand_beside(w, after))
		add_word(words, w->text);
}

static GHashTable *words_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void learn_line(GHashTable *words, const GPtrArray *line)
{
	for (guint i = 1; i + 1 < line->len; i++) {
		const struct sp_word *const *w = (const struct sp_word *const *)line->pdata + i;
		learn_word(words, w[-1], w[0], w[1]);
	}
}

static bool ends_in_hyphen(const struct sp_text_line *line)
{
	const struct sp_word *w = g_ptr_array_index(line->words, line->words->len - 1);
	size_t n = strlen(w->text);
	return g_str_has_suffix(w->text, "\u00ad") ||
	       (n > 2 && w->text[n - 1] == '-' && g_ascii_islower(w->text[n - 2]));
}

/*
 * A typesetter that hyphenates does so on every tenth line or so; without one, a line ends at a
 * compound's own hyphen once in hundreds.
 */
struct sp_breaks *sp_breaks_learn(GPtrArray *const *lines, int n)
{
	struct sp_breaks *b = g_new0(struct sp_breaks, 1);
	unsigned all = 0, hyphens = 0;
	b->words = words_new();
	for (int k = 0; k < n; k++)
		for (guint i = 0; lines[k] && i < lines[k]->len; i++) {
			const struct sp_text_line *line = g_ptr_array_index(lines[k], i);
			all++;
			hyphens += ends_in_hyphen(line);
			learn_line(b->words, line->words);
		}
	b->hyphenated = hyphens >= 3 && hyphens * 50 >= all;
	return b;
}

struct sp_breaks *sp_breaks_of_page(const struct sp_breaks *document, const struct sp_page *page)
{
	struct sp_breaks *b = g_new0(struct sp_breaks, 1);
	b->document = document;
	b->hyphenated = sp_breaks_hyphenated(document);
	b->words = words_new();
	for (guint i = 1; i + 1 < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		learn_word(b->words, w - 1, w, w + 1);
	}
	return b;
}

void sp_breaks_free(struct sp_breaks *b)
{
	if (!b)
		return;
	g_hash_table_destroy(b->words);
	g_free(b);
}

bool sp_breaks_hyphenated(const struct sp_breaks *b)
{
	return b && b->hyphenated;
}

/* The words that every Italian text has, however short. */
static bool is_particle(const char *word)
{
	static const char *const particles[] = {
		"a",   "ad",    "agli",  "ai",    "al",  "alla",  "alle",  "allo",  "che",   "con",   "da",    "dai",
		"dal", "dalla", "dalle", "degli", "dei", "del",   "della", "delle", "dello", "di",    "e",     "ed",
		"gli", "i",     "il",    "in",    "la",  "le",    "lo",    "nei",   "nel",   "nella", "nelle", "non",
		"o",   "per",   "su",    "sui",   "sul", "sulla", "sulle", "tra",   "un",    "una",   "uno",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(particles); i++)
		if (strcmp(word, particles[i]) == 0)
			return true;
	return false;
}

static bool is_known(const struct sp_breaks *b, const char *word)
{
	return b && (g_hash_table_contains(b->words, word) || is_known(b->document, word));
}

/* --- the two ends of a break ----------------------------------------------------------------------------- */

/* What a break is judged by. */
struct seam {
	gunichar last, first;          /* the characters on both sides; of a hyphen, the one before it */
	bool hyphen, blank;            /* the line ends in a hyphen; the PDF has a blank there */
	bool titled;                   /* the next line begins with a capital and small letters */
	bool holds;                    /* the line ends in what no blank follows: "(", "dell'" */
	glong letters;                 /* of the left part */
	bool left, right, joined, own; /* known words: the parts, the parts as one, the parts with the hyphen */
	bool particle;                 /* the left part is one */
};

static const struct sp_word *last_word(const struct sp_text_line *line)
{
	return g_ptr_array_index(line->words, line->words->len - 1);
}

static const struct sp_word *first_word(const struct sp_text_line *line)
{
	return g_ptr_array_index(line->words, 0);
}

static gunichar char_before(const char *start, const char *end)
{
	const char *last = g_utf8_find_prev_char(start, end);
	return last ? g_utf8_get_char(last) : 0;
}

static bool is_vowel(gunichar c)
{
	return g_utf8_strchr("aeiouàèéìíòóùú", -1, g_unichar_tolower(c)) != NULL;
}

static void look_up(struct seam *s, const struct sp_breaks *b, const char *left, const char *left_end,
		    const char *right)
{
	const char *from = left_end, *to = right;
	while (from > left && g_unichar_isalpha(char_before(left, from)))
		from = g_utf8_find_prev_char(left, from);
	while (*to && g_unichar_isalpha(g_utf8_get_char(to)))
		to = g_utf8_next_char(to);
	char *l = g_utf8_strdown(from, left_end - from), *r = g_utf8_strdown(right, to - right);
	char *joined = g_strconcat(l, r, NULL), *own = g_strconcat(l, "-", r, NULL);
	s->letters = g_utf8_strlen(l, -1);
	s->particle = is_particle(l);
	s->left = s->particle || is_known(b, l);
	s->right = is_known(b, r);
	s->joined = is_known(b, joined);
	s->own = is_known(b, own);
	g_free(l);
	g_free(r);
	g_free(joined);
	g_free(own);
}

/* Opening brackets and quotes; elisions, whose apostrophe stands behind a consonant (and not "citta'"). */
static bool holds_on(const char *start, const char *end)
{
	static const gunichar opening[] = { '(', '[', 0xAB, 0x201C };
	gunichar last = char_before(start, end);
	for (size_t i = 0; i < G_N_ELEMENTS(opening); i++)
		if (last == opening[i])
			return true;
	if (last != '\'' && last != 0x2019)
		return false;
	gunichar before = char_before(start, g_utf8_find_prev_char(start, end));
	return g_unichar_isalpha(before) && !is_vowel(before);
}

static struct seam seam_of(const struct sp_breaks *b, const struct sp_text_line *line, const struct sp_text_line *next)
{
	const struct sp_word *w = last_word(line);
	const char *end = w->text + strlen(w->text), *right = first_word(next)->text;
	struct seam s = { .last = char_before(w->text, end), .first = g_utf8_get_char(right), .blank = w->blank_after };
	s.holds = holds_on(w->text, end);
	s.titled = g_unichar_isupper(s.first) && g_unichar_islower(g_utf8_get_char(g_utf8_next_char(right)));
	if (is_hyphen(s.last)) {
		s.hyphen = true;
		end = g_utf8_find_prev_char(w->text, end);
		s.last = char_before(w->text, end);
	}
	if (!s.blank && g_unichar_isalpha(s.last) && g_unichar_isalpha(s.first))
		look_up(&s, b, w->text, end, right);
	return s;
}

/* Italian words end in vowels; but for a few short ones, what ends otherwise is not the end of a word. */
static bool ends_as_no_word(const struct seam *s)
{
	const glong shortest = 4; /* "del", "per", "con" */
	return s->letters >= shortest && !s->left && !is_vowel(s->last);
}

/* --- words without a hyphen ------------------------------------------------------------------------------- */

/* How much of the room the line takes, and how much it has, along its own direction. */
static double length_of(const struct sp_text_line *line, const struct sp_box *box)
{
	return line->turn % 2 == 0 ? sp_box_width(box) : sp_box_height(box);
}

static double letter_width(const struct sp_text_line *line, const struct sp_word *w)
{
	return length_of(line, &w->box) / (double)g_utf8_strlen(w->text, -1);
}

/* No room for one letter more of the next line. */
static bool is_full(const struct sp_text_line *line, const struct sp_text_line *next, const struct sp_room *room)
{
	if (!room)
		return false;
	double letter = letter_width(next, first_word(next));
	if (g_unichar_isdigit(
		g_utf8_get_char(first_word(next)->text))) /* a comma among the digits narrows their average */
		letter = MAX(letter, letter_width(line, last_word(line)));
	return length_of(line, &line->box) + letter > length_of(line, &room->box);
}

/* Of a letter in a usual face, in em: enough to tell whether just this one had room. */
static double width_of(gunichar c)
{
	if (c < 128 && strchr("ijltfrI.,;:'()[]/-", (int)c))
		return 0.32;
	if (c < 128 && strchr("mwMW%@", (int)c))
		return 0.86;
	return g_unichar_isupper(c) ? 0.72 : 0.57;
}

/* The same, to the letter: `rim` is what the edges of cells are known too inexactly for. */
static bool is_full_for(const struct sp_text_line *line, const struct sp_text_line *next, const struct sp_room *room)
{
	const double rim = 0.07, bolder = 1.07; /* em; times */
	double letter = width_of(g_utf8_get_char(first_word(next)->text)) * (next->bold ? bolder : 1);
	return length_of(line, &line->box) + (letter + rim) * next->size > length_of(line, &room->box);
}

void sp_room_count(const struct sp_room *room, const GPtrArray *lines, guint *full, guint *all)
{
	for (guint i = 1; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i - 1);
		if (line->words->len == 1)
			continue;
		*full += is_full_for(line, g_ptr_array_index(lines, i), room);
		*all += 1;
	}
}

/* Has a line room for both parts? */
static bool fits_whole(const struct sp_text_line *line, const struct sp_text_line *next, const struct sp_room *room)
{
	return length_of(line, &last_word(line)->box) + length_of(next, &first_word(next)->box) <=
	       length_of(line, &room->box);
}

/* For (1) or against (-1) a word that goes on, by the words of the document and of the language. */
static int evidence(const struct seam *s)
{
	if (s->joined && !(s->left && s->right))
		return 1;
	if (s->left && s->right && !s->joined)
		return -1;
	return ends_as_no_word(s) ? 1 : 0;
}

/* The same where words are broken at any letter: only what looks like two words is two words. */
static bool is_cut_anywhere(const struct seam *s)
{
	const glong word = 5; /* letters: a known word as long is rarely the beginning of another */
	if (s->holds)
		return g_unichar_isalnum(s->first);
	if (g_unichar_isdigit(s->first))
		return g_unichar_isdigit(s->last) || strchr(".,/", (int)MIN(s->last, 127)) != NULL;
	if (strchr(".,;:)/%", (int)MIN(s->first, 127)))
		return true;
	if (!g_unichar_isalpha(s->last) || !g_unichar_isalpha(s->first) ||
	    (g_unichar_islower(s->last) && g_unichar_isupper(s->first)))
		return false;
	return s->joined || !(s->left && (s->right || (s->particle && s->letters > 1) || s->letters >= word));
}

/*
 * Was the last word of this line cut by the edge of its cell? The line has no room for one letter more
 * and the next one goes on in kind. A word processor breaks a word only where it fills its line alone;
 * in a cell where that has happened (`breaking`), other full lines may end in a part of a word as well.
 * Where nobody knows the room, only a part that is no word, and becomes one, will do. What no line begins
 * with, a point or comma, belongs to the line before in any case.
 */
static bool is_broken(const struct seam *s, const struct sp_text_line *line, const struct sp_text_line *next,
		      const struct sp_room *room, bool breaking)
{
	if (line->turn != next->turn || s->blank || s->hyphen)
		return false;
	bool full = is_full(line, next, room), alone = line->words->len == 1 || breaking;
	if (room && room->anywhere && is_full_for(line, next, room))
		return is_cut_anywhere(s);
	if (room && g_unichar_isalnum(s->last) && (s->first == '.' || s->first == ',' || s->first == ';') &&
	    *g_utf8_next_char(first_word(next)->text) == '\0')
		return alone;
	if ((g_unichar_isdigit(s->last) || s->last == ',' || s->last == '.') && g_unichar_isdigit(s->first))
		return full && alone;
	if (!g_unichar_isalpha(s->last) || !g_unichar_isalpha(s->first))
		return false;
	int by_words = evidence(s);
	if (g_unichar_isupper(s->first))
		return full && g_unichar_isupper(s->last) && s->joined && !s->left;
	if (s->joined && !s->left && !s->right && (!room || !fits_whole(line, next, room)))
		return true;
	return full && by_words >= 0 && (alone || s->joined);
}

/* --- hyphens ------------------------------------------------------------------------------------------------ */

enum ending { DROPPED, KEPT, KEPT_BEFORE_BLANK };

/* Has the text a dash that opens ("i cittadini -associati e non") and was not closed? */
static bool dash_is_open(const char *text)
{
	bool open = false;
	for (const char *p = text; *p; p++) {
		bool before = p > text && p[-1] != ' ', after = p[1] != ' ' && p[1] != '\0';
		if (*p == '-' && before != after)
			open = after;
	}
	return open;
}

/* `text` ends before the hyphen. */
static enum ending ending_of(const struct seam *s, bool hyphenated, const char *text)
{
	bool letters = g_unichar_islower(s->last) && g_unichar_islower(s->first);
	bool sign = g_unichar_type(s->first) == G_UNICODE_CURRENCY_SYMBOL; /* "-€ 2.770" */
	if (s->blank)
		return KEPT_BEFORE_BLANK;
	if (sign)
		return KEPT;
	/* "POLITICHE SOCIALI- Missione 12": no compound is half in capitals, but for acronyms */
	const glong acronym = 5;
	if (s->titled && g_unichar_isupper(s->last) && s->letters > acronym)
		return KEPT_BEFORE_BLANK;
	if (!letters)
		return g_unichar_isalnum(s->last) && g_unichar_isalnum(s->first) ? KEPT : KEPT_BEFORE_BLANK;
	if (s->joined && !(s->own && s->left))
		return DROPPED;
	if (s->own)
		return KEPT;
	if (s->left && dash_is_open(text))
		return KEPT_BEFORE_BLANK;
	/* economico-finanziario, socio-assistenziale */
	bool compound = s->last == 'o' && s->letters > 4 && s->left && s->right;
	return hyphenated && !compound ? DROPPED : KEPT;
}

/* --- joining -------------------------------------------------------------------------------------------------- */

/* A line that had room for the next word is the end of a paragraph: its hyphen joins nothing. */
static bool ends_early(const struct sp_text_line *line, const struct sp_text_line *next, const struct sp_room *room)
{
	return room && length_of(line, &room->box) >
			   length_of(line, &line->box) + length_of(line, &first_word(next)->box) + 0.3 * line->size;
}

static void join_at_hyphen(GString *text, const char *next, const struct seam *s, bool hyphenated)
{
	const char *hyphen = g_utf8_find_prev_char(text->str, text->str + text->len);
	char *before = g_strndup(text->str, (gsize)(hyphen - text->str));
	enum ending ending = ending_of(s, hyphenated, before);
	if (ending == DROPPED)
		g_string_assign(text, before);
	else if (ending == KEPT_BEFORE_BLANK)
		g_string_append_c(text, ' ');
	g_string_append(text, next);
	g_free(before);
}

char *sp_lines_text(const GPtrArray *lines, const struct sp_breaks *b, const struct sp_room *room)
{
	GString *text = g_string_new(NULL);
	bool breaking = false;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		const struct sp_text_line *before = i > 0 ? g_ptr_array_index(lines, i - 1) : NULL;
		char *next = sp_text_line_text(line);
		struct seam seam = before ? seam_of(b, before, line) : (struct seam){ 0 };
		bool broken = before && is_broken(&seam, before, line, room, breaking);
		breaking = breaking || broken;
		if (!before || broken)
			g_string_append(text, next);
		else if (ends_early(before, line, room))
			g_string_append_printf(text, " %s", next);
		else if (seam.hyphen)
			join_at_hyphen(text, next, &seam, sp_breaks_hyphenated(b));
		else
			sp_text_join(text, next, false);
		g_free(next);
	}
	if (g_str_has_suffix(text->str, "\u00ad"))
		g_string_truncate(text, text->len - strlen("\u00ad"));
	return g_string_free(text, FALSE);
}

bool sp_breaks_goes_on(const struct sp_breaks *b, const struct sp_text_line *line, const struct sp_text_line *next,
		       const struct sp_room *room)
{
	struct seam seam = seam_of(b, line, next);
	return seam.hyphen || is_broken(&seam, line, next, room, false);
}
