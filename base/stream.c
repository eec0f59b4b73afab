#include "base/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum position { BEFORE_DOCUMENT, INSIDE, AFTER_END, UNFRAMED };

struct sp_stream {
	struct sp_ctx *ctx;
	int fd;
	bool dry;              /* the end of the file was read: it is not asked again */
	char block[64 * 1024]; /* bytes at to have-1 are read and not yet used */
	size_t at, have;
	char *name;
	char *schema; /* expected, or NULL */
	bool lines;   /* any JSON Lines will do */
	enum position place;
	bool layout; /* the document line says spunta-layout: its end line names its counts itself */
	int64_t number;
	GString *buffer;
	bool peeked;          /* the next call gives `line` and `status` */
	struct sp_line line;
	enum sp_status status;
	struct sp_json *json; /* of the current line */
	GHashTable *counts;   /* type → number of records between document and end */
	GHashTable *ids;      /* of the records so far */
	int64_t page;         /* of a layout: where its records have come to */
};

struct sp_stream *sp_stream_open_fd(struct sp_ctx *ctx, int fd, const char *name, const char *schema)
{
	struct sp_stream *in = g_new0(struct sp_stream, 1);
	in->ctx = ctx;
	in->fd = fd;
	in->name = g_strdup(name);
	in->schema = g_strdup(schema);
	in->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	in->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	in->buffer = g_string_new(NULL);
	ctx->file = in->name;
	return in;
}

struct sp_stream *sp_stream_open(struct sp_ctx *ctx, const char *path, const char *schema)
{
	bool standard = !path || strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0) {
		sp_report(ctx, SP_D_OPEN, "cannot open %s: %s", path, g_strerror(errno));
		return NULL;
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		sp_report(ctx, SP_D_OPEN, "%s is a directory; name a file in it", standard ? "standard input" : path);
		if (!standard)
			close(fd);
		return NULL;
	}
	return sp_stream_open_fd(ctx, fd, standard ? "standard input" : path, schema);
}

struct sp_stream *sp_stream_open_lines(struct sp_ctx *ctx, const char *path)
{
	struct sp_stream *in = sp_stream_open(ctx, path, NULL);
	if (in)
		in->lines = true;
	return in;
}

void sp_stream_close(struct sp_stream *in)
{
	if (!in)
		return;
	in->ctx->file = NULL;
	in->ctx->line = 0;
	if (in->fd != STDIN_FILENO)
		close(in->fd);
	sp_json_free(in->json);
	g_hash_table_destroy(in->counts);
	g_hash_table_destroy(in->ids);
	g_string_free(in->buffer, TRUE);
	g_free(in->name);
	g_free(in->schema);
	g_free(in);
}

/* More bytes into in->block. SP_END when there are no more; SP_FAIL reported. */
static enum sp_status fill(struct sp_stream *in)
{
	ssize_t n;
	if (in->dry)
		return SP_END;
	do
		n = read(in->fd, in->block, sizeof in->block);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return sp_report(in->ctx, SP_D_OPEN, "cannot read: %s", g_strerror(errno));
	in->at = 0;
	in->have = (size_t)n;
	in->dry = n == 0;
	return n > 0 ? SP_OK : SP_END;
}

/*
 * One line without its newline into in->buffer. SP_END after the last; SP_FAIL reported. Not getline,
 * which would take any length into memory before it could be refused.
 */
static enum sp_status read_line(struct sp_stream *in)
{
	g_string_truncate(in->buffer, 0);
	for (;;) {
		enum sp_status s = in->at < in->have ? SP_OK : fill(in);
		if (s != SP_OK)
			return s == SP_END && in->buffer->len > 0 ? SP_OK : s;
		const char *from = in->block + in->at, *newline = memchr(from, '\n', in->have - in->at);
		size_t n = newline ? (size_t)(newline - from) : in->have - in->at;
		if (in->buffer->len + n > SP_STREAM_LINE)
			return sp_report(in->ctx, SP_D_LIMIT,
					 "line %" G_GINT64_FORMAT " has more than %d MiB, the most that is read",
					 in->number + 1, SP_STREAM_LINE >> 20);
		g_string_append_len(in->buffer, from, (gssize)n);
		in->at += n + (newline != NULL);
		if (newline)
			return SP_OK;
	}
}

static enum sp_status at_end(struct sp_stream *in)
{
	in->ctx->line = 0;
	switch (in->place) {
	case AFTER_END:
	case UNFRAMED:
		return SP_END;
	case INSIDE:
		return sp_report(in->ctx, SP_D_TRUNCATED,
				 "the stream stops after line %" G_GINT64_FORMAT
				 " without its end record; run the filter before this one again",
				 in->number);
	default:
		if (in->lines)
			return SP_END;
		return sp_report(in->ctx, SP_D_TRUNCATED, "the stream is empty: no document record, no end record");
	}
}

static enum sp_status check_document(struct sp_stream *in, const struct sp_line *line)
{
	if (strcmp(line->type, "document") != 0)
		return sp_report(in->ctx, SP_D_GRAMMAR,
				 "the stream starts with a record of type %s, not with a document", line->type);
	const char *schema = sp_json_str(sp_json_get(line->json, "schema"));
	if (in->schema && g_strcmp0(schema, in->schema) != 0)
		return sp_report(in->ctx, SP_D_GRAMMAR, "this is a stream of %s; %s is wanted here",
				 schema ? schema : "no schema", in->schema);
	in->layout = schema && g_str_has_prefix(schema, "spunta-layout/");
	in->place = INSIDE;
	return SP_OK;
}

static int64_t counted(const struct sp_stream *in, const char *type)
{
	return (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(in->counts, type));
}

static enum sp_status check_count(struct sp_stream *in, const char *key, const char *type, const struct sp_json *said)
{
	int64_t n;
	if (said && (!sp_json_int(said, &n) || n != counted(in, type))) {
		char *text = sp_json_text(said);
		enum sp_status s = sp_report(in->ctx, SP_D_GRAMMAR,
					     "the end record says %s: %s, but %" G_GINT64_FORMAT
					     " came; something was lost or added on the way",
					     key, text, counted(in, type));
		g_free(text);
		return s;
	}
	return SP_OK;
}

/* Whoever is given the end record may tell others that all is there: a failure to read behind it is said before. */
static enum sp_status look_behind(struct sp_stream *in)
{
	return in->at == in->have && fill(in) == SP_FAIL ? SP_FAIL : SP_OK;
}

/* The end line of a layout names its four counts, the end line of records has an object by type. */
static enum sp_status check_end(struct sp_stream *in, const struct sp_line *line)
{
	static const struct {
		const char *key, *type;
	} named[] = { { "pages", "page" }, { "texts", "text" }, { "tables", "table" }, { "problems", "problem" } };
	in->place = AFTER_END;
	if (in->layout) {
		for (size_t i = 0; i < G_N_ELEMENTS(named); i++)
			if (check_count(in, named[i].key, named[i].type, sp_json_get(line->json, named[i].key)) !=
			    SP_OK)
				return SP_FAIL;
		return look_behind(in);
	}
	const struct sp_json *records = sp_json_get(line->json, "records");
	int64_t types = 0;
	for (const struct sp_json *c = sp_json_first(records); c; c = sp_json_next(c)) {
		if (check_count(in, sp_json_key(c), sp_json_key(c), c) != SP_OK)
			return SP_FAIL;
		types += counted(in, sp_json_key(c)) > 0;
	}
	if (records && types != g_hash_table_size(in->counts))
		return sp_report(
		    in->ctx, SP_D_GRAMMAR,
		    "records came of a type that the end record does not count; something was added on the way");
	return look_behind(in);
}

/* Lines that were swapped, doubled or come from two documents: pages ascend, and an id is one record's. */
static enum sp_status check_order(struct sp_stream *in, const struct sp_line *line)
{
	int64_t page;
	const char *id = sp_json_str(sp_json_get(line->json, "id"));
	if (id && !g_hash_table_add(in->ids, g_strdup(id)))
		return sp_report(in->ctx, SP_D_GRAMMAR,
				 "two records have the id \"%s\"; lines were doubled, or streams mixed, on the way",
				 id);
	if (!in->layout || !sp_json_int(sp_json_get(line->json, "page"), &page))
		return SP_OK;
	bool opens = strcmp(line->type, "page") == 0;
	if (page < in->page || (opens && page == in->page))
		return sp_report(in->ctx, SP_D_GRAMMAR,
				 "a %s of page %" G_GINT64_FORMAT " after page %" G_GINT64_FORMAT
				 "; lines were moved on the way",
				 line->type, page, in->page);
	in->page = page;
	return SP_OK;
}

enum sp_status sp_stream_next(struct sp_stream *in, struct sp_line *line)
{
	if (in->peeked) {
		in->peeked = false;
		in->ctx->file = in->name;
		in->ctx->line = in->status == SP_OK ? in->number : 0;
		*line = in->line;
		return in->status;
	}
	enum sp_status read = read_line(in);
	if (read != SP_OK)
		return read == SP_END ? at_end(in) : SP_FAIL;
	in->ctx->line = ++in->number;
	if (in->place == BEFORE_DOCUMENT && g_str_has_prefix(in->buffer->str, "\xEF\xBB\xBF"))
		return sp_report(
		    in->ctx, SP_D_JSON,
		    "the stream starts with a byte order mark (EF BB BF); take it away: sed '1s/^\\xEF\\xBB\\xBF//'");
	if (in->place == AFTER_END)
		return sp_report(in->ctx, SP_D_GRAMMAR, "a line after the end record; one stream holds one document");

	sp_json_free(in->json);
	in->json = sp_json_parse(in->ctx, in->buffer->str, in->buffer->len);
	if (!in->json)
		return SP_FAIL;
	*line = (struct sp_line){ in->buffer->str, in->buffer->len, in->number,
				  sp_json_str(sp_json_get(in->json, "type")), in->json };
	if (in->lines && in->place == BEFORE_DOCUMENT && g_strcmp0(line->type, "document") != 0)
		in->place = UNFRAMED;
	if (in->place == UNFRAMED)
		return SP_OK;
	if (!line->type)
		return sp_report(in->ctx, SP_D_GRAMMAR, "a record must be an object with a type");
	if (in->place == BEFORE_DOCUMENT)
		return check_document(in, line);
	if (strcmp(line->type, "end") == 0)
		return check_end(in, line);
	if (strcmp(line->type, "document") == 0)
		return sp_report(in->ctx, SP_D_GRAMMAR, "a second document record; one stream holds one document");
	g_hash_table_insert(in->counts, g_strdup(line->type), GSIZE_TO_POINTER((size_t)(counted(in, line->type) + 1)));
	return check_order(in, line);
}

enum sp_status sp_stream_peek(struct sp_stream *in, struct sp_line *line)
{
	if (!in->peeked)
		in->status = sp_stream_next(in, &in->line);
	in->peeked = true;
	in->ctx->file = NULL; /* what is said before the line is taken is not about it */
	in->ctx->line = 0;
	*line = in->line;
	return in->status;
}

bool sp_stream_another(struct sp_stream *in)
{
	if (in->place != AFTER_END || (in->at == in->have && fill(in) != SP_OK))
		return false;
	in->place = BEFORE_DOCUMENT;
	in->page = 0;
	g_hash_table_remove_all(in->counts);
	g_hash_table_remove_all(in->ids);
	return true;
}

void sp_line_pass(const struct sp_line *line, FILE *to)
{
	if (ferror(to))
		return;
	fwrite(line->text, 1, line->n, to);
	fputc('\n', to);
}
