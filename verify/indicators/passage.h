/*
 * passage — a note, a formula's figures or a result text, divided by what its words say about years.
 *
 * Notes hold the figures of several years one after the other. Labels part them: "Target al 31/12/2017:"
 * and "Cons. 2018" introduce what was reached in that year, "Target previsione al 2019" what is to be
 * reached. Within a segment a sentence may name its own year ("Nel corso del 2018 …"), and words right
 * beside a figure theirs ("mappe al 31/12/2016 n. 35"). The nearest wins.
 *
 *     struct sp_passage *p = sp_passage_new(notes);
 *     for (i < p->n_mentions) … p->mentions[i] …      // each figure, its year, the words about it
 *     sp_passage_free(p);
 *
 * Of a text with more than SP_MENTIONS_MOST figures none is mentioned. The text is copied. Everything is owned by the
 * passage.
 */
#ifndef SPUNTA_VERIFY_INDICATORS_PASSAGE_H
#define SPUNTA_VERIFY_INDICATORS_PASSAGE_H

#include "base/italian/token.h"

enum sp_segment_kind {
	SP_SEG_FREE,   /* before any label */
	SP_SEG_ACTUAL, /* what was reached */
	SP_SEG_TARGET, /* what is to be reached */
};

#define SP_MENTIONS_MOST 400 /* a text with more figures is a table, and no note about one indicator */

struct sp_segment {
	enum sp_segment_kind kind;
	int year;        /* 0: none, or a period */
	size_t from, to; /* tokens behind the label, up to the next one */
	bool partial;    /* the label's date is within the year */
	bool target;     /* the label has the word: even "Target al 31/12/2022: 80", which tells what was reached, may be it */
};

/* A figure in its place. Measures ("entro 30 giorni") are words. */
struct sp_mention {
	size_t token;
	size_t segment;
	int sentence;  /* counted through the passage */
	int year;      /* the nearest that is said: beside it, in the sentence, of the segment; 0 none */
	bool own_year; /* it stands right beside the figure */
	bool sentence_year;
	bool forecast;               /* "si ipotizza", "previsione": not what was reached, whatever the segment */
	bool partial;                /* of a part of the year: a half-year, a date before its end */
	bool bracketed;              /* inside brackets: an aside */
	bool minus;                  /* a sign that belongs to it */
	GPtrArray *stems;            /* of char *: the words about it, each once */
	size_t words_from, words_to; /* their tokens */
};

struct sp_passage {
	char *text;
	struct sp_tokens *tokens;
	struct sp_segment *segments; /* at least one */
	size_t n_segments;
	struct sp_mention *mentions;
	size_t n_mentions;
};

/* `kind` and `year` are those of what stands before the first label. NULL text is an empty one. */
struct sp_passage *sp_passage_new(const char *text, enum sp_segment_kind kind, int year);
void sp_passage_free(struct sp_passage *p); /* NULL is allowed */

/* The mention of a figure's token; NULL when it is none. */
const struct sp_mention *sp_passage_mention(const struct sp_passage *p, size_t token);

/* Stands a dash before token i, and nothing before it that could be subtracted from: "(-12%)", "pari al -3", "alloggi - 45"? */
bool sp_passage_has_sign(const struct sp_tokens *t, size_t i);

/* What is printed from token `from` up to `to`, joined as it stands. (transfer full) */
char *sp_passage_words(const struct sp_passage *p, size_t from, size_t to);

#endif
