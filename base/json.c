/*
 * One walk over the text builds the tree. Strings and digits are not copied one by one: they are cut
 * out of a single copy of the text, where each is ended by a NUL on the quote, comma or bracket behind
 * it; the walk itself reads the caller's text, which stays whole. What an escape says is never longer
 * than the escape, so it is written over it. Nodes come from blocks; a tree is freed by its root.
 */
#include "base/json.h"

#include <math.h>

#include "base/file.h"
#include "base/text.h"

struct sp_json {
	enum sp_json_type type;
	bool truth;       /* of a BOOL */
	const char *key;  /* of a member, else NULL */
	const char *text; /* a STRING's, or a NUMBER's digits */
	size_t count;     /* members or items */
	struct sp_json *first, *next;
};

struct block {
	struct block *before;
	size_t used, room;
	struct sp_json nodes[];
};

struct tree {
	struct sp_json root; /* what callers hold */
	struct block *blocks;
	char text[]; /* the copy that strings and digits are cut from */
};

/* --- reader ------------------------------------------------------------------------------------ */

struct json_reader {
	struct sp_ctx *ctx;
	const char *text;
	size_t n, at;
	unsigned depth;
	struct tree *tree;
	bool failed;
};

static void refuse(struct json_reader *r, const char *why)
{
	if (r->failed)
		return;
	r->failed = true;
	int64_t line = 1;
	const char *start = r->text, *here = r->text + r->at;
	for (const char *p = r->text; p < here; p++)
		if (*p == '\n') {
			line++;
			start = p + 1;
		}
	/* in code points, as editors count; bytes where the text is not UTF-8 */
	const char *bad = NULL;
	bool valid = g_utf8_validate(start, here - start, &bad);
	int64_t column = 1 + (valid ? g_utf8_strlen(start, here - start) : here - start);
	if (r->ctx->line > 0)
		sp_report(r->ctx, SP_D_JSON, "column %" G_GINT64_FORMAT ": %s", column, why);
	else
		sp_report(r->ctx, SP_D_JSON, "line %" G_GINT64_FORMAT " column %" G_GINT64_FORMAT ": %s", line, column,
			  why);
}

static struct sp_json *new_node(struct tree *tree)
{
	struct block *b = tree->blocks;
	if (!b || b->used == b->room) {
		size_t room = b ? b->room * 2 : 16;
		b = g_malloc(sizeof *b + room * sizeof b->nodes[0]);
		*b = (struct block){ tree->blocks, 0, room };
		tree->blocks = b;
	}
	struct sp_json *v = &b->nodes[b->used++];
	*v = (struct sp_json){ .type = SP_JSON_NULL };
	return v;
}

/* The character here; NUL at the end, which stands nowhere inside the text. */
static char peek(const struct json_reader *r)
{
	return r->at < r->n ? r->text[r->at] : '\0';
}

static void skip_blanks(struct json_reader *r)
{
	for (char c = peek(r); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = peek(r))
		r->at++;
}

static bool take(struct json_reader *r, char c)
{
	if (peek(r) != c)
		return false;
	r->at++;
	return true;
}

/* Four hexadecimal digits after \u; -1 if they are not there. */
static int hex4(struct json_reader *r)
{
	int code = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		int digit = g_ascii_xdigit_value(peek(r));
		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

/* What stands after \u; 0 after a refusal. */
static gunichar read_code_point(struct json_reader *r)
{
	int code = hex4(r), low;
	if (code < 0) {
		refuse(r, "a backslash that escapes nothing");
	} else if (code == 0) {
		refuse(r, "\\u0000 in a string");
	} else if (code < 0xD800 || code > 0xDFFF) {
		return (gunichar)code;
	} else {
		low = code <= 0xDBFF && take(r, '\\') && take(r, 'u') ? hex4(r) : -1;
		if (low >= 0xDC00 && low <= 0xDFFF)
			return 0x10000 + ((gunichar)(code - 0xD800) << 10) + (gunichar)(low - 0xDC00);
		refuse(r, "a lone surrogate in a string");
	}
	return 0;
}

/* After a backslash: writes what it says, gives the bytes written. */
static size_t read_escape(struct json_reader *r, char *to)
{
	static const char signs[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c = peek(r);
	const char *sign = c ? strchr(signs, c) : NULL;
	r->at += c != '\0';
	if (sign) {
		*to = meant[sign - signs];
		return 1;
	}
	if (c != 'u')
		refuse(r, "a backslash that escapes nothing");
	gunichar code = r->failed ? 0 : read_code_point(r);
	return code ? (size_t)g_unichar_to_utf8(code, to) : 0;
}

/* A string in quotes, in the tree's copy. NULL after a refusal. */
static const char *read_string(struct json_reader *r)
{
	char *start = r->tree->text + ++r->at, *to = start;
	while (!r->failed && r->at < r->n) {
		size_t plain = r->at;
		while (plain < r->n && (unsigned char)r->text[plain] >= 0x20 && r->text[plain] != '"' &&
		       r->text[plain] != '\\')
			plain++;
		if (to != r->tree->text + r->at)
			memcpy(to, r->text + r->at, plain - r->at);
		to += plain - r->at;
		r->at = plain;
		if (take(r, '"')) {
			*to = '\0';
			return start;
		}
		if (take(r, '\\'))
			to += read_escape(r, to);
		else if (r->at < r->n)
			refuse(r, "a control character in a string");
	}
	refuse(r, "a string that does not end");
	return NULL;
}

static void read_number(struct json_reader *r, struct sp_json *v)
{
	size_t start = r->at;
	for (char c = peek(r); g_ascii_isdigit(c) || (c && strchr("-+.eE", c)); c = peek(r))
		r->at++;
	v->type = SP_JSON_NUMBER;
	v->text = r->tree->text + start;
	r->tree->text[r->at] = '\0';
	if (!sp_dec_valid(r->text + start, r->at - start)) {
		r->at = start;
		refuse(r, "not a number as JSON writes them");
	}
}

static void read_value(struct json_reader *r, struct sp_json *v);

/* Links a new child behind `last`, the last one so far. */
static struct sp_json *add_child(struct json_reader *r, struct sp_json *parent, struct sp_json *last)
{
	struct sp_json *child = new_node(r->tree);
	if (last)
		last->next = child;
	else
		parent->first = child;
	parent->count++;
	return child;
}

static void read_array(struct json_reader *r, struct sp_json *array)
{
	array->type = SP_JSON_ARRAY;
	r->at++;
	skip_blanks(r);
	if (take(r, ']'))
		return;
	struct sp_json *last = NULL;
	do {
		last = add_child(r, array, last);
		read_value(r, last);
		skip_blanks(r);
	} while (!r->failed && take(r, ','));
	if (!take(r, ']'))
		refuse(r, "an array wants , or ] here");
}

/* Has the object this key already? A few are compared one by one; *many takes over when they are more. */
static bool has_key(const struct sp_json *object, const char *key, GHashTable **many)
{
	enum { FEW = 24 };
	if (!*many && object->count < FEW)
		return sp_json_get(object, key) != NULL;
	if (!*many) {
		*many = g_hash_table_new(g_str_hash, g_str_equal);
		for (const struct sp_json *c = object->first; c; c = c->next)
			g_hash_table_add(*many, (gpointer)c->key);
	}
	return !g_hash_table_add(*many, (gpointer)key);
}

static void read_object(struct json_reader *r, struct sp_json *object)
{
	object->type = SP_JSON_OBJECT;
	r->at++;
	skip_blanks(r);
	if (take(r, '}'))
		return;
	struct sp_json *last = NULL;
	GHashTable *many = NULL;
	do {
		skip_blanks(r);
		size_t start = r->at;
		if (peek(r) != '"') {
			refuse(r, "an object wants a key in quotes here");
			break;
		}
		const char *key = read_string(r);
		if (key && has_key(object, key, &many)) {
			r->at = start;
			refuse(r, "the same key twice in one object");
		}
		skip_blanks(r);
		if (!r->failed && !take(r, ':'))
			refuse(r, "a key wants : after it");
		if (r->failed)
			break;
		last = add_child(r, object, last);
		last->key = key;
		read_value(r, last);
		skip_blanks(r);
	} while (!r->failed && take(r, ','));
	if (many)
		g_hash_table_destroy(many);
	if (!take(r, '}'))
		refuse(r, "an object wants , or } here");
}

static void read_word(struct json_reader *r, struct sp_json *v)
{
	static const struct {
		const char *word;
		enum sp_json_type type;
	} words[] = { { "true", SP_JSON_BOOL }, { "false", SP_JSON_BOOL }, { "null", SP_JSON_NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t n = strlen(words[i].word);
		if (r->n - r->at >= n && memcmp(r->text + r->at, words[i].word, n) == 0) {
			r->at += n;
			v->type = words[i].type;
			v->truth = *words[i].word == 't';
			return;
		}
	}
	refuse(r, r->at < r->n ? "no JSON value starts here" : "the text ends where a value should be");
}

static void read_value(struct json_reader *r, struct sp_json *v)
{
	skip_blanks(r);
	if (++r->depth > SP_JSON_DEPTH)
		refuse(r, "nested too deeply");
	if (r->failed)
		return;
	char c = peek(r);
	if (c == '{')
		read_object(r, v);
	else if (c == '[')
		read_array(r, v);
	else if (c == '"') {
		v->type = SP_JSON_STRING;
		v->text = read_string(r);
	} else if (c == '-' || g_ascii_isdigit(c))
		read_number(r, v);
	else
		read_word(r, v);
	r->depth--;
}

static void read_text(struct json_reader *r)
{
	const char *bad = NULL;
	if (!g_utf8_validate(r->text, (gssize)r->n, &bad)) {
		r->at = (size_t)(bad - r->text);
		refuse(r, *bad ? "not UTF-8" : "a NUL byte");
		return;
	}
	read_value(r, &r->tree->root);
	skip_blanks(r);
	if (r->at < r->n)
		refuse(r, "something stands after the value");
}

struct sp_json *sp_json_parse(struct sp_ctx *ctx, const char *text, size_t n)
{
	struct tree *tree = g_malloc(sizeof *tree + n + 1);
	tree->root = (struct sp_json){ .type = SP_JSON_NULL };
	tree->blocks = NULL;
	memcpy(tree->text, text, n);
	struct json_reader r = { .ctx = ctx, .text = text, .n = n, .tree = tree };
	read_text(&r);
	if (!r.failed)
		return &tree->root;
	sp_json_free(&tree->root);
	return NULL;
}

struct sp_json *sp_json_parse_named(struct sp_ctx *ctx, const char *name, const char *text, size_t n)
{
	const char *file = ctx->file;
	int64_t line = ctx->line;
	ctx->file = name;
	ctx->line = 0;
	struct sp_json *v = sp_json_parse(ctx, text, n);
	ctx->file = file;
	ctx->line = line;
	return v;
}

struct sp_json *sp_json_parse_file(struct sp_ctx *ctx, const char *path)
{
	GBytes *bytes = sp_file_read(ctx, path, SP_JSON_FILE);
	if (!bytes)
		return NULL;
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	struct sp_json *v = sp_json_parse_named(ctx, path, text ? text : "", n);
	g_bytes_unref(bytes);
	return v;
}

void sp_json_free(struct sp_json *v)
{
	struct tree *tree = (struct tree *)v;
	while (tree && tree->blocks) {
		struct block *b = tree->blocks;
		tree->blocks = b->before;
		g_free(b);
	}
	g_free(tree);
}

/* --- getters ------------------------------------------------------------------------------------- */

enum sp_json_type sp_json_type(const struct sp_json *v)
{
	return v->type;
}

static bool is(const struct sp_json *v, enum sp_json_type type)
{
	return v && v->type == type;
}

const struct sp_json *sp_json_get(const struct sp_json *object, const char *key)
{
	if (!is(object, SP_JSON_OBJECT))
		return NULL;
	const struct sp_json *c = object->first;
	while (c && (*c->key != *key || strcmp(c->key, key) != 0))
		c = c->next;
	return c;
}

const struct sp_json *sp_json_at(const struct sp_json *array, size_t index)
{
	const struct sp_json *c = is(array, SP_JSON_ARRAY) ? array->first : NULL;
	while (c && index-- > 0)
		c = c->next;
	return c;
}

size_t sp_json_count(const struct sp_json *v)
{
	return v ? v->count : 0;
}

const struct sp_json *sp_json_first(const struct sp_json *v)
{
	return v ? v->first : NULL;
}

const struct sp_json *sp_json_next(const struct sp_json *child)
{
	return child ? child->next : NULL;
}

const char *sp_json_key(const struct sp_json *member)
{
	return member ? member->key : NULL;
}

const char *sp_json_str(const struct sp_json *v)
{
	return is(v, SP_JSON_STRING) ? v->text : NULL;
}

const char *sp_json_digits(const struct sp_json *v)
{
	return is(v, SP_JSON_NUMBER) ? v->text : NULL;
}

bool sp_json_dec(const struct sp_json *v, struct sp_dec *out)
{
	const char *digits = sp_json_digits(v);
	return digits && sp_dec_parse(out, digits, strlen(digits)) == SP_OK;
}

bool sp_json_int(const struct sp_json *v, int64_t *out)
{
	const char *digits = sp_json_digits(v);
	gint64 whole;
	if (!digits || !g_ascii_string_to_signed(digits, 10, G_MININT64, G_MAXINT64, &whole, NULL))
		return false;
	*out = whole;
	return true;
}

/*
 * Up to 15 digits and as many decimals are exact as doubles, and so is the power of ten between them:
 * one division rounds correctly. The rest, which no coordinate needs, goes the long way.
 */
static double number_as_double(const char *digits)
{
	static const double tens[] = { 1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
				       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	const char *p = digits + (*digits == '-');
	int64_t whole = 0;
	size_t seen = 0, decimals = 0;
	bool point = false;
	for (; seen < 15 && (g_ascii_isdigit(*p) || (*p == '.' && !point)); p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		whole = whole * 10 + (*p - '0');
		seen++;
		decimals += point;
	}
	if (*p)
		return g_ascii_strtod(digits, NULL);
	double value = (double)whole / tens[decimals];
	return *digits == '-' ? -value : value;
}

double sp_json_pt(const struct sp_json *v, double otherwise)
{
	const char *digits = sp_json_digits(v);
	return digits ? number_as_double(digits) : otherwise;
}

bool sp_json_bool(const struct sp_json *v, bool otherwise)
{
	return is(v, SP_JSON_BOOL) ? v->truth : otherwise;
}

void sp_jw_json(struct sp_jw *w, const char *key, const struct sp_json *v)
{
	const char *s;
	if (!v) {
		sp_jw_null(w, key);
	} else if ((s = sp_json_str(v))) {
		sp_jw_str(w, key, s);
	} else if ((s = sp_json_digits(v))) {
		sp_jw_digits(w, key, s);
	} else if (is(v, SP_JSON_BOOL)) {
		sp_jw_bool(w, key, sp_json_bool(v, false));
	} else if (is(v, SP_JSON_NULL)) {
		sp_jw_null(w, key);
	} else {
		bool object = is(v, SP_JSON_OBJECT);
		(object ? sp_jw_object : sp_jw_array)(w, key);
		for (const struct sp_json *c = sp_json_first(v); c; c = sp_json_next(c))
			sp_jw_json(w, object ? sp_json_key(c) : NULL, c);
		sp_jw_close(w);
	}
}

char *sp_json_text(const struct sp_json *v)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_json(&w, NULL, v);
	return g_string_free(w.out, FALSE);
}
