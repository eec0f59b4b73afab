/*
 * weights — a linear model over cues, in whole numbers.
 *
 * A model has classes (what may be decided) and kinds of cues (what is seen, each with so many values). It gives each
 * class a weight for each value of each kind, and for the values of some pairs of kinds together; a score is their sum.
 * Models stand in the files of weights/, written by tools/learn-tables: a line "[model]" with the names of its classes,
 * then for each cue=value, or cue=value&cue=value, the weights for these classes, parted by tabulators. What a file does
 * not name weighs nothing. It is read for each document: so it is told once for all classes.
 */
#ifndef SPUNTA_EXTRACT_TABLES_WEIGHTS_H
#define SPUNTA_EXTRACT_TABLES_WEIGHTS_H

#include <glib.h>

struct sp_cue_kind {
	const char *name;
	guint values;
};

/* The value of a cue: how many of the ascending limits were reached. */
static inline guint8 sp_bin(double measured, const double *limits, guint n)
{
	guint8 value = 0;
	while (value < n && measured >= limits[value])
		value++;
	return value;
}
#define SP_BIN(measured, ...) sp_bin((measured), (const double[]){ __VA_ARGS__ }, G_N_ELEMENTS(((const double[]){ __VA_ARGS__ })))

struct sp_cue_pair {
	guint8 a, b; /* kinds */
};

struct sp_model_shape {
	const char *name;
	const char *const *classes;
	guint n_classes;
	const struct sp_cue_kind *kinds;
	guint n_kinds;
	const struct sp_cue_pair *pairs;
	guint n_pairs;
};

struct sp_weights;

/*
 * From the text of a file. Lines of this model that name what it does not have weigh nothing, nor does a model that is
 * not there or has other classes: the file is older than the cues. sp_weights_unknown counts both, and a test holds the
 * file of the project to none.
 */
struct sp_weights *sp_weights_new(const struct sp_model_shape *shape, const char *text);
guint sp_weights_unknown(const struct sp_weights *w);
void sp_weights_free(struct sp_weights *w); /* NULL is allowed */

/* Adds to scores[n_classes] what the cues (n_kinds values) weigh. */
void sp_weights_score(const struct sp_weights *w, const guint8 *cues, int *scores);

#endif
