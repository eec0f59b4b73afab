/*
 * computation — computations that a text offers: what can be worked out from the figures that it prints.
 *
 *     "(3271-2734)*100 / 2734 = 19%"                     an expression, with its own result
 *     "16 progetti finanziati su 40 presentati"           a share in words
 *     "n. 2.489 di cui n. 604 con errori … pari al 24%"   a part of a whole, its result said further on
 *     "Numero evasori: 5.554; Numero contribuenti: 76.986"  figures that answer the formula's operands
 *     "Ricavi 2019 = 10.944.365 euro Ricavi 2018 = …"     the same thing in two years
 *     "Totale 320.000: 160.000 … 160.000 …"               items of a sum
 *     "Al 31/12/2018: 243"                                the value itself
 *
 * Evidence knows nothing about published cells; that is held against each other in indicator.h. A
 * piece of evidence says how it was read (`way`), for which year, and how sure the reading is.
 */
#ifndef SPUNTA_VERIFY_INDICATORS_COMPUTATION_H
#define SPUNTA_VERIFY_INDICATORS_COMPUTATION_H

#include <glib.h>

#include "verify/findings/expr.h"
#include "verify/indicators/formula.h"
#include "verify/indicators/passage.h"

enum sp_way {
	SP_WAY_EXPRESSION, /* signs between figures */
	SP_WAY_SHARE,      /* "su", "di cui", "in tutte le (36)" */
	SP_WAY_OPERANDS,   /* figures matched with the formula by their words */
	SP_WAY_YEARS,      /* the same words in two years */
	SP_WAY_PART,       /* "30% della spesa 2011 di € 43.138,43" */
	SP_WAY_TOTAL,      /* items that a printed total adds up */
	SP_WAY_ITEMS,      /* items of a sum, without a printed total */
	SP_WAY_VALUE,      /* the value itself */
};

#define SP_NOWHERE ((size_t)-1)

struct sp_computation {
	enum sp_way way;
	struct sp_expr *expr;  /* figures carry their mention as input; others are constants */
	struct sp_expr *other; /* a second reading of the same signs, or NULL */
	int year;              /* 0: the text does not say */
	bool said;             /* the year stands in its own sentence, not only in the segment's label */
	enum sp_segment_kind kind;
	bool forecast;
	bool hundred;    /* "* 100" is part of it */
	size_t stated;   /* mention of the result that the text itself states, or SP_NOWHERE */
	bool blank;      /* a result is announced ("= %") but not printed */
	bool headless;   /* it closes a bracket that nothing opened: its beginning may be lost */
	bool direct;     /* the result stands behind an equals sign */
	bool far;        /* the result stands in another sentence */
	bool fits;       /* its words are the formula's, or it has none */
	bool partial;    /* of a part of the year */
	bool sole;       /* VALUE: the segment holds nothing else */
	size_t from, to; /* its tokens */
};

/* All evidence of a passage, in order. `f` may have no expression. (transfer full: g_ptr_array_unref) */
GPtrArray *sp_computations_find(const struct sp_passage *p, const struct sp_formula *f);
void sp_computation_free(void *computation);

/* A figure's value with scale and sign. (transfer full) */
struct sp_expr *sp_computation_number(const struct sp_passage *p, size_t mention);

#endif
