/*
 * Method. All passes look at neighbours in the order of the PDF's own text, which Poppler has put in
 * reading order, so a page is walked three times and nothing is searched.
 *
 * Letter-spaced type. Between the letters of a word stands the same gap everywhere, whatever their
 * widths; between words stands that gap twice and more, with or without a blank. Letters in the columns
 * of a calendar (G F M A M G …) keep the same pitch instead, so their gaps differ with their widths.
 * A run must have LETTERS letters, as Italian has words of one letter but no two in a row; figures
 * join a run that letters have made ("S P E S E   2 0 2 4"), never each other.
 */
#include "extract/page/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const unsigned LETTERS = 4;
static const double WIDEST = 0.62;  /* em: a wider gap parts columns */
static const double EVEN = 0.09;    /* em: how much the gaps inside words may differ */
static const double NARROWEST = 0.1; /* em: closer letters were never apart */

static struct sp_word *word_at(const struct sp_page *page, guint i)
{
	return &g_array_index(page->words, struct sp_word, i);
}

static bool is_lone(const struct sp_word *w)
{
	return w->text[0] != '\0' && *g_utf8_next_char(w->text) == '\0';
}

/* --- direction of lone glyphs ---------------------------------------------------------------------- */

enum { UPRIGHT = 0, SIDEWAYS = 1, ANY = 2 };

/* A glyph's box is an em and more from ascender to descender, and rarely as wide: an M, a dash. */
static int lie_of(const struct sp_box *b)
{
	const double clearly = 1.2;
	if (sp_box_width(b) > clearly * sp_box_height(b))
		return SIDEWAYS;
	return sp_box_height(b) > clearly * sp_box_width(b) ? UPRIGHT : ANY;
}

/* The turn that most text of this lie has. */
static unsigned usual_turn(const size_t bytes[4], int lie)
{
	unsigned most = lie == SIDEWAYS ? 3 : 0; /* sideways labels read upwards, if nothing else is known */
	for (unsigned turn = 0; turn < 4; turn++)
		if ((lie == ANY || (int)(turn % 2) == lie) && bytes[turn] > bytes[most])
			most = turn;
	return most;
}

static void set_turns(struct sp_page *page)
{
	size_t bytes[4] = { 0 };
	bool turned = false;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = word_at(page, i);
		if (!is_lone(w))
			bytes[w->turn] += strlen(w->text);
		turned = turned || w->turn != 0;
	}
	for (guint i = 0; i < page->words->len && turned; i++) {
		struct sp_word *w = word_at(page, i);
		if (is_lone(w))
			w->turn = usual_turn(bytes, lie_of(&w->box));
	}
}

/* --- letter-spaced type ---------------------------------------------------------------------------- */

/* The blank between two words of one line in one type; negative infinity when they are not that. */
static double gap_between(const struct sp_word *a, const struct sp_word *b)
{
	struct sp_box ba = sp_word_upright(a), bb = sp_word_upright(b);
	double low = MIN(sp_box_height(&ba), sp_box_height(&bb));
	if (a->turn != b->turn || fabs(a->size - b->size) > 0.05 * a->size || a->bold != b->bold ||
	    sp_overlap(ba.y0, ba.y1, bb.y0, bb.y1) < 0.8 * low)
		return -INFINITY;
	return bb.x0 - ba.x1;
}

static bool is_letter(const struct sp_word *w)
{
	return is_lone(w) && g_unichar_isalpha(g_utf8_get_char(w->text));
}

struct spaced_run {
	guint from, to;    /* words */
	unsigned letters;
	double gap;        /* the smallest */
};

/* Lone glyphs from `from` on, as long as they stand on one line, closer than columns do. */
static struct spaced_run run_from(const struct sp_page *page, guint from)
{
	struct spaced_run r = { from, from + 1, is_letter(word_at(page, from)), INFINITY };
	for (; r.to < page->words->len && is_lone(word_at(page, r.to)); r.to++) {
		const struct sp_word *last = word_at(page, r.to - 1), *next = word_at(page, r.to);
		double gap = gap_between(last, next);
		if (gap < NARROWEST * next->size || gap > 3 * WIDEST * next->size)
			break;
		r.gap = MIN(r.gap, gap);
		r.letters += is_letter(next);
	}
	return r;
}

static bool parts(const struct spaced_run *r, double gap)
{
	return gap > 1.9 * r->gap;
}

/* A whole word as near as the letters of the run are to each other: so these are words of one letter. */
static bool abuts(const struct spaced_run *r, const struct sp_word *a, const struct sp_word *b,
		  const struct sp_word *outside)
{
	double gap = gap_between(a, b);
	return !is_lone(outside) && g_unichar_isalpha(g_utf8_get_char(outside->text)) && gap > -INFINITY && !parts(r, gap);
}

/* Letter-spaced type, not letters in columns or a list of letters ("lotti A B C D e altri"). */
static bool is_spaced(const struct sp_page *page, const struct spaced_run *r)
{
	double size = word_at(page, r->from)->size;
	if (r->letters < LETTERS || r->gap > WIDEST * size)
		return false;
	const struct sp_word *first = word_at(page, r->from), *last = word_at(page, r->to - 1);
	if ((r->from > 0 && abuts(r, first - 1, first, first - 1)) ||
	    (r->to < page->words->len && abuts(r, last, last + 1, last + 1)))
		return false;
	bool counts_on = true, differ = false;
	for (guint i = r->from + 1; i < r->to; i++) {
		const struct sp_word *a = word_at(page, i - 1), *b = word_at(page, i);
		double gap = gap_between(a, b);
		if (!parts(r, gap) && gap > r->gap + EVEN * size)
			return false;
		gunichar ca = g_utf8_get_char(a->text), cb = g_utf8_get_char(b->text);
		counts_on = counts_on && cb == ca + 1;
		differ = differ || cb != ca;
	}
	return differ && !counts_on;
}

/* Writes the words that the run makes from `at` on; gives where the next one goes. */
static guint join_run(struct sp_page *page, const struct spaced_run *r, guint at)
{
	GString *text = g_string_new(NULL);
	for (guint i = r->from; i < r->to;) {
		struct sp_word word = *word_at(page, i);
		g_string_assign(text, word.text);
		guint last = i++;
		for (; i < r->to && !parts(r, gap_between(word_at(page, last), word_at(page, i))); last = i++) {
			g_string_append(text, word_at(page, i)->text);
			sp_box_extend(&word.box, &word_at(page, i)->box);
		}
		word.text = g_string_chunk_insert(page->strings, text->str);
		word.blank_before = word.blank_before || last > r->from;
		*word_at(page, at++) = word;
	}
	g_string_free(text, TRUE);
	return at;
}

static void join_spaced(struct sp_page *page)
{
	guint kept = 0;
	for (guint i = 0; i < page->words->len;) {
		struct spaced_run r = { i, i + 1, 0, 0 };
		if (is_letter(word_at(page, i)))
			r = run_from(page, i);
		if (is_spaced(page, &r)) {
			kept = join_run(page, &r, kept);
			i = r.to;
			continue;
		}
		/* what letters did not make stays as it stood: no run inside it is longer */
		for (; i < r.to; i++)
			*word_at(page, kept++) = *word_at(page, i);
	}
	g_array_set_size(page->words, kept);
}

/* --- marks ------------------------------------------------------------------------------------------ */

/*
 * "1" → "¹", behind a figure also one letter, or either in brackets: "a" → "ᵃ", "(2)" → "⁽²⁾", "b)" → "ᵇ⁾". NULL when it
 * is nothing of the kind.
 */
static char *raised(const char *text, bool behind_figure)
{
	static const char *const figures[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	static const char *const alphabet[] = { "ᵃ", "ᵇ", "ᶜ", "ᵈ", "ᵉ", "ᶠ", "ᵍ", "ʰ", "ⁱ", "ʲ", "ᵏ", "ˡ", "ᵐ",
						"ⁿ", "ᵒ", "ᵖ", "𐞥", "ʳ", "ˢ", "ᵗ", "ᵘ", "ᵛ", "ʷ", "ˣ", "ʸ", "ᶻ" };
	GString *s = g_string_new(NULL);
	unsigned letters = 0, digits = 0;
	for (; *text; text++) {
		bool letter = g_ascii_islower(*text), digit = g_ascii_isdigit(*text), bracket = *text == '(' || *text == ')';
		letters += letter;
		digits += digit;
		if ((!behind_figure && !digit) || (!letter && !digit && !bracket) || letters > 1 || (letters > 0 && digits > 0))
			return g_string_free(s, TRUE);
		g_string_append(s, digit          ? figures[g_ascii_digit_value(*text)] :
				   *text == '('   ? "⁽" :
				   *text == ')'   ? "⁾" :
						    alphabet[*text - 'a']);
	}
	return g_string_free(s, letters + digits == 0);
}

/*
 * A short word in smaller type beside a larger one, off its baseline. The baseline is a fifth of the
 * size above the box's bottom, near enough for every text face. Raised figures are written as such: a
 * reader of the text alone must not take them for digits of the figure before.
 */
static bool marks(const struct sp_word *w, const struct sp_word *host, bool *up)
{
	const double smaller = 0.85, close = 0.6, descender = 0.2; /* of the host's size */
	const double raised = 0.12, highest = 0.8, lowered = 0.08, lowest = 0.5;
	double em = host->size;
	if (w->size > smaller * em || w->turn != host->turn || host->mark)
		return false;
	struct sp_box small = sp_word_upright(w), large = sp_word_upright(host);
	double apart = MAX(small.x0 - large.x1, large.x0 - small.x1);
	double above = (large.y1 - descender * em) - (small.y1 - descender * w->size);
	*up = above > 0;
	return apart <= close * em && apart >= -0.3 * em && above <= highest * em && above >= -lowest * em &&
	       (above >= raised * em || above <= -lowered * em);
}

/* Beside the word in the order of the text, or else anywhere: marks of notes may be a column to Poppler. */
static const struct sp_word *host_of(const struct sp_page *page, guint i, double usual, bool *up)
{
	const struct sp_word *w = word_at(page, i);
	guint n = page->words->len;
	if (i > 0 && marks(w, w - 1, up))
		return w - 1;
	if (i + 1 < n && marks(w, w + 1, up))
		return w + 1;
	for (guint k = 0; w->size < 0.85 * usual && k < n; k++) {
		const struct sp_word *other = word_at(page, k);
		if (other->box.y0 < w->box.y1 && other->box.y1 > w->box.y0 && marks(w, other, up))
			return other;
	}
	return NULL;
}

static double usual_size(const struct sp_page *page)
{
	double sum = 0, bytes = 0;
	for (guint i = 0; i < page->words->len; i++) {
		double n = (double)strlen(word_at(page, i)->text);
		sum += n * word_at(page, i)->size;
		bytes += n;
	}
	return bytes > 0 ? sum / bytes : 0;
}

static void set_marks(struct sp_page *page)
{
	enum { LONGEST = 8 }; /* bytes: "(12)", "(**)", "1,2" */
	double usual = usual_size(page);
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = word_at(page, i);
		bool up = false;
		const struct sp_word *host = strlen(w->text) <= LONGEST ? host_of(page, i, usual, &up) : NULL;
		if (!host)
			continue;
		w->mark = true;
		/* "(4)" with a small 4 is told from a figure by its brackets */
		bool behind_figure = g_ascii_isdigit(host->text[strlen(host->text) - 1]);
		char *shown = up && !g_str_has_suffix(host->text, "(") ? raised(w->text, behind_figure) : NULL;
		if (shown)
			w->text = g_string_chunk_insert(page->strings, shown);
		g_free(shown);
	}
}

/* --- letters below each other --------------------------------------------------------------------------- */

static const guint STACKED = 4;        /* letters: marks and short codes stand below each other in columns, too */
static const double TIGHTEST = 0.7, LOOSEST = 1.35; /* em from letter to letter */

/* The letter that goes on below `w`, in the middle of it and at the same step as before (0: none yet). */
static struct sp_word *letter_below(const struct sp_page *page, const struct sp_word *w, double *step)
{
	const double off = 0.15, uneven = 0.1; /* em */
	double em = w->size, middle = (w->box.x0 + w->box.x1) / 2;
	struct sp_word *best = NULL;
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *other = word_at(page, i);
		double down = other->box.y1 - w->box.y1;
		if (down < TIGHTEST * em || down > LOOSEST * em || (*step > 0 && fabs(down - *step) > uneven * em) ||
		    fabs((other->box.x0 + other->box.x1) / 2 - middle) > off * em || fabs(other->size - em) > 0.05 * em ||
		    !is_letter(other) || other->turn != 0)
			continue;
		if (!best || other->box.y1 < best->box.y1)
			best = other;
	}
	if (best)
		*step = best->box.y1 - w->box.y1;
	return best;
}

/* Does the letter stand on a line of text? Those of a column of marks do, row by row. */
static bool stands_on_line(const struct sp_page *page, const struct sp_word *letter)
{
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *other = word_at(page, i);
		if (fabs(other->box.y1 - letter->box.y1) < 0.2 * letter->size && !is_lone(other) && other->turn == 0)
			return true;
	}
	return false;
}

/* A head printed letter under letter is a word: the first letter becomes it, the others go. */
static void join_stacked(struct sp_page *page)
{
	enum { MOST = 2000 }; /* single letters of a page that has heads: each is compared with all words */
	guint letters = 0;
	bool any = false;
	for (guint i = 0; i < page->words->len; i++)
		letters += is_letter(word_at(page, i));
	if (letters < STACKED || letters > MOST)
		return;
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = word_at(page, i), *at = w;
		if (!is_letter(w) || w->turn != 0)
			continue;
		struct sp_word *stack[64];
		guint n = 0, on_line = 0;
		bool differ = false, counts_on = true;
		for (double step = 0; at && n < G_N_ELEMENTS(stack); at = letter_below(page, at, &step)) {
			gunichar c = g_utf8_get_char(at->text), last = n > 0 ? g_utf8_get_char(stack[n - 1]->text) : 0;
			differ = differ || (n > 0 && c != last);
			counts_on = counts_on && (n == 0 || c == last + 1);
			on_line += stands_on_line(page, at);
			stack[n++] = at;
		}
		if (n < STACKED || !differ || counts_on || on_line * 3 > n)
			continue;
		GString *text = g_string_new(NULL);
		for (guint k = 0; k < n; k++) {
			g_string_append(text, stack[k]->text);
			sp_box_extend(&w->box, &stack[k]->box);
			if (k > 0)
				stack[k]->text = "";
		}
		w->text = g_string_chunk_insert(page->strings, text->str);
		g_string_free(text, TRUE);
		any = true;
	}
	guint kept = 0;
	for (guint i = 0; any && i < page->words->len; i++)
		if (word_at(page, i)->text[0] != '\0')
			*word_at(page, kept++) = *word_at(page, i);
	if (any)
		g_array_set_size(page->words, kept);
}

/* --- initials ----------------------------------------------------------------------------------------- */

static const double LARGER = 2; /* times the small type: an initial */

/* The word that the large letter begins: beside its top. NULL when no second line of small type stands beside it. */
static const struct sp_word *begun_by(const struct sp_page *page, const struct sp_word *initial)
{
	const double close = 0.5; /* em of the small type */
	const struct sp_word *begun = NULL;
	bool below = false;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = word_at(page, i);
		if (w->turn != 0 || w->size * LARGER > initial->size || fabs(w->box.x0 - initial->box.x1) > close * w->size ||
		    w->box.y0 < initial->box.y0 - w->size || w->box.y1 > initial->box.y1 + w->size)
			continue;
		if (!begun || w->box.y0 < begun->box.y0)
			begun = w;
		below = below || w->box.y0 > begun->box.y0 + w->size / 2;
	}
	return below && fabs(begun->box.y0 - initial->box.y0) < begun->size ? begun : NULL;
}

static const double NO_BLANK = 0.15; /* em of the small type: the padding of an initial */

/* A large letter that hangs down several lines at the beginning of a text belongs to the first of them. */
static void lift_initials(struct sp_page *page)
{
	double smallest = G_MAXDOUBLE;
	for (guint i = 0; i < page->words->len; i++)
		smallest = MIN(smallest, word_at(page, i)->size);
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = word_at(page, i);
		bool large = w->size >= LARGER * smallest && is_letter(w) && w->turn == 0;
		const struct sp_word *begun = large ? begun_by(page, w) : NULL;
		if (!begun)
			continue;
		if (begun->box.x0 - w->box.x1 < NO_BLANK * begun->size)
			w->box.x1 = begun->box.x0;
		w->box.x0 = MAX(w->box.x0, w->box.x1 - begun->size);
		w->box.y0 = begun->box.y0;
		w->box.y1 = begun->box.y1;
		w->size = begun->size;
		w->drop = begun->drop;
	}
}

/* --- recognised layers ---------------------------------------------------------------------------------- */

static int by_top(const void *a, const void *b)
{
	const struct sp_word *wa = *(const struct sp_word *const *)a, *wb = *(const struct sp_word *const *)b;
	if (wa->box.y0 != wb->box.y0)
		return wa->box.y0 < wb->box.y0 ? -1 : 1;
	return (wa > wb) - (wa < wb);
}

/* Do the two stand where only one can? */
static bool collide(const struct sp_word *a, const struct sp_word *b)
{
	const double most = 0.5; /* of the smaller one */
	double across = sp_overlap(a->box.x0, a->box.x1, b->box.x0, b->box.x1),
	       down = sp_overlap(a->box.y0, a->box.y1, b->box.y0, b->box.y1);
	double area = MIN(sp_box_width(&a->box) * sp_box_height(&a->box), sp_box_width(&b->box) * sp_box_height(&b->box));
	return across > 0 && down > 0 && across * down > most * area;
}

/*
 * What was recognised in a picture counts where nothing is printed over the picture, and once: a scan that went through
 * two programs has two layers, a point apart. Of two words that collide the lower goes, and always the recognised one.
 */
static void drop_second_layers(struct sp_page *page)
{
	guint n = page->words->len, kept = 0;
	const struct sp_word **sorted = g_new(const struct sp_word *, n + 1);
	bool *dropped = g_new0(bool, n + 1);
	for (guint i = 0; i < n; i++)
		sorted[i] = word_at(page, i);
	qsort(sorted, n, sizeof *sorted, by_top);
	for (guint i = 0; i < n; i++)
		for (guint k = i + 1; k < n && sorted[k]->box.y0 < sorted[i]->box.y1; k++) {
			guint upper = (guint)(sorted[i] - word_at(page, 0)), lower = (guint)(sorted[k] - word_at(page, 0));
			if ((!sorted[i]->layer && !sorted[k]->layer) || dropped[upper] || dropped[lower] || !collide(sorted[i], sorted[k]))
				continue;
			dropped[sorted[k]->layer ? lower : upper] = true;
		}
	for (guint i = 0; i < n; i++)
		if (dropped[i]) {
			size_t chars = (size_t)g_utf8_strlen(word_at(page, i)->text, -1);
			page->hidden += chars;
			page->chars -= MIN(chars, page->chars);
		} else {
			*word_at(page, kept++) = *word_at(page, i);
		}
	g_array_set_size(page->words, kept);
	g_free(sorted);
	g_free(dropped);
}

static bool has_layer(const struct sp_page *page)
{
	for (guint i = 0; i < page->words->len; i++)
		if (word_at(page, i)->layer)
			return true;
	return false;
}

void sp_words_settle(struct sp_page *page)
{
	if (has_layer(page))
		drop_second_layers(page);
	set_turns(page);
	lift_initials(page);
	join_stacked(page);
	join_spaced(page);
	set_marks(page);
}
