#include "extract/tables/gutter.h"

#include <string.h>

static const struct sp_cue_kind kinds[SP_GUTTER_CUES] = {
	[SP_GUTTER_BARS] = { "bars", 5 }, [SP_GUTTER_STRIP] = { "strip", 6 }, [SP_GUTTER_WIDEST] = { "widest", 6 }, [SP_GUTTER_SIDES] = { "sides", 3 },
	[SP_GUTTER_ACROSS] = { "across", 4 }, [SP_GUTTER_BOTH] = { "both", 5 }, [SP_GUTTER_LEFT_LONGER] = { "left longer", 4 },
	[SP_GUTTER_RIGHT_LONGER] = { "right longer", 4 }, [SP_GUTTER_LEFT_FIRST] = { "left first", 3 }, [SP_GUTTER_RIGHT_FIRST] = { "right first", 3 },
	[SP_GUTTER_LEFT_FIGURES] = { "left figures", 5 }, [SP_GUTTER_RIGHT_FIGURES] = { "right figures", 5 }, [SP_GUTTER_FIRST_FIGURES] = { "first figures", 5 },
	[SP_GUTTER_HEADS] = { "heads", 5 }, [SP_GUTTER_LEFT_COLUMNS] = { "left columns", 5 }, [SP_GUTTER_RIGHT_COLUMNS] = { "right columns", 5 },
	[SP_GUTTER_ABOVE] = { "above", 4 }, [SP_GUTTER_LINES] = { "lines", 5 },
};

static const char *const classes[] = { "gutter" };
const struct sp_net_shape sp_gutter_model = { "gutter", classes, 1, kinds, SP_GUTTER_CUES };

static const double BESIDE = 3; /* pt: rules that end so near to the white do not go across */
static const double MOST = 0.5; /* of the part's height: an edge along most of the lines */

/* On which sides of a place a line has text: what side_of says. */
enum side { ON_NEITHER, ON_LEFT, ON_RIGHT, ON_BOTH, GOES_ACROSS };

static int side_of(const struct sp_cue_line *l, double at)
{
	bool left = false, right = false;
	for (guint k = 0; k < l->text->words->len; k++) {
		const struct sp_box *b = &sp_cue_word(l, k)->box;
		if (b->x0 < at && b->x1 > at)
			return GOES_ACROSS;
		left |= b->x1 <= at;
		right |= b->x0 >= at;
	}
	return left && right ? ON_BOTH : left ? ON_LEFT : right ? ON_RIGHT : ON_NEITHER;
}

static void look_at_lines(const struct sp_rows *rows, double at, guint8 *cues)
{
	guint n = rows->to - rows->from + 1, across = 0, both = 0, longer[2] = { 0, 0 }, first[2] = { 0, 0 };
	int *sides = g_new(int, n);
	for (guint i = 0; i < n; i++) {
		sides[i] = side_of(&rows->cues->lines[rows->from + i], at);
		across += sides[i] == GOES_ACROSS;
		both += sides[i] == ON_BOTH;
	}
	for (int right = 0; right < 2; right++) {
		int only = right ? ON_RIGHT : ON_LEFT;
		while (longer[right] < n && sides[n - 1 - longer[right]] == only)
			longer[right]++;
		while (first[right] < n && sides[first[right]] == only)
			first[right]++;
	}
	g_free(sides);
	int above = rows->from > 0 ? side_of(&rows->cues->lines[rows->from - 1], at) : ON_NEITHER;
	cues[SP_GUTTER_ACROSS] = SP_BIN((double)across / n, 0.001, 0.1, 0.3);
	cues[SP_GUTTER_BOTH] = SP_BIN((double)both / n, 0.25, 0.5, 0.75, 0.99);
	cues[SP_GUTTER_LEFT_LONGER] = SP_BIN(longer[0], 1, 2, 4);
	cues[SP_GUTTER_RIGHT_LONGER] = SP_BIN(longer[1], 1, 2, 4);
	cues[SP_GUTTER_LEFT_FIRST] = SP_BIN(first[0], 1, 2);
	cues[SP_GUTTER_RIGHT_FIRST] = SP_BIN(first[1], 1, 2);
	cues[SP_GUTTER_ABOVE] = above == ON_NEITHER ? 0 : above == GOES_ACROSS ? 2 : above == ON_BOTH ? 3 : 1;
	cues[SP_GUTTER_LINES] = SP_BIN(n, 3, 5, 9, 17);
}

/* How many of a column's texts are figures, in lines of the body. */
static guint8 figures_of(const struct sp_rows *rows, const GArray *separators, guint column)
{
	guint texts = 0, figures = 0;
	double x0 = column > 0 ? sp_separator_at(separators, column - 1)->at : -1e9;
	double x1 = column < separators->len ? sp_separator_at(separators, column)->at : 1e9;
	for (guint i = rows->from; i <= rows->to; i++) {
		const struct sp_cue_line *l = &rows->cues->lines[i];
		bool some = false, figure = false;
		for (guint k = 0; rows->decoded[i].role == SP_IS_BODY && k < l->text->words->len; k++) {
			const struct sp_word *w = sp_cue_word(l, k);
			if (w->box.x0 >= x0 && w->box.x1 <= x1) {
				some = true;
				figure |= sp_is_figure(w->text);
			}
		}
		texts += some;
		figures += figure;
	}
	return texts == 0 ? 0 : 1 + SP_BIN((double)figures / texts, 0.1, 0.5, 0.9);
}

/* The words of the head on one side of a place. (transfer full; texts are borrowed) */
static GHashTable *head_words(const struct sp_rows *rows, double at, bool right)
{
	GHashTable *words = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = rows->from; i <= rows->to; i++) {
		const struct sp_cue_line *l = &rows->cues->lines[i];
		for (guint k = 0; rows->decoded[i].role == SP_IS_HEAD && k < l->text->words->len; k++) {
			const struct sp_word *w = sp_cue_word(l, k);
			if (right ? w->box.x0 >= at : w->box.x1 <= at)
				g_hash_table_add(words, (char *)w->text);
		}
	}
	return words;
}

/* Words of the head on one side of a place that stand on the other, too. */
static guint8 compare_heads(const struct sp_rows *rows, double at)
{
	GHashTable *left = head_words(rows, at, false), *right = head_words(rows, at, true);
	guint most = MAX(g_hash_table_size(left), g_hash_table_size(right)), same = 0;
	GHashTableIter iter;
	gpointer word;
	g_hash_table_iter_init(&iter, left);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		same += g_hash_table_contains(right, word) ? 1 : 0;
	g_hash_table_destroy(left);
	g_hash_table_destroy(right);
	return most == 0 ? 0 : 1 + SP_BIN((double)same / most, 0.001, 0.4, 0.8);
}

static guint8 look_at_bars(const struct sp_rows *rows, double at, double y0, double y1)
{
	guint left = 0, right = 0, across = 0;
	for (guint k = 0; k < rows->cues->bars->len; k++) {
		const struct sp_edge *e = sp_edge_at(rows->cues->bars, k);
		if (e->at < y0 || e->at > y1)
			continue;
		left += e->to < at + BESIDE;
		right += e->from > at - BESIDE;
		across += e->to >= at + BESIDE && e->from <= at - BESIDE;
	}
	return left + right + across == 0 ? 0 : across == 0 ? (left > 0 && right > 0 ? 4 : 3) : left + right > 0 ? 2 : 1;
}

static guint edges_in(const struct sp_rows *rows, const struct sp_separator *s, double y0, double y1)
{
	guint n = 0;
	double last = -1e9;
	for (guint k = 0; k < rows->cues->rulings->down->len; k++) {
		const struct sp_edge *e = sp_edge_at(rows->cues->rulings->down, k);
		if (e->at < s->x0 - BESIDE || e->at > s->x1 + BESIDE || sp_overlap(e->from, e->to, y0, y1) < MOST * (y1 - y0))
			continue;
		n += e->at - last > BESIDE;
		last = e->at;
	}
	return n;
}

void sp_gutter_cues(const struct sp_rows *rows, const GArray *separators, guint k, guint8 cues[SP_GUTTER_CUES])
{
	const struct sp_separator *s = sp_separator_at(separators, k);
	const struct sp_cue_line *first = &rows->cues->lines[rows->from], *last = &rows->cues->lines[rows->to];
	double y0 = first->top - first->em, y1 = last->base + last->em, em = last->em, widest = 0;
	for (guint i = 0; i < separators->len; i++)
		if (i != k)
			widest = MAX(widest, sp_separator_at(separators, i)->x1 - sp_separator_at(separators, i)->x0);
	memset(cues, 0, SP_GUTTER_CUES);
	cues[SP_GUTTER_BARS] = look_at_bars(rows, s->at, y0, y1);
	cues[SP_GUTTER_STRIP] = SP_BIN((s->x1 - s->x0) / em, 0.5, 1, 1.8, 3, 5);
	cues[SP_GUTTER_WIDEST] = widest <= 0 ? 0 : 1 + SP_BIN((s->x1 - s->x0) / widest, 0.5, 0.9, 1.2, 2);
	cues[SP_GUTTER_SIDES] = (guint8)MIN(edges_in(rows, s, y0, y1), 2);
	look_at_lines(rows, s->at, cues);
	cues[SP_GUTTER_LEFT_FIGURES] = figures_of(rows, separators, k);
	cues[SP_GUTTER_RIGHT_FIGURES] = figures_of(rows, separators, k + 1);
	cues[SP_GUTTER_FIRST_FIGURES] = figures_of(rows, separators, 0);
	cues[SP_GUTTER_HEADS] = compare_heads(rows, s->at);
	cues[SP_GUTTER_LEFT_COLUMNS] = (guint8)MIN(k, 4);
	cues[SP_GUTTER_RIGHT_COLUMNS] = (guint8)MIN(separators->len - 1 - k, 4);
}

double sp_gutter_at(const struct sp_net *net, const struct sp_rows *rows, const GArray *separators)
{
	int best = 0;
	double at = 0;
	for (guint k = 0; k < separators->len; k++) {
		guint8 cues[SP_GUTTER_CUES];
		int score;
		sp_gutter_cues(rows, separators, k, cues);
		sp_net_score(net, &(const guint8 *){ cues }, 1, 0, &score);
		if (score > best) {
			best = score;
			at = sp_separator_at(separators, k)->at;
		}
	}
	return at;
}
