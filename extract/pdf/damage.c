/*
 * Method. The chain of cross-reference sections is followed as Poppler follows it, from the last startxref on through
 * /Prev; each entry in use must lead to "number generation obj". Where it does not hold, the last section that the
 * file has is tried in place of what startxref says. A file whose directory does not hold is cut when its last object
 * has no end, or when neither a section nor a trailer stands behind it: writers put those last (§7.5.5). A linearised
 * file tells its own length (Annex F), and behind an end there may be garbage, but no objects: they would be of an
 * update whose end is missing. Then the state before the update is whole, and is what is read.
 */
#include "extract/pdf/damage.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"

enum {
	HEAD = 1024,           /* bytes that %PDF- may stand in, and a linearised file's own length */
	TAIL = 24576,          /* bytes at the end that Poppler looks for startxref in */
	OBJECT_HEAD = 64,      /* bytes that "number generation obj" stands in, blanks before it included */
	MOST_SECTIONS = 4096,  /* of a chain; more is a ring */
	MOST_OBJECTS = 1 << 23 /* of a document, and the largest number of one (§C.2) */
};

struct bytes {
	const char *from, *end;
};

/* --- words in bytes ----------------------------------------------------------------------------------- */

/* The first (last) place of a word in bytes that may hold NUL; NULL when it is not there. */
static const char *find(struct bytes b, const char *word)
{
	return b.from < b.end ? memmem(b.from, (size_t)(b.end - b.from), word, strlen(word)) : NULL;
}

static const char *find_last(struct bytes b, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = b.end; (size_t)(p - b.from) >= n;) {
		p = memrchr(b.from + n - 1, word[n - 1], (size_t)(p - b.from) - n + 1);
		if (!p)
			return NULL;
		if (memcmp(p - n + 1, word, n) == 0)
			return p - n + 1;
	}
	return NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool take(struct bytes *b, const char *word)
{
	size_t n = strlen(word);
	while (b->from < b->end && is_blank(*b->from))
		b->from++;
	if ((size_t)(b->end - b->from) < n || memcmp(b->from, word, n) != 0)
		return false;
	b->from += n;
	return true;
}

static bool take_number(struct bytes *b, guint64 *number)
{
	const guint64 most = G_MAXINT64 / 10 - 1;
	(void)take(b, "");
	const char *first = b->from;
	for (*number = 0; b->from < b->end && g_ascii_isdigit(*b->from) && *number < most; b->from++)
		*number = *number * 10 + (guint64)(*b->from - '0');
	return b->from > first;
}

/* "7 0 obj" */
static bool take_object(struct bytes *b, guint64 *number, guint64 *generation)
{
	return take_number(b, number) && take_number(b, generation) && take(b, "obj");
}

/* Where the last object of these bytes begins; NULL when there is none. */
static const char *last_object(struct bytes b)
{
	for (const char *p; (p = find_last(b, " obj")); b.end = p) {
		const char *first = p;
		while (first > b.from && g_ascii_isdigit(first[-1]))
			first--;
		if (first == p || first == b.from || !is_blank(first[-1]))
			continue;
		for (first--; first > b.from && is_blank(first[-1]);)
			first--;
		const char *end = first;
		while (first > b.from && g_ascii_isdigit(first[-1]))
			first--;
		if (first < end)
			return first;
	}
	return NULL;
}

/* --- the directory ------------------------------------------------------------------------------------ */

struct directory {
	struct bytes file; /* from %PDF- on: offsets count from there */
	int fd;            /* the same as a file, whose header stands at `header`; or -1 */
	off_t header;
	GByteArray *told;     /* by number of object: 1 where a section tells of it */
	struct bytes trailer; /* of the newest section */
	bool packed;          /* one of the sections is a stream: its numbers are not known */
};

/* True when no newer section told of it. */
static bool tell(struct directory *c, guint64 number)
{
	guint had = c->told->len;
	if (number >= had) {
		g_byte_array_set_size(c->told, (guint)number + 1);
		memset(c->told->data + had, 0, c->told->len - had);
	}
	bool first = !c->told->data[number];
	c->told->data[number] = 1;
	return first;
}

/* A dictionary, to the end of its brackets; strings and streams are none of a trailer's. */
static bool take_dictionary(struct bytes *b, struct bytes *dictionary)
{
	if (!take(b, "<<"))
		return false;
	dictionary->from = b->from;
	for (int depth = 1; b->end - b->from >= 2; b->from++)
		if (memcmp(b->from, "<<", 2) == 0) {
			depth++;
			b->from++;
		} else if (memcmp(b->from, ">>", 2) == 0) {
			if (--depth == 0) {
				dictionary->end = b->from;
				b->from += 2;
				return true;
			}
			b->from++;
		}
	return false;
}

static bool number_of_key(struct bytes dictionary, const char *key, guint64 *number)
{
	const char *at = find(dictionary, key);
	struct bytes rest = { at ? at + strlen(key) : dictionary.end, dictionary.end };
	return at && take_number(&rest, number);
}

static bool leads_to(const struct directory *c, guint64 offset, guint64 number, guint64 generation)
{
	guint64 n, g;
	char head[OBJECT_HEAD];
	struct bytes at = c->file;
	if (offset >= (guint64)(at.end - at.from))
		return false;
	at.from += offset;
	if (c->fd >= 0) {
		ssize_t had = pread(c->fd, head, sizeof head, c->header + (off_t)offset);
		at = (struct bytes){ head, head + MAX(had, 0) };
	}
	return take_object(&at, &n, &g) && n == number && g == generation;
}

/* The entries of one run of numbers. An object at 0 is none: the file's first bytes are its header. */
static bool entries_hold(struct directory *c, struct bytes *b, guint64 first, guint64 count)
{
	if (first + count > MOST_OBJECTS)
		return false;
	for (guint64 i = 0; i < count; i++) {
		guint64 offset, generation;
		if (!take_number(b, &offset) || !take_number(b, &generation))
			return false;
		bool used = take(b, "n");
		if (!used && !take(b, "f"))
			return false;
		if (i == 0 && first == 1 && !used && offset == 0 && generation == 65535)
			first = 0; /* a writer's slip that readers forgive: its numbers begin at 0 */
		if (tell(c, first + i) && used && offset > 0 && !leads_to(c, offset, first + i, generation))
			return false;
	}
	return true;
}

/* One table, and where the one before it stands; 0 when it is the first. */
static bool table_holds(struct directory *c, struct bytes b, guint64 *before)
{
	guint64 first, count;
	struct bytes trailer;
	while (!take(&b, "trailer"))
		if (!take_number(&b, &first) || !take_number(&b, &count) || !entries_hold(c, &b, first, count))
			return false;
	if (!take_dictionary(&b, &trailer))
		return false;
	c->packed = c->packed || find(trailer, "/XRefStm");
	if (!c->trailer.from)
		c->trailer = trailer;
	if (!number_of_key(trailer, "/Prev", before))
		*before = 0;
	return true;
}

static bool chain_holds(struct directory *c, guint64 offset)
{
	for (int sections = 0; sections < MOST_SECTIONS; sections++) {
		guint64 number, generation;
		struct bytes b = c->file;
		if (offset == 0 || offset >= (guint64)(b.end - b.from))
			return false;
		b.from += offset;
		if (!take(&b, "xref")) {
			c->packed = true;
			return take_object(&b, &number, &generation);
		}
		if (!table_holds(c, b, &offset))
			return false;
		if (offset == 0)
			return true;
	}
	return false;
}

static const char *startxref_of(struct bytes file)
{
	struct bytes tail = { MAX(file.from, file.end - TAIL), file.end };
	return find_last(tail, "startxref");
}

/* Where the last section of the file begins, whatever startxref says: a table, or an object that is one. */
static const char *last_section(struct bytes file, const char *last)
{
	struct bytes object = { last, file.end }, rest = object;
	if (!last)
		return NULL;
	const char *ended = find(rest, "endobj");
	const char *packed = find((struct bytes){ last, ended ? ended : file.end }, "/XRef");
	if (packed)
		return ended ? last : NULL;
	rest.from = ended ? ended : last;
	for (const char *p; (p = find(rest, "xref")); rest.from = p + 1)
		if (is_blank(p[-1]))
			return p;
	return NULL;
}

/* --- the end ------------------------------------------------------------------------------------------ */

static bool is_shorter_than_told(struct bytes file)
{
	guint64 length;
	struct bytes head = { file.from, MIN(file.end, file.from + HEAD) };
	head.from = find(head, "/Linearized");
	return head.from && number_of_key(head, "/L ", &length) && length > (guint64)(file.end - file.from);
}

static bool has_objects_behind(struct bytes file, const char *startxref)
{
	struct bytes behind = { startxref, file.end };
	return last_object(behind) != NULL;
}

/* --- repair ------------------------------------------------------------------------------------------- */

/* Spoils a word wherever it stands, so that no reader knows it. */
static void spoil(struct bytes b, const char *word)
{
	for (const char *p; (p = find(b, word)); b.from = p + 1)
		memset((char *)(gsize)p + 1, '-', strlen(word) - 1);
}

/* One that is whole, and tells the catalogue. */
static bool has_trailer(struct bytes file)
{
	for (struct bytes dictionary; (file.from = find(file, "trailer"));) {
		file.from += strlen("trailer");
		struct bytes rest = file;
		if (take_dictionary(&rest, &dictionary) && find(dictionary, "/Root"))
			return true;
	}
	return false;
}

/* The catalogue of a file that has no trailer to tell it; the last one counts. */
static bool find_root(struct bytes file, guint64 *number, guint64 *generation)
{
	struct bytes before = { file.from, find_last(file, "/Catalog") };
	struct bytes object = { before.end ? last_object(before) : NULL, before.end };
	return object.from && take_object(&object, number, generation);
}

/* The document with more at its end. (transfer full) */
static GByteArray *copy_of(GBytes *pdf, const GString *more)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(pdf, &n);
	GByteArray *copy = g_byte_array_sized_new((guint)(n + more->len));
	g_byte_array_append(copy, data, (guint)n);
	g_byte_array_append(copy, (const guint8 *)more->str, (guint)more->len);
	return copy;
}

/* A copy whose reader has to search. (transfer full) */
static GBytes *to_be_searched(GBytes *pdf, struct bytes file)
{
	guint64 number, generation;
	GString *more = g_string_new(NULL);
	if (!has_trailer(file) && find_root(file, &number, &generation))
		/* the comment: Poppler that finds half an entry takes the next line for its rest */
		g_string_printf(more, "\n%%\ntrailer\n<< /Root %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " R >>\n",
				number, generation);
	GByteArray *copy = copy_of(pdf, more);
	struct bytes all = { (char *)copy->data, (char *)copy->data + copy->len };
	spoil((struct bytes){ MAX(all.from, all.end - TAIL), all.end }, "startxref");
	spoil((struct bytes){ all.from, MIN(all.end, all.from + HEAD) }, "/Linearized");
	g_string_free(more, TRUE);
	return g_byte_array_free_to_bytes(copy);
}

/*
 * A number that no section tells of sends Poppler searching as soon as something refers to it (XRef::readXRefUntil);
 * documents that were cut out of larger ones are full of such references. A section more says that these objects are
 * free, which they are, and that no number is larger than those that are told. NULL where there is nothing to say.
 * (transfer full)
 */
static GBytes *with_gaps_told(GBytes *pdf, const struct directory *c, guint64 offset)
{
	GString *more = g_string_new("\nxref\n");
	gsize empty = more->len, n = g_bytes_get_size(pdf);
	guint64 size = 0;
	number_of_key(c->trailer, "/Size", &size);
	for (guint i = 0; i < c->told->len; i++) {
		guint end = i;
		while (end < c->told->len && !c->told->data[end])
			end++;
		if (end > i)
			g_string_append_printf(more, "%u %u\n", i, end - i);
		for (; i < end; i++)
			g_string_append(more, "0000000000 65535 f \n");
	}
	GBytes *repaired = NULL;
	if (!c->packed && (more->len > empty || size > c->told->len)) {
		g_string_append_printf(more, "trailer\n<< /Size %u /Prev %" G_GUINT64_FORMAT " ", c->told->len, offset);
		gsize old = more->len;
		g_string_append_len(more, c->trailer.from, c->trailer.end - c->trailer.from);
		spoil((struct bytes){ more->str + old, more->str + more->len }, "/Size");
		spoil((struct bytes){ more->str + old, more->str + more->len }, "/Prev");
		g_string_append_printf(more, ">>\nstartxref\n%zu\n%%%%EOF\n", n + 1 - (gsize)c->header);
		repaired = g_byte_array_free_to_bytes(copy_of(pdf, more));
	}
	g_string_free(more, TRUE);
	return repaired;
}

/* False when what stands at `offset` is no directory that leads to the objects. */
static bool holds(GBytes *pdf, int fd, struct bytes file, guint64 offset, GBytes **repaired)
{
	off_t header = file.from - (const char *)g_bytes_get_data(pdf, NULL);
	struct directory c = { .file = file, .fd = fd, .header = header, .told = g_byte_array_new() };
	bool ok = chain_holds(&c, offset);
	if (ok)
		*repaired = with_gaps_told(pdf, &c, offset);
	g_byte_array_unref(c.told);
	return ok;
}

/* The same document, led by its last section. (transfer full) */
static GBytes *led_by(GBytes *pdf, guint64 offset)
{
	GString *more = g_string_new(NULL);
	g_string_printf(more, "\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", offset);
	GBytes *led = g_byte_array_free_to_bytes(copy_of(pdf, more));
	g_string_free(more, TRUE);
	return led;
}

enum sp_damage sp_damage_find(GBytes *pdf, int fd, GBytes **repaired)
{
	gsize n;
	const char *data = g_bytes_get_data(pdf, &n);
	struct bytes file = { data, data + n };
	const char *header = find((struct bytes){ data, data + MIN(n, HEAD) }, "%PDF-");
	file.from = header ? header : data;
	*repaired = NULL;

	guint64 offset = 0;
	const char *startxref = startxref_of(file);
	struct bytes told = { startxref ? startxref + strlen("startxref") : file.end, file.end };
	bool shorter = is_shorter_than_told(file);
	if (startxref && take_number(&told, &offset) && holds(pdf, fd, file, offset, repaired))
		return shorter || has_objects_behind(file, startxref) ? SP_DAMAGE_CUT : SP_DAMAGE_NONE;

	const char *last = last_object(file), *section = last_section(file, last);
	bool complete = section || (last && find_last(file, "trailer") > last);
	offset = section ? (guint64)(section - file.from) : 0;
	if (!holds(pdf, fd, file, offset, repaired))
		*repaired = to_be_searched(pdf, file);
	else if (!*repaired)
		*repaired = led_by(pdf, offset);
	return complete && !shorter ? SP_DAMAGE_MISLED : SP_DAMAGE_CUT;
}

const char *sp_damage_text(enum sp_damage damage)
{
	static const char *const texts[] = {
		SP_SAID("nothing is wrong with the file"),
		SP_SAID("the file's cross-references are damaged; its objects were found without them"),
		SP_SAID("the PDF is cut off: its end is missing; what is left was read; get the file again"),
	};
	return texts[damage];
}
