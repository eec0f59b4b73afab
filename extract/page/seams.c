/*
 * Method. For two lines that follow each other each reading of the seam gets a cost in hundredths of a bit, and the
 * cheapest is taken. A reading costs what its words cost (the cheaper of what the document's counts and the model of
 * letters say; see word_cost) and what its layout costs: that a word be cut where there was room for more is dear, that
 * it be cut where the line is full and other words of the table are is not. Where an end is no letter, words say
 * nothing, and the layout decides alone. One thing is no matter of cost: see `parted`.
 *
 * NEEDSWORK: the costs of layouts were set by hand on 150 typeset documents of known text, not learned: each is meant to
 * be about the logarithm of how much rarer the one reading is than the other in such a place.
 */
#include "extract/page/seams.h"

#include <stdint.h>
#include <string.h>

struct sp_seams {
	const struct sp_seams *document; /* of which this is a page; or NULL */
	struct sp_letters *letters;      /* owned by the document */
	GHashTable *words;               /* in small letters → how often, GUINT_TO_POINTER */
	guint n_words;                   /* all of them */
	guint n_lines;                   /* of the sample */
	bool hyphenated;                 /* its lines end in the middle of words, at hyphens */
};

/* --- learning ------------------------------------------------------------------------------------------ */

static bool is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019;
}

static gunichar char_before(const char *start, const char *end)
{
	const char *last = end > start ? g_utf8_find_prev_char(start, end) : NULL;
	return last ? g_utf8_get_char(last) : 0;
}

/* Letters, and the apostrophe of an elision behind them. */
static const char *end_of_run(const char *s)
{
	const char *start = s;
	while (g_unichar_isalpha(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	bool elided = s > start && is_apostrophe(g_utf8_get_char(s)) &&
		      g_unichar_isalpha(g_utf8_get_char(g_utf8_next_char(s)));
	return elided ? g_utf8_next_char(s) : s;
}

static const char *next_run(const char *s, const char **end)
{
	while (*s && !g_unichar_isalpha(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	*end = end_of_run(s);
	return s;
}

/* In small letters; an apostrophe that stands for an accent is one ("citta'"). */
static char *small(const char *from, const char *to)
{
	static const char *const accented[] = { "a", "à", "e", "é", "i", "ì", "o", "ò", "u", "ù" };
	GString *word = g_string_new(NULL);
	for (const char *s = from; s < to; s = g_utf8_next_char(s))
		if ((signed char)*s > 0)
			g_string_append_c(word, g_ascii_tolower(*s));
		else
			g_string_append_unichar(word, g_unichar_tolower(g_utf8_get_char(s)));
	for (size_t i = 0; i < G_N_ELEMENTS(accented) && is_apostrophe(g_utf8_get_char(to)); i += 2)
		if (word->len > 1 && g_str_has_suffix(word->str, accented[i])) {
			g_string_append(g_string_truncate(word, word->len - 1), accented[i + 1]);
			break;
		}
	return g_string_free(word, FALSE);
}

static void count_word(struct sp_seams *s, const char *from, const char *to)
{
	char *word = small(from, to);
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(s->words, word));
	g_hash_table_replace(s->words, word, GUINT_TO_POINTER(n + 1));
	s->n_words++;
}

/* The runs of letters in it, and compounds: "dell'ambiente" gives "dell'", "ambiente"; "socio-economico" itself too. */
static void count_words(struct sp_seams *s, const char *text)
{
	const char *end, *before = NULL;
	for (const char *run = next_run(text, &end); *run; run = next_run(end, &end)) {
		count_word(s, run, end);
		if (before && run[-1] == '-')
			count_word(s, before, end);
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
static void learn_word(struct sp_seams *s, const struct sp_word *before, const struct sp_word *w,
		       const struct sp_word *after)
{
	if (begins_small(before) && begins_small(after) && stand_beside(before, w) && stand_beside(w, after))
		count_words(s, w->text);
}

static struct sp_seams *seams_new(const struct sp_seams *document)
{
	struct sp_seams *s = g_new0(struct sp_seams, 1);
	s->document = document;
	s->letters = document ? document->letters : sp_letters_new();
	s->hyphenated = document && document->hyphenated;
	s->n_lines = document ? document->n_lines : 0;
	s->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return s;
}

static const struct sp_word *last_word(const struct sp_text_line *line)
{
	return g_ptr_array_index(line->words, line->words->len - 1);
}

static const struct sp_word *first_word(const struct sp_text_line *line)
{
	return g_ptr_array_index(line->words, 0);
}

struct sp_seams *sp_seams_of_page(const struct sp_seams *document, const struct sp_page *page)
{
	if (!document)
		return NULL;
	struct sp_seams *s = seams_new(document);
	for (guint i = 1; i + 1 < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		learn_word(s, w - 1, w, w + 1);
	}
	return s;
}

const struct sp_letters *sp_seams_letters(const struct sp_seams *s)
{
	return s->letters;
}

void sp_seams_free(struct sp_seams *s)
{
	if (!s)
		return;
	if (!s->document)
		sp_letters_free(s->letters);
	g_hash_table_destroy(s->words);
	g_free(s);
}

/* --- what words cost -------------------------------------------------------------------------------------- */

enum { BIT = 100, NEVER = 1000 * BIT }; /* costs are hundredths of a bit */

/* Of n > 0. */
static long log_of(guint n)
{
	uint64_t x = n;
	long whole = 0;
	for (; x >= 2; x /= 2)
		whole++;
	x = ((uint64_t)n << 30) >> whole; /* 1 ≤ x < 2, thirty places */
	long parts = 0;                   /* of 128 */
	for (int i = 0; i < 7; i++) {
		x = x * x >> 30;
		parts = parts * 2 + (x >= (uint64_t)2 << 30);
		x >>= x >= (uint64_t)2 << 30;
	}
	return whole * BIT + parts * BIT / 128;
}

static guint times_seen(const struct sp_seams *s, const char *word)
{
	return s ? GPOINTER_TO_UINT(g_hash_table_lookup(s->words, word)) + times_seen(s->document, word) : 0;
}

static guint words_seen(const struct sp_seams *s)
{
	return s ? s->n_words + words_seen(s->document) : 0;
}

/*
 * What a word of small letters costs: drawn from the document's words, or spelled. Words seen nowhere share in
 * the document as if UNSEEN more stood in it. Acronyms and names that are no Italian are spelled at an even price,
 * the same for a word as for its `parts`: about them the model is silent.
 */
static long word_cost(const struct sp_seams *s, const char *word, long parts, bool ends)
{
	const guint UNSEEN = 200;
	const long acronym = 8 * BIT, even = 5 * BIT;
	size_t n = strlen(word);
	guint seen = times_seen(s, word), all = words_seen(s) + UNSEEN;
	long spelled = ends ? sp_letters_word(s->letters, word, n) : sp_letters_beginning(s->letters, word, n);
	spelled = MIN(spelled, parts * acronym + even * g_utf8_strlen(word, -1));
	if (ends) /* of a part that goes on nobody knows whether it was seen */
		spelled += log_of(all) - log_of(UNSEEN);
	return seen > 0 ? MIN(spelled, log_of(all) - log_of(seen)) : spelled;
}

/* --- learning how lines end -------------------------------------------------------------------------------- */

/* Surely a typesetter's hyphen: the letters make one word far rather than two. */
static bool is_hyphenated(const struct sp_seams *s, const struct sp_text_line *line, const struct sp_text_line *next)
{
	const long sure = 12 * BIT;
	const char *text = last_word(line)->text, *end = text + strlen(text), *right = first_word(next)->text;
	const char *hyphen = g_utf8_find_prev_char(text, end), *right_end = end_of_run(right), *left = hyphen;
	if (!hyphen || hyphen == text || right_end == right)
		return false;
	gunichar c = g_utf8_get_char(hyphen);
	while (left > text && g_unichar_isalpha(char_before(text, left)))
		left = g_utf8_find_prev_char(text, left);
	if ((c != '-' && c != 0x2010 && c != 0xAD) || left == hyphen)
		return false;
	char *one = g_strdup_printf("%.*s%.*s", (int)(hyphen - left), left, (int)(right_end - right), right);
	bool hyphenated = sp_letters_word(s->letters, one, strlen(one)) + sure <
			  sp_letters_word(s->letters, left, (size_t)(hyphen - left)) +
			      sp_letters_word(s->letters, right, (size_t)(right_end - right));
	g_free(one);
	return hyphenated;
}

struct sp_seams *sp_seams_learn(GPtrArray *const *lines, int n)
{
	struct sp_seams *s = seams_new(NULL);
	for (int k = 0; k < n; k++)
		for (guint i = 0; lines[k] && i < lines[k]->len; i++) {
			const struct sp_text_line *line = g_ptr_array_index(lines[k], i);
			const struct sp_word *const *w = (const struct sp_word *const *)line->words->pdata;
			s->n_lines++;
			for (guint j = 1; j + 1 < line->words->len; j++)
				learn_word(s, w[j - 1], w[j], w[j + 1]);
			if (i + 1 < lines[k]->len && !s->hyphenated)
				s->hyphenated = is_hyphenated(s, line, g_ptr_array_index(lines[k], i + 1));
		}
	return s;
}

/* --- the two ends ------------------------------------------------------------------------------------------- */

enum seam_kind {
	TWO_WORDS, /* a blank between the lines */
	ONE_WORD,  /* nothing between them; a hyphen at the end was the typesetter's */
	COMPOUND,  /* the hyphen is the word's own */
	DASH,      /* the hyphen stands before a blank */
	N_READINGS
};

/* What a seam is judged by; texts are borrowed. */
struct seam {
	const char *text, *end;       /* the text so far, without a hyphen at its end */
	const char *next;             /* the next line's */
	const char *left, *right;     /* the letters that meet: from `left` to `end`, from `next` to `right` */
	gunichar last, first, hyphen; /* the characters that meet; the hyphen between them or 0 */
	bool open;                    /* the next line is one word that may go on in the one after it */
};

/* A dash is one between figures only: "2026–2028". */
static bool is_hyphen(gunichar c, gunichar before)
{
	return c == '-' || c == 0x2010 || c == 0xAD || (c == 0x2013 && g_unichar_isdigit(before));
}

static struct seam seam_of(const char *text, const char *next, bool open)
{
	struct seam m = { .text = text, .end = text + strlen(text), .next = next, .open = open };
	m.last = char_before(text, m.end);
	m.first = g_utf8_get_char(next);
	const char *before = g_utf8_find_prev_char(text, m.end);
	gunichar c = before ? char_before(text, before) : 0;
	if (is_hyphen(m.last, c) && c != 0 && c != ' ') {
		m.hyphen = m.last;
		m.last = c;
		m.end = before;
	}
	for (m.left = m.end; g_unichar_isalpha(char_before(text, m.left));)
		m.left = g_utf8_find_prev_char(text, m.left);
	m.right = end_of_run(next);
	return m;
}

static bool letters_meet(const struct seam *m)
{
	return m->left < m->end && m->right > m->next;
}

static bool is_vowel(gunichar c)
{
	return g_utf8_strchr("aeiouàèéìíòóùú", -1, g_unichar_tolower(c)) != NULL;
}

/* "(" and "dell'": no blank follows. An apostrophe behind a vowel is an accent ("citta'"). */
static bool holds_on(const struct seam *m)
{
	gunichar before = char_before(m->text, g_utf8_find_prev_char(m->text, m->end));
	if (m->last == '(' || m->last == '[' || m->last == 0xAB || m->last == 0x201C)
		return true;
	return is_apostrophe(m->last) && g_unichar_isalpha(before) && !is_vowel(before) && g_unichar_isalpha(m->first);
}

static bool is_currency(gunichar c)
{
	return g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
}

/* Nothing begins with it. */
static bool closes(gunichar c)
{
	return c < 128 && strchr(".,;:)]", (int)c) != NULL;
}

/* Has the text a dash that opens ("i cittadini -associati e non") and was not closed? */
static bool dash_is_open(const struct seam *m)
{
	bool open = false;
	for (const char *p = m->text; p < m->end; p++) {
		bool before = p > m->text && p[-1] != ' ', after = p + 1 < m->end && p[1] != ' ';
		if (*p == '-' && before != after)
			open = after;
	}
	return open;
}

/* --- figures ------------------------------------------------------------------------------------------------ */

/* From `s`: digits, points and commas. */
static size_t figure_length(const char *s)
{
	return strspn(s, "0123456789.,");
}

/*
 * A figure that lacks nothing: "1.234,50", "12,5", "2026", "01.02", "31.12.2026". Behind a point that parts
 * thousands all groups have three digits: "1.234.5" lacks some; an amount of thousands has no decimal or two.
 */
static bool is_whole_figure(const char *s, size_t n)
{
	unsigned group = 0, digits = 0, last = 0, points = 0, commas = 0, thousands = 0, decimals = 0;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && g_ascii_isdigit(s[i])) {
			group++;
			digits++;
			continue;
		}
		if (group == 0)
			return false;
		thousands += points > 0 && commas == 0 && group == 3;
		decimals += points > 0 && commas == 0 && group != 3;
		if (i < n && s[i] == '.' && commas > 0)
			return false;
		points += i < n && s[i] == '.';
		commas += i < n && s[i] == ',';
		last = group;
		group = 0;
	}
	if (commas == 1 && last == 1 && digits > 4)
		return false;
	return commas <= 1 && (thousands == 0 || decimals == 0 || (points == 2 && commas == 0 && thousands == 0)) &&
	       !(commas == 1 && decimals > 0);
}

/* The word that the text ends with, up to the last blank. */
static const char *token_before(const struct seam *m)
{
	const char *start = m->end;
	while (start > m->text && start[-1] != ' ')
		start--;
	return start;
}

/* Letters and digits at both ends and a digit among them: a figure, year or code that needs no other part. */
static bool is_whole(const char *s, size_t n)
{
	bool digit = false;
	for (size_t i = 0; i < n; i++)
		digit = digit || g_ascii_isdigit(s[i]);
	if (figure_length(s) >= n)
		return is_whole_figure(s, n);
	return digit && g_unichar_isalnum(char_before(s, s + n)) && g_unichar_isalnum(g_utf8_get_char(s));
}

/* Never one: two figures, years or codes that are whole, with no hyphen between them. */
static bool parted(const struct seam *m)
{
	const char *left = token_before(m);
	return m->hyphen == 0 && is_whole(left, (size_t)(m->end - left)) && is_whole(m->next, strcspn(m->next, " "));
}

/* Do the ends make one figure that neither is? */
static bool completes_figure(const struct seam *m)
{
	const char *left = token_before(m);
	size_t n = (size_t)(m->end - left), right = strcspn(m->next, " ");
	if (n == 0 || figure_length(left) < n || figure_length(m->next) < right || strcspn(left, "123456789") >= n)
		return false;
	char *joined = g_strdup_printf("%.*s%.*s", (int)n, left, (int)right, m->next);
	bool whole = is_whole_figure(joined, n + right) && strpbrk(joined, ",.") &&
		     !(is_whole_figure(left, n) && is_whole_figure(m->next, right));
	g_free(joined);
	return whole;
}

/* --- the room that a line had ------------------------------------------------------------------------------- */

/* How much of the room the line takes, and how much it has, along its own direction. */
static double length_of(const struct sp_text_line *line, const struct sp_box *box)
{
	return line->turn % 2 == 0 ? sp_box_width(box) : sp_box_height(box);
}

/* Of a letter in a usual face, in em. */
static double usual_width(gunichar c)
{
	if (c < 128 && strchr("ijltfrI.,;:'()[]/-", (int)c))
		return 0.32;
	if (c < 128 && strchr("mwMW%@", (int)c))
		return 0.86;
	return g_unichar_isupper(c) ? 0.72 : 0.57;
}

/* Of the first letter, in its face: the word's width, shared out as usual faces do. */
static double first_width(const struct sp_text_line *line)
{
	const struct sp_word *w = first_word(line);
	double all = 0;
	for (const char *s = w->text; *s; s = g_utf8_next_char(s))
		all += usual_width(g_utf8_get_char(s));
	return length_of(line, &w->box) * usual_width(g_utf8_get_char(w->text)) / all;
}

enum fullness { UNKNOWN, FULL, NEARLY, ROOMY };

/* Has the line room for the next one's first letter? The edges of cells are known to `rim` em. */
static enum fullness fullness_of(const struct sp_text_line *line, const struct sp_text_line *next,
				 const struct sp_room *room)
{
	const double rim = 0.07, near = 0.6;
	if (!room)
		return UNKNOWN;
	double left = (length_of(line, &room->box) - length_of(line, &line->box) - first_width(next)) / next->size;
	return left < rim ? FULL : left < near ? NEARLY : ROOMY;
}

void sp_room_count(const struct sp_room *room, const GPtrArray *lines, guint *full, guint *all)
{
	for (guint i = 1; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i - 1);
		if (line->words->len == 1)
			continue;
		*full += fullness_of(line, g_ptr_array_index(lines, i), room) == FULL;
		*all += 1;
	}
}

/* A line that had room for the next word is the end of a paragraph. */
static bool ends_early(const struct sp_text_line *line, const struct sp_text_line *next, const struct sp_room *room)
{
	return room && length_of(line, &room->box) >
			   length_of(line, &line->box) + length_of(line, &first_word(next)->box) + 0.3 * line->size;
}

/* Has a line room for both parts? */
static bool fits_whole(const struct sp_text_line *line, const struct sp_text_line *next, const struct sp_room *room)
{
	return room && length_of(line, &last_word(line)->box) + length_of(next, &first_word(next)->box) <=
			   length_of(line, &room->box);
}

/* --- the decision ------------------------------------------------------------------------------------------- */

struct line_end {
	enum fullness fullness;
	bool blank;      /* one is drawn behind the line */
	bool alone;      /* the line is one word */
	bool cut_before; /* another word of the cell was cut */
	bool anywhere;   /* words are broken at any letter */
	bool fits;       /* a line has room for both parts */
	bool early;      /* the line had room for the next word */
	bool turned;     /* the lines run in different directions */
};

/* What the layout charges for a word that is cut without a hyphen. */
static long cost_of_cut(const struct line_end *p)
{
	if (p->blank || p->turned)
		return 40 * BIT;
	if (p->fullness == UNKNOWN)
		return (p->alone ? 12 : 16) * BIT;
	if (p->fullness == ROOMY)
		return 40 * BIT;
	long inside = p->anywhere ? 3 * BIT : p->alone ? 2 * BIT : p->cut_before ? 6 * BIT : 12 * BIT;
	return inside + (p->fullness == NEARLY ? 8 * BIT : 0) + (p->fits && !p->anywhere ? 6 * BIT : 0);
}

/* No word goes from small letters to a capital, few from capitals to small ones. */
static long cost_of_case(const struct seam *m)
{
	bool capitals = g_unichar_isupper(m->last), follow = g_unichar_isupper(m->first);
	const char *before = g_utf8_find_prev_char(m->text, m->end), *second = g_utf8_next_char(m->next);
	if (capitals == follow && !(follow && g_unichar_islower(g_utf8_get_char(second))))
		return 0;
	if (capitals && !follow)
		return g_unichar_isupper(char_before(m->text, before)) ? 12 * BIT : 0;
	return 30 * BIT;
}

/* What the words of each reading cost, where letters meet. */
static void add_words(const struct sp_seams *s, const struct seam *m, long *cost)
{
	const long composed = 11 * BIT;
	char *left = small(m->left, m->end), *right = small(m->next, m->right);
	char *one = g_strconcat(left, right, NULL), *own = g_strconcat(left, "-", right, NULL);
	bool ends = !(m->open && *m->right == '\0');
	long two = word_cost(s, left, 1, true) + word_cost(s, right, 1, ends);
	guint compounds = times_seen(s, own);
	cost[TWO_WORDS] += two;
	cost[ONE_WORD] += word_cost(s, one, 2, ends);
	if (m->hyphen) /* "crono-/programma": the model knows few composed words */
		cost[ONE_WORD] = MIN(cost[ONE_WORD],
				     word_cost(s, left, 1, false) + word_cost(s, right, 1, ends) + composed);
	cost[COMPOUND] += compounds > 0 ? log_of(words_seen(s)) - log_of(compounds) : two;
	cost[DASH] += two;
	g_free(left);
	g_free(right);
	g_free(one);
	g_free(own);
}

/* Half in capitals, which no compound is ("POLITICHE SOCIALI-/Missione 12"), or of two acronyms ("IMU-/TARI"). */
static long cost_of_capitals(const struct seam *m)
{
	const glong acronym = 5;
	glong left = g_utf8_strlen(m->left, m->end - m->left), right = g_utf8_strlen(m->next, m->right - m->next);
	if (!g_unichar_isupper(m->last) || !g_unichar_isupper(m->first) || right == 1)
		return 0;
	if (g_unichar_islower(g_utf8_get_char(g_utf8_next_char(m->next))))
		return left > acronym ? 8 * BIT : 0;
	return left <= acronym && right <= acronym ? -12 * BIT : 0;
}

/* A document that shows no hyphen of a typesetter's in many lines will hardly have one here. */
static long cost_of_habit(const struct sp_seams *s)
{
	return !s || s->hyphenated ? 0 : MIN(2 * log_of(1 + s->n_lines / 8), 16 * BIT);
}

static void add_layout_of_hyphen(const struct sp_seams *s, const struct seam *m, const struct line_end *p, long *cost)
{
	bool known = g_unichar_isalnum(m->last) && g_unichar_isalnum(m->first), habit = s && s->hyphenated;
	bool figures = g_unichar_isdigit(m->last) && g_unichar_isdigit(m->first);
	cost[TWO_WORDS] = NEVER;
	cost[ONE_WORD] += !letters_meet(m) ? NEVER : m->hyphen == 0xAD ? -20 * BIT : cost_of_habit(s);
	cost[COMPOUND] += figures || is_currency(m->first) ? -10 * BIT : known ? (habit ? 9 : 2) * BIT : 30 * BIT;
	cost[COMPOUND] += cost_of_capitals(m);
	cost[DASH] += p->blank ? -30 * BIT : p->early ? -8 * BIT : dash_is_open(m) ? -4 * BIT : 9 * BIT;
}

static void add_layout(const struct seam *m, const struct line_end *p, long *cost)
{
	bool letters = letters_meet(m), cut = !p->blank && (p->alone || p->cut_before || p->anywhere);
	bool touches = cut && p->fullness == FULL;
	if (m->last == '/')
		touches = !p->blank && (touches || g_unichar_isupper(m->first) || g_unichar_isdigit(m->first)) &&
			  g_unichar_isalnum(char_before(m->text, g_utf8_find_prev_char(m->text, m->end)));
	else if (m->first == '/')
		touches = touches && g_unichar_isalnum(g_utf8_get_char(m->next + 1));
	else if (m->last == '-' && is_currency(m->first)) /* "utile: -/€ 2.770" */
		touches = !p->blank;
	else if (holds_on(m))
		touches = !p->blank;
	else if (completes_figure(m)) /* in a table without rules nobody knows the room */
		touches = touches || (cut && p->fullness == UNKNOWN);
	else if (!closes(m->first) && !(p->anywhere && m->first == '%'))
		touches = false;
	cost[COMPOUND] = cost[DASH] = NEVER;
	cost[ONE_WORD] += parted(m) ? NEVER : letters ? cost_of_cut(p) : touches ? -BIT : BIT;
}

static enum seam_kind read_seam(const struct sp_seams *s, const struct seam *m, const struct line_end *p)
{
	long cost[N_READINGS] = { 0, 0, 0, 0 };
	if (letters_meet(m)) {
		if (s)
			add_words(s, m, cost);
		cost[ONE_WORD] += cost_of_case(m);
	}
	if (m->hyphen)
		add_layout_of_hyphen(s, m, p, cost);
	else
		add_layout(m, p, cost);
	enum seam_kind best = TWO_WORDS;
	for (enum seam_kind r = ONE_WORD; r < N_READINGS; r++)
		if (cost[r] < cost[best])
			best = r;
	return best;
}

/* --- joining ------------------------------------------------------------------------------------------------ */

static struct line_end place_of(const struct sp_text_line *line, const struct sp_text_line *next,
			     const struct sp_room *room, bool cut_before)
{
	return (struct line_end){ .fullness = fullness_of(line, next, room),
			       .blank = last_word(line)->blank_after,
			       .alone = line->words->len == 1,
			       .cut_before = cut_before,
			       .anywhere = room && room->anywhere,
			       .fits = fits_whole(line, next, room),
			       .early = ends_early(line, next, room),
			       .turned = line->turn != next->turn };
}

char *sp_lines_text(const GPtrArray *lines, const struct sp_seams *s, const struct sp_room *room)
{
	GString *text = g_string_new(NULL);
	bool cut_before = false;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		char *next = sp_text_line_text(line);
		if (i > 0 && text->len > 0 && *next) {
			const struct sp_text_line *before = g_ptr_array_index(lines, i - 1);
			struct seam m = seam_of(text->str, next, line->words->len == 1 && i + 1 < lines->len);
			struct line_end p = place_of(before, line, room, cut_before);
			enum seam_kind r = read_seam(s, &m, &p);
			cut_before = cut_before || (r == ONE_WORD && !m.hyphen && letters_meet(&m));
			if (r == ONE_WORD)
				g_string_truncate(text, (gsize)(m.end - m.text));
			else if (r != COMPOUND)
				g_string_append_c(text, ' ');
		}
		g_string_append(text, next);
		g_free(next);
	}
	if (g_str_has_suffix(text->str, "\u00ad"))
		g_string_truncate(text, text->len - strlen("\u00ad"));
	return g_string_free(text, FALSE);
}

bool sp_seam_goes_on(const struct sp_seams *s, const struct sp_text_line *line, const struct sp_text_line *next,
		     const struct sp_room *room)
{
	char *before = sp_text_line_text(line), *after = sp_text_line_text(next);
	struct seam m = seam_of(before, after, false);
	struct line_end p = place_of(line, next, room, false);
	bool on = m.hyphen || read_seam(s, &m, &p) == ONE_WORD;
	g_free(before);
	g_free(after);
	return on;
}
