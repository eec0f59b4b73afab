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

static guint kind_of(const struct sp_model_shape *s, const char *name)
{
	guint k = 0;
	while (k < s->n_kinds && strcmp(s->kinds[k].name, name) != 0)
		k++;
	return k;
}

/* "cue=value" → its kind and value; false when the model has no such. */
static bool read_cue(const struct sp_model_shape *s, char *text, guint *kind, guint *value)
{
	char *equals = strrchr(text, '=');
	if (!equals)
		return false;
	*equals = '\0';
	*kind = kind_of(s, text);
	*value = (guint)g_ascii_strtoull(equals + 1, NULL, 10);
	return *kind < s->n_kinds && *value < s->kinds[*kind].values;
}

/* Where the weights of one cue or of a pair stand; the size of all when the model has no such. */
static guint place_of(const struct sp_weights *w, char **cues)
{
	const struct sp_model_shape *s = w->shape;
	guint a, va, b, vb;
	if (!cues[0] || !read_cue(s, cues[0], &a, &va))
		return w->size;
	if (!cues[1])
		return w->single[a] + va;
	if (!read_cue(s, cues[1], &b, &vb))
		return w->size;
	for (guint p = 0; p < s->n_pairs; p++)
		if (s->pairs[p].a == a && s->pairs[p].b == b)
			return w->pair[p] + va * s->kinds[b].values + vb;
	return w->size;
}

static void read_line(struct sp_weights *w, char *line)
{
	const struct sp_model_shape *s = w->shape;
	char **fields = g_strsplit(line, "\t", 4);
	if (g_strv_length(fields) == 4 && strcmp(fields[0], s->name) == 0) {
		guint c = 0;
		while (c < s->n_classes && strcmp(s->classes[c], fields[1]) != 0)
			c++;
		char **cues = g_strsplit(fields[2], "&", 2);
		guint place = place_of(w, cues);
		if (c < s->n_classes && place < w->size)
			w->of[place * s->n_classes + c] = (int)g_ascii_strtoll(fields[3], NULL, 10);
		else
			w->unknown++;
		g_strfreev(cues);
	}
	g_strfreev(fields);
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
	char **lines = g_strsplit(text, "\n", -1);
	for (char **l = lines; *l; l++)
		if (**l != '#')
			read_line(w, *l);
	g_strfreev(lines);
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
