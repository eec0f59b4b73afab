/*
 * Method: labels are found first ("Target al 31/12/2017:", "Cons. 2018"); they part the text into segments, each of one
 * year and either of what was reached or of what is to be reached. Then each figure becomes a mention, with the words
 * about it and the year that stands nearest: beside the figure, in its clause, in its sentence, or in the label.
 *
 * Which words are about a figure is decided by what stands between it and its neighbours. Before a colon they name the
 * figure behind it ("evasori: 5.554"); a number of things has its noun behind it ("16 progetti finanziati"); words
 * between two figures belong to the first if that one has no others, and to the second if a preposition parts them
 * ("5.148 ore a favore di 143 utenti").
 */
#include "verify/indicators/passage.h"

#include <string.h>

#include <glib.h>

#include "base/italian/words.h"

static const struct sp_token *at(const struct sp_tokens *t, size_t i)
{
	return i < t->n ? &t->at[i] : NULL;
}

/* --- labels ---------------------------------------------------------------------------------------- */

struct label {
	enum sp_segment_kind kind;
	int year;
	size_t end; /* the token behind it */
	bool partial, target;
};

/* A day within the year: what was reached by then is not the year's figure. */
static bool is_partial_date(const struct sp_token *t)
{
	return t->kind == SP_T_DATE && t->month >= 1 && t->month < 12;
}

/* Behind "target" or "consuntivo": words of a label, then the year that it is about. */
static bool read_label_year(const struct sp_tokens *t, size_t i, struct label *label)
{
	bool forecast = label->kind == SP_SEG_TARGET, reached = label->kind == SP_SEG_ACTUAL;
	for (size_t words = 0; words < 6; words++, i++) {
		const struct sp_token *x = at(t, i);
		if (!x)
			return false;
		if (x->kind == SP_T_DATE || x->kind == SP_T_YEAR || x->kind == SP_T_PERIOD) {
			bool dated = x->kind == SP_T_DATE && !forecast;
			label->kind = reached || dated ? SP_SEG_ACTUAL : SP_SEG_TARGET;
			label->year = x->kind == SP_T_PERIOD ? 0 : x->year;
			label->end = i + 1;
			label->partial = is_partial_date(x);
			if (sp_token_is_sign(at(t, i + 1), ':') || sp_token_is_sign(at(t, i + 1), '='))
				label->end++;
			return true;
		}
		if (sp_token_has(x, sp_forecast_stems))
			forecast = true;
		else if (sp_token_has(x, sp_reached_stems))
			reached = true;
		else if (!sp_token_has(x, sp_label_small_stems))
			return false;
	}
	return false;
}

/* A label has no article or preposition before it ("il target del 2017" is none), unless it has a capital letter. */
static bool may_start(const struct sp_tokens *t, size_t i)
{
	const struct sp_token *before = i > 0 ? at(t, i - 1) : NULL;
	return !before || before->kind != SP_T_WORD || !before->small || at(t, i)->capital;
}

static bool opens_sentence(const struct sp_tokens *t, size_t i)
{
	return i == 0 || t->at[i - 1].kind == SP_T_STOP ||
	       (t->at[i].capital && may_start(t, i) && !sp_token_is_sign(&t->at[i - 1], '('));
}

/* "Al 31/12/2018: 243", "2018: 7", "Anno 2018: 7" */
static bool read_dated_label(const struct sp_tokens *t, size_t i, struct label *label)
{
	size_t year = sp_token_has(at(t, i), sp_dated_label_stems) ? i + 1 : i;
	const struct sp_token *x = at(t, year), *before = i > 0 ? at(t, i - 1) : NULL;
	const struct sp_token *end = at(t, year + 1);
	bool line = end && end->kind == SP_T_STOP && *end->text.s == '\n' && (!before || before->kind == SP_T_STOP);
	bool dated = x && (x->kind == SP_T_DATE || x->kind == SP_T_YEAR) &&
		     (sp_token_is_sign(end, ':') || sp_token_is_sign(end, '=') || line);
	bool first = !before || before->kind == SP_T_STOP || before->kind == SP_T_FIGURE ||
		     before->kind == SP_T_COMMA || sp_token_is_sign(before, ')') || sp_token_is_sign(before, '-') ||
		     sp_token_has(before, sp_before_label_stems);
	/* a date with "al" is a label wherever it stands: notes run on without a stop */
	if (!dated || !(first || (x->kind == SP_T_DATE && year > i && at(t, i)->capital)))
		return false;
	*label = (struct label){ SP_SEG_ACTUAL, x->year, year + 2, is_partial_date(x), false };
	return true;
}

static bool read_label(const struct sp_tokens *t, size_t i, struct label *label)
{
	const struct sp_token *x = at(t, i);
	*label = (struct label){ SP_SEG_FREE, 0, i, false, sp_token_has(x, sp_target_label_stems) };
	if (label->target && may_start(t, i))
		return read_label_year(t, i + 1, label);
	if (sp_token_has(x, sp_actual_label_stems) && may_start(t, i)) {
		label->kind = SP_SEG_ACTUAL;
		return read_label_year(t, i + 1, label);
	}
	if (sp_token_has(x, sp_forecast_label_stems) && opens_sentence(t, i)) {
		label->kind = SP_SEG_TARGET;
		return read_label_year(t, i + 1, label);
	}
	return read_dated_label(t, i, label);
}

static void find_segments(struct sp_passage *p, enum sp_segment_kind kind, int year)
{
	const struct sp_tokens *t = p->tokens;
	GArray *segments = g_array_new(FALSE, FALSE, sizeof(struct sp_segment));
	struct sp_segment now = { kind, year, 0, t->n, false, kind == SP_SEG_TARGET };
	for (size_t i = 0; i < t->n;) {
		struct label label;
		if (!read_label(t, i, &label)) {
			i++;
			continue;
		}
		now.to = i;
		g_array_append_val(segments, now);
		now = (struct sp_segment){ label.kind, label.year, label.end, t->n, label.partial, label.target };
		i = label.end;
	}
	g_array_append_val(segments, now);
	p->n_segments = segments->len;
	p->segments = (struct sp_segment *)(void *)g_array_free(segments, FALSE);
}

/* --- figures --------------------------------------------------------------------------------------- */

/* "nel 2017", "nel corso del 2018", "nel bilancio consolidato 2016", "per l'anno 2018"; "Al 31/12/2018" at the
 * start of a sentence */
static bool names_sentence_year(const struct sp_tokens *t, size_t i)
{
	if (t->at[i].kind == SP_T_DATE)
		return i > 0 && sp_token_has(&t->at[i - 1], sp_at_date_stems) &&
		       (i == 1 || t->at[i - 2].kind == SP_T_STOP || t->at[i - 1].capital);
	if (t->at[i].kind != SP_T_YEAR)
		return false;
	for (size_t back = 1; back <= 4 && back <= i && t->at[i - back].kind == SP_T_WORD; back++)
		if (sp_token_has(&t->at[i - back], sp_in_year_stems))
			return true;
	return false;
}

/* "rispetto al 2021", "contro le 1.200": what follows is the other one. */
static bool compares(const struct sp_token *t)
{
	return sp_token_has(t, sp_compare_stems);
}

static bool bounds_words(const struct sp_token *t)
{
	if (t->kind == SP_T_SIGN)
		return !strchr(":=", t->sign);
	return (t->kind == SP_T_FIGURE && !t->measure) || t->kind == SP_T_STOP;
}

/* The words before a figure, back to another figure, a sign or the sentence's start. What stands between
 * another figure and a comma is that one's: "1.250 controlli, 150 verbali". */
static size_t words_before(const struct sp_tokens *t, size_t i, size_t from)
{
	size_t comma = 0;
	while (i > from && !bounds_words(&t->at[i - 1])) {
		i--;
		if (t->at[i].kind == SP_T_COMMA)
			comma = i + 1;
	}
	return comma && i > from && t->at[i - 1].kind == SP_T_FIGURE ? comma : i;
}

static size_t words_behind(const struct sp_tokens *t, size_t i, size_t to)
{
	i++;
	while (i < to && (t->at[i].kind == SP_T_WORD || t->at[i].kind == SP_T_YEAR || t->at[i].kind == SP_T_DATE ||
			  (t->at[i].kind == SP_T_FIGURE && t->at[i].measure)))
		i++;
	return i;
}

static int year_within(const struct sp_tokens *t, size_t from, size_t to)
{
	for (size_t i = to; i-- > from;)
		if (t->at[i].kind == SP_T_YEAR || t->at[i].kind == SP_T_DATE)
			return t->at[i].year;
	return 0;
}

/* Years behind a figure are its own up to where something else is compared. */
static size_t own_words_end(const struct sp_tokens *t, size_t from, size_t to)
{
	while (from < to && !compares(&t->at[from]))
		from++;
	return from;
}

static bool has_word(const struct sp_tokens *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (t->at[i].kind == SP_T_WORD && !t->at[i].small)
			return true;
	return false;
}

bool sp_passage_has_sign(const struct sp_tokens *t, size_t i)
{
	if (i == 0 || !sp_token_is_sign(&t->at[i - 1], '-'))
		return false;
	return i == 1 || !(t->at[i - 2].kind == SP_T_FIGURE || sp_token_is_sign(&t->at[i - 2], ')'));
}

/*
 * A minus is the figure's own where nothing that could be subtracted from stands before, and it touches the figure, opens a
 * bracket, or follows what announces a result or a change: "= - 322", "pari a - 3", "variazione - 97,35%". A dash apart from
 * the figure behind another word may be one that parts texts: "alloggi - 45".
 */
static bool has_own_minus(const struct sp_tokens *t, size_t i)
{
	if (!sp_passage_has_sign(t, i))
		return false;
	size_t word = i - 1;
	while (word > 1 && t->at[word - 1].small)
		word--;
	const struct sp_token *before = i > 1 ? &t->at[i - 2] : NULL, *lead = word > 0 ? &t->at[word - 1] : NULL;
	return t->at[i].glued || t->at[i].currency || sp_token_is_sign(before, '(') || sp_token_is_sign(before, '=') ||
	       sp_token_has(lead, sp_result_lead_stems) || sp_token_has(lead, sp_change_stems);
}

static bool is_introduced(const struct sp_tokens *t, size_t i)
{
	return i > 0 && (sp_token_is_sign(&t->at[i - 1], ':') || sp_token_is_sign(&t->at[i - 1], '='));
}

/* "presentate 60 domande: 45 accolte": the words before the colon are the other figure's. */
static bool continues_figure(const struct sp_tokens *t, size_t before, size_t i, size_t behind, size_t from)
{
	return is_introduced(t, i) && before > from && t->at[before - 1].kind == SP_T_FIGURE &&
	       !is_introduced(t, before - 1) && has_word(t, i + 1, behind);
}

/* "erogate 5.148 ore a favore di 143 utenti": does a preposition part the noun behind one figure from the next
 * figure, which has its own behind it? */
static bool is_parted(const struct sp_tokens *t, size_t from, size_t next, size_t to)
{
	for (size_t i = from; i < next; i++)
		if (sp_token_has(&t->at[i], sp_equals_stems))
			return false;
	return next > from + 1 && next < to && t->at[next].kind == SP_T_FIGURE &&
	       sp_token_has(&t->at[next - 1], sp_joint_stems) && has_word(t, next + 1, words_behind(t, next, to));
}

/* "45 accolte e 15 respinte", "16 progetti su 40 presentati": each figure has its noun behind it. */
static bool follows_noun(const struct sp_mention *previous, const struct sp_tokens *t, size_t before, size_t i,
			 size_t behind)
{
	return previous && before == previous->token + 1 && has_word(t, i + 1, behind) &&
	       (previous->words_from > previous->token || is_parted(t, before, i, t->n));
}

/* "60.000 dell'anno precedente", "l'anno scorso erano 60.000" */
static bool says_year_before(const struct sp_tokens *t, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++)
		if (sp_token_has(&t->at[i], sp_year_stems) && sp_token_has(&t->at[i + 1], sp_last_year_stems))
			return true;
	return false;
}

/* `previous` is the figure before it in its segment, or NULL. */
static void describe(struct sp_mention *m, const struct sp_mention *previous, const struct sp_tokens *t,
		     const struct sp_segment *segment)
{
	size_t i = m->token;
	m->minus = has_own_minus(t, i);
	size_t end = i - (m->minus ? 1 : 0);
	size_t before = words_before(t, end, segment->from), behind = words_behind(t, i, segment->to);
	bool continues = continues_figure(t, before, end, behind, segment->from);
	if (continues || (follows_noun(previous, t, before, i, behind) && !is_introduced(t, end)))
		before = end;
	/* "evasori: 5.554" has its words before, "16 progetti finanziati" and "n. 150 verbali" behind, "sono stati
	 * presentati 40 progetti" on both sides */
	bool colon = !continues && is_introduced(t, end);
	/* words that another figure follows are that one's */
	bool free = behind >= segment->to || t->at[behind].kind != SP_T_FIGURE ||
		    is_parted(t, i + 1, behind, segment->to);
	/* "16 progetti, n. 150 verbali": what stands between is the other figure's */
	bool after_figure = before > segment->from && t->at[before - 1].kind == SP_T_FIGURE;
	bool noun_behind = t->at[i].counted && free && after_figure && has_word(t, i + 1, behind);
	bool said = has_word(t, before, end) && !(noun_behind && !colon);
	m->words_from = said ? before : i + 1;
	m->words_to = said ? end : behind;
	m->stems = sp_tokens_stems(t, m->words_from, m->words_to);
	while (m->words_to > m->words_from && t->at[m->words_to - 1].kind != SP_T_WORD &&
	       t->at[m->words_to - 1].kind != SP_T_YEAR && t->at[m->words_to - 1].kind != SP_T_DATE)
		m->words_to--;
	if (said && free && (!colon || t->at[i].counted)) {
		GPtrArray *more = sp_tokens_stems(t, i + 1, behind);
		for (guint s = 0; s < more->len; s++)
			g_ptr_array_add(m->stems, g_strdup(g_ptr_array_index(more, s)));
		g_ptr_array_unref(more);
	}
	/* "33.280 nel 2018 contro 32.000 del 2017": the words on the way are the first figure's */
	bool shared = before > segment->from && t->at[before - 1].kind == SP_T_FIGURE && !colon;
	size_t own_end = own_words_end(t, i + 1, behind);
	int year = shared ? year_within(t, i + 1, own_end) : 0;
	if (!year)
		year = year_within(t, before, end);
	if (!year && !colon)
		year = year_within(t, i + 1, own_end);
	if (!year && m->year && (says_year_before(t, before, end) || says_year_before(t, i + 1, own_end)))
		year = m->year - 1;
	if (year) {
		m->year = year;
		m->own_year = true;
	}
	for (size_t k = before; k < end; k++)
		m->forecast = m->forecast || sp_token_has(&t->at[k], sp_guess_stems);
}

/* --- clauses --------------------------------------------------------------------------------------- */

#define CLAUSE_MOST 80 /* tokens on either side of a figure: longer clauses are not Italian */

/* A clause goes from comma, stop or "rispetto a" to the next one: in "40 su 50 nel 2021; 45 su 60 (2022)" there are
 * two. What its words say about the years of its figures: */
struct clause {
	int years[2];  /* the first two that differ; 0 none */
	int previous;  /* the last year before the figure; 0 none */
	bool trailing; /* a figure stands before the first year: years follow their figures, "40 nel 2021, 45 nel 2022"
			*/
	int next;      /* the first year behind the figure; 0 none */
	bool partial;  /* of a part of the year, or of more than one */
};

static bool parts_clause(const struct sp_token *t)
{
	return t->kind == SP_T_STOP || t->kind == SP_T_COMMA || compares(t);
}

/* The bracket that closes the one at i (step 1) or that opened it (step -1), within [from, to); i when there is none.
 */
static size_t bracket_end(const struct sp_tokens *t, size_t i, size_t from, size_t to, int step)
{
	int depth = 0;
	for (size_t k = i; k >= from && k < to; k += (size_t)step) {
		depth += sp_token_is_sign(&t->at[k], '(') - sp_token_is_sign(&t->at[k], ')');
		if (depth == 0)
			return k;
	}
	return i;
}

static bool holds_figure(const struct sp_tokens *t, size_t a, size_t b)
{
	for (size_t i = MIN(a, b); i < MAX(a, b); i++)
		if (t->at[i].kind == SP_T_FIGURE)
			return true;
	return false;
}

/* The token where the clause of figure i starts. What stands in brackets on the way is stepped over. */
static size_t clause_start(const struct sp_tokens *t, size_t i, size_t from)
{
	while (i > from && !parts_clause(&t->at[i - 1]) && !sp_token_is_sign(&t->at[i - 1], '(')) {
		i--;
		if (sp_token_is_sign(&t->at[i], ')'))
			i = bracket_end(t, i, from, t->n, -1);
	}
	return i;
}

/* "(2021)", "(anno 2021)" */
static bool is_year_aside(const struct sp_tokens *t, size_t i, size_t from, size_t to)
{
	if (t->at[i].kind != SP_T_YEAR && t->at[i].kind != SP_T_DATE)
		return false;
	size_t open = i;
	while (open > from && t->at[open - 1].kind == SP_T_WORD && t->at[open - 1].small)
		open--;
	return open > from && sp_token_is_sign(&t->at[open - 1], '(') && i + 1 < to &&
	       sp_token_is_sign(&t->at[i + 1], ')');
}

/* "semestre", "dal 2019", "triennio", a date before the year's end */
static bool is_not_the_year(const struct sp_tokens *t, size_t i)
{
	const struct sp_token *x = &t->at[i];
	return sp_token_has(x, sp_not_the_year_stems) || is_partial_date(x) ||
	       (x->kind == SP_T_YEAR && i > 0 && sp_token_has(&t->at[i - 1], sp_since_stems));
}

static void add_year(struct clause *c, int year, bool behind)
{
	if (c->years[0] == 0)
		c->years[0] = year;
	else if (c->years[1] == 0 && year != c->years[0])
		c->years[1] = year;
	if (!behind)
		c->previous = year;
	else if (c->next == 0)
		c->next = year;
}

static struct clause read_clause(const struct sp_tokens *t, size_t figure, const struct sp_segment *segment)
{
	struct clause c = { .trailing = false };
	size_t from = figure - MIN(figure - segment->from, CLAUSE_MOST), to = MIN(segment->to, figure + CLAUSE_MOST);
	size_t start = clause_start(t, figure, from);
	bool compared = start > from && compares(&t->at[start - 1]);
	for (size_t i = start; i < to && (i <= figure || !parts_clause(&t->at[i])); i++) {
		size_t end = sp_token_is_sign(&t->at[i], '(') ? bracket_end(t, i, from, to, 1) : i;
		if (end > i && holds_figure(t, i, end) && !(i < figure && figure < end)) {
			i = end;
			continue;
		}
		if (i > figure && sp_token_is_sign(&t->at[i], ')') && bracket_end(t, i, from, to, -1) < figure)
			break;
		c.trailing = c.trailing || (c.years[0] == 0 && t->at[i].kind == SP_T_FIGURE);
		c.partial = c.partial || is_not_the_year(t, i);
		bool of_year = compared && t->at[i].kind == SP_T_YEAR && sp_token_has(&t->at[i - 1], sp_of_year_stems);
		if (of_year || names_sentence_year(t, i) || is_year_aside(t, i, from, to))
			add_year(&c, t->at[i].year, i > figure);
	}
	return c;
}

/* The year that the clause gives to its figure; 0 when it leaves that to the sentence. */
static int year_of_clause(const struct clause *c)
{
	return c->years[1] == 0 ? c->years[0] : c->trailing ? c->next : c->previous;
}

/* --- the walk -------------------------------------------------------------------------------------- */

struct walk {
	int sentence, sentence_year;
	unsigned depth;
	bool forecast, partial;
	bool free; /* the label of the segment names no year */
};

static void walk_token(struct walk *w, const struct sp_tokens *t, size_t i)
{
	const struct sp_token *x = &t->at[i];
	if (x->kind == SP_T_STOP && x->sign == '.') {
		w->sentence++;
		w->sentence_year = 0;
		w->depth = 0;
		w->forecast = w->partial = false;
	}
	w->depth += sp_token_is_sign(x, '(');
	w->depth -= w->depth > 0 && sp_token_is_sign(x, ')');
	if (names_sentence_year(t, i))
		w->sentence_year = x->year;
	/* "La spesa del 2018 è stata …": where nothing else names a year */
	else if (w->free && w->sentence_year == 0 && x->kind == SP_T_YEAR && i > 0 &&
		 sp_token_has(&t->at[i - 1], sp_of_year_stems))
		w->sentence_year = x->year;
	w->forecast = w->forecast || sp_token_has(x, sp_foresee_stems);
	w->partial = w->partial || is_not_the_year(t, i);
}

static void find_mentions(struct sp_passage *p)
{
	const struct sp_tokens *t = p->tokens;
	GArray *mentions = g_array_new(FALSE, FALSE, sizeof(struct sp_mention));
	struct walk w = { 0 };
	for (size_t s = 0; s < p->n_segments; s++) {
		const struct sp_segment *segment = &p->segments[s];
		w = (struct walk){ .sentence = w.sentence + 1, .free = segment->year == 0 };
		for (size_t i = segment->from; i < segment->to && mentions->len <= SP_MENTIONS_MOST; i++) {
			walk_token(&w, t, i);
			if (t->at[i].kind != SP_T_FIGURE || t->at[i].measure)
				continue;
			const struct clause clause = read_clause(t, i, segment);
			int year = year_of_clause(&clause) ? year_of_clause(&clause) : w.sentence_year;
			struct sp_mention m = { .token = i,
						.segment = s,
						.sentence = w.sentence,
						.year = year ? year : segment->year,
						.sentence_year = year != 0,
						.forecast = w.forecast,
						.partial = w.partial || clause.partial || segment->partial,
						.bracketed = w.depth > 0 };
			const struct sp_mention *previous = mentions->len > 0
								? &g_array_index(mentions, struct sp_mention,
										 mentions->len - 1)
								: NULL;
			describe(&m, previous && previous->segment == s ? previous : NULL, t, segment);
			g_array_append_val(mentions, m);
		}
	}
	p->n_mentions = mentions->len;
	if (p->n_mentions > SP_MENTIONS_MOST) {
		for (guint i = 0; i < mentions->len; i++)
			g_ptr_array_unref(g_array_index(mentions, struct sp_mention, i).stems);
		p->n_mentions = 0;
	}
	p->mentions = (struct sp_mention *)(void *)g_array_free(mentions, FALSE);
}

struct sp_passage *sp_passage_new(const char *text, enum sp_segment_kind kind, int year)
{
	struct sp_passage *p = g_new0(struct sp_passage, 1);
	p->text = g_strdup(text ? text : "");
	p->tokens = sp_tokens_new(p->text, strlen(p->text));
	find_segments(p, kind, year);
	find_mentions(p);
	return p;
}

void sp_passage_free(struct sp_passage *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n_mentions; i++)
		g_ptr_array_unref(p->mentions[i].stems);
	g_free(p->mentions);
	g_free(p->segments);
	sp_tokens_free(p->tokens);
	g_free(p->text);
	g_free(p);
}

const struct sp_mention *sp_passage_mention(const struct sp_passage *p, size_t token)
{
	for (size_t i = 0; i < p->n_mentions; i++)
		if (p->mentions[i].token == token)
			return &p->mentions[i];
	return NULL;
}

char *sp_passage_words(const struct sp_passage *p, size_t from, size_t to)
{
	if (from >= to || to > p->tokens->n)
		return g_strdup("");
	const char *start = p->tokens->at[from].text.s;
	const struct sp_token *last = &p->tokens->at[to - 1];
	char *words = g_strndup(start, (size_t)(last->text.s + last->text.n - start));
	return g_strstrip(words);
}
