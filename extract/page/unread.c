/*
 * Method. Curves and pictures are looked through for writing (writing.c, canvas.c); what words of the page lie upon is
 * told already: a scan with recognised text beneath, a caption set over a photograph. What remains counts when it is a
 * text or a table: logos, seals, charts and maps have writing in them too.
 */
#include "extract/page/unread.h"

#include <math.h>
#include <string.h>

#include "base/language.h"
#include "extract/page/writing.h"

enum {
	FEW_LETTERS = 12, /* on a page that has no words, less is an ornament */
	PAGE_LINES = 10,  /* in the picture of a page: less is a photograph with a name in it */
	PAGE_LETTERS = 200,
};

/* Of the page's area: a picture of more is the page, and surely one that was scanned. */
static const double WHOLE = 0.5, SCAN = 0.8;

static struct sp_writing *line_at(const GArray *lines, guint i)
{
	return &g_array_index(lines, struct sp_writing, i);
}

static double area_of(const struct sp_box *b)
{
	return MAX(sp_box_width(b), 0) * MAX(sp_box_height(b), 0);
}

static void add(struct sp_page *page, enum sp_unread_kind kind, const struct sp_box *box, double area, size_t amount)
{
	struct sp_unread u = { kind, *box, CLAMP(area / (page->width * page->height), 0, 1), amount, false };
	g_array_append_val(page->unread, u);
}

/* --- writing that words tell ------------------------------------------------------------------------ */

/* Is the line told by words of the page? Recognised text lies a little beside what it was read from. */
static bool is_told(const struct sp_page *page, const struct sp_box *line)
{
	double told = 0;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_box *b = &g_array_index(page->words, struct sp_word, i).box;
		double high = sp_overlap(line->y0, line->y1, b->y0, b->y1);
		if (high * 2 > MIN(sp_box_height(line), sp_box_height(b)))
			told += MAX(sp_overlap(line->x0, line->x1, b->x0, b->x1), 0);
	}
	return told * 3 > sp_box_width(line);
}

/* The lines that no word tells, in areas that hold any. (transfer full) */
static GArray *untold_lines(const struct sp_page *page, const GArray *lines, const struct sp_box *where)
{
	GArray *untold = g_array_new(FALSE, FALSE, sizeof(struct sp_writing));
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_writing *line = line_at(lines, i);
		if (sp_box_holds_middle(where, &line->box) && !is_told(page, &line->box))
			g_array_append_val(untold, *line);
	}
	return untold;
}

static size_t letters_of(const GArray *lines)
{
	size_t letters = 0;
	for (guint i = 0; i < lines->len; i++)
		letters += line_at(lines, i)->letters;
	return letters;
}

static struct sp_box box_of(const GArray *lines)
{
	struct sp_box box = { 0, 0, 0, 0 };
	for (guint i = 0; i < lines->len; i++)
		sp_box_extend(&box, &line_at(lines, i)->box);
	return box;
}

/* --- what is written: a text, a table, or the labels of something drawn ------------------------------- */

static int by_foot(const void *a, const void *b)
{
	const struct sp_writing *p = a, *q = b;
	if (p->box.y1 != q->box.y1)
		return p->box.y1 < q->box.y1 ? -1 : 1;
	return (p->box.x0 > q->box.x0) - (p->box.x0 < q->box.x0);
}

/* Numbers the rows that sorted lines stand in: those of one row share its foot, as nothing else does by chance. */
static guint *rows_of(const GArray *lines)
{
	guint *rows = g_new0(guint, lines->len + 1);
	for (guint i = 1; i < lines->len; i++) {
		const struct sp_writing *a = line_at(lines, i - 1), *b = line_at(lines, i);
		rows[i] = rows[i - 1] + (b->box.y1 - a->box.y1 > MAX(0.12 * MIN(a->size, b->size), 0.55));
	}
	return rows;
}

static bool share_a_column(const struct sp_box *a, const struct sp_box *b)
{
	return sp_overlap(a->x0, a->x1, b->x0, b->x1) * 2 > MIN(sp_box_width(a), sp_box_width(b));
}

/* In how many rows something stands above or below this line, its own among them. */
static guint rows_with(const GArray *lines, const guint *rows, guint line)
{
	guint n = 0, last = G_MAXUINT;
	for (guint i = 0; i < lines->len; i++)
		if (rows[i] != last && share_a_column(&line_at(lines, line)->box, &line_at(lines, i)->box)) {
			last = rows[i];
			n++;
		}
	return n;
}

static int by_size(const void *a, const void *b)
{
	const struct sp_writing *p = a, *q = b;
	return (p->size > q->size) - (p->size < q->size);
}

/* The letters that are about as large as most: noise and the labels of a drawing come in all sizes. */
static size_t letters_of_one_size(GArray *lines)
{
	const double alike = 1.5; /* a line of small letters and one of figures or capitals of the same type */
	size_t all = letters_of(lines), before = 0, n = 0;
	guint middle = 0;
	g_array_sort(lines, by_size);
	for (; middle + 1 < lines->len && (before + line_at(lines, middle)->letters) * 2 < all; middle++)
		before += line_at(lines, middle)->letters;
	for (guint i = 0; i < lines->len; i++) {
		double size = line_at(lines, i)->size, usual = line_at(lines, middle)->size;
		n += MAX(size, usual) < alike * MIN(size, usual) ? line_at(lines, i)->letters : 0;
	}
	return n;
}

/* What share of the picture's writing a table's rows must have. Measured on 60 pictures of real documents: tables from
 * 0.66 on, charts up to 0.62. */
static const double IN_ROWS = 0.64;

/*
 * Rows of a table have pieces in two columns or more, and a column has them in several rows; a text has long lines
 * below each other. The labels of a chart are one row and one column, those of a map neither, and a letterhead is short.
 */
static bool is_text_or_table(GArray *lines)
{
	enum { ROWS = 4, LINES = 8, LONG = 25, LETTERS = 40 };
	size_t all = letters_of(lines);
	if (all < LETTERS || letters_of_one_size(lines) * 5 < all * 3)
		return false;
	g_array_sort(lines, by_foot);
	guint *rows = rows_of(lines);
	guint tabular = 0, prose = 0;
	size_t in_rows = 0;
	for (guint from = 0, to; from < lines->len; from = to) {
		guint in_columns = 0;
		size_t letters = 0;
		for (to = from; to < lines->len && rows[to] == rows[from]; to++) {
			guint mates = rows_with(lines, rows, to);
			in_columns += mates >= ROWS;
			letters += line_at(lines, to)->letters;
			prose += line_at(lines, to)->letters >= LONG && mates >= LINES;
		}
		tabular += in_columns >= 2;
		in_rows += in_columns >= 2 ? letters : 0;
	}
	g_free(rows);
	return (tabular >= ROWS && (double)in_rows >= IN_ROWS * (double)all) || prose >= LINES;
}

/* --- curves ----------------------------------------------------------------------------------------- */

static bool lies_in(const struct sp_box *inner, const struct sp_box *outer)
{
	return inner->x0 > outer->x0 && inner->y0 > outer->y0 && inner->x1 < outer->x1 && inner->y1 < outer->y1;
}

/* The boxes of filled shapes; the hole of a letter is drawn right before or behind its outline. */
static GArray *blots_of(const struct sp_page *page)
{
	GArray *blots = g_array_new(FALSE, FALSE, sizeof(struct sp_box));
	for (guint i = 0; i < page->shapes->len; i++) {
		const struct sp_shape *s = &g_array_index(page->shapes, struct sp_shape, i);
		bool hole = s->width > 0;
		for (guint k = i > 2 ? i - 2 : 0; k < MIN(i + 3, page->shapes->len) && !hole; k++)
			hole = lies_in(&s->box, &g_array_index(page->shapes, struct sp_shape, k).box);
		if (!hole)
			g_array_append_val(blots, s->box);
	}
	return blots;
}

static void find_outlines(struct sp_page *page)
{
	GArray *blots = blots_of(page);
	GArray *lines = blots->len >= FEW_LETTERS ? sp_writing_find(blots) : NULL;
	bool bare = page->words->len == 0;
	if (lines) {
		struct sp_box all = { 0, 0, page->width, page->height };
		GArray *untold = untold_lines(page, lines, &all);
		struct sp_box box = box_of(untold);
		if (bare ? letters_of(untold) >= FEW_LETTERS : is_text_or_table(untold))
			add(page, SP_UNREAD_OUTLINES, &box, area_of(&box), letters_of(untold));
		g_array_free(untold, TRUE);
	}
	if (lines)
		g_array_free(lines, TRUE);
	g_array_free(blots, TRUE);
}

/* --- pictures --------------------------------------------------------------------------------------- */

static void find_pictures(struct sp_page *page)
{
	for (guint i = 0; i < page->pictures->len; i++) {
		const struct sp_box *box = &g_array_index(page->pictures, struct sp_box, i);
		GArray *untold = untold_lines(page, page->pictured, box);
		double area = area_of(box), share = area / (page->width * page->height);
		size_t letters = letters_of(untold);
		bool is_page = share > SCAN && untold->len >= PAGE_LINES && letters >= PAGE_LETTERS;
		if (is_page || is_text_or_table(untold))
			add(page, share > WHOLE ? SP_UNREAD_PAGE : SP_UNREAD_PICTURE, box, area, letters);
		g_array_free(untold, TRUE);
	}
}

/* A page that is nothing but pictures. */
static void find_scan(struct sp_page *page)
{
	struct sp_box all = { 0, 0, 0, 0 };
	for (guint i = 0; i < page->images->len; i++)
		sp_box_extend(&all, &g_array_index(page->images, struct sp_box, i));
	add(page, SP_UNREAD_PAGE, &all, area_of(&all), 0);
}

/* --- glyphs ----------------------------------------------------------------------------------------- */

static bool is_unmapped(const struct sp_word *w)
{
	return strstr(w->text, "\xEF\xBF\xBD");
}

/* Those of a private area say nothing to who has not the font (Unicode §23.5). */
static size_t private_letters(const char *text)
{
	size_t n = 0;
	for (; *text; text = g_utf8_next_char(text))
		n += (signed char)*text < 0 && g_unichar_type(g_utf8_get_char(text)) == G_UNICODE_PRIVATE_USE;
	return n;
}

static void find_unmapped(struct sp_page *page)
{
	struct sp_box box = { 0, 0, 0, 0 };
	double area = 0;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		if (is_unmapped(w)) {
			sp_box_extend(&box, &w->box);
			area += area_of(&w->box);
		}
	}
	if (page->unmapped > 0)
		add(page, SP_UNREAD_GLYPHS, &box, area, page->unmapped);
}

/* Some words in a row, as many as it takes to tell a language. */
struct stretch {
	struct sp_box box;
	double area;
	GString *text;
	unsigned letters;
	size_t private;
};

static void take_word(struct stretch *s, const struct sp_word *w)
{
	sp_box_extend(&s->box, &w->box);
	s->area += area_of(&w->box);
	g_string_append(s->text, w->text);
	g_string_append_c(s->text, ' ');
	/* a single one is a bullet, an arrow, a telephone */
	size_t n = private_letters(w->text);
	s->private += n >= 2 ? n : 0;
	for (const char *p = w->text; *p; p = g_utf8_next_char(p))
		s->letters += g_unichar_isalpha(g_utf8_get_char(p)) || n >= 2;
}

/* The text with every letter moved on by some places of the code; NULL where one falls off it. (transfer full) */
static char *shifted(const char *text, int by)
{
	GString *to = g_string_new(NULL);
	for (; *text; text = g_utf8_next_char(text)) {
		long c = (long)g_utf8_get_char(text);
		if (c != ' ' && (c + by <= ' ' || c + by > 0x24F)) {
			g_string_free(to, TRUE);
			return NULL;
		}
		g_string_append_unichar(to, (gunichar)(c == ' ' ? c : c + by));
	}
	return g_string_free(to, FALSE);
}

/*
 * That letters are dear says little: names, codes, abbreviations and other languages are, too (80 pages of sound documents
 * are as dear as shifted text). What speaks against a table of letters is that another one makes language of it.
 */
static bool is_no_language(const struct stretch *s, const struct sp_letters *letters)
{
	enum { FURTHEST = 64, BEGINNING = 120 }; /* codes; letters */
	const long dear = 450, language = 400, gain = 150; /* Italian costs 150 to 360 */
	unsigned n;
	if (s->private * 2 > s->letters)
		return true;
	/* the beginning of nearly every stretch is language already */
	char *beginning = g_utf8_substring(s->text->str, 0, MIN(g_utf8_strlen(s->text->str, -1), BEGINNING));
	long first = sp_letters_bits(letters, beginning, &n);
	g_free(beginning);
	if (n > BEGINNING / 2 && first < language)
		return false;
	long as_it_is = sp_letters_bits(letters, s->text->str, &n);
	bool found = false;
	for (int by = -FURTHEST; by <= FURTHEST && as_it_is >= dear && !found; by++) {
		char *other = by != 0 ? shifted(s->text->str, by) : NULL;
		long bits = other ? sp_letters_bits(letters, other, &n) : 0;
		found = other && n * 3 >= s->letters * 2 && bits < language && as_it_is - bits >= gain;
		g_free(other);
	}
	return found;
}

/*
 * Text in a font whose table of letters is wrong: shifted by a constant, in codes of its own, at random. The page's words
 * are read a stretch at a time; one stretch of a list of codes says nothing, two in a row do, or all that there is.
 */
static void find_wrong(struct sp_page *page, const struct sp_letters *letters)
{
	enum { STRETCH = 60, SURE = 120 };
	struct stretch s = { .text = g_string_new(NULL) };
	struct sp_box box = { 0, 0, 0, 0 }, run_box = box;
	double area = 0, run_area = 0;
	size_t amount = 0, run = 0;
	for (guint i = 0; i <= page->words->len; i++) {
		if (i < page->words->len)
			take_word(&s, &g_array_index(page->words, struct sp_word, i));
		if (s.letters < STRETCH && i < page->words->len)
			continue;
		bool wrong = s.letters >= STRETCH && is_no_language(&s, letters);
		if (wrong) {
			sp_box_extend(&run_box, &s.box);
			run_area += s.area;
			run += s.letters;
		}
		if ((!wrong || i == page->words->len) && run >= SURE) {
			sp_box_extend(&box, &run_box);
			area += run_area;
			amount += run;
		}
		if (!wrong) {
			run_box = (struct sp_box){ 0, 0, 0, 0 };
			run_area = 0;
			run = 0;
		}
		s = (struct stretch){ .text = g_string_truncate(s.text, 0) };
	}
	if (amount > 0)
		add(page, SP_UNREAD_MAPPING, &box, area, amount);
	g_string_free(s.text, TRUE);
}

/* --- public ----------------------------------------------------------------------------------------- */

void sp_unread_find(struct sp_page *page, const struct sp_letters *letters)
{
	if (page->ocr)
		return;
	if (page->chars == 0 && page->images->len > 0)
		find_scan(page);
	else if (page->pictured->len > 0)
		find_pictures(page);
	if (page->shapes->len > 0)
		find_outlines(page);
	find_unmapped(page);
	find_wrong(page, letters);
}

void sp_unread_drop_words(struct sp_page *page, const struct sp_unread *u)
{
	guint kept = 0;
	if (u->kind != SP_UNREAD_GLYPHS && u->kind != SP_UNREAD_MAPPING)
		return;
	for (guint i = 0; i < page->words->len; i++) {
		struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		bool wrong = u->kind == SP_UNREAD_GLYPHS ? is_unmapped(w) : sp_box_holds_middle(&u->box, &w->box);
		if (!wrong)
			g_array_index(page->words, struct sp_word, kept++) = *w;
	}
	g_array_set_size(page->words, kept);
}

bool sp_unread_is_recognised(const struct sp_page *page, const struct sp_box *box)
{
	for (guint i = 0; i < page->unread->len; i++) {
		const struct sp_unread *u = &g_array_index(page->unread, struct sp_unread, i);
		if (u->recognised && (!box || sp_box_holds_middle(&u->box, box)))
			return true;
	}
	return false;
}

char *sp_unread_message(const struct sp_unread *u, const char **code)
{
	static const char *const codes[] = { "no-text-layer", "picture-of-table", "outlined-text", "unmapped-glyphs",
					     "wrong-mapping" };
	long percent = MAX(lround(100 * u->share), 1);
	*code = codes[u->kind];
	switch (u->kind) {
	case SP_UNREAD_PAGE:
		return u->amount == 0 ? g_strdup(SP_SAID("the page is an image without text; recognise it with --ocr"))
				      : g_strdup_printf(SP_SAID("the page is an image (%ld %% of it) with writing that no text "
								"tells; recognise it with --ocr"),
							percent);
	case SP_UNREAD_PICTURE:
		return g_strdup_printf(SP_SAID("a picture on %ld %% of the page holds writing that no text tells; "
					       "recognise it with --ocr"),
				       percent);
	case SP_UNREAD_OUTLINES:
		return g_strdup_printf(SP_SAID("about %zu letters are drawn as curves; recognise them with --ocr"), u->amount);
	case SP_UNREAD_GLYPHS:
		return g_strdup_printf(SP_SAID("%zu glyphs have no Unicode value in the PDF; they stand as U+FFFD in the texts"),
				       u->amount);
	default:
		return g_strdup_printf(SP_SAID("%zu letters have a wrong Unicode value in the PDF: their text is not what is seen"),
				       u->amount);
	}
}
