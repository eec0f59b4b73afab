#include "extract/tables/weights.h"

#include <stdbool.h>
#include <string.h>

struct sp_weights {
	const struct sp_model_shape *shape;
	guint *single, *pair; /* where a kind's or a pair's values begin */
	guint size;           /* of all values, for one class */
	int *of;              /* [value][class] */
	guint unknown;        /* lines of the model that it cannot be */
};

/* A piece of a line of the file. */
struct field {
	const char *at;
	gsize n;
};

/* Cuts what stands before `mark` off the front; all of it where there is none. */
static struct field cut(struct field *rest, char mark)
{
	const char *end = memchr(rest->at, mark, rest->n);
	struct field f = { rest->at, end ? (gsize)(end - rest->at) : rest->n };
	gsize gone = end ? f.n + 1 : f.n;
	rest->at += gone;
	rest->n -= gone;
	return f;
}

static bool is(const struct field *f, const char *name)
{
	return strncmp(name, f->at, f->n) == 0 && name[f->n] == '\0';
}

/* "cue=value" → its kind and value; false when the model has no such. */
static bool read_cue(const struct sp_model_shape *s, struct field text, guint *kind, guint *value)
{
	struct field name = cut(&text, '=');
	for (*kind = 0; *kind < s->n_kinds && !is(&name, s->kinds[*kind].name);)
		++*kind;
	*value = text.n > 0 ? (guint)g_ascii_strtoull(text.at, NULL, 10) : G_MAXUINT;
	return *kind < s->n_kinds && *value < s->kinds[*kind].values;
}

/* Where the weights of one cue or of a pair stand; the size of all when the model has no such. */
static guint place_of(const struct sp_weights *w, struct field cues)
{
	const struct sp_model_shape *s = w->shape;
	struct field first = cut(&cues, '&');
	guint a, va, b, vb;
	if (!read_cue(s, first, &a, &va))
		return w->size;
	if (cues.n == 0)
		return w->single[a] + va;
	if (!read_cue(s, cues, &b, &vb))
		return w->size;
	for (guint p = 0; p < s->n_pairs; p++)
		if (s->pairs[p].a == a && s->pairs[p].b == b)
			return w->pair[p] + va * s->kinds[b].values + vb;
	return w->size;
}

/* The weights of a cue, or of two together, one for each class. */
static void read_line(struct sp_weights *w, struct field line)
{
	const struct sp_model_shape *s = w->shape;
	guint place = place_of(w, cut(&line, '\t'));
	bool known = place < w->size;
	for (guint c = 0; c < s->n_classes; c++) {
		known = known && line.n > 0;
		struct field weight = cut(&line, '\t');
		if (known)
			w->of[place * s->n_classes + c] = (int)g_ascii_strtoll(weight.at, NULL, 10);
	}
	w->unknown += !known;
}

/* "[model]" and its classes, in the order of the weights below. */
static bool begins_model(const struct sp_model_shape *s, struct field line)
{
	struct field name = cut(&line, '\t');
	if (name.n < 2 || name.at[0] != '[' || name.at[name.n - 1] != ']')
		return false;
	struct field inner = { name.at + 1, name.n - 2 };
	if (!is(&inner, s->name))
		return false;
	for (guint c = 0; c < s->n_classes; c++) {
		struct field class = cut(&line, '\t');
		if (!is(&class, s->classes[c]))
			return false;
	}
	return line.n == 0;
}

guint sp_weights_unknown(const struct sp_weights *w)
{
	return w->unknown;
}

struct sp_weights *sp_weights_new(const struct sp_model_shape *shape, const char *text)
{
	struct sp_weights *w = g_new0(struct sp_weights, 1);
	w->shape = shape;
	w->single = g_new(guint, shape->n_kinds + 1);
	w->pair = g_new(guint, shape->n_pairs + 1);
	for (guint k = 0; k < shape->n_kinds; k++) {
		w->single[k] = w->size;
		w->size += shape->kinds[k].values;
	}
	for (guint p = 0; p < shape->n_pairs; p++) {
		w->pair[p] = w->size;
		w->size += shape->kinds[shape->pairs[p].a].values * shape->kinds[shape->pairs[p].b].values;
	}
	w->of = g_new0(int, (gsize)w->size * shape->n_classes);
	struct field rest = { text, strlen(text) };
	bool found = false;
	while (rest.n > 0 && !found)
		found = begins_model(shape, cut(&rest, '\n'));
	while (rest.n > 0 && *rest.at != '[') {
		struct field line = cut(&rest, '\n');
		if (line.n > 0 && *line.at != '#')
			read_line(w, line);
	}
	w->unknown += !found;
	return w;
}

void sp_weights_free(struct sp_weights *w)
{
	if (!w)
		return;
	g_free(w->single);
	g_free(w->pair);
	g_free(w->of);
	g_free(w);
}

static void add(const struct sp_weights *w, guint place, int *scores)
{
	for (guint c = 0; c < w->shape->n_classes; c++)
		scores[c] += w->of[place * w->shape->n_classes + c];
}

void sp_weights_score(const struct sp_weights *w, const guint8 *cues, int *scores)
{
	const struct sp_model_shape *s = w->shape;
	for (guint k = 0; k < s->n_kinds; k++)
		add(w, w->single[k] + cues[k], scores);
	for (guint p = 0; p < s->n_pairs; p++)
		add(w, w->pair[p] + cues[s->pairs[p].a] * s->kinds[s->pairs[p].b].values + cues[s->pairs[p].b], scores);
}
