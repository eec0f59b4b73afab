/*
 * The letters are those of a font of no shapes of its own, all equally wide, drawn out or pressed together to the width
 * of the word; readers take a font of theirs for it, and believe its descriptor how far it goes up and down (of the
 * standard fonts, such as Courier, they do not). Blanks that are
 * drawn between words are drawn here, too, since who gathers words looks for them. A word on a dark area is white: else
 * it would be taken for one that nobody sees.
 */
#include "extract/mask.h"

#include <math.h>
#include <string.h>

#include "extract/page/disguise.h"

enum { CATALOG = 1, PAGES, PAGE, CONTENT, ENCODING, WIDTHS, GREY, FIRST_FONT };
enum { LAST_ASCII = 0x7e, FIRST_LATIN = 0xa1, FIRST_WINDOWS = 0x80, OWN_CODES = 31 };
enum { WIDE = 600, LAST_CODE = 255 }; /* thousandths of an em: each glyph, as Courier's are */
static const char COUNTS[] = "%% a masked page: words %u, with figures %u, lines %u, areas %u, pictures %u\n";

struct mask {
	const struct sp_page *page;
	struct sp_disguise *disguise;
	struct sp_mask_counts counts;
	GString *content;
	GPtrArray *fonts;        /* char *: "rise drop style" of each, in thousandths of an em */
	gunichar own[OWN_CODES]; /* what stands at the codes 1 … 31 */
	unsigned n_own;
};

/* Two decimals and a blank, whatever the locale. */
static void number(GString *out, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, "%.3f", value);
	g_string_append_printf(out, "%s ", text);
}

static void numbers(GString *out, const double *values, size_t n, const char *operator)
{
	for (size_t i = 0; i < n; i++)
		number(out, values[i]);
	g_string_append_printf(out, "%s\n", operator);
}

#define OPERATE(out, operator, ...)                                                                                    \
	numbers(out, (const double[]){ __VA_ARGS__ },                                                                  \
		sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double), operator)

/* PDF's y grows upwards */
static double up(const struct mask *m, double y)
{
	return m->page->height - y;
}

static void box(struct mask *m, const struct sp_box *b, const char *operator)
{
	OPERATE(m->content, "re", b->x0, up(m, b->y1), sp_box_width(b), sp_box_height(b));
	g_string_append_printf(m->content, "%s\n", operator);
}

/* --- letters ------------------------------------------------------------------------------------------------ */

/* WinAnsiEncoding between ASCII and Latin-1 (ISO 32000-1, annex D.2) */
static const gunichar windows[] = { 0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
				    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
				    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
				    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178 };

static unsigned own_code(struct mask *m, gunichar c)
{
	for (unsigned i = 0; i < m->n_own; i++)
		if (m->own[i] == c)
			return i + 1;
	if (m->n_own == OWN_CODES || c > 0xffff)
		return '?';
	m->own[m->n_own++] = c;
	return m->n_own;
}

static unsigned code_of(struct mask *m, gunichar c)
{
	if ((c >= ' ' && c <= LAST_ASCII) || (c >= FIRST_LATIN && c <= 0xff))
		return c;
	for (unsigned i = 0; i < G_N_ELEMENTS(windows); i++)
		if (windows[i] == c)
			return FIRST_WINDOWS + i;
	return own_code(m, c);
}

/* A string of PDF in hexadecimal; returns how many glyphs it has. */
static size_t show(struct mask *m, const char *text)
{
	size_t n = 0;
	g_string_append_c(m->content, '<');
	for (; *text; text = g_utf8_next_char(text), n++)
		g_string_append_printf(m->content, "%02x", code_of(m, g_utf8_get_char(text)));
	g_string_append(m->content, "> Tj\n");
	return n;
}

static unsigned font_of(struct mask *m, const struct sp_word *w, double size)
{
	struct sp_box upright = sp_word_upright(w);
	double height = sp_box_height(&upright), drop = w->drop > 0 ? w->drop : 0.2 * height;
	char *name = g_strdup_printf("%ld %ld %d", lround(1000 * (height - drop) / size), lround(-1000 * drop / size),
				     2 * w->bold + w->italic);
	guint at;
	if (g_ptr_array_find_with_equal_func(m->fonts, name, g_str_equal, &at)) {
		g_free(name);
		return at;
	}
	g_ptr_array_add(m->fonts, name);
	return m->fonts->len - 1;
}

/* The text matrix of a word, or of the blank `ahead` points before it. */
static void place(struct mask *m, const struct sp_word *w, double ahead)
{
	const struct sp_box *b = &w->box;
	struct sp_box upright = sp_word_upright(w);
	double drop = w->drop > 0 ? w->drop : 0.2 * sp_box_height(&upright);
	switch (w->turn) {
	case 1:
		OPERATE(m->content, "Tm", 0, -1, 1, 0, b->x0 + drop, up(m, b->y0 - ahead));
		break;
	case 2:
		OPERATE(m->content, "Tm", -1, 0, 0, -1, b->x1 + ahead, up(m, b->y0 + drop));
		break;
	case 3:
		OPERATE(m->content, "Tm", 0, 1, -1, 0, b->x1 - drop, up(m, b->y1 + ahead));
		break;
	default:
		OPERATE(m->content, "Tm", 1, 0, 0, 1, b->x0 - ahead, up(m, b->y1 - drop));
		break;
	}
}

/* As wide as it was: the scale stands before the string, so its glyphs are counted first. */
static void stretch(struct mask *m, double width, size_t glyphs, double size)
{
	OPERATE(m->content, "Tz", 100 * 1000 * width / (WIDE * size * (double)MAX(glyphs, 1)));
}

static bool is_on_dark(const struct sp_page *page, const struct sp_word *w)
{
	enum { RED = 299, GREEN = 587, BLUE = 114, HALF = 500 }; /* of white's 1000: ITU-R BT.601 */
	for (guint i = page->fills->len; i-- > 0;) {
		const struct sp_fill *f = &g_array_index(page->fills, struct sp_fill, i);
		if (sp_box_holds_middle(&f->box, &w->box))
			return RED * f->r + GREEN * f->g + BLUE * f->b < HALF;
	}
	return false;
}

/* The blank that the page has between two words of a line, as wide as the gap. */
static void draw_blank(struct mask *m, const struct sp_word *before, const struct sp_word *w, double size)
{
	struct sp_box a = sp_word_upright(before), b = sp_word_upright(w);
	double gap = b.x0 - a.x1;
	if (!w->blank_before || before->turn != w->turn || gap <= 0 || gap > 2 * size ||
	    sp_overlap(a.y0, a.y1, b.y0, b.y1) <= 0)
		return;
	stretch(m, gap, 1, size);
	place(m, w, gap);
	show(m, " ");
}

static void draw_word(struct mask *m, const struct sp_word *w, const struct sp_word *before)
{
	struct sp_box upright = sp_word_upright(w);
	double size = w->size > 0 ? w->size : MAX(sp_box_height(&upright), 1);
	char *text = sp_disguise_text(m->disguise, w->text);
	g_string_append_printf(m->content, "/F%u ", font_of(m, w, size));
	OPERATE(m->content, "Tf", size);
	g_string_append_printf(m->content, "%d Tr %d g\n", w->layer ? 3 : 0, is_on_dark(m->page, w));
	if (before)
		draw_blank(m, before, w, size);
	stretch(m, sp_box_width(&upright), (size_t)g_utf8_strlen(text, -1), size);
	place(m, w, 0);
	show(m, text);
	if (w->blank_after)
		show(m, " ");
	m->counts.words++;
	m->counts.figures += strpbrk(text, "0123456789") != NULL;
	g_free(text);
}

/* --- what is drawn ---------------------------------------------------------------------------------------------- */

static void draw_fills(struct mask *m)
{
	for (guint i = 0; i < m->page->fills->len; i++) {
		const struct sp_fill *f = &g_array_index(m->page->fills, struct sp_fill, i);
		OPERATE(m->content, "rg", (double)f->r, (double)f->g, (double)f->b);
		box(m, &f->box, "f");
	}
	m->counts.areas = m->page->fills->len;
}

static void draw_pictures(struct mask *m)
{
	for (guint i = 0; i < m->page->images->len; i++) {
		const struct sp_box *b = &g_array_index(m->page->images, struct sp_box, i);
		g_string_append(m->content, "q\n");
		OPERATE(m->content, "cm", sp_box_width(b), 0, 0, sp_box_height(b), b->x0, up(m, b->y1));
		g_string_append(m->content, "/Grey Do Q\n");
	}
	m->counts.pictures = m->page->images->len;
}

static void draw_rules(struct mask *m)
{
	for (guint i = 0; i < m->page->rules->len; i++) {
		const struct sp_rule *r = &g_array_index(m->page->rules, struct sp_rule, i);
		bool across = r->axis == SP_HORIZONTAL;
		OPERATE(m->content, "G", (double)r->light);
		OPERATE(m->content, "w", r->width);
		OPERATE(m->content, "m", across ? r->from : r->at, up(m, across ? r->at : r->from));
		OPERATE(m->content, "l", across ? r->to : r->at, up(m, across ? r->at : r->to));
		g_string_append(m->content, "S\n");
	}
	m->counts.lines = m->page->rules->len;
}

static void draw_boxes_of_forms(struct mask *m)
{
	g_string_append(m->content, "0 G 0.5 w\n");
	for (guint i = 0; i < m->page->ticks->len; i++)
		box(m, &g_array_index(m->page->ticks, struct sp_tick, i).box, "S");
}

static void draw_content(struct mask *m)
{
	const struct sp_word *before = NULL;
	draw_pictures(m);
	draw_fills(m);
	draw_rules(m);
	draw_boxes_of_forms(m);
	g_string_append(m->content, "BT\n");
	for (guint i = 0; i < m->page->words->len; i++) {
		const struct sp_word *w = &g_array_index(m->page->words, struct sp_word, i);
		draw_word(m, w, before);
		before = w;
	}
	g_string_append(m->content, "ET\n");
}

/* --- the file ------------------------------------------------------------------------------------------------------ */

/* An object behind the others; `places` remembers where it begins. */
static void object(GString *pdf, GArray *places, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void object(GString *pdf, GArray *places, const char *format, ...)
{
	va_list values;
	g_array_append_val(places, pdf->len);
	g_string_append_printf(pdf, "%u 0 obj\n", places->len);
	va_start(values, format);
	g_string_append_vprintf(pdf, format, values);
	va_end(values);
	g_string_append(pdf, "\nendobj\n");
}

static char *encoding(const struct mask *m)
{
	GString *out = g_string_new("<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1");
	for (unsigned i = 0; i < m->n_own; i++)
		g_string_append_printf(out, "/uni%04X", m->own[i]);
	g_string_append(out, "]>>");
	return g_string_free(out, FALSE);
}

static void write_font(const struct mask *m, guint i, GString *pdf, GArray *places)
{
	enum { FIXED_PITCH = 1, SYMBOLIC_NOT = 32, ITALIC = 64, BOLD = 1 << 18 }; /* ISO 32000-1, table 123 */
	static const char *const names[] = { "Mask", "Mask-Italic", "Mask-Bold", "Mask-BoldItalic" };
	char *rest;
	long rise = strtol(g_ptr_array_index(m->fonts, i), &rest, 10), drop = strtol(rest, &rest, 10);
	unsigned style = (unsigned)strtol(rest, NULL, 10) % G_N_ELEMENTS(names);
	object(pdf, places,
	       "<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding %d 0 R/FirstChar 1/LastChar %d/Widths %d 0 "
	       "R/FontDescriptor %u 0 R>>",
	       names[style], ENCODING, LAST_CODE, WIDTHS, places->len + 2);
	object(pdf, places,
	       "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[0 %ld %d %ld]/Ascent %ld/Descent %ld/CapHeight "
	       "%ld/StemV 80"
	       "/ItalicAngle 0>>",
	       names[style], FIXED_PITCH | SYMBOLIC_NOT | (style & 1 ? ITALIC : 0) | (style & 2 ? BOLD : 0), drop, WIDE,
	       rise, rise, drop, rise);
}

static void write_page(const struct mask *m, GString *pdf, GArray *places)
{
	GString *size = g_string_new(NULL), *fonts = g_string_new(NULL);
	number(size, m->page->width);
	number(size, m->page->height);
	for (guint i = 0; i < m->fonts->len; i++)
		g_string_append_printf(fonts, "/F%u %u 0 R", i, FIRST_FONT + 2 * i);
	object(pdf, places,
	       "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s]/Contents %d 0 R/Resources<</Font<<%s>>/XObject<</Grey %d 0 "
	       "R>>>>>>",
	       PAGES, size->str, CONTENT, fonts->str, GREY);
	g_string_free(fonts, TRUE);
	g_string_free(size, TRUE);
}

static GString *whole_file(const struct mask *m)
{
	GString *pdf = g_string_new("%PDF-1.4\n");
	GArray *places = g_array_new(FALSE, FALSE, sizeof(gsize));
	const struct sp_mask_counts *c = &m->counts;
	char *codes = encoding(m);
	GString *widths = g_string_new(NULL);
	for (int i = 1; i <= LAST_CODE; i++)
		g_string_append_printf(widths, "%d ", WIDE);
	g_string_append_printf(pdf, COUNTS, c->words, c->figures, c->lines, c->areas, c->pictures);
	object(pdf, places, "<</Type/Catalog/Pages %d 0 R>>", PAGES);
	object(pdf, places, "<</Type/Pages/Kids[%d 0 R]/Count 1>>", PAGE);
	write_page(m, pdf, places);
	object(pdf, places, "<</Length %zu>>\nstream\n%s\nendstream", (size_t)m->content->len, m->content->str);
	object(pdf, places, "%s", codes);
	object(pdf, places, "[%s]", widths->str);
	object(pdf, places,
	       "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent "
	       "8/Filter/ASCIIHexDecode"
	       "/Length 3>>\nstream\nD0>\nendstream");
	for (guint i = 0; i < m->fonts->len; i++)
		write_font(m, i, pdf, places);
	gsize xref = pdf->len;
	g_string_append_printf(pdf, "xref\n0 %u\n0000000000 65535 f \n", places->len + 1);
	for (guint i = 0; i < places->len; i++)
		g_string_append_printf(pdf, "%010zu 00000 n \n", (size_t)g_array_index(places, gsize, i));
	g_string_append_printf(pdf, "trailer\n<</Size %u/Root %d 0 R>>\nstartxref\n%zu\n%%%%EOF\n", places->len + 1,
			       CATALOG, (size_t)xref);
	g_string_free(widths, TRUE);
	g_free(codes);
	g_array_free(places, TRUE);
	return pdf;
}

void sp_mask_draw(const struct sp_layout *l, FILE *to)
{
	struct mask m = { .page = l->page,
			  .disguise = sp_disguise_new(l->page),
			  .content = g_string_new(NULL),
			  .fonts = g_ptr_array_new_with_free_func(g_free) };
	draw_content(&m);
	GString *pdf = whole_file(&m);
	fwrite(pdf->str, 1, pdf->len, to);
	g_string_free(pdf, TRUE);
	g_ptr_array_free(m.fonts, TRUE);
	g_string_free(m.content, TRUE);
	sp_disguise_free(m.disguise);
}

bool sp_mask_counts(const char *pdf, struct sp_mask_counts *c)
{
	const char *line = strchr(pdf, '\n');
	return line && sscanf(line + 1, COUNTS, &c->words, &c->figures, &c->lines, &c->areas, &c->pictures) == 5;
}
