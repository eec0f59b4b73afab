#include "base/italian/title.h"

#include "base/text.h"
#include "base/italian/token.h"

struct sp_title {
	char *folded;
	GPtrArray *stems; /* of char *, each once */
	GPtrArray *marks; /* of char *: figures and single letters, in order */
};

/* A letter that stands for one of several things; not the prepositions and articles of one letter. */
static bool is_mark(const struct sp_token *t)
{
	if (t->kind == SP_T_FIGURE)
		return true;
	return t->kind == SP_T_WORD && t->text.n == 1 && g_ascii_isalpha(*t->text.s) &&
	       !strchr("aeilodAEILOD", *t->text.s);
}

struct sp_title *sp_title_new(const char *text)
{
	char *folded = text ? sp_text_fold(text, strlen(text)) : NULL;
	if (!folded || !*folded) {
		g_free(folded);
		return NULL;
	}
	struct sp_tokens *tokens = sp_tokens_new(text, strlen(text));
	struct sp_title *t = g_new(struct sp_title, 1);
	*t = (struct sp_title){ folded, sp_tokens_stems(tokens, 0, tokens->n), g_ptr_array_new_with_free_func(g_free) };
	for (size_t i = 0; i < tokens->n; i++)
		if (is_mark(&tokens->at[i]))
			g_ptr_array_add(t->marks, sp_text_fold(tokens->at[i].text.s, tokens->at[i].text.n));
	sp_tokens_free(tokens);
	return t;
}

void sp_title_free(struct sp_title *t)
{
	if (!t)
		return;
	g_ptr_array_unref(t->stems);
	g_ptr_array_unref(t->marks);
	g_free(t->folded);
	g_free(t);
}

guint sp_title_words(const struct sp_title *t)
{
	return t ? t->stems->len : 0;
}

int sp_title_likeness(const struct sp_title *a, const struct sp_title *b)
{
	if (!a || !b)
		return 0;
	if (strcmp(a->folded, b->folded) == 0)
		return SP_TITLE_SAME;
	guint words = a->stems->len + b->stems->len;
	if (words == 0 || a->marks->len != b->marks->len)
		return 0;
	for (guint i = 0; i < a->marks->len; i++)
		if (strcmp(g_ptr_array_index(a->marks, i), g_ptr_array_index(b->marks, i)) != 0)
			return 0;
	guint both = 0;
	for (guint i = 0; i < a->stems->len; i++)
		both += sp_stems_have(b->stems, g_ptr_array_index(a->stems, i));
	return (int)(200 * both / words);
}
