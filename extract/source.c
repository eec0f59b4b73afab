/*
 * Formats are told apart by their first bytes. An envelope comes first, since the document in it shows a
 * few bytes on; then PDF: its %PDF- may stand anywhere in the first 1,024 bytes (ISO 32000-1, Annex H,
 * note 13), after a mail header or a printer's preamble.
 */
#include "extract/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "base/text.h"
#include "extract/p7m.h"

static const size_t LARGEST = (size_t)2 << 30;

enum { PDF_HEAD = 1024, QUOTED = 16 };

/* --- what the bytes look like ---------------------------------------------------------------------- */

struct magic {
	const char *bytes;
	size_t n;
	const char *what; /* after "not a PDF but " */
};

#define MAGIC(bytes, what)                                                                                             \
	{                                                                                                              \
		bytes, sizeof bytes - 1, what                                                                          \
	}

static const struct magic magics[] = {
	MAGIC("PK\003\004", "a ZIP archive or an office document (docx, xlsx, odt); save it as PDF first"),
	MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document (doc, xls); save it as PDF first"),
	MAGIC("{\\rtf", "an RTF document; save it as PDF first"),
	MAGIC("%!PS", "PostScript; convert it first: ps2pdf"),
	MAGIC("\xFF\xD8\xFF", "a picture (JPEG); make a PDF of it, and read that with --ocr"),
	MAGIC("\x89PNG\r\n\x1A\n", "a picture (PNG); make a PDF of it, and read that with --ocr"),
	MAGIC("GIF8", "a picture (GIF); make a PDF of it, and read that with --ocr"),
	MAGIC("II*\0", "a picture (TIFF); make a PDF of it, and read that with --ocr"),
	MAGIC("MM\0*", "a picture (TIFF); make a PDF of it, and read that with --ocr"),
	MAGIC("\x1F\x8B", "a gzip archive; unpack it first"),
	MAGIC("7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it first"),
	MAGIC("Rar!\x1A\x07", "a RAR archive; unpack it first"),
	MAGIC("\xFF\xFE", "text in UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"),
	MAGIC("\xFE\xFF", "text in UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"),
};

/* Markup of whole pages, in any case, after blanks: not what a converter writes into its cells. */
static const struct magic markups[] = {
	MAGIC("<!doctype html",
	      "a web page (HTML), perhaps an error page in place of the document; get the file again"),
	MAGIC("<html", "a web page (HTML), perhaps an error page in place of the document; get the file again"),
	MAGIC("<?xml", "XML"),
};

static const char *lookalike(const char *data, size_t n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(magics); i++)
		if (n >= magics[i].n && memcmp(data, magics[i].bytes, magics[i].n) == 0)
			return magics[i].what;
	while (n > 0 && g_ascii_isspace(*data))
		data++, n--;
	for (size_t i = 0; i < G_N_ELEMENTS(markups); i++)
		if (n >= markups[i].n && g_ascii_strncasecmp(data, markups[i].bytes, markups[i].n) == 0)
			return markups[i].what;
	return NULL;
}

static bool is_pdf(const char *data, size_t n)
{
	return memmem(data, MIN(n, PDF_HEAD), "%PDF-", strlen("%PDF-")) != NULL;
}

static bool name_ends(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);
	return n >= m && g_ascii_strcasecmp(name + n - m, suffix) == 0;
}

/* The name promises a PDF (or an envelope that is none). An envelope's own .p7m says nothing of that. */
static bool promises_pdf(const struct sp_source *s)
{
	if (!s->is_signed)
		return name_ends(s->name, ".pdf") || name_ends(s->name, ".p7m");
	char *inner = g_strdup(s->name);
	while (name_ends(inner, ".p7m"))
		inner[strlen(inner) - strlen(".p7m")] = '\0';
	bool promises = name_ends(inner, ".pdf");
	g_free(inner);
	return promises;
}

/* --- deciding -------------------------------------------------------------------------------------- */

static enum sp_status refuse(struct sp_ctx *ctx, const char *data, size_t n)
{
	size_t quoted = MIN(n, QUOTED);
	const char *end;
	if (n > QUOTED && !g_utf8_validate(data, QUOTED, &end) && data + QUOTED - end < 4)
		quoted = (size_t)(end - data); /* half a letter is not shown */
	GString *head = g_string_new(NULL);
	sp_text_append_safe(head, data, quoted);
	sp_report(ctx, SP_D_DOCUMENT, "not a PDF: it starts with \"%s\"", head->str);
	g_string_free(head, TRUE);
	return SP_FAIL;
}

static enum sp_status decide(struct sp_ctx *ctx, struct sp_source *s)
{
	static const char bom[] = "\xEF\xBB\xBF";
	gsize n;
	const char *data = g_bytes_get_data(s->bytes, &n);
	if (n == 0)
		return sp_report(ctx, SP_D_DOCUMENT, s->is_signed ? "the signed envelope is empty" : "empty file");
	if (is_pdf(data, n)) {
		s->kind = SP_SOURCE_PDF;
		return SP_OK;
	}
	const char *other = lookalike(data, n);
	if (other)
		return sp_report(ctx, SP_D_DOCUMENT, "not a PDF but %s", other);
	if (promises_pdf(s) || memchr(data, '\0', n))
		return refuse(ctx, data, n);
	if (!g_utf8_validate(data, (gssize)n, NULL))
		return sp_report(ctx, SP_D_DOCUMENT,
				 "text, but not UTF-8; convert it first: iconv -f ISO-8859-1 -t UTF-8");
	s->kind = SP_SOURCE_TEXT;
	size_t mark = n >= 3 && memcmp(data, bom, 3) == 0 ? 3 : 0;
	GBytes *text = g_bytes_new_from_bytes(s->bytes, mark, n - mark);
	g_bytes_unref(s->bytes);
	s->bytes = text;
	return SP_OK;
}

static enum sp_status unwrap(struct sp_ctx *ctx, struct sp_source *s)
{
	if (!sp_p7m_is(s->bytes))
		return SP_OK;
	GBytes *content = sp_p7m_content(ctx, s->bytes);
	if (!content)
		return SP_FAIL;
	g_bytes_unref(s->bytes);
	s->bytes = content;
	s->is_signed = true;
	return SP_OK;
}

/* File names are bytes; in a stream they are UTF-8. (transfer full) */
static char *name_of(const char *path)
{
	char *base = g_path_get_basename(path);
	char *name = g_utf8_make_valid(base, -1);
	g_free(base);
	return name;
}

/* --- fingerprint ------------------------------------------------------------------------------------ */

/*
 * libcrypto's SHA-256 uses what the processor has for it: ten times as fast as GLib's, which a large file feels. Called
 * directly, not through EVP: that one reads configuration and loads providers, which a small file feels.
 */
static void write_sha256(SHA256_CTX *sum, char sha256[65])
{
	unsigned char raw[SHA256_DIGEST_LENGTH];
	SHA256_Final(raw, sum);
	for (size_t i = 0; i < sizeof raw; i++)
		g_snprintf(sha256 + 2 * i, 3, "%02x", raw[i]);
}

static void identify_bytes(struct sp_source *s)
{
	SHA256_CTX sum;
	s->size = g_bytes_get_size(s->bytes);
	SHA256_Init(&sum);
	SHA256_Update(&sum, g_bytes_get_data(s->bytes, NULL), s->size);
	write_sha256(&sum, s->sha256);
}

/* Read, not looked at through the mapping: memory stays small, and a file that is cut short meanwhile is an error. */
static bool identify_file(struct sp_source *s)
{
	unsigned char block[65536];
	SHA256_CTX sum;
	SHA256_Init(&sum);
	s->size = 0;
	ssize_t n = 0;
	while ((n = pread(s->fd, block, sizeof block, (off_t)s->size)) > 0 || (n < 0 && errno == EINTR)) {
		SHA256_Update(&sum, block, (size_t)MAX(n, 0));
		s->size += (size_t)MAX(n, 0);
	}
	write_sha256(&sum, s->sha256);
	return n == 0 && s->size == g_bytes_get_size(s->bytes);
}

/* --- opening ---------------------------------------------------------------------------------------- */

struct mapping {
	void *data;
	size_t n;
};

static void unmap(void *mapping)
{
	struct mapping *m = mapping;
	munmap(m->data, m->n);
	g_free(m);
}

static bool holds_pdf(int fd, struct stat *st)
{
	char head[PDF_HEAD];
	if (fstat(fd, st) != 0 || !S_ISREG(st->st_mode) || (uintmax_t)st->st_size > LARGEST)
		return false;
	ssize_t n = pread(fd, head, sizeof head, 0);
	if (n <= 0 || !is_pdf(head, (size_t)n))
		return false;
	GBytes *start = g_bytes_new_static(head, (gsize)n);
	bool is_envelope = sp_p7m_is(start);
	g_bytes_unref(start);
	return !is_envelope;
}

/* A file that is a PDF, mapped. False: to be read as everything else is, with that one's diagnoses. */
static bool map_pdf(const char *path, struct sp_source *s)
{
	struct stat st;
	s->fd = path && strcmp(path, "-") != 0 ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
	if (s->fd < 0)
		return false;
	void *data = holds_pdf(s->fd, &st) ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, s->fd, 0)
					   : MAP_FAILED;
	if (data == MAP_FAILED) {
		close(s->fd);
		s->fd = -1;
		return false;
	}
	struct mapping *m = g_new(struct mapping, 1);
	*m = (struct mapping){ data, (size_t)st.st_size };
	s->bytes = g_bytes_new_with_free_func(data, m->n, unmap, m);
	s->written = st.st_mtim;
	return true;
}

static enum sp_status changed(struct sp_ctx *ctx)
{
	return sp_report(ctx, SP_D_OPEN, "the file was changed while it was read; read it again when it is settled");
}

static enum sp_status open_mapped(struct sp_ctx *ctx, struct sp_source *s)
{
	s->kind = SP_SOURCE_PDF;
	return identify_file(s) ? SP_OK : changed(ctx);
}

static enum sp_status open_whole(struct sp_ctx *ctx, const char *path, struct sp_source *s)
{
	/* sp_file_read names the file in its own messages */
	const char *file = ctx->file;
	ctx->file = NULL;
	s->bytes = sp_file_read(ctx, path, LARGEST);
	ctx->file = file;
	if (!s->bytes)
		return SP_FAIL;
	identify_bytes(s);
	return unwrap(ctx, s) == SP_OK && decide(ctx, s) == SP_OK ? SP_OK : SP_FAIL;
}

enum sp_status sp_source_open(struct sp_ctx *ctx, const char *path, struct sp_source *out)
{
	bool named = path && strcmp(path, "-") != 0;
	struct sp_source s = { .fd = -1, .name = named ? name_of(path) : g_strdup("-") };
	enum sp_status status = map_pdf(path, &s) ? open_mapped(ctx, &s) : open_whole(ctx, path, &s);
	if (status == SP_OK)
		*out = s;
	else
		sp_source_close(&s);
	return status;
}

void sp_source_close(struct sp_source *s)
{
	g_clear_pointer(&s->bytes, g_bytes_unref);
	g_clear_pointer(&s->name, g_free);
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

enum sp_status sp_source_is_unchanged(struct sp_ctx *ctx, const struct sp_source *s)
{
	struct stat st;
	if (s->fd < 0)
		return SP_OK;
	bool same = fstat(s->fd, &st) == 0 && (uintmax_t)st.st_size == s->size &&
		    st.st_mtim.tv_sec == s->written.tv_sec && st.st_mtim.tv_nsec == s->written.tv_nsec;
	return same ? SP_OK : changed(ctx);
}

bool sp_source_password(struct sp_ctx *ctx, const char *file, char **password)
{
	enum { MOST = 1 << 16 };
	GBytes *bytes = file ? sp_file_read(ctx, file, MOST) : NULL;
	if (!bytes)
		return !file;
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	g_free(*password);
	*password = g_strndup(text ? text : "", n);
	(*password)[strcspn(*password, "\r\n")] = '\0';
	g_bytes_unref(bytes);
	return true;
}
