#include "verify/schema/pointer.h"

bool sp_pointer_valid(const char *pointer)
{
	if (*pointer && *pointer != '/')
		return false;
	for (const char *p = strchr(pointer, '~'); p; p = strchr(p + 1, '~'))
		if (p[1] != '0' && p[1] != '1')
			return false;
	return true;
}

/* The next token with ~1 and ~0 undone, in that order by reading each once. */
static char *read_token(const char **pointer)
{
	GString *token = g_string_new(NULL);
	const char *p = *pointer + 1;
	for (; *p && *p != '/'; p++) {
		if (*p == '~') {
			p++;
			g_string_append_c(token, *p == '0' ? '~' : '/');
		} else {
			g_string_append_c(token, *p);
		}
	}
	*pointer = p;
	return g_string_free(token, FALSE);
}

/* An index has no leading zeros and no sign; "-" (behind the last item) is never there. */
static bool read_index(const char *token, size_t *index)
{
	guint64 n;
	if ((token[0] == '0' && token[1]) || !g_ascii_string_to_unsigned(token, 10, 0, G_MAXINT, &n, NULL))
		return false;
	*index = (size_t)n;
	return true;
}

const struct sp_json *sp_pointer_step(const struct sp_json *value, const char **pointer)
{
	char *token = read_token(pointer);
	const struct sp_json *child = NULL;
	size_t index;
	if (sp_json_type(value) == SP_JSON_OBJECT)
		child = sp_json_get(value, token);
	else if (sp_json_type(value) == SP_JSON_ARRAY && read_index(token, &index))
		child = sp_json_at(value, index);
	g_free(token);
	return child;
}

const struct sp_json *sp_pointer_get(const struct sp_json *root, const char *pointer)
{
	if (!sp_pointer_valid(pointer))
		return NULL;
	while (root && *pointer)
		root = sp_pointer_step(root, &pointer);
	return root;
}

void sp_pointer_add(GString *pointer, const char *key)
{
	g_string_append_c(pointer, '/');
	for (; *key; key++) {
		if (*key == '~')
			g_string_append(pointer, "~0");
		else if (*key == '/')
			g_string_append(pointer, "~1");
		else
			g_string_append_c(pointer, *key);
	}
}

void sp_pointer_add_index(GString *pointer, size_t index)
{
	g_string_append_printf(pointer, "/%zu", index);
}

char *sp_pointer_from_fragment(const char *fragment)
{
	char *text = g_uri_unescape_string(fragment, NULL);
	if (text && !g_utf8_validate(text, -1, NULL)) {
		g_free(text);
		return NULL;
	}
	return text;
}
