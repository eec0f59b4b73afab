/*
 * net — a small network over cues, in whole numbers: what is likelier of a few classes.
 *
 * A model has classes (what may be decided) and kinds of cues (what is seen, each with so many values). It sees the cues of
 * one thing, or also of those up to `reach` before and after it in a row. Each value of each kind at each distance
 * adds a weight to each of SP_NET_HIDDEN units; units below zero count as zero; what is left is weighed once more for each
 * class. Scores are logarithms of how likely a class is, times SP_NET_UNIT, but for what all classes have in common.
 *
 * Models stand in the files of weights/, written by tools/learn-tables, all numbers whole:
 *
 *     [links]	reach 0	apart	goes on	cuts row     the model and its classes, parted by tabulators
 *     *	3 -17 …                                  what each unit begins with
 *     edges=2@0	12 -8 …                         what a cue adds to each unit
 *     :goes on	-90	4 11 …                        what the class begins with, and what each unit adds to it
 *
 * What a file does not name weighs nothing.
 */
#ifndef SPUNTA_EXTRACT_TABLES_NET_H
#define SPUNTA_EXTRACT_TABLES_NET_H

#include <glib.h>

enum {
	SP_NET_HIDDEN = 48, /* units: 32 and 64 find as many tables of unseen documents whole */
	SP_NET_UNIT = 4096, /* of a score */
};

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

struct sp_net_shape {
	const char *name;
	const char *const *classes;
	guint n_classes;
	const struct sp_cue_kind *kinds;
	guint n_kinds;
};

struct sp_net;

/*
 * From the text of a file. Lines of this model that name what it does not have weigh nothing, nor does a model that is
 * not there or has other classes: the file is older than the cues. sp_net_unknown counts both, and a model whose
 * weights are so large that its units could grow beyond 16 bits; a test holds the file of the project to none.
 */
struct sp_net *sp_net_new(const struct sp_net_shape *shape, const char *text);
guint sp_net_unknown(const struct sp_net *net);
void sp_net_free(struct sp_net *net); /* NULL is allowed */

/* Sets scores[n_classes] for the i-th of n things in a row, each with n_kinds values of cues. */
void sp_net_score(const struct sp_net *net, const guint8 *const *cues, guint n, guint i, int *scores);

#endif
