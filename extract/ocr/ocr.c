/*
 * Method. scan.c parts the picture into areas; Tesseract's neural engine reads each for itself: a cell
 * as one block of text, the rest of the page with its own analysis of columns. On the development
 * scan this reads three times fewer cells wrong than reading the page whole.
 *
 * Tesseract says where words are and what they say, not how large the type is: that follows from the
 * word's height and from the letters in it (GAUGES). Nor does it know bold type: that is told by the
 * thickness of the strokes, compared with the usual one of the page.
 */
#include "extract/ocr/ocr.h"

#ifdef SPUNTA_OCR

#include <dlfcn.h>
#include <math.h>

#include <tesseract/capi.h>

#include "base/text.h"
#include "extract/ocr/scan.h"

static const double FINEST = 400;   /* dots an inch; more takes longer and reads no better */
static const double COARSEST = 300; /* a scan of less is drawn larger: small type needs the dots */

static const double ASCENT = 0.9; /* of the type's size: the box of a word as PDFs give it */
static const double DESCENT = 0.22;
static const double USUAL = 10; /* pt: a line's size when its letters do not tell it */

/* --- engine ------------------------------------------------------------------------------------------ */

/* What is called of Tesseract. The library is loaded when the first page needs it: it and the thirty
 * others that it brings would make up a fourth of the time that a short PDF takes. */
#define CALLS(X)                                                                                                       \
	X(TessBaseAPICreate)                                                                                           \
	X(TessBaseAPIDelete)                                                                                           \
	X(TessBaseAPIInit2)                                                                                            \
	X(TessBaseAPIEnd)                                                                                              \
	X(TessBaseAPIClear)                                                                                            \
	X(TessBaseAPISetVariable)                                                                                      \
	X(TessBaseAPISetPageSegMode)                                                                                   \
	X(TessBaseAPISetImage2)                                                                                        \
	X(TessBaseAPISetSourceResolution)                                                                              \
	X(TessBaseAPIRecognize)                                                                                        \
	X(TessBaseAPIGetIterator)                                                                                      \
	X(TessResultIteratorDelete)                                                                                    \
	X(TessResultIteratorNext)                                                                                      \
	X(TessResultIteratorGetPageIteratorConst)                                                                      \
	X(TessResultIteratorGetUTF8Text)                                                                               \
	X(TessResultIteratorConfidence)                                                                                \
	X(TessPageIteratorIsAtBeginningOf)                                                                             \
	X(TessPageIteratorBoundingBox)                                                                                 \
	X(TessPageIteratorBaseline)                                                                                    \
	X(TessDeleteText)

struct sp_ocr {
	void *library;
	TessBaseAPI *api;
#define X(call) __typeof__(call) *call;
	CALLS(X)
#undef X
};

static void *look_up(void *library, const char *name, bool *all)
{
	void *call = dlsym(library, name);
	*all = *all && call;
	return call;
}

static bool load_library(struct sp_ctx *ctx, struct sp_ocr *engine)
{
	static const char name[] = "libtesseract.so.5";
	bool all = true;
	engine->library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (engine->library) {
#define X(call) *(void **)(void *)&engine->call = look_up(engine->library, #call, &all);
		CALLS(X)
#undef X
	}
	if (!engine->library || !all)
		sp_report(ctx, SP_D_ARGUMENT, "--ocr needs Tesseract 5 (%s); on Debian: apt install tesseract-ocr-ita",
			  name);
	return engine->library && all;
}

/*
 * Tesseract shares out every layer of its network among four threads, which costs more than it gains
 * on areas as small as ours, and is in the way of --jobs. OpenMP is its own dependency: where it was
 * built without, there is nothing to do.
 */
static void keep_to_one_thread(const struct sp_ocr *engine)
{
	void (*set_max_active_levels)(int);
	*(void **)(void *)&set_max_active_levels = dlsym(engine->library, "omp_set_max_active_levels");
	if (set_max_active_levels)
		set_max_active_levels(0);
}

struct sp_ocr *sp_ocr_new(struct sp_ctx *ctx, const char *languages)
{
	struct sp_ocr *engine = g_new0(struct sp_ocr, 1);
	if (!load_library(ctx, engine)) {
		sp_ocr_free(engine);
		return NULL;
	}
	keep_to_one_thread(engine);
	engine->api = engine->TessBaseAPICreate();
	engine->TessBaseAPISetVariable(engine->api, "debug_file", "/dev/null");
	if (engine->TessBaseAPIInit2(engine->api, NULL, languages, OEM_LSTM_ONLY) == 0)
		return engine;
	sp_report(ctx, SP_D_ARGUMENT, "Tesseract has no data for %s; on Debian: apt install tesseract-ocr-%s",
		  languages, languages);
	sp_ocr_free(engine);
	return NULL;
}

/* The library stays loaded: its threads and exit handlers may outlive the engine. */
void sp_ocr_free(struct sp_ocr *engine)
{
	if (engine && engine->api) {
		engine->TessBaseAPIEnd(engine->api);
		engine->TessBaseAPIDelete(engine->api);
	}
	g_free(engine);
}

/* --- one area ----------------------------------------------------------------------------------------- */

/* A word as Tesseract gives it, in dots of the whole picture. */
struct recognised {
	char *text;
	double x0, y0, x1, y1; /* around its ink */
	double baseline;
	unsigned area, line; /* where it stands: of the scan, of the area */
	bool begins;         /* its line */
	unsigned turn;
	double size;   /* of the type, dots; 0 where the letters do not tell */
	double weight; /* thickness of its strokes, in parts of the size; 0 likewise */
	bool tells;    /* it has letters enough for its weight to count */
	bool bold;
	float confidence;
};

static void found_clear(void *found)
{
	g_free(((struct recognised *)found)->text);
}

static GArray *found_new(void)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct recognised));
	g_array_set_clear_func(all, found_clear);
	return all;
}

static struct recognised *found_at(const GArray *words, guint i)
{
	return &g_array_index(words, struct recognised, i);
}

/* Appends the words of `picture` to `to`, in dots of that picture. */
static void recognise(struct sp_ocr *engine, PIX *picture, bool is_open, double dpi, GArray *to)
{
	TessBaseAPI *api = engine->api;
	engine->TessBaseAPISetPageSegMode(api, is_open ? PSM_AUTO : PSM_SINGLE_BLOCK);
	engine->TessBaseAPISetImage2(api, picture);
	engine->TessBaseAPISetSourceResolution(api, (int)lround(dpi));
	TessResultIterator *at = engine->TessBaseAPIRecognize(api, NULL) == 0 ? engine->TessBaseAPIGetIterator(api)
									      : NULL;
	unsigned line = 0;
	for (bool more = at != NULL; more; more = engine->TessResultIteratorNext(at, RIL_WORD)) {
		const TessPageIterator *place = engine->TessResultIteratorGetPageIteratorConst(at);
		char *text = engine->TessResultIteratorGetUTF8Text(at, RIL_WORD);
		char *clean = text ? sp_text_clean(text, strlen(text)) : NULL;
		int x0, y0, x1, y1, bx0, by0, bx1, by1;
		bool begins = engine->TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE);
		line += begins;
		if (clean && *clean && engine->TessPageIteratorBoundingBox(place, RIL_WORD, &x0, &y0, &x1, &y1)) {
			bool based = engine->TessPageIteratorBaseline(place, RIL_WORD, &bx0, &by0, &bx1, &by1);
			struct recognised f = { .text = g_steal_pointer(&clean),
					   .x0 = x0,
					   .y0 = y0,
					   .x1 = x1,
					   .y1 = y1,
					   .baseline = based ? (by0 + by1) / 2.0 : y1,
					   .line = line,
					   .begins = begins,
					   .confidence = engine->TessResultIteratorConfidence(at, RIL_WORD) / 100 };
			g_array_append_val(to, f);
		}
		g_free(clean);
		engine->TessDeleteText(text);
	}
	if (at)
		engine->TessResultIteratorDelete(at);
	engine->TessBaseAPIClear(api);
}

/* The mean of the words' confidence, each counted by its letters; 0 when there are none. */
static double sureness(const GArray *words)
{
	double sum = 0, letters = 0;
	for (guint i = 0; i < words->len; i++) {
		const struct recognised *f = found_at(words, i);
		double n = (double)g_utf8_strlen(f->text, -1);
		sum += n * (double)f->confidence;
		letters += n;
	}
	return letters > 0 ? sum / letters : 0;
}

/* Turns the words of a picture of w × h dots, that was turned a quarter clockwise to be read, back. */
static void turn_back(GArray *words, int h)
{
	for (guint i = 0; i < words->len; i++) {
		struct recognised *f = found_at(words, i);
		double x0 = f->x0, x1 = f->x1;
		f->x0 = f->y0;
		f->x1 = f->y1;
		f->y0 = h - x1;
		f->y1 = h - x0;
		f->baseline = f->y1;
		f->turn = 3;
	}
}

/*
 * Headers of narrow columns are often set upwards. A cell that is higher than wide and makes no sense
 * as it stands is read once more, turned clockwise; the surer reading counts.
 */
static GArray *reread_turned(struct sp_ocr *engine, PIX *picture, double dpi, GArray *upright)
{
	static const double unsure = 0.75, narrow = 1.2;
	if (sureness(upright) > unsure || pixGetHeight(picture) < narrow * pixGetWidth(picture))
		return upright;
	PIX *turned = pixRotateOrth(picture, 1);
	GArray *words = found_new();
	recognise(engine, turned, false, dpi, words);
	bool better = sureness(words) > unsure;
	if (better)
		turn_back(words, pixGetHeight(picture));
	pixDestroy(&turned);
	g_array_free(better ? upright : words, TRUE);
	return better ? words : upright;
}

static void read_area(struct sp_ocr *engine, const struct sp_scan *scan, guint area, GArray *to)
{
	enum { MARGIN = 10 }; /* dots of white that Tesseract wants around text */
	const struct sp_area *a = &g_array_index(scan->areas, struct sp_area, area);
	PIX *picture = sp_scan_area(scan, area, MARGIN);
	GArray *words = found_new();
	recognise(engine, picture, a->is_open, scan->dpi, words);
	if (!a->is_open)
		words = reread_turned(engine, picture, scan->dpi, words);
	for (guint i = 0; i < words->len; i++) {
		struct recognised f = *found_at(words, i);
		f.text = g_strdup(f.text);
		f.area = area;
		f.x0 += a->x - MARGIN;
		f.x1 += a->x - MARGIN;
		f.y0 += a->y - MARGIN;
		f.y1 += a->y - MARGIN;
		f.baseline += a->y - MARGIN;
		g_array_append_val(to, f);
	}
	g_array_free(words, TRUE);
	pixDestroy(&picture);
}

/* --- where words end -------------------------------------------------------------------------------------- */

/*
 * Tesseract's neural engine knows the order of words well and their edges badly: boxes touch, or cut a
 * letter. Two words of a line are parted where the widest gap in the ink is, near where it says.
 */
static void part_words(const struct sp_scan *scan, struct recognised *left, struct recognised *right)
{
	double near = (left->y1 - left->y0) / 2;
	int from = (int)MAX(left->x1 - near, (left->x0 + left->x1) / 2);
	int to = (int)MIN(right->x0 + near, (right->x0 + right->x1) / 2);
	int top = (int)MIN(left->y0, right->y0), bottom = (int)MAX(left->y1, right->y1);
	BOX *box = to > from ? boxCreateValid(from, top, to - from, bottom - top) : NULL;
	PIX *between = box ? pixClipRectangle(scan->ink, box, NULL) : NULL;
	NUMA *columns = between ? pixCountPixelsByColumn(between) : NULL;
	int n = columns ? numaGetCount(columns) : 0, begin = 0, best = 0, best_begin = 0;
	for (int i = 0; i < n; i++) {
		l_int32 ink = 0;
		numaGetIValue(columns, i, &ink);
		if (ink > 0)
			begin = i + 1;
		else if (i + 1 - begin > best)
			best = i + 1 - begin, best_begin = begin;
	}
	if (best > 0) {
		left->x1 = from + best_begin;
		right->x0 = from + best_begin + best;
	}
	numaDestroy(&columns);
	pixDestroy(&between);
	boxDestroy(&box);
}

static void part_all_words(const struct sp_scan *scan, GArray *words)
{
	for (guint i = 1; i < words->len; i++) {
		struct recognised *left = found_at(words, i - 1);
		struct recognised *right = found_at(words, i);
		if (left->area == right->area && left->line == right->line && left->turn == 0 && right->turn == 0)
			part_words(scan, left, right);
	}
}

/* --- type ----------------------------------------------------------------------------------------------- */

/* How far a word's letters reach above and below the baseline, in parts of the type's size; usual faces
 * differ by a tenth. */
struct gauge {
	double above, below;
};

static struct gauge gauge_of(const char *word)
{
	static const char tall[] = "bdfhklij%/()[]!?&$'\"", deep[] = "gjpqy()[]";
	struct gauge g = { 0, 0 };
	for (; *word; word = g_utf8_next_char(word)) {
		gunichar c = g_utf8_get_char(word), base, accent;
		bool ascii = c < 0x80;
		double above = 0, below = 0;
		if (g_unichar_isupper(c) || g_unichar_isdigit(c) || (ascii && strchr(tall, (int)c)) ||
		    (g_unichar_islower(c) && g_unichar_decompose(c, &base, &accent)))
			above = 0.72;
		else if (g_unichar_islower(c))
			above = c == 't' ? 0.66 : 0.52;
		if (ascii && strchr(deep, (int)c))
			below = 0.21;
		g.above = MAX(g.above, above);
		g.below = MAX(g.below, below);
	}
	return g;
}

/* A word's ink, the white around it cut off; NULL where there is none. (transfer full) */
static PIX *ink_of(const struct sp_scan *scan, const struct recognised *f)
{
	BOX *box = boxCreateValid((int)f->x0, (int)f->y0, (int)(f->x1 - f->x0), (int)(f->y1 - f->y0));
	PIX *word = box ? pixClipRectangle(scan->ink, box, NULL) : NULL, *tight = NULL;
	if (word)
		pixClipToForeground(word, &tight, NULL);
	pixDestroy(&word);
	boxDestroy(&box);
	return tight;
}

/* The thickness of strokes: the share of dots that lie on an edge tells it (a stroke of t dots, cut by
 * one on each side, loses 2/t of them). 0 where there is no ink. */
static double thickness_of(const struct sp_scan *scan, const struct recognised *f)
{
	PIX *word = ink_of(scan, f);
	if (!word)
		return 0;
	PIX *framed = pixAddBorder(word, 2, 0), *eroded = pixErodeBrick(NULL, framed, 3, 3);
	l_int32 all = 0, inside = 0;
	pixCountPixels(framed, &all, NULL);
	pixCountPixels(eroded, &inside, NULL);
	pixDestroy(&eroded);
	pixDestroy(&framed);
	pixDestroy(&word);
	return all > inside ? 2.0 * all / (all - inside) : 0;
}

static void measure(const struct sp_scan *scan, struct recognised *f)
{
	enum { LETTERS = 3 };
	static const double blur = 0.75; /* dots that ink is higher than the type */
	struct gauge g = gauge_of(f->text);
	double height = (f->turn == 0 ? f->y1 - f->y0 : f->x1 - f->x0) - blur;
	if (g.above == 0 || height <= 0)
		return;
	f->size = height / (g.above + g.below);
	f->weight = thickness_of(scan, f) / f->size;
	f->tells = g_utf8_strlen(f->text, -1) >= LETTERS;
}

/* Behind the last word of the line that word `from` stands in. */
static guint end_of_line(const GArray *words, guint from)
{
	guint to = from;
	while (to < words->len && found_at(words, to)->line == found_at(words, from)->line &&
	       found_at(words, to)->area == found_at(words, from)->area)
		to++;
	return to;
}

/* Words of one line are set in one size: the median of what each says. */
static void settle_sizes(GArray *words, double otherwise)
{
	GArray *sizes = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint from = 0, to; from < words->len; from = to) {
		to = end_of_line(words, from);
		g_array_set_size(sizes, 0);
		for (guint i = from; i < to; i++)
			if (found_at(words, i)->size > 0)
				g_array_append_val(sizes, found_at(words, i)->size);
		g_array_sort(sizes, sp_ascending);
		double size = sizes->len > 0 ? g_array_index(sizes, double, sizes->len / 2) : otherwise;
		for (guint i = from; i < to; i++)
			found_at(words, i)->size = size;
	}
	g_array_free(sizes, TRUE);
}

/*
 * The thickness from which type is bold: where the page's words fall into two groups that lie apart,
 * what parts them best (Otsu's criterion over the sorted weights). Above all of them when they do not.
 */
static double bold_from(const GArray *words)
{
	static const double apart = 1.18;
	GArray *weights = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < words->len; i++)
		if (found_at(words, i)->tells && found_at(words, i)->weight > 0)
			g_array_append_val(weights, found_at(words, i)->weight);
	g_array_sort(weights, sp_ascending);
	double total = 0, below = 0, best = 0, from = G_MAXDOUBLE;
	for (guint i = 0; i < weights->len; i++)
		total += g_array_index(weights, double, i);
	for (guint i = 1; i < weights->len; i++) {
		below += g_array_index(weights, double, i - 1);
		double light = below / i, heavy = (total - below) / (weights->len - i);
		double between = (heavy - light) * (heavy - light) * i * (weights->len - i);
		if (between > best) {
			best = between;
			from = heavy > apart * light ? (light + heavy) / 2 : G_MAXDOUBLE;
		}
	}
	g_array_free(weights, TRUE);
	return from;
}

/* "%", "n." and the like go with the words beside them. */
static void settle_weights(GArray *words)
{
	double from = bold_from(words);
	for (guint i = 0, to; i < words->len; i = to) {
		to = end_of_line(words, i);
		guint tell = 0, bold = 0;
		for (guint k = i; k < to; k++) {
			struct recognised *f = found_at(words, k);
			f->bold = f->weight >= from;
			tell += f->tells;
			bold += f->tells && f->bold;
		}
		for (guint k = i; k < to && tell > 0; k++)
			if (!found_at(words, k)->tells)
				found_at(words, k)->bold = bold == tell;
	}
}

/*
 * Tesseract's Italian alphabet has no bullet and reads "*", or a letter, in its place. A bullet begins a
 * line and is one blot: nearly as wide as high, nearly full (a circle fills 0.785 of its box), without
 * a hole in it.
 */
static bool is_bullet(const struct sp_scan *scan, const struct recognised *f)
{
	static const char *const taken_for[] = { "*", "e", "o", "®", "°", "©", "»", "«", "·" };
	static const double round = 1.3, full = 0.7;
	bool taken = false;
	for (size_t i = 0; i < G_N_ELEMENTS(taken_for); i++)
		taken = taken || strcmp(f->text, taken_for[i]) == 0;
	PIX *blot = taken && f->begins ? ink_of(scan, f) : NULL;
	if (!blot)
		return false;
	double w = pixGetWidth(blot), h = pixGetHeight(blot);
	l_int32 ink = 0, pieces = 0;
	pixCountPixels(blot, &ink, NULL);
	PIX *framed = pixAddBorder(blot, 1, 0), *ground = pixInvert(NULL, framed);
	pixCountConnComp(ground, 4, &pieces);
	pixDestroy(&ground);
	pixDestroy(&framed);
	pixDestroy(&blot);
	return MAX(w, h) < round * MIN(w, h) && ink > full * w * h && pieces == 1;
}

/* --- the page --------------------------------------------------------------------------------------------- */

static void add_word(struct sp_page *page, const struct sp_scan *scan, const struct recognised *f)
{
	double point = scan->dpi / 72;
	struct sp_box box = { f->x0, f->baseline - ASCENT * f->size, f->x1, f->baseline + DESCENT * f->size };
	if (f->turn != 0)
		box = (struct sp_box){ f->x0, f->y0, f->x1, f->y1 };
	struct sp_word word = {
		.box = { box.x0 / point, box.y0 / point, box.x1 / point, box.y1 / point },
		.text = g_string_chunk_insert(page->strings, is_bullet(scan, f) ? "•" : f->text),
		.size = f->size / point,
		.turn = f->turn,
		.bold = f->bold,
		.blank_before = true,
		.confidence = CLAMP(f->confidence, 0, 1),
	};
	g_array_append_val(page->words, word);
	page->chars += (size_t)g_utf8_strlen(word.text, -1);
}

static GArray *read_areas(struct sp_ocr *engine, const struct sp_scan *scan)
{
	GArray *words = found_new();
	for (guint i = 0; i < scan->areas->len; i++)
		if (g_array_index(scan->areas, struct sp_area, i).has_ink)
			read_area(engine, scan, i, words);
	return words;
}

static struct sp_page *page_of(const struct sp_scan *scan, GArray *words, int number)
{
	double point = scan->dpi / 72;
	struct sp_page *page = sp_page_new(number, pixGetWidth(scan->gray) / point, pixGetHeight(scan->gray) / point);
	page->ocr = true;
	part_all_words(scan, words);
	for (guint i = 0; i < words->len; i++)
		measure(scan, found_at(words, i));
	settle_sizes(words, USUAL * point);
	settle_weights(words);
	for (guint i = 0; i < words->len; i++)
		add_word(page, scan, found_at(words, i));
	sp_scan_draw(scan, page);
	return page;
}

struct sp_page *sp_ocr_page(struct sp_ctx *ctx, struct sp_ocr *engine, struct sp_pdf *pdf, int number)
{
	double dpi = CLAMP(sp_pdf_resolution(pdf, number), COARSEST, FINEST);
	cairo_surface_t *surface = sp_pdf_image(pdf, number, dpi);
	struct sp_scan *scan = surface ? sp_scan_new(surface, dpi) : NULL;
	if (surface)
		cairo_surface_destroy(surface);
	if (!scan) {
		sp_report(ctx, SP_D_PAGE, "the page cannot be painted to be recognised");
		return NULL;
	}
	GArray *words = read_areas(engine, scan);
	struct sp_page *page = page_of(scan, words, number);
	g_array_free(words, TRUE);
	sp_scan_free(scan);
	return page;
}

static bool is_free(const struct sp_page *page, guint words, const struct sp_box *box)
{
	for (guint i = 0; i < words; i++)
		if (sp_box_holds_middle(&g_array_index(page->words, struct sp_word, i).box, box) ||
		    sp_box_holds_middle(box, &g_array_index(page->words, struct sp_word, i).box))
			return false;
	return true;
}

static struct sp_box moved(const struct sp_box *b, const struct sp_box *by)
{
	return (struct sp_box){ b->x0 + by->x0, b->y0 + by->y0, b->x1 + by->x0, b->y1 + by->y0 };
}

static bool add_words(struct sp_page *page, const struct sp_page *part, const struct sp_box *at)
{
	guint before = page->words->len;
	for (guint i = 0; i < part->words->len; i++) {
		struct sp_word word = g_array_index(part->words, struct sp_word, i);
		word.box = moved(&word.box, at);
		if (!is_free(page, before, &word.box))
			continue;
		word.text = g_string_chunk_insert(page->strings, word.text);
		g_array_append_val(page->words, word);
	}
	return page->words->len > before;
}

static void add_lines(struct sp_page *page, const struct sp_page *part, const struct sp_box *at)
{
	for (guint i = 0; i < part->rules->len; i++) {
		struct sp_rule rule = g_array_index(part->rules, struct sp_rule, i);
		bool across = rule.axis == SP_HORIZONTAL;
		rule.at += across ? at->y0 : at->x0;
		rule.from += across ? at->x0 : at->y0;
		rule.to += across ? at->x0 : at->y0;
		g_array_append_val(page->rules, rule);
	}
	for (guint i = 0; i < part->fills->len; i++) {
		struct sp_fill fill = g_array_index(part->fills, struct sp_fill, i);
		fill.box = moved(&fill.box, at);
		g_array_append_val(page->fills, fill);
	}
}

bool sp_ocr_region(struct sp_ocr *engine, struct sp_pdf *pdf, struct sp_page *page, const struct sp_box *box, bool lines)
{
	const double around = 6; /* pt: a frame at the edge is seen as one */
	struct sp_box part = { MAX(box->x0 - around, 0), MAX(box->y0 - around, 0), MIN(box->x1 + around, page->width),
			       MIN(box->y1 + around, page->height) };
	cairo_surface_t *surface = page->turned == 0 ? sp_pdf_crop(pdf, page->number, &part, COARSEST) : NULL;
	struct sp_scan *scan = surface ? sp_scan_new(surface, COARSEST) : NULL;
	if (surface)
		cairo_surface_destroy(surface);
	if (!scan)
		return false;
	GArray *words = read_areas(engine, scan);
	struct sp_page *recognised = page_of(scan, words, page->number);
	bool any = add_words(page, recognised, &part);
	if (any && lines)
		add_lines(page, recognised, &part);
	sp_page_free(recognised);
	g_array_free(words, TRUE);
	sp_scan_free(scan);
	return any;
}

#else

struct sp_ocr *sp_ocr_new(struct sp_ctx *ctx, const char *languages)
{
	(void)languages;
	sp_report(ctx, SP_D_ARGUMENT,
		  "this program was built without text recognition; build it with libtesseract-dev "
		  "and libleptonica-dev installed, or recognise the file first: ocrmypdf");
	return NULL;
}

void sp_ocr_free(struct sp_ocr *engine)
{
	(void)engine;
}

struct sp_page *sp_ocr_page(struct sp_ctx *ctx, struct sp_ocr *engine, struct sp_pdf *pdf, int number)
{
	(void)ctx, (void)engine, (void)pdf, (void)number;
	return NULL;
}

bool sp_ocr_region(struct sp_ocr *engine, struct sp_pdf *pdf, struct sp_page *page, const struct sp_box *box, bool lines)
{
	(void)engine, (void)pdf, (void)page, (void)box, (void)lines;
	return false;
}

#endif
