/*
 * Method. The lines of an end of a page are looked at from the edge inwards. Furniture may end after none of them,
 * after the first, after the second …: each such cut scores the looks of the lines outside of it, and the look of the
 * place itself (the white, a rule, a table's columns going on). The cut with the highest score wins; none scores 0.
 *
 * On documents of many pages what repeats is furniture, unless a table's columns go on from it, and how it looks is not
 * asked: headers are set in more ways than any collection shows. All evidence is yes or no, so that a weight is a whole number and the sum is exact.
 */
#include "extract/page/furniture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/resource.h"
#include "base/text.h"

extern const struct sp_resource extract_data[];

enum evidence {
	FIRST, SECOND, THIRD, LATER,                /* from the edge */
	SMALLER, USUAL, LARGER,                     /* than the document's usual type */
	BOLD, ITALIC,
	EDGE_1, EDGE_2, EDGE_3,                     /* white between the paper's edge and the line */
	ONE_PIECE, TWO_PIECES, THREE_PIECES, MORE_PIECES,
	LEFT, CENTRE, RIGHT, WIDE,                  /* where its only piece stands */
	SPREAD,                                     /* its pieces reach from margin to margin */
	PAGE_OF_PAGES, PAGE_ALONE, PAGE_AMONG, OTHER_FIGURES, /* what its figures are */
	FEW_LETTERS,
	REPEATS,                                    /* on other pages, as all lines outside of it: nothing else is asked */
	REPEATS_INSIDE,                             /* on other pages, but does not stand with others that do at the edge */
	DIFFERS, DIFFERS_FROM_ONE, ALONE,           /* does not; alone: there are no other pages */
	SAID_LARGER, SAID_AGAIN,                    /* its words stand elsewhere in larger type; a piece is a line elsewhere */
	FRAMED, SHADED,                             /* between vertical rules; on a filled area */
	SENTENCE, STARTS_SMALL,                     /* ends as a sentence does; starts with a small letter */
	APART,                                      /* from the line outside of it */
	GAP_1, GAP_2, GAP_3, GAP_4, GAP_5, GAP_6,   /* white between the cut's last line and what is further in */
	RULED_OFF,
	COLUMNS,                                    /* its pieces stand over those of lines further in */
	LARGER_NEXT,
	NOTHING_LEFT,
	EVIDENCE
};

static const char *const names[EVIDENCE + 1] = {
	[FIRST] = "first", [SECOND] = "second", [THIRD] = "third", [LATER] = "later",
	[SMALLER] = "smaller", [USUAL] = "usual size", [LARGER] = "larger",
	[BOLD] = "bold", [ITALIC] = "italic",
	[EDGE_1] = "edge >= 40 pt", [EDGE_2] = "edge >= 75 pt", [EDGE_3] = "edge >= 100 pt",
	[ONE_PIECE] = "one piece", [TWO_PIECES] = "two pieces", [THREE_PIECES] = "three pieces", [MORE_PIECES] = "more pieces",
	[LEFT] = "left", [CENTRE] = "centre", [RIGHT] = "right", [WIDE] = "wide",
	[SPREAD] = "spread",
	[PAGE_OF_PAGES] = "page of pages", [PAGE_ALONE] = "page alone", [PAGE_AMONG] = "page among words",
	[OTHER_FIGURES] = "other figures",
	[FEW_LETTERS] = "few letters",
	[REPEATS] = "repeats", [REPEATS_INSIDE] = "repeats further in",
	[DIFFERS] = "differs", [DIFFERS_FROM_ONE] = "differs from one page",
	[ALONE] = "nothing to compare",
	[SAID_LARGER] = "said larger", [SAID_AGAIN] = "said again",
	[FRAMED] = "framed", [SHADED] = "shaded",
	[SENTENCE] = "ends a sentence", [STARTS_SMALL] = "starts small",
	[APART] = "apart from outer line",
	[GAP_1] = "gap >= 0.3 em", [GAP_2] = "gap >= 0.8 em", [GAP_3] = "gap >= 1.6 em", [GAP_4] = "gap >= 2.5 em",
	[GAP_5] = "gap >= 4 em", [GAP_6] = "gap >= 8 em",
	[RULED_OFF] = "ruled off",
	[COLUMNS] = "columns go on",
	[LARGER_NEXT] = "larger type next",
	[NOTHING_LEFT] = "nothing left",
};

const char *sp_furniture_evidence(unsigned bit)
{
	return bit < EVIDENCE ? names[bit] : NULL;
}

static const double ZONE = 0.2;      /* of the page's height, at its top and at its bottom: furniture ends within */
enum { LOOKED_AT = 8 };              /* lines that do not repeat: footers of one page have fewer */
static const double FAR = 1.6;       /* em between lines of one header, at most as a rule */
static const double LARGER_BY = 1.12, SMALLER_BY = 0.95; /* of the document's usual size */

/* --- weights ------------------------------------------------------------------------------------------ */

struct sp_furniture_weights {
	int of[SP_FURNITURE_ENDS][EVIDENCE];
};

struct sp_furniture_weights *sp_furniture_weights_new(void)
{
	struct sp_furniture_weights *w = g_new0(struct sp_furniture_weights, 1);
	char **rows = g_strsplit(sp_resource(extract_data, "extract/page/furniture.tsv"), "\n", -1);
	for (char **row = rows; *row; row++) {
		char **fields = g_strsplit(*row, "\t", 1 + SP_FURNITURE_ENDS);
		for (unsigned e = 0; **row != '#' && g_strv_length(fields) == 1 + SP_FURNITURE_ENDS && e < EVIDENCE; e++)
			if (strcmp(fields[0], names[e]) == 0)
				for (int end = 0; end < SP_FURNITURE_ENDS; end++)
					w->of[end][e] = (int)strtol(fields[1 + end], NULL, 10);
		g_strfreev(fields);
	}
	g_strfreev(rows);
	return w;
}

void sp_furniture_weights_free(struct sp_furniture_weights *w)
{
	g_free(w);
}

static int sum(const int weights[EVIDENCE], guint64 evidence)
{
	int score = 0;
	for (unsigned e = 0; e < EVIDENCE; e++)
		score += evidence >> e & 1 ? weights[e] : 0;
	return score;
}

/* --- a place seen from its end of the page, as a reader of its direction sees it ------------------------- */

/* Heights are measured from the edge inwards, so that what follows knows one end only. */
struct view {
	const struct sp_page *page;
	enum sp_furniture_end end;
	unsigned turn;
	double width, height;
};

static struct view view_of(const struct sp_page *page, enum sp_furniture_end end, unsigned turn)
{
	bool across = turn % 2 == 1;
	return (struct view){ page, end, turn, across ? page->height : page->width, across ? page->width : page->height };
}

static struct sp_box seen(const struct view *v, const struct sp_box *box)
{
	struct sp_box b = sp_page_box_turned(v->page, box, v->turn);
	return v->end == SP_FURNITURE_TOP ? b : (struct sp_box){ b.x0, v->height - b.y1, b.x1, v->height - b.y0 };
}

/* White between a line and one further in, in pt; negative where they overlap. */
static double white_between(const struct view *v, const struct sp_text_line *outer, const struct sp_text_line *inner)
{
	return seen(v, &inner->box).y0 - seen(v, &outer->box).y1;
}

static bool in_zone(const struct view *v, const struct sp_text_line *line)
{
	return seen(v, &line->box).y1 < ZONE * v->height;
}

/* --- looks of a line ---------------------------------------------------------------------------------- */

static guint64 bit(enum evidence e)
{
	return (guint64)1 << e;
}

/* The steps of an ascending scale that a value reaches: neighbouring values differ in one bit. */
static guint64 steps(enum evidence first, const double *limits, guint n, double value)
{
	guint64 e = 0;
	for (guint k = 0; k < n && value >= limits[k]; k++)
		e |= bit((enum evidence)(first + k));
	return e;
}

static guint64 size_and_face(const struct sp_recurring *r, const struct sp_text_line *line)
{
	guint64 size = r->size <= 0                         ? 0 :
		       line->size < SMALLER_BY * r->size ? bit(SMALLER) :
		       line->size > LARGER_BY * r->size  ? bit(LARGER) :
							   bit(USUAL);
	return size | (line->bold ? bit(BOLD) : 0) | (line->italic ? bit(ITALIC) : 0);
}

static guint64 place(const struct sp_recurring *r, const struct view *v, const struct sp_text_line *line, const struct sp_box *text)
{
	static const double edges[] = { 40, 75, 100 }; /* pt */
	static const double wide = 0.6, side = 0.1, margin = 0.05; /* of the width that the page's words take */
	struct sp_box b = seen(v, &line->box);
	guint64 e = steps(EDGE_1, edges, G_N_ELEMENTS(edges), b.y0);
	GPtrArray *pieces = sp_text_line_pieces(v->page, line);
	guint n = pieces->len;
	bool again = false;
	for (guint i = 0; i < n && !again; i++)
		again = sp_recurring_says(r, g_ptr_array_index(pieces, i)) > (n == 1 ? 1 : 0);
	e |= again ? bit(SAID_AGAIN) : 0;
	g_ptr_array_unref(pieces);
	double width = sp_box_width(text), left = b.x0 - text->x0, right = text->x1 - b.x1;
	if (n > 1)
		return e | (n == 2 ? bit(TWO_PIECES) : n == 3 ? bit(THREE_PIECES) : bit(MORE_PIECES)) |
		       (left + right < margin * width ? bit(SPREAD) : 0);
	return e | bit(ONE_PIECE) | bit(sp_box_width(&b) > wide * width       ? WIDE :
					fabs(left - right) < side * width ? CENTRE :
					left < right                      ? LEFT :
									    RIGHT);
}

static guint64 figures_of(const char *text, int page)
{
	unsigned n = 0;
	unsigned long long of[2] = { 0, 0 };
	bool has_page = false;
	for (const char *p = text; *p;) {
		if (!g_ascii_isdigit(*p)) {
			p++;
			continue;
		}
		char *end;
		unsigned long long value = g_ascii_strtoull(p, &end, 10);
		if (n < 2)
			of[n] = value;
		n++;
		has_page |= value == (unsigned long long)page;
		p = end;
	}
	if (n == 2 && of[0] == (unsigned long long)page && of[1] >= of[0])
		return bit(PAGE_OF_PAGES);
	if (n == 1 && has_page)
		return bit(PAGE_ALONE);
	return n == 0 ? 0 : bit(has_page ? PAGE_AMONG : OTHER_FIGURES);
}

static guint64 wording(const struct sp_recurring *r, const struct sp_page *page, const struct sp_text_line *line)
{
	const unsigned few = 5, telling = 4; /* "Pag. 1 di 3" has five letters; shorter words stand everywhere */
	char *text = sp_text_line_text(line);
	guint64 e = figures_of(text, page->number);
	unsigned letters = 0, told = 0, said = 0;
	for (const char *p = text; *p; p = g_utf8_next_char(p))
		letters += g_unichar_isalpha(g_utf8_get_char(p)) ? 1 : 0;
	for (guint i = 0; i < line->words->len; i++) {
		const struct sp_word *w = g_ptr_array_index(line->words, i);
		char *folded = sp_text_fold(w->text, strlen(w->text));
		double largest = GPOINTER_TO_UINT(g_hash_table_lookup(r->largest, folded)) / 4.0;
		unsigned length = (unsigned)g_utf8_strlen(folded, -1);
		told += length >= telling ? length : 0;
		said += length >= telling && largest > LARGER_BY * line->size ? length : 0;
		g_free(folded);
	}
	gunichar first = g_utf8_get_char(text);
	char last = *text ? text[strlen(text) - 1] : '\0';
	e |= letters <= few ? bit(FEW_LETTERS) : 0;
	e |= 2 * said > told ? bit(SAID_LARGER) : 0;
	e |= last == '.' || last == ';' || last == ':' || last == ',' ? bit(SENTENCE) : 0;
	e |= g_unichar_islower(first) ? bit(STARTS_SMALL) : 0;
	g_free(text);
	return e;
}

/* Vertical rules to its left and right, or an area behind it, as cells have. Of upright lines. */
static guint64 surroundings(const struct sp_page *page, const struct sp_text_line *line)
{
	static const double most = 0.3; /* of the page's height: higher areas are backgrounds */
	double y = (line->box.y0 + line->box.y1) / 2;
	bool left = false, right = false, shaded = false;
	for (guint i = 0; i < page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(page->rules, struct sp_rule, i);
		if (r->axis == SP_VERTICAL && r->from <= y && r->to >= y) {
			left |= r->at <= line->box.x0 + 1;
			right |= r->at >= line->box.x1 - 1;
		}
	}
	const struct sp_word *first = g_ptr_array_index(line->words, 0);
	for (guint i = 0; i < page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		shaded |= sp_box_height(&f->box) < most * page->height && sp_box_holds_middle(&f->box, &first->box) &&
			  f->r + f->g + f->b < 2.97F; /* not white */
	}
	return (left && right ? bit(FRAMED) : 0) | (shaded ? bit(SHADED) : 0);
}

/* --- looks of a cut ----------------------------------------------------------------------------------- */

static struct sp_box piece_seen(const struct view *v, const GPtrArray *pieces, guint i)
{
	return seen(v, &((const struct sp_text_line *)g_ptr_array_index(pieces, i))->box);
}

/* Do they share an edge, or their middle? */
static bool are_straight(const struct sp_box *a, const struct sp_box *b)
{
	static const double off = 2; /* pt */
	return fabs(a->x0 - b->x0) < off || fabs(a->x1 - b->x1) < off || fabs(a->x0 + a->x1 - b->x0 - b->x1) < 2 * off;
}

/* Which pieces stand straight over (or under) pieces of a line further in: each over one of its own, from left to right. */
static void find_straight(const struct view *v, const GPtrArray *pieces, const struct sp_text_line *line, bool *found)
{
	GPtrArray *others = sp_text_line_pieces(v->page, line);
	for (guint m = 0, k = 0; m < pieces->len && others->len >= 2; m++) {
		struct sp_box a = piece_seen(v, pieces, m);
		for (guint j = k; j < others->len; j++) {
			struct sp_box b = piece_seen(v, others, j);
			if (are_straight(&a, &b)) {
				found[m] = true;
				k = j + 1;
				break;
			}
		}
	}
	g_ptr_array_unref(others);
}

static bool is_over(const GArray *columns, const struct sp_box *b)
{
	for (guint i = 0; i < columns->len; i++) {
		const struct sp_box *c = &g_array_index(columns, struct sp_box, i);
		if (sp_overlap(c->x0, c->x1, b->x0, b->x1) > 0)
			return true;
	}
	return false;
}

/*
 * How many pieces of a line stand over pieces of the lines from … end, as a header's do over its columns: two at least where
 * one does beside those of lines before, whose boxes are in `columns` (struct sp_box), as its own are then.
 */
static guint add_columns(const struct view *v, const struct sp_text_line *line, const GPtrArray *lines, guint from,
                         guint end, int inwards, GArray *columns)
{
	enum { NEAREST = 12 }; /* lines: the first row may leave columns empty */
	GPtrArray *pieces = sp_text_line_pieces(v->page, line);
	bool *found = g_new0(bool, pieces->len + 1);
	for (guint i = from, count = 0; i != end && count < NEAREST; i += (guint)inwards, count++)
		find_straight(v, pieces, g_ptr_array_index(lines, i), found);
	guint had = columns->len, n = 0;
	for (guint m = 0; m < pieces->len; m++) {
		struct sp_box b = piece_seen(v, pieces, m);
		if (found[m] && !is_over(columns, &b))
			g_array_append_val(columns, b);
		n += found[m];
	}
	g_free(found);
	g_ptr_array_unref(pieces);
	return columns->len > had && columns->len >= 2 ? MAX(n, 2) : n;
}

/* In larger type than the line outside of it, and in one piece: a table's rows are not. */
static bool is_title(const struct view *v, const struct sp_text_line *line, const struct sp_text_line *outer)
{
	GPtrArray *pieces = sp_text_line_pieces(v->page, line);
	bool whole = pieces->len == 1;
	g_ptr_array_unref(pieces);
	return whole && line->size > LARGER_BY * outer->size;
}

static const double FURTHER = 2.5; /* em: cells are padded, and centred in their rows */
enum { SURE = 3 };                 /* pieces of a header that stand over columns are no accident */

/*
 * A table without rules begins with its own header, on every page. Of that header's lines some have one piece only, and
 * its padded, bold headings stand off from the rows as far as rows from each other. Where headings begin at the left of
 * figures that end at the right few stand straight over them, so that the header's lines count together. Gives the
 * outermost of the lines from `first` on that go with the lines from `text` to `past`; `text` when none does.
 */
static guint head_of_columns(const struct view *v, const GPtrArray *lines, guint first, guint text, guint past,
                             int inwards)
{
	guint head = text;
	GArray *columns = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	for (guint k = text; text != past && k != first; k -= (guint)inwards) {
		const struct sp_text_line *next = g_ptr_array_index(lines, k);
		const struct sp_text_line *last = g_ptr_array_index(lines, k - (guint)inwards);
		if (k == text && is_title(v, next, last))
			break;
		double most = k == text && last->bold && !next->bold ? FAR : 1;
		double white = white_between(v, last, next), size = MAX(last->size, 1);
		guint from = head == k ? k : text; /* a line of the header may stand over its other lines alone */
		guint n = white > FURTHER * size ? 0 : add_columns(v, last, lines, from, past, inwards, columns);
		if (white > (n >= SURE ? FURTHER : most) * size)
			break;
		if (n >= 2)
			head = k - (guint)inwards;
	}
	g_array_free(columns, TRUE);
	return head;
}

/* Where the nearest word further in begins; the page's far edge when there is none. `largest`: of the words nearest. */
static double next_words(const struct view *v, const struct sp_box *outer, double *largest)
{
	double nearest = v->height;
	for (guint i = 0; i < v->page->words->len; i++) {
		const struct sp_word *w = &g_array_index(v->page->words, struct sp_word, i);
		struct sp_box b = seen(v, &w->box);
		if ((b.y0 + b.y1) / 2 <= outer->y1)
			continue;
		if (b.y0 < nearest) {
			nearest = b.y0;
			*largest = w->size;
		}
	}
	return nearest;
}

static guint64 cut_after(const struct view *v, const struct sp_text_line *line)
{
	static const double gaps[] = { 0.3, 0.8, 1.6, 2.5, 4, 8 }; /* em */
	static const double long_rule = 0.25; /* of the page's width */
	struct sp_box b = seen(v, &line->box);
	double size = 0, next = next_words(v, &b, &size);
	guint64 e = size <= 0 ? bit(NOTHING_LEFT) : steps(GAP_1, gaps, G_N_ELEMENTS(gaps), (next - b.y1) / MAX(line->size, 1));
	e |= size > LARGER_BY * line->size ? bit(LARGER_NEXT) : 0;
	for (guint i = 0; v->turn == 0 && i < v->page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(v->page->rules, struct sp_rule, i);
		double at = v->end == SP_FURNITURE_TOP ? r->at : v->height - r->at;
		if (r->axis == SP_HORIZONTAL && r->to - r->from > long_rule * v->width && at > (b.y0 + b.y1) / 2 && at < next)
			e |= bit(RULED_OFF);
	}
	return e;
}

/* --- deciding ----------------------------------------------------------------------------------------- */

static struct sp_box box_of_lines(const struct view *v, const GPtrArray *lines)
{
	struct sp_box box = { 0 };
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_text_line *line = g_ptr_array_index(lines, i);
		struct sp_box b = seen(v, &line->box);
		if (line->turn == v->turn)
			sp_box_extend(&box, &b);
	}
	return box;
}

/* How many lines from `first` on repeat and stand together, without a head of columns that go on from them. */
static guint repeated_lines(const struct sp_recurring *r, const struct view *v, const GPtrArray *lines, guint first,
                            guint past, int inwards, bool *is_head)
{
	guint text = first;
	for (; text != past; text += (guint)inwards) {
		const struct sp_text_line *line = g_ptr_array_index(lines, text);
		if (!in_zone(v, line) || !sp_recurring_line(r, v->page, line) ||
		    (text != first && white_between(v, g_ptr_array_index(lines, text - (guint)inwards), line) > FAR * line->size))
			break;
	}
	guint head = head_of_columns(v, lines, first, text, past, inwards);
	*is_head = head != text;
	return inwards > 0 ? head - first : first - head;
}

static struct sp_furniture_line evidence_of(const struct sp_recurring *r, const struct view *v, const GPtrArray *lines,
                                            guint first, guint i, guint past, int inwards, const struct sp_box *text)
{
	const struct sp_text_line *line = g_ptr_array_index(lines, i);
	const struct sp_page *page = v->page;
	enum evidence compared = sp_recurring_line(r, page, line) ? REPEATS_INSIDE :
				 r->pages < 2 || page->ocr        ? ALONE :
				 r->pages == 2                    ? DIFFERS_FROM_ONE :
								    DIFFERS;
	guint nth = MIN(inwards > 0 ? i - first : first - i, 3), next = i + (guint)inwards;
	bool apart = i != first && white_between(v, g_ptr_array_index(lines, i - (guint)inwards), line) > FAR * line->size;
	guint64 looks = bit((enum evidence)(FIRST + nth)) | size_and_face(r, line) | place(r, v, line, text) |
			wording(r, page, line) | (line->turn == 0 ? surroundings(page, line) : 0) |
			bit(compared) | (apart ? bit(APART) : 0);
	bool columns = head_of_columns(v, lines, first, next, past, inwards) != next;
	return (struct sp_furniture_line){ line, looks, cut_after(v, line) | (columns ? bit(COLUMNS) : 0) };
}

guint sp_furniture_lines(const struct sp_recurring *r, const struct sp_page *page, const GPtrArray *lines, guint from,
                         guint end, enum sp_furniture_end at, struct sp_furniture_line of[SP_FURNITURE_LINES])
{
	if (from >= end)
		return 0;
	int inwards = at == SP_FURNITURE_TOP ? 1 : -1;
	guint first = inwards > 0 ? from : end - 1, past = inwards > 0 ? end : from - 1;
	struct view v = view_of(page, at, ((const struct sp_text_line *)g_ptr_array_index(lines, from))->turn);
	struct sp_box text = box_of_lines(&v, lines);
	bool is_head;
	guint repeated = repeated_lines(r, &v, lines, first, past, inwards, &is_head), n = 0;
	for (guint i = first; i != past && n < SP_FURNITURE_LINES; i += (guint)inwards, n++) {
		if ((is_head && n == repeated) || n >= repeated + LOOKED_AT || !in_zone(&v, g_ptr_array_index(lines, i)))
			break;
		of[n] = n < repeated ? (struct sp_furniture_line){ g_ptr_array_index(lines, i), bit(REPEATS), 0 } :
				       evidence_of(r, &v, lines, first, i, past, inwards, &text);
	}
	return n;
}

static void move_words(const struct sp_text_line *line, GPtrArray *from, GPtrArray *to)
{
	for (guint i = 0; i < line->words->len; i++) {
		void *w = g_ptr_array_index(line->words, i);
		g_ptr_array_add(to, w);
		g_ptr_array_remove(from, w);
	}
}

/* How many of the outermost lines are furniture; their words change hands. */
static guint take_end(const struct sp_furniture_weights *by, const struct sp_recurring *r, const struct sp_page *page,
                      const GPtrArray *lines, guint from, guint end, enum sp_furniture_end at, GPtrArray *words,
                      GPtrArray *taken)
{
	struct sp_furniture_line of[SP_FURNITURE_LINES];
	guint n = sp_furniture_lines(r, page, lines, from, end, at, of), best = 0;
	const int *weights = by->of[at];
	int highest = 0, looks = 0;
	for (guint k = 0; k < n; k++) {
		looks += sum(weights, of[k].looks);
		int score = looks + sum(weights, of[k].cut);
		if (score > highest) {
			highest = score;
			best = k + 1;
		}
	}
	for (guint k = 0; k < best; k++)
		move_words(of[k].line, words, taken);
	return best;
}

void sp_furniture_take(const struct sp_furniture_weights *weights, const struct sp_recurring *r, const struct sp_page *page,
                       GPtrArray *words, GPtrArray *header, GPtrArray *footer)
{
	GPtrArray *lines = sp_lines_new(words);
	for (guint from = 0, end; from < lines->len; from = end) { /* the lines of one direction stand together */
		unsigned turn = ((const struct sp_text_line *)g_ptr_array_index(lines, from))->turn;
		for (end = from + 1; end < lines->len; end++)
			if (((const struct sp_text_line *)g_ptr_array_index(lines, end))->turn != turn)
				break;
		guint top = take_end(weights, r, page, lines, from, end, SP_FURNITURE_TOP, words, header);
		take_end(weights, r, page, lines, from + top, end, SP_FURNITURE_BOTTOM, words, footer);
	}
	g_ptr_array_unref(lines);
}
