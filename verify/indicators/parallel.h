/*
 * parallel — the sentence that a note repeats for each year, and the ways in which its figures can be read.
 *
 *     "Al 31/12/2017: 45 accolte su 60 Al 31/12/2018: 50 accolte su 61"        two statements, of 2017 and 2018
 *
 * Notes run on without stops, so a sentence's words do not show where it begins; that another one of the same words
 * follows does. A text that speaks of one year (or of one and the year before) is one statement. What the statements
 * say is not looked at here: each way to read their figures is a candidate, and all are held against the cells
 * (indicator.c). One way is right for all statements or for none, so that years that agree tell how the others are
 * read.
 *
 *     struct sp_parallel *p = sp_parallel_new(passage, formula);
 *     for (i < p->n_readings) for (k < p->n) { struct sp_expr *e = sp_parallel_expr(p, &p->readings[i], k); … }
 *     sp_parallel_free(p);
 *
 * The passage and the formula are borrowed and must outlive it.
 */
#ifndef SPUNTA_VERIFY_INDICATORS_PARALLEL_H
#define SPUNTA_VERIFY_INDICATORS_PARALLEL_H

#include "verify/indicators/formula.h"
#include "verify/indicators/passage.h"

#define SP_PARALLEL_FIGURES 8  /* a statement with more is a table */
#define SP_PARALLEL_YEARS   12 /* statements at most */
#define SP_PARALLEL_NONE    ((size_t)-1)

struct sp_statement {
	int year;
	bool alone;      /* it names no other year */
	bool compared;   /* … and that one is what it compares with: "rispetto al 2017" */
	size_t from, to; /* its tokens */
	size_t mentions[SP_PARALLEL_FIGURES];
};

enum sp_parallel_shape {
	SP_SHAPE_FORMULA, /* the declared formula, its operands in order */
	SP_SHAPE_SUM,
	SP_SHAPE_DIFFERENCE,
	SP_SHAPE_PRODUCT,
	SP_SHAPE_VALUE, /* one figure */
	SP_SHAPES
};

struct sp_parallel_reading {
	enum sp_parallel_shape shape;
	size_t result; /* which figure is the stated result; SP_PARALLEL_NONE: there is none */
	bool turned;   /* two operands, the other way round than the words have it */
	bool hundred;  /* times 100 is to be added */
	bool later;    /* the year that is named is the one that is compared with: the statement speaks of the next */
};

struct sp_parallel {
	const struct sp_passage *passage;
	const struct sp_formula *formula;
	struct sp_statement statements[SP_PARALLEL_YEARS];
	size_t n;       /* statements; 0: the text has no such form */
	size_t figures; /* of each */
	struct sp_parallel_reading readings[64];
	size_t n_readings; /* the more natural ones first */
	bool whole_first;  /* the words say so: "60 domande, di cui 45 accolte" under "accolte / domande" */
};

struct sp_parallel *sp_parallel_new(const struct sp_passage *passage, const struct sp_formula *formula);
void sp_parallel_free(struct sp_parallel *p);

/* Is this the reading that words alone suggest: figures for all operands, in the formula's order, and nothing open? */
bool sp_parallel_is_plain(const struct sp_parallel *p, const struct sp_parallel_reading *reading);

/* What the statement computes under that reading, figures carrying their mention; without its "* 100". (transfer full)
 */
struct sp_expr *sp_parallel_expr(const struct sp_parallel *p, const struct sp_parallel_reading *reading,
				 size_t statement);

#endif
