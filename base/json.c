/*
 * A text is walked twice: first by the lexer here, which refuses what cJSON would let pass and notes
 * where each number stands; then by cJSON, which builds the tree. The number nodes of the tree, in
 * document order, are the numbers that the lexer saw, in order: each gets its printed digits as
 * valuestring and becomes a cJSON_Raw node, so that printing it gives the same digits back.
 */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <errno.h>

#include "base/file.h"
#include "base/text.h"

/* cJSON nodes are our nodes; nobody outside sees the difference. */
static const cJSON *node(const struct sp_json *v)
{
	return (const cJSON *)v;
}

static const struct sp_json *value(const cJSON *v)
{
	return (const struct sp_json *)v;
}

/* --- lexer ------------------------------------------------------------------------------------ */

struct lexer {
	struct sp_ctx *ctx;
	const char *text;
	size_t n, at;
	unsigned depth;
	GArray *numbers; /* struct sp_str of each number, in order */
	bool failed;
};

static void refuse(struct lexer *lx, const char *why)
{
	if (lx->failed)
		return;
	lx->failed = true;
	int64_t line = 1;
	const char *start = lx->text, *here = lx->text + lx->at;
	for (const char *p = lx->text; p < here; p++)
		if (*p == '\n') {
			line++;
			start = p + 1;
		}
	/* in code points, as editors count; bytes where the text is not UTF-8 */
	const char *bad = NULL;
	bool valid = g_utf8_validate(start, here - start, &bad);
	int64_t column = 1 + (valid ? g_utf8_strlen(start, here - start) : here - start);
	if (lx->ctx->line > 0)
		sp_report(lx->ctx, SP_D_JSON, "column %" G_GINT64_FORMAT ": %s", column, why);
	else
		sp_report(lx->ctx, SP_D_JSON, "line %" G_GINT64_FORMAT " column %" G_GINT64_FORMAT ": %s", line, column,
		          why);
}

static void skip_blanks(struct lexer *lx)
{
	while (lx->at < lx->n && strchr(" \t\r\n", lx->text[lx->at]) && lx->text[lx->at])
		lx->at++;
}

static bool take(struct lexer *lx, char c)
{
	if (lx->at >= lx->n || lx->text[lx->at] != c)
		return false;
	lx->at++;
	return true;
}

/* Four hexadecimal digits after \u; -1 if they are not there. */
static int hex4(struct lexer *lx)
{
	int code = 0;
	for (int i = 0; i < 4; i++, lx->at++) {
		int digit = lx->at < lx->n ? g_ascii_xdigit_value(lx->text[lx->at]) : -1;
		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

static void lex_escape(struct lexer *lx)
{
	char c = lx->at < lx->n ? lx->text[lx->at++] : '\0';
	if (c && strchr("\"\\/bfnrt", c))
		return;
	int code = c == 'u' ? hex4(lx) : -1;
	if (code < 0)
		refuse(lx, "a backslash that escapes nothing");
	else if (code == 0)
		refuse(lx, "\\u0000 in a string");
	else if (code >= 0xDC00 && code <= 0xDFFF)
		refuse(lx, "a lone surrogate in a string");
	else if (code >= 0xD800 && code <= 0xDBFF) {
		int low = take(lx, '\\') && take(lx, 'u') ? hex4(lx) : -1;
		if (low < 0xDC00 || low > 0xDFFF)
			refuse(lx, "a lone surrogate in a string");
	}
}

static void lex_string(struct lexer *lx)
{
	lx->at++;
	while (!lx->failed && lx->at < lx->n) {
		unsigned char c = (unsigned char)lx->text[lx->at];
		if (c == '"') {
			lx->at++;
			return;
		}
		if (c < 0x20) {
			refuse(lx, "a control character in a string");
			return;
		}
		lx->at++;
		if (c == '\\')
			lex_escape(lx);
	}
	refuse(lx, "a string that does not end");
}

static bool is_number_char(char c)
{
	return g_ascii_isdigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static void lex_number(struct lexer *lx)
{
	struct sp_str number = { lx->text + lx->at, 0 };
	while (lx->at + number.n < lx->n && is_number_char(number.s[number.n]))
		number.n++;
	struct sp_dec d;
	sp_dec_init(&d);
	if (sp_dec_parse(&d, number.s, number.n) != SP_OK)
		refuse(lx, "not a number as JSON writes them");
	sp_dec_clear(&d);
	lx->at += number.n;
	g_array_append_val(lx->numbers, number);
}

static void lex_value(struct lexer *lx);

static void lex_array(struct lexer *lx)
{
	lx->at++;
	skip_blanks(lx);
	if (take(lx, ']'))
		return;
	do {
		lex_value(lx);
		skip_blanks(lx);
	} while (!lx->failed && take(lx, ','));
	if (!lx->failed && !take(lx, ']'))
		refuse(lx, "an array wants , or ] here");
}

/* Keys are compared as written or, when escapes are in them, by what they say. */
static char *key_text(const char *s, size_t n)
{
	if (!memchr(s, '\\', n))
		return g_strndup(s + 1, n - 2);
	cJSON *key = cJSON_ParseWithLength(s, n);
	char *text = g_strdup(key && key->valuestring ? key->valuestring : "");
	cJSON_Delete(key);
	return text;
}

static void lex_object(struct lexer *lx)
{
	lx->at++;
	skip_blanks(lx);
	if (take(lx, '}'))
		return;
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	do {
		skip_blanks(lx);
		size_t start = lx->at;
		if (lx->at >= lx->n || lx->text[lx->at] != '"') {
			refuse(lx, "an object wants a key in quotes here");
			break;
		}
		lex_string(lx);
		if (lx->failed)
			break;
		if (!g_hash_table_add(keys, key_text(lx->text + start, lx->at - start))) {
			lx->at = start;
			refuse(lx, "the same key twice in one object");
			break;
		}
		skip_blanks(lx);
		if (!take(lx, ':')) {
			refuse(lx, "a key wants : after it");
			break;
		}
		lex_value(lx);
		skip_blanks(lx);
	} while (!lx->failed && take(lx, ','));
	g_hash_table_destroy(keys);
	if (!lx->failed && !take(lx, '}'))
		refuse(lx, "an object wants , or } here");
}

static void lex_word(struct lexer *lx)
{
	static const char *const words[] = { "true", "false", "null" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t n = strlen(words[i]);
		if (lx->n - lx->at >= n && memcmp(lx->text + lx->at, words[i], n) == 0) {
			lx->at += n;
			return;
		}
	}
	refuse(lx, lx->at < lx->n ? "no JSON value starts here" : "the text ends where a value should be");
}

static void lex_value(struct lexer *lx)
{
	skip_blanks(lx);
	if (++lx->depth > SP_JSON_DEPTH)
		refuse(lx, "nested too deeply");
	char c = lx->at < lx->n ? lx->text[lx->at] : '\0';
	if (lx->failed)
		return;
	if (c == '{')
		lex_object(lx);
	else if (c == '[')
		lex_array(lx);
	else if (c == '"')
		lex_string(lx);
	else if (c == '-' || g_ascii_isdigit(c))
		lex_number(lx);
	else
		lex_word(lx);
	lx->depth--;
}

static bool lex(struct lexer *lx)
{
	const char *bad = NULL;
	if (!g_utf8_validate(lx->text, (gssize)lx->n, &bad)) {
		lx->at = (size_t)(bad - lx->text);
		refuse(lx, *bad ? "not UTF-8" : "a NUL byte");
		return false;
	}
	lex_value(lx);
	skip_blanks(lx);
	if (!lx->failed && lx->at < lx->n)
		refuse(lx, "something stands after the value");
	return !lx->failed;
}

/* --- tree ---------------------------------------------------------------------------------------- */

static void keep_digits(cJSON *v, const GArray *numbers, guint *next)
{
	for (; v; v = v->next) {
		if (cJSON_IsNumber(v)) {
			struct sp_str digits = g_array_index(numbers, struct sp_str, (*next)++);
			v->type = cJSON_Raw;
			v->valuestring = cJSON_malloc(digits.n + 1);
			if (!v->valuestring)
				g_error("out of memory");
			memcpy(v->valuestring, digits.s, digits.n);
			v->valuestring[digits.n] = '\0';
		}
		keep_digits(v->child, numbers, next);
	}
}

struct sp_json *sp_json_parse(struct sp_ctx *ctx, const char *text, size_t n)
{
	struct lexer lx = { .ctx = ctx, .text = text, .n = n };
	lx.numbers = g_array_new(FALSE, FALSE, sizeof(struct sp_str));
	cJSON *root = NULL;
	if (lex(&lx)) {
		root = cJSON_ParseWithLength(text, n);
		if (root) {
			guint next = 0;
			keep_digits(root, lx.numbers, &next);
		} else {
			refuse(&lx, "not JSON");
		}
	}
	g_array_free(lx.numbers, TRUE);
	return (struct sp_json *)root;
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
	cJSON_Delete((cJSON *)v);
}

enum sp_json_type sp_json_type(const struct sp_json *v)
{
	switch (node(v)->type & 0xFF) {
	case cJSON_True:
	case cJSON_False:
		return SP_JSON_BOOL;
	case cJSON_Raw:
	case cJSON_Number:
		return SP_JSON_NUMBER;
	case cJSON_String:
		return SP_JSON_STRING;
	case cJSON_Array:
		return SP_JSON_ARRAY;
	case cJSON_Object:
		return SP_JSON_OBJECT;
	default:
		return SP_JSON_NULL;
	}
}

static bool is(const struct sp_json *v, enum sp_json_type type)
{
	return v && sp_json_type(v) == type;
}

const struct sp_json *sp_json_get(const struct sp_json *object, const char *key)
{
	return is(object, SP_JSON_OBJECT) ? value(cJSON_GetObjectItemCaseSensitive(node(object), key)) : NULL;
}

const struct sp_json *sp_json_at(const struct sp_json *array, size_t index)
{
	return is(array, SP_JSON_ARRAY) && index <= G_MAXINT ? value(cJSON_GetArrayItem(node(array), (int)index))
	                                                     : NULL;
}

size_t sp_json_count(const struct sp_json *v)
{
	return is(v, SP_JSON_ARRAY) || is(v, SP_JSON_OBJECT) ? (size_t)cJSON_GetArraySize(node(v)) : 0;
}

const struct sp_json *sp_json_first(const struct sp_json *v)
{
	return v ? value(node(v)->child) : NULL;
}

const struct sp_json *sp_json_next(const struct sp_json *child)
{
	return child ? value(node(child)->next) : NULL;
}

const char *sp_json_key(const struct sp_json *member)
{
	return member ? node(member)->string : NULL;
}

const char *sp_json_str(const struct sp_json *v)
{
	return is(v, SP_JSON_STRING) ? node(v)->valuestring : NULL;
}

const char *sp_json_digits(const struct sp_json *v)
{
	return is(v, SP_JSON_NUMBER) ? node(v)->valuestring : NULL;
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

double sp_json_pt(const struct sp_json *v, double otherwise)
{
	const char *digits = sp_json_digits(v);
	return digits ? g_ascii_strtod(digits, NULL) : otherwise;
}

bool sp_json_bool(const struct sp_json *v, bool otherwise)
{
	return is(v, SP_JSON_BOOL) ? cJSON_IsTrue(node(v)) : otherwise;
}

char *sp_json_text(const struct sp_json *v)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_json(&w, NULL, v);
	return g_string_free(w.out, FALSE);
}

/* --- writer --------------------------------------------------------------------------------------- */

void sp_jw_init(struct sp_jw *w)
{
	*w = (struct sp_jw){ .out = g_string_new(NULL) };
}

void sp_jw_clear(struct sp_jw *w)
{
	g_string_free(w->out, TRUE);
	w->out = NULL;
}

static void append_string(GString *out, const char *s, size_t n)
{
	g_string_append_c(out, '"');
	const char *end = s + n, *plain = s;
	for (; s < end; s++) {
		unsigned char c = (unsigned char)*s;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		g_string_append_len(out, plain, s - plain);
		plain = s + 1;
		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", c);
		else if (c == '\n')
			g_string_append(out, "\\n");
		else if (c == '\t')
			g_string_append(out, "\\t");
		else
			g_string_append_printf(out, "\\u%04x", (unsigned)c);
	}
	g_string_append_len(out, plain, end - plain);
	g_string_append_c(out, '"');
}

/* What stands before a value: the comma and, in an object, the key. */
static void begin(struct sp_jw *w, const char *key)
{
	bool in_object = w->depth > 0 && w->open[w->depth - 1] == '{';
	g_assert(in_object == (key != NULL));
	if (w->comma)
		g_string_append_c(w->out, ',');
	w->comma = true;
	if (key) {
		append_string(w->out, key, strlen(key));
		g_string_append_c(w->out, ':');
	}
}

static void open_level(struct sp_jw *w, const char *key, char bracket)
{
	begin(w, key);
	g_assert(w->depth < SP_JSON_DEPTH);
	w->open[w->depth++] = bracket;
	w->comma = false;
	g_string_append_c(w->out, bracket);
}

void sp_jw_object(struct sp_jw *w, const char *key)
{
	open_level(w, key, '{');
}

void sp_jw_array(struct sp_jw *w, const char *key)
{
	open_level(w, key, '[');
}

void sp_jw_close(struct sp_jw *w)
{
	g_assert(w->depth > 0);
	g_string_append_c(w->out, w->open[--w->depth] == '{' ? '}' : ']');
	w->comma = true;
}

void sp_jw_strn(struct sp_jw *w, const char *key, const char *value, size_t n)
{
	begin(w, key);
	append_string(w->out, value, n);
}

void sp_jw_str(struct sp_jw *w, const char *key, const char *value)
{
	if (value)
		sp_jw_strn(w, key, value, strlen(value));
	else
		sp_jw_null(w, key);
}

void sp_jw_int(struct sp_jw *w, const char *key, int64_t value)
{
	begin(w, key);
	g_string_append_printf(w->out, "%" G_GINT64_FORMAT, value);
}

void sp_jw_bool(struct sp_jw *w, const char *key, bool value)
{
	begin(w, key);
	g_string_append(w->out, value ? "true" : "false");
}

void sp_jw_null(struct sp_jw *w, const char *key)
{
	begin(w, key);
	g_string_append(w->out, "null");
}

void sp_jw_dec(struct sp_jw *w, const char *key, const struct sp_dec *value)
{
	char *text = sp_dec_text(value);
	begin(w, key);
	g_string_append(w->out, text);
	g_free(text);
}

void sp_jw_pt(struct sp_jw *w, const char *key, double points)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, "%.2f", points);
	char *end = text + strlen(text);
	while (end > text && end[-1] == '0')
		*--end = '\0';
	if (end > text && end[-1] == '.')
		*--end = '\0';
	begin(w, key);
	g_string_append(w->out, strcmp(text, "-0") == 0 ? "0" : text);
}

void sp_jw_json(struct sp_jw *w, const char *key, const struct sp_json *v)
{
	const char *s;
	if (!v) {
		sp_jw_null(w, key);
	} else if ((s = sp_json_str(v))) {
		sp_jw_str(w, key, s);
	} else if ((s = sp_json_digits(v))) {
		begin(w, key);
		g_string_append(w->out, s);
	} else if (is(v, SP_JSON_BOOL)) {
		sp_jw_bool(w, key, sp_json_bool(v, false));
	} else if (is(v, SP_JSON_NULL)) {
		sp_jw_null(w, key);
	} else {
		bool object = is(v, SP_JSON_OBJECT);
		open_level(w, key, object ? '{' : '[');
		for (const struct sp_json *c = sp_json_first(v); c; c = sp_json_next(c))
			sp_jw_json(w, object ? sp_json_key(c) : NULL, c);
		sp_jw_close(w);
	}
}

void sp_jw_line(struct sp_jw *w, FILE *to)
{
	g_assert(w->depth == 0);
	g_string_append_c(w->out, '\n');
	fwrite(w->out->str, 1, w->out->len, to);
	g_string_truncate(w->out, 0);
	w->comma = false;
}
