/*
 * Method. Curves and pictures are looked through for writing (writing.c, canvas.c); what words of the page lie upon is
 * told already: a scan with recognised text beneath, a caption set over a photograph. What remains counts from some
 * letters on, as logos and seals have a name in them too.
 */
#include "extract/unread.h"

#include <math.h>
#include <string.h>

#include "extract/canvas.h"
#include "extract/writing.h"

enum {
	LOGO_LETTERS = 60, /* what is written in a logo or beside a seal, at most: an office and its department */
	LOGO_LINES = 4,
	FEW_LETTERS = 12,  /* on a page that has no words, less is an ornament */
};

static const double WHOLE = 0.5; /* of the page's area: a picture of more is the page */

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

/* What is written in some lines, as far as no word tells it. */
struct untold {
	struct sp_box box;
	double area; /* of the areas' boxes together */
	size_t lines, letters, all_letters;
};

/* The lines that stand in `where` (NULL: anywhere) and in areas of some size. */
static struct untold find_untold(const struct sp_page *page, const GArray *lines, const struct sp_box *where,
				 size_t least_lines, size_t least_letters)
{
	struct untold sum = { .area = 0 };
	struct untold *areas = g_new0(struct untold, lines->len + 1);
	unsigned last = 0;
	for (guint i = 0; i < lines->len; i++) {
		const struct sp_writing *line = line_at(lines, i);
		if (where && !sp_box_holds_middle(where, &line->box))
			continue;
		sum.all_letters += line->letters;
		if (is_told(page, &line->box))
			continue;
		struct untold *a = &areas[line->area];
		sp_box_extend(&a->box, &line->box);
		a->letters += line->letters;
		a->lines++;
		last = MAX(last, line->area + 1);
	}
	for (unsigned i = 0; i < last; i++)
		if (areas[i].lines >= least_lines && areas[i].letters >= least_letters) {
			sp_box_extend(&sum.box, &areas[i].box);
			sum.area += area_of(&areas[i].box);
			sum.lines += areas[i].lines;
			sum.letters += areas[i].letters;
		}
	g_free(areas);
	return sum;
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
	if (lines && lines->len > 0) {
		struct untold u = find_untold(page, lines, NULL, bare ? 1 : LOGO_LINES, bare ? FEW_LETTERS : LOGO_LETTERS);
		if (u.letters > 0)
			add(page, SP_UNREAD_OUTLINES, &u.box, u.area, u.letters);
	}
	if (lines)
		g_array_free(lines, TRUE);
	g_array_free(blots, TRUE);
}

/* --- pictures --------------------------------------------------------------------------------------- */

static void find_pictures(struct sp_page *page)
{
	GArray *pictures = sp_canvas_join(page->images);
	for (guint i = 0; i < pictures->len; i++) {
		const struct sp_box *box = &g_array_index(pictures, struct sp_box, i);
		struct untold u = find_untold(page, page->pictured, box, 1, 1);
		if (u.lines < LOGO_LINES || u.letters < LOGO_LETTERS || u.letters * 4 < u.all_letters)
			continue;
		bool whole = area_of(box) > WHOLE * page->width * page->height;
		add(page, whole ? SP_UNREAD_PAGE : SP_UNREAD_PICTURE, box, area_of(box), u.letters);
	}
	g_array_free(pictures, TRUE);
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

/* Those of a private area say nothing to who has not the font (Unicode §23.5). */
static size_t private_letters(const char *text)
{
	size_t n = 0;
	for (; *text; text = g_utf8_next_char(text))
		n += g_unichar_type(g_utf8_get_char(text)) == G_UNICODE_PRIVATE_USE;
	return n;
}

static void find_glyphs(struct sp_page *page)
{
	struct sp_box unmapped = { 0, 0, 0, 0 }, wrong = { 0, 0, 0, 0 };
	double unmapped_area = 0, wrong_area = 0;
	size_t wrongly = 0;
	for (guint i = 0; i < page->words->len; i++) {
		const struct sp_word *w = &g_array_index(page->words, struct sp_word, i);
		/* a single one is a bullet, an arrow, a telephone */
		size_t n = private_letters(w->text);
		if (strstr(w->text, "\xEF\xBF\xBD")) {
			sp_box_extend(&unmapped, &w->box);
			unmapped_area += area_of(&w->box);
		} else if (n >= 2 && n * 2 >= (size_t)g_utf8_strlen(w->text, -1)) {
			sp_box_extend(&wrong, &w->box);
			wrong_area += area_of(&w->box);
			wrongly += n;
		}
	}
	if (page->unmapped > 0)
		add(page, SP_UNREAD_GLYPHS, &unmapped, unmapped_area, page->unmapped);
	if (wrongly > 0)
		add(page, SP_UNREAD_MAPPING, &wrong, wrong_area, wrongly);
}

/* --- public ----------------------------------------------------------------------------------------- */

void sp_unread_find(struct sp_page *page)
{
	if (page->ocr)
		return;
	if (page->chars == 0 && page->images->len > 0)
		find_scan(page);
	else if (page->pictured->len > 0)
		find_pictures(page);
	if (page->shapes->len > 0)
		find_outlines(page);
	find_glyphs(page);
}

char *sp_unread_message(const struct sp_unread *u, const char **code)
{
	static const char *const codes[] = { "no-text-layer", "picture-of-table", "outlined-text", "unmapped-glyphs",
					     "wrong-mapping" };
	long percent = MAX(lround(100 * u->share), 1);
	*code = codes[u->kind];
	switch (u->kind) {
	case SP_UNREAD_PAGE:
		return u->amount == 0 ? g_strdup("the page is an image without text; recognise it with --ocr")
				      : g_strdup_printf("the page is an image (%ld %% of it) with writing that no text tells; "
							"recognise it with --ocr",
							percent);
	case SP_UNREAD_PICTURE:
		return g_strdup_printf("a picture on %ld %% of the page holds writing that no text tells; recognise it with "
				       "--ocr",
				       percent);
	case SP_UNREAD_OUTLINES:
		return g_strdup_printf("about %zu letters are drawn as curves; recognise them with --ocr", u->amount);
	case SP_UNREAD_GLYPHS:
		return g_strdup_printf("%zu glyphs have no Unicode value in the PDF; they stand as U+FFFD in the texts",
				       u->amount);
	default:
		return g_strdup_printf("%zu letters have a wrong Unicode value in the PDF: their text is not what is seen",
				       u->amount);
	}
}
