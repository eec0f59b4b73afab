#include "extract/pdf/pdf.h"

#include <fcntl.h>
#include <math.h>
#include <poppler.h>
#include <time.h>

#include "base/text.h"
#include "extract/page/glyphs.h"
#include "extract/page/words.h"
#include "extract/pdf/paths.h"

enum { MOST_GLYPHS = 1000000 }; /* of a page: a dense one has 10,000 */

static const double DRAWING_SCALE = 16; /* device units a point: see sp_paths_listen */

struct sp_pdf {
	PopplerDocument *document;
	GBytes *bytes;
	bool encrypted, tagged; /* as its trailer and its catalogue say where they can be read; tagged may be true besides */
	enum sp_damage damage;
};

/* It talks through GLib's log. */
static GLogWriterOutput log_to_ctx(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
	(void)level;
	for (gsize i = 0; i < n; i++)
		if (strcmp(fields[i].key, "MESSAGE") == 0)
			sp_report(data, SP_D_LIBRARY, "%s", (const char *)fields[i].value);
	return G_LOG_WRITER_HANDLED;
}

void sp_pdf_hear(struct sp_ctx *ctx)
{
	g_log_set_writer_func(log_to_ctx, ctx, NULL);
}

/* --- opening ---------------------------------------------------------------------------------- */

/* The first (last) place of a word in bytes that may hold NUL; NULL when it is not there. */
static const char *find(const char *from, const char *end, const char *word)
{
	size_t n = strlen(word);
	for (; (size_t)(end - from) >= n; from++) {
		from = memchr(from, word[0], (size_t)(end - from) - n + 1);
		if (!from || memcmp(from, word, n) == 0)
			return from;
	}
	return NULL;
}

static const char *find_last(const char *from, const char *end, const char *word)
{
	size_t n = strlen(word);
	if ((size_t)(end - from) < n)
		return NULL;
	for (const char *p = end - n; p >= from; p--)
		if (memcmp(p, word, n) == 0)
			return p;
	return NULL;
}

/* The number that stands here, after blanks; 0 when there is none. The bytes need not end with a NUL. */
static guint64 number_at(const char *from, const char *end)
{
	char digits[24] = "";
	memcpy(digits, from, MIN(sizeof digits - 1, (size_t)(end - from)));
	return g_ascii_strtoull(digits, NULL, 10);
}

struct file_part {
	const char *from, *end;
};

/*
 * What the last trailer says, or the dictionary of a stream in its place: startxref points at it, and the next startxref
 * stands behind it. Of a file that points nowhere, all.
 */
static struct file_part trailer_of(const char *data, size_t n)
{
	const char *end = data + n, *last = find_last(data, end, "startxref");
	guint64 at = last ? number_at(last + strlen("startxref"), end) : 0;
	const char *from = at > 0 && at < n ? data + at : data, *until = at > 0 ? find(from, end, "startxref") : end;
	return (struct file_part){ from, until ? until : end };
}

/* Every trailer of an encrypted file says so (§7.5.5): the last one is enough. */
static bool says_encrypted(struct file_part trailer)
{
	return find(trailer.from, trailer.end, "/Encrypt") != NULL;
}

/* The last place in a part of the file where an object begins; NULL when it does not. */
static const char *object_in(struct file_part part, const char *head)
{
	const char *object = NULL;
	for (const char *p = part.from; (p = find(p, part.end, head)) != NULL; p++)
		if (p == part.from || !g_ascii_isdigit(p[-1]))
			object = p;
	return object;
}

/*
 * The object that a key of a dictionary refers to, as it was written last; empty when it is packed into a stream, stands
 * far from both ends of the file (all of which would have to be in memory), or is no object.
 */
static struct file_part referred(struct file_part file, struct file_part dictionary, const char *key)
{
	enum { NEAR = 1 << 17 }; /* bytes */
	const char *at = find(dictionary.from, dictionary.end, key);
	if (!at)
		return (struct file_part){ file.end, file.end };
	char head[48];
	g_snprintf(head, sizeof head, "%" G_GUINT64_FORMAT " 0 obj", number_at(at + strlen(key), dictionary.end));
	size_t near = MIN((size_t)NEAR, (size_t)(file.end - file.from));
	const char *object = object_in((struct file_part){ file.end - near, file.end }, head);
	if (!object)
		object = object_in((struct file_part){ file.from, file.from + near }, head);
	const char *end = object ? find(object, file.end, "endobj") : NULL;
	return end ? (struct file_part){ object, end } : (struct file_part){ file.end, file.end };
}

/*
 * Is there a tree of tags? Poppler reads the whole tree to say so: a tenth of the time that a long report takes. The
 * catalogue says it, too, and mostly it can be read; the root of the tree may be packed, where anything is.
 */
static bool says_tagged(struct file_part file, struct file_part trailer)
{
	static const char tree[] = "/StructTreeRoot";
	struct file_part catalogue = referred(file, trailer, "/Root"), root = referred(file, catalogue, tree);
	if (root.from == root.end)
		return false; /* Poppler is asked */
	return find(root.from, root.end, tree) != NULL; /* its /Type */
}

static void refuse(struct sp_ctx *ctx, const GError *error, enum sp_damage damage, const char *password)
{
	if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		sp_report(ctx, SP_D_PASSWORD,
			  password ? "encrypted, and this password does not open it"
				   : "encrypted; give its password with --password");
	else if (damage == SP_DAMAGE_CUT)
		sp_report(ctx, SP_D_DOCUMENT, "the PDF is cut off: its end is missing; get the file again");
	else
		sp_report(ctx, SP_D_DOCUMENT, "a damaged PDF that cannot be opened: %s", error->message);
}

/*
 * With a password that does not fit, poppler_document_new_from_bytes of 22.12 tries again with a stream
 * that it has freed. Reading from a GInputStream is right, and slower: for encrypted files only.
 */
static PopplerDocument *open_document(GBytes *bytes, int fd, const char *password, GError **error)
{
	if (!password && fd >= 0)
		return poppler_document_new_from_fd(fcntl(fd, F_DUPFD_CLOEXEC, 0), NULL, error);
	if (!password)
		return poppler_document_new_from_bytes(bytes, NULL, error);
	GInputStream *stream = g_memory_input_stream_new_from_bytes(bytes);
	PopplerDocument *document = poppler_document_new_from_stream(stream, (goffset)g_bytes_get_size(bytes), password,
								     NULL, error);
	g_object_unref(stream);
	return document;
}

/*
 * Poppler that misses an object searches the file for all, in the middle of a page, and reads other objects from then
 * on (XRef::fetch); not so in a document that was changed. A keyword is a change that nobody sees. Where the directory
 * does not lead to its objects damage.h had it searched, or led, before.
 */
static void keep_references(PopplerDocument *document)
{
	poppler_document_set_keywords(document, "kept");
}

struct sp_pdf *sp_pdf_open(struct sp_ctx *ctx, GBytes *bytes, int fd, const char *password)
{
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	GError *error = NULL;
	GBytes *repaired;
	enum sp_damage damage = sp_damage_find(bytes, fd, &repaired);
	PopplerDocument *document = repaired ? open_document(repaired, -1, password, &error)
					     : open_document(bytes, fd, password, &error);
	if (repaired)
		g_bytes_unref(repaired); /* Poppler has its own hold on it */
	if (!document) {
		refuse(ctx, error, damage, password);
		g_error_free(error);
		return NULL;
	}
	if (poppler_document_get_n_pages(document) < 1) {
		sp_report(ctx, SP_D_DOCUMENT, "%s",
			  damage == SP_DAMAGE_CUT ? "the PDF is cut off: its end is missing; get the file again"
						  : "the PDF has no pages");
		g_object_unref(document);
		return NULL;
	}
	keep_references(document);
	struct sp_pdf *pdf = g_new(struct sp_pdf, 1);
	struct file_part file = { data, data + n }, trailer = trailer_of(data, n);
	*pdf = (struct sp_pdf){ document, g_bytes_ref(bytes), says_encrypted(trailer), says_tagged(file, trailer), damage };
	return pdf;
}

void sp_pdf_close(struct sp_pdf *pdf)
{
	if (!pdf)
		return;
	g_object_unref(pdf->document);
	g_bytes_unref(pdf->bytes);
	g_free(pdf);
}

int sp_pdf_pages(const struct sp_pdf *pdf)
{
	return poppler_document_get_n_pages(pdf->document);
}

enum sp_damage sp_pdf_damage(const struct sp_pdf *pdf)
{
	return pdf->damage;
}

/* --- describing ---------------------------------------------------------------------------------- */

static void describe_text(struct sp_jw *w, const char *key, char *text)
{
	char *valid = text ? g_utf8_make_valid(text, -1) : NULL;
	char *clean = valid ? sp_text_clean(valid, strlen(valid)) : NULL;
	sp_jw_str(w, key, clean && *clean ? clean : NULL);
	g_free(clean);
	g_free(valid);
	g_free(text);
}

static void describe_date(struct sp_jw *w, const char *key, GDateTime *date)
{
	GDateTime *utc = date ? g_date_time_to_utc(date) : NULL;
	char *text = utc ? g_date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	sp_jw_str(w, key, text);
	g_free(text);
	if (utc)
		g_date_time_unref(utc);
	if (date)
		g_date_time_unref(date);
}

void sp_pdf_describe(const struct sp_pdf *pdf, bool look_for_tags, struct sp_jw *w)
{
	PopplerDocument *d = pdf->document;
	sp_jw_int(w, "pages", sp_pdf_pages(pdf));
	describe_text(w, "producer", poppler_document_get_producer(d));
	describe_text(w, "creator", poppler_document_get_creator(d));
	describe_text(w, "title", poppler_document_get_title(d));
	describe_text(w, "author", poppler_document_get_author(d));
	describe_date(w, "created", poppler_document_get_creation_date_time(d));
	describe_date(w, "modified", poppler_document_get_modification_date_time(d));
	guint major = 0, minor = 0;
	poppler_document_get_pdf_version(d, &major, &minor);
	char version[32];
	g_snprintf(version, sizeof version, "%u.%u", major, minor);
	sp_jw_str(w, "pdf_version", version);
	sp_jw_bool(w, "encrypted", pdf->encrypted);
	bool ask = look_for_tags && !pdf->tagged;
	PopplerStructureElementIter *structure = ask ? poppler_structure_element_iter_new(d) : NULL;
	sp_jw_bool(w, "tagged", structure || !ask);
	if (structure)
		poppler_structure_element_iter_free(structure);
}

/* --- libraries ---------------------------------------------------------------------------------------- */

struct sp_pdf_libraries {
	struct sp_pdf *pdf; /* Poppler forgets its tables with its last document */
	GIConv titles, passwords;
};

/* A document of ours: a title in UTF-16, a date, and one page. */
static struct sp_pdf *open_smallest(struct sp_ctx *ctx)
{
	static const char smallest[] = "%PDF-1.4\n"
				       "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
				       "2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
				       "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
				       "4 0 obj\n<< /Title <FEFF0041> /CreationDate (D:20260101000000) >>\nendobj\n"
				       "xref\n0 5\n"
				       "0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
				       "0000000115 00000 n \n0000000182 00000 n \n"
				       "trailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R >>\nstartxref\n254\n%%EOF\n";
	GBytes *bytes = g_bytes_new_static(smallest, sizeof smallest - 1);
	struct sp_pdf *pdf = sp_pdf_open(ctx, bytes, -1, NULL);
	g_bytes_unref(bytes);
	return pdf;
}

struct sp_pdf_libraries *sp_pdf_libraries_load(struct sp_ctx *ctx)
{
	struct sp_pdf *pdf = open_smallest(ctx);
	if (!pdf)
		return NULL;
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_pdf_describe(pdf, true, &w);
	sp_jw_close(&w);
	sp_jw_clear(&w);
	tzset();
	struct sp_pdf_libraries *l = g_new(struct sp_pdf_libraries, 1);
	*l = (struct sp_pdf_libraries){ pdf, g_iconv_open("UTF-8", "UTF-16"), g_iconv_open("ISO-8859-1", "UTF-8") };
	return l;
}

static void close_converter(GIConv converter)
{
	if (converter != (GIConv)-1)
		g_iconv_close(converter);
}

void sp_pdf_libraries_let_go(struct sp_pdf_libraries *l)
{
	if (!l)
		return;
	close_converter(l->titles);
	close_converter(l->passwords);
	sp_pdf_close(l->pdf);
	g_free(l);
}

/* --- words ---------------------------------------------------------------------------------------- */

static bool name_says(const char *name, const char *const *words)
{
	char *lower = name ? g_ascii_strdown(name, -1) : NULL;
	bool says = false;
	for (; lower && *words && !says; words++)
		says = strstr(lower, *words) != NULL;
	g_free(lower);
	return says;
}

/* `names` keeps one pointer for each name, as long as the attributes live. */
static void set_font(struct sp_glyph *glyph, const PopplerTextAttributes *a, GHashTable *names)
{
	static const char *const bold[] = { "bold", "black", "heavy", "demi", NULL };
	static const char *const italic[] = { "italic", "oblique", NULL };
	char *known = a->font_name ? g_hash_table_lookup(names, a->font_name) : NULL;
	if (a->font_name && !known)
		g_hash_table_insert(names, a->font_name, known = a->font_name);
	glyph->font = known;
	glyph->size = a->font_size;
	glyph->bold = name_says(a->font_name, bold);
	glyph->italic = name_says(a->font_name, italic);
}

/* poppler_page_get_text and its layout agree: one rectangle a code point, line ends included. */
static GArray *glyphs_of(const char *text, const PopplerRectangle *boxes, guint n_boxes, GList *attributes)
{
	GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(struct sp_glyph));
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
	struct sp_glyph glyph = { 0 };
	int font_end = -1;
	guint i = 0;
	g_array_set_size(glyphs, n_boxes);
	for (const char *p = text; *p && i < n_boxes; p = g_utf8_next_char(p), i++) {
		for (; attributes && (int)i > font_end; attributes = attributes->next) {
			set_font(&glyph, attributes->data, names);
			font_end = ((const PopplerTextAttributes *)attributes->data)->end_index;
		}
		glyph.c = (signed char)*p > 0 ? (gunichar)*p : g_utf8_get_char(p);
		glyph.box = (struct sp_box){ boxes[i].x1, boxes[i].y1, boxes[i].x2, boxes[i].y2 };
		g_array_index(glyphs, struct sp_glyph, i) = glyph;
	}
	g_array_set_size(glyphs, i);
	g_hash_table_destroy(names);
	return glyphs;
}

/* False when there are more than MOST_GLYPHS: then none are there. */
static bool read_words(PopplerPage *from, struct sp_painted *painted, struct sp_page *page)
{
	char *text = poppler_page_get_text(from);
	PopplerRectangle *boxes = NULL;
	guint n_boxes = 0;
	bool has_text = text && poppler_page_get_text_layout(from, &boxes, &n_boxes);
	bool fits = n_boxes <= MOST_GLYPHS;
	if (has_text && fits) {
		GList *attributes = poppler_page_get_text_attributes(from);
		GArray *glyphs = glyphs_of(text, boxes, n_boxes, attributes);
		sp_glyphs_gather(glyphs, painted, page);
		g_array_free(glyphs, TRUE);
		poppler_page_free_text_attributes(attributes);
	}
	g_free(boxes);
	g_free(text);
	sp_words_settle(page);
	sp_page_turn_upright(page);
	return fits;
}

/* --- pages ------------------------------------------------------------------------------------------ */

/* NULL when the page's size is none that a page can have. */
static struct sp_page *page_of(PopplerPage *from, int number)
{
	double width = 0, height = 0;
	poppler_page_get_size(from, &width, &height);
	bool sane = width > 0 && height > 0 && width <= SP_PAGE_LARGEST && height <= SP_PAGE_LARGEST;
	return sane ? sp_page_new(number, width, height) : NULL;
}

/*
 * What viewers draw as an aid on the screen is no part of the page: frames around links would make a table of a table of
 * contents, the icon of a reader's comment hides what stands under it and its lines would cut a cell.
 */
static void hide_aids(PopplerPage *from)
{
	GList *annotations = poppler_page_get_annot_mapping(from);
	for (GList *l = annotations; l; l = l->next) {
		PopplerAnnot *a = ((const PopplerAnnotMapping *)l->data)->annot;
		PopplerAnnotType type = poppler_annot_get_annot_type(a);
		if (type == POPPLER_ANNOT_LINK || type == POPPLER_ANNOT_TEXT || type == POPPLER_ANNOT_POPUP ||
		    type == POPPLER_ANNOT_FILE_ATTACHMENT || type == POPPLER_ANNOT_SOUND)
			poppler_annot_set_flags(a, poppler_annot_get_flags(a) | POPPLER_ANNOT_FLAG_HIDDEN);
	}
	poppler_page_free_annot_mapping(annotations);
}

/* The boxes of a form that are to be ticked; what is written into its fields is drawn, and text as any other. */
static void take_form(PopplerPage *from, struct sp_page *page)
{
	GList *fields = poppler_page_get_form_field_mapping(from);
	for (GList *l = fields; l; l = l->next) {
		const PopplerFormFieldMapping *m = l->data;
		if (poppler_form_field_get_field_type(m->field) != POPPLER_FORM_FIELD_BUTTON ||
		    poppler_form_field_button_get_button_type(m->field) == POPPLER_FORM_BUTTON_PUSH)
			continue;
		struct sp_tick tick = { { m->area.x1, page->height - m->area.y2, m->area.x2, page->height - m->area.y1 },
					poppler_form_field_button_get_state(m->field) };
		g_array_append_val(page->ticks, tick);
	}
	poppler_page_free_form_field_mapping(fields);
}

struct sp_page *sp_pdf_page(struct sp_ctx *ctx, struct sp_pdf *pdf, int number)
{
	PopplerPage *from = poppler_document_get_page(pdf->document, number - 1);
	if (!from) {
		sp_report(ctx, SP_D_PAGE, "the page is damaged and cannot be read");
		return NULL;
	}
	struct sp_page *page = page_of(from, number);
	if (!page) {
		sp_report(ctx, SP_D_PAGE, "the page is damaged: its size is none that a page can have");
		g_object_unref(from);
		return NULL;
	}
	cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
	cairo_t *cr = cairo_create(nowhere);
	cairo_scale(cr, DRAWING_SCALE, DRAWING_SCALE);
	struct sp_painted *painted = sp_painted_new();
	sp_paths_listen(cr, page, painted, DRAWING_SCALE);
	hide_aids(from);
	poppler_page_render(from, cr);
	cairo_destroy(cr);
	cairo_surface_destroy(nowhere);
	take_form(from, page);
	sp_painted_judge(painted);
	if (!read_words(from, painted, page)) {
		sp_report(ctx, SP_D_PAGE, "the page has more than %d glyphs, the most that is read", MOST_GLYPHS);
		g_clear_pointer(&page, sp_page_free);
	}
	sp_painted_free(painted);
	g_object_unref(from);
	return page;
}

/* The turn of the page does not matter: dots per area are the same either way. */
static double resolution_of(PopplerPage *page, const PopplerImageMapping *m)
{
	cairo_surface_t *image = poppler_page_get_image(page, m->image_id);
	if (!image)
		return 0;
	double dots = (double)cairo_image_surface_get_width(image) * cairo_image_surface_get_height(image);
	double area = fabs((m->area.x2 - m->area.x1) * (m->area.y2 - m->area.y1));
	cairo_surface_destroy(image);
	return area > 0 ? 72 * sqrt(dots / area) : 0;
}

double sp_pdf_resolution(struct sp_pdf *pdf, int number)
{
	PopplerPage *page = poppler_document_get_page(pdf->document, number - 1);
	if (!page)
		return 0;
	double width, height, finest = 0;
	poppler_page_get_size(page, &width, &height);
	GList *images = poppler_page_get_image_mapping(page);
	for (GList *at = images; at; at = at->next) {
		const PopplerImageMapping *m = at->data;
		double area = fabs((m->area.x2 - m->area.x1) * (m->area.y2 - m->area.y1));
		if (area * 2 >= width * height)
			finest = MAX(finest, resolution_of(page, m));
	}
	poppler_page_free_image_mapping(images);
	g_object_unref(page);
	return finest;
}

bool sp_pdf_size(struct sp_pdf *pdf, int number, struct sp_box *out)
{
	PopplerPage *page = poppler_document_get_page(pdf->document, number - 1);
	if (!page)
		return false;
	*out = (struct sp_box){ 0 };
	poppler_page_get_size(page, &out->x1, &out->y1);
	g_object_unref(page);
	return true;
}

cairo_surface_t *sp_pdf_crop(struct sp_pdf *pdf, int number, const struct sp_box *box, double dpi)
{
	PopplerPage *from = poppler_document_get_page(pdf->document, number - 1);
	if (!from)
		return NULL;
	cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(sp_box_width(box) * dpi / 72),
							    (int)ceil(sp_box_height(box) * dpi / 72));
	if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) { /* 32,767 dots is its limit */
		cairo_surface_destroy(image);
		g_object_unref(from);
		return NULL;
	}
	cairo_t *cr = cairo_create(image);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, dpi / 72, dpi / 72);
	cairo_translate(cr, -box->x0, -box->y0);
	poppler_page_render(from, cr);
	cairo_destroy(cr);
	g_object_unref(from);
	return image;
}

cairo_surface_t *sp_pdf_image(struct sp_pdf *pdf, int number, double dpi)
{
	struct sp_box page;
	return sp_pdf_size(pdf, number, &page) ? sp_pdf_crop(pdf, number, &page, dpi) : NULL;
}
